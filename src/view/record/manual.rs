//! The manual that was written.

use serde::Serialize;

use crate::view::format::Record;

/// The pages of the manual.
#[derive(Debug, Clone, Serialize)]
pub struct ManualRecord {
    /// The folder they are in.
    pub path: String,
    /// How many there are.
    pub pages: usize,
}

impl Record for ManualRecord {
    fn fields() -> Vec<&'static str> {
        vec!["path", "pages"]
    }

    fn id(&self) -> String {
        self.path.clone()
    }
}
