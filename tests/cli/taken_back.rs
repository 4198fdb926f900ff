//! A mark that is taken back leaves the file as it was before it, whatever had happened until then.

use proptest::prelude::*;
use proptest::sample::select;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::json;

use crate::environment::{Environment, rows};
use crate::find::index;

/// Every row of every table but the journal and the counters, and every word of the index: in which pieces it keeps
/// them does not matter.
pub(crate) fn content(rep: &Environment) -> Vec<String> {
    let book = Connection::open(rep.db()).unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'journal_%'
        AND name NOT LIKE 'find_text%' AND name <> 'sqlite_sequence' ORDER BY name";
    let mut names = book.prepare(names).unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut content = Vec::new();
    for table in names.map(Result::unwrap) {
        let mut statement = book
            .prepare(&format!("SELECT * FROM {table} ORDER BY id"))
            .unwrap();
        let width = statement.column_count();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let cells = (0..width).map(|place| match row.get_ref(place).unwrap() {
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                other => format!("{other:?}"),
            });
            content.push(format!("{table} {}", cells.collect::<Vec<_>>().join(" ")));
        }
    }
    let words = index(&rep.db()).into_iter();
    content.extend(words.map(|(word, text, place)| format!("index {text} {place} {word}")));
    content
}

/// The rows that one has and the other has not: few, where whole files would tell nobody anything.
pub(crate) fn differing(was: &[String], now: &[String]) -> Vec<String> {
    let gone = was.iter().filter(|row| !now.contains(row));
    let new = now.iter().filter(|row| !was.contains(row));
    gone.map(|row| format!("- {row}"))
        .chain(new.map(|row| format!("+ {row}")))
        .collect()
}

/// What one rung says: these fields.
fn rung(rep: &Environment, name: &str, fields: &str) -> String {
    let rungs = rep.json("show d1")["rungs"].clone();
    let mut lines = rows(&rungs, &format!("rung {fields}"));
    lines.retain(|line| line.starts_with(name));
    lines.remove(0)[name.len() + 1..].to_owned()
}

fn open(rep: &Environment) -> Vec<String> {
    let mut lines = rows(&rep.json("show d1")["check_ins"], "status due_on what");
    lines.retain(|line| line.starts_with("open "));
    lines.sort();
    lines
}

#[test]
fn the_corners_that_no_ladder_knows() {
    // What happens first, the mark, and what takes it back.
    let table: &[(&[&str], &str, &str)] = &[
        (
            &["mark d1 delivery --on 2026-03-10"],
            "mark d1 delivery --on 2026-03-12 --ref L-7",
            "mark d1 delivery --undo",
        ),
        (
            &["mark d1 delivery --na"],
            "mark d1 delivery",
            "mark d1 delivery --undo",
        ),
        (
            &["mark d1 credit --failed --why equity"],
            "mark d1 credit",
            "mark d1 credit --undo",
        ),
        (
            &["mark d1 credit --failed --why equity"],
            "mark d1 credit --na",
            "mark d1 credit --undo",
        ),
        (
            &[],
            "mark d1 credit --failed --why equity",
            "mark d1 credit --undo",
        ),
        (
            &["expect d1 delivery 2026-06-30"],
            "mark d1 delivery --on 2026-03-06",
            "mark d1 delivery --undo",
        ),
        (
            &["snooze c5 2026-05-01", "done c1 they know"],
            "mark d1 verified",
            "mark d1 verified --undo",
        ),
        (
            &["mark d1 verified", "drop c6 --why moot"],
            "mark d1 paid",
            "mark d1 paid --undo",
        ),
        (
            &[],
            "mark d1 paid --part deposit --amount 5k --ref INV-1",
            "mark d1 paid --undo --part Deposit",
        ),
        (
            &["mark d1 paid --part deposit --amount 5k"],
            "mark d1 paid",
            "mark d1 paid --undo",
        ),
    ];
    for (before, mark, undo) in table {
        let mut rep = Environment::new();
        rep.run("add Cato Rollout 30k -d 2026-03-27 --terms net30");
        rep.at("2026-03-13");
        for line in *before {
            rep.run(line);
        }
        let was = content(&rep);
        rep.run(mark);
        assert_ne!(content(&rep), was, "{mark}");
        rep.at("2026-04-20");
        rep.run(undo);
        assert_eq!(
            differing(&was, &content(&rep)),
            [""; 0],
            "{before:?} {mark}"
        );
    }
}

