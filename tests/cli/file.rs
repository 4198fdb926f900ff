//! The file: where it is, when it is made, what else lies there, and two commands at once. And the configuration.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::environment::{Environment, Outcome, contents};

/// Every command that only reads, on a book that has an account, a deal and a check-in.
const READING: &[&str] = &[
    "",
    "due",
    "due --within 30d --json",
    "due --count",
    "list",
    "list --json",
    "accounts",
    "people",
    "touchpoints -o csv",
    "show a1",
    "show d1 --json",
    "completions bash",
];

/// A command without a file named for it.
fn unnamed(rep: &Environment, line: &str) -> Command {
    let mut command = rep.command(line.split(' ').filter(|word| !word.is_empty()));
    command.env_remove("DEALS_DB");
    command
}

/// Runs a command without a file named for it.
fn run_unnamed(rep: &Environment, line: &str) -> Outcome {
    rep.finish(unnamed(rep, line), line, b"")
}

/// A command that must be refused with this exit code and leave these bytes as they are.
fn refused_at(rep: &Environment, path: &Path, code: i32, line: &str) -> String {
    let before = contents(path);
    let outcome = rep.try_run(line);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (code, ""),
        "deals {line}\n{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.starts_with("error: "),
        "deals {line}\n{}",
        outcome.stderr
    );
    assert!(contents(path) == before, "deals {line} changed the file");
    outcome.stderr
}

#[cfg(target_os = "linux")]
#[test]
fn it_is_made_on_the_first_write_in_the_data_folder_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;

    let rep = Environment::new();
    run_unnamed(&rep, "add Acme").ok();
    let folder = rep.path("home/.local/share/deals");
    assert_eq!(
        (mode(&folder), mode(&folder.join("deals.db"))),
        (0o700, 0o600)
    );
    let names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["deals.db"], "one file at rest");

    let rep = Environment::new();
    let data = rep.path("data");
    let mut command = unnamed(&rep, "add Acme");
    command.env("XDG_DATA_HOME", &data);
    rep.finish(command, "add Acme", b"").ok();
    assert_eq!(
        (
            mode(&data.join("deals")),
            mode(&data.join("deals/deals.db"))
        ),
        (0o700, 0o600)
    );
    assert!(fs::read_dir(rep.path("home")).unwrap().next().is_none());

    let rep = Environment::new();
    rep.run("add Acme");
    assert_eq!(mode(&rep.db()), 0o600);
}

#[test]
fn reading_never_makes_it() {
    let rep = Environment::new();
    for line in READING {
        rep.try_run(line);
        assert!(!rep.db().exists(), "deals {line}");
        run_unnamed(&rep, line);
        assert!(
            fs::read_dir(rep.path("home")).unwrap().next().is_none(),
            "deals {line}"
        );
    }
    assert_eq!(rep.run("list --json"), "[]\n");
}

#[test]
fn reading_never_changes_it() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k -d '3 weeks' -w 'Dana Ruiz'");
    rep.run("log acme hello -n fri");
    let before = contents(&rep.db());
    rep.at("2026-04-20");
    for line in READING {
        rep.run(line);
        assert!(contents(&rep.db()) == before, "deals {line}");
    }
    let names = fs::read_dir(rep.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["book.db", "home"], "nothing is left beside it");
}

#[test]
fn a_refused_first_command_leaves_none() {
    let rep = Environment::new();
    rep.write("bad.csv", "id,account\n1,\n");
    for (code, line) in [
        (2, "add Acme Fleet 48.000"),
        (2, "add Acme Fleet 48k -d soon"),
        (5, "add Acme --signed tomorrow"),
        (2, "add Acme --plan nonsense"),
        (3, "log acme hello"),
        (3, "mark d1 delivered"),
        (2, "import bad.csv"),
        (2, "add"),
    ] {
        let outcome = rep.try_run(line);
        assert_eq!(outcome.code, code, "deals {line}: {}", outcome.stderr);
        assert!(!rep.db().exists(), "deals {line}");
        run_unnamed(&rep, line);
        assert!(
            fs::read_dir(rep.path("home")).unwrap().next().is_none(),
            "deals {line}"
        );
    }
}

