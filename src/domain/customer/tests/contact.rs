//! What a contact closes and restarts, and what an attempt leaves alone.

use chrono::Weekday;

use super::*;
use crate::domain::ladder::Failed;

const WEEK: [Weekday; 5] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
];

/// Two deals without plans, each with a follow-up so that neither is adrift.
fn two_deals() -> (Story, DealId, DealId) {
    let mut story = Story::begin("03-12");
    let first = story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, "03-02")], &[]);
    let second = story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, "03-02")], &[]);
    story.add(Kind::FollowUp, Some(first), "03-12", "first");
    story.add(Kind::FollowUp, Some(second), "03-12", "second");
    (story, first, second)
}

#[test]
fn what_is_settled_by_talking_is_closed_and_nothing_else() {
    let table = [
        (Kind::Care, true),
        (Kind::FollowUp, true),
        (Kind::Heartbeat, true),
        (Kind::Promise, false),
        (Kind::Rung, false),
        (Kind::Result, false),
        (Kind::Risk, false),
        (Kind::Renewal, false),
        (Kind::Thanks, false),
        (Kind::Adrift, false),
    ];
    assert_eq!(table.len(), Kind::ALL.len());
    for (kind, is_closed) in table {
        for named in [false, true] {
            let mut story = Story::begin("03-12");
            let id = story.add(kind, None, "03-10", "it");
            let about = if named {
                About::CheckIn(id)
            } else {
                About::Customer
            };
            let call = story.call(about, "03-12");
            let expected: &[CheckInId] = if is_closed { &[id] } else { &[] };
            assert_eq!(call.closed, expected, "{kind}, named: {named}");
            let is_open = story.customer.check_in(id).is_some_and(CheckIn::is_open);
            assert_eq!(is_open, !is_closed, "{kind}, named: {named}");
        }
    }
}

#[test]
fn a_failed_credit_check_is_settled_by_no_contact() {
    let (mut story, first, second) = two_deals();
    let failed = Failed {
        on: on("03-12"),
        why: Some("too little equity".to_owned()),
    };
    let today = story.today;
    story
        .happens(|customer, _| customer.fail_credit(first, failed, today))
        .unwrap();
    let what = "credit check failed: too little equity";
    let id = story.one(what).id;
    // The same words about another deal are a follow-up like any other.
    let other = story.add(Kind::FollowUp, Some(second), "03-12", what);
    for about in [About::Customer, About::Deal(first), About::CheckIn(id)] {
        let call = story.call(about, "03-12");
        assert!(!call.closed.contains(&id), "{about:?}");
    }
    assert!(!story.customer.check_in(other).unwrap().is_open());
    story
        .happens(|customer, _| {
            customer.change_ladder(first, |ladder| ladder.mark(Rung::Credit, today, None))
        })
        .unwrap();
    let settled = story.customer.check_in(id).unwrap();
    assert_eq!(settled.ended, Some(Ended::Rung));
}

#[test]
fn a_contact_reaches_to_the_next_workday_after_its_own_day() {
    // the day of the contact, and the last due date it closes
    let table = [
        ("03-11", "03-12"),
        ("03-12", "03-13"),
        // Over a weekend.
        ("03-13", "03-16"),
        ("03-14", "03-16"),
        ("03-15", "03-16"),
        // Over a weekend and a holiday.
        ("03-20", "03-24"),
    ];
    for (day, last) in table {
        let mut story = Story::begin("03-30");
        story.calendar = Calendar::new(&WEEK, vec![(on("03-23"), on("03-23"))]).unwrap();
        story.add(Kind::FollowUp, None, "02-02", "long overdue");
        story.add(Kind::FollowUp, None, last, "in reach");
        let after = (on(last) + chrono::Days::new(1))
            .format("%m-%d")
            .to_string();
        story.add(Kind::FollowUp, None, &after, "out of reach");
        let call = story.call(About::Customer, day);
        assert_eq!(
            call.closed,
            [story.id("long overdue"), story.id("in reach")],
            "{day}"
        );
        assert_eq!(story.one("in reach").ended_on, Some(on(day)));
        assert_eq!(story.one("in reach").touchpoint_id, Some(TouchpointId(1)));
    }
}

