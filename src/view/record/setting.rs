//! The record of a setting.

use serde::Serialize;

use crate::domain::words::words;
use crate::view::format::Record;

words! {
    /// Where a value comes from.
    Source, "a source" {
        /// Nobody said anything else.
        Default = "default",
        /// The configuration file.
        File = "file",
        Environment = "environment",
        /// An option of this command.
        Option = "option",
    }
}

/// A setting, and what holds.
#[derive(Debug, Clone, Serialize)]
pub struct SettingRecord {
    pub key: String,
    /// None where nothing holds: no target, no order of dates.
    pub value: Option<String>,
    pub source: Source,
}

impl Record for SettingRecord {
    fn fields() -> Vec<&'static str> {
        vec!["key", "value", "source"]
    }

    fn id(&self) -> String {
        self.key.clone()
    }
}
