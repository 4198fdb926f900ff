//! `deals due`: the morning list.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use crate::context::Ctx;
use crate::domain::account::Reach;
use crate::domain::check_in::Kind;
use crate::domain::due::{self, By, Candidate, Level, Pressing, Row};
use crate::domain::facts::DueDetail;
use crate::domain::id::{AccountId, CheckInId};
use crate::domain::money::Currency;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::store::{OpenSigns, Reader};
use crate::view::due::{Summary, show};
use crate::view::list::fitting;
use crate::view::record::{CheckInRecord, DueRecord};
use crate::view::spool::Spool;
use crate::view::ui::{Format, Ui};

use super::shared::resolve::{self, Access};
use super::shared::typed;

/// How far ahead the line below the rows looks.
const AHEAD: Days = Days::new(7);

/// How far ahead one account's next check-in is looked for.
const YEAR: Days = Days::new(366);

/// Pages of the file that are kept for a morning of many: a mebibyte.
const PAGES: u32 = 250;

/// From so many rows on, the pages of the file are worth keeping.
const MANY: usize = 500;

/// Lines of a screen that are neither rows nor their levels: the titles, the line below, the prompt.
const AROUND: usize = 4;

/// Whom to call today, why, and how late it is
///
/// One row a customer, the most pressing check-in first, the others of the same customer as +2. The levels
/// stand in this order and are never weighed against one another: a broken promise, a late rung, what is
/// overdue, what is due today, what is adrift, a heartbeat of a lost deal, a prospect. Within a level the
/// latest comes first, then the largest value, then whoever was reached longest ago. What was tried today
/// sinks to the end of its level.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals due
  deals due --within 7d
  deals due --account acme --json
  deals due --level late --level broken --count

Exit codes: 0, also when nothing is due; 10 with --exit-code when anything is due.")]
pub struct Args {
    /// Also what falls due up to this day: 7d, fri, 2026-04-15
    #[arg(long, value_name = "DATE", help_heading = "Which rows")]
    within: Option<String>,

    /// Only this account, or the account of this person or deal
    #[arg(long, value_name = "TARGET", help_heading = "Which rows", add = crate::complete::targets())]
    account: Option<String>,

    /// Only check-ins of this kind: care, follow-up, promise, rung, …; may be repeated
    #[arg(long, value_name = "KIND", add = crate::complete::words(Kind::list), help_heading = "Which rows")]
    kind: Vec<Kind>,

    /// Only this level: broken, late, overdue, today, adrift, heartbeat, prospect, coming; may be repeated
    #[arg(long, value_name = "LEVEL", add = crate::complete::words(Level::list), help_heading = "Which rows")]
    level: Vec<Level>,

    /// One row a customer, or one a deal
    #[arg(long, value_name = "WHAT", default_value = "customer", add = crate::complete::words(By::list), help_heading = "How they are shown")]
    by: By,

    /// At most so many rows; 0 is all
    #[arg(long, value_name = "N", help_heading = "How they are shown")]
    limit: Option<usize>,

    /// Print the number of rows and nothing else
    #[arg(long, help_heading = "How they are shown")]
    count: bool,

    /// Exit with 10 when anything is due
    #[arg(long, help_heading = "How they are shown")]
    exit_code: bool,

    /// Show below each row the other check-ins, what is promised, and what was last said there
    #[arg(short, long, help_heading = "How they are shown")]
    verbose: bool,
}

/// The rows, in the form in which they leave.
enum Shown {
    /// Only how many there are.
    Count,
    /// The ids of the check-ins that lead the rows.
    Ids(Vec<CheckInId>),
    /// For scripts, as they get them.
    Spool(Spool),
    /// For the screen.
    Records(Vec<DueRecord>),
}

/// What was found, fetched and put in order before anything is printed.
struct Morning {
    shown: Shown,
    /// How many rows are due, shown or not.
    rows_due: usize,
    /// How many rows there are, those of the days to come among them.
    rows: usize,
    summary: Summary,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DueRecord>()?;
    let until = match &args.within {
        Some(text) => typed::coming_day(ctx, "--within", text)?,
        None => ctx.today,
    };
    let account = match &args.account {
        Some(text) => Some(resolve::subject(ctx, text, Access::Read)?.account_id),
        None => None,
    };
    let morning = ctx.read(|reader| {
        let default = ctx.default_currency(reader)?;
        fetch(ctx, reader, args, account, until, default)
    })?;
    let exit = if args.exit_code && morning.rows_due > 0 {
        Exit::Due
    } else {
        Exit::Done
    };
    match morning.shown {
        Shown::Count => ctx.ui.line(&morning.rows.to_string())?,
        Shown::Ids(ids) => {
            for id in ids {
                ctx.ui.line(&id.to_string())?;
            }
        }
        Shown::Spool(spool) => ctx.ui.pass_on(spool)?,
        Shown::Records(records) => show(
            &mut ctx.ui,
            &records,
            &morning.summary,
            args.verbose,
            ctx.today,
        )?,
    }
    Ok(exit)
}

