//! Every environment variable this program looks at.

use std::path::PathBuf;

/// What the environment says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Env {
    /// `DEALS_DB`: the file, where `--db` does not name one.
    pub db: Option<PathBuf>,
    /// `DEALS_CONFIG`: the configuration file; an empty path where there is to be none.
    pub config: Option<PathBuf>,
    /// `DEALS_NOW`: an RFC 3339 instant that replaces the clock; its offset is the zone.
    pub now: Option<String>,
    /// `NO_COLOR`, when it is not empty.
    pub no_color: bool,
    /// `CLICOLOR_FORCE`, when it is neither empty nor 0.
    pub clicolor_force: bool,
    /// `COLUMNS`: the width to lay out for.
    pub columns: Option<usize>,
    /// `VISUAL`, else `EDITOR`: what opens the configuration.
    pub editor: Option<String>,
    /// `TERM=dumb`: a terminal without colour.
    pub terminal_is_dumb: bool,
}

impl Env {
    /// Reads the environment of this process.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads environment variables"
    )]
    pub fn read() -> Self {
        let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let lossy = |name: &str| {
            let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
            Some(value.to_string_lossy().into_owned())
        };
        let path = |name: &str| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        Self {
            db: path("DEALS_DB"),
            config: std::env::var_os("DEALS_CONFIG").map(PathBuf::from),
            // What is no text is no moment either, and is refused as such.
            now: lossy("DEALS_NOW"),
            no_color: lossy("NO_COLOR").is_some(),
            clicolor_force: text("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
            columns: text("COLUMNS").and_then(|value| value.parse().ok()),
            editor: text("VISUAL").or_else(|| text("EDITOR")),
            terminal_is_dumb: text("TERM").is_some_and(|value| value == "dumb"),
        }
    }
}
