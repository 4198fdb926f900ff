//! Plans: all of them as a list, one with its steps.

use chrono::NaiveDate;

use crate::view::format::FormatError;
use crate::view::list::Row;
use crate::view::record::PlanRecord;
use crate::view::table::{Cell, Column, Table};
use crate::view::text::plural;
use crate::view::ui::{Style, Ui};

impl Row for PlanRecord {
    const NOUN: &'static str = "plan";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().min(8),
            Column::right(),
            Column::left(),
            Column::left().flex().min(12),
        ]
    }

    fn cells(&self, _today: NaiveDate) -> Vec<Cell> {
        let steps: Vec<&str> = self.steps.iter().map(|step| step.name.as_str()).collect();
        vec![
            Cell::styled(self.name.clone(), Style::Id),
            Cell::from(plural(self.steps.len(), "step")),
            Cell::styled(whose(self), Style::Dim),
            Cell::from(steps.join(", ")),
        ]
    }
}

const fn whose(plan: &PlanRecord) -> &'static str {
    if plan.own { "your own" } else { "built in" }
}

/// Shows a plan: what it asks for, and when.
pub fn show(ui: &mut Ui, plan: &PlanRecord) -> Result<(), FormatError> {
    ui.styled_line(&[
        (Some(Style::Heading), &plan.name),
        (None, ", "),
        (None, whose(plan)),
    ])?;
    // When a step falls due takes more room than is left beside what it asks for.
    let mut table = Table::new(&[Column::left().min(8), Column::left().flex().min(12)]);
    for step in &plan.steps {
        table.row(vec![
            Cell::styled(step.name.clone(), Style::Id),
            Cell::from(step.what.clone()),
        ]);
        table.row(vec![Cell::from(""), Cell::styled(step.when(), Style::Dim)]);
    }
    Ok(ui.table(&table)?)
}
