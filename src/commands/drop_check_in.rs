//! `deals drop`: a check-in is given up.

use crate::context::Ctx;
use crate::error::{CommandError, Exit};

use super::shared::change::{answer_with_check_in, change_customer};
use super::shared::somebody::agreed_by;
use super::shared::{marked, resolve, typed};
use crate::view::record::CheckInRecord;

/// Give a check-in up
///
/// Of a repeating one only this turn is dropped, unless --all ends it. Of a rung, the rung does not apply to
/// the deal any more. A promise is waived, for a reason or because somebody there agreed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals drop c57 --why \"they called us first\"
  deals drop c57 --all --why \"she wants no calls\"
  deals drop c66 --agreed-by dana

Exit codes: 5 when it is not open, or --all of one that does not repeat.")]
pub struct Args {
    /// The check-in, by its id
    #[arg(add = crate::complete::open_check_ins())]
    check_in: String,

    /// Why
    #[arg(long, value_name = "REASON")]
    why: Option<String>,

    /// Who there agreed to waive a promise, by name or id
    #[arg(long, value_name = "PERSON", add = crate::complete::people_there(), conflicts_with = "all")]
    agreed_by: Option<String>,

    /// End a repeating one for good
    #[arg(long)]
    all: bool,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let (subject, id) = resolve::check_in(ctx, &args.check_in)?;
    let why = typed::line_of("--why", args.why.as_ref())?;
    let agreed_by = agreed_by(ctx, &subject, args.agreed_by.as_ref())?;
    let change = change_customer(ctx, subject.account_id, |customer| match agreed_by {
        Some(by) => Ok(customer.waive_agreed(id, why.clone(), by, ctx.day())?),
        None => Ok(customer.drop_check_in(id, why.clone(), args.all, ctx.day())?),
    })?;
    let before = change.before.check_in(id);
    let what = before.map(|one| one.what.clone()).unwrap_or_default();
    let mut lines = vec![format!("{id}  {}: dropped, {what}", subject.account)];
    if let Some((deal, rung)) = before.and_then(|one| Some((one.deal_id?, one.rung?))) {
        lines.push(format!("{deal}  {rung} does not apply"));
        lines.extend(marked::celebrate(&change, deal));
    }
    answer_with_check_in(ctx, &change, id, &lines)?;
    Ok(Exit::Done)
}
