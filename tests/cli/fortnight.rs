//! A fortnight of one customer, a morning at a time.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// The morning as lines: level, days overdue, what to do up to its first mark, `tried` when it was, and what
/// else is due there.
fn morning(rep: &Environment) -> Vec<String> {
    let brief = |what: &Value| {
        let what = what.as_str().unwrap();
        let end = what.find([':', '?']).unwrap_or(what.len());
        what[..end].to_owned()
    };
    rep.json("due")
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let mut line = format!(
                "{} {} {}",
                row["level"].as_str().unwrap(),
                row["days_overdue"],
                brief(&row["check_in"]["what"])
            );
            if row["tried_today"] == true {
                line.push_str(" (tried)");
            }
            for other in row["more"].as_array().unwrap() {
                line.push_str(" + ");
                line.push_str(&brief(&other["what"]));
            }
            line
        })
        .collect()
}

/// Runs a command and looks at the morning after it.
fn turn(rep: &Environment, command: &str, after: &[&str]) -> Value {
    let answer = rep.json(command);
    assert_eq!(morning(rep), after, "after deals {command}");
    answer
}

/// A new day, and what it begins with.
fn day(rep: &mut Environment, on: &str, expected: &[&str]) {
    rep.at(on);
    assert_eq!(morning(rep), expected, "on the morning of {on}");
}

/// The open check-ins of the first deal that have a date, by that date.
fn dated(rep: &Environment, deal: &str) -> Vec<String> {
    rep.dated(deal, "due_on what")
}

const READY: &str = "is it ready? date, crew, promises";
const REASSURE: &str = "reassure: what happens next";
const HAND_OVER: &str = "hand over: who does what";

#[test]
fn every_turn_of_a_fortnight_shows_what_is_due_and_nothing_else() {
    let mut rep = Environment::new();
    until_the_slip(&mut rep);
    until_the_money(&mut rep);
}

/// Signed, tried, answered, visited, and the delivery slips.
fn until_the_slip(rep: &mut Environment) {
    // Signed on a Friday: nothing to do before Monday.
    let signed = r#"add "Acme Corp" Fleet 48k -d 2026-03-19 -w "Dana Ruiz <dana@acme.example>""#;
    let deal = turn(rep, signed, &[]);
    assert_eq!(
        (&deal["status"], &deal["rung"], &deal["next_rung"]),
        (&json!("won"), &json!("signed"), &json!("delivered"))
    );
    assert_eq!(
        dated(rep, "d1"),
        [
            format!("2026-03-09 {REASSURE}"),
            format!("2026-03-13 {HAND_OVER}"),
            format!("2026-03-16 {READY}"),
            "2026-03-19 confirm the delivery".to_owned(),
            "2026-03-26 does it work as sold?".to_owned(),
            "2026-04-20 measure the results".to_owned(),
        ]
    );

    // An unanswered call is an attempt: it closes nothing and moves nothing.
    day(rep, "2026-03-09", &["today 0 reassure"]);
    let tried = turn(rep, "log acme -x", &["today 0 reassure (tried)"]);
    assert_eq!(
        (&tried["outcome"], &tried["closed"]),
        (&json!("no-answer"), &json!([]))
    );

    // So is a mail.
    day(rep, "2026-03-10", &["overdue 1 reassure"]);
    let sent = turn(
        rep,
        "log acme --via email sent the training plan",
        &["overdue 1 reassure (tried)"],
    );
    assert_eq!(
        (&sent["id"], &sent["outcome"]),
        (&json!("t2"), &json!("sent"))
    );
    day(rep, "2026-03-11", &["overdue 2 reassure"]);
    assert_eq!(
        rows(&rep.json("accounts"), "attempts last_reached_on"),
        ["2 -"]
    );

    // Answered two days later: that is the contact, on the day of the answer. It closes what is due up to the
    // next workday after it, the hand-over of Friday too.
    day(rep, "2026-03-12", &["overdue 3 reassure"]);
    let (reassure, hand_over) = (
        rep.open_check_in("d1", "reassure"),
        rep.open_check_in("d1", "hand over"),
    );
    let answered = turn(rep, "edit t2 --answered", &[]);
    assert_eq!(answered["outcome"], "reached");
    assert_eq!(
        (&answered["on"], &answered["sent_on"]),
        (&json!("2026-03-12"), &json!("2026-03-10"))
    );
    assert_eq!(answered["closed"], json!([reassure, hand_over]));
    assert_eq!(
        rows(&rep.json("accounts"), "attempts last_reached_on"),
        ["0 2026-03-12"]
    );

    // A visit of Wednesday, logged on Friday: last reached does not move back.
    day(rep, "2026-03-13", &[]);
    let late = turn(rep, "log acme --via visit --on wed met the crew", &[]);
    assert_eq!(
        (&late["on"], &late["closed"]),
        (&json!("2026-03-11"), &json!([]))
    );
    assert_eq!(
        rows(&rep.json("accounts"), "attempts last_reached_on"),
        ["0 2026-03-12"]
    );

    // The readiness check is done, which is no contact; then the delivery slips, and it is to be done again.
    day(rep, "2026-03-16", &["today 0 is it ready"]);
    let ready = rep.open_check_in("d1", "is it ready");
    turn(rep, &format!("done {ready} crew is booked"), &[]);
    assert_eq!(
        rep.json("touchpoints").as_array().map(Vec::len),
        Some(3),
        "done is no contact"
    );
    turn(
        rep,
        r#"expect acme delivery "24 mar" --why "the crane is late""#,
        &[],
    );
    assert_eq!(
        dated(rep, "d1"),
        [
            format!("2026-03-19 {READY}"),
            "2026-03-24 confirm the delivery".to_owned(),
            "2026-03-31 does it work as sold?".to_owned(),
            "2026-04-23 measure the results".to_owned(),
        ]
    );
    assert_eq!(rep.open_check_in("d1", "is it ready"), ready);
}

