//! Names of accounts and people: how they are folded, compared and found.
//!
//! Everything that compares names works on folded text, so that "Café Zoë", "CAFE ZOE" and
//! "cafe  zoe" are one name. Fold once, where a name is stored or typed, and pass it on.

mod check;
mod near;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use check::{MAX_NAME, NameError, PersonSpec, check_name};
pub use near::{NearName, is_near, near_keys, nearest, without_legal_form};

/// The form in which names are compared: lower case, without accents, one space between words.
/// Ligatures and letters with a stroke become plain letters (`ß` `ss`, `ø` `o`), compatibility
/// forms the usual ones (`ＡＣＭＥ` `acme`). Other scripts keep their own marks. Idempotent.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return collapse(&text.to_ascii_lowercase());
    }
    let letters = text
        .chars()
        .filter(|character| !is_unspoken(*character))
        .map(|character| if character == '´' { '\'' } else { character })
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|character| !is_accent(*character));
    let mut folded = String::with_capacity(text.len());
    for letter in letters {
        match plain(letter) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(letter),
        }
    }
    // Composed again, so that Hangul syllables and kana stay the characters people search for.
    let composed: String = folded.nfc().collect();
    collapse(&composed)
}

/// The words of a folded text, as the search index stores them. Punctuation splits words, so
/// `o'brien` is `o` and `brien`, and `at&t` is `at` and `t`; emoji are words of their own kind.
pub fn words(folded: &str) -> impl Iterator<Item = &str> + Clone {
    folded.split(is_separator).filter(|word| !word.is_empty())
}

/// Whether a word of the name begins with the query; further words of the query go on from there,
/// as in `acme co` for "the acme corp". Punctuation in the name need not be typed, but punctuation
/// in the query counts: `c++` is not any word with a c. An empty query begins nothing.
pub fn begins_at_word(folded_name: &str, folded_query: &str) -> bool {
    // "acme inc." is typed for "Acme Inc" and the other way round.
    let folded_query = folded_query.trim_end_matches([' ', ',', '.']);
    let query: Vec<&str> = words(folded_query).collect();
    let Some((last, leading)) = query.split_last() else {
        return false;
    };
    if folded_query.contains(|character| character != ' ' && is_separator(character)) {
        return word_starts(folded_name).any(|rest| rest.starts_with(folded_query));
    }
    let name: Vec<&str> = words(folded_name).collect();
    name.windows(query.len()).any(|window| {
        window[..leading.len()] == *leading && window[leading.len()].starts_with(last)
    })
}

/// Whether the query stands anywhere in the name. An empty query is in no name.
pub fn contains(folded_name: &str, folded_query: &str) -> bool {
    !folded_query.is_empty() && folded_name.contains(folded_query)
}

/// The name from each of its words on.
fn word_starts(folded: &str) -> impl Iterator<Item = &str> {
    let mut previous = ' ';
    folded.char_indices().filter_map(move |(index, character)| {
        let is_start = is_separator(previous) && !is_separator(character);
        previous = character;
        is_start.then(|| &folded[index..])
    })
}

fn is_separator(character: char) -> bool {
    // The lists hold letters too (々 stands amid CJK punctuation), hence the first condition.
    !character.is_alphanumeric()
        && !is_combining_mark(character)
        && (character.is_whitespace()
            || character.is_control()
            || character.is_ascii_punctuation()
            || matches!(character,
                '\u{a1}'..='\u{bf}' | '×' | '÷'
                | '\u{2010}'..='\u{205e}'
                | '\u{3001}'..='\u{303f}' | '・'))
}

/// Characters that change nothing in how a name is said: invisible ones and trade marks.
pub(super) fn is_unspoken(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '®' | '™' | '℠'
    )
}

/// The marks of Latin, Greek and Cyrillic letters. Those of other scripts are no decoration: they
/// are vowels in Hindi and tell が from か, and have blocks of their own.
fn is_accent(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// What is typed for letters and quotes that do not decompose into a plain one and a mark.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ς' => "σ",
        '‘' | '’' | 'ʼ' | 'ʻ' => "'",
        '\u{2010}'..='\u{2015}' => "-",
        _ => return None,
    })
}

fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}
