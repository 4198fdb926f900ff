//! How a deal fares, in a few words: the same for people and for scripts.

use chrono::NaiveDate;

use crate::domain::health::{Colour, Health, Reason};
use crate::domain::when::format_day_short;
use crate::view::text::plural;
use crate::view::ui::Style;

/// The reasons of a health, each a fact on record.
pub fn reasons(health: &Health, today: NaiveDate) -> Vec<String> {
    let reasons = health.reasons.iter();
    reasons.map(|reason| words(reason, today)).collect()
}

fn words(reason: &Reason, today: NaiveDate) -> String {
    match reason {
        Reason::Broken { what, days } => format!("promise broken: {what}, {}", count(*days)),
        Reason::CreditFailed { on } => {
            format!("credit check failed {}", format_day_short(*on, today))
        }
        Reason::DeliveryLate { days } => format!("delivery {} late", count(*days)),
        Reason::Unpaid { days } => format!("unpaid, {} past due", count(*days)),
        Reason::Missed { metric } => format!("result missed: {metric}"),
        Reason::Rivals { names, unreached } => {
            let noun = if names.len() == 1 { "rival" } else { "rivals" };
            format!("{noun} {}, {}", names.join(", "), nobody(*unreached))
        }
        Reason::Quiet { due_on, unreached } => format!(
            "quiet: {}, a check-in was due {}",
            nobody(*unreached),
            format_day_short(*due_on, today)
        ),
        Reason::Adrift => "adrift: nothing is planned".to_owned(),
        Reason::Notice { on, unreached } if *on < today => format!(
            "notice was due {}, {}",
            format_day_short(*on, today),
            nobody(*unreached)
        ),
        Reason::Notice { on, unreached } => format!(
            "notice by {}, {}",
            format_day_short(*on, today),
            nobody(*unreached)
        ),
    }
}

fn nobody(unreached: Option<i64>) -> String {
    match unreached {
        Some(days) => format!("nobody reached for {}", count(days)),
        None => "nobody reached yet".to_owned(),
    }
}

fn count(days: i64) -> String {
    plural(usize::try_from(days).unwrap_or(0), "day")
}

/// How the word for a colour is painted.
pub const fn style(colour: Colour) -> Style {
    match colour {
        Colour::Red => Style::Late,
        Colour::Amber => Style::Soon,
        Colour::Green => Style::Good,
    }
}
