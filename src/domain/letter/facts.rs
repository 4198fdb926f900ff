//! What the fields of a letter stand for, from what is on record about one deal.

use chrono::NaiveDate;

use super::{Field, Filling, LetterKind, gap};
use crate::domain::check_in::{CheckIn, CheckInStatus, Kind};
use crate::domain::deal::Deal;
use crate::domain::ladder::RungState;
use crate::domain::money::Money;
use crate::domain::objective::Objective;
use crate::domain::result::{PromisedResult, Verdict};
use crate::domain::rung::Rung;

/// What is on record about one deal, as far as a letter may tell it.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The account's name.
    pub customer: &'a str,
    /// The name of whom it is written to.
    pub person: Option<&'a str>,
    pub deal: &'a Deal,
    /// The deal's and its account's.
    pub check_ins: &'a [CheckIn],
    /// The deal's.
    pub results: &'a [PromisedResult],
    /// The deal's.
    pub objectives: &'a [Objective],
    /// Who else wants it, or has won it.
    pub rival: Option<&'a str>,
    pub today: NaiveDate,
}

/// A day as one writes it to a customer: `Friday 13 March 2026`.
fn long_day(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// Lines that are collected together with what is not on record in them.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    missing: Vec<String>,
}

impl Lines {
    fn push(&mut self, line: &str) {
        self.lines.push(format!("- {line}"));
    }

    /// A gap within a line.
    fn gap(&mut self, what: String) -> String {
        let shown = gap(&what);
        self.missing.push(what);
        shown
    }

    fn into_filling(self) -> Filling {
        Filling::Lines {
            lines: self.lines,
            missing: self.missing,
        }
    }

    /// The same of what a letter cannot do without.
    fn or_gap(self, what: &str) -> Filling {
        if self.lines.is_empty() {
            return Filling::Gap(what.to_owned());
        }
        self.into_filling()
    }
}

fn text_or_gap(text: Option<String>, what: &str) -> Filling {
    text.map_or_else(|| Filling::Gap(what.to_owned()), Filling::Text)
}

