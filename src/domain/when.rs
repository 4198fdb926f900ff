//! The dates people type: a closed grammar, read to exactly one day or refused.
//!
//! [`Reader`] turns text into a day in three steps, a file each: `token` cuts the text into tokens, `grammar`
//! finds the one `phrase` they form, `resolve` works out the day it means. A phrase with two readings is
//! refused with both; there is no guess anywhere. A day is a calendar day: times of day are refused.

mod cursor;
mod error;
mod grammar;
mod phrase;
mod resolve;
mod token;
mod vocabulary;

use chrono::{Datelike, Months, NaiveDate};

pub use self::error::{SideError, WhenError};
use self::resolve::Resolver;
use crate::domain::calendar::Calendar;
use crate::domain::words::{excerpt, words};

/// How far from today a date may lie, in months.
const FURTHEST: Months = Months::new(100 * 12);

/// Which way an option looks: `--by` ahead, `--on` back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To what has happened; today counts.
    Back,
    /// To what is to come; today counts.
    Ahead,
}

impl Direction {
    /// The number with the sign of its way: negative when it goes back.
    const fn signed(self, number: i32) -> i32 {
        match self {
            Self::Back => -number,
            Self::Ahead => number,
        }
    }
}

words! {
    /// How somebody writes a day and a month in figures.
    DateOrder, "a date order" {
        /// `4/5` is the fourth of May.
        DayMonth = "dmy",
        /// `4/5` is the fifth of April.
        MonthDay = "mdy",
    }
}

/// Reads dates as they are typed for one option, on one day.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The rep's own day; what `today`, `tomorrow` and `yesterday` count from.
    pub today: NaiveDate,
    /// What everything else counts from: usually today, in `add` the latest rung date given.
    pub base: NaiveDate,
    /// Which way a count goes, and a weekday or a day and month without a year is looked for.
    pub direction: Direction,
    /// How `4/5` is read; without it, only where one order makes a date.
    pub order: Option<DateOrder>,
    /// What `3 workdays` and `eow` count.
    pub calendar: &'a Calendar,
}

impl Reader<'_> {
    /// The day a text means.
    ///
    /// Case and extra white space do not matter. Which side of today the day lies on is not judged here
    /// (see [`check_side`]), only that it is within 100 years.
    pub fn read(&self, text: &str) -> Result<NaiveDate, WhenError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WhenError::Empty);
        }
        let tokens = token::tokenize(text).ok_or_else(|| unreadable(text))?;
        let phrase = grammar::parse(&tokens).ok_or_else(|| {
            if token::mention_time(&tokens) {
                time_of_day(text)
            } else {
                unreadable(text)
            }
        })?;
        let date = Resolver::new(self, text).date(&phrase)?;
        if self.is_within_reach(date) {
            Ok(date)
        } else {
            Err(WhenError::TooFar {
                text: excerpt(text),
            })
        }
    }

    /// Reads `DATE: WHAT`: the day before the first colon, and the words after it, `None` where there is no
    /// colon or nothing behind it.
    pub fn read_dated(&self, text: &str) -> Result<(NaiveDate, Option<String>), WhenError> {
        let (date, what) = text.split_once(':').unwrap_or((text, ""));
        let is_digit = |c: char| c.is_ascii_digit();
        let date = self.read(date).map_err(|error| {
            // The colon of `fri 14:30` parts hours from minutes, not a date from words.
            if date.ends_with(is_digit) && what.starts_with(is_digit) {
                time_of_day(text.trim())
            } else {
                error
            }
        })?;
        let what = what.trim();
        Ok((date, (!what.is_empty()).then(|| what.to_owned())))
    }

    fn is_within_reach(&self, date: NaiveDate) -> bool {
        let earliest = self.today.checked_sub_months(FURTHEST);
        let latest = self.today.checked_add_months(FURTHEST);
        earliest.is_none_or(|earliest| earliest <= date)
            && latest.is_none_or(|latest| date <= latest)
    }
}

fn unreadable(text: &str) -> WhenError {
    WhenError::Unreadable {
        text: excerpt(text),
    }
}

fn time_of_day(text: &str) -> WhenError {
    WhenError::TimeOfDay {
        text: excerpt(text),
    }
}

/// Refuses a day on the wrong side of today: a past one where an option looks ahead, a future one where it
/// looks back. Today is right on both.
pub fn check_side(
    direction: Direction,
    date: NaiveDate,
    today: NaiveDate,
) -> Result<(), SideError> {
    match direction {
        Direction::Ahead if date < today => Err(SideError::Past { date }),
        Direction::Back if date > today => Err(SideError::Future { date }),
        Direction::Ahead | Direction::Back => Ok(()),
    }
}

/// A day as answers repeat it, `Fri 13 Mar 2026`. [`Reader::read`] takes it back.
pub fn format_day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// A day in a sentence: `13 Mar`, with the year where it is not today's.
pub fn format_day_short(date: NaiveDate, today: NaiveDate) -> String {
    let year = if date.year() == today.year() {
        ""
    } else {
        " %Y"
    };
    date.format(&format!("%-d %b{year}")).to_string()
}

/// A day near enough to need no year: `Mon 16 Mar`.
pub fn format_weekday_short(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

#[cfg(test)]
mod tests;
