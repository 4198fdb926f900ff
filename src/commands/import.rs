//! `deals import`: deals from another system's CSV file, or the records of an export.

mod records;
mod rows;

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::context::Ctx;
use crate::domain::import::{self as rules, Incoming, Stage};
use crate::domain::money::Currency;
use crate::domain::when::DateOrder;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::exchange::{
    self, ImportOptions, ImportSheet, ImportedDeal, parse_map, parse_only, read_deals,
};
use crate::store::Occasion;
use crate::view::import as screen;
use crate::view::record::{ImportRecord, RowErrorRecord, Written};
use crate::view::ui::Format;

use self::rows::{Import, bring_in};
use super::shared::typed;

/// Bring in deals from a CSV file, or a whole export
///
/// Won rows are deals signed on their close date, lost rows lost ones, all others prospects. A won deal signed
/// more than 90 days ago is history: its later rungs do not apply. Newer ones get the plan; their first
/// check-ins are spread over the next 10 workdays.
///
/// Columns are recognised by their headers; --map says what others hold. One bad row and nothing is imported;
/// --skip-bad imports the rest and writes the bad ones, untouched, to FILE.rejected.csv.
///
/// A second import of the same file changes nothing. Rows are known again by their record id. What you have
/// changed since the last import is kept, unless --theirs. Before more than a thousand rows a copy of your file is
/// kept in backups/ beside it.
///
/// What deals export wrote is known by its first line. Into an empty file it comes back as it was, with its ids; into
/// one that has records of it already, each is known again by its uid, and what differs is kept as you have it, unless
/// --theirs. A new record whose id is taken gets another one. Of the options only --theirs is for an export.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals import opportunities.csv --dry-run
  deals import opportunities.csv --only \"Sales Agent=Dana Ruiz\" --skip-bad
  deals import export.csv --map Firma=account --date-order dmy
  cat opportunities.csv | deals import - --source crm
  deals export | deals import - --db second.db

Exit codes: 2 when a row is bad and --skip-bad is not given, or a line of an \
export is; 7 when the export is of a newer version.")]
pub struct Args {
    /// The file; - reads standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub(super) file: PathBuf,

    /// The format: csv or jsonl [default: jsonl where the first line says so, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = ["csv", "jsonl"], hide_possible_values = true, help_heading = "What the file holds")]
    format: Option<String>,

    /// What a column holds: "COLUMN=FIELD" or "COLUMN=skip"; may be repeated
    #[arg(
        long,
        value_name = "COLUMN=FIELD",
        help_heading = "What the file holds"
    )]
    map: Vec<String>,

    /// Only rows with this value in this column; may be repeated
    #[arg(
        long,
        value_name = "COLUMN=VALUE",
        help_heading = "What the file holds"
    )]
    only: Vec<String>,

    /// Won deals signed on this day or later are live, older ones history [default: 90 days ago]
    #[arg(long, value_name = "DATE", help_heading = "What becomes of it")]
    live_since: Option<String>,

    /// The name of the system the record ids belong to [default: the id column's name]
    #[arg(long, value_name = "NAME", help_heading = "What the file holds")]
    source: Option<String>,

    /// Which comes first in dates such as 4/5: dmy or mdy
    #[arg(long, value_name = "ORDER", help_heading = "What the file holds", add = crate::complete::words(DateOrder::list))]
    date_order: Option<DateOrder>,

    /// The currency of amounts that do not name one
    #[arg(long, value_name = "CODE", help_heading = "What the file holds")]
    currency: Option<String>,

    /// Import the good rows and write the bad ones to FILE.rejected.csv
    #[arg(long, help_heading = "What becomes of it")]
    skip_bad: bool,

    /// Where you and the file disagree, take the file's word
    #[arg(long, help_heading = "What becomes of it")]
    pub(super) theirs: bool,
}

