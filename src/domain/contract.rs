//! What a contract says beside its ladder: what the rep earns by it, and when it renews (practice 10, 12).

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde::{Serialize, Serializer};

use crate::domain::calendar::Calendar;
use crate::domain::money::Money;
use crate::domain::words::excerpt;

/// A share, in hundredths of a per cent: 600 is 6 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u32);

/// All of it.
const WHOLE: u32 = 10_000;

/// Why text is no share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    #[error("`{}` is not a percentage", excerpt(text))]
    Unreadable { text: String },
    #[error("`{}` has more than two decimals", excerpt(text))]
    TooFine { text: String },
    #[error("{} is more than the whole", excerpt(text))]
    TooMuch { text: String },
}

impl PercentError {
    /// What to type instead.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "write it as in 6% or 6.5%",
            Self::TooFine { .. } => "two decimals are kept, as in 6.25%",
            Self::TooMuch { .. } => "a percentage is 100% at most; an amount cannot be given",
        }
    }
}

impl FromStr for Percent {
    type Err = PercentError;

    /// `6%`, `6 %`, `6` or `6.25%`.
    fn from_str(text: &str) -> Result<Self, PercentError> {
        let unreadable = || PercentError::Unreadable {
            text: text.trim().to_owned(),
        };
        let number = text.trim();
        let number = number.strip_suffix('%').unwrap_or(number).trim_end();
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(whole) || !is_digits(decimals) {
            return Err(unreadable());
        }
        if decimals.len() > 2 {
            return Err(PercentError::TooFine {
                text: text.trim().to_owned(),
            });
        }
        let too_much = || PercentError::TooMuch {
            text: text.trim().to_owned(),
        };
        let whole: u32 = whole.parse().map_err(|_| too_much())?;
        let decimals: u32 = format!("{decimals:0<2}")
            .parse()
            .map_err(|_| unreadable())?;
        whole
            .checked_mul(100)
            .and_then(|hundredths| hundredths.checked_add(decimals))
            .filter(|hundredths| *hundredths <= WHOLE)
            .map(Self)
            .ok_or_else(too_much)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = (self.0 / 100, self.0 % 100);
        if decimals == 0 {
            write!(f, "{whole}%")
        } else {
            let decimals = format!("{decimals:02}");
            write!(f, "{whole}.{}%", decimals.trim_end_matches('0'))
        }
    }
}

impl Percent {
    /// The share of an amount, rounded to its nearest minor unit, half of one up.
    pub fn of(self, money: Money) -> Money {
        let (whole, half) = (i128::from(WHOLE), i128::from(WHOLE / 2));
        let minor = (i128::from(money.minor) * i128::from(self.0) + half).div_euclid(whole);
        Money {
            minor: i64::try_from(minor).unwrap_or(money.minor),
            currency: money.currency,
        }
    }
}

impl Serialize for Percent {
    /// As a number: 6 is 6 %, 6.5 is 6.5 %.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) {
            serializer.serialize_u32(self.0 / 100)
        } else {
            serializer.serialize_f64(f64::from(self.0) / 100.0)
        }
    }
}

/// How long before the notice a renewal is to be thought about: a quote takes weeks.
const AHEAD_OF_NOTICE: Days = Days::new(30);

/// The last day on which notice can be given; none where nothing renews. Without a notice period it is the
/// day of the renewal.
pub fn notice_on(renews_on: Option<NaiveDate>, notice_days: Option<u32>) -> Option<NaiveDate> {
    let notice = Days::new(u64::from(notice_days.unwrap_or(0)));
    renews_on.map(|on| on.checked_sub_days(notice).unwrap_or(on))
}

/// The day on which a renewal is to be thought about: 30 days before the notice, rolled to the previous
/// workday; today where that is past.
pub fn renewal_due_on(notice_on: NaiveDate, today: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let on = notice_on
        .checked_sub_days(AHEAD_OF_NOTICE)
        .unwrap_or(notice_on);
    calendar.on_or_before(on).max(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn percentages_are_read_and_shown() {
        let table = [
            ("6%", Ok((600, "6%"))),
            (" 6.5 % ", Ok((650, "6.5%"))),
            ("0.25", Ok((25, "0.25%"))),
            ("100%", Ok((10_000, "100%"))),
            ("0%", Ok((0, "0%"))),
            ("100.01%", Err("more than the whole")),
            ("4294967296%", Err("more than the whole")),
            ("6,5%", Err("is not a percentage")),
            ("6.125%", Err("more than two decimals")),
            ("-6%", Err("is not a percentage")),
            ("%", Err("is not a percentage")),
            ("6.%", Err("is not a percentage")),
            ("six", Err("is not a percentage")),
            ("6%%", Err("is not a percentage")),
        ];
        for (text, expected) in table {
            match (text.parse::<Percent>(), expected) {
                (Ok(percent), Ok((hundredths, shown))) => {
                    assert_eq!(
                        (percent.0, percent.to_string()),
                        (hundredths, shown.to_owned())
                    );
                }
                (Err(error), Err(expected)) => {
                    assert!(error.to_string().contains(expected), "{text}: {error}");
                    assert!(!error.hint().is_empty());
                }
                (read, expected) => panic!("{text}: {read:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn a_share_is_rounded_to_the_minor_unit() {
        // Minor units, hundredths of a per cent, and the share.
        let table = [
            (4_800_000, 600, 288_000),
            (101, 5_000, 51),
            (99, 100, 1),
            (49, 100, 0),
            (i64::MAX, 10_000, i64::MAX),
            (0, 600, 0),
        ];
        for (minor, percent, expected) in table {
            let money = Money {
                minor,
                currency: Currency::EUR,
            };
            assert_eq!(
                Percent(percent).of(money).minor,
                expected,
                "{minor} {percent}"
            );
        }
    }

    #[test]
    fn a_renewal_is_thought_of_thirty_days_before_the_notice() {
        let calendar = Calendar::default();
        // When it renews, the notice, today; the last day of notice, and the day to think about it.
        let table = [
            (
                "2026-12-02",
                Some(90),
                "2026-03-13",
                "2026-09-03",
                "2026-08-04",
            ),
            // The 12th of September is a Saturday.
            ("2026-10-12", None, "2026-03-13", "2026-10-12", "2026-09-11"),
            (
                "2026-04-01",
                Some(14),
                "2026-03-13",
                "2026-03-18",
                "2026-03-13",
            ),
            (
                "2026-04-01",
                Some(90),
                "2026-03-13",
                "2026-01-01",
                "2026-03-13",
            ),
        ];
        for (renews_on, notice, today, last, due_on) in table {
            let notice_on = notice_on(Some(day(renews_on)), notice).unwrap();
            assert_eq!(notice_on, day(last), "{renews_on}");
            assert_eq!(
                renewal_due_on(notice_on, day(today), &calendar),
                day(due_on),
                "{renews_on}"
            );
        }
        assert_eq!(notice_on(None, Some(90)), None);
    }
}
