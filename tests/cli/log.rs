//! Contacts and attempts: what they close, hide and restart, and what they leave alone.

use serde_json::json;

use crate::environment::{Environment, rows};

/// A rep with one live deal, on the Monday on which it is time to reassure them.
fn monday() -> Environment {
    let mut rep = Environment::new();
    rep.run(r#"add "Acme Corp" Fleet 48k -w "Dana Ruiz <dana@acme.example>""#);
    rep.at("2026-03-09");
    rep
}

/// The open check-ins of a target that have a date: date, snooze, what.
fn dated(rep: &Environment, target: &str) -> Vec<String> {
    rep.dated(target, "due_on snoozed_until what")
}

#[test]
fn the_way_and_its_end_make_a_contact_or_an_attempt() {
    let table = [
        ("", "call", "reached"),
        ("--via meeting", "meeting", "reached"),
        ("--via visit", "visit", "reached"),
        ("--via video", "video", "reached"),
        ("--via event", "event", "reached"),
        ("--via email", "email", "sent"),
        ("--via text", "text", "sent"),
        ("--via gift", "gift", "sent"),
        ("--via other", "other", "sent"),
        ("--via email --answered", "email", "reached"),
        ("--via text --inbound", "text", "reached"),
        ("-x", "call", "no-answer"),
        ("--no-answer", "call", "no-answer"),
        ("-l", "call", "left-message"),
        ("--left-message --via visit", "visit", "left-message"),
    ];
    let rep = monday();
    for (options, via, outcome) in table {
        let logged = rep.json(&format!("log acme {options} --dry-run"));
        assert_eq!(
            (&logged["via"], &logged["outcome"]),
            (&json!(via), &json!(outcome)),
            "{options}"
        );
        let closes = !logged["closed"].as_array().unwrap().is_empty();
        assert_eq!(closes, outcome == "reached", "{options}");
    }
}

#[test]
fn a_contact_closes_what_is_due_up_to_the_next_workday_after_it() {
    // Follow-ups on each day of a week and a half; contacts on different days close different ones.
    let table = [
        ("2026-03-11", "2026-03-12"), // a Wednesday: Thursday too
        ("2026-03-13", "2026-03-16"), // a Friday: Monday too, and the weekend between
        ("2026-03-14", "2026-03-16"), // a Saturday
        ("2026-03-16", "2026-03-17"),
    ];
    for (today, last_closed) in table {
        let mut rep = Environment::new();
        rep.run("add Acme Fleet --plan none");
        for day in 9..20 {
            rep.run(&format!("remind acme 2026-03-{day:02} call on {day}"));
        }
        rep.at(today);
        rep.run("log acme we talked");
        let next = dated(&rep, "acme").into_iter().next().unwrap();
        let closed: Vec<String> = rows(&rep.json("show acme")["check_ins"], "due_on status")
            .into_iter()
            .filter_map(|line| line.strip_suffix(" done").map(str::to_owned))
            .filter(|due_on| due_on.as_str() > "2026-03-08")
            .collect();
        assert_eq!(
            closed.iter().max().map(String::as_str),
            Some(last_closed),
            "on {today}"
        );
        assert!(next.as_str() > last_closed, "on {today}: {next}");
    }
}

#[test]
fn a_contact_logged_late_closes_what_was_due_by_its_own_day() {
    let mut rep = monday();
    rep.run("remind acme 2026-03-11 send the chart");
    rep.run("remind acme 2026-03-12 ask for the list");
    rep.run("remind acme 2026-03-16 bring the map");
    rep.at("2026-03-17");
    let logged = rep.json("log acme --on wed we talked");
    assert_eq!(logged["on"], "2026-03-11");
    assert_eq!(
        dated(&rep, "acme")
            .iter()
            .map(|line| &line[..10])
            .collect::<Vec<_>>(),
        // What was due by Thursday is closed; Friday's hand-over and the map are not.
        [
            "2026-03-13",
            "2026-03-16",
            // "is it on track?" counts from the contact of the 11th.
            "2026-03-25",
        ]
    );
}

#[test]
fn last_reached_only_moves_forward_and_attempts_count_from_it() {
    let mut rep = monday();
    let table = [
        ("log acme -x --on 2026-03-06", "- 1"),
        ("log acme --on 2026-03-08", "2026-03-08 0"),
        ("log acme --via email a mail", "2026-03-08 1"),
        ("log acme -l", "2026-03-08 2"),
        ("log acme --on 2026-03-07 earlier", "2026-03-08 2"),
        ("log acme -x --on 2026-03-07", "2026-03-08 2"),
        ("log acme at last", "2026-03-09 0"),
    ];
    for (command, expected) in table {
        rep.run(command);
        assert_eq!(
            rows(&rep.json("accounts"), "last_reached_on attempts"),
            [expected],
            "{command}"
        );
        assert_eq!(
            rows(&rep.json("list"), "last_reached_on attempts"),
            [expected],
            "a deal's are its account's: {command}"
        );
    }
    rep.at("2026-03-12");
    assert_eq!(rep.json("accounts")[0]["days_since_reached"], 3);
}

#[test]
fn an_attempt_with_a_next_day_hides_what_is_due_and_keeps_its_lateness() {
    let mut rep = monday();
    rep.at("2026-03-11");
    let tried = rep.json("log acme -x -n thu");
    assert_eq!(
        (&tried["closed"], &tried["next"]),
        (&json!([]), &json!(null))
    );
    assert_eq!(rep.json("due"), json!([]));
    assert_eq!(
        dated(&rep, "acme")[0],
        "2026-03-09 2026-03-12 reassure: what happens next"
    );
    rep.at("2026-03-12");
    assert_eq!(
        rows(
            &rep.json("due"),
            "level days_overdue check_in.due_on check_in.snoozes"
        ),
        ["overdue 3 2026-03-09 1"]
    );
}

#[test]
fn next_sets_a_follow_up_for_a_contact() {
    let rep = monday();
    let table = [
        ("-n fri", "2026-03-13", "follow up"),
        ("-n \"fri: send the chart\"", "2026-03-13", "send the chart"),
        ("--next 2w", "2026-03-23", "follow up"),
        ("--next \"sat\"", "2026-03-14", "follow up"),
        ("--next \"1 apr: bring: both\"", "2026-04-01", "bring: both"),
    ];
    for (option, on, what) in table {
        let logged = rep.json(&format!("log acme {option} --with dana"));
        let next = logged["next"].as_str().unwrap().to_owned();
        let check_ins = rep.json("show acme")["check_ins"].clone();
        let set = rows(&check_ins, "id kind due_on person what");
        assert!(
            set.contains(&format!("{next} follow-up {on} Dana Ruiz {what}")),
            "{option}: {set:?}"
        );
    }
}

#[test]
fn a_reached_contact_restarts_what_repeats_and_never_moves_it_earlier() {
    let mut rep = monday();
    rep.run("log acme we talked");
    // 20 March by the plan; a contact on the 9th makes it the 23rd.
    assert_eq!(
        dated(&rep, "acme"),
        [
            "2026-03-13 - hand over: who does what",
            "2026-03-23 - is it on track?",
        ]
    );
    // A contact that is logged late would make it earlier: it stays.
    rep.run("log acme --on 2026-03-06 earlier");
    assert_eq!(dated(&rep, "acme")[1], "2026-03-23 - is it on track?");
    // It is closed when due, and comes again an interval after the contact.
    rep.at("2026-03-23");
    rep.run("log acme on track");
    assert_eq!(dated(&rep, "acme"), ["2026-04-06 - is it on track?"]);
    // An attempt restarts nothing.
    rep.run("log acme -x");
    assert_eq!(dated(&rep, "acme"), ["2026-04-06 - is it on track?"]);
}

#[test]
fn naming_a_check_in_closes_it_and_nothing_else() {
    let rep = monday();
    let later = rep.open_check_in("acme", "hand over");
    let logged = rep.json(&format!("log {later} all is handed over"));
    assert_eq!(logged["closed"], json!([later]));
    assert_eq!(
        dated(&rep, "acme")[0],
        "2026-03-09 - reassure: what happens next"
    );
}

#[test]
fn naming_a_deal_closes_what_is_due_of_it_and_of_the_account() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k --plan none");
    rep.run("add a1 Service 12k --plan none");
    rep.run("remind d1 today of the fleet");
    rep.run("remind d2 today of the service");
    rep.run("remind a1 today of the account");
    let logged = rep.json("log d1 we talked");
    assert_eq!(logged["deal_id"], "d1");
    let left: Vec<String> = dated(&rep, "a1")
        .into_iter()
        .filter(|line| !line.contains("nothing planned"))
        .collect();
    assert_eq!(left, ["2026-03-06 - of the service"]);
    // Without a terminal, naming the account closes the rest.
    let logged = rep.json("log a1 we talked again");
    assert_eq!(logged["deal_id"], "d2", "all it closed is that deal's");
}

