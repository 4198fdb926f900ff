//! What can be wrong with a file that no rule of the practice knows of: its pages, its references, its indexes, its
//! numbers. Looking changes nothing: a file of an older version stays one.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::domain::customer::Customer;
use crate::domain::id::AnyId;
use crate::store::copies;
use crate::store::door::TABLES;
use crate::store::names::words_of_account;
use crate::store::names::words_of_person;
use crate::store::open::open_as_it_is;
use crate::store::place::count_names;
use crate::store::schema::{self, Found, VERSION};
use crate::store::{Location, Reader, Store, StoreError, index};

/// How many complaints of SQLite's about pages are told: the first say enough.
const TOLD: u32 = 5;

/// How many commands of the journal ran at no moment.
const UNTOLD: &str = "SELECT count(*) FROM journal_command
    WHERE julianday(at) IS NULL OR julianday(coalesce(undone_at, at)) IS NULL";

/// What was found of a file as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checkup {
    pub version: i32,
    /// What SQLite says of pages and indexes.
    pub damage: Vec<String>,
    /// Rows that point to one that is not there, as in `check_in 5 -> deal`.
    pub astray: Vec<String>,
    /// Tables whose next id was given before.
    pub reused: Vec<String>,
    /// Tables that the journal has rows of, and the file does not.
    pub unknown: Vec<String>,
    /// Tables, indexes and views that are not there.
    pub missing: Vec<String>,
    /// How many commands of the journal cannot be read.
    pub untold: usize,
    /// How many entries the index of what was said has too many, or too few.
    pub unfound: usize,
}

impl Checkup {
    /// Whether it can be read customer by customer.
    pub fn is_readable(&self) -> bool {
        self.version == VERSION && self.damage.is_empty()
    }

    /// Whether the index of what was said is wrong and nothing else that SQLite knows of: it can be made anew.
    pub fn is_index_wrong(&self) -> bool {
        let is_of_index = |what: &String| what.contains("find_text");
        let is_only_index = self.damage.iter().all(is_of_index);
        is_only_index && (self.unfound > 0 || !self.damage.is_empty())
    }

    /// The version that this program writes.
    pub const fn newest() -> i32 {
        VERSION
    }
}

/// The files that belong to a book, and the folders they are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    pub path: PathBuf,
    /// The folder of the file.
    pub folder: PathBuf,
    /// Whether the program made that folder for the file alone.
    pub is_own_folder: bool,
    /// The folder of copies; it may not be there.
    pub backups: PathBuf,
    pub copies: Vec<PathBuf>,
    /// Copies that somebody was interrupted in making.
    pub unfinished: Vec<PathBuf>,
    /// Whether there is a file, with nothing in it.
    pub is_empty: bool,
    /// Whether the file has a second name.
    pub is_shared: bool,
}

impl Store {
    /// Looks the file over. None where there is none, or nothing in it.
    pub fn examine(&self) -> Result<Option<Checkup>, StoreError> {
        let path = self.path()?;
        let mut checkup = Checkup::default();
        match look_over(path, &mut checkup).map_err(|error| error.at(path)) {
            Ok(true) => Ok(Some(checkup)),
            Ok(false) => Ok(None),
            // What cannot even be looked at is damage as well.
            Err(StoreError::Damaged { source, .. }) => {
                checkup.damage.push(source.to_string());
                Ok(Some(checkup))
            }
            Err(error) => Err(error),
        }
    }

