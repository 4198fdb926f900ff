//! Rounds of asking whether a lost deal is really lost.

use rusqlite::Row;

use crate::domain::customer::Customer;
use crate::domain::id::AccountId;
use crate::domain::win_back::{Heartbeat, HeartbeatId};
use crate::store::door::columns;
use crate::store::{Reader, StoreError, Writer};

const HEARTBEAT: &str =
    "SELECT heartbeat.id, heartbeat.uid, heartbeat.deal_id, heartbeat.on_day, heartbeat.attractive,
    heartbeat.would_match, heartbeat.rival_signed, heartbeat.contract_ends_on
    FROM deal JOIN heartbeat ON heartbeat.deal_id = deal.id";

fn heartbeat_from_row(row: &Row<'_>) -> rusqlite::Result<Heartbeat> {
    Ok(Heartbeat {
        id: Some(HeartbeatId(row.get("id")?)),
        uid: row.get("uid")?,
        deal_id: row.get("deal_id")?,
        on: row.get("on_day")?,
        attractive: row.get("attractive")?,
        would_match: row.get("would_match")?,
        rival_signed: row.get("rival_signed")?,
        contract_ends_on: row.get("contract_ends_on")?,
    })
}

impl Reader<'_> {
    /// The rounds with the deals of an account, by their days, those of one day in the order in which they were noted.
    pub fn list_heartbeats_of(&self, id: AccountId) -> Result<Vec<Heartbeat>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{HEARTBEAT} WHERE deal.account_id = ?1 ORDER BY heartbeat.on_day, heartbeat.id"
        ))?;
        let heartbeats = statement
            .query_map([id], heartbeat_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(heartbeats)
    }
}

impl Writer<'_> {
    /// Saves the rounds that a change adds.
    pub(super) fn save_heartbeats(
        &self,
        before: Option<&Customer>,
        after: &[Heartbeat],
    ) -> Result<(), StoreError> {
        let known = before.map_or(&[] as &[Heartbeat], |before| &before.heartbeats);
        for heartbeat in after.iter().filter(|one| !known.contains(one)) {
            let columns = columns![
                uid: heartbeat.uid, deal_id: heartbeat.deal_id, on_day: heartbeat.on,
                attractive: heartbeat.attractive, would_match: heartbeat.would_match,
                rival_signed: heartbeat.rival_signed, contract_ends_on: heartbeat.contract_ends_on,
            ];
            match heartbeat.id {
                Some(id) => self.update("heartbeat", id.0, &columns)?,
                None => {
                    self.insert("heartbeat", &columns)?;
                }
            }
        }
        Ok(())
    }
}
