//! Deals that were lost and came back, as the check-ins that were to win them back tell (practice 17).
//!
//! What was said of a loss goes from a deal with its revival, so that it stands as it did before. What was done in
//! between stays on record: its heartbeats, and the follow-up of the day on which it was revived.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, Kind};
use crate::domain::customer::REVIVED_WHAT;
use crate::domain::id::DealId;
use crate::domain::report::Book;

/// One time that a deal was lost and came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Returned {
    /// The first day on which winning it back was on, by a contact or by its date.
    from: NaiveDate,
    /// The day on which it came back.
    pub(super) on: NaiveDate,
}

impl Returned {
    /// Whether the deal was lost on the morning of a day.
    pub(super) fn was_lost(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.on
    }
}

/// Every return of every deal, the earliest first. One that nobody revived, as when an import knows better, came
/// back when the last of its heartbeats ended.
pub(super) fn returns(book: &Book) -> HashMap<DealId, Vec<Returned>> {
    let mut ended: HashMap<DealId, Vec<(NaiveDate, NaiveDate)>> = HashMap::new();
    let mut revived: HashMap<DealId, BTreeSet<NaiveDate>> = HashMap::new();
    for one in &book.check_ins {
        let (Some(deal), Some(due_on)) = (one.deal_id, one.first_due_on) else {
            continue;
        };
        match (one.kind, one.ended_on) {
            (Kind::Heartbeat, Some(on)) => {
                ended.entry(deal).or_default().push((due_on.min(on), on));
            }
            (Kind::FollowUp, _) if is_revival(one) => {
                revived.entry(deal).or_default().insert(due_on);
            }
            _ => {}
        }
    }
    for deal in book.deals.iter().filter(|deal| deal.lost.is_none()) {
        let last = ended
            .get(&deal.id)
            .and_then(|all| all.iter().map(|end| end.1).max());
        if let Some(last) = last {
            let days = revived.entry(deal.id).or_default();
            if days.last().is_none_or(|on| *on < last) {
                days.insert(last);
            }
        }
    }
    let mut returns: HashMap<DealId, Vec<Returned>> = HashMap::new();
    for (deal, days) in revived {
        let ended = ended.get(&deal).map_or(&[][..], Vec::as_slice);
        let mut before = None;
        for on in days {
            let of_it = ended
                .iter()
                .filter(|end| end.1 <= on && before.is_none_or(|before| end.1 > before));
            let from = of_it.map(|end| end.0).min().unwrap_or(on);
            returns.entry(deal).or_default().push(Returned { from, on });
            before = Some(on);
        }
    }
    returns
}

fn is_revival(check_in: &CheckIn) -> bool {
    check_in.what == REVIVED_WHAT
}
