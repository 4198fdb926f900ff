//! From what a phrase says to the day it means.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::phrase::{Count, Kind, Period, Phrase, Pick, Place, Reach, Span, Toward, Unit};
use super::vocabulary::weekday_name;
use super::{DateOrder, Direction, Reader, WhenError, format_day};
use crate::domain::words::excerpt;

/// Counts beyond this leave the two centuries around today whatever their unit; the sums stay small.
const LARGEST_COUNT: i32 = 80_000;

/// How many spans to look through for the nearest that gives a day: 29 February can be eight years off.
const NEAREST_SPANS: i32 = 9;

/// Works out one phrase for one reader.
pub(super) struct Resolver<'a> {
    reader: &'a Reader<'a>,
    /// What was typed, for messages.
    text: &'a str,
}

/// A stretch of days, from the first to the last.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first: NaiveDate,
    last: NaiveDate,
}

impl Stretch {
    /// So many whole months from the first of that one; `None` where there is no such date.
    fn of_months(year: i32, month: u32, length: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let last = first.checked_add_months(Months::new(length))?.pred_opt()?;
        Some(Self { first, last })
    }

    fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.first
            .iter_days()
            .take_while(move |day| *day <= self.last)
    }

    /// How a message names it: `February 2026`, or by its ends.
    fn name(self) -> String {
        if (self.first.year(), self.first.month()) == (self.last.year(), self.last.month())
            && self.first.day() == 1
        {
            self.first.format("%B %Y").to_string()
        } else {
            format!("{} to {}", format_day(self.first), format_day(self.last))
        }
    }
}

impl<'a> Resolver<'a> {
    pub(super) const fn new(reader: &'a Reader<'a>, text: &'a str) -> Self {
        Self { reader, text }
    }

    /// The day the phrase means.
    pub(super) fn date(&self, phrase: &Phrase) -> Result<NaiveDate, WhenError> {
        let base = self.reader.base;
        match phrase {
            Phrase::FromToday(days) => self.reachable(add_days(self.reader.today, *days)),
            Phrase::Weekday { weekday, reach } => self.weekday(*weekday, *reach),
            Phrase::Away { count, toward } => {
                let direction = match toward {
                    Toward::Option => self.reader.direction,
                    Toward::Fixed(direction) => *direction,
                };
                self.shift(base, *count, direction)
            }
            Phrase::AwayFrom {
                count,
                toward,
                anchor,
            } => self.shift(self.date(anchor)?, *count, *toward),
            Phrase::Within { pick, span } => self.within(*pick, *span),
            Phrase::EndOfWeek => Ok(self.reader.calendar.end_of_week(base)),
            Phrase::EitherOrder {
                first,
                second,
                year,
            } => self.either_order(*first, *second, *year),
            Phrase::BareNumber(number) => Err(WhenError::BareNumber { number: *number }),
            Phrase::Checked { weekday, date } => {
                let date = self.date(date)?;
                if date.weekday() == *weekday {
                    Ok(date)
                } else {
                    Err(WhenError::WrongWeekday {
                        typed: *weekday,
                        date,
                    })
                }
            }
        }
    }

    fn weekday(&self, weekday: Weekday, reach: Reach) -> Result<NaiveDate, WhenError> {
        let base = self.reader.base;
        let ahead = i64::from(weekday.days_since(base.weekday()));
        let behind = i64::from(base.weekday().days_since(weekday));
        let days = match (reach, self.reader.direction) {
            (Reach::Next, _) | (Reach::Option, Direction::Ahead) if ahead == 0 => 7,
            (Reach::Next, _) | (Reach::Option, Direction::Ahead) => ahead,
            (Reach::Last, _) if behind == 0 => -7,
            (Reach::Last, _) | (Reach::Option, Direction::Back) => -behind,
        };
        self.reachable(add_days(base, days))
    }

    /// The date so much further on or back. Months clamp: 31 January and a month is the end of February.
    fn shift(
        &self,
        date: NaiveDate,
        count: Count,
        direction: Direction,
    ) -> Result<NaiveDate, WhenError> {
        let number = self.reachable(
            i32::try_from(count.number)
                .ok()
                .filter(|n| *n <= LARGEST_COUNT),
        )?;
        let number = direction.signed(number);
        let shifted = match count.unit {
            Unit::Day => add_days(date, number.into()),
            Unit::Workday => Some(self.reader.calendar.add_workdays(date, number)),
            Unit::Week => add_days(date, 7 * i64::from(number)),
            Unit::Fortnight => add_days(date, 14 * i64::from(number)),
            Unit::Month => add_months(date, number),
            Unit::Quarter => add_months(date, 3 * number),
            Unit::Year => add_months(date, 12 * number),
        };
        self.reachable(shifted)
    }

