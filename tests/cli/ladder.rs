//! The ladder of a deal: marks, expectations, what they imply, and what follows for its check-ins.

use serde_json::{Value, json};

use crate::environment::{Environment, contents, rows};

/// A rep with one deal, signed on the 6th, on the 20th of March.
fn signed() -> Environment {
    let mut rep = Environment::new();
    rep.run("add Cato Rollout 30k -d 2026-03-27");
    rep.at("2026-03-20");
    rep
}

/// What one rung says: these fields.
fn rung(rep: &Environment, name: &str, fields: &str) -> String {
    let rungs = rep.json("show d1")["rungs"].clone();
    let mut lines = rows(&rungs, &format!("rung {fields}"));
    lines.retain(|line| line.starts_with(name));
    assert_eq!(lines.len(), 1, "{name}");
    lines.remove(0)[name.len() + 1..].to_owned()
}

/// The open check-ins with their dates, by date.
fn open(rep: &Environment) -> Vec<String> {
    let mut lines = rows(&rep.json("show d1")["check_ins"], "status due_on id what");
    lines.retain(|line| line.starts_with("open "));
    lines.sort();
    lines
}

#[test]
fn marks_imply_what_must_have_happened_and_nothing_else() {
    // The states of: verbal ordered credit signed delivered live verified invoiced paid.
    let table = [
        (
            "verbal",
            "done open n/a open open n/a open open open",
            "1/7 verbal",
        ),
        (
            "signed",
            "done done n/a done open n/a open open open",
            "3/7 signed",
        ),
        (
            "credit",
            "open open done open open n/a open open open",
            "1/8 -",
        ),
        (
            "delivered",
            "open open n/a open done n/a open open open",
            "1/7 -",
        ),
        (
            "live",
            "open open n/a open done done open open open",
            "2/8 -",
        ),
        (
            "verified",
            "open open n/a open done n/a done open open",
            "2/7 -",
        ),
        (
            "invoiced",
            "open open n/a open open n/a open done open",
            "1/7 -",
        ),
        (
            "paid",
            "open open n/a open open n/a open done done",
            "2/7 -",
        ),
    ];
    for (mark, states, stands) in table {
        let rep = Environment::new();
        rep.run("add Cato Rollout 30k --prospect");
        let deal = rep.json(&format!("mark d1 {mark}"));
        assert_eq!(
            format!(
                "{}/{} {}",
                deal["rungs_done"],
                deal["rungs_total"],
                deal["rung"].as_str().unwrap_or("-")
            ),
            stands,
            "{mark}"
        );
        let found = rows(&rep.json("show d1")["rungs"], "state").join(" ");
        assert_eq!(found.replace("not-applicable", "n/a"), states, "{mark}");
    }
}

#[test]
fn the_names_of_rungs_and_of_what_happens_there_are_accepted() {
    for (word, rung) in [
        ("order", "ordered"),
        ("delivery", "delivered"),
        ("go-live", "live"),
        ("invoice", "invoiced"),
        ("payment", "paid"),
        ("PAID", "paid"),
    ] {
        let rep = signed();
        rep.run(&format!("mark cato {word}"));
        assert!(
            rows(&rep.json("show d1")["rungs"], "rung state done_on")
                .contains(&format!("{rung} done 2026-03-20")),
            "{word}"
        );
    }
    let said = signed().refused(2, "mark cato shipped");
    assert!(
        said.contains("delivered") && said.contains("paid"),
        "{said}"
    );
}

#[test]
fn the_status_is_derived_from_the_rungs() {
    let rep = Environment::new();
    rep.run("add Cato Rollout 30k --prospect");
    let table = [
        ("mark d1 verbal", "verbal verbal"),
        ("mark d1 ordered", "won standard"),
        ("mark d1 verified", "won standard"),
        ("mark d1 paid", "settled standard"),
        ("mark d1 paid --undo", "won standard"),
        ("mark d1 paid --na", "settled standard"),
        ("mark d1 paid --undo", "won standard"),
        ("mark d1 verified --undo", "won standard"),
    ];
    for (command, expected) in table {
        let deal = rep.json(command);
        assert_eq!(rows(&json!([deal]), "status plan"), [expected], "{command}");
    }
    let said = rep.run("mark d1 paid");
    assert!(
        said.contains("delivered, verified"),
        "what is missing: {said}"
    );
    rep.run("mark d1 verified");
    let said = rep.run("show d1");
    assert!(said.contains("settled"), "{said}");
}

