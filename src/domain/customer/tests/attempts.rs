//! What an attempt leaves alone, and the next time.

use super::*;

#[test]
fn an_attempt_closes_nothing_and_moves_no_due_date() {
    for outcome in [Outcome::Sent, Outcome::NoAnswer, Outcome::LeftMessage] {
        let mut story = Story::signed("03-06", Some("03-27")).later("03-16");
        let before = story.customer.check_ins.clone();
        let attempt = touchpoint(Via::Call, outcome, on("03-16"));
        let tried = story
            .happens(|customer, day| customer.contact(attempt, About::Customer, false, None, day));
        assert_eq!(
            (tried.closed.len(), tried.hidden.len()),
            (0, 0),
            "{outcome}"
        );
        assert_eq!(story.customer.check_ins, before, "{outcome}");
    }
}

#[test]
fn an_attempt_with_a_next_day_hides_what_is_due_until_then() {
    let mut story = Story::signed("03-06", Some("03-27")).later("03-13");
    let tried = story.try_call(About::Customer, Some(("03-17", None)));
    assert_eq!(tried.hidden, [story.id("reassure"), story.id("hand-over")]);
    assert_eq!(story.written[0].next, None, "hiding it is the next time");
    story.is_open(&[
        "03-09 reassure, hidden until 03-17",
        "03-13 hand-over, hidden until 03-17",
        "03-20 on-track",
        "03-24 ready",
        "03-27 delivered",
        "04-03 works",
        "04-27 measure",
        "waits invoice",
    ]);
    assert_eq!(story.one("reassure").snoozes, 1);
    let story = story.later("03-17");
    assert_eq!(
        story.open()[..2],
        ["03-09 reassure, overdue", "03-13 hand-over, overdue"]
    );
    assert_eq!(
        story.one("reassure").days_overdue(on("03-17")),
        Some(8),
        "lateness is kept"
    );
}

#[test]
fn what_is_hidden_for_longer_stays_hidden() {
    let mut story = Story::begin("03-12");
    let id = story.add(Kind::FollowUp, None, "03-10", "it");
    story
        .happens(|customer, _| customer.snooze(id, on("03-30")))
        .unwrap();
    story.try_call(About::Customer, Some(("03-16", Some("again"))));
    story.is_open(&["03-10 it, hidden until 03-30", "03-16 again"]);
    story.try_call(About::Customer, Some(("03-30", Some("and again"))));
    assert_eq!(
        story.one("it").snoozes,
        1,
        "it is hidden until then already"
    );
}

#[test]
fn the_next_time() {
    // outcome, next, what is open after it
    type Row = (
        Outcome,
        Option<(&'static str, Option<&'static str>)>,
        &'static [&'static str],
    );
    let table: &[Row] = &[
        (Outcome::Reached, None, &["04-01 promised"]),
        (
            Outcome::Reached,
            Some(("03-16", None)),
            &["03-16 follow up", "04-01 promised"],
        ),
        (
            Outcome::Reached,
            Some(("03-16", Some("chart"))),
            &["03-16 chart", "04-01 promised"],
        ),
        // Within reach of the contact itself, and yet it is the next one.
        (
            Outcome::Reached,
            Some(("03-12", None)),
            &["03-12 follow up, today", "04-01 promised"],
        ),
        (
            Outcome::NoAnswer,
            None,
            &["03-12 due, today", "04-01 promised"],
        ),
        (
            Outcome::NoAnswer,
            Some(("03-16", None)),
            &["03-12 due, hidden until 03-16", "04-01 promised"],
        ),
        (
            Outcome::Sent,
            Some(("03-16", Some("chart"))),
            &[
                "03-12 due, hidden until 03-16",
                "03-16 chart",
                "04-01 promised",
            ],
        ),
    ];
    for (outcome, next, open) in table {
        let mut story = Story::begin("03-12");
        story.add(Kind::FollowUp, None, "03-12", "due");
        story.add(Kind::Promise, None, "04-01", "promised");
        let contact = Touchpoint {
            note: Some("they like it".to_owned()),
            ..touchpoint(Via::Call, *outcome, on("03-12"))
        };
        let next = next.map(|(day, what)| Next {
            on: on(day),
            what: what.map(ToOwned::to_owned),
        });
        story.happens(|customer, day| customer.contact(contact, About::Customer, false, next, day));
        assert_eq!(story.open(), *open, "{outcome}");
    }
}

#[test]
fn a_next_day_when_nothing_is_due_is_a_follow_up() {
    let mut story = Story::begin("03-12");
    let note =
        "asked for the long list of everything that the new warehouse in the north will need";
    let contact = Touchpoint {
        note: Some(note.to_owned()),
        ..touchpoint(Via::Call, Outcome::NoAnswer, on("03-12"))
    };
    let next = Some(Next {
        on: on("03-16"),
        what: None,
    });
    story.happens(|customer, day| customer.contact(contact, About::Customer, false, next, day));
    story.is_open(&["03-16 follow up"]);
    let why = story.one("follow up").why.as_deref();
    assert_eq!(
        why,
        Some("asked for the long list of everything that the new …")
    );
}
