//! The report at a glance: a screen and a half at most, bars of plain characters, no colour needed.

use chrono::NaiveDate;

use crate::domain::money::{Currency, Money};
use crate::domain::report::{When, when};
use crate::domain::when::format_day;
use crate::view::record::{MonthRecord, ReportRecord, StageRecord};
use crate::view::table::{Cell, Column, Table};
use crate::view::text::{plural, wrap};
use crate::view::ui::{Style, Ui, WriteError};

/// The longest bar, in characters.
const LONGEST_BAR: i128 = 30;
/// What stands where there is nothing to count.
const NONE: &str = "none";
/// Where the words begin behind the name of a number.
const INDENT: usize = 16;

/// Shows it.
pub fn show(ui: &mut Ui, record: &ReportRecord, default: Currency) -> Result<(), WriteError> {
    let so_far = if record.to > record.as_of {
        ", so far"
    } else {
        ""
    };
    let heading = format!(
        "Report: {} to {}{so_far}",
        format_day(record.from),
        format_day(record.to)
    );
    ui.styled_line(&[(Some(Style::Heading), &heading)])?;
    if is_empty(record) {
        return EMPTY.iter().try_for_each(|line| ui.line(line));
    }
    value(ui, record, default)?;
    money(ui, record)?;
    section(ui, "WORK", &work(record))?;
    section(ui, "CONTACTS", &contacts(record))?;
    section(ui, "PURSUITS AND LOSSES", &pursuits(record))?;
    let hint = "Each by its name: deals report --show late · how it is counted: docs/report.md";
    ui.styled_line(&[(Some(Style::Dim), hint)])
}

const EMPTY: [&str; 8] = [
    "Nothing is on record yet. It will show:",
    "  how real the value is: verbal, ordered, signed, delivered, paid",
    "  commission earned and riding, and the money that each month is to bring",
    "  check-ins on time, promises kept, days slipped and why",
    "  accounts nobody was reached at, and where your contacts go",
    "  pursuits against your target, what was lost and why, what came back",
    "  add-ons, results that may be quoted, thanks owed",
    "hint: deals add ACCOUNT TITLE VALUE records a deal, deals import FILE many",
];

fn is_empty(record: &ReportRecord) -> bool {
    record.accounts == 0
}

/// A heading, then each number with its name.
fn section(ui: &mut Ui, heading: &str, lines: &[(&str, String)]) -> Result<(), WriteError> {
    ui.styled_line(&[(Some(Style::Heading), heading)])?;
    lines
        .iter()
        .try_for_each(|(name, words)| named(ui, name, words))
}

fn named(ui: &mut Ui, name: &str, words: &str) -> Result<(), WriteError> {
    let room = ui.width().map(|width| width.max(INDENT + 8));
    let mut name = format!("  {name:<width$}", width = INDENT - 2);
    for line in wrap(words, room, INDENT) {
        ui.styled_line(&[(Some(Style::Id), &name), (None, line.trim_start())])?;
        name = " ".repeat(INDENT);
    }
    Ok(())
}

/// Value by how real it is: bars of a single currency, else a line a currency, as bars of several cannot be compared.
fn value(ui: &mut Ui, record: &ReportRecord, default: Currency) -> Result<(), WriteError> {
    let mut currencies: Vec<Currency> = record
        .value
        .iter()
        .flat_map(|stage| stage.money.iter().map(|sum| sum.currency))
        .collect();
    currencies.sort_unstable_by_key(|currency| (*currency != default, *currency));
    currencies.dedup();
    ui.styled_line(&[(Some(Style::Heading), "VALUE, as of today")])?;
    let counts: Vec<String> = record
        .value
        .iter()
        .filter(|stage| stage.deals > 0)
        .map(|stage| format!("{} {}", stage.deals, stage.rung))
        .collect();
    let deals: usize = record.value.iter().map(|stage| stage.deals).sum();
    let counts = match deals {
        0 => NONE.to_owned(),
        _ => format!("{}: {}", plural(deals, "deal"), counts.join(" · ")),
    };
    named(ui, "value", &counts)?;
    match currencies.as_slice() {
        [] => Ok(()),
        [currency] => bars(ui, record, *currency),
        several => grid(ui, record, several),
    }
}

