//! Results: promised, measured, accepted, and asked for until they are met.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// A deal signed on Friday 6 March, delivered on the 20th, with Dana there; a week later.
fn rep() -> Environment {
    let mut rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k -d '20 mar' -w 'Dana Ruiz <dana@acme.example>'");
    rep.at("2026-03-13");
    rep
}

/// Promises `first response: 40 -> 28 h`, to be measured on Friday 27 March.
fn promised(rep: &Environment) -> Value {
    rep.json("result add acme first response --baseline 40 --target 28 --unit h --by '27 mar'")
}

/// What asks for results, by id: id, status, day, words.
fn asking(rep: &Environment) -> Vec<String> {
    let mut all = rep.json("show acme")["check_ins"].clone();
    all.as_array_mut()
        .unwrap()
        .retain(|one| one["kind"] == "result");
    rows(&all, "id status due_on result_id ended_why")
}

#[test]
fn a_result_is_promised_and_asked_for() {
    let rep = rep();
    let record = promised(&rep);
    let expected = json!({
        "id": "r1", "uid": record["uid"], "account_id": "a1", "account": "Acme Corp", "deal_id": "d1",
        "deal": "Fleet", "metric": "first response", "unit": "h", "baseline": 40, "target": 28,
        "by": "2026-03-27", "actual": null, "measured_on": null, "measurements": [], "status": "unmeasured",
        "accepted_by_id": null, "accepted_by": null, "accepted_on": null, "may_quote": null,
    });
    assert_eq!(record, expected);
    assert_eq!(record["uid"].as_str().unwrap().len(), 36);
    assert_eq!(asking(&rep), ["c9 open 2026-03-27 r1 -"]);
    assert_eq!(rep.json("show d1")["results"], json!([record]));
    assert_eq!(rep.json("show acme")["results"], json!([record]));
    assert_eq!(rep.json("show r1")["id"], "d1", "it stands for its deal");
}

#[test]
fn without_a_day_it_is_asked_for_30_days_after_they_go_live() {
    let rep = rep();
    let record = rep.json("result add d1 'uptime: 95 -> 99.5 %'");
    // 30 days after the expected delivery is Sunday the 19th.
    assert_eq!(
        rows(&json!([record]), "metric unit baseline target by"),
        ["uptime % 95 99.5 2026-04-20"]
    );
    rep.run("expect acme delivery '27 mar'");
    assert_eq!(rep.json("result")[0]["by"], "2026-04-27");
    rep.run("expect acme live '8 apr'");
    assert_eq!(rep.json("result")[0]["by"], "2026-05-08");
    rep.run("edit r1 --by '4 may'");
    rep.run("expect acme live '9 apr'");
    assert_eq!(rep.json("result")[0]["by"], "2026-05-04", "typed by hand");
    rep.run("edit r1 --by ''");
    assert_eq!(
        rep.json("result")[0]["by"],
        "2026-05-11",
        "it follows again"
    );
}

#[test]
fn add_takes_results_and_refuses_what_is_none() {
    let rep = Environment::new();
    let printed = rep.run(
        "add 'Acme Corp' Fleet 48k -d '20 mar' --result 'first response: 40 -> 28 h' --result 'errors: 5 → -1'",
    );
    assert!(printed.contains("measure: first response"), "{printed}");
    assert_eq!(
        rows(
            &rep.json("result"),
            "id metric baseline target unit by status"
        ),
        [
            "r1 first response 40 28 h 2026-04-20 unmeasured",
            "r2 errors 5 -1 - 2026-04-20 unmeasured"
        ]
    );
    for (code, result, said) in [
        (2, "faster", "`faster` does not say from where to where"),
        (
            2,
            "first response 40 -> 28",
            "does not say from where to where",
        ),
        (2, ": 40 -> 28", "no metric is named"),
        (2, "response: many -> 28", "`many` is not a number"),
        (2, "response: 40 ->", "the number is empty"),
        (2, "response: 1.250 -> 28", "can be read as 1250 or as 1.25"),
        (
            2,
            "response: 40 h -> 28 min",
            "the baseline is in h, the target in min",
        ),
        (
            5,
            "response: 40 -> 40.0 h",
            "the target is the baseline, 40.0",
        ),
    ] {
        let refused = rep.refused_with(code, &["add", "Borel", "Pilot", "--result", result]);
        assert!(
            refused.contains("--result: ") && refused.contains(said),
            "{refused}"
        );
        assert!(refused.contains("hint: "), "{refused}");
    }
}

