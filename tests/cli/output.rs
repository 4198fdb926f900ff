//! Output that never breaks: it fits the screen, its columns stand straight, nothing that a terminal would obey
//! comes through, and it does not matter who listens.

use unicode_width::UnicodeWidthStr as _;

use crate::environment::Environment;

const LISTS: &[&str] = &[
    "due",
    "due -v",
    "due --by deal",
    "due --within 30d",
    "list",
    "list --sort value",
    "list --fields id,account,title,uid,value,tags",
    "accounts",
    "people",
    "touchpoints",
    "touchpoints --fields id,note,account,via",
];

/// Names and words of many widths.
const NAMES: &[&str] = &[
    "Société Élan Vital de Construction et d'Aménagement",
    "株式会社日本橋デジタル・ソリューションズ",
    "שלום עולם בע״מ",
    "🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀 Rockets",
    "👩‍👩‍👧 👍🏽 🇩🇪 & Sons",
    "한국전력공사",
    "Ab",
];

fn of_many_scripts() -> Environment {
    let mut rep = Environment::new();
    for (number, name) in NAMES.iter().enumerate() {
        rep.try_with([
            "add",
            name,
            NAMES[(number + 3) % NAMES.len()],
            ["JPY 1.2m", "EUR 123456.78", "999999999", "5k", "KWD 1.234"][number % 5],
            "--delivery",
            "3w",
            "--person",
            NAMES[(number + 1) % NAMES.len()],
            "--role",
            "champion",
            "--phone",
            "+49 (0)30 12345678-90 ext. 12345",
            "--tag",
            "日本🚀",
            "--new-account",
            "-q",
        ])
        .ok();
        let account = format!("a{}", number + 1);
        let note = NAMES[(number + 2) % NAMES.len()];
        rep.try_with(["log", &account, "-q", "--", note, note, note])
            .ok();
        rep.try_with(["remind", &account, "fri", "-q", "--", note, note])
            .ok();
    }
    rep.run("log a1 -x -n fri -q");
    rep.at("2026-03-27");
    rep
}

#[test]
fn no_list_is_wider_than_the_screen() {
    let mut rep = of_many_scripts();
    for columns in [40, 60, 80, 100, 140, 200] {
        rep.wide(columns);
        for command in LISTS {
            let printed = rep.run(command);
            for line in printed.lines() {
                assert!(
                    line.width() <= columns,
                    "{command} at {columns}: {}: {line}",
                    line.width()
                );
                assert_eq!(line, line.trim_end(), "{command} at {columns}");
            }
            if command.contains("--fields") {
                continue;
            }
            // However narrow it is: what one types to name a record is whole.
            for id in rep.run(&format!("{command} -o ids")).lines() {
                let is_there = printed
                    .lines()
                    .any(|line| line.split(' ').next() == Some(id));
                assert!(is_there, "{command} at {columns}: no {id}:\n{printed}");
            }
        }
    }
}

/// At which column of the screen the last of these words begins, in every line that has one.
fn places(printed: &str, words: &[&str]) -> Vec<usize> {
    let place = |line: &str| {
        let found = words.iter().filter_map(|word| line.rfind(word));
        found.max().map(|place| line[..place].width())
    };
    printed.lines().filter_map(place).collect()
}

#[test]
fn columns_stand_straight_behind_names_of_any_script() {
    let mut rep = of_many_scripts();
    for columns in [80, 100, 140, 200] {
        rep.wide(columns);
        for (command, words) in [
            ("list", &["won", "status"][..]),
            ("list --fields account,title,status", &["won", "status"]),
            ("list --fields title,account,status", &["won", "status"]),
            ("accounts", &["reached 21d", "last reached"]),
            ("accounts --fields name,last_reached_on", &["2026", "last"]),
            ("people --fields name,account,role", &["champion", "role"]),
            ("touchpoints --fields note,account,via", &["call", "via"]),
            (
                "touchpoints --fields account,note,outcome",
                &["reached", "no-answer", "outcome"],
            ),
            (
                "due --fields account.name,check_in.status",
                &["open", "check_in.s"],
            ),
        ] {
            let printed = rep.run(command);
            let places = places(&printed, words);
            assert!(
                places.len() > NAMES.len() && places.iter().all(|place| *place == places[0]),
                "{command} at {columns}: {places:?}\n{printed}"
            );
        }
    }
}

/// What a terminal would obey, or what turns the text around it.
fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const TURNS: &str = "\u{202e}turned\u{2066}";
const PAINTS: &str = "\u{1b}[31mred\u{9b}0m\u{7}";

