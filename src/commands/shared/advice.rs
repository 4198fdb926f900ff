//! What a rep is told after a contact: that it is time to give, or that another way is worth trying.

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::manners::{self, ASKS, OtherWay};
use crate::domain::touchpoint::{Outcome, Touchpoint, Via};
use crate::error::CommandError;
use crate::store::Writer;
use crate::view::ui::Format;

/// How far back asks are counted.
const COUNTED: usize = 100;

/// What is to be said after a contact; mostly nothing.
#[derive(Default)]
pub(crate) struct Advice {
    warning: Option<String>,
    hint: Option<String>,
}

/// What there is to say of a contact that was just recorded, from what is on record with it.
pub(crate) fn on(
    writer: &Writer<'_>,
    customer: &Customer,
    touchpoint: &Touchpoint,
) -> Result<Advice, CommandError> {
    let account = customer.account.id;
    let mut advice = Advice::default();
    if account.is_provisional() {
        return Ok(advice);
    }
    let name = &customer.account.name;
    if touchpoint.asked {
        let asks = manners::asks_in_a_row(&writer.list_exchanges(account, COUNTED)?);
        advice.warning = (asks >= ASKS).then(|| {
            format!(
                "{asks} contacts in a row asked {name} for something and gave nothing; bring something of value \
                 next (--gave WHAT)"
            )
        });
    }
    if touchpoint.outcome != Outcome::Reached {
        let attempts = usize::try_from(writer.get_reach(account)?.attempts).unwrap_or_default();
        let tries = writer.list_tries(account, attempts)?;
        advice.hint = manners::other_way(&tries, &customer.people)
            .map(|other| persist(name, tries.len(), other));
    }
    Ok(advice)
}

/// `5 attempts, no answer from Acme Corp yet: try a visit, or Jean Roux (p7)`
fn persist(account: &str, tries: usize, other: OtherWay<'_>) -> String {
    let way = other.via.map(|via| format!("try {}", way_of(via)));
    let person = other.person.map(|person| {
        let role = person
            .role
            .map_or_else(String::new, |role| format!(", {role}"));
        format!("{} ({}{role})", person.name, person.id)
    });
    let instead = match (way, person) {
        (Some(way), Some(person)) => format!("{way}, or {person}"),
        (Some(way), None) => way,
        (None, person) => format!("try {}", person.unwrap_or_default()),
    };
    format!("{tries} attempts, no answer from {account} yet: {instead}")
}

fn way_of(via: Via) -> String {
    match via {
        Via::Email | Via::Event => format!("an {via}"),
        Via::Other => "another way".to_owned(),
        _ => format!("a {via}"),
    }
}

impl Advice {
    /// Says it, beside the answer; what is only a hint is not for scripts.
    pub(crate) fn give(&self, ctx: &mut Ctx) -> Result<(), CommandError> {
        if let Some(warning) = &self.warning {
            ctx.ui.warning(warning)?;
        }
        let for_people = ctx.ui.format() == Format::Table && !ctx.ui.quiet();
        if let Some(hint) = self.hint.as_ref().filter(|_| for_people) {
            ctx.ui.hint(hint)?;
        }
        Ok(())
    }
}
