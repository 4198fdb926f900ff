//! Looking: show, list, accounts, people, touchpoints; what they filter, how they sort, how wide they are.

use serde_json::{Value, json};

use crate::environment::{Environment, contents, rows};

/// A book with a bit of everything.
fn book() -> Environment {
    let mut rep = Environment::new();
    for line in [
        r#"add "Acme Corp" Fleet 48k -w "Dana Ruiz <dana@acme.example>" --role decision-maker --tag key --tag q1"#,
        r#"add "borel SA" Line "EUR 12.5k" -w "Jean Roux" --role user --signed 2026-02-02 --tag q1"#,
        "add Cato Roof 30k --verbal 2026-03-02",
        "add Delta Pilot --prospect",
        "add a1 Service 90k --signed 2026-01-05",
    ] {
        rep.run(line);
    }
    rep.run("tag a2 partner");
    rep.at("2026-03-02");
    rep.run("log d2 --via visit --with jean all is well");
    rep.at("2026-03-09");
    rep.run("log d1 --via email the plan");
    rep.run("log cato they like it");
    rep
}

#[test]
fn list_filters() {
    let rep = book();
    rep.run("mark d5 verified");
    rep.run("mark d5 paid");
    let table = [
        ("", "d1 d2 d3 d4 d5"),
        ("--status won", "d1 d2"),
        ("--status verbal", "d3"),
        ("--status prospect", "d4"),
        ("--status settled", "d5"),
        ("--status lost", ""),
        ("--status live", "d1 d2 d3"),
        ("--status LIVE --status prospect", "d1 d2 d3 d4"),
        ("--rung signed", "d1 d2"),
        ("--rung signed --rung verbal", "d1 d2 d3"),
        ("--tag q1", "d1 d2"),
        ("--tag q1 --tag key", "d1"),
        ("--tag nothing", ""),
        ("--unreached 7d", "d1 d2 d4 d5"), // the 2nd is seven days ago
        ("--unreached 8d", "d1 d4 d5"),
        ("--unreached -1w", "d1 d2 d4 d5"),
        ("--status live --tag q1 --unreached 8d", "d1"),
        ("--limit 2", "d1 d2"),
        ("--limit 0", "d1 d2 d3 d4 d5"),
    ];
    for (options, expected) in table {
        let found = rows(&rep.json(&format!("list {options}")), "id").join(" ");
        assert_eq!(found, expected, "list {options}");
        let ids = rep.run(&format!("list {options} -o ids"));
        assert_eq!(
            rep.run(&format!("list {options} -q")),
            ids,
            "list {options}"
        );
        assert_eq!(
            ids.split_whitespace().collect::<Vec<_>>().join(" "),
            expected
        );
    }
}

#[test]
fn list_sorts() {
    let rep = book();
    let table = [
        ("id", "d1 d2 d3 d4 d5"),
        ("account", "d1 d5 d2 d3 d4"),
        // The default currency first (the last used, EUR), largest first; none last.
        ("value", "d5 d3 d2 d1 d4"),
        ("reached", "d1 d4 d5 d2 d3"),
        ("signed", "d1 d2 d5 d3 d4"),
    ];
    for (order, expected) in table {
        let found = rows(&rep.json(&format!("list --sort {order}")), "id").join(" ");
        assert_eq!(found, expected, "--sort {order}");
    }
    let by_next = rows(&rep.json("list --sort next-check-in"), "next_check_in_on");
    let mut dates: Vec<&String> = by_next.iter().filter(|on| *on != "-").collect();
    dates.sort();
    assert_eq!(by_next.iter().take(dates.len()).collect::<Vec<_>>(), dates);
    assert_eq!(by_next.last().map(String::as_str), Some("-"), "none last");
}

#[test]
fn accounts_people_and_touchpoints_filter() {
    let rep = book();
    let table = [
        ("accounts", "a1 a2 a3 a4"),
        ("accounts --tag partner", "a2"),
        ("accounts --unreached 8d", "a1 a4"),
        ("accounts --limit 1", "a1"),
        ("people", "p1 p2"),
        ("people borel", "p2"),
        ("people d1", "p1"),
        ("people --role user", "p2"),
        ("people --role user --role decision-maker", "p1 p2"),
        ("people --role blocker", ""),
        ("touchpoints", "t3 t2 t1"), // the latest first
        ("touchpoints acme", "t2"),
        ("touchpoints d2", "t1"),
        ("touchpoints a2", "t1"),
        ("touchpoints --since fri", "t3 t2"),
        ("touchpoints --since 2026-03-02", "t3 t2 t1"),
        ("touchpoints --since -1d", "t3 t2"),
        ("touchpoints --outcome sent", "t2"),
        ("touchpoints --outcome sent --outcome reached", "t3 t2 t1"),
        ("touchpoints --outcome no-answer", ""),
        ("touchpoints --limit 1", "t3"),
    ];
    for (command, expected) in table {
        let found = rows(&rep.json(command), "id").join(" ");
        assert_eq!(found, expected, "{command}");
    }
}

#[test]
fn account_facts_are_counted() {
    let rep = book();
    assert_eq!(
        rows(
            &rep.json("accounts"),
            "id name last_reached_on days_since_reached attempts last_contact_on deals_live value_live currency"
        ),
        [
            "a1 Acme Corp - - 1 2026-03-09 2 90000 EUR",
            "a2 borel SA 2026-03-02 7 0 2026-03-02 1 12500 EUR",
            "a3 Cato 2026-03-09 0 0 2026-03-09 1 30000 EUR",
            "a4 Delta - - 0 - 0 0 EUR",
        ]
    );
    // Sums never mix currencies.
    assert_eq!(
        rows(&rep.json("accounts")[0]["values_live"], "value currency"),
        ["90000 EUR", "48000 USD"]
    );
}

