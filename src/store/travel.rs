//! Records as they travel: every row of what people put on record, fetched and stored by the list of its fields.

use std::collections::HashMap;
use std::fmt::Write as _;

use rusqlite::types::{Value as Stored, ValueRef};
use rusqlite::{OptionalExtension as _, Row};

use crate::domain::id::{AccountId, DealId, PersonId};
use crate::domain::travel::{Field, Kind, List, Record, Shape, Table, Value};
use crate::store::door::Column;
use crate::store::schema::VERSION;
use crate::store::{Reader, StoreError, Writer};

/// The table of each kind of record, and of each list within one with the column that says whose it is; by the names
/// of the domain.
const ROWS: &[(&str, &str, &str)] = &[
    ("account", "account", ""),
    ("person", "person", ""),
    ("deal", "deal", ""),
    ("person of a deal", "deal_person", "deal_id"),
    ("rung", "rung", "deal_id"),
    ("move", "rung_move", "rung_id"),
    ("part", "part", "rung_id"),
    ("result", "result", ""),
    ("measurement", "measurement", "result_id"),
    ("objective", "objective", ""),
    ("answer", "objective_answer", "objective_id"),
    ("touchpoint", "touchpoint", ""),
    ("check-in", "check_in", ""),
    ("rival", "rival", ""),
    ("heartbeat", "heartbeat", ""),
];

/// The columns that are called otherwise than their fields.
const COLUMNS: &[(&str, &str)] = &[
    ("on", "on_day"),
    ("ref", "reference"),
    ("next", "next_check_in_id"),
    ("from", "from_on"),
    ("to", "to_on"),
    ("accepted_by_id", "accepted_by"),
    ("agreed_by_id", "agreed_by"),
    ("commission_percent", "commission"),
    ("amount", "amount_minor"),
];

fn rows_of(table: &Table) -> (&'static str, &'static str) {
    let found = ROWS.iter().find(|(name, ..)| *name == table.name);
    found.map_or(("", ""), |(_, rows, parent)| (rows, parent))
}

fn column_of(field: &Field) -> &'static str {
    if field.name == "value" && matches!(field.shape, Shape::Money) {
        return "value_minor";
    }
    let other = COLUMNS.iter().find(|(name, _)| *name == field.name);
    other.map_or(field.name, |(_, column)| column)
}

/// The statement that reads rows of a table.
fn selection(table: &Table, which: &str) -> String {
    let (rows, _) = rows_of(table);
    let mut sql = String::from("SELECT id");
    for field in table.fields {
        sql.extend([", ", column_of(field)]);
    }
    let _ = write!(sql, " FROM {rows} WHERE {which} ORDER BY id");
    sql
}

fn read_row(table: &Table, row: &Row<'_>) -> Result<Record, StoreError> {
    let mut values = Vec::with_capacity(table.fields.len());
    for place in 0..table.fields.len() {
        values.push(match row.get_ref(place + 1)? {
            ValueRef::Integer(number) => Value::Number(number),
            ValueRef::Text(_) => Value::Text(row.get(place + 1)?),
            _ => Value::Nothing,
        });
    }
    Ok(Record {
        id: row.get(0)?,
        values,
        lists: Vec::new(),
    })
}

impl Reader<'_> {
    /// The version of the schema that these records are of.
    pub const fn schema_version(&self) -> i32 {
        VERSION
    }

    /// How many records there are of every kind together.
    pub fn count_records(&self) -> Result<u64, StoreError> {
        let mut all = 0;
        for kind in Kind::ALL {
            let (rows, _) = rows_of(kind.table());
            let sql = format!("SELECT count(*) FROM {rows}");
            let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
            all += u64::try_from(count).unwrap_or_default();
        }
        Ok(all)
    }

    /// Hands out every record of a kind, by id.
    pub fn each_record<E: From<StoreError>>(
        &self,
        kind: Kind,
        each: &mut dyn FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        let table = kind.table();
        let at = |error: rusqlite::Error| E::from(error.into());
        let mut statement = self
            .connection
            .prepare(&selection(table, "1"))
            .map_err(at)?;
        let mut rows = statement.query([]).map_err(at)?;
        while let Some(row) = rows.next().map_err(at)? {
            let mut record = read_row(table, row)?;
            self.read_lists(table, &mut record)?;
            each(record)?;
        }
        Ok(())
    }

    /// The record of that id.
    pub fn find_record(&self, kind: Kind, id: i64) -> Result<Option<Record>, StoreError> {
        let table = kind.table();
        let mut statement = self
            .connection
            .prepare_cached(&selection(table, "id = ?1"))?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let mut record = read_row(table, row)?;
        self.read_lists(table, &mut record)?;
        Ok(Some(record))
    }

    fn read_lists(&self, table: &Table, record: &mut Record) -> Result<(), StoreError> {
        for list in table.lists {
            let (_, parent) = rows_of(list.of);
            let sql = selection(list.of, &format!("{parent} = ?1"));
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([record.id])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let mut one = read_row(list.of, row)?;
                self.read_lists(list.of, &mut one)?;
                all.push(one);
            }
            record.lists.push(all);
        }
        Ok(())
    }

    /// The ids of all records of a kind by their uids.
    pub fn list_uids(&self, kind: Kind) -> Result<HashMap<String, i64>, StoreError> {
        let (rows, _) = rows_of(kind.table());
        let mut statement = self
            .connection
            .prepare(&format!("SELECT uid, id FROM {rows}"))?;
        let uids = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(uids)
    }

    /// The deal that has a key of a source.
    pub fn find_deal_by_key(&self, key: &str, source: &str) -> Result<Option<DealId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM deal WHERE key = ?1 AND source = ?2")?;
        Ok(statement
            .query_row([key, source], |row| row.get(0))
            .optional()?)
    }
}

