//! What a rep does to one check-in by hand: done, snooze, reschedule, drop, reopen.

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::customer::steps::fact_against;
use crate::domain::customer::tidy::is_account_care;
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::Status;
use crate::domain::id::{CheckInId, DealId, ResultId};
use crate::domain::ladder::LadderError;
use crate::domain::result::ResultError;
use crate::domain::rung::Rung;

/// Why a check-in cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ByHandError {
    #[error("{id} is {status} already")]
    NotOpen {
        id: CheckInId,
        status: CheckInStatus,
    },
    #[error("{id} is open")]
    Open { id: CheckInId },
    #[error("{id} says that {deal} has nothing planned, and goes away when something is")]
    Adrift { id: CheckInId, deal: DealId },
    #[error("{id} cannot be open while {because}")]
    EndedByFact {
        id: CheckInId,
        because: &'static str,
    },
    #[error("{id} does not repeat")]
    NotRepeating { id: CheckInId },
    #[error("{id} needs a reason")]
    NoReason { id: CheckInId },
    #[error("{id} takes what was measured: {source}")]
    NoValue { id: CheckInId, source: ResultError },
    #[error("{id} is no promise")]
    NoPromise { id: CheckInId },
    #[error(transparent)]
    Ladder(#[from] LadderError),
}

/// What settled a check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// The check-in itself.
    CheckIn,
    /// The rung it asked about was marked.
    Rung(DealId, Rung),
    /// The result it asked for was measured.
    Result(ResultId),
}

impl Customer {
    pub(super) fn open_check_in(
        &mut self,
        id: CheckInId,
    ) -> Result<Option<&mut CheckIn>, ByHandError> {
        match self.check_in_mut(id) {
            Some(one) if !one.is_open() => Err(ByHandError::NotOpen {
                id,
                status: one.status,
            }),
            found => Ok(found),
        }
    }

    /// Settles a check-in; one of a rung marks the rung. It says nothing about a contact (practice 16).
    pub fn done(
        &mut self,
        id: CheckInId,
        note: Option<String>,
        day: Day<'_>,
    ) -> Result<Option<Done>, ByHandError> {
        let Some(check_in) = self.open_check_in(id)? else {
            return Ok(None);
        };
        if let (Kind::Adrift, Some(deal)) = (check_in.kind, check_in.deal_id) {
            return Err(ByHandError::Adrift { id, deal });
        }
        if let Some(result_id) = check_in.result_id {
            self.done_measuring(id, result_id, note.as_deref(), day)?;
            return Ok(Some(Done::Result(result_id)));
        }
        if let (Some(deal_id), Some(rung)) = (check_in.deal_id, check_in.rung) {
            self.change_ladder(deal_id, |ladder| ladder.mark(rung, day.today, None))?;
            self.end_with(id, CheckInStatus::Done, Ended::Rung, note, day);
            return Ok(Some(Done::Rung(deal_id, rung)));
        }
        self.end_with(id, CheckInStatus::Done, Ended::Done, note, day);
        self.open_next_turn(id, day.today, day);
        Ok(Some(Done::CheckIn))
    }

    /// Hides a check-in until a day.
    pub fn snooze(&mut self, id: CheckInId, until: NaiveDate) -> Result<(), ByHandError> {
        if let Some(check_in) = self.open_check_in(id)? {
            check_in.snoozed_until = Some(until);
            check_in.snoozes += 1;
        }
        Ok(())
    }

    /// Gives a check-in a new due date, which its plan leaves alone from then on. Of a rung it is the
    /// expected date.
    pub fn reschedule(
        &mut self,
        id: CheckInId,
        on: NaiveDate,
        why: Option<String>,
        day: Day<'_>,
    ) -> Result<(), ByHandError> {
        let Some(check_in) = self.open_check_in(id)? else {
            return Ok(());
        };
        match (check_in.kind, check_in.deal_id, check_in.rung) {
            (Kind::Adrift, Some(deal), _) => return Err(ByHandError::Adrift { id, deal }),
            (Kind::Rung, Some(deal_id), Some(rung)) => {
                self.expect(deal_id, rung, on, why, day.today)?;
            }
            (Kind::Promise, ..) if why.is_none() => return Err(ByHandError::NoReason { id }),
            _ => {
                check_in.set_due(on);
                // Thanks have a day of their own too, the one on which the deal is settled.
                check_in.moved_by_hand = check_in.step.is_some()
                    || check_in.anchor.is_some()
                    || check_in.kind == Kind::Thanks;
                check_in.why = why.or(check_in.why.take());
            }
        }
        Ok(())
    }

    /// Gives a check-in up: of a repeating one only this turn, unless `all` of them; of a rung, the rung is
    /// not applicable.
    pub fn drop_check_in(
        &mut self,
        id: CheckInId,
        why: Option<String>,
        all: bool,
        day: Day<'_>,
    ) -> Result<(), ByHandError> {
        let Some(check_in) = self.open_check_in(id)? else {
            return Ok(());
        };
        if let (Kind::Adrift, Some(deal)) = (check_in.kind, check_in.deal_id) {
            return Err(ByHandError::Adrift { id, deal });
        }
        if all && check_in.repeat.is_none() {
            return Err(ByHandError::NotRepeating { id });
        }
        if check_in.kind == Kind::Promise && why.is_none() {
            return Err(ByHandError::NoReason { id });
        }
        if let (Some(deal_id), Some(rung)) = (check_in.deal_id, check_in.rung) {
            self.change_ladder(deal_id, |ladder| ladder.waive(rung))?;
            self.end_with(id, CheckInStatus::Dropped, Ended::Rung, why, day);
            return Ok(());
        }
        let from = check_in.due_on.unwrap_or(day.today).max(day.today);
        let ended = if all { Ended::Series } else { Ended::Dropped };
        self.end_with(id, CheckInStatus::Dropped, ended, why, day);
        if !all {
            self.open_next_turn(id, from, day);
        }
        Ok(())
    }

