//! The manual. Whether its pages are good roff is tried by the gate, with groff and mandoc.

use std::collections::BTreeSet;
use std::fs;

use deals::cli::VERBS;

use crate::environment::Environment;

#[test]
fn every_command_gets_its_page_dated_today_and_an_older_one_is_written_anew() {
    let mut rep = Environment::new();
    rep.at("2026-03-06");
    let said = rep.run("man share/man1");
    assert!(said.starts_with("share/man1  "), "{said}");
    let folder = rep.path("share/man1");
    let mut expected: BTreeSet<String> = VERBS
        .iter()
        .map(|verb| format!("deals-{}.1", verb.name))
        .collect();
    expected.insert("deals.1".to_owned());
    let found: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
    let page = folder.join("deals-log.1");
    let text = fs::read_to_string(&page).unwrap();
    assert!(
        text.contains(".TH deals-log 1 2026-03-06 \"deals "),
        "{text}"
    );
    assert!(
        text.contains("\\fBdeals log\\fR [OPTIONS] <TARGET> [NOTE]..."),
        "{text}"
    );
    fs::write(&page, "of last year").unwrap();
    let answer = rep.json("man share/man1");
    assert_eq!(answer["pages"], expected.len());
    assert_eq!(fs::read_to_string(&page).unwrap(), text);
    assert!(!rep.db().exists());
}

#[test]
fn a_folder_that_cannot_be_is_named_and_a_trial_writes_nothing() {
    let rep = Environment::new();
    assert_eq!(rep.try_run("man tried --dry-run").code, 0);
    assert!(!rep.path("tried").exists());
    rep.write("notes.txt", "mine");
    let said = rep.refused(1, "man notes.txt");
    assert!(said.contains("cannot make notes.txt"), "{said}");
    assert!(said.contains("hint: name a folder of your own"), "{said}");
    assert_eq!(fs::read_to_string(rep.path("notes.txt")).unwrap(), "mine");
    rep.refused(2, "man");
}