impl Writer<'_> {
    /// The highest id that a kind of record was ever given.
    pub fn last_id_of(&self, kind: Kind) -> Result<i64, StoreError> {
        self.last_id(rows_of(kind.table()).0)
    }

    /// Puts a record where it belongs: a new one, or in the place of one `before` of that id.
    pub fn put_record(
        &self,
        kind: Kind,
        before: Option<&Record>,
        record: &Record,
    ) -> Result<(), StoreError> {
        let table = kind.table();
        let id = self.put(table, None, before, record)?;
        let named = |record: &Record| {
            let text = |name| record.value(table, name).text().map(String::from);
            (text("name"), text("email"))
        };
        let (name, email) = named(record);
        let name = name.unwrap_or_default();
        if before.map(named) == Some((Some(name.clone()), email.clone())) {
            return Ok(());
        }
        match kind {
            Kind::Account => self.index_name(Some(AccountId(id)), None, &name, None),
            Kind::Person => self.index_name(None, Some(PersonId(id)), &name, email.as_deref()),
            _ => Ok(()),
        }
    }

    /// Lets a deal add to another one: both are there by now.
    pub fn put_addon(&self, deal: i64, addon_of: i64) -> Result<(), StoreError> {
        self.update("deal", deal, &[("addon_of", Stored::Integer(addon_of))])
    }

    /// `place` is where it stands in a list: of which record, and behind which number.
    fn put(
        &self,
        table: &Table,
        place: Option<(i64, i64)>,
        before: Option<&Record>,
        record: &Record,
    ) -> Result<i64, StoreError> {
        let (rows, of) = rows_of(table);
        let mut columns: Vec<Column> = Vec::with_capacity(table.fields.len() + 2);
        let id = before.map_or(record.id, |before| before.id);
        let keeps_id = match place {
            None => true,
            Some((_, last)) => id > last && self.is_free(rows, id)?,
        };
        if before.is_none() && keeps_id {
            columns.push(("id", Stored::Integer(id)));
        }
        columns.extend(place.map(|(parent, _)| (of, Stored::Integer(parent))));
        for (field, value) in table.fields.iter().zip(&record.values) {
            let stored = match value {
                Value::Nothing => Stored::Null,
                Value::Number(number) => Stored::Integer(*number),
                Value::Text(text) => Stored::Text(text.clone()),
            };
            columns.push((column_of(field), stored));
        }
        let id = if before.is_some() {
            self.update(rows, id, &columns)?;
            id
        } else {
            self.insert(rows, &columns)?
        };
        let nothing = Vec::new();
        for (place, list) in table.lists.iter().enumerate() {
            let after = record.lists.get(place).unwrap_or(&nothing);
            let were = before.and_then(|before| before.lists.get(place));
            let were = were.unwrap_or(&nothing);
            let stays = staying(list, were, after);
            // First what is gone: two of one name never stand side by side.
            for gone in were.iter().filter(|one| !stays.contains(one)) {
                self.take_away(list.of, gone)?;
            }
            let mut last = 0;
            for (place, one) in after.iter().enumerate() {
                last = self.put(list.of, Some((id, last)), stays.get(place).copied(), one)?;
            }
        }
        Ok(id)
    }

    /// Whether a row of a list can have the number that it had.
    fn is_free(&self, rows: &str, id: i64) -> Result<bool, StoreError> {
        let sql = format!("SELECT 1 FROM {rows} WHERE id = ?1");
        let is_taken = self.connection.prepare_cached(&sql)?.exists([id])?;
        Ok(id > 0 && !is_taken)
    }

    fn take_away(&self, table: &Table, record: &Record) -> Result<(), StoreError> {
        for (list, all) in table.lists.iter().zip(&record.lists) {
            for one in all {
                self.take_away(list.of, one)?;
            }
        }
        self.delete(rows_of(table).0, record.id)
    }
}

/// Those of a list that are the first ones of what it is to be: rows stand in the order of their numbers, so behind
/// one that is new all are.
fn staying<'r>(list: &List, were: &'r [Record], after: &[Record]) -> Vec<&'r Record> {
    let mut left = were.iter();
    let mut stays = Vec::new();
    for one in after {
        match left.find(|other| other.key(list) == one.key(list)) {
            Some(same) => stays.push(same),
            None => break,
        }
    }
    stays
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::store::door::TABLES;
    use crate::store::schema::{MIGRATIONS, migrate};

    fn fields(table: &'static Table, found: &mut BTreeSet<(String, String)>) {
        let (rows, parent) = rows_of(table);
        let own = ["id", parent].into_iter().filter(|name| !name.is_empty());
        let columns = own.chain(table.fields.iter().map(column_of));
        found.extend(columns.map(|column| (rows.to_owned(), column.to_owned())));
        for list in table.lists {
            fields(list.of, found);
        }
    }

    #[test]
    fn every_column_of_every_table_travels() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrate(&mut connection, MIGRATIONS).unwrap();
        let mut stored = BTreeSet::new();
        // The words of names are made of the names.
        for table in TABLES.iter().filter(|table| **table != "name_word") {
            let mut statement = connection
                .prepare("SELECT name FROM pragma_table_info(?1)")
                .unwrap();
            let columns = statement.query_map([table], |row| row.get(0)).unwrap();
            stored.extend(columns.map(|column| ((*table).to_owned(), column.unwrap())));
        }
        let mut travelling = BTreeSet::new();
        for kind in Kind::ALL {
            fields(kind.table(), &mut travelling);
        }
        assert_eq!(travelling, stored);
    }
}
