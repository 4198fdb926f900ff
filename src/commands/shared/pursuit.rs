//! What a deal is pursued with: the options of `add` before it is won, and those of `edit` about its fit and
//! about how it was lost, read.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::{Customer, Day, Next, not_lost};
use crate::domain::deal::{Deal, Fit, LostReason};
use crate::domain::id::{DealId, PersonId};
use crate::domain::when::format_day;
use crate::error::CommandError;

use super::owed;
use super::typed::{self, Edit};

/// What a follow-up asks for of which only the day was given.
const NEXT: &str = "follow up";

// What is known of a deal before it is won. A doc comment here would become the help text of the command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Before it is won")]
#[group(skip)]
pub(crate) struct Options {
    /// The day it is expected to close
    #[arg(long, value_name = "DATE")]
    expected_close: Option<String>,

    /// Whether it fits the customers you look for: yes, no or unknown
    #[arg(long, value_name = "ANSWER", add = crate::complete::words(Fit::list))]
    fit: Option<Fit>,

    /// Why it does, or does not
    #[arg(long, value_name = "TEXT", requires = "fit")]
    why: Option<String>,

    /// The next step: a day, or "DATE: WHAT"
    #[arg(short, long, value_name = "DATE: WHAT")]
    next: Option<String>,
}

/// The same, read.
#[derive(Clone)]
pub(crate) struct Pursuit {
    expected_close_on: Option<NaiveDate>,
    fit: Option<Fit>,
    fit_why: Option<String>,
    next: Option<Next>,
}

impl Options {
    /// Reads them; the expected close counts from `base` and may be past, as what is added may be old.
    pub(crate) fn read(&self, ctx: &Ctx, base: NaiveDate) -> Result<Pursuit, CommandError> {
        let close = |text: &String| typed::expected_day(ctx, base, "--expected-close", text);
        let next = |text: &String| typed::coming_day_with_words(ctx, "--next", text);
        let fit_why = typed::line_of("--why", self.why.as_ref())?;
        Ok(Pursuit {
            expected_close_on: self.expected_close.as_ref().map(close).transpose()?,
            fit: self.fit,
            fit_why,
            next: self
                .next
                .as_ref()
                .map(next)
                .transpose()?
                .map(|(on, what)| Next { on, what }),
        })
    }
}

impl Pursuit {
    /// Writes it into a new deal; the next step is with its person.
    pub(crate) fn note(&self, customer: &mut Customer, id: DealId, person: Option<PersonId>) {
        if let Some(deal) = customer.deal_mut(id) {
            deal.expected_close_on = self.expected_close_on;
            deal.fit = self.fit;
            deal.fit_why.clone_from(&self.fit_why);
        }
        if let Some(next) = &self.next {
            let what = next.what.clone().unwrap_or_else(|| NEXT.to_owned());
            let check_in = customer.remind(Some(id), next.on, what);
            if let Some(check_in) = customer.check_in_mut(check_in) {
                check_in.person_id = person;
            }
        }
    }
}

/// What is said of a deal's expected close and fit, a line each.
pub(crate) fn lines(deal: &Deal) -> impl Iterator<Item = String> {
    let close = deal
        .expected_close_on
        .map(|on| format!("expected to close {}", format_day(on)));
    close.into_iter().chain(fit(deal))
}

/// `fits: twenty lorries`, `does not fit`; nothing while nobody said.
fn fit(deal: &Deal) -> Option<String> {
    let fits = crate::view::phrase::fit(deal.fit?);
    let why = deal
        .fit_why
        .as_ref()
        .map_or_else(String::new, |why| format!(": {why}"));
    Some(format!("{fits}{why}"))
}

// What is known of a deal's fit and of how it was lost, to be changed.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Prospects and lost deals")]
#[group(skip)]
pub(crate) struct Edits {
    /// Whether it fits the customers you look for: yes, no or unknown
    #[arg(long, value_name = "ANSWER", add = crate::complete::words(Fit::list))]
    fit: Option<Fit>,

    /// Why a deal was lost
    #[arg(long, value_name = "REASON", add = crate::complete::words(LostReason::list))]
    lost_reason: Option<LostReason>,

    /// Who won it
    #[arg(long, value_name = "NAME", add = crate::complete::rivals())]
    lost_to: Option<String>,

    /// What the rival promised and by when, "DATE: WHAT"
    #[arg(long, value_name = "PROMISE")]
    rival_promised: Option<String>,

    /// The day on which their contract with the rival ends
    #[arg(long, value_name = "DATE")]
    contract_ends: Option<String>,
}

/// The names of the options, for commands that take them for some records only.
pub(crate) const NAMES: &[&str] = &[
    "--fit",
    "--lost-reason",
    "--lost-to",
    "--rival-promised",
    "--contract-ends",
];

/// The same, read.
pub(crate) struct Changes {
    fit: Option<Fit>,
    fit_why: Edit<String>,
    reason: Option<LostReason>,
    lost_to: Edit<String>,
    promised: Edit<(NaiveDate, String)>,
    contract_ends_on: Edit<NaiveDate>,
}

