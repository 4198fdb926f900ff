//! What is due, in the time of the answer: a search of the open check-ins by date, and a few seeks a row.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension as _, Row};

use crate::domain::account::Reach;
use crate::domain::check_in::{CheckInStatus, Kind};
use crate::domain::contract;
use crate::domain::due::{Candidate, Standing};
use crate::domain::facts::{AccountFacts, DealFacts, DueDetail};
use crate::domain::id::{AccountId, CheckInId, DealId, PersonId};
use crate::domain::money::{Currency, Money};
use crate::domain::rung::Rung;
use crate::store::accounts::{self, read_account};
use crate::store::check_ins::{self, read_check_in};
use crate::store::convert::Named;
use crate::store::deals::{self, read_deal};
use crate::store::{OpenSigns, Reader, StoreError};

/// Open check-ins by date, each with what its level depends on. `begun` is a fact about the deal; what
/// follows from it is decided in the domain.
const CANDIDATES: &str = "SELECT check_in.id, check_in.account_id, check_in.deal_id, check_in.kind, check_in.due_on,
        check_in.snoozed_until, deal.value_minor, deal.currency, deal.lost_on IS NOT NULL AS is_lost,
        EXISTS (SELECT 1 FROM rung WHERE rung.deal_id = check_in.deal_id AND rung.done_on IS NOT NULL) AS has_begun,
        check_in.theirs, deal.renews_on, deal.notice_days
    FROM check_in LEFT JOIN deal ON deal.id = check_in.deal_id
    WHERE check_in.status = 'open' AND check_in.due_on <= ?1";

const COMING: &str = "SELECT count(*) FROM check_in
    WHERE status = 'open' AND due_on > ?1 AND due_on <= ?2
      AND (snoozed_until IS NULL OR snoozed_until <= ?2)";

const NEXT: &str = "SELECT check_in.due_on, account.name
    FROM check_in JOIN account ON account.id = check_in.account_id
    WHERE check_in.status = 'open' AND check_in.due_on > ?1
      AND (check_in.snoozed_until IS NULL OR check_in.snoozed_until <= check_in.due_on)
    ORDER BY check_in.due_on LIMIT 1";

const BACK: &str = "SELECT check_in.snoozed_until, account.name
    FROM check_in JOIN account ON account.id = check_in.account_id
    WHERE check_in.status = 'open' AND check_in.snoozed_until > ?1
      AND check_in.snoozed_until >= check_in.due_on
    ORDER BY check_in.snoozed_until LIMIT 1";

const PROMISES_AFTER: &str = "SELECT id FROM check_in
    WHERE account_id = ?1 AND status = ?2 AND kind = ?3 AND due_on > ?4 ORDER BY due_on, id";

const PLANS_B: &str = "SELECT plan_b FROM check_in
    WHERE deal_id = ?1 AND status = ?2 AND kind = ?3 AND plan_b IS NOT NULL ORDER BY id";
/// A check-in with its account, its deal, and who is the first on that deal.
static DETAIL: LazyLock<String> = LazyLock::new(|| {
    let (check_in, account, deal) = (check_ins::COLUMNS, accounts::COLUMNS, deals::COLUMNS);
    format!(
        "SELECT {check_in}, {account},
            (SELECT person_id FROM (SELECT person_id, min(id) FROM deal_person WHERE deal_id = check_in.deal_id))
                AS first_person,
            {deal}
        FROM check_in JOIN account ON account.id = check_in.account_id
        LEFT JOIN deal ON deal.id = check_in.deal_id
        WHERE check_in.id = ?1"
    )
});

fn candidate_from_row(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    let deal_id: Option<DealId> = row.get(2)?;
    let (minor, currency): (Option<i64>, Option<Currency>) = (row.get(6)?, row.get(7)?);
    let standing = match (deal_id, row.get(8)?, row.get(9)?) {
        (Some(_), true, _) => Standing::Lost,
        (Some(_), false, false) => Standing::Prospect,
        _ => Standing::Customer,
    };
    Ok(Candidate {
        id: row.get(0)?,
        account_id: row.get(1)?,
        deal_id,
        kind: row.get(3)?,
        theirs: row.get(10)?,
        due_on: row.get(4)?,
        snoozed_until: row.get(5)?,
        standing,
        value: minor
            .zip(currency)
            .map(|(minor, currency)| Money { minor, currency }),
        notice_on: contract::notice_on(row.get(11)?, row.get(12)?),
    })
}

