//! The record of something that is not as it should be.

use serde::Serialize;

use crate::domain::words::words;
use crate::view::format::Record;

words! {
    /// How bad it is.
    Severity, "a level" {
        /// Something is wrong with what is on record.
        Fault = "fault",
        /// Nothing is lost; see to it.
        Warning = "warning",
    }
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingRecord {
    pub level: Severity,
    pub what: String,
    /// The ids or the files it is about.
    #[serde(rename = "where")]
    pub places: Vec<String>,
    /// What to type.
    pub mend: String,
}

impl Record for FindingRecord {
    fn fields() -> Vec<&'static str> {
        vec!["level", "what", "where", "mend"]
    }

    fn id(&self) -> String {
        self.places.join(" ")
    }
}
