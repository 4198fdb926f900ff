use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;

use super::{Calendar, CalendarError};

fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

/// Monday to Friday, without Good Friday and Easter Monday 2026, and off from Christmas to New Year.
fn with_holidays() -> Calendar {
    let weekdays = Calendar::default()
        .workdays
        .iter(Weekday::Mon)
        .collect::<Vec<_>>();
    let holidays = [("2026-04-03", "2026-04-06"), ("2026-12-24", "2027-01-01")];
    let holidays = holidays.map(|(first, last)| (day(first), day(last)));
    Calendar::new(&weekdays, holidays.to_vec()).unwrap()
}

#[test]
fn workdays_are_weekdays_less_holidays() {
    #[rustfmt::skip]
    let cases = [
        // date          workday  rolled forward  rolled back    the next one
        ("2026-03-13",   true,    "2026-03-13",   "2026-03-13",  "2026-03-16"), // a Friday
        ("2026-03-14",   false,   "2026-03-16",   "2026-03-13",  "2026-03-16"),
        ("2026-03-15",   false,   "2026-03-16",   "2026-03-13",  "2026-03-16"),
        ("2026-03-16",   true,    "2026-03-16",   "2026-03-16",  "2026-03-17"),
        ("2026-04-02",   true,    "2026-04-02",   "2026-04-02",  "2026-04-07"), // before Easter
        ("2026-04-03",   false,   "2026-04-07",   "2026-04-02",  "2026-04-07"),
        ("2026-04-06",   false,   "2026-04-07",   "2026-04-02",  "2026-04-07"),
        ("2026-12-31",   false,   "2027-01-04",   "2026-12-23",  "2027-01-04"),
    ];
    let calendar = with_holidays();
    for (date, workday, forward, back, next) in cases {
        assert_eq!(calendar.is_workday(day(date)), workday, "{date}");
        assert_eq!(calendar.on_or_after(day(date)), day(forward), "{date}");
        assert_eq!(calendar.on_or_before(day(date)), day(back), "{date}");
        assert_eq!(calendar.next_workday(day(date)), day(next), "{date}");
    }
}

#[test]
fn workdays_are_counted_from_any_day() {
    #[rustfmt::skip]
    let cases = [
        ("2026-03-13",  0, "2026-03-13"),
        ("2026-03-13",  1, "2026-03-16"),
        ("2026-03-13",  5, "2026-03-20"),
        ("2026-03-13", -1, "2026-03-12"),
        ("2026-03-14",  0, "2026-03-14"), // a Saturday: no count, no roll
        ("2026-03-14",  1, "2026-03-16"),
        ("2026-03-14", -1, "2026-03-13"),
        ("2026-04-01",  2, "2026-04-07"), // over Easter
        ("2026-04-07", -2, "2026-04-01"),
    ];
    let calendar = with_holidays();
    for (date, count, expected) in cases {
        assert_eq!(
            calendar.add_workdays(day(date), count),
            day(expected),
            "{count} from {date}"
        );
    }
}

#[test]
fn a_week_follows_the_workdays() {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    #[rustfmt::skip]
    let cases: [(&[Weekday], &str, &str, &str); 9] = [
        // workdays                           date          week begins   its last workday, or the next one's
        (&[Mon, Tue, Wed, Thu, Fri],          "2026-03-11", "2026-03-09", "2026-03-13"),
        (&[Mon, Tue, Wed, Thu, Fri],          "2026-03-13", "2026-03-09", "2026-03-13"),
        (&[Mon, Tue, Wed, Thu, Fri],          "2026-03-14", "2026-03-09", "2026-03-20"),
        (&[Mon, Tue, Wed, Thu, Fri, Sat],     "2026-03-14", "2026-03-09", "2026-03-14"),
        (&[Sun, Mon, Tue, Wed, Thu],          "2026-03-15", "2026-03-15", "2026-03-19"),
        (&[Sun, Mon, Tue, Wed, Thu],          "2026-03-13", "2026-03-08", "2026-03-19"),
        (&[Tue, Wed, Thu],                    "2026-03-13", "2026-03-09", "2026-03-19"),
        (&[Wed, Thu, Fri, Sat, Sun],          "2026-03-11", "2026-03-09", "2026-03-15"),
        (&[Mon, Tue, Wed, Thu, Fri, Sat, Sun], "2026-03-11", "2026-03-09", "2026-03-15"),
    ];
    for (workdays, date, first, last_workday) in cases {
        let calendar = Calendar::new(workdays, Vec::new()).unwrap();
        assert_eq!(calendar.week_of(day(date)).0, day(first), "{workdays:?}");
        assert_eq!(
            calendar.end_of_week(day(date)),
            day(last_workday),
            "{workdays:?}"
        );
    }
}

