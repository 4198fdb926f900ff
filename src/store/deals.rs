//! Deals with their ladders.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Params, Row};

use crate::domain::account::Reach;
use crate::domain::contract::Percent;
use crate::domain::deal::{Deal, Lost, LostReason, PlanChoice, Status};
use crate::domain::facts::{DealFacts, Stake};
use crate::domain::id::{AccountId, DealId, PersonId};
use crate::domain::ladder::{Failed, Ladder, Move, Part, RungFacts};
use crate::domain::money::{Currency, Money};
use crate::domain::person::Role;
use crate::domain::plan;
use crate::domain::rung::Rung;
use crate::domain::win_back::WinBack;
use crate::store::convert::{Named, Tags};
use crate::store::{Reader, StoreError};

pub(super) const COLUMNS: &str = "deal.id, deal.uid, deal.account_id, deal.title, deal.value_minor, deal.currency, deal.plan,
    deal.plan_runs, deal.terms_days, deal.expected_close_on, deal.lost_on, deal.lost_reason, deal.buried_on, deal.key,
    deal.source, deal.note, deal.tags, deal.imported, deal.addon_of, deal.penalty, deal.commission, deal.renews_on,
    deal.notice_days, deal.plan_by_hand, deal.fit, deal.fit_why, deal.win_back, deal.lost_to, deal.lost_note,
    deal.rival_promised, deal.rival_promised_on, deal.rival_contract_ends_on, deal.buried_why";
const RUNG: &str =
    "SELECT rung.id, rung.deal_id, rung.rung, rung.done_on, rung.expected_on, rung.not_applicable,
    rung.reference, rung.failed_on, rung.failed_why,
    EXISTS (SELECT 1 FROM rung_move WHERE rung_id = rung.id) AS has_moves,
    EXISTS (SELECT 1 FROM part WHERE rung_id = rung.id) AS has_parts FROM rung";
const STAKE: &str =
    "SELECT deal.lost_on, deal.lost_reason, deal.buried_on, deal.id, deal.value_minor, deal.currency, rung.rung,
    rung.done_on, rung.expected_on, rung.not_applicable FROM deal LEFT JOIN rung ON rung.deal_id = deal.id
    WHERE deal.account_id = ?1 ORDER BY deal.id";
const PERSON: &str =
    "SELECT deal_person.deal_id, deal_person.person_id, deal_person.role FROM deal_person";

fn of_deal(rungs: &str) -> String {
    format!("{rungs} WHERE rung.deal_id = ?1")
}

/// What counts of a deal while its rungs are read.
struct Counted {
    id: DealId,
    lost: Option<Lost>,
    value: Option<Money>,
    ladder: Ladder,
}

impl From<Counted> for Stake {
    fn from(counted: Counted) -> Self {
        Self {
            status: Status::of(counted.lost, &counted.ladder),
            value: counted.value,
        }
    }
}

fn deal_from_row(row: &Row<'_>) -> rusqlite::Result<Deal> {
    read_deal(&Named::new(row))
}

/// Reads [`COLUMNS`]; the rungs and the people are read apart.
pub(super) fn read_deal(row: &Named<'_, '_>) -> rusqlite::Result<Deal> {
    Ok(Deal {
        id: row.get("id")?,
        uid: row.get("uid")?,
        account_id: row.get("account_id")?,
        title: row.get("title")?,
        value: read_value(row)?,
        plan: plan_from_columns(row.get("plan")?, row.get("plan_runs")?),
        ladder: Ladder::with_terms(row.get("terms_days")?),
        expected_close_on: row.get("expected_close_on")?,
        lost: read_lost(row)?,
        key: row.get("key")?,
        source: row.get("source")?,
        note: row.get("note")?,
        tags: row.get::<Tags>("tags")?.0,
        people: Vec::new(),
        roles: BTreeMap::new(),
        imported: row.get("imported")?,
        addon_of: row.get("addon_of")?,
        penalty: row.get("penalty")?,
        commission: row.get::<Option<u32>>("commission")?.map(Percent),
        renews_on: row.get("renews_on")?,
        notice_days: row.get("notice_days")?,
        plan_by_hand: row.get("plan_by_hand")?,
        fit: row.get("fit")?,
        fit_why: row.get("fit_why")?,
        win_back: read_win_back(row)?,
    })
}

