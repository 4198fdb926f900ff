//! Help: it fits, it is grouped, it does not change by accident, and what it shows as examples runs.
//!
//! After a change that is meant:
//!
//! ```sh
//! SNAPSHOTS=overwrite cargo test --test cli help
//! git diff tests/golden/help
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use deals::cli::VERBS;
use snapbox::Data;
use snapbox::assert::{Action, Assert, DEFAULT_ACTION_ENV};
use snapbox::data::DataFormat;
use unicode_width::UnicodeWidthStr as _;

use crate::environment::Environment;

/// Every command line that asks for help, and the golden file of those that have one.
fn asked() -> Vec<(String, Option<String>)> {
    let mut asked = vec![
        ("-h".to_owned(), Some("deals-h.txt".to_owned())),
        ("--help".to_owned(), Some("deals-help.txt".to_owned())),
    ];
    for verb in VERBS {
        let name = verb.name;
        asked.push((format!("{name} -h"), Some(format!("{name}-h.txt"))));
        asked.push((format!("{name} --help"), None));
    }
    asked
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/help")
}

#[test]
fn help_is_as_it_was() {
    let rep = Environment::new();
    let check = Assert::new().action_env(DEFAULT_ACTION_ENV);
    if check.selected_action() == Action::Overwrite {
        fs::create_dir_all(golden()).unwrap();
    }
    let (mut different, mut expected) = (String::new(), BTreeSet::new());
    for (line, file) in asked() {
        let Some(file) = file else { continue };
        let printed = Data::text(rep.run(&line));
        let known = Data::read_from(&golden().join(&file), Some(DataFormat::Text)).raw();
        if let Err(difference) = check.try_eq(Some(&"printed now"), printed, known) {
            let _ = writeln!(different, "deals {line}\n{difference}");
        }
        expected.insert(file);
    }
    assert!(different.is_empty(), "{different}");
    let found: BTreeSet<String> = fs::read_dir(golden())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected, "one file a command, and nothing else");
}

#[test]
fn help_fits_eighty_columns_and_no_line_ends_in_blanks() {
    let mut rep = Environment::new();
    for columns in [80, 100, 200] {
        rep.wide(columns);
        for (line, _) in asked() {
            let printed = rep.run(&line);
            assert!(
                printed.ends_with('\n') && !printed.ends_with("\n\n"),
                "{line}"
            );
            for row in printed.lines() {
                assert!(
                    row.width() <= columns.min(100),
                    "deals {line} at {columns}: {row}"
                );
                assert_eq!(row, row.trim_end(), "deals {line}");
            }
        }
    }
}

#[test]
fn paragraphs_are_broken_by_the_screen_alone() {
    let mut rep = Environment::new();
    rep.wide(100);
    for verb in VERBS {
        let help = rep.run(&format!("{} --help", verb.name));
        let lines: Vec<&str> = help.lines().collect();
        for two in lines.windows(2) {
            let is_text = |line: &str| !line.is_empty() && !line.starts_with(' ');
            let (line, next) = (two[0], two[1]);
            let is_usage = line.contains("Usage:") || line.ends_with(':');
            if !is_text(line) || !is_text(next) || is_usage {
                continue;
            }
            let word = next.split(' ').next().unwrap_or_default();
            assert!(
                line.width() + 1 + word.width() > 100,
                "deals {} --help: there is room behind: {line}",
                verb.name
            );
        }
    }
}

#[test]
fn help_is_asked_for_in_every_usual_way() {
    let rep = Environment::new();
    for (line, same) in [
        ("help", "--help"),
        ("help --help", "--help"),
        ("help log", "log --help"),
        ("help log --help", "log --help"),
        ("help log -h", "log -h"),
        ("log acme --help", "log --help"),
        ("log acme hello -n fri -h", "log -h"),
        ("--json log -h", "log -h"),
        ("log --help --json", "log --help"),
    ] {
        assert_eq!(rep.run(line), rep.run(same), "deals {line}");
    }
}

#[test]
fn the_overview_shows_the_daily_commands_first_and_every_command_once() {
    let printed = Environment::new().run("help");
    let listed: Vec<&str> = printed
        .lines()
        .take_while(|line| !line.starts_with("Options"))
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .collect();
    let names: Vec<&str> = VERBS.iter().map(|verb| verb.name).collect();
    assert_eq!(listed, names);
    assert_eq!(listed[..3], ["due", "log", "add"]);
    for verb in VERBS {
        let line = printed
            .lines()
            .find(|line| line.split_whitespace().next() == Some(verb.name));
        assert!(line.unwrap().ends_with(verb.about), "{}", verb.name);
    }
    assert!(printed.contains("\nExit codes:\n"), "{printed}");
}

/// The headings of a help text, in their order.
fn headings(help: &str) -> Vec<&str> {
    help.lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.strip_suffix(':'))
        .collect()
}

