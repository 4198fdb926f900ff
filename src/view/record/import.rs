//! What an import came to, as a record.

use serde::Serialize;

use crate::view::format::Record;

/// What is wrong with a row of an import.
#[derive(Debug, Clone, Serialize)]
pub struct RowErrorRecord {
    pub line: u64,
    pub column: Option<String>,
    pub reason: String,
}

/// What an import came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportRecord {
    pub read: u64,
    pub added: u64,
    pub updated: u64,
    pub kept: u64,
    pub unchanged: u64,
    pub rejected: u64,
    pub errors: Vec<RowErrorRecord>,
}

impl Record for ImportRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "read",
            "added",
            "updated",
            "kept",
            "unchanged",
            "rejected",
            "errors",
        ]
    }

    fn id(&self) -> String {
        self.added.to_string()
    }
}
