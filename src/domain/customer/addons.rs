//! Add-ons: what is sold on top while the first thing is being delivered, when needs surface and no long
//! evaluation stands in the way (practice 9).

use chrono::{Days, NaiveDate};

use crate::domain::check_in::CheckIn;
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::Deal;
use crate::domain::id::{CheckInId, DealId};
use crate::domain::promise::PromiseStatus;

/// How a check-in about an add-on begins.
pub const ADDON: &str = "add-on: ";

/// How long an idea for an add-on may rest.
const ADDON_AFTER: Days = Days::new(7);

impl Customer {
    /// The deals that add to another one, by id.
    pub fn addons_of(&self, id: DealId) -> impl Iterator<Item = &Deal> {
        self.deals
            .iter()
            .filter(move |one| one.addon_of == Some(id))
    }

    /// Whether a deal is another one or adds to it, however many lie between them.
    pub fn is_addon_of(&self, id: DealId, of: DealId) -> bool {
        // No chain is longer than there are deals; a foreign hand may have made a ring.
        let mut at = Some(id);
        for _ in 0..=self.deals.len() {
            match at {
                Some(deal) if deal == of => return true,
                Some(deal) => at = self.deal(deal).and_then(|deal| deal.addon_of),
                None => return false,
            }
        }
        false
    }

    /// Promises of ours that are open past their date, by id: what is to be mended before more is sold
    /// (practice 5, 9).
    pub fn broken_promises(&self, today: NaiveDate) -> Vec<&CheckIn> {
        let is_broken = |one: &&CheckIn| one.promise_status(today) == Some(PromiseStatus::Broken);
        self.check_ins.iter().filter(is_broken).collect()
    }

    /// Notes an idea for an add-on: a follow-up in a week, rolled to a workday.
    pub fn suggest_addon(
        &mut self,
        deal_id: Option<DealId>,
        what: &str,
        day: Day<'_>,
    ) -> CheckInId {
        let on = day.calendar.on_or_after(day.today + ADDON_AFTER);
        self.remind(deal_id, on, format!("{ADDON}{what}"))
    }
}
