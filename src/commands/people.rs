//! `deals people`: people.

use std::collections::HashMap;

use crate::context::Ctx;
use crate::domain::person::Role;
use crate::error::{CommandError, Exit};
use crate::view::list::show;
use crate::view::record::PersonRecord;

use super::shared::resolve::{self, Access};

/// List people
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals people
  deals people acme
  deals people --role decision-maker -o csv --fields name,email")]
pub struct Args {
    /// Only people at this account
    #[arg(add = crate::complete::targets())]
    target: Option<String>,

    /// Only people of this role; may be repeated
    #[arg(long, value_name = "ROLE", add = crate::complete::words(Role::list), help_heading = "Which rows")]
    role: Vec<Role>,

    /// At most so many rows; 0 is all
    #[arg(long, value_name = "N", help_heading = "How they are shown")]
    limit: Option<usize>,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    let account = match &args.target {
        Some(target) => Some(resolve::subject(ctx, target, Access::Read)?.account_id),
        None => None,
    };
    let mut records = ctx.read(|reader| {
        let accounts: HashMap<_, _> = reader
            .list_accounts()?
            .into_iter()
            .map(|account| (account.id, account.name))
            .collect();
        let people = match account {
            Some(account) => reader.list_people_of(account)?,
            None => reader.list_people()?,
        };
        let name_of = |id| accounts.get(&id).map(String::as_str).unwrap_or_default();
        Ok(people
            .iter()
            .map(|person| PersonRecord::new(person, name_of(person.account_id)))
            .collect::<Vec<_>>())
    })?;
    records.retain(|person| {
        args.role.is_empty() || person.role.is_some_and(|role| args.role.contains(&role))
    });
    show(&mut ctx.ui, &records, args.limit, ctx.today)?;
    Ok(Exit::Done)
}
