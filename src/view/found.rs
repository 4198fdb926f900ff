//! What a search found: two lines a text, who it is about and what it says around the matches.

use std::ops::Range;

use chrono::NaiveDate;

use crate::domain::when::format_day_short;
use crate::view::format::FormatError;
use crate::view::lines::paragraph;
use crate::view::list::fitting;
use crate::view::record::FoundRecord;
use crate::view::text::{self, clip, neutralise};
use crate::view::ui::{Format, Style, Ui};

/// Stands before and behind a match where there is no colour.
const MARK: &str = "*";

/// A customer's name, a deal's or a person's is cut to so many columns.
const WIDEST_NAME: usize = 28;

/// How many texts are shown: as `limit` says (0 is all), else what fits a terminal, else all.
pub fn fitting_texts(ui: &Ui, limit: Option<usize>) -> Option<usize> {
    let lines = fitting(ui, limit, 4);
    match limit {
        None => lines.map(|lines| lines / 2),
        Some(_) => lines,
    }
}

/// Shows what was found, out of so many in all; `nothing` is said when that is none.
pub fn show(
    ui: &mut Ui,
    records: &[FoundRecord],
    all: usize,
    nothing: &[String],
    today: NaiveDate,
) -> Result<(), FormatError> {
    if ui.quiet() {
        use crate::view::format::Record as _;
        return records
            .iter()
            .try_for_each(|record| Ok(ui.line(&record.id())?));
    }
    if ui.format() != Format::Table || ui.fields().is_some() {
        return ui.records(records);
    }
    let widest = records
        .iter()
        .filter_map(|one| one.id.as_ref())
        .map(String::len);
    let indent = widest.max().unwrap_or_default().max(2);
    for record in records {
        let id = format!("{:indent$}", record.id.as_deref().unwrap_or_default());
        let whom = clip_to(ui, whom(record, today), indent + 2);
        ui.styled_line(&[(Some(Style::Id), &id), (None, "  "), (None, &whom)])?;
        line(ui, record, indent + 2)?;
    }
    let footer = if all == 0 {
        for line in nothing {
            paragraph(ui, line, 0)?;
        }
        return Ok(());
    } else if records.len() < all {
        format!("{} of {all} found · all: --limit 0", records.len())
    } else {
        format!("{all} found")
    };
    Ok(ui.styled_line(&[(Some(Style::Dim), &footer)])?)
}

/// What it is, when it was, and about whom.
fn whom(record: &FoundRecord, today: NaiveDate) -> String {
    let mut facts = vec![record.kind.to_string()];
    facts.extend(record.on.map(|on| format_day_short(on, today)));
    let names = [
        Some(&record.account),
        record.deal.as_ref(),
        record.person.as_ref(),
    ];
    let names = names.into_iter().flatten();
    facts.extend(names.map(|name| clip(&neutralise(name), WIDEST_NAME).into_owned()));
    facts.join(" · ")
}

fn clip_to(ui: &Ui, text: String, used: usize) -> String {
    match ui.width() {
        Some(width) => clip(&text, width.saturating_sub(used)).into_owned(),
        None => text,
    }
}

/// The text around the matches, which are bold, or between stars where there is no colour.
fn line(ui: &mut Ui, record: &FoundRecord, indent: usize) -> Result<(), FormatError> {
    let mark = if ui.color() { "" } else { MARK };
    let room = ui.width().map(|width| width.saturating_sub(indent).max(1));
    let pieces = around(&record.text, &record.ranges(), room, 2 * mark.len());
    let lead = " ".repeat(indent);
    let mut styled: Vec<(Option<Style>, &str)> = vec![(None, &lead)];
    for (is_match, piece) in &pieces {
        if *is_match {
            styled.extend([
                (None, mark),
                (Some(Style::Heading), piece.as_str()),
                (None, mark),
            ]);
        } else {
            styled.push((None, piece));
        }
    }
    Ok(ui.styled_line(&styled)?)
}

/// A text on one line of at most `room` columns, with the first match in it: its pieces, each with whether it is a
/// match. What is cut off is an `…`. The marks of a match take so many columns more.
pub(super) fn around(
    text: &str,
    matches: &[Range<usize>],
    room: Option<usize>,
    marks: usize,
) -> Vec<(bool, String)> {
    let pieces = split(text, matches);
    let columns =
        |(is_match, piece): &(bool, String)| text::width(piece) + if *is_match { marks } else { 0 };
    let all: usize = pieces.iter().map(columns).sum();
    let Some(room) = room.filter(|room| all > *room) else {
        return pieces;
    };
    let mut shown: Vec<(bool, String)> = Vec::new();
    let mut rest = pieces.as_slice();
    if let [(false, before), matched, after @ ..] = rest {
        let needed = columns(matched);
        let behind: usize = after.iter().map(columns).sum();
        // A third of the line leads up to the match, or more where less follows it.
        let lead = (room / 3).max(room.saturating_sub(needed + behind));
        let lead = lead.min(room.saturating_sub(needed));
        if text::width(before) > lead {
            let end = tail(before, lead.saturating_sub(1));
            shown.push((false, format!("…{end}")));
            rest = &rest[1..];
        }
    }
    let mut left = room.saturating_sub(shown.iter().map(columns).sum());
    for (place, one) in rest.iter().enumerate() {
        let needed = columns(one);
        if needed < left || (needed == left && place + 1 == rest.len()) {
            left -= needed;
            shown.push(one.clone());
            continue;
        }
        let (is_match, piece) = one;
        // Longer than there is room for, so that it ends with the sign of what is cut off.
        let cut = left.saturating_sub(if *is_match { marks } else { 0 });
        let longer = format!("{piece}  ");
        let clipped = clip(&longer, cut).into_owned();
        shown.push((*is_match && !clipped.is_empty(), clipped));
        break;
    }
    shown.retain(|(_, piece)| !piece.is_empty());
    shown
}

/// A text as pieces on one line, each with whether it is a match.
fn split(text: &str, matches: &[Range<usize>]) -> Vec<(bool, String)> {
    let mut pieces = Vec::with_capacity(2 * matches.len() + 1);
    let mut characters = text.chars();
    let mut at = 0;
    let mut take = |count: usize, is_match: bool| {
        let piece: String = characters.by_ref().take(count).collect();
        let piece = neutralise(&piece).into_owned();
        if !piece.is_empty() {
            pieces.push((is_match, piece));
        }
    };
    for range in matches {
        take(range.start.saturating_sub(at), false);
        take(range.len(), true);
        at = range.end;
    }
    take(usize::MAX, false);
    pieces
}

/// The end of a text that fits into `room` columns, from the beginning of a word where there is one.
fn tail(text: &str, room: usize) -> &str {
    let fits = |at: &usize| text::width(&text[*at..]) <= room;
    let begins = text.char_indices().map(|(at, _)| at);
    let Some(begin) = begins.chain([text.len()]).find(fits) else {
        return "";
    };
    let end = &text[begin..];
    match end.split_once(' ') {
        Some((_, words)) if !words.is_empty() && !text[..begin].ends_with(' ') => words,
        _ => end,
    }
}

#[cfg(test)]
mod tests;
