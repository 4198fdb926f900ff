//! What an import came to.

use crate::domain::money::Currency;
use crate::view::format::FormatError;
use crate::view::record::{ImportRecord, Written};
use crate::view::ui::{Format, Style, Ui};

/// What was found in the file, for people to check that it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Each column with the field it was taken for, if any.
    pub columns: Vec<(String, Option<&'static str>)>,
    /// Each word of the stage column, what it was taken for, and in how many rows.
    pub stages: Vec<(String, &'static str, u64)>,
    /// Where the bad rows were written.
    pub rejects: Option<String>,
    /// The currency that amounts were taken to be in, where nobody said which.
    pub assumed: Option<Currency>,
    /// The copy of the file as it was before.
    pub kept: Option<String>,
}

/// Shows what an import came to; `noun` is what one of what was read is called.
pub fn show(
    ui: &mut Ui,
    answer: &Written<ImportRecord>,
    noun: &str,
    found: &Found,
) -> Result<(), FormatError> {
    if ui.quiet() {
        return Ok(ui.line(&answer.record.added.to_string())?);
    }
    if ui.format() != Format::Table || ui.fields().is_some() {
        return ui.record(answer);
    }
    let record = &answer.record;
    let counts = [
        (record.added, "added"),
        (record.updated, "updated"),
        (record.kept, "kept as you have them"),
        (record.unchanged, "unchanged"),
        (record.rejected, "rejected"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let came_to = if counts.is_empty() {
        "nothing to bring in".to_owned()
    } else {
        counts.join(", ")
    };
    ui.line(&format!("{} {noun}s read: {came_to}", record.read))?;
    if !found.stages.is_empty() {
        let words: Vec<String> = found
            .stages
            .iter()
            .map(|(word, stage, rows)| format!("{word} → {stage} ({rows})"))
            .collect();
        ui.styled_line(&[(Some(Style::Dim), &format!("  stages: {}", words.join(", ")))])?;
    }
    let (taken, left): (Vec<_>, Vec<_>) =
        found.columns.iter().partition(|(_, field)| field.is_some());
    let taken: Vec<String> = taken
        .iter()
        .map(|(header, field)| format!("{header} → {}", field.unwrap_or_default()))
        .collect();
    if !taken.is_empty() {
        ui.styled_line(&[(
            Some(Style::Dim),
            &format!("  columns: {}", taken.join(", ")),
        )])?;
    }
    if !left.is_empty() {
        let left: Vec<&str> = left.iter().map(|(header, _)| header.as_str()).collect();
        ui.styled_line(&[(
            Some(Style::Dim),
            &format!("  not stored: {}", left.join(", ")),
        )])?;
    }
    if let Some(kept) = &found.kept {
        ui.line(&format!("  what was there before is in {kept}"))?;
    }
    if let Some(currency) = found.assumed {
        ui.line(&format!(
            "  {currency} is taken as the currency until one is configured"
        ))?;
    }
    if let Some(path) = &found.rejects {
        ui.line(&format!("  the rejected rows are in {path}"))?;
    }
    if answer.is_dry_run() {
        ui.note("dry run: nothing was changed")?;
    }
    Ok(())
}
