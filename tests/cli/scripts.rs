//! What scripts rely on: formats, fields, ids, errors as objects, exit codes.

use std::fs::File;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::environment::{Environment, contents};

/// The documented fields of each record. Others may come; these stay.
const DEAL: &[&str] = &[
    "id",
    "uid",
    "account_id",
    "account",
    "title",
    "status",
    "rung",
    "next_rung",
    "rungs_done",
    "rungs_total",
    "value",
    "currency",
    "plan",
    "signed_on",
    "expected_close_on",
    "last_reached_on",
    "attempts",
    "next_check_in_on",
    "health",
    "health_reasons",
    "tags",
    "key",
];
const CHECK_IN: &[&str] = &[
    "id",
    "uid",
    "account_id",
    "account",
    "deal_id",
    "deal",
    "kind",
    "what",
    "why",
    "due_on",
    "days_overdue",
    "first_due_on",
    "snoozed_until",
    "snoozes",
    "status",
    "person_id",
    "person",
];
const TOUCHPOINT: &[&str] = &[
    "id",
    "uid",
    "account_id",
    "account",
    "deal_id",
    "on",
    "via",
    "outcome",
    "person",
    "note",
    "closed",
    "next",
];
const ACCOUNT: &[&str] = &[
    "id",
    "uid",
    "name",
    "tags",
    "last_reached_on",
    "days_since_reached",
    "attempts",
    "last_contact_on",
    "deals_live",
    "value_live",
];
const PERSON: &[&str] = &["id", "uid", "account_id", "name", "role", "email", "phone"];
const RUNG: &[&str] = &[
    "rung",
    "state",
    "done_on",
    "expected_on",
    "slips",
    "slipped_days",
    "ref",
    "parts",
];
const SHOWN_WITH_A_DEAL: &[&str] = &[
    "rungs",
    "check_ins",
    "touchpoints",
    "people",
    "promises",
    "results",
    "objectives",
    "risks",
    "rivals",
    "thanks",
];
const DUE: &[&str] = &[
    "level",
    "days_overdue",
    "tried_today",
    "account",
    "check_in",
    "deal",
    "person",
    "more",
];
const IMPORT: &[&str] = &[
    "read",
    "added",
    "updated",
    "kept",
    "unchanged",
    "rejected",
    "errors",
];

/// Two customers: one with everything, one with nothing that can be left out.
fn book() -> Environment {
    let rep = Environment::new();
    rep.run(
        r#"add "Acme Corp" Fleet 12500.50 -d "in 3 weeks" -w "Dana Ruiz <dana@acme.example>" --role sponsor
           --phone 555-0101 --tag q4 --note "from the fair" --key CRM-1 --currency EUR"#,
    );
    rep.run("add Borel");
    rep
}

