//! What is searched: which columns of which tables hold words that people typed, and the text of a row that
//! stands in the index. The door writes it there; it is never written elsewhere, and the journal has none of it.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::domain::find::{self, Place};
use crate::store::{StoreError, Writer, door};

/// A table whose words are searched.
pub(super) struct Source {
    pub(super) table: &'static str,
    /// Stands in the index before the row's id: see [`Self::number_of`]. Never given to another table.
    number: i64,
    pub(super) place: Place,
    /// The columns that are searched, each with what its field is called.
    pub(super) texts: &'static [(&'static str, &'static str)],
    /// Whose a row is and which day it is about, as SQL over the row `it`: account, deal, person, day.
    pub(super) of: [&'static str; 4],
}

/// Below this bit stands the id of the row, above it the number of its source.
const SHIFT: u32 = 40;

/// The day of the last thing that is known to have happened to a deal.
const DAY_OF_DEAL: &str = "coalesce(it.buried_on, it.lost_on, \
     (SELECT max(done_on) FROM rung WHERE deal_id = it.id))";

/// What a check-in has besides what it is for.
const OF_CHECK_IN: [&str; 4] = [
    "it.account_id",
    "it.deal_id",
    "it.person_id",
    "coalesce(it.ended_on, it.due_on)",
];

/// The texts of a check-in.
const CHECK_IN: &[(&str, &str)] = &[
    ("what", "what"),
    ("why", "why"),
    ("owner", "owner"),
    ("evidence", "evidence"),
    ("plan_b", "plan_b"),
    ("ended_why", "ended_why"),
];

/// Append only: files are full of the numbers, which are the places in this list.
pub(super) const SOURCES: &[Source] = &[
    Source {
        table: "touchpoint",
        number: 0,
        place: Place::Touchpoint,
        texts: &[("note", "note"), ("gave", "gave")],
        of: ["it.account_id", "it.deal_id", "it.person_id", "it.on_day"],
    },
    Source {
        table: "check_in",
        number: 1,
        place: Place::CheckIn,
        texts: CHECK_IN,
        of: OF_CHECK_IN,
    },
    Source {
        table: "check_in",
        number: 2,
        place: Place::Promise,
        texts: CHECK_IN,
        of: OF_CHECK_IN,
    },
    Source {
        table: "check_in",
        number: 3,
        place: Place::Risk,
        texts: CHECK_IN,
        of: OF_CHECK_IN,
    },
    Source {
        table: "account",
        number: 4,
        place: Place::Account,
        texts: &[("name", "name")],
        of: ["it.id", "NULL", "NULL", "NULL"],
    },
    Source {
        table: "person",
        number: 5,
        place: Place::Person,
        texts: &[
            ("name", "name"),
            ("email", "email"),
            ("note", "note"),
            ("interests", "interests"),
            ("last_topic", "last_topic"),
        ],
        of: ["it.account_id", "NULL", "it.id", "it.last_topic_on"],
    },
    Source {
        table: "deal",
        number: 6,
        place: Place::Deal,
        texts: &[
            ("title", "title"),
            ("note", "note"),
            ("key", "key"),
            ("penalty", "penalty"),
            ("fit_why", "fit_why"),
            ("lost_to", "lost_to"),
            ("lost_note", "lost_note"),
            ("rival_promised", "rival_promised"),
            ("buried_why", "buried_why"),
        ],
        of: ["it.account_id", "it.id", "NULL", DAY_OF_DEAL],
    },
    Source {
        table: "rung",
        number: 7,
        place: Place::Deal,
        texts: &[("ref", "reference"), ("failed_why", "failed_why")],
        of: [
            "deal.account_id",
            "it.deal_id",
            "NULL",
            "coalesce(it.failed_on, it.done_on)",
        ],
    },
    Source {
        table: "rung_move",
        number: 8,
        place: Place::Deal,
        texts: &[("moved_why", "why")],
        of: ["deal.account_id", OF_RUNG, "NULL", "it.moved_on"],
    },
    Source {
        table: "part",
        number: 9,
        place: Place::Deal,
        texts: &[("part", "what")],
        of: ["deal.account_id", OF_RUNG, "NULL", "it.on_day"],
    },
    Source {
        table: "result",
        number: 10,
        place: Place::Result,
        texts: &[("metric", "metric")],
        of: [
            "deal.account_id",
            "it.deal_id",
            "it.accepted_by",
            "(SELECT max(on_day) FROM measurement WHERE result_id = it.id)",
        ],
    },
    Source {
        table: "objective",
        number: 11,
        place: Place::Objective,
        texts: &[("what", "what")],
        of: [
            "deal.account_id",
            "it.deal_id",
            "NULL",
            "(SELECT max(on_day) FROM objective_answer WHERE objective_id = it.id)",
        ],
    },
    Source {
        table: "objective_answer",
        number: 12,
        place: Place::Objective,
        texts: &[("why", "why")],
        of: [
            "deal.account_id",
            "(SELECT deal_id FROM objective WHERE id = it.objective_id)",
            "it.person_id",
            "it.on_day",
        ],
    },
    Source {
        table: "rival",
        number: 13,
        place: Place::Rival,
        texts: &[("name", "name"), ("note", "note")],
        of: [
            "it.account_id",
            "it.deal_id",
            "NULL",
            "coalesce(it.gone_on, it.heard_on)",
        ],
    },
    Source {
        table: "heartbeat",
        number: 14,
        place: Place::Heartbeat,
        texts: &[("attractive", "attractive")],
        of: ["deal.account_id", "it.deal_id", "NULL", "it.on_day"],
    },
];

/// The deal of a row that hangs on a rung.
const OF_RUNG: &str = "(SELECT deal_id FROM rung WHERE id = it.rung_id)";

impl Source {
    /// Where its row of that id stands in the index.
    const fn number_of(&self, id: i64) -> i64 {
        (self.number << SHIFT) | id
    }

