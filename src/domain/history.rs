//! What a command changed, told in the words of the records: which one, which field, from what to what.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::contract::Percent;
use crate::domain::id::{
    AccountId, AnyId, CheckInId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId,
};
use crate::domain::money::{Currency, Money};
use crate::domain::words::words;

words! {
    /// What a changed row holds.
    Kind, "a kind of record" {
        Account = "account",
        Person = "person",
        Deal = "deal",
        /// Somebody at a deal, with the role they have there.
        DealPerson = "deal-person",
        Rung = "rung",
        /// A change of an expected date.
        Move = "move",
        Part = "part",
        Touchpoint = "touchpoint",
        CheckIn = "check-in",
        Result = "result",
        Measurement = "measurement",
        Objective = "objective",
        /// What somebody said to an objective.
        Answer = "answer",
        Rival = "rival",
        Heartbeat = "heartbeat",
    }
}

words! {
    /// What became of a row.
    Happened, "what happened" {
        Made = "made",
        Changed = "changed",
        Removed = "removed",
    }
}

impl Happened {
    /// What taking it back does.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Made => Self::Removed,
            Self::Changed => Self::Changed,
            Self::Removed => Self::Made,
        }
    }
}

/// The command that forgets a person. It cannot be taken back, nor can what was done before it: the journal has
/// nothing of them any more.
pub const FORGET: &str = "person forget";

/// What the journal called it before there was `undo`.
const FORGET_BEFORE: &str = "person";

/// Whether a command is final: see [`FORGET`].
pub fn is_final(verb: &str) -> bool {
    matches!(verb, FORGET | FORGET_BEFORE)
}

/// Whether taking a command back is asked about first: it wrote very much.
pub fn asks_first(verb: &str) -> bool {
    verb == "import"
}

impl Kind {
    /// Its table and the letter of its ids; none where nobody names it.
    const fn place(self) -> (&'static str, Option<char>) {
        match self {
            Self::Account => ("account", Some(AccountId::LETTER)),
            Self::Person => ("person", Some(PersonId::LETTER)),
            Self::Deal => ("deal", Some(DealId::LETTER)),
            Self::DealPerson => ("deal_person", None),
            Self::Rung => ("rung", None),
            Self::Move => ("rung_move", None),
            Self::Part => ("part", None),
            Self::Touchpoint => ("touchpoint", Some(TouchpointId::LETTER)),
            Self::CheckIn => ("check_in", Some(CheckInId::LETTER)),
            Self::Result => ("result", Some(ResultId::LETTER)),
            Self::Measurement => ("measurement", None),
            Self::Objective => ("objective", Some(ObjectiveId::LETTER)),
            Self::Answer => ("objective_answer", None),
            Self::Rival => ("rival", None),
            Self::Heartbeat => ("heartbeat", None),
        }
    }

    /// Its table.
    pub const fn table(self) -> &'static str {
        self.place().0
    }

    /// What the rows of a table are; none of a table that only helps to find others.
    pub fn of_table(table: &str) -> Option<Self> {
        let all = Self::ALL.iter().copied();
        all.into_iter().find(|kind| kind.table() == table)
    }

    /// The table of an id, and its number there.
    pub fn row_of(id: AnyId) -> (&'static str, i64) {
        let (kind, number) = match id {
            AnyId::Account(id) => (Self::Account, id.0),
            AnyId::Person(id) => (Self::Person, id.0),
            AnyId::Deal(id) => (Self::Deal, id.0),
            AnyId::CheckIn(id) => (Self::CheckIn, id.0),
            AnyId::Touchpoint(id) => (Self::Touchpoint, id.0),
            AnyId::Result(id) => (Self::Result, id.0),
            AnyId::Objective(id) => (Self::Objective, id.0),
        };
        (kind.table(), number)
    }

    /// The letter of its ids; none where it has no id that people type.
    pub const fn letter(self) -> Option<char> {
        self.place().1
    }
}

/// What a column of the file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    Number(i64),
    Text(String),
}

/// A row of the file by its columns; one that is empty is left out.
pub type StoredRow = BTreeMap<String, Stored>;

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Text(String),
    Day(NaiveDate),
    Money(Money),
}

/// A field that is another one now; none is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// As scripts know it; that of a rung is named through it, as `delivered.done_on`.
    pub field: Cow<'static, str>,
    pub from: Option<Told>,
    pub to: Option<Told>,
}

