//! The facts of a report, in bulk: one statement a table, whatever the size of the file.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::Row;

use crate::domain::check_in::{CheckIn, CheckInStatus, Kind};
use crate::domain::customer::REVIVED_WHAT;
use crate::domain::report::{Book, Contact, Period};
use crate::domain::touchpoint::Outcome;
use crate::store::convert::Named;
use crate::store::{Reader, StoreError};

/// What may count: what ended in the period, what is open and was due at some time, and what a win-back left and
/// a revival began.
const CHECK_INS: &str = "SELECT id, account_id, deal_id, kind, iif(what = ?6, what, '') AS what, due_on, first_due_on,
        status, ended, ended_on, theirs, agreed_on
    FROM check_in
    WHERE ended_on BETWEEN ?1 AND ?2 OR (status = ?3 AND (due_on <= ?4 OR first_due_on <= ?4)) OR kind = ?5
        OR what = ?6
    ORDER BY id";

const CONTACTS: &str = "SELECT id, account_id, deal_id, on_day, outcome FROM touchpoint
    WHERE on_day BETWEEN ?1 AND ?2 ORDER BY id";

const REACHED: &str =
    "SELECT account_id, max(on_day) FROM touchpoint WHERE outcome = ?1 GROUP BY account_id";

fn check_in_from_row(row: &Row<'_>) -> rusqlite::Result<CheckIn> {
    let row = Named::new(row);
    let mut check_in = CheckIn::new(
        row.get("id")?,
        row.get("account_id")?,
        row.get("deal_id")?,
        row.get("kind")?,
        row.get::<String>("what")?,
    );
    check_in.due_on = row.get("due_on")?;
    check_in.first_due_on = row.get("first_due_on")?;
    check_in.status = row.get("status")?;
    check_in.ended = row.get("ended")?;
    check_in.ended_on = row.get("ended_on")?;
    check_in.theirs = row.get("theirs")?;
    check_in.agreed_on = row.get("agreed_on")?;
    Ok(check_in)
}

fn contact_from_row(row: &Row<'_>) -> rusqlite::Result<Contact> {
    let row = Named::new(row);
    Ok(Contact {
        id: row.get("id")?,
        account_id: row.get("account_id")?,
        deal_id: row.get("deal_id")?,
        on: row.get("on_day")?,
        outcome: row.get("outcome")?,
    })
}

impl Reader<'_> {
    /// The facts that the report of a period is made of.
    pub fn get_book(&self, period: Period, today: NaiveDate) -> Result<Book, StoreError> {
        self.keep_pages(1_000)?;
        Ok(Book {
            accounts: self.list_account_ids()?,
            deals: self.list_deals()?,
            check_ins: self.list_check_ins_for(period, today)?,
            contacts: self.list_contacts_in(period)?,
            last_reached: self.map_last_reached()?,
            results: self.list_results()?,
            rivals: self.list_rivals()?,
        })
    }

    fn list_account_ids<Id: rusqlite::types::FromSql>(&self) -> Result<Vec<Id>, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT id FROM account ORDER BY id")?;
        let ids = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }

    fn list_check_ins_for(
        &self,
        period: Period,
        today: NaiveDate,
    ) -> Result<Vec<CheckIn>, StoreError> {
        let mut statement = self.connection.prepare(CHECK_INS)?;
        let of = (
            period.from,
            period.to,
            CheckInStatus::Open,
            today,
            Kind::Heartbeat,
            REVIVED_WHAT,
        );
        let check_ins = statement
            .query_map(of, check_in_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(check_ins)
    }

    fn list_contacts_in(&self, period: Period) -> Result<Vec<Contact>, StoreError> {
        let mut statement = self.connection.prepare(CONTACTS)?;
        let contacts = statement
            .query_map((period.from, period.to), contact_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(contacts)
    }

    fn map_last_reached<Id>(&self) -> Result<HashMap<Id, NaiveDate>, StoreError>
    where
        Id: rusqlite::types::FromSql + std::hash::Hash + Eq,
    {
        let mut statement = self.connection.prepare(REACHED)?;
        let reached = statement
            .query_map([Outcome::Reached], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(reached)
    }
}
