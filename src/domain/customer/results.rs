//! Results: promised, measured, accepted, and who asks for the next measurement (practice 7).

use chrono::NaiveDate;

use crate::domain::check_in::{Anchor, CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::customer::{ByHandError, Customer, Day, Tidied};
use crate::domain::deal::Deal;
use crate::domain::id::{CheckInId, DealId, ResultId};
use crate::domain::interval::offset_day;
use crate::domain::number::Number;
use crate::domain::result::{
    Acceptance, MEASURE_AFTER, MEASURE_ANCHOR, Measurement, Promised, PromisedResult, Verdict,
};

/// When a result is to be measured, as somebody says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// On a day, whatever the rungs do.
    Day(NaiveDate),
    /// A while after they went live, and that day moves with the rung.
    Rung,
}

/// How a check-in says that its result was accepted. It is the one text of the program's own that names a person.
pub fn accepted(by: Option<&str>) -> String {
    by.map_or_else(
        || "accepted".to_owned(),
        |name| format!("accepted by {name}"),
    )
}

impl Customer {
    /// The result of that id.
    pub fn result(&self, id: ResultId) -> Option<&PromisedResult> {
        self.results.iter().find(|one| one.id == id)
    }

    fn result_mut(&mut self, id: ResultId) -> Option<&mut PromisedResult> {
        self.results.iter_mut().find(|one| one.id == id)
    }

    /// The results of a deal.
    pub fn results_of(&self, deal_id: DealId) -> impl Iterator<Item = &PromisedResult> {
        self.results
            .iter()
            .filter(move |one| one.deal_id == deal_id)
    }

    /// Promises a result with a deal, and asks for it: on the day that is given, else a while after they went
    /// live.
    pub fn promise_result(&mut self, deal_id: DealId, promised: Promised, by: By) -> ResultId {
        let id = ResultId::provisional(self.next_provisional());
        let what = promised.to_measure();
        self.results.push(PromisedResult {
            id,
            uid: String::new(),
            deal_id,
            promised,
            measurements: Vec::new(),
            accepted: None,
        });
        let asking = self.ask_to_measure(deal_id, id, what);
        if let Some(asking) = self.check_in_mut(asking) {
            ask_by(asking, by);
        }
        id
    }

    /// Adds the check-in that asks for a result; it has no date yet.
    fn ask_to_measure(&mut self, deal_id: DealId, id: ResultId, what: String) -> CheckInId {
        let account_id = self.account.id;
        self.add_check_in(|check_in| CheckIn {
            result_id: Some(id),
            ..CheckIn::new(check_in, account_id, Some(deal_id), Kind::Result, what)
        })
    }

    /// The check-in that asks for a result: the open one, else the last one that did.
    pub fn asking(&self, id: ResultId) -> Option<&CheckIn> {
        asking(&self.check_ins, id)
    }

    fn open_asking_mut(&mut self, id: ResultId) -> Option<&mut CheckIn> {
        self.check_ins
            .iter_mut()
            .find(|one| one.is_open() && asks_for(one, id))
    }

    /// Writes down what was measured. Whoever asked for it is answered when the result is met, or the
    /// measurement is of the day that was set or a later one. What is short of its target is asked for again.
    pub fn measure(&mut self, id: ResultId, measured: Measurement, day: Day<'_>) {
        let Some(result) = self.result_mut(id) else {
            return;
        };
        let (on, said) = (measured.on, result.promised.with_unit(measured.value));
        result.measurements.push(measured);
        let is_met = result.verdict() == Verdict::Met;
        if let Some(asking) = self.open_asking_mut(id)
            && (is_met || asking.due_on.is_some_and(|due_on| due_on <= on))
        {
            answer(asking, on, said);
        }
        self.ask_again(id, day);
    }

    /// Takes the measured value with which a check-in of a result is settled.
    pub(super) fn done_measuring(
        &mut self,
        id: CheckInId,
        result_id: ResultId,
        note: Option<&str>,
        day: Day<'_>,
    ) -> Result<(), ByHandError> {
        let Some(result) = self.result(result_id) else {
            return Ok(());
        };
        let value = result
            .promised
            .read_value(note.unwrap_or_default())
            .map_err(|source| ByHandError::NoValue { id, source })?;
        let said = result.promised.with_unit(value);
        if let Some(asking) = self.check_in_mut(id) {
            answer(asking, day.today, said);
        }
        let on = day.today;
        self.measure(result_id, Measurement { on, value }, day);
        Ok(())
    }

