//! One thing to do with a customer by a date.

use chrono::NaiveDate;

use crate::domain::id::{AccountId, CheckInId, DealId, PersonId, ResultId, TouchpointId};
use crate::domain::interval::{Interval, Unit};
use crate::domain::rung::Rung;
use crate::domain::words::words;

words! {
    /// What a check-in is for.
    Kind, "a kind of check-in" {
        /// From a plan, or an account's own.
        Care = "care",
        /// Set by hand.
        FollowUp = "follow-up",
        /// We owe them, or they us (practice 5).
        Promise = "promise",
        /// An expected rung to confirm.
        Rung = "rung",
        /// A result to measure (practice 7).
        Result = "result",
        /// A risk to review, with its plan B (practice 22).
        Risk = "risk",
        /// A lost deal to win back (practice 17).
        Heartbeat = "heartbeat",
        /// A colleague to thank (practice 11).
        Thanks = "thanks",
        /// The notice of a contract (practice 10).
        Renewal = "renewal",
        /// Decide what is next: a live deal has nothing planned (practice 1).
        Adrift = "adrift",
    }
}

impl Kind {
    /// Whether a contact that reached somebody settles it. The others are settled by what they ask for, not
    /// by talking (practice 16).
    pub const fn closes_by_contact(self) -> bool {
        matches!(self, Self::Care | Self::FollowUp | Self::Heartbeat)
    }

    /// Whether it means talking to the customer, so that a live deal that has one is not adrift.
    pub const fn means_talking(self) -> bool {
        matches!(self, Self::Care | Self::FollowUp | Self::Result)
    }
}

words! {
    /// Where a check-in stands.
    CheckInStatus, "a status of a check-in" {
        Open = "open",
        Done = "done",
        Dropped = "dropped",
    }
}

words! {
    /// What ended a check-in.
    Ended, "an end of a check-in" {
        /// A contact that reached somebody.
        Contact = "contact",
        /// The rep, with `done`.
        Done = "done",
        /// The rep, with `drop`: this one, or this turn.
        Dropped = "dropped",
        /// The rep, with `drop --all`: no further turn.
        Series = "series",
        /// Its rung is done or not applicable.
        Rung = "rung",
        /// The rung that its repeating lasts until is done or not applicable.
        Until = "until",
        /// Another step of the same deal stands for those that would all be past.
        Pile = "pile",
        /// The deal is settled.
        Settled = "settled",
        /// The deal is lost.
        Lost = "lost",
        /// The deal follows another plan.
        Plan = "plan",
        /// Something is planned again, so the deal is not adrift; of a step that asks to measure, the deal's
        /// results ask for themselves.
        Planned = "planned",
        /// The account has a live deal again, or no settled one, so it needs no care of its own.
        Care = "care",
    }
}

impl Ended {
    /// Whether the program ended it because of a fact that may be taken back.
    pub const fn is_by_fact(self) -> bool {
        matches!(
            self,
            Self::Rung | Self::Until | Self::Settled | Self::Lost | Self::Plan | Self::Planned
        )
    }

    /// Whether the program ended a step of a plan, and neither a person nor a contact.
    pub const fn is_by_program(self) -> bool {
        self.is_by_fact() || matches!(self, Self::Pile)
    }
}

/// Where a plan's step counts from: its own copy, so that a plan that changes later changes nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    pub rung: Rung,
    /// Negative is before.
    pub offset: i32,
    pub unit: Unit,
    /// The rung's day that the due date was counted from; none while it waits.
    pub anchored_on: Option<NaiveDate>,
}

/// That a check-in comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    pub every: Interval,
    /// The rung that ends it.
    pub until: Option<Rung>,
    /// The day of this turn. The due date is the same, or none while the turn would fall past the day on
    /// which `until` is expected.
    pub turn_on: Option<NaiveDate>,
    /// Whether this turn counts from a contact and no longer from the anchor.
    pub restarted: bool,
}

