//! `deals mark`: a rung has happened, does not apply, or was marked by mistake.

use crate::context::Ctx;
use crate::domain::customer::{Customer, Marked};
use crate::domain::deal::Status;
use crate::domain::id::DealId;
use crate::domain::rung::Rung;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};
use crate::view::phrase;

use super::change::{Change, answer_with_deal, change_customer};
use super::{resolve, typed};
use crate::view::record::DealRecord;

/// Say that a rung of the ladder has happened
///
/// The rungs are verbal, ordered, credit, signed, delivered, live, verified, invoiced and paid. What a rung
/// implies need not be marked: signed implies verbal and ordered, live implies delivered, verified implies
/// live and delivered, paid implies invoiced. Any order is allowed, and a gap is named. Check-ins that count
/// from the rung are dated anew; those before it are dropped.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals mark acme delivered
  deals mark d12 paid --on \"last friday\"
  deals mark d12 ordered --ref PO-4711
  deals mark d12 credit --na
  deals mark d12 delivered --undo

Exit codes: 5 for a future date, or one before a rung that this one implies.")]
pub struct Args {
    /// The deal, or the account of its only live deal
    #[arg(add = crate::complete::targets())]
    target: String,

    /// The rung: verbal, ordered, credit, signed, delivered, live, verified, invoiced or paid
    #[arg(add = crate::complete::words(Rung::list))]
    rung: Rung,

    /// The day it happened, if not today
    #[arg(short = 'd', long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,

    /// The number of the order or the invoice
    #[arg(long = "ref", value_name = "NUMBER", conflicts_with_all = ["undo", "na"])]
    reference: Option<String>,

    /// Take the mark back, and what followed from it
    #[arg(long, conflicts_with_all = ["na", "on"])]
    undo: bool,

    /// It does not apply to this deal
    #[arg(long, conflicts_with = "on")]
    na: bool,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DealRecord>()?;
    // A settled deal is not live, but its marks may have to be taken back.
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "live deal", Status::is_live)?;
    let on = match &args.on {
        Some(text) => typed::past_day(ctx, "--on", text)?,
        None => ctx.today,
    };
    let reference = args
        .reference
        .as_ref()
        .map(|text| typed::one_line("--ref", text))
        .transpose()?
        .flatten();
    let change = change_customer(ctx, subject.account_id, |customer| {
        apply(customer, deal_id, args, on, reference.clone())
    })?;
    let lines = lines(args, &change, deal_id, on);
    answer_with_deal(ctx, &change, deal_id, &lines)?;
    Ok(Exit::Done)
}

fn apply(
    customer: &mut Customer,
    deal_id: DealId,
    args: &Args,
    on: chrono::NaiveDate,
    reference: Option<String>,
) -> Result<Option<Marked>, CommandError> {
    if customer
        .deal(deal_id)
        .is_some_and(|deal| deal.status().is_lost())
    {
        return Err(CommandError::refused(format!("{deal_id} is lost"))
            .hint("a lost deal keeps its rungs as they are"));
    }
    Ok(customer.change_ladder(deal_id, |ladder| {
        if args.undo {
            ladder.unmark(args.rung)
        } else if args.na {
            ladder.waive(args.rung)
        } else {
            ladder.mark(args.rung, on, reference)
        }
    })?)
}

fn lines(
    args: &Args,
    change: &Change<Option<Marked>>,
    deal_id: DealId,
    on: chrono::NaiveDate,
) -> Vec<String> {
    let (Some(record), Some(deal)) = (change.deal_record(deal_id), change.deal(deal_id)) else {
        return Vec::new();
    };
    let rung = args.rung;
    let what = if args.undo {
        format!("{rung} is not marked any more")
    } else if args.na {
        format!("{rung} does not apply")
    } else {
        let was = change
            .before
            .deal(deal_id)
            .and_then(|deal| deal.ladder.facts(rung).done_on);
        let was = was
            .filter(|was| *was != on)
            .map(|was| format!(", it was {}", format_day(was)));
        format!("{rung} {}{}", format_day(on), was.unwrap_or_default())
    };
    let mut lines = vec![format!(
        "{}  {} · {}: {what} · {}",
        record.id,
        record.account,
        phrase::deal(deal),
        phrase::rung(&record)
    )];
    let Some(marked) = &change.value else {
        return lines;
    };
    let is_marked = !args.undo && !args.na;
    lines.extend(after(marked, is_marked.then_some(rung)));
    lines
}

/// What a rep is to know after a change: the gap below a rung that was marked, the day to celebrate, or what is
/// missing until then.
fn after(marked: &Marked, rung: Option<Rung>) -> Vec<String> {
    let names = |rungs: &[Rung]| {
        rungs
            .iter()
            .map(Rung::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    if marked.after == Status::Settled && marked.before != Status::Settled {
        return vec![
            "    delivered, verified and paid: it is settled. Time to celebrate.".to_owned(),
        ];
    }
    if marked.after == Status::Settled {
        return Vec::new();
    }
    let gaps: Vec<Rung> = marked
        .gaps
        .iter()
        .copied()
        .filter(|gap| rung.is_some_and(|rung| *gap < rung))
        .collect();
    let missing: Vec<Rung> = marked
        .missing
        .iter()
        .copied()
        .filter(|one| !gaps.contains(one))
        .collect();
    let mut lines = Vec::new();
    if let Some(rung) = rung.filter(|_| !gaps.is_empty()) {
        lines.push(format!("    {rung}, not yet {}", names(&gaps)));
    }
    if !missing.is_empty() && marked.after.is_live() {
        lines.push(format!(
            "    missing until it is settled: {}",
            names(&missing)
        ));
    }
    lines
}
