//! How one stays welcome: give before asking, and try another way before giving up (practice 14, 15).

use crate::domain::id::PersonId;
use crate::domain::person::Person;
use crate::domain::touchpoint::Via;

/// After so many contacts in a row that only asked, it is time to give.
pub const ASKS: usize = 3;

/// After so many attempts that nobody answered, another way is worth trying.
pub const TRIES: usize = 5;

/// What went to and fro in one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// Something of value was given.
    pub gave: bool,
    /// Something was asked of them.
    pub asked: bool,
}

/// How many contacts in a row only asked, the latest first: one that gave something ends the row, one that did
/// neither is passed over (practice 14).
pub fn asks_in_a_row(latest_first: &[Exchange]) -> usize {
    latest_first
        .iter()
        .take_while(|one| !one.gave)
        .filter(|one| one.asked)
        .count()
}

/// One attempt that reached nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Try {
    pub via: Via,
    /// Whom it was for, where that is known.
    pub person_id: Option<PersonId>,
}

/// What has not been tried yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherWay<'a> {
    pub via: Option<Via>,
    pub person: Option<&'a Person>,
}

/// The ways that are worth trying, in this order.
const WAYS: [Via; 6] = [
    Via::Call,
    Via::Email,
    Via::Text,
    Via::Visit,
    Via::Video,
    Via::Gift,
];

/// Another way, and another person on record, after many attempts that nobody answered; none before that, or when
/// everything has been tried (practice 15).
pub fn other_way<'a>(tries: &[Try], people: &'a [Person]) -> Option<OtherWay<'a>> {
    if tries.len() < TRIES {
        return None;
    }
    let is_new = |via: &Via| tries.iter().all(|one| one.via != *via);
    let is_untried = |person: &&Person| tries.iter().all(|one| one.person_id != Some(person.id));
    let other = OtherWay {
        via: WAYS.into_iter().find(is_new),
        person: people.iter().find(is_untried),
    };
    (other.via.is_some() || other.person.is_some()).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::AccountId;

    /// `g` gave, `a` asked, `b` did both, `-` did neither; the latest first.
    fn exchanges(text: &str) -> Vec<Exchange> {
        let of = |c: char| Exchange {
            gave: c == 'g' || c == 'b',
            asked: c == 'a' || c == 'b',
        };
        text.chars().map(of).collect()
    }

    #[test]
    fn what_only_asked_is_counted_up_to_what_gave() {
        let table = [
            ("", 0),
            ("-", 0),
            ("a", 1),
            ("aaa", 3),
            ("a-a--a", 3),
            ("aaga", 2),
            ("gaaa", 0),
            ("baaa", 0),
            ("aabaa", 2),
        ];
        for (said, expected) in table {
            assert_eq!(asks_in_a_row(&exchanges(said)), expected, "{said}");
        }
    }

    fn person(id: i64) -> Person {
        Person {
            id: PersonId(id),
            uid: String::new(),
            account_id: AccountId(1),
            name: format!("Person {id}"),
            role: None,
            email: None,
            phone: None,
            tags: Vec::new(),
            interests: None,
            topic: None,
            note: None,
        }
    }

    #[test]
    fn another_way_is_one_that_was_not_tried() {
        // The ways and the people tried, and what is left of each.
        type Case<'a> = (&'a [Via], &'a [i64], Option<(Option<Via>, Option<i64>)>);
        use Via::{Call, Email, Gift, Meeting, Text, Video, Visit};
        let people = [person(1), person(2)];
        let everything = [Call, Email, Text, Visit, Video, Gift];
        let table: &[Case<'_>] = &[
            (&[Call; 4], &[1], None),
            (&[Call; 5], &[1], Some((Some(Email), Some(2)))),
            (&[Call; 5], &[1, 2], Some((Some(Email), None))),
            (
                &[Call, Email, Call, Email, Text],
                &[1, 2],
                Some((Some(Visit), None)),
            ),
            (&[Email; 5], &[], Some((Some(Call), Some(1)))),
            (&[Meeting; 6], &[2], Some((Some(Call), Some(1)))),
            (&everything, &[2], Some((None, Some(1)))),
            (&everything, &[1, 2], None),
        ];
        for (ways, tried, expected) in table {
            let tries: Vec<Try> = ways
                .iter()
                .enumerate()
                .map(|(number, via)| Try {
                    via: *via,
                    person_id: tried
                        .get(number % tried.len().max(1))
                        .copied()
                        .map(PersonId),
                })
                .collect();
            let found = other_way(&tries, &people)
                .map(|other| (other.via, other.person.map(|person| person.id.0)));
            assert_eq!(found, *expected, "{ways:?} {tried:?}");
        }
    }
}
