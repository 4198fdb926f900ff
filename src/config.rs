//! The configuration file: `deals/config.toml` in the config folder, or the one `DEALS_CONFIG` names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Weekday};
use serde::Deserialize;

use crate::domain::calendar::{Calendar, CalendarError};
use crate::domain::money::{Currency, MoneyError};
use crate::domain::when::DateOrder;
use crate::domain::words::UnknownWord;

/// What the rep has configured, checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The default currency, where one is configured.
    pub currency: Option<Currency>,
    /// How to read `4/5`, where that is configured.
    pub date_order: Option<DateOrder>,
    /// Workdays and holidays.
    pub calendar: Calendar,
}

/// What can be wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: {message}", path.display())]
    Malformed { path: PathBuf, message: String },
    #[error("{}: currency: {source}", path.display())]
    Currency { path: PathBuf, source: MoneyError },
    #[error("{}: date_order: {source}", path.display())]
    DateOrder { path: PathBuf, source: UnknownWord },
    #[error("{}: workdays: `{day}` is not a weekday", path.display())]
    Weekday { path: PathBuf, day: String },
    #[error("{}: holidays: `{text}` is neither a day nor two", path.display())]
    Holiday { path: PathBuf, text: String },
    #[error("{}: {source}", path.display())]
    Calendar {
        path: PathBuf,
        source: CalendarError,
    },
}

impl ConfigError {
    /// What to write instead.
    pub fn hint(&self) -> String {
        match self {
            Self::Unreadable { .. } => {
                "DEALS_CONFIG names the file; unset it to go without one".to_owned()
            }
            Self::Malformed { .. } => {
                "it may set currency, date_order, workdays and holidays".to_owned()
            }
            Self::Currency { source, .. } => source.hint(),
            Self::DateOrder { .. } => {
                "write date_order = \"dmy\" or date_order = \"mdy\"".to_owned()
            }
            Self::Weekday { .. } => {
                "write workdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]".to_owned()
            }
            Self::Holiday { .. } => {
                "write holidays = [\"2026-12-25\", \"2026-12-28..2027-01-01\"]".to_owned()
            }
            Self::Calendar { source, .. } => source.hint().to_owned(),
        }
    }
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    currency: Option<String>,
    date_order: Option<String>,
    workdays: Option<Vec<String>>,
    #[serde(default)]
    holidays: Vec<String>,
}

impl Config {
    /// Reads the configuration. Without a file everything has its default; a file that somebody named must
    /// be there.
    pub fn load(named: Option<&Path>, default: Option<PathBuf>) -> Result<Self, ConfigError> {
        let Some(path) = named.map(Path::to_owned).or(default) else {
            return Ok(Self::default());
        };
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path),
            Err(error)
                if named.is_none()
                    && matches!(
                        error.kind(),
                        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                    ) =>
            {
                Ok(Self::default())
            }
            Err(source) => Err(ConfigError::Unreadable { path, source }),
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let path = path.to_owned();
        let written: Written = toml::from_str(text).map_err(|error| ConfigError::Malformed {
            path: path.clone(),
            message: one_line(text, &error),
        })?;
        let currency = written
            .currency
            .map(|code| code.parse())
            .transpose()
            .map_err(|source| ConfigError::Currency {
                path: path.clone(),
                source,
            })?;
        let date_order = written
            .date_order
            .map(|order| order.parse())
            .transpose()
            .map_err(|source| ConfigError::DateOrder {
                path: path.clone(),
                source,
            })?;
        let workdays = match written.workdays {
            Some(days) => days
                .into_iter()
                .map(|day| {
                    day.parse().map_err(|_| ConfigError::Weekday {
                        path: path.clone(),
                        day,
                    })
                })
                .collect::<Result<Vec<Weekday>, _>>()?,
            None => vec![
                Weekday::Mon,
                Weekday::Tue,
                Weekday::Wed,
                Weekday::Thu,
                Weekday::Fri,
            ],
        };
        let holidays = written
            .holidays
            .into_iter()
            .map(|text| {
                holiday(&text).ok_or(ConfigError::Holiday {
                    path: path.clone(),
                    text,
                })
            })
            .collect::<Result<_, _>>()?;
        let calendar = Calendar::new(&workdays, holidays)
            .map_err(|source| ConfigError::Calendar { path, source })?;
        Ok(Self {
            currency,
            date_order,
            calendar,
        })
    }
}

/// A day, or the first and the last of several: `2026-12-24..2027-01-01`.
fn holiday(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

/// What TOML has to say, with its line, on one line.
fn one_line(text: &str, error: &toml::de::Error) -> String {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map(|before| before.matches('\n').count() + 1);
    let message = error.message().replace('\n', " ");
    line.map_or_else(|| message.clone(), |line| format!("line {line}: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, Path::new("config.toml"))
    }

    #[test]
    fn everything_that_can_be_configured() {
        let config = parse(
            "currency = \"eur\"\ndate_order = \"dmy\"\nworkdays = [\"sun\", \"Monday\"]\n\
             holidays = [\"2026-12-25\", \"2026-12-28..2027-01-01\"]\n",
        )
        .unwrap();
        assert_eq!(config.currency.map(Currency::as_str), Some("EUR"));
        assert_eq!(config.date_order, Some(DateOrder::DayMonth));
        let workday = |text: &str| config.calendar.is_workday(text.parse().unwrap());
        assert!(
            workday("2026-12-27")
                && !workday("2026-12-28")
                && !workday("2026-12-25")
                && !workday("2026-12-29")
        );
        assert_eq!(parse("").unwrap(), Config::default());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let table = [
            ("curency = \"EUR\"", "line 1: unknown field `curency`"),
            (
                "currency = \"EUR\"\nplan = 3",
                "line 2: unknown field `plan`",
            ),
            ("currency = \"XYZ\"", "currency: "),
            ("date_order = \"ymd\"", "date_order: "),
            ("workdays = [\"noday\"]", "`noday` is not a weekday"),
            ("workdays = []", "config.toml: "),
            ("holidays = [\"christmas\"]", "`christmas` is neither a day"),
            ("holidays = [\"2027-01-01..2026-12-24\"]", "config.toml: "),
            ("currency = ", "line 1: "),
        ];
        for (text, expected) in table {
            let error = parse(text).unwrap_err();
            assert!(error.to_string().contains(expected), "{text}: {error}");
            assert!(!error.hint().is_empty(), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_named_must_be_there() {
        let nowhere = Path::new("/nonexistent/config.toml");
        assert!(matches!(
            Config::load(Some(nowhere), None),
            Err(ConfigError::Unreadable { .. })
        ));
        assert_eq!(
            Config::load(None, Some(nowhere.to_owned())).unwrap(),
            Config::default()
        );
    }
}
