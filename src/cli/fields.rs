//! Which fields `--fields` can name, of each verb: for whoever completes it. The verbs themselves know by the record
//! that they answer with.

use std::ffi::OsStr;

use clap_complete::engine::CompletionCandidate;

use crate::view::format::Record;
use crate::view::record::{
    AccountRecord, AccountStory, BackupRecord, BriefRecord, CheckInRecord, DealRecord, DealStory,
    DueRecord, ExportRecord, FindingRecord, ForgottenRecord, FoundRecord, HeartbeatRecord,
    HistoryRecord, ImportRecord, LetterRecord, ManualRecord, ObjectiveRecord, PersonRecord,
    PlanRecord, ReportRecord, RestoreRecord, ResultRecord, RivalRecord, SettingRecord,
    TouchpointRecord,
};

/// Of each record that a verb may answer with; none of a verb that has no record. Without a verb it is `due`.
fn fields_of(verb: &str) -> &'static [fn() -> Vec<&'static str>] {
    match verb {
        "deals" | "due" => &[DueRecord::fields],
        "list" | "add" | "mark" | "expect" | "lost" | "revive" | "bury" => &[DealRecord::fields],
        "accounts" | "account" => &[AccountRecord::fields],
        "people" => &[PersonRecord::fields],
        "touchpoints" | "log" => &[TouchpointRecord::fields],
        "find" => &[FoundRecord::fields],
        "show" => &[
            DealStory::fields,
            AccountStory::fields,
            TouchpointRecord::fields,
        ],
        "brief" => &[BriefRecord::fields],
        "letter" => &[LetterRecord::fields],
        "remind" | "done" | "snooze" | "reschedule" | "drop" | "reopen" | "promise" | "risk"
        | "thank" => &[CheckInRecord::fields],
        "heartbeat" => &[HeartbeatRecord::fields],
        "result" => &[ResultRecord::fields],
        "objective" => &[ObjectiveRecord::fields],
        "rival" => &[RivalRecord::fields],
        "plan" => &[PlanRecord::fields, DealRecord::fields],
        "person" => &[ForgottenRecord::fields],
        "edit" | "rm" => &[
            DealRecord::fields,
            AccountRecord::fields,
            PersonRecord::fields,
            CheckInRecord::fields,
            TouchpointRecord::fields,
            ResultRecord::fields,
            ObjectiveRecord::fields,
        ],
        "tag" => &[
            DealRecord::fields,
            AccountRecord::fields,
            PersonRecord::fields,
        ],
        "undo" | "redo" | "history" => &[HistoryRecord::fields],
        "import" => &[ImportRecord::fields],
        "export" => &[ExportRecord::fields],
        "backup" => &[BackupRecord::fields],
        "restore" => &[RestoreRecord::fields],
        "doctor" => &[FindingRecord::fields],
        "config" => &[SettingRecord::fields],
        "man" => &[ManualRecord::fields],
        "report" => &[
            ReportRecord::fields,
            DealRecord::fields,
            CheckInRecord::fields,
            TouchpointRecord::fields,
            AccountRecord::fields,
            ResultRecord::fields,
        ],
        _ => &[],
    }
}

/// Completes the name of a field; each is offered once, however many of the records have it.
pub(super) fn complete(verb: &str, begun: &OsStr) -> Vec<CompletionCandidate> {
    let begun = begun.to_string_lossy();
    let mut offered = Vec::new();
    for field in fields_of(verb).iter().flat_map(|fields| fields()) {
        if field.starts_with(&*begun) && !offered.contains(&field) {
            offered.push(field);
        }
    }
    offered.into_iter().map(CompletionCandidate::new).collect()
}
