//! One file a command: its arguments, whose doc comments are its help, and `run`.
//!
//! What they share is here: finding what a target names (`resolve`), reading what people type (`typed`), and
//! changing a customer in one transaction (`change`).

pub mod accounts;
pub mod add;
mod change;
pub mod completions;
pub mod done;
pub mod drop_check_in;
pub mod due;
pub mod edit;
pub mod expect;
pub mod import;
pub mod list;
pub mod log;
pub mod mark;
pub mod people;
pub mod remind;
pub mod reopen;
pub mod reschedule;
mod resolve;
pub mod rm;
pub mod show;
pub mod snooze;
pub mod tag;
pub mod touchpoints;
mod typed;
