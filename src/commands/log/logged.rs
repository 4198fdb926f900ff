//! What `deals log` answers: logged, closed, what comes next.

use chrono::NaiveDate;

use crate::domain::check_in::{CheckIn, Kind};
use crate::domain::customer::{ADDON, Contacted};
use crate::domain::id::CheckInId;
use crate::domain::rung::Rung;
use crate::domain::when::format_day;
use crate::view::phrase;
use crate::view::record::TouchpointRecord;

use crate::commands::shared::change::Change;

/// At most three lines.
pub(super) fn lines(
    today: NaiveDate,
    change: &Change<Contacted>,
    record: &TouchpointRecord,
    mark: Option<Rung>,
) -> Vec<String> {
    let customer = &change.saved.customer;
    let what_of = |id: CheckInId| {
        customer
            .check_in(id)
            .map(|one| one.what.clone())
            .unwrap_or_default()
    };
    let logged = format!("{}{}", logged(record, mark), owed_since(change));
    let mut lines = vec![(record.id.to_string(), "logged", logged)];
    if let [first, rest @ ..] = change.value.closed.as_slice() {
        let others: Vec<String> = rest.iter().map(ToString::to_string).collect();
        let more = if others.is_empty() {
            String::new()
        } else {
            format!(" · and {}", others.join(", "))
        };
        lines.push((
            first.to_string(),
            "closed",
            format!("{}{more}", what_of(*first)),
        ));
    } else if let [first, rest @ ..] = change.value.hidden.as_slice() {
        let until = customer
            .check_in(*first)
            .and_then(|one| one.snoozed_until)
            .map(format_day);
        let more = if rest.is_empty() {
            String::new()
        } else {
            format!(" and {} more", rest.len())
        };
        let hidden = format!(
            "{}{more}, until {}",
            what_of(*first),
            until.unwrap_or_default()
        );
        lines.push((first.to_string(), "hidden", hidden));
    }
    let set = record.next.and_then(|id| customer.check_in(id));
    // What is hidden until then is said already.
    let is_hidden = |next: &&CheckIn| change.value.hidden.contains(&next.id);
    let next = set.or_else(|| customer.next_check_in(today));
    if let Some(next) = next.filter(|next| !is_hidden(next)) {
        let on = next.seen_on(today).map(format_day).unwrap_or_default();
        let task = phrase::task(next);
        lines.push((next.id.to_string(), "next", format!("{task}, {on}")));
    }
    let longest = lines.iter().map(|(id, ..)| id.len()).max().unwrap_or(0);
    lines
        .into_iter()
        .map(|(id, verb, text)| format!("{id:<longest$}  {verb:<6}  {text}"))
        .collect()
}

/// `; we owe training dates, Fri 13 Mar 2026 (c31)`: what was promised with the contact, and what may come on top.
fn owed_since(change: &Change<Contacted>) -> String {
    let is_new = |one: &&CheckIn| {
        let is_addon = one.kind == Kind::FollowUp && one.what.starts_with(ADDON);
        (one.kind == Kind::Promise || is_addon) && change.before.check_in(one.id).is_none()
    };
    let all = change.saved.customer.check_ins.iter();
    all.filter(is_new).fold(String::new(), |said, one| {
        let on = one.due_on.map(format_day).unwrap_or_default();
        let owe = if one.kind == Kind::Promise {
            "we owe "
        } else {
            ""
        };
        format!("{said}; {owe}{}, {on} ({})", one.what, one.id)
    })
}

/// `Acme Corp (Fleet), Dana Ruiz: reached by call, Mon 9 Mar 2026`
fn logged(record: &TouchpointRecord, mark: Option<Rung>) -> String {
    let deal = record
        .deal
        .as_ref()
        .map_or_else(String::new, |deal| format!(" ({deal})"));
    let who = record
        .person
        .as_ref()
        .map_or_else(String::new, |person| format!(", {person}"));
    let marked = mark.map_or_else(String::new, |rung| format!(", marked {rung}"));
    format!(
        "{}{deal}{who}: {}, {}{marked}",
        record.account,
        phrase::contact(record),
        format_day(record.on)
    )
}
