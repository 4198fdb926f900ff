//! A file that version 1 of the schema made, kept as it was: it opens, it is brought up to date beside a copy of
//! itself, nothing in it is lost, and what was done with it then can be taken back now.
//!
//! `tests/data/version-1.db` was made by the program as it was then, over six weeks of a rep's commands: an import,
//! every status that could be reached, slips with their reasons, an attempt that hides what is due, a snooze, a
//! repeating check-in restarted by a contact, a step moved by hand, tags, marks of which the journal knows.
//! `tests/data/version-1.json` holds what it answered on the morning after.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use rusqlite::Connection;
use serde_json::Value;

use crate::environment::{Environment, contents, rows};

/// The file as it was.
const BOOK: &[u8] = include_bytes!("../data/version-1.db");

/// What was answered then: a command line, and the JSON it printed.
const ANSWERS: &str = include_str!("../data/version-1.json");

/// The morning after the last thing that was written into it: a Monday.
const MORNING: &str = "2026-03-16";

/// The version that a file ends with.
const NOW: i32 = 6;

/// What was always null then, because nothing computed it.
const COMPUTED_SINCE: &[&str] = &["health", "health_reasons"];

/// A machine that has the old file.
fn kept() -> Environment {
    let mut rep = Environment::new();
    rep.write("book.db", BOOK);
    rep.at(MORNING);
    rep
}

/// What the copy of it is called, by the moment of the command that brought it up.
const NAME: &str = "book-2026-03-16T080000Z-before-migration-from-1.db";

/// A second one of that moment.
const SECOND: &str = "book-2026-03-16T080000Z-before-migration-from-1-2.db";

fn copy(rep: &Environment) -> PathBuf {
    rep.path("backups").join(NAME)
}

/// Every statement that makes a file's tables and indexes.
fn schema(path: PathBuf) -> Vec<String> {
    let file = Connection::open(path).unwrap();
    let mut statements = file
        .prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        .unwrap();
    let statements = statements.query_map([], |row| row.get(0)).unwrap();
    statements.map(Result::unwrap).collect()
}

/// The tables of version 1.
const TABLES: [&str; 12] = [
    "account",
    "person",
    "name_word",
    "deal",
    "deal_person",
    "rung",
    "rung_move",
    "touchpoint",
    "check_in",
    "journal_command",
    "journal_row",
    "sqlite_sequence",
];

/// Every row of a file, as far as version 1 knew it: a line each, by table, the columns that there were then.
fn content(path: PathBuf) -> Vec<String> {
    let file = Connection::open(path).unwrap();
    let then = tempfile::NamedTempFile::new().unwrap();
    fs::write(then.path(), BOOK).unwrap();
    let then = Connection::open(then.path()).unwrap();
    let mut content = Vec::new();
    for table in TABLES {
        let all = then.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = all.column_names().collect::<Vec<_>>().join(", ");
        let mut rows = file
            .prepare(&format!("SELECT {columns} FROM {table} ORDER BY rowid"))
            .unwrap();
        let width = rows.column_count();
        let mut found = rows.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let cells = (0..width).map(|place| format!("{:?}", row.get_ref(place).unwrap()));
            content.push(format!("{table} {}", cells.collect::<Vec<_>>().join(" ")));
        }
    }
    content
}

fn version(path: PathBuf) -> i32 {
    let file = Connection::open(path).unwrap();
    file.query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

/// Where what is answered now lacks something that was answered then, or says something else.
fn differing(then: &Value, now: &Value, at: &str) -> Vec<String> {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => then
            .iter()
            .filter(|(field, _)| !COMPUTED_SINCE.contains(&field.as_str()))
            .flat_map(|(field, value)| {
                let now = now.get(field).unwrap_or(&Value::Null);
                differing(value, now, &format!("{at}/{field}"))
            })
            .collect(),
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
            let pairs = then.iter().zip(now).zip(0..);
            pairs
                .flat_map(|((then, now), place)| differing(then, now, &format!("{at}/{place}")))
                .collect()
        }
        _ if then == now => Vec::new(),
        _ => vec![format!("{at}: {then} then, {now} now")],
    }
}

#[test]
fn the_kept_file_is_of_version_1() {
    let rep = kept();
    assert_eq!(version(rep.db()), 1);
    let rows = content(rep.db());
    for table in TABLES {
        let is_of = |row: &String| row.starts_with(&format!("{table} "));
        assert!(rows.iter().any(is_of), "{table} is empty");
    }
}

#[test]
fn every_reading_command_opens_it_and_keeps_a_copy() {
    for line in [
        "",
        "due",
        "due --within 30d --json",
        "due --count",
        "list",
        "accounts",
        "people",
        "touchpoints -o csv",
        "result",
        "objective",
        "show a4",
        "show d9 --json",
    ] {
        let rep = kept();
        let before = (content(rep.db()), schema(rep.db()));
        rep.run(line);
        assert_eq!(version(copy(&rep)), 1, "deals {line}");
        // Not assert_eq: whole files tell nobody anything.
        assert!(
            (content(copy(&rep)), schema(copy(&rep))) == before,
            "deals {line}: the copy is not the file as it was"
        );
        assert_eq!(version(rep.db()), NOW, "deals {line}");
        assert!(content(rep.db()) == before.0, "deals {line} lost something");
    }
}

