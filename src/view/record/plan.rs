//! The records of plans.

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::check_in::Kind;
use crate::domain::interval::Unit;
use crate::domain::plan::{CountsFrom, Plan, Step};
use crate::domain::rung::Rung;
use crate::view::format::Record;

/// A step of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct StepRecord {
    pub name: String,
    pub kind: Kind,
    pub what: String,
    /// The rung, or the day of the loss, that it counts from.
    pub anchor: CountsFrom,
    /// How far from that; negative is before.
    pub offset: i32,
    pub unit: Unit,
    /// How often it comes again, in `every_unit`.
    pub every: Option<u32>,
    pub every_unit: Option<Unit>,
    /// The rung that ends the repeating.
    pub until: Option<Rung>,
}

/// A plan with its steps.
#[derive(Debug, Clone, Serialize)]
pub struct PlanRecord {
    pub name: String,
    /// Whether it is one of the rep's own, and not built in.
    pub own: bool,
    pub steps: Vec<StepRecord>,
}

impl PlanRecord {
    /// The record of a plan.
    pub fn new(plan: &Plan, own: bool) -> Self {
        Self {
            name: plan.name.clone().into_owned(),
            own,
            steps: plan.steps.iter().map(StepRecord::new).collect(),
        }
    }
}

impl Record for PlanRecord {
    fn fields() -> Vec<&'static str> {
        vec!["name", "own", "steps"]
    }

    fn id(&self) -> String {
        self.name.clone()
    }
}

impl StepRecord {
    fn new(step: &Step) -> Self {
        Self {
            name: step.name.clone().into_owned(),
            kind: step.kind,
            what: step.what.clone().into_owned(),
            anchor: step.anchor,
            offset: step.offset,
            unit: step.unit,
            every: step.every.map(|every| every.count),
            every_unit: step.every.map(|every| every.unit),
            until: step.until,
        }
    }

    /// When it falls due: `3 workdays before the delivery`, `14 days after the order, every 14 days until the
    /// delivery`.
    pub fn when(&self) -> String {
        let anchor = self.anchor.noun();
        let length = counted(self.offset.unsigned_abs(), self.unit);
        let mut when = match self.offset {
            0 => format!("on the day of the {anchor}"),
            ..0 => format!("{length} before the {anchor}"),
            _ => format!("{length} after the {anchor}"),
        };
        if let (Some(count), Some(unit)) = (self.every, self.every_unit) {
            let _ = write!(when, ", every {}", counted(count, unit));
        }
        if let Some(until) = self.until {
            let _ = write!(when, " until the {}", until.noun());
        }
        when
    }
}

fn counted(count: u32, unit: Unit) -> String {
    let unit = match (count, unit) {
        (1, Unit::Days) => "day",
        (_, Unit::Days) => "days",
        (1, Unit::Workdays) => "workday",
        (_, Unit::Workdays) => "workdays",
    };
    format!("{count} {unit}")
}
