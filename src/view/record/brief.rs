//! Everything worth knowing in the minute before a call.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    AccountRecord, CheckInRecord, DealRecord, HeartbeatRecord, ObjectiveRecord, PersonRecord,
    PromiseRecord, ResultRecord, RivalRecord, TouchpointRecord,
};
use crate::domain::id::DealId;
use crate::view::format::Record;

/// What the next step of a deal is, for screens.
#[derive(Debug, Clone, Default)]
pub struct NextStep {
    /// The day on which the next rung is expected.
    pub expected_on: Option<NaiveDate>,
    /// How often that day moved later, and by how many days in all.
    pub slips: (usize, i64),
}

/// A customer, or one deal of it, in the minute before a call.
#[derive(Debug, Clone, Serialize)]
pub struct BriefRecord {
    pub account: AccountRecord,
    /// What the call may be about: the deal that was named, else live ones, prospects and lost ones.
    pub deals: Vec<DealRecord>,
    /// Those of the deals first.
    pub people: Vec<PersonRecord>,
    /// What is open, by date; promises and risks stand apart.
    pub check_ins: Vec<CheckInRecord>,
    /// Open and broken ones, by date.
    pub promises: Vec<PromiseRecord>,
    /// Open ones.
    pub risks: Vec<CheckInRecord>,
    pub results: Vec<ResultRecord>,
    pub objectives: Vec<ObjectiveRecord>,
    /// Those that are still there.
    pub rivals: Vec<RivalRecord>,
    /// The rounds of asking about its lost deals, the latest first.
    pub heartbeats: Vec<HeartbeatRecord>,
    /// The latest contact in which something was noted.
    pub last_conversation: Option<TouchpointRecord>,
    /// The latest meeting, visit or event.
    pub last_face_to_face: Option<TouchpointRecord>,
    /// The latest three contacts that reached somebody.
    pub touchpoints: Vec<TouchpointRecord>,
    /// What was tried since the last of them, the latest first.
    pub attempts: Vec<TouchpointRecord>,
    /// How many touchpoints gave something.
    pub gave: usize,
    /// How many asked for something.
    pub asked: usize,
    /// How many asked since the last one that gave.
    pub asks_in_a_row: usize,
    /// At most five, the most pressing first.
    pub questions: Vec<String>,
    /// The deal that was named; none when the whole customer was.
    #[serde(skip)]
    pub deal: Option<DealId>,
    /// Beside each of the deals.
    #[serde(skip)]
    pub next_steps: Vec<NextStep>,
}

impl Record for BriefRecord {
    fn fields() -> Vec<&'static str> {
        use std::sync::LazyLock;
        static NESTED: LazyLock<[Vec<String>; 3]> = LazyLock::new(|| {
            let behind = |name: &str, fields: &[&str]| {
                let dotted = fields.iter().map(|field| format!("{name}.{field}"));
                dotted.collect()
            };
            [
                behind("account", AccountRecord::FIELDS),
                behind("last_conversation", TouchpointRecord::FIELDS),
                behind("last_face_to_face", TouchpointRecord::FIELDS),
            ]
        });
        let [account, conversation, face_to_face] = &*NESTED;
        let mut fields: Vec<&str> = account.iter().map(String::as_str).collect();
        fields.extend(["deals", "people", "check_ins", "promises", "risks"]);
        fields.extend(["results", "objectives", "rivals", "heartbeats"]);
        fields.extend(conversation.iter().map(String::as_str));
        fields.extend(face_to_face.iter().map(String::as_str));
        fields.extend(["touchpoints", "attempts", "gave", "asked", "asks_in_a_row"]);
        fields.push("questions");
        fields
    }

    /// Of the deal that was named, else of the account.
    fn id(&self) -> String {
        self.deal
            .map_or_else(|| self.account.id.to_string(), |deal| deal.to_string())
    }
}
