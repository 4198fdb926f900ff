//! `deals accounts`: customers.

use crate::context::Ctx;
use crate::error::{CommandError, Exit};
use crate::view::list::show;
use crate::view::record::AccountRecord;

use super::shared::typed;

/// List accounts
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals accounts
  deals accounts --unreached 60d
  deals accounts -o csv --fields id,name,last_reached_on")]
pub struct Args {
    /// Only accounts that have this tag; may be repeated, all are needed
    #[arg(long, value_name = "KEY", help_heading = "Which rows", add = crate::complete::tags())]
    tag: Vec<String>,

    /// Only accounts nobody was reached at for so long: 30d, 2w, 3m
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        help_heading = "Which rows"
    )]
    unreached: Option<String>,

    /// At most so many rows; 0 is all
    #[arg(long, value_name = "N", help_heading = "How they are shown")]
    limit: Option<usize>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let unreached_since = match &args.unreached {
        Some(text) => Some(typed::past_day(ctx, "--unreached", text)?),
        None => None,
    };
    let (mut facts, default) =
        ctx.read(|reader| Ok((reader.list_account_facts()?, ctx.default_currency(reader)?)))?;
    facts.retain(|one| {
        args.tag.iter().all(|tag| one.account.tags.contains(tag))
            && unreached_since
                .is_none_or(|since| one.reach.last_reached_on.is_none_or(|on| on <= since))
    });
    let records: Vec<AccountRecord> = facts
        .iter()
        .map(|one| AccountRecord::new(one, ctx.today, default))
        .collect();
    show(&mut ctx.ui, &records, args.limit, ctx.today)?;
    Ok(Exit::Done)
}
