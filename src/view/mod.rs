//! What a person sees and what a script gets: the only user of the table and colour crates.
//!
//! A record (`record`) is serialised once, for scripts; screens are made of records and change freely.

pub mod answer;
pub mod brief;
pub mod celebration;
pub mod due;
pub mod findings;
pub mod format;
pub mod found;
pub mod health;
pub mod history;
pub mod import;
mod ladder;
mod lines;
pub mod list;
pub mod lost;
mod open;
mod owed;
pub mod phrase;
pub mod plan;
mod promised;
pub mod record;
pub mod report;
pub mod show;
pub mod spool;
pub mod table;
pub mod text;
mod timeline;
pub mod ui;
