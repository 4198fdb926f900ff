//! What the health of a deal depends on beside the deal itself.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::Row;

use crate::domain::account::Reach;
use crate::domain::check_in::Kind;
use crate::domain::deal::Deal;
use crate::domain::health::{self, Health, Sign, Signs};
use crate::domain::id::{AccountId, DealId};
use crate::domain::order::sort_by_key;
use crate::domain::result::PromisedResult;
use crate::domain::rival::Rival;
use crate::store::{Reader, StoreError};

const OPEN: &str = "SELECT account_id, deal_id, kind, theirs, due_on, what, id FROM check_in
    WHERE status = 'open' AND due_on <= ?1";

/// The open check-ins that tell something, all in order of their accounts: kept so, a hundred thousand of
/// them take a few megabytes.
#[derive(Debug, Default)]
pub struct OpenSigns(Vec<Sign>);

impl OpenSigns {
    /// Those of an account and of its deals.
    pub fn of(&self, account: AccountId) -> &[Sign] {
        let first = self.0.partition_point(|one| one.account_id < account);
        let behind = self.0.partition_point(|one| one.account_id <= account);
        &self.0[first..behind]
    }
}

/// All that the health of many deals depends on.
#[derive(Debug)]
pub struct AllSigns {
    open: OpenSigns,
    results: HashMap<DealId, Vec<PromisedResult>>,
    rivals: HashMap<AccountId, Vec<Rival>>,
    today: NaiveDate,
}

impl AllSigns {
    /// How a deal fares whose account has that reach.
    pub fn judge(&self, deal: &Deal, reach: &Reach) -> Option<Health> {
        let results = self.results.get(&deal.id);
        let rivals = self.rivals.get(&deal.account_id);
        let signs = Signs {
            check_ins: self.open.of(deal.account_id),
            results: results.map_or(&[], Vec::as_slice),
            rivals: rivals.map_or(&[], Vec::as_slice),
        };
        health::judge(deal, reach, signs, self.today)
    }
}

fn sign_from_row(row: &Row<'_>, today: NaiveDate) -> rusqlite::Result<Option<Sign>> {
    let (kind, due_on) = (row.get(2)?, row.get(4)?);
    if !Sign::tells(kind, row.get(3)?, due_on, today) {
        return Ok(None);
    }
    Ok(Some(Sign {
        id: row.get(6)?,
        account_id: row.get(0)?,
        deal_id: row.get(1)?,
        kind,
        due_on,
        what: match kind {
            Kind::Promise => Some(row.get(5)?),
            _ => None,
        },
    }))
}

impl Reader<'_> {
    /// The open check-ins that tell something about health: of one account, or of all.
    pub fn list_open_signs(
        &self,
        account: Option<AccountId>,
        today: NaiveDate,
    ) -> Result<OpenSigns, StoreError> {
        let signs: Result<Vec<Option<Sign>>, rusqlite::Error> = match account {
            Some(account) => self
                .connection
                .prepare_cached(&format!("{OPEN} AND account_id = ?2"))?
                .query_map((today, account), |row| sign_from_row(row, today))?
                .collect(),
            None => self
                .connection
                .prepare_cached(OPEN)?
                .query_map([today], |row| sign_from_row(row, today))?
                .filter(|one| !matches!(one, Ok(None)))
                .collect(),
        };
        let mut signs: Vec<Sign> = signs?.into_iter().flatten().collect();
        sort_by_key(&mut signs, |one| one.account_id);
        Ok(OpenSigns(signs))
    }

    /// How one deal fares, given the open check-ins of its account.
    pub fn get_health(
        &self,
        deal: &Deal,
        reach: &Reach,
        check_ins: &[Sign],
        today: NaiveDate,
    ) -> Result<Option<Health>, StoreError> {
        let results = self.list_results_with(deal.id)?;
        let rivals = self.list_rivals_of(deal.account_id)?;
        let signs = Signs {
            check_ins,
            results: &results,
            rivals: &rivals,
        };
        Ok(health::judge(deal, reach, signs, today))
    }

    /// What the health of every deal depends on: of one account, or of all.
    pub fn list_signs(
        &self,
        account: Option<AccountId>,
        today: NaiveDate,
    ) -> Result<AllSigns, StoreError> {
        let open = self.list_open_signs(account, today)?;
        let (results, all_rivals) = match account {
            Some(id) => (self.list_results_of(id)?, self.list_rivals_of(id)?),
            None => (self.list_results()?, self.list_rivals()?),
        };
        let mut signs = AllSigns {
            open,
            results: HashMap::new(),
            rivals: HashMap::new(),
            today,
        };
        for result in results {
            signs
                .results
                .entry(result.deal_id)
                .or_default()
                .push(result);
        }
        for rival in all_rivals {
            signs
                .rivals
                .entry(rival.account_id)
                .or_default()
                .push(rival);
        }
        Ok(signs)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::results::MEASURED;
    use crate::store::schema::{MIGRATIONS, migrate};

    /// `due --json` asks for the health of each of its rows: nothing it asks reads a table through.
    #[test]
    fn what_health_depends_on_is_found_by_search() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, MIGRATIONS).unwrap();
        let reader = Reader::new(&connection);
        let of_deal =
            format!("{MEASURED} WHERE result.deal_id = ?1 ORDER BY result.id, measurement.id");
        let table = [
            (OPEN.to_owned(), "check_in_open"),
            (of_deal, "result_by_deal"),
        ];
        for (sql, index) in table {
            let plan = reader.query_plan(&sql);
            assert!(plan.iter().any(|step| step.contains(index)), "{plan:#?}");
            let is_slow = |step: &String| step.starts_with("SCAN") || step.contains("TEMP B-TREE");
            assert!(!plan.iter().any(is_slow), "{plan:#?}");
        }
    }
}