fn sum_in(stage: &StageRecord, currency: Currency) -> Option<Money> {
    let mut sums = stage.money.iter();
    sums.find(|sum| sum.currency == currency).copied()
}

fn bars(ui: &mut Ui, record: &ReportRecord, currency: Currency) -> Result<(), WriteError> {
    let mut table = Table::new(&[
        Column::left(),
        Column::right(),
        Column::left(),
        Column::left().flex(),
    ]);
    let stages = record.value.iter();
    let sums: Vec<(&str, Money)> = stages
        .filter_map(|stage| Some((stage.rung.as_str(), sum_in(stage, currency)?)))
        .collect();
    let largest = sums.iter().map(|(_, sum)| sum.minor).max().unwrap_or(0);
    for (rung, sum) in sums {
        table.row(vec![
            Cell::styled(format!("  {rung}"), Style::Id),
            Cell::from(sum.short()),
            Cell::from(currency.to_string()),
            Cell::from(bar(sum.minor, largest)),
        ]);
    }
    ui.table(&table)
}

/// A line a currency, a column a rung that has any.
fn grid(ui: &mut Ui, record: &ReportRecord, currencies: &[Currency]) -> Result<(), WriteError> {
    let stages = record.value.iter().filter(|stage| !stage.money.is_empty());
    let stages: Vec<&StageRecord> = stages.collect();
    let mut columns = vec![Column::left()];
    columns.extend(stages.iter().map(|_| Column::right()));
    let mut table = Table::new(&columns);
    let names = stages.iter();
    let names = names.map(|stage| Cell::styled(stage.rung.as_str(), Style::Dim));
    table.row(std::iter::once(Cell::from("")).chain(names).collect());
    for currency in currencies {
        let sums = stages.iter().map(|stage| {
            let sum = sum_in(stage, *currency);
            Cell::from(sum.map(Money::short).unwrap_or_default())
        });
        let name = Cell::styled(format!("  {currency}"), Style::Id);
        table.row(std::iter::once(name).chain(sums).collect());
    }
    ui.table(&table)
}

/// A bar as long as an amount is of the largest; what is not nothing has at least one character.
fn bar(amount: i64, largest: i64) -> String {
    if amount <= 0 || largest <= 0 {
        return String::new();
    }
    let (amount, largest) = (i128::from(amount), i128::from(largest));
    let length = ((LONGEST_BAR * amount + largest / 2) / largest).max(1);
    "#".repeat(usize::try_from(length).unwrap_or_default())
}

fn sums(money: &[Money]) -> String {
    if money.is_empty() {
        return NONE.to_owned();
    }
    let each: Vec<String> = money.iter().map(|sum| sum.long()).collect();
    each.join(" + ")
}

/// The same, short: what does not go into a column of its own.
fn short(money: &[Money]) -> String {
    let each = money
        .iter()
        .map(|sum| format!("{} {}", sum.short(), sum.currency));
    each.collect::<Vec<_>>().join(" + ")
}