#[test]
fn any_order_is_allowed_and_the_gap_is_named() {
    let table = [
        ("paid", "paid, not yet delivered, verified"),
        ("invoice", "invoiced, not yet delivered, verified"),
        ("verified", "missing until it is settled: paid"),
        ("delivery", "missing until it is settled: verified, paid"),
    ];
    for (mark, gap) in table {
        let said = signed().run(&format!("mark cato {mark}"));
        assert!(said.contains(gap), "{mark}: {said}");
    }
    // What is taken back has no gap below it.
    let rep = signed();
    rep.run("expect cato credit 2026-04-01");
    rep.run("mark cato delivery");
    let said = rep.run("mark cato delivery --undo");
    assert!(!said.contains("not yet"), "{said}");
}

#[test]
fn a_mark_on_the_wrong_day_is_refused() {
    let rep = signed();
    rep.run("mark cato delivery --on 2026-03-10");
    let table = [
        (
            "mark cato verified --on tomorrow",
            "today or an earlier day",
        ),
        (
            "mark cato verified --on 2026-03-21",
            "today or an earlier day",
        ),
        ("mark cato live --on 2026-03-09", "delivered"),
        ("mark cato verified --on 2026-03-09", "delivered"),
        ("mark cato verified --undo", "hint: "),
        ("mark cato verbal --undo", "signed --undo"),
        ("mark cato ordered --na", "signed --undo"),
        ("mark cato delivery --na", "--undo"),
        ("expect cato signed fri", "--undo"),
        ("expect cato delivery fri", "--undo"),
    ];
    for (command, instead) in table {
        let said = rep.refused(5, command);
        assert!(
            said.contains(instead) && said.contains("hint: "),
            "{command}: {said}"
        );
    }
    for command in [
        "mark cato paid --undo --na",
        "mark cato paid --undo --on today",
        "mark cato paid --na --on today",
    ] {
        rep.refused(2, command);
    }
    // On the very day is no contradiction, and a second mark corrects the date.
    rep.run("mark cato verified --on 2026-03-10");
    rep.run("mark cato verified --on 2026-03-12");
    assert_eq!(rung(&rep, "verified", "done_on"), "2026-03-12");
}

#[test]
fn credit_and_live_count_only_when_expected_or_marked() {
    for name in ["credit", "live"] {
        let rep = signed();
        assert_eq!(rung(&rep, name, "state"), "not-applicable");
        let total = |rep: &Environment| rep.json("show d1")["rungs_total"].clone();
        assert_eq!(total(&rep), 7);
        rep.run(&format!("expect cato {name} 2026-04-01"));
        assert_eq!(
            (rung(&rep, name, "state").as_str(), total(&rep)),
            ("open", json!(8))
        );
        rep.run(&format!("mark cato {name} --na"));
        assert_eq!(
            (rung(&rep, name, "state").as_str(), total(&rep)),
            ("not-applicable", json!(7))
        );
        rep.run(&format!("mark cato {name}"));
        assert_eq!(
            (rung(&rep, name, "state").as_str(), total(&rep)),
            ("done", json!(8))
        );
    }
}

#[test]
fn what_waits_for_the_go_live_counts_from_the_delivery_where_there_is_none() {
    let rep = signed();
    let measure = rep.open_check_in("d1", "measure");
    let due = |rep: &Environment| {
        let all = rows(&rep.json("show d1")["check_ins"], "id due_on");
        all.into_iter()
            .find_map(|line| line.strip_prefix(&format!("{measure} ")).map(str::to_owned))
    };
    // 30 days after, rolled to a workday.
    let table = [
        ("expect cato delivery 2026-04-01", "2026-05-01"),
        ("expect cato go-live 2026-04-10", "2026-05-11"),
        ("mark cato live --on 2026-03-16", "2026-04-15"),
        ("mark cato live --undo", "2026-05-11"),
        ("mark cato live --na", "2026-05-01"),
        ("mark cato delivery", "2026-04-20"),
    ];
    for (command, expected) in table {
        rep.run(command);
        assert_eq!(due(&rep).as_deref(), Some(expected), "{command}");
    }
}

#[test]
fn a_rung_with_an_expected_date_has_exactly_one_check_in_on_that_day_not_rolled() {
    let mut rep = signed();
    for on in ["2026-03-28", "2026-04-05", "2026-04-02"] {
        rep.run(&format!("expect cato delivery {on}"));
        let mut rungs = rows(&rep.json("show d1")["check_ins"], "kind status due_on rung");
        rungs.retain(|line| line.starts_with("rung "));
        assert_eq!(rungs, [format!("rung open {on} delivered")]);
    }
    // Past its date it is late, and says how often it slipped.
    rep.at("2026-04-05");
    assert_eq!(
        rows(&rep.json("due"), "level days_overdue check_in.rung"),
        ["late 3 delivered"]
    );
    let said = rep.run("due");
    assert!(
        said.contains("delivery was due 2 Apr, slipped 2×"),
        "{said}"
    );
}

