//! One customer with all that is open there, and what may happen to it.
//!
//! Each thing a rep can say (a contact, a mark, a slip, `done`, `drop`) is a function here that changes the
//! customer in memory; the store loads it before and writes the differences after. So the rules of the practice can be read,
//! and tested, without a file. When all of a command is done, [`Customer::tidy`] makes the check-ins agree
//! with the ladder again.

mod addons;
mod begin;
mod by_hand;
mod contact;
mod merged;
mod objectives;
mod owed;
mod plans;
mod renewals;
mod results;
mod rivals;
mod rungs;
mod soundness;
mod steps;
mod taken_back;
mod tidy;
mod win_back;

pub use addons::ADDON;
pub use begin::stagger_care;
pub use by_hand::{ByHandError, Done};
pub use contact::{About, Contacted, Next};
pub use owed::{Promise, Risk, Thanks};
pub use plans::{PlanUseError, is_by_hand};
pub use results::{By, accepted, asking};
pub use rungs::Marked;
pub use soundness::{Flaw, Rule, flaws};
pub use taken_back::{Before, Entry, Touched, UNMARK, entry_to_take_back};
pub use tidy::{Tidied, VERIFIED_WHAT};
pub use win_back::{REVIVED_WHAT, WinBackError, not_lost, refuse_to_ask};

use chrono::NaiveDate;

use crate::domain::account::{Account, Reach};
use crate::domain::calendar::Calendar;
use crate::domain::check_in::CheckIn;
use crate::domain::deal::{Deal, Status};
use crate::domain::id::{AccountId, CheckInId, DealId, PersonId, TouchpointId};
use crate::domain::objective::Objective;
use crate::domain::person::{Person, Role, Somebody};
use crate::domain::plan::{self, Plan};
use crate::domain::result::PromisedResult;
use crate::domain::rival::Rival;
use crate::domain::touchpoint::Touchpoint;
use crate::domain::win_back::Heartbeat;

/// The day something happens on, which days are workdays, and which plans there are.
#[derive(Debug, Clone, Copy)]
pub struct Day<'a> {
    pub today: NaiveDate,
    pub calendar: &'a Calendar,
    /// The plans of the rep's own.
    pub plans: &'a [Plan],
}

impl Day<'_> {
    /// The plan of that name, built in or of the rep's own.
    pub fn plan(&self, name: &str) -> Option<Plan> {
        plan::find_among(name, self.plans)
    }
}

/// An account with its people, its deals and the check-ins that may still change.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer {
    pub account: Account,
    pub people: Vec<Person>,
    pub deals: Vec<Deal>,
    /// Open ones, and those that a change of the ladder may open again.
    pub check_ins: Vec<CheckIn>,
    /// Who else wants it, gone ones too.
    pub rivals: Vec<Rival>,
    /// What was promised with its deals, to be measured.
    pub results: Vec<PromisedResult>,
    /// Why they are doing this.
    pub objectives: Vec<Objective>,
    /// Every round of asking about its lost deals.
    pub heartbeats: Vec<Heartbeat>,
    /// The touchpoints that this change writes; the others stay in the file.
    pub touchpoints: Vec<Touchpoint>,
    /// As counted when it was loaded; a contact moves `last_reached_on`, the rest is counted anew from the
    /// file.
    pub reach: Reach,
    /// How many records were added that the file has not numbered yet.
    added: i64,
}

impl Customer {
    /// A customer as it is on record.
    pub const fn new(
        account: Account,
        people: Vec<Person>,
        deals: Vec<Deal>,
        check_ins: Vec<CheckIn>,
        reach: Reach,
    ) -> Self {
        Self {
            account,
            people,
            deals,
            check_ins,
            rivals: Vec::new(),
            results: Vec::new(),
            objectives: Vec::new(),
            heartbeats: Vec::new(),
            touchpoints: Vec::new(),
            reach,
            added: 0,
        }
    }

    /// A customer of whom nothing is on record yet; only the first deal makes them one.
    pub fn begun(name: String) -> Self {
        let account = Account {
            id: AccountId::provisional(0),
            uid: String::new(),
            name,
            tags: Vec::new(),
        };
        Self::new(
            account,
            Vec::new(),
            Vec::new(),
            Vec::new(),
            Reach::default(),
        )
    }

    fn next_provisional(&mut self) -> i64 {
        self.added += 1;
        self.added - 1
    }

    /// Adds a deal; its plan comes with [`Customer::tidy`].
    pub fn add_deal(&mut self, deal: Deal) -> DealId {
        let id = DealId::provisional(self.next_provisional());
        self.deals.push(Deal {
            id,
            account_id: self.account.id,
            ..deal
        });
        id
    }

    /// Adds a person.
    pub fn add_person(&mut self, person: Person) -> PersonId {
        let id = PersonId::provisional(self.next_provisional());
        self.people.push(Person {
            id,
            account_id: self.account.id,
            ..person
        });
        id
    }

