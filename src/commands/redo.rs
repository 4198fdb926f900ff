//! `deals redo`: what was taken back is done again.

use crate::context::Ctx;
use crate::error::{CommandError, Exit};
use crate::view::history::{ago, answer};
use crate::view::record::HistoryRecord;

/// Do again what was taken back
///
/// The command that was taken back last is done again as it was done, with the same ids. Once more does the next
/// one, until all is as it was before the first deals undo. A new command ends that: what was taken back before it
/// stays so.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals redo
  deals redo --dry-run

Exit codes: 5 when there is nothing to do again, and when a row was changed beside deals since.")]
pub struct Args {}

pub fn run(_: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<HistoryRecord>()?;
    let redone = ctx.write(|writer| {
        let command = writer.find_command_to_redo()?.ok_or_else(|| {
            CommandError::refused("there is nothing to do again").hint(
                "deals redo does what deals undo took back, until a new command changes something",
            )
        })?;
        writer.redo(&command)?;
        let redone = writer.find_command(command.id)?.unwrap_or(command);
        Ok(writer.get_logged(redone)?)
    })?;
    let at = redone.command.at;
    let ago = ago(at, ctx.now, ctx.zone.local(at).date());
    answer(&mut ctx.ui, redone, ctx.dry_run, ctx.today, &ago)?;
    Ok(Exit::Done)
}
