//! The dates of one column: the forms that programs write, and whether the day or the month comes first.
//!
//! A single `04/05/2026` has two readings. All cells of a column were written by one program, so one
//! `15/04/2026` anywhere in it settles the others; without any, the reader of the file is asked.

use chrono::{Datelike, NaiveDate};

use super::{ImportError, error::quoted};
use crate::domain::when::DateOrder;

/// Why a cell is no date. The fragments end the sentence that the cell begins.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum DateCellError {
    #[error("{} is not a date; write it as 2026-04-15", quoted(.0))]
    Unreadable(String),
    #[error("{} is no day of the calendar", quoted(.0))]
    Impossible(String),
    #[error("{} is a spreadsheet's count of days; format its column as a date", quoted(.0))]
    DayCount(String),
    #[error("{} is more than 100 years off", quoted(.0))]
    TooFar(String),
    #[error("{} has two readings; write it as 2026-04-15", quoted(.0))]
    TwoReadings(String),
}

/// What a cell says before the order of its column is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The same day in either order.
    Sure(NaiveDate),
    /// A date only if the day comes first: proof for its column.
    DayFirst(NaiveDate),
    /// A date only if the month comes first: proof for its column.
    MonthFirst(NaiveDate),
    /// Two different days.
    Either {
        day_first: NaiveDate,
        month_first: NaiveDate,
    },
}

impl Reading {
    /// The day meant; `None` when that hangs on an order nobody knows.
    fn by(self, order: Option<DateOrder>) -> Option<NaiveDate> {
        match (self, order) {
            (Self::Sure(date) | Self::DayFirst(date) | Self::MonthFirst(date), _) => Some(date),
            (Self::Either { day_first, .. }, Some(DateOrder::DayMonth)) => Some(day_first),
            (Self::Either { month_first, .. }, Some(DateOrder::MonthDay)) => Some(month_first),
            (Self::Either { .. }, None) => None,
        }
    }
}

/// The order that the dates of a column prove; `None` when they prove none. `cells` are the lines and
/// the texts of the whole column; cells that are no date prove nothing.
///
/// # Errors
/// [`ImportError::MixedDates`] when one date proves the one order and another the other.
pub(super) fn find_order<'a>(
    column: &str,
    cells: impl Iterator<Item = (u64, &'a str)>,
    today: NaiveDate,
) -> Result<Option<DateOrder>, ImportError> {
    let mut day_first: Option<(u64, &str)> = None;
    let mut month_first: Option<(u64, &str)> = None;
    for (line, text) in cells {
        match read_cell(text, today) {
            Ok(Reading::DayFirst(_)) => day_first = day_first.or(Some((line, text))),
            Ok(Reading::MonthFirst(_)) => month_first = month_first.or(Some((line, text))),
            _ => {}
        }
    }
    match (day_first, month_first) {
        (None, None) => Ok(None),
        (Some(_), None) => Ok(Some(DateOrder::DayMonth)),
        (None, Some(_)) => Ok(Some(DateOrder::MonthDay)),
        (Some((day_line, day_text)), Some((month_line, month_text))) => {
            Err(ImportError::MixedDates {
                column: column.to_owned(),
                day_first: (day_line, day_text.to_owned()),
                month_first: (month_line, month_text.to_owned()),
            })
        }
    }
}

/// Refuses a column whose order is unknown, if one of `cells`, those in use, needs it.
///
/// # Errors
/// [`ImportError::AmbiguousDates`] with the first such cell.
pub(super) fn check_order_unneeded<'a>(
    column: &str,
    mut cells: impl Iterator<Item = (u64, &'a str)>,
    today: NaiveDate,
) -> Result<(), ImportError> {
    let ambiguous =
        cells.find(|(_, text)| matches!(read_cell(text, today), Ok(Reading::Either { .. })));
    ambiguous.map_or(Ok(()), |(line, example)| {
        Err(ImportError::AmbiguousDates {
            column: column.to_owned(),
            line,
            example: example.to_owned(),
        })
    })
}

/// The day a cell means in a column of this order.
///
/// # Errors
/// [`DateCellError`]; [`DateCellError::TwoReadings`] only where `order` is `None`.
pub(super) fn read_date(
    text: &str,
    order: Option<DateOrder>,
    today: NaiveDate,
) -> Result<NaiveDate, DateCellError> {
    read_cell(text, today)?
        .by(order)
        .ok_or_else(|| DateCellError::TwoReadings(text.to_owned()))
}

/// Reads one cell as far as it goes alone. A time of day is dropped with its zone: the day stands as
/// the other program wrote it.
fn read_cell(text: &str, today: NaiveDate) -> Result<Reading, DateCellError> {
    let date = without_time(text.trim());
    if is_day_count(date) {
        return Err(DateCellError::DayCount(text.to_owned()));
    }
    let written = written_date(date).ok_or_else(|| DateCellError::Unreadable(text.to_owned()))?;
    let reading = written
        .reading()
        .ok_or_else(|| DateCellError::Impossible(text.to_owned()))?;
    let years_off = (written.year() - today.year()).abs();
    if years_off > 100 {
        return Err(DateCellError::TooFar(text.to_owned()));
    }
    Ok(reading)
}

