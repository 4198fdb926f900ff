//! One customer, told as stories: what is open, and by when, after what has happened.

mod attempts;
mod begin;
mod by_hand;
mod care;
mod contact;
mod diary;
mod owed;
mod people;
mod piles;
mod plan_use;
mod plans;
mod properties;
mod refused;
mod renewals;
mod results;
mod rungs;
mod slips;
mod soundness;
mod taken_back;
mod win_back;

use chrono::NaiveDate;

use super::*;
use crate::domain::account::{Account, Reach};
use crate::domain::calendar::Calendar;
use crate::domain::check_in::{CheckIn, Ended, Kind};
use crate::domain::deal::{Deal, PlanChoice};
use crate::domain::due::{self, Level, Standing};
use crate::domain::id::{AccountId, CheckInId, DealId, TouchpointId};
use crate::domain::ladder::{Ladder, LadderError};
use crate::domain::plan::{self, Plan};
use crate::domain::rung::Rung;
use crate::domain::touchpoint::{Outcome, Touchpoint, Via};
use crate::domain::win_back::WinBack;

/// A day of 2026, as `03-06`.
fn on(text: &str) -> NaiveDate {
    format!("2026-{text}").parse().unwrap()
}

/// A deal on record of which nothing is known yet.
fn blank_deal() -> Deal {
    Deal::new(DealId(0), AccountId(1), Ladder::default())
}

/// A contact by that way on that day, of which nothing else is known.
fn touchpoint(via: Via, outcome: Outcome, on: NaiveDate) -> Touchpoint {
    Touchpoint {
        id: TouchpointId(0),
        uid: String::new(),
        account_id: AccountId(1),
        deal_id: None,
        person_id: None,
        on,
        sent_on: None,
        via,
        outcome,
        inbound: false,
        note: None,
        gave: None,
        asked: false,
        next: None,
    }
}

/// A customer as time goes by. Each thing that happens is followed by tidying and by numbering what is new,
/// as a command and the file do it.
struct Story {
    customer: Customer,
    calendar: Calendar,
    plans: Vec<Plan>,
    today: NaiveDate,
    /// What tidying said after the last thing that happened.
    tidied: Tidied,
    /// Every touchpoint so far.
    written: Vec<Touchpoint>,
    last_check_in: i64,
}

impl Story {
    /// A customer without deals, on a day like `03-06`.
    fn begin(today: &str) -> Self {
        let account = Account {
            id: AccountId(1),
            uid: String::new(),
            name: "Acme Ltd".to_owned(),
            tags: Vec::new(),
        };
        Self {
            customer: Customer::new(
                account,
                Vec::new(),
                Vec::new(),
                Vec::new(),
                Reach::default(),
            ),
            calendar: Calendar::default(),
            plans: Vec::new(),
            today: on(today),
            tidied: Tidied::default(),
            written: Vec::new(),
            last_check_in: 0,
        }
    }

    /// A deal signed on a day, with its delivery expected on another.
    fn signed(signed: &str, delivery: Option<&str>) -> Self {
        let mut story = Self::begin(signed);
        let expected: Vec<_> = delivery
            .map(|day| (Rung::Delivered, day))
            .into_iter()
            .collect();
        story.deal(&[(Rung::Signed, signed)], &expected);
        story
    }

    /// The same customer on another day.
    fn later(mut self, today: &str) -> Self {
        self.today = on(today);
        self
    }