/// Commission, and the money to come by month.
fn money(ui: &mut Ui, record: &ReportRecord) -> Result<(), WriteError> {
    let lag = match record.lag_days {
        Some(days) => format!(
            "{} from order to money, the median of {}",
            plural(usize::try_from(days).unwrap_or_default(), "day"),
            record.lag_deals
        ),
        None => format!(
            "not known yet: too few settled deals were paid, {} of 5",
            record.lag_deals
        ),
    };
    let commission = |money: &[Money], also: &str| match money {
        [] => NONE.to_owned(),
        _ => format!("{} of commission{also}", sums(money)),
    };
    let (earned, riding) = (&record.sums.earned, &record.sums.riding);
    let lines = [
        ("earned", commission(earned, "")),
        ("riding", commission(riding, ", until it is paid")),
        ("lag", lag),
    ];
    section(ui, "MONEY", &lines)?;
    if record.money.is_empty() {
        return named(ui, "money", "none is waited for");
    }
    let mut table = Table::new(&[
        Column::left().min(14),
        Column::left().flex(),
        Column::left().flex(),
    ]);
    let heading = |text: &str| Cell::styled(text, Style::Dim);
    let by_lag = if record.lag_days.is_some() {
        "by your lag"
    } else {
        ""
    };
    table.row(vec![
        Cell::styled("  money", Style::Id),
        heading("by the plan"),
        heading(by_lag),
    ]);
    let columns = if record.lag_days.is_some() { 2 } else { 1 };
    // Two columns between the names and each of the sums.
    let room = ui.width();
    let room = room.map(|width| width.max(2 * INDENT).saturating_sub(INDENT + 2) / columns);
    for (name, planned, by_lag) in months(&record.money, record.as_of) {
        let mut name = format!("  {name}");
        let (planned, by_lag) = (short(&planned), short(&by_lag));
        let mut sides = [wrap(&planned, room, 0), wrap(&by_lag, room, 0)].map(Vec::into_iter);
        loop {
            let [planned, by_lag] = sides.each_mut().map(Iterator::next);
            if planned.is_none() && by_lag.is_none() {
                break;
            }
            table.row(vec![
                Cell::from(std::mem::take(&mut name)),
                Cell::from(planned.unwrap_or_default()),
                Cell::from(by_lag.unwrap_or_default()),
            ]);
        }
    }
    ui.table(&table)
}

/// The months that stand by themselves, with what is past, later and without a date together.
fn months(all: &[MonthRecord], today: NaiveDate) -> Vec<(String, Vec<Money>, Vec<Money>)> {
    let mut rows: Vec<(String, Vec<Money>, Vec<Money>)> = Vec::new();
    let when = when(all.iter().map(|month| month.first_day), today);
    for (month, when) in all.iter().zip(when) {
        let name = match (when, month.first_day) {
            (When::Before, _) => "before".to_owned(),
            (When::Later, _) => "later".to_owned(),
            (When::Soon, Some(day)) => day.format("%b %Y").to_string(),
            (When::Undated | When::Soon, _) => "undated".to_owned(),
        };
        let (planned, by_lag) = (month.planned_money.clone(), month.by_lag_money.clone());
        if let Some(row) = rows.iter_mut().find(|row| row.0 == name) {
            row.1 = crate::domain::money::totals(row.1.drain(..).chain(planned));
            row.2 = crate::domain::money::totals(row.2.drain(..).chain(by_lag));
        } else {
            rows.push((name, planned, by_lag));
        }
    }
    rows
}

fn work(record: &ReportRecord) -> Vec<(&'static str, String)> {
    let check_ins = if record.check_ins == 0 {
        "none".to_owned()
    } else {
        let all = plural(record.check_ins, "check-in");
        format!("{} of {all} on-time · {} late", record.on_time, record.late)
    };
    let promises = if record.promises == 0 {
        "none of ours".to_owned()
    } else {
        let all = plural(record.promises, "promise");
        format!(
            "{} of {all} kept · {} kept-late · {} broken",
            record.kept, record.kept_late, record.broken
        )
    };
    let mut lines = vec![("check-ins", check_ins), ("promises", promises)];
    if record.slips > 0 {
        let days = plural(
            usize::try_from(record.slipped_days).unwrap_or_default(),
            "day",
        );
        let why: Vec<String> = record
            .slip_reasons
            .iter()
            .take(3)
            .map(|one| {
                let why = one.why.as_deref().unwrap_or("no reason given");
                format!("{why} {}d", one.days)
            })
            .collect();
        let words = format!("{}×, {days} in all: {}", record.slips, why.join(", "));
        lines.push(("slipped", words));
    }
    lines
}

