//! What `doctor` found, the worst first.

use crate::view::format::FormatError;
use crate::view::record::{FindingRecord, Severity};
use crate::view::ui::{Format, Style, Ui};

/// How many of the places of one finding are named.
const NAMED: usize = 8;

/// Shows the findings; `well` is what is said where there are none.
pub fn show(ui: &mut Ui, findings: &[FindingRecord], well: &str) -> Result<(), FormatError> {
    if ui.format() != Format::Table || ui.fields().is_some() {
        return ui.records(findings);
    }
    for finding in findings {
        let style = match finding.level {
            Severity::Fault => Style::Late,
            Severity::Warning => Style::Soon,
        };
        ui.styled_line(&[
            (Some(style), &format!("{:<7}", finding.level)),
            (None, "  "),
            (None, &finding.what),
        ])?;
        if !finding.places.is_empty() {
            ui.styled_line(&[(None, "         "), (Some(Style::Id), &places(finding))])?;
        }
        ui.line(&format!("         mend: {}", finding.mend))?;
    }
    let count = |level: Severity| findings.iter().filter(|one| one.level == level).count();
    let (faults, warnings) = (count(Severity::Fault), count(Severity::Warning));
    let said: Vec<String> = [(faults, "fault"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| crate::view::text::plural(count, noun))
        .collect();
    if said.is_empty() {
        ui.styled_line(&[
            (Some(Style::Good), "all is well"),
            (None, ": "),
            (None, well),
        ])?;
    } else {
        ui.line(&format!("{}: {well}", said.join(", ")))?;
    }
    Ok(())
}

/// `d3, d5 and 12 more`.
fn places(finding: &FindingRecord) -> String {
    let named: Vec<&str> = finding
        .places
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect();
    match finding.places.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
