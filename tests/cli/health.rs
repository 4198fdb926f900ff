//! How deals fare: red, amber or green, each reason a fact on record.

use serde_json::{Value, json};

use crate::environment::Environment;

fn fares(rep: &Environment, id: &str) -> (Value, Value) {
    let shown = rep.json(&format!("show {id}"));
    (shown["health"].clone(), shown["health_reasons"].clone())
}

#[test]
fn every_reason_is_told_in_a_few_words() {
    // What is added and said, the health and the reasons of d1.
    let table: &[(&[&str], &str, &[&str])] = &[
        (&["add Acme Fleet 48k --signed today"], "green", &[]),
        (
            &[
                "add Acme Fleet 48k --signed 2026-01-10 --promise '3 mar: training dates' --plan none",
            ],
            "red",
            &[
                "promise broken: training dates, 10 days",
                "adrift: nothing is planned",
            ],
        ),
        (
            &["add Acme Fleet 48k --signed 2026-03-01 --delivery 2026-03-10"],
            "red",
            &["delivery 3 days late"],
        ),
        (
            &[
                "add Acme Fleet 48k --signed 2026-03-10 --terms net30",
                "mark d1 invoiced --on 2026-02-01",
            ],
            "red",
            &["unpaid, 10 days past due"],
        ),
        (
            &[
                "add Acme Fleet 48k",
                "mark d1 credit --failed --why 'too little equity'",
            ],
            "red",
            &["credit check failed 13 Mar"],
        ),
        (
            &[
                "add Acme Fleet 48k --result 'call-out time: 40 -> 28 h'",
                "result measure r1 41",
            ],
            "red",
            &["result missed: call-out time"],
        ),
        (
            &[
                "add Acme Fleet 48k --signed 2026-02-01 --rival Rivalux",
                "log a1 hello --on 2026-02-18",
            ],
            "amber",
            &["rival Rivalux, nobody reached for 23 days"],
        ),
        (
            &[
                "add Acme Fleet 48k --signed 2026-02-01 --rival Rivalux",
                "log a1 hello --on 2026-02-18",
                "rival a1 Rivalux --gone",
                "rival d1 Rivalux --gone",
            ],
            "green",
            &[],
        ),
        (
            &["add Acme Fleet 48k --signed 2026-01-10 --renews 2026-05-01 --notice 2026-04-01"],
            "amber",
            &["notice by 1 Apr, nobody reached yet"],
        ),
    ];
    for (lines, health, reasons) in table {
        let mut rep = Environment::new();
        rep.at("2026-03-13");
        for line in *lines {
            rep.run(line);
        }
        assert_eq!(
            fares(&rep, "d1"),
            (json!(health), json!(reasons)),
            "{lines:?}"
        );
    }
}

#[test]
fn a_deal_is_quiet_a_week_after_its_check_in_until_somebody_is_reached() {
    let mut rep = Environment::new();
    rep.at("2026-03-13");
    rep.run("add Acme Fleet 48k --signed 2026-03-01");
    rep.at("2026-03-20");
    assert_eq!(fares(&rep, "d1").0, json!("green"));
    rep.at("2026-03-30");
    assert_eq!(
        fares(&rep, "d1"),
        (
            json!("amber"),
            json!(["quiet: nobody reached yet, a check-in was due 13 Mar"])
        )
    );
    rep.run("log a1 -x");
    assert_eq!(
        fares(&rep, "d1").0,
        json!("amber"),
        "an attempt is no contact"
    );
    rep.run("log a1 all well");
    assert_eq!(fares(&rep, "d1"), (json!("green"), json!([])));
}

