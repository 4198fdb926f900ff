//! Answers the shells' completion requests: read-only, silent, never failing, and nothing is ever created.

use std::ffi::OsStr;

use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};

use crate::context::locate;
use crate::domain::name;
use crate::env::Env;
use crate::store::{Store, StoreError};

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
    Ok(names
        .into_iter()
        .filter(|name| !name.chars().any(char::is_control))
        .map(CompletionCandidate::new)
        .collect())
}

/// Completes one of a closed list of words.
pub fn words(words: fn() -> Vec<&'static str>) -> ArgValueCandidates {
    ArgValueCandidates::new(move || words().into_iter().map(CompletionCandidate::new).collect())
}
