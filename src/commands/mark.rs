//! `deals mark`: a rung has happened, in whole or in part, has failed, does not apply, or was marked by mistake.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::{Customer, Marked, UNMARK};
use crate::domain::deal::{Deal, Status};
use crate::domain::id::DealId;
use crate::domain::ladder::{Failed, Part, RungState};
use crate::domain::money::{self, Money};
use crate::domain::rung::Rung;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};
use crate::view::phrase;

use super::shared::change::{Change, answer_with_deal, change_customer};
use super::shared::taken_back::{refuse_lost, take_back, take_part_back};
use super::shared::{marked, proof, resolve, typed};
use crate::view::record::DealRecord;

/// Say that a rung of the ladder has happened
///
/// The rungs are verbal, ordered, credit, signed, delivered, live, verified, invoiced and paid. What a rung
/// implies need not be marked: signed implies verbal and ordered, live implies delivered, verified implies
/// live and delivered, paid implies invoiced. Any order is allowed, and a gap is named. Check-ins that count
/// from the rung are dated anew; those before it are dropped.
///
/// A part (two of three sites, a deposit) is noted with --part and leaves the rung open. With --ref alone, a
/// rung that is done keeps its day and gets the number. A credit check that failed stays failed until credit
/// is marked, does not apply, or is taken back.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals mark acme delivered
  deals mark d12 paid --on \"last friday\"
  deals mark d12 ordered --ref PO-4711
  deals mark d12 delivered --part \"2 of 3 sites\"
  deals mark d12 paid --part deposit --amount 2k --on yesterday
  deals mark d12 credit --failed --why \"too little equity\"
  deals mark d12 credit --na
  deals mark d12 delivered --undo

Exit codes: 5 for a future date, one before a rung that this one implies, or parts that come to more than \
the deal is worth.")]
pub struct Args {
    /// The deal, or the account of its only live deal
    #[arg(add = crate::complete::targets())]
    target: String,

    /// The rung: verbal, ordered, credit, signed, delivered, live, verified, invoiced or paid
    #[arg(add = crate::complete::words(Rung::list))]
    rung: Rung,

    /// The day it happened, if not today; of a rung that is marked, another day
    #[arg(short = 'd', long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,

    /// The number of the order or the invoice; empty text takes it away
    #[arg(long = "ref", value_name = "NUMBER", conflicts_with_all = ["undo", "na", "failed"])]
    reference: Option<String>,

    /// Only this part of it has happened; the rung stays open
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["na", "failed"], help_heading = "In part")]
    part: Option<String>,

    /// What the part comes to
    #[arg(
        long,
        value_name = "MONEY",
        requires = "part",
        allow_negative_numbers = true,
        conflicts_with = "undo",
        help_heading = "In part"
    )]
    amount: Option<String>,

    /// The credit check failed; needs --why
    #[arg(long, conflicts_with_all = ["na", "undo"], help_heading = "When it is not done")]
    failed: bool,

    /// Why it failed
    #[arg(
        long,
        value_name = "REASON",
        requires = "failed",
        help_heading = "When it is not done"
    )]
    why: Option<String>,

    /// It does not apply to this deal
    #[arg(long, conflicts_with = "on", help_heading = "When it is not done")]
    na: bool,

    /// Take the mark back, and what followed from it; with --part, that part
    #[arg(long, conflicts_with_all = ["na", "on"], help_heading = "When it is not done")]
    undo: bool,
}

/// What the command line says, read.
enum Said {
    Undone,
    PartUndone(String),
    NotApplicable,
    Part(Part, Option<String>),
    Failed(Failed),
    /// Done on that day, else today.
    Done(Option<NaiveDate>, Option<Number>),
}

/// What is said of the number of an order or an invoice.
#[derive(Clone)]
enum Number {
    Is(String),
    /// There is none any more.
    Gone,
}

impl Number {
    fn text(&self) -> Option<String> {
        match self {
            Self::Is(number) => Some(number.clone()),
            Self::Gone => None,
        }
    }
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DealRecord>()?;
    // A settled deal is not live, but its marks may have to be taken back.
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "live deal", Status::is_live)?;
    let said = read(ctx, args, deal_id)?;
    let (account, rung, today) = (subject.account_id, args.rung, ctx.today);
    if args.undo {
        ctx.verb = UNMARK;
    }
    let change = match &said {
        Said::Undone => take_back(ctx, account, deal_id, rung)?,
        Said::PartUndone(what) => take_part_back(ctx, account, deal_id, rung, what)?,
        _ => change_customer(ctx, account, |customer| {
            apply(customer, deal_id, rung, &said, today)
        })?,
    };
    let lines = lines(rung, &said, &change, deal_id, today);
    answer_with_deal(ctx, &change, deal_id, &lines)?;
    Ok(Exit::Done)
}

