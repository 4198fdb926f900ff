//! What a rep does to one check-in, and what is refused.

use super::*;
use crate::domain::check_in::CheckInStatus;

#[test]
fn done_settles_any_row_but_adrift() {
    for kind in Kind::ALL
        .iter()
        .filter(|kind| !matches!(kind, Kind::Rung | Kind::Adrift))
    {
        let mut story = Story::begin("03-12");
        let id = story.add(*kind, None, "03-10", "it");
        let note = Some("all is well".to_owned());
        let done = story.happens(|customer, day| customer.done(id, note.clone(), day));
        assert_eq!(done, Ok(Some(Done::CheckIn)), "{kind}");
        let check_in = story.one("it");
        assert_eq!(check_in.status, CheckInStatus::Done, "{kind}");
        assert_eq!(
            (check_in.ended, check_in.ended_on),
            (Some(Ended::Done), Some(on("03-12")))
        );
        assert_eq!(check_in.ended_why, note, "{kind}");
        assert_eq!(story.written, [], "it is no contact");
        assert_eq!(
            story.customer.reach.last_reached_on, None,
            "it is no contact"
        );
    }
}

#[test]
fn done_marks_a_rung_today_and_drop_says_it_does_not_apply() {
    let mut story = Story::signed("03-06", Some("03-27")).later("03-26");
    let id = story.id("delivered");
    let note = Some("all four lorries".to_owned());
    let done = story.happens(|customer, day| customer.done(id, note.clone(), day));
    assert_eq!(done, Ok(Some(Done::Rung(DealId(1), Rung::Delivered))));
    assert_eq!(
        story.customer.deals[0].ladder.done_on(Rung::Delivered),
        Some(on("03-26"))
    );
    let check_in = story.one("delivered");
    assert_eq!(
        (check_in.status, check_in.ended_on),
        (CheckInStatus::Done, Some(on("03-26")))
    );
    assert_eq!(check_in.ended_why, note);

    story.expect(Rung::Paid, "04-30");
    let (paid, why) = (story.id("paid"), Some("it is a present".to_owned()));
    story
        .happens(|customer, day| customer.drop_check_in(paid, why.clone(), false, day))
        .unwrap();
    assert_eq!(story.one("paid").ended_why, why);
    assert!(
        story.customer.deals[0]
            .ladder
            .facts(Rung::Paid)
            .not_applicable
    );
    assert_eq!(story.one("paid").status, CheckInStatus::Dropped);
}

#[test]
fn the_turns_of_what_repeats() {
    // On Wed 18 March, with a turn due on Fri 20 March, every 14 days: what is done, and the next turn
    type Row = (&'static str, fn(&mut Story), Option<&'static str>);
    let table: &[Row] = &[
        (
            "done: one interval from today",
            |story| drop(story.done("on-track")),
            Some("04-01"),
        ),
        (
            "dropped: one interval from its day",
            |story| drop(story.drop_it("on-track", false)),
            Some("04-03"),
        ),
        (
            "dropped, all of them",
            |story| drop(story.drop_it("on-track", true)),
            None,
        ),
        (
            "dropped when it is late: one interval from today",
            |story| {
                story.today = on("03-25");
                story.drop_it("on-track", false).unwrap();
            },
            Some("04-08"),
        ),
    ];
    for (what, happens, next) in table {
        let mut story = Story::signed("03-06", None).later("03-18");
        let turn = story.id("on-track");
        happens(&mut story);
        let open = story
            .customer
            .check_ins
            .iter()
            .filter(|one| one.is_open() && name_of(one) == "on-track");
        let due: Vec<_> = open.map(|one| one.due_on).collect();
        assert_eq!(
            due,
            next.map(|day| Some(on(day)))
                .into_iter()
                .collect::<Vec<_>>(),
            "{what}"
        );
        assert!(!story.customer.check_in(turn).unwrap().is_open(), "{what}");

        // Opened again, it is that turn and no other.
        story.happens(|customer, _| customer.reopen(turn)).unwrap();
        assert_eq!(story.id("on-track"), turn, "{what}");
        assert_eq!(story.one("on-track").due_on, Some(on("03-20")), "{what}");
        assert_eq!(story.one("on-track").ended_why, None, "{what}");
    }
}

#[test]
fn every_step_that_was_done_can_be_opened_again() {
    let mut story = Story::signed("03-06", Some("03-27"));
    let before = story.open();
    for name in [
        "reassure",
        "hand-over",
        "on-track",
        "ready",
        "works",
        "measure",
        "invoice",
    ] {
        let id = story.id(name);
        story.done(name).unwrap();
        story.happens(|customer, _| customer.reopen(id)).unwrap();
        assert_eq!(story.open(), before, "{name}");
    }
}

#[test]
fn a_snooze_hides_and_is_counted_and_leaves_the_date() {
    let mut story = Story::begin("03-12");
    let id = story.add(Kind::FollowUp, None, "03-10", "it");
    for day in ["03-16", "03-20"] {
        story
            .happens(|customer, _| customer.snooze(id, on(day)))
            .unwrap();
    }
    story.is_open(&["03-10 it, hidden until 03-20"]);
    assert_eq!(story.one("it").snoozes, 2);
    assert_eq!(story.later("03-20").open(), ["03-10 it, overdue"]);
}

#[test]
fn a_new_date_ends_a_snooze_and_keeps_the_first_date() {
    let mut story = Story::begin("03-12");
    let id = story.add(Kind::Promise, None, "03-10", "it");
    story
        .happens(|customer, _| customer.snooze(id, on("03-30")))
        .unwrap();
    let why = Some("the trainer is ill".to_owned());
    story
        .happens(|customer, day| customer.reschedule(id, on("03-16"), why.clone(), day))
        .unwrap();
    story.is_open(&["03-16 it"]);
    let promise = story.one("it");
    assert_eq!(
        (promise.first_due_on, &promise.why),
        (Some(on("03-10")), &why)
    );
}

#[test]
fn rescheduling_a_rung_is_expecting_it() {
    let mut story = Story::signed("03-06", Some("03-27")).later("03-23");
    story.done("ready").unwrap();
    story.reschedule("delivered", "04-10");
    let ladder = &story.customer.deals[0].ladder;
    assert_eq!(ladder.slips(Rung::Delivered), (1, 14));
    assert_eq!(story.line(story.one("delivered")), "04-10 delivered");
    assert_eq!(
        story.line(story.one("ready")),
        "04-07 ready",
        "as any slip does"
    );
}

#[test]
fn reopening_takes_back_what_the_end_did() {
    let mut story = Story::signed("03-06", Some("03-27")).later("03-26");
    let before = story.open();
    for name in ["delivered", "reassure"] {
        story.done(name).unwrap();
        let id = story.id(name);
        story.happens(|customer, _| customer.reopen(id)).unwrap();
        assert_eq!(story.open(), before, "{name}");
    }
    let call = story.call(About::Customer, "03-26");
    for id in call.closed {
        story.happens(|customer, _| customer.reopen(id)).unwrap();
        assert_eq!(story.customer.check_in(id).unwrap().touchpoint_id, None);
    }
    assert_eq!(story.open(), before);
}