#[test]
fn options_are_grouped_and_those_of_every_command_come_last() {
    let rep = Environment::new();
    for verb in VERBS {
        for asked in ["-h", "--help"] {
            let help = rep.run(&format!("{} {asked}", verb.name));
            let of_options: Vec<&str> = headings(&help)
                .into_iter()
                .filter(|heading| !matches!(*heading, "Arguments" | "Examples" | "Example"))
                .collect();
            assert_eq!(
                of_options.last(),
                Some(&"Global options"),
                "deals {} {asked}",
                verb.name
            );
            let own = help.lines().take_while(|line| *line != "Global options:");
            let options = own
                .filter(|line| line.trim_start().starts_with('-'))
                .count();
            assert!(
                options <= 6 || of_options.len() > 2,
                "deals {} {asked} has {options} options in one heap",
                verb.name
            );
        }
    }
    let expected: &[(&str, &[&str])] = &[
        (
            "log",
            &[
                "Arguments",
                "Options",
                "What came of it",
                "What is next",
                "Global options",
            ],
        ),
        (
            "add",
            &[
                "Arguments",
                "Rungs",
                "People",
                "The deal",
                "The contract",
                "What it rests on",
                "Before it is won",
                "The account",
                "Global options",
            ],
        ),
        (
            "due",
            &["Which rows", "How they are shown", "Global options"],
        ),
        (
            "list",
            &["Which rows", "How they are shown", "Global options"],
        ),
        (
            "import",
            &[
                "Arguments",
                "What the file holds",
                "What becomes of it",
                "Global options",
            ],
        ),
        (
            "edit",
            &[
                "Arguments",
                "Accounts and people",
                "Accounts and deals",
                "People",
                "Deals",
                "The contract",
                "Deals, people and touchpoints",
                "Check-ins and objectives",
                "Check-ins and deals",
                "Results",
                "Prospects and lost deals",
                "Promises, risks and thanks",
                "Touchpoints",
                "Global options",
            ],
        ),
    ];
    for (verb, groups) in expected {
        assert_eq!(
            headings(&rep.run(&format!("{verb} -h"))),
            *groups,
            "deals {verb} -h"
        );
    }
}

#[test]
fn exit_codes_are_named_where_they_are_special() {
    let rep = Environment::new();
    for (verb, code) in [
        ("due", "10"),
        ("log", "4"),
        ("add", "4"),
        ("mark", "5"),
        ("expect", "5"),
        ("remind", "5"),
        ("promise", "5"),
        ("risk", "5"),
        ("rival", "3"),
        ("lost", "5"),
        ("heartbeat", "5"),
        ("revive", "5"),
        ("bury", "5"),
        ("result", "5"),
        ("objective", "3"),
        ("thank", "5"),
        ("plan", "5"),
        ("done", "5"),
        ("snooze", "5"),
        ("reschedule", "5"),
        ("drop", "5"),
        ("reopen", "5"),
        ("show", "4"),
        ("brief", "4"),
        ("letter", "5"),
        ("rm", "5"),
        ("import", "2"),
        ("backup", "5"),
        ("restore", "5"),
        ("doctor", "1"),
        ("config", "2"),
        ("report", "2"),
    ] {
        let help = rep.run(&format!("{verb} --help"));
        let codes = help.split("Exit codes:").nth(1);
        assert!(
            codes.is_some_and(|codes| codes.contains(code)),
            "deals {verb}: {help}"
        );
    }
}

/// The lines under Example or Examples.
pub(crate) fn examples(help: &str) -> Vec<String> {
    let below = help
        .lines()
        .skip_while(|line| !matches!(*line, "Example:" | "Examples:"));
    below
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| line.trim().to_owned())
        .collect()
}

/// What has to be so before an example that begins with these words makes sense.
#[cfg(unix)]
const BEFORE: &[(&str, &str)] = &[
    ("deals reopen c57", "done c57"),
    (
        "deals heartbeat acme",
        "lost acme --reason price --rival Globex",
    ),
    (
        "deals heartbeat d12",
        "lost d12 --reason price --rival Globex",
    ),
    ("deals revive acme", "lost acme --reason other"),
    ("deals revive d12", "lost d12 --reason other"),
    ("deals bury acme", "lost acme --reason other"),
    ("deals mark d12 delivered --undo", "mark d12 delivered"),
    ("deals list --rung delivered", "mark d9 delivered"),
    ("deals tag a3 --not dormant", "tag a3 dormant"),
    ("deals touchpoints d12", "log d12 -x"),
    ("deals redo", "undo"),
    ("deals restore friday.db", "backup friday.db"),
];

