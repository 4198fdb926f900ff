//! Making the check-ins of a customer agree with its ladders again, after anything has happened.

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind, Repeat};
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::{Deal, Status};
use crate::domain::id::{CheckInId, DealId, PersonId};
use crate::domain::ladder::RungState;
use crate::domain::plan;
use crate::domain::rung::Rung;

/// What tidying did that a rep wants to be told and cannot see from a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Steps that kept the date the rep gave them although the day they count from changed.
    pub kept_by_hand: Vec<CheckInId>,
    /// Deals that have nothing planned any more.
    pub adrift: Vec<DealId>,
}

/// What is asked, once, of a deal that has long been delivered and paid.
pub const VERIFIED_WHAT: &str = "verified, or not applicable?";

/// What the ladder says of the check-in of one rung.
enum RungFate {
    Due(NaiveDate),
    Done(NaiveDate),
    Dropped(Ended),
}

impl Customer {
    /// Makes the check-ins agree with the ladders: plans begun and switched, steps dated, never a pile, one
    /// check-in for each expected rung, adrift deals named, account care kept. Doing it twice changes nothing.
    pub fn tidy(&mut self, day: Day<'_>) -> Tidied {
        let mut tidied = Tidied::default();
        self.let_strangers_go();
        // Before the deals: account care that ends now must not keep a deal from being adrift.
        self.sync_account_care(day);
        for index in 0..self.deals.len() {
            self.begin_plan(index, day);
            self.sync_rung_check_ins(index, day.today);
            self.sync_steps(index, day, &mut tidied);
            self.sync_thanks(index, day);
            self.sync_risks(index, day);
            self.sync_results(index, day, &mut tidied);
            self.sync_renewal(index, day);
            self.sync_win_back(index, day.today);
            self.sync_adrift(index, day.today, &mut tidied);
        }
        tidied
    }

    /// Nobody is to be told to call a person who is with another customer by now: what was opened again since they
    /// moved names nobody.
    fn let_strangers_go(&mut self) {
        let people = &self.people;
        let is_here = |id: PersonId| people.iter().any(|person| person.id == id);
        for check_in in self.check_ins.iter_mut().filter(|one| one.is_open()) {
            check_in.person_id = check_in.person_id.filter(|id| is_here(*id));
        }
    }

    /// Dates what counts from the rungs of one deal, where more is to happen in the same breath: a contact that
    /// tells of a delivery must not settle what falls due a week after it.
    pub fn date_anew(&mut self, deal_id: DealId, day: Day<'_>) {
        let mut tidied = Tidied::default();
        if let Some(index) = self.deals.iter().position(|deal| deal.id == deal_id) {
            self.sync_rung_check_ins(index, day.today);
            self.sync_steps(index, day, &mut tidied);
        }
    }

    /// One check-in for each expected rung, on that day, not rolled.
    fn sync_rung_check_ins(&mut self, index: usize, today: NaiveDate) {
        for rung in Rung::ALL {
            let deal = &self.deals[index];
            let (deal_id, fate) = (deal.id, rung_fate(deal, *rung));
            let existing = self.check_ins.iter_mut().find(|one| {
                one.deal_id == Some(deal_id) && one.kind == Kind::Rung && one.rung == Some(*rung)
            });
            let what = what_to_ask(deal, *rung);
            match (existing, fate) {
                (Some(check_in), fate) => {
                    if check_in.what == confirm(*rung) || check_in.what == VERIFIED_WHAT {
                        check_in.what = what;
                    }
                    follow_rung(check_in, &fate, today);
                }
                (None, RungFate::Due(on)) => self.ask_about(deal_id, *rung, on, what),
                (None, _) => {}
            }
        }
    }

    fn ask_about(&mut self, deal_id: DealId, rung: Rung, on: NaiveDate, what: String) {
        let account_id = self.account.id;
        self.add_check_in(|id| {
            let mut check_in = CheckIn {
                rung: Some(rung),
                ..CheckIn::new(id, account_id, Some(deal_id), Kind::Rung, what)
            };
            check_in.set_due(on);
            check_in
        });
    }

    /// A live deal with nothing planned that means talking to the customer is adrift, and says so
    /// (practice 1).
    fn sync_adrift(&mut self, index: usize, today: NaiveDate, tidied: &mut Tidied) {
        let (deal_id, status) = (self.deals[index].id, self.deals[index].status());
        let is_adrift = status.is_live() && !self.is_planned(deal_id);
        let latest = self
            .check_ins
            .iter_mut()
            .rfind(|one| one.deal_id == Some(deal_id) && one.kind == Kind::Adrift);
        match (is_adrift, latest) {
            (true, Some(check_in)) if check_in.is_open() => {}
            // What ended it today was taken back today: it has been adrift all along.
            (true, Some(check_in)) if check_in.ended_on == Some(today) => {
                check_in.open_again();
                tidied.adrift.push(deal_id);
            }
            (true, _) => {
                tidied.adrift.push(deal_id);
                self.set_adrift(deal_id, today);
            }
            (false, Some(check_in)) if check_in.is_open() => {
                let id = check_in.id;
                self.end_adrift(id, status, today);
            }
            (false, _) => {}
        }
    }

    fn end_adrift(&mut self, id: CheckInId, status: Status, today: NaiveDate) {
        let (ends, ended) = match status {
            Status::Verbal | Status::Won => (CheckInStatus::Done, Ended::Planned),
            Status::Settled => (CheckInStatus::Dropped, Ended::Settled),
            Status::Lost | Status::Buried => (CheckInStatus::Dropped, Ended::Lost),
            // The mark that made the deal live was taken back, and this with it.
            Status::Prospect => return self.check_ins.retain(|one| one.id != id),
        };
        if let Some(check_in) = self.check_in_mut(id) {
            check_in.end(ends, ended, today);
        }
    }

