//! Taking commands back, the last one first, and doing them again: from the journal, through the door.
//!
//! A command of the journal stands, or it was taken back. Taking back marks it and gives its rows back, in one
//! transaction; the journal keeps what it had made, so that it can be done again with the same ids. What was taken
//! back can be done again until something new is done; then the journal drops it for good, and still tells of it.

use rusqlite::{ErrorCode, OptionalExtension, Row};

use crate::domain::history::{Command, Kind};
use crate::store::door::{KEPT, known};
use crate::store::image::{GONE, Image, fingerprint_of, from_text};
use crate::store::{Reader, StoreError, Writer};

/// How many rows of the journal are read at once: a command may have written very many.
const AT_ONCE: i64 = 1000;

/// The columns of [`Command`].
pub(super) const COMMAND: &str = "SELECT id, at, verb, typed, undone_at FROM journal_command";

pub(super) fn read_command(row: &Row<'_>) -> rusqlite::Result<Command> {
    Ok(Command {
        id: row.get(0)?,
        at: row.get(1)?,
        verb: row.get(2)?,
        typed: row.get(3)?,
        undone_at: row.get(4)?,
    })
}

/// A row of the journal.
pub(super) struct Note {
    pub id: i64,
    pub table: String,
    pub row: i64,
    pub before: Option<String>,
    pub left_as: Option<i64>,
    pub after: Option<String>,
}

impl Note {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            table: row.get(1)?,
            row: row.get(2)?,
            before: row.get(3)?,
            left_as: row.get(4)?,
            after: row.get(5)?,
        })
    }

    /// What was written beside the program may forbid to give a row back: a row that points to one that is to go, a
    /// key that is taken.
    fn in_the_way(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Sql(error)
                if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) =>
            {
                self.not_as_left()
            }
            other => other,
        }
    }

    fn not_as_left(&self) -> StoreError {
        let what = Kind::of_table(&self.table).map_or_else(
            || self.table.clone(),
            |kind| match kind.letter() {
                Some(letter) => format!("{letter}{}", self.row),
                None => format!("some {kind}"),
            },
        );
        StoreError::NotAsLeft { what }
    }
}

impl Reader<'_> {
    /// The last command that stands: the one to take back. None where the journal knows none any more.
    pub fn find_command_to_undo(&self) -> Result<Option<Command>, StoreError> {
        self.find_command_where(
            "undone_at IS NULL AND id > (SELECT max(id) FROM journal_command) - ?1 ORDER BY id DESC",
        )
    }

    /// The first command of those that can be done again: the one taken back last.
    pub fn find_command_to_redo(&self) -> Result<Option<Command>, StoreError> {
        self.find_command_where(
            "undone_at IS NOT NULL AND dropped = 0
             AND id > (SELECT max(id) FROM journal_command) - ?1 ORDER BY id",
        )
    }

    fn find_command_where(&self, which: &str) -> Result<Option<Command>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{COMMAND} WHERE {which} LIMIT 1"))?;
        Ok(statement.query_row([KEPT], read_command).optional()?)
    }

    /// The command of that number.
    pub fn find_command(&self, id: i64) -> Result<Option<Command>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{COMMAND} WHERE id = ?1"))?;
        Ok(statement.query_row([id], read_command).optional()?)
    }

    /// Rows of the journal of a command: `which` compares their number with `from` and says in which order.
    pub(super) fn list_notes(
        &self,
        command: i64,
        which: &str,
        from: i64,
    ) -> Result<Vec<Note>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT id, table_name, row_id, before, left_as, after FROM journal_row
             WHERE command_id = ?1 AND id {which} LIMIT ?3"
        ))?;
        let notes: Vec<Note> = statement
            .query_map((command, from, AT_ONCE), Note::read)?
            .collect::<Result<_, _>>()?;
        // An index that is damaged may give what was there already, and whoever goes on from there would for ever.
        let is_back = which.starts_with('<');
        if notes
            .last()
            .is_some_and(|last| last.id == from || (last.id < from) != is_back)
        {
            return Err(StoreError::disordered());
        }
        Ok(notes)
    }
}

impl Writer<'_> {
    /// Takes a command back whole, the latest change first, and keeps what it had made. Every row has to be as the
    /// command left it.
    pub fn undo(&self, command: &Command) -> Result<(), StoreError> {
        self.replay(|| {
            let mut from = i64::MAX;
            loop {
                let notes = self.list_notes(command.id, "< ?2 ORDER BY id DESC", from)?;
                let Some(last) = notes.last() else {
                    return Ok(());
                };
                from = last.id;
                for note in &notes {
                    self.undo_row(note)?;
                }
            }
        })?;
        self.set_undone(command.id, true)
    }

    /// Does a command again that was taken back, as it was done. Every row has to be as it was before it.
    pub fn redo(&self, command: &Command) -> Result<(), StoreError> {
        self.replay(|| {
            let mut from = 0;
            loop {
                let notes = self.list_notes(command.id, "> ?2 ORDER BY id", from)?;
                let Some(last) = notes.last() else {
                    return Ok(());
                };
                from = last.id;
                for note in &notes {
                    self.redo_row(note)?;
                }
            }
        })?;
        self.set_undone(command.id, false)
    }

    /// Takes back all that the last command changed, as one more command of which the journal has every row.
    pub fn take_back_last(&self) -> Result<(), StoreError> {
        let Some(command) = self.find_last_command()? else {
            return Ok(());
        };
        let mut from = i64::MAX;
        loop {
            let notes = self.list_notes(command, "< ?2 ORDER BY id DESC", from)?;
            let Some(last) = notes.last() else {
                return Ok(());
            };
            from = last.id;
            for note in &notes {
                let (table, before) = (known(&note.table)?, image(note.before.as_deref())?);
                let now = self.row_as_it_is(table, note.row)?;
                self.give_back(table, note.row, now.as_ref(), before.as_ref())?;
            }
        }
    }

    fn undo_row(&self, note: &Note) -> Result<(), StoreError> {
        let table = known(&note.table)?;
        let now = self.row_as_it_is(table, note.row)?;
        let stands = now.as_ref().map_or(GONE, fingerprint_of);
        // A note from before the journal knew how rows were left cannot be compared.
        if note.left_as.is_some_and(|left_as| left_as != stands) {
            return Err(note.not_as_left());
        }
        let before = image(note.before.as_deref())?;
        self.give_back(table, note.row, now.as_ref(), before.as_ref())
            .map_err(|error| note.in_the_way(error))?;
        let mut after = now;
        if let (None, Some(after)) = (&before, &mut after) {
            // What is made again begins empty: of an import these are most of its columns.
            after.retain(|_, value| !value.is_null());
        }
        self.keep_after(note.id, after.as_ref())
    }

    fn redo_row(&self, note: &Note) -> Result<(), StoreError> {
        let table = known(&note.table)?;
        let now = self.row_as_it_is(table, note.row)?;
        let before = image(note.before.as_deref())?;
        if now.as_ref().map(fingerprint_of) != before.as_ref().map(fingerprint_of) {
            return Err(note.not_as_left());
        }
        let after = image(note.after.as_deref())?;
        self.give_back(table, note.row, now.as_ref(), after.as_ref())
            .map_err(|error| note.in_the_way(error))?;
        self.keep_after(note.id, None)
    }
}

fn image(text: Option<&str>) -> Result<Option<Image>, StoreError> {
    text.map(from_text).transpose()
}

#[cfg(test)]
mod tests;
