//! Deals → a CSV file for a spreadsheet, in columns that an import knows, and cells that nothing is made of there.
//!
//! A spreadsheet takes a cell that begins with `=` for a formula, in a file too, and one from a customer may send data
//! anywhere. Such a cell gets an apostrophe before it. So does one that begins with an apostrophe: an import of our own
//! file takes one off, and every text is what it was.

use std::io::{self, Write};

use super::{Field, ImportedDeal};
use crate::domain::money::Money;

/// Marks the file as UTF-8, without which a spreadsheet may take it for something else.
const MARK: &str = "\u{feff}";

/// What splits tags in a cell.
const BETWEEN: &str = ", ";

/// Whether a program may make something of a cell that begins so. The last four are what East Asian ones take for the
/// first four.
const fn is_risky(first: char) -> bool {
    matches!(
        first,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\'' | '＝' | '＋' | '－' | '＠'
    )
}

/// A text that stays one, whatever opens the file.
pub(super) fn defused(text: &str) -> String {
    let quote = if text.starts_with(is_risky) { "'" } else { "" };
    format!("{quote}{text}")
}

/// The text that a cell was made of.
pub(super) fn as_it_was(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

/// The columns of an export of deals, in their order.
pub fn deal_columns() -> Vec<&'static str> {
    Field::ALL.into_iter().map(Field::as_str).collect()
}

/// A file of deals, while it is written.
pub struct DealSheet<W: Write>(csv::Writer<W>);

impl<W: Write> DealSheet<W> {
    /// Begins it with its mark and its header.
    pub fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(MARK.as_bytes())?;
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record(deal_columns())?;
        Ok(Self(rows))
    }

    /// Writes a deal as a row.
    pub fn add(&mut self, deal: &ImportedDeal) -> io::Result<()> {
        Ok(self.0.write_record(deal_cells(deal))?)
    }

    /// What it was written to, with all of it.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// The cells of a deal, in the order of [`deal_columns`].
fn deal_cells(deal: &ImportedDeal) -> Vec<String> {
    let text = |text: &Option<String>| text.as_deref().map(defused).unwrap_or_default();
    let cell = |field| match field {
        Field::Uid => deal.uid.clone().unwrap_or_default(),
        Field::KeySource => text(&deal.source),
        Field::Key => text(&deal.key),
        Field::Account => defused(&deal.account),
        Field::Title => text(&deal.title),
        Field::Value => deal.value.map(Money::plain).unwrap_or_default(),
        Field::Currency => deal
            .value
            .map(|money| money.currency.to_string())
            .unwrap_or_default(),
        Field::Stage => deal.stage.as_str().to_owned(),
        Field::ClosedOn => deal.closed_on.map(|on| on.to_string()).unwrap_or_default(),
        Field::Person => text(&deal.person),
        Field::Email => text(&deal.email),
        Field::Phone => text(&deal.phone),
        Field::Note => text(&deal.note),
        Field::Tags => defused(&tags(&deal.tags)),
    };
    Field::ALL.into_iter().map(cell).collect()
}

/// Tags in a cell: as JSON where one of them cannot be told from several.
fn tags(tags: &[String]) -> String {
    let is_odd = |tag: &String| {
        tag.is_empty() || tag.trim() != tag || tag.contains(SPLITS) || tag.starts_with('[')
    };
    if tags.iter().any(is_odd) {
        serde_json::Value::from(tags.to_vec()).to_string()
    } else {
        tags.join(BETWEEN)
    }
}

/// What splits the tags of a cell in any file.
pub(super) const SPLITS: [char; 5] = [',', ';', '|', '\n', '\r'];

/// The tags of a cell that holds them as JSON.
pub(super) fn read_tags(cell: &str) -> Option<Vec<String>> {
    cell.starts_with('[')
        .then(|| serde_json::from_str(cell).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_each_is_what_it_was() {
        for (text, cell) in [
            ("", ""),
            ("Acme", "Acme"),
            ("=1+1", "'=1+1"),
            ("+49 30 555", "'+49 30 555"),
            ("-5 %", "'-5 %"),
            ("@home", "'@home"),
            ("\ttab", "'\ttab"),
            ("\rreturn", "'\rreturn"),
            ("'quoted'", "''quoted'"),
            ("''", "'''"),
            ("'=1", "''=1"),
            ("＝1", "'＝1"),
            ("a=1", "a=1"),
            (" =1", " =1"),
        ] {
            assert_eq!(defused(text), cell);
            assert_eq!(as_it_was(cell), text);
        }
    }

    #[test]
    fn tags_of_any_kind_come_back() {
        for (list, cell) in [
            (&[][..], ""),
            (&["a", "b"], "a, b"),
            (&["a,b", "c"], r#"["a,b","c"]"#),
            (&["[x"], r#"["[x"]"#),
        ] {
            let list: Vec<String> = list.iter().map(ToString::to_string).collect();
            assert_eq!(tags(&list), cell);
            if cell.starts_with('[') {
                assert_eq!(read_tags(cell), Some(list));
            }
        }
        assert_eq!(read_tags("[x"), None);
        assert_eq!(read_tags("a, b"), None);
    }
}
