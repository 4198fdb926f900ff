//! A command line that cannot be read is met with the right word.
//!
//! Clap says what it did not understand; this says what was meant: by the words and options that people bring
//! along from other programs, else by what is spelt much the same.

use std::error::Error as _;
use std::ffi::{OsStr, OsString};
use std::num::ParseIntError;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::hints::{OPTIONS, WORDS, WORDS_TOO_MANY};
use super::{VERBS, Verb, find_verb};
use crate::domain::id::AnyId;
use crate::domain::words::{UnknownWord, excerpt};
use crate::error::CommandError;
use crate::view::ui::UnknownChoice;

/// What is wrong with a command line that clap refuses, and what to type instead.
pub(crate) fn explain(error: &clap::Error, arguments: &[OsString]) -> CommandError {
    let said = Said::new(arguments);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            unknown_verb(&text_of(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => {
            let given = text_of(error, ContextKind::InvalidArg);
            if given.starts_with('-') {
                unknown_option(&said, &given)
            } else {
                word_too_many(&said, &given)
            }
        }
        ErrorKind::MissingRequiredArgument => missing(error, &said),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => unreadable(error, &said),
        ErrorKind::ArgumentConflict => {
            let (one, other) = (name_of(error), text_of(error, ContextKind::PriorArg));
            let message = format!("{one} cannot stand with {}", without_value(&other));
            CommandError::usage(message).hint("leave one of them out")
        }
        ErrorKind::TooManyValues => {
            CommandError::usage(format!("{} takes no value", name_of(error))).hint(format!(
                "leave out what stands behind the `=`; {}",
                said.more()
            ))
        }
        ErrorKind::InvalidUtf8 => {
            CommandError::usage(format!("{} is not UTF-8 text", said.no_text)).hint(
                "a note in another encoding can be converted and piped in: … | deals log acme -",
            )
        }
        _ => {
            let text = error.render().to_string();
            let first = text.trim().split("\n\n").next().unwrap_or_default();
            let message = first.trim_start_matches("error: ").replace('\n', " ");
            CommandError::usage(message).hint(said.more())
        }
    }
}

/// Whether a command is named among these words.
pub(crate) fn names_verb(words: &[OsString]) -> bool {
    words
        .iter()
        .any(|word| word.to_str().is_some_and(|word| find_verb(word).is_some()))
}

/// What stands on the command line.
struct Said {
    words: Vec<String>,
    /// The command, and at which place it stands; `due` at none where there is none.
    verb: Option<&'static Verb>,
    place: usize,
    /// The first word that is no text.
    no_text: String,
}

impl Said {
    fn new(arguments: &[OsString]) -> Self {
        let words: Vec<String> = arguments
            .iter()
            .skip(1)
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        let no_text = arguments.iter().find(|word| word.to_str().is_none());
        let found = words
            .iter()
            .enumerate()
            .find_map(|(place, word)| Some((place, find_verb(word)?)));
        Self {
            verb: found.map(|(_, verb)| verb).or_else(|| find_verb("due")),
            place: found.map_or(0, |(place, _)| place),
            no_text: no_text.map_or_else(|| "an argument".to_owned(), |word| with_bytes(word)),
            words,
        }
    }

    fn name(&self) -> &'static str {
        self.verb.map_or("due", |verb| verb.name)
    }

    /// Where to read on.
    fn more(&self) -> String {
        format!("deals {} --help says what can be typed", self.name())
    }
}

/// A word with the bytes in it that are no text as numbers: `caf\\xe9`.
fn with_bytes(word: &OsStr) -> String {
    let mut shown = String::new();
    for piece in word.as_encoded_bytes().utf8_chunks() {
        shown.push_str(piece.valid());
        let bytes = piece.invalid().iter();
        shown.extend(bytes.map(|byte| format!("\\x{byte:02x}")));
    }
    format!("`{}`", excerpt(&shown))
}

fn unknown_verb(given: &str) -> CommandError {
    let word = given.to_lowercase();
    let error = CommandError::usage(format!("`{}` is not a command", excerpt(given)));
    if let Some(instead) = instead_of(&word) {
        return error.hint(instead);
    }
    if let Some(id) = AnyId::read(given) {
        return error.hint(format!("deals show {id} shows that {}", id.noun()));
    }
    let near = near_verbs(&word);
    if !near.is_empty() {
        return error.hint(format!("did you mean {}?", near.join(" or ")));
    }
    let known = WORDS.iter().flat_map(|(_, words)| words.iter().copied());
    let nearest = nearest(&word, known)
        .first()
        .and_then(|word| instead_of(word));
    error.hint(
        nearest.unwrap_or("deals --help lists the commands; deals show TARGET finds a customer"),
    )
}

fn instead_of(word: &str) -> Option<&'static str> {
    let found = WORDS.iter().find(|(_, words)| words.contains(&word));
    found.map(|(instead, _)| *instead)
}

