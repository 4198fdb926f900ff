//! The record of a text in which everything stands that was asked for.

use std::ops::Range;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::find::{Found, Place, Query};
use crate::domain::id::{AccountId, DealId, PersonId};
use crate::view::format::Record;
use crate::view::found::around;

/// So many columns of a text are shown around what was found in it.
const SNIPPET: usize = 100;

/// A text in which everything stands that was asked for.
#[derive(Debug, Clone, Serialize)]
pub struct FoundRecord {
    pub kind: Place,
    /// Null of what has no id.
    pub id: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: Option<DealId>,
    /// The deal's title.
    pub deal: Option<String>,
    pub person_id: Option<PersonId>,
    pub person: Option<String>,
    /// The day it is about.
    pub on: Option<NaiveDate>,
    /// What of the record the text is.
    pub field: &'static str,
    pub text: String,
    /// The text around the first match, on one line.
    pub snippet: String,
    /// Where what was asked for stands in the text, from front to back.
    pub matches: Vec<MatchRecord>,
}

/// A place in a text, in characters.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct MatchRecord {
    pub at: usize,
    pub length: usize,
}

impl FoundRecord {
    /// The record of what was found when this was asked for.
    pub fn new(found: &Found, query: &Query) -> Self {
        let (field, text, matches) = found.best_text(query);
        let snippet = around(text, &matches, Some(SNIPPET), 0);
        Self {
            kind: found.place,
            id: found.id.map(|id| id.to_string()),
            account_id: found.account_id,
            account: found.account.clone(),
            deal_id: found.deal_id,
            deal: found.deal.clone(),
            person_id: found.person_id,
            person: found.person.clone(),
            on: found.on,
            field,
            text: text.to_owned(),
            snippet: snippet.into_iter().map(|(_, piece)| piece).collect(),
            matches: matches
                .iter()
                .map(|range| MatchRecord {
                    at: range.start,
                    length: range.len(),
                })
                .collect(),
        }
    }

    /// Where the matches stand in the text, in characters.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        let matches = self.matches.iter();
        matches.map(|one| one.at..one.at + one.length).collect()
    }
}

impl Record for FoundRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "kind",
            "id",
            "account_id",
            "account",
            "deal_id",
            "deal",
            "person_id",
            "person",
            "on",
            "field",
            "text",
            "snippet",
            "matches",
        ]
    }

    /// Of what has no id the deal's, else the account's.
    fn id(&self) -> String {
        let deal = || self.deal_id.map(|id| id.to_string());
        let id = self.id.clone().or_else(deal);
        id.unwrap_or_else(|| self.account_id.to_string())
    }
}
