//! `deals show`: everything about a deal or a customer.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::check_in::CheckIn;
use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, DealId, TouchpointId};
use crate::domain::money::{self, Currency};
use crate::domain::person::Person;
use crate::domain::rival::Rival;
use crate::error::{CommandError, Exit};
use crate::store::Reader;
use crate::view::format::{FormatError, Record};
use crate::view::record::{
    AccountRecord, AccountStory, CheckInRecord, DealRecord, DealStory, HeartbeatRecord,
    ObjectiveRecord, Owed, PersonRecord, ResultRecord, RivalRecord, RungRecord, SumRecord,
    TouchpointRecord,
};
use crate::view::show as screen;
use crate::view::ui::{Format, Ui};

use super::shared::resolve::{self, Access};

/// Everything about a deal or a customer
///
/// A deal: its ladder as a line of rungs (✓ done, ▸ expected, ! late, ✗ failed, · open), what is owed and late and
/// comes next, what was promised and measured, who is there, and what happened, the newest first. An account (or a
/// person, who stands for it): its deals, and the same of all of them. A check-in stands for its deal.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals show acme
  deals show d12 --json
  deals show t88

Exit codes: 4 when several are called so.")]
pub struct Args {
    /// The account, person, deal, check-in or touchpoint
    #[arg(add = crate::complete::targets())]
    target: String,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let subject = resolve::subject(ctx, &args.target, Access::Read)?;
    if let Some(touchpoint) = subject.touchpoint_id {
        return show_touchpoint(ctx, touchpoint);
    }
    if let Some(deal) = subject.deal_id {
        let story = ctx.read(|reader| deal_story(ctx, reader, deal))?;
        answer(ctx, &story, screen::deal)
    } else {
        let story = ctx.read(|reader| {
            let default = ctx.default_currency(reader)?;
            account_story(ctx, reader, subject.account_id, default)
        })?;
        answer(ctx, &story, screen::account)
    }
}

/// The id alone with `-q`, the record in the format asked for, else its screen.
fn answer<R: Record>(
    ctx: &mut Ctx,
    record: &R,
    screen: impl FnOnce(&mut Ui, &R, NaiveDate) -> Result<(), FormatError>,
) -> Result<Exit, CommandError> {
    if ctx.ui.quiet() {
        ctx.ui.line(&record.id())?;
    } else if ctx.ui.format() == Format::Table && ctx.ui.fields().is_none() {
        screen(&mut ctx.ui, record, ctx.today)?;
    } else {
        ctx.ui.record(record)?;
    }
    Ok(Exit::Done)
}

fn show_touchpoint(ctx: &mut Ctx, id: TouchpointId) -> Result<Exit, CommandError> {
    let facts = ctx.read(|reader| Ok(reader.find_touchpoint(id)?))?;
    let facts =
        facts.ok_or_else(|| CommandError::not_found(format!("there is no touchpoint {id}")))?;
    let record = TouchpointRecord::new(&facts);
    answer(ctx, &record, |ui, record, _| screen::touchpoint(ui, record))
}

fn check_in_records(
    all: &[CheckIn],
    account: &str,
    deals: &[Deal],
    people: &[Person],
    ctx: &Ctx,
) -> Vec<CheckInRecord> {
    all.iter()
        .map(|check_in| {
            let deal = deals.iter().find(|deal| Some(deal.id) == check_in.deal_id);
            let person = people
                .iter()
                .find(|person| Some(person.id) == check_in.person_id);
            CheckInRecord::new(check_in, account, deal, person, ctx.today)
        })
        .collect()
}

/// The rivals of an account, or of one deal: its own and the account's.
fn rival_records(
    reader: &Reader<'_>,
    id: AccountId,
    deals: &[Deal],
    deal: Option<&Deal>,
) -> Result<Vec<RivalRecord>, CommandError> {
    let account = reader.find_account(id)?;
    let rivals = reader.list_rivals_of(id)?;
    let is_meant = |one: &&Rival| deal.is_none_or(|deal| one.is_after(deal));
    Ok(account.map_or_else(Vec::new, |account| {
        let of = |one: &Rival| RivalRecord::new(one, &account, deals);
        rivals.iter().filter(is_meant).map(of).collect()
    }))
}

