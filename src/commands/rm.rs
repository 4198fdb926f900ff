//! `deals rm`: a record that should not be there.

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::id::{AnyId, DealId};
use crate::domain::touchpoint::Outcome;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};
use crate::store::Writer;
use crate::view::answer::{self, ChangeLine};
use crate::view::record::{
    AccountRecord, CheckInRecord, DealRecord, ObjectiveRecord, PersonRecord, ResultRecord,
    TouchpointRecord, Written,
};
use crate::view::text::plural;

use super::shared::change::{change_in, expect_fields_of};
use super::shared::proof::record_of;
use super::shared::resolve::{self, Access, Subject};

/// Remove a record
///
/// An account goes with its deals, people, check-ins and touchpoints; a deal with its check-ins, results,
/// objectives and rivals, while its touchpoints stay with the account; a result with its measurements and what
/// asks for it. A touchpoint that goes opens again what it closed. It asks first.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals rm t88 --yes
  deals rm a3 --yes --dry-run

Exit codes: 5 without a terminal and without --yes.")]
pub struct Args {
    /// The record, by its id
    #[arg(add = crate::complete::ids())]
    id: String,
}

/// The record as it was, for the answer.
enum Removed {
    Account(AccountRecord),
    Person(PersonRecord),
    Deal(DealRecord),
    CheckIn(CheckInRecord),
    Touchpoint(TouchpointRecord),
    Result(ResultRecord),
    Objective(ObjectiveRecord),
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let id = AnyId::read(&args.id).ok_or_else(|| {
        CommandError::usage("a record is removed by its id")
            .hint("deals show, list, accounts and people print ids")
    })?;
    let subject = resolve::subject(ctx, &args.id, Access::Write)?;
    expect_fields_of(ctx, &subject)?;
    let (removed, what) = describe(ctx, id, &subject)?;
    resolve::confirm(ctx, &format!("Remove {what}?"))?;
    let changes = ctx.write(|writer| remove(ctx, writer, id, &subject))?;
    let line = format!("{id}  removed  {what}");
    let (ui, dry_run) = (&mut ctx.ui, ctx.dry_run);
    match removed {
        Removed::Account(record) => {
            answer::show(ui, &Written::new(record, dry_run), &[line], &changes)?;
        }
        Removed::Person(record) => {
            answer::show(ui, &Written::new(record, dry_run), &[line], &changes)?;
        }
        Removed::Deal(record) => {
            answer::show(ui, &Written::new(record, dry_run), &[line], &changes)?;
        }
        Removed::CheckIn(record) => {
            answer::show(ui, &Written::new(record, dry_run), &[line], &changes)?;
        }
        Removed::Touchpoint(record) => {
            answer::show(ui, &Written::new(record, dry_run), &[line], &changes)?;
        }
        Removed::Result(record) => {
            answer::show(ui, &Written::new(record, dry_run), &[line], &changes)?;
        }
        Removed::Objective(record) => {
            answer::show(ui, &Written::new(record, dry_run), &[line], &changes)?;
        }
    }
    Ok(Exit::Done)
}

/// The record that is to go, and what goes with it in words.
fn describe(ctx: &Ctx, id: AnyId, subject: &Subject) -> Result<(Removed, String), CommandError> {
    let gone = || CommandError::not_found(format!("there is no {} {id}", id.noun()));
    ctx.read(|reader| {
        let customer = reader.find_customer(subject.account_id)?.ok_or_else(gone)?;
        let name = &customer.account.name;
        match id {
            AnyId::Account(account) => {
                let facts = reader.get_account_facts(customer.account.clone())?;
                let touchpoints = reader.list_touchpoints(Some(account), None, None)?.len();
                let what = together(
                    &[
                        (customer.deals.len(), "deal"),
                        (customer.people.len(), "person"),
                        (customer.check_ins.len(), "check-in"),
                        (touchpoints, "touchpoint"),
                    ],
                    &[
                        (customer.results.len(), "result"),
                        (customer.objectives.len(), "objective"),
                        (customer.rivals.len(), "rival"),
                        (customer.heartbeats.len(), "heartbeat"),
                    ],
                );
                let what = format!("{name} with {what}");
                let default = ctx.default_currency(reader)?;
                Ok((
                    Removed::Account(AccountRecord::new(&facts, ctx.today, default)),
                    what,
                ))
            }
            AnyId::Person(person) => {
                let person = customer.person(person).ok_or_else(gone)?;
                Ok((
                    Removed::Person(PersonRecord::new(person, name)),
                    format!("{}, {name}", person.name),
                ))
            }
            AnyId::Deal(deal) => {
                let found = customer.deal(deal).ok_or_else(gone)?.clone();
                let facts = reader.get_deal_facts(found, ctx.today)?;
                let what = format!(
                    "{name} · {} with {}",
                    crate::view::phrase::deal(&facts.deal),
                    what_goes_with(deal, &customer)
                );
                Ok((Removed::Deal(DealRecord::new(&facts, ctx.today)), what))
            }
            AnyId::CheckIn(check_in) => {
                let check_in = customer.check_in(check_in).ok_or_else(gone)?;
                let deal = check_in.deal_id.and_then(|id| customer.deal(id));
                let person = check_in.person_id.and_then(|id| customer.person(id));
                let record = CheckInRecord::new(check_in, name, deal, person, ctx.today);
                Ok((
                    Removed::CheckIn(record),
                    format!("{name}: {}", check_in.what),
                ))
            }
            AnyId::Touchpoint(touchpoint) => {
                let record =
                    TouchpointRecord::new(&reader.find_touchpoint(touchpoint)?.ok_or_else(gone)?);
                let what = format!(
                    "{name}: {}, {}",
                    crate::view::phrase::contact(&record),
                    format_day(record.on)
                );
                Ok((Removed::Touchpoint(record), what))
            }
            AnyId::Result(result) => {
                let result = customer.result(result).ok_or_else(gone)?;
                let record = record_of(&customer, result).ok_or_else(gone)?;
                let what = format!(
                    "{name}: {} with {}",
                    crate::view::phrase::result(&record),
                    plural(record.measurements.len(), "measurement")
                );
                Ok((Removed::Result(record), what))
            }
            AnyId::Objective(objective) => {
                let objective = customer.objective(objective).ok_or_else(gone)?;
                let deal = customer.deal(objective.deal_id).ok_or_else(gone)?;
                let record = ObjectiveRecord::new(objective, name, deal, &customer.people);
                let what = format!(
                    "{name}: {} with {}",
                    record.what,
                    plural(record.answers.len(), "answer")
                );
                Ok((Removed::Objective(record), what))
            }
        }
    })
}

