//! The currencies a deal can be written in, and the signs people type for them.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use iso_currency::Currency as Listed;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::MoneyError;
use crate::domain::words::excerpt;

/// A checked ISO 4217 code. Codes that left the standard stay readable, since old deals are written
/// in them, and so do units of account such as CLF, since contracts are. Ordered by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(Listed);

impl Currency {
    pub const USD: Self = Self(Listed::USD);
    pub const EUR: Self = Self(Listed::EUR);
    pub const GBP: Self = Self(Listed::GBP);
    pub const JPY: Self = Self(Listed::JPY);

    /// The three capital letters.
    pub fn as_str(self) -> &'static str {
        self.0.code()
    }

    /// How many digits the minor unit takes: 2 for EUR, 0 for JPY, 3 for KWD, never more than 4.
    pub fn decimals(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }

    fn is_dollar(self) -> bool {
        self.0.name().ends_with("dollar")
    }
}

/// The list itself is not quite in the order of its codes.
impl Ord for Currency {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    /// A code in any case, with or without blanks around it.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let code = text.trim().to_ascii_uppercase();
        let listed = Listed::from_code(&code)
            .ok_or_else(|| MoneyError::UnknownCurrency(excerpt(text.trim())))?;
        match listed.exponent() {
            Some(_) if !listed.is_special() => Ok(Self(listed)),
            _ => Err(MoneyError::NotMoney(code)),
        }
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A currency sign such as `€`, `$` or `US$`.
pub(super) struct Sign {
    pub(super) text: &'static str,
    pub(super) home: Currency,
    /// Whether the sign is also another currency's own.
    is_shared_by: fn(Currency) -> bool,
}

/// Only signs with one common reading; `kr` and the like are several countries' alike.
pub(super) static SIGNS: [Sign; 17] = [
    Sign::shared("$", Currency::USD, Currency::is_dollar),
    Sign::shared("¥", Currency::JPY, |currency| currency.0 == Listed::CNY),
    Sign::of("€", Currency::EUR),
    Sign::of("£", Currency::GBP),
    Sign::of("US$", Currency::USD),
    Sign::of("C$", Currency(Listed::CAD)),
    Sign::of("CA$", Currency(Listed::CAD)),
    Sign::of("A$", Currency(Listed::AUD)),
    Sign::of("AU$", Currency(Listed::AUD)),
    Sign::of("NZ$", Currency(Listed::NZD)),
    Sign::of("S$", Currency(Listed::SGD)),
    Sign::of("HK$", Currency(Listed::HKD)),
    Sign::of("R$", Currency(Listed::BRL)),
    Sign::of("₹", Currency(Listed::INR)),
    Sign::of("₩", Currency(Listed::KRW)),
    Sign::of("₪", Currency(Listed::ILS)),
    Sign::of("₺", Currency(Listed::TRY)),
];

impl Sign {
    /// The sign a text begins with, in any case.
    pub(super) fn at_start(text: &str) -> Option<&'static Self> {
        SIGNS.iter().find(|sign| {
            text.get(..sign.text.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(sign.text))
        })
    }

    /// What the sign means to somebody whose own currency is `default`.
    pub(super) fn reading(&self, default: Currency) -> Currency {
        if self.can_mean(default) {
            default
        } else {
            self.home
        }
    }

    pub(super) fn can_mean(&self, currency: Currency) -> bool {
        currency == self.home || (self.is_shared_by)(currency)
    }

    const fn of(text: &'static str, home: Currency) -> Self {
        Self::shared(text, home, |_| false)
    }

    const fn shared(
        text: &'static str,
        home: Currency,
        is_shared_by: fn(Currency) -> bool,
    ) -> Self {
        Self {
            text,
            home,
            is_shared_by,
        }
    }
}
