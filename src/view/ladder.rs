//! The ladder of a deal on a screen: a line a rung, its parts and the moves of its date below it.

use chrono::NaiveDate;

use crate::domain::money::Money;
use crate::domain::when::{format_day, format_day_short};
use crate::view::format::FormatError;
use crate::view::record::{MoveRecord, PartRecord, RungRecord, RungWord};
use crate::view::table::{Cell, Column, Table};
use crate::view::ui::{Style, Ui};

/// Shows the rungs that apply, and those of which something is on record.
pub(super) fn show(ui: &mut Ui, rungs: &[RungRecord], today: NaiveDate) -> Result<(), FormatError> {
    let mut table = Table::new(&[
        Column::left(),
        Column::left(),
        Column::left(),
        Column::left().flex().min(8),
    ]);
    let is_told =
        |rung: &&RungRecord| rung.state != RungWord::NotApplicable || rung.reference.is_some();
    for rung in rungs.iter().filter(is_told) {
        table.row(row(rung, today));
        for part in &rung.parts {
            table.row(below("part", format_day(part.on), part_in_words(part)));
        }
        for one in &rung.moves {
            let moved = move_in_words(one, today);
            table.row(below("moved", format_day(one.moved_on), moved));
        }
    }
    Ok(ui.table(&table)?)
}

fn row(rung: &RungRecord, today: NaiveDate) -> Vec<Cell> {
    let (mark, style) = match (rung.state, rung.expected_on) {
        (RungWord::Done, _) => ("done", Style::Good),
        _ if rung.failed_on.is_some() => ("failed", Style::Late),
        (RungWord::Open, Some(on)) if on < today => ("late", Style::Late),
        (RungWord::Open, Some(_)) => ("expected", Style::Soon),
        _ => ("open", Style::Dim),
    };
    let on = rung.done_on.or(rung.failed_on).or(rung.expected_on);
    let mut remarks = Vec::new();
    remarks.extend(rung.implied_by.map(|by| format!("as {by} implies")));
    remarks.extend(rung.failed_why.clone());
    remarks.extend(rung.reference.clone());
    if rung.slips > 0 {
        remarks.push(format!(
            "slipped {}×, {} days in all",
            rung.slips, rung.slipped_days
        ));
    }
    vec![
        Cell::from(rung.rung.as_str()),
        Cell::styled(mark, style),
        Cell::from(on.map(format_day).unwrap_or_default()),
        Cell::styled(remarks.join(", "), Style::Dim),
    ]
}

/// A line below a rung's own.
fn below(what: &str, on: String, words: String) -> Vec<Cell> {
    vec![
        Cell::from(""),
        Cell::styled(what.to_owned(), Style::Dim),
        Cell::styled(on, Style::Dim),
        Cell::styled(words, Style::Dim),
    ]
}

/// `deposit, 20,000 USD`
fn part_in_words(part: &PartRecord) -> String {
    let amount = part.money.map(Money::long);
    let amount = amount.map_or_else(String::new, |amount| format!(", {amount}"));
    format!("{}{amount}", part.what)
}

/// `10 Mar → 17 Mar: crew ill`
fn move_in_words(one: &MoveRecord, today: NaiveDate) -> String {
    let [from, to] = [one.from, one.to].map(|day| format_day_short(day, today));
    let why = one.why.as_ref();
    let why = why.map_or_else(String::new, |why| format!(": {why}"));
    format!("{from} → {to}{why}")
}