fn keys(record: &Value) -> Vec<&str> {
    record
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn assert_fields(record: &Value, documented: &[&str], of: &str) {
    let present = keys(record);
    for field in documented {
        assert!(present.contains(field), "{of} has no `{field}`: {record}");
    }
}

fn only_error(stderr: &str, of: &str) -> Value {
    assert_eq!(stderr.lines().count(), 1, "{of}: {stderr}");
    serde_json::from_str(stderr).unwrap_or_else(|error| panic!("{of}: {error}: {stderr}"))
}

#[test]
fn every_command_answers_in_json_with_an_array_for_lists_and_an_object_for_one_record() {
    let rep = book();
    rep.write("more.csv", "id,account,stage\n1,Cato,Open\n");
    // In this order: each changes what the next one finds.
    let table: &[(&str, bool, &[&str])] = &[
        ("", true, DUE),
        ("due --within 7d", true, DUE),
        ("list", true, DEAL),
        ("list --status lost", true, DEAL),
        ("accounts", true, ACCOUNT),
        ("people", true, PERSON),
        ("touchpoints", true, TOUCHPOINT),
        ("show a1", false, ACCOUNT),
        ("show acme", false, ACCOUNT),
        ("show p1", false, ACCOUNT),
        ("show d1", false, DEAL),
        ("show c1", false, DEAL),
        ("add Elan Pilot 1k", false, DEAL),
        ("log a1 glad", false, TOUCHPOINT),
        ("show t1", false, TOUCHPOINT),
        ("touchpoints", true, TOUCHPOINT),
        ("expect d1 delivered 2026-04-15", false, DEAL),
        ("mark d1 credit", false, DEAL),
        ("mark d1 credit --undo", false, DEAL),
        ("remind a1 fri call", false, CHECK_IN),
        ("snooze c2 2026-03-20", false, CHECK_IN),
        ("reschedule c2 2026-03-25", false, CHECK_IN),
        ("done c2 done with", false, CHECK_IN),
        ("reopen c2", false, CHECK_IN),
        ("drop c2 --why moot", false, CHECK_IN),
        ("edit d1 --title Trucks", false, DEAL),
        ("edit a2 --name Borell", false, ACCOUNT),
        ("edit p1 --phone 1", false, PERSON),
        ("edit c3 --what look", false, CHECK_IN),
        ("edit t1 --note very", false, TOUCHPOINT),
        ("tag d1 fast", false, DEAL),
        ("tag a1 key", false, ACCOUNT),
        ("tag p1 golf", false, PERSON),
        ("import more.csv", false, IMPORT),
        ("rm d2 --yes", false, DEAL),
        ("rm t1 --yes", false, TOUCHPOINT),
        ("rm p1 --yes", false, PERSON),
        ("rm a2 --yes", false, ACCOUNT),
    ];
    for (line, is_list, documented) in table {
        let answer = rep.json(line);
        let records = answer.as_array().cloned();
        assert_eq!(records.is_some(), *is_list, "{line}: {answer}");
        for record in records.unwrap_or_else(|| vec![answer]) {
            assert_fields(&record, documented, line);
        }
    }
}

#[test]
fn lists_keep_their_shape_for_none_one_and_many() {
    let rep = Environment::new();
    for rows in 0..3 {
        for list in ["list", "accounts"] {
            assert_eq!(
                rep.json(list).as_array().map(Vec::len),
                Some(rows),
                "{list}"
            );
        }
        rep.run(&format!("add Customer{rows} --new-account"));
    }
    assert_eq!(
        (rep.json("touchpoints"), rep.json("people")),
        (json!([]), json!([]))
    );
    assert_eq!(rep.json("due"), json!([]));
}

#[test]
fn documented_fields_are_present_and_null_when_empty() {
    let rep = book();
    let full = &rep.json("list")[0];
    let expected = json!({
        "id": "d1", "account_id": "a1", "account": "Acme Corp", "title": "Fleet", "status": "won",
        "rung": "signed", "next_rung": "delivered", "rungs_done": 3, "rungs_total": 7, "value": 12500.5,
        "currency": "EUR", "plan": "standard", "signed_on": "2026-03-06", "expected_close_on": null,
        "last_reached_on": null, "attempts": 0, "next_check_in_on": "2026-03-09", "tags": ["q4"], "key": "CRM-1",
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&full[field], value, "{field}");
    }
    assert!(
        full["uid"]
            .as_str()
            .is_some_and(|uid| uid.len() == 36 && uid.as_bytes()[14] == b'7')
    );

    let bare = &rep.json("list")[1];
    for field in [
        "title",
        "value",
        "currency",
        "expected_close_on",
        "last_reached_on",
        "key",
    ] {
        assert_eq!(bare.get(field), Some(&Value::Null), "{field}");
    }
    assert_eq!(
        (&bare["tags"], &bare["health_reasons"]),
        (&json!([]), &json!([]))
    );

    let account = &rep.json("accounts")[1];
    for field in ["last_reached_on", "days_since_reached", "last_contact_on"] {
        assert_eq!(account.get(field), Some(&Value::Null), "{field}");
    }
    assert_eq!(
        (&account["attempts"], &account["deals_live"]),
        (&json!(0), &json!(1))
    );
}

#[test]
fn check_ins_and_touchpoints_have_their_documented_fields() {
    let mut rep = book();
    let logged = rep.json(
        "log a1 --via visit --with dana all on site --next 'fri: bring the figures' --on yesterday",
    );
    let expected = json!({
        "id": "t1", "account_id": "a1", "account": "Acme Corp", "deal_id": "d1", "on": "2026-03-05", "via": "visit",
        "outcome": "reached", "person": "Dana Ruiz", "note": "all on site", "closed": [], "next": "c16",
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&logged[field], value, "{field}: {logged}");
    }
    let attempt = rep.json("log a2 -l");
    for field in ["person", "note", "next"] {
        assert_eq!(attempt.get(field), Some(&Value::Null), "{field}");
    }
    assert_eq!(
        (&attempt["outcome"], &attempt["closed"]),
        (&json!("left-message"), &json!([]))
    );

    rep.at("2026-03-16");
    let snoozed = rep.json("snooze c16 wed");
    let expected = json!({
        "id": "c16", "account_id": "a1", "deal_id": "d1", "deal": "Fleet", "kind": "follow-up",
        "what": "bring the figures", "due_on": "2026-03-13", "days_overdue": 3,
        "first_due_on": "2026-03-13", "snoozed_until": "2026-03-18", "snoozes": 1, "status": "open",
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&snoozed[field], value, "{field}: {snoozed}");
    }
    assert_eq!(rep.json("done c16")["status"], "done");
    assert_eq!(rep.json("drop c2 --why moot")["status"], "dropped");
}

#[test]
fn show_adds_its_arrays() {
    let rep = book();
    let deal = rep.json("show d1");
    for array in SHOWN_WITH_A_DEAL {
        assert!(deal[array].is_array(), "{array}: {deal}");
    }
    assert_eq!(deal["rungs"].as_array().map(Vec::len), Some(9));
    for rung in deal["rungs"].as_array().unwrap() {
        assert_fields(rung, RUNG, "a rung");
    }
    let delivered = deal["rungs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|rung| rung["rung"] == "delivered");
    assert_eq!(delivered.unwrap()["expected_on"], "2026-03-27");
    assert_eq!(deal["people"][0]["name"], "Dana Ruiz");
    for check_in in deal["check_ins"].as_array().unwrap() {
        assert_fields(check_in, CHECK_IN, "a check-in of show");
    }
    let account = rep.json("show a1");
    assert_eq!(account["deals"][0]["id"], "d1");
    assert_fields(&account["deals"][0], DEAL, "a deal of show");
}

#[test]
fn a_row_of_due_holds_whole_records() {
    let mut rep = book();
    rep.run("remind a2 mon call back");
    rep.at("2026-03-13");
    let due = rep.json("due");
    let rows = due.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_fields(row, DUE, "a row");
        assert_fields(&row["account"], ACCOUNT, "its account");
        assert_fields(&row["check_in"], CHECK_IN, "its check-in");
        assert_fields(&row["deal"], DEAL, "its deal");
        for other in row["more"].as_array().unwrap() {
            assert_fields(other, CHECK_IN, "more");
        }
        assert_eq!(
            (&row["level"], &row["days_overdue"]),
            (&json!("overdue"), &json!(4))
        );
    }
    let with_person = rows
        .iter()
        .find(|row| row["account"]["id"] == "a1")
        .unwrap();
    assert_fields(&with_person["person"], PERSON, "its person");
    let without = rows
        .iter()
        .find(|row| row["account"]["id"] == "a2")
        .unwrap();
    assert_eq!(without.get("person"), Some(&Value::Null));
    assert!(!without["more"].as_array().unwrap().is_empty());

    let rep = Environment::new();
    rep.run("add Cato --plan none --prospect");
    rep.run("remind a1 today say hello");
    let due = rep.json("due");
    assert!(
        due[0].get("deal").is_some(),
        "the field is there, with a deal or null: {due}"
    );
}

#[test]
fn values_are_numbers_in_major_units() {
    let table = [
        ("48000", "48000", "USD"),
        ("48,000.50", "48000.5", "USD"),
        ("0.07", "0.07", "USD"),
        ("'JPY 1.2m'", "1200000", "JPY"),
        ("'1.234 KWD'", "1.234", "KWD"),
        ("999,999,999,999.99", "999999999999.99", "USD"),
    ];
    for (typed, number, currency) in table {
        let rep = Environment::new();
        rep.run(&format!("add Acme Fleet {typed}"));
        let printed = rep.run("list --json");
        assert!(
            printed.contains(&format!(r#""value":{number},"currency":"{currency}""#)),
            "{typed}: {printed}"
        );
        assert!(
            rep.run("list -o csv")
                .contains(&format!(",{number},{currency},")),
            "{typed}"
        );
    }
}

#[test]
fn every_format_of_a_list() {
    let rep = book();
    rep.run("add 'Cato, \"GmbH\"' --note 'two\nlines' --new-account");
    let fields = "--fields id,account,value";
    let table = [
        (
            "json",
            "[\n{\"id\":\"d1\",\"account\":\"Acme Corp\",\"value\":12500.5},\n\
             {\"id\":\"d2\",\"account\":\"Borel\",\"value\":null},\n\
             {\"id\":\"d3\",\"account\":\"Cato, \\\"GmbH\\\"\",\"value\":null}\n]\n",
        ),
        (
            "jsonl",
            "{\"id\":\"d1\",\"account\":\"Acme Corp\",\"value\":12500.5}\n\
             {\"id\":\"d2\",\"account\":\"Borel\",\"value\":null}\n\
             {\"id\":\"d3\",\"account\":\"Cato, \\\"GmbH\\\"\",\"value\":null}\n",
        ),
        (
            "csv",
            "id,account,value\nd1,Acme Corp,12500.5\nd2,Borel,\nd3,\"Cato, \"\"GmbH\"\"\",\n",
        ),
        ("ids", "d1\nd2\nd3\n"),
    ];
    for (format, expected) in table {
        assert_eq!(
            rep.run(&format!("list -o {format} {fields}")),
            expected,
            "{format}"
        );
        assert_eq!(
            rep.run(&format!("list --output={format} {fields}")),
            expected,
            "{format}"
        );
    }
    let tsv = rep.run(&format!("list -o tsv {fields}"));
    assert!(
        tsv.starts_with("id\taccount\tvalue\nd1\tAcme Corp\t12500.5\nd2\tBorel\t\n"),
        "{tsv}"
    );
    let printed = rep.run(&format!("list -o table {fields}"));
    let words: Vec<Vec<&str>> = printed
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(words[0], ["id", "account", "value"]);
    assert_eq!(words[1], ["d1", "Acme", "Corp", "12500.5"]);
    assert_eq!(rep.run("list --json"), rep.run("list -o json"));
    assert_eq!(rep.run("list"), rep.run("list -o table"));
}

#[test]
fn ids_are_those_of_what_is_listed() {
    let mut rep = book();
    rep.run("log a1 hello --on 2026-03-02");
    rep.at("2026-03-09");
    let table = [
        ("due", "c1\nc9\n"),
        ("list", "d1\nd2\n"),
        ("accounts", "a1\na2\n"),
        ("people", "p1\n"),
        ("touchpoints", "t1\n"),
        ("show a1", "a1\n"),
        ("show d2", "d2\n"),
    ];
    for (line, expected) in table {
        assert_eq!(rep.run(&format!("{line} -o ids")), expected, "{line}");
    }
}

#[test]
fn an_empty_csv_has_its_header() {
    let rep = book();
    let documented: [(&str, &[&str]); 4] = [
        ("list --status lost", DEAL),
        ("touchpoints", TOUCHPOINT),
        ("people a2", PERSON),
        ("list --tag nobody", DEAL),
    ];
    for (line, fields) in documented {
        for (format, separator) in [("csv", ','), ("tsv", '\t')] {
            let printed = rep.run(&format!("{line} -o {format}"));
            assert_eq!(printed.lines().count(), 1, "{line}: {printed}");
            let header: Vec<&str> = printed.trim_end().split(separator).collect();
            for field in fields {
                assert!(
                    header.contains(field),
                    "{line} -o {format}: {field} in {header:?}"
                );
            }
        }
    }
    assert_eq!(
        rep.run("list --status lost -o csv --fields key,id"),
        "key,id\n"
    );
    assert!(
        rep.run("due -o csv")
            .starts_with("level,days_overdue,tried_today,")
    );
    assert_eq!(rep.run("list --status lost -o jsonl"), "");
    assert_eq!(rep.run("list --status lost -o ids"), "");
}

#[test]
fn an_unknown_field_is_refused_with_the_list_in_every_format() {
    let rep = book();
    for format in ["json", "jsonl", "csv", "tsv", "ids", "table"] {
        for line in [
            "list",
            "list --status lost",
            "accounts",
            "due",
            "show d1",
            "touchpoints",
        ] {
            let outcome = rep.try_run(&format!("{line} -o {format} --fields colour"));
            assert_eq!(
                (outcome.code, outcome.stdout.as_str()),
                (2, ""),
                "{line} -o {format}"
            );
            assert!(
                outcome.stderr.contains("colour"),
                "{line} -o {format}: {}",
                outcome.stderr
            );
            assert!(
                outcome.stderr.contains("uid"),
                "{line} -o {format}: {}",
                outcome.stderr
            );
        }
    }
}

/// Whether a field is known is known before anything is written.
#[test]
fn an_unknown_field_of_a_writing_command_changes_nothing() {
    let rep = book();
    rep.write("more.csv", "id,account,stage\n1,Cato,Open\n");
    for line in [
        "add Cato",
        "log a1 hello",
        "remind a1 fri call",
        "done c1",
        "snooze c1 fri",
        "mark d1 credit",
        "expect d1 delivered fri",
        "edit d1 --title X",
        "tag d1 x",
        "rm d1 --yes",
        "import more.csv",
    ] {
        let said = rep.refused(2, &format!("{line} --fields colour"));
        assert!(
            said.contains("no field is called `colour`"),
            "{line}: {said}"
        );
    }
}

#[test]
fn fields_of_due_are_named_through_their_record() {
    let mut rep = book();
    rep.at("2026-03-09");
    assert_eq!(
        rep.run("due -o csv --fields check_in.id,account.name,deal.value,level"),
        "check_in.id,account.name,deal.value,level\nc1,Acme Corp,12500.5,today\nc9,Borel,,today\n"
    );
}

#[test]
fn quiet_prints_the_id_alone() {
    let rep = book();
    let table = [
        ("add Cato", "d3\n"),
        ("log a1 hello", "t1\n"),
        ("remind a1 fri call", "c23\n"),
        ("snooze c23 fri", "c23\n"),
        ("done c23", "c23\n"),
        ("mark d1 credit", "d1\n"),
        ("edit a1 --name 'Acme Group'", "a1\n"),
        ("tag p1 golf", "p1\n"),
    ];
    for (line, expected) in table {
        assert_eq!(rep.run(&format!("{line} -q")), expected, "{line}");
    }
}

#[test]
fn a_dry_run_answers_and_leaves_the_file_as_it_was() {
    let rep = book();
    rep.run("log a1 hello");
    rep.run("remind a1 fri call");
    rep.run("done c16");
    rep.write("more.csv", "id,account,stage\n1,Cato,Open\n");
    let before = contents(&rep.db());
    // What is new has no id yet; what was there keeps its own.
    let table = [
        ("add Cato Pilot 1k -w 'Mia Vogt'", Value::Null),
        ("add 'Acme Corp' Pilot 1k", Value::Null),
        ("log a1 hello --next fri", Value::Null),
        ("log a1 -x -n fri", Value::Null),
        ("remind a1 fri call", Value::Null),
        ("mark d1 credit", json!("d1")),
        ("mark d1 signed --undo", json!("d1")),
        ("expect d1 delivered 2026-05-01", json!("d1")),
        ("done c2", json!("c2")),
        ("snooze c2 2026-03-20", json!("c2")),
        ("reschedule c2 2026-03-20", json!("c2")),
        ("drop c2 --why moot", json!("c2")),
        ("reopen c16", json!("c16")),
        ("edit d1 --title Trucks", json!("d1")),
        ("edit t1 --note other", json!("t1")),
        ("tag a1 key", json!("a1")),
        ("rm d1 --yes", json!("d1")),
        ("rm t1 --yes", json!("t1")),
    ];
    for (line, id) in table {
        let answer = rep.json(&format!("{line} --dry-run"));
        assert_eq!(answer["dry_run"], json!(true), "{line}: {answer}");
        assert_eq!(answer["id"], id, "{line}: {answer}");
        assert!(contents(&rep.db()) == before, "{line} changed the file");
        assert!(rep.json("list")[0].get("dry_run").is_none());
    }
    assert_eq!(rep.json("add Cato --dry-run")["uid"], Value::Null);
    assert_eq!(rep.json("add Cato --dry-run")["account_id"], Value::Null);
    let imported = rep.json("import more.csv --dry-run");
    assert_eq!(
        (&imported["added"], &imported["dry_run"]),
        (&json!(1), &json!(true))
    );
    assert!(contents(&rep.db()) == before);
    // Nothing was used up either.
    assert_eq!(rep.json("add Cato")["id"], "d3");
}

#[test]
fn a_dry_run_makes_no_file() {
    let rep = Environment::new();
    rep.write("more.csv", "id,account,stage\n1,Cato,Open\n");
    for line in ["add Acme Fleet 48k", "import more.csv"] {
        assert_eq!(
            rep.json(&format!("{line} --dry-run"))["dry_run"],
            json!(true),
            "{line}"
        );
        assert!(!rep.db().exists(), "{line}");
    }
    rep.refused(3, "log acme hello --dry-run");
    assert!(!rep.db().exists());
}

#[test]
fn every_error_is_one_object_for_scripts() {
    let rep = book();
    rep.run("add 'Acme Labs' --new-account");
    rep.write("bad.csv", "id,stage\n1,Open\n");
    rep.write("config.toml", "colour = 1\n");
    let table = [
        // The command line itself.
        (2, "usage", "nonsense"),
        (2, "usage", "list --nonsense"),
        (2, "usage", "add"),
        (2, "usage", "due --limit many"),
        (2, "usage", "list --sort colour"),
        (2, "usage", "log a1 -x -l"),
        // Values.
        (2, "usage", "list --fields nonsense"),
        (2, "usage", "remind a1 'feb 30' call"),
        (2, "usage", "add Cato Pilot 48.000"),
        (2, "usage", "add Cato Pilot 1 --currency XXXX"),
        (2, "usage", "snooze a1 fri"),
        (2, "usage", "import bad.csv"),
        (3, "not-found", "show nobody"),
        (3, "not-found", "done c99"),
        (3, "not-found", "import nowhere.csv"),
        (4, "ambiguous", "show acme"),
        (4, "ambiguous", "add Acme"),
        (5, "refused", "log a1 --on tomorrow"),
        (5, "refused", "remind a1 yesterday call"),
        (5, "refused", "rm d1"),
        (1, "failed", "list --db no/such/folder.db"),
        (7, "foreign", "list --db config.toml"),
    ];
    for (code, word, line) in table {
        let before = contents(&rep.db());
        for given in [
            format!("{line} --json"),
            format!("--json {line}"),
            format!("{line} -o json"),
        ] {
            let outcome = rep.try_run(&given);
            assert_eq!(outcome.code, code, "{given}: {}", outcome.stderr);
            assert_eq!(outcome.stdout, "", "{given}");
            let error = &only_error(&outcome.stderr, &given)["error"];
            assert_eq!(error["code"], word, "{given}: {error}");
            assert!(
                error["message"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
                "{given}: {error}"
            );
            assert_fields(error, &["code", "message", "hint", "candidates"], &given);
            assert!(error["candidates"].is_array(), "{given}: {error}");
            assert_eq!(
                !error["candidates"].as_array().unwrap().is_empty(),
                word == "ambiguous",
                "{given}"
            );
        }
        // For people the same is plain text.
        rep.refused(code, line);
        assert!(contents(&rep.db()) == before, "{line} changed the file");
    }
    let mut command = rep.command(["list", "--json"]);
    command.env("DEALS_CONFIG", rep.path("config.toml"));
    let outcome = rep.finish(command, "list --json", b"");
    assert_eq!(outcome.code, 2);
    assert_eq!(
        only_error(&outcome.stderr, "config")["error"]["code"],
        "usage"
    );
}

#[test]
fn candidates_have_ids_and_names() {
    let rep = Environment::new();
    for number in 0..13 {
        rep.run(&format!("add 'Acme {number}' --new-account"));
    }
    let outcome = rep.try_run("log acme hello --json");
    assert_eq!(outcome.code, 4);
    let error = &only_error(&outcome.stderr, "log")["error"];
    assert_eq!(error["candidates"].as_array().map(Vec::len), Some(10));
    assert_eq!(
        error["candidates"][0],
        json!({"id": "a1", "name": "Acme 0"})
    );
    assert!(
        error["hint"].as_str().unwrap().contains("3 more"),
        "{error}"
    );
}

#[test]
fn exit_codes_of_due() {
    let mut rep = book();
    assert_eq!(rep.try_run("due --exit-code").code, 0);
    assert_eq!(
        rep.try_run("due --exit-code --within 7d").code,
        0,
        "what is coming is not due"
    );
    rep.at("2026-03-09");
    for line in [
        "due --exit-code",
        "due --exit-code --json",
        "due --exit-code --count",
        "due --exit-code -q",
    ] {
        assert_eq!(rep.try_run(line).code, 10, "{line}");
    }
    assert_eq!(rep.try_run("due").code, 0);
    assert_eq!(rep.run("due --count"), "2\n");
    assert_eq!(rep.try_run("due --exit-code --level late").code, 0);
}

#[test]
fn options_stand_anywhere_among_the_words() {
    let lines = [
        "log a1 --via email --with dana sent the plan",
        "log --via email a1 sent --with dana the plan",
        "log --with dana --via email a1 sent the plan",
        "log a1 sent the plan --with dana --via email",
        "log a1 sent the --via=email plan -w dana",
    ];
    for line in lines {
        let rep = book();
        for options in ["--json", "-o json"] {
            for given in [format!("{options} {line}"), format!("{line} {options}")] {
                let logged: Value = serde_json::from_str(&rep.run(&given)).unwrap();
                let found = (&logged["note"], &logged["via"], &logged["person"]);
                assert_eq!(
                    found,
                    (
                        &json!("sent the plan"),
                        &json!("email"),
                        &json!("Dana Ruiz")
                    ),
                    "{given}"
                );
            }
        }
    }
}

#[test]
fn two_dashes_end_the_options() {
    let rep = book();
    let table = [
        ("log a1 --json -- -n fri --json", "-n fri --json"),
        ("log --json a1 -- --via", "--via"),
        ("log --json -- a1 -x", "-x"),
        ("log a1 --json we agreed -- -5 %", "we agreed -5 %"),
    ];
    for (line, note) in table {
        let logged: Value = serde_json::from_str(&rep.run(line)).unwrap();
        assert_eq!(logged["note"], note, "{line}");
        assert_eq!(logged["via"], "call", "{line}");
    }
    let said = rep.refused(2, "log a1 we agreed --nonsense");
    assert!(said.contains("--nonsense"), "{said}");
    // After them, --json is a word, so the error is for people.
    rep.refused(3, "log nobody -- --json");
}

#[test]
fn nothing_is_asked_without_a_terminal() {
    let rep = book();
    rep.run("add 'Acme Labs' --new-account");
    for options in ["", "--no-input"] {
        rep.refused(4, &format!("log acme hello {options}"));
        rep.refused(4, &format!("add Acme {options}"));
        rep.refused(4, &format!("add Borel {options}"));
        rep.refused(5, &format!("rm d1 {options}"));
    }
    // An answer that waits on standard input is not read.
    let outcome = rep.try_piped("rm d1", b"y\n");
    assert_eq!(outcome.code, 5);
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(3));
    rep.run("rm d1 --yes");
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(2));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let rep = book();
    for line in [
        "list",
        "list --json",
        "list -o csv",
        "due",
        "show a1",
        "accounts -o jsonl",
        "--help",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let words = line.split(' ');
        let child = rep
            .command(words)
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure_and_says_so() {
    let rep = book();
    for (line, as_json) in [
        ("list", false),
        ("list --json", true),
        ("due -o csv", false),
        ("show a1", false),
        ("tag a1 key", false),
        ("tag a1 key --json", true),
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let child = rep
            .command(line.split(' '))
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{line}: {said}");
        if as_json {
            assert_eq!(only_error(&said, line)["error"]["code"], "failed");
        } else {
            assert!(
                said.starts_with("error: cannot write the output"),
                "{line}: {said}"
            );
        }
    }
}
