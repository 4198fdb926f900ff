//! The grammar: what is typed, the day it is where the option looks ahead, and where it looks back.

use chrono::Weekday;

use super::{Desk, day};
use crate::domain::when::format_weekday_short;

#[test]
fn days_near_today() {
    Desk::usual().check_both_ways(&[
        ("today", "2026-03-11"),
        ("now", "2026-03-11"),
        ("eod", "2026-03-11"),
        ("tomorrow", "2026-03-12"),
        ("yesterday", "2026-03-10"),
        ("day after tomorrow", "2026-03-13"),
        ("the day after tomorrow", "2026-03-13"),
        ("the day before yesterday", "2026-03-09"),
        ("  ToMorrow\t", "2026-03-12"),
    ]);
}

#[test]
fn full_dates() {
    Desk::usual().check_both_ways(&[
        ("2026-04-15", "2026-04-15"),
        ("2026/04/15", "2026-04-15"),
        ("2026.04.15", "2026-04-15"),
        ("2026-4-5", "2026-04-05"),
        ("20260415", "2026-04-15"),
        ("2028-02-29", "2028-02-29"),
        ("12 december 2026", "2026-12-12"),
        ("12 dec 2026", "2026-12-12"),
        ("12 dec, 2026", "2026-12-12"),
        ("12-Dec-2026", "2026-12-12"),
        ("12dec2026", "2026-12-12"),
        ("12. Dec. 2026", "2026-12-12"),
        ("12th of december 2026", "2026-12-12"),
        ("the 12th of december, 2026", "2026-12-12"),
        ("dec 12 2026", "2026-12-12"),
        ("december 12, 2026", "2026-12-12"),
        ("December 12th, 2026", "2026-12-12"),
        ("15 apr 26", "2026-04-15"),
        ("26 apr 15", "2015-04-26"),
        ("apr 15 26", "2026-04-15"),
        ("1 mar 2020", "2020-03-01"),
        ("Fri 13 Mar 2026", "2026-03-13"),
        ("Fri, 13 Mar 2026", "2026-03-13"),
        ("Friday, March 13, 2026", "2026-03-13"),
        ("fri 2026-03-13", "2026-03-13"),
        ("on 12 dec 2026", "2026-12-12"),
    ]);
}

#[test]
fn weekdays() {
    Desk::usual().check(&[
        // typed        ahead         back
        ("thu", "2026-03-12", "2026-03-05"),
        ("fri", "2026-03-13", "2026-03-06"),
        ("tue", "2026-03-17", "2026-03-10"),
        // Today is a Wednesday: not the one ahead, but the nearest one back.
        ("wed", "2026-03-18", "2026-03-11"),
        ("by friday", "2026-03-13", "2026-03-06"),
        ("until friday", "2026-03-13", "2026-03-06"),
        ("fri.", "2026-03-13", "2026-03-06"),
    ]);
    Desk::usual().check_both_ways(&[
        ("next friday", "2026-03-13"),
        ("next-friday", "2026-03-13"),
        ("next wed", "2026-03-18"),
        ("the coming friday", "2026-03-13"),
        ("last friday", "2026-03-06"),
        ("previous friday", "2026-03-06"),
        ("last wed", "2026-03-04"),
        ("this monday", "2026-03-09"),
        ("this wednesday", "2026-03-11"),
        ("this friday", "2026-03-13"),
        ("this sunday", "2026-03-15"),
        ("friday this week", "2026-03-13"),
        ("friday next week", "2026-03-20"),
        ("friday of next week", "2026-03-20"),
        ("next week friday", "2026-03-20"),
        ("next week on friday", "2026-03-20"),
        ("friday last week", "2026-03-06"),
        ("last week tuesday", "2026-03-03"),
    ]);
}

#[test]
fn a_sunday_ends_its_week() {
    let sunday = Desk {
        today: day("2026-03-15"),
        ..Desk::usual()
    };
    sunday.check_both_ways(&[
        ("friday this week", "2026-03-13"),
        ("friday next week", "2026-03-20"),
        ("next week monday", "2026-03-16"),
        ("friday last week", "2026-03-06"),
    ]);
}

