//! What another system says of a deal, and what becomes of ours: a new deal, a change, or the rep's own word
//! kept.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::domain::customer::Customer;
use crate::domain::deal::{Deal, Lost, LostReason, PlanChoice, Status};
use crate::domain::id::{DealId, PersonId};
use crate::domain::ladder::Ladder;
use crate::domain::money::Money;
use crate::domain::name;
use crate::domain::person::Somebody;
use crate::domain::rung::Rung;
use crate::domain::win_back::WinBack;

/// Days after which a won deal that is imported is history: nobody needs reassuring about it any more.
pub const LIVE_FOR: Days = Days::new(90);

/// Over how many workdays the first check-ins of an import are spread.
pub const STAGGERED_OVER: usize = 10;

/// How a deal stands in the other system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Won and signed on this day.
    Won(NaiveDate),
    /// Lost on this day.
    Lost(NaiveDate),
    /// Neither; expected to close on this day.
    Prospect(Option<NaiveDate>),
}

/// A deal as the other system has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Which deal of ours it is, in a file that we wrote ourselves.
    pub uid: Option<String>,
    /// Whose record id it has, in a file of ours; else the whole file's.
    pub source: Option<String>,
    /// Its record id there.
    pub key: Option<String>,
    pub account: String,
    pub title: Option<String>,
    /// None when it says nothing, which is not 0.
    pub value: Option<Money>,
    pub stage: Stage,
    pub person: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub note: Option<String>,
    pub tags: Vec<String>,
}

/// The fields that are compared one by one, each as text. What the other system said last is kept with the
/// deal in this form, to tell the rep's changes from its own.
type Fields = BTreeMap<&'static str, String>;

const ACCOUNT: &str = "account";
const TITLE: &str = "title";
const VALUE: &str = "value";
const STAGE: &str = "stage";
const NOTE: &str = "note";
const TAGS: &str = "tags";

/// What a second import came to for one deal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// A field was taken from the file.
    pub updated: bool,
    /// The rep's own word stands against the file's.
    pub kept: bool,
    /// The file has the deal at another account.
    pub is_elsewhere: bool,
}

impl Stage {
    fn as_text(self) -> String {
        match self {
            Self::Won(on) => format!("won {on}"),
            Self::Lost(on) => format!("lost {on}"),
            Self::Prospect(Some(on)) => format!("prospect {on}"),
            Self::Prospect(None) => "prospect".to_owned(),
        }
    }

    /// How a deal of ours is written out. Whoever said yes and no more is a prospect there; what was won without a
    /// signature was on the first day that stands for it.
    pub fn written(deal: &Deal) -> Self {
        let won_on = || {
            let signed = deal.ladder.facts(Rung::Signed).done_on;
            let others = Rung::ALL
                .iter()
                .filter(|rung| !matches!(rung, Rung::Verbal | Rung::Credit))
                .filter_map(|rung| deal.ladder.facts(*rung).done_on);
            signed.or_else(|| others.min())
        };
        match (deal.lost, deal.status()) {
            (Some(lost), _) => Self::Lost(lost.on),
            (None, Status::Won | Status::Settled) => {
                won_on().map_or(Self::Prospect(deal.expected_close_on), Self::Won)
            }
            _ => Self::Prospect(deal.expected_close_on),
        }
    }

    /// How a deal of ours stands, in the other system's terms; none when it has no word for it.
    fn of(deal: &Deal) -> Option<Self> {
        match (deal.status(), deal.lost) {
            (_, Some(lost)) => Some(Self::Lost(lost.on)),
            (Status::Prospect, None) => Some(Self::Prospect(deal.expected_close_on)),
            (Status::Won | Status::Settled, None) => {
                deal.ladder.facts(Rung::Signed).done_on.map(Self::Won)
            }
            _ => None,
        }
    }
}

