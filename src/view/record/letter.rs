//! A message to a customer, as scripts get it.

use serde::Serialize;

use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, DealId, PersonId};
use crate::domain::letter::{Letter, LetterKind};
use crate::domain::person::Person;
use crate::view::format::Record;

/// A message to a customer. Nothing is sent and nothing is logged.
#[derive(Debug, Clone, Serialize)]
pub struct LetterRecord {
    pub kind: LetterKind,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: DealId,
    /// The deal's title.
    pub deal: Option<String>,
    pub person_id: Option<PersonId>,
    /// To whom.
    pub person: Option<String>,
    pub email: Option<String>,
    pub subject: String,
    /// The text, its lines parted by line feeds.
    pub body: String,
    /// What is not on record, and stands as a gap in the text.
    pub missing: Vec<String>,
}

impl LetterRecord {
    /// The record of a letter about a deal of an account, to a person there.
    pub fn new(
        letter: &Letter,
        kind: LetterKind,
        account: &str,
        deal: &Deal,
        person: Option<&Person>,
    ) -> Self {
        Self {
            kind,
            account_id: deal.account_id,
            account: account.to_owned(),
            deal_id: deal.id,
            deal: deal.title.clone(),
            person_id: person.map(|person| person.id),
            person: person.map(|person| person.name.clone()),
            email: person.and_then(|person| person.email.clone()),
            subject: letter.subject.clone(),
            body: letter.body.join("\n"),
            missing: letter.missing.clone(),
        }
    }
}

impl Record for LetterRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "kind",
            "account_id",
            "account",
            "deal_id",
            "deal",
            "person_id",
            "person",
            "email",
            "subject",
            "body",
            "missing",
        ]
    }

    /// A letter is not kept, so it goes by its deal.
    fn id(&self) -> String {
        self.deal_id.to_string()
    }
}
