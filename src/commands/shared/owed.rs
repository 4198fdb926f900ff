//! Reading what is promised, what threatens and whom to thank: the forms of `promise`, `risk` and `thank`, and
//! of the options of `add` and `log` that do the same.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::check_in::{CheckIn, Kind};
use crate::domain::customer::{By, Customer, Day, Promise, Risk, Thanks};
use crate::domain::deal::Deal;
use crate::domain::id::{DealId, PersonId};
use crate::domain::owed::{review_on, split_colleague, split_plan_b};
use crate::domain::result::Promised;
use crate::domain::when::{Direction, check_side};
use crate::domain::words::excerpt;
use crate::error::CommandError;

use super::{proof, typed};

/// The form of a promise, with an example.
const PROMISE: &str = "write it as \"DATE: WHAT\", as in \"1 dec: 24/7 support\"";

// What a new deal rests on. A doc comment here would become the help text of the command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What it rests on")]
#[group(skip)]
pub(crate) struct Options {
    /// Something promised, "DATE: WHAT"; may be repeated
    #[arg(long = "promise", value_name = "PROMISE")]
    promises: Vec<String>,

    /// What it is to achieve, "METRIC: 40 -> 28 h"; may be repeated
    #[arg(long = "result", value_name = "RESULT")]
    results: Vec<String>,

    /// Something that may go wrong, "WHAT // PLAN B"; may be repeated
    #[arg(long = "risk", value_name = "RISK")]
    risks: Vec<String>,

    /// Somebody else who wants it; may be repeated
    #[arg(long = "rival", value_name = "NAME", add = crate::complete::rivals())]
    rivals: Vec<String>,

    /// Whom to thank when it is paid, "COLLEAGUE: WHAT"; may be repeated
    #[arg(long = "thank", value_name = "THANKS")]
    thanks: Vec<String>,
}

/// The same, read.
#[derive(Clone)]
pub(crate) struct Owed {
    promises: Vec<Promise>,
    results: Vec<Promised>,
    risks: Vec<Risk>,
    pub(crate) rivals: Vec<String>,
    thanks: Vec<Thanks>,
}

impl Options {
    /// Reads them; the dates of promises count from `base` and may be past, as what is added may be old.
    pub(crate) fn read(&self, ctx: &Ctx, base: NaiveDate) -> Result<Owed, CommandError> {
        let promise = |text: &String| promise_from(ctx, base, "--promise", text);
        let promises: Result<_, _> = self.promises.iter().map(promise).collect();
        let read_result = |text: &String| proof::read_spec("--result", text);
        let results: Result<_, _> = self.results.iter().map(read_result).collect();
        let risks: Result<_, _> = self.risks.iter().map(|text| risk("--risk", text)).collect();
        let thank = |text: &String| thanks("--thank", text);
        let thanks: Result<_, _> = self.thanks.iter().map(thank).collect();
        Ok(Owed {
            promises: promises?,
            results: results?,
            risks: risks?,
            rivals: rivals(&self.rivals)?,
            thanks: thanks?,
        })
    }
}

impl Owed {
    /// Notes all of it with a deal; promises were made to its person.
    pub(crate) fn note(
        &self,
        customer: &mut Customer,
        deal_id: DealId,
        person_id: Option<PersonId>,
        day: Day<'_>,
    ) {
        for promise in &self.promises {
            let promise = Promise {
                person_id,
                ..promise.clone()
            };
            customer.promise(Some(deal_id), promise);
        }
        for promised in &self.results {
            customer.promise_result(deal_id, promised.clone(), By::Rung);
        }
        let review_on = customer
            .deal(deal_id)
            .map(|deal| review_on(&deal.ladder, day.today, day.calendar));
        for risk in &self.risks {
            customer.risk(deal_id, risk.clone(), review_on.unwrap_or(day.today));
        }
        for rival in &self.rivals {
            customer.hear_of(Some(deal_id), rival, None, day.today);
        }
        for thanks in &self.thanks {
            customer.thank(deal_id, thanks.clone());
        }
    }
}

// What a check-in that is a promise, a risk or thanks has besides.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Promises, risks and thanks")]
pub(crate) struct Edits {
    /// Who keeps a promise, or whom to thank
    #[arg(long, value_name = "NAME")]
    pub(crate) owner: Option<String>,

    /// What shows that a promise was kept
    #[arg(long, value_name = "TEXT")]
    pub(crate) evidence: Option<String>,

    /// What is done when a risk comes true
    #[arg(long, value_name = "TEXT")]
    pub(crate) plan_b: Option<String>,
}

