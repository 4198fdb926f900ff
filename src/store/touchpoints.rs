//! Touchpoints.

use chrono::NaiveDate;
use rusqlite::{Params, Row};

use crate::domain::facts::TouchpointFacts;
use crate::domain::id::{AccountId, CheckInId, DealId, TouchpointId};
use crate::domain::manners::{Exchange, Try};
use crate::domain::touchpoint::Touchpoint;
use crate::store::convert::Named;
use crate::store::{Reader, StoreError};

const TOUCHPOINT: &str = "SELECT touchpoint.id, touchpoint.uid, touchpoint.account_id, touchpoint.deal_id,
    touchpoint.person_id, touchpoint.on_day, touchpoint.sent_on, touchpoint.via, touchpoint.outcome, touchpoint.inbound,
    touchpoint.note, touchpoint.gave, touchpoint.asked, touchpoint.next_check_in_id,
    account.name AS account_name, deal.title AS deal_title, person.name AS person_name
    FROM touchpoint
    JOIN account ON account.id = touchpoint.account_id
    LEFT JOIN deal ON deal.id = touchpoint.deal_id
    LEFT JOIN person ON person.id = touchpoint.person_id";

fn touchpoint_from_row(row: &Row<'_>) -> rusqlite::Result<Touchpoint> {
    let row = Named::new(row);
    Ok(Touchpoint {
        id: row.get("id")?,
        uid: row.get("uid")?,
        account_id: row.get("account_id")?,
        deal_id: row.get("deal_id")?,
        person_id: row.get("person_id")?,
        on: row.get("on_day")?,
        sent_on: row.get("sent_on")?,
        via: row.get("via")?,
        outcome: row.get("outcome")?,
        inbound: row.get("inbound")?,
        note: row.get("note")?,
        gave: row.get("gave")?,
        asked: row.get("asked")?,
        next: row.get("next_check_in_id")?,
    })
}

impl Reader<'_> {
    /// The touchpoint of that id.
    pub fn find_touchpoint(&self, id: TouchpointId) -> Result<Option<TouchpointFacts>, StoreError> {
        Ok(self
            .touchpoints_by("WHERE touchpoint.id = ?1", [id])?
            .into_iter()
            .next())
    }

    /// Whether there is a touchpoint of that id.
    pub(super) fn has_touchpoint(&self, id: TouchpointId) -> Result<bool, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM touchpoint WHERE id = ?1)")?;
        Ok(statement.query_row([id], |row| row.get(0))?)
    }

    /// Touchpoints, the latest first: all of them, or an account's, since a day, at most so many.
    pub fn list_touchpoints(
        &self,
        account: Option<AccountId>,
        since: Option<NaiveDate>,
        limit: Option<usize>,
    ) -> Result<Vec<TouchpointFacts>, StoreError> {
        let limit = limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        let since = since.map_or_else(String::new, |since| since.to_string());
        let order = "ORDER BY touchpoint.on_day DESC, touchpoint.id DESC LIMIT";
        match account {
            Some(account) => self.touchpoints_by(
                &format!("WHERE touchpoint.account_id = ?1 AND touchpoint.on_day >= ?2 {order} ?3"),
                (account, since, limit),
            ),
            None => self.touchpoints_by(
                &format!("WHERE touchpoint.on_day >= ?1 {order} ?2"),
                (since, limit),
            ),
        }
    }

    /// What was last said with an account: the day and the note of its latest touchpoint that has one.
    pub fn find_last_words(
        &self,
        account: AccountId,
    ) -> Result<Option<(NaiveDate, String)>, StoreError> {
        use rusqlite::OptionalExtension as _;
        let mut statement = self.connection.prepare_cached(
            "SELECT on_day, note FROM touchpoint WHERE account_id = ?1 AND note IS NOT NULL
             ORDER BY on_day DESC, id DESC LIMIT 1",
        )?;
        Ok(statement
            .query_row([account], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    }

    /// What went to and fro with an account, the latest first: contacts that asked or gave something, at most so
    /// many.
    pub fn list_exchanges(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Exchange>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT gave IS NOT NULL, asked FROM touchpoint
             WHERE account_id = ?1 AND (asked = 1 OR gave IS NOT NULL)
             ORDER BY on_day DESC, id DESC LIMIT ?2",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let exchanges = statement
            .query_map((account, limit), |row| {
                Ok(Exchange {
                    gave: row.get(0)?,
                    asked: row.get(1)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(exchanges)
    }

    /// The attempts since an account was last reached, the latest first: as many as count there.
    pub fn list_tries(&self, account: AccountId, count: usize) -> Result<Vec<Try>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT via, person_id FROM touchpoint WHERE account_id = ?1 AND outcome <> 'reached'
             ORDER BY on_day DESC, id DESC LIMIT ?2",
        )?;
        let limit = i64::try_from(count).unwrap_or(i64::MAX);
        let tries = statement
            .query_map((account, limit), |row| {
                Ok(Try {
                    via: row.get(0)?,
                    person_id: row.get(1)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(tries)
    }

    /// The touchpoints of a deal, the latest first.
    pub fn list_touchpoints_of_deal(
        &self,
        account: AccountId,
        deal: DealId,
    ) -> Result<Vec<TouchpointFacts>, StoreError> {
        let of_account = self.list_touchpoints(Some(account), None, None)?;
        Ok(of_account
            .into_iter()
            .filter(|facts| facts.touchpoint.deal_id == Some(deal))
            .collect())
    }

    fn touchpoints_by(
        &self,
        filter: &str,
        of: impl Params,
    ) -> Result<Vec<TouchpointFacts>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{TOUCHPOINT} {filter}"))?;
        let mut rows = statement.query(of)?;
        let mut facts = Vec::new();
        while let Some(row) = rows.next()? {
            let touchpoint = touchpoint_from_row(row)?;
            let closed = self.list_closed_by(touchpoint.id)?;
            facts.push(TouchpointFacts {
                account: row.get("account_name")?,
                deal: row.get("deal_title")?,
                person: row.get("person_name")?,
                touchpoint,
                closed,
            });
        }
        Ok(facts)
    }

    /// The touchpoints that set this check-in as the next one.
    pub(super) fn list_setting(
        &self,
        account: AccountId,
        check_in: CheckInId,
    ) -> Result<Vec<TouchpointId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM touchpoint WHERE account_id = ?1 AND next_check_in_id = ?2",
        )?;
        let ids = statement
            .query_map((account, check_in), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }
}

impl Reader<'_> {
    /// Whether SQLite's query plan for a statement is a search of indexes only; for tests.
    #[cfg(test)]
    pub(crate) fn query_plan(&self, sql: &str) -> Vec<String> {
        let mut statement = self
            .connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let count = statement.parameter_count();
        let nothing: Vec<Option<i64>> = vec![None; count];
        statement
            .query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }
}
