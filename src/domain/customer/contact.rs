//! What a contact closes, what it restarts, and what an attempt leaves alone (practice 15, 16).

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind, Repeat};
use crate::domain::customer::plans::is_left_over;
use crate::domain::customer::steps::end_of_turns;
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::{Deal, Status};
use crate::domain::find::first_words;
use crate::domain::id::{CheckInId, DealId, TouchpointId};
use crate::domain::touchpoint::{Outcome, Touchpoint};

/// What a contact was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The customer as a whole.
    Customer,
    /// One deal, and the account's own check-ins.
    Deal(DealId),
    /// One check-in and nothing else.
    CheckIn(CheckInId),
}

/// The next time, as `--next` gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub on: NaiveDate,
    /// What to do then; none when only the day was given.
    pub what: Option<String>,
}

/// What a contact or an attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contacted {
    pub touchpoint: TouchpointId,
    /// The check-ins it closed.
    pub closed: Vec<CheckInId>,
    /// The check-ins that an attempt hides until the next one.
    pub hidden: Vec<CheckInId>,
}

impl About {
    fn covers(self, check_in: &CheckIn) -> bool {
        match self {
            Self::Customer => true,
            Self::Deal(deal) => check_in.deal_id.is_none_or(|id| id == deal),
            Self::CheckIn(id) => check_in.id == id,
        }
    }
}

impl Customer {
    /// The check-ins that a contact on that day settles: care, follow-ups and heartbeats due up to the next
    /// workday after it. A check-in that is named is settled whatever its date. A failed credit check is not
    /// settled by talking about it.
    pub fn closable(&self, about: About, on: NaiveDate, day: Day<'_>) -> Vec<CheckInId> {
        let limit = day.calendar.next_workday(on);
        let is_in_reach = |one: &CheckIn| {
            matches!(about, About::CheckIn(_)) || one.due_on.is_some_and(|due_on| due_on <= limit)
        };
        self.check_ins
            .iter()
            .filter(|one| {
                one.is_open()
                    && one.kind.closes_by_contact()
                    && !self.waits_for_credit(one)
                    && about.covers(one)
                    && is_in_reach(one)
            })
            .map(|one| one.id)
            .collect()
    }

    /// The deal a contact belongs to: the one that is named, else the account's only live one, else the one
    /// that everything it closed belongs to.
    fn deal_of_contact(&self, about: About, closed: &[CheckInId]) -> Option<DealId> {
        match about {
            About::Deal(deal) => Some(deal),
            About::CheckIn(id) => {
                let named = self.check_in(id).and_then(|one| one.deal_id);
                named.or_else(|| self.deal_of_contact(About::Customer, closed))
            }
            About::Customer => {
                let live = self.only_live_deal().map(|deal| deal.id);
                live.or_else(|| self.only_deal_of(closed))
            }
        }
    }

    /// The deal that all of these check-ins belong to.
    fn only_deal_of(&self, check_ins: &[CheckInId]) -> Option<DealId> {
        let mut deals = check_ins
            .iter()
            .map(|id| self.check_in(*id).and_then(|one| one.deal_id));
        let first = deals.next()??;
        deals.all(|deal| deal == Some(first)).then_some(first)
    }

