//! How a deal fares: red, amber or green, with its reasons.
//!
//! Each reason is a fact on record, and there is no score: one that is red makes the deal red whatever else is
//! well (practice 4, 5, 6, 7, 10).

use chrono::NaiveDate;

use crate::domain::account::Reach;
use crate::domain::check_in::{CheckIn, Kind};
use crate::domain::deal::{Deal, Status};
use crate::domain::id::{AccountId, CheckInId, DealId};
use crate::domain::ladder::RungState;
use crate::domain::order::sort_by_key;
use crate::domain::result::{PromisedResult, Verdict};
use crate::domain::rival::Rival;
use crate::domain::rung::Rung;
use crate::domain::words::words;

/// For so many days nobody may be reached while a rival is there or a notice is near.
const UNREACHED: i64 = 14;

/// So many days a check-in may be past its date before a deal is quiet.
const GRACE: i64 = 7;

words! {
    /// How a deal fares, the worst first.
    Colour, "a health" {
        /// We or they are late with what was agreed.
        Red = "red",
        /// It may go wrong unless somebody calls.
        Amber = "amber",
        /// Nothing on record speaks against it.
        Green = "green",
    }
}

/// An open check-in that tells something about the health of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    pub id: CheckInId,
    pub account_id: AccountId,
    /// None when it is the account's own, which every deal there stands under.
    pub deal_id: Option<DealId>,
    pub kind: Kind,
    pub due_on: NaiveDate,
    /// What was promised; of another kind nothing.
    pub what: Option<String>,
}

impl Sign {
    /// Whether an open check-in of that kind and date tells anything: a promise of ours that is broken, a
    /// conversation long overdue, that nothing is planned, a notice that is near.
    pub fn tells(kind: Kind, theirs: bool, due_on: NaiveDate, today: NaiveDate) -> bool {
        let days = (today - due_on).num_days();
        match kind {
            Kind::Promise => days > 0 && !theirs,
            Kind::Care | Kind::FollowUp => days > GRACE,
            Kind::Adrift | Kind::Renewal => days >= 0,
            Kind::Rung | Kind::Result | Kind::Risk | Kind::Heartbeat | Kind::Thanks => false,
        }
    }

    /// What a check-in tells, if anything.
    pub fn of(check_in: &CheckIn, today: NaiveDate) -> Option<Self> {
        let due_on = check_in.due_on.filter(|_| check_in.is_open())?;
        let is_promise = check_in.kind == Kind::Promise;
        Self::tells(check_in.kind, check_in.theirs, due_on, today).then(|| Self {
            id: check_in.id,
            account_id: check_in.account_id,
            deal_id: check_in.deal_id,
            kind: check_in.kind,
            due_on,
            what: is_promise.then(|| check_in.what.clone()),
        })
    }
}

/// What there is beside a deal that its health depends on. What is another deal's is passed over.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signs<'a> {
    pub check_ins: &'a [Sign],
    pub results: &'a [PromisedResult],
    pub rivals: &'a [Rival],
}

/// One fact that speaks against a deal. Days are whole days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A promise of ours is past its date (practice 5).
    Broken { what: String, days: i64 },
    /// The credit check failed and has not passed since (practice 2).
    CreditFailed { on: NaiveDate },
    /// The delivery is past the day on which it was expected (practice 6).
    DeliveryLate { days: i64 },
    /// The money is past the day on which it was expected (practice 1).
    Unpaid { days: i64 },
    /// A result is no better than before, and nobody there accepted that (practice 7).
    Missed { metric: String },
    /// Others are after the customer, and nobody was reached for `unreached` days, none is ever (practice 4).
    Rivals {
        names: Vec<String>,
        unreached: Option<i64>,
    },
    /// A check-in is long past and nobody was reached since it fell due (practice 3, 10).
    Quiet {
        due_on: NaiveDate,
        unreached: Option<i64>,
    },
    /// Nothing is planned with the customer of a live deal (practice 1).
    Adrift,
    /// Notice can be given until `on`, and nobody was reached for `unreached` days (practice 10).
    Notice {
        on: NaiveDate,
        unreached: Option<i64>,
    },
}

impl Reason {
    /// How much it speaks against a deal: what is late is red, what may go wrong is amber.
    pub const fn colour(&self) -> Colour {
        match self {
            Self::Broken { .. }
            | Self::CreditFailed { .. }
            | Self::DeliveryLate { .. }
            | Self::Unpaid { .. }
            | Self::Missed { .. } => Colour::Red,
            Self::Rivals { .. } | Self::Quiet { .. } | Self::Adrift | Self::Notice { .. } => {
                Colour::Amber
            }
        }
    }
}

