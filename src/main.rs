//! `deals`: keep the customers you have won.

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

fn main() -> ExitCode {
    deals::complete::answer();
    panic::set_hook(Box::new(deals::report_bug));
    let code = panic::catch_unwind(AssertUnwindSafe(|| deals::run(std::env::args_os())));
    ExitCode::from(code.unwrap_or(deals::error::EXIT_BUG))
}
