//! `deals account merge`: two accounts that are one customer.

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::facts::AccountFacts;
use crate::domain::words::{excerpt, words};
use crate::error::{CommandError, Exit};
use crate::view::answer;
use crate::view::record::{AccountRecord, Written};
use crate::view::text::plural;

use super::shared::change::{Change, change_in};
use super::shared::resolve::{self, Access, Subject};

words! {
    /// What is to be done with an account.
    Action, "an action" {
        Merge = "merge",
    }
}

/// Make one account of two
///
/// All of the second becomes the first's: people, deals, check-ins, touchpoints, rivals, tags; nothing is lost but
/// the second name. What each has of its own as a customer is one afterwards: when it was last reached, the
/// attempts since, the check-in of a customer whose deals are settled. It asks first.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "deals account merge STAYS GOES [OPTIONS]",
    after_long_help = "Examples:
  deals account merge a3 a4 --yes
  deals account merge a3 \"Juno\" --yes --dry-run

Exit codes: 4 when several are called so, 5 for an account and itself, or without a terminal and without --yes."
)]
pub struct Args {
    /// What to do: merge
    #[arg(add = crate::complete::words(Action::list))]
    action: Action,

    /// The account that stays
    #[arg(add = crate::complete::accounts())]
    stays: String,

    /// The account that goes
    #[arg(add = crate::complete::accounts())]
    goes: String,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    match args.action {
        Action::Merge => merge(ctx, &args.stays, &args.goes),
    }
}

fn merge(ctx: &mut Ctx, stays: &str, goes: &str) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<AccountRecord>()?;
    let (stays, goes) = (account(ctx, stays)?, account(ctx, goes)?);
    let (into, from) = (stays.account_id, goes.account_id);
    if into == from {
        let message = format!("{} ({into}) cannot be merged with itself", stays.account);
        return Err(
            CommandError::refused(message).hint("deals accounts lists accounts with their ids")
        );
    }
    let what = ctx.read(|reader| {
        let touchpoints = reader.list_touchpoints(Some(from), None, None)?.len();
        let customer = reader.find_customer(from)?.ok_or_else(|| gone(&goes))?;
        Ok(what_moves(&customer, touchpoints))
    })?;
    let question = format!(
        "Merge {} ({from}) into {} ({into}), with {what}?",
        goes.account, stays.account
    );
    resolve::confirm(ctx, &question)?;
    let (change, facts) = ctx.write(|writer| {
        let other = writer.find_account(from)?.ok_or_else(|| gone(&goes))?;
        writer.find_account(into)?.ok_or_else(|| gone(&stays))?;
        writer.merge_account(from, into)?;
        let change: Change<()> = change_in(ctx, writer, into, |customer| {
            customer.unite(&other.tags, ctx.day());
            Ok(())
        })?;
        let customer = &change.saved.customer;
        let reach = writer.get_reach(into)?;
        let facts = AccountFacts::count(customer.account.clone(), reach, &customer.deals);
        Ok((change, facts))
    })?;
    let default = ctx.read(|reader| ctx.default_currency(reader))?;
    let record = AccountRecord::new(&facts, ctx.today, default);
    let line = format!(
        "{into}  {}: took in {} ({from}), with {what}",
        stays.account, goes.account
    );
    let customer = &change.saved.customer;
    let changes = answer::changes(&change.before, customer, &change.tidied, ctx.today);
    let answer = Written::new(record, ctx.dry_run);
    answer::show(&mut ctx.ui, &answer, &[line], &changes)?;
    Ok(Exit::Done)
}

/// The account that is named by itself, not through a deal or somebody there.
fn account(ctx: &Ctx, text: &str) -> Result<Subject, CommandError> {
    let subject = resolve::subject(ctx, text, Access::Write)?;
    let is_account = subject.person_id.is_none()
        && subject.deal_id.is_none()
        && subject.check_in_id.is_none()
        && subject.touchpoint_id.is_none();
    if is_account {
        return Ok(subject);
    }
    let message = format!("`{}` is not an account", excerpt(text));
    Err(CommandError::usage(message).hint(format!(
        "name it by itself: {} is {}",
        subject.account, subject.account_id
    )))
}

fn gone(subject: &Subject) -> CommandError {
    CommandError::not_found(format!("there is no account {}", subject.account_id))
}

fn what_moves(customer: &Customer, touchpoints: usize) -> String {
    format!(
        "{}, {}, {} and {}",
        plural(customer.deals.len(), "deal"),
        plural(customer.people.len(), "person"),
        plural(customer.check_ins.len(), "check-in"),
        plural(touchpoints, "touchpoint")
    )
}