/// More rows than this are not brought in before a copy of the file is kept.
pub(super) const MANY: usize = 1000;

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<ImportRecord>()?;
    let bytes = read_file(&args.file)?;
    let text = exchange::in_utf8(&bytes);
    let is_export = match args.format.as_deref() {
        Some(format) => format == "jsonl",
        None => exchange::is_export(&text),
    };
    if is_export {
        refuse_options_of_csv(args)?;
        return records::run(args, ctx, &text);
    }
    drop(text);
    let options = options(ctx, args)?;
    let sheet = read_deals(&bytes, &options)?;
    let live_since = match &args.live_since {
        Some(text) => typed::past_day(ctx, "--live-since", text)?,
        None => ctx.today - rules::LIVE_FOR,
    };
    if sheet.rejected > 0 && !args.skip_bad {
        let record = ImportRecord {
            read: sheet.read,
            rejected: sheet.rejected,
            errors: row_errors(&sheet.errors),
            ..ImportRecord::default()
        };
        let hint = "mend the file, or import the rest with --skip-bad";
        return Err(refuse_bad(ctx, &record, "row", hint)?);
    }
    let rejects = write_rejects(ctx, &args.file, &sheet)?;
    let incoming: Vec<Incoming> = sheet.deals.iter().map(incoming).collect();
    let import = Import {
        source: &sheet.source,
        has_key: sheet.has_key,
        is_own: sheet.is_own,
        theirs: args.theirs,
        live_since,
    };
    let kept = if incoming.len() > MANY && !ctx.dry_run {
        ctx.store.keep_copy(Occasion::Import)?
    } else {
        None
    };
    let tally = ctx.write(|writer| bring_in(ctx, writer, &incoming, &import))?;
    let record = ImportRecord {
        read: sheet.read,
        added: tally.added,
        updated: tally.updated,
        kept: tally.kept,
        unchanged: tally.unchanged,
        rejected: sheet.rejected,
        errors: row_errors(&sheet.errors),
    };
    for key in &tally.elsewhere {
        ctx.ui.warning(&format!(
            "{key} is at another account in the file; it was left where it is"
        ))?;
    }
    if ctx.ui.quiet() || ctx.ui.format() == Format::Ids {
        for id in tally.new.iter().filter(|id| !id.is_provisional()) {
            ctx.ui.line(&id.to_string())?;
        }
        return Ok(Exit::Done);
    }
    let stages = sheet
        .stages
        .iter()
        .map(|word| (word.word.clone(), word.stage.as_str(), word.rows))
        .collect();
    let columns = sheet
        .columns
        .iter()
        .map(|column| {
            (
                column.header.clone(),
                column.field.map(exchange::Field::as_str),
            )
        })
        .collect();
    let is_said = ctx.config.currency.is_some() || args.currency.is_some();
    // Where every amount names another currency, nothing was assumed.
    let mut values = sheet.deals.iter().filter_map(|deal| deal.value);
    let is_used = values.any(|value| value.currency == options.currency);
    let assumed = (!is_said && is_used).then_some(options.currency);
    screen::show(
        &mut ctx.ui,
        &Written::new(record, ctx.dry_run),
        "row",
        &screen::Found {
            columns,
            stages,
            rejects,
            assumed,
            kept: kept.map(|kept| kept.display().to_string()),
        },
    )?;
    Ok(Exit::Done)
}

fn read_file(path: &Path) -> Result<Vec<u8>, CommandError> {
    let failed = |error: &io::Error| {
        let message = format!("cannot read {}: {error}", path.display());
        match error.kind() {
            io::ErrorKind::NotFound => {
                CommandError::not_found(message).hint("name the CSV file, or - for standard input")
            }
            io::ErrorKind::IsADirectory => CommandError::usage(message).hint("name a file in it"),
            _ => CommandError::new(ErrorKind::Failed, message),
        }
    };
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|error| failed(&error))?;
        return Ok(bytes);
    }
    fs::read(path).map_err(|error| failed(&error))
}

fn options(ctx: &Ctx, args: &Args) -> Result<ImportOptions, CommandError> {
    let currency: Currency = match &args.currency {
        Some(code) => code
            .parse()
            .map_err(|error| CommandError::from(error).about("--currency"))?,
        None => ctx.read(|reader| ctx.default_currency(reader))?,
    };
    Ok(ImportOptions {
        map: args
            .map
            .iter()
            .map(|text| parse_map(text))
            .collect::<Result<_, _>>()?,
        only: args
            .only
            .iter()
            .map(|text| parse_only(text))
            .collect::<Result<_, _>>()?,
        currency,
        date_order: args.date_order.or(ctx.config.date_order),
        source: typed::line_of("--source", args.source.as_ref())?,
        today: ctx.today,
    })
}

pub(super) fn row_errors(errors: &[exchange::RowError]) -> Vec<RowErrorRecord> {
    let record = |error: &exchange::RowError| RowErrorRecord {
        line: error.line,
        column: error.column.clone(),
        reason: error.reason.clone(),
    };
    errors.iter().map(record).collect()
}

