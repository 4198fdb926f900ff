//! The grammar as tables, what surrounds it, what is refused, and what holds for everything.

mod errors;
mod grammar;
mod properties;
mod reader;

use chrono::NaiveDate;

use super::{Direction, Reader};
use crate::domain::calendar::Calendar;

fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

/// Monday to Friday without holidays, on one day.
struct Desk {
    today: NaiveDate,
    calendar: Calendar,
}

impl Desk {
    fn on(today: &str) -> Self {
        Self {
            today: day(today),
            calendar: Calendar::default(),
        }
    }

    /// Wednesday 11 March 2026: the day of most tables.
    fn usual() -> Self {
        Self::on("2026-03-11")
    }

    fn reader(&self, direction: Direction) -> Reader<'_> {
        Reader {
            today: self.today,
            base: self.today,
            direction,
            order: None,
            calendar: &self.calendar,
        }
    }

    /// What a text is read as ahead and back; errors in their own words.
    fn read(&self, text: &str) -> (String, String) {
        let read = |direction| match self.reader(direction).read(text) {
            Ok(date) => date.to_string(),
            Err(error) => error.to_string(),
        };
        (read(Direction::Ahead), read(Direction::Back))
    }

    fn check(&self, cases: &[(&str, &str, &str)]) {
        for (text, ahead, back) in cases {
            let expected = ((*ahead).to_owned(), (*back).to_owned());
            assert_eq!(self.read(text), expected, "{text:?} on {}", self.today);
        }
    }

    fn check_both_ways(&self, cases: &[(&str, &str)]) {
        for (text, date) in cases {
            self.check(&[(text, date, date)]);
        }
    }
}
