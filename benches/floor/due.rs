//! `due` as a table.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;

use chrono::{Datelike as _, Days, NaiveDate};
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::Outcome;
use crate::store::open;
use crate::table::{Column, Line, render};

const CANDIDATES: &str = "SELECT check_in.id, check_in.account_id, check_in.deal_id, check_in.kind, check_in.due_on,
        check_in.snoozed_until, deal.value_minor, deal.currency, deal.lost_on IS NOT NULL,
        EXISTS (SELECT 1 FROM rung WHERE rung.deal_id = check_in.deal_id AND rung.done_on IS NOT NULL),
        check_in.theirs, deal.renews_on, deal.notice_days
    FROM check_in LEFT JOIN deal ON deal.id = check_in.deal_id
    WHERE check_in.status = 'open' AND check_in.due_on <= ?1";
const REACHED: &str =
    "SELECT on_day, id FROM touchpoint WHERE account_id = ?1 AND outcome = 'reached'
    ORDER BY on_day DESC, id DESC LIMIT 1";
const ATTEMPTS: &str = "SELECT count(*), coalesce(max(on_day) = ?4, 0) FROM (
    SELECT on_day FROM touchpoint WHERE account_id = ?1 AND outcome = 'sent'
        AND on_day >= ?2 AND (on_day > ?2 OR id > ?3)
    UNION ALL SELECT on_day FROM touchpoint WHERE account_id = ?1 AND outcome = 'no-answer'
        AND on_day >= ?2 AND (on_day > ?2 OR id > ?3)
    UNION ALL SELECT on_day FROM touchpoint WHERE account_id = ?1 AND outcome = 'left-message'
        AND on_day >= ?2 AND (on_day > ?2 OR id > ?3))";
const DETAIL: &str = "SELECT account.name, check_in.what, check_in.why, check_in.rung, person.name, person.phone,
        check_in.kind, check_in.owner, check_in.theirs, check_in.plan_b, coalesce(agreed_on, first_due_on),
        deal.penalty, deal.renews_on, deal.notice_days
    FROM check_in JOIN account ON account.id = check_in.account_id
    LEFT JOIN deal ON deal.id = check_in.deal_id
    LEFT JOIN person ON person.id = coalesce(check_in.person_id,
        (SELECT person_id FROM (SELECT person_id, min(id) FROM deal_person WHERE deal_id = check_in.deal_id)),
        (SELECT person_id FROM touchpoint WHERE account_id = check_in.account_id AND outcome = 'reached'
            AND person_id IS NOT NULL ORDER BY on_day DESC, id DESC LIMIT 1))
    WHERE check_in.id = ?1";
const RUNGS: &str = "SELECT rung, done_on IS NOT NULL, expected_on IS NOT NULL, not_applicable,
        (SELECT count(*) FROM rung_move WHERE rung_id = rung.id AND to_on > from_on), failed_on
    FROM rung WHERE deal_id = ?1";
const PLANS_B: &str = "SELECT plan_b FROM check_in
    WHERE deal_id = ?1 AND status = 'open' AND kind = 'risk' AND plan_b IS NOT NULL ORDER BY id";
const COMING: &str =
    "SELECT count(*) FROM check_in WHERE status = 'open' AND due_on > ?1 AND due_on <= ?2";
const NEXT: &str = "SELECT check_in.due_on, account.name FROM check_in JOIN account ON account.id = check_in.account_id
    WHERE check_in.status = 'open' AND check_in.due_on > ?1 ORDER BY check_in.due_on, check_in.id LIMIT 1";
const CURRENCY: &str =
    "SELECT currency FROM deal WHERE currency IS NOT NULL ORDER BY id DESC LIMIT 1";

const HEADINGS: [&str; 7] = [
    "BROKEN PROMISE",
    "LATE",
    "OVERDUE",
    "TODAY",
    "ADRIFT",
    "HEARTBEAT",
    "PROSPECT",
];
const RUNG_NAMES: [(&str, &str); 9] = [
    ("verbal", "verbal yes"),
    ("ordered", "order"),
    ("credit", "credit check"),
    ("signed", "signature"),
    ("delivered", "delivery"),
    ("live", "go-live"),
    ("verified", "verification"),
    ("invoiced", "invoice"),
    ("paid", "payment"),
];
/// Which rungs each rung implies, as bits.
const IMPLIES: [u16; 9] = [0, 0b1, 0, 0b11, 0, 0b1_0000, 0b11_0000, 0, 0b1000_0000];
/// Credit and live count only once they are expected or done.
const OPTIONAL: u16 = 0b10_0100;

/// What the order of the rows depends on, in that order.
type Key = (
    usize,
    bool,
    Reverse<i64>,
    (u8, Option<String>, Reverse<i64>),
    Reverse<i64>,
    i64,
);

