//! Spreading the beginning of many customers over the days to come.

use chrono::{Days, NaiveDate};

use crate::domain::check_in::{CheckIn, Kind};
use crate::domain::customer::{Customer, Day};
use crate::domain::plan;

impl Customer {
    /// Whether its account care is new.
    pub fn has_new_care(&self) -> bool {
        self.check_ins.iter().any(is_new_account_care)
    }

    /// Moves the new steps of plans that would fall due before a day to that day.
    pub fn begin_no_earlier(&mut self, on: NaiveDate) {
        let is_new_step =
            |one: &&mut CheckIn| one.id.is_provisional() && one.is_open() && one.step.is_some();
        for check_in in self.check_ins.iter_mut().filter(is_new_step) {
            if check_in.due_on.is_some_and(|due_on| due_on < on) {
                move_to(check_in, on);
            }
        }
    }

    /// Moves new account care of the `rank`-th of `of` customers to its place within the interval of care, if
    /// it would fall earlier.
    pub fn care_no_earlier(&mut self, rank: usize, of: usize, day: Day<'_>) {
        let on = stagger_care(rank, of, day);
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_new_account_care(one))
        {
            if check_in.due_on.is_some_and(|due_on| due_on < on) {
                move_to(check_in, on);
            }
        }
    }
}

/// Spreads the first account care of many customers over its interval: the `rank`-th of `of` customers is
/// due on this day at the earliest.
pub fn stagger_care(rank: usize, of: usize, day: Day<'_>) -> NaiveDate {
    let span = u64::from(plan::ACCOUNT_CARE.count).saturating_sub(1);
    let (rank, of) = (rank as u64, of.max(1) as u64);
    day.calendar
        .on_or_after(day.today + Days::new(1 + rank * span / of))
}

fn is_new_account_care(one: &CheckIn) -> bool {
    one.id.is_provisional() && one.is_open() && one.deal_id.is_none() && one.kind == Kind::Care
}

/// A check-in that is not on record yet has never had another date.
fn move_to(check_in: &mut CheckIn, on: NaiveDate) {
    check_in.first_due_on = None;
    check_in.set_due(on);
}