#[test]
fn every_spelling_of_a_weekday() {
    #[rustfmt::skip]
    let spellings = [
        (Weekday::Mon, "mon monday"),
        (Weekday::Tue, "tue tues tuesday"),
        (Weekday::Wed, "wed weds wednesday"),
        (Weekday::Thu, "thu thur thurs thursday"),
        (Weekday::Fri, "fri friday"),
        (Weekday::Sat, "sat saturday"),
        (Weekday::Sun, "sun sunday"),
    ];
    let week = Desk::usual().calendar.week_of(day("2026-03-11")).0;
    for ((weekday, names), date) in spellings.into_iter().zip(week.iter_days()) {
        for name in names.split(' ') {
            let text = format!("this {name}");
            Desk::usual().check_both_ways(&[(&text, &date.to_string())]);
            assert_eq!(format_weekday_short(date)[..3], weekday.to_string());
        }
    }
}

#[test]
fn every_spelling_of_a_month() {
    let spellings = [
        "jan january",
        "feb february",
        "mar march",
        "apr april",
        "may",
        "jun june",
        "jul july",
        "aug august",
        "sep sept september",
        "oct october",
        "nov november",
        "dec december",
    ];
    for (month, names) in (1..).zip(spellings) {
        for name in names.split(' ') {
            let date = format!("2027-{month:02}-05");
            Desk::usual().check_both_ways(&[(&format!("5 {name} 2027"), &date)]);
        }
    }
}

#[test]
fn counts() {
    Desk::usual().check(&[
        // typed        ahead         back
        ("3d", "2026-03-14", "2026-03-08"),
        ("3 days", "2026-03-14", "2026-03-08"),
        ("03 days", "2026-03-14", "2026-03-08"),
        ("2w", "2026-03-25", "2026-02-25"),
        ("2 wks", "2026-03-25", "2026-02-25"),
        ("two weeks", "2026-03-25", "2026-02-25"),
        ("a fortnight", "2026-03-25", "2026-02-25"),
        ("1m", "2026-04-11", "2026-02-11"),
        ("an month", "2026-04-11", "2026-02-11"),
        ("a quarter", "2026-06-11", "2025-12-11"),
        ("1y", "2027-03-11", "2025-03-11"),
        ("twelve months", "2027-03-11", "2025-03-11"),
        ("90 days", "2026-06-09", "2025-12-11"),
        ("ninety days", "2026-06-09", "2025-12-11"),
        ("3 workdays", "2026-03-16", "2026-03-06"),
        ("3wd", "2026-03-16", "2026-03-06"),
        ("3 business days", "2026-03-16", "2026-03-06"),
        ("five working days", "2026-03-18", "2026-03-04"),
        ("0d", "2026-03-11", "2026-03-11"),
        ("0wd", "2026-03-11", "2026-03-11"),
    ]);
    Desk::usual().check_both_ways(&[
        ("+2w", "2026-03-25"),
        ("+ two weeks", "2026-03-25"),
        ("-2w", "2026-02-25"),
        ("in 3 days", "2026-03-14"),
        ("in two weeks", "2026-03-25"),
        ("in a month", "2026-04-11"),
        ("in an year", "2027-03-11"),
        ("in-3-days", "2026-03-14"),
        ("in 3 workdays", "2026-03-16"),
        ("3 days later", "2026-03-14"),
        ("2 weeks ago", "2026-02-25"),
        ("a week ago", "2026-03-04"),
        ("1 business day ago", "2026-03-10"),
    ]);
}

#[test]
fn counts_from_another_day() {
    Desk::usual().check_both_ways(&[
        ("3 days from now", "2026-03-14"),
        ("a week from today", "2026-03-18"),
        ("a week from tomorrow", "2026-03-19"),
        ("a week from next friday", "2026-03-20"),
        ("two days after tomorrow", "2026-03-14"),
        ("2 days before eom", "2026-03-29"),
        ("2 workdays before eom", "2026-03-27"),
        ("3 weeks after 12 dec 2026", "2027-01-02"),
        ("1m from 2026-01-31", "2026-02-28"),
        ("by the day before 12 dec 2026", "2026-12-11"),
        ("the workday before 13 apr 2026", "2026-04-10"),
    ]);
    Desk::usual().check(&[
        ("a week from friday", "2026-03-20", "2026-03-13"),
        ("two weeks from monday", "2026-03-30", "2026-03-23"),
        ("3 days after friday", "2026-03-16", "2026-03-09"),
        ("the day after friday", "2026-03-14", "2026-03-07"),
        ("2 days before 12 dec", "2026-12-10", "2025-12-10"),
    ]);
}

