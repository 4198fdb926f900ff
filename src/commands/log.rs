//! `deals log`: a contact happened, or was tried.

mod logged;

use crate::context::Ctx;
use crate::domain::customer::{About, Contacted, Customer, Next, Promise};
use crate::domain::deal::Status;
use crate::domain::id::{DealId, TouchpointId};
use crate::domain::rung::Rung;
use crate::domain::touchpoint::{Answer, Outcome, Touchpoint, Via, outcome};
use crate::error::{CommandError, ErrorKind, Exit};
use crate::view::answer;
use crate::view::phrase;
use crate::view::record::{TouchpointRecord, Written};

use super::shared::change::{Change, change_in};
use super::shared::resolve::{self, Access, Subject};
use super::shared::somebody::{self, Whom};
use super::shared::{advice, contract, marked, owed, proof, typed};

/// Record a contact, or an attempt
///
/// A contact that reached somebody closes what is due with that customer up to the next workday after it, and
/// restarts what repeats. An unanswered call or a mail is an attempt: it closes nothing and moves nothing.
/// With --next an attempt hides what is due until then.
///
/// TARGET is an account, a person, a deal or a check-in. Naming a deal closes only what is due of it and of
/// the account; naming a check-in closes that one and nothing else. The NOTE takes all remaining words.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals log acme she is glad, crew is booked -n fri
  deals log c1 --via visit --with dana all on site -n \"2w: bring the figures\"
  deals log acme -x -n tomorrow
  deals log acme --via email sent the training plan
  deals log acme --on yesterday talked about the invoice
  deals log acme --addon \"a second line\" they are short of hands
  deals log acme --via meeting - < minutes.txt
  deals log acme --with dana --rapport \"her new boat\" --gave \"a study\"
  deals log acme --with \"Jean <jean@acme.example>\" --new-person hello

Exit codes: 3 for somebody who is not on record there, 4 when several are called so, 5 for a day to come.")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub struct Args {
    /// The account, person, deal or check-in
    #[arg(add = crate::complete::targets())]
    target: String,

    /// What was said; - reads standard input
    #[arg(value_name = "NOTE")]
    note: Vec<String>,

    /// The way: call, meeting, visit, video, event, email, text, gift or other
    #[arg(long, value_name = "WAY", default_value = "call", add = crate::complete::words(Via::list))]
    via: Via,

    /// Whom: a person at the account, by name, address or id
    #[arg(short, long, value_name = "PERSON", add = crate::complete::people_there())]
    with: Option<String>,

    /// Put them on record there, if nobody of that name is
    #[arg(long, requires = "with")]
    new_person: bool,

    /// The day it happened, if not today
    #[arg(short = 'd', long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,

    /// Nobody answered
    #[arg(short = 'x', long, group = "ending", help_heading = "What came of it")]
    no_answer: bool,

    /// Left a message
    #[arg(short = 'l', long, group = "ending", help_heading = "What came of it")]
    left_message: bool,

    /// They answered what was sent
    #[arg(long, group = "ending", help_heading = "What came of it")]
    answered: bool,

    /// They began it
    #[arg(long, help_heading = "What came of it")]
    inbound: bool,

    /// What of value was given
    #[arg(long, value_name = "WHAT", help_heading = "What came of it")]
    gave: Option<String>,

    /// Something was asked of them
    #[arg(long, help_heading = "What came of it")]
    asked: bool,

    /// What was talked about beside business; kept with the person
    #[arg(long, value_name = "TEXT", help_heading = "What came of it")]
    rapport: Option<String>,

    /// The next time: DATE or "DATE: WHAT"
    #[arg(short, long, value_name = "DATE", help_heading = "What is next")]
    next: Option<String>,

    /// Something we now owe them, "DATE: WHAT"; may be repeated
    #[arg(long, value_name = "PROMISE", help_heading = "What is next")]
    owe: Vec<String>,

    /// Something they may want on top; it comes up again in a week
    #[arg(long, value_name = "WHAT", help_heading = "What is next")]
    addon: Option<String>,

    /// Another seller they spoke of; may be repeated
    #[arg(long, value_name = "NAME", help_heading = "What came of it", add = crate::complete::rivals())]
    rival: Vec<String>,

    /// Mark this rung of the deal, on the day of the contact
    #[arg(long, value_name = "RUNG", help_heading = "What came of it", add = crate::complete::words(Rung::list))]
    mark: Option<Rung>,

    /// Close nothing of what is due
    #[arg(long, help_heading = "What is next")]
    keep_open: bool,
}

