//! Money: a whole number of minor units in one ISO 4217 currency, read from what people type and
//! written back for tables, sentences and scripts.

mod currency;
#[cfg(test)]
mod properties;
pub(in crate::domain) mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use thiserror::Error;

pub use currency::Currency;
pub use read::parse;

/// The largest amount that can be typed, in minor units: 15 digits. Every number of so many digits
/// survives the trip through a script's floating point unchanged.
pub const MAX_MINOR: i64 = 999_999_999_999_999;

/// An amount in one currency. There is no order and no `+` on purpose: both would have to guess an
/// exchange rate. Add amounts with [`totals`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Cents, fils, or whole yen: as many decimals as the currency has. Never negative when typed.
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    /// For narrow tables: `950`, `12.5k`, `48k`, `1.2m`, `3bn`, rounded half up and without the
    /// currency. Below 100 nothing is rounded, `0.50` and `12.75`: there a half is much.
    pub fn short(self) -> String {
        let amount = match self.rounded() {
            _ if self.split().0 < 100 => return self.plain(),
            whole @ 0..1_000 => whole.to_string(),
            _ => self.shortened(),
        };
        format!("{}{amount}", self.sign())
    }

    /// With the first unit that leaves fewer than four digits once rounded: 999,950 is 1m, never
    /// 1000k.
    fn shortened(self) -> String {
        let (tenths, unit) = [(3, "k"), (6, "m")]
            .map(|(exponent, unit)| (self.rounded_tenths(exponent), unit))
            .into_iter()
            .find(|(tenths, _)| *tenths < 10_000)
            .unwrap_or_else(|| (self.rounded_tenths(9), "bn"));
        match tenths % 10 {
            0 => format!("{}{unit}", tenths / 10),
            tenth => format!("{}.{tenth}{unit}", tenths / 10),
        }
    }

    /// For sentences: `48,000 EUR`, `48,000.50 USD`; decimals only where there are any.
    pub fn long(self) -> String {
        let (whole, fraction) = self.split();
        let whole = group(&whole.to_string());
        format!(
            "{}{whole}{} {}",
            self.sign(),
            self.decimal_part(fraction),
            self.currency
        )
    }

    /// The plain form that [`parse`] takes back exactly, whatever the default currency:
    /// `48000.50 EUR`.
    pub fn typed(self) -> String {
        format!("{} {}", self.plain(), self.currency)
    }

    /// For scripts: a number in major units, without the currency, which goes beside it.
    pub fn major_number(self) -> Major {
        Major(self)
    }

    /// Major units alone, as in a cell that has its currency beside it.
    pub fn plain(self) -> String {
        let (whole, fraction) = self.split();
        format!("{}{whole}{}", self.sign(), self.decimal_part(fraction))
    }

    fn sign(self) -> &'static str {
        if self.minor < 0 { "-" } else { "" }
    }

    /// Major units and the minor units left over, both without the sign.
    fn split(self) -> (u64, u64) {
        let scale = 10_u64.pow(self.currency.decimals());
        let minor = self.minor.unsigned_abs();
        (minor / scale, minor % scale)
    }

    fn decimal_part(self, fraction: u64) -> String {
        let width = self.currency.decimals() as usize;
        match fraction {
            0 => String::new(),
            _ => format!(".{fraction:0width$}"),
        }
    }

    /// Major units without the sign, rounded half up.
    fn rounded(self) -> u128 {
        divide_half_up(self.minor.unsigned_abs().into(), self.power(0))
    }

    /// Tenths of 10^`exponent` major units, without the sign, rounded half up.
    fn rounded_tenths(self, exponent: u32) -> u128 {
        let minor = u128::from(self.minor.unsigned_abs());
        divide_half_up(minor * 10, self.power(exponent))
    }

    /// Minor units in 10^`exponent` major units.
    fn power(self, exponent: u32) -> u128 {
        10_u128.pow(self.currency.decimals() + exponent)
    }
}

