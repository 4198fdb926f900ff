//! What is refused, in which words, and what is to be typed instead.

use super::{Desk, day};
use crate::domain::when::{Direction, SideError, WhenError};
use crate::domain::words::excerpt;

fn refusal(text: &str) -> WhenError {
    let desk = Desk::usual();
    let [ahead, back] = [Direction::Ahead, Direction::Back]
        .map(|direction| desk.reader(direction).read(text).unwrap_err());
    assert_eq!(
        std::mem::discriminant(&ahead),
        std::mem::discriminant(&back),
        "{text:?}"
    );
    ahead
}

#[test]
fn nothing_is_empty() {
    for text in ["", " ", "\t\n", "\u{a0}"] {
        assert_eq!(refusal(text), WhenError::Empty);
    }
}

#[test]
fn the_rest_is_unreadable() {
    #[rustfmt::skip]
    let cases = [
        // vague, or more than a date
        "soon", "asap", "later", "friday call bob", "call bob", "tomorrow or friday", "friday friday", "a few days",
        "couple of weeks", "mid april", "weekend", "week end", "never", "someday", "by next month",
        // no day in it
        "april", "apr 2026", "2026", "2026-04", "04-2026", "this week", "next april", "q2", "end of q2", "week",
        "week 11", "days", "the", "on", "next", "last day", "next day", "first", "first monday",
        // halves and leftovers
        "+", "-", "+3", "-3", "+friday", "+-2w", "32", "0", "in", "in 3", "in friday", "3 days from", "days ago",
        "in 3 days ago", "by 3d", "the today", "3 mon", "1.5d", "1w 2d", "3d-2w", "d3", "12 26 dec", "12 dec 4",
        "12 dec 026", "012 dec", "123 dec", "dec", "fri 13", "friday fri 13 mar", "12,dec", ",", ":", "fri:", "2026-04/15", "26-4-2026-1",
        "2026-4-15-", "--2w", "2026--4-15", "4//5", "12..dec", "end of april 26", "13 13 2026", "15 th", "twelfth",
        "a week from in 3 days", "a week from a week from friday", "4/5/6", "4/5/026", "4/5-2026", "1/2/3/4",
        // characters that no date has
        "٣d", "３d", "１２ dec", "2026－04－15", "frı", "fri\u{200b}", "fri\0", "fri\u{1b}[31m", "📅", "3d 🎉", "fri!",
        "'26", "fri_day", "$", "12 décembre", "вчера", "明日", "=1+1", "–2w", "~3d", "3d;", "(fri)",
    ];
    for text in cases {
        assert_eq!(
            refusal(text),
            WhenError::Unreadable {
                text: excerpt(text)
            }
        );
    }
}

#[test]
fn days_that_no_calendar_has() {
    let cases = [
        ("feb 30", "February 2026 has 28 days"),
        ("30 feb 2028", "February 2028 has 29 days"),
        ("29 feb 2027", "February 2027 has 28 days"),
        ("2026-02-30", "February 2026 has 28 days"),
        ("31 apr", "April 2026 has 30 days"),
        ("31/4", "April 2026 has 30 days"),
        ("4/31/2027", "April 2027 has 30 days"),
        ("0 dec", "December 2026 has 31 days"),
        ("32nd", "March 2026 has 31 days"),
        ("31st of next month", "April 2026 has 30 days"),
        ("2026-13-01", "the months go from 1 to 12"),
        ("2026-00-10", "the months go from 1 to 12"),
        ("20261301", "the months go from 1 to 12"),
        ("13.13.2026", "the months go from 1 to 12"),
        ("fifth friday of april 2026", "April 2026 has 4 Fridays"),
        ("6th monday of april", "April 2026 has 4 Mondays"),
        ("25th workday of april 2026", "April 2026 has 22 workdays"),
        (
            "second monday of next week",
            "Mon 16 Mar 2026 to Sun 22 Mar 2026 has 1 Monday",
        ),
    ];
    for (text, reason) in cases {
        let (text, reason) = (text.to_owned(), reason.to_owned());
        assert_eq!(refusal(&text), WhenError::Impossible { text, reason });
    }
}