impl Facts<'_> {
    /// What stands for a field in a letter of a kind.
    pub fn filling(&self, kind: LetterKind, field: Field) -> Filling {
        match field {
            Field::Customer => Filling::Text(self.customer.to_owned()),
            Field::Person => text_or_gap(self.person.map(String::from), "name"),
            Field::Deal => text_or_gap(self.deal.title.clone(), "deal title"),
            Field::Value => text_or_gap(self.deal.value.map(Money::long), "value"),
            Field::Decided => text_or_gap(self.decided_on().map(long_day), "decision date"),
            Field::Order => self.day(Rung::Ordered),
            Field::Signature => self.day(Rung::Signed),
            // What is there is no day to keep in mind.
            Field::Delivery if kind == LetterKind::Reassure && self.is_delivered() => {
                Lines::default().into_filling()
            }
            Field::Delivery => self.day(Rung::Delivered),
            Field::GoLive => self.day(Rung::Live),
            Field::Invoice => self.day(Rung::Invoiced),
            Field::Payment => self.day(Rung::Paid),
            Field::Steps => self.steps().into_filling(),
            Field::Promises => self.promises(false).into_filling(),
            Field::FromYou => self.promises(true).into_filling(),
            Field::Kept => self.kept().into_filling(),
            Field::Objectives if kind == LetterKind::Objectives => {
                self.objectives().or_gap("objectives")
            }
            Field::Objectives => self.objectives().into_filling(),
            Field::Results if kind == LetterKind::Results => self.results(kind).or_gap("results"),
            Field::Results => self.results(kind).into_filling(),
            Field::Colleagues => self.colleagues().into_filling(),
            Field::Rival => text_or_gap(self.rival.map(String::from), "rival"),
            Field::Today => Filling::Text(long_day(self.today)),
        }
    }

    /// The day of the yes: of the order, else of the signature, else of the word. None that was only concluded.
    fn decided_on(&self) -> Option<NaiveDate> {
        let marked = |rung| self.deal.ladder.facts(rung).done_on;
        [Rung::Ordered, Rung::Signed, Rung::Verbal]
            .into_iter()
            .find_map(marked)
    }

    /// The day of a rung, done or expected. A day that has passed without it is not told again.
    fn day(&self, rung: Rung) -> Filling {
        let ladder = &self.deal.ladder;
        let expected_on = ladder.expected_on(rung);
        if let Some(on) = ladder.facts(rung).done_on {
            return Filling::Text(long_day(on));
        }
        match expected_on {
            Some(on) if on >= self.today => Filling::Text(long_day(on)),
            Some(_) => Filling::Gap(format!("new {} date", rung.noun())),
            None => Filling::Gap(format!("{} date", rung.noun())),
        }
    }

    fn is_delivered(&self) -> bool {
        self.deal.ladder.is_closed(Rung::Delivered)
    }

    /// Every rung that concerns the customer. What is only concluded from another is said without a day, and
    /// the confirmation of the results is a step only when it has a day.
    fn steps(&self) -> Lines {
        const STEPS: [Rung; 7] = [
            Rung::Ordered,
            Rung::Signed,
            Rung::Delivered,
            Rung::Live,
            Rung::Verified,
            Rung::Invoiced,
            Rung::Paid,
        ];
        let mut steps = Lines::default();
        for rung in STEPS {
            let noun = match rung {
                Rung::Verified => "confirmation of the results",
                _ => rung.noun(),
            };
            let when = match self.deal.ladder.state(rung) {
                RungState::NotApplicable => continue,
                RungState::Done {
                    implied_by: None,
                    on,
                } => format!("done, {}", long_day(on)),
                RungState::Done { .. } if rung == Rung::Ordered => continue,
                RungState::Done { .. } => "done".to_owned(),
                RungState::Open { expected_on: None } if rung == Rung::Verified => continue,
                RungState::Open { expected_on: None } => steps.gap(format!("{noun} date")),
                RungState::Open {
                    expected_on: Some(on),
                } if on < self.today => {
                    let new = steps.gap(format!("new {noun} date"));
                    format!("was planned for {}, new date: {new}", long_day(on))
                }
                RungState::Open {
                    expected_on: Some(on),
                } => long_day(on),
            };
            let parts = match self.deal.ladder.state(rung) {
                RungState::Open { .. } => self.parts(rung),
                _ => String::new(),
            };
            steps.push(&format!("{noun}: {parts}{when}"));
        }
        steps
    }

    /// What has happened of a rung that is open: `2 of 3 sites on Monday 13 April 2026; `.
    fn parts(&self, rung: Rung) -> String {
        let parts = self.deal.ladder.facts(rung).parts.iter();
        let told = parts.map(|part| {
            let amount = part.amount.map(|amount| format!(", {}", amount.long()));
            let amount = amount.unwrap_or_default();
            format!("{}{amount} on {}; ", part.what, long_day(part.on))
        });
        told.collect()
    }

    fn promised(&self, status: CheckInStatus) -> impl Iterator<Item = &CheckIn> {
        self.check_ins
            .iter()
            .filter(move |one| one.kind == Kind::Promise && one.status == status)
    }

    /// What is promised and not kept yet, theirs or ours.
    fn promises(&self, theirs: bool) -> Lines {
        let mut promises = Lines::default();
        for one in self
            .promised(CheckInStatus::Open)
            .filter(|one| one.theirs == theirs)
        {
            let when = match one.due_on {
                Some(on) if on < self.today => {
                    let new = promises.gap(format!("new date: {}", one.what));
                    let first = one.judged_on().unwrap_or(on);
                    format!("promised for {}, {new}", long_day(first))
                }
                Some(on) => format!("by {}", long_day(on)),
                None => promises.gap(format!("date: {}", one.what)),
            };
            let who = match &one.owner {
                Some(owner) => format!(" ({owner})"),
                None => String::new(),
            };
            promises.push(&format!("{}{who}: {when}", one.what));
        }
        promises
    }

    fn kept(&self) -> Lines {
        let mut kept = Lines::default();
        for one in self.promised(CheckInStatus::Done).filter(|one| !one.theirs) {
            let on = one.kept_on().map(|on| format!(", {}", long_day(on)));
            kept.push(&format!("{}{}", one.what, on.unwrap_or_default()));
        }
        kept
    }

    fn objectives(&self) -> Lines {
        let mut objectives = Lines::default();
        for one in self.objectives {
            objectives.push(&one.what);
        }
        objectives
    }

    /// What is to be measured. A letter on results says of each what was measured; thanks name only what got
    /// better.
    fn results(&self, kind: LetterKind) -> Lines {
        let mut results = Lines::default();
        for one in self.results {
            let promised = &one.promised;
            let unit = promised.unit.as_ref();
            let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
            let goal = format!(
                "{}: from {} to {}{unit}",
                promised.metric, promised.baseline, promised.target
            );
            let measured = one
                .last()
                .map(|last| format!("{}{unit} on {}", last.value, long_day(last.on)));
            let is_better = matches!(one.verdict(), Verdict::Met | Verdict::Partly);
            match (kind, measured) {
                (LetterKind::Reassure, _) => results.push(&goal),
                (LetterKind::Thanks, Some(measured)) if is_better => {
                    results.push(&format!("{goal}; measured: {measured}"));
                }
                (LetterKind::Thanks, _) => {}
                (_, Some(measured)) => results.push(&format!("{goal}; measured: {measured}")),
                (_, None) => {
                    let now = results.gap(format!("{} now", promised.metric));
                    results.push(&format!("{goal}; measured: {now}"));
                }
            }
        }
        results
    }

    /// Whom of ours to thank, and for what.
    fn colleagues(&self) -> Lines {
        let mut colleagues = Lines::default();
        let thanks = self
            .check_ins
            .iter()
            .filter(|one| one.kind == Kind::Thanks && one.status != CheckInStatus::Dropped);
        for one in thanks {
            match &one.owner {
                Some(owner) => colleagues.push(&format!("{owner}: {}", one.what)),
                None => colleagues.push(&one.what),
            }
        }
        colleagues
    }
}
