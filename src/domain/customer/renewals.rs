//! Contracts that renew: one check-in well before the notice, so that it is renewed or renegotiated and not
//! forgotten (practice 10).

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::contract::renewal_due_on;
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::{Deal, Status};
use crate::domain::id::{CheckInId, DealId};

/// What a renewal asks for; until when is said by the deal.
const RENEWAL_WHAT: &str = "renew or renegotiate";

/// Why the check-in of a renewal ended when the day of the renewal was taken away.
const RENEWS_NO_MORE: &str = "the contract does not renew";

/// What another day of renewal makes of the check-in there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Renewed {
    /// It is for another day.
    DateAnew,
    /// It was settled for a day that was wrong.
    OpenAgain,
    /// It was settled, and this is the next contract.
    Next,
    Nothing,
}

impl Customer {
    /// Says when the contract of a deal renews, and how many days before that notice has to be given. Nothing
    /// happens to a deal that is not there.
    pub fn set_renewal(
        &mut self,
        deal_id: DealId,
        renews_on: Option<NaiveDate>,
        notice_days: Option<u32>,
        day: Day<'_>,
    ) {
        let Some(deal) = self.deal_mut(deal_id) else {
            return;
        };
        let (was_on, had_notice) = (deal.renews_on, deal.notice_days);
        deal.renews_on = renews_on;
        deal.notice_days = notice_days;
        let has_changed = (was_on, had_notice) != (renews_on, notice_days);
        let Some(notice_on) = deal.notice_on().filter(|_| has_changed) else {
            return;
        };
        let due_on = renewal_due_on(notice_on, day.today, day.calendar);
        let Some(check_in) = self.renewal_of(deal_id) else {
            return;
        };
        match renewed(check_in, was_on, renews_on) {
            Renewed::DateAnew => check_in.set_due(due_on),
            Renewed::OpenAgain => {
                check_in.open_again();
                check_in.set_due(due_on);
            }
            Renewed::Next => self.open_renewal(deal_id, due_on),
            Renewed::Nothing => {}
        }
    }

    /// The latest check-in about the renewal of a deal.
    fn renewal_of(&mut self, deal_id: DealId) -> Option<&mut CheckIn> {
        self.check_ins
            .iter_mut()
            .rfind(|one| one.deal_id == Some(deal_id) && one.kind == Kind::Renewal)
    }

    fn open_renewal(&mut self, deal_id: DealId, due_on: NaiveDate) {
        let account_id = self.account.id;
        self.add_check_in(|id| {
            let mut renewal =
                CheckIn::new(id, account_id, Some(deal_id), Kind::Renewal, RENEWAL_WHAT);
            renewal.set_due(due_on);
            renewal
        });
    }

    /// Why a check-in about a renewal cannot be open: a deal has one at most, that of the contract there is.
    pub(super) fn fact_against_renewal(&self, id: CheckInId, deal: &Deal) -> Option<&'static str> {
        let of_deal = |one: &&CheckIn| one.deal_id == Some(deal.id) && one.kind == Kind::Renewal;
        let latest = self.check_ins.iter().rfind(of_deal);
        match deal.status() {
            Status::Lost | Status::Buried => Some("the deal is lost"),
            Status::Prospect => Some("the deal is a prospect"),
            _ if deal.renews_on.is_none() => Some(RENEWS_NO_MORE),
            _ if latest.is_some_and(|latest| latest.id != id) => {
                Some("there is a later renewal of that deal")
            }
            Status::Verbal | Status::Won | Status::Settled => None,
        }
    }

    /// A live or settled deal whose contract renews has a check-in about that; a lost one has none open, and
    /// a prospect has none at all.
    pub(super) fn sync_renewal(&mut self, index: usize, day: Day<'_>) {
        let deal = &self.deals[index];
        let (deal_id, status, notice_on) = (deal.id, deal.status(), deal.notice_on());
        let is_customer = status.is_live() || status == Status::Settled;
        match (self.renewal_of(deal_id), notice_on) {
            (None, Some(notice_on)) if is_customer => {
                let due_on = renewal_due_on(notice_on, day.today, day.calendar);
                self.open_renewal(deal_id, due_on);
            }
            (Some(check_in), Some(_)) if is_customer && check_in.ended == Some(Ended::Lost) => {
                check_in.open_again();
            }
            (Some(check_in), Some(_)) if check_in.is_open() && status.is_lost() => {
                check_in.end(CheckInStatus::Dropped, Ended::Lost, day.today);
            }
            // The mark that made the deal live was taken back, and this with it.
            (Some(check_in), Some(_)) if check_in.is_open() && status == Status::Prospect => {
                let id = check_in.id;
                self.check_ins.retain(|one| one.id != id);
            }
            (Some(check_in), None) if check_in.is_open() => {
                check_in.end(CheckInStatus::Dropped, Ended::Dropped, day.today);
                check_in.ended_why = Some(RENEWS_NO_MORE.to_owned());
            }
            _ => {}
        }
    }
}

fn renewed(check_in: &CheckIn, was_on: Option<NaiveDate>, renews_on: Option<NaiveDate>) -> Renewed {
    if check_in.is_open() || check_in.ended == Some(Ended::Lost) {
        Renewed::DateAnew
    } else if was_on.is_none() || renews_on > was_on {
        Renewed::Next
    } else if renews_on < was_on {
        Renewed::OpenAgain
    } else {
        Renewed::Nothing
    }
}
