//! One row → one deal, or every reason why not.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Display,
};

use chrono::NaiveDate;

use super::{
    Field, ImportOptions,
    date_column::read_date,
    deals_sheet::{SPLITS, as_it_was, read_tags},
    delimited::Row,
    error::quoted,
    mapping::Mapping,
};
use crate::domain::{
    money::{self, Currency, Money},
    name::{NameError, PersonSpec, check_name, fold},
    when::DateOrder,
    words::excerpt,
};

/// How far a deal has come, as the other program sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Signed on the close date.
    Won,
    /// Lost on the close date.
    Lost,
    /// Neither; the close date, if any, is when it is expected to close.
    Prospect,
}

impl Stage {
    /// Its name in answers, reasons and tests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Prospect => "prospect",
        }
    }

    /// What a program's word for a stage means, whatever its case, punctuation and numbering
    /// (`6 - Closed/Won`). Words not known to end a deal leave it a prospect: taking one for won would
    /// put a customer on record who is none.
    fn from_word(word: &str) -> Self {
        const WON: [&str; 8] = [
            "won",
            "closedwon",
            "dealwon",
            "signed",
            "settled",
            "gewonnen",
            "gagne",
            "ganado",
        ];
        const LOST: [&str; 7] = [
            "lost",
            "closedlost",
            "deallost",
            "buried",
            "verloren",
            "perdu",
            "perdido",
        ];
        let letters: String = fold(word)
            .split(|character: char| !character.is_alphanumeric())
            .filter(|part| !part.bytes().all(|byte| byte.is_ascii_digit()))
            .collect();
        if WON.contains(&letters.as_str()) {
            Self::Won
        } else if LOST.contains(&letters.as_str()) {
            Self::Lost
        } else {
            Self::Prospect
        }
    }
}

/// A word of the stage column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageWord {
    /// As it stands in the file; empty for blank cells.
    pub word: String,
    pub stage: Stage,
    /// How many of the good rows have it.
    pub rows: u64,
}

/// One row, ready to be stored: every cell checked, nothing looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedDeal {
    /// The line its row starts on, counted from 1.
    pub line: u64,
    /// Which deal of ours it is, in our own export; no two deals of a sheet share it.
    pub uid: Option<String>,
    /// Which program the record id belongs to, in our own export.
    pub source: Option<String>,
    /// The record id, if the row has one; no two deals of a sheet share it.
    pub key: Option<String>,
    pub account: String,
    pub title: Option<String>,
    /// A blank cell is `None`, which is not an amount of 0.
    pub value: Option<Money>,
    pub stage: Stage,
    /// Always there, and not in the future, when the stage is won or lost.
    pub closed_on: Option<NaiveDate>,
    pub person: Option<String>,
    /// An address may stand without a person.
    pub email: Option<String>,
    pub phone: Option<String>,
    /// May have several lines.
    pub note: Option<String>,
    /// Each once, in the cell's order.
    pub tags: Vec<String>,
}

/// Why a row is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The line its row starts on, counted from 1.
    pub line: u64,
    /// The header of the column at fault; `None` when it is the row as a whole, or a column that the
    /// file does not have.
    pub column: Option<String>,
    /// A lower-case fragment.
    pub reason: String,
}

/// Reads the wanted rows of one file in their order.
#[derive(Debug)]
pub(super) struct RowReader<'a> {
    mapping: &'a Mapping,
    options: &'a ImportOptions,
    date_order: Option<DateOrder>,
    /// The record ids of the good rows so far, each behind what it belongs to, with their lines; those of our own
    /// deals belong to nothing.
    keys: HashMap<(Option<String>, String), u64>,
    /// The stage words of the good rows so far, with their counts.
    stages: BTreeMap<String, (Stage, u64)>,
}

impl<'a> RowReader<'a> {
    /// `date_order` is that of the whole column of close dates.
    pub(super) fn new(
        mapping: &'a Mapping,
        options: &'a ImportOptions,
        date_order: Option<DateOrder>,
    ) -> Self {
        Self {
            mapping,
            options,
            date_order,
            keys: HashMap::new(),
            stages: BTreeMap::new(),
        }
    }

