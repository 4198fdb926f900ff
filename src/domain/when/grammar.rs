//! The grammar: each production reads one form of date.
//!
//! A date is what exactly one production reads to the last token. No two read the same tokens (a property test
//! holds them to it), so their order means nothing and a new one cannot shadow an old one.

mod day;
mod distance;

use super::cursor::{Cursor, Production};
use super::phrase::Phrase;
use super::token::Token;

/// Forms that name a day. A count can start from them: `2 days before eom`.
const DAYS: [Production; 14] = [
    day::near_today,
    day::weekday,
    day::weekday_of_week,
    day::week_and_weekday,
    day::figures,
    day::day_and_month,
    day::month_and_day,
    day::ordinal,
    day::ordinal_of_month,
    day::with_weekday,
    day::place_in_span,
    day::edge_of_span,
    day::edge_in_short,
    day::period_end,
];

/// Forms that name a day by another. They do not nest: nobody types that, and no text can make it deep.
const DAYS_FROM_DAYS: [Production; 2] = [distance::from_day, distance::next_to_day];

/// Forms that say how far away a day is.
const DISTANCES: [Production; 6] = [
    distance::count,
    distance::signed,
    distance::ahead,
    distance::with_side,
    distance::next_or_last,
    distance::bare_number,
];

/// The phrase that the tokens form, if they form one.
pub(super) fn parse(tokens: &[Token]) -> Option<Phrase> {
    readings(tokens).next()
}

/// Every phrase that the tokens form: one at most, or the grammar is at fault.
pub(super) fn readings(tokens: &[Token]) -> impl Iterator<Item = Phrase> {
    let start = Cursor::new(tokens);
    let mut day = start;
    day.skip(&["on", "by", "until", "till"]);
    day.readings(&DAYS)
        .chain(day.readings(&DAYS_FROM_DAYS))
        .chain(start.readings(&DISTANCES))
}
