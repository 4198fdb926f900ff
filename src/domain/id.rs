//! The short ids people type (`a3`, `d12`, `c57`) and the long ones that travel.

use std::fmt;

use serde::{Serialize, Serializer};

/// Declares the id of one kind of record: a number behind a letter.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $letter:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub i64);

            impl $name {
                /// The letter that ids of this kind begin with.
                pub const LETTER: char = $letter;

                /// A stand-in for a record that the file has not numbered yet; `n` tells such records apart.
                pub const fn provisional(n: i64) -> Self { Self(-1 - n) }

                /// Whether the file has not numbered this record yet.
                pub const fn is_provisional(self) -> bool { self.0 < 0 }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    if self.is_provisional() { f.pad(concat!($letter, "?")) } else { f.pad(&format!("{}{}", $letter, self.0)) }
                }
            }

            impl Serialize for $name {
                /// As printed; a record without a number yet (a dry run) has `null`.
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    if self.is_provisional() { serializer.serialize_none() } else { serializer.collect_str(self) }
                }
            }
        )+
    };
}

ids! {
    /// An account: a customer company, `a3`.
    AccountId, 'a';
    /// A person at an account, `p5`.
    PersonId, 'p';
    /// A deal, `d12`.
    DealId, 'd';
    /// A check-in, `c57`.
    CheckInId, 'c';
    /// A touchpoint, `t88`.
    TouchpointId, 't';
    /// A promised result, `r7`.
    ResultId, 'r';
    /// An objective, `o4`.
    ObjectiveId, 'o';
}

/// Any id a person can type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnyId {
    Account(AccountId),
    Person(PersonId),
    Deal(DealId),
    CheckIn(CheckInId),
    Touchpoint(TouchpointId),
    Result(ResultId),
    Objective(ObjectiveId),
}

impl AnyId {
    /// Reads anything shaped like an id, in any case: a known letter and nothing but digits after it.
    ///
    /// A number too large to be an id is still shaped like one, and names nothing.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let letter = text.chars().next()?.to_ascii_lowercase();
        let digits = text.get(1..)?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number = digits.parse().unwrap_or(i64::MAX);
        Some(match letter {
            AccountId::LETTER => Self::Account(AccountId(number)),
            PersonId::LETTER => Self::Person(PersonId(number)),
            DealId::LETTER => Self::Deal(DealId(number)),
            CheckInId::LETTER => Self::CheckIn(CheckInId(number)),
            TouchpointId::LETTER => Self::Touchpoint(TouchpointId(number)),
            ResultId::LETTER => Self::Result(ResultId(number)),
            ObjectiveId::LETTER => Self::Objective(ObjectiveId(number)),
            _ => return None,
        })
    }

    /// What kind of record it is an id of.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Person(_) => "person",
            Self::Deal(_) => "deal",
            Self::CheckIn(_) => "check-in",
            Self::Touchpoint(_) => "touchpoint",
            Self::Result(_) => "result",
            Self::Objective(_) => "objective",
        }
    }
}

impl AnyId {
    /// The same with its article: `an account`, `a deal`.
    pub fn with_article(self) -> String {
        let noun = self.noun();
        let article = if noun.starts_with(['a', 'o']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {noun}")
    }
}

impl fmt::Display for AnyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => id.fmt(f),
            Self::Person(id) => id.fmt(f),
            Self::Deal(id) => id.fmt(f),
            Self::CheckIn(id) => id.fmt(f),
            Self::Touchpoint(id) => id.fmt(f),
            Self::Result(id) => id.fmt(f),
            Self::Objective(id) => id.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shaped_like_an_id() {
        let table = [
            ("a3", Some("a3")),
            ("C57", Some("c57")),
            (" d12 ", Some("d12")),
            ("d007", Some("d7")),
            ("r7", Some("r7")),
            ("o4", Some("o4")),
            ("x5", None),
            ("c", None),
            ("", None),
            ("c5x", None),
            ("c-5", None),
            ("=C4", None),
            ("c５", None),
            ("ç5", None),
            ("acme", None),
        ];
        for (text, expected) in table {
            assert_eq!(
                AnyId::read(text).map(|id| id.to_string()).as_deref(),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_number_too_large_is_still_an_id() {
        assert_eq!(
            AnyId::read("d99999999999999999999"),
            Some(AnyId::Deal(DealId(i64::MAX)))
        );
    }

    #[test]
    fn a_provisional_id_is_null_for_scripts() {
        assert_eq!(
            serde_json::to_string(&[DealId(4), DealId::provisional(0)]).unwrap(),
            r#"["d4",null]"#
        );
    }
}
