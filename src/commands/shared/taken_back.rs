//! Taking a mark back: exactly, where it was the last thing that happened; else as exactly as can be.

use crate::context::Ctx;
use crate::domain::customer::{Before, Customer, Entry, Marked, Tidied, entry_to_take_back};
use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, CheckInId, DealId};
use crate::domain::ladder::LadderError;
use crate::domain::rung::Rung;
use crate::error::CommandError;
use crate::store::{Saved, Writer};

use super::change::{Change, change_in};

/// What the mark of a rung came to once it is taken back; none where the deal is gone.
type TakenBack = Change<Option<Marked>>;

/// A rung of a deal.
type OfDeal = (DealId, Rung);

/// Takes the mark of a rung back, and what followed from it.
pub(crate) fn take_back(
    ctx: &Ctx,
    account: AccountId,
    deal_id: DealId,
    rung: Rung,
) -> Result<TakenBack, CommandError> {
    ctx.write(|writer| {
        let before = customer(writer, account)?;
        refuse_lost(&before, deal_id)?;
        let Some(deal) = before.deal(deal_id) else {
            return Err(CommandError::not_found(format!("there is no {deal_id}")));
        };
        let unmarked = deal.ladder.clone().unmark(rung);
        // A rung that another one implies may have got a number.
        if let Err(error @ LadderError::NotMarked { .. }) = unmarked {
            return Err(error.into());
        }
        let entries = writer.list_entries_of_rung(deal_id, rung)?;
        let Some(entry) = entry_to_take_back(deal.ladder.facts(rung), &entries) else {
            unmarked?;
            return change_in(ctx, writer, account, |customer| {
                Ok(customer.change_ladder(deal_id, |ladder| ladder.unmark(rung))?)
            });
        };
        let known = writer.get_before(entry.command, deal_id)?;
        take_entry_back(ctx, writer, before, (deal_id, rung), &entry, known)
    })
}

/// Opens a check-in again. Of a rung it takes the mark back as exactly as `mark --undo` does, where the mark that
/// stands is the one that ended the check-in; else as well as the ladder knows.
pub(crate) fn reopen(
    ctx: &Ctx,
    account: AccountId,
    id: CheckInId,
) -> Result<TakenBack, CommandError> {
    ctx.write(|writer| {
        let before = customer(writer, account)?;
        // What cannot be opened is refused either way.
        before.clone().reopen(id)?;
        if let Some((of, entry, known)) = entry_that_ended(writer, &before, id)? {
            return take_entry_back(ctx, writer, before, of, &entry, known);
        }
        change_in(ctx, writer, account, |customer| {
            customer.reopen(id)?;
            Ok(None)
        })
    })
}

/// The mark that ended the check-in of a rung, with all that its command changed; none where giving that back
/// would not open the check-in.
fn entry_that_ended(
    writer: &Writer<'_>,
    customer: &Customer,
    id: CheckInId,
) -> Result<Option<(OfDeal, Entry, Before)>, CommandError> {
    let Some(check_in) = customer.check_in(id) else {
        return Ok(None);
    };
    let (Some(deal_id), Some(rung)) = (check_in.deal_id, check_in.rung) else {
        return Ok(None);
    };
    let Some(deal) = customer.deal(deal_id) else {
        return Ok(None);
    };
    let entries = writer.list_entries_of_rung(deal_id, rung)?;
    let Some(entry) = entry_to_take_back(deal.ladder.facts(rung), &entries) else {
        return Ok(None);
    };
    let known = writer.get_before(entry.command, deal_id)?;
    Ok(known.opens(id).then_some(((deal_id, rung), entry, known)))
}

/// Takes one mark back: row by row where nothing has happened since, else what nobody touched since.
fn take_entry_back(
    ctx: &Ctx,
    writer: &Writer<'_>,
    before: Customer,
    (deal_id, rung): OfDeal,
    entry: &Entry,
    known: Before,
) -> Result<TakenBack, CommandError> {
    if writer.find_last_command()? == Some(entry.command) {
        return take_back_last(writer, before, deal_id);
    }
    change_in(ctx, writer, before.account.id, |customer| {
        Ok(customer.take_back(deal_id, rung, &entry.was, known)?)
    })
}

/// Takes a part of a rung back.
pub(crate) fn take_part_back(
    ctx: &Ctx,
    account: AccountId,
    deal_id: DealId,
    rung: Rung,
    what: &str,
) -> Result<TakenBack, CommandError> {
    ctx.write(|writer| {
        let before = customer(writer, account)?;
        refuse_lost(&before, deal_id)?;
        let part = before
            .deal(deal_id)
            .and_then(|deal| deal.ladder.part(rung, what));
        let called = part.map_or(what, |part| &part.what);
        if writer.is_part_of_last_command(deal_id, rung, called)? {
            return take_back_last(writer, before, deal_id);
        }
        change_in(ctx, writer, account, |customer| {
            Ok(customer.change_ladder(deal_id, |ladder| ladder.remove_part(rung, what))?)
        })
    })
}

fn customer(writer: &Writer<'_>, account: AccountId) -> Result<Customer, CommandError> {
    writer
        .find_customer(account)?
        .ok_or_else(|| CommandError::not_found(format!("there is no {account}")))
}

/// Nothing has happened since: every row is what it was. Nothing is tidied, as it was tidy then.
fn take_back_last(
    writer: &Writer<'_>,
    before: Customer,
    deal_id: DealId,
) -> Result<TakenBack, CommandError> {
    writer.take_back_last()?;
    let now = customer(writer, before.account.id)?;
    let was = before.deal(deal_id).map(Deal::status);
    let value = was
        .zip(now.deal(deal_id))
        .map(|(was, deal)| Marked::of(was, deal));
    Ok(Change {
        before,
        saved: Saved::on_record(now, writer.is_dry_run()),
        tidied: Tidied::default(),
        value,
    })
}

/// A lost deal keeps its rungs.
pub(crate) fn refuse_lost(customer: &Customer, deal_id: DealId) -> Result<(), CommandError> {
    let is_lost = |deal: &Deal| deal.status().is_lost();
    if customer.deal(deal_id).is_some_and(is_lost) {
        return Err(CommandError::refused(format!("{deal_id} is lost"))
            .hint("a lost deal keeps its rungs as they are"));
    }
    Ok(())
}
