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

    /// Takes what another record of the same rival knows: the later word of it, every note, and that it is still
    /// there if one of the two says so.
    pub fn absorb(&mut self, other: Self) {
        self.heard_on = self.heard_on.max(other.heard_on);
        self.gone_on = self
            .gone_on
            .zip(other.gone_on)
            .map(|(one, another)| one.max(another));
        self.note = match (self.note.take(), other.note) {
            (Some(one), Some(another)) if one != another => Some(format!("{one}; {another}")),
            (one, another) => one.or(another),
        };
    }

    /// Whether it is after a deal: the deal's own rival, or its account's.
    pub fn is_after(&self, deal: &Deal) -> bool {
        self.account_id == deal.account_id && self.deal_id.is_none_or(|id| id == deal.id)
    }
}
