//! What a contract says beside its ladder: renewals and their notice, a penalty, the commission, add-ons.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// The check-ins about the renewal of a target: day, status and why.
fn renewals(rep: &Environment, target: &str) -> Vec<String> {
    let shown = rep.json(&format!("show {target}"));
    let all = rows(&shown["check_ins"], "kind due_on status why");
    let renewals = all.iter().filter_map(|row| row.strip_prefix("renewal "));
    renewals.map(ToOwned::to_owned).collect()
}

/// The one row of the morning: its level and how late it is.
fn morning(rep: &Environment) -> Vec<String> {
    rows(
        &rep.json("due --kind renewal"),
        "level days_overdue check_in.why",
    )
}

#[test]
fn a_renewal_falls_due_before_its_notice_and_is_late_after_it() {
    let mut rep = Environment::new();
    let deal = rep.json("add Acme Hosting 24k --plan none --renews 2026-06-30 --notice 30d");
    assert_eq!(
        (&deal["renews_on"], &deal["notice_on"]),
        (&json!("2026-06-30"), &json!("2026-05-31"))
    );
    // 30 days before that is Friday the first of May.
    assert_eq!(renewals(&rep, "d1"), ["2026-05-01 open notice by 31 May"]);
    for (today, expected) in [
        ("2026-04-30", None),
        ("2026-05-01", Some("today 0 notice by 31 May")),
        ("2026-05-02", Some("overdue 1 notice by 31 May")),
        ("2026-05-31", Some("overdue 30 notice by 31 May")),
        ("2026-06-01", Some("late 31 notice by 31 May")),
    ] {
        rep.at(today);
        assert_eq!(morning(&rep), Vec::from_iter(expected), "{today}");
    }
    let screen = rep.run("due");
    assert!(
        screen.contains("renew or renegotiate: notice by 31 May"),
        "{screen}"
    );
    // Talking about something else leaves it open; it is settled by hand.
    rep.run("log acme about the weather");
    assert_eq!(morning(&rep).len(), 1);
    let id = rep.open_check_in("d1", "renew");
    rep.run(&format!("done {id} for another year"));
    assert_eq!(morning(&rep), [] as [&str; 0]);
    rep.run("edit d1 --renews 2027-06-30");
    assert_eq!(
        renewals(&rep, "d1"),
        [
            "2026-05-01 done notice by 31 May 2027",
            "2027-04-30 open notice by 31 May 2027"
        ]
    );
}

#[test]
fn the_day_of_a_renewal_can_be_changed_and_taken_away() {
    let rep = Environment::new();
    rep.run("add Acme Hosting 24k --renews 2026-06-30 --notice 30d");
    let table = [
        ("--notice 60d", "2026-04-01 open notice by 1 May"),
        ("--notice '2 weeks'", "2026-05-15 open notice by 16 Jun"),
        ("--renews 2026-12-31", "2026-11-17 open notice by 17 Dec"),
        ("--notice ''", "2026-12-01 open notice by 31 Dec"),
        (
            "--renews 2026-06-30 --notice 3m",
            "2026-03-06 open notice by 30 Mar",
        ),
        ("--renews ''", "2026-03-06 dropped -"),
    ];
    for (options, expected) in table {
        rep.run(&format!("edit d1 {options}"));
        assert_eq!(renewals(&rep, "d1"), [expected], "{options}");
    }
    let shown = rep.json("show d1");
    assert_eq!(
        (&shown["renews_on"], &shown["notice_on"]),
        (&Value::Null, &Value::Null)
    );
    let said = rep.run("edit d1 --renews 2027-01-31 --notice 90d");
    assert!(
        said.starts_with(
            "d1  Acme · Hosting, 24,000 USD: renews Sun 31 Jan 2027, notice by Mon 2 Nov 2026\n"
        ),
        "{said}"
    );
}

#[test]
fn a_renewal_is_asked_about_while_the_deal_is_settled() {
    let mut rep = Environment::new();
    rep.run("add Acme Hosting 24k --renews 2026-06-30 --notice 30d");
    rep.run("mark d1 verified");
    rep.run("mark d1 paid");
    assert_eq!(rep.json("show d1")["status"], "settled");
    assert_eq!(renewals(&rep, "d1"), ["2026-05-01 open notice by 31 May"]);
    rep.at("2026-06-01");
    assert_eq!(morning(&rep), ["late 31 notice by 31 May"]);
}

