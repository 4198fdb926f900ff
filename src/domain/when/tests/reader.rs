//! What a reader is given beside the text: an order, a base, a calendar; and what stands around the grammar.

use chrono::Weekday;

use super::{Desk, day};
use crate::domain::calendar::Calendar;
use crate::domain::when::{
    DateOrder, Direction, Reader, SideError, WhenError, check_side, format_day, format_day_short,
    format_weekday_short,
};

#[test]
fn figures_need_an_order() {
    let calendar = Calendar::default();
    let read = |text, order| {
        let today = day("2026-03-11");
        let reader = Reader {
            today,
            base: today,
            direction: Direction::Ahead,
            order,
            calendar: &calendar,
        };
        reader
            .read(text)
            .map_or_else(|error| error.to_string(), |date| date.to_string())
    };
    #[rustfmt::skip]
    let cases = [
        // typed        no order                                                     dmy           mdy
        ("4/5",        "`4/5` could be Mon 4 May 2026 or Sun 5 Apr 2026",            "2026-05-04", "2026-04-05"),
        ("4.5.",       "`4.5.` could be Mon 4 May 2026 or Sun 5 Apr 2026",           "2026-05-04", "2026-04-05"),
        ("4-5",        "`4-5` could be Mon 4 May 2026 or Sun 5 Apr 2026",            "2026-05-04", "2026-04-05"),
        ("04/05/2026", "`04/05/2026` could be Mon 4 May 2026 or Sun 5 Apr 2026",     "2026-05-04", "2026-04-05"),
        ("4.5.26",     "`4.5.26` could be Mon 4 May 2026 or Sun 5 Apr 2026",         "2026-05-04", "2026-04-05"),
        ("5/5",        "2026-05-05",                                                 "2026-05-05", "2026-05-05"),
        ("13/4",       "2026-04-13", "2026-04-13", "`13/4` is not a day: the months go from 1 to 12"),
        ("4/13/2026",  "2026-04-13", "`4/13/2026` is not a day: the months go from 1 to 12", "2026-04-13"),
        ("mon 13.4.",  "2026-04-13", "2026-04-13", "`mon 13.4.` is not a day: the months go from 1 to 12"),
        ("32/12",      "`32/12` is not a day: December 2026 has 31 days", "`32/12` is not a day: December 2026 has 31 days", "`32/12` is not a day: the months go from 1 to 12"),
        ("29/2",       "2028-02-29", "2028-02-29", "`29/2` is not a day: the months go from 1 to 12"),
    ];
    for (text, none, day_month, month_day) in cases {
        assert_eq!(read(text, None), none);
        assert_eq!(read(text, Some(DateOrder::DayMonth)), day_month);
        assert_eq!(read(text, Some(DateOrder::MonthDay)), month_day);
    }
}

#[test]
fn all_but_today_counts_from_the_base() {
    let desk = Desk::usual();
    let reader = Reader {
        base: day("2026-06-05"),
        ..desk.reader(Direction::Ahead)
    };
    let cases = [
        ("today", "2026-03-11"),
        ("tomorrow", "2026-03-12"),
        ("3 days from now", "2026-03-14"),
        ("3d", "2026-06-08"),
        ("in 3 days", "2026-06-08"),
        ("fri", "2026-06-12"), // the base is a Friday
        ("1 may", "2027-05-01"),
        ("5 jun", "2026-06-05"),
        ("eom", "2026-06-30"),
        ("2026-04-01", "2026-04-01"), // before the base, but as typed
    ];
    for (text, expected) in cases {
        assert_eq!(reader.read(text), Ok(day(expected)), "{text}");
    }
}

