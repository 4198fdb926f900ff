//! Accounts, and what is counted about them.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use crate::domain::account::{Account, Reach};
use crate::domain::facts::AccountFacts;
use crate::domain::id::AccountId;
use crate::store::convert::{Named, Tags};
use crate::store::deals::group_by_account;
use crate::store::{Reader, StoreError};

pub(super) const COLUMNS: &str = "account.id, account.uid, account.name, account.tags";

fn account_from_row(row: &Row<'_>) -> rusqlite::Result<Account> {
    read_account(&Named::new(row))
}

/// Reads [`COLUMNS`].
pub(super) fn read_account(row: &Named<'_, '_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: row.get("id")?,
        uid: row.get("uid")?,
        name: row.get("name")?,
        tags: row.get::<Tags>("tags")?.0,
    })
}

/// How many attempts there were since a touchpoint, and when the last. A search of the index for each outcome:
/// for a list of them SQLite would build a table of its own each time.
const ATTEMPTS: &str = "SELECT count(*), max(on_day) FROM (
    SELECT on_day FROM touchpoint WHERE account_id = ?1 AND outcome = 'sent'
        AND on_day >= ?2 AND (on_day > ?2 OR id > ?3)
    UNION ALL SELECT on_day FROM touchpoint WHERE account_id = ?1 AND outcome = 'no-answer'
        AND on_day >= ?2 AND (on_day > ?2 OR id > ?3)
    UNION ALL SELECT on_day FROM touchpoint WHERE account_id = ?1 AND outcome = 'left-message'
        AND on_day >= ?2 AND (on_day > ?2 OR id > ?3))";

impl Reader<'_> {
    /// The account of that id.
    pub fn find_account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM account WHERE id = ?1"))?;
        Ok(statement.query_row([id], account_from_row).optional()?)
    }

    /// Whether nothing is on record at all.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT NOT EXISTS (SELECT 1 FROM account)")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Every account, by id.
    pub fn list_accounts(&self) -> Result<Vec<Account>, StoreError> {
        let mut statement = self
            .connection
            .prepare(&format!("SELECT {COLUMNS} FROM account ORDER BY id"))?;
        let accounts = statement
            .query_map([], account_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(accounts)
    }

    /// When the account was last talked with, what was tried since, and when anything was last done.
    pub fn get_reach(&self, id: AccountId) -> Result<Reach, StoreError> {
        let mut last = self.connection.prepare_cached(
            "SELECT on_day, id FROM touchpoint WHERE account_id = ?1 AND outcome = 'reached'
             ORDER BY on_day DESC, id DESC LIMIT 1",
        )?;
        let reached: Option<(NaiveDate, i64)> = last
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let last_reached_on = reached.map(|(on, _)| on);
        // On the day itself, what was written down later came later.
        let from = last_reached_on.map_or_else(String::new, |on| on.to_string());
        let after = reached.map_or(0, |(_, touchpoint)| touchpoint);
        let mut since = self.connection.prepare_cached(ATTEMPTS)?;
        let (attempts, last_tried_on): (i64, Option<NaiveDate>) =
            since.query_row((id, from, after), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Reach {
            last_reached_on,
            attempts,
            last_contact_on: last_tried_on.or(last_reached_on),
        })
    }

    /// An account with what is counted about it.
    pub fn get_account_facts(&self, account: Account) -> Result<AccountFacts, StoreError> {
        let stakes = self.list_stakes_of(account.id)?;
        let reach = self.get_reach(account.id)?;
        Ok(AccountFacts::count(account, reach, stakes))
    }

    /// Every account with what is counted about it, by id.
    pub fn list_account_facts(&self) -> Result<Vec<AccountFacts>, StoreError> {
        let mut deals = group_by_account(self.list_deals()?);
        let mut facts = Vec::new();
        for account in self.list_accounts()? {
            let reach = self.get_reach(account.id)?;
            let of_account = deals.remove(&account.id).unwrap_or_default();
            facts.push(AccountFacts::count(account, reach, &of_account));
        }
        Ok(facts)
    }
}
