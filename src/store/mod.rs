//! The file: the only user of SQLite. It fetches and stores; it decides nothing.
//!
//! A reader fetches all it needs in one transaction and lets go of the file before anything is printed. A
//! writing command is one transaction, through one door ([`Writer`]), or nothing.

mod accounts;
mod backup;
mod beginnings;
mod check_ins;
mod checkup;
mod columns;
mod convert;
mod copies;
mod customers;
mod deals;
pub(crate) mod door;
mod due;
mod error;
mod find;
mod forgetting;
mod health;
mod heartbeats;
mod history;
mod image;
mod index;
mod journal;
mod moves;
mod names;
mod numbers;
mod objectives;
mod open;
mod people;
mod place;
mod removals;
mod report;
mod results;
mod rivals;
mod schema;
mod touchpoints;
mod travel;
mod undo;

pub use backup::{Backup, Staged};
pub use beginnings::{Listed, Whose};
pub use checkup::{Checkup, Surroundings};
pub use copies::Occasion;
pub use customers::Saved;
pub use door::Writer;
pub use error::{NAMELESS, StoreError};
pub use find::Within;
pub use forgetting::Nameless;
pub use health::OpenSigns;
pub use names::Named;
pub use open::{Location, References, Store, WriteOptions};

use rusqlite::Connection;

/// A look at the file as it stood when the transaction began.
pub struct Reader<'c> {
    connection: &'c Connection,
}

impl<'c> Reader<'c> {
    const fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    /// Keeps so many pages of the file in memory, a mebibyte at 250: an answer of many rows comes back to them,
    /// a short one would pay for them in page faults.
    pub fn keep_pages(&self, pages: u32) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "cache_size", pages)?)
    }
}

#[cfg(test)]
mod tests;
