//! Taking back and doing again, whole commands: every writing one, and what stands in the way.

use std::collections::BTreeSet;
use std::fs;

use deals::cli::VERBS;
use rusqlite::Connection;

use crate::book;
use crate::contract;
use crate::environment::{Environment, contents, rows};
use crate::golden;
use crate::taken_back::{content, differing};

/// Commands that change nothing of what is on record, whatever they are told.
const READING: &[&str] = &[
    "due",
    "show",
    "brief",
    "letter",
    "list",
    "accounts",
    "people",
    "touchpoints",
    "report",
    "find",
    "history",
    "completions",
    "man",
    "export",
    "backup",
    "config",
    "doctor",
];

/// Commands that move along the journal, or bring another one, and are no entry of it.
const MOVING: &[&str] = &["undo", "redo", "restore"];

fn acme() -> Environment {
    let rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k -d 'in 3 weeks' -w 'Dana Ruiz'");
    rep
}

/// The highest ids that were ever given.
fn counters(rep: &Environment) -> Vec<(String, i64)> {
    let book = Connection::open(rep.db()).unwrap();
    let mut counters = book
        .prepare("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        .unwrap();
    let counters = counters.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    counters.unwrap().map(Result::unwrap).collect()
}

/// Changes the file beside the program.
fn beside(rep: &Environment, sql: &str) {
    let book = Connection::open(rep.db()).unwrap();
    book.execute_batch(sql).unwrap();
}

/// Runs a command on trial, in earnest, back and again; whether it changed anything.
fn there_and_back(
    rep: &mut Environment,
    line: &str,
    run: impl Fn(&Environment, &str) -> i32,
) -> bool {
    let before = content(rep);
    run(rep, &format!("{line} --dry-run"));
    assert_eq!(
        differing(&before, &content(rep)),
        [""; 0],
        "{line} --dry-run"
    );
    run(rep, line);
    let after = content(rep);
    if after == before {
        return false;
    }
    let given = counters(rep);
    // What is taken back on another day is what it was all the same.
    rep.at("2026-04-20");
    if line.contains("person forget") {
        let said = rep.refused(5, "undo --yes");
        assert!(said.contains("a person was forgotten"), "{said}");
        return true;
    }
    rep.run("undo --yes");
    assert_eq!(
        differing(&before, &content(rep)),
        [""; 0],
        "{line}, taken back"
    );
    rep.run("redo");
    assert_eq!(
        differing(&after, &content(rep)),
        [""; 0],
        "{line}, done again"
    );
    assert_eq!(counters(rep), given, "{line}");
    true
}

#[test]
fn every_writing_command_is_taken_back_whole() {
    let verb_of = |line: &str| line.split(' ').next().unwrap().to_owned();
    let mut written: BTreeSet<String> = BTreeSet::new();
    let full = contents(&book::full().db());
    let rich = contents(&contract::rich().db());
    let golden = golden::COMMANDS.iter().map(|line| (&full, *line));
    let answers = contract::ANSWERS.iter().map(|(line, _)| (&rich, *line));
    for (book, line) in golden.chain(answers) {
        let verb = verb_of(line);
        if line.contains(": ") && line.starts_with("empty") || MOVING.contains(&&*verb) {
            continue;
        }
        let mut rep = book::with(book.as_deref());
        rep.write("ragged.csv", "account,value\nAcme,1,2\n");
        if there_and_back(&mut rep, line, |rep, line| rep.try_run(line).code) {
            written.insert(verb);
        }
    }
    for verb in VERBS.iter().map(|verb| verb.name) {
        let is_other = READING.contains(&verb) || MOVING.contains(&verb);
        assert_ne!(
            written.contains(verb),
            is_other,
            "deals {verb}: a line of golden::COMMANDS or contract::ANSWERS has to write with it, or it is READING"
        );
    }
}

#[cfg(unix)]
#[test]
fn every_example_of_a_writing_command_is_taken_back_whole() {
    use crate::help::{book_of_examples, examples, place_of_example};

    let book = fs::read(book_of_examples().db()).unwrap();
    let rep = Environment::new();
    for verb in VERBS.iter().map(|verb| verb.name) {
        if READING.contains(&verb) || MOVING.contains(&verb) {
            continue;
        }
        for line in examples(&rep.run(&format!("{verb} --help"))) {
            if line.contains("--dry-run") || line.contains('|') {
                continue;
            }
            let mut rep = place_of_example(&book, &line);
            there_and_back(&mut rep, &line, |rep, line| {
                rep.finish(rep.shell(line), line, b"").code
            });
        }
    }
}

#[test]
fn it_says_what_it_takes_back_and_what_it_does_again() {
    let mut rep = acme();
    rep.run("log acme 'spoke with Dana' -n 'fri: the chart'");
    rep.at("2026-03-06T09:02:59+01:00");
    assert_eq!(
        rep.run("undo"),
        "took back: log acme 'spoke with Dana' -n 'fri: the chart' (2 min ago)\n    \
         Acme Corp · t1, c9 removed · c1 open again\n"
    );
    let tried = rep.try_run("redo --dry-run");
    let did = "did again: log acme 'spoke with Dana' -n 'fri: the chart' (2 min ago)\n    \
               Acme Corp · t1, c9 back · c1 done\n";
    assert_eq!(
        (tried.code, tried.stdout.as_str(), tried.stderr.as_str()),
        (0, did, "dry run: nothing was changed\n")
    );
    assert_eq!(rep.run("redo"), did);
    rep.run("expect acme delivery 2026-04-02 --why 'ferry full'");
    rep.at("2026-03-09");
    assert_eq!(
        rep.run("undo"),
        "took back: expect acme delivery 2026-04-02 --why 'ferry full' (Fri 6 Mar 2026)\n    \
         Acme Corp · d1 delivered expected: 2 Apr → 27 Mar · c4 due: 30 Mar → 24 Mar\n    \
         c5 due: 9 Apr → 3 Apr · c6 due: 4 May → 27 Apr · 1 more\n"
    );
    let undone = rep.json("undo");
    assert_eq!(
        (&undone["id"], &undone["verb"], &undone["undone"]),
        (&2.into(), &"log".into(), &true.into())
    );
    assert_eq!(undone["undone_at"], "2026-03-09T08:00:00.000Z");
    assert_eq!(rep.json("redo")["undone"], false);
    assert_eq!(rep.run("undo -q"), "2\n");
    rep.refused(2, "undo --fields colour");
    rep.refused(2, "redo --fields colour");
}

#[test]
fn nothing_to_take_back_is_said_and_makes_no_file() {
    let rep = Environment::new();
    for line in ["undo", "redo", "undo --yes --dry-run"] {
        let said = rep.refused(5, line);
        assert!(said.contains("there is nothing to "), "{said}");
    }
    assert_eq!(rep.run("history"), "No commands.\n");
    assert_eq!(contents(&rep.db()), None);
    rep.run("add Acme");
    rep.refused(5, "redo");
    rep.run("undo");
    rep.refused(5, "undo");
    assert_eq!(rep.run("list -q"), "");
    // A file that has lost its journal.
    let rep = acme();
    beside(
        &rep,
        "DELETE FROM journal_row; DELETE FROM journal_command;",
    );
    rep.refused(5, "undo");
    assert_eq!(rep.json("history"), serde_json::json!([]));
}

#[test]
fn what_reads_or_changes_nothing_leaves_what_can_be_done_again() {
    let rep = acme();
    rep.run("tag acme vip");
    rep.run("undo");
    rep.run("due");
    rep.try_run("tag acme vip --dry-run");
    rep.refused(3, "log nobody hello");
    rep.run("edit d1 --title Fleet");
    assert_eq!(rep.json("redo")["verb"], "tag");
    rep.run("undo");
    rep.run("tag acme key");
    let said = rep.refused(5, "redo");
    assert!(said.contains("there is nothing to do again"), "{said}");
    let history = rep.json("history");
    assert_eq!(
        rows(&history, "id verb undone"),
        ["3 tag false", "2 tag true", "1 add false"]
    );
    // Taking the newer one back does not bring the older one within reach again.
    rep.run("undo");
    assert_eq!(rep.json("redo")["command"], "tag acme key");
}

#[test]
fn an_id_is_never_given_twice() {
    let rep = acme();
    rep.run("log acme hello");
    rep.run("undo");
    assert_eq!(rep.run("log acme hello -q"), "t2\n");
    rep.run("undo");
    rep.run("undo");
    assert_eq!(rep.run("add Borel -q"), "d2\n");
}

#[test]
fn an_import_is_asked_about() {
    let rep = book::empty();
    rep.run("import crm.csv --source crm -q");
    let said = rep.refused(5, "undo");
    assert!(
        said.starts_with("error: Take back import crm.csv --source crm -q (just now): ")
            && said.contains("4 accounts")
            && said.contains("add --yes"),
        "{said}"
    );
    let tried = rep.try_run("undo --dry-run");
    assert_eq!(tried.code, 0, "{}", tried.stderr);
    rep.run("undo --yes");
    assert_eq!(rep.json("accounts"), serde_json::json!([]));
    rep.run("redo");
    assert_eq!(rows(&rep.json("accounts"), "id").len(), 4);
}

#[test]
fn what_was_changed_beside_the_program_is_left_alone() {
    for (sql, what) in [
        ("UPDATE check_in SET what = 'mine' WHERE id = 1", "c1"),
        ("DELETE FROM name_word WHERE person_id = 1", "name_word"),
        ("UPDATE person SET phone = '1'", "p1"),
        (
            "INSERT INTO touchpoint (uid, account_id, on_day, via, outcome)
             VALUES ('u', 1, '2026-03-06', 'call', 'reached')",
            "a1",
        ),
    ] {
        let rep = acme();
        beside(&rep, sql);
        let said = rep.refused(5, "undo");
        let expected = format!("error: {what} was changed since, and by no command\n");
        assert!(said.starts_with(&expected), "{sql}: {said}");
        assert!(said.contains("deals edit"), "{said}");
    }
    // A key that was given away meanwhile.
    let rep = Environment::new();
    rep.run("add Acme Fleet --key J-1");
    rep.run("rm d1 --yes");
    rep.run("add Borel");
    rep.run("undo");
    beside(
        &rep,
        "INSERT INTO deal (uid, account_id, key) VALUES ('u', 1, 'J-1')",
    );
    let said = rep.refused(5, "undo");
    assert!(said.contains("d1 was changed since"), "{said}");
}

#[test]
fn an_import_beside_which_somebody_wrote_is_left_alone() {
    // So many rows that references are looked after at the end.
    let rep = Environment::new();
    let lines =
        (0..200).map(|number| format!("{number},Account {number},Won,2026-03-02,Pat {number}\n"));
    let csv = format!(
        "id,account,stage,close date,contact\n{}",
        lines.collect::<String>()
    );
    rep.write("many.csv", csv);
    rep.run("import many.csv -q --map contact=person");
    let before = content(&rep);
    beside(
        &rep,
        "INSERT INTO rival (uid, account_id, name, heard_on) VALUES ('u', 7, 'Umbra', '2026-03-02')",
    );
    let said = rep.refused(5, "undo --yes");
    assert!(
        said.contains("was changed since, and by no command"),
        "{said}"
    );
    beside(&rep, "DELETE FROM rival");
    rep.run("undo --yes");
    assert_eq!(content(&rep), [""; 0]);
    rep.run("redo");
    assert_eq!(differing(&before, &content(&rep)), [""; 0]);
}

#[test]
fn who_was_forgotten_stays_forgotten() {
    let rep = acme();
    rep.run("edit p1 --interests rowing");
    rep.run("log acme she rows -w dana");
    rep.run("undo");
    rep.run("edit p1 --topic 'the regatta'");
    rep.run("undo");
    rep.run("person forget 'Dana Ruiz' --yes");
    for line in ["undo", "undo --yes"] {
        let said = rep.refused(5, line);
        assert!(said.contains("a person was forgotten"), "{said}");
    }
    rep.refused(5, "redo");
    let bytes = contents(&rep.db()).unwrap();
    for word in ["Dana", "dana", "Ruiz", "rowing", "regatta"] {
        let is_there = bytes
            .windows(word.len())
            .any(|window| window == word.as_bytes());
        assert!(!is_there, "{word} is still in the file");
    }
    let history = rep.json("history");
    assert_eq!(history[0]["command"], "person forget");
    assert_eq!(history[4]["command"], "add");
    // What comes after it is taken back as ever.
    rep.run("log acme hello");
    rep.run("undo");
    rep.refused(5, "undo");
}

#[test]
fn a_copy_knows_whom_only_a_command_that_was_taken_back_had_made() {
    let rep = Environment::new();
    rep.run("add Acme -w 'Dana Ruiz'");
    rep.run("undo");
    fs::copy(rep.db(), rep.path("book.db.bak")).unwrap();
    rep.run("redo");
    let forgotten = rep.json("person forget p1 --yes");
    assert_eq!(forgotten["copies"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_mark_is_taken_back_alike_both_ways() {
    for mark in [
        "mark acme delivered",
        "mark acme paid --part deposit --amount 2k",
        "mark acme credit --failed --why equity",
    ] {
        let rep = acme();
        let before = content(&rep);
        rep.run(mark);
        let after = content(&rep);
        rep.run("undo");
        assert_eq!(differing(&before, &content(&rep)), [""; 0], "{mark}");
        // A mark that is taken back is none to `--undo`.
        let rung = mark.split(' ').nth(2).unwrap();
        let part = if mark.contains("--part") {
            " --part deposit"
        } else {
            ""
        };
        let unmark = format!("mark acme {rung} --undo{part}");
        rep.refused(5, &unmark);
        rep.run("redo");
        rep.run(&unmark);
        assert_eq!(differing(&before, &content(&rep)), [""; 0], "{unmark}");
        rep.run("undo");
        assert_eq!(differing(&after, &content(&rep)), [""; 0], "{unmark}, undo");
    }
}

#[test]
fn a_correction_that_was_taken_back_is_not_taken_back_twice() {
    let rep = acme();
    rep.run("mark acme delivered --on 2026-03-03");
    rep.run("mark acme delivered --on 2026-03-05");
    rep.run("undo");
    let said = rep.run("mark acme delivered --undo");
    assert!(said.contains("delivered is not marked any more"), "{said}");
    rep.run("undo");
    let said = rep.run("undo");
    assert!(
        said.contains("mark acme delivered --on 2026-03-03"),
        "{said}"
    );
}

/// Turns the entries of an index round that has one page: so many of the first come last.
fn turn_index(rep: &Environment, index: &str, first: usize) {
    let book = Connection::open(rep.db()).unwrap();
    let number = |sql: &str| -> usize {
        let number: i64 = book.query_row(sql, [], |row| row.get(0)).unwrap();
        number.try_into().unwrap()
    };
    let page_size = number("PRAGMA page_size");
    let root = number(&format!(
        "SELECT rootpage FROM sqlite_schema WHERE name = '{index}'"
    ));
    drop(book);
    let mut bytes = contents(&rep.db()).unwrap();
    let page = &mut bytes[(root - 1) * page_size..root * page_size];
    assert_eq!(page[0], 10, "a leaf of an index");
    let count = usize::from(u16::from_be_bytes([page[3], page[4]]));
    page[8..8 + 2 * count].rotate_left(2 * first.min(count - 1));
    rep.write("book.db", bytes);
}

#[test]
fn an_index_of_the_journal_that_is_out_of_order_ends_what_reads_it() {
    for first in [1, usize::MAX] {
        let rep = acme();
        turn_index(&rep, "journal_row_by_command", first);
        for line in ["undo", "undo --dry-run", "history", "history acme"] {
            let outcome = rep.try_run(line);
            let said = format!("error: {} is damaged\n", rep.db().display());
            assert!(
                outcome.code == 7 && outcome.stderr.starts_with(&said),
                "{line}: {}{}",
                outcome.stdout,
                outcome.stderr
            );
        }
        assert_eq!(rep.try_run("doctor").code, 1);
    }
}

#[test]
fn two_at_once_take_back_one_command_each() {
    let rep = acme();
    for number in 0..8 {
        rep.run(&format!("log acme call {number} -q"));
    }
    let undos: Vec<_> = (0..4)
        .map(|_| {
            rep.command(["undo", "-q"])
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut taken: Vec<String> = undos
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success());
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        })
        .collect();
    taken.sort();
    assert_eq!(taken, ["6", "7", "8", "9"]);
    assert_eq!(rows(&rep.json("touchpoints"), "id").len(), 4);
}

#[test]
fn a_copy_that_was_put_back_knows_its_own_commands() {
    let rep = acme();
    let copy = contents(&rep.db()).unwrap();
    rep.run("log acme hello");
    rep.run("undo");
    rep.write("book.db", copy);
    rep.refused(5, "redo");
    assert_eq!(rep.json("undo")["verb"], "add");
}

#[test]
fn steps_that_rolled_off_a_holiday_roll_back() {
    let mut rep = acme();
    let folder = rep.path("home/.config/deals");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "holidays = [\"2026-03-24\"]\n").unwrap();
    let before = content(&rep);
    rep.at("2026-03-09");
    let said = rep.run("tag acme vip");
    assert_ne!(differing(&before, &content(&rep)).len(), 2, "{said}");
    rep.run("undo");
    assert_eq!(differing(&before, &content(&rep)), [""; 0]);
}

#[test]
fn history_tells_when_which_command_and_from_what_to_what() {
    let mut rep = acme();
    rep.at("2026-03-09");
    rep.run("edit d1 --title Trucks --value 52k");
    rep.run("log acme she is glad");
    rep.run("undo");
    rep.run("add Borel --prospect");
    assert_eq!(
        rep.run("history"),
        "4  today 09:00  add Borel --prospect
                a2, d2 new
3  today 09:00  log acme she is glad
                taken back: Acme Corp · t1 new · c1 done · c3 due: 20 Mar → 23
                Mar
2  today 09:00  edit d1 --title Trucks --value 52k
                Acme Corp · d1 title: Fleet → Trucks · d1 value: 48,000 USD →
                52,000 USD
1  6 Mar 09:00  add 'Acme Corp' Fleet 48k -d 'in 3 weeks' -w 'Dana Ruiz'
                a1, p1, d1, 8 check-ins new
4 commands
"
    );
    let history = rep.json("history acme --limit 2");
    assert_eq!(
        rows(&history, "id at verb undone undone_at rows"),
        [
            "3 2026-03-09T08:00:00.000Z log true 2026-03-09T08:00:00.000Z 3",
            "2 2026-03-09T08:00:00.000Z edit false - 1"
        ]
    );
    assert_eq!(
        rows(&history[1]["changes"], "kind id change field from to"),
        [
            "deal d1 changed title Fleet Trucks",
            "deal d1 changed value 48000 USD 52000 USD"
        ]
    );
    assert_eq!(
        rows(&history[0]["changes"], "id change field from to")[7..],
        [
            "c1 changed ended_on - 2026-03-09",
            "c1 changed status open done",
            "c1 changed touchpoint_id - t1",
            "c3 changed due_on 2026-03-20 2026-03-23"
        ]
    );
}

#[test]
fn history_of_a_record_is_what_touched_it_or_what_belongs_to_it() {
    let rep = acme();
    rep.run("add Borel Pilot 9k -w 'Jean Roux'");
    rep.run("log borel hello -w jean");
    rep.run("mark d1 paid --part deposit --amount 2k");
    rep.run("result add d1 'first response: 40 -> 28 h'");
    rep.run("result measure r1 31");
    rep.run("snooze c1 2026-03-20");
    rep.run("rm d1 --yes");
    rep.run("edit p2 --role sponsor");
    for (target, expected) in [
        ("a1", "8 7 6 5 4 1"),
        ("acme", "8 7 6 5 4 1"),
        ("d1", "8 7 6 5 4 1"),
        ("c1", "8 7 1"),
        ("r1", "8 6 5"),
        ("p1", "8 1"),
        ("dana", "8 1"),
        ("a2", "9 3 2"),
        ("jean", "9 3 2"),
        ("d2", "3 2"),
        ("t1", "3"),
    ] {
        let ids: Vec<String> = rows(&rep.json(&format!("history {target}")), "id");
        assert_eq!(ids.join(" "), expected, "{target}");
    }
    for (target, code) in [("d99", 3), ("nobody", 3), ("''", 2)] {
        rep.refused(code, &format!("history {target}"));
    }
    let said = rep.refused(3, "history fleet");
    assert!(
        said.contains("what was removed is found by its id"),
        "{said}"
    );
    // A part was the deal's, also once both are gone.
    let part = rep.json("history d1");
    let parts: Vec<String> = rows(&part[4]["changes"], "kind id field to");
    assert!(
        parts.contains(&"part d1 paid.amount 2000 USD".to_owned()),
        "{parts:?}"
    );
}
