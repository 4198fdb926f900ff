//! `deals objective`: why they are doing this, and who there agrees.

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::deal::Status;
use crate::domain::id::{AnyId, ObjectiveId, PersonId};
use crate::domain::objective::{Answer, Objective, Stance};
use crate::domain::order::sort_by_key;
use crate::domain::words::{excerpt, words};
use crate::error::{CommandError, Exit};
use crate::view::answer;
use crate::view::list::show;
use crate::view::phrase;
use crate::view::record::{ObjectiveRecord, Written};

use super::shared::change::{Change, change_customer};
use super::shared::resolve::{self, Access, Subject};
use super::shared::somebody::person_at;
use super::shared::{owed, typed};

words! {
    /// What is to be done with an objective.
    Action, "an action" {
        Add = "add",
        Ask = "ask",
        Agree = "agree",
        Object = "object",
        Change = "change",
        List = "list",
    }
}

/// Objectives: add, ask, agree, object, change, list
///
/// Why are they doing this? In short sentences, agreed with every stakeholder, and reviewed until nobody
/// objects. An objective is open until somebody was asked, then asked, agreed once everybody who was asked
/// agrees, or objecting. In other words it is asked again: nobody has agreed to those.
///
/// add takes a deal, or the account of its only live deal; the others take the objective, as in o4. list takes
/// either, or nothing.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "deals objective add TARGET TEXT
       deals objective ask O --of PERSON
       deals objective agree O --by PERSON
       deals objective object O --by PERSON --why TEXT
       deals objective change O TEXT
       deals objective [list [TARGET]]",
    after_long_help = "Examples:
  deals objective add acme no lorry waits at the gate
  deals objective ask o1 --of dana
  deals objective agree o1 --by dana
  deals objective object o1 --by dana --why \"the works council was not asked\"
  deals objective change o1 no lorry waits longer than ten minutes
  deals objective list acme

Exit codes: 3 for somebody who is not there."
)]
pub struct Args {
    /// What to do: add, ask, agree, object, change or list
    #[arg(add = crate::complete::words(Action::list))]
    action: Option<Action>,

    /// The deal or the account; else the objective
    #[arg(add = crate::complete::targets_or_objectives())]
    target: Option<String>,

    /// The objective in a short sentence; no quotes needed
    #[arg(value_name = "TEXT")]
    words: Vec<String>,

    /// Who was asked; may be repeated
    #[arg(long, value_name = "PERSON", add = crate::complete::people_there(), help_heading = "With ask")]
    of: Vec<String>,

    /// Who agrees or objects
    #[arg(long, value_name = "PERSON", add = crate::complete::people_there(), help_heading = "With agree and object")]
    by: Option<String>,

    /// Why they object
    #[arg(long, value_name = "TEXT", help_heading = "With object")]
    why: Option<String>,

    /// The day it was said, if not today
    #[arg(
        short = 'd',
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        help_heading = "With ask, agree, object and change"
    )]
    on: Option<String>,

    /// At most so many rows; 0 is all
    #[arg(long, value_name = "N", help_heading = "With list")]
    limit: Option<usize>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<ObjectiveRecord>()?;
    let action = args.action.unwrap_or(Action::List);
    refuse_foreign_options(args, action)?;
    match (action, &args.target) {
        (Action::List, target) => list(args, target.as_deref(), ctx)?,
        (Action::Add, Some(target)) => add(args, target, ctx)?,
        (Action::Change, Some(target)) => change(args, target, ctx)?,
        (Action::Ask | Action::Agree | Action::Object, Some(target)) => {
            take_answers(args, action, target, ctx)?;
        }
        (action, None) => {
            let needed = match action {
                Action::Add => "a deal, or the account of its only live deal",
                _ => "an objective",
            };
            return Err(missing(action, needed));
        }
    }
    Ok(Exit::Done)
}

