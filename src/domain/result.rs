//! A result that was promised: what the customer bought, from which baseline to which target, what came of it,
//! and who there agrees (practice 7).

use chrono::NaiveDate;

use crate::domain::id::{DealId, PersonId, ResultId};
use crate::domain::interval::{Interval, Unit};
use crate::domain::number::{Number, NumberError};
use crate::domain::rung::Rung;
use crate::domain::words::{excerpt, words};

words! {
    /// What a result came to. Computed from its measurements, never set.
    Verdict, "a status of a result" {
        /// Nothing was measured yet.
        Unmeasured = "unmeasured",
        /// The last measurement reaches the target.
        Met = "met",
        /// It is better than the baseline and short of the target.
        Partly = "partly",
        /// It is no better than the baseline.
        Missed = "missed",
    }
}

/// The rung from which a result is to be measured: they must have worked with it for a while.
pub const MEASURE_ANCHOR: Rung = Rung::Live;

/// How long after that it is measured, and how long after a measurement that is short of the target it is
/// measured again.
pub const MEASURE_AFTER: Interval = Interval {
    count: 30,
    unit: Unit::Days,
};

/// What a result is to be, as somebody promised it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    /// What is measured: `first response`.
    pub metric: String,
    pub baseline: Number,
    pub target: Number,
    /// What the numbers count: `h`, `%`.
    pub unit: Option<String>,
}

/// One value that was measured on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    pub on: NaiveDate,
    pub value: Number,
}

/// That somebody at the customer agrees with what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acceptance {
    /// None once that person was removed.
    pub by: Option<PersonId>,
    pub on: NaiveDate,
    /// Whether they may be quoted to the next buyer; none while nobody said.
    pub may_quote: Option<bool>,
}

/// A result that was promised with a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromisedResult {
    pub id: ResultId,
    pub uid: String,
    pub deal_id: DealId,
    pub promised: Promised,
    /// In the order in which they were written down.
    pub measurements: Vec<Measurement>,
    pub accepted: Option<Acceptance>,
}

/// Why a result cannot be promised so, or measured so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResultError {
    #[error("`{0}` does not say from where to where")]
    NoForm(String),
    #[error("no metric is named")]
    NoMetric,
    #[error("the baseline is in {one}, the target in {other}")]
    TwoUnits { one: String, other: String },
    #[error("the target is the baseline, {0}")]
    NoChange(Number),
    #[error("`{given}` is not what it is measured in, {unit}")]
    OtherUnit { given: String, unit: String },
    #[error(transparent)]
    Number(#[from] NumberError),
}

impl ResultError {
    /// What to type instead.
    pub fn hint(&self) -> String {
        match self {
            Self::NoForm(_) | Self::NoMetric => {
                "write it as in \"first response: 40 -> 28 h\"".to_owned()
            }
            Self::TwoUnits { one, .. } => format!("name the unit once, as in 40 -> 28 {one}"),
            Self::NoChange(_) => {
                "better is the direction from the baseline to the target, so they must differ"
                    .to_owned()
            }
            Self::OtherUnit { .. } => "leave the unit out, or give the value in it".to_owned(),
            Self::Number(error) => error.hint(),
        }
    }
}

impl Promised {
    /// Checks that there is a direction: a target equal to the baseline promises nothing.
    pub fn check(self) -> Result<Self, ResultError> {
        if self.baseline.compare(self.target).is_eq() {
            return Err(ResultError::NoChange(self.target));
        }
        Ok(self)
    }

    /// Reads `METRIC: 40 -> 28 h`. The unit is optional, and may stand behind either number.
    pub fn read(text: &str) -> Result<Self, ResultError> {
        let no_form = || ResultError::NoForm(excerpt(text.trim()));
        let (before, target) = ["->", "\u{2192}"]
            .into_iter()
            .find_map(|arrow| text.split_once(arrow))
            .ok_or_else(no_form)?;
        let (metric, baseline) = before.rsplit_once(':').ok_or_else(no_form)?;
        let metric = metric.trim();
        if metric.is_empty() {
            return Err(ResultError::NoMetric);
        }
        let (baseline, one) = Number::read_leading(baseline)?;
        let (target, other) = Number::read_leading(target)?;
        if !one.is_empty() && !other.is_empty() && one != other {
            let (one, other) = (excerpt(one), excerpt(other));
            return Err(ResultError::TwoUnits { one, other });
        }
        let unit = if other.is_empty() { one } else { other };
        let promised = Self {
            metric: metric.to_owned(),
            baseline,
            target,
            unit: (!unit.is_empty()).then(|| unit.to_owned()),
        };
        promised.check()
    }

