//! What a person sees and what a script gets: the only user of the table and colour crates.
//!
//! A record (`record`) is serialised once, for scripts; screens are made of records and change freely.

pub mod answer;
pub mod celebration;
pub mod due;
pub mod format;
pub mod import;
mod ladder;
pub mod list;
mod owed;
pub mod phrase;
pub mod plan;
mod promised;
pub mod record;
pub mod show;
pub mod spool;
pub mod table;
pub mod text;
pub mod ui;
