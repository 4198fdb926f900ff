//! Where copies of the file are and what they are called: the moment, and why the program made one by itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::store::StoreError;
use crate::store::open::create_private_folder;

/// The folder beside the file in which copies are.
const FOLDER: &str = "backups";

/// How many of the copies that the program made by itself are kept of a file; those that somebody asked for all are.
const KEPT: usize = 10;

/// As in `2026-03-13T080000Z`: copies of a file are listed in the order in which they were made.
const STAMP: &str = "%Y-%m-%dT%H%M%SZ";

/// Why the program makes a copy by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The file is brought up from that version.
    Migration(i32),
    Restore,
    /// Many rows are brought in.
    Import,
}

impl Occasion {
    /// What the names of such copies have behind the moment.
    const SAID: [&'static str; 3] = [
        "-before-migration-from-",
        "-before-restore",
        "-before-import",
    ];

    pub(super) fn said(self) -> String {
        match self {
            Self::Migration(version) => format!("{}{version}", Self::SAID[0]),
            Self::Restore => Self::SAID[1].to_owned(),
            Self::Import => Self::SAID[2].to_owned(),
        }
    }
}

/// The first name that nothing has.
pub(super) fn free(folder: &Path, path: &Path, now: DateTime<Utc>, said: &str) -> PathBuf {
    let mut number = 1;
    loop {
        let target = folder.join(called(path, now, said, number));
        if fs::symlink_metadata(&target).is_err() {
            return target;
        }
        number += 1;
    }
}

/// What a copy of a file is called: `deals-2026-03-13T080000Z-before-import-2.db`.
pub(super) fn called(path: &Path, now: DateTime<Utc>, said: &str, number: u32) -> String {
    let (stem, ending) = stem_and_ending(path);
    let number = if number == 1 {
        String::new()
    } else {
        format!("-{number}")
    };
    format!("{stem}-{}{said}{number}{ending}", now.format(STAMP))
}

/// `deals` and `.db`.
fn stem_and_ending(path: &Path) -> (String, String) {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map_or_else(String::new, |ending| {
        format!(".{}", ending.to_string_lossy())
    });
    (stem.into_owned(), ending)
}

/// Of the copies that the program made of this file by itself the newest stay, and the one it made just now.
pub(super) fn forget_oldest(folder: &Path, path: &Path, kept: &Path) {
    let (stem, ending) = stem_and_ending(path);
    let stamp = DateTime::<Utc>::UNIX_EPOCH.format(STAMP).to_string().len();
    let is_own = |name: &str| {
        let rest = name
            .strip_prefix(stem.as_str())
            .and_then(|rest| rest.strip_prefix('-'))
            .and_then(|rest| rest.strip_suffix(ending.as_str()));
        let said = rest.and_then(|rest| rest.get(stamp..));
        said.is_some_and(|said| Occasion::SAID.iter().any(|known| said.starts_with(known)))
    };
    let mut own: Vec<String> = list(folder)
        .iter()
        .filter(|copy| *copy != kept)
        .filter_map(|copy| Some(copy.file_name()?.to_str()?.to_owned()))
        .filter(|name| is_own(name))
        .collect();
    own.sort();
    let too_many = (own.len() + 1).saturating_sub(KEPT);
    for name in own.iter().take(too_many) {
        // One that cannot be removed is no reason not to do what the copy was made for.
        let _ = fs::remove_file(folder.join(name));
    }
}

/// The files in a folder, by name; none where there is no folder.
pub(super) fn list(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Where the copies of a file are, beside it.
pub(super) fn folder_of_copies(path: &Path) -> PathBuf {
    path.with_file_name(FOLDER)
}

pub(super) fn make_folder(path: &Path) -> Result<PathBuf, StoreError> {
    let folder = folder_of_copies(path);
    create_private_folder(&folder).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => StoreError::InTheWay {
            path: folder.clone(),
        },
        _ => failed(&folder, source),
    })?;
    Ok(folder)
}

pub(super) fn failed(path: &Path, source: io::Error) -> StoreError {
    StoreError::Io {
        path: path.to_owned(),
        source,
    }
}
