//! Which plan a deal follows: begun with its first rung, switched by the order, taken back with the mark.

use chrono::NaiveDate;

use crate::domain::check_in::{Anchor, CheckIn, CheckInStatus, Ended, Repeat};
use crate::domain::customer::steps::{is_of_plan, is_step_of, step_of};
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::{Deal, PlanChoice, Status};
use crate::domain::id::DealId;
use crate::domain::plan::{self, CountsFrom, Plan, Step};

/// Why a deal cannot follow a plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanUseError {
    #[error("{deal} is {status}, and follows no plan{}", if *status == Status::Lost { " but `win-back`" } else { "" })]
    Lost { deal: DealId, status: Status },
    #[error(
        "`{}` begins when a deal is lost, and cannot be chosen",
        plan::WIN_BACK
    )]
    BeginsWithLoss,
    #[error("{deal} is settled, so a plan has nothing left to do")]
    Settled { deal: DealId },
    #[error("{deal} is ordered, and the plan `{plan}` ends with the order")]
    Ordered { deal: DealId, plan: &'static str },
}

impl Customer {
    /// Makes a deal follow a plan, or none. What was done of the plan it had, and what the rep has dated, stays;
    /// the rest of it is dropped by [`Customer::tidy`]. Nothing happens to a deal that is not there.
    pub fn use_plan(&mut self, deal_id: DealId, name: Option<&str>) -> Result<(), PlanUseError> {
        let Some(deal) = self.deal_mut(deal_id) else {
            return Ok(());
        };
        match deal.status() {
            status if status.is_lost() => {
                return Err(PlanUseError::Lost {
                    deal: deal_id,
                    status,
                });
            }
            _ if name == Some(plan::WIN_BACK) => return Err(PlanUseError::BeginsWithLoss),
            Status::Settled if name.is_some() => {
                return Err(PlanUseError::Settled { deal: deal_id });
            }
            Status::Won if name == Some(plan::VERBAL) => {
                let plan = plan::VERBAL;
                return Err(PlanUseError::Ordered {
                    deal: deal_id,
                    plan,
                });
            }
            _ => {}
        }
        deal.plan = name.map_or(PlanChoice::Declined, |name| {
            PlanChoice::Chosen(name.to_owned())
        });
        deal.plan_by_hand = is_by_hand(name);
        Ok(())
    }

    /// A plan begins with the first rung; ordering a deal that was only a verbal yes switches it to the
    /// standard plan; a deal that is to have none loses the steps it had.
    pub(super) fn begin_plan(&mut self, index: usize, day: Day<'_>) {
        let today = day.today;
        let id = self.deals[index].id;
        if !self.deals[index].ladder.has_begun() {
            // An import takes marks back without a word.
            let was_won = self.deals[index].plan.name() == Some(plan::STANDARD);
            self.unwind_plan(id, was_won);
        }
        let deal = &self.deals[index];
        if deal.plan == PlanChoice::Declined {
            self.leave_plans_but(id, None, today);
            return;
        }
        let Some(wanted) = wanted_plan(deal).and_then(|name| day.plan(name)) else {
            return;
        };
        self.leave_plans_but(id, Some(&wanted.name), today);
        self.seed(id, &wanted);
        self.deals[index].plan = PlanChoice::Running(wanted.name.into_owned());
    }

    /// Drops what is open of a deal's plans, but for one of them and for what the rep has dated. What a fact
    /// has ended of the others stays ended, whatever becomes of the fact.
    fn leave_plans_but(&mut self, id: DealId, kept: Option<&str>, today: NaiveDate) {
        for check_in in self.check_ins.iter_mut().filter(|one| is_step_of(one, id)) {
            if kept.is_some_and(|kept| is_of_plan(check_in, kept)) {
                continue;
            }
            if check_in.is_open() && !check_in.moved_by_hand {
                check_in.end(CheckInStatus::Dropped, Ended::Plan, today);
            } else if check_in.ended.is_some_and(Ended::is_by_program) {
                check_in.ended = Some(Ended::Plan);
            }
        }
    }

    /// Adds the steps of a plan, each with its own copy of anchor, offset and unit; dating comes after. A
    /// plan the deal had before goes on where it was left.
    fn seed(&mut self, deal_id: DealId, plan: &Plan) {
        let account_id = self.account.id;
        for step in &plan.steps {
            // What counts from a loss is planned with it.
            let CountsFrom::Rung(rung) = step.anchor else {
                continue;
            };
            let name = step_name(&plan.name, &step.name);
            if !self.resume_step(deal_id, &name, step) {
                self.add_check_in(|id| CheckIn {
                    step: Some(name),
                    anchor: Some(Anchor {
                        rung,
                        offset: step.offset,
                        unit: step.unit,
                        anchored_on: None,
                    }),
                    repeat: step.every.map(|every| Repeat {
                        every,
                        until: step.until,
                        turn_on: None,
                        restarted: false,
                    }),
                    ..CheckIn::new(id, account_id, Some(deal_id), step.kind, step.what.clone())
                });
            }
        }
    }