/// How a line is to be typed.
const fn form(action: Action) -> &'static str {
    match action {
        Action::Add => "as in: deals objective add acme no lorry waits at the gate",
        Action::Ask => "as in: deals objective ask o4 --of dana",
        Action::Agree => "as in: deals objective agree o4 --by dana",
        Action::Object => "as in: deals objective object o4 --by dana --why \"too early\"",
        Action::Change => "as in: deals objective change o4 no lorry waits longer than ten minutes",
        Action::List => "as in: deals objective list acme",
    }
}

fn missing(action: Action, what: &str) -> CommandError {
    CommandError::usage(format!("`deals objective {action}` needs {what}")).hint(form(action))
}

/// An option that is of another action is a mistake.
fn refuse_foreign_options(args: &Args, action: Action) -> Result<(), CommandError> {
    use Action::{Add, Agree, Ask, Change, List, Object};
    let options: [(&str, bool, &[Action]); 5] = [
        ("--limit", args.limit.is_some(), &[List]),
        ("--of", !args.of.is_empty(), &[Ask]),
        ("--by", args.by.is_some(), &[Agree, Object]),
        ("--why", args.why.is_some(), &[Object]),
        ("--on", args.on.is_some(), &[Ask, Agree, Object, Change]),
    ];
    let foreign = options
        .iter()
        .find(|(_, is_given, of)| *is_given && !of.contains(&action));
    if let Some((option, ..)) = foreign {
        let message = format!("`deals objective {action}` has no `{option}`");
        return Err(CommandError::usage(message).hint(form(action)));
    }
    let takes_words = matches!(action, Add | Change);
    if let (Some(word), false) = (args.words.first(), takes_words) {
        let word = excerpt(word);
        let message = format!("`deals objective {action}` has no use for `{word}`");
        return Err(CommandError::usage(message).hint(form(action)));
    }
    Ok(())
}

/// The objective that is named; only an id will do.
fn named(ctx: &Ctx, text: &str) -> Result<(Subject, ObjectiveId), CommandError> {
    match AnyId::read(text) {
        Some(AnyId::Objective(id)) => Ok((resolve::subject(ctx, text, Access::Write)?, id)),
        _ => Err(
            CommandError::usage(format!("`{}` is not an objective's id", excerpt(text)))
                .hint("objectives are named as in o4; deals objective list TARGET lists them"),
        ),
    }
}

fn words_of(args: &Args, action: Action) -> Result<String, CommandError> {
    typed::one_line("TEXT", &args.words.join(" "))?
        .ok_or_else(|| missing(action, "the objective in a short sentence"))
}

fn add(args: &Args, target: &str, ctx: &mut Ctx) -> Result<(), CommandError> {
    let what = words_of(args, Action::Add)?;
    let (subject, deal_id) = resolve::deal(ctx, target, "live deal", Status::is_live)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        owed::refuse_lost(customer.deal(deal_id))?;
        Ok(customer.add_objective(deal_id, what.clone()))
    })?;
    answer_with_objective(ctx, &change, change.value)
}

fn change(args: &Args, target: &str, ctx: &mut Ctx) -> Result<(), CommandError> {
    let what = words_of(args, Action::Change)?;
    let (subject, id) = named(ctx, target)?;
    reword(ctx, &subject, id, &what, args.on.as_deref())
}

/// Says an objective in other words, as `edit o4 --what` does too.
pub(super) fn reword(
    ctx: &mut Ctx,
    subject: &Subject,
    id: ObjectiveId,
    what: &str,
    on: Option<&str>,
) -> Result<(), CommandError> {
    let on = on.map_or(Ok(ctx.today), |text| typed::past_day(ctx, "--on", text))?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        let objective = customer.objective_mut(id).ok_or_else(|| gone(id))?;
        objective.reword(what, on);
        Ok(id)
    })?;
    answer_with_objective(ctx, &change, id)
}

