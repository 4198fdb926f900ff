//! What commands changed, in a line or two for people.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::domain::history::{FieldChange, Happened, Kind, Logged, RowChange, Told};
use crate::domain::when::{format_day, format_day_short};
use crate::domain::words::excerpt;
use crate::view::format::FormatError;
use crate::view::lines::{Fact, flow, sentence};
use crate::view::list::fitting;
use crate::view::record::{HistoryRecord, Written};
use crate::view::table::{Cell, Column, Table};
use crate::view::text::plural;
use crate::view::ui::{Format, Style, Ui};

/// Stands between two changes.
pub const BETWEEN: &str = " · ";

/// So many ids of a kind are named; more are counted.
const NAMED: usize = 3;

/// So many changes of fields are told; more are counted.
const TOLD: usize = 4;

/// From so many columns on a command and its changes seldom go on below.
const WIDE: usize = 100;

/// Shows commands, the newest first. `local` reads a moment on the rep's clock.
pub fn show(
    ui: &mut Ui,
    logged: &[Logged],
    all: usize,
    today: NaiveDate,
    local: &dyn Fn(DateTime<Utc>) -> NaiveDateTime,
) -> Result<(), FormatError> {
    if ui.quiet() {
        return logged
            .iter()
            .try_for_each(|one| Ok(ui.line(&one.command.id.to_string())?));
    }
    if ui.format() != Format::Table || ui.fields().is_some() {
        return ui.records(logged.iter().map(HistoryRecord::new));
    }
    let mut table = Table::new(&[
        Column::right().min(3),
        Column::left().min(5),
        Column::left().flex().min(12),
    ])
    .breaking();
    for one in logged {
        table.row(vec![
            Cell::styled(one.command.id.to_string(), Style::Id),
            Cell::from(when(local(one.command.at), today)),
            Cell::from(one.command.words().to_owned()),
        ]);
        let changes = facts(one, "new", today).join(BETWEEN);
        let (words, style) = match one.command.undone_at {
            Some(_) => (format!("taken back: {changes}"), Style::Soon),
            None => (changes, Style::Dim),
        };
        table.row(vec![
            Cell::from(""),
            Cell::from(""),
            Cell::styled(words, style),
        ]);
    }
    ui.table(&table)?;
    let footer = match (logged.len(), all) {
        (_, 0) => "No commands.".to_owned(),
        (shown, all) if shown < all => {
            format!("{shown} of {} · all: --limit 0", plural(all, "command"))
        }
        (_, all) => plural(all, "command"),
    };
    Ok(ui.styled_line(&[(Some(Style::Dim), &footer)])?)
}

/// How many commands a screen has room for: each takes two lines, and one more where these are short.
pub fn room(ui: &Ui, limit: Option<usize>) -> Option<usize> {
    let each = if ui.width().is_some_and(|width| width < WIDE) {
        3
    } else {
        2
    };
    match (limit, fitting(ui, limit, 4)) {
        (None, Some(lines)) => Some(lines.div_ceil(each)),
        (_, rows) => rows,
    }
}

/// Answers with a command that was taken back, or done again: what was done to it, when it had run, and what that
/// changes.
pub fn answer(
    ui: &mut Ui,
    logged: Logged,
    dry_run: bool,
    today: NaiveDate,
    ago: &str,
) -> Result<(), FormatError> {
    let answer = Written::new(HistoryRecord::new(&logged), dry_run);
    if ui.quiet() {
        return Ok(ui.line(&answer.record.id.to_string())?);
    }
    if ui.format() != Format::Table || ui.fields().is_some() {
        return ui.record(&answer);
    }
    let did = if answer.record.undone {
        "took back"
    } else {
        "did again"
    };
    sentence(ui, &format!("{did}: {} ({ago})", answer.record.command))?;
    let logged = if answer.record.undone {
        logged.reversed()
    } else {
        logged
    };
    let facts = facts(&logged, "back", today);
    let facts: Vec<Fact> = facts.into_iter().map(|words| (None, words)).collect();
    flow(ui, &facts, BETWEEN, 4)?;
    if answer.is_dry_run() {
        ui.note("dry run: nothing was changed")?;
    }
    Ok(())
}

/// What a command changed, behind whose it is, unless what was typed says so: `Acme Corp`, `c57 done`.
fn facts(logged: &Logged, made: &str, today: NaiveDate) -> Vec<String> {
    let typed = logged.command.words();
    let whose = logged
        .account
        .as_deref()
        .filter(|name| !typed.contains(name));
    let whose = whose.map(excerpt);
    whose
        .into_iter()
        .chain(changes(logged, made, today))
        .collect()
}

/// `2 min ago`, and from a day on the day.
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>, day: NaiveDate) -> String {
    let minutes = (now - at).num_minutes();
    match minutes {
        ..1 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..1440 => format!("{} h ago", minutes / 60),
        _ => format_day(day),
    }
}

fn when(at: NaiveDateTime, today: NaiveDate) -> String {
    let day = if at.date() == today {
        "today".to_owned()
    } else {
        format_day_short(at.date(), today)
    };
    format!("{day} {}", at.format("%H:%M"))
}

