//! What holds for every text and every day.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use proptest::prelude::*;
use proptest::sample::select;

use super::day;
use crate::domain::calendar::Calendar;
use crate::domain::when::{Direction, Reader, WhenError, format_day, grammar, token};

const WEEKDAYS: [&str; 7] = ["mon", "tues", "wed", "thursday", "fri", "sat", "sunday"];
const MONTHS: [&str; 12] = [
    "jan", "feb", "march", "apr", "may", "jun", "july", "aug", "sept", "oct", "nov", "dec",
];
const OTHER_WORDS: &str = "today now eod tomorrow yesterday next last this previous coming the on by until of in \
    from after before ago later a one twelve d day days w week weeks fortnight m month quarter y year wd workday \
    business end start eow eom eoq eoy first second 5th 31st 0 3 15 26 2026 99999999999 20260313 2026-03-13 4/5 \
    13.4. + - , : pm";

/// A day within some eighty years of 2026.
fn dates() -> impl Strategy<Value = NaiveDate> {
    (-30_000_i64..30_000).prop_map(|days| day("2026-03-11") + TimeDelta::days(days))
}

fn directions() -> impl Strategy<Value = Direction> {
    select(vec![Direction::Back, Direction::Ahead])
}

/// Texts made of the words of the grammar, in any order.
fn word_salads() -> impl Strategy<Value = String> {
    let others: Vec<_> = OTHER_WORDS.split_whitespace().collect();
    let words = [&WEEKDAYS[..], &MONTHS, &others].concat();
    prop::collection::vec(select(words), 1..7).prop_map(|words| words.join(" "))
}

/// Texts that are dates of many forms, by the shape of the grammar.
fn phrases() -> impl Strategy<Value = String> {
    let count = (
        0_u32..40,
        select(vec!["d", " weeks", " months", "y", " workdays"]),
    )
        .prop_map(|(number, unit)| format!("{number}{unit}"));
    let weekday = (
        select(vec!["", "next ", "last ", "this "]),
        select(&WEEKDAYS[..]),
    )
        .prop_map(|(which, weekday)| format!("{which}{weekday}"));
    let month_day = (
        1_u32..29,
        select(&MONTHS[..]),
        select(vec!["", " 2030", " 26"]),
    )
        .prop_map(|(day, month, year)| format!("{day} {month}{year}"));
    let place = (
        select(vec!["first", "2nd", "last"]),
        select(vec!["friday", "workday", "day"]),
        select(vec!["april", "next month", "the quarter", "2027"]),
    )
        .prop_map(|(place, kind, span)| format!("{place} {kind} of {span}"));
    let edge = (
        select(vec!["end", "start"]),
        select(vec!["week", "next month", "year", "may"]),
    )
        .prop_map(|(edge, span)| format!("{edge} of {span}"));
    let day = prop_oneof![weekday, month_day, place, edge];
    let from = (
        count.clone(),
        select(vec!["from", "before", "after"]),
        day.clone(),
    )
        .prop_map(|(count, side, day)| format!("{count} {side} {day}"));
    prop_oneof![
        count.clone(),
        count.prop_map(|count| format!("in {count}")),
        day,
        from
    ]
}

