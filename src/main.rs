//! `deals`: keep the customers you have won.

use std::process::ExitCode;

fn main() -> ExitCode {
    deals::complete::answer();
    deals::report_bugs();
    ExitCode::from(deals::run(std::env::args_os()))
}
