//! `deals heartbeat`: whether a lost deal is really lost.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::refuse_to_ask;
use crate::domain::deal::Status;
use crate::domain::id::DealId;
use crate::domain::win_back::{Advice, Heartbeat, RivalSigned, WouldMatch};
use crate::error::{CommandError, Exit};
use crate::view::answer;
use crate::view::phrase;
use crate::view::record::{HeartbeatRecord, Written};

use super::shared::change::change_customer;
use super::shared::{resolve, typed};

/// Keep what they say about a lost deal, and what to do about it
///
/// What was most attractive in the other offer? Had we offered it, would we have kept you? Is the contract
/// signed? A terminal asks what is not given. Every round is kept, and ends with an advice: let-go when you
/// would not match it, revive when nothing is signed and you would, ask-manager when nothing is signed and you
/// are not sure, else wait. The deal's heartbeat that is due is settled; that they were thanked, and any other
/// contact, is logged with deals log.
///
/// TARGET is a deal, or the account of its only lost deal.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals heartbeat acme --attractive \"24/7\" --would-match yes --rival-signed no
  deals heartbeat d12 --rival-signed yes --contract-ends \"in 2 years\"

Exit codes: 5 for a deal that is not lost, or was not on that day.")]
pub struct Args {
    /// The deal, or the account of its only lost deal
    #[arg(add = crate::complete::lost_targets())]
    target: String,

    /// What was most attractive in the other offer
    #[arg(long, value_name = "WHAT")]
    attractive: Option<String>,

    /// Whether you could have offered that: yes, no or unsure
    #[arg(long, value_name = "ANSWER", add = crate::complete::words(WouldMatch::list))]
    would_match: Option<WouldMatch>,

    /// Whether their contract is signed: yes, no or unknown
    #[arg(long, value_name = "ANSWER", add = crate::complete::words(RivalSigned::list))]
    rival_signed: Option<RivalSigned>,

    /// The day on which their contract with the rival ends
    #[arg(long, value_name = "DATE")]
    contract_ends: Option<String>,

    /// The day they were asked, if not today
    #[arg(short = 'd', long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<HeartbeatRecord>()?;
    let (subject, deal_id) = resolve::deal(ctx, &args.target, "lost deal", Status::is_lost)?;
    let deal = ctx.read(|reader| Ok(reader.find_deal(deal_id)?))?;
    let on = match &args.on {
        Some(text) => typed::past_day(ctx, "--on", text)?,
        None => ctx.today,
    };
    if let Some(deal) = deal {
        // Before anything is asked.
        refuse_to_ask(&deal, on)?;
    }
    let heartbeat = read(ctx, args, deal_id, on)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        Ok(customer.note_heartbeat(heartbeat.clone(), ctx.day())?)
    })?;
    let customer = &change.saved.customer;
    let (Some(deal), Some(noted)) = (change.deal(deal_id), customer.heartbeats.last()) else {
        return Ok(Exit::Done);
    };
    let record = HeartbeatRecord::new(noted, &customer.account.name, deal);
    let lines = [
        format!(
            "{}  {} · {}: {}",
            deal.id,
            subject.account,
            phrase::deal(deal),
            phrase::heartbeat(&record)
        ),
        format!("    {}", advice(record.advice, deal.id)),
    ];
    let changes = answer::changes(&change.before, customer, &change.tidied, ctx.today);
    let written = Written::new(record, ctx.dry_run);
    answer::show(&mut ctx.ui, &written, &lines, &changes)?;
    Ok(Exit::Done)
}

fn read(ctx: &Ctx, args: &Args, deal_id: DealId, on: NaiveDate) -> Result<Heartbeat, CommandError> {
    let attractive = typed::line_of("--attractive", args.attractive.as_ref())?;
    let contract_ends_on = match &args.contract_ends {
        Some(text) => Some(typed::coming_day(ctx, "--contract-ends", text)?),
        None => None,
    };
    let said = Heartbeat {
        id: None,
        uid: String::new(),
        deal_id,
        on,
        attractive,
        would_match: args.would_match,
        rival_signed: args.rival_signed,
        contract_ends_on,
    };
    let said = if ctx.ui.interactive() {
        ask(ctx, args, said)?
    } else {
        said
    };
    let is_silent = said.attractive.is_none()
        && said.would_match.is_none()
        && said.rival_signed.is_none()
        && said.contract_ends_on.is_none();
    if is_silent {
        return Err(
            CommandError::usage("nothing is said: what did they answer?").hint(
                "give --attractive WHAT, --would-match yes|no|unsure, --rival-signed yes|no|unknown or --contract-ends DATE",
            ),
        );
    }
    Ok(said)
}

/// Asks, in the order of the conversation, what the command line does not say (practice 18).
fn ask(ctx: &Ctx, args: &Args, said: Heartbeat) -> Result<Heartbeat, CommandError> {
    let attractive = match said.attractive {
        None if args.attractive.is_none() => {
            let question = "What was most attractive in the other offer?";
            let asked = resolve::ask(inquire::Text::new(question).prompt())?;
            typed::one_line("--attractive", &asked)?
        }
        given => given,
    };
    let would_match = match said.would_match {
        None => {
            let question = "Could you have offered that?";
            let answers = WouldMatch::ALL.to_vec();
            Some(resolve::ask(
                inquire::Select::new(question, answers).prompt(),
            )?)
        }
        given => given,
    };
    let rival_signed = match said.rival_signed {
        None => {
            let question = "Is their contract signed?";
            let answers = RivalSigned::ALL.to_vec();
            Some(resolve::ask(
                inquire::Select::new(question, answers).prompt(),
            )?)
        }
        given => given,
    };
    let contract_ends_on = match said.contract_ends_on {
        None if rival_signed == Some(RivalSigned::Yes) => contract_end(ctx)?,
        given => given,
    };
    Ok(Heartbeat {
        attractive,
        would_match,
        rival_signed,
        contract_ends_on,
        ..said
    })
}

fn contract_end(ctx: &Ctx) -> Result<Option<NaiveDate>, CommandError> {
    let question = "When does it end? (nothing where nobody knows)";
    let asked = resolve::ask(inquire::Text::new(question).prompt())?;
    if asked.trim().is_empty() {
        return Ok(None);
    }
    typed::coming_day(ctx, "--contract-ends", &asked).map(Some)
}

/// What the advice means, with the command that follows it.
fn advice(advice: Advice, deal: DealId) -> String {
    match advice {
        Advice::LetGo => {
            format!("let it go: what they want is not to be had here; deals bury {deal} --why TEXT")
        }
        Advice::Revive => {
            format!("revive: nothing is signed, and you would match it; deals revive {deal}")
        }
        Advice::AskManager => {
            "ask your manager: nothing is signed; may you match it, if they wait for the answer?"
                .to_owned()
        }
        Advice::Wait => "wait, and stay in contact".to_owned(),
    }
}
