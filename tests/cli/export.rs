//! Everything written out, and taken in again: the same file, in an empty one; nothing new, where it was known; beside
//! what is there, under numbers of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use deals::domain::travel::{Kind, Presence, Shape, Table};
use deals::exchange::deal_columns;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

use crate::book;
use crate::contract;
use crate::environment::{Environment, contents, rows};
use crate::find::index;
use crate::golden;
use crate::taken_back::differing;

/// Every row of every table that an export has, column by column, and of the words of names without their numbers.
pub(crate) fn tables(file: &Path) -> Vec<String> {
    let book = Connection::open(file).unwrap();
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'journal_%'
        AND name NOT LIKE 'find_text%' AND name <> 'sqlite_sequence' ORDER BY name";
    let mut names = book.prepare(names).unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut found = Vec::new();
    for table in names.map(Result::unwrap) {
        let what = if table == "name_word" {
            "word, account_id, person_id"
        } else {
            "*"
        };
        let mut statement = book
            .prepare(&format!("SELECT {what} FROM {table} ORDER BY 1, 2, 3"))
            .unwrap();
        let columns: Vec<String> = statement.column_names().map(String::from).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = columns.iter().enumerate().map(|(place, column)| {
                let value = match row.get_ref(place).unwrap() {
                    ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
                    other => format!("{other:?}"),
                };
                format!("{column}={value}")
            });
            found.push(format!("{table} {}", cells.collect::<Vec<_>>().join(" ")));
        }
    }
    found.extend(
        index(file)
            .into_iter()
            .map(|(word, text, place)| format!("index {text} {place} {word}")),
    );
    found
}

/// The highest ids that were ever given.
fn counters(file: &Path) -> BTreeMap<String, i64> {
    let book = Connection::open(file).unwrap();
    let mut counters = book
        .prepare("SELECT name, seq FROM sqlite_sequence")
        .unwrap();
    let counters = counters.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    counters.unwrap().map(Result::unwrap).collect()
}

pub(crate) fn answer(rep: &Environment, line: &str) -> String {
    rows(
        &json!([rep.json(line)]),
        "read added updated kept unchanged rejected",
    )
    .concat()
}

/// What the rich book has nothing of.
const MORE: [&str; 8] = [
    "edit d5 --fit yes --why 'three shifts'",
    "edit d5 --person 'Dana Ruiz' --role user",
    "result accept r2 --by dana --may-quote yes",
    "plan use d10 light",
    "reschedule c6 2026-03-30",
    "lost d8 --reason price --rival Umbra --rival-promised '2026-04-20: two lathes' --note 'the price alone'",
    "heartbeat d8 --attractive support --would-match yes --rival-signed no --contract-ends 2027-01-01",
    "bury d8 --why 'five years'",
];

/// A book with everything that can be said; made once, as it takes a hundred commands.
pub(crate) fn everything() -> Environment {
    static BOOK: OnceLock<Vec<u8>> = OnceLock::new();
    let book = BOOK.get_or_init(|| {
        let rep = contract::rich();
        for line in MORE {
            rep.run(line);
        }
        contents(&rep.db()).unwrap()
    });
    book::with(Some(book))
}

/// The same, and another machine that has it as a file.
fn exported() -> (Environment, Environment) {
    let source = everything();
    let mut target = Environment::new();
    target.at(book::MORNING);
    target.write("book.jsonl", source.run("export"));
    (source, target)
}

#[test]
fn an_empty_file_becomes_the_same_file() {
    let (source, target) = exported();
    let lines = source.run("export").lines().count() - 1;
    assert_eq!(
        answer(&target, "import book.jsonl"),
        format!("{lines} {lines} 0 0 0 0")
    );
    assert_eq!(
        differing(&tables(&source.db()), &tables(&target.db())),
        [""; 0]
    );
    // What is new gets no id that was given before.
    let (was, is) = (counters(&source.db()), counters(&target.db()));
    for (table, highest) in &is {
        assert!(*highest <= was[table], "{table}");
    }
    assert_eq!(target.run("export"), source.run("export"));
    assert_eq!(target.json("doctor"), source.json("doctor"));
    for line in [
        "due --within 90d",
        "list",
        "people",
        "touchpoints",
        "report",
        "find crew",
    ] {
        assert_eq!(target.json(line), source.json(line), "{line}");
    }
}

#[test]
fn a_file_that_has_it_already_stays_as_it_is() {
    let (source, _) = exported();
    let printed = source.run("export");
    let lines = printed.lines().count() - 1;
    source.write("book.jsonl", printed);
    let before = contents(&source.db());
    for options in ["", " --theirs", " --dry-run"] {
        assert_eq!(
            answer(&source, &format!("import book.jsonl{options}")),
            format!("{lines} 0 0 0 {lines} 0"),
            "{options}"
        );
    }
    // Nothing that could be taken back, either.
    assert!(contents(&source.db()) == before, "the file has changed");
    assert_eq!(
        source.run("import book.jsonl"),
        format!("{lines} records read: {lines} unchanged\n")
    );
}

