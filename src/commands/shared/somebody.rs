//! A person at an account, as an option names them.

use std::str::FromStr as _;

use crate::context::Ctx;
use crate::domain::id::{AnyId, DealId, PersonId};
use crate::domain::name::{self, PersonSpec};
use crate::domain::person::{Person, Somebody};
use crate::domain::target::{self, fit};
use crate::domain::words::excerpt;
use crate::error::{CandidateRecord, CommandError};

use super::resolve::{self, Subject};

/// Whom an option names.
#[derive(Debug, Clone)]
pub(crate) enum Whom {
    Known(PersonId),
    /// Somebody on record there of whom something may be new, or who is to be put there.
    Named(Somebody),
}

/// The person at an account that an option names, by id, name or e-mail address.
pub(crate) fn person_at(
    ctx: &Ctx,
    subject: &Subject,
    option: &str,
    text: &str,
) -> Result<PersonId, CommandError> {
    let people = ctx.read(|reader| Ok(reader.list_people_of(subject.account_id)?))?;
    find(ctx, subject, &people, option, text)?.ok_or_else(|| {
        let add = "add somebody with deals edit ID -w \"NAME <EMAIL>\"";
        unknown(subject, &people, option, text, add)
    })
}

/// Who of an account agreed to it, where `--agreed-by` names somebody.
pub(crate) fn agreed_by(
    ctx: &Ctx,
    subject: &Subject,
    text: Option<&String>,
) -> Result<Option<PersonId>, CommandError> {
    text.map(|text| person_at(ctx, subject, "--agreed-by", text))
        .transpose()
}

/// The person on a deal that an option names.
pub(crate) fn person_on(
    ctx: &Ctx,
    subject: &Subject,
    deal: DealId,
    option: &str,
    text: &str,
) -> Result<PersonId, CommandError> {
    let found = ctx.read(|reader| {
        Ok((
            reader.find_deal(deal)?,
            reader.list_people_of(subject.account_id)?,
        ))
    })?;
    let (deal, mut people) = found;
    people.retain(|one| {
        deal.as_ref()
            .is_some_and(|deal| deal.people.contains(&one.id))
    });
    if let Some(AnyId::Person(id)) = AnyId::read(text)
        && people.iter().any(|person| person.id == id)
    {
        return Ok(id);
    }
    let named = match AnyId::read(text) {
        Some(_) => None,
        None => find(ctx, subject, &people, option, text)?,
    };
    named.ok_or_else(|| {
        let who: Vec<String> = people
            .iter()
            .map(|person| format!("{} ({})", person.name, person.id))
            .collect();
        let hint = match who.as_slice() {
            [] => "nobody is on it".to_owned(),
            _ => format!("on it: {}", who.join(", ")),
        };
        let message = format!("{option}: `{}` is not on that deal", excerpt(text));
        CommandError::not_found(message).hint(hint)
    })
}

/// The person at an account that an option names, or somebody who is not on record there yet: a terminal asks whether to add them, elsewhere the command
/// has to insist. Somebody of exactly that name or address is never added twice.
pub(crate) fn whom(
    ctx: &Ctx,
    subject: &Subject,
    option: &str,
    text: &str,
    insists: bool,
) -> Result<Whom, CommandError> {
    let people = ctx.read(|reader| Ok(reader.list_people_of(subject.account_id)?))?;
    let is_id = matches!(AnyId::read(text), Some(AnyId::Person(_)));
    if !is_id && (insists || text.contains('<')) {
        let somebody = read(option, text)?;
        let same: Vec<&Person> = people.iter().filter(|one| somebody.is(one)).collect();
        if same.len() == 1 || same.is_empty() && insists {
            return Ok(Whom::Named(somebody));
        }
        if let Some(id) = chosen(ctx, text, &same)? {
            return Ok(Whom::Known(id));
        }
    }
    if let Some(id) = find(ctx, subject, &people, option, text)? {
        return Ok(Whom::Known(id));
    }
    if !ctx.ui.interactive() {
        return Err(unknown(
            subject,
            &people,
            option,
            text,
            "--new-person adds them",
        ));
    }
    let somebody = read(option, text)?;
    let question = format!(
        "Nobody at {} is called `{}`. Add them?",
        subject.account,
        excerpt(text)
    );
    resolve::confirm(ctx, &question)?;
    Ok(Whom::Named(somebody))
}

/// Somebody as they are typed: `Dana Ruiz <dana@acme.example>`, a name or an address.
pub(crate) fn read(option: &str, text: &str) -> Result<Somebody, CommandError> {
    let spec =
        PersonSpec::from_str(text).map_err(|error| CommandError::from(error).about(option))?;
    Ok(Somebody {
        name: spec.name,
        role: None,
        email: spec.email,
        phone: None,
    })
}

/// Who of these people is named; none when nobody is.
fn find(
    ctx: &Ctx,
    subject: &Subject,
    people: &[Person],
    option: &str,
    text: &str,
) -> Result<Option<PersonId>, CommandError> {
    if let Some(AnyId::Person(id)) = AnyId::read(text) {
        let is_there = people.iter().any(|person| person.id == id);
        return is_there.then_some(Some(id)).ok_or_else(|| {
            CommandError::not_found(format!("{option}: {id} is nobody at {}", subject.account))
                .hint("deals people ACCOUNT lists who is there")
        });
    }
    if text.contains('<') {
        let somebody = read(option, text)?;
        let same: Vec<&Person> = people.iter().filter(|one| somebody.is(one)).collect();
        return chosen(ctx, text, &same);
    }
    let folded = name::fold(text);
    let fitting: Vec<_> = people
        .iter()
        .filter_map(|person| {
            let by_email = person
                .email
                .as_ref()
                .is_some_and(|email| name::fold(email) == folded);
            let found = if by_email {
                Some(target::Fit::Exact)
            } else {
                fit(&name::fold(&person.name), &folded)
            };
            Some((found?, person))
        })
        .collect();
    chosen(ctx, text, &target::best(fitting, false))
}

/// The one of several who is meant.
fn chosen(ctx: &Ctx, text: &str, found: &[&Person]) -> Result<Option<PersonId>, CommandError> {
    let candidates = found
        .iter()
        .map(|person| CandidateRecord {
            id: person.id.to_string(),
            name: person.name.clone(),
        })
        .collect();
    let place = resolve::choose(ctx, text, candidates)?;
    Ok(place.map(|place| found[place].id))
}

/// Nobody there is called so.
fn unknown(
    subject: &Subject,
    people: &[Person],
    option: &str,
    text: &str,
    how_to_add: &str,
) -> CommandError {
    let who = people
        .iter()
        .map(|person| person.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let hint = if who.is_empty() {
        format!("nobody is on record there; {how_to_add}")
    } else {
        format!("on record there: {who}; {how_to_add}")
    };
    let message = format!(
        "{option}: nobody at {} is called `{}`",
        subject.account,
        excerpt(text)
    );
    CommandError::not_found(message).hint(hint)
}