fn read(ctx: &Ctx, args: &Args, deal_id: DealId) -> Result<Said, CommandError> {
    if args.failed && args.rung != Rung::Credit {
        let message = format!("only a credit check can fail, not {}", args.rung);
        return Err(CommandError::usage(message).hint(format!(
            "say when it is expected instead: deals expect TARGET {} DATE --why REASON",
            args.rung
        )));
    }
    let on = args
        .on
        .as_ref()
        .map(|text| typed::past_day(ctx, "--on", text))
        .transpose()?;
    let line = |option, text: &Option<String>| match text {
        Some(text) => typed::one_line(option, text).map(Some),
        None => Ok(None),
    };
    let number = line("--ref", &args.reference)?;
    let number = number.map(|number| number.map_or(Number::Gone, Number::Is));
    if args.failed {
        let why = line("--why", &args.why)?.flatten();
        if why.is_none() {
            return Err(CommandError::usage("--failed needs a reason").hint(
                "say why, as in: deals mark TARGET credit --failed --why \"too little equity\"",
            ));
        }
        let on = on.unwrap_or(ctx.today);
        return Ok(Said::Failed(Failed { on, why }));
    }
    let Some(part) = line("--part", &args.part)? else {
        return Ok(if args.undo {
            Said::Undone
        } else if args.na {
            Said::NotApplicable
        } else {
            Said::Done(on, number)
        });
    };
    let what = part.ok_or_else(|| {
        CommandError::usage("--part is empty")
            .hint("say which part, as in: --part \"2 of 3 sites\"")
    })?;
    if args.undo {
        return Ok(Said::PartUndone(what));
    }
    let part = Part {
        what,
        on: on.unwrap_or(ctx.today),
        amount: amount(ctx, args, deal_id)?,
    };
    Ok(Said::Part(part, number.and_then(|number| number.text())))
}

/// What a part comes to, in the deal's currency where none is named.
fn amount(ctx: &Ctx, args: &Args, deal_id: DealId) -> Result<Option<Money>, CommandError> {
    let Some(text) = &args.amount else {
        return Ok(None);
    };
    let default = ctx.read(|reader| {
        let value = reader.find_deal(deal_id)?.and_then(|deal| deal.value);
        match value {
            Some(value) => Ok(value.currency),
            None => ctx.default_currency(reader),
        }
    })?;
    let amount =
        money::parse(text, default).map_err(|error| CommandError::from(error).about("--amount"))?;
    if amount.minor == 0 {
        return Err(CommandError::usage("--amount: nothing is no part of it")
            .hint("leave --amount out, or give what has come"));
    }
    Ok(Some(amount))
}

fn apply(
    customer: &mut Customer,
    deal_id: DealId,
    rung: Rung,
    said: &Said,
    today: NaiveDate,
) -> Result<Option<Marked>, CommandError> {
    refuse_lost(customer, deal_id)?;
    let is_done = |deal: &Deal| matches!(deal.ladder.state(rung), RungState::Done { .. });
    let is_done = customer.deal(deal_id).is_some_and(is_done);
    let is_marked = |deal: &Deal| deal.ladder.facts(rung).done_on.is_some();
    let is_marked = customer.deal(deal_id).is_some_and(is_marked);
    Ok(match said {
        Said::Done(None, Some(number)) if is_done => customer.change_ladder(deal_id, |ladder| {
            ladder.set_reference(rung, number.text());
            Ok(())
        })?,
        // Said twice, as by a script that runs again: the day on which it happened stays.
        Said::Done(None, None) if is_marked => customer.change_ladder(deal_id, |_| Ok(()))?,
        Said::Done(_, Some(Number::Gone)) => {
            return Err(CommandError::usage("--ref is empty")
                .hint("give the number; of a rung that is done, empty text takes it away"));
        }
        Said::Done(on, number) => customer.change_ladder(deal_id, |ladder| {
            let number = number.as_ref().and_then(Number::text);
            ladder.mark(rung, on.unwrap_or(today), number)
        })?,
        Said::NotApplicable => customer.change_ladder(deal_id, |ladder| ladder.waive(rung))?,
        Said::Failed(failed) => customer.fail_credit(deal_id, failed.clone(), today)?,
        Said::Part(part, reference) => {
            let marked = customer.note_part(deal_id, rung, part.clone())?;
            if let (Some(deal), Some(reference)) = (customer.deal_mut(deal_id), reference) {
                deal.ladder.set_reference(rung, Some(reference.clone()));
            }
            marked
        }
        Said::Undone | Said::PartUndone(_) => None,
    })
}

