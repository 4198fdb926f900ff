//! `deals export`: everything on record, for another file or another program.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::context::Ctx;
use crate::domain::deal::Deal;
use crate::domain::import;
use crate::domain::person::Person;
use crate::domain::travel::Kind;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::exchange::{DealSheet, ImportedDeal, Stage, write_header, write_record};
use crate::store::Reader;
use crate::view::record::{ExportRecord, Written};
use crate::view::spool::Spool;
use crate::view::text::plural;
use crate::view::ui::{Format, Style, WriteError};

/// Write out everything on record
///
/// One record a line, as JSON, below a line that says what it is: accounts, people, deals with their rungs, results,
/// objectives, touchpoints, check-ins, rivals and heartbeats, with all their fields. deals import brings it into
/// another file, or back; docs/export.md describes every field. What undo knows is not part of it: deals backup
/// copies that too.
///
/// -o csv writes the deals alone, for a spreadsheet: no text of theirs is a formula there. deals import knows each
/// again; with --theirs it takes what you changed there.
///
/// To standard output, where the shell decides who may read what it makes; or to FILE, which is readable by you alone
/// and never written over.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals export > book.jsonl
  deals export book.jsonl
  deals export | deals import - --db second.db
  deals export deals.csv

Exit codes: 2 for another format, 5 when FILE is there already.")]
pub struct Args {
    /// The file to make; without it, or with -, it goes to standard output
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: Option<PathBuf>,
}

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Jsonl,
    /// Deals alone.
    Csv,
}

impl Form {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// Pages of the file that are kept while it is read: eight mebibytes.
const PAGES: u32 = 2_000;

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let file = args.file.as_deref().filter(|file| file.as_os_str() != "-");
    let form = form(ctx, file)?;
    let (spool, records) = match form {
        Form::Jsonl => ctx.read(everything)?,
        Form::Csv => ctx.read(deals)?,
    };
    let Some(file) = file else {
        ctx.ui.pass_on(spool)?;
        return Ok(Exit::Done);
    };
    let bytes = ctx
        .store
        .write_new(file, ctx.dry_run, |out| spool.pass_on(out))?;
    let record = ExportRecord {
        path: file.display().to_string(),
        format: form.as_str(),
        records,
        bytes,
    };
    answer(ctx, record)?;
    Ok(Exit::Done)
}

/// What to write: as the format says, else as the file's name ends.
fn form(ctx: &Ctx, file: Option<&Path>) -> Result<Form, CommandError> {
    let ui = &ctx.ui;
    if file.is_some() {
        ui.expect_fields::<ExportRecord>()?;
    } else if ui.fields().is_some() {
        let error = CommandError::usage("an export has every field");
        return Err(error.hint("leave out --fields, or take a list: deals list --fields id,title"));
    }
    let is_csv = file
        .and_then(Path::extension)
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    match ui.format() {
        Format::Csv => Ok(Form::Csv),
        Format::Table | Format::Json if is_csv => Ok(Form::Csv),
        Format::Table | Format::Jsonl => Ok(Form::Jsonl),
        Format::Json if file.is_some() => Ok(Form::Jsonl),
        other => {
            let error =
                CommandError::usage(format!("an export is not written as {}", other.as_str()));
            Err(error.hint("choose jsonl, which has everything, or csv for deals alone"))
        }
    }
}

/// Every record, one a line; and how many there are.
fn everything(reader: &Reader<'_>) -> Result<(Spool, u64), CommandError> {
    reader.keep_pages(PAGES)?;
    let records = reader.count_records()?;
    let mut spool = Spool::default();
    let header = write_header(reader.schema_version(), records);
    spool.write_all(&header).map_err(WriteError::from)?;
    let mut line = Vec::new();
    for kind in Kind::ALL {
        reader.each_record(*kind, &mut |record| {
            line.clear();
            write_record(&mut line, *kind, &record).map_err(|error| {
                let message = format!("{kind} {}: {error}", record.id);
                CommandError::new(ErrorKind::Damaged, message).hint("deals doctor says more")
            })?;
            Ok::<(), CommandError>(spool.write_all(&line).map_err(WriteError::from)?)
        })?;
    }
    Ok((spool, records))
}

/// Every deal, in the columns that an import knows; and how many there are.
fn deals(reader: &Reader<'_>) -> Result<(Spool, u64), CommandError> {
    reader.keep_pages(PAGES)?;
    let failed = |error: std::io::Error| CommandError::from(WriteError::from(error));
    let mut sheet = DealSheet::begin(Spool::default()).map_err(failed)?;
    let mut count = 0;
    for account in reader.list_accounts()? {
        let people = reader.list_people_of(account.id)?;
        for deal in reader.list_deals_of(account.id)? {
            let deal = written(&deal, &account.name, &people);
            sheet.add(&deal).map_err(failed)?;
            count += 1;
        }
    }
    Ok((sheet.finish().map_err(failed)?, count))
}

/// A deal as an import would read it, with the person to call.
fn written(deal: &Deal, account: &str, people: &[Person]) -> ImportedDeal {
    let first = deal.people.first();
    let person = first.and_then(|id| people.iter().find(|person| person.id == *id));
    let (stage, closed_on) = match import::Stage::written(deal) {
        import::Stage::Won(on) => (Stage::Won, Some(on)),
        import::Stage::Lost(on) => (Stage::Lost, Some(on)),
        import::Stage::Prospect(on) => (Stage::Prospect, on),
    };
    ImportedDeal {
        line: 0,
        uid: Some(deal.uid.clone()),
        source: Some(deal.source.clone()),
        key: deal.key.clone(),
        account: account.to_owned(),
        title: deal.title.clone(),
        value: deal.value,
        stage,
        closed_on,
        person: person.map(|person| person.name.clone()),
        email: person.and_then(|person| person.email.clone()),
        phone: person.and_then(|person| person.phone.clone()),
        note: deal.note.clone(),
        tags: deal.tags.clone(),
    }
}

/// What was made. The format was that of the file: only JSON is also that of the answer.
fn answer(ctx: &mut Ctx, record: ExportRecord) -> Result<(), CommandError> {
    let ui = &mut ctx.ui;
    if ui.quiet() {
        return Ok(ui.line(&record.path)?);
    }
    if ui.format() == Format::Json || ui.fields().is_some() {
        return Ok(ui.record(&Written::new(record, ctx.dry_run))?);
    }
    let records = usize::try_from(record.records).unwrap_or(usize::MAX);
    let noun = if record.format == Form::Csv.as_str() {
        "deal"
    } else {
        "record"
    };
    let holds = format!("  {}", plural(records, noun));
    ui.styled_line(&[(Some(Style::Id), &record.path), (None, &holds)])?;
    if ctx.dry_run {
        ui.note("dry run: nothing was written")?;
    }
    Ok(())
}
