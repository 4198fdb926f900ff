//! Records with what is counted about them: what a store hands out, and screens are made of.

use chrono::NaiveDate;

use crate::domain::account::{Account, Reach};
use crate::domain::check_in::CheckIn;
use crate::domain::deal::{Deal, Status};
use crate::domain::health::Health;
use crate::domain::id::{AccountId, CheckInId};
use crate::domain::money::{self, Money};
use crate::domain::objective::Objective;
use crate::domain::person::Person;
use crate::domain::result::PromisedResult;
use crate::domain::touchpoint::Touchpoint;

/// An account with what is counted about it.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountFacts {
    pub account: Account,
    pub reach: Reach,
    /// How many deals are live.
    pub deals_live: usize,
    /// The values of the live deals, one sum a currency.
    pub value_live: Vec<Money>,
}

/// What a deal adds to the sums of its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stake {
    pub status: Status,
    pub value: Option<Money>,
}

impl From<&Deal> for Stake {
    fn from(deal: &Deal) -> Self {
        Self {
            status: deal.status(),
            value: deal.value,
        }
    }
}

impl AccountFacts {
    /// Counts what there is to count about an account with these deals.
    pub fn count(
        account: Account,
        reach: Reach,
        deals: impl IntoIterator<Item = impl Into<Stake>>,
    ) -> Self {
        let live: Vec<Stake> = deals
            .into_iter()
            .map(Into::into)
            .filter(|stake| stake.status.is_live())
            .collect();
        let value_live = money::totals(live.iter().filter_map(|stake| stake.value));
        Self {
            account,
            reach,
            deals_live: live.len(),
            value_live,
        }
    }
}

/// A deal with what is counted about it.
#[derive(Debug, Clone, PartialEq)]
pub struct DealFacts {
    pub deal: Deal,
    /// The account's name.
    pub account: String,
    /// The account's reach.
    pub reach: Reach,
    /// The earliest date of its open check-ins.
    pub next_check_in_on: Option<NaiveDate>,
    /// How it fares; none of what has no health, and where nobody asks.
    pub health: Option<Health>,
}

/// A result with what it points to.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultFacts {
    pub result: PromisedResult,
    /// The account's name.
    pub account: String,
    pub deal: Deal,
    /// Who accepted it, as far as they are still on record.
    pub accepted_by: Option<Person>,
    /// The day by which it is to be measured, or was.
    pub by: Option<NaiveDate>,
}

/// An objective with what it points to.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectiveFacts {
    pub objective: Objective,
    pub account_id: AccountId,
    /// The account's name.
    pub account: String,
    /// The deal's title.
    pub deal: Option<String>,
    /// Whoever has an answer to it and is still on record.
    pub people: Vec<Person>,
}

/// A touchpoint with the names of what it points to.
#[derive(Debug, Clone, PartialEq)]
pub struct TouchpointFacts {
    pub touchpoint: Touchpoint,
    /// The account's name.
    pub account: String,
    /// The deal's title.
    pub deal: Option<String>,
    /// The person's name.
    pub person: Option<String>,
    /// The check-ins it closed.
    pub closed: Vec<CheckInId>,
}

/// Everything a row of the morning shows of one check-in.
#[derive(Debug, Clone, PartialEq)]
pub struct DueDetail {
    pub check_in: CheckIn,
    /// What is done when its delivery is late: the plan B of the deal's open risks (practice 22).
    pub plans_b: Vec<String>,
    pub account: AccountFacts,
    pub deal: Option<DealFacts>,
    /// The check-in's person, else the deal's first, else the one last reached.
    pub person: Option<Person>,
}
