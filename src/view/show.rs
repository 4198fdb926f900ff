//! Everything about a deal or a customer, on one screen.

use chrono::NaiveDate;

use crate::domain::when::{format_day, format_day_short};
use crate::view::format::FormatError;
use crate::view::health;
use crate::view::ladder;
use crate::view::lines::{self, Fact, heading};
use crate::view::list::Row;
use crate::view::lost;
use crate::view::open::{self, Of};
use crate::view::owed;
use crate::view::phrase;
use crate::view::record::{
    AccountStory, DealRecord, DealStory, HeartbeatRecord, PersonRecord, TouchpointRecord,
};
use crate::view::table::{Cell, Column, Table};
use crate::view::text;
use crate::view::timeline;
use crate::view::ui::{Style, Ui};

/// Tells the story of a deal: where it stands, its ladder, what is owed, late, measured and next, who is there,
/// and what happened.
pub fn deal(ui: &mut Ui, story: &DealStory, today: NaiveDate) -> Result<(), FormatError> {
    let deal = &story.deal;
    let rest = format!("({}) · {}", deal.account_id, phrase::deal_record(deal));
    title(ui, &deal.id.to_string(), &deal.account, &rest)?;
    let mut facts = vec![plain(format!("{}, {}", deal.status, phrase::rung(deal)))];
    facts.extend(health(deal).filter(|_| deal.health_reasons.is_empty()));
    facts.extend(deal.plan.as_ref().map(|plan| plain(format!("plan {plan}"))));
    facts.extend(
        deal.expected_close_on
            .map(|on| plain(format!("expected to close {}", format_day(on)))),
    );
    facts.extend(deal.key.as_ref().map(|key| plain(format!("key {key}"))));
    facts.push(plain(reach(deal.last_reached_on, deal.attempts, today)));
    lines::flow(ui, &facts, " · ", 4)?;
    reasons(ui, deal)?;
    tags(ui, &deal.tags)?;
    paragraph(ui, deal.note.as_deref())?;
    for fact in lost::facts(deal) {
        paragraph(ui, Some(&fact))?;
    }
    if let Some(fit) = deal.fit {
        let why = deal.fit_why.as_ref();
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        ui.line(&format!("    {}{why}", phrase::fit(fit)))?;
    }
    contract(ui, deal)?;
    heartbeats(ui, &story.heartbeats, today)?;
    ladder::show(ui, &story.rungs, today)?;
    owed::promises(ui, &story.promises, today)?;
    open::show(ui, &story.check_ins, Of::Deal, today)?;
    rows(ui, "RESULTS", &story.results, today)?;
    rows(ui, "OBJECTIVES", &story.objectives, today)?;
    owed::risks(ui, &story.risks, today)?;
    owed::rivals(ui, &story.rivals, today)?;
    people(ui, &story.people, today)?;
    addons(ui, story, today)?;
    owed::thanks(ui, &story.thanks, today)?;
    timeline::deal(ui, story, today)
}

/// Tells of a customer: its deals, what is owed, late and next, who is there, the last contacts.
pub fn account(ui: &mut Ui, story: &AccountStory, today: NaiveDate) -> Result<(), FormatError> {
    let account = &story.account;
    title(ui, &account.id.to_string(), &account.name, "")?;
    let mut facts = vec![plain(reach(
        account.last_reached_on,
        account.attempts,
        today,
    ))];
    let live: Vec<String> = account.money_live.iter().map(|sum| sum.long()).collect();
    let live = (!live.is_empty()).then(|| plain(format!("{} live", live.join(", "))));
    facts.extend(live);
    lines::flow(ui, &facts, " · ", 4)?;
    tags(ui, &account.tags)?;
    if !story.deals.is_empty() {
        heading(ui, "DEALS")?;
        deals(ui, &story.deals, today)?;
    }
    let of = Of::Account {
        deals: story.deals.len(),
    };
    owed::promises(ui, &story.promises, today)?;
    open::show(ui, &story.check_ins, of, today)?;
    rows(ui, "RESULTS", &story.results, today)?;
    rows(ui, "OBJECTIVES", &story.objectives, today)?;
    owed::risks(ui, &story.risks, today)?;
    owed::rivals(ui, &story.rivals, today)?;
    people(ui, &story.people, today)?;
    owed::thanks(ui, &story.thanks, today)?;
    heartbeats(ui, &story.heartbeats, today)?;
    timeline::contacts(ui, &story.touchpoints, today)
}

fn heartbeats(ui: &mut Ui, all: &[HeartbeatRecord], today: NaiveDate) -> Result<(), FormatError> {
    if all.is_empty() {
        return Ok(());
    }
    heading(ui, "HEARTBEATS")?;
    lost::heartbeats(ui, all, today)
}

