//! What the journal tells: which command changed what, the newest first.
//!
//! The journal has each row as it was before a command. How it was after is what the next command that stands found,
//! else what the row is now; of a command that was taken back the journal has both. So commands are read from the
//! newest to the oldest, with what each row was found to be by those read so far.

use std::collections::{HashMap, HashSet};

use rusqlite::types::Value;

use crate::domain::history::{self, Command, Happened, Kind, Logged, Stored, StoredRow, Tally};
use crate::domain::id::AnyId;
use crate::domain::order::sort_by_key;
use crate::store::door::KEPT;
use crate::store::image::{GONE, Image, from_text};
use crate::store::undo::{COMMAND, Note, read_command};
use crate::store::{Reader, StoreError};

/// Of how many rows of a command it is told what changed; all are counted.
const TOLD: usize = 1000;

/// A row of the file: its table and its number.
type Place = (&'static str, i64);

/// What became of a row by all that one command wrote.
struct Fate {
    is_made: bool,
    is_gone: bool,
    /// As the next command that stands found it; none where it is that still.
    found: Option<String>,
}

/// Which rows belong to which: table, column, the table it points to, and whether an index finds them by it.
const BELONGS: &[(&str, &str, &str, bool)] = &[
    ("person", "account_id", "account", true),
    ("deal", "account_id", "account", true),
    ("deal_person", "deal_id", "deal", true),
    ("deal_person", "person_id", "person", false),
    ("rung", "deal_id", "deal", true),
    ("rung_move", "rung_id", "rung", true),
    ("part", "rung_id", "rung", true),
    ("result", "deal_id", "deal", true),
    ("result", "accepted_by", "person", false),
    ("touchpoint", "account_id", "account", true),
    ("touchpoint", "deal_id", "deal", false),
    ("touchpoint", "person_id", "person", false),
    ("check_in", "account_id", "account", true),
    ("check_in", "deal_id", "deal", true),
    ("check_in", "person_id", "person", false),
    ("check_in", "agreed_by", "person", false),
    ("check_in", "result_id", "result", false),
    ("measurement", "result_id", "result", true),
    ("objective", "deal_id", "deal", true),
    ("objective_answer", "objective_id", "objective", true),
    ("objective_answer", "person_id", "person", false),
    ("rival", "account_id", "account", true),
    ("rival", "deal_id", "deal", false),
    ("heartbeat", "deal_id", "deal", true),
];

/// The rows that belong to a record, as far as they are known.
struct Whose {
    rows: HashSet<Place>,
}

impl Whose {
    /// Those that are on record now.
    fn find(reader: &Reader<'_>, target: Place) -> Result<Self, StoreError> {
        let mut rows = HashSet::from([target]);
        for (table, column, of, is_quick) in BELONGS {
            let owners: Vec<Place> = rows
                .iter()
                .filter(|owner| owner.0 == *of && (*is_quick || **owner == target))
                .copied()
                .collect();
            for (_, owner) in owners {
                let found = reader.list_ids(table, column, Value::Integer(owner))?;
                rows.extend(found.into_iter().map(|id| (*table, id)));
            }
        }
        Ok(Self { rows })
    }

    /// Whether a row belongs to the record, or did when the journal noted it.
    fn has(&mut self, place: Place, images: [Option<&String>; 2]) -> Result<bool, StoreError> {
        if self.rows.contains(&place) {
            return Ok(true);
        }
        for text in images.into_iter().flatten() {
            let image = from_text(text)?;
            let belongs = BELONGS.iter().any(|(table, column, of, _)| {
                let owner = image.get(*column).and_then(serde_json::Value::as_i64);
                *table == place.0 && owner.is_some_and(|owner| self.rows.contains(&(*of, owner)))
            });
            if belongs {
                self.rows.insert(place);
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What the commands read so far found each row to be.
#[derive(Default)]
struct Found {
    rows: HashMap<Place, String>,
}

impl Reader<'_> {
    /// The commands that the journal keeps, the newest first, at most so many; and how many there are in all. With a
    /// target only those that touched it, or what belongs to it.
    pub fn list_history(
        &self,
        target: Option<AnyId>,
        limit: Option<usize>,
    ) -> Result<(Vec<Logged>, usize), StoreError> {
        let limit = limit.unwrap_or(usize::MAX);
        let mut whose = target
            .map(|target| Whose::find(self, Kind::row_of(target)))
            .transpose()?;
        let mut statement = self.connection.prepare(&format!(
            "{COMMAND} WHERE id > (SELECT max(id) FROM journal_command) - ?1 ORDER BY id DESC"
        ))?;
        let commands: Vec<Command> = statement
            .query_map([KEPT], read_command)?
            .collect::<Result<_, _>>()?;
        let all = commands.len();
        let (mut found, mut logged, mut touching) = (Found::default(), Vec::new(), 0);
        for command in commands {
            if whose.is_none() && logged.len() >= limit {
                return Ok((logged, all));
            }
            let (fates, is_touching) = self.follow(&command, &mut found, whose.as_mut())?;
            if !is_touching {
                continue;
            }
            touching += 1;
            if logged.len() < limit {
                logged.push(self.log(command, &fates)?);
            }
        }
        Ok((logged, touching))
    }

    /// What a command changed that is the last one that stands, or that was taken back.
    pub fn get_logged(&self, command: Command) -> Result<Logged, StoreError> {
        let (fates, _) = self.follow(&command, &mut Found::default(), None)?;
        self.log(command, &fates)
    }

    /// What became of each row by a command, and whether it touched what is looked for.
    fn follow(
        &self,
        command: &Command,
        found: &mut Found,
        mut whose: Option<&mut Whose>,
    ) -> Result<(HashMap<Place, Fate>, bool), StoreError> {
        let (mut fates, mut is_touching) = (HashMap::<Place, Fate>::new(), whose.is_none());
        let mut from = i64::MAX;
        loop {
            let notes = self.list_notes(command.id, "< ?2 ORDER BY id DESC", from)?;
            let Some(last) = notes.last() else {
                return Ok((fates, is_touching));
            };
            from = last.id;
            for note in notes {
                let Some(kind) = Kind::of_table(&note.table) else {
                    continue;
                };
                let place = (kind.table(), note.row);
                if let Some(whose) = &mut whose
                    && whose.has(place, [note.before.as_ref(), note.after.as_ref()])?
                {
                    is_touching = true;
                }
                let is_made = note.before.is_none();
                // What was taken back has left no trace in what others found.
                let newer = match (command.undone_at, note.before) {
                    (Some(_), _) => None,
                    (None, Some(before)) => found.rows.insert(place, before),
                    (None, None) => found.rows.remove(&place),
                };
                fates
                    .entry(place)
                    .and_modify(|fate| fate.is_made = is_made)
                    .or_insert(Fate {
                        is_made,
                        is_gone: note.left_as == Some(GONE),
                        found: newer,
                    });
            }
        }
    }

    /// What a command changed, from what became of its rows.
    fn log(&self, command: Command, fates: &HashMap<Place, Fate>) -> Result<Logged, StoreError> {
        let mut tally: Vec<Tally> = Vec::new();
        for (place, fate) in fates {
            let happened = match (fate.is_made, fate.is_gone) {
                // It was there for the time of the command alone.
                (true, true) => continue,
                (true, false) => Happened::Made,
                (false, true) => Happened::Removed,
                (false, false) => Happened::Changed,
            };
            let Some(kind) = Kind::of_table(place.0) else {
                continue;
            };
            let counted = tally
                .iter_mut()
                .find(|one| one.kind == kind && one.happened == happened);
            match counted {
                Some(one) => one.count += 1,
                None => tally.push(Tally {
                    kind,
                    happened,
                    count: 1,
                }),
            }
        }
        sort_by_key(&mut tally, |one| (one.happened, one.kind));
        let (mut changes, mut accounts) = (Vec::new(), HashSet::new());
        for (place, notes) in self.list_first_notes(&command)? {
            let Some(kind) = Kind::of_table(place.0) else {
                continue;
            };
            let image = |text: &Option<String>| text.as_deref().map(from_text).transpose();
            let before = notes.first().map_or(Ok(None), |note| image(&note.before))?;
            let after = match (&command.undone_at, fates.get(&place)) {
                (Some(_), _) => notes.last().map_or(Ok(None), |note| image(&note.after))?,
                (None, Some(fate)) if fate.is_gone => None,
                (None, Some(fate)) if fate.found.is_some() => image(&fate.found)?,
                (None, _) => self.row_as_it_is(place.0, place.1)?,
            };
            let rung = match [&after, &before]
                .into_iter()
                .flatten()
                .find_map(|row| row.get("rung_id")?.as_i64())
            {
                Some(rung) => self.find_row_ever(("rung", rung))?,
                None => None,
            };
            let [before, after, rung] = [before, after, rung].map(|row| row.as_ref().map(stored));
            if let (0..=1, Some(row)) = (accounts.len(), after.as_ref().or(before.as_ref())) {
                accounts.extend(self.find_account_of(kind, place.1, row)?);
            }
            changes.extend(history::tell(
                kind,
                place.1,
                before.as_ref(),
                after.as_ref(),
                rung.as_ref(),
            ));
        }
        let account = match accounts.iter().next() {
            Some(id) if accounts.len() == 1 => self.find_row_ever(("account", *id))?,
            _ => None,
        };
        let name = |row: &Image| Some(row.get("name")?.as_str()?.to_owned());
        Ok(Logged {
            command,
            account: account.as_ref().and_then(name),
            tally,
            changes,
        })
    }

    /// The account that a row belongs to, through the records it belongs to.
    fn find_account_of(
        &self,
        kind: Kind,
        number: i64,
        row: &StoredRow,
    ) -> Result<Option<i64>, StoreError> {
        let (mut of, mut row) = ((kind, number), Some(row.clone()));
        while let (Some(found), true) = (&row, of.0 != Kind::Account) {
            let Some(owner) = history::owner(found) else {
                return Ok(None);
            };
            of = owner;
            if of.0 != Kind::Account {
                row = self
                    .find_row_ever((of.0.table(), of.1))?
                    .as_ref()
                    .map(stored);
            }
        }
        Ok((of.0 == Kind::Account).then_some(of.1))
    }

    /// The notes of the first rows that a command touched, row by row.
    fn list_first_notes(&self, command: &Command) -> Result<Vec<(Place, Vec<Note>)>, StoreError> {
        let mut rows: Vec<(Place, Vec<Note>)> = Vec::new();
        let mut places: HashMap<Place, usize> = HashMap::new();
        let mut from = 0;
        loop {
            let notes = self.list_notes(command.id, "> ?2 ORDER BY id", from)?;
            let Some(last) = notes.last() else {
                return Ok(rows);
            };
            from = last.id;
            for note in notes {
                let Some(kind) = Kind::of_table(&note.table) else {
                    continue;
                };
                let place = (kind.table(), note.row);
                match places.get(&place) {
                    Some(at) => rows[*at].1.push(note),
                    None if rows.len() < TOLD => {
                        places.insert(place, rows.len());
                        rows.push((place, vec![note]));
                    }
                    // Enough to tell; what else became of these rows is looked for no further.
                    None => return Ok(rows),
                }
            }
        }
    }

    /// A row as it is, else as the journal last knew it.
    fn find_row_ever(&self, (table, id): Place) -> Result<Option<Image>, StoreError> {
        if let Some(row) = self.row_as_it_is(table, id)? {
            return Ok(Some(row));
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(before, after) AS image FROM journal_row
             WHERE table_name = ?1 AND row_id = ?2 AND image IS NOT NULL ORDER BY id DESC LIMIT 1",
        )?;
        let mut rows = statement.query((table, id))?;
        match rows.next()? {
            Some(row) => Ok(Some(from_text(&row.get::<_, String>(0)?)?)),
            None => Ok(None),
        }
    }
}

/// A row for the domain, without what is empty.
fn stored(image: &Image) -> StoredRow {
    image
        .iter()
        .filter_map(|(column, value)| {
            let value = match value {
                serde_json::Value::Number(number) => Stored::Number(number.as_i64()?),
                serde_json::Value::String(text) => Stored::Text(text.clone()),
                _ => return None,
            };
            Some((column.clone(), value))
        })
        .collect()
}
