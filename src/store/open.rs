//! Opening the file, making it on the first write, and the two ways in: read and write.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::store::backup;
use crate::store::copies::Occasion;
use crate::store::place::{Identity, is_there, settled};
use crate::store::schema::{self, Found, MIGRATIONS, VERSION};
use crate::store::{Reader, StoreError, Writer};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the file is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// The place somebody named; its folder must be there.
    Named(PathBuf),
    /// The data folder's; its own folder is made when it is needed.
    Default(PathBuf),
    /// Nobody named one and there is no home folder.
    Nowhere,
}

/// What a writing command says of itself.
#[derive(Debug, Clone, Copy)]
pub struct WriteOptions<'a> {
    /// The command's verb, for the journal.
    pub verb: &'static str,
    /// The command as it was typed, for the journal.
    pub typed: &'a str,
    pub now: DateTime<Utc>,
    /// Do everything, then take it back.
    pub dry_run: bool,
    pub references: References,
}

/// When references between rows are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum References {
    /// With each row.
    RowByRow,
    /// All of them before the commit: quicker where very many rows go, as each that goes is looked for in tables
    /// that have no index for it.
    AtTheEnd,
}

/// The file, opened when it is first needed and once for all that a command does with it. Between two
/// transactions nothing of it is locked.
pub struct Store {
    pub(super) location: Location,
    /// The moment, for the names of copies.
    pub(super) now: DateTime<Utc>,
    pub(super) opened: Cell<Option<Connection>>,
    /// Which file that is.
    is: Cell<Identity>,
    pub(super) has_written: Cell<bool>,
}

impl Store {
    /// A store at that place; nothing is opened yet.
    pub const fn new(location: Location, now: DateTime<Utc>) -> Self {
        Self {
            location,
            now,
            opened: Cell::new(None),
            is: Cell::new(Identity::NONE),
            has_written: Cell::new(false),
        }
    }

    /// The file if there is one: as it was opened before, or opened now.
    pub(super) fn existing(&self) -> Result<Option<Connection>, StoreError> {
        let path = self.path()?;
        let is = Identity::of(path);
        let was = self.is.replace(is);
        let Some(opened) = self.opened.take() else {
            return open_existing(path, self.now);
        };
        // While somebody was asked a question, a newer program may have been here, or another file was put there.
        match schema::inspect(&opened, path)? {
            Found::Ours { version: VERSION } if is == was => Ok(Some(opened)),
            _ => open_existing(path, self.now),
        }
    }

    /// Whether this command has changed the file.
    pub fn has_written(&self) -> bool {
        self.has_written.get()
    }

    /// Where the file is, or will be.
    pub fn path(&self) -> Result<&Path, StoreError> {
        match &self.location {
            Location::Named(path) | Location::Default(path) => Ok(path),
            Location::Nowhere => Err(StoreError::NoHome),
        }
    }

    /// Reads in one transaction, which has ended when this returns. Without a file there is nothing on record.
    pub fn read<T, E: From<StoreError>>(
        &self,
        look: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path()?;
        let at = |error: StoreError| E::from(error.at(path));
        if let Some(mut connection) = self.existing().map_err(at)? {
            let looked = look_in(&mut connection, look).map_err(at)?;
            self.opened.set(Some(connection));
            return looked;
        }
        self.refuse_missing_folder().map_err(at)?;
        let mut nothing = in_memory().map_err(at)?;
        look_in(&mut nothing, look).map_err(at)?
    }

