//! A deal right after the signature, with its plan.

use serde_json::{Value, json};

use crate::environment::{Environment, contents, rows};

/// The check-ins of a deal: its date (or `-` while it waits), its kind, what to do.
fn plan_of(rep: &Environment, deal: &str) -> Vec<String> {
    let mut lines = rows(
        &rep.json(&format!("show {deal}"))["check_ins"],
        "due_on kind what",
    );
    lines.sort();
    lines
}

/// The rungs of a deal on which there is anything: rung, state, date done, date expected.
fn ladder_of(rep: &Environment, deal: &str) -> Vec<String> {
    let rungs = rep.json(&format!("show {deal}"))["rungs"].clone();
    let mut lines = rows(&rungs, "rung state done_on expected_on");
    lines.retain(|line| !line.ends_with("- -"));
    lines
}

#[test]
fn the_standard_plan_has_a_date_for_every_step_that_can_have_one() {
    let rep = Environment::new();
    rep.run(r#"add "Acme Corp" Fleet 48k -d 2026-04-10 --live 2026-04-17 --invoice 2026-04-13 --terms net30"#);
    assert_eq!(
        plan_of(&rep, "d1"),
        [
            "2026-03-09 care reassure: what happens next",
            "2026-03-13 care hand over: who does what",
            "2026-03-20 care is it on track?",
            "2026-04-07 care is it ready? date, crew, promises",
            "2026-04-10 rung confirm the delivery",
            "2026-04-13 rung confirm the invoice",
            "2026-04-17 care does it work as sold?",
            "2026-04-17 rung confirm the go-live",
            "2026-04-20 care invoice received and approved?",
            // 30 days after the invoice; the day of a rung is not rolled, and Wednesday needs none.
            "2026-05-13 rung confirm the payment",
            // 30 days after going live is a Sunday.
            "2026-05-18 care measure the results",
        ]
    );
}

#[test]
fn steps_whose_rung_has_no_date_wait() {
    let rep = Environment::new();
    rep.run("add Acme Fleet");
    let waiting: Vec<String> = plan_of(&rep, "d1")
        .into_iter()
        .filter(|line| line.starts_with('-'))
        .collect();
    assert_eq!(
        waiting,
        [
            "- care does it work as sold?",
            "- care invoice received and approved?",
            "- care is it ready? date, crew, promises",
            "- care measure the results",
        ]
    );
}

#[test]
fn the_rung_options_combine_and_decide_the_status_and_the_plan() {
    let table: [(&str, &str, &[&str]); 7] = [
        (
            "",
            "won standard signed",
            &[
                "verbal done 2026-03-06 -",
                "ordered done 2026-03-06 -",
                "signed done 2026-03-06 -",
            ],
        ),
        (
            "--signed yesterday",
            "won standard signed",
            &[
                "verbal done 2026-03-05 -",
                "ordered done 2026-03-05 -",
                "signed done 2026-03-05 -",
            ],
        ),
        (
            "--verbal mon",
            "verbal verbal verbal",
            &["verbal done 2026-03-02 -"],
        ),
        (
            "--ordered \"last friday\"",
            "won standard ordered",
            &["verbal done 2026-02-27 -", "ordered done 2026-02-27 -"],
        ),
        (
            "--verbal \"1 mar\" --ordered \"3 mar\"",
            "won standard ordered",
            &["verbal done 2026-03-01 -", "ordered done 2026-03-03 -"],
        ),
        (
            "--verbal \"1 mar\" --ordered \"3 mar\" --signed today",
            "won standard signed",
            &[
                "verbal done 2026-03-01 -",
                "ordered done 2026-03-03 -",
                "signed done 2026-03-06 -",
            ],
        ),
        ("--prospect", "prospect - -", &[]),
    ];
    for (options, facts, ladder) in table {
        let rep = Environment::new();
        let deal = rep.json(&format!("add Acme Fleet {options}"));
        assert_eq!(
            rows(&json!([deal]), "status plan rung"),
            [facts],
            "{options}"
        );
        assert_eq!(ladder_of(&rep, "d1"), ladder, "{options}");
    }
}

#[test]
fn expected_dates_count_from_the_latest_rung_date_given() {
    let table = [
        ("--signed \"last friday\" -d 3w", "2026-03-20"),
        (
            "--verbal 2026-02-02 --ordered 2026-02-10 -d 2w",
            "2026-02-24",
        ),
        ("-d \"in 3 weeks\"", "2026-03-27"),
        ("-d eom", "2026-03-31"),
        ("-d \"31 mar\"", "2026-03-31"),
        ("--signed 2026-01-31 -d 1m", "2026-02-28"),
        ("--prospect -d 1m", "2026-04-06"),
        // A past day is taken here, as it was typed; and a weekend too.
        ("-d 2026-02-28", "2026-02-28"),
    ];
    for (options, expected) in table {
        let rep = Environment::new();
        rep.run(&format!("add Acme Fleet --plan none {options}"));
        let delivered = rows(&rep.json("show d1")["rungs"], "rung expected_on");
        assert!(
            delivered.contains(&format!("delivered {expected}")),
            "{options}: {delivered:?}"
        );
    }
}

#[test]
fn terms_follow_the_invoice_until_a_payment_date_is_typed() {
    let rep = Environment::new();
    let payment = |rep: &Environment| {
        rows(&rep.json("show d1")["rungs"], "rung expected_on")
            .into_iter()
            .find(|line| line.starts_with("paid"))
    };
    rep.run("add Acme Fleet 48k --terms net30 --plan none");
    assert_eq!(payment(&rep).as_deref(), Some("paid -"));
    let table = [
        ("expect d1 invoice 2026-04-01", "paid 2026-05-01"),
        ("mark d1 invoice --on 2026-03-02", "paid 2026-04-01"),
        ("expect d1 payment 2026-04-20", "paid 2026-04-20"),
        ("mark d1 invoice --on 2026-03-04", "paid 2026-04-20"),
    ];
    for (command, expected) in table {
        rep.run(command);
        assert_eq!(payment(&rep).as_deref(), Some(expected), "{command}");
    }
}

#[test]
fn never_a_pile_of_a_deal_that_was_signed_long_ago() {
    let rep = Environment::new();
    rep.run("add Acme Fleet --signed 2025-12-01 -d 2026-04-10");
    let past_or_today: Vec<String> = plan_of(&rep, "d1")
        .into_iter()
        .filter(|line| line.as_str() < "2026-03-07" && !line.starts_with('-'))
        .collect();
    assert_eq!(past_or_today, ["2026-03-06 care is it on track?"]);
    assert_eq!(rep.json("due --count"), json!(1));
}

#[test]
fn the_verbal_plan_presses_until_the_order_and_then_gives_way() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet --verbal today");
    assert_eq!(plan_of(&rep, "d1"), ["2026-03-09 care press for the order"]);
    rep.at("2026-03-09");
    rep.run("log acme they are still thinking");
    assert_eq!(
        rep.json("list")[0]["next_check_in_on"],
        "2026-03-12",
        "every three workdays"
    );
    rep.at("2026-03-12");
    let deal = rep.json("mark acme order");
    assert_eq!(rows(&json!([deal]), "status plan"), ["won standard"]);
    let open: Vec<String> = rows(&rep.json("show d1")["check_ins"], "status what")
        .into_iter()
        .filter(|line| line.starts_with("open press") || line.starts_with("open reassure"))
        .collect();
    assert_eq!(open, ["open reassure: what happens next"]);
}