impl Reader<'_> {
    /// Open check-ins due up to a day, snoozed ones too.
    pub fn list_due_until(&self, until: NaiveDate) -> Result<Vec<Candidate>, StoreError> {
        let mut statement = self.connection.prepare_cached(CANDIDATES)?;
        let candidates = statement
            .query_map([until], candidate_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(candidates)
    }

    /// Open check-ins of one account due up to a day, snoozed ones too.
    pub fn list_due_until_of(
        &self,
        account: AccountId,
        until: NaiveDate,
    ) -> Result<Vec<Candidate>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{CANDIDATES} AND check_in.account_id = ?2"))?;
        let candidates = statement
            .query_map((until, account), candidate_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(candidates)
    }

    /// How many open check-ins fall due after `from`, up to `to`.
    pub fn count_coming(&self, from: NaiveDate, to: NaiveDate) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached(COMING)?;
        Ok(statement.query_row((from, to), |row| row.get(0))?)
    }

    /// The first open check-in that comes into sight after a day: when, and with whom.
    pub fn find_next_after(
        &self,
        day: NaiveDate,
    ) -> Result<Option<(NaiveDate, String)>, StoreError> {
        let mut first = None;
        for sql in [NEXT, BACK] {
            let mut statement = self.connection.prepare_cached(sql)?;
            let found: Option<(NaiveDate, String)> = statement
                .query_row([day], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            first = first.into_iter().chain(found).min_by_key(|(on, _)| *on);
        }
        Ok(first)
    }

    /// The reach of each account.
    pub fn map_reach(
        &self,
        accounts: impl Iterator<Item = AccountId>,
    ) -> Result<HashMap<AccountId, Reach>, StoreError> {
        let mut reaches = HashMap::new();
        for account in accounts {
            if let Entry::Vacant(place) = reaches.entry(account) {
                place.insert(self.get_reach(account)?);
            }
        }
        Ok(reaches)
    }

    /// The open promises with an account that are not due yet, ours and theirs, by date.
    pub fn list_promises_after(
        &self,
        account: AccountId,
        today: NaiveDate,
    ) -> Result<Vec<CheckInId>, StoreError> {
        let mut statement = self.connection.prepare_cached(PROMISES_AFTER)?;
        let of_account = (account, CheckInStatus::Open, Kind::Promise, today);
        let ids = statement
            .query_map(of_account, |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// What is done when an open risk of a deal comes true, the oldest risk first.
    fn list_plans_b(&self, deal: DealId) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(PLANS_B)?;
        let plans = statement
            .query_map((deal, CheckInStatus::Open, Kind::Risk), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(plans)
    }

    /// What a row shows of one check-in, of an account with this reach. What only scripts get is counted only
    /// `for_scripts`, who bring the open check-ins that tell of health: a screen of fifty rows must not read
    /// five hundred deals.
    pub fn get_due_detail(
        &self,
        id: CheckInId,
        reach: Reach,
        for_scripts: Option<(&OpenSigns, NaiveDate)>,
    ) -> Result<Option<DueDetail>, StoreError> {
        let mut statement = self.connection.prepare_cached(&DETAIL)?;
        let found = statement.query_row([id], |row| {
            let row = Named::new(row);
            let (check_in, account) = (read_check_in(&row)?, read_account(&row)?);
            let first_person: Option<PersonId> = row.get("first_person")?;
            let deal = check_in.deal_id.map(|_| read_deal(&row)).transpose()?;
            Ok((check_in, account, first_person, deal))
        });
        let Some((check_in, account, first_person, mut deal)) = found.optional()? else {
            return Ok(None);
        };
        if let Some(deal) = &mut deal {
            self.read_rungs(deal)?;
        }
        let (account_id, name) = (account.id, account.name.clone());
        let stakes = if for_scripts.is_some() {
            self.list_stakes_of(account_id)?
        } else {
            Vec::new()
        };
        let account = AccountFacts::count(account, reach, stakes);
        let next_check_in_on = match &deal {
            Some(deal) if for_scripts.is_some() => self.find_next_check_in_on(deal.id)?,
            _ => None,
        };
        let health = match (&deal, for_scripts) {
            (Some(deal), Some((open, today))) => {
                self.get_health(deal, &reach, open.of(account_id), today)?
            }
            _ => None,
        };
        let person = match check_in.person_id.or(first_person) {
            Some(person) => Some(person),
            None => self.find_last_reached_person(account_id)?,
        };
        let person = person.map(|id| self.find_person(id)).transpose()?.flatten();
        let deal = deal.map(|deal| DealFacts {
            deal,
            account: name,
            reach,
            next_check_in_on,
            health,
        });
        let plans_b = match check_in.deal_id {
            Some(deal) if check_in.rung == Some(Rung::Delivered) => self.list_plans_b(deal)?,
            _ => Vec::new(),
        };
        Ok(Some(DueDetail {
            check_in,
            plans_b,
            account,
            deal,
            person,
        }))
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::schema::{MIGRATIONS, migrate};

    /// `due` must answer in the time of its answer, whatever the size of the file: every step of its
    /// queries is a search of an index, none reads a table through.
    #[test]
    fn every_query_of_due_is_a_search() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, MIGRATIONS).unwrap();
        let reader = Reader::new(&connection);
        for sql in [CANDIDATES, COMING, NEXT, BACK] {
            let plan = reader.query_plan(sql);
            let index = if sql == BACK {
                "check_in_snoozed"
            } else {
                "check_in_open"
            };
            assert!(plan.iter().any(|step| step.contains(index)), "{plan:#?}");
            assert!(
                plan.iter().all(|step| !step.starts_with("SCAN")),
                "{plan:#?}"
            );
            assert!(
                plan.iter().all(|step| !step.contains("TEMP B-TREE")),
                "{plan:#?}"
            );
        }
    }
}
