//! What a person names: an id, an account, somebody there. Never a guess: what could be two is asked about.

use crate::domain::id::AnyId;
use crate::domain::name;

/// What was typed where a target is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Shaped like an id: that id and nothing else.
    Id(AnyId),
    /// `=C4`: the account of exactly this name (folded), whatever its shape.
    Account(String),
    /// A name or the beginning of one, or an e-mail address (folded).
    Name(String),
}

/// Nothing was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no target is named")]
pub struct EmptyTarget;

impl Target {
    /// Reads what was typed.
    pub fn read(text: &str) -> Result<Self, EmptyTarget> {
        if let Some(id) = AnyId::read(text) {
            return Ok(Self::Id(id));
        }
        let trimmed = text.trim();
        let (is_exact, rest) = trimmed
            .strip_prefix('=')
            .map_or((false, trimmed), |rest| (true, rest));
        let folded = name::fold(rest);
        match (folded.is_empty(), is_exact) {
            (true, _) => Err(EmptyTarget),
            (false, true) => Ok(Self::Account(folded)),
            (false, false) => Ok(Self::Name(folded)),
        }
    }
}

/// Whether a name would be taken for something else where a target is read: an id, an option, a sign.
pub fn is_mistakable(name: &str) -> bool {
    AnyId::read(name).is_some() || name.trim_start().starts_with(['=', '-'])
}

/// An account's name as it has to be typed to be taken for nothing else.
pub fn unmistakable(account: String) -> String {
    if is_mistakable(&account) {
        format!("={account}")
    } else {
        account
    }
}

/// How well a name answers to a query, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The whole name (or an e-mail address), case and accents folded.
    Exact,
    /// A word of the name begins so.
    Begins,
    /// The query stands somewhere inside; good enough for reading only.
    Inside,
}

/// How well a folded name answers to a folded query; none when it does not.
pub fn fit(folded_name: &str, folded_query: &str) -> Option<Fit> {
    if folded_name == folded_query {
        Some(Fit::Exact)
    } else if name::begins_at_word(folded_name, folded_query) {
        Some(Fit::Begins)
    } else if name::contains(folded_name, folded_query) {
        Some(Fit::Inside)
    } else {
        None
    }
}

/// Keeps the candidates of the best fit there is, in their order. Those that fit only inside are kept where
/// `read_only` allows it.
pub fn best<T>(candidates: Vec<(Fit, T)>, read_only: bool) -> Vec<T> {
    let allowed = |fit: Fit| fit != Fit::Inside || read_only;
    let best = candidates
        .iter()
        .map(|(fit, _)| *fit)
        .filter(|fit| allowed(*fit))
        .min();
    candidates
        .into_iter()
        .filter(|(fit, _)| Some(*fit) == best)
        .map(|(_, candidate)| candidate)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{AccountId, CheckInId};

    #[test]
    fn what_was_typed() {
        let name = |text: &str| Ok(Target::Name(text.into()));
        let table = [
            ("a3", Ok(Target::Id(AnyId::Account(AccountId(3))))),
            ("C4", Ok(Target::Id(AnyId::CheckIn(CheckInId(4))))),
            ("=C4", Ok(Target::Account("c4".into()))),
            ("  Acme   Corp ", name("acme corp")),
            ("Élan", name("elan")),
            ("株式会社", name("株式会社")),
            ("", Err(EmptyTarget)),
            ("   ", Err(EmptyTarget)),
            ("=", Err(EmptyTarget)),
        ];
        for (text, expected) in table {
            assert_eq!(Target::read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_name_that_could_be_something_else_is_typed_with_a_sign() {
        let table = [
            ("Acme Corp", "Acme Corp"),
            ("C4", "=C4"),
            ("d007", "=d007"),
            ("-Dash", "=-Dash"),
            ("=1+1", "==1+1"),
            ("C4 Ltd", "C4 Ltd"),
        ];
        for (name, expected) in table {
            let typed = unmistakable(name.to_owned());
            assert_eq!(typed, expected);
            if typed != name {
                assert_eq!(Target::read(&typed), Ok(Target::Account(name::fold(name))));
            }
        }
    }

    #[test]
    fn the_best_fit_wins_and_never_a_worse_one_beside_it() {
        let names = ["acme", "acme corp", "the acme group", "macme"];
        let find = |query: &str, read_only: bool| {
            best(
                names
                    .iter()
                    .filter_map(|name| Some((fit(name, query)?, *name)))
                    .collect(),
                read_only,
            )
        };
        assert_eq!(find("acme", false), ["acme"]);
        assert_eq!(find("acm", false), ["acme", "acme corp", "the acme group"]);
        assert_eq!(find("corp", false), ["acme corp"]);
        assert_eq!(find("acme c", false), ["acme corp"]);
        assert!(
            find("cme", false).is_empty(),
            "a part of a word is for reading only"
        );
        assert_eq!(find("orp", true), ["acme corp"]);
    }
}
