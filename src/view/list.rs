//! Lists: deals, accounts, people, touchpoints. A terminal gets what fits its screen, a pipe everything.

use chrono::NaiveDate;

use crate::domain::when::{format_day_short, format_weekday_short};
use crate::view::format::{FormatError, Record};
use crate::view::health;
use crate::view::phrase;
use crate::view::record::{
    AccountRecord, CheckInRecord, DealRecord, PersonRecord, TouchpointRecord,
};
use crate::view::table::{Cell, Column, Table};
use crate::view::text::plural;
use crate::view::ui::{Format, Style, Ui};

/// A record that has a row in a list.
pub trait Row: Record {
    /// What one of them is called.
    const NOUN: &'static str;

    /// The columns of the list.
    fn columns() -> Vec<Column<'static>>;

    /// Its row.
    fn cells(&self, today: NaiveDate) -> Vec<Cell>;
}

/// How many rows of a list are shown: as `limit` says (0 is all), else what fits a terminal, else all.
/// `around` lines of the screen are for other things.
pub fn fitting(ui: &Ui, limit: Option<usize>, around: usize) -> Option<usize> {
    match limit {
        Some(0) => None,
        Some(limit) => Some(limit),
        None if ui.format() == Format::Table => ui
            .height()
            .map(|height| height.saturating_sub(around).max(5)),
        None => None,
    }
}

/// Shows a list: for scripts its records, for people a table and how many there are.
pub fn show<R: Row>(
    ui: &mut Ui,
    records: &[R],
    limit: Option<usize>,
    today: NaiveDate,
) -> Result<(), FormatError> {
    let shown = fitting(ui, limit, 4)
        .unwrap_or(records.len())
        .min(records.len());
    if ui.quiet() {
        return records[..shown]
            .iter()
            .try_for_each(|record| Ok(ui.line(&record.id())?));
    }
    if ui.format() != Format::Table || ui.fields().is_some() {
        return ui.records(&records[..shown]);
    }
    let mut table = Table::new(&R::columns());
    for record in &records[..shown] {
        table.row(record.cells(today));
    }
    ui.table(&table)?;
    let footer = match (shown, records.len()) {
        (_, 0) => format!("No {}.", plural(2, R::NOUN).trim_start_matches("2 ")),
        (shown, all) if shown < all => {
            format!("{shown} of {} · all: --limit 0", plural(all, R::NOUN))
        }
        (_, all) => plural(all, R::NOUN),
    };
    ui.styled_line(&[(Some(Style::Dim), &footer)])?;
    Ok(())
}

fn day(on: Option<NaiveDate>, today: NaiveDate) -> String {
    on.map(|on| format_day_short(on, today)).unwrap_or_default()
}

/// How a deal fares, in a word; the colour only repeats it.
fn health(record: &DealRecord) -> Cell {
    record.health.map_or_else(
        || Cell::from(""),
        |colour| Cell::styled(colour.as_str(), health::style(colour)),
    )
}

impl Row for DealRecord {
    const NOUN: &'static str = "deal";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().header("id"),
            Column::left().header("account").min(14).max(24),
            Column::left().header("title").flex().min(10),
            Column::right().header("value"),
            Column::left().header(""),
            Column::left().header("status"),
            Column::left().header("rung"),
            Column::left().header("health"),
            Column::left().header("next").spare(),
            Column::left().header("reached").spare(),
        ]
    }

    fn cells(&self, today: NaiveDate) -> Vec<Cell> {
        vec![
            Cell::styled(self.id.to_string(), Style::Id),
            Cell::from(self.account.clone()),
            Cell::from(self.title.clone().unwrap_or_default()),
            Cell::from(
                self.money
                    .map(super::super::domain::money::Money::short)
                    .unwrap_or_default(),
            ),
            Cell::from(
                self.currency
                    .map(|currency| currency.to_string())
                    .unwrap_or_default(),
            ),
            Cell::from(self.status.as_str()),
            Cell::from(phrase::rung(self)),
            health(self),
            Cell::from(day(self.next_check_in_on, today)),
            Cell::from(day(self.last_reached_on, today)),
        ]
    }
}

