//! Finding what was said (practice 13): what is searched, how a text is split into words, what a typed line asks
//! for, and where that stands in a text.
//!
//! Text that is indexed, text that is typed and text that is shown go through the same [`words_of`], so that
//! what is found is also what is marked.

use std::cmp::{Ordering, Reverse};
use std::ops::Range;

use chrono::NaiveDate;
use unicode_normalization::char::is_combining_mark;

use crate::domain::id::{AccountId, AnyId, DealId, PersonId};
use crate::domain::name;
use crate::domain::order::sort_by_key;
use crate::domain::words::words;

words! {
    /// What a search goes through.
    Place, "something to search" {
        /// What was said and given.
        Touchpoint = "touchpoint" | "touchpoints",
        Person = "person" | "people" | "persons",
        Account = "account" | "accounts",
        /// A deal with what its rungs, their parts and the moves of their dates say.
        Deal = "deal" | "deals",
        /// Any check-in; of a hit one that is neither a promise nor a risk.
        CheckIn = "check-in" | "check-ins",
        Promise = "promise" | "promises",
        Risk = "risk" | "risks",
        Result = "result" | "results",
        /// An objective with what was objected.
        Objective = "objective" | "objectives",
        Rival = "rival" | "rivals",
        /// What was said when a lost deal was asked about.
        Heartbeat = "heartbeat" | "heartbeats",
    }
}

impl Place {
    /// Whether whoever searches here wants what was found there.
    pub fn covers(self, found: Self) -> bool {
        self == found || (self == Self::CheckIn && matches!(found, Self::Promise | Self::Risk))
    }

    /// Several of them, in words.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Touchpoint => "touchpoints",
            Self::Person => "people",
            Self::Account => "accounts",
            Self::Deal => "deals",
            Self::CheckIn => "check-ins",
            Self::Promise => "promises",
            Self::Risk => "risks",
            Self::Result => "results",
            Self::Objective => "objectives",
            Self::Rival => "rivals",
            Self::Heartbeat => "heartbeats",
        }
    }
}

/// A word of a text: where it stands, in characters, and the form in which words are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub at: Range<usize>,
    pub folded: String,
}

/// The words of a text. Chinese and Japanese have no blanks, so that each of their characters is a word of its
/// own and any run of them can be found.
pub fn words_of(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut run = String::new();
    let mut begin = 0;
    let mut close = |run: &mut String, at: Range<usize>| {
        let folded = name::fold(run);
        run.clear();
        if !folded.is_empty() {
            words.push(Word { at, folded });
        }
    };
    let mut length = 0;
    for (place, character) in text.chars().enumerate() {
        length = place + 1;
        let is_mark = is_combining_mark(character) || name::is_unspoken(character);
        if is_mark && run.is_empty() {
            continue;
        }
        let stands_alone = is_without_blanks(character);
        let goes_on = is_mark
            || (character.is_alphanumeric()
                && !run.starts_with(is_without_blanks)
                && !stands_alone);
        if !goes_on && !run.is_empty() {
            close(&mut run, begin..place);
        }
        if goes_on || stands_alone || character.is_alphanumeric() {
            if run.is_empty() {
                begin = place;
            }
            run.push(character);
        }
    }
    if !run.is_empty() {
        close(&mut run, begin..length);
    }
    words
}

