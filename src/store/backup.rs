//! Copies of the file: made while others use it, checked before they count, and put back as a whole or not at all.
//!
//! A copy is written under a name that ends in `.part` and gets its own name once it is whole, never over another
//! file. Those that the program makes by itself are in `backups/` beside the file, and say in their names why.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::backup::StepResult;
use rusqlite::{Connection, OpenFlags, Transaction};

use crate::store::copies::{
    Occasion, called, failed, folder_of, folder_of_copies, forget_oldest, free, make_folder,
};
use crate::store::door::{TABLES, count_from};
use crate::store::open::{connect, create_private_file, create_private_folder};
use crate::store::place::{is_there, settled, sync_name};
use crate::store::schema::{self, Found, MIGRATIONS, VERSION};
use crate::store::{Location, Store, StoreError};

/// A copy, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    pub bytes: u64,
    /// Of the file that was copied.
    pub schema_version: i32,
    pub accounts: usize,
    pub deals: usize,
    pub touchpoints: usize,
}

/// A backup that was found whole, of the version that this program writes, ready to be put back. It is a copy of its
/// own, which goes when this is dropped.
pub struct Staged {
    connection: Connection,
    /// What is in it; the path and the size are those of the file that was named.
    pub holds: Backup,
    _unfinished: Unfinished,
}

/// A file under a name that nobody takes for a copy; it goes when this is dropped, unless it was given its own name.
struct Unfinished(PathBuf);

