//! What a rep does to one check-in: remind, done, snooze, reschedule, drop, reopen.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// A rep with one live deal, on the Monday after the signature: reassure (c1) is due.
fn monday() -> Environment {
    let mut rep = Environment::new();
    rep.run(r#"add "Acme Corp" Fleet 48k -d 2026-04-03 -w "Dana Ruiz""#);
    rep.at("2026-03-09");
    rep
}

/// One check-in of the deal, with these fields.
fn check_in(rep: &Environment, id: &str, fields: &str) -> String {
    let all = rep.json("show a1")["check_ins"].clone();
    rows(&all, &format!("id {fields}"))
        .into_iter()
        .find_map(|line| line.strip_prefix(&format!("{id} ")).map(str::to_owned))
        .unwrap_or_else(|| panic!("no {id}"))
}

/// The open check-ins of the deal with their dates.
fn open(rep: &Environment) -> Vec<String> {
    let mut lines = rows(&rep.json("show a1")["check_ins"], "status due_on id what");
    lines.retain(|line| line.starts_with("open "));
    lines.sort();
    lines
}

#[test]
fn remind_sets_a_follow_up_on_the_day_as_typed() {
    let table = [
        ("today", "2026-03-09"),
        ("tomorrow", "2026-03-10"),
        ("fri", "2026-03-13"),
        ("mon", "2026-03-16"),
        ("3d", "2026-03-12"),
        ("+2w", "2026-03-23"),
        ("'in two weeks'", "2026-03-23"),
        ("'a week from friday'", "2026-03-20"),
        ("sat", "2026-03-14"), // typed by hand: not rolled
        ("'31 mar'", "2026-03-31"),
        ("'1 mar'", "2027-03-01"),
        ("eow", "2026-03-13"),
        ("eom", "2026-03-31"),
        ("'next month'", "2026-04-09"),
        ("2026-03-15", "2026-03-15"),
    ];
    for (day, expected) in table {
        let rep = monday();
        let set = rep.json(&format!("remind acme {day} send the chart"));
        assert_eq!(
            rows(
                &json!([set]),
                "kind what due_on first_due_on status deal_id person_id"
            ),
            [format!(
                "follow-up send the chart {expected} {expected} open - -"
            )],
            "{day}"
        );
    }
    let rep = monday();
    let said = rep.run("remind acme fri send the chart");
    assert!(said.contains("Fri 13 Mar 2026"), "{said}");
}

#[test]
fn an_account_a_deal_and_a_person_can_be_reminded_of() {
    let rep = monday();
    for (target, expected) in [
        ("a1", "a1 - -"),
        ("d1", "a1 d1 -"),
        ("dana", "a1 - p1"),
        ("c1", "a1 d1 -"),
    ] {
        let set = rep.json(&format!("remind {target} fri call"));
        assert_eq!(
            rows(&json!([set]), "account_id deal_id person_id"),
            [expected],
            "{target}"
        );
    }
}

#[test]
fn remind_refuses_what_it_cannot_read() {
    let table = [
        (
            5,
            "remind acme yesterday call",
            "hint: type today or a later day",
        ),
        (
            5,
            "remind acme 2026-03-08 call",
            "hint: type today or a later day",
        ),
        (2, "remind acme soon call", "hint: type a date such as"),
        (2, "remind acme fri ' '", "hint: say what to do"),
        (2, "remind acme fri", "<WHAT>"),
        (
            2,
            "remind acme next friday call",
            "needs quotes: \"next friday\"",
        ),
        (
            2,
            "remind acme in 2 weeks call them",
            "needs quotes: \"in 2 weeks\"",
        ),
        (3, "remind nobody fri call", "hint: "),
    ];
    let rep = monday();
    for (code, command, instead) in table {
        let said = rep.refused(code, command);
        assert!(said.contains(instead), "{command}: {said}");
    }
    // No quotes would help.
    for command in ["remind acme 4/5 call", "remind acme call Dana"] {
        let said = rep.refused(2, command);
        assert!(!said.contains("quotes"), "{command}: {said}");
    }
}

#[test]
fn done_settles_a_check_in_and_is_no_contact() {
    let rep = monday();
    let done = rep.json("done c1 wrote them a card");
    assert_eq!(
        rows(&json!([done]), "id status ended_on ended_why"),
        ["c1 done 2026-03-09 wrote them a card"]
    );
    assert_eq!(rep.json("touchpoints"), json!([]));
    assert_eq!(rep.json("accounts")[0]["last_reached_on"], Value::Null);
}

#[test]
fn done_of_a_repeating_check_in_opens_its_next_turn() {
    let mut rep = monday();
    rep.at("2026-03-20");
    let on_track = rep.open_check_in("d1", "is it on track");
    rep.run(&format!("done {on_track}"));
    let next = rep.open_check_in("d1", "is it on track");
    assert_ne!(next, on_track);
    // 14 days on is the day of the delivery, the last on which a turn is planned.
    assert_eq!(check_in(&rep, &next, "due_on repeats"), "2026-04-03 true");
    rep.at("2026-04-03");
    rep.run(&format!("done {next}"));
    let waiting = rep.open_check_in("d1", "is it on track");
    assert_eq!(check_in(&rep, &waiting, "due_on"), "-");
    // It comes back when the delivery moves beyond it.
    rep.run("expect d1 delivery 2026-05-04");
    assert_eq!(check_in(&rep, &waiting, "due_on"), "2026-04-17");
}

#[test]
fn done_of_a_rung_marks_it() {
    let rep = monday();
    let delivery = rep.open_check_in("d1", "confirm the delivery");
    let said = rep.run(&format!("done {delivery}"));
    assert!(said.contains("delivered Mon 9 Mar 2026"), "{said}");
    let deal = rep.json("show d1");
    assert_eq!(deal["rung"], "delivered");
    assert_eq!(
        rows(&deal["rungs"], "rung done_on")[4],
        "delivered 2026-03-09"
    );
    assert_eq!(check_in(&rep, &delivery, "status"), "done");
}

#[test]
fn snooze_hides_until_a_day_and_keeps_date_and_lateness() {
    let mut rep = monday();
    let snoozed = rep.json("snooze c1 thu");
    assert_eq!(
        rows(&json!([snoozed]), "due_on snoozed_until snoozes status"),
        ["2026-03-09 2026-03-12 1 open"]
    );
    assert_eq!(rep.json("due"), json!([]));
    assert!(rep.run("due").contains("1 snoozed"));
    rep.at("2026-03-11");
    assert_eq!(rep.json("due"), json!([]));
    rep.at("2026-03-12");
    assert_eq!(
        rows(&rep.json("due"), "check_in.id level days_overdue"),
        ["c1 overdue 3"]
    );
    assert!(!rep.run("due").contains("snoozed"));
    rep.run("snooze c1 'next week'");
    assert_eq!(
        check_in(&rep, "c1", "due_on snoozed_until snoozes first_due_on"),
        "2026-03-09 2026-03-19 2 2026-03-09"
    );
    let said = rep.refused(5, "snooze c1 yesterday");
    assert!(said.contains("hint: "), "{said}");
}

#[test]
fn reschedule_gives_a_new_due_date_and_keeps_the_first() {
    let mut rep = monday();
    rep.run("snooze c2 mon");
    let moved = rep.json("reschedule c2 next tuesday --why \"the crew is ill\"");
    assert_eq!(
        moved["due_on"], "2026-03-10",
        "a date that stands last needs no quotes"
    );
    assert_eq!(
        check_in(&rep, "c2", "due_on first_due_on snoozed_until"),
        "2026-03-10 2026-03-13 -",
        "a snooze was meant for the old date"
    );
    let said = rep.run("reschedule c2 2026-03-14");
    assert!(said.contains("Sat 14 Mar 2026"), "not rolled: {said}");
    // Its plan leaves it alone from then on, and the answer says so.
    let said = rep.run("mark d1 ordered --on 2026-03-09");
    assert!(
        said.lines()
            .any(|line| line.starts_with("kept") && line.contains("c2")),
        "{said}"
    );
    assert_eq!(check_in(&rep, "c2", "due_on"), "2026-03-14");
    rep.at("2026-03-12");
    rep.refused(5, "reschedule c2 2026-03-11");
}

#[test]
fn reschedule_of_a_rung_is_expect() {
    let rep = monday();
    let delivery = rep.open_check_in("d1", "confirm the delivery");
    rep.run(&format!(
        "reschedule {delivery} 2026-04-10 --why \"the crane\""
    ));
    let rungs = rep.json("show d1")["rungs"].clone();
    assert_eq!(
        rows(&rungs, "rung expected_on slips slipped_days")[4],
        "delivered 2026-04-10 1 7"
    );
    assert_eq!(
        check_in(&rep, &delivery, "due_on first_due_on"),
        "2026-04-10 2026-04-03"
    );
    let ready = rep.open_check_in("d1", "is it ready");
    assert_eq!(check_in(&rep, &ready, "due_on"), "2026-04-07");
}

#[test]
fn drop_gives_up_one_turn_or_all_of_them() {
    let rep = monday();
    let on_track = rep.open_check_in("d1", "is it on track");
    let dropped = rep.json(&format!("drop {on_track} --why \"they are away\""));
    assert_eq!(
        rows(&json!([dropped]), "status ended_on ended_why"),
        ["dropped 2026-03-09 they are away"]
    );
    let next = rep.open_check_in("d1", "is it on track");
    assert_eq!(check_in(&rep, &next, "due_on"), "2026-04-03");
    rep.run(&format!("drop {next} --all"));
    assert!(
        !open(&rep)
            .iter()
            .any(|line| line.ends_with("is it on track?")),
        "{:?}",
        open(&rep)
    );
    let said = rep.refused(5, "drop c1 --all");
    assert!(
        said.contains("does not repeat") && said.contains("leave --all out"),
        "{said}"
    );
}

#[test]
fn drop_of_a_rung_says_that_it_does_not_apply() {
    let rep = monday();
    let before = open(&rep);
    let delivery = rep.open_check_in("d1", "confirm the delivery");
    rep.run(&format!("drop {delivery} --why software"));
    let deal = rep.json("show d1");
    assert_eq!(
        rows(&deal["rungs"], "rung state")[4],
        "delivered not-applicable"
    );
    assert_eq!(
        rows(&json!([deal]), "rungs_done rungs_total next_rung"),
        ["3 6 verified"]
    );
    assert!(!open(&rep).iter().any(|line| line.contains("is it ready")));
    // And back.
    rep.run(&format!("reopen {delivery}"));
    assert_eq!(open(&rep), before);
}

#[test]
fn reopen_takes_done_and_drop_back() {
    let rep = monday();
    let before = open(&rep);
    let (on_track, delivery) = (
        rep.open_check_in("d1", "is it on track"),
        rep.open_check_in("d1", "confirm the delivery"),
    );
    for id in ["c1", "c2", on_track.as_str(), delivery.as_str()] {
        for end in ["done", "drop"] {
            rep.run(&format!("{end} {id}"));
            assert_ne!(open(&rep), before, "{end} {id}");
            let again = rep.json(&format!("reopen {id}"));
            assert_eq!(
                rows(&json!([again]), "id status ended_on ended_why"),
                [format!("{id} open - -")]
            );
            assert_eq!(open(&rep), before, "reopen after {end} {id}");
        }
    }
}

#[test]
fn a_check_in_that_ended_or_is_open_already_is_left_alone() {
    let rep = monday();
    rep.run("done c1");
    rep.run("drop c2");
    let table = [
        ("done c1", "c1 is done already"),
        ("snooze c1 fri", "c1 is done already"),
        ("reschedule c1 fri", "c1 is done already"),
        ("drop c1", "c1 is done already"),
        ("done c2", "c2 is dropped already"),
        ("drop c2", "c2 is dropped already"),
    ];
    for (command, why) in table {
        let said = rep.refused(5, command);
        assert!(
            said.contains(why) && said.contains("hint: "),
            "{command}: {said}"
        );
    }
    let said = rep.refused(5, "reopen c4");
    assert!(said.contains("c4 is open"), "{said}");
}

#[test]
fn only_the_id_of_a_check_in_will_do() {
    let rep = monday();
    for verb in [
        "done X",
        "snooze X fri",
        "reschedule X fri",
        "drop X",
        "reopen X",
    ] {
        for (target, code) in [
            ("c999", 3),
            ("acme", 2),
            ("d1", 2),
            ("a1", 2),
            ("''", 2),
            ("nobody", 2),
        ] {
            let command = verb.replace('X', target);
            let said = rep.refused(code, &command);
            assert!(said.contains("hint: "), "{command}: {said}");
        }
    }
    // In any case, as any id.
    assert_eq!(rep.json("done C1")["id"], "c1");
}

#[test]
fn a_live_deal_with_nothing_planned_is_adrift_until_something_is() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k --plan none");
    let adrift = rep.open_check_in("d1", "nothing planned");
    assert_eq!(check_in(&rep, &adrift, "kind due_on"), "adrift 2026-03-06");
    // It is settled by a plan and by nothing else.
    for command in ["done X", "drop X", "reschedule X fri"] {
        let said = rep.refused(5, &command.replace('X', &adrift));
        assert!(said.contains("hint: "), "{said}");
    }
    rep.run("log acme we talked");
    assert_eq!(check_in(&rep, &adrift, "status"), "open");
    rep.run("remind acme fri call");
    assert_eq!(check_in(&rep, &adrift, "status"), "done");
    assert_eq!(rep.json("due"), json!([]));
    // The command that leaves it so again says it.
    let call = rep.open_check_in("a1", "call");
    let said = rep.run(&format!("drop {call}"));
    assert!(said.contains("nothing planned"), "{said}");
    assert_eq!(rows(&rep.json("due"), "level"), ["adrift"]);
}
