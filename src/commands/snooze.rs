//! `deals snooze`: a check-in is out of sight until a day.

use crate::context::Ctx;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};

use super::shared::change::{answer_with_check_in, change_customer};
use super::shared::{resolve, typed};
use crate::view::record::CheckInRecord;

/// Hide a check-in until a day
///
/// The due date stays, and so does the lateness: it comes back as late as it then is. To move the due date,
/// use reschedule.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals snooze c57 tomorrow
  deals snooze c57 next friday

Exit codes: 5 for a day that is past, or a check-in that is not open.")]
pub struct Args {
    /// The check-in, by its id
    #[arg(add = crate::complete::open_check_ins())]
    check_in: String,

    /// The day on which it comes back
    #[arg(required = true, value_name = "DATE")]
    date: Vec<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let (subject, id) = resolve::check_in(ctx, &args.check_in)?;
    let until = typed::coming_day(ctx, "DATE", &typed::joined(&args.date))?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        Ok(customer.snooze(id, until)?)
    })?;
    let what = change
        .before
        .check_in(id)
        .map(|one| one.what.clone())
        .unwrap_or_default();
    let line = format!(
        "{id}  {}: {what}, hidden until {}",
        subject.account,
        format_day(until)
    );
    answer_with_check_in(ctx, &change, id, &[line])?;
    Ok(Exit::Done)
}
