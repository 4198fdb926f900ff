//! `deals brief`: one screen for the minute before a call.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::brief::{self, Balance};
use crate::domain::check_in::{CheckIn, CheckInStatus, Kind};
use crate::domain::deal::Deal;
use crate::domain::facts::{AccountFacts, DealFacts, TouchpointFacts};
use crate::domain::id::DealId;
use crate::domain::money::Currency;
use crate::domain::objective::{Objective, Stance};
use crate::domain::order::sort_by_key;
use crate::domain::person::Person;
use crate::domain::promise::PromiseStatus;
use crate::domain::questions::{Situation, Stage, questions};
use crate::domain::result::{PromisedResult, Verdict};
use crate::domain::rival::Rival;
use crate::domain::rung::Rung;
use crate::domain::touchpoint::Touchpoint;
use crate::domain::win_back::{Heartbeat, RivalSigned};
use crate::error::{CommandError, Exit};
use crate::store::Reader;
use crate::view::brief as screen;
use crate::view::format::Record as _;
use crate::view::record::{
    AccountRecord, BriefRecord, CheckInRecord, DealRecord, HeartbeatRecord, NextStep,
    ObjectiveRecord, Owed, PersonRecord, ResultRecord, RivalRecord, TouchpointRecord,
};
use crate::view::ui::Format;

use super::shared::resolve::{self, Access, Subject};

/// One screen for the minute before a call
///
/// Who it is and what they care about, where each deal stands and what comes next, what we owe and what is
/// late, the last words, and the questions worth asking now. An account is briefed with all its deals, a deal
/// alone. Only this command writes Markdown, for a note-taking program.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals brief acme
  deals brief d12
  deals brief a3 -o md > acme.md
  deals brief acme --fields questions -o json

Exit codes: 4 when several are called so.")]
pub struct Args {
    /// The account, person or deal
    #[arg(add = crate::complete::targets())]
    target: String,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let subject = resolve::subject(ctx, &args.target, Access::Read)?;
    let record = ctx.read(|reader| gather(ctx, reader, &subject))?;
    match ctx.ui.format() {
        Format::Markdown if ctx.ui.fields().is_some() => {
            let error = CommandError::usage("--fields picks columns, and Markdown has none");
            return Err(error.hint("leave out --fields, or choose -o json, csv or table"));
        }
        Format::Markdown => screen::markdown(&mut ctx.ui, &record, ctx.today)?,
        Format::Table if ctx.ui.quiet() => ctx.ui.line(&record.id())?,
        Format::Table if ctx.ui.fields().is_none() => {
            screen::show(&mut ctx.ui, &record, ctx.today)?;
        }
        _ => ctx.ui.record(&record)?,
    }
    Ok(Exit::Done)
}

/// What is on record about a customer, as far as the brief is about it.
struct Fetched {
    facts: AccountFacts,
    /// Every deal of the customer.
    all: Vec<Deal>,
    /// The deals in view.
    deals: Vec<DealFacts>,
    people: Vec<Person>,
    check_ins: Vec<CheckIn>,
    results: Vec<PromisedResult>,
    objectives: Vec<Objective>,
    rivals: Vec<Rival>,
    /// Of the deals in view, the latest first.
    heartbeats: Vec<Heartbeat>,
    /// The latest first.
    touchpoints: Vec<TouchpointFacts>,
}

fn gather(ctx: &Ctx, reader: &Reader<'_>, subject: &Subject) -> Result<BriefRecord, CommandError> {
    let fetched = fetch(reader, subject, ctx.today)?;
    let default = ctx.default_currency(reader)?;
    Ok(compose(&fetched, subject.deal_id, ctx.today, default))
}

