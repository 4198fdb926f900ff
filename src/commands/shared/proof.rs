//! What the commands that speak of results share: records and answers, what is not proven, and the fields that
//! `edit` changes.

use crate::context::Ctx;
use crate::domain::customer::{By, Customer};
use crate::domain::deal::Deal;
use crate::domain::id::{CheckInId, DealId, ResultId};
use crate::domain::number::Number;
use crate::domain::result::{Promised, PromisedResult};
use crate::domain::rung::Rung;
use crate::domain::when::format_day;
use crate::error::CommandError;
use crate::view::answer;
use crate::view::phrase;
use crate::view::record::{ResultRecord, Written};

use super::change::{Change, change_customer};
use super::resolve::Subject;
use super::typed;

pub(crate) fn number(option: &str, text: &str) -> Result<Number, CommandError> {
    Number::read(text).map_err(|error| CommandError::from(error).about(option))
}

/// `METRIC: 40 -> 28 h` in an option.
pub(crate) fn read_spec(option: &str, text: &str) -> Result<Promised, CommandError> {
    let line = typed::one_line(option, text)?.unwrap_or_default();
    Promised::read(&line).map_err(|error| CommandError::from(error).about(option))
}

/// What was measured last, and what it comes to.
pub(crate) fn measured(record: &ResultRecord) -> String {
    let Some((value, on)) = record.actual.zip(record.measured_on) else {
        return phrase::result(record);
    };
    format!(
        "{} {} on {}: {}, promised {} from {}",
        record.metric,
        record.with_unit(value),
        format_day(on),
        record.status,
        record.with_unit(record.target),
        record.with_unit(record.baseline)
    )
}

pub(crate) fn gone(id: ResultId) -> CommandError {
    CommandError::not_found(format!("there is no result {id}"))
}

/// The record of a result of a customer.
pub(crate) fn record_of(customer: &Customer, result: &PromisedResult) -> Option<ResultRecord> {
    let deal = customer.deal(result.deal_id)?;
    let by = customer.asking(result.id).and_then(|one| one.due_on);
    let name = &customer.account.name;
    Some(ResultRecord::new(result, name, deal, &customer.people, by))
}

/// Answers with a result: its record for scripts, else a line that `said` makes of it and what changed around it.
pub(crate) fn answer_with_result<T>(
    ctx: &mut Ctx,
    change: &Change<T>,
    id: ResultId,
    said: impl FnOnce(&ResultRecord) -> String,
) -> Result<(), CommandError> {
    let customer = &change.saved.customer;
    let result = customer.result(change.saved.result(id));
    let Some(record) = result.and_then(|result| record_of(customer, result)) else {
        return Ok(());
    };
    let deal = customer.deal(record.deal_id).map(phrase::deal);
    let line = format!(
        "{}  {} · {}: {}",
        record.id,
        record.account,
        deal.unwrap_or_default(),
        said(&record)
    );
    let changes = answer::changes(&change.before, customer, &change.tidied, ctx.today);
    let answer = Written::new(record, ctx.dry_run);
    Ok(answer::show(&mut ctx.ui, &answer, &[line], &changes)?)
}

/// What was measured with `done C VALUE`, as a line below it.
pub(crate) fn measured_line<T>(change: &Change<T>, id: ResultId) -> Option<String> {
    let customer = &change.saved.customer;
    let record = record_of(customer, customer.result(change.saved.result(id))?)?;
    Some(format!("{}  {}", record.id, measured(&record)))
}

/// A line for each result that is not proven, where somebody says that the deal is verified. What the customer has
/// accepted all the same is theirs to say, and is named as that.
pub(crate) fn unproven_lines(customer: &Customer, deal_id: DealId) -> Vec<String> {
    let unproven = customer.unproven(deal_id);
    let line = |(result, why): (&PromisedResult, String)| {
        let stands = match result.accepted {
            Some(_) => "accepted all the same",
            None => "not proven",
        };
        format!(
            "    {stands}: {} {}: {why}",
            result.id, result.promised.metric
        )
    };
    unproven.into_iter().map(line).collect()
}

/// The same of each deal that a change has verified.
pub(crate) fn unproven_since<T>(change: &Change<T>) -> Vec<String> {
    let customer = &change.saved.customer;
    let verified_on = |deal: &Deal| deal.ladder.facts(Rung::Verified).done_on;
    let is_new = |deal: &&Deal| {
        let was = change.before.deal(deal.id).and_then(verified_on);
        verified_on(deal).is_some() && verified_on(deal) != was
    };
    let verified = customer.deals.iter().filter(is_new);
    verified
        .flat_map(|deal| unproven_lines(customer, deal.id))
        .collect()
}

// What is to be changed of a result. A doc comment here would become the help text of `edit`.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Results")]
#[group(skip)]
pub(crate) struct Edits {
    /// What a result measures
    #[arg(long, value_name = "TEXT")]
    pub metric: Option<String>,

    /// Where they stood before
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub baseline: Option<String>,

    /// Where they are to get
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub target: Option<String>,

    /// What its numbers count
    #[arg(long, value_name = "TEXT")]
    pub unit: Option<String>,

    /// The day to measure it; empty text has it follow the go-live
    #[arg(long, value_name = "DATE")]
    pub by: Option<String>,
}

/// Changes the fields of a result.
pub(crate) fn edit(
    ctx: &mut Ctx,
    edits: &Edits,
    subject: &Subject,
    id: ResultId,
) -> Result<(), CommandError> {
    let metric = match &edits.metric {
        Some(text) => Some(typed::one_line("--metric", text)?.ok_or_else(|| {
            CommandError::usage("--metric is empty").hint("say what is measured")
        })?),
        None => None,
    };
    let unit = edits
        .unit
        .as_ref()
        .map(|text| typed::one_line("--unit", text));
    let unit = unit.transpose()?;
    let read =
        |option, text: &Option<String>| text.as_ref().map(|text| number(option, text)).transpose();
    let baseline = read("--baseline", &edits.baseline)?;
    let target = read("--target", &edits.target)?;
    let by = match &edits.by {
        None => None,
        Some(text) if text.trim().is_empty() => Some(By::Rung),
        Some(text) => Some(By::Day(typed::coming_day(ctx, "--by", text)?)),
    };
    let change = change_customer(ctx, subject.account_id, |customer| {
        let was = &customer.result(id).ok_or_else(|| gone(id))?.promised;
        let promised = Promised {
            metric: metric.clone().unwrap_or_else(|| was.metric.clone()),
            baseline: baseline.unwrap_or(was.baseline),
            target: target.unwrap_or(was.target),
            unit: unit.clone().unwrap_or_else(|| was.unit.clone()),
        };
        let promised = promised.check().map_err(CommandError::from)?;
        if customer.correct_result(id, promised, by, ctx.day()) {
            return Ok(id);
        }
        let asked = customer.asking(id).map(|one| one.id);
        Err(not_asked(id, asked))
    })?;
    answer_with_result(ctx, &change, id, phrase::result)
}

/// A day to measure a result on that nobody asks for any more.
fn not_asked(id: ResultId, asked: Option<CheckInId>) -> CommandError {
    let error = CommandError::refused(format!("nobody asks for {id} any more"));
    match asked {
        Some(check_in) => error.hint(format!("ask again first: deals reopen {check_in}")),
        None => error.hint("set a follow-up: deals remind TARGET DATE WHAT"),
    }
}
