//! Rivals.

use std::collections::BTreeMap;

use rusqlite::Row;

use crate::domain::customer::Customer;
use crate::domain::id::AccountId;
use crate::domain::name;
use crate::domain::rival::{Rival, RivalId};
use crate::store::door::columns;
use crate::store::{Reader, StoreError, Writer};

const RIVAL: &str = "SELECT id, uid, account_id, deal_id, name, note, heard_on, gone_on FROM rival";

fn rival_from_row(row: &Row<'_>) -> rusqlite::Result<Rival> {
    Ok(Rival {
        id: Some(RivalId(row.get("id")?)),
        uid: row.get("uid")?,
        account_id: row.get("account_id")?,
        deal_id: row.get("deal_id")?,
        name: row.get("name")?,
        note: row.get("note")?,
        heard_on: row.get("heard_on")?,
        gone_on: row.get("gone_on")?,
    })
}

impl Reader<'_> {
    /// The rivals of an account and of its deals, gone ones too, in the order in which they were first heard
    /// of.
    pub fn list_rivals_of(&self, id: AccountId) -> Result<Vec<Rival>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{RIVAL} WHERE account_id = ?1 ORDER BY id"))?;
        let rivals = statement
            .query_map([id], rival_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(rivals)
    }

    /// Every rival, gone ones too.
    pub fn list_rivals(&self) -> Result<Vec<Rival>, StoreError> {
        let mut statement = self.connection.prepare(&format!("{RIVAL} ORDER BY id"))?;
        let rivals = statement
            .query_map([], rival_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(rivals)
    }

    /// The names of rivals that begin so, folded, each once; at most `limit` of them.
    pub fn list_rival_names_beginning(
        &self,
        folded: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        let begins_so = |called: &str| folded.is_empty() || name::begins_at_word(called, folded);
        let names: BTreeMap<String, String> = self
            .list_rivals()?
            .into_iter()
            .map(|rival| (name::fold(&rival.name), rival.name))
            .filter(|(called, _)| begins_so(called))
            .collect();
        Ok(names.into_values().take(limit).collect())
    }
}

impl Writer<'_> {
    /// Saves what became of a customer's rivals.
    pub(super) fn save_rivals(
        &self,
        before: Option<&Customer>,
        after: &[Rival],
    ) -> Result<(), StoreError> {
        let known = before.map_or(&[] as &[Rival], |before| &before.rivals);
        for rival in after.iter().filter(|rival| !known.contains(rival)) {
            let columns = columns![
                uid: rival.uid, account_id: rival.account_id, deal_id: rival.deal_id, name: rival.name,
                note: rival.note, heard_on: rival.heard_on, gone_on: rival.gone_on,
            ];
            match rival.id {
                Some(id) => self.update("rival", id.0, &columns)?,
                None => {
                    self.insert("rival", &columns)?;
                }
            }
        }
        let is_gone = |id: &RivalId| after.iter().all(|rival| rival.id != Some(*id));
        for id in known.iter().filter_map(|rival| rival.id).filter(is_gone) {
            self.delete("rival", id.0)?;
        }
        Ok(())
    }
}
