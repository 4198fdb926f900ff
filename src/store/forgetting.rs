//! Forgetting a person for good: from the records, from the journal, from the free pages of the file; and which
//! copies beside the file still know them.

use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::domain::customer::accepted;
use crate::domain::id::PersonId;
use crate::store::copies;
use crate::store::door::columns;
use crate::store::schema::APPLICATION_ID;
use crate::store::{Store, StoreError, Writer};

/// Where the journal points to a person, in rows that mean nothing without them.
const ONLY_WITH: [&str; 3] = ["name_word", "deal_person", "objective_answer"];

/// Where it does so in rows that stand without them.
const ALSO_WITHOUT: [(&str, &str); 4] = [
    ("touchpoint", "person_id"),
    ("check_in", "person_id"),
    ("check_in", "agreed_by"),
    ("result", "accepted_by"),
];

/// How many records keep their words and lose the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nameless {
    pub touchpoints: usize,
    pub check_ins: usize,
}

impl Writer<'_> {
    /// Removes a person as [`Writer::delete_person`] does, and then from the journal too: what it knew of them, and
    /// that anything was ever theirs. So nothing that is taken back later brings them back.
    pub fn forget_person(&self, id: PersonId) -> Result<Nameless, StoreError> {
        let count = |table: &str| -> Result<usize, StoreError> {
            Ok(self
                .list_ids(table, "person_id", Value::Integer(id.0))?
                .len())
        };
        let nameless = Nameless {
            touchpoints: count("touchpoint")?,
            check_ins: count("check_in")?,
        };
        for name in self.list_names_ever(id)? {
            let (named, instead) = (accepted(Some(&name)), accepted(None));
            for row in self.list_ids("check_in", "ended_why", Value::Text(named.clone()))? {
                self.update("check_in", row, &columns![ended_why: instead])?;
            }
            self.strike_text("check_in", "ended_why", &named, &instead)?;
        }
        self.delete_person(id)?;
        self.forget_in_index();
        self.strike_row("person", id.0)?;
        for table in ONLY_WITH {
            self.strike_rows_with(table, "person_id", id.0)?;
        }
        for (table, column) in ALSO_WITHOUT {
            self.strike_value(table, column, id.0)?;
        }
        self.strike_words()?;
        Ok(nameless)
    }

    /// What a person is called, and was called before.
    fn list_names_ever(&self, id: PersonId) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT name FROM person WHERE id = ?1
             UNION SELECT json_extract(before, '$.name') FROM journal_row
                WHERE table_name = 'person' AND row_id = ?1 AND before IS NOT NULL",
        )?;
        let names = statement
            .query_map([id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(names)
    }
}

impl Store {
    /// The copies of the file that know a person: of what lies beside it those whose name ends in `.bak`, and all in
    /// the folder of copies, that have the person's row. A copy of this very file that cannot be read counts too: it
    /// may.
    pub fn list_copies_with(&self, uid: &str) -> Result<Vec<PathBuf>, StoreError> {
        let path = self.path()?;
        let book = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = copies::list(&copies::folder_of(path));
        let beside = beside.into_iter().filter(|copy| {
            let name = copy.file_name().unwrap_or_default().to_string_lossy();
            copy.extension().is_some_and(|ending| ending == "bak")
                && knows(copy, uid).unwrap_or_else(|_| name.starts_with(&*book))
        });
        let kept = copies::list(&copies::folder_of_copies(path));
        let kept = kept
            .into_iter()
            .filter(|copy| knows(copy, uid).unwrap_or(true));
        Ok(beside.chain(kept).collect())
    }
}

/// Whether a copy of a book knows a person, among its people or in its journal.
fn knows(copy: &Path, uid: &str) -> Result<bool, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(copy, flags)?;
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Ok(false);
    }
    let is_known = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM person WHERE uid = ?1) OR EXISTS (SELECT 1 FROM journal_row
            WHERE table_name = 'person' AND json_extract(before, '$.uid') = ?1)",
        [uid],
        |row| row.get(0),
    )?;
    // What was taken back is known only to the journal; in a copy of an older version nothing is.
    let is_taken_back = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM journal_row
            WHERE table_name = 'person' AND json_extract(after, '$.uid') = ?1)",
        [uid],
        |row| row.get(0),
    );
    Ok(is_known || is_taken_back.unwrap_or(false))
}
