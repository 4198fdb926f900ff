//! Why a whole file, or an option about its columns, cannot be used.

use super::{Encoding, Field};
use crate::domain::words::excerpt;

/// Why nothing at all can be read. A single row that cannot be used is a [`super::RowError`] instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// No bytes, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// NUL characters: a picture, a database, UTF-16 without its mark, …
    #[error("the file is not text")]
    Binary,
    /// An `.xlsx`, `.ods` or `.xls` file.
    #[error("the file is a spreadsheet workbook or an archive, not CSV")]
    Workbook,
    /// The byte order mark names an encoding that the rest does not keep to.
    #[error("the file is marked as {}, but not all of it is", encoding.as_str())]
    BrokenEncoding { encoding: Encoding },
    /// Everything after this line would be one cell.
    #[error("the quote that opens on line {line} never closes")]
    QuoteNeverCloses { line: u64 },
    /// No header is known to hold the customer.
    #[error("no column names the account; the columns are {}", listed(columns))]
    NoAccountColumn { columns: Vec<String> },
    /// Two columns of one name, and that name is needed.
    #[error("two columns are called {}", quoted(column))]
    DuplicateHeader { column: String },
    /// Several columns hold one field, none more exactly than the others.
    #[error("{} could each be the {}", listed(columns), field.as_str())]
    SameField { field: Field, columns: Vec<String> },
    /// One column was given two meanings by `--map`.
    #[error("column {} is mapped twice", quoted(column))]
    MappedTwice { column: String },
    /// `--map` or `--only` names a column that the file does not have.
    #[error(
        "there is no column {}; the columns are {}",
        quoted(column),
        listed(columns)
    )]
    UnknownColumn {
        column: String,
        columns: Vec<String>,
        nearest: Option<String>,
    },
    /// `--map` names a field that deals do not have.
    #[error("there is no field {}", quoted(field))]
    UnknownField { field: String },
    /// `--map` without its `=`, or with nothing on one side of it.
    #[error("{} does not say which field a column holds", quoted(text))]
    NotAMap { text: String },
    /// `--only` without its `=`, or without a column.
    #[error("{} does not say which rows are wanted", quoted(text))]
    NotAnOnly { text: String },
    /// No date in the column shows which of its first two numbers is the month.
    #[error(
        "{} in column {} (line {line}) has two readings, and no other date there settles which",
        quoted(example),
        quoted(column)
    )]
    AmbiguousDates {
        column: String,
        line: u64,
        example: String,
    },
    /// The dates of the column contradict one another.
    #[error(
        "column {} mixes two orders of dates: {} (line {}) puts the day first, {} (line {}) the month",
        quoted(column), quoted(&day_first.1), day_first.0, quoted(&month_first.1), month_first.0
    )]
    MixedDates {
        column: String,
        /// The line and the words of the first date that only reads day first.
        day_first: (u64, String),
        /// The line and the words of the first date that only reads month first.
        month_first: (u64, String),
    },
}

impl ImportError {
    /// What to type, or to do to the file, instead.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "a header line and a line for each deal are expected".to_owned(),
            Self::Binary | Self::Workbook | Self::BrokenEncoding { .. } => {
                "open it in the program it comes from and save it as CSV (UTF-8)".to_owned()
            }
            Self::QuoteNeverCloses { .. } => {
                "close the quote in the file; a quote inside a quoted cell is written twice"
                    .to_owned()
            }
            Self::NoAccountColumn { .. } => {
                "say which column it is: --map \"COLUMN=account\"".to_owned()
            }
            Self::DuplicateHeader { column } => format!(
                "give each its own name in the file, or leave both out: --map \"{}=skip\"",
                typable(column)
            ),
            Self::SameField { field, columns } => format!(
                "choose one: --map \"{}={}\"",
                columns.first().map_or("COLUMN", |name| typable(name)),
                field.as_str()
            ),
            Self::MappedTwice { .. } => "give one --map for each column".to_owned(),
            Self::UnknownColumn {
                nearest: Some(name),
                ..
            } => format!("did you mean \"{}\"?", excerpt(name)),
            Self::UnknownColumn { nearest: None, .. } => {
                "write the column's name as it stands in the file's first line".to_owned()
            }
            Self::UnknownField { .. } => {
                let fields: Vec<&str> = Field::ALL.into_iter().map(Field::as_str).collect();
                format!("the fields are {}, and skip", fields.join(", "))
            }
            Self::NotAMap { .. } => "write --map \"COLUMN=FIELD\"".to_owned(),
            Self::NotAnOnly { .. } => "write --only \"COLUMN=VALUE\"".to_owned(),
            Self::AmbiguousDates { .. } => {
                "say --date-order dmy (day first) or --date-order mdy (month first)".to_owned()
            }
            Self::MixedDates { .. } => {
                "write the dates of the column in one order, best as 2026-04-15".to_owned()
            }
        }
    }
}

/// A header where it is short and plain enough to be typed, else a word that stands for it.
fn typable(header: &str) -> &str {
    if excerpt(header) == header {
        header
    } else {
        "COLUMN"
    }
}

/// A cell or a header as a message repeats it.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", excerpt(text))
}

/// The first of the columns by name, and how many more there are: a broken file may have thousands.
fn listed(columns: &[String]) -> String {
    const MOST: usize = 30;
    let mut shown: Vec<String> = columns.iter().take(MOST).map(|name| quoted(name)).collect();
    let more = columns.len().saturating_sub(MOST);
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    shown.join(", ")
}
