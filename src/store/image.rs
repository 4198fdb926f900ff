//! Rows as the journal keeps them, and what tells one from another.

use rusqlite::OptionalExtension as _;
use rusqlite::types::{Type, Value, ValueRef};

use crate::store::{Reader, StoreError};

/// A whole row.
pub(super) type Image = serde_json::Map<String, serde_json::Value>;

/// What the journal says of a row that a command removed.
pub(super) const GONE: i64 = 0;

impl Reader<'_> {
    /// The whole row, as the journal keeps it.
    pub(super) fn row_as_it_is(
        &self,
        table: &'static str,
        id: i64,
    ) -> Result<Option<Image>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT * FROM {table} WHERE id = ?1"))?;
        let row = statement.query_row([id], |row| {
            let names = row.as_ref().column_names();
            let mut columns = Image::with_capacity(names.len());
            for (index, name) in names.enumerate() {
                columns.insert(name.to_owned(), json(row.get_ref(index)?));
            }
            Ok(columns)
        });
        Ok(row.optional()?)
    }
}

/// A row of the journal, read.
pub(super) fn from_text(text: &str) -> Result<Image, StoreError> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()).into()
    })
}

/// A row, for the journal.
pub(super) fn as_text(image: &Image) -> Result<String, StoreError> {
    serde_json::to_string(image).map_err(|_| StoreError::Unstorable)
}

/// The value of a column, from how the journal keeps it.
pub(super) fn from_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Number(number) => number.as_i64().map_or(Value::Null, Value::Integer),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        _ => Value::Null,
    }
}

/// A column's value as the journal keeps it. Our tables are STRICT and hold no blobs and no reals.
pub(super) fn json(value: ValueRef<'_>) -> serde_json::Value {
    match value {
        ValueRef::Integer(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => serde_json::Value::Null,
    }
}

/// What a whole row says, as a number that is never [`GONE`]: the same row has the same, whatever the order of its
/// columns. It tells a row that was changed beside `deals` from one that was not; nothing is kept secret by it.
pub(super) fn fingerprint_of(row: &Image) -> i64 {
    fingerprint(row.iter().map(cell))
}

/// The same of columns. The id is no part of it, nor is what is empty or nothing: a column that a later version adds
/// begins so, and a row is not changed by it.
pub(super) fn fingerprint<'a>(columns: impl Iterator<Item = (&'a str, ValueRef<'a>)>) -> i64 {
    let mut sum: u64 = 0;
    for (name, value) in columns {
        let number;
        let (kind, bytes): (u8, &[u8]) = match value {
            ValueRef::Integer(value) if value != 0 && name != "id" => {
                number = value.to_le_bytes();
                (b'i', &number)
            }
            ValueRef::Text(text) if !text.is_empty() => (b't', text),
            _ => continue,
        };
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ u64::from(kind);
        for part in [name.as_bytes(), bytes] {
            hash = mix(hash, part.len() as u64);
            for piece in part.chunks(8) {
                let mut word = [0; 8];
                word[..piece.len()].copy_from_slice(piece);
                hash = mix(hash, u64::from_le_bytes(word));
            }
        }
        sum = sum.wrapping_add(hash);
    }
    match sum.cast_signed() {
        GONE => 1,
        other => other,
    }
}

/// One step of a hash, FNV-1a by words of eight bytes: the standard library promises none that is the same in its next
/// version.
const fn mix(hash: u64, word: u64) -> u64 {
    let hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3);
    hash ^ hash >> 29
}

pub(super) fn cell<'a>(
    (name, value): (&'a String, &'a serde_json::Value),
) -> (&'a str, ValueRef<'a>) {
    let value = match value {
        serde_json::Value::Number(number) => {
            number.as_i64().map_or(ValueRef::Null, ValueRef::Integer)
        }
        serde_json::Value::String(text) => ValueRef::Text(text.as_bytes()),
        _ => ValueRef::Null,
    };
    (name, value)
}

pub(super) fn column<'a>((name, value): &'a (&'a str, Value)) -> (&'a str, ValueRef<'a>) {
    (name, value.into())
}
