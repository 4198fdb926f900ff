//! A customer company.

use chrono::NaiveDate;

use crate::domain::id::AccountId;

/// A customer company: whom one calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub uid: String,
    pub name: String,
    pub tags: Vec<String>,
}

/// When an account was last talked with, and what was tried since. Never stored: counted from touchpoints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// The day of the latest contact that reached somebody.
    pub last_reached_on: Option<NaiveDate>,
    /// Attempts since then that reached nobody, an unanswered mail among them (practice 16).
    pub attempts: i64,
    /// The day of the latest touchpoint of any outcome.
    pub last_contact_on: Option<NaiveDate>,
}

impl Reach {
    /// Whether something was tried on a day, and nobody was reached since.
    pub fn was_tried_on(&self, day: NaiveDate) -> bool {
        self.attempts > 0 && self.last_contact_on == Some(day)
    }

    /// Whole days since somebody was reached; none when nobody ever was.
    pub fn days_since_reached(&self, today: NaiveDate) -> Option<i64> {
        self.last_reached_on
            .map(|on| (today - on).num_days().max(0))
    }
}
