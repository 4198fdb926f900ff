//! Records as scripts read them: JSON, JSON lines, CSV, TSV, ids.
//!
//! A record is serialised by its own `Serialize`; nothing is neutralised or rounded here, each
//! format escapes what it must and no more.

use std::io::Write;

use serde::Serialize;
use serde::ser::SerializeMap as _;
use serde_json::Value;

use super::table::{Cell, Column, Table};
use super::ui::{Format, WriteError};

/// Something scripts can read.
pub trait Record: Serialize {
    /// The columns of a record, in the order in which they are serialised. A field of a nested
    /// object is named through it: `account.name`.
    fn fields() -> Vec<&'static str>;

    /// The id as printed: what `-o ids` writes.
    fn id(&self) -> String;
}

impl<R: Record> Record for &R {
    fn fields() -> Vec<&'static str> {
        R::fields()
    }

    fn id(&self) -> String {
        R::id(self)
    }
}

/// Why records could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// `--fields` names a column that these records do not have.
    #[error("no field is called `{name}`")]
    UnknownField {
        /// As typed.
        name: String,
        /// Every name that would do.
        known: Vec<&'static str>,
    },
    /// A record that does not serialise: a mistake in this program.
    #[error("a record has no form for scripts")]
    Unserialisable(#[from] serde_json::Error),
    /// The output could not take it, or nobody reads it any more.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl FormatError {
    /// What to type instead, if that would help.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownField { known, .. } => Some(format!("choose from: {}", known.join(", "))),
            Self::Unserialisable(_) | Self::Write(_) => None,
        }
    }
}

/// Writes a list, the same shape for none, one and many.
///
/// `fields` picks and orders the columns; ids have none to pick, but a wrong name is still an
/// error. `Format::Table` gives a plain table of the fields, of any width and without colour.
pub fn write_list<R: Record>(
    out: &mut dyn Write,
    format: Format,
    fields: Option<&[String]>,
    rows: impl IntoIterator<Item = R>,
) -> Result<(), FormatError> {
    let picked = fields.map(pick::<R>).transpose()?;
    let rows = rows.into_iter();
    match format {
        // Markdown has no form for a list; the program refuses it before it comes to this.
        Format::Table | Format::Markdown => {
            let table = field_table(fields, rows)?;
            Ok(write_bytes(out, table.render(None, false).as_bytes())?)
        }
        Format::Json => write_array(out, picked.as_deref(), rows),
        Format::Jsonl => write_json_lines(out, picked.as_deref(), rows),
        Format::Csv => write_delimited(out, b',', picked, rows),
        Format::Tsv => write_delimited(out, b'\t', picked, rows),
        Format::Ids => write_ids(out, rows),
    }
}

/// Writes a single record: in JSON an object, elsewhere as a list of one.
pub fn write_one<R: Record>(
    out: &mut dyn Write,
    format: Format,
    fields: Option<&[String]>,
    record: &R,
) -> Result<(), FormatError> {
    let format = match format {
        Format::Json => Format::Jsonl,
        other => other,
    };
    write_list(out, format, fields, [record])
}

/// Records as a plain table, a column a field: what `-o table --fields a,b` shows.
///
/// Columns that hold only numbers are aligned right. All of them give way alike when the width is
/// tight.
pub fn field_table<R: Record>(
    fields: Option<&[String]>,
    rows: impl IntoIterator<Item = R>,
) -> Result<Table, FormatError> {
    let picked = fields.map_or_else(|| Ok(all_fields::<R>()), pick::<R>)?;
    let records: Vec<Value> = rows
        .into_iter()
        .map(|row| serde_json::to_value(row))
        .collect::<Result<_, _>>()?;
    if records.is_empty() {
        return Ok(Table::new(&[]));
    }
    let columns: Vec<Column> = picked
        .iter()
        .map(|field| field_column(field, &records))
        .collect();
    let mut table = Table::new(&columns);
    for record in &records {
        table.row(
            picked
                .iter()
                .map(|field| Cell::from(text_of(look_up(record, field))))
                .collect(),
        );
    }
    Ok(table)
}

fn field_column<'a>(field: &'a str, records: &[Value]) -> Column<'a> {
    let mut values = records
        .iter()
        .map(|record| look_up(record, field))
        .filter(|value| !value.is_null())
        .peekable();
    let is_number = values.peek().is_some() && values.all(Value::is_number);
    let column = if is_number {
        Column::right()
    } else {
        Column::left()
    };
    column.header(field).flex().keep()
}

/// Refuses a name that is no column of these records.
pub fn check_fields<R: Record>(fields: &[String]) -> Result<(), FormatError> {
    pick::<R>(fields).map(drop)
}

/// The columns asked for, each once, or the first name that is none.
fn pick<R: Record>(fields: &[String]) -> Result<Vec<String>, FormatError> {
    let known = R::fields();
    let mut picked: Vec<String> = Vec::with_capacity(fields.len());
    for name in fields.iter().map(|name| name.trim()) {
        if !names_field_or_object(&known, name) {
            return Err(FormatError::UnknownField {
                name: name.to_owned(),
                known,
            });
        }
        if !picked.iter().any(|earlier| earlier == name) {
            picked.push(name.to_owned());
        }
    }
    Ok(picked)
}

