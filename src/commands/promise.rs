//! `deals promise`: something is owed, by us or by them.

use crate::context::Ctx;
use crate::domain::customer::Promise;
use crate::domain::deal::Status;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};
use crate::view::phrase;
use crate::view::record::CheckInRecord;

use super::shared::change::{answer_with_check_in, change_customer};
use super::shared::somebody::person_at;
use super::shared::{owed, resolve, typed};

/// Note a promise, ours or theirs
///
/// A promise of ours that is open past its date is broken, and heads the morning. Theirs is overdue then. No
/// contact closes it: deals done C keeps it, deals drop C waives it. It is judged by its first date, unless
/// they agree to another: deals reschedule C DATE --agreed-by PERSON.
///
/// TARGET is a deal, or the account of its only live deal.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals promise acme \"fri: training dates\"
  deals promise d12 \"1 dec: 24/7 support\" --owner Priya
  deals promise acme 2w: the signed drawings --theirs -w dana

Exit codes: 5 for a day that is past, or a lost deal.")]
pub struct Args {
    /// The deal, or the account of its only live deal
    #[arg(add = crate::complete::targets())]
    target: String,

    /// What is promised and when, as "DATE: WHAT"
    #[arg(required = true, value_name = "DATE: WHAT")]
    promise: Vec<String>,

    /// The colleague who keeps it, where it is not you
    #[arg(long, value_name = "NAME", conflicts_with = "theirs")]
    owner: Option<String>,

    /// They promised it
    #[arg(long)]
    theirs: bool,

    /// To whom; who promised it, with --theirs
    #[arg(short = 'w', long, value_name = "PERSON", add = crate::complete::people_there())]
    person: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let promise = owed::promise(ctx, "PROMISE", &typed::joined(&args.promise))?;
    let owner = args.owner.as_ref().map(|name| typed::name("--owner", name));
    let owner = owner.transpose()?;
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "live deal", Status::is_live)?;
    let person_id = match &args.person {
        Some(text) => Some(person_at(ctx, &subject, "--person", text)?),
        None => subject.person_id,
    };
    let promise = Promise {
        owner,
        theirs: args.theirs,
        person_id,
        ..promise
    };
    let change = change_customer(ctx, subject.account_id, |customer| {
        owed::refuse_lost(customer.deal(deal_id))?;
        Ok(customer.promise(Some(deal_id), promise.clone()))
    })?;
    let id = change.value;
    let deal = change.deal(deal_id).map(phrase::deal).unwrap_or_default();
    let who = match (&promise.owner, promise.theirs) {
        (Some(owner), _) => format!("{owner} promised"),
        (None, true) => "they promised".to_owned(),
        (None, false) => "promised".to_owned(),
    };
    let line = format!(
        "{}  {} · {deal}: {who} {}, {}",
        change.saved.check_in(id),
        subject.account,
        promise.what,
        format_day(promise.on)
    );
    answer_with_check_in(ctx, &change, id, &[line])?;
    Ok(Exit::Done)
}
