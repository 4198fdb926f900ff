//! Deals that are adrift, and accounts that are cared for.

use super::*;

/// A deal without a plan.
fn unplanned(today: &str) -> Story {
    let mut story = Story::begin(today);
    story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, today)], &[]);
    story
}

/// A deal that was settled on a day, and nothing else.
fn settled(day: &str) -> Story {
    let mut story = Story::begin(day);
    let marks = [
        (Rung::Signed, day),
        (Rung::Verified, day),
        (Rung::Paid, day),
    ];
    story.deal(&marks, &[]);
    story
}

#[test]
fn only_a_date_to_talk_keeps_a_deal_from_being_adrift() {
    let table = [
        (Kind::Care, true),
        (Kind::FollowUp, true),
        (Kind::Result, true),
        (Kind::Heartbeat, false),
        (Kind::Promise, false),
        (Kind::Rung, false),
        (Kind::Risk, false),
        (Kind::Renewal, false),
        (Kind::Thanks, false),
        (Kind::Adrift, false),
    ];
    assert_eq!(table.len(), Kind::ALL.len());
    for (kind, is_planned) in table {
        for of_account in [false, true] {
            if kind == Kind::Adrift {
                continue;
            }
            let mut story = unplanned("03-06");
            assert_eq!(story.tidied.adrift.len(), 1);
            story.is_open(&["03-06 adrift, adrift"]);
            let deal = (!of_account).then_some(DealId(1));
            story.add(kind, deal, "03-20", "it");
            assert_eq!(
                !story.one("adrift").is_open(),
                is_planned,
                "{kind}, account: {of_account}"
            );
            assert_eq!(story.tidied.adrift, [], "{kind}");
        }
    }
}

#[test]
fn the_command_that_leaves_a_deal_so_opens_it() {
    type Row = (&'static str, fn(&mut Story), bool);
    let table: &[Row] = &[
        (
            "a call settled all there was",
            |story| drop(story.call(About::Customer, "03-09")),
            true,
        ),
        ("done", |story| drop(story.done("chart")), true),
        (
            "dropped",
            |story| story.drop_it("chart", false).unwrap(),
            true,
        ),
        (
            "hidden",
            |story| drop(story.try_call(About::Customer, Some(("03-20", None)))),
            false,
        ),
        ("moved", |story| story.reschedule("chart", "04-20"), false),
        (
            "the other deal's is done",
            |story| drop(story.done("other")),
            false,
        ),
    ];
    for (what, happens, is_adrift) in table {
        let mut story = unplanned("03-06");
        story.remind(Some(DealId(1)), "03-09", "chart");
        story.deal_on_plan(PlanChoice::Declined, &[], &[]);
        story.remind(Some(DealId(2)), "03-09", "other");
        story.today = on("03-09");
        happens(&mut story);
        assert_eq!(!story.tidied.adrift.is_empty(), *is_adrift, "{what}");
        assert_eq!(story.one("adrift").is_open(), *is_adrift, "{what}");
        if *is_adrift {
            assert_eq!(
                story.line(story.one("adrift")),
                "03-09 d1 adrift, adrift",
                "{what}"
            );
        }
    }
}

#[test]
fn a_deal_whose_steps_all_wait_is_adrift_until_one_is_dated() {
    let mut story = Story::signed("03-06", None);
    for name in ["reassure", "hand-over"] {
        story.done(name).unwrap();
    }
    story.drop_it("on-track", true).unwrap();
    story.is_open(&[
        "03-06 adrift, adrift",
        "waits ready",
        "waits works",
        "waits measure",
        "waits invoice",
    ]);
    story.expect(Rung::Delivered, "03-27");
    assert_eq!(story.one("adrift").ended, Some(Ended::Planned));
}

#[test]
fn it_is_one_check_in_for_a_day_and_keeps_its_lateness() {
    let mut story = unplanned("03-06").later("03-09");
    story.happens(|_, _| ());
    story.is_open(&["03-06 adrift, adrift"]);
    story.remind(Some(DealId(1)), "03-20", "chart");
    story.drop_it("chart", false).unwrap();
    story.is_open(&["03-06 adrift, adrift"]);
    assert_eq!(
        story.tidied.adrift,
        [DealId(1)],
        "adrift again, since the same day"
    );
    story.remind(Some(DealId(1)), "03-20", "chart");
    let mut story = story.later("03-10");
    story.drop_it("chart", false).unwrap();
    story.is_open(&["03-10 adrift, adrift"]);
}

#[test]
fn a_deal_that_is_not_live_is_not_adrift() {
    // what ends it, and what of the deal taken back brings it back as it was
    let mut story = unplanned("03-06").later("03-09");
    story.mark(Rung::Verified, "03-09");
    story.mark(Rung::Paid, "03-09");
    assert_eq!(story.one("adrift").ended, Some(Ended::Settled));
    story.unmark(Rung::Paid);
    story.is_open(&["03-06 adrift, adrift"]);

    let lost = crate::domain::deal::Lost {
        on: on("03-09"),
        reason: crate::domain::deal::LostReason::Price,
        buried_on: None,
    };
    story.happens(|customer, _| customer.deals[0].lost = Some(lost));
    assert_eq!(story.one("adrift").ended, Some(Ended::Lost));

    let mut prospect = unplanned("03-06");
    prospect.unmark(Rung::Signed);
    prospect.is_open(&[]);
    assert_eq!(prospect.customer.check_ins, [], "it went with the mark");
}

#[test]
fn care_that_ends_does_not_count_for_the_deal_that_ends_it() {
    let mut story = settled("03-06");
    story.is_open(&["06-04 care"]);
    story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, "03-06")], &[]);
    story.is_open(&["03-06 d2 adrift, adrift"]);
}

