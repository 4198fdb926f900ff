//! Two accounts that turned out to be one customer.

use crate::domain::check_in::{CheckInStatus, Ended};
use crate::domain::customer::tidy::is_account_care;
use crate::domain::customer::{Customer, Day};
use crate::domain::id::CheckInId;
use crate::domain::rival::Rival;

impl Customer {
    /// Makes one customer of what two had: every tag once, every rival once, and one account care (practice 10),
    /// the later one. People, deals, check-ins and touchpoints are here already.
    pub fn unite(&mut self, tags: &[String], day: Day<'_>) {
        for tag in tags {
            if !self.account.tags.contains(tag) {
                self.account.tags.push(tag.clone());
            }
        }
        let mut rivals: Vec<Rival> = Vec::with_capacity(self.rivals.len());
        for rival in std::mem::take(&mut self.rivals) {
            let is_same =
                |one: &&mut Rival| one.deal_id == rival.deal_id && one.is_called(&rival.name);
            match rivals.iter_mut().find(is_same) {
                Some(known) => known.absorb(rival),
                None => rivals.push(rival),
            }
        }
        self.rivals = rivals;
        let mut care: Vec<_> = self
            .check_ins
            .iter()
            .filter(|one| one.is_open() && is_account_care(one))
            .map(|one| (one.due_on, std::cmp::Reverse(one.id)))
            .collect();
        care.sort_unstable();
        care.pop();
        let surplus: Vec<CheckInId> = care.into_iter().map(|(_, id)| id.0).collect();
        for check_in in &mut self.check_ins {
            if surplus.contains(&check_in.id) {
                check_in.end(CheckInStatus::Dropped, Ended::Care, day.today);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::id::AccountId;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn rival(note: Option<&str>, heard_on: u32, gone_on: Option<u32>) -> Rival {
        Rival {
            id: None,
            uid: String::new(),
            account_id: AccountId(1),
            deal_id: None,
            name: "Initech".to_owned(),
            note: note.map(String::from),
            heard_on: day(heard_on),
            gone_on: gone_on.map(day),
        }
    }

    #[test]
    fn one_rival_knows_what_two_knew() {
        let table = [
            // Each with its note, the day it was heard of, and the day it was gone.
            (
                rival(None, 2, None),
                rival(Some("cheap"), 5, None),
                rival(Some("cheap"), 5, None),
            ),
            (
                rival(Some("big"), 5, Some(9)),
                rival(Some("cheap"), 2, None),
                rival(Some("big; cheap"), 5, None),
            ),
            (
                rival(Some("big"), 5, Some(9)),
                rival(Some("big"), 2, Some(3)),
                rival(Some("big"), 5, Some(9)),
            ),
        ];
        for (mut one, other, expected) in table {
            one.absorb(other);
            assert_eq!(one, expected);
        }
    }
}
