//! Rivals of a customer: heard of, heard of again, gone (practice 4).

use chrono::NaiveDate;

use crate::domain::customer::Customer;
use crate::domain::id::DealId;
use crate::domain::rival::Rival;

impl Customer {
    /// Somebody was heard of on a day, after a deal or after the account as a whole. The same one is one
    /// rival, however its name is written, and one of the account's is after every deal of it already: heard of
    /// with the account, those of its deals become one. Its note is replaced where there is a new one, it was last
    /// heard of on the later day, and one that was gone is back unless it was gone later. Its place among the
    /// rivals.
    pub fn hear_of(
        &mut self,
        deal_id: Option<DealId>,
        called: &str,
        note: Option<String>,
        on: NaiveDate,
    ) -> usize {
        if deal_id.is_none() {
            self.widen(called);
        }
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
            name: self.spelled(called),
            note,
            heard_on: on,
            gone_on: None,
        });
        self.rivals.len() - 1
    }

    /// One that is after single deals is after the account as a whole from now on, and one rival.
    fn widen(&mut self, called: &str) {
        let (mut same, others): (Vec<Rival>, Vec<Rival>) = std::mem::take(&mut self.rivals)
            .into_iter()
            .partition(|one| one.is_called(called));
        self.rivals = others;
        let whole = same.iter().position(|one| one.deal_id.is_none());
        if same.is_empty() {
            return;
        }
        let mut one = same.remove(whole.unwrap_or(0));
        one.deal_id = None;
        for other in same {
            one.absorb(other);
        }
        self.rivals.push(one);
    }

    /// A name as it was first typed of this customer.
    fn spelled(&self, called: &str) -> String {
        let known = self.rivals.iter().find(|one| one.is_called(called));
        known.map_or_else(|| called.to_owned(), |one| one.name.clone())
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
