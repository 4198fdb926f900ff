//! `deals report`: where the value, the time and the money really are.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};

use crate::context::Ctx;
use crate::domain::account::Account;
use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, CheckInId, DealId, ResultId};
use crate::domain::order::sort_by_key;
use crate::domain::report::{Book, Listed, Period, Report, Rows, When};
use crate::domain::when::{Direction, format_day};
use crate::domain::words::excerpt;
use crate::error::{CommandError, Exit};
use crate::store::Reader;
use crate::view;
use crate::view::list::{Row, show};
use crate::view::record::{
    AccountRecord, CheckInRecord, DealRecord, ReportRecord, ResultRecord, TouchpointRecord,
};
use crate::view::ui::Format;

use super::shared::typed;

/// Where the value, the time and the money are
///
/// What happened is counted from the first day to the last, this year so far when none is given. What is a
/// state (value, expected money, quiet accounts, pursuits) is as of today. Every number can be listed by its name;
/// docs/report.md says how each is counted.
///
/// What it measures against is set in the configuration, under targets: new business, in per cent of the
/// contacts, and how many pursuits are to be open.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals report
  deals report --from \"1 jan\" --to yesterday
  deals report --show quiet-60
  deals report --show value -o csv --fields id,account,value,currency
  deals report --json --fields value,new_business_percent

Exit codes: 2 for a name that is no number of the report, or a period that ends before it begins; 5 for a first \
day to come.")]
pub struct Args {
    /// The first day of the period
    #[arg(
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        help_heading = "The period"
    )]
    from: Option<String>,

    /// The last day of the period
    #[arg(
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        help_heading = "The period"
    )]
    to: Option<String>,

    /// List the records behind a number: value, late, quiet-60, proof, …; or behind the money of a month, as
    /// 2026-04, by your own lag as by-lag-2026-04
    #[arg(long, value_name = "NAME", add = crate::complete::words(Listed::list), help_heading = "What is shown")]
    show: Option<String>,

    /// With --show, at most so many rows; 0 is all
    #[arg(
        long,
        value_name = "N",
        requires = "show",
        help_heading = "What is shown"
    )]
    limit: Option<usize>,
}

/// Begins the name of what a month brings by the rep's own lag.
const BY_LAG: &str = "by-lag-";

/// What was asked to be listed.
enum Asked {
    Number(Listed),
    /// The money that is planned for the month of this first day.
    Month(NaiveDate),
    /// The money that comes in that month by the rep's own lag; without a day that of later ones.
    ByLag(Option<NaiveDate>),
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let period = period(args, ctx)?;
    let asked = args.show.as_deref().map(asked).transpose()?;
    let today = ctx.today;
    let Some(asked) = asked else {
        ctx.ui.expect_fields::<ReportRecord>()?;
        let (report, default) = ctx.read(|reader| {
            let book = reader.get_book(period, today)?;
            Ok((
                Report::of(&book, period, today),
                ctx.default_currency(reader)?,
            ))
        })?;
        let record = ReportRecord::new(&report, ctx.config.targets, today);
        if ctx.ui.format() != Format::Table || ctx.ui.fields().is_some() || ctx.ui.quiet() {
            ctx.ui.record(&record)?;
        } else {
            view::report::show(&mut ctx.ui, &record, default)?;
        }
        return Ok(Exit::Done);
    };
    list(args, ctx, period, &asked)?;
    Ok(Exit::Done)
}

/// The days that are asked for: this year so far, unless said otherwise.
fn period(args: &Args, ctx: &Ctx) -> Result<Period, CommandError> {
    let from = args.from.as_deref();
    let from = from.map(|text| typed::past_day(ctx, "--from", text));
    let to = match &args.to {
        // The last day may be to come: nothing has happened since today, and that is no lie.
        Some(text) => ctx
            .when(Direction::Back)
            .read(text)
            .map_err(|error| CommandError::from(error).about("--to"))?,
        None => ctx.today,
    };
    let from = match from {
        Some(from) => from?,
        // Of a year to come there is nothing to count.
        None => NaiveDate::from_ymd_opt(to.min(ctx.today).year(), 1, 1).unwrap_or(to),
    };
    if from > to {
        let message = format!("--to: {} is before {}", format_day(to), format_day(from));
        return Err(CommandError::usage(message).hint("name the first day with --from"));
    }
    Ok(Period { from, to })
}

/// The first day of what reads as a month.
fn month(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok();
    day.filter(|_| text.len() == 7)
}

fn asked(text: &str) -> Result<Asked, CommandError> {
    let text = text.trim();
    if let Some(month) = month(text) {
        return Ok(Asked::Month(month));
    }
    match text.strip_prefix(BY_LAG) {
        Some("later") => return Ok(Asked::ByLag(None)),
        Some(of) if month(of).is_some() => return Ok(Asked::ByLag(month(of))),
        _ => {}
    }
    text.parse().map(Asked::Number).map_err(|_| {
        let message = format!("--show: `{}` is no number of the report", excerpt(text));
        let names = Listed::list().join(", ");
        CommandError::usage(message).hint(format!(
            "it is one of {names}; or a month, as 2026-04, or {BY_LAG}2026-04"
        ))
    })
}

