//! Records: what scripts get, serialised once. A field is added now and then, never removed or renamed.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::account::Reach;
use crate::domain::check_in::{CheckIn, CheckInStatus, Kind};
use crate::domain::contract::Percent;
use crate::domain::deal::{Deal, Fit, LostReason, Status};
use crate::domain::due::Level;
use crate::domain::facts::{AccountFacts, DealFacts, DueDetail, TouchpointFacts};
use crate::domain::health::{Colour, Health};
use crate::domain::id::{AccountId, CheckInId, DealId, PersonId, ResultId, TouchpointId};
use crate::domain::money::{Currency, Major, Money};
use crate::domain::person::{Person, Role};
use crate::domain::rung::Rung;
use crate::domain::touchpoint::{Outcome, Via};
use crate::domain::when::format_day_short;
use crate::view::format::Record;
use crate::view::health;

/// Implements [`Record`] for a struct whose fields are all plain, naming them in the order in which they are
/// serialised.
macro_rules! plain_record {
    ($record:ident: $($field:literal),+ $(,)?) => {
        impl $record {
            /// Its fields, in the order in which they are serialised.
            pub const FIELDS: &'static [&'static str] = &[$($field),+];
        }

        impl Record for $record {
            fn fields() -> Vec<&'static str> {
                Self::FIELDS.to_vec()
            }

            fn id(&self) -> String {
                self.id.to_string()
            }
        }
    };
}

mod brief;
mod forgotten;
mod letter;
mod owed;
mod plan;
mod promised;
mod report;
mod rung;
mod win_back;

pub use brief::{BriefRecord, NextStep};
pub use forgotten::ForgottenRecord;
pub use letter::LetterRecord;
pub use owed::{Owed, PromiseRecord, RivalRecord, ThanksRecord};
pub use plan::PlanRecord;
pub use promised::{AnswerRecord, MeasurementRecord, ObjectiveRecord, ResultRecord};
pub use report::{
    LossRecord, MonthRecord, ReportRecord, RivalCountRecord, SlipRecord, StageRecord,
};
pub use rung::{MoveRecord, PartRecord, RungRecord, RungWord};
pub use win_back::HeartbeatRecord;

/// A deal.
#[derive(Debug, Clone, Serialize)]
pub struct DealRecord {
    pub id: DealId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub title: Option<String>,
    pub status: Status,
    pub rung: Option<Rung>,
    pub next_rung: Option<Rung>,
    pub rungs_done: usize,
    pub rungs_total: usize,
    pub value: Option<Major>,
    pub currency: Option<Currency>,
    pub plan: Option<String>,
    pub signed_on: Option<NaiveDate>,
    pub expected_close_on: Option<NaiveDate>,
    pub last_reached_on: Option<NaiveDate>,
    pub attempts: i64,
    pub next_check_in_on: Option<NaiveDate>,
    /// Null of a lost deal, and of a prospect that owes nothing.
    pub health: Option<Colour>,
    /// In words, the red ones first.
    pub health_reasons: Vec<String>,
    pub tags: Vec<String>,
    pub key: Option<String>,
    pub source: Option<String>,
    pub note: Option<String>,
    pub lost_on: Option<NaiveDate>,
    pub lost_reason: Option<LostReason>,
    /// The deal that it adds to.
    pub addon_of: Option<DealId>,
    /// What a late delivery costs, in words.
    pub penalty: Option<String>,
    /// What the rep earns of the value: 6 is 6 %.
    pub commission_percent: Option<Percent>,
    /// What that comes to, in `currency`; null without a value.
    pub commission: Option<Major>,
    /// The day of the payment; null until then.
    pub commission_earned_on: Option<NaiveDate>,
    pub renews_on: Option<NaiveDate>,
    /// The last day on which notice of the contract can be given.
    pub notice_on: Option<NaiveDate>,
    /// The rival that won.
    pub lost_to: Option<String>,
    /// What the rival promised.
    pub rival_promised: Option<String>,
    pub rival_promised_on: Option<NaiveDate>,
    /// The day on which the contract with the rival ends.
    pub rival_contract_ends_on: Option<NaiveDate>,
    /// The day on which winning it back was given up.
    pub buried_on: Option<NaiveDate>,
    pub buried_why: Option<String>,
    /// Whether it fits the customers that one looks for.
    pub fit: Option<Fit>,
    pub fit_why: Option<String>,
    pub lost_note: Option<String>,
    /// The day on which the credit check failed, until that is settled; for screens.
    #[serde(skip)]
    pub credit_failed_on: Option<NaiveDate>,
    /// What the commission comes to, for screens.
    #[serde(skip)]
    pub commission_money: Option<Money>,
    /// The value as it is, for screens.
    #[serde(skip)]
    pub money: Option<Money>,
}

