//! Everything about a deal or a customer, on one screen.

use chrono::NaiveDate;

use crate::domain::check_in::{CheckInStatus, Kind};
use crate::domain::when::{format_day, format_day_short};
use crate::view::format::FormatError;
use crate::view::ladder;
use crate::view::list::Row;
use crate::view::owed;
use crate::view::phrase;
use crate::view::record::{
    AccountStory, CheckInRecord, DealRecord, DealStory, PersonRecord, PromiseRecord, RivalRecord,
    TouchpointRecord,
};
use crate::view::table::{Cell, Column, Table};
use crate::view::text::wrap;
use crate::view::ui::{Style, Ui};

/// Shows a deal: its ladder, what is open, who is there, what was said.
pub fn deal(ui: &mut Ui, story: &DealStory, today: NaiveDate) -> Result<(), FormatError> {
    let deal = &story.deal;
    let id = deal.id.to_string();
    ui.styled_line(&[
        (Some(Style::Id), &id),
        (None, "  "),
        (Some(Style::Heading), &deal.account),
        (
            None,
            &format!(" ({}) · {}", deal.account_id, phrase::deal_record(deal)),
        ),
    ])?;
    let mut facts = vec![format!("{}, {}", deal.status, phrase::rung(deal))];
    facts.extend(deal.plan.as_ref().map(|plan| format!("plan {plan}")));
    facts.extend(
        deal.expected_close_on
            .map(|on| format!("expected to close {}", format_day(on))),
    );
    facts.extend(deal.lost_on.map(|on| format!("lost {}", format_day(on))));
    facts.extend(deal.key.as_ref().map(|key| format!("key {key}")));
    facts.push(reach(deal.last_reached_on, deal.attempts, today));
    ui.line(&format!("    {}", facts.join(" · ")))?;
    if !deal.tags.is_empty() {
        ui.line(&format!("    tags: {}", deal.tags.join(" ")))?;
    }
    paragraph(ui, deal.note.as_deref())?;
    contract(ui, deal)?;
    heading(ui, "LADDER")?;
    ladder::show(ui, &story.rungs, today)?;
    promises(ui, &story.promises, today)?;
    rivals(ui, &story.rivals, today)?;
    people(ui, &story.people)?;
    check_ins(ui, &story.check_ins, today)?;
    rows(ui, "RESULTS", &story.results, today)?;
    rows(ui, "OBJECTIVES", &story.objectives, today)?;
    addons(ui, story)?;
    touchpoints(ui, &story.touchpoints, today)
}

/// Shows a customer: its deals, what is open, who is there, what was said.
pub fn account(ui: &mut Ui, story: &AccountStory, today: NaiveDate) -> Result<(), FormatError> {
    let account = &story.account;
    let id = account.id.to_string();
    ui.styled_line(&[
        (Some(Style::Id), &id),
        (None, "  "),
        (Some(Style::Heading), &account.name),
    ])?;
    ui.line(&format!(
        "    {}",
        reach(account.last_reached_on, account.attempts, today)
    ))?;
    if !account.tags.is_empty() {
        ui.line(&format!("    tags: {}", account.tags.join(" ")))?;
    }
    if !story.deals.is_empty() {
        heading(ui, "DEALS")?;
        deals(ui, &story.deals)?;
    }
    promises(ui, &story.promises, today)?;
    rivals(ui, &story.rivals, today)?;
    people(ui, &story.people)?;
    check_ins(ui, &story.check_ins, today)?;
    rows(ui, "RESULTS", &story.results, today)?;
    rows(ui, "OBJECTIVES", &story.objectives, today)?;
    touchpoints(ui, &story.touchpoints, today)
}

fn promises(ui: &mut Ui, all: &[PromiseRecord], today: NaiveDate) -> Result<(), FormatError> {
    if all.is_empty() {
        return Ok(());
    }
    heading(ui, "PROMISES")?;
    owed::promises(ui, all, today)
}

fn rivals(ui: &mut Ui, all: &[RivalRecord], today: NaiveDate) -> Result<(), FormatError> {
    if all.is_empty() {
        return Ok(());
    }
    heading(ui, "RIVALS")?;
    owed::rivals(ui, all, today)
}

