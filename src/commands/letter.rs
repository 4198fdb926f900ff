//! `deals letter`: a message to the customer, filled with nothing but facts on record.

use std::fs;
use std::io;

use crate::context::Ctx;
use crate::domain::deal::Deal;
use crate::domain::id::DealId;
use crate::domain::letter::{self, Facts, Letter, LetterKind, TemplateError};
use crate::domain::order::sort_by_key;
use crate::domain::person::Person;
use crate::error::{CandidateRecord, CommandError, ErrorKind, Exit};
use crate::exchange::{Recipient, write_message};
use crate::store::Reader;
use crate::view::record::LetterRecord;
use crate::view::text::neutralise;
use crate::view::ui::{Format, WriteError};

use super::shared::resolve::{self, Access, Subject};

/// Write a message to the customer
///
/// KIND is next-steps, reassure, objectives, results, thanks or sorry-to-lose. The text holds nothing but facts
/// on record: what is not known stands as a gap, as in [delivery date], and is named on standard error. Nothing
/// is sent, and nothing is logged: log it once you have sent it.
///
/// A text of your own takes the place of one that comes with the program: letters/KIND.txt beside config.toml,
/// with fields between braces, as in {person}, {deal}, {delivery}, {steps} or {promises}. A paragraph with a
/// list of which there is nothing is left out.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals letter acme next-steps
  deals letter d12 next-steps --eml > next.eml
  deals letter acme results --json

Exit codes: 2 for a template with an unknown field, 5 for a kind that does not \
suit where the deal stands.")]
pub struct Args {
    /// The deal, or the account of the only deal that the kind suits
    #[arg(add = crate::complete::targets())]
    target: String,

    /// What it is for
    #[arg(add = crate::complete::words(LetterKind::list))]
    kind: LetterKind,

    /// Write a message file that a mail program opens
    #[arg(long)]
    eml: bool,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<LetterRecord>()?;
    let is_for_people = ctx.ui.format() == Format::Table && ctx.ui.fields().is_none();
    if args.eml && !is_for_people {
        let error = CommandError::usage("--eml is a format of its own");
        return Err(error.hint("leave out --eml, or the format and --fields"));
    }
    let template = own_template(ctx, args.kind)?;
    let subject = resolve::subject(ctx, &args.target, Access::Read)?;
    let deal = deal_for(ctx, &subject, args)?;
    let written =
        ctx.read(|reader| write(ctx, reader, &subject, deal, args.kind, template.as_ref()))?;
    let (letter, record) = written;
    if args.eml {
        let (name, address) = (record.person.as_deref(), record.email.as_deref());
        let to = name
            .zip(address)
            .map(|(name, address)| Recipient { name, address });
        let lines: Vec<String> = letter
            .body
            .iter()
            .map(|line| neutralise(line).into_owned())
            .collect();
        let file = write_message(to, &neutralise(&letter.subject), &lines);
        ctx.ui
            .out()
            .write_all(file.as_bytes())
            .map_err(WriteError::from)?;
    } else if is_for_people {
        ctx.ui.line(&format!("Subject: {}", letter.subject))?;
        ctx.ui.line("")?;
        for line in &letter.body {
            ctx.ui.line(line)?;
        }
    } else {
        ctx.ui.record(&record)?;
        return Ok(Exit::Done);
    }
    for what in &letter.missing {
        ctx.ui.note(&format!("missing: {what}"))?;
    }
    if args.eml && record.email.is_none() {
        ctx.ui.note("missing: e-mail address")?;
    }
    Ok(Exit::Done)
}

/// A text of the rep's own, with the name of its file.
type Template = (String, String);

/// The rep's own text for a kind, where there is one.
fn own_template(ctx: &Ctx, kind: LetterKind) -> Result<Option<Template>, CommandError> {
    let Some(folder) = &ctx.config_folder else {
        return Ok(None);
    };
    let path = folder.join("letters").join(format!("{kind}.txt"));
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some((text, path.display().to_string()))),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            let error = CommandError::usage(format!("{} is not text in UTF-8", path.display()));
            Err(error.hint("save it as UTF-8"))
        }
        Err(error) => {
            let message = format!("cannot read {}: {error}", path.display());
            Err(CommandError::new(ErrorKind::Failed, message))
        }
    }
}

