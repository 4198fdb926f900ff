use proptest::prelude::*;

use super::*;
use crate::exchange::samples::day;

const TODAY: (i32, u32, u32) = (2026, 3, 13);

fn today() -> NaiveDate {
    day(TODAY.0, TODAY.1, TODAY.2)
}

#[test]
fn forms_with_one_reading() {
    let april_15 = [
        "2026-04-15",
        " 2026-04-15 ",
        "2026-4-15",
        "2026/04/15",
        "2026.04.15",
        "20260415",
        "2026-04-15T10:30:00Z",
        "2026-04-15T10:30:00.000+02:00",
        "2026-04-15t10:30",
        "2026-04-15 10:30",
        "2026-04-15 10:30:00 UTC",
        "15 Apr 2026",
        "15 april 2026",
        "15-Apr-26",
        "15-APR-2026",
        "Apr 15, 2026",
        "April 15 2026",
        "Apr. 15, 2026",
        "Apr 15, 2026 10:33 AM",
        "15.04.2026",
        "15.4.26",
    ];
    for text in april_15 {
        assert_eq!(
            read_cell(text, today()),
            Ok(Reading::Sure(day(2026, 4, 15))),
            "{text:?}"
        );
    }
    for (text, month) in [("1 Sept 2025", 9), ("1 Sep 2025", 9), ("May 1, 2025", 5)] {
        assert_eq!(
            read_cell(text, today()),
            Ok(Reading::Sure(day(2025, month, 1)))
        );
    }
}

#[test]
fn forms_that_hang_on_the_order() {
    let either = |day_first, month_first| Reading::Either {
        day_first,
        month_first,
    };
    let table = [
        ("15/04/2026", Reading::DayFirst(day(2026, 4, 15))),
        ("15-04-26", Reading::DayFirst(day(2026, 4, 15))),
        ("4/15/2026", Reading::MonthFirst(day(2026, 4, 15))),
        ("4/15/26, 9:05 PM", Reading::MonthFirst(day(2026, 4, 15))),
        ("04/05/2026", either(day(2026, 5, 4), day(2026, 4, 5))),
        ("4-5-26", either(day(2026, 5, 4), day(2026, 4, 5))),
        ("12/11/10", either(day(2010, 11, 12), day(2010, 12, 11))),
        ("05/05/2026", Reading::Sure(day(2026, 5, 5))),
        ("29/2/2024", Reading::DayFirst(day(2024, 2, 29))),
    ];
    for (text, reading) in table {
        assert_eq!(read_cell(text, today()), Ok(reading), "{text:?}");
    }
}

#[test]
fn what_is_no_date_is_refused_with_its_reason() {
    type Why = fn(String) -> DateCellError;
    let table: [(&str, Why); 35] = [
        ("", DateCellError::Unreadable),
        ("soon", DateCellError::Unreadable),
        ("n/a", DateCellError::Unreadable),
        ("Q2 2026", DateCellError::Unreadable),
        ("April 2026", DateCellError::Unreadable),
        ("4/5", DateCellError::Unreadable),
        ("4/5/6", DateCellError::Unreadable),
        ("4/5/026", DateCellError::Unreadable),
        ("4/5-2026", DateCellError::Unreadable),
        ("4/5/2026/1", DateCellError::Unreadable),
        ("15 Apr 2026 1", DateCellError::Unreadable),
        ("15 Aprilis 2026", DateCellError::Unreadable),
        ("+4/5/2026", DateCellError::Unreadable),
        ("2026-04-15T", DateCellError::Unreadable),
        ("2026-04-15 or 10:30", DateCellError::Unreadable),
        ("2026-04-15 10:30 tomorrow", DateCellError::Unreadable),
        ("2026-04-15 10:", DateCellError::Unreadable),
        ("10:30", DateCellError::Unreadable),
        ("２０２６-04-15", DateCellError::Unreadable),
        ("é5/04/2026", DateCellError::Unreadable),
        ("99999999999999999999", DateCellError::Unreadable),
        ("2026-02-30", DateCellError::Impossible),
        ("2026-13-01", DateCellError::Impossible),
        ("0000-00-00", DateCellError::Impossible),
        ("20260230", DateCellError::Impossible),
        ("30 Feb 2026", DateCellError::Impossible),
        ("31/02/2026", DateCellError::Impossible),
        ("13/25/2026", DateCellError::Impossible),
        ("29.02.2025", DateCellError::Impossible),
        ("4.15.2026", DateCellError::Impossible),
        ("46127", DateCellError::DayCount),
        ("46127.4375", DateCellError::DayCount),
        ("0001-01-01", DateCellError::TooFar),
        ("1/1/1900", DateCellError::TooFar),
        ("9999-12-31", DateCellError::TooFar),
    ];
    for (text, why) in table {
        assert_eq!(
            read_cell(text, today()),
            Err(why(text.to_owned())),
            "{text:?}"
        );
    }
}