    /// Writes in one transaction: all that `change` does, or nothing.
    ///
    /// `change` may run twice: where there is no file yet it is tried in memory first, so that a command that
    /// is refused does not leave a file behind.
    pub fn write<T, E: From<StoreError>>(
        &self,
        options: WriteOptions<'_>,
        mut change: impl FnMut(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path()?;
        let found = self.existing().map_err(|error| error.at(path))?;
        let mut connection = if let Some(connection) = found {
            connection
        } else {
            self.refuse_missing_folder()?;
            let mut trial = in_memory().map_err(|error| error.at(path))?;
            let tried = write_in(&mut trial, options, path, &mut change)?;
            if options.dry_run {
                return Ok(tried);
            }
            self.create().map_err(|error| error.at(path))?
        };
        let written = write_in(&mut connection, options, path, &mut change)?;
        if !options.dry_run {
            // Whoever is told that it is done must find it under this name.
            if self.is.get() != Identity::of(path) {
                return Err(StoreError::Replaced {
                    path: Some(path.to_owned()),
                    is_done: true,
                }
                .into());
            }
            self.has_written.set(true);
        }
        self.opened.set(Some(connection));
        Ok(written)
    }

    /// Leaves the file as it is when the program ends: nothing of it is locked then, and giving each piece of
    /// memory back would be a tenth of all that `log` does.
    pub fn leave(&self) {
        std::mem::forget(self.opened.take());
    }

    /// Writes the file anew without its free pages, in which what was deleted can still be read.
    pub fn compact(&self) -> Result<(), StoreError> {
        let path = self.path()?;
        let Some(connection) = self.existing()? else {
            return Ok(());
        };
        let written = connection.execute_batch("VACUUM");
        settled(path, written.map_err(StoreError::from)).map_err(|error| error.at(path))?;
        self.opened.set(Some(connection));
        Ok(())
    }

    /// A named file's folder must be there: making it would hide a slip of the keys.
    pub(super) fn refuse_missing_folder(&self) -> Result<(), StoreError> {
        let Location::Named(path) = &self.location else {
            return Ok(());
        };
        let parent = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        match parent.filter(|parent| !parent.is_dir()) {
            Some(parent) => Err(StoreError::NoParent {
                parent: parent.to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// Makes the file, for its owner alone, in a folder for its owner alone.
    fn create(&self) -> Result<Connection, StoreError> {
        let path = self.path()?;
        self.create_empty()?;
        self.is.set(Identity::of(path));
        let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        set_up(&connection)?;
        // Whatever `change` does is durable only with the schema it stands on.
        connection.pragma_update(None, "synchronous", "EXTRA")?;
        if schema::inspect(&connection, path)? == Found::Empty {
            settled(path, schema::migrate(&mut connection, MIGRATIONS))?;
        }
        Ok(connection)
    }

    /// Makes a file with nothing in it; one that is there stays.
    pub(super) fn create_empty(&self) -> Result<(), StoreError> {
        let path = self.path()?;
        if let (Location::Default(_), Some(folder)) = (&self.location, path.parent()) {
            create_private_folder(folder).map_err(|source| StoreError::Io {
                path: folder.to_owned(),
                source,
            })?;
        }
        match create_private_file(path) {
            // Another command may have been quicker; its file is as good.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                ) =>
            {
                Err(StoreError::ReadOnly {
                    path: Some(path.to_owned()),
                })
            }
            Err(source) => Err(StoreError::Io {
                path: path.to_owned(),
                source,
            }),
            Ok(()) => Ok(()),
        }
    }
}

/// Looks at the file in one transaction: one answer must not be made of two states of it.
fn look_in<T, E>(
    connection: &mut Connection,
    look: impl FnOnce(&Reader<'_>) -> Result<T, E>,
) -> Result<Result<T, E>, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    Ok(look(&Reader::new(&transaction)))
}

/// Runs a change in one immediate transaction and commits it, unless it is a dry run.
fn write_in<T, E: From<StoreError>>(
    connection: &mut Connection,
    options: WriteOptions<'_>,
    path: &Path,
    change: &mut impl FnMut(&Writer<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let at = |error: rusqlite::Error| E::from(StoreError::from(error).at(path));
    // Durable also when the power goes right after the journal was unlinked. What is written stays in memory
    // until the commit, however small the page cache: spilt half-way it would be synced twice.
    connection
        .execute_batch("PRAGMA synchronous = EXTRA; PRAGMA cache_spill = 4000;")
        .map_err(at)?;
    if options.references == References::RowByRow {
        return write_all(connection, options, path, change);
    }
    connection
        .pragma_update(None, "foreign_keys", false)
        .map_err(at)?;
    let changed = write_all(connection, options, path, change);
    connection
        .pragma_update(None, "foreign_keys", true)
        .map_err(at)?;
    changed
}

/// The same in the connection as it is.
fn write_all<T, E: From<StoreError>>(
    connection: &mut Connection,
    options: WriteOptions<'_>,
    path: &Path,
    change: &mut impl FnMut(&Writer<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let at = |error: rusqlite::Error| E::from(StoreError::from(error).at(path));
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(at)?;
    let writer = Writer::new(&transaction, options);
    let changed = change(&writer)?;
    writer.write_index()?;
    if options.references == References::AtTheEnd && points_to_nothing(&transaction).map_err(at)? {
        return Err(StoreError::NotAsLeft {
            what: "what its rows are used by".to_owned(),
        }
        .into());
    }
    if options.dry_run {
        transaction.rollback().map_err(at)?;
    } else {
        settled(path, transaction.commit().map_err(StoreError::from))
            .map_err(|error| E::from(error.at(path)))?;
    }
    Ok(changed)
}

/// Whether any row of the file refers to one that is not there.
fn points_to_nothing(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare("PRAGMA foreign_key_check")?.exists([])
}

/// Opens the file if there is one: checked, migrated, ready. None when there is no file, or nothing in it.
fn open_existing(path: &Path, now: DateTime<Utc>) -> Result<Option<Connection>, StoreError> {
    let Some(connection) = open_as_it_is(path)? else {
        return Ok(None);
    };
    match schema::inspect(&connection, path)? {
        Found::Empty => Ok(None),
        Found::Ours { version } if version < VERSION => {
            upgrade(connection, path, version, now).map(Some)
        }
        Found::Ours { .. } => Ok(Some(connection)),
    }
}

/// Opens whatever file is there, of whatever version. What an interrupted writer left behind is rolled back.
pub(super) fn open_as_it_is(path: &Path) -> Result<Option<Connection>, StoreError> {
    if !is_there(path)? {
        return Ok(None);
    }
    // Read-write even for reading: what an interrupted writer left behind has to be rolled back first.
    let connection = match connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE) {
        Ok(connection) => connection,
        Err(_) => connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
    };
    set_up(&connection)?;
    Ok(Some(connection))
}

/// Brings an older file up, after a copy of it is kept.
fn upgrade(
    mut connection: Connection,
    path: &Path,
    version: i32,
    now: DateTime<Utc>,
) -> Result<Connection, StoreError> {
    backup::keep(&connection, path, now, Occasion::Migration(version))?;
    connection.execute_batch("PRAGMA synchronous = EXTRA; PRAGMA cache_size = -16000;")?;
    settled(path, schema::migrate(&mut connection, MIGRATIONS))?;
    Ok(connection)
}

pub(super) fn connect(path: &Path, access: OpenFlags) -> Result<Connection, StoreError> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// An empty book that nobody keeps: for reading where there is no file, and for dry runs.
fn in_memory() -> Result<Connection, StoreError> {
    let mut connection = Connection::open_in_memory()?;
    set_up(&connection)?;
    schema::migrate(&mut connection, MIGRATIONS)?;
    Ok(connection)
}

/// What every connection needs. The page cache is small: a bounded answer touches few pages, and each page of
/// cache costs a page fault. What is sorted or written anew stays in memory: SQLite's temporary files would be in a
/// folder of the system's, with customers in them.
fn set_up(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = 32;
         PRAGMA temp_store = MEMORY;",
    )?;
    // A plan never depends on what is bound: else a statement that is used again would be prepared again.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

#[cfg(unix)]
pub(super) fn create_private_file(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map(drop)
}

#[cfg(unix)]
pub(super) fn create_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

#[cfg(not(unix))]
pub(super) fn create_private_file(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map(drop)
}

#[cfg(not(unix))]
pub(super) fn create_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}