#[test]
fn what_is_measured_is_judged_and_what_is_short_is_asked_for_again() {
    let mut rep = rep();
    promised(&rep);
    let early = rep.json("result measure r1 35");
    assert_eq!(
        rows(&json!([early]), "actual measured_on status by"),
        ["35 2026-03-13 partly 2026-03-27"]
    );
    assert_eq!(asking(&rep), ["c9 open 2026-03-27 r1 -"], "before its day");
    rep.at("2026-03-30");
    assert_eq!(
        rows(
            &rep.json("due --kind result"),
            "level check_in.id days_overdue"
        ),
        ["overdue c9 3"]
    );
    let printed = rep.run("result measure r1 44 h --on 'last friday'");
    assert!(
        printed.contains("first response 44 h on Fri 27 Mar 2026: missed, promised 28 h from 40 h"),
        "{printed}"
    );
    // 30 days on is Sunday the 26th.
    assert_eq!(
        asking(&rep),
        ["c9 done 2026-03-27 r1 44 h", "c10 open 2026-04-27 r1 -"]
    );
    assert_eq!(
        rep.json("show c10")["check_ins"][9]["why"],
        "44 h so far, promised 28 h"
    );
    // One of an earlier day does not judge.
    let printed = rep.run("result measure r1 20 --on '20 mar'");
    assert!(
        printed.contains(
            "20 h on Fri 20 Mar 2026; last: first response 44 h on Fri 27 Mar 2026: missed"
        ),
        "{printed}"
    );
    let met = rep.json("result measure r1 27.5");
    assert_eq!(rows(&json!([met]), "actual status"), ["27.5 met"]);
    assert_eq!(
        rows(&met["measurements"], "on value"),
        [
            "2026-03-13 35",
            "2026-03-20 20",
            "2026-03-27 44",
            "2026-03-30 27.5"
        ]
    );
    assert_eq!(asking(&rep)[1..], ["c10 done 2026-04-27 r1 27.5 h"]);
}

#[test]
fn done_takes_the_measured_value() {
    let rep = rep();
    promised(&rep);
    for (line, said) in [
        ("done c9", "c9 takes what was measured: the number is empty"),
        ("done c9 they are glad", "`they are glad` is not a number"),
        ("done c9 31 min", "`min` is not what it is measured in, h"),
    ] {
        let refused = rep.refused(2, line);
        assert!(refused.contains(said), "{refused}");
        assert!(refused.contains("deals done c9 31"), "{refused}");
    }
    let printed = rep.run("done c9 31");
    assert!(
        printed.contains("r1  first response 31 h on Fri 13 Mar 2026: partly"),
        "{printed}"
    );
    assert_eq!(rep.json("result")[0]["actual"], 31);
    assert_eq!(
        asking(&rep),
        ["c9 done 2026-03-27 r1 31 h", "c10 open 2026-04-13 r1 -"]
    );
    rep.refused(5, "done c9 28");
    // Taken back, nothing was measured, and nobody asks twice.
    rep.run("reopen c9");
    assert_eq!(asking(&rep), ["c9 open 2026-03-27 r1 -"]);
    assert_eq!(rep.json("result")[0]["status"], "unmeasured");
}