#[test]
fn a_week_can_end_before_a_holiday_or_have_no_workday() {
    #[rustfmt::skip]
    let cases = [
        ("2026-04-01", "2026-04-02"), // Good Friday is off
        ("2026-04-03", "2026-04-10"),
        ("2026-12-24", "2027-01-08"), // the week of New Year is off altogether
    ];
    for (date, expected) in cases {
        assert_eq!(with_holidays().end_of_week(day(date)), day(expected));
    }
}

#[test]
fn a_calendar_needs_workdays_and_holidays_that_end() {
    assert_eq!(
        Calendar::new(&[], Vec::new()),
        Err(CalendarError::NoWorkdays)
    );
    let (first, last) = (day("2026-12-24"), day("2026-12-20"));
    let error = Calendar::new(&[Weekday::Mon], vec![(first, last)]).unwrap_err();
    assert_eq!(error, CalendarError::UpsideDown { first, last });
    assert_eq!(
        error.to_string(),
        "a holiday from Thu 24 Dec 2026 to Sun 20 Dec 2026 ends before it begins"
    );
    assert_eq!(
        error.hint(),
        "write the first day of a holiday before its last"
    );
}

#[test]
fn endless_holidays_leave_the_weekdays() {
    let always = vec![(NaiveDate::MIN, NaiveDate::MAX)];
    let calendar = Calendar::new(&[Weekday::Mon], always).unwrap();
    let saturday = day("2026-03-14");
    assert_eq!(calendar.next_workday(saturday), day("2026-03-16"));
    assert_eq!(calendar.on_or_before(saturday), day("2026-03-09"));
    assert_eq!(calendar.add_workdays(saturday, 2), day("2026-03-23"));
    assert_eq!(calendar.end_of_week(saturday), day("2026-03-16"));
}

#[test]
fn the_ends_of_time_are_safe() {
    let calendar = Calendar::default();
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        for count in [-2, -1, 0, 1, 2] {
            calendar.add_workdays(date, count);
        }
        calendar.end_of_week(date);
        let (first, last) = calendar.week_of(date);
        assert!(first <= last);
    }
    assert!(calendar.add_workdays(day("2026-03-13"), i32::MAX) > day("2326-01-01"));
    assert!(calendar.add_workdays(day("2026-03-13"), i32::MIN) < day("1726-01-01"));
}

proptest! {
    #[test]
    fn counting_there_and_back_returns(offset in 0_i64..3000, count in -300_i32..300) {
        let calendar = with_holidays();
        let start = calendar.on_or_after(day("2024-01-01") + chrono::TimeDelta::days(offset));
        let there = calendar.add_workdays(start, count);
        prop_assert!(calendar.is_workday(there));
        prop_assert_eq!(calendar.add_workdays(there, -count), start);
    }

    #[test]
    fn rolling_ends_on_a_workday_and_never_overshoots(offset in 0_i64..3000) {
        let calendar = with_holidays();
        let date = day("2024-01-01") + chrono::TimeDelta::days(offset);
        let (back, forward) = (calendar.on_or_before(date), calendar.on_or_after(date));
        prop_assert!(back <= date && date <= forward);
        prop_assert!(calendar.is_workday(back) && calendar.is_workday(forward));
        let between = date.iter_days().take_while(|day| *day < forward);
        prop_assert!(between.filter(|day| calendar.is_workday(*day)).count() == 0);
    }

    #[test]
    fn the_end_of_a_week_is_a_workday_not_before_the_date(offset in 0_i64..3000) {
        let calendar = with_holidays();
        let date = day("2024-01-01") + chrono::TimeDelta::days(offset);
        let end = calendar.end_of_week(date);
        prop_assert!(date <= end && calendar.is_workday(end));
        prop_assert!(end.weekday().number_from_monday() <= 5);
    }
}