    /// Whether a date to talk about a deal is set, with the deal or with the customer as a whole.
    fn is_planned(&self, deal_id: DealId) -> bool {
        self.check_ins.iter().any(|one| {
            one.is_open()
                && one.kind.means_talking()
                && one.due_on.is_some()
                && one.deal_id.is_none_or(|id| id == deal_id)
        })
    }

    fn set_adrift(&mut self, deal_id: DealId, today: NaiveDate) {
        let account_id = self.account.id;
        self.add_check_in(|id| {
            let what = "nothing planned: decide what is next";
            let mut check_in = CheckIn::new(id, account_id, Some(deal_id), Kind::Adrift, what);
            check_in.set_due(today);
            check_in
        });
    }

    /// The last day on which a deal of an account was settled, while the account has no live deal: then it
    /// gets care of its own.
    pub(super) fn in_care_since(&self) -> Option<NaiveDate> {
        if self.deals_where(Status::is_live).next().is_some() {
            return None;
        }
        self.deals_where(|status| status == Status::Settled)
            .filter_map(|deal| deal.ladder.settled_on())
            .max()
    }

    /// One repeating check-in for an account that has a settled deal and no live one (practice 10).
    fn sync_account_care(&mut self, day: Day<'_>) {
        let since = self.in_care_since();
        let is_declined = since.is_some_and(|settled_on| self.has_declined_care(settled_on));
        let open = self
            .check_ins
            .iter_mut()
            .find(|one| is_account_care(one) && one.is_open());
        match (open, since) {
            (Some(care), None) => care.end(CheckInStatus::Dropped, Ended::Care, day.today),
            (None, Some(settled_on)) if !is_declined => self.begin_account_care(settled_on, day),
            _ => {}
        }
    }

    /// Whether the rep ended account care for good, and no deal was settled since.
    fn has_declined_care(&self, settled_on: NaiveDate) -> bool {
        self.check_ins
            .iter()
            .filter(|one| is_account_care(one))
            .any(|one| {
                one.ended == Some(Ended::Series)
                    && one.ended_on.is_some_and(|ended_on| settled_on <= ended_on)
            })
    }

    fn begin_account_care(&mut self, settled_on: NaiveDate, day: Day<'_>) {
        let from = self
            .reach
            .last_reached_on
            .map_or(settled_on, |on| on.max(settled_on));
        let due_on = plan::ACCOUNT_CARE.after(from, day.calendar);
        // What ended it today was taken back today, and nothing since asks for a later day: it goes on as
        // it was.
        let taken_back = self.check_ins.iter_mut().rfind(|one| {
            is_account_care(one)
                && one.ended == Some(Ended::Care)
                && one.ended_on == Some(day.today)
                && (from < day.today || one.due_on.max(one.first_due_on) >= Some(due_on))
        });
        if let Some(care) = taken_back {
            care.open_again();
            return;
        }
        let account_id = self.account.id;
        self.add_check_in(|id| {
            let mut care = CheckIn::new(id, account_id, None, Kind::Care, plan::ACCOUNT_CARE_WHAT);
            let every = plan::ACCOUNT_CARE;
            care.repeat = Some(Repeat {
                every,
                until: None,
                turn_on: None,
                restarted: true,
            });
            care.set_due(due_on.max(day.today));
            care
        });
    }
}

/// Whether a check-in is the repeating one that an account has of its own.
pub(super) fn is_account_care(check_in: &CheckIn) -> bool {
    check_in.deal_id.is_none() && check_in.kind == Kind::Care && check_in.repeat.is_some()
}

fn rung_fate(deal: &Deal, rung: Rung) -> RungFate {
    if deal.status().is_lost() {
        return RungFate::Dropped(Ended::Lost);
    }
    match deal.ladder.state(rung) {
        RungState::Open {
            expected_on: Some(on),
        } => RungFate::Due(on),
        RungState::Done { on, .. } => RungFate::Done(on),
        RungState::Open { expected_on: None } | RungState::NotApplicable => {
            asked_on(deal, rung).map_or(RungFate::Dropped(Ended::Rung), RungFate::Due)
        }
    }
}

/// The day on which a rung is asked about although nobody expects it on any.
fn asked_on(deal: &Deal, rung: Rung) -> Option<NaiveDate> {
    (rung == Rung::Verified)
        .then(|| deal.ladder.asks_verified_on())
        .flatten()
}

fn what_to_ask(deal: &Deal, rung: Rung) -> String {
    match asked_on(deal, rung) {
        Some(_) => VERIFIED_WHAT.to_owned(),
        None => confirm(rung),
    }
}

fn confirm(rung: Rung) -> String {
    format!("confirm the {}", rung.noun())
}

fn follow_rung(check_in: &mut CheckIn, fate: &RungFate, today: NaiveDate) {
    match *fate {
        RungFate::Due(on) => {
            if !check_in.is_open() {
                check_in.open_again();
            }
            check_in.set_due(on);
        }
        RungFate::Done(on) => {
            if check_in.status != CheckInStatus::Done || check_in.ended_on != Some(on) {
                check_in.end(CheckInStatus::Done, Ended::Rung, on);
            }
        }
        RungFate::Dropped(ended) => {
            if check_in.is_open() {
                check_in.end(CheckInStatus::Dropped, ended, today);
            }
        }
    }
}