impl Unfinished {
    /// An empty one beside what it is to be.
    fn beside(path: &Path) -> Result<Self, StoreError> {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let unfinished = PathBuf::from(name);
        // Of a process with this number that was killed.
        let _ = fs::remove_file(&unfinished);
        create_private_file(&unfinished).map_err(|source| match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                StoreError::ReadOnly {
                    path: Some(path.to_owned()),
                }
            }
            _ => failed(path, source),
        })?;
        Ok(Self(unfinished))
    }

    /// Gives it its own name, unless something is called so.
    fn settle(&self, path: &Path) -> Result<(), StoreError> {
        let taken = || StoreError::Exists {
            path: path.to_owned(),
        };
        match fs::hard_link(&self.0, path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(taken()),
            // Some file systems know one name a file.
            Err(_) if fs::symlink_metadata(path).is_ok() => return Err(taken()),
            Err(_) => fs::rename(&self.0, path).map_err(|source| failed(path, source))?,
        }
        sync_name(path).map_err(|source| {
            // What may be gone after a power cut is no copy.
            let _ = fs::remove_file(path);
            failed(path, source)
        })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Store {
    /// Copies the file to a path, into a folder, or else into the folder of copies. None where there is nothing to
    /// copy. A dry run makes the copy, checks it and takes it away.
    pub fn back_up(&self, to: Option<&Path>, dry_run: bool) -> Result<Option<Backup>, StoreError> {
        let path = self.path()?;
        let at = |error: StoreError| error.at(path);
        let Some(connection) = self.existing().map_err(at)? else {
            return Ok(None);
        };
        // The folder of copies may be named before there is one.
        let to = to.filter(|to| !is_place_of_copies(path, to));
        let into = match to {
            Some(to) if !to.is_dir() => {
                refuse_taken(path, to)?;
                None
            }
            Some(folder) => Some(folder.to_owned()),
            None if dry_run => Some(folder_of_copies(path)),
            None => Some(make_folder(path)?),
        };
        let target = match (&into, to) {
            (Some(folder), _) => free(folder, path, self.now, ""),
            (None, to) => to.unwrap_or(path).to_owned(),
        };
        let is_there = folder_of(&target).is_dir();
        let unfinished = Unfinished::beside(if is_there { &target } else { path })?;
        let (copy, holds) = {
            let moment = moment_of(&connection).map_err(at)?;
            let copy = copy(&moment, &unfinished.0).map_err(at)?;
            (copy, holding(&moment, &target).map_err(at)?)
        };
        self.opened.set(Some(connection));
        check(&copy, path)?;
        if holding(&copy, &target).map_err(at)? != holds {
            return Err(differs(path));
        }
        drop(copy);
        let bytes = fs::metadata(&unfinished.0).map_or(0, |found| found.len());
        let path = if dry_run {
            target
        } else if let Some(folder) = into {
            settle_in(&folder, &unfinished, path, self.now, "")?
        } else {
            unfinished.settle(&target)?;
            target
        };
        Ok(Some(Backup {
            path,
            bytes,
            ..holds
        }))
    }

    /// Makes a file of what somebody writes into it, for its owner alone: whole or not at all, and never over another
    /// one. How many bytes it has. A dry run leaves none.
    pub fn write_new(
        &self,
        to: &Path,
        dry_run: bool,
        write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<u64, StoreError> {
        refuse_taken(self.path()?, to)?;
        let unfinished = Unfinished::beside(to)?;
        let filled = || -> io::Result<u64> {
            let mut file = fs::OpenOptions::new().write(true).open(&unfinished.0)?;
            write(&mut file)?;
            file.sync_all()?;
            Ok(file.metadata()?.len())
        };
        let bytes = filled().map_err(|source| failed(to, source))?;
        if !dry_run {
            unfinished.settle(to)?;
        }
        Ok(bytes)
    }

    /// Keeps a copy of the file as it is, because of what is about to be done to it. None where there is none.
    pub fn keep_copy(&self, occasion: Occasion) -> Result<Option<PathBuf>, StoreError> {
        let path = self.path()?;
        let Some(connection) = self.existing()? else {
            return Ok(None);
        };
        let kept = keep(&connection, path, self.now, occasion);
        self.opened.set(Some(connection));
        kept.map_err(|error| error.at(path))
    }

    /// Looks at a backup: it must be a file of ours, whole, and of a version that is known. An older one is brought
    /// up. What was named is not touched.
    pub fn stage(&self, from: &Path) -> Result<Staged, StoreError> {
        let path = self.path()?;
        self.refuse_missing_folder()?;
        if is_same(path, from) {
            return Err(StoreError::Itself {
                path: from.to_owned(),
            });
        }
        is_there(from)?;
        let at = |error: StoreError| error.at(from);
        let source = connect(from, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(at)?;
        let Found::Ours { version } = schema::inspect(&source, from).map_err(at)? else {
            return Err(StoreError::Foreign {
                path: Some(from.to_owned()),
            });
        };
        self.make_own_folder()?;
        let unfinished = Unfinished::beside(path)?;
        let mut connection = copy(&moment_of(&source).map_err(at)?, &unfinished.0).map_err(at)?;
        check(&connection, from)?;
        if version < VERSION {
            connection
                .execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -16000;")
                .map_err(|error| StoreError::from(error).at(from))?;
            schema::migrate(&mut connection, MIGRATIONS).map_err(at)?;
        }
        let holds = Backup {
            bytes: fs::metadata(from).map_or(0, |found| found.len()),
            schema_version: version,
            ..holding(&connection, from).map_err(at)?
        };
        Ok(Staged {
            connection,
            holds,
            _unfinished: unfinished,
        })
    }

    /// Puts a backup in the place of what is in the file: all of it, or nothing. A copy of what was there is kept,
    /// and named. Nobody else reads or writes meanwhile; whoever has the file open goes on with the new content.
    pub fn put_back(&self, staged: &Staged) -> Result<Option<PathBuf>, StoreError> {
        let path = self.path()?;
        drop(self.opened.take());
        self.create_empty()?;
        match replace(staged, path, self.now).map_err(|error| error.at(path)) {
            Err(StoreError::Damaged { .. }) => take_the_place(staged, path, self.now).map(Some),
            replaced => replaced,
        }
        .inspect(|_| self.has_written.set(true))
    }

    fn make_own_folder(&self) -> Result<(), StoreError> {
        match (&self.location, self.path()?.parent()) {
            (Location::Default(_), Some(folder)) => {
                create_private_folder(folder).map_err(|source| failed(folder, source))
            }
            _ => Ok(()),
        }
    }
}

/// Keeps a copy of an open file, and no more than the newest few of those that were kept so before. None where
/// another process has brought the file up meanwhile: it has kept its own copy before it did.
pub(super) fn keep(
    connection: &Connection,
    path: &Path,
    now: DateTime<Utc>,
    occasion: Occasion,
) -> Result<Option<PathBuf>, StoreError> {
    let folder = make_folder(path)?;
    let said = occasion.said();
    let unfinished = Unfinished::beside(&folder.join(called(path, now, &said, 1)))?;
    let copy = copy(&moment_of(connection)?, &unfinished.0)?;
    let version: i32 = copy.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    drop(copy);
    if matches!(occasion, Occasion::Migration(from) if from != version) {
        return Ok(None);
    }
    let kept = settle_in(&folder, &unfinished, path, now, &said)?;
    forget_oldest(&folder, path, &kept);
    Ok(Some(kept))
}

/// What a file is at this moment, whatever is written until this is dropped.
fn moment_of(connection: &Connection) -> Result<Transaction<'_>, StoreError> {
    Ok(connection.unchecked_transaction()?)
}

/// Copies a file, as it is at one moment, into one that is empty. Its pages, so a damaged file is copied as it is.
fn copy(source: &Transaction<'_>, to: &Path) -> Result<Connection, StoreError> {
    let mut target = connect(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // There is nothing in it that could be rolled back to.
    target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL;")?;
    let marks = |connection: &Connection| -> Result<[i32; 3], StoreError> {
        let mark = |pragma: &str| connection.query_row(pragma, [], |row| row.get(0));
        Ok([
            mark("PRAGMA application_id")?,
            mark("PRAGMA user_version")?,
            mark("PRAGMA page_count")?,
        ])
    };
    let expected = marks(source)?;
    pour(source, &mut target)?;
    if marks(&target)? == expected {
        Ok(target)
    } else {
        Err(differs(to))
    }
}

fn differs(path: &Path) -> StoreError {
    StoreError::Unsound {
        path: path.to_owned(),
        what: "a copy is not what was copied".to_owned(),
    }
}

/// Puts all pages of one file in the place of another's, in one transaction of that other file.
fn pour(source: &Connection, target: &mut Connection) -> Result<(), StoreError> {
    let backup = rusqlite::backup::Backup::new(source, target)?;
    match backup.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(StoreError::Busy { path: None }),
    }
}

/// What SQLite has to say against a file; `path` names it.
fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let unsound = |what: String| StoreError::Unsound {
        path: path.to_owned(),
        what,
    };
    let found = |error: rusqlite::Error| StoreError::from(error).at(path);
    let said: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(found)?;
    if said != "ok" {
        return Err(unsound(said.replace('\n', " ")));
    }
    let version: i32 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(found)?;
    if version == VERSION
        && let Some(name) = schema::missing(connection)?.first()
    {
        return Err(unsound(format!("{name} is missing")));
    }
    let astray = connection
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut statement| statement.exists([]))
        .map_err(found)?;
    if astray {
        return Err(unsound("a row points to one that is not there".to_owned()));
    }
    Ok(())
}

