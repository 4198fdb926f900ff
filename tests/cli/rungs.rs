//! What is noted about a rung beside its mark: parts, numbers, a credit check that failed, slips; and the day on
//! which a deal is settled.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// A rep with one deal, signed on the 2nd, on the 13th of March.
fn signed() -> Environment {
    let mut rep = Environment::new();
    rep.run("add Cato Rollout 48k --signed 2026-03-02 -d 2026-03-10 --invoice 2026-03-05");
    rep.run("expect cato payment 2026-03-09");
    rep.at("2026-03-13");
    rep
}

fn rung(rep: &Environment, name: &str) -> Value {
    let rungs = rep.json("show d1")["rungs"].clone();
    let found = rungs.as_array().unwrap().iter();
    found
        .clone()
        .find(|one| one["rung"] == name)
        .unwrap()
        .clone()
}

/// What a row of the morning says to do, whatever the width.
fn to_do(rep: &mut Environment, what: &str) -> String {
    let printed = rep.wide(200).run("due --by deal -v");
    let found = printed.lines().find(|line| line.contains(what));
    found
        .unwrap_or_else(|| panic!("no {what}:\n{printed}"))
        .to_owned()
}

#[test]
fn a_part_is_noted_and_leaves_its_rung_open() {
    let mut rep = signed();
    let said = rep.run("mark cato paid --part deposit --amount 20k --on yesterday");
    assert!(
        said.contains("deposit Thu 12 Mar 2026, 20,000 USD, a part of paid"),
        "{said}"
    );
    assert!(
        said.contains("20,000 USD of 48,000 USD so far; paid stays open"),
        "{said}"
    );
    rep.run("mark cato delivery --part '2 of 3 sites' --ref L-9");
    assert_eq!(
        rung(&rep, "paid")["parts"],
        json!([{"what": "deposit", "on": "2026-03-12", "amount": 20000, "currency": "USD"}])
    );
    let delivered = rung(&rep, "delivered");
    assert_eq!(
        (&delivered["state"], &delivered["ref"], &delivered["parts"]),
        (
            &json!("open"),
            &json!("L-9"),
            &json!([{"what": "2 of 3 sites", "on": "2026-03-13", "amount": null, "currency": null}])
        )
    );
    assert!(to_do(&mut rep, "payment").contains("payment was due 9 Mar, 20k of 48k here"));
    assert!(
        to_do(&mut rep, "delivery").contains("delivery was due 10 Mar, L-9, so far 2 of 3 sites")
    );
    let shown = rep.run("show d1");
    assert!(
        shown.contains("deposit, 20,000 USD") && shown.contains("2 of 3 sites"),
        "{shown}"
    );
}

#[test]
fn parts_that_come_to_the_whole_do_not_mark_the_rung() {
    let rep = signed();
    rep.run("mark cato paid --part deposit --amount 20k");
    let said = rep.run("mark cato paid --part rest --amount 28k");
    assert!(
        said.contains("all 48,000 USD is here in parts; paid stays open until it is marked: deals mark d1 paid"),
        "{said}"
    );
    assert_eq!(rung(&rep, "paid")["state"], "open");
    // Said again, a part is corrected.
    rep.run("mark cato paid --part Rest --amount 27k --on 2026-03-12");
    assert_eq!(
        rows(&rung(&rep, "paid")["parts"], "what on amount"),
        ["deposit 2026-03-13 20000", "rest 2026-03-12 27000"]
    );
    let said = rep.run("mark cato paid --undo --part deposit");
    assert!(
        said.contains("deposit is no part of paid any more"),
        "{said}"
    );
    assert_eq!(rows(&rung(&rep, "paid")["parts"], "what"), ["rest"]);
    rep.run("mark cato paid");
    assert_eq!(rung(&rep, "paid")["state"], "done");
}