#[test]
fn next_and_last_are_one_unit_away() {
    Desk::usual().check_both_ways(&[
        ("next week", "2026-03-18"),
        ("next month", "2026-04-11"),
        ("next quarter", "2026-06-11"),
        ("next year", "2027-03-11"),
        ("last week", "2026-03-04"),
        ("last month", "2026-02-11"),
        ("previous quarter", "2025-12-11"),
        ("last year", "2025-03-11"),
        ("next workday", "2026-03-12"),
        ("the next business day", "2026-03-12"),
        ("last workday", "2026-03-10"),
    ]);
}

#[test]
fn months_clamp() {
    Desk::on("2026-01-31").check_both_ways(&[
        ("in 1 month", "2026-02-28"),
        ("next month", "2026-02-28"),
        ("in 3 months", "2026-04-30"),
        ("last quarter", "2025-10-31"),
        ("1 month ago", "2025-12-31"),
    ]);
    Desk::on("2028-02-29").check_both_ways(&[("next year", "2029-02-28"), ("in 4y", "2032-02-29")]);
}

#[test]
fn ends_and_starts() {
    Desk::usual().check_both_ways(&[
        ("eow", "2026-03-13"),
        ("eom", "2026-03-31"),
        ("eoq", "2026-03-31"),
        ("eoy", "2026-12-31"),
        ("by eom", "2026-03-31"),
        ("end of week", "2026-03-13"),
        ("end of the month", "2026-03-31"),
        ("the end of this quarter", "2026-03-31"),
        ("end of year", "2026-12-31"),
        ("month end", "2026-03-31"),
        ("year-end", "2026-12-31"),
        ("end of next week", "2026-03-20"),
        ("end of last week", "2026-03-06"),
        ("end of next month", "2026-04-30"),
        ("end of next quarter", "2026-06-30"),
        ("end of last quarter", "2025-12-31"),
        ("end of 2027", "2027-12-31"),
        ("end of february 2028", "2028-02-29"),
        ("start of next week", "2026-03-16"),
        ("start of the month", "2026-03-01"),
        ("beginning of next month", "2026-04-01"),
        ("start of this quarter", "2026-01-01"),
        ("start of next year", "2027-01-01"),
    ]);
    Desk::usual().check(&[
        ("end of april", "2026-04-30", "2025-04-30"),
        ("end april", "2026-04-30", "2025-04-30"),
        ("end of march", "2026-03-31", "2025-03-31"),
        ("start of march", "2027-03-01", "2026-03-01"),
    ]);
}

#[test]
fn the_end_of_a_week_is_never_behind() {
    let cases = [
        ("2026-03-12", "2026-03-13"),
        ("2026-03-13", "2026-03-13"), // it is today
        ("2026-03-14", "2026-03-20"),
        ("2026-03-15", "2026-03-20"),
        ("2026-03-16", "2026-03-20"),
    ];
    for (today, expected) in cases {
        Desk::on(today).check_both_ways(&[("eow", expected), ("end of the week", expected)]);
    }
}

#[test]
fn months_end_on_their_last_day() {
    let cases = [
        // today        eom           eoq           eoy
        ("2026-01-31", "2026-01-31", "2026-03-31", "2026-12-31"),
        ("2028-02-01", "2028-02-29", "2028-03-31", "2028-12-31"),
        ("2026-05-02", "2026-05-31", "2026-06-30", "2026-12-31"),
        ("2026-12-31", "2026-12-31", "2026-12-31", "2026-12-31"),
    ];
    for (today, month, quarter, year) in cases {
        Desk::on(today).check_both_ways(&[("eom", month), ("eoq", quarter), ("eoy", year)]);
    }
}

