//! How a deal fares, in a few words: the same for people and for scripts.

use chrono::NaiveDate;

use crate::domain::health::{Colour, Health, Reason};
use crate::domain::when::format_day_short;
use crate::view::text::plural;
use crate::view::ui::Style;

/// The reasons of a health, each a fact on record. That nobody was reached is said by the first of those that rest
/// on it.
pub fn reasons(health: &Health, today: NaiveDate) -> Vec<String> {
    let mut is_said = false;
    let of_one = |reason: &Reason| {
        let nobody = nobody(reason).filter(|_| !is_said);
        is_said |= nobody.is_some();
        words(reason, nobody.as_deref(), today)
    };
    health.reasons.iter().map(of_one).collect()
}

/// A reason, with what there is to say of nobody being reached.
fn words(reason: &Reason, nobody: Option<&str>, today: NaiveDate) -> String {
    match reason {
        Reason::Broken { what, days } => format!("promise broken: {what}, {}", count(*days)),
        Reason::CreditFailed { on } => {
            format!("credit check failed {}", format_day_short(*on, today))
        }
        Reason::DeliveryLate { days } => format!("delivery {} late", count(*days)),
        Reason::Unpaid { days } => format!("unpaid, {} past due", count(*days)),
        Reason::Missed { metric } => format!("result missed: {metric}"),
        Reason::Rivals { names, .. } => {
            let noun = if names.len() == 1 { "rival" } else { "rivals" };
            and(format!("{noun} {}", names.join(", ")), nobody)
        }
        Reason::Quiet { due_on, .. } => {
            let first = nobody.map(|nobody| format!("{nobody}, "));
            format!(
                "quiet: {}a check-in was due {}",
                first.unwrap_or_default(),
                format_day_short(*due_on, today)
            )
        }
        Reason::Adrift => "adrift: nothing is planned".to_owned(),
        Reason::Notice { on, .. } => {
            let when = if *on < today { "was due" } else { "by" };
            and(
                format!("notice {when} {}", format_day_short(*on, today)),
                nobody,
            )
        }
    }
}

fn and(said: String, nobody: Option<&str>) -> String {
    match nobody {
        Some(nobody) => format!("{said}, {nobody}"),
        None => said,
    }
}

/// That nobody was reached, of a reason that rests on it.
fn nobody(reason: &Reason) -> Option<String> {
    let (Reason::Rivals { unreached, .. }
    | Reason::Quiet { unreached, .. }
    | Reason::Notice { unreached, .. }) = reason
    else {
        return None;
    };
    Some(match unreached {
        Some(days) => format!("nobody reached for {}", count(*days)),
        None => "nobody reached yet".to_owned(),
    })
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
