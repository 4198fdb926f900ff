//! Never a pile: of the steps that would newly be past, only the latest stays, due today.

use super::*;

/// The day of signing, the expected delivery, and how it stands on Wed 15 April.
type Row = (&'static str, Option<&'static str>, &'static [&'static str]);

const SIGNED_LONG_AGO: &[Row] = &[
    (
        "04-15",
        None,
        &[
            "04-16 reassure",
            "04-22 hand-over",
            "04-29 on-track",
            "waits ready",
            "waits works",
            "waits measure",
            "waits invoice",
        ],
    ),
    // Only one is past: it falls due today all the same.
    (
        "04-13",
        None,
        &[
            "04-15 reassure, today",
            "04-20 hand-over",
            "04-27 on-track",
            "waits ready",
            "waits works",
            "waits measure",
            "waits invoice",
        ],
    ),
    // What falls due today is not past: it is due beside the latest of what is.
    (
        "04-08",
        None,
        &[
            "04-15 reassure, today",
            "04-15 hand-over, today",
            "04-22 on-track",
            "waits ready",
            "waits works",
            "waits measure",
            "waits invoice",
        ],
    ),
    (
        "04-06",
        None,
        &[
            "04-15 hand-over, today",
            "04-20 on-track",
            "waits ready",
            "waits works",
            "waits measure",
            "waits invoice",
        ],
    ),
    // 40 days ago.
    (
        "03-06",
        None,
        &[
            "04-15 on-track, today",
            "waits ready",
            "waits works",
            "waits measure",
            "waits invoice",
        ],
    ),
    // The check before delivery is later than the repeating one, which waits for its next turn.
    (
        "03-06",
        Some("04-17"),
        &[
            "04-15 ready, today",
            "04-17 delivered",
            "04-24 works",
            "05-18 measure",
            "waits on-track",
            "waits invoice",
        ],
    ),
    (
        "03-06",
        Some("05-29"),
        &[
            "04-15 on-track, today",
            "05-26 ready",
            "05-29 delivered",
            "06-05 works",
            "06-29 measure",
            "waits invoice",
        ],
    ),
    // The delivery is late: what repeats until then has no place any more, late as its turn was.
    (
        "03-27",
        Some("04-13"),
        &[
            "04-13 delivered, late",
            "04-15 ready, today",
            "04-20 works",
            "05-13 measure",
            "waits on-track",
            "waits invoice",
        ],
    ),
];
#[test]
fn a_deal_that_was_signed_some_time_ago() {
    for (signed, delivery, open) in SIGNED_LONG_AGO {
        let mut story = Story::begin("04-15");
        let expected: Vec<_> = delivery
            .map(|day| (Rung::Delivered, day))
            .into_iter()
            .collect();
        story.deal(&[(Rung::Signed, signed)], &expected);
        assert_eq!(
            story.open(),
            *open,
            "signed {signed}, delivery {delivery:?}"
        );
        let first_dates = story.customer.check_ins.iter().filter(|one| one.is_open());
        assert!(
            first_dates
                .clone()
                .all(|one| one.first_due_on == one.due_on),
            "signed {signed}"
        );
    }
}

#[test]
fn what_repeats_and_is_not_the_latest_waits_for_its_next_turn() {
    let mut story = Story::begin("04-15");
    let expected = [(Rung::Delivered, "06-26"), (Rung::Invoiced, "04-01")];
    story.deal(&[(Rung::Signed, "03-06")], &expected);
    assert_eq!(
        story.open()[..3],
        [
            "04-01 invoiced, late",
            "04-15 invoice, today",
            "04-29 on-track"
        ]
    );
}

#[test]
fn what_waits_for_an_end_that_has_passed_comes_back_when_that_slips() {
    let mut story = Story::begin("04-15");
    story.deal(&[(Rung::Signed, "03-27")], &[(Rung::Delivered, "04-13")]);
    assert_eq!(story.line(story.one("on-track")), "waits on-track");
    story.expect(Rung::Delivered, "05-29");
    assert_eq!(story.line(story.one("on-track")), "04-15 on-track, today");
}

#[test]
fn the_date_of_the_signature_corrected() {
    let mut story = Story::begin("04-15");
    story.deal(&[(Rung::Signed, "03-06")], &[]);
    assert_eq!(story.ended(Ended::Pile), ["reassure", "hand-over"]);
    story.mark(Rung::Signed, "04-14");
    assert_eq!(
        story.open()[..3],
        ["04-15 reassure, today", "04-21 hand-over", "04-28 on-track"],
        "signed yesterday, so all of it is to be done"
    );
}

#[test]
fn a_delivery_marked_sixty_days_late() {
    let mut story = Story::signed("01-05", None).later("04-15");
    for name in ["reassure", "hand-over"] {
        story.done(name).unwrap();
    }
    story.call(About::Customer, "04-15");
    let before = story.open();
    story.mark(Rung::Delivered, "02-14");
    story.is_open(&["04-15 measure, today", "waits invoice"]);
    assert_eq!(story.ended(Ended::Pile), ["works"]);
    story.happens(|_, _| ());
    story.is_open(&["04-15 measure, today", "waits invoice"]);

    // Corrected: it was last week, so they are dated anew; taken back: as it was.
    story.mark(Rung::Delivered, "04-10");
    story.is_open(&["04-17 works", "05-11 measure", "waits invoice"]);
    story.unmark(Rung::Delivered);
    assert_eq!(story.open(), before);
}

#[test]
fn what_is_late_already_stays_late_beside_what_becomes_due() {
    let mut story = Story::signed("03-06", None).later("03-18");
    story.mark(Rung::Delivered, "03-09");
    assert_eq!(
        story.open()[..3],
        [
            "03-09 reassure, overdue",
            "03-13 hand-over, overdue",
            "03-18 works, today"
        ]
    );
}

#[test]
fn what_was_late_before_a_mark_is_late_after_it_is_taken_back() {
    let mut story = Story::signed("03-06", Some("03-20")).later("04-15");
    let before = story.open();
    assert!(
        before.contains(&"03-27 works, overdue".to_owned()),
        "{before:?}"
    );
    story.mark(Rung::Delivered, "04-15");
    assert_eq!(story.line(story.one("works")), "04-22 works");
    story.unmark(Rung::Delivered);
    assert_eq!(story.open(), before);
}

#[test]
fn two_deals_have_a_step_each() {
    let mut story = Story::begin("04-15");
    story.deal(&[(Rung::Signed, "03-06")], &[]);
    story.deal(&[(Rung::Signed, "03-09")], &[]);
    assert_eq!(
        story.open()[..2],
        ["04-15 d1 on-track, today", "04-15 d2 on-track, today"]
    );
}

#[test]
fn a_step_dropped_with_the_pile_is_due_today_when_it_is_opened_again() {
    let mut story = Story::begin("04-15");
    story.deal(&[(Rung::Signed, "03-06")], &[]);
    let id = story.id("reassure");
    story.happens(|customer, _| customer.reopen(id)).unwrap();
    assert_eq!(story.line(story.one("reassure")), "04-15 reassure, today");
}
