//! A search as bare as it can be: the index is asked, what fits best is fetched.

use std::fmt::Write as _;

use crate::Outcome;
use crate::store::open;

const MATCH: &str =
    "SELECT rowid, rank FROM find_text WHERE find_text MATCH ?1 AND rowid < 1 << 40";
const TOUCHPOINT: &str = "SELECT touchpoint.on_day, account.name, deal.title, touchpoint.note FROM touchpoint
    JOIN account ON account.id = touchpoint.account_id LEFT JOIN deal ON deal.id = touchpoint.deal_id
    WHERE touchpoint.id = ?1";

/// Finds touchpoints in whose texts all these words stand, the best first; at most so many, 0 is all.
pub(crate) fn find(file: &str, words: &[&str], limit: usize) -> Outcome<String> {
    let connection = open(file)?;
    connection.execute_batch("PRAGMA cache_size = -4000")?;
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    // The last word may be only begun.
    let question = format!("{}*", quoted.join(" "));
    let mut statement = connection.prepare(MATCH)?;
    let mut found: Vec<(f64, i64)> = statement
        .query_map([question], |row| Ok((row.get(1)?, row.get(0)?)))?
        .collect::<Result<_, _>>()?;
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    let all = found.len();
    let mut row = connection.prepare(TOUCHPOINT)?;
    let mut out = String::new();
    for (_, id) in found.iter().take(if limit == 0 { all } else { limit }) {
        let (on, account, title, note): (String, String, Option<String>, String) = row
            .query_row([id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let title = title.unwrap_or_default();
        writeln!(out, "t{id} {on} {account} {title}\n    {note}")?;
    }
    writeln!(out, "{all} found")?;
    Ok(out)
}