/// What the contract says beside its ladder.
fn contract(ui: &mut Ui, deal: &DealRecord) -> Result<(), FormatError> {
    let renews = deal.renews_on.zip(deal.notice_on).map(|(on, notice_on)| {
        let notice = format_day(notice_on);
        format!("renews {}, notice by {notice}", format_day(on))
    });
    let commission = deal.commission_percent.map(|share| {
        let amount = deal
            .commission_money
            .map_or_else(String::new, |money| format!(", {}", money.long()));
        let earned = deal.commission_earned_on.map_or_else(
            || "earned when it is paid".to_owned(),
            |on| format!("earned {}", format_day(on)),
        );
        format!("commission {share}{amount}, {earned}")
    });
    let penalty = deal
        .penalty
        .as_ref()
        .map(|penalty| format!("penalty for a late delivery: {penalty}"));
    let addon = deal.addon_of.map(|parent| format!("adds to {parent}"));
    for line in [addon, renews, penalty, commission].into_iter().flatten() {
        ui.line(&format!("    {line}"))?;
    }
    Ok(())
}

/// The deals that add to this one, and what they come to.
fn addons(ui: &mut Ui, story: &DealStory) -> Result<(), FormatError> {
    if story.addons.is_empty() {
        return Ok(());
    }
    heading(ui, "ADD-ONS")?;
    deals(ui, &story.addons)?;
    let sums: Vec<String> = story.addons_money.iter().map(|sum| sum.long()).collect();
    if !sums.is_empty() {
        let in_all = format!("{} in all", sums.join(", "));
        ui.styled_line(&[(Some(Style::Dim), &in_all)])?;
    }
    Ok(())
}

/// Deals, a line each.
fn deals(ui: &mut Ui, all: &[DealRecord]) -> Result<(), FormatError> {
    let mut table = Table::new(&[
        Column::left(),
        Column::left().flex().min(8),
        Column::right(),
        Column::left(),
        Column::left(),
        Column::left(),
    ]);
    for deal in all {
        table.row(vec![
            Cell::styled(deal.id.to_string(), Style::Id),
            Cell::from(deal.title.clone().unwrap_or_default()),
            Cell::from(
                deal.money
                    .map(super::super::domain::money::Money::short)
                    .unwrap_or_default(),
            ),
            Cell::from(
                deal.currency
                    .map(|currency| currency.to_string())
                    .unwrap_or_default(),
            ),
            Cell::from(deal.status.as_str()),
            Cell::from(phrase::rung(deal)),
        ]);
    }
    Ok(ui.table(&table)?)
}

fn reach(last_reached_on: Option<NaiveDate>, attempts: i64, today: NaiveDate) -> String {
    let reached = match last_reached_on {
        Some(on) if on == today => "reached today".to_owned(),
        Some(on) => format!(
            "reached {} ({})",
            format_day_short(on, today),
            phrase::days_ago(Some((today - on).num_days()))
        ),
        None => "never reached".to_owned(),
    };
    if attempts == 0 {
        reached
    } else {
        format!("{reached}, {} since", phrase::tries(attempts))
    }
}

fn heading(ui: &mut Ui, text: &str) -> Result<(), FormatError> {
    ui.line("")?;
    Ok(ui.styled_line(&[(Some(Style::Heading), text)])?)
}

fn paragraph(ui: &mut Ui, text: Option<&str>) -> Result<(), FormatError> {
    for line in text
        .map(|text| wrap(text, ui.width(), 4))
        .unwrap_or_default()
    {
        ui.line(&line)?;
    }
    Ok(())
}

fn people(ui: &mut Ui, people: &[PersonRecord]) -> Result<(), FormatError> {
    if people.is_empty() {
        return Ok(());
    }
    heading(ui, "PEOPLE")?;
    let mut table = Table::new(&[
        Column::left(),
        Column::left().flex().min(8),
        Column::left(),
        Column::left().max(20),
        Column::left().flex().min(8),
    ]);
    for person in people {
        table.row(vec![
            Cell::styled(person.id.to_string(), Style::Id),
            Cell::from(person.name.clone()),
            Cell::from(person.role.map(|role| role.to_string()).unwrap_or_default()),
            Cell::from(person.phone.clone().unwrap_or_default()),
            Cell::from(person.email.clone().unwrap_or_default()),
        ]);
    }
    Ok(ui.table(&table)?)
}

