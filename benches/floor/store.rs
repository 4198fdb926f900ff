//! The file: the same pragmas, the same journal, the same durability.

use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Statement, Transaction, TransactionBehavior, params};

use crate::Outcome;

/// So many commands the journal keeps.
const KEPT: i64 = 1000;

/// The moment that the commands note.
const NOW: &str = "2026-03-13T08:00:00.000Z";

/// Opens a file that is there.
pub(crate) fn open(file: &str) -> Outcome<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = 32;
         PRAGMA temp_store = MEMORY;",
    )?;
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    if (
        number("PRAGMA application_id")?,
        number("PRAGMA user_version")?,
    ) != (0x6465_616c, 6)
    {
        return Err("not a file of ours".into());
    }
    Ok(connection)
}

/// Begins to write.
pub(crate) fn begin(connection: &mut Connection) -> Outcome<Transaction<'_>> {
    connection.execute_batch("PRAGMA synchronous = EXTRA; PRAGMA cache_size = -16000;")?;
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// A new id that travels between files.
pub(crate) fn uid() -> String {
    let moment = uuid::Timestamp::from_unix(uuid::NoContext, 1_773_388_800, 0);
    uuid::Uuid::new_v7(moment).to_string()
}

/// The journal of one command.
pub(crate) struct Journal<'c> {
    note: Statement<'c>,
    command: i64,
}

impl<'c> Journal<'c> {
    pub(crate) fn new(connection: &'c Connection, verb: &str, typed: &str) -> Outcome<Self> {
        connection.execute(
            "INSERT INTO journal_command (at, verb, typed) VALUES (?1, ?2, ?3)",
            params![NOW, verb, typed],
        )?;
        let command = connection.last_insert_rowid();
        let oldest = command - KEPT;
        connection.execute("DELETE FROM journal_row WHERE command_id <= ?1", [oldest])?;
        connection.execute("DELETE FROM journal_command WHERE id <= ?1", [oldest])?;
        let note = connection.prepare(
            "INSERT INTO journal_row (command_id, table_name, row_id, before, left_as)
             VALUES (?1, ?2, ?3, ?4, 1)",
        )?;
        Ok(Self { note, command })
    }

    /// Notes a row: as it was, or that it is new.
    pub(crate) fn note(&mut self, table: &str, row: i64, before: Option<&str>) -> Outcome<i64> {
        self.note
            .execute(params![self.command, table, row, before])?;
        Ok(row)
    }
}

/// Puts the text of a row of a source into the index of what was said.
pub(crate) fn index(connection: &Connection, source: i64, id: i64, text: &str) -> Outcome<()> {
    connection
        .prepare_cached("INSERT INTO find_text (rowid, text) VALUES (?1, ?2)")?
        .execute(params![source << 40 | id, text])?;
    Ok(())
}

/// A whole row, as the journal keeps it.
pub(crate) fn row_as_it_is(statement: &mut Statement<'_>, id: i64) -> Outcome<String> {
    let names: Vec<String> = statement.column_names().map(String::from).collect();
    let before = statement.query_row([id], |row| {
        let mut columns = serde_json::Map::with_capacity(names.len());
        for (place, name) in names.iter().enumerate() {
            let value = match row.get_ref(place)? {
                ValueRef::Integer(number) => number.into(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
                _ => serde_json::Value::Null,
            };
            columns.insert(name.clone(), value);
        }
        Ok(columns)
    })?;
    Ok(serde_json::to_string(&before)?)
}

/// A new account with the words it is found by: each of its name, and its letters without the legal form,
/// forward and backward.
pub(crate) struct NewAccount<'c> {
    account: Statement<'c>,
    word: Statement<'c>,
}

impl<'c> NewAccount<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Outcome<Self> {
        Ok(Self {
            account: connection
                .prepare("INSERT INTO account (uid, name, tags) VALUES (?1, ?2, '[]')")?,
            word: connection.prepare("INSERT INTO name_word (word, account_id) VALUES (?1, ?2)")?,
        })
    }

    pub(crate) fn insert(&mut self, journal: &mut Journal<'_>, name: &str) -> Outcome<i64> {
        let id = self.account.insert(params![uid(), name])?;
        journal.note("account", id, None)?;
        let folded = name.to_lowercase();
        let mut words: Vec<&str> = folded.split(' ').collect();
        let letters = words.join("");
        let letters = letters.strip_suffix("ltd").unwrap_or(&letters);
        let keys = [
            format!("\u{1}{letters}"),
            std::iter::once('\u{2}')
                .chain(letters.chars().rev())
                .collect(),
        ];
        words.sort_unstable();
        for word in words.into_iter().chain(keys.iter().map(String::as_str)) {
            let row = self.word.insert(params![word, id])?;
            journal.note("name_word", row, None)?;
        }
        Ok(id)
    }
}

/// What a new check-in of the standard plan is: step, what, anchor, offset, unit; all are days after the order
/// but for the first.
pub(crate) const PLAN: [(&str, &str, &str, i64, &str); 7] = [
    (
        "standard/reassure",
        "reassure: what happens next",
        "ordered",
        1,
        "workdays",
    ),
    (
        "standard/hand-over",
        "hand over: who does what",
        "ordered",
        7,
        "days",
    ),
    (
        "standard/on-track",
        "is it on track?",
        "ordered",
        14,
        "days",
    ),
    (
        "standard/ready",
        "is it ready? date, crew, promises",
        "delivered",
        -3,
        "workdays",
    ),
    (
        "standard/works",
        "does it work as sold?",
        "delivered",
        7,
        "days",
    ),
    (
        "standard/measure",
        "measure the results",
        "live",
        30,
        "days",
    ),
    (
        "standard/invoice",
        "invoice received and approved?",
        "invoiced",
        7,
        "days",
    ),
];

/// The columns of a check-in that comes from a plan.
pub(crate) const CHECK_IN: &str = "INSERT INTO check_in (uid, account_id, deal_id, kind, what, due_on, first_due_on,
        snoozes, moved_by_hand, status, ended, ended_on, step, anchor_rung, anchor_offset, anchor_unit, anchored_on,
        every, every_unit, until_rung, turn_on, restarted)
    VALUES (?1, ?2, ?3, 'care', ?4, ?5, ?5, 0, 0, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 0)";

/// Inserts a step of the standard plan. Its day, or that it was dropped on a day.
pub(crate) fn insert_step(
    statement: &mut Statement<'_>,
    (account, deal): (i64, i64),
    place: usize,
    (due_on, dropped_on): (Option<&str>, Option<&str>),
    ordered_on: &str,
) -> Outcome<i64> {
    let (step, what, anchor, offset, unit) = PLAN[place];
    let repeats = place == 2;
    Ok(statement.insert(params![
        uid(),
        account,
        deal,
        what,
        due_on,
        if dropped_on.is_some() {
            "dropped"
        } else {
            "open"
        },
        dropped_on.map(|_| "pile"),
        dropped_on,
        step,
        anchor,
        offset,
        unit,
        (anchor == "ordered").then_some(ordered_on),
        repeats.then_some(14),
        repeats.then_some("days"),
        repeats.then_some("delivered"),
        due_on.filter(|_| repeats),
    ])?)
}
