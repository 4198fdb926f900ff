//! Records of what was asked about lost deals.

use chrono::NaiveDate;
use serde::Serialize;

use super::non_empty;
use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, DealId};
use crate::domain::win_back::{Advice, Heartbeat, RivalSigned, WouldMatch};
use crate::view::format::Record;

/// One round of asking whether a lost deal is really lost.
#[derive(Debug, Clone, Serialize)]
pub struct HeartbeatRecord {
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: DealId,
    /// The deal's title.
    pub deal: Option<String>,
    pub on: NaiveDate,
    /// What was most attractive in the other offer.
    pub attractive: Option<String>,
    pub would_match: Option<WouldMatch>,
    pub rival_signed: Option<RivalSigned>,
    pub contract_ends_on: Option<NaiveDate>,
    pub advice: Advice,
}

impl HeartbeatRecord {
    /// The record of a round with a deal of an account.
    pub fn new(heartbeat: &Heartbeat, account: &str, deal: &Deal) -> Self {
        Self {
            uid: non_empty(&heartbeat.uid),
            account_id: deal.account_id,
            account: account.to_owned(),
            deal_id: deal.id,
            deal: deal.title.clone(),
            on: heartbeat.on,
            attractive: heartbeat.attractive.clone(),
            would_match: heartbeat.would_match,
            rival_signed: heartbeat.rival_signed,
            contract_ends_on: heartbeat.contract_ends_on,
            advice: heartbeat.advice(),
        }
    }

    /// The records of those rounds that are of one of these deals of an account, in their order.
    pub fn list(heartbeats: &[Heartbeat], account: &str, deals: &[Deal]) -> Vec<Self> {
        heartbeats
            .iter()
            .filter_map(|heartbeat| {
                let deal = deals.iter().find(|deal| deal.id == heartbeat.deal_id)?;
                Some(Self::new(heartbeat, account, deal))
            })
            .collect()
    }
}

impl Record for HeartbeatRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "uid",
            "account_id",
            "account",
            "deal_id",
            "deal",
            "on",
            "attractive",
            "would_match",
            "rival_signed",
            "contract_ends_on",
            "advice",
        ]
    }

    /// A round is known by its deal.
    fn id(&self) -> String {
        self.deal_id.to_string()
    }
}
