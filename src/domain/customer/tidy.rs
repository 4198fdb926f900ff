//! Making the check-ins of a customer agree with its ladders again, after anything has happened.

use chrono::{Days, NaiveDate};

use crate::domain::calendar::Calendar;
use crate::domain::check_in::{Anchor, CheckIn, CheckInStatus, Ended, Kind, Repeat};
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::{Deal, PlanChoice, Status};
use crate::domain::id::{CheckInId, DealId};
use crate::domain::ladder::RungState;
use crate::domain::plan::{self, Plan};
use crate::domain::rung::Rung;

/// What tidying did that a rep wants to be told and cannot see from a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Steps that kept the date the rep gave them although the day they count from changed.
    pub kept_by_hand: Vec<CheckInId>,
    /// Deals that have nothing planned any more.
    pub adrift: Vec<DealId>,
}

/// What the facts say should become of a plan's step.
enum Fate {
    Open,
    Ended(Ended),
}

impl Customer {
    /// Makes the check-ins agree with the ladders: plans begun and switched, steps dated, never a pile, one
    /// check-in for each expected rung, adrift deals named, account care kept. Doing it twice changes nothing.
    pub fn tidy(&mut self, day: Day<'_>) -> Tidied {
        let mut tidied = Tidied::default();
        for index in 0..self.deals.len() {
            self.begin_plan(index, day.today);
            self.sync_rung_check_ins(index, day.today);
            self.sync_steps(index, day, &mut tidied);
            self.sync_adrift(index, day.today, &mut tidied);
        }
        self.sync_account_care(day);
        tidied
    }