/// What an export has no say in.
fn refuse_options_of_csv(args: &Args) -> Result<(), CommandError> {
    let given = [
        (!args.map.is_empty(), "--map"),
        (!args.only.is_empty(), "--only"),
        (args.live_since.is_some(), "--live-since"),
        (args.source.is_some(), "--source"),
        (args.date_order.is_some(), "--date-order"),
        (args.currency.is_some(), "--currency"),
        (args.skip_bad, "--skip-bad"),
    ];
    match given.iter().find(|(is_given, _)| *is_given) {
        Some((_, option)) => {
            let message = format!("{option} is for CSV files, and this is an export");
            Err(CommandError::usage(message).hint(format!("leave out {option}")))
        }
        None => Ok(()),
    }
}

/// One bad row and nothing is imported; every bad row is listed.
pub(super) fn refuse_bad(
    ctx: &mut Ctx,
    record: &ImportRecord,
    noun: &str,
    hint: &str,
) -> Result<CommandError, CommandError> {
    if ctx.ui.format() == Format::Table {
        for error in &record.errors {
            let column = error
                .column
                .as_ref()
                .map_or_else(String::new, |column| format!("{column}: "));
            ctx.ui
                .error_detail(&format!("line {}: {column}{}", error.line, error.reason))?;
        }
    } else if ctx.ui.format() != Format::Ids {
        ctx.ui.record(record)?;
    }
    let rejected = usize::try_from(record.rejected).unwrap_or(usize::MAX);
    let bad = crate::view::text::plural(rejected, noun);
    let message = format!(
        "{bad} of {} cannot be used; nothing was imported",
        record.read
    );
    Ok(CommandError::usage(message).hint(hint))
}

/// Writes the bad rows beside the file, for its owner alone, before anything is imported.
fn write_rejects(
    ctx: &mut Ctx,
    file: &Path,
    sheet: &ImportSheet,
) -> Result<Option<String>, CommandError> {
    if sheet.rejects.is_empty() || ctx.dry_run {
        return Ok(None);
    }
    let mut path = if file.as_os_str() == "-" {
        "stdin".into()
    } else {
        file.as_os_str().to_owned()
    };
    path.push(".rejected.csv");
    let path = PathBuf::from(path);
    put_aside(ctx, &path, &sheet.rejects)?;
    write_whole(&path, &sheet.rejects).map_err(|error| {
        CommandError::new(
            ErrorKind::Failed,
            format!("cannot write {}: {error}", path.display()),
        )
        .hint("nothing was imported; see to that place, and import again")
    })?;
    Ok(Some(path.display().to_string()))
}

/// Moves an earlier file of rejects out of the way: what somebody has mended there must not be lost.
fn put_aside(ctx: &mut Ctx, path: &Path, rejects: &[u8]) -> Result<(), CommandError> {
    if fs::read(path).is_ok_and(|there| there != rejects) {
        let aside = (1..).map(|number| path.with_extension(format!("{number}.csv")));
        let aside = aside.into_iter().find(|aside| !aside.exists());
        let aside = aside.unwrap_or_else(|| path.to_owned());
        fs::rename(path, &aside).map_err(|error| {
            let message = format!("cannot move {}: {error}", path.display());
            CommandError::new(ErrorKind::Failed, message)
                .hint("nothing was imported; see to that place, and import again")
        })?;
        ctx.ui.note(&format!(
            "the earlier rejects are in {} now",
            aside.display()
        ))?;
    }
    Ok(())
}

/// Writes a file that is there whole or not at all, also when the power goes right after it was said to be there.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = create_private(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
        return written;
    }
    // Not every system lets a folder be opened.
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = fs::File::open(folder.unwrap_or_else(|| Path::new("."))) {
        let _ = folder.sync_all();
    }
    Ok(())
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<fs::File> {
    fs::File::create(path)
}

fn incoming(deal: &ImportedDeal) -> Incoming {
    let stage = match (deal.stage, deal.closed_on) {
        (exchange::Stage::Won, Some(on)) => Stage::Won(on),
        (exchange::Stage::Lost, Some(on)) => Stage::Lost(on),
        (_, on) => Stage::Prospect(on),
    };
    Incoming {
        uid: deal.uid.clone(),
        source: deal.source.clone(),
        key: deal.key.clone(),
        account: deal.account.clone(),
        title: deal.title.clone(),
        value: deal.value,
        stage,
        person: deal.person.clone(),
        email: deal.email.clone(),
        phone: deal.phone.clone(),
        note: deal.note.clone(),
        tags: deal.tags.clone(),
    }
}