#[test]
fn the_option_goes_before_the_variable_and_the_variable_before_the_data_folder() {
    let rep = Environment::new();
    rep.run("add Acme");
    rep.run("add Borel --db other.db");
    run_unnamed(&rep, "add Cato").ok();
    let account = |printed: String| -> Value {
        let list: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
        list[0]["account"].clone()
    };
    assert_eq!(account(rep.run("list --json")), "Acme");
    assert_eq!(account(rep.run("list --json --db other.db")), "Borel");
    assert_eq!(account(rep.run("--db other.db list --json")), "Borel");
    assert_eq!(account(run_unnamed(&rep, "list --json").ok()), "Cato");
    let mut command = unnamed(&rep, "list --json");
    command.env("DEALS_DB", "");
    assert_eq!(
        account(rep.finish(command, "list", b"").ok()),
        "Cato",
        "an empty variable names nothing"
    );
}

#[test]
fn a_place_where_no_file_can_be_is_refused_with_a_way_out() {
    let rep = Environment::new();
    rep.write("note.txt", "hello");
    let table = [
        ("home", "is a folder"),
        ("no/such/book.db", "there is no folder"),
        ("note.txt/book.db", "note.txt"),
        #[cfg(target_os = "linux")]
        ("/proc/book.db", "/proc/book.db"),
    ];
    for (place, expected) in table {
        let said = rep.refused(1, &format!("add Acme --db {place}"));
        assert!(
            said.contains(expected) && said.contains("hint: "),
            "{place}: {said}"
        );
    }
    for place in ["home", "no/such/book.db", "note.txt/book.db"] {
        let said = rep.refused(1, &format!("list --db {place}"));
        assert!(said.contains("hint: "), "{place}: {said}");
    }
    assert!(
        !rep.path("no").exists(),
        "a slip of the keys makes no folder"
    );
    assert_eq!(contents(&rep.path("note.txt")).unwrap(), b"hello");
}