#[test]
fn that_nobody_was_reached_is_said_once() {
    let mut rep = Environment::new();
    rep.at("2026-02-18");
    rep.run("add Acme Fleet 48k --signed 2026-01-10 --renews 2026-05-01 --notice 2026-04-01");
    rep.run("log a1 hello");
    rep.run("remind d1 fri send the chart");
    rep.at("2026-03-13");
    let quiet = "a check-in was due 20 Feb";
    assert_eq!(
        fares(&rep, "d1").1,
        json!([
            format!("quiet: nobody reached for 23 days, {quiet}"),
            "notice by 1 Apr"
        ])
    );
    rep.run("rival d1 Rivalux");
    assert_eq!(
        fares(&rep, "d1").1,
        json!([
            "rival Rivalux, nobody reached for 23 days",
            format!("quiet: {quiet}"),
            "notice by 1 Apr"
        ])
    );
}

/// Five customers, each faring in its own way.
fn book() -> Environment {
    let mut rep = Environment::new();
    rep.at("2026-03-13");
    rep.run("add Acme Fleet 48k --signed 2026-03-01 --delivery 2026-03-10");
    rep.run("add Borel Press 12k --signed 2026-01-10 --rival Rivalux --plan light");
    rep.run("add Cato Lathe 30k");
    rep.run("add Delta Pilot 9k --prospect");
    rep.run("add Elan Lamp 9k --prospect --promise '2026-03-03: a quote'");
    rep
}

#[test]
fn list_shows_the_health_and_filters_by_it() {
    let rep = book();
    let table = [
        ("red", "d1\nd5\n"),
        ("amber", "d2\n"),
        ("green", "d3\n"),
        ("RED --health amber", "d1\nd2\nd5\n"),
        ("red --status won", "d1\n"),
    ];
    for (health, ids) in table {
        let line = format!("list --health {health} -o ids");
        assert_eq!(rep.run(&line), ids, "{line}");
    }
    let of_all: Vec<Value> = rep.json("list").as_array().unwrap().clone();
    let healths: Vec<&Value> = of_all.iter().map(|deal| &deal["health"]).collect();
    assert_eq!(
        json!(healths),
        json!(["red", "amber", "green", null, "red"])
    );
    let screen = rep.run("list");
    let line = |id: &str| screen.lines().find(|line| line.starts_with(id)).unwrap();
    for (id, word) in [("d1", "red"), ("d2", "amber"), ("d3", "green")] {
        assert!(line(id).contains(word), "{screen}");
    }
    let said = rep.refused(2, "list --health blue");
    assert!(said.contains("red, amber, green"), "{said}");
}

#[test]
fn every_command_tells_the_same_health() {
    let rep = book();
    rep.run("result add d1 'errors: 5 -> 1'");
    rep.run("result measure r1 6");
    rep.run("rival a1 Umbra");
    let facts = |value: &Value| (value["health"].clone(), value["health_reasons"].clone());
    let shown = fares(&rep, "d1");
    let reasons = ["delivery 3 days late", "result missed: errors"];
    assert_eq!(shown, (json!("red"), json!(reasons)));
    let listed = rep.json("list");
    assert_eq!(facts(&listed[0]), shown);
    let due = rep.json("due --account a1");
    assert_eq!(facts(&due[0]["deal"]), shown);
    assert_eq!(facts(&rep.json("show a1")["deals"][0]), shown);
    assert_eq!(facts(&rep.json("tag d1 fast")), shown);
    assert_eq!(
        facts(&rep.json("add Acme Fleet 48k --key K1 --yes --dry-run")).0,
        json!("green")
    );
    // What is written counts at once, also in a dry run.
    let marked = rep.json("mark d1 delivered --dry-run");
    assert_eq!(
        facts(&marked),
        (json!("red"), json!(["result missed: errors"]))
    );
    assert_eq!(facts(&rep.json("rm d1 --yes")), shown);
}

#[test]
fn a_lost_health_is_no_health() {
    let rep = book();
    let connection = rusqlite::Connection::open(rep.db()).unwrap();
    let lost = "UPDATE deal SET lost_on = '2026-03-11', lost_reason = 'price' WHERE id = 1";
    connection.execute(lost, []).unwrap();
    assert_eq!(fares(&rep, "d1"), (Value::Null, json!([])));
    assert_eq!(rep.json("list")[0]["health"], Value::Null);
}
