//! What a deal is given beside its ladder, in any order: promises, risks, thanks, rivals, objectives, parts of a
//! rung, a credit check that fails, another plan, a renewal, ideas for more.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::*;
use super::happenings::{Away, WORTH, any_of, any_rung};
use crate::domain::id::PersonId;
use crate::domain::ladder::{Failed, Part};
use crate::domain::money::Money;
use crate::domain::objective::{Answer, Stance};
use crate::domain::result::Promised;

/// Deals, check-ins and people are picked among those there are; names and words among a few, so that they meet
/// again.
#[derive(Debug, Clone)]
pub(super) enum Given {
    Promise(Option<Index>, Away, bool),
    Evidence(Index),
    Agreed(Index, Away, Index),
    Waived(Index, Index),
    Risk(Index, Away),
    Thanks(Index),
    HeardOf(Option<Index>, &'static str, Away),
    SeenOff(Option<Index>, &'static str, Away),
    ToMeasure(Index, Option<Away>, &'static str),
    Objective(Index),
    Reworded(Index, &'static str),
    Answered(Index, Index, Stance),
    Part(Index, Rung, Away, &'static str, i64),
    NoPart(Index, Rung, &'static str),
    Failed(Index, Away, &'static str),
    Plan(Index, Option<&'static str>),
    Renewal(Index, Option<Away>, Option<u32>),
    Addon(Option<Index>),
}

impl Given {
    /// Lets it happen; none when there is nothing to change, or it is refused.
    pub(super) fn happens_to(&self, story: &mut Story) -> Option<()> {
        let owes = self.owes(story).or_else(|| self.agrees(story));
        owes.or_else(|| self.is_about_rivals(story))
            .or_else(|| self.is_about_objectives(story))
            .or_else(|| self.changes_ladder(story))
            .or_else(|| self.changes_deal(story))
    }

    fn owes(&self, story: &mut Story) -> Option<()> {
        match self {
            Self::Promise(which, away, theirs) => {
                let (deal, on) = (story.deal_or_none(*which), story.at(*away));
                let promise = Promise {
                    theirs: *theirs,
                    ..Promise::ours(on, "the plan".to_owned())
                };
                story.happens(|customer, _| customer.promise(deal, promise));
            }
            Self::Risk(which, away) => {
                let (deal, on) = (story.any_deal(*which)?, story.at(*away));
                let risk = Risk {
                    what: "no lorry".to_owned(),
                    plan_b: "rent one".to_owned(),
                };
                story.happens(|customer, _| customer.risk(deal, risk, on));
            }
            Self::Thanks(which) => {
                let deal = story.any_deal(*which)?;
                let thanks = Thanks {
                    colleague: "Priya".to_owned(),
                    what: "built the demo".to_owned(),
                };
                story.happens(|customer, _| customer.thank(deal, thanks));
            }
            Self::Addon(which) => {
                let deal = story.deal_or_none(*which);
                story.happens(|customer, day| customer.suggest_addon(deal, "a crane", day));
            }
            _ => return None,
        }
        Some(())
    }

    fn agrees(&self, story: &mut Story) -> Option<()> {
        match self {
            Self::Evidence(which) => {
                let id = story.any_check_in(*which)?;
                let said = Some("30".to_owned());
                story.happens(|customer, day| {
                    customer.done(id, said, day)?;
                    customer.keep_evidence(id, "the mail".to_owned())
                })
            }
            Self::Agreed(which, away, who) => {
                let (id, on) = (story.any_check_in(*which)?, story.at(*away));
                let by = story.anybody(*who)?;
                story.happens(|customer, _| customer.reschedule_agreed(id, on, None, by))
            }
            Self::Waived(which, who) => {
                let (id, by) = (story.any_check_in(*which)?, story.anybody(*who)?);
                story.happens(|customer, day| customer.waive_agreed(id, None, by, day))
            }
            _ => return None,
        }
        .ok()
    }

    fn is_about_rivals(&self, story: &mut Story) -> Option<()> {
        match self {
            Self::HeardOf(which, name, away) => {
                let (deal, on) = (story.deal_or_none(*which), story.at(*away));
                story.happens(|customer, _| customer.hear_of(deal, name, None, on));
                Some(())
            }
            Self::SeenOff(which, name, away) => {
                let (deal, on) = (story.deal_or_none(*which), story.at(*away));
                let gone = story.happens(|customer, _| customer.see_off(deal, name, None, on));
                gone.map(drop)
            }
            _ => None,
        }
    }

    fn is_about_objectives(&self, story: &mut Story) -> Option<()> {
        let place = |story: &Story, which: Index| {
            any_of(which, story.customer.objectives.iter().map(|one| one.id))
        };
        match self {
            Self::Objective(which) => {
                let deal = story.any_deal(*which)?;
                let what = "fewer nights".to_owned();
                story.happens(|customer, _| customer.add_objective(deal, what));
            }
            Self::Reworded(which, what) => {
                let (id, today) = (place(story, *which)?, story.today);
                story.happens(|customer, _| {
                    customer.objective_mut(id).unwrap().reword(what, today);
                });
            }
            Self::Answered(which, who, stance) => {
                let answer = Answer {
                    person_id: story.anybody(*who)?,
                    stance: *stance,
                    why: None,
                    on: story.today,
                };
                let id = place(story, *which)?;
                story.happens(|customer, _| customer.objective_mut(id).unwrap().answer(answer));
            }
            _ => return None,
        }
        Some(())
    }

    fn changes_ladder(&self, story: &mut Story) -> Option<()> {
        match self {
            Self::Part(which, rung, away, what, minor) => {
                let deal = story.any_deal(*which)?;
                let part = Part {
                    what: (*what).to_owned(),
                    on: story.at(*away),
                    amount: Some(Money {
                        minor: *minor,
                        ..WORTH
                    }),
                };
                let noted = story.happens(|customer, _| customer.note_part(deal, *rung, part));
                noted.ok().map(drop)
            }
            Self::NoPart(which, rung, what) => {
                story.changes_ladder(*which, |ladder| ladder.remove_part(*rung, what))
            }
            Self::Failed(which, away, why) => {
                let (deal, on, today) = (story.any_deal(*which)?, story.at(*away), story.today);
                let failed = Failed {
                    on,
                    why: Some((*why).to_owned()),
                };
                let noted = story.happens(|customer, _| customer.fail_credit(deal, failed, today));
                noted.ok().map(drop)
            }
            _ => None,
        }
    }

    fn changes_deal(&self, story: &mut Story) -> Option<()> {
        match self {
            Self::Plan(which, name) => {
                let deal = story.any_deal(*which)?;
                let used = story.happens(|customer, _| customer.use_plan(deal, *name));
                used.ok()
            }
            Self::Renewal(which, away, notice) => {
                let deal = story.any_deal(*which)?;
                let on = away.map(|away| story.at(away));
                story.happens(|customer, day| customer.set_renewal(deal, on, *notice, day));
                Some(())
            }
            Self::ToMeasure(which, away, promised) => {
                let id = story.any_result(*which)?;
                let by = away.map_or(By::Rung, |away| By::Day(story.at(away)));
                let promised = Promised::read(promised).unwrap();
                story.happens(|customer, day| {
                    customer.correct_result(id, promised, Some(by), day);
                });
                Some(())
            }
            _ => None,
        }
    }
}

impl Story {
    fn deal_or_none(&self, which: Option<Index>) -> Option<DealId> {
        which.and_then(|which| self.any_deal(which))
    }

    fn anybody(&self, which: Index) -> Option<PersonId> {
        any_of(which, self.customer.people.iter().map(|one| one.id))
    }
}

pub(super) fn any_given() -> impl Strategy<Value = Given> {
    let which = any::<Index>;
    let perhaps = || prop_oneof![Just(None), any::<Index>().prop_map(Some)];
    let name = || select(vec!["Initech", "Globex"]);
    let part = || select(vec!["deposit", "rest"]);
    let plan = select(vec![
        Some("standard"),
        Some("light"),
        Some("strategic"),
        Some("verbal"),
        None,
    ]);
    let away = || prop_oneof![Just(None), (-30i64..200).prop_map(Some)];
    prop_oneof![
        3 => (perhaps(), -10i64..30, any::<bool>()).prop_map(|(deal, away, theirs)| Given::Promise(deal, away, theirs)),
        2 => which().prop_map(Given::Evidence),
        2 => (which(), 0i64..40, which()).prop_map(|(one, away, by)| Given::Agreed(one, away, by)),
        1 => (which(), which()).prop_map(|(one, by)| Given::Waived(one, by)),
        1 => (which(), 0i64..40).prop_map(|(deal, away)| Given::Risk(deal, away)),
        2 => which().prop_map(Given::Thanks),
        2 => (perhaps(), name(), -10i64..=0).prop_map(|(deal, name, away)| Given::HeardOf(deal, name, away)),
        1 => (perhaps(), name(), -10i64..=0).prop_map(|(deal, name, away)| Given::SeenOff(deal, name, away)),
        1 => (which(), away(), select(vec!["first response: 40 -> 28 h", "first response: 20 -> 38 h"]))
            .prop_map(|(one, away, text)| Given::ToMeasure(one, away, text)),
        1 => which().prop_map(Given::Objective),
        1 => (which(), select(vec!["fewer nights", "no nights"])).prop_map(|(one, what)| Given::Reworded(one, what)),
        1 => (which(), which(), select(Stance::ALL)).prop_map(|(one, by, stance)| Given::Answered(one, by, stance)),
        2 => (which(), any_rung(), -20i64..=0, part(), 0i64..1_200_000)
            .prop_map(|(deal, rung, away, what, minor)| Given::Part(deal, rung, away, what, minor)),
        1 => (which(), any_rung(), part()).prop_map(|(deal, rung, what)| Given::NoPart(deal, rung, what)),
        1 => (which(), -20i64..=0, select(vec!["equity", "no answer"]))
            .prop_map(|(deal, away, why)| Given::Failed(deal, away, why)),
        2 => (which(), plan).prop_map(|(deal, plan)| Given::Plan(deal, plan)),
        2 => (which(), away(), prop_oneof![Just(None), (0u32..100).prop_map(Some)])
            .prop_map(|(deal, away, notice)| Given::Renewal(deal, away, notice)),
        1 => perhaps().prop_map(Given::Addon),
    ]
}
