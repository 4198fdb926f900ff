//! What is wrong with the file, for people and scripts.

use std::path::Path;

use crate::store::{NAMELESS, StoreError};

use super::{CommandError, ErrorKind};

impl CommandError {
    /// Names the file, where whoever reads or writes a row of it could not.
    #[must_use]
    pub fn of_file(mut self, path: &Path) -> Self {
        let is_of_file = matches!(
            self.kind,
            ErrorKind::Damaged | ErrorKind::Foreign | ErrorKind::Busy | ErrorKind::Failed
        );
        if let (true, Some(rest)) = (is_of_file, self.message.strip_prefix(NAMELESS)) {
            self.message = format!("{}{rest}", path.display());
        }
        self
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        let (kind, hint) = match &error {
            StoreError::Foreign { .. } => (
                ErrorKind::Foreign,
                Some("name another file with --db FILE; this one was left alone"),
            ),
            StoreError::Newer { .. } => (
                ErrorKind::Newer,
                Some("install a newer deals; the file was left alone"),
            ),
            StoreError::Damaged { .. } | StoreError::Unsound { .. } => (
                ErrorKind::Damaged,
                Some("it was left alone; put a backup in its place: deals restore FILE"),
            ),
            StoreError::Exists { .. } | StoreError::Itself { .. } => (
                ErrorKind::Refused,
                Some("name another file; nothing is written over"),
            ),
            StoreError::Busy { .. } => (ErrorKind::Busy, Some("try again in a moment")),
            StoreError::Folder { .. } => (
                ErrorKind::Failed,
                Some("name a file in it, as in --db FOLDER/deals.db"),
            ),
            StoreError::NoFile { .. } => (
                ErrorKind::Failed,
                Some("name another file with --db FILE; this was left alone"),
            ),
            StoreError::LeadsNowhere { .. } => (
                ErrorKind::Failed,
                Some("bring back what it names, or name another file with --db FILE"),
            ),
            StoreError::Replaced { is_done: true, .. } => (
                ErrorKind::Foreign,
                Some("what you typed went into the file that is gone; look, and type it again"),
            ),
            StoreError::Replaced { .. } => (
                ErrorKind::Foreign,
                Some("nothing was changed; look what is there now, and type it again"),
            ),
            StoreError::Unsynced { .. } => (
                ErrorKind::Failed,
                Some("it is in the file, but see to the disk; deals history shows it"),
            ),
            StoreError::Failing { .. } => (
                ErrorKind::Failed,
                Some(
                    "nothing was changed; see to the disk, and keep a copy elsewhere: deals backup FILE",
                ),
            ),
            StoreError::InTheWay { .. } => (
                ErrorKind::Failed,
                Some("nothing was changed; move it elsewhere, and type it again"),
            ),
            StoreError::NoParent { .. } => (
                ErrorKind::Failed,
                Some("make the folder first, or name another file"),
            ),
            StoreError::ReadOnly { .. } | StoreError::Unopenable { .. } => (
                ErrorKind::Failed,
                Some("see to its permissions, or name another file with --db FILE"),
            ),
            StoreError::NoHome => (
                ErrorKind::Failed,
                Some("name the file with --db FILE or in DEALS_DB"),
            ),
            StoreError::Full { .. } => (
                ErrorKind::Failed,
                Some("make room and try again; nothing was changed"),
            ),
            StoreError::Io { .. } | StoreError::Sql(_) => (
                ErrorKind::Failed,
                Some("see to that place, or name another file with --db FILE"),
            ),
            StoreError::NotAsLeft { .. } => (
                ErrorKind::Refused,
                Some(
                    "somebody wrote into the file beside deals; mend it with deals edit or deals rm",
                ),
            ),
            StoreError::Unstorable => (ErrorKind::Failed, None),
        };
        let shown = Self::from_error(kind, error);
        match hint {
            Some(hint) => shown.hint(hint),
            None => shown,
        }
    }
}
