//! `deals find`: what was said (practice 13).

use crate::context::Ctx;
use crate::domain::find::{Place, Query};
use crate::domain::when::format_day;
use crate::domain::words::excerpt;
use crate::error::{CommandError, Exit};
use crate::store::{Reader, Within};
use crate::view::found::{fitting_texts, show};
use crate::view::record::FoundRecord;

use super::shared::typed;

/// So many words are looked up one by one where nothing has all of them.
const LOOKED_UP: usize = 8;

/// Find what was said and noted
///
/// It searches every text that people typed: notes of contacts and what was given, people with their interests,
/// accounts, deals, check-ins set by hand, promises and risks, results, objectives, rivals, heartbeats. All words
/// must be there; the last one may be only begun. Case, accents and signs do not matter. What fits best comes first,
/// of equal ones the newest.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals find training
  deals find glad crew --in touchpoint --since \"3 months ago\"
  deals find umbra --in rival --in heartbeat
  deals find safety study -o json --fields kind,id,account,snippet

Where --in looks: touchpoint, person, account, deal, check-in (promises and risks too), promise, risk, result, \
objective, rival, heartbeat.")]
pub struct Args {
    /// What to look for; all of it must be there
    #[arg(required = true, allow_negative_numbers = true)]
    words: Vec<String>,

    /// Only look there, as in touchpoint or promise; may be repeated
    #[arg(long = "in", value_name = "WHAT", add = crate::complete::words(Place::list), help_heading = "Which rows")]
    places: Vec<Place>,

    /// Only what happened on this day or later; what has no day is left out
    #[arg(
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        help_heading = "Which rows"
    )]
    since: Option<String>,

    /// At most so many; 0 is all
    #[arg(long, value_name = "N", help_heading = "How they are shown")]
    limit: Option<usize>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let since = match &args.since {
        Some(text) => Some(typed::past_day(ctx, "--since", text)?),
        None => None,
    };
    ctx.ui.expect_fields::<FoundRecord>()?;
    let query = Query::read(&args.words.join(" "));
    let within = Within {
        places: args.places.clone(),
        since,
        limit: fitting_texts(&ctx.ui, args.limit),
    };
    let (found, all, nowhere) = ctx.read(|reader| {
        let (found, all) = reader.find_texts(&query, &within)?;
        let nowhere = match all {
            0 => nowhere(reader, &query, &within)?,
            _ => Vec::new(),
        };
        Ok((found, all, nowhere))
    })?;
    let records: Vec<FoundRecord> = found
        .iter()
        .map(|one| FoundRecord::new(one, &query))
        .collect();
    let nothing = nothing(args, &query, &within, &nowhere);
    show(&mut ctx.ui, &records, all, &nothing, ctx.today)?;
    Ok(Exit::Done)
}

/// Of several words those that stand nowhere: nothing can have all of them.
fn nowhere(
    reader: &Reader<'_>,
    query: &Query,
    within: &Within,
) -> Result<Vec<String>, CommandError> {
    let mut nowhere = Vec::new();
    if query.pieces().len() > 1 {
        for one in query.each().take(LOOKED_UP) {
            if !reader.has_text(&one, &within.places)? {
                nowhere.extend(one.pieces().iter().map(|piece| piece.join(" ")));
            }
        }
    }
    Ok(nowhere)
}

/// What is said when nothing was found: what was looked for, and where.
fn nothing(args: &Args, query: &Query, within: &Within, nowhere: &[String]) -> Vec<String> {
    let typed = excerpt(args.words.join(" ").trim());
    if query.is_empty() {
        return vec![format!("Nothing to look for in `{typed}`: type a word.")];
    }
    let places: Vec<&str> = within.places.iter().map(|place| place.plural()).collect();
    let places = if places.is_empty() {
        String::new()
    } else {
        format!(" in {}", places.join(", "))
    };
    let since = within
        .since
        .map_or_else(String::new, |since| format!(" since {}", format_day(since)));
    let mut lines = vec![format!("Nothing found for `{typed}`{since}{places}.")];
    if !nowhere.is_empty() && nowhere.len() < query.pieces().len() {
        let words: Vec<String> = nowhere
            .iter()
            .map(|one| format!("`{}`", excerpt(one)))
            .collect();
        let stand = if words.len() == 1 { "stands" } else { "stand" };
        lines.push(format!("{} {stand} nowhere there.", words.join(", ")));
    }
    lines
}