/// What is in a copy.
fn holding(connection: &Connection, path: &Path) -> Result<Backup, StoreError> {
    let count = |table: &str| -> Result<usize, StoreError> {
        let sql = format!("SELECT count(*) FROM {table}");
        let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    };
    Ok(Backup {
        path: path.to_owned(),
        bytes: 0,
        schema_version: connection.query_row("PRAGMA user_version", [], |row| row.get(0))?,
        accounts: count("account")?,
        deals: count("deal")?,
        touchpoints: count("touchpoint")?,
    })
}

/// Replaces the content of a file that SQLite can open. It is locked from before the copy until after, so nothing
/// that somebody writes is in neither.
fn replace(
    staged: &Staged,
    path: &Path,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>, StoreError> {
    let mut target = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    target.execute_batch(
        "PRAGMA synchronous = EXTRA; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;",
    )?;
    let kept = match schema::inspect(&target, path)? {
        Found::Empty => None,
        Found::Ours { .. } => {
            go_on_counting(&target, &staged.connection)?;
            keep(&target, path, now, Occasion::Restore)?
        }
    };
    // The lock stays until the next transaction has ended, which is this one. It ends as every other does: else the
    // journal would be kept, and only be marked as of no use.
    target.execute_batch("PRAGMA locking_mode = NORMAL;")?;
    settled(path, pour(&staged.connection, &mut target))?;
    Ok(kept)
}

/// No id is given twice, nor one of what is replaced: the copy goes on from the highest that was given here.
fn go_on_counting(replaced: &Connection, copy: &Connection) -> Result<(), StoreError> {
    for table in TABLES {
        let last = "SELECT max(seq) FROM sqlite_sequence WHERE name = ?1";
        let Some(last) = replaced.query_row(last, [table], |row| row.get::<_, Option<i64>>(0))?
        else {
            continue;
        };
        count_from(copy, table, last)?;
    }
    Ok(())
}

/// Moves a file aside that is too damaged for SQLite to write, as it is, and puts the copy in its place.
fn take_the_place(staged: &Staged, path: &Path, now: DateTime<Utc>) -> Result<PathBuf, StoreError> {
    // Where a link leads: the link stays one.
    let path = &fs::canonicalize(path).map_err(|source| failed(path, source))?;
    let folder = make_folder(path)?;
    // What is staged has the name of the file itself.
    let unfinished = Unfinished::beside(&path.with_extension("new"))?;
    drop(copy(&moment_of(&staged.connection)?, &unfinished.0)?);
    let aside = free(&folder, path, now, "-damaged");
    // At no moment is there no file; where a file system knows one name a file, there is one for a moment.
    if fs::hard_link(path, &aside).is_err() {
        fs::rename(path, &aside).map_err(|source| failed(&aside, source))?;
    }
    // A journal that is still there could not be rolled back. It would be, into what takes the place.
    let (journal, journal_aside) = (journal_of(path), journal_of(&aside));
    if fs::symlink_metadata(&journal).is_ok() {
        fs::rename(&journal, &journal_aside).map_err(|source| failed(&journal, source))?;
    }
    fs::rename(&unfinished.0, path).map_err(|source| failed(path, source))?;
    match sync_name(&aside).and_then(|()| sync_name(path)) {
        Ok(()) => Ok(aside),
        Err(_) => Err(StoreError::Unsynced {
            path: Some(path.to_owned()),
        }),
    }
}

/// What SQLite calls the journal of a file.
fn journal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-journal");
    PathBuf::from(name)
}

