//! One file a command: its arguments, whose doc comments are its help, and `run`.
//!
//! What they share is here: finding what a target names (`resolve`), reading what people type (`typed`), and
//! changing a customer in one transaction (`change`).

pub mod account;
pub mod accounts;
pub mod add;
mod advice;
pub mod brief;
pub mod bury;
mod change;
pub mod completions;
mod contract;
pub mod done;
pub mod drop_check_in;
pub mod due;
pub mod edit;
mod edited;
pub mod expect;
pub mod find;
pub mod heartbeat;
pub mod import;
mod imported;
pub mod letter;
pub mod list;
pub mod log;
mod logged;
pub mod lost;
pub mod mark;
mod marked;
pub mod objective;
mod owed;
pub mod people;
pub mod person;
mod personal;
pub mod plan;
pub mod promise;
mod proof;
mod pursuit;
pub mod remind;
pub mod reopen;
pub mod report;
pub mod reschedule;
mod resolve;
pub mod result;
pub mod revive;
pub mod risk;
pub mod rival;
pub mod rm;
pub mod show;
pub mod snooze;
mod somebody;
pub mod tag;
mod taken_back;
pub mod thank;
pub mod touchpoints;
mod typed;
