//! The ladder of one deal: which rungs are done, expected or not applicable, and what follows from that.
//!
//! Only what somebody said is kept (a mark, an expectation, "not applicable"). What a mark implies and when
//! net-30 money is expected are computed each time (practice 2).

mod part;

pub use part::{Failed, Part};

use chrono::{Days, NaiveDate};

use crate::domain::money::{Currency, Money};
use crate::domain::rung::Rung;

/// What settles a deal, each done or not applicable (practice 1).
pub const SETTLING: [Rung; 3] = [Rung::Delivered, Rung::Verified, Rung::Paid];

/// What is on record about one rung.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RungFacts {
    pub done_on: Option<NaiveDate>,
    pub expected_on: Option<NaiveDate>,
    pub not_applicable: bool,
    /// A purchase order's or an invoice's number.
    pub reference: Option<String>,
    /// Every change of the expected date, oldest first.
    pub moves: Vec<Move>,
    /// Dated parts, in the order in which they were noted.
    pub parts: Vec<Part>,
    /// Of the credit check: that it failed, and has not passed since.
    pub failed: Option<Failed>,
}

/// One change of an expected date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub why: Option<String>,
    /// The day the change was made known.
    pub moved_on: NaiveDate,
}

/// Where a rung stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RungState {
    /// It happened; `implied_by` names the rung it was concluded from where nobody marked it.
    Done {
        on: NaiveDate,
        implied_by: Option<Rung>,
    },
    /// It has not happened. `expected_on` is the day it is promised for, or follows from the terms.
    Open {
        expected_on: Option<NaiveDate>,
    },
    NotApplicable,
}

/// Why a rung cannot be marked or expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LadderError {
    #[error("{rung} on {} would be before {implied}, which is marked on {}", crate::domain::when::format_day(*on), crate::domain::when::format_day(*implied_on))]
    BeforeImplied {
        rung: Rung,
        on: NaiveDate,
        implied: Rung,
        implied_on: NaiveDate,
    },
    #[error("{rung} is done, on {}", crate::domain::when::format_day(*on))]
    AlreadyDone { rung: Rung, on: NaiveDate },
    #[error("{rung} is done, as {by} implies it")]
    Implied { rung: Rung, by: Rung },
    #[error("{rung} is not marked")]
    NotMarked { rung: Rung },
    #[error("the parts of {rung} come to {}, and the deal is worth {}", sum.long(), whole.long())]
    PartsTooLarge {
        rung: Rung,
        sum: Money,
        whole: Money,
    },
    #[error("{} is no part of an amount in {currency}", amount.long())]
    PartInOther { amount: Money, currency: Currency },
    #[error("{rung} has no part called `{}`", crate::domain::words::excerpt(what))]
    NoSuchPart {
        rung: Rung,
        what: String,
        /// What its parts are called.
        known: Vec<String>,
    },
}

/// The rungs of one deal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ladder {
    facts: [RungFacts; Rung::ALL.len()],
    /// Days from the invoice to the payment, where the deal has such terms (net 30 is 30).
    pub terms_days: Option<u32>,
}

impl Ladder {
    /// An empty ladder with these terms: the days from the invoice to the payment.
    pub fn with_terms(terms_days: Option<u32>) -> Self {
        Self {
            terms_days,
            ..Self::default()
        }
    }

    /// What is on record about a rung.
    pub fn facts(&self, rung: Rung) -> &RungFacts {
        &self.facts[rung as usize]
    }

    /// What is on record about a rung, to be filled when a deal is loaded.
    pub fn facts_mut(&mut self, rung: Rung) -> &mut RungFacts {
        &mut self.facts[rung as usize]
    }

    /// Where a rung stands, with what the others imply.
    pub fn state(&self, rung: Rung) -> RungState {
        let facts = self.facts(rung);
        if let Some(on) = facts.done_on {
            return RungState::Done {
                on,
                implied_by: None,
            };
        }
        if facts.not_applicable {
            return RungState::NotApplicable;
        }
        let expected_on = self.expected_on(rung);
        let is_noted = !facts.parts.is_empty() || facts.failed.is_some();
        if rung.is_optional() && expected_on.is_none() && !is_noted {
            return RungState::NotApplicable;
        }
        match self.implied(rung) {
            Some((by, on)) => RungState::Done {
                on,
                implied_by: Some(by),
            },
            None => RungState::Open { expected_on },
        }
    }