/// What lists say without the ids, which are of the file.
fn said(rep: &Environment) -> Vec<String> {
    let mut said = Vec::new();
    for (line, fields) in [
        (
            "list",
            "uid account title status rung value currency plan key health_reasons tags next_check_in_on attempts",
        ),
        ("people", "uid account name role email phone interests"),
        (
            "touchpoints",
            "uid account deal on via outcome person note gave",
        ),
        (
            "accounts",
            "uid name tags last_reached_on attempts values_live",
        ),
        ("result", "uid deal metric actual status accepted_by by"),
        ("objective", "uid deal what status"),
        (
            "due --within 3650d --by deal",
            "level days_overdue check_in.uid check_in.what check_in.person deal.uid account.name",
        ),
    ] {
        said.extend(rows(&rep.json(line), fields));
    }
    said.sort();
    said
}

#[test]
fn beside_other_records_each_gets_a_number_of_its_own_and_points_where_it_did() {
    let (source, target) = exported();
    target.run("add 'Zeta AG' Lamp 'EUR 5k' -w 'Zoe Zander' --promise 'fri: the manual' --result 'noise: 9 -> 3 dB'");
    target.run("log zeta all is well -n 2w");
    let own = said(&target);
    let lines = source.run("export").lines().count() - 1;
    assert_eq!(
        answer(&target, "import book.jsonl"),
        format!("{lines} {lines} 0 0 0 0")
    );
    let mut expected = said(&source);
    expected.extend(own);
    expected.sort();
    assert_eq!(differing(&expected, &said(&target)), [""; 0]);
    assert_eq!(target.json("show zeta")["deals"][0]["id"], "d1");
    // The others kept theirs where these were free, and no two have one.
    assert_ne!(target.json("show d2")["account"], "Zeta AG");
    assert_eq!(
        rows(&target.json("doctor"), "level what"),
        rows(&source.json("doctor"), "level what")
    );
    assert_eq!(
        answer(&target, "import book.jsonl"),
        format!("{lines} 0 0 0 {lines} 0")
    );
    // A rival and a round of asking have no id that anybody types; theirs follow all the same.
    let rivals = |rep: &Environment, of: &str| {
        rows(
            &rep.json(&format!("show '{of}'"))["rivals"],
            "name deal gone_on",
        )
    };
    assert_eq!(rivals(&target, "acme corp"), rivals(&source, "acme corp"));
}

#[test]
fn accounts_of_one_name_stay_two_and_the_rep_is_told() {
    let source = Environment::new();
    source.run("add Acme Crane 10k");
    source.run("add Borel Press 5k");
    let target = Environment::new();
    target.run("add ACMÉ Fleet 48k");
    target.write("book.jsonl", source.run("export"));
    let told = "a1 and a3 are both called Acme: deals account merge a1 a3 makes one of them";
    let said = target.try_run("import book.jsonl").stderr;
    assert_eq!(said.matches("are both called").count(), 1, "{said}");
    assert!(said.contains(told), "{said}");
    assert_eq!(target.json("list").as_array().unwrap().len(), 3);
    // Nothing is new the second time, and nothing is said.
    target.run("import book.jsonl");
    target.run("account merge a1 a3 --yes");
    assert_eq!(
        rows(&target.json("accounts"), "id deals_live"),
        ["a1 2", "a2 1"]
    );
}

#[test]
fn an_id_that_was_given_once_is_not_given_to_what_comes_in() {
    let source = Environment::new();
    source.run("add Acme Fleet 5k");
    let target = Environment::new();
    target.run("add Borel");
    target.run("undo");
    target.write("book.jsonl", source.run("export"));
    target.run("import book.jsonl");
    assert_eq!(
        rows(&target.json("list"), "id account_id account"),
        ["d2 a2 Acme"]
    );
    let asked = rows(&target.json("show d2")["check_ins"], "deal_id account_id");
    assert!(
        !asked.is_empty() && asked.iter().all(|ids| ids == "d2 a2"),
        "{asked:?}"
    );
}

