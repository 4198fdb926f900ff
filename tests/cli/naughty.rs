//! Names and notes that break careless programs, through `add`, every format and `import`, unchanged.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::environment::Environment;

/// Names, each on one line, as a customer may well be called.
const NAMES: &[&str] = &[
    "Plain Ltd",
    r#""Quoted" Ltd"#,
    r#"5" Pipes"#,
    r#"""#,
    "O'Neill & Söhne",
    "Comma, Semi; Pipe| & Co",
    r"Back\slash\n\t\",
    "=SUM(A1:A9)",
    "==C4",
    "+49 30 1234",
    "-5 % Ltd",
    "--json",
    "@home",
    "'=quoted",
    "#hash",
    "null",
    "TRUE",
    "007",
    "1e5",
    "NaN",
    "[]",
    "{\"id\":\"a1\"}",
    "<b>bold</b>",
    "%s %d $HOME `id` $(id)",
    "山田電機 株式会社",
    "👩‍👩‍👧‍👦 🇨🇭 🚜",
    "שלום בע״מ",
    "شركة، القاهرة",
    "Cafe\u{301} (combining)",
    "a\u{a0}no-break\u{a0}space",
    "two  blanks   inside",
    "zero\u{200b}width\u{200d}joiner",
    "\u{feff}mark first",
    "ﬀ ligature İ dotted ß",
];

/// Notes may have several lines.
const NOTES: &[&str] = &[
    "tab\tand\ttab",
    "two\nlines",
    "a blank line\n\nand \"quotes\"",
    "carriage\r\nreturn",
    "semi;colon, comma | pipe",
    "=cmd|' /C calc'!A0",
    "-x --json",
    "escape \u{1b}[31m and bell \u{7}",
    "line\u{2028}separator",
];

/// Every name there is, with a note and a title that is no better.
fn book() -> (Environment, Vec<[String; 3]>) {
    let rep = Environment::new();
    let longest = "ü,\"".repeat(66) + "ü!";
    assert_eq!(longest.chars().count(), 200);
    let names = NAMES.iter().copied().chain([longest.as_str()]);
    let mut rows = Vec::new();
    for (place, name) in names.enumerate() {
        let note = NOTES[place % NOTES.len()];
        let title = NAMES[(place + 1) % NAMES.len()];
        // `=NAME` is the account of that name, whatever it looks like.
        let account = format!("={name}");
        let note_option = format!("--note={note}");
        let options = [
            "add",
            "--new-account",
            "--prospect",
            "-q",
            note_option.as_str(),
            "--",
        ];
        rep.try_with(options.into_iter().chain([account.as_str(), title]))
            .ok();
        rows.push([name, title, note].map(String::from));
    }
    (rep, rows)
}

fn texts(record: &Value, fields: [&str; 3]) -> [String; 3] {
    fields.map(|field| record[field].as_str().unwrap_or_default().to_owned())
}

const FIELDS: [&str; 3] = ["account", "title", "note"];

#[test]
fn naughty_names_come_out_of_every_format_as_they_went_in() {
    let (rep, rows) = book();
    let json: Vec<[String; 3]> = rep
        .json("list")
        .as_array()
        .unwrap()
        .iter()
        .map(|record| texts(record, FIELDS))
        .collect();
    assert_eq!(json, rows);
    let jsonl: Vec<[String; 3]> = rep
        .run("list -o jsonl")
        .lines()
        .map(|line| texts(&serde_json::from_str(line).unwrap(), FIELDS))
        .collect();
    assert_eq!(jsonl, rows);
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let printed = rep.run(&format!("list -o {format} --fields account,title,note"));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(printed.as_bytes());
        let read: Vec<[String; 3]> = reader
            .records()
            .map(|record| {
                let record = record.unwrap();
                [0, 1, 2].map(|cell| record[cell].to_owned())
            })
            .collect();
        assert_eq!(read, rows, "{format}");
    }
    let names: Vec<String> = rep
        .json("accounts")
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(names.iter().eq(rows.iter().map(|[name, ..]| name)));
}

/// What is quoted and what is not, to the byte.
#[test]
fn csv_and_tsv_are_exact() {
    let table = [
        (r#"a "b" c"#, r#""a ""b"" c""#, r#""a ""b"" c""#),
        ("a, b", "\"a, b\"", "a, b"),
        ("a; b | c", "a; b | c", "a; b | c"),
        ("=1+1", "=1+1", "=1+1"),
        ("+1", "+1", "+1"),
        ("@a", "@a", "@a"),
        ("ü 山 👩‍👧", "ü 山 👩‍👧", "ü 山 👩‍👧"),
    ];
    for (name, csv, tsv) in table {
        let rep = Environment::new();
        let account = format!("={name}");
        rep.try_with([
            "add",
            "--prospect",
            "-q",
            "--note",
            "a\tb\nc",
            "--",
            &account,
        ])
        .ok();
        assert_eq!(
            rep.run("list -o csv --fields id,account,note"),
            format!("id,account,note\nd1,{csv},\"a\tb\nc\"\n"),
            "{name}"
        );
        assert_eq!(
            rep.run("list -o tsv --fields id,account,note"),
            format!("id\taccount\tnote\nd1\t{tsv}\t\"a\tb\nc\"\n"),
            "{name}"
        );
        assert_eq!(rep.run("list -o ids"), "d1\n");
    }
}

#[test]
fn naughty_names_are_imported_as_they_stand() {
    let (rep, rows) = book();
    let before: BTreeSet<[String; 3]> = rows.into_iter().collect();
    for format in ["csv", "tsv"] {
        let other = Environment::new();
        other.write(
            "book",
            rep.run(&format!("list -o {format} --fields account,title,note")),
        );
        other.run("import book");
        let after: BTreeSet<[String; 3]> = other
            .json("list")
            .as_array()
            .unwrap()
            .iter()
            .map(|record| texts(record, FIELDS))
            .collect();
        let lost: Vec<_> = before.difference(&after).collect();
        let made: Vec<_> = after.difference(&before).collect();
        assert!(
            lost.is_empty() && made.is_empty(),
            "{format}: {lost:#?}\nbecame {made:#?}"
        );
    }
}

#[test]
fn naughty_names_are_found_by_their_exact_name() {
    let (rep, rows) = book();
    for (place, [name, ..]) in rows.iter().enumerate() {
        let target = format!("={name}");
        let printed = rep.try_with(["show", "--json", "--", &target]).ok();
        let shown: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(shown["id"], format!("a{}", place + 1), "{name}");
    }
}

/// Nothing that is stored reaches a terminal as a command to it, or breaks a line in two.
#[test]
fn notes_and_names_are_harmless_on_screens() {
    let (rep, rows) = book();
    let mut screens = vec![
        rep.run("list"),
        rep.run("accounts"),
        rep.run("list --fields account,note"),
    ];
    screens.extend((1..=rows.len()).map(|number| rep.run(&format!("show d{number}"))));
    for screen in screens {
        let unsafe_character = screen
            .chars()
            .find(|character| character.is_control() && *character != '\n');
        assert_eq!(unsafe_character, None, "{screen:?}");
    }
    assert_eq!(rep.run("list").lines().count(), rows.len() + 2);
}