/// Words parted by strokes; EVIL stands for what is to be made harmless.
const WITH_EVIL: &[&str] = &[
    "EVIL",
    "add|Acme EVIL|Title",
    "add|Gamma|Title EVIL|5k",
    "add|Gamma|Title|5EVIL",
    "add|Gamma|--tag|EVIL",
    "add|Gamma|--person|Jo EVIL <jo@x.example>",
    "add|Gamma|--currency|EVIL",
    "add|Gamma|--plan|EVIL",
    "show|EVIL",
    "show|Acme EVIL",
    "log|EVIL|hello",
    "log|a1|--with|EVIL",
    "log|a1|--via|EVIL",
    "log|a1|--next|EVIL",
    "log|a1|--next|fri: EVIL",
    "log|a1|--on|EVIL",
    "log|a1|--EVIL",
    "mark|EVIL|signed",
    "mark|a1|EVIL",
    "expect|a1|delivery|EVIL",
    "remind|a1|EVIL|call",
    "remind|a1|fri|EVIL",
    "done|cEVIL",
    "snooze|c1|EVIL",
    "edit|a1|--name|N EVIL",
    "edit|d1|--title|T EVIL",
    "edit|d1|--key|EVIL",
    "tag|a1|EVIL",
    "rm|EVIL",
    "due|EVIL",
    "due|--level|EVIL",
    "due|--account|EVIL",
    "list|--fields|id,EVIL",
    "list|--sort|EVIL",
    "list|--tag|EVIL",
    "touchpoints|EVIL",
    "completions|EVIL",
    "list|--db|no/such/EVIL",
    "add|X|--db|no/such/EVIL",
    "import|EVIL.csv",
    "import|turned.csv|--only|EVIL=1",
    "import|turned.csv|--map|EVIL=value",
    "import|turned.csv|--map|Product=EVIL",
    "import|turned.csv|--source|EVIL",
    "import|painted.csv",
    "import|painted.csv|--skip-bad",
    "show|beta",
    "list",
    "accounts",
    "due|--within|30d",
    "due|-v|--within|30d",
];

/// Other tests do so with what is stored; here it is what is typed, and what stands in files.
#[test]
fn no_message_repeats_what_a_terminal_would_obey() {
    let rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k -d 3w -w 'Dana Ruiz' -q");
    // A name that turns is taken from a file as it stands, or refused; it never comes back so.
    rep.write(
        "turned.csv",
        format!(
            "Account,Product,Stage{TURNS},Close Date,Amount,Opportunity ID\n\
             Beta {TURNS} One,Lathe {TURNS},Won,2026-02-20,5,k{TURNS}1\n\
             Beta {TURNS} Two,Lathe {TURNS},Won,2026-02-20,5,k{TURNS}2\n"
        ),
    );
    rep.write(
        "painted.csv",
        format!(
            "Account,Product,Sta{PAINTS}ge,Close Date,Amount,Opportunity ID\n\
             Acme {PAINTS},Lathe {PAINTS},Won{PAINTS},2026-{PAINTS}-20,5{PAINTS},k{PAINTS}1\n"
        ),
    );
    rep.write("bad.toml", format!("\"colour{TURNS}\" = 1\n"));
    rep.write("worse.toml", format!("currency = \"E{PAINTS}\"\n"));
    let with = |text: &str| -> Vec<Vec<String>> {
        WITH_EVIL
            .iter()
            .map(|line| {
                line.split('|')
                    .map(|word| word.replace("EVIL", text))
                    .collect()
            })
            .collect()
    };
    for words in with(TURNS).into_iter().chain(with(PAINTS)) {
        let outcome = rep.try_with(&words);
        for text in [&outcome.stdout, &outcome.stderr] {
            assert!(!text.contains(is_harmful), "{words:?}: {text:?}");
        }
        assert_ne!(outcome.code, 70, "{words:?}: {}", outcome.stderr);
    }
    for (variable, value) in [
        ("DEALS_CONFIG", "bad.toml"),
        ("DEALS_CONFIG", "worse.toml"),
        ("DEALS_CONFIG", PAINTS),
        ("DEALS_NOW", PAINTS),
        ("DEALS_DB", "no/such/\u{1b}[31mfile"),
    ] {
        let mut command = rep.command(["add", "Delta"]);
        command.env(variable, value);
        let outcome = rep.finish(command, variable, b"");
        assert_ne!(outcome.code, 0, "{variable}={value:?}");
        assert!(
            !outcome.stderr.contains(is_harmful),
            "{variable}: {:?}",
            outcome.stderr
        );
    }
}

/// A book whose every list is longer than a pipe holds, and than it is wide.
#[cfg(unix)]
fn long() -> Environment {
    use std::fmt::Write as _;

    let mut rep = Environment::new();
    let mut rows =
        "Opportunity ID,Account,Product,Stage,Close Date,Amount,Contact Name\n".to_owned();
    let (name, title) = (
        "Quite A Long Name ".repeat(4),
        "quite a long title ".repeat(4),
    );
    for number in 0..600 {
        let _ = writeln!(
            rows,
            "K{number},{number} {name},{title},Won,2026-02-20,5000,Person {number} {name}"
        );
    }
    rep.write("long.csv", rows);
    rep.run("import long.csv --source x -q");
    for _ in 0..8 {
        rep.try_piped("log a1 - -q", "a long note\n".repeat(3_000).as_bytes())
            .ok();
    }
    rep.at("2026-04-10").wide(200);
    rep
}

