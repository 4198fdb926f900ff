//! One sale to one account.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::contract::{self, Percent};
use crate::domain::id::{AccountId, DealId, PersonId};
use crate::domain::ladder::{Ladder, RungState};
use crate::domain::money::Money;
use crate::domain::person::{Person, Role};
use crate::domain::plan;
use crate::domain::rung::Rung;
use crate::domain::win_back::WinBack;
use crate::domain::words::words;

words! {
    /// Where a deal stands as a whole. Derived from its rungs, never set (practice 2).
    Status, "a status" {
        /// No rung is done.
        Prospect = "prospect",
        /// Only a verbal yes.
        Verbal = "verbal",
        /// Ordered or later.
        Won = "won",
        /// Delivered, verified and paid, each done or not applicable.
        Settled = "settled",
        Lost = "lost",
        /// Lost, and winning it back was given up.
        Buried = "buried",
    }
}

impl Status {
    /// Where a deal stands, by what is known of its loss and of its rungs.
    pub fn of(lost: Option<Lost>, ladder: &Ladder) -> Self {
        if let Some(lost) = lost {
            return match lost.buried_on {
                Some(_) => Self::Buried,
                None => Self::Lost,
            };
        }
        if !ladder.has_begun() {
            Self::Prospect
        } else if ladder.missing().is_empty() {
            Self::Settled
        } else if ladder.is_won() {
            Self::Won
        } else {
            Self::Verbal
        }
    }

    /// Verbal or won: what must never drop off the rep's list silently (practice 1).
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Verbal | Self::Won)
    }

    /// Lost, given up or not.
    pub const fn is_lost(self) -> bool {
        matches!(self, Self::Lost | Self::Buried)
    }
}

words! {
    /// Why a deal was lost (practice 19).
    LostReason, "a reason" {
        Price = "price",
        Product = "product",
        Timing = "timing",
        Relationship = "relationship",
        NoDecision = "no-decision",
        Other = "other",
    }
}

impl LostReason {
    /// Whether it tells nothing as long as nobody says who won.
    pub const fn needs_rival(self) -> bool {
        !matches!(self, Self::NoDecision | Self::Other)
    }
}

words! {
    /// Whether a deal fits the customers that one looks for (practice 21).
    Fit, "a fit" {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

/// One sale to one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    pub id: DealId,
    pub uid: String,
    pub account_id: AccountId,
    pub title: Option<String>,
    pub value: Option<Money>,
    pub plan: PlanChoice,
    pub ladder: Ladder,
    pub expected_close_on: Option<NaiveDate>,
    pub lost: Option<Lost>,
    /// The record's id in another system: a CRM id, a job number.
    pub key: Option<String>,
    /// Which system the key belongs to; empty for a key typed by hand.
    pub source: String,
    pub note: Option<String>,
    pub tags: Vec<String>,
    /// The people of this deal, the first one first.
    pub people: Vec<PersonId>,
    /// What they are on this deal, of those who are something else at the account.
    pub roles: BTreeMap<PersonId, Role>,
    /// What the last import said of it, to tell the rep's changes from the file's.
    pub imported: Option<String>,
    /// The deal at the same account that it adds to (practice 9).
    pub addon_of: Option<DealId>,
    /// What a late delivery costs, in words.
    pub penalty: Option<String>,
    /// What the rep earns of the value, once it is paid.
    pub commission: Option<Percent>,
    /// The day on which the contract renews.
    pub renews_on: Option<NaiveDate>,
    /// How many days before that notice has to be given.
    pub notice_days: Option<u32>,
    /// Whether the rep chose the plan, so that no rung changes it.
    pub plan_by_hand: bool,
    /// Whether it fits the customers that one looks for (practice 21); none while nobody said.
    pub fit: Option<Fit>,
    pub fit_why: Option<String>,
    /// What is known of it since it was lost.
    pub win_back: WinBack,
}

/// Which plan of check-ins a deal follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PlanChoice {
    /// Nothing chosen yet: the plan comes with the first rung.
    #[default]
    Open,
    /// The rep wants none.
    Declined,
    /// Chosen for later; its steps come with the first rung.
    Chosen(String),
    /// Its steps are on record.
    Running(String),
}

impl PlanChoice {
    /// The plan's name, when there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Chosen(name) | Self::Running(name) => Some(name),
            Self::Open | Self::Declined => None,
        }
    }
}

/// How a deal was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    pub on: NaiveDate,
    pub reason: LostReason,
    /// The day on which winning it back was given up.
    pub buried_on: Option<NaiveDate>,
}

