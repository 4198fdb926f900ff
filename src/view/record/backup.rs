//! The record of a copy of the file, and of one that was put back.

use serde::Serialize;

use crate::view::format::Record;

/// A copy of the file.
#[derive(Debug, Clone, Serialize)]
pub struct BackupRecord {
    pub path: String,
    pub bytes: u64,
    pub schema_version: i32,
    pub accounts: usize,
    pub deals: usize,
    pub touchpoints: usize,
    /// Whether it was read through and found whole; it is not kept otherwise.
    pub verified: bool,
}

impl Record for BackupRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "path",
            "bytes",
            "schema_version",
            "accounts",
            "deals",
            "touchpoints",
            "verified",
        ]
    }

    fn id(&self) -> String {
        self.path.clone()
    }
}

/// A copy that was put back.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreRecord {
    /// The file that has its content now.
    pub path: String,
    /// The copy that was named.
    pub from: String,
    /// The version of that copy; an older one was brought up.
    pub schema_version: i32,
    pub accounts: usize,
    pub deals: usize,
    pub touchpoints: usize,
    /// The copy of what was replaced; null where there was nothing.
    pub kept: Option<String>,
}

impl Record for RestoreRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "path",
            "from",
            "schema_version",
            "accounts",
            "deals",
            "touchpoints",
            "kept",
        ]
    }

    fn id(&self) -> String {
        self.path.clone()
    }
}
