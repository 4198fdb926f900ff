//! Copies of the file: made, checked, kept, put back.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::environment::{Environment, contents, rows};

/// A book with an account, a deal and a contact.
fn rep() -> Environment {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k -w 'Dana Ruiz'");
    rep.run("log acme hello");
    rep
}

/// What is in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Every row of every table; how far ids were counted is looked at where it matters.
fn rows_of(path: &Path) -> Vec<String> {
    let file = Connection::open(path).unwrap();
    let mut tables = file
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name <> 'sqlite_sequence'
             ORDER BY name",
        )
        .unwrap();
    let tables = tables.query_map([], |row| row.get(0)).unwrap();
    let mut found = Vec::new();
    for table in tables.map(Result::<String, _>::unwrap) {
        let mut statement = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let count = statement.column_count();
        let mut all = statement.query([]).unwrap();
        while let Some(row) = all.next().unwrap() {
            let cells: Vec<_> = (0..count).map(|at| row.get_ref(at).unwrap()).collect();
            found.push(format!("{table} {cells:?}"));
        }
    }
    found
}

fn path(record: &Value, field: &str) -> PathBuf {
    PathBuf::from(record[field].as_str().unwrap_or_else(|| panic!("{record}")))
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_copy_is_named_by_the_moment_and_holds_everything() {
    let rep = rep();
    let before = contents(&rep.db());
    let copy = rep.json("backup");
    let folder = rep.path("backups");
    assert_eq!(
        path(&copy, "path"),
        folder.join("book-2026-03-06T080000Z.db")
    );
    assert_eq!(
        rows(&json!([copy]), "accounts deals touchpoints verified"),
        ["1 1 1 true"]
    );
    assert_eq!(
        copy["bytes"].as_u64().unwrap(),
        fs::metadata(path(&copy, "path")).unwrap().len()
    );
    assert_eq!(rows_of(&path(&copy, "path")), rows_of(&rep.db()));
    // A second one of that moment is numbered, and -q prints its path.
    let second = rep.run("backup -q");
    assert!(
        second.ends_with("book-2026-03-06T080000Z-2.db\n"),
        "{second}"
    );
    assert!(
        contents(&rep.db()) == before,
        "the file itself is not touched"
    );
    assert_eq!(names(&rep.path("")), ["backups", "book.db", "home"]);
    assert_eq!(
        names(&folder),
        ["book-2026-03-06T080000Z-2.db", "book-2026-03-06T080000Z.db"],
        "nothing unfinished is left"
    );
    #[cfg(unix)]
    assert_eq!((mode(&folder), mode(&path(&copy, "path"))), (0o700, 0o600));
    // A copy is a file like any other.
    let mut command = rep.command(["list", "-o", "ids"]);
    command.env("DEALS_DB", path(&copy, "path"));
    assert_eq!(rep.finish(command, "list", b"").ok(), "d1\n");
}

#[test]
fn a_copy_goes_where_it_is_told_and_says_what_is_in_it() {
    let rep = rep();
    let said = rep.run("backup friday.db");
    assert!(
        said.starts_with("friday.db  ")
            && said.contains("1 account, 1 deal, 1 touchpoint, checked"),
        "{said}"
    );
    #[cfg(unix)]
    assert_eq!(mode(&rep.path("friday.db")), 0o600);
    fs::create_dir(rep.path("stick")).unwrap();
    rep.run("backup stick");
    assert_eq!(names(&rep.path("stick")), ["book-2026-03-06T080000Z.db"]);
    // As a file it would be in the way of every copy to come.
    let first = path(&rep.json("backup --dry-run"), "path");
    assert!(!rep.path("backups").exists());
    for (line, ending) in [
        ("backup backups", "080000Z.db"),
        ("backup ./backups", "080000Z-2.db"),
        ("backup backups --dry-run", "080000Z-3.db"),
    ] {
        let copy = path(&rep.json(line), "path");
        assert!(copy.display().to_string().ends_with(ending), "{copy:?}");
    }
    let copies = names(&rep.path("backups"));
    assert_eq!((copies.len(), first.is_file()), (2, true), "{copies:?}");
    fs::remove_dir_all(rep.path("backups")).unwrap();
    let tried = rep.json("backup monday.db --dry-run");
    assert_eq!(
        (&tried["dry_run"], &tried["deals"]),
        (&json!(true), &json!(1))
    );
    rep.json("backup --dry-run");
    assert_eq!(
        names(&rep.path("")),
        ["book.db", "friday.db", "home", "stick"],
        "a dry run leaves nothing"
    );
}

#[test]
fn nothing_is_written_over() {
    let rep = rep();
    rep.write("notes.txt", "mine");
    for line in ["backup notes.txt", "backup book.db", "backup ./book.db"] {
        let said = rep.refused(5, line);
        assert!(said.contains("name another file"), "{said}");
    }
    assert_eq!(contents(&rep.path("notes.txt")).unwrap(), b"mine");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(rep.db(), rep.path("link.db")).unwrap();
        std::os::unix::fs::symlink(rep.path("gone.db"), rep.path("dangling.db")).unwrap();
        let said = rep.refused(5, "backup link.db");
        assert!(said.contains("is the file itself"), "{said}");
        rep.refused(5, "backup dangling.db");
        rep.refused(5, "restore link.db --yes");
        assert!(!rep.path("gone.db").exists());
    }
    let said = rep.refused(1, "backup nowhere/friday.db");
    assert!(said.contains("there is no folder nowhere"), "{said}");
    // Not by --db, which names the book.
    assert!(
        said.contains("hint: make the folder first, or name another file\n"),
        "{said}"
    );
    let said = rep.refused(1, "backup nowhere/");
    assert!(said.contains("there is no folder nowhere/"), "{said}");
    let said = rep.refused(2, "backup -");
    assert!(said.contains("./-"), "{said}");
    assert!(!rep.path("backups").exists());
}