#[test]
fn every_change_of_an_expected_date_is_kept_and_only_later_ones_are_slips() {
    let rep = signed();
    let table = [
        ("2026-03-27", "2026-03-27 0 0"), // as it was
        ("2026-04-10", "2026-04-10 1 14"),
        ("2026-04-03", "2026-04-03 1 14"), // earlier is no slip
        ("2026-04-07", "2026-04-07 2 18"),
        ("2026-03-19", "2026-03-19 2 18"), // expect takes a past day
    ];
    for (on, expected) in table {
        rep.run(&format!("expect cato delivery {on} --why \"the crane\""));
        assert_eq!(
            rung(&rep, "delivered", "expected_on slips slipped_days"),
            expected,
            "{on}"
        );
    }
    let said = rep.run("expect cato delivery 15 apr");
    assert!(
        said.contains("Wed 15 Apr 2026") && said.contains("slipped 3×, 45 days in all"),
        "{said}"
    );
    rep.run("mark cato delivery");
    assert_eq!(
        rung(&rep, "delivered", "state slips slipped_days"),
        "done 3 45"
    );
}

#[test]
fn steps_follow_their_rung_and_a_done_one_opens_again_when_it_slips() {
    let rep = signed();
    let (ready, works) = (
        rep.open_check_in("d1", "is it ready"),
        rep.open_check_in("d1", "does it work"),
    );
    rep.run(&format!("done {ready}"));
    // Earlier or the same: what was ready is ready.
    rep.run("expect cato delivery 2026-03-26");
    assert!(
        !open(&rep)
            .iter()
            .any(|line| line.contains(&format!(" {ready} ")))
    );
    let said = rep.run("expect cato delivery 2026-04-03");
    assert!(
        said.lines()
            .any(|line| line.starts_with("again") && line.contains(&ready)),
        "{said}"
    );
    let now = open(&rep);
    assert!(
        now.contains(&format!(
            "open 2026-03-31 {ready} is it ready? date, crew, promises"
        )),
        "{now:?}"
    );
    assert!(
        now.contains(&format!("open 2026-04-10 {works} does it work as sold?")),
        "{now:?}"
    );
}

#[test]
fn a_repeat_ends_at_its_rung_and_is_not_planned_past_the_expected_date() {
    let rep = signed();
    let on_track = rep.open_check_in("d1", "is it on track");
    let due = |rep: &Environment| {
        open(rep)
            .into_iter()
            .find(|line| line.contains(&format!(" {on_track} ")))
            .map(|line| line[5..].split(' ').next().unwrap().to_owned())
    };
    let table = [
        ("expect cato delivery 2026-03-19", Some("-")), // its turn is the 20th
        ("expect cato delivery 2026-03-20", Some("2026-03-20")),
        ("mark cato delivery", None),
        ("mark cato delivery --undo", Some("2026-03-20")),
        ("mark cato delivery --na", None),
    ];
    for (command, expected) in table {
        rep.run(command);
        assert_eq!(due(&rep).as_deref(), expected, "{command}");
    }
}

#[test]
fn undo_takes_back_the_mark_and_all_that_followed_from_it() {
    for mark in [
        "delivery",
        "delivery --on 2026-03-16",
        "live",
        "verified",
        "paid",
        "invoice",
        "order",
        "credit",
    ] {
        let rep = signed();
        rep.run("expect cato invoice 2026-04-01");
        let (before, standing) = (open(&rep), rep.json("show d1")["rungs"].clone());
        rep.run(&format!("mark cato {mark}"));
        let word = mark.split(' ').next().unwrap();
        let deal = rep.json(&format!("mark cato {word} --undo"));
        assert_eq!(open(&rep), before, "{mark}");
        assert_eq!(rep.json("show d1")["rungs"], standing, "{mark}");
        assert_eq!(deal["status"], "won");
    }
}

#[test]
fn undo_opens_again_what_a_late_mark_had_left_out() {
    let mut rep = signed();
    rep.at("2026-06-01");
    rep.run("expect cato delivery 2026-06-30");
    let before = open(&rep);
    let said = rep.run("mark cato delivery --on 2026-04-20");
    assert!(said.contains("superseded"), "{said}");
    rep.run("mark cato delivery --undo");
    assert_eq!(open(&rep), before);
}

