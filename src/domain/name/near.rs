//! Names that are probably the same: what `add` asks about, and what "did you mean" offers.

use std::iter;

use super::{MAX_NAME, fold, words};
use crate::domain::order::sort_by;

/// Legal forms of one word, without their dots.
const LEGAL_FORMS: [&str; 59] = [
    "ab", "ad", "ag", "aps", "as", "asa", "bhd", "bv", "bvba", "co", "company", "corp", "cv",
    "doo", "ev", "gbr", "gmbh", "inc", "kft", "kg", "kgaa", "kk", "lda", "limited", "llc", "llp",
    "lp", "ltd", "ltda", "mbh", "nv", "ohg", "oy", "oyj", "plc", "pte", "pty", "pvt", "sa", "sab",
    "sarl", "sas", "sasu", "sau", "sdn", "se", "sl", "slu", "snc", "spa", "sprl", "srl", "sro",
    "ug", "vof", "zrt", "a/s", "k/s", "i/s",
];

/// Long ones, and those of several words of which one alone could be part of a name, as they are
/// written. Dots at the end are gone by the time these are looked for.
const LONG_LEGAL_FORMS: [&str; 7] = [
    "corporation",
    "incorporated",
    "sp. z o.o",
    "sp.z o.o",
    "sp z oo",
    "de c.v",
    "de cv",
];

/// Names shorter than this are never "one letter off": BP is not a slip for GP.
const MIN_LETTERS: usize = 4;

/// How alike two names must be to be offered for each other, from 0 (nothing in common) to 1.
const MIN_LIKENESS: f64 = 0.8;

/// A folded name without the legal forms at its end: `acme` for "acme co., ltd." What would leave
/// nothing stays, so an account called "AG" keeps its name.
pub fn without_legal_form(folded: &str) -> &str {
    iter::successors(Some(trim_end(folded)), |name| strip_one_form(name))
        .last()
        .filter(|name| !name.is_empty())
        .unwrap_or(folded)
}

fn strip_one_form(name: &str) -> Option<&str> {
    let rest = strip_long_form(name).or_else(|| strip_short_form(name))?;
    let rest = trim_end(rest);
    let is_name = words(rest).next().is_some() && rest != "the";
    is_name.then_some(rest)
}

fn strip_long_form(name: &str) -> Option<&str> {
    LONG_LEGAL_FORMS
        .iter()
        .find_map(|phrase| name.strip_suffix(phrase)?.strip_suffix(' '))
}

fn strip_short_form(name: &str) -> Option<&str> {
    let (rest, last) = name.rsplit_once([' ', ','])?;
    let last = || last.chars().filter(|letter| !".()".contains(*letter));
    let is_form = LEGAL_FORMS.iter().any(|form| form.chars().eq(last()));
    is_form.then_some(rest)
}

/// Drops what joins a name and its legal form: "cato gmbh & co. kg", "acme, inc.".
fn trim_end(name: &str) -> &str {
    name.trim_end_matches([' ', ',', '.', '&', '-'])
}

/// A new name, prepared once to be compared with all there are.
#[derive(Debug, Clone)]
pub struct NearName {
    words: Vec<String>,
    letters: Vec<char>,
}

impl NearName {
    pub fn new(name: &str) -> Self {
        let folded = fold(name);
        let core = without_legal_form(&folded);
        Self {
            words: words(core).map(str::to_owned).collect(),
            letters: letters(core).collect(),
        }
    }

    /// The ranges of [`near_keys`] in which every name lies that [`Self::matches`]: from the first key on,
    /// up to the second, which is no longer in it.
    ///
    /// A beginning by whole words is a beginning of the letters. One letter off leaves either the first half
    /// or the second as it is.
    pub fn key_ranges(&self) -> Vec<(String, String)> {
        let mut ranges = Vec::new();
        if self.letters.is_empty() {
            return ranges;
        }
        let mut beginning = String::from(FORWARD);
        for word in &self.words {
            beginning.push_str(word);
            ranges.push((beginning.clone(), format!("{beginning}\0")));
        }
        let half = self.letters.len() / 2;
        let first_half = iter::once(FORWARD).chain(self.letters[..half].iter().copied());
        // A swap across the middle takes one letter of the second half with it.
        let kept = self.letters.len().saturating_sub(half + 1);
        let second_half = iter::once(BACKWARD).chain(self.letters.iter().rev().copied().take(kept));
        for half in [first_half.collect::<String>(), second_half.collect()] {
            let end = format!("{half}\u{10ffff}");
            ranges.push((half, end));
        }
        ranges
    }

