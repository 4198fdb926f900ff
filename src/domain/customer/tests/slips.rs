//! What a changed day does to the steps that count from it.

use super::*;

#[test]
fn steps_before_or_on_a_rung_go_with_it_and_come_back_when_it_is_taken_back() {
    let close: &[fn(&mut Story) -> Marked] = &[
        |story| story.mark(Rung::Delivered, "03-18"),
        |story| story.waive(Rung::Delivered),
        // It implies the delivery.
        |story| story.mark(Rung::Verified, "03-18"),
    ];
    for (case, close) in close.iter().enumerate() {
        let mut story = Story::signed("03-06", Some("03-27")).later("03-18");
        let before = story.open();
        close(&mut story);
        assert!(!story.one("ready").is_open(), "case {case}");
        assert_eq!(story.one("ready").ended, Some(Ended::Rung), "case {case}");
        story.unmark(if case == 2 {
            Rung::Verified
        } else {
            Rung::Delivered
        });
        assert_eq!(story.open(), before, "case {case}");
    }
}

#[test]
fn a_step_that_was_over_before_the_plan_began_comes_back_too() {
    let mut story = Story::begin("03-18");
    story.deal(&[(Rung::Delivered, "03-18"), (Rung::Signed, "03-16")], &[]);
    assert_eq!(story.ended(Ended::Rung), ["ready"]);
    story.unmark(Rung::Delivered);
    assert_eq!(story.line(story.one("ready")), "waits ready");
    assert_eq!(story.line(story.one("on-track")), "03-30 on-track");
}

#[test]
fn a_rung_that_does_not_apply_takes_the_steps_after_it_too() {
    let mut story = Story::signed("03-06", Some("03-27"));
    story.waive(Rung::Delivered);
    story.is_open(&["03-09 reassure", "03-13 hand-over", "waits invoice"]);
    story.expect(Rung::Delivered, "03-30");
    assert_eq!(
        story.line(story.one("ready")),
        "03-25 ready",
        "it applies again"
    );
    assert_eq!(story.line(story.one("measure")), "04-29 measure");
}

