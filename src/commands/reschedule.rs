//! `deals reschedule`: a check-in gets a new due date.

use crate::context::Ctx;
use crate::domain::when::{format_day, format_day_short};
use crate::error::{CommandError, Exit};

use super::shared::change::{answer_with_check_in, change_customer};
use super::shared::somebody::agreed_by;
use super::shared::{resolve, typed};
use crate::view::record::CheckInRecord;

/// Give a check-in a new due date
///
/// A plan leaves a date alone that was set so. Of a rung it is the expected date, and the change is kept as
/// one. A promise needs --why, and is judged by its first date all the same, unless somebody there agrees to
/// the new one: --agreed-by. To hide a check-in and keep its date, use snooze.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals reschedule c57 fri
  deals reschedule c57 in 2 weeks --why \"she is on leave\"
  deals reschedule c66 fri --agreed-by dana

Exit codes: 5 for a day that is past, or a check-in that is not open.")]
pub struct Args {
    /// The check-in, by its id
    #[arg(add = crate::complete::open_check_ins())]
    check_in: String,

    /// The new due date
    #[arg(required = true, value_name = "DATE")]
    date: Vec<String>,

    /// Why it moved
    #[arg(long, value_name = "REASON")]
    why: Option<String>,

    /// Who there agreed to the new date of a promise, by name or id
    #[arg(long, value_name = "PERSON", add = crate::complete::people_there())]
    agreed_by: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let (subject, id) = resolve::check_in(ctx, &args.check_in)?;
    let on = typed::coming_day(ctx, "DATE", &typed::joined(&args.date))?;
    let why = typed::line_of("--why", args.why.as_ref())?;
    let agreed_by = agreed_by(ctx, &subject, args.agreed_by.as_ref())?;
    let change = change_customer(ctx, subject.account_id, |customer| match agreed_by {
        Some(by) => Ok(customer.reschedule_agreed(id, on, why.clone(), by)?),
        None => Ok(customer.reschedule(id, on, why.clone(), ctx.day())?),
    })?;
    let before = change.before.check_in(id);
    let what = before.map(|one| one.what.clone()).unwrap_or_default();
    let was = before.and_then(|one| one.due_on).filter(|was| *was != on);
    let moved = was.map_or_else(String::new, |was| {
        format!(", it was {}", format_day_short(was, ctx.today))
    });
    let line = format!(
        "{id}  {}: {what}, due {}{moved}",
        subject.account,
        format_day(on)
    );
    answer_with_check_in(ctx, &change, id, &[line])?;
    Ok(Exit::Done)
}
