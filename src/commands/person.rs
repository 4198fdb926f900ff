//! `deals person forget`: somebody who is to be on record no more.

use crate::context::Ctx;
use crate::domain::history::FORGET;
use crate::domain::id::{AnyId, PersonId};
use crate::domain::name;
use crate::domain::person::Person;
use crate::domain::target;
use crate::domain::words::{excerpt, words};
use crate::error::{CandidateRecord, CommandError, Exit};
use crate::view::answer;
use crate::view::record::{ForgottenRecord, Written};
use crate::view::text::plural;

use super::shared::change::change_in;
use super::shared::resolve;

words! {
    /// What is to be done with a person.
    Action, "an action" {
        Forget = "forget",
    }
}

/// Forget a person for good
///
/// Their name, role, address, phone, interests, last topic and notes go from the records and from the journal, and
/// the file is written anew so that nothing of it stays in its free pages. What was done with them keeps its words
/// and loses the person. No command brings them back, and none from before can be taken back any more.
///
/// Copies beside the file that still know them are named; delete those yourself, and any that you keep elsewhere.
/// It asks first. deals rm removes a person from the records alone.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals person forget p5 --yes
  deals person forget \"Pat Kira\" --yes --dry-run

Exit codes: 4 when several are called so, 5 without a terminal and without --yes.")]
pub struct Args {
    /// What to do: forget
    #[arg(add = crate::complete::words(Action::list))]
    action: Action,

    /// The person, by id, name or e-mail address
    #[arg(required = true, add = crate::complete::people())]
    person: Vec<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    match args.action {
        Action::Forget => forget(ctx, &args.person.join(" ")),
    }
}

fn forget(ctx: &mut Ctx, text: &str) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<ForgottenRecord>()?;
    let id = find(ctx, text)?;
    let missing = || CommandError::not_found(format!("there is no person {id}"));
    let (person, account) = ctx.read(|reader| {
        let person = reader.find_person(id)?.ok_or_else(missing)?;
        let account = reader.find_account(person.account_id)?;
        Ok((person, account.ok_or_else(missing)?))
    })?;
    let question = format!("Forget {}, {}, for good?", person.name, account.name);
    resolve::confirm(ctx, &question)?;
    ctx.verb = FORGET;
    let nameless = ctx.write(|writer| {
        // Somebody else may have removed them since they were looked for.
        writer.find_person(id)?.ok_or_else(missing)?;
        let nameless = writer.forget_person(id)?;
        change_in(ctx, writer, person.account_id, |_| Ok(()))?;
        Ok(nameless)
    })?;
    if !ctx.dry_run
        && let Err(error) = ctx.store.compact()
    {
        let warning = format!("free pages of the file may still hold them: {error}");
        ctx.ui.warning(&warning)?;
    }
    let copies = ctx.store.list_copies_with(&person.uid)?;
    let record = ForgottenRecord::new(
        &person,
        &account.name,
        nameless.touchpoints,
        nameless.check_ins,
        &copies,
    );
    let lines = lines(&person, &account.name, &record);
    answer::show(&mut ctx.ui, &Written::new(record, ctx.dry_run), &lines, &[])?;
    Ok(Exit::Done)
}

/// The person that is named; an account of that name is not meant.
fn find(ctx: &Ctx, text: &str) -> Result<PersonId, CommandError> {
    match AnyId::read(text) {
        Some(AnyId::Person(id)) => {
            ctx.read(|reader| resolve::by_id(reader, AnyId::Person(id), text))?;
            return Ok(id);
        }
        Some(id) => {
            return Err(CommandError::usage(format!(
                "{id} is {}, not a person",
                id.with_article()
            ))
            .hint("deals people lists people with their ids"));
        }
        None => {}
    }
    let found = ctx.read(|reader| Ok(reader.list_people_named(&name::fold(text))?))?;
    let found = target::best(found, false);
    let candidates = found
        .iter()
        .map(|one| CandidateRecord {
            id: one.person_id.map(|id| id.to_string()).unwrap_or_default(),
            name: format!(
                "{}, {}",
                one.person.as_deref().unwrap_or_default(),
                one.account
            ),
        })
        .collect();
    let place = resolve::choose(ctx, text, candidates)?;
    place
        .and_then(|place| found[place].person_id)
        .ok_or_else(|| {
            CommandError::not_found(format!("nobody is called `{}`", excerpt(text)))
                .hint("deals people lists people with their ids")
        })
}

/// `p5  forgotten: Dana Ruiz, Acme Corp`, what stays without her, and which copies know her still.
fn lines(person: &Person, account: &str, record: &ForgottenRecord) -> Vec<String> {
    let mut lines = vec![format!(
        "{}  forgotten: {}, {account}",
        record.id, person.name
    )];
    let kept: Vec<String> = [
        (record.touchpoints, "contact"),
        (record.check_ins, "check-in"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, noun)| plural(count, noun))
    .collect();
    if !kept.is_empty() {
        lines.push(format!(
            "    {} without a name now; the words stay",
            kept.join(" and ")
        ));
    }
    lines.extend(
        record
            .copies
            .iter()
            .map(|copy| format!("    still in the copy {copy}: delete it yourself")),
    );
    lines
}
