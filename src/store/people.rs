//! People at accounts.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use crate::domain::id::{AccountId, PersonId};
use crate::domain::person::{Person, Topic};
use crate::store::convert::{Named, Tags};
use crate::store::{Reader, StoreError};

const COLUMNS: &str = "id, uid, account_id, name, role, email, phone, tags, interests, last_topic, last_topic_on, note";

fn read_topic(row: &Named<'_, '_>) -> rusqlite::Result<Option<Topic>> {
    let (what, on): (Option<String>, Option<NaiveDate>) =
        (row.get("last_topic")?, row.get("last_topic_on")?);
    Ok(what.zip(on).map(|(what, on)| Topic { what, on }))
}

fn person_from_row(row: &Row<'_>) -> rusqlite::Result<Person> {
    let row = Named::new(row);
    Ok(Person {
        id: row.get("id")?,
        uid: row.get("uid")?,
        account_id: row.get("account_id")?,
        name: row.get("name")?,
        role: row.get("role")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        tags: row.get::<Tags>("tags")?.0,
        interests: row.get("interests")?,
        topic: read_topic(&row)?,
        note: row.get("note")?,
    })
}

impl Reader<'_> {
    /// The person of that id.
    pub fn find_person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE id = ?1"))?;
        Ok(statement.query_row([id], person_from_row).optional()?)
    }

    /// Everybody, by id.
    pub fn list_people(&self) -> Result<Vec<Person>, StoreError> {
        let mut statement = self
            .connection
            .prepare(&format!("SELECT {COLUMNS} FROM person ORDER BY id"))?;
        let people = statement
            .query_map([], person_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(people)
    }

    /// Everybody who accepted a result, by id.
    pub(super) fn list_people_who_accepted(&self) -> Result<Vec<Person>, StoreError> {
        let mut statement = self.connection.prepare(&format!(
            "SELECT {COLUMNS} FROM person WHERE id IN (SELECT accepted_by FROM result) ORDER BY id"
        ))?;
        let people = statement
            .query_map([], person_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(people)
    }

    /// Everybody with an answer to an objective, by id.
    pub(super) fn list_people_who_answered(&self) -> Result<Vec<Person>, StoreError> {
        let mut statement = self.connection.prepare(&format!(
            "SELECT {COLUMNS} FROM person WHERE id IN (SELECT person_id FROM objective_answer) ORDER BY id"
        ))?;
        let people = statement
            .query_map([], person_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(people)
    }

    /// Everybody at an account, by id.
    pub fn list_people_of(&self, id: AccountId) -> Result<Vec<Person>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM person WHERE account_id = ?1 ORDER BY id"
        ))?;
        let people = statement
            .query_map([id], person_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(people)
    }

    /// Everybody who is at an account or was: whom its results, objectives and check-ins name; by id.
    pub fn list_people_known_to(&self, id: AccountId) -> Result<Vec<Person>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM person WHERE id IN (
                SELECT id FROM person WHERE account_id = ?1
                UNION SELECT person_id FROM check_in WHERE account_id = ?1
                UNION SELECT agreed_by FROM check_in WHERE account_id = ?1
                UNION SELECT result.accepted_by FROM result JOIN deal ON deal.id = result.deal_id
                    WHERE deal.account_id = ?1
                UNION SELECT objective_answer.person_id FROM objective_answer
                    JOIN objective ON objective.id = objective_answer.objective_id
                    JOIN deal ON deal.id = objective.deal_id WHERE deal.account_id = ?1)
             ORDER BY id"
        ))?;
        let people = statement
            .query_map([id], person_from_row)?
            .collect::<Result<_, _>>()?;
        Ok(people)
    }

    /// Who of those at an account was reached last.
    pub fn find_last_reached_person(&self, id: AccountId) -> Result<Option<PersonId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT touchpoint.person_id FROM touchpoint JOIN person ON person.id = touchpoint.person_id
             WHERE touchpoint.account_id = ?1 AND touchpoint.outcome = 'reached' AND person.account_id = ?1
             ORDER BY touchpoint.on_day DESC, touchpoint.id DESC LIMIT 1",
        )?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }
}
