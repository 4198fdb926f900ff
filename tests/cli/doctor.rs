//! `deals doctor`: a book that is well is said to be, and whatever is wrong is named with what to type.

use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use crate::book;
use crate::environment::{Environment, contents, rows};

/// Runs it; the exit code and the findings. The file is as it was.
fn examined(rep: &Environment) -> (i32, Value) {
    let before = contents(&rep.db());
    let outcome = rep.try_run("doctor --json");
    assert_eq!(outcome.stderr, "");
    assert!(contents(&rep.db()) == before, "doctor changed the file");
    (outcome.code, serde_json::from_str(&outcome.stdout).unwrap())
}

/// Changes the file as no command would.
fn break_it(rep: &Environment, statements: &str) {
    let file = Connection::open(rep.db()).unwrap();
    file.execute_batch(&format!("PRAGMA foreign_keys = OFF; {statements}"))
        .unwrap();
}

#[test]
fn a_book_with_everything_in_it_is_well() {
    let rep = book::full();
    let said = rep.run("doctor");
    let begins = "all is well: 10 deals, 8 touchpoints, schema version ";
    assert!(said.starts_with(begins), "{said}");
    assert_eq!(rep.run("doctor --json"), "[]\n");
    assert_eq!(rep.run("doctor -o csv"), "level,what,where,mend\n");
}

#[test]
fn without_a_file_nothing_is_wrong() {
    let rep = Environment::new();
    let said = rep.run("doctor");
    assert!(
        said.starts_with("all is well: there is no file yet at "),
        "{said}"
    );
    assert!(!rep.db().exists());
}

/// What is done to the full book, the exit code, and the finding it makes: level, words of what, place, words of mend.
const BROKEN: &[(&str, i32, [&str; 4])] = &[
    (
        "DELETE FROM check_in WHERE deal_id = 5; DELETE FROM find_text WHERE rowid >> 40 IN (1, 2, 3)",
        1,
        [
            "fault",
            "a live deal has nothing planned",
            "d5",
            "deals remind d5 tomorrow",
        ],
    ),
    (
        "UPDATE check_in SET kind = 'adrift', deal_id = 5, step = NULL, anchor_rung = NULL, anchor_offset = NULL,
             anchor_unit = NULL, every = NULL, every_unit = NULL, rung = NULL WHERE id = 11",
        0,
        ["warning", "said to have nothing planned", "c11", "deals edit a5"],
    ),
    (
        "UPDATE check_in SET due_on = '2026-04-01' WHERE rung = 'delivered' AND status = 'open' AND deal_id = 5",
        0,
        [
            "warning",
            "an expected rung is not asked about exactly once",
            "d5",
            "deals edit a5 --name 'Acme Corp'",
        ],
    ),
    (
        "UPDATE check_in SET touchpoint_id = 1 WHERE id = 11",
        1,
        ["fault", "open and ended at once", "c11", "deals rm c11"],
    ),
    (
        "UPDATE check_in SET person_id = 99 WHERE id = 11",
        1,
        [
            "fault",
            "a row points to one that is not there",
            "check_in 11 -> person",
            "deals restore FILE",
        ],
    ),
    (
        "UPDATE check_in SET person_id = 1 WHERE id = 16",
        0,
        [
            "warning",
            "belongs to something that is not there",
            "c16",
            "deals edit a5 --name 'Acme Corp'",
        ],
    ),
    (
        "UPDATE rung SET done_on = '2026-13-01' WHERE deal_id = 5 AND rung = 'signed'",
        1,
        ["fault", "a row cannot be read: ", "a5", "deals restore FILE"],
    ),
    (
        "DROP INDEX check_in_open; DROP VIEW v_deals",
        1,
        ["fault", "is missing from the file", "v_deals", "deals export all.jsonl"],
    ),
    (
        "ALTER TABLE deal RENAME COLUMN note TO notes",
        1,
        ["fault", "a row cannot be read: no such column: ", "a8", "deals restore FILE"],
    ),
    (
        "UPDATE journal_command SET at = 'yesterday' WHERE id = 1; UPDATE journal_command SET undone_at = 'x' WHERE id = 9",
        1,
        [
            "fault",
            "2 commands of the journal cannot be read",
            "book.db",
            "deals export all.jsonl; deals --db NEW import all.jsonl",
        ],
    ),
    (
        "UPDATE rung SET done_on = '2027-01-01' WHERE deal_id = 5 AND rung = 'signed'",
        0,
        ["warning", "a day that is still to come", "d5", "deals show d5"],
    ),
    (
        "UPDATE name_word SET word = 'nobody' WHERE account_id = 5 AND word = 'acme'",
        1,
        ["fault", "is not found by its name", "a5", "deals edit a5 --name"],
    ),
    (
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'deal'",
        1,
        ["fault", "ids would be given a second time", "deal", "deals export"],
    ),
    (
        "UPDATE journal_row SET table_name = 'invoice' WHERE id = 1",
        1,
        ["fault", "the journal knows a table that is none", "invoice", "deals export"],
    ),
    (
        "INSERT INTO find_text (rowid, text) VALUES (999, 'a ghost')",
        1,
        [
            "fault",
            "the index of what was said differs from what was said in 1 row",
            "book.db",
            "deals doctor --mend",
        ],
    ),
];

