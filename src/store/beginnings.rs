//! What begins so: ids, names and tags, for somebody who is typing. Whatever the size of the file, little of it
//! is read.

use std::collections::BTreeSet;

use crate::domain::name;
use crate::store::names::index_word;
use crate::store::{Reader, StoreError};

/// How many rows are looked at where nothing says which are meant.
const LOOKED_AT: i64 = 10_000;

/// Whose names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Accounts,
    /// Of accounts with a deal that was lost, or buried.
    AccountsOfLost,
    People,
}

impl Whose {
    /// The table, and which of its rows.
    const fn query(self) -> (&'static str, &'static str) {
        match self {
            Self::Accounts => ("account", "TRUE"),
            Self::AccountsOfLost => (
                "account",
                "EXISTS (SELECT 1 FROM deal WHERE deal.account_id = account.id AND deal.lost_on IS NOT NULL)",
            ),
            Self::People => ("person", "TRUE"),
        }
    }
}

/// Records with an id, each with what is said of one beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    Accounts,
    People,
    Deals,
    LostDeals,
    CheckIns,
    OpenCheckIns,
    EndedCheckIns,
    Touchpoints,
    Results,
    Objectives,
}

impl Listed {
    /// Which rows, the column of their number, and the words that tell which one it is.
    const fn query(self) -> (&'static str, &'static str, &'static str) {
        const CHECK_IN: &str = "account.name || ': ' || check_in.what";
        const DEAL: &str = "account.name || coalesce(': ' || deal.title, '')";
        match self {
            Self::Accounts => ("account WHERE TRUE", "account.id", "account.name"),
            Self::People => (
                "person JOIN account ON account.id = person.account_id WHERE TRUE",
                "person.id",
                "person.name || ', ' || account.name",
            ),
            Self::Deals => (
                "deal JOIN account ON account.id = deal.account_id WHERE TRUE",
                "deal.id",
                DEAL,
            ),
            Self::LostDeals => (
                "deal JOIN account ON account.id = deal.account_id WHERE deal.lost_on IS NOT NULL",
                "deal.id",
                DEAL,
            ),
            Self::CheckIns => (
                "check_in JOIN account ON account.id = check_in.account_id WHERE TRUE",
                "check_in.id",
                CHECK_IN,
            ),
            Self::OpenCheckIns => (
                "check_in JOIN account ON account.id = check_in.account_id WHERE check_in.status = 'open'",
                "check_in.id",
                CHECK_IN,
            ),
            Self::EndedCheckIns => (
                "check_in JOIN account ON account.id = check_in.account_id WHERE check_in.status <> 'open'",
                "check_in.id",
                CHECK_IN,
            ),
            Self::Touchpoints => (
                "touchpoint JOIN account ON account.id = touchpoint.account_id WHERE TRUE",
                "touchpoint.id",
                "touchpoint.on_day || ' ' || account.name || coalesce(': ' || touchpoint.note, '')",
            ),
            Self::Results => ("result WHERE TRUE", "result.id", "result.metric"),
            Self::Objectives => ("objective WHERE TRUE", "objective.id", "objective.what"),
        }
    }
}

/// The numbers that begin with these digits, largest first; each range is a seek.
fn numbers_beginning(digits: &str) -> Vec<(i64, i64)> {
    if digits.is_empty() {
        return vec![(1, i64::MAX)];
    }
    let Ok(first) = digits.parse::<i64>() else {
        return Vec::new();
    };
    if digits.starts_with('0') {
        return Vec::new();
    }
    let mut ranges = Vec::new();
    let (mut from, mut width) = (first, 1_i64);
    loop {
        ranges.push((from, from.saturating_add(width - 1)));
        let (Some(next), Some(wider)) = (from.checked_mul(10), width.checked_mul(10)) else {
            break;
        };
        (from, width) = (next, wider);
    }
    ranges.reverse();
    ranges
}

