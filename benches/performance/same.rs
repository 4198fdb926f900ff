//! Whether two sides did the same: what they print, and what they leave in the file.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Refuses two texts that differ in more than their spaces.
pub(crate) fn words(what: &str, ours: &str, floor: &str) -> Outcome<()> {
    let mut theirs = floor.split_whitespace();
    for word in ours.split_whitespace() {
        let other = theirs.next().unwrap_or("nothing");
        if word != other {
            return Err(
                format!("{what}: `{word}` is `{other}` at the floor\n{ours}\n{floor}").into(),
            );
        }
    }
    match theirs.next() {
        Some(word) => Err(format!("{what}: `{word}` is only at the floor\n{ours}\n{floor}").into()),
        None => Ok(()),
    }
}

/// Refuses two files whose rows differ in more than their uids and the columns named.
pub(crate) fn files(what: &str, ours: &Path, floor: &Path, but_for: &[&str]) -> Outcome<()> {
    let connect = |path| Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let (ours, floor) = (connect(ours)?, connect(floor)?);
    let tables: Vec<String> = ours
        // The index of what was said is its pieces and what they are made of; the rest has no rowid.
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table'
                AND name NOT IN ('find_text', 'find_text_idx', 'find_text_config') ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in tables {
        let sql = format!("SELECT * FROM {table} ORDER BY rowid");
        let (mut one, mut other) = (ours.prepare(&sql)?, floor.prepare(&sql)?);
        let names: Vec<String> = one.column_names().map(String::from).collect();
        let (mut one, mut other) = (one.query([])?, other.query([])?);
        loop {
            let (one, other) = match (one.next()?, other.next()?) {
                (None, None) => break,
                (Some(one), Some(other)) => (one, other),
                _ => {
                    return Err(format!("{what}: {table} has not as many rows at the floor").into());
                }
            };
            for (place, name) in names.iter().enumerate() {
                let (one, other) = (text(one.get_ref(place)?), text(other.get_ref(place)?));
                if one != other && name != "uid" && !but_for.contains(&name.as_str()) {
                    return Err(format!(
                        "{what}: {table}.{name} is {one}, and {other} at the floor"
                    )
                    .into());
                }
            }
        }
    }
    Ok(())
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        other => format!("{other:?}"),
    }
}

/// Refuses a report that counts otherwise than the floor does what needs no rule to be counted: accounts and those
/// that are quiet, contacts, attempts, what was lost.
pub(crate) fn counts(what: &str, ours: &str, floor: &str) -> Outcome<()> {
    let ours: Value = serde_json::from_str(ours)?;
    let below = |title: &str| -> Vec<Vec<String>> {
        floor
            .lines()
            .skip_while(|line| !line.contains(title))
            .skip(1)
            .take_while(|line| line.starts_with(' '))
            .map(|line| line.split_whitespace().map(String::from).collect())
            .collect()
    };
    let sum = |rows: &[Vec<String>], place: usize| -> u64 {
        let numbers = rows
            .iter()
            .filter_map(|row| row.get(place)?.parse::<u64>().ok());
        numbers.sum()
    };
    let (quiet, contacts, losses) = (
        below("-- Accounts"),
        below("-- Contacts"),
        below("-- Losses"),
    );
    let (reached, tried): (Vec<_>, Vec<_>) = contacts.into_iter().partition(|row| row[0] == "1");
    for (name, counted) in [
        ("accounts", sum(&quiet, 0)),
        ("quiet_30", sum(&quiet, 1)),
        ("quiet_90", sum(&quiet, 3)),
        ("contacts", sum(&reached, 3)),
        ("attempts", sum(&tried, 3)),
        ("lost", sum(&losses, 3)),
    ] {
        if ours[name].as_u64() != Some(counted) {
            return Err(format!("{what}: {name} is {}, {counted} beside it", ours[name]).into());
        }
    }
    Ok(())
}

/// What stands beside ours as the facts it follows from, as SQL decides nothing.
const JUDGED: [&str; 2] = ["deal.health", "deal.health_reasons"];

/// Refuses two JSON arrays whose rows differ: ours nested, the others flat with arrays as text. What was
/// [`JUDGED`] must only be there.
pub(crate) fn json(what: &str, ours: &str, flat: &str) -> Outcome<()> {
    let ours: Vec<BTreeMap<String, Value>> = serde_json::from_str(ours)?;
    let flat: Vec<BTreeMap<String, Value>> = serde_json::from_str(flat)?;
    if ours.len() != flat.len() {
        return Err(format!("{what}: {} rows, {} beside it", ours.len(), flat.len()).into());
    }
    for (ours, flat) in ours.iter().zip(&flat) {
        let mut columns = 0;
        for (name, value) in ours {
            match (name.as_str(), value) {
                ("account" | "check_in" | "deal" | "person", Value::Object(fields)) => {
                    for (field, value) in fields {
                        columns += 1;
                        same_value(what, &format!("{name}.{field}"), value, flat)?;
                    }
                }
                ("deal" | "person", Value::Null) => {
                    let prefix = format!("{name}.");
                    columns += flat.keys().filter(|name| name.starts_with(&prefix)).count();
                }
                _ => {
                    columns += 1;
                    same_value(what, name, value, flat)?;
                }
            }
        }
        if columns != flat.len() {
            return Err(format!("{what}: {columns} columns, {} beside it", flat.len()).into());
        }
    }
    Ok(())
}

fn same_value(what: &str, name: &str, ours: &Value, flat: &BTreeMap<String, Value>) -> Outcome<()> {
    let other = flat
        .get(name)
        .ok_or_else(|| format!("{what}: no {name} beside it"))?;
    let is_same = match (ours, other) {
        _ if JUDGED.contains(&name) => !other.is_null(),
        (Value::Array(_), Value::String(text)) => alike(ours, &serde_json::from_str(text)?),
        (Value::Bool(yes), Value::Number(number)) => number.as_i64() == Some(i64::from(*yes)),
        _ => alike(ours, other),
    };
    if is_same {
        return Ok(());
    }
    Err(format!("{what}: {name} is {ours}, and {other} beside it").into())
}

/// Whether two values are the same; numbers may differ in the last bits, arrays in their order.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => (one - other).abs() < 0.005,
            _ => false,
        },
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|one| other.iter().any(|other| alike(one, other)))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, one)| other.get(name).is_some_and(|other| alike(one, other)))
        }
        _ => one == other,
    }
}
