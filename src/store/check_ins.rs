//! Check-ins.

use rusqlite::{OptionalExtension, Row};

use crate::domain::check_in::{Anchor, CheckIn, Repeat};
use crate::domain::id::{AccountId, CheckInId, TouchpointId};
use crate::domain::plan::Interval;
use crate::store::{Reader, StoreError};

pub(super) const COLUMNS: &str = "id, uid, account_id, deal_id, person_id, kind, what, why, due_on, first_due_on,
    snoozed_until, snoozes, moved_by_hand, status, ended, ended_on, ended_why, touchpoint_id, step, anchor_rung,
    anchor_offset, anchor_unit, anchored_on, every, every_unit, until_rung, turn_on, restarted, rung";

pub(super) fn check_in_from_row(row: &Row<'_>) -> rusqlite::Result<CheckIn> {
    let anchor = match row.get("anchor_rung")? {
        Some(rung) => Some(Anchor {
            rung,
            offset: row.get("anchor_offset")?,
            unit: row.get("anchor_unit")?,
            anchored_on: row.get("anchored_on")?,
        }),
        None => None,
    };
    let repeat = match row.get("every")? {
        Some(count) => Some(Repeat {
            every: Interval {
                count,
                unit: row.get("every_unit")?,
            },
            until: row.get("until_rung")?,
            turn_on: row.get("turn_on")?,
            restarted: row.get("restarted")?,
        }),
        None => None,
    };
    Ok(CheckIn {
        id: row.get("id")?,
        uid: row.get("uid")?,
        account_id: row.get("account_id")?,
        deal_id: row.get("deal_id")?,
        person_id: row.get("person_id")?,
        kind: row.get("kind")?,
        what: row.get("what")?,
        why: row.get("why")?,
        due_on: row.get("due_on")?,
        first_due_on: row.get("first_due_on")?,
        snoozed_until: row.get("snoozed_until")?,
        snoozes: row.get("snoozes")?,
        moved_by_hand: row.get("moved_by_hand")?,
        status: row.get("status")?,
        ended: row.get("ended")?,
        ended_on: row.get("ended_on")?,
        ended_why: row.get("ended_why")?,
        touchpoint_id: row.get("touchpoint_id")?,
        step: row.get("step")?,
        anchor,
        repeat,
        rung: row.get("rung")?,
    })
}

impl Reader<'_> {
    /// The check-in of that id.
    pub fn find_check_in(&self, id: CheckInId) -> Result<Option<CheckIn>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM check_in WHERE id = ?1"))?;
        Ok(statement.query_row([id], check_in_from_row).optional()?)
    }

    /// All check-ins of an account and of its deals, ended ones too, by id.
    pub fn list_check_ins_of(&self, id: AccountId) -> Result<Vec<CheckIn>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM check_in WHERE account_id = ?1 ORDER BY id"
        ))?;
        let check_ins = statement
            .query_map([id], check_in_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(check_ins)
    }

    /// The check-ins that a contact closed, by id.
    pub fn list_closed_by(&self, id: TouchpointId) -> Result<Vec<CheckInId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM check_in WHERE touchpoint_id = ?1 ORDER BY id")?;
        let ids = statement
            .query_map([id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }
}