#[test]
fn the_days_that_steps_count_from() {
    // what is made known on Wed 18 March, and the days of the two steps after it
    type Row = (&'static str, fn(&mut Story), &'static str, &'static str);
    let table: &[Row] = &[
        (
            "the expected delivery",
            |_| (),
            "04-03 works",
            "04-27 measure",
        ),
        (
            "delivered",
            |story| {
                story.mark(Rung::Delivered, "03-17");
            },
            "03-24 works",
            "04-16 measure",
        ),
        (
            "going live is expected",
            |story| {
                story.expect(Rung::Live, "04-10");
            },
            "04-03 works",
            "05-11 measure",
        ),
        (
            "going live is expected, and then does not apply",
            |story| {
                story.expect(Rung::Live, "04-10");
                story.waive(Rung::Live);
            },
            "04-03 works",
            "04-27 measure",
        ),
        (
            "live since yesterday, and so delivered",
            |story| {
                story.mark(Rung::Live, "03-17");
            },
            "03-24 works",
            "04-16 measure",
        ),
        (
            "the mark is taken back",
            |story| {
                story.mark(Rung::Delivered, "03-17");
                story.unmark(Rung::Delivered);
            },
            "04-03 works",
            "04-27 measure",
        ),
    ];
    for (what, happens, works, measure) in table {
        let mut story = Story::signed("03-06", Some("03-27")).later("03-18");
        happens(&mut story);
        assert_eq!(story.line(story.one("works")), *works, "{what}");
        assert_eq!(story.line(story.one("measure")), *measure, "{what}");
    }
}

#[test]
fn a_step_that_waits_is_dated_and_waits_again() {
    let mut story = Story::signed("03-06", None).later("03-18");
    story.mark(Rung::Invoiced, "03-17");
    assert_eq!(story.line(story.one("invoice")), "03-24 invoice");
    story.unmark(Rung::Invoiced);
    assert_eq!(story.line(story.one("invoice")), "waits invoice");
    assert_eq!(story.one("invoice").first_due_on, Some(on("03-24")));
}

#[test]
fn what_was_ready_is_asked_again_when_the_day_moves_later() {
    // how the readiness check ended; the new day of the delivery; where the check stands
    type Row = (&'static str, fn(&mut Story), &'static str, &'static str);
    let done: fn(&mut Story) = |story| {
        story.done("ready").unwrap();
    };
    let closed_by_a_call: fn(&mut Story) = |story| {
        story.call(About::Customer, "03-23");
    };
    let dropped: fn(&mut Story) = |story| story.drop_it("ready", false).unwrap();
    let table: &[Row] = &[
        ("done", done, "04-10", "04-07 ready"),
        ("closed by a call", closed_by_a_call, "04-10", "04-07 ready"),
        (
            "later, but not so that it is ahead",
            done,
            "03-28",
            "03-25 ready",
        ),
        ("earlier", done, "03-26", "over"),
        ("the same day", done, "03-27", "over"),
        ("dropped", dropped, "04-10", "over"),
        ("still open, later", |_| (), "04-10", "04-07 ready"),
        ("still open, earlier", |_| (), "03-26", "03-23 ready, today"),
        (
            "still open, and its day is past",
            |_| (),
            "03-24",
            "03-23 ready, today",
        ),
    ];
    for (what, ends, delivery, ready) in table {
        let mut story = Story::signed("03-06", Some("03-27")).later("03-23");
        ends(&mut story);
        story.expect(Rung::Delivered, delivery);
        let check_in = story.one("ready");
        let line = if check_in.is_open() {
            story.line(check_in)
        } else {
            "over".to_owned()
        };
        assert_eq!(line, *ready, "{what}");
        assert_eq!(check_in.first_due_on, Some(on("03-24")), "{what}");
        assert!(
            !check_in.is_open() || check_in.touchpoint_id.is_none(),
            "{what}"
        );
    }
}

#[test]
fn what_is_asked_again_is_asked_on_its_new_day() {
    let mut story = Story::signed("03-06", Some("03-27")).later("03-20");
    story.reschedule("ready", "03-23");
    let ready = story.id("ready");
    story
        .happens(|customer, _| customer.snooze(ready, on("04-20")))
        .unwrap();
    story.done("ready").unwrap();
    story.expect(Rung::Delivered, "04-10");
    assert_eq!(story.line(story.one("ready")), "04-07 ready");
    story.expect(Rung::Delivered, "04-17");
    assert_eq!(
        story.line(story.one("ready")),
        "04-14 ready",
        "no day of the rep's own"
    );
    // Done for a day, which came nearer and is the same again.
    story.reschedule("ready", "04-01");
    story.done("ready").unwrap();
    story.expect(Rung::Delivered, "04-10");
    story.expect(Rung::Delivered, "04-17");
    assert_eq!(story.line(story.one("ready")), "04-14 ready");
}

#[test]
fn a_slip_of_what_moves_another_rung_opens_that_ones_steps_too() {
    let mut story = Story::begin("03-02");
    let mut ladder = Ladder::with_terms(Some(30));
    ladder.mark(Rung::Signed, on("03-02"), None).unwrap();
    ladder
        .expect(Rung::Invoiced, on("03-16"), None, on("03-02"))
        .unwrap();
    story.happens(|customer, _| {
        let id = customer.add_deal(Deal {
            ladder,
            ..blank_deal()
        });
        customer.deal_mut(id).unwrap().plan = PlanChoice::Declined;
    });
    let id = story.add(
        Kind::Care,
        Some(DealId(1)),
        "04-14",
        "remind of the payment",
    );
    story.happens(|customer, _| {
        let check_in = customer.check_in_mut(id).unwrap();
        check_in.step = Some("own/remind".to_owned());
        check_in.anchor = Some(crate::domain::check_in::Anchor {
            rung: Rung::Paid,
            offset: -1,
            unit: crate::domain::interval::Unit::Days,
            anchored_on: Some(on("04-15")),
        });
        customer.deals[0].plan = PlanChoice::Running("own".to_owned());
    });
    story.done("remind").unwrap();
    story.expect(Rung::Invoiced, "03-23");
    assert_eq!(story.line(story.one("remind")), "04-21 remind");
}

#[test]
fn a_step_moved_by_hand_keeps_its_date_and_that_is_said() {
    let mut story = Story::signed("03-06", Some("03-27"));
    story.reschedule("ready", "03-25");
    let ready = story.id("ready");
    assert_eq!(
        story.tidied,
        Tidied::default(),
        "nothing it counts from has changed"
    );
    story.expect(Rung::Delivered, "04-10");
    assert_eq!(story.tidied.kept_by_hand, [ready]);
    assert_eq!(story.line(story.one("ready")), "03-25 ready");
    story.expect(Rung::Delivered, "04-10");
    assert_eq!(story.tidied.kept_by_hand, [], "said once");
}

#[test]
fn a_turn_moved_by_hand_keeps_its_date_past_the_end_and_until_a_contact() {
    let mut story = Story::signed("03-06", Some("03-27"));
    story.reschedule("on-track", "04-02");
    assert_eq!(
        story.line(story.one("on-track")),
        "04-02 on-track",
        "as typed"
    );
    story.today = on("03-18");
    story.call(About::Customer, "03-18");
    story.is_open(&[
        "03-24 ready",
        "03-27 delivered",
        "04-02 on-track",
        "04-03 works",
        "04-27 measure",
        "waits invoice",
    ]);
    story.today = on("03-27");
    story.call(About::Customer, "03-27");
    assert_eq!(
        story.line(story.one("on-track")),
        "waits on-track",
        "04-10 is the program's date"
    );
    story.mark(Rung::Signed, "03-05");
    assert_eq!(story.tidied.kept_by_hand, [], "and no longer the rep's");
}

#[test]
fn a_turn_that_counts_from_a_contact_stays_when_the_first_day_is_corrected() {
    let mut story = Story::signed("03-06", None).later("03-12");
    story.call(About::Customer, "03-12");
    story.mark(Rung::Signed, "03-04");
    assert_eq!(story.line(story.one("on-track")), "03-26 on-track");
}

#[test]
fn steps_roll_to_workdays() {
    let week = [
        chrono::Weekday::Mon,
        chrono::Weekday::Tue,
        chrono::Weekday::Wed,
        chrono::Weekday::Thu,
        chrono::Weekday::Fri,
    ];
    let mut story = Story::begin("03-06");
    let holidays = vec![
        (on("03-09"), on("03-09")),
        (on("03-20"), on("03-20")),
        (on("03-24"), on("03-25")),
    ];
    story.calendar = Calendar::new(&week, holidays).unwrap();
    // The delivery is on a Sunday, and asked about on that very day.
    story.deal(&[(Rung::Signed, "03-06")], &[(Rung::Delivered, "03-29")]);
    story.is_open(&[
        "03-10 reassure",
        "03-13 hand-over",
        "03-23 on-track",
        // Three workdays before: Friday, Thursday and, over two holidays, Monday.
        "03-23 ready",
        "03-29 delivered",
        "04-06 works",
        "04-28 measure",
        "waits invoice",
    ]);
}
