//! Between the file's columns and the domain's types.

use std::cell::Cell;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, Value, ValueRef};
use rusqlite::{Row, Statement, ToSql};

use crate::domain::check_in::{CheckInStatus, Ended, Kind};
use crate::domain::deal::{Fit, LostReason};
use crate::domain::id::{
    AccountId, CheckInId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId,
};
use crate::domain::interval::Unit;
use crate::domain::money::Currency;
use crate::domain::objective::Stance;
use crate::domain::person::Role;
use crate::domain::rung::Rung;
use crate::domain::touchpoint::{Outcome, Via};
use crate::domain::win_back::{RivalSigned, WouldMatch};

macro_rules! word_columns {
    ($($word:ty),+ $(,)?) => {
        $(
            impl FromSql for $word {
                fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                    value.as_str()?.parse().map_err(FromSqlError::other)
                }
            }

            impl ToSql for $word {
                fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                    Ok(ToSqlOutput::Borrowed(self.as_str().into()))
                }
            }
        )+
    };
}

word_columns!(
    CheckInStatus,
    Currency,
    Ended,
    Fit,
    Kind,
    LostReason,
    Outcome,
    RivalSigned,
    Role,
    Rung,
    Stance,
    Unit,
    Via,
    WouldMatch
);

macro_rules! id_columns {
    ($($id:ident),+ $(,)?) => {
        $(
            impl FromSql for $id {
                fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                    value.as_i64().map($id)
                }
            }

            impl ToSql for $id {
                fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                    Ok(ToSqlOutput::Owned(Value::Integer(self.0)))
                }
            }
        )+
    };
}

id_columns!(
    AccountId,
    CheckInId,
    DealId,
    ObjectiveId,
    PersonId,
    ResultId,
    TouchpointId
);

/// A row whose columns are read in the order in which they were selected. Each is called by its name all the same,
/// and every test of a debug build sees to it that it is that one: looking thirty names up for each row took an
/// eighth of a morning's time.
pub(crate) struct Named<'r, 's> {
    row: &'r Row<'s>,
    next: Cell<usize>,
}

impl<'r, 's> Named<'r, 's> {
    pub(crate) const fn new(row: &'r Row<'s>) -> Self {
        Self {
            row,
            next: Cell::new(0),
        }
    }

    /// The value of the next column, which is the one of that name.
    pub(crate) fn get<T: FromSql>(&self, name: &str) -> rusqlite::Result<T> {
        let index = self.next.get();
        debug_assert_eq!(self.name_of(index), name, "columns are read in their order");
        self.next.set(index + 1);
        self.row.get(index)
    }

    fn name_of(&self, index: usize) -> &str {
        let statement: &Statement<'_> = self.row.as_ref();
        statement.column_name(index).unwrap_or_default()
    }
}

/// A list of tags as the file keeps it.
pub(crate) struct Tags(pub(crate) Vec<String>);

impl FromSql for Tags {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

impl ToSql for Tags {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Value::Text(
            serde_json::Value::from(self.0.clone()).to_string(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema::MIGRATIONS;

    /// The words of the first CHECK list of that column, of every table that has one.
    fn check_lists(column: &str) -> Vec<Vec<String>> {
        let schema = MIGRATIONS.concat();
        let needle = format!("CHECK ({column} IN");
        schema
            .match_indices(&needle)
            .map(|(at, _)| {
                let rest = &schema[at + needle.len()..];
                let list = &rest[rest.find('(').unwrap() + 1..rest.find(')').unwrap()];
                list.split(',')
                    .map(|word| word.trim().trim_matches('\'').to_owned())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn every_check_list_is_the_list_of_its_enum() {
        macro_rules! same {
            ($($column:literal => $word:ty),+ $(,)?) => {$(
                let words: Vec<String> = <$word>::ALL.iter().map(ToString::to_string).collect();
                let lists = check_lists($column);
                assert!(!lists.is_empty(), "no CHECK of {}", $column);
                for list in lists {
                    assert_eq!(list, words, "{}", $column);
                }
            )+};
        }
        same! {
            "role" => Role,
            "lost_reason" => LostReason,
            "rung" => Rung,
            "anchor_rung" => Rung,
            "until_rung" => Rung,
            "via" => Via,
            "outcome" => Outcome,
            "kind" => Kind,
            "status" => CheckInStatus,
            "ended" => Ended,
            "anchor_unit" => Unit,
            "every_unit" => Unit,
            "stance" => Stance,
            "fit" => Fit,
            "would_match" => WouldMatch,
            "rival_signed" => RivalSigned,
        }
    }
}
