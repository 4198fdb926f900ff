//! `deals remind`: a follow-up set by hand.

use crate::context::Ctx;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};

use super::shared::change::{answer_with_check_in, change_customer};
use super::shared::resolve::{self, Access};
use super::shared::typed;
use crate::view::record::CheckInRecord;

/// Set a follow-up
///
/// TARGET is an account, a person, or a deal; a check-in stands for its deal. A contact that reaches the
/// customer closes the follow-up when it is due.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals remind acme fri send the training plan
  deals remind d12 \"in 2 weeks\" ask for the reference

Exit codes: 5 for a day that is past.")]
pub struct Args {
    /// The account, person or deal
    #[arg(add = crate::complete::targets())]
    target: String,

    /// The day; a date of several words needs quotes
    date: String,

    /// What to do then
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let subject = resolve::subject(ctx, &args.target, Access::Write)?;
    let on = typed::coming_day(ctx, "DATE", &args.date).map_err(|error| {
        match longer_date(args, ctx) {
            Some(date) => error.hint(format!("a date of several words needs quotes: \"{date}\"")),
            None => error,
        }
    })?;
    let what = typed::what(&args.what)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        let id = customer.remind(subject.deal_id, on, what.clone());
        if let Some(check_in) = customer.check_in_mut(id) {
            check_in.person_id = subject.person_id;
        }
        Ok(id)
    })?;
    let id = change.value;
    let line = format!(
        "{}  {}: {what}, {}",
        change.saved.check_in(id),
        subject.account,
        format_day(on)
    );
    answer_with_check_in(ctx, &change, id, &[line])?;
    Ok(Exit::Done)
}

/// The date that was meant, where it goes on in the words behind it: `next week` of `remind acme next week call`.
fn longer_date(args: &Args, ctx: &Ctx) -> Option<String> {
    const LONGEST: usize = 4;
    let mut date = args.date.clone();
    for word in args.what.iter().take(LONGEST) {
        date = format!("{date} {word}");
        if typed::coming_day(ctx, "DATE", &date).is_ok() {
            return Some(date);
        }
    }
    None
}
