//! Marks and expectations on a deal's ladder, with what follows for its check-ins (practice 2, 6).

use chrono::NaiveDate;

use crate::domain::check_in::CheckInStatus;
use crate::domain::customer::Customer;
use crate::domain::deal::Status;
use crate::domain::id::DealId;
use crate::domain::ladder::LadderError;
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
    /// Changes the ladder of a deal. Nothing happens to a deal that is not there.
    pub fn change_ladder(
        &mut self,
        deal_id: DealId,
        change: impl FnOnce(&mut crate::domain::ladder::Ladder) -> Result<(), LadderError>,
    ) -> Result<Option<Marked>, LadderError> {
        let Some(deal) = self.deal_mut(deal_id) else {
            return Ok(None);
        };
        let before = deal.status();
        change(&mut deal.ladder)?;
        let (after, gaps, missing) = (deal.status(), deal.ladder.gaps(), deal.ladder.missing());
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
        let before = self
            .deal(deal_id)
            .and_then(|deal| deal.ladder.expected_on(rung));
        let marked = self.change_ladder(deal_id, |ladder| ladder.expect(rung, on, why, today))?;
        if before.is_some_and(|before| on > before) {
            self.open_steps_before(deal_id, rung);
        }
        Ok(marked)
    }

    fn open_steps_before(&mut self, deal_id: DealId, rung: Rung) {
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| one.deal_id == Some(deal_id))
        {
            let Some(anchor) = check_in
                .anchor
                .as_mut()
                .filter(|anchor| anchor.rung == rung && anchor.offset <= 0)
            else {
                continue;
            };
            if check_in.status == CheckInStatus::Done {
                anchor.anchored_on = None;
                check_in.moved_by_hand = false;
                check_in.snoozed_until = None;
                check_in.open_again();
            }
        }
    }
}