fn names_field_or_object(known: &[&str], name: &str) -> bool {
    known.contains(&name) || known.iter().any(|field| is_inside(field, name))
}

/// Whether `field` is a field of the nested object `object`.
fn is_inside(field: &str, object: &str) -> bool {
    field
        .strip_prefix(object)
        .is_some_and(|rest| rest.starts_with('.'))
}

fn all_fields<R: Record>() -> Vec<String> {
    R::fields().into_iter().map(str::to_owned).collect()
}

/// The value at a dotted name; null inside an object that is itself null.
fn look_up<'a>(record: &'a Value, field: &str) -> &'a Value {
    field
        .split('.')
        .try_fold(record, |value, name| value.get(name))
        .unwrap_or(&Value::Null)
}

/// A value as a cell: nothing for null, a string as it is, the rest as compact JSON.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn write_array<R: Record>(
    out: &mut dyn Write,
    picked: Option<&[String]>,
    rows: impl Iterator<Item = R>,
) -> Result<(), FormatError> {
    let mut object = Vec::new();
    let mut before: &[u8] = b"[\n";
    for row in rows {
        object.clear();
        append_object(&mut object, picked, &row)?;
        write_bytes(out, before)?;
        write_bytes(out, &object)?;
        before = b",\n";
    }
    let end: &[u8] = if before == b"[\n" { b"[]\n" } else { b"\n]\n" };
    Ok(write_bytes(out, end)?)
}

fn write_json_lines<R: Record>(
    out: &mut dyn Write,
    picked: Option<&[String]>,
    rows: impl Iterator<Item = R>,
) -> Result<(), FormatError> {
    let mut line = Vec::new();
    for row in rows {
        line.clear();
        append_object(&mut line, picked, &row)?;
        line.push(b'\n');
        write_bytes(out, &line)?;
    }
    Ok(())
}

/// Into memory first, so that a record is written whole or not at all, and a failing output is
/// not taken for a failing record.
fn append_object<R: Record>(
    bytes: &mut Vec<u8>,
    picked: Option<&[String]>,
    row: &R,
) -> serde_json::Result<()> {
    match picked {
        None => serde_json::to_writer(bytes, row),
        Some(fields) => {
            let record = &serde_json::to_value(row)?;
            serde_json::to_writer(bytes, &Picked { record, fields })
        }
    }
}

/// The part of a record that was asked for, under the names it was asked by.
struct Picked<'a> {
    record: &'a Value,
    fields: &'a [String],
}

impl Serialize for Picked<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for field in self.fields {
            map.serialize_entry(field, look_up(self.record, field))?;
        }
        map.end()
    }
}

fn write_delimited<R: Record>(
    out: &mut dyn Write,
    delimiter: u8,
    picked: Option<Vec<String>>,
    rows: impl Iterator<Item = R>,
) -> Result<(), FormatError> {
    let fields = picked.unwrap_or_else(all_fields::<R>);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(out);
    writer.write_record(&fields).map_err(csv_failure)?;
    for row in rows {
        let record = serde_json::to_value(&row)?;
        let cells = fields.iter().map(|field| text_of(look_up(&record, field)));
        writer.write_record(cells).map_err(csv_failure)?;
    }
    Ok(writer.flush().map_err(WriteError::from)?)
}

/// The csv crate wraps what the output said; a reader who has gone must still be recognised.
fn csv_failure(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => WriteError::Failed(std::io::Error::other(format!("{other:?}"))),
    }
}

fn write_ids<R: Record>(
    out: &mut dyn Write,
    rows: impl Iterator<Item = R>,
) -> Result<(), FormatError> {
    for row in rows {
        write_bytes(out, format!("{}\n", row.id()).as_bytes())?;
    }
    Ok(())
}

fn write_bytes(out: &mut dyn Write, bytes: &[u8]) -> Result<(), WriteError> {
    Ok(out.write_all(bytes)?)
}

/// Fails unless [`Record::fields`] names what `sample` serialises, in the same order.
///
/// Give it a sample with every nested object present: one that is null hides its fields.
#[cfg(test)]
pub(crate) fn assert_fields_match<R: Record>(sample: &R) {
    let value = serde_json::to_value(sample).expect("the sample serialises");
    let mut found = Vec::new();
    collect_fields("", &value, &R::fields(), &mut found);
    assert_eq!(found, R::fields(), "left: serialised; right: fields()");
}

/// The dotted names in an object. An object whose own name is a field is one cell, and not opened.
#[cfg(test)]
fn collect_fields(prefix: &str, object: &Value, known: &[&str], found: &mut Vec<String>) {
    for (key, value) in object.as_object().expect("a record is an object") {
        let name = format!("{prefix}{key}");
        let inside = || known.iter().filter(|field| is_inside(field, &name));
        match value {
            Value::Object(_) if !known.contains(&name.as_str()) => {
                collect_fields(&format!("{name}."), value, known, found);
            }
            Value::Null if inside().next().is_some() => {
                found.extend(inside().map(|field| (*field).to_owned()));
            }
            _ => found.push(name),
        }
    }
}

#[cfg(test)]
mod tests;