    /// Records a contact or an attempt.
    ///
    /// A contact that reached somebody closes what is due and restarts what repeats. An attempt closes nothing
    /// and moves no due date; with a next day it hides what is due until then.
    pub fn contact(
        &mut self,
        touchpoint: Touchpoint,
        about: About,
        keep_open: bool,
        next: Option<Next>,
        day: Day<'_>,
    ) -> Contacted {
        let reached = touchpoint.outcome == Outcome::Reached;
        let in_reach = self.closable(about, touchpoint.on, day);
        let closed = if reached && !keep_open {
            in_reach.clone()
        } else {
            Vec::new()
        };
        let deal_id = self.deal_of_contact(about, &closed);
        let (on, person_id) = (touchpoint.on, touchpoint.person_id);
        let why = touchpoint.note.as_deref().map(first_words);
        let id = self.add_touchpoint(Touchpoint {
            deal_id,
            ..touchpoint
        });
        let mut contacted = Contacted {
            touchpoint: id,
            closed,
            hidden: Vec::new(),
        };
        if reached {
            let kept = if keep_open { in_reach } else { Vec::new() };
            self.settle_contact(id, on, &contacted.closed, &kept, day);
        } else if let Some(next) = &next {
            contacted.hidden = self.hide_due(about, next.on, day.today);
        }
        if let Some(next) =
            next.filter(|next| reached || next.what.is_some() || contacted.hidden.is_empty())
        {
            // The note says why one follows up; words of their own need no such reason.
            let why = why.filter(|_| next.what.is_none());
            let what = next.what.unwrap_or_else(|| "follow up".to_owned());
            let check_in = self.remind(deal_id, next.on, what);
            if let Some(check_in) = self.check_in_mut(check_in) {
                check_in.person_id = person_id;
                check_in.why = why;
            }
            if let Some(touchpoint) = self.touchpoints.iter_mut().find(|one| one.id == id) {
                touchpoint.next = Some(check_in);
            }
        }
        contacted
    }

    /// A message that was sent has been answered on a day: that is the contact now.
    pub fn answered(
        &mut self,
        touchpoint: Touchpoint,
        on: NaiveDate,
        day: Day<'_>,
    ) -> Vec<CheckInId> {
        let about = touchpoint.deal_id.map_or(About::Customer, About::Deal);
        let closed = self.closable(about, on, day);
        let id = touchpoint.id;
        let deal_id = self.deal_of_contact(about, &closed);
        let sent_on = touchpoint.sent_on.unwrap_or(touchpoint.on);
        let sent_on = (sent_on != on).then_some(sent_on);
        self.touchpoints.push(Touchpoint {
            deal_id,
            on,
            sent_on,
            outcome: Outcome::Reached,
            ..touchpoint
        });
        self.settle_contact(id, on, &closed, &[], day);
        closed
    }

    /// Closes what a contact settles and restarts every repeating check-in of the customer, but for those
    /// that are kept open.
    fn settle_contact(
        &mut self,
        id: TouchpointId,
        on: NaiveDate,
        closed: &[CheckInId],
        kept: &[CheckInId],
        day: Day<'_>,
    ) {
        self.reach.last_reached_on = self.reach.last_reached_on.max(Some(on));
        for closed_id in closed {
            if let Some(check_in) = self.check_in_mut(*closed_id) {
                check_in.end(CheckInStatus::Done, Ended::Contact, on);
                check_in.touchpoint_id = Some(id);
            }
            self.open_next_turn(*closed_id, on, day);
        }
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| one.is_open() && !kept.contains(&one.id))
        {
            let end = end_among(check_in, &self.deals);
            restart(check_in, on, end, day);
        }
    }

    /// Opens the next turn of a repeating check-in that ended, one interval after `from`.
    pub(super) fn open_next_turn(&mut self, ended: CheckInId, from: NaiveDate, day: Day<'_>) {
        let Some(ended) = self.check_in(ended).cloned() else {
            return;
        };
        let Some(repeat) = ended.repeat else { return };
        let deal = ended.deal_id.and_then(|id| self.deal(id));
        let is_over = deal.is_some_and(|deal| {
            if ended.kind == Kind::Heartbeat {
                return deal.status() != Status::Lost;
            }
            let is_closed = |until| deal.ladder.is_closed(until);
            let is_closed = repeat.until.is_some_and(is_closed);
            is_closed || !deal.status().is_live() || is_left_over(&ended, deal)
        });
        if is_over {
            return;
        }
        let end = deal.and_then(|deal| end_of_turns(&ended, deal));
        let turn_on = repeat
            .every
            .after(from, day.calendar)
            .max(repeat.turn_on.unwrap_or(from));
        self.add_check_in(|id| {
            let mut turn = CheckIn {
                person_id: ended.person_id,
                why: ended.why,
                step: ended.step,
                anchor: ended.anchor,
                repeat: Some(Repeat {
                    restarted: true,
                    ..repeat
                }),
                ..CheckIn::new(id, ended.account_id, ended.deal_id, ended.kind, ended.what)
            };
            turn.take_turn(turn_on, end);
            turn
        });
    }

    /// Hides what is due until a day; due dates and lateness stay, and so does what is hidden for longer.
    fn hide_due(&mut self, about: About, until: NaiveDate, today: NaiveDate) -> Vec<CheckInId> {
        let is_due = |one: &CheckIn| {
            one.is_open()
                && one.due_on.is_some_and(|due_on| due_on <= today)
                && one
                    .snoozed_until
                    .is_none_or(|hidden_until| hidden_until < until)
        };
        let mut hidden = Vec::new();
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| about.covers(one) && is_due(one))
        {
            check_in.snoozed_until = Some(until);
            check_in.snoozes += 1;
            hidden.push(check_in.id);
        }
        hidden
    }

    /// Sets a follow-up by hand.
    pub fn remind(&mut self, deal_id: Option<DealId>, on: NaiveDate, what: String) -> CheckInId {
        let account_id = self.account.id;
        self.add_check_in(|id| {
            let mut check_in = CheckIn::new(id, account_id, deal_id, Kind::FollowUp, what);
            check_in.set_due(on);
            check_in
        })
    }
}