impl Deal {
    /// A deal of which nothing is known but where it stands.
    pub fn new(id: DealId, account_id: AccountId, ladder: Ladder) -> Self {
        Self {
            id,
            uid: String::new(),
            account_id,
            title: None,
            value: None,
            plan: PlanChoice::Open,
            ladder,
            expected_close_on: None,
            lost: None,
            key: None,
            source: String::new(),
            note: None,
            tags: Vec::new(),
            people: Vec::new(),
            roles: BTreeMap::new(),
            imported: None,
            addon_of: None,
            penalty: None,
            commission: None,
            renews_on: None,
            notice_days: None,
            plan_by_hand: false,
            fit: None,
            fit_why: None,
            win_back: WinBack::default(),
        }
    }

    /// Where the deal stands, from its rungs.
    pub fn status(&self) -> Status {
        Status::of(self.lost, &self.ladder)
    }

    /// What somebody is on this deal, which is what they are at the account unless said otherwise.
    pub fn role_of(&self, person: &Person) -> Option<Role> {
        self.roles.get(&person.id).copied().or(person.role)
    }

    /// The plan it follows now: that to win it back while it is lost, if that was begun.
    pub fn running_plan(&self) -> Option<&str> {
        match self.status() {
            Status::Lost if self.win_back.begun => Some(plan::WIN_BACK),
            Status::Buried => None,
            _ => self.plan.name(),
        }
    }

    /// The last day on which notice of the contract can be given (practice 10).
    pub fn notice_on(&self) -> Option<NaiveDate> {
        contract::notice_on(self.renews_on, self.notice_days)
    }

    /// What the rep earns by it; none without a value. It is a hope until it is paid (practice 12).
    pub fn commission_amount(&self) -> Option<Money> {
        Some(self.commission?.of(self.value?))
    }

    /// The day on which the commission was earned: that of the payment.
    pub fn commission_earned_on(&self) -> Option<NaiveDate> {
        match self.ladder.state(Rung::Paid) {
            RungState::Done { on, .. } => self.commission.map(|_| on),
            RungState::Open { .. } | RungState::NotApplicable => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rung::Rung::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    pub(crate) fn deal(marks: &[(Rung, u32)], waived: &[Rung]) -> Deal {
        let mut ladder = Ladder::default();
        for (rung, on) in marks {
            ladder.mark(*rung, day(*on), None).unwrap();
        }
        for rung in waived {
            ladder.waive(*rung).unwrap();
        }
        Deal::new(DealId(1), AccountId(1), ladder)
    }

    #[test]
    fn status_follows_from_the_rungs() {
        // What is marked and on which day, what is waived, and the status.
        type Case = (&'static [(Rung, u32)], &'static [Rung], Status);
        let table: &[Case] = &[
            (&[], &[], Status::Prospect),
            (&[(Verbal, 1)], &[], Status::Verbal),
            (&[(Ordered, 1)], &[], Status::Won),
            (&[(Signed, 1)], &[], Status::Won),
            (&[(Paid, 1)], &[], Status::Won),
            (
                &[(Signed, 1), (Verified, 5), (Paid, 6)],
                &[],
                Status::Settled,
            ),
            (&[(Signed, 1), (Delivered, 5), (Paid, 6)], &[], Status::Won),
            (
                &[(Signed, 1), (Delivered, 5), (Paid, 6)],
                &[Verified],
                Status::Settled,
            ),
            (
                &[(Signed, 1)],
                &[Delivered, Verified, Paid],
                Status::Settled,
            ),
            // Nothing has happened, so there is nothing that could be settled.
            (&[], &[Delivered, Verified, Paid], Status::Prospect),
        ];
        for (marks, waived, expected) in table {
            assert_eq!(
                deal(marks, waived).status(),
                *expected,
                "{marks:?} n/a {waived:?}"
            );
        }
    }

    #[test]
    fn a_lost_deal_keeps_its_rungs_and_is_lost_all_the_same() {
        let mut lost = deal(&[(Signed, 1)], &[]);
        lost.lost = Some(Lost {
            on: day(5),
            reason: LostReason::Price,
            buried_on: None,
        });
        assert_eq!(lost.status(), Status::Lost);
        lost.lost = Some(Lost {
            on: day(5),
            reason: LostReason::Price,
            buried_on: Some(day(9)),
        });
        assert_eq!(lost.status(), Status::Buried);
        assert!(lost.ladder.done_on(Signed).is_some());
    }

    #[test]
    fn a_reason_needs_a_rival_unless_nobody_won() {
        for reason in LostReason::ALL {
            let expected = !matches!(reason.as_str(), "no-decision" | "other");
            assert_eq!(reason.needs_rival(), expected, "{reason}");
        }
    }
}