#[test]
fn everything_that_is_said_is_kept() {
    let rep = Environment::new();
    rep.run(
        r#"add "Acme Corp" "Fleet & co" "EUR 48,000.50" -w "Dana Ruiz <dana@acme.example>" --role sponsor
           --phone "+49 30 1234" --tag q1 --tag key --note "two
lines" --key CRM-1 --plan none"#,
    );
    assert_eq!(
        rows(
            &rep.json("list"),
            "id account_id account title value currency tags key note plan"
        ),
        ["d1 a1 Acme Corp Fleet & co 48000.5 EUR q1,key CRM-1 two\nlines -"]
    );
    assert_eq!(
        rows(&rep.json("people"), "id account_id name role email phone"),
        ["p1 a1 Dana Ruiz sponsor dana@acme.example +49 30 1234"]
    );
}

#[test]
fn money_is_read_in_every_form_and_the_last_currency_is_the_next_default() {
    let table = [
        ("48000", "48000 USD"),
        ("48,000.50", "48000.5 USD"),
        ("48k", "48000 USD"),
        ("1.2m", "1200000 USD"),
        ("'EUR 48k'", "48000 EUR"),
        ("'48000 EUR'", "48000 EUR"),
        ("€48,000", "48000 EUR"),
        ("'JPY 1200000'", "1200000 JPY"),
        ("'1.234 KWD'", "1.234 KWD"),
        ("'999999999999999 JPY'", "999999999999999 JPY"),
        ("0", "0 USD"),
        ("500 --currency chf", "500 CHF"),
    ];
    for (value, expected) in table {
        let rep = Environment::new();
        let deal = rep.json(&format!("add Acme Fleet {value}"));
        assert_eq!(
            rows(&json!([deal]), "value currency"),
            [expected],
            "{value}"
        );
    }
    let rep = Environment::new();
    let said = rep.run("add Acme Fleet 'EUR 5k'");
    assert!(!said.contains("until one is configured"), "{said}");
    let said = rep.run("add Borel Line 5k");
    assert!(
        said.contains("5,000 EUR")
            && said.contains("EUR is taken as the currency until one is configured"),
        "{said}"
    );
}

