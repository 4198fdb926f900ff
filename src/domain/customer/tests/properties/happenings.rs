//! Things that may happen to a customer, in any order.

use chrono::Weekday;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::*;
use super::given::{Given, any_given};
use super::losing::{Losing, any_losing};
use crate::domain::id::ResultId;
use crate::domain::money::{Currency, Money};
use crate::domain::number::Number;
use crate::domain::result::{Acceptance, Measurement, Promised};

/// A number of days from today, to either side.
pub(super) type Away = i64;

/// What every deal is worth.
pub(super) const WORTH: Money = Money {
    minor: 1_000_000,
    currency: Currency::EUR,
};

/// Why anything is moved or given up.
const BECAUSE: &str = "busy";

/// One thing that happens, or is refused. Deals and check-ins are picked among those there are.
#[derive(Debug, Clone)]
pub(super) enum Happening {
    DaysPass(u64),
    Sold {
        plan: PlanChoice,
        terms: Option<u32>,
        marks: Vec<(Rung, Away)>,
        expected: Vec<(Rung, Away)>,
    },
    Contact {
        on: Away,
        outcome: Outcome,
        keep_open: bool,
        next: Option<(Away, bool)>,
    },
    ContactAbout {
        deal: bool,
        which: Index,
        on: Away,
    },
    Answered {
        which: Index,
        on: Away,
    },
    Marked(Index, Rung, Away),
    Unmarked(Index, Rung),
    Waived(Index, Rung),
    Expected(Index, Rung, Away),
    Planned(Index, PlanChoice),
    Done(Index),
    Snoozed(Index, Away),
    Rescheduled(Index, Away),
    Dropped(Index, bool),
    Reopened(Index),
    Reminded(Option<Index>, Away),
    /// A result from 40 to 28 is promised, to be measured on a day or with the go-live.
    Promised(Index, Option<Away>),
    Measured(Index, Away, i64),
    Accepted(Index, Away),
    /// What a deal is given beside its ladder.
    Given(Given),
    /// It is lost, asked about, won back or buried.
    Losing(Losing),
}

impl Happening {
    /// Lets it happen; what is refused has not happened at all, as in the file.
    pub(super) fn happens_to(&self, story: &mut Story) {
        if let Self::DaysPass(days) = self {
            // A night changes nothing of itself.
            story.today = story.today + chrono::Days::new(*days);
            return;
        }
        let before = story.customer.clone();
        if self.change(story).is_none() {
            story.customer = before;
        }
        story.happens(|_, _| ());
    }

    /// Changes the customer; none when there is nothing to change, or it is refused.
    fn change(&self, story: &mut Story) -> Option<()> {
        let done = self.sells(story).or_else(|| self.contacts(story));
        done.or_else(|| self.changes_deal(story))
            .or_else(|| self.changes_check_in(story))
            .or_else(|| self.proves(story))
            .or_else(|| self.gives(story))
            .or_else(|| self.loses(story))
    }

    fn gives(&self, story: &mut Story) -> Option<()> {
        let Self::Given(given) = self else {
            return None;
        };
        given.happens_to(story)
    }

    fn loses(&self, story: &mut Story) -> Option<()> {
        let Self::Losing(losing) = self else {
            return None;
        };
        losing.happens_to(story)
    }

    fn sells(&self, story: &mut Story) -> Option<()> {
        let Self::Sold {
            plan,
            terms,
            marks,
            expected,
        } = self
        else {
            return None;
        };
        let mut ladder = Ladder::with_terms(*terms);
        for (rung, away) in marks {
            ladder.mark(*rung, story.at(*away), None).ok()?;
        }
        for (rung, away) in expected {
            ladder
                .expect(*rung, story.at(*away), None, story.today)
                .ok()?;
        }
        let deal = Deal {
            plan: plan.clone(),
            value: Some(WORTH),
            addon_of: story.customer.deals.first().map(|deal| deal.id),
            ladder,
            ..blank_deal()
        };
        story.happens(|customer, _| customer.add_deal(deal));
        Some(())
    }

    fn contacts(&self, story: &mut Story) -> Option<()> {
        let (about, contact, keep_open, next) = match self {
            Self::Contact {
                on,
                outcome,
                keep_open,
                next,
            } => {
                let next = next.map(|(away, named)| Next {
                    on: story.at(away),
                    what: named.then(|| "chart".to_owned()),
                });
                let contact = touchpoint(Via::Call, *outcome, story.at(*on));
                (About::Customer, contact, *keep_open, next)
            }
            Self::ContactAbout { deal, which, on } => {
                let about = if *deal {
                    About::Deal(story.any_deal(*which)?)
                } else {
                    About::CheckIn(story.any_check_in(*which)?)
                };
                (
                    about,
                    touchpoint(Via::Call, Outcome::Reached, story.at(*on)),
                    false,
                    None,
                )
            }
            Self::Answered { which, on } => {
                let unanswered = story
                    .written
                    .iter()
                    .filter(|one| one.outcome != Outcome::Reached);
                let (sent, on) = (any_of(*which, unanswered.cloned())?, story.at(*on));
                story.happens(|customer, day| customer.answered(sent, on, day));
                return Some(());
            }
            _ => return None,
        };
        story.happens(|customer, day| customer.contact(contact, about, keep_open, next, day));
        Some(())
    }