#[test]
fn what_waits_for_a_date_or_is_hidden() {
    let mut story = Story::signed("03-06", None).later("03-09");
    let id = story.id("reassure");
    story
        .happens(|customer, _| customer.snooze(id, on("03-30")))
        .unwrap();
    let call = story.call(About::Customer, "03-09");
    assert_eq!(
        call.closed,
        [id],
        "hidden, but due; what waits for the delivery waits on"
    );
}

#[test]
fn naming_limits_the_closing() {
    type Row = (
        &'static str,
        fn(DealId, DealId, CheckInId) -> About,
        &'static [&'static str],
    );
    let table: &[Row] = &[
        (
            "nobody is named",
            |_, _, _| About::Customer,
            &["first", "second", "own"],
        ),
        (
            "a deal and the account's own",
            |first, _, _| About::Deal(first),
            &["first", "own"],
        ),
        (
            "the other deal",
            |_, second, _| About::Deal(second),
            &["second", "own"],
        ),
        (
            "a check-in far ahead, and nothing else",
            |_, _, ahead| About::CheckIn(ahead),
            &["ahead"],
        ),
    ];
    for (what, about, closed) in table {
        let (mut story, first, second) = two_deals();
        story.add(Kind::FollowUp, None, "03-13", "own");
        let ahead = story.add(Kind::FollowUp, Some(first), "06-30", "ahead");
        story.call(about(first, second, ahead), "03-12");
        assert_eq!(story.ended(Ended::Contact), *closed, "{what}");
    }
}

#[test]
fn the_deal_of_a_contact() {
    type Row = (&'static str, fn(&mut Story) -> About, Option<i64>);
    let table: &[Row] = &[
        ("a deal is named", |_| About::Deal(DealId(2)), Some(2)),
        (
            "a deal's check-in is named",
            |story| About::CheckIn(story.id("second")),
            Some(2),
        ),
        ("all it closed is of two deals", |_| About::Customer, None),
        (
            "all it closed is one deal's",
            |story| {
                story.drop_it("first", false).unwrap();
                About::Customer
            },
            Some(2),
        ),
        (
            "a deal's and the account's own",
            |story| {
                story.drop_it("first", false).unwrap();
                story.add(Kind::FollowUp, None, "03-12", "own");
                About::Customer
            },
            None,
        ),
        (
            "the account's own is named",
            |story| About::CheckIn(story.add(Kind::FollowUp, None, "03-12", "own")),
            None,
        ),
        (
            "it closed nothing",
            |story| {
                story.drop_it("first", false).unwrap();
                story.drop_it("second", false).unwrap();
                About::Customer
            },
            None,
        ),
    ];
    for (what, about, deal) in table {
        let (mut story, ..) = two_deals();
        let about = about(&mut story);
        story.call(about, "03-12");
        assert_eq!(story.written[0].deal_id, deal.map(DealId), "{what}");
    }
}

#[test]
fn the_only_live_deal_is_the_deal_of_a_contact() {
    let mut story = Story::begin("03-12");
    story.deal(&[], &[]);
    story.call(About::Customer, "03-12");
    assert_eq!(story.written[0].deal_id, None, "a prospect is not live");
    let live = story.deal(&[(Rung::Verbal, "03-12")], &[]);
    let own = story.add(Kind::FollowUp, None, "03-12", "own");
    story.call(About::CheckIn(own), "03-12");
    assert_eq!(story.written[1].deal_id, Some(live));
    story.try_call(About::Customer, None);
    assert_eq!(story.written[2].deal_id, Some(live), "an attempt too");
}

#[test]
fn every_repeating_check_in_restarts_and_never_falls_earlier() {
    // the day of the call, and the turn of a check-in every 14 days that is due on Fri 20 March
    let table = [
        ("03-06", "03-20"),
        ("03-05", "03-20"),
        ("03-09", "03-23"),
        // 14 days are a Saturday.
        ("03-07", "03-23"),
        // It closes that turn, and the next one counts from the call.
        ("03-19", "04-02"),
        ("03-20", "04-03"),
        ("03-25", "04-08"),
    ];
    for (day, turn) in table {
        let mut story = Story::signed("03-06", None).later("03-25");
        story.call(About::Customer, day);
        assert_eq!(
            story.one("on-track").due_on,
            Some(on(turn)),
            "called on {day}"
        );
    }
}

#[test]
fn a_contact_about_another_deal_or_check_in_restarts_what_repeats_too() {
    let mut story = Story::signed("03-06", None).later("03-16");
    let other = story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, "03-16")], &[]);
    story.call(About::Deal(other), "03-16");
    assert_eq!(story.one("on-track").due_on, Some(on("03-30")));
    story.today = on("03-18");
    let reassure = story.id("reassure");
    let call = story.call(About::CheckIn(reassure), "03-18");
    assert_eq!(call.closed, [reassure]);
    assert_eq!(story.one("on-track").due_on, Some(on("04-01")));
}

