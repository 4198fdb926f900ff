//! The one door for writes: a row of a table is inserted, updated or deleted here and nowhere else, and the
//! journal keeps it as it was. Undo, redo, history and dry runs rest on that. Whatever is written here also changes
//! the index of what was said, so that the two always agree.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use crate::store::columns::text_among;
pub(crate) use crate::store::columns::{Column, columns};
use crate::store::image::{GONE, Image, as_text, cell, column, fingerprint, from_json, json};
use crate::store::index;
use crate::store::{Reader, StoreError, WriteOptions};

/// How many commands the journal keeps; those that were taken back count too.
pub(super) const KEPT: i64 = 1000;

/// How many rows of older commands one command clears away at most. It is more than any but an import writes, so
/// that the journal does not grow; the rows of an import go bit by bit, and no command is slow for it.
const CLEARED: i64 = 500;

/// The tables of which the journal keeps rows.
pub(super) const TABLES: &[&str] = &[
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
];

/// Of a table in a copy, goes on giving ids after that number.
pub(super) fn count_from(copy: &Connection, table: &str, last: i64) -> rusqlite::Result<()> {
    for sql in [
        "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1",
        "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, ?2
         WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)",
    ] {
        copy.execute(sql, (table, last))?;
    }
    Ok(())
}

/// The table of that name, if the journal keeps rows of it.
pub(super) fn known(table: &str) -> Result<&'static str, StoreError> {
    let found = TABLES.iter().find(|known| **known == table);
    found.copied().ok_or(StoreError::Unstorable)
}

/// One running command and the transaction it writes in.
///
/// Reading through it sees what it has written so far.
pub struct Writer<'c> {
    reader: Reader<'c>,
    options: WriteOptions<'c>,
    command_id: Cell<Option<i64>>,
    /// Whether rows are given back or again, of which the journal knows already.
    is_replaying: Cell<bool>,
    /// By their numbers in the index, the texts that this command has changed.
    changed: RefCell<BTreeMap<i64, Changed>>,
    forgets: Cell<bool>,
}

/// A text of the index that is to change.
struct Changed {
    /// Whether it stands there.
    was_there: bool,
    /// What is to stand there; empty for nothing.
    text: String,
}

