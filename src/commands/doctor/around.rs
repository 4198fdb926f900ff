//! What lies around the file: who may read it, its copies, what was left unfinished, the configuration, letters.

use std::fs;
use std::path::Path;

use crate::context::Ctx;
use crate::domain::letter::{self, Filling, LetterKind};
use crate::error::CommandError;

use super::Findings;

/// Who may read the file and its copies, and what was left unfinished.
pub(super) fn files(ctx: &Ctx, is_there: bool, found: &mut Findings) -> Result<(), CommandError> {
    let around = ctx.store.surroundings()?;
    let place = || Some(around.path.display().to_string());
    if around.is_empty {
        let mend = "deals restore FILE, where something was in it; else deals add begins it";
        found.warn("the file is empty", place(), mend);
    }
    if around.is_shared {
        let what = "the file has another name: what is left by an interrupted command under one is not seen under the other";
        let mend = "remove the other name; deals backup FILE makes a copy";
        found.warn(what, place(), mend);
    }
    if is_there {
        private(&around.path, "others can read the file", 600, found);
        folder(&around.folder, &around.path, found);
    }
    if around.backups.is_dir() {
        private(&around.backups, "others can see the copies", 700, found);
    } else if around.backups.exists() {
        let path = around.backups.display().to_string();
        let mend = format!("mv {0} {0}.old", quoted(&path));
        found.fault(
            "no copies can be kept: their folder is a file",
            Some(path),
            mend,
        );
    }
    for copy in &around.copies {
        private(copy, "others can read a copy", 600, found);
    }
    for part in &around.unfinished {
        let path = part.display().to_string();
        let mend = format!("rm {}", quoted(&path));
        found.warn("a copy was begun and never finished", Some(path), mend);
    }
    Ok(())
}

#[cfg(unix)]
fn mode_and_owner(path: &Path) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt as _;
    let found = fs::metadata(path).ok()?;
    Some((found.mode() & 0o777, found.uid()))
}

#[cfg(not(unix))]
fn mode_and_owner(_: &Path) -> Option<(u32, u32)> {
    None
}

/// Warns where anybody but the owner may read.
fn private(path: &Path, what: &str, mode: u32, found: &mut Findings) {
    if mode_and_owner(path).is_some_and(|(mode, _)| mode & 0o077 != 0) {
        let path = path.display().to_string();
        let mend = format!("chmod {mode} {}", quoted(&path));
        found.warn(what, Some(path), mend);
    }
}

/// The folder of the file. One that belongs to somebody else is theirs to close.
fn folder(folder: &Path, file: &Path, found: &mut Findings) {
    let what = "others can see what is in the folder of the file";
    let owner = |path: &Path| mode_and_owner(path).map(|(_, owner)| owner);
    if owner(folder) == owner(file) {
        private(folder, what, 700, found);
    } else if mode_and_owner(folder).is_some_and(|(mode, _)| mode & 0o077 != 0) {
        let mend = "keep it in a folder of your own, and name it with --db";
        found.warn(what, Some(folder.display().to_string()), mend);
    }
}

/// What is wrong with the configuration, and with letters of the rep's own.
pub(super) fn configuration(ctx: &Ctx, found: &mut Findings) {
    if let Some(error) = &ctx.config_error {
        found.fault(error.to_string(), None, "deals config edit");
    }
    let Some(folder) = &ctx.config_folder else {
        return;
    };
    let Ok(entries) = fs::read_dir(folder.join("letters")) else {
        return;
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let shown = path.display().to_string();
        let Ok(kind) = name.parse::<LetterKind>() else {
            let known = LetterKind::list().join(", ");
            found.warn(
                "is the text of no letter",
                Some(shown),
                format!("name it after a kind: {known}"),
            );
            continue;
        };
        let wrong = match fs::read_to_string(&path) {
            Ok(text) => letter::fill(&text, kind, |_| Filling::Text(String::new()))
                .err()
                .map(|error| (error.to_string(), error.hint())),
            Err(error) => Some((error.to_string(), "save it as text in UTF-8".to_owned())),
        };
        if let Some((what, mend)) = wrong {
            found.fault(
                format!("a letter cannot be written: {what}"),
                Some(shown),
                mend,
            );
        }
    }
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if path.chars().all(is_plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
