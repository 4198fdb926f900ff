//! Taking a mark back exactly: which command it was, and what of that command's doing is given back.
//!
//! What a command changed and nobody touched since is given back as it was. What was touched since, and what
//! no journal knows any more, is worked out from the ladder, as if the mark had never been.

use chrono::NaiveDate;

use crate::domain::check_in::CheckIn;
use crate::domain::customer::{Customer, Marked};
use crate::domain::deal::PlanChoice;
use crate::domain::id::{CheckInId, DealId};
use crate::domain::ladder::{Failed, LadderError, RungFacts};
use crate::domain::order::sort_by_key;
use crate::domain::rung::Rung;

/// What the journal calls the command that takes a mark back.
pub const UNMARK: &str = "mark --undo";

/// What it calls the command that opens a check-in again, and takes the mark of its rung back.
const REOPEN: &str = "reopen";

/// The commands that mark a rung and do nothing beside what follows from it. A contact that marked one stays
/// when the mark is taken back.
const MARKS: &[&str] = &["mark", "done", "drop"];

/// One change of what is on record about a rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The command's number in the journal.
    pub command: i64,
    pub verb: String,
    /// What was on record before it; nothing where it was the first to say anything.
    pub was: RungFacts,
}

/// What a mark says of a rung, as opposed to when it is expected.
fn mark_of(facts: &RungFacts) -> (Option<NaiveDate>, bool, Option<&Failed>, Option<&str>) {
    let (failed, reference) = (facts.failed.as_ref(), facts.reference.as_deref());
    (facts.done_on, facts.not_applicable, failed, reference)
}

/// The entry whose mark stands now, from the changes of that rung's row, the newest first; none where it is
/// not there any more, or something else than a mark by itself made it. What was marked and taken back
/// since, in pairs, is passed over.
pub fn entry_to_take_back(now: &RungFacts, newest_first: &[Entry]) -> Option<Entry> {
    let mut stands = mark_of(now);
    let mut taken_back = 0_usize;
    for entry in newest_first {
        let was = mark_of(&entry.was);
        if was == stands {
            continue;
        }
        stands = was;
        if [UNMARK, REOPEN].contains(&entry.verb.as_str()) {
            taken_back += 1;
        } else if taken_back > 0 {
            taken_back -= 1;
        } else {
            return MARKS.contains(&entry.verb.as_str()).then(|| entry.clone());
        }
    }
    None
}

/// A check-in that a command touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    pub id: CheckInId,
    /// As it was before the command; none when the command made it.
    pub was: Option<CheckIn>,
    /// Whether a later command touched it too.
    pub touched_since: bool,
}

/// What a command changed of a customer, as it was before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    pub check_ins: Vec<Touched>,
    /// The deal's plan, where the command changed the deal and no later one did.
    pub plan: Option<PlanChoice>,
}

impl Before {
    /// Whether giving back what the command changed opens a check-in again.
    pub fn opens(&self, id: CheckInId) -> bool {
        let is_open = |one: &Touched| one.was.as_ref().is_some_and(CheckIn::is_open);
        let is_meant = |one: &Touched| one.id == id && !one.touched_since && is_open(one);
        self.check_ins.iter().any(is_meant)
    }
}

impl Customer {
    /// Takes the mark of a rung back to what was said of it before, and gives back what followed from it.
    pub fn take_back(
        &mut self,
        deal_id: DealId,
        rung: Rung,
        said: &RungFacts,
        before: Before,
    ) -> Result<Option<Marked>, LadderError> {
        let marked = self.change_ladder(deal_id, |ladder| ladder.return_to(rung, said))?;
        for touched in before.check_ins {
            if touched.touched_since {
                continue;
            }
            let place = self.check_ins.iter().position(|one| one.id == touched.id);
            match (place, touched.was) {
                (Some(place), Some(was)) => self.check_ins[place] = was,
                (Some(place), None) => drop(self.check_ins.remove(place)),
                (None, Some(was)) => self.check_ins.push(was),
                (None, None) => {}
            }
        }
        sort_by_key(&mut self.check_ins, |one| {
            let id = one.id;
            (id.is_provisional(), id.0.abs())
        });
        if let (Some(plan), Some(deal)) = (before.plan, self.deal_mut(deal_id)) {
            deal.plan = plan;
        }
        Ok(marked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(day: Option<u32>) -> RungFacts {
        RungFacts {
            done_on: day.map(|day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap()),
            ..RungFacts::default()
        }
    }

    #[test]
    fn the_mark_that_stands_is_the_one_to_take_back() {
        // What is done now; each change, newest first: the verb and what was done before it; and the command
        // to take back, counted from 0.
        type Case = (
            Option<u32>,
            &'static [(&'static str, Option<u32>)],
            Option<i64>,
        );
        let table: &[Case] = &[
            (Some(5), &[("mark", None)], Some(0)),
            (Some(5), &[("done", None)], Some(0)),
            (Some(5), &[("log", None)], None),
            (Some(5), &[("add", None)], None),
            (Some(5), &[], None),
            // Expected again meanwhile: no change of the mark.
            (Some(5), &[("expect", Some(5)), ("mark", None)], Some(1)),
            // Corrected: first the correction, then the mark.
            (Some(7), &[("mark", Some(5)), ("mark", None)], Some(0)),
            (
                Some(5),
                &[(UNMARK, Some(7)), ("mark", Some(5)), ("mark", None)],
                Some(2),
            ),
            // Opened again and marked again.
            (
                Some(8),
                &[
                    ("mark", Some(5)),
                    ("reopen", Some(7)),
                    ("done", Some(5)),
                    ("mark", None),
                ],
                Some(0),
            ),
            (
                Some(5),
                &[("reopen", Some(7)), ("done", Some(5)), ("mark", None)],
                Some(2),
            ),
            // Marked, taken back, marked again.
            (
                Some(8),
                &[("mark", None), (UNMARK, Some(5)), ("mark", None)],
                Some(0),
            ),
            (
                Some(5),
                &[
                    (UNMARK, Some(8)),
                    (UNMARK, Some(7)),
                    ("mark", Some(8)),
                    ("log", Some(5)),
                    ("mark", None),
                ],
                Some(4),
            ),
        ];
        for (now, changes, expected) in table {
            let entries: Vec<Entry> = changes
                .iter()
                .zip(0..)
                .map(|((verb, was), command)| Entry {
                    command,
                    verb: (*verb).to_owned(),
                    was: done(*was),
                })
                .collect();
            let found = entry_to_take_back(&done(*now), &entries);
            assert_eq!(
                found.map(|entry| entry.command),
                *expected,
                "{now:?} {changes:?}"
            );
        }
    }
}