#[test]
fn what_is_another_one_here_is_kept_unless_the_file_wins() {
    let (source, target) = exported();
    target.run("import book.jsonl");
    source.run("edit d5 --title Trucks --note 'as agreed'");
    source.run("mark d5 delivered --on 2026-03-16");
    source.run("expect d5 payment 2026-05-15 --why 'their quarter'");
    source.run("objective agree o1 --by dana");
    source.run("result measure r1 29");
    source.run("log d5 the lorries are in use");
    target.write("newer.jsonl", source.run("export"));
    let before = tables(&target.db());
    let [_, added, updated, kept, ..] = counts(&answer(&target, "import newer.jsonl --dry-run"));
    assert!(added > 0 && updated == 0 && kept > 3);
    assert_eq!(differing(&before, &tables(&target.db())), [""; 0]);
    let tried = target.try_run("import newer.jsonl --dry-run");
    assert!(tried.stderr.contains("deals doctor"), "{}", tried.stderr);

    let [_, added_again, updated, kept_now, ..] =
        counts(&answer(&target, "import newer.jsonl --theirs"));
    assert_eq!((added_again, updated, kept_now), (added, kept, 0));
    assert_eq!(
        differing(&tables(&source.db()), &tables(&target.db())),
        [""; 0]
    );
    assert_eq!(
        target.run("find Trucks -o ids"),
        source.run("find Trucks -o ids")
    );
    // All of it is one command.
    target.run("undo --yes");
    assert_eq!(differing(&before, &tables(&target.db())), [""; 0]);
    target.run("redo");
    assert_eq!(
        differing(&tables(&source.db()), &tables(&target.db())),
        [""; 0]
    );
}

/// The numbers of [`answer`].
fn counts(answer: &str) -> [u64; 6] {
    let counts: Vec<u64> = answer
        .split(' ')
        .map(|count| count.parse().unwrap())
        .collect();
    counts.try_into().unwrap()
}

#[test]
fn what_a_file_takes_away_is_gone_and_what_it_adds_is_there() {
    let source = Environment::new();
    source.run("add Acme Fleet 5k -w Dana -w Jo");
    source.run("add Acme Lamp 1k --yes");
    source.run("mark d1 delivered --part '1 of 2' --on 2026-03-02");
    source.run("expect d1 invoice 2026-04-01");
    source.run("expect d1 invoice 2026-04-09");
    let target = Environment::new();
    target.write("book.jsonl", source.run("export"));
    target.run("import book.jsonl -q");
    // Other people in another order, one part for another, one move less, an add-on of a later deal.
    source.run("edit d1 --not-person dana");
    source.run("edit d1 --person Ann");
    source.run("edit d1 --person dana");
    source.run("mark d1 delivered --undo --part '1 of 2'");
    source.run("mark d1 delivered --part 'all but one'");
    source.run("edit d1 --addon-of d2");
    target.write("newer.jsonl", source.run("export"));
    target.run("import newer.jsonl --theirs");
    assert_eq!(
        rows(&target.json("show d1")["people"], "name"),
        rows(&source.json("show d1")["people"], "name")
    );
    assert_eq!(
        target.json("show d1")["rungs"],
        source.json("show d1")["rungs"]
    );
    assert_eq!(target.json("show d1")["addon_of"], "d2");
    target.write("older.jsonl", fs::read(target.path("book.jsonl")).unwrap());
    target.run("import older.jsonl --theirs");
    assert_eq!(target.json("show d1")["addon_of"], Value::Null);
    assert_eq!(
        rows(&target.json("show d1")["rungs"], "rung parts")[4],
        "delivered "
    );
}

/// What a command says that must end with this exit code and leave the file as it was.
fn rejected(rep: &Environment, code: i32, line: &str) -> String {
    let before = contents(&rep.db());
    let outcome = rep.try_run(line);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (code, ""),
        "{line}\n{}",
        outcome.stderr
    );
    assert!(contents(&rep.db()) == before, "{line} changed the file");
    outcome.stderr
}

/// A small export whose lines can be broken one by one.
const LINES: [&str; 6] = [
    r#"{"deals":"export","version":1,"schema_version":6}"#,
    r#"{"record":"account","id":"a7","uid":"u-a","name":"Acme"}"#,
    r#"{"record":"person","id":"p3","uid":"u-p","account_id":"a7","name":"Dana"}"#,
    r#"{"record":"deal","id":"d9","uid":"u-d","account_id":"a7","value":1250.5,"currency":"EUR","key":"K","people":[{"person_id":"p3"}],"rungs":[{"rung":"verbal","done_on":"2026-03-02","parts":[{"on":"2026-03-01","what":"half","amount":5,"currency":"EUR"}]}]}"#,
    r#"{"record":"touchpoint","id":"t2","uid":"u-t","account_id":"a7","on":"2026-03-02","via":"call","outcome":"reached","next":"c4"}"#,
    r#"{"record":"check-in","id":"c4","uid":"u-c","account_id":"a7","deal_id":"d9","kind":"follow-up","what":"call","status":"open","due_on":"2026-03-20","first_due_on":"2026-03-20"}"#,
];

