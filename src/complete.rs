//! Answers the shells' completion requests: read-only, silent, never failing, and nothing is ever created.

mod shells;
mod typed;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process;

use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Elvish, Powershell, Shells};

use crate::context::{load_config, locate, read_clock};
use crate::domain::id::{
    AccountId, CheckInId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId,
};
use crate::domain::name;
use crate::domain::plan::{self, Plan};
use crate::domain::words::{excerpt, is_harmful};
use crate::env::Env;
use crate::store::{Listed, Reader, Store, StoreError};

/// How many names are offered at most: more than a screen helps nobody.
const OFFERED: usize = 50;

/// How many tags are looked at.
const TAGS: i64 = 1_000;

const ZSH: shells::Plain = shells::Plain {
    shell: "zsh",
    script: include_str!("../completions/asking.zsh"),
};
const FISH: shells::Plain = shells::Plain {
    shell: "fish",
    script: include_str!("../completions/asking.fish"),
};

/// What every target may be named by.
const ANY: &[(char, Listed)] = &[
    (AccountId::LETTER, Listed::Accounts),
    (PersonId::LETTER, Listed::People),
    (DealId::LETTER, Listed::Deals),
    (CheckInId::LETTER, Listed::OpenCheckIns),
];

/// Every record that has an id.
const EVERY: &[(char, Listed)] = &[
    (AccountId::LETTER, Listed::Accounts),
    (PersonId::LETTER, Listed::People),
    (DealId::LETTER, Listed::Deals),
    (CheckInId::LETTER, Listed::CheckIns),
    (TouchpointId::LETTER, Listed::Touchpoints),
    (ResultId::LETTER, Listed::Results),
    (ObjectiveId::LETTER, Listed::Objectives),
];

/// Answers and ends the process if a shell asked for completions (through `COMPLETE`), else does nothing.
///
/// Somebody is typing: whatever is wrong, a bug too, they see nothing of it.
pub fn answer() {
    std::panic::set_hook(Box::new(|_| process::exit(0)));
    let asked = CompleteEnv::with_factory(crate::cli::command)
        .shells(Shells(&[&shells::Bash, &ZSH, &FISH, &Elvish, &Powershell]))
        .try_complete(std::env::args_os(), std::env::current_dir().ok().as_deref());
    let is_typing = std::env::args_os().nth(1).is_some_and(|word| word == "--");
    match asked {
        Ok(false) => {}
        Err(error) if !is_typing => error.exit(),
        Ok(true) | Err(_) => process::exit(0),
    }
}

/// The file that the line names, else the usual one.
fn store() -> Store {
    let words = shells::WORDS.get().map_or(&[] as &[_], Vec::as_slice);
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let (_, before) = words.split_last().unwrap_or((&"", &[]));
    let behind = before.windows(2).rev().find(|pair| pair[0] == "--db");
    let joined = before
        .iter()
        .rev()
        .find_map(|word| word.strip_prefix("--db="));
    let named = joined.or_else(|| behind.map(|pair| pair[1]));
    let env = Env::read();
    let now = read_clock(&env).map(|(now, ..)| now).unwrap_or_default();
    Store::new(locate(named.map(PathBuf::from), &env), now)
}

fn read<T: Default>(look: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> T {
    store().read(look).unwrap_or_default()
}

/// Completes what names a customer: accounts and people, by the beginning of any word of their names, and ids.
pub fn targets() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| names_and_ids(begun, ANY))
}

/// Completes any id, and what names a customer.
pub fn records() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| names_and_ids(begun, EVERY))
}

/// Completes any id.
pub fn ids() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| listed(begun, EVERY))
}

/// Completes what names a customer, and the ids of results with what they measure.
pub fn targets_and_results() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let mut offered = listed(begun, &[(ResultId::LETTER, Listed::Results)]);
        offered.extend(names_and_ids(begun, ANY));
        offered
    })
}

/// Completes what names a customer, and the ids of objectives with their words.
pub fn targets_and_objectives() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let mut offered = listed(begun, &[(ObjectiveId::LETTER, Listed::Objectives)]);
        offered.extend(names_and_ids(begun, ANY));
        offered
    })
}