#[test]
fn who_accepts_it_and_may_be_quoted() {
    let rep = rep();
    promised(&rep);
    rep.run("result measure r1 31");
    let refused = rep.refused(3, "result accept r1 --by zoe");
    assert!(refused.contains("on record there: Dana Ruiz"), "{refused}");
    rep.refused(5, "result accept r1 --by dana --on tomorrow");
    rep.refused(2, "result accept r1 --by dana --may-quote perhaps");
    let refused = rep.refused(2, "result accept r1");
    assert!(refused.contains("needs --by PERSON"), "{refused}");
    let accepted =
        rep.json("result accept r1 --by DANA@acme.example --may-quote yes --on yesterday");
    assert_eq!(
        rows(
            &json!([accepted]),
            "status accepted_by_id accepted_by accepted_on may_quote"
        ),
        ["partly p1 Dana Ruiz 2026-03-12 true"]
    );
    assert_eq!(
        asking(&rep),
        ["c9 done 2026-03-27 r1 accepted by Dana Ruiz"]
    );
    // Who is gone leaves that it was accepted.
    rep.run("rm p1 --yes");
    assert_eq!(
        rows(&rep.json("result"), "accepted_by accepted_on may_quote"),
        ["- 2026-03-12 true"]
    );
}

#[test]
fn verified_warns_of_what_is_not_proven_and_is_not_refused() {
    let rep = rep();
    promised(&rep);
    rep.run("result add acme 'uptime: 95 -> 99.5 %'");
    rep.run("result add acme 'errors: 5 -> 1'");
    rep.run("result measure r1 31");
    rep.run("result measure r2 99.5");
    rep.run("result measure r3 0");
    rep.run("result accept r3 --by dana");
    let printed = rep.run("mark acme verified");
    let warned: Vec<&str> = printed
        .lines()
        .filter(|line| line.contains("not proven"))
        .collect();
    assert_eq!(
        warned,
        [
            "    not proven: r1 first response: partly, 31 h, promised 28 h, accepted by nobody",
            "    not proven: r2 uptime: met, accepted by nobody",
        ]
    );
    rep.run("mark acme verified --undo");
    rep.run("result measure r1 28");
    rep.run("result accept r1 --by dana");
    rep.run("result accept r2 --by dana");
    let printed = rep.run("mark acme verified");
    assert!(!printed.contains("not proven"), "{printed}");
    // However it is said.
    rep.run("mark acme verified --undo");
    rep.run("result measure r1 30");
    let line = "    accepted all the same: r1 first response: partly, 30 h, promised 28 h\n";
    let printed = rep.run("log acme they are glad --mark verified");
    assert!(printed.contains(line), "{printed}");
    assert!(!printed.contains("not proven"), "{printed}");
    rep.run("mark acme verified --undo");
    rep.run("expect acme verified fri");
    let asked = rep.open_check_in("acme", "confirm the verif");
    let printed = rep.run(&format!("done {asked}"));
    assert!(printed.contains(line), "{printed}");
}

