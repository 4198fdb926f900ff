//! A place among the tokens, and the small words that every production is made of.

use chrono::Weekday;

use super::phrase::{Count, Kind, Period, Phrase, Place, Span, Unit};
use super::token::{Number, Token};
use super::vocabulary;

/// Reads one form of date, leaving the cursor after it.
pub(super) type Production = fn(&mut Cursor) -> Option<Phrase>;

/// The tokens still to be read. Copying it is how a production looks ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    rest: &'t [Token],
}

impl<'t> Cursor<'t> {
    pub(super) const fn new(tokens: &'t [Token]) -> Self {
        Self { rest: tokens }
    }

    /// Every phrase that one of the productions finds in exactly the tokens left.
    pub(super) fn readings(self, productions: &[Production]) -> impl Iterator<Item = Phrase> {
        productions.iter().filter_map(move |production| {
            let mut cursor = self;
            production(&mut cursor).filter(|_| cursor.rest.is_empty())
        })
    }

    /// The phrase that the tokens left form, all of them.
    pub(super) fn remainder(&mut self, productions: &[Production]) -> Option<Phrase> {
        let phrase = self.readings(productions).next()?;
        self.rest = &[];
        Some(phrase)
    }

    /// Reads something made of several tokens, all of it or nothing.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut cursor = *self;
        let found = read(&mut cursor)?;
        *self = cursor;
        Some(found)
    }

    /// The next token, where it is a wanted one.
    pub(super) fn take<T>(&mut self, wanted: impl FnOnce(&Token) -> Option<T>) -> Option<T> {
        let (first, rest) = self.rest.split_first()?;
        let found = wanted(first)?;
        self.rest = rest;
        Some(found)
    }

    pub(super) fn take_word<T>(&mut self, wanted: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.take(|token| match token {
            Token::Word(word) => wanted(word),
            _ => None,
        })
    }

    /// One of these words.
    pub(super) fn word(&mut self, words: &[&str]) -> Option<()> {
        self.take_word(|word| words.contains(&word).then_some(()))
    }

    /// One of these words, or nothing.
    pub(super) fn skip(&mut self, words: &[&str]) {
        self.word(words);
    }

    pub(super) fn skip_comma(&mut self) {
        self.take(|token| matches!(token, Token::Comma).then_some(()));
    }

    pub(super) fn weekday(&mut self) -> Option<Weekday> {
        self.take_word(vocabulary::weekday)
    }

    pub(super) fn month(&mut self) -> Option<u32> {
        self.take_word(vocabulary::month)
    }

    /// `this`, `next` or `last`, as how many periods on.
    pub(super) fn offset(&mut self) -> Option<i32> {
        self.take_word(|word| match word {
            "this" => Some(0),
            "next" => Some(1),
            "last" | "previous" => Some(-1),
            _ => None,
        })
    }

    /// `12th` or `tenth`.
    pub(super) fn ordinal(&mut self) -> Option<u32> {
        self.take(|token| match token {
            Token::Ordinal(number) => Some(*number),
            Token::Word(word) => vocabulary::ordinal_word(word),
            _ => None,
        })
    }

    /// A day of the month: `12`, `12th` or `tenth`.
    pub(super) fn day(&mut self) -> Option<u32> {
        self.number(|number| number.digits <= 2)
            .or_else(|| self.ordinal())
    }

    /// A year in four digits, which nothing else can be.
    pub(super) fn full_year(&mut self) -> Option<i32> {
        self.number(|number| number.digits == 4)?.try_into().ok()
    }

    /// A year behind a day and a month, with or without a comma; `26` is 2026 there.
    pub(super) fn year_after_month(&mut self) -> Option<i32> {
        self.attempt(|cursor| {
            cursor.skip_comma();
            cursor.take(|token| match token {
                Token::Number(number) => number.as_year(),
                _ => None,
            })
        })
    }

    /// `3 days`, `a week`, `2wd`.
    pub(super) fn count(&mut self) -> Option<Count> {
        self.attempt(|cursor| {
            let number = cursor
                .number(|_| true)
                .or_else(|| cursor.take_word(vocabulary::number_word))?;
            let unit = cursor.unit()?;
            Some(Count { number, unit })
        })
    }

    /// `days`, `business days`.
    pub(super) fn unit(&mut self) -> Option<Unit> {
        self.attempt(|cursor| {
            cursor.word(&["business", "working", "work"])?;
            cursor.word(&["day", "days"])?;
            Some(Unit::Workday)
        })
        .or_else(|| self.take_word(vocabulary::unit))
    }

    /// `day` or `workday`, in the singular or the plural.
    pub(super) fn day_unit(&mut self) -> Option<Unit> {
        self.attempt(|cursor| {
            cursor
                .unit()
                .filter(|unit| matches!(unit, Unit::Day | Unit::Workday))
        })
    }

    /// A place in a row: `first`, `2nd`, `last`.
    pub(super) fn place(&mut self) -> Option<Place> {
        self.ordinal()
            .map(Place::Nth)
            .or_else(|| self.word(&["last"]).map(|()| Place::Last))
    }

    /// What days of a stretch are counted: `day`, `workday`, `friday`.
    pub(super) fn kind(&mut self) -> Option<Kind> {
        if let Some(weekday) = self.weekday() {
            return Some(Kind::Weekday(weekday));
        }
        let is_workday = self.day_unit()? == Unit::Workday;
        Some(if is_workday { Kind::Workday } else { Kind::Day })
    }

    /// `week`, `month`, `quarter` or `year`.
    pub(super) fn period_name(&mut self) -> Option<Period> {
        self.take_word(vocabulary::period)
    }

    /// `week`, `the month`, `next quarter`.
    pub(super) fn period(&mut self) -> Option<Span> {
        self.attempt(|cursor| {
            cursor.skip(&["the"]);
            let offset = cursor.offset();
            let period = cursor.period_name()?;
            Some(
                offset.map_or(Span::Nearest(period), |offset| Span::Current {
                    period,
                    offset,
                }),
            )
        })
    }

    /// `the month`, `next month`.
    pub(super) fn month_by_offset(&mut self) -> Option<Span> {
        self.period().filter(|span| {
            matches!(
                span,
                Span::Nearest(Period::Month)
                    | Span::Current {
                        period: Period::Month,
                        ..
                    }
            )
        })
    }

    /// A period, a month by name or a year: `next quarter`, `april`, `april 2027`, `2027`.
    pub(super) fn span(&mut self) -> Option<Span> {
        if let Some(month) = self.month() {
            let year = self.full_year();
            return Some(Span::Month { month, year });
        }
        self.full_year().map(Span::Year).or_else(|| self.period())
    }

    pub(super) fn number(&mut self, wanted: impl FnOnce(Number) -> bool) -> Option<u32> {
        self.take(|token| match token {
            Token::Number(number) => wanted(*number).then_some(number.value),
            _ => None,
        })
    }
}