    /// Asks for a result again that was measured and is short of its target, unless somebody asks already or
    /// the customer has accepted it as it is.
    fn ask_again(&mut self, id: ResultId, day: Day<'_>) {
        let Some(result) = self.result(id) else {
            return;
        };
        let is_short = matches!(result.verdict(), Verdict::Partly | Verdict::Missed);
        let is_asked = self.asking(id).is_some_and(CheckIn::is_open);
        let Some(last) = result
            .last()
            .filter(|_| is_short && !is_asked && result.accepted.is_none())
        else {
            return;
        };
        let promised = &result.promised;
        let (deal_id, what, why) = (result.deal_id, promised.to_measure(), so_far(result));
        let due_on = MEASURE_AFTER.after(last.on, day.calendar).max(day.today);
        let asking = self.ask_to_measure(deal_id, id, what);
        if let Some(asking) = self.check_in_mut(asking) {
            asking.why = why;
            asking.set_due(due_on);
        }
    }

    /// Somebody at the customer accepts a result, so that nobody asks for it any more. Whether they may be
    /// quoted stays as it was where it is not said.
    pub fn accept_result(&mut self, id: ResultId, acceptance: Acceptance) {
        let who = acceptance.by.and_then(|by| self.person(by));
        let said = accepted(who.map(|person| person.name.as_str()));
        let on = acceptance.on;
        let Some(result) = self.result_mut(id) else {
            return;
        };
        let said_before = result.accepted.as_ref().and_then(|before| before.may_quote);
        result.accepted = Some(Acceptance {
            may_quote: acceptance.may_quote.or(said_before),
            ..acceptance
        });
        if let Some(asking) = self.open_asking_mut(id) {
            answer(asking, on, said);
        }
    }

    /// Corrects what was promised, and says anew when it is to be measured. False when it is to be measured
    /// another day and nobody asks for it any more.
    pub fn correct_result(
        &mut self,
        id: ResultId,
        promised: Promised,
        by: Option<By>,
        day: Day<'_>,
    ) -> bool {
        let Some(result) = self.result_mut(id) else {
            return true;
        };
        let before = result.verdict();
        result.promised = promised;
        let (after, what, why) = (
            result.verdict(),
            result.promised.to_measure(),
            so_far(result),
        );
        let said = result
            .last()
            .map(|last| (last.on, result.promised.with_unit(last.value)));
        let asking = self.open_asking_mut(id);
        let is_asked = asking.is_some();
        if let Some(asking) = asking {
            asking.what = what;
            asking.why = asking.why.take().and(why);
            match (by, said) {
                (Some(by), _) => ask_by(asking, by),
                // Measured by the new target, it has been met all along.
                (None, Some((on, said))) if after == Verdict::Met && before != after => {
                    answer(asking, on, said);
                }
                _ => {}
            }
        } else if before == Verdict::Met && after != before {
            self.ask_again(id, day);
        }
        by.is_none() || is_asked
    }

    /// Takes back what settled a check-in of a result that is opened again: the measurement, and with it that
    /// anybody accepted it. The check-in that asked again goes.
    pub(super) fn ask_as_before(&mut self, reopened: &CheckIn, ended: Ended) {
        let Some(id) = reopened.result_id else {
            return;
        };
        self.check_ins
            .retain(|one| one.id == reopened.id || !(one.is_open() && asks_for(one, id)));
        let Some(result) = self.result_mut(id).filter(|_| ended == Ended::Done) else {
            return;
        };
        result.accepted = None;
        let settled_it = |one: &Measurement| {
            Some(one.on) == reopened.ended_on
                && reopened.ended_why.as_deref() == Some(&result.promised.with_unit(one.value))
        };
        if let Some(place) = result.measurements.iter().rposition(settled_it) {
            result.measurements.remove(place);
        }
    }