#[test]
fn the_copy_is_made_once() {
    let rep = kept();
    rep.run("due");
    let made = contents(&copy(&rep));
    rep.run("add Lima");
    rep.run("due");
    assert!(contents(&copy(&rep)) == made);
    // An old file that is put in its place is copied too, and the first copy stays.
    rep.write("book.db", BOOK);
    rep.run("rm d8 --yes");
    assert!(contents(&copy(&rep)) == made);
    let second = rep.path("backups").join(SECOND);
    assert_eq!(version(second.clone()), 1);
    assert!(content(second) == content(copy(&rep)));
    let files = fs::read_dir(rep.path("backups")).unwrap();
    let files = files.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> = files.collect();
    files.sort();
    assert_eq!(files, [SECOND, NAME]);
}

#[test]
fn it_ends_with_the_schema_of_a_new_file() {
    let rep = kept();
    rep.run("due");
    let fresh = Environment::new();
    fresh.run("add Lima");
    assert_eq!(schema(rep.db()), schema(fresh.db()));
    let faults: String = Connection::open(rep.db())
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(faults, "ok");
}

#[test]
fn every_record_says_what_it_said() {
    let answers: Value = serde_json::from_str(ANSWERS).unwrap();
    let rep = kept();
    for (line, then) in answers.as_object().unwrap() {
        let now = rep.json(line);
        let differing = differing(then, &now, "");
        assert!(differing.is_empty(), "deals {line}: {differing:#?}");
    }
}

#[test]
fn what_is_new_can_be_written_into_it() {
    let rep = kept();
    for line in [
        "log acme she is still glad",
        "promise d4 'fri: the training plan' --owner Priya",
        "result add d4 'first response' --baseline 40 --target 28 --unit h",
        "objective add d4 no lorry waits at the gate",
        "rival acme Initech",
        "thank d4 'Priya: built the demo'",
        "mark d9 paid --part deposit --amount 'EUR 900'",
        "mark d7 credit --failed --why 'no answer'",
        "edit d9 --renews 2026-12-01 --notice 90d",
        "plan use d5 light",
    ] {
        rep.run(line);
    }
    let deal = rep.json("show d4");
    assert_eq!(
        rows(&deal["promises"], "what owner"),
        ["the training plan Priya"]
    );
    // The plan asked for a measurement, and the rep had given that a day: it stays beside the result's own.
    let measuring: Vec<String> = rows(&deal["check_ins"], "status due_on what")
        .into_iter()
        .filter(|row| row.contains("measure"))
        .collect();
    assert_eq!(
        measuring,
        [
            "open 2026-04-20 measure the results",
            "open 2026-04-13 measure: first response"
        ]
    );
}

/// What is open of a deal, and one of its rungs.
fn stands(rep: &Environment, deal: &str, rung: &str) -> Vec<String> {
    let shown = rep.json(&format!("show {deal}"));
    let open = rows(&shown["check_ins"], "status due_on what");
    let open = open.into_iter().filter(|row| row.starts_with("open "));
    let rungs = rows(&shown["rungs"], "rung state done_on ref").into_iter();
    open.chain(rungs.filter(|row| row.starts_with(rung)))
        .collect()
}

#[test]
fn a_mark_made_then_is_taken_back_now() {
    let rep = kept();
    // What the rep gave up since stays given up: they count themselves.
    rep.run("mark d9 delivered --undo");
    assert_eq!(
        stands(&rep, "d9", "delivered"),
        [
            "open 2026-02-20 reassure: what happens next",
            "open 2026-02-25 hand over: who does what",
            "open 2026-03-04 is it on track?",
            "open 2026-03-05 is it ready? date, crew, promises",
            "open 2026-04-09 measure the results",
            "open - invoice received and approved?",
            "open 2026-03-10 confirm the delivery",
            "delivered open - -",
        ]
    );
    // The order began the standard plan in place of the verbal one.
    rep.run("mark d7 ordered --undo");
    let deal = rep.json("show d7");
    assert_eq!(
        (&deal["status"], &deal["plan"]),
        (&Value::from("verbal"), &Value::from("verbal"))
    );
    assert_eq!(
        stands(&rep, "d7", "ordered"),
        ["open 2026-03-18 press for the order", "ordered open - -"]
    );
}

#[cfg(unix)]
#[test]
fn many_at_once_bring_it_up_once_and_keep_the_old_one() {
    let rep = kept();
    let running: Vec<_> = (0..8)
        .map(|_| {
            let mut command = rep.command(["list", "-o", "ids"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.as_str()), (Some(0), ""));
    }
    assert_eq!(version(rep.db()), NOW);
    for entry in fs::read_dir(rep.path("backups")).unwrap() {
        let kept = entry.unwrap().path();
        assert_eq!(
            version(kept),
            1,
            "whoever comes second copies nothing newer"
        );
    }
    assert!(copy(&rep).exists());
}

#[test]
fn what_is_in_the_way_of_a_copy_is_left_alone() {
    let rep = kept();
    fs::create_dir(rep.path("backups")).unwrap();
    fs::write(copy(&rep), "not mine").unwrap();
    rep.run("list");
    assert_eq!(contents(&copy(&rep)).unwrap(), b"not mine");
    assert_eq!(version(rep.path("backups").join(SECOND)), 1);
}

#[test]
fn without_a_place_for_the_copy_it_stays_as_it_is() {
    let rep = kept();
    rep.write("backups", "in the way");
    let said = rep.refused(1, "list");
    assert!(said.contains("backups"), "{said}");
}
