//! Words in lines that fit: facts parted by a sign, entries whose words go on below where one line is too short.

use crate::view::format::FormatError;
use crate::view::table::{Cell, Column, Table};
use crate::view::text::{self, wrap};
use crate::view::ui::{Style, Ui, WriteError};

/// The columns between two cells of a table.
const GAP: usize = 2;

/// Fewer columns than this are no room for words.
const LEGIBLE: usize = 20;

/// By how much words stand in that are below what they belong to.
const INDENT: usize = 4;

/// A fact in its style.
pub(super) type Fact = (Option<Style>, String);

/// A blank line and the title of a section.
pub(super) fn heading(ui: &mut Ui, title: &str) -> Result<(), FormatError> {
    ui.line("")?;
    Ok(ui.styled_line(&[(Some(Style::Heading), title)])?)
}

/// A line of less weight below a section.
pub(super) fn remark(ui: &mut Ui, words: String) -> Result<(), FormatError> {
    flow(ui, &[(Some(Style::Dim), words)], "", 0)
}

/// Text as it was typed, in lines that fit.
pub(super) fn paragraph(ui: &mut Ui, text: &str, indent: usize) -> Result<(), FormatError> {
    for line in wrap(text, ui.width(), indent) {
        ui.line(&line)?;
    }
    Ok(())
}

/// Facts one after the other, broken between two of them where the line is full; only a fact that is wider than
/// a line is broken itself.
pub(super) fn flow(
    ui: &mut Ui,
    facts: &[Fact],
    between: &str,
    indent: usize,
) -> Result<(), FormatError> {
    let room = ui.width();
    let mut line: Vec<&Fact> = Vec::new();
    let mut used = indent;
    for fact in facts {
        let needed = text::width(&text::neutralise(&fact.1));
        let gap = if line.is_empty() {
            0
        } else {
            text::width(between)
        };
        let fits = |columns: usize| room.is_none_or(|room| columns <= room);
        if !line.is_empty() && !fits(used + gap + needed) {
            one_line(ui, &line, between, indent)?;
            line.clear();
            used = indent;
        }
        if line.is_empty() && !fits(used + needed) {
            for broken in wrap(&fact.1, ui.width(), indent) {
                ui.styled_line(&[(fact.0, &broken)])?;
            }
            continue;
        }
        used += needed + if line.is_empty() { 0 } else { gap };
        line.push(fact);
    }
    if line.is_empty() {
        return Ok(());
    }
    one_line(ui, &line, between, indent)
}

fn one_line(ui: &mut Ui, facts: &[&Fact], between: &str, indent: usize) -> Result<(), FormatError> {
    let lead = " ".repeat(indent);
    let mut pieces: Vec<(Option<Style>, &str)> = vec![(None, &lead)];
    for (place, (style, words)) in facts.iter().enumerate() {
        if place > 0 {
            pieces.push((None, between));
        }
        pieces.push((*style, words));
    }
    Ok(ui.styled_line(&pieces)?)
}

/// Rows of which the last cell is told in full: on the lines below its first one, or where the others leave it no
/// room, below all of them.
pub(super) fn entries(ui: &mut Ui, rows: Vec<Vec<Cell>>) -> Result<(), FormatError> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let Some(last) = count.checked_sub(1) else {
        return Ok(());
    };
    let widest = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place));
        let widths = cells.map(|cell| text::width(text::neutralise(&cell.text).trim_end()));
        widths.max().unwrap_or(0)
    };
    let before: usize = (0..last)
        .map(widest)
        .filter(|width| *width > 0)
        .map(|width| width + GAP)
        .sum();
    if before > 0 && ui.width().is_some_and(|width| width < before + LEGIBLE) {
        return entries_with_words_below(ui, &rows, last);
    }
    let mut columns = vec![Column::left(); last];
    columns.push(Column::left().flex().min(12));
    let mut table = Table::new(&columns).breaking();
    for row in rows {
        table.row(row);
    }
    Ok(ui.table(&table)?)
}

fn entries_with_words_below(
    ui: &mut Ui,
    rows: &[Vec<Cell>],
    last: usize,
) -> Result<(), FormatError> {
    let mut heads = Table::new(&vec![Column::left(); last]);
    for row in rows {
        heads.row(row.iter().take(last).cloned().collect());
    }
    let heads = heads.render(ui.width(), ui.color());
    for (head, row) in heads.lines().zip(rows) {
        if !head.is_empty() {
            writeln!(ui.out(), "{head}").map_err(WriteError::from)?;
        }
        if let Some(words) = row.get(last) {
            let one = text::neutralise(&words.text);
            for line in wrap(&one, ui.width(), INDENT) {
                ui.styled_line(&[(words.style, &line)])?;
            }
        }
    }
    Ok(())
}