    /// The earliest marked rung that implies this one.
    fn implied(&self, rung: Rung) -> Option<(Rung, NaiveDate)> {
        Rung::ALL
            .iter()
            .filter(|above| above.implies().contains(&rung))
            .filter_map(|above| Some((*above, self.facts(*above).done_on?)))
            .min_by_key(|(_, on)| *on)
    }

    /// The day a rung was done, marked or implied.
    pub fn done_on(&self, rung: Rung) -> Option<NaiveDate> {
        match self.state(rung) {
            RungState::Done { on, .. } => Some(on),
            _ => None,
        }
    }

    /// Whether a rung is no longer waited for.
    pub fn is_closed(&self, rung: Rung) -> bool {
        !matches!(self.state(rung), RungState::Open { .. })
    }

    /// The day a rung is expected: as typed, or for the payment as the terms give it from the invoice's
    /// real, else expected date.
    pub fn expected_on(&self, rung: Rung) -> Option<NaiveDate> {
        self.facts(rung).expected_on.or_else(|| {
            let days = (rung == Rung::Paid).then_some(self.terms_days).flatten()?;
            self.anchor_on(Rung::Invoiced)?
                .checked_add_days(Days::new(u64::from(days)))
        })
    }

    /// The day that plan steps of a rung count from: done, else expected. What waits for a go-live that is
    /// not applicable counts from the delivery.
    pub fn anchor_on(&self, rung: Rung) -> Option<NaiveDate> {
        match self.state(rung) {
            RungState::Done { on, .. } => Some(on),
            RungState::Open { expected_on } => expected_on,
            RungState::NotApplicable if rung == Rung::Live => self.anchor_on(Rung::Delivered),
            RungState::NotApplicable => None,
        }
    }

    /// Whether plan steps of a rung can never be dated, because it is not applicable.
    pub fn anchor_is_gone(&self, rung: Rung) -> bool {
        match (self.state(rung), rung) {
            (RungState::NotApplicable, Rung::Live) => self.anchor_is_gone(Rung::Delivered),
            (state, _) => state == RungState::NotApplicable,
        }
    }

