//! Promises, thanks and rivals of a customer.

use super::*;
use crate::domain::check_in::CheckInStatus;
use crate::domain::customer::{Promise, Risk, Thanks};
use crate::domain::id::PersonId;

fn thanks() -> Thanks {
    Thanks {
        colleague: "Priya".to_owned(),
        what: "the demo".to_owned(),
    }
}

fn promised(story: &mut Story, day: &str) -> CheckInId {
    let promise = Promise::ours(on(day), "the plan".to_owned());
    story.happens(|customer, _| customer.promise(Some(DealId(1)), promise));
    story.id("the plan")
}

#[test]
fn thanks_wait_until_the_deal_is_settled_and_again_when_it_is_not() {
    // The day on which the last rung is marked, and the one on which the thanks fall due.
    for (today, due_on) in [("03-13", "03-13"), ("03-14", "03-16"), ("03-15", "03-16")] {
        let mut story = Story::signed("03-06", None);
        story.happens(|customer, _| customer.thank(DealId(1), thanks()));
        story.mark(Rung::Verified, "03-06");
        assert_eq!(story.one("the demo").due_on, None);
        let mut story = story.later(today);
        let other = Thanks {
            what: "of another deal".to_owned(),
            ..thanks()
        };
        story.happens(|customer, _| customer.thank(DealId(2), other));
        // Paid some days ago, and only known now.
        story.mark(Rung::Paid, "03-12");
        assert_eq!(story.one("the demo").due_on, Some(on(due_on)), "{today}");
        assert_eq!(story.one("of another deal").due_on, None);
        let before = story.one("the demo").clone();
        story.happens(|_, _| ());
        assert_eq!(
            *story.one("the demo"),
            before,
            "tidying twice changes nothing"
        );
        story.unmark(Rung::Paid);
        let waiting = story.one("the demo");
        assert_eq!((waiting.due_on, waiting.first_due_on), (None, None));
    }
}

#[test]
fn thanks_that_were_said_stay_said() {
    let mut story = Story::signed("03-06", None);
    story.happens(|customer, _| customer.thank(DealId(1), thanks()));
    story.mark(Rung::Verified, "03-06");
    story.mark(Rung::Paid, "03-06");
    story.done("the demo").unwrap();
    story.unmark(Rung::Paid);
    assert_eq!(story.one("the demo").status, CheckInStatus::Done);
    assert_eq!(story.one("the demo").due_on, Some(on("03-06")));
}

#[test]
fn thanks_keep_the_day_that_the_rep_gave_them() {
    let mut story = Story::signed("03-06", None);
    story.happens(|customer, _| customer.thank(DealId(1), thanks()));
    story.reschedule("the demo", "03-10");
    let id = story.id("the demo");
    let until = on("03-12");
    story
        .happens(|customer, _| customer.snooze(id, until))
        .unwrap();
    story.mark(Rung::Verified, "03-06");
    story.mark(Rung::Paid, "03-06");
    story.unmark(Rung::Paid);
    let said = story.one("the demo");
    assert_eq!(
        (said.due_on, said.snoozed_until),
        (Some(on("03-10")), Some(until))
    );
}

#[test]
fn a_deal_that_is_settled_is_at_no_risk_until_it_is_not() {
    let mut story = Story::signed("03-06", None);
    story.deal(&[(Rung::Signed, "03-06")], &[]);
    for (deal, what) in [
        (DealId(1), "other"),
        (DealId(2), "crane"),
        (DealId(2), "dropped"),
    ] {
        let risk = Risk {
            what: what.to_owned(),
            plan_b: "rent one".to_owned(),
        };
        story.happens(|customer, _| customer.risk(deal, risk, on("03-20")));
        let noted = story.one(what);
        assert_eq!(
            (noted.due_on, noted.deal_id),
            (Some(on("03-20")), Some(deal))
        );
    }
    story.drop_it("dropped", false).unwrap();
    story.mark(Rung::Verified, "03-06");
    assert!(story.one("crane").is_open(), "not paid yet");
    story.mark(Rung::Paid, "03-06");
    assert_eq!(story.one("crane").ended, Some(Ended::Settled));
    assert!(story.one("other").is_open());
    story.unmark(Rung::Paid);
    assert!(story.one("crane").is_open());
    assert_eq!(story.one("dropped").ended, Some(Ended::Dropped));
}

