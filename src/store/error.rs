//! What can be wrong with the file.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

/// What can be wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{} is not a deals file", path.display())]
    Foreign { path: PathBuf },
    #[error("{} is of version {version}, and this deals knows versions up to {known}", path.display())]
    Newer {
        path: PathBuf,
        version: i32,
        known: i32,
    },
    #[error("{} is damaged", path.display())]
    Damaged {
        path: PathBuf,
        source: rusqlite::Error,
    },
    #[error("{} is busy: another command is writing", path.display())]
    Busy { path: PathBuf },
    #[error("{} is a folder, not a file", path.display())]
    Folder { path: PathBuf },
    #[error("there is no folder {}", parent.display())]
    NoParent { parent: PathBuf },
    #[error("{} cannot be written", path.display())]
    ReadOnly { path: PathBuf },
    #[error("there is no home folder to keep the file in")]
    NoHome,
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{}: the disk is full", path.display())]
    Full { path: PathBuf },
    #[error("a value cannot be stored")]
    Unstorable,
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
}

impl StoreError {
    /// Names the file where SQLite only says what happened.
    pub(super) fn at(self, path: &std::path::Path) -> Self {
        let Self::Sql(error) = self else { return self };
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                path,
                source: error,
            },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            // Text where a number should be, a word that no version of ours wrote: not by us.
            None if matches!(
                error,
                rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::InvalidColumnType(..)
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
