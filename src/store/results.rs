//! Results with their measurements.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Params, Row};

use crate::domain::check_in::CheckIn;
use crate::domain::customer::{Customer, asking};
use crate::domain::deal::Deal;
use crate::domain::facts::ResultFacts;
use crate::domain::id::{AccountId, DealId, PersonId, ResultId};
use crate::domain::number::Number;
use crate::domain::person::Person;
use crate::domain::result::{Acceptance, Measurement, Promised, PromisedResult};
use crate::store::door::columns;
use crate::store::numbers::Numbers;
use crate::store::{Reader, StoreError, Writer};

const RESULT: &str =
    "SELECT result.id, result.uid, result.deal_id, result.metric, result.baseline, result.target,
    result.unit, result.accepted_by, result.accepted_on, result.may_quote FROM result";
/// The same, a row a measurement.
pub(super) const MEASURED: &str =
    "SELECT result.id, result.uid, result.deal_id, result.metric, result.baseline, result.target,
    result.unit, result.accepted_by, result.accepted_on, result.may_quote, measurement.on_day, measurement.value
    FROM result LEFT JOIN measurement ON measurement.result_id = result.id";

fn result_from_row(row: &Row<'_>) -> rusqlite::Result<PromisedResult> {
    let accepted = match row.get("accepted_on")? {
        Some(on) => Some(Acceptance {
            by: row.get("accepted_by")?,
            on,
            may_quote: row.get("may_quote")?,
        }),
        None => None,
    };
    Ok(PromisedResult {
        id: row.get("id")?,
        uid: row.get("uid")?,
        deal_id: row.get("deal_id")?,
        promised: Promised {
            metric: row.get("metric")?,
            baseline: row.get("baseline")?,
            target: row.get("target")?,
            unit: row.get("unit")?,
        },
        measurements: Vec::new(),
        accepted,
    })
}

