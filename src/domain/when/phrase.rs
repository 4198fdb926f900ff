//! What a typed date says, before it is worked out which day that is.

use chrono::Weekday;

use super::Direction;

/// One reading of a typed date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Phrase {
    /// So many days after today; before it, when negative.
    FromToday(i64),
    /// A weekday on its own, or with `next` or `last`.
    Weekday { weekday: Weekday, reach: Reach },
    /// A number of units away: `3d`, `in 2 weeks`, `next month`.
    Away { count: Count, toward: Toward },
    /// A number of units after or before another date: `a week from friday`.
    AwayFrom {
        count: Count,
        toward: Direction,
        anchor: Box<Phrase>,
    },
    /// Certain days of a stretch of days: `12 dec`, `the 15th`, `last friday of march`, `end of year`.
    Within { pick: Pick, span: Span },
    /// The last workday of this week, or of the next once it is over.
    EndOfWeek,
    /// A day and a month in figures, in the order typed, which does not tell which is which.
    EitherOrder {
        first: u32,
        second: u32,
        year: Option<i32>,
    },
    /// A number on its own, which could be a day of the month or a count.
    BareNumber(u32),
    /// A date with its weekday, which must agree: `fri 13 mar`.
    Checked { weekday: Weekday, date: Box<Phrase> },
}

/// Where a weekday is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The option's way: strictly ahead, or back with the day itself.
    Option,
    /// Strictly ahead.
    Next,
    /// Strictly back.
    Last,
}

/// Which way a count goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    /// The way the option looks.
    Option,
    /// The way the phrase itself says.
    Fixed(Direction),
}

/// An amount of time: `3 workdays`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) number: u32,
    pub(super) unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Workday,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
}

/// One day of a stretch of days: `third`, `last` of its `workday`s, `friday`s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pick {
    pub(super) place: Place,
    pub(super) kind: Kind,
}

impl Pick {
    pub(super) const fn nth(number: u32, kind: Kind) -> Self {
        Self {
            place: Place::Nth(number),
            kind,
        }
    }

    pub(super) const fn last(kind: Kind) -> Self {
        Self {
            place: Place::Last,
            kind,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Counted from 1.
    Nth(u32),
    Last,
}

/// The days that a [`Pick`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Day,
    Workday,
    Weekday(Weekday),
}

/// A stretch of days that a date lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// A month of one year; without a year, of the nearest one that gives a day on the option's side.
    Month {
        month: u32,
        year: Option<i32>,
    },
    Year(i32),
    /// The current period, or one so many periods on: `next month` is 1 on.
    Current {
        period: Period,
        offset: i32,
    },
    /// The nearest period that gives a day on the option's side: the month in `the 15th`.
    Nearest(Period),
}

impl Span {
    /// Whether the phrase leaves open which of many it is.
    pub(super) const fn is_nearest(self) -> bool {
        matches!(self, Self::Month { year: None, .. } | Self::Nearest(_))
    }
}

/// A stretch of the calendar that has a beginning and an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Week,
    Month,
    Quarter,
    Year,
}
