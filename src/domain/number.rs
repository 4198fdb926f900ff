//! Numbers of results: exact decimals, kept as they were typed, so that none is rounded (practice 7).

use std::cmp::Ordering;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::domain::money::read::{is_digits, is_first_group, number_length, ungrouped};
use crate::domain::words::excerpt;

/// As many digits as a number may have. Every number of so many survives the trip through a script's
/// floating point unchanged.
const MAX_DIGITS: usize = 15;

/// An exact decimal: a baseline, a target, what was measured.
///
/// Two are equal when they were typed alike; 40 and 40.0 are not, though [`Number::compare`] says that they are
/// as much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// All digits as one whole number, with the sign.
    digits: i64,
    /// How many of the digits stand behind the decimal point.
    decimals: u32,
}

/// Why a text is not a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("the number is empty")]
    Empty,
    #[error("`{0}` is not a number")]
    Unreadable(String),
    /// A dot or a comma that some read as a decimal point and others as a thousands separator.
    #[error("`{text}` can be read as {thousands} or as {decimal}")]
    Ambiguous {
        text: String,
        thousands: String,
        decimal: String,
    },
    #[error("the digits of `{0}` are not in groups of three")]
    Grouping(String),
    #[error("`{0}` is more than 15 digits, decimals included")]
    TooLong(String),
}

impl NumberError {
    /// What to type instead.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty | Self::Unreadable(_) => {
                "type a number such as 28, 0.5, -3 or 48,000".to_owned()
            }
            Self::Ambiguous {
                thousands, decimal, ..
            } => format!("type {thousands} or {decimal}: the decimal point is a dot"),
            Self::Grouping(_) => {
                "commas split groups of three and a dot starts the decimals, as in 48,000.5"
                    .to_owned()
            }
            Self::TooLong(_) => "round it, or take a larger unit".to_owned(),
        }
    }
}

impl Number {
    /// Reads a number such as `28`, `-0.5`, `48,000` or `48,000.25`; nothing may stand behind it.
    pub fn read(text: &str) -> Result<Self, NumberError> {
        match Self::read_leading(text)? {
            (number, "") => Ok(number),
            _ => Err(NumberError::Unreadable(excerpt(text.trim()))),
        }
    }

    /// Reads the number that a text begins with, and what stands behind it, trimmed: `28 h` is 28 and `h`.
    pub fn read_leading(text: &str) -> Result<(Self, &str), NumberError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        let unreadable = || NumberError::Unreadable(excerpt(text));
        let (is_negative, unsigned) = match text.chars().next() {
            Some(sign @ ('-' | '\u{2212}')) => (true, text[sign.len_utf8()..].trim_start()),
            Some('+') => (false, text[1..].trim_start()),
            _ => (false, text),
        };
        if !unsigned.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(unreadable());
        }
        let (typed, rest) = unsigned.split_at(number_length(unsigned));
        let rest = rest.trim();
        // `9  4` is not 9 of a unit called 4.
        if rest.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(unreadable());
        }
        let (whole, fraction) = digits(typed)?;
        let significant = whole.trim_start_matches('0').len() + fraction.len();
        if significant > MAX_DIGITS {
            return Err(NumberError::TooLong(excerpt(text)));
        }
        let digits: i64 = format!("{whole}{fraction}")
            .parse()
            .map_err(|_| NumberError::TooLong(excerpt(text)))?;
        let number = Self {
            digits: if is_negative { -digits } else { digits },
            decimals: u32::try_from(fraction.len()).map_err(|_| unreadable())?,
        };
        Ok((number, rest))
    }

    /// Reads what [`Number`]'s `Display` wrote, whatever it looks like to a person: the form that the file keeps.
    pub fn read_kept(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let decimals = u32::try_from(fraction.len()).ok()?;
        let digits = format!("{whole}{fraction}").parse().ok()?;
        (fraction.len() <= MAX_DIGITS).then_some(Self { digits, decimals })
    }

    /// Which of two is larger; 40 is as much as 40.0.
    pub fn compare(self, other: Self) -> Ordering {
        let decimals = self.decimals.max(other.decimals);
        // At most 15 digits and 15 decimals more: they always fit.
        let scaled = |number: Self| {
            i128::from(number.digits) * 10_i128.pow(decimals.saturating_sub(number.decimals))
        };
        scaled(self).cmp(&scaled(other))
    }
}

/// The digits before and after the decimal point. What has two readings is refused with both, as an amount of
/// money is.
fn digits(typed: &str) -> Result<(String, &str), NumberError> {
    let grouping = || NumberError::Grouping(excerpt(typed));
    let ambiguous = |left: &str, right: &str| {
        let thousands = format!("{left}{right}");
        // Three decimals would be refused again, so the reading that is named has a zero more.
        let decimals = match right.trim_end_matches('0') {
            "" => "0".to_owned(),
            decimals if decimals.len() == 3 => format!("{decimals}0"),
            decimals => decimals.to_owned(),
        };
        match thousands.trim_start_matches('0') {
            "" => grouping(),
            thousands => NumberError::Ambiguous {
                text: excerpt(typed),
                thousands: excerpt(thousands),
                decimal: excerpt(&format!("{left}.{decimals}")),
            },
        }
    };
    let Some((whole, fraction)) = typed.split_once('.') else {
        return match (ungrouped(typed), typed.split_once(',')) {
            (Some(whole), _) => Ok((whole, "")),
            (None, Some((left, right))) if is_digits(left) && is_digits(right) => {
                Err(ambiguous(left, right))
            }
            _ => Err(grouping()),
        };
    };
    let whole_digits = ungrouped(whole).ok_or_else(grouping)?;
    if !is_digits(fraction) {
        return Err(grouping());
    }
    if is_first_group(whole) && fraction.len() == 3 {
        return Err(ambiguous(whole, fraction));
    }
    Ok((whole_digits, fraction))
}

