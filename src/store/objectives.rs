//! Objectives with what the stakeholders say to them.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};

use crate::domain::customer::Customer;
use crate::domain::facts::ObjectiveFacts;
use crate::domain::id::{AccountId, DealId, ObjectiveId, PersonId};
use crate::domain::objective::{Answer, Objective};
use crate::domain::person::Person;
use crate::store::door::columns;
use crate::store::numbers::Numbers;
use crate::store::{Reader, StoreError, Writer};

const OBJECTIVE: &str =
    "SELECT objective.id, objective.uid, objective.deal_id, objective.what FROM objective";

fn objective_from_row(row: &Row<'_>) -> rusqlite::Result<Objective> {
    Ok(Objective {
        id: row.get("id")?,
        uid: row.get("uid")?,
        deal_id: row.get("deal_id")?,
        what: row.get("what")?,
        answers: Vec::new(),
    })
}

const ANSWER: &str = "SELECT objective_id, person_id, stance, why, on_day FROM objective_answer";

fn answer_from_row(row: &Row<'_>) -> rusqlite::Result<Answer> {
    Ok(Answer {
        person_id: row.get("person_id")?,
        stance: row.get("stance")?,
        why: row.get("why")?,
        on: row.get("on_day")?,
    })
}

impl Reader<'_> {
    /// The objectives of an account's deals, by id.
    pub fn list_objectives_of(&self, id: AccountId) -> Result<Vec<Objective>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{OBJECTIVE} JOIN deal ON deal.id = objective.deal_id WHERE deal.account_id = ?1 ORDER BY objective.id"
        ))?;
        let mut objectives: Vec<Objective> = statement
            .query_map([id], objective_from_row)?
            .collect::<Result<_, _>>()?;
        for objective in &mut objectives {
            objective.answers = self.list_answers_of(objective.id)?;
        }
        Ok(objectives)
    }

    fn list_answers_of(&self, id: ObjectiveId) -> Result<Vec<Answer>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{ANSWER} WHERE objective_id = ?1 ORDER BY id"))?;
        let answers = statement
            .query_map([id], answer_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(answers)
    }

    /// The deal that an objective is of.
    pub fn find_deal_of_objective(&self, id: ObjectiveId) -> Result<Option<DealId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT deal_id FROM objective WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }

    /// Every objective with what it points to, by id: a read a table, however many customers there are.
    pub fn list_objective_facts(&self) -> Result<Vec<ObjectiveFacts>, StoreError> {
        let people = self.list_people_who_answered()?.into_iter();
        let people: HashMap<PersonId, Person> = people.map(|one| (one.id, one)).collect();
        let mut answers: HashMap<ObjectiveId, Vec<Answer>> = HashMap::new();
        let mut statement = self
            .connection
            .prepare(&format!("{ANSWER} ORDER BY objective_id, id"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let of = answers.entry(row.get("objective_id")?).or_default();
            of.push(answer_from_row(row)?);
        }
        let mut statement = self.connection.prepare(
            "SELECT objective.id, objective.uid, objective.deal_id, objective.what,
             deal.account_id, deal.title, account.name FROM objective
             JOIN deal ON deal.id = objective.deal_id JOIN account ON account.id = deal.account_id
             ORDER BY objective.id",
        )?;
        let facts = statement.query_map([], |row| {
            let mut objective = objective_from_row(row)?;
            objective.answers = answers.remove(&objective.id).unwrap_or_default();
            let named = objective.answers.iter();
            let named = named.filter_map(|answer| people.get(&answer.person_id));
            Ok(ObjectiveFacts {
                account_id: row.get("account_id")?,
                account: row.get("name")?,
                deal: row.get("title")?,
                people: named.cloned().collect(),
                objective,
            })
        })?;
        Ok(facts.collect::<Result<_, _>>()?)
    }
}

/// Writes the numbers into objectives, wherever they point to another record.
pub(super) fn renumber(objectives: &mut [Objective], numbers: &Numbers, uid: impl Fn(&mut String)) {
    for objective in objectives {
        objective.id = numbers.objective(objective.id);
        objective.deal_id = numbers.deal(objective.deal_id);
        for answer in &mut objective.answers {
            answer.person_id = numbers.person(answer.person_id);
        }
        uid(&mut objective.uid);
    }
}

impl Writer<'_> {
    /// Saves what changed of a customer's objectives.
    pub(super) fn save_objectives(
        &self,
        before: Option<&Customer>,
        after: &[Objective],
    ) -> Result<(), StoreError> {
        for objective in after {
            let was = before.and_then(|before| before.objective(objective.id));
            if was != Some(objective) {
                self.save_objective(was, objective)?;
            }
        }
        Ok(())
    }

    fn save_objective(
        &self,
        before: Option<&Objective>,
        after: &Objective,
    ) -> Result<(), StoreError> {
        let columns = columns![uid: after.uid, deal_id: after.deal_id, what: after.what];
        self.save("objective", after.id.0, before.is_none(), &columns)?;
        let nothing = Vec::new();
        let known = before.map_or(&nothing, |before| &before.answers);
        for answer in after.answers.iter().filter(|one| !known.contains(one)) {
            let columns = columns![
                objective_id: after.id, person_id: answer.person_id, stance: answer.stance, why: answer.why,
                on_day: answer.on,
            ];
            match self.find_answer(after.id, answer)? {
                Some(id) => self.update("objective_answer", id, &columns)?,
                None => {
                    self.insert("objective_answer", &columns)?;
                }
            }
        }
        Ok(())
    }

    fn find_answer(&self, id: ObjectiveId, answer: &Answer) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM objective_answer WHERE objective_id = ?1 AND person_id = ?2",
        )?;
        Ok(statement
            .query_row((id, answer.person_id), |row| row.get(0))
            .optional()?)
    }

    /// Removes an objective with what was said to it.
    pub fn delete_objective(&self, id: ObjectiveId) -> Result<(), StoreError> {
        for answer in self.list_ids("objective_answer", "objective_id", Value::Integer(id.0))? {
            self.delete("objective_answer", answer)?;
        }
        self.delete("objective", id.0)
    }
}