impl<'c> std::ops::Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl<'c> Writer<'c> {
    pub(super) const fn new(connection: &'c Connection, options: WriteOptions<'c>) -> Self {
        Self {
            reader: Reader::new(connection),
            options,
            command_id: Cell::new(None),
            changed: RefCell::new(BTreeMap::new()),
            forgets: Cell::new(false),
            is_replaying: Cell::new(false),
        }
    }

    /// Whether everything will be rolled back, so that new ids mean nothing.
    pub const fn is_dry_run(&self) -> bool {
        self.options.dry_run
    }

    /// Whether this command has changed anything yet.
    pub fn has_written(&self) -> bool {
        self.command_id.get().is_some()
    }

    /// A new id that travels between files.
    pub(crate) fn new_uid(&self) -> String {
        let seconds = u64::try_from(self.options.now.timestamp()).unwrap_or_default();
        let timestamp = uuid::Timestamp::from_unix(
            uuid::NoContext,
            seconds,
            self.options.now.timestamp_subsec_nanos(),
        );
        uuid::Uuid::new_v7(timestamp).to_string()
    }

    /// The highest id a table has ever given out; ids are never given twice.
    pub(crate) fn last_id(&self, table: &str) -> Result<i64, StoreError> {
        let mut statement = self
            .reader
            .connection
            .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?;
        Ok(statement
            .query_row([table], |row| row.get(0))
            .optional()?
            .unwrap_or(0))
    }

    /// Inserts a row and returns its id.
    pub(crate) fn insert(
        &self,
        table: &'static str,
        columns: &[(&str, Value)],
    ) -> Result<i64, StoreError> {
        let sql = insertion(table, columns);
        self.reader
            .connection
            .prepare_cached(&sql)?
            .execute(params_from_iter(columns.iter().map(|(_, value)| value)))?;
        let id = self.reader.connection.last_insert_rowid();
        self.note(table, id, None, &|| fingerprint(columns.iter().map(column)))?;
        self.reindex(
            None,
            index::entry(table, id, |name| text_among(columns, name)),
        );
        Ok(id)
    }

    /// Sets columns of a row; a row that has these values already is not touched.
    pub(crate) fn update(
        &self,
        table: &'static str,
        id: i64,
        columns: &[(&str, Value)],
    ) -> Result<(), StoreError> {
        match self.row_as_it_is(table, id)? {
            Some(before) => self.update_row(table, id, &before, columns),
            None => Ok(()),
        }
    }

    /// The same of a row that is known as it is.
    fn update_row(
        &self,
        table: &'static str,
        id: i64,
        before: &Image,
        columns: &[(&str, Value)],
    ) -> Result<(), StoreError> {
        let changed: Vec<&(&str, Value)> = columns
            .iter()
            .filter(|(name, value)| before.get(*name) != Some(&json(value.into())))
            .collect();
        if changed.is_empty() {
            return Ok(());
        }
        let mut assignments = String::new();
        for (number, (name, _)) in changed.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let _ = write!(assignments, "{comma}{name} = ?");
        }
        self.note(table, id, Some(before), &|| {
            let same = before
                .iter()
                .filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
            fingerprint(same.map(cell).chain(changed.iter().copied().map(column)))
        })?;
        let sql = format!("UPDATE {table} SET {assignments} WHERE id = {id}");
        self.reader.connection.execute(
            &sql,
            params_from_iter(changed.iter().map(|(_, value)| value)),
        )?;
        if changed
            .iter()
            .any(|(name, _)| index::is_searched(table, name))
        {
            let was = |name: &str| before.get(name)?.as_str();
            let is = |name: &str| {
                if columns.iter().any(|(column, _)| *column == name) {
                    text_among(columns, name)
                } else {
                    was(name)
                }
            };
            self.reindex(index::entry(table, id, was), index::entry(table, id, is));
        }
        Ok(())
    }

    /// Deletes a row.
    pub(crate) fn delete(&self, table: &'static str, id: i64) -> Result<(), StoreError> {
        match self.row_as_it_is(table, id)? {
            Some(before) => self.delete_row(table, id, &before),
            None => Ok(()),
        }
    }

    /// The same of a row that is known as it is.
    fn delete_row(&self, table: &'static str, id: i64, before: &Image) -> Result<(), StoreError> {
        self.note(table, id, Some(before), &|| GONE)?;
        self.reader
            .connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?
            .execute([id])?;
        let was = |name: &str| before.get(name)?.as_str();
        self.reindex(index::entry(table, id, was), None);
        Ok(())
    }

    /// Notes that a text of the index was one thing and is to be another.
    fn reindex(&self, was: Option<(i64, String)>, is: Option<(i64, String)>) {
        let Some(number) = is.as_ref().or(was.as_ref()).map(|(number, _)| *number) else {
            return;
        };
        let [was, text] = [was, is].map(|one| one.map(|(_, text)| text).unwrap_or_default());
        if was == text {
            return;
        }
        let mut changed = self.changed.borrow_mut();
        let one = changed.entry(number).or_insert(Changed {
            was_there: !was.is_empty(),
            text: String::new(),
        });
        one.text = text;
    }

    /// Brings the index up to what the command has written, in the order of its numbers: another one would be
    /// written in many small pieces. The last thing that a command does.
    pub(super) fn write_index(&self) -> Result<(), StoreError> {
        let connection = self.reader.connection;
        for (number, changed) in self.changed.take() {
            if changed.was_there {
                connection
                    .prepare_cached("DELETE FROM find_text WHERE rowid = ?1")?
                    .execute([number])?;
            }
            if !changed.text.is_empty() {
                index(connection, number, &changed.text)?;
            }
        }
        if self.forgets.get() {
            connection.execute("INSERT INTO find_text (find_text) VALUES ('optimize')", [])?;
        }
        Ok(())
    }

    /// Leaves nothing in the index of what this command takes out of it: by itself the index only notes that a
    /// text is gone.
    pub(super) fn forget_in_index(&self) {
        self.forgets.set(true);
    }

    /// Makes of a row that is `now` what it was or is to be; none is a row that is not there. The words of the
    /// journal are looked up among the tables and columns there are; none of them becomes part of a statement.
    pub(super) fn give_back(
        &self,
        table: &'static str,
        id: i64,
        now: Option<&Image>,
        image: Option<&Image>,
    ) -> Result<(), StoreError> {
        let Some(image) = image else {
            return now.map_or(Ok(()), |now| self.delete_row(table, id, now));
        };
        let connection = self.reader.connection;
        let statement = connection.prepare_cached(&format!("SELECT * FROM {table} LIMIT 0"))?;
        let names = statement.column_names();
        let columns: Vec<(&str, Value)> = names
            .filter_map(|name| Some((name, from_json(image.get(name)?))))
            .collect();
        match now {
            Some(now) => self.update_row(table, id, now, &columns),
            None => self.insert(table, &columns).map(drop),
        }
    }

    /// Strikes out of the journal all that it knows of a row: whoever asks to be forgotten is not kept there.
    pub(super) fn strike_row(&self, table: &'static str, id: i64) -> Result<(), StoreError> {
        self.reader.connection.execute(
            "DELETE FROM journal_row WHERE table_name = ?1 AND row_id = ?2",
            params![table, id],
        )?;
        Ok(())
    }

    /// The same of every row of a table that had a value in a column.
    pub(super) fn strike_rows_with(
        &self,
        table: &'static str,
        column: &'static str,
        value: i64,
    ) -> Result<(), StoreError> {
        self.reader.connection.execute(
            "DELETE FROM journal_row WHERE table_name = ?1 AND json_extract(before, '$.' || ?2) = ?3",
            params![table, column, value],
        )?;
        Ok(())
    }

    /// Strikes a value out of a column, wherever the journal has it; the rest of the rows stays.
    pub(super) fn strike_value(
        &self,
        table: &'static str,
        column: &'static str,
        value: i64,
    ) -> Result<(), StoreError> {
        self.reader.connection.execute(
            "UPDATE journal_row SET before = json_set(before, '$.' || ?2, NULL)
             WHERE table_name = ?1 AND json_extract(before, '$.' || ?2) = ?3",
            params![table, column, value],
        )?;
        Ok(())
    }

    /// Strikes out of the journal how commands were typed, and what those that were taken back had made: there is no
    /// telling whom these words name.
    pub(super) fn strike_words(&self) -> Result<(), StoreError> {
        self.reader.connection.execute_batch(
            "UPDATE journal_command SET typed = NULL WHERE typed IS NOT NULL;
             UPDATE journal_row SET after = NULL WHERE after IS NOT NULL;",
        )?;
        Ok(())
    }

    /// Puts other words in the place of a text, wherever the journal has it in a column.
    pub(super) fn strike_text(
        &self,
        table: &'static str,
        column: &'static str,
        text: &str,
        instead: &str,
    ) -> Result<(), StoreError> {
        self.reader.connection.execute(
            "UPDATE journal_row SET before = json_set(before, '$.' || ?2, ?4)
             WHERE table_name = ?1 AND json_extract(before, '$.' || ?2) = ?3",
            params![table, column, text, instead],
        )?;
        Ok(())
    }

    /// Notes a row in the journal, under the running command: as it was, and what will be left of it.
    fn note(
        &self,
        table: &'static str,
        id: i64,
        before: Option<&Image>,
        left_as: &dyn Fn() -> i64,
    ) -> Result<(), StoreError> {
        if self.is_replaying.get() {
            return Ok(());
        }
        let command_id = match self.command_id.get() {
            Some(id) => id,
            None => self.begin_command()?,
        };
        let before = before.map(as_text).transpose()?;
        self.reader
            .connection
            .prepare_cached(
                "INSERT INTO journal_row (command_id, table_name, row_id, before, left_as)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![command_id, table, id, before, left_as()])?;
        Ok(())
    }

    /// Enters the running command into the journal, and clears away what is older than the journal keeps.
    fn begin_command(&self) -> Result<i64, StoreError> {
        let connection = self.reader.connection;
        let at = as_moment(self.options.now);
        let typed = (!self.options.typed.is_empty()).then_some(self.options.typed);
        connection.execute(
            "INSERT INTO journal_command (at, verb, typed) VALUES (?1, ?2, ?3)",
            params![at, self.options.verb, typed],
        )?;
        let id = connection.last_insert_rowid();
        self.command_id.set(Some(id));
        // What can be done again is always the last of the journal.
        connection.execute(
            "UPDATE journal_command SET dropped = 1 WHERE id < ?1 AND undone_at IS NOT NULL AND id >
                coalesce((SELECT max(id) FROM journal_command WHERE id < ?1 AND undone_at IS NULL), 0)",
            [id],
        )?;
        if id > KEPT {
            let last = id - KEPT;
            connection.execute(
                "DELETE FROM journal_row WHERE id IN
                    (SELECT id FROM journal_row WHERE command_id <= ?1 ORDER BY command_id LIMIT ?2)",
                params![last, CLEARED],
            )?;
            connection.execute(
                "DELETE FROM journal_command WHERE id <= ?1 AND NOT EXISTS
                    (SELECT 1 FROM journal_row WHERE command_id = journal_command.id)",
                [last],
            )?;
        }
        Ok(id)
    }

    /// Runs what gives rows back or again. Of these rows the journal knows already: they are not noted.
    pub(super) fn replay(
        &self,
        change: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.is_replaying.set(true);
        let changed = change();
        self.is_replaying.set(false);
        changed
    }

    /// Says in the journal that a command was taken back now, or stands again.
    pub(super) fn set_undone(&self, command: i64, is_undone: bool) -> Result<(), StoreError> {
        let at = is_undone.then(|| as_moment(self.options.now));
        self.reader.connection.execute(
            "UPDATE journal_command SET undone_at = ?2 WHERE id = ?1",
            params![command, at],
        )?;
        Ok(())
    }

    /// Keeps in the journal how a command left a row, for as long as it is taken back.
    pub(super) fn keep_after(&self, note: i64, after: Option<&Image>) -> Result<(), StoreError> {
        let after = after.map(as_text).transpose()?;
        self.reader
            .connection
            .prepare_cached("UPDATE journal_row SET after = ?2 WHERE id = ?1")?
            .execute(params![note, after])?;
        Ok(())
    }
}

fn as_moment(now: DateTime<Utc>) -> String {
    now.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Takes everything out of the index.
pub(super) fn clear_index(connection: &Connection) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO find_text (find_text) VALUES ('delete-all')",
        [],
    )?;
    Ok(())
}

/// Puts a text into the index.
pub(super) fn index(connection: &Connection, number: i64, text: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO find_text (rowid, text) VALUES (?1, ?2)")?
        .execute(params![number, text])?;
    Ok(())
}

/// The statement that inserts a row of these columns. An import asks for it with each of its rows.
fn insertion(table: &str, columns: &[(&str, Value)]) -> String {
    let mut sql = String::with_capacity(64 + 24 * columns.len());
    sql.extend(["INSERT INTO ", table, " ("]);
    for (number, (name, _)) in columns.iter().enumerate() {
        sql.extend([if number == 0 { "" } else { ", " }, name]);
    }
    sql.push_str(") VALUES (");
    for number in 0..columns.len() {
        sql.push_str(if number == 0 { "?" } else { ", ?" });
    }
    sql.push(')');
    sql
}
