//! `deals lost`: a deal is lost, and winning it back begins.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::deal::{Deal, Lost, LostReason, Status};
use crate::domain::when::format_day;
use crate::domain::win_back::WinBack;
use crate::error::{CommandError, Exit};
use crate::view::phrase;
use crate::view::record::DealRecord;

use super::shared::change::{answer_with_deal, change_customer};
use super::shared::{owed, resolve, typed};

/// Say that a deal is lost, and begin to win it back
///
/// It is not over: the rival still has to deliver. What is open of the deal is dropped, its rungs stay, and the
/// plan win-back begins: thank them in two workdays, ask a week after the rival's promised date whether they
/// delivered, then stay in contact after 14, 45 and 90 days, and every 90 from then on.
///
/// TARGET is a deal, or the account of its only live deal or prospect. Unless nothing was decided, or for
/// another reason than those, it was lost to somebody: --rival NAME.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals lost acme --reason price --rival Globex --rival-promised \"1 dec: 24/7\"
  deals lost d12 --reason timing --rival Initech --note \"next year\"
  deals lost nord --reason no-decision --on yesterday

Exit codes: 2 without a reason or a rival that it needs; 5 for a deal that is settled or lost already, or a \
day before its latest rung.")]
pub struct Args {
    /// The deal, or the account of its only live deal or prospect
    #[arg(add = crate::complete::targets())]
    target: String,

    /// Why: price, product, timing, relationship, no-decision or other
    #[arg(long, value_name = "REASON", add = crate::complete::words(LostReason::list))]
    reason: Option<LostReason>,

    /// Who won it
    #[arg(long, value_name = "NAME", add = crate::complete::rivals())]
    rival: Option<String>,

    /// What the rival promised and by when, "DATE: WHAT"
    #[arg(long, value_name = "PROMISE", requires = "rival")]
    rival_promised: Option<String>,

    /// What else there is to say of it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,

    /// The day it was lost, if not today
    #[arg(short = 'd', long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DealRecord>()?;
    let may_be_lost = |status: Status| status.is_live() || status == Status::Prospect;
    let (subject, deal_id) =
        resolve::deal(ctx, &args.target, "live deal or prospect", may_be_lost)?;
    let reason = reason(ctx, args)?;
    let on = match &args.on {
        Some(text) => typed::past_day(ctx, "--on", text)?,
        None => ctx.today,
    };
    let known = read(ctx, args, reason, on)?;
    let lost = Lost {
        on,
        reason,
        buried_on: None,
    };
    let change = change_customer(ctx, subject.account_id, |customer| {
        Ok(customer.lose(deal_id, lost, known.clone(), ctx.day())?)
    })?;
    let line = change.deal(deal_id).map(|deal| {
        format!(
            "{}  {} · {}: lost {}",
            deal.id,
            subject.account,
            phrase::deal(deal),
            how(deal, lost)
        )
    });
    let lines: Vec<String> = line.into_iter().collect();
    answer_with_deal(ctx, &change, deal_id, &lines)?;
    Ok(Exit::Done)
}

/// `Fri 6 Mar 2026, price, to Globex`
fn how(deal: &Deal, lost: Lost) -> String {
    let rival = deal
        .win_back
        .lost_to
        .as_ref()
        .map_or_else(String::new, |rival| format!(", to {rival}"));
    format!("{}, {}{rival}", format_day(lost.on), lost.reason)
}

/// Why it was lost; a terminal asks where nobody said.
fn reason(ctx: &Ctx, args: &Args) -> Result<LostReason, CommandError> {
    if let Some(reason) = args.reason {
        return Ok(reason);
    }
    if ctx.ui.interactive() {
        return resolve::ask(
            inquire::Select::new("Why was it lost?", LostReason::ALL.to_vec()).prompt(),
        );
    }
    Err(CommandError::usage("--reason is missing: why was it lost?")
        .hint(format!("it is one of {}", LostReason::list().join(", "))))
}

fn read(
    ctx: &Ctx,
    args: &Args,
    reason: LostReason,
    on: NaiveDate,
) -> Result<WinBack, CommandError> {
    let rival = match &args.rival {
        Some(name) => Some(typed::name("--rival", name)?),
        None if reason.needs_rival() && ctx.ui.interactive() => {
            let asked = resolve::ask(inquire::Text::new("Who won it?").prompt())?;
            Some(typed::name("--rival", &asked)?)
        }
        None => None,
    };
    let promised = args
        .rival_promised
        .as_ref()
        .map(|text| owed::promise_from(ctx, on, "--rival-promised", text))
        .transpose()?;
    let note = args
        .note
        .as_ref()
        .map(|note| typed::note(std::slice::from_ref(note)))
        .transpose()?;
    Ok(WinBack {
        lost_to: rival,
        note: note.flatten(),
        rival_promised_on: promised.as_ref().map(|promised| promised.on),
        rival_promised: promised.map(|promised| promised.what),
        ..WinBack::default()
    })
}