    /// The numbers of all its rows.
    pub(super) const fn numbers(&self) -> std::ops::RangeInclusive<i64> {
        self.number_of(0)..=self.number_of((1 << SHIFT) - 1)
    }
}

/// The place among [`SOURCES`] that a number in the index is of, and the row's id.
pub(super) fn place_of(number: i64) -> Option<(usize, i64)> {
    let place = usize::try_from(number >> SHIFT).ok()?;
    Some((place, number & ((1 << SHIFT) - 1)))
}

/// Where a row stands in the index, and its text there: empty where nobody typed anything. None of a table that
/// is not searched. `get` gives the text of a column.
pub(super) fn entry<'t>(
    table: &str,
    id: i64,
    get: impl Fn(&str) -> Option<&'t str>,
) -> Option<(i64, String)> {
    let place = match (table, get("kind")) {
        ("check_in", Some("promise")) => Place::Promise,
        ("check_in", Some("risk")) => Place::Risk,
        ("check_in", _) => Place::CheckIn,
        _ => SOURCES.iter().find(|one| one.table == table)?.place,
    };
    let source = SOURCES
        .iter()
        .find(|one| one.table == table && one.place == place)?;
    let mut text = String::new();
    for (_, column) in source.texts {
        if *column == "what" && !is_typed(table, get("step"), get("kind")) {
            continue;
        }
        if let Some(words) = get(column)
            .map(find::indexed)
            .filter(|words| !words.is_empty())
        {
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(&words);
        }
    }
    Some((source.number_of(id), text))
}

/// Whether a column has a say in what stands in the index of a row.
pub(super) fn is_searched(table: &str, column: &str) -> bool {
    let mut sources = SOURCES.iter().filter(|one| one.table == table);
    sources.any(|one| one.texts.iter().any(|(_, searched)| *searched == column))
}

/// Whether somebody typed what a check-in is for. What a plan asks, or the program itself, stands in a hundred
/// rows alike, and would bury what was said.
pub(super) fn is_typed(table: &str, step: Option<&str>, kind: Option<&str>) -> bool {
    let is_asked_by_program = matches!(
        kind,
        Some("care" | "rung" | "result" | "renewal" | "adrift")
    );
    table != "check_in" || !(step.is_some() || is_asked_by_program)
}

