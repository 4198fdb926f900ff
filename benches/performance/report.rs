//! The table, and the page it stands on.

use std::fmt::Write as _;
use std::fs;

/// One thing measured.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) what: String,
    pub(crate) limit: String,
    pub(crate) measured: String,
    /// What `deals` took, and what stands beside it.
    pub(crate) ours: String,
    pub(crate) beside: String,
    /// None where there is no limit.
    pub(crate) met: Option<bool>,
}

/// The lines as a Markdown table.
pub(crate) fn table(lines: &[Line]) -> String {
    let mut out = String::from(
        "| what | limit | measured | met | `deals` | beside it |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for line in lines {
        let met = match line.met {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {met} | {} | {} |",
            line.what, line.limit, line.measured, line.ours, line.beside
        );
    }
    out
}

/// The whole page.
pub(crate) fn page(lines: &[Line], rounds: usize, baseline: f64) -> String {
    format!(
        include_str!("page.md"),
        machine = machine(),
        rounds = rounds,
        baseline = baseline,
        table = table(lines),
        notes = include_str!("notes.md"),
    )
}

/// Cores, processor and memory; nothing that names the machine.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let model =
        value_in("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = value_in("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
        .map_or(0, |kibibytes| kibibytes / 1_048_576);
    format!(
        "{cores} cores ({model}), {memory} GiB of memory, {}",
        std::env::consts::OS
    )
}

fn value_in(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
