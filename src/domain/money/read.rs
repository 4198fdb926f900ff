//! Reads an amount as people type it. The grammar, blanks allowed between its parts:
//!
//! ```text
//! amount   = mark* number unit? mark*           the marks must agree
//! mark     = ISO 4217 code | sign
//! number   = digits ("." digits)?
//! digits   = 1…15 digits, or groups of three split by commas, apostrophes or single blanks
//! unit     = "k" "thousand" | "m" "mn" "mio" "million" | "bn"
//! ```
//!
//! Whatever has a second reading somewhere in the world is refused, with both readings named.

use std::iter;

use super::currency::Sign;
use super::{Currency, MAX_MINOR, Money, MoneyError};
use crate::domain::words::excerpt;

/// As many digits as an amount may have before its decimal point, as typed.
const MAX_DIGITS: usize = 15;

/// Names of a multiplier, and its power of ten.
const UNITS: [(&str, u32); 7] = [
    ("k", 3),
    ("thousand", 3),
    ("m", 6),
    ("mn", 6),
    ("mio", 6),
    ("million", 6),
    ("bn", 9),
];

/// Reads an amount such as `48000`, `48,000.50`, `48k`, `EUR 1.2m`, `48000 EUR` or `€48,000`.
/// Without a currency it is in `default`; `$` is `default` if that is a dollar, else USD, and `¥`
/// is `default` if that is CNY, else JPY.
pub fn parse(text: &str, default: Currency) -> Result<Money, MoneyError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(MoneyError::Empty);
    }
    let amount = Amount::read(text)?;
    let currency = amount.currency(default)?;
    let minor = amount.minor(currency)?;
    Ok(Money { minor, currency })
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Sign(&'static Sign),
    Minus,
}

enum Mark<'a> {
    Code(Currency, &'a str),
    Sign(&'static Sign),
}

/// A multiplier behind the number.
#[derive(Clone, Copy)]
struct Unit {
    name: &'static str,
    exponent: u32,
}

impl Unit {
    /// What is left of a word that begins with this unit, in any case.
    fn strip_from(self, word: &str) -> Option<&str> {
        let (head, rest) = word.split_at_checked(self.name.len())?;
        head.eq_ignore_ascii_case(self.name).then_some(rest)
    }
}

/// The parts of an amount, before its number and its currency are looked at together.
struct Amount<'a> {
    text: &'a str,
    number: &'a str,
    unit: Option<Unit>,
    marks: Vec<Mark<'a>>,
}

impl<'a> Amount<'a> {
    fn read(text: &'a str) -> Result<Self, MoneyError> {
        let unreadable = || MoneyError::Unreadable(excerpt(text));
        let tokens = tokens(text).ok_or_else(unreadable)?;
        let position = tokens
            .iter()
            .position(|token| matches!(token, Token::Number(_)));
        let (before, number, after) = match position.map(|index| tokens.split_at(index)) {
            Some((before, [Token::Number(number), after @ ..])) => (before, *number, after),
            _ => return Err(unreadable()),
        };
        if before.iter().any(|token| matches!(token, Token::Minus)) {
            return Err(MoneyError::Negative(excerpt(text)));
        }
        if !after.iter().all(Token::is_mark) {
            return Err(unreadable());
        }
        let (unit, after) = split_unit(after);
        let marks = before
            .iter()
            .chain(&after)
            .filter_map(Token::mark)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            text,
            number,
            unit,
            marks,
        })
    }

    /// The currency that every mark agrees on. A code says more than a sign, so it is asked first.
    fn currency(&self, default: Currency) -> Result<Currency, MoneyError> {
        let code = self.marks.iter().find_map(|mark| match mark {
            Mark::Code(currency, _) => Some(*currency),
            Mark::Sign(_) => None,
        });
        let Some(first) = self.marks.first() else {
            return Ok(default);
        };
        let currency = code.unwrap_or_else(|| first.reading(default));
        match self.marks.iter().find(|mark| !mark.can_mean(currency)) {
            None => Ok(currency),
            Some(other) => Err(MoneyError::TwoCurrencies {
                text: excerpt(self.text),
                first: currency.to_string(),
                second: other.typed(),
            }),
        }
    }

    /// The amount in minor units of `currency`.
    fn minor(&self, currency: Currency) -> Result<i64, MoneyError> {
        let (whole, fraction) = self.digits(currency)?;
        let exponent = currency.decimals() + self.unit.map_or(0, |unit| unit.exponent);
        let missing = (exponent as usize).checked_sub(fraction.len());
        let Some(missing) = missing else {
            return Err(MoneyError::TooManyDecimals {
                text: excerpt(self.text),
                currency,
                decimals: currency.decimals(),
            });
        };
        let too_large = || MoneyError::TooLarge(excerpt(self.text));
        if whole.len() > MAX_DIGITS {
            return Err(too_large());
        }
        // At most 15 digits, 9 of the unit and 4 decimals: they always fit.
        let digits = format!("{whole}{fraction}{:0<missing$}", "");
        let minor: i128 = digits.parse().map_err(|_| too_large())?;
        i64::try_from(minor)
            .ok()
            .filter(|minor| *minor <= MAX_MINOR)
            .ok_or_else(too_large)
    }

    /// The digits before and after the decimal point.
    fn digits(&self, currency: Currency) -> Result<(String, &'a str), MoneyError> {
        let grouping = || MoneyError::Grouping(excerpt(self.text));
        let Some((whole, fraction)) = self.number.split_once('.') else {
            return match (ungrouped(self.number), self.number.split_once(',')) {
                (Some(whole), _) => Ok((whole, "")),
                (None, Some((left, right))) if is_digits(left) && is_digits(right) => {
                    Err(self.ambiguous(left, right))
                }
                _ => Err(grouping()),
            };
        };
        let whole_digits = ungrouped(whole).ok_or_else(grouping)?;
        if !is_digits(fraction) {
            return Err(grouping());
        }
        // Where a currency has three decimals, 48.000 is how its amounts are written; with a unit
        // behind it (1.250k) nobody needs three digits, and the dot may well split thousands.
        let is_native = currency.decimals() >= 3 && self.unit.is_none();
        if is_first_group(whole) && fraction.len() == 3 && !is_native {
            return Err(self.ambiguous(whole, fraction));
        }
        Ok((whole_digits, fraction))
    }

    /// The refusal of `left` and `right` with a separator between them that has two meanings; both
    /// readings are shown in a form that can be typed. Zero (`0,0`) has only one.
    fn ambiguous(&self, left: &str, right: &str) -> MoneyError {
        let unit = self.unit.map_or("", |unit| unit.name);
        let joined = format!("{left}{right}");
        let thousands = match joined.trim_start_matches('0') {
            "" => "0",
            digits => digits,
        };
        let decimal = match right.trim_end_matches('0') {
            "" => left.to_owned(),
            decimals => format!("{left}.{decimals}"),
        };
        if thousands == decimal {
            return MoneyError::Grouping(excerpt(self.text));
        }
        MoneyError::Ambiguous {
            text: excerpt(self.text),
            thousands: excerpt(&format!("{thousands}{unit}")),
            decimal: excerpt(&format!("{decimal}{unit}")),
        }
    }
}

