//! `deals config`: where the configuration is, what holds, and changing it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::config::Config;
use crate::context::Ctx;
use crate::domain::money::Currency;
use crate::domain::words::words;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::view::record::{SettingRecord, Source};
use crate::view::table::{Cell, Column, Table};
use crate::view::ui::{Format, Style};

use super::shared::resolve;

words! {
    /// What is to be done with the configuration.
    Action, "an action" {
        Path = "path",
        Show = "show",
        Edit = "edit",
    }
}

/// What a configuration begins as: every setting, described and switched off.
const SAMPLE: &str = include_str!("../../docs/config.toml");

/// Where the configuration is, what holds, and change it
///
/// path prints where the file is, or would be. show lists every setting with what holds and where that comes from:
/// the default, the file, the environment or an option. edit opens the file in the editor that VISUAL or EDITOR names;
/// without a file it begins with one in which every setting is described and switched off.
///
/// What cannot be read after editing is not left in the way: it is named with its line, and on a terminal the editor
/// opens again; else the file is as it was before, and what was typed is kept beside it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals config path
  deals config show
  EDITOR=\"sed -i s/^#currency/currency/\" deals config edit

Exit codes: 2 when the file cannot be read, or no editor is named.")]
pub struct Args {
    /// What to do: path, show or edit
    #[arg(add = crate::complete::words(Action::list))]
    action: Action,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<SettingRecord>()?;
    let Some(path) = ctx.config_file.clone() else {
        return without_file(args.action, ctx);
    };
    match args.action {
        Action::Path => answer(ctx, &path, None)?,
        Action::Show => show(ctx, Some(&path))?,
        Action::Edit => edit(ctx, &path)?,
    }
    Ok(Exit::Done)
}

/// There is no place for a file, or the environment says that there is to be none: what holds can be shown.
fn without_file(action: Action, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    if action == Action::Show {
        show(ctx, None)?;
        return Ok(Exit::Done);
    }
    if ctx.env.config.is_some() {
        let error = CommandError::refused("DEALS_CONFIG is empty: there is no configuration");
        return Err(error.hint("unset it, or name a file in it"));
    }
    let error = CommandError::new(ErrorKind::Failed, "there is no home folder to keep it in");
    Err(error.hint("name the file in DEALS_CONFIG"))
}

/// Where it is, as the answer; people are told what was done.
fn answer(ctx: &mut Ctx, path: &Path, done: Option<&str>) -> Result<(), CommandError> {
    let record = setting(
        "config",
        Some(path.display().to_string()),
        source_of_config(ctx),
    );
    if ctx.ui.format() != Format::Table || ctx.ui.fields().is_some() {
        ctx.ui.record(&record)?;
        return Ok(());
    }
    ctx.ui.line(&record.value.unwrap_or_default())?;
    if let Some(done) = done {
        ctx.ui.note(done)?;
    }
    Ok(())
}

fn setting(key: &str, value: Option<String>, source: Source) -> SettingRecord {
    SettingRecord {
        key: key.to_owned(),
        value,
        source,
    }
}

fn source_of_config(ctx: &Ctx) -> Source {
    if ctx.env.config.is_some() {
        Source::Environment
    } else {
        Source::Default
    }
}

fn show(ctx: &mut Ctx, path: Option<&Path>) -> Result<(), CommandError> {
    if let Some(error) = ctx.config_error.take() {
        return Err(error.into());
    }
    let all = settings(ctx, path);
    if ctx.ui.format() != Format::Table || ctx.ui.fields().is_some() {
        ctx.ui.records(&all)?;
        return Ok(());
    }
    let mut table = Table::new(&[
        Column::left(),
        Column::left().flex().min(12),
        Column::left(),
    ]);
    for one in &all {
        let style = match one.source {
            Source::Default => Style::Dim,
            _ => Style::Good,
        };
        table.row(vec![
            Cell::from(one.key.clone()),
            Cell::from(one.value.clone().unwrap_or_else(|| "-".to_owned())),
            Cell::styled(one.source.as_str(), style),
        ]);
    }
    ctx.ui.table(&table)?;
    Ok(())
}

/// Every setting, the two files first.
fn settings(ctx: &Ctx, path: Option<&Path>) -> Vec<SettingRecord> {
    let book = ctx.store.path().ok();
    let source_of_book = match book {
        _ if ctx.db_option => Source::Option,
        _ if ctx.env.db.is_some() => Source::Environment,
        _ => Source::Default,
    };
    let mut all = vec![
        setting(
            "db",
            book.map(|book| book.display().to_string()),
            source_of_book,
        ),
        setting(
            "config",
            path.map(|path| path.display().to_string()),
            source_of_config(ctx),
        ),
    ];
    // The one used last; of a file that cannot be read, what it is in an empty one.
    let currency = ctx
        .read(|reader| ctx.default_currency(reader))
        .unwrap_or(Currency::USD);
    let defaults = [
        ("currency", Some(currency.as_str())),
        ("date_order", None),
        ("workdays", Some("mon, tue, wed, thu, fri")),
        ("holidays", None),
        ("targets.new_business", None),
        ("targets.pursuits", None),
    ];
    let written = &ctx.config.written;
    for (key, default) in defaults {
        let given = written.iter().find(|(name, _)| name == key);
        all.push(match given {
            Some((_, value)) => setting(key, Some(value.clone()), Source::File),
            None => setting(key, default.map(str::to_owned), Source::Default),
        });
    }
    let plans = written.iter().filter(|(key, _)| key.starts_with("plans."));
    all.extend(plans.map(|(key, value)| setting(key, Some(value.clone()), Source::File)));
    all
}

