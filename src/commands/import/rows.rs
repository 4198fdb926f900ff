//! What the rows of an import become: changes of customers, in one transaction.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::deal::Status;
use crate::domain::id::{AccountId, DealId};
use crate::domain::import::{self as rules, Incoming};
use crate::domain::name;
use crate::domain::order::sort_by_key;
use crate::error::CommandError;
use crate::store::Writer;

/// Pages of the file that are kept while rows come in: sixteen mebibytes.
const PAGES: u32 = 4_000;

/// What is the same for every row.
pub(super) struct Import<'a> {
    pub source: &'a str,
    pub has_key: bool,
    /// Whether the file is one that we wrote ourselves.
    pub is_own: bool,
    pub theirs: bool,
    pub live_since: NaiveDate,
}

/// What came of the rows.
#[derive(Default)]
pub(super) struct Tally {
    pub added: u64,
    pub updated: u64,
    pub kept: u64,
    pub unchanged: u64,
    /// Record ids that the file has at another account than we.
    pub elsewhere: Vec<String>,
    /// The ids that the new deals got.
    pub new: Vec<DealId>,
}

/// The deals on record by what rows are known again by, and the accounts by the names a file may use.
struct Known {
    by_uid: HashMap<String, (AccountId, DealId)>,
    by_key: HashMap<(String, String), (AccountId, DealId)>,
    by_likeness: HashMap<String, Vec<(AccountId, DealId)>>,
    accounts: HashMap<String, AccountId>,
}

impl Known {
    fn look(writer: &Writer<'_>, import: &Import<'_>) -> Result<Self, CommandError> {
        let mut known = Self {
            by_uid: HashMap::new(),
            by_key: HashMap::new(),
            by_likeness: HashMap::new(),
            accounts: HashMap::new(),
        };
        let mut names = HashMap::new();
        for account in writer.list_accounts()? {
            known
                .accounts
                .entry(name::fold(&account.name))
                .or_insert(account.id);
            names.insert(account.id, account.name);
        }
        for deal in writer.list_deals()? {
            let place = (deal.account_id, deal.id);
            if import.is_own {
                known.by_uid.insert(deal.uid.clone(), place);
            }
            // An account renamed here keeps the name the file knows it by.
            if let Some(called) = rules::account_in_last_import(&deal) {
                known.accounts.entry(called).or_insert(deal.account_id);
            }
            if !import.has_key || deal.key.is_none() {
                let account = names
                    .get(&deal.account_id)
                    .map(String::as_str)
                    .unwrap_or_default();
                known
                    .by_likeness
                    .entry(rules::likeness_of(&deal, account))
                    .or_default()
                    .push(place);
            } else if import.is_own || deal.source == import.source {
                let key = deal.key.map(|key| (deal.source, key));
                known.by_key.extend(key.map(|key| (key, place)));
            }
        }
        Ok(known)
    }

    /// The deal a row is about. Two rows of one file are never about the same deal.
    fn find(&mut self, incoming: &Incoming, source: &str) -> Option<(AccountId, DealId)> {
        let by_uid = incoming.uid.as_ref().and_then(|uid| self.by_uid.get(uid));
        if let Some(place) = by_uid {
            return Some(*place);
        }
        match &incoming.key {
            Some(key) => {
                let source = incoming.source.as_deref().unwrap_or(source);
                self.by_key.get(&(source.to_owned(), key.clone())).copied()
            }
            // A deal of ours that is not here, or not any more.
            None if incoming.uid.is_some() => None,
            None => {
                let alike = self.by_likeness.get_mut(&incoming.likeness())?;
                (!alike.is_empty()).then(|| alike.remove(0))
            }
        }
    }
}

/// A row with the deal it is about, if that is on record.
type RowOf<'r> = (&'r Incoming, Option<DealId>);

/// Whose customer a row changes: one on record, or a new one by its folded name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Whose {
    Known(AccountId),
    New(String),
}

