//! `due --json`, where there is no `sqlite3`: the same statement, its rows as JSON objects.

use std::io::{self, BufWriter, Write as _};

use rusqlite::types::ValueRef;

use crate::Outcome;
use crate::store::open;

/// Prints what a statement finds.
pub(crate) fn due(file: &str, sql: &str) -> Outcome<()> {
    let connection = open(file)?;
    let mut statement = connection.prepare(sql)?;
    let names: Vec<String> = statement
        .column_names()
        .map(serde_json::to_string)
        .collect::<Result<_, _>>()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut rows = statement.query([])?;
    let mut before = "[";
    while let Some(row) = rows.next()? {
        out.write_all(before.as_bytes())?;
        before = ",\n";
        for (place, name) in names.iter().enumerate() {
            write!(out, "{}{name}:", if place == 0 { "{" } else { "," })?;
            match row.get_ref(place)? {
                ValueRef::Text(text) => {
                    serde_json::to_writer(&mut out, std::str::from_utf8(text)?)?;
                }
                ValueRef::Integer(number) => write!(out, "{number}")?,
                ValueRef::Real(number) => write!(out, "{number}")?,
                _ => out.write_all(b"null")?,
            }
        }
        out.write_all(b"}")?;
    }
    out.write_all(b"]\n")?;
    Ok(())
}
