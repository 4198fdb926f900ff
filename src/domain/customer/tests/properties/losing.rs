//! Deals are lost, asked about, won back and buried, in any order (practice 17, 18).

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::*;
use super::happenings::Away;
use crate::domain::deal::{Lost, LostReason};
use crate::domain::win_back::{Heartbeat, RivalSigned, WouldMatch};

/// Deals are picked among those there are; so most of these are refused now and then.
#[derive(Debug, Clone)]
pub(super) enum Losing {
    /// On a day, with the day by which the rival promised something.
    Lost(Index, Away, Option<Away>),
    /// A round of asking, with the end of the rival's contract.
    Asked(Index, Away, Option<Away>),
    /// The day by which the rival promised something is another one, or there is none.
    Corrected(Index, Option<Away>),
    Revived(Index),
    Buried(Index),
    /// An import says that a deal is lost, or that it is not: no plan is begun or ended.
    Imported(Index, bool),
}

impl Losing {
    /// Lets it happen; none when there is no deal, or it is refused.
    pub(super) fn happens_to(&self, story: &mut Story) -> Option<()> {
        let id = story.any_deal(self.which())?;
        let (today, was) = (story.today, story.customer.deal(id).cloned()?);
        let asked = |away: Away| Heartbeat {
            id: None,
            uid: String::new(),
            deal_id: id,
            on: today + chrono::TimeDelta::days(away),
            attractive: None,
            would_match: Some(WouldMatch::Unsure),
            rival_signed: Some(RivalSigned::Unknown),
            contract_ends_on: None,
        };
        match self {
            Self::Lost(_, away, promised) => {
                let lost = Lost {
                    on: story.at(*away),
                    reason: LostReason::Price,
                    buried_on: None,
                };
                let known = WinBack {
                    lost_to: Some("Globex".to_owned()),
                    rival_promised_on: promised.map(|away| story.at(away)),
                    ..WinBack::default()
                };
                story
                    .happens(|customer, day| customer.lose(id, lost, known, day))
                    .ok()?;
                only_heartbeats_are_open(story, id);
                let unheard = story.customer.rivals.iter().all(|rival| {
                    rival.deal_id.is_some_and(|of| of != id) || rival.name != "Globex"
                });
                assert!(!unheard, "the rival is not on record");
            }
            Self::Asked(_, away, ends) => {
                let heartbeat = Heartbeat {
                    contract_ends_on: ends.map(|away| story.at(away)),
                    ..asked(*away)
                };
                let (on, rounds) = (heartbeat.on, story.customer.heartbeats.len());
                story
                    .happens(|customer, day| customer.note_heartbeat(heartbeat, day))
                    .ok()?;
                assert!(was.status().is_lost());
                assert_eq!(story.customer.heartbeats.len(), rounds + 1);
                // Answers are no thanks.
                let is_left = |one: &CheckIn| {
                    !is_thanks(one) && one.due_on.is_some_and(|due_on| due_on <= on)
                };
                let left = heartbeats(story, id).find(|one| is_left(one));
                // One that the end of the contract has just dated falls due today.
                let is_new = left.is_none_or(|one| one.due_on == Some(today));
                assert!(is_new, "{left:?} was due, and they were asked");
            }
            Self::Corrected(_, promised) => {
                let promised = promised.map(|away| story.at(away));
                let deal = story.customer.deal_mut(id)?;
                deal.lost?;
                deal.win_back.rival_promised_on = promised;
                story.happens(|customer, day| customer.follow_rival(id, &was.win_back, day));
                if was.win_back.rival_promised_on.is_some() && promised.is_none() {
                    let is_about_it =
                        |one: &CheckIn| one.step.as_deref() == Some("win-back/delivered");
                    let asked = heartbeats(story, id).find(|one| is_about_it(one));
                    assert_eq!(asked, None, "nothing is promised any more");
                }
            }
            Self::Revived(_) => {
                story
                    .happens(|customer, day| customer.revive(id, day))
                    .ok()?;
                assert!(was.status().is_lost());
                assert_eq!(heartbeats(story, id).next(), None);
                let follow_up = story.customer.check_ins.iter().any(|one| {
                    let is_today = one.kind == Kind::FollowUp && one.due_on == Some(today);
                    one.deal_id == Some(id) && one.is_open() && is_today
                });
                assert!(follow_up, "nothing is to be done about {id} today");
            }
            Self::Buried(_) => {
                let why = "five years with Globex".to_owned();
                story
                    .happens(|customer, day| customer.bury(id, why, day))
                    .ok()?;
                assert_eq!(was.status(), Status::Lost);
                assert_eq!(heartbeats(story, id).next(), None);
            }
            Self::Imported(_, is_lost) => {
                let lost = Lost {
                    on: today,
                    reason: LostReason::Other,
                    buried_on: None,
                };
                story.happens(|customer, _| {
                    let deal = customer.deal_mut(id).unwrap();
                    deal.lost = is_lost.then_some(lost);
                    if !is_lost {
                        deal.win_back = WinBack::default();
                    }
                });
            }
        }
        Some(())
    }

    const fn which(&self) -> Index {
        match self {
            Self::Lost(which, ..)
            | Self::Asked(which, ..)
            | Self::Corrected(which, _)
            | Self::Revived(which)
            | Self::Buried(which)
            | Self::Imported(which, _) => *which,
        }
    }
}

fn open_of(story: &Story, id: DealId) -> impl Iterator<Item = &CheckIn> {
    let open = story.customer.check_ins.iter().filter(|one| one.is_open());
    open.filter(move |one| one.deal_id == Some(id))
}

fn heartbeats(story: &Story, id: DealId) -> impl Iterator<Item = &CheckIn> {
    open_of(story, id).filter(|one| one.kind == Kind::Heartbeat)
}

/// Right after the loss; what the rep sets by hand from then on stays.
fn only_heartbeats_are_open(story: &Story, id: DealId) {
    let mut others = open_of(story, id).filter(|one| one.kind != Kind::Heartbeat);
    assert_eq!(others.next(), None, "{id} is lost");
    assert!(
        heartbeats(story, id).all(|one| one.due_on >= Some(story.today)),
        "a pile"
    );
    assert!(heartbeats(story, id).next().is_some(), "{id} is forgotten");
}

pub(super) fn any_losing() -> impl Strategy<Value = Losing> {
    let which = any::<Index>;
    let away = || prop_oneof![Just(None), (-20i64..200).prop_map(Some)];
    prop_oneof![
        4 => (which(), select(vec![0, 0, 0, -3, -60]), away())
            .prop_map(|(deal, on, promised)| Losing::Lost(deal, on, promised)),
        3 => (which(), -10i64..=0, away()).prop_map(|(deal, on, ends)| Losing::Asked(deal, on, ends)),
        1 => (which(), away()).prop_map(|(deal, promised)| Losing::Corrected(deal, promised)),
        2 => which().prop_map(Losing::Revived),
        1 => which().prop_map(Losing::Buried),
        1 => (which(), any::<bool>()).prop_map(|(deal, is_lost)| Losing::Imported(deal, is_lost)),
    ]
}

fn is_thanks(check_in: &CheckIn) -> bool {
    check_in.step.as_deref() == Some("win-back/thank")
}