#[test]
fn what_is_left_out_is_null_or_nothing() {
    let rep = Environment::new();
    let bytes = format!("\u{feff}{}\r\n", LINES.join("\r\n\r\n"));
    rep.write("hand.txt", bytes);
    assert_eq!(rep.run("import hand.txt"), "5 records read: 5 added\n");
    let deal = rep.json("show d9");
    assert_eq!(
        rows(
            &json!([deal]),
            "id account_id status value currency key people"
        ),
        ["d9 a7 verbal 1250.5 EUR K p3"]
    );
    assert_eq!(
        rows(&rep.json("due --within 30d"), "check_in.id check_in.what"),
        ["c4 call"]
    );
    // Numbers go on from there.
    assert_eq!(rep.run("add Borel -q"), "d10\n");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of all that can be wrong")]
fn every_bad_line_is_named_and_nothing_is_taken_in() {
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let rest = r#""id":"a8","uid":"u-b","name":"Borel""#;
    // The line that stands for another or below all, the field, the reason.
    let table: &[(usize, String, &str, &str)] = &[
        (2, "not JSON".into(), "", "it is not JSON, at column 2"),
        (2, "[1]".into(), "", "it is not an object of JSON"),
        (
            2,
            LINES[1].replace('}', ",\"notes\":1}"),
            "notes",
            "an account has no such field",
        ),
        (
            2,
            LINES[1].replace("\"id\":\"a7\",", ""),
            "id",
            "it is missing",
        ),
        (
            2,
            LINES[1].replace("\"a7\"", "7"),
            "id",
            "it is not the id of an account",
        ),
        (
            2,
            LINES[1].replace("a7", "a0"),
            "id",
            "it is not the id of an account",
        ),
        (
            2,
            LINES[1].replace("a7", "a9999999999"),
            "id",
            "it is not the id of an account",
        ),
        (2, LINES[1].replace("Acme", ""), "name", "the name is empty"),
        (
            2,
            LINES[1].replace("Acme", r"A\ncme"),
            "name",
            "the name `A\u{fffd}cme` holds control characters",
        ),
        (
            2,
            LINES[1].replace("\"Acme\"", &deep),
            "",
            "it is not JSON, at column ",
        ),
        (
            2,
            LINES[1].replace('}', ",\"tags\":[1]}"),
            "tags",
            "it is no list of texts",
        ),
        (
            2,
            LINES[1].replace('}', ",\"tags\":\"a\"}"),
            "tags",
            "it is no list",
        ),
        (
            2,
            r#"{"record":"order"}"#.into(),
            "record",
            "`order` is not a kind of record; it is one of account, ",
        ),
        (
            2,
            format!("{{{rest}}}"),
            "record",
            "it does not say which kind of record it is",
        ),
        (
            3,
            LINES[2].replace('}', ",\"role\":\"boss\"}"),
            "role",
            "`boss` is not a role; it is one of ",
        ),
        (
            3,
            LINES[2].replace('}', ",\"phone\":7}"),
            "phone",
            "it is no text",
        ),
        (
            3,
            LINES[2].replace('}', ",\"note\":\"a\\u0000b\"}"),
            "note",
            "a text cannot hold a NUL character",
        ),
        (
            3,
            LINES[2].replace('}', ",\"last_topic\":\"x\"}"),
            "",
            "last_topic, last_topic_on go together",
        ),
        (
            4,
            LINES[3].replace("EUR\",\"key", "XXX\",\"key"),
            "currency",
            "XXX is a precious metal, ",
        ),
        (
            4,
            LINES[3].replace("1250.5", "1250.555"),
            "value",
            "it is no amount of EUR",
        ),
        (
            4,
            LINES[3].replace("1250.5", "-1"),
            "value",
            "it is no amount of EUR",
        ),
        (
            4,
            LINES[3].replace("1250.5", "1e20"),
            "value",
            "it is no amount of EUR",
        ),
        (
            4,
            LINES[3].replace("1250.5", "null"),
            "value",
            "value and currency go together",
        ),
        (
            4,
            LINES[3].replace("verbal", "yes"),
            "rungs.rung",
            "`yes` is not a rung; ",
        ),
        (
            4,
            LINES[3].replace("2026-03-01", "2026-02-30"),
            "rungs.parts.on",
            "`2026-02-30` is no day as in 2026-03-16",
        ),
        (
            4,
            LINES[3].replace("2026-03-01", "9999-12-31"),
            "rungs.parts.on",
            "`9999-12-31` is no day as in 2026-03-16",
        ),
        (
            4,
            LINES[3].replace("5,\"currency\":\"EUR\"}", "5}"),
            "rungs.parts.amount",
            "amount and currency go together",
        ),
        (
            4,
            LINES[3].replace("\"done_on", "\"not_applicable\":true,\"done_on"),
            "rungs",
            "done_on does not go with not_applicable",
        ),
        (
            4,
            LINES[3].replace("[{\"person_id\":\"p3\"}]", "[1]"),
            "people",
            "it is no list of objects",
        ),
        (
            4,
            LINES[3].replace("[{\"person_id\":\"p3\"}]", "{}"),
            "people",
            "it is no list",
        ),
        (
            4,
            LINES[3].replace(
                "[{\"person_id\":\"p3\"}]",
                "[{\"person_id\":\"p3\"},{\"person_id\":\"p3\"}]",
            ),
            "people.person_id",
            "two are the same",
        ),
        (
            4,
            LINES[3].replace("p3", "p4"),
            "people.person_id",
            "there is no person p4 in the file",
        ),
        (
            4,
            LINES[3].replace("p3", "d3"),
            "people.person_id",
            "it is not the id of a person",
        ),
        (
            4,
            LINES[3].replace("\"people", "\"commission_percent\":101,\"people"),
            "commission_percent",
            "it is no percentage",
        ),
        (
            4,
            LINES[3].replace("\"people", "\"plan_runs\":1,\"people"),
            "plan_runs",
            "it is neither true nor false",
        ),
        (
            4,
            LINES[3].replace("\"people", "\"terms_days\":-1,\"people"),
            "terms_days",
            "it is no whole number from 0 to 36500",
        ),
        (
            4,
            LINES[3].replace("\"people", "\"imported\":\"{\",\"people"),
            "imported",
            "it is not JSON",
        ),
        (
            4,
            LINES[3].replace("\"people", "\"lost_on\":\"2026-03-03\",\"people"),
            "",
            "lost_on, lost_reason go together",
        ),
        (
            5,
            LINES[4].replace("c4", "c5"),
            "next",
            "there is no check-in c5 in the file",
        ),
        (
            6,
            LINES[5].replace("open", "done"),
            "",
            "ended stands exactly where status is not open",
        ),
        (
            6,
            LINES[5].replace("follow-up", "rung"),
            "",
            "rung stands exactly where kind is rung",
        ),
        (
            6,
            LINES[5].replace('}', ",\"every\":3}"),
            "",
            "every, every_unit go together",
        ),
        (7, LINES[1].into(), "id", "it already stands on line 2"),
        (
            7,
            format!("{{\"record\":\"account\",{}}}", rest.replace("u-b", "u-a")),
            "uid",
            "another record of the file has the same",
        ),
        (
            7,
            LINES[3].replace("d9", "d10").replace("u-d", "u-e"),
            "key",
            "another deal of the file has the same",
        ),
    ];
    let rep = Environment::new();
    rep.run("add Cato");
    for (line, text, field, reason) in table {
        let mut lines = LINES.map(String::from).to_vec();
        if *line > lines.len() {
            lines.push(text.clone());
        } else {
            assert_ne!(lines[line - 1], *text, "{reason}");
            lines[line - 1].clone_from(text);
        }
        rep.write("bad.jsonl", lines.join("\n"));
        let said = rejected(&rep, 2, "import bad.jsonl");
        let place = if field.is_empty() {
            format!("line {line}: {reason}")
        } else {
            format!("line {line}: {field}: {reason}")
        };
        assert!(said.starts_with(&place), "{text}\n{place}\n{said}");
        // Nothing else is said of it, nor of what points to it.
        assert!(said.contains("\nerror: 1 line of "), "{said}");
    }
    // As records, for scripts.
    rep.write("bad.jsonl", LINES.join("\n").replace("\"Dana\"", "7"));
    let outcome = rep.try_run("import bad.jsonl --json");
    let answer: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(outcome.code, 2);
    assert_eq!(
        (&answer["read"], &answer["rejected"]),
        (&5.into(), &1.into())
    );
    assert_eq!(
        rows(&answer["errors"], "line column reason"),
        ["3 name it is no text"]
    );
}

#[test]
fn bytes_that_are_no_export_are_refused() {
    let rep = Environment::new();
    rep.run("add Cato");
    let mut latin = LINES.join("\n").into_bytes();
    let place = latin.iter().position(|byte| *byte == b'D').unwrap();
    latin[place] = 0xfc;
    let mut long = LINES.join("\n");
    long.push_str("\n{\"record\":\"");
    long.push_str(&"x".repeat(20_000_000));
    for (bytes, options, code, expected) in [
        (latin, "", 2, "line 3: it is not UTF-8"),
        (
            long.into_bytes(),
            "",
            2,
            "line 7: it is not JSON, at column ",
        ),
        (
            b"account\nAcme\n".to_vec(),
            " --format jsonl",
            2,
            "the first line does not say that this is an export",
        ),
        (
            b"".to_vec(),
            " --format jsonl",
            2,
            "the first line does not say",
        ),
        (
            LINES[1..].join("\n").into_bytes(),
            " --format jsonl",
            2,
            "the first line does not say",
        ),
        (
            br#"{"deals":"export"}"#.to_vec(),
            "",
            2,
            "the first line does not say",
        ),
        (
            LINES
                .join("\n")
                .replace("\"version\":1", "\"version\":2")
                .into_bytes(),
            "",
            7,
            "of version 2, and this deals knows versions up to 1",
        ),
        (
            LINES.join("\n").replace(":6}", ":99}").into_bytes(),
            "",
            7,
            "of version 99, and this deals knows versions up to ",
        ),
        (
            LINES
                .join("\n")
                .replace(":6}", ":6,\"records\":9}")
                .into_bytes(),
            "",
            2,
            "says 9 records, and 5 follow",
        ),
    ] {
        rep.write("bad.jsonl", bytes);
        let said = rejected(&rep, code, &format!("import bad.jsonl{options}"));
        assert!(said.contains(expected), "{expected}: {said}");
    }
    rep.write("good.jsonl", LINES.join("\n"));
    for option in [
        "--skip-bad",
        "--source crm",
        "--only a=b",
        "--map a=title",
        "--live-since 2w",
        "--currency EUR",
        "--date-order dmy",
    ] {
        let said = rep.refused(2, &format!("import good.jsonl {option}"));
        let name = option.split(' ').next().unwrap();
        assert!(said.contains(&format!("leave out {name}")), "{said}");
    }
    rep.refused(3, "import nothing.jsonl --format jsonl");
    rep.refused(2, "import good.jsonl --format xml");
    // A file of the other form, by name.
    rep.refused(2, "import good.jsonl --format csv");
}

#[test]
fn a_record_id_that_another_deal_has_here_is_named() {
    let rep = Environment::new();
    rep.run("add Cato Lamp --key K");
    rep.write("book.jsonl", LINES.join("\n"));
    let said = rejected(&rep, 2, "import book.jsonl");
    assert!(
        said.contains("line 4: key: d1 has the same here, and is another deal"),
        "{said}"
    );
    rep.run("edit d1 --key ''");
    rep.run("import book.jsonl");
}

#[test]
fn an_export_is_read_from_standard_input_and_a_trial_makes_no_file() {
    let rep = Environment::new();
    let bytes = LINES.join("\n");
    let tried = rep
        .try_piped("import - --dry-run --json", bytes.as_bytes())
        .ok();
    assert!(
        tried.contains("\"added\":5") && tried.contains("\"dry_run\":true"),
        "{tried}"
    );
    assert_eq!(contents(&rep.db()), None);
    assert_eq!(rep.try_piped("import - -q", bytes.as_bytes()).ok(), "d9\n");
    assert_eq!(rep.try_piped("import - -o ids", bytes.as_bytes()).ok(), "");
}

/// As PowerShell writes what is redirected.
#[test]
fn an_export_in_utf_16_is_read_too() {
    let text = LINES.join("\r\n");
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let written: [Vec<u8>; 2] = [
        little(&format!("\u{feff}{text}")),
        big(&format!("\u{feff}{text}")),
    ];
    for bytes in written {
        let rep = Environment::new();
        rep.write("book.jsonl", &bytes);
        assert_eq!(answer(&rep, "import book.jsonl"), "5 5 0 0 0 0");
        // Half a character is no text.
        rep.write("cut.jsonl", &bytes[..bytes.len() - 1]);
        rep.refused(2, "import cut.jsonl");
    }
}

#[test]
fn an_export_of_nothing_is_its_first_line_and_makes_no_file() {
    let rep = Environment::new();
    let printed = rep.run("export");
    let header: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        (&header["deals"], &header["version"], &header["records"]),
        (&"export".into(), &1.into(), &0.into())
    );
    assert_eq!(contents(&rep.db()), None);
    rep.write("book.jsonl", printed);
    assert_eq!(
        rep.run("import book.jsonl"),
        "0 records read: nothing to bring in\n"
    );
}