#[test]
fn account_care_comes_ninety_days_after_the_later_of_reaching_and_settling() {
    // last reached, settled, and when care is due
    let table = [
        (None, "03-06", "06-04"),
        (Some("02-01"), "03-06", "06-04"),
        (Some("03-06"), "03-06", "06-04"),
        (Some("03-10"), "03-06", "06-08"),
        // 90 days are a Sunday.
        (None, "03-09", "06-08"),
        // Long ago: due today, not a quarter late.
        (None, "01-01", "04-15"),
    ];
    for (reached, day, due_on) in table {
        let mut story = Story::begin("04-15");
        story.customer.reach.last_reached_on = reached.map(on);
        story.deal(
            &[
                (Rung::Signed, day),
                (Rung::Verified, day),
                (Rung::Paid, day),
            ],
            &[],
        );
        assert_eq!(
            story.one("care").due_on,
            Some(on(due_on)),
            "reached {reached:?}, settled {day}"
        );
        assert_eq!(story.customer.check_ins.len(), 1);
    }
}

#[test]
fn account_care_repeats_and_restarts() {
    let mut story = settled("03-06");
    story.today = on("05-04");
    story.call(About::Customer, "05-04");
    story.is_open(&["08-03 care"]);
    story.today = on("08-10");
    story.done("care").unwrap();
    story.is_open(&["11-09 care"]);
    story.drop_it("care", false).unwrap();
    // From its own day on, not from the day it was dropped.
    assert_eq!(story.one("care").due_on, "2027-02-08".parse().ok());
}

#[test]
fn a_turn_of_account_care_is_opened_again_and_takes_the_place_of_the_next() {
    let mut story = settled("03-06").later("06-04");
    let care = story.id("care");
    story.remind(None, "06-10", "of its own");
    story.done("care").unwrap();
    assert_ne!(story.id("care"), care);
    story.happens(|customer, _| customer.reopen(care)).unwrap();
    story.is_open(&["06-04 care, today", "06-10 of its own"]);
}

#[test]
fn there_is_no_account_care_while_a_deal_is_live() {
    let mut story = settled("03-06").later("03-20");
    story.deal(&[], &[]);
    story.is_open(&["06-04 care"]);
    story.mark(Rung::Verbal, "03-20");
    story.is_open(&["03-23 d2 order"]);
    assert_eq!(story.ended(Ended::Care), ["care"]);
    story.unmark(Rung::Verbal);
    story.is_open(&["06-04 care"]);

    story.mark(Rung::Signed, "03-20");
    let mut story = story.later("04-15");
    story.mark(Rung::Verified, "04-15");
    story.mark(Rung::Paid, "04-15");
    story.is_open(&["07-14 care"]);
}

#[test]
fn account_care_moved_by_hand_survives_a_mark_taken_back() {
    for today in ["03-06", "03-20"] {
        let mut story = settled("03-06").later(today);
        story.reschedule("care", "03-31");
        story.deal(&[], &[]);
        story.mark(Rung::Signed, today);
        story.unmark(Rung::Signed);
        assert_eq!(story.open(), ["03-31 care"], "on {today}");
    }
}

#[test]
fn account_care_ended_for_good_stays_ended_until_a_deal_settles_later() {
    let mut story = settled("03-06").later("03-20");
    story.drop_it("care", true).unwrap();
    story.is_open(&[]);
    story.call(About::Customer, "03-20");
    story.is_open(&[]);
    let mut story = story.later("04-15");
    story.deal(&[(Rung::Signed, "04-15")], &[]);
    story.mark(Rung::Verified, "04-15");
    story.mark(Rung::Paid, "03-20");
    story.unmark(Rung::Verified);
    story.mark(Rung::Verified, "03-19");
    assert_eq!(
        story.open(),
        [] as [&str; 0],
        "settled no later than care was ended"
    );
    story.mark(Rung::Paid, "04-15");
    story.is_open(&["07-14 care"]);
}

#[test]
fn first_care_is_spread_over_its_interval() {
    let calendar = Calendar::default();
    let day = Day {
        today: on("03-06"),
        calendar: &calendar,
        plans: &[],
    };
    let table = [
        // the how-manieth of how many, and its day
        (0, 1, "03-09"),
        (0, 90, "03-09"),
        (1, 3, "04-06"),
        (2, 3, "05-05"),
        (89, 90, "06-03"),
        (0, 0, "03-09"),
    ];
    for (n, of, due_on) in table {
        assert_eq!(stagger_care(n, of, day), on(due_on), "{n} of {of}");
    }
}