#[test]
fn a_contact_never_closes_a_rung_or_an_adrift_check_in() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet --plan none -d 2026-03-09");
    rep.at("2026-03-10");
    assert_eq!(
        rows(&rep.json("due"), "level more"),
        [format!(
            "late {}",
            rep.open_check_in("acme", "nothing planned")
        )]
    );
    let delivery = rep.open_check_in("acme", "confirm the delivery");
    let adrift = rep.open_check_in("acme", "nothing planned");
    for target in ["acme", "d1", &delivery, &adrift] {
        let logged = rep.json(&format!("log {target} we talked"));
        assert_eq!(logged["closed"], json!([]), "{target}");
    }
    assert_eq!(
        rows(&rep.json("due"), "level check_in.id more"),
        [format!("late {delivery} {adrift}")]
    );
}

#[test]
fn keep_open_closes_nothing_and_still_counts_as_reached() {
    let rep = monday();
    let logged = rep.json("log acme --keep-open we talked");
    assert_eq!(
        (&logged["outcome"], &logged["closed"]),
        (&json!("reached"), &json!([]))
    );
    assert_eq!(rows(&rep.json("due"), "level tried_today"), ["today false"]);
    assert_eq!(rep.json("accounts")[0]["last_reached_on"], "2026-03-09");
}