#[test]
fn a_part_that_cannot_be_is_refused() {
    let rep = signed();
    rep.run("mark cato invoice --part first --amount 40k");
    for (code, line, says) in [
        (
            5,
            "mark cato invoice --part second --amount 8001",
            "come to 48,001 USD, and the deal is worth 48,000 USD",
        ),
        (
            5,
            "mark cato paid --part all --amount 49k",
            "come to 49,000 USD",
        ),
        (
            5,
            "mark cato paid --part some --amount 'EUR 5k'",
            "5,000 EUR is no part of an amount in USD",
        ),
        (5, "mark cato signed --part half", "signed is done"),
        (5, "mark cato ordered --part half", "as signed implies it"),
        (5, "mark cato paid --part later --on tomorrow", "future"),
        (
            5,
            "mark cato paid --undo --part deposit",
            "paid has no part called `deposit`",
        ),
        (2, "mark cato paid --part ' '", "--part is empty"),
        (2, "mark cato paid --amount 5k", "--part"),
        (
            2,
            "mark cato paid --part some --amount 0",
            "nothing is no part",
        ),
        (2, "mark cato paid --part some --amount 1,5", "--amount"),
        (2, "mark cato paid --part some --amount -5", "--amount"),
        (2, "mark cato paid --part some --na", "--part"),
        (2, "mark cato paid --part some --amount 5 --undo", "--undo"),
    ] {
        let said = rep.refused(code, line);
        assert!(
            said.contains(says) && said.contains("hint: "),
            "{line}: {said}"
        );
    }
}

#[test]
fn a_number_is_added_to_what_is_done_and_named_where_it_is_asked_about() {
    let mut rep = signed();
    // Signed implies ordered: the number is noted, the day stays.
    let said = rep.run("mark cato order --ref PO-4711");
    assert!(said.contains("ordered Mon 2 Mar 2026, PO-4711"), "{said}");
    let ordered = rung(&rep, "ordered");
    assert_eq!(
        (&ordered["ref"], &ordered["implied_by"]),
        (&json!("PO-4711"), &json!("signed"))
    );
    assert!(to_do(&mut rep, "delivery").contains("delivery was due 10 Mar, PO-4711"));
    rep.run("mark cato invoice --on 2026-03-05");
    rep.run("mark cato invoice --ref INV-7");
    let invoiced = rung(&rep, "invoiced");
    assert_eq!(
        (&invoiced["ref"], &invoiced["done_on"]),
        (&json!("INV-7"), &json!("2026-03-05"))
    );
    assert!(to_do(&mut rep, "payment").contains("payment was due 9 Mar, INV-7"));
    assert!(to_do(&mut rep, "approved").contains("invoice received and approved? INV-7"));
    rep.run("mark cato invoice --ref ''");
    let invoiced = rung(&rep, "invoiced");
    assert_eq!(
        (&invoiced["ref"], &invoiced["done_on"]),
        (&Value::Null, &json!("2026-03-05"))
    );
    let said = rep.refused(2, "mark cato paid --ref ''");
    assert!(said.contains("--ref is empty"), "{said}");
}

#[test]
fn a_failed_credit_check_stays_until_it_is_settled() {
    let mut rep = signed();
    let said = rep.run("mark cato credit --failed --why 'too little equity' --on yesterday");
    assert!(
        said.contains("credit check failed Thu 12 Mar 2026: too little equity"),
        "{said}"
    );
    let credit = rung(&rep, "credit");
    assert_eq!(
        (
            &credit["state"],
            &credit["failed_on"],
            &credit["failed_why"]
        ),
        (
            &json!("open"),
            &json!("2026-03-12"),
            &json!("too little equity")
        )
    );
    let follow_up = rep.open_check_in("d1", "credit check failed: too little equity");
    let due = rows(&rep.json("show d1")["check_ins"], "id due_on kind");
    assert!(
        due.contains(&format!("{follow_up} 2026-03-13 follow-up")),
        "{due:?}"
    );
    let row = to_do(&mut rep, "invoice was");
    assert!(row.contains("credit check failed 12 Mar"), "{row}");
    let shown = rep.run("show d1");
    let line = shown
        .lines()
        .find(|line| line.trim_start().starts_with("credit "))
        .unwrap();
    assert!(
        line.contains("failed") && line.contains("too little equity"),
        "{shown}"
    );
    // However often one talks about it, only the ladder settles it.
    for line in [
        "log cato they will ask",
        "log d1 again",
        "log C a third time",
    ] {
        rep.run(&line.replace('C', &follow_up));
        rep.open_check_in("d1", "credit check failed: too little equity");
    }
    // Said again, it is corrected, and asked about once.
    rep.run("mark cato credit --failed --why 'a bad year'");
    rep.open_check_in("d1", "credit check failed: a bad year");
    for (line, ended) in [
        ("mark cato credit", "done"),
        ("mark cato credit --undo", "open"),
    ] {
        rep.run(line);
        let follow_ups = rows(&rep.json("show d1")["check_ins"], "kind status");
        assert!(
            follow_ups.contains(&format!("follow-up {ended}")),
            "{line}: {follow_ups:?}"
        );
    }
    rep.run("mark cato credit --na");
    let credit = rung(&rep, "credit");
    assert_eq!(
        (&credit["state"], &credit["failed_on"]),
        (&json!("not-applicable"), &Value::Null)
    );
    assert!(!to_do(&mut rep, "invoice was").contains("credit"));
    assert_eq!(
        rows(&rep.json("show d1")["check_ins"], "kind")
            .iter()
            .filter(|kind| *kind == "follow-up")
            .count(),
        0
    );
}

