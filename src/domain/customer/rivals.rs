//! Rivals of a customer: heard of, heard of again, gone (practice 4).

use chrono::NaiveDate;

use crate::domain::customer::Customer;
use crate::domain::id::DealId;
use crate::domain::rival::Rival;

impl Customer {
    /// Somebody was heard of on a day, after a deal or after the account as a whole. The same one is one
    /// rival, and one of the account's is after every deal of it already. Its note is replaced where there is
    /// a new one, it was last heard of on the later day, and one that was gone is back unless it was gone
    /// later. Its place among the rivals.
    pub fn hear_of(
        &mut self,
        deal_id: Option<DealId>,
        called: &str,
        note: Option<String>,
        on: NaiveDate,
    ) -> usize {
        let own = self.place_of(deal_id, called);
        if let Some(place) = own.or_else(|| self.place_of(None, called)) {
            let rival = &mut self.rivals[place];
            rival.note = note.or(rival.note.take());
            rival.heard_on = rival.heard_on.max(on);
            rival.gone_on = rival.gone_on.filter(|gone_on| *gone_on > on);
            return place;
        }
        self.rivals.push(Rival {
            id: None,
            uid: String::new(),
            account_id: self.account.id,
            deal_id,
            name: called.to_owned(),
            note,
            heard_on: on,
            gone_on: None,
        });
        self.rivals.len() - 1
    }

    /// A rival is gone: a deal's own, else the account's; of an account, also from its deals. Its place among
    /// the rivals, none when nobody is called so there.
    pub fn see_off(
        &mut self,
        deal_id: Option<DealId>,
        called: &str,
        note: Option<String>,
        on: NaiveDate,
    ) -> Option<usize> {
        let own = self.place_of(deal_id, called);
        let anywhere = || self.rivals.iter().position(|one| one.is_called(called));
        let place = match deal_id {
            Some(_) => own.or_else(|| self.place_of(None, called)),
            None => own.or_else(anywhere),
        }?;
        let is_meant = |rival: &Rival| deal_id.is_none() && rival.is_called(called);
        for (index, rival) in self.rivals.iter_mut().enumerate() {
            if index == place || is_meant(rival) {
                rival.gone_on = rival.gone_on.or(Some(on));
            }
        }
        let rival = &mut self.rivals[place];
        rival.note = note.or(rival.note.take());
        Some(place)
    }

    fn place_of(&self, deal_id: Option<DealId>, called: &str) -> Option<usize> {
        self.rivals
            .iter()
            .position(|one| one.deal_id == deal_id && one.is_called(called))
    }
}
