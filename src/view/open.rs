//! What is late and what comes next with a deal or a customer. Promises, risks and thanks stand in sections of
//! their own.

use chrono::NaiveDate;

use crate::domain::check_in::{CheckInStatus, Kind};
use crate::domain::order::sort_by_key;
use crate::domain::when::{format_day, format_day_short};
use crate::view::format::FormatError;
use crate::view::lines::{entries, heading, remark};
use crate::view::phrase;
use crate::view::record::CheckInRecord;
use crate::view::table::Cell;
use crate::view::text::plural;
use crate::view::ui::{Style, Ui};

/// Of whom the check-ins are: that decides what goes without saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// One deal: steps that wait for a date are listed.
    Deal,
    /// A customer, of several deals perhaps: each is named, and those that wait are counted.
    Account { deals: usize },
}

/// What is past its date, then what is to come.
pub(super) fn show(
    ui: &mut Ui,
    all: &[CheckInRecord],
    of: Of,
    today: NaiveDate,
) -> Result<(), FormatError> {
    let has_own_section = |kind| matches!(kind, Kind::Promise | Kind::Risk | Kind::Thanks);
    let mut open: Vec<_> = all
        .iter()
        .filter(|one| one.status == CheckInStatus::Open && !has_own_section(one.kind))
        .collect();
    sort_by_key(&mut open, |one| (one.due_on.is_none(), one.due_on, one.id));
    let (late, next): (Vec<_>, Vec<_>) = open
        .into_iter()
        .partition(|one| one.due_on.is_some_and(|due_on| due_on < today));
    if !late.is_empty() {
        heading(ui, "LATE")?;
        entries(ui, late.iter().map(|one| row(one, of, today)).collect())?;
    }
    let is_account = matches!(of, Of::Account { .. });
    let (waiting, dated): (Vec<_>, Vec<_>) = next
        .into_iter()
        .partition(|one| is_account && one.due_on.is_none());
    if dated.is_empty() && waiting.is_empty() {
        return Ok(());
    }
    heading(ui, "NEXT")?;
    entries(ui, dated.iter().map(|one| row(one, of, today)).collect())?;
    if !waiting.is_empty() {
        let verb = if waiting.len() == 1 { "waits" } else { "wait" };
        let count = format!("{} {verb} for a date", plural(waiting.len(), "check-in"));
        remark(ui, count)?;
    }
    Ok(())
}

fn row(one: &CheckInRecord, of: Of, today: NaiveDate) -> Vec<Cell> {
    let hidden = one.snoozed_until.filter(|until| *until > today);
    let kind = hidden.map_or_else(
        || one.kind.to_string(),
        |until| format!("hidden to {}", format_day_short(until, today)),
    );
    let deal = match (of, &one.deal) {
        (Of::Account { deals }, Some(deal)) if deals > 1 => format!(" ({deal})"),
        _ => String::new(),
    };
    vec![
        Cell::styled(one.id.to_string(), Style::Id),
        when(one.due_on, today),
        Cell::styled(kind, Style::Dim),
        Cell::from(phrase::to_do(one, today) + &deal),
    ]
}

/// The day of something open, or how late it is.
pub(super) fn when(due_on: Option<NaiveDate>, today: NaiveDate) -> Cell {
    match due_on {
        None => Cell::styled("waits", Style::Dim),
        Some(on) if on < today => {
            Cell::styled(format!("{}d late", (today - on).num_days()), Style::Late)
        }
        Some(on) if on == today => Cell::styled("today", Style::Soon),
        Some(on) => Cell::from(format_day(on)),
    }
}
