//! Where the time goes: new business, accounts already won, win-back (practice 10); and who is left alone.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, DealId, TouchpointId};
use crate::domain::report::returned::{Returned, returns};
use crate::domain::report::{Book, Contact, Period, joined, won_on};
use crate::domain::touchpoint::Outcome;

/// The contacts of the period that reached somebody, by what they were for; and the attempts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contacts {
    /// About what was a prospect or a verbal yes that morning.
    pub new_business: Vec<TouchpointId>,
    /// About what was won before that day.
    pub won_accounts: Vec<TouchpointId>,
    /// About what was lost before that day.
    pub win_back: Vec<TouchpointId>,
    /// What reached nobody: an attempt is not a contact (practice 16).
    pub attempts: Vec<TouchpointId>,
}

/// What a deal was on the morning of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Lost,
    Pursued,
    Won,
}

fn standing(deal: &Deal, returned: &[Returned], day: NaiveDate) -> Standing {
    let is_before = |on: NaiveDate| on < day;
    let was_lost = returned.iter().any(|one| one.was_lost(day));
    if was_lost || deal.lost.as_ref().is_some_and(|lost| is_before(lost.on)) {
        Standing::Lost
    } else if won_on(deal).is_some_and(is_before) {
        Standing::Won
    } else {
        Standing::Pursued
    }
}

impl Contacts {
    pub(super) fn of(book: &Book, period: Period) -> Self {
        let mut of_account: HashMap<AccountId, Vec<&Deal>> = HashMap::new();
        let mut by_id: HashMap<DealId, &Deal> = HashMap::new();
        for deal in &book.deals {
            of_account.entry(deal.account_id).or_default().push(deal);
            by_id.insert(deal.id, deal);
        }
        let returns = returns(book);
        let standing = |deal: &Deal, day: NaiveDate| {
            let returned = returns.get(&deal.id).map_or(&[][..], Vec::as_slice);
            standing(deal, returned, day)
        };
        let what_for = |contact: &Contact| {
            if let Some(deal) = contact.deal_id.and_then(|id| by_id.get(&id)) {
                return standing(deal, contact.on);
            }
            // Of the account as a whole: what it was at best. Somebody without a deal is new business.
            let deals = of_account.get(&contact.account_id);
            let standings = deals
                .into_iter()
                .flatten()
                .map(|deal| standing(deal, contact.on));
            standings.max().unwrap_or(Standing::Pursued)
        };
        let mut contacts = Self::default();
        for contact in book.contacts.iter().filter(|one| period.contains(one.on)) {
            let list = if contact.outcome == Outcome::Reached {
                match what_for(contact) {
                    Standing::Pursued => &mut contacts.new_business,
                    Standing::Won => &mut contacts.won_accounts,
                    Standing::Lost => &mut contacts.win_back,
                }
            } else {
                &mut contacts.attempts
            };
            list.push(contact.id);
        }
        contacts
    }

    /// All that reached somebody.
    pub fn all(&self) -> Vec<TouchpointId> {
        joined([&self.new_business, &self.won_accounts, &self.win_back])
    }

    /// How many of them there are.
    pub const fn count(&self) -> usize {
        self.new_business.len() + self.won_accounts.len() + self.win_back.len()
    }
}

/// The accounts nobody was reached at for so many days, or ever: the same as `accounts --unreached`.
pub(super) fn quiet(book: &Book, days: i64, today: NaiveDate) -> Vec<AccountId> {
    let since = u64::try_from(days)
        .ok()
        .and_then(|days| today.checked_sub_days(Days::new(days)));
    let is_quiet = |id: &&AccountId| {
        let last = book.last_reached.get(id);
        last.is_none_or(|on| since.is_some_and(|since| *on <= since))
    };
    book.accounts.iter().filter(is_quiet).copied().collect()
}