impl Edits {
    /// Which of them are given.
    pub(crate) fn given(&self) -> impl Iterator<Item = &'static str> {
        let is_given = [
            self.fit.is_some(),
            self.lost_reason.is_some(),
            self.lost_to.is_some(),
            self.rival_promised.is_some(),
            self.contract_ends.is_some(),
        ];
        let all = NAMES.iter().copied().zip(is_given);
        all.filter_map(|(name, is_given)| is_given.then_some(name))
    }

    /// Reads them; `why` is that of the fit. What the rival promised counts from today and may be past, as it
    /// is often heard of late.
    pub(crate) fn read(&self, ctx: &Ctx, why: Option<&String>) -> Result<Changes, CommandError> {
        let promised = |text: &str| {
            let promise = owed::promise_from(ctx, ctx.today, "--rival-promised", text)?;
            Ok(Some((promise.on, promise.what)))
        };
        let ends_on = |text: &str| typed::coming_day(ctx, "--contract-ends", text).map(Some);
        Ok(Changes {
            fit: self.fit,
            fit_why: Edit::read(why, |text| typed::one_line("--why", text))?,
            reason: self.lost_reason,
            lost_to: Edit::read(self.lost_to.as_ref(), |text| {
                typed::name("--lost-to", text).map(Some)
            })?,
            promised: Edit::read(self.rival_promised.as_ref(), promised)?,
            contract_ends_on: Edit::read(self.contract_ends.as_ref(), ends_on)?,
        })
    }

    /// What they made of a deal, as it was understood.
    pub(crate) fn said(&self, deal: &Deal, is_why: bool) -> Vec<String> {
        let known = &deal.win_back;
        let promised = known.rival_promised.as_ref().zip(known.rival_promised_on);
        let said = [
            (self.fit.is_some() || is_why, fit(deal), "fit unknown"),
            (
                self.lost_reason.is_some(),
                deal.lost.map(|lost| format!("lost for {}", lost.reason)),
                "not lost",
            ),
            (
                self.lost_to.is_some(),
                known.lost_to.as_ref().map(|name| format!("lost to {name}")),
                "lost to nobody",
            ),
            (
                self.rival_promised.is_some(),
                promised.map(|(what, on)| format!("{what} promised by {}", format_day(on))),
                "nothing promised",
            ),
            (
                self.contract_ends.is_some(),
                known
                    .rival_contract_ends_on
                    .map(|on| format!("their contract ends {}", format_day(on))),
                "end of their contract unknown",
            ),
        ];
        let given = said.into_iter().filter(|(is_given, ..)| *is_given);
        given
            .map(|(_, said, nothing)| said.unwrap_or_else(|| nothing.to_owned()))
            .collect()
    }
}

impl Changes {
    /// Writes what they say into a deal of this customer, or refuses it.
    pub(crate) fn apply(
        &self,
        customer: &mut Customer,
        id: DealId,
        day: Day<'_>,
    ) -> Result<(), CommandError> {
        let is_about_loss = self.reason.is_some()
            || [
                matches!(self.lost_to, Edit::Set(_)),
                matches!(self.promised, Edit::Set(_)),
                matches!(self.contract_ends_on, Edit::Set(_)),
            ]
            .contains(&true);
        let Some(deal) = customer.deal_mut(id) else {
            return Ok(());
        };
        deal.fit = self.fit.or(deal.fit);
        self.fit_why.apply(&mut deal.fit_why);
        if matches!(self.fit_why, Edit::Set(Some(_))) && deal.fit.is_none() {
            return Err(CommandError::usage("--why says why a deal fits")
                .hint("say whether it does, too: --fit yes|no|unknown"));
        }
        if !is_about_loss {
            return Ok(());
        }
        let not_lost = not_lost(deal);
        let Some(lost) = &mut deal.lost else {
            return Err(not_lost.into());
        };
        lost.reason = self.reason.unwrap_or(lost.reason);
        let (reason, lost_on, was) = (lost.reason, lost.on, deal.win_back.clone());
        let known = &mut deal.win_back;
        self.lost_to.apply(&mut known.lost_to);
        if let Edit::Set(promised) = &self.promised {
            known.rival_promised_on = promised.as_ref().map(|(on, _)| *on);
            known.rival_promised = promised.as_ref().map(|(_, what)| what.clone());
        }
        self.contract_ends_on
            .apply(&mut known.rival_contract_ends_on);
        if reason.needs_rival() && known.lost_to.is_none() {
            return Err(CommandError::usage(format!(
                "a deal lost for its {reason} was lost to somebody"
            ))
            .hint("name the rival, too: --lost-to NAME"));
        }
        if let (Edit::Set(Some(rival)), true) = (&self.lost_to, known.lost_to != was.lost_to) {
            customer.lost_to(id, rival, lost_on);
        }
        customer.follow_rival(id, &was, day);
        Ok(())
    }
}