/// What the command line says, read.
#[derive(Clone)]
struct Said {
    touchpoint: Touchpoint,
    whom: Option<Whom>,
    rapport: Option<String>,
    about: About,
    next: Option<Next>,
    owed: Vec<Promise>,
    rivals: Vec<String>,
    addon: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<TouchpointRecord>()?;
    let subject = resolve::subject(ctx, &args.target, Access::Write)?;
    let said = read(ctx, args, &subject)?;
    let said = ask_which_deal(ctx, args, &subject, said)?;
    let (change, advice) = ctx.write(|writer| {
        let change = change_in(ctx, writer, subject.account_id, |customer| {
            record(ctx, args, &said, customer)
        })?;
        let advice = advice::on(writer, &change.saved.customer, &said.touchpoint)?;
        Ok((change, advice))
    })?;
    if said.addon.is_some() {
        contract::warn_of_broken_promises(ctx, &change.saved.customer)?;
    }
    answer_with(ctx, &change, &subject, args.mark)?;
    advice.give(ctx)?;
    Ok(Exit::Done)
}

fn read(ctx: &Ctx, args: &Args, subject: &Subject) -> Result<Said, CommandError> {
    let on = match &args.on {
        Some(text) => typed::past_day(ctx, "--on", text)?,
        None => ctx.today,
    };
    let answer = Answer {
        no_answer: args.no_answer,
        left_message: args.left_message,
        answered: args.answered,
        inbound: args.inbound,
    };
    let next = match &args.next {
        Some(text) => {
            let (on, what) = typed::coming_day_with_words(ctx, "--next", text)?;
            Some(Next { on, what })
        }
        None => None,
    };
    let whom = match &args.with {
        Some(text) => Some(somebody::whom(
            ctx,
            subject,
            "--with",
            text,
            args.new_person,
        )?),
        None => subject.person_id.map(Whom::Known),
    };
    let outcome = outcome(args.via, answer);
    let rapport = args
        .rapport
        .as_ref()
        .map(|text| rapport(text, outcome))
        .transpose()?;
    let gave = typed::line_of("--gave", args.gave.as_ref())?;
    let about = match (subject.check_in_id, subject.deal_id) {
        (Some(check_in), _) => About::CheckIn(check_in),
        (None, Some(deal)) => About::Deal(deal),
        (None, None) => About::Customer,
    };
    let touchpoint = Touchpoint {
        id: TouchpointId::provisional(0),
        uid: String::new(),
        account_id: subject.account_id,
        deal_id: None,
        person_id: None,
        on,
        sent_on: None,
        via: args.via,
        outcome,
        inbound: args.inbound,
        note: typed::note(&args.note)?,
        gave,
        asked: args.asked,
        next: None,
    };
    let owe = |text: &String| owed::promise(ctx, "--owe", text);
    let addon = args
        .addon
        .as_ref()
        .map(|text| {
            typed::one_line("--addon", text)?.ok_or_else(|| {
                CommandError::usage("--addon is empty")
                    .hint("say what they may want, as in --addon \"a second lathe\"")
            })
        })
        .transpose()?;
    Ok(Said {
        touchpoint,
        whom,
        rapport,
        about,
        next,
        owed: args.owe.iter().map(owe).collect::<Result<_, _>>()?,
        rivals: owed::rivals(&args.rival)?,
        addon,
    })
}

/// What was talked about beside business. Nobody talked about anything in a call that was not answered
/// (practice 16).
fn rapport(text: &str, outcome: Outcome) -> Result<String, CommandError> {
    if matches!(outcome, Outcome::NoAnswer | Outcome::LeftMessage) {
        return Err(
            CommandError::refused("--rapport is of a talk, and nobody was talked to")
                .hint("leave it out, or keep it with deals edit P --topic TEXT"),
        );
    }
    typed::one_line("--rapport", text)?.ok_or_else(|| {
        CommandError::usage("--rapport is empty")
            .hint("say what it was, as in --rapport \"her new boat\"")
    })
}