#[test]
fn a_turn_closed_ahead_of_its_time_is_followed_by_one_no_earlier() {
    let mut story = Story::signed("03-06", None).later("03-09");
    let turn = story.id("on-track");
    story.reschedule("on-track", "04-20");
    story.call(About::CheckIn(turn), "03-09");
    let next = story.one("on-track");
    assert_ne!(next.id, turn);
    assert_eq!(next.due_on, Some(on("04-20")));
}

#[test]
fn last_reached_only_moves_forward() {
    let mut story = Story::begin("03-20");
    // Each row happens after the one above it.
    let table = [
        (Outcome::NoAnswer, "03-10", None),
        (Outcome::Sent, "03-11", None),
        (Outcome::LeftMessage, "03-11", None),
        (Outcome::Reached, "03-12", Some("03-12")),
        (Outcome::Reached, "03-09", Some("03-12")),
        (Outcome::Sent, "03-18", Some("03-12")),
        (Outcome::Reached, "03-17", Some("03-17")),
    ];
    for (outcome, day, last) in table {
        let contact = touchpoint(Via::Call, outcome, on(day));
        story.happens(|customer, day| customer.contact(contact, About::Customer, false, None, day));
        assert_eq!(
            story.customer.reach.last_reached_on,
            last.map(on),
            "{outcome} on {day}"
        );
    }
}

#[test]
fn keep_open_keeps_what_is_due_and_its_turn() {
    let mut story = Story::signed("03-06", None).later("03-20");
    let before = story.open();
    let call = touchpoint(Via::Call, Outcome::Reached, on("03-20"));
    let kept =
        story.happens(|customer, day| customer.contact(call, About::Customer, true, None, day));
    assert_eq!(kept.closed, []);
    assert_eq!(story.open(), before);
    assert_eq!(story.customer.reach.last_reached_on, Some(on("03-20")));
}

#[test]
fn an_answer_is_a_contact_on_its_own_day() {
    let (mut story, _, second) = two_deals();
    let mail = touchpoint(Via::Email, Outcome::Sent, on("03-12"));
    story.happens(|customer, day| customer.contact(mail, About::Deal(second), false, None, day));
    story.today = on("03-20");
    let mail = story.written[0].clone();
    let closed = story.happens(|customer, day| customer.answered(mail, on("03-16"), day));
    assert_eq!(
        closed,
        [story.id("second")],
        "the mail was about the second deal"
    );
    let answered = &story.written[0];
    assert_eq!(
        (answered.outcome, answered.on),
        (Outcome::Reached, on("03-16"))
    );
    assert_eq!(answered.sent_on, Some(on("03-12")));
    assert_eq!(story.one("second").ended_on, Some(on("03-16")));
    assert_eq!(story.customer.reach.last_reached_on, Some(on("03-16")));
}

#[test]
fn an_answer_to_a_mail_about_nothing_belongs_to_the_deal_it_closes() {
    let (mut story, _, second) = two_deals();
    let mail = touchpoint(Via::Email, Outcome::Sent, on("03-12"));
    story.happens(|customer, day| customer.contact(mail, About::Customer, false, None, day));
    story.drop_it("first", false).unwrap();
    let mail = story.written[0].clone();
    story.happens(|customer, day| customer.answered(mail, on("03-12"), day));
    assert_eq!(story.written[0].deal_id, Some(second));
    assert_eq!(story.written[0].sent_on, None, "answered on the same day");
}

#[test]
fn deals_and_what_comes_next() {
    let (mut story, first, second) = two_deals();
    assert_eq!(story.customer.only_live_deal(), None, "two of them");
    story.mark(Rung::Verified, "03-12");
    story.mark(Rung::Paid, "03-12");
    assert_eq!(
        story.customer.only_live_deal().map(|deal| deal.id),
        Some(first)
    );
    let settled = story
        .customer
        .deals_where(|status| status == Status::Settled);
    assert_eq!(settled.map(|deal| deal.id).collect::<Vec<_>>(), [second]);

    let next = |story: &Story| story.customer.next_check_in(story.today).map(|one| one.id);
    assert_eq!(next(&story), Some(story.id("first")));
    let id = story.id("first");
    story
        .happens(|customer, _| customer.snooze(id, on("03-20")))
        .unwrap();
    assert_eq!(
        next(&story),
        Some(story.id("second")),
        "what is hidden comes when it is seen again"
    );
}

