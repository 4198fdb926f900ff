//! What `deals add` answers: the deal, a line a fact.

use crate::context::Ctx;
use crate::domain::deal::{PlanChoice, Status};
use crate::domain::id::DealId;
use crate::domain::rung::Rung;
use crate::domain::when::format_day;
use crate::view::phrase;

use super::whose::Whose;
use super::{Args, Said};
use crate::commands::shared::change::Change;
use crate::commands::shared::{contract, pursuit};

/// The deal with its ladder and its people, a line each.
pub(super) fn lines(
    ctx: &Ctx,
    args: &Args,
    change: &Change<DealId>,
    whose: &Whose,
    said: &Said,
) -> Vec<String> {
    let (customer, Some(deal)) = (&change.saved.customer, change.deal(change.value)) else {
        return Vec::new();
    };
    let new = if matches!(whose, Whose::New(_)) {
        ", a new account"
    } else {
        ""
    };
    let mut lines = vec![format!(
        "{}  {} ({}{new}) · {}",
        deal.id,
        customer.account.name,
        customer.account.id,
        phrase::deal(deal)
    )];
    let mut facts: Vec<String> = Rung::ALL
        .iter()
        .filter_map(|rung| {
            let facts = deal.ladder.facts(*rung);
            let done = facts.done_on.map(|on| format!("{rung} {}", format_day(on)));
            done.or_else(|| {
                deal.ladder
                    .expected_on(*rung)
                    .map(|on| format!("{} expected {}", rung.noun(), format_day(on)))
            })
        })
        .collect();
    if facts.is_empty() {
        facts.push("a prospect".to_owned());
    }
    lines.extend(facts.into_iter().map(|fact| format!("    {fact}")));
    let with = deal.people.iter().filter_map(|id| customer.person(*id));
    lines.extend(with.map(|person| {
        let email = person
            .email
            .as_ref()
            .map_or_else(String::new, |email| format!(" <{email}>"));
        format!("    with {}{email} ({})", person.name, person.id)
    }));
    lines.extend(pursuit::lines(deal).map(|line| format!("    {line}")));
    lines.extend(contract::lines(deal).map(|line| format!("    {line}")));
    if !said.owed.rivals.is_empty() {
        lines.push(format!("    against {}", said.owed.rivals.join(", ")));
    }
    let names_none = args.value.as_ref().is_some_and(|text| {
        !text
            .chars()
            .any(|c| c.is_alphabetic() && !"kKmM".contains(c))
    });
    if let Some(value) = said
        .value
        .filter(|_| ctx.config.currency.is_none() && args.currency.is_none() && names_none)
    {
        lines.push(format!(
            "    {} is taken as the currency until one is configured",
            value.currency
        ));
    }
    if deal.status() == Status::Prospect && said.plan == PlanChoice::Open {
        lines.push("    its plan begins with the first rung".to_owned());
    }
    lines
}
