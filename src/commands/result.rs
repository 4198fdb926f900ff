//! `deals result`: what was promised to be achieved, what was measured, and who accepted it.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::By;
use crate::domain::deal::Status;
use crate::domain::id::{AnyId, ResultId};
use crate::domain::order::sort_by_key;
use crate::domain::result::{Acceptance, Measurement, Promised, PromisedResult};
use crate::domain::when::format_day;
use crate::domain::words::{excerpt, words};
use crate::error::{CommandError, Exit};
use crate::view::list::show;
use crate::view::phrase;
use crate::view::record::ResultRecord;

use super::shared::change::change_customer;
use super::shared::proof::{answer_with_result, gone, measured, number, read_spec, record_of};
use super::shared::resolve::{self, Access, Subject};
use super::shared::somebody::person_at;
use super::shared::{owed, typed};

words! {
    /// What is to be done with a result.
    Action, "an action" {
        Add = "add",
        Measure = "measure",
        Accept = "accept",
        List = "list",
    }
}

words! {
    /// Whether somebody may be quoted.
    MayQuote, "an answer" {
        Yes = "yes",
        No = "no",
    }
}

/// Promised results: add, measure, accept, list
///
/// A result goes from a baseline to a target; better is the direction between the two. It is met when the last
/// measurement reaches the target, partly when that is better than the baseline, missed when it is not. It is
/// asked for on the day given with --by, else 30 days after they go live, and again 30 days on, until it is met
/// or somebody there accepts it.
///
/// add takes a deal, or the account of its only live deal; measure and accept take the result, as in r7. list
/// takes either, or nothing.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "deals result add TARGET METRIC --baseline N --target N [OPTIONS]
       deals result measure R VALUE [--on DATE]
       deals result accept R --by PERSON [--may-quote yes|no] [--on DATE]
       deals result [list [TARGET]]",
    after_long_help = "Examples:
  deals result add acme first response --baseline 40 --target 28 --unit h
  deals result add d12 \"first response: 40 -> 28 h\" --by eoq
  deals result measure r1 31 --on yesterday
  deals result accept r1 --by dana --may-quote yes
  deals result list acme

Exit codes: 5 for a target that is the baseline, or a day to come; 3 for somebody who is not there."
)]
pub struct Args {
    /// What to do: add, measure, accept or list
    #[arg(add = crate::complete::words(Action::list))]
    action: Option<Action>,

    /// The deal or the account; to measure and accept, the result
    #[arg(add = crate::complete::targets_or_results())]
    target: Option<String>,

    /// What is measured, or the value; no quotes needed
    #[arg(value_name = "METRIC|VALUE", allow_negative_numbers = true)]
    words: Vec<String>,

    /// Where they stand before
    #[arg(
        long,
        value_name = "N",
        allow_hyphen_values = true,
        help_heading = "With add"
    )]
    baseline: Option<String>,

    /// Where they are to get
    #[arg(
        long = "target",
        id = "to",
        value_name = "N",
        allow_hyphen_values = true,
        help_heading = "With add"
    )]
    to: Option<String>,

    /// What the numbers count: h, %, calls a day
    #[arg(long, value_name = "TEXT", help_heading = "With add")]
    unit: Option<String>,

    /// The day to measure it; with accept, who accepts it
    #[arg(long, value_name = "DATE|PERSON", add = crate::complete::people_there(), help_heading = "With add and accept")]
    by: Option<String>,

    /// The day it was measured or accepted, if not today
    #[arg(
        short = 'd',
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        help_heading = "With measure and accept"
    )]
    on: Option<String>,

    /// Whether they may be quoted to the next buyer: yes or no
    #[arg(long, value_name = "ANSWER", help_heading = "With accept", add = crate::complete::words(MayQuote::list))]
    may_quote: Option<MayQuote>,

    /// At most so many rows; 0 is all
    #[arg(long, value_name = "N", help_heading = "With list")]
    limit: Option<usize>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<ResultRecord>()?;
    let action = args.action.unwrap_or(Action::List);
    refuse_foreign_options(args, action)?;
    match (action, &args.target) {
        (Action::List, target) => list(args, target.as_deref(), ctx)?,
        (Action::Add, Some(target)) => add(args, target, ctx)?,
        (Action::Measure, Some(target)) => measure(args, target, ctx)?,
        (Action::Accept, Some(target)) => accept(args, target, ctx)?,
        (action, None) => {
            let needed = match action {
                Action::Add => "a deal, or the account of its only live deal",
                _ => "a result",
            };
            let message = format!("`deals result {action}` needs {needed}");
            return Err(CommandError::usage(message).hint(form(action)));
        }
    }
    Ok(Exit::Done)
}