#[test]
fn what_is_refused() {
    let rep = rep();
    promised(&rep);
    rep.run("add Borel Lease 5k --prospect");
    for (code, line, said) in [
        (
            2,
            "result add acme response --baseline 40",
            "needs --target N",
        ),
        (
            2,
            "result add acme response --target 40",
            "needs --baseline N",
        ),
        (2, "result add acme response", "needs --baseline N"),
        (
            2,
            "result add acme --baseline 40 --target 28",
            "needs what is measured",
        ),
        (2, "result add", "needs a deal"),
        (
            2,
            "result add acme response --baseline forty --target 28",
            "--baseline: `forty` is not a number",
        ),
        (
            2,
            "result add acme response --baseline 40 --target 1,5",
            "--target: `1,5` can be read as 15 or as 1.5",
        ),
        (
            2,
            "result add acme response --baseline 40 --target 28h",
            "--target: `28h` is not a number",
        ),
        (
            2,
            "result add acme response --baseline 4 --target 1000000000000000",
            "more than 15 digits",
        ),
        (
            5,
            "result add acme response --baseline 40 --target 40.00",
            "the target is the baseline",
        ),
        (
            5,
            "result add acme response --baseline 40 --target 28 --by yesterday",
            "--by: ",
        ),
        (
            2,
            "result add acme response --baseline 40 --target 28 --on today",
            "has no `--on`",
        ),
        (
            3,
            "result add nobody response --baseline 40 --target 28",
            "nothing is called `nobody`",
        ),
        (
            3,
            "result add borel response --baseline 40 --target 28",
            "has no live deal",
        ),
        (2, "result measure", "needs a result"),
        (2, "result measure r1", "needs the value"),
        (2, "result measure acme 31", "`acme` is not a result's id"),
        (3, "result measure r9 31", "there is no result r9"),
        (2, "result measure r1 many", "VALUE: `many` is not a number"),
        (5, "result measure r1 31 --on tomorrow", "is in the future"),
        (2, "result measure r1 31 --by dana", "has no `--by`"),
        (3, "result accept r9 --by dana", "there is no result r9"),
        (2, "result accept r1 31 --by dana", "has no use for `31`"),
        (2, "result list acme r1", "has no use for `r1`"),
        (2, "result list --limit x", "is not a whole number"),
        (
            2,
            "result acme",
            "`acme` is not an action; it is one of add, measure, accept, list",
        ),
        (2, "edit r1", "nothing is to be changed"),
        (
            2,
            "edit r1 --what response",
            "--what is no field of a result",
        ),
        (2, "edit r1 --metric ' '", "--metric is empty"),
        (5, "edit r1 --target 40", "the target is the baseline, 40"),
        (5, "edit r1 --by yesterday", "--by: "),
        (2, "tag r1 key", "only accounts, people and deals have tags"),
        (5, "rm r1", "needs a yes"),
        (3, "show r9", "there is no result r9"),
    ] {
        let refused = rep.refused(code, line);
        assert!(refused.contains(said), "deals {line}: {refused}");
        assert!(refused.contains("hint: "), "deals {line}: {refused}");
    }
}

#[test]
fn the_fields_of_a_result_are_edited() {
    let rep = rep();
    promised(&rep);
    let record = rep.json("edit r1 --metric answer --baseline -1.5 --target -20 --unit ''");
    assert_eq!(
        rows(&json!([record]), "id metric baseline target unit by"),
        ["r1 answer -1.5 -20 - 2026-03-27"]
    );
    assert_eq!(rep.open_check_in("acme", "measure: "), "c9");
    assert_eq!(
        rep.json("show acme")["check_ins"][8]["what"],
        "measure: answer"
    );
    rep.run("result measure r1 -20");
    let refused = rep.refused(5, "edit r1 --by '3 apr'");
    assert!(refused.contains("deals reopen c9"), "{refused}");
}

#[test]
fn lists_of_results() {
    let rep = rep();
    assert_eq!(rep.json("result"), json!([]));
    assert_eq!(rep.run("result"), "No results.\n");
    promised(&rep);
    rep.run("add Borel Pilot 5k --result 'uptime: 95 -> 99.5 %'");
    let ids = |line: &str| rep.run(&format!("{line} -o ids"));
    assert_eq!(ids("result"), "r1\nr2\n");
    assert_eq!(ids("result list"), "r1\nr2\n");
    assert_eq!(ids("result list acme"), "r1\n");
    assert_eq!(ids("result list d2"), "r2\n");
    assert_eq!(ids("result list r2"), "r2\n");
    assert_eq!(ids("result list --limit 1"), "r1\n");
    assert_eq!(
        rep.run("result list acme --fields id,metric,target -o csv"),
        "id,metric,target\nr1,first response,28\n"
    );
    assert_eq!(
        rep.run("result list acme"),
        "id  account    metric          promised   actual     status\n\
         r1  Acme Corp  first response  40 → 28 h  by 27 Mar  unmeasured\n\
         1 result\n"
    );
    rep.run("result measure r1 31");
    rep.run("result accept r1 --by dana --may-quote yes");
    // Measured, accepted and asked for again or not: all at once they
    // read as each customer's do.
    let one_by_one: Vec<Value> = ["result list acme", "result list d2"]
        .iter()
        .flat_map(|line| rep.json(line).as_array().unwrap().clone())
        .collect();
    assert_eq!(rep.json("result list"), Value::Array(one_by_one));
}