/// How a deal fares, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    pub colour: Colour,
    /// The red ones first; none of a green deal.
    pub reasons: Vec<Reason>,
}

/// How a deal fares whose account has that reach.
///
/// A lost deal has no health, as there is nothing to keep. Neither has a prospect, but for one that is red:
/// what we owe is owed before the order too, while being quiet or having a rival is what a prospect is like.
pub fn judge(deal: &Deal, reach: &Reach, signs: Signs<'_>, today: NaiveDate) -> Option<Health> {
    let status = deal.status();
    if status.is_lost() {
        return None;
    }
    let mut reasons = red(deal, signs, today);
    if status == Status::Prospect {
        return (!reasons.is_empty()).then_some(Health {
            colour: Colour::Red,
            reasons,
        });
    }
    reasons.extend(amber(deal, reach, signs, today));
    let colours = reasons.iter().map(Reason::colour);
    Some(Health {
        colour: colours.min().unwrap_or(Colour::Green),
        reasons,
    })
}

/// The signs of a deal and of its account as a whole.
fn of_deal<'a>(deal: &Deal, signs: Signs<'a>) -> impl Iterator<Item = &'a Sign> {
    let (account, deal) = (deal.account_id, deal.id);
    let is_meant =
        move |one: &&Sign| one.account_id == account && one.deal_id.is_none_or(|id| id == deal);
    signs.check_ins.iter().filter(is_meant)
}

fn red(deal: &Deal, signs: Signs<'_>, today: NaiveDate) -> Vec<Reason> {
    let mut broken: Vec<&Sign> = of_deal(deal, signs)
        .filter(|one| one.kind == Kind::Promise)
        .collect();
    sort_by_key(&mut broken, |one| (one.due_on, one.id));
    let mut reasons: Vec<Reason> = broken
        .into_iter()
        .map(|one| Reason::Broken {
            what: one.what.clone().unwrap_or_default(),
            days: (today - one.due_on).num_days(),
        })
        .collect();
    let failed = deal.ladder.failed();
    reasons.extend(failed.map(|failed| Reason::CreditFailed { on: failed.on }));
    let late = |rung| match deal.ladder.state(rung) {
        RungState::Open {
            expected_on: Some(on),
        } => Some((today - on).num_days()).filter(|days| *days > 0),
        _ => None,
    };
    reasons.extend(late(Rung::Delivered).map(|days| Reason::DeliveryLate { days }));
    reasons.extend(late(Rung::Paid).map(|days| Reason::Unpaid { days }));
    let is_missed = |one: &&PromisedResult| {
        one.deal_id == deal.id && one.verdict() == Verdict::Missed && one.accepted.is_none()
    };
    reasons.extend(
        signs
            .results
            .iter()
            .filter(is_missed)
            .map(|one| Reason::Missed {
                metric: one.promised.metric.clone(),
            }),
    );
    reasons
}

fn amber(deal: &Deal, reach: &Reach, signs: Signs<'_>, today: NaiveDate) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let unreached = reach.days_since_reached(today);
    // Who was never reached was at least there on the day on which the deal began.
    let begun = Rung::ALL
        .iter()
        .filter_map(|rung| deal.ladder.facts(*rung).done_on)
        .min();
    let seen_on = reach.last_reached_on.max(begun);
    let is_unreached = seen_on.is_none_or(|on| (today - on).num_days() >= UNREACHED);
    if is_unreached {
        let after = signs.rivals.iter().filter(|rival| rival.is_active());
        let names: Vec<String> = after
            .filter(|rival| rival.is_after(deal))
            .map(|rival| rival.name.clone())
            .collect();
        reasons.extend((!names.is_empty()).then_some(Reason::Rivals { names, unreached }));
    }
    let was_reached = |due_on: NaiveDate| reach.last_reached_on.is_some_and(|on| on >= due_on);
    let overdue = of_deal(deal, signs)
        .filter(|one| matches!(one.kind, Kind::Care | Kind::FollowUp))
        .map(|one| one.due_on)
        .filter(|due_on| !was_reached(*due_on));
    let first = overdue.min();
    reasons.extend(first.map(|due_on| Reason::Quiet { due_on, unreached }));
    let has = |kind| of_deal(deal, signs).any(|one| one.kind == kind);
    let is_adrift = deal.status().is_live() && has(Kind::Adrift);
    reasons.extend(is_adrift.then_some(Reason::Adrift));
    let notice = deal.notice_on().filter(|_| is_unreached);
    reasons.extend(
        notice
            .filter(|_| has(Kind::Renewal))
            .map(|on| Reason::Notice { on, unreached }),
    );
    reasons
}

#[cfg(test)]
mod tests;