/// What goes with a deal; its check-ins are named also where there are none.
fn what_goes_with(deal: DealId, customer: &Customer) -> String {
    let of_deal = Some(deal);
    let (check_ins, rivals) = (&customer.check_ins, &customer.rivals);
    let check_ins = check_ins.iter().filter(|one| one.deal_id == of_deal);
    let objectives = customer.objectives.iter();
    let heartbeats = customer.heartbeats.iter();
    let also = [
        (customer.results_of(deal).count(), "result"),
        (
            objectives.filter(|one| one.deal_id == deal).count(),
            "objective",
        ),
        (
            rivals.iter().filter(|one| one.deal_id == of_deal).count(),
            "rival",
        ),
        (
            heartbeats.filter(|one| one.deal_id == deal).count(),
            "heartbeat",
        ),
    ];
    together(&[(check_ins.count(), "check-in")], &also)
}

/// `2 deals, 1 person and 3 results`: what is always counted, and what else there is any of.
fn together(always: &[(usize, &str)], also: &[(usize, &str)]) -> String {
    let also = also.iter().filter(|(count, _)| *count > 0);
    let counted = always.iter().chain(also);
    let parts: Vec<String> = counted.map(|(count, noun)| plural(*count, noun)).collect();
    match parts.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => parts.concat(),
    }
}

/// Removes the record; what became of the check-ins around it.
fn remove(
    ctx: &Ctx,
    writer: &Writer<'_>,
    id: AnyId,
    subject: &Subject,
) -> Result<Vec<ChangeLine>, CommandError> {
    // Somebody else may have removed it since it was looked for.
    resolve::by_id(writer, id, &id.to_string())?;
    let before = writer.find_customer(subject.account_id)?;
    match id {
        AnyId::Account(account) => {
            writer.delete_account(account)?;
            return Ok(Vec::new());
        }
        AnyId::Person(person) => writer.delete_person(person)?,
        AnyId::Deal(deal) => writer.delete_deal(subject.account_id, deal)?,
        AnyId::CheckIn(check_in) => writer.delete_check_in(subject.account_id, check_in)?,
        AnyId::Touchpoint(touchpoint) => {
            let closed = writer.list_closed_by(touchpoint)?;
            let removed = writer.find_touchpoint(touchpoint)?;
            change_in(ctx, writer, subject.account_id, |customer| {
                reopen(customer, &closed)
            })?;
            writer.delete_touchpoint(touchpoint)?;
            let removed = removed.map(|facts| facts.touchpoint);
            if let Some(removed) = removed.filter(|one| one.outcome == Outcome::Reached) {
                change_in(ctx, writer, subject.account_id, |customer| {
                    customer.count_from_before(removed.on, ctx.day());
                    Ok(())
                })?;
            }
        }
        AnyId::Result(result) => writer.delete_result(subject.account_id, result)?,
        AnyId::Objective(objective) => writer.delete_objective(objective)?,
    }
    // What is left must hold together: a deal may be adrift now, an account without care.
    let change = change_in(ctx, writer, subject.account_id, |_| Ok(()))?;
    let Some(before) = before.filter(|_| matches!(id, AnyId::Touchpoint(_))) else {
        return Ok(Vec::new());
    };
    let after = &change.saved.customer;
    Ok(answer::changes(&before, after, &change.tidied, ctx.today))
}

/// What a contact closed that never happened is open again.
fn reopen(
    customer: &mut Customer,
    closed: &[crate::domain::id::CheckInId],
) -> Result<(), CommandError> {
    for id in closed {
        if customer.check_in(*id).is_some_and(|one| !one.is_open()) {
            customer.reopen(*id)?;
        }
        if let Some(check_in) = customer.check_in_mut(*id) {
            check_in.touchpoint_id = None;
        }
    }
    Ok(())
}
