//! `deals edit`: the fields of a record.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::facts::TouchpointFacts;
use crate::domain::id::{AnyId, CheckInId, DealId, PersonId};
use crate::domain::money::{self, Currency, Money};
use crate::domain::name::{self, PersonSpec};
use crate::domain::person::Role;
use crate::domain::target::Fit;
use crate::domain::touchpoint::{Outcome, Touchpoint, Via};
use crate::domain::words::excerpt;
use crate::error::{CandidateRecord, CommandError, ErrorKind, Exit};
use crate::store::Named;
use crate::view::answer;
use crate::view::record::{TouchpointRecord, Written};

use super::change::{
    Change, answer_with_check_in, answer_with_named, change_customer, change_in, expect_fields_of,
};
use super::edited::Edit;
use super::personal::{self, Personal};
use super::resolve::{self, Access, Subject};
use super::somebody::{self, Whom};
use super::{contract, objective, owed, proof, pursuit, typed};

/// Change the fields of a record
///
/// Each option belongs to some kinds of record: --name to accounts and people; --person to accounts and deals; --role
/// to them and to people; --email, --phone, --interests, --topic, --account and --note to people; --not-person, --title, --value, --currency, --expected-close, --terms, --key, --note, --addon-of, --renews, --notice,
/// --penalty, --commission and --fit (with its --why) to deals; --lost-reason, --lost-to, --rival-promised and
/// --contract-ends to lost ones; --what and --why to check-ins, --owner to promises
/// and thanks, --evidence to promises, --plan-b to risks; --note, --on, --via and --answered to touchpoints. --what to objectives too; --metric, --baseline,
/// --target, --unit and --by to results. Empty text takes a field away.
///
/// --role beside --person is what they are on that deal. Somebody with another --account leaves the deals of the
/// old one; what was said and done with them stays there.
///
/// A contract that renews gets a check-in 30 days before notice of it has to be given; a later --renews, once
/// that is settled, opens the next one.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals edit a3 --name \"Acme Group\"
  deals edit p5 --role sponsor --phone \"+49 30 1234\"
  deals edit p5 --interests \"rowing, old maps\" --note \"calls before nine\"
  deals edit p5 --account acme
  deals edit d12 --person \"Lee Moss <lee@sigma.example>\" --role user
  deals edit d12 --not-person jo
  deals edit d12 --value 52k --title \"Fleet, second lot\"
  deals edit d12 --renews \"1 dec\" --notice 90d
  deals edit d12 --penalty \"1 % a week\" --commission 6%
  deals edit t88 --answered yesterday
  deals edit r1 --target 26 --by eoq")]
pub struct Args {
    /// The record, by its id
    #[arg(add = crate::complete::ids())]
    id: String,

    /// The name of an account or a person
    #[arg(long, value_name = "NAME", help_heading = "Accounts and people")]
    name: Option<String>,

