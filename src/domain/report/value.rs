//! How real the value is, and what of the commission is earned (practice 2, 12).

use crate::domain::deal::{Deal, Status};
use crate::domain::ladder::RungState;
use crate::domain::report::{Group, Period};
use crate::domain::rung::Rung;

/// The rungs by which value is told apart, from a word to money.
pub const STAGES: [Rung; 5] = [
    Rung::Verbal,
    Rung::Ordered,
    Rung::Signed,
    Rung::Delivered,
    Rung::Paid,
];

/// The deals whose highest stage this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub rung: Rung,
    pub group: Group,
}

/// Every live or settled deal once, at the highest stage it has reached. All five stages, also those without a
/// deal.
pub(super) fn stages(deals: &[Deal]) -> Vec<Stage> {
    let mut groups: [Vec<&Deal>; STAGES.len()] = std::array::from_fn(|_| Vec::new());
    for deal in deals {
        if let Some(place) = stage_of(deal) {
            groups[place].push(deal);
        }
    }
    let stages = STAGES.into_iter().zip(groups);
    stages
        .map(|(rung, deals)| Stage {
            rung,
            group: Group::of(deals),
        })
        .collect()
}

/// Where in [`STAGES`] a deal stands; none for a prospect and for what is lost.
fn stage_of(deal: &Deal) -> Option<usize> {
    let status = deal.status();
    if !status.is_live() && status != Status::Settled {
        return None;
    }
    let reached = |rung: &Rung| deal.ladder.done_on(*rung).is_some();
    // Won by what is no stage itself (a credit check, an invoice) is as good as ordered.
    STAGES.iter().rposition(reached).or(Some(1)).map(|place| {
        if status == Status::Verbal {
            place
        } else {
            place.max(1)
        }
    })
}

/// The commission of what was paid in the period, and of what is yet to be paid. A deal that is paid long ago,
/// or never to be paid, is in neither.
pub(super) fn commission(deals: &[Deal], period: Period) -> (Group, Group) {
    let earned = deals.iter().filter(|deal| {
        deal.commission_earned_on()
            .is_some_and(|on| period.contains(on))
    });
    let rides = |deal: &&Deal| {
        let is_open = matches!(deal.ladder.state(Rung::Paid), RungState::Open { .. });
        deal.commission.is_some() && deal.status().is_live() && is_open
    };
    let riding = deals.iter().filter(rides);
    let worth = |deal: &Deal| (deal.id, deal.commission_amount());
    (
        Group::worth(earned.map(worth)),
        Group::worth(riding.map(worth)),
    )
}
