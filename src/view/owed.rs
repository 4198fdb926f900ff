//! What is owed, what may go wrong, whom to thank and who else wants it: parts of the screen of a deal or a
//! customer.

use chrono::NaiveDate;

use crate::domain::check_in::CheckInStatus;
use crate::domain::order::sort_by_key;
use crate::domain::promise::PromiseStatus;
use crate::domain::when::{format_day, format_day_short};
use crate::view::format::FormatError;
use crate::view::lines::{entries, heading};
use crate::view::open::when;
use crate::view::record::{CheckInRecord, PromiseRecord, RivalRecord, ThanksRecord};
use crate::view::table::Cell;
use crate::view::ui::{Style, Ui};

/// What is owed and not settled, ours and theirs: what is broken first, then by date.
pub(super) fn promises(
    ui: &mut Ui,
    all: &[PromiseRecord],
    today: NaiveDate,
) -> Result<(), FormatError> {
    let is_open = |one: &&PromiseRecord| {
        let status = one.check_in.status;
        matches!(status, PromiseStatus::Open | PromiseStatus::Broken)
    };
    let mut open: Vec<_> = all.iter().filter(is_open).collect();
    if open.is_empty() {
        return Ok(());
    }
    sort_by_key(&mut open, |one| {
        let promise = &one.check_in;
        let is_whole = promise.status != PromiseStatus::Broken;
        (is_whole, promise.due_on, promise.id)
    });
    heading(ui, "OWED")?;
    let row = |one: &&PromiseRecord| {
        let promise = &one.check_in;
        let is_past = promise.due_on.is_some_and(|on| on < today);
        let (word, style) = match promise.status {
            PromiseStatus::Broken => ("broken", Style::Late),
            _ if is_past => ("overdue", Style::Soon),
            _ => ("open", Style::Dim),
        };
        let remarks = remarks(one, today);
        let remarks = if remarks.is_empty() {
            String::new()
        } else {
            format!("; {}", remarks.join(", "))
        };
        vec![
            Cell::styled(promise.id.to_string(), Style::Id),
            Cell::styled(word, style),
            Cell::from(promise.due_on.map(format_day).unwrap_or_default()),
            Cell::from(what(one) + &remarks),
        ]
    };
    entries(ui, open.iter().map(row).collect())
}

/// `from them: the drawings`, `the training plan (Priya)`
pub(super) fn what(one: &PromiseRecord) -> String {
    let promise = &one.check_in;
    let whose = if promise.theirs { "from them: " } else { "" };
    let owner = promise
        .owner
        .as_ref()
        .map_or_else(String::new, |owner| format!(" ({owner})"));
    format!("{whose}{}{owner}", promise.what)
}

/// Where else its date was, who agreed to that, and why.
fn remarks(one: &PromiseRecord, today: NaiveDate) -> Vec<String> {
    let promise = &one.check_in;
    let short = |on| format_day_short(on, today);
    let mut remarks = Vec::new();
    let hidden = promise.snoozed_until.filter(|until| *until > today);
    remarks.extend(hidden.map(|until| format!("hidden to {}", short(until))));
    let moved = one.judged_on.filter(|on| Some(*on) != promise.due_on);
    remarks.extend(moved.map(|on| format!("first {}", short(on))));
    let agreed = one.agreed_by.as_ref();
    remarks.extend(agreed.map(|who| format!("{who} agreed")));
    remarks.extend(promise.evidence.clone());
    remarks.extend(promise.why.clone());
    remarks
}

/// What may go wrong, with what is done then; the next to be looked at first.
pub(super) fn risks(
    ui: &mut Ui,
    all: &[CheckInRecord],
    today: NaiveDate,
) -> Result<(), FormatError> {
    let row = |one: &CheckInRecord| {
        let plan_b = one.plan_b.as_ref();
        let plan_b = plan_b.map_or_else(String::new, |plan_b| format!("; plan B: {plan_b}"));
        format!("{}{plan_b}", one.what)
    };
    of_kind(ui, "RISKS", all.iter().map(|one| (one, row(one))), today)
}

/// Whom to thank for what, as long as nobody has.
pub(super) fn thanks(
    ui: &mut Ui,
    all: &[ThanksRecord],
    today: NaiveDate,
) -> Result<(), FormatError> {
    let row = |one: &ThanksRecord| match &one.colleague {
        Some(colleague) => format!("{colleague}: {}", one.check_in.what),
        None => one.check_in.what.clone(),
    };
    let all = all.iter().map(|one| (&one.check_in, row(one)));
    of_kind(ui, "THANKS", all, today)
}

/// Open check-ins below a heading, each with its day and its words.
fn of_kind<'r>(
    ui: &mut Ui,
    title: &str,
    all: impl Iterator<Item = (&'r CheckInRecord, String)>,
    today: NaiveDate,
) -> Result<(), FormatError> {
    let is_open = |(one, _): &(&CheckInRecord, String)| one.status == CheckInStatus::Open;
    let mut open: Vec<_> = all.filter(is_open).collect();
    if open.is_empty() {
        return Ok(());
    }
    sort_by_key(&mut open, |(one, _)| {
        (one.due_on.is_none(), one.due_on, one.id)
    });
    heading(ui, title)?;
    let row = |(one, words): (&CheckInRecord, String)| {
        vec![
            Cell::styled(one.id.to_string(), Style::Id),
            when(one.due_on, today),
            Cell::from(words),
        ]
    };
    entries(ui, open.into_iter().map(row).collect())
}

/// Who else wants it, with the day each was last heard of; those that are gone last.
pub(super) fn rivals(
    ui: &mut Ui,
    all: &[RivalRecord],
    today: NaiveDate,
) -> Result<(), FormatError> {
    if all.is_empty() {
        return Ok(());
    }
    heading(ui, "RIVALS")?;
    let mut all: Vec<_> = all.iter().collect();
    sort_by_key(&mut all, |one| !one.active);
    let row = |one: &&RivalRecord| {
        let (stands, style) = match one.gone_on {
            None => (
                format!("heard of {}", format_day_short(one.heard_on, today)),
                Style::Soon,
            ),
            Some(on) => (format!("gone {}", format_day_short(on, today)), Style::Dim),
        };
        let words: Vec<&str> = [&one.deal, &one.note]
            .into_iter()
            .filter_map(|words| words.as_deref())
            .collect();
        vec![
            Cell::from(one.name.clone()),
            Cell::styled(stands, style),
            Cell::styled(words.join(": "), Style::Dim),
        ]
    };
    entries(ui, all.iter().map(row).collect())
}
