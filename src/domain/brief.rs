//! What to look at in the minute before a call: which deals, which contacts, what was given and asked.

use crate::domain::deal::Status;
use crate::domain::id::DealId;
use crate::domain::manners::{self, Exchange};
use crate::domain::touchpoint::{Outcome, Touchpoint, Via};

/// How many of the latest contacts are shown.
pub const CONTACTS: usize = 3;

/// How many settled deals a customer without others is known by.
const SETTLED: usize = 3;

/// The deals of a customer that a call may be about: live ones first, then prospects, then lost ones that may
/// come back. Where there is none of those, the last few that were settled, the newest first; else the last that
/// was buried.
pub fn deals_in_view(deals: &[(DealId, Status)]) -> Vec<DealId> {
    let rank = |status| match status {
        Status::Won => Some(0),
        Status::Verbal => Some(1),
        Status::Prospect => Some(2),
        Status::Lost => Some(3),
        Status::Settled | Status::Buried => None,
    };
    let mut found: Vec<_> = deals
        .iter()
        .filter_map(|(id, status)| Some((rank(*status)?, *id)))
        .collect();
    found.sort_unstable();
    if !found.is_empty() {
        return found.into_iter().map(|(_, id)| id).collect();
    }
    let last = |of: Status, most: usize| {
        let mut last: Vec<_> = deals.iter().filter(|deal| deal.1 == of).collect();
        last.sort_unstable_by_key(|deal| std::cmp::Reverse(deal.0));
        last.iter().take(most).map(|deal| deal.0).collect()
    };
    let settled: Vec<DealId> = last(Status::Settled, SETTLED);
    if settled.is_empty() {
        return last(Status::Buried, 1);
    }
    settled
}

/// Whether two people stood face to face.
pub const fn is_face_to_face(touchpoint: &Touchpoint) -> bool {
    is_reached(touchpoint) && matches!(touchpoint.via, Via::Meeting | Via::Visit | Via::Event)
}

/// Whether somebody was talked with, so that what was said is in the note.
pub const fn is_conversation(touchpoint: &Touchpoint) -> bool {
    is_reached(touchpoint) && touchpoint.note.is_some()
}

/// Whether it is a contact and not an attempt (practice 16).
pub const fn is_reached(touchpoint: &Touchpoint) -> bool {
    matches!(touchpoint.outcome, Outcome::Reached)
}

/// What was given to a customer and what was asked of them (practice 14).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// How many touchpoints gave something.
    pub gave: usize,
    /// How many asked for something.
    pub asked: usize,
    /// How many asked since the last one that gave.
    pub asks_in_a_row: usize,
}

impl Balance {
    /// Counts it over touchpoints, the latest first.
    pub fn of<'a>(touchpoints: impl IntoIterator<Item = &'a Touchpoint>) -> Self {
        let exchanges: Vec<Exchange> = touchpoints
            .into_iter()
            .map(|touchpoint| Exchange {
                gave: touchpoint.gave.is_some(),
                asked: touchpoint.asked,
            })
            .collect();
        Self {
            gave: exchanges.iter().filter(|one| one.gave).count(),
            asked: exchanges.iter().filter(|one| one.asked).count(),
            asks_in_a_row: manners::asks_in_a_row(&exchanges),
        }
    }

    /// Whether it is time to give before asking again.
    pub const fn owes(self) -> bool {
        self.asks_in_a_row >= manners::ASKS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{AccountId, TouchpointId};

    fn touchpoint(gave: bool, asked: bool) -> Touchpoint {
        Touchpoint {
            id: TouchpointId(1),
            uid: String::new(),
            account_id: AccountId(1),
            deal_id: None,
            person_id: None,
            on: chrono::NaiveDate::from_ymd_opt(2026, 3, 13).unwrap(),
            sent_on: None,
            via: Via::Call,
            outcome: Outcome::Reached,
            inbound: false,
            note: None,
            gave: gave.then(|| "the safety study".to_owned()),
            asked,
            next: None,
        }
    }

    #[test]
    fn what_was_given_and_what_was_asked() {
        type Case = (&'static [(bool, bool)], (usize, usize, usize, bool));
        const GAVE: (bool, bool) = (true, false);
        const ASKED: (bool, bool) = (false, true);
        const BOTH: (bool, bool) = (true, true);
        const NEITHER: (bool, bool) = (false, false);
        // The touchpoints, the latest first; then gave, asked, asks in a row, and whether it is time to give.
        let table: &[Case] = &[
            (&[], (0, 0, 0, false)),
            (&[NEITHER, ASKED, ASKED, GAVE], (1, 2, 2, false)),
            (&[ASKED, NEITHER, ASKED, ASKED], (0, 3, 3, true)),
            (&[GAVE, ASKED, ASKED, ASKED], (1, 3, 0, false)),
            (&[ASKED, BOTH, ASKED, ASKED], (1, 4, 1, false)),
            (&[ASKED, ASKED, ASKED, BOTH, ASKED], (1, 5, 3, true)),
        ];
        for (touchpoints, expected) in table {
            let all: Vec<_> = touchpoints
                .iter()
                .map(|(g, a)| touchpoint(*g, *a))
                .collect();
            let found = Balance::of(&all);
            let shown = (found.gave, found.asked, found.asks_in_a_row, found.owes());
            assert_eq!(shown, *expected, "{touchpoints:?}");
        }
    }

    #[test]
    fn who_stood_face_to_face() {
        let table = [
            (Via::Meeting, Outcome::Reached, true),
            (Via::Visit, Outcome::Reached, true),
            (Via::Event, Outcome::Reached, true),
            (Via::Visit, Outcome::NoAnswer, false),
            (Via::Video, Outcome::Reached, false),
            (Via::Call, Outcome::Reached, false),
        ];
        for (via, outcome, expected) in table {
            let one = Touchpoint {
                via,
                outcome,
                ..touchpoint(false, false)
            };
            assert_eq!(is_face_to_face(&one), expected, "{via} {outcome}");
        }
    }

    #[test]
    fn which_deals_a_call_may_be_about() {
        use Status::{Buried, Lost, Prospect, Settled, Verbal, Won};
        let table: &[(&[Status], &[i64])] = &[
            (&[], &[]),
            (&[Lost, Prospect, Verbal, Won, Settled], &[4, 3, 2, 1]),
            (&[Won, Won], &[1, 2]),
            (&[Settled, Buried], &[1]),
            (&[Settled, Settled, Settled, Settled], &[4, 3, 2]),
            (&[Buried, Buried], &[2]),
            (&[Buried, Lost], &[2]),
        ];
        for (statuses, expected) in table {
            let ids = (1..).map(DealId);
            let deals: Vec<_> = ids.zip(statuses.iter().copied()).collect();
            let expected: Vec<_> = expected.iter().copied().map(DealId).collect();
            assert_eq!(deals_in_view(&deals), expected, "{statuses:?}");
        }
    }
}
