//! What the shells are offered. How they ask and insert it is tried in the shells themselves, by the gate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::contract;
use crate::environment::{Environment, Outcome, contents};

/// What is offered for the last of these words, options left out.
fn offered(rep: &Environment, words: &[&str]) -> Vec<String> {
    let printed = asked(rep, words).ok();
    let lines = printed.lines().filter(|line| !line.starts_with('-'));
    lines.map(ToOwned::to_owned).collect()
}

fn asked(rep: &Environment, words: &[&str]) -> Outcome {
    let mut command = rep.command(["--", "deals"].iter().chain(words));
    command.env("COMPLETE", "zsh");
    rep.finish(command, &words.join(" "), b"")
}

/// A book with a record of every kind.
fn book() -> Environment {
    let rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k --plan none -w 'Dana Ruiz' --tag harbour");
    rep.run("add 'Borel SA' --prospect");
    rep.run("log acme the crew is booked");
    rep.run("remind acme fri ask about the dock");
    rep.run("remind borel 3d call back");
    rep.run("result add acme 'uptime: 95 -> 99.5 %'");
    rep.run("objective add acme no lorry waits");
    rep.run("rival acme Rivaldo");
    rep
}

#[test]
fn customers_are_offered_by_any_word_and_ids_with_what_they_are() {
    let rep = book();
    let open = rep.json("show acme")["check_ins"].clone();
    let dock = open
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["what"] == "ask about the dock")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let dock_with_words = format!("{dock}\tAcme Corp: ask about the dock");
    let table: &[(&[&str], &[&str])] = &[
        (&["show", "corp"], &["Acme Corp"]),
        (&["show", "acme c"], &["Acme Corp"]),
        (&["show", "DANA"], &["Dana Ruiz"]),
        (&["show", ""], &["Borel SA", "Acme Corp", "Dana Ruiz"]),
        (
            &["show", "d"],
            &["Dana Ruiz", "d2\tBorel SA", "d1\tAcme Corp: Fleet"],
        ),
        (&["show", "a1"], &["a1\tAcme Corp"]),
        (&["edit", "p"], &["p1\tDana Ruiz, Acme Corp"]),
        (
            &["edit", "t1"],
            &["t1\t2026-03-06 Acme Corp: the crew is booked"],
        ),
        (&["edit", "r"], &["r1\tuptime"]),
        (&["edit", "O"], &["o1\tno lorry waits"]),
        (&["edit", "x"], &[]),
        (&["edit", "d99999999999999999999"], &[]),
        (&["done", &dock], &[&dock_with_words]),
        (&["log", "acme", "--with", "r"], &["Dana Ruiz"]),
        (&["list", "--tag", "h"], &["harbour"]),
        (&["tag", "a1", "h"], &["harbour"]),
        (&["lost", "acme", "--rival", "riv"], &["Rivaldo"]),
        (&["list", "--status", "l"], &["lost", "live"]),
        (&["list", "-o", "json"], &["json", "jsonl"]),
        (&["completions", "e"], &["elvish"]),
    ];
    for (words, expected) in table {
        let found = offered(&rep, words);
        // What a word means stands behind it.
        let bare = |line: &String| line.split('\t').next().unwrap().to_owned();
        if expected.iter().any(|line| line.contains('\t')) {
            assert_eq!(found, *expected, "{words:?}");
        } else {
            let bare: Vec<String> = found.iter().map(bare).collect();
            assert_eq!(bare, *expected, "{words:?}");
        }
    }
    rep.run(&format!("done {dock}"));
    assert_eq!(offered(&rep, &["done", &dock]), [""; 0]);
    assert!(offered(&rep, &["reopen", ""]).contains(&dock_with_words));
}

/// Before anything is begun; what stands behind an id is left out.
fn bare(rep: &Environment, line: &str) -> Vec<String> {
    let mut words: Vec<&str> = line.split(' ').collect();
    words.push("");
    let found = offered(rep, &words);
    let bare = |line: &String| line.split('\t').next().unwrap().to_owned();
    found.iter().map(bare).collect()
}

