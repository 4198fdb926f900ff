//! A record → a line of JSON.

use std::io::Write as _;

use super::{EXPORT, MARK, RECORD};
use crate::domain::money::{Currency, MoneyError};
use crate::domain::travel::{Field, Kind, Record, Shape, Table, VERSION, Value};

/// The first line of an export. How many records follow tells one that was cut short.
pub fn write_header(schema_version: i32, records: u64) -> Vec<u8> {
    format!(
        "{{\"{MARK}\":\"{EXPORT}\",\"version\":{VERSION},\"schema_version\":{schema_version},\
         \"records\":{records}}}\n"
    )
    .into_bytes()
}

/// Appends a record as a line.
///
/// # Errors
/// [`MoneyError`] for an amount in a currency that is none, which no version of ours wrote.
pub fn write_record(out: &mut Vec<u8>, kind: Kind, record: &Record) -> Result<(), MoneyError> {
    out.extend_from_slice(b"{");
    name(out, RECORD);
    string(out, kind.as_str());
    out.push(b',');
    fields(out, kind.table(), record)?;
    out.extend_from_slice(b"}\n");
    Ok(())
}

fn fields(out: &mut Vec<u8>, table: &Table, record: &Record) -> Result<(), MoneyError> {
    name(out, "id");
    id(out, table, record.id);
    let values = table.fields.iter().zip(&record.values);
    for (place, (field, value)) in values.enumerate() {
        out.push(b',');
        name(out, field.name);
        let next = record.values.get(place + 1).and_then(Value::text);
        write_value(out, field, value, next)?;
    }
    for (list, all) in table.lists.iter().zip(&record.lists) {
        out.push(b',');
        name(out, list.name);
        out.push(b'[');
        for (place, one) in all.iter().enumerate() {
            out.extend_from_slice(if place == 0 { b"{" } else { b",{" });
            fields(out, list.of, one)?;
            out.push(b'}');
        }
        out.push(b']');
    }
    Ok(())
}

/// `next` is the text of the field behind it, where an amount has its currency.
fn write_value(
    out: &mut Vec<u8>,
    field: &Field,
    value: &Value,
    next: Option<&str>,
) -> Result<(), MoneyError> {
    match (field.shape, value) {
        (_, Value::Nothing) => out.extend_from_slice(b"null"),
        (Shape::Id(kind), Value::Number(number)) => id(out, kind.table(), *number),
        (Shape::Flag, Value::Number(number)) => {
            out.extend_from_slice(if *number == 0 { b"false" } else { b"true" });
        }
        (Shape::Money, Value::Number(number)) => {
            let currency: Currency = next.unwrap_or_default().parse()?;
            decimal(out, *number, currency.decimals());
        }
        (Shape::Percent, Value::Number(number)) => decimal(out, *number, 2),
        (_, Value::Number(number)) => decimal(out, *number, 0),
        (Shape::Tags, Value::Text(text)) => {
            let tags = serde_json::from_str(text).unwrap_or(serde_json::Value::Null);
            out.extend_from_slice(tags.to_string().as_bytes());
        }
        (_, Value::Text(text)) => string(out, text),
    }
    Ok(())
}

fn id(out: &mut Vec<u8>, table: &Table, number: i64) {
    let written = match table.letter {
        // One that was read without.
        None if number == 0 => write!(out, "null"),
        Some(letter) => write!(out, "\"{letter}{number}\""),
        None => write!(out, "{number}"),
    };
    drop(written);
}

fn name(out: &mut Vec<u8>, name: &str) {
    string(out, name);
    out.push(b':');
}

fn string(out: &mut Vec<u8>, text: &str) {
    drop(serde_json::to_writer(out, text));
}

/// A whole number of the smallest unit, as a number in the large one: without zeros at its end, as in every record.
fn decimal(out: &mut Vec<u8>, number: i64, decimals: u32) {
    let scale = 10_u64.pow(decimals);
    let (whole, rest) = (number.unsigned_abs() / scale, number.unsigned_abs() % scale);
    let sign = if number < 0 { "-" } else { "" };
    let mut text = format!("{sign}{whole}");
    if rest > 0 {
        let width = decimals as usize;
        let digits = format!(".{rest:0width$}");
        text.push_str(digits.trim_end_matches('0'));
    }
    out.extend_from_slice(text.as_bytes());
}
