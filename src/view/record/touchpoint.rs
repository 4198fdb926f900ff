//! Records of touchpoints.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::facts::TouchpointFacts;
use crate::domain::id::{AccountId, CheckInId, DealId, PersonId, TouchpointId};
use crate::domain::touchpoint::{Outcome, Via};
use crate::view::format::Record;

use super::non_empty;

/// A touchpoint.
#[derive(Debug, Clone, Serialize)]
pub struct TouchpointRecord {
    pub id: TouchpointId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: Option<DealId>,
    /// The deal's title.
    pub deal: Option<String>,
    pub on: NaiveDate,
    pub via: Via,
    pub outcome: Outcome,
    pub person: Option<String>,
    pub note: Option<String>,
    /// The check-ins it closed.
    pub closed: Vec<CheckInId>,
    /// The check-in it set for the next time.
    pub next: Option<CheckInId>,
    pub person_id: Option<PersonId>,
    pub inbound: bool,
    /// The day it was sent, where it was answered on another one.
    pub sent_on: Option<NaiveDate>,
    pub gave: Option<String>,
    pub asked: bool,
}

plain_record!(TouchpointRecord: "id", "uid", "account_id", "account", "deal_id", "deal", "on", "via", "outcome",
    "person", "note", "closed", "next", "person_id", "inbound", "sent_on", "gave", "asked");

impl TouchpointRecord {
    /// The record of a touchpoint.
    pub fn new(facts: &TouchpointFacts) -> Self {
        let touchpoint = &facts.touchpoint;
        Self {
            id: touchpoint.id,
            uid: non_empty(&touchpoint.uid),
            account_id: touchpoint.account_id,
            account: facts.account.clone(),
            deal_id: touchpoint.deal_id,
            deal: facts.deal.clone(),
            on: touchpoint.on,
            via: touchpoint.via,
            outcome: touchpoint.outcome,
            person: facts.person.clone(),
            note: touchpoint.note.clone(),
            closed: facts.closed.clone(),
            next: touchpoint.next,
            person_id: touchpoint.person_id,
            inbound: touchpoint.inbound,
            sent_on: touchpoint.sent_on,
            gave: touchpoint.gave.clone(),
            asked: touchpoint.asked,
        }
    }
}