/// What one row says of a rung, without its moves and parts.
pub(super) fn read_facts(row: &Named<'_, '_>) -> rusqlite::Result<RungFacts> {
    let mut facts = RungFacts {
        done_on: row.get("done_on")?,
        expected_on: row.get("expected_on")?,
        not_applicable: row.get("not_applicable")?,
        reference: row.get("reference")?,
        ..RungFacts::default()
    };
    let (on, why): (Option<NaiveDate>, Option<String>) =
        (row.get("failed_on")?, row.get("failed_why")?);
    facts.failed = on.map(|on| Failed { on, why });
    Ok(facts)
}

fn read_value(row: &Named<'_, '_>) -> rusqlite::Result<Option<Money>> {
    let (minor, currency): (Option<i64>, Option<Currency>) =
        (row.get("value_minor")?, row.get("currency")?);
    Ok(minor
        .zip(currency)
        .map(|(minor, currency)| Money { minor, currency }))
}

/// Which plan a deal follows, from what [`plan_columns`] made of it.
pub(super) fn plan_from_columns(name: Option<String>, runs: bool) -> PlanChoice {
    match (name, runs) {
        (None, _) => PlanChoice::Open,
        (Some(name), _) if name == plan::NONE => PlanChoice::Declined,
        (Some(name), true) => PlanChoice::Running(name),
        (Some(name), false) => PlanChoice::Chosen(name),
    }
}

fn read_lost(row: &Named<'_, '_>) -> rusqlite::Result<Option<Lost>> {
    let (on, reason): (Option<NaiveDate>, Option<LostReason>) =
        (row.get("lost_on")?, row.get("lost_reason")?);
    let buried_on = row.get("buried_on")?;
    Ok(on.zip(reason).map(|(on, reason)| Lost {
        on,
        reason,
        buried_on,
    }))
}

fn read_win_back(row: &Named<'_, '_>) -> rusqlite::Result<WinBack> {
    Ok(WinBack {
        begun: row.get("win_back")?,
        lost_to: row.get("lost_to")?,
        note: row.get("lost_note")?,
        rival_promised: row.get("rival_promised")?,
        rival_promised_on: row.get("rival_promised_on")?,
        rival_contract_ends_on: row.get("rival_contract_ends_on")?,
        buried_why: row.get("buried_why")?,
    })
}

/// How a deal's plan stands in the file: its name, and whether its steps are on record.
pub(super) fn plan_columns(choice: &PlanChoice) -> (Option<&str>, bool) {
    match choice {
        PlanChoice::Open => (None, false),
        PlanChoice::Declined => (Some(plan::NONE), false),
        PlanChoice::Chosen(name) => (Some(name), false),
        PlanChoice::Running(name) => (Some(name), true),
    }
}

/// Deals by their account.
pub(super) fn group_by_account(deals: Vec<Deal>) -> HashMap<AccountId, Vec<Deal>> {
    let mut groups: HashMap<AccountId, Vec<Deal>> = HashMap::new();
    for deal in deals {
        groups.entry(deal.account_id).or_default().push(deal);
    }
    groups
}