    /// The picked day of the span; of the nearest span that has one on the option's side, base included,
    /// where the phrase leaves open which it is.
    fn within(&self, pick: Pick, span: Span) -> Result<NaiveDate, WhenError> {
        if matches!(
            span,
            Span::Month {
                month: 0 | 13..,
                ..
            }
        ) {
            return Err(self.impossible("the months go from 1 to 12".to_owned()));
        }
        let spans = if span.is_nearest() { NEAREST_SPANS } else { 1 };
        let first = self.reachable(self.stretch(span, 0))?;
        (0..spans)
            .filter_map(|away| self.stretch(span, away))
            .filter_map(|stretch| self.pick(pick, stretch))
            .find(|date| !span.is_nearest() || self.is_on_side(*date))
            .ok_or_else(|| self.missing(pick.kind, first))
    }

    /// The days of the span; of the one so many spans away, the option's way, where that is left open.
    fn stretch(&self, span: Span, away: i32) -> Option<Stretch> {
        let steps = self.reader.direction.signed(away);
        match span {
            Span::Month { month, year } => {
                let year = year.unwrap_or(self.reader.base.year() + steps);
                Stretch::of_months(year, month, 1)
            }
            Span::Year(year) => Stretch::of_months(year, 1, 12),
            Span::Current { period, offset } => self.period(period, offset),
            Span::Nearest(period) => self.period(period, steps),
        }
    }

    /// The days of the current period, or of the one so many periods on.
    fn period(&self, period: Period, offset: i32) -> Option<Stretch> {
        let base = self.reader.base;
        let length = match period {
            Period::Week => {
                let day = add_days(base, 7 * i64::from(offset))?;
                let (first, last) = self.reader.calendar.week_of(day);
                return Some(Stretch { first, last });
            }
            Period::Month => 1,
            Period::Quarter => 3,
            Period::Year => 12,
        };
        let day = add_months(base, offset * length)?;
        let length = length.unsigned_abs();
        Stretch::of_months(day.year(), day.month0() / length * length + 1, length)
    }

    fn pick(&self, pick: Pick, stretch: Stretch) -> Option<NaiveDate> {
        let mut days = stretch
            .days()
            .filter(|day| self.is_of_kind(pick.kind, *day));
        match pick.place {
            Place::Nth(number) => days.nth(usize::try_from(number.checked_sub(1)?).ok()?),
            Place::Last => days.last(),
        }
    }

    fn is_of_kind(&self, kind: Kind, day: NaiveDate) -> bool {
        match kind {
            Kind::Day => true,
            Kind::Workday => self.reader.calendar.is_workday(day),
            Kind::Weekday(weekday) => day.weekday() == weekday,
        }
    }

    fn is_on_side(&self, date: NaiveDate) -> bool {
        match self.reader.direction {
            Direction::Ahead => date >= self.reader.base,
            Direction::Back => date <= self.reader.base,
        }
    }

    /// A day and a month in figures: in the configured order, else in the one order that makes a date.
    fn either_order(
        &self,
        first: u32,
        second: u32,
        year: Option<i32>,
    ) -> Result<NaiveDate, WhenError> {
        let read = |day, month| {
            let pick = Pick::nth(day, Kind::Day);
            self.within(pick, Span::Month { month, year })
        };
        match (self.reader.order, read(first, second), read(second, first)) {
            (Some(DateOrder::DayMonth), day_month, _) => day_month,
            (Some(DateOrder::MonthDay), _, month_day) => month_day,
            (None, Ok(day_month), Ok(month_day)) if day_month != month_day => {
                Err(WhenError::Ambiguous {
                    text: excerpt(self.text),
                    first: day_month,
                    second: month_day,
                })
            }
            (None, Ok(date), _) | (None, Err(_), Ok(date)) => Ok(date),
            // The reading whose month exists has more to say about what is wrong.
            (None, Err(day_month), Err(_)) if second <= 12 => Err(day_month),
            (None, Err(_), Err(month_day)) => Err(month_day),
        }
    }

    fn reachable<T>(&self, found: Option<T>) -> Result<T, WhenError> {
        found.ok_or_else(|| WhenError::TooFar {
            text: excerpt(self.text),
        })
    }

    fn impossible(&self, reason: String) -> WhenError {
        WhenError::Impossible {
            text: excerpt(self.text),
            reason,
        }
    }

    /// There are too few such days in the stretch.
    fn missing(&self, kind: Kind, stretch: Stretch) -> WhenError {
        let count = stretch
            .days()
            .filter(|day| self.is_of_kind(kind, *day))
            .count();
        let kind = match kind {
            Kind::Day => "day",
            Kind::Workday => "workday",
            Kind::Weekday(weekday) => weekday_name(weekday),
        };
        let plural = if count == 1 { "" } else { "s" };
        self.impossible(format!("{} has {count} {kind}{plural}", stretch.name()))
    }
}

fn add_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(distance)
    } else {
        date.checked_add_days(distance)
    }
}

fn add_months(date: NaiveDate, months: i32) -> Option<NaiveDate> {
    let distance = Months::new(months.unsigned_abs());
    if months < 0 {
        date.checked_sub_months(distance)
    } else {
        date.checked_add_months(distance)
    }
}
