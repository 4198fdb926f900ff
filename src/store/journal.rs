//! What the journal knows of a command: which rows it changed, and how they were before it.

use std::collections::HashSet;

use rusqlite::Row;

use crate::domain::customer::{Before, Entry, Touched};
use crate::domain::id::{CheckInId, DealId};
use crate::domain::rung::Rung;
use crate::store::convert::Named;
use crate::store::deals::{plan_from_columns, read_facts};
use crate::store::door::KEPT;
use crate::store::{Reader, StoreError, check_ins};

/// How many rows of the journal are searched for a mark: a mark that is taken back was mostly made just now,
/// and a journal grows for years.
const SEARCHED: i64 = 100_000;

/// Columns of a check-in that a journal from before schema version 2 does not know.
const NEWER: &[&str] = &["theirs"];

fn touched_from_row(row: &Row<'_>, later: &HashSet<i64>) -> rusqlite::Result<Touched> {
    let row = Named::new(row);
    let id: i64 = row.get("row_id")?;
    let is_new: bool = row.get("is_new")?;
    Ok(Touched {
        id: CheckInId(id),
        was: if is_new {
            None
        } else {
            Some(check_ins::read_check_in(&row)?)
        },
        touched_since: later.contains(&id),
    })
}

impl Reader<'_> {
    /// The changes of what is on record about a rung, the newest first.
    pub fn list_entries_of_rung(&self, deal: DealId, rung: Rung) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT journal_row.command_id, journal_command.verb,
                json_extract(journal_row.before, '$.done_on') AS done_on,
                json_extract(journal_row.before, '$.expected_on') AS expected_on,
                coalesce(json_extract(journal_row.before, '$.not_applicable'), 0) AS not_applicable,
                json_extract(journal_row.before, '$.reference') AS reference,
                json_extract(journal_row.before, '$.failed_on') AS failed_on,
                json_extract(journal_row.before, '$.failed_why') AS failed_why
            FROM journal_row JOIN journal_command ON journal_command.id = journal_row.command_id
            WHERE journal_row.id > (SELECT max(id) FROM journal_row) - ?3
              AND journal_command.undone_at IS NULL
              AND journal_command.id > (SELECT max(id) FROM journal_command) - ?4
              AND journal_row.table_name = 'rung'
              AND journal_row.row_id = (SELECT id FROM rung WHERE deal_id = ?1 AND rung = ?2)
            ORDER BY journal_row.id DESC",
        )?;
        let entries = statement
            .query_map((deal, rung, SEARCHED, KEPT), |row| {
                let row = Named::new(row);
                Ok(Entry {
                    command: row.get("command_id")?,
                    verb: row.get("verb")?,
                    was: read_facts(&row)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(entries)
    }

    /// The command that changed something last and stands.
    pub fn find_last_command(&self) -> Result<Option<i64>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT max(id) FROM journal_command WHERE undone_at IS NULL")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Whether the last command made a part of that name of a rung.
    pub fn is_part_of_last_command(
        &self,
        deal: DealId,
        rung: Rung,
        what: &str,
    ) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM journal_row
                JOIN part ON part.id = journal_row.row_id JOIN rung ON rung.id = part.rung_id
                WHERE journal_row.command_id =
                    (SELECT max(id) FROM journal_command WHERE undone_at IS NULL)
                  AND journal_row.table_name = 'part' AND journal_row.before IS NULL
                  AND rung.deal_id = ?1 AND rung.rung = ?2 AND part.what = ?3)",
        )?;
        Ok(statement.query_row((deal, rung, what), |row| row.get(0))?)
    }

    /// What a command changed of a deal's check-ins and plan, as it was before it.
    pub fn get_before(&self, command: i64, deal: DealId) -> Result<Before, StoreError> {
        let later = self.list_touched_after(command, "check_in")?;
        let columns: Vec<String> = check_ins::COLUMNS
            .split(',')
            .map(|column| column.trim().trim_start_matches("check_in."))
            .map(|column| {
                let old = format!("json_extract(before, '$.{column}')");
                if NEWER.contains(&column) {
                    format!("coalesce({old}, 0) AS {column}")
                } else {
                    format!("{old} AS {column}")
                }
            })
            .collect();
        let columns = columns.join(", ");
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT row_id, before IS NULL AS is_new, {columns} FROM journal_row
            WHERE command_id = ?1 AND table_name = 'check_in' ORDER BY id"
        ))?;
        let mut check_ins: Vec<Touched> = Vec::new();
        let mut rows = statement.query([command])?;
        while let Some(row) = rows.next()? {
            let touched = touched_from_row(row, &later)?;
            // The first note of a row is how it was before the command.
            if !check_ins.iter().any(|one| one.id == touched.id) {
                check_ins.push(touched);
            }
        }
        let is_later = self.list_touched_after(command, "deal")?.contains(&deal.0);
        let mut statement = self.connection.prepare_cached(
            "SELECT json_extract(before, '$.plan'), json_extract(before, '$.plan_runs') FROM journal_row
            WHERE command_id = ?1 AND table_name = 'deal' AND row_id = ?2 AND before IS NOT NULL
            ORDER BY id LIMIT 1",
        )?;
        let mut rows = statement.query((command, deal))?;
        let plan = match rows.next()? {
            Some(row) if !is_later => Some(plan_from_columns(row.get(0)?, row.get(1)?)),
            _ => None,
        };
        Ok(Before { check_ins, plan })
    }

    /// The rows of a table that commands after this one touched.
    fn list_touched_after(&self, command: i64, table: &str) -> Result<HashSet<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT row_id FROM journal_row JOIN journal_command ON journal_command.id = command_id
             WHERE command_id > ?1 AND table_name = ?2 AND undone_at IS NULL",
        )?;
        let ids = statement
            .query_map((command, table), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }
}
