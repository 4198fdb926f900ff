//! The morning: one row a customer, the most pressing first.

use chrono::NaiveDate;

use crate::domain::due::Level;
use crate::domain::money::Money;
use crate::domain::when::{format_day_short, format_weekday_short};
use crate::view::format::FormatError;
use crate::view::phrase;
use crate::view::record::{CheckInRecord, DueRecord};
use crate::view::table::{Cell, Column, Table};
use crate::view::text::{self, plural};
use crate::view::ui::{Style, Ui};

/// From how many columns on there is room for the phone, the rung, and when somebody was reached.
const WIDE: usize = 100;

/// From how many columns on there is room for words instead of numbers.
const AMPLE: usize = 130;

/// What stands below the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// All rows that are due, shown or not.
    pub rows: usize,
    /// Whether a row is a deal, not a customer.
    pub by_deal: bool,
    /// Check-ins that are due and hidden.
    pub snoozed: usize,
    /// Check-ins of the next seven days.
    pub coming: i64,
    /// The first day after today on which something comes, and with whom.
    pub next: Option<(NaiveDate, String)>,
    /// Whether nothing at all is on record yet.
    pub is_new: bool,
}

/// Shows the morning.
pub fn show(
    ui: &mut Ui,
    records: &[DueRecord],
    summary: &Summary,
    verbose: bool,
    today: NaiveDate,
) -> Result<(), FormatError> {
    if summary.is_new {
        ui.line("Nothing is on record yet. After a signature:")?;
        ui.line("  deals add \"Acme Corp\" Fleet 48k -d 3w -w \"Dana Ruiz <dana@acme.example>\"")?;
        ui.line("With deals in another program, exported as CSV:")?;
        ui.line("  deals import opportunities.csv --dry-run")?;
        ui.line("deals --help lists every command.")?;
        return Ok(());
    }
    let shows_rows = !records.is_empty();
    if shows_rows {
        ui.table(&table(records, ui.width(), verbose, today))?;
    }
    for line in footer(summary, records.len(), shows_rows, today, ui.width()) {
        ui.styled_line(&[(Some(Style::Dim), &line)])?;
    }
    Ok(())
}

/// How much of a row there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// What to do, with whom, for how much.
    Narrow,
    /// Also the phone, the rung, when somebody was reached and how often it was tried since; in numbers.
    Wide,
    /// The same in words.
    Ample,
}

impl Room {
    fn of(width: Option<usize>) -> Self {
        match width {
            Some(..WIDE) => Self::Narrow,
            Some(..AMPLE) => Self::Wide,
            _ => Self::Ample,
        }
    }

    /// The columns, where each value says its currency (or, in a book of one, none does).
    fn columns(self, says_currency: bool) -> Vec<Column<'static>> {
        let (customer, to_do, person) = match self {
            Self::Narrow => (18, 30, 14),
            Self::Wide => (14, 16, 12),
            Self::Ample => (28, 36, 20),
        };
        let to_do = to_do - if says_currency { 4 } else { 0 };
        let mut columns = vec![
            // A cut id names nothing, and a cut number of days, or a cut day, is another one.
            Column::left().min(7),
            Column::right().min(10),
            Column::left().min(10).max(customer),
            Column::right().min(2),
            Column::left().flex().min(to_do),
            Column::left().min(6).max(person),
            Column::right().min(10),
        ];
        if self > Self::Narrow {
            columns.extend([
                Column::left().header("phone").min(16).max(20),
                Column::left().header("rung").min(4),
                Column::right().header("reached").min(7),
                Column::left().header("tried").min(5),
            ]);
        }
        columns
    }
}

fn table(records: &[DueRecord], width: Option<usize>, verbose: bool, today: NaiveDate) -> Table {
    let room = Room::of(width);
    // Most books have one currency; where there are several, every value says its own.
    let says_currency = records
        .iter()
        .any(|record| money_of(record).is_some_and(|money| money.currency != record.default));
    let table = Table::new(&room.columns(says_currency));
    // Who asks for more is spared nothing.
    let mut table = if verbose { table.breaking() } else { table };
    let mut level = None;
    for record in records {
        if level != Some(record.level) {
            level = Some(record.level);
            table.section(record.level.heading());
        }
        table.row(row(record, room, says_currency, today));
        if verbose {
            for one in record.more.iter().chain(&record.promises) {
                table.row(more_row(one, today));
            }
            if let Some((on, words)) = &record.last_words {
                table.row(words_row(*on, words, today));
            }
            let person = record.person.as_ref();
            if let Some((person, known)) =
                person.and_then(|person| Some((person, phrase::rapport(person, today)?)))
            {
                table.row(said_row(&format!("{}: {known}", person.name)));
            }
        }
    }
    table
}

fn money_of(record: &DueRecord) -> Option<Money> {
    record.deal.as_ref().and_then(|deal| deal.money)
}

