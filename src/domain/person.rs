//! Somebody at an account.

use chrono::NaiveDate;

use crate::domain::id::{AccountId, PersonId};
use crate::domain::name;
use crate::domain::words::words;

words! {
    /// What somebody is in the customer's decision.
    Role, "a role" {
        DecisionMaker = "decision-maker" | "decision maker",
        Sponsor = "sponsor",
        Champion = "champion",
        User = "user",
        Billing = "billing",
        Blocker = "blocker",
        Other = "other",
    }
}

/// Somebody at an account, with a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub uid: String,
    pub account_id: AccountId,
    pub name: String,
    pub role: Option<Role>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tags: Vec<String>,
    /// What they care about beside business, in words (practice 13).
    pub interests: Option<String>,
    /// What was last talked about that is not business.
    pub topic: Option<Topic>,
    pub note: Option<String>,
}

/// A personal topic, and the day on which it came up last (practice 13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    pub what: String,
    pub on: NaiveDate,
}

impl Person {
    /// Keeps what was talked about beside business, unless something later is on record (practice 13).
    pub fn talk_about(&mut self, what: &str, on: NaiveDate) {
        if self.topic.as_ref().is_none_or(|topic| topic.on <= on) {
            self.topic = Some(Topic {
                what: what.to_owned(),
                on,
            });
        }
    }
}

/// Somebody as they are named: in an option, in a row of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    pub name: String,
    pub role: Option<Role>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl Somebody {
    /// Whether this is a person on record: the same address, or the same name where their addresses do not say
    /// otherwise.
    pub fn is(&self, person: &Person) -> bool {
        let folded = |email: &Option<String>| email.as_deref().map(name::fold);
        let (email, other) = (folded(&self.email), folded(&person.email));
        let same_name = name::fold(&self.name) == name::fold(&person.name);
        match (email, other) {
            (Some(email), Some(other)) => email == other,
            _ => same_name,
        }
    }

    /// Whether this may be a person on record who goes by a part of the name: `Dana` beside Dana Ruiz. By whole
    /// words only, as `Li` is no Linda, and not where an address says who it is.
    pub fn may_be(&self, person: &Person) -> bool {
        let (name, whole) = (name::fold(&self.name), name::fold(&person.name));
        let named: Vec<&str> = name::words(&name).collect();
        let words: Vec<&str> = name::words(&whole).collect();
        self.email.is_none()
            && !named.is_empty()
            && words.windows(named.len()).any(|some| some == named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dana(email: Option<&str>) -> Person {
        Person {
            id: PersonId(1),
            uid: String::new(),
            account_id: AccountId(1),
            name: "Dana Ruiz".to_owned(),
            role: None,
            email: email.map(String::from),
            phone: None,
            tags: Vec::new(),
            interests: None,
            topic: None,
            note: None,
        }
    }

    #[test]
    fn the_last_topic_is_the_latest() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        // What is on record, what is talked about and when, and what is on record then.
        let table = [
            (None, ("boat", 5), ("boat", 5)),
            (Some(("fair", 2)), ("boat", 5), ("boat", 5)),
            (Some(("fair", 5)), ("boat", 5), ("boat", 5)),
            (Some(("fair", 9)), ("boat", 5), ("fair", 9)),
        ];
        for (known, (what, on), expected) in table {
            let topic = |(what, on): (&str, u32)| Topic {
                what: what.to_owned(),
                on: day(on),
            };
            let mut person = Person {
                topic: known.map(topic),
                ..dana(None)
            };
            person.talk_about(what, day(on));
            assert_eq!(person.topic, Some(topic(expected)), "{known:?}");
        }
    }

    #[test]
    fn who_is_the_same_person() {
        let named = |name: &str, email: Option<&str>| Somebody {
            name: name.to_owned(),
            role: None,
            email: email.map(String::from),
            phone: None,
        };
        let (one, other) = (Some("dana@acme.example"), Some("ruiz@acme.example"));
        let table = [
            (named("dana ruíz", None), dana(one), true),
            (named("Dana Ruiz", one), dana(None), true),
            (named("D. Ruiz", Some("DANA@acme.example")), dana(one), true),
            (named("Dana Ruiz", other), dana(one), false),
            (named("Jean Roux", None), dana(one), false),
        ];
        for (somebody, person, expected) in table {
            assert_eq!(somebody.is(&person), expected, "{somebody:?} {person:?}");
        }
    }

    #[test]
    fn who_goes_by_a_part_of_the_name() {
        let table = [
            ("dana", None, true),
            ("RUÍZ", None, true),
            ("Dana Ruiz", None, true),
            ("Dan", None, false),
            ("Dana R", None, false),
            ("Ruiz Dana", None, false),
            ("Dana Maria Ruiz", None, false),
            ("-", None, false),
            ("Dana", Some("dana@sigma.example"), false),
        ];
        for (name, email, expected) in table {
            let somebody = Somebody {
                name: name.to_owned(),
                role: None,
                email: email.map(String::from),
                phone: None,
            };
            assert_eq!(somebody.may_be(&dana(None)), expected, "{name} {email:?}");
        }
    }
}
