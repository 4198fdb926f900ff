//! Every command in every format, on an empty book and on a full one, against the files in `tests/golden`: no
//! output changes by accident.
//!
//! A new command is one line of [`COMMANDS`]. After a change that is meant:
//!
//! ```sh
//! SNAPSHOTS=overwrite cargo test --test cli golden
//! git diff tests/golden
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use deals::cli::VERBS;
use snapbox::Data;
use snapbox::assert::{Action, Assert, DEFAULT_ACTION_ENV};
use snapbox::data::DataFormat;

use crate::book;
use crate::environment::{Outcome, contents};

/// Each runs in every format of [`VARIANTS`], each time on the same book. Its file is called as the command is.
pub(crate) const COMMANDS: &[&str] = &[
    "due",
    "due --within 7d --verbose",
    "due --by deal --limit 3",
    "due --account acme",
    "due --level late --level prospect",
    "due --count",
    "due --exit-code",
    "due --color always",
    "due --fields level,check_in.id,account.name,deal.value,deal.currency,person",
    "log d5 all on site",
    "log borel --no-answer --next tomorrow",
    "log nobody hello",
    "add 'Lima AG' Press 'EUR 1,250.50' --delivery 2w --person 'Li Na <li@lima.example>'",
    "add 'Lima AG' --prospect --dry-run",
    "add Acme",
    "mark d5 delivered",
    "mark d5 credit --na",
    "expect d5 payment 2026-04-15 --why 'their quarter ends'",
    "promise d5 'fri: the training plan' --owner Priya",
    "promise a7 training",
    "risk d5 'the lathes come late // rent two' --review fri",
    "rival a5 Initech --note 'seen in the plant'",
    "rival a5 Initech --gone",
    "thank d5 'Priya: built the demo'",
    "result add d5 'first response: 40 -> 28 h' --by 2026-04-15",
    "result add d5 'first response: 40 -> 40 h'",
    "result",
    "objective add d5 no lorry waits at the gate",
    "objective",
    "plan list",
    "plan show strategic",
    "plan show gold",
    "plan use d5 light",
    "edit d5 --penalty '1 % a week' --commission 6% --renews 2026-12-01 --notice 90d",
    "log d5 --addon 'a second crane'",
    "remind a5 fri send the driver chart",
    "done c16",
    "snooze c6 2026-03-20",
    "reschedule c6 2026-03-25",
    "drop c6 --why moot",
    "reopen c5",
    "show a5",
    "show d5",
    "show p3",
    "show t4",
    "show nobody",
    "lost d5 --reason price --rival Umbra --rival-promised '2026-04-20: two lathes'",
    "heartbeat d10 --would-match yes --rival-signed no",
    "revive d10",
    "bury d10 --why 'they closed the plant'",
    "report",
    "report --show lost",
    "person forget p3 --yes",
    "account merge a5 borel --yes",
    "brief a5",
    "brief d10",
    "brief a5 -o md",
    "letter a5 next-steps",
    "letter d5 results",
    "letter d5 thanks --eml",
    "find crew",
    "find fair",
    "find fleet --in deal --limit 1",
    "find unicorn crew",
    "find crew --in pipeline",
    "list",
    "list --status live --sort value",
    "list --status lost --fields id,account,lost_on,lost_reason",
    "list --tag nobody",
    "list --fields colour",
    "list --limit many",
    "accounts",
    "people",
    "touchpoints",
    "touchpoints a7",
    "edit d5 --title Trucks --value 52k",
    "edit a6 --name Yamada",
    "edit p2 --role champion",
    "edit c6 --what look",
    "edit t2 --note again",
    "tag d5 fast --not q1",
    "rm d5",
    "rm d5 --yes",
    "rm t1 --yes",
    "undo",
    "undo --dry-run",
    "redo",
    "history --limit 4",
    "history d5",
    "history --fields id,verb,rows --limit 3",
    "import more.csv",
    "import more.csv --source crm --skip-bad",
    "import more.csv --source crm --skip-bad --dry-run",
    "import other.jsonl",
    "import other.jsonl --dry-run",
    "export",
    "export book.jsonl",
    "export deals.csv",
    "completions bash",
    "man pages",
    "man pages --dry-run",
    "backup",
    "backup copy.db",
    "restore copy.db",
    "doctor",
    "config path",
    "config show",
    "config edit",
];