#[test]
fn without_a_file_there_is_nothing_to_copy() {
    let rep = Environment::new();
    let said = rep.refused(3, "backup");
    assert!(
        said.contains("nothing to copy yet") && said.contains("deals add"),
        "{said}"
    );
    rep.refused(3, "backup friday.db");
    assert_eq!(names(&rep.path("")), ["home"]);
    rep.write("book.db", "");
    rep.refused(3, "backup");
    let rep = Environment::new();
    rep.write("book.db", "another program's");
    rep.refused(7, "backup");
    assert_eq!(names(&rep.path("")), ["book.db", "home"]);
}

/// Writes over the middle of a file.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[4096..middle] {
        *byte = 0x55;
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_file_makes_no_copy() {
    let rep = rep();
    damage(&rep.db());
    let said = rep.refused(7, "backup friday.db");
    assert!(said.contains("is damaged"), "{said}");
    assert_eq!(
        names(&rep.path("")),
        ["book.db", "home"],
        "no copy is left that is none"
    );
    // What points nowhere is no whole file either.
    let rep = Environment::new();
    rep.run("add Acme");
    let file = Connection::open(rep.db()).unwrap();
    file.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM account")
        .unwrap();
    drop(file);
    rep.refused(7, "backup friday.db");
    assert!(!rep.path("friday.db").exists());
    // Nor is what lacks a table, or is not as it was made.
    for (sql, what) in [
        ("DROP TABLE heartbeat", "damaged: heartbeat is missing\n"),
        (
            "PRAGMA user_version = 5",
            "damaged\nerror:   because view v_deals already exists\n",
        ),
    ] {
        let rep = self::rep();
        let file = Connection::open(rep.db()).unwrap();
        file.execute_batch(sql).unwrap();
        drop(file);
        let said = rep.refused(7, "backup friday.db");
        assert!(said.contains(what), "{said}");
        assert!(!rep.path("friday.db").exists());
    }
}

