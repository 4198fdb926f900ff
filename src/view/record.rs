//! Records: what scripts get, serialised once. A field is added now and then, never removed or renamed.

use serde::Serialize;

use crate::view::format::Record;

/// Implements [`Record`] for a struct whose fields are all plain, naming them in the order in which they are
/// serialised.
macro_rules! plain_record {
    ($record:ident: $($field:literal),+ $(,)?) => {
        impl $record {
            /// Its fields, in the order in which they are serialised.
            pub const FIELDS: &'static [&'static str] = &[$($field),+];
        }

        impl Record for $record {
            fn fields() -> Vec<&'static str> {
                Self::FIELDS.to_vec()
            }

            fn id(&self) -> String {
                self.id.to_string()
            }
        }
    };
}

mod account;
mod backup;
mod brief;
mod check_in;
mod deal;
mod due;
mod export;
mod finding;
mod forgotten;
mod found;
mod history;
mod import;
mod letter;
mod manual;
mod owed;
mod person;
mod plan;
mod promised;
mod report;
mod rung;
mod setting;
mod story;
mod touchpoint;
mod win_back;

pub use account::{AccountRecord, SumRecord};
pub use backup::{BackupRecord, RestoreRecord};
pub use brief::{BriefRecord, NextStep};
pub use check_in::CheckInRecord;
pub use deal::DealRecord;
pub use due::DueRecord;
pub use export::ExportRecord;
pub use finding::{FindingRecord, Severity};
pub use forgotten::ForgottenRecord;
pub use found::FoundRecord;
pub use history::{ChangeRecord, HistoryRecord};
pub use import::{ImportRecord, RowErrorRecord};
pub use letter::LetterRecord;
pub use manual::ManualRecord;
pub use owed::{Owed, PromiseRecord, RivalRecord, ThanksRecord};
pub use person::PersonRecord;
pub use plan::PlanRecord;
pub use promised::{AnswerRecord, MeasurementRecord, ObjectiveRecord, ResultRecord};
pub use report::{
    LossRecord, MonthRecord, ReportRecord, RivalCountRecord, SlipRecord, StageRecord,
};
pub use rung::{MoveRecord, PartRecord, RungRecord, RungWord};
pub use setting::{SettingRecord, Source};
pub use story::{AccountStory, DealStory};
pub use touchpoint::TouchpointRecord;
pub use win_back::HeartbeatRecord;

/// A record as a writing command answers with it.
#[derive(Debug, Clone, Serialize)]
pub struct Written<R> {
    #[serde(flatten)]
    pub record: R,
    #[serde(skip_serializing_if = "Option::is_none")]
    dry_run: Option<bool>,
}

impl<R> Written<R> {
    /// An answer; one of a dry run says so.
    pub fn new(record: R, dry_run: bool) -> Self {
        Self {
            record,
            dry_run: dry_run.then_some(true),
        }
    }

    /// Whether nothing was changed after all.
    pub const fn is_dry_run(&self) -> bool {
        self.dry_run.is_some()
    }
}

impl<R: Record> Record for Written<R> {
    fn fields() -> Vec<&'static str> {
        R::fields()
    }

    fn id(&self) -> String {
        self.record.id()
    }
}

/// None for the empty text: in JSON what is empty is null.
fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
