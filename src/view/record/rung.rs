//! The rungs of a deal, with their parts and moves.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::check_in::CheckIn;
use crate::domain::deal::Deal;
use crate::domain::ladder::{Move, Part, RungState};
use crate::domain::money::{Currency, Major, Money};
use crate::domain::rung::Rung;

/// Where a rung of a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RungWord {
    Done,
    Open,
    NotApplicable,
}

/// A dated part of a rung.
#[derive(Debug, Clone, Serialize)]
pub struct PartRecord {
    pub what: String,
    pub on: NaiveDate,
    pub amount: Option<Major>,
    pub currency: Option<Currency>,
    /// The amount as it is, for screens.
    #[serde(skip)]
    pub money: Option<Money>,
}

impl PartRecord {
    fn new(part: &Part) -> Self {
        Self {
            what: part.what.clone(),
            on: part.on,
            amount: part.amount.map(Money::major_number),
            currency: part.amount.map(|amount| amount.currency),
            money: part.amount,
        }
    }
}

/// One change of an expected date.
#[derive(Debug, Clone, Serialize)]
pub struct MoveRecord {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub why: Option<String>,
    /// The day on which it was said.
    pub moved_on: NaiveDate,
}

impl MoveRecord {
    fn new(one: &Move) -> Self {
        Self {
            from: one.from_on,
            to: one.to_on,
            why: one.why.clone(),
            moved_on: one.moved_on,
        }
    }
}

/// A rung of a deal.
#[derive(Debug, Clone, Serialize)]
pub struct RungRecord {
    pub rung: Rung,
    pub state: RungWord,
    /// The day it was marked for; of an implied one, the day of what implies it.
    pub done_on: Option<NaiveDate>,
    pub expected_on: Option<NaiveDate>,
    pub slips: usize,
    pub slipped_days: i64,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Dated parts, in the order in which they were noted.
    pub parts: Vec<PartRecord>,
    /// The rung it was concluded from, where nobody marked it.
    pub implied_by: Option<Rung>,
    /// The day on which the credit check failed; null once that is settled.
    pub failed_on: Option<NaiveDate>,
    pub failed_why: Option<String>,
    /// Every change of the expected date, earlier ones too, oldest first.
    pub moves: Vec<MoveRecord>,
}

impl RungRecord {
    /// Every rung of a deal, in climbing order.
    pub fn list(deal: &Deal) -> Vec<Self> {
        Rung::ALL.iter().map(|rung| Self::of(deal, *rung)).collect()
    }

    fn of(deal: &Deal, rung: Rung) -> Self {
        let (state, done_on, implied_by) = match deal.ladder.state(rung) {
            RungState::Done { on, implied_by } => (RungWord::Done, Some(on), implied_by),
            RungState::Open { .. } => (RungWord::Open, None, None),
            RungState::NotApplicable => (RungWord::NotApplicable, None, None),
        };
        let (slips, slipped_days) = deal.ladder.slips(rung);
        let facts = deal.ladder.facts(rung);
        Self {
            rung,
            state,
            done_on,
            expected_on: deal.ladder.expected_on(rung),
            slips,
            slipped_days,
            reference: facts.reference.clone(),
            parts: facts.parts.iter().map(PartRecord::new).collect(),
            implied_by,
            failed_on: facts.failed.as_ref().map(|failed| failed.on),
            failed_why: facts.failed.as_ref().and_then(|failed| failed.why.clone()),
            moves: facts.moves.iter().map(MoveRecord::new).collect(),
        }
    }
}

/// The number that goes with what a check-in asks: of the order or the invoice its rung is about.
pub(super) fn reference(check_in: &CheckIn, deal: &Deal) -> Option<String> {
    let of_step = check_in.anchor.map(|anchor| anchor.rung);
    let rung = check_in
        .rung
        .or(of_step.filter(|rung| *rung == Rung::Invoiced))?;
    deal.ladder.reference_for(rung).map(String::from)
}

/// What of a check-in's rung is there already: `20k of 48k here`, else the part that was noted last.
pub(super) fn here(check_in: &CheckIn, deal: &Deal) -> Option<String> {
    let rung = check_in.rung?;
    let so_far = || {
        let last = deal.ladder.facts(rung).parts.last()?;
        Some(format!("so far {}", last.what))
    };
    match (deal.ladder.parts_sum(rung), deal.value) {
        (Some(sum), Some(value)) => Some(format!("{} of {} here", sum.short(), value.short())),
        (Some(sum), None) => Some(format!("{} here", sum.short())),
        (None, _) => so_far(),
    }
}
