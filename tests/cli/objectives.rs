//! Objectives: why they are doing this, and who there agrees.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// A deal with two people.
fn rep() -> Environment {
    let rep = Environment::new();
    rep.run(
        "add 'Acme Corp' Fleet 48k -d '20 mar' -w 'Dana Ruiz <dana@acme.example>' --role sponsor",
    );
    rep.run("edit d1 -w 'Jo Sand'");
    rep
}

/// What everybody said: person, stance, why, day.
fn said(record: &Value) -> Vec<String> {
    rows(&record["answers"], "person_id person role stance on why")
}

#[test]
fn an_objective_is_asked_about_until_nobody_objects() {
    let mut rep = rep();
    let record = rep.json("objective add acme no lorry waits at the gate");
    let expected = json!({
        "id": "o1", "uid": record["uid"], "account_id": "a1", "account": "Acme Corp", "deal_id": "d1",
        "deal": "Fleet", "what": "no lorry waits at the gate", "status": "open", "answers": [],
    });
    assert_eq!(record, expected);
    assert_eq!(record["uid"].as_str().unwrap().len(), 36);

    let asked = rep.json("objective ask o1 --of dana --of jo");
    assert_eq!(asked["status"], "asked");
    assert_eq!(
        said(&asked),
        [
            "p1 Dana Ruiz sponsor asked 2026-03-06 -",
            "p2 Jo Sand - asked 2026-03-06 -"
        ]
    );
    rep.at("2026-03-13");
    let one = rep.json("objective agree o1 --by dana@acme.example --on yesterday");
    assert_eq!(
        (&one["status"], said(&one)[0].as_str()),
        (&json!("asked"), "p1 Dana Ruiz sponsor agreed 2026-03-12 -")
    );
    let against = rep.json("objective object o1 --by p2 --why 'the works council was not asked'");
    assert_eq!(against["status"], "objecting");
    assert_eq!(
        said(&against)[1],
        "p2 Jo Sand - objecting 2026-03-13 the works council was not asked"
    );
    assert_eq!(rep.json("show d1")["objectives"], json!([against]));
    assert_eq!(rep.json("show acme")["objectives"], json!([against]));
    assert_eq!(rep.json("show o1")["id"], "d1", "it stands for its deal");
    let agreed = rep.json("objective agree o1 --by jo");
    assert_eq!(agreed["status"], "agreed");
    assert_eq!(said(&agreed)[1], "p2 Jo Sand - agreed 2026-03-13 -");
}

#[test]
fn in_other_words_everybody_is_asked_again() {
    for change in [
        "objective change o1 no lorry waits",
        "edit o1 --what 'no lorry waits'",
    ] {
        let mut rep = rep();
        rep.run("objective add acme no lorry waits at the gate");
        rep.run("objective agree o1 --by dana");
        rep.run("objective object o1 --by jo --why 'too early'");
        rep.at("2026-03-13");
        let same = rep.json("objective change o1 no lorry waits at the gate");
        assert_eq!(same["status"], "objecting", "the same words change nothing");
        let changed = rep.json(change);
        assert_eq!(
            (&changed["what"], &changed["status"]),
            (&json!("no lorry waits"), &json!("asked"))
        );
        assert_eq!(
            said(&changed),
            [
                "p1 Dana Ruiz sponsor asked 2026-03-13 -",
                "p2 Jo Sand - asked 2026-03-13 -"
            ]
        );
    }
}