#[test]
fn what_is_wrong_is_named_with_what_to_type() {
    let book = contents(&book::full().db()).unwrap();
    for (statements, code, [level, what, place, mend]) in BROKEN {
        let rep = book::with(Some(&book));
        break_it(&rep, statements);
        let (ended, findings) = examined(&rep);
        let found = rows(&findings, "level what where mend");
        let is_it = |one: &&Value| {
            let says = |field: &str, words: &str| one[field].as_str().unwrap().contains(words);
            let places = one["where"].as_array().unwrap();
            let is_there = places
                .iter()
                .any(|one| one.as_str().unwrap().ends_with(place));
            one["level"] == *level && says("what", what) && is_there && says("mend", mend)
        };
        let findings = findings.as_array().unwrap();
        assert!(
            findings.iter().any(|one| is_it(&one)),
            "{statements}: {found:#?}"
        );
        assert_eq!(ended, *code, "{statements}: {found:#?}");
        let screen = rep.try_run("doctor");
        assert!(
            screen.code == *code && screen.stdout.contains(level) && screen.stdout.contains(place),
            "{}",
            screen.stdout
        );
    }
}

#[test]
fn what_it_says_to_type_mends_it() {
    let rep = book::full();
    break_it(
        &rep,
        "UPDATE check_in SET due_on = '2026-04-01' WHERE rung = 'delivered' AND status = 'open' AND deal_id = 5",
    );
    let (_, findings) = examined(&rep);
    let mend = findings[0]["mend"].as_str().unwrap();
    rep.try_run(mend.strip_prefix("deals ").unwrap());
    assert_eq!(examined(&rep), (0, Value::Array(Vec::new())));
}

#[test]
fn what_it_says_of_a_journal_makes_a_file_that_is_well() {
    for statement in [
        "DROP INDEX check_in_open",
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'deal'",
        "UPDATE journal_row SET table_name = 'invoice' WHERE id = 1",
        "UPDATE journal_command SET at = 'yesterday' WHERE id = 1",
    ] {
        let rep = book::full();
        let deals = rep.run("list --json");
        break_it(&rep, statement);
        let (_, findings) = examined(&rep);
        let mend = findings[0]["mend"].as_str().unwrap();
        let mend = mend.replace("NEW", "new.db");
        for line in mend.split("; ") {
            rep.run(&format!("{} -q", line.strip_prefix("deals ").unwrap()));
        }
        assert!(rep.run("--db new.db doctor").starts_with("all is well"));
        assert_eq!(rep.run("--db new.db list --json"), deals, "{statement}");
    }
}

#[test]
fn who_moved_on_stays_under_what_they_said_and_did() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k -w 'Dana Ruiz' --result 'first response: 40 -> 28 h'");
    rep.run("add Borel Line 5k");
    rep.run("remind p1 mon call her");
    rep.run("promise d1 'fri: dates'");
    let (call, promise) = (
        rep.open_check_in("a1", "call her"),
        rep.open_check_in("d1", "dates"),
    );
    for line in [
        "result accept r1 --by dana",
        "objective add d1 speed",
        "objective agree o1 --by dana",
        &format!("reschedule {promise} 2w --agreed-by dana"),
        &format!("done {call}"),
        "edit p1 --account a2",
    ] {
        rep.run(line);
    }
    assert_eq!(examined(&rep), (0, Value::Array(Vec::new())));
    // What is open again is for whoever is there now.
    let opened = rep.json(&format!("reopen {call}"));
    let opened = rows(&Value::Array(vec![opened]), "status person_id");
    assert_eq!(opened, ["open -"]);
    assert_eq!(examined(&rep), (0, Value::Array(Vec::new())));
}

#[test]
fn of_several_places_the_others_are_mended_likewise() {
    let rep = book::full();
    break_it(
        &rep,
        "UPDATE check_in SET touchpoint_id = 1 WHERE id IN (11, 16)",
    );
    let (_, findings) = examined(&rep);
    assert_eq!(
        rows(&findings, "where mend"),
        ["c11,c16 deals show c11; deals rm c11 removes it # the others likewise"]
    );
}

#[test]
fn the_index_of_what_was_said_is_made_anew() {
    let rep = book::full();
    let found = rep.run("find glad");
    break_it(
        &rep,
        "DELETE FROM find_text WHERE rowid < 100; INSERT INTO find_text (rowid, text) VALUES (999, 'glad')",
    );
    let broken = contents(&rep.db());
    assert_ne!(rep.run("find glad"), found);
    rep.try_run("doctor --mend --dry-run");
    assert!(contents(&rep.db()) == broken, "a dry run changed the file");
    let mended = rep.try_run("doctor --mend");
    assert_eq!(
        (mended.code, mended.stderr.as_str()),
        (0, "the index of what was said was made anew\n")
    );
    assert!(
        mended.stdout.starts_with("all is well"),
        "{}",
        mended.stdout
    );
    assert_eq!(rep.run("find glad"), found);
    // A file that is well is not written into.
    let before = contents(&rep.db());
    rep.run("doctor --mend");
    assert!(contents(&rep.db()) == before, "it was written into");
}