    fn changes_deal(&self, story: &mut Story) -> Option<()> {
        let today = story.today;
        match self {
            Self::Marked(which, rung, away) => {
                let on = story.at(*away);
                story.changes_ladder(*which, |ladder| ladder.mark(*rung, on, None))
            }
            Self::Unmarked(which, rung) => {
                story.changes_ladder(*which, |ladder| ladder.unmark(*rung))
            }
            Self::Waived(which, rung) => story.changes_ladder(*which, |ladder| ladder.waive(*rung)),
            Self::Expected(which, rung, away) => {
                let (id, on) = (story.any_deal(*which)?, story.at(*away));
                let expected =
                    story.happens(|customer, _| customer.expect(id, *rung, on, None, today));
                expected.ok().map(drop)
            }
            Self::Planned(which, plan) => {
                let id = story.any_deal(*which)?;
                story.happens(|customer, _| {
                    let deal = customer.deal_mut(id).unwrap();
                    deal.plan = plan.clone();
                    deal.plan_by_hand = is_by_hand(plan.name());
                });
                Some(())
            }
            Self::Reminded(which, away) => {
                let id = which.and_then(|which| story.any_deal(which));
                let on = story.at(*away);
                story.happens(|customer, _| customer.remind(id, on, "chart".to_owned()));
                Some(())
            }
            _ => None,
        }
    }

    fn proves(&self, story: &mut Story) -> Option<()> {
        match self {
            Self::Promised(which, away) => {
                let id = story.any_deal(*which)?;
                let by = away.map_or(By::Rung, |away| By::Day(story.at(away)));
                let promised = Promised::read("first response: 40 -> 28 h").unwrap();
                story.happens(|customer, _| customer.promise_result(id, promised, by));
            }
            Self::Measured(which, away, value) => {
                let (id, on) = (story.any_result(*which)?, story.at(*away));
                let value = Number::read(&value.to_string()).unwrap();
                let measured = Measurement { on, value };
                story.happens(|customer, day| customer.measure(id, measured, day));
            }
            Self::Accepted(which, away) => {
                let (id, on) = (story.any_result(*which)?, story.at(*away));
                let acceptance = Acceptance {
                    by: story.customer.people.first().map(|person| person.id),
                    on,
                    may_quote: None,
                };
                story.happens(|customer, _| customer.accept_result(id, acceptance));
            }
            _ => return None,
        }
        Some(())
    }

    fn changes_check_in(&self, story: &mut Story) -> Option<()> {
        match self {
            Self::Done(which) => {
                let id = story.any_check_in(*which)?;
                story
                    .happens(|customer, day| customer.done(id, Some("31".to_owned()), day))
                    .ok()
                    .map(drop)
            }
            Self::Snoozed(which, away) => {
                let (id, until) = (story.any_check_in(*which)?, story.at(*away));
                story.happens(|customer, _| customer.snooze(id, until)).ok()
            }
            Self::Rescheduled(which, away) => {
                let (id, on) = (story.any_check_in(*which)?, story.at(*away));
                story
                    .happens(|customer, day| {
                        customer.reschedule(id, on, Some(BECAUSE.to_owned()), day)
                    })
                    .ok()
            }
            Self::Dropped(which, all) => {
                let id = story.any_check_in(*which)?;
                story
                    .happens(|customer, day| {
                        customer.drop_check_in(id, Some(BECAUSE.to_owned()), *all, day)
                    })
                    .ok()
            }
            Self::Reopened(which) => {
                let id = story.any_check_in(*which)?;
                story.happens(|customer, _| customer.reopen(id)).ok()
            }
            _ => None,
        }
    }
}

impl Story {
    pub(super) fn at(&self, away: Away) -> NaiveDate {
        self.today + chrono::TimeDelta::days(away)
    }

    pub(super) fn any_deal(&self, which: Index) -> Option<DealId> {
        any_of(which, self.customer.deals.iter().map(|deal| deal.id))
    }

    pub(super) fn any_result(&self, which: Index) -> Option<ResultId> {
        any_of(which, self.customer.results.iter().map(|one| one.id))
    }

    pub(super) fn any_check_in(&self, which: Index) -> Option<CheckInId> {
        any_of(which, self.customer.check_ins.iter().map(|one| one.id))
    }

    pub(super) fn changes_ladder(
        &mut self,
        which: Index,
        change: impl FnOnce(&mut Ladder) -> Result<(), LadderError>,
    ) -> Option<()> {
        let id = self.any_deal(which)?;
        self.happens(|customer, _| customer.change_ladder(id, change))
            .ok()
            .map(drop)
    }
}

