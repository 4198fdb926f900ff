//! `deals tag`: words on an account, a person or a deal.

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::error::{CommandError, Exit};
use crate::view::answer;
use crate::view::record::{AccountRecord, DealRecord, PersonRecord, Written};

use super::change::{Change, change_customer, expect_fields_of};
use super::resolve::{self, Access, Subject};
use super::typed;

/// Tag an account, a person or a deal
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals tag d12 reference q4
  deals tag a3 --not dormant")]
pub struct Args {
    /// The record, by its id or name
    #[arg(add = crate::complete::targets())]
    id: String,

    /// Tags to add
    #[arg(value_name = "KEY")]
    keys: Vec<String>,

    /// A tag to take away; may be repeated
    #[arg(long = "not", value_name = "KEY")]
    not: Vec<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let subject = resolve::subject(ctx, &args.id, Access::Write)?;
    expect_fields_of(ctx, &subject)?;
    let keys = args
        .keys
        .iter()
        .map(|key| typed::tag(key))
        .collect::<Result<Vec<_>, _>>()?;
    let not = args
        .not
        .iter()
        .map(|key| typed::tag(key))
        .collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() && not.is_empty() {
        return Err(CommandError::usage("no tag is named")
            .hint("as in deals tag d12 reference, or --not reference"));
    }
    if subject.check_in_id.is_some() || subject.touchpoint_id.is_some() {
        return Err(
            CommandError::usage("only accounts, people and deals have tags")
                .hint("as in deals tag d12 reference"),
        );
    }
    let change = change_customer(ctx, subject.account_id, |customer| {
        if let Some(tags) = tags_of(customer, &subject) {
            tags.retain(|tag| !not.contains(tag));
            for key in &keys {
                if !tags.contains(key) {
                    tags.push(key.clone());
                }
            }
        }
        Ok(())
    })?;
    answer_with(ctx, &change, &subject)?;
    Ok(Exit::Done)
}

fn tags_of<'c>(customer: &'c mut Customer, subject: &Subject) -> Option<&'c mut Vec<String>> {
    match (subject.deal_id, subject.person_id) {
        (Some(deal), _) => customer.deal_mut(deal).map(|deal| &mut deal.tags),
        (None, Some(person)) => customer
            .people
            .iter_mut()
            .find(|one| one.id == person)
            .map(|person| &mut person.tags),
        (None, None) => Some(&mut customer.account.tags),
    }
}

/// Answers with the record that was named, whichever kind it is.
pub(super) fn answer_with<T>(
    ctx: &mut Ctx,
    change: &Change<T>,
    subject: &Subject,
) -> Result<(), CommandError> {
    let customer = &change.saved.customer;
    let name = &customer.account.name;
    let tags = |tags: &[String]| {
        if tags.is_empty() {
            "no tags".to_owned()
        } else {
            tags.join(" ")
        }
    };
    let dry_run = ctx.dry_run;
    if let Some(record) = subject.deal_id.and_then(|id| change.deal_record(id)) {
        let line = format!(
            "{}  {name}: {} · {}",
            record.id,
            crate::view::phrase::deal_record(&record),
            tags(&record.tags)
        );
        answer::show(
            &mut ctx.ui,
            &Written::<DealRecord>::new(record, dry_run),
            &[line],
            &[],
        )?;
    } else if let Some(person) = subject.person_id.and_then(|id| customer.person(id)) {
        let line = format!(
            "{}  {}, {name}: {}",
            person.id,
            person.name,
            tags(&person.tags)
        );
        answer::show(
            &mut ctx.ui,
            &Written::new(PersonRecord::new(person, name), dry_run),
            &[line],
            &[],
        )?;
    } else {
        let facts = crate::domain::facts::AccountFacts::count(
            customer.account.clone(),
            customer.reach,
            &customer.deals,
        );
        let default = ctx.read(|reader| ctx.default_currency(reader))?;
        let line = format!(
            "{}  {name}: {}",
            customer.account.id,
            tags(&customer.account.tags)
        );
        answer::show(
            &mut ctx.ui,
            &Written::new(AccountRecord::new(&facts, ctx.today, default), dry_run),
            &[line],
            &[],
        )?;
    }
    Ok(())
}
