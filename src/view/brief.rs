//! One screen for the minute before a call, and the same in Markdown for a note-taking program.

mod deal;

use chrono::NaiveDate;

use crate::domain::check_in::Kind;
use crate::domain::order::sort_by_key;
use crate::domain::promise::PromiseStatus;
use crate::domain::result::Verdict;
use crate::domain::touchpoint::Outcome;
use crate::domain::when::{format_day, format_day_short, format_weekday_short};
use crate::view::format::FormatError;
use crate::view::lines::flow;
use crate::view::phrase;
use crate::view::record::{
    BriefRecord, CheckInRecord, HeartbeatRecord, PersonRecord, PromiseRecord, ResultRecord,
    RivalRecord, TouchpointRecord,
};
use crate::view::text::{clip, neutralise, wrap};
use crate::view::ui::{Style, Ui, WriteError};

/// So many entries of a part fit on a screen with the others.
const SHOWN: usize = 4;
/// So many rounds of asking about a lost deal.
const ROUNDS: usize = 2;
/// What is due within so many days may be talked about now.
const SOON: i64 = 30;
/// So many lines of one note.
const NOTE_LINES: usize = 4;

/// One part of the brief.
struct Section {
    title: &'static str,
    entries: Vec<Entry>,
    /// How many of them a screen gets.
    shown: usize,
}

/// What is open, what comes soon before what is far off; of several deals, with the deal.
fn open_section(brief: &BriefRecord, deals: usize, today: NaiveDate) -> Section {
    let mut all: Vec<&CheckInRecord> = to_talk_about(brief, deals).collect();
    let entry = |one: &&CheckInRecord| {
        let mut entry = open(one, today);
        if let Some(deal) = one.deal_id.filter(|_| brief.deals.len() > 1) {
            entry.text = format!("{} ({deal})", entry.text);
        }
        entry
    };
    let is_soon =
        |one: &CheckInRecord| one.due_on.is_some_and(|on| (on - today).num_days() <= SOON);
    // That nothing is planned must not hide what is.
    sort_by_key(&mut all, |one| (!is_soon(one), one.kind == Kind::Adrift));
    Section {
        // What comes next is told however far off it is.
        shown: all
            .iter()
            .filter(|one| is_soon(one))
            .count()
            .clamp(1, SHOWN),
        ..Section::new("Open", all.iter().map(entry).collect())
    }
}

/// One line, or a few where it is long.
struct Entry {
    style: Option<Style>,
    text: String,
}

impl Entry {
    const fn plain(text: String) -> Self {
        Self { style: None, text }
    }

    fn late(text: String, is_late: bool) -> Self {
        Self {
            style: is_late.then_some(Style::Late),
            text,
        }
    }
}

impl Section {
    fn new(title: &'static str, entries: Vec<Entry>) -> Self {
        // There are few questions, and they are what it is for.
        let shown = if title == QUESTIONS {
            usize::MAX
        } else {
            SHOWN
        };
        Self {
            title,
            entries,
            shown,
        }
    }
}

const QUESTIONS: &str = "Ask";

/// Shows it on a screen.
pub fn show(ui: &mut Ui, brief: &BriefRecord, today: NaiveDate) -> Result<(), FormatError> {
    let account = &brief.account;
    let id = account.id.to_string();
    let name = (Some(Style::Heading), account.name.clone());
    flow(ui, &[(Some(Style::Id), id.clone()), name], "  ", 0)?;
    for line in wrap(&standing(brief), ui.width(), 4) {
        ui.line(&line)?;
    }
    for section in sections(brief, SHOWN, today) {
        ui.styled_line(&[(Some(Style::Heading), &section.title.to_uppercase())])?;
        for entry in section.entries.iter().take(section.shown) {
            on_screen(ui, entry)?;
        }
        let more = section.entries.len().saturating_sub(section.shown);
        if more > 0 {
            let more = format!("    {more} more: deals show {id}");
            ui.styled_line(&[(Some(Style::Dim), &more)])?;
        }
    }
    Ok(())
}

/// An entry, its further lines a little further in; a note of many lines is cut.
fn on_screen(ui: &mut Ui, entry: &Entry) -> Result<(), WriteError> {
    let width = ui.width();
    let text = entry.text.replace(['\n', '\r'], " ");
    let room = width.map(|width| width.saturating_sub(2));
    let mut lines = wrap(&text, room, 2);
    if lines.len() > NOTE_LINES {
        lines.truncate(NOTE_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
            *last = clip(last, room.unwrap_or(usize::MAX)).into_owned();
        }
    }
    for (place, line) in lines.iter().enumerate() {
        let line = if place == 0 {
            line.clone()
        } else {
            format!("  {line}")
        };
        ui.styled_line(&[(entry.style, &line)])?;
    }
    Ok(())
}

