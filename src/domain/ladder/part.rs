//! What is noted about a rung beside its mark: dated parts of it, a number, a credit check that failed.
//!
//! A part leaves its rung open: two of three sites are not a delivery, a deposit is not the payment
//! (practice 2).

use chrono::{Days, NaiveDate};

use crate::domain::ladder::{Ladder, LadderError, RungFacts, RungState};
use crate::domain::money::{self, Money};
use crate::domain::name;
use crate::domain::rung::Rung;

/// A dated part of a rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What of it has happened: "2 of 3 sites", "deposit". No two parts of a rung are called alike.
    pub what: String,
    pub on: NaiveDate,
    pub amount: Option<Money>,
}

/// A credit check that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub on: NaiveDate,
    pub why: Option<String>,
}

/// How long a deal that is delivered and paid goes unverified before the rep is asked about it.
const UNVERIFIED_FOR: Days = Days::new(60);

impl Ladder {
    /// Notes a part of a rung that is still open; said again, it is corrected. The amounts of a rung's parts
    /// are in the currency of `value`, the deal's, and together no more than that.
    pub fn note_part(
        &mut self,
        rung: Rung,
        part: Part,
        value: Option<Money>,
    ) -> Result<(), LadderError> {
        self.refuse_done(rung)?;
        let parts = &self.facts(rung).parts;
        let others = || parts.iter().filter(|one| !is_called(one, &part.what));
        if let Some(amount) = part.amount {
            let whole = value.or_else(|| others().find_map(|one| one.amount));
            if let Some(whole) = whole.filter(|whole| whole.currency != amount.currency) {
                return Err(LadderError::PartInOther {
                    amount,
                    currency: whole.currency,
                });
            }
            let amounts = others().filter_map(|one| one.amount).chain([amount]);
            let sum = money::totals(amounts).first().copied();
            if let (Some(sum), Some(whole)) = (sum, value)
                && sum.minor > whole.minor
            {
                return Err(LadderError::PartsTooLarge { rung, sum, whole });
            }
        }
        let facts = self.facts_mut(rung);
        facts.not_applicable = false;
        match facts
            .parts
            .iter_mut()
            .find(|one| is_called(one, &part.what))
        {
            Some(known) => {
                known.on = part.on;
                known.amount = part.amount.or(known.amount);
            }
            None => facts.parts.push(part),
        }
        Ok(())
    }

    /// Takes a part back, by what it is called.
    pub fn remove_part(&mut self, rung: Rung, what: &str) -> Result<(), LadderError> {
        let facts = self.facts_mut(rung);
        let Some(place) = facts.parts.iter().position(|one| is_called(one, what)) else {
            return Err(LadderError::NoSuchPart {
                rung,
                what: what.to_owned(),
                known: facts.parts.iter().map(|one| one.what.clone()).collect(),
            });
        };
        facts.parts.remove(place);
        Ok(())
    }

    /// The part of a rung that is called so.
    pub fn part(&self, rung: Rung, what: &str) -> Option<&Part> {
        let parts = &self.facts(rung).parts;
        parts.iter().find(|one| is_called(one, what))
    }

    /// The sum of the parts of a rung; none where no part has an amount.
    pub fn parts_sum(&self, rung: Rung) -> Option<Money> {
        let amounts = self.facts(rung).parts.iter().filter_map(|one| one.amount);
        money::totals(amounts).first().copied()
    }

    /// Adds the number of an order or an invoice to a rung that is done, or takes it away, and leaves the
    /// mark as it is.
    pub fn set_reference(&mut self, rung: Rung, reference: Option<String>) {
        self.facts_mut(rung).reference = reference;
    }

    /// The number that somebody who asks about a rung has to name: its own, else the invoice's for a payment,
    /// else the order's for a delivery or an invoice.
    pub fn reference_for(&self, rung: Rung) -> Option<&str> {
        let of = |rung| self.facts(rung).reference.as_deref();
        of(rung).or_else(|| match rung {
            Rung::Paid => of(Rung::Invoiced),
            Rung::Delivered | Rung::Invoiced => of(Rung::Ordered),
            _ => None,
        })
    }

    /// Notes that the credit check failed; it stays so until it is marked done, not applicable, or taken
    /// back. Said again, it is corrected.
    pub fn fail_credit(&mut self, on: NaiveDate, why: Option<String>) -> Result<(), LadderError> {
        self.refuse_done(Rung::Credit)?;
        let facts = self.facts_mut(Rung::Credit);
        facts.not_applicable = false;
        facts.failed = Some(Failed { on, why });
        Ok(())
    }

    /// The credit check that failed and has not passed since.
    pub fn failed(&self) -> Option<&Failed> {
        self.facts(Rung::Credit).failed.as_ref()
    }

