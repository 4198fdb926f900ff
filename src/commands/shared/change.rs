//! Changing one customer: loaded, decided on, tidied and saved in one transaction.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::{Customer, Tidied};
use crate::domain::deal::Deal;
use crate::domain::facts::{AccountFacts, DealFacts};
use crate::domain::health::{self, Sign, Signs};
use crate::domain::id::{AccountId, CheckInId, DealId};
use crate::error::CommandError;
use crate::store::{Saved, Writer};
use crate::view::answer;
use crate::view::format::FormatError;
use crate::view::phrase;
use crate::view::record::{
    AccountRecord, CheckInRecord, DealRecord, ObjectiveRecord, PersonRecord, ResultRecord,
    TouchpointRecord, Written,
};

use super::resolve::Subject;

/// What a change came to.
pub(crate) struct Change<T> {
    /// The customer as it was.
    pub before: Customer,
    /// The customer as it is on record now, with the numbers its new records got.
    pub saved: Saved,
    pub tidied: Tidied,
    /// What the decision said.
    pub value: T,
}

/// Changes a customer in one transaction. `decide` may run twice, on a fresh copy each time.
pub(crate) fn change_customer<T>(
    ctx: &Ctx,
    account: AccountId,
    mut decide: impl FnMut(&mut Customer) -> Result<T, CommandError>,
) -> Result<Change<T>, CommandError> {
    ctx.write(|writer| change_in(ctx, writer, account, &mut decide))
}

/// The same within a transaction that is running.
pub(crate) fn change_in<T>(
    ctx: &Ctx,
    writer: &Writer<'_>,
    account: AccountId,
    decide: impl FnOnce(&mut Customer) -> Result<T, CommandError>,
) -> Result<Change<T>, CommandError> {
    let before = writer
        .find_customer(account)?
        .ok_or_else(|| CommandError::not_found(format!("there is no {account}")))?;
    let mut after = before.clone();
    let value = decide(&mut after)?;
    let tidied = after.tidy(ctx.day());
    let saved = writer.save_customer(Some(&before), after)?;
    Ok(Change {
        before,
        saved,
        tidied,
        value,
    })
}

impl<T> Change<T> {
    /// The deal of that id as it is now.
    pub(crate) fn deal(&self, id: DealId) -> Option<&Deal> {
        self.saved.customer.deal(self.saved.deal(id))
    }

    /// The record of a deal as it is now.
    pub(crate) fn deal_record(&self, id: DealId, today: NaiveDate) -> Option<DealRecord> {
        let customer = &self.saved.customer;
        let deal = self.deal(id)?.clone();
        let next_check_in_on = customer
            .check_ins
            .iter()
            .filter(|one| one.deal_id == Some(deal.id) && one.is_open())
            .filter_map(|one| one.due_on)
            .min();
        let account = customer.account.name.clone();
        let open = customer.check_ins.iter();
        let open: Vec<Sign> = open.filter_map(|one| Sign::of(one, today)).collect();
        let signs = Signs {
            check_ins: &open,
            results: &customer.results,
            rivals: &customer.rivals,
        };
        let health = health::judge(&deal, &customer.reach, signs, today);
        let facts = DealFacts {
            deal,
            account,
            reach: customer.reach,
            next_check_in_on,
            health,
        };
        Some(DealRecord::new(&facts, today))
    }

    /// The record of a check-in as it is now.
    pub(crate) fn check_in_record(&self, id: CheckInId, ctx: &Ctx) -> Option<CheckInRecord> {
        let customer = &self.saved.customer;
        let check_in = customer.check_in(self.saved.check_in(id))?;
        let deal = check_in.deal_id.and_then(|id| customer.deal(id));
        let person = check_in.person_id.and_then(|id| customer.person(id));
        Some(CheckInRecord::new(
            check_in,
            &customer.account.name,
            deal,
            person,
            ctx.today,
        ))
    }
}