/// Writes it as Markdown; nothing is cut.
pub fn markdown(ui: &mut Ui, brief: &BriefRecord, today: NaiveDate) -> Result<(), FormatError> {
    let mut lines = vec![
        format!("# {}", escaped(&brief.account.name)),
        String::new(),
        format!("{}: {}", format_day(today), escaped(&standing(brief))),
    ];
    for section in sections(brief, usize::MAX, today) {
        lines.extend([
            String::new(),
            format!("## {}", section.title),
            String::new(),
        ]);
        let entries = section.entries.iter();
        lines.extend(entries.map(|entry| format!("- {}", escaped(&entry.text))));
    }
    for line in lines {
        writeln!(ui.out(), "{line}").map_err(WriteError::from)?;
    }
    Ok(())
}

/// Stored text that Markdown takes as it stands.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in neutralise(text).chars() {
        if matches!(
            character,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~'
        ) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// When they were reached, what was tried since, what was given and asked.
fn standing(brief: &BriefRecord) -> String {
    let account = &brief.account;
    let reached = match account.last_reached_on {
        Some(on) => format!(
            "reached {} ({})",
            format_weekday_short(on),
            phrase::days_ago(account.days_since_reached)
        ),
        None => "never reached".to_owned(),
    };
    let mut facts = vec![reached];
    if account.attempts > 0 {
        facts.push(format!("{} since", phrase::tries(account.attempts)));
    }
    if brief.gave + brief.asked > 0 {
        facts.push(format!("gave {}×, asked {}×", brief.gave, brief.asked));
    }
    if !account.tags.is_empty() {
        facts.push(format!("tags {}", account.tags.join(" ")));
    }
    facts.join(" · ")
}

/// Every part that is not empty, in the order in which a call goes. So many deals have a line of their own.
fn sections(brief: &BriefRecord, deals: usize, today: NaiveDate) -> Vec<Section> {
    let all = vec![
        Section::new(
            "Who",
            brief.people.iter().map(|one| person(one, today)).collect(),
        ),
        Section::new("Deals", deal::deals(brief, today)),
        Section::new(
            "Owed",
            brief
                .promises
                .iter()
                .map(|one| promise(one, today))
                .collect(),
        ),
        open_section(brief, deals, today),
        Section::new(
            "Risks",
            brief.risks.iter().map(|one| risk(one, today)).collect(),
        ),
        Section::new(
            "Results",
            brief.results.iter().map(|one| result(one, today)).collect(),
        ),
        Section::new(
            "Objectives",
            brief
                .objectives
                .iter()
                .map(|one| {
                    let said: Vec<String> = one.answers.iter().map(phrase::answer).collect();
                    let said = if said.is_empty() {
                        "nobody asked yet".to_owned()
                    } else {
                        said.join("; ")
                    };
                    Entry::plain(format!("{}: {said}", one.what))
                })
                .collect(),
        ),
        Section::new(
            "Rivals",
            brief.rivals.iter().map(|one| rival(one, today)).collect(),
        ),
        Section::new("Heartbeats", heartbeats(brief, today)),
        Section::new("Last words", last_words(brief, today)),
        Section::new("Contacts", contacts(brief, today)),
        Section::new(
            "Tried since",
            brief
                .attempts
                .iter()
                .map(|one| contact(one, today))
                .collect(),
        ),
        Section::new(
            QUESTIONS,
            brief.questions.iter().cloned().map(Entry::plain).collect(),
        ),
    ];
    all.into_iter()
        .filter(|section| !section.entries.is_empty())
        .collect()
}