#[cfg(unix)]
#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;

    let rep = long();
    for command in [
        "due",
        "list",
        "accounts",
        "people",
        "touchpoints",
        "show a1",
        "show t1",
    ] {
        for options in [
            "",
            " --json",
            " -o jsonl",
            " -o csv",
            " -o tsv",
            " -o ids",
            " --fields uid",
        ] {
            let line = format!("{command}{options}");
            if line == "due --fields uid" {
                continue;
            }
            let mut child = rep
                .command(line.split(' '))
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut first = String::new();
            let mut reader = BufReader::with_capacity(64, child.stdout.take().unwrap());
            reader.read_line(&mut first).unwrap();
            drop(reader);
            let output = child.wait_with_output().unwrap();
            assert!(!first.is_empty(), "{line}");
            assert_eq!(output.status.code(), Some(0), "{line}");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{line}");
        }
    }
    // It proves something only where the command has not long ended by then.
    assert!(rep.run("due").len() > 66_000 && rep.run("show t1").len() > 20_000);
}

#[cfg(target_os = "linux")]
#[test]
fn every_answer_that_cannot_be_written_is_a_failure() {
    use std::fs::File;
    use std::process::Stdio;

    let rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k -d 3w -w 'Dana Ruiz' -q");
    rep.run("log acme -x -q");
    rep.write("some.csv", "Opportunity ID,Account,Stage\nK1,Beta,Open\n");
    for line in [
        "due",
        "due --within 30d",
        "due --count",
        "due -q --within 30d",
        "list --fields id",
        "accounts -o ids",
        "people -o tsv",
        "touchpoints -o jsonl",
        "show d1",
        "show t1 --json",
        "completions zsh",
        "add Beta -q",
        "add Gamma --json",
        "log acme hello",
        "log acme again --dry-run",
        "remind acme fri call",
        "import some.csv",
        "import some.csv -o csv",
        "--help",
        "due -h",
        "help log",
        "--version",
    ] {
        let full = || File::options().write(true).open("/dev/full").unwrap();
        let mut command = rep.command(line.split(' '));
        let child = command
            .stdin(Stdio::null())
            .stdout(full())
            .stderr(Stdio::piped());
        let output = child.spawn().unwrap().wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{line}: {said}");
        let is_object = line.contains("json");
        let expected = if is_object {
            r#"{"error":{"code":"failed""#
        } else {
            "error: "
        };
        assert!(said.contains(expected), "{line}: {said}");
        if !line.starts_with("add") {
            // Even the complaint cannot be written: the exit code is left.
            let mut command = rep.command(line.split(' '));
            let child = command.stdin(Stdio::null()).stdout(full()).stderr(full());
            assert_eq!(child.status().unwrap().code(), Some(1), "{line}");
        }
    }
    // What was written before the answer stays: its writer has done his part.
    assert_eq!(rep.json("list --limit 0").as_array().map(Vec::len), Some(4));
}

/// A file that is opened while standard output is closed could be given its number, and be written into.
#[cfg(unix)]
#[test]
fn closed_streams_are_no_files() {
    use std::fs;

    let rep = Environment::new();
    let shell = |line: &str| rep.finish(rep.shell(line), line, b"");
    let closings = [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&-", "<&- >&- 2>&-"];
    for (number, closed) in closings.iter().enumerate() {
        let name = format!("Customer {number}");
        for line in [
            format!("deals add '{name}' Fleet 48k -w 'Dana Ruiz' --new-account {closed}"),
            format!("deals log '{name}' hello {closed}"),
            format!("deals show '{name}' {closed}"),
            format!("deals due --json --within 30d {closed}"),
            format!("deals --help {closed}"),
        ] {
            let outcome = shell(&line);
            assert_eq!(outcome.code, 0, "{line}: {}", outcome.stderr);
        }
        // An error has its code, said or not.
        let outcome = shell(&format!("deals show nobody {closed}"));
        assert_eq!(outcome.code, 3, "{closed}: {}", outcome.stderr);
        let bytes = fs::read(rep.db()).unwrap();
        assert!(bytes.starts_with(b"SQLite format 3\0"), "{closed}");
        assert!(
            bytes.len().is_multiple_of(512),
            "{closed}: {} bytes",
            bytes.len()
        );
        let shown = rep.json(&format!("show '{name}'"));
        assert_eq!(shown["name"], name.as_str(), "{closed}");
        assert_eq!(shown["touchpoints"][0]["note"], "hello", "{closed}");
    }
    let count = rep.json("accounts --limit 0").as_array().map(Vec::len);
    assert_eq!(count, Some(closings.len()));
    // Nothing but the book and its folder has come into being: no file called after a number or an answer.
    let mut found: Vec<String> = fs::read_dir(rep.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, ["book.db", "home"]);
}
