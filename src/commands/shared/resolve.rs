//! From what a person names to the record that is meant. Never a guess: several are asked about on a
//! terminal, and refused elsewhere.

use crate::context::Ctx;
use crate::domain::deal::{Deal, Status};
use crate::domain::id::{
    AccountId, AnyId, CheckInId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId,
};
use crate::domain::name;
use crate::domain::target::{self, Target};
use crate::domain::words::excerpt;
use crate::error::{CandidateRecord, CommandError, ErrorKind, hint_of_lost};
use crate::store::{Named, Reader};
use crate::view::phrase;

/// How many of several candidates are shown.
const SHOWN: usize = 10;

/// Whether a command only reads; then a part of a word will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// What a target named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub account_id: AccountId,
    /// The account's name.
    pub account: String,
    pub person_id: Option<PersonId>,
    pub deal_id: Option<DealId>,
    pub check_in_id: Option<CheckInId>,
    pub touchpoint_id: Option<TouchpointId>,
    pub result_id: Option<ResultId>,
    pub objective_id: Option<ObjectiveId>,
}

impl Subject {
    fn account(account_id: AccountId, account: String) -> Self {
        Self {
            account_id,
            account,
            person_id: None,
            deal_id: None,
            check_in_id: None,
            touchpoint_id: None,
            result_id: None,
            objective_id: None,
        }
    }

    fn named(named: Named) -> Self {
        Self {
            person_id: named.person_id,
            ..Self::account(named.account_id, named.account)
        }
    }
}

/// The record that a target names.
pub(crate) fn subject(ctx: &Ctx, text: &str, access: Access) -> Result<Subject, CommandError> {
    let target = Target::read(text).map_err(|error| {
        CommandError::usage(error.to_string())
            .hint("name an account, a person or an id, as in a3, d12 or acme")
    })?;
    let named = match target {
        Target::Id(id) => return ctx.read(|reader| by_id(reader, id, text)),
        Target::Account(folded) => ctx.read(|reader| {
            let found = reader.list_accounts_named(&folded)?;
            Ok(found
                .into_iter()
                .filter(|(fit, _)| *fit == target::Fit::Exact)
                .map(|(_, named)| named)
                .collect())
        })?,
        Target::Name(folded) => ctx.read(|reader| by_name(reader, &folded, access))?,
    };
    let candidates = named
        .iter()
        .map(|one| {
            let id = one
                .person_id
                .map_or_else(|| one.account_id.to_string(), |id| id.to_string());
            let name = one.person.as_ref().map_or_else(
                || one.account.clone(),
                |person| format!("{person}, {}", one.account),
            );
            CandidateRecord { id, name }
        })
        .collect();
    let chosen = choose(ctx, text, candidates)?.and_then(|place| named.into_iter().nth(place));
    chosen
        .map(Subject::named)
        .ok_or_else(|| nothing_named(ctx, text))
}

/// Accounts and addresses exactly so, then accounts, then people, then what holds it anywhere.
fn by_name(reader: &Reader<'_>, folded: &str, access: Access) -> Result<Vec<Named>, CommandError> {
    let accounts = reader.list_accounts_named(folded)?;
    let people = reader.list_people_named(folded)?;
    let is_exact = |fit: target::Fit| fit == target::Fit::Exact;
    let exact_account = accounts.iter().any(|(fit, _)| is_exact(*fit));
    let is_address = folded.contains('@');
    let exact_person = is_address && people.iter().any(|(fit, _)| is_exact(*fit));
    let candidates = if exact_account && exact_person {
        accounts.into_iter().chain(people).collect()
    } else if exact_person {
        people
    } else if accounts.iter().any(|(fit, _)| *fit != target::Fit::Inside) {
        accounts
    } else {
        people
    };
    let found = target::best(candidates, false);
    if found.is_empty() && access == Access::Read {
        return Ok(target::best(reader.list_containing(folded)?, true));
    }
    Ok(found)
}

