//! The floor under `deals`: a bare program that does the same work on the same file and nothing else.
//!
//! It opens the file with the same pragmas, asks the same indexes, prints the same columns and writes the same
//! rows with the same durability. It has no command line, no configuration, no layers and no errors for people.
//! What `deals` takes on top of it is the price of being a program that people can use.

mod add;
mod due;
mod find;
mod import;
mod json;
mod log;
mod report;
mod store;
mod table;

use std::error::Error;
use std::io::{self, Write as _};

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let answer = match words.as_slice() {
        ["due", file, today] => due::due(file, today)?,
        ["due-json", file, sql] => return json::due(file, sql),
        ["log", file, today, account, note] => log::log(file, today, account.parse()?, note)?,
        ["add", file, today, account, title, minor] => {
            add::add(file, today, account, title, minor.parse()?)?
        }
        ["find", file, limit, words @ ..] => find::find(file, words, limit.parse()?)?,
        ["import", file, csv] => import::import(file, csv)?,
        ["report", file, from, today] => report::report(file, from, today)?,
        // What `cargo bench` and `cargo test --all-targets` start: there is nothing to measure by itself.
        _ => return Ok(()),
    };
    io::stdout().write_all(answer.as_bytes())?;
    Ok(())
}
