//! A deal or an account with everything about it.

use serde::Serialize;

use crate::domain::money::Money;
use crate::view::format::Record;

use super::{
    AccountRecord, CheckInRecord, DealRecord, HeartbeatRecord, ObjectiveRecord, PersonRecord,
    PromiseRecord, ResultRecord, RivalRecord, RungRecord, SumRecord, ThanksRecord,
    TouchpointRecord,
};

/// A deal with everything about it.
#[derive(Debug, Clone, Serialize)]
pub struct DealStory {
    #[serde(flatten)]
    pub deal: DealRecord,
    pub rungs: Vec<RungRecord>,
    pub check_ins: Vec<CheckInRecord>,
    pub touchpoints: Vec<TouchpointRecord>,
    pub people: Vec<PersonRecord>,
    pub promises: Vec<PromiseRecord>,
    pub results: Vec<ResultRecord>,
    pub objectives: Vec<ObjectiveRecord>,
    pub risks: Vec<CheckInRecord>,
    /// Its own and its account's.
    pub rivals: Vec<RivalRecord>,
    pub thanks: Vec<ThanksRecord>,
    /// The deals that add to it.
    pub addons: Vec<DealRecord>,
    /// What those that are not lost come to, one sum a currency.
    pub addons_value: Vec<SumRecord>,
    /// Every round of asking since it was lost.
    pub heartbeats: Vec<HeartbeatRecord>,
    /// The same, for screens.
    #[serde(skip)]
    pub addons_money: Vec<Money>,
}

impl Record for DealStory {
    fn fields() -> Vec<&'static str> {
        let mut fields = DealRecord::fields();
        fields.extend([
            "rungs",
            "check_ins",
            "touchpoints",
            "people",
            "promises",
            "results",
            "objectives",
            "risks",
            "rivals",
            "thanks",
            "addons",
            "addons_value",
            "heartbeats",
        ]);
        fields
    }

    fn id(&self) -> String {
        self.deal.id()
    }
}

/// An account with everything about it.
#[derive(Debug, Clone, Serialize)]
pub struct AccountStory {
    #[serde(flatten)]
    pub account: AccountRecord,
    pub deals: Vec<DealRecord>,
    pub check_ins: Vec<CheckInRecord>,
    pub touchpoints: Vec<TouchpointRecord>,
    pub people: Vec<PersonRecord>,
    pub promises: Vec<PromiseRecord>,
    pub risks: Vec<CheckInRecord>,
    pub rivals: Vec<RivalRecord>,
    pub thanks: Vec<ThanksRecord>,
    pub results: Vec<ResultRecord>,
    pub objectives: Vec<ObjectiveRecord>,
    /// Every round of asking about its lost deals.
    pub heartbeats: Vec<HeartbeatRecord>,
}

impl Record for AccountStory {
    fn fields() -> Vec<&'static str> {
        let mut fields = AccountRecord::fields();
        fields.extend(["deals", "check_ins", "touchpoints", "people"]);
        fields.extend(["promises", "risks", "rivals", "thanks"]);
        fields.extend(["results", "objectives", "heartbeats"]);
        fields
    }

    fn id(&self) -> String {
        self.account.id()
    }
}