impl Incoming {
    fn fields(&self) -> Fields {
        let mut fields = Fields::from([
            (ACCOUNT, name::fold(&self.account)),
            (STAGE, self.stage.as_text()),
        ]);
        fields.extend(self.title.clone().map(|title| (TITLE, title)));
        fields.extend(self.value.map(|value| (VALUE, value.typed())));
        fields.extend(self.note.clone().map(|note| (NOTE, note)));
        if !self.tags.is_empty() {
            fields.insert(TAGS, tags_as_text(&self.tags));
        }
        fields
    }

    /// What tells a deal from others where there is no record id: account, title, value and close date.
    pub fn likeness(&self) -> String {
        likeness(|field| self.fields().get(field).cloned())
    }
}

fn likeness(of: impl Fn(&str) -> Option<String>) -> String {
    let closed_on = of(STAGE).and_then(|stage| Some(stage.split_once(' ')?.1.to_owned()));
    [of(ACCOUNT), of(TITLE), of(VALUE), closed_on]
        .map(Option::unwrap_or_default)
        .join("\u{1f}")
}

fn tags_as_text(tags: &[String]) -> String {
    let mut tags = tags.to_vec();
    tags.sort();
    tags.join(",")
}

/// What there is to compare about a deal of ours.
fn fields_of(deal: &Deal, account: &str) -> Fields {
    let mut fields = Fields::from([(ACCOUNT, name::fold(account))]);
    fields.insert(
        STAGE,
        Stage::of(deal).map_or_else(|| deal.status().to_string(), Stage::as_text),
    );
    fields.extend(deal.title.clone().map(|title| (TITLE, title)));
    fields.extend(deal.value.map(|value| (VALUE, value.typed())));
    fields.extend(deal.note.clone().map(|note| (NOTE, note)));
    if !deal.tags.is_empty() {
        fields.insert(TAGS, tags_as_text(&deal.tags));
    }
    fields
}

/// What the other system said last of a deal.
fn last_import(deal: &Deal) -> Option<BTreeMap<String, String>> {
    serde_json::from_str(deal.imported.as_ref()?).ok()
}

/// The account's name, folded, under which the other system had a deal last.
pub fn account_in_last_import(deal: &Deal) -> Option<String> {
    last_import(deal)?.remove(ACCOUNT)
}

/// What tells a deal of ours from others where there is no record id: as the other system had it last, else
/// as it stands.
pub fn likeness_of(deal: &Deal, account: &str) -> String {
    match last_import(deal) {
        Some(fields) => likeness(|field| fields.get(field).cloned()),
        None => {
            let fields = fields_of(deal, account);
            likeness(|field| fields.get(field).cloned())
        }
    }
}

/// Adds a deal that is not on record yet. A won one signed before `live_since` is history: its later rungs do
/// not apply, so it is settled.
pub fn add(
    customer: &mut Customer,
    incoming: &Incoming,
    source: &str,
    live_since: NaiveDate,
) -> DealId {
    let people = person_of(customer, incoming).into_iter().collect();
    let mut deal = Deal {
        id: DealId::provisional(0),
        uid: incoming.uid.clone().unwrap_or_default(),
        account_id: customer.account.id,
        title: incoming.title.clone(),
        value: incoming.value,
        plan: PlanChoice::Open,
        ladder: Ladder::default(),
        expected_close_on: None,
        lost: None,
        key: incoming.key.clone(),
        source: incoming.source.as_deref().unwrap_or(source).to_owned(),
        note: incoming.note.clone(),
        tags: incoming.tags.clone(),
        people,
        roles: BTreeMap::new(),
        imported: imported_text(incoming),
        addon_of: None,
        penalty: None,
        commission: None,
        renews_on: None,
        notice_days: None,
        plan_by_hand: false,
        fit: None,
        fit_why: None,
        win_back: WinBack::default(),
    };
    take_stage(&mut deal, incoming.stage, live_since);
    customer.add_deal(deal)
}