plain_record!(DealRecord: "id", "uid", "account_id", "account", "title", "status", "rung", "next_rung", "rungs_done",
    "rungs_total", "value", "currency", "plan", "signed_on", "expected_close_on", "last_reached_on", "attempts",
    "next_check_in_on", "health", "health_reasons", "tags", "key", "source", "note", "lost_on", "lost_reason",
    "addon_of", "penalty", "commission_percent", "commission", "commission_earned_on", "renews_on", "notice_on",
    "lost_to", "rival_promised", "rival_promised_on", "rival_contract_ends_on", "buried_on", "buried_why", "fit",
    "fit_why", "lost_note");

impl DealRecord {
    /// The record of a deal.
    pub fn new(facts: &DealFacts, today: NaiveDate) -> Self {
        Self::of(
            &facts.deal,
            &facts.account,
            &facts.reach,
            facts.next_check_in_on,
            facts.health.as_ref(),
            today,
        )
    }

    /// The record of a deal, from its parts.
    pub fn of(
        deal: &Deal,
        account: &str,
        reach: &Reach,
        next_check_in_on: Option<NaiveDate>,
        health: Option<&Health>,
        today: NaiveDate,
    ) -> Self {
        let (rungs_done, rungs_total) = deal.ladder.progress();
        Self {
            id: deal.id,
            uid: non_empty(&deal.uid),
            account_id: deal.account_id,
            account: account.to_owned(),
            title: deal.title.clone(),
            status: deal.status(),
            rung: deal.ladder.rung(),
            next_rung: deal.ladder.next_rung(),
            rungs_done,
            rungs_total,
            value: deal.value.map(Money::major_number),
            currency: deal.value.map(|money| money.currency),
            plan: deal.running_plan().map(String::from),
            signed_on: deal.ladder.facts(Rung::Signed).done_on,
            expected_close_on: deal.expected_close_on,
            last_reached_on: reach.last_reached_on,
            attempts: reach.attempts,
            next_check_in_on,
            health: health.map(|health| health.colour),
            health_reasons: health
                .map(|health| health::reasons(health, today))
                .unwrap_or_default(),
            tags: deal.tags.clone(),
            key: deal.key.clone(),
            source: non_empty(&deal.source),
            note: deal.note.clone(),
            lost_on: deal.lost.map(|lost| lost.on),
            lost_reason: deal.lost.map(|lost| lost.reason),
            credit_failed_on: deal.ladder.failed().map(|failed| failed.on),
            addon_of: deal.addon_of,
            penalty: deal.penalty.clone(),
            commission_percent: deal.commission,
            commission: deal.commission_amount().map(Money::major_number),
            commission_earned_on: deal.commission_earned_on(),
            renews_on: deal.renews_on,
            notice_on: deal.notice_on(),
            lost_to: deal.win_back.lost_to.clone(),
            rival_promised: deal.win_back.rival_promised.clone(),
            rival_promised_on: deal.win_back.rival_promised_on,
            rival_contract_ends_on: deal.win_back.rival_contract_ends_on,
            buried_on: deal.lost.and_then(|lost| lost.buried_on),
            buried_why: deal.win_back.buried_why.clone(),
            fit: deal.fit,
            fit_why: deal.fit_why.clone(),
            lost_note: deal.win_back.note.clone(),
            commission_money: deal.commission_amount(),
            money: deal.value,
        }
    }
}

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
    fn standing(
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
    fn fall_back_on(&mut self, plans_b: &[String]) {
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

/// A touchpoint.
#[derive(Debug, Clone, Serialize)]
pub struct TouchpointRecord {
    pub id: TouchpointId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub deal_id: Option<DealId>,
    /// The deal's title.
    pub deal: Option<String>,
    pub on: NaiveDate,
    pub via: Via,
    pub outcome: Outcome,
    pub person: Option<String>,
    pub note: Option<String>,
    /// The check-ins it closed.
    pub closed: Vec<CheckInId>,
    /// The check-in it set for the next time.
    pub next: Option<CheckInId>,
    pub person_id: Option<PersonId>,
    pub inbound: bool,
    /// The day it was sent, where it was answered on another one.
    pub sent_on: Option<NaiveDate>,
    pub gave: Option<String>,
    pub asked: bool,
}

plain_record!(TouchpointRecord: "id", "uid", "account_id", "account", "deal_id", "deal", "on", "via", "outcome",
    "person", "note", "closed", "next", "person_id", "inbound", "sent_on", "gave", "asked");

impl TouchpointRecord {
    /// The record of a touchpoint.
    pub fn new(facts: &TouchpointFacts) -> Self {
        let touchpoint = &facts.touchpoint;
        Self {
            id: touchpoint.id,
            uid: non_empty(&touchpoint.uid),
            account_id: touchpoint.account_id,
            account: facts.account.clone(),
            deal_id: touchpoint.deal_id,
            deal: facts.deal.clone(),
            on: touchpoint.on,
            via: touchpoint.via,
            outcome: touchpoint.outcome,
            person: facts.person.clone(),
            note: touchpoint.note.clone(),
            closed: facts.closed.clone(),
            next: touchpoint.next,
            person_id: touchpoint.person_id,
            inbound: touchpoint.inbound,
            sent_on: touchpoint.sent_on,
            gave: touchpoint.gave.clone(),
            asked: touchpoint.asked,
        }
    }
}

/// A person.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRecord {
    pub id: PersonId,
    pub uid: Option<String>,
    pub account_id: AccountId,
    pub account: String,
    pub name: String,
    pub role: Option<Role>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tags: Vec<String>,
    /// What they care about beside business.
    pub interests: Option<String>,
    /// What was last talked about that is not business.
    pub last_topic: Option<String>,
    pub last_topic_on: Option<NaiveDate>,
    pub note: Option<String>,
}

plain_record!(PersonRecord: "id", "uid", "account_id", "account", "name", "role", "email", "phone", "tags",
    "interests", "last_topic", "last_topic_on", "note");

impl PersonRecord {
    /// The record of a person at an account.
    pub fn new(person: &Person, account: &str) -> Self {
        Self {
            id: person.id,
            uid: non_empty(&person.uid),
            account_id: person.account_id,
            account: account.to_owned(),
            name: person.name.clone(),
            role: person.role,
            email: person.email.clone(),
            phone: person.phone.clone(),
            tags: person.tags.clone(),
            interests: person.interests.clone(),
            last_topic: person.topic.as_ref().map(|topic| topic.what.clone()),
            last_topic_on: person.topic.as_ref().map(|topic| topic.on),
            note: person.note.clone(),
        }
    }

    /// The record of a person as one of a deal's, with the role they have there.
    pub fn on_deal(person: &Person, account: &str, deal: &Deal) -> Self {
        Self {
            role: deal.role_of(person),
            ..Self::new(person, account)
        }
    }
}

/// A sum of money in one currency.
#[derive(Debug, Clone, Serialize)]
pub struct SumRecord {
    pub value: Major,
    pub currency: Currency,
}

impl SumRecord {
    /// One record a sum.
    pub fn list(sums: &[Money]) -> Vec<Self> {
        let of = |sum: &Money| Self {
            value: sum.major_number(),
            currency: sum.currency,
        };
        sums.iter().map(of).collect()
    }
}

/// An account.
#[derive(Debug, Clone, Serialize)]
pub struct AccountRecord {
    pub id: AccountId,
    pub uid: Option<String>,
    pub name: String,
    pub tags: Vec<String>,
    pub last_reached_on: Option<NaiveDate>,
    /// Null when nobody ever was.
    pub days_since_reached: Option<i64>,
    pub attempts: i64,
    pub last_contact_on: Option<NaiveDate>,
    pub deals_live: usize,
    /// Of the live deals in `currency`; sums never mix currencies.
    pub value_live: Major,
    /// The default currency if a live deal has it, or none has a value; else the first of `values_live`.
    pub currency: Currency,
    /// One sum a currency.
    pub values_live: Vec<SumRecord>,
    /// The values as they are, for screens.
    #[serde(skip)]
    pub money_live: Vec<Money>,
}

plain_record!(AccountRecord: "id", "uid", "name", "tags", "last_reached_on", "days_since_reached", "attempts",
    "last_contact_on", "deals_live", "value_live", "currency", "values_live");

impl AccountRecord {
    /// The record of an account.
    pub fn new(facts: &AccountFacts, today: NaiveDate, default: Currency) -> Self {
        let of_default = facts.value_live.iter().find(|sum| sum.currency == default);
        let shown = of_default
            .or(facts.value_live.first())
            .copied()
            .unwrap_or(Money {
                minor: 0,
                currency: default,
            });
        Self {
            id: facts.account.id,
            uid: non_empty(&facts.account.uid),
            name: facts.account.name.clone(),
            tags: facts.account.tags.clone(),
            last_reached_on: facts.reach.last_reached_on,
            days_since_reached: facts.reach.days_since_reached(today),
            attempts: facts.reach.attempts,
            last_contact_on: facts.reach.last_contact_on,
            deals_live: facts.deals_live,
            value_live: shown.major_number(),
            currency: shown.currency,
            values_live: SumRecord::list(&facts.value_live),
            money_live: facts.value_live.clone(),
        }
    }
}

/// A row of the morning.
#[derive(Debug, Clone, Serialize)]
pub struct DueRecord {
    pub level: Level,
    pub days_overdue: i64,
    pub tried_today: bool,
    pub account: AccountRecord,
    pub check_in: CheckInRecord,
    pub deal: Option<DealRecord>,
    pub person: Option<PersonRecord>,
    pub more: Vec<CheckInRecord>,
    /// What was last said there and when, for screens that have room for it.
    #[serde(skip)]
    pub last_words: Option<(NaiveDate, String)>,
    /// What is promised there and not due yet, for screens that have room for it.
    #[serde(skip)]
    pub promises: Vec<CheckInRecord>,
    /// How many others are due there, for screens that do not fetch them.
    #[serde(skip)]
    pub more_count: usize,
    /// The currency that goes without saying, for screens.
    #[serde(skip)]
    pub default: Currency,
}

impl DueRecord {
    /// The record of a row: its most pressing check-in, and the others that are due there.
    pub fn new(
        level: Level,
        tried_today: bool,
        detail: &DueDetail,
        more: Vec<CheckInRecord>,
        today: NaiveDate,
        default: Currency,
    ) -> Self {
        let name = &detail.account.account.name;
        let deal = detail.deal.as_ref();
        let mut check_in = CheckInRecord::new(
            &detail.check_in,
            name,
            deal.map(|facts| &facts.deal),
            detail.person.as_ref(),
            today,
        );
        if level == Level::Late {
            check_in.fall_back_on(&detail.plans_b);
        }
        Self {
            level,
            days_overdue: check_in.days_overdue.unwrap_or(0),
            tried_today,
            account: AccountRecord::new(&detail.account, today, default),
            check_in,
            deal: deal.map(|facts| DealRecord::new(facts, today)),
            person: detail
                .person
                .as_ref()
                .map(|person| PersonRecord::new(person, name)),
            last_words: None,
            promises: Vec::new(),
            more_count: more.len(),
            more,
            default,
        }
    }
}

impl Record for DueRecord {
    fn fields() -> Vec<&'static str> {
        use std::sync::LazyLock;
        static NESTED: LazyLock<Vec<String>> = LazyLock::new(|| {
            let behind = |name: &str, fields: &[&str]| {
                fields
                    .iter()
                    .map(|field| format!("{name}.{field}"))
                    .collect()
            };
            let groups: [Vec<String>; 4] = [
                behind("account", AccountRecord::FIELDS),
                behind("check_in", CheckInRecord::FIELDS),
                behind("deal", DealRecord::FIELDS),
                behind("person", PersonRecord::FIELDS),
            ];
            groups.concat()
        });
        let mut fields = vec!["level", "days_overdue", "tried_today"];
        fields.extend(NESTED.iter().map(String::as_str));
        fields.push("more");
        fields
    }

    fn id(&self) -> String {
        self.check_in.id.to_string()
    }
}

