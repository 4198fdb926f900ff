//! What a writing command answers: its record for scripts; for people what it did, and what changed around it.

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind};
use crate::domain::customer::{Customer, Tidied};
use crate::domain::id::CheckInId;
use crate::domain::order::sort_by_key;
use crate::domain::when::format_day;
use crate::view::format::{FormatError, Record};
use crate::view::lines;
use crate::view::phrase;
use crate::view::record::{CheckInRecord, Written};
use crate::view::table::{Cell, Column, Table};
use crate::view::ui::{Format, Style, Ui};

/// What became of one check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    pub id: CheckInId,
    /// The date by which the lines are ordered; those that wait come last.
    due_on: Option<NaiveDate>,
    what_happened: &'static str,
    when: String,
    what: String,
}

/// What a change did to the check-ins of a customer, those with the earliest date first.
pub fn changes(
    before: &Customer,
    after: &Customer,
    tidied: &Tidied,
    today: NaiveDate,
) -> Vec<ChangeLine> {
    let mut lines: Vec<ChangeLine> = after
        .check_ins
        .iter()
        .filter_map(|now| {
            let was = before.check_in(now.id);
            let what_happened = happened(was, now, tidied.kept_by_hand.contains(&now.id))?;
            let deal = now.deal_id.and_then(|id| after.deal(id));
            let record = CheckInRecord::new(now, &after.account.name, deal, None, today);
            Some(ChangeLine {
                id: now.id,
                due_on: now.due_on,
                what_happened,
                when: when(now),
                what: what(&record, after, today),
            })
        })
        .collect();
    let gone = before
        .check_ins
        .iter()
        .filter(|was| after.check_in(was.id).is_none());
    lines.extend(gone.map(|was| ChangeLine {
        id: was.id,
        due_on: was.due_on,
        what_happened: "removed",
        when: String::new(),
        what: was.what.clone(),
    }));
    sort_by_key(&mut lines, |line| {
        let is_over = matches!(line.what_happened, "closed" | "dropped" | "removed");
        (is_over, line.due_on.is_none(), line.due_on, line.id.0.abs())
    });
    lines
}

/// What to do, with the deal's title where the customer has several deals.
fn what(record: &CheckInRecord, customer: &Customer, today: NaiveDate) -> String {
    let what = if record.rung.is_some() {
        record.what.clone()
    } else {
        phrase::to_do(record, today)
    };
    match &record.deal {
        Some(title) if customer.deals_where(|status| !status.is_lost()).count() > 1 => {
            format!("{what} ({title})")
        }
        _ => what,
    }
}

fn happened(was: Option<&CheckIn>, now: &CheckIn, kept_by_hand: bool) -> Option<&'static str> {
    let was_open = was.is_some_and(CheckIn::is_open);
    match (was, now.status) {
        (None, CheckInStatus::Open) if now.due_on.is_some() => Some("next"),
        (None, CheckInStatus::Open) => Some("later"),
        (Some(_), CheckInStatus::Open) if !was_open => Some("again"),
        (Some(_), CheckInStatus::Done) if was_open => Some("closed"),
        (Some(_), CheckInStatus::Dropped) if was_open => Some("dropped"),
        (Some(_), CheckInStatus::Open) if kept_by_hand => Some("kept"),
        (Some(was), CheckInStatus::Open)
            if was.snoozed_until != now.snoozed_until && now.snoozed_until.is_some() =>
        {
            Some("hidden")
        }
        (Some(was), CheckInStatus::Open) if was.due_on != now.due_on => Some("moved"),
        _ => None,
    }
}

fn when(now: &CheckIn) -> String {
    match (
        now.status,
        now.ended,
        now.snoozed_until,
        now.due_on,
        now.anchor,
        now.repeat,
    ) {
        (CheckInStatus::Dropped, Some(Ended::Pile | Ended::Planned), ..) => "superseded".to_owned(),
        (CheckInStatus::Open, _, Some(until), ..) => format!("until {}", format_day(until)),
        (CheckInStatus::Open, _, None, Some(due_on), ..) => format_day(due_on),
        (CheckInStatus::Open, _, None, None, _, Some(repeat)) if repeat.turn_on.is_some() => {
            repeat.until.map_or_else(String::new, |until| {
                format!("if the {} slips", until.noun())
            })
        }
        (CheckInStatus::Open, _, None, None, Some(anchor), _) => {
            format!("with the {}", anchor.rung.noun())
        }
        (CheckInStatus::Open, _, None, None, ..) if now.kind == Kind::Thanks => {
            "when settled".to_owned()
        }
        _ => String::new(),
    }
}

/// Shows the answer: the id alone with `-q`, the record in the format asked for, else the lines and what
/// changed around them.
pub fn show<R: Record>(
    ui: &mut Ui,
    answer: &Written<R>,
    said: &[String],
    changes: &[ChangeLine],
) -> Result<(), FormatError> {
    if ui.quiet() {
        ui.line(&answer.id())?;
        return Ok(());
    }
    if ui.format() != Format::Table || ui.fields().is_some() {
        ui.record(answer)?;
        return Ok(());
    }
    for line in said {
        lines::sentence(ui, line)?;
    }
    if !changes.is_empty() {
        let mut table = Table::new(&[
            Column::left().min(2),
            Column::left(),
            Column::left().min(3),
            Column::left(),
            Column::left().flex().min(12),
        ])
        .breaking();
        for change in changes {
            let style = match change.what_happened {
                "closed" => Style::Good,
                "dropped" | "removed" | "later" => Style::Dim,
                _ => Style::Soon,
            };
            table.row(vec![
                Cell::from(""),
                Cell::styled(change.what_happened, style),
                Cell::styled(change.id.to_string(), Style::Id),
                Cell::from(change.when.clone()),
                Cell::from(change.what.clone()),
            ]);
        }
        ui.table(&table)?;
    }
    if answer.is_dry_run() {
        ui.note("dry run: nothing was changed")?;
    }
    Ok(())
}
