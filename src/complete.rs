//! Answers the shells' completion requests: read-only, silent, never failing, and nothing is ever created.

use std::ffi::OsStr;

use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};

use crate::context::{load_config, locate};
use crate::domain::id::{ObjectiveId, ResultId};
use crate::domain::name;
use crate::domain::plan::{self, Plan};
use crate::domain::words::excerpt;
use crate::env::Env;
use crate::store::{Reader, Store, StoreError};

/// How many names are offered at most: more than a screen helps nobody.
const OFFERED: usize = 50;

/// Answers and ends the process if a shell asked for completions (through `COMPLETE`), else does nothing.
pub fn answer() {
    CompleteEnv::with_factory(crate::cli::command).complete();
}

/// Completes what names a customer: accounts and people, by the beginning of any word of their names.
pub fn targets() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| names(begun).unwrap_or_default())
}

fn names(begun: &OsStr) -> Result<Vec<CompletionCandidate>, StoreError> {
    let Some(begun) = begun.to_str() else {
        return Ok(Vec::new());
    };
    let store = Store::new(locate(None, &Env::read()));
    let names = store.read(|reader| reader.list_names_beginning(&name::fold(begun), OFFERED))?;
    Ok(offered(names))
}

/// Completes what names a customer, and the ids of results with what they measure.
pub fn targets_and_results() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        or_names(begun, ResultId::LETTER, |reader, digits| {
            let found = reader.list_results_beginning(digits, OFFERED)?;
            Ok(found
                .into_iter()
                .map(|(id, what)| (id.to_string(), what))
                .collect())
        })
    })
}

/// Completes what names a customer, and the ids of objectives with their words.
pub fn targets_and_objectives() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        or_names(begun, ObjectiveId::LETTER, |reader, digits| {
            let found = reader.list_objectives_beginning(digits, OFFERED)?;
            Ok(found
                .into_iter()
                .map(|(id, what)| (id.to_string(), what))
                .collect())
        })
    })
}

/// Ids that begin with this letter, each with its words, where that is what was begun; names of customers too.
fn or_names(
    begun: &OsStr,
    letter: char,
    list: impl Fn(&Reader<'_>, &str) -> Result<Vec<(String, String)>, StoreError>,
) -> Vec<CompletionCandidate> {
    let text = begun.to_str().unwrap_or_default().to_ascii_lowercase();
    let digits = if text.is_empty() {
        Some("")
    } else {
        text.strip_prefix(letter)
    };
    let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let store = Store::new(locate(None, &Env::read()));
    let found = digits.map(|digits| store.read(|reader| list(reader, digits)));
    let ids = found.and_then(Result::ok).unwrap_or_default();
    let mut offered: Vec<_> = ids
        .into_iter()
        .map(|(id, what)| CompletionCandidate::new(id).help(Some(excerpt(&what).into())))
        .collect();
    offered.extend(names(begun).unwrap_or_default());
    offered
}

/// Completes the name of a rival that is on record.
pub fn rivals() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| rival_names(begun).unwrap_or_default())
}

fn rival_names(begun: &OsStr) -> Result<Vec<CompletionCandidate>, StoreError> {
    let Some(begun) = begun.to_str() else {
        return Ok(Vec::new());
    };
    let store = Store::new(locate(None, &Env::read()));
    let folded = name::fold(begun);
    let names = store.read(|reader| reader.list_rival_names_beginning(&folded, OFFERED))?;
    Ok(offered(names))
}

fn offered(names: Vec<String>) -> Vec<CompletionCandidate> {
    names
        .into_iter()
        .filter(|name| !name.chars().any(char::is_control))
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
        plans.chain(names(begun).unwrap_or_default()).collect()
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
