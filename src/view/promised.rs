//! Results and objectives, as lists and within the story of a deal.

use chrono::NaiveDate;

use crate::domain::objective::ObjectiveStatus;
use crate::domain::result::Verdict;
use crate::domain::when::format_day_short;
use crate::view::list::Row;
use crate::view::phrase;
use crate::view::record::{ObjectiveRecord, ResultRecord};
use crate::view::table::{Cell, Column};
use crate::view::ui::Style;

/// What a result came to, painted.
fn verdict(record: &ResultRecord) -> Cell {
    let style = match record.status {
        Verdict::Met => Style::Good,
        Verdict::Partly => Style::Soon,
        Verdict::Missed => Style::Late,
        Verdict::Unmeasured => Style::Dim,
    };
    Cell::styled(record.status.as_str(), style)
}

/// What was measured last, else when it is to be.
fn actual(record: &ResultRecord, today: NaiveDate) -> String {
    match (record.actual.zip(record.measured_on), record.by) {
        (Some((value, on)), _) => format!(
            "{}, {}",
            record.with_unit(value),
            format_day_short(on, today)
        ),
        (None, Some(by)) => format!("by {}", format_day_short(by, today)),
        (None, None) => "waits".to_owned(),
    }
}

/// Who accepted it, and whether they may be quoted.
fn acceptance(record: &ResultRecord) -> String {
    let Some(_) = record.accepted_on else {
        return String::new();
    };
    let quote = match record.may_quote {
        Some(true) => ", quotable",
        Some(false) => ", not to be quoted",
        None => "",
    };
    let who = record.accepted_by.as_deref().unwrap_or("somebody");
    format!("accepted by {who}{quote}")
}

impl Row for ResultRecord {
    const NOUN: &'static str = "result";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().header("id"),
            Column::left().header("account").min(8).max(24),
            Column::left().header("metric").flex().min(8),
            Column::left().header("promised"),
            Column::left().header("actual"),
            Column::left().header("status"),
            Column::left().header("accepted").flex().min(8),
        ]
    }

    fn cells(&self, today: NaiveDate) -> Vec<Cell> {
        vec![
            Cell::styled(self.id.to_string(), Style::Id),
            Cell::from(self.account.clone()),
            Cell::from(self.metric.clone()),
            Cell::from(format!(
                "{} \u{2192} {}",
                self.baseline,
                self.with_unit(self.target)
            )),
            Cell::from(actual(self, today)),
            verdict(self),
            Cell::from(acceptance(self)),
        ]
    }
}

impl Row for ObjectiveRecord {
    const NOUN: &'static str = "objective";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().header("id"),
            Column::left().header("account").min(8).max(24),
            Column::left().header("objective").flex().min(12),
            Column::left().header("status"),
            Column::left().header("who").flex().min(12),
        ]
    }

    fn cells(&self, _: NaiveDate) -> Vec<Cell> {
        let style = match self.status {
            ObjectiveStatus::Agreed => Style::Good,
            ObjectiveStatus::Objecting => Style::Late,
            ObjectiveStatus::Asked => Style::Soon,
            ObjectiveStatus::Open => Style::Dim,
        };
        let said: Vec<String> = self.answers.iter().map(phrase::answer).collect();
        vec![
            Cell::styled(self.id.to_string(), Style::Id),
            Cell::from(self.account.clone()),
            Cell::from(self.what.clone()),
            Cell::styled(self.status.as_str(), style),
            Cell::from(said.join("; ")),
        ]
    }
}
