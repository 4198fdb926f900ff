//! A person at an account, as an option names them.

use crate::context::Ctx;
use crate::domain::id::{AnyId, PersonId};
use crate::domain::name;
use crate::domain::target::{self, fit};
use crate::domain::words::excerpt;
use crate::error::{CandidateRecord, CommandError};

use super::resolve::{self, Subject};

/// The person at an account that an option names, by id, name or e-mail address.
pub(super) fn person_at(
    ctx: &Ctx,
    subject: &Subject,
    option: &str,
    text: &str,
) -> Result<PersonId, CommandError> {
    let people = ctx.read(|reader| Ok(reader.list_people_of(subject.account_id)?))?;
    if let Some(AnyId::Person(id)) = AnyId::read(text) {
        let is_there = people.iter().any(|person| person.id == id);
        return is_there.then_some(id).ok_or_else(|| {
            CommandError::not_found(format!("{option}: {id} is nobody at {}", subject.account))
                .hint("deals people ACCOUNT lists who is there")
        });
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
    let found = target::best(fitting, false);
    let candidates = found
        .iter()
        .map(|person| CandidateRecord {
            id: person.id.to_string(),
            name: person.name.clone(),
        })
        .collect();
    match resolve::choose(ctx, text, candidates)? {
        Some(place) => Ok(found[place].id),
        None => {
            let who = people
                .iter()
                .map(|person| person.name.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            let hint = if who.is_empty() {
                "nobody is on record there; add somebody with deals edit ID -w \"NAME <EMAIL>\""
                    .to_owned()
            } else {
                format!("on record there: {who}")
            };
            Err(CommandError::not_found(format!(
                "{option}: nobody at {} is called `{}`",
                subject.account,
                excerpt(text)
            ))
            .hint(hint))
        }
    }
}
