//! How shells ask and are answered. The scripts that clap has for bash, zsh and fish insert a name with a blank as two
//! words, and show nothing for the beginning of a word further on in a name; so these are our own.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;

use clap::Command;
use clap_complete::engine::{self, CompletionCandidate};
use clap_complete::env::EnvCompleter;

use crate::complete::typed::Typed;
use crate::domain::name;
use crate::domain::words::is_harmful;

/// What bash says when it only shows what there is: nothing that it is told then is inserted.
const SHOWING: &str = "63";

/// The words up to the one that is to be completed, without quotes, as soon as a shell has asked.
pub(super) static WORDS: OnceLock<Vec<OsString>> = OnceLock::new();

/// Bash gives the line as it stands there, the piece of it that will be replaced, and what it wants to do; it
/// inserts what it gets as it is.
pub(super) struct Bash;

/// Zsh gives words without quotes, and quotes what it gets; so does fish, but for the last word.
pub(super) struct Plain {
    pub shell: &'static str,
    pub script: &'static str,
}

/// A shell with the script that clap has for it. It gives words without quotes.
pub(super) struct Other {
    pub shell: &'static dyn EnvCompleter,
    /// Whether its script takes what a word means, behind a tab.
    pub takes_help: bool,
}

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        _var: &str,
        _name: &str,
        _bin: &str,
        _completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        buf.write_all(include_bytes!("../../completions/asking.bash"))
    }

    fn write_complete(
        &self,
        command: &mut Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let texts: Vec<String> = args
            .into_iter()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect();
        let [line, replaced, rest @ ..] = texts.as_slice() else {
            return Ok(());
        };
        let typed = Typed::read(line);
        let candidates = complete(command, typed.words.clone(), current_dir)?;
        let only_shown = rest.first().is_some_and(|kind| kind == SHOWING);
        for answer in for_bash(&typed, replaced, &candidates, only_shown) {
            writeln!(buf, "{answer}")?;
        }
        Ok(())
    }
}

impl EnvCompleter for Plain {
    fn name(&self) -> &'static str {
        self.shell
    }

    fn is(&self, name: &str) -> bool {
        name == self.shell
    }

    fn write_registration(
        &self,
        _var: &str,
        _name: &str,
        _bin: &str,
        _completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        buf.write_all(self.script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let mut words: Vec<String> = args
            .into_iter()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect();
        if self.shell == "fish"
            && let Some(last) = words.last_mut()
        {
            *last = Typed::read_word(last);
        }
        write_lines(&complete(command, words, current_dir)?, true, buf)
    }
}

impl EnvCompleter for Other {
    fn name(&self) -> &'static str {
        self.shell.name()
    }

    fn is(&self, name: &str) -> bool {
        self.shell.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        self.shell
            .write_registration(var, name, bin, completer, buf)
    }

    fn write_complete(
        &self,
        command: &mut Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let words = args
            .into_iter()
            .map(|argument| argument.to_string_lossy().into_owned());
        let candidates = complete(command, words.collect(), current_dir)?;
        write_lines(&candidates, self.takes_help, buf)
    }
}

/// A candidate a line, what it means behind a tab.
fn write_lines(
    candidates: &[CompletionCandidate],
    with_help: bool,
    buf: &mut dyn Write,
) -> io::Result<()> {
    for candidate in candidates {
        let help = help(candidate).filter(|_| with_help);
        let help = help.map(|help| format!("\t{help}"));
        writeln!(
            buf,
            "{}{}",
            candidate.get_value().to_string_lossy(),
            help.unwrap_or_default()
        )?;
    }
    Ok(())
}

/// What may stand for the last of the words.
fn complete(
    command: &mut Command,
    words: Vec<String>,
    current_dir: Option<&Path>,
) -> io::Result<Vec<CompletionCandidate>> {
    let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
    let index = words.len().saturating_sub(1);
    let words = WORDS.get_or_init(|| words);
    let mut candidates = engine::complete(command, words.clone(), index, current_dir)?;
    // A file may be called anything, also what breaks the line that it is told in.
    candidates.retain(|one| !one.get_value().to_string_lossy().contains(is_harmful));
    let (last, before) = words.split_last().unzip();
    let is_fields = |word: &OsString| word.to_string_lossy().starts_with("--fields");
    if last.is_some_and(is_fields)
        || before
            .and_then(|before| before.last())
            .is_some_and(is_fields)
    {
        candidates.retain(|one| names_each_once(&one.get_value().to_string_lossy()));
    }
    Ok(candidates)
}

/// Whether the last one of `--fields=a,b` is another than those before it.
fn names_each_once(list: &str) -> bool {
    let list = list.rsplit('=').next().unwrap_or_default();
    list.rsplit_once(',')
        .is_none_or(|(before, last)| before.split(',').all(|named| named != last))
}