    fn end_with(
        &mut self,
        id: CheckInId,
        status: CheckInStatus,
        ended: Ended,
        why: Option<String>,
        day: Day<'_>,
    ) {
        if let Some(check_in) = self.check_in_mut(id) {
            check_in.end(status, ended, day.today);
            check_in.ended_why = why;
        }
    }

    /// Opens a check-in again that was settled or dropped by mistake; of a rung it takes the mark back. The
    /// next turn that its end opened goes.
    pub fn reopen(&mut self, id: CheckInId) -> Result<(), ByHandError> {
        let Some(check_in) = self.check_in(id) else {
            return Ok(());
        };
        let Some(ended) = check_in.ended else {
            return Err(ByHandError::Open { id });
        };
        if let Some(because) = self.fact_against_reopening(check_in, ended) {
            return Err(ByHandError::EndedByFact { id, because });
        }
        let ended_so = check_in.clone();
        if let (Ended::Rung, Some(deal_id), Some(rung)) = (ended, check_in.deal_id, check_in.rung) {
            self.change_ladder(deal_id, |ladder| ladder.unmark(rung))?;
        }
        self.ask_as_before(&ended_so, ended);
        if let Some(check_in) = self.check_in_mut(id) {
            check_in.open_again();
            if let (Ended::Pile, Some(anchor)) = (ended, &mut check_in.anchor) {
                // It was never given a day of its own.
                anchor.anchored_on = None;
            }
        }
        self.remove_later_turn(id);
        Ok(())
    }

    /// What would end a check-in again at once, in words.
    fn fact_against_reopening(&self, check_in: &CheckIn, ended: Ended) -> Option<&'static str> {
        let deal = check_in.deal_id.and_then(|id| self.deal(id));
        match (ended, deal) {
            (_, Some(deal)) if check_in.kind == Kind::Heartbeat => {
                // Of a later loss: a turn that repeats takes the place of the later one instead.
                let has_later = check_in.repeat.is_none()
                    && self.check_ins.iter().any(|one| {
                        one.id > check_in.id
                            && (one.deal_id, &one.step) == (check_in.deal_id, &check_in.step)
                    });
                match deal.status() {
                    Status::Lost if has_later => {
                        Some("the deal came back since, and was lost anew")
                    }
                    Status::Lost => None,
                    _ => Some("nobody is winning the deal back"),
                }
            }
            (Ended::Planned, Some(_)) if check_in.step.is_some() => {
                Some("the results of the deal ask to be measured themselves")
            }
            (Ended::Planned | Ended::Plan | Ended::Care, _) => because(ended),
            (_, Some(deal)) if check_in.step.is_some() => {
                let has_results = self.results_of(deal.id).next().is_some();
                fact_against(check_in, deal, has_results).and_then(because)
            }
            (_, Some(deal)) if check_in.kind == Kind::Renewal => {
                self.fact_against_renewal(check_in.id, deal)
            }
            (Ended::Settled, _) if check_in.kind == Kind::Adrift => because(ended),
            (_, Some(deal)) if deal.status().is_lost() && is_ended_by_losing(check_in, ended) => {
                because(Ended::Lost)
            }
            _ if is_account_care(check_in) && self.in_care_since().is_none() => {
                because(Ended::Care)
            }
            _ => None,
        }
    }

    fn remove_later_turn(&mut self, id: CheckInId) {
        let Some(reopened) = self.check_in(id).cloned() else {
            return;
        };
        if reopened.repeat.is_some() {
            let is_same_series = |one: &CheckIn| {
                one.id != id
                    && one.is_open()
                    && one.repeat.is_some()
                    && (one.deal_id, &one.step, one.kind)
                        == (reopened.deal_id, &reopened.step, reopened.kind)
            };
            self.check_ins.retain(|one| !is_same_series(one));
        }
    }
}

/// Whether a check-in is closed as soon as it is open on a lost deal.
fn is_ended_by_losing(check_in: &CheckIn, ended: Ended) -> bool {
    matches!(ended, Ended::Rung | Ended::Lost)
        || matches!(check_in.kind, Kind::Result | Kind::Adrift)
}

/// A fact that ends check-ins, in words; none for what is no fact but somebody's doing.
const fn because(ended: Ended) -> Option<&'static str> {
    match ended {
        Ended::Rung | Ended::Until => Some("its rung is done or not applicable"),
        Ended::Settled => Some("the deal is settled"),
        Ended::Lost => Some("the deal is lost"),
        Ended::Plan => Some("the deal follows another plan"),
        Ended::Planned => Some("something is planned"),
        Ended::Care => Some("the account needs no care of its own"),
        Ended::Contact | Ended::Done | Ended::Dropped | Ended::Series | Ended::Pile => None,
    }
}