#[test]
fn what_says_that_nothing_is_planned_comes_today_however_long_it_has() {
    let mut story = Story::begin("03-06");
    story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, "03-06")], &[]);
    let mut story = story.later("03-20");
    assert_eq!(story.one("adrift").due_on, Some(on("03-06")));
    assert_eq!(story.one("adrift").seen_on(story.today), Some(story.today));
    story.expect(Rung::Delivered, "03-18");
    let next = story.customer.next_check_in(story.today).map(|one| one.id);
    assert_eq!(
        next,
        Some(story.id("delivered")),
        "what is late comes first"
    );
    story.expect(Rung::Delivered, "03-27");
    let next = story.customer.next_check_in(story.today).map(|one| one.id);
    assert_eq!(next, Some(story.id("adrift")));
}

#[test]
fn a_contact_taken_off_the_record_is_counted_from_no_more() {
    // The day of the call that is taken off, the one that is then the last, and the turn of a check-in every 14
    // days that was first due on Fri 20 March; after calls on 9 and on 16 March it is due on the 30th.
    let table = [
        ("03-16", Some("03-09"), "03-23"),
        ("03-16", Some("03-02"), "03-20"),
        ("03-16", None, "03-20"),
        // An earlier one, or one of two on that day: it counts from the last, as it did.
        ("03-09", Some("03-16"), "03-30"),
        ("03-16", Some("03-16"), "03-30"),
        // It was of a day that nothing counts from.
        ("03-12", Some("03-09"), "03-30"),
    ];
    for (off, last, turn) in table {
        for by_hand in [false, true] {
            let mut story = Story::signed("03-06", None).later("03-16");
            for day in ["03-09", "03-16"] {
                story.call(About::Customer, day);
            }
            if by_hand {
                // On the very day, but by the rep.
                story.reschedule("on-track", "03-31");
                story.reschedule("on-track", "03-30");
            }
            assert_eq!(story.one("on-track").due_on, Some(on("03-30")));
            story.happens(|customer, day| {
                customer.reach.last_reached_on = last.map(on);
                customer.count_from_before(on(off), day);
            });
            let expected = if by_hand { "03-30" } else { turn };
            let due_on = story.one("on-track").due_on;
            assert_eq!(due_on, Some(on(expected)), "{off} {last:?} {by_hand}");
        }
    }
}

#[test]
fn a_contact_that_tells_of_a_rung_leaves_what_falls_due_after_it() {
    let mut story = Story::signed("03-06", Some("03-10")).later("03-16");
    let call = touchpoint(Via::Call, Outcome::Reached, on("03-16"));
    let deal = DealId(1);
    assert_eq!(story.line(story.one("works")), "03-17 works");
    let call = story.happens(|customer, day| {
        let mark = |ladder: &mut Ladder| ladder.mark(Rung::Delivered, day.today, None);
        customer.change_ladder(deal, mark).unwrap();
        customer.date_anew(deal, day);
        customer.contact(call, About::Customer, false, None, day)
    });
    assert!(!call.closed.contains(&story.id("works")));
    assert_eq!(story.line(story.one("works")), "03-23 works");
}

#[test]
fn the_next_time_has_its_reason_and_is_that_of_the_contact() {
    // Words of their own say enough; a day alone is explained by the note.
    for (what, name, why) in [
        (Some("send the chart"), "send the chart", None),
        (None, "follow up", Some("they like it")),
    ] {
        let mut story = Story::begin("03-12");
        let call = Touchpoint {
            note: Some("they like it".to_owned()),
            ..touchpoint(Via::Call, Outcome::Reached, on("03-12"))
        };
        let next = Some(Next {
            on: on("03-16"),
            what: what.map(ToOwned::to_owned),
        });
        let mut planned = None;
        story.happens(|customer, day| {
            customer.contact(call, About::Customer, false, next, day);
            planned = customer.touchpoints[0].next;
            assert_eq!(planned, customer.check_ins.last().map(|one| one.id));
        });
        assert!(planned.is_some(), "{name}");
        assert_eq!(story.one(name).why.as_deref(), why, "{name}");
    }
}