    /// A plan begins with the first rung; ordering a deal that was only a verbal yes switches it to the
    /// standard plan. When the mark is taken back, so is what followed from it.
    fn begin_plan(&mut self, index: usize, today: NaiveDate) {
        self.unwind_plan(index);
        let deal = &self.deals[index];
        let (id, status) = (deal.id, deal.status());
        let wanted = match (&deal.plan, status) {
            (PlanChoice::Open, Status::Verbal) => plan::VERBAL,
            (PlanChoice::Open, Status::Won) => plan::STANDARD,
            (PlanChoice::Chosen(name), status) if status.is_live() => name.as_str(),
            (PlanChoice::Running(name), Status::Won) if name == plan::VERBAL => plan::STANDARD,
            _ => return,
        };
        // Ordered already: a plan that presses for the order has nothing left to do.
        let wanted = if status == Status::Won && wanted == plan::VERBAL {
            plan::STANDARD
        } else {
            wanted
        };
        let Some(wanted) = plan::find(wanted) else {
            return;
        };
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_step_of(one, id) && one.is_open())
        {
            check_in.end(CheckInStatus::Dropped, Ended::Plan, today);
        }
        self.seed(id, &wanted);
        self.deals[index].plan = PlanChoice::Running(wanted.name.into_owned());
    }

    /// Takes a plan back whose first rung was taken back: a prospect has none running, and a deal that is
    /// only a verbal yes again goes on with the plan it had before the order.
    fn unwind_plan(&mut self, index: usize) {
        let deal = &self.deals[index];
        let (id, status) = (deal.id, deal.status());
        let PlanChoice::Running(running) = &deal.plan else {
            return;
        };
        let prefix = step_name(running, "");
        let has_earlier = self
            .check_ins
            .iter()
            .any(|one| is_step_of(one, id) && one.ended == Some(Ended::Plan));
        let plan = match status {
            Status::Prospect => PlanChoice::Open,
            Status::Verbal if running == plan::STANDARD && has_earlier => {
                PlanChoice::Running(plan::VERBAL.to_owned())
            }
            _ => return,
        };
        self.check_ins.retain(|one| {
            let is_of_plan = is_step_of(one, id)
                && one
                    .step
                    .as_ref()
                    .is_some_and(|step| step.starts_with(&prefix));
            !is_of_plan
                || one
                    .ended
                    .is_some_and(|ended| !ended.is_by_fact() && ended != Ended::Pile)
        });
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_step_of(one, id) && one.ended == Some(Ended::Plan))
        {
            check_in.open_again();
        }
        self.deals[index].plan = plan;
    }

    /// Adds the steps of a plan, each with its own copy of anchor, offset and unit; dating comes after.
    fn seed(&mut self, deal_id: DealId, plan: &Plan) {
        let account_id = self.account.id;
        for step in &plan.steps {
            let name = step_name(&plan.name, &step.name);
            let was_done =
                |one: &CheckIn| is_step_of(one, deal_id) && one.step.as_deref() == Some(&name);
            if step.every.is_none() && self.check_ins.iter().any(was_done) {
                continue;
            }
            self.add_check_in(|id| CheckIn {
                step: Some(name),
                anchor: Some(Anchor {
                    rung: step.anchor,
                    offset: step.offset,
                    unit: step.unit,
                    anchored_on: None,
                }),
                repeat: step.every.map(|every| Repeat {
                    every,
                    until: step.until,
                    turn_on: None,
                    restarted: false,
                }),
                ..CheckIn::new(id, account_id, Some(deal_id), step.kind, step.what.clone())
            });
        }
    }

    /// One check-in for each expected rung, on that day, not rolled.
    fn sync_rung_check_ins(&mut self, index: usize, today: NaiveDate) {
        let (account_id, deal_id) = (self.account.id, self.deals[index].id);
        for rung in Rung::ALL {
            let ladder = &self.deals[index].ladder;
            let (state, expected_on) = (ladder.state(*rung), ladder.expected_on(*rung));
            let is_lost = self.deals[index].status().is_lost();
            let existing = self.check_ins.iter_mut().find(|one| {
                one.deal_id == Some(deal_id) && one.kind == Kind::Rung && one.rung == Some(*rung)
            });
            match (existing, state) {
                (Some(check_in), _) if is_lost => {
                    if check_in.is_open() {
                        check_in.end(CheckInStatus::Dropped, Ended::Lost, today);
                    }
                }
                (
                    Some(check_in),
                    RungState::Open {
                        expected_on: Some(on),
                    },
                ) => {
                    if !check_in.is_open() {
                        check_in.open_again();
                    }
                    check_in.set_due(on);
                }
                (Some(check_in), RungState::Done { on, .. }) => {
                    if check_in.status != CheckInStatus::Done || check_in.ended_on != Some(on) {
                        check_in.end(CheckInStatus::Done, Ended::Rung, on);
                    }
                }
                (Some(check_in), _) => {
                    if check_in.is_open() {
                        check_in.end(CheckInStatus::Dropped, Ended::Rung, today);
                    }
                }
                (
                    None,
                    RungState::Open {
                        expected_on: Some(_),
                    },
                ) if !is_lost => {
                    self.add_check_in(|id| {
                        let what = format!("confirm the {}", rung.noun());
                        let mut check_in = CheckIn {
                            rung: Some(*rung),
                            ..CheckIn::new(id, account_id, Some(deal_id), Kind::Rung, what)
                        };
                        check_in.due_on = expected_on;
                        check_in.first_due_on = expected_on;
                        check_in
                    });
                }
                (None, _) => {}
            }
        }
    }

    /// Drops, opens and dates the plan steps of a deal, and leaves at most one of those that would newly be
    /// past: never a pile.
    fn sync_steps(&mut self, index: usize, day: Day<'_>, tidied: &mut Tidied) {
        let deal = &self.deals[index];
        let mut past: Vec<(CheckInId, NaiveDate)> = Vec::new();
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_step_of(one, deal.id))
        {
            if !apply_fate(check_in, &fate(check_in, deal), day.today) {
                continue;
            }
            let dated = match date_step(check_in, deal, day.calendar) {
                Dated::KeptByHand => {
                    tidied.kept_by_hand.push(check_in.id);
                    None
                }
                Dated::New(due_on) => Some(due_on),
                Dated::Same => resume_turn(check_in, deal),
            };
            if let Some(due_on) =
                dated.filter(|due_on| *due_on < day.today && !is_past_its_end(check_in, deal))
            {
                past.push((check_in.id, due_on));
            }
        }
        self.leave_the_latest(&past, day);
        let deal = &self.deals[index];
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_step_of(one, deal.id) && one.is_open())
        {
            if is_past_its_end(check_in, deal) {
                check_in.due_on = None;
            }
        }
        // A step that was over before it was ever written down would only be clutter.
        self.check_ins.retain(|one| {
            !(one.id.is_provisional()
                && one.step.is_some()
                && one.ended.is_some_and(Ended::is_by_fact))
        });
    }

    /// Of the steps that would newly be past, the latest falls due today and the others are dropped; a
    /// repeating one waits for its next turn instead.
    fn leave_the_latest(&mut self, past: &[(CheckInId, NaiveDate)], day: Day<'_>) {
        let Some((latest, _)) = past
            .iter()
            .copied()
            .reduce(|a, b| if b.1 >= a.1 { b } else { a })
        else {
            return;
        };
        let mut clutter = Vec::new();
        for (id, _) in past {
            let Some(check_in) = self.check_in_mut(*id) else {
                continue;
            };
            if *id == latest {
                redate(check_in, day.today);
            } else if let Some(repeat) = check_in.repeat {
                redate(check_in, repeat.every.after(day.today, day.calendar));
            } else if check_in.id.is_provisional() {
                clutter.push(*id);
            } else {
                check_in.end(CheckInStatus::Dropped, Ended::Pile, day.today);
            }
        }
        self.check_ins.retain(|one| !clutter.contains(&one.id));
    }

    /// A live deal with nothing planned that means talking to the customer is adrift, and says so
    /// (practice 1).
    fn sync_adrift(&mut self, index: usize, today: NaiveDate, tidied: &mut Tidied) {
        let (account_id, deal_id) = (self.account.id, self.deals[index].id);
        let is_live = self.deals[index].status().is_live();
        let is_planned = self.check_ins.iter().any(|one| {
            one.is_open()
                && one.kind.means_talking()
                && one.due_on.is_some()
                && one.deal_id.is_none_or(|id| id == deal_id)
        });
        let existing = self
            .check_ins
            .iter_mut()
            .find(|one| one.deal_id == Some(deal_id) && one.kind == Kind::Adrift && one.is_open());
        match existing {
            Some(check_in) if is_planned => {
                check_in.end(CheckInStatus::Done, Ended::Planned, today);
            }
            Some(check_in) if !is_live => {
                let ended = if self.deals[index].status().is_lost() {
                    Ended::Lost
                } else {
                    Ended::Settled
                };
                check_in.end(CheckInStatus::Dropped, ended, today);
            }
            None if is_live && !is_planned => {
                tidied.adrift.push(deal_id);
                self.add_check_in(|id| {
                    let mut check_in = CheckIn::new(
                        id,
                        account_id,
                        Some(deal_id),
                        Kind::Adrift,
                        "nothing planned: decide what is next",
                    );
                    check_in.set_due(today);
                    check_in
                });
            }
            _ => {}
        }
    }

    /// One repeating check-in for an account that has a settled deal and no live one (practice 10).
    fn sync_account_care(&mut self, day: Day<'_>) {
        let settled_on = self
            .deals_where(|status| status == Status::Settled)
            .filter_map(|deal| deal.ladder.settled_on())
            .max();
        let has_live = self.deals_where(Status::is_live).next().is_some();
        let account_id = self.account.id;
        let is_care = |one: &&mut CheckIn| {
            one.deal_id.is_none() && one.kind == Kind::Care && one.repeat.is_some()
        };
        let open = self
            .check_ins
            .iter_mut()
            .filter(is_care)
            .find(|one| one.is_open());
        match (open, settled_on.filter(|_| !has_live)) {
            (Some(care), None) => care.end(CheckInStatus::Dropped, Ended::Care, day.today),
            (None, Some(settled_on)) => {
                let ended_by_hand = self.check_ins.iter_mut().filter(is_care).any(|one| {
                    one.ended == Some(Ended::Series)
                        && one.ended_on.is_some_and(|ended_on| settled_on <= ended_on)
                });
                if ended_by_hand {
                    return;
                }
                let from = self
                    .reach
                    .last_reached_on
                    .max(Some(settled_on))
                    .unwrap_or(settled_on);
                let due_on = plan::ACCOUNT_CARE.after(from, day.calendar).max(day.today);
                self.add_check_in(|id| {
                    let mut care =
                        CheckIn::new(id, account_id, None, Kind::Care, plan::ACCOUNT_CARE_WHAT);
                    care.repeat = Some(Repeat {
                        every: plan::ACCOUNT_CARE,
                        until: None,
                        turn_on: None,
                        restarted: true,
                    });
                    care.set_due(due_on);
                    care
                });
            }
            _ => {}
        }
    }
}

