//! A customer as a whole: loaded for a decision, and saved as the differences the decision made.

use std::collections::{BTreeMap, HashMap};

use rusqlite::types::Value;

use crate::domain::account::Account;
use crate::domain::check_in::CheckIn;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::id::{
    AccountId, CheckInId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId,
};
use crate::domain::ladder::{Ladder, Part, RungFacts};
use crate::domain::person::Person;
use crate::domain::rung::Rung;
use crate::domain::touchpoint::Touchpoint;
use crate::store::convert::Tags;
use crate::store::deals::plan_columns;
use crate::store::door::{Column, columns};
use crate::store::numbers::Numbers;
use crate::store::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// A customer with its people, deals and check-ins; none when there is no such account.
    pub fn find_customer(&self, id: AccountId) -> Result<Option<Customer>, StoreError> {
        let Some(account) = self.find_account(id)? else {
            return Ok(None);
        };
        let mut customer = Customer::new(
            account,
            self.list_people_of(id)?,
            self.list_deals_of(id)?,
            self.list_check_ins_of(id)?,
            self.get_reach(id)?,
        );
        customer.rivals = self.list_rivals_of(id)?;
        customer.results = self.list_results_of(id)?;
        customer.objectives = self.list_objectives_of(id)?;
        customer.heartbeats = self.list_heartbeats_of(id)?;
        Ok(Some(customer))
    }
}

/// What saving came to: the customer as it is now on record, and where each new record went.
pub struct Saved {
    pub customer: Customer,
    numbers: Numbers,
    is_dry_run: bool,
}

impl Saved {
    /// A customer that is on record as it stands.
    pub fn on_record(customer: Customer, is_dry_run: bool) -> Self {
        Self {
            customer,
            numbers: Numbers::default(),
            is_dry_run,
        }
    }

    /// The id under which a deal is on record now. A dry run keeps the provisional one, which scripts see as
    /// null.
    pub fn deal(&self, id: DealId) -> DealId {
        if self.is_dry_run {
            id
        } else {
            self.numbers.deal(id)
        }
    }

    /// The same of a check-in.
    pub fn check_in(&self, id: CheckInId) -> CheckInId {
        if self.is_dry_run {
            id
        } else {
            self.numbers.check_in(id)
        }
    }

    /// The same of a result.
    pub fn result(&self, id: ResultId) -> ResultId {
        if self.is_dry_run {
            id
        } else {
            self.numbers.result(id)
        }
    }

    /// The same of an objective.
    pub fn objective(&self, id: ObjectiveId) -> ObjectiveId {
        if self.is_dry_run {
            id
        } else {
            self.numbers.objective(id)
        }
    }

    /// The same of a touchpoint.
    pub fn touchpoint(&self, id: TouchpointId) -> TouchpointId {
        if self.is_dry_run {
            id
        } else {
            self.numbers.touchpoint(id)
        }
    }
}