#[test]
fn a_prospect_has_no_contract_to_renew_yet() {
    let rep = Environment::new();
    rep.run("add Acme Hosting --prospect --renews 2026-12-31");
    assert_eq!(renewals(&rep, "d1"), [] as [&str; 0]);
    rep.run("mark d1 signed");
    assert_eq!(renewals(&rep, "d1"), ["2026-12-01 open notice by 31 Dec"]);
    rep.run("mark d1 signed --undo");
    assert_eq!(renewals(&rep, "d1"), [] as [&str; 0]);
}

#[test]
fn a_late_delivery_names_its_penalty() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k -d 2026-03-13 --penalty '1 % a week'");
    assert_eq!(rep.json("show d1")["penalty"], "1 % a week");
    let why = |rep: &Environment| rep.json("due --kind rung")[0]["check_in"]["why"].clone();
    rep.at("2026-03-13");
    assert_eq!(why(&rep), Value::Null, "it is not late yet");
    rep.at("2026-03-14");
    assert_eq!(why(&rep), "penalty: 1 % a week");
    rep.run("expect d1 delivery 2026-03-20");
    rep.at("2026-03-21");
    assert_eq!(why(&rep), "slipped 1×, 7 days in all; penalty: 1 % a week");
    rep.wide(120);
    let screen = rep.run("due");
    assert!(
        screen.contains("delivery was due 20 Mar, slipped 1×, penalty: 1 % a week"),
        "{screen}"
    );
    // A payment that is late costs nothing of ours.
    rep.run("mark d1 delivered");
    rep.run("expect d1 payment 2026-03-20");
    assert_eq!(why(&rep), Value::Null);
    rep.run("edit d1 --penalty ''");
    assert_eq!(rep.json("show d1")["penalty"], Value::Null);
}

#[test]
fn a_commission_is_earned_when_it_is_paid() {
    let rep = Environment::new();
    let fields = "commission_percent commission commission_earned_on currency";
    let of = |record: &Value| rows(&json!([record]), fields).remove(0);
    let added = rep.json("add Acme Fleet 'EUR 48,000.50' --commission 6.25%");
    assert_eq!(of(&added), "6.25 3000.03 - EUR");
    let screen = rep.run("show d1");
    assert!(
        screen.contains("commission 6.25%, 3,000.03 EUR, earned when it is paid"),
        "{screen}"
    );
    assert_eq!(of(&rep.json("mark d1 paid")), "6.25 3000.03 2026-03-06 EUR");
    let screen = rep.run("show d1");
    assert!(screen.contains("earned Fri 6 Mar 2026"), "{screen}");
    assert_eq!(of(&rep.json("mark d1 paid --undo")), "6.25 3000.03 - EUR");
    assert_eq!(of(&rep.json("edit d1 --commission 5")), "5 2400.03 - EUR");
    assert_eq!(of(&rep.json("edit d1 --value ''")), "5 - - -");
    assert_eq!(of(&rep.json("edit d1 --commission ''")), "- - - -");
}

#[test]
fn add_ons_hang_on_their_deal() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 'EUR 48k'");
    let added = rep.json("add Acme Racks 'EUR 5k' --addon-of acme");
    assert_eq!(added["addon_of"], "d1");
    rep.run("add Acme Training 'USD 2k' --addon-of d1");
    rep.run("add Acme Extra 'EUR 500' --addon-of d2");
    let parent = rep.json("show d1");
    assert_eq!(
        rows(&parent["addons"], "id title value"),
        ["d2 Racks 5000", "d3 Training 2000"]
    );
    assert_eq!(
        parent["addons_value"],
        json!([{"value": 5000, "currency": "EUR"}, {"value": 2000, "currency": "USD"}])
    );
    let screen = rep.run("show d1");
    assert!(screen.contains("\nADD-ONS\n"), "{screen}");
    assert!(screen.contains("5,000 EUR, 2,000 USD in all"), "{screen}");
    assert!(rep.run("show d2").contains("adds to d1"));
    assert_eq!(rep.json("show d4")["addons"], json!([]));
    // They outlive the deal they were added to.
    rep.run("rm d1 --yes");
    assert_eq!(rep.json("show d2")["addon_of"], Value::Null);
    assert_eq!(rep.json("show d4")["addon_of"], "d2");
    assert_eq!(rep.json("edit d3 --addon-of d2")["addon_of"], "d2");
    assert_eq!(rep.json("edit d3 --addon-of ''")["addon_of"], Value::Null);
    rep.run("rm a1 --yes");
}

