//! The steps of a plan: which are open, and on which day (practice 3, 6).

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::customer::{Customer, Day, Tidied};
use crate::domain::deal::{Deal, Status};
use crate::domain::id::{CheckInId, DealId};
use crate::domain::interval::offset_day;
use crate::domain::plan;
use crate::domain::rung::Rung;

/// What dating a step came to.
enum Dated {
    Same,
    /// The day it counts from changed, and so does its own.
    Anew(NaiveDate),
    /// The day on which its repeating ends has moved beyond its turn.
    Resumed(NaiveDate),
    KeptByHand,
}

impl Customer {
    /// Drops, opens and dates the plan steps of a deal.
    pub(super) fn sync_steps(&mut self, index: usize, day: Day<'_>, tidied: &mut Tidied) {
        let deal = &self.deals[index];
        let has_results = self.results_of(deal.id).next().is_some();
        let mut past = Vec::new();
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_step_of(one, deal.id))
        {
            follow_facts(check_in, deal, has_results, day.today);
            if !check_in.is_open() {
                continue;
            }
            let end = end_of_turns(check_in, deal);
            match date_step(check_in, deal, day.calendar) {
                Dated::Same => roll(check_in, end, day),
                Dated::KeptByHand => tidied.kept_by_hand.push(check_in.id),
                // A date it was first given is no new one: what was late before a mark is late after
                // the mark is taken back.
                Dated::Anew(on) if on >= day.today || check_in.first_due_on == Some(on) => {
                    check_in.take_turn(on, end);
                }
                Dated::Resumed(on) if on >= day.today => check_in.take_turn(on, end),
                Dated::Anew(_) | Dated::Resumed(_) if end.is_some_and(|end| end < day.today) => {
                    check_in.take_turn(day.today, end);
                }
                Dated::Anew(on) | Dated::Resumed(on) => past.push((check_in.id, on)),
            }
            suspend_past(check_in, end);
        }
        self.leave_the_latest(index, &past, day);
    }

    /// Never a pile: of the steps that would newly be past, the latest falls due today and the others are
    /// dropped; a repeating one waits for its next turn instead.
    fn leave_the_latest(&mut self, index: usize, past: &[(CheckInId, NaiveDate)], day: Day<'_>) {
        let Some((latest, _)) = past.iter().max_by_key(|(_, on)| *on) else {
            return;
        };
        let deal = &self.deals[index];
        let is_past = |one: &&mut CheckIn| past.iter().any(|(id, _)| *id == one.id);
        for check_in in self.check_ins.iter_mut().filter(is_past) {
            let end = end_of_turns(check_in, deal);
            if check_in.id == *latest {
                check_in.take_turn(day.today, end);
            } else if let Some(repeat) = check_in.repeat {
                check_in.take_turn(repeat.every.after(day.today, day.calendar), end);
            } else {
                check_in.end(CheckInStatus::Dropped, Ended::Pile, day.today);
            }
        }
    }
}

/// Whether a check-in came from a plan of that deal which counts from its rungs; the one to win it back does
/// not.
pub(super) fn is_step_of(check_in: &CheckIn, deal_id: DealId) -> bool {
    check_in.deal_id == Some(deal_id) && check_in.step.is_some() && check_in.kind != Kind::Heartbeat
}

/// Whether a step of any plan asks to measure the results.
fn asks_to_measure(check_in: &CheckIn) -> bool {
    step_of(check_in) == Some(plan::MEASURE)
}

/// The name of a step without its plan's.
pub(super) fn step_of(check_in: &CheckIn) -> Option<&str> {
    let (_, name) = check_in.step.as_deref()?.rsplit_once('/')?;
    Some(name)
}

/// Whether a check-in came from the plan of that name.
pub(super) fn is_of_plan(check_in: &CheckIn, plan: &str) -> bool {
    let step = check_in.step.as_deref();
    step.and_then(|step| step.rsplit_once('/'))
        .is_some_and(|(name, _)| name == plan)
}

/// The day on which the repeating of a check-in is expected to end, if it is.
pub(super) fn end_of_turns(check_in: &CheckIn, deal: &Deal) -> Option<NaiveDate> {
    deal.ladder.expected_on(check_in.repeat?.until?)
}