impl FieldChange {
    /// Whether it only says that something is so; no is told as nothing.
    pub fn is_yes_or_no(&self) -> bool {
        let column = self.field.rsplit('.').next().unwrap_or_default();
        column != "may_quote" && YES_OR_NO.contains(&column)
    }
}

/// What a command did to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    pub kind: Kind,
    /// As printed: its own id, else that of the record it belongs to.
    pub id: String,
    pub happened: Happened,
    pub fields: Vec<FieldChange>,
}

impl RowChange {
    /// The same the other way round: what taking it back does.
    #[must_use]
    pub fn reversed(self) -> Self {
        let happened = self.happened.reversed();
        let fields = self.fields.into_iter().map(|one| FieldChange {
            from: one.to,
            to: one.from,
            ..one
        });
        Self {
            happened,
            fields: fields.collect(),
            ..self
        }
    }

    /// The field of that name, if it changed.
    pub fn field(&self, name: &str) -> Option<&FieldChange> {
        self.fields.iter().find(|one| one.field == name)
    }
}

/// Columns that say how the program works something out, and nothing that a person said.
const INNER: &[&str] = &[
    "id",
    "uid",
    "currency",
    "imported",
    "anchor_rung",
    "anchor_offset",
    "anchor_unit",
    "anchored_on",
    "every",
    "every_unit",
    "until_rung",
    "turn_on",
    "restarted",
    "moved_by_hand",
    "plan_runs",
    "plan_by_hand",
    "win_back",
];

/// Columns that hold yes or no.
const YES_OR_NO: &[&str] = &["not_applicable", "inbound", "asked", "theirs", "may_quote"];

/// Columns that point to a record, with the letter of its ids.
const POINTS_TO: &[(&str, char)] = &[
    ("account_id", AccountId::LETTER),
    ("person_id", PersonId::LETTER),
    ("agreed_by", PersonId::LETTER),
    ("accepted_by", PersonId::LETTER),
    ("deal_id", DealId::LETTER),
    ("addon_of", DealId::LETTER),
    ("touchpoint_id", TouchpointId::LETTER),
    ("next_check_in_id", CheckInId::LETTER),
    ("result_id", ResultId::LETTER),
    ("objective_id", ObjectiveId::LETTER),
];

/// Columns that scripts know by another name.
const CALLED: &[(&str, &str)] = &[
    ("on_day", "on"),
    ("next_check_in_id", "next"),
    ("value_minor", "value"),
    ("amount_minor", "amount"),
    ("commission", "commission_percent"),
];

/// What a command did to a row, from how it was before and after; none where nothing of it can be told. `rung` is the
/// rung that a part or a move belongs to.
pub fn tell(
    kind: Kind,
    number: i64,
    before: Option<&StoredRow>,
    after: Option<&StoredRow>,
    rung: Option<&StoredRow>,
) -> Option<RowChange> {
    let happened = match (before, after) {
        (None, Some(_)) => Happened::Made,
        (Some(_), None) => Happened::Removed,
        (Some(_), Some(_)) => Happened::Changed,
        (None, None) => return None,
    };
    let row = after.or(before)?;
    let nothing = StoredRow::new();
    let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
    let through = match kind {
        Kind::Rung => text(row, "rung"),
        Kind::Part | Kind::Move => rung.and_then(|rung| text(rung, "rung")),
        _ => None,
    };
    let mut columns: Vec<&String> = before.keys().chain(after.keys()).collect();
    columns.sort_unstable();
    columns.dedup();
    let fields: Vec<FieldChange> = columns
        .into_iter()
        .filter(|column| !INNER.contains(&column.as_str()))
        .filter(|column| kind != Kind::Rung || !matches!(column.as_str(), "rung" | "deal_id"))
        .filter(|column| column.as_str() != "rung_id")
        .filter_map(|column| {
            let (from, to) = (told(before, column), told(after, column));
            (from != to).then(|| FieldChange {
                field: name(column, through),
                from,
                to,
            })
        })
        .collect();
    if fields.is_empty() {
        return None;
    }
    Some(RowChange {
        kind,
        id: id(kind, number, row, rung),
        happened,
        fields,
    })
}

/// Its own id, else that of the record it belongs to.
fn id(kind: Kind, number: i64, row: &StoredRow, rung: Option<&StoredRow>) -> String {
    if let Some(letter) = kind.letter() {
        return format!("{letter}{number}");
    }
    let belongs_to = ["result_id", "objective_id", "deal_id", "account_id"];
    let of = |row: &StoredRow| {
        belongs_to
            .iter()
            .find(|column| row.contains_key(**column))
            .and_then(|column| told(row, column))
    };
    match of(row).or_else(|| rung.and_then(of)) {
        Some(Told::Text(id)) => id,
        _ => format!("{kind} {number}"),
    }
}