#[test]
fn only_a_credit_check_fails_and_for_a_reason() {
    let rep = signed();
    for (code, line, says) in [
        (2, "mark cato credit --failed", "--failed needs a reason"),
        (
            2,
            "mark cato credit --failed --why ' '",
            "--failed needs a reason",
        ),
        (
            2,
            "mark cato delivery --failed --why late",
            "only a credit check can fail",
        ),
        (2, "mark cato credit --why late", "--failed"),
        (2, "mark cato credit --failed --why x --undo", "--undo"),
        (2, "mark cato credit --failed --why x --na", "--na"),
        (2, "mark cato credit --failed --why x --part y", "--part"),
        (
            5,
            "mark cato credit --failed --why x --on tomorrow",
            "future",
        ),
    ] {
        let said = rep.refused(code, line);
        assert!(
            said.contains(says) && said.contains("hint: "),
            "{line}: {said}"
        );
    }
    rep.run("mark cato credit");
    let said = rep.refused(5, "mark cato credit --failed --why late");
    assert!(said.contains("credit is done"), "{said}");
}

#[test]
fn every_move_of_a_date_is_shown_with_its_reason() {
    let rep = signed();
    rep.run("expect cato delivery 2026-03-17 --why 'crew ill'");
    rep.run("expect cato delivery 2026-03-16");
    let delivered = rung(&rep, "delivered");
    assert_eq!(
        delivered["moves"],
        json!([
            {"from": "2026-03-10", "to": "2026-03-17", "why": "crew ill", "moved_on": "2026-03-13"},
            {"from": "2026-03-17", "to": "2026-03-16", "why": null, "moved_on": "2026-03-13"},
        ])
    );
    assert_eq!(
        (&delivered["slips"], &delivered["slipped_days"]),
        (&json!(1), &json!(7))
    );
    let shown = rep.run("show d1");
    assert!(shown.contains("10 Mar → 17 Mar: crew ill"), "{shown}");
    assert!(shown.contains("17 Mar → 16 Mar\n"), "{shown}");
}

#[test]
fn terms_are_a_number_of_days_or_none() {
    let rep = signed();
    rep.run("add Borel Pilot 12k --invoice 2026-03-20 --terms net30");
    let paid = |rep: &Environment| {
        let rungs = rep.json("show d2")["rungs"].clone();
        rows(&rungs, "rung expected_on").pop().unwrap()
    };
    for (terms, expected) in [
        ("net45", "paid 2026-05-04"),
        ("none", "paid -"),
        ("NET 7", "paid 2026-03-27"),
        ("", "paid -"),
    ] {
        rep.run(&format!("edit d2 --terms '{terms}'"));
        assert_eq!(paid(&rep), expected, "{terms}");
    }
    for line in [
        "edit d2 --terms 30",
        "edit d2 --terms net",
        "edit d2 --terms net+7",
        "edit d2 --terms net-7",
        "edit d2 --terms net30days",
        "edit d2 --terms net99999",
        "add Dorn Line 5k --terms 'thirty days'",
    ] {
        let said = rep.refused(2, line);
        assert!(said.contains("net30"), "{line}: {said}");
    }
}

#[test]
fn settling_tells_the_story() {
    let mut rep = signed();
    rep.run("expect cato delivery 2026-03-12 --why 'crew ill'");
    rep.run("edit d1 --commission 6%");
    rep.run("thank d1 'Priya: built the demo'");
    rep.run("promise d1 '2026-03-20: training dates'");
    rep.run("log cato hello");
    let said = rep.run("mark cato verified");
    assert!(
        said.contains("missing until it is settled: paid") && !said.contains("celebrate"),
        "{said}"
    );
    let promise = rep.open_check_in("d1", "training");
    rep.run(&format!("done {promise}"));
    rep.at("2026-04-01");
    let said = rep.run("mark cato paid");
    for told in [
        "it is settled. Time to celebrate.",
        "30 days from the signature to the money",
        "1 of 1 promise kept · slipped 1×, 2 days in all",
        "commission earned: 2,880 USD",
        "thank Priya: built the demo",
    ] {
        assert!(said.contains(told), "{told}:\n{said}");
    }
    assert!(
        said.contains("check-ins on time") || said.contains("check-in on time"),
        "{said}"
    );
    // Said once, when it happens.
    let again = rep.run("mark d1 paid --on 2026-03-31");
    assert!(!again.contains("celebrate"), "{again}");
}

