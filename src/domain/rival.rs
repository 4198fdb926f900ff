//! Who else wants the customer (practice 4).

use chrono::NaiveDate;

use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, DealId};
use crate::domain::name;

/// The row of a rival. It is a number of the file's own, nothing that anybody types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RivalId(pub i64);

/// A rival at an account, or for one deal of it, won or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    /// None as long as the file has not numbered it.
    pub id: Option<RivalId>,
    pub uid: String,
    pub account_id: AccountId,
    /// None when it is after the account as a whole.
    pub deal_id: Option<DealId>,
    pub name: String,
    pub note: Option<String>,
    /// The day it was last heard of.
    pub heard_on: NaiveDate,
    /// The day it was gone, if it is.
    pub gone_on: Option<NaiveDate>,
}

impl Rival {
    /// Whether it is still there.
    pub const fn is_active(&self) -> bool {
        self.gone_on.is_none()
    }

    /// Whether it has that name, after folding case and accents.
    pub fn is_called(&self, called: &str) -> bool {
        name::fold(&self.name) == name::fold(called)
    }

    /// Whether it is after a deal: the deal's own rival, or its account's.
    pub fn is_after(&self, deal: &Deal) -> bool {
        self.account_id == deal.account_id && self.deal_id.is_none_or(|id| id == deal.id)
    }
}