/// Brings every row in: each customer is changed once, with all of its rows.
pub(super) fn bring_in(
    ctx: &Ctx,
    writer: &Writer<'_>,
    rows: &[Incoming],
    import: &Import<'_>,
) -> Result<Tally, CommandError> {
    writer.keep_pages(PAGES)?;
    let mut known = Known::look(writer, import)?;
    let mut places: HashMap<Whose, usize> = HashMap::new();
    let mut groups: Vec<(Whose, Vec<RowOf<'_>>)> = Vec::new();
    for row in rows {
        let (whose, deal) = match known.find(row, import.source) {
            Some((account, deal)) => (Whose::Known(account), Some(deal)),
            None => {
                let folded = name::fold(&row.account);
                (
                    known
                        .accounts
                        .get(&folded)
                        .map_or(Whose::New(folded), |account| Whose::Known(*account)),
                    None,
                )
            }
        };
        let place = *places.entry(whose.clone()).or_insert_with(|| {
            groups.push((whose, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push((row, deal));
    }
    let mut tally = Tally::default();
    let mut changed = Vec::with_capacity(groups.len());
    for (whose, rows) in groups {
        changed.push(change_customer(
            ctx, writer, &whose, &rows, import, &mut tally,
        )?);
    }
    stagger(ctx, &mut changed);
    for one in changed {
        if one.before.as_ref() != Some(&one.after) {
            let known: Vec<DealId> = one.after.deals.iter().map(|deal| deal.id).collect();
            let saved = writer.save_customer(one.before.as_ref(), one.after)?;
            let new = known.into_iter().filter(|id| id.is_provisional());
            tally.new.extend(new.map(|id| saved.deal(id)));
        }
    }
    Ok(tally)
}

/// A customer before and after the rows of it.
struct Changed {
    before: Option<Customer>,
    after: Customer,
}

fn change_customer(
    ctx: &Ctx,
    writer: &Writer<'_>,
    whose: &Whose,
    rows: &[RowOf<'_>],
    import: &Import<'_>,
    tally: &mut Tally,
) -> Result<Changed, CommandError> {
    let before = match whose {
        Whose::Known(account) => writer.find_customer(*account)?,
        Whose::New(_) => None,
    };
    let mut after = before.clone().unwrap_or_else(|| {
        let name = rows
            .first()
            .map(|(row, _)| row.account.clone())
            .unwrap_or_default();
        Customer::begun(name)
    });
    for (row, deal) in rows {
        let Some(deal) = deal else {
            rules::add(&mut after, row, import.source, import.live_since);
            tally.added += 1;
            continue;
        };
        let merged = rules::merge(&mut after, *deal, row, import.theirs, import.live_since);
        if merged.is_elsewhere {
            tally
                .elsewhere
                .push(row.key.clone().unwrap_or_else(|| deal.to_string()));
        }
        match (merged.updated, merged.kept) {
            (true, _) => tally.updated += 1,
            (false, true) => tally.kept += 1,
            (false, false) => tally.unchanged += 1,
        }
    }
    if let Some(before) = &before {
        after.follow_losses(before, ctx.day());
    }
    after.tidy(ctx.day());
    Ok(Changed { before, after })
}

/// Spreads the first check-ins over the days to come, so that the morning after an import is one that a
/// person can work through. A customer's stand together: they are settled by one call. The customers worth
/// most come first on each day.
fn stagger(ctx: &Ctx, changed: &mut [Changed]) {
    let day = ctx.day();
    let mut live: Vec<(i64, usize)> = Vec::new();
    let mut caring: Vec<usize> = Vec::new();
    for (place, one) in changed.iter().enumerate() {
        let new_live: HashSet<DealId> = one
            .after
            .deals_where(Status::is_live)
            .map(|deal| deal.id)
            .filter(|id| id.is_provisional())
            .collect();
        if !new_live.is_empty() {
            let worth = one
                .after
                .deals
                .iter()
                .filter(|deal| new_live.contains(&deal.id))
                .filter_map(|deal| deal.value);
            live.push((
                worth.map(|money| money.minor).fold(0, i64::saturating_add),
                place,
            ));
        } else if one.after.has_new_care() {
            caring.push(place);
        }
    }
    sort_by_key(&mut live, |(worth, place)| {
        (std::cmp::Reverse(*worth), *place)
    });
    for (rank, (_, place)) in live.iter().enumerate() {
        let slot = i32::try_from(rank % rules::STAGGERED_OVER).unwrap_or(0);
        let first = day.calendar.on_or_after(day.today);
        let on = if slot == 0 {
            first
        } else {
            day.calendar.add_workdays(first, slot)
        };
        changed[*place].after.begin_no_earlier(on);
    }
    let of = caring.len();
    for (rank, place) in caring.into_iter().enumerate() {
        changed[place].after.care_no_earlier(rank, of, day);
    }
}
