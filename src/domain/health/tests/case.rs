//! A deal with what is beside it, built up for a test.

use crate::domain::contract::Percent;
use crate::domain::deal::{Lost, LostReason};
use crate::domain::health::*;
use crate::domain::id::{PersonId, ResultId};
use crate::domain::ladder::{Failed, Ladder};
use crate::domain::number::Number;
use crate::domain::result::{Acceptance, Measurement, Promised};

const TODAY: &str = "2026-03-13";

pub(super) fn on(text: &str) -> NaiveDate {
    format!("2026-{text}").parse().unwrap()
}

pub(super) fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

/// A deal with what is beside it, before it is judged.
pub(super) struct Case {
    pub(super) deal: Deal,
    reach: Reach,
    signs: Vec<Sign>,
    results: Vec<PromisedResult>,
    rivals: Vec<Rival>,
}

impl Case {
    /// Signed on 10 January; somebody was reached yesterday.
    pub(super) fn signed() -> Self {
        let mut ladder = Ladder::default();
        ladder.mark(Rung::Signed, on("01-10"), None).unwrap();
        let deal = Deal {
            commission: Some(Percent(600)),
            ..Deal::new(DealId(5), AccountId(1), ladder)
        };
        let reach = Reach {
            last_reached_on: Some(on("03-12")),
            ..Reach::default()
        };
        Self {
            deal,
            reach,
            signs: Vec::new(),
            results: Vec::new(),
            rivals: Vec::new(),
        }
    }

    pub(super) fn prospect() -> Self {
        let mut case = Self::signed();
        case.deal.ladder = Ladder::default();
        case
    }

    pub(super) fn lost() -> Self {
        let mut case = Self::signed();
        case.deal.lost = Some(Lost {
            on: on("03-01"),
            reason: LostReason::Price,
            buried_on: None,
        });
        case
    }

    pub(super) fn settled() -> Self {
        let mut case = Self::signed();
        for rung in [Rung::Delivered, Rung::Verified, Rung::Paid] {
            case.deal.ladder.mark(rung, on("02-01"), None).unwrap();
        }
        case
    }

    pub(super) fn reached(mut self, day: Option<&str>) -> Self {
        self.reach.last_reached_on = day.map(on);
        self
    }

    pub(super) fn expected(mut self, rung: Rung, day: &str) -> Self {
        let ladder = &mut self.deal.ladder;
        ladder.expect(rung, on(day), None, on("01-10")).unwrap();
        self
    }

    pub(super) fn terms(mut self, invoiced: &str) -> Self {
        self.deal.ladder.terms_days = Some(30);
        let ladder = &mut self.deal.ladder;
        ladder.mark(Rung::Invoiced, on(invoiced), None).unwrap();
        self
    }

    pub(super) fn credit_failed(mut self) -> Self {
        self.deal.ladder.facts_mut(Rung::Credit).failed = Some(Failed {
            on: on("03-12"),
            why: None,
        });
        self
    }

    pub(super) fn credit_passed(mut self) -> Self {
        let ladder = &mut self.deal.ladder;
        ladder.mark(Rung::Credit, on("03-13"), None).unwrap();
        self
    }

    /// An open check-in of the deal, or of another deal or the account as a whole.
    pub(super) fn open(mut self, kind: Kind, due_on: &str, deal: Option<i64>) -> Self {
        let what = "the dates";
        let mut check_in = CheckIn::new(CheckInId(1), AccountId(1), deal.map(DealId), kind, what);
        check_in.set_due(on(due_on));
        self.signs.extend(Sign::of(&check_in, today()));
        self
    }

    /// The same, theirs or closed.
    pub(super) fn promised(mut self, theirs: bool, is_open: bool) -> Self {
        let mut check_in = CheckIn::new(
            CheckInId(1),
            AccountId(1),
            Some(DealId(5)),
            Kind::Promise,
            "the dates",
        );
        check_in.theirs = theirs;
        check_in.set_due(on("03-03"));
        if !is_open {
            use crate::domain::check_in::{CheckInStatus, Ended};
            check_in.end(CheckInStatus::Done, Ended::Done, on("03-12"));
        }
        self.signs.extend(Sign::of(&check_in, today()));
        self
    }

    /// A result from 40 down to 28, of which that was measured.
    pub(super) fn result(mut self, measured: Option<&str>, is_accepted: bool, deal: i64) -> Self {
        let number = |text| Number::read(text).unwrap();
        self.results.push(PromisedResult {
            id: ResultId(1),
            uid: String::new(),
            deal_id: DealId(deal),
            promised: Promised {
                metric: "call-out time".to_owned(),
                baseline: number("40"),
                target: number("28"),
                unit: None,
            },
            measurements: measured
                .map(|value| Measurement {
                    on: on("03-01"),
                    value: number(value),
                })
                .into_iter()
                .collect(),
            accepted: is_accepted.then_some(Acceptance {
                by: Some(PersonId(1)),
                on: on("03-02"),
                may_quote: None,
            }),
        });
        self
    }

    pub(super) fn rival(mut self, name: &str, deal: Option<i64>, gone_on: Option<&str>) -> Self {
        self.rivals.push(Rival {
            id: None,
            uid: String::new(),
            account_id: AccountId(1),
            deal_id: deal.map(DealId),
            name: name.to_owned(),
            note: None,
            heard_on: on("01-20"),
            gone_on: gone_on.map(on),
        });
        self
    }

    /// Notice can be given until that day.
    pub(super) fn renews(mut self, notice_on: &str) -> Self {
        self.deal.renews_on = Some(on(notice_on));
        self
    }

    pub(super) fn judge(&self) -> Option<Health> {
        let signs = Signs {
            check_ins: &self.signs,
            results: &self.results,
            rivals: &self.rivals,
        };
        judge(&self.deal, &self.reach, signs, today())
    }
}
