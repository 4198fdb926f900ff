//! Productions that name a day.

use chrono::Weekday;

use crate::domain::when::cursor::Cursor;
use crate::domain::when::phrase::{Kind, Period, Phrase, Pick, Reach, Span};
use crate::domain::when::token::{Number, Token};

/// `today`, `tomorrow`, `yesterday`; also `now` and `eod`, the end of today.
pub(super) fn near_today(cursor: &mut Cursor) -> Option<Phrase> {
    cursor
        .take_word(|word| match word {
            "today" | "now" | "eod" => Some(0),
            "tomorrow" => Some(1),
            "yesterday" => Some(-1),
            _ => None,
        })
        .map(Phrase::FromToday)
}

/// `friday`, `next friday`, `the coming friday`, `last friday`, `this friday`.
pub(super) fn weekday(cursor: &mut Cursor) -> Option<Phrase> {
    let coming = cursor.attempt(|cursor| {
        cursor.skip(&["the"]);
        cursor.word(&["coming"])
    });
    let offset = coming.map(|()| 1).or_else(|| cursor.offset());
    let weekday = cursor.weekday()?;
    Some(match offset {
        None => Phrase::Weekday {
            weekday,
            reach: Reach::Option,
        },
        Some(0) => weekday_in_week(weekday, 0),
        Some(1..) => Phrase::Weekday {
            weekday,
            reach: Reach::Next,
        },
        Some(_) => Phrase::Weekday {
            weekday,
            reach: Reach::Last,
        },
    })
}

/// `friday next week`, `friday of last week`.
pub(super) fn weekday_of_week(cursor: &mut Cursor) -> Option<Phrase> {
    let weekday = cursor.weekday()?;
    cursor.skip(&["of"]);
    let offset = cursor.offset()?;
    cursor.word(&["week"])?;
    Some(weekday_in_week(weekday, offset))
}

/// `next week friday`, `next week on friday`.
pub(super) fn week_and_weekday(cursor: &mut Cursor) -> Option<Phrase> {
    let offset = cursor.offset()?;
    cursor.word(&["week"])?;
    cursor.skip(&["on"]);
    Some(weekday_in_week(cursor.weekday()?, offset))
}

/// `2026-03-13`, `2026/3/13`, `20260313`; and `4/5`, `4.5.`, `4-5-2026`, whose order it cannot tell.
pub(super) fn figures(cursor: &mut Cursor) -> Option<Phrase> {
    if let Some(digits) = cursor.number(|number| number.digits == 8) {
        let year = (digits / 10_000).try_into().ok()?;
        return Some(day_of_month(digits % 100, digits / 100 % 100, Some(year)));
    }
    let is_short = |number: &Number| number.digits <= 2;
    cursor.take(|token| match token {
        Token::Figures(numbers) => match numbers.as_slice() {
            [year, month, day] if year.digits == 4 && is_short(month) && is_short(day) => {
                Some(day_of_month(day.value, month.value, year.as_year()))
            }
            [first, second, years @ ..] if is_short(first) && is_short(second) => {
                let year = match years {
                    [] => None,
                    [year] => Some(year.as_year()?),
                    _ => return None,
                };
                let (first, second) = (first.value, second.value);
                Some(Phrase::EitherOrder {
                    first,
                    second,
                    year,
                })
            }
            _ => None,
        },
        _ => None,
    })
}

/// `12 dec`, `12th of december`, `12 dec 2026`, `15 apr 26`.
pub(super) fn day_and_month(cursor: &mut Cursor) -> Option<Phrase> {
    cursor.skip(&["the"]);
    let day = cursor.day()?;
    cursor.skip(&["of"]);
    let month = cursor.month()?;
    Some(day_of_month(day, month, cursor.year_after_month()))
}

/// `dec 12`, `dec 12th`, `december the 12th`, `december 12, 2026`.
pub(super) fn month_and_day(cursor: &mut Cursor) -> Option<Phrase> {
    let month = cursor.month()?;
    cursor.skip(&["the"]);
    let day = cursor.day()?;
    Some(day_of_month(day, month, cursor.year_after_month()))
}