/// The user's folder cannot hold the file: it is a file itself.
#[cfg(target_os = "linux")]
#[test]
fn a_home_that_cannot_hold_the_file_is_a_failure_with_a_hint() {
    let rep = Environment::new();
    let home = rep.write("not-a-folder", "");
    let mut command = unnamed(&rep, "add Acme");
    command.env("HOME", &home);
    let outcome = rep.finish(command, "add Acme", b"");
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (1, ""),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.starts_with("error: ") && outcome.stderr.contains("hint: "),
        "{}",
        outcome.stderr
    );
    assert_eq!(contents(&home).unwrap(), b"");
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let rep = Environment::new();
    rep.run("add Acme");
    fs::set_permissions(rep.db(), fs::Permissions::from_mode(0o400)).unwrap();
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(1));
    // The superuser may write what nobody may: then there is nothing to refuse.
    if fs::File::options().write(true).open(rep.db()).is_err() {
        let said = rep.refused(1, "add Borel --new-account");
        assert!(
            said.contains("cannot be written") && said.contains("hint: "),
            "{said}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let rep = Environment::new();
    let folder = rep.path("shelf");
    fs::create_dir(&folder).unwrap();
    rep.run("add Acme --db shelf/book.db");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    assert_eq!(
        rep.json("list --db shelf/book.db").as_array().map(Vec::len),
        Some(1)
    );
    if fs::File::create(folder.join("probe")).is_err() {
        let path = folder.join("book.db");
        refused_at(&rep, &path, 1, "add Borel --db shelf/book.db");
        rep.refused(1, "add Borel --db shelf/other.db");
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
}

/// What is not ours, or not whole, or from the future.
fn strange_files(rep: &Environment) -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    rep.run("add Acme Fleet 48k -d '3 weeks' -w 'Dana Ruiz'");
    rep.run("log acme hello -n fri");
    let ours = contents(&rep.db()).unwrap();

    let theirs = |statements: &str| {
        let path = rep.path("theirs.db");
        let _ = fs::remove_file(&path);
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(statements).unwrap();
        drop(connection);
        contents(&path).unwrap()
    };
    let newer = {
        fs::copy(rep.db(), rep.path("newer.db")).unwrap();
        let connection = Connection::open(rep.path("newer.db")).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        drop(connection);
        contents(&rep.path("newer.db")).unwrap()
    };
    let mut scrambled = ours.clone();
    scrambled[4096..].fill(0xa5);
    let mut cut = ours.clone();
    cut.truncate(ours.len() / 2);
    let mut odd = ours.clone();
    odd.truncate(ours.len() - 4096 - 77);
    let mut beheaded = ours.clone();
    beheaded[..100].fill(0);

    vec![
        (
            "a table of another program",
            theirs("CREATE TABLE note (id);"),
            "foreign",
            "is not a deals file",
        ),
        (
            "another program's mark",
            theirs("PRAGMA application_id = 77; PRAGMA user_version = 1; CREATE TABLE deal (id);"),
            "foreign",
            "is not a deals file",
        ),
        (
            "text",
            b"Dear diary, today nobody answered. ".repeat(40),
            "foreign",
            "is not a deals file",
        ),
        (
            "a line of text",
            b"hello\n".to_vec(),
            "foreign",
            "is not a deals file",
        ),
        (
            "a picture",
            [b"\x89PNG\r\n\x1a\n\0".as_slice(), &[7; 5000]].concat(),
            "foreign",
            "is not a deals file",
        ),
        (
            "zeros at its head",
            beheaded,
            "foreign",
            "is not a deals file",
        ),
        ("a newer version", newer, "newer", "is of version 99"),
        ("half of a file", cut, "damaged", "is damaged"),
        ("a file cut off within a page", odd, "damaged", "is damaged"),
        (
            "a file scrambled behind its head",
            scrambled,
            "damaged",
            "is damaged",
        ),
    ]
}

#[test]
fn what_is_not_ours_or_not_whole_or_newer_is_refused_and_left_alone() {
    let rep = Environment::new();
    for (what, bytes, word, message) in strange_files(&rep) {
        let path = rep.write("strange.db", &bytes);
        for line in [
            "list",
            "due",
            "accounts",
            "show acme",
            "add Borel",
            "log a1 hello",
            "add Borel --dry-run",
        ] {
            let line = format!("{line} --db strange.db");
            let outcome = rep.try_run(&line);
            assert_eq!(
                (outcome.code, outcome.stdout.as_str()),
                (7, ""),
                "{what}: {line}: {}",
                outcome.stderr
            );
            assert!(
                outcome.stderr.contains(message),
                "{what}: {line}: {}",
                outcome.stderr
            );
            assert!(
                outcome.stderr.contains("strange.db"),
                "{what}: {line}: {}",
                outcome.stderr
            );
            assert!(
                outcome.stderr.contains("hint: "),
                "{what}: {line}: {}",
                outcome.stderr
            );
            assert!(
                contents(&path).as_ref() == Some(&bytes),
                "{what}: {line} changed the file"
            );
            let outcome = rep.try_run(&format!("{line} --json"));
            let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
            assert_eq!(
                (outcome.code, &error["error"]["code"]),
                (7, &json!(word)),
                "{what}: {line}"
            );
        }
        let beside = fs::read_dir(rep.path(""))
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let beside: Vec<_> = beside
            .filter(|name| name.to_string_lossy().starts_with("strange.db"))
            .collect();
        assert_eq!(beside, ["strange.db"], "{what}: nothing is left beside it");
    }
}

#[test]
fn an_empty_file_is_a_book_with_nothing_in_it() {
    let rep = Environment::new();
    rep.write("book.db", "");
    assert_eq!(rep.json("list"), json!([]));
    assert_eq!(contents(&rep.db()).unwrap(), b"", "reading left it empty");
    rep.run("add Acme");
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(1));
}

#[test]
fn ids_are_never_used_again() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k -w 'Dana Ruiz'");
    rep.run("log d1 hello");
    let last = rep.json("show d1")["check_ins"].as_array().unwrap().len();
    rep.run("rm t1 --yes");
    rep.run("rm a1 --yes");
    let again = rep.json("add Acme Fleet 48k -w 'Dana Ruiz'");
    assert_eq!(
        (&again["id"], &again["account_id"]),
        (&json!("d2"), &json!("a2"))
    );
    assert_eq!(rep.json("people")[0]["id"], "p2");
    assert_eq!(rep.json("log d2 hello")["id"], "t2");
    let next = format!("c{}", last + 1);
    assert_eq!(rep.json("show d2")["check_ins"][0]["id"], next);
    rep.refused(3, "show d1");
}