impl Customer {
    /// A contact that reached somebody on that day is taken off the record: what counted anew from it counts from
    /// the contact before, and falls no earlier than it first did.
    pub fn count_from_before(&mut self, on: NaiveDate, day: Day<'_>) {
        let before = self.reach.last_reached_on;
        if before >= Some(on) {
            return;
        }
        for check_in in self.check_ins.iter_mut().filter(|one| one.is_open()) {
            let (Some(repeat), Some(first)) = (check_in.repeat, check_in.first_due_on) else {
                continue;
            };
            let counts_from_it = repeat.turn_on == Some(repeat.every.after(on, day.calendar));
            if !repeat.restarted || !counts_from_it || check_in.moved_by_hand {
                continue;
            }
            let counted = before.map(|before| repeat.every.after(before, day.calendar));
            let end = end_among(check_in, &self.deals);
            check_in.take_turn(counted.map_or(first, |on| on.max(first)), end);
        }
    }

    /// A contact that reached somebody was not on the day it was said to be on: what it closed ended on its own day,
    /// and what counts from it counts from there. What it closed stays closed, and it closes nothing more.
    pub fn moved_contact(&mut self, contact: Touchpoint, from: NaiveDate, day: Day<'_>) {
        let (id, to) = (contact.id, contact.on);
        self.touchpoints.push(contact);
        let closed = |one: &&mut CheckIn| one.touchpoint_id == Some(id);
        for check_in in self.check_ins.iter_mut().filter(closed) {
            check_in.ended_on = Some(to);
        }
        if to < from {
            self.count_from_before(from, day);
        } else {
            // What it left open, or would have closed on this day, is still to be done.
            let kept = self.closable(About::Customer, to, day);
            self.settle_contact(id, to, &[], &kept, day);
        }
    }
}

/// The day on which the repeating of a check-in is expected to end, as its deal has it.
fn end_among(check_in: &CheckIn, deals: &[Deal]) -> Option<NaiveDate> {
    let deal = deals
        .iter()
        .find(|deal| check_in.deal_id == Some(deal.id))?;
    end_of_turns(check_in, deal)
}

/// A repeating check-in counts anew from a contact, but never falls earlier than it already was.
fn restart(check_in: &mut CheckIn, on: NaiveDate, end: Option<NaiveDate>, day: Day<'_>) {
    let Some(repeat) = &mut check_in.repeat else {
        return;
    };
    let Some(turn_on) = repeat.turn_on else {
        return;
    };
    let anew = repeat.every.after(on, day.calendar);
    if anew > turn_on {
        repeat.restarted = true;
        check_in.take_turn(anew, end);
    }
}