#[test]
fn a_promise_moves_and_goes_for_a_reason_or_by_agreement() {
    let mut story = Story::signed("03-06", None);
    let id = promised(&mut story, "03-10");
    let moved = story.happens(|customer, day| customer.reschedule(id, on("03-12"), None, day));
    assert_eq!(moved, Err(ByHandError::NoReason { id }));
    let dropped = story.drop_it("the plan", false);
    assert_eq!(dropped, Err(ByHandError::NoReason { id }));

    let by = PersonId(1);
    for why in [Some("their crew is ill"), None] {
        let why = why.map(ToOwned::to_owned);
        story
            .happens(|customer, _| customer.reschedule_agreed(id, on("03-12"), why, by))
            .unwrap();
        let kept = story.one("the plan").why.as_deref();
        assert_eq!(kept, Some("their crew is ill"));
    }
    let promise = story.one("the plan");
    assert_eq!(promise.agreed_by, Some(by));
    assert_eq!(promise.first_due_on, Some(on("03-10")));
    assert_eq!(promise.due_on, Some(on("03-12")));
    assert_eq!(promise.judged_on(), Some(on("03-12")));
    story
        .happens(|customer, day| customer.waive_agreed(id, None, by, day))
        .unwrap();
    assert_eq!(story.one("the plan").status, CheckInStatus::Dropped);
    let again = story.happens(|customer, day| customer.waive_agreed(id, None, by, day));
    let status = CheckInStatus::Dropped;
    assert_eq!(again, Err(ByHandError::NotOpen { id, status }));
    // What they agreed to of its date is true all the same.
    story.happens(|customer, _| customer.reopen(id)).unwrap();
    assert_eq!(story.one("the plan").agreed_by, Some(by));
}

#[test]
fn what_was_waived_says_who_agreed_until_it_is_owed_again() {
    let mut story = Story::signed("03-06", None);
    let (id, by) = (promised(&mut story, "03-10"), PersonId(1));
    let why = Some("they do it themselves".to_owned());
    story
        .happens(|customer, day| customer.waive_agreed(id, why.clone(), by, day))
        .unwrap();
    let waived = story.one("the plan");
    assert_eq!((waived.agreed_by, &waived.ended_why), (Some(by), &why));
    story.happens(|customer, _| customer.reopen(id)).unwrap();
    assert_eq!(story.one("the plan").agreed_by, None);
}

#[test]
fn evidence_stays_with_a_kept_promise_until_it_is_owed_again() {
    let mut story = Story::signed("03-06", None);
    let id = promised(&mut story, "03-10");
    story.done("the plan").unwrap();
    story
        .happens(|customer, _| customer.keep_evidence(id, "their mail".to_owned()))
        .unwrap();
    let evidence = story.one("the plan").evidence.as_deref();
    assert_eq!(evidence, Some("their mail"));
    story.happens(|customer, _| customer.reopen(id)).unwrap();
    assert_eq!(story.one("the plan").evidence, None);
}

#[test]
fn only_promises_have_evidence_and_agreements() {
    let mut story = Story::signed("03-06", None);
    let id = story.add(Kind::Risk, Some(DealId(1)), "03-10", "it");
    let by = PersonId(1);
    let refused = Err(ByHandError::NoPromise { id });
    let evidence = |customer: &mut Customer| customer.keep_evidence(id, "mail".to_owned());
    assert_eq!(story.happens(|customer, _| evidence(customer)), refused);
    let moved = story.happens(|customer, _| customer.reschedule_agreed(id, on("03-12"), None, by));
    assert_eq!(moved, refused);
    let waived = story.happens(|customer, day| customer.waive_agreed(id, None, by, day));
    assert_eq!(waived, refused);
    assert_eq!(story.one("it").judged_on(), None);
}