    /// Does something as a command does: tidied and numbered after it.
    fn happens<T>(&mut self, change: impl FnOnce(&mut Customer, Day<'_>) -> T) -> T {
        let day = Day {
            today: self.today,
            calendar: &self.calendar,
            plans: &self.plans,
        };
        let came_to = change(&mut self.customer, day);
        self.tidied = self.customer.tidy(day);
        self.number();
        came_to
    }

    /// Numbers what is new, as the file does.
    fn number(&mut self) {
        self.number_deals();
        self.number_touchpoints();
        for check_in in &mut self.customer.check_ins {
            if check_in.id.is_provisional() {
                self.last_check_in += 1;
                check_in.id = CheckInId(self.last_check_in);
            }
        }
    }

    fn number_deals(&mut self) {
        let customer = &mut self.customer;
        for (deal, number) in customer.deals.iter_mut().zip(1..) {
            let was = std::mem::replace(&mut deal.id, DealId(number));
            for check_in in customer
                .check_ins
                .iter_mut()
                .filter(|one| one.deal_id == Some(was))
            {
                check_in.deal_id = Some(deal.id);
            }
        }
    }

    fn number_touchpoints(&mut self) {
        for mut touchpoint in std::mem::take(&mut self.customer.touchpoints) {
            let was = touchpoint.id;
            if was.is_provisional() {
                touchpoint.id = TouchpointId(1 + i64::try_from(self.written.len()).unwrap());
            }
            let closed = |one: &&mut CheckIn| one.touchpoint_id == Some(was);
            for check_in in self.customer.check_ins.iter_mut().filter(closed) {
                check_in.touchpoint_id = Some(touchpoint.id);
            }
            self.written.retain(|one| one.id != touchpoint.id);
            self.written.push(touchpoint);
        }
    }

    /// Adds a deal with these marks and expected dates.
    fn deal(&mut self, marks: &[(Rung, &str)], expected: &[(Rung, &str)]) -> DealId {
        self.deal_on_plan(PlanChoice::Open, marks, expected)
    }

    fn deal_on_plan(
        &mut self,
        plan: PlanChoice,
        marks: &[(Rung, &str)],
        expected: &[(Rung, &str)],
    ) -> DealId {
        let mut deal = Deal {
            plan,
            ..blank_deal()
        };
        for (rung, day) in marks {
            deal.ladder.mark(*rung, on(day), None).unwrap();
        }
        for (rung, day) in expected {
            deal.ladder
                .expect(*rung, on(day), None, self.today)
                .unwrap();
        }
        self.happens(|customer, _| {
            customer.add_deal(deal);
        });
        self.last_deal()
    }

    fn last_deal(&self) -> DealId {
        self.customer.deals.last().unwrap().id
    }

    fn mark(&mut self, rung: Rung, day: &str) -> Marked {
        let (deal, day) = (self.last_deal(), on(day));
        let change = |ladder: &mut Ladder| ladder.mark(rung, day, None);
        self.happens(|customer, _| customer.change_ladder(deal, change))
            .unwrap()
            .unwrap()
    }

    fn unmark(&mut self, rung: Rung) -> Marked {
        let deal = self.last_deal();
        let marked =
            self.happens(|customer, _| customer.change_ladder(deal, |one| one.unmark(rung)));
        marked.unwrap().unwrap()
    }

    fn waive(&mut self, rung: Rung) -> Marked {
        let deal = self.last_deal();
        let marked =
            self.happens(|customer, _| customer.change_ladder(deal, |one| one.waive(rung)));
        marked.unwrap().unwrap()
    }

    fn expect(&mut self, rung: Rung, day: &str) -> Marked {
        let (deal, day) = (self.last_deal(), on(day));
        let expected =
            self.happens(|customer, now| customer.expect(deal, rung, day, None, now.today));
        expected.unwrap().unwrap()
    }

    /// A call that reached somebody.
    fn call(&mut self, about: About, day: &str) -> Contacted {
        let call = touchpoint(Via::Call, Outcome::Reached, on(day));
        self.happens(|customer, day| customer.contact(call, about, false, None, day))
    }

    /// A call today that nobody took, with a day for the next one.
    fn try_call(&mut self, about: About, next: Option<(&str, Option<&str>)>) -> Contacted {
        let call = touchpoint(Via::Call, Outcome::NoAnswer, self.today);
        let next = next.map(|(day, what)| Next {
            on: on(day),
            what: what.map(ToOwned::to_owned),
        });
        self.happens(|customer, day| customer.contact(call, about, false, next, day))
    }

    fn remind(&mut self, deal: Option<DealId>, day: &str, what: &str) -> CheckInId {
        self.happens(|customer, _| customer.remind(deal, on(day), what.to_owned()));
        self.customer.check_ins.last().unwrap().id
    }

    fn done(&mut self, name: &str) -> Result<Option<Done>, ByHandError> {
        let id = self.id(name);
        self.happens(|customer, day| customer.done(id, None, day))
    }

    fn reschedule(&mut self, name: &str, day: &str) {
        let id = self.id(name);
        self.happens(|customer, now| customer.reschedule(id, on(day), None, now))
            .unwrap();
    }

    fn drop_it(&mut self, name: &str, all: bool) -> Result<(), ByHandError> {
        let id = self.id(name);
        self.happens(|customer, day| customer.drop_check_in(id, None, all, day))
    }

    /// Puts a check-in of that kind on record.
    fn add(&mut self, kind: Kind, deal: Option<DealId>, day: &str, what: &str) -> CheckInId {
        self.happens(|customer, _| {
            let account = customer.account.id;
            customer.add_check_in(|id| {
                let mut check_in = CheckIn::new(id, account, deal, kind, what);
                check_in.set_due(on(day));
                check_in
            });
        });
        self.customer
            .check_ins
            .iter()
            .rfind(|one| one.what == what)
            .unwrap()
            .id
    }

    /// The latest check-in of that name.
    fn id(&self, name: &str) -> CheckInId {
        let named = self
            .customer
            .check_ins
            .iter()
            .rfind(|one| name_of(one) == name);
        named.unwrap_or_else(|| panic!("no check-in `{name}`")).id
    }

    fn one(&self, name: &str) -> &CheckIn {
        self.customer.check_in(self.id(name)).unwrap()
    }

    /// What is open, a line each, by date: `03-09 reassure`. What waits has `waits` for a date; what is due
    /// has its level behind it, and what is hidden the day until which it is.
    fn open(&self) -> Vec<String> {
        let mut open: Vec<&CheckIn> = self
            .customer
            .check_ins
            .iter()
            .filter(|one| one.is_open())
            .collect();
        open.sort_by_key(|one| (one.due_on.is_none(), one.due_on, one.id));
        open.into_iter().map(|one| self.line(one)).collect()
    }

    fn line(&self, check_in: &CheckIn) -> String {
        let mut line = match check_in.due_on {
            Some(due_on) => due_on.format("%m-%d ").to_string(),
            None => "waits ".to_owned(),
        };
        if self.customer.deals.len() > 1
            && let Some(deal) = check_in.deal_id
        {
            line = format!("{line}{deal} ");
        }
        line += name_of(check_in);
        if check_in.is_snoozed(self.today) {
            line += &check_in
                .snoozed_until
                .unwrap()
                .format(", hidden until %m-%d")
                .to_string();
        } else if let Some(level) = self.level(check_in).filter(|level| level.is_due()) {
            line = format!("{line}, {level}");
        }
        line
    }

    fn level(&self, check_in: &CheckIn) -> Option<Level> {
        let deal = check_in.deal_id.and_then(|id| self.customer.deal(id));
        let standing = deal.map_or(Standing::Customer, |deal| deal.status().into());
        Some(due::level(
            check_in.kind,
            check_in.theirs,
            standing,
            check_in.due_on?,
            self.today,
        ))
    }

    /// The names of what ended so.
    fn ended(&self, ended: Ended) -> Vec<&str> {
        let all = self.customer.check_ins.iter();
        all.filter(|one| one.ended == Some(ended))
            .map(name_of)
            .collect()
    }

    #[track_caller]
    fn is_open(&self, expected: &[&str]) {
        assert_eq!(self.open(), expected);
    }
}

/// The short name of a check-in: its step, its rung, its kind, or what it says.
fn name_of(check_in: &CheckIn) -> &str {
    match (&check_in.step, check_in.rung, check_in.kind) {
        (Some(step), ..) => step.rsplit('/').next().unwrap_or(step),
        (_, Some(rung), _) => rung.as_str(),
        (_, _, kind @ (Kind::Adrift | Kind::Care))
            if check_in.repeat.is_some() || kind == Kind::Adrift =>
        {
            kind.as_str()
        }
        _ => &check_in.what,
    }
}