fn lines(
    rung: Rung,
    said: &Said,
    change: &Change<Option<Marked>>,
    deal_id: DealId,
    today: NaiveDate,
) -> Vec<String> {
    let (Some(record), Some(deal)) = (change.deal_record(deal_id, today), change.deal(deal_id))
    else {
        return Vec::new();
    };
    let before = change.before.deal(deal_id);
    let mut lines = vec![format!(
        "{}  {} · {}: {} · {}",
        record.id,
        record.account,
        phrase::deal(deal),
        what(rung, said, before, deal, today),
        phrase::rung(&record)
    )];
    if let Said::Part(..) = said {
        lines.push(format!("    {}", stays_open(rung, deal)));
        return lines;
    }
    let celebration = marked::celebrate(change, deal_id);
    let is_settled = deal.status() == Status::Settled;
    if let Some(marked) = change.value.as_ref().filter(|_| !is_settled) {
        let is_mark = matches!(said, Said::Done(..));
        lines.extend(marked::missing(marked, is_mark.then_some(rung)));
    }
    if rung == Rung::Verified && matches!(said, Said::Done(..)) {
        lines.extend(proof::unproven_lines(&change.saved.customer, deal.id));
    }
    lines.extend(celebration);
    lines
}

/// What was said, as it is understood.
fn what(rung: Rung, said: &Said, before: Option<&Deal>, now: &Deal, today: NaiveDate) -> String {
    let was = before.map(|deal| deal.ladder.facts(rung));
    match said {
        Said::Undone => match now.ladder.facts(rung) {
            facts if facts.not_applicable => format!("{rung} does not apply again"),
            facts => match now.ladder.done_on(rung) {
                Some(on) => format!("{rung} {} again", format_day(on)),
                None if facts.failed.is_some() => format!("{} failed again", rung.noun()),
                None => format!("{rung} is not marked any more"),
            },
        },
        Said::PartUndone(what) => format!("{what} is no part of {rung} any more"),
        Said::NotApplicable => format!("{rung} does not apply"),
        Said::Failed(failed) => {
            let why = failed.why.as_deref().unwrap_or_default();
            format!("{} failed {}: {why}", rung.noun(), format_day(failed.on))
        }
        Said::Part(part, _) => {
            let amount = part
                .amount
                .map_or_else(String::new, |amount| format!(", {}", amount.long()));
            let day = format_day(part.on);
            format!("{} {day}{amount}, a part of {rung}", part.what)
        }
        Said::Done(on, number) => {
            let number = match number {
                Some(Number::Is(number)) => format!(", {number}"),
                Some(Number::Gone) => ", no number".to_owned(),
                None => String::new(),
            };
            let day = now.ladder.done_on(rung).or(*on).unwrap_or(today);
            let was = match was.and_then(|was| was.done_on) {
                Some(was) if was != day => format!(", it was {}", format_day(was)),
                Some(_) if on.is_none() && number.is_empty() => {
                    " already; --on DATE corrects the day".to_owned()
                }
                _ => String::new(),
            };
            format!("{rung} {}{was}{number}", format_day(day))
        }
    }
}

/// What is left of a rung that has parts.
fn stays_open(rung: Rung, deal: &Deal) -> String {
    match (deal.ladder.parts_sum(rung), deal.value) {
        (Some(sum), Some(value)) if sum.minor >= value.minor => format!(
            "all {} is here in parts; {rung} stays open until it is marked: deals mark {} {rung}",
            value.long(),
            deal.id
        ),
        (Some(sum), Some(value)) => {
            format!(
                "{} of {} so far; {rung} stays open",
                sum.long(),
                value.long()
            )
        }
        _ => format!("{rung} stays open until it is marked"),
    }
}
