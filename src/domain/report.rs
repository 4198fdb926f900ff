//! The report: where the value, the time and the money really are (practice 2, 10, 12, 19, 20).
//!
//! Every number is the length, or the sum, of a list of records, so that each can be listed. What is a state
//! (value, quiet accounts, pursuits) is as of today; what happened is of the period.

mod contacts;
mod lost;
mod money;
mod returned;
mod value;
mod work;

pub use contacts::Contacts;
pub use lost::{Losses, RivalCount};
pub use money::{Lag, Money as ExpectedMoney, Month, When, when};
pub use value::{STAGES, Stage};
pub use work::{Slip, Work};

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, Kind};
use crate::domain::deal::{Deal, Fit, LostReason, Status};
use crate::domain::id::{AccountId, CheckInId, DealId, ResultId, TouchpointId};
use crate::domain::money::{self as amounts, Money};
use crate::domain::result::PromisedResult;
use crate::domain::rival::Rival;
use crate::domain::rung::Rung;
use crate::domain::touchpoint::Outcome;
use crate::domain::words::words;

/// The days that a report is of, the first and the last among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// What the rep aims at, from the configuration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Targets {
    /// How many contacts of a hundred are to be with new business.
    pub new_business: Option<usize>,
    /// How many pursuits are to be open.
    pub pursuits: Option<usize>,
}

/// What a report has to know of a contact or an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    pub id: TouchpointId,
    pub account_id: AccountId,
    pub deal_id: Option<DealId>,
    pub on: NaiveDate,
    pub outcome: Outcome,
}

/// The facts that a report is made of.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub accounts: Vec<AccountId>,
    pub deals: Vec<Deal>,
    /// Those that ended in the period or have been due, and all of kind `heartbeat`. Of each what the report
    /// asks about: its ids, kind, dates, status, and whose promise it is.
    pub check_ins: Vec<CheckIn>,
    /// Those of the period.
    pub contacts: Vec<Contact>,
    /// The day on which somebody was last reached; an account where nobody ever was is not in it.
    pub last_reached: HashMap<AccountId, NaiveDate>,
    pub results: Vec<PromisedResult>,
    pub rivals: Vec<Rival>,
}

/// Deals, and what they come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    pub deals: Vec<DealId>,
    /// One sum a currency; a deal without a value adds nothing.
    pub values: Vec<Money>,
}

impl Group {
    /// These deals with their values.
    pub fn of<'d>(deals: impl IntoIterator<Item = &'d Deal>) -> Self {
        Self::worth(deals.into_iter().map(|deal| (deal.id, deal.value)))
    }

    /// These deals, each with what it adds.
    pub fn worth(deals: impl IntoIterator<Item = (DealId, Option<Money>)>) -> Self {
        let (deals, values): (Vec<_>, Vec<_>) = deals.into_iter().unzip();
        Self {
            deals,
            values: amounts::totals(values.into_iter().flatten()),
        }
    }
}

/// So many days without reaching anybody make an account quiet.
pub const QUIET_DAYS: [i64; 3] = [30, 60, 90];

/// Every number of the report, as the records behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub period: Period,
    /// How real the value is, a stage a rung.
    pub stages: Vec<Stage>,
    /// Commission of deals that were paid in the period.
    pub earned: Group,
    /// Commission that waits for a payment.
    pub riding: Group,
    pub money: ExpectedMoney,
    pub work: Work,
    /// All of them.
    pub accounts: Vec<AccountId>,
    /// Accounts nobody was reached at for as long as [`QUIET_DAYS`] says; each list holds the next.
    pub quiet: [Vec<AccountId>; 3],
    pub contacts: Contacts,
    /// Verbal deals, and the prospects that may fit.
    pub pursuits: Group,
    pub losses: Losses,
    /// Add-ons that were won in the period.
    pub addons: Group,
    /// Results that the customer accepted and may be quoted with.
    pub proof: Vec<ResultId>,
    /// Thanks to colleagues that have fallen due.
    pub thanks: Vec<CheckInId>,
}

