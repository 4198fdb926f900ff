//! The check-ins that ask about expected rungs, and what a mark answers.

use super::*;
use crate::domain::ladder::Failed;

/// The check-ins of kind rung, a line each, ended ones too: `paid 05-14 open`.
fn asked(story: &Story) -> Vec<String> {
    let rungs = story
        .customer
        .check_ins
        .iter()
        .filter(|one| one.kind == Kind::Rung);
    rungs
        .map(|one| {
            let due_on = one.due_on.map(|day| day.format("%m-%d").to_string());
            let ended_on = one.ended_on.map(|day| day.format(" %m-%d").to_string());
            format!(
                "{} {} {}{}",
                name_of(one),
                due_on.unwrap_or_default(),
                one.status,
                ended_on.unwrap_or_default()
            )
        })
        .collect()
}

#[test]
fn an_expected_rung_has_exactly_one_check_in_on_its_day() {
    type Row = (&'static str, fn(&mut Story), &'static [&'static str]);
    // Each row happens after the one above it.
    let table: &[Row] = &[
        ("nothing is expected", |_| (), &[]),
        (
            "on a Sunday: not rolled",
            |story| {
                story.expect(Rung::Delivered, "03-29");
            },
            &["delivered 03-29 open"],
        ),
        (
            "it slips",
            |story| {
                story.expect(Rung::Delivered, "04-05");
            },
            &["delivered 04-05 open"],
        ),
        (
            "credit applies once it is expected",
            |story| {
                story.expect(Rung::Credit, "03-20");
            },
            &["delivered 04-05 open", "credit 03-20 open"],
        ),
        (
            "credit does not apply",
            |story| {
                story.waive(Rung::Credit);
            },
            &["delivered 04-05 open", "credit 03-20 dropped 03-06"],
        ),
        (
            "credit does, after all",
            |story| {
                story.expect(Rung::Credit, "03-25");
            },
            &["delivered 04-05 open", "credit 03-25 open"],
        ),
        (
            "delivered: done on the day of the mark",
            |story| {
                story.mark(Rung::Delivered, "03-04");
            },
            &["delivered 04-05 done 03-04", "credit 03-25 open"],
        ),
        (
            "the mark is corrected",
            |story| {
                story.mark(Rung::Delivered, "03-05");
            },
            &["delivered 04-05 done 03-05", "credit 03-25 open"],
        ),
        (
            "the mark is taken back",
            |story| {
                story.unmark(Rung::Delivered);
            },
            &["delivered 04-05 open", "credit 03-25 open"],
        ),
        (
            "live, and so delivered",
            |story| {
                story.mark(Rung::Live, "03-06");
            },
            &["delivered 04-05 done 03-06", "credit 03-25 open"],
        ),
        (
            "a mark of what nobody asked about",
            |story| {
                story.mark(Rung::Invoiced, "03-06");
            },
            &["delivered 04-05 done 03-06", "credit 03-25 open"],
        ),
    ];
    let mut story = Story::signed("03-06", None);
    for (what, happens, expected) in table {
        happens(&mut story);
        assert_eq!(asked(&story), *expected, "{what}");
        story.happens(|_, _| ());
        assert_eq!(asked(&story), *expected, "{what}, tidied again");
    }
}

#[test]
fn a_prospect_may_expect_rungs_too() {
    let mut story = Story::begin("03-06");
    story.deal(&[], &[(Rung::Ordered, "03-13")]);
    story.is_open(&["03-13 ordered"]);
    assert_eq!(story.later("03-14").open(), ["03-13 ordered, prospect"]);
}

#[test]
fn terms_give_the_payment_its_day_until_one_is_typed() {
    type Row = (&'static str, fn(&mut Story), &'static [&'static str]);
    let table: &[Row] = &[
        ("no invoice is expected", |_| (), &[]),
        (
            "30 days after the expected invoice",
            |story| {
                story.expect(Rung::Invoiced, "03-20");
            },
            &["invoiced 03-20 open", "paid 04-19 open"],
        ),
        (
            "the invoice slips, and the payment with it",
            |story| {
                story.expect(Rung::Invoiced, "03-27");
            },
            &["invoiced 03-27 open", "paid 04-26 open"],
        ),
        (
            "30 days after the real invoice",
            |story| {
                story.mark(Rung::Invoiced, "03-05");
            },
            &["invoiced 03-27 done 03-05", "paid 04-04 open"],
        ),
        (
            "the mark is taken back",
            |story| {
                story.unmark(Rung::Invoiced);
            },
            &["invoiced 03-27 open", "paid 04-26 open"],
        ),
        (
            "there will be no invoice, so the terms say nothing",
            |story| {
                story.waive(Rung::Invoiced);
            },
            &["invoiced 03-27 dropped 03-06", "paid 04-26 dropped 03-06"],
        ),
        (
            "there will be one",
            |story| {
                story.unmark(Rung::Invoiced);
            },
            &["invoiced 03-27 open", "paid 04-26 open"],
        ),
        (
            "a day is typed",
            |story| {
                story.expect(Rung::Paid, "04-10");
            },
            &["invoiced 03-27 open", "paid 04-10 open"],
        ),
        (
            "and stays",
            |story| {
                story.expect(Rung::Invoiced, "04-01");
            },
            &["invoiced 04-01 open", "paid 04-10 open"],
        ),
    ];
    let mut story = Story::begin("03-06");
    let mut ladder = Ladder::with_terms(Some(30));
    ladder.mark(Rung::Signed, on("03-06"), None).unwrap();
    story.happens(|customer, _| {
        customer.add_deal(Deal {
            ladder,
            ..blank_deal()
        });
    });
    for (what, happens, expected) in table {
        happens(&mut story);
        assert_eq!(asked(&story), *expected, "{what}");
    }
}

#[test]
fn what_a_mark_comes_to() {
    use Rung::{Delivered, Ordered, Paid, Signed, Verbal, Verified};
    use Status::{Prospect, Settled, Verbal as VerbalYes, Won};
    // Each row happens after the one above it: the mark, the status before and after, gaps, what is missing.
    type Row = (Rung, Status, Status, &'static [Rung], &'static [Rung]);
    let table: &[Row] = &[
        (
            Verbal,
            Prospect,
            VerbalYes,
            &[],
            &[Delivered, Verified, Paid],
        ),
        (Ordered, VerbalYes, Won, &[], &[Delivered, Verified, Paid]),
        (
            Paid,
            Won,
            Won,
            &[Signed, Delivered, Verified],
            &[Delivered, Verified],
        ),
        (
            Signed,
            Won,
            Won,
            &[Delivered, Verified],
            &[Delivered, Verified],
        ),
        (Delivered, Won, Won, &[Verified], &[Verified]),
        (Verified, Won, Settled, &[], &[]),
    ];
    let mut story = Story::begin("03-06");
    story.deal(&[], &[]);
    for (rung, before, after, gaps, missing) in table {
        let marked = story.mark(*rung, "03-06");
        let expected = Marked {
            before: *before,
            after: *after,
            gaps: gaps.to_vec(),
            missing: missing.to_vec(),
        };
        assert_eq!(marked, expected, "{rung}");
    }
}

/// What somebody does to a ladder.
type Change = fn(&mut Ladder) -> Result<(), LadderError>;

#[test]
fn a_mark_that_is_refused_changes_nothing() {
    let mut story = Story::signed("03-06", Some("03-27"));
    let deal = story.last_deal();
    let before = story.customer.clone();
    let refused: &[Change] = &[
        |ladder| ladder.unmark(Rung::Paid),
        |ladder| ladder.unmark(Rung::Verbal),
        |ladder| ladder.waive(Rung::Signed),
        |ladder| {
            ladder.mark(Rung::Delivered, on("03-20"), None)?;
            let earlier = ladder.mark(Rung::Live, on("03-19"), None);
            ladder.unmark(Rung::Delivered)?;
            earlier
        },
    ];
    for change in refused {
        assert!(
            story
                .happens(|customer, _| customer.change_ladder(deal, change))
                .is_err()
        );
        assert_eq!(story.customer, before);
    }
    let today = story.today;
    let done = story.happens(|customer, _| customer.expect(deal, Rung::Signed, today, None, today));
    assert_eq!(
        done,
        Err(LadderError::AlreadyDone {
            rung: Rung::Signed,
            on: on("03-06")
        })
    );
    let nowhere = DealId(99);
    let unknown =
        story.happens(|customer, _| customer.expect(nowhere, Rung::Paid, today, None, today));
    assert_eq!(unknown, Ok(None));
    assert_eq!(story.customer, before);
}

#[test]
fn whoever_has_paid_is_not_asked_whether_the_invoice_is_approved() {
    let mut story = Story::signed("03-06", None);
    story.mark(Rung::Delivered, "03-06");
    story.mark(Rung::Invoiced, "03-06");
    assert!(story.open().iter().any(|one| one == "03-13 invoice"));
    story.mark(Rung::Paid, "03-06");
    assert_eq!(story.customer.deals[0].status(), Status::Won);
    assert_eq!(story.one("invoice").ended, Some(Ended::Rung));
    assert!(story.one("works").is_open(), "that nobody has answered");
    story.unmark(Rung::Paid);
    assert!(story.one("invoice").is_open());
}

#[test]
fn a_failed_credit_check_is_one_follow_up_and_goes_with_its_cause() {
    let mut story = Story::signed("03-06", None);
    let fails = |story: &mut Story, why: &str| {
        let failed = Failed {
            on: story.today,
            why: Some(why.to_owned()),
        };
        let today = story.today;
        story
            .happens(|customer, _| customer.fail_credit(DealId(1), failed, today))
            .unwrap();
    };
    let asked = |story: &Story| -> Vec<String> {
        let open = story.open().into_iter();
        open.filter(|one| one.contains("credit check")).collect()
    };
    fails(&mut story, "equity");
    fails(&mut story, "equity");
    assert_eq!(asked(&story), ["03-06 credit check failed: equity, today"]);
    fails(&mut story, "cash");
    assert_eq!(asked(&story), ["03-06 credit check failed: cash, today"]);
    // The rep is done with that one: only news asks again.
    story.done("credit check failed: cash").unwrap();
    fails(&mut story, "cash");
    assert_eq!(asked(&story), [] as [&str; 0]);
    fails(&mut story, "their bank");
    assert_eq!(
        asked(&story),
        ["03-06 credit check failed: their bank, today"]
    );
    let others = story.open().len() - 1;
    story.waive(Rung::Credit);
    assert_eq!(asked(&story), [] as [&str; 0], "as if it had never been");
    assert_eq!(story.open().len(), others);
}

#[test]
fn what_a_rung_asks_for_is_said_anew_unless_the_rep_said_it() {
    // What is on record, and what is asked once nobody has verified for 60 days, and when somebody expects to.
    for (said, unasked, expected) in [
        (
            "confirm the verification",
            "verified, or not applicable?",
            "confirm the verification",
        ),
        ("ask Dana", "ask Dana", "ask Dana"),
    ] {
        let mut story = Story::signed("01-05", None).later("04-15");
        for rung in [Rung::Delivered, Rung::Paid] {
            story.mark(rung, "02-03");
        }
        let id = story.id("verified");
        let asks = |story: &Story| story.customer.check_in(id).unwrap().what.clone();
        assert_eq!(asks(&story), "verified, or not applicable?");
        story.happens(|customer, _| customer.check_in_mut(id).unwrap().what = said.to_owned());
        assert_eq!(asks(&story), unasked);
        story.expect(Rung::Verified, "04-30");
        assert_eq!(asks(&story), expected);
    }
}