/// Completes the id of an open check-in, with what it asks for; those that are due first.
pub fn open_check_ins() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        if begun.is_empty() || begun.eq_ignore_ascii_case("c") {
            let next = read(|reader| reader.list_next_check_ins(OFFERED));
            return with_words(CheckInId::LETTER, next);
        }
        listed(begun, &[(CheckInId::LETTER, Listed::OpenCheckIns)])
    })
}

/// Completes the id of a check-in that has ended, the latest first.
pub fn ended_check_ins() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let begun = if begun.is_empty() {
            OsStr::new("c")
        } else {
            begun
        };
        listed(begun, &[(CheckInId::LETTER, Listed::EndedCheckIns)])
    })
}

/// Completes who is meant, by name or id.
pub fn people() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let folded = name::fold(&begun.to_string_lossy());
        let names = read(|reader| reader.list_people_beginning(&folded, OFFERED));
        let mut offered = offered(names);
        offered.extend(listed(begun, &[(PersonId::LETTER, Listed::People)]));
        offered
    })
}

/// Completes a tag that something has.
pub fn tags() -> ArgValueCandidates {
    ArgValueCandidates::new(|| offered(read(|reader| reader.list_tags(TAGS))))
}

fn names_and_ids(begun: &OsStr, which: &[(char, Listed)]) -> Vec<CompletionCandidate> {
    let folded = name::fold(&begun.to_string_lossy());
    let mut found = offered(read(|reader| reader.list_names_beginning(&folded, OFFERED)));
    found.extend(listed(begun, which));
    found
}

/// Ids that begin as what was begun, each with its words. Nothing is offered before the letter.
fn listed(begun: &OsStr, which: &[(char, Listed)]) -> Vec<CompletionCandidate> {
    let text = begun.to_string_lossy().to_ascii_lowercase();
    for (letter, listed) in which {
        let digits = text.strip_prefix(*letter);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some(digits) = digits {
            let found = read(|reader| reader.list_ids_beginning(*listed, digits, OFFERED));
            return with_words(*letter, found);
        }
    }
    Vec::new()
}

fn with_words(letter: char, found: Vec<(i64, String)>) -> Vec<CompletionCandidate> {
    let candidates = found.into_iter().map(|(number, words)| {
        CompletionCandidate::new(format!("{letter}{number}")).help(Some(excerpt(&words).into()))
    });
    candidates.collect()
}

/// Completes the name of a rival that is on record.
pub fn rivals() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let folded = name::fold(&begun.to_string_lossy());
        offered(read(|reader| {
            reader.list_rival_names_beginning(&folded, OFFERED)
        }))
    })
}

fn offered(names: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    names
        .into_iter()
        .filter(|name| !name.contains(is_harmful))
        .map(CompletionCandidate::new)
        .collect()
}

/// Completes the name of a plan that a deal can be given, built in or from the configuration.
pub fn plans() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let names = plan_names(plan::names_to_choose);
        let none = std::iter::once(plan::NONE.to_owned());
        names
            .into_iter()
            .chain(none)
            .map(CompletionCandidate::new)
            .collect()
    })
}

/// Completes the name of a plan, or what names a customer.
pub fn plans_or_targets() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let typed = begun.to_str().unwrap_or_default();
        let plans = plan_names(plan::names)
            .into_iter()
            .filter(|name| name.starts_with(typed));
        let plans = plans.map(CompletionCandidate::new);
        plans.chain(names_and_ids(begun, ANY)).collect()
    })
}

/// A configuration that cannot be read has no plans to offer.
fn plan_names(which: fn(&[Plan]) -> Vec<&str>) -> Vec<String> {
    let own = load_config(&Env::read()).map(|config| config.plans);
    let own = own.unwrap_or_default();
    which(&own).into_iter().map(ToOwned::to_owned).collect()
}

/// Completes one of a closed list of words.
pub fn words(words: fn() -> Vec<&'static str>) -> ArgValueCandidates {
    ArgValueCandidates::new(move || words().into_iter().map(CompletionCandidate::new).collect())
}
