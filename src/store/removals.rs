//! Taking records out, with what hangs on them; each row through the door, so that the journal has it.

use rusqlite::types::Value;

use crate::domain::id::{AccountId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId};
use crate::store::door::columns;
use crate::store::{StoreError, Writer};

impl Writer<'_> {
    /// Removes an account with its deals, people, check-ins and touchpoints.
    pub fn delete_account(&self, id: AccountId) -> Result<(), StoreError> {
        let of_account = || Value::Integer(id.0);
        for touchpoint in self.list_ids("touchpoint", "account_id", of_account())? {
            self.update(
                "touchpoint",
                touchpoint,
                &columns![next_check_in_id: None::<i64>],
            )?;
        }
        for check_in in self.list_ids("check_in", "account_id", of_account())? {
            self.delete("check_in", check_in)?;
        }
        for touchpoint in self.list_ids("touchpoint", "account_id", of_account())? {
            self.delete("touchpoint", touchpoint)?;
        }
        for rival in self.list_ids("rival", "account_id", of_account())? {
            self.delete("rival", rival)?;
        }
        for deal in self.list_ids("deal", "account_id", of_account())? {
            self.delete_deal_row(DealId(deal))?;
        }
        for person in self.list_ids("person", "account_id", of_account())? {
            self.unindex_name(None, Some(PersonId(person)))?;
            self.delete("person", person)?;
        }
        self.unindex_name(Some(id), None)?;
        self.delete("account", id.0)
    }

    /// Removes a deal with its check-ins; its touchpoints stay with the account.
    pub fn delete_deal(&self, account: AccountId, id: DealId) -> Result<(), StoreError> {
        for touchpoint in self.list_ids("touchpoint", "deal_id", Value::Integer(id.0))? {
            self.update("touchpoint", touchpoint, &columns![deal_id: None::<i64>])?;
        }
        for check_in in self.list_ids("check_in", "deal_id", Value::Integer(id.0))? {
            self.delete_check_in(account, crate::domain::id::CheckInId(check_in))?;
        }
        for rival in self.list_rivals_of(account)? {
            if let Some(rival_id) = rival.id.filter(|_| rival.deal_id == Some(id)) {
                self.delete("rival", rival_id.0)?;
            }
        }
        self.delete_deal_row(id)
    }

    fn delete_deal_row(&self, id: DealId) -> Result<(), StoreError> {
        for rung in self.list_ids("rung", "deal_id", Value::Integer(id.0))? {
            self.delete_rung(rung)?;
        }
        for person in self.list_ids("deal_person", "deal_id", Value::Integer(id.0))? {
            self.delete("deal_person", person)?;
        }
        for result in self.list_ids("result", "deal_id", Value::Integer(id.0))? {
            self.delete_result_row(ResultId(result))?;
        }
        for objective in self.list_ids("objective", "deal_id", Value::Integer(id.0))? {
            self.delete_objective(ObjectiveId(objective))?;
        }
        for heartbeat in self.list_ids("heartbeat", "deal_id", Value::Integer(id.0))? {
            self.delete("heartbeat", heartbeat)?;
        }
        // An add-on outlives the deal it was added to.
        for addon in self.list_ids("deal", "addon_of", Value::Integer(id.0))? {
            self.update("deal", addon, &columns![addon_of: None::<i64>])?;
        }
        self.delete("deal", id.0)
    }

    /// Removes what is on record about a rung, with its parts and the changes of its date.
    pub(super) fn delete_rung(&self, id: i64) -> Result<(), StoreError> {
        for one in self.list_ids("part", "rung_id", Value::Integer(id))? {
            self.delete("part", one)?;
        }
        for one in self.list_ids("rung_move", "rung_id", Value::Integer(id))? {
            self.delete("rung_move", one)?;
        }
        self.delete("rung", id)
    }

    /// Removes a person; what was done with them stays, without a name.
    pub fn delete_person(&self, id: PersonId) -> Result<(), StoreError> {
        for table in ["check_in", "touchpoint"] {
            for row in self.list_ids(table, "person_id", Value::Integer(id.0))? {
                self.update(table, row, &columns![person_id: None::<i64>])?;
            }
        }
        for row in self.list_ids("check_in", "agreed_by", Value::Integer(id.0))? {
            self.update("check_in", row, &columns![agreed_by: None::<i64>])?;
        }
        for row in self.list_ids("result", "accepted_by", Value::Integer(id.0))? {
            self.update("result", row, &columns![accepted_by: None::<i64>])?;
        }
        for table in ["deal_person", "objective_answer"] {
            for row in self.list_ids(table, "person_id", Value::Integer(id.0))? {
                self.delete(table, row)?;
            }
        }
        self.unindex_name(None, Some(id))?;
        self.delete("person", id.0)
    }

    /// Removes a touchpoint that closes nothing any more.
    pub fn delete_touchpoint(&self, id: TouchpointId) -> Result<(), StoreError> {
        self.delete("touchpoint", id.0)
    }
}