/// The numbers of a date as they were written.
#[derive(Debug, Clone, Copy)]
enum Written {
    /// Which number is the month is plain: ISO, a month's name, or dots, which only day-first countries use.
    Plain { year: i32, month: u32, day: u32 },
    /// `4/5/2026` or `4-5-2026`.
    Open { first: u32, second: u32, year: i32 },
}

impl Written {
    fn year(self) -> i32 {
        match self {
            Self::Plain { year, .. } | Self::Open { year, .. } => year,
        }
    }

    /// The days it can mean; `None` when there is no such day in either order.
    fn reading(self) -> Option<Reading> {
        match self {
            Self::Plain { year, month, day } => {
                NaiveDate::from_ymd_opt(year, month, day).map(Reading::Sure)
            }
            Self::Open {
                first,
                second,
                year,
            } => match (
                NaiveDate::from_ymd_opt(year, second, first),
                NaiveDate::from_ymd_opt(year, first, second),
            ) {
                (None, None) => None,
                (Some(date), None) => Some(Reading::DayFirst(date)),
                (None, Some(date)) => Some(Reading::MonthFirst(date)),
                (Some(date), Some(same)) if date == same => Some(Reading::Sure(date)),
                (Some(day_first), Some(month_first)) => Some(Reading::Either {
                    day_first,
                    month_first,
                }),
            },
        }
    }
}

fn written_date(text: &str) -> Option<Written> {
    compact(text)
        .or_else(|| separated(text))
        .or_else(|| with_month_name(text))
}

/// `20260415`.
fn compact(text: &str) -> Option<Written> {
    if text.len() != 8 || !all_digits(text) {
        return None;
    }
    Some(Written::Plain {
        year: text[..4].parse().ok()?,
        month: text[4..6].parse().ok()?,
        day: text[6..].parse().ok()?,
    })
}

/// Three numbers with the same separator twice: the year first with four digits, or last with four or
/// two.
fn separated(text: &str) -> Option<Written> {
    let separator = text.chars().find(|character| "-/.".contains(*character))?;
    let parts: Vec<&str> = text.splitn(4, separator).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    if first.len() == 4 {
        return Some(Written::Plain {
            year: year(first)?,
            month: one_or_two_digits(second)?,
            day: one_or_two_digits(third)?,
        });
    }
    let (first, second) = (one_or_two_digits(first)?, one_or_two_digits(second)?);
    let year = year(third)?;
    if separator == '.' {
        return Some(Written::Plain {
            year,
            month: second,
            day: first,
        });
    }
    Some(Written::Open {
        first,
        second,
        year,
    })
}

/// `15 Apr 2026`, `15-Apr-26`, `Apr 15, 2026`, `April 15 2026`.
fn with_month_name(text: &str) -> Option<Written> {
    let parts: Vec<&str> = text
        .split([' ', ',', '-', '/', '.'])
        .filter(|part| !part.is_empty())
        .take(4)
        .collect();
    let [first, second, last] = parts[..] else {
        return None;
    };
    let (month, day) = match (month_named(first), month_named(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    Some(Written::Plain {
        year: year(last)?,
        month,
        day: one_or_two_digits(day)?,
    })
}

/// The number of a month by its English name, whole or its first three letters.
fn month_named(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = text.to_ascii_lowercase();
    (1..).zip(MONTHS).find_map(|(number, month)| {
        (name == month || name == month[..3] || (number == 9 && name == "sept")).then_some(number)
    })
}

/// A year of four digits, or of two, which are the last ones of 20yy.
fn year(text: &str) -> Option<i32> {
    let number: i32 = all_digits(text).then(|| text.parse().ok())??;
    match text.len() {
        4 => Some(number),
        2 => Some(2000 + number),
        _ => None,
    }
}

fn one_or_two_digits(text: &str) -> Option<u32> {
    let readable = all_digits(text) && text.len() <= 2;
    readable.then(|| text.parse().ok())?
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether this is how a spreadsheet stores a day of the years 1927 to 2173: `46127`, `46127.5`.
fn is_day_count(text: &str) -> bool {
    let (days, fraction) = text.split_once('.').unwrap_or((text, "0"));
    days.len() == 5 && all_digits(days) && all_digits(fraction)
}

/// Takes off a time of day: `T10:30:00Z`, ` 10:30`, `, 10:30 AM`. What is not one stays, and makes the
/// cell unreadable.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let date_and_mark = text[..colon].trim_end_matches(|digit: char| digit.is_ascii_digit());
    let hour = &text[date_and_mark.len()..colon];
    let date = date_and_mark
        .strip_suffix([' ', 'T', 't'])
        .unwrap_or_default();
    if one_or_two_digits(hour).is_none() || date.is_empty() || !ends_a_time(&text[colon + 1..]) {
        return text;
    }
    date.trim_end_matches([',', ' '])
}

/// Whether this can follow the hour's colon: minutes, seconds, a half of the day, a zone.
fn ends_a_time(text: &str) -> bool {
    const WORDS: [&str; 6] = ["", "am", "pm", "z", "utc", "gmt"];
    text.starts_with(|first: char| first.is_ascii_digit())
        && text
            .split(|part: char| part.is_ascii_digit() || " :.+-".contains(part))
            .all(|word| WORDS.contains(&word.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests;
