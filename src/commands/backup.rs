//! `deals backup`: a copy of the file that can be relied on.

use std::path::PathBuf;

use crate::context::Ctx;
use crate::error::{CommandError, Exit};
use crate::store::Backup;
use crate::view::answer;
use crate::view::record::{BackupRecord, Written};
use crate::view::text::plural;

/// Make a copy of your file
///
/// The copy is one moment's, also while another command writes; it is read through and checked before it gets its
/// name, and readable by you alone. Nothing is ever written over. Without FILE, or with a folder, its name is made up
/// of the moment; without FILE it goes into backups/ beside your file.
///
/// deals makes such copies by itself before it restores one, brings an older file up or imports more than a thousand
/// rows, and keeps the newest ten of these. Those you make are yours: no command removes them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals backup
  deals backup friday.db
  deals backup --json

Exit codes: 3 when there is no file yet, 5 when FILE is there already, 7 when \
your file is damaged.")]
pub struct Args {
    /// The copy to make, or a folder to make it in
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: Option<PathBuf>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<BackupRecord>()?;
    if args
        .file
        .as_deref()
        .is_some_and(|file| file.as_os_str() == "-")
    {
        return Err(
            CommandError::usage("a copy is not written to standard output")
                .hint("name a file, as in deals backup friday.db; ./- is a file of that name"),
        );
    }
    let Some(backup) = ctx.store.back_up(args.file.as_deref(), ctx.dry_run)? else {
        let path = ctx.store.path()?.display().to_string();
        return Err(
            CommandError::not_found(format!("there is nothing to copy yet at {path}"))
                .hint("deals add begins it; --db FILE names another file"),
        );
    };
    let lines = [
        format!("{}  {}", backup.path.display(), size(backup.bytes)),
        format!("    {}, checked", contents(&backup)),
    ];
    let record = BackupRecord {
        path: backup.path.display().to_string(),
        bytes: backup.bytes,
        schema_version: backup.schema_version,
        accounts: backup.accounts,
        deals: backup.deals,
        touchpoints: backup.touchpoints,
        verified: true,
    };
    answer::show(&mut ctx.ui, &Written::new(record, ctx.dry_run), &lines, &[])?;
    Ok(Exit::Done)
}

/// `4 accounts, 5 deals, 12 touchpoints`.
pub(super) fn contents(backup: &Backup) -> String {
    format!(
        "{}, {}, {}",
        plural(backup.accounts, "account"),
        plural(backup.deals, "deal"),
        plural(backup.touchpoints, "touchpoint")
    )
}

/// In kilobytes, and from one megabyte on in these.
fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        for (bytes, said) in [
            (0, "0 kB"),
            (1, "1 kB"),
            (204_800, "205 kB"),
            (999_999, "1000 kB"),
            (1_000_000, "1.0 MB"),
            (12_390_000, "12.3 MB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
