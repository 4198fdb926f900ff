//! Losing a deal, and what is done to win it back (practice 17, 18).
//!
//! The steps of the `win-back` plan count from no rung: from the day of the loss, which stays, and from days
//! that the rival has named. So each carries its own date, and those of the rival are dated again by
//! [`Customer::follow_rival`] when one of its days changes.

use chrono::{Days, NaiveDate};

use crate::domain::check_in::{CheckIn, CheckInStatus, Ended, Kind, Repeat};
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::{Deal, Lost, Status};
use crate::domain::id::{CheckInId, DealId};
use crate::domain::interval::{Interval, offset_day};
use crate::domain::plan::{self, CountsFrom, Step};
use crate::domain::when::format_day;
use crate::domain::win_back::{Heartbeat, WinBack};

/// Why a deal cannot be lost, asked about, revived or buried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WinBackError {
    #[error("{deal} is {status} already")]
    LostAlready { deal: DealId, status: Status },
    #[error("{deal} is settled, so there is nothing left to lose")]
    Settled { deal: DealId },
    #[error("{deal} cannot be lost on {}, before {}", format_day(*on), format_day(*latest))]
    TooEarly {
        deal: DealId,
        on: NaiveDate,
        /// The latest day of a rung that is done.
        latest: NaiveDate,
    },
    #[error("a deal lost for its {reason} was lost to somebody")]
    NoRival { reason: &'static str },
    #[error("{deal} is not lost")]
    NotLost { deal: DealId, status: Status },
    #[error("{deal} was lost on {}, so nobody could ask about that on {}", format_day(*lost_on), format_day(*on))]
    NotLostYet {
        deal: DealId,
        on: NaiveDate,
        lost_on: NaiveDate,
    },
    #[error("{deal} is buried already")]
    BuriedAlready { deal: DealId },
}

/// A step of the plan with its day.
struct Dated {
    step: Step,
    why: Option<String>,
    on: NaiveDate,
}

impl Customer {
    /// A deal is lost: whatever is open of it is dropped, its rungs stay, and winning it back begins
    /// (practice 17). The rival is noted among those of the deal.
    pub fn lose(
        &mut self,
        deal_id: DealId,
        lost: Lost,
        known: WinBack,
        day: Day<'_>,
    ) -> Result<(), WinBackError> {
        let Some(deal) = self.deal_mut(deal_id) else {
            return Ok(());
        };
        refuse_to_lose(deal, lost, &known)?;
        let rival = known.lost_to.clone();
        deal.lost = Some(lost);
        deal.win_back = WinBack {
            begun: true,
            ..known
        };
        let dated = steps().filter_map(|step| dated(step, deal, day)).collect();
        self.let_go(deal_id, day.today);
        if let Some(rival) = rival {
            self.lost_to(deal_id, &rival, lost.on);
        }
        for one in never_a_pile(dated, day) {
            self.add_step(deal_id, one);
        }
        Ok(())
    }

    /// Notes the rival that won a deal among those of the customer, whose spelling the deal takes.
    pub fn lost_to(&mut self, deal_id: DealId, rival: &str, on: NaiveDate) {
        let place = self.hear_of(Some(deal_id), rival, None, on);
        let spelled = self.rivals.get(place).map(|one| one.name.clone());
        if let Some(deal) = self.deal_mut(deal_id) {
            deal.win_back.lost_to = spelled;
        }
    }

    /// Notes a round of asking, and settles the heartbeat that was due for it. What is said of the rival's
    /// contract dates the step that waits for its end. The check-ins it closed.
    pub fn note_heartbeat(
        &mut self,
        heartbeat: Heartbeat,
        day: Day<'_>,
    ) -> Result<Vec<CheckInId>, WinBackError> {
        let (deal_id, on) = (heartbeat.deal_id, heartbeat.on);
        let Some(deal) = self.deal_mut(deal_id) else {
            return Ok(Vec::new());
        };
        refuse_to_ask(deal, on)?;
        let was = deal.win_back.clone();
        if let Some(ends_on) = heartbeat.contract_ends_on {
            deal.win_back.rival_contract_ends_on = Some(ends_on);
        }
        let limit = day.calendar.next_workday(on);
        // Answers are no thanks: only a contact settles those.
        let thanks = step_name(plan::THANK);
        let is_due = |one: &&CheckIn| {
            is_heartbeat_of(one, deal_id)
                && one.is_open()
                && one.step.as_ref() != Some(&thanks)
                && one.due_on.is_some_and(|due_on| due_on <= limit)
        };
        let due: Vec<CheckInId> = self
            .check_ins
            .iter()
            .filter(is_due)
            .map(|one| one.id)
            .collect();
        for id in &due {
            if let Some(check_in) = self.check_in_mut(*id) {
                check_in.end(CheckInStatus::Done, Ended::Done, on);
            }
            self.open_next_turn(*id, on, day);
        }
        self.heartbeats.push(heartbeat);
        self.follow_rival(deal_id, &was, day);
        Ok(due)
    }

