//! `deals tag`: words on an account, a person or a deal.

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::error::{CommandError, Exit};

use super::shared::change::{Change, answer_with_named, change_customer, expect_fields_of};
use super::shared::resolve::{self, Access, Subject};
use super::shared::typed;

/// Tag an account, a person or a deal
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals tag d12 reference q4
  deals tag a3 --not dormant")]
pub struct Args {
    /// The record, by its id or name
    #[arg(add = crate::complete::records())]
    id: String,

    /// Tags to add
    #[arg(value_name = "KEY", add = crate::complete::tags())]
    keys: Vec<String>,

    /// A tag to take away; may be repeated
    #[arg(long = "not", value_name = "KEY", add = crate::complete::tags())]
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
    let is_untagged = subject.check_in_id.is_some()
        || subject.touchpoint_id.is_some()
        || subject.result_id.is_some()
        || subject.objective_id.is_some();
    if is_untagged {
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

/// Answers with the record that was named, whichever kind it is, and its tags.
fn answer_with<T>(
    ctx: &mut Ctx,
    change: &Change<T>,
    subject: &Subject,
) -> Result<(), CommandError> {
    let customer = &change.saved.customer;
    let tags = match (subject.deal_id, subject.person_id) {
        (Some(id), _) => customer.deal(id).map(|deal| &deal.tags),
        (None, Some(id)) => customer.person(id).map(|person| &person.tags),
        (None, None) => Some(&customer.account.tags),
    };
    let tags = tags.filter(|tags| !tags.is_empty());
    let said = tags.map_or_else(
        || "no tags".to_owned(),
        |tags| format!("tags {}", tags.join(" ")),
    );
    answer_with_named(ctx, change, subject, &said)
}