/// Lists the records behind a number, as any list does.
fn list(args: &Args, ctx: &mut Ctx, period: Period, asked: &Asked) -> Result<(), CommandError> {
    let today = ctx.today;
    let listing = ctx.read(|reader| {
        let book = reader.get_book(period, today)?;
        let report = Report::of(&book, period, today);
        let rows = match asked {
            Asked::Number(listed) => report.rows(*listed),
            Asked::Month(month) => Rows::Deals(report.money.planned_in(Some(*month))),
            Asked::ByLag(Some(month)) => Rows::Deals(report.money.by_lag_in(*month)),
            Asked::ByLag(None) => Rows::Deals(report.money.by_lag_at(When::Later)),
        };
        match rows {
            Rows::Deals(ids) => Ok(Listing::Deals(deals(reader, &book, &ids, today)?)),
            Rows::CheckIns(ids) => Ok(Listing::CheckIns(check_ins(reader, &book, &ids, today)?)),
            Rows::Results(ids) => Ok(Listing::Results(results(reader, &ids)?)),
            Rows::Accounts(ids) => {
                let default = ctx.default_currency(reader)?;
                let mut records = Vec::new();
                for account in accounts(reader, &ids)? {
                    let facts = reader.get_account_facts(account)?;
                    records.push(AccountRecord::new(&facts, today, default));
                }
                Ok(Listing::Accounts(records))
            }
            Rows::Touchpoints(ids) => {
                let mut records = Vec::new();
                for id in ids {
                    let found = reader.find_touchpoint(id)?;
                    records.extend(found.as_ref().map(TouchpointRecord::new));
                }
                sort_by_key(&mut records, |record| {
                    std::cmp::Reverse((record.on, record.id))
                });
                Ok(Listing::Touchpoints(records))
            }
        }
    })?;
    match listing {
        Listing::Deals(records) => print(args, ctx, &records),
        Listing::CheckIns(records) => print(args, ctx, &records),
        Listing::Touchpoints(records) => print(args, ctx, &records),
        Listing::Accounts(records) => print(args, ctx, &records),
        Listing::Results(records) => print(args, ctx, &records),
    }
}

/// Records as they are listed.
enum Listing {
    Deals(Vec<DealRecord>),
    CheckIns(Vec<CheckInRecord>),
    Touchpoints(Vec<TouchpointRecord>),
    Accounts(Vec<AccountRecord>),
    Results(Vec<ResultRecord>),
}

fn print<R: Row>(args: &Args, ctx: &mut Ctx, records: &[R]) -> Result<(), CommandError> {
    Ok(show(&mut ctx.ui, records, args.limit, ctx.today)?)
}

fn deals(
    reader: &Reader<'_>,
    book: &Book,
    ids: &[DealId],
    today: NaiveDate,
) -> Result<Vec<DealRecord>, CommandError> {
    let known = by_id(book);
    let mut records = Vec::new();
    for deal in ids.iter().filter_map(|id| known.get(id)) {
        records.push(DealRecord::new(
            &reader.get_deal_facts((*deal).clone(), today)?,
            today,
        ));
    }
    Ok(records)
}

fn by_id(book: &Book) -> HashMap<DealId, &Deal> {
    book.deals.iter().map(|deal| (deal.id, deal)).collect()
}

fn accounts(reader: &Reader<'_>, ids: &[AccountId]) -> Result<Vec<Account>, CommandError> {
    let mut accounts = reader.list_accounts()?;
    accounts.retain(|account| ids.binary_search(&account.id).is_ok());
    Ok(accounts)
}

fn check_ins(
    reader: &Reader<'_>,
    book: &Book,
    ids: &[CheckInId],
    today: NaiveDate,
) -> Result<Vec<CheckInRecord>, CommandError> {
    let known = by_id(book);
    let accounts = reader.list_accounts()?;
    let names: HashMap<AccountId, String> = accounts
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    let mut records = Vec::new();
    for id in ids {
        let Some(check_in) = reader.find_check_in(*id)? else {
            continue;
        };
        let person = match check_in.person_id {
            Some(person) => reader.find_person(person)?,
            None => None,
        };
        let deal = check_in.deal_id.and_then(|id| known.get(&id)).copied();
        let account = names.get(&check_in.account_id).map(String::as_str);
        let account = account.unwrap_or_default();
        records.push(CheckInRecord::new(
            &check_in,
            account,
            deal,
            person.as_ref(),
            today,
        ));
    }
    Ok(records)
}

fn results(reader: &Reader<'_>, ids: &[ResultId]) -> Result<Vec<ResultRecord>, CommandError> {
    let all = reader.list_result_facts()?;
    let of_number = all.iter().filter(|one| ids.contains(&one.result.id));
    Ok(of_number.map(ResultRecord::of).collect())
}