#[test]
fn a_key_that_is_there_changes_nothing_and_answers_with_the_same_id() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k --key CRM-1");
    let before = contents(&rep.db());
    for again in [
        "add Acme Fleet 48k --key CRM-1",
        "add Acme Other 5k --key CRM-1",
        "add Borel Line 5k --key CRM-1",
    ] {
        assert_eq!(rep.run(&format!("{again} -q")), "d1\n", "{again}");
        assert_eq!(rep.json(again)["id"], "d1", "{again}");
        assert!(rep.run(again).contains("nothing was changed"), "{again}");
        assert_eq!(contents(&rep.db()), before, "{again}");
    }
    assert_eq!(rep.run("add Acme Other 5k --key CRM-2 -q"), "d2\n");
}

#[test]
fn an_exact_name_is_the_same_account_and_a_similar_one_is_asked_about() {
    let rep = Environment::new();
    rep.run(r#"add "Acme Ltd" Fleet 48k"#);
    for same in ["Acme Ltd", "ACME LTD", " acme  ltd ", "a1", "A1"] {
        let deal = rep.json(&format!("add '{same}' 'Lot {}' --dry-run", same.trim()));
        assert_eq!(deal["account_id"], "a1", "{same}");
    }
    for like in [
        "Acme",
        "Acme GmbH",
        "Acme Ltd Holding",
        "Acme Corp",
        "Acne",
        "Acmee",
        "Áçme",
    ] {
        let said = rep.refused(4, &format!("add '{like}' Fleet 5k"));
        assert!(
            said.contains("a1") && said.contains("--new-account"),
            "{like}: {said}"
        );
        let deal = rep.json(&format!("add '{like}' Fleet 5k --new-account --dry-run"));
        assert_eq!(
            (&deal["account_id"], &deal["account"]),
            (&Value::Null, &json!(like)),
            "{like}"
        );
    }
    for other in ["Acmeology", "Corp", "Ltd", "Borel", "Beta Acme"] {
        let deal = rep.json(&format!("add '{other}' Fleet 5k --dry-run"));
        assert_eq!(deal["account"], other);
    }
}

#[test]
fn the_same_title_and_value_as_a_live_deal_there_is_asked_about() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k");
    let said = rep.refused(4, "add Acme Fleet 48,000");
    assert!(said.contains("d1") && said.contains("--yes"), "{said}");
    for other in [
        "add Acme Fleet 49k",
        "add Acme Service 48k",
        "add Borel Fleet 48k",
        "add Acme Fleet 'EUR 48k'",
    ] {
        assert_eq!(
            rep.json(&format!("{other} --dry-run"))["id"],
            Value::Null,
            "{other}"
        );
    }
    assert_eq!(rep.run("add Acme Fleet 48k --yes -q"), "d2\n");
    // Only a live deal is likely the same.
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k --prospect");
    assert_eq!(rep.run("add Acme Fleet 48k -q"), "d2\n");
}

