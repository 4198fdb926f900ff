//! A promise, ours or theirs: what became of it, and by which date it is judged (practice 5).

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::words::words;

words! {
    /// Where a promise stands.
    PromiseStatus, "a status of a promise" {
        Open = "open",
        /// Ours, and open past its date. Theirs is overdue then, and never broken: it is not our debt.
        Broken = "broken",
        Kept = "kept",
        /// Given up: they do not need it any more.
        Waived = "waived",
        /// Its deal was lost before it was kept; nobody waived it.
        Dropped = "dropped",
    }
}

impl CheckIn {
    /// Where a promise stands; none for what is no promise.
    pub fn promise_status(&self, today: NaiveDate) -> Option<PromiseStatus> {
        let is_past = self.due_on.is_some_and(|due_on| due_on < today);
        (self.kind == Kind::Promise).then_some(match self.status {
            CheckInStatus::Open if is_past && !self.theirs => PromiseStatus::Broken,
            CheckInStatus::Open => PromiseStatus::Open,
            CheckInStatus::Done => PromiseStatus::Kept,
            CheckInStatus::Dropped if self.ended == Some(Ended::Lost) => PromiseStatus::Dropped,
            CheckInStatus::Dropped => PromiseStatus::Waived,
        })
    }

    /// The date by which a promise is judged: the first one it had, unless they agreed to another. None for
    /// what is no promise.
    pub fn judged_on(&self) -> Option<NaiveDate> {
        let judged_on = self.agreed_on.or(self.first_due_on).or(self.due_on);
        judged_on.filter(|_| self.kind == Kind::Promise)
    }

    /// The day a promise was kept.
    pub fn kept_on(&self) -> Option<NaiveDate> {
        let is_kept = self.kind == Kind::Promise && self.status == CheckInStatus::Done;
        self.ended_on.filter(|_| is_kept)
    }

    /// Whether a promise was kept after the date by which it is judged; none while it is not kept.
    pub fn kept_late(&self) -> Option<bool> {
        Some(self.kept_on()? > self.judged_on()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{AccountId, CheckInId};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn promised(on: u32) -> CheckIn {
        let mut promise = CheckIn::new(CheckInId(1), AccountId(1), None, Kind::Promise, "the plan");
        promise.set_due(day(on));
        promise
    }

    #[test]
    fn a_promise_is_broken_while_it_is_ours_and_open_past_its_date() {
        use CheckInStatus::{Done, Dropped, Open};
        // Due on, theirs, how the check-in stands, and what that makes of the promise on the 10th.
        let table = [
            (9, false, Open, PromiseStatus::Broken),
            (10, false, Open, PromiseStatus::Open),
            (11, false, Open, PromiseStatus::Open),
            (9, true, Open, PromiseStatus::Open),
            (9, false, Done, PromiseStatus::Kept),
            (9, true, Done, PromiseStatus::Kept),
            (9, false, Dropped, PromiseStatus::Waived),
        ];
        for (due_on, theirs, status, expected) in table {
            let promise = CheckIn {
                status,
                theirs,
                ..promised(due_on)
            };
            let stands = promise.promise_status(day(10));
            assert_eq!(stands, Some(expected), "{due_on} {theirs} {status}");
        }
        let risk = CheckIn {
            kind: Kind::Risk,
            ..promised(9)
        };
        assert_eq!(risk.promise_status(day(10)), None);
    }

    #[test]
    fn a_promise_is_judged_by_its_first_date_or_the_one_agreed_to() {
        // Promised for the 5th; moved to, agreed to, kept on, and whether that was late.
        let table = [
            (None, None, 5, Some(false)),
            (None, None, 6, Some(true)),
            (Some(9), None, 9, Some(true)),
            (Some(9), Some(9), 9, Some(false)),
            (Some(9), Some(9), 10, Some(true)),
            // Moved again, and nobody agreed to that.
            (Some(12), Some(9), 10, Some(true)),
        ];
        for (moved_to, agreed_on, kept_on, expected) in table {
            let mut promise = promised(5);
            if let Some(on) = moved_to {
                promise.set_due(day(on));
            }
            promise.agreed_on = agreed_on.map(day);
            assert_eq!(promise.kept_late(), None);
            promise.end(CheckInStatus::Done, Ended::Done, day(kept_on));
            assert_eq!(promise.kept_on(), Some(day(kept_on)));
            assert_eq!(
                promise.kept_late(),
                expected,
                "{moved_to:?} {agreed_on:?} {kept_on}"
            );
        }
    }

    #[test]
    fn what_the_loss_of_a_deal_closed_was_not_waived() {
        let mut promise = promised(5);
        promise.end(CheckInStatus::Dropped, Ended::Lost, day(6));
        let stands = promise.promise_status(day(10));
        assert_eq!(stands, Some(PromiseStatus::Dropped));
        assert_eq!((promise.kept_on(), promise.kept_late()), (None, None));
    }

    #[test]
    fn a_waived_promise_is_not_kept() {
        let mut promise = promised(5);
        promise.end(CheckInStatus::Dropped, Ended::Dropped, day(6));
        assert_eq!((promise.kept_on(), promise.kept_late()), (None, None));
    }
}
