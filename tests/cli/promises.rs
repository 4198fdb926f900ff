//! Promises, ours and theirs; risks with their plan B; thanks that wait for the money.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// A rep with one live deal of Acme's, d1, on a Friday; its plan is left out of the way.
fn friday() -> Environment {
    let rep = Environment::new();
    rep.run(r#"add "Acme Corp" Fleet 48k --plan none -w "Dana Ruiz <dana@acme.example>""#);
    rep.run("remind d1 2026-12-01 stay in touch");
    rep
}

/// The promises of a target, a line each.
fn promises(rep: &Environment, target: &str, fields: &str) -> Vec<String> {
    rows(&rep.json(&format!("show {target}"))["promises"], fields)
}

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_promise_has_a_date_and_belongs_to_the_live_deal() {
    let table = [
        ("'fri: the chart'", "2026-03-13 the chart"),
        ("fri: the chart", "2026-03-13 the chart"),
        ("'1 dec: 24/7 support'", "2026-12-01 24/7 support"),
        ("1 dec: 24/7 support", "2026-12-01 24/7 support"),
        ("today: call at 14:30", "2026-03-06 call at 14:30"),
        // As it was typed: not rolled to a workday.
        ("sat: the chart", "2026-03-07 the chart"),
    ];
    for (typed, expected) in table {
        for target in ["acme", "d1", "dana"] {
            let rep = friday();
            let promise = json!([rep.json(&format!("promise {target} {typed}"))]);
            assert_eq!(
                rows(&promise, "kind due_on what deal_id status theirs owner"),
                [format!("promise {expected} d1 open false -")],
                "{target} {typed}"
            );
        }
    }
    let said = friday().run("promise acme fri: the chart");
    assert!(said.contains("Fri 13 Mar 2026"), "{said}");
}

#[test]
fn who_owes_and_who_was_promised_is_kept() {
    let rep = friday();
    rep.run("promise acme 'mon: the plan' --owner Priya");
    rep.run("promise acme 'tue: their drawings' --theirs -w dana");
    assert_eq!(
        promises(&rep, "d1", "what owner theirs person"),
        ["the plan Priya false -", "their drawings - true Dana Ruiz"]
    );
    assert_eq!(promises(&rep, "d1", "what"), promises(&rep, "a1", "what"));
    let said = rep.refused(2, "promise acme 'mon: x' --theirs --owner Priya");
    assert!(said.contains("cannot stand with"), "{said}");
}

#[test]
fn what_is_no_promise_is_refused() {
    let table = [
        (2, "promise acme 'training dates'", "DATE: WHAT"),
        (2, "promise acme training dates", "has no date"),
        (2, "promise acme fri", "does not say what is promised"),
        (2, "promise acme 'fri: '", "does not say what is promised"),
        (
            2,
            "promise acme 'soon: the chart'",
            "hint: type a date such as",
        ),
        (2, "promise acme 'fri 14:30 call'", "hint: "),
        (2, "promise acme", "<DATE: WHAT>"),
        (5, "promise acme '2026-03-05: the chart'", "in the past"),
        (5, "promise acme 'yesterday: the chart'", "in the past"),
        (
            3,
            "promise acme 'fri: x' -w zoe",
            "on record there: Dana Ruiz",
        ),
        (3, "promise acme 'fri: x' -w p9", "nobody at Acme Corp"),
        (3, "promise nobody 'fri: x'", "hint: "),
        (3, "promise d9 'fri: x'", "there is no deal d9"),
        (2, "add Borel Pilot --promise training", "DATE: WHAT"),
        (2, "log acme hello --owe training", "DATE: WHAT"),
        (5, "log acme hello --owe 'yesterday: x'", "in the past"),
    ];
    let rep = friday();
    for (code, line, instead) in table {
        let said = rep.refused(code, line);
        assert!(said.contains(instead), "{line}: {said}");
    }
    rep.run("add a1 Vans 9k --plan none");
    let said = rep.refused(4, "promise acme 'fri: x'");
    assert!(said.contains("d1") && said.contains("d2"), "{said}");
    rep.run("add Nord --prospect");
    let said = rep.refused(3, "promise nord 'fri: x'");
    assert!(said.contains("no live deal"), "{said}");
}

#[test]
fn nothing_is_promised_on_a_lost_deal() {
    let rep = Environment::new();
    rep.write(
        "crm.csv",
        "id,Account,Stage,Close Date,Amount\n1,Gero BV,Closed Lost,2026-01-15,70000\n",
    );
    rep.run("import crm.csv");
    for line in [
        "promise d1 'fri: x'",
        "risk d1 'x // y' --review fri",
        "thank d1 'Priya: x'",
        "log d1 hello --owe 'fri: x'",
    ] {
        let said = rep.refused(5, line);
        assert!(said.contains("d1 is lost"), "{line}: {said}");
    }
}

#[test]
fn a_promise_of_ours_past_its_date_is_broken_and_heads_the_morning() {
    let mut rep = friday();
    rep.run("add Borel Pilot 900k --plan none --delivery 2026-03-09");
    let ours = id(&rep.json("promise acme 'tue: training dates' --owner Priya"));
    rep.at("2026-03-10");
    assert_eq!(promises(&rep, "d1", "status"), ["open"]);
    assert_eq!(
        rows(&rep.json("due --account acme"), "level check_in.id"),
        [format!("today {ours}")]
    );
    rep.at("2026-03-12");
    assert_eq!(promises(&rep, "d1", "status days_overdue"), ["broken 2"]);
    assert_eq!(
        rows(&rep.json("due"), "level days_overdue account.name"),
        ["broken 2 Acme Corp", "late 3 Borel"]
    );
    let morning = rep.run("due");
    assert!(
        morning.contains("BROKEN PROMISE")
            && morning.contains("training dates (Priya), promised 10 Mar"),
        "{morning}"
    );
}

#[test]
fn a_promise_of_theirs_is_overdue_and_never_broken() {
    let mut rep = friday();
    rep.run("promise acme 'tue: the drawings' --theirs");
    rep.at("2026-03-12");
    assert_eq!(promises(&rep, "d1", "status days_overdue"), ["open 2"]);
    assert_eq!(rows(&rep.json("due"), "level"), ["overdue"]);
    assert_eq!(rep.json("due --level broken"), json!([]));
    let morning = rep.run("due");
    assert!(
        morning.contains("from them: the drawings, promised 10 Mar"),
        "{morning}"
    );
}

#[test]
fn a_snooze_hides_a_broken_promise_and_mends_nothing() {
    let mut rep = friday();
    let promise = id(&rep.json("promise acme 'mon: the plan'"));
    rep.at("2026-03-11");
    rep.run(&format!("snooze {promise} fri"));
    assert_eq!(rep.json("due --level broken"), json!([]));
    assert_eq!(promises(&rep, "d1", "status days_overdue"), ["broken 2"]);
    rep.at("2026-03-13");
    assert_eq!(
        rows(&rep.json("due"), "level days_overdue"),
        ["broken 4"],
        "its lateness stays"
    );
}

#[test]
fn a_kept_promise_says_whether_it_was_late_and_what_shows_it() {
    for (kept_on, late) in [
        ("2026-03-09", false),
        ("2026-03-10", false),
        ("2026-03-11", true),
    ] {
        let mut rep = friday();
        let promise = id(&rep.json("promise acme 'tue: the plan'"));
        rep.at(kept_on);
        let done = rep.json(&format!(
            "done {promise} by mail --evidence 'mail of today'"
        ));
        assert_eq!(done["status"], "done");
        assert_eq!(
            promises(
                &rep,
                "d1",
                "status kept_on kept_late evidence ended_why judged_on"
            ),
            [format!(
                "kept {kept_on} {late} mail of today by mail 2026-03-10"
            )]
        );
        rep.run(&format!("reopen {promise}"));
        let status = if late { "broken" } else { "open" };
        assert_eq!(
            promises(&rep, "d1", "status kept_on kept_late evidence"),
            [format!("{status} - - -")]
        );
    }
}

#[test]
fn a_promise_that_moves_is_judged_by_its_first_date_unless_they_agree() {
    let mut rep = friday();
    let promise = id(&rep.json("promise acme 'tue: the plan'"));
    let said = rep.refused(5, &format!("reschedule {promise} fri"));
    assert!(said.contains("--why"), "{said}");
    rep.run(&format!(
        "reschedule {promise} fri --why 'the printer is ill'"
    ));
    rep.at("2026-03-12");
    assert_eq!(
        promises(
            &rep,
            "d1",
            "status due_on first_due_on judged_on why agreed_by"
        ),
        ["open 2026-03-13 2026-03-10 2026-03-10 the printer is ill -"],
        "it is not past the date it has now"
    );
    // What was promised first is said all the same.
    let morning = rep.run("due --within 7d");
    assert!(morning.contains("the plan, promised 10 Mar"), "{morning}");
    rep.run(&format!("done {promise}"));
    assert_eq!(promises(&rep, "d1", "status kept_late"), ["kept true"]);

    let rep = friday();
    let promise = id(&rep.json("promise acme 'tue: the plan'"));
    let said = rep.refused(3, &format!("reschedule {promise} fri --agreed-by zoe"));
    assert!(said.contains("Dana Ruiz"), "{said}");
    rep.run(&format!("reschedule {promise} fri --agreed-by dana"));
    assert_eq!(
        promises(
            &rep,
            "d1",
            "due_on first_due_on judged_on agreed_by agreed_by_id"
        ),
        ["2026-03-13 2026-03-10 2026-03-13 Dana Ruiz p1"]
    );
    // Moved once more, and nobody agreed to that.
    rep.run(&format!("reschedule {promise} 2w --why 'still ill'"));
    assert_eq!(
        promises(&rep, "d1", "due_on judged_on"),
        ["2026-03-20 2026-03-13"]
    );
}

#[test]
fn a_promise_is_waived_for_a_reason_or_by_agreement() {
    let rep = friday();
    let promise = id(&rep.json("promise acme 'tue: the plan'"));
    let said = rep.refused(5, &format!("drop {promise}"));
    assert!(said.contains("--why"), "{said}");
    rep.refused(3, &format!("drop {promise} --agreed-by zoe"));
    rep.run(&format!("drop {promise} --why 'they have one'"));
    assert_eq!(
        promises(&rep, "d1", "status ended_why agreed_by kept_on kept_late"),
        ["waived they have one - - -"]
    );
    rep.run(&format!("reopen {promise}"));
    rep.run(&format!("drop {promise} --agreed-by dana"));
    assert_eq!(
        promises(&rep, "d1", "status agreed_by"),
        ["waived Dana Ruiz"]
    );
    rep.run(&format!("reopen {promise}"));
    assert_eq!(promises(&rep, "d1", "status agreed_by"), ["open -"]);
}

#[test]
fn what_is_said_of_promises_is_refused_of_anything_else() {
    let rep = friday();
    let care = rep.open_check_in("d1", "stay in touch");
    for line in [
        format!("done {care} --evidence mail"),
        format!("reschedule {care} fri --agreed-by dana"),
        format!("drop {care} --agreed-by dana"),
    ] {
        let said = rep.refused(5, &line);
        assert!(said.contains("is no promise"), "{line}: {said}");
    }
}

#[test]
fn a_contact_keeps_no_promise_and_a_promise_is_no_plan_to_talk() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k --plan none");
    let adrift = rep.open_check_in("d1", "nothing planned");
    rep.run("promise acme 'today: the plan'");
    assert_eq!(
        rep.open_check_in("d1", "nothing planned"),
        adrift,
        "a promise is not a date to talk"
    );
    let logged = rep.json("log acme she is glad -n fri");
    assert_eq!(logged["closed"], json!([]));
    assert_eq!(promises(&rep, "d1", "status"), ["open"]);
}