/// How a line is to be typed.
const fn form(action: Action) -> &'static str {
    match action {
        Action::Add => {
            "as in: deals result add acme \"first response: 40 -> 28 h\", or with --baseline 40 --target 28 --unit h"
        }
        Action::Measure => "as in: deals result measure r7 31",
        Action::Accept => "as in: deals result accept r7 --by dana --may-quote yes",
        Action::List => "as in: deals result list acme",
    }
}

/// An option that is of another action is a mistake.
fn refuse_foreign_options(args: &Args, action: Action) -> Result<(), CommandError> {
    use Action::{Accept, Add, List, Measure};
    let options: [(&str, bool, &[Action]); 7] = [
        ("--limit", args.limit.is_some(), &[List]),
        ("--baseline", args.baseline.is_some(), &[Add]),
        ("--target", args.to.is_some(), &[Add]),
        ("--unit", args.unit.is_some(), &[Add]),
        ("--by", args.by.is_some(), &[Add, Accept]),
        ("--on", args.on.is_some(), &[Measure, Accept]),
        ("--may-quote", args.may_quote.is_some(), &[Accept]),
    ];
    let foreign = options
        .iter()
        .find(|(_, is_given, of)| *is_given && !of.contains(&action));
    if let Some((option, ..)) = foreign {
        let message = format!("`deals result {action}` has no `{option}`");
        return Err(CommandError::usage(message).hint(form(action)));
    }
    let takes_words = matches!(action, Add | Measure);
    if let (Some(word), false) = (args.words.first(), takes_words) {
        let message = format!("`deals result {action}` has no use for `{}`", excerpt(word));
        return Err(CommandError::usage(message).hint(form(action)));
    }
    Ok(())
}

/// The result that is named; only an id will do.
fn named(ctx: &Ctx, text: &str) -> Result<(Subject, ResultId), CommandError> {
    match AnyId::read(text) {
        Some(AnyId::Result(id)) => Ok((resolve::subject(ctx, text, Access::Write)?, id)),
        _ => Err(
            CommandError::usage(format!("`{}` is not a result's id", excerpt(text)))
                .hint("results are named as in r7; deals result list TARGET lists them"),
        ),
    }
}

fn add(args: &Args, target: &str, ctx: &mut Ctx) -> Result<(), CommandError> {
    let promised = read_promised(args)?;
    let by = match &args.by {
        Some(text) => By::Day(typed::coming_day(ctx, "--by", text)?),
        None => By::Rung,
    };
    let (subject, deal_id) = resolve::deal(ctx, target, "live deal", Status::is_live)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        owed::refuse_lost(customer.deal(deal_id))?;
        Ok(customer.promise_result(deal_id, promised.clone(), by))
    })?;
    answer_with_result(ctx, &change, change.value, |record| {
        let when = record.by.map_or_else(
            || "to be measured 30 days after they go live".to_owned(),
            |on| format!("to be measured {}", format_day(on)),
        );
        format!("{}, {when}", phrase::result(record))
    })
}

/// What is promised, by its options; or in one text, as `add --result` takes it.
fn read_promised(args: &Args) -> Result<Promised, CommandError> {
    let words = typed::one_line("METRIC", &args.words.join(" "))?.ok_or_else(|| {
        CommandError::usage("`deals result add` needs what is measured").hint(form(Action::Add))
    })?;
    let (baseline, target) = match (&args.baseline, &args.to) {
        (Some(baseline), Some(target)) => (baseline, target),
        (None, None) if args.unit.is_none() && has_arrow(&words) => {
            return read_spec("METRIC", &words);
        }
        (baseline, _) => {
            let missing = if baseline.is_none() {
                "--baseline N"
            } else {
                "--target N"
            };
            let message = format!("`deals result add` needs {missing}");
            return Err(CommandError::usage(message).hint(form(Action::Add)));
        }
    };
    let promised = Promised {
        metric: words,
        baseline: number("--baseline", baseline)?,
        target: number("--target", target)?,
        unit: typed::line_of("--unit", args.unit.as_ref())?,
    };
    promised.check().map_err(CommandError::from)
}

