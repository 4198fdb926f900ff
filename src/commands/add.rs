//! `deals add`: a deal right after the signature, with its plan.

mod added;
mod whose;

use std::str::FromStr;

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::{PlanUseError, is_by_hand};
use crate::domain::deal::{Deal, PlanChoice};
use crate::domain::id::DealId;
use crate::domain::ladder::Ladder;
use crate::domain::money::{self, Currency, Money};
use crate::domain::person::{Role, Somebody};
use crate::domain::plan;
use crate::domain::rung::Rung;
use crate::domain::win_back::WinBack;
use crate::domain::words::excerpt;
use crate::error::{CommandError, Exit};
use crate::store::Writer;
use crate::view::phrase;
use crate::view::record::{DealRecord, Written};
use crate::view::text::plural;

use self::whose::Whose;
use super::shared::change::{Change, answer_with_deal};
use super::shared::{contract, owed, pursuit, somebody, typed};

/// Record a deal and seed its plan of check-ins
///
/// Signed today, unless --signed, --verbal, --ordered or --prospect say otherwise. ACCOUNT is an id or the
/// exact name of an account; any other name is a new account's. A name that is easily taken for one that is
/// there is asked about; --new-account insists.
///
/// Expected dates count from the latest date of a rung: with --signed "last friday", --delivery 3w is three
/// weeks after that Friday.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals add \"Acme Corp\" Fleet 48k -d 3w -w \"Dana Ruiz <dana@acme.example>\"
  deals add a3 Cranes 30k -w Dana --role sponsor -w Lee --role user
  deals add a3 \"Phase 2\" \"EUR 120k\" --signed yesterday -d eoq --terms net30
  deals add Borel Pilot 12.5k --verbal today
  deals add Cato --prospect --key CRM-4711
  deals add Elan Lathe 30k --prospect --expected-close eoq -n \"fri: call\"
  deals add a3 Hosting 24k --addon-of acme --renews 1y --notice 90d --plan light

Exit codes: 4 when the account's name is easily taken for another's, or such a deal is there already.")]
pub struct Args {
    /// The customer: an id, an exact name, or a new account's name
    #[arg(add = crate::complete::accounts())]
    account: String,

    /// What was sold
    title: Option<String>,

    /// What it is worth: 48000, 48k, 1.2m, "EUR 48,000"
    #[arg(allow_negative_numbers = true)]
    pub(super) value: Option<String>,

