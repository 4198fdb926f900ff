//! `deals done`: a check-in is settled.

use crate::context::Ctx;
use crate::domain::customer::Done;
use crate::domain::rung::Rung;
use crate::domain::when::format_day;
use crate::error::{CommandError, Exit};

use super::shared::change::{answer_with_check_in, change_customer};
use super::shared::{marked, proof, resolve, typed};
use crate::view::phrase;
use crate::view::record::CheckInRecord;

/// Settle a check-in
///
/// It settles any row of the morning without claiming a contact: to record one, use log. Of a rung it marks
/// the rung, today. Of a result it takes the measured value. A promise is kept, with what shows it as --evidence. A repeating one comes again, one
/// interval from today.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals done c57
  deals done c57 they confirmed by letter
  deals done c67 31
  deals done c66 --evidence \"mail of 3 March, signed list\"

Exit codes: 5 when it is not open, 2 when a measured value is no number.")]
pub struct Args {
    /// The check-in, by its id
    #[arg(add = crate::complete::open_check_ins())]
    check_in: String,

    /// What there is to say about it
    #[arg(value_name = "NOTE")]
    note: Vec<String>,

    /// What shows that a promise was kept
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<CheckInRecord>()?;
    let (subject, id) = resolve::check_in(ctx, &args.check_in)?;
    let note = typed::note(&args.note)?;
    let evidence = typed::line_of("--evidence", args.evidence.as_ref())?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        let done = customer.done(id, note.clone(), ctx.day())?;
        if let Some(evidence) = &evidence {
            customer.keep_evidence(id, evidence.clone())?;
        }
        Ok(done)
    })?;
    let what = change
        .before
        .check_in(id)
        .map(phrase::task)
        .unwrap_or_default();
    let mut lines = vec![format!("{id}  {}: done, {what}", subject.account)];
    if let Some(Done::Rung(deal, rung)) = change.value {
        lines.push(format!("{deal}  {rung} {}", format_day(ctx.today)));
        if rung == Rung::Verified {
            lines.extend(proof::unproven_lines(&change.saved.customer, deal));
        }
        lines.extend(marked::celebrate(&change, deal));
    }
    if let Some(Done::Result(measured)) = change.value {
        lines.extend(proof::measured_line(&change, measured));
    }
    answer_with_check_in(ctx, &change, id, &lines)?;
    Ok(Exit::Done)
}