fn has_arrow(text: &str) -> bool {
    text.contains("->") || text.contains('\u{2192}')
}

fn measure(args: &Args, target: &str, ctx: &mut Ctx) -> Result<(), CommandError> {
    let (subject, id) = named(ctx, target)?;
    let on = past_day_or_today(ctx, args.on.as_deref())?;
    let text = args.words.join(" ");
    if text.trim().is_empty() {
        return Err(CommandError::usage(
            "`deals result measure` needs the value that was measured",
        )
        .hint(form(Action::Measure)));
    }
    let change = change_customer(ctx, subject.account_id, |customer| {
        let result = customer.result(id).ok_or_else(|| gone(id))?;
        let value = result
            .promised
            .read_value(&text)
            .map_err(|error| CommandError::from(error).about("VALUE"))?;
        customer.measure(id, Measurement { on, value }, ctx.day());
        Ok(value)
    })?;
    let value = change.value;
    answer_with_result(ctx, &change, id, |record| {
        if record.measured_on == Some(on) {
            return measured(record);
        }
        // It was measured later already, and that judges.
        let (value, on) = (record.with_unit(value), format_day(on));
        format!(
            "{} {value} on {on}; last: {}",
            record.metric,
            measured(record)
        )
    })
}

fn accept(args: &Args, target: &str, ctx: &mut Ctx) -> Result<(), CommandError> {
    let (subject, id) = named(ctx, target)?;
    let Some(who) = &args.by else {
        return Err(
            CommandError::usage("`deals result accept` needs --by PERSON")
                .hint(form(Action::Accept)),
        );
    };
    let by = person_at(ctx, &subject, "--by", who)?;
    let on = past_day_or_today(ctx, args.on.as_deref())?;
    let may_quote = args.may_quote.map(|answer| answer == MayQuote::Yes);
    let change = change_customer(ctx, subject.account_id, |customer| {
        customer.result(id).ok_or_else(|| gone(id))?;
        let by = Some(by);
        customer.accept_result(id, Acceptance { by, on, may_quote });
        Ok(id)
    })?;
    answer_with_result(ctx, &change, id, |record| {
        let quote = match record.may_quote {
            Some(true) => ", may be quoted",
            Some(false) => ", not to be quoted",
            None => "",
        };
        format!(
            "{} accepted by {}, {}{quote}",
            record.metric,
            record.accepted_by.as_deref().unwrap_or("somebody"),
            format_day(on)
        )
    })
}

fn past_day_or_today(ctx: &Ctx, on: Option<&str>) -> Result<NaiveDate, CommandError> {
    on.map_or(Ok(ctx.today), |text| typed::past_day(ctx, "--on", text))
}

fn list(args: &Args, target: Option<&str>, ctx: &mut Ctx) -> Result<(), CommandError> {
    let subject = target
        .map(|text| resolve::subject(ctx, text, Access::Read))
        .transpose()?;
    let deal_id = subject.as_ref().and_then(|subject| subject.deal_id);
    let mut records: Vec<ResultRecord> = ctx.read(|reader| {
        let Some(subject) = &subject else {
            let all = reader.list_result_facts()?;
            return Ok(all.iter().map(ResultRecord::of).collect());
        };
        let Some(customer) = reader.find_customer(subject.account_id)? else {
            return Ok(Vec::new());
        };
        let of_one = |one: &&PromisedResult| deal_id.is_none_or(|id| one.deal_id == id);
        let results = customer.results.iter().filter(of_one);
        Ok(results
            .filter_map(|result| record_of(&customer, result))
            .collect())
    })?;
    sort_by_key(&mut records, |record| record.id);
    show(&mut ctx.ui, &records, args.limit, ctx.today)?;
    Ok(())
}
