//! What an export came to, as a record.

use serde::Serialize;

use crate::view::format::Record;

/// A file that was made of what is on record.
#[derive(Debug, Clone, Serialize)]
pub struct ExportRecord {
    pub path: String,
    pub format: &'static str,
    pub records: u64,
    pub bytes: u64,
}

impl Record for ExportRecord {
    fn fields() -> Vec<&'static str> {
        vec!["path", "format", "records", "bytes"]
    }

    fn id(&self) -> String {
        self.path.clone()
    }
}