impl Reader<'_> {
    /// The deal of that id.
    pub fn find_deal(&self, id: DealId) -> Result<Option<Deal>, StoreError> {
        let deals = self.deals_by(
            &format!("SELECT {COLUMNS} FROM deal WHERE deal.id = ?1"),
            &of_deal(RUNG),
            &format!("{PERSON} WHERE deal_person.deal_id = ?1 ORDER BY deal_person.id"),
            [id],
        )?;
        Ok(deals.into_iter().next())
    }

    /// Reads the rungs of one deal.
    pub(super) fn read_rungs(&self, deal: &mut Deal) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(&of_deal(RUNG))?;
        let mut rows = statement.query([deal.id])?;
        while let Some(row) = rows.next()? {
            let (_, rung, facts) = self.rung_from_row(row)?;
            *deal.ladder.facts_mut(rung) = facts;
        }
        Ok(())
    }

    /// The deals of an account, by id.
    pub fn list_deals_of(&self, id: AccountId) -> Result<Vec<Deal>, StoreError> {
        self.deals_by(
            &format!("SELECT {COLUMNS} FROM deal WHERE deal.account_id = ?1 ORDER BY deal.id"),
            &format!("{RUNG} JOIN deal ON deal.id = rung.deal_id WHERE deal.account_id = ?1"),
            &format!("{PERSON} JOIN deal ON deal.id = deal_person.deal_id WHERE deal.account_id = ?1 ORDER BY deal_person.id"),
            [id],
        )
    }

    /// The deals that add to another one, by id.
    pub fn list_addons_of(&self, id: DealId) -> Result<Vec<Deal>, StoreError> {
        self.deals_by(
            &format!("SELECT {COLUMNS} FROM deal WHERE deal.addon_of = ?1 ORDER BY deal.id"),
            &format!("{RUNG} JOIN deal ON deal.id = rung.deal_id WHERE deal.addon_of = ?1"),
            &format!("{PERSON} JOIN deal ON deal.id = deal_person.deal_id WHERE deal.addon_of = ?1 ORDER BY deal_person.id"),
            [id],
        )
    }

    /// The deals with which a result was promised, by id.
    pub(super) fn list_deals_with_results(&self) -> Result<Vec<Deal>, StoreError> {
        let promised = "deal_id IN (SELECT deal_id FROM result)";
        self.deals_by(
            &format!("SELECT {COLUMNS} FROM deal WHERE deal.id IN (SELECT deal_id FROM result) ORDER BY deal.id"),
            &format!("{RUNG} WHERE rung.{promised}"),
            &format!("{PERSON} WHERE deal_person.{promised} ORDER BY deal_person.id"),
            [],
        )
    }

    /// What the deals of an account add to its sums, and nothing else of them.
    pub(super) fn list_stakes_of(&self, id: AccountId) -> Result<Vec<Stake>, StoreError> {
        let mut statement = self.connection.prepare_cached(STAKE)?;
        let mut rows = statement.query([id])?;
        let mut stakes = Vec::new();
        let mut open: Option<Counted> = None;
        while let Some(row) = rows.next()? {
            let id: DealId = row.get(3)?;
            if open.as_ref().is_none_or(|open| open.id != id) {
                stakes.extend(open.take().map(Stake::from));
                let (minor, currency): (Option<i64>, Option<Currency>) = (row.get(4)?, row.get(5)?);
                open = Some(Counted {
                    id,
                    lost: read_lost(&Named::new(row))?,
                    value: minor
                        .zip(currency)
                        .map(|(minor, currency)| Money { minor, currency }),
                    ladder: Ladder::default(),
                });
            }
            if let (Some(open), Some(rung)) = (&mut open, row.get(6)?) {
                *open.ladder.facts_mut(rung) = RungFacts {
                    done_on: row.get(7)?,
                    expected_on: row.get(8)?,
                    not_applicable: row.get(9)?,
                    ..RungFacts::default()
                };
            }
        }
        stakes.extend(open.take().map(Stake::from));
        Ok(stakes)
    }

    /// Every deal, by id.
    pub fn list_deals(&self) -> Result<Vec<Deal>, StoreError> {
        self.deals_by(
            &format!("SELECT {COLUMNS} FROM deal ORDER BY deal.id"),
            RUNG,
            &format!("{PERSON} ORDER BY deal_person.id"),
            [],
        )
    }

    fn deals_by<P: Params + Copy>(
        &self,
        deals: &str,
        rungs: &str,
        people: &str,
        of: P,
    ) -> Result<Vec<Deal>, StoreError> {
        let mut statement = self.connection.prepare_cached(deals)?;
        let mut deals: Vec<Deal> = statement
            .query_map(of, deal_from_row)?
            .collect::<Result<_, _>>()?;
        let places: HashMap<DealId, usize> = deals
            .iter()
            .enumerate()
            .map(|(place, deal)| (deal.id, place))
            .collect();
        let mut statement = self.connection.prepare_cached(rungs)?;
        let mut rows = statement.query(of)?;
        while let Some(row) = rows.next()? {
            let (deal_id, rung, facts) = self.rung_from_row(row)?;
            if let Some(place) = places.get(&deal_id) {
                *deals[*place].ladder.facts_mut(rung) = facts;
            }
        }
        let mut statement = self.connection.prepare_cached(people)?;
        let mut rows = statement.query(of)?;
        while let Some(row) = rows.next()? {
            if let Some(place) = places.get(&row.get(0)?) {
                let (person, role): (PersonId, Option<Role>) = (row.get(1)?, row.get(2)?);
                deals[*place].people.push(person);
                if let Some(role) = role {
                    deals[*place].roles.insert(person, role);
                }
            }
        }
        Ok(deals)
    }

    /// A rung, and the deal it is of.
    fn rung_from_row(&self, row: &Row<'_>) -> Result<(DealId, Rung, RungFacts), StoreError> {
        let row = Named::new(row);
        let (id, deal_id, rung) = (row.get("id")?, row.get("deal_id")?, row.get("rung")?);
        let mut facts = read_facts(&row)?;
        if row.get("has_moves")? {
            facts.moves = self.list_moves(id)?;
        }
        if row.get("has_parts")? {
            facts.parts = self.list_parts(id)?;
        }
        Ok((deal_id, rung, facts))
    }

    fn list_parts(&self, rung_id: i64) -> Result<Vec<Part>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT on_day, what, amount_minor, currency FROM part WHERE rung_id = ?1 ORDER BY id",
        )?;
        let parts = statement
            .query_map([rung_id], |row| {
                let (minor, currency): (Option<i64>, Option<Currency>) = (row.get(2)?, row.get(3)?);
                Ok(Part {
                    on: row.get(0)?,
                    what: row.get(1)?,
                    amount: minor
                        .zip(currency)
                        .map(|(minor, currency)| Money { minor, currency }),
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(parts)
    }

    fn list_moves(&self, rung_id: i64) -> Result<Vec<Move>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT from_on, to_on, why, moved_on FROM rung_move WHERE rung_id = ?1 ORDER BY id",
        )?;
        let moves = statement
            .query_map([rung_id], |row| {
                Ok(Move {
                    from_on: row.get(0)?,
                    to_on: row.get(1)?,
                    why: row.get(2)?,
                    moved_on: row.get(3)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(moves)
    }

    /// The deals with that key, of any source.
    pub fn list_deals_by_key(&self, key: &str) -> Result<Vec<DealId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM deal WHERE key = ?1 ORDER BY source, id")?;
        let ids = statement
            .query_map([key], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// The currency that was used last in this file.
    pub fn find_last_currency(&self) -> Result<Option<Currency>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT currency FROM deal WHERE currency IS NOT NULL ORDER BY id DESC LIMIT 1",
        )?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?)
    }

    /// The earliest date of a deal's open check-ins.
    pub fn find_next_check_in_on(&self, id: DealId) -> Result<Option<NaiveDate>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT min(due_on) FROM check_in WHERE deal_id = ?1 AND status = 'open'",
        )?;
        Ok(statement.query_row([id], |row| row.get(0))?)
    }

    /// A deal with what is counted about it.
    pub fn get_deal_facts(&self, deal: Deal, today: NaiveDate) -> Result<DealFacts, StoreError> {
        let account = self
            .find_account(deal.account_id)?
            .map(|account| account.name)
            .unwrap_or_default();
        let reach = self.get_reach(deal.account_id)?;
        let next_check_in_on = self.find_next_check_in_on(deal.id)?;
        let open = self.list_open_signs(Some(deal.account_id), today)?;
        let health = self.get_health(&deal, &reach, open.of(deal.account_id), today)?;
        Ok(DealFacts {
            deal,
            account,
            reach,
            next_check_in_on,
            health,
        })
    }

    /// Every deal with what is counted about it, by id.
    pub fn list_deal_facts(&self, today: NaiveDate) -> Result<Vec<DealFacts>, StoreError> {
        let signs = self.list_signs(None, today)?;
        let mut accounts: HashMap<AccountId, (String, Reach)> = HashMap::new();
        for account in self.list_accounts()? {
            let reach = self.get_reach(account.id)?;
            accounts.insert(account.id, (account.name, reach));
        }
        let mut facts = Vec::new();
        for deal in self.list_deals()? {
            let (account, reach) = accounts.get(&deal.account_id).cloned().unwrap_or_default();
            let next_check_in_on = self.find_next_check_in_on(deal.id)?;
            let health = signs.judge(&deal, &reach);
            facts.push(DealFacts {
                deal,
                account,
                reach,
                next_check_in_on,
                health,
            });
        }
        Ok(facts)
    }

    /// Whether an account has a deal.
    pub fn has_deals(&self, id: AccountId) -> Result<bool, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM deal WHERE account_id = ?1)")?;
        Ok(statement.query_row([id], |row| row.get(0))?)
    }
}