impl Row for AccountRecord {
    const NOUN: &'static str = "account";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().header("id"),
            Column::left().header("name").flex().min(10),
            Column::right().header("live"),
            Column::right().header("value"),
            Column::left().header(""),
            Column::left().header("last reached"),
            Column::left().header("since"),
            Column::left().header("tags").max(30),
        ]
    }

    fn cells(&self, _: NaiveDate) -> Vec<Cell> {
        let sum = self
            .money_live
            .iter()
            .find(|sum| sum.currency == self.currency);
        let others = self.money_live.len().saturating_sub(1);
        let currency = if others > 0 {
            format!("{} +{others}", self.currency)
        } else {
            self.currency.to_string()
        };
        vec![
            Cell::styled(self.id.to_string(), Style::Id),
            Cell::from(self.name.clone()),
            Cell::from(self.deals_live.to_string()),
            Cell::from(sum.map(|sum| sum.short()).unwrap_or_default()),
            Cell::from(if sum.is_some() {
                currency
            } else {
                String::new()
            }),
            Cell::from(phrase::reached(self.days_since_reached)),
            Cell::from(phrase::tries(self.attempts)),
            Cell::from(self.tags.join(" ")),
        ]
    }
}

impl Row for PersonRecord {
    const NOUN: &'static str = "person";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().header("id"),
            Column::left().header("name").flex().min(10),
            Column::left().header("account").flex().min(8),
            Column::left().header("role"),
            Column::left().header("phone"),
            Column::left().header("email").flex().min(10),
        ]
    }

    fn cells(&self, _: NaiveDate) -> Vec<Cell> {
        vec![
            Cell::styled(self.id.to_string(), Style::Id),
            Cell::from(self.name.clone()),
            Cell::from(self.account.clone()),
            Cell::from(self.role.map(|role| role.to_string()).unwrap_or_default()),
            Cell::from(self.phone.clone().unwrap_or_default()),
            Cell::from(self.email.clone().unwrap_or_default()),
        ]
    }
}

impl Row for TouchpointRecord {
    const NOUN: &'static str = "touchpoint";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().header("id"),
            Column::left().header("on"),
            Column::left().header("account").min(8).max(28),
            Column::left().header("what"),
            Column::left().header("who").max(20),
            Column::left().header("note").flex().min(12),
        ]
    }

    fn cells(&self, today: NaiveDate) -> Vec<Cell> {
        let on = if (today - self.on).num_days().abs() < 300 {
            format_weekday_short(self.on)
        } else {
            format_day_short(self.on, today)
        };
        vec![
            Cell::styled(self.id.to_string(), Style::Id),
            Cell::from(on),
            Cell::from(self.account.clone()),
            Cell::from(phrase::contact(self)),
            Cell::from(self.person.clone().unwrap_or_default()),
            Cell::from(self.note.clone().unwrap_or_default()),
        ]
    }
}

impl Row for CheckInRecord {
    const NOUN: &'static str = "check-in";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().header("id"),
            Column::left().header("due"),
            Column::left().header("account").min(8).max(24),
            Column::left().header("what").flex().min(12),
            Column::left().header("status"),
            Column::left().header("ended"),
            Column::left().header("who").max(20),
        ]
    }

    fn cells(&self, today: NaiveDate) -> Vec<Cell> {
        vec![
            Cell::styled(self.id.to_string(), Style::Id),
            Cell::from(day(self.due_on, today)),
            Cell::from(self.account.clone()),
            Cell::from(phrase::to_do(self, today)),
            Cell::from(self.status.as_str()),
            Cell::from(day(self.ended_on, today)),
            Cell::from(self.person.clone().unwrap_or_default()),
        ]
    }
}
