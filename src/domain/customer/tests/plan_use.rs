//! Another plan for a deal, the rep's own plans, and what becomes of steps when holidays change.

use chrono::Weekday;

use super::*;
use crate::domain::plan::WrittenStep;

fn running(name: &str) -> PlanChoice {
    PlanChoice::Running(name.to_owned())
}

fn follow(story: &mut Story, name: &str) {
    let deal = story.last_deal();
    let name = (name != plan::NONE).then_some(name);
    story
        .happens(|customer, _| customer.use_plan(deal, name))
        .unwrap();
}

fn plan_of(story: &Story) -> &PlanChoice {
    &story.customer.deals.last().unwrap().plan
}

fn own_plan() -> Plan {
    let step = |name: &str, offset: &str, what: &str| WrittenStep {
        name: Some(name.to_owned()),
        anchor: "signed".to_owned(),
        offset: offset.to_owned(),
        what: what.to_owned(),
        ..WrittenStep::default()
    };
    let steps = [
        step("kick-off", "2 workdays", "kick off"),
        step("on-track", "10 days", "on track?"),
    ];
    plan::read("key-account", &steps).unwrap()
}

#[test]
fn another_plan_drops_what_is_open_of_the_old_one() {
    let mut story = Story::signed("03-06", None);
    follow(&mut story, plan::LIGHT);
    assert_eq!(*plan_of(&story), running("light"));
    let light = [
        "03-09 reassure",
        "waits ready",
        "waits works",
        "waits invoice",
    ];
    story.is_open(&light);
    assert_eq!(story.ended(Ended::Plan).len(), 7);
    // The plan it has.
    follow(&mut story, plan::LIGHT);
    story.is_open(&light);
    follow(&mut story, plan::NONE);
    assert_eq!(*plan_of(&story), PlanChoice::Declined);
    story.is_open(&["03-06 adrift, adrift"]);
}

#[test]
fn what_was_done_or_moved_by_hand_is_kept_and_not_asked_twice() {
    let mut story = Story::signed("03-06", Some("03-27"));
    story.done("reassure").unwrap();
    story.reschedule("ready", "03-20");
    follow(&mut story, plan::LIGHT);
    story.is_open(&[
        "03-20 ready",
        "03-27 delivered",
        "04-03 works",
        "waits invoice",
    ]);
    let ready = story.one("ready");
    assert_eq!(ready.step.as_deref(), Some("light/ready"));

    // Back again: what was left comes back, what was done does not.
    follow(&mut story, plan::STANDARD);
    story.is_open(&[
        "03-13 hand-over",
        "03-20 on-track",
        "03-20 ready",
        "03-27 delivered",
        "04-03 works",
        "04-27 measure",
        "waits invoice",
    ]);
}

#[test]
fn a_series_that_was_moved_by_hand_ends_with_its_turn_unless_the_new_plan_has_it() {
    // The new plan, and what is open of the series after its turn is done.
    let table: &[(&str, &[&str])] = &[
        (plan::LIGHT, &[]),
        (plan::NONE, &[]),
        (plan::STRATEGIC, &["03-31 on-track"]),
    ];
    for (name, expected) in table {
        let mut story = Story::signed("03-06", None).later("03-17");
        story.reschedule("on-track", "03-24");
        follow(&mut story, name);
        assert_eq!(
            story.line(story.one("on-track")),
            "03-24 on-track",
            "{name}"
        );
        story.done("on-track").unwrap();
        let open = story.open();
        let series: Vec<&String> = open.iter().filter(|one| one.contains("on-track")).collect();
        assert_eq!(series, *expected, "{name}");
    }
}

#[test]
fn what_the_rep_gave_up_is_not_asked_by_another_plan() {
    let mut story = Story::signed("03-06", None);
    story.drop_it("reassure", false).unwrap();
    story.drop_it("on-track", true).unwrap();
    follow(&mut story, plan::STRATEGIC);
    let open = story.open().join(" · ");
    assert!(
        !open.contains("reassure") && !open.contains("on-track"),
        "{open}"
    );
    assert!(open.contains("03-11 executive"), "{open}");
}

#[test]
fn a_fact_that_is_taken_back_opens_only_steps_of_the_plan_there_is() {
    let mut story = Story::signed("03-06", Some("03-20")).later("03-20");
    story.mark(Rung::Delivered, "03-20");
    assert!(story.ended(Ended::Rung).contains(&"ready"));
    follow(&mut story, plan::LIGHT);
    story.unmark(Rung::Delivered);
    let open = story.open();
    let asked = open.iter().filter(|line| line.contains("ready")).count();
    assert_eq!(asked, 1, "{open:?}");
}