fn fetch(
    reader: &Reader<'_>,
    subject: &Subject,
    today: NaiveDate,
) -> Result<Fetched, CommandError> {
    let id = subject.account_id;
    let missing = || CommandError::not_found(format!("there is no account {id}"));
    let facts = reader.get_account_facts(reader.find_account(id)?.ok_or_else(missing)?)?;
    let all = reader.list_deals_of(id)?;
    let standing: Vec<_> = all.iter().map(|deal| (deal.id, deal.status())).collect();
    let in_view = subject
        .deal_id
        .map_or_else(|| brief::deals_in_view(&standing), |deal| vec![deal]);
    let mut deals = Vec::with_capacity(in_view.len());
    for id in &in_view {
        if let Some(deal) = all.iter().find(|deal| deal.id == *id) {
            deals.push(reader.get_deal_facts(deal.clone(), today)?);
        }
    }
    // What is late comes first: a screen has no room for every deal.
    sort_by_key(&mut deals, |facts| !is_late(&facts.deal, today));
    // Of a deal that was named, and what is its customer's; else of all that is going on there.
    let is_named = |deal: Option<DealId>| {
        subject.deal_id.is_none() || deal.is_none_or(|deal| in_view.contains(&deal))
    };
    let mut people = reader.list_people_of(id)?;
    sort_by_key(&mut people, |person| {
        let mut of_deals = deals.iter().flat_map(|facts| facts.deal.people.iter());
        let place = of_deals.position(|id| *id == person.id);
        let is_other = subject.person_id != Some(person.id);
        (is_other, place.unwrap_or(usize::MAX), person.id)
    });
    let mut check_ins = reader.list_check_ins_of(id)?;
    check_ins.retain(|one| is_named(one.deal_id));
    sort_by_key(&mut check_ins, |one| {
        (one.due_on.is_none(), one.due_on, one.id)
    });
    let mut results = reader.list_results_of(id)?;
    results.retain(|one| in_view.contains(&one.deal_id));
    let mut objectives = reader.list_objectives_of(id)?;
    objectives.retain(|one| in_view.contains(&one.deal_id));
    let mut rivals = reader.list_rivals_of(id)?;
    rivals.retain(|one| one.is_active() && is_named(one.deal_id));
    let mut heartbeats = reader.list_heartbeats_of(id)?;
    heartbeats.retain(|one| in_view.contains(&one.deal_id));
    heartbeats.reverse();
    Ok(Fetched {
        facts,
        deals,
        people,
        check_ins,
        results,
        objectives,
        rivals,
        heartbeats,
        touchpoints: reader.list_touchpoints(Some(id), None, None)?,
        all,
    })
}

fn compose(
    fetched: &Fetched,
    deal: Option<DealId>,
    today: NaiveDate,
    default: Currency,
) -> BriefRecord {
    let Fetched {
        facts,
        all,
        people,
        check_ins,
        touchpoints,
        ..
    } = fetched;
    let name = &facts.account.name;
    let mut owed = Owed::of(check_ins, name, all, people, today);
    owed.promises.retain(|one| {
        matches!(
            one.check_in.status,
            PromiseStatus::Open | PromiseStatus::Broken
        )
    });
    owed.risks.retain(|one| one.status == CheckInStatus::Open);
    let results = ResultRecord::list(&fetched.results, name, all, people, check_ins);
    let objectives = ObjectiveRecord::list(&fetched.objectives, name, all, people);
    let deals = fetched.deals.iter().map(|facts| &facts.deal);
    // Where something is going on, what was lost is asked about if it is to be won back.
    let goes_on = deals.clone().any(|deal| !deal.status().is_lost());
    let mut situations: Vec<Situation> = deals
        .clone()
        .filter(|deal| !deal.status().is_lost() || deal.win_back.begun || !goes_on)
        .map(|deal| situation(fetched, deal, &results, &objectives, today))
        .collect();
    // What is over is asked about once, not deal by deal.
    if situations
        .first()
        .is_some_and(|one| one.stage == Stage::Settled)
    {
        situations.truncate(1);
    }
    let balance = Balance::of(touchpoints.iter().map(|facts| &facts.touchpoint));
    let latest = |is_so: fn(&Touchpoint) -> bool| {
        let found = touchpoints.iter().find(|facts| is_so(&facts.touchpoint));
        found.map(TouchpointRecord::new)
    };
    let reached = touchpoints
        .iter()
        .filter(|facts| brief::is_reached(&facts.touchpoint));
    let of_deal = |deal: &DealFacts| DealRecord::new(deal, today);
    let rival = |one: &Rival| RivalRecord::new(one, &facts.account, all);
    BriefRecord {
        account: AccountRecord::new(facts, today, default),
        deals: fetched.deals.iter().map(of_deal).collect(),
        people: people
            .iter()
            .map(|person| somebody(person, name, &fetched.deals))
            .collect(),
        check_ins: open(fetched, today),
        promises: owed.promises,
        risks: owed.risks,
        results,
        objectives,
        rivals: fetched.rivals.iter().map(rival).collect(),
        heartbeats: HeartbeatRecord::list(&fetched.heartbeats, name, all),
        last_conversation: latest(brief::is_conversation),
        last_face_to_face: latest(brief::is_face_to_face),
        touchpoints: reached
            .take(brief::CONTACTS)
            .map(TouchpointRecord::new)
            .collect(),
        attempts: attempts(touchpoints),
        gave: balance.gave,
        asked: balance.asked,
        asks_in_a_row: balance.asks_in_a_row,
        questions: questions(&situations, balance),
        deal,
        next_steps: deals.map(next_step).collect(),
    }
}

