//! `deals history`: which command changed what.

use crate::context::Ctx;
use crate::domain::id::AnyId;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::view::history::{room, show};
use crate::view::record::HistoryRecord;

use super::shared::resolve::{self, Access, Subject};

/// Which command changed what, the latest first
///
/// The last 1,000 commands that changed something: when, how they were typed, and what they changed of which customer,
/// from what to what. What was taken back says so. With an account, a deal, a person or any id, only the commands that touched
/// it or what belongs to it; an id may be of a record that was removed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals history
  deals history acme --limit 5
  deals history d12 -o json")]
pub struct Args {
    /// Only the commands that touched this account, deal, person or id
    #[arg(add = crate::complete::targets())]
    target: Option<String>,

    /// At most so many commands; 0 is all
    #[arg(long, value_name = "N", help_heading = "How they are shown")]
    limit: Option<usize>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<HistoryRecord>()?;
    let id = args.target.as_deref().and_then(AnyId::read);
    let target = match (&args.target, id) {
        (None, _) => None,
        // It may be on record no more.
        (_, Some(id)) => Some(id),
        (Some(text), None) => match resolve::subject(ctx, text, Access::Read) {
            Ok(subject) => Some(named(&subject)),
            Err(error) if error.kind == ErrorKind::NotFound => {
                return Err(error.hint("what was removed is found by its id; deals history has it"));
            }
            Err(error) => return Err(error),
        },
    };
    let limit = room(&ctx.ui, args.limit);
    let (logged, all) = ctx.read(|reader| {
        let (logged, all) = reader.list_history(target, limit)?;
        if let (Some(id), 0) = (id, all) {
            resolve::by_id(reader, id, &id.to_string())?;
        }
        Ok((logged, all))
    })?;
    let zone = ctx.zone;
    show(&mut ctx.ui, &logged, all, ctx.today, &|at| zone.local(at))?;
    Ok(Exit::Done)
}

/// The id of somebody, or of an account: what a name names.
fn named(subject: &Subject) -> AnyId {
    subject
        .person_id
        .map_or(AnyId::Account(subject.account_id), AnyId::Person)
}