/// When several deals have something due that the contact would close, a terminal asks which it was about.
fn ask_which_deal(
    ctx: &Ctx,
    args: &Args,
    subject: &Subject,
    said: Said,
) -> Result<Said, CommandError> {
    let closes = said.touchpoint.outcome == Outcome::Reached && !args.keep_open;
    if !ctx.ui.interactive() || said.about != About::Customer || !closes {
        return Ok(said);
    }
    let Some(customer) = ctx.read(|reader| Ok(reader.find_customer(subject.account_id)?))? else {
        return Ok(said);
    };
    let mut deals: Vec<DealId> = customer
        .closable(About::Customer, said.touchpoint.on, ctx.day())
        .into_iter()
        .filter_map(|id| customer.check_in(id)?.deal_id)
        .collect();
    deals.sort_unstable();
    deals.dedup();
    if deals.len() < 2 {
        return Ok(said);
    }
    let mut options = vec!["all of them".to_owned()];
    options.extend(deals.iter().filter_map(|id| {
        let deal = customer.deal(*id)?;
        Some(crate::view::text::neutralise(&format!("{id:<5} {}", phrase::deal(deal))).into_owned())
    }));
    let chosen =
        resolve::ask(inquire::Select::new("Which deal was it about?", options).raw_prompt())?;
    let about = chosen
        .index
        .checked_sub(1)
        .map_or(About::Customer, |place| About::Deal(deals[place]));
    Ok(Said { about, ..said })
}

fn record(
    ctx: &Ctx,
    args: &Args,
    said: &Said,
    customer: &mut Customer,
) -> Result<Contacted, CommandError> {
    let said = &with_person(customer, said)?;
    let marked = args
        .mark
        .map(|rung| deal_to_mark(customer, said.about, rung).map(|deal| (rung, deal)));
    let marked = marked.transpose()?;
    if let Some((rung, deal)) = marked {
        customer.change_ladder(deal, |ladder| ladder.mark(rung, said.touchpoint.on, None))?;
        customer.date_anew(deal, ctx.day());
    }
    note_owed(customer, said)?;
    note_addon(ctx, customer, said)?;
    let contacted = customer.contact(
        said.touchpoint.clone(),
        said.about,
        args.keep_open,
        said.next.clone(),
        ctx.day(),
    );
    // A rival is after what the contact was about.
    let touchpoints = &customer.touchpoints;
    let of_this = touchpoints
        .iter()
        .find(|one| one.id == contacted.touchpoint);
    let deal_id = of_this.and_then(|one| one.deal_id);
    for rival in &said.rivals {
        customer.hear_of(deal_id, rival, None, said.touchpoint.on);
    }
    Ok(contacted)
}

/// The same with the person it was: whom the command names, who may be new, else for rapport the only one of the
/// deal. Rapport stays with them.
fn with_person(customer: &mut Customer, said: &Said) -> Result<Said, CommandError> {
    let mut person_id = match &said.whom {
        Some(Whom::Known(id)) => Some(*id),
        Some(Whom::Named(somebody)) => Some(customer.meet(somebody.clone())),
        None => None,
    };
    if let Some(rapport) = &said.rapport {
        let deal = named_deal(customer, said.about)
            .and_then(|id| customer.deal(id))
            .or_else(|| customer.only_live_deal());
        let only = deal.and_then(|deal| <[_; 1]>::try_from(deal.people.as_slice()).ok());
        person_id = person_id.or(only.map(|[id]| id));
        let person = customer
            .people
            .iter_mut()
            .find(|one| Some(one.id) == person_id);
        let Some(person) = person else {
            return Err(
                CommandError::refused("--rapport: it is not clear with whom that was")
                    .hint("name them, as in --with dana"),
            );
        };
        person.talk_about(rapport, said.touchpoint.on);
    }
    Ok(Said {
        touchpoint: Touchpoint {
            person_id,
            ..said.touchpoint.clone()
        },
        ..said.clone()
    })
}

