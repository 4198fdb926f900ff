//! A whole CSV file → a sheet of deals, the errors of its bad rows, and those rows untouched.

use chrono::NaiveDate;

use super::{
    Column, Encoding, Field, ImportError, ImportedDeal, MapTarget, RowError, StageWord,
    date_column::{check_order_unneeded, find_order},
    deal_row::RowReader,
    decode::decode,
    delimited::{self, Row, Table},
    filter::Filter,
    mapping::Mapping,
};
use crate::domain::{money::Currency, when::DateOrder};

/// What the person who imports says about the file.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Columns and what they hold; see [`super::parse_map`].
    pub map: Vec<(String, MapTarget)>,
    /// Columns and the values wanted there; see [`super::parse_only`].
    pub only: Vec<(String, String)>,
    /// The currency of amounts that name none, in rows that name none.
    pub currency: Currency,
    /// How to read `04/05/2026` in a column whose other dates do not settle it.
    pub date_order: Option<DateOrder>,
    /// The name of the program the record ids belong to.
    pub source: Option<String>,
    /// Won and lost deals have closed by this day.
    pub today: NaiveDate,
}

/// A file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportSheet {
    /// What the record ids belong to: the source given, else the id column's header, else nothing.
    pub source: String,
    /// Whether a column holds record ids.
    pub has_key: bool,
    /// Whether it is an export of ours.
    pub is_own: bool,
    pub encoding: Encoding,
    /// `,`, `;`, a tab or `|`.
    pub delimiter: char,
    /// The order of the close dates: as they prove it, else as it was given.
    pub date_order: Option<DateOrder>,
    /// All columns of the file and what they were taken for.
    pub columns: Vec<Column>,
    /// The words of the stage column among `deals`, in alphabetical order; none without such a column,
    /// and then all are prospects.
    pub stages: Vec<StageWord>,
    /// How many rows were wanted; each is one of `deals` or one of the `rejected`.
    pub read: u64,
    /// The good rows, in the file's order.
    pub deals: Vec<ImportedDeal>,
    /// How many rows are bad.
    pub rejected: u64,
    /// What is wrong with the bad rows, in the file's order; a row may have several errors.
    pub errors: Vec<RowError>,
    /// The header and the bad rows byte for byte as they stand in the file, a file of their own; empty
    /// when no row is bad.
    pub rejects: Vec<u8>,
}

/// Reads the deals of a CSV file. Rows that cannot be used are reported, not fatal: whether the good
/// ones are then imported is for the caller to decide.
///
/// Rows without any content are passed over. A ragged row is wanted, and bad, whatever `only` says:
/// nobody can tell which columns its cells belong to, so none may vanish.
///
/// # Errors
/// [`ImportError`] when the file as a whole cannot be read, or an option does not suit it.
pub fn read_deals(bytes: &[u8], options: &ImportOptions) -> Result<ImportSheet, ImportError> {
    let decoded = decode(bytes)?;
    let table = delimited::read(&decoded.text)?;
    let mapping = Mapping::new(&table.header.cells, &options.map)?;
    let wanted = wanted_rows(&table, &mapping, &options.only)?;
    let date_order = date_order(&table, &wanted, &mapping, options)?;

    let mut reader = RowReader::new(&mapping, options, date_order);
    let (mut deals, mut errors, mut bad_rows) = (Vec::new(), Vec::new(), Vec::new());
    for &row in &wanted {
        match reader.read(row) {
            Ok(deal) => deals.push(deal),
            Err(reasons) => {
                errors.extend(reasons);
                bad_rows.push(row);
            }
        }
    }
    let stages = reader.into_stage_words();
    let key_header = mapping.header(Field::Key);
    let rejects = if bad_rows.is_empty() {
        Vec::new()
    } else {
        let kept = [&table.header].into_iter().chain(bad_rows.iter().copied());
        decoded.original_of(kept.map(|row| row.span.clone()))
    };
    Ok(ImportSheet {
        source: (options.source.as_deref().or(key_header).unwrap_or_default()).to_owned(),
        has_key: key_header.is_some(),
        is_own: mapping.place(Field::Uid).is_some(),
        encoding: decoded.encoding,
        delimiter: char::from(table.delimiter),
        date_order,
        columns: mapping.columns,
        stages,
        read: wanted.len() as u64,
        deals,
        rejected: bad_rows.len() as u64,
        errors,
        rejects,
    })
}

/// The rows to read: those that have content and that `only` lets through, and the ragged ones.
fn wanted_rows<'t>(
    table: &'t Table,
    mapping: &Mapping,
    only: &[(String, String)],
) -> Result<Vec<&'t Row>, ImportError> {
    let filter = Filter::new(only, &mapping.headers())?;
    let rows = table.rows.iter().filter(|row| !row.is_blank());
    Ok(rows
        .filter(|row| table.is_ragged(row) || filter.lets_through(&row.cells))
        .collect())
}

/// The order of the close dates, from the whole column: rows of other people were written by the same
/// program and prove as much as the wanted ones.
fn date_order(
    table: &Table,
    wanted: &[&Row],
    mapping: &Mapping,
    options: &ImportOptions,
) -> Result<Option<DateOrder>, ImportError> {
    let (Some(place), Some(column)) = (
        mapping.place(Field::ClosedOn),
        mapping.header(Field::ClosedOn),
    ) else {
        return Ok(None);
    };
    let proven = find_order(
        column,
        table.column(table.rows.iter(), place),
        options.today,
    )?;
    let order = proven.or(options.date_order);
    if order.is_none() {
        let used = table.column(wanted.iter().copied(), place);
        check_order_unneeded(column, used, options.today)?;
    }
    Ok(order)
}

#[cfg(test)]
mod tests;
