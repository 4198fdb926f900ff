//! Records of people.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, PersonId};
use crate::domain::person::{Person, Role};
use crate::view::format::Record;

use super::non_empty;

/// A person.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRecord {
    pub id: PersonId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub name: String,
    pub role: Option<Role>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tags: Vec<String>,
    /// What they care about beside business.
    pub interests: Option<String>,
    /// What was last talked about that is not business.
    pub last_topic: Option<String>,
    pub last_topic_on: Option<NaiveDate>,
    pub note: Option<String>,
}

plain_record!(PersonRecord: "id", "uid", "account_id", "account", "name", "role", "email", "phone", "tags",
    "interests", "last_topic", "last_topic_on", "note");

impl PersonRecord {
    /// The record of a person at an account.
    pub fn new(person: &Person, account: &str) -> Self {
        Self {
            id: person.id,
            uid: non_empty(&person.uid),
            account_id: person.account_id,
            account: account.to_owned(),
            name: person.name.clone(),
            role: person.role,
            email: person.email.clone(),
            phone: person.phone.clone(),
            tags: person.tags.clone(),
            interests: person.interests.clone(),
            last_topic: person.topic.as_ref().map(|topic| topic.what.clone()),
            last_topic_on: person.topic.as_ref().map(|topic| topic.on),
            note: person.note.clone(),
        }
    }

    /// The record of a person as one of a deal's, with the role they have there.
    pub fn on_deal(person: &Person, account: &str, deal: &Deal) -> Self {
        Self {
            role: deal.role_of(person),
            ..Self::new(person, account)
        }
    }
}
