//! Plans: named lists of check-ins, each anchored to a rung, or to a day of the loss (practice 3, 17).

use std::borrow::Cow;

use crate::domain::check_in::Kind;
use crate::domain::interval::{Interval, Unit};
use crate::domain::rung::Rung;

/// What a step of a plan counts from: a rung, or in `win-back` a day that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountsFrom {
    /// The day of a rung.
    Rung(Rung),
    /// The day on which the deal was lost.
    Lost,
    /// The day by which the rival has promised something.
    RivalPromised,
    /// The day on which the contract with the rival ends.
    RivalContractEnds,
}

impl CountsFrom {
    /// The word for it, as scripts get it: of a day that is no rung the deal's field, without its `_on`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rung(rung) => rung.as_str(),
            Self::Lost => "lost",
            Self::RivalPromised => "rival-promised",
            Self::RivalContractEnds => "rival-contract-ends",
        }
    }

    /// What it is called in a sentence: `7 days after the …`.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Rung(rung) => rung.noun(),
            Self::Lost => "loss",
            Self::RivalPromised => "day the rival promised",
            Self::RivalContractEnds => "end of the rival's contract",
        }
    }
}

impl From<Rung> for CountsFrom {
    fn from(rung: Rung) -> Self {
        Self::Rung(rung)
    }
}

impl serde::Serialize for CountsFrom {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Tells the steps of a plan apart.
    pub name: Cow<'static, str>,
    pub kind: Kind,
    /// What to do, as the morning list says it.
    pub what: Cow<'static, str>,
    /// The rung, or the day of the loss, that it counts from.
    pub anchor: CountsFrom,
    /// How far from that day; negative is before.
    pub offset: i32,
    pub unit: Unit,
    /// How often it comes again.
    pub every: Option<Interval>,
    /// The rung that ends the repeating.
    pub until: Option<Rung>,
}

/// A named list of check-ins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub name: Cow<'static, str>,
    pub steps: Vec<Step>,
}

mod built_in;
mod own;

pub use own::{PlanError, WrittenStep, read};

/// The name of the step, in any plan, that asks to measure the results. It is not asked of a deal that has
/// results of its own: each of those asks for itself (practice 7).
pub const MEASURE: &str = "measure";

/// The name of the step of `win-back` that thanks them: a contact settles it, and no answer to a heartbeat
/// (practice 17).
pub const THANK: &str = "thank";

/// The plan of a deal that is ordered.
pub const STANDARD: &str = "standard";
/// The plan of a deal that has only a verbal yes.
pub const VERBAL: &str = "verbal";
/// The plan of a small deal.
pub const LIGHT: &str = "light";
/// The plan of a deal that decides about the year.
pub const STRATEGIC: &str = "strategic";
/// The plan of a deal that was lost; no deal can be given it by hand.
pub const WIN_BACK: &str = "win-back";
/// The word for no plan at all.
pub const NONE: &str = "none";
/// The names of the plans there are without any configuration.
pub const NAMES: &[&str] = &[STANDARD, LIGHT, STRATEGIC, VERBAL, WIN_BACK];

/// How long an account that is settled may go without a contact (practice 10).
pub const ACCOUNT_CARE: Interval = Interval {
    count: 90,
    unit: Unit::Days,
};
/// What account care asks for.
pub const ACCOUNT_CARE_WHAT: &str = "how are they doing? bring something of use";

/// The built-in plan of that name.
pub fn find(name: &str) -> Option<Plan> {
    built_in::steps(name).map(|steps| Plan {
        name: Cow::Owned(name.to_owned()),
        steps,
    })
}

/// The plan of that name, built in or one of the rep's own.
pub fn find_among(name: &str, own: &[Plan]) -> Option<Plan> {
    find(name).or_else(|| own.iter().find(|plan| plan.name == name).cloned())
}

/// The names of all plans, those built in first.
pub fn names(own: &[Plan]) -> Vec<&str> {
    let own = own.iter().map(|plan| &*plan.name);
    NAMES.iter().copied().chain(own).collect()
}

/// The names of the plans that a deal can be given by hand: all but the one that begins with the loss.
pub fn names_to_choose(own: &[Plan]) -> Vec<&str> {
    let mut names = names(own);
    names.retain(|name| *name != WIN_BACK);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_plan_is_there_and_its_steps_have_names_of_their_own() {
        for name in NAMES {
            let plan = find(name).unwrap();
            let mut names: Vec<_> = plan.steps.iter().map(|step| step.name.clone()).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), plan.steps.len(), "{name}");
            assert!(
                plan.steps
                    .iter()
                    .all(|step| step.every.is_none_or(|every| every.count > 0))
            );
        }
        assert_eq!(find("gold"), None);
    }

    #[test]
    fn only_the_plan_to_win_back_counts_from_what_is_no_rung() {
        for name in NAMES {
            let plan = find(name).unwrap();
            let is_rung = |step: &Step| matches!(step.anchor, CountsFrom::Rung(_));
            assert_eq!(plan.steps.iter().any(is_rung), *name != WIN_BACK, "{name}");
            assert_eq!(plan.steps.iter().all(is_rung), *name != WIN_BACK, "{name}");
        }
        let own = [Plan {
            name: Cow::Borrowed("gold"),
            steps: Vec::new(),
        }];
        assert_eq!(
            names_to_choose(&own),
            [STANDARD, LIGHT, STRATEGIC, VERBAL, "gold"]
        );
    }
}