    /// The rungs that count for this deal, in climbing order.
    fn applicable(&self) -> impl Iterator<Item = (Rung, RungState)> + '_ {
        Rung::ALL
            .iter()
            .map(|rung| (*rung, self.state(*rung)))
            .filter(|(_, state)| *state != RungState::NotApplicable)
    }

    /// The highest rung with nothing open below it; none when the first one is open.
    pub fn rung(&self) -> Option<Rung> {
        self.applicable()
            .take_while(|(_, state)| matches!(state, RungState::Done { .. }))
            .last()
            .map(|(rung, _)| rung)
    }

    /// The first open rung.
    pub fn next_rung(&self) -> Option<Rung> {
        self.applicable()
            .find(|(_, state)| matches!(state, RungState::Open { .. }))
            .map(|(rung, _)| rung)
    }

    /// How many rungs are done and how many there are; those not applicable are not counted.
    pub fn progress(&self) -> (usize, usize) {
        let done = self
            .applicable()
            .filter(|(_, state)| matches!(state, RungState::Done { .. }))
            .count();
        (done, self.applicable().count())
    }

    /// Open rungs below the highest one done: "paid, not yet delivered".
    pub fn gaps(&self) -> Vec<Rung> {
        let top = self
            .applicable()
            .filter(|(_, state)| matches!(state, RungState::Done { .. }))
            .last();
        self.applicable()
            .filter(|(rung, state)| {
                top.is_some_and(|(top, _)| *rung < top) && matches!(state, RungState::Open { .. })
            })
            .map(|(rung, _)| rung)
            .collect()
    }

    /// Whether anything has happened at all: a deal without any rung done is a prospect.
    pub fn has_begun(&self) -> bool {
        self.facts.iter().any(|facts| facts.done_on.is_some())
    }

    /// Whether there is more than a verbal yes.
    pub fn is_won(&self) -> bool {
        Rung::ALL
            .iter()
            .any(|rung| *rung > Rung::Verbal && self.facts(*rung).done_on.is_some())
    }

    /// What is missing until the deal is settled: delivered, verified and paid, each done or not
    /// applicable (practice 1).
    pub fn missing(&self) -> Vec<Rung> {
        SETTLING
            .into_iter()
            .filter(|rung| !self.is_closed(*rung))
            .collect()
    }

    /// The day the deal was settled: the last of delivery, verification and payment, where they apply,
    /// else the last thing that happened.
    pub fn settled_on(&self) -> Option<NaiveDate> {
        if !self.missing().is_empty() {
            return None;
        }
        SETTLING
            .into_iter()
            .filter_map(|rung| self.done_on(rung))
            .max()
            .or_else(|| self.latest_done_on())
    }

    /// The latest day on which anything was done.
    pub fn latest_done_on(&self) -> Option<NaiveDate> {
        self.facts.iter().filter_map(|facts| facts.done_on).max()
    }

    /// How often, and by how many days in all, the expected date of a rung moved later.
    pub fn slips(&self, rung: Rung) -> (usize, i64) {
        let later = self
            .facts(rung)
            .moves
            .iter()
            .map(|one| (one.to_on - one.from_on).num_days())
            .filter(|days| *days > 0);
        later.fold((0, 0), |(count, sum), days| (count + 1, sum + days))
    }

    /// Marks a rung as done; a second mark corrects the date.
    pub fn mark(
        &mut self,
        rung: Rung,
        on: NaiveDate,
        reference: Option<String>,
    ) -> Result<(), LadderError> {
        for implied in rung.implies() {
            if let Some(implied_on) = self
                .facts(*implied)
                .done_on
                .filter(|implied_on| on < *implied_on)
            {
                return Err(LadderError::BeforeImplied {
                    rung,
                    on,
                    implied: *implied,
                    implied_on,
                });
            }
        }
        let facts = self.facts_mut(rung);
        facts.done_on = Some(on);
        facts.not_applicable = false;
        facts.failed = None;
        if reference.is_some() {
            facts.reference = reference;
        }
        Ok(())
    }

    /// Takes a mark back: of a done rung the date and its reference, else "not applicable" or a failure.
    pub fn unmark(&mut self, rung: Rung) -> Result<(), LadderError> {
        if let RungState::Done {
            implied_by: Some(by),
            ..
        } = self.state(rung)
        {
            return Err(LadderError::Implied { rung, by });
        }
        let facts = self.facts_mut(rung);
        if facts.done_on.is_none() && !facts.not_applicable && facts.failed.is_none() {
            return Err(LadderError::NotMarked { rung });
        }
        facts.done_on = None;
        facts.not_applicable = false;
        facts.failed = None;
        facts.reference = None;
        Ok(())
    }

    /// Says that a rung does not apply to this deal.
    pub fn waive(&mut self, rung: Rung) -> Result<(), LadderError> {
        self.refuse_done(rung)?;
        let facts = self.facts_mut(rung);
        facts.not_applicable = true;
        facts.failed = None;
        Ok(())
    }

    /// Expects a rung on a day, keeping the change where it was expected on another one.
    pub fn expect(
        &mut self,
        rung: Rung,
        on: NaiveDate,
        why: Option<String>,
        today: NaiveDate,
    ) -> Result<(), LadderError> {
        self.refuse_done(rung)?;
        let before = self.expected_on(rung);
        let facts = self.facts_mut(rung);
        if let Some(from_on) = before.filter(|from| *from != on) {
            facts.moves.push(Move {
                from_on,
                to_on: on,
                why,
                moved_on: today,
            });
        }
        facts.expected_on = Some(on);
        facts.not_applicable = false;
        Ok(())
    }

    fn refuse_done(&self, rung: Rung) -> Result<(), LadderError> {
        match self.state(rung) {
            RungState::Done {
                on,
                implied_by: None,
            } => Err(LadderError::AlreadyDone { rung, on }),
            RungState::Done {
                implied_by: Some(by),
                ..
            } => Err(LadderError::Implied { rung, by }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
