//! Short phrases about records, the same on every screen.

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, Kind};
use crate::domain::customer::VERIFIED_WHAT;
use crate::domain::deal::{Deal, Fit};
use crate::domain::objective::Stance;
use crate::domain::touchpoint::Outcome;
use crate::domain::when::{format_day, format_day_short, format_weekday_short};
use crate::view::record::{
    AnswerRecord, CheckInRecord, DealRecord, HeartbeatRecord, PersonRecord, ResultRecord,
    TouchpointRecord,
};

/// A deal by its title and value: `Fleet, 48,000 EUR`.
pub fn deal(deal: &Deal) -> String {
    title_and_value(
        deal.title.as_deref(),
        deal.value.map(super::super::domain::money::Money::long),
    )
}

/// The same of a record.
pub fn deal_record(record: &DealRecord) -> String {
    title_and_value(
        record.title.as_deref(),
        record.money.map(super::super::domain::money::Money::long),
    )
}

fn title_and_value(title: Option<&str>, value: Option<String>) -> String {
    match (title, value) {
        (Some(title), Some(value)) => format!("{title}, {value}"),
        (Some(title), None) => title.to_owned(),
        (None, Some(value)) => format!("a deal of {value}"),
        (None, None) => "a deal without a title".to_owned(),
    }
}

/// How far up its ladder a deal is: `4/7 delivered`.
pub fn rung(record: &DealRecord) -> String {
    let counted = format!("{}/{}", record.rungs_done, record.rungs_total);
    record
        .rung
        .map_or(counted.clone(), |rung| format!("{counted} {rung}"))
}

/// What one knows of somebody beside business: `rowing; her new boat, Fri 6 Mar; calls before nine`. None when
/// nothing is known.
pub fn rapport(person: &PersonRecord, today: NaiveDate) -> Option<String> {
    let topic = person.last_topic.as_ref().map(|topic| {
        let on = person.last_topic_on.map_or_else(String::new, |on| {
            format!(", {}", format_day_short(on, today))
        });
        format!("last: {topic}{on}")
    });
    let known = [person.interests.clone(), topic, person.note.clone()];
    let known: Vec<String> = known.into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.join("; "))
}

/// What to do, and why.
pub fn to_do<Status>(record: &CheckInRecord<Status>, today: NaiveDate) -> String {
    match (record.kind, record.rung, record.due_on) {
        (Kind::Promise, ..) => promised(record, today),
        (Kind::Risk, ..) => match &record.plan_b {
            Some(plan_b) => format!("risk: {}; plan B: {plan_b}", record.what),
            None => format!("risk: {}", record.what),
        },
        (Kind::Thanks, ..) => match &record.owner {
            Some(colleague) => format!("thank {colleague}: {}", record.what),
            None => record.what.clone(),
        },
        (Kind::Rung, ..) if record.what == VERIFIED_WHAT => {
            format!("{VERIFIED_WHAT} delivered and paid long ago")
        }
        (Kind::Rung, Some(rung), Some(due_on)) => {
            let when = match due_on.cmp(&today) {
                std::cmp::Ordering::Less => format!("was due {}", format_day_short(due_on, today)),
                std::cmp::Ordering::Equal => "is due today".to_owned(),
                std::cmp::Ordering::Greater => {
                    format!("is due {}", format_day_short(due_on, today))
                }
            };
            let slips = record
                .slips
                .filter(|slips| *slips > 0)
                .map(|slips| format!(", slipped {slips}×"));
            let penalty = record
                .penalty
                .as_ref()
                .map(|penalty| format!(", penalty: {penalty}"));
            let plan_b = record.plans_b.first().map(|plan_b| {
                let more = match record.plans_b.len() {
                    1 => String::new(),
                    count => format!(" (+{})", count - 1),
                };
                format!("; plan B: {plan_b}{more}")
            });
            let fact = |fact: &Option<String>| {
                let fact = fact.as_ref();
                fact.map_or_else(String::new, |fact| format!(", {fact}"))
            };
            let known = fact(&record.reference) + &fact(&record.here);
            let known = slips.unwrap_or_default() + &known + &penalty.unwrap_or_default();
            // What to do stands before what a narrow screen may cut.
            match plan_b {
                Some(plan_b) => {
                    format!(
                        "{} {when}{plan_b}{}",
                        rung.noun(),
                        known.replacen(", ", "; ", 1)
                    )
                }
                None => format!("{} {when}{known}", rung.noun()),
            }
        }
        _ => {
            let number = record.reference.as_ref();
            let number = number.map_or_else(String::new, |number| format!(" {number}"));
            match &record.why {
                Some(why) if record.what.ends_with('?') => format!("{}{number} {why}", record.what),
                Some(why) => format!("{}{number}: {why}", record.what),
                None => format!("{}{number}", record.what),
            }
        }
    }
}