fn row(record: &DueRecord, room: Room, says_currency: bool, today: NaiveDate) -> Vec<Cell> {
    let check_in = &record.check_in;
    let style = match record.level {
        Level::Broken | Level::Late => Style::Late,
        Level::Overdue | Level::Today | Level::Adrift => Style::Soon,
        Level::Heartbeat | Level::Prospect | Level::Coming => Style::Dim,
    };
    let more = match record.more_count {
        0 => String::new(),
        count => format!("+{count}"),
    };
    let mut to_do = phrase::to_do(check_in, today);
    let failed_on = record.deal.as_ref().and_then(|deal| deal.credit_failed_on);
    // The follow-up that the failure set says so itself.
    if let Some(on) = failed_on.filter(|_| !to_do.starts_with("credit check failed")) {
        let on = format_day_short(on, today);
        to_do = format!("{to_do}; credit check failed {on}");
    }
    if record.tried_today {
        to_do.push_str(" (tried today)");
    }
    let value = money_of(record).map(|money| {
        if says_currency {
            format!("{} {}", money.short(), money.currency)
        } else {
            money.short()
        }
    });
    let mut cells = vec![
        Cell::styled(check_in.id.to_string(), Style::Id),
        Cell::styled(phrase::lateness(check_in, today), style),
        Cell::from(check_in.account.clone()),
        Cell::from(more),
        Cell::from(to_do),
        Cell::from(
            record
                .person
                .as_ref()
                .map(|person| person.name.clone())
                .unwrap_or_default(),
        ),
        Cell::from(value.unwrap_or_default()),
    ];
    if room > Room::Narrow {
        cells.extend(far_cells(record, room));
    }
    cells
}

/// What there is room for on a wide screen only.
fn far_cells(record: &DueRecord, room: Room) -> [Cell; 4] {
    let phone = record
        .person
        .as_ref()
        .and_then(|person| person.phone.clone());
    let (days, attempts) = (record.account.days_since_reached, record.account.attempts);
    let tries = if attempts == 0 {
        String::new()
    } else {
        format!("{attempts}×")
    };
    let rung = record.deal.as_ref().map(|deal| match room {
        Room::Ample => phrase::rung(deal),
        _ => format!("{}/{}", deal.rungs_done, deal.rungs_total),
    });
    [
        Cell::from(phone.unwrap_or_default()),
        Cell::from(rung.unwrap_or_default()),
        Cell::from(phrase::days_ago(days)),
        Cell::from(tries),
    ]
}

/// Another check-in of the same row, below it.
fn more_row(record: &CheckInRecord, today: NaiveDate) -> Vec<Cell> {
    vec![
        Cell::styled(record.id.to_string(), Style::Dim),
        Cell::styled(phrase::lateness(record, today), Style::Dim),
        Cell::from(""),
        Cell::from(""),
        Cell::styled(phrase::to_do(record, today), Style::Dim),
    ]
}

/// What was last said with the customer of a row, below it.
fn words_row(on: NaiveDate, words: &str, today: NaiveDate) -> Vec<Cell> {
    said_row(&format!("{}: {words}", format_day_short(on, today)))
}

/// Words below a row, across all of it that is left.
fn said_row(said: &str) -> Vec<Cell> {
    vec![
        Cell::from(""),
        Cell::from(""),
        Cell::from(""),
        Cell::from(""),
        Cell::styled(said.to_owned(), Style::Dim),
    ]
}

/// `3 of 3 customers · 2 snoozed · 5 coming, next: Elan on Mon 16 Mar`
///
/// Where that is too wide, the name gives way first; a very narrow screen gets a line for each part.
fn footer(
    summary: &Summary,
    shown: usize,
    shows_rows: bool,
    today: NaiveDate,
    width: Option<usize>,
) -> Vec<String> {
    /// So much of a name still tells who it is.
    const NAME: usize = 12;
    let name = summary.next.as_ref().map_or("", |(_, name)| name.as_str());
    let with_name = |name: &str| footer_parts(summary, name, shown, shows_rows, today);
    let joined = with_name(name).join(" · ");
    let too_much = |text: &str| width.map_or(0, |width| text::width(text).saturating_sub(width));
    let over = too_much(&joined);
    if over == 0 {
        return vec![joined];
    }
    let room = text::width(name).saturating_sub(over);
    if room >= NAME {
        return vec![with_name(&text::clip(name, room)).join(" · ")];
    }
    let parts = with_name(name);
    let over = parts.last().map_or(0, |part| too_much(part));
    with_name(&text::clip(name, text::width(name).saturating_sub(over)))
}

fn footer_parts(
    summary: &Summary,
    name: &str,
    shown: usize,
    shows_rows: bool,
    today: NaiveDate,
) -> Vec<String> {
    let noun = if summary.by_deal { "deal" } else { "customer" };
    let mut parts = Vec::new();
    if shows_rows && shown < summary.rows {
        parts.push(format!(
            "{shown} of {} · all: --limit 0",
            plural(summary.rows, noun)
        ));
    } else if shows_rows {
        parts.push(format!("{shown} of {}", plural(summary.rows, noun)));
    } else {
        parts.push("Nothing is due".to_owned());
    }
    if summary.snoozed > 0 {
        parts.push(format!("{} snoozed", summary.snoozed));
    }
    let next = summary.next.as_ref().map(|(on, _)| {
        let year = if (*on - today).num_days() > 300 {
            format!(" {}", on.format("%Y"))
        } else {
            String::new()
        };
        format!("next: {name} on {}{year}", format_weekday_short(*on))
    });
    match (summary.coming, next) {
        (0, None) => {}
        (0, Some(next)) => parts.push(next),
        (coming, Some(next)) => parts.push(format!("{coming} coming, {next}")),
        (coming, None) => parts.push(format!("{coming} coming")),
    }
    parts
}
