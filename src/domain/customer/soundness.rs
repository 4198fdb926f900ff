//! What holds of every customer, whatever has happened (practice 1, 2, 5, 6): the one list of it, for `doctor` and for
//! the tests that let anything happen.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::customer::Customer;
use crate::domain::customer::steps::is_step_of;
use crate::domain::deal::{Deal, PlanChoice, Status};
use crate::domain::id::{AnyId, DealId, PersonId};
use crate::domain::ladder::RungState;
use crate::domain::promise::PromiseStatus;
use crate::domain::rung::Rung;
use crate::domain::win_back::WinBack;
use crate::domain::words::words;

words! {
    /// What must hold; the word says what is wrong where it does not.
    Rule, "a rule" {
        /// Practice 1: what the program is for.
        Forgotten = "a live deal has nothing planned that means talking, and nothing that says so",
        Adrift = "said to have nothing planned, although something is or the deal is not live",
        Expected = "an expected rung is not asked about exactly once, on its day",
        Step = "a step of a plan is open that has no reason any more",
        Turns = "two turns of one repeating check-in are open",
        Ending = "open and ended at once, or neither",
        Care = "a customer without live deals has no care of its own, or one with a live deal has",
        Asking = "a result is asked for twice, or of a deal that is lost",
        Measuring = "the plan asks for what a result asks for itself",
        Orphan = "belongs to something that is not there",
        Thanks = "thanks are due before the deal is settled, or wait although it is",
        Renewal = "a renewal is asked about twice, never, or without a contract that renews",
        Promise = "a promise without its date, or with what only a kept or moved one has",
        Twice = "is on record twice",
        WinBack = "a deal is worked on as if it was lost, or as if it was not",
        Future = "has happened on a day that is still to come",
    }
}

/// Something that does not hold, and of which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    pub rule: Rule,
    pub of: AnyId,
}

/// The customer that is looked at, and what was found so far.
struct Look<'c> {
    customer: &'c Customer,
    flaws: Vec<Flaw>,
}

/// What does not hold of a customer.
pub fn flaws(customer: &Customer, today: NaiveDate) -> Vec<Flaw> {
    let mut look = Look {
        customer,
        flaws: Vec::new(),
    };
    look.orphans();
    look.care();
    look.turns();
    for deal in &customer.deals {
        look.planned(deal);
        look.expected(deal);
        look.renewal(deal);
        look.win_back(deal);
        look.days(deal, today);
    }
    for one in &customer.check_ins {
        look.ending(one);
        look.step(one);
        look.adrift(one);
        look.thanks(one);
        if one.kind == Kind::Promise {
            look.promise(one, today);
        }
    }
    look.results();
    look.twice();
    if customer.reach.last_contact_on > Some(today) {
        look.expect(false, Rule::Future, AnyId::Account(customer.account.id));
    }
    look.flaws
}

