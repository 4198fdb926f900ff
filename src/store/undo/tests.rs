//! Taking back and doing again, command by command, in a book that nobody keeps.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::*;
use crate::store::door::columns;
use crate::store::schema::{MIGRATIONS, migrate};
use crate::store::{References, WriteOptions};

struct Book {
    connection: Connection,
}

impl Book {
    fn new() -> Self {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .pragma_update(None, "foreign_keys", true)
            .unwrap();
        migrate(&mut connection, MIGRATIONS).unwrap();
        Self { connection }
    }

    fn writer(&self) -> Writer<'_> {
        let options = WriteOptions {
            verb: "edit",
            typed: "edit a1",
            now: "2026-03-06T08:00:00Z".parse().unwrap(),
            dry_run: false,
            references: References::RowByRow,
        };
        Writer::new(&self.connection, options)
    }

    /// A command that adds an account of that name.
    fn add(&self, name: &str) -> i64 {
        let writer = self.writer();
        add(&writer, name).unwrap()
    }

    fn rename(&self, id: i64, name: &str) {
        let writer = self.writer();
        writer
            .update("account", id, &columns_of_name(name).unwrap())
            .unwrap();
    }

    fn undo(&self) -> Result<(), StoreError> {
        let writer = self.writer();
        let command = writer.find_command_to_undo()?.unwrap();
        writer.undo(&command)
    }

    fn redo(&self) -> Result<(), StoreError> {
        let writer = self.writer();
        let command = writer.find_command_to_redo()?.unwrap();
        writer.redo(&command)
    }

    /// The number of the command to take back, and of the one to do again.
    fn next(&self) -> (Option<i64>, Option<i64>) {
        let writer = self.writer();
        let undo = writer.find_command_to_undo().unwrap();
        let redo = writer.find_command_to_redo().unwrap();
        (undo.map(|one| one.id), redo.map(|one| one.id))
    }

    fn names(&self) -> Vec<String> {
        let mut statement = self
            .connection
            .prepare("SELECT id || ' ' || name FROM account ORDER BY id")
            .unwrap();
        let names = statement.query_map([], |row| row.get(0)).unwrap();
        names.map(Result::unwrap).collect()
    }

    fn count(&self, sql: &str) -> i64 {
        self.connection
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    }

    fn run(&self, sql: &str) {
        self.connection.execute_batch(sql).unwrap();
    }
}