#[test]
fn a_rungs_check_in_that_is_opened_again_gives_everything_back() {
    // What happens first, what the check-in asks, and what ends it.
    let table: &[(&[&str], &str, &str)] = &[
        (&[], "delivery", "done C on site"),
        (&[], "delivery", "drop C --why barter"),
        (
            &["snooze c5 2026-05-01", "expect d1 delivery 2026-03-20"],
            "delivery",
            "mark d1 delivery --ref L-7",
        ),
        (
            &[
                "expect d1 credit 2026-03-20",
                "mark d1 credit --failed --why equity",
            ],
            "credit",
            "done C",
        ),
        (
            &[
                "expect d1 payment 2026-05-04",
                "mark d1 verified",
                "drop c6 --why moot",
            ],
            "payment",
            "done C",
        ),
    ];
    for (before, asked, end) in table {
        let mut rep = Environment::new();
        rep.run("add Cato Rollout 30k -d 2026-03-27 --terms net30");
        rep.at("2026-03-13");
        for line in *before {
            rep.run(line);
        }
        let id = rep.open_check_in("d1", &format!("confirm the {asked}"));
        let was = content(&rep);
        rep.run(&end.replace('C', &id));
        rep.at("2026-04-20");
        let answer = rep.json(&format!("reopen {id}"));
        assert_eq!(rows(&json!([answer]), "id status"), [format!("{id} open")]);
        assert_eq!(
            differing(&was, &content(&rep)),
            [""; 0],
            "{before:?} {asked} {end}"
        );
        // Where other things happened meanwhile, what nobody touched is given back all the same.
        rep.run(&end.replace('C', &id));
        rep.run("log cato hello -x");
        rep.run("tag d1 vip");
        rep.run(&format!("reopen {id}"));
        let mut kept = content(&rep);
        let is_new = |row: &String| row.starts_with("touchpoint ") || row.ends_with(" hello");
        kept.retain(|row| !is_new(row) && !row.starts_with("deal "));
        let mut before = was.clone();
        before.retain(|row| !row.starts_with("deal "));
        assert_eq!(differing(&before, &kept), [""; 0], "{asked} {end}");
    }
}

#[test]
fn a_check_in_whose_mark_was_corrected_since_is_opened_too() {
    let mut rep = Environment::new();
    rep.run("add Cato Rollout 30k -d 2026-03-27");
    rep.at("2026-03-30");
    let id = rep.open_check_in("d1", "confirm the delivery");
    rep.run("mark d1 delivery --on 2026-03-26");
    rep.run("mark d1 delivery --on 2026-03-27");
    rep.run(&format!("reopen {id}"));
    assert_eq!(
        rung(&rep, "delivered", "state expected_on"),
        "open 2026-03-27"
    );
    assert_eq!(rep.open_check_in("d1", "confirm the delivery"), id);
}

#[test]
fn a_plan_that_began_with_a_mark_goes_with_it() {
    for (add, mark) in [
        ("add Cato Rollout --verbal 2026-03-02", "order"),
        (
            "add Cato Rollout --verbal 2026-03-02 --plan standard",
            "order",
        ),
        ("add Cato Rollout --prospect", "verbal"),
        ("add Cato Rollout --prospect --plan verbal", "verbal"),
        ("add Cato Rollout --prospect --plan standard", "signed"),
    ] {
        let rep = Environment::new();
        rep.run(add);
        let was = content(&rep);
        rep.run(&format!("mark d1 {mark}"));
        rep.run(&format!("mark d1 {mark} --undo"));
        assert_eq!(differing(&was, &content(&rep)), [""; 0], "{add}");
    }
}

#[test]
fn a_correction_is_taken_back_before_the_mark_is() {
    let rep = Environment::new();
    rep.run("add Cato Rollout 30k --signed 2026-03-02");
    rep.run("mark cato delivery --on 2026-03-03");
    rep.run("mark cato delivery --on 2026-03-05");
    let said = rep.run("mark cato delivery --undo");
    assert!(said.contains("delivered Tue 3 Mar 2026 again"), "{said}");
    assert_eq!(rung(&rep, "delivered", "done_on"), "2026-03-03");
    let said = rep.run("mark cato delivery --undo");
    assert!(said.contains("delivered is not marked any more"), "{said}");
    assert_eq!(rung(&rep, "delivered", "state done_on"), "open -");
    let said = rep.refused(5, "mark cato delivery --undo");
    assert!(said.contains("delivered is not marked"), "{said}");
}