    /// Reads a value that was measured, with or without the unit behind it.
    pub fn read_value(&self, text: &str) -> Result<Number, ResultError> {
        let (value, given) = Number::read_leading(text)?;
        match &self.unit {
            _ if given.is_empty() => Ok(value),
            Some(unit) if unit.eq_ignore_ascii_case(given) => Ok(value),
            Some(unit) => Err(ResultError::OtherUnit {
                given: excerpt(given),
                unit: unit.clone(),
            }),
            None => Err(NumberError::Unreadable(excerpt(text.trim())).into()),
        }
    }

    /// What a value comes to. Better is the direction from the baseline to the target.
    pub fn judge(&self, value: Number) -> Verdict {
        let upward = self.target.compare(self.baseline);
        let short = value.compare(self.target) == upward.reverse();
        let better = value.compare(self.baseline) == upward;
        match (short, better) {
            (false, _) => Verdict::Met,
            (true, true) => Verdict::Partly,
            (true, false) => Verdict::Missed,
        }
    }

    /// A number with the unit: `28 h`.
    pub fn with_unit(&self, number: Number) -> String {
        match &self.unit {
            Some(unit) => format!("{number} {unit}"),
            None => number.to_string(),
        }
    }

    /// What its check-in asks for.
    pub fn to_measure(&self) -> String {
        format!("measure: {}", self.metric)
    }
}

impl PromisedResult {
    /// The last measurement: of the latest day, and of one day the one written down last.
    pub fn last(&self) -> Option<&Measurement> {
        self.measurements.iter().max_by_key(|one| one.on)
    }

    /// What it came to so far.
    pub fn verdict(&self) -> Verdict {
        self.last()
            .map_or(Verdict::Unmeasured, |last| self.promised.judge(last.value))
    }

