//! What is promised, and who else wants it: parts of the screen of a deal or a customer.

use chrono::NaiveDate;

use crate::domain::promise::PromiseStatus;
use crate::domain::when::{format_day, format_day_short};
use crate::view::format::FormatError;
use crate::view::record::{PromiseRecord, RivalRecord};
use crate::view::table::{Cell, Column, Table};
use crate::view::ui::{Style, Ui};

/// Every promise by its date, what became of it, and what there is to say about that.
pub(super) fn promises(
    ui: &mut Ui,
    all: &[PromiseRecord],
    today: NaiveDate,
) -> Result<(), FormatError> {
    let mut table = Table::new(&[
        Column::left(),
        Column::left(),
        Column::left(),
        Column::left().flex().min(12),
        Column::left().flex().min(8),
    ]);
    let mut all: Vec<_> = all.iter().collect();
    all.sort_by_key(|one| (one.check_in.due_on, one.check_in.id));
    for one in all {
        let promise = &one.check_in;
        let style = match promise.status {
            PromiseStatus::Broken => Style::Late,
            PromiseStatus::Kept => Style::Good,
            PromiseStatus::Open => Style::Soon,
            PromiseStatus::Waived => Style::Dim,
        };
        table.row(vec![
            Cell::styled(promise.id.to_string(), Style::Id),
            Cell::styled(promise.status.as_str(), style),
            Cell::from(promise.due_on.map(format_day).unwrap_or_default()),
            Cell::from(what(one)),
            Cell::styled(remarks(one, today).join(", "), Style::Dim),
        ]);
    }
    Ok(ui.table(&table)?)
}

/// `from them: the drawings`, `the training plan (Priya)`
fn what(one: &PromiseRecord) -> String {
    let promise = &one.check_in;
    let whose = if promise.theirs { "from them: " } else { "" };
    let owner = promise
        .owner
        .as_ref()
        .map_or_else(String::new, |owner| format!(" ({owner})"));
    format!("{whose}{}{owner}", promise.what)
}

fn remarks(one: &PromiseRecord, today: NaiveDate) -> Vec<String> {
    let promise = &one.check_in;
    let short = |on| format_day_short(on, today);
    let mut remarks = Vec::new();
    if promise.status == PromiseStatus::Open {
        let is_past = promise.due_on.is_some_and(|on| on < today);
        remarks.extend(is_past.then(|| "overdue".to_owned()));
        let hidden = promise.snoozed_until.filter(|until| *until > today);
        remarks.extend(hidden.map(|until| format!("hidden to {}", short(until))));
    }
    remarks.extend(one.kept_on.map(|on| {
        let late = if one.kept_late == Some(true) {
            " late"
        } else {
            ""
        };
        format!("kept{late} {}", short(on))
    }));
    let moved = one.judged_on.filter(|on| Some(*on) != promise.due_on);
    remarks.extend(moved.map(|on| format!("first {}", short(on))));
    let agreed = one.agreed_by.as_ref();
    remarks.extend(agreed.map(|who| format!("{who} agreed")));
    remarks.extend(promise.evidence.clone());
    remarks.extend(promise.ended_why.clone().or_else(|| promise.why.clone()));
    remarks
}

/// Who else wants it, with the day each was last heard of; those that are gone last.
pub(super) fn rivals(
    ui: &mut Ui,
    all: &[RivalRecord],
    today: NaiveDate,
) -> Result<(), FormatError> {
    let mut table = Table::new(&[
        Column::left().max(28),
        Column::left(),
        Column::left().max(20),
        Column::left().flex().min(12),
    ]);
    let mut all: Vec<_> = all.iter().collect();
    all.sort_by_key(|one| !one.active);
    for one in all {
        let (stands, style) = match one.gone_on {
            None => (
                format!("heard of {}", format_day_short(one.heard_on, today)),
                Style::Soon,
            ),
            Some(on) => (format!("gone {}", format_day_short(on, today)), Style::Dim),
        };
        table.row(vec![
            Cell::from(one.name.clone()),
            Cell::styled(stands, style),
            Cell::from(one.deal.clone().unwrap_or_default()),
            Cell::styled(one.note.clone().unwrap_or_default(), Style::Dim),
        ]);
    }
    Ok(ui.table(&table)?)
}