fn contacts(record: &ReportRecord) -> Vec<(&'static str, String)> {
    let share = |part: usize| {
        let percent = crate::domain::report::percent(part, record.contacts);
        percent.map_or(String::new(), |percent| format!(" ({percent}%)"))
    };
    let split = if record.contacts == 0 {
        "nobody was reached".to_owned()
    } else {
        format!(
            "{}{} new-business · {}{} won-accounts · {}{} win-back",
            record.new_business,
            share(record.new_business),
            record.won_accounts,
            share(record.won_accounts),
            record.win_back,
            share(record.win_back)
        )
    };
    let mut lines = vec![("contacts", split)];
    if let (Some(target), Some(percent)) = (record.new_business_target, record.new_business_percent)
    {
        let judged = if percent < target { "too little: " } else { "" };
        lines.push((
            "new-business",
            format!("{judged}{percent}% of the contacts, your target is {target}%"),
        ));
    }
    lines.push(("attempts", format!("{} reached nobody", record.attempts)));
    lines.push((
        "quiet",
        format!(
            "{} quiet-30 · {} quiet-60 · {} quiet-90, of {}",
            record.quiet_30, record.quiet_60, record.quiet_90, record.accounts
        ),
    ));
    lines
}

fn pursuits(record: &ReportRecord) -> Vec<(&'static str, String)> {
    let worth = if record.sums.pursuits.is_empty() {
        String::new()
    } else {
        format!(", {}", sums(&record.sums.pursuits))
    };
    let target = match record.pursuits_target {
        Some(target) if record.pursuits_thin => format!(" · THIN: your target is {target}"),
        Some(target) => format!(" · your target is {target}"),
        None => String::new(),
    };
    let mut lines = vec![(
        "pursuits",
        format!("{} open{worth}{target}", record.pursuits),
    )];
    let reasons: Vec<String> = record
        .lost_reasons
        .iter()
        .map(|one| format!("{} {}", one.reason, one.deals))
        .collect();
    let lost = if reasons.is_empty() {
        "none".to_owned()
    } else {
        format!("{}: {}", plural(record.lost, "deal"), reasons.join(", "))
    };
    lines.push(("lost", lost));
    if let Some(percent) = record.win_back_percent {
        let all = record.won_back + record.lost;
        lines.push((
            "won-back",
            format!("{} of {all}, {percent}%", record.won_back),
        ));
    }
    let rivals: Vec<String> = record
        .rivals
        .iter()
        .take(4)
        .map(|one| {
            format!(
                "{} ({} lost-to, {} watched)",
                one.name, one.lost, one.watched
            )
        })
        .collect();
    if !rivals.is_empty() {
        lines.push(("rivals", rivals.join(", ")));
    }
    let addons = if record.addons == 0 {
        "none".to_owned()
    } else {
        format!("{}, {}", record.addons, sums(&record.sums.addons))
    };
    lines.push(("addons", addons));
    let proof = match record.proof {
        0 => "no result may be quoted yet".to_owned(),
        count => format!("{} may be quoted", plural(count, "result")),
    };
    lines.push(("proof", proof));
    let thanks = match record.thanks {
        0 => "none owed".to_owned(),
        count => format!("{} to give", plural(count, "thank-you")),
    };
    lines.push(("thanks", thanks));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        let table = [
            (0, 100, 0),
            (1, 100, 1),
            (50, 100, 15),
            (100, 100, 30),
            (0, 0, 0),
            (i64::MAX, i64::MAX, 30),
        ];
        for (amount, largest, length) in table {
            assert_eq!(bar(amount, largest).len(), length, "{amount} of {largest}");
        }
    }
}