#[test]
fn mark_on_a_contact_marks_the_rung_on_its_day() {
    let rep = monday();
    rep.run("log acme --via visit --on yesterday --mark delivered they have it");
    let deal = rep.json("show d1");
    assert_eq!(
        rows(&deal["rungs"], "rung state done_on")[4],
        "delivered done 2026-03-08"
    );
    // With two live deals it is not clear whose rung it is.
    rep.run("add a1 Service 12k");
    let said = rep.refused(4, "log acme --keep-open --mark verified");
    assert!(said.contains("hint: name the deal: deals log d"), "{said}");
}

#[test]
fn a_mail_is_answered_later_on_the_day_of_the_answer() {
    let mut rep = monday();
    rep.run("log acme --via email the plan");
    rep.at("2026-03-13");
    let early = rep.refused(5, "edit t1 --answered 2026-03-08");
    assert!(early.contains("hint: "), "{early}");
    let answered = rep.json("edit t1 --answered wed");
    assert_eq!(
        rows(&json!([answered]), "outcome on sent_on via note"),
        ["reached 2026-03-11 2026-03-09 email the plan"]
    );
    assert_eq!(rep.json("accounts")[0]["last_reached_on"], "2026-03-11");
    let twice = rep.refused(5, "edit t1 --answered");
    assert!(twice.contains("t1 reached somebody already"), "{twice}");
}

#[test]
fn the_answer_says_what_was_logged_closed_and_comes_next_in_three_lines() {
    let rep = monday();
    let said = rep.run("log c1 --with dana she is glad, crew is booked -n fri");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    assert!(
        lines[0].contains("Acme Corp (Fleet), Dana Ruiz") && lines[0].ends_with("Mon 9 Mar 2026"),
        "{said}"
    );
    assert!(
        lines[1].starts_with("c1 ") && lines[1].contains("closed"),
        "{said}"
    );
    assert!(lines[2].ends_with("Fri 13 Mar 2026"), "{said}");
    assert_eq!(
        rep.json("touchpoints")[0]["note"],
        "she is glad, crew is booked"
    );
}

#[test]
fn options_stand_anywhere_among_the_words_and_two_dashes_end_them() {
    let table = [
        ("log -x acme no luck", "no-answer", "no luck"),
        ("log acme no -x luck", "no-answer", "no luck"),
        ("log acme no luck -x", "no-answer", "no luck"),
        (
            "log acme -- -x marks the spot",
            "reached",
            "-x marks the spot",
        ),
        ("log acme a -- --json", "reached", "a --json"),
    ];
    for (command, outcome, note) in table {
        let rep = monday();
        rep.run(command);
        assert_eq!(
            rows(&rep.json("touchpoints"), "outcome note"),
            [format!("{outcome} {note}")],
            "{command}"
        );
    }
}

#[test]
fn a_note_of_a_dash_reads_standard_input() {
    let rep = monday();
    rep.try_piped(
        "log acme -",
        "first line\nsecond, with \"quotes\"\n".as_bytes(),
    )
    .ok();
    assert_eq!(
        rep.json("touchpoints")[0]["note"],
        "first line\nsecond, with \"quotes\""
    );
    let refused = rep.try_piped("log acme -", &[0xff, 0xfe, 0x00]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("not UTF-8"), "{}", refused.stderr);
}

#[test]
fn with_names_a_person_at_the_account() {
    let rep = monday();
    rep.run(r#"add Borel Line 5k -w "Jean Roux""#);
    for with in ["dana", "Ruiz", "p1", "P1", "DANA@acme.example"] {
        let logged = rep.json(&format!("log acme --with {with} --dry-run"));
        assert_eq!(logged["person"], "Dana Ruiz", "{with}");
    }
    // A person stands for their account, and is whom one talked with.
    assert_eq!(rep.json("log dana hello --dry-run")["person_id"], "p1");
    for with in ["jean", "p2", "p9", "nobody"] {
        let said = rep.refused(3, &format!("log acme --with {with}"));
        assert!(
            said.contains("--with: ") && said.contains("hint: "),
            "{said}"
        );
    }
}

#[test]
fn what_was_given_and_asked_is_kept() {
    let rep = monday();
    rep.run("log acme --gave \"the market report\" --asked --inbound they rang");
    assert_eq!(
        rows(&rep.json("touchpoints"), "gave asked inbound outcome"),
        ["the market report true true reached"]
    );
}