words! {
    /// What can be listed of the report.
    Listed, "a number of the report" {
        Value = "value",
        Verbal = "verbal",
        Ordered = "ordered",
        Signed = "signed",
        Delivered = "delivered",
        Paid = "paid",
        Earned = "earned",
        Riding = "riding",
        Money = "money",
        /// Money that was planned for a month that is over.
        Before = "before",
        /// Money after the months that the screen names.
        Later = "later",
        Undated = "undated",
        Lag = "lag",
        CheckIns = "check-ins",
        OnTime = "on-time",
        Late = "late",
        Promises = "promises",
        Kept = "kept",
        KeptLate = "kept-late",
        Broken = "broken",
        Slipped = "slipped",
        Accounts = "accounts",
        Quiet30 = "quiet-30",
        Quiet60 = "quiet-60",
        Quiet90 = "quiet-90",
        Contacts = "contacts",
        NewBusiness = "new-business",
        WonAccounts = "won-accounts",
        WinBack = "win-back",
        Attempts = "attempts",
        Pursuits = "pursuits",
        Lost = "lost",
        LostOnPrice = "lost-price",
        LostOnProduct = "lost-product",
        LostOnTiming = "lost-timing",
        LostOnRelationship = "lost-relationship",
        LostOnNoDecision = "lost-no-decision",
        LostOnOther = "lost-other",
        LostTo = "lost-to",
        Watched = "watched",
        WonBack = "won-back",
        Addons = "addons",
        Proof = "proof",
        Thanks = "thanks",
    }
}

/// The records behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    Deals(Vec<DealId>),
    CheckIns(Vec<CheckInId>),
    Touchpoints(Vec<TouchpointId>),
    Accounts(Vec<AccountId>),
    Results(Vec<ResultId>),
}

impl Report {
    /// The report of a period, as things stand today.
    pub fn of(book: &Book, period: Period, today: NaiveDate) -> Self {
        // What does not fit is no pursuit until they say yes (practice 21).
        let is_pursued = |deal: &&Deal| match deal.status() {
            Status::Prospect => deal.fit != Some(Fit::No),
            Status::Verbal => true,
            _ => false,
        };
        let is_addon = |deal: &&Deal| {
            deal.addon_of.is_some()
                && deal.lost.is_none()
                && won_on(deal).is_some_and(|on| period.contains(on))
        };
        let (earned, riding) = value::commission(&book.deals, period);
        Self {
            period,
            stages: value::stages(&book.deals),
            earned,
            riding,
            money: ExpectedMoney::of(&book.deals, today),
            work: Work::of(&book.check_ins, &book.deals, period, today),
            accounts: book.accounts.clone(),
            quiet: QUIET_DAYS.map(|days| contacts::quiet(book, days, today)),
            contacts: Contacts::of(book, period),
            pursuits: Group::of(book.deals.iter().filter(is_pursued)),
            losses: Losses::of(book, period),
            addons: Group::of(book.deals.iter().filter(is_addon)),
            proof: proof(&book.results),
            thanks: thanks(&book.check_ins, today),
        }
    }

