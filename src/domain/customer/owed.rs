//! What is owed to a customer and by them, what threatens a deal, and whom to thank for it (practice 5, 11,
//! 22).

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::customer::{ByHandError, Customer, Day};
use crate::domain::deal::Status;
use crate::domain::id::{CheckInId, DealId, PersonId};

/// A promise as it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The day it is to be kept.
    pub on: NaiveDate,
    pub what: String,
    /// The colleague who keeps it; none is the rep.
    pub owner: Option<String>,
    /// Whether they promised it to us.
    pub theirs: bool,
    /// To whom it was made; who made it, where it is theirs.
    pub person_id: Option<PersonId>,
}

impl Promise {
    /// A promise of the rep's own.
    pub const fn ours(on: NaiveDate, what: String) -> Self {
        Self {
            on,
            what,
            owner: None,
            theirs: false,
            person_id: None,
        }
    }
}

/// What may go wrong, and what is done then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    pub what: String,
    pub plan_b: String,
}

/// A colleague who made a deal happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thanks {
    pub colleague: String,
    pub what: String,
}

impl Customer {
    /// Notes a promise, of a deal or of the account as a whole.
    pub fn promise(&mut self, deal_id: Option<DealId>, promise: Promise) -> CheckInId {
        let account_id = self.account.id;
        self.add_check_in(|id| {
            let mut check_in = CheckIn {
                owner: promise.owner,
                theirs: promise.theirs,
                person_id: promise.person_id,
                ..CheckIn::new(id, account_id, deal_id, Kind::Promise, promise.what)
            };
            check_in.set_due(promise.on);
            check_in
        })
    }

    /// Notes a risk of a deal, to be looked at on a day.
    pub fn risk(&mut self, deal_id: DealId, risk: Risk, review_on: NaiveDate) -> CheckInId {
        let account_id = self.account.id;
        self.add_check_in(|id| {
            let mut check_in = CheckIn {
                plan_b: Some(risk.plan_b),
                ..CheckIn::new(id, account_id, Some(deal_id), Kind::Risk, risk.what)
            };
            check_in.set_due(review_on);
            check_in
        })
    }

    /// Notes whom to thank for a deal; [`Customer::tidy`] dates it when the deal is settled.
    pub fn thank(&mut self, deal_id: DealId, thanks: Thanks) -> CheckInId {
        let account_id = self.account.id;
        self.add_check_in(|id| CheckIn {
            owner: Some(thanks.colleague),
            ..CheckIn::new(id, account_id, Some(deal_id), Kind::Thanks, thanks.what)
        })
    }

    /// Keeps what shows that a promise was kept.
    pub fn keep_evidence(&mut self, id: CheckInId, evidence: String) -> Result<(), ByHandError> {
        if let Some(promise) = self.promise_of(id)? {
            promise.evidence = Some(evidence);
        }
        Ok(())
    }

    /// Gives a promise another date that somebody there agreed to, so that it is judged by that one. It needs
    /// no reason: they know it.
    pub fn reschedule_agreed(
        &mut self,
        id: CheckInId,
        on: NaiveDate,
        why: Option<String>,
        by: PersonId,
    ) -> Result<(), ByHandError> {
        self.promise_of(id)?;
        if let Some(promise) = self.open_check_in(id)? {
            promise.set_due(on);
            promise.why = why.or(promise.why.take());
            promise.agreed_by = Some(by);
            promise.agreed_on = Some(on);
        }
        Ok(())
    }

    /// Waives a promise, as somebody there agreed.
    pub fn waive_agreed(
        &mut self,
        id: CheckInId,
        why: Option<String>,
        by: PersonId,
        day: Day<'_>,
    ) -> Result<(), ByHandError> {
        self.promise_of(id)?;
        if let Some(promise) = self.open_check_in(id)? {
            promise.agreed_by = Some(by);
            promise.end(CheckInStatus::Dropped, Ended::Dropped, day.today);
            promise.ended_why = why;
        }
        Ok(())
    }

    fn promise_of(&mut self, id: CheckInId) -> Result<Option<&mut CheckIn>, ByHandError> {
        match self.check_in_mut(id) {
            Some(one) if one.kind != Kind::Promise => Err(ByHandError::NoPromise { id }),
            found => Ok(found),
        }
    }

    /// A deal that is settled is at no risk any more (practice 22).
    pub(super) fn sync_risks(&mut self, index: usize, day: Day<'_>) {
        let deal = &self.deals[index];
        let (deal_id, is_settled) = (deal.id, deal.status() == Status::Settled);
        let is_risk = |one: &CheckIn| one.kind == Kind::Risk && one.deal_id == Some(deal_id);
        for risk in self.check_ins.iter_mut().filter(|one| is_risk(one)) {
            match (is_settled, risk.ended) {
                (true, None) => risk.end(CheckInStatus::Dropped, Ended::Settled, day.today),
                (false, Some(Ended::Settled)) => risk.open_again(),
                _ => {}
            }
        }
    }

    /// Thanks wait until their deal is settled and fall due then, on a workday; they wait again when it no
    /// longer is. A date that the rep gave them stays (practice 11).
    pub(super) fn sync_thanks(&mut self, index: usize, day: Day<'_>) {
        let deal = &self.deals[index];
        let (deal_id, is_settled) = (deal.id, deal.status() == Status::Settled);
        let is_waiting = |one: &CheckIn| {
            one.kind == Kind::Thanks
                && one.deal_id == Some(deal_id)
                && one.is_open()
                && !one.moved_by_hand
        };
        for thanks in self.check_ins.iter_mut().filter(|one| is_waiting(one)) {
            match (is_settled, thanks.due_on) {
                (true, None) => thanks.set_due(day.calendar.on_or_after(day.today)),
                (false, Some(_)) => {
                    thanks.wait();
                    thanks.first_due_on = None;
                    thanks.snoozed_until = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
    }
}
