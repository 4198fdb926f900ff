//! The currencies a deal can be written in, and the signs people type for them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::MoneyError;
use crate::domain::words::excerpt;

/// A checked ISO 4217 code. Codes that left the standard stay readable, since old deals are written
/// in them, and so do units of account such as CLF, since contracts are. Ordered by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    decimals: u32,
}

impl Currency {
    pub const USD: Self = Self::listed("USD", 2);
    pub const EUR: Self = Self::listed("EUR", 2);
    pub const GBP: Self = Self::listed("GBP", 2);
    pub const JPY: Self = Self::listed("JPY", 0);

    /// The three capital letters.
    pub fn as_str(self) -> &'static str {
        self.code
    }

    /// How many digits the minor unit takes: 2 for EUR, 0 for JPY, 3 for KWD, never more than 4.
    pub fn decimals(self) -> u32 {
        self.decimals
    }

    fn is_dollar(self) -> bool {
        iso_currency::Currency::from_code(self.code)
            .is_some_and(|listed| listed.name().ends_with("dollar"))
    }

    /// For the constants and signs below, which a test compares with the list of the standard.
    const fn listed(code: &'static str, decimals: u32) -> Self {
        Self { code, decimals }
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    /// A code in any case, with or without blanks around it.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let code = text.trim().to_ascii_uppercase();
        let listed = iso_currency::Currency::from_code(&code)
            .ok_or_else(|| MoneyError::UnknownCurrency(excerpt(text.trim())))?;
        match listed.exponent() {
            Some(decimals) if !listed.is_special() => Ok(Self {
                code: listed.code(),
                decimals: decimals.into(),
            }),
            _ => Err(MoneyError::NotMoney(code)),
        }
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
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
        formatter.pad(self.code)
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
    Sign::shared("¥", Currency::JPY, |currency| currency.code == "CNY"),
    Sign::of("€", Currency::EUR),
    Sign::of("£", Currency::GBP),
    Sign::of("US$", Currency::USD),
    Sign::of("C$", Currency::listed("CAD", 2)),
    Sign::of("CA$", Currency::listed("CAD", 2)),
    Sign::of("A$", Currency::listed("AUD", 2)),
    Sign::of("AU$", Currency::listed("AUD", 2)),
    Sign::of("NZ$", Currency::listed("NZD", 2)),
    Sign::of("S$", Currency::listed("SGD", 2)),
    Sign::of("HK$", Currency::listed("HKD", 2)),
    Sign::of("R$", Currency::listed("BRL", 2)),
    Sign::of("₹", Currency::listed("INR", 2)),
    Sign::of("₩", Currency::listed("KRW", 0)),
    Sign::of("₪", Currency::listed("ILS", 2)),
    Sign::of("₺", Currency::listed("TRY", 2)),
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
