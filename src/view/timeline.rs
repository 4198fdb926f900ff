//! What happened, the newest first: contacts, marks, moves, promises kept, results measured, in one list.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::order::sort_by_key;
use crate::domain::promise::PromiseStatus;
use crate::domain::touchpoint::Outcome;
use crate::domain::when::{format_day_short, format_weekday_short};
use crate::view::format::FormatError;
use crate::view::ladder;
use crate::view::lines::{entries, heading, remark};
use crate::view::owed;
use crate::view::phrase;
use crate::view::record::{
    DealStory, PromiseRecord, ResultRecord, RungRecord, RungWord, TouchpointRecord,
};
use crate::view::table::Cell;
use crate::view::text::{clip, neutralise, plural};
use crate::view::ui::{Style, Ui};

/// So much of the past tells where a deal stands; more is a question of its own.
const SHOWN: usize = 12;

/// Something that happened on a day.
struct Event {
    on: NaiveDate,
    /// What of it can be looked at, where it can.
    id: Option<String>,
    what: String,
    style: Option<Style>,
    who: String,
    words: String,
}

/// The timeline of a deal.
pub(super) fn deal(ui: &mut Ui, story: &DealStory, today: NaiveDate) -> Result<(), FormatError> {
    let mut events = Vec::new();
    events.extend(story.touchpoints.iter().map(contact));
    // Of one day the highest rung stands first.
    for rung in story.rungs.iter().rev() {
        of_rung(&mut events, rung, today);
    }
    events.extend(story.promises.iter().filter_map(settled_promise));
    for result in &story.results {
        of_result(&mut events, result);
    }
    let lost = story.deal.lost_on.zip(story.deal.lost_reason);
    events.extend(lost.map(|(on, reason)| fact(on, "lost", Style::Late, reason.to_string())));
    let id = story.deal.id.to_string();
    show(ui, "TIMELINE", events, &id, today)
}

/// The last contacts with a customer.
pub(super) fn contacts(
    ui: &mut Ui,
    all: &[TouchpointRecord],
    today: NaiveDate,
) -> Result<(), FormatError> {
    let Some(first) = all.first() else {
        return Ok(());
    };
    let events = all.iter().map(contact).collect();
    show(ui, "CONTACTS", events, &first.account_id.to_string(), today)
}

/// The newest first; of one day as they were gathered. A terminal gets the latest, a pipe everything.
fn show(
    ui: &mut Ui,
    title: &str,
    mut events: Vec<Event>,
    id: &str,
    today: NaiveDate,
) -> Result<(), FormatError> {
    if events.is_empty() {
        return Ok(());
    }
    sort_by_key(&mut events, |event| std::cmp::Reverse(event.on));
    let shown = ui.height().map_or(events.len(), |_| SHOWN);
    heading(ui, title)?;
    let narrow = |text: &str, most: usize| clip(&neutralise(text), most).into_owned();
    let rows = events.iter().take(shown).map(|event| {
        let on = if event.on.year() == today.year() {
            format_weekday_short(event.on)
        } else {
            format_day_short(event.on, today)
        };
        vec![
            Cell::from(on),
            Cell::styled(event.id.clone().unwrap_or_default(), Style::Id),
            Cell {
                text: narrow(&event.what, 26),
                style: event.style,
            },
            Cell::from(narrow(&event.who, 20)),
            Cell::from(event.words.clone()),
        ]
    });
    entries(ui, rows.collect())?;
    let left = events.get(shown..).unwrap_or_default();
    if !left.is_empty() {
        let is_contact = |event: &&Event| event.id.is_some();
        let more = if left.iter().any(|event| is_contact(&event)) {
            format!("… {} more: deals touchpoints {id}", left.len())
        } else {
            format!("… {} before", plural(left.len(), "fact"))
        };
        remark(ui, more)?;
    }
    Ok(())
}

fn fact(on: NaiveDate, what: impl Into<String>, style: Style, words: String) -> Event {
    Event {
        on,
        id: None,
        what: what.into(),
        style: Some(style),
        who: String::new(),
        words,
    }
}

fn contact(record: &TouchpointRecord) -> Event {
    Event {
        on: record.on,
        id: Some(record.id.to_string()),
        what: phrase::contact(record),
        style: (record.outcome != Outcome::Reached).then_some(Style::Dim),
        who: record.person.clone().unwrap_or_default(),
        words: record.note.clone().unwrap_or_default(),
    }
}

/// The mark of a rung, its parts, the moves of its day, and that it failed.
fn of_rung(events: &mut Vec<Event>, rung: &RungRecord, today: NaiveDate) {
    let name = rung.rung;
    if rung.state == RungWord::Done && rung.implied_by.is_none() {
        let words = rung.reference.clone().unwrap_or_default();
        let mark = |on| fact(on, format!("✓ {name}"), Style::Good, words);
        events.extend(rung.done_on.map(mark));
    }
    events.extend(rung.failed_on.map(|on| {
        let why = rung.failed_why.clone().unwrap_or_default();
        fact(on, format!("✗ {name} failed"), Style::Late, why)
    }));
    events.extend(rung.parts.iter().map(|part| {
        let words = ladder::part_and_amount(part);
        fact(part.on, format!("part of {name}"), Style::Good, words)
    }));
    // Of several on one day the last one said stands first.
    events.extend(rung.moves.iter().rev().map(|one| {
        let [from, to] = [one.from, one.to].map(|day| format_day_short(day, today));
        let why = one.why.as_ref();
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        let moved = format!("{} moved", name.noun());
        fact(
            one.moved_on,
            moved,
            Style::Soon,
            format!("{from} → {to}{why}"),
        )
    }));
}

/// A promise that was kept or waived: how, and who agreed.
fn settled_promise(one: &PromiseRecord) -> Option<Event> {
    let promise = &one.check_in;
    let (on, what, style) = match promise.status {
        PromiseStatus::Open | PromiseStatus::Broken => return None,
        PromiseStatus::Kept if one.kept_late == Some(true) => {
            (one.kept_on, "kept late", Style::Soon)
        }
        PromiseStatus::Kept => (one.kept_on, "kept", Style::Good),
        PromiseStatus::Waived => (promise.ended_on, "waived", Style::Dim),
        PromiseStatus::Dropped => (promise.ended_on, "dropped", Style::Dim),
    };
    let mut words = vec![owed::what(one)];
    let agreed = one.agreed_by.as_ref();
    words.extend(agreed.map(|who| format!("{who} agreed")));
    words.extend(promise.evidence.clone());
    words.extend(promise.ended_why.clone());
    Some(fact(on?, what, style, words.join(", ")))
}

/// What was measured, and that somebody accepted it.
fn of_result(events: &mut Vec<Event>, result: &ResultRecord) {
    let metric = &result.metric;
    events.extend(result.accepted_on.map(|on| {
        let who = result.accepted_by.as_deref().unwrap_or("somebody");
        fact(on, "accepted", Style::Good, format!("{metric}, by {who}"))
    }));
    events.extend(result.measurements.iter().rev().map(|one| {
        let words = format!("{metric}: {}", result.with_unit(one.value));
        fact(one.on, "measured", Style::Good, words)
    }));
}