/// Somebody with the role they have on the first of the deals that they are on.
fn somebody(person: &Person, account: &str, deals: &[DealFacts]) -> PersonRecord {
    let deal = deals
        .iter()
        .find(|facts| facts.deal.people.contains(&person.id));
    match deal {
        Some(facts) => PersonRecord::on_deal(person, account, &facts.deal),
        None => PersonRecord::new(person, account),
    }
}

/// What is open, without promises and risks, which stand apart.
fn open(fetched: &Fetched, today: NaiveDate) -> Vec<CheckInRecord> {
    let check_ins = fetched.check_ins.iter();
    check_ins
        .filter(|one| one.is_open() && !matches!(one.kind, Kind::Promise | Kind::Risk))
        .map(|one| {
            let deal = fetched.all.iter().find(|deal| Some(deal.id) == one.deal_id);
            let person = fetched
                .people
                .iter()
                .find(|person| Some(person.id) == one.person_id);
            CheckInRecord::new(one, &fetched.facts.account.name, deal, person, today)
        })
        .collect()
}

/// What was tried since somebody was reached, the latest first.
fn attempts(touchpoints: &[TouchpointFacts]) -> Vec<TouchpointRecord> {
    touchpoints
        .iter()
        .take_while(|facts| !brief::is_reached(&facts.touchpoint))
        .map(TouchpointRecord::new)
        .collect()
}

/// Whether the day of its next rung has passed.
fn is_late(deal: &Deal, today: NaiveDate) -> bool {
    let on = next_step(deal).expected_on;
    deal.status().is_live() && on.is_some_and(|on| on < today)
}

fn next_step(deal: &Deal) -> NextStep {
    let next = deal.ladder.next_rung();
    NextStep {
        expected_on: next.and_then(|rung| deal.ladder.expected_on(rung)),
        slips: next.map_or((0, 0), |rung| deal.ladder.slips(rung)),
    }
}

/// What is known about one deal, as far as it decides what to ask.
fn situation(
    fetched: &Fetched,
    deal: &Deal,
    results: &[ResultRecord],
    objectives: &[ObjectiveRecord],
    today: NaiveDate,
) -> Situation {
    let broken = fetched
        .check_ins
        .iter()
        .filter(|one| one.deal_id.is_none_or(|id| id == deal.id))
        .find(|one| one.promise_status(today) == Some(PromiseStatus::Broken));
    let objection = objectives
        .iter()
        .filter(|one| one.deal_id == deal.id)
        .find_map(|one| {
            let objecting = |answer: &&_| objects(answer);
            let answer = one.answers.iter().find(objecting)?;
            Some((answer.person.clone()?, one.what.clone()))
        });
    let is_unmeasured =
        |one: &&ResultRecord| one.deal_id == deal.id && one.status == Verdict::Unmeasured;
    let is_past = deal.win_back.rival_promised_on.is_none_or(|on| on <= today);
    let paid_on = deal.ladder.expected_on(Rung::Paid);
    let asked = || {
        let of_deal = |one: &&Heartbeat| one.deal_id == deal.id;
        fetched.heartbeats.iter().filter(of_deal)
    };
    Situation {
        title: Some(deal.title.clone().unwrap_or_else(|| deal.id.to_string())),
        stage: Stage::of(deal.status(), &deal.ladder, today),
        broken: broken.map(|one| one.what.clone()),
        objection,
        unmeasured: results
            .iter()
            .find(is_unmeasured)
            .map(|one| one.metric.clone()),
        unpaid: !deal.ladder.is_closed(Rung::Paid) && paid_on.is_some_and(|on| on < today),
        rival: fetched
            .rivals
            .iter()
            .find(|one| one.is_after(deal))
            .map(|one| one.name.clone()),
        rival_promised: deal.win_back.rival_promised.clone().filter(|_| is_past),
        attractive: asked().find_map(|one| one.attractive.clone()),
        is_signed: asked().find_map(|one| one.rival_signed) == Some(RivalSigned::Yes),
    }
}

fn objects(answer: &crate::view::record::AnswerRecord) -> bool {
    answer.stance == Stance::Objecting
}