#[test]
fn what_was_touched_since_keeps_what_was_done_to_it() {
    let mut rep = Environment::new();
    rep.run("add Cato Rollout 30k -d 2026-03-27");
    rep.at("2026-03-13");
    let before = open(&rep);
    rep.run("mark cato delivery --on 2026-03-12");
    let measure = rep.open_check_in("cato", "measure");
    rep.run(&format!("reschedule {measure} 2026-05-20"));
    rep.run("remind d1 2026-04-01 send the chart");
    rep.run("mark cato delivery --undo");
    let mut expected: Vec<String> = before
        .into_iter()
        .filter(|line| !line.contains("measure"))
        .collect();
    expected.push("open 2026-05-20 measure the results".to_owned());
    expected.push("open 2026-04-01 send the chart".to_owned());
    expected.sort();
    assert_eq!(open(&rep), expected);
}

#[test]
fn a_contact_that_marked_a_rung_stays_when_the_mark_goes() {
    let rep = Environment::new();
    rep.run("add Cato Rollout 30k --signed 2026-03-02 -d 2026-03-27");
    rep.run("log cato all on site --mark delivery");
    rep.run("mark cato delivery --undo");
    assert_eq!(
        rung(&rep, "delivered", "state expected_on"),
        "open 2026-03-27"
    );
    let deal = rep.json("show d1");
    assert_eq!(rows(&deal["touchpoints"], "id outcome"), ["t1 reached"]);
    assert_eq!(deal["last_reached_on"], "2026-03-06");
}

#[test]
fn taking_back_on_trial_changes_nothing() {
    let rep = Environment::new();
    rep.run("add Cato Rollout 30k --signed 2026-03-02");
    rep.run("mark cato delivery");
    let was = content(&rep);
    let tried = rep.try_run("mark cato delivery --undo --dry-run");
    assert_eq!(tried.code, 0, "{}", tried.stderr);
    assert!(
        tried.stdout.contains("not marked any more"),
        "{}",
        tried.stdout
    );
    assert!(tried.stderr.contains("dry run"), "{}", tried.stderr);
    assert_eq!(differing(&was, &content(&rep)), [""; 0]);
}

/// A command about the deal, with days around the middle of March.
fn any_command() -> impl Strategy<Value = String> {
    let rung = || {
        select(vec![
            "verbal",
            "ordered",
            "credit",
            "signed",
            "delivered",
            "live",
            "verified",
            "invoiced",
            "paid",
        ])
    };
    let past = || (1u32..=13).prop_map(|day| format!("2026-03-{day:02}"));
    let coming = || (13u32..=30).prop_map(|day| format!("2026-04-{day:02}"));
    let check_in = || 1u32..12;
    prop_oneof![
        4 => (rung(), past()).prop_map(|(rung, on)| format!("mark d1 {rung} --on {on}")),
        1 => rung().prop_map(|rung| format!("mark d1 {rung} --na")),
        2 => rung().prop_map(|rung| format!("mark d1 {rung} --undo")),
        1 => rung().prop_map(|rung| format!("mark d1 {rung} --part some")),
        1 => Just("mark d1 credit --failed --why equity".to_owned()),
        3 => (rung(), coming()).prop_map(|(rung, on)| format!("expect d1 {rung} {on}")),
        1 => (rung(), past()).prop_map(|(rung, on)| format!("expect d1 {rung} {on}")),
        2 => Just("log cato hello".to_owned()),
        1 => rung().prop_map(|rung| format!("log d1 hello --mark {rung}")),
        2 => check_in().prop_map(|id| format!("done c{id}")),
        1 => (check_in(), coming()).prop_map(|(id, on)| format!("snooze c{id} {on}")),
        2 => (check_in(), coming()).prop_map(|(id, on)| format!("reschedule c{id} {on} --why busy")),
        1 => check_in().prop_map(|id| format!("drop c{id} --why moot")),
        1 => check_in().prop_map(|id| format!("reopen c{id}")),
        1 => select(vec!["standard", "verbal", "light", "none"]).prop_map(|name| format!("plan use d1 {name}")),
        1 => coming().prop_map(|on| format!("remind d1 {on} chart")),
        2 => (coming(), select(MORE)).prop_map(|(on, line)| line.replace("DATE", &on)),
    ]
}

