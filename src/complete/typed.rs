//! What stands in a shell's line, as the shell would read it.

use std::mem;

/// The quotes that are open where the line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    None,
    Single,
    Double,
}

/// A line up to the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    /// The words without their quotes; the last is the one that is being typed, empty behind a blank.
    pub words: Vec<String>,
    /// What is open at the end of it.
    pub quote: Quote,
    /// The last word as it stands there.
    last: String,
}

impl Typed {
    /// Reads a line as bash does, as far as a word somebody is typing needs it.
    pub(super) fn read(line: &str) -> Self {
        Self::read_with(line, char::is_whitespace)
    }

    /// Reads a word as it stands there.
    pub(super) fn read_word(word: &str) -> String {
        let read = Self::read_with(word, |_| false);
        read.words.into_iter().next_back().unwrap_or_default()
    }

    fn read_with(line: &str, separates: impl Fn(char) -> bool) -> Self {
        let mut words = Vec::new();
        let (mut word, mut began, mut quote) = (String::new(), None, Quote::None);
        let mut characters = line.char_indices().peekable();
        while let Some((place, character)) = characters.next() {
            if quote == Quote::None && separates(character) {
                if began.take().is_some() {
                    words.push(mem::take(&mut word));
                }
                continue;
            }
            began = began.or(Some(place));
            match (quote, character) {
                (Quote::None, '\'') => quote = Quote::Single,
                (Quote::None, '"') => quote = Quote::Double,
                (Quote::Single, '\'') | (Quote::Double, '"') => quote = Quote::None,
                (Quote::None, '\\') => word.extend(characters.next().map(|(_, next)| next)),
                (Quote::Double, '\\') => {
                    let escaped = characters.next_if(|(_, next)| "\"\\$`".contains(*next));
                    word.push(escaped.map_or(character, |(_, next)| next));
                }
                _ => word.push(character),
            }
        }
        words.push(word);
        Self {
            words,
            quote,
            last: began.map_or("", |began| &line[began..]).to_owned(),
        }
    }

    /// What stands in the last word before the piece of it that ends the line, without quotes.
    pub(super) fn before(&self, piece: &str) -> String {
        let before = self.last.strip_suffix(piece).unwrap_or_default();
        Self::read_word(before)
    }
}

impl Quote {
    /// A text as it has to stand inside these quotes. A tilde that stands for a folder is left as it is.
    pub(super) fn apply(self, text: &str, keep_tilde: bool) -> String {
        let mut quoted = String::with_capacity(text.len() + 8);
        for (place, character) in text.chars().enumerate() {
            let escaped = match self {
                Self::Single if character == '\'' => {
                    quoted.push_str("'\\'");
                    false
                }
                Self::Single => false,
                Self::Double => "\"\\$`".contains(character),
                Self::None if place == 0 && character == '~' => !keep_tilde,
                Self::None => {
                    character.is_ascii()
                        && !character.is_ascii_alphanumeric()
                        && !"_-./,:@%+=".contains(character)
                }
            };
            if escaped {
                quoted.push('\\');
            }
            quoted.push(character);
        }
        quoted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_a_shell_reads_it() {
        let table: &[(&str, &[&str], Quote)] = &[
            ("deals show ac", &["deals", "show", "ac"], Quote::None),
            ("deals show ", &["deals", "show", ""], Quote::None),
            (
                "deals show Acme\\ C",
                &["deals", "show", "Acme C"],
                Quote::None,
            ),
            (
                "deals show \"Acme C",
                &["deals", "show", "Acme C"],
                Quote::Double,
            ),
            ("deals 'a b' 'c d", &["deals", "a b", "c d"], Quote::Single),
            (
                "deals \"a\\\"b\\n\" x",
                &["deals", "a\"b\\n", "x"],
                Quote::None,
            ),
            ("deals '' a'b'c", &["deals", "", "abc"], Quote::None),
            ("deals a\\", &["deals", "a"], Quote::None),
            ("", &[""], Quote::None),
        ];
        for (line, words, quote) in table {
            let read = Typed::read(line);
            assert_eq!(
                (read.words.as_slice(), read.quote),
                (
                    words
                        .iter()
                        .map(|word| (*word).to_owned())
                        .collect::<Vec<_>>()
                        .as_slice(),
                    *quote
                ),
                "{line}"
            );
        }
    }

    /// Whatever a name is made of, the line reads back as it, in all three ways to quote.
    #[test]
    fn what_is_quoted_reads_back() {
        let names = [
            "Acme Corp",
            "O'Neil & Sons",
            "A \"B\" $HOME `x` \\ y",
            "Müller",
            "日本 株式会社",
            "~x",
            "a*b?[c]",
            "#1!",
            "(x) {y};|<z>",
            "-x",
        ];
        for name in names {
            for (open, close, quote) in [
                ("", "", Quote::None),
                ("'", "'", Quote::Single),
                ("\"", "\"", Quote::Double),
            ] {
                let line = format!("deals show {open}{}{close}", quote.apply(name, false));
                assert_eq!(Typed::read(&line).words, ["deals", "show", name], "{line}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_reads_back_in_all_three_ways_to_quote(text in "(?s).{1,12}") {
            for (open, close, quote) in [
                ("", "", Quote::None),
                ("'", "'", Quote::Single),
                ("\"", "\"", Quote::Double),
            ] {
                // Without quotes a line break or a rare blank parts words; nothing with one is offered.
                if quote == Quote::None && text.contains(|c: char| c.is_whitespace() && c != ' ') {
                    continue;
                }
                let line = format!("deals show {open}{}{close}", quote.apply(&text, false));
                let read = Typed::read(&line);
                proptest::prop_assert_eq!(&read.words[2..], [text.as_str()], "{}", line);
            }
        }

        #[test]
        fn any_line_is_read(line in "(?s).{0,24}|[a '\"\\\\]{0,16}") {
            let read = Typed::read(&line);
            proptest::prop_assert!(!read.words.is_empty());
            let _ = read.before("a");
        }
    }
}
