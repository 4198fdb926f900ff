//! Short phrases about records, the same on every screen.

use chrono::NaiveDate;

use crate::domain::check_in::Kind;
use crate::domain::deal::Deal;
use crate::domain::touchpoint::Outcome;
use crate::domain::when::{format_day_short, format_weekday_short};
use crate::view::record::{CheckInRecord, DealRecord, TouchpointRecord};

/// A deal by its title and value: `Fleet, 48,000 EUR`.
pub fn deal(deal: &Deal) -> String {
    title_and_value(
        deal.title.as_deref(),
        deal.value.map(super::super::domain::money::Money::long),
    )
}

/// The same of a record.
pub fn deal_record(record: &DealRecord) -> String {
    title_and_value(
        record.title.as_deref(),
        record.money.map(super::super::domain::money::Money::long),
    )
}

fn title_and_value(title: Option<&str>, value: Option<String>) -> String {
    match (title, value) {
        (Some(title), Some(value)) => format!("{title}, {value}"),
        (Some(title), None) => title.to_owned(),
        (None, Some(value)) => format!("a deal of {value}"),
        (None, None) => "a deal without a title".to_owned(),
    }
}

/// How far up its ladder a deal is: `4/7 delivered`.
pub fn rung(record: &DealRecord) -> String {
    let counted = format!("{}/{}", record.rungs_done, record.rungs_total);
    record
        .rung
        .map_or(counted.clone(), |rung| format!("{counted} {rung}"))
}

/// What to do, and why.
pub fn to_do(record: &CheckInRecord, today: NaiveDate) -> String {
    match (record.kind, record.rung, record.due_on) {
        (Kind::Rung, Some(rung), Some(due_on)) => {
            let when = match due_on.cmp(&today) {
                std::cmp::Ordering::Less => format!("was due {}", format_day_short(due_on, today)),
                std::cmp::Ordering::Equal => "is due today".to_owned(),
                std::cmp::Ordering::Greater => {
                    format!("is due {}", format_day_short(due_on, today))
                }
            };
            let slips = record
                .slips
                .filter(|slips| *slips > 0)
                .map(|slips| format!(", slipped {slips}×"));
            format!("{} {when}{}", rung.noun(), slips.unwrap_or_default())
        }
        _ => match &record.why {
            Some(why) => format!("{}: {why}", record.what),
            None => record.what.clone(),
        },
    }
}

/// How late a check-in is: `9d`, `today`, or the day it comes.
pub fn lateness(record: &CheckInRecord, today: NaiveDate) -> String {
    match record.due_on {
        Some(due_on) if due_on > today => format_weekday_short(due_on),
        Some(due_on) if due_on == today => "today".to_owned(),
        Some(due_on) => format!("{}d", (today - due_on).num_days()),
        None => "waits".to_owned(),
    }
}

/// What came of a contact: `reached by call`, `email sent`.
pub fn contact(record: &TouchpointRecord) -> String {
    match record.outcome {
        Outcome::Reached if record.inbound => format!("they reached us by {}", record.via),
        Outcome::Reached => format!("reached by {}", record.via),
        Outcome::Sent => format!("{} sent", record.via),
        Outcome::NoAnswer => format!("{}, no answer", record.via),
        Outcome::LeftMessage => format!("{}, left a message", record.via),
    }
}

/// How long ago somebody was reached: `reached 12d ago`, `never reached`.
pub fn reached(days: Option<i64>) -> String {
    match days {
        None => "never reached".to_owned(),
        Some(0) => "reached today".to_owned(),
        Some(days) => format!("reached {days}d ago"),
    }
}

/// The same, shorter: `12d ago`, `never`.
pub fn days_ago(days: Option<i64>) -> String {
    match days {
        None => "never".to_owned(),
        Some(0) => "today".to_owned(),
        Some(days) => format!("{days}d ago"),
    }
}

/// How often it was tried since: `2 tries`; nothing for none.
pub fn tries(attempts: i64) -> String {
    match attempts {
        0 => String::new(),
        1 => "1 try".to_owned(),
        many => format!("{many} tries"),
    }
}
