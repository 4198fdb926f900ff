//! Productions that say how far a day is away, from the base or from another day.

use super::DAYS;
use crate::domain::when::Direction;
use crate::domain::when::cursor::Cursor;
use crate::domain::when::phrase::{Count, Period, Phrase, Toward, Unit};
use crate::domain::when::token::Token;

/// `a week from friday`, `3 days after 12 dec`, `2 workdays before eom`, `3 days from now`.
pub(super) fn from_day(cursor: &mut Cursor) -> Option<Phrase> {
    let count = cursor.count()?;
    let toward = cursor.take_word(|word| match word {
        "from" => Some(Direction::Ahead),
        word => side(word),
    })?;
    let anchor = Box::new(cursor.remainder(&DAYS)?);
    Some(Phrase::AwayFrom {
        count,
        toward,
        anchor,
    })
}

/// `the day after tomorrow`, `the workday before eom`.
pub(super) fn next_to_day(cursor: &mut Cursor) -> Option<Phrase> {
    cursor.skip(&["the"]);
    let unit = cursor.day_unit()?;
    let toward = cursor.take_word(side)?;
    let anchor = Box::new(cursor.remainder(&DAYS)?);
    let count = Count { number: 1, unit };
    Some(Phrase::AwayFrom {
        count,
        toward,
        anchor,
    })
}

/// `3d`, `2 weeks`, `a month`.
pub(super) fn count(cursor: &mut Cursor) -> Option<Phrase> {
    let count = cursor.count()?;
    Some(Phrase::Away {
        count,
        toward: Toward::Option,
    })
}

/// `+2w`, `-3 days`.
pub(super) fn signed(cursor: &mut Cursor) -> Option<Phrase> {
    let sign = cursor.take(|token| match token {
        Token::Sign(direction) => Some(*direction),
        _ => None,
    })?;
    Some(away(cursor.count()?, sign))
}

/// `in 3 days`.
pub(super) fn ahead(cursor: &mut Cursor) -> Option<Phrase> {
    cursor.word(&["in"])?;
    Some(away(cursor.count()?, Direction::Ahead))
}

/// `3 days ago`, `3 days later`.
pub(super) fn with_side(cursor: &mut Cursor) -> Option<Phrase> {
    let count = cursor.count()?;
    let toward = cursor.take_word(|word| match word {
        "ago" => Some(Direction::Back),
        "later" => Some(Direction::Ahead),
        _ => None,
    })?;
    Some(away(count, toward))
}

/// `next week`, `last month`, `next workday`.
pub(super) fn next_or_last(cursor: &mut Cursor) -> Option<Phrase> {
    cursor.skip(&["the"]);
    let toward = match cursor.offset()? {
        0 => return None,
        1.. => Direction::Ahead,
        _ => Direction::Back,
    };
    let unit = match cursor.period_name() {
        Some(Period::Week) => Unit::Week,
        Some(Period::Month) => Unit::Month,
        Some(Period::Quarter) => Unit::Quarter,
        Some(Period::Year) => Unit::Year,
        None => cursor.day_unit().filter(|unit| *unit == Unit::Workday)?,
    };
    Some(away(Count { number: 1, unit }, toward))
}

/// `15`: refused, but with both its readings.
pub(super) fn bare_number(cursor: &mut Cursor) -> Option<Phrase> {
    let number = cursor.number(|number| number.digits <= 2 && (1..=31).contains(&number.value))?;
    Some(Phrase::BareNumber(number))
}

fn side(word: &str) -> Option<Direction> {
    match word {
        "after" => Some(Direction::Ahead),
        "before" => Some(Direction::Back),
        _ => None,
    }
}

fn away(count: Count, toward: Direction) -> Phrase {
    Phrase::Away {
        count,
        toward: Toward::Fixed(toward),
    }
}