/// A deal with everything about it.
#[derive(Debug, Clone, Serialize)]
pub struct DealStory {
    #[serde(flatten)]
    pub deal: DealRecord,
    pub rungs: Vec<RungRecord>,
    pub check_ins: Vec<CheckInRecord>,
    pub touchpoints: Vec<TouchpointRecord>,
    pub people: Vec<PersonRecord>,
    pub promises: Vec<PromiseRecord>,
    pub results: Vec<ResultRecord>,
    pub objectives: Vec<ObjectiveRecord>,
    pub risks: Vec<CheckInRecord>,
    /// Its own and its account's.
    pub rivals: Vec<RivalRecord>,
    pub thanks: Vec<ThanksRecord>,
    /// The deals that add to it.
    pub addons: Vec<DealRecord>,
    /// What those that are not lost come to, one sum a currency.
    pub addons_value: Vec<SumRecord>,
    /// Every round of asking since it was lost.
    pub heartbeats: Vec<HeartbeatRecord>,
    /// The same, for screens.
    #[serde(skip)]
    pub addons_money: Vec<Money>,
}

impl Record for DealStory {
    fn fields() -> Vec<&'static str> {
        let mut fields = DealRecord::fields();
        fields.extend([
            "rungs",
            "check_ins",
            "touchpoints",
            "people",
            "promises",
            "results",
            "objectives",
            "risks",
            "rivals",
            "thanks",
            "addons",
            "addons_value",
            "heartbeats",
        ]);
        fields
    }

    fn id(&self) -> String {
        self.deal.id()
    }
}

