//! `deals`: keep the customers you have won.

use std::process::{self, ExitCode};

fn main() -> ExitCode {
    deals::complete::answer();
    std::panic::set_hook(Box::new(|panic| {
        deals::report_bug(panic);
        process::exit(deals::error::EXIT_BUG.into())
    }));
    ExitCode::from(deals::run(std::env::args_os()))
}