/// One thing to do with a customer by a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    pub id: CheckInId,
    pub uid: String,
    pub account_id: AccountId,
    pub deal_id: Option<DealId>,
    pub person_id: Option<PersonId>,
    pub kind: Kind,
    pub what: String,
    pub why: Option<String>,
    /// None while it waits for the day it counts from.
    pub due_on: Option<NaiveDate>,
    /// The first due date it had; kept whatever happens to it.
    pub first_due_on: Option<NaiveDate>,
    /// Hidden until this day; the due date and the lateness stay.
    pub snoozed_until: Option<NaiveDate>,
    pub snoozes: i64,
    /// Whether the rep chose the due date of a plan's step, so that the plan leaves it alone.
    pub moved_by_hand: bool,
    pub status: CheckInStatus,
    pub ended: Option<Ended>,
    pub ended_on: Option<NaiveDate>,
    /// What was said when it ended: a note with `done`, a reason with `drop`.
    pub ended_why: Option<String>,
    /// The contact that closed it.
    pub touchpoint_id: Option<TouchpointId>,
    /// The step of a plan it came from.
    pub step: Option<String>,
    pub anchor: Option<Anchor>,
    pub repeat: Option<Repeat>,
    /// The rung that a check-in of kind `rung` asks about.
    pub rung: Option<Rung>,
    /// Who keeps a promise where it is not the rep, or the colleague to thank.
    pub owner: Option<String>,
    /// Whether a promise is theirs to us.
    pub theirs: bool,
    /// What shows that a promise was kept.
    pub evidence: Option<String>,
    /// Who there agreed to another date of a promise, or to waive it.
    pub agreed_by: Option<PersonId>,
    /// The date of a promise that they agreed to; it is judged by this one then, else by its first.
    pub agreed_on: Option<NaiveDate>,
    /// What to do when a risk comes true.
    pub plan_b: Option<String>,
    /// The result that a check-in of kind `result` measures.
    pub result_id: Option<ResultId>,
}

impl CheckIn {
    /// A new open check-in without a date.
    pub fn new(
        id: CheckInId,
        account_id: AccountId,
        deal_id: Option<DealId>,
        kind: Kind,
        what: impl Into<String>,
    ) -> Self {
        Self {
            id,
            uid: String::new(),
            account_id,
            deal_id,
            person_id: None,
            kind,
            what: what.into(),
            why: None,
            due_on: None,
            first_due_on: None,
            snoozed_until: None,
            snoozes: 0,
            moved_by_hand: false,
            status: CheckInStatus::Open,
            ended: None,
            ended_on: None,
            ended_why: None,
            touchpoint_id: None,
            step: None,
            anchor: None,
            repeat: None,
            rung: None,
            owner: None,
            theirs: false,
            evidence: None,
            agreed_by: None,
            agreed_on: None,
            plan_b: None,
            result_id: None,
        }
    }

    pub fn is_open(&self) -> bool {
        self.status == CheckInStatus::Open
    }

    /// Whether it is out of sight today.
    pub fn is_snoozed(&self, today: NaiveDate) -> bool {
        self.snoozed_until.is_some_and(|until| until > today)
    }

    /// The day on which it is in sight: its date, or a later one until which it is hidden. What says that nothing is
    /// planned asks for it today, however long that has been so. None while it has no date.
    pub fn seen_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let hidden_until = self.snoozed_until.filter(|until| *until > today);
        let asks_on = match self.kind {
            Kind::Adrift => self.due_on.max(Some(today)),
            _ => self.due_on,
        };
        self.due_on.and(hidden_until.max(asks_on))
    }

    /// Whole days past the due date; 0 when it is not past, none while it has no date.
    pub fn days_overdue(&self, today: NaiveDate) -> Option<i64> {
        self.due_on.map(|due_on| (today - due_on).num_days().max(0))
    }

    /// Gives it a due date, remembering the first one it had. A snooze was meant for the old date and ends.
    pub(crate) fn set_due(&mut self, due_on: NaiveDate) {
        if self.due_on != Some(due_on) {
            self.snoozed_until = None;
        }
        self.due_on = Some(due_on);
        self.first_due_on = self.first_due_on.or(Some(due_on));
        if let Some(repeat) = &mut self.repeat {
            repeat.turn_on = Some(due_on);
        }
    }

    /// Dates it, as the program and no longer the rep decides. A turn past `end`, the day on which the
    /// repeating is expected to end, is not planned: it waits, and comes back when that day moves.
    pub(crate) fn take_turn(&mut self, on: NaiveDate, end: Option<NaiveDate>) {
        self.moved_by_hand = false;
        if let Some(repeat) = &mut self.repeat {
            repeat.turn_on = Some(on);
        }
        if end.is_some_and(|end| on > end) {
            self.due_on = None;
        } else {
            self.set_due(on);
        }
    }

    /// Takes the due date away: it waits for the day it counts from.
    pub(crate) fn wait(&mut self) {
        self.due_on = None;
        if let Some(repeat) = &mut self.repeat {
            repeat.turn_on = None;
        }
    }

    /// Ends it.
    pub(crate) fn end(&mut self, status: CheckInStatus, ended: Ended, on: NaiveDate) {
        self.status = status;
        self.ended = Some(ended);
        self.ended_on = Some(on);
    }

    /// Opens it again, as it was before it ended.
    pub(crate) fn open_again(&mut self) {
        self.status = CheckInStatus::Open;
        self.ended = None;
        self.ended_on = None;
        self.ended_why = None;
        self.touchpoint_id = None;
        self.evidence = None;
        if self.agreed_on.is_none() {
            // It was agreed to waive it, not to another date.
            self.agreed_by = None;
        }
    }
}