    /// # Errors
    /// Everything that is wrong with the row, at least one thing. A record id that an earlier good row
    /// has is an error too: the second row would silently overwrite the first.
    pub(super) fn read(&mut self, row: &Row) -> Result<ImportedDeal, Vec<RowError>> {
        let mut cells = Cells {
            row,
            mapping: self.mapping,
            errors: Vec::new(),
        };
        cells.check_count()?;
        cells.check_columns();
        let stage_word = cells.text(Field::Stage);
        let stage = stage_word.map_or(Stage::Prospect, Stage::from_word);
        let (person, person_email) = match cells.person() {
            Some(spec) => (Some(spec.name), spec.email),
            None => (None, None),
        };
        let source = cells
            .is_own()
            .then(|| cells.text(Field::KeySource).unwrap_or_default().to_owned());
        let key = cells.name(Field::Key);
        let uid = cells.text(Field::Uid).map(str::to_owned);
        cells.check_new(Field::Key, source.as_deref(), key.as_deref(), &self.keys);
        cells.check_new(Field::Uid, None, uid.as_deref(), &self.keys);
        let deal = ImportedDeal {
            line: row.line,
            uid,
            source,
            key,
            account: cells.account(),
            title: cells.name(Field::Title),
            value: cells.value(self.options.currency),
            stage,
            closed_on: cells.closed_on(stage, self.date_order, self.options.today),
            email: cells.email().or(person_email),
            person,
            phone: cells.name(Field::Phone),
            note: cells.text(Field::Note).map(str::to_owned),
            tags: cells.tags(),
        };
        if !cells.errors.is_empty() {
            return Err(cells.errors);
        }
        self.remember(&deal, stage_word);
        Ok(deal)
    }

    /// The stage words of the good rows in alphabetical order; none without a stage column.
    pub(super) fn into_stage_words(self) -> Vec<StageWord> {
        self.stages
            .into_iter()
            .map(|(word, (stage, rows))| StageWord { word, stage, rows })
            .collect()
    }

    fn remember(&mut self, deal: &ImportedDeal, stage_word: Option<&str>) {
        let key = deal.key.iter().map(|key| (deal.source.clone(), key));
        let uid = deal.uid.iter().map(|uid| (None, uid));
        for (of, id) in key.chain(uid) {
            self.keys.insert((of, id.clone()), deal.line);
        }
        if self.mapping.place(Field::Stage).is_some() {
            let word = stage_word.unwrap_or_default().to_owned();
            self.stages.entry(word).or_insert((deal.stage, 0)).1 += 1;
        }
    }
}

/// The cells of a row by field, and what was found wrong with them so far.
struct Cells<'a> {
    row: &'a Row,
    mapping: &'a Mapping,
    errors: Vec<RowError>,
}

impl<'a> Cells<'a> {
    /// A ragged row says nothing else: its cells cannot be told apart.
    fn check_count(&self) -> Result<(), Vec<RowError>> {
        let (found, expected) = (self.row.cells.len(), self.mapping.columns.len());
        if found == expected {
            return Ok(());
        }
        Err(vec![RowError {
            line: self.row.line,
            column: None,
            reason: format!("the header has {expected} cells, this row {found}"),
        }])
    }

    /// Whether the file is an export of ours, whose texts are taken as they were.
    fn is_own(&self) -> bool {
        self.mapping.place(Field::Uid).is_some()
    }