/// The record of an id.
pub(crate) fn by_id(reader: &Reader<'_>, id: AnyId, text: &str) -> Result<Subject, CommandError> {
    let missing = || {
        let message = format!("there is no {} {}", id.noun(), excerpt(text.trim()));
        CommandError::not_found(message).hint(where_ids_are(id))
    };
    let name_of = |account: AccountId| -> Result<Subject, CommandError> {
        let found = reader.find_account(account)?.ok_or_else(missing)?;
        Ok(Subject::account(account, found.name))
    };
    match id {
        AnyId::Account(account) => name_of(account),
        AnyId::Person(person) => {
            let found = reader.find_person(person)?.ok_or_else(missing)?;
            Ok(Subject {
                person_id: Some(person),
                ..name_of(found.account_id)?
            })
        }
        AnyId::Deal(deal) => {
            let found = reader.find_deal(deal)?.ok_or_else(missing)?;
            Ok(Subject {
                deal_id: Some(deal),
                ..name_of(found.account_id)?
            })
        }
        AnyId::CheckIn(check_in) => {
            let found = reader.find_check_in(check_in)?.ok_or_else(missing)?;
            Ok(Subject {
                check_in_id: Some(check_in),
                deal_id: found.deal_id,
                ..name_of(found.account_id)?
            })
        }
        AnyId::Touchpoint(touchpoint) => {
            let found = reader
                .find_touchpoint(touchpoint)?
                .ok_or_else(missing)?
                .touchpoint;
            Ok(Subject {
                touchpoint_id: Some(touchpoint),
                deal_id: found.deal_id,
                ..name_of(found.account_id)?
            })
        }
        AnyId::Result(result) => {
            let deal = reader.find_deal_of_result(result)?.ok_or_else(missing)?;
            Ok(Subject {
                result_id: Some(result),
                ..by_id(reader, AnyId::Deal(deal), text)?
            })
        }
        AnyId::Objective(objective) => {
            let deal = reader.find_deal_of_objective(objective)?;
            Ok(Subject {
                objective_id: Some(objective),
                ..by_id(reader, AnyId::Deal(deal.ok_or_else(missing)?), text)?
            })
        }
    }
}

fn where_ids_are(id: AnyId) -> &'static str {
    match id {
        AnyId::Account(_) => "deals accounts lists them; an account of that name is =NAME",
        AnyId::Person(_) => "deals people lists them; an account of that name is =NAME",
        AnyId::Deal(_) => "deals list lists them; an account of that name is =NAME",
        AnyId::CheckIn(_) => "deals due and deals show list them; an account of that name is =NAME",
        AnyId::Touchpoint(_) => "deals touchpoints lists them; an account of that name is =NAME",
        AnyId::Result(_) => "deals result lists them; an account of that name is =NAME",
        AnyId::Objective(_) => "deals objective lists them; an account of that name is =NAME",
    }
}

fn nothing_named(ctx: &Ctx, text: &str) -> CommandError {
    let error = CommandError::not_found(format!("nothing is called `{}`", excerpt(text)));
    if is_number(text) {
        let number = excerpt(text.trim());
        return error.hint(format!(
            "an id has a letter: a{number} is an account, d{number} a deal, c{number} a check-in"
        ));
    }
    let names = ctx
        .read(|reader| Ok(reader.list_all_names()?))
        .unwrap_or_default();
    let nearest = name::nearest(text, names.iter().map(String::as_str), 3);
    if nearest.is_empty() {
        return error.hint("deals accounts and deals people list who is on record");
    }
    let quoted: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
    error.hint(format!("did you mean {}?", quoted.join(", ")))
}

