//! Records as they travel from one file to another: which kinds there are, which fields they have, what a value may
//! be, and what becomes of a record that meets a file which may know it already.
//!
//! One list says it for all: what writes an export, what reads one and what fetches the rows go by [`Table`]. So a
//! field cannot be written and not be read.

mod tables;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::domain::words::{UnknownWord, words};

/// The version of an export's form. A field that is added does not change it.
pub const VERSION: i64 = 1;

/// The highest number that an id of an export may have; a file gives out fewer in a lifetime.
pub const HIGHEST_ID: i64 = 4_000_000_000;

words! {
    /// A kind of record, in the order in which an export has them: what a record points to mostly comes before it.
    Kind, "a kind of record" {
        Account = "account",
        Person = "person",
        Deal = "deal",
        Result = "result",
        Objective = "objective",
        Touchpoint = "touchpoint",
        CheckIn = "check-in",
        Rival = "rival",
        Heartbeat = "heartbeat",
    }
}

/// What a field may hold.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Another record of that kind.
    Id(Kind),
    /// Any text, of any number of lines.
    Text,
    /// Text that is not empty.
    Words,
    /// The name of an account or a person.
    Name,
    /// A word of a list, whatever its case.
    Word(fn(&str) -> Result<&'static str, UnknownWord>),
    /// A calendar day.
    Day,
    /// Yes or no, kept as 1 or 0.
    Flag,
    /// A whole number between these.
    Count(i64, i64),
    /// An amount: a number in major units, kept in minor ones. The next field is its currency.
    Money,
    /// ISO 4217; there exactly when the amount before it is.
    Currency,
    /// Kept in hundredths of a per cent.
    Percent,
    /// A decimal number as text, so that none is rounded.
    Decimal,
    /// A list of words, kept as a JSON array.
    Tags,
    /// JSON, as text.
    Json,
}

/// Whether a field is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Always,
    /// Null, or left out, where there is nothing.
    Maybe,
    /// Never null; left out it is no, 0 or empty.
    Usual,
}

/// A field of a record.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub presence: Presence,
}

/// What must hold between the fields of a record.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// All of them or none.
    Together(&'static [&'static str]),
    /// The first only with the second.
    Needs(&'static str, &'static str),
    /// Not the first while the second is yes.
    Excludes(&'static str, &'static str),
    /// The first exactly when the second is this word.
    When(&'static str, &'static str, &'static str),
    /// The first exactly when the second is not this word.
    Unless(&'static str, &'static str, &'static str),
    /// Two numbers that are not as much.
    Differ(&'static str, &'static str),
}

/// The fields of a kind of record, or of what a record has a list of.
#[derive(Debug)]
pub struct Table {
    /// What one is called, where something is said of it.
    pub name: &'static str,
    /// The letter of its ids; none where nobody names one.
    pub letter: Option<char>,
    /// All but its own id.
    pub fields: &'static [Field],
    pub lists: &'static [List],
    pub rules: &'static [Rule],
}

/// A list within a record.
#[derive(Debug)]
pub struct List {
    pub name: &'static str,
    pub of: &'static Table,
    /// The field by which one is the same as before, and of which there are no two alike; else its place tells.
    pub key: Option<&'static str>,
}

/// What is in a field, as a file keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Nothing,
    Number(i64),
    Text(String),
}

/// A record, or one of a list within it: the values of its table's fields, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// In the file it is from; 0 where it says none.
    pub id: i64,
    pub values: Vec<Value>,
    pub lists: Vec<Vec<Self>>,
}

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Added,
    Updated,
    /// Ours is another one, and stays.
    Kept,
    Unchanged,
}

impl Kind {
    /// Its fields.
    pub const fn table(self) -> &'static Table {
        match self {
            Self::Account => &tables::ACCOUNT,
            Self::Person => &tables::PERSON,
            Self::Deal => &tables::DEAL,
            Self::Result => &tables::RESULT,
            Self::Objective => &tables::OBJECTIVE,
            Self::Touchpoint => &tables::TOUCHPOINT,
            Self::CheckIn => &tables::CHECK_IN,
            Self::Rival => &tables::RIVAL,
            Self::Heartbeat => &tables::HEARTBEAT,
        }
    }
}

impl Value {
    /// Whether there is anything.
    pub fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }

    /// The text, of a text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Table {
    /// The place of a field.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

impl Record {
    /// The value of a field.
    pub fn value(&self, table: &Table, name: &str) -> &Value {
        let place = table.place(name);
        place.map_or(&Value::Nothing, |place| &self.values[place])
    }

    /// The uid of a record that has one.
    pub fn uid(&self, table: &Table) -> &str {
        self.value(table, "uid").text().unwrap_or_default()
    }