    /// The day on which to ask, once, whether the results are there: when delivery and payment are both 60
    /// days past and nobody has verified anything or expects to (practice 7).
    pub fn asks_verified_on(&self) -> Option<NaiveDate> {
        let is_unasked = self.state(Rung::Verified) == RungState::Open { expected_on: None };
        let rungs = [Rung::Delivered, Rung::Paid];
        if !is_unasked || !rungs.iter().all(|rung| self.is_closed(*rung)) {
            return None;
        }
        let last = rungs.iter().filter_map(|rung| self.done_on(*rung)).max()?;
        last.checked_add_days(UNVERIFIED_FOR)
    }

    /// Takes the last mark of a rung back to what was said of it before that mark. What was noted since and
    /// is no part of the mark (an expected day, parts) stays.
    pub fn return_to(&mut self, rung: Rung, was: &RungFacts) -> Result<(), LadderError> {
        let mark_of =
            |facts: &RungFacts| (facts.done_on, facts.not_applicable, facts.failed.clone());
        // Where only a number was added there need not be a mark at all.
        if mark_of(self.facts(rung)) != mark_of(was) {
            self.unmark(rung)?;
        }
        let facts = self.facts_mut(rung);
        (facts.done_on, facts.not_applicable, facts.failed) = mark_of(was);
        facts.reference.clone_from(&was.reference);
        Ok(())
    }
}

