//! The configuration file: `deals/config.toml` in the config folder, or the one `DEALS_CONFIG` names.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Weekday};
use serde::Deserialize;
use toml::Spanned;

use crate::domain::calendar::{Calendar, CalendarError};
use crate::domain::money::{Currency, MoneyError};
use crate::domain::plan::{self, Plan, PlanError, WrittenStep};
use crate::domain::report::Targets;
use crate::domain::when::DateOrder;
use crate::domain::words::{UnknownWord, excerpt, is_harmful};

/// What the rep has configured, checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The default currency, where one is configured.
    pub currency: Option<Currency>,
    /// How to read `4/5`, where that is configured.
    pub date_order: Option<DateOrder>,
    /// Workdays and holidays.
    pub calendar: Calendar,
    /// The rep's own plans.
    pub plans: Vec<Plan>,
    /// What the report measures against.
    pub targets: Targets,
    /// What the file says, setting by setting, in words: `workdays` and `mon, tue`.
    pub written: Vec<(String, String)>,
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
    #[error("{}: workdays: `{}` is not a weekday", path.display(), excerpt(day))]
    Weekday { path: PathBuf, day: String },
    #[error("{}: holidays: `{}` is neither a day nor two", path.display(), excerpt(text))]
    Holiday { path: PathBuf, text: String },
    #[error("{}: line {line}: plan `{}`: {source}", path.display(), excerpt(plan))]
    Plan {
        path: PathBuf,
        /// From 1; of the step that is wrong, else of the plan's first.
        line: usize,
        plan: String,
        source: Box<PlanError>,
    },
    #[error("{}: targets: new_business = {percent} is more than all of it", path.display())]
    Share { path: PathBuf, percent: usize },
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
                "DEALS_CONFIG names the file; set it to nothing to go without one".to_owned()
            }
            Self::Malformed { .. } => {
                "it may set currency, date_order, workdays, holidays, plans and targets".to_owned()
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
            Self::Plan { source, .. } => source.hint(),
            Self::Share { .. } => {
                "it is a percentage of the contacts: new_business = 30".to_owned()
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
    /// Each a list of steps, under its name.
    #[serde(default)]
    plans: BTreeMap<String, Spanned<Vec<Spanned<StepTable>>>>,
    #[serde(default)]
    targets: TargetTable,
}

impl Written {
    /// Each setting that is there, with its value in words.
    fn settings(&self) -> Vec<(String, String)> {
        let number = |number: Option<usize>| number.map(|number| number.to_string());
        let list = |all: &[String]| Some(all.join(", ")).filter(|all| !all.is_empty());
        let settings = [
            (
                "currency",
                self.currency.as_deref().map(str::to_ascii_uppercase),
            ),
            (
                "date_order",
                self.date_order.as_deref().map(str::to_ascii_lowercase),
            ),
            ("workdays", self.workdays.as_deref().and_then(list)),
            ("holidays", list(&self.holidays)),
            ("targets.new_business", number(self.targets.new_business)),
            ("targets.pursuits", number(self.targets.pursuits)),
        ];
        let plans = self.plans.iter().map(|(name, steps)| {
            let steps: Vec<&str> = steps
                .get_ref()
                .iter()
                .map(|step| step.get_ref().what.as_str())
                .collect();
            (format!("plans.{name}"), steps.join(" / "))
        });
        let settings = settings
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?)));
        settings.chain(plans).collect()
    }
}

/// What the rep aims at, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table, as in [targets]")]
struct TargetTable {
    new_business: Option<usize>,
    pursuits: Option<usize>,
}

/// A step of a plan as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table, as in [[plans.key-account]]"
)]
struct StepTable {
    name: Option<String>,
    anchor: String,
    offset: String,
    every: Option<String>,
    until: Option<String>,
    kind: Option<String>,
    what: String,
}

