//! `deals plan`: the plans of check-ins there are, and which one a deal follows.

use crate::complete;
use crate::context::Ctx;
use crate::domain::deal::Status;
use crate::domain::plan;
use crate::domain::words::{excerpt, words};
use crate::error::{CommandError, Exit};
use crate::view::format::Record as _;
use crate::view::phrase;
use crate::view::plan as screen;
use crate::view::record::{DealRecord, PlanRecord};
use crate::view::ui::Format;

use super::shared::change::{answer_with_deal, change_customer};
use super::shared::{resolve, typed};

words! {
    /// What is to be done with plans.
    Action, "a thing to do with plans" {
        List = "list",
        Show = "show",
        Use = "use",
    }
}

/// List plans, show one, or say which one a deal follows
///
/// A plan is a named list of check-ins, each so many days from a rung. standard, light, strategic and verbal
/// come with the program; the configuration file may add others. win-back begins when a deal is lost, and counts
/// from that day and from those of the rival.
///
/// deals plan list lists them, deals plan show NAME says what one asks for and when, deals plan use DEAL NAME
/// makes a deal follow one, and none makes it follow none. What was done of the plan before is not asked again,
/// a step that was rescheduled by hand keeps its date, and the rest of it is dropped. DEAL is a deal, or the
/// account of its only live deal.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "deals plan [list]\n       deals plan show <NAME>\n       deals plan use <DEAL> <NAME>",
    after_long_help = "Examples:
  deals plan list
  deals plan show light
  deals plan use d12 light
  deals plan use acme none

Exit codes: 2 when there is no such plan, 5 for a lost or settled deal, or win-back."
)]
pub struct Args {
    /// list, show or use
    #[arg(default_value = "list", hide_default_value = true, add = complete::words(Action::list))]
    action: Action,

    /// The plan to show, or the deal that is to follow one
    #[arg(value_name = "DEAL", add = complete::plans_or_targets())]
    target: Option<String>,

    /// The plan it is to follow, or none
    #[arg(add = complete::plans())]
    name: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    match (args.action, &args.target, &args.name) {
        (Action::List, None, None) => list(ctx),
        (Action::Show, Some(name), None) => show(ctx, name),
        (Action::Use, Some(target), Some(name)) => follow(ctx, target, name),
        (Action::List, Some(word), _) | (Action::List, None, Some(word)) => {
            Err(too_many(word, "deals plan list lists all of them"))
        }
        (Action::Show, _, Some(word)) => {
            Err(too_many(word, "one at a time: deals plan show light"))
        }
        (Action::Show, None, None) => Err(CommandError::usage("which plan is missing")
            .hint("name it, as in deals plan show light; deals plan list lists them")),
        (Action::Use, ..) => Err(CommandError::usage("the deal or the plan is missing")
            .hint("name both, as in deals plan use d12 light")),
    }
}

fn too_many(word: &str, hint: &str) -> CommandError {
    CommandError::usage(format!("`{}` is one word too many", excerpt(word))).hint(hint)
}

fn list(ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<PlanRecord>()?;
    let own = &ctx.config.plans;
    let records: Vec<PlanRecord> = plan::names(own)
        .into_iter()
        .filter_map(|name| plan::find_among(name, own))
        .map(|found| PlanRecord::new(&found, is_own(&found.name)))
        .collect();
    crate::view::list::show(&mut ctx.ui, &records, None, ctx.today)?;
    Ok(Exit::Done)
}

fn is_own(name: &str) -> bool {
    plan::find(name).is_none()
}

fn show(ctx: &mut Ctx, name: &str) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<PlanRecord>()?;
    let Some(found) = typed::plan(ctx, "NAME", name)? else {
        return Err(CommandError::usage("`none` is no plan, but to follow none")
            .hint("deals plan list lists the plans there are"));
    };
    let record = PlanRecord::new(&found, is_own(&found.name));
    if ctx.ui.quiet() {
        ctx.ui.line(&record.id())?;
    } else if ctx.ui.format() == Format::Table && ctx.ui.fields().is_none() {
        screen::show(&mut ctx.ui, &record)?;
    } else {
        ctx.ui.record(&record)?;
    }
    Ok(Exit::Done)
}

fn follow(ctx: &mut Ctx, target: &str, name: &str) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DealRecord>()?;
    let plan = typed::plan(ctx, "NAME", name)?;
    let name = plan.as_ref().map(|plan| &*plan.name);
    let (subject, deal_id) = resolve::deal(ctx, target, "live deal", Status::is_live)?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        Ok(customer.use_plan(deal_id, name)?)
    })?;
    let was = change
        .before
        .deal(deal_id)
        .and_then(|deal| deal.plan.name())
        .filter(|was| Some(*was) != name)
        .map(|was| format!(", it was {was}"));
    let deal = change.deal(deal_id).map(phrase::deal).unwrap_or_default();
    let is_begun = change
        .deal(deal_id)
        .is_some_and(|deal| deal.ladder.has_begun());
    let line = format!(
        "{deal_id}  {} · {deal}: {}{}{}",
        subject.account,
        name.map_or_else(|| "no plan".to_owned(), |name| format!("plan {name}")),
        was.unwrap_or_default(),
        if is_begun || name.is_none() {
            ""
        } else {
            ", from its first rung on"
        }
    );
    answer_with_deal(ctx, &change, deal_id, &[line])?;
    Ok(Exit::Done)
}
