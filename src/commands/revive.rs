//! `deals revive`: a lost deal is alive again.

use crate::context::Ctx;
use crate::domain::deal::Status;
use crate::error::{CommandError, Exit};
use crate::view::phrase;
use crate::view::record::DealRecord;

use super::shared::change::{answer_with_deal, change_customer};
use super::shared::resolve;

/// Say that a lost deal is alive again
///
/// Its status follows from its rungs again, its heartbeats are dropped, and a follow-up falls due today. What
/// its plan asked for and what is promised comes back; steps that have passed meanwhile stay away. A buried
/// deal can be revived too.
///
/// TARGET is a deal, or the account of its only lost deal.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals revive acme
  deals revive d12

Exit codes: 5 for a deal that is not lost.")]
pub struct Args {
    /// The deal, or the account of its only lost deal
    #[arg(add = crate::complete::lost_targets())]
    target: String,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DealRecord>()?;
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "lost deal", Status::is_lost)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        Ok(customer.revive(deal_id, ctx.day())?)
    })?;
    let line = change.deal(deal_id).map(|deal| {
        format!(
            "{}  {} · {}: alive again, {}",
            deal.id,
            subject.account,
            phrase::deal(deal),
            deal.status()
        )
    });
    let lines: Vec<String> = line.into_iter().collect();
    answer_with_deal(ctx, &change, deal_id, &lines)?;
    Ok(Exit::Done)
}