/// The fact for which a plan's step cannot be open; none when it can. Whoever has paid has approved the invoice.
/// Where the deal `has_results` of its own, each asks to be measured, and the plan does not ask on top, unless the
/// rep gave its step a date.
pub(super) fn fact_against(check_in: &CheckIn, deal: &Deal, has_results: bool) -> Option<Ended> {
    let ladder = &deal.ladder;
    let is_before_closed = |offset: i32, rung| offset <= 0 && ladder.is_closed(rung);
    let is_answered = |rung| rung == Rung::Invoiced && ladder.is_closed(Rung::Paid);
    if check_in.anchor.is_some_and(|anchor| {
        ladder.anchor_is_gone(anchor.rung)
            || is_before_closed(anchor.offset, anchor.rung)
            || is_answered(anchor.rung)
    }) {
        return Some(Ended::Rung);
    }
    let until = check_in.repeat.and_then(|repeat| repeat.until);
    if until.is_some_and(|until| ladder.is_closed(until)) {
        return Some(Ended::Until);
    }
    match deal.status() {
        Status::Settled => Some(Ended::Settled),
        Status::Lost | Status::Buried => Some(Ended::Lost),
        Status::Prospect => Some(Ended::Plan),
        Status::Verbal | Status::Won => {
            let is_moot = has_results && asks_to_measure(check_in) && !check_in.moved_by_hand;
            is_moot.then_some(Ended::Planned)
        }
    }
}

/// Ends an open step, or opens one again whose end no longer holds. What a person or a contact ended stays
/// ended.
fn follow_facts(check_in: &mut CheckIn, deal: &Deal, has_results: bool, today: NaiveDate) {
    match fact_against(check_in, deal, has_results) {
        Some(ended) if check_in.is_open() => check_in.end(CheckInStatus::Dropped, ended, today),
        None if check_in
            .ended
            .is_some_and(|ended| is_taken_back(ended, check_in, deal)) =>
        {
            check_in.open_again();
        }
        _ => {}
    }
}

/// Whether what ended a step no longer holds. A step that stood in a pile is dated anew with the others
/// once the day it counts from is another.
fn is_taken_back(ended: Ended, check_in: &CheckIn, deal: &Deal) -> bool {
    match ended {
        Ended::Pile => check_in
            .anchor
            .is_some_and(|anchor| deal.ladder.anchor_on(anchor.rung) != anchor.anchored_on),
        Ended::Plan => false,
        ended => ended.is_by_fact(),
    }
}

/// Dates a step anew when the day it counts from has changed.
fn date_step(check_in: &mut CheckIn, deal: &Deal, calendar: &Calendar) -> Dated {
    let Some(anchor) = &mut check_in.anchor else {
        return Dated::Same;
    };
    let anchor_on = deal.ladder.anchor_on(anchor.rung);
    let is_moved = anchor_on != anchor.anchored_on;
    anchor.anchored_on = anchor_on;
    let anchor = *anchor;
    if check_in.moved_by_hand {
        return if is_moved {
            Dated::KeptByHand
        } else {
            Dated::Same
        };
    }
    if !is_moved || check_in.repeat.is_some_and(|repeat| repeat.restarted) {
        return resumed(check_in, deal);
    }
    let Some(anchor_on) = anchor_on else {
        check_in.wait();
        return Dated::Same;
    };
    Dated::Anew(offset_day(anchor_on, anchor.offset, anchor.unit, calendar))
}

/// A step to come that falls on a day which has become a holiday rolls, unless the rep chose its day.
fn roll(check_in: &mut CheckIn, end: Option<NaiveDate>, day: Day<'_>) {
    let is_free = |on: &NaiveDate| *on > day.today && !day.calendar.is_workday(*on);
    let Some(on) = check_in.due_on.filter(is_free) else {
        return;
    };
    if check_in.moved_by_hand {
        return;
    }
    let is_before = check_in.anchor.is_some_and(|anchor| anchor.offset < 0)
        && !check_in.repeat.is_some_and(|repeat| repeat.restarted);
    let earlier = day.calendar.on_or_before(on);
    let rolled = if is_before && earlier >= day.today {
        earlier
    } else {
        day.calendar.on_or_after(on)
    };
    check_in.take_turn(rolled, end);
}

/// A waiting turn gets its date back when the end of the repeating has moved beyond it.
fn resumed(check_in: &CheckIn, deal: &Deal) -> Dated {
    let turn_on = check_in.repeat.and_then(|repeat| repeat.turn_on);
    match turn_on.filter(|_| check_in.due_on.is_none()) {
        Some(on) if end_of_turns(check_in, deal).is_none_or(|end| on <= end) => Dated::Resumed(on),
        _ => Dated::Same,
    }
}

/// A turn that would now fall past the end of the repeating waits, unless the rep chose its day.
fn suspend_past(check_in: &mut CheckIn, end: Option<NaiveDate>) {
    let turn_on = check_in.repeat.and_then(|repeat| repeat.turn_on);
    let is_past = end.is_some_and(|end| turn_on > Some(end));
    if is_past && !check_in.moved_by_hand {
        check_in.due_on = None;
    }
}