/// What to do in a few words, without the reasons.
pub fn task(check_in: &CheckIn) -> String {
    match (check_in.kind, &check_in.owner) {
        (Kind::Risk, _) => format!("risk: {}", check_in.what),
        (Kind::Thanks, Some(colleague)) => format!("thank {colleague}: {}", check_in.what),
        _ => check_in.what.clone(),
    }
}

/// `training dates (Priya), promised 3 Mar`: what is owed, by whom where it is not the rep, and the date by
/// which it is judged once that is past.
fn promised<Status>(record: &CheckInRecord<Status>, today: NaiveDate) -> String {
    let whose = if record.theirs { "from them: " } else { "" };
    let owner = record
        .owner
        .as_ref()
        .map_or_else(String::new, |owner| format!(" ({owner})"));
    let since = record
        .promised_on
        .filter(|promised_on| *promised_on < today)
        .map(|on| format!(", promised {}", format_day_short(on, today)));
    format!("{whose}{}{owner}{}", record.what, since.unwrap_or_default())
}

/// What a result promises: `first response 40 → 28 h`.
pub fn result(record: &ResultRecord) -> String {
    format!(
        "{} {} \u{2192} {}",
        record.metric,
        record.baseline,
        record.with_unit(record.target)
    )
}

/// What somebody said to an objective: `Dana Ruiz objects: too early`.
pub fn answer(record: &AnswerRecord) -> String {
    let who = record.person.as_deref().unwrap_or("somebody");
    match (record.stance, &record.why) {
        (Stance::Asked, _) => format!("{who} was asked"),
        (Stance::Agreed, _) => format!("{who} agrees"),
        (Stance::Objecting, Some(why)) => format!("{who} objects: {why}"),
        (Stance::Objecting, None) => format!("{who} objects"),
    }
}

/// How late a check-in is: `9d`, `today`, or the day it comes.
pub fn lateness(record: &CheckInRecord, today: NaiveDate) -> String {
    match record.due_on {
        Some(due_on) if due_on > today => format_weekday_short(due_on),
        Some(due_on) if due_on == today => "today".to_owned(),
        Some(due_on) => format!("{}d", (today - due_on).num_days()),
        None => "waits".to_owned(),
    }
}

/// What came of a contact: `reached by call`, `email sent`.
pub fn contact(record: &TouchpointRecord) -> String {
    match record.outcome {
        Outcome::Reached if record.inbound => format!("they reached us by {}", record.via),
        Outcome::Reached => format!("reached by {}", record.via),
        Outcome::Sent => format!("{} sent", record.via),
        Outcome::NoAnswer => format!("{}, no answer", record.via),
        Outcome::LeftMessage => format!("{}, left a message", record.via),
    }
}

/// How long ago somebody was reached: `reached 12d ago`, `never reached`.
pub fn reached(days: Option<i64>) -> String {
    match days {
        None => "never reached".to_owned(),
        Some(0) => "reached today".to_owned(),
        Some(days) => format!("reached {days}d ago"),
    }
}

/// The same, shorter: `12d ago`, `never`.
pub fn days_ago(days: Option<i64>) -> String {
    match days {
        None => "never".to_owned(),
        Some(0) => "today".to_owned(),
        Some(days) => format!("{days}d ago"),
    }
}

/// How often it was tried since: `2 tries`; nothing for none.
pub fn tries(attempts: i64) -> String {
    match attempts {
        0 => String::new(),
        1 => "1 try".to_owned(),
        many => format!("{many} tries"),
    }
}

/// Whether a deal fits: `fits`.
pub const fn fit(fit: Fit) -> &'static str {
    match fit {
        Fit::Yes => "fits",
        Fit::No => "does not fit",
        Fit::Unknown => "may fit or not",
    }
}

/// What was said in a round of asking: `attractive: 24/7 support · would match: yes · signed: no`.
pub fn heartbeat(record: &HeartbeatRecord) -> String {
    let said = [
        record
            .attractive
            .as_ref()
            .map(|what| format!("attractive: {what}")),
        record
            .would_match
            .map(|answer| format!("would match: {answer}")),
        record
            .rival_signed
            .map(|answer| format!("rival signed: {answer}")),
        record
            .contract_ends_on
            .map(|on| format!("their contract ends {}", format_day(on))),
    ];
    said.into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" \u{b7} ")
}
