//! When the money is to come: by the plan, and by how long it took before (practice 2, 12).

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};

use crate::domain::deal::{Deal, Status};
use crate::domain::id::DealId;
use crate::domain::ladder::RungState;
use crate::domain::money as amounts;
use crate::domain::report::{Group, won_on};
use crate::domain::rung::Rung;

/// So many settled deals are needed before they say how long money takes.
const FEWEST_SETTLED: usize = 5;

/// The days from the first of order and signature to the money.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lag {
    /// The median, the later one of two; none while there are fewer than `FEWEST_SETTLED` deals.
    pub days: Option<i64>,
    /// The settled deals that were paid on a known day.
    pub deals: Vec<DealId>,
}

/// What is to come in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// The first day of the month; none for money without a date.
    pub month: Option<NaiveDate>,
    /// By the date the payment is expected on.
    pub planned: Group,
    /// By the rep's own median lag; empty while that is not known.
    pub by_lag: Group,
}

/// When a month is, as a screen shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It is over.
    Before,
    /// It stands by itself.
    Soon,
    /// Too far off for that.
    Later,
    Undated,
}

/// So many months stand by themselves.
const MONTHS: usize = 4;

/// When each of these months is, given by its first day, in their order.
pub fn when(months: impl Iterator<Item = Option<NaiveDate>>, today: NaiveDate) -> Vec<When> {
    let mut alone = 0;
    let this_month = today.with_day(1);
    months
        .map(|month| match month {
            None => When::Undated,
            Some(_) if month < this_month => When::Before,
            Some(_) if alone >= MONTHS => When::Later,
            Some(_) => {
                alone += 1;
                When::Soon
            }
        })
        .collect()
}

/// The money that won deals have yet to bring.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Money {
    pub lag: Lag,
    /// By month, that without a date last.
    pub months: Vec<Month>,
    /// When each of these is.
    when: Vec<When>,
}

impl Money {
    pub(super) fn of(deals: &[Deal], today: NaiveDate) -> Self {
        let lag = lag(deals);
        let mut months: BTreeMap<(bool, Option<NaiveDate>), [Vec<&Deal>; 2]> = BTreeMap::new();
        let mut put = |on: Option<NaiveDate>, column: usize, deal| {
            let month = on.and_then(|on| on.with_day(1));
            months.entry((month.is_none(), month)).or_default()[column].push(deal);
        };
        let waits = |deal: &&Deal| {
            let is_open = matches!(deal.ladder.state(Rung::Paid), RungState::Open { .. });
            deal.status() == Status::Won && is_open
        };
        for deal in deals.iter().filter(waits) {
            put(deal.ladder.expected_on(Rung::Paid), 0, deal);
            if let Some(days) = lag.days {
                put(projected(deal, days, today), 1, deal);
            }
        }
        let months: Vec<Month> = months
            .into_iter()
            .map(|((_, month), [planned, by_lag])| Month {
                month,
                planned: remaining(&planned),
                by_lag: remaining(&by_lag),
            })
            .collect();
        Self {
            when: when(months.iter().map(|one| one.month), today),
            months,
            lag,
        }
    }

    /// The deals whose money is planned for a month; without a month those that have no date.
    pub fn planned_in(&self, month: Option<NaiveDate>) -> Vec<DealId> {
        let of_month = self.months.iter().filter(|one| one.month == month);
        of_month.flat_map(|one| one.planned.deals.clone()).collect()
    }

    /// The deals whose money is planned for the months that are then.
    pub fn planned_at(&self, then: When) -> Vec<DealId> {
        let months = self.months.iter().zip(&self.when);
        let months = months.filter(|(_, when)| **when == then);
        months
            .flat_map(|(one, _)| one.planned.deals.clone())
            .collect()
    }

    /// The deals whose money comes in a month by the rep's own lag.
    pub fn by_lag_in(&self, month: NaiveDate) -> Vec<DealId> {
        let of_month = self.months.iter().filter(|one| one.month == Some(month));
        of_month.flat_map(|one| one.by_lag.deals.clone()).collect()
    }

    /// The deals whose money comes by the rep's own lag in the months that are then.
    pub fn by_lag_at(&self, then: When) -> Vec<DealId> {
        let months = self.months.iter().zip(&self.when);
        let months = months.filter(|(_, when)| **when == then);
        months
            .flat_map(|(one, _)| one.by_lag.deals.clone())
            .collect()
    }

    /// All deals whose money is to come, by its planned month.
    pub fn deals(&self) -> Vec<DealId> {
        let all = self.months.iter();
        all.flat_map(|month| month.planned.deals.clone()).collect()
    }
}

/// The day on which the money comes if it takes as long as it did before; what is late comes today.
pub(super) fn projected(deal: &Deal, days: i64, today: NaiveDate) -> Option<NaiveDate> {
    let days = Days::new(u64::try_from(days).ok()?);
    Some(won_on(deal)?.checked_add_days(days)?.max(today))
}

/// What is left to be paid: the value without the deposits.
fn remaining(deals: &[&Deal]) -> Group {
    Group::worth(deals.iter().map(|deal| {
        let left = deal.value.map(|value| {
            let parts = deal.ladder.facts(Rung::Paid).parts.iter();
            let paid = parts
                .filter_map(|part| part.amount)
                .filter(|amount| amount.currency == value.currency);
            let paid: i64 = paid.fold(0, |sum, amount| sum.saturating_add(amount.minor));
            amounts::Money {
                minor: value.minor.saturating_sub(paid).max(0),
                ..value
            }
        });
        (deal.id, left)
    }))
}

fn lag(deals: &[Deal]) -> Lag {
    let of = |deal: &Deal| {
        let paid_on = deal.ladder.facts(Rung::Paid).done_on?;
        let days = (paid_on - won_on(deal)?).num_days();
        (deal.status() == Status::Settled).then_some((days, deal.id))
    };
    let taken: Vec<(i64, DealId)> = deals.iter().filter_map(of).collect();
    let mut days: Vec<i64> = taken.iter().map(|(days, _)| *days).collect();
    days.sort_unstable();
    Lag {
        days: (days.len() >= FEWEST_SETTLED).then(|| days[days.len() / 2]),
        deals: taken.into_iter().map(|(_, id)| id).collect(),
    }
}
