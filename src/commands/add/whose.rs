//! Whose deal it is that `add` is given: an account that is there, or a new one; and whether it is there already.

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, AnyId};
use crate::domain::money::Money;
use crate::domain::name;
use crate::domain::target::Fit;
use crate::domain::words::excerpt;
use crate::error::{CandidateRecord, CommandError, ErrorKind};
use crate::store::Writer;
use crate::view::phrase;

use crate::commands::shared::{resolve, typed};

/// Whose deal it is.
#[derive(Clone)]
pub(super) enum Whose {
    Known(AccountId),
    New(String),
}

/// Whose deal it is: an id's or exact name's account, else a new one whose name is not easily mistaken.
pub(super) fn find(ctx: &Ctx, account: &str, new_account: bool) -> Result<Whose, CommandError> {
    if let Some(id) = AnyId::read(account) {
        let AnyId::Account(account) = id else {
            return Err(
                CommandError::usage(format!("{id} is a {}, not an account", id.noun()))
                    .hint(format!("an account of that name is ={id}")),
            );
        };
        let is_there = ctx.read(|reader| Ok(reader.find_account(account)?.is_some()))?;
        return is_there.then_some(Whose::Known(account)).ok_or_else(|| {
            CommandError::not_found(format!("there is no account {account}")).hint(format!(
                "deals accounts lists them; a new account of that name is ={account}"
            ))
        });
    }
    let typed_name = account.trim();
    let called = typed::name(
        "ACCOUNT",
        typed_name.strip_prefix('=').unwrap_or(typed_name),
    )?;
    if new_account {
        return Ok(Whose::New(called));
    }
    let (same, near) = ctx.read(|reader| {
        let named = reader.list_accounts_named(&name::fold(&called))?;
        let same: Vec<_> = named
            .into_iter()
            .filter(|(fit, _)| *fit == Fit::Exact)
            .map(|(_, named)| named)
            .collect();
        let near = if same.is_empty() {
            reader.list_near_accounts(&called)?
        } else {
            Vec::new()
        };
        Ok((same, near))
    })?;
    let record = |named: &crate::store::Named| CandidateRecord {
        id: named.account_id.to_string(),
        name: named.account.clone(),
    };
    if let Some(place) = resolve::choose(ctx, &called, same.iter().map(record).collect())? {
        return Ok(Whose::Known(same[place].account_id));
    }
    if near.is_empty() {
        return Ok(Whose::New(called));
    }
    if !ctx.ui.interactive() {
        let message = format!("`{}` may be an account that is there", excerpt(&called));
        return Err(CommandError::new(ErrorKind::Ambiguous, message)
            .candidates(near.iter().take(10).map(record).collect())
            .hint("name it by its id, or insist on a new one with --new-account"));
    }
    let new = format!("a new account, {called}");
    let mut options: Vec<String> = near
        .iter()
        .map(|named| format!("{:<5} {}", named.account_id, named.account))
        .collect();
    options.push(new);
    let options = options
        .iter()
        .map(|one| crate::view::text::neutralise(one).into_owned())
        .collect();
    let chosen = resolve::ask(inquire::Select::new("Which account is it?", options).raw_prompt())?;
    Ok(near
        .get(chosen.index)
        .map_or(Whose::New(called), |named| Whose::Known(named.account_id)))
}

impl Whose {
    /// The same title and value as a live deal there is likely the same deal, typed twice. Whether another one is
    /// meant.
    pub(super) fn may_be_twin(
        &self,
        ctx: &Ctx,
        title: Option<&str>,
        value: Option<Money>,
        insists: bool,
    ) -> Result<bool, CommandError> {
        let Self::Known(account) = self else {
            return Ok(false);
        };
        let deals = ctx.read(|reader| Ok(reader.list_deals_of(*account)?))?;
        let Some(twin) = twin(&deals, title, value) else {
            return Ok(false);
        };
        if insists {
            return Ok(true);
        }
        if !ctx.ui.interactive() {
            return Err(twin_is_there(twin));
        }
        let deal = phrase::deal(twin);
        resolve::confirm(
            ctx,
            &format!("{} is there already: {deal}. Add another?", twin.id),
        )?;
        Ok(true)
    }

    /// Whose deal it is once the file is ours to write: another command may have made the account meanwhile.
    pub(super) fn settled(
        &self,
        writer: &Writer<'_>,
        new_account: bool,
    ) -> Result<Self, CommandError> {
        let Self::New(called) = self else {
            return Ok(self.clone());
        };
        let named = writer.list_accounts_named(&name::fold(called))?;
        let mut same = named.into_iter().filter(|(fit, _)| *fit == Fit::Exact);
        Ok(match same.next() {
            Some((_, named)) if !new_account => Self::Known(named.account_id),
            _ => self.clone(),
        })
    }

    /// The customer as it is before its first deal.
    pub(super) fn new_customer(&self) -> Customer {
        let name = match self {
            Self::New(name) => name.clone(),
            Self::Known(_) => String::new(),
        };
        Customer::begun(name)
    }
}

/// The live deal of the same title and value.
pub(super) fn twin<'d>(
    deals: &'d [Deal],
    title: Option<&str>,
    value: Option<Money>,
) -> Option<&'d Deal> {
    let title = title.map(name::fold);
    deals.iter().find(|deal| {
        let same_title = deal.title.as_deref().map(name::fold) == title;
        deal.status().is_live() && same_title && deal.value == value
    })
}

/// Refuses to add a deal that is there already.
pub(super) fn twin_is_there(twin: &Deal) -> CommandError {
    let message = format!("{} is there already: {}", twin.id, phrase::deal(twin));
    CommandError::new(ErrorKind::Ambiguous, message)
        .candidates(vec![resolve::candidate(twin)])
        .hint("give another title, or add it all the same with --yes")
}