/// An account with everything about it.
#[derive(Debug, Clone, Serialize)]
pub struct AccountStory {
    #[serde(flatten)]
    pub account: AccountRecord,
    pub deals: Vec<DealRecord>,
    pub check_ins: Vec<CheckInRecord>,
    pub touchpoints: Vec<TouchpointRecord>,
    pub people: Vec<PersonRecord>,
    pub promises: Vec<PromiseRecord>,
    pub risks: Vec<CheckInRecord>,
    pub rivals: Vec<RivalRecord>,
    pub thanks: Vec<ThanksRecord>,
    pub results: Vec<ResultRecord>,
    pub objectives: Vec<ObjectiveRecord>,
    /// Every round of asking about its lost deals.
    pub heartbeats: Vec<HeartbeatRecord>,
}

impl Record for AccountStory {
    fn fields() -> Vec<&'static str> {
        let mut fields = AccountRecord::fields();
        fields.extend(["deals", "check_ins", "touchpoints", "people"]);
        fields.extend(["promises", "risks", "rivals", "thanks"]);
        fields.extend(["results", "objectives", "heartbeats"]);
        fields
    }

    fn id(&self) -> String {
        self.account.id()
    }
}

/// What is wrong with a row of an import.
#[derive(Debug, Clone, Serialize)]
pub struct RowErrorRecord {
    pub line: u64,
    pub column: Option<String>,
    pub reason: String,
}

