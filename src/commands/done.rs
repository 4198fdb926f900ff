//! `deals done`: a check-in is settled.

use crate::context::Ctx;
use crate::domain::customer::Done;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};

use super::change::{answer_with_check_in, change_customer};
use super::{resolve, typed};
use crate::view::record::CheckInRecord;

/// Settle a check-in
///
/// It settles any row of the morning without claiming a contact: to record one, use log. Of a rung it marks
/// the rung, today. A repeating one comes again, one interval from today.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals done c57
  deals done c57 they confirmed by letter

Exit codes: 5 when it is not open.")]
pub struct Args {
    /// The check-in, by its id
    check_in: String,

    /// What there is to say about it
    #[arg(value_name = "NOTE")]
    note: Vec<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let (subject, id) = resolve::check_in(ctx, &args.check_in)?;
    let note = typed::note(&args.note)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        Ok(customer.done(id, note.clone(), ctx.day())?)
    })?;
    let what = change
        .before
        .check_in(id)
        .map(|one| one.what.clone())
        .unwrap_or_default();
    let mut lines = vec![format!("{id}  {}: done, {what}", subject.account)];
    if let Some(Done::Rung(deal, rung)) = change.value {
        lines.push(format!("{deal}  {rung} {}", format_day(ctx.today)));
    }
    answer_with_check_in(ctx, &change, id, &lines)?;
    Ok(Exit::Done)
}
