//! Workdays: which weekdays the rep works, and the holidays in between.
//!
//! A plan's steps roll to workdays, `3 workdays` counts them, `eow` is the last one of a week.

use chrono::{Datelike, Days, NaiveDate, Weekday, WeekdaySet};

use crate::domain::when::format_day;

/// How far a search looks for a workday, in days. Only holidays can make a stretch without workdays longer
/// than a week, and no real one lasts a year.
const LONGEST_SEARCH: u64 = 400;

/// The most workdays one call counts, over three centuries: a wild number must not hang the program.
const MOST_WORKDAYS: u32 = 80_000;

/// The rep's workdays: some weekdays, less the holidays.
///
/// Holidays that leave no workday within 400 days are a slip in the configuration; there the
/// weekdays alone decide, so that every question has an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    workdays: WeekdaySet,
    /// First and last day of each holiday, both included.
    holidays: Vec<(NaiveDate, NaiveDate)>,
}

/// Why workdays and holidays make no calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("no weekday is a workday")]
    NoWorkdays,
    #[error("a holiday from {} to {} ends before it begins", format_day(*first), format_day(*last))]
    UpsideDown { first: NaiveDate, last: NaiveDate },
}

impl CalendarError {
    /// What to write instead.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoWorkdays => "name at least one workday, such as mon",
            Self::UpsideDown { .. } => "write the first day of a holiday before its last",
        }
    }
}

impl Default for Calendar {
    /// Monday to Friday, no holidays.
    fn default() -> Self {
        Self {
            workdays: WeekdaySet::from_array([
                Weekday::Mon,
                Weekday::Tue,
                Weekday::Wed,
                Weekday::Thu,
                Weekday::Fri,
            ]),
            holidays: Vec::new(),
        }
    }
}

impl Calendar {
    /// A calendar of these weekdays, in any order, without these holidays, each given by its first and last
    /// day. Holidays may overlap.
    pub fn new(
        workdays: &[Weekday],
        holidays: Vec<(NaiveDate, NaiveDate)>,
    ) -> Result<Self, CalendarError> {
        if workdays.is_empty() {
            return Err(CalendarError::NoWorkdays);
        }
        if let Some(&(first, last)) = holidays.iter().find(|(first, last)| last < first) {
            return Err(CalendarError::UpsideDown { first, last });
        }
        Ok(Self {
            workdays: workdays.iter().copied().collect(),
            holidays,
        })
    }

    /// Whether the rep works on that day.
    pub fn is_workday(&self, date: NaiveDate) -> bool {
        self.is_working_weekday(date)
            && !self
                .holidays
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&date))
    }

    /// The first workday after the date.
    pub fn next_workday(&self, date: NaiveDate) -> NaiveDate {
        date.succ_opt().map_or(date, |next| self.on_or_after(next))
    }

    /// The date if it is a workday, else the next one: rolling forward.
    pub fn on_or_after(&self, date: NaiveDate) -> NaiveDate {
        self.nearest(date, NaiveDate::checked_add_days)
    }

    /// The date if it is a workday, else the one before: rolling back.
    pub fn on_or_before(&self, date: NaiveDate) -> NaiveDate {
        self.nearest(date, NaiveDate::checked_sub_days)
    }

    /// The n-th workday after the date, before it when `count` is negative, the date itself for 0.
    ///
    /// A count beyond 80,000 either way counts as 80,000: there is no date that far that anybody could mean.
    pub fn add_workdays(&self, date: NaiveDate, count: i32) -> NaiveDate {
        (0..count.unsigned_abs().min(MOST_WORKDAYS)).fold(date, |date, _| {
            if count > 0 {
                self.next_workday(date)
            } else {
                date.pred_opt().map_or(date, |day| self.on_or_before(day))
            }
        })
    }

    /// The first and the last of the seven days of the date's week.
    ///
    /// A week begins on Monday; but where Monday is a workday and Sunday is one too, it begins with the
    /// first of the workdays that lead up to Monday, on Sunday for one who works Sunday to Thursday. At the
    /// very end of the range of dates a week is cut short.
    pub fn week_of(&self, date: NaiveDate) -> (NaiveDate, NaiveDate) {
        let days_in = date.weekday().days_since(self.first_weekday());
        let first = date
            .checked_sub_days(Days::new(days_in.into()))
            .unwrap_or(NaiveDate::MIN);
        let last = first
            .checked_add_days(Days::new(6))
            .unwrap_or(NaiveDate::MAX);
        (first, last)
    }

    /// The last workday of the date's week; once that is over, of the next week that has one.
    pub fn end_of_week(&self, date: NaiveDate) -> NaiveDate {
        (0..LONGEST_SEARCH / 7)
            .filter_map(|weeks| date.checked_add_days(Days::new(weeks * 7)))
            .filter_map(|day| self.last_workday_of_week(day))
            .find(|last| *last >= date)
            .unwrap_or_else(|| self.on_or_after(date))
    }

    /// The weekday a week begins with: Monday, or the first of the workdays on end that lead up to it.
    fn first_weekday(&self) -> Weekday {
        if !self.workdays.contains(Weekday::Mon) || self.workdays == WeekdaySet::ALL {
            return Weekday::Mon;
        }
        let mut first = Weekday::Mon;
        while self.workdays.contains(first.pred()) {
            first = first.pred();
        }
        first
    }

    fn last_workday_of_week(&self, date: NaiveDate) -> Option<NaiveDate> {
        let (first, last) = self.week_of(date);
        first
            .iter_days()
            .take_while(|day| *day <= last)
            .filter(|day| self.is_workday(*day))
            .last()
    }

    fn is_working_weekday(&self, date: NaiveDate) -> bool {
        self.workdays.contains(date.weekday())
    }

    /// The first workday found going one way from the date, which counts itself.
    fn nearest(
        &self,
        date: NaiveDate,
        step: fn(NaiveDate, Days) -> Option<NaiveDate>,
    ) -> NaiveDate {
        let days = || (0..=LONGEST_SEARCH).map_while(|away| step(date, Days::new(away)));
        days()
            .find(|day| self.is_workday(*day))
            .or_else(|| days().find(|day| self.is_working_weekday(*day)))
            .unwrap_or(date)
    }
}

#[cfg(test)]
mod tests;