fn fetch(
    ctx: &Ctx,
    reader: &Reader<'_>,
    args: &Args,
    account: Option<AccountId>,
    until: NaiveDate,
    default: Currency,
) -> Result<Morning, CommandError> {
    let mut candidates = match account {
        Some(account) => reader.list_due_until_of(account, until)?,
        None => reader.list_due_until(until)?,
    };
    if !args.kind.is_empty() {
        candidates.retain(|one| args.kind.contains(&one.kind));
    }
    let snoozed = candidates
        .iter()
        .filter(|one| one.is_snoozed(ctx.today) && one.due_on <= ctx.today)
        .count();
    let depth = Depth::of(ctx, args);
    if candidates.len() > MANY {
        reader.keep_pages(PAGES)?;
    }
    let accounts = candidates.iter().map(|one| one.account_id);
    let reaches = reader.map_reach(accounts)?;
    let mut pressing = judge(ctx, &reaches, candidates);
    if !args.level.is_empty() {
        pressing.retain(|one| args.level.contains(&one.level));
    }
    let rows = due::rows(pressing, args.by, default);
    let rows_due = rows.iter().filter(|row| row.lead.level.is_due()).count();
    let limit = shown(&ctx.ui, args, &rows)
        .unwrap_or(rows.len())
        .min(rows.len());
    let signs = match depth {
        Depth::Full => Some(reader.list_open_signs(account, ctx.today)?),
        Depth::Place | Depth::Line | Depth::Lines => None,
    };
    let look = Look {
        ctx,
        reader,
        reaches,
        default,
        depth,
        by: args.by,
        signs,
    };
    let shown = look.shown(args, &rows[..limit])?;
    let mut summary = Summary {
        rows: rows.len(),
        by_deal: args.by == By::Deal,
        snoozed,
        ..Summary::default()
    };
    // Scripts get rows; the line below them is for people.
    if matches!(depth, Depth::Line | Depth::Lines) {
        let (coming, next) = ahead(ctx, reader, args, account, until)?;
        summary.coming = coming;
        summary.next = next;
        summary.is_new =
            rows.is_empty() && snoozed == 0 && summary.next.is_none() && reader.is_empty()?;
    }
    Ok(Morning {
        shown,
        rows_due,
        rows: rows.len(),
        summary,
    })
}

/// How many rows are shown: as `--limit` says, else what fits a screen.
fn shown(ui: &Ui, args: &Args, rows: &[Row]) -> Option<usize> {
    if args.count {
        return Some(0);
    }
    let mut left = fitting(ui, args.limit, AROUND)?;
    if args.limit.is_some() {
        return Some(left);
    }
    let mut level = None;
    let fit = rows.iter().take_while(|row| {
        let heading = usize::from(level.replace(row.lead.level) != Some(row.lead.level));
        // The others of the row, and what was last said there.
        let below = if args.verbose { row.more.len() + 1 } else { 0 };
        let needed = heading + 1 + below;
        let fits = needed <= left;
        left = left.saturating_sub(needed);
        fits
    });
    Some(fit.count().max(1))
}

/// The first day on which something comes, and with whom.
type First = Option<(NaiveDate, String)>;

/// How many check-ins come in the next days, and which is the first: of the account that was asked for, or of
/// all. Of some kinds or levels only, nothing is said.
fn ahead(
    ctx: &Ctx,
    reader: &Reader<'_>,
    args: &Args,
    account: Option<AccountId>,
    until: NaiveDate,
) -> Result<(i64, First), CommandError> {
    let week = ctx.today.checked_add_days(AHEAD).unwrap_or(until);
    if !args.kind.is_empty() || !args.level.is_empty() {
        return Ok((0, None));
    }
    let Some(account) = account else {
        return Ok((
            reader.count_coming(until, week)?,
            reader.find_next_after(until)?,
        ));
    };
    let year = ctx.today.checked_add_days(YEAR).unwrap_or(until);
    let mut coming = reader.list_due_until_of(account, year)?;
    let seen_on = |one: &Candidate| one.snoozed_until.max(Some(one.due_on));
    coming.retain(|one| seen_on(one) > Some(until));
    let first = coming.iter().filter_map(seen_on).min();
    let is_near = |one: &&Candidate| one.due_on > until && seen_on(one) <= Some(week);
    let within = coming.iter().filter(is_near).count();
    let name = reader.find_account(account)?.map(|account| account.name);
    Ok((i64::try_from(within).unwrap_or(i64::MAX), first.zip(name)))
}

/// When each account was reached last, and what was tried since.
type Reaches = HashMap<AccountId, Reach>;

fn judge(ctx: &Ctx, reaches: &Reaches, candidates: Vec<Candidate>) -> Vec<Pressing> {
    let mut pressing = Vec::with_capacity(candidates.len());
    pressing.extend(candidates.into_iter().filter_map(|one| {
        let reach = reaches.get(&one.account_id).copied().unwrap_or_default();
        let tried_today = reach.was_tried_on(ctx.today);
        Pressing::judge(one, &reach, tried_today, ctx.today)
    }));
    pressing
}