/// The deal that was named, if the kind suits it, else the account's only one that it suits.
fn deal_for(ctx: &Ctx, subject: &Subject, args: &Args) -> Result<DealId, CommandError> {
    let all = ctx.read(|reader| Ok(reader.list_deals_of(subject.account_id)?))?;
    let suited = args.kind.suited();
    if let Some(id) = subject.deal_id {
        let status = all.iter().find(|deal| deal.id == id).map(Deal::status);
        return match status {
            Some(status) if !args.kind.suits(status) => {
                let message = format!("{id} is {status}, and {} is for a {suited}", args.kind);
                Err(CommandError::refused(message).hint(kinds_for(status)))
            }
            _ => Ok(id),
        };
    }
    let fitting: Vec<&Deal> = all
        .iter()
        .filter(|deal| args.kind.suits(deal.status()))
        .collect();
    // What is going on comes before what is over.
    let live: Vec<&Deal> = fitting
        .iter()
        .copied()
        .filter(|deal| deal.status().is_live())
        .collect();
    let fitting = if live.is_empty() { fitting } else { live };
    let candidates = fitting
        .iter()
        .map(|deal| resolve::candidate(deal))
        .collect();
    if let Some(place) = resolve::choose(ctx, &args.target, candidates)? {
        return Ok(fitting[place].id);
    }
    let others: Vec<CandidateRecord> = all.iter().rev().take(10).map(resolve::candidate).collect();
    let error = CommandError::not_found(format!("{} has no {suited}", subject.account));
    Err(error
        .candidates(others)
        .hint("deals show lists the deals of a customer, and how they stand"))
}

/// What can be written about a deal that stands so.
fn kinds_for(status: crate::domain::deal::Status) -> String {
    let kinds: Vec<&str> = LetterKind::ALL
        .iter()
        .filter(|kind| kind.suits(status))
        .map(|kind| kind.as_str())
        .collect();
    format!("what is {status} can have: {}", kinds.join(", "))
}

fn write(
    ctx: &Ctx,
    reader: &Reader<'_>,
    subject: &Subject,
    id: DealId,
    kind: LetterKind,
    template: Option<&Template>,
) -> Result<(Letter, LetterRecord), CommandError> {
    let missing = || CommandError::not_found(format!("there is no deal {id}"));
    let deal = reader.find_deal(id)?.ok_or_else(missing)?;
    let people = reader.list_people_of(subject.account_id)?;
    let last_reached = reader.find_last_reached_person(subject.account_id)?;
    let person = addressee(subject, &deal, &people, last_reached);
    let mut check_ins = reader.list_check_ins_of(subject.account_id)?;
    check_ins.retain(|one| one.deal_id.is_none_or(|of| of == id));
    sort_by_key(&mut check_ins, |one| {
        (one.due_on.is_none(), one.due_on, one.id)
    });
    let mut results = reader.list_results_of(subject.account_id)?;
    results.retain(|one| one.deal_id == id);
    let mut objectives = reader.list_objectives_of(subject.account_id)?;
    objectives.retain(|one| one.deal_id == id);
    let rivals = reader.list_rivals_of(subject.account_id)?;
    let rival = rivals
        .iter()
        .find(|one| one.is_active() && one.is_after(&deal))
        .map(|one| one.name.as_str());
    let rival = deal.win_back.lost_to.as_deref().or(rival);
    let facts = Facts {
        customer: &subject.account,
        person: person.map(|person| person.name.as_str()),
        deal: &deal,
        check_ins: &check_ins,
        results: &results,
        objectives: &objectives,
        rival,
        today: ctx.today,
    };
    let has_winner = deal.win_back.lost_to.is_some();
    let text = template.map_or(kind.template(has_winner), |(text, _)| text);
    let letter = letter::fill(text, kind, |field| facts.filling(kind, field))
        .map_err(|error| unreadable(&error, template))?;
    let record = LetterRecord::new(&letter, kind, &subject.account, &deal, person);
    Ok((letter, record))
}

/// The person that was named, else the deal's first, else the one last reached, else the only one there is.
fn addressee<'p>(
    subject: &Subject,
    deal: &Deal,
    people: &'p [Person],
    last_reached: Option<crate::domain::id::PersonId>,
) -> Option<&'p Person> {
    let only = (people.len() == 1).then(|| people[0].id);
    let first = deal.people.first().copied();
    let id = subject.person_id.or(first).or(last_reached).or(only)?;
    people.iter().find(|person| person.id == id)
}

fn unreadable(error: &TemplateError, template: Option<&Template>) -> CommandError {
    let place = template.map_or("the template", |(_, path)| path);
    CommandError::usage(format!("{place}: {error}")).hint(error.hint())
}