/// What the facts say should become of a plan's step.
fn fate(check_in: &CheckIn, deal: &Deal) -> Fate {
    let ladder = &deal.ladder;
    if let Some(anchor) = check_in.anchor {
        if ladder.anchor_is_gone(anchor.rung) {
            return Fate::Ended(Ended::Rung);
        }
        if anchor.offset <= 0 && ladder.is_closed(anchor.rung) {
            return Fate::Ended(Ended::Rung);
        }
    }
    if check_in
        .repeat
        .and_then(|repeat| repeat.until)
        .is_some_and(|until| ladder.is_closed(until))
    {
        return Fate::Ended(Ended::Until);
    }
    match deal.status() {
        Status::Settled => Fate::Ended(Ended::Settled),
        Status::Lost | Status::Buried => Fate::Ended(Ended::Lost),
        Status::Prospect => Fate::Ended(Ended::Plan),
        Status::Verbal | Status::Won => Fate::Open,
    }
}

/// Ends an open step, or opens one again whose end no longer holds; whether it is open now. What a person
/// or a contact ended stays ended.
fn apply_fate(check_in: &mut CheckIn, fate: &Fate, today: NaiveDate) -> bool {
    match fate {
        Fate::Ended(ended) if check_in.is_open() => {
            check_in.end(CheckInStatus::Dropped, *ended, today);
        }
        Fate::Open
            if check_in
                .ended
                .is_some_and(|ended| ended.is_by_fact() && ended != Ended::Plan) =>
        {
            check_in.open_again();
        }
        _ => {}
    }
    check_in.is_open()
}

