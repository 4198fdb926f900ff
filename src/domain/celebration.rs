//! The story of a deal that is settled: reached the top of its ladder, it is time to celebrate (practice 12).

use crate::domain::check_in::{CheckIn, CheckInStatus, Kind};
use crate::domain::deal::{Deal, Status};
use crate::domain::ladder::{RungState, SETTLING};
use crate::domain::money::Money;
use crate::domain::rung::Rung;

/// What there is to tell of a settled deal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Celebration {
    /// Of what settles a deal, what does not apply to this one.
    pub not_applicable: Vec<Rung>,
    /// The first rung that was done, and the days from it to the money; none where nothing was to be paid.
    pub to_cash: Option<(Rung, i64)>,
    /// The check-ins that were done by their date, and all that were done. What a promise and a rung came to
    /// is told beside them, so their check-ins are not among these.
    pub on_time: (usize, usize),
    /// The promises of ours that were kept, and all of them but those that were waived (practice 5).
    pub promises_kept: (usize, usize),
    /// How often expected dates moved later, and by how many days in all (practice 6).
    pub slips: (usize, i64),
    /// What the rep earned by it.
    pub commission: Option<Money>,
    /// The colleagues to thank, each with what for (practice 11).
    pub thanks: Vec<(String, String)>,
}