/// A book in which what the examples name is there, each of its own kind: the account a3, Acme Corp, with Dana
/// and the check-in c1; the deal d12; the person p5; the check-in c57, which repeats; the mail t88.
#[cfg(unix)]
pub(crate) fn book_of_examples() -> Environment {
    let mut rep = Environment::new();
    rep.at("2026-02-06");
    for name in ["Alto", "Nord"] {
        rep.run(&format!("add {name} Lease 5k --prospect"));
    }
    rep.run("add 'Acme Corp' Vans 30k -d 8w -w 'Dana Ruiz' --role decision-maker");
    for name in ["Ivo", "Juno", "Kira", "Lumen", "Tessel"] {
        rep.run(&format!("add {name} Press 10k -d 8w -w 'Pat {name}'"));
    }
    for number in 0..6 {
        rep.run(&format!(
            "remind juno 2026-05-0{} call number {number}",
            4 + number % 5
        ));
    }
    rep.run("add Pico Lathe 20k -d 8w");
    rep.run("add Quint Lathe 20k --plan none");
    rep.run("add Rota Lathe 20k --plan none");
    rep.run("add Sigma Crane 9k --verbal '2 feb' -w 'Jo Sand'");
    rep.run("promise a3 'fri: training dates' -w dana");
    rep.run("rival a3 Initech");
    rep.run("result add a3 'first response: 40 -> 28 h'");
    rep.run("objective add a3 'no lorry waits at the gate'");
    for number in 0..87 {
        rep.run(&format!("log nord -x try {number} --on 2026-02-02 -q"));
    }
    rep.run("log nord --via email the first offer -q");
    rep.at("2026-03-06");
    // The examples mean what they say only while these are what they are.
    for (id, field, expected) in [
        ("a3", "name", "Acme Corp"),
        ("c57", "what", "is it on track?"),
        ("c57", "status", "open"),
        ("c66", "kind", "promise"),
        ("c66", "account", "Acme Corp"),
        ("c67", "kind", "result"),
        ("c1", "account", "Acme Corp"),
        ("d12", "status", "verbal"),
        ("p5", "name", "Pat Lumen"),
        ("t88", "outcome", "sent"),
    ] {
        let shown = rep.json(&format!("show {id}"));
        let record = match id.chars().next() {
            Some('c') => shown["check_ins"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["id"] == id)
                .unwrap(),
            Some('p') => shown["people"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["id"] == id)
                .unwrap(),
            _ => &shown,
        };
        assert_eq!(record[field], expected, "{id}: {shown}");
    }
    rep
}

/// A machine on which an example runs.
#[cfg(unix)]
pub(crate) fn place_of_example(book: &[u8], line: &str) -> Environment {
    let mut rep = Environment::new();
    rep.write("book.db", book);
    rep.write(
        "minutes.txt",
        "All dates are agreed.\nThey want the manuals in Dutch.\n",
    );
    rep.write(
        "opportunities.csv",
        "Opportunity ID,Account,Product,Stage,Close Date,Amount,Sales Agent\n\
         006A1,Dorn AG,Press,Closed Won,2026-02-20,\"18,000\",Dana Ruiz\n\
         006A2,Elan SA,Lathe,Negotiation,2026-04-30,42000,Priya Nair\n",
    );
    rep.write(
        "export.csv",
        "Firma;Betrag;Abschluss\nDorn AG;18000;04.05.2026\n",
    );
    for folder in [
        ".local/share/bash-completion/completions",
        ".config/fish/completions",
    ] {
        fs::create_dir_all(rep.path("home").join(folder)).unwrap();
    }
    rep.at("2026-03-06");
    for (example, before) in BEFORE {
        if line.starts_with(example) {
            rep.run(before);
        }
    }
    rep
}

#[cfg(unix)]
fn run_example(book: &[u8], line: &str) -> String {
    let rep = place_of_example(book, line);
    let outcome = rep.finish(rep.shell(line), line, b"");
    assert_eq!(
        outcome.code, 0,
        "{line}\n{}{}",
        outcome.stdout, outcome.stderr
    );
    assert!(
        !outcome.stderr.contains("error: "),
        "{line}\n{}",
        outcome.stderr
    );
    outcome.stdout
}

#[cfg(unix)]
#[test]
fn every_example_runs() {
    let rep = Environment::new();
    let book = fs::read(book_of_examples().db()).unwrap();
    let mut used = BTreeSet::new();
    let root = examples(&rep.run("--help"))
        .into_iter()
        .map(|line| (String::new(), line));
    let of_verbs = VERBS.iter().flat_map(|verb| {
        let found = examples(&rep.run(&format!("{} --help", verb.name)));
        assert!(!found.is_empty(), "deals {} has no example", verb.name);
        found
            .into_iter()
            .map(|line| (format!("deals {}", verb.name), line))
            .collect::<Vec<_>>()
    });
    for (command, line) in root.chain(of_verbs) {
        // A line that was broken to fit would not begin so.
        assert!(
            line.contains("deals") && line.contains(command.as_str()),
            "an example of {command} does not run it: {line}"
        );
        let printed = run_example(&book, &line);
        assert!(
            !printed.is_empty() || line.contains(" > "),
            "{line} prints nothing"
        );
        used.extend(
            BEFORE
                .iter()
                .filter(|(example, _)| line.starts_with(example))
                .map(|(example, _)| *example),
        );
    }
    assert_eq!(
        used.len(),
        BEFORE.len(),
        "a line of BEFORE is of no example: {used:?}"
    );
}