impl Look<'_> {
    fn expect(&mut self, holds: bool, rule: Rule, of: AnyId) {
        let flaw = Flaw { rule, of };
        if !holds && !self.flaws.contains(&flaw) {
            self.flaws.push(flaw);
        }
    }

    fn open(&self) -> impl Iterator<Item = &CheckIn> {
        self.customer.check_ins.iter().filter(|one| one.is_open())
    }

    fn is_deal(&self, id: Option<DealId>) -> bool {
        id.is_none_or(|id| self.customer.deal(id).is_some())
    }

    fn is_person(&self, id: Option<PersonId>) -> bool {
        id.is_none_or(|id| self.customer.person(id).is_some())
    }

    /// Who moved to another customer stays under what they said and did here: only what is to be done names people
    /// who are here.
    fn orphans(&mut self) {
        let customer = self.customer;
        for one in &customer.check_ins {
            let result = one.result_id.map(|id| customer.result(id));
            let deal_of_result = result.map(|result| result.map(|result| result.deal_id));
            let holds = one.account_id == customer.account.id
                && self.is_deal(one.deal_id)
                && (!one.is_open() || self.is_person(one.person_id))
                && deal_of_result.is_none_or(|deal| deal == one.deal_id)
                && (one.kind == Kind::Result) == one.result_id.is_some()
                && (one.kind == Kind::Rung) == one.rung.is_some();
            self.expect(holds, Rule::Orphan, AnyId::CheckIn(one.id));
        }
        for rival in &customer.rivals {
            let holds = self.is_deal(rival.deal_id);
            self.expect(holds, Rule::Orphan, AnyId::Account(customer.account.id));
        }
        for result in &customer.results {
            let holds = self.is_deal(Some(result.deal_id));
            self.expect(holds, Rule::Orphan, AnyId::Result(result.id));
        }
        for objective in &customer.objectives {
            let holds = self.is_deal(Some(objective.deal_id));
            self.expect(holds, Rule::Orphan, AnyId::Objective(objective.id));
        }
        for deal in &customer.deals {
            let holds = self.is_deal(deal.addon_of);
            self.expect(holds, Rule::Orphan, AnyId::Deal(deal.id));
        }
    }

    /// Whether something is open and dated, of the deal or of the account as a whole, of a kind that `is_meant`.
    fn has_planned(&self, deal: DealId, is_meant: impl Fn(Kind) -> bool) -> bool {
        self.open().any(|one| {
            one.due_on.is_some() && one.deal_id.is_none_or(|id| id == deal) && is_meant(one.kind)
        })
    }

    fn planned(&mut self, deal: &Deal) {
        let is_meant = |kind: Kind| kind.means_talking() || kind == Kind::Adrift;
        let holds = !deal.status().is_live() || self.has_planned(deal.id, is_meant);
        self.expect(holds, Rule::Forgotten, AnyId::Deal(deal.id));
    }

    fn adrift(&mut self, one: &CheckIn) {
        if one.kind != Kind::Adrift || !one.is_open() {
            return;
        }
        let deal = one.deal_id.and_then(|id| self.customer.deal(id));
        let holds = deal.is_some_and(|deal| {
            deal.status().is_live() && !self.has_planned(deal.id, Kind::means_talking)
        });
        self.expect(holds, Rule::Adrift, AnyId::CheckIn(one.id));
    }

    fn expected(&mut self, deal: &Deal) {
        for rung in Rung::ALL {
            let asked = self
                .open()
                .filter(|one| one.deal_id == Some(deal.id) && one.rung == Some(*rung))
                .map(|one| one.due_on);
            let expected = match deal.ladder.state(*rung) {
                _ if deal.status().is_lost() => None,
                RungState::Open {
                    expected_on: Some(on),
                } => Some(on),
                RungState::Open { expected_on: None } if *rung == Rung::Verified => {
                    deal.ladder.asks_verified_on()
                }
                _ => None,
            };
            let holds = asked.eq(expected.map(Some));
            self.expect(holds, Rule::Expected, AnyId::Deal(deal.id));
        }
    }

    fn step(&mut self, one: &CheckIn) {
        let deal = one.deal_id.and_then(|id| self.customer.deal(id));
        let (true, Some(step), Some(deal)) = (one.is_open(), one.step.as_deref(), deal) else {
            return;
        };
        let id = AnyId::CheckIn(one.id);
        if one.kind == Kind::Heartbeat {
            // These count from the loss, not from a rung.
            return;
        }
        let is_anchored = one
            .anchor
            .is_some_and(|anchor| anchor.offset > 0 || !deal.ladder.is_closed(anchor.rung));
        // What the rep has dated stays when the plan goes.
        let is_planned = matches!(deal.plan, PlanChoice::Running(_)) || one.moved_by_hand;
        let until = one.repeat.and_then(|repeat| repeat.until);
        let is_before_end = until.is_none_or(|until| {
            let is_past = one.due_on > deal.ladder.expected_on(until).or(one.due_on);
            !deal.ladder.is_closed(until) && (!is_past || one.moved_by_hand)
        });
        let holds = deal.status().is_live() && is_planned && is_anchored && is_before_end;
        self.expect(holds && !step.is_empty(), Rule::Step, id);
    }

    fn turns(&mut self) {
        let mut seen = HashSet::new();
        let twice: Vec<_> = self
            .open()
            .filter(|one| one.repeat.is_some())
            .filter(|one| !seen.insert((one.deal_id, one.step.as_deref())))
            .map(|one| one.id)
            .collect();
        for id in twice {
            self.expect(false, Rule::Turns, AnyId::CheckIn(id));
        }
    }

    fn ending(&mut self, one: &CheckIn) {
        let is_open = one.is_open();
        let holds = is_open == one.ended.is_none()
            && is_open == one.ended_on.is_none()
            && !(is_open && one.touchpoint_id.is_some())
            && (one.due_on.is_none() || one.first_due_on.is_some())
            && (one.status, one.ended) != (CheckInStatus::Dropped, Some(Ended::Done));
        self.expect(holds, Rule::Ending, AnyId::CheckIn(one.id));
    }

    fn care(&mut self) {
        let care: Vec<&CheckIn> = self
            .customer
            .check_ins
            .iter()
            .filter(|one| one.deal_id.is_none() && one.kind == Kind::Care && one.repeat.is_some())
            .collect();
        let open = care.iter().filter(|one| one.is_open()).count();
        let has =
            |is_meant: fn(Status) -> bool| self.customer.deals_where(is_meant).next().is_some();
        let is_in_care = has(|status| status == Status::Settled) && !has(Status::is_live);
        let is_declined = care.iter().any(|one| one.ended == Some(Ended::Series));
        let wanted = usize::from(is_in_care);
        let holds = open == wanted || (open < wanted && is_declined);
        self.expect(holds, Rule::Care, AnyId::Account(self.customer.account.id));
    }

    fn results(&mut self) {
        for result in &self.customer.results {
            let Some(deal) = self.customer.deal(result.deal_id) else {
                continue;
            };
            let asking = self
                .open()
                .filter(|one| one.result_id == Some(result.id))
                .count();
            let holds = asking <= usize::from(!deal.status().is_lost());
            let asks_too = self.open().find(|one| {
                let step = one.step.as_deref();
                is_step_of(one, result.deal_id)
                    && step.is_some_and(|step| step.ends_with("/measure"))
                    && !one.moved_by_hand
            });
            let asks_too = asks_too.map(|one| one.id);
            self.expect(holds, Rule::Asking, AnyId::Result(result.id));
            if let Some(id) = asks_too {
                self.expect(false, Rule::Measuring, AnyId::CheckIn(id));
            }
        }
    }

    fn thanks(&mut self, one: &CheckIn) {
        let deal = one.deal_id.and_then(|id| self.customer.deal(id));
        if one.kind != Kind::Thanks || !one.is_open() || one.moved_by_hand {
            return;
        }
        let holds =
            deal.is_some_and(|deal| one.due_on.is_some() == (deal.status() == Status::Settled));
        self.expect(holds, Rule::Thanks, AnyId::CheckIn(one.id));
    }

    fn renewal(&mut self, deal: &Deal) {
        let of_deal = || {
            let all = self.customer.check_ins.iter();
            all.filter(|one| one.deal_id == Some(deal.id) && one.kind == Kind::Renewal)
        };
        let open = of_deal().filter(|one| one.is_open()).count();
        let status = deal.status();
        let may_ask = deal.renews_on.is_some() && (status.is_live() || status == Status::Settled);
        let was_asked =
            of_deal().any(|one| matches!(one.ended, Some(Ended::Done | Ended::Dropped)));
        let wanted = usize::from(may_ask);
        let holds = open == wanted || (open < wanted && was_asked);
        self.expect(holds, Rule::Renewal, AnyId::Deal(deal.id));
    }

    /// Practice 17, 18.
    fn win_back(&mut self, deal: &Deal) {
        let status = deal.status();
        let mut steps = HashSet::new();
        let customer = self.customer;
        let of_deal = |one: &&CheckIn| one.is_open() && one.deal_id == Some(deal.id);
        let mut of_deal = customer.check_ins.iter().filter(of_deal);
        let suit = of_deal.all(|one| match one.kind {
            Kind::Heartbeat => status == Status::Lost && steps.insert(one.step.as_deref()),
            Kind::Care | Kind::Rung | Kind::Result | Kind::Renewal | Kind::Adrift => {
                !status.is_lost()
            }
            Kind::FollowUp | Kind::Promise | Kind::Risk | Kind::Thanks => true,
        });
        let holds = suit && (deal.lost.is_some() || deal.win_back == WinBack::default());
        self.expect(holds, Rule::WinBack, AnyId::Deal(deal.id));
    }

    fn promise(&mut self, one: &CheckIn, today: NaiveDate) {
        let status = one.promise_status(today);
        let holds = (status == Some(PromiseStatus::Kept)) == one.kept_on().is_some()
            && one.due_on.is_some()
            && one.judged_on().is_some()
            && (one.evidence.is_none() || !one.is_open())
            && (one.agreed_on.is_none() || one.agreed_by.is_some())
            && !(one.theirs && status == Some(PromiseStatus::Broken));
        self.expect(holds, Rule::Promise, AnyId::CheckIn(one.id));
    }

    fn twice(&mut self) {
        let customer = self.customer;
        let mut rivals = HashSet::new();
        for rival in &customer.rivals {
            let holds = rivals.insert((rival.deal_id, &rival.name));
            self.expect(holds, Rule::Twice, AnyId::Account(customer.account.id));
        }
        for objective in &customer.objectives {
            let mut people = HashSet::new();
            let mut answers = objective.answers.iter();
            let holds = answers.all(|one| people.insert(one.person_id));
            self.expect(holds, Rule::Twice, AnyId::Objective(objective.id));
        }
        for deal in &customer.deals {
            for rung in Rung::ALL {
                let mut called = HashSet::new();
                let mut parts = deal.ladder.facts(*rung).parts.iter();
                let holds = parts.all(|part| called.insert(&part.what));
                self.expect(holds, Rule::Twice, AnyId::Deal(deal.id));
            }
        }
    }

    fn days(&mut self, deal: &Deal, today: NaiveDate) {
        let is_past = |on: Option<NaiveDate>| on.is_none_or(|on| on <= today);
        let holds = Rung::ALL
            .iter()
            .all(|rung| is_past(deal.ladder.facts(*rung).done_on))
            && is_past(deal.lost.map(|lost| lost.on));
        self.expect(holds, Rule::Future, AnyId::Deal(deal.id));
    }
}
