//! Records that change places: a person who goes to another account, an account that is another one too. Each
//! row through the door, so that the journal has it.

use rusqlite::types::Value;

use crate::domain::id::{AccountId, PersonId};
use crate::store::door::columns;
use crate::store::{Reader, StoreError, Writer};

/// What is an account's own, row by row.
const OF_ACCOUNT: [&str; 5] = ["person", "deal", "touchpoint", "check_in", "rival"];

impl Writer<'_> {
    /// Moves a person to another account. What they said and did stays where it happened; what is still to be
    /// done there is no longer theirs.
    pub fn move_person(&self, id: PersonId, to: AccountId) -> Result<(), StoreError> {
        for row in self.list_ids("deal_person", "person_id", Value::Integer(id.0))? {
            self.delete("deal_person", row)?;
        }
        for row in self.list_open_check_ins_with(id)? {
            self.update("check_in", row, &columns![person_id: None::<i64>])?;
        }
        self.update("person", id.0, &columns![account_id: to])
    }

    /// Moves all that one account has to another and removes what is left of it: its row and the words of its
    /// name.
    pub fn merge_account(&self, from: AccountId, into: AccountId) -> Result<(), StoreError> {
        for table in OF_ACCOUNT {
            for row in self.list_ids(table, "account_id", Value::Integer(from.0))? {
                self.update(table, row, &columns![account_id: into])?;
            }
        }
        self.unindex_name(Some(from), None)?;
        self.delete("account", from.0)
    }
}

impl Reader<'_> {
    fn list_open_check_ins_with(&self, id: PersonId) -> Result<Vec<i64>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM check_in WHERE person_id = ?1 AND status = 'open'")?;
        let ids = statement
            .query_map([id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }
}