/// What an import came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportRecord {
    pub read: u64,
    pub added: u64,
    pub updated: u64,
    pub kept: u64,
    pub unchanged: u64,
    pub rejected: u64,
    pub errors: Vec<RowErrorRecord>,
}

impl Record for ImportRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "read",
            "added",
            "updated",
            "kept",
            "unchanged",
            "rejected",
            "errors",
        ]
    }

    fn id(&self) -> String {
        self.added.to_string()
    }
}

/// A record as a writing command answers with it.
#[derive(Debug, Clone, Serialize)]
pub struct Written<R> {
    #[serde(flatten)]
    pub record: R,
    #[serde(skip_serializing_if = "Option::is_none")]
    dry_run: Option<bool>,
}

impl<R> Written<R> {
    /// An answer; one of a dry run says so.
    pub fn new(record: R, dry_run: bool) -> Self {
        Self {
            record,
            dry_run: dry_run.then_some(true),
        }
    }

    /// Whether nothing was changed after all.
    pub const fn is_dry_run(&self) -> bool {
        self.dry_run.is_some()
    }
}

impl<R: Record> Record for Written<R> {
    fn fields() -> Vec<&'static str> {
        R::fields()
    }

    fn id(&self) -> String {
        self.record.id()
    }
}

/// None for the empty text: in JSON what is empty is null.
fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
