//! `deals restore`: a copy in the place of what is in the file.

use std::path::PathBuf;

use crate::context::Ctx;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::store::StoreError;
use crate::view::answer;
use crate::view::record::{RestoreRecord, Written};

use super::backup::contents;
use super::shared::resolve;

/// Put a copy in the place of your file
///
/// FILE is read through first: it must be a whole file of deals; one of an older version is brought up, and FILE
/// itself is left as it is. What it replaces is kept as a copy in backups/ beside your file. It is done as a whole or
/// not at all, whatever interrupts it, and it asks first.
///
/// The journal of FILE comes with it: deals undo goes on from there, and does not take the restore back. To take it
/// back, restore the copy that was kept. No id that was given since is given again.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals restore friday.db --dry-run
  deals restore friday.db --yes

Exit codes: 3 when there is no FILE, 5 without a terminal and without --yes, \
6 when another command does not let go of your file, 7 when FILE is damaged, \
of another program, or of a newer version.")]
pub struct Args {
    /// The copy
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<RestoreRecord>()?;
    let from = args.file.display();
    if !args.file.exists() {
        return Err(CommandError::not_found(format!("there is no file {from}"))
            .hint("name a copy; those that deals made are in backups/ beside your file"));
    }
    let path = ctx.store.path()?.display().to_string();
    let staged = ctx.store.stage(&args.file).map_err(unusable)?;
    let inside = contents(&staged.holds);
    resolve::confirm(
        ctx,
        &format!("Put {from} ({inside}) in the place of {path}?"),
    )?;
    let kept = if ctx.dry_run {
        None
    } else {
        ctx.store.put_back(&staged).map_err(not_taken)?
    };
    let record = RestoreRecord {
        path,
        from: from.to_string(),
        schema_version: staged.holds.schema_version,
        accounts: staged.holds.accounts,
        deals: staged.holds.deals,
        touchpoints: staged.holds.touchpoints,
        kept: kept.map(|kept| kept.display().to_string()),
    };
    let mut lines = vec![
        format!("{}  put back", record.path),
        format!("    from {from}: {inside}"),
    ];
    if let Some(kept) = &record.kept {
        lines.push(format!("    what it was is in {kept}"));
    }
    answer::show(&mut ctx.ui, &Written::new(record, ctx.dry_run), &lines, &[])?;
    Ok(Exit::Done)
}

/// What is wrong with the copy.
fn unusable(error: StoreError) -> CommandError {
    let is_no_copy = matches!(
        error,
        StoreError::Folder { .. } | StoreError::NoFile { .. } | StoreError::LeadsNowhere { .. }
    );
    let error = CommandError::from(error);
    match error.kind {
        _ if is_no_copy => error.instead("nothing was changed; name a copy, which is a file"),
        ErrorKind::Foreign | ErrorKind::Damaged => {
            error.instead("nothing was changed; name another copy, as deals backup makes them")
        }
        ErrorKind::Newer => error.instead("nothing was changed; install a newer deals"),
        ErrorKind::Refused => error.instead("name a copy of it"),
        ErrorKind::Busy => error.instead("nothing was changed; try again in a moment"),
        _ => error,
    }
}

/// What is wrong with the file that it was to replace.
fn not_taken(error: StoreError) -> CommandError {
    let error = CommandError::from(error);
    match error.kind {
        ErrorKind::Foreign | ErrorKind::Damaged => {
            error.instead("nothing was changed; move it out of the way, then restore again")
        }
        _ => error,
    }
}