/// Letters of scripts that put no blanks between words: Han, Hiragana and Katakana.
fn is_without_blanks(character: char) -> bool {
    character.is_alphanumeric()
        && matches!(character,
            '\u{3005}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text as it is indexed: its words with a blank between.
pub fn indexed(text: &str) -> String {
    let mut indexed = String::with_capacity(text.len());
    for word in words_of(text) {
        if !indexed.is_empty() {
            indexed.push(' ');
        }
        indexed.push_str(&word.folded);
    }
    indexed
}

/// What somebody asks for: pieces that must all be there. A piece is a run of words that follow one another, as
/// in `e-mail`; of the last one the last word may be only begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pieces: Vec<Vec<String>>,
}

impl Query {
    /// Reads whatever is typed. Blanks part pieces; signs mean nothing, they only part words.
    pub fn read(text: &str) -> Self {
        let mut pieces: Vec<Vec<String>> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        // Backwards, so that of a word that is typed twice the last stays where it is.
        for piece in text.split_whitespace().rev() {
            let words: Vec<String> = words_of(piece).into_iter().map(|one| one.folded).collect();
            if !words.is_empty() && seen.insert(words.clone()) {
                pieces.push(words);
            }
        }
        pieces.reverse();
        Self { pieces }
    }

    /// Whether nothing is asked for: no letter and no digit was typed.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// What must all be there; of the last one the last word may be begun.
    pub fn pieces(&self) -> &[Vec<String>] {
        &self.pieces
    }

    /// Each piece as a question of its own.
    pub fn each(&self) -> impl Iterator<Item = Self> + '_ {
        self.pieces.iter().map(|piece| Self {
            pieces: vec![piece.clone()],
        })
    }

    /// Where the pieces stand in a text, in characters, from front to back and not overlapping; and how many of
    /// the pieces stand there at all.
    pub fn matches(&self, text: &str) -> (Vec<Range<usize>>, usize) {
        let words = words_of(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut there = 0;
        for (place, piece) in self.pieces.iter().enumerate() {
            let may_be_begun = place + 1 == self.pieces.len();
            let before = found.len();
            let fits = |window: &&[Word]| fits(window, piece, may_be_begun);
            let runs = words.windows(piece.len()).filter(fits);
            found.extend(runs.filter_map(|run| Some(run.first()?.at.start..run.last()?.at.end)));
            there += usize::from(found.len() > before);
        }
        sort_by_key(&mut found, |range| (range.start, Reverse(range.end)));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in found {
            match apart.last_mut().filter(|last| range.start < last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => apart.push(range),
            }
        }
        (apart, there)
    }
}

/// Whether a run of words is what a piece asks for.
fn fits(run: &[Word], piece: &[String], may_be_begun: bool) -> bool {
    run.iter()
        .zip(piece)
        .enumerate()
        .all(|(place, (word, asked))| {
            let is_last = place + 1 == piece.len();
            word.folded == *asked || (may_be_begun && is_last && word.folded.starts_with(asked))
        })
}

/// A text in which everything stands that was asked for: of what, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub place: Place,
    /// None of what has no id: a rival, a heartbeat.
    pub id: Option<AnyId>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: Option<DealId>,
    /// The deal's title.
    pub deal: Option<String>,
    pub person_id: Option<PersonId>,
    pub person: Option<String>,
    /// The day that it is about, where it has one.
    pub on: Option<NaiveDate>,
    /// Its texts, each behind the name of its field; none is empty.
    pub texts: Vec<(&'static str, String)>,
}

impl Found {
    /// Whether it is a follow-up that is found only because its reason says again what the contact said that set
    /// it, where that is found as well: the contact has all of it.
    pub fn is_echo_of(&self, note: &str, query: &Query) -> bool {
        let stands = |all: &[&str]| {
            let mut pieces = query.each();
            pieces.all(|piece| all.iter().any(|text| piece.matches(text).1 > 0))
        };
        let (why, own): (Vec<_>, Vec<_>) =
            self.texts.iter().partition(|(field, _)| *field == "why");
        let own: Vec<&str> = own.iter().map(|(_, text)| text.as_str()).collect();
        why.iter().any(|(_, why)| *why == first_words(note)) && stands(&[note]) && !stands(&own)
    }

    /// The text that has most of what was asked for, the first of several.
    pub fn best_text(&self, query: &Query) -> (&'static str, &str, Vec<Range<usize>>) {
        let matched = self.texts.iter().map(|(field, text)| {
            let (matches, there) = query.matches(text);
            (there, *field, text.as_str(), matches)
        });
        let best = matched.reduce(|best, one| if one.0 > best.0 { one } else { best });
        best.map_or(("", "", Vec::new()), |(_, field, text, matches)| {
            (field, text, matches)
        })
    }
}

/// How well something fits and when it was: by that hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The smaller the better.
    pub rank: f64,
    pub on: Option<NaiveDate>,
    /// Its number in the index.
    pub number: i64,
}

impl Standing {
    /// The best first, of equal ones the newest, those without a day last; a total order.
    pub fn order(&self, other: &Self) -> Ordering {
        self.rank
            .total_cmp(&other.rank)
            .then_with(|| other.on.cmp(&self.on))
            .then_with(|| other.number.cmp(&self.number))
    }
}

/// Leaves those that may be among the first `limit`: all that fit as well as the last of them does. Their order
/// stays.
pub fn keep_contenders(all: &mut Vec<Standing>, limit: usize) {
    let Some(last) = limit.checked_sub(1) else {
        return all.clear();
    };
    if last < all.len() {
        let mut ranks: Vec<f64> = all.iter().map(|one| one.rank).collect();
        let (_, worst, _) = ranks.select_nth_unstable_by(last, f64::total_cmp);
        let worst = *worst;
        all.retain(|one| one.rank.total_cmp(&worst) != Ordering::Greater);
    }
}

/// Leaves the first `limit`, in their order.
pub fn keep_first(all: &mut Vec<Standing>, limit: usize) {
    if limit < all.len() {
        // Without putting all of them in order: most of a great many are not shown.
        all.select_nth_unstable_by(limit, Standing::order);
        all.truncate(limit);
    }
    all.sort_unstable_by(Standing::order);
}

/// The beginning of a note: what a contact said, as the reason of the follow-up that it set.
pub fn first_words(note: &str) -> String {
    const LONGEST: usize = 60;
    let line = note.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONGEST).collect();
    let whole_words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}

#[cfg(test)]
mod tests;