#[test]
fn a_day_and_month_is_the_nearest_that_way() {
    Desk::usual().check(&[
        // typed         ahead         back
        ("12 dec", "2026-12-12", "2025-12-12"),
        ("dec 12", "2026-12-12", "2025-12-12"),
        ("12th dec", "2026-12-12", "2025-12-12"),
        ("dec 12th", "2026-12-12", "2025-12-12"),
        ("dec the 12th", "2026-12-12", "2025-12-12"),
        ("12 of december", "2026-12-12", "2025-12-12"),
        ("the 12th of december", "2026-12-12", "2025-12-12"),
        ("first of april", "2026-04-01", "2025-04-01"),
        ("12dec", "2026-12-12", "2025-12-12"),
        ("12/dec", "2026-12-12", "2025-12-12"),
        ("10 mar", "2027-03-10", "2026-03-10"),
        ("11 mar", "2026-03-11", "2026-03-11"), // today counts
        ("12 mar", "2026-03-12", "2025-03-12"),
        ("29 feb", "2028-02-29", "2024-02-29"),
        (
            "fri 13 mar",
            "2026-03-13",
            "13 Mar 2025 is a Thursday, not a Friday",
        ),
        (
            "thu mar 13",
            "13 Mar 2026 is a Friday, not a Thursday",
            "2025-03-13",
        ),
        (
            "thursday, 12th of march",
            "2026-03-12",
            "12 Mar 2025 is a Wednesday, not a Thursday",
        ),
    ]);
    // Between 1896 and 1904 there was no leap year.
    Desk::on("1896-03-01").check(&[("29 feb", "1904-02-29", "1896-02-29")]);
}

#[test]
fn a_day_alone_is_the_nearest_that_way() {
    Desk::usual().check(&[
        // typed        ahead         back
        ("15th", "2026-03-15", "2026-02-15"),
        ("the 15th", "2026-03-15", "2026-02-15"),
        ("11th", "2026-03-11", "2026-03-11"), // today counts
        ("1st", "2026-04-01", "2026-03-01"),
        ("31st", "2026-03-31", "2026-01-31"),
        ("22th", "2026-03-22", "2026-02-22"),
        ("the first of the month", "2026-04-01", "2026-03-01"),
        ("friday the 13th", "2026-03-13", "2026-02-13"),
        ("sun 15th", "2026-03-15", "2026-02-15"),
    ]);
    Desk::usual().check_both_ways(&[
        ("15th of this month", "2026-03-15"),
        ("15th of next month", "2026-04-15"),
        ("the 15th of last month", "2026-02-15"),
        ("wed 15th of next month", "2026-04-15"),
    ]);
    // April is too short.
    Desk::on("2026-04-01").check(&[("31st", "2026-05-31", "2026-03-31")]);
}

#[test]
fn places_in_a_month() {
    Desk::usual().check(&[
        // typed                        ahead         back
        ("first monday of april", "2026-04-06", "2025-04-07"),
        ("1st monday of april", "2026-04-06", "2025-04-07"),
        ("last friday of march", "2026-03-27", "2025-03-28"),
        ("second wednesday of march", "2026-03-11", "2026-03-11"), // today counts
        ("first monday of march", "2027-03-01", "2026-03-02"),
        ("last friday of the month", "2026-03-27", "2026-02-27"),
        ("the last workday of the month", "2026-03-31", "2026-02-27"),
        ("last day of february", "2027-02-28", "2026-02-28"),
        ("fifth friday of the month", "2026-05-29", "2026-01-30"),
    ]);
    Desk::usual().check_both_ways(&[
        ("first monday of april 2027", "2027-04-05"),
        ("2nd tuesday of next month", "2026-04-14"),
        ("last business day of this month", "2026-03-31"),
        ("last business day of may 2026", "2026-05-29"),
        ("first workday of next week", "2026-03-16"),
        ("first workday of 2027", "2027-01-01"),
        ("last friday of this quarter", "2026-03-27"),
        ("last day of next quarter", "2026-06-30"),
    ]);
}