/// Fills the index of a file that has none yet.
pub(super) fn fill(connection: &Connection) -> Result<(), StoreError> {
    each_entry(connection, |number, text| {
        door::index(connection, number, text)
    })
}

impl Writer<'_> {
    /// Makes the index anew from what was said. No row changes, so the journal has nothing of it.
    pub fn rebuild_index(&self) -> Result<(), StoreError> {
        door::clear_index(self.connection)?;
        fill(self.connection)
    }
}

/// How many rows stand in the index although nobody typed anything in them, or do not although somebody did.
pub(super) fn differing(connection: &Connection) -> Result<usize, StoreError> {
    let mut expected = Vec::new();
    each_entry(connection, |number, _| {
        expected.push(number);
        Ok(())
    })?;
    expected.sort_unstable();
    let mut statement = connection.prepare("SELECT id FROM find_text_docsize ORDER BY id")?;
    let indexed: Vec<i64> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let missing = |of: &[i64], from: &[i64]| {
        let is_missing = |number: &&i64| from.binary_search(number).is_err();
        of.iter().filter(is_missing).count()
    };
    Ok(missing(&expected, &indexed) + missing(&indexed, &expected))
}

/// What is to stand in the index, table by table.
fn each_entry(
    connection: &Connection,
    mut take: impl FnMut(i64, &str) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut done = Vec::new();
    for source in SOURCES {
        if done.contains(&source.table) {
            continue;
        }
        done.push(source.table);
        // In the order of their numbers, or the index would be written in many small pieces.
        let mut entries = Vec::new();
        let sql = format!("SELECT * FROM {} ORDER BY id", source.table);
        let mut statement = connection.prepare(&sql)?;
        let names: Vec<String> = statement.column_names().map(String::from).collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let get = |column: &str| text_in(row, &names, column);
            let found = entry(source.table, row.get("id")?, get);
            for (number, text) in found.into_iter().filter(|(_, text)| !text.is_empty()) {
                if source.table == "check_in" {
                    entries.push((number, text));
                } else {
                    take(number, &text)?;
                }
            }
        }
        entries.sort_unstable();
        for (number, text) in entries {
            take(number, &text)?;
        }
    }
    Ok(())
}

fn text_in<'r>(row: &'r Row<'_>, names: &[String], column: &str) -> Option<&'r str> {
    let place = names.iter().position(|name| name == column)?;
    match row.get_ref(place) {
        Ok(ValueRef::Text(text)) => std::str::from_utf8(text).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_stands_at_its_number() {
        for (place, source) in SOURCES.iter().enumerate() {
            assert_eq!(
                place_of(source.number_of(7)),
                Some((place, 7)),
                "{}",
                source.table
            );
        }
    }

    #[test]
    fn only_what_somebody_typed_has_an_entry() {
        // The kind of a check-in, its step, and its text in the index.
        for (kind, step, number, text) in [
            ("follow-up", None, 1, "call dana because"),
            ("care", Some("standard/on-track"), 1, "because"),
            ("follow-up", Some("mine/call"), 1, "because"),
            ("rung", None, 1, "because"),
            ("promise", None, 2, "call dana because"),
            ("risk", None, 3, "call dana because"),
            ("thanks", None, 1, "call dana because"),
        ] {
            let get = |column: &str| match column {
                "kind" => Some(kind),
                "step" => step,
                "what" => Some("Call Dana!"),
                "why" => Some("because"),
                _ => None,
            };
            let expected = Some((number << SHIFT | 5, text.to_owned()));
            assert_eq!(entry("check_in", 5, get), expected, "{kind} {step:?}");
        }
        assert_eq!(entry("touchpoint", 5, |_| None), Some((5, String::new())));
        assert_eq!(entry("name_word", 5, |_| Some("acme")), None);
    }
}
