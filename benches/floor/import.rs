//! An import: the rows of a CSV file as `deals import` writes them, into an empty book.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use rusqlite::{Statement, params};

use crate::Outcome;
use crate::store::{CHECK_IN, Journal, NewAccount, PLAN, begin, index, insert_step, open, uid};

const DEAL: &str =
    "INSERT INTO deal (uid, account_id, title, value_minor, currency, plan, plan_runs, expected_close_on, lost_on,
        lost_reason, key, source, tags, imported)
    VALUES (?1, ?2, ?3, ?4, 'USD', ?5, ?6, ?7, ?8, ?9, ?10, 'opportunity_id', '[]', ?11)";
const RUNG: &str =
    "INSERT INTO rung (deal_id, rung, done_on, not_applicable) VALUES (?1, ?2, ?3, ?4)";

const TODAY: &str = "2026-03-13";
/// Won before this day, 90 days before today, is history.
const LIVE_SINCE: &str = "2025-12-13";

/// The columns: id, product, account, stage, close date, value.
#[derive(serde::Deserialize)]
struct Row {
    opportunity_id: String,
    product: String,
    account: String,
    deal_stage: String,
    close_date: String,
    close_value: i64,
}

struct Writing<'c> {
    journal: Journal<'c>,
    account: NewAccount<'c>,
    deal: Statement<'c>,
    rung: Statement<'c>,
    check_in: Statement<'c>,
    /// The workdays over which the first check-ins are spread.
    workdays: Vec<String>,
    begun: usize,
    /// What is found again: source, row and text, written last and in this order.
    texts: Vec<(i64, i64, String)>,
}

/// Imports a file into a book that has nothing in it.
pub(crate) fn import(file: &str, csv: &str) -> Outcome<String> {
    let mut groups: Vec<Vec<Row>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut read = 0;
    for row in csv::Reader::from_path(csv)?.into_deserialize() {
        let row: Row = row?;
        read += 1;
        if let Some(place) = places.get(&row.account) {
            groups[*place].push(row);
        } else {
            places.insert(row.account.clone(), groups.len());
            groups.push(vec![row]);
        }
    }
    let today: NaiveDate = TODAY.parse()?;
    let mut connection = open(file)?;
    let transaction = begin(&mut connection)?;
    let mut writing = Writing {
        journal: Journal::new(
            &transaction,
            "import",
            &format!("import {csv} --currency USD"),
        )?,
        account: NewAccount::new(&transaction)?,
        deal: transaction.prepare(DEAL)?,
        rung: transaction.prepare(RUNG)?,
        check_in: transaction.prepare(CHECK_IN)?,
        workdays: [0, 3, 4, 5, 6, 7, 10, 11, 12, 13]
            .map(|days| (today + Days::new(days)).to_string())
            .to_vec(),
        begun: 0,
        texts: Vec::new(),
    };
    for group in &groups {
        writing.customer(group)?;
    }
    let mut texts = std::mem::take(&mut writing.texts);
    drop(writing);
    texts.sort_unstable();
    for (source, id, text) in texts {
        index(&transaction, source, id, &text)?;
    }
    transaction.commit()?;
    Ok(format!("{read} rows read: {read} added\n"))
}

impl Writing<'_> {
    fn customer(&mut self, rows: &[Row]) -> Outcome<()> {
        let name = rows.first().map_or("", |row| row.account.as_str());
        let account = self.account.insert(&mut self.journal, name)?;
        self.texts.push((4, account, name.to_owned()));
        let folded = name.to_lowercase();
        let mut live = Vec::new();
        for row in rows {
            let deal = self.deal(account, &folded, row)?;
            if row.deal_stage == "Won" && row.close_date.as_str() >= LIVE_SINCE {
                live.push((deal, row.close_date.as_str()));
            }
        }
        for (deal, signed_on) in live {
            let due_on = self.workdays[self.begun % self.workdays.len()].clone();
            self.begun += 1;
            for place in 0..PLAN.len() {
                // Never a pile: of the steps that are past only the latest stays.
                let dates = match place {
                    0 | 1 => (None, Some(TODAY)),
                    2 => (Some(due_on.as_str()), None),
                    _ => (None, None),
                };
                let id = insert_step(&mut self.check_in, (account, deal), place, dates, signed_on)?;
                self.journal.note("check_in", id, None)?;
            }
        }
        Ok(())
    }

    fn deal(&mut self, account: i64, folded: &str, row: &Row) -> Outcome<i64> {
        let closed_on = row.close_date.as_str();
        let stage = match row.deal_stage.as_str() {
            "Won" => "won",
            "Lost" => "lost",
            _ => "prospect",
        };
        let is_live = stage == "won" && closed_on >= LIVE_SINCE;
        let imported = serde_json::json!({
            "account": folded,
            "stage": format!("{stage} {closed_on}"),
            "title": row.product,
            "value": format!("{} USD", row.close_value),
        });
        let lost_on = (stage == "lost").then_some(closed_on);
        let deal = self.deal.insert(params![
            uid(),
            account,
            row.product,
            100 * row.close_value,
            is_live.then_some("standard"),
            i64::from(is_live),
            (stage == "prospect").then_some(closed_on),
            lost_on,
            lost_on.map(|_| "other"),
            row.opportunity_id,
            imported.to_string(),
        ])?;
        self.journal.note("deal", deal, None)?;
        let text = format!("{} {}", row.product, row.opportunity_id);
        self.texts.push((6, deal, text));
        if stage == "won" {
            self.rung(deal, "signed", Some(closed_on))?;
        }
        if stage == "won" && !is_live {
            for rung in ["delivered", "verified", "invoiced", "paid"] {
                self.rung(deal, rung, None)?;
            }
        }
        Ok(deal)
    }

    fn rung(&mut self, deal: i64, rung: &str, done_on: Option<&str>) -> Outcome<()> {
        let id = self
            .rung
            .insert(params![deal, rung, done_on, i64::from(done_on.is_none())])?;
        self.journal.note("rung", id, None)?;
        Ok(())
    }
}
