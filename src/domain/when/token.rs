//! The pieces a date is typed with.

use super::Direction;

/// One piece of a typed date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A run of letters, in lower case.
    Word(String),
    Number(Number),
    /// A number with its ending: `1st`, `12th`.
    Ordinal(u32),
    /// Numbers held together by one separator, in the order typed: `2026-03-13`, `4/5`, `4.5.`.
    Figures(Vec<Number>),
    /// A leading `+` or `-`.
    Sign(Direction),
    Comma,
    Colon,
}

/// A number, and how many digits it was typed with: `26` can be a year, `026` cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Held at `u32::MAX` when larger; nothing that large is ever a date.
    pub(super) value: u32,
    pub(super) digits: usize,
}

impl Number {
    /// The year it is: four digits, or two of this century.
    pub(super) fn as_year(self) -> Option<i32> {
        let year = i32::try_from(self.value).ok()?;
        match self.digits {
            4 => Some(year),
            2 => Some(2000 + year),
            _ => None,
        }
    }
}

/// Cuts a text into tokens; `None` when it holds a character that no date has.
///
/// Only ASCII digits and letters count: a digit of another script that looks like one must not be half read.
/// A hyphen, slash or dot next to a letter parts words as a space does (`12-dec-2026`, `next-friday`), and a
/// dot may end a word or a number (`fri. 13. dec.`).
pub(super) fn tokenize(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '0'..='9' => figures(rest),
            'a'..='z' | 'A'..='Z' => word(rest),
            '+' => (Token::Sign(Direction::Ahead), &rest[1..]),
            '-' => (Token::Sign(Direction::Back), &rest[1..]),
            ',' => (Token::Comma, &rest[1..]),
            ':' => (Token::Colon, &rest[1..]),
            _ => return None,
        };
        let joins = matches!(token, Token::Word(_) | Token::Number(_) | Token::Ordinal(_));
        tokens.push(token);
        rest = if joins { skip_joiner(after) } else { after }.trim_start();
    }
    Some(tokens)
}

/// Whether a text that is no date speaks of a time of day, which deserves its own answer.
pub(super) fn mention_time(tokens: &[Token]) -> bool {
    let is_clock =
        |three: &[Token]| matches!(three, [Token::Number(_), Token::Colon, Token::Number(_)]);
    let is_time = |token: &Token| match token {
        Token::Word(word) => is_time_word(word),
        _ => false,
    };
    tokens.windows(3).any(is_clock) || tokens.iter().any(is_time)
}

fn is_time_word(word: &str) -> bool {
    matches!(
        word,
        "am" | "pm" | "h" | "noon" | "midnight" | "morning" | "afternoon" | "evening" | "tonight"
    )
}

/// The longest start of the text whose characters all pass, and the rest.
fn split_run(text: &str, passes: fn(&char) -> bool) -> (&str, &str) {
    let length = text.chars().take_while(passes).map(char::len_utf8).sum();
    text.split_at(length)
}

fn word(text: &str) -> (Token, &str) {
    let (letters, rest) = split_run(text, char::is_ascii_alphabetic);
    (Token::Word(letters.to_ascii_lowercase()), rest)
}

fn number(text: &str) -> (Number, &str) {
    let (digits, rest) = split_run(text, char::is_ascii_digit);
    let number = Number {
        value: digits.parse().unwrap_or(u32::MAX),
        digits: digits.len(),
    };
    (number, rest)
}

/// A number, an ordinal or several numbers with one separator between them.
fn figures(text: &str) -> (Token, &str) {
    let (first, rest) = number(text);
    let Some(separator) = ['-', '/', '.'].into_iter().find(|c| continues(rest, *c)) else {
        return ordinal(first, rest).unwrap_or((Token::Number(first), rest));
    };
    let (mut numbers, mut rest) = (vec![first], rest);
    while continues(rest, separator) {
        let (next, after) = number(&rest[1..]);
        numbers.push(next);
        rest = after;
    }
    if separator == '.' {
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    (Token::Figures(numbers), rest)
}

/// Whether the text goes on with this separator and another digit.
fn continues(text: &str, separator: char) -> bool {
    text.strip_prefix(separator)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The number with the ending right behind it. Any ending goes with any number: `22th` has one reading.
fn ordinal(number: Number, rest: &str) -> Option<(Token, &str)> {
    let (ending, rest) = split_run(rest, char::is_ascii_alphabetic);
    ["st", "nd", "rd", "th"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
        .then_some((Token::Ordinal(number.value), rest))
}

/// Drops what may stand between two words in place of a space, and the dot after a word or a number.
fn skip_joiner(text: &str) -> &str {
    let joins = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let ends = |rest: &&str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let dotted = text
        .strip_prefix('.')
        .filter(|rest| joins(rest) || ends(rest));
    let joined = text.strip_prefix(['-', '/']).filter(joins);
    dotted.or(joined).unwrap_or(text)
}