    /// Goes on with a step the deal already has; false when it is to be added. A step is done once; of a
    /// repeating one, a turn that is over does not stand in the way of the next.
    fn resume_step(&mut self, deal_id: DealId, name: &str, step: &Step) -> bool {
        let mut over = false;
        let mut left = None;
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_step_of(one, deal_id))
        {
            let is_same_plan = check_in.step.as_deref() == Some(name);
            match check_in.ended {
                _ if step_of(check_in) != Some(&*step.name) => {}
                Some(Ended::Plan) if is_same_plan => left = Some(check_in),
                Some(Ended::Contact | Ended::Done | Ended::Dropped) if step.every.is_some() => {}
                // Another plan asked the same, and the rep has given it a date: it goes on in this one.
                None if !is_same_plan && !over => {
                    check_in.step = Some(name.to_owned());
                    over = true;
                }
                // Another plan asked the same, and the rep has settled it.
                None | Some(Ended::Contact | Ended::Done | Ended::Dropped | Ended::Series) => {
                    over = true;
                }
                _ => over |= is_same_plan,
            }
        }
        if let (Some(check_in), false) = (&mut left, over) {
            check_in.open_again();
            if let (None, Some(anchor)) = (check_in.due_on, &mut check_in.anchor) {
                // It never came to a day of its own, and is to get one now.
                anchor.anchored_on = None;
            }
        }
        over || left.is_some()
    }

    /// Takes a plan back with the mark that began it: a prospect follows none, and a deal that is only a
    /// verbal yes again goes on with the plan it had before the order.
    pub(super) fn unwind_plan(&mut self, deal_id: DealId, was_won: bool) {
        let Some(deal) = self.deal(deal_id) else {
            return;
        };
        let PlanChoice::Running(running) = &deal.plan else {
            return;
        };
        let is_verbal_again =
            was_won && !deal.plan_by_hand && !deal.ladder.is_won() && running == plan::STANDARD;
        let plan = if !deal.ladder.has_begun() {
            let came_of_itself = !deal.plan_by_hand && running == own_plan(was_won);
            let chosen = PlanChoice::Chosen(running.clone());
            self.forget_steps(deal_id, |_| true);
            if came_of_itself {
                PlanChoice::Open
            } else {
                chosen
            }
        } else if is_verbal_again && self.had_verbal_plan(deal_id) {
            self.forget_steps(deal_id, |one| is_of_plan(one, plan::STANDARD));
            self.return_to_verbal(deal_id);
            PlanChoice::Running(plan::VERBAL.to_owned())
        } else {
            return;
        };
        if let Some(deal) = self.deal_mut(deal_id) {
            deal.plan = plan;
        }
    }

    fn had_verbal_plan(&self, deal_id: DealId) -> bool {
        self.check_ins
            .iter()
            .any(|one| is_step_of(one, deal_id) && is_of_plan(one, plan::VERBAL))
    }

    fn return_to_verbal(&mut self, deal_id: DealId) {
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_step_of(one, deal_id))
        {
            if check_in.ended == Some(Ended::Plan) && is_of_plan(check_in, plan::VERBAL) {
                check_in.open_again();
            }
        }
    }

    /// Removes steps as if they had never been planned, but for those that a person or a contact ended.
    fn forget_steps(&mut self, deal_id: DealId, which: impl Fn(&CheckIn) -> bool) {
        self.check_ins.retain(|one| {
            let is_undone = one.ended.is_none_or(Ended::is_by_program);
            !(is_step_of(one, deal_id) && which(one) && is_undone)
        });
    }
}

/// The plan that a deal is to begin now; none when it goes on as it is.
fn wanted_plan(deal: &Deal) -> Option<&str> {
    let status = deal.status();
    let is_won = status == Status::Won;
    match &deal.plan {
        _ if !status.is_live() => None,
        PlanChoice::Open => Some(own_plan(is_won)),
        // Ordered already: a plan that presses for the order has nothing left to do.
        PlanChoice::Chosen(name) if is_won && name == plan::VERBAL => Some(plan::STANDARD),
        PlanChoice::Chosen(name) => Some(name),
        PlanChoice::Running(name) if is_won && name == plan::VERBAL => Some(plan::STANDARD),
        PlanChoice::Running(_) | PlanChoice::Declined => None,
    }
}

/// Whether no rung changes a plan that the rep has chosen. The verbal one ends with the order whoever chose it.
pub fn is_by_hand(name: Option<&str>) -> bool {
    name.is_some_and(|name| name != plan::VERBAL)
}

/// The plan of a deal for which the rep chose none.
const fn own_plan(is_won: bool) -> &'static str {
    if is_won { plan::STANDARD } else { plan::VERBAL }
}

/// The name of a step with its plan's.
fn step_name(plan: &str, step: &str) -> String {
    format!("{plan}/{step}")
}

/// Whether a step is left over from a plan that its deal does not follow any more.
pub(super) fn is_left_over(check_in: &CheckIn, deal: &Deal) -> bool {
    let plan = deal.plan.name();
    check_in.step.is_some() && !plan.is_some_and(|plan| is_of_plan(check_in, plan))
}
