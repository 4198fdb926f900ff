//! An export: every record of a file, one a line of JSON, below a line that says what it is.

mod read;
mod value;
mod write;

pub use read::{Entry, Export, ExportError, is_export, read_export};
pub use write::{write_header, write_record};

/// The field of the first line that says what the file is.
const MARK: &str = "deals";

/// What it says there.
const EXPORT: &str = "export";

/// The field that says which kind of record a line is. `kind` is a field of check-ins.
const RECORD: &str = "record";
