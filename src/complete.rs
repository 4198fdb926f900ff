//! Answers the shells' completion requests: read-only, silent, never failing, and nothing is ever created.

use clap_complete::CompleteEnv;

/// Answers and ends the process if a shell asked for completions (through `COMPLETE`), else does nothing.
pub fn answer() {
    CompleteEnv::with_factory(crate::cli::command).complete();
}