#[test]
fn each_place_is_offered_what_can_stand_there() {
    let rep = book();
    rep.run("add 'Cato GmbH' Press --prospect -w 'Maja Vogt'");
    rep.run("lost cato --reason other");
    rep.run("log cato all is said --with maja");
    let table: &[(&str, &[&str])] = &[
        // What was lost can be asked about and brought back, and nothing else.
        ("heartbeat", &["Cato GmbH"]),
        ("revive", &["Cato GmbH"]),
        ("bury", &["Cato GmbH"]),
        ("result measure", &["r1"]),
        ("result accept", &["r1"]),
        ("objective agree", &["o1"]),
        ("objective object", &["o1"]),
        // Somebody at another customer cannot have been there.
        ("log acme --with", &["Dana Ruiz"]),
        ("log cato --with", &["Maja Vogt"]),
        ("log d3 talked about it --with", &["Maja Vogt"]),
        ("log maja --with", &["Maja Vogt"]),
        ("log t2 --with", &["Maja Vogt"]),
        ("log borel --with", &[]),
        ("log --via visit acme -w", &["Dana Ruiz"]),
        ("result accept r1 --by", &["Dana Ruiz"]),
        ("objective agree o1 --by", &["Dana Ruiz"]),
        ("edit d3 --not-person", &["Maja Vogt"]),
        // Nobody is named yet, or nobody that is known.
        ("log --with", &["Maja Vogt", "Dana Ruiz"]),
        ("log nobody --with", &["Maja Vogt", "Dana Ruiz"]),
        ("person forget", &["Maja Vogt", "Dana Ruiz"]),
        // A deal is added to an account.
        ("add", &["Cato GmbH", "Borel SA", "Acme Corp"]),
        ("account merge a1", &["Cato GmbH", "Borel SA", "Acme Corp"]),
        ("import --date-order", &["dmy", "mdy"]),
    ];
    for (line, expected) in table {
        assert_eq!(bare(&rep, line), *expected, "{line}");
    }
    assert_eq!(offered(&rep, &["heartbeat", "d"]), ["d3\tCato GmbH: Press"]);
    assert_eq!(offered(&rep, &["add", "Maj"]), [""; 0]);
    let known = offered(&rep, &["log", "cato", "--with", "p"]);
    assert_eq!(known, ["p2\tMaja Vogt"]);
}

#[test]
fn a_name_that_could_be_something_else_is_offered_so_that_it_is_not() {
    let rep = Environment::new();
    for name in ["C4", "-Dash Ltd", "=1+1", "Acme"] {
        let added = rep
            .try_with(["add", &format!("={name}"), "x", "-w", "C5", "-q"])
            .ok();
        assert!(added.starts_with('d'), "{added}");
        rep.try_with(["add", &format!("={name}"), "y", "-w", "Lee Moss", "-q"])
            .ok();
    }
    let table: &[(&str, &str, &str)] = &[
        ("c4", "=C4", "a1"),
        ("das", "=-Dash Ltd", "a2"),
        ("=das", "=-Dash Ltd", "a2"),
        ("1", "==1+1", "a3"),
        ("ac", "Acme", "a4"),
        ("=ac", "=Acme", "a4"),
    ];
    for (begun, expected, id) in table {
        let found = offered(&rep, &["show", begun]);
        assert_eq!(
            found.first().map(String::as_str),
            Some(*expected),
            "{begun}"
        );
        let shown: serde_json::Value =
            serde_json::from_str(&rep.try_with(["show", expected, "--json"]).ok()).unwrap();
        assert_eq!(shown["id"], *id, "{expected}");
    }
    // Somebody called like an id is found by theirs.
    assert!(!bare(&rep, "log acme --with").contains(&"C5".to_owned()));
    assert!(!bare(&rep, "show").contains(&"C5".to_owned()));
}

