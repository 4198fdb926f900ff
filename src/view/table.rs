//! Tables for people: one line a row, columns aligned from the first section to the last.
//!
//! Column widths are worked out here in one pass, and every cell is cut to its column before
//! comfy-table sees it: comfy-table gets absolute widths and plain text, and never looks at the
//! terminal or the environment. Colour is put on afterwards, because comfy-table's own colours
//! obey `NO_COLOR` even where `--color always` was asked for.

mod layout;

use std::borrow::Cow;

use comfy_table::{CellAlignment, ColumnConstraint, Width, presets};

use layout::{Measured, Shown, arrange};

use super::text;
use super::ui::Style;

/// Spaces between two columns.
const GAP: usize = 2;

/// How many rows comfy-table holds at a time: it keeps every padded line until the last.
const ROWS_AT_ONCE: usize = 1_000;

/// On which side a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// One column: how it stands and how it gives way when the width is tight.
#[derive(Debug, Clone, Copy, Default)]
pub struct Column<'a> {
    /// Its title; if no column has one, there is no header line.
    pub header: Option<&'a str>,
    /// Where its text stands.
    pub align: Align,
    /// Whether it is cut before the columns that are not.
    pub flex: bool,
    /// Display columns it keeps as long as there is anything else to cut.
    pub min: usize,
    /// Display columns beyond which it is cut where a row does not fit.
    pub max: Option<usize>,
    /// Whether it is shown although no row has anything in it.
    pub keep: bool,
    /// Whether it is left out where the others would have to be cut to less than their `min`.
    pub spare: bool,
}

impl<'a> Column<'a> {
    /// A column of words.
    pub const fn left() -> Self {
        Self {
            header: None,
            align: Align::Left,
            flex: false,
            min: 1,
            max: None,
            keep: false,
            spare: false,
        }
    }

    /// A column of numbers.
    pub const fn right() -> Self {
        Self {
            align: Align::Right,
            ..Self::left()
        }
    }

    /// The same with a title.
    #[must_use]
    pub const fn header(mut self, header: &'a str) -> Self {
        self.header = Some(header);
        self
    }

    /// The same, cut first.
    #[must_use]
    pub const fn flex(mut self) -> Self {
        self.flex = true;
        self
    }

    /// The same, keeping `min` display columns.
    #[must_use]
    pub const fn min(mut self, min: usize) -> Self {
        self.min = min;
        self
    }

    /// The same, shown also when it is empty.
    #[must_use]
    pub const fn keep(mut self) -> Self {
        self.keep = true;
        self
    }

    /// The same, left out before the others are cut to less than their `min`.
    #[must_use]
    pub const fn spare(mut self) -> Self {
        self.spare = true;
        self
    }

    /// The same, not wider than `max` display columns where a row does not fit.
    #[must_use]
    pub const fn max(mut self, max: usize) -> Self {
        self.max = Some(max);
        self
    }
}

/// What stands in one column of one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text as stored; the table makes it harmless.
    pub text: String,
    /// Painted so, where the output is painted.
    pub style: Option<Style>,
}

impl Cell {
    /// A cell with a style.
    pub fn styled(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style: Some(style),
        }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            style: None,
        }
    }
}

/// Rows under shared columns, in sections.
#[derive(Debug)]
pub struct Table {
    columns: Vec<Measured>,
    sections: Vec<Section>,
    /// Whether columns that flex break their text into lines instead of cutting it.
    breaks: bool,
}

