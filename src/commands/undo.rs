//! `deals undo`: the last command is taken back, whole.

use crate::context::Ctx;
use crate::domain::history::{Command, Logged, asks_first, is_final};
use crate::error::{CommandError, Exit};
use crate::store::Reader;
use crate::view::history::{BETWEEN, ago, answer, changes};
use crate::view::record::HistoryRecord;

use super::shared::resolve;

/// More rows than these are looked after together, and not one by one.
const MANY: usize = 1000;

/// Take the last command back
///
/// All that the last command changed is as it was before it; what it made is gone, and its ids are never given to
/// anything else. Once more takes back the command before that one, and so on, for the last 1,000 commands. deals
/// redo does what was taken back again, until something new is done.
///
/// An import is taken back after a question. What deals person forget did stays forgotten, so neither that nor
/// anything from before it can be taken back. Files are not touched: backups stay, and so do rejected rows.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals undo
  deals undo --dry-run

Exit codes: 5 when there is nothing to take back, when a row was changed beside deals since, and for an import \
without a terminal and without --yes.")]
pub struct Args {}

pub fn run(_: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<HistoryRecord>()?;
    let seen = ctx.read(|reader| {
        let command = to_undo(reader)?;
        Ok(reader.get_logged(command)?)
    })?;
    if asks_first(&seen.command.verb) {
        let question = question(ctx, &seen);
        resolve::confirm(ctx, &question)?;
    }
    let take_back = |writer: &crate::store::Writer<'_>| {
        let command = to_undo(writer)?;
        if asks_first(&command.verb) && command.id != seen.command.id {
            return Err(
                CommandError::refused("another command has run since you were asked")
                    .hint("deals history shows it; then take it back with deals undo"),
            );
        }
        writer.undo(&command)?;
        let undone = writer.find_command(command.id)?.unwrap_or(command);
        Ok(writer.get_logged(undone)?)
    };
    let undone = if count(&seen) > MANY {
        ctx.write_many(take_back)?
    } else {
        ctx.write(take_back)?
    };
    let at = undone.command.at;
    let ago = ago(at, ctx.now, ctx.zone.local(at).date());
    answer(&mut ctx.ui, undone, ctx.dry_run, ctx.today, &ago)?;
    Ok(Exit::Done)
}

/// The last command, if it can be taken back.
fn to_undo(reader: &Reader<'_>) -> Result<Command, CommandError> {
    let command = reader.find_command_to_undo()?.ok_or_else(|| {
        CommandError::refused("there is nothing to take back")
            .hint("deals history lists the commands that are known")
    })?;
    if is_final(&command.verb) {
        let message = "a person was forgotten, and that is not taken back";
        return Err(CommandError::refused(message).hint(
            "nothing from before it can be taken back either; deals edit and deals rm mend what is wrong",
        ));
    }
    Ok(command)
}

fn count(logged: &Logged) -> usize {
    logged.tally.iter().map(|one| one.count).sum()
}

/// `Take back import crm.csv (2 min ago): 4 accounts, 4 deals removed?`
fn question(ctx: &Ctx, seen: &Logged) -> String {
    let at = seen.command.at;
    let ago = ago(at, ctx.now, ctx.zone.local(at).date());
    let changes = changes(&seen.clone().reversed(), "back", ctx.today).join(BETWEEN);
    format!("Take back {} ({ago}): {changes}?", seen.command.words())
}
