//! People at accounts.

use rusqlite::{OptionalExtension, Row};

use crate::domain::id::{AccountId, PersonId};
use crate::domain::person::Person;
use crate::store::convert::{Named, Tags};
use crate::store::{Reader, StoreError};

const COLUMNS: &str = "id, uid, account_id, name, role, email, phone, tags";

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

    /// Who at an account was reached last.
    pub fn find_last_reached_person(&self, id: AccountId) -> Result<Option<PersonId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT person_id FROM touchpoint
             WHERE account_id = ?1 AND outcome = 'reached' AND person_id IS NOT NULL
             ORDER BY on_day DESC, id DESC LIMIT 1",
        )?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }
}