    /// What lies beside the file.
    pub fn surroundings(&self) -> Result<Surroundings, StoreError> {
        let path = self.path()?.to_owned();
        let folder = copies::folder_of(&path);
        let backups = copies::folder_of_copies(&path);
        let book = path.file_name().unwrap_or_default().to_string_lossy();
        let is_part = |path: &Path| path.extension().is_some_and(|ending| ending == "part");
        let (mut unfinished, found): (Vec<PathBuf>, Vec<PathBuf>) = copies::list(&backups)
            .into_iter()
            .partition(|one| is_part(one));
        let beside = copies::list(&folder).into_iter().filter(|one| {
            let name = one.file_name().unwrap_or_default().to_string_lossy();
            is_part(one) && name.starts_with(&*book)
        });
        unfinished.extend(beside);
        Ok(Surroundings {
            folder,
            is_own_folder: matches!(self.location, Location::Default(_)),
            backups,
            copies: found,
            unfinished,
            is_empty: fs::metadata(&path).is_ok_and(|found| found.len() == 0),
            is_shared: count_names(&path) > 1,
            path,
        })
    }
}

/// Looks the file over; whether there is one.
fn look_over(path: &Path, checkup: &mut Checkup) -> Result<bool, StoreError> {
    let Some(connection) = open_as_it_is(path)? else {
        return Ok(false);
    };
    let Found::Ours { version } = schema::inspect(&connection, path)? else {
        return Ok(false);
    };
    checkup.version = version;
    ask(&connection, checkup)?;
    Ok(true)
}

/// All that can be asked of the file as a whole, as of one moment.
fn ask(connection: &Connection, checkup: &mut Checkup) -> Result<(), StoreError> {
    let moment = connection.unchecked_transaction()?;
    let mut said = moment.prepare(&format!("PRAGMA integrity_check({TOLD})"))?;
    let mut rows = said.query([])?;
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        if text != "ok" {
            checkup.damage.push(text.replace('\n', " "));
        }
    }
    if !checkup.damage.is_empty() {
        return Ok(());
    }
    if checkup.version == VERSION {
        checkup.missing = schema::missing(&moment)?;
    }
    let mut statement = moment.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, to): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        checkup.astray.push(format!("{table} {id} -> {to}"));
    }
    let numbered: Vec<String> = moment
        .prepare("SELECT name FROM sqlite_sequence ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in TABLES
        .iter()
        .filter(|table| numbered.iter().any(|one| one == *table))
    {
        let is_reused: bool = moment.query_row(
            &format!(
                "SELECT coalesce((SELECT max(id) FROM {table}), 0)
                    > (SELECT max(seq) FROM sqlite_sequence WHERE name = ?1)"
            ),
            [table],
            |row| row.get(0),
        )?;
        if is_reused {
            checkup.reused.push((*table).to_owned());
        }
    }
    let written: Vec<String> = moment
        .prepare("SELECT DISTINCT table_name FROM journal_row")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    checkup.unknown = written
        .into_iter()
        .filter(|table| !TABLES.contains(&table.as_str()))
        .collect();
    if checkup.version == VERSION {
        let untold: i64 = moment.query_row(UNTOLD, [], |row| row.get(0))?;
        checkup.untold = usize::try_from(untold).unwrap_or_default();
        checkup.unfound = index::differing(&moment)?;
    }
    Ok(())
}

impl Reader<'_> {
    /// Of a customer's account and people those whose names are not found as they are.
    pub fn list_unfindable(&self, customer: &Customer) -> Result<Vec<AnyId>, StoreError> {
        let account = &customer.account;
        let mut found = Vec::new();
        if !self.has_words("account_id", account.id.0, words_of_account(&account.name))? {
            found.push(AnyId::Account(account.id));
        }
        for person in &customer.people {
            let words = words_of_person(&person.name, person.email.as_deref());
            if !self.has_words("person_id", person.id.0, words)? {
                found.push(AnyId::Person(person.id));
            }
        }
        Ok(found)
    }

    /// How many touchpoints there are.
    pub fn count_touchpoints(&self) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM touchpoint";
        let count: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    fn has_words(&self, column: &str, id: i64, words: Vec<String>) -> Result<bool, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT word FROM name_word WHERE {column} = ?1"))?;
        let indexed: HashSet<String> = statement
            .query_map([id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(indexed == words.into_iter().collect())
    }
}
