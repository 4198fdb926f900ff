//! `deals reopen`: a check-in that was settled or dropped by mistake.

use crate::context::Ctx;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};

use super::shared::change::answer_with_check_in;
use super::shared::{resolve, taken_back};
use crate::view::record::CheckInRecord;

/// Open a check-in again
///
/// It gets the due date it had. The next turn that its end opened goes away again. Of a rung, the mark (or
/// that it does not apply) is taken back.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:
  deals reopen c57

Exit codes: 5 when it is open.")]
pub struct Args {
    /// The check-in, by its id
    #[arg(add = crate::complete::ended_check_ins())]
    check_in: String,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let (subject, id) = resolve::check_in(ctx, &args.check_in)?;
    let change = taken_back::reopen(ctx, subject.account_id, id)?;
    let now = change.saved.customer.check_in(id);
    let what = now.map(|one| one.what.clone()).unwrap_or_default();
    let due = now.and_then(|one| one.due_on).map_or_else(
        || "it waits".to_owned(),
        |on| format!("due {}", format_day(on)),
    );
    let line = format!("{id}  {}: open again, {what}, {due}", subject.account);
    answer_with_check_in(ctx, &change, id, &[line])?;
    Ok(Exit::Done)
}