#[test]
fn times_of_day() {
    #[rustfmt::skip]
    let cases = [
        "fri 14:30", "14:30", "tomorrow at 2pm", "fri 9am", "tomorrow morning", "2026-03-13T10:00", "noon", "fri 14h",
        "2026-03-13 10:00:00", "tonight",
    ];
    for text in cases {
        assert_eq!(
            refusal(text),
            WhenError::TimeOfDay {
                text: text.to_owned()
            }
        );
    }
}

#[test]
fn further_than_a_century() {
    #[rustfmt::skip]
    let cases = [
        "99999999999d", "99999999999w", "4294967296 days", "80001 days", "40000d", "1300m", "101y", "101 years ago",
        "in 70000 workdays", "99999999wd", "2126-03-12", "1926-03-10", "9999-12-31", "0001-01-01", "12 dec 0026",
        "-99999999999y", "80000 quarters from 2100-01-01", "end of 9999", "13/4/1800",
    ];
    for text in cases {
        assert_eq!(
            refusal(text),
            WhenError::TooFar {
                text: text.to_owned()
            }
        );
    }
    Desk::usual().check_both_ways(&[("2126-03-11", "2126-03-11"), ("1926-03-11", "1926-03-11")]);
}

#[test]
fn bare_numbers_have_two_readings() {
    for number in [1, 15, 31] {
        assert_eq!(
            refusal(&number.to_string()),
            WhenError::BareNumber { number }
        );
    }
}

#[test]
fn messages_show_a_short_and_harmless_text() {
    let long = "x".repeat(10_000);
    let expected = format!("`{}…` is not a date that can be read", "x".repeat(40));
    assert_eq!(refusal(&long).to_string(), expected);
    assert_eq!(
        refusal("fri\u{1b}]0;\u{7}").to_string(),
        "`fri\u{fffd}]0;\u{fffd}` is not a date that can be read"
    );
    refusal(&"1".repeat(10_000));
    refusal(&"a week from ".repeat(1_000));
    refusal(&"the day after ".repeat(1_000));
    refusal(&"-".repeat(10_000));
    refusal(&"4/".repeat(10_000));
}

#[test]
fn messages_and_hints() {
    let any = "type a date such as fri, next month, 3d, in 2 weeks, 12 dec, eom or 2026-12-31";
    #[rustfmt::skip]
    let cases = [
        ("", "the date is empty", any),
        ("soon", "`soon` is not a date that can be read", any),
        ("fri 14:30", "`fri 14:30` has a time of day, and only a day is kept", "leave out the time, as in fri or 2026-12-31"),
        ("22", "`22` could be a day of the month or a number of days", "type the 22nd or 22d"),
        ("4/5", "`4/5` could be Mon 4 May 2026 or Sun 5 Apr 2026", "type 2026-05-04 or 2026-04-05, or configure date_order"),
        ("feb 30", "`feb 30` is not a day: February 2026 has 28 days", "type a day that exists, such as 2026-12-31, or eom for the end of the month"),
        ("thu 13 mar 2026", "13 Mar 2026 is a Friday, not a Thursday", "type 2026-03-13 if that is the day, or another year"),
        ("300y", "`300y` is more than 100 years off", "type a date within 100 years of today"),
    ];
    for (text, message, hint) in cases {
        let error = refusal(text);
        assert_eq!(
            (error.to_string().as_str(), error.hint().as_str()),
            (message, hint)
        );
    }
    let past = SideError::Past {
        date: day("2026-03-06"),
    };
    assert_eq!(past.to_string(), "Fri 6 Mar 2026 is in the past");
    let future = SideError::Future {
        date: day("2026-03-13"),
    };
    assert_eq!(future.to_string(), "Fri 13 Mar 2026 is in the future");
    assert_ne!(past.hint(), future.hint());
}
