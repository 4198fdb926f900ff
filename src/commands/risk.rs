//! `deals risk`: what may go wrong, and what is done then.

use crate::context::Ctx;
use crate::domain::deal::Status;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};
use crate::view::phrase;
use crate::view::record::CheckInRecord;

use super::shared::change::{answer_with_check_in, change_customer};
use super::shared::{owed, resolve, typed};

/// Note a risk with its plan B
///
/// It comes up for review on a day; deals done C settles it. When the delivery is late, its row in the morning
/// names the plan B.
///
/// TARGET is a deal, or the account of its only live deal.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals risk acme \"the lathes come late // rent two\" --review 2w
  deals risk d12 their crane is booked // bring ours --review fri

Exit codes: 5 for a day that is past, or a lost deal.")]
pub struct Args {
    /// The deal, or the account of its only live deal
    #[arg(add = crate::complete::targets())]
    target: String,

    /// What may go wrong and what is done then, as "WHAT // PLAN B"
    #[arg(required = true, value_name = "WHAT // PLAN B")]
    risk: Vec<String>,

    /// The day to look at it again
    #[arg(long, value_name = "DATE", required = true)]
    review: String,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let risk = owed::risk("RISK", &typed::joined(&args.risk))?;
    let on = typed::coming_day(ctx, "--review", &args.review)?;
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "live deal", Status::is_live)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        owed::refuse_lost(customer.deal(deal_id))?;
        Ok(customer.risk(deal_id, risk.clone(), on))
    })?;
    let id = change.value;
    let deal = change.deal(deal_id).map(phrase::deal).unwrap_or_default();
    let line = format!(
        "{}  {} · {deal}: {}; plan B: {}; review {}",
        change.saved.check_in(id),
        subject.account,
        risk.what,
        risk.plan_b,
        format_day(on)
    );
    answer_with_check_in(ctx, &change, id, &[line])?;
    Ok(Exit::Done)
}