fn lines<'a>(cells: &'a [&'a str]) -> impl Iterator<Item = (u64, &'a str)> {
    (2..).zip(cells.iter().copied())
}

#[test]
fn the_whole_column_gives_the_order() {
    let table: [(&[&str], Option<DateOrder>); 7] = [
        (&["04/05/2026", "15/04/2026"], Some(DateOrder::DayMonth)),
        (&["04/05/2026", "", "4/15/26"], Some(DateOrder::MonthDay)),
        (&["04/05/2026", "05/06/2026"], None),
        (&["2026-04-15", "15.04.2026", "15 Apr 2026"], None),
        (&["15.04.2026", "4/15/2026"], Some(DateOrder::MonthDay)),
        (&["31/02/2026", "13/25/2026", "soon"], None),
        (&[], None),
    ];
    for (cells, order) in table {
        assert_eq!(
            find_order("date", lines(cells), today()),
            Ok(order),
            "{cells:?}"
        );
    }
}

#[test]
fn contradicting_dates_are_refused_with_both_lines() {
    let cells = ["01/02/2026", "25/12/2025", "12/25/2025", "26/12/2025"];
    let error = find_order("Closed", lines(&cells), today()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column `Closed` mixes two orders of dates: `25/12/2025` (line 3) puts the day first, \
         `12/25/2025` (line 4) the month"
    );
}

#[test]
fn an_order_is_asked_for_only_where_one_is_needed() {
    for cells in [&["2026-04-15", "05/05/2026", "soon"][..], &[]] {
        assert_eq!(check_order_unneeded("date", lines(cells), today()), Ok(()));
    }
    let cells = ["2026-04-15", "04/05/2026", "06/07/2026"];
    let error = check_order_unneeded("Closed", lines(&cells), today()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`04/05/2026` in column `Closed` (line 3) has two readings, and no other date there settles which"
    );
    assert_eq!(
        error.hint(),
        "say --date-order dmy (day first) or --date-order mdy (month first)"
    );
}

#[test]
fn a_date_is_read_by_the_order_of_its_column() {
    let read = |order| read_date("04/05/2026", order, today());
    assert_eq!(read(Some(DateOrder::DayMonth)), Ok(day(2026, 5, 4)));
    assert_eq!(read(Some(DateOrder::MonthDay)), Ok(day(2026, 4, 5)));
    assert_eq!(
        read(None),
        Err(DateCellError::TwoReadings("04/05/2026".to_owned()))
    );
    // Dots are day first whatever the order: no country writes them the other way.
    assert_eq!(
        read_date("04.05.2026", Some(DateOrder::MonthDay), today()),
        Ok(day(2026, 5, 4))
    );
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,20}|[0-9/.:TZ -]{0,20}|[0-9]{1,2} [A-Za-zé]{3,9},? [0-9]{2,4}") {
        let _ = read_cell(&text, today());
    }

    #[test]
    fn every_form_of_a_date_gives_it_back(offset in -36_000_i64..36_000) {
        let date = today() + chrono::TimeDelta::days(offset);
        let sure = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%B %d, %Y", "%d.%m.%Y", "%FT%TZ"];
        for form in sure {
            let text = date.and_hms_opt(10, 30, 0).unwrap().format(form).to_string();
            prop_assert_eq!(read_date(&text, None, today()), Ok(date), "{}", text);
        }
        for (form, order) in [("%d/%m/%Y", DateOrder::DayMonth), ("%m-%d-%Y", DateOrder::MonthDay)] {
            let text = date.format(form).to_string();
            prop_assert_eq!(read_date(&text, Some(order), today()), Ok(date), "{}", text);
        }
    }
}