    /// The value by which one of a list is the same as before.
    pub fn key(&self, list: &List) -> Option<&Value> {
        list.key.map(|key| self.value(list.of, key))
    }

    /// Every record that this one points to, by the path of the field.
    pub fn each_reference(&self, table: &Table, each: &mut dyn FnMut(&str, Kind, i64)) {
        for (field, value) in table.fields.iter().zip(&self.values) {
            if let (Shape::Id(kind), Value::Number(id)) = (field.shape, value) {
                each(field.name, kind, *id);
            }
        }
        for (list, all) in table.lists.iter().zip(&self.lists) {
            for one in all {
                one.each_reference(list.of, &mut |name, kind, id| {
                    each(&format!("{}.{name}", list.name), kind, id);
                });
            }
        }
    }

    /// Makes it point to the same records as a file knows them.
    pub fn renumber(&mut self, table: &Table, places: &Places) {
        for (field, value) in table.fields.iter().zip(&mut self.values) {
            if let (Shape::Id(kind), Value::Number(id)) = (field.shape, &mut *value) {
                *value = places.of(kind, *id).map_or(Value::Nothing, Value::Number);
            }
        }
        for (list, all) in table.lists.iter().zip(&mut self.lists) {
            for one in all {
                one.renumber(list.of, places);
            }
        }
    }

    /// Whether two say the same: under which numbers does not matter.
    pub fn says_as(&self, other: &Self) -> bool {
        let same = |ours: &Vec<Self>, theirs: &Vec<Self>| {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(one, other)| one.says_as(other))
        };
        self.values == other.values
            && self
                .lists
                .iter()
                .zip(&other.lists)
                .all(|(ours, theirs)| same(ours, theirs))
    }

    /// The first rule that does not hold, in words.
    pub fn broken_rule(&self, table: &Table) -> Option<String> {
        let has = |name: &str| !self.value(table, name).is_nothing();
        let is = |name: &str, word: &str| self.value(table, name).text() == Some(word);
        table.rules.iter().find_map(|rule| match rule {
            Rule::Together(names) => {
                let there = names.iter().filter(|name| has(name)).count();
                let holds = there == 0 || there == names.len();
                (!holds).then(|| format!("{} go together", names.join(", ")))
            }
            Rule::Needs(one, other) => {
                (has(one) && !has(other)).then(|| format!("{one} goes with {other}"))
            }
            Rule::Excludes(one, other) => {
                let is_yes = *self.value(table, other) == Value::Number(1);
                (has(one) && is_yes).then(|| format!("{one} does not go with {other}"))
            }
            Rule::When(one, other, word) => (has(one) != is(other, word))
                .then(|| format!("{one} stands exactly where {other} is {word}")),
            Rule::Unless(one, other, word) => (has(one) == is(other, word))
                .then(|| format!("{one} stands exactly where {other} is not {word}")),
            Rule::Differ(one, other) => {
                let read = |name| {
                    let text = self.value(table, name).text()?;
                    crate::domain::number::Number::read_kept(text)
                };
                let same = read(one).zip(read(other));
                let same = same.is_some_and(|(one, other)| one.compare(other).is_eq());
                same.then(|| format!("{one} is as much as {other}"))
            }
        })
    }
}

/// What becomes of a record, where ours (of the same uid) is as it is: the rep's own word stands, unless `theirs` says
/// that the file wins.
pub fn decide(ours: Option<&Record>, incoming: &Record, theirs: bool) -> Verdict {
    match ours {
        None => Verdict::Added,
        Some(ours) if ours.says_as(incoming) => Verdict::Unchanged,
        Some(_) if theirs => Verdict::Updated,
        Some(_) => Verdict::Kept,
    }
}

/// Where the records of an export stand in a file.
#[derive(Debug, Default)]
pub struct Places(HashMap<(Kind, i64), i64>);

impl Places {
    /// Settles where the records of a kind go, each given by its id and its uid: to where the file knows the uid, else
    /// to the id they had, else, where that may have been given already, to a new one. `last` is the highest id that
    /// the file has ever given.
    pub fn settle<'r>(
        &mut self,
        kind: Kind,
        records: impl Iterator<Item = (i64, &'r str)> + Clone,
        known: &HashMap<String, i64>,
        last: i64,
    ) {
        let new = records.clone().filter(|(_, uid)| !known.contains_key(*uid));
        let mut next = new.map(|(id, _)| id).max().unwrap_or(0).max(last) + 1;
        for (id, uid) in records {
            let place = match known.get(uid) {
                Some(place) => *place,
                None if id > last => id,
                None => {
                    next += 1;
                    next - 1
                }
            };
            self.0.insert((kind, id), place);
        }
    }

    /// The id of a record in the file.
    pub fn of(&self, kind: Kind, id: i64) -> Option<i64> {
        self.0.get(&(kind, id)).copied()
    }
}