/// Somebody was asked, agrees or objects.
fn take_answers(
    args: &Args,
    action: Action,
    target: &str,
    ctx: &mut Ctx,
) -> Result<(), CommandError> {
    let stance = match action {
        Action::Agree => Stance::Agreed,
        Action::Object => Stance::Objecting,
        _ => Stance::Asked,
    };
    let (option, called): (&str, Vec<&String>) = match stance {
        Stance::Asked => ("--of", args.of.iter().collect()),
        Stance::Agreed | Stance::Objecting => ("--by", args.by.iter().collect()),
    };
    let why = typed::line_of("--why", args.why.as_ref())?;
    if called.is_empty() {
        return Err(missing(action, &format!("{option} PERSON")));
    }
    if stance == Stance::Objecting && why.is_none() {
        return Err(missing(action, "--why TEXT"));
    }
    let on = match &args.on {
        Some(text) => typed::past_day(ctx, "--on", text)?,
        None => ctx.today,
    };
    let (subject, id) = named(ctx, target)?;
    let people = called
        .into_iter()
        .map(|text| person_at(ctx, &subject, option, text))
        .collect::<Result<Vec<PersonId>, _>>()?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        let objective = customer.objective_mut(id).ok_or_else(|| gone(id))?;
        for person_id in &people {
            objective.answer(Answer {
                person_id: *person_id,
                stance,
                why: why.clone(),
                on,
            });
        }
        Ok(id)
    })?;
    answer_with_objective(ctx, &change, id)
}

fn gone(id: ObjectiveId) -> CommandError {
    CommandError::not_found(format!("there is no objective {id}"))
}

fn list(args: &Args, target: Option<&str>, ctx: &mut Ctx) -> Result<(), CommandError> {
    let subject = target
        .map(|text| resolve::subject(ctx, text, Access::Read))
        .transpose()?;
    let deal_id = subject.as_ref().and_then(|subject| subject.deal_id);
    let mut records: Vec<ObjectiveRecord> = ctx.read(|reader| {
        let Some(subject) = &subject else {
            let all = reader.list_objective_facts()?;
            return Ok(all.iter().map(ObjectiveRecord::of).collect());
        };
        let Some(customer) = reader.find_customer(subject.account_id)? else {
            return Ok(Vec::new());
        };
        let of_one = |one: &&Objective| deal_id.is_none_or(|id| one.deal_id == id);
        let objectives = customer.objectives.iter().filter(of_one);
        Ok(objectives
            .filter_map(|one| record_of(&customer, one))
            .collect())
    })?;
    sort_by_key(&mut records, |record| record.id);
    show(&mut ctx.ui, &records, args.limit, ctx.today)?;
    Ok(())
}

fn record_of(customer: &Customer, objective: &Objective) -> Option<ObjectiveRecord> {
    let deal = customer.deal(objective.deal_id)?;
    let (name, people) = (&customer.account.name, &customer.people);
    Some(ObjectiveRecord::new(objective, name, deal, people))
}

/// Answers with an objective: its record for scripts, else what it is and what everybody said to it.
fn answer_with_objective<T>(
    ctx: &mut Ctx,
    change: &Change<T>,
    id: ObjectiveId,
) -> Result<(), CommandError> {
    let customer = &change.saved.customer;
    let objective = customer.objective(change.saved.objective(id));
    let Some(record) = objective.and_then(|one| record_of(customer, one)) else {
        return Ok(());
    };
    let deal = customer.deal(record.deal_id).map(phrase::deal);
    let mut lines = vec![format!(
        "{}  {} · {}: {}, {}",
        record.id,
        record.account,
        deal.unwrap_or_default(),
        record.what,
        record.status
    )];
    let answers = record.answers.iter().map(phrase::answer);
    lines.extend(answers.map(|said| format!("    {said}")));
    let changes = answer::changes(&change.before, customer, &change.tidied, ctx.today);
    let answer = Written::new(record, ctx.dry_run);
    Ok(answer::show(&mut ctx.ui, &answer, &lines, &changes)?)
}
