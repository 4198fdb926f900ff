//! Plans that the rep has written: read from words, and refused where they could not work.

use std::borrow::Cow;

use crate::domain::check_in::Kind;
use crate::domain::interval::{Interval, Unit};
use crate::domain::name;
use crate::domain::plan::{self, Plan, Step};
use crate::domain::rung::Rung;
use crate::domain::words::{UnknownWord, excerpt};

/// The most days or workdays that a step may lie from its rung, or a turn from the next: ten years.
const FARTHEST: u32 = 3650;

/// The longest name of a plan or a step, in characters.
const LONGEST_NAME: usize = 40;

/// A step as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrittenStep {
    /// Made from what it asks for where it is not given.
    pub name: Option<String>,
    /// The rung it counts from.
    pub anchor: String,
    /// How far from that: `3 workdays`, `-3 workdays`, `2 weeks`.
    pub offset: String,
    /// How often it comes again: `14 days`.
    pub every: Option<String>,
    /// The rung that ends the repeating.
    pub until: Option<String>,
    pub kind: Option<String>,
    /// What it asks for.
    pub what: String,
}

/// Why a plan cannot be as it is written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("`{}` cannot be the name of a plan", excerpt(name))]
    Name { name: String },
    #[error("`{name}` is a plan that comes with the program")]
    BuiltIn { name: String },
    #[error("it has no step")]
    NoSteps,
    #[error("{field} = {:?}: {source}", excerpt(text))]
    Rung {
        field: &'static str,
        text: String,
        source: UnknownWord,
    },
    #[error(
        "{field} = {:?} is not a number of days, weeks or workdays",
        excerpt(text)
    )]
    Length { field: &'static str, text: String },
    #[error("{field} = {:?} is more than ten years", excerpt(text))]
    TooFar { field: &'static str, text: String },
    #[error("a step cannot repeat every 0 days")]
    NeverEnding,
    #[error("it ends with a rung, `{until}`, but does not repeat")]
    UntilWithoutEvery { until: Rung },
    #[error("it would repeat until `{until}`, which is done when it begins")]
    OverBeforeItBegins { until: Rung },
    #[error("kind = {:?} cannot be a step of a plan", excerpt(text))]
    Kind { text: String },
    #[error("what is empty")]
    NoWhat,
    #[error("{field} holds control characters")]
    Control { field: &'static str },
    #[error("`{}` cannot be the name of a step", excerpt(name))]
    StepName { name: String },
    #[error("two steps are called `{name}`")]
    Twice { name: String },
}

impl PlanError {
    /// What to write instead.
    pub fn hint(&self) -> String {
        match self {
            Self::Name { .. } | Self::StepName { .. } => format!(
                "a name is letters, digits, - and _, {LONGEST_NAME} at most, as in key-account"
            ),
            Self::BuiltIn { name } => {
                format!("give it another name, as in [[plans.my-{name}]]")
            }
            Self::NoSteps => "write a step: anchor = \"ordered\", offset = \"3 workdays\", what = \"call the site\"".to_owned(),
            Self::Rung { field, .. } => format!("write a rung, as in {field} = \"delivered\""),
            Self::Length { field: "every", .. } | Self::NeverEnding => {
                "write every = \"14 days\", \"2 weeks\" or \"3 workdays\"".to_owned()
            }
            Self::Length { .. } => {
                "write offset = \"14 days\", \"3 workdays\", or \"-3 workdays\" for before".to_owned()
            }
            Self::TooFar { field, .. } => format!("write a shorter one, as in {field} = \"30 days\""),
            Self::UntilWithoutEvery { .. } => {
                "add every = \"14 days\", or leave until out".to_owned()
            }
            Self::OverBeforeItBegins { .. } => {
                "name a later rung in until, or leave every and until out".to_owned()
            }
            Self::Kind { .. } => {
                "write kind = \"care\" or kind = \"follow-up\", or leave it out".to_owned()
            }
            Self::NoWhat => "say what to do, as in what = \"call the site\"".to_owned(),
            Self::Control { field } => format!("write {field} as one line of plain text"),
            Self::Twice { .. } => "give each a name = \"…\" of its own".to_owned(),
        }
    }
}

/// A plan of the rep's own. An error of one step names its place among the steps, from 0.
pub fn read(called: &str, written: &[WrittenStep]) -> Result<Plan, (Option<usize>, PlanError)> {
    let of_plan = |error| (None, error);
    if !is_name(called) {
        let name = called.to_owned();
        return Err(of_plan(PlanError::Name { name }));
    }
    if plan::NAMES.contains(&called) || called == plan::NONE {
        let name = called.to_owned();
        return Err(of_plan(PlanError::BuiltIn { name }));
    }
    if written.is_empty() {
        return Err(of_plan(PlanError::NoSteps));
    }
    let mut steps: Vec<Step> = Vec::with_capacity(written.len());
    for (place, one) in written.iter().enumerate() {
        let step = read_step(one).map_err(|error| (Some(place), error))?;
        if steps.iter().any(|other| other.name == step.name) {
            let name = step.name.into_owned();
            return Err((Some(place), PlanError::Twice { name }));
        }
        steps.push(step);
    }
    let name = Cow::Owned(called.to_owned());
    Ok(Plan { name, steps })
}

fn read_step(written: &WrittenStep) -> Result<Step, PlanError> {
    let what = written.what.trim();
    if what.is_empty() {
        return Err(PlanError::NoWhat);
    }
    if what.chars().any(char::is_control) {
        return Err(PlanError::Control { field: "what" });
    }
    let name = match &written.name {
        Some(name) if is_name(name.trim()) => name.trim().to_owned(),
        Some(name) => return Err(PlanError::StepName { name: name.clone() }),
        None => name_from(what),
    };
    let kind = match written.kind.as_deref().map(str::parse) {
        None => Kind::Care,
        // The others say what somebody owes or what was measured, and need more than a date.
        Some(Ok(kind @ (Kind::Care | Kind::FollowUp))) => kind,
        Some(_) => {
            let text = written.kind.clone().unwrap_or_default();
            return Err(PlanError::Kind { text });
        }
    };
    let anchor = read_rung("anchor", &written.anchor)?;
    let (offset, unit) = read_length("offset", &written.offset)?;
    let every = written.every.as_deref().map(read_interval).transpose()?;
    let until = written
        .until
        .as_deref()
        .map(|text| read_rung("until", text))
        .transpose()?;
    if let Some(until) = until {
        if every.is_none() {
            return Err(PlanError::UntilWithoutEvery { until });
        }
        let is_done_by_then = until == anchor || anchor.implies().contains(&until);
        if offset >= 0 && is_done_by_then {
            return Err(PlanError::OverBeforeItBegins { until });
        }
    }
    Ok(Step {
        name: Cow::Owned(name),
        kind,
        what: Cow::Owned(what.to_owned()),
        anchor: anchor.into(),
        offset,
        unit,
        every,
        until,
    })
}

fn read_rung(field: &'static str, text: &str) -> Result<Rung, PlanError> {
    text.parse().map_err(|source| PlanError::Rung {
        field,
        text: text.to_owned(),
        source,
    })
}

fn read_interval(text: &str) -> Result<Interval, PlanError> {
    let (count, unit) = read_length("every", text)?;
    let count = u32::try_from(count).map_err(|_| PlanError::Length {
        field: "every",
        text: text.to_owned(),
    })?;
    if count == 0 {
        return Err(PlanError::NeverEnding);
    }
    Ok(Interval { count, unit })
}

/// `3 workdays`, `-3 workdays`, `1 day`, `2 weeks`: how many, and of what.
fn read_length(field: &'static str, text: &str) -> Result<(i32, Unit), PlanError> {
    let unreadable = || PlanError::Length {
        field,
        text: text.to_owned(),
    };
    let folded = text.trim().to_ascii_lowercase();
    let (sign, rest) = match folded.strip_prefix('-') {
        Some(rest) => (-1, rest.trim_start()),
        None => (1, folded.as_str()),
    };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = rest.split_at(digits);
    if number.is_empty() {
        return Err(unreadable());
    }
    let (unit, scale) = match unit.trim_start() {
        "day" | "days" | "d" => (Unit::Days, 1),
        "week" | "weeks" | "w" => (Unit::Days, 7),
        "workday" | "workdays" => (Unit::Workdays, 1),
        _ => return Err(unreadable()),
    };
    let count = number
        .parse::<u32>()
        .ok()
        .and_then(|number| number.checked_mul(scale))
        .filter(|count| *count <= FARTHEST)
        .and_then(|count| i32::try_from(count).ok())
        .ok_or_else(|| PlanError::TooFar {
            field,
            text: text.to_owned(),
        })?;
    Ok((sign * count, unit))
}

/// Whether text can name a plan or a step: it is typed as a word, and a step is filed as `plan/step`.
fn is_name(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !text.is_empty()
        && text.chars().all(is_letter)
        && !text.starts_with('-')
        && text.chars().count() <= LONGEST_NAME
}

/// The name of a step from what it asks for: `call the site?` is `call-the-site`.
fn name_from(what: &str) -> String {
    let folded = name::fold(what);
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let slug: String = words
        .collect::<Vec<_>>()
        .join("-")
        .chars()
        .take(LONGEST_NAME)
        .collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "step".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step() -> WrittenStep {
        WrittenStep {
            anchor: "delivery".to_owned(),
            offset: "-3 workdays".to_owned(),
            what: "Call the site: ready?".to_owned(),
            ..WrittenStep::default()
        }
    }

    #[test]
    fn a_plan_is_read_from_words() {
        let repeated = WrittenStep {
            name: Some("on-track".to_owned()),
            anchor: "ordered".to_owned(),
            offset: "2 weeks".to_owned(),
            every: Some("1 workday".to_owned()),
            until: Some("delivered".to_owned()),
            kind: Some("follow-up".to_owned()),
            what: "is it on track?".to_owned(),
        };
        let plan = read("key-account", &[step(), repeated]).unwrap();
        assert_eq!(plan.name, "key-account");
        let [ready, on_track] = plan.steps.as_slice() else {
            panic!("{plan:?}");
        };
        assert_eq!(
            (
                &*ready.name,
                ready.kind,
                ready.anchor,
                ready.offset,
                ready.unit
            ),
            (
                "call-the-site-ready",
                Kind::Care,
                Rung::Delivered.into(),
                -3,
                Unit::Workdays
            )
        );
        assert_eq!((ready.every, ready.until), (None, None));
        assert_eq!(
            (
                &*on_track.name,
                on_track.kind,
                on_track.offset,
                on_track.unit
            ),
            ("on-track", Kind::FollowUp, 14, Unit::Days)
        );
        let every = Interval {
            count: 1,
            unit: Unit::Workdays,
        };
        assert_eq!(
            (on_track.every, on_track.until),
            (Some(every), Some(Rung::Delivered))
        );
    }

    #[test]
    fn a_step_that_could_not_work_is_refused() {
        // What is changed of a step that works, and what is said of it.
        type Change = fn(&mut WrittenStep);
        let table: &[(Change, &str)] = &[
            (
                |one| one.anchor = "shipped".to_owned(),
                "`shipped` is not a rung",
            ),
            (
                |one| one.anchor = "rival-promised".to_owned(),
                "`rival-promised` is not a rung",
            ),
            (|one| one.offset = "soon".to_owned(), "not a number of days"),
            (|one| one.offset = "3".to_owned(), "not a number of days"),
            (
                |one| one.offset = "3.5 days".to_owned(),
                "not a number of days",
            ),
            (
                |one| one.offset = "99999 days".to_owned(),
                "more than ten years",
            ),
            (
                |one| one.offset = "99999999999 days".to_owned(),
                "more than ten years",
            ),
            (|one| one.every = Some("0 days".to_owned()), "every 0 days"),
            (
                |one| one.every = Some("-1 days".to_owned()),
                "every = \"-1 days\"",
            ),
            (
                |one| one.every = Some("daily".to_owned()),
                "not a number of days",
            ),
            (
                |one| one.until = Some("delivered".to_owned()),
                "does not repeat",
            ),
            (
                |one| {
                    one.every = Some("1 day".to_owned());
                    one.until = Some("now".to_owned());
                },
                "`now` is not a rung",
            ),
            (
                |one| {
                    one.offset = "1 day".to_owned();
                    one.every = Some("1 day".to_owned());
                    one.until = Some("delivered".to_owned());
                },
                "done when it begins",
            ),
            (
                |one| {
                    one.anchor = "signed".to_owned();
                    one.offset = "1 day".to_owned();
                    one.every = Some("1 day".to_owned());
                    one.until = Some("verbal".to_owned());
                },
                "done when it begins",
            ),
            (
                |one| one.kind = Some("promise".to_owned()),
                "kind = \"promise\"",
            ),
            (
                |one| one.kind = Some("nonsense".to_owned()),
                "kind = \"nonsense\"",
            ),
            (|one| one.what = "  ".to_owned(), "what is empty"),
            (
                |one| one.what = "two\nlines".to_owned(),
                "control characters",
            ),
            (
                |one| one.name = Some("a/b".to_owned()),
                "cannot be the name of a step",
            ),
            (
                |one| one.name = Some(String::new()),
                "cannot be the name of a step",
            ),
        ];
        for (change, expected) in table {
            let mut written = step();
            change(&mut written);
            let (place, error) = read("gold", &[step(), written.clone()]).unwrap_err();
            assert!(error.to_string().contains(expected), "{written:?}: {error}");
            assert_eq!(place, Some(1), "{error}");
            assert!(!error.hint().is_empty(), "{error}");
        }
    }

    #[test]
    fn a_step_before_its_rung_may_repeat_until_that() {
        let written = WrittenStep {
            every: Some("1 workday".to_owned()),
            until: Some("delivered".to_owned()),
            ..step()
        };
        assert_eq!(read("gold", &[written]).unwrap().steps.len(), 1);
    }

    #[test]
    fn a_plan_that_could_not_be_named_is_refused() {
        let table = [
            ("standard", "comes with the program"),
            ("none", "comes with the program"),
            ("win-back", "comes with the program"),
            ("two words", "cannot be the name"),
            ("", "cannot be the name"),
            ("-x", "cannot be the name"),
            (&"x".repeat(LONGEST_NAME + 1), "cannot be the name"),
        ];
        for (called, expected) in table {
            let (place, error) = read(called, &[step()]).unwrap_err();
            assert!(error.to_string().contains(expected), "{called}: {error}");
            assert_eq!(place, None, "{called}");
            assert!(!error.hint().is_empty(), "{called}");
        }
        assert!(read(&"x".repeat(LONGEST_NAME), &[step()]).is_ok());
        assert_eq!(read("gold", &[]), Err((None, PlanError::NoSteps)));
        let twice = read("gold", &[step(), step()]).unwrap_err();
        assert!(
            twice.1.to_string().contains("two steps are called"),
            "{}",
            twice.1
        );
    }
}
