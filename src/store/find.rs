//! Finding what was said.
//!
//! The index says which rows have the words and how well they fit; in which order they stand is decided in the
//! domain, and so is where the words are in them.

use std::collections::HashSet;
use std::fmt::Write as _;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, Row, Statement};

use crate::domain::find::{Found, Place, Query, Standing, keep_contenders, keep_first};
use crate::domain::id::{AnyId, DealId};
use crate::store::index::{SOURCES, Source, is_typed, place_of};
use crate::store::{Reader, StoreError};

/// The number of each text that has the words, and how well it fits.
const MATCH: &str =
    "SELECT rowid, rank FROM find_text WHERE find_text MATCH ?1 AND rowid BETWEEN ?2 AND ?3";

/// What was said with the contacts that set a check-in, since a day.
const SAID_WITH: &str = "SELECT note FROM touchpoint
    WHERE account_id = ?1 AND next_check_in_id = ?2 AND note IS NOT NULL AND on_day >= coalesce(?3, '')";

/// What a search goes through, and how much of it is wanted.
#[derive(Debug, Clone, Default)]
pub struct Within {
    /// Where to look; empty is everywhere.
    pub places: Vec<Place>,
    /// Only what is about this day or a later one.
    pub since: Option<NaiveDate>,
    /// So many at most.
    pub limit: Option<usize>,
}

impl Within {
    /// Whether what is found there is wanted.
    fn has_place(&self, found: Place) -> bool {
        self.places.is_empty() || self.places.iter().any(|place| place.covers(found))
    }
}

/// Whether the source of that place is the check-ins that are neither promises nor risks.
fn is_check_in(place: usize) -> bool {
    let source = SOURCES.get(place);
    source.is_some_and(|source| source.place == Place::CheckIn)
}

/// A query in the words of FTS5: each piece is a phrase in quotes, in which nothing means anything, and phrases
/// beside each other must all be there.
fn expression(query: &Query) -> String {
    let mut expression = String::new();
    for piece in query.pieces() {
        let _ = write!(expression, "\"{}\" ", piece.join(" "));
    }
    expression.truncate(expression.trim_end().len());
    expression.push('*');
    expression
}

/// The account, the deal and the person of a row, its day, and its texts.
fn sql_of(source: &Source) -> String {
    let [account, deal, person, day] = source.of;
    let mut texts = String::new();
    for (_, column) in source.texts {
        let _ = write!(texts, ", it.{column}");
    }
    let id = match source.table {
        "objective_answer" => "it.objective_id",
        _ => "it.id",
    };
    let typed = match source.table {
        "check_in" => "it.step, it.kind",
        _ => "NULL, NULL",
    };
    format!(
        "SELECT account.id, account.name, deal.id, deal.title, person.id, person.name, {day}, {id}, {typed}{texts}
         FROM {} AS it LEFT JOIN deal ON deal.id = {deal} LEFT JOIN person ON person.id = {person}
         JOIN account ON account.id = {account} WHERE it.id = ?1",
        source.table
    )
}

fn found_from_row(source: &Source, row: &Row<'_>) -> rusqlite::Result<Found> {
    const FIRST_TEXT: usize = 10;
    let deal_id: Option<DealId> = row.get(2)?;
    let (step, kind): (Option<String>, Option<String>) = (row.get(8)?, row.get(9)?);
    let is_typed = is_typed(source.table, step.as_deref(), kind.as_deref());
    let mut texts = Vec::new();
    for (place, (field, _)) in source.texts.iter().enumerate() {
        let text: Option<String> = row.get(FIRST_TEXT + place)?;
        let text = text.filter(|text| !text.is_empty() && (is_typed || *field != "what"));
        texts.extend(text.map(|text| (*field, text)));
    }
    Ok(Found {
        place: source.place,
        id: match source.place {
            Place::Touchpoint => Some(AnyId::Touchpoint(row.get(7)?)),
            Place::Person => Some(AnyId::Person(row.get(7)?)),
            Place::Account => Some(AnyId::Account(row.get(7)?)),
            Place::Deal => deal_id.map(AnyId::Deal),
            Place::CheckIn | Place::Promise | Place::Risk => Some(AnyId::CheckIn(row.get(7)?)),
            Place::Result => Some(AnyId::Result(row.get(7)?)),
            Place::Objective => Some(AnyId::Objective(row.get(7)?)),
            Place::Rival | Place::Heartbeat => None,
        },
        account_id: row.get(0)?,
        account: row.get(1)?,
        deal_id,
        deal: row.get(3)?,
        person_id: row.get(4)?,
        person: row.get(5)?,
        on: row.get(6)?,
        texts,
    })
}

/// The day of a row. Read by its figures: of a common word it is read a hundred thousand times.
fn day(row: &Row<'_>) -> rusqlite::Result<Option<NaiveDate>> {
    let Some(text) = row.get_ref(0)?.as_str_or_null()? else {
        return Ok(None);
    };
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let year = part(0..4).and_then(|year| i32::try_from(year).ok());
    let parts = (year, part(5..7), part(8..10));
    let (Some(year), Some(month), Some(day)) = parts else {
        return Ok(None);
    };
    Ok(NaiveDate::from_ymd_opt(year, month, day))
}