/// The ways to ask: columns, and options.
const VARIANTS: &[(usize, &str)] = &[
    (80, ""),
    (140, ""),
    (80, " --json"),
    (80, " -o jsonl"),
    (80, " -o csv"),
    (80, " -o tsv"),
    (80, " -o ids"),
    (80, " -q"),
];

#[test]
fn golden_of_an_empty_book() {
    compare("empty", None);
}

#[test]
fn golden_of_a_full_book() {
    compare("full", contents(&book::full().db()).as_deref());
}

#[test]
fn golden_files_are_there_for_every_command_and_for_nothing_else() {
    for verb in VERBS {
        let is_there = COMMANDS
            .iter()
            .any(|line| line.split(' ').next() == Some(verb.name));
        assert!(is_there, "no line of COMMANDS runs deals {}", verb.name);
    }
    let expected: BTreeSet<String> = COMMANDS.iter().map(|line| file_name(line)).collect();
    assert_eq!(expected.len(), COMMANDS.len(), "two commands share a file");
    for folder in ["empty", "full"] {
        let found: BTreeSet<String> = fs::read_dir(golden(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let stale: Vec<&String> = found.difference(&expected).collect();
        assert!(
            stale.is_empty(),
            "remove from tests/golden/{folder}: {stale:?}"
        );
    }
}

fn compare(folder: &str, book: Option<&[u8]>) {
    let check = Assert::new().action_env(DEFAULT_ACTION_ENV);
    if check.selected_action() == Action::Overwrite {
        fs::create_dir_all(golden(folder)).unwrap();
    }
    let mut different = String::new();
    for line in COMMANDS {
        let printed = Data::text(every_format(line, book));
        let path = golden(folder).join(file_name(line));
        let expected = Data::read_from(&path, Some(DataFormat::Text)).raw();
        if let Err(difference) = check.try_eq(Some(&"printed now"), printed, expected) {
            let _ = writeln!(different, "deals {line}\n{difference}");
        }
    }
    assert!(different.is_empty(), "{different}");
}

/// What a command prints in every format. Formats that print the same share it.
fn every_format(line: &str, book: Option<&[u8]>) -> String {
    let mut text = String::new();
    let mut last = None;
    for (columns, options) in VARIANTS {
        let mut rep = book::with(book);
        let outcome = rep.wide(*columns).try_run(&format!("{line}{options}"));
        let folder = rep.path("");
        let shown = without_uids(&shown(&outcome)).replace(folder.to_str().unwrap(), "[FOLDER]/");
        if let Some(last) = last.replace(shown.clone()).filter(|last| *last != shown) {
            text.push_str(&last);
            text.push('\n');
        }
        let _ = writeln!(text, "$ COLUMNS={columns} deals {line}{options}");
    }
    text.push_str(&last.unwrap_or_default());
    text
}

/// Standard output as it is, then the lines of standard error, then the exit code unless it is 0.
fn shown(outcome: &Outcome) -> String {
    let mut text = outcome.stdout.clone();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str("<no line ending>\n");
    }
    for line in outcome.stderr.lines() {
        let _ = writeln!(text, "2> {line}");
    }
    if outcome.code != 0 {
        let _ = writeln!(text, "? {}", outcome.code);
    }
    text
}

/// The text with `[UID]` for each UUID: they are the only thing that is never the same twice.
fn without_uids(text: &str) -> String {
    const LENGTH: usize = 36;
    let is_uid = |bytes: &[u8]| {
        bytes.iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'7',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    let (mut clean, mut rest) = (String::new(), text);
    while !rest.is_empty() {
        if let Some(uid) = rest.get(..LENGTH).filter(|text| is_uid(text.as_bytes())) {
            clean.push_str("[UID]");
            rest = &rest[uid.len()..];
        } else {
            let next = rest.chars().next().unwrap();
            clean.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    clean
}

fn golden(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(folder)
}

/// `list --tag nobody` is in `list-tag-nobody.txt`.
fn file_name(line: &str) -> String {
    let words: Vec<&str> = line
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!("{}.txt", words.join("-"))
}