/// Which of several is meant: a terminal asks, elsewhere it is an error that lists them. None of none.
pub(crate) fn choose(
    ctx: &Ctx,
    text: &str,
    candidates: Vec<CandidateRecord>,
) -> Result<Option<usize>, CommandError> {
    match candidates.len() {
        0 => Ok(None),
        1 => Ok(Some(0)),
        _ if ctx.ui.interactive() => {
            let options: Vec<String> = candidates
                .iter()
                .map(|one| {
                    crate::view::text::neutralise(&format!("{:<5} {}", one.id, one.name))
                        .into_owned()
                })
                .collect();
            let question = format!("Which one is `{}`?", excerpt(text));
            ask(inquire::Select::new(&question, options)
                .with_page_size(SHOWN)
                .raw_prompt())
            .map(|chosen| Some(chosen.index))
        }
        count => {
            let more = count.saturating_sub(SHOWN);
            let hint = match more {
                0 => "name one by its id".to_owned(),
                more => format!("name one by its id; {more} more are not shown"),
            };
            let shown = candidates.into_iter().take(SHOWN).collect();
            let message = format!("`{}` could be any of {count}", excerpt(text));
            Err(CommandError::new(ErrorKind::Ambiguous, message)
                .candidates(shown)
                .hint(hint))
        }
    }
}

/// The answer to a question, or that nobody gave one.
pub(crate) fn ask<T>(answer: Result<T, inquire::InquireError>) -> Result<T, CommandError> {
    answer.map_err(|_| CommandError::refused("not answered, so nothing was changed"))
}

/// Asks whether to go on. Without a terminal the answer must be `--yes`.
pub(crate) fn confirm(ctx: &Ctx, question: &str) -> Result<(), CommandError> {
    if ctx.yes || ctx.dry_run {
        return Ok(());
    }
    if !ctx.ui.interactive() {
        return Err(
            CommandError::refused(format!("{question} That needs a yes")).hint("add --yes"),
        );
    }
    let question = crate::view::text::neutralise(question);
    if ask(inquire::Confirm::new(&question)
        .with_default(false)
        .prompt())?
    {
        return Ok(());
    }
    Err(CommandError::refused(
        "not confirmed, so nothing was changed",
    ))
}

/// The deal that is meant: the one named, else the account's only one whose status is accepted. `kind` names
/// such deals: "live deal".
pub(crate) fn deal(
    ctx: &Ctx,
    text: &str,
    kind: &str,
    accept: impl Fn(Status) -> bool,
) -> Result<(Subject, DealId), CommandError> {
    let subject = subject(ctx, text, Access::Write)?;
    if let Some(deal) = subject.deal_id {
        return Ok((subject, deal));
    }
    let all = ctx.read(|reader| Ok(reader.list_deals_of(subject.account_id)?))?;
    let fitting: Vec<&Deal> = all.iter().filter(|deal| accept(deal.status())).collect();
    match choose(
        ctx,
        text,
        fitting.iter().map(|deal| candidate(deal)).collect(),
    )? {
        Some(place) => Ok((subject, fitting[place].id)),
        None => {
            let error = CommandError::not_found(format!("{} has no {kind}", subject.account));
            let others = all.iter().rev().take(SHOWN).map(candidate).collect();
            let hint = if accept(Status::Lost) {
                // Naming another deal by its id would only be refused.
                let may_be_lost =
                    |deal: &&Deal| deal.status().is_live() || deal.status() == Status::Prospect;
                let one = all.iter().find(may_be_lost).or(all.first());
                hint_of_lost(one.map(|deal| (deal.id, deal.status())))
            } else {
                "name a deal by its id, or add one: deals add ACCOUNT".to_owned()
            };
            Err(error.candidates(others).hint(hint))
        }
    }
}

/// A deal as one of several.
pub(crate) fn candidate(deal: &Deal) -> CandidateRecord {
    CandidateRecord {
        id: deal.id.to_string(),
        name: phrase::deal(deal),
    }
}

/// The check-in that a target names; only an id will do.
pub(crate) fn check_in(ctx: &Ctx, text: &str) -> Result<(Subject, CheckInId), CommandError> {
    match AnyId::read(text) {
        Some(AnyId::CheckIn(id)) => Ok((subject(ctx, text, Access::Write)?, id)),
        _ => {
            let error = CommandError::usage(format!("`{}` is not a check-in's id", excerpt(text)));
            Err(if is_number(text) {
                error.hint(format!("did you mean c{}?", excerpt(text.trim())))
            } else {
                error.hint("check-ins are named as in c57; deals due and deals show list them")
            })
        }
    }
}

/// An id without its letter, most likely.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
