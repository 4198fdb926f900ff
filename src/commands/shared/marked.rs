//! What a mark came to, in words: the gap below it, what is missing, or the day to celebrate.

use crate::domain::celebration::Celebration;
use crate::domain::customer::Marked;
use crate::domain::deal::Deal;
use crate::domain::id::DealId;
use crate::domain::rung::Rung;
use crate::view::celebration;

use super::change::Change;

/// The story of a deal that a change has settled; nothing where it has not.
pub(crate) fn celebrate<T>(change: &Change<T>, deal_id: DealId) -> Vec<String> {
    let was = change.before.deal(deal_id).map(Deal::status);
    let Some(deal) = change.deal(deal_id) else {
        return Vec::new();
    };
    if was == Some(deal.status()) {
        return Vec::new();
    }
    Celebration::of(deal, &change.saved.customer.check_ins)
        .map(|told| celebration::lines(&told))
        .unwrap_or_default()
}

/// What is missing below a rung that was marked, and until the deal is settled.
pub(crate) fn missing(marked: &Marked, rung: Option<Rung>) -> Vec<String> {
    let gaps: Vec<Rung> = marked
        .gaps
        .iter()
        .copied()
        .filter(|gap| rung.is_some_and(|rung| *gap < rung))
        .collect();
    let mut lines = Vec::new();
    if let Some(rung) = rung.filter(|_| !gaps.is_empty()) {
        lines.push(format!("    {rung}, not yet {}", names(&gaps)));
    }
    if !marked.missing.is_empty() && marked.after.is_live() {
        lines.push(format!(
            "    missing until it is settled: {}",
            names(&marked.missing)
        ));
    }
    lines
}

fn names(rungs: &[Rung]) -> String {
    let names: Vec<String> = rungs.iter().map(Rung::to_string).collect();
    names.join(", ")
}