#[test]
fn a_copy_is_put_back_whole_and_what_it_replaces_is_kept() {
    let rep = rep();
    rep.run("backup friday.db");
    let then = rows_of(&rep.db());
    for number in 0..40 {
        rep.run(&format!("add 'Lima {number}' --new-account"));
    }
    let now = rows_of(&rep.db());
    let copy = contents(&rep.path("friday.db"));

    let said = rep.refused(5, "restore friday.db");
    assert!(said.contains("--yes") && said.contains("1 deal"), "{said}");
    let tried = rep.json("restore friday.db --dry-run");
    assert_eq!(
        (&tried["dry_run"], &tried["kept"], rows_of(&rep.db())),
        (&json!(true), &Value::Null, now.clone())
    );

    let restored = rep.json("restore friday.db --yes");
    assert_eq!(
        rows(&json!([restored]), "from accounts deals touchpoints"),
        ["friday.db 1 1 1"]
    );
    assert_eq!(rows_of(&rep.db()), then);
    assert!(
        contents(&rep.path("friday.db")) == copy,
        "the copy stays as it is"
    );
    let kept = path(&restored, "kept");
    assert!(kept.ends_with("backups/book-2026-03-06T080000Z-before-restore.db"));
    assert_eq!(rows_of(&kept), now);
    #[cfg(unix)]
    assert_eq!((mode(&rep.db()), mode(&kept)), (0o600, 0o600));
    assert_eq!(
        names(&rep.path("")),
        ["backups", "book.db", "friday.db", "home"],
        "nothing unfinished is left"
    );
    // Back again: that is how a restore is taken back.
    let said = rep.run(&format!("restore '{}' --yes", kept.display()));
    assert!(said.contains("what it was is in"), "{said}");
    assert_eq!(rows_of(&rep.db()), now);
    // Its journal came with it: undo goes on from there, and does not cross the restore.
    let undone = rep.json("undo");
    assert_eq!(undone["verb"], "add", "{undone}");
    assert_eq!(rep.json("list").as_array().unwrap().len(), 40);
    rep.run("add Kilo --new-account");
}

#[test]
fn an_id_is_not_given_again_by_a_copy_that_is_put_back() {
    let rep = Environment::new();
    rep.run("add Acme");
    rep.run("backup friday.db");
    rep.run("add Borel Pilot 9k -w 'Jean Roux'");
    rep.run("log borel hello");
    rep.run("restore friday.db --yes");
    let added = rep.json("add Cato Press 5k -w 'Maja Vogt'");
    assert_eq!(rows(&json!([added]), "id account_id"), ["d3 a3"]);
    assert_eq!(rows(&rep.json("people"), "id"), ["p2"]);
    assert_eq!(rep.json("log cato hello")["id"], "t2");
    // The journal is the copy's own.
    assert_eq!(
        rows(&rep.json("history"), "id verb"),
        ["3 log", "2 add", "1 add"]
    );
    // Of no table has the copy counted further than the file.
    rep.run("restore friday.db --yes --db new.db");
    assert_eq!(rep.run("add Borel -q --db new.db"), "d2\n");
}

#[test]
fn what_is_in_the_way_of_copies_is_told() {
    let rep = rep();
    rep.run("backup friday.db");
    rep.write("backups", "no folder");
    for line in ["backup", "restore friday.db --yes"] {
        let said = rep.refused(1, line);
        assert!(
            said.contains("backups is no folder") && said.contains("move it elsewhere"),
            "{said}"
        );
    }
    let found = rep.try_run("doctor --json");
    let found: Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(found[0]["level"], "fault");
    #[cfg(unix)]
    {
        let mend = found[0]["mend"].as_str().unwrap();
        assert!(rep.shell(mend).status().unwrap().success(), "{mend}");
        assert_eq!(rep.run("doctor --json"), "[]\n");
    }
}