/// What a command changed: `t88 new`, `c57 done`. What was not there before is `made`: new, or back.
pub fn changes(logged: &Logged, made: &str, today: NaiveDate) -> Vec<String> {
    let mut pieces = Vec::new();
    for (happened, word) in [(Happened::Made, made), (Happened::Removed, "removed")] {
        let mut named = Vec::new();
        for tally in &logged.tally {
            if tally.happened != happened || tally.kind.letter().is_none() {
                continue;
            }
            let ids = ids(logged, |one| {
                one.kind == tally.kind && one.happened == happened
            });
            named.push(together(&ids, tally.count, tally.kind));
        }
        if !named.is_empty() {
            pieces.push(format!("{} {word}", named.join(", ")));
        }
    }
    for (status, word) in [
        ("done", "done"),
        ("dropped", "dropped"),
        ("open", "open again"),
    ] {
        let ids = ids(logged, |one| ended_as(one) == Some(status));
        if !ids.is_empty() {
            pieces.push(format!(
                "{} {word}",
                together(&ids, ids.len(), Kind::CheckIn)
            ));
        }
    }
    // Of a record that is new or gone it is not told what else is said of it.
    let whole = ids(logged, |one| {
        one.kind.letter().is_some() && one.happened != Happened::Changed
    });
    let rest = logged
        .changes
        .iter()
        .filter(|one| ended_as(one).is_none() && !whole.contains(&one.id.as_str()));
    let mut rest: Vec<String> = rest.flat_map(|one| told(one, made, today)).collect();
    let more = rest.len().saturating_sub(TOLD);
    rest.truncate(TOLD);
    pieces.extend(rest);
    if more > 0 {
        pieces.push(format!("{more} more"));
    }
    pieces
}

fn ids(logged: &Logged, is_meant: impl Fn(&RowChange) -> bool) -> Vec<&str> {
    let meant = logged.changes.iter().filter(|one| is_meant(one));
    meant.map(|one| one.id.as_str()).collect()
}

fn together(ids: &[&str], count: usize, kind: Kind) -> String {
    if count <= NAMED {
        ids.join(", ")
    } else {
        plural(count, kind.as_str())
    }
}

/// The status that a check-in has since; none of anything else.
fn ended_as(change: &RowChange) -> Option<&str> {
    if change.kind != Kind::CheckIn || change.happened != Happened::Changed {
        return None;
    }
    match &change.field("status")?.to {
        Some(Told::Text(status)) => Some(status),
        _ => None,
    }
}

/// What became of a row beside being there or not: a phrase a field.
fn told(change: &RowChange, made: &str, today: NaiveDate) -> Vec<String> {
    let id = &change.id;
    match (change.kind, change.happened) {
        // Said by the rung.
        (Kind::Move, _) => Vec::new(),
        (Kind::DealPerson, Happened::Made | Happened::Removed) => with_whom(change),
        (Kind::Rung, _) | (_, Happened::Changed) => change
            .fields
            .iter()
            .filter(|field| !ASIDE.contains(&&*field.field))
            .map(|field| format!("{id} {}", turned(field, today)))
            .collect(),
        (kind, _) if kind.letter().is_some() => Vec::new(),
        (kind, Happened::Made) => vec![format!("{id} {kind} {made}")],
        (kind, Happened::Removed) => vec![format!("{id} {kind} removed")],
    }
}

/// `d12 with p5`, of somebody who came to a deal or went.
fn with_whom(change: &RowChange) -> Vec<String> {
    let person = change
        .field("person_id")
        .map(|field| (&field.from, &field.to));
    match person {
        Some((_, Some(Told::Text(person)))) => vec![format!("{} with {person}", change.id)],
        Some((Some(Told::Text(person)), _)) => vec![format!("{} without {person}", change.id)],
        _ => Vec::new(),
    }
}

/// Fields that count or explain what another one says already: how often it was snoozed beside until when, what
/// ended it beside that it has ended, the day it was sent beside that of the answer, that of a topic beside it.
const ASIDE: &[&str] = &["snoozes", "ended", "sent_on", "last_topic_on"];

/// `delivered expected: 20 Mar → 25 Mar`; of what nobody had said only what is said now, `lost: 6 Mar`.
fn turned(change: &FieldChange, today: NaiveDate) -> String {
    let field = &*change.field;
    let field = ["_on", "_id"]
        .iter()
        .find_map(|ending| field.strip_suffix(ending))
        .unwrap_or(field);
    let field = field.replace(['_', '.'], " ");
    let value = |told: &Told| match told {
        Told::Text(text) => excerpt(text),
        Told::Day(day) => format_day_short(*day, today),
        Told::Money(money) => money.long(),
    };
    match (&change.from, &change.to) {
        (None, Some(_)) if change.is_yes_or_no() => field,
        (Some(_), None) if change.is_yes_or_no() => format!("{field}: no longer"),
        (None, Some(to)) => format!("{field}: {}", value(to)),
        (Some(from), None) => format!("{field}: {} → none", value(from)),
        (Some(from), Some(to)) => format!("{field}: {} → {}", value(from), value(to)),
        (None, None) => field,
    }
}

#[cfg(test)]
mod tests;