fn deal_story(ctx: &Ctx, reader: &Reader<'_>, id: DealId) -> Result<DealStory, CommandError> {
    let missing = || CommandError::not_found(format!("there is no deal {id}"));
    let deal = reader.find_deal(id)?.ok_or_else(missing)?;
    let facts = reader.get_deal_facts(deal, ctx.today)?;
    let deal = &facts.deal;
    let people = reader.list_people_known_to(deal.account_id)?;
    let mut check_ins = reader.list_check_ins_of(deal.account_id)?;
    check_ins.retain(|one| one.deal_id == Some(id));
    let touchpoints = reader.list_touchpoints_of_deal(deal.account_id, id)?;
    let of_this = std::slice::from_ref(deal);
    let owed = Owed::of(&check_ins, &facts.account, of_this, &people, ctx.today);
    let rivals = rival_records(reader, deal.account_id, of_this, Some(deal))?;
    let results = reader.list_results_of(deal.account_id)?;
    let objectives = reader.list_objectives_of(deal.account_id)?;
    let heartbeats = reader.list_heartbeats_of(deal.account_id)?;
    let mut addons = Vec::new();
    let mut sold = Vec::new();
    for addon in reader.list_addons_of(id)? {
        let addon = reader.get_deal_facts(addon, ctx.today)?;
        addons.push(DealRecord::new(&addon, ctx.today));
        let addon = addon.deal;
        sold.extend(addon.value.filter(|_| !addon.status().is_lost()));
    }
    let addons_money = money::totals(sold);
    let of_deal = deal
        .people
        .iter()
        .filter_map(|id| people.iter().find(|person| person.id == *id));
    Ok(DealStory {
        rungs: RungRecord::list(deal),
        check_ins: check_in_records(
            &check_ins,
            &facts.account,
            std::slice::from_ref(deal),
            &people,
            ctx,
        ),
        touchpoints: touchpoints.iter().map(TouchpointRecord::new).collect(),
        people: of_deal
            .map(|person| PersonRecord::on_deal(person, &facts.account, deal))
            .collect(),
        promises: owed.promises,
        results: ResultRecord::list(&results, &facts.account, of_this, &people, &check_ins),
        objectives: ObjectiveRecord::list(&objectives, &facts.account, of_this, &people),
        risks: owed.risks,
        rivals,
        thanks: owed.thanks,
        addons,
        addons_value: SumRecord::list(&addons_money),
        heartbeats: HeartbeatRecord::list(&heartbeats, &facts.account, of_this),
        addons_money,
        deal: DealRecord::new(&facts, ctx.today),
    })
}

fn account_story(
    ctx: &Ctx,
    reader: &Reader<'_>,
    id: AccountId,
    default: Currency,
) -> Result<AccountStory, CommandError> {
    let missing = || CommandError::not_found(format!("there is no account {id}"));
    let facts = reader.get_account_facts(reader.find_account(id)?.ok_or_else(missing)?)?;
    let name = &facts.account.name;
    let deals = reader.list_deals_of(id)?;
    let people = reader.list_people_known_to(id)?;
    let check_ins = reader.list_check_ins_of(id)?;
    let touchpoints = reader.list_touchpoints(Some(id), None, None)?;
    let owed = Owed::of(&check_ins, name, &deals, &people, ctx.today);
    let rivals = rival_records(reader, id, &deals, None)?;
    let results = reader.list_results_of(id)?;
    let objectives = reader.list_objectives_of(id)?;
    let heartbeats = reader.list_heartbeats_of(id)?;
    let mut deal_records = Vec::with_capacity(deals.len());
    let signs = reader.list_signs(Some(id), ctx.today)?;
    for deal in &deals {
        deal_records.push(DealRecord::of(
            deal,
            name,
            &facts.reach,
            reader.find_next_check_in_on(deal.id)?,
            signs.judge(deal, &facts.reach).as_ref(),
            ctx.today,
        ));
    }
    Ok(AccountStory {
        deals: deal_records,
        check_ins: check_in_records(&check_ins, name, &deals, &people, ctx),
        touchpoints: touchpoints.iter().map(TouchpointRecord::new).collect(),
        people: people
            .iter()
            .filter(|person| person.account_id == id)
            .map(|person| PersonRecord::new(person, name))
            .collect(),
        promises: owed.promises,
        risks: owed.risks,
        rivals,
        thanks: owed.thanks,
        results: ResultRecord::list(&results, name, &deals, &people, &check_ins),
        objectives: ObjectiveRecord::list(&objectives, name, &deals, &people),
        heartbeats: HeartbeatRecord::list(&heartbeats, name, &deals),
        account: AccountRecord::new(&facts, ctx.today, default),
    })
}
