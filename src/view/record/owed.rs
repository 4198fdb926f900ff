//! What is owed, threatened and thanked for, as scripts get it with a deal or a customer.

use chrono::NaiveDate;
use serde::Serialize;

use super::{CheckInRecord, non_empty};
use crate::domain::account::Account;
use crate::domain::check_in::{CheckIn, Kind};
use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, DealId, PersonId};
use crate::domain::person::Person;
use crate::domain::promise::PromiseStatus;
use crate::domain::rival::Rival;
use crate::view::format::Record;

/// A promise: its check-in, and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseRecord {
    #[serde(flatten)]
    pub check_in: CheckInRecord<PromiseStatus>,
    pub kept_on: Option<NaiveDate>,
    /// Whether it was kept after the date by which it is judged; null while it is not kept.
    pub kept_late: Option<bool>,
    /// Who there agreed to another date, or to waive it.
    pub agreed_by: Option<String>,
    pub agreed_by_id: Option<PersonId>,
    /// The date by which it is judged: its first, or the one they agreed to.
    pub judged_on: Option<NaiveDate>,
}

impl PromiseRecord {
    /// Its fields, in the order in which they are serialised.
    pub fn fields() -> Vec<&'static str> {
        let mut fields = CheckInRecord::FIELDS.to_vec();
        fields.extend([
            "kept_on",
            "kept_late",
            "agreed_by",
            "agreed_by_id",
            "judged_on",
        ]);
        fields
    }
}

/// Thanks: the check-in, and whom to thank.
#[derive(Debug, Clone, Serialize)]
pub struct ThanksRecord {
    #[serde(flatten)]
    pub check_in: CheckInRecord,
    pub colleague: Option<String>,
}

impl ThanksRecord {
    /// Its fields, in the order in which they are serialised.
    pub fn fields() -> Vec<&'static str> {
        let mut fields = CheckInRecord::FIELDS.to_vec();
        fields.push("colleague");
        fields
    }
}

/// A rival at an account, or for one deal of it.
#[derive(Debug, Clone, Serialize)]
pub struct RivalRecord {
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: Option<DealId>,
    /// The deal's title.
    pub deal: Option<String>,
    pub name: String,
    pub note: Option<String>,
    pub heard_on: NaiveDate,
    pub gone_on: Option<NaiveDate>,
    pub active: bool,
}

impl RivalRecord {
    /// The record of a rival of an account with these deals.
    pub fn new(rival: &Rival, account: &Account, deals: &[Deal]) -> Self {
        let deal = deals.iter().find(|deal| Some(deal.id) == rival.deal_id);
        Self {
            uid: non_empty(&rival.uid),
            account_id: rival.account_id,
            account: account.name.clone(),
            deal_id: rival.deal_id,
            deal: deal.and_then(|deal| deal.title.clone()),
            name: rival.name.clone(),
            note: rival.note.clone(),
            heard_on: rival.heard_on,
            gone_on: rival.gone_on,
            active: rival.is_active(),
        }
    }
}

impl Record for RivalRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "uid",
            "account_id",
            "account",
            "deal_id",
            "deal",
            "name",
            "note",
            "heard_on",
            "gone_on",
            "active",
        ]
    }

    /// A rival is known by its name.
    fn id(&self) -> String {
        self.name.clone()
    }
}

/// What some check-ins of a customer say of what is owed, threatens and is to be thanked for.
#[derive(Debug, Clone)]
pub struct Owed {
    pub promises: Vec<PromiseRecord>,
    pub risks: Vec<CheckInRecord>,
    pub thanks: Vec<ThanksRecord>,
}

impl Owed {
    /// Sorts it out of check-ins of an account with these deals and people.
    pub fn of(
        check_ins: &[CheckIn],
        account: &str,
        deals: &[Deal],
        people: &[Person],
        today: NaiveDate,
    ) -> Self {
        let deal_of = |one: &CheckIn| deals.iter().find(|deal| Some(deal.id) == one.deal_id);
        let somebody = |id: Option<PersonId>| people.iter().find(|one| Some(one.id) == id);
        let record = |one: &CheckIn| {
            CheckInRecord::new(one, account, deal_of(one), somebody(one.person_id), today)
        };
        let promise = |one: &CheckIn| {
            let (deal, person) = (deal_of(one), somebody(one.person_id));
            let status = one.promise_status(today)?;
            Some(PromiseRecord {
                check_in: CheckInRecord::standing(status, one, account, deal, person, today),
                kept_on: one.kept_on(),
                kept_late: one.kept_late(),
                agreed_by: somebody(one.agreed_by).map(|person| person.name.clone()),
                agreed_by_id: one.agreed_by,
                judged_on: one.judged_on(),
            })
        };
        let of_kind = |kind| check_ins.iter().filter(move |one| one.kind == kind);
        Self {
            promises: check_ins.iter().filter_map(promise).collect(),
            risks: of_kind(Kind::Risk).map(record).collect(),
            thanks: of_kind(Kind::Thanks)
                .map(|one| ThanksRecord {
                    colleague: one.owner.clone(),
                    check_in: record(one),
                })
                .collect(),
        }
    }
}