/// How much is fetched of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    /// Nothing but its place: the ids and the number of rows follow from that.
    Place,
    /// What a line of the screen shows.
    Line,
    /// Also the other check-ins of the row.
    Lines,
    /// Everything, for scripts.
    Full,
}

impl Depth {
    fn of(ctx: &Ctx, args: &Args) -> Self {
        if args.count || ctx.ui.quiet() || ctx.ui.format() == Format::Ids {
            return Self::Place;
        }
        let is_screen = ctx.ui.format() == Format::Table && ctx.ui.fields().is_none();
        match (is_screen, args.verbose) {
            (false, _) => Self::Full,
            (true, true) => Self::Lines,
            (true, false) => Self::Line,
        }
    }
}

/// What every row is fetched with.
struct Look<'a> {
    ctx: &'a Ctx,
    reader: &'a Reader<'a>,
    reaches: Reaches,
    default: Currency,
    depth: Depth,
    by: By,
    /// What the health of deals depends on; only scripts are told of it.
    signs: Option<OpenSigns>,
}

impl Look<'_> {
    fn shown(&self, args: &Args, rows: &[Row]) -> Result<Shown, CommandError> {
        let ui = &self.ctx.ui;
        if args.count {
            return Ok(Shown::Count);
        }
        if self.depth == Depth::Place {
            let ids = rows.iter().map(|row| row.lead.check_in.id).collect();
            return Ok(Shown::Ids(ids));
        }
        let records = rows.iter().map(|row| self.record(row));
        if self.depth != Depth::Full {
            return Ok(Shown::Records(records.collect::<Result<_, _>>()?));
        }
        let mut failed = None;
        let fetched = records.map_while(|record| record.map_err(|error| failed = Some(error)).ok());
        let spool = ui.spool(fetched)?;
        failed.map_or(Ok(Shown::Spool(spool)), Err)
    }

    fn record(&self, row: &Row) -> Result<DueRecord, CommandError> {
        let lead = &row.lead.check_in;
        let reach = self
            .reaches
            .get(&lead.account_id)
            .copied()
            .unwrap_or_default();
        let detail = self.reader.get_due_detail(
            lead.id,
            reach,
            self.signs.as_ref().map(|open| (open, self.ctx.today)),
        )?;
        let detail = detail.ok_or_else(torn)?;
        let more = match self.depth {
            Depth::Place | Depth::Line => Vec::new(),
            Depth::Lines | Depth::Full => row
                .more
                .iter()
                .map(|other| self.other(other.check_in.id, &detail))
                .collect::<Result<_, _>>()?,
        };
        let mut record = DueRecord::new(
            row.lead.level,
            row.lead.tried_today,
            &detail,
            more,
            self.ctx.today,
            self.default,
        );
        record.more_count = row.more.len();
        if self.depth == Depth::Lines {
            record.last_words = self.reader.find_last_words(lead.account_id)?;
            record.promises = self.promises(row, &detail)?;
        }
        Ok(record)
    }

    /// What is promised there and not due yet: with the customer, or of the deal whose row it is.
    fn promises(&self, row: &Row, lead: &DueDetail) -> Result<Vec<CheckInRecord>, CommandError> {
        let account = lead.account.account.id;
        let mut ids = self.reader.list_promises_after(account, self.ctx.today)?;
        ids.retain(|id| due::ids(row).all(|shown| shown != *id));
        let records = ids.into_iter().map(|id| self.other(id, lead));
        let mut records: Vec<CheckInRecord> = records.collect::<Result<_, _>>()?;
        if self.by == By::Deal {
            records.retain(|one| one.deal_id == lead.check_in.deal_id);
        }
        Ok(records)
    }

    /// Another check-in of the same row.
    fn other(&self, id: CheckInId, lead: &DueDetail) -> Result<CheckInRecord, CommandError> {
        let check_in = self.reader.find_check_in(id)?;
        let check_in = check_in.ok_or_else(torn)?;
        let lead_deal = lead.deal.as_ref().map(|facts| &facts.deal);
        let other_deal = match check_in.deal_id {
            Some(id) if lead_deal.is_none_or(|deal| deal.id != id) => self.reader.find_deal(id)?,
            _ => None,
        };
        let deal = if check_in.deal_id.is_some() {
            other_deal.as_ref().or(lead_deal)
        } else {
            None
        };
        let person = check_in
            .person_id
            .map(|id| self.reader.find_person(id))
            .transpose()?
            .flatten();
        let account = &lead.account.account.name;
        Ok(CheckInRecord::new(
            &check_in,
            account,
            deal,
            person.as_ref(),
            self.ctx.today,
        ))
    }
}

/// In one look at the file a check-in is in an index and not in its table.
fn torn() -> CommandError {
    CommandError::new(
        ErrorKind::Damaged,
        "the file is damaged: a check-in is listed, and is not there",
    )
    .hint("deals doctor says more; put a backup in its place: deals restore FILE")
}