#[test]
fn a_copy_is_put_back_where_there_is_no_file() {
    let rep = rep();
    rep.run("backup friday.db");
    fs::remove_file(rep.db()).unwrap();
    let restored = rep.json("restore friday.db --yes");
    assert_eq!(restored["kept"], Value::Null);
    assert_eq!(rep.run("list -o ids"), "d1\n");
    #[cfg(unix)]
    assert_eq!(mode(&rep.db()), 0o600);
}

#[test]
fn a_damaged_file_is_kept_as_it_is_and_replaced() {
    let rep = rep();
    rep.run("backup friday.db");
    let then = rows_of(&rep.db());
    damage(&rep.db());
    let broken = contents(&rep.db());
    let restored = rep.json("restore friday.db --yes");
    assert_eq!(rows_of(&rep.db()), then);
    let kept = contents(&path(&restored, "kept"));
    assert_eq!(kept.unwrap().len(), broken.unwrap().len());
    // Cut short: SQLite does not even begin.
    let bytes = contents(&rep.db()).unwrap();
    fs::write(rep.db(), &bytes[..9000]).unwrap();
    let restored = rep.json("restore friday.db --yes");
    assert_eq!(rows_of(&rep.db()), then);
    assert_eq!(contents(&path(&restored, "kept")).unwrap(), bytes[..9000]);
}

