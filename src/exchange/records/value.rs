//! What stands in a field, as JSON → the value that a file keeps, or why not.

use chrono::{Datelike as _, NaiveDate};
use serde_json::Value as Json;

use crate::domain::money::{Currency, MAX_MINOR};
use crate::domain::name::check_name;
use crate::domain::number::Number;
use crate::domain::travel::{Field, HIGHEST_ID, Presence, Shape, Table, Value};
use crate::domain::words::excerpt;

pub(super) fn article(name: &str) -> String {
    let article = if name.starts_with(['a', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// What stands for a field that is null or left out.
pub(super) fn absent(field: &Field) -> Result<Value, String> {
    match (field.presence, field.shape) {
        (Presence::Maybe, _) => Ok(Value::Nothing),
        (Presence::Usual, Shape::Tags) => Ok(Value::Text("[]".to_owned())),
        (Presence::Usual, Shape::Text) => Ok(Value::Text(String::new())),
        (Presence::Usual, _) => Ok(Value::Number(0)),
        (Presence::Always, _) => Err("it is missing".to_owned()),
    }
}

pub(super) fn read_id(table: &Table, json: &Json) -> Result<i64, String> {
    let number = match (table.letter, json) {
        (Some(letter), Json::String(text)) => text
            .strip_prefix(letter)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok()),
        (None, json) => json.as_i64(),
        _ => None,
    };
    number
        .filter(|number| (1..=HIGHEST_ID).contains(number))
        .ok_or_else(|| format!("it is not the id of {}", article(table.name)))
}

/// The value of a field that is not null; `next` is the field behind it.
pub(super) fn read_value(shape: Shape, json: &Json, next: Option<&Json>) -> Result<Value, String> {
    match shape {
        Shape::Id(kind) => read_id(kind.table(), json).map(Value::Number),
        Shape::Flag => match json {
            Json::Bool(flag) => Ok(Value::Number(i64::from(*flag))),
            _ => Err("it is neither true nor false".to_owned()),
        },
        Shape::Count(least, most) => match json.as_i64() {
            Some(count) if (least..=most).contains(&count) => Ok(Value::Number(count)),
            _ => Err(format!("it is no whole number from {least} to {most}")),
        },
        Shape::Money => {
            let code = next.and_then(Json::as_str).unwrap_or_default();
            let currency = code.parse::<Currency>();
            // What is wrong with the currency is said there.
            let Ok(currency) = currency else {
                return Ok(Value::Number(0));
            };
            match read_decimal(json, currency.decimals()) {
                Some(minor @ 0..=MAX_MINOR) => Ok(Value::Number(minor)),
                _ => Err(format!("it is no amount of {currency}")),
            }
        }
        Shape::Percent => match read_decimal(json, 2) {
            Some(hundredths @ 0..=10_000) => Ok(Value::Number(hundredths)),
            _ => Err("it is no percentage".to_owned()),
        },
        Shape::Tags => read_tags(json),
        Shape::Text
        | Shape::Words
        | Shape::Name
        | Shape::Word(_)
        | Shape::Day
        | Shape::Currency
        | Shape::Decimal
        | Shape::Json => {
            let text = json.as_str().ok_or("it is no text")?;
            read_text(shape, text).map(Value::Text)
        }
    }
}

fn read_text(shape: Shape, text: &str) -> Result<String, String> {
    if text.contains('\0') {
        return Err("a text cannot hold a NUL character".to_owned());
    }
    let owned = || text.to_owned();
    match shape {
        Shape::Words if text.is_empty() => Err("it is empty".to_owned()),
        Shape::Name => check_name(text).map_err(|error| error.to_string()),
        Shape::Word(read) => read(text)
            .map(String::from)
            .map_err(|error| error.to_string()),
        Shape::Day if is_day(text) => Ok(owned()),
        Shape::Day => Err(format!("`{}` is no day as in 2026-03-16", excerpt(text))),
        Shape::Currency => text
            .parse::<Currency>()
            .map(|currency| currency.to_string())
            .map_err(|error| error.to_string()),
        Shape::Decimal => Number::read_kept(text)
            .map(|number| number.to_string())
            .filter(|kept| kept == text)
            .ok_or_else(|| format!("`{}` is no number as in -0.5", excerpt(text))),
        Shape::Json if serde_json::from_str::<Json>(text).is_err() => {
            Err("it is not JSON".to_owned())
        }
        _ => Ok(owned()),
    }
}

/// A day of the centuries in which deals are made: beyond them the calendar ends.
fn is_day(text: &str) -> bool {
    let day = text.parse::<NaiveDate>();
    day.is_ok_and(|day| day.to_string() == text && (1900..2200).contains(&day.year()))
}

fn read_tags(json: &Json) -> Result<Value, String> {
    let tags = json.as_array().ok_or("it is no list")?;
    for tag in tags {
        let tag = tag.as_str().ok_or("it is no list of texts")?;
        read_text(Shape::Words, tag)?;
    }
    Ok(Value::Text(json.to_string()))
}

/// A number in major units as a whole number of minor ones, if it has no more decimals than these.
fn read_decimal(json: &Json, decimals: u32) -> Option<i64> {
    // Its shortest form is what was written: amounts have 15 digits at most.
    let text = json.as_number()?.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let rest = if rest == "0" { "" } else { rest };
    let width = decimals as usize;
    (rest.len() <= width)
        .then(|| format!("{whole}{rest:0<width$}").parse().ok())
        .flatten()
}
