//! `deals edit`: the fields of a record.

mod corrected;
mod edited;
mod personal;

use crate::context::Ctx;
use crate::domain::deal::Deal;
use crate::domain::id::AnyId;
use crate::domain::name;
use crate::domain::person::Role;
use crate::domain::target::Fit;
use crate::domain::touchpoint::Via;
use crate::domain::words::excerpt;
use crate::error::{CandidateRecord, CommandError, ErrorKind, Exit};
use crate::store::Named;

use self::edited::Edits;
use self::personal::Personal;
use super::objective;
use super::shared::change::{answer_with_named, change_in, expect_fields_of};
use super::shared::resolve::{self, Access, Subject};
use super::shared::{contract, owed, proof, pursuit, typed};

/// Change the fields of a record
///
/// Each option stands below the kinds of record that it belongs to. Empty text takes a field away.
///
/// With --on a contact was on another day: when they were last reached and what repeats counts from that one; what it
/// closed stays closed, and it closes nothing more.
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
    pub(super) name: Option<String>,

    /// Add somebody to an account or a deal: "Dana Ruiz <dana@acme.example>"
    #[arg(
        short = 'w',
        long = "person",
        value_name = "PERSON",
        help_heading = "Accounts and deals",
        add = crate::complete::people_there()
    )]
    pub(super) person: Option<String>,

    /// A person's role, or that of --person
    #[arg(long, value_name = "ROLE", add = crate::complete::words(Role::list), help_heading = "People")]
    pub(super) role: Option<Role>,

    /// A person's e-mail address
    #[arg(long, value_name = "ADDRESS", help_heading = "People")]
    pub(super) email: Option<String>,

    /// A person's phone
    #[arg(long, value_name = "NUMBER", help_heading = "People")]
    pub(super) phone: Option<String>,

    #[command(flatten)]
    personal: personal::Options,

    /// A deal's title
    #[arg(long, value_name = "TEXT", help_heading = "Deals")]
    pub(super) title: Option<String>,

    /// A deal's value
    #[arg(
        long,
        value_name = "MONEY",
        allow_negative_numbers = true,
        help_heading = "Deals"
    )]
    pub(super) value: Option<String>,

    /// A deal's currency
    #[arg(long, value_name = "CODE", help_heading = "Deals")]
    pub(super) currency: Option<String>,

    /// The day a prospect is expected to close
    #[arg(long, value_name = "DATE", help_heading = "Deals")]
    pub(super) expected_close: Option<String>,

    /// A deal's terms of payment: net30, or none
    #[arg(long, value_name = "netN", help_heading = "Deals")]
    pub(super) terms: Option<String>,

    /// A deal's id in another system
    #[arg(long, value_name = "KEY", help_heading = "Deals")]
    pub(super) key: Option<String>,

    /// Take somebody off a deal; they stay at the account
    #[arg(long, value_name = "PERSON", help_heading = "Deals", add = crate::complete::people_there())]
    pub(super) not_person: Option<String>,

    #[command(flatten)]
    contract: contract::Options,

    /// The note of a deal, a person or a touchpoint
    #[arg(
        long,
        value_name = "TEXT",
        help_heading = "Deals, people and touchpoints"
    )]
    pub(super) note: Option<String>,

    /// What a check-in asks for, or an objective in other words
    #[arg(long, value_name = "TEXT", help_heading = "Check-ins and objectives")]
    pub(super) what: Option<String>,

    /// Why a check-in asks for it; why a deal fits or does not
    #[arg(long, value_name = "TEXT", help_heading = "Check-ins and deals")]
    pub(super) why: Option<String>,

    #[command(flatten)]
    result: proof::Edits,

    #[command(flatten)]
    pursuit: pursuit::Edits,

    #[command(flatten)]
    pub(super) owed: owed::Edits,

    /// The day of a touchpoint
    #[arg(
        short = 'd',
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        help_heading = "Touchpoints"
    )]
    pub(super) on: Option<String>,

    /// The way of a touchpoint
    #[arg(long, value_name = "WAY", add = crate::complete::words(Via::list), help_heading = "Touchpoints")]
    pub(super) via: Option<Via>,

    /// What was sent has been answered, today or on this day
    #[arg(long, value_name = "DATE", num_args = 0..=1, default_missing_value = "today", help_heading = "Touchpoints")]
    pub(super) answered: Option<String>,
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
        AnyId::CheckIn(check_in) => corrected::edit_check_in(ctx, args, &subject, check_in)?,
        AnyId::Touchpoint(_) => corrected::edit_touchpoint(ctx, args, &subject)?,
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
    let hint = format!("{} takes {}", id.with_article(), allowed.join(", "));
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
