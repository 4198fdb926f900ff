//! What is due, how pressing it is, and in which order a morning goes.
//!
//! Hard levels, never one blended score: a broken promise stands above everything else whatever the deal is
//! worth (practice 5).

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::domain::account::Reach;
use crate::domain::check_in::Kind;
use crate::domain::deal::Status;
use crate::domain::id::{AccountId, CheckInId, DealId};
use crate::domain::money::{Currency, Money};
use crate::domain::order::sort_by;
use crate::domain::words::words;

words! {
    /// How pressing a check-in is, the most pressing first.
    Level, "a level" {
        /// A promise of ours past its date.
        Broken = "broken",
        /// An expected rung or a renewal's notice past its date.
        Late = "late",
        /// Any other check-in past its date.
        Overdue = "overdue",
        /// Due today.
        Today = "today",
        /// A live deal with nothing planned.
        Adrift = "adrift",
        /// A due check-in of a lost deal.
        Heartbeat = "heartbeat",
        /// A due check-in of a prospect.
        Prospect = "prospect",
        /// Due in the days to come.
        Coming = "coming",
    }
}

impl Level {
    /// The heading over its rows.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Broken => "BROKEN PROMISE",
            Self::Late => "LATE",
            Self::Overdue => "OVERDUE",
            Self::Today => "TODAY",
            Self::Adrift => "ADRIFT",
            Self::Heartbeat => "HEARTBEAT",
            Self::Prospect => "PROSPECT",
            Self::Coming => "COMING",
        }
    }

    /// Whether it is due, not only coming.
    pub const fn is_due(self) -> bool {
        !matches!(self, Self::Coming)
    }
}

/// What a check-in stands on, as far as its level depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// An account's own, or a live or settled deal's.
    Customer,
    Prospect,
    Lost,
}

impl From<Status> for Standing {
    fn from(status: Status) -> Self {
        match status {
            Status::Prospect => Self::Prospect,
            Status::Lost | Status::Buried => Self::Lost,
            Status::Verbal | Status::Won | Status::Settled => Self::Customer,
        }
    }
}

/// The level of an open check-in with a date.
///
/// A promise of theirs (`theirs`) is overdue when it is past its date, and never broken: it is not our debt.
pub fn level(
    kind: Kind,
    theirs: bool,
    standing: Standing,
    due_on: NaiveDate,
    today: NaiveDate,
) -> Level {
    let is_past = due_on < today;
    if due_on > today {
        return Level::Coming;
    }
    match (kind, standing) {
        (Kind::Promise, _) if is_past && !theirs => Level::Broken,
        (Kind::Adrift, _) => Level::Adrift,
        (_, Standing::Lost) => Level::Heartbeat,
        (_, Standing::Prospect) => Level::Prospect,
        (Kind::Rung | Kind::Renewal, Standing::Customer) if is_past => Level::Late,
        (_, Standing::Customer) if is_past => Level::Overdue,
        (_, Standing::Customer) => Level::Today,
    }
}

/// An open check-in with a date, as far as its place in the morning depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: CheckInId,
    pub account_id: AccountId,
    pub deal_id: Option<DealId>,
    pub kind: Kind,
    /// Whether it is a promise of theirs.
    pub theirs: bool,
    pub due_on: NaiveDate,
    pub snoozed_until: Option<NaiveDate>,
    pub standing: Standing,
    /// The deal's value.
    pub value: Option<Money>,
    /// The last day on which notice of the deal's contract can be given.
    pub notice_on: Option<NaiveDate>,
}

impl Candidate {
    /// Whether it is out of sight today.
    pub fn is_snoozed(&self, today: NaiveDate) -> bool {
        self.snoozed_until.is_some_and(|until| until > today)
    }

    /// How pressing it is. A renewal falls due well before the notice, and is late only once no notice can be
    /// given any more (practice 10).
    pub fn level(&self, today: NaiveDate) -> Level {
        let plain = level(self.kind, self.theirs, self.standing, self.due_on, today);
        match (self.kind, plain, self.notice_on) {
            (Kind::Renewal, Level::Today, Some(on)) if on < today => Level::Late,
            (Kind::Renewal, Level::Late, Some(on)) if on >= today => Level::Overdue,
            _ => plain,
        }
    }
}

/// A check-in in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressing {
    pub level: Level,
    /// Something was tried at the account today, so it sinks to the end of its level.
    pub tried_today: bool,
    /// Whole days past the due date; negative when it is only coming.
    pub days_overdue: i64,
    /// Days since somebody at the account was reached; none is never.
    pub days_since_reached: Option<i64>,
    pub check_in: Candidate,
}

impl Pressing {
    /// Judges a check-in; none for one that is snoozed.
    pub fn judge(
        check_in: Candidate,
        reach: &Reach,
        tried_today: bool,
        today: NaiveDate,
    ) -> Option<Self> {
        if check_in.is_snoozed(today) {
            return None;
        }
        Some(Self {
            level: check_in.level(today),
            tried_today,
            days_overdue: (today - check_in.due_on).num_days(),
            days_since_reached: reach.days_since_reached(today),
            check_in,
        })
    }

    /// Which of two comes first. A total order: no two check-ins are equal but by being the same.
    pub fn compare(&self, other: &Self, default: Currency) -> Ordering {
        let key = |one: &Self| {
            (
                one.level,
                one.tried_today,
                Reverse(one.days_overdue),
                by_value(one.check_in.value, default),
                Reverse(one.days_since_reached.unwrap_or(i64::MAX)),
                one.check_in.id,
            )
        };
        key(self).cmp(&key(other))
    }
}

/// The default currency first, largest first; other currencies by their code; no value last.
fn by_value(value: Option<Money>, default: Currency) -> (u8, Option<Currency>, Reverse<i64>) {
    match value {
        Some(money) if money.currency == default => (0, None, Reverse(money.minor)),
        Some(money) => (1, Some(money.currency), Reverse(money.minor)),
        None => (2, None, Reverse(0)),
    }
}

words! {
    /// What one row of the morning stands for.
    By, "a way to group rows" {
        Customer = "customer",
        Deal = "deal",
    }
}

/// One row of the morning: the most pressing check-in, and the others of the same customer or deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub lead: Pressing,
    /// Also due there; what is only coming is not among them.
    pub more: Vec<Pressing>,
}

/// Puts a morning in order: one row a customer (or a deal), the most pressing first.
pub fn rows(mut all: Vec<Pressing>, by: By, default: Currency) -> Vec<Row> {
    sort_by(&mut all, |a, b| a.compare(b, default));
    let mut places: HashMap<(AccountId, Option<DealId>), usize> = HashMap::new();
    let mut rows: Vec<Row> = Vec::with_capacity(all.len());
    for pressing in all {
        let deal_id = if by == By::Deal {
            pressing.check_in.deal_id
        } else {
            None
        };
        match places.entry((pressing.check_in.account_id, deal_id)) {
            Entry::Vacant(place) => {
                place.insert(rows.len());
                rows.push(Row {
                    lead: pressing,
                    more: Vec::new(),
                });
            }
            Entry::Occupied(place) if pressing.level.is_due() => {
                rows[*place.get()].more.push(pressing);
            }
            Entry::Occupied(_) => {}
        }
    }
    rows
}

/// Ids of the check-ins of a row, the lead first.
pub fn ids(row: &Row) -> impl Iterator<Item = CheckInId> + '_ {
    std::iter::once(&row.lead)
        .chain(&row.more)
        .map(|pressing| pressing.check_in.id)
}

#[cfg(test)]
mod tests;
