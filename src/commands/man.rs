//! `deals man`: the manual, as pages that `man` shows.

use std::fs;
use std::path::{Path, PathBuf};

use crate::context::Ctx;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::view::answer;
use crate::view::record::{ManualRecord, Written};
use crate::view::text::plural;

/// Write the manual into a folder
///
/// A page for `deals` and one for each command, with the words of its help. Pages that are there already are written
/// anew, after an upgrade for instance; a folder that is not there is made. The date in their feet is today's, or
/// that of `DEALS_NOW`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals man ~/.local/share/man/man1
  deals man pages -q

Then `man deals-add` shows one; where man does not look there, `man -l DIR/deals-add.1` does.")]
pub struct Args {
    /// The folder for the pages
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    directory: PathBuf,
}

/// A page of the manual.
#[derive(Debug)]
pub struct Page {
    /// The file's name, such as `deals-add.1`.
    pub name: String,
    /// For `man`, in roff.
    pub text: String,
}

pub fn run(args: &Args, pages: &[Page], ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<ManualRecord>()?;
    let directory = &args.directory;
    if !ctx.dry_run {
        fs::create_dir_all(directory).map_err(|error| failed("make", directory, &error))?;
        for page in pages {
            let path = directory.join(&page.name);
            fs::write(&path, &page.text).map_err(|error| failed("write", &path, &error))?;
        }
    }
    let shown = directory.display().to_string();
    let lines = [
        format!("{shown}  {}", plural(pages.len(), "page")),
        format!("    man -l {}", directory.join("deals.1").display()),
    ];
    let record = ManualRecord {
        path: shown,
        pages: pages.len(),
    };
    answer::show(&mut ctx.ui, &Written::new(record, ctx.dry_run), &lines, &[])?;
    Ok(Exit::Done)
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> CommandError {
    let message = format!("cannot {what} {}: {error}", path.display());
    CommandError::new(ErrorKind::Failed, message)
        .hint("name a folder of your own: deals man ~/.local/share/man/man1")
}
