//! The numbers that new records get, written wherever one record points to another.

use std::collections::HashMap;

use crate::domain::customer::Customer;
use crate::domain::id::{
    AccountId, CheckInId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId,
};
use crate::store::{StoreError, Writer, objectives, results};

/// The numbers that the records of a change get.
#[derive(Default)]
pub(super) struct Numbers {
    given: HashMap<(char, i64), i64>,
}

impl Numbers {
    fn real(&self, letter: char, id: i64) -> i64 {
        if id < 0 {
            self.given.get(&(letter, id)).copied().unwrap_or(id)
        } else {
            id
        }
    }

    pub(super) fn account(&self, id: AccountId) -> AccountId {
        AccountId(self.real(AccountId::LETTER, id.0))
    }

    pub(super) fn result(&self, id: ResultId) -> ResultId {
        ResultId(self.real(ResultId::LETTER, id.0))
    }

    pub(super) fn objective(&self, id: ObjectiveId) -> ObjectiveId {
        ObjectiveId(self.real(ObjectiveId::LETTER, id.0))
    }

    pub(super) fn person(&self, id: PersonId) -> PersonId {
        PersonId(self.real(PersonId::LETTER, id.0))
    }

    pub(super) fn deal(&self, id: DealId) -> DealId {
        DealId(self.real(DealId::LETTER, id.0))
    }

    pub(super) fn check_in(&self, id: CheckInId) -> CheckInId {
        CheckInId(self.real(CheckInId::LETTER, id.0))
    }

    pub(super) fn touchpoint(&self, id: TouchpointId) -> TouchpointId {
        TouchpointId(self.real(TouchpointId::LETTER, id.0))
    }
}

impl Writer<'_> {
    /// Gives every new record the number it will be stored under.
    pub(super) fn number(&self, customer: &Customer) -> Result<Numbers, StoreError> {
        let mut given = HashMap::new();
        let mut give = |letter: char,
                        table: &str,
                        ids: &mut dyn Iterator<Item = i64>|
         -> Result<(), StoreError> {
            let mut last = None;
            for id in ids.filter(|id| *id < 0) {
                let next = last.map_or_else(|| self.last_id(table), Ok)? + 1;
                last = Some(next);
                given.insert((letter, id), next);
            }
            Ok(())
        };
        give(
            AccountId::LETTER,
            "account",
            &mut std::iter::once(customer.account.id.0),
        )?;
        give(
            PersonId::LETTER,
            "person",
            &mut customer.people.iter().map(|one| one.id.0),
        )?;
        give(
            DealId::LETTER,
            "deal",
            &mut customer.deals.iter().map(|one| one.id.0),
        )?;
        give(
            CheckInId::LETTER,
            "check_in",
            &mut customer.check_ins.iter().map(|one| one.id.0),
        )?;
        give(
            TouchpointId::LETTER,
            "touchpoint",
            &mut customer.touchpoints.iter().map(|one| one.id.0),
        )?;
        give(
            ResultId::LETTER,
            "result",
            &mut customer.results.iter().map(|one| one.id.0),
        )?;
        give(
            ObjectiveId::LETTER,
            "objective",
            &mut customer.objectives.iter().map(|one| one.id.0),
        )?;
        Ok(Numbers { given })
    }

    /// Writes the numbers into a customer, wherever one record points to another.
    pub(super) fn renumber(&self, customer: &mut Customer, numbers: &Numbers) {
        let uid = |uid: &mut String| {
            if uid.is_empty() {
                *uid = self.new_uid();
            }
        };
        let account = numbers.account(customer.account.id);
        customer.account.id = account;
        uid(&mut customer.account.uid);
        for person in &mut customer.people {
            person.id = numbers.person(person.id);
            person.account_id = account;
            uid(&mut person.uid);
        }
        for deal in &mut customer.deals {
            deal.id = numbers.deal(deal.id);
            deal.account_id = account;
            deal.addon_of = deal.addon_of.map(|id| numbers.deal(id));
            for person in &mut deal.people {
                *person = numbers.person(*person);
            }
            deal.roles = std::mem::take(&mut deal.roles)
                .into_iter()
                .map(|(person, role)| (numbers.person(person), role))
                .collect();
            uid(&mut deal.uid);
        }
        for check_in in &mut customer.check_ins {
            check_in.id = numbers.check_in(check_in.id);
            check_in.account_id = account;
            check_in.deal_id = check_in.deal_id.map(|id| numbers.deal(id));
            check_in.person_id = check_in.person_id.map(|id| numbers.person(id));
            check_in.agreed_by = check_in.agreed_by.map(|id| numbers.person(id));
            check_in.result_id = check_in.result_id.map(|id| numbers.result(id));
            check_in.touchpoint_id = check_in.touchpoint_id.map(|id| numbers.touchpoint(id));
            uid(&mut check_in.uid);
        }
        results::renumber(&mut customer.results, numbers, uid);
        objectives::renumber(&mut customer.objectives, numbers, uid);
        for rival in &mut customer.rivals {
            rival.account_id = account;
            rival.deal_id = rival.deal_id.map(|id| numbers.deal(id));
            uid(&mut rival.uid);
        }
        for heartbeat in &mut customer.heartbeats {
            heartbeat.deal_id = numbers.deal(heartbeat.deal_id);
            uid(&mut heartbeat.uid);
        }
        for touchpoint in &mut customer.touchpoints {
            touchpoint.id = numbers.touchpoint(touchpoint.id);
            touchpoint.account_id = account;
            touchpoint.deal_id = touchpoint.deal_id.map(|id| numbers.deal(id));
            touchpoint.person_id = touchpoint.person_id.map(|id| numbers.person(id));
            touchpoint.next = touchpoint.next.map(|id| numbers.check_in(id));
            uid(&mut touchpoint.uid);
        }
    }
}