#[test]
fn the_screen_of_a_deal_tells_what_was_promised() {
    let mut rep = rep();
    rep.wide(100);
    promised(&rep);
    rep.run("result measure r1 31");
    rep.run("result accept r1 --by dana --may-quote no");
    let screen = rep.run("show d1");
    let (_, below) = screen.split_once("RESULTS\n").unwrap();
    assert_eq!(
        below
            .lines()
            .next()
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        "r1 first response 40 → 28 h 31 h, 13 Mar partly accepted by Dana Ruiz, not to be quoted"
    );
}

#[test]
fn a_removed_result_takes_what_asks_for_it_along() {
    let rep = rep();
    promised(&rep);
    rep.run("result measure r1 31 --on today");
    let removed = rep.json("rm r1 --yes");
    assert_eq!(
        (&removed["id"], &removed["actual"]),
        (&json!("r1"), &json!(31))
    );
    assert_eq!(asking(&rep), Vec::<String>::new());
    assert_eq!(rep.json("result"), json!([]));
    // Ids are never given twice.
    assert_eq!(promised(&rep)["id"], "r2");
    rep.run("result accept r2 --by dana");
    rep.run("rm d1 --yes");
    assert_eq!(rep.json("result"), json!([]));
    rep.run("add 'Acme Corp' Crane 5k --result 'uptime: 95 -> 99 %'");
    rep.run("result accept r3 --by dana");
    rep.run("rm a1 --yes");
    assert_eq!(rep.json("result"), json!([]));
}

#[test]
fn a_dry_run_promises_nothing() {
    let rep = rep();
    let record = rep.json("result add acme 'uptime: 95 -> 99 %' --dry-run");
    assert_eq!(
        (&record["id"], &record["dry_run"]),
        (&Value::Null, &json!(true))
    );
    assert_eq!(rep.json("result"), json!([]));
    assert_eq!(rep.run("result add acme 'uptime: 95 -> 99 %' -q"), "r1\n");
    let measured = rep.json("result measure r1 99 --dry-run");
    assert_eq!(
        (&measured["status"], &measured["dry_run"]),
        (&json!("met"), &json!(true))
    );
    assert_eq!(rep.json("result")[0]["status"], "unmeasured");
}

#[test]
fn the_shell_completes_ids_with_what_they_measure() {
    let rep = rep();
    promised(&rep);
    rep.run("result add acme 'uptime: 95 -> 99.5 %'");
    rep.run("objective add acme no lorry waits");
    let table: &[(&[&str], &[&str])] = &[
        (
            &["result", "measure", "r"],
            &["r2\tuptime", "r1\tfirst response"],
        ),
        (&["result", "measure", "r1"], &["r1\tfirst response"]),
        (&["result", "list", "acm"], &["Acme Corp"]),
        (&["objective", "agree", "o"], &["o1\tno lorry waits"]),
    ];
    for (words, expected) in table {
        let mut command = rep.command(["--", "deals"].iter().chain(*words));
        command.env("COMPLETE", "fish");
        let printed = rep.finish(command, &words.join(" "), b"").ok();
        // Options are offered too, and whoever there has a name that begins so.
        let is_meant = |line: &&str| !line.starts_with('-') && *line != "Dana Ruiz";
        let offered: Vec<&str> = printed
            .lines()
            .filter(|line| !line.is_empty())
            .filter(is_meant)
            .collect();
        assert_eq!(offered, *expected, "{words:?}");
    }
}