    /// A cell's text without the white space around it; `None` when the cell is blank or there is none.
    fn text(&self, field: Field) -> Option<&'a str> {
        let cell = self.row.cells.get(self.mapping.place(field)?)?;
        let is_text = !matches!(
            field,
            Field::Uid | Field::Value | Field::Currency | Field::Stage | Field::ClosedOn
        );
        let text = if self.is_own() && is_text {
            as_it_was(cell)
        } else {
            cell.trim()
        };
        (!text.is_empty()).then_some(text)
    }

    fn refuse(&mut self, field: Field, reason: impl Display) {
        self.errors.push(RowError {
            line: self.row.line,
            column: self.mapping.header(field).map(str::to_owned),
            reason: reason.to_string(),
        });
    }

    fn keep<T>(&mut self, field: Field, result: Result<T, impl Display>) -> Option<T> {
        result.map_err(|reason| self.refuse(field, reason)).ok()
    }

    /// One line of text.
    fn name(&mut self, field: Field) -> Option<String> {
        let text = self.text(field)?;
        // Of ours the names alone are no longer than a name may be.
        if !self.is_own() || matches!(field, Field::Account | Field::Person) {
            return self.keep(field, check_name(text));
        }
        let is_line = !text.chars().any(char::is_control);
        let line = is_line.then(|| text.to_owned());
        self.keep(field, line.ok_or_else(|| NameError::Control(excerpt(text))))
    }

    /// Empty only in a row that is refused for it.
    fn account(&mut self) -> String {
        if self.text(Field::Account).is_none() {
            self.refuse(Field::Account, "no account");
        }
        self.name(Field::Account).unwrap_or_default()
    }

    /// What tells a row from others stands in none before it.
    fn check_new(
        &mut self,
        field: Field,
        of: Option<&str>,
        id: Option<&str>,
        seen: &HashMap<(Option<String>, String), u64>,
    ) {
        let Some(id) = id else { return };
        if let Some(line) = seen.get(&(of.map(str::to_owned), id.to_owned())) {
            let reason = format!("{} already stands on line {line}", quoted(id));
            self.refuse(field, reason);
        }
    }

    /// A file of ours that has lost a column would say that every deal has: that none is won, say.
    fn check_columns(&mut self) {
        for field in [Field::Stage, Field::ClosedOn] {
            if self.is_own() && self.mapping.place(field).is_none() {
                let reason = format!("the file has lost its column {}", field.as_str());
                self.refuse(field, reason);
            }
        }
    }

    fn value(&mut self, default: Currency) -> Option<Money> {
        let text = self.text(Field::Value)?;
        let currency = match self.text(Field::Currency) {
            None => default,
            Some(code) => self.keep(Field::Currency, code.parse::<Currency>())?,
        };
        self.keep(Field::Value, money::parse(text, currency))
    }

    fn closed_on(
        &mut self,
        stage: Stage,
        order: Option<DateOrder>,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        let ended = stage != Stage::Prospect;
        let Some(text) = self.text(Field::ClosedOn) else {
            if ended {
                let reason = format!("a {} deal needs its close date", stage.as_str());
                self.refuse(Field::ClosedOn, reason);
            }
            return None;
        };
        let date = self.keep(Field::ClosedOn, read_date(text, order, today))?;
        if ended && date > today {
            let reason = format!(
                "a {} deal cannot close in the future, on {date}",
                stage.as_str()
            );
            self.refuse(Field::ClosedOn, reason);
        }
        Some(date)
    }

    /// A contact may stand as `Dana Ruiz <dana@acme.com>`; any other cell is a name as it stands.
    fn person(&mut self) -> Option<PersonSpec> {
        if self.is_own() {
            let name = self.name(Field::Person)?;
            return Some(PersonSpec { name, email: None });
        }
        match self.text(Field::Person)?.parse::<PersonSpec>() {
            Ok(spec) if spec.email.is_some() => Some(spec),
            _ => self
                .name(Field::Person)
                .map(|name| PersonSpec { name, email: None }),
        }
    }

    fn email(&mut self) -> Option<String> {
        if self.is_own() {
            return self.name(Field::Email);
        }
        let text = self.text(Field::Email)?;
        let email = text.parse::<PersonSpec>().ok().and_then(|spec| spec.email);
        let reason = || format!("{} is not an e-mail address", quoted(text));
        self.keep(Field::Email, email.ok_or_else(reason))
    }

    fn tags(&mut self) -> Vec<String> {
        let Some(text) = self.text(Field::Tags) else {
            return Vec::new();
        };
        if let Some(tags) = read_tags(text).filter(|_| self.is_own()) {
            return tags;
        }
        let mut tags: Vec<String> = Vec::new();
        for part in text.split(SPLITS) {
            if part.trim().is_empty() {
                continue;
            }
            if let Some(tag) = self.keep(Field::Tags, check_name(part))
                && !tags.iter().any(|known| fold(known) == fold(&tag))
            {
                tags.push(tag);
            }
        }
        tags
    }
}

#[cfg(test)]
mod tests;
