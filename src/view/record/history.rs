//! The record of a command that the journal knows.

use chrono::SecondsFormat;
use serde::Serialize;

use crate::domain::history::{Happened, Kind, Logged, Told};
use crate::view::format::Record;

/// A command, with what it changed.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryRecord {
    /// Its number in the journal.
    pub id: i64,
    /// The moment, in UTC.
    pub at: String,
    pub verb: String,
    /// As it was typed, without the program's name; else the verb.
    pub command: String,
    /// The customer, where it touched one alone.
    pub account: Option<String>,
    /// Whether it was taken back.
    pub undone: bool,
    pub undone_at: Option<String>,
    /// How many records it touched, all counted.
    pub rows: usize,
    /// Field by field; of very many rows the first.
    pub changes: Vec<ChangeRecord>,
}

plain_record!(HistoryRecord: "id", "at", "verb", "command", "account", "undone", "undone_at", "rows", "changes");

/// A field that is another one since.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeRecord {
    pub kind: Kind,
    /// The record's id, else that of the record it belongs to.
    pub id: String,
    pub change: Happened,
    /// That of a rung, a part or a move is named through the rung.
    pub field: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl HistoryRecord {
    /// The record of a command.
    pub fn new(logged: &Logged) -> Self {
        let command = &logged.command;
        let moment =
            |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let mut changes = Vec::new();
        for row in &logged.changes {
            changes.extend(row.fields.iter().map(|one| ChangeRecord {
                kind: row.kind,
                id: row.id.clone(),
                change: row.happened,
                field: one.field.to_string(),
                from: one.from.as_ref().map(plain),
                to: one.to.as_ref().map(plain),
            }));
        }
        Self {
            id: command.id,
            at: moment(command.at),
            verb: command.verb.clone(),
            command: command.words().to_owned(),
            account: logged.account.clone(),
            undone: command.undone_at.is_some(),
            undone_at: command.undone_at.map(moment),
            rows: logged.tally.iter().map(|one| one.count).sum(),
            changes,
        }
    }
}

/// A value for scripts, as the program reads it.
fn plain(told: &Told) -> String {
    match told {
        Told::Text(text) => text.clone(),
        Told::Day(day) => day.to_string(),
        Told::Money(money) => money.typed(),
    }
}