    /// Whether a name with this key is worth comparing: its length is right, or one begins with the other.
    pub fn may_match(&self, key: &str) -> bool {
        let count = key.chars().count().saturating_sub(1);
        if count.abs_diff(self.letters.len()) <= 1 {
            return true;
        }
        key.strip_prefix(FORWARD).is_some_and(|letters| {
            iter::zip(letters.chars(), &self.letters).all(|(one, other)| one == *other)
        })
    }

    /// Whether the other, folded name may be a slip or another form of this one: legal forms
    /// aside, one is the other's beginning by whole words, or they are the same but for blanks,
    /// punctuation and one letter. Digits are not letters: "Plant 1" and "Plant 2" are two plants.
    pub fn matches(&self, folded_other: &str) -> bool {
        let other = without_legal_form(folded_other);
        self.shares_beginning(other) || self.is_one_letter_off(other)
    }

    fn shares_beginning(&self, other: &str) -> bool {
        // The shorter of the two ends the comparison; what is left of the longer does not matter.
        let mut pairs = self.words.iter().zip(words(other)).peekable();
        pairs.peek().is_some() && pairs.all(|(mine, theirs)| mine == theirs)
    }

    fn is_one_letter_off(&self, other: &str) -> bool {
        // Nearly all names end here, by their length; only the others are worth a copy.
        if letters(other).count().abs_diff(self.letters.len()) > 1 {
            return false;
        }
        let other: Vec<char> = letters(other).collect();
        let is_long = self.letters.len().min(other.len()) >= MIN_LETTERS;
        let (mine, theirs) = differing_middle(&self.letters, &other);
        let is_slip = match (mine, theirs) {
            ([], []) => return !other.is_empty(),
            ([_], [] | [_]) | ([], [_]) => true,
            ([first, second], [third, fourth]) => first == fourth && second == third,
            _ => false,
        };
        let has_digit = mine.iter().chain(theirs).any(|letter| letter.is_numeric());
        is_slip && is_long && !has_digit
    }
}

/// Begins the key that holds a name's letters as they stand.
const FORWARD: char = '\u{1}';

/// Begins the key that holds them from the last to the first.
const BACKWARD: char = '\u{2}';

/// What a folded name is filed under, so that names near it are found without reading all: its letters
/// without the legal form, forward and backward. No word of a name looks like that.
pub fn near_keys(folded: &str) -> [String; 2] {
    let letters: Vec<char> = letters(without_legal_form(folded)).collect();
    let forward = iter::once(FORWARD).chain(letters.iter().copied()).collect();
    let backward = iter::once(BACKWARD)
        .chain(letters.iter().rev().copied())
        .collect();
    [forward, backward]
}

/// Whether `add` asks if two names are the same account: see [`NearName::matches`].
pub fn is_near(one: &str, other: &str) -> bool {
    NearName::new(one).matches(&fold(other))
}

/// The letters and digits of a name, as if it were one word.
fn letters(folded: &str) -> impl Iterator<Item = char> {
    words(folded).flat_map(str::chars)
}

/// What is left of two texts without their common beginning and their common end.
fn differing_middle<'a>(one: &'a [char], other: &'a [char]) -> (&'a [char], &'a [char]) {
    let is_same = |(one, other): &(&char, &char)| one == other;
    let start = iter::zip(one, other).take_while(is_same).count();
    let (one, other) = (&one[start..], &other[start..]);
    let tail = iter::zip(one.iter().rev(), other.iter().rev());
    let end = tail.take_while(is_same).count();
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// The names most like a query that found nothing, best first, for "did you mean". The query is
/// compared with each name as a whole, without its legal form, and with each of its words.
/// Equally good ones come in alphabetical order, and none comes twice.
pub fn nearest<'a>(
    query: &str,
    names: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let query = fold(query);
    // The comparison is quadratic, and no name is longer than this.
    if query.is_empty() || query.chars().count() > MAX_NAME {
        return Vec::new();
    }
    let mut found: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| (likeness(&query, &fold(name)), name))
        .filter(|(likeness, _)| *likeness >= MIN_LIKENESS)
        .collect();
    sort_by(&mut found, |(one, one_name), (other, other_name)| {
        other.total_cmp(one).then_with(|| one_name.cmp(other_name))
    });
    found.dedup_by_key(|(_, name)| *name);
    found
        .into_iter()
        .take(limit)
        .map(|(_, name)| name)
        .collect()
}

fn likeness(query: &str, name: &str) -> f64 {
    words(name)
        .chain([name, without_legal_form(name)])
        .map(|part| strsim::jaro_winkler(query, part))
        .fold(0.0, f64::max)
}