#[test]
fn the_fields_of_what_a_verb_answers_with_are_offered_each_once() {
    let rep = book();
    let table: &[(&[&str], &[&str])] = &[
        (&["list", "--fields", "acc"], &["account_id", "account"]),
        (
            &["list", "--fields", "id,acc"],
            &["id,account_id", "id,account"],
        ),
        (
            &["list", "--fields", "account,acc"],
            &["account,account_id"],
        ),
        (&["list", "--fields", "id,id"], &[]),
        (&["due", "--fields", "account.n"], &["account.name"]),
        (&["--fields", "account.n"], &["account.name"]),
        (&["tag", "--fields", "ro"], &["role"]),
        (&["completions", "--fields", ""], &[]),
    ];
    for (words, expected) in table {
        assert_eq!(offered(&rep, words), *expected, "{words:?}");
    }
    let equals: Vec<String> = asked(&rep, &["list", "--fields=account,acc"])
        .ok()
        .lines()
        .map(String::from)
        .collect();
    assert_eq!(equals, ["--fields=account,account_id"]);
}

/// What is offered is what is taken: a field that is none says which there are.
#[test]
fn every_verb_is_offered_the_fields_that_it_knows() {
    let rep = contract::rich();
    let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (line, _) in contract::ANSWERS {
        if line.contains(": ") && !line.contains('\'') {
            continue;
        }
        let said = rep.try_run(&format!("{line} --fields nope")).stderr;
        let names = said
            .split_once("choose from: ")
            .map(|(_, names)| names.trim());
        let names = names.unwrap_or_else(|| panic!("{line}: {said}"));
        let verb = line.split(' ').next().unwrap();
        known
            .entry(verb)
            .or_default()
            .extend(names.split(", ").map(String::from));
    }
    for (verb, known) in known {
        let found = bare(&rep, &format!("{verb} --fields"));
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), known, "{verb}");
    }
}

#[test]
fn check_ins_to_settle_come_in_the_order_in_which_they_are_due() {
    let rep = Environment::new();
    rep.run("add Acme --prospect");
    rep.run("remind acme 3w later");
    rep.run("remind acme 1w sooner");
    let found = offered(&rep, &["done", ""]);
    let place = |what: &str| found.iter().position(|line| line.ends_with(what)).unwrap();
    assert!(place("sooner") < place("later"), "{found:?}");
}

#[test]
fn a_name_is_found_however_many_others_begin_like_it() {
    let rep = Environment::new();
    let rows: Vec<String> = (0..80)
        .map(|n| format!("Acme N{n},x,1,2026-01-01,won\n"))
        .collect();
    rep.write(
        "deals.csv",
        format!(
            "account,title,value,close date,stage\n{}Acme Zebra,x,1,2026-01-01,won\n",
            rows.concat()
        ),
    );
    rep.run("import deals.csv");
    assert_eq!(offered(&rep, &["show", "acme z"]), ["Acme Zebra"]);
    assert_eq!(offered(&rep, &["show", "acme"]).len(), 50);
}

#[test]
fn the_file_that_the_line_names_is_the_one_that_is_read() {
    let rep = book();
    rep.run("add Cato --db other.db");
    for words in [["--db", "other.db"].as_slice(), &["--db=other.db"]] {
        let words = [words, &["show", "ca"]].concat();
        assert_eq!(offered(&rep, &words), ["Cato"], "{words:?}");
    }
    assert_eq!(offered(&rep, &["show", "ca"]), [""; 0]);
}

#[test]
fn whatever_the_file_is_nothing_is_said_and_nothing_made() {
    let rep = book();
    let whole = contents(&rep.db()).unwrap_or_default();
    let damaged = [&whole[..2_000], &[0x5a; 4_000]].concat();
    let newer = rep.path("newer.db");
    fs::write(&newer, &whole).unwrap();
    let connection = rusqlite::Connection::open(&newer).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let files = [
        rep.write("damaged.db", damaged),
        rep.write("foreign.db", "somebody's own words ".repeat(90)),
        newer,
        rep.path("missing.db"),
        rep.path("no/such/folder.db"),
        rep.path("home"),
    ];
    for file in files {
        let before = file.is_file().then(|| fs::read(&file).unwrap());
        let path = file.to_str().unwrap();
        for words in [
            &["show", "acm"],
            &["done", "c1"],
            &["tag", "x"],
            &["edit", "t"],
        ] {
            let words = [&["--db", path], words.as_slice()].concat();
            let said = asked(&rep, &words);
            assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{words:?}");
        }
        assert_eq!(file.is_file().then(|| fs::read(&file).unwrap()), before);
    }
}
