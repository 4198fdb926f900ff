//! `deals thank`: whom to thank when a deal is settled.

use crate::context::Ctx;
use crate::domain::deal::Status;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};
use crate::view::phrase;
use crate::view::record::CheckInRecord;

use super::shared::change::{answer_with_check_in, change_customer};
use super::shared::{owed, resolve, typed};

/// Note whom to thank when it is paid
///
/// Engineers, managers, inside sales made it happen. The thanks wait until the deal is settled, and fall due
/// then; deals done C when they are said.
///
/// TARGET is a deal, or the account of its only live deal.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals thank acme \"Priya: built the demo\"
  deals thank d12 Tom: found the crane

Exit codes: 5 for a lost deal.")]
pub struct Args {
    /// The deal, or the account of its only live deal
    #[arg(add = crate::complete::targets())]
    target: String,

    /// Whom, and for what, as "COLLEAGUE: WHAT"
    #[arg(required = true, value_name = "COLLEAGUE: WHAT")]
    thanks: Vec<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let thanks = owed::thanks("THANKS", &typed::joined(&args.thanks))?;
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "live deal", Status::is_live)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        owed::refuse_lost(customer.deal(deal_id))?;
        Ok(customer.thank(deal_id, thanks.clone()))
    })?;
    let id = change.saved.check_in(change.value);
    let deal = change.deal(deal_id).map(phrase::deal).unwrap_or_default();
    let due_on = change
        .saved
        .customer
        .check_in(id)
        .and_then(|one| one.due_on);
    let when = due_on.map_or_else(|| "when it is settled".to_owned(), format_day);
    let line = format!(
        "{id}  {} · {deal}: thank {} for \"{}\", {when}",
        subject.account, thanks.colleague, thanks.what
    );
    answer_with_check_in(ctx, &change, change.value, &[line])?;
    Ok(Exit::Done)
}