/// Answers with a deal: its record for scripts, else a line and what changed around it.
pub(crate) fn answer_with_deal<T>(
    ctx: &mut Ctx,
    change: &Change<T>,
    id: DealId,
    lines: &[String],
) -> Result<(), CommandError> {
    let Some(record) = change.deal_record(id, ctx.today) else {
        return Ok(());
    };
    let answer = Written::new(record, ctx.dry_run);
    let changes = answer::changes(
        &change.before,
        &change.saved.customer,
        &change.tidied,
        ctx.today,
    );
    Ok(answer::show(&mut ctx.ui, &answer, lines, &changes)?)
}

/// Answers with a check-in: its record for scripts, else a line and what changed around it.
pub(crate) fn answer_with_check_in<T>(
    ctx: &mut Ctx,
    change: &Change<T>,
    id: CheckInId,
    lines: &[String],
) -> Result<(), CommandError> {
    let Some(record) = change.check_in_record(id, ctx) else {
        return Ok(());
    };
    let shown = change.saved.check_in(id);
    let answer = Written::new(record, ctx.dry_run);
    let mut changes = answer::changes(
        &change.before,
        &change.saved.customer,
        &change.tidied,
        ctx.today,
    );
    changes.retain(|one| one.id != shown);
    Ok(answer::show(&mut ctx.ui, &answer, lines, &changes)?)
}

/// Refuses a field that the record of the named kind does not have, before anything is written.
pub(crate) fn expect_fields_of(ctx: &Ctx, subject: &Subject) -> Result<(), FormatError> {
    if subject.touchpoint_id.is_some() {
        ctx.ui.expect_fields::<TouchpointRecord>()
    } else if subject.result_id.is_some() {
        ctx.ui.expect_fields::<ResultRecord>()
    } else if subject.objective_id.is_some() {
        ctx.ui.expect_fields::<ObjectiveRecord>()
    } else if subject.check_in_id.is_some() {
        ctx.ui.expect_fields::<CheckInRecord>()
    } else if subject.deal_id.is_some() {
        ctx.ui.expect_fields::<DealRecord>()
    } else if subject.person_id.is_some() {
        ctx.ui.expect_fields::<PersonRecord>()
    } else {
        ctx.ui.expect_fields::<AccountRecord>()
    }
}

/// Answers with the account, person or deal that was named: its record for scripts, else what is said of it and
/// what changed around it.
pub(crate) fn answer_with_named<T>(
    ctx: &mut Ctx,
    change: &Change<T>,
    subject: &Subject,
    said: &str,
) -> Result<(), CommandError> {
    let customer = &change.saved.customer;
    let name = &customer.account.name;
    let changes = answer::changes(&change.before, customer, &change.tidied, ctx.today);
    if let Some(record) = subject
        .deal_id
        .and_then(|id| change.deal_record(id, ctx.today))
    {
        let line = format!(
            "{}  {name} · {}: {said}",
            record.id,
            phrase::deal_record(&record)
        );
        let answer = Written::new(record, ctx.dry_run);
        return Ok(answer::show(&mut ctx.ui, &answer, &[line], &changes)?);
    }
    if let Some(person) = subject.person_id.and_then(|id| customer.person(id)) {
        let line = format!("{}  {}, {name}: {said}", person.id, person.name);
        let answer = Written::new(PersonRecord::new(person, name), ctx.dry_run);
        return Ok(answer::show(&mut ctx.ui, &answer, &[line], &changes)?);
    }
    let (account, reach) = (customer.account.clone(), customer.reach);
    let facts = AccountFacts::count(account, reach, &customer.deals);
    let default = ctx.read(|reader| ctx.default_currency(reader))?;
    let line = format!("{}  {name}: {said}", customer.account.id);
    let record = AccountRecord::new(&facts, ctx.today, default);
    let answer = Written::new(record, ctx.dry_run);
    Ok(answer::show(&mut ctx.ui, &answer, &[line], &changes)?)
}