/// Notes what we owe them since. A promise is the named deal's, else the only live
/// one's; where nothing is live it is the account's own.
fn note_owed(customer: &mut Customer, said: &Said) -> Result<(), CommandError> {
    let named = named_deal(customer, said.about);
    let live: Vec<_> = customer
        .deals_where(Status::is_live)
        .map(resolve::candidate)
        .collect();
    if named.is_none() && live.len() > 1 && !said.owed.is_empty() {
        let message = "--owe: it is not clear whose promise that is";
        return Err(CommandError::new(ErrorKind::Ambiguous, message)
            .candidates(live)
            .hint("name the deal: deals log d12 …"));
    }
    let deal_id = named.or_else(|| customer.only_live_deal().map(|deal| deal.id));
    if !said.owed.is_empty() {
        owed::refuse_lost(deal_id.and_then(|id| customer.deal(id)))?;
    }
    for promise in &said.owed {
        let promise = Promise {
            person_id: said.touchpoint.person_id,
            ..promise.clone()
        };
        customer.promise(deal_id, promise);
    }
    Ok(())
}

/// Notes what they may want on top: a follow-up of the named deal, else of the only live one; where nothing is
/// live it is the account's own.
fn note_addon(ctx: &Ctx, customer: &mut Customer, said: &Said) -> Result<(), CommandError> {
    let Some(addon) = &said.addon else {
        return Ok(());
    };
    let named = named_deal(customer, said.about);
    let live: Vec<_> = customer
        .deals_where(Status::is_live)
        .map(resolve::candidate)
        .collect();
    if named.is_none() && live.len() > 1 {
        let message = "--addon: it is not clear to which deal that would add";
        return Err(CommandError::new(ErrorKind::Ambiguous, message)
            .candidates(live)
            .hint("name the deal: deals log d12 …"));
    }
    let deal_id = named.or_else(|| customer.only_live_deal().map(|deal| deal.id));
    let id = customer.suggest_addon(deal_id, addon, ctx.day());
    if let Some(check_in) = customer.check_in_mut(id) {
        check_in.person_id = said.touchpoint.person_id;
    }
    Ok(())
}

/// The deal that the command names, by itself or through a check-in of it.
fn named_deal(customer: &Customer, about: About) -> Option<DealId> {
    match about {
        About::Deal(deal) => Some(deal),
        About::CheckIn(id) => customer.check_in(id).and_then(|one| one.deal_id),
        About::Customer => None,
    }
}

/// The deal whose rung is marked: the one that is named, else the account's only live one. What the contact
/// happens to close says nothing about it.
fn deal_to_mark(customer: &Customer, about: About, rung: Rung) -> Result<DealId, CommandError> {
    let deal =
        named_deal(customer, about).or_else(|| customer.only_live_deal().map(|deal| deal.id));
    deal.ok_or_else(|| {
        let message = format!("--mark: it is not clear whose {rung} that is");
        let live = customer
            .deals_where(Status::is_live)
            .map(resolve::candidate);
        CommandError::new(ErrorKind::Ambiguous, message)
            .candidates(live.collect())
            .hint("name the deal: deals log d12 …")
    })
}

/// At most three lines: logged, closed, what comes next. A mark adds what it changed.
fn answer_with(
    ctx: &mut Ctx,
    change: &Change<Contacted>,
    subject: &Subject,
    mark: Option<Rung>,
) -> Result<(), CommandError> {
    let customer = &change.saved.customer;
    let id = change.saved.touchpoint(change.value.touchpoint);
    let Some(touchpoint) = customer.touchpoints.iter().find(|one| one.id == id) else {
        return Ok(());
    };
    let facts = crate::domain::facts::TouchpointFacts {
        touchpoint: touchpoint.clone(),
        account: subject.account.clone(),
        deal: touchpoint
            .deal_id
            .and_then(|id| customer.deal(id))
            .and_then(|deal| deal.title.clone()),
        person: touchpoint
            .person_id
            .and_then(|id| customer.person(id))
            .map(|person| person.name.clone()),
        closed: change.value.closed.clone(),
    };
    let record = TouchpointRecord::new(&facts);
    let mut lines = logged::lines(ctx.today, change, &record, mark);
    if mark == Some(Rung::Verified) {
        lines.extend(proof::unproven_since(change));
    }
    if mark.is_some() {
        let deals = change.before.deals.iter();
        lines.extend(deals.flat_map(|deal| marked::celebrate(change, deal.id)));
    }
    answer::show(&mut ctx.ui, &Written::new(record, ctx.dry_run), &lines, &[])
        .map_err(CommandError::from)
}