    /// The day it was signed
    #[arg(
        long,
        value_name = "DATE",
        help_heading = "Rungs",
        allow_hyphen_values = true
    )]
    signed: Option<String>,

    /// The day they said yes
    #[arg(
        long,
        value_name = "DATE",
        help_heading = "Rungs",
        allow_hyphen_values = true
    )]
    verbal: Option<String>,

    /// The day the order came
    #[arg(
        long,
        value_name = "DATE",
        help_heading = "Rungs",
        allow_hyphen_values = true
    )]
    ordered: Option<String>,

    /// Nothing has happened yet
    #[arg(long, conflicts_with_all = ["signed", "verbal", "ordered"], help_heading = "Rungs")]
    prospect: bool,

    /// The day the delivery is expected
    #[arg(short, long, value_name = "DATE", help_heading = "Rungs")]
    delivery: Option<String>,

    /// The day they are expected to go live
    #[arg(long, value_name = "DATE", help_heading = "Rungs")]
    live: Option<String>,

    /// The day the invoice is expected to go out
    #[arg(long, value_name = "DATE", help_heading = "Rungs")]
    invoice: Option<String>,

    /// The day the payment is expected
    #[arg(long, value_name = "DATE", help_heading = "Rungs")]
    paid_by: Option<String>,

    /// When the payment is due after the invoice: net30 is 30 days
    #[arg(long, value_name = "netN", help_heading = "Rungs")]
    terms: Option<String>,

    /// Who decided: "Dana Ruiz <dana@acme.example>"; may be repeated
    #[arg(
        short = 'w',
        long = "person",
        value_name = "PERSON",
        help_heading = "People"
    )]
    person: Vec<String>,

    /// Their role; of several people one for each, in their order: decision-maker, sponsor, champion, user, billing, blocker or other
    #[arg(
        long,
        value_name = "ROLE",
        add = crate::complete::words(Role::list),
        requires = "person",
        help_heading = "People"
    )]
    role: Vec<Role>,

    /// Their phone; of several people one for each, "" for none
    #[arg(
        long,
        value_name = "NUMBER",
        requires = "person",
        help_heading = "People"
    )]
    phone: Vec<String>,

    /// The plan of check-ins: standard, light, strategic, verbal, one of your own, or none
    #[arg(long, value_name = "NAME", help_heading = "The deal", add = crate::complete::plans())]
    plan: Option<String>,

    /// The currency, where VALUE does not name one
    #[arg(long, value_name = "CODE", help_heading = "The deal")]
    pub(super) currency: Option<String>,

    /// A tag; may be repeated
    #[arg(long, value_name = "KEY", help_heading = "The deal", add = crate::complete::tags())]
    tag: Vec<String>,

    /// What else there is to say
    #[arg(long, value_name = "TEXT", help_heading = "The deal")]
    note: Option<String>,

    /// Its id in another system; adding a key that is there changes nothing
    #[arg(long, value_name = "KEY", help_heading = "The deal")]
    key: Option<String>,

    #[command(flatten)]
    contract: contract::Options,

    #[command(flatten)]
    owed: owed::Options,

    #[command(flatten)]
    pursuit: pursuit::Options,

    /// A new account, however like another its name is
    #[arg(long, help_heading = "The account")]
    new_account: bool,
}

/// What the command line says, read.
#[derive(Clone)]
pub(super) struct Said {
    ladder: Ladder,
    /// Everybody with what they are on this deal; the first is called first.
    people: Vec<(Somebody, Option<Role>)>,
    title: Option<String>,
    pub(super) value: Option<Money>,
    pub(super) plan: PlanChoice,
    tags: Vec<String>,
    note: Option<String>,
    key: Option<String>,
    contract: contract::Contract,
    pub(super) owed: owed::Owed,
    pursuit: pursuit::Pursuit,
    /// A new account is meant, whatever is there.
    new_account: bool,
    /// Another deal of the same title and value is meant.
    may_be_twin: bool,
}

/// What adding came to.
enum Added {
    Deal(Box<Change<DealId>>),
    /// The key is there already.
    Known(DealId),
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<DealRecord>()?;
    let currency = ctx.read(|reader| ctx.default_currency(reader))?;
    let mut said = read(ctx, args, currency)?;
    if let Some(known) = known_key(ctx, &said)? {
        return answer_known(ctx, known);
    }
    let whose = whose::find(ctx, &args.account, args.new_account)?;
    let insists = ctx.yes || said.key.is_some();
    said.may_be_twin =
        whose.may_be_twin(ctx, said.title.as_deref(), said.value, insists)? || insists;
    match ctx.write(|writer| add(ctx, writer, &whose, &said))? {
        Added::Known(known) => answer_known(ctx, known),
        Added::Deal(change) => {
            if said.contract.is_addon() {
                contract::warn_of_broken_promises(ctx, &change.saved.customer)?;
            }
            let lines = added::lines(ctx, args, &change, &whose, &said);
            answer_with_deal(ctx, &change, change.value, &lines)?;
            Ok(Exit::Done)
        }
    }
}