#[test]
fn what_is_no_whole_copy_is_refused_and_changes_nothing() {
    let rep = rep();
    rep.run("backup friday.db");
    rep.write(
        "notes.txt",
        "a text, longer than the beginning of any file of SQLite, so that it is read as one",
    );
    rep.write("empty.db", "");
    fs::copy(rep.path("friday.db"), rep.path("damaged.db")).unwrap();
    damage(&rep.path("damaged.db"));
    let bytes = contents(&rep.path("friday.db")).unwrap();
    rep.write("cut.db", &bytes[..bytes.len() / 2]);
    for (name, statement) in [
        ("newer.db", "PRAGMA user_version = 99"),
        ("other.db", "PRAGMA application_id = 7"),
        (
            "astray.db",
            "PRAGMA foreign_keys = OFF; DELETE FROM account",
        ),
    ] {
        fs::copy(rep.path("friday.db"), rep.path(name)).unwrap();
        let file = Connection::open(rep.path(name)).unwrap();
        file.execute_batch(statement).unwrap();
    }
    for (name, what) in [
        ("notes.txt", "is not a deals file"),
        ("empty.db", "is not a deals file"),
        ("other.db", "is not a deals file"),
        ("newer.db", "is of version 99"),
        ("damaged.db", "is damaged"),
        ("cut.db", "is damaged"),
        (
            "astray.db",
            "is damaged: a row points to one that is not there",
        ),
    ] {
        let said = rep.refused(7, &format!("restore {name} --yes"));
        assert!(
            said.contains(&format!("{name} {what}")) && said.contains("nothing was changed"),
            "{said}"
        );
    }
    rep.refused(3, "restore nothing.db --yes");
    rep.refused(5, "restore book.db --yes");
    let said = rep.refused(1, "restore . --yes");
    assert!(said.contains("name a copy"), "{said}");
    let left: Vec<String> = names(&rep.path(""))
        .into_iter()
        .filter(|name| name.contains("part"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
    assert!(!rep.path("backups").exists());
    // Another program's file is never replaced either.
    rep.write(
        "book.db",
        "another program's file, and nothing that could be opened by this one, ever, as it seems",
    );
    let said = rep.refused(7, "restore friday.db --yes");
    assert!(said.contains("move it out of the way"), "{said}");
}

#[test]
fn an_older_copy_is_brought_up_as_it_is_put_back() {
    let rep = rep();
    let old = include_bytes!("../data/version-1.db");
    rep.write("old.db", old);
    let restored = rep.json("restore old.db --yes");
    assert_eq!(restored["schema_version"], 1);
    assert_eq!(contents(&rep.path("old.db")).unwrap(), old);
    assert!(rep.run("list -o ids").lines().count() > 5);
    assert_eq!(
        names(&rep.path("backups")),
        ["book-2026-03-06T080000Z-before-restore.db"],
        "it needs no other copy"
    );
}

#[test]
fn the_newest_ten_of_the_programs_own_copies_are_kept() {
    let mut rep = rep();
    rep.run("backup friday.db");
    rep.run("backup");
    fs::write(rep.path("backups/book-notes-before-restore.db"), "mine").unwrap();
    fs::write(
        rep.path("backups/books-2026-01-01T000000Z-before-restore.db"),
        "another's",
    )
    .unwrap();
    for day in 10..23 {
        rep.at(&format!("2026-03-{day}"));
        rep.run("restore friday.db --yes");
    }
    let mut expected: Vec<String> = (13..23)
        .map(|day| format!("book-2026-03-{day}T080000Z-before-restore.db"))
        .collect();
    expected.insert(0, "book-2026-03-06T080000Z.db".to_owned());
    expected.push("book-notes-before-restore.db".to_owned());
    expected.push("books-2026-01-01T000000Z-before-restore.db".to_owned());
    assert_eq!(names(&rep.path("backups")), expected);
    // Also where the clock went back: what was kept just now stays.
    rep.at("2026-01-05");
    rep.run("restore friday.db --yes");
    let left = names(&rep.path("backups"));
    assert!(
        left.contains(&"book-2026-01-05T080000Z-before-restore.db".to_owned()),
        "{left:?}"
    );
}

#[test]
fn a_large_import_keeps_a_copy_first() {
    let rep = rep();
    let before = rows_of(&rep.db());
    let mut csv = String::from("id,account\n");
    for number in 0..=1000 {
        let _ = writeln!(csv, "{number},Customer {number}");
    }
    rep.write("many.csv", &csv);
    let last = csv.trim_end().rfind('\n').unwrap();
    rep.write("few.csv", &csv[..=last]);
    rep.json("import many.csv --dry-run");
    rep.run("import few.csv");
    assert!(
        !rep.path("backups").exists(),
        "a thousand rows are not many"
    );
    let rep = self::rep();
    rep.write("many.csv", &csv);
    let said = rep.run("import many.csv");
    let name = "book-2026-03-06T080000Z-before-import.db";
    assert!(
        said.contains("what was there before is in") && said.contains(name),
        "{said}"
    );
    let count = |rows: &[String]| rows.len();
    assert_eq!(
        count(&rows_of(&rep.path("backups").join(name))),
        count(&before)
    );
    // Into nothing: there is nothing to keep.
    let rep = Environment::new();
    rep.write("many.csv", &csv);
    rep.run("import many.csv");
    assert!(!rep.path("backups").exists());
}

#[test]
fn whoever_is_forgotten_is_found_in_the_copies() {
    let rep = rep();
    let copy = rep.json("backup");
    fs::write(rep.path("backups/other.txt"), "no copy").unwrap();
    rep.run("add Lima --new-account -w 'Lee Moss'");
    let forgotten = rep.json("person forget p2 --yes");
    assert_eq!(
        rows(&json!([forgotten]), "copies"),
        [rep.path("backups/other.txt").to_str().unwrap()]
    );
    fs::remove_file(rep.path("backups/other.txt")).unwrap();
    let forgotten = rep.json("person forget p1 --yes");
    assert_eq!(forgotten["copies"], json!([copy["path"]]));
}

#[test]
fn copies_are_whole_while_others_write() {
    let rep = rep();
    let writers: Vec<_> = (0..3)
        .map(|writer| {
            (0..12)
                .map(move |number| format!("{writer}-{number}"))
                .collect::<Vec<_>>()
        })
        .collect();
    std::thread::scope(|scope| {
        for names in &writers {
            let rep = &rep;
            scope.spawn(move || {
                for name in names {
                    rep.run(&format!("add 'Customer {name}' --new-account -q"));
                }
            });
        }
        let rep = &rep;
        scope.spawn(move || {
            for number in 0..8 {
                let copy = rep.json(&format!("backup copy-{number}.db"));
                // Each command of the writers is in it whole: a deal has its account.
                assert_eq!(copy["accounts"], copy["deals"], "{copy}");
            }
        });
    });
    assert_eq!(rep.json("list").as_array().unwrap().len(), 37);
}

#[test]
fn copies_of_one_moment_each_have_a_name() {
    let rep = rep();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| rep.run("backup -q"));
        }
    });
    let mut expected: Vec<String> = (2..9)
        .map(|number| format!("book-2026-03-06T080000Z-{number}.db"))
        .collect();
    expected.push("book-2026-03-06T080000Z.db".to_owned());
    assert_eq!(names(&rep.path("backups")), expected);
}