    /// Dates what asks for the results of a deal, as far as the day follows a rung; with a lost deal it goes,
    /// and comes back.
    pub(super) fn sync_results(&mut self, index: usize, day: Day<'_>, tidied: &mut Tidied) {
        let deal = &self.deals[index];
        let is_lost = deal.status().is_lost();
        let back: Vec<CheckInId> = self
            .results_of(deal.id)
            .filter(|one| !is_lost && one.accepted.is_none() && one.verdict() != Verdict::Met)
            .filter_map(|one| asking(&self.check_ins, one.id))
            .filter(|one| one.ended == Some(Ended::Lost))
            .map(|one| one.id)
            .collect();
        let of_deal = |one: &&mut CheckIn| one.deal_id == Some(deal.id) && one.result_id.is_some();
        for check_in in self.check_ins.iter_mut().filter(of_deal) {
            if is_lost && check_in.is_open() {
                check_in.end(CheckInStatus::Dropped, Ended::Lost, day.today);
            } else if back.contains(&check_in.id) {
                check_in.open_again();
            }
            if check_in.is_open() && !follow_rung(check_in, deal, day) {
                tidied.kept_by_hand.push(check_in.id);
            }
        }
    }

    /// What of a deal's results is not proven, each with what there is to say: a warning where somebody says
    /// that the deal is verified.
    pub fn unproven(&self, deal_id: DealId) -> Vec<(&PromisedResult, String)> {
        self.results_of(deal_id)
            .filter_map(|result| Some((result, result.unproven()?)))
            .collect()
    }
}

/// Of these check-ins the one that asks for a result: the open one, else the last one that did.
pub fn asking(check_ins: &[CheckIn], id: ResultId) -> Option<&CheckIn> {
    check_ins
        .iter()
        .filter(|one| asks_for(one, id))
        .max_by_key(|one| (one.is_open(), one.id.is_provisional(), one.id.0.abs()))
}

fn asks_for(check_in: &CheckIn, id: ResultId) -> bool {
    check_in.kind == Kind::Result && check_in.result_id == Some(id)
}

/// Settles a check-in of a result, with what there is to say about it.
fn answer(asking: &mut CheckIn, on: NaiveDate, said: String) {
    asking.end(CheckInStatus::Done, Ended::Done, on);
    asking.ended_why = Some(said);
}

/// Why it is measured again; none when it was not measured yet.
fn so_far(result: &PromisedResult) -> Option<String> {
    let with_unit = |number: Number| result.promised.with_unit(number);
    result.last().map(|last| {
        format!(
            "{} so far, promised {}",
            with_unit(last.value),
            with_unit(result.promised.target)
        )
    })
}

/// Says when a check-in asks for a result. What follows a rung is dated by [`Customer::tidy`].
fn ask_by(asking: &mut CheckIn, by: By) {
    asking.moved_by_hand = false;
    match by {
        By::Day(on) => {
            asking.anchor = None;
            asking.set_due(on);
        }
        By::Rung => {
            asking.wait();
            asking.anchor = Some(Anchor {
                rung: MEASURE_ANCHOR,
                offset: i32::try_from(MEASURE_AFTER.count).unwrap_or(i32::MAX),
                unit: MEASURE_AFTER.unit,
                anchored_on: None,
            });
        }
    }
}

/// Dates a check-in anew when the day of its rung has changed; false when the rep chose its date and it stays
/// there. A day that is past would have been today all along, but for one that it was given before.
fn follow_rung(check_in: &mut CheckIn, deal: &Deal, day: Day<'_>) -> bool {
    let Some(anchor) = &mut check_in.anchor else {
        return true;
    };
    let anchor_on = deal.ladder.anchor_on(anchor.rung);
    if anchor_on == anchor.anchored_on {
        return true;
    }
    anchor.anchored_on = anchor_on;
    let (offset, unit) = (anchor.offset, anchor.unit);
    if check_in.moved_by_hand {
        return false;
    }
    match anchor_on.map(|on| offset_day(on, offset, unit, day.calendar)) {
        Some(on) if on >= day.today || check_in.first_due_on == Some(on) => check_in.set_due(on),
        Some(_) => check_in.set_due(day.today),
        None => check_in.wait(),
    }
    true
}