#[test]
fn no_rung_changes_a_plan_that_the_rep_chose() {
    let mut story = Story::begin("03-06");
    story.deal(&[(Rung::Verbal, "03-06")], &[]);
    follow(&mut story, plan::STANDARD);
    story.mark(Rung::Ordered, "03-06");
    story.unmark(Rung::Ordered);
    assert_eq!(*plan_of(&story), running("standard"));
    story.unmark(Rung::Verbal);
    assert_eq!(
        *plan_of(&story),
        PlanChoice::Chosen("standard".to_owned()),
        "it comes back with the first rung"
    );
    story.mark(Rung::Signed, "03-06");
    assert_eq!(*plan_of(&story), running("standard"));
}

#[test]
fn the_verbal_plan_ends_with_the_order_whoever_chose_it() {
    let mut story = Story::begin("03-06");
    story.deal(&[(Rung::Verbal, "03-06")], &[]);
    follow(&mut story, plan::STANDARD);
    follow(&mut story, plan::VERBAL);
    story.is_open(&["03-09 order"]);
    story.mark(Rung::Ordered, "03-06");
    assert_eq!(*plan_of(&story), running("standard"));
}

#[test]
fn a_deal_that_cannot_follow_a_plan_is_left_as_it_is() {
    type Make = fn(&mut Story);
    let lost = |story: &mut Story| {
        story.happens(|customer, day| {
            customer.deals[0].lost = Some(crate::domain::deal::Lost {
                on: day.today,
                reason: crate::domain::deal::LostReason::Price,
                buried_on: None,
            });
        });
    };
    let settled = |story: &mut Story| {
        story.mark(Rung::Verified, "03-06");
        story.mark(Rung::Paid, "03-06");
    };
    let table: &[(Make, Option<&str>, &str)] = &[
        (lost, Some("light"), "d1 is lost"),
        (lost, None, "d1 is lost"),
        (settled, Some("light"), "d1 is settled"),
        (|_| (), Some("verbal"), "d1 is ordered"),
        (|_| (), Some("win-back"), "`win-back` begins when"),
    ];
    for (make, name, expected) in table {
        let mut story = Story::signed("03-06", None);
        make(&mut story);
        let before = story.customer.clone();
        let refused = story.happens(|customer, _| customer.use_plan(DealId(1), *name));
        let error = refused.unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
        assert_eq!(story.customer, before, "{error}");
    }
    let mut story = Story::signed("03-06", None);
    settled(&mut story);
    let none = story.happens(|customer, _| customer.use_plan(DealId(1), None));
    assert_eq!(none, Ok(()), "nothing is left to do anyway");
}

#[test]
fn a_plan_of_the_reps_own_begins_with_the_first_rung() {
    let mut story = Story::begin("03-06");
    story.plans = vec![own_plan()];
    story.deal(&[], &[]);
    follow(&mut story, "key-account");
    story.is_open(&[]);
    story.mark(Rung::Signed, "03-06");
    assert_eq!(*plan_of(&story), running("key-account"));
    story.is_open(&["03-10 kick-off", "03-16 on-track"]);
    // Without its plan in the configuration it goes on with the steps it has.
    story.plans.clear();
    story.call(About::Customer, "03-06");
    story.is_open(&["03-10 kick-off", "03-16 on-track"]);
}

#[test]
fn steps_to_come_roll_off_a_day_that_has_become_a_holiday() {
    let mut story = Story::signed("03-06", Some("03-27"));
    story.reschedule("hand-over", "03-19");
    let week = |story: &Story| -> Vec<String> {
        let named = ["reassure", "on-track", "hand-over", "ready", "works"];
        named.map(|name| story.line(story.one(name))).to_vec()
    };
    assert_eq!(
        week(&story),
        [
            "03-09 reassure",
            "03-20 on-track",
            "03-19 hand-over",
            "03-24 ready",
            "04-03 works"
        ]
    );
    let days = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ];
    let holidays = [("03-19", "03-24"), ("04-03", "04-06")];
    let holidays = holidays.map(|(first, last)| (on(first), on(last)));
    story.calendar = Calendar::new(&days, holidays.to_vec()).unwrap();
    story.happens(|_, _| ());
    let rolled = [
        "03-09 reassure",
        "03-25 on-track",
        // By hand, so it stays.
        "03-19 hand-over",
        // Before its rung, so it rolls back.
        "03-18 ready",
        "04-07 works",
    ];
    assert_eq!(week(&story), rolled);
    story.happens(|_, _| ());
    assert_eq!(week(&story), rolled, "once is enough");
    assert!(
        story.one("delivered").due_on == Some(on("03-27")),
        "a rung never rolls"
    );
}

#[test]
fn what_is_due_already_does_not_roll() {
    let mut story = Story::signed("03-06", None).later("03-09");
    let days = [Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    story.calendar = Calendar::new(&days, Vec::new()).unwrap();
    story.happens(|_, _| ());
    assert_eq!(story.line(story.one("reassure")), "03-09 reassure, today");
}