/// Whether that is what a part is called, however it is written.
fn is_called(part: &Part, what: &str) -> bool {
    name::fold(&part.what) == name::fold(what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn money(text: &str) -> Money {
        money::parse(text, Currency::USD).unwrap()
    }

    fn part(what: &str, amount: Option<&str>) -> Part {
        Part {
            what: what.to_owned(),
            on: day(6),
            amount: amount.map(money),
        }
    }

    #[test]
    fn parts_stay_within_the_whole() {
        // The deal's value, the parts that are there, a new one, and what the parts come to or why not.
        type Case = (
            Option<&'static str>,
            &'static [&'static str],
            &'static str,
            &'static str,
        );
        let table: &[Case] = &[
            (Some("48k"), &[], "20k", "20,000 USD"),
            (Some("48k"), &["20k"], "28k", "48,000 USD"),
            (
                Some("48k"),
                &["20k"],
                "28,000.01",
                "the parts of paid come to 48,000.01 USD, and the deal is worth 48,000 USD",
            ),
            (
                Some("48k"),
                &[],
                "EUR 20k",
                "20,000 EUR is no part of an amount in USD",
            ),
            (None, &["20k"], "90k", "110,000 USD"),
            (
                None,
                &["20k"],
                "EUR 5k",
                "5,000 EUR is no part of an amount in USD",
            ),
        ];
        for (value, there, new, expected) in table {
            let mut ladder = Ladder::default();
            let value = value.map(money);
            for (number, amount) in there.iter().enumerate() {
                let one = part(&format!("part {number}"), Some(amount));
                ladder.note_part(Rung::Paid, one, value).unwrap();
            }
            let noted = ladder.note_part(Rung::Paid, part("new", Some(new)), value);
            let found = match noted {
                Ok(()) => ladder.parts_sum(Rung::Paid).unwrap().long(),
                Err(error) => error.to_string(),
            };
            assert_eq!(found, *expected, "{value:?} {there:?} {new}");
        }
    }

    #[test]
    fn a_part_leaves_its_rung_open_and_said_again_is_corrected() {
        let mut ladder = Ladder::default();
        let value = Some(money("48k"));
        let deposit = part("deposit", Some("20k"));
        ladder
            .note_part(Rung::Paid, deposit.clone(), value)
            .unwrap();
        assert!(!ladder.is_closed(Rung::Paid));
        let again = Part {
            on: day(9),
            ..part("Deposit", None)
        };
        ladder.note_part(Rung::Paid, again, value).unwrap();
        let parts = &ladder.facts(Rung::Paid).parts;
        assert_eq!(
            *parts,
            [Part {
                on: day(9),
                ..deposit
            }]
        );
        let larger = part("deposit", Some("48k"));
        assert_eq!(ladder.note_part(Rung::Paid, larger, value), Ok(()));
        ladder.remove_part(Rung::Paid, "DEPOSIT").unwrap();
        assert!(ladder.facts(Rung::Paid).parts.is_empty());
        let gone = ladder.remove_part(Rung::Paid, "deposit").unwrap_err();
        assert_eq!(gone.to_string(), "paid has no part called `deposit`");
    }

    #[test]
    fn a_rung_that_is_done_has_no_more_parts() {
        let mut ladder = Ladder::default();
        ladder.mark(Rung::Live, day(6), None).unwrap();
        for (rung, expected) in [
            (Rung::Live, "live is done, on Fri 6 Mar 2026"),
            (Rung::Delivered, "delivered is done, as live implies it"),
        ] {
            let refused = ladder.note_part(rung, part("site 1", None), None);
            assert_eq!(refused.unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn a_part_or_a_failure_makes_a_rung_count() {
        let mut ladder = Ladder::default();
        ladder
            .note_part(Rung::Live, part("office", None), None)
            .unwrap();
        ladder.fail_credit(day(6), None).unwrap();
        for rung in [Rung::Live, Rung::Credit] {
            assert_eq!(
                ladder.state(rung),
                RungState::Open { expected_on: None },
                "{rung}"
            );
        }
    }

    #[test]
    fn a_failed_credit_check_stays_failed_until_it_is_settled() {
        type Settle = fn(&mut Ladder) -> Result<(), LadderError>;
        let table: &[(&str, Settle)] = &[
            ("marked", |ladder| ladder.mark(Rung::Credit, day(9), None)),
            ("n/a", |ladder| ladder.waive(Rung::Credit)),
            ("undone", |ladder| ladder.unmark(Rung::Credit)),
        ];
        for (what, settle) in table {
            let mut ladder = Ladder::default();
            ladder
                .fail_credit(day(6), Some("too little equity".to_owned()))
                .unwrap();
            ladder.mark(Rung::Signed, day(6), None).unwrap();
            assert!(ladder.failed().is_some());
            settle(&mut ladder).unwrap();
            assert_eq!(ladder.failed(), None, "{what}");
        }
        let mut passed = Ladder::default();
        passed.mark(Rung::Credit, day(6), None).unwrap();
        assert!(passed.fail_credit(day(9), None).is_err());
    }

    #[test]
    fn verification_is_asked_for_once_delivery_and_payment_are_long_past() {
        // What is done on which day of March, what is waived, what is expected, and the day of asking.
        type Case = (
            &'static [(Rung, u32)],
            &'static [Rung],
            bool,
            Option<&'static str>,
        );
        let table: &[Case] = &[
            (&[(Rung::Delivered, 2)], &[], false, None),
            (&[(Rung::Paid, 2)], &[], false, None),
            (
                &[(Rung::Delivered, 2), (Rung::Paid, 9)],
                &[],
                false,
                Some("2026-05-08"),
            ),
            (
                &[(Rung::Delivered, 9), (Rung::Paid, 2)],
                &[],
                false,
                Some("2026-05-08"),
            ),
            (
                &[(Rung::Live, 9), (Rung::Paid, 2)],
                &[],
                false,
                Some("2026-05-08"),
            ),
            (
                &[(Rung::Paid, 2)],
                &[Rung::Delivered],
                false,
                Some("2026-05-01"),
            ),
            (
                &[(Rung::Delivered, 2), (Rung::Paid, 9)],
                &[Rung::Verified],
                false,
                None,
            ),
            (&[(Rung::Delivered, 2), (Rung::Paid, 9)], &[], true, None),
            (&[(Rung::Verified, 2), (Rung::Paid, 9)], &[], false, None),
            (&[], &[Rung::Delivered, Rung::Paid], false, None),
        ];
        for (marks, waived, is_expected, asked) in table {
            let mut ladder = Ladder::default();
            for (rung, on) in *marks {
                ladder.mark(*rung, day(*on), None).unwrap();
            }
            for rung in *waived {
                ladder.waive(*rung).unwrap();
            }
            if *is_expected {
                ladder
                    .expect(Rung::Verified, day(30), None, day(9))
                    .unwrap();
            }
            let found = ladder.asks_verified_on().map(|on| on.to_string());
            assert_eq!(found.as_deref(), *asked, "{marks:?} {waived:?}");
        }
    }

    #[test]
    fn whoever_asks_names_the_number_the_customer_knows() {
        let mut ladder = Ladder::default();
        ladder.set_reference(Rung::Ordered, Some("PO-7".to_owned()));
        assert_eq!(ladder.reference_for(Rung::Delivered), Some("PO-7"));
        assert_eq!(ladder.reference_for(Rung::Paid), None);
        ladder.set_reference(Rung::Invoiced, Some("INV-9".to_owned()));
        assert_eq!(ladder.reference_for(Rung::Paid), Some("INV-9"));
        assert_eq!(ladder.reference_for(Rung::Invoiced), Some("INV-9"));
        assert_eq!(ladder.reference_for(Rung::Verified), None);
    }

    #[test]
    fn a_mark_taken_back_leaves_what_was_said_before_it() {
        type Say = fn(&mut Ladder) -> Result<(), LadderError>;
        let table: &[(&str, Say)] = &[
            ("nothing", |_| Ok(())),
            ("another day", |ladder| {
                ladder.mark(Rung::Credit, day(2), Some("R-1".to_owned()))
            }),
            ("not applicable", |ladder| ladder.waive(Rung::Credit)),
            ("failed", |ladder| ladder.fail_credit(day(2), None)),
            ("expected", |ladder| {
                ladder.expect(Rung::Credit, day(9), None, day(2))
            }),
        ];
        for (what, say) in table {
            let mut ladder = Ladder::default();
            say(&mut ladder).unwrap();
            let was = ladder.clone();
            ladder.mark(Rung::Credit, day(9), None).unwrap();
            ladder
                .return_to(Rung::Credit, was.facts(Rung::Credit))
                .unwrap();
            assert_eq!(ladder, was, "{what}");
        }
    }
}
