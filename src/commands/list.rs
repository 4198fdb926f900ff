//! `deals list`: deals.

use std::cmp::Reverse;

use crate::context::Ctx;
use crate::domain::deal::Status;
use crate::domain::facts::DealFacts;
use crate::domain::health::Colour;
use crate::domain::money::Currency;
use crate::domain::name;
use crate::domain::order::sort_by_key;
use crate::domain::rival::Rival;
use crate::domain::rung::Rung;
use crate::domain::target::{self, fit};
use crate::domain::words::{excerpt, words};
use crate::error::{CommandError, Exit};
use crate::view::list::show;
use crate::view::lost::LostDeal;
use crate::view::record::DealRecord;

use super::shared::typed;

words! {
    /// The order of a list of deals.
    Sort, "an order" {
        Id = "id",
        Account = "account",
        Value = "value",
        NextCheckIn = "next-check-in",
        Reached = "reached",
        Signed = "signed",
    }
}

/// List deals
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals list
  deals list --status won --unreached 30d --sort value
  deals list --health red --health amber
  deals list --rung delivered -o ids | xargs -n 1 deals show
  deals list --fields id,account,value,currency -o csv")]
pub struct Args {
    /// Only deals of this status: prospect, verbal, won, settled, lost or buried; live is verbal and won; may
    /// be repeated
    #[arg(long, value_name = "STATUS", add = crate::complete::words(status_words), help_heading = "Which rows")]
    status: Vec<String>,

    /// Only deals that stand on this rung; may be repeated
    #[arg(long, value_name = "RUNG", add = crate::complete::words(Rung::list), help_heading = "Which rows")]
    rung: Vec<Rung>,

    /// Only deals that fare so: red, amber or green; may be repeated
    #[arg(long, value_name = "HEALTH", add = crate::complete::words(Colour::list), help_heading = "Which rows")]
    health: Vec<Colour>,

    /// Only deals that have this tag; may be repeated, all are needed
    #[arg(long, value_name = "KEY", help_heading = "Which rows", add = crate::complete::tags())]
    tag: Vec<String>,

    /// Only deals that this rival is after, their own or their account's
    #[arg(long, value_name = "NAME", help_heading = "Which rows", add = crate::complete::rivals())]
    rival: Option<String>,

    /// Only deals whose account nobody reached for so long: 30d, 2w, 3m
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        help_heading = "Which rows"
    )]
    unreached: Option<String>,

    /// The order: id, account, value, next-check-in, reached or signed
    #[arg(long, value_name = "ORDER", default_value = "id", add = crate::complete::words(Sort::list), help_heading = "How they are shown")]
    sort: Sort,

    /// At most so many rows; 0 is all
    #[arg(long, value_name = "N", help_heading = "How they are shown")]
    limit: Option<usize>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let statuses = args
        .status
        .iter()
        .map(|text| statuses(text))
        .collect::<Result<Vec<_>, _>>()?
        .concat();
    let unreached_since = match &args.unreached {
        Some(text) => Some(typed::past_day(ctx, "--unreached", text)?),
        None => None,
    };
    let (mut facts, default) = ctx.read(|reader| {
        Ok((
            reader.list_deal_facts(ctx.today)?,
            ctx.default_currency(reader)?,
        ))
    })?;
    if let Some(called) = &args.rival {
        let rivals = ctx.read(|reader| Ok(reader.list_rivals()?))?;
        let rivals = active_rivals(rivals, called);
        facts.retain(|one| rivals.iter().any(|rival| rival.is_after(&one.deal)));
    }
    facts.retain(|one| {
        (statuses.is_empty() || statuses.contains(&one.deal.status()))
            && (args.rung.is_empty()
                || one
                    .deal
                    .ladder
                    .rung()
                    .is_some_and(|rung| args.rung.contains(&rung)))
            && (args.health.is_empty()
                || one
                    .health
                    .as_ref()
                    .is_some_and(|health| args.health.contains(&health.colour)))
            && args.tag.iter().all(|tag| one.deal.tags.contains(tag))
            && unreached_since
                .is_none_or(|since| one.reach.last_reached_on.is_none_or(|on| on <= since))
    });
    sort(&mut facts, args.sort, default);
    let records: Vec<DealRecord> = facts
        .iter()
        .map(|one| DealRecord::new(one, ctx.today))
        .collect();
    if LostDeal::are_all(&statuses) {
        let records: Vec<LostDeal> = records.into_iter().map(LostDeal).collect();
        show(&mut ctx.ui, &records, args.limit, ctx.today)?;
        return Ok(Exit::Done);
    }
    show(&mut ctx.ui, &records, args.limit, ctx.today)?;
    Ok(Exit::Done)
}

/// The rivals that are still there and answer to a name, or to the beginning of a word of it.
fn active_rivals(rivals: Vec<Rival>, called: &str) -> Vec<Rival> {
    let folded = name::fold(called);
    let active = rivals.into_iter().filter(Rival::is_active);
    let fitting = active
        .filter_map(|rival| Some((fit(&name::fold(&rival.name), &folded)?, rival)))
        .collect();
    target::best(fitting, false)
}

/// What `--status` takes.
fn status_words() -> Vec<&'static str> {
    let mut words = Status::list();
    words.push("live");
    words
}

/// A status, or `live` for all that are.
fn statuses(text: &str) -> Result<Vec<Status>, CommandError> {
    if text.trim().eq_ignore_ascii_case("live") {
        return Ok(Status::ALL
            .iter()
            .copied()
            .filter(|status| status.is_live())
            .collect());
    }
    text.parse().map(|status| vec![status]).map_err(|_| {
        CommandError::usage(format!("--status: `{}` is not a status", excerpt(text)))
            .hint("it is prospect, verbal, won, settled, lost or buried; live is verbal and won")
    })
}

fn sort(facts: &mut [DealFacts], by: Sort, default: Currency) {
    match by {
        Sort::Id => {}
        Sort::Account => facts.sort_by_cached_key(|one| name::fold(&one.account)),
        Sort::Value => sort_by_key(facts, |one| {
            let value = one.deal.value;
            (
                value.is_none(),
                value.map(|money| {
                    (
                        money.currency != default,
                        money.currency,
                        Reverse(money.minor),
                    )
                }),
            )
        }),
        Sort::NextCheckIn => {
            sort_by_key(facts, |one| {
                (one.next_check_in_on.is_none(), one.next_check_in_on)
            });
        }
        Sort::Reached => sort_by_key(facts, |one| one.reach.last_reached_on),
        Sort::Signed => {
            sort_by_key(facts, |one| {
                Reverse(one.deal.ladder.facts(Rung::Signed).done_on)
            });
        }
    }
}
