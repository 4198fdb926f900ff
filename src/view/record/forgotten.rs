//! The record of a person who was forgotten: what is left without them, and nothing of themselves.

use std::path::PathBuf;

use serde::Serialize;

use crate::domain::id::{AccountId, PersonId};
use crate::domain::person::Person;
use crate::view::format::Record;

/// A person who is on record no more.
#[derive(Debug, Clone, Serialize)]
pub struct ForgottenRecord {
    pub id: PersonId,
    pub account_id: AccountId,
    pub account: String,
    /// How many touchpoints keep their words and lose the person.
    pub touchpoints: usize,
    /// The same of check-ins.
    pub check_ins: usize,
    /// The copies beside the file that still know them, by path.
    pub copies: Vec<String>,
}

plain_record!(ForgottenRecord: "id", "account_id", "account", "touchpoints", "check_ins", "copies");

impl ForgottenRecord {
    /// The record of a person who was at an account.
    pub fn new(
        person: &Person,
        account: &str,
        touchpoints: usize,
        check_ins: usize,
        copies: &[PathBuf],
    ) -> Self {
        Self {
            id: person.id,
            account_id: person.account_id,
            account: account.to_owned(),
            touchpoints,
            check_ins,
            copies: copies
                .iter()
                .map(|copy| copy.display().to_string())
                .collect(),
        }
    }
}