    /// Add somebody to an account or a deal: "Dana Ruiz <dana@acme.example>"
    #[arg(
        short = 'w',
        long = "person",
        value_name = "PERSON",
        help_heading = "Accounts and deals"
    )]
    person: Option<String>,

    /// A person's role, or that of --person
    #[arg(long, value_name = "ROLE", add = crate::complete::words(Role::list), help_heading = "People")]
    role: Option<Role>,

    /// A person's e-mail address
    #[arg(long, value_name = "ADDRESS", help_heading = "People")]
    email: Option<String>,

    /// A person's phone
    #[arg(long, value_name = "NUMBER", help_heading = "People")]
    phone: Option<String>,

    #[command(flatten)]
    personal: personal::Options,

    /// A deal's title
    #[arg(long, value_name = "TEXT", help_heading = "Deals")]
    title: Option<String>,

    /// A deal's value
    #[arg(
        long,
        value_name = "MONEY",
        allow_negative_numbers = true,
        help_heading = "Deals"
    )]
    value: Option<String>,

    /// A deal's currency
    #[arg(long, value_name = "CODE", help_heading = "Deals")]
    currency: Option<String>,

    /// The day a prospect is expected to close
    #[arg(long, value_name = "DATE", help_heading = "Deals")]
    expected_close: Option<String>,

    /// A deal's terms of payment: net30, or none
    #[arg(long, value_name = "netN", help_heading = "Deals")]
    terms: Option<String>,

    /// A deal's id in another system
    #[arg(long, value_name = "KEY", help_heading = "Deals")]
    key: Option<String>,

    /// Take somebody off a deal; they stay at the account
    #[arg(long, value_name = "PERSON", help_heading = "Deals", add = crate::complete::people())]
    not_person: Option<String>,

    #[command(flatten)]
    contract: contract::Options,

    /// The note of a deal, a person or a touchpoint
    #[arg(
        long,
        value_name = "TEXT",
        help_heading = "Deals, people and touchpoints"
    )]
    note: Option<String>,

    /// What a check-in asks for, or an objective in other words
    #[arg(long, value_name = "TEXT", help_heading = "Check-ins and objectives")]
    what: Option<String>,

    /// Why a check-in asks for it; why a deal fits or does not
    #[arg(long, value_name = "TEXT", help_heading = "Check-ins and deals")]
    why: Option<String>,

    #[command(flatten)]
    result: proof::Edits,

    #[command(flatten)]
    pursuit: pursuit::Edits,

    #[command(flatten)]
    owed: owed::Edits,

    /// The day of a touchpoint
    #[arg(
        short = 'd',
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        help_heading = "Touchpoints"
    )]
    on: Option<String>,

    /// The way of a touchpoint
    #[arg(long, value_name = "WAY", add = crate::complete::words(Via::list), help_heading = "Touchpoints")]
    via: Option<Via>,

    /// What was sent has been answered, today or on this day
    #[arg(long, value_name = "DATE", num_args = 0..=1, default_missing_value = "today", help_heading = "Touchpoints")]
    answered: Option<String>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let id = AnyId::read(&args.id).ok_or_else(|| {
        CommandError::usage("a record is edited by its id")
            .hint("deals show, list, accounts and people print ids")
    })?;
    refuse_foreign_options(args, id)?;
    let subject = resolve::subject(ctx, &args.id, Access::Write)?;
    expect_fields_of(ctx, &subject)?;
    match id {
        AnyId::Account(_) | AnyId::Person(_) | AnyId::Deal(_) => edit_record(ctx, args, &subject)?,
        AnyId::CheckIn(check_in) => edit_check_in(ctx, args, &subject, check_in)?,
        AnyId::Touchpoint(_) => edit_touchpoint(ctx, args, &subject)?,
        AnyId::Result(id) => proof::edit(ctx, &args.result, &subject, id)?,
        AnyId::Objective(id) => {
            let what = typed::what(args.what.as_slice())?;
            objective::reword(ctx, &subject, id, &what, None)?;
        }
    }
    Ok(Exit::Done)
}

/// An option that the record's kind does not have is a mistake, and so is none at all.
fn refuse_foreign_options(args: &Args, id: AnyId) -> Result<(), CommandError> {
    let given: Vec<&str> = [
        ("--name", args.name.is_some()),
        ("--person", args.person.is_some()),
        ("--not-person", args.not_person.is_some()),
        ("--role", args.role.is_some()),
        ("--email", args.email.is_some()),
        ("--phone", args.phone.is_some()),
        ("--title", args.title.is_some()),
        ("--value", args.value.is_some()),
        ("--currency", args.currency.is_some()),
        ("--expected-close", args.expected_close.is_some()),
        ("--terms", args.terms.is_some()),
        ("--key", args.key.is_some()),
        ("--note", args.note.is_some()),
        ("--what", args.what.is_some()),
        ("--why", args.why.is_some()),
        ("--owner", args.owed.owner.is_some()),
        ("--evidence", args.owed.evidence.is_some()),
        ("--plan-b", args.owed.plan_b.is_some()),
        ("--on", args.on.is_some()),
        ("--via", args.via.is_some()),
        ("--answered", args.answered.is_some()),
        ("--metric", args.result.metric.is_some()),
        ("--baseline", args.result.baseline.is_some()),
        ("--target", args.result.target.is_some()),
        ("--unit", args.result.unit.is_some()),
        ("--by", args.result.by.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, is_given)| is_given.then_some(name))
    .chain(args.contract.given())
    .chain(args.personal.given())
    .chain(args.pursuit.given())
    .collect();
    let allowed: &[&str] = match id {
        AnyId::Account(_) => &["--name", "--person", "--role"],
        AnyId::Person(_) => &[
            "--name",
            "--role",
            "--email",
            "--phone",
            "--interests",
            "--topic",
            "--account",
            "--note",
        ],
        AnyId::Deal(_) => &[
            "--person",
            "--not-person",
            "--role",
            "--title",
            "--value",
            "--currency",
            "--expected-close",
            "--terms",
            "--key",
            "--note",
            "--addon-of",
            "--renews",
            "--notice",
            "--penalty",
            "--commission",
            "--fit",
            "--why",
            "--lost-reason",
            "--lost-to",
            "--rival-promised",
            "--contract-ends",
        ],
        AnyId::CheckIn(_) => &["--what", "--why", "--owner", "--evidence", "--plan-b"],
        AnyId::Touchpoint(_) => &["--note", "--on", "--via", "--answered"],
        AnyId::Result(_) => &["--metric", "--baseline", "--target", "--unit", "--by"],
        AnyId::Objective(_) => &["--what"],
    };
    let hint = format!("{} takes {}", id.noun(), allowed.join(", "));
    if let Some(foreign) = given.iter().find(|name| !allowed.contains(name)) {
        return Err(
            CommandError::usage(format!("{foreign} is no field of {}", id.with_article()))
                .hint(hint),
        );
    }
    if given.is_empty() {
        return Err(CommandError::usage("nothing is to be changed").hint(hint));
    }
    let is_of_nobody = args.person.is_none() && !matches!(id, AnyId::Person(_));
    if args.role.is_some() && is_of_nobody {
        return Err(CommandError::usage("--role says nothing without --person")
            .hint("say whose it is, as in --person \"Dana Ruiz\" --role user"));
    }
    Ok(())
}