/// `15th`, `the 15th`.
pub(super) fn ordinal(cursor: &mut Cursor) -> Option<Phrase> {
    cursor.skip(&["the"]);
    let day = cursor.take(|token| match token {
        Token::Ordinal(number) => Some(*number),
        _ => None,
    })?;
    let span = Span::Nearest(Period::Month);
    Some(Phrase::Within {
        pick: Pick::nth(day, Kind::Day),
        span,
    })
}

/// `15th of next month`, `the first of the month`.
pub(super) fn ordinal_of_month(cursor: &mut Cursor) -> Option<Phrase> {
    cursor.skip(&["the"]);
    let day = cursor.ordinal()?;
    cursor.word(&["of"])?;
    let span = cursor.month_by_offset()?;
    Some(Phrase::Within {
        pick: Pick::nth(day, Kind::Day),
        span,
    })
}

/// `fri 13 mar`, `Fri, 13 Mar 2026`, `friday the 13th`.
pub(super) fn with_weekday(cursor: &mut Cursor) -> Option<Phrase> {
    let weekday = cursor.weekday()?;
    cursor.skip_comma();
    let date = cursor.remainder(&[
        figures,
        day_and_month,
        month_and_day,
        ordinal,
        ordinal_of_month,
    ])?;
    Some(Phrase::Checked {
        weekday,
        date: Box::new(date),
    })
}

/// `first monday of april`, `last workday of the month`, `2nd tuesday of next month`.
pub(super) fn place_in_span(cursor: &mut Cursor) -> Option<Phrase> {
    cursor.skip(&["the"]);
    let place = cursor.place()?;
    let kind = cursor.kind()?;
    cursor.word(&["of"])?;
    let span = cursor.span()?;
    Some(Phrase::Within {
        pick: Pick { place, kind },
        span,
    })
}

/// `end of month`, `end of next quarter`, `end april`, `start of april`, `end of 2026`.
pub(super) fn edge_of_span(cursor: &mut Cursor) -> Option<Phrase> {
    cursor.skip(&["the"]);
    let is_end = cursor.take_word(|word| match word {
        "end" => Some(true),
        "start" | "beginning" => Some(false),
        _ => None,
    })?;
    cursor.skip(&["of"]);
    let span = match cursor.span()? {
        Span::Nearest(period) => Span::Current { period, offset: 0 },
        span => span,
    };
    Some(if is_end { end_of(span) } else { start_of(span) })
}

/// `eow`, `eom`, `eoq`, `eoy`.
pub(super) fn edge_in_short(cursor: &mut Cursor) -> Option<Phrase> {
    let period = cursor.take_word(|word| match word {
        "eow" => Some(Period::Week),
        "eom" => Some(Period::Month),
        "eoq" => Some(Period::Quarter),
        "eoy" => Some(Period::Year),
        _ => None,
    })?;
    Some(end_of(Span::Current { period, offset: 0 }))
}

/// `month end`, `year end`; not `week end`, which is Saturday and Sunday to some.
pub(super) fn period_end(cursor: &mut Cursor) -> Option<Phrase> {
    let period = cursor.period_name()?;
    cursor.word(&["end"])?;
    (period != Period::Week).then_some(end_of(Span::Current { period, offset: 0 }))
}

fn day_of_month(day: u32, month: u32, year: Option<i32>) -> Phrase {
    Phrase::Within {
        pick: Pick::nth(day, Kind::Day),
        span: Span::Month { month, year },
    }
}

fn weekday_in_week(weekday: Weekday, offset: i32) -> Phrase {
    Phrase::Within {
        pick: Pick::nth(1, Kind::Weekday(weekday)),
        span: Span::Current {
            period: Period::Week,
            offset,
        },
    }
}

fn start_of(span: Span) -> Phrase {
    Phrase::Within {
        pick: Pick::nth(1, edge_kind(span)),
        span,
    }
}

fn end_of(span: Span) -> Phrase {
    match span {
        Span::Current {
            period: Period::Week,
            offset: 0,
        } => Phrase::EndOfWeek,
        span => Phrase::Within {
            pick: Pick::last(edge_kind(span)),
            span,
        },
    }
}

/// A week begins and ends with its workdays, anything longer on its calendar days.
fn edge_kind(span: Span) -> Kind {
    match span {
        Span::Current {
            period: Period::Week,
            ..
        } => Kind::Workday,
        _ => Kind::Day,
    }
}
