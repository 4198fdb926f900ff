//! Columns with their values, as the door takes them.

use rusqlite::ToSql;
use rusqlite::types::Value;

use crate::store::StoreError;

/// A column and the value it is to have.
pub(crate) type Column = (&'static str, Value);

/// The value of a column.
pub(crate) fn value(of: &impl ToSql) -> Result<Value, StoreError> {
    use rusqlite::types::ToSqlOutput;
    match of.to_sql()? {
        ToSqlOutput::Borrowed(borrowed) => {
            Ok(borrowed.try_into().map_err(|_| StoreError::Unstorable)?)
        }
        ToSqlOutput::Owned(owned) => Ok(owned),
        _ => Err(StoreError::Unstorable),
    }
}

/// Lists columns with their values: `columns![name: &account.name, ...]`.
macro_rules! columns {
    ($($name:ident: $value:expr),+ $(,)?) => {
        [$((stringify!($name), $crate::store::columns::value(&$value)?)),+]
    };
}
pub(crate) use columns;

/// The text of a column among several.
pub(super) fn text_among<'c>(columns: &'c [(&str, Value)], name: &str) -> Option<&'c str> {
    let (_, value) = columns.iter().find(|(column, _)| *column == name)?;
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