    /// The same for somebody who may be named as among colleagues: `Dana` is Dana Ruiz, where no other Dana is.
    pub fn meet_again(&mut self, somebody: Somebody) -> PersonId {
        let is_whole = self.people.iter().any(|person| somebody.is(person));
        let mut others = self.people.iter().filter(|person| somebody.may_be(person));
        let name = match (others.next(), others.next()) {
            (Some(only), None) if !is_whole => only.name.clone(),
            _ => return self.meet(somebody),
        };
        self.meet(Somebody { name, ..somebody })
    }

    /// Somebody on record here, else a new person. What is new about somebody on record is taken.
    pub fn meet(&mut self, somebody: Somebody) -> PersonId {
        if let Some(person) = self.people.iter_mut().find(|person| somebody.is(person)) {
            person.role = somebody.role.or(person.role);
            person.phone = somebody.phone.or(person.phone.take());
            person.email = person.email.take().or(somebody.email);
            return person.id;
        }
        self.add_person(Person {
            id: PersonId::provisional(0),
            uid: String::new(),
            account_id: self.account.id,
            name: somebody.name,
            role: somebody.role,
            email: somebody.email,
            phone: somebody.phone,
            tags: Vec::new(),
            interests: None,
            topic: None,
            note: None,
        })
    }

    /// Brings a person into a deal, or into the account as a whole, in a role. What they are on a deal is kept there
    /// where they are something else at the account; whoever is nothing there yet is that everywhere.
    pub fn bring_in(&mut self, id: PersonId, deal: Option<DealId>, role: Option<Role>) {
        let Some(person) = self.people.iter_mut().find(|person| person.id == id) else {
            return;
        };
        let deal = deal.and_then(|deal| self.deals.iter_mut().find(|one| one.id == deal));
        let Some(deal) = deal else {
            person.role = role.or(person.role);
            return;
        };
        if !deal.people.contains(&id) {
            deal.people.push(id);
        }
        let Some(role) = role else { return };
        if *person.role.get_or_insert(role) == role {
            deal.roles.remove(&id);
        } else {
            deal.roles.insert(id, role);
        }
    }

    /// Takes a person off a deal; they stay at the account, and what was said and done with them stays too.
    pub fn take_off(&mut self, id: PersonId, deal: DealId) {
        if let Some(deal) = self.deal_mut(deal) {
            deal.people.retain(|one| *one != id);
            deal.roles.remove(&id);
        }
    }

    fn add_check_in(&mut self, make: impl FnOnce(CheckInId) -> CheckIn) -> CheckInId {
        let id = CheckInId::provisional(self.next_provisional());
        self.check_ins.push(make(id));
        id
    }

    fn add_touchpoint(&mut self, touchpoint: Touchpoint) -> TouchpointId {
        let id = TouchpointId::provisional(self.next_provisional());
        self.touchpoints.push(Touchpoint {
            id,
            account_id: self.account.id,
            ..touchpoint
        });
        id
    }

    /// The deal of that id.
    pub fn deal(&self, id: DealId) -> Option<&Deal> {
        self.deals.iter().find(|deal| deal.id == id)
    }

    /// The deal of that id, to be changed.
    pub fn deal_mut(&mut self, id: DealId) -> Option<&mut Deal> {
        self.deals.iter_mut().find(|deal| deal.id == id)
    }

    /// The check-in of that id.
    pub fn check_in(&self, id: CheckInId) -> Option<&CheckIn> {
        self.check_ins.iter().find(|check_in| check_in.id == id)
    }

    /// The check-in of that id, to be changed.
    pub fn check_in_mut(&mut self, id: CheckInId) -> Option<&mut CheckIn> {
        self.check_ins.iter_mut().find(|check_in| check_in.id == id)
    }

    /// The person of that id.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The deals of a status that `accept` takes.
    pub fn deals_where(&self, accept: impl Fn(Status) -> bool) -> impl Iterator<Item = &Deal> {
        self.deals.iter().filter(move |deal| accept(deal.status()))
    }

    /// The one live deal, when there is exactly one: what an account stands for where a deal is meant.
    pub fn only_live_deal(&self) -> Option<&Deal> {
        let mut live = self.deals_where(Status::is_live);
        let first = live.next()?;
        live.next().is_none().then_some(first)
    }

    /// The open check-in that comes first by its date, of those that are in sight today.
    pub fn next_check_in(&self, today: NaiveDate) -> Option<&CheckIn> {
        self.check_ins
            .iter()
            .filter(|check_in| check_in.is_open() && check_in.due_on.is_some())
            .min_by_key(|check_in| (check_in.seen_on(today), check_in.id))
    }
}

#[cfg(test)]
mod tests;