fn read(ctx: &Ctx, args: &Args, default: Currency) -> Result<Said, CommandError> {
    let title = typed::line_of("TITLE", args.title.as_ref())?;
    let currency = match &args.currency {
        Some(code) => Currency::from_str(code)
            .map_err(|error| CommandError::from(error).about("--currency"))?,
        None => default,
    };
    let value = match &args.value {
        Some(text) => Some(
            money::parse(text, currency)
                .map_err(|error| CommandError::from(error).about("VALUE"))?,
        ),
        None => None,
    };
    if let Some(value) = value.filter(|value| args.currency.is_some() && value.currency != currency)
    {
        return Err(CommandError::usage(format!(
            "VALUE is in {}, and --currency says {currency}",
            value.currency
        ))
        .hint("give one of the two"));
    }
    if let (None, Some(title)) = (&value, &title) {
        refuse_value_as_title(title, currency)?;
    }
    let plan = match args.plan.as_deref() {
        None => PlanChoice::Open,
        Some(name) => match typed::plan(ctx, "--plan", name)? {
            None => PlanChoice::Declined,
            Some(plan) if plan.name == plan::WIN_BACK => {
                return Err(CommandError::from(PlanUseError::BeginsWithLoss).about("--plan"));
            }
            Some(plan) => PlanChoice::Chosen(plan.name.into_owned()),
        },
    };
    let ladder = read_ladder(ctx, args)?;
    let base = ladder.latest_done_on().unwrap_or(ctx.today);
    Ok(Said {
        contract: args.contract.read_new(ctx, base)?,
        owed: args.owed.read(ctx, base)?,
        pursuit: args.pursuit.read(ctx, base)?,
        ladder,
        people: people(args)?,
        title,
        value,
        plan,
        tags: args
            .tag
            .iter()
            .map(|tag| typed::tag(tag))
            .collect::<Result<_, _>>()?,
        note: args
            .note
            .as_ref()
            .map(|note| typed::note(std::slice::from_ref(note)))
            .transpose()?
            .flatten(),
        key: typed::line_of("--key", args.key.as_ref())?,
        new_account: args.new_account,
        may_be_twin: false,
    })
}

/// Everybody who is named, with their role. Of several people it has to be clear whose a role or a phone is:
/// there is one for each, or none.
fn people(args: &Args) -> Result<Vec<(Somebody, Option<Role>)>, CommandError> {
    let count = args.person.len();
    let given = [("--role", args.role.len()), ("--phone", args.phone.len())];
    for (option, of_it) in given {
        if of_it != 0 && of_it != count {
            let people = plural(count, "person");
            let message = format!("{people}, and {option} {of_it} times: whose is it?");
            return Err(CommandError::usage(message).hint(format!(
                "give {option} for each, in their order, or later: deals edit ID"
            )));
        }
    }
    let people = args.person.iter().enumerate().map(|(place, text)| {
        let somebody = Somebody {
            phone: typed::line_of("--phone", args.phone.get(place))?,
            ..somebody::read("--person", text)?
        };
        Ok((somebody, args.role.get(place).copied()))
    });
    people.collect()
}

/// An amount where a title should be is a title that was left out. Digits alone may be a title: 2026.
fn refuse_value_as_title(title: &str, currency: Currency) -> Result<(), CommandError> {
    let is_number = title.chars().all(|c| c.is_ascii_digit());
    if is_number || money::parse(title, currency).is_err() {
        return Ok(());
    }
    let message = format!(
        "`{}` stands where the title does, and reads as an amount",
        excerpt(title)
    );
    Err(CommandError::usage(message).hint("give both, as in: deals add ACCOUNT TITLE VALUE"))
}

fn read_ladder(ctx: &Ctx, args: &Args) -> Result<Ladder, CommandError> {
    let mut ladder = Ladder::with_terms(
        args.terms
            .as_deref()
            .map(typed::terms)
            .transpose()?
            .flatten(),
    );
    let given = [
        (Rung::Verbal, "--verbal", &args.verbal),
        (Rung::Ordered, "--ordered", &args.ordered),
        (Rung::Signed, "--signed", &args.signed),
    ];
    let mut latest: Option<NaiveDate> = None;
    for (rung, option, text) in given {
        let Some(text) = text else { continue };
        let on = typed::past_day(ctx, option, text)?;
        ladder.mark(rung, on, None)?;
        latest = latest.max(Some(on));
    }
    if latest.is_none() && !args.prospect {
        ladder.mark(Rung::Signed, ctx.today, None)?;
    }
    let base = latest.unwrap_or(ctx.today);
    let expected = [
        (Rung::Delivered, "--delivery", &args.delivery),
        (Rung::Live, "--live", &args.live),
        (Rung::Invoiced, "--invoice", &args.invoice),
        (Rung::Paid, "--paid-by", &args.paid_by),
    ];
    for (rung, option, text) in expected {
        let Some(text) = text else { continue };
        let on = typed::expected_day(ctx, base, option, text)?;
        ladder.expect(rung, on, None, ctx.today)?;
    }
    Ok(ladder)
}

