//! Rows of the morning as records.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::due::Level;
use crate::domain::facts::DueDetail;
use crate::domain::money::Currency;
use crate::view::format::Record;

use super::{AccountRecord, CheckInRecord, DealRecord, PersonRecord};

/// A row of the morning.
#[derive(Debug, Clone, Serialize)]
pub struct DueRecord {
    pub level: Level,
    pub days_overdue: i64,
    pub tried_today: bool,
    pub account: AccountRecord,
    pub check_in: CheckInRecord,
    pub deal: Option<DealRecord>,
    pub person: Option<PersonRecord>,
    pub more: Vec<CheckInRecord>,
    /// What was last said there and when, for screens that have room for it.
    #[serde(skip)]
    pub last_words: Option<(NaiveDate, String)>,
    /// What is promised there and not due yet, for screens that have room for it.
    #[serde(skip)]
    pub promises: Vec<CheckInRecord>,
    /// How many others are due there, for screens that do not fetch them.
    #[serde(skip)]
    pub more_count: usize,
    /// The currency that goes without saying, for screens.
    #[serde(skip)]
    pub default: Currency,
}

impl DueRecord {
    /// The record of a row: its most pressing check-in, and the others that are due there.
    pub fn new(
        level: Level,
        tried_today: bool,
        detail: &DueDetail,
        more: Vec<CheckInRecord>,
        today: NaiveDate,
        default: Currency,
    ) -> Self {
        let name = &detail.account.account.name;
        let deal = detail.deal.as_ref();
        let mut check_in = CheckInRecord::new(
            &detail.check_in,
            name,
            deal.map(|facts| &facts.deal),
            detail.person.as_ref(),
            today,
        );
        if level == Level::Late {
            check_in.fall_back_on(&detail.plans_b);
        }
        Self {
            level,
            days_overdue: check_in.days_overdue.unwrap_or(0),
            tried_today,
            account: AccountRecord::new(&detail.account, today, default),
            check_in,
            deal: deal.map(|facts| DealRecord::new(facts, today)),
            person: detail
                .person
                .as_ref()
                .map(|person| PersonRecord::new(person, name)),
            last_words: None,
            promises: Vec::new(),
            more_count: more.len(),
            more,
            default,
        }
    }
}

impl Record for DueRecord {
    fn fields() -> Vec<&'static str> {
        use std::sync::LazyLock;
        static NESTED: LazyLock<Vec<String>> = LazyLock::new(|| {
            let behind = |name: &str, fields: &[&str]| {
                fields
                    .iter()
                    .map(|field| format!("{name}.{field}"))
                    .collect()
            };
            let groups: [Vec<String>; 4] = [
                behind("account", AccountRecord::FIELDS),
                behind("check_in", CheckInRecord::FIELDS),
                behind("deal", DealRecord::FIELDS),
                behind("person", PersonRecord::FIELDS),
            ];
            groups.concat()
        });
        let mut fields = vec!["level", "days_overdue", "tried_today"];
        fields.extend(NESTED.iter().map(String::as_str));
        fields.push("more");
        fields
    }

    fn id(&self) -> String {
        self.check_in.id.to_string()
    }
}