fn help(candidate: &CompletionCandidate) -> Option<String> {
    let help = candidate.get_help()?.to_string();
    help.lines().next().map(ToOwned::to_owned)
}

/// The candidates as bash inserts them: quoted as the word was begun, and without what stands before the piece
/// that is replaced.
fn for_bash(
    typed: &Typed,
    replaced: &str,
    candidates: &[CompletionCandidate],
    only_shown: bool,
) -> Vec<String> {
    let kept = typed.before(replaced);
    let begun = typed.words.last().map_or("", String::as_str);
    let fitting = candidates.iter().filter_map(|candidate| {
        let value = candidate.get_value().to_str()?.strip_prefix(&kept)?;
        Some((value.to_owned(), help(candidate)))
    });
    let fitting: Vec<(String, Option<String>)> = fitting.collect();
    let is_one = fitting.len() == 1;
    let is_option = |value: &str| value.starts_with('-');
    let common = common_beginning(fitting.iter().map(|(value, _)| value.as_str()));
    let may_replace = name::fold(&format!("{kept}{common}")).starts_with(&name::fold(begun));
    let mut answers: Vec<String> = fitting
        .iter()
        .map(|(value, help)| match help {
            Some(help) if only_shown && !is_one && !is_option(value) => {
                format!("{value}  ({help})")
            }
            _ => typed
                .quote
                .apply(value, begun.starts_with('~') && kept.is_empty()),
        })
        .collect();
    if !is_one && !answers.is_empty() && !may_replace {
        // Bash puts what all have in common for what was typed, even where that is less; with this it is nothing.
        answers.push(" ".to_owned());
    }
    answers
}

fn common_beginning<'a>(mut values: impl Iterator<Item = &'a str>) -> String {
    let mut common = values.next().unwrap_or_default();
    for value in values {
        let same = common
            .char_indices()
            .zip(value.chars())
            .find(|((_, one), other)| one != other)
            .map_or(common.len().min(value.len()), |((place, _), _)| place);
        common = &common[..same];
    }
    common.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(line: &str, replaced: &str, values: &[&str], only_shown: bool) -> Vec<String> {
        let candidates: Vec<_> = values
            .iter()
            .map(|value| match value.split_once('\t') {
                Some((value, help)) => {
                    CompletionCandidate::new(value).help(Some(help.to_owned().into()))
                }
                None => CompletionCandidate::new(value),
            })
            .collect();
        for_bash(&Typed::read(line), replaced, &candidates, only_shown)
    }

    #[test]
    fn bash_gets_names_as_they_are_to_stand_in_the_line() {
        let table: &[(&str, &str, &[&str], &[&str])] = &[
            ("deals show ac", "ac", &["Acme Corp"], &["Acme\\ Corp"]),
            (
                "deals show \"ac",
                "ac",
                &["A $ \"B\""],
                &["A \\$ \\\"B\\\""],
            ),
            ("deals show 'o", "o", &["O'Neil"], &["O'\\''Neil"]),
            (
                "deals show m",
                "m",
                &["Müller & Söhne"],
                &["Müller\\ \\&\\ Söhne"],
            ),
            // A piece that bash takes for a word of its own is replaced alone.
            ("deals --db=fi", "fi", &["--db=file.db"], &["file.db"]),
            ("deals import ~/b", "~/b", &["~/a b.csv"], &["~/a\\ b.csv"]),
            (
                "deals show ac",
                "ac",
                &["Acme", "Acme Ltd"],
                &["Acme", "Acme\\ Ltd"],
            ),
            // Less in common than was typed: nothing is replaced.
            (
                "deals show corp",
                "corp",
                &["Acme Corp", "Alto Corp"],
                &["Acme\\ Corp", "Alto\\ Corp", " "],
            ),
            ("deals show zz", "zz", &[], &[]),
        ];
        for (line, replaced, values, expected) in table {
            assert_eq!(answers(line, replaced, values, false), *expected, "{line}");
        }
        assert_eq!(
            answers("deals done c", "c", &["c1\tcall", "c2\task"], true),
            ["c1  (call)", "c2  (ask)"]
        );
        assert_eq!(answers("deals done c1", "c1", &["c1\tcall"], true), ["c1"]);
    }

    #[test]
    fn what_all_have_in_common() {
        let table: &[(&[&str], &str)] = &[
            (&["Acme", "Acme Ltd"], "Acme"),
            (&["Ünal", "Ücel"], "Ü"),
            (&["a", "b"], ""),
            (&["ab", "a"], "a"),
            (&[], ""),
        ];
        for (values, expected) in table {
            assert_eq!(common_beginning(values.iter().copied()), *expected);
        }
    }
}
