//! The one door for writes: a row of a table is inserted, updated or deleted here and nowhere else, and the
//! journal keeps it as it was. Undo, redo, history and dry runs rest on that. Whatever is written here also changes
//! the index of what was said, so that the two always agree.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

use crate::store::index;
use crate::store::{Reader, StoreError};

/// A column and the value it is to have.
pub(crate) type Column = (&'static str, Value);

/// The tables of which the journal keeps rows.
const TABLES: &[&str] = &[
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

/// The value of a column.
pub(crate) fn value(of: &impl ToSql) -> Result<Value, StoreError> {
    use rusqlite::types::ToSqlOutput;
    match of.to_sql()? {
        ToSqlOutput::Borrowed(borrowed) => {
            Ok(borrowed.try_into().map_err(|_| StoreError::Unstorable)?)
        }
        ToSqlOutput::Owned(owned) => Ok(owned),
        _ => Err(StoreError::Unstorable),
    }
}

/// Lists columns with their values: `columns![name: &account.name, ...]`.
macro_rules! columns {
    ($($name:ident: $value:expr),+ $(,)?) => {
        [$((stringify!($name), $crate::store::door::value(&$value)?)),+]
    };
}
pub(crate) use columns;

/// One running command and the transaction it writes in.
///
/// Reading through it sees what it has written so far.
pub struct Writer<'c> {
    reader: Reader<'c>,
    verb: &'static str,
    now: DateTime<Utc>,
    dry_run: bool,
    command_id: Cell<Option<i64>>,
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
    pub(super) const fn new(
        connection: &'c Connection,
        verb: &'static str,
        now: DateTime<Utc>,
        dry_run: bool,
    ) -> Self {
        Self {
            reader: Reader::new(connection),
            verb,
            now,
            dry_run,
            command_id: Cell::new(None),
            changed: RefCell::new(BTreeMap::new()),
            forgets: Cell::new(false),
        }
    }

    /// Whether everything will be rolled back, so that new ids mean nothing.
    pub const fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Whether this command has changed anything yet.
    pub fn has_written(&self) -> bool {
        self.command_id.get().is_some()
    }

    /// A new id that travels between files.
    pub(crate) fn new_uid(&self) -> String {
        let seconds = u64::try_from(self.now.timestamp()).unwrap_or_default();
        let timestamp =
            uuid::Timestamp::from_unix(uuid::NoContext, seconds, self.now.timestamp_subsec_nanos());
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
        let mut names = String::new();
        let mut marks = String::new();
        for (number, (name, _)) in columns.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let _ = write!(names, "{comma}{name}");
            let _ = write!(marks, "{comma}?");
        }
        let sql = format!("INSERT INTO {table} ({names}) VALUES ({marks})");
        self.reader
            .connection
            .prepare_cached(&sql)?
            .execute(params_from_iter(columns.iter().map(|(_, value)| value)))?;
        let id = self.reader.connection.last_insert_rowid();
        self.note(table, id, None)?;
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
        let Some(before) = self.row_as_it_is(table, id)? else {
            return Ok(());
        };
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
        self.note(table, id, Some(&before))?;
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
        let Some(before) = self.row_as_it_is(table, id)? else {
            return Ok(());
        };
        self.note(table, id, Some(&before))?;
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

    /// Makes a row again what it was before a command: one that the command made goes. The words of the
    /// journal are looked up among the tables and columns there are; none of them becomes part of a statement.
    pub(super) fn give_back(
        &self,
        table: &str,
        id: i64,
        before: Option<&serde_json::Map<String, serde_json::Value>>,
    ) -> Result<(), StoreError> {
        let table = TABLES.iter().find(|known| **known == table);
        let Some(table) = table.copied() else {
            return Err(StoreError::Unstorable);
        };
        let Some(before) = before else {
            return self.delete(table, id);
        };
        let names = {
            let connection = self.reader.connection;
            let statement = connection.prepare_cached(&format!("SELECT * FROM {table} LIMIT 0"))?;
            let names = statement.column_names();
            names.into_iter().map(String::from).collect::<Vec<_>>()
        };
        let columns: Vec<(&str, Value)> = names
            .iter()
            .filter_map(|name| Some((name.as_str(), from_json(before.get(name)?))))
            .collect();
        if self.row_as_it_is(table, id)?.is_some() {
            self.update(table, id, &columns)
        } else {
            self.insert(table, &columns).map(drop)
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

    /// The whole row, as the journal keeps it.
    fn row_as_it_is(
        &self,
        table: &'static str,
        id: i64,
    ) -> Result<Option<serde_json::Map<String, serde_json::Value>>, StoreError> {
        let mut statement = self
            .reader
            .connection
            .prepare_cached(&format!("SELECT * FROM {table} WHERE id = ?1"))?;
        let names: Vec<String> = statement.column_names().map(String::from).collect();
        let row = statement.query_row([id], |row| {
            let mut columns = serde_json::Map::with_capacity(names.len());
            for (index, name) in names.iter().enumerate() {
                columns.insert(name.clone(), json(row.get_ref(index)?));
            }
            Ok(columns)
        });
        Ok(row.optional()?)
    }

    /// Notes a row in the journal, under the running command.
    fn note(
        &self,
        table: &'static str,
        id: i64,
        before: Option<&serde_json::Map<String, serde_json::Value>>,
    ) -> Result<(), StoreError> {
        let connection = self.reader.connection;
        let command_id = if let Some(id) = self.command_id.get() {
            id
        } else {
            let at = self.now.to_rfc3339_opts(SecondsFormat::Millis, true);
            connection.execute(
                "INSERT INTO journal_command (at, verb) VALUES (?1, ?2)",
                params![at, self.verb],
            )?;
            let id = connection.last_insert_rowid();
            self.command_id.set(Some(id));
            id
        };
        let before = before
            .map(serde_json::to_string)
            .transpose()
            .map_err(|_| StoreError::Unstorable)?;
        connection
            .prepare_cached("INSERT INTO journal_row (command_id, table_name, row_id, before) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![command_id, table, id, before])?;
        Ok(())
    }
}

/// Puts a text into the index.
pub(super) fn index(connection: &Connection, number: i64, text: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO find_text (rowid, text) VALUES (?1, ?2)")?
        .execute(params![number, text])?;
    Ok(())
}

/// The text of a column among several.
fn text_among<'c>(columns: &'c [(&str, Value)], name: &str) -> Option<&'c str> {
    let (_, value) = columns.iter().find(|(column, _)| *column == name)?;
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The value of a column, from how the journal keeps it.
fn from_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Number(number) => number.as_i64().map_or(Value::Null, Value::Integer),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        _ => Value::Null,
    }
}

/// A column's value as the journal keeps it. Our tables are STRICT and hold no blobs and no reals.
fn json(value: ValueRef<'_>) -> serde_json::Value {
    match value {
        ValueRef::Integer(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => serde_json::Value::Null,
    }
}