impl<'a> Token<'a> {
    fn is_mark(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Sign(_))
    }

    fn mark(&self) -> Option<Result<Mark<'a>, MoneyError>> {
        match self {
            Self::Word(word) => Some(word.parse().map(|currency| Mark::Code(currency, word))),
            Self::Sign(sign) => Some(Ok(Mark::Sign(sign))),
            Self::Number(_) | Self::Minus => None,
        }
    }
}

impl Mark<'_> {
    fn reading(&self, default: Currency) -> Currency {
        match self {
            Self::Code(currency, _) => *currency,
            Self::Sign(sign) => sign.reading(default),
        }
    }

    fn can_mean(&self, other: Currency) -> bool {
        match self {
            Self::Code(currency, _) => *currency == other,
            Self::Sign(sign) => sign.can_mean(other),
        }
    }

    fn typed(&self) -> String {
        match self {
            Self::Code(_, word) => word.to_ascii_uppercase(),
            Self::Sign(sign) => sign.text.to_owned(),
        }
    }
}

/// The text in pieces, or nothing if a character in it belongs to no amount.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if is_blank(first) {
            first.len_utf8()
        } else if let Some(sign) = Sign::at_start(rest) {
            tokens.push(Token::Sign(sign));
            sign.text.len()
        } else if first.is_ascii_digit() {
            let length = number_length(rest);
            tokens.push(Token::Number(&rest[..length]));
            length
        } else if first.is_ascii_alphabetic() {
            let end = rest.find(|character: char| !character.is_ascii_alphabetic());
            let length = end.unwrap_or(rest.len());
            tokens.push(Token::Word(&rest[..length]));
            length
        } else if matches!(first, '-' | '\u{2212}') {
            tokens.push(Token::Minus);
            first.len_utf8()
        } else {
            return None;
        };
        rest = &rest[length..];
    }
    Some(tokens)
}

/// How many bytes of the text, which begins with a digit, are one number: a blank belongs to it
/// only between two digits.
pub(in crate::domain) fn number_length(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let splits_digits = is_blank(character) && next.is_some_and(|next| next.is_ascii_digit());
        if !splits_digits && !matches!(character, '0'..='9' | ',' | '.' | '\'' | '’') {
            return index;
        }
    }
    text.len()
}

/// Takes the unit off the word right behind the number; a code may be stuck to it (`48kEUR`).
fn split_unit<'a>(after: &[Token<'a>]) -> (Option<Unit>, Vec<Token<'a>>) {
    let Some((Token::Word(word), rest)) = after.split_first() else {
        return (None, after.to_vec());
    };
    for unit in UNITS.map(|(name, exponent)| Unit { name, exponent }) {
        match unit.strip_from(word) {
            Some("") => return (Some(unit), rest.to_vec()),
            // Codes have three letters, so MAD stays dirhams and is not a million of "AD".
            Some(code) if code.len() == 3 => {
                let stuck = iter::once(Token::Word(code));
                return (Some(unit), stuck.chain(rest.iter().copied()).collect());
            }
            _ => {}
        }
    }
    (None, after.to_vec())
}

/// The digits of a whole number without its separators, which must all be the same and split it
/// in groups of three.
pub(in crate::domain) fn ungrouped(number: &str) -> Option<String> {
    let Some(separator) = number.chars().find(|character| !character.is_ascii_digit()) else {
        return Some(number.to_owned());
    };
    let (first, groups) = number.split_once(separator)?;
    let are_groups = groups
        .split(separator)
        .all(|group| group.len() == 3 && is_digits(group));
    (is_first_group(first) && are_groups).then(|| number.replace(separator, ""))
}

/// Whether these digits may stand before a separator: `0,500` is more likely a half than 500.
pub(in crate::domain) fn is_first_group(digits: &str) -> bool {
    digits.len() <= 3 && is_digits(digits) && !digits.starts_with('0')
}

pub(in crate::domain) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A plain space and those that spreadsheets put between groups of digits.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}