#[test]
fn what_is_refused() {
    let rep = rep();
    rep.run("objective add acme no lorry waits");
    for (code, line, said) in [
        (2, "objective add", "needs a deal"),
        (
            2,
            "objective add acme",
            "needs the objective in a short sentence",
        ),
        (
            2,
            "objective add acme ' '",
            "needs the objective in a short sentence",
        ),
        (
            3,
            "objective add nobody fewer shifts",
            "nothing is called `nobody`",
        ),
        (
            2,
            "objective add acme fewer shifts --by dana",
            "has no `--by`",
        ),
        (2, "objective agree", "needs an objective"),
        (2, "objective agree o1", "needs --by PERSON"),
        (
            2,
            "objective agree acme --by dana",
            "`acme` is not an objective's id",
        ),
        (
            3,
            "objective agree o9 --by dana",
            "there is no objective o9",
        ),
        (
            3,
            "objective agree o1 --by zoe",
            "on record there: Dana Ruiz, Jo Sand",
        ),
        (2, "objective agree o1 --by dana --why no", "has no `--why`"),
        (
            5,
            "objective agree o1 --by dana --on tomorrow",
            "is in the future",
        ),
        (2, "objective object o1 --by dana", "needs --why TEXT"),
        (
            2,
            "objective object o1 --by dana --why ' '",
            "needs --why TEXT",
        ),
        (2, "objective object o1 --why no", "needs --by PERSON"),
        (2, "objective ask o1", "needs --of PERSON"),
        (
            3,
            "objective ask o1 --of dana --of zoe",
            "nobody at Acme Corp is called `zoe`",
        ),
        (
            2,
            "objective ask o1 dana --of dana",
            "has no use for `dana`",
        ),
        (
            2,
            "objective change o1",
            "needs the objective in a short sentence",
        ),
        (2, "objective praise o1", "`praise` is not an action"),
        (
            2,
            "edit o1 --metric x",
            "--metric is no field of an objective",
        ),
        (2, "edit o1 --what ''", "WHAT is empty"),
        (2, "tag o1 key", "only accounts, people and deals have tags"),
        (5, "rm o1", "needs a yes"),
    ] {
        let refused = rep.refused(code, line);
        assert!(refused.contains(said), "deals {line}: {refused}");
        assert!(refused.contains("hint: "), "deals {line}: {refused}");
    }
}

#[test]
fn lists_and_the_screen_of_a_deal_tell_who_objects() {
    let mut rep = rep();
    assert_eq!(rep.run("objective"), "No objectives.\n");
    rep.run("objective add acme no lorry waits");
    rep.run("objective object o1 --by jo --why 'too early'");
    rep.run("add Borel Pilot 5k");
    rep.run("objective add borel fewer shifts");
    let ids = |line: &str| rep.run(&format!("{line} -o ids"));
    assert_eq!(ids("objective"), "o1\no2\n");
    assert_eq!(ids("objective list acme"), "o1\n");
    assert_eq!(ids("objective list o2"), "o2\n");
    assert_eq!(ids("objective list --limit 1"), "o1\n");
    rep.wide(100);
    let screen = rep.run("show acme");
    let (_, below) = screen.split_once("OBJECTIVES\n").unwrap();
    assert_eq!(
        below.lines().next(),
        Some("o1  no lorry waits  objecting  Jo Sand objects: too early")
    );
}

#[test]
fn what_is_removed_leaves_nothing_behind() {
    let rep = rep();
    rep.run("objective add acme no lorry waits");
    rep.run("objective ask o1 --of dana --of jo");
    rep.run("rm p2 --yes");
    assert_eq!(
        said(&rep.json("objective")[0]),
        ["p1 Dana Ruiz sponsor asked 2026-03-06 -"]
    );
    assert_eq!(rep.json("rm o1 --yes")["id"], "o1");
    assert_eq!(rep.json("objective"), json!([]));
    assert_eq!(rep.json("objective add acme fewer shifts")["id"], "o2");
    rep.run("objective agree o2 --by dana");
    rep.run("rm d1 --yes");
    assert_eq!(rep.json("objective"), json!([]));
    rep.run("add 'Acme Corp' Crane 5k");
    rep.run("objective add acme fewer shifts");
    rep.run("objective agree o3 --by dana");
    rep.run("rm a1 --yes");
    assert_eq!(rep.json("objective"), json!([]));
}

#[test]
fn a_dry_run_adds_nothing() {
    let rep = rep();
    let record = rep.json("objective add acme fewer shifts --dry-run");
    assert_eq!(
        (&record["id"], &record["dry_run"]),
        (&Value::Null, &json!(true))
    );
    assert_eq!(rep.json("objective"), json!([]));
    assert_eq!(rep.run("objective add acme fewer shifts -q"), "o1\n");
}