impl Reader<'_> {
    /// The numbers of records that begin with these digits, with what they say, the latest first.
    pub fn list_ids_beginning(
        &self,
        listed: Listed,
        digits: &str,
        limit: usize,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        let (rows_of, id, words) = listed.query();
        let mut statement = self.connection.prepare(&format!(
            "SELECT {id}, {words} FROM {rows_of} AND {id} BETWEEN ?1 AND ?2 ORDER BY {id} DESC LIMIT ?3"
        ))?;
        let mut found = Vec::new();
        for (from, to) in numbers_beginning(digits) {
            let left = i64::try_from(limit - found.len()).unwrap_or(i64::MAX);
            let rows =
                statement.query_map((from, to, left), |row| Ok((row.get(0)?, row.get(1)?)))?;
            for row in rows {
                found.push(row?);
            }
            if found.len() >= limit {
                break;
            }
        }
        Ok(found)
    }

    /// Open check-ins with what they ask for, those that are due first.
    pub fn list_next_check_ins(&self, limit: usize) -> Result<Vec<(i64, String)>, StoreError> {
        let (rows_of, id, words) = Listed::OpenCheckIns.query();
        let mut statement = self.connection.prepare(&format!(
            "SELECT {id}, {words} FROM {rows_of} AND check_in.due_on > '' ORDER BY check_in.due_on, {id} LIMIT ?1"
        ))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = statement
            .query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// Names with a word that begins so; at most `limit` of them. Where nothing is begun, the latest.
    pub fn list_names_beginning(
        &self,
        whose: Whose,
        folded: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        let (owner, which) = whose.query();
        let begin = index_word(folded);
        let (sql, range) = if folded.is_empty() {
            let latest =
                format!("SELECT name FROM {owner} WHERE {which} ORDER BY id DESC LIMIT ?1");
            (latest, Vec::new())
        } else {
            let beginning = format!(
                "SELECT {owner}.name FROM name_word JOIN {owner} ON {owner}.id = name_word.{owner}_id
                 WHERE name_word.word >= ?2 AND name_word.word < ?3
                   AND name_word.{owner}_id IS NOT NULL AND {which} LIMIT ?1"
            );
            (beginning, vec![begin.clone(), format!("{begin}\u{10ffff}")])
        };
        let mut statement = self.connection.prepare(&sql)?;
        statement.raw_bind_parameter(1, LOOKED_AT)?;
        for (place, bound) in range.iter().enumerate() {
            statement.raw_bind_parameter(place + 2, bound)?;
        }
        let mut rows = statement.raw_query();
        let (mut names, mut seen) = (Vec::new(), BTreeSet::new());
        while names.len() < limit
            && let Some(row) = rows.next()?
        {
            let name: String = row.get(0)?;
            let begins_so = folded.is_empty() || name::begins_at_word(&name::fold(&name), folded);
            if begins_so && seen.insert(name.clone()) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// The tags of the latest accounts, people and deals, each once; at most `limit` of them.
    pub fn list_tags(&self, limit: i64) -> Result<BTreeSet<String>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT DISTINCT value FROM (
                SELECT tags FROM (SELECT tags FROM account ORDER BY id DESC LIMIT ?1)
                UNION ALL SELECT tags FROM (SELECT tags FROM person ORDER BY id DESC LIMIT ?1)
                UNION ALL SELECT tags FROM (SELECT tags FROM deal ORDER BY id DESC LIMIT ?1)
            ), json_each(tags) WHERE tags <> '[]' LIMIT ?2",
        )?;
        let tags = statement
            .query_map((LOOKED_AT, limit), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_begin_with_digits() {
        let ranges = numbers_beginning("12");
        assert_eq!(ranges.len(), 18);
        assert_eq!(
            ranges[ranges.len() - 3..],
            [(1200, 1299), (120, 129), (12, 12)]
        );
        assert_eq!(
            numbers_beginning("9223372036854775807"),
            [(i64::MAX, i64::MAX)]
        );
        assert_eq!(numbers_beginning(""), [(1, i64::MAX)]);
        assert_eq!(numbers_beginning("007"), []);
        assert_eq!(numbers_beginning("99999999999999999999"), []);
    }
}
