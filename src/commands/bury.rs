//! `deals bury`: winning a lost deal back is given up.

use crate::context::Ctx;
use crate::domain::deal::Status;
use crate::error::{CommandError, Exit};
use crate::view::phrase;
use crate::view::record::DealRecord;

use super::shared::change::{answer_with_deal, change_customer};
use super::shared::{resolve, typed};

/// Give up winning a lost deal back
///
/// Its heartbeats are dropped; all that is on record stays, and deals revive brings it back. TARGET is a deal, or
/// the account of its only lost deal.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals bury acme --why \"five years with the rival, signed\"

Exit codes: 5 for a deal that is not lost, or buried already.")]
pub struct Args {
    /// The deal, or the account of its only lost deal
    #[arg(add = crate::complete::lost_targets())]
    target: String,

    /// Why it is given up
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DealRecord>()?;
    let why = typed::line_of("--why", args.why.as_ref())?;
    let why = why.ok_or_else(|| {
        CommandError::usage("--why is missing: why is it given up?")
            .hint("say why, as in: deals bury TARGET --why \"five years with the rival, signed\"")
    })?;
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "lost deal", Status::is_lost)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        Ok(customer.bury(deal_id, why.clone(), ctx.day())?)
    })?;
    let line = change.deal(deal_id).map(|deal| {
        format!(
            "{}  {} · {}: buried, {why}",
            deal.id,
            subject.account,
            phrase::deal(deal)
        )
    });
    let lines: Vec<String> = line.into_iter().collect();
    answer_with_deal(ctx, &change, deal_id, &lines)?;
    Ok(Exit::Done)
}
