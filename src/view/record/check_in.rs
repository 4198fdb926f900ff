//! Records of check-ins, with why each is pressing.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::check_in::{CheckIn, CheckInStatus, Kind};
use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, CheckInId, DealId, PersonId, ResultId};
use crate::domain::person::Person;
use crate::domain::rung::Rung;
use crate::domain::when::format_day_short;
use crate::view::format::Record;

use super::{non_empty, rung};

/// A check-in. What its status says is another thing of a promise in `show`, and the same elsewhere.
#[derive(Debug, Clone, Serialize)]
pub struct CheckInRecord<Status = CheckInStatus> {
    pub id: CheckInId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: Option<DealId>,
    /// The deal's title.
    pub deal: Option<String>,
    pub kind: Kind,
    pub what: String,
    pub why: Option<String>,
    pub due_on: Option<NaiveDate>,
    /// 0 when it is not past; null while it waits for a date.
    pub days_overdue: Option<i64>,
    pub first_due_on: Option<NaiveDate>,
    pub snoozed_until: Option<NaiveDate>,
    pub snoozes: i64,
    pub status: Status,
    pub person_id: Option<PersonId>,
    pub person: Option<String>,
    /// The rung that a check-in of kind `rung` asks about.
    pub rung: Option<Rung>,
    /// How often that rung slipped.
    pub slips: Option<usize>,
    pub ended_on: Option<NaiveDate>,
    /// The note with which it was done, or the reason for which it was dropped.
    pub ended_why: Option<String>,
    /// Whether it comes again.
    pub repeats: bool,
    /// Who keeps a promise where it is not the rep, or the colleague to thank.
    pub owner: Option<String>,
    /// Whether a promise is theirs to us.
    pub theirs: bool,
    /// What shows that a promise was kept.
    pub evidence: Option<String>,
    /// What is done when a risk comes true.
    pub plan_b: Option<String>,
    /// The result that one of kind `result` measures.
    pub result_id: Option<ResultId>,
    /// The date by which a promise is judged, for screens.
    #[serde(skip)]
    pub promised_on: Option<NaiveDate>,
    /// What is done when the delivery is as late as it is, for screens.
    #[serde(skip)]
    pub plans_b: Vec<String>,
    /// What it costs that the delivery is as late as it is, for screens.
    #[serde(skip)]
    pub penalty: Option<String>,
    /// The number of the order or the invoice it asks about, for screens.
    #[serde(skip)]
    pub reference: Option<String>,
    /// What of its rung is there already, for screens.
    #[serde(skip)]
    pub here: Option<String>,
}

plain_record!(CheckInRecord: "id", "uid", "account_id", "account", "deal_id", "deal", "kind", "what", "why", "due_on",
    "days_overdue", "first_due_on", "snoozed_until", "snoozes", "status", "person_id", "person", "rung", "slips",
    "ended_on", "ended_why", "repeats", "owner", "theirs", "evidence", "plan_b", "result_id");

impl CheckInRecord {
    /// The record of a check-in of an account, with its deal and its person where it has them.
    pub fn new(
        check_in: &CheckIn,
        account: &str,
        deal: Option<&Deal>,
        person: Option<&Person>,
        today: NaiveDate,
    ) -> Self {
        Self::standing(check_in.status, check_in, account, deal, person, today)
    }
}

impl<Status> CheckInRecord<Status> {
    /// The same with its status in other words.
    pub(super) fn standing(
        status: Status,
        check_in: &CheckIn,
        account: &str,
        deal: Option<&Deal>,
        person: Option<&Person>,
        today: NaiveDate,
    ) -> Self {
        Self {
            id: check_in.id,
            uid: non_empty(&check_in.uid),
            account_id: check_in.account_id,
            account: account.to_owned(),
            deal_id: check_in.deal_id,
            deal: deal.and_then(|deal| deal.title.clone()),
            kind: check_in.kind,
            what: check_in.what.clone(),
            why: check_in
                .why
                .clone()
                .or_else(|| reason(check_in, deal?, today)),
            due_on: check_in.due_on,
            days_overdue: check_in.days_overdue(today),
            first_due_on: check_in.first_due_on,
            snoozed_until: check_in.snoozed_until,
            snoozes: check_in.snoozes,
            status,
            person_id: check_in.person_id,
            person: person
                .filter(|person| Some(person.id) == check_in.person_id)
                .map(|person| person.name.clone()),
            rung: check_in.rung,
            slips: check_in
                .rung
                .and_then(|rung| Some(deal?.ladder.slips(rung).0)),
            ended_on: check_in.ended_on,
            ended_why: check_in.ended_why.clone(),
            repeats: check_in.repeat.is_some(),
            owner: check_in.owner.clone(),
            theirs: check_in.theirs,
            evidence: check_in.evidence.clone(),
            plan_b: check_in.plan_b.clone(),
            result_id: check_in.result_id,
            promised_on: check_in.judged_on(),
            plans_b: Vec::new(),
            penalty: deal.and_then(|deal| penalty(check_in, deal, today)),
            reference: deal.and_then(|deal| rung::reference(check_in, deal)),
            here: deal.and_then(|deal| rung::here(check_in, deal)),
        }
    }
}

impl CheckInRecord {
    /// Says what is done now that the delivery is late (practice 22).
    pub(super) fn fall_back_on(&mut self, plans_b: &[String]) {
        if plans_b.is_empty() {
            return;
        }
        let instead = format!("plan B: {}", plans_b.join(", "));
        self.why = Some(match self.why.take() {
            Some(why) => format!("{why}; {instead}"),
            None => instead,
        });
        self.plans_b = plans_b.to_vec();
    }
}

/// Why a check-in is pressing, as the deal tells it: how often its rung slipped and what that costs, until when
/// notice can be given.
fn reason(check_in: &CheckIn, deal: &Deal, today: NaiveDate) -> Option<String> {
    if check_in.kind == Kind::Renewal {
        let notice_on = deal.notice_on()?;
        return Some(format!("notice by {}", format_day_short(notice_on, today)));
    }
    let penalty = penalty(check_in, deal, today).map(|penalty| format!("penalty: {penalty}"));
    let reasons: Vec<String> = slipped(check_in, deal).into_iter().chain(penalty).collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// What a delivery that is late costs (practice 6).
fn penalty(check_in: &CheckIn, deal: &Deal, today: NaiveDate) -> Option<String> {
    let is_late = check_in.is_open() && check_in.due_on.is_some_and(|due_on| due_on < today);
    let is_delivery = check_in.rung == Some(Rung::Delivered);
    deal.penalty.clone().filter(|_| is_late && is_delivery)
}

/// Why the confirmation of a rung is pressing: that its day moved before.
fn slipped(check_in: &CheckIn, deal: &Deal) -> Option<String> {
    let (slips, days) = deal.ladder.slips(check_in.rung?);
    (slips > 0).then(|| format!("slipped {slips}×, {days} days in all"))
}
