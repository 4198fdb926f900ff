//! Text → rows: which delimiter, where each row starts, and what its cells hold.

use std::ops::Range;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::ImportError;

/// The delimiters known, the likeliest first: it is the one taken when several fit as well.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many rows after the header are asked whether a delimiter suits them too.
const SAMPLE: usize = 20;

/// One record of the file, the header among them.
#[derive(Debug)]
pub(super) struct Row {
    /// The line it starts on, counted from 1; CRLF, LF and a lone CR each end a line.
    pub(super) line: u64,
    /// Where it stands in the text, with its line end and without the blank lines before it.
    pub(super) span: Range<usize>,
    /// Its cells, as they stand but for their quoting.
    pub(super) cells: StringRecord,
}

impl Row {
    /// Whether no cell says anything, as in the empty rows below a spreadsheet's table.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// A whole file in rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) delimiter: u8,
    pub(super) header: Row,
    /// All rows below the header in the file's order, ragged and blank ones too; only lines without any
    /// character are left out.
    pub(super) rows: Vec<Row>,
}

impl Table {
    /// Whether a row has more or fewer cells than the header.
    pub(super) fn is_ragged(&self, row: &Row) -> bool {
        row.cells.len() != self.header.cells.len()
    }

    /// The lines and trimmed cells of one column in those of `rows` that are not ragged.
    pub(super) fn column<'t>(
        &self,
        rows: impl Iterator<Item = &'t Row>,
        place: usize,
    ) -> impl Iterator<Item = (u64, &'t str)> {
        rows.filter(|row| !self.is_ragged(row))
            .filter_map(move |row| Some((row.line, row.cells.get(place)?.trim())))
    }
}

/// Reads `text` by the delimiter that suits it best.
///
/// # Errors
/// [`ImportError::Empty`] without a first row, [`ImportError::QuoteNeverCloses`].
pub(super) fn read(text: &str) -> Result<Table, ImportError> {
    read_by(text, find_delimiter(text))
}

fn read_by(text: &str, delimiter: u8) -> Result<Table, ImportError> {
    let mut records = Records::new(text, delimiter);
    let header = records.next().ok_or(ImportError::Empty)?;
    let rows: Vec<Row> = records.collect();
    // The csv crate takes the end of the file for the missing quote. Such a cell holds all that
    // follows, so only the last row can have one.
    let last = rows.last().unwrap_or(&header);
    let last_text = &text[last.span.clone()];
    if let Some(offset) = open_quote(last_text, delimiter) {
        return Err(ImportError::QuoteNeverCloses {
            line: last.line + line_ends(&last_text[..offset]),
        });
    }
    Ok(Table {
        delimiter,
        header,
        rows,
    })
}

/// The delimiter that most rows agree on, and of such the one that makes the most columns.
fn find_delimiter(text: &str) -> u8 {
    let mut best = (DELIMITERS[0], (false, 0));
    for delimiter in DELIMITERS {
        let fit = fit(text, delimiter);
        if fit > best.1 {
            best = (delimiter, fit);
        }
    }
    best.0
}

/// Whether at least half of the sampled rows have as many cells as the header, and how many it has.
fn fit(text: &str, delimiter: u8) -> (bool, usize) {
    let mut records = Records::new(text, delimiter);
    let columns = records.next().map_or(0, |header| header.cells.len());
    let (mut agree, mut differ) = (0, 0);
    for row in records.take(SAMPLE) {
        if row.cells.len() == columns {
            agree += 1;
        } else {
            differ += 1;
        }
    }
    (columns > 1 && agree >= differ, columns)
}

/// The rows of a text one by one, with their places: the csv crate alone counts a row from the blank
/// lines before it on, and only LF as a line.
struct Records<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// Where the row before ended, with its line end.
    end: usize,
    /// The line on which `end` stands.
    line: u64,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        Self {
            text,
            reader,
            end: 0,
            line: 1,
        }
    }

    /// Where the row just read ends. The reader stops between the CR and the LF of a pair.
    fn end_of_row(&self) -> usize {
        let end = usize::try_from(self.reader.position().byte())
            .expect("an offset into a text in memory fits a usize");
        let rest = &self.text[end..];
        end + usize::from(self.text[..end].ends_with('\r') && rest.starts_with('\n'))
    }
}

impl Iterator for Records<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let mut cells = StringRecord::new();
        let found = self
            .reader
            .read_record(&mut cells)
            .expect("valid UTF-8 in memory, rows of any length: nothing is left to fail");
        if !found {
            return None;
        }
        let rest = &self.text[self.end..];
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let start = self.end + blank;
        let line = self.line + line_ends(&rest[..blank]);
        self.end = self.end_of_row();
        self.line = line + line_ends(&self.text[start..self.end]);
        Some(Row {
            line,
            span: start..self.end,
            cells,
        })
    }
}

/// How many lines end in `text`; a CR and the LF after it are one end.
fn line_ends(text: &str) -> u64 {
    let mut ends = 0;
    let mut after_return = false;
    for byte in text.bytes() {
        if byte == b'\r' || (byte == b'\n' && !after_return) {
            ends += 1;
        }
        after_return = byte == b'\r';
    }
    ends
}

/// Where the quote stands that opens a cell of this row and is not closed in it.
fn open_quote(row: &str, delimiter: u8) -> Option<usize> {
    enum At {
        CellStart,
        Plain,
        Quoted(usize),
        /// After a quote inside a quoted cell: its end, or the first half of a doubled one.
        Closing(usize),
    }
    let mut at = At::CellStart;
    for (offset, byte) in row.bytes().enumerate() {
        at = match (at, byte) {
            (At::CellStart, b'"') => At::Quoted(offset),
            (At::Quoted(opened), b'"') => At::Closing(opened),
            (At::Closing(opened), b'"') | (At::Quoted(opened), _) => At::Quoted(opened),
            (_, byte) if byte == delimiter => At::CellStart,
            _ => At::Plain,
        };
    }
    match at {
        At::Quoted(opened) => Some(opened),
        At::CellStart | At::Plain | At::Closing(_) => None,
    }
}

#[cfg(test)]
mod tests;