fn known_key(ctx: &Ctx, said: &Said) -> Result<Option<DealId>, CommandError> {
    let Some(key) = &said.key else {
        return Ok(None);
    };
    ctx.read(|reader| Ok(reader.list_deals_by_key(key)?.first().copied()))
}

fn answer_known(ctx: &mut Ctx, id: DealId) -> Result<Exit, CommandError> {
    let facts = ctx.read(|reader| {
        Ok(reader
            .find_deal(id)?
            .map(|deal| reader.get_deal_facts(deal, ctx.today))
            .transpose()?)
    })?;
    let Some(facts) = facts else {
        return Ok(Exit::Done);
    };
    let record = DealRecord::new(&facts, ctx.today);
    let key = record.key.clone().unwrap_or_default();
    let line = format!(
        "{id}  {} · {}: key {key} is there already; nothing was changed",
        record.account,
        phrase::deal(&facts.deal)
    );
    crate::view::answer::show(
        &mut ctx.ui,
        &Written::new(record, ctx.dry_run),
        &[line],
        &[],
    )?;
    Ok(Exit::Done)
}

fn add(ctx: &Ctx, writer: &Writer<'_>, whose: &Whose, said: &Said) -> Result<Added, CommandError> {
    // Somebody else may have added the key since it was looked for.
    if let Some(key) = &said.key
        && let Some(known) = writer.list_deals_by_key(key)?.first()
    {
        return Ok(Added::Known(*known));
    }
    let whose = &whose.settled(writer, said.new_account)?;
    let before = match whose {
        Whose::Known(account) => writer.find_customer(*account)?,
        Whose::New(_) => None,
    };
    if let Some(twin) = before
        .as_ref()
        .and_then(|before| whose::twin(&before.deals, said.title.as_deref(), said.value))
        && !said.may_be_twin
    {
        return Err(whose::twin_is_there(twin));
    }
    let mut after = before.clone().unwrap_or_else(|| whose.new_customer());
    let id = after.add_deal(Deal {
        id: DealId::provisional(0),
        uid: String::new(),
        account_id: after.account.id,
        title: said.title.clone(),
        value: said.value,
        plan: said.plan.clone(),
        ladder: said.ladder.clone(),
        expected_close_on: None,
        lost: None,
        key: said.key.clone(),
        source: String::new(),
        note: said.note.clone(),
        tags: said.tags.clone(),
        people: Vec::new(),
        roles: std::collections::BTreeMap::new(),
        imported: None,
        addon_of: None,
        penalty: None,
        commission: None,
        renews_on: None,
        notice_days: None,
        plan_by_hand: is_by_hand(said.plan.name()),
        fit: None,
        fit_why: None,
        win_back: WinBack::default(),
    });
    for (somebody, role) in &said.people {
        let person = after.meet_again(somebody.clone());
        after.bring_in(person, Some(id), *role);
    }
    let person = after.deal(id).and_then(|deal| deal.people.first().copied());
    said.contract.apply(ctx, &mut after, id, ctx.day())?;
    said.owed.note(&mut after, id, person, ctx.day());
    said.pursuit.note(&mut after, id, person);
    let tidied = after.tidy(ctx.day());
    let saved = writer.save_customer(before.as_ref(), after)?;
    let before = before.unwrap_or_else(|| whose.new_customer());
    Ok(Added::Deal(Box::new(Change {
        before,
        saved,
        tidied,
        value: id,
    })))
}