    /// Dates again what counts from the rival's days, as far as those are others than before. One that the
    /// rep has dated by hand keeps its day.
    pub fn follow_rival(&mut self, deal_id: DealId, was: &WinBack, day: Day<'_>) {
        let Some(deal) = self
            .deal(deal_id)
            .filter(|deal| deal.status() == Status::Lost)
        else {
            return;
        };
        let now = deal.win_back.clone();
        if (&now.rival_promised, now.rival_promised_on, &now.lost_to)
            != (&was.rival_promised, was.rival_promised_on, &was.lost_to)
        {
            self.date_again(deal_id, CountsFrom::RivalPromised, day);
        }
        if now.rival_contract_ends_on != was.rival_contract_ends_on {
            self.date_again(deal_id, CountsFrom::RivalContractEnds, day);
        }
    }

    fn date_again(&mut self, deal_id: DealId, anchor: CountsFrom, day: Day<'_>) {
        for step in steps().filter(|step| step.anchor == anchor) {
            let name = step_name(&step.name);
            let wanted = self.deal(deal_id).and_then(|deal| dated(step, deal, day));
            let open = self.check_ins.iter_mut().find(|one| {
                is_heartbeat_of(one, deal_id) && one.is_open() && one.step.as_ref() == Some(&name)
            });
            match (open, wanted) {
                (Some(check_in), Some(wanted)) => {
                    check_in.why = wanted.why;
                    if !check_in.moved_by_hand {
                        check_in.set_due(wanted.on.max(day.today));
                    }
                }
                (Some(check_in), None) => {
                    check_in.end(CheckInStatus::Dropped, Ended::Plan, day.today);
                }
                (None, Some(wanted)) => {
                    let on = wanted.on.max(day.today);
                    self.add_step(deal_id, Dated { on, ..wanted });
                }
                (None, None) => {}
            }
        }
    }

    /// A lost deal is alive again: its status follows from its rungs, what the loss closed of promises and
    /// risks is open, and a follow-up falls due today. Its heartbeats go with [`Customer::tidy`], which brings
    /// back what it planned; of that, what has passed meanwhile stays away (never a pile).
    pub fn revive(&mut self, deal_id: DealId, day: Day<'_>) -> Result<CheckInId, WinBackError> {
        let deal = self.deal_mut(deal_id).ok_or(WinBackError::NotLost {
            deal: deal_id,
            status: Status::Prospect,
        })?;
        if deal.lost.is_none() {
            return Err(not_lost(deal));
        }
        deal.lost = None;
        deal.win_back = WinBack::default();
        self.bring_back(deal_id, day);
        Ok(self.remind(Some(deal_id), day.today, REVIVED_WHAT.to_owned()))
    }

    /// What losing a deal closed is open again where it is lost no more: what was promised is owed again.
    fn bring_back(&mut self, deal_id: DealId, day: Day<'_>) {
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| one.deal_id == Some(deal_id) && one.ended == Some(Ended::Lost))
        {
            let is_past = check_in.due_on.is_some_and(|due_on| due_on < day.today);
            match (check_in.kind, check_in.repeat) {
                (Kind::Promise | Kind::Risk | Kind::Thanks, _) => check_in.open_again(),
                (Kind::Care, Some(repeat)) if is_past => {
                    check_in.open_again();
                    check_in.take_turn(repeat.every.after(day.today, day.calendar), None);
                }
                _ if is_past && check_in.step.is_some() => check_in.ended = Some(Ended::Pile),
                _ => {}
            }
        }
    }

    /// Nothing that is open of a lost deal is to be done any more.
    fn let_go(&mut self, deal_id: DealId, today: NaiveDate) {
        let of_deal = |one: &&mut CheckIn| one.deal_id == Some(deal_id) && one.is_open();
        for check_in in self.check_ins.iter_mut().filter(of_deal) {
            check_in.end(CheckInStatus::Dropped, Ended::Lost, today);
        }
    }

    /// The same for every deal of which somebody else says that it is lost, or lost no more, as an import does.
    pub fn follow_losses(&mut self, before: &Self, day: Day<'_>) {
        for was in &before.deals {
            let now = self.deal(was.id).map(|deal| deal.lost.is_some());
            match (was.lost.is_some(), now) {
                (false, Some(true)) => self.let_go(was.id, day.today),
                (true, Some(false)) => self.bring_back(was.id, day),
                _ => {}
            }
        }
    }

    /// Winning a lost deal back is given up.
    pub fn bury(&mut self, deal_id: DealId, why: String, day: Day<'_>) -> Result<(), WinBackError> {
        let Some(deal) = self.deal_mut(deal_id) else {
            return Ok(());
        };
        let not_lost = not_lost(deal);
        match &mut deal.lost {
            None => Err(not_lost),
            Some(Lost {
                buried_on: Some(_), ..
            }) => Err(WinBackError::BuriedAlready { deal: deal_id }),
            Some(lost) => {
                lost.buried_on = Some(day.today);
                deal.win_back.buried_why = Some(why);
                Ok(())
            }
        }
    }

    /// Nobody asks for a heartbeat of a deal that is won back or given up.
    pub(super) fn sync_win_back(&mut self, index: usize, today: NaiveDate) {
        let deal = &self.deals[index];
        if deal.status() == Status::Lost {
            return;
        }
        let deal_id = deal.id;
        for check_in in self
            .check_ins
            .iter_mut()
            .filter(|one| is_heartbeat_of(one, deal_id) && one.is_open())
        {
            check_in.end(CheckInStatus::Dropped, Ended::Plan, today);
        }
    }

    fn add_step(&mut self, deal_id: DealId, Dated { step, why, on }: Dated) {
        let account_id = self.account.id;
        self.add_check_in(|id| {
            let mut check_in = CheckIn {
                step: Some(step_name(&step.name)),
                why,
                repeat: step.every.map(|every| Repeat {
                    every,
                    until: None,
                    turn_on: None,
                    restarted: true,
                }),
                ..CheckIn::new(id, account_id, Some(deal_id), step.kind, step.what)
            };
            check_in.set_due(on);
            check_in
        });
    }
}

