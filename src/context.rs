//! What a command works with: the moment, the configuration, the file, the way out.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};

use crate::config::{Config, ConfigError};
use crate::domain::customer::Day;
use crate::domain::money::Currency;
use crate::domain::when::{Direction, Reader as WhenReader};
use crate::env::Env;
use crate::error::{CommandError, ErrorKind};
use crate::store::{Location, Reader, References, Store, WriteOptions, Writer};
use crate::view::ui::Ui;

/// What a command works with.
pub struct Ctx {
    /// The moment, in UTC.
    pub now: DateTime<Utc>,
    /// The calendar day in the rep's zone.
    pub today: NaiveDate,
    pub config: Config,
    /// What is wrong with the configuration; none but commands that mend it run then, with the defaults.
    pub config_error: Option<ConfigError>,
    /// The configuration file, or where it would be.
    pub config_file: Option<PathBuf>,
    /// The folder it is in.
    pub config_folder: Option<PathBuf>,
    pub env: Env,
    /// Whether `--db` named the file.
    pub db_option: bool,
    pub store: Store,
    pub ui: Ui,
    /// Do everything, then take it back.
    pub dry_run: bool,
    /// The answer to every "are you sure" is yes.
    pub yes: bool,
    /// The running command's verb, for the journal.
    pub verb: &'static str,
    /// The running command as it was typed, for the journal.
    pub typed: String,
    pub zone: Zone,
}

/// How moments of the past read on the rep's clock.
#[derive(Debug, Clone, Copy)]
pub enum Zone {
    /// As the moment says that replaces the clock.
    Fixed(FixedOffset),
    /// As this machine's clock does.
    Machine,
}

impl Zone {
    /// The day and the time of a moment.
    pub fn local(self, moment: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Self::Fixed(offset) => moment.with_timezone(&offset).naive_local(),
            Self::Machine => moment.with_timezone(&chrono::Local).naive_local(),
        }
    }
}

impl Ctx {
    /// The day, which days are workdays, and which plans there are.
    pub fn day(&self) -> Day<'_> {
        Day {
            today: self.today,
            calendar: &self.config.calendar,
            plans: &self.config.plans,
        }
    }

    /// Reads dates that people type, counting from today.
    pub const fn when(&self, direction: Direction) -> WhenReader<'_> {
        self.when_from(self.today, direction)
    }

    /// Reads dates that people type, counting from `base`.
    pub const fn when_from(&self, base: NaiveDate, direction: Direction) -> WhenReader<'_> {
        WhenReader {
            today: self.today,
            base,
            direction,
            order: self.config.date_order,
            calendar: &self.config.calendar,
        }
    }

    /// Looks at the file in one transaction, which has ended when this returns.
    pub fn read<T>(
        &self,
        look: impl FnOnce(&Reader<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let (mut look, mut seen) = (Some(look), None);
        self.look_in(&mut |reader| {
            seen = look.take().map(|look| look(reader)).transpose()?;
            Ok(())
        })?;
        seen.ok_or_else(not_run)
    }

    /// Changes the file in one transaction, or not at all. `change` may run twice.
    pub fn write<T>(
        &self,
        change: impl FnMut(&Writer<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        self.write_with(References::RowByRow, change)
    }

    /// The same where very many rows may go.
    pub fn write_many<T>(
        &self,
        change: impl FnMut(&Writer<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        self.write_with(References::AtTheEnd, change)
    }

    fn write_with<T>(
        &self,
        references: References,
        mut change: impl FnMut(&Writer<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let mut changed = None;
        self.change_in(references, &mut |writer| {
            changed = Some(change(writer)?);
            Ok(())
        })?;
        changed.ok_or_else(not_run)
    }

    // What the store does around a command is in the program once, and not once for each command.
    fn look_in(
        &self,
        look: &mut dyn FnMut(&Reader<'_>) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let path = self.store.path()?;
        self.store.read(look).map_err(|error| error.of_file(path))
    }

    fn change_in(
        &self,
        references: References,
        change: &mut dyn FnMut(&Writer<'_>) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let options = WriteOptions {
            verb: self.verb,
            typed: &self.typed,
            now: self.now,
            dry_run: self.dry_run,
            references,
        };
        let path = self.store.path()?;
        let written = self.store.write(options, change);
        written.map_err(|error| error.of_file(path))
    }

    /// The default currency: configured, else the last used in this file, else US dollars.
    pub fn default_currency(&self, reader: &Reader<'_>) -> Result<Currency, CommandError> {
        match self.config.currency {
            Some(currency) => Ok(currency),
            None => Ok(reader.find_last_currency()?.unwrap_or(Currency::USD)),
        }
    }
}

/// Stands where nothing can: the store runs what it is given, or ends with an error.
fn not_run() -> CommandError {
    CommandError::new(ErrorKind::Failed, "the file was not asked")
}

/// The moment, the day it is in the rep's zone, and that zone. The one place that reads the clock.
pub fn read_clock(env: &Env) -> Result<(DateTime<Utc>, NaiveDate, Zone), CommandError> {
    let (now, zone) = match &env.now {
        Some(text) => {
            let now = DateTime::parse_from_rfc3339(text.trim()).map_err(|_| {
                CommandError::usage("DEALS_NOW is not a moment")
                    .hint("write it as in 2026-03-13T08:00:00+01:00")
            })?;
            (now, Zone::Fixed(*now.offset()))
        }
        None => (system_now(), Zone::Machine),
    };
    Ok((now.to_utc(), now.date_naive(), zone))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock"
)]
fn system_now() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}

/// Where the file is: as named, else in the data folder.
pub fn locate(named: Option<PathBuf>, env: &Env) -> Location {
    match named.or_else(|| env.db.clone()) {
        Some(path) => Location::Named(path),
        None => dirs::data_dir().map_or(Location::Nowhere, |folder| {
            Location::Default(folder.join("deals").join("deals.db"))
        }),
    }
}

/// The folder of the configuration file; none where there is to be no configuration.
pub fn config_folder(env: &Env) -> Option<PathBuf> {
    config_file(env)?.parent().map(Path::to_owned)
}

/// The configuration file: the one that the environment names, else the config folder's; none where the
/// environment names nothing.
pub fn config_file(env: &Env) -> Option<PathBuf> {
    match &env.config {
        Some(named) if named.as_os_str().is_empty() => None,
        Some(named) => Some(named.clone()),
        None => dirs::config_dir().map(|folder| folder.join("deals").join("config.toml")),
    }
}

/// Reads the configuration; where there is none everything has its default.
pub fn load_config(env: &Env) -> Result<Config, ConfigError> {
    let file = config_file(env);
    if env.config.is_some() {
        Config::load(file.as_deref(), None)
    } else {
        Config::load(None, file)
    }
}