#[test]
fn an_idea_for_an_add_on_comes_up_again_in_a_week() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k --plan none -w 'Dana Ruiz'");
    let printed = rep.run("log acme --addon 'a second lathe' --with dana they are short of one");
    assert!(
        printed.contains("; add-on: a second lathe, Fri 13 Mar 2026 (c2)"),
        "{printed}"
    );
    let shown = rep.json("show d1");
    let ideas = rows(
        &shown["check_ins"],
        "what kind due_on status deal_id person",
    );
    assert!(
        ideas.contains(&"add-on: a second lathe follow-up 2026-03-13 open d1 Dana Ruiz".to_owned()),
        "{ideas:?}"
    );
    // With nothing live it is the account's; with two it has to be said whose.
    rep.run("add Borel Line --prospect");
    rep.run("log borel --addon more");
    let idea = &rep.json("show borel")["check_ins"][0];
    assert_eq!(
        (&idea["what"], &idea["deal_id"]),
        (&json!("add-on: more"), &Value::Null)
    );
    rep.run("add Acme Crane 9k");
    let said = rep.refused(4, "log acme --addon more");
    assert!(said.contains("d1 ") && said.contains("d3 "), "{said}");
    rep.run("log d3 --addon more");
}

#[test]
fn selling_more_while_a_promise_is_broken_warns_first() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k");
    rep.run("add Acme Crane 9k");
    rep.run("promise d1 '2026-03-10: training dates'");
    rep.run("promise d1 '2026-03-10: their floor plan' --theirs");
    rep.run("log d2 --addon 'not broken yet'");
    rep.at("2026-03-11");
    let warning = "warning: a promise to Acme is broken: training dates";
    for line in [
        "log d2 --addon more",
        "add Acme Racks 5k --addon-of d1",
        "edit d2 --addon-of d1",
    ] {
        for json in ["", " --json"] {
            let outcome = rep.try_run(&format!("{line}{json} --dry-run"));
            assert_eq!(outcome.code, 0, "{line}\n{}", outcome.stderr);
            assert!(
                outcome.stderr.starts_with(warning),
                "{line}\n{}",
                outcome.stderr
            );
            assert!(
                !outcome.stderr.contains("floor plan"),
                "theirs is no debt of ours"
            );
        }
    }
    let id = rep.open_check_in("d1", "training");
    rep.run(&format!("done {id}"));
    rep.run("add Acme Racks 5k --addon-of d1");
}

#[test]
fn what_cannot_be_is_refused_and_says_what_can() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k");
    rep.run("add Borel Line 5k");
    rep.run("add Acme Racks 5k --addon-of d1");
    let table = [
        (
            2,
            "add Acme X --notice 90d",
            "--notice says nothing without --renews",
        ),
        (
            2,
            "edit d1 --notice 90d",
            "--notice says nothing without --renews",
        ),
        (2, "add Acme X --renews soon", "--renews: "),
        (2, "add Acme X --renews 1y --notice soon", "--notice: "),
        (2, "add Acme X --renews 1y --notice 90", "--notice: "),
        (
            5,
            "add Acme X --renews 2026-12-01 --notice 2027-01-01",
            "is after the renewal, Tue 1 Dec 2026",
        ),
        (5, "edit d1 --renews 2026-03-05", "--renews: "),
        (
            2,
            "add Acme X 5k --commission lots",
            "--commission: `lots` is not a percentage",
        ),
        (
            2,
            "add Acme X 5k --commission 6,5%",
            "--commission: `6,5%` is not a percentage",
        ),
        (
            2,
            "add Acme X 5k --commission 101%",
            "--commission: 101% is more than the whole",
        ),
        (2, "edit d1 --commission 6.125%", "more than two decimals"),
        (
            2,
            "edit a1 --commission 6%",
            "--commission is no field of a",
        ),
        (2, "edit c1 --renews 1y", "--renews is no field of a"),
        (
            5,
            "add Borel X --addon-of d1",
            "--addon-of: d1 is Acme's, not Borel's",
        ),
        (
            5,
            "add Newcomer X --addon-of d1",
            "--addon-of: d1 is Acme's, not Newcomer's",
        ),
        (3, "add Acme X --addon-of d9", "there is no deal d9"),
        (
            3,
            "add Acme X --addon-of nobody",
            "nothing is called `nobody`",
        ),
        (4, "add Acme X --addon-of acme", "could be any of 2"),
        (
            5,
            "edit d1 --addon-of d1",
            "d1 would be an add-on of itself",
        ),
        (
            5,
            "edit d1 --addon-of d3",
            "d3 would be an add-on of itself",
        ),
        (
            5,
            "edit d2 --addon-of d1",
            "--addon-of: d1 is Acme's, not Borel's",
        ),
        (2, "log d1 --addon ''", "--addon is empty"),
    ];
    for (code, line, expected) in table {
        let said = rep.refused(code, line);
        assert!(
            said.contains(expected) && said.contains("\nhint: "),
            "deals {line}\n{said}"
        );
    }
}