#[test]
fn log_notes_what_we_owe_since() {
    let rep = friday();
    let said = rep.run("log acme -w dana glad --owe 'fri: the price list' --owe 'mon: a crane'");
    assert!(
        said.contains("we owe the price list, Fri 13 Mar 2026") && said.lines().count() <= 3,
        "{said}"
    );
    assert_eq!(
        promises(&rep, "d1", "what due_on deal_id person"),
        [
            "the price list 2026-03-13 d1 Dana Ruiz",
            "a crane 2026-03-09 d1 Dana Ruiz"
        ]
    );
    // Whose it is must be clear, and nothing is logged before it is.
    rep.run("add a1 Vans 9k --plan none");
    let said = rep.refused(4, "log acme hello --owe 'fri: x'");
    assert!(said.contains("name the deal"), "{said}");
    rep.run("log d2 hello --owe 'fri: the vans'");
    assert_eq!(promises(&rep, "d2", "what"), ["the vans"]);
    // Where nothing is live it is the account's own.
    rep.run("add Nord --prospect");
    rep.run("log nord hello --owe 'fri: an offer'");
    assert_eq!(promises(&rep, "nord", "what deal_id"), ["an offer -"]);
}

#[test]
fn add_takes_promises_risks_and_thanks() {
    let mut rep = Environment::new();
    rep.at("2026-03-20");
    rep.run(
        "add Acme Fleet 48k --signed 2026-03-02 -d 2026-04-17 -w Dana
         --promise '10 mar: training dates' --promise '1 dec: 24/7 support'
         --risk 'the lathes come late // rent two' --thank 'Priya: built the demo' --plan none",
    );
    let shown = rep.json("show d1");
    assert_eq!(
        rows(&shown["promises"], "what due_on status person"),
        [
            "training dates 2026-03-10 broken Dana",
            "24/7 support 2026-12-01 open Dana"
        ],
        "a date counts from the signature, and may be past"
    );
    assert_eq!(
        rows(&shown["risks"], "kind what plan_b due_on"),
        ["risk the lathes come late rent two 2026-04-14"]
    );
    assert_eq!(
        rows(&shown["thanks"], "kind what colleague due_on"),
        ["thanks built the demo Priya -"]
    );
    for (line, instead) in [
        ("add Borel --risk 'the lathes come late'", "WHAT // PLAN B"),
        ("add Borel --thank Priya", "COLLEAGUE: WHAT"),
        ("add Borel --rival ' '", "--rival"),
    ] {
        let said = rep.refused(2, line);
        assert!(said.contains(instead), "{line}: {said}");
    }
    assert_eq!(rep.json("accounts").as_array().unwrap().len(), 1);
}

