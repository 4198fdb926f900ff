//! One durable `add`: a new account with one deal, signed today, and its plan.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use rusqlite::{OptionalExtension as _, params};

use crate::Outcome;
use crate::store::{CHECK_IN, Journal, NewAccount, PLAN, begin, index, insert_step, open, uid};

const NEAR: &str = "SELECT word, account_id FROM name_word
    WHERE word >= ?1 AND word < ?2 AND account_id IS NOT NULL";
const CURRENCY: &str =
    "SELECT currency FROM deal WHERE currency IS NOT NULL ORDER BY id DESC LIMIT 1";
const DEAL: &str = "INSERT INTO deal (uid, account_id, title, value_minor, currency, plan, plan_runs, source, tags)
    VALUES (?1, ?2, ?3, ?4, ?5, 'standard', 1, '', '[]')";
const RUNG: &str =
    "INSERT INTO rung (deal_id, rung, done_on, not_applicable) VALUES (?1, 'signed', ?2, 0)";

/// Adds a deal of an account of two words that is not on record.
pub(crate) fn add(file: &str, today: &str, name: &str, title: &str, minor: i64) -> Outcome<String> {
    let on: NaiveDate = today.parse()?;
    let mut connection = open(file)?;
    let transaction = begin(&mut connection)?;
    let currency: String = transaction
        .query_row(CURRENCY, [], |row| row.get(0))
        .optional()?
        .unwrap_or_else(|| "USD".to_owned());
    let folded = name.to_lowercase();
    let letters: String = folded.split(' ').collect();
    let word = folded.split(' ').next().unwrap_or_default();
    let mut near = transaction.prepare(NEAR)?;
    let backward: String = letters.chars().rev().collect();
    // Its words, the beginnings by whole words, the first half and the second.
    let half = letters.len() / 2;
    for (from, to) in [
        (word.to_owned(), format!("{word}\u{10ffff}")),
        (format!("\u{1}{word}"), format!("\u{1}{word}\0")),
        (format!("\u{1}{letters}"), format!("\u{1}{letters}\0")),
        (
            format!("\u{1}{}", &letters[..half]),
            format!("\u{1}{}\u{10ffff}", &letters[..half]),
        ),
        (
            format!("\u{2}{}", &backward[..half - 1]),
            format!("\u{2}{}\u{10ffff}", &backward[..half - 1]),
        ),
    ] {
        if near.exists([from, to])? {
            return Err("there is an account of nearly that name".into());
        }
    }
    let mut journal = Journal::new(&transaction, "add", &format!("add '{name}' {title} 48k"))?;
    let mut new_account = NewAccount::new(&transaction)?;
    let account = new_account.insert(&mut journal, name)?;
    let deal =
        transaction
            .prepare(DEAL)?
            .insert(params![uid(), account, title, minor, currency])?;
    journal.note("deal", deal, None)?;
    let rung = transaction.prepare(RUNG)?.insert(params![deal, today])?;
    journal.note("rung", rung, None)?;
    let mut check_in = transaction.prepare(CHECK_IN)?;
    // Today is a Friday: the next workday is three days on.
    let after = [3, 7, 14].map(|days| on + Days::new(days));
    let mut steps = Vec::with_capacity(PLAN.len());
    for place in 0..PLAN.len() {
        let due_on = after.get(place).map(ToString::to_string);
        let id = insert_step(
            &mut check_in,
            (account, deal),
            place,
            (due_on.as_deref(), None),
            today,
        )?;
        steps.push(journal.note("check_in", id, None)?);
    }
    index(&transaction, 4, account, name)?;
    index(&transaction, 6, deal, title)?;
    drop((journal, new_account, near, check_in));
    transaction.commit()?;
    let day = |day: NaiveDate| day.format("%a %-d %b %Y");
    let value = minor / 100;
    let mut out = format!(
        "d{deal}  {name} (a{account}, a new account) · {title}, {},{:03} {currency}\n    signed {}\n",
        value / 1_000,
        value % 1_000,
        day(on)
    );
    writeln!(
        out,
        "    {currency} is taken as the currency until one is configured"
    )?;
    for (place, id) in steps.iter().enumerate() {
        let (_, what, anchor, ..) = PLAN[place];
        match after.get(place) {
            Some(due_on) => writeln!(out, "next   c{id}  {}  {what}", day(*due_on))?,
            None => {
                let anchor = match anchor {
                    "delivered" => "delivery",
                    "live" => "go-live",
                    _ => "invoice",
                };
                writeln!(out, "later  c{id}  with the {anchor}  {what}")?;
            }
        }
    }
    Ok(out)
}