#[test]
fn whatever_settles_a_deal_says_so() {
    let done = signed();
    done.run("mark cato verified");
    let payment = done.open_check_in("d1", "confirm the payment");
    let said = done.run(&format!("done {payment}"));
    assert!(said.contains("Time to celebrate"), "{said}");

    let dropped = signed();
    dropped.run("mark cato verified");
    let payment = dropped.open_check_in("d1", "confirm the payment");
    let said = dropped.run(&format!("drop {payment} --why barter"));
    let first =
        "    delivered and verified; paid does not apply: it is settled. Time to celebrate.\n";
    assert!(
        said.contains(first) && !said.contains("to the money"),
        "{said}"
    );

    let logged = signed();
    logged.run("mark cato paid");
    let said = logged.run("log cato all is well --mark verified");
    assert!(said.contains("Time to celebrate"), "{said}");
}

#[test]
fn a_deal_long_paid_and_delivered_is_asked_once_whether_it_is_verified() {
    let mut rep = signed();
    rep.run("mark cato delivery --on 2026-03-10");
    rep.run("mark cato paid --on 2026-03-12");
    let asked = |rep: &Environment| {
        let mut lines = rows(&rep.json("show d1")["check_ins"], "kind status due_on what");
        lines.retain(|line| line.contains("verified, or"));
        lines
    };
    assert_eq!(
        asked(&rep),
        ["rung open 2026-05-11 verified, or not applicable?"]
    );
    // No command has to run for it to be due.
    rep.at("2026-05-11");
    assert!(to_do(&mut rep, "verified, or").contains("verified, or not applicable?"));
    let id = rep.open_check_in("d1", "verified, or");
    rep.run("log cato hello");
    assert_eq!(
        rep.open_check_in("d1", "verified, or"),
        id,
        "a contact does not settle it"
    );
    let said = rep.run(&format!("drop {id} --why 'a spare part'"));
    assert!(said.contains("verified does not apply"), "{said}");
    assert_eq!(rep.json("show d1")["status"], "settled");
    rep.run(&format!("reopen {id}"));
    rep.run(&format!("reschedule {id} 2026-06-01"));
    assert_eq!(rung(&rep, "verified")["expected_on"], "2026-06-01");
    assert_eq!(
        asked(&rep),
        [""; 0],
        "it is expected now, and asked about as such"
    );
    rep.run(&format!("done {id}"));
    assert_eq!(rung(&rep, "verified")["state"], "done");
}

#[test]
fn nobody_is_asked_before_both_are_done() {
    let rep = signed();
    let asked = |rep: &Environment| {
        let lines = rows(&rep.json("show d1")["check_ins"], "status what");
        lines
            .iter()
            .filter(|line| *line == "open verified, or not applicable?")
            .count()
    };
    for (line, expected) in [
        ("mark d1 paid", 0),
        ("mark d1 delivery", 1),
        ("mark d1 delivery --undo", 0),
        ("mark d1 delivery --na", 1),
        ("mark d1 verified", 0),
        ("mark d1 verified --undo", 1),
        ("expect d1 verified 2026-04-01", 0),
    ] {
        rep.run(line);
        assert_eq!(asked(&rep), expected, "{line}");
    }
}

#[test]
fn a_contact_that_tells_of_the_delivery_does_not_settle_what_comes_after_it() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k --delivery 2026-03-30");
    rep.at("2026-04-06T08:00:00Z");
    let works = rep.open_check_in("acme", "does it work as sold?");
    rep.run("log acme it came today --mark delivered");
    let story = rep.json("show d1");
    let all = story["check_ins"].as_array().unwrap();
    let step = all.iter().find(|one| one["id"] == *works).unwrap();
    assert_eq!([&step["status"], &step["due_on"]], ["open", "2026-04-13"]);
}

#[test]
fn a_settled_deal_is_at_no_risk_until_it_is_not_settled() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k");
    rep.run("risk acme the crew is ill // rent two lathes --review 2026-03-20");
    let risk = |expected: &str| {
        let story = rep.json("show d1");
        assert_eq!(story["risks"][0]["status"], expected);
    };
    for rung in ["delivered", "verified", "paid"] {
        risk("open");
        rep.run(&format!("mark d1 {rung}"));
    }
    risk("dropped");
    rep.run("mark d1 paid --undo");
    risk("open");
}