/// What is to be done on the day a deal is revived; the report knows by it what came back.
pub const REVIVED_WHAT: &str = "it is alive again: agree what comes next";

fn is_heartbeat_of(check_in: &CheckIn, deal_id: DealId) -> bool {
    check_in.kind == Kind::Heartbeat && check_in.deal_id == Some(deal_id)
}

fn step_name(name: &str) -> String {
    format!("{}/{name}", plan::WIN_BACK)
}

fn refuse_to_lose(deal: &Deal, lost: Lost, known: &WinBack) -> Result<(), WinBackError> {
    let status = deal.status();
    if status.is_lost() {
        return Err(WinBackError::LostAlready {
            deal: deal.id,
            status,
        });
    }
    if status == Status::Settled {
        return Err(WinBackError::Settled { deal: deal.id });
    }
    if lost.reason.needs_rival() && known.lost_to.is_none() {
        return Err(WinBackError::NoRival {
            reason: lost.reason.as_str(),
        });
    }
    match deal.ladder.latest_done_on() {
        Some(latest) if lost.on < latest => Err(WinBackError::TooEarly {
            deal: deal.id,
            on: lost.on,
            latest,
        }),
        _ => Ok(()),
    }
}

/// Why nothing that is said of a loss can be said of a deal.
pub fn not_lost(deal: &Deal) -> WinBackError {
    WinBackError::NotLost {
        deal: deal.id,
        status: deal.status(),
    }
}

/// Refuses to ask on that day whether a deal is really lost, unless it was by then.
pub fn refuse_to_ask(deal: &Deal, on: NaiveDate) -> Result<(), WinBackError> {
    let lost_on = deal.lost.ok_or_else(|| not_lost(deal))?.on;
    if on < lost_on {
        return Err(WinBackError::NotLostYet {
            deal: deal.id,
            on,
            lost_on,
        });
    }
    Ok(())
}

/// The steps of the plan.
fn steps() -> impl Iterator<Item = Step> {
    plan::find(plan::WIN_BACK)
        .into_iter()
        .flat_map(|plan| plan.steps)
}

/// A step with the day it counts to, and why; none where what it counts from is not known, or is over.
fn dated(step: Step, deal: &Deal, day: Day<'_>) -> Option<Dated> {
    let known = &deal.win_back;
    let who = known.lost_to.as_deref().unwrap_or("the rival");
    let (from, why) = match step.anchor {
        CountsFrom::Rung(_) => return None,
        CountsFrom::Lost => (deal.lost?.on, None),
        CountsFrom::RivalPromised => {
            let promised_on = known.rival_promised_on?;
            let what = known.rival_promised.as_deref().unwrap_or("delivery");
            let by = format_day(promised_on);
            (promised_on, Some(format!("{who} promised {what} by {by}")))
        }
        CountsFrom::RivalContractEnds => {
            let ends_on = known.rival_contract_ends_on?;
            if ends_on < day.today {
                return None;
            }
            let ends = format_day(ends_on);
            (
                ends_on,
                Some(format!("their contract with {who} ends {ends}")),
            )
        }
    };
    let on = offset_day(from, step.offset, step.unit, day.calendar);
    Some(Dated { step, why, on })
}

/// Never a pile: of the steps that are past, as of a loss noted late, only the latest stays, due today; one
/// that comes again waits for its next turn.
fn never_a_pile(all: Vec<Dated>, day: Day<'_>) -> Vec<Dated> {
    let latest = all
        .iter()
        .filter(|one| one.on < day.today)
        .max_by_key(|one| one.on)
        .map(|one| one.step.name.clone());
    all.into_iter()
        .filter_map(|one| {
            if one.on >= day.today {
                return Some(one);
            }
            let on = match one.step.every {
                _ if latest.as_ref() == Some(&one.step.name) => day.today,
                Some(every) => next_turn(one.on, every, day),
                None => return None,
            };
            Some(Dated { on, ..one })
        })
        .collect()
}

/// The first turn of a repeating step that is not past.
fn next_turn(mut on: NaiveDate, every: Interval, day: Day<'_>) -> NaiveDate {
    while on < day.today {
        on = every
            .after(on, day.calendar)
            .max(on.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX));
    }
    on
}
