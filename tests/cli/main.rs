//! The program as a rep and a script meet it: whole commands, in a place of their own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod add;
mod bad_deals;
mod bad_input;
mod book;
mod brief;
mod check_ins;
mod completions;
mod contract;
mod contracts;
mod due;
mod environment;
mod file;
mod find;
mod fortnight;
mod found;
mod golden;
mod health;
mod help;
mod import;
mod ladder;
mod letter;
mod log;
mod looking;
mod lost;
mod mending;
mod mistakes;
mod morning;
mod naughty;
mod objectives;
mod output;
mod people;
mod plans;
mod promises;
mod removals;
mod report;
mod results;
mod rivals;
mod rungs;
mod scripts;
mod story;
mod taken_back;
mod terminal;
mod undo;
mod version_1;