#[test]
fn a_dry_run_promises_nothing() {
    let rep = friday();
    let promise = rep.json("promise acme 'fri: the chart' --dry-run");
    assert_eq!(
        (&promise["id"], &promise["dry_run"]),
        (&Value::Null, &json!(true))
    );
    rep.json("rival acme Initech --dry-run");
    let shown = rep.json("show d1");
    assert_eq!(
        (&shown["promises"], &shown["rivals"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn a_risk_is_looked_at_again_and_settled() {
    let mut rep = friday();
    let risk = id(&rep.json("risk acme 'the lathes come late // rent two' --review mon"));
    rep.at("2026-03-09");
    assert_eq!(
        rows(&rep.json("due"), "level check_in.kind check_in.plan_b"),
        ["today risk rent two"]
    );
    let morning = rep.wide(120).run("due");
    assert!(
        morning.contains("risk: the lathes come late; plan B: rent two"),
        "{morning}"
    );
    // A contact does not settle it.
    rep.run("log acme hello");
    assert_eq!(rows(&rep.json("show d1")["risks"], "status"), ["open"]);
    rep.run(&format!("done {risk} two are on the way"));
    assert_eq!(
        rows(&rep.json("show d1")["risks"], "status plan_b ended_why"),
        ["done rent two two are on the way"]
    );
    for (code, line, instead) in [
        (
            2,
            "risk acme 'the lathes come late' --review fri",
            "WHAT // PLAN B",
        ),
        (
            2,
            "risk acme 'see https://a.example' --review fri",
            "WHAT // PLAN B",
        ),
        (2, "risk acme '// rent two' --review fri", "WHAT // PLAN B"),
        (2, "risk acme 'the lathes // rent two'", "--review"),
        (
            5,
            "risk acme 'the lathes // rent two' --review yesterday",
            "in the past",
        ),
    ] {
        let said = rep.refused(code, line);
        assert!(said.contains(instead), "{line}: {said}");
    }
}

#[test]
fn a_late_delivery_names_the_plan_b() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k -d 2026-03-10 --plan none");
    rep.run("remind d1 2026-12-01 stay in touch");
    let risk = id(&rep.json("risk acme 'no lathes // rent two' --review 2026-06-01"));
    rep.at("2026-03-10");
    assert_eq!(rep.json("due")[0]["check_in"]["why"], Value::Null);
    rep.at("2026-03-12");
    let why = |rep: &Environment| rep.json("due")[0]["check_in"]["why"].clone();
    assert_eq!(why(&rep), "plan B: rent two");
    assert!(
        rep.run("due")
            .contains("delivery was due 10 Mar; plan B: rent two"),
        "{}",
        rep.run("due")
    );
    rep.run(&format!("done {risk}"));
    assert_eq!(why(&rep), Value::Null, "the risk is settled");
}

#[test]
fn a_plan_b_is_not_what_a_narrow_screen_cuts() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k -d 2026-03-10 --plan none --penalty '1 % a week, and no more than a tenth of the whole'");
    rep.run("risk acme 'no lathes // rent two' --review 2026-06-01");
    rep.at("2026-03-12");
    rep.run("mark d1 delivered --part 'the first of two halls'");
    let due = rep.run("due");
    assert!(
        due.contains("was due 10 Mar; plan B: rent two; so far"),
        "{due}"
    );
    assert!(due.contains('…'), "{due}");
    let due = rep.run("due -v");
    assert!(due.contains("of the whole") && !due.contains('…'), "{due}");
}

#[test]
fn thanks_wait_for_the_money_and_fall_due_with_it() {
    let mut rep = friday();
    let thanks = id(&rep.json("thank acme Priya: built the demo"));
    let stands =
        |rep: &Environment| rows(&rep.json("show d1")["thanks"], "status due_on colleague");
    assert_eq!(stands(&rep), ["open - Priya"]);
    rep.run("mark acme verified");
    // A Saturday: the thanks wait for Monday.
    rep.at("2026-03-14");
    rep.run("mark acme paid --on 2026-03-12");
    assert_eq!(rep.json("show d1")["status"], "settled");
    assert_eq!(stands(&rep), ["open 2026-03-16 Priya"]);
    rep.at("2026-03-16");
    let morning = rep.run("due");
    assert!(morning.contains("thank Priya: built the demo"), "{morning}");
    // The money came back: so do the thanks.
    rep.run("mark d1 paid --undo");
    assert_eq!(stands(&rep), ["open - Priya"]);
    rep.run("mark acme paid");
    rep.run(&format!("done {thanks}"));
    assert_eq!(stands(&rep), ["done 2026-03-16 Priya"]);
    for (line, instead) in [
        ("thank d1 Priya", "COLLEAGUE: WHAT"),
        ("thank d1 'Priya:'", "COLLEAGUE: WHAT"),
        ("thank d1", "<COLLEAGUE: WHAT>"),
    ] {
        let said = rep.refused(2, line);
        assert!(said.contains(instead), "{line}: {said}");
    }
}

#[test]
fn a_day_chosen_for_thanks_stays() {
    let rep = friday();
    let thanks = id(&rep.json("thank acme 'Priya: built the demo'"));
    rep.run(&format!("reschedule {thanks} 2026-03-20"));
    rep.run("mark acme verified");
    rep.run("mark acme paid");
    let due_on = |rep: &Environment| rows(&rep.json("show d1")["thanks"], "due_on");
    assert_eq!(due_on(&rep), ["2026-03-20"]);
    rep.run("mark d1 paid --undo");
    assert_eq!(due_on(&rep), ["2026-03-20"]);
}

#[test]
fn a_settled_deal_keeps_its_open_promises() {
    let rep = friday();
    rep.run("promise acme '2026-06-01: the spare parts'");
    rep.run("mark acme verified");
    rep.run("mark acme paid");
    assert_eq!(promises(&rep, "d1", "status due_on"), ["open 2026-06-01"]);
    rep.run("promise d1 '1 jul: the second service'");
    assert_eq!(promises(&rep, "d1", "what").len(), 2);
}

#[test]
fn show_lists_what_became_of_every_promise() {
    let mut rep = friday();
    rep.run("promise acme 'mon: the plan' --owner Priya");
    let list = id(&rep.json("promise acme 'tue: their list' --theirs"));
    let chart = id(&rep.json("promise acme 'tue: the chart'"));
    rep.run(&format!("drop {list} --agreed-by dana"));
    rep.at("2026-03-12");
    rep.run(&format!("done {chart} --evidence 'mail of today'"));
    let shown = rep.wide(120).run("show d1");
    for expected in [
        "\nOWED\nc3  broken  Mon 9 Mar 2026  the plan (Priya)\n\n",
        "Thu 12 Mar  kept late  the chart, mail of today\n",
        "Fri 6 Mar   waived     from them: their list, Dana Ruiz agreed\n",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
}

#[test]
fn edit_mends_what_was_typed_of_promises_risks_and_thanks() {
    let rep = friday();
    let promise = id(&rep.json("promise acme 'mon: the plan' --owner Prya"));
    let risk = id(&rep.json("risk acme 'no lathes // rent two' --review fri"));
    let thanks = id(&rep.json("thank acme 'Tim: the crane'"));
    rep.run(&format!("edit {promise} --owner Priya --evidence mail"));
    rep.run(&format!("edit {risk} --plan-b 'rent three'"));
    rep.run(&format!("edit {thanks} --owner Tom"));
    assert_eq!(promises(&rep, "d1", "owner evidence"), ["Priya mail"]);
    rep.run(&format!("edit {promise} --owner ''"));
    assert_eq!(promises(&rep, "d1", "owner evidence"), ["- mail"]);
    let shown = rep.json("show d1");
    assert_eq!(rows(&shown["risks"], "plan_b"), ["rent three"]);
    assert_eq!(rows(&shown["thanks"], "colleague"), ["Tom"]);
    for line in [
        format!("edit {risk} --owner Tom"),
        format!("edit {thanks} --evidence mail"),
        format!("edit {promise} --plan-b x"),
        format!("edit {risk} --plan-b ''"),
        format!("edit {thanks} --owner ''"),
        "edit d1 --owner Tom".to_owned(),
    ] {
        rep.refused(2, &line);
    }
}

#[test]
fn the_verbose_morning_names_what_is_promised_and_not_due_yet() {
    let mut rep = friday();
    rep.run("remind d1 mon call them");
    rep.run("promise acme '1 dec: the spare parts'");
    let kept = id(&rep.json("promise acme '2 dec: the chart'"));
    rep.run(&format!("done {kept}"));
    rep.at("2026-03-09");
    let line = "Tue 1 Dec";
    assert!(!rep.run("due").contains("the spare parts"));
    for command in ["due -v", "due -v --by deal"] {
        let morning = rep.run(command);
        assert!(
            morning.contains("the spare parts") && morning.contains(line),
            "{morning}"
        );
        assert!(!morning.contains("the chart"), "it is kept: {morning}");
    }
    assert_eq!(rep.run("due -v --json"), rep.run("due --json"));
}
