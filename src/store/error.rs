//! What can be wrong with the file.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

/// What can be wrong with the file. Where no path is known yet, it is "the file".
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{} is not a deals file", called(path.as_deref()))]
    Foreign { path: Option<PathBuf> },
    #[error("{} is of version {version}, and this deals knows versions up to {known}", path.display())]
    Newer {
        path: PathBuf,
        version: i32,
        known: i32,
    },
    #[error("{} is damaged", called(path.as_deref()))]
    Damaged {
        path: Option<PathBuf>,
        source: rusqlite::Error,
    },
    /// What its own checks say of it.
    #[error("{} is damaged: {what}", path.display())]
    Unsound { path: PathBuf, what: String },
    #[error("{} is there already", path.display())]
    Exists { path: PathBuf },
    #[error("{} is the file itself", path.display())]
    Itself { path: PathBuf },
    #[error("{} is busy: another command is writing", called(path.as_deref()))]
    Busy { path: Option<PathBuf> },
    #[error("{} is a folder, not a file", path.display())]
    Folder { path: PathBuf },
    /// A pipe, a device, a socket.
    #[error("{} is not a file", path.display())]
    NoFile { path: PathBuf },
    #[error("{} is a link to a file that is not there", path.display())]
    LeadsNowhere { path: PathBuf },
    /// Where copies are to be is something else.
    #[error("{} is no folder, and copies are kept there", path.display())]
    InTheWay { path: PathBuf },
    #[error("there is no folder {}", parent.display())]
    NoParent { parent: PathBuf },
    #[error("{} cannot be written", called(path.as_deref()))]
    ReadOnly { path: Option<PathBuf> },
    /// Somebody put another file in its place, or took it away, while it was open.
    #[error("{} was replaced or removed meanwhile", called(path.as_deref()))]
    Replaced {
        path: Option<PathBuf>,
        /// Whether the command had been done by then, in the file that is gone.
        is_done: bool,
    },
    /// Nothing but a power cut could take back what was done.
    #[error("{}: the disk does not say that it keeps what was written", called(path.as_deref()))]
    Unsynced { path: Option<PathBuf> },
    #[error("{}: the disk fails", called(path.as_deref()))]
    Failing {
        path: Option<PathBuf>,
        source: rusqlite::Error,
    },
    #[error("{} cannot be opened", called(path.as_deref()))]
    Unopenable { path: Option<PathBuf> },
    #[error("there is no home folder to keep the file in")]
    NoHome,
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{}: the disk is full", called(path.as_deref()))]
    Full { path: Option<PathBuf> },
    #[error("{what} was changed since, and by no command")]
    NotAsLeft { what: String },
    #[error("a value cannot be stored")]
    Unstorable,
    #[error(transparent)]
    Sql(rusqlite::Error),
}

/// What the file is called where its path is not known.
pub const NAMELESS: &str = "the file";

fn called(path: Option<&Path>) -> String {
    path.map_or_else(|| NAMELESS.to_owned(), |path| path.display().to_string())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, SqlInputError,
            Utf8Error,
        };
        let path = None;
        // The statement itself is none of the rep's business.
        if let SqlInputError { error, msg, .. } = error {
            let source = rusqlite::Error::SqliteFailure(error, Some(msg));
            return Self::Damaged { path, source };
        }
        match error.sqlite_error().map(|error| error.extended_code) {
            Some(ffi::SQLITE_IOERR_DIR_FSYNC) => return Self::Unsynced { path },
            Some(ffi::SQLITE_READONLY_DBMOVED) => {
                return Self::Replaced {
                    path,
                    is_done: false,
                };
            }
            _ => {}
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::SystemIoFailure) => Self::Failing {
                path,
                source: error,
            },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            // All statements are the program's own, and the tests run them: if one cannot be run, the tables are not
            // what they were made.
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::Unknown) => Self::Damaged {
                path,
                source: error,
            },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::CannotOpen) => Self::Unopenable { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            // Text where a number should be, bytes that are no text, or a word that no version of ours wrote.
            None if matches!(
                error,
                FromSqlConversionFailure(..)
                    | IntegralValueOutOfRange(..)
                    | InvalidColumnType(..)
                    | Utf8Error(..)
            ) =>
            {
                Self::Damaged {
                    path,
                    source: error,
                }
            }
            _ => Self::Sql(error),
        }
    }
}

impl StoreError {
    /// Rows do not come in the order in which an index has them.
    pub(super) fn disordered() -> Self {
        Self::Damaged {
            path: None,
            source: rusqlite::Error::SqliteFailure(
                ffi::Error::new(ffi::SQLITE_CORRUPT),
                Some("an index is out of order".to_owned()),
            ),
        }
    }

    /// Names the file where that is not done yet.
    pub(super) fn at(mut self, file: &Path) -> Self {
        match &mut self {
            Self::Foreign { path }
            | Self::Damaged { path, .. }
            | Self::Busy { path }
            | Self::ReadOnly { path }
            | Self::Unopenable { path }
            | Self::Replaced { path, .. }
            | Self::Unsynced { path }
            | Self::Failing { path, .. }
            | Self::Full { path } => {
                path.get_or_insert_with(|| file.to_owned());
            }
            _ => {}
        }
        self
    }
}