/// `Dana Ruiz, sponsor · +49 30 555 · cares for: golf · last: her son's exam, 2 Mar`
fn person(one: &PersonRecord, today: NaiveDate) -> Entry {
    let name = match one.role {
        Some(role) => format!("{}, {role}", one.name),
        None => one.name.clone(),
    };
    let interests = one.interests.as_ref();
    let topic = one.last_topic.as_ref().map(|topic| {
        let on = one
            .last_topic_on
            .map(|on| format!(", {}", format_day_short(on, today)));
        format!("last: {topic}{}", on.unwrap_or_default())
    });
    let facts = [
        Some(name),
        one.phone.clone(),
        one.email.clone(),
        interests.map(|what| format!("cares for {what}")),
        topic,
        one.note.clone(),
    ];
    Entry::plain(facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// What there is to talk about and the other parts do not tell, of which so many deals have a line. Thanks are
/// for colleagues, and what waits for a date is not for this call.
fn to_talk_about(brief: &BriefRecord, deals: usize) -> impl Iterator<Item = &CheckInRecord> {
    let is_told = move |one: &CheckInRecord| {
        let mut shown = brief.deals.iter().take(deals);
        shown.any(|deal| deal::is_next(one, deal))
    };
    brief.check_ins.iter().filter(move |one| {
        let is_apart = matches!(one.kind, Kind::Thanks | Kind::Result);
        one.due_on.is_some() && !is_apart && !is_told(one)
    })
}

/// `c41 BROKEN training dates (Priya), promised 3 Mar`
fn promise(one: &PromiseRecord, today: NaiveDate) -> Entry {
    let record = &one.check_in;
    let stands = match record.status {
        PromiseStatus::Broken => "broken: ".to_owned(),
        _ => String::new(),
    };
    let by = record
        .due_on
        .filter(|on| *on >= today)
        .map(|on| format!(", by {}", format_weekday_short(on)));
    Entry::late(
        format!(
            "{} {stands}{}{}",
            record.id,
            phrase::to_do(record, today),
            by.unwrap_or_default()
        ),
        record.status == PromiseStatus::Broken,
    )
}

/// `c16 Fri 13 Mar: delivery is due 13 Mar`
fn open(one: &CheckInRecord, today: NaiveDate) -> Entry {
    let when = match one.due_on {
        Some(on) if on < today => phrase::lateness(one, today) + " late",
        _ => phrase::lateness(one, today),
    };
    Entry::late(
        format!("{} {when}: {}", one.id, phrase::to_do(one, today)),
        one.due_on.is_some_and(|on| on < today),
    )
}

/// `c3 10d late: crew is ill; plan B: rent two`
fn risk(one: &CheckInRecord, today: NaiveDate) -> Entry {
    let entry = open(one, today);
    Entry {
        text: entry.text.replacen(": risk: ", ": ", 1),
        ..entry
    }
}

fn result(one: &ResultRecord, today: NaiveDate) -> Entry {
    let day = |on: NaiveDate| format_day_short(on, today);
    let actual = match (one.actual.zip(one.measured_on), one.by) {
        (Some((value, on)), by) => {
            let again = by.filter(|by| *by > on && one.accepted_on.is_none());
            let again = again.map_or_else(String::new, |by| format!(", again {}", day(by)));
            let value = one.with_unit(value);
            format!("{value} on {}, {}{again}", day(on), one.status)
        }
        (None, Some(by)) if by < today => format!("was to be measured {}", day(by)),
        (None, Some(by)) => format!("to be measured {}", day(by)),
        (None, None) => "not measured".to_owned(),
    };
    Entry::late(
        format!("{} {}: {actual}", one.id, phrase::result(one)),
        one.status == Verdict::Missed,
    )
}

fn rival(one: &RivalRecord, today: NaiveDate) -> Entry {
    let note = one.note.as_ref().map(|note| format!(": {note}"));
    Entry::plain(format!(
        "{}, heard of {}{}",
        one.name,
        format_day_short(one.heard_on, today),
        note.unwrap_or_default()
    ))
}

/// `Mon 16 Feb, reached by visit, Dana Ruiz: she is glad, crew is booked`
fn contact(one: &TouchpointRecord, today: NaiveDate) -> Entry {
    let how = match one.outcome {
        Outcome::Reached => one.via.to_string(),
        _ => phrase::contact(one),
    };
    let person = one.person.as_ref().map(|name| format!(", {name}"));
    let note = one.note.as_ref().map(|note| format!(": {note}"));
    let gave = one.gave.as_ref().map(|gave| format!(" (gave: {gave})"));
    Entry::plain(format!(
        "{}, {how}{}{}{}",
        format_day_short(one.on, today),
        person.unwrap_or_default(),
        note.unwrap_or_default(),
        gave.unwrap_or_default()
    ))
}

/// `20 Mar: attractive: 24/7 support · would match: unsure · rival signed: no`, the last two rounds.
fn heartbeats(brief: &BriefRecord, today: NaiveDate) -> Vec<Entry> {
    let rounds = brief.heartbeats.iter().take(ROUNDS);
    let entry = |one: &HeartbeatRecord| {
        let on = format_day_short(one.on, today);
        Entry::plain(format!("{on}: {}", phrase::heartbeat(one)))
    };
    rounds.map(entry).collect()
}

/// The last conversation, and the last face to face where that was another one.
fn last_words(brief: &BriefRecord, today: NaiveDate) -> Vec<Entry> {
    let last = brief.last_conversation.as_ref();
    let seen = brief
        .last_face_to_face
        .as_ref()
        .filter(|seen| last.is_none_or(|last| last.id != seen.id));
    let mut entries: Vec<Entry> = last.map(|one| contact(one, today)).into_iter().collect();
    entries.extend(seen.map(|one| {
        let mut entry = contact(one, today);
        entry.text.insert_str(0, "face to face: ");
        entry
    }));
    entries
}

/// The last contacts that the last words have not told already.
fn contacts(brief: &BriefRecord, today: NaiveDate) -> Vec<Entry> {
    let told = [&brief.last_conversation, &brief.last_face_to_face];
    let is_told = |one: &TouchpointRecord| {
        let told = told.iter().filter_map(|told| told.as_ref());
        told.map(|told| told.id).any(|id| id == one.id)
    };
    brief
        .touchpoints
        .iter()
        .filter(|one| !is_told(one))
        .map(|one| contact(one, today))
        .collect()
}
