//! Somebody at an account.

use crate::domain::id::{AccountId, PersonId};
use crate::domain::words::words;

words! {
    /// What somebody is in the customer's decision.
    Role, "a role" {
        DecisionMaker = "decision-maker" | "decision maker",
        Sponsor = "sponsor",
        Champion = "champion",
        User = "user",
        Billing = "billing",
        Blocker = "blocker",
        Other = "other",
    }
}

/// Somebody at an account, with a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub uid: String,
    pub account_id: AccountId,
    pub name: String,
    pub role: Option<Role>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tags: Vec<String>,
}