/// Commands that begin so, else those that are spelt much the same.
fn near_verbs(word: &str) -> Vec<String> {
    let names = || VERBS.iter().map(|verb| verb.name);
    let mut near: Vec<&str> = names()
        .filter(|name| word.len() > 1 && name.starts_with(word))
        .collect();
    if near.is_empty() {
        near = nearest(word, names());
    }
    near.iter().map(|name| format!("deals {name}")).collect()
}

fn unknown_option(said: &Said, given: &str) -> CommandError {
    let flag = given.split('=').next().unwrap_or(given);
    let message = format!("`deals {}` has no `{}`", said.name(), excerpt(flag));
    let error_here = CommandError::usage(message);
    let own = said.verb.map(arguments_of);
    let has = |command: &Command| options_of(command).contains(&flag.to_owned());
    // One that the command has, typed before its name.
    let stands_before = said
        .words
        .iter()
        .take(said.place)
        .any(|word| word.split('=').next() == Some(flag));
    if stands_before && own.as_ref().is_some_and(has) {
        let message = format!("`{flag}` stands before its command");
        return CommandError::usage(message)
            .hint(format!("type it behind: deals {} … {flag}", said.name()));
    }
    let known = OPTIONS.iter().find(|(verb, flags, _)| {
        verb.is_none_or(|verb| verb == said.name()) && flags.contains(&flag)
    });
    if let Some((_, _, instead)) = known {
        return error_here.hint(*instead);
    }
    let near = flag
        .strip_prefix("--")
        .zip(own.as_ref())
        .and_then(|(name, command)| {
            let known: Vec<&str> = command.get_arguments().filter_map(Arg::get_long).collect();
            alike(name, &known).map(ToOwned::to_owned)
        });
    if let Some(near) = near {
        return error_here.hint(format!("did you mean --{near}?"));
    }
    let mut elsewhere = VERBS.iter().filter(|verb| has(&arguments_of(verb)));
    if let Some(verb) = elsewhere.next() {
        return error_here.hint(format!("deals {} has it; {}", verb.name, said.more()));
    }
    if matches!(said.name(), "log" | "remind" | "done") {
        return error_here.hint(format!(
            "words that begin with a dash stand behind `--`; {}",
            said.more()
        ));
    }
    error_here.hint(said.more())
}

fn word_too_many(said: &Said, given: &str) -> CommandError {
    let message = format!(
        "`deals {}` has no use for `{}`",
        said.name(),
        excerpt(given)
    );
    let error = CommandError::usage(message);
    let error = match WORDS_TOO_MANY.iter().find(|(verb, _)| *verb == said.name()) {
        Some((_, instead)) => error.hint(*instead),
        None => error.hint(said.more()),
    };
    match AnyId::read(given) {
        Some(AnyId::CheckIn(id)) => error.hint(format!(
            "deals show {id} shows it; deals done {id} settles it"
        )),
        Some(id) if said.name() != "show" => {
            error.hint(format!("deals show {id} shows that {}", id.noun()))
        }
        _ => error,
    }
}

fn missing(error: &clap::Error, said: &Said) -> CommandError {
    let missing = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(names)) => names.join(", "),
        _ => text_of(error, ContextKind::InvalidArg),
    };
    let message = format!("`deals {}` needs {missing}", said.name());
    let example = said.verb.and_then(example_of);
    CommandError::usage(message)
        .hint(example.map_or_else(|| said.more(), |line| format!("as in: {line}")))
}

/// The first example of a command's help.
fn example_of(verb: &Verb) -> Option<String> {
    let help = arguments_of(verb).get_after_long_help()?.to_string();
    let begins = format!("deals {}", verb.name);
    let line = help
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with(&begins));
    line.map(ToOwned::to_owned)
}

fn unreadable(error: &clap::Error, said: &Said) -> CommandError {
    let name = name_of(error);
    let given = text_of(error, ContextKind::InvalidValue);
    if given.is_empty() {
        let value = text_of(error, ContextKind::InvalidArg);
        return CommandError::usage(format!("{name} needs a value: {value}")).hint(said.more());
    }
    let Some(source) = error.source() else {
        let known = match error.get(ContextKind::ValidValue) {
            Some(ContextValue::Strings(known)) => known.join(", "),
            _ => String::new(),
        };
        let message = format!("{name}: `{}` is none of {known}", excerpt(&given));
        return CommandError::usage(message).hint(said.more());
    };
    if source.is::<ParseIntError>() {
        let message = format!("{name}: `{}` is not a whole number", excerpt(&given));
        return CommandError::usage(message).hint(format!("as in: {name} 20"));
    }
    let known = source
        .downcast_ref::<UnknownWord>()
        .map(|unknown| &unknown.known)
        .or_else(|| {
            source
                .downcast_ref::<UnknownChoice>()
                .map(|unknown| &unknown.known)
        });
    let near = known.and_then(|known| alike(&given.to_lowercase(), known));
    let hint = near.map_or_else(|| said.more(), |near| format!("did you mean {near}?"));
    CommandError::usage(format!("{name}: {source}")).hint(hint)
}

