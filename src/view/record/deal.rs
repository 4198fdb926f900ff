//! Records of deals.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::account::Reach;
use crate::domain::contract::Percent;
use crate::domain::deal::{Deal, Fit, LostReason, Status};
use crate::domain::facts::DealFacts;
use crate::domain::health::{Colour, Health};
use crate::domain::id::{AccountId, DealId};
use crate::domain::money::{Currency, Major, Money};
use crate::domain::rung::Rung;
use crate::view::format::Record;
use crate::view::health;

use super::non_empty;

/// A deal.
#[derive(Debug, Clone, Serialize)]
pub struct DealRecord {
    pub id: DealId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub title: Option<String>,
    pub status: Status,
    pub rung: Option<Rung>,
    pub next_rung: Option<Rung>,
    pub rungs_done: usize,
    pub rungs_total: usize,
    pub value: Option<Major>,
    pub currency: Option<Currency>,
    pub plan: Option<String>,
    pub signed_on: Option<NaiveDate>,
    pub expected_close_on: Option<NaiveDate>,
    pub last_reached_on: Option<NaiveDate>,
    pub attempts: i64,
    pub next_check_in_on: Option<NaiveDate>,
    /// Null of a lost deal, and of a prospect that owes nothing.
    pub health: Option<Colour>,
    /// In words, the red ones first.
    pub health_reasons: Vec<String>,
    pub tags: Vec<String>,
    pub key: Option<String>,
    pub source: Option<String>,
    pub note: Option<String>,
    pub lost_on: Option<NaiveDate>,
    pub lost_reason: Option<LostReason>,
    /// The deal that it adds to.
    pub addon_of: Option<DealId>,
    /// What a late delivery costs, in words.
    pub penalty: Option<String>,
    /// What the rep earns of the value: 6 is 6 %.
    pub commission_percent: Option<Percent>,
    /// What that comes to, in `currency`; null without a value.
    pub commission: Option<Major>,
    /// The day of the payment; null until then.
    pub commission_earned_on: Option<NaiveDate>,
    pub renews_on: Option<NaiveDate>,
    /// The last day on which notice of the contract can be given.
    pub notice_on: Option<NaiveDate>,
    /// The rival that won.
    pub lost_to: Option<String>,
    /// What the rival promised.
    pub rival_promised: Option<String>,
    pub rival_promised_on: Option<NaiveDate>,
    /// The day on which the contract with the rival ends.
    pub rival_contract_ends_on: Option<NaiveDate>,
    /// The day on which winning it back was given up.
    pub buried_on: Option<NaiveDate>,
    pub buried_why: Option<String>,
    /// Whether it fits the customers that one looks for.
    pub fit: Option<Fit>,
    pub fit_why: Option<String>,
    pub lost_note: Option<String>,
    /// The day on which the credit check failed, until that is settled; for screens.
    #[serde(skip)]
    pub credit_failed_on: Option<NaiveDate>,
    /// What the commission comes to, for screens.
    #[serde(skip)]
    pub commission_money: Option<Money>,
    /// The value as it is, for screens.
    #[serde(skip)]
    pub money: Option<Money>,
}

plain_record!(DealRecord: "id", "uid", "account_id", "account", "title", "status", "rung", "next_rung", "rungs_done",
    "rungs_total", "value", "currency", "plan", "signed_on", "expected_close_on", "last_reached_on", "attempts",
    "next_check_in_on", "health", "health_reasons", "tags", "key", "source", "note", "lost_on", "lost_reason",
    "addon_of", "penalty", "commission_percent", "commission", "commission_earned_on", "renews_on", "notice_on",
    "lost_to", "rival_promised", "rival_promised_on", "rival_contract_ends_on", "buried_on", "buried_why", "fit",
    "fit_why", "lost_note");

impl DealRecord {
    /// The record of a deal.
    pub fn new(facts: &DealFacts, today: NaiveDate) -> Self {
        Self::of(
            &facts.deal,
            &facts.account,
            &facts.reach,
            facts.next_check_in_on,
            facts.health.as_ref(),
            today,
        )
    }

    /// The record of a deal, from its parts.
    pub fn of(
        deal: &Deal,
        account: &str,
        reach: &Reach,
        next_check_in_on: Option<NaiveDate>,
        health: Option<&Health>,
        today: NaiveDate,
    ) -> Self {
        let (rungs_done, rungs_total) = deal.ladder.progress();
        Self {
            id: deal.id,
            uid: non_empty(&deal.uid),
            account_id: deal.account_id,
            account: account.to_owned(),
            title: deal.title.clone(),
            status: deal.status(),
            rung: deal.ladder.rung(),
            next_rung: deal.ladder.next_rung(),
            rungs_done,
            rungs_total,
            value: deal.value.map(Money::major_number),
            currency: deal.value.map(|money| money.currency),
            plan: deal.running_plan().map(String::from),
            signed_on: deal.ladder.facts(Rung::Signed).done_on,
            expected_close_on: deal.expected_close_on,
            last_reached_on: reach.last_reached_on,
            attempts: reach.attempts,
            next_check_in_on,
            health: health.map(|health| health.colour),
            health_reasons: health
                .map(|health| health::reasons(health, today))
                .unwrap_or_default(),
            tags: deal.tags.clone(),
            key: deal.key.clone(),
            source: non_empty(&deal.source),
            note: deal.note.clone(),
            lost_on: deal.lost.map(|lost| lost.on),
            lost_reason: deal.lost.map(|lost| lost.reason),
            credit_failed_on: deal.ladder.failed().map(|failed| failed.on),
            addon_of: deal.addon_of,
            penalty: deal.penalty.clone(),
            commission_percent: deal.commission,
            commission: deal.commission_amount().map(Money::major_number),
            commission_earned_on: deal.commission_earned_on(),
            renews_on: deal.renews_on,
            notice_on: deal.notice_on(),
            lost_to: deal.win_back.lost_to.clone(),
            rival_promised: deal.win_back.rival_promised.clone(),
            rival_promised_on: deal.win_back.rival_promised_on,
            rival_contract_ends_on: deal.win_back.rival_contract_ends_on,
            buried_on: deal.lost.and_then(|lost| lost.buried_on),
            buried_why: deal.win_back.buried_why.clone(),
            fit: deal.fit,
            fit_why: deal.fit_why.clone(),
            lost_note: deal.win_back.note.clone(),
            commission_money: deal.commission_amount(),
            money: deal.value,
        }
    }
}