/// Gives a copy the first free name for that moment in a folder.
fn settle_in(
    folder: &Path,
    unfinished: &Unfinished,
    path: &Path,
    now: DateTime<Utc>,
    said: &str,
) -> Result<PathBuf, StoreError> {
    loop {
        let target = free(folder, path, now, said);
        match unfinished.settle(&target) {
            // Another process took the name since it was seen to be free.
            Err(StoreError::Exists { .. }) => {}
            settled => return settled.map(|()| target),
        }
    }
}

/// A copy is never written over anything, least of all over what is copied.
fn refuse_taken(path: &Path, to: &Path) -> Result<(), StoreError> {
    let to_owned = || to.to_owned();
    if is_same(path, to) {
        return Err(StoreError::Itself { path: to_owned() });
    }
    if fs::symlink_metadata(to).is_ok() {
        return Err(StoreError::Exists { path: to_owned() });
    }
    // Of `new/` the folder is what is missing, and not a file in it.
    let is_folder = to.as_os_str().as_encoded_bytes().ends_with(b"/");
    let parent = if is_folder { to_owned() } else { folder_of(to) };
    if !parent.is_dir() {
        return Err(StoreError::NoParent { parent });
    }
    Ok(())
}

/// Whether that is where copies go by themselves: as a file it would be in the way of all of them.
fn is_place_of_copies(path: &Path, to: &Path) -> bool {
    let place = folder_of_copies(path);
    let is_there = to.exists() || to.file_name() != place.file_name();
    !is_there && is_same(&folder_of(path), &folder_of(to))
}

fn is_same(one: &Path, other: &Path) -> bool {
    let (one, other) = (fs::canonicalize(one), fs::canonicalize(other));
    matches!((one, other), (Ok(one), Ok(other)) if one == other)
}