/// What a deal is given beside its ladder.
const MORE: &[&str] = &[
    "promise d1 'DATE: the training plan'",
    "promise d1 'DATE: their drawings' --theirs",
    "result add d1 'first response' --baseline 40 --target 28",
    "result add d1 'first response' --baseline 40 --target 28 --by DATE",
    "result measure r1 31",
    "result measure r1 20",
    "result accept r1 --by Dana",
    "objective add d1 fewer night shifts",
    "risk d1 'no lorry // rent one' --review DATE",
    "thank d1 'Priya: built the demo'",
    "rival d1 Initech",
    "rival d1 Initech --gone",
    "edit d1 --renews 2027-01-31 --notice 90d",
    "edit d1 --renews ''",
    "log d1 --addon 'a second crane'",
    "log d1 hello --owe 'DATE: the manual'",
];

/// A mark of any kind, and what takes it back.
fn any_mark() -> impl Strategy<Value = (String, String)> {
    let rung = select(vec![
        "verbal",
        "ordered",
        "credit",
        "signed",
        "delivered",
        "live",
        "verified",
        "invoiced",
        "paid",
    ]);
    let how = select(vec![
        "",
        "",
        "--on 2026-03-02",
        "--on 2026-03-09 --ref N-1",
        "--na",
    ]);
    prop_oneof![
        6 => (rung, how).prop_map(|(rung, how)| {
            (format!("mark d1 {rung} {how}"), format!("mark d1 {rung} --undo"))
        }),
        1 => Just((
            "mark d1 credit --failed --why equity".to_owned(),
            "mark d1 credit --undo".to_owned()
        )),
        1 => Just((
            "mark d1 paid --part deposit --amount 1k".to_owned(),
            "mark d1 paid --undo --part deposit".to_owned()
        )),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_mark_taken_back_leaves_the_file_as_it_was(
        begun in select(vec![
            "--signed 2026-03-01 -d 2026-03-27 --terms net30",
            "--verbal 2026-03-01",
            "--prospect",
        ]),
        past in proptest::collection::vec(any_command(), 0..8),
        (mark, undo) in any_mark(),
    ) {
        let mut rep = Environment::new();
        rep.run(&format!("add Cato Rollout 30k {begun} -w Dana"));
        rep.at("2026-03-13");
        for line in &past {
            // What is refused has not happened.
            rep.try_run(line);
        }
        let was = content(&rep);
        let marked = rep.try_run(&mark);
        if marked.code == 0 && content(&rep) != was {
            rep.at("2026-03-20");
            rep.run(&undo);
            let different = differing(&was, &content(&rep));
            prop_assert!(different.is_empty(), "{:?} {}\n{}", past, mark, different.join("\n"));
        }
    }

    #[test]
    fn a_mark_taken_back_late_leaves_a_sound_book(
        past in proptest::collection::vec(any_command(), 0..4),
        (mark, undo) in any_mark(),
        later in proptest::collection::vec(any_command(), 1..4),
    ) {
        let mut rep = Environment::new();
        rep.run("add Cato Rollout 30k --signed 2026-03-01 -d 2026-03-27 --terms net30 -w Dana");
        rep.at("2026-03-13");
        for line in past.iter().chain([&mark]).chain(&later).chain([&undo]) {
            rep.try_run(line);
        }
        is_sound(&rep);
    }
}

/// No row points to nothing, no rung is asked about twice, and no live deal is forgotten.
fn is_sound(rep: &Environment) {
    let book = Connection::open(rep.db()).unwrap();
    let count = |sql: &str| book.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let twice =
        "SELECT count(*) FROM (SELECT 1 FROM check_in WHERE kind = 'rung' AND status = 'open'
        GROUP BY deal_id, rung HAVING count(*) > 1)";
    assert_eq!(count(twice), 0);
    let status = rep.json("show d1")["status"].clone();
    let planned = "SELECT count(*) FROM check_in WHERE status = 'open' AND due_on IS NOT NULL
        AND kind IN ('care', 'follow-up', 'result', 'adrift')";
    if status == "verbal" || status == "won" {
        assert!(count(planned) > 0, "forgotten");
    }
}
