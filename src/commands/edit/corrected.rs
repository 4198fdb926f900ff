//! What `edit` corrects of a check-in and of a touchpoint.

use crate::context::Ctx;
use crate::domain::facts::TouchpointFacts;
use crate::domain::id::CheckInId;
use crate::domain::touchpoint::{Outcome, Touchpoint};
use crate::domain::when::format_day;
use crate::error::CommandError;
use crate::view::record::{TouchpointRecord, Written};
use crate::view::{answer, phrase};

use super::Args;
use crate::commands::shared::change::{Change, answer_with_check_in, change_customer, change_in};
use crate::commands::shared::resolve::Subject;
use crate::commands::shared::typed;

/// What a check-in asks for and why, and what goes with its kind.
pub(super) fn edit_check_in(
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

/// A contact that was otherwise, or what was sent and is answered.
pub(super) fn edit_touchpoint(
    ctx: &mut Ctx,
    args: &Args,
    subject: &Subject,
) -> Result<(), CommandError> {
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
    let edited = Touchpoint {
        note: note.unwrap_or_else(|| touchpoint.note.clone()),
        on: on.unwrap_or(touchpoint.on),
        via: args.via.unwrap_or(touchpoint.via),
        ..touchpoint.clone()
    };
    let account = subject.account_id;
    let change = ctx.write(|writer| {
        let change = change_in(ctx, writer, account, |customer| {
            if let Some(on) = answered {
                return Ok(customer.answered(edited.clone(), on, ctx.day()));
            }
            customer.touchpoints.push(edited.clone());
            Ok(Vec::new())
        })?;
        if touchpoint.outcome != Outcome::Reached || edited.on == touchpoint.on {
            return Ok(change);
        }
        // When the account was last reached is known once the new day is on record.
        let moved = change_in(ctx, writer, account, |customer| {
            customer.moved_contact(edited.clone(), touchpoint.on, ctx.day());
            Ok(Vec::new())
        })?;
        Ok(Change {
            before: change.before,
            ..moved
        })
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
        phrase::contact(&record),
        format_day(record.on)
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
