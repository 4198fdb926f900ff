//! Who else wants a customer: heard of, heard of again, gone.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// Acme with the live deals d1 and d2, Borel with d3; on a Friday.
fn friday() -> Environment {
    let rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k --plan none -w 'Dana Ruiz'");
    rep.run("add a1 Vans 9k --plan none");
    rep.run("add Borel Pilot 5k --plan none");
    rep
}

fn rivals(rep: &Environment, target: &str) -> Vec<String> {
    rows(
        &rep.json(&format!("show {target}"))["rivals"],
        "name deal_id heard_on gone_on active note",
    )
}

#[test]
fn a_rival_is_after_a_deal_or_the_whole_account() {
    let rep = friday();
    let of_account = rep.json("rival acme Initech --note 'seen in the plant'");
    assert_eq!(
        rows(
            &json!([of_account]),
            "account_id account deal_id deal name note heard_on gone_on active"
        ),
        ["a1 Acme Corp - - Initech seen in the plant 2026-03-06 - true"]
    );
    assert!(of_account["uid"].is_string());
    let of_deal = rep.json("rival d1 Globex SA");
    assert_eq!(
        rows(&json!([of_deal]), "deal_id deal name note"),
        ["d1 Fleet Globex SA -"]
    );
    assert_eq!(
        rivals(&rep, "d1"),
        [
            "Initech - 2026-03-06 - true seen in the plant",
            "Globex SA d1 2026-03-06 - true -"
        ]
    );
    assert_eq!(rivals(&rep, "d2").len(), 1, "another deal's is not its own");
    assert_eq!(rivals(&rep, "a1").len(), 2);
    assert_eq!(rep.json("show borel")["rivals"], json!([]));
    assert_eq!(rep.run("rival dana Umbra -q"), "Umbra\n");
}

#[test]
fn the_same_rival_is_one_however_it_is_typed() {
    let mut rep = friday();
    rep.run("rival d1 'Café Noir' --note 'cheap'");
    rep.at("2026-03-10");
    rep.run("rival d1 'CAFE  noir'");
    assert_eq!(
        rivals(&rep, "d1"),
        ["Café Noir d1 2026-03-10 - true cheap"],
        "its note stays where there is no new one"
    );
    rep.run("rival d1 cafe noir --note 'very cheap'");
    assert_eq!(
        rivals(&rep, "d1"),
        ["Café Noir d1 2026-03-10 - true very cheap"]
    );
    // What is after the account is after the deal already.
    rep.run("rival acme Initech");
    rep.at("2026-03-11");
    assert_eq!(rep.json("rival d1 initech")["deal_id"], Value::Null);
    assert_eq!(rivals(&rep, "d2"), ["Initech - 2026-03-11 - true -"]);
    // After all of the account, it is not after the deal a second time.
    rep.run("rival acme 'CAFÉ NOIR'");
    assert_eq!(
        rivals(&rep, "d1"),
        [
            "Café Noir - 2026-03-11 - true very cheap",
            "Initech - 2026-03-11 - true -"
        ]
    );
    // It is spelled as it was first typed, also where it has won.
    rep.run("rival d1 Globex");
    rep.run("rival d2 gLOBEX");
    rep.run("lost d2 --reason price --rival GLOBEX");
    assert_eq!(rep.json("show d2")["lost_to"], "Globex");
    let mut names: Vec<String> = rivals(&rep, "acme");
    names.retain(|line| line.to_lowercase().starts_with("globex"));
    assert_eq!(names.len(), 2, "each is after a deal of its own");
    assert!(
        names.iter().all(|line| line.starts_with("Globex ")),
        "{names:?}"
    );
}

#[test]
fn a_rival_is_gone_and_may_come_back() {
    let mut rep = friday();
    rep.run("rival d1 Initech");
    rep.at("2026-03-10");
    let said = rep.refused(3, "rival d1 Globex --gone");
    assert!(said.contains("on record there: Initech"), "{said}");
    let said = rep.refused(3, "rival borel Globex --gone");
    assert!(said.contains("none is on record"), "{said}");
    rep.run("rival d1 INITECH --gone");
    assert_eq!(
        rivals(&rep, "d1"),
        ["Initech d1 2026-03-06 2026-03-10 false -"]
    );
    rep.at("2026-03-11");
    // It is gone since the day it went.
    rep.run("rival d1 initech --gone --note 'too dear'");
    assert_eq!(
        rivals(&rep, "d1"),
        ["Initech d1 2026-03-06 2026-03-10 false too dear"]
    );
    rep.run("rival d1 initech");
    assert_eq!(
        rivals(&rep, "d1"),
        ["Initech d1 2026-03-11 - true too dear"]
    );
    // Off the account it is off its deals; of a deal, the account's is meant where it has none of its own.
    rep.run("rival acme initech --gone");
    assert_eq!(rows(&rep.json("show d1")["rivals"], "active"), ["false"]);
    rep.run("rival acme Globex");
    rep.run("rival d2 Globex --gone");
    assert_eq!(
        rows(&rep.json("show d2")["rivals"], "name active"),
        ["Globex false"]
    );
}

