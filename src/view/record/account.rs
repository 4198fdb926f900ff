//! Records of accounts, and of sums.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::facts::AccountFacts;
use crate::domain::id::AccountId;
use crate::domain::money::{Currency, Major, Money};
use crate::view::format::Record;

use super::non_empty;

/// A sum of money in one currency.
#[derive(Debug, Clone, Serialize)]
pub struct SumRecord {
    pub value: Major,
    pub currency: Currency,
}

impl SumRecord {
    /// One record a sum.
    pub fn list(sums: &[Money]) -> Vec<Self> {
        let of = |sum: &Money| Self {
            value: sum.major_number(),
            currency: sum.currency,
        };
        sums.iter().map(of).collect()
    }
}

/// An account.
#[derive(Debug, Clone, Serialize)]
pub struct AccountRecord {
    pub id: AccountId,
    pub uid: Option<String>,
    pub name: String,
    pub tags: Vec<String>,
    pub last_reached_on: Option<NaiveDate>,
    /// Null when nobody ever was.
    pub days_since_reached: Option<i64>,
    pub attempts: i64,
    pub last_contact_on: Option<NaiveDate>,
    pub deals_live: usize,
    /// Of the live deals in `currency`; sums never mix currencies.
    pub value_live: Major,
    /// The default currency if a live deal has it, or none has a value; else the first of `values_live`.
    pub currency: Currency,
    /// One sum a currency.
    pub values_live: Vec<SumRecord>,
    /// The values as they are, for screens.
    #[serde(skip)]
    pub money_live: Vec<Money>,
}

plain_record!(AccountRecord: "id", "uid", "name", "tags", "last_reached_on", "days_since_reached", "attempts",
    "last_contact_on", "deals_live", "value_live", "currency", "values_live");

impl AccountRecord {
    /// The record of an account.
    pub fn new(facts: &AccountFacts, today: NaiveDate, default: Currency) -> Self {
        let of_default = facts.value_live.iter().find(|sum| sum.currency == default);
        let shown = of_default
            .or(facts.value_live.first())
            .copied()
            .unwrap_or(Money {
                minor: 0,
                currency: default,
            });
        Self {
            id: facts.account.id,
            uid: non_empty(&facts.account.uid),
            name: facts.account.name.clone(),
            tags: facts.account.tags.clone(),
            last_reached_on: facts.reach.last_reached_on,
            days_since_reached: facts.reach.days_since_reached(today),
            attempts: facts.reach.attempts,
            last_contact_on: facts.reach.last_contact_on,
            deals_live: facts.deals_live,
            value_live: shown.major_number(),
            currency: shown.currency,
            values_live: SumRecord::list(&facts.value_live),
            money_live: facts.value_live.clone(),
        }
    }
}
