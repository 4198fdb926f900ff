//! What a rep may not do to a check-in, and that being refused changes nothing.

use super::*;

/// Tries something; what it was tried on, and what came of it.
type Act = fn(&mut Story) -> (CheckInId, Result<(), ByHandError>);

fn attempt(
    story: &mut Story,
    name: &str,
    act: fn(&mut Customer, CheckInId, Day<'_>) -> Result<(), ByHandError>,
) -> (CheckInId, Result<(), ByHandError>) {
    let id = story.id(name);
    (id, story.happens(|customer, day| act(customer, id, day)))
}

/// What is tried, how, and what is said of the check-in.
const REFUSED: &[(&str, Act, &str)] = &[
    (
        "done twice",
        |story| {
            story.done("reassure").unwrap();
            attempt(story, "reassure", |customer, id, day| {
                customer.done(id, None, day).map(drop)
            })
        },
        "is done already",
    ),
    (
        "done, but dropped",
        |story| {
            story.drop_it("reassure", false).unwrap();
            attempt(story, "reassure", |customer, id, day| {
                customer.done(id, None, day).map(drop)
            })
        },
        "is dropped already",
    ),
    (
        "snoozed, but done",
        |story| {
            story.done("reassure").unwrap();
            attempt(story, "reassure", |customer, id, day| {
                customer.snooze(id, day.today)
            })
        },
        "is done already",
    ),
    (
        "rescheduled, but done",
        |story| {
            story.done("reassure").unwrap();
            attempt(story, "reassure", |customer, id, day| {
                customer.reschedule(id, day.today, None, day)
            })
        },
        "is done already",
    ),
    (
        "dropped twice",
        |story| {
            story.drop_it("reassure", false).unwrap();
            attempt(story, "reassure", |customer, id, day| {
                customer.drop_check_in(id, None, false, day)
            })
        },
        "is dropped already",
    ),
    (
        "opened, but open",
        |story| attempt(story, "reassure", |customer, id, _| customer.reopen(id)),
        "is open",
    ),
    (
        "all of what does not repeat",
        |story| {
            attempt(story, "reassure", |customer, id, day| {
                customer.drop_check_in(id, None, true, day)
            })
        },
        "does not repeat",
    ),
    (
        "all of a rung",
        |story| {
            attempt(story, "delivered", |customer, id, day| {
                customer.drop_check_in(id, None, true, day)
            })
        },
        "does not repeat",
    ),
    (
        "a promise moved without a reason",
        |story| {
            story.add(Kind::Promise, None, "03-20", "training");
            attempt(story, "training", |customer, id, day| {
                customer.reschedule(id, on("03-25"), None, day)
            })
        },
        "needs a reason",
    ),
    (
        "opened, but its rung is done",
        |story| {
            story.done("ready").unwrap();
            story.mark(Rung::Delivered, "03-06");
            attempt(story, "ready", |customer, id, _| customer.reopen(id))
        },
        "cannot be open while its rung is done or not applicable",
    ),
    (
        "opened, but its repeating has ended",
        |story| {
            story.mark(Rung::Delivered, "03-06");
            attempt(story, "on-track", |customer, id, _| customer.reopen(id))
        },
        "cannot be open while its rung is done or not applicable",
    ),
    (
        "opened, but the deal is settled",
        |story| {
            story.done("reassure").unwrap();
            story.mark(Rung::Verified, "03-06");
            story.mark(Rung::Paid, "03-06");
            attempt(story, "reassure", |customer, id, _| customer.reopen(id))
        },
        "cannot be open while the deal is settled",
    ),
    (
        "a rung of a lost deal",
        |story| {
            story.done("delivered").unwrap();
            lose(story);
            attempt(story, "delivered", |customer, id, _| customer.reopen(id))
        },
        "cannot be open while the deal is lost",
    ),
    (
        "a step of a plan the deal has left",
        |story| {
            story.happens(|customer, _| customer.deals[0].plan = PlanChoice::Declined);
            attempt(story, "reassure", |customer, id, _| customer.reopen(id))
        },
        "cannot be open while the deal follows another plan",
    ),
    (
        "a rung that another one implies",
        |story| {
            story.mark(Rung::Live, "03-06");
            attempt(story, "delivered", |customer, id, _| customer.reopen(id))
        },
        "delivered is done, as live implies it",
    ),
    (
        "account care, but a deal is live again",
        |story| {
            story.mark(Rung::Verified, "03-06");
            story.mark(Rung::Paid, "03-06");
            story.done("care").unwrap();
            story.unmark(Rung::Paid);
            attempt(story, "care", |customer, id, _| customer.reopen(id))
        },
        "cannot be open while the account needs no care of its own",
    ),
];

#[test]
fn what_is_refused() {
    for (what, act, message) in REFUSED {
        let mut story = Story::signed("03-06", Some("03-27"));
        let (id, refused) = act(&mut story);
        let error = refused.expect_err(what).to_string();
        let message = if message.starts_with("delivered") {
            (*message).to_owned()
        } else {
            format!("{id} {message}")
        };
        assert_eq!(error, message, "{what}");
    }
}

fn lose(story: &mut Story) {
    let lost = crate::domain::deal::Lost {
        on: story.today,
        reason: crate::domain::deal::LostReason::Price,
        buried_on: None,
    };
    story.happens(|customer, _| customer.deals[0].lost = Some(lost));
}

#[test]
fn adrift_goes_away_when_something_is_planned_and_only_then() {
    let mut story = Story::begin("03-06");
    story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, "03-06")], &[]);
    let id = story.id("adrift");
    let refused = Err(ByHandError::Adrift {
        id,
        deal: DealId(1),
    });
    assert_eq!(
        story
            .happens(|customer, day| customer.done(id, None, day))
            .map(drop),
        refused
    );
    assert_eq!(
        story.happens(|customer, day| customer.drop_check_in(id, None, false, day)),
        refused
    );
    let later = on("03-20");
    assert_eq!(
        story.happens(|customer, day| customer.reschedule(id, later, None, day)),
        refused
    );
    story.is_open(&["03-06 adrift, adrift"]);
    story.remind(Some(DealId(1)), "03-09", "call them");
    let because = "something is planned";
    let refused = Err(ByHandError::EndedByFact { id, because });
    assert_eq!(story.happens(|customer, _| customer.reopen(id)), refused);
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut story = Story::signed("03-06", Some("03-27")).later("03-26");
    story.done("delivered").unwrap();
    story.mark(Rung::Live, "03-26");
    story.expect(Rung::Credit, "04-01");
    story.mark(Rung::Credit, "03-26");
    let before = story.customer.clone();
    let (signed, live) = (story.id("ready"), story.id("delivered"));
    assert!(
        story
            .happens(|customer, _| customer.reopen(signed))
            .is_err()
    );
    assert!(
        story
            .happens(|customer, day| customer.done(live, Some("twice".to_owned()), day))
            .is_err()
    );
    assert_eq!(story.customer, before);
    let nowhere = CheckInId(999);
    assert_eq!(
        story.happens(|customer, day| customer.done(nowhere, None, day)),
        Ok(None)
    );
    assert_eq!(
        story.happens(|customer, _| customer.reopen(nowhere)),
        Ok(())
    );
    assert_eq!(story.customer, before);
}
