//! One file a command: its arguments, whose doc comments are its help, and `run`.
//!
//! What several of them need is in `shared`: finding what a target names, reading what people type, changing a
//! customer in one transaction. What one alone needs is in a folder of its name.

pub mod account;
pub mod accounts;
pub mod add;
pub mod backup;
pub mod brief;
pub mod bury;
pub mod completions;
pub mod config;
pub mod doctor;
pub mod done;
pub mod drop_check_in;
pub mod due;
pub mod edit;
pub mod expect;
pub mod export;
pub mod find;
pub mod heartbeat;
pub mod history;
pub mod import;
pub mod letter;
pub mod list;
pub mod log;
pub mod lost;
pub mod man;
pub mod mark;
pub mod objective;
pub mod people;
pub mod person;
pub mod plan;
pub mod promise;
pub mod redo;
pub mod remind;
pub mod reopen;
pub mod report;
pub mod reschedule;
pub mod restore;
pub mod result;
pub mod revive;
pub mod risk;
pub mod rival;
pub mod rm;
mod shared;
pub mod show;
pub mod snooze;
pub mod tag;
pub mod thank;
pub mod touchpoints;
pub mod undo;
