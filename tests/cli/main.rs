//! The program as a rep and a script meet it: whole commands, in a place of their own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod add;
mod bad_input;
mod check_ins;
mod due;
mod environment;
mod file;
mod fortnight;
mod import;
mod ladder;
mod log;
mod looking;
mod mending;
mod morning;
mod scripts;
mod terminal;