fn columns_of_name(name: &str) -> Result<[(&'static str, Value); 1], StoreError> {
    Ok(columns![name: name])
}

fn add(writer: &Writer<'_>, name: &str) -> Result<i64, StoreError> {
    writer.insert(
        "account",
        &columns![uid: format!("u-{name}"), name: name, tags: "[]"],
    )
}

#[test]
fn commands_are_taken_back_and_done_again_in_turn() {
    let book = Book::new();
    assert_eq!(book.next(), (None, None));
    book.add("Acme");
    book.rename(1, "Acme Corp");
    book.add("Borel");
    let all = ["1 Acme Corp", "2 Borel"];
    assert_eq!(
        (book.names(), book.next()),
        (all.map(String::from).into(), (Some(3), None))
    );
    for (names, next) in [
        (vec!["1 Acme Corp"], (Some(2), Some(3))),
        (vec!["1 Acme"], (Some(1), Some(2))),
        (vec![], (None, Some(1))),
    ] {
        book.undo().unwrap();
        assert_eq!(
            (book.names(), book.next()),
            (names.into_iter().map(String::from).collect(), next)
        );
    }
    for next in [(Some(1), Some(2)), (Some(2), Some(3)), (Some(3), None)] {
        book.redo().unwrap();
        assert_eq!(book.next(), next);
    }
    assert_eq!(book.names(), all);
    assert_eq!(book.count("SELECT count(*) FROM journal_command"), 3);
    assert_eq!(book.count("SELECT count(after) FROM journal_row"), 0);
}

#[test]
fn a_new_command_ends_what_can_be_done_again_and_gives_no_id_twice() {
    let book = Book::new();
    book.add("Acme");
    book.add("Borel");
    book.undo().unwrap();
    assert_eq!(book.add("Cato"), 3, "an id is never given twice");
    assert_eq!(book.next(), (Some(3), None));
    book.undo().unwrap();
    // The command before the one that was taken back first is next, and not that one.
    assert_eq!(book.next(), (Some(1), Some(3)));
    book.redo().unwrap();
    assert_eq!(book.names(), ["1 Acme", "3 Cato"]);
}

#[test]
fn a_row_that_one_command_wrote_more_than_once() {
    let book = Book::new();
    book.add("Acme");
    {
        let writer = book.writer();
        let id = add(&writer, "Borel").unwrap();
        let rename = |id, name| writer.update("account", id, &columns_of_name(name).unwrap());
        rename(id, "Borel SA").unwrap();
        rename(1, "Acme Corp").unwrap();
        rename(1, "Acme Inc").unwrap();
        let gone = add(&writer, "Cato").unwrap();
        writer.delete("account", gone).unwrap();
    }
    let after = book.names();
    assert_eq!(after, ["1 Acme Inc", "2 Borel SA"]);
    book.undo().unwrap();
    assert_eq!(book.names(), ["1 Acme"]);
    book.redo().unwrap();
    assert_eq!(book.names(), after);
    book.undo().unwrap();
    assert_eq!(book.names(), ["1 Acme"]);
}

#[test]
fn what_was_changed_beside_the_program_is_left_alone() {
    // What somebody does to the file, and to which command: one that adds, one that renames.
    let touched = "UPDATE account SET tags = '[\"vip\"]' WHERE id = 1";
    let gone = "DELETE FROM account WHERE id = 1";
    for is_renamed in [false, true] {
        for sql in [touched, gone] {
            let book = Book::new();
            book.add("Acme");
            if is_renamed {
                book.rename(1, "Acme Corp");
            }
            book.run(sql);
            let before = book.names();
            let refused = book.undo().unwrap_err().to_string();
            assert_eq!(refused, "a1 was changed since, and by no command", "{sql}");
            assert_eq!(book.names(), before, "{sql}");
        }
    }
    // What was empty and still says nothing is no change: a later version may begin a column so.
    let book = Book::new();
    book.add("Acme");
    book.run("ALTER TABLE account ADD COLUMN stars INTEGER NOT NULL DEFAULT 0");
    book.undo().unwrap();
    assert_eq!(book.names(), [""; 0]);
    book.redo().unwrap();
    assert_eq!(book.names(), ["1 Acme"]);
}

#[test]
fn nothing_is_done_again_over_what_was_put_in_its_place() {
    let book = Book::new();
    book.add("Acme");
    book.undo().unwrap();
    book.run("INSERT INTO account (id, uid, name) VALUES (1, 'u', 'Other')");
    assert!(book.redo().is_err());
    let book = Book::new();
    book.add("Acme");
    book.rename(1, "Acme Corp");
    book.undo().unwrap();
    book.run("UPDATE account SET name = 'Other'");
    assert!(book.redo().is_err());
    assert_eq!(book.names(), ["1 Other"]);
}

#[test]
fn what_points_to_a_row_keeps_it() {
    let book = Book::new();
    book.add("Acme");
    book.run("INSERT INTO person (uid, account_id, name) VALUES ('u', 1, 'Dana')");
    let refused = book.undo().unwrap_err().to_string();
    assert!(refused.contains("a1 was changed since"), "{refused}");
}

#[test]
fn a_note_of_an_older_version_is_taken_back_unseen() {
    let book = Book::new();
    book.add("Acme");
    book.rename(1, "Acme Corp");
    book.run("UPDATE journal_row SET left_as = NULL; UPDATE journal_command SET typed = NULL");
    book.undo().unwrap();
    book.undo().unwrap();
    assert_eq!(book.names(), [""; 0]);
    book.redo().unwrap();
    book.redo().unwrap();
    assert_eq!(book.names(), ["1 Acme Corp"]);
}

#[test]
fn the_journal_keeps_the_last_thousand_commands() {
    let book = Book::new();
    for number in 1..=1010 {
        book.add(&format!("Account {number}"));
    }
    assert_eq!(book.count("SELECT count(*) FROM journal_command"), 1000);
    assert_eq!(book.count("SELECT count(*) FROM journal_row"), 1000);
    assert_eq!(book.count("SELECT min(id) FROM journal_command"), 11);
    let (shown, all) = book.writer().list_history(None, Some(3)).unwrap();
    assert_eq!((shown.len(), all), (3, 1000));
    for _ in 0..1000 {
        book.undo().unwrap();
    }
    assert_eq!(book.next(), (None, Some(11)));
    assert_eq!(book.names().len(), 10);
}

#[test]
fn a_very_large_command_leaves_the_journal_bit_by_bit_and_is_forgotten_at_once() {
    let book = Book::new();
    {
        let writer = book.writer();
        for number in 0..1700 {
            add(&writer, &format!("Imported {number}")).unwrap();
        }
    }
    for number in 0..1000 {
        book.add(&format!("Account {number}"));
    }
    // No command clears away more than 500 rows, so that none is slow.
    let left = || book.count("SELECT count(*) FROM journal_row WHERE command_id = 1");
    let mut lefts = vec![left()];
    for number in 0..4 {
        assert_eq!(book.writer().list_history(None, None).unwrap().1, 1000);
        book.add(&format!("More {number}"));
        lefts.push(left());
    }
    assert_eq!(lefts, [1200, 700, 200, 0, 0]);
    assert_eq!(book.count("SELECT min(id) FROM journal_command"), 6);
}

#[test]
fn very_many_rows_are_taken_back_in_pieces() {
    let book = Book::new();
    {
        let writer = book.writer();
        for number in 0..2500 {
            add(&writer, &format!("Imported {number}")).unwrap();
        }
    }
    let after = book.names();
    book.undo().unwrap();
    assert_eq!(book.names(), [""; 0]);
    let undone = book.writer().find_command(1).unwrap().unwrap();
    let logged = book.writer().get_logged(undone).unwrap();
    assert_eq!(logged.tally[0].count, 2500);
    assert_eq!(
        logged.changes.len(),
        1000,
        "the first are told, all are counted"
    );
    book.redo().unwrap();
    assert_eq!(book.names(), after);
}
