//! Words in lines that fit: facts parted by a sign, entries whose words go on below where one line is too short.

use crate::view::format::FormatError;
use crate::view::table::{Cell, Column, Table};
use crate::view::text::{self, wrap};
use crate::view::ui::{Style, Ui};

/// The columns between two cells of a table.
const GAP: usize = 2;

/// Fewer columns than this are no room for words: then they are cut and not wrapped.
const LEGIBLE: usize = 20;

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

/// Rows of which the last cell is told in full, over several lines where it has to be.
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
    let room = ui
        .width()
        .map(|width| width.saturating_sub(before))
        .filter(|room| *room >= LEGIBLE);
    let mut columns = vec![Column::left(); last];
    columns.push(Column::left().flex().min(12));
    let mut table = Table::new(&columns);
    for mut row in rows {
        let Some(words) = row.get(last).cloned().filter(|_| room.is_some()) else {
            table.row(row);
            continue;
        };
        // One paragraph: what is stored with line breaks is shown in full elsewhere.
        let one = text::neutralise(&words.text).into_owned();
        for line in wrap(&one, room, 0) {
            row.truncate(last);
            row.push(Cell {
                text: line,
                style: words.style,
            });
            table.row(std::mem::take(&mut row));
            row.resize(last, Cell::default());
        }
        if row.len() > last {
            table.row(row);
        }
    }
    Ok(ui.table(&table)?)
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
            (18, "c1   the crew is…\nc12  short\n"),
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
}