#[test]
fn what_cannot_be_is_refused_and_makes_no_file() {
    let table: [(i32, &str, &str); 17] = [
        (5, "add Acme F --signed tomorrow", "today or an earlier day"),
        (
            5,
            "add Acme F --verbal 2026-12-01",
            "today or an earlier day",
        ),
        (
            5,
            "add Acme F --ordered \"in 3 days\"",
            "today or an earlier day",
        ),
        (
            5,
            "add Acme F --signed 2026-03-01 --verbal 2026-03-05",
            "verbal",
        ),
        (2, "add Acme F --prospect --signed today", "--signed"),
        (
            2,
            "add Acme F --plan gold",
            "standard, light, strategic, verbal, and none",
        ),
        (2, "add Acme F --terms 30", "net30"),
        (2, "add Acme F --terms net99999", "net30"),
        (2, "add Acme F 5 --currency EU", "ISO 4217"),
        (2, "add Acme F 'USD 5' --currency EUR", "one of the two"),
        (2, "add Acme F -w ''", "type a name"),
        (2, "add Acme F -w 'Bob <bob>'", "Dana Ruiz <dana@acme.com>"),
        (2, "add Acme F -w Bob --role king", "decision-maker"),
        (2, "add Acme F --role user", "--person"),
        (2, "add Acme F --tag 'a b'", "one word"),
        (3, "add a9 F", "=a9"),
        (2, "add d1 F", "=d1"),
    ];
    let rep = Environment::new();
    for (code, command, instead) in table {
        let said = rep.refused(code, command);
        assert!(said.contains(instead), "{command}: {said}");
    }
    assert!(!rep.db().exists());
}

#[test]
fn a_name_shaped_like_an_id_needs_an_equals_sign() {
    let rep = Environment::new();
    rep.run("add =C4 Fleet 5k");
    assert_eq!(rows(&rep.json("accounts"), "id name"), ["a1 C4"]);
    assert_eq!(rep.json("show =c4")["name"], "C4");
    rep.refused(3, "show c99");
    // The check-in of that id, not the account of that name.
    assert_eq!(rep.json("show c4")["id"], "d1");
}

#[test]
fn the_answer_is_the_deal_and_its_plan_a_line_a_step() {
    let rep = Environment::new();
    let said =
        rep.run(r#"add "Acme Corp" Fleet 48k -d "in 3 weeks" -w "Dana Ruiz <dana@acme.example>""#);
    for part in [
        "d1  Acme Corp (a1, a new account) · Fleet, 48,000 USD",
        "signed Fri 6 Mar 2026",
        "delivery expected Fri 27 Mar 2026",
        "Dana Ruiz <dana@acme.example> (p1)",
        "Mon 9 Mar 2026",
        "is it on track?",
        "with the invoice",
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
    let ids = rows(&rep.json("show d1")["check_ins"], "id");
    for id in ids {
        let lines = said
            .lines()
            .filter(|line| line.split_whitespace().any(|word| word == id));
        assert_eq!(lines.count(), 1, "{id}:\n{said}");
    }
}