#[test]
fn undo_of_what_settled_a_deal_takes_the_account_care_with_it() {
    let rep = signed();
    rep.run("mark cato delivery");
    rep.run("mark cato verified");
    let before = open(&rep);
    rep.run("mark cato paid");
    assert_eq!(open(&rep), [""; 0]);
    let own = rows(&rep.json("show cato")["check_ins"], "status deal_id kind");
    assert!(own.contains(&"open - care".to_owned()), "{own:?}");
    rep.run("mark d1 paid --undo");
    assert_eq!(open(&rep), before);
    let own = rows(&rep.json("show cato")["check_ins"], "status deal_id kind");
    assert!(!own.contains(&"open - care".to_owned()), "{own:?}");
}

#[test]
fn a_late_mark_leaves_only_the_latest_of_what_would_be_past() {
    let mut rep = signed();
    rep.at("2026-06-01");
    // A week after (27 April) and 30 days after (20 May) are both past by now.
    rep.run("mark cato delivery --on 2026-04-20");
    assert_eq!(
        open(&rep)
            .into_iter()
            .filter(|line| !line.starts_with("open - "))
            .collect::<Vec<_>>(),
        [
            "open 2026-03-09 c1 reassure: what happens next",
            "open 2026-03-13 c2 hand over: who does what",
            "open 2026-06-01 c6 measure the results",
        ]
    );
}

#[test]
fn a_mark_that_is_said_twice_stays_on_its_day() {
    let mut rep = signed();
    rep.run("mark d1 delivered");
    let file = contents(&rep.db());
    rep.at("2026-03-24");
    let answer = rep.run("mark d1 delivered");
    assert!(
        answer.contains("delivered Fri 20 Mar 2026 already; --on DATE corrects the day · 4/7"),
        "{answer}"
    );
    assert_eq!(rung(&rep, "delivered", "done_on"), "2026-03-20");
    assert!(contents(&rep.db()) == file, "nothing was to change");
    // What only followed from another mark has no day of its own yet.
    rep.run("mark d1 verified --on mon");
    rep.run("mark d1 live");
    assert_eq!(rung(&rep, "live", "done_on"), "2026-03-24");
    let answer = rep.run("mark d1 delivered --on mon");
    assert!(
        answer.contains("delivered Mon 23 Mar 2026, it was Fri 20 Mar 2026"),
        "{answer}"
    );
}

#[test]
fn a_reference_belongs_to_a_mark() {
    let rep = signed();
    rep.run("mark cato order --on 2026-03-06 --ref PO-77");
    rep.run("mark cato invoice --ref INV-7");
    assert_eq!(rung(&rep, "ordered", "ref"), "PO-77");
    assert_eq!(rung(&rep, "invoiced", "ref"), "INV-7");
    rep.run("mark cato invoice --on 2026-03-19");
    assert_eq!(rung(&rep, "invoiced", "done_on ref"), "2026-03-19 INV-7");
    // First the correction goes, then the mark with its number.
    rep.run("mark cato invoice --undo");
    assert_eq!(rung(&rep, "invoiced", "done_on ref"), "2026-03-20 INV-7");
    rep.run("mark cato invoice --undo");
    assert_eq!(rung(&rep, "invoiced", "done_on ref"), "- -");
}

#[test]
fn an_account_stands_for_its_one_live_deal() {
    let rep = signed();
    rep.run("add a1 Service 12k");
    let said = rep.refused(4, "mark cato delivery");
    assert!(
        said.contains("d1") && said.contains("d2") && said.contains("hint: "),
        "{said}"
    );
    rep.refused(4, "expect cato delivery fri");
    for command in ["mark d2 verified", "mark d2 paid"] {
        rep.run(command);
    }
    // The settled one is not meant any more; by its id it is.
    assert_eq!(rep.json("mark cato delivery")["id"], "d1");
    assert_eq!(rep.json("mark d2 paid --undo")["id"], "d2");
    let said = rep.refused(3, "mark nobody paid");
    assert!(said.contains("hint: "), "{said}");
    // A check-in stands for its deal.
    assert_eq!(rep.json("mark c1 invoice")["id"], "d1");
    // A prospect is not live.
    rep.run("add Borel Line --prospect");
    let said = rep.refused(3, "mark borel verbal");
    assert!(said.contains("d3") && said.contains("by its id"), "{said}");
    assert_eq!(rep.json("mark d3 verbal")["status"], "verbal");
    assert_eq!(rep.json("list --status prospect"), Value::Array(Vec::new()));
}
