//! What a contract says beside its ladder: the options of `add` and `edit` about add-ons, renewals, penalties
//! and commission, read.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::contract::Percent;
use crate::domain::customer::{Customer, Day};
use crate::domain::deal::{Deal, Status};
use crate::domain::id::{AccountId, DealId};
use crate::domain::when::{Direction, format_day};
use crate::domain::words::excerpt;
use crate::error::CommandError;

use super::resolve;
use super::typed::{self, Edit};

// What a deal's contract says. A doc comment here would become the help text of the command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "The contract")]
#[group(skip)]
pub(crate) struct Options {
    /// The deal at the same account that it adds to
    #[arg(long, value_name = "DEAL", add = crate::complete::targets())]
    addon_of: Option<String>,

    /// The day the contract renews
    #[arg(long, value_name = "DATE")]
    renews: Option<String>,

    /// How long before that notice has to be given: 90d, 3m
    #[arg(long, value_name = "TIME")]
    notice: Option<String>,

    /// What a late delivery costs: "1 % a week"
    #[arg(long, value_name = "TEXT")]
    penalty: Option<String>,

    /// What you earn of the value once it is paid: 6%
    #[arg(long, value_name = "PERCENT")]
    commission: Option<String>,
}

/// The names of the options, for commands that take them for some records only.
pub(crate) const NAMES: &[&str] = &[
    "--addon-of",
    "--renews",
    "--notice",
    "--penalty",
    "--commission",
];

/// The same, read.
#[derive(Clone)]
pub(crate) struct Contract {
    /// The deal it adds to, with its account and that one's name.
    parent: Edit<(DealId, AccountId, String)>,
    renews_on: Edit<NaiveDate>,
    /// As typed: it counts back from the renewal.
    notice: Edit<String>,
    penalty: Edit<String>,
    commission: Edit<Percent>,
}

impl Options {
    /// Which of them are given.
    pub(crate) fn given(&self) -> impl Iterator<Item = &'static str> {
        let is_given = [
            self.addon_of.is_some(),
            self.renews.is_some(),
            self.notice.is_some(),
            self.penalty.is_some(),
            self.commission.is_some(),
        ];
        let all = NAMES.iter().copied().zip(is_given);
        all.filter_map(|(name, is_given)| is_given.then_some(name))
    }

    /// What they made of a deal, as it was understood.
    pub(crate) fn said(&self, deal: &Deal) -> Vec<String> {
        let renewal = self.renews.is_some() || self.notice.is_some();
        let said = [
            (self.addon_of.is_some(), addon(deal), "adds to none"),
            (renewal, renewal_of(deal), "renews no more"),
            (self.penalty.is_some(), penalty(deal), "no penalty"),
            (self.commission.is_some(), commission(deal), "no commission"),
        ];
        let given = said.into_iter().filter(|(is_given, ..)| *is_given);
        given
            .map(|(_, said, nothing)| said.unwrap_or_else(|| nothing.to_owned()))
            .collect()
    }

    /// Reads them for a new deal: the renewal counts from `base` and may be past, as what is added may be old.
    pub(crate) fn read_new(&self, ctx: &Ctx, base: NaiveDate) -> Result<Contract, CommandError> {
        if self.notice.is_some() && self.renews.is_none() {
            return Err(no_renewal());
        }
        self.read(ctx, |text| typed::expected_day(ctx, base, "--renews", text))
    }

    /// Reads them for a deal on record: the renewal is to come.
    pub(crate) fn read_edit(&self, ctx: &Ctx) -> Result<Contract, CommandError> {
        self.read(ctx, |text| typed::coming_day(ctx, "--renews", text))
    }

    fn read(
        &self,
        ctx: &Ctx,
        day: impl FnOnce(&str) -> Result<NaiveDate, CommandError>,
    ) -> Result<Contract, CommandError> {
        let line = |option: &'static str| move |text: &str| typed::one_line(option, text);
        Ok(Contract {
            parent: Edit::read(self.addon_of.as_ref(), |text| parent(ctx, text).map(Some))?,
            renews_on: Edit::read(self.renews.as_ref(), |text| day(text).map(Some))?,
            notice: Edit::read(self.notice.as_ref(), line("--notice"))?,
            penalty: Edit::read(self.penalty.as_ref(), line("--penalty"))?,
            commission: Edit::read(self.commission.as_ref(), |text| {
                let read: Result<Percent, _> = text.parse();
                let read = read.map_err(|error| CommandError::from(error).about("--commission"));
                read.map(Some)
            })?,
        })
    }
}

/// The deal that is added to.
fn parent(ctx: &Ctx, text: &str) -> Result<(DealId, AccountId, String), CommandError> {
    let is_there = |status: Status| !status.is_lost();
    let (subject, deal) = resolve::deal(ctx, text, "deal to add to", is_there)?;
    Ok((deal, subject.account_id, subject.account))
}