/// `d12  Acme Corp (a3) · Fleet, 48,000 USD`, over several lines where one is too short.
fn title(ui: &mut Ui, id: &str, name: &str, rest: &str) -> Result<(), FormatError> {
    let rest = text::neutralise(rest);
    let beside = format!("{id}  {} {rest}", text::neutralise(name));
    let beside = beside.trim_end();
    if ui.width().is_none_or(|width| text::width(beside) <= width) {
        let rest = if rest.is_empty() {
            String::new()
        } else {
            format!(" {rest}")
        };
        return Ok(ui.styled_line(&[
            (Some(Style::Id), id),
            (None, "  "),
            (Some(Style::Heading), name),
            (None, &rest),
        ])?);
    }
    let indent = text::width(id) + 2;
    let lead = " ".repeat(indent);
    for (place, line) in text::wrap(&text::neutralise(name), ui.width(), indent)
        .iter()
        .enumerate()
    {
        let line = line.trim_start();
        let (id, gap) = if place == 0 {
            (id, "  ")
        } else {
            ("", lead.as_str())
        };
        ui.styled_line(&[
            (Some(Style::Id), id),
            (None, gap),
            (Some(Style::Heading), line),
        ])?;
    }
    if rest.is_empty() {
        return Ok(());
    }
    lines::paragraph(ui, &rest, 4)
}

fn plain(words: String) -> Fact {
    (None, words)
}

/// `red`, `amber` or `green`, where something judges the deal.
fn health(deal: &DealRecord) -> Option<Fact> {
    let colour = deal.health?;
    Some((Some(health::style(colour)), colour.as_str().to_owned()))
}

/// Why its health is what it is, a reason a line.
fn reasons(ui: &mut Ui, deal: &DealRecord) -> Result<(), FormatError> {
    let (style, word) = health(deal).unwrap_or_default();
    let row = |(place, reason): (usize, &String)| {
        let word = if place == 0 { word.as_str() } else { "" };
        vec![
            Cell {
                text: format!("    {word}"),
                style,
            },
            Cell::from(reason.clone()),
        ]
    };
    let rows = deal.health_reasons.iter().enumerate().map(row).collect();
    lines::entries(ui, rows)
}

fn tags(ui: &mut Ui, tags: &[String]) -> Result<(), FormatError> {
    if tags.is_empty() {
        return Ok(());
    }
    lines::paragraph(ui, &format!("tags: {}", tags.join(" ")), 4)
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
        lines::paragraph(ui, &line, 4)?;
    }
    Ok(())
}

/// The deals that add to this one, and what they come to.
fn addons(ui: &mut Ui, story: &DealStory, today: NaiveDate) -> Result<(), FormatError> {
    if story.addons.is_empty() {
        return Ok(());
    }
    heading(ui, "ADD-ONS")?;
    deals(ui, &story.addons, today)?;
    let sums: Vec<String> = story.addons_money.iter().map(|sum| sum.long()).collect();
    if !sums.is_empty() {
        let in_all = format!("{} in all", sums.join(", "));
        lines::remark(ui, in_all)?;
    }
    Ok(())
}

/// Deals, a line each: where it stands, how it is, and when somebody is to be called.
fn deals(ui: &mut Ui, all: &[DealRecord], today: NaiveDate) -> Result<(), FormatError> {
    let mut table = Table::new(&[
        Column::left(),
        Column::left().flex().min(8),
        Column::right(),
        Column::left(),
        Column::left(),
        Column::left(),
        Column::left(),
        Column::left(),
    ])
    .breaking();
    for deal in all {
        let (style, health) = health(deal).unwrap_or_default();
        let next = deal
            .next_check_in_on
            .map(|on| format!("next {}", format_day_short(on, today)));
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
            Cell {
                text: health,
                style,
            },
            Cell::from(next.unwrap_or_default()),
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

fn paragraph(ui: &mut Ui, text: Option<&str>) -> Result<(), FormatError> {
    text.map_or(Ok(()), |text| lines::paragraph(ui, text, 4))
}

fn people(ui: &mut Ui, people: &[PersonRecord], today: NaiveDate) -> Result<(), FormatError> {
    if people.is_empty() {
        return Ok(());
    }
    heading(ui, "PEOPLE")?;
    let mut table = Table::new(&[
        Column::left(),
        Column::left().flex().min(8),
        Column::left(),
        Column::left(),
        Column::left().flex().min(8),
    ])
    .breaking();
    for person in people {
        table.row(vec![
            Cell::styled(person.id.to_string(), Style::Id),
            Cell::from(person.name.clone()),
            Cell::from(person.role.map(|role| role.to_string()).unwrap_or_default()),
            Cell::from(person.phone.clone().unwrap_or_default()),
            Cell::from(person.email.clone().unwrap_or_default()),
        ]);
    }
    ui.table(&table)?;
    for person in people {
        if let Some(rapport) = phrase::rapport(person, today) {
            paragraph(ui, Some(&format!("{}: {rapport}", person.name)))?;
        }
    }
    Ok(())
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
    let mut table = Table::new(&columns).breaking();
    for record in records {
        let mut cells = record.cells(today);
        cells.remove(1);
        table.row(cells);
    }
    Ok(ui.table(&table)?)
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
    title(ui, &id, &record.account, deal.trim_start())?;
    let contact = phrase::contact(record);
    let contact = format!("{contact}{person}, {}", format_day(record.on));
    lines::paragraph(ui, &contact, 4)?;
    if let Some(sent_on) = record.sent_on {
        ui.line(&format!("    sent {}", format_day(sent_on)))?;
    }
    paragraph(ui, record.note.as_deref())?;
    if let Some(gave) = &record.gave {
        lines::paragraph(ui, &format!("gave: {gave}"), 4)?;
    }
    if !record.closed.is_empty() {
        let closed: Vec<String> = record.closed.iter().map(ToString::to_string).collect();
        lines::paragraph(ui, &format!("closed {}", closed.join(", ")), 4)?;
    }
    Ok(())
}