/// The open check-ins by date; those that wait for a day last. Promises stand in a list of their own.
fn check_ins(ui: &mut Ui, all: &[CheckInRecord], today: NaiveDate) -> Result<(), FormatError> {
    let mut open: Vec<_> = all
        .iter()
        .filter(|one| one.status == CheckInStatus::Open && one.kind != Kind::Promise)
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    open.sort_by_key(|one| (one.due_on.is_none(), one.due_on, one.id));
    heading(ui, "OPEN")?;
    let mut table = Table::new(&[
        Column::left(),
        Column::left(),
        Column::left(),
        Column::left().flex().min(12),
    ]);
    for one in open {
        let is_late = one.due_on.is_some_and(|due_on| due_on < today);
        let when = one.due_on.map_or_else(|| "waits".to_owned(), format_day);
        let hidden = one.snoozed_until.filter(|until| *until > today);
        let kind = hidden.map_or_else(
            || one.kind.to_string(),
            |until| format!("hidden to {}", format_day_short(until, today)),
        );
        table.row(vec![
            Cell::styled(one.id.to_string(), Style::Id),
            if is_late {
                Cell::styled(when, Style::Late)
            } else {
                Cell::from(when)
            },
            Cell::styled(kind, Style::Dim),
            Cell::from(phrase::to_do(one, today)),
        ]);
    }
    Ok(ui.table(&table)?)
}

/// The rows of a list below a heading, without the account, which stands above.
fn rows<R: Row>(
    ui: &mut Ui,
    title: &str,
    records: &[R],
    today: NaiveDate,
) -> Result<(), FormatError> {
    if records.is_empty() {
        return Ok(());
    }
    heading(ui, title)?;
    let mut columns = R::columns();
    columns.remove(1);
    for column in &mut columns {
        column.header = None;
    }
    let mut table = Table::new(&columns);
    for record in records {
        let mut cells = record.cells(today);
        cells.remove(1);
        table.row(cells);
    }
    Ok(ui.table(&table)?)
}

/// The latest touchpoints, as many as a screen takes.
fn touchpoints(ui: &mut Ui, all: &[TouchpointRecord], today: NaiveDate) -> Result<(), FormatError> {
    const SHOWN: usize = 10;
    if all.is_empty() {
        return Ok(());
    }
    heading(ui, "CONTACTS")?;
    let mut table = Table::new(&[
        Column::left(),
        Column::left(),
        Column::left(),
        Column::left().max(20),
        Column::left().flex().min(12),
    ]);
    for one in all.iter().take(SHOWN) {
        let mut cells = one.cells(today);
        cells.remove(2);
        table.row(cells);
    }
    ui.table(&table)?;
    if all.len() > SHOWN {
        let more = format!(
            "{} more: deals touchpoints {}",
            all.len() - SHOWN,
            all[0].account_id
        );
        ui.styled_line(&[(Some(Style::Dim), &more)])?;
    }
    Ok(())
}

/// Shows one touchpoint.
pub fn touchpoint(ui: &mut Ui, record: &TouchpointRecord) -> Result<(), FormatError> {
    let id = record.id.to_string();
    let deal = record
        .deal
        .as_ref()
        .map_or_else(String::new, |deal| format!(" · {deal}"));
    let person = record
        .person
        .as_ref()
        .map_or_else(String::new, |person| format!(", {person}"));
    ui.styled_line(&[
        (Some(Style::Id), &id),
        (None, "  "),
        (Some(Style::Heading), &record.account),
        (None, &deal),
    ])?;
    ui.line(&format!(
        "    {}{person}, {}",
        phrase::contact(record),
        format_day(record.on)
    ))?;
    if let Some(sent_on) = record.sent_on {
        ui.line(&format!("    sent {}", format_day(sent_on)))?;
    }
    paragraph(ui, record.note.as_deref())?;
    if let Some(gave) = &record.gave {
        ui.line(&format!("    gave: {gave}"))?;
    }
    if !record.closed.is_empty() {
        let closed: Vec<String> = record.closed.iter().map(ToString::to_string).collect();
        ui.line(&format!("    closed {}", closed.join(", ")))?;
    }
    Ok(())
}