/// An amount as scripts get it: an integer when it is whole, else a number with a fraction whose
/// shortest decimal form is exactly the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Major(Money);

impl Serialize for Major {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(money) = *self;
        let scale = 10_i64.pow(money.currency.decimals());
        if money.minor % scale == 0 {
            return serializer.serialize_i64(money.minor / scale);
        }
        // Reading the decimal text rounds once; a division could round to a neighbour.
        let number: f64 = money.plain().parse().map_err(serde::ser::Error::custom)?;
        serializer.serialize_f64(number)
    }
}

/// The sum of each currency by itself, in the order of their codes. A sum beyond `i64` stays at its
/// limit: that takes thousands of the largest amounts that can be typed.
pub fn totals(amounts: impl IntoIterator<Item = Money>) -> Vec<Money> {
    let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
    for money in amounts {
        *sums.entry(money.currency).or_default() += i128::from(money.minor);
    }
    let clamp = |sum: i128| {
        let limit = if sum < 0 { i64::MIN } else { i64::MAX };
        i64::try_from(sum).unwrap_or(limit)
    };
    sums.into_iter()
        .map(|(currency, sum)| Money {
            minor: clamp(sum),
            currency,
        })
        .collect()
}

fn divide_half_up(number: u128, divisor: u128) -> u128 {
    (number + divisor / 2) / divisor
}

/// Commas between groups of three digits, counted from the right.
fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Why a text is not an amount or a currency. What the user typed is echoed shortened and without
/// control characters.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    #[error("the amount is empty")]
    Empty,
    #[error("`{0}` is not an amount")]
    Unreadable(String),
    #[error("`{0}` is negative, and amounts here never are")]
    Negative(String),
    /// A dot or a comma that some read as a decimal point and others as a thousands separator.
    #[error("`{text}` can be read as {thousands} or as {decimal}")]
    Ambiguous {
        text: String,
        thousands: String,
        decimal: String,
    },
    #[error("the digits of `{0}` are not in groups of three")]
    Grouping(String),
    #[error("`{text}` has too many decimals, {currency} has {}", count(*decimals))]
    TooManyDecimals {
        text: String,
        currency: Currency,
        decimals: u32,
    },
    #[error("`{0}` is more than 15 digits, decimals included")]
    TooLarge(String),
    #[error("`{0}` is not a currency code")]
    UnknownCurrency(String),
    /// A code ISO 4217 lists for something no deal is paid in.
    #[error("{0} is a precious metal, an accounting unit or a test code, not money")]
    NotMoney(String),
    #[error("`{text}` names two currencies, {first} and {second}")]
    TwoCurrencies {
        text: String,
        first: String,
        second: String,
    },
}

impl MoneyError {
    /// What to type instead.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty | Self::Unreadable(_) => {
                "type an amount such as 48000, 48,000.50, 48k, 1.2m, 'EUR 48k' or '48000 EUR'"
                    .to_owned()
            }
            Self::Negative(_) => "leave out the minus".to_owned(),
            Self::Ambiguous {
                thousands, decimal, ..
            } => format!("type {thousands} or {decimal}: the decimal point is a dot"),
            Self::Grouping(_) => {
                "commas split groups of three and a dot starts the decimals, as in 48,000.50"
                    .to_owned()
            }
            Self::TooManyDecimals { decimals: 0, .. } => "type a whole amount".to_owned(),
            Self::TooManyDecimals { decimals, .. } => {
                format!("round it to {}", count(*decimals))
            }
            Self::TooLarge(_) => "look for a zero, a k or an m too many".to_owned(),
            Self::UnknownCurrency(_) | Self::NotMoney(_) => {
                "type an ISO 4217 code, three letters such as EUR, USD or GBP".to_owned()
            }
            Self::TwoCurrencies { .. } => "keep one of them".to_owned(),
        }
    }
}

fn count(decimals: u32) -> String {
    match decimals {
        0 => "none".to_owned(),
        1 => "1 decimal".to_owned(),
        _ => format!("{decimals} decimals"),
    }
}