#[test]
fn eight_at_once_write_ten_deals_each_and_nothing_is_lost() {
    let rep = Environment::new();
    thread::scope(|scope| {
        for writer in 0..8 {
            let rep = &rep;
            scope.spawn(move || {
                for number in 0..10 {
                    let outcome = rep.try_run(&format!(
                        "add 'W{writer} N{number}' --new-account Fleet {number}"
                    ));
                    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
                    let outcome = rep.try_run("list --json");
                    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
                }
            });
        }
    });
    let list = rep.json("list");
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 80);
    for field in ["id", "uid", "account_id", "account"] {
        let mut values: Vec<&str> = list
            .iter()
            .map(|deal| deal[field].as_str().unwrap())
            .collect();
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), 80, "{field}");
    }
    assert_eq!(
        rep.json("due --within 1w").as_array().map(Vec::len),
        Some(80)
    );
}

/// The one slow test: a writer waits five seconds before it gives up.
#[test]
fn a_file_that_stays_locked_is_busy() {
    let rep = Environment::new();
    rep.run("add Acme");
    let before = contents(&rep.db());
    // Nothing here may open the file by itself from now on: closing it would end the lock of the whole process.
    let other = Connection::open(rep.db()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    thread::scope(|scope| {
        let waiting = ["add Borel", "log a1 hello --json"].map(|line| {
            let rep = &rep;
            scope.spawn(move || rep.try_run(line))
        });
        // Readers do not wait for a writer that has not begun to write.
        assert_eq!(rep.json("list").as_array().map(Vec::len), Some(1));
        let [for_people, for_scripts] = waiting.map(|one| one.join().unwrap());
        assert_eq!(
            (for_people.code, for_scripts.code),
            (6, 6),
            "{}",
            for_people.stderr
        );
        assert!(
            for_people.stderr.contains("is busy") && for_people.stderr.contains("hint: "),
            "{}",
            for_people.stderr
        );
        let error: Value = serde_json::from_str(&for_scripts.stderr).unwrap();
        assert_eq!(error["error"]["code"], "busy");
    });
    other.execute_batch("ROLLBACK").unwrap();
    assert!(contents(&rep.db()) == before);
    rep.run("add Borel");
}

#[test]
fn a_reader_has_let_go_of_the_file_before_it_prints() {
    let rep = Environment::new();
    let rows: Vec<String> = (0..400)
        .map(|number| format!("{number},Customer {number}\n"))
        .collect();
    let rows = rows.concat();
    rep.write("book.csv", format!("id,account\n{rows}"));
    rep.run("import book.csv");
    let mut child = rep
        .command(["list", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut first = [0];
    stdout.read_exact(&mut first).unwrap();
    // It prints, and it has more to say than a pipe holds; nobody reads on.
    rep.run("add Acme --new-account");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert!(
        rest.len() > 100_000,
        "too little to fill a pipe: {}",
        rest.len()
    );
    assert!(child.wait().unwrap().success());
}

/// Runs a command line under a configuration.
fn configured(rep: &Environment, config: &str, line: &str) -> Outcome {
    let path = rep.write("config.toml", config);
    let mut command = rep.command(line.split(' '));
    command.env("DEALS_CONFIG", path);
    rep.finish(command, line, b"")
}

#[test]
fn what_is_wrong_in_the_configuration_is_named_and_stops_every_command() {
    let table = [
        ("curency = \"EUR\"", "curency"),
        ("currency = \"EUR\"\n\ncolour = true\n", "colour"),
        ("currency = \"Euro\"", "currency"),
        ("date_order = \"ymd\"", "date_order"),
        ("workdays = [\"mon\", \"noday\"]", "noday"),
        ("holidays = [\"christmas\"]", "christmas"),
        ("currency = ", "line 1"),
    ];
    for (config, named) in table {
        for line in ["list", "add Acme", "due --json"] {
            let rep = Environment::new();
            let outcome = configured(&rep, config, line);
            assert_eq!(
                (outcome.code, outcome.stdout.as_str()),
                (2, ""),
                "{config}: {line}"
            );
            assert!(
                outcome.stderr.contains(named),
                "{config}: {line}: {}",
                outcome.stderr
            );
            assert!(
                outcome.stderr.contains("config.toml"),
                "{config}: {line}: {}",
                outcome.stderr
            );
            assert!(!rep.db().exists());
        }
    }
    let rep = Environment::new();
    let mut command = rep.command(["list"]);
    command.env("DEALS_CONFIG", rep.path("nowhere.toml"));
    let outcome = rep.finish(command, "list", b"");
    assert_eq!(
        outcome.code, 2,
        "a file that is named must be there: {}",
        outcome.stderr
    );
}

#[test]
fn what_is_configured_holds() {
    let field = |config: &str, line: &str, field: &str| -> Value {
        let rep = Environment::new();
        rep.run("add Borel");
        let answer = configured(&rep, config, &format!("{line} --json")).ok();
        serde_json::from_str::<Value>(&answer).unwrap()[field].clone()
    };
    let table = [
        ("", "add Acme Fleet 48k", "currency", json!("USD")),
        (
            "currency = \"eur\"",
            "add Acme Fleet 48k",
            "currency",
            json!("EUR"),
        ),
        (
            "date_order = \"dmy\"",
            "remind a1 4/5 call",
            "due_on",
            json!("2026-05-04"),
        ),
        (
            "date_order = \"mdy\"",
            "remind a1 4/5 call",
            "due_on",
            json!("2026-04-05"),
        ),
        // The first step of a plan is on the next workday; today is Friday 6 March.
        ("", "add Acme", "next_check_in_on", json!("2026-03-09")),
        (
            "workdays = [\"sun\", \"mon\", \"tue\"]",
            "add Acme",
            "next_check_in_on",
            json!("2026-03-08"),
        ),
        (
            "holidays = [\"2026-03-09\"]",
            "add Acme",
            "next_check_in_on",
            json!("2026-03-10"),
        ),
        (
            "holidays = [\"2026-03-09..2026-03-12\"]",
            "add Acme",
            "next_check_in_on",
            json!("2026-03-13"),
        ),
    ];
    for (config, line, name, expected) in table {
        assert_eq!(field(config, line, name), expected, "{config}: {line}");
    }
    let rep = Environment::new();
    rep.run("add Borel");
    rep.refused(2, "remind a1 4/5 call");
}

#[test]
fn the_currency_is_said_until_it_is_configured() {
    let rep = Environment::new();
    assert!(
        rep.run("add Acme Fleet 48k")
            .contains("USD is taken as the currency until one is configured")
    );
    rep.run("add Borel Van 'EUR 10k'");
    let printed = rep.run("add Cato Press 5k");
    assert!(
        printed.contains("EUR is taken as the currency"),
        "the last used in this file: {printed}"
    );
    let printed = configured(&rep, "currency = \"CHF\"", "add Elan Press 5k").ok();
    assert!(
        printed.contains("5,000 CHF") && !printed.contains("is taken as the currency"),
        "{printed}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn the_configuration_is_in_the_config_folder() {
    let rep = Environment::new();
    fs::create_dir_all(rep.path("home/.config/deals")).unwrap();
    rep.write("home/.config/deals/config.toml", "currency = \"EUR\"");
    assert_eq!(rep.json("add Acme Fleet 48k")["currency"], "EUR");
    fs::create_dir_all(rep.path("xdg/deals")).unwrap();
    rep.write("xdg/deals/config.toml", "currency = \"JPY\"");
    let mut command = rep.command(["add", "Borel", "Fleet", "48k", "--json"]);
    command.env("XDG_CONFIG_HOME", rep.path("xdg"));
    let answer: Value = serde_json::from_str(&rep.finish(command, "add", b"").ok()).unwrap();
    assert_eq!(answer["currency"], "JPY");
}

#[test]
fn a_clock_that_cannot_be_read_is_refused() {
    let mut rep = Environment::new();
    rep.at("2026-03-06T25:00:00Z");
    let said = rep.refused(2, "add Acme");
    assert!(
        said.contains("DEALS_NOW") && said.contains("hint: "),
        "{said}"
    );
    assert!(!rep.db().exists());
}
