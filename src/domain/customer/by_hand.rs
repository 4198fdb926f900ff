//! What a rep does to one check-in by hand: done, snooze, reschedule, drop, reopen.

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::customer::{Customer, Day};
use crate::domain::id::{CheckInId, DealId};
use crate::domain::ladder::LadderError;
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
    #[error("{id} ended because {because}, and ends again as long as that is so")]
    EndedByFact {
        id: CheckInId,
        because: &'static str,
    },
    #[error("{id} does not repeat")]
    NotRepeating { id: CheckInId },
    #[error("{id} needs a reason")]
    NoReason { id: CheckInId },
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
}

impl Customer {
    fn open_check_in(&mut self, id: CheckInId) -> Result<Option<&mut CheckIn>, ByHandError> {
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
        check_in.ended_why = note;
        if let (Some(deal_id), Some(rung)) = (check_in.deal_id, check_in.rung) {
            self.change_ladder(deal_id, |ladder| ladder.mark(rung, day.today, None))?;
            return Ok(Some(Done::Rung(deal_id, rung)));
        }
        check_in.end(CheckInStatus::Done, Ended::Done, day.today);
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
                check_in.moved_by_hand = check_in.step.is_some();
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
        check_in.ended_why = why;
        if let (Some(deal_id), Some(rung)) = (check_in.deal_id, check_in.rung) {
            self.change_ladder(deal_id, |ladder| ladder.waive(rung))?;
            return Ok(());
        }
        let from = check_in.due_on.unwrap_or(day.today).max(day.today);
        check_in.end(
            CheckInStatus::Dropped,
            if all { Ended::Series } else { Ended::Dropped },
            day.today,
        );
        if !all {
            self.open_next_turn(id, from, day);
        }
        Ok(())
    }

    /// Opens a check-in again that was settled or dropped by mistake. The next turn that its end opened goes.
    pub fn reopen(&mut self, id: CheckInId) -> Result<(), ByHandError> {
        let Some(check_in) = self.check_in_mut(id) else {
            return Ok(());
        };
        let because = match check_in.ended {
            None => return Err(ByHandError::Open { id }),
            Some(Ended::Rung) if check_in.rung.is_some() => {
                let (deal_id, rung) = (check_in.deal_id, check_in.rung);
                check_in.open_again();
                if let (Some(deal_id), Some(rung)) = (deal_id, rung) {
                    self.change_ladder(deal_id, |ladder| ladder.unmark(rung))?;
                }
                return Ok(());
            }
            Some(Ended::Rung | Ended::Until) => "its rung is done or not applicable",
            Some(Ended::Settled) => "the deal is settled",
            Some(Ended::Lost) => "the deal is lost",
            Some(Ended::Plan) => "the deal follows another plan",
            Some(Ended::Planned) => "something is planned",
            Some(Ended::Care) => "the account needs no care of its own",
            Some(Ended::Contact | Ended::Done | Ended::Dropped | Ended::Series | Ended::Pile) => {
                check_in.open_again();
                check_in.touchpoint_id = None;
                self.remove_later_turn(id);
                return Ok(());
            }
        };
        Err(ByHandError::EndedByFact { id, because })
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