impl Celebration {
    /// The story of a deal; none as long as it is not settled. Check-ins of other deals are passed over.
    pub fn of(deal: &Deal, check_ins: &[CheckIn]) -> Option<Self> {
        if deal.status() != Status::Settled {
            return None;
        }
        let ladder = &deal.ladder;
        let first = Rung::ALL
            .iter()
            .filter_map(|rung| Some((ladder.facts(*rung).done_on?, *rung)))
            .min();
        let to_cash = first
            .zip(ladder.done_on(Rung::Paid))
            .map(|((first_on, rung), paid_on)| (rung, (paid_on - first_on).num_days()));
        let slips = Rung::ALL.iter().map(|rung| ladder.slips(*rung));
        let is_waived = |rung: &Rung| ladder.state(*rung) == RungState::NotApplicable;
        let mut told = Self {
            not_applicable: SETTLING.into_iter().filter(is_waived).collect(),
            to_cash,
            slips: slips.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1)),
            commission: deal
                .commission_earned_on()
                .and_then(|_| deal.commission_amount()),
            ..Self::default()
        };
        for check_in in check_ins.iter().filter(|one| one.deal_id == Some(deal.id)) {
            told.tell(check_in);
        }
        Some(told)
    }

    fn tell(&mut self, check_in: &CheckIn) {
        let is_done = check_in.status == CheckInStatus::Done;
        let is_dropped = check_in.status == CheckInStatus::Dropped;
        match check_in.kind {
            Kind::Promise if check_in.theirs || is_dropped => {}
            Kind::Promise => {
                self.promises_kept.0 += usize::from(is_done);
                self.promises_kept.1 += 1;
            }
            Kind::Thanks if !is_dropped => {
                let colleague = check_in.owner.clone().unwrap_or_default();
                self.thanks.push((colleague, check_in.what.clone()));
            }
            // What the program asks about itself is no work of the rep's.
            Kind::Rung | Kind::Adrift | Kind::Thanks => {}
            _ if is_done => {
                let in_time = check_in.due_on.is_none() || check_in.ended_on <= check_in.due_on;
                self.on_time.0 += usize::from(in_time);
                self.on_time.1 += 1;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::check_in::Ended;
    use crate::domain::contract::Percent;
    use crate::domain::id::{AccountId, CheckInId, DealId};
    use crate::domain::ladder::Ladder;
    use crate::domain::money::Currency;

    fn on(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    fn sold(marks: &[(Rung, &str)], waived: &[Rung]) -> Deal {
        let mut ladder = Ladder::default();
        ladder
            .expect(Rung::Delivered, on("02-01"), None, on("01-01"))
            .unwrap();
        for day in ["02-10", "02-05", "02-12"] {
            ladder
                .expect(Rung::Delivered, on(day), None, on("01-01"))
                .unwrap();
        }
        for (rung, day) in marks {
            ladder.mark(*rung, on(day), None).unwrap();
        }
        for rung in waived {
            ladder.waive(*rung).unwrap();
        }
        Deal {
            value: Some(Money {
                minor: 4_800_000,
                currency: Currency::USD,
            }),
            commission: Some(Percent(600)),
            ..blank(ladder)
        }
    }

    fn blank(ladder: Ladder) -> Deal {
        Deal::new(DealId(1), AccountId(1), ladder)
    }

    /// A check-in of a kind, due on a day, and the day it was done.
    fn check_in(kind: Kind, due_on: &str, done_on: Option<&str>) -> CheckIn {
        let mut one = CheckIn::new(CheckInId(1), AccountId(1), Some(DealId(1)), kind, "demo");
        one.set_due(on(due_on));
        if let Some(day) = done_on {
            one.end(CheckInStatus::Done, Ended::Done, on(day));
        }
        one
    }

    #[test]
    fn the_story_of_a_settled_deal() {
        let deal = sold(
            &[
                (Rung::Verbal, "01-02"),
                (Rung::Signed, "01-12"),
                (Rung::Verified, "03-02"),
                (Rung::Paid, "03-13"),
            ],
            &[],
        );
        let mut waived = check_in(Kind::Promise, "02-02", None);
        waived.end(CheckInStatus::Dropped, Ended::Dropped, on("02-01"));
        let elsewhere = CheckIn {
            deal_id: Some(DealId(2)),
            ..check_in(Kind::Care, "02-02", Some("02-01"))
        };
        let check_ins = [
            check_in(Kind::Care, "02-02", Some("02-02")),
            check_in(Kind::FollowUp, "02-02", Some("02-03")),
            check_in(Kind::Result, "02-02", Some("02-01")),
            check_in(Kind::Care, "02-02", None),
            check_in(Kind::Rung, "02-02", Some("02-01")),
            check_in(Kind::Adrift, "02-02", Some("02-01")),
            check_in(Kind::Promise, "02-02", Some("02-09")),
            check_in(Kind::Promise, "02-02", None),
            CheckIn {
                theirs: true,
                ..check_in(Kind::Promise, "02-02", Some("02-01"))
            },
            waived,
            CheckIn {
                owner: Some("Priya".to_owned()),
                ..check_in(Kind::Thanks, "03-13", None)
            },
            elsewhere,
        ];
        let told = Celebration::of(&deal, &check_ins).unwrap();
        assert_eq!(
            told,
            Celebration {
                not_applicable: Vec::new(),
                to_cash: Some((Rung::Verbal, 70)),
                on_time: (2, 3),
                promises_kept: (1, 2),
                slips: (2, 16),
                commission: Some(Money {
                    minor: 288_000,
                    currency: Currency::USD
                }),
                thanks: vec![("Priya".to_owned(), "demo".to_owned())],
            }
        );
    }

    #[test]
    fn there_is_nothing_to_celebrate_before_the_top() {
        let table = [
            (
                sold(&[(Rung::Signed, "01-12"), (Rung::Delivered, "03-02")], &[]),
                None,
            ),
            (
                sold(
                    &[(Rung::Signed, "01-12"), (Rung::Verified, "03-02")],
                    &[Rung::Paid],
                ),
                Some((None, None, vec![Rung::Paid])),
            ),
            (
                sold(&[(Rung::Signed, "01-12")], &SETTLING),
                Some((None, None, SETTLING.to_vec())),
            ),
        ];
        for (deal, expected) in table {
            let told = Celebration::of(&deal, &[]);
            let told = told.map(|told| (told.to_cash, told.commission, told.not_applicable));
            assert_eq!(told, expected);
        }
    }
}
