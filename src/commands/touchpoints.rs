//! `deals touchpoints`: contacts and attempts.

use crate::context::Ctx;
use crate::domain::touchpoint::Outcome;
use crate::error::{CommandError, Exit};
use crate::view::list::show;
use crate::view::record::TouchpointRecord;

use super::shared::resolve::{self, Access};
use super::shared::typed;

/// List contacts and attempts, the latest first
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals touchpoints acme
  deals touchpoints --since \"last monday\" --outcome reached
  deals touchpoints d12 -o jsonl")]
pub struct Args {
    /// Only those of this account, or of this deal
    #[arg(add = crate::complete::targets())]
    target: Option<String>,

    /// Only those since this day
    #[arg(
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        help_heading = "Which rows"
    )]
    since: Option<String>,

    /// Only those of this outcome: reached, sent, no-answer or left-message; may be repeated
    #[arg(long, value_name = "OUTCOME", add = crate::complete::words(Outcome::list), help_heading = "Which rows")]
    outcome: Vec<Outcome>,

    /// At most so many rows; 0 is all
    #[arg(long, value_name = "N", help_heading = "How they are shown")]
    limit: Option<usize>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let subject = match &args.target {
        Some(target) => Some(resolve::subject(ctx, target, Access::Read)?),
        None => None,
    };
    let since = match &args.since {
        Some(text) => Some(typed::past_day(ctx, "--since", text)?),
        None => None,
    };
    let account = subject.as_ref().map(|subject| subject.account_id);
    let deal = subject.as_ref().and_then(|subject| subject.deal_id);
    let facts = ctx.read(|reader| Ok(reader.list_touchpoints(account, since, None)?))?;
    let records: Vec<TouchpointRecord> = facts
        .iter()
        .filter(|one| deal.is_none() || one.touchpoint.deal_id == deal)
        .filter(|one| args.outcome.is_empty() || args.outcome.contains(&one.touchpoint.outcome))
        .map(TouchpointRecord::new)
        .collect();
    show(&mut ctx.ui, &records, args.limit, ctx.today)?;
    Ok(Exit::Done)
}