#[test]
fn the_calendar_decides_what_a_workday_is() {
    let easter = vec![(day("2026-04-03"), day("2026-04-06"))];
    let workdays = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ];
    let calendar = Calendar::new(&workdays, easter).unwrap();
    let desk = Desk {
        today: day("2026-04-01"),
        calendar,
    };
    desk.check_both_ways(&[
        ("eow", "2026-04-02"),
        ("in 2 workdays", "2026-04-07"),
        ("first workday of next week", "2026-04-07"),
    ]);
    // A date named by hand is kept, holiday or not.
    desk.check(&[("friday", "2026-04-03", "2026-03-27")]);
}

#[test]
fn a_week_of_sunday_to_thursday() {
    let workdays = [
        Weekday::Sun,
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
    ];
    let calendar = Calendar::new(&workdays, Vec::new()).unwrap();
    let sunday = day("2026-03-15");
    let desk = Desk {
        today: sunday,
        calendar,
    };
    desk.check_both_ways(&[
        ("eow", "2026-03-19"),
        ("this tuesday", "2026-03-17"),
        ("tuesday next week", "2026-03-24"),
    ]);
}

#[test]
fn dates_with_words() {
    let desk = Desk::usual();
    let reader = desk.reader(Direction::Ahead);
    let cases = [
        ("1 dec: 24/7 support", "2026-12-01", Some("24/7 support")),
        ("fri: training dates", "2026-03-13", Some("training dates")),
        (
            "fri:send chart: the blue one",
            "2026-03-13",
            Some("send chart: the blue one"),
        ),
        ("  fri  :  send  chart  ", "2026-03-13", Some("send  chart")),
        ("2026-04-01:3 demos", "2026-04-01", Some("3 demos")),
        ("fri", "2026-03-13", None),
        ("fri:", "2026-03-13", None),
        ("fri:   ", "2026-03-13", None),
    ];
    for (text, date, what) in cases {
        let what = what.map(str::to_owned);
        assert_eq!(reader.read_dated(text), Ok((day(date), what)), "{text}");
    }
    assert_eq!(reader.read_dated(": send chart"), Err(WhenError::Empty));
    for (text, date) in [
        ("soon: send chart", "soon"),
        ("soon: 24/7 support", "soon"),
        ("room 14: send chart", "room 14"),
    ] {
        let unreadable = Err(WhenError::Unreadable {
            text: date.to_owned(),
        });
        assert_eq!(reader.read_dated(text), unreadable, "{text}");
    }
    assert_eq!(
        reader.read_dated("14:30: send chart"),
        Err(WhenError::TimeOfDay {
            text: "14:30: send chart".to_owned()
        })
    );
    assert_eq!(
        reader.read_dated("fri 14:30"),
        Err(WhenError::TimeOfDay {
            text: "fri 14:30".to_owned()
        })
    );
}

#[test]
fn days_are_written_three_ways() {
    let (date, today) = (day("2026-03-03"), day("2026-12-31"));
    assert_eq!(format_day(date), "Tue 3 Mar 2026");
    assert_eq!(format_day_short(date, today), "3 Mar");
    assert_eq!(format_day_short(date, day("2027-01-01")), "3 Mar 2026");
    assert_eq!(format_weekday_short(date), "Tue 3 Mar");
}

#[test]
fn today_is_on_both_sides() {
    let today = day("2026-03-11");
    let (before, after) = (day("2026-03-10"), day("2026-03-12"));
    #[rustfmt::skip]
    let cases = [
        (Direction::Ahead, before, Err(SideError::Past { date: before })),
        (Direction::Ahead, today,  Ok(())),
        (Direction::Ahead, after,  Ok(())),
        (Direction::Back,  before, Ok(())),
        (Direction::Back,  today,  Ok(())),
        (Direction::Back,  after,  Err(SideError::Future { date: after })),
    ];
    for (direction, date, expected) in cases {
        assert_eq!(check_side(direction, date, today), expected);
    }
}

#[test]
fn a_date_order_has_a_word() {
    assert_eq!("dmy".parse(), Ok(DateOrder::DayMonth));
    assert_eq!("MDY".parse(), Ok(DateOrder::MonthDay));
    assert!("ymd".parse::<DateOrder>().is_err());
}