#[test]
fn a_note_of_a_rival_stays_until_there_is_another() {
    let mut story = Story::signed("03-06", None);
    for (note, kept) in [
        (Some("cheap"), "cheap"),
        (None, "cheap"),
        (Some("gone big"), "gone big"),
    ] {
        let note = note.map(ToOwned::to_owned);
        story.happens(|customer, day| customer.hear_of(None, "Initech", note, day.today));
        assert_eq!(story.customer.rivals[0].note.as_deref(), Some(kept));
    }
}

#[test]
fn an_idea_for_an_add_on_is_followed_up_in_a_week() {
    // A Friday, and a Saturday.
    for (today, due_on) in [("03-06", "03-13"), ("03-07", "03-16")] {
        let mut story = Story::begin(today);
        story.happens(|customer, day| customer.suggest_addon(None, "a crane", day));
        let idea = story.customer.check_ins.last().unwrap();
        assert_eq!(idea.due_on, Some(on(due_on)), "{today}");
    }
}

/// With which deal, or the account, a rival was heard of, on which day, and whether it was that it is gone.
type Heard = (Option<DealId>, &'static str, bool);

/// A rival on record: after which deal, or the account, heard of when, gone when.
type Stands = (Option<DealId>, &'static str, Option<&'static str>);

#[test]
fn a_rival_is_one_however_often_it_is_heard_of() {
    let deal = Some(DealId(1));
    let table: &[(&[Heard], &[Stands])] = &[
        (&[(deal, "03-06", false)], &[(deal, "03-06", None)]),
        (
            &[(deal, "03-06", false), (deal, "03-09", false)],
            &[(deal, "03-09", None)],
        ),
        // An older contact, told later.
        (
            &[(deal, "03-09", false), (deal, "03-06", false)],
            &[(deal, "03-09", None)],
        ),
        (
            &[(None, "03-06", false), (deal, "03-09", false)],
            &[(None, "03-09", None)],
        ),
        // After all of the account now, and not twice after its deal.
        (
            &[(deal, "03-06", false), (None, "03-09", false)],
            &[(None, "03-09", None)],
        ),
        (
            &[
                (deal, "03-06", false),
                (Some(DealId(2)), "03-10", false),
                (None, "03-09", false),
            ],
            &[(None, "03-10", None)],
        ),
        (
            &[(deal, "03-06", false), (deal, "03-09", true)],
            &[(deal, "03-06", Some("03-09"))],
        ),
        // Gone from the account, it is gone from its deals.
        (
            &[(deal, "03-06", false), (None, "03-09", true)],
            &[(deal, "03-06", Some("03-09"))],
        ),
        (
            &[(None, "03-06", false), (deal, "03-09", true)],
            &[(None, "03-06", Some("03-09"))],
        ),
        // Back, unless it was heard of before it went.
        (
            &[
                (deal, "03-06", false),
                (deal, "03-09", true),
                (deal, "03-10", false),
            ],
            &[(deal, "03-10", None)],
        ),
        (
            &[
                (deal, "03-06", false),
                (deal, "03-09", true),
                (deal, "03-07", false),
            ],
            &[(deal, "03-07", Some("03-09"))],
        ),
    ];
    for (heard, expected) in table {
        let mut story = Story::signed("03-06", None);
        for (deal_id, day, is_gone) in *heard {
            let customer = &mut story.customer;
            if *is_gone {
                assert!(
                    customer
                        .see_off(*deal_id, "INITECH", None, on(day))
                        .is_some()
                );
            } else {
                customer.hear_of(*deal_id, "Initech", None, on(day));
            }
        }
        let stand: Vec<_> = story
            .customer
            .rivals
            .iter()
            .map(|rival| (rival.deal_id, rival.heard_on, rival.gone_on))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(deal_id, heard_on, gone_on)| (*deal_id, on(heard_on), gone_on.map(on)))
            .collect();
        assert_eq!(stand, expected, "{heard:?}");
    }
    let mut story = Story::signed("03-06", None);
    assert_eq!(
        story.customer.see_off(None, "Initech", None, on("03-06")),
        None
    );
}