pub(super) fn any_of<T: Clone>(which: Index, all: impl Iterator<Item = T>) -> Option<T> {
    let all: Vec<T> = all.collect();
    (!all.is_empty()).then(|| which.get(&all).clone())
}

pub(super) fn any_calendar() -> impl Strategy<Value = Calendar> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let week = select(vec![
        vec![Mon, Tue, Wed, Thu, Fri],
        vec![Sun, Mon, Tue, Wed, Thu],
        vec![Mon, Tue, Wed, Thu, Fri, Sat],
        vec![Tue],
    ]);
    (week, vec((0i64..120, 0i64..8), 0..4)).prop_map(|(week, holidays)| {
        let first = |away: i64| on("03-01") + chrono::TimeDelta::days(away);
        let holidays = holidays
            .into_iter()
            .map(|(away, length)| (first(away), first(away + length)))
            .collect();
        Calendar::new(&week, holidays).unwrap()
    })
}

pub(super) fn any_rung() -> impl Strategy<Value = Rung> {
    select(Rung::ALL)
}

fn any_plan() -> impl Strategy<Value = PlanChoice> {
    let chosen = |name: &str| PlanChoice::Chosen(name.to_owned());
    select(vec![
        PlanChoice::Open,
        PlanChoice::Open,
        PlanChoice::Open,
        PlanChoice::Declined,
        chosen("standard"),
        chosen("light"),
        chosen("strategic"),
        chosen("verbal"),
    ])
}

fn any_sale() -> impl Strategy<Value = Happening> {
    let terms = prop_oneof![Just(None), Just(Some(30))];
    let marks = vec((any_rung(), -90i64..=0), 0..3);
    let expected = vec((any_rung(), -20i64..60), 0..3);
    (any_plan(), terms, marks, expected).prop_map(|(plan, terms, marks, expected)| {
        Happening::Sold {
            plan,
            terms,
            marks,
            expected,
        }
    })
}

fn any_contact() -> impl Strategy<Value = Happening> {
    let next = prop_oneof![Just(None), (0i64..20, any::<bool>()).prop_map(Some)];
    (-15i64..=0, select(Outcome::ALL), any::<bool>(), next).prop_map(
        |(on, outcome, keep_open, next)| Happening::Contact {
            on,
            outcome,
            keep_open,
            next,
        },
    )
}

fn any_happening() -> impl Strategy<Value = Happening> {
    let which = any::<Index>;
    prop_oneof![
        4 => (0u64..20).prop_map(Happening::DaysPass),
        3 => any_sale(),
        3 => any_contact(),
        2 => (any::<bool>(), which(), -15i64..=0)
            .prop_map(|(deal, which, on)| Happening::ContactAbout { deal, which, on }),
        1 => (which(), -5i64..=0).prop_map(|(which, on)| Happening::Answered { which, on }),
        4 => (which(), any_rung(), -70i64..=0).prop_map(|(deal, rung, away)| Happening::Marked(deal, rung, away)),
        3 => (which(), any_rung()).prop_map(|(deal, rung)| Happening::Unmarked(deal, rung)),
        1 => (which(), any_rung()).prop_map(|(deal, rung)| Happening::Waived(deal, rung)),
        4 => (which(), any_rung(), -20i64..60).prop_map(|(deal, rung, away)| Happening::Expected(deal, rung, away)),
        1 => (which(), any_plan()).prop_map(|(deal, plan)| Happening::Planned(deal, plan)),
        3 => which().prop_map(Happening::Done),
        1 => (which(), 0i64..20).prop_map(|(one, away)| Happening::Snoozed(one, away)),
        2 => (which(), 0i64..40).prop_map(|(one, away)| Happening::Rescheduled(one, away)),
        2 => (which(), any::<bool>()).prop_map(|(one, all)| Happening::Dropped(one, all)),
        2 => which().prop_map(Happening::Reopened),
        1 => (prop_oneof![Just(None), which().prop_map(Some)], 0i64..40)
            .prop_map(|(deal, away)| Happening::Reminded(deal, away)),
        1 => (which(), prop_oneof![Just(None), (0i64..60).prop_map(Some)])
            .prop_map(|(deal, away)| Happening::Promised(deal, away)),
        2 => (which(), -40i64..=0, 20i64..45).prop_map(|(one, away, value)| Happening::Measured(one, away, value)),
        1 => (which(), -10i64..=0).prop_map(|(one, away)| Happening::Accepted(one, away)),
        10 => any_given().prop_map(Happening::Given),
        4 => any_losing().prop_map(Happening::Losing),
    ]
}

/// A first sale, and what happens after it.
pub(super) fn any_past(most: usize) -> impl Strategy<Value = Vec<Happening>> {
    (any_sale(), vec(any_happening(), 0..most)).prop_map(|(sale, mut happenings)| {
        happenings.insert(0, sale);
        happenings
    })
}