/// Accounts, people and deals.
fn edit_record(ctx: &mut Ctx, args: &Args, subject: &Subject) -> Result<(), CommandError> {
    let edits = Edits::read(ctx, args, subject)?;
    let contract = args.contract.read_edit(ctx)?;
    let personal = args.personal.read(ctx)?;
    let pursuit = args.pursuit.read(ctx, args.why.as_ref())?;
    if let (None, None, Some(name)) = (subject.deal_id, subject.person_id, &edits.name) {
        refuse_taken_name(ctx, subject, name)?;
    }
    let moves_to = personal.moves_to.as_ref().map(|(account, _)| *account);
    let moves = subject
        .person_id
        .zip(moves_to.filter(|account| *account != subject.account_id));
    let change = ctx.write(|writer| {
        if let Some((person, account)) = moves {
            writer.move_person(person, account)?;
            change_in(ctx, writer, subject.account_id, |_| Ok(()))?;
        }
        let account = moves.map_or(subject.account_id, |(_, account)| account);
        change_in(ctx, writer, account, |customer| {
            edits.apply(customer, subject, &personal)?;
            match subject.deal_id {
                Some(id) => {
                    contract.apply(ctx, customer, id, ctx.day())?;
                    pursuit.apply(customer, id, ctx.day())
                }
                None => Ok(()),
            }
        })
    })?;
    if contract.is_addon() {
        contract::warn_of_broken_promises(ctx, &change.saved.customer)?;
    }
    let deal = subject.deal_id.and_then(|id| change.deal(id));
    let said = said(args, deal, &personal);
    answer_with_named(ctx, &change, subject, &said)
}