/// What dating a step came to.
enum Dated {
    Same,
    New(NaiveDate),
    KeptByHand,
}

/// Dates a step anew when the day it counts from has changed.
fn date_step(check_in: &mut CheckIn, deal: &Deal, calendar: &Calendar) -> Dated {
    let Some(anchor) = &mut check_in.anchor else {
        return Dated::Same;
    };
    let anchor_on = deal.ladder.anchor_on(anchor.rung);
    if anchor_on == anchor.anchored_on {
        return Dated::Same;
    }
    anchor.anchored_on = anchor_on;
    let anchor = *anchor;
    if check_in.moved_by_hand {
        return Dated::KeptByHand;
    }
    if check_in.repeat.is_some_and(|repeat| repeat.restarted) {
        return Dated::Same;
    }
    match anchor_on {
        Some(anchor_on) => {
            let due_on = plan::offset_day(anchor_on, anchor.offset, anchor.unit, calendar);
            redate(check_in, due_on);
            Dated::New(due_on)
        }
        None => {
            check_in.wait();
            Dated::Same
        }
    }
}

/// Dates a step; one that is not written down yet has never had another date.
fn redate(check_in: &mut CheckIn, due_on: NaiveDate) {
    if check_in.id.is_provisional() {
        check_in.first_due_on = None;
    }
    check_in.set_due(due_on);
}

/// Whether a turn would fall past the day on which its end is expected. It is not planned then; it waits,
/// and comes back when that day moves.
fn is_past_its_end(check_in: &CheckIn, deal: &Deal) -> bool {
    let Some(Repeat {
        turn_on: Some(turn_on),
        until: Some(until),
        ..
    }) = check_in.repeat
    else {
        return false;
    };
    deal.ladder
        .expected_on(until)
        .is_some_and(|end| turn_on > end)
}

/// Gives a waiting turn its date back when its end has moved beyond it.
fn resume_turn(check_in: &mut CheckIn, deal: &Deal) -> Option<NaiveDate> {
    let turn_on = check_in.repeat?.turn_on?;
    if check_in.due_on.is_some() || is_past_its_end(check_in, deal) {
        return None;
    }
    redate(check_in, turn_on);
    Some(turn_on)
}

/// Whether a check-in came from a plan of that deal.
fn is_step_of(check_in: &CheckIn, deal_id: DealId) -> bool {
    check_in.deal_id == Some(deal_id) && check_in.step.is_some()
}

/// The name of a step with its plan's.
fn step_name(plan: &str, step: &str) -> String {
    format!("{plan}/{step}")
}

/// Spreads the first account care of many customers over its interval: the `n`-th of `of` customers is due
/// on this day at the earliest.
pub fn stagger_care(n: usize, of: usize, day: Day<'_>) -> NaiveDate {
    let span = u64::from(plan::ACCOUNT_CARE.count);
    let (n, of) = (n as u64, of.max(1) as u64);
    day.calendar
        .on_or_after(day.today + Days::new(1 + n * span.saturating_sub(1) / of))
}
