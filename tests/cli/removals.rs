//! What is removed takes along what hangs on it, and leaves nothing that points to it.

use rusqlite::Connection;

use crate::environment::{Environment, rows};

/// Tables that hold something of a customer.
const TABLES: [&str; 17] = [
    "account",
    "person",
    "name_word",
    "deal",
    "deal_person",
    "rung",
    "rung_move",
    "part",
    "touchpoint",
    "check_in",
    "result",
    "measurement",
    "objective",
    "objective_answer",
    "rival",
    "heartbeat",
    "journal_row",
];

/// A customer with a deal and an add-on to it, and something in every table.
fn rep() -> Environment {
    let rep = Environment::new();
    for line in [
        "add 'Acme Corp' Fleet 48k -d '20 mar' -w 'Dana Ruiz' --result 'first response: 40 -> 28 h'",
        "expect d1 delivery '27 mar' --why 'the ferry is full'",
        "mark d1 paid --part deposit --amount 20k",
        "add a1 Trailer 5k --addon-of d1",
        "promise d1 'fri: training dates' -w dana",
        "risk d1 'rain // tents' --review fri",
        "thank d1 'Priya: built the demo'",
        "rival d1 Initech",
        "rival a1 Umbra",
        "result measure r1 31",
        "result accept r1 --by dana",
        "objective add d1 no lorry waits",
        "objective object o1 --by dana --why 'too early'",
        "log d1 --with dana she is glad -n fri",
        "lost d2 --reason other",
        "heartbeat d2 --would-match yes",
        "revive d2",
    ] {
        rep.run(line);
    }
    let promise = rep.open_check_in("d1", "training dates");
    rep.run(&format!("reschedule {promise} 2w --agreed-by dana"));
    let left = left(&rep);
    assert!(left.iter().all(|(_, rows)| *rows > 0), "{left:?}");
    rep
}

/// How many rows each table has; nothing points to what is gone.
fn left(rep: &Environment) -> Vec<(&'static str, i64)> {
    let file = Connection::open(rep.db()).unwrap();
    let count = |sql: &str| file.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    TABLES
        .iter()
        .map(|table| (*table, count(&format!("SELECT count(*) FROM {table}"))))
        .collect()
}

fn rows_of(rep: &Environment, table: &str) -> i64 {
    let left = left(rep);
    left.iter().find(|(name, _)| *name == table).unwrap().1
}

#[test]
fn a_person_goes_and_what_was_done_with_them_stays() {
    let rep = rep();
    let before = left(&rep);
    rep.run("rm p1 --yes");
    for (table, rows) in before {
        let gone = ["person", "name_word", "deal_person", "objective_answer"].contains(&table);
        assert!(
            table == "journal_row" || (rows_of(&rep, table) < rows) == gone,
            "{table}"
        );
    }
    let story = rep.json("show d1");
    assert_eq!(
        rows(&story["results"], "accepted_by accepted_on"),
        ["- 2026-03-06"]
    );
    assert_eq!(
        rows(&story["promises"], "agreed_by judged_on status"),
        ["- 2026-03-20 open"]
    );
    assert_eq!(
        rows(&story["objectives"], "what status"),
        ["no lorry waits open"]
    );
}

#[test]
fn a_deal_goes_with_all_that_is_its_own() {
    let rep = rep();
    let question =
        "Acme Corp · Fleet, 48,000 USD with 13 check-ins, 1 result, 1 objective and 1 rival";
    let asked = rep.refused(5, "rm d1");
    assert!(asked.contains(question), "{asked}");
    let said = rep.run("rm d1 --yes");
    assert!(
        said.contains(&format!("d1  removed  {question}\n")),
        "{said}"
    );
    for table in [
        "rung_move",
        "part",
        "result",
        "measurement",
        "objective",
        "objective_answer",
    ] {
        assert_eq!(rows_of(&rep, table), 0, "{table}");
    }
    let story = rep.json("show a1");
    assert_eq!(
        rows(&story["deals"], "id addon_of"),
        ["d2 -"],
        "an add-on stays"
    );
    assert_eq!(
        rows(&story["rivals"], "name"),
        ["Umbra"],
        "the account's own stays"
    );
    assert_eq!(rows(&story["touchpoints"], "id deal_id"), ["t1 -"]);
    assert_eq!(rows(&story["promises"], "id"), Vec::<String>::new());
    assert_eq!(rows(&story["risks"], "id"), Vec::<String>::new());
    assert_eq!(rows(&story["thanks"], "id"), Vec::<String>::new());
}

#[test]
fn an_account_goes_with_everything() {
    let rep = rep();
    rep.run("rm a1 --yes");
    for (table, rows) in left(&rep) {
        assert_eq!(rows > 0, table == "journal_row", "{table}: {rows}");
    }
}

#[test]
fn a_dry_run_removes_nothing() {
    let rep = rep();
    let before = left(&rep);
    for id in ["p1", "d1", "a1", "r1", "o1", "d2"] {
        assert_eq!(rep.json(&format!("rm {id} --dry-run"))["dry_run"], true);
    }
    assert_eq!(left(&rep), before);
}