#[cfg(unix)]
fn private(rep: &Environment, name: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(rep.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn private(_: &Environment, _: &str, _: u32) {}

#[cfg(unix)]
#[test]
fn whoever_else_can_read_is_told() {
    let rep = Environment::new();
    rep.run("add Acme");
    rep.run("backup");
    assert_eq!(examined(&rep).1, Value::Array(Vec::new()));
    for (name, mode) in [
        ("book.db", 0o644),
        ("", 0o755),
        ("backups", 0o750),
        ("backups/book-2026-03-06T080000Z.db", 0o640),
    ] {
        private(&rep, name, mode);
    }
    let (code, findings) = examined(&rep);
    assert_eq!(code, 0, "warnings alone");
    let all = findings.as_array().unwrap();
    let mends: Vec<&str> = all
        .iter()
        .map(|one| one["mend"].as_str().unwrap())
        .collect();
    assert_eq!(mends.len(), 4, "{mends:#?}");
    // What is typed mends it.
    for mend in mends {
        let mended = rep.shell(mend).status().unwrap();
        assert!(mended.success(), "{mend}");
    }
    assert_eq!(examined(&rep).1, Value::Array(Vec::new()));
}

#[test]
fn what_an_interrupted_command_left_is_named() {
    let rep = Environment::new();
    rep.run("add Acme");
    rep.run("backup");
    rep.write("book.db.4711.part", "half");
    rep.write("other.db.4711.part", "somebody else's");
    rep.write("backups/book-2026-03-06T090000Z.db.4711.part", "half");
    let (code, findings) = examined(&rep);
    assert_eq!(code, 0);
    let places = rows(&findings, "level what where");
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(
        places[0].contains("book.db.4711.part") && !places[0].contains("other.db"),
        "{places:?}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_told_as_elsewhere() {
    let rep = Environment::new();
    rep.write(
        "book.db",
        "a file of another program, with more in it than the head of any other file has",
    );
    let said = rep.refused(7, "doctor");
    assert!(said.contains("is not a deals file"), "{said}");
    let rep = Environment::new();
    rep.run("add Acme");
    break_it(&rep, "PRAGMA user_version = 99");
    rep.refused(7, "doctor");
    // Damage is what it is there for.
    let rep = book::full();
    let mut bytes = contents(&rep.db()).unwrap();
    let middle = bytes.len() / 2;
    bytes[8192..middle].fill(0x55);
    fs::write(rep.db(), bytes).unwrap();
    let (code, findings) = examined(&rep);
    assert_eq!(code, 1);
    let all = findings.as_array().unwrap();
    assert!(
        all[0]["what"]
            .as_str()
            .unwrap()
            .contains("the file is damaged"),
        "{findings}"
    );
    let rep = Environment::new();
    rep.run("add Acme");
    let bytes = contents(&rep.db()).unwrap();
    fs::write(rep.db(), &bytes[..9000]).unwrap();
    assert_eq!(examined(&rep).0, 1);
}

#[test]
fn an_older_file_stays_one() {
    let mut rep = Environment::new();
    rep.at("2026-03-16");
    rep.write_private("book.db", include_bytes!("../data/version-1.db"));
    let (code, findings) = examined(&rep);
    assert_eq!(
        (code, rows(&findings, "level mend")),
        (0, vec!["warning deals due".to_owned()])
    );
    assert!(!rep.path("backups").exists());
    rep.run("due");
    assert_eq!(
        examined(&rep),
        (0, Value::Array(Vec::new())),
        "and is well once it is brought up"
    );
}

#[test]
fn configuration_and_letters_are_looked_at() {
    let rep = Environment::new();
    rep.run("add Acme");
    let folder = rep.path("home/.config/deals");
    fs::create_dir_all(folder.join("letters")).unwrap();
    fs::write(
        folder.join("config.toml"),
        "currency = \"EUR\"\ncolour = 3\n",
    )
    .unwrap();
    fs::write(folder.join("letters/thanks.txt"), "Dear {persn},").unwrap();
    fs::write(
        folder.join("letters/reassure.txt"),
        "Dear {person},\n\n{steps}",
    )
    .unwrap();
    fs::write(folder.join("letters/greetings.txt"), "Dear {person},").unwrap();
    let (code, findings) = examined(&rep);
    assert_eq!(code, 1);
    let found = rows(&findings, "level what where");
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found[0].contains("line 2: unknown field `colour`"),
        "{found:#?}"
    );
    assert!(
        found[1].contains("persn") && found[1].ends_with("letters/thanks.txt"),
        "{found:#?}"
    );
    assert!(
        found[2].starts_with("warning") && found[2].ends_with("greetings.txt"),
        "{found:#?}"
    );
}
