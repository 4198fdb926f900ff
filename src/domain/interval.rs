//! How far from a day another one is, counted in days or in workdays.

use chrono::{Days, NaiveDate};

use crate::domain::calendar::Calendar;
use crate::domain::words::words;

words! {
    /// What an offset or an interval is counted in.
    Unit, "a unit" {
        Days = "days",
        Workdays = "workdays",
    }
}

/// A stretch of time between two turns of a repeating check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// At least 1.
    pub count: u32,
    pub unit: Unit,
}

impl Interval {
    /// The day one interval after `date`, rolled forward to a workday.
    pub fn after(self, date: NaiveDate, calendar: &Calendar) -> NaiveDate {
        offset_day(
            date,
            i32::try_from(self.count).unwrap_or(i32::MAX),
            self.unit,
            calendar,
        )
    }
}

/// The day `offset` away from an anchor. On a weekend or holiday it rolls to the next workday, or to the
/// previous one for a step before its anchor.
pub fn offset_day(anchor_on: NaiveDate, offset: i32, unit: Unit, calendar: &Calendar) -> NaiveDate {
    let day = match unit {
        Unit::Workdays => calendar.add_workdays(anchor_on, offset),
        Unit::Days => {
            let days = Days::new(u64::from(offset.unsigned_abs()));
            if offset < 0 {
                anchor_on.checked_sub_days(days)
            } else {
                anchor_on.checked_add_days(days)
            }
            .unwrap_or(anchor_on)
        }
    };
    if offset < 0 {
        calendar.on_or_before(day)
    } else {
        calendar.on_or_after(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn offsets_roll_to_workdays() {
        let calendar = Calendar::default();
        let table = [
            // Friday the 6th: the next workday is Monday.
            ("2026-03-06", 1, Unit::Workdays, "2026-03-09"),
            ("2026-03-06", 7, Unit::Days, "2026-03-13"),
            // Saturday rolls on to Monday.
            ("2026-03-07", 7, Unit::Days, "2026-03-16"),
            // Three workdays before a Tuesday is the Thursday before.
            ("2026-03-10", -3, Unit::Workdays, "2026-03-05"),
            // Before its anchor it rolls back: Sunday the 8th becomes Friday the 6th.
            ("2026-03-10", -2, Unit::Days, "2026-03-06"),
            ("2026-03-10", 0, Unit::Days, "2026-03-10"),
        ];
        for (anchor, offset, unit, expected) in table {
            assert_eq!(
                offset_day(day(anchor), offset, unit, &calendar),
                day(expected),
                "{anchor} {offset} {unit}"
            );
        }
    }
}