impl Contract {
    /// Writes what they say into a deal of this customer, or refuses it.
    pub(crate) fn apply(
        &self,
        ctx: &Ctx,
        customer: &mut Customer,
        id: DealId,
        day: Day<'_>,
    ) -> Result<(), CommandError> {
        let Some(deal) = customer.deal(id) else {
            return Ok(());
        };
        let addon_of = self.addon_of(customer, id, deal.addon_of)?;
        let mut renews_on = deal.renews_on;
        self.renews_on.apply(&mut renews_on);
        let notice_days = match (&self.notice, renews_on) {
            (Edit::Set(Some(text)), Some(on)) => Some(notice_days(ctx, text, on)?),
            (Edit::Set(Some(_)), None) => return Err(no_renewal()),
            (Edit::Set(None), _) | (_, None) => None,
            (Edit::Keep, Some(_)) => deal.notice_days,
        };
        if let Some(deal) = customer.deal_mut(id) {
            deal.addon_of = addon_of;
            self.penalty.apply(&mut deal.penalty);
            self.commission.apply(&mut deal.commission);
        }
        customer.set_renewal(id, renews_on, notice_days, day);
        Ok(())
    }

    /// Whether the deal is to be an add-on of another.
    pub(crate) const fn is_addon(&self) -> bool {
        matches!(self.parent, Edit::Set(Some(_)))
    }

    fn addon_of(
        &self,
        customer: &Customer,
        id: DealId,
        was: Option<DealId>,
    ) -> Result<Option<DealId>, CommandError> {
        let (parent, account_id, account) = match &self.parent {
            Edit::Keep => return Ok(was),
            Edit::Set(None) => return Ok(None),
            Edit::Set(Some(parent)) => parent,
        };
        let refuse = |message: String, hint: &str| {
            Err(CommandError::refused(format!("--addon-of: {message}")).hint(hint))
        };
        if *account_id != customer.account.id {
            let other = &customer.account.name;
            return refuse(
                format!("{parent} is {account}'s, not {other}'s"),
                "name a deal of the same account",
            );
        }
        if customer
            .deal(*parent)
            .is_some_and(|deal| deal.status().is_lost())
        {
            return refuse(
                format!("{parent} is lost"),
                "name a deal that is not, or leave it out",
            );
        }
        if customer.is_addon_of(*parent, id) {
            return refuse(
                format!("{parent} would be an add-on of itself"),
                "name the deal that came first",
            );
        }
        Ok(Some(*parent))
    }
}

fn addon(deal: &Deal) -> Option<String> {
    deal.addon_of.map(|parent| format!("adds to {parent}"))
}

fn renewal_of(deal: &Deal) -> Option<String> {
    let (on, notice_on) = deal.renews_on.zip(deal.notice_on())?;
    let notice = format_day(notice_on);
    Some(format!("renews {}, notice by {notice}", format_day(on)))
}

fn penalty(deal: &Deal) -> Option<String> {
    let penalty = deal.penalty.as_ref()?;
    Some(format!("penalty for a late delivery: {penalty}"))
}

fn commission(deal: &Deal) -> Option<String> {
    let share = deal.commission?;
    let amount = deal
        .commission_amount()
        .map_or_else(String::new, |amount| format!(", {}", amount.long()));
    Some(format!(
        "commission {share}{amount}, earned when it is paid"
    ))
}

/// What the contract of a deal says beside its rungs, a line each.
pub(crate) fn lines(deal: &Deal) -> impl Iterator<Item = String> {
    let all = [
        addon(deal),
        renewal_of(deal),
        penalty(deal),
        commission(deal),
    ];
    all.into_iter().flatten()
}

fn no_renewal() -> CommandError {
    CommandError::usage("--notice says nothing without --renews")
        .hint("say when the contract renews, as in --renews \"1 dec\" --notice 90d")
}

/// How many days before its renewal the notice of a contract has to be given.
fn notice_days(ctx: &Ctx, text: &str, renews_on: NaiveDate) -> Result<u32, CommandError> {
    let reader = ctx.when_from(renews_on, Direction::Back);
    let hint = "write it as in 90d or 3m: so long before the renewal";
    let notice_on = reader
        .read(text)
        .map_err(|error| CommandError::usage(format!("--notice: {error}")).hint(hint))?;
    let days = (renews_on - notice_on).num_days();
    u32::try_from(days).map_err(|_| {
        let message = format!(
            "--notice: `{}` is after the renewal, {}",
            excerpt(text.trim()),
            format_day(renews_on)
        );
        CommandError::refused(message).hint(hint)
    })
}

/// What a rep is to know before more is sold to a customer (practice 9).
pub(crate) fn warn_of_broken_promises(
    ctx: &mut Ctx,
    customer: &Customer,
) -> Result<(), CommandError> {
    let broken = customer.broken_promises(ctx.today);
    let [first, rest @ ..] = broken.as_slice() else {
        return Ok(());
    };
    let more = match rest.len() {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let warning = format!(
        "a promise to {} is broken: {} ({}){more}; mend it before you sell more",
        customer.account.name, first.what, first.id
    );
    Ok(ctx.ui.warning(&warning)?)
}
