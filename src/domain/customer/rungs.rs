//! Marks and expectations on a deal's ladder, with what follows for its check-ins (practice 2, 6).

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::customer::Customer;
use crate::domain::customer::steps::is_step_of;
use crate::domain::deal::{Deal, Status};
use crate::domain::id::{CheckInId, DealId};
use crate::domain::ladder::{Failed, Ladder, LadderError, Part};
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

impl Marked {
    /// What a change came to for a deal that stood there before it.
    pub fn of(before: Status, deal: &Deal) -> Self {
        Self {
            before,
            after: deal.status(),
            gaps: deal.ladder.gaps(),
            missing: deal.ladder.missing(),
        }
    }
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
        let had_failed = deal.ladder.failed().cloned();
        change(&mut deal.ladder)?;
        let marked = Marked::of(before, deal);
        let passed_on = deal.ladder.facts(Rung::Credit).done_on;
        let has_passed = deal.ladder.failed().is_none();
        self.unwind_plan(deal_id, was_won);
        if let Some(failed) = had_failed.filter(|_| has_passed) {
            self.settle_failure(deal_id, &failed, passed_on);
        }
        Ok(Some(marked))
    }

    /// Notes a part of a rung, within the value of the deal.
    pub fn note_part(
        &mut self,
        deal_id: DealId,
        rung: Rung,
        part: Part,
    ) -> Result<Option<Marked>, LadderError> {
        let value = self.deal(deal_id).and_then(|deal| deal.value);
        self.change_ladder(deal_id, |ladder| ladder.note_part(rung, part, value))
    }

    /// Notes that the credit check failed, and sets a follow-up for today: whoever hears of it has to act
    /// (practice 2).
    pub fn fail_credit(
        &mut self,
        deal_id: DealId,
        failed: Failed,
        today: NaiveDate,
    ) -> Result<Option<Marked>, LadderError> {
        let what = what_failed(&failed);
        let known = self.deal(deal_id).and_then(|deal| deal.ladder.failed());
        let asked = known.map(what_failed);
        let is_news = asked.as_ref() != Some(&what);
        let marked =
            self.change_ladder(deal_id, |ladder| ladder.fail_credit(failed.on, failed.why))?;
        let open = asked.and_then(|asked| self.open_follow_up(deal_id, &asked));
        match open.and_then(|id| self.check_in_mut(id)) {
            Some(check_in) => check_in.what = what,
            None if marked.is_some() && is_news => {
                self.remind(Some(deal_id), today, what);
            }
            None => {}
        }
        Ok(marked)
    }

    /// Ends the follow-up that a failed credit check set: done on the day the check passed; as if it had never
    /// been where it does not apply or was noted by mistake.
    fn settle_failure(&mut self, deal_id: DealId, failed: &Failed, passed_on: Option<NaiveDate>) {
        let Some(id) = self.open_follow_up(deal_id, &what_failed(failed)) else {
            return;
        };
        match (passed_on, self.check_in_mut(id)) {
            (Some(on), Some(check_in)) => check_in.end(CheckInStatus::Done, Ended::Rung, on),
            _ => self.check_ins.retain(|one| one.id != id),
        }
    }

    fn open_follow_up(&self, deal_id: DealId, what: &str) -> Option<CheckInId> {
        let asks = |one: &&CheckIn| one.deal_id == Some(deal_id) && follows_up(one, what);
        self.check_ins.iter().find(asks).map(|one| one.id)
    }

    /// Whether a check-in is the follow-up of a credit check that has not passed since: only the ladder can
    /// say that it has, however often one talks (practice 2, 16).
    pub(super) fn waits_for_credit(&self, check_in: &CheckIn) -> bool {
        let deal = check_in.deal_id.and_then(|id| self.deal(id));
        let failed = deal.and_then(|deal| deal.ladder.failed());
        failed.is_some_and(|failed| follows_up(check_in, &what_failed(failed)))
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

fn follows_up(check_in: &CheckIn, what: &str) -> bool {
    check_in.kind == Kind::FollowUp && check_in.is_open() && check_in.what == what
}

/// What the follow-up of a failed credit check says.
fn what_failed(failed: &Failed) -> String {
    let why = failed.why.as_deref().unwrap_or("why?");
    format!("credit check failed: {why}")
}