    /// The records behind a number.
    pub fn rows(&self, listed: Listed) -> Rows {
        let stage = |rung| {
            let of_rung = self.stages.iter().filter(|stage| stage.rung == rung);
            Rows::Deals(
                of_rung
                    .flat_map(|stage| stage.group.deals.clone())
                    .collect(),
            )
        };
        let lost = |reason| Rows::Deals(self.losses.for_reason(reason));
        let (work, contacts, losses) = (&self.work, &self.contacts, &self.losses);
        match listed {
            Listed::Value => {
                Rows::Deals(joined(self.stages.iter().map(|stage| &stage.group.deals)))
            }
            Listed::Verbal => stage(Rung::Verbal),
            Listed::Ordered => stage(Rung::Ordered),
            Listed::Signed => stage(Rung::Signed),
            Listed::Delivered => stage(Rung::Delivered),
            Listed::Paid => stage(Rung::Paid),
            Listed::Earned => Rows::Deals(self.earned.deals.clone()),
            Listed::Riding => Rows::Deals(self.riding.deals.clone()),
            Listed::Money => Rows::Deals(self.money.deals()),
            Listed::Before => Rows::Deals(self.money.planned_at(When::Before)),
            Listed::Later => Rows::Deals(self.money.planned_at(When::Later)),
            Listed::Undated => Rows::Deals(self.money.planned_in(None)),
            Listed::Lag => Rows::Deals(self.money.lag.deals.clone()),
            Listed::CheckIns => Rows::CheckIns(joined([&work.on_time, &work.late])),
            Listed::OnTime => Rows::CheckIns(work.on_time.clone()),
            Listed::Late => Rows::CheckIns(work.late.clone()),
            Listed::Promises => Rows::CheckIns(joined([&work.kept, &work.kept_late, &work.broken])),
            Listed::Kept => Rows::CheckIns(work.kept.clone()),
            Listed::KeptLate => Rows::CheckIns(work.kept_late.clone()),
            Listed::Broken => Rows::CheckIns(work.broken.clone()),
            Listed::Slipped => Rows::Deals(work.slipped.clone()),
            Listed::Accounts => Rows::Accounts(self.accounts.clone()),
            Listed::Quiet30 => Rows::Accounts(self.quiet[0].clone()),
            Listed::Quiet60 => Rows::Accounts(self.quiet[1].clone()),
            Listed::Quiet90 => Rows::Accounts(self.quiet[2].clone()),
            Listed::Contacts => Rows::Touchpoints(contacts.all()),
            Listed::NewBusiness => Rows::Touchpoints(contacts.new_business.clone()),
            Listed::WonAccounts => Rows::Touchpoints(contacts.won_accounts.clone()),
            Listed::WinBack => Rows::Touchpoints(contacts.win_back.clone()),
            Listed::Attempts => Rows::Touchpoints(contacts.attempts.clone()),
            Listed::Pursuits => Rows::Deals(self.pursuits.deals.clone()),
            Listed::Lost => Rows::Deals(losses.all()),
            Listed::LostOnPrice => lost(LostReason::Price),
            Listed::LostOnProduct => lost(LostReason::Product),
            Listed::LostOnTiming => lost(LostReason::Timing),
            Listed::LostOnRelationship => lost(LostReason::Relationship),
            Listed::LostOnNoDecision => lost(LostReason::NoDecision),
            Listed::LostOnOther => lost(LostReason::Other),
            Listed::LostTo => Rows::Deals(losses.to_rivals()),
            Listed::Watched => Rows::Deals(losses.watched()),
            Listed::WonBack => Rows::Deals(losses.won_back.clone()),
            Listed::Addons => Rows::Deals(self.addons.deals.clone()),
            Listed::Proof => Rows::Results(self.proof.clone()),
            Listed::Thanks => Rows::CheckIns(self.thanks.clone()),
        }
    }
}

/// The ids of several lists as one, each once and in order.
fn joined<'l, Id: Copy + Ord + 'l>(lists: impl IntoIterator<Item = &'l Vec<Id>>) -> Vec<Id> {
    let mut ids: Vec<Id> = lists.into_iter().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The first day on which there was more than a verbal yes.
fn won_on(deal: &Deal) -> Option<NaiveDate> {
    let above = Rung::ALL.iter().filter(|rung| **rung > Rung::Verbal);
    above
        .filter_map(|rung| deal.ladder.facts(*rung).done_on)
        .min()
}

/// A share as a whole percentage, half up; none of nothing.
pub fn percent(part: usize, whole: usize) -> Option<usize> {
    (whole > 0).then(|| (200 * part + whole) / (2 * whole))
}

/// What may be told to the next buyer (practice 7).
fn proof(results: &[PromisedResult]) -> Vec<ResultId> {
    let may_quote = |result: &&PromisedResult| {
        let accepted = result.accepted.as_ref();
        accepted.is_some_and(|accepted| accepted.may_quote == Some(true))
    };
    let quotable = results.iter().filter(may_quote);
    quotable.map(|result| result.id).collect()
}

/// The thanks to colleagues that have fallen due and were not given (practice 11).
fn thanks(check_ins: &[CheckIn], today: NaiveDate) -> Vec<CheckInId> {
    let is_owed = |one: &&CheckIn| {
        one.kind == Kind::Thanks && one.is_open() && one.due_on.is_some_and(|on| on <= today)
    };
    check_ins.iter().filter(is_owed).map(|one| one.id).collect()
}

#[cfg(test)]
mod tests;