#[test]
fn a_won_and_a_settled_deal_have_rivals_too() {
    let rep = friday();
    for rung in ["verified", "paid"] {
        rep.run(&format!("mark d1 {rung}"));
    }
    rep.run("rival d1 Initech");
    assert_eq!(
        rows(&json!([rep.json("show d1")]), "status rivals"),
        ["settled "],
    );
    assert_eq!(rivals(&rep, "d1").len(), 1);
}

#[test]
fn log_and_add_note_rivals() {
    let mut rep = friday();
    rep.at("2026-03-10");
    rep.run("log d1 their man called --rival Initech --rival 'Globex SA'");
    rep.run("log acme he was there again --rival Umbra --on 2026-03-09");
    rep.run("log borel hello --rival Umbra");
    assert_eq!(
        rivals(&rep, "a1"),
        [
            "Initech d1 2026-03-10 - true -",
            "Globex SA d1 2026-03-10 - true -",
            "Umbra - 2026-03-09 - true -"
        ]
    );
    // The account's one live deal is what a contact is about.
    assert_eq!(rivals(&rep, "borel"), ["Umbra d3 2026-03-10 - true -"]);
    // An older contact does not move the day back.
    rep.run("log d1 hello --on 2026-03-07 --rival initech");
    assert_eq!(rivals(&rep, "d1")[0], "Initech d1 2026-03-10 - true -");
    rep.run("add Cato Press 3k --rival Initech --rival Umbra");
    assert_eq!(
        rows(&rep.json("show cato")["rivals"], "name deal_id"),
        ["Initech d4", "Umbra d4"]
    );
}

#[test]
fn list_finds_the_deals_a_rival_is_after() {
    let rep = friday();
    rep.run("rival acme Initech");
    rep.run("rival d3 'Globex SA'");
    let ids = |name: &str| rep.run(&format!("list --rival '{name}' -o ids"));
    assert_eq!(ids("initech"), "d1\nd2\n");
    assert_eq!(ids("globex"), "d3\n", "the beginning of a word will do");
    assert_eq!(ids("nobody"), "");
    rep.run("rival acme Initech --gone");
    assert_eq!(ids("initech"), "", "it is gone");
}

#[test]
fn what_is_no_rival_is_refused() {
    let rep = friday();
    for (code, line) in [
        (2, "rival acme"),
        (2, "rival acme ' '"),
        (2, "rival acme Initech --fields colour"),
        (3, "rival nobody Initech"),
        (3, "rival d9 Initech"),
    ] {
        rep.refused(code, line);
    }
}

#[test]
fn a_removed_deal_or_account_takes_its_rivals_along() {
    let rep = friday();
    rep.run("rival d1 Initech");
    rep.run("rival acme Globex");
    rep.run("promise d1 'fri: x' -w dana");
    rep.run("reschedule c4 mon --agreed-by dana");
    rep.run("rm p1 --yes");
    assert_eq!(
        rows(&rep.json("show d1")["promises"], "agreed_by judged_on"),
        ["- 2026-03-09"],
        "what was agreed stays, without a name"
    );
    rep.run("rm d1 --yes");
    assert_eq!(rivals(&rep, "a1"), ["Globex - 2026-03-06 - true -"]);
    rep.run("rm a1 --yes");
    assert_eq!(rep.run("list --rival globex -o ids"), "");
}

#[test]
fn show_says_when_a_rival_was_last_heard_of() {
    let mut rep = friday();
    rep.run("rival acme Initech --note 'seen in the plant'");
    rep.run("rival d1 Globex");
    rep.at("2026-03-10");
    rep.run("rival d1 Globex --gone");
    let shown = rep.run("show acme");
    assert!(
        shown.contains(
            "RIVALS\nInitech  heard of 6 Mar  seen in the plant\nGlobex   gone 10 Mar     Fleet\n"
        ),
        "{shown}"
    );
}
