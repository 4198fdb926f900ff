//! `deals rival`: who else wants the customer.

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::when::format_day;
use crate::domain::words::excerpt;
use crate::error::{CommandError, Exit};
use crate::view::answer;
use crate::view::record::{RivalRecord, Written};

use super::shared::change::change_customer;
use super::shared::resolve::{self, Access};
use super::shared::typed;

/// Note a rival, or that one is gone
///
/// Every good rival watches a won account for a slip. Said again, it was heard of again today; --gone when it
/// has left. With a deal (or a check-in of one) it is after that deal, with an account after all of it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals rival acme Initech --note \"their man was in the plant\"
  deals rival d12 \"Globex SA\"
  deals rival acme Initech --gone

Exit codes: 3 for --gone of a rival that is not on record there.")]
pub struct Args {
    /// The account, person or deal
    #[arg(add = crate::complete::targets())]
    target: String,

    /// The rival's name
    #[arg(required = true, add = crate::complete::rivals())]
    name: Vec<String>,

    /// What is known of it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,

    /// It has left
    #[arg(long)]
    gone: bool,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<RivalRecord>()?;
    let called = typed::name("NAME", &typed::joined(&args.name))?;
    let note = typed::line_of("--note", args.note.as_ref())?;
    let subject = resolve::subject(ctx, &args.target, Access::Write)?;
    let deal_id = subject.deal_id;
    let change = change_customer(ctx, subject.account_id, |customer| {
        if !args.gone {
            return Ok(customer.hear_of(deal_id, &called, note.clone(), ctx.today));
        }
        let gone = customer.see_off(deal_id, &called, note.clone(), ctx.today);
        gone.ok_or_else(|| unknown(customer, &called))
    })?;
    let customer = &change.saved.customer;
    let Some(rival) = customer.rivals.get(change.value) else {
        return Ok(Exit::Done);
    };
    let record = RivalRecord::new(rival, &customer.account, &customer.deals);
    let line = line(&record);
    let answer = Written::new(record, ctx.dry_run);
    answer::show(&mut ctx.ui, &answer, &[line], &[])?;
    Ok(Exit::Done)
}

/// Nobody of that name is on record at a customer.
fn unknown(customer: &Customer, called: &str) -> CommandError {
    let mut known: Vec<&str> = customer
        .rivals
        .iter()
        .map(|rival| rival.name.as_str())
        .collect();
    known.sort_unstable();
    known.dedup();
    let message = format!(
        "no rival at {} is called `{}`",
        customer.account.name,
        excerpt(called)
    );
    CommandError::not_found(message).hint(if known.is_empty() {
        "none is on record there".to_owned()
    } else {
        format!("on record there: {}", known.join(", "))
    })
}

/// `d1  Acme Corp, Fleet: Initech, last heard of Fri 6 Mar 2026`
fn line(record: &RivalRecord) -> String {
    let of = record.deal_id.map_or_else(
        || record.account_id.to_string(),
        |deal_id| deal_id.to_string(),
    );
    let deal = record
        .deal
        .as_ref()
        .map_or_else(String::new, |deal| format!(", {deal}"));
    let stands = record.gone_on.map_or_else(
        || format!("last heard of {}", format_day(record.heard_on)),
        |gone_on| format!("gone, {}", format_day(gone_on)),
    );
    let note = record
        .note
        .as_ref()
        .map_or_else(String::new, |note| format!(": {note}"));
    format!(
        "{of}  {}{deal}: {}, {stands}{note}",
        record.account, record.name
    )
}