#[test]
fn a_file_is_made_for_its_owner_alone_and_never_written_over() {
    let (source, _) = exported();
    let printed = source.run("export");
    let records = printed.lines().count() - 1;
    let tried = source.try_run("export book.jsonl --dry-run");
    assert_eq!(tried.stdout, format!("book.jsonl  {records} records\n"));
    assert_eq!(tried.stderr, "dry run: nothing was written\n");
    assert!(!source.path("book.jsonl").exists());
    assert_eq!(
        source.run("export book.jsonl"),
        format!("book.jsonl  {records} records\n")
    );
    assert_eq!(
        fs::read_to_string(source.path("book.jsonl")).unwrap(),
        printed
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(source.path("book.jsonl"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let said = source.refused(5, "export book.jsonl");
    assert!(said.contains("book.jsonl is there already"), "{said}");
    assert_eq!(
        fs::read_to_string(source.path("book.jsonl")).unwrap(),
        printed
    );
    source.refused(5, "export book.db");
    source.refused(1, "export nowhere/book.jsonl");
    assert_eq!(
        source.json("export second.jsonl"),
        json!({"path": "second.jsonl", "format": "jsonl", "records": records, "bytes": printed.len()})
    );
    assert_eq!(source.run("export third.jsonl -q"), "third.jsonl\n");
    assert_eq!(source.run("export -"), printed);
    assert_eq!(source.run("export -o jsonl"), printed);
    let left: Vec<_> = fs::read_dir(source.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn other_formats_are_refused() {
    let rep = Environment::new();
    rep.run("add Cato");
    for (options, expected) in [
        ("-o csv --fields id", "an export has every field"),
        ("-o tsv", "an export is not written as tsv"),
        ("-o ids", "an export is not written as ids"),
        ("--fields id", "an export has every field"),
        ("x.jsonl --fields id", "no field is called `id`"),
    ] {
        let said = rep.refused(2, &format!("export {options}"));
        assert!(said.contains(expected), "{options}: {said}");
    }
    let outcome = rep.try_run("export --json");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("an export is not written as json"));
}

#[test]
fn a_large_export_is_taken_in_after_a_copy_is_kept() {
    let source = Environment::new();
    let lines =
        (0..250).map(|number| format!("{number},Account {number},Won,2026-03-02,Pat {number}\n"));
    let csv = format!(
        "id,account,stage,close date,contact\n{}",
        lines.collect::<String>()
    );
    source.write("many.csv", csv);
    source.run("import many.csv -q --map contact=person");
    let target = Environment::new();
    target.run("add Cato");
    let before = tables(&target.db());
    target.write("book.jsonl", source.run("export"));
    let said = target.run("import book.jsonl");
    assert!(said.contains("what was there before is in"), "{said}");
    assert_eq!(fs::read_dir(target.path("backups")).unwrap().count(), 1);
    target.run("undo --yes");
    assert_eq!(differing(&before, &tables(&target.db())), [""; 0]);
}

/// The rows of the table below a heading of docs/export.md: field, type, null.
fn described(page: &str, heading: &str) -> Vec<[String; 3]> {
    let rows = page
        .lines()
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('#'))
        .filter(|line| line.starts_with("| `"));
    let cells = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        [0, 1, 2].map(|place| cells.get(place).unwrap_or(&"").trim_matches('`').to_owned())
    };
    rows.map(cells).collect()
}

fn fields(table: &Table, is_listed: bool, seen: &mut BTreeMap<&'static str, Vec<[String; 3]>>) {
    let row = |name: &str, kind: &str, null: &str| [name, kind, null].map(String::from);
    let mut rows = vec![row(
        "id",
        if table.letter.is_some() {
            "id"
        } else {
            "integer"
        },
        if is_listed { "0" } else { "no" },
    )];
    for field in table.fields {
        let kind = match field.shape {
            Shape::Id(_) => "id",
            Shape::Word(_) => "word",
            Shape::Day => "date",
            Shape::Flag => "boolean",
            Shape::Count(..) => "integer",
            Shape::Money | Shape::Percent => "number",
            Shape::Tags => "list of text",
            _ => "text",
        };
        let null = match field.presence {
            Presence::Always => "no",
            Presence::Maybe => "yes",
            Presence::Usual => "0",
        };
        rows.push(row(field.name, kind, null));
    }
    for list in table.lists {
        rows.push(row(list.name, &format!("list of {}", list.of.name), "0"));
        fields(list.of, true, seen);
    }
    seen.insert(table.name, rows);
}

#[test]
fn the_page_describes_every_kind_and_field_in_its_order() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/export.md");
    let page = fs::read_to_string(path).unwrap();
    let mut seen = BTreeMap::new();
    for kind in Kind::ALL {
        fields(kind.table(), false, &mut seen);
    }
    for (name, rows) in &seen {
        assert_eq!(described(&page, &format!("### {name}")), *rows, "{name}");
    }
    let columns: Vec<String> = described(&page, "## For a spreadsheet")
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(columns, deal_columns());
    let headings = page.lines().filter(|line| line.starts_with("### ")).count();
    assert_eq!(headings, seen.len());
    let rep = Environment::new();
    let header: Value = serde_json::from_str(&rep.run("export")).unwrap();
    let printed: Vec<&String> = header.as_object().unwrap().keys().collect();
    let described = described_header(&page);
    assert_eq!(printed, described.iter().collect::<Vec<_>>());
}

fn described_header(page: &str) -> Vec<String> {
    let rows = page
        .lines()
        .skip_while(|line| *line != "## The first line")
        .skip(1)
        .take_while(|line| !line.starts_with('#'));
    rows.filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned()))
        .collect()
}

