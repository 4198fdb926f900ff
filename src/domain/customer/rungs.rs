//! Marks and expectations on a deal's ladder, with what follows for its check-ins (practice 2, 6).

use chrono::NaiveDate;

use crate::domain::check_in::CheckInStatus;
use crate::domain::customer::Customer;
use crate::domain::customer::steps::is_step_of;
use crate::domain::deal::Status;
use crate::domain::id::DealId;
use crate::domain::ladder::{Ladder, LadderError};
use crate::domain::rung::Rung;

/// What a mark came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    pub before: Status,
    pub after: Status,
    /// Open rungs below the highest one that is done.
    pub gaps: Vec<Rung>,
    /// What is missing until it is settled.
    pub missing: Vec<Rung>,
}

impl Customer {
    /// Changes the ladder of a deal, and takes its plan back where the mark that began it is taken back.
    /// Nothing happens to a deal that is not there.
    pub fn change_ladder(
        &mut self,
        deal_id: DealId,
        change: impl FnOnce(&mut Ladder) -> Result<(), LadderError>,
    ) -> Result<Option<Marked>, LadderError> {
        let Some(deal) = self.deal_mut(deal_id) else {
            return Ok(None);
        };
        let (before, was_won) = (deal.status(), deal.ladder.is_won());
        change(&mut deal.ladder)?;
        let (after, gaps, missing) = (deal.status(), deal.ladder.gaps(), deal.ladder.missing());
        self.unwind_plan(deal_id, was_won);
        Ok(Some(Marked {
            before,
            after,
            gaps,
            missing,
        }))
    }

    /// Expects a rung on a day. When it slips, the steps before it that were already done open again: what
    /// was ready for the old day may not be for the new one (practice 6).
    pub fn expect(
        &mut self,
        deal_id: DealId,
        rung: Rung,
        on: NaiveDate,
        why: Option<String>,
        today: NaiveDate,
    ) -> Result<Option<Marked>, LadderError> {
        let Some(before) = self.deal(deal_id).map(|deal| deal.ladder.clone()) else {
            return Ok(None);
        };
        let marked = self.change_ladder(deal_id, |ladder| ladder.expect(rung, on, why, today))?;
        self.open_steps_of_slipped(deal_id, &before);
        Ok(marked)
    }

    /// Opens the done steps of every rung whose day is later than it was: that of the invoice moves the
    /// payment's with it. What was ready for the old day may not be for the new one, and whether something
    /// works could not be asked before it was there.
    fn open_steps_of_slipped(&mut self, deal_id: DealId, before: &Ladder) {
        let Some(ladder) = self.deal(deal_id).map(|deal| deal.ladder.clone()) else {
            return;
        };
        let has_slipped = |rung| {
            before
                .anchor_on(rung)
                .is_some_and(|on| ladder.anchor_on(rung) > Some(on))
        };
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_step_of(one, deal_id))
        {
            let Some(anchor) = &mut check_in.anchor else {
                continue;
            };
            let is_done = check_in.status == CheckInStatus::Done && check_in.repeat.is_none();
            if is_done && has_slipped(anchor.rung) {
                anchor.anchored_on = None;
                check_in.moved_by_hand = false;
                check_in.snoozed_until = None;
                check_in.open_again();
            }
        }
    }
}