    /// What of it is not proven: unmeasured, short of its target, or accepted by nobody. None once the
    /// customer's own people agree that it is met.
    pub fn unproven(&self) -> Option<String> {
        let verdict = self.verdict();
        let said = match self.last().filter(|_| verdict != Verdict::Met) {
            Some(last) => format!(
                "{verdict}, {}, promised {}",
                self.promised.with_unit(last.value),
                self.promised.with_unit(self.promised.target)
            ),
            None => verdict.to_string(),
        };
        match (verdict, &self.accepted) {
            (Verdict::Met, Some(_)) => None,
            (_, Some(_)) => Some(said),
            (_, None) => Some(format!("{said}, accepted by nobody")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::read(text).unwrap()
    }

    fn promised(baseline: &str, target: &str, unit: Option<&str>) -> Promised {
        Promised {
            metric: "first response".to_owned(),
            baseline: number(baseline),
            target: number(target),
            unit: unit.map(String::from),
        }
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn better_is_the_direction_from_baseline_to_target() {
        use Verdict::{Met, Missed, Partly};
        // Baseline, target, what was measured, and what it came to.
        let table = [
            ("40", "28", "28", Met),
            ("40", "28", "28.0", Met),
            ("40", "28", "12", Met),
            ("40", "28", "28.1", Partly),
            ("40", "28", "39.99", Partly),
            ("40", "28", "40", Missed),
            ("40", "28", "41", Missed),
            ("90", "99.5", "99.5", Met),
            ("90", "99.5", "100", Met),
            ("90", "99.5", "99.49", Partly),
            ("90", "99.5", "90.0", Missed),
            ("90", "99.5", "3", Missed),
            // Across zero, both ways.
            ("-5", "5", "0", Partly),
            ("-5", "5", "-6", Missed),
            ("5", "-5", "-5", Met),
            ("0", "-1", "0", Missed),
        ];
        for (baseline, target, value, expected) in table {
            let promised = promised(baseline, target, None);
            assert_eq!(
                promised.judge(number(value)),
                expected,
                "{baseline} -> {target}: {value}"
            );
        }
    }

    #[test]
    fn the_last_measurement_judges() {
        let result = |measured: &[(u32, &str)]| PromisedResult {
            id: ResultId(1),
            uid: String::new(),
            deal_id: DealId(1),
            promised: promised("40", "28", Some("h")),
            measurements: measured
                .iter()
                .map(|(on, value)| Measurement {
                    on: day(*on),
                    value: number(value),
                })
                .collect(),
            accepted: None,
        };
        let table: &[(&[(u32, &str)], Verdict)] = &[
            (&[], Verdict::Unmeasured),
            (&[(5, "44"), (9, "28")], Verdict::Met),
            (&[(5, "20"), (9, "35")], Verdict::Partly),
            // Written down later, measured earlier.
            (&[(9, "28"), (5, "44")], Verdict::Met),
            // Of one day the later one counts: it corrects the other.
            (&[(9, "28"), (9, "44")], Verdict::Missed),
        ];
        for (measured, expected) in table {
            assert_eq!(result(measured).verdict(), *expected, "{measured:?}");
        }
    }

    #[test]
    fn what_is_not_proven_yet() {
        let result = |value: Option<&str>, accepted: bool| PromisedResult {
            id: ResultId(1),
            uid: String::new(),
            deal_id: DealId(1),
            promised: promised("40", "28", Some("h")),
            measurements: value
                .map(|value| Measurement {
                    on: day(5),
                    value: number(value),
                })
                .into_iter()
                .collect(),
            accepted: accepted.then_some(Acceptance {
                by: Some(PersonId(1)),
                on: day(6),
                may_quote: None,
            }),
        };
        let table = [
            (None, false, Some("unmeasured, accepted by nobody")),
            (None, true, Some("unmeasured")),
            (
                Some("31"),
                false,
                Some("partly, 31 h, promised 28 h, accepted by nobody"),
            ),
            (Some("44"), true, Some("missed, 44 h, promised 28 h")),
            (Some("28"), false, Some("met, accepted by nobody")),
            (Some("28"), true, None),
        ];
        for (value, accepted, expected) in table {
            let said = result(value, accepted).unproven();
            assert_eq!(said.as_deref(), expected, "{value:?} {accepted}");
        }
    }

    #[test]
    fn a_result_in_one_text() {
        let table = [
            (
                "first response: 40 -> 28 h",
                Ok(promised("40", "28", Some("h"))),
            ),
            ("first response: 40 → 28", Ok(promised("40", "28", None))),
            (
                " first response :40->28h ",
                Ok(promised("40", "28", Some("h"))),
            ),
            (
                "first response: 40 h -> 28 h",
                Ok(promised("40", "28", Some("h"))),
            ),
            (
                "first response: 40 % -> 28",
                Ok(promised("40", "28", Some("%"))),
            ),
            (
                "first response: -2 -> 3.5 °C",
                Ok(promised("-2", "3.5", Some("°C"))),
            ),
            (
                "first response: 40 h -> 28 min",
                Err(ResultError::TwoUnits {
                    one: "h".into(),
                    other: "min".into(),
                }),
            ),
            (
                "first response: 40 -> 40.0",
                Err(ResultError::NoChange(number("40.0"))),
            ),
            (
                "first response",
                Err(ResultError::NoForm("first response".into())),
            ),
            (
                "first response 40 -> 28",
                Err(ResultError::NoForm("first response 40 -> 28".into())),
            ),
            (": 40 -> 28", Err(ResultError::NoMetric)),
            ("", Err(ResultError::NoForm(String::new()))),
            (
                "first response: many -> 28",
                Err(NumberError::Unreadable("many".into()).into()),
            ),
            ("first response: 40 -> ", Err(NumberError::Empty.into())),
        ];
        for (text, expected) in table {
            assert_eq!(Promised::read(text), expected, "{text:?}");
        }
        // What stands before the last colon is the metric.
        let read = Promised::read("support: first response: 40 -> 28").unwrap();
        assert_eq!(read.metric, "support: first response");
    }

    #[test]
    fn a_measured_value_may_name_its_unit() {
        let in_hours = promised("40", "28", Some("h"));
        let bare = promised("40", "28", None);
        let other = |given: &str| ResultError::OtherUnit {
            given: given.into(),
            unit: "h".into(),
        };
        let unreadable = |text: &str| Err(NumberError::Unreadable(text.into()).into());
        let table = [
            (&in_hours, "31", Ok(number("31"))),
            (&in_hours, "31 h", Ok(number("31"))),
            (&in_hours, "31H", Ok(number("31"))),
            (&in_hours, "31 min", Err(other("min"))),
            (&in_hours, "about 31", unreadable("about 31")),
            (&bare, "31", Ok(number("31"))),
            (&bare, "31 h", unreadable("31 h")),
            (&bare, "", Err(NumberError::Empty.into())),
        ];
        for (promised, text, expected) in table {
            assert_eq!(promised.read_value(text), expected, "{text:?}");
        }
    }
}
