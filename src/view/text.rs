//! Text as a terminal shows it: how wide it is, cut to fit, made harmless, counted in words.
//!
//! Widths are display columns, not bytes or characters: 山 takes two, a combining accent none.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::domain::words::{is_direction_mark, is_harmful};

/// Stands where text was cut; one column wide.
const ELLIPSIS: char = '…';

/// How many terminal columns `text` takes, once it has been [neutralised](neutralise).
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        text.len()
    } else {
        text.width()
    }
}

/// Cuts `text` to at most `max` columns; what was cut ends with `…`.
///
/// The cut falls between graphemes, so an accent stays on its letter and a family emoji stays
/// whole. A `max` of 0 leaves nothing, not even the mark.
pub fn clip(text: &str, max: usize) -> Cow<'_, str> {
    if width(text) <= max {
        return Cow::Borrowed(text);
    }
    let Some(room) = max.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let (head, _) = split_at_width(text, room);
    let mut clipped = head.trim_end().to_owned();
    clipped.push(ELLIPSIS);
    Cow::Owned(clipped)
}

/// Makes stored text safe to show to a person, on one line.
///
/// Whatever breaks or tabs a line becomes one space (`\r\n` together is one). The other control
/// characters, escape among them, become `�`: harmless, and still seen to be there. Marks that
/// reorder text are dropped: they have no shape of their own, and could make a line read as
/// something it does not say.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            _ if is_blank_control(character) => safe.push(' '),
            _ if is_direction_mark(character) => {}
            _ if character.is_control() => safe.push(char::REPLACEMENT_CHARACTER),
            _ => safe.push(character),
        }
    }
    Cow::Owned(safe)
}

/// A count with its noun: `1 customer`, `3 customers`, `0 people`.
///
/// Knows the plurals this program needs: *-s*, *-es* after a hiss, *-ies*, and *people*.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    format!("{count} {}", plural_noun(noun))
}

/// Breaks `text` into lines of at most `width` columns, each led by `indent` spaces.
///
/// Line breaks in the text stay, an empty line stays empty. A word longer than a line is broken
/// between graphemes, a grapheme wider than a line between its characters. Without a width nothing
/// is broken. An indent that would leave no room is shortened; only a character of two columns
/// with room for one sticks out.
pub fn wrap(text: &str, width: Option<usize>, indent: usize) -> Vec<String> {
    let indent = width.map_or(indent, |width| indent.min(width.saturating_sub(1)));
    let room = width.map(|width| (width - indent).max(1));
    text.lines()
        .flat_map(|paragraph| wrap_paragraph(&neutralise(paragraph), room))
        .map(|line| indented(&line, indent))
        .collect()
}

/// One paragraph as lines that fit `room`; never empty, so that a blank line is kept.
fn wrap_paragraph(paragraph: &str, room: Option<usize>) -> Vec<String> {
    let Some(room) = room else {
        return vec![paragraph.trim_end().to_owned()];
    };
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let needed = width(word);
        if used > 0 && used + 1 + needed <= room {
            line.push(' ');
            line.push_str(word);
            used += 1 + needed;
            continue;
        }
        if used > 0 {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(break_word(word, room, &mut lines));
        used = width(&line);
    }
    if used > 0 || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Moves whole lines off the front of a word too long for one, and returns what is left.
fn break_word<'a>(word: &'a str, room: usize, lines: &mut Vec<String>) -> &'a str {
    if width(word) <= room {
        return word;
    }
    let mut rest = word;
    // Never looks further ahead than a line: a word may be as long as a note.
    loop {
        let (head, tail) = split_at_width(rest, room);
        if tail.is_empty() {
            return rest;
        }
        let (head, tail) = if head.is_empty() {
            split_first_character(rest)
        } else {
            (head, tail)
        };
        lines.push(head.to_owned());
        rest = tail;
    }
}

fn indented(line: &str, indent: usize) -> String {
    if line.is_empty() {
        return String::new();
    }
    format!("{:indent$}{line}", "")
}

/// Splits before the first grapheme that does not fit into `room` columns.
fn split_at_width(text: &str, room: usize) -> (&str, &str) {
    // Where the next one is plain too, nothing behind the split belongs to what is before it.
    let near = &text.as_bytes()[..text.len().min(room.saturating_add(1))];
    if near.iter().copied().all(is_printable) {
        return text.split_at(room.min(text.len()));
    }
    let mut used = 0;
    for (index, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > room {
            return text.split_at(index);
        }
    }
    (text, "")
}

fn split_first_character(text: &str) -> (&str, &str) {
    text.split_at(text.chars().next().map_or(0, char::len_utf8))
}

fn plural_noun(noun: &str) -> Cow<'_, str> {
    if noun == "person" {
        return Cow::Borrowed("people");
    }
    if let Some(stem) = noun.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return Cow::Owned(format!("{stem}ies"));
    }
    let hisses = ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    Cow::Owned(format!("{noun}{}", if hisses { "es" } else { "s" }))
}

/// Printable ASCII, nearly all the text there is: a byte a column, and nothing to make harmless.
fn is_plain(text: &str) -> bool {
    text.bytes().all(is_printable)
}

const fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Tab, the line breaks of ASCII and of Unicode.
fn is_blank_control(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests;