/// A line of an answer. On a terminal what does not fit goes on below, where its words begin; a pipe gets one
/// line, which a script can look through.
pub(super) fn sentence(ui: &mut Ui, line: &str) -> Result<(), FormatError> {
    let line = text::neutralise(line);
    let (lead, words) = line.split_at(lead(&line));
    let indent = text::width(lead);
    let room = ui
        .screen_width()
        .filter(|width| *width >= indent + LEGIBLE && indent + text::width(words) > *width);
    let mut broken = wrap(words, room, indent);
    if room.is_none() {
        broken = vec![format!("{:indent$}{words}", "")];
    }
    let id = lead.trim_end().split(' ').next().unwrap_or_default();
    let style = (!id.is_empty()).then_some(Style::Id);
    for (place, line) in broken.iter().enumerate() {
        if place == 0 {
            let words = line.get(indent..).unwrap_or_default();
            ui.styled_line(&[(style, id), (None, &lead[id.len()..]), (None, words)])?;
        } else {
            ui.line(line)?;
        }
    }
    Ok(())
}

/// How much of a line are single words or none, each with a gap behind it: `c14  next    `.
fn lead(line: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &line[end..];
        let (_, behind) = rest.split_at(rest.find(' ').unwrap_or(rest.len()));
        let words = behind.trim_start_matches(' ');
        if words.is_empty() || behind.len() - words.len() < GAP {
            return end;
        }
        end = line.len() - words.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ui::UiOptions;
    use crate::view::ui::capture::captured;

    fn printed(width: usize, show: impl FnOnce(&mut Ui) -> Result<(), FormatError>) -> String {
        let options = UiOptions {
            columns_env: Some(width),
            ..UiOptions::default()
        };
        let (mut ui, out, _) = captured(options);
        show(&mut ui).unwrap();
        ui.flush().unwrap();
        out.text()
    }

    #[test]
    fn facts_are_broken_between_and_not_within() {
        let facts = ["signed 3 Mar", "delivered 10 Mar", "paid"];
        let facts = facts.map(|words| (None, words.to_owned()));
        let table = [
            (80, "  signed 3 Mar · delivered 10 Mar · paid\n"),
            (40, "  signed 3 Mar · delivered 10 Mar · paid\n"),
            (39, "  signed 3 Mar · delivered 10 Mar\n  paid\n"),
            (18, "  signed 3 Mar\n  delivered 10 Mar\n  paid\n"),
            (12, "  signed 3\n  Mar\n  delivered\n  10 Mar\n  paid\n"),
        ];
        for (width, expected) in table {
            let shown = printed(width, |ui| flow(ui, &facts, " · ", 2));
            assert_eq!(shown, expected, "{width}");
        }
        assert_eq!(printed(80, |ui| flow(ui, &[], " · ", 2)), "");
    }

    #[test]
    fn the_last_words_of_an_entry_go_on_below_it() {
        let row = |id: &str, words: &str| vec![Cell::from(id), Cell::from(""), Cell::from(words)];
        let rows = || vec![row("c1", "the crew is double-booked"), row("c12", "short")];
        let table = [
            (80, "c1   the crew is double-booked\nc12  short\n"),
            (25, "c1   the crew is\n     double-booked\nc12  short\n"),
            (
                18,
                "c1\n    the crew is\n    double-booked\nc12\n    short\n",
            ),
        ];
        for (width, expected) in table {
            assert_eq!(
                printed(width, |ui| entries(ui, rows())),
                expected,
                "{width}"
            );
        }
        assert_eq!(printed(80, |ui| entries(ui, Vec::new())), "");
    }
    #[test]
    fn a_sentence_goes_on_below_its_words_on_a_terminal_alone() {
        let on = |is_terminal: bool, line: &str| {
            let options = UiOptions {
                columns_env: Some(40),
                stdout_is_terminal: is_terminal,
                no_color_env: true,
                ..UiOptions::default()
            };
            let (mut ui, out, _) = captured(options);
            sentence(&mut ui, line).unwrap();
            ui.flush().unwrap();
            out.text()
        };
        let table = [
            ("c1  Acme Corp: short", "c1  Acme Corp: short\n"),
            (
                "c14  next    call Dana about the site walk, Fri 13 Mar",
                "c14  next    call Dana about the site\n             walk, Fri 13 Mar\n",
            ),
            (
                "    thank Priya: built the demo  that won it",
                "    thank Priya: built the demo that won\n    it\n",
            ),
            (
                "    thank Priya: built  the demo",
                "    thank Priya: built  the demo\n",
            ),
            (
                "nothing stands before these words, and they are many",
                "nothing stands before these words, and\nthey are many\n",
            ),
            ("", "\n"),
        ];
        for (line, expected) in table {
            assert_eq!(on(true, line), expected, "{line}");
            assert_eq!(on(false, line), format!("{line}\n"), "{line}");
        }
    }
}