impl Writer<'_> {
    /// Saves what `after` changed of `before`; everything of a customer that was not there before.
    pub fn save_customer(
        &self,
        before: Option<&Customer>,
        after: Customer,
    ) -> Result<Saved, StoreError> {
        let numbers = self.number(&after)?;
        let mut numbered = after.clone();
        self.renumber(&mut numbered, &numbers);
        self.save_account(before.map(|before| &before.account), &numbered.account)?;
        let nobody = Vec::new();
        let people = before.map_or(&nobody, |before| &before.people);
        for person in &numbered.people {
            self.save_person(people.iter().find(|one| one.id == person.id), person)?;
        }
        let nothing = Vec::new();
        let deals = before.map_or(&nothing, |before| &before.deals);
        for deal in &numbered.deals {
            self.save_deal(deals.iter().find(|one| one.id == deal.id), deal)?;
        }
        for touchpoint in &numbered.touchpoints {
            self.save_touchpoint(touchpoint)?;
        }
        self.save_results(before, &numbered.results)?;
        self.save_objectives(before, &numbered.objectives)?;
        self.save_check_ins(before, &numbered)?;
        self.save_rivals(before, &numbered.rivals)?;
        self.save_heartbeats(before, &numbered.heartbeats)?;
        let customer = if self.is_dry_run() { after } else { numbered };
        Ok(Saved {
            customer,
            numbers,
            is_dry_run: self.is_dry_run(),
        })
    }

    /// Updates a row that was there before, inserts one that was not.
    pub(super) fn save(
        &self,
        table: &'static str,
        id: i64,
        is_new: bool,
        columns: &[Column],
    ) -> Result<(), StoreError> {
        if is_new {
            let mut with_id = vec![("id", Value::Integer(id))];
            with_id.extend_from_slice(columns);
            self.insert(table, &with_id)?;
            Ok(())
        } else {
            self.update(table, id, columns)
        }
    }

    fn save_account(&self, before: Option<&Account>, after: &Account) -> Result<(), StoreError> {
        if before == Some(after) {
            return Ok(());
        }
        let columns = columns![uid: after.uid, name: after.name, tags: Tags(after.tags.clone())];
        self.save("account", after.id.0, before.is_none(), &columns)?;
        if before.map(|before| &before.name) != Some(&after.name) {
            self.index_name(Some(after.id), None, &after.name, None)?;
        }
        Ok(())
    }

    fn save_person(&self, before: Option<&Person>, after: &Person) -> Result<(), StoreError> {
        if before == Some(after) {
            return Ok(());
        }
        let columns = columns![
            uid: after.uid, account_id: after.account_id, name: after.name, role: after.role, email: after.email,
            phone: after.phone, tags: Tags(after.tags.clone()), interests: after.interests,
            last_topic: after.topic.as_ref().map(|topic| topic.what.as_str()),
            last_topic_on: after.topic.as_ref().map(|topic| topic.on), note: after.note,
        ];
        self.save("person", after.id.0, before.is_none(), &columns)?;
        if before.map(|before| (&before.name, &before.email)) != Some((&after.name, &after.email)) {
            self.index_name(None, Some(after.id), &after.name, after.email.as_deref())?;
        }
        Ok(())
    }

    fn save_deal(&self, before: Option<&Deal>, after: &Deal) -> Result<(), StoreError> {
        if before == Some(after) {
            return Ok(());
        }
        let (plan, plan_runs) = plan_columns(&after.plan);
        let columns = columns![
            uid: after.uid, account_id: after.account_id, title: after.title,
            value_minor: after.value.map(|money| money.minor), currency: after.value.map(|money| money.currency),
            plan: plan, plan_runs: plan_runs, terms_days: after.ladder.terms_days,
            expected_close_on: after.expected_close_on, lost_on: after.lost.map(|lost| lost.on),
            lost_reason: after.lost.map(|lost| lost.reason), buried_on: after.lost.and_then(|lost| lost.buried_on),
            key: after.key, source: after.source, note: after.note, tags: Tags(after.tags.clone()),
            imported: after.imported, addon_of: after.addon_of, penalty: after.penalty,
            commission: after.commission.map(|share| share.0), renews_on: after.renews_on,
            notice_days: after.notice_days, plan_by_hand: after.plan_by_hand, fit: after.fit, fit_why: after.fit_why,
            win_back: after.win_back.begun, lost_to: after.win_back.lost_to, lost_note: after.win_back.note,
            rival_promised: after.win_back.rival_promised, rival_promised_on: after.win_back.rival_promised_on,
            rival_contract_ends_on: after.win_back.rival_contract_ends_on, buried_why: after.win_back.buried_why,
        ];
        self.save("deal", after.id.0, before.is_none(), &columns)?;
        let nowhere = Ladder::default();
        let ladder = before.map_or(&nowhere, |before| &before.ladder);
        for rung in Rung::ALL {
            self.save_rung(
                after.id,
                *rung,
                ladder.facts(*rung),
                after.ladder.facts(*rung),
            )?;
        }
        self.save_deal_people(before, after)
    }

    /// Saves who is on a deal; what they are there where it is another role than at the account.
    fn save_deal_people(&self, before: Option<&Deal>, after: &Deal) -> Result<(), StoreError> {
        let (nobody, no_roles) = (Vec::new(), BTreeMap::new());
        let people = before.map_or(&nobody, |before| &before.people);
        let roles = before.map_or(&no_roles, |before| &before.roles);
        for person in &after.people {
            let role = after.roles.get(person);
            if !people.contains(person) {
                self.insert(
                    "deal_person",
                    &columns![deal_id: after.id, person_id: person, role: role],
                )?;
            } else if roles.get(person) != role
                && let Some(row) = self.find_deal_person(after.id, *person)?
            {
                self.update("deal_person", row, &columns![role: role])?;
            }
        }
        for person in people.iter().filter(|one| !after.people.contains(one)) {
            if let Some(row) = self.find_deal_person(after.id, *person)? {
                self.delete("deal_person", row)?;
            }
        }
        Ok(())
    }

    fn find_deal_person(&self, deal: DealId, person: PersonId) -> Result<Option<i64>, StoreError> {
        use rusqlite::OptionalExtension as _;
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM deal_person WHERE deal_id = ?1 AND person_id = ?2")?;
        Ok(statement
            .query_row((deal, person), |row| row.get(0))
            .optional()?)
    }

    fn save_rung(
        &self,
        deal: DealId,
        rung: Rung,
        before: &RungFacts,
        after: &RungFacts,
    ) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        let columns = columns![
            deal_id: deal, rung: rung, done_on: after.done_on, expected_on: after.expected_on,
            not_applicable: after.not_applicable, reference: after.reference,
            failed_on: after.failed.as_ref().map(|failed| failed.on),
            failed_why: after.failed.as_ref().and_then(|failed| failed.why.clone()),
        ];
        let existing = self.find_rung(deal, rung)?;
        if *after == RungFacts::default() {
            // Nothing is said of it any more, so nothing is kept.
            return existing.map_or(Ok(()), |id| self.delete_rung(id));
        }
        let id = if let Some(id) = existing {
            self.update("rung", id, &columns)?;
            id
        } else {
            self.insert("rung", &columns)?
        };
        for one in after.moves.iter().skip(before.moves.len()) {
            self.insert(
                "rung_move",
                &columns![rung_id: id, from_on: one.from_on, to_on: one.to_on, why: one.why, moved_on: one.moved_on],
            )?;
        }
        self.save_parts(id, &before.parts, &after.parts)
    }

    /// Saves the parts of a rung; what they are called tells them apart.
    fn save_parts(&self, rung: i64, before: &[Part], after: &[Part]) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        // Both are in the order of their rows.
        let mut ids = self.list_ids("part", "rung_id", Value::Integer(rung))?;
        ids.sort_unstable();
        let known: HashMap<&str, i64> = before
            .iter()
            .map(|part| part.what.as_str())
            .zip(ids)
            .collect();
        for part in after {
            let columns = columns![
                rung_id: rung, on_day: part.on, what: part.what, amount_minor: part.amount.map(|money| money.minor),
                currency: part.amount.map(|money| money.currency),
            ];
            if let Some(id) = known.get(part.what.as_str()) {
                self.update("part", *id, &columns)?;
            } else {
                self.insert("part", &columns)?;
            }
        }
        let is_gone = |what: &str| !after.iter().any(|part| part.what == what);
        for (_, id) in known.iter().filter(|(what, _)| is_gone(what)) {
            self.delete("part", *id)?;
        }
        Ok(())
    }

    fn find_rung(&self, deal: DealId, rung: Rung) -> Result<Option<i64>, StoreError> {
        use rusqlite::OptionalExtension as _;
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM rung WHERE deal_id = ?1 AND rung = ?2")?;
        Ok(statement
            .query_row((deal, rung), |row| row.get(0))
            .optional()?)
    }

    fn save_touchpoint(&self, after: &Touchpoint) -> Result<(), StoreError> {
        let is_new = !self.has_touchpoint(after.id)?;
        let columns = columns![
            uid: after.uid, account_id: after.account_id, deal_id: after.deal_id, person_id: after.person_id,
            on_day: after.on, sent_on: after.sent_on, via: after.via, outcome: after.outcome, inbound: after.inbound,
            note: after.note, gave: after.gave, asked: after.asked, next_check_in_id: after.next,
        ];
        self.save("touchpoint", after.id.0, is_new, &columns)
    }

    fn save_check_ins(
        &self,
        before: Option<&Customer>,
        after: &Customer,
    ) -> Result<(), StoreError> {
        let known: HashMap<CheckInId, &CheckIn> = before
            .iter()
            .flat_map(|before| &before.check_ins)
            .map(|one| (one.id, one))
            .collect();
        for check_in in &after.check_ins {
            let was = known.get(&check_in.id);
            if was != Some(&check_in) {
                self.save(
                    "check_in",
                    check_in.id.0,
                    was.is_none(),
                    &check_in_columns(check_in)?,
                )?;
            }
        }
        for gone in known.keys().filter(|id| after.check_in(**id).is_none()) {
            self.delete_check_in(after.account.id, *gone)?;
        }
        Ok(())
    }

    /// Deletes a check-in, and lets go of it where a contact set it.
    pub fn delete_check_in(&self, account: AccountId, id: CheckInId) -> Result<(), StoreError> {
        for touchpoint in self.list_setting(account, id)? {
            self.update(
                "touchpoint",
                touchpoint.0,
                &columns![next_check_in_id: None::<i64>],
            )?;
        }
        self.delete("check_in", id.0)
    }
}

