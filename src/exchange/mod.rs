//! Files of other programs, read into values of ours: bytes in, values and row errors out.
//!
//! An import of deals is read in steps, each in its own file: `decode` finds the text in the bytes,
//! `delimited` the rows in the text, `mapping` the `field` each column holds, `filter` which rows are
//! wanted, `date_column` whether the dates put the day or the month first, `deal_row` the deal in a row;
//! `deals_csv` puts the sheet together; `deals_sheet` writes one. `records` are those of another file of ours. Nothing here opens a file, prints, or knows of a database.

mod date_column;
mod deal_row;
mod deals_csv;
mod deals_sheet;
mod decode;
mod delimited;
mod error;
mod field;
mod filter;
mod mapping;
mod message;
mod records;
#[cfg(test)]
mod samples;

pub use deal_row::{ImportedDeal, RowError, Stage, StageWord};
pub use deals_csv::{ImportOptions, ImportSheet, read_deals};
pub use deals_sheet::{DealSheet, deal_columns};
pub use decode::Encoding;
pub use decode::in_utf8;
pub use error::ImportError;
pub use field::Field;
pub use filter::parse_only;
pub use mapping::{Column, MapTarget, parse_map};
pub use message::{Recipient, write_message};
pub use records::{Entry, Export, ExportError, is_export, read_export, write_header, write_record};