/// The one of a closed list that a word is most like, if it is like any.
fn alike<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    const ALIKE: f64 = 0.85;
    let rated = known
        .iter()
        .map(|name| (strsim::jaro_winkler(word, name), *name))
        .filter(|(likeness, _)| *likeness >= ALIKE);
    let best = rated.max_by(|one, other| one.0.total_cmp(&other.0));
    best.map(|(_, name)| name)
}

/// Those spelt most like a word, if any is spelt much the same.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let most = (word.chars().count() / 3).clamp(1, 2);
    let mut best = most;
    let mut near = Vec::new();
    for name in known {
        let distance = strsim::damerau_levenshtein(word, name);
        if distance < best {
            near.clear();
            best = distance;
        }
        if distance <= best && distance < name.chars().count() {
            near.push(name);
        }
    }
    near
}

fn arguments_of(verb: &Verb) -> Command {
    (verb.arguments)(Command::new(verb.name))
}

fn options_of(command: &Command) -> Vec<String> {
    let long = command
        .get_arguments()
        .filter_map(|argument| argument.get_long().map(|long| format!("--{long}")));
    let short = command
        .get_arguments()
        .filter_map(|argument| argument.get_short().map(|short| format!("-{short}")));
    long.chain(short).collect()
}

/// The option or argument an error is about, without its value: `--by`, `RUNG`.
fn name_of(error: &clap::Error) -> String {
    without_value(&text_of(error, ContextKind::InvalidArg)).to_owned()
}

fn without_value(argument: &str) -> &str {
    let name = argument.split(' ').next().unwrap_or(argument);
    name.trim_start_matches(['<', '['])
        .trim_end_matches(['.', '>', ']'])
}

fn text_of(error: &clap::Error, kind: ContextKind) -> String {
    error.get(kind).map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words behind `deals` in a text, with the option that follows where there is one.
    fn commands_in(text: &str) -> Vec<&str> {
        let parts = text.split("deals ").skip(1);
        parts
            .filter_map(|part| part.split([' ', ';', ':']).next())
            .filter(|word| !word.starts_with('-'))
            .collect()
    }

    #[test]
    fn what_is_named_instead_is_there() {
        let hints = WORDS
            .iter()
            .map(|(hint, _)| *hint)
            .chain(OPTIONS.iter().map(|(_, _, hint)| *hint))
            .chain(WORDS_TOO_MANY.iter().map(|(_, hint)| *hint));
        for hint in hints {
            for name in commands_in(hint) {
                assert!(find_verb(name).is_some(), "{name}: {hint}");
            }
        }
        for verb in OPTIONS
            .iter()
            .filter_map(|(verb, _, _)| *verb)
            .chain(WORDS_TOO_MANY.iter().map(|(verb, _)| *verb))
        {
            assert!(find_verb(verb).is_some(), "{verb}");
        }
    }

    /// An option that is named instead is one of the command it is named for.
    #[test]
    fn options_named_instead_are_there() {
        for (verb, _, hint) in OPTIONS {
            let Some(verb) = verb.and_then(find_verb) else {
                continue;
            };
            let mut commands = vec![arguments_of(verb)];
            commands.extend(
                commands_in(hint)
                    .iter()
                    .filter_map(|name| find_verb(name))
                    .map(arguments_of),
            );
            let named = hint
                .split(|c: char| c.is_whitespace() || ",;:".contains(c))
                .filter(|word| word.starts_with("--"));
            for option in named {
                assert!(
                    commands
                        .iter()
                        .any(|command| options_of(command).contains(&option.to_owned())),
                    "{option}: {hint}"
                );
            }
        }
    }

    #[test]
    fn no_word_stands_in_two_places_or_is_a_command() {
        let mut words: Vec<&str> = WORDS
            .iter()
            .flat_map(|(_, words)| words.iter().copied())
            .collect();
        assert_eq!(words.iter().find(|word| find_verb(word).is_some()), None);
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
        for (verb, flags, _) in OPTIONS {
            let Some(verb) = verb.and_then(find_verb) else {
                continue;
            };
            let own = options_of(&arguments_of(verb));
            let there = flags.iter().find(|flag| own.contains(&(**flag).to_owned()));
            assert_eq!(there, None, "deals {} has it", verb.name);
        }
    }

    #[test]
    fn near_words() {
        let table: &[(&str, &[&str])] = &[
            ("logg", &["deals log"]),
            ("ad", &["deals add"]),
            ("rem", &["deals remind"]),
            (
                "re",
                &[
                    "deals remind",
                    "deals reschedule",
                    "deals reopen",
                    "deals result",
                    "deals revive",
                    "deals report",
                    "deals redo",
                    "deals restore",
                ],
            ),
            ("lsit", &["deals list"]),
            ("reshedule", &["deals reschedule"]),
            ("dune", &["deals due", "deals done"]),
            ("xyzzy", &[]),
            ("", &[]),
            ("q", &[]),
        ];
        for (word, expected) in table {
            assert_eq!(near_verbs(word), *expected, "{word}");
        }
    }
}
