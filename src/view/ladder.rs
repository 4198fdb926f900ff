//! The ladder of a deal on a screen: one line of rungs, and below it what needs words.

use chrono::NaiveDate;

use crate::domain::money::Money;
use crate::domain::when::{format_day, format_day_short};
use crate::view::format::FormatError;
use crate::view::lines::{self, Fact};
use crate::view::record::{PartRecord, RungRecord, RungWord};
use crate::view::table::Cell;
use crate::view::ui::{Style, Ui};

/// Shows the rungs that apply: `✓ signed 3 Mar  ▸ delivered 10 Mar  · verified  · paid`, and what is on record
/// about any of them.
pub(super) fn show(ui: &mut Ui, rungs: &[RungRecord], today: NaiveDate) -> Result<(), FormatError> {
    ui.line("")?;
    let applies = |rung: &&RungRecord| rung.state != RungWord::NotApplicable;
    let facts: Vec<Fact> = rungs
        .iter()
        .filter(applies)
        .map(|rung| fact(rung, today))
        .collect();
    lines::flow(ui, &facts, "  ", 0)?;
    let mut rows = Vec::new();
    for rung in rungs {
        for words in in_words(rung, today) {
            rows.push(vec![
                Cell::from(format!("    {}", rung.rung)),
                Cell::styled(words, Style::Dim),
            ]);
        }
    }
    lines::entries(ui, rows)
}

/// A rung by its sign, its name and its day. One that was concluded from another has no day: nobody knows it.
fn fact(rung: &RungRecord, today: NaiveDate) -> Fact {
    let (sign, style) = match (rung.state, rung.expected_on) {
        (RungWord::Done, _) => ("✓", Style::Good),
        _ if rung.failed_on.is_some() => ("✗", Style::Late),
        (RungWord::Open, Some(on)) if on < today => ("!", Style::Late),
        (RungWord::Open, Some(_)) => ("▸", Style::Soon),
        _ => ("·", Style::Dim),
    };
    let done_on = rung.done_on.filter(|_| rung.implied_by.is_none());
    let expected_on = rung.expected_on.filter(|_| rung.state == RungWord::Open);
    let on = done_on.or(rung.failed_on).or(expected_on);
    let on = on.map_or_else(String::new, |on| {
        format!(" {}", format_day_short(on, today))
    });
    (Some(style), format!("{sign} {}{on}", rung.rung))
}

/// Its number, what failed, how often its day moved and why, its parts.
fn in_words(rung: &RungRecord, today: NaiveDate) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(rung.reference.clone());
    words.extend(rung.failed_on.map(|on| {
        let why = rung.failed_why.as_ref();
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        format!("failed {}{why}", format_day(on))
    }));
    words.extend(rung.parts.iter().map(|part| part_in_words(part, today)));
    if rung.slips > 0 {
        let reasons: Vec<&str> = rung
            .moves
            .iter()
            .filter(|one| one.to > one.from)
            .filter_map(|one| one.why.as_deref())
            .collect();
        let reasons = if reasons.is_empty() {
            String::new()
        } else {
            format!(": {}", reasons.join("; "))
        };
        words.push(format!(
            "slipped {}×, {} days in all{reasons}",
            rung.slips, rung.slipped_days
        ));
    }
    words
}

/// `deposit, 20,000 USD (24 Mar)`
fn part_in_words(part: &PartRecord, today: NaiveDate) -> String {
    let on = format_day_short(part.on, today);
    format!("{} ({on})", part_and_amount(part))
}

/// `deposit, 20,000 USD`
pub(super) fn part_and_amount(part: &PartRecord) -> String {
    let amount = part.money.map(Money::long);
    let amount = amount.map_or_else(String::new, |amount| format!(", {amount}"));
    format!("{}{amount}", part.what)
}
