//! `deals expect`: when a rung is expected.

use crate::context::Ctx;
use crate::domain::deal::Status;
use crate::domain::rung::Rung;
use crate::domain::when::{format_day, format_day_short};
use crate::error::{CommandError, Exit};
use crate::view::phrase;

use super::shared::change::{answer_with_deal, change_customer};
use super::shared::{resolve, typed};
use crate::view::record::DealRecord;

/// Say when a rung is expected
///
/// The expected day gets a check-in of its own. Every change of it is kept, and check-ins that count from it
/// are dated anew; those before it that were done already open again when it moves later.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals expect acme delivery \"15 apr\"
  deals expect d12 delivery in 3 weeks
  deals expect d12 payment eom --why \"their run is at the month's end\"

Exit codes: 5 when it is done already.")]
pub struct Args {
    /// The deal, or the account of its only live deal
    #[arg(add = crate::complete::targets())]
    target: String,

    /// The rung: order, credit, signed, delivery, go-live, verified, invoice or payment
    #[arg(add = crate::complete::words(Rung::list))]
    rung: Rung,

    /// The day it is expected
    #[arg(required = true, value_name = "DATE")]
    date: Vec<String>,

    /// Why it moved
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DealRecord>()?;
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "live deal", Status::is_live)?;
    let on = typed::expected_day(ctx, ctx.today, "DATE", &typed::joined(&args.date))?;
    let why = typed::line_of("--why", args.why.as_ref())?;
    let today = ctx.today;
    let change = change_customer(ctx, subject.account_id, |customer| {
        if customer
            .deal(deal_id)
            .is_some_and(|deal| deal.status().is_lost())
        {
            return Err(CommandError::refused(format!("{deal_id} is lost"))
                .hint("nothing is expected of a lost deal"));
        }
        Ok(customer.expect(deal_id, args.rung, on, why.clone(), today)?)
    })?;
    let Some(deal) = change.deal(deal_id) else {
        return Ok(Exit::Done);
    };
    let was = change
        .before
        .deal(deal_id)
        .and_then(|deal| deal.ladder.expected_on(args.rung))
        .filter(|was| *was != on);
    let moved = was.map_or_else(String::new, |was| {
        format!(", it was {}", format_day_short(was, today))
    });
    let (slips, days) = deal.ladder.slips(args.rung);
    let slipped = if slips > 0 {
        format!(" · slipped {slips}×, {days} days in all")
    } else {
        String::new()
    };
    let line = format!(
        "{}  {} · {}: {} expected {}{moved}{slipped}",
        deal.id,
        subject.account,
        phrase::deal(deal),
        args.rung.noun(),
        format_day(on)
    );
    answer_with_deal(ctx, &change, deal_id, &[line])?;
    Ok(Exit::Done)
}
