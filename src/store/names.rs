//! Finding accounts and people by what somebody types.
//!
//! The index of name words only narrows the search; whether a name answers to a query is decided in the domain.

use std::collections::BTreeSet;

use rusqlite::types::Value;

use crate::domain::id::{AccountId, PersonId};
use crate::domain::name;
use crate::domain::target::{Fit, fit};
use crate::store::door::columns;
use crate::store::{Reader, StoreError, Writer};

/// Something with a name, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub account_id: AccountId,
    /// The account's name.
    pub account: String,
    pub person_id: Option<PersonId>,
    /// The person's name.
    pub person: Option<String>,
}

const ACCOUNT: &str =
    "SELECT DISTINCT account.id AS account_id, account.name AS account, NULL AS person_id,
    NULL AS person, NULL AS email FROM account";
const PERSON: &str = "SELECT DISTINCT account.id AS account_id, account.name AS account, person.id AS person_id,
    person.name AS person, person.email AS email FROM person JOIN account ON account.id = person.account_id";

impl Reader<'_> {
    /// Accounts whose name answers to a folded query, with how well; by id.
    pub fn list_accounts_named(&self, folded: &str) -> Result<Vec<(Fit, Named)>, StoreError> {
        let sql = format!("{ACCOUNT} JOIN name_word ON name_word.account_id = account.id");
        self.named(&sql, folded, false)
    }

    /// People whose name or e-mail address answers to a folded query, with how well; by id.
    pub fn list_people_named(&self, folded: &str) -> Result<Vec<(Fit, Named)>, StoreError> {
        let sql = format!("{PERSON} JOIN name_word ON name_word.person_id = person.id");
        self.named(&sql, folded, false)
    }

    /// Accounts and people whose name holds a folded query anywhere. It reads every name.
    pub fn list_containing(&self, folded: &str) -> Result<Vec<(Fit, Named)>, StoreError> {
        let mut found = self.named(ACCOUNT, folded, true)?;
        if found.is_empty() {
            found = self.named(PERSON, folded, true)?;
        }
        Ok(found)
    }

    fn named(
        &self,
        sql: &str,
        folded: &str,
        everything: bool,
    ) -> Result<Vec<(Fit, Named)>, StoreError> {
        let begin = index_word(folded);
        let (sql, range) = if everything {
            (format!("{sql} ORDER BY account.id, person_id"), Vec::new())
        } else {
            let filter =
                "WHERE name_word.word >= ?1 AND name_word.word < ?2 ORDER BY account.id, person_id";
            (
                format!("{sql} {filter}"),
                vec![begin.clone(), format!("{begin}\u{10ffff}")],
            )
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(range))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let named = Named {
                account_id: row.get("account_id")?,
                account: row.get("account")?,
                person_id: row.get("person_id")?,
                person: row.get("person")?,
            };
            let folded_name = name::fold(named.person.as_ref().unwrap_or(&named.account));
            let email: Option<String> = row.get("email")?;
            let by_email = email
                .filter(|email| name::fold(email) == folded)
                .map(|_| Fit::Exact);
            if let Some(fit) = by_email.or_else(|| fit(&folded_name, folded)) {
                found.push((fit, named));
            }
        }
        Ok(found)
    }

    /// Every account's and person's name, for "did you mean".
    pub fn list_all_names(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT name FROM account UNION SELECT name FROM person")?;
        let names = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(names)
    }

    /// Accounts whose name is easily taken for a new one; by id.
    pub fn list_near_accounts(&self, name: &str) -> Result<Vec<Named>, StoreError> {
        let near = name::NearName::new(name);
        let mut keyed = self.connection.prepare_cached(
            "SELECT word, account_id FROM name_word
             WHERE word >= ?1 AND word < ?2 AND account_id IS NOT NULL",
        )?;
        let mut likely = BTreeSet::new();
        for range in near.key_ranges() {
            let mut rows = keyed.query(range)?;
            while let Some(row) = rows.next()? {
                if near.may_match(&row.get::<_, String>(0)?) {
                    likely.insert(row.get::<_, AccountId>(1)?);
                }
            }
        }
        let mut found = Vec::new();
        for account_id in likely {
            let Some(account) = self.find_account(account_id)? else {
                continue;
            };
            if near.matches(&name::fold(&account.name)) {
                found.push(Named {
                    account_id,
                    account: account.name,
                    person_id: None,
                    person: None,
                });
            }
        }
        Ok(found)
    }
}

/// The words by which a name is found: its own, and a person's e-mail address as a whole.
fn words_of(name: &str, email: Option<&str>) -> Vec<String> {
    let folded = name::fold(name);
    let mut words: Vec<String> = name::words(&folded).map(String::from).collect();
    if words.is_empty() {
        words.push(folded);
    }
    words.extend(email.map(|email| index_word(&name::fold(email))));
    words.sort();
    words.dedup();
    words
}

/// The words by which an account is found: those of its name, and the keys by which a name near to it is.
pub(super) fn words_of_account(name: &str) -> Vec<String> {
    let mut words = words_of(name, None);
    words.extend(name::near_keys(&name::fold(name)));
    words
}

/// The words by which a person is found.
pub(super) fn words_of_person(name: &str, email: Option<&str>) -> Vec<String> {
    words_of(name, email)
}

/// The word by which the index is asked: the first of the query, or all of it where it has no word in it.
pub(super) fn index_word(folded: &str) -> String {
    name::words(folded).next().unwrap_or(folded).to_owned()
}

impl Writer<'_> {
    /// Makes an account or a person (one of the two) findable by its name.
    pub(super) fn index_name(
        &self,
        account_id: Option<AccountId>,
        person_id: Option<PersonId>,
        name: &str,
        email: Option<&str>,
    ) -> Result<(), StoreError> {
        self.unindex_name(account_id, person_id)?;
        let words = if account_id.is_some() {
            words_of_account(name)
        } else {
            words_of_person(name, email)
        };
        for word in words {
            self.insert(
                "name_word",
                &columns![word: word, account_id: account_id, person_id: person_id],
            )?;
        }
        Ok(())
    }

    /// Takes an account's or a person's words out of the index.
    pub(super) fn unindex_name(
        &self,
        account_id: Option<AccountId>,
        person_id: Option<PersonId>,
    ) -> Result<(), StoreError> {
        let (column, id) = match (account_id, person_id) {
            (Some(id), _) => ("account_id", id.0),
            (None, Some(id)) => ("person_id", id.0),
            (None, None) => return Ok(()),
        };
        let ids: Vec<i64> = self.list_ids("name_word", column, Value::Integer(id))?;
        ids.into_iter()
            .try_for_each(|id| self.delete("name_word", id))
    }
}

impl Reader<'_> {
    /// The ids of the rows of a table that have a value in a column.
    pub(super) fn list_ids(
        &self,
        table: &str,
        column: &str,
        value: Value,
    ) -> Result<Vec<i64>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT id FROM {table} WHERE {column} = ?1"))?;
        let ids = statement
            .query_map([value], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }
}