impl Edits {
    /// Changes a check-in, if it is of a kind that has what is to be changed. Thanks without a colleague and a
    /// risk without a plan B are none.
    pub(crate) fn apply(&self, check_in: &mut CheckIn) -> Result<(), CommandError> {
        let kind = check_in.kind;
        let fields = [
            (
                "--owner",
                &self.owner,
                &mut check_in.owner,
                matches!(kind, Kind::Promise | Kind::Thanks),
                kind == Kind::Thanks,
            ),
            (
                "--evidence",
                &self.evidence,
                &mut check_in.evidence,
                kind == Kind::Promise,
                false,
            ),
            (
                "--plan-b",
                &self.plan_b,
                &mut check_in.plan_b,
                kind == Kind::Risk,
                true,
            ),
        ];
        for (option, text, field, has_it, is_needed) in fields {
            let Some(text) = text else { continue };
            let value = typed::one_line(option, text)?;
            if !has_it {
                return Err(CommandError::usage(format!(
                    "{option} is no field of a check-in of kind {kind}"
                ))
                .hint("a promise takes --owner and --evidence, thanks --owner, a risk --plan-b"));
            }
            if is_needed && value.is_none() {
                return Err(CommandError::usage(format!("{option} is empty"))
                    .hint("deals drop C gives it up"));
            }
            *field = value;
        }
        Ok(())
    }
}

/// Names of rivals.
pub(crate) fn rivals(names: &[String]) -> Result<Vec<String>, CommandError> {
    names
        .iter()
        .map(|name| typed::name("--rival", name))
        .collect()
}

/// A promise as `DATE: WHAT`; a past day is refused.
pub(crate) fn promise(ctx: &Ctx, option: &str, text: &str) -> Result<Promise, CommandError> {
    let promise = promise_from(ctx, ctx.today, option, text)?;
    check_side(Direction::Ahead, promise.on, ctx.today)
        .map_err(|error| CommandError::from(error).about(option))?;
    Ok(promise)
}

/// The same where the date counts from `base`, and may be past.
pub(crate) fn promise_from(
    ctx: &Ctx,
    base: NaiveDate,
    option: &str,
    text: &str,
) -> Result<Promise, CommandError> {
    let read = ctx.when_from(base, Direction::Ahead).read_dated(text);
    let (on, what) = read.map_err(|error| {
        if text.contains(':') {
            return CommandError::from(error).about(option);
        }
        CommandError::usage(format!("{option}: `{}` has no date", excerpt(text.trim())))
            .hint(PROMISE)
    })?;
    let what = typed::line_of(option, what.as_ref())?.ok_or_else(|| {
        CommandError::usage(format!(
            "{option}: `{}` does not say what is promised",
            excerpt(text.trim())
        ))
        .hint(PROMISE)
    })?;
    Ok(Promise::ours(on, what))
}

/// A risk as `WHAT // PLAN B`.
pub(crate) fn risk(option: &str, text: &str) -> Result<Risk, CommandError> {
    let line = typed::one_line(option, text)?.unwrap_or_default();
    let (what, plan_b) = split_plan_b(&line).ok_or_else(|| {
        CommandError::usage(format!("{option}: `{}` has no plan B", excerpt(&line))).hint(
            "write it as \"WHAT // PLAN B\", as in \"the lathes come late // rent two lathes\"",
        )
    })?;
    Ok(Risk {
        what: what.to_owned(),
        plan_b: plan_b.to_owned(),
    })
}

/// Thanks as `COLLEAGUE: WHAT`.
pub(crate) fn thanks(option: &str, text: &str) -> Result<Thanks, CommandError> {
    let line = typed::one_line(option, text)?.unwrap_or_default();
    let (colleague, what) = split_colleague(&line).ok_or_else(|| {
        let message = format!(
            "{option}: `{}` does not say whom to thank for what",
            excerpt(&line)
        );
        CommandError::usage(message)
            .hint("write it as \"COLLEAGUE: WHAT\", as in \"Priya: built the demo\"")
    })?;
    Ok(Thanks {
        colleague: typed::name(option, colleague)?,
        what: what.to_owned(),
    })
}

/// Nothing is promised, risked or thanked for on a deal that is lost.
pub(crate) fn refuse_lost(deal: Option<&Deal>) -> Result<(), CommandError> {
    match deal.filter(|deal| deal.status().is_lost()) {
        None => Ok(()),
        Some(deal) => Err(CommandError::refused(format!("{} is lost", deal.id))
            .hint("deals remind TARGET DATE WHAT sets a follow-up with the account")),
    }
}
