//! What `.ci/faults` found once, as far as it shows without watching system calls.

use std::fs;

use rusqlite::Connection;

use crate::environment::Environment;

/// Commands that read, and some that write.
const COMMANDS: &[&str] = &[
    "due",
    "list --json",
    "show acme",
    "find hello",
    "history",
    "backup",
    "doctor",
    "add Acme",
    "log acme hello",
    "undo",
];

/// Every command refuses what is at the file's path with this exit code and these words, and leaves it alone.
fn refused_by_all(rep: &Environment, code: i32, words: &str) {
    for line in COMMANDS {
        let outcome = rep.try_run(line);
        assert_eq!(outcome.code, code, "deals {line}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains(words),
            "deals {line}: {}",
            outcome.stderr
        );
        assert_eq!(outcome.stdout, "", "deals {line}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_neither_waited_for_nor_taken_for_an_empty_one() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let rep = Environment::new();
    symlink("/dev/null", rep.db()).unwrap();
    refused_by_all(&rep, 1, "book.db is not a file");

    let rep = Environment::new();
    let listener = UnixListener::bind(rep.db()).unwrap();
    refused_by_all(&rep, 1, "book.db is not a file");
    drop(listener);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_is_not_there_is_no_empty_book() {
    let rep = Environment::new();
    std::os::unix::fs::symlink(rep.path("away/book.db"), rep.db()).unwrap();
    refused_by_all(&rep, 1, "book.db is a link to a file that is not there");
    assert!(fs::symlink_metadata(rep.db()).unwrap().is_symlink());
}

#[test]
fn what_is_too_short_for_a_file_of_ours_is_not_written_over() {
    let rep = Environment::new();
    rep.write("book.db", "call Dana");
    refused_by_all(&rep, 7, "book.db is not a deals file");
    assert_eq!(fs::read(rep.db()).unwrap(), b"call Dana");
}

#[cfg(unix)]
#[test]
fn a_copy_that_is_no_file_is_not_waited_for() {
    let rep = Environment::new();
    rep.run("add Acme");
    std::os::unix::fs::symlink("/dev/zero", rep.path("copy.db")).unwrap();
    let said = rep.refused(1, "restore copy.db --yes");
    assert!(said.contains("copy.db is not a file"), "{said}");
}

#[cfg(unix)]
#[test]
fn the_doctor_tells_of_an_empty_file_and_of_a_second_name() {
    let rep = Environment::new();
    rep.write_private("book.db", "");
    let said = rep.run("doctor");
    assert!(said.contains("the file is empty"), "{said}");
    rep.run("add Acme");
    assert!(rep.run("doctor").starts_with("all is well"));
    fs::hard_link(rep.db(), rep.path("same.db")).unwrap();
    let said = rep.run("doctor");
    assert!(said.contains("the file has another name"), "{said}");
}

/// Whoever is told that the answer could not be printed must not record it a second time.
#[cfg(target_os = "linux")]
#[test]
fn a_lost_answer_says_that_the_command_is_on_record() {
    use std::process::Stdio;
    let rep = Environment::new();
    for (line, is_told) in [("add Acme", true), ("list --json", false)] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let child = rep
            .command(line.split(' '))
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{line}: {said}");
        assert_eq!(said.contains("it was done all the same"), is_told, "{said}");
    }
    assert_eq!(rep.run("list -o ids"), "d1\n");
}

/// A journal that could not be rolled back into the damaged file would be rolled back into what takes its place.
#[test]
fn what_takes_the_place_of_a_damaged_file_gets_none_of_its_journal() {
    let rep = Environment::new();
    rep.run("add Acme");
    rep.run("backup friday.db");
    let bytes = fs::read(rep.db()).unwrap();
    rep.write_private("book.db", &bytes[..9000]);
    // As SQLite writes it, but for what is in it: one page, and a checksum that is not its own.
    let mut journal = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    journal.resize(5000, 1);
    rep.write_private("book.db-journal", journal);
    let restored = rep.json("restore friday.db --yes");
    assert!(!rep.path("book.db-journal").exists());
    assert!(fs::exists(restored["kept"].as_str().unwrap()).unwrap());
    assert_eq!(rep.run("list -o ids"), "d1\n");
    assert!(rep.run("doctor").starts_with("all is well"));
}

/// What no command of ours wrote is damage, wherever it is: not a failure of the disk, nor of what was typed.
#[test]
fn bytes_that_are_no_text_and_a_journal_that_cannot_be_read_are_damage() {
    for (statement, line) in [
        (
            "UPDATE touchpoint SET note = CAST(x'68ff' AS TEXT)",
            "show acme",
        ),
        (
            "PRAGMA ignore_check_constraints = ON; UPDATE journal_row SET before = '{' WHERE before IS NOT NULL",
            "undo",
        ),
    ] {
        let rep = Environment::new();
        rep.run("add Acme");
        rep.run("log acme hello -n fri");
        rep.run("tag acme key");
        let file = Connection::open(rep.db()).unwrap();
        file.execute_batch(statement).unwrap();
        drop(file);
        let said = rep.refused(7, line);
        assert!(said.contains("is damaged"), "{line}: {said}");
    }
}
