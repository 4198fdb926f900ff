//! The numbers of a report as plain SQL adds them up: no rule of the practice, only the facts it looks at.

use std::fmt::Write as _;

use rusqlite::types::ValueRef;

use crate::Outcome;
use crate::store::open;

/// Prints what each question of a period answers, a row a line.
pub(crate) fn report(file: &str, from: &str, today: &str) -> Outcome<String> {
    let connection = open(file)?;
    connection.execute_batch("PRAGMA cache_size = -4000")?;
    let mut out = String::new();
    for sql in include_str!("report.sql").split(';') {
        let sql = sql.trim();
        if sql.is_empty() {
            continue;
        }
        let title = sql.lines().next().unwrap_or_default();
        writeln!(out, "{title}")?;
        let mut statement = connection.prepare(sql)?;
        let columns = statement.column_count();
        for (place, value) in (1..=statement.parameter_count()).zip([from, today]) {
            statement.raw_bind_parameter(place, value)?;
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            for place in 0..columns {
                match row.get_ref(place)? {
                    ValueRef::Text(text) => write!(out, " {}", std::str::from_utf8(text)?)?,
                    ValueRef::Integer(number) => write!(out, " {number}")?,
                    ValueRef::Real(number) => write!(out, " {number:.1}")?,
                    _ => write!(out, " -")?,
                }
            }
            writeln!(out)?;
        }
    }
    Ok(out)
}
