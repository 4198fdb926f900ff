//! Check-ins.

use rusqlite::{OptionalExtension, Row};

use crate::domain::check_in::{Anchor, CheckIn, Repeat};
use crate::domain::id::{AccountId, CheckInId, TouchpointId};
use crate::domain::interval::Interval;
use crate::store::convert::Named;
use crate::store::{Reader, StoreError};

pub(super) const COLUMNS: &str = "check_in.id, check_in.uid, check_in.account_id,
    check_in.deal_id, check_in.person_id, check_in.kind, check_in.what, check_in.why,
    check_in.due_on, check_in.first_due_on, check_in.snoozed_until, check_in.snoozes,
    check_in.moved_by_hand, check_in.status, check_in.ended, check_in.ended_on, check_in.ended_why,
    check_in.touchpoint_id, check_in.step, check_in.anchor_rung, check_in.anchor_offset,
    check_in.anchor_unit, check_in.anchored_on, check_in.every, check_in.every_unit,
    check_in.until_rung, check_in.turn_on, check_in.restarted, check_in.rung, check_in.owner,
    check_in.theirs, check_in.evidence, check_in.agreed_by, check_in.agreed_on, check_in.plan_b,
    check_in.result_id";

fn check_in_from_row(row: &Row<'_>) -> rusqlite::Result<CheckIn> {
    read_check_in(&Named::new(row))
}

/// Reads [`COLUMNS`].
pub(super) fn read_check_in(row: &Named<'_, '_>) -> rusqlite::Result<CheckIn> {
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
        anchor: read_anchor(row)?,
        repeat: read_repeat(row)?,
        rung: row.get("rung")?,
        owner: row.get("owner")?,
        theirs: row.get("theirs")?,
        evidence: row.get("evidence")?,
        agreed_by: row.get("agreed_by")?,
        agreed_on: row.get("agreed_on")?,
        plan_b: row.get("plan_b")?,
        result_id: row.get("result_id")?,
    })
}

fn read_anchor(row: &Named<'_, '_>) -> rusqlite::Result<Option<Anchor>> {
    let (rung, offset) = (row.get("anchor_rung")?, row.get("anchor_offset")?);
    let (unit, anchored_on) = (row.get("anchor_unit")?, row.get("anchored_on")?);
    let (Some(rung), Some(offset), Some(unit)) = (rung, offset, unit) else {
        return Ok(None);
    };
    Ok(Some(Anchor {
        rung,
        offset,
        unit,
        anchored_on,
    }))
}

fn read_repeat(row: &Named<'_, '_>) -> rusqlite::Result<Option<Repeat>> {
    let (count, unit) = (row.get("every")?, row.get("every_unit")?);
    let (until, turn_on) = (row.get("until_rung")?, row.get("turn_on")?);
    let restarted = row.get("restarted")?;
    let (Some(count), Some(unit)) = (count, unit) else {
        return Ok(None);
    };
    Ok(Some(Repeat {
        every: Interval { count, unit },
        until,
        turn_on,
        restarted,
    }))
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

    /// The check-ins that ask for a result, or did, by id.
    pub(super) fn list_check_ins_of_results(&self) -> Result<Vec<CheckIn>, StoreError> {
        let mut statement = self.connection.prepare(&format!(
            "SELECT {COLUMNS} FROM check_in WHERE deal_id IN (SELECT deal_id FROM result)
             AND result_id IS NOT NULL ORDER BY id"
        ))?;
        let check_ins = statement
            .query_map([], check_in_from_row)?
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