fn edit(ctx: &mut Ctx, path: &Path) -> Result<(), CommandError> {
    let editor = ctx.env.editor.clone().ok_or_else(|| {
        CommandError::usage("neither VISUAL nor EDITOR names an editor").hint(format!(
            "name one, as in EDITOR=nano deals config edit; the file is {}",
            path.display()
        ))
    })?;
    if ctx.dry_run {
        return answer(ctx, path, Some("dry run: nothing was changed"));
    }
    let before = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => begin(path)?,
        Err(error) => return Err(failed("read", path, &error)),
    };
    loop {
        ctx.ui.flush()?;
        let opened = open(&editor, path);
        let Err(error) = Config::load(Some(path), None) else {
            opened?;
            break;
        };
        if let Err(failed) = opened {
            return Err(put_away(path, &before, failed));
        }
        let error = CommandError::from(error);
        if ctx.ui.interactive() {
            error.show(&mut ctx.ui, false);
            if resolve::ask(
                inquire::Confirm::new("Edit it again?")
                    .with_default(true)
                    .prompt(),
            )? {
                continue;
            }
        }
        return Err(put_away(path, &before, error));
    }
    let is_same = fs::read(path).is_ok_and(|now| now == before);
    answer(
        ctx,
        path,
        Some(if is_same {
            "nothing was changed"
        } else {
            "it can be read, and holds from now on"
        }),
    )
}

/// Makes the file, and its folder, with every setting switched off.
fn begin(path: &Path) -> Result<Vec<u8>, CommandError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed("make", folder, &error))?;
    }
    fs::write(path, SAMPLE).map_err(|error| {
        let _ = fs::remove_file(path);
        failed("write", path, &error)
    })?;
    Ok(SAMPLE.into())
}

/// Runs the editor until it ends. What names it may have options, as other programs take it.
fn open(editor: &str, path: &Path) -> Result<(), CommandError> {
    #[cfg(unix)]
    let mut command = {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &format!("{editor} \"$@\""), editor]);
        shell
    };
    #[cfg(not(unix))]
    let mut command = {
        let mut words = editor.split_whitespace();
        let mut program = Command::new(words.next().unwrap_or(editor));
        program.args(words);
        program
    };
    let ended = command.arg(path).status();
    let hint = "VISUAL, else EDITOR, names the editor";
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(CommandError::new(
            ErrorKind::Failed,
            format!("the editor `{editor}` ended with {status}"),
        )
        .hint(hint)),
        Err(error) => Err(CommandError::new(
            ErrorKind::Failed,
            format!("the editor `{editor}` cannot be run: {error}"),
        )
        .hint(hint)),
    }
}

/// Gives the file back as it was, if that could be read, and keeps what was typed beside it.
fn put_away(path: &Path, before: &[u8], error: CommandError) -> CommandError {
    if !path.exists() {
        // The editor took it away, or moved it and did not come back with another.
        return match fs::write(path, before) {
            Ok(()) => error.instead("the file is as it was".to_owned()),
            Err(failed) => error.hint(format!("it is gone, and cannot be made again: {failed}")),
        };
    }
    let mut aside = path.as_os_str().to_owned();
    aside.push(".rejected");
    let aside = PathBuf::from(aside);
    let kept = fs::copy(path, &aside).and_then(|_| give_back(path, before));
    match kept {
        Ok(()) => error.instead(format!(
            "the file is as it was; what you typed is in {}",
            aside.display()
        )),
        Err(failed) => error.hint(format!("it was left as you typed it: {failed}")),
    }
}

/// Puts a text in the place of a file, whole or not at all: half a configuration would stop every command. A link
/// stays one.
fn give_back(path: &Path, text: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    // A copy first: it has the permissions of the file.
    let given = fs::copy(&path, &part)
        .and_then(|_| fs::write(&part, text))
        .and_then(|()| fs::rename(&part, &path));
    if given.is_err() {
        let _ = fs::remove_file(&part);
    }
    given
}

fn failed(what: &str, path: &Path, error: &io::Error) -> CommandError {
    CommandError::new(
        ErrorKind::Failed,
        format!("cannot {what} {}: {error}", path.display()),
    )
    .hint("see to that place, or name another file in DEALS_CONFIG")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Config {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, text).unwrap();
        Config::load(Some(&path), None).unwrap()
    }

    #[test]
    fn the_sample_changes_nothing_and_shows_every_setting() {
        assert_eq!(read(SAMPLE), Config::default());
        // What is switched off begins with # at once; words begin with a blank.
        let on: String = SAMPLE
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(setting) if !setting.starts_with(' ') => format!("{setting}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let written = read(&on).written;
        let keys: Vec<&str> = written.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "currency",
                "date_order",
                "workdays",
                "holidays",
                "targets.new_business",
                "targets.pursuits",
                "plans.key-account"
            ]
        );
        for field in ["name", "anchor", "offset", "every", "until", "kind", "what"] {
            assert!(SAMPLE.contains(&format!("\n#{field} = ")), "{field}");
        }
    }
}
