//! What people type of a risk and of thanks, and when a risk is looked at where nobody says when.

use chrono::{Days, NaiveDate};

use crate::domain::calendar::Calendar;
use crate::domain::ladder::{Ladder, RungState};
use crate::domain::rung::Rung;

/// So many workdays before a delivery its risks are looked at: time enough to turn to plan B.
const WORKDAYS_BEFORE_DELIVERY: i32 = -3;

/// After so many days a risk is looked at that no delivery date tells when to.
const DAYS_UNTIL_REVIEW: Days = Days::new(14);

/// Reads `WHAT // PLAN B`; none when one of the two is missing. Slashes within a word (`https://…`) part
/// nothing.
pub fn split_plan_b(text: &str) -> Option<(&str, &str)> {
    let parts = |at: usize| (&text[..at], &text[at + 2..]);
    let stands_apart = |(before, after): &(&str, &str)| {
        before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace)
    };
    let (what, plan_b) = text
        .match_indices("//")
        .map(|(at, _)| parts(at))
        .find(stands_apart)?;
    both(what, plan_b)
}

/// Reads `COLLEAGUE: WHAT`; none when one of the two is missing.
pub fn split_colleague(text: &str) -> Option<(&str, &str)> {
    let (colleague, what) = text.split_once(':')?;
    both(colleague, what)
}

fn both<'t>(first: &'t str, second: &'t str) -> Option<(&'t str, &'t str)> {
    let (first, second) = (first.trim(), second.trim());
    (!first.is_empty() && !second.is_empty()).then_some((first, second))
}

/// When a risk of a deal is looked at, where nobody says when: three workdays before the delivery that is
/// expected, else in two weeks, on a workday (practice 22).
pub fn review_on(ladder: &Ladder, today: NaiveDate, calendar: &Calendar) -> NaiveDate {
    match ladder.state(Rung::Delivered) {
        RungState::Open {
            expected_on: Some(on),
        } if on >= today => calendar
            .add_workdays(on, WORKDAYS_BEFORE_DELIVERY)
            .max(today),
        _ => calendar.on_or_after(today + DAYS_UNTIL_REVIEW),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_risk_has_two_halves() {
        let table = [
            ("lathes late // rent two", Some(("lathes late", "rent two"))),
            ("lathes late //rent two", Some(("lathes late", "rent two"))),
            ("lathes late// rent two", Some(("lathes late", "rent two"))),
            (
                "see https://a.example // b // c",
                Some(("see https://a.example", "b // c")),
            ),
            ("see https://a.example", None),
            ("lathes late", None),
            ("lathes late //", None),
            ("// rent two", None),
            ("lathes late / rent two", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(split_plan_b(text), expected, "{text:?}");
        }
    }

    #[test]
    fn thanks_have_two_halves() {
        let table = [
            ("Priya: built the demo", Some(("Priya", "built the demo"))),
            (
                " Priya Rao :built it: twice ",
                Some(("Priya Rao", "built it: twice")),
            ),
            ("Priya", None),
            ("Priya:", None),
            (": built the demo", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(split_colleague(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_risk_is_looked_at_before_the_delivery_it_threatens() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let friday = day(3, 6);
        // The delivery that is expected, the one that happened, and the day of the review.
        let table = [
            (Some(day(3, 20)), None, day(3, 17)),
            (Some(day(3, 23)), None, day(3, 18)),
            (Some(day(3, 9)), None, friday),
            (Some(friday), None, friday),
            (Some(day(3, 5)), None, day(3, 20)),
            (None, None, day(3, 20)),
            (Some(day(3, 20)), Some(friday), day(3, 20)),
        ];
        for (expected_on, done_on, review) in table {
            let mut ladder = Ladder::default();
            if let Some(on) = expected_on {
                ladder.expect(Rung::Delivered, on, None, friday).unwrap();
            }
            if let Some(on) = done_on {
                ladder.mark(Rung::Delivered, on, None).unwrap();
            }
            assert_eq!(
                review_on(&ladder, friday, &Calendar::default()),
                review,
                "{expected_on:?} {done_on:?}"
            );
        }
    }
}