/// What was changed, as it was typed; of a contract, as it was understood.
fn said(args: &Args, deal: Option<&Deal>, personal: &Personal) -> String {
    let role = args.role.map(|role| role.to_string());
    let fields = [
        ("name", &args.name),
        ("with", &args.person),
        ("without", &args.not_person),
        ("role", &role),
        ("email", &args.email),
        ("phone", &args.phone),
        ("title", &args.title),
        ("value", &args.value),
        ("currency", &args.currency),
        ("expected to close", &args.expected_close),
        ("terms", &args.terms),
        ("key", &args.key),
        ("note", &args.note),
    ];
    let of = |(name, text): (&str, &Option<String>)| {
        let text = text.as_ref()?.trim();
        Some(if text.is_empty() {
            format!("no {name}")
        } else {
            format!("{name} {}", excerpt(text))
        })
    };
    fields
        .into_iter()
        .filter_map(of)
        .chain(args.personal.said(personal))
        .chain(deal.map_or_else(Vec::new, |deal| args.contract.said(deal)))
        .chain(deal.map_or_else(Vec::new, |deal| args.pursuit.said(deal, args.why.is_some())))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Two accounts of one name could not be told apart by it.
fn refuse_taken_name(ctx: &Ctx, subject: &Subject, called: &str) -> Result<(), CommandError> {
    let named = ctx.read(|reader| Ok(reader.list_accounts_named(&name::fold(called))?))?;
    let is_other =
        |(fit, named): &&(Fit, Named)| *fit == Fit::Exact && named.account_id != subject.account_id;
    let Some((_, other)) = named.iter().find(is_other) else {
        return Ok(());
    };
    if ctx.yes {
        return Ok(());
    }
    let id = other.account_id.to_string();
    let message = format!("{id} is called `{}` already", other.account);
    if ctx.ui.interactive() {
        return resolve::confirm(
            ctx,
            &format!("{message}. Give it to {} too?", subject.account_id),
        );
    }
    let name = other.account.clone();
    Err(CommandError::new(ErrorKind::Ambiguous, message)
        .candidates(vec![CandidateRecord { id, name }])
        .hint("choose another name, or insist with --yes"))
}

/// What is to be changed.
struct Edits {
    name: Option<String>,
    person: Option<Whom>,
    not_person: Option<PersonId>,
    role: Option<Role>,
    email: Edit<String>,
    phone: Edit<String>,
    title: Edit<String>,
    value: Edit<String>,
    currency: Option<Currency>,
    default_currency: Currency,
    expected_close: Edit<NaiveDate>,
    terms: Edit<u32>,
    key: Edit<String>,
    note: Edit<String>,
}

impl Edits {
    fn read(ctx: &Ctx, args: &Args, subject: &Subject) -> Result<Self, CommandError> {
        let name = args.name.as_ref().map(|name| typed::name("--name", name));
        let currency = args.currency.as_ref().map(|code| Currency::from_str(code));
        let address = |text: &str| {
            let spec = PersonSpec::from_str(&format!("<{}>", text.trim()));
            let spec = spec.map_err(|error| CommandError::from(error).about("--email"))?;
            Ok(spec.email)
        };
        let line = |option: &'static str| move |text: &str| typed::one_line(option, text);
        let day =
            |text: &str| typed::expected_day(ctx, ctx.today, "--expected-close", text).map(Some);
        Ok(Self {
            name: name.transpose()?,
            person: args
                .person
                .as_deref()
                .map(|text| somebody::whom(ctx, subject, "--person", text, true))
                .transpose()?,
            not_person: subject
                .deal_id
                .zip(args.not_person.as_deref())
                .map(|(deal, text)| somebody::person_on(ctx, subject, deal, "--not-person", text))
                .transpose()?,
            role: args.role,
            email: Edit::read(args.email.as_ref(), address)?,
            phone: Edit::read(args.phone.as_ref(), line("--phone"))?,
            title: Edit::read(args.title.as_ref(), line("--title"))?,
            value: Edit::read(args.value.as_ref(), line("--value"))?,
            currency: currency
                .transpose()
                .map_err(|error| CommandError::from(error).about("--currency"))?,
            default_currency: ctx.read(|reader| ctx.default_currency(reader))?,
            expected_close: Edit::read(args.expected_close.as_ref(), day)?,
            terms: Edit::read(args.terms.as_ref(), typed::terms)?,
            key: Edit::read(args.key.as_ref(), line("--key"))?,
            note: Edit::read(args.note.as_ref(), |text| typed::note(&[text.to_owned()]))?,
        })
    }

    fn apply(
        &self,
        customer: &mut Customer,
        subject: &Subject,
        personal: &Personal,
    ) -> Result<(), CommandError> {
        if let Some(whom) = &self.person {
            let person = match whom {
                Whom::Known(id) => *id,
                Whom::Named(somebody) => customer.meet(somebody.clone()),
            };
            customer.bring_in(person, subject.deal_id, self.role);
        }
        if let Some(id) = subject.deal_id {
            if let Some(person) = self.not_person {
                customer.take_off(person, id);
            }
            return self.apply_to_deal(customer, id);
        }
        let person = subject
            .person_id
            .and_then(|id| customer.people.iter_mut().find(|one| one.id == id));
        if let Some(person) = person {
            if let Some(name) = &self.name {
                person.name.clone_from(name);
            }
            person.role = self.role.or(person.role);
            self.email.apply(&mut person.email);
            self.phone.apply(&mut person.phone);
            self.note.apply(&mut person.note);
            personal.apply(person);
        } else if let Some(name) = &self.name {
            customer.account.name.clone_from(name);
        }
        Ok(())
    }

    fn apply_to_deal(&self, customer: &mut Customer, id: DealId) -> Result<(), CommandError> {
        let Some(deal) = customer.deal_mut(id) else {
            return Ok(());
        };
        deal.value = self.value_of(deal.value)?;
        self.title.apply(&mut deal.title);
        self.expected_close.apply(&mut deal.expected_close_on);
        self.terms.apply(&mut deal.ladder.terms_days);
        self.key.apply(&mut deal.key);
        self.note.apply(&mut deal.note);
        Ok(())
    }

    /// A new value in the old currency, or in the one that is named; or the old amount in a new currency.
    fn value_of(&self, old: Option<Money>) -> Result<Option<Money>, CommandError> {
        let currency = self
            .currency
            .or(old.map(|money| money.currency))
            .unwrap_or(self.default_currency);
        match (&self.value, self.currency, old) {
            (Edit::Set(None), ..) => Ok(None),
            (Edit::Set(Some(text)), ..) => {
                Ok(Some(money::parse(text, currency).map_err(|error| {
                    CommandError::from(error).about("--value")
                })?))
            }
            (Edit::Keep, Some(currency), Some(old)) if old.currency != currency => {
                let amount = old.typed();
                let amount = amount.split_whitespace().next().unwrap_or_default();
                Ok(Some(money::parse(amount, currency).map_err(|error| {
                    CommandError::from(error).about("--currency")
                })?))
            }
            _ => Ok(old),
        }
    }
}

fn edit_check_in(
    ctx: &mut Ctx,
    args: &Args,
    subject: &Subject,
    id: CheckInId,
) -> Result<(), CommandError> {
    let what = args
        .what
        .as_ref()
        .map(|what| typed::what(std::slice::from_ref(what)))
        .transpose()?;
    let why = args
        .why
        .as_ref()
        .map(|why| typed::one_line("--why", why))
        .transpose()?;
    let change = change_customer(ctx, subject.account_id, |customer| {
        if let Some(check_in) = customer.check_in_mut(id) {
            if let Some(what) = &what {
                check_in.what.clone_from(what);
            }
            if let Some(why) = &why {
                check_in.why.clone_from(why);
            }
            args.owed.apply(check_in)?;
        }
        Ok(())
    })?;
    let now = change
        .saved
        .customer
        .check_in(id)
        .map(|one| one.what.clone())
        .unwrap_or_default();
    let line = format!("{id}  {}: {now}", subject.account);
    answer_with_check_in(ctx, &change, id, &[line])
}

fn edit_touchpoint(ctx: &mut Ctx, args: &Args, subject: &Subject) -> Result<(), CommandError> {
    let Some(id) = subject.touchpoint_id else {
        return Ok(());
    };
    let missing = || CommandError::not_found(format!("there is no touchpoint {id}"));
    let facts = ctx
        .read(|reader| Ok(reader.find_touchpoint(id)?))?
        .ok_or_else(missing)?;
    let on = args
        .on
        .as_ref()
        .map(|text| typed::past_day(ctx, "--on", text))
        .transpose()?;
    let answered = args
        .answered
        .as_ref()
        .map(|text| typed::past_day(ctx, "--answered", text))
        .transpose()?;
    let note = args
        .note
        .as_ref()
        .map(|note| typed::note(std::slice::from_ref(note)))
        .transpose()?;
    let touchpoint = &facts.touchpoint;
    if answered.is_some() && touchpoint.outcome == Outcome::Reached {
        return Err(
            CommandError::refused(format!("{id} reached somebody already"))
                .hint("correct its day with --on DATE"),
        );
    }
    if answered.is_some_and(|on| on < touchpoint.on) {
        return Err(
            CommandError::refused(format!("{id} cannot be answered before it was sent"))
                .hint("give a later day, or correct the day it was sent with --on DATE"),
        );
    }
    let change = change_customer(ctx, subject.account_id, |customer| {
        let edited = Touchpoint {
            note: note.clone().unwrap_or_else(|| touchpoint.note.clone()),
            on: on.unwrap_or(touchpoint.on),
            via: args.via.unwrap_or(touchpoint.via),
            ..touchpoint.clone()
        };
        if let Some(on) = answered {
            return Ok(customer.answered(edited, on, ctx.day()));
        }
        customer.touchpoints.push(edited);
        Ok(Vec::new())
    })?;
    answer_with_touchpoint(ctx, &facts, &change)
}

fn answer_with_touchpoint(
    ctx: &mut Ctx,
    facts: &TouchpointFacts,
    change: &Change<Vec<CheckInId>>,
) -> Result<(), CommandError> {
    let id = facts.touchpoint.id;
    let Some(now) = change
        .saved
        .customer
        .touchpoints
        .iter()
        .find(|one| one.id == id)
    else {
        return Ok(());
    };
    let closed = facts.closed.iter().chain(&change.value).copied().collect();
    let record = TouchpointRecord::new(&TouchpointFacts {
        touchpoint: now.clone(),
        closed,
        ..facts.clone()
    });
    let line = format!(
        "{id}  {}: {}, {}",
        record.account,
        crate::view::phrase::contact(&record),
        crate::domain::when::format_day(record.on)
    );
    let changes = answer::changes(
        &change.before,
        &change.saved.customer,
        &change.tidied,
        ctx.today,
    );
    answer::show(
        &mut ctx.ui,
        &Written::new(record, ctx.dry_run),
        &[line],
        &changes,
    )?;
    Ok(())
}