#[test]
fn show_takes_every_kind_of_target() {
    let rep = book();
    let table = [
        ("a1", "a1"),
        ("acme", "a1"),
        ("'acme corp'", "a1"),
        ("COR", "a1"),
        ("dana", "a1"),
        ("p1", "a1"),
        ("dana@ACME.example", "a1"),
        ("cme", "a1"), // a unique substring will do for a command that only reads
        ("d1", "d1"),
        ("c1", "d1"),
        ("t1", "t1"),
        ("T1", "t1"),
    ];
    for (target, id) in table {
        assert_eq!(rep.json(&format!("show {target}"))["id"], id, "{target}");
    }
    // Not for one that writes.
    let said = rep.refused(3, "log cme hello");
    assert!(said.contains("hint: "), "{said}");
}

#[test]
fn show_of_a_deal_lists_its_own_check_ins_and_of_an_account_all() {
    let rep = book();
    rep.run("remind a1 fri of the account");
    let of = |target: &str| {
        let mut deals = rows(&rep.json(&format!("show {target}"))["check_ins"], "deal_id");
        deals.sort();
        deals.dedup();
        deals.join(" ")
    };
    assert_eq!(of("d1"), "d1");
    assert_eq!(of("d5"), "d5");
    assert_eq!(of("a1"), "- d1 d5");
}

#[test]
fn show_has_every_array_even_when_empty() {
    let rep = Environment::new();
    rep.run("add Delta Pilot --prospect --plan none");
    let deal = rep.json("show d1");
    for name in [
        "check_ins",
        "touchpoints",
        "people",
        "promises",
        "results",
        "objectives",
        "risks",
        "rivals",
        "thanks",
    ] {
        assert_eq!(deal[name], json!([]), "{name}");
    }
    assert_eq!(
        rows(&deal["rungs"], "rung").join(" "),
        "verbal ordered credit signed delivered live verified invoiced paid"
    );
    for rung in deal["rungs"].as_array().unwrap() {
        for field in [
            "rung",
            "state",
            "done_on",
            "expected_on",
            "slips",
            "slipped_days",
            "ref",
            "parts",
        ] {
            assert!(rung.get(field).is_some(), "{field}: {rung}");
        }
    }
}

#[test]
fn the_screen_of_a_deal_and_of_an_account_says_what_is_on_record() {
    let rep = book();
    let deal = rep.run("show d2");
    for part in [
        "borel SA",
        "Line",
        "12,500 EUR",
        "signed",
        "✓ signed 2 Feb",
        "Jean Roux",
        "all is well",
        "q1",
    ] {
        assert!(deal.contains(part), "{part}:\n{deal}");
    }
    let account = rep.run("show acme");
    for part in [
        "Acme Corp",
        "Fleet",
        "Service",
        "Dana Ruiz",
        "the plan",
        "never reached",
        "1 try",
    ] {
        assert!(account.contains(part), "{part}:\n{account}");
    }
    let mut rep = rep;
    rep.at("2026-03-10");
    let yesterday = rep.run("show cato");
    assert!(!yesterday.contains("1 days"), "{yesterday}");
}

#[test]
fn a_list_says_how_many_there_are_and_what_is_not_shown() {
    let rep = book();
    for (command, footer) in [
        ("list", "5 deals"),
        ("list --limit 2", "2 of 5 deals · all: --limit 0"),
        ("list --tag key", "1 deal"),
        ("list --tag nothing", "No deals."),
        ("accounts", "4 accounts"),
        ("accounts --limit 3", "3 of 4 accounts · all: --limit 0"),
        ("people", "2 people"),
        ("people --role user", "1 person"),
        ("people --role blocker", "No people."),
        ("touchpoints", "3 touchpoints"),
        ("touchpoints --outcome no-answer", "No touchpoints."),
    ] {
        let printed = rep.run(command);
        assert_eq!(printed.lines().last(), Some(footer), "{command}");
    }
}

#[test]
fn a_filter_that_cannot_be_read_says_what_can() {
    let rep = book();
    for (code, command, instead) in [
        (2, "list --status open", "prospect"),
        (2, "list --rung shipped", "delivered"),
        (2, "list --sort size", "next-check-in"),
        (2, "list --unreached soon", "hint: type a date"),
        (
            5,
            "list --unreached tomorrow",
            "hint: type today or an earlier day",
        ),
        (2, "list --limit many", "--limit"),
        (2, "list --fields id,size", "hint: choose from: id"),
        (2, "people --role king", "sponsor"),
        (3, "people nobody", "hint: "),
        (2, "touchpoints --outcome good", "no-answer"),
        (
            5,
            "touchpoints --since tomorrow",
            "hint: type today or an earlier day",
        ),
        (2, "show", "<TARGET>"),
    ] {
        let said = rep.refused(code, command);
        assert!(said.contains(instead), "{command}: {said}");
    }
}

#[test]
fn looking_makes_no_file_and_changes_none() {
    let rep = Environment::new();
    for command in ["list", "accounts", "people", "touchpoints", "due"] {
        rep.run(command);
        assert_eq!(rep.json(command), Value::Array(Vec::new()), "{command}");
    }
    rep.refused(3, "show acme");
    assert!(!rep.db().exists());
    let rep = book();
    let before = contents(&rep.db());
    for command in [
        "list",
        "accounts",
        "people",
        "touchpoints",
        "due",
        "show a1",
        "show d1",
        "show t1",
    ] {
        rep.run(command);
    }
    assert_eq!(contents(&rep.db()), before);
}
