//! Records of results and objectives.

use chrono::NaiveDate;
use serde::Serialize;

use super::non_empty;
use crate::domain::check_in::CheckIn;
use crate::domain::customer::asking;
use crate::domain::deal::Deal;
use crate::domain::facts::{ObjectiveFacts, ResultFacts};
use crate::domain::id::{AccountId, DealId, ObjectiveId, PersonId, ResultId};
use crate::domain::number::Number;
use crate::domain::objective::{Answer, Objective, ObjectiveStatus, Stance};
use crate::domain::order::sort_by_key;
use crate::domain::person::{Person, Role};
use crate::domain::result::{Measurement, PromisedResult, Verdict};
use crate::view::format::Record;

/// One value that was measured.
#[derive(Debug, Clone, Serialize)]
pub struct MeasurementRecord {
    pub on: NaiveDate,
    pub value: Number,
}

impl MeasurementRecord {
    fn new(measurement: &Measurement) -> Self {
        Self {
            on: measurement.on,
            value: measurement.value,
        }
    }
}

/// A result that was promised.
#[derive(Debug, Clone, Serialize)]
pub struct ResultRecord {
    pub id: ResultId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: DealId,
    /// The deal's title.
    pub deal: Option<String>,
    pub metric: String,
    pub unit: Option<String>,
    pub baseline: Number,
    pub target: Number,
    /// The day it is to be measured, or was to be; null while it waits for a rung's date.
    pub by: Option<NaiveDate>,
    /// What was measured last.
    pub actual: Option<Number>,
    pub measured_on: Option<NaiveDate>,
    /// By day.
    pub measurements: Vec<MeasurementRecord>,
    pub status: Verdict,
    pub accepted_by_id: Option<PersonId>,
    /// The person's name.
    pub accepted_by: Option<String>,
    pub accepted_on: Option<NaiveDate>,
    /// Whether they may be quoted; null while nobody said.
    pub may_quote: Option<bool>,
}

plain_record!(ResultRecord: "id", "uid", "account_id", "account", "deal_id", "deal", "metric", "unit", "baseline",
    "target", "by", "actual", "measured_on", "measurements", "status", "accepted_by_id", "accepted_by", "accepted_on",
    "may_quote");

impl ResultRecord {
    /// The records of those results that are of one of these deals of an account, among its people and its
    /// check-ins.
    pub fn list(
        results: &[PromisedResult],
        account: &str,
        deals: &[Deal],
        people: &[Person],
        check_ins: &[CheckIn],
    ) -> Vec<Self> {
        results
            .iter()
            .filter_map(|result| {
                let deal = deals.iter().find(|deal| deal.id == result.deal_id)?;
                let by = asking(check_ins, result.id).and_then(|one| one.due_on);
                Some(Self::new(result, account, deal, people, by))
            })
            .collect()
    }

    /// The record of a result with what it points to.
    pub fn of(facts: &ResultFacts) -> Self {
        let people = facts.accepted_by.as_slice();
        Self::new(&facts.result, &facts.account, &facts.deal, people, facts.by)
    }

    /// The record of a result of a deal, to be measured by a day.
    pub fn new(
        result: &PromisedResult,
        account: &str,
        deal: &Deal,
        people: &[Person],
        by: Option<NaiveDate>,
    ) -> Self {
        let (promised, last) = (&result.promised, result.last());
        let accepted = result.accepted.as_ref();
        let accepted_by_id = accepted.and_then(|accepted| accepted.by);
        let mut measurements: Vec<_> = result
            .measurements
            .iter()
            .map(MeasurementRecord::new)
            .collect();
        sort_by_key(&mut measurements, |one| one.on);
        Self {
            id: result.id,
            uid: non_empty(&result.uid),
            account_id: deal.account_id,
            account: account.to_owned(),
            deal_id: deal.id,
            deal: deal.title.clone(),
            metric: promised.metric.clone(),
            unit: promised.unit.clone(),
            baseline: promised.baseline,
            target: promised.target,
            by,
            actual: last.map(|last| last.value),
            measured_on: last.map(|last| last.on),
            measurements,
            status: result.verdict(),
            accepted_by_id,
            accepted_by: accepted_by_id.and_then(|id| name_of(people, id)),
            accepted_on: accepted.map(|accepted| accepted.on),
            may_quote: accepted.and_then(|accepted| accepted.may_quote),
        }
    }

    /// A number with the unit: `28 h`.
    pub fn with_unit(&self, number: Number) -> String {
        match &self.unit {
            Some(unit) => format!("{number} {unit}"),
            None => number.to_string(),
        }
    }
}

/// What one stakeholder said to an objective.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerRecord {
    pub person_id: PersonId,
    /// The person's name.
    pub person: Option<String>,
    pub role: Option<Role>,
    pub stance: Stance,
    /// Why they object.
    pub why: Option<String>,
    pub on: NaiveDate,
}

impl AnswerRecord {
    fn new(answer: &Answer, people: &[Person]) -> Self {
        let person = people.iter().find(|one| one.id == answer.person_id);
        Self {
            person_id: answer.person_id,
            person: person.map(|person| person.name.clone()),
            role: person.and_then(|person| person.role),
            stance: answer.stance,
            why: answer.why.clone(),
            on: answer.on,
        }
    }
}

/// Why they are doing this, and who there agrees.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectiveRecord {
    pub id: ObjectiveId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: DealId,
    /// The deal's title.
    pub deal: Option<String>,
    pub what: String,
    pub status: ObjectiveStatus,
    /// In the order in which people were first asked.
    pub answers: Vec<AnswerRecord>,
}

plain_record!(ObjectiveRecord: "id", "uid", "account_id", "account", "deal_id", "deal", "what", "status", "answers");

impl ObjectiveRecord {
    /// The records of those objectives that are of one of these deals of an account, among its people.
    pub fn list(
        objectives: &[Objective],
        account: &str,
        deals: &[Deal],
        people: &[Person],
    ) -> Vec<Self> {
        objectives
            .iter()
            .filter_map(|objective| {
                let deal = deals.iter().find(|deal| deal.id == objective.deal_id)?;
                Some(Self::new(objective, account, deal, people))
            })
            .collect()
    }

    /// The record of an objective of a deal.
    pub fn new(objective: &Objective, account: &str, deal: &Deal, people: &[Person]) -> Self {
        let (account_id, title) = (deal.account_id, deal.title.clone());
        Self::called(objective, account_id, account, title, people)
    }

    /// The record of an objective with what it points to.
    pub fn of(facts: &ObjectiveFacts) -> Self {
        let (account_id, title) = (facts.account_id, facts.deal.clone());
        Self::called(
            &facts.objective,
            account_id,
            &facts.account,
            title,
            &facts.people,
        )
    }

    fn called(
        objective: &Objective,
        account_id: AccountId,
        account: &str,
        deal: Option<String>,
        people: &[Person],
    ) -> Self {
        let answer = |answer: &Answer| AnswerRecord::new(answer, people);
        Self {
            id: objective.id,
            uid: non_empty(&objective.uid),
            account_id,
            account: account.to_owned(),
            deal_id: objective.deal_id,
            deal,
            what: objective.what.clone(),
            status: objective.status(),
            answers: objective.answers.iter().map(answer).collect(),
        }
    }
}

fn name_of(people: &[Person], id: PersonId) -> Option<String> {
    let person = people.iter().find(|person| person.id == id)?;
    Some(person.name.clone())
}
