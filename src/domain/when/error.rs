//! Why a text is no date, or the date is on the wrong side of today, and what to type instead.

use chrono::{Datelike, NaiveDate, Weekday};

use super::format_day;
use super::vocabulary::weekday_name;

/// Why a text was not read as a day. Texts are excerpts, safe to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    #[error("the date is empty")]
    Empty,
    #[error("`{text}` is not a date that can be read")]
    Unreadable { text: String },
    #[error("`{text}` has a time of day, and only a day is kept")]
    TimeOfDay { text: String },
    /// A number from 1 to 31 on its own.
    #[error("`{number}` could be a day of the month or a number of days")]
    BareNumber { number: u32 },
    #[error("`{text}` could be {} or {}", format_day(*first), format_day(*second))]
    Ambiguous {
        text: String,
        first: NaiveDate,
        second: NaiveDate,
    },
    /// A day that no calendar has; `reason` says why, such as "February 2026 has 28 days".
    #[error("`{text}` is not a day: {reason}")]
    Impossible { text: String, reason: String },
    #[error("{} is a {}, not a {}", date.format("%-d %b %Y"), weekday_name(date.weekday()), weekday_name(*typed))]
    WrongWeekday { typed: Weekday, date: NaiveDate },
    #[error("`{text}` is more than 100 years off")]
    TooFar { text: String },
}

impl WhenError {
    /// What to type instead.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty | Self::Unreadable { .. } => {
                "type a date such as fri, next month, 3d, in 2 weeks, 12 dec, eom or 2026-12-31"
                    .to_owned()
            }
            Self::TimeOfDay { .. } => "leave out the time, as in fri or 2026-12-31".to_owned(),
            Self::BareNumber { number } => {
                format!("type the {} or {number}d", ordinal(*number))
            }
            Self::Ambiguous { first, second, .. } => {
                format!("type {first} or {second}, or configure date_order")
            }
            Self::Impossible { .. } => {
                "type a day that exists, such as 2026-12-31, or eom for the end of the month"
                    .to_owned()
            }
            Self::WrongWeekday { date, .. } => {
                format!("type {date} if that is the day, or another year")
            }
            Self::TooFar { .. } => "type a date within 100 years of today".to_owned(),
        }
    }
}

/// A day on the wrong side of today for what it was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SideError {
    #[error("{} is in the past", format_day(*date))]
    Past { date: NaiveDate },
    #[error("{} is in the future", format_day(*date))]
    Future { date: NaiveDate },
}

impl SideError {
    /// What to type instead.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Past { .. } => "type today or a later day, such as fri, 3d or 2 weeks",
            Self::Future { .. } => "type today or an earlier day, such as yesterday or 3 days ago",
        }
    }
}

/// `1st`, `22nd`, `13th`.
fn ordinal(number: u32) -> String {
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}
