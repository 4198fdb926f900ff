//! What stands at the file's path: whether it can be a book at all, and whether it is still the file that was opened.

use std::fs;
use std::io;
use std::path::Path;

use crate::store::StoreError;
use crate::store::copies::folder_of;

/// No file of SQLite is smaller: it takes less for a new one, and would write over it.
const SMALLEST: u64 = 512;

/// Which file it is, whatever it is called: its device and its number there. None where there is none, and where the
/// system has no such numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity(Option<(u64, u64)>);

impl Identity {
    /// Of no file.
    pub(super) const NONE: Self = Self(None);

    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let found = fs::metadata(path).ok();
        Self(found.map(|found| (found.dev(), found.ino())))
    }

    #[cfg(not(unix))]
    pub(super) fn of(_: &Path) -> Self {
        Self::NONE
    }
}

/// How many names a file has. With two, each has a journal of its own: what one of them left behind when it was
/// interrupted is not known under the other.
#[cfg(unix)]
pub(super) fn count_names(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).map_or(0, |found| found.nlink())
}

#[cfg(not(unix))]
pub(super) fn count_names(_: &Path) -> u64 {
    1
}

/// Whether there is a file that can be opened. Asked before it is: a pipe would be waited for, a device taken for an
/// empty file, and a link that leads nowhere (a disk that is not there today) for a book in which nothing is.
pub(super) fn is_there(path: &Path) -> Result<bool, StoreError> {
    let to_owned = || path.to_owned();
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(StoreError::Folder { path: to_owned() }),
        Ok(found) if !found.is_file() => Err(StoreError::NoFile { path: to_owned() }),
        Ok(found) if (1..SMALLEST).contains(&found.len()) => Err(StoreError::Foreign {
            path: Some(to_owned()),
        }),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if fs::symlink_metadata(path).is_ok() {
                return Err(StoreError::LeadsNowhere { path: to_owned() });
            }
            Ok(false)
        }
        // A file where a folder should be: nothing is there.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(source) => Err(StoreError::Io {
            path: to_owned(),
            source,
        }),
    }
}

/// What became of a commit of which only the last step failed: the folder was not synced after the journal had gone.
/// The change is in the file, and whoever reads it next sees it; nothing but a power cut could take it back. So the
/// folder is synced once more, and only when that fails, too, is it an error.
pub(super) fn settled(path: &Path, committed: Result<(), StoreError>) -> Result<(), StoreError> {
    match committed {
        Err(StoreError::Unsynced { .. }) => sync_folder(path).map_err(|_| StoreError::Unsynced {
            path: Some(path.to_owned()),
        }),
        committed => committed,
    }
}

/// Makes what was given a name, or lost one, durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = fs::File::open(folder_of(path))?;
    match folder.sync_all() {
        // A signal came in between.
        Err(error) if error.kind() == io::ErrorKind::Interrupted => folder.sync_all(),
        synced => synced,
    }
}

/// The same for a name that was given. Not every system lets a folder be opened, or can sync one; it is asked for no
/// more than it can do.
pub(super) fn sync_name(path: &Path) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    match sync_folder(path) {
        Err(error) if matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported) => {
            Ok(())
        }
        synced => synced,
    }
}

#[cfg(test)]
mod tests;