/// The places in a record at which something stands.
fn filled(value: &Value, path: &str, seen: &mut BTreeSet<String>) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Array(all) => all.iter().for_each(|one| filled(one, path, seen)),
        Value::Object(fields) => {
            for (name, value) in fields {
                filled(value, &format!("{path}.{name}"), seen);
            }
        }
        Value::String(text) if text.is_empty() => {}
        _ => {
            seen.insert(path.to_owned());
        }
    }
}

/// The fields of a table, and of its lists, in which nothing stands.
fn empty_fields(table: &Table, path: &str, seen: &BTreeSet<String>) -> Vec<String> {
    let paths = table
        .fields
        .iter()
        .map(|field| format!("{path}.{}", field.name));
    let mut missing: Vec<String> = paths.filter(|path| !seen.contains(path)).collect();
    for list in table.lists {
        let path = format!("{path}.{}", list.name);
        missing.extend(empty_fields(list.of, &path, seen));
    }
    missing
}

/// The book that the tests above export, import and compare has something in every field that there is.
#[test]
fn every_field_is_exported_with_something_in_it() {
    let (source, _) = exported();
    let mut seen = BTreeSet::new();
    for line in source.run("export").lines().skip(1) {
        let record: Value = serde_json::from_str(line).unwrap();
        filled(&record, record["record"].as_str().unwrap(), &mut seen);
    }
    let missing: Vec<String> = Kind::ALL
        .iter()
        .flat_map(|kind| empty_fields(kind.table(), kind.as_str(), &seen))
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// Whatever writes into a book, as other tests type it.
fn any_line() -> impl Strategy<Value = &'static str> {
    let is_plain = |line: &&str| !line.contains(": ") || !line.starts_with("empty");
    let golden = golden::COMMANDS.iter().copied();
    let answers = contract::ANSWERS.iter().map(|(line, _)| *line);
    let lines: Vec<&str> = golden.chain(answers).filter(is_plain).collect();
    select(lines)
}