fn check_in_columns(after: &CheckIn) -> Result<Vec<Column>, StoreError> {
    let (anchor, repeat) = (after.anchor, after.repeat);
    Ok(columns![
        uid: after.uid, account_id: after.account_id, deal_id: after.deal_id, person_id: after.person_id,
        kind: after.kind, what: after.what, why: after.why, due_on: after.due_on, first_due_on: after.first_due_on,
        snoozed_until: after.snoozed_until, snoozes: after.snoozes, moved_by_hand: after.moved_by_hand,
        status: after.status, ended: after.ended, ended_on: after.ended_on, ended_why: after.ended_why,
        touchpoint_id: after.touchpoint_id, step: after.step,
        anchor_rung: anchor.map(|anchor| anchor.rung), anchor_offset: anchor.map(|anchor| anchor.offset),
        anchor_unit: anchor.map(|anchor| anchor.unit), anchored_on: anchor.and_then(|anchor| anchor.anchored_on),
        every: repeat.map(|repeat| repeat.every.count), every_unit: repeat.map(|repeat| repeat.every.unit),
        until_rung: repeat.and_then(|repeat| repeat.until), turn_on: repeat.and_then(|repeat| repeat.turn_on),
        restarted: repeat.is_some_and(|repeat| repeat.restarted), rung: after.rung, owner: after.owner,
        theirs: after.theirs, evidence: after.evidence, agreed_by: after.agreed_by, agreed_on: after.agreed_on,
        plan_b: after.plan_b, result_id: after.result_id,
    ]
    .to_vec())
}