/// One statement a source, prepared when it is first needed.
struct Statements<'c> {
    connection: &'c Connection,
    sql: fn(&Source) -> String,
    /// In the order of the sources.
    prepared: Vec<Option<Statement<'c>>>,
}

impl<'c> Statements<'c> {
    fn new(connection: &'c Connection, sql: fn(&Source) -> String) -> Self {
        Self {
            connection,
            sql,
            prepared: SOURCES.iter().map(|_| None).collect(),
        }
    }

    /// Asks for the row of a number in the index.
    fn ask<T>(
        &mut self,
        number: i64,
        read: impl FnOnce(&Source, &Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let Some((place, id)) = place_of(number) else {
            return Ok(None);
        };
        let (Some(source), Some(prepared)) = (SOURCES.get(place), self.prepared.get_mut(place))
        else {
            return Ok(None);
        };
        let statement = match prepared {
            Some(statement) => statement,
            None => prepared.insert(self.connection.prepare(&(self.sql)(source))?),
        };
        Ok(statement
            .query_row([id], |row| read(source, row))
            .optional()?)
    }
}

impl Reader<'_> {
    /// The texts that have everything that is asked for, in their order, and how many there are in all.
    pub fn find_texts(
        &self,
        query: &Query,
        within: &Within,
    ) -> Result<(Vec<Found>, usize), StoreError> {
        if query.is_empty() {
            return Ok((Vec::new(), 0));
        }
        self.keep_pages(1_000)?;
        let mut standings = self.list_standings(query, &within.places, None)?;
        let mut days = Statements::new(self.connection, |source| {
            let [.., day] = source.of;
            format!("SELECT {day} FROM {} AS it WHERE it.id = ?1", source.table)
        });
        let mut date = |standings: &mut [Standing]| -> Result<(), StoreError> {
            for one in standings {
                one.on = days.ask(one.number, |_, row| day(row))?.flatten();
            }
            Ok(())
        };
        if let Some(since) = within.since {
            date(&mut standings)?;
            standings.retain(|one| one.on.is_some_and(|on| on >= since));
        }
        self.leave_echoes_out(&mut standings, query, within)?;
        let all = standings.len();
        let limit = within.limit.unwrap_or(all);
        keep_contenders(&mut standings, limit);
        if within.since.is_none() {
            date(&mut standings)?;
        }
        keep_first(&mut standings, limit);
        let mut rows = Statements::new(self.connection, sql_of);
        let mut found = Vec::with_capacity(standings.len());
        for one in standings {
            found.extend(rows.ask(one.number, found_from_row)?);
        }
        Ok((found, all))
    }

    /// Leaves out the follow-ups that only say again what the contact said that set them.
    fn leave_echoes_out(
        &self,
        standings: &mut Vec<Standing>,
        query: &Query,
        within: &Within,
    ) -> Result<(), StoreError> {
        if !within.has_place(Place::Touchpoint) {
            return Ok(());
        }
        let mut rows = Statements::new(self.connection, sql_of);
        let mut said = self.connection.prepare_cached(SAID_WITH)?;
        let mut echoes = HashSet::new();
        for one in standings.iter() {
            let Some((_, id)) = place_of(one.number).filter(|(place, _)| is_check_in(*place))
            else {
                continue;
            };
            let Some(found) = rows.ask(one.number, found_from_row)? else {
                continue;
            };
            let mut notes = said.query((found.account_id, id, within.since))?;
            while let Some(row) = notes.next()? {
                let note: String = row.get(0)?;
                if found.is_echo_of(&note, query) {
                    echoes.insert(one.number);
                }
            }
        }
        standings.retain(|one| !echoes.contains(&one.number));
        Ok(())
    }

    /// Whether what is asked for stands anywhere at all.
    pub fn has_text(&self, query: &Query, places: &[Place]) -> Result<bool, StoreError> {
        Ok(!self.list_standings(query, places, Some(1))?.is_empty())
    }

    /// The texts that have everything that is asked for, in the order of the index.
    fn list_standings(
        &self,
        query: &Query,
        places: &[Place],
        at_most: Option<usize>,
    ) -> Result<Vec<Standing>, StoreError> {
        let is_wanted = |source: &&Source| {
            places.is_empty() || places.iter().any(|place| place.covers(source.place))
        };
        let wanted: Vec<_> = SOURCES
            .iter()
            .filter(is_wanted)
            .map(Source::numbers)
            .collect();
        let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else {
            return Ok(Vec::new());
        };
        let mut statement = self.connection.prepare_cached(MATCH)?;
        let mut rows = statement.query((expression(query), first.start(), last.end()))?;
        let mut standings = Vec::new();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            if wanted.iter().any(|numbers| numbers.contains(&number)) {
                standings.push(Standing {
                    rank: row.get(1)?,
                    on: None,
                    number,
                });
            }
            if at_most == Some(standings.len()) {
                break;
            }
        }
        Ok(standings)
    }
}