#[test]
fn a_restore_waits_for_nobody_forever_and_takes_nothing_half() {
    let rep = rep();
    rep.run("backup friday.db");
    let holder = Connection::open(rep.db()).unwrap();
    holder
        .execute_batch("BEGIN; SELECT count(*) FROM account;")
        .unwrap();
    // Reading the file here would let go of what is held.
    let outcome = rep.try_run("restore friday.db --yes");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (6, ""));
    assert!(outcome.stderr.contains("is busy"), "{}", outcome.stderr);
    assert!(!rep.path("backups").exists());
    holder.execute_batch("ROLLBACK").unwrap();
    rep.run("restore friday.db --yes");
    // Whoever had the file open sees the new content.
    let count: i64 = holder
        .query_row("SELECT count(*) FROM touchpoint", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 1);
}

/// How many commands are killed.
#[cfg(unix)]
const ROUNDS: u64 = 30;

/// Commands that are killed at some moment leave the old content or the new, and no copy that is none.
#[cfg(unix)]
#[test]
fn a_killed_copy_or_restore_leaves_whole_files() {
    let rep = rep();
    rep.write(
        "many.csv",
        (0..900).fold(String::from("id,account,title\n"), |csv, number| {
            csv + &format!("{number},Customer {number},a title that takes some room in the file\n")
        }),
    );
    rep.run("import many.csv -q");
    rep.run("backup large.db");
    let large = rows_of(&rep.db());
    let small = self::rep();
    small.run("backup small.db");
    fs::copy(small.path("small.db"), rep.path("small.db")).unwrap();
    let little = rows_of(&rep.path("small.db"));
    let start = |line: &[&str]| {
        let mut command = rep.command(line);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    // How often one can look before it is done: each round is killed at another part of that.
    let mut child = start(&["restore", "large.db", "--yes"]);
    let mut looks = 0_u64;
    while child.try_wait().unwrap().is_none() {
        looks += 1;
    }
    let mut unfinished = 0;
    for round in 0..ROUNDS {
        let mut child = start(match round % 3 {
            0 => &["restore", "small.db", "--yes"],
            1 => &["restore", "large.db", "--yes"],
            _ => &["backup"],
        });
        for _ in 0..looks * round / ROUNDS {
            if child.try_wait().unwrap().is_some() {
                break;
            }
        }
        let _ = child.kill();
        unfinished += usize::from(!child.wait().unwrap().success());
        let now = rows_of(&rep.db());
        assert!(
            now == large || now == little,
            "round {round}: neither old nor new"
        );
        for name in names(&rep.path("backups"))
            .iter()
            .filter(|name| !name.contains(".part"))
        {
            let copy = rows_of(&rep.path("backups").join(name));
            assert!(
                copy == large || copy == little,
                "round {round}: {name} is no whole copy"
            );
            fs::remove_file(rep.path("backups").join(name)).unwrap();
        }
    }
    assert!(unfinished > 0, "no round came too early");
}