/// A second deal, an early delivery, a payment before it, a late mark.
fn until_the_money(rep: &mut Environment) {
    let ready = rep.open_check_in("d1", "is it ready");

    // A second live deal at the account: still one row a customer, the larger deal first.
    day(rep, "2026-03-18", &[]);
    turn(rep, r#"add a1 "Phase 2" 20k"#, &[]);
    day(rep, "2026-03-19", &["today 0 is it ready + reassure"]);
    assert_eq!(
        rows(&rep.json("due --by deal"), "deal.id check_in.id more"),
        [
            format!("d1 {ready} "),
            format!("d2 {} ", rep.open_check_in("d2", "reassure"))
        ]
    );
    let ambiguous = rep.refused(4, "mark acme delivery");
    assert!(
        ambiguous.contains("d1") && ambiguous.contains("d2"),
        "{ambiguous}"
    );
    // Naming a deal closes what is due of that one only.
    let about_phase_2 = turn(rep, "log d2 they are glad", &["today 0 is it ready"]);
    assert_eq!(about_phase_2["deal_id"], "d2");
    let of_nobody = turn(rep, "log acme -x", &["today 0 is it ready (tried)"]);
    assert_eq!(of_nobody["deal_id"], Value::Null, "it may be about either");

    // Delivered before it was expected: what was to happen before the delivery is dropped.
    day(rep, "2026-03-20", &["overdue 1 is it ready"]);
    let delivered = turn(rep, "mark d1 delivery", &[]);
    assert_eq!(
        (
            &delivered["rung"],
            &delivered["rungs_done"],
            &delivered["rungs_total"]
        ),
        (&json!("delivered"), &json!(4), &json!(7))
    );
    assert_eq!(
        dated(rep, "d1"),
        [
            "2026-03-27 does it work as sold?",
            "2026-04-20 measure the results"
        ]
    );

    // Paid before it is delivered: allowed, and the gap is named.
    let said = rep.run("mark d2 paid");
    assert!(said.contains("paid, not yet delivered, verified"), "{said}");
    assert_eq!(morning(rep), [""; 0]);
    let paid = rep.json("show d2");
    assert_eq!(
        (&paid["status"], &paid["rung"], &paid["next_rung"]),
        (&json!("won"), &json!("signed"), &json!("delivered"))
    );

    // An invoice that is marked late: of what would be past, only the latest falls due, today.
    day(rep, "2026-03-23", &[]);
    turn(
        rep,
        "mark d1 invoice --on 2026-03-12 --ref INV-7",
        &["today 0 invoice received and approved"],
    );
    let closing = turn(rep, "log acme all is approved", &[]);
    assert_eq!(closing["deal_id"], "d1", "all it closed is that deal's");

    // Settled: its steps end. Another deal is live there, so the account needs no care of its own yet.
    turn(rep, "mark d1 verified", &[]);
    let settled = turn(rep, "mark d1 paid", &[]);
    assert_eq!(
        (&settled["status"], &settled["next_rung"]),
        (&json!("settled"), &Value::Null)
    );
    assert_eq!(dated(rep, "d1"), [""; 0]);
    let mut own: Vec<String> = rows(&rep.json("show a1")["check_ins"], "deal_id status kind");
    own.retain(|line| line.starts_with('-'));
    assert_eq!(own, [""; 0]);
}

#[test]
fn when_the_last_deal_is_settled_the_account_gets_its_own_care() {
    let mut rep = Environment::new();
    rep.run(r#"add "Acme Corp" Fleet 48k -d 2026-03-10 --terms net30"#);
    rep.at("2026-03-11");
    rep.run("log acme all on site");
    rep.run("mark acme delivery");
    rep.run("mark acme verified");
    rep.at("2026-03-16");
    let said = rep.run("mark acme paid");
    assert!(said.contains("settled. Time to celebrate."), "{said}");
    // 90 days after the later of last reached and settling: Sunday 14 June rolls to Monday.
    assert_eq!(dated(&rep, "a1").len(), 1);
    assert!(
        dated(&rep, "a1")[0].starts_with("2026-06-15 "),
        "{:?}",
        dated(&rep, "a1")
    );
    // A contact starts it anew; it repeats.
    rep.at("2026-06-15");
    assert_eq!(morning(&rep), ["today 0 how are they doing"]);
    turn(&rep, "log acme fine", &[]);
    assert!(
        dated(&rep, "a1")[0].starts_with("2026-09-14 "),
        "{:?}",
        dated(&rep, "a1")
    );
    // A new live deal takes its place.
    rep.run(r#"add "Acme Corp" "Phase 2" 20k"#);
    assert!(
        !dated(&rep, "a1")
            .iter()
            .any(|line| line.contains("how are they doing")),
        "{:?}",
        dated(&rep, "a1")
    );
}