/// Reads with Monday to Friday, today as the base.
fn read(text: &str, today: NaiveDate, direction: Direction) -> Result<NaiveDate, WhenError> {
    let calendar = Calendar::default();
    let reader = Reader {
        today,
        base: today,
        direction,
        order: None,
        calendar: &calendar,
    };
    reader.read(text)
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>(), today in dates(), direction in directions()) {
        let _ = read(&text, today, direction);
        let calendar = Calendar::default();
        let reader = Reader { today, base: today, direction, order: None, calendar: &calendar };
        let _ = reader.read_dated(&text);
    }

    #[test]
    fn no_date_like_text_panics(
        text in "[0-9a-z+\\-/., :]{0,24}",
        base in select(vec![NaiveDate::MIN, day("2026-03-11"), NaiveDate::MAX]),
        today in select(vec![NaiveDate::MIN, day("2026-03-11"), NaiveDate::MAX]),
        direction in directions(),
    ) {
        let calendar = Calendar::default();
        let reader = Reader { today, base, direction, order: None, calendar: &calendar };
        let _ = reader.read_dated(&text);
    }

    #[test]
    fn no_word_salad_panics_even_at_the_ends_of_time(
        text in prop_oneof![word_salads(), phrases()],
        base in select(vec![NaiveDate::MIN, day("2026-03-11"), NaiveDate::MAX]),
        today in select(vec![NaiveDate::MIN, day("2026-03-11"), NaiveDate::MAX]),
        direction in directions(),
    ) {
        let calendar = Calendar::default();
        let reader = Reader { today, base, direction, order: None, calendar: &calendar };
        let _ = reader.read(&text);
    }

    #[test]
    fn no_text_has_two_phrases(text in prop_oneof![word_salads(), phrases()]) {
        let tokens = token::tokenize(&text).unwrap();
        let readings: Vec<_> = grammar::readings(&tokens).collect();
        prop_assert!(readings.len() <= 1, "{text}: {readings:?}");
    }

    #[test]
    fn phrases_are_read(text in phrases(), today in dates(), direction in directions()) {
        let date = read(&text, today, direction);
        prop_assert!(matches!(date, Ok(_) | Err(WhenError::TooFar { .. })), "{text}: {date:?}");
    }

    #[test]
    fn what_is_read_is_within_a_century(
        text in prop_oneof![word_salads(), phrases()], today in dates(), direction in directions(),
    ) {
        if let Ok(date) = read(&text, today, direction) {
            let century = Months::new(1200);
            prop_assert!(today - century <= date && date <= today + century, "{text}: {date}");
        }
    }

    #[test]
    fn written_days_are_read_back(
        date in dates(), away in -30_000_i64..30_000, direction in directions(),
    ) {
        let today = date + TimeDelta::days(away);
        prop_assert_eq!(read(&date.to_string(), today, direction), Ok(date));
        prop_assert_eq!(read(&format_day(date), today, direction), Ok(date));
    }

    #[test]
    fn a_weekday_is_the_nearest(today in dates(), index in 0..7_usize) {
        let text = WEEKDAYS[index];
        let ahead = read(text, today, Direction::Ahead).unwrap();
        let back = read(text, today, Direction::Back).unwrap();
        prop_assert!((1..=7).contains(&(ahead - today).num_days()));
        prop_assert!((0..=6).contains(&(today - back).num_days()));
        prop_assert_eq!(ahead - back, TimeDelta::days(7));
        prop_assert_eq!(ahead.weekday().num_days_from_monday() as usize, index);
        prop_assert_eq!(read(&format!("next {text}"), today, Direction::Back), Ok(ahead));
        let last = read(&format!("last {text}"), today, Direction::Ahead).unwrap();
        prop_assert!((1..=7).contains(&(today - last).num_days()));
    }

    #[test]
    fn a_count_goes_the_options_way(
        today in dates(), number in 0_u32..500, unit in select(vec!["d", "w", "m", "wd"]),
    ) {
        let bare = format!("{number}{unit}");
        let ahead = read(&bare, today, Direction::Ahead);
        prop_assert_eq!(&ahead, &read(&format!("in {bare}"), today, Direction::Back));
        prop_assert_eq!(&ahead, &read(&format!("+{bare}"), today, Direction::Back));
        prop_assert_eq!(&ahead, &read(&format!("{bare} from today"), today, Direction::Back));
        let back = read(&bare, today, Direction::Back);
        prop_assert_eq!(&back, &read(&format!("{bare} ago"), today, Direction::Ahead));
        prop_assert_eq!(&back, &read(&format!("-{bare}"), today, Direction::Ahead));
        prop_assert_eq!(&back, &read(&format!("{bare} before today"), today, Direction::Ahead));
        if unit == "d" {
            prop_assert_eq!(ahead.unwrap() - today, today - back.unwrap());
        }
    }

    #[test]
    fn case_and_space_do_not_matter(
        text in prop_oneof![word_salads(), phrases()],
        today in dates(),
        direction in directions(),
        gap in "[ \t\u{a0}]{1,4}",
        upper in prop::collection::vec(any::<bool>(), 64),
    ) {
        let shout = |(c, is_upper): (char, &bool)| if *is_upper { c.to_ascii_uppercase() } else { c };
        let spoken: String = text.chars().zip(upper.iter().cycle()).map(shout).collect();
        let spaced = format!("{gap}{}{gap}", spoken.replace(' ', &gap));
        let plain = read(&text, today, direction).ok();
        prop_assert_eq!(plain, read(&spaced, today, direction).ok(), "{} and {}", text, spaced);
    }

    #[test]
    fn a_day_and_month_is_never_on_the_wrong_side(
        today in dates(), day in 1_u32..32, month in select(&MONTHS[..]), direction in directions(),
    ) {
        let text = format!("{day} {month}");
        let Ok(date) = read(&text, today, direction) else {
            prop_assert!(day > 29, "{}", text);
            return Ok(());
        };
        let (near, far) = match direction {
            Direction::Ahead => (date, today),
            Direction::Back => (today, date),
        };
        prop_assert!(far <= near && near <= far + Months::new(8 * 12));
        prop_assert_eq!(date.day(), day);
    }

    #[test]
    fn a_day_of_the_month_is_within_two_months(
        today in dates(), day in 1_u32..32, direction in directions(),
    ) {
        let date = read(&format!("the {day}th"), today, direction).unwrap();
        prop_assert_eq!(date.day(), day);
        prop_assert!((date - today).num_days().abs() <= 62);
        prop_assert!(date == today || (direction == Direction::Ahead) == (date > today));
    }

    #[test]
    fn ends_are_not_behind(today in dates(), end in select(vec!["eow", "eom", "eoq", "eoy"])) {
        let date = read(end, today, Direction::Ahead).unwrap();
        prop_assert!(today <= date);
        prop_assert_eq!(read(end, date, Direction::Back), Ok(date));
    }
}