/// What is kept of a row with its deal: nothing of a file of ours, as what it says we said.
fn imported_text(incoming: &Incoming) -> Option<String> {
    if incoming.uid.is_some() {
        return None;
    }
    serde_json::to_string(&incoming.fields()).ok()
}

fn take_stage(deal: &mut Deal, stage: Stage, live_since: NaiveDate) {
    deal.expected_close_on = None;
    let was_lost = deal.lost.take();
    match stage {
        Stage::Won(on) => {
            deal.ladder.facts_mut(Rung::Signed).done_on = Some(on);
            deal.ladder.facts_mut(Rung::Signed).not_applicable = false;
            if on < live_since {
                for rung in [Rung::Delivered, Rung::Verified, Rung::Invoiced, Rung::Paid] {
                    if !deal.ladder.is_closed(rung) {
                        deal.ladder.facts_mut(rung).not_applicable = true;
                    }
                }
            }
        }
        Stage::Lost(on) => {
            // A file knows the day; why it was lost, and whether it is given up, the rep may have said.
            deal.lost = Some(Lost {
                on,
                reason: was_lost.map_or(LostReason::Other, |was| was.reason),
                buried_on: was_lost.and_then(|was| was.buried_on),
            });
        }
        Stage::Prospect(on) => {
            deal.expected_close_on = on;
            deal.ladder.facts_mut(Rung::Signed).done_on = None;
        }
    }
    if deal.lost.is_none() {
        deal.win_back = WinBack::default();
    }
}

/// The person a row names: somebody on record at the account, else a new one.
fn person_of(customer: &mut Customer, incoming: &Incoming) -> Option<PersonId> {
    let email = incoming.email.clone();
    let name = incoming.person.clone().or_else(|| email.clone())?;
    let phone = incoming.phone.clone();
    Some(customer.meet(Somebody {
        name,
        role: None,
        email,
        phone,
    }))
}

/// Brings a deal that was imported before up to what the file says now.
///
/// Field by field: what only the file changed is taken, what the rep changed since the last import is kept,
/// unless `theirs` says that the file wins.
pub fn merge(
    customer: &mut Customer,
    deal_id: DealId,
    incoming: &Incoming,
    theirs: bool,
    live_since: NaiveDate,
) -> Merged {
    let account = customer.account.name.clone();
    let mut merged = Merged::default();
    let Some(deal) = customer.deal_mut(deal_id) else {
        return merged;
    };
    let (mut ours, file) = (fields_of(deal, &account), incoming.fields());
    let is_ours = incoming.uid.is_some();
    if is_ours {
        ours.insert(STAGE, Stage::written(deal).as_text());
    }
    // What another system said last has nothing to do with what we wrote out.
    let base = last_import(deal).filter(|_| !is_ours);
    for field in [ACCOUNT, TITLE, VALUE, STAGE, NOTE, TAGS] {
        let (our, new) = (ours.get(field), file.get(field));
        if our == new {
            continue;
        }
        let last = base.as_ref().and_then(|base| base.get(field));
        let changed_by_rep = base.is_none() || our != last;
        if field == ACCOUNT {
            // Moving a deal with its history is for the rep to decide.
            merged.is_elsewhere = !changed_by_rep || new != last;
            merged.kept = true;
        } else if changed_by_rep && (!theirs || (new.is_none() && last.is_none())) {
            // What the file never spoke of is not its to take.
            merged.kept = true;
        } else {
            take(deal, field, incoming, live_since);
            merged.updated = true;
        }
    }
    let imported = imported_text(incoming);
    if deal.imported != imported && !is_ours {
        deal.imported = imported;
    }
    merged
}

fn take(deal: &mut Deal, field: &str, incoming: &Incoming, live_since: NaiveDate) {
    match field {
        TITLE => deal.title.clone_from(&incoming.title),
        VALUE => deal.value = incoming.value,
        NOTE => deal.note.clone_from(&incoming.note),
        TAGS => deal.tags.clone_from(&incoming.tags),
        STAGE => take_stage(deal, incoming.stage, live_since),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