impl fmt::Display for Number {
    /// As it was typed, without separators: what the file keeps.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let decimals = self.decimals as usize;
        let digits = format!(
            "{:0>width$}",
            self.digits.unsigned_abs(),
            width = decimals + 1
        );
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let point = if fraction.is_empty() { "" } else { "." };
        f.pad(&format!("{sign}{whole}{point}{fraction}"))
    }
}

impl Serialize for Number {
    /// A number: an integer when it is whole.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let scale = 10_i64.pow(self.decimals);
        if self.digits % scale == 0 {
            return serializer.serialize_i64(self.digits / scale);
        }
        // Reading the decimal text rounds once, and fifteen digits come back as they were.
        let number: f64 = self
            .to_string()
            .parse()
            .map_err(serde::ser::Error::custom)?;
        serializer.serialize_f64(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::read(text).unwrap()
    }

    #[test]
    fn what_is_a_number() {
        // What is typed, and how it is kept.
        let table = [
            ("28", "28"),
            (" 28 ", "28"),
            ("40.0", "40.0"),
            ("-3", "-3"),
            ("\u{2212}0.5", "-0.5"),
            ("+7", "7"),
            ("0", "0"),
            ("007", "7"),
            ("0.125", "0.125"),
            ("12.3456", "12.3456"),
            ("48,000", "48000"),
            ("48'000", "48000"),
            ("48 000", "48000"),
            ("48,000.250", "48000.250"),
            ("001.234", "1.234"),
            ("999999999999999", "999999999999999"),
        ];
        for (typed, kept) in table {
            let read = number(typed);
            assert_eq!(read.to_string(), kept, "{typed}");
            assert_eq!(Number::read_kept(kept), Some(read), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number() {
        let ambiguous = |text: &str, thousands: &str, decimal: &str| NumberError::Ambiguous {
            text: text.into(),
            thousands: thousands.into(),
            decimal: decimal.into(),
        };
        let unreadable = |text: &str| NumberError::Unreadable(text.into());
        let table = [
            ("", NumberError::Empty),
            ("  ", NumberError::Empty),
            ("many", unreadable("many")),
            ("28 h", unreadable("28 h")),
            ("28h", unreadable("28h")),
            ("9  4", unreadable("9  4")),
            ("--3", unreadable("--3")),
            ("-", unreadable("-")),
            (".5", unreadable(".5")),
            ("1e5", unreadable("1e5")),
            ("NaN", unreadable("NaN")),
            ("48.000", ambiguous("48.000", "48000", "48.0")),
            ("1.234", ambiguous("1.234", "1234", "1.2340")),
            ("1,5", ambiguous("1,5", "15", "1.5")),
            ("0,0", NumberError::Grouping("0,0".into())),
            ("4,80,00", NumberError::Grouping("4,80,00".into())),
            ("1.2.3", NumberError::Grouping("1.2.3".into())),
            ("1.", NumberError::Grouping("1.".into())),
            (
                "1000000000000000",
                NumberError::TooLong("1000000000000000".into()),
            ),
            (
                "0.0000000000000001",
                NumberError::TooLong("0.0000000000000001".into()),
            ),
        ];
        for (typed, expected) in table {
            assert_eq!(Number::read(typed), Err(expected), "{typed}");
        }
    }

    #[test]
    fn a_unit_may_stand_behind_a_number() {
        let table = [
            ("28 h", "28", "h"),
            ("28h", "28", "h"),
            ("99.5%", "99.5", "%"),
            ("48 000 calls a day", "48000", "calls a day"),
            ("-3 °C", "-3", "°C"),
            ("28", "28", ""),
        ];
        for (typed, kept, unit) in table {
            let (read, rest) = Number::read_leading(typed).unwrap();
            assert_eq!((read.to_string().as_str(), rest), (kept, unit), "{typed}");
        }
    }

    #[test]
    fn which_is_larger() {
        let table = [
            ("40", "28", Ordering::Greater),
            ("40", "40.0", Ordering::Equal),
            ("-1", "-0.99", Ordering::Less),
            ("0.1", "0.10", Ordering::Equal),
            ("0.3", "0.2999999", Ordering::Greater),
            ("999999999999999", "0.00000000000001", Ordering::Greater),
        ];
        for (one, other, expected) in table {
            assert_eq!(
                number(one).compare(number(other)),
                expected,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn scripts_get_numbers() {
        let numbers = ["40", "40.0", "-0.5", "99.95", "123456789012.345"].map(number);
        assert_eq!(
            serde_json::to_string(&numbers).unwrap(),
            "[40,40,-0.5,99.95,123456789012.345]"
        );
    }
}