struct Found {
    key: Key,
    account: i64,
    deal: Option<i64>,
    due_on: NaiveDate,
    money: Option<(i64, String)>,
    attempts: i64,
    since: Option<i64>,
    more: usize,
}

/// What a level depends on.
struct Standing {
    deal: Option<i64>,
    is_lost: bool,
    has_begun: bool,
    is_theirs: bool,
    notice_on: Option<NaiveDate>,
}

fn level(kind: &str, of: &Standing, is_past: bool, today: NaiveDate) -> usize {
    let is_prospect = of.deal.is_some() && !of.has_begun;
    let is_lost = of.is_lost;
    match kind {
        "promise" if is_past && !of.is_theirs => 0,
        "adrift" => 4,
        _ if is_lost => 5,
        _ if is_prospect => 6,
        "renewal" if of.notice_on.is_some_and(|on| on < today) => 1,
        "renewal" if of.notice_on.is_none() && is_past => 1,
        "rung" if is_past => 1,
        _ if is_past => 2,
        _ => 3,
    }
}

/// The table of what is due.
pub(crate) fn due(file: &str, today: &str) -> Outcome<String> {
    let today: NaiveDate = today.parse()?;
    let mut connection = open(file)?;
    let transaction = connection.transaction()?;
    let default: String = transaction
        .query_row(CURRENCY, [], |row| row.get(0))
        .optional()?
        .unwrap_or_else(|| "USD".to_owned());
    let (rows, snoozed) = list(&transaction, today, &default)?;
    let others = |row: &Found| {
        row.money
            .as_ref()
            .is_some_and(|(_, currency)| *currency != default)
    };
    let says_currency = rows.iter().any(others);
    let mut lines = Vec::with_capacity(rows.len() + HEADINGS.len());
    let mut last = None;
    for row in &rows {
        if last != Some(row.key.0) {
            last = Some(row.key.0);
            lines.push(Line::Heading(HEADINGS[row.key.0]));
        }
        lines.push(Line::Row(cells(&transaction, row, today, says_currency)?));
    }
    let week = today + Days::new(7);
    let coming: i64 = transaction
        .prepare(COMING)?
        .query_row((today, week), |row| row.get(0))?;
    let next: Option<(NaiveDate, String)> = transaction
        .prepare(NEXT)?
        .query_row([today], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    drop(transaction);
    Ok(print(&lines, rows.len(), snoozed, coming, next.as_ref()))
}

/// One row a customer, the most pressing first.
fn list(connection: &Connection, today: NaiveDate, default: &str) -> Outcome<(Vec<Found>, usize)> {
    let mut reached = connection.prepare(REACHED)?;
    let mut attempts = connection.prepare(ATTEMPTS)?;
    let mut candidates = connection.prepare(CANDIDATES)?;
    let mut rows = candidates.query([today])?;
    let mut known: HashMap<i64, (Option<i64>, i64, bool)> = HashMap::new();
    let (mut found, mut snoozed) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        if row
            .get::<_, Option<NaiveDate>>(5)?
            .is_some_and(|until| until > today)
        {
            snoozed += 1;
            continue;
        }
        let account: i64 = row.get(1)?;
        let (since, attempts, tried_today) = match known.entry(account) {
            Entry::Occupied(place) => *place.get(),
            Entry::Vacant(place) => {
                let last: Option<(NaiveDate, i64)> = reached
                    .query_row([account], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let from = last.map(|(on, _)| on.to_string()).unwrap_or_default();
                let id = last.map_or(0, |(_, id)| id);
                let (count, tried) = attempts.query_row((account, from, id, today), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
                *place.insert((last.map(|(on, _)| (today - on).num_days()), count, tried))
            }
        };
        let deal: Option<i64> = row.get(2)?;
        let due_on: NaiveDate = row.get(4)?;
        let minor: Option<i64> = row.get(6)?;
        let money: Option<(i64, String)> = minor.zip(row.get(7)?);
        let days = (today - due_on).num_days();
        let standing = Standing {
            deal,
            is_lost: row.get(8)?,
            has_begun: row.get(9)?,
            is_theirs: row.get(10)?,
            notice_on: notice_on(row.get(11)?, row.get(12)?),
        };
        let level = level(row.get_ref(3)?.as_str()?, &standing, days > 0, today);
        let by_value = match &money {
            Some((minor, currency)) if currency == default => (0, None, Reverse(*minor)),
            Some((minor, currency)) => (1, Some(currency.clone()), Reverse(*minor)),
            None => (2, None, Reverse(0)),
        };
        found.push(Found {
            key: (
                level,
                tried_today,
                Reverse(days),
                by_value,
                Reverse(since.unwrap_or(i64::MAX)),
                row.get(0)?,
            ),
            account,
            deal,
            due_on,
            money,
            attempts,
            since,
            more: 0,
        });
    }
    found.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    let mut places: HashMap<i64, usize> = HashMap::new();
    let mut leads: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        match places.entry(one.account) {
            Entry::Occupied(place) => leads[*place.get()].more += 1,
            Entry::Vacant(place) => {
                place.insert(leads.len());
                leads.push(one);
            }
        }
    }
    Ok((leads, snoozed))
}

fn cells(
    connection: &Connection,
    of: &Found,
    today: NaiveDate,
    says_currency: bool,
) -> Outcome<Vec<String>> {
    let mut detail = connection.prepare_cached(DETAIL)?;
    let mut found = detail.query([of.key.5])?;
    let row = found.next()?.ok_or("a check-in is gone")?;
    let rung: Option<String> = row.get(3)?;
    let ladder = of
        .deal
        .map(|deal| ladder(connection, deal, rung.as_deref()))
        .transpose()?;
    let slips = ladder.as_ref().map_or(0, |ladder| ladder.slips);
    let mut to_do = match &rung {
        Some(rung) => {
            let mut text = asked(rung, of.due_on, today);
            let mut known = if slips > 0 {
                format!(", slipped {slips}×")
            } else {
                String::new()
            };
            if let Some(deal) = of.deal.filter(|_| rung == "delivered" && of.due_on < today) {
                let penalty: Option<String> = row.get(11)?;
                if let Some(penalty) = penalty {
                    let _ = write!(known, ", penalty: {penalty}");
                }
                if fall_back(connection, deal, &mut text)? {
                    known = known.replacen(", ", "; ", 1);
                }
            }
            text + &known
        }
        None => to_do(row, today)?,
    };
    if let Some(on) = ladder.as_ref().and_then(|ladder| ladder.failed_on) {
        let _ = write!(to_do, "; credit check failed {}", short_day(on, today));
    }
    if of.key.1 {
        to_do.push_str(" (tried today)");
    }
    let Reverse(days) = of.key.2;
    Ok(vec![
        format!("c{}", of.key.5),
        if days == 0 {
            "today".to_owned()
        } else {
            format!("{days}d")
        },
        row.get(0)?,
        if of.more == 0 {
            String::new()
        } else {
            format!("+{}", of.more)
        },
        to_do,
        row.get::<_, Option<String>>(4)?.unwrap_or_default(),
        match &of.money {
            Some((minor, currency)) if says_currency => format!("{} {currency}", short(*minor)),
            Some((minor, _)) => short(*minor),
            None => String::new(),
        },
        row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        ladder.map_or_else(String::new, |ladder| ladder.climbed),
        match of.since {
            None => "never".to_owned(),
            Some(0) => "today".to_owned(),
            Some(days) => format!("{days}d ago"),
        },
        if of.attempts == 0 {
            String::new()
        } else {
            format!("{}×", of.attempts)
        },
    ])
}

/// The last day on which notice can be given.
fn notice_on(renews_on: Option<NaiveDate>, days: Option<u32>) -> Option<NaiveDate> {
    renews_on.map(|on| on - Days::new(days.unwrap_or(0).into()))
}

fn short_day(on: NaiveDate, today: NaiveDate) -> String {
    let year = if on.year() == today.year() { "" } else { " %Y" };
    on.format(&format!("%-d %b{year}")).to_string()
}

/// What to do, and why, where no rung is asked about.
fn to_do(row: &Row<'_>, today: NaiveDate) -> Outcome<String> {
    let (what, owner): (String, Option<String>) = (row.get(1)?, row.get(7)?);
    Ok(match row.get_ref(6)?.as_str()? {
        "promise" => {
            let whose = if row.get(8)? { "from them: " } else { "" };
            let mut text = format!("{whose}{what}");
            if let Some(owner) = owner {
                let _ = write!(text, " ({owner})");
            }
            let judged_on: Option<NaiveDate> = row.get(10)?;
            if let Some(on) = judged_on.filter(|on| *on < today) {
                let _ = write!(text, ", promised {}", short_day(on, today));
            }
            text
        }
        "risk" => match row.get::<_, Option<String>>(9)? {
            Some(plan_b) => format!("risk: {what}; plan B: {plan_b}"),
            None => format!("risk: {what}"),
        },
        "thanks" => match owner {
            Some(colleague) => format!("thank {colleague}: {what}"),
            None => what,
        },
        kind => {
            let notice = notice_on(row.get(12)?, row.get(13)?).filter(|_| kind == "renewal");
            let notice = notice.map(|on| format!("notice by {}", short_day(on, today)));
            match row.get::<_, Option<String>>(2)?.or(notice) {
                Some(why) if what.ends_with('?') => format!("{what} {why}"),
                Some(why) => format!("{what}: {why}"),
                None => what,
            }
        }
    })
}

/// What is done instead of a late delivery; whether anything is.
fn fall_back(connection: &Connection, deal: i64, text: &mut String) -> Outcome<bool> {
    let mut statement = connection.prepare_cached(PLANS_B)?;
    let plans: Vec<String> = statement
        .query_map([deal], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if let Some(first) = plans.first() {
        let _ = write!(text, "; plan B: {first}");
        if plans.len() > 1 {
            let _ = write!(text, " (+{})", plans.len() - 1);
        }
    }
    Ok(!plans.is_empty())
}

fn asked(rung: &str, due_on: NaiveDate, today: NaiveDate) -> String {
    let noun = RUNG_NAMES
        .iter()
        .find(|(name, _)| *name == rung)
        .map_or("", |(_, noun)| noun);
    if due_on == today {
        format!("{noun} is due today")
    } else {
        format!("{noun} was due {}", short_day(due_on, today))
    }
}

struct Ladder {
    /// `3/7 signed`
    climbed: String,
    /// How often the rung slipped that is asked about.
    slips: i64,
    failed_on: Option<NaiveDate>,
}

fn ladder(connection: &Connection, deal: i64, asked: Option<&str>) -> Outcome<Ladder> {
    let (mut done, mut expected, mut gone, mut slips) = (0_u16, 0_u16, 0_u16, 0);
    let mut failed_on = None;
    let mut statement = connection.prepare_cached(RUNGS)?;
    let mut rows = statement.query([deal])?;
    while let Some(row) = rows.next()? {
        let rung = row.get_ref(0)?.as_str()?;
        let place = RUNG_NAMES
            .iter()
            .position(|(name, _)| *name == rung)
            .unwrap_or(0);
        done |= u16::from(row.get::<_, bool>(1)?) << place;
        let failed: Option<NaiveDate> = row.get(5)?;
        expected |= u16::from(row.get::<_, bool>(2)? || failed.is_some()) << place;
        failed_on = failed_on.or(failed);
        gone |= u16::from(row.get::<_, bool>(3)?) << place;
        if asked == Some(rung) {
            slips = row.get(4)?;
        }
    }
    let applicable = 0b1_1111_1111 & !gone & !(OPTIONAL & !expected & !done);
    let implied = (0..9)
        .filter(|place| done >> place & 1 == 1)
        .fold(0, |bits, place| bits | IMPLIES[place]);
    let done = (done | implied) & applicable;
    let open = applicable & !done;
    let below = if open == 0 {
        done
    } else {
        done & ((1 << open.trailing_zeros()) - 1)
    };
    let mut text = format!("{}/{}", done.count_ones(), applicable.count_ones());
    if below > 0 {
        let _ = write!(text, " {}", RUNG_NAMES[below.ilog2() as usize].0);
    }
    Ok(Ladder {
        climbed: text,
        slips,
        failed_on,
    })
}

/// `48k`, `14.2k`: an amount with two decimals, rounded.
fn short(minor: i64) -> String {
    let whole = (minor + 50) / 100;
    let (tenths, unit) = match whole {
        ..1_000 => return whole.to_string(),
        1_000..999_950 => ((minor + 5_000) / 10_000, "k"),
        _ => ((minor + 5_000_000) / 10_000_000, "m"),
    };
    match tenths % 10 {
        0 => format!("{}{unit}", tenths / 10),
        tenth => format!("{}.{tenth}{unit}", tenths / 10),
    }
}

fn print(
    lines: &[Line],
    rows: usize,
    snoozed: usize,
    coming: i64,
    next: Option<&(NaiveDate, String)>,
) -> String {
    let column = |header, is_number| Column { header, is_number };
    let mut out = render(
        &[
            column("", false),
            column("", true),
            column("", false),
            column("", true),
            column("", false),
            column("", false),
            column("", true),
            column("phone", false),
            column("rung", false),
            column("reached", true),
            column("tried", false),
        ],
        lines,
    );
    let noun = if rows == 1 { "customer" } else { "customers" };
    let _ = write!(out, "{rows} of {rows} {noun}");
    if snoozed > 0 {
        let _ = write!(out, " · {snoozed} snoozed");
    }
    if coming > 0 {
        let _ = write!(out, " · {coming} coming");
    }
    if let Some((on, account)) = next {
        let joint = if coming > 0 { ", " } else { " · " };
        let _ = write!(out, "{joint}next: {account} on {}", on.format("%a %-d %b"));
    }
    out.push('\n');
    out
}