impl Reader<'_> {
    /// The results of an account's deals, by id.
    pub fn list_results_of(&self, id: AccountId) -> Result<Vec<PromisedResult>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{RESULT} JOIN deal ON deal.id = result.deal_id WHERE deal.account_id = ?1 ORDER BY result.id"
        ))?;
        let mut results: Vec<PromisedResult> = statement
            .query_map([id], result_from_row)?
            .collect::<Result<_, _>>()?;
        for result in &mut results {
            result.measurements = self.list_measurements_of(result.id)?;
        }
        Ok(results)
    }

    /// The results of one deal, by id.
    pub(super) fn list_results_with(&self, id: DealId) -> Result<Vec<PromisedResult>, StoreError> {
        let of_deal =
            format!("{MEASURED} WHERE result.deal_id = ?1 ORDER BY result.id, measurement.id");
        self.measured(&of_deal, [id])
    }

    /// Every result, by id.
    pub(super) fn list_results(&self) -> Result<Vec<PromisedResult>, StoreError> {
        self.measured(
            &format!("{MEASURED} ORDER BY result.id, measurement.id"),
            [],
        )
    }

    /// Every result with what it points to, by id: a read a table, however many customers there are.
    pub fn list_result_facts(&self) -> Result<Vec<ResultFacts>, StoreError> {
        let mut accounts = self.connection.prepare(
            "SELECT DISTINCT account.id, account.name FROM result JOIN deal ON deal.id = result.deal_id
             JOIN account ON account.id = deal.account_id",
        )?;
        let accounts: HashMap<AccountId, String> = accounts
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let deals = self.list_deals_with_results()?.into_iter();
        let deals: HashMap<DealId, Deal> = deals.map(|deal| (deal.id, deal)).collect();
        let people = self.list_people_who_accepted()?.into_iter();
        let people: HashMap<PersonId, Person> = people.map(|one| (one.id, one)).collect();
        let mut asked: HashMap<ResultId, Vec<CheckIn>> = HashMap::new();
        for check_in in self.list_check_ins_of_results()? {
            if let Some(id) = check_in.result_id {
                asked.entry(id).or_default().push(check_in);
            }
        }
        let facts = |result: PromisedResult| {
            let deal = deals.get(&result.deal_id)?.clone();
            let by = result.accepted.as_ref().and_then(|accepted| accepted.by);
            let asked = asked.get(&result.id).map_or(&[][..], Vec::as_slice);
            Some(ResultFacts {
                account: accounts.get(&deal.account_id).cloned().unwrap_or_default(),
                accepted_by: by.and_then(|id| people.get(&id)).cloned(),
                by: asking(asked, result.id).and_then(|one| one.due_on),
                result,
                deal,
            })
        };
        Ok(self.list_results()?.into_iter().filter_map(facts).collect())
    }

    fn measured(&self, sql: &str, of: impl Params) -> Result<Vec<PromisedResult>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(of)?;
        let mut results: Vec<PromisedResult> = Vec::new();
        while let Some(row) = rows.next()? {
            if results.last().map(|last| last.id) != Some(row.get("id")?) {
                results.push(result_from_row(row)?);
            }
            let value: Option<Number> = row.get("value")?;
            if let (Some(result), Some(value)) = (results.last_mut(), value) {
                let on = row.get("on_day")?;
                result.measurements.push(Measurement { on, value });
            }
        }
        Ok(results)
    }

    fn list_measurements_of(&self, id: ResultId) -> Result<Vec<Measurement>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT on_day, value FROM measurement WHERE result_id = ?1 ORDER BY id",
        )?;
        let measurements = statement
            .query_map([id], |row| {
                Ok(Measurement {
                    on: row.get(0)?,
                    value: row.get(1)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(measurements)
    }

    /// The deal that a result was promised with.
    pub fn find_deal_of_result(&self, id: ResultId) -> Result<Option<DealId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT deal_id FROM result WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }
}

/// Writes the numbers into results, wherever they point to another record.
pub(super) fn renumber(
    results: &mut [PromisedResult],
    numbers: &Numbers,
    uid: impl Fn(&mut String),
) {
    for result in results {
        result.id = numbers.result(result.id);
        result.deal_id = numbers.deal(result.deal_id);
        if let Some(accepted) = &mut result.accepted {
            accepted.by = accepted.by.map(|id| numbers.person(id));
        }
        uid(&mut result.uid);
    }
}

impl Writer<'_> {
    /// Saves what changed of a customer's results.
    pub(super) fn save_results(
        &self,
        before: Option<&Customer>,
        after: &[PromisedResult],
    ) -> Result<(), StoreError> {
        for result in after {
            let was = before.and_then(|before| before.result(result.id));
            if was != Some(result) {
                self.save_result(was, result)?;
            }
        }
        Ok(())
    }

    fn save_result(
        &self,
        before: Option<&PromisedResult>,
        after: &PromisedResult,
    ) -> Result<(), StoreError> {
        let (promised, accepted) = (&after.promised, after.accepted.as_ref());
        let columns = columns![
            uid: after.uid, deal_id: after.deal_id, metric: promised.metric, baseline: promised.baseline,
            target: promised.target, unit: promised.unit, accepted_by: accepted.and_then(|accepted| accepted.by),
            accepted_on: accepted.map(|accepted| accepted.on),
            may_quote: accepted.and_then(|accepted| accepted.may_quote),
        ];
        self.save("result", after.id.0, before.is_none(), &columns)?;
        let nothing = Vec::new();
        let known = before.map_or(&nothing, |before| &before.measurements);
        let same = known
            .iter()
            .zip(&after.measurements)
            .take_while(|(was, is)| was == is)
            .count();
        if same < known.len() {
            let mut ids = self.list_ids("measurement", "result_id", Value::Integer(after.id.0))?;
            ids.sort_unstable();
            for id in ids.into_iter().skip(same) {
                self.delete("measurement", id)?;
            }
        }
        for one in after.measurements.iter().skip(same) {
            self.insert(
                "measurement",
                &columns![result_id: after.id, on_day: one.on, value: one.value],
            )?;
        }
        Ok(())
    }

    /// Removes a result with its measurements and with the check-ins that ask for it.
    pub fn delete_result(&self, account: AccountId, id: ResultId) -> Result<(), StoreError> {
        for check_in in self.list_ids("check_in", "result_id", Value::Integer(id.0))? {
            self.delete_check_in(account, crate::domain::id::CheckInId(check_in))?;
        }
        self.delete_result_row(id)
    }

    /// Removes a result of which nothing asks any more.
    pub(super) fn delete_result_row(&self, id: ResultId) -> Result<(), StoreError> {
        for one in self.list_ids("measurement", "result_id", Value::Integer(id.0))? {
            self.delete("measurement", one)?;
        }
        self.delete("result", id.0)
    }
}

impl rusqlite::types::FromSql for Number {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Self::read_kept(value.as_str()?).ok_or(rusqlite::types::FromSqlError::InvalidType)
    }
}

impl rusqlite::ToSql for Number {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::Owned(Value::Text(
            self.to_string(),
        )))
    }
}
