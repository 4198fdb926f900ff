//! Taking a mark back: exactly, where it was the last thing that happened; else as exactly as can be.

use crate::context::Ctx;
use crate::domain::customer::{Customer, Marked, Tidied, entry_to_take_back};
use crate::domain::deal::Deal;
use crate::domain::id::{AccountId, DealId};
use crate::domain::ladder::LadderError;
use crate::domain::rung::Rung;
use crate::error::CommandError;
use crate::store::{Saved, Writer};

use super::change::{Change, change_in};

/// What the mark of a rung came to once it is taken back; none where the deal is gone.
type TakenBack = Change<Option<Marked>>;

/// Takes the mark of a rung back, and what followed from it.
pub(super) fn take_back(
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
        if writer.find_last_command()? == Some(entry.command) {
            return take_back_last(writer, before, deal_id);
        }
        let known = writer.get_before(entry.command, deal_id)?;
        change_in(ctx, writer, account, |customer| {
            Ok(customer.take_back(deal_id, rung, &entry.was, known)?)
        })
    })
}

/// Takes a part of a rung back.
pub(super) fn take_part_back(
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
pub(super) fn refuse_lost(customer: &Customer, deal_id: DealId) -> Result<(), CommandError> {
    let is_lost = |deal: &Deal| deal.status().is_lost();
    if customer.deal(deal_id).is_some_and(is_lost) {
        return Err(CommandError::refused(format!("{deal_id} is lost"))
            .hint("a lost deal keeps its rungs as they are"));
    }
    Ok(())
}
