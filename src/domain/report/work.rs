//! What was done in time, which promises were kept, and what slipped (practice 5, 6, 16).

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Kind};
use crate::domain::deal::Deal;
use crate::domain::id::{CheckInId, DealId};
use crate::domain::name;
use crate::domain::order::sort_by;
use crate::domain::report::Period;
use crate::domain::rung::Rung;

/// How often, and by how many days in all, expected dates moved later for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// As it was first given; none where nobody gave one.
    pub why: Option<String>,
    pub slips: usize,
    pub days: i64,
}

/// How the work of the period went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Check-ins done by their date.
    pub on_time: Vec<CheckInId>,
    /// Check-ins done after their date, and those still open past it.
    pub late: Vec<CheckInId>,
    /// Promises of ours kept by the date they are judged by.
    pub kept: Vec<CheckInId>,
    /// Promises of ours kept after it.
    pub kept_late: Vec<CheckInId>,
    /// Promises of ours still open past it.
    pub broken: Vec<CheckInId>,
    /// Why dates moved later, the most days first.
    pub slips: Vec<Slip>,
    /// The deals of which one did.
    pub slipped: Vec<DealId>,
}

impl Work {
    pub(super) fn of(
        check_ins: &[CheckIn],
        deals: &[Deal],
        period: Period,
        today: NaiveDate,
    ) -> Self {
        let mut work = Self::default();
        for check_in in check_ins {
            match check_in.kind {
                Kind::Promise => work.count_promise(check_in, period, today),
                // What the program asks about itself is no work of the rep's, and thanks are counted apart.
                Kind::Rung | Kind::Adrift | Kind::Thanks => {}
                _ => work.count_check_in(check_in, period, today),
            }
        }
        for deal in deals {
            work.count_slips(deal, period);
        }
        sort_by(&mut work.slips, |one, other| {
            other.days.cmp(&one.days).then(other.slips.cmp(&one.slips))
        });
        work
    }

    /// One that is done counts on the day it was done, one that is open on the day it was due. What was dropped
    /// was not to be done.
    fn count_check_in(&mut self, one: &CheckIn, period: Period, today: NaiveDate) {
        match (one.status, one.ended_on, one.due_on) {
            (CheckInStatus::Done, Some(on), due_on) if period.contains(on) => {
                let in_time = due_on.is_none_or(|due_on| on <= due_on);
                let list = if in_time {
                    &mut self.on_time
                } else {
                    &mut self.late
                };
                list.push(one.id);
            }
            (CheckInStatus::Open, _, Some(due_on)) if due_on < today && period.contains(due_on) => {
                self.late.push(one.id);
            }
            _ => {}
        }
    }

    /// The same of a promise of ours, judged by its first date, or the one they agreed to.
    fn count_promise(&mut self, one: &CheckIn, period: Period, today: NaiveDate) {
        if one.theirs {
            return;
        }
        match (one.kept_on(), one.judged_on()) {
            (Some(kept_on), _) if period.contains(kept_on) => {
                let is_late = one.kept_late() == Some(true);
                let list = if is_late {
                    &mut self.kept_late
                } else {
                    &mut self.kept
                };
                list.push(one.id);
            }
            (None, Some(judged_on))
                if one.is_open() && judged_on < today && period.contains(judged_on) =>
            {
                self.broken.push(one.id);
            }
            _ => {}
        }
    }

    /// A move counts on the day on which it was said.
    fn count_slips(&mut self, deal: &Deal, period: Period) {
        let moves = Rung::ALL
            .iter()
            .flat_map(|rung| &deal.ladder.facts(*rung).moves);
        let mut has_slipped = false;
        for one in moves.filter(|one| one.to_on > one.from_on && period.contains(one.moved_on)) {
            has_slipped = true;
            let days = (one.to_on - one.from_on).num_days();
            let folded = |why: &Option<String>| why.as_deref().map(name::fold);
            let why = folded(&one.why);
            if let Some(known) = self.slips.iter_mut().find(|slip| folded(&slip.why) == why) {
                known.slips += 1;
                known.days += days;
            } else {
                self.slips.push(Slip {
                    why: one.why.clone(),
                    slips: 1,
                    days,
                });
            }
        }
        if has_slipped {
            self.slipped.push(deal.id);
        }
    }

    /// How often dates moved later, and by how many days in all.
    pub fn slipped_days(&self) -> (usize, i64) {
        let add = |all: (usize, i64), one: &Slip| (all.0 + one.slips, all.1 + one.days);
        self.slips.iter().fold((0, 0), add)
    }
}
