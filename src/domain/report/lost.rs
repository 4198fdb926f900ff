//! What was lost, why and to whom, and what of it came back (practice 4, 17, 19).

use std::collections::{BTreeMap, HashMap};

use crate::domain::deal::{Deal, LostReason, Status};
use crate::domain::id::{AccountId, DealId};
use crate::domain::name;
use crate::domain::order::sort_by_key;
use crate::domain::report::returned::returns;
use crate::domain::report::{Book, Group, Period, joined, percent};
use crate::domain::rival::Rival;

/// What one rival took, and what it is after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RivalCount {
    /// As it was first written.
    pub name: String,
    /// Deals of the period that were lost to it.
    pub lost: Vec<DealId>,
    /// Live and settled deals that it is after today.
    pub watched: Vec<DealId>,
}

/// What was lost in the period, and what came back in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses {
    /// Every reason that there was, in the order of the words.
    pub reasons: Vec<(LostReason, Group)>,
    /// The most lost first, then the most watched.
    pub rivals: Vec<RivalCount>,
    /// Deals that were lost and are not any more.
    pub won_back: Vec<DealId>,
}

impl Losses {
    pub(super) fn of(book: &Book, period: Period) -> Self {
        let lost = |deal: &&Deal| {
            let lost = deal.lost.as_ref();
            lost.is_some_and(|lost| period.contains(lost.on))
        };
        let lost: Vec<&Deal> = book.deals.iter().filter(lost).collect();
        let for_reason = |reason: LostReason| {
            let of_reason =
                |deal: &&&Deal| deal.lost.as_ref().map(|lost| lost.reason) == Some(reason);
            Group::of(lost.iter().filter(of_reason).copied())
        };
        let reasons = LostReason::ALL.iter();
        let reasons = reasons.map(|reason| (*reason, for_reason(*reason)));
        Self {
            reasons: reasons
                .filter(|(_, group)| !group.deals.is_empty())
                .collect(),
            rivals: rivals(book, &lost),
            won_back: won_back(book, period),
        }
    }

    /// The deals that were lost for a reason.
    pub fn for_reason(&self, reason: LostReason) -> Vec<DealId> {
        let of_reason = self.reasons.iter().filter(|(one, _)| *one == reason);
        of_reason
            .flat_map(|(_, group)| group.deals.clone())
            .collect()
    }

    /// All deals that were lost.
    pub fn all(&self) -> Vec<DealId> {
        joined(self.reasons.iter().map(|(_, group)| &group.deals))
    }

    /// The deals that were lost to a rival with a name.
    pub fn to_rivals(&self) -> Vec<DealId> {
        joined(self.rivals.iter().map(|rival| &rival.lost))
    }

    /// The live and settled deals that a rival is after.
    pub fn watched(&self) -> Vec<DealId> {
        joined(self.rivals.iter().map(|rival| &rival.watched))
    }

    /// How many of a hundred came back of what was lost or came back in the period; none of nothing.
    pub fn win_back_percent(&self) -> Option<usize> {
        let back = self.won_back.len();
        percent(back, back + self.all().len())
    }
}

fn rivals(book: &Book, lost: &[&Deal]) -> Vec<RivalCount> {
    let mut known: BTreeMap<String, RivalCount> = BTreeMap::new();
    let mut named = |called: &str, take: &mut dyn FnMut(&mut RivalCount)| {
        take(
            known
                .entry(name::fold(called))
                .or_insert_with(|| RivalCount {
                    name: called.to_owned(),
                    lost: Vec::new(),
                    watched: Vec::new(),
                }),
        );
    };
    let mut held: HashMap<AccountId, Vec<&Deal>> = HashMap::new();
    for deal in &book.deals {
        if deal.status().is_live() || deal.status() == Status::Settled {
            held.entry(deal.account_id).or_default().push(deal);
        }
    }
    for deal in lost {
        if let Some(rival) = &deal.win_back.lost_to {
            named(rival, &mut |count| count.lost.push(deal.id));
        }
    }
    for rival in book.rivals.iter().filter(|rival| Rival::is_active(rival)) {
        let deals = held.get(&rival.account_id).into_iter().flatten();
        let after: Vec<DealId> = deals
            .filter(|deal| rival.is_after(deal))
            .map(|deal| deal.id)
            .collect();
        if !after.is_empty() {
            named(&rival.name, &mut |count| {
                count.watched = joined([&count.watched, &after]);
            });
        }
    }
    let mut counts: Vec<RivalCount> = known.into_values().collect();
    sort_by_key(&mut counts, |one| {
        let (lost, watched) = (one.lost.len(), one.watched.len());
        (usize::MAX - lost, usize::MAX - watched)
    });
    counts
}

/// The deals that came back in the period and are not lost again.
fn won_back(book: &Book, period: Period) -> Vec<DealId> {
    let returns = returns(book);
    let is_back = |deal: &&Deal| {
        let last = returns.get(&deal.id).and_then(|all| all.last());
        deal.lost.is_none() && last.is_some_and(|one| period.contains(one.on))
    };
    let back = book.deals.iter().filter(is_back);
    back.map(|deal| deal.id).collect()
}