/// What may stand in a field where somebody edits an export by hand.
const ODD: &[&str] = &[
    "null",
    "true",
    "0",
    "1",
    "-1",
    "2.5",
    "36500",
    "36501",
    "1e300",
    "18446744073709551615",
    r#""""#,
    r#"" ""#,
    r#""open""#,
    r#""done""#,
    r#""care""#,
    r#""promise""#,
    r#""rung""#,
    r#""paid""#,
    r#""days""#,
    r#""none""#,
    r#""JPY""#,
    r#""1900-01-01""#,
    r#""2199-12-31""#,
    r#""2026-13-01""#,
    r#""-5""#,
    r#""99999999999999999999""#,
    r#""\u001b[31m\u202e""#,
    "[]",
    "[null]",
    "{}",
    r#"["x","x"]"#,
    r#""a1""#,
    r#""d1""#,
    r#""c1""#,
    r#""p1""#,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_typed_comes_back(lines in proptest::collection::vec(any_line(), 1..12)) {
        let source = everything();
        for line in &lines {
            source.try_run(line);
        }
        let mut target = Environment::new();
        target.at(book::MORNING);
        target.write("book.jsonl", source.run("export"));
        target.run("import book.jsonl");
        prop_assert_eq!(differing(&tables(&source.db()), &tables(&target.db())), [""; 0], "{:?}", lines);
        prop_assert_eq!(target.run("export"), source.run("export"));
    }

    /// One field of one record is another one: it is taken or named, and what is taken can be looked at.
    #[test]
    fn a_field_that_somebody_changed_is_taken_or_named(
        line in any::<Index>(),
        field in any::<Index>(),
        inner in any::<Index>(),
        odd in select(ODD),
    ) {
        let (source, target) = exported();
        let mut lines: Vec<Value> = source
            .run("export")
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let place = 1 + line.index(lines.len() - 1);
        let mut record = &mut lines[place];
        let mut at = field;
        // Also of what stands in a list.
        loop {
            let names: Vec<String> = record.as_object().unwrap().keys().cloned().collect();
            let name = at.get(&names).clone();
            let is_list = record[&name].as_array().is_some_and(|all| all.iter().any(Value::is_object));
            if !is_list {
                record[&name] = serde_json::from_str(odd).unwrap();
                break;
            }
            record = &mut record[&name][0];
            at = inner;
        }
        let changed: Vec<String> = lines.iter().map(ToString::to_string).collect();
        target.write("book.jsonl", changed.join("\n"));
        let outcome = target.try_run("import book.jsonl");
        prop_assert!(matches!(outcome.code, 0 | 2), "{}: {}", changed[place], outcome.stderr);
        if outcome.code == 2 {
            prop_assert!(outcome.stderr.contains(&format!("line {}: ", place + 1)), "{}", outcome.stderr);
            prop_assert_eq!(contents(&target.db()), None);
        } else {
            for line in ["doctor", "due --within 1y -v", "list", "show a5", "brief a5", "report", "touchpoints", "log a5 hello --with 'Dana Ruiz'"] {
                let outcome = target.try_run(line);
                prop_assert!(matches!(outcome.code, 0..=5), "{}: {line}: {}", changed[place], outcome.stderr);
            }
        }
    }
}