fn name(column: &str, through: Option<&str>) -> Cow<'static, str> {
    let called = CALLED.iter().find(|(known, _)| *known == column);
    match (called, through) {
        (Some((_, name)), None) => Cow::Borrowed(name),
        (Some((_, name)), Some(rung)) => format!("{rung}.{name}").into(),
        (None, None) => column.to_owned().into(),
        (None, Some(rung)) => format!("{rung}.{column}").into(),
    }
}

fn text<'r>(row: &'r StoredRow, column: &str) -> Option<&'r str> {
    match row.get(column)? {
        Stored::Text(text) => Some(text),
        Stored::Number(_) => None,
    }
}

/// What a column of a row says. No is told as nothing: it is what was not said.
fn told(row: &StoredRow, column: &str) -> Option<Told> {
    let number = match row.get(column)? {
        Stored::Text(text) => return words_of(column, text),
        Stored::Number(number) => *number,
    };
    let points_to = POINTS_TO.iter().find(|(known, _)| *known == column);
    Some(match (column, points_to) {
        (_, Some((_, letter))) => Told::Text(format!("{letter}{number}")),
        ("may_quote", _) if number == 0 => Told::Text("no".to_owned()),
        _ if YES_OR_NO.contains(&column) => {
            return (number != 0).then(|| Told::Text("yes".to_owned()));
        }
        ("value_minor" | "amount_minor", _) => {
            let currency: Currency = text(row, "currency")?.parse().ok()?;
            Told::Money(Money {
                minor: number,
                currency,
            })
        }
        ("commission", _) => {
            let percent = Percent(u32::try_from(number).ok()?).to_string();
            Told::Text(percent.trim_end_matches('%').to_owned())
        }
        ("snoozes", _) if number == 0 => return None,
        _ => Told::Text(number.to_string()),
    })
}

/// A text of a column: a day where the column holds days, words where it holds a list.
fn words_of(column: &str, text: &str) -> Option<Told> {
    let is_day = column.ends_with("_on") || matches!(column, "on_day" | "snoozed_until");
    if let Some(day) = is_day.then(|| text.parse().ok()).flatten() {
        return Some(Told::Day(day));
    }
    if column == "tags" {
        let words = text.trim_matches(['[', ']']).replace('"', "");
        return (!words.is_empty()).then(|| Told::Text(words.replace(',', ", ")));
    }
    (!text.is_empty()).then(|| Told::Text(text.to_owned()))
}

/// The record to which a row belongs, on the way to its account; none where it is an account's, or nobody's.
pub fn owner(row: &StoredRow) -> Option<(Kind, i64)> {
    const OWNERS: [(&str, Kind); 5] = [
        ("account_id", Kind::Account),
        ("deal_id", Kind::Deal),
        ("rung_id", Kind::Rung),
        ("result_id", Kind::Result),
        ("objective_id", Kind::Objective),
    ];
    OWNERS
        .iter()
        .find_map(|(column, kind)| match row.get(*column)? {
            Stored::Number(number) => Some((*kind, *number)),
            Stored::Text(_) => None,
        })
}

/// A command that the journal knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Its number in the journal, in the order in which commands ran.
    pub id: i64,
    pub at: DateTime<Utc>,
    pub verb: String,
    /// As it was typed; none where that is not known.
    pub typed: Option<String>,
    /// When it was taken back; none while it stands.
    pub undone_at: Option<DateTime<Utc>>,
}

impl Command {
    /// As it was typed, else its verb.
    pub fn words(&self) -> &str {
        self.typed.as_deref().unwrap_or(&self.verb)
    }
}

/// How many rows of a kind a command made, changed or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub kind: Kind,
    pub happened: Happened,
    pub count: usize,
}

/// A command, with what it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub command: Command,
    /// The customer's name, where the command touched one alone.
    pub account: Option<String>,
    /// What it did to how many rows of which kind.
    pub tally: Vec<Tally>,
    /// What it did to each, to the first of very many.
    pub changes: Vec<RowChange>,
}

impl Logged {
    /// What taking the command back does.
    #[must_use]
    pub fn reversed(self) -> Self {
        let tally = self.tally.into_iter().map(|one| Tally {
            happened: one.happened.reversed(),
            ..one
        });
        Self {
            tally: tally.collect(),
            changes: self.changes.into_iter().map(RowChange::reversed).collect(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests;