impl From<StepTable> for WrittenStep {
    fn from(table: StepTable) -> Self {
        Self {
            name: table.name,
            anchor: table.anchor,
            offset: table.offset,
            every: table.every,
            until: table.until,
            kind: table.kind,
            what: table.what,
        }
    }
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
        let said = written.settings();
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
        let calendar =
            Calendar::new(&workdays, holidays).map_err(|source| ConfigError::Calendar {
                path: path.clone(),
                source,
            })?;
        let plans = written
            .plans
            .into_iter()
            .map(|(name, steps)| own_plan(&name, &steps, text, &path))
            .collect::<Result<_, _>>()?;
        let TargetTable {
            new_business,
            pursuits,
        } = written.targets;
        if let Some(percent) = new_business.filter(|percent| *percent > 100) {
            return Err(ConfigError::Share { path, percent });
        }
        Ok(Self {
            currency,
            date_order,
            calendar,
            plans,
            targets: Targets {
                new_business,
                pursuits,
            },
            written: said,
        })
    }
}

/// A plan of the rep's own; what is wrong with it is named with its line.
fn own_plan(
    name: &str,
    steps: &Spanned<Vec<Spanned<StepTable>>>,
    text: &str,
    path: &Path,
) -> Result<Plan, ConfigError> {
    let written: Vec<WrittenStep> = steps
        .get_ref()
        .iter()
        .map(|step| step.get_ref().clone().into())
        .collect();
    plan::read(name, &written).map_err(|(place, source)| {
        let step = place.and_then(|place| steps.get_ref().get(place));
        let at = step.map_or(steps.span().start, |step| step.span().start);
        ConfigError::Plan {
            path: path.to_owned(),
            line: line_of(text, at),
            plan: name.to_owned(),
            source: Box::new(source),
        }
    })
}

/// The line, from 1, on which a place in a text lies.
fn line_of(text: &str, at: usize) -> usize {
    text.get(..at)
        .map_or(1, |before| before.matches('\n').count() + 1)
}

/// A day, or the first and the last of several: `2026-12-24..2027-01-01`.
fn holiday(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

/// So much of what TOML has to say is told, in characters.
const LONGEST_MESSAGE: usize = 300;

/// What TOML has to say, with its line, on one line.
fn one_line(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map(|span| line_of(text, span.start));
    // It may repeat what stands in the file, of any length.
    let message: String = error.message().chars().take(LONGEST_MESSAGE).collect();
    let message = message.replace(is_harmful, " ");
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
             holidays = [\"2026-12-25\", \"2026-12-28..2027-01-01\"]\n\
             [targets]\nnew_business = 30\npursuits = 10\n",
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
        let targets = Targets {
            new_business: Some(30),
            pursuits: Some(10),
        };
        assert_eq!(config.targets, targets);
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
            (
                "currency = \"EUR\"\n\n[[plans.gold]]\nanchor = \"ordered\"\noffset = \"1 day\"\nwhat = \"call\"\n\n\
                 [[plans.gold]]\nanchor = \"shipped\"\noffset = \"1 day\"\nwhat = \"call\"",
                "line 8: plan `gold`: anchor = \"shipped\": `shipped` is not a rung",
            ),
            ("[plans]\ngold = []", "line 2: plan `gold`: it has no step"),
            (
                "\n[[plans.standard]]\nanchor = \"ordered\"\noffset = \"1 day\"\nwhat = \"call\"",
                "line 2: plan `standard`: `standard` is a plan that comes with the program",
            ),
            ("[targets]\ncalls = 9", "line 2: unknown field `calls`"),
            ("[targets]\npursuits = \"ten\"", "line 2: invalid type"),
            ("[targets]\npursuits = -1", "line 2: invalid value"),
            (
                "[targets]\nnew_business = 130",
                "new_business = 130 is more than all",
            ),
            (
                "[[plans.gold]]\nanchor = \"ordered\"\noffset = 14\nwhat = \"call\"",
                "line 3: invalid type",
            ),
            (
                "[[plans.gold]]\nanchor = \"ordered\"\nwhat = \"call\"",
                "line 1: missing field `offset`",
            ),
            (
                "[[plans.gold]]\nanchor = \"ordered\"\noffset = \"1 day\"\nwhat = \"call\"\nwho = \"me\"",
                "line 5: unknown field `who`",
            ),
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