#[derive(Debug, Default)]
struct Section {
    heading: Option<String>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[Column]) -> Self {
        Self {
            columns: columns.iter().map(Measured::new).collect(),
            sections: vec![Section::default()],
            breaks: false,
        }
    }

    /// The same, where nothing of a column that flexes is cut: what does not fit stands on the lines below.
    #[must_use]
    pub const fn breaking(mut self) -> Self {
        self.breaks = true;
        self
    }

    /// Adds a row. Cells missing at its end are empty; cells beyond the last column are not shown.
    pub fn row(&mut self, cells: Vec<Cell>) {
        let cells: Vec<Cell> = cells.into_iter().map(harmless).collect();
        for (column, cell) in self.columns.iter_mut().zip(&cells) {
            column.widest = column.widest.max(text::width(&cell.text));
        }
        if let Some(section) = self.sections.last_mut() {
            section.rows.push(cells);
        }
    }

    /// Starts a section: its heading stands alone on a line before the rows that follow. Without
    /// rows it is not shown.
    pub fn section(&mut self, heading: &str) {
        self.sections.push(Section {
            heading: Some(text::neutralise(heading).trim_end().to_owned()),
            rows: Vec::new(),
        });
    }

    /// The table as lines, each with its line feed; nothing at all when there are no rows.
    ///
    /// No line is wider than `width` display columns, none ends in a space, and a column in which
    /// no row has text is left out. Without a width nothing is cut.
    pub fn render(&self, width: Option<usize>, color: bool) -> String {
        let shown = arrange(&self.columns, width);
        let mut out = String::new();
        if shown.is_empty() {
            return out;
        }
        if let Some(header) = self.header_row(&shown) {
            write_rows(&mut out, &[header], &shown, color);
        }
        let filled = |section: &&Section| !section.rows.is_empty();
        for section in self.sections.iter().filter(filled) {
            if let Some(heading) = &section.heading {
                write_heading(&mut out, heading, width, color);
            }
            for rows in section.rows.chunks(ROWS_AT_ONCE) {
                if self.breaks {
                    let rows: Vec<_> = rows.iter().flat_map(|row| broken(row, &shown)).collect();
                    write_rows(&mut out, &rows, &shown, color);
                } else {
                    write_rows(&mut out, rows, &shown, color);
                }
            }
        }
        out
    }

    /// The titles as a row, if any column that is shown has one.
    fn header_row(&self, shown: &[Shown]) -> Option<Vec<Cell>> {
        let mut titles = shown.iter().map(|shown| &self.columns[shown.index].header);
        if titles.all(Option::is_none) {
            return None;
        }
        let cell = |column: &Measured| Cell {
            text: column.header.clone().unwrap_or_default(),
            style: Some(Style::Heading),
        };
        Some(self.columns.iter().map(cell).collect())
    }
}

/// A row as so many as its flexing cells need lines.
fn broken(row: &[Cell], shown: &[Shown]) -> Vec<Vec<Cell>> {
    let mut rows = vec![row.to_vec()];
    for column in shown.iter().filter(|column| column.flex) {
        let Some(cell) = row.get(column.index) else {
            continue;
        };
        let lines = text::wrap(&cell.text, Some(column.width), 0);
        for (place, text) in lines.into_iter().enumerate() {
            if rows.len() <= place {
                rows.push(vec![Cell::default(); row.len()]);
            }
            rows[place][column.index] = Cell {
                text,
                style: cell.style,
            };
        }
    }
    rows
}

fn harmless(mut cell: Cell) -> Cell {
    if let Cow::Owned(safe) = text::neutralise(&cell.text) {
        cell.text = safe;
    }
    cell.text.truncate(cell.text.trim_end().len());
    cell
}

fn write_heading(out: &mut String, heading: &str, room: Option<usize>, color: bool) {
    let heading = room.map_or(Cow::Borrowed(heading), |room| text::clip(heading, room));
    if color {
        out.push_str(&Style::Heading.paint(&heading));
    } else {
        out.push_str(&heading);
    }
    out.push('\n');
}

fn write_rows(out: &mut String, rows: &[Vec<Cell>], shown: &[Shown], color: bool) {
    for (row, line) in rows.iter().zip(lay_out(rows, shown).lines()) {
        if color {
            out.push_str(paint_line(&line, row, shown).trim_end());
        } else {
            out.push_str(line.trim_end());
        }
        out.push('\n');
    }
}

/// The rows as comfy-table takes them: cut, so that each stays one line, and every column of a
/// fixed width, so that it has nothing to decide.
fn lay_out(rows: &[Vec<Cell>], shown: &[Shown]) -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table.force_no_tty().load_style(presets::NOTHING);
    table.add_rows(rows.iter().map(|row| {
        let cells = shown.iter().map(|column| column.text(row).into_owned());
        comfy_table::Row::from(cells.map(comfy_table::Cell::new_owned))
    }));
    for (column, shown) in table.column_iter_mut().zip(shown) {
        column.set_padding((0, narrow(GAP)));
        let width = Width::Fixed(narrow(shown.width + GAP));
        column.set_constraint(ColumnConstraint::Absolute(width));
        column.set_cell_alignment(match shown.align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    table
}

fn narrow(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// Paints the texts in a line that is laid out; where each stands follows from the widths.
fn paint_line(line: &str, row: &[Cell], shown: &[Shown]) -> String {
    let mut painted = String::with_capacity(2 * line.len());
    let mut rest = line;
    for column in shown {
        let text = column.text(row);
        let padding = column.width - text::width(&text);
        let before = if column.align == Align::Right {
            padding
        } else {
            0
        };
        let (lead, from_text) = rest.split_at(before);
        let (text, after) = from_text.split_at(text.len());
        let (tail, next) = after.split_at(padding - before + GAP);
        painted.push_str(lead);
        match row.get(column.index).and_then(|cell| cell.style) {
            Some(style) if !text.is_empty() => painted.push_str(&style.paint(text)),
            _ => painted.push_str(text),
        }
        painted.push_str(tail);
        rest = next;
    }
    painted
}

#[cfg(test)]
mod tests;
