//! Weeks of one customer, as a rep would write them down.

use super::*;
use crate::domain::id::DealId;

/// A day, what happened on it, and what is open after it.
type Entry = (
    &'static str,
    &'static str,
    fn(&mut Story),
    &'static [&'static str],
);

fn read(mut story: Story, diary: &[Entry]) {
    for (day, what, happens, open) in diary {
        story.today = on(day);
        happens(&mut story);
        assert_eq!(story.open(), *open, "{day}: {what}");
    }
}

const FIVE_WEEKS: &[Entry] = &[
    (
        "03-06",
        "a Friday: signed, delivery in three weeks, payment 30 days after the invoice",
        |story| {
            let mut ladder = Ladder::with_terms(Some(30));
            ladder.mark(Rung::Signed, on("03-06"), None).unwrap();
            ladder
                .expect(Rung::Delivered, on("03-27"), None, on("03-06"))
                .unwrap();
            story.happens(|customer, _| {
                customer.add_deal(Deal {
                    ladder,
                    ..blank_deal()
                });
            });
        },
        &[
            "03-09 reassure",
            "03-13 hand-over",
            "03-20 on-track",
            "03-24 ready",
            "03-27 delivered",
            "04-03 works",
            // 30 days are a Sunday.
            "04-27 measure",
            "waits invoice",
        ],
    ),
    (
        "03-09",
        "called, nobody there: it stays to be done",
        |story| {
            story.try_call(About::Customer, None);
        },
        &[
            "03-09 reassure, today",
            "03-13 hand-over",
            "03-20 on-track",
            "03-24 ready",
            "03-27 delivered",
            "04-03 works",
            "04-27 measure",
            "waits invoice",
        ],
    ),
    (
        "03-10",
        "wrote a mail: an attempt too",
        |story| {
            let mail = touchpoint(Via::Email, Outcome::Sent, on("03-10"));
            let sent = story
                .happens(|customer, day| customer.contact(mail, About::Customer, false, None, day));
            assert!(sent.closed.is_empty());
            assert_eq!(story.customer.reach.last_reached_on, None);
        },
        &[
            "03-09 reassure, overdue",
            "03-13 hand-over",
            "03-20 on-track",
            "03-24 ready",
            "03-27 delivered",
            "04-03 works",
            "04-27 measure",
            "waits invoice",
        ],
    ),
    (
        "03-12",
        "they answer: that settles what is due until tomorrow, and the rhythm begins anew",
        |story| {
            let mail = story.written.last().unwrap().clone();
            let closed = story.happens(|customer, day| customer.answered(mail, on("03-12"), day));
            assert_eq!(closed.len(), 2);
            let answered = story.written.last().unwrap();
            assert_eq!(
                (answered.on, answered.sent_on),
                (on("03-12"), Some(on("03-10")))
            );
            assert_eq!(answered.deal_id, Some(story.last_deal()));
            assert_eq!(story.customer.reach.last_reached_on, Some(on("03-12")));
        },
        &[
            "03-24 ready",
            "03-26 on-track",
            "03-27 delivered",
            "04-03 works",
            "04-27 measure",
            "waits invoice",
        ],
    ),
    (
        "03-13",
        "promised myself to send a chart",
        |story| {
            story.remind(Some(story.last_deal()), "03-17", "send the chart");
        },
        &[
            "03-17 send the chart",
            "03-24 ready",
            "03-26 on-track",
            "03-27 delivered",
            "04-03 works",
            "04-27 measure",
            "waits invoice",
        ],
    ),
    (
        "03-18",
        "logged late: met them on Monday, so the next turn would be after the delivery",
        |story| {
            let met = story.call(About::Customer, "03-16");
            assert_eq!(met.closed, [story.id("send the chart")]);
        },
        &[
            "03-24 ready",
            "03-27 delivered",
            "04-03 works",
            "04-27 measure",
            "waits on-track",
            "waits invoice",
        ],
    ),
    (
        "03-23",
        "checked: all is ready",
        |story| {
            story.done("ready").unwrap();
        },
        &[
            "03-27 delivered",
            "04-03 works",
            "04-27 measure",
            "waits on-track",
            "waits invoice",
        ],
    ),
    (
        "03-24",
        "the delivery slips by two weeks: is it ready, again? and is it on track?",
        |story| {
            story.expect(Rung::Delivered, "04-10");
            let ladder = &story.customer.deals[0].ladder;
            assert_eq!(ladder.slips(Rung::Delivered), (1, 14));
        },
        &[
            "03-30 on-track",
            "04-07 ready",
            "04-10 delivered",
            "04-17 works",
            "05-11 measure",
            "waits invoice",
        ],
    ),
    (
        "03-31",
        "called a day late: the next turn falls past the delivery",
        |story| {
            story.call(About::Customer, "03-31");
        },
        &[
            "04-07 ready",
            "04-10 delivered",
            "04-17 works",
            "05-11 measure",
            "waits invoice",
            "waits on-track",
        ],
    ),
    (
        "04-07",
        "delivered three days early: nothing is left to be asked before it",
        |story| {
            let marked = story.mark(Rung::Delivered, "04-07");
            assert_eq!(marked.missing, [Rung::Verified, Rung::Paid]);
            assert_eq!(story.one("delivered").ended_on, Some(on("04-07")));
        },
        &["04-14 works", "05-07 measure", "waits invoice"],
    ),
    (
        "04-20",
        "the invoice has been out since Tuesday: marked late, and the payment has a day",
        |story| {
            let marked = story.mark(Rung::Invoiced, "04-14");
            assert_eq!(marked.gaps, [Rung::Verified]);
        },
        &[
            "04-14 works, overdue",
            "04-21 invoice",
            "05-07 measure",
            "05-14 paid",
        ],
    ),
];

#[test]
fn five_weeks_from_a_signature_to_an_invoice() {
    read(Story::begin("03-06"), FIVE_WEEKS);
}

const TWO_DEALS: &[Entry] = &[
    (
        "03-09",
        "the first one has been left alone, the second one is new",
        |_| {},
        &[
            "03-03 d1 reassure, overdue",
            "03-09 d1 hand-over, today",
            "03-10 d2 reassure",
            "03-16 d1 on-track",
            "03-16 d2 hand-over",
            "03-23 d2 on-track",
            "04-08 d1 ready",
            "04-13 d1 delivered",
            "04-20 d1 works",
            "05-13 d1 measure",
            "waits d1 invoice",
            "waits d2 ready",
            "waits d2 works",
            "waits d2 measure",
            "waits d2 invoice",
        ],
    ),
    (
        "03-09",
        "a call about the second one settles what it has until tomorrow; every rhythm begins anew",
        |story| {
            let call = story.call(About::Deal(DealId(2)), "03-09");
            assert_eq!(call.closed.len(), 1);
            assert_eq!(story.written.last().unwrap().deal_id, Some(DealId(2)));
        },
        &[
            "03-03 d1 reassure, overdue",
            "03-09 d1 hand-over, today",
            "03-16 d2 hand-over",
            "03-23 d1 on-track",
            "03-23 d2 on-track",
            "04-08 d1 ready",
            "04-13 d1 delivered",
            "04-20 d1 works",
            "05-13 d1 measure",
            "waits d1 invoice",
            "waits d2 ready",
            "waits d2 works",
            "waits d2 measure",
            "waits d2 invoice",
        ],
    ),
    (
        "03-13",
        "a visit about nothing in particular settles what both have due, and is no deal's",
        |story| {
            let visit = story.call(About::Customer, "03-13");
            assert_eq!(visit.closed.len(), 3);
            assert_eq!(story.written.last().unwrap().deal_id, None);
        },
        &[
            "03-27 d1 on-track",
            "03-27 d2 on-track",
            "04-08 d1 ready",
            "04-13 d1 delivered",
            "04-20 d1 works",
            "05-13 d1 measure",
            "waits d1 invoice",
            "waits d2 ready",
            "waits d2 works",
            "waits d2 measure",
            "waits d2 invoice",
        ],
    ),
    (
        "03-16",
        "the second one is invoiced in advance, and the gap is named",
        |story| {
            let marked = story.mark(Rung::Invoiced, "03-16");
            assert_eq!(marked.gaps, [Rung::Delivered, Rung::Verified]);
            assert_eq!(
                marked.missing,
                [Rung::Delivered, Rung::Verified, Rung::Paid]
            );
            assert_eq!(marked.after, Status::Won);
        },
        &[
            "03-23 d2 invoice",
            "03-27 d1 on-track",
            "03-27 d2 on-track",
            "04-08 d1 ready",
            "04-13 d1 delivered",
            "04-20 d1 works",
            "05-13 d1 measure",
            "waits d1 invoice",
            "waits d2 ready",
            "waits d2 works",
            "waits d2 measure",
        ],
    ),
    (
        "03-23",
        "a call settles what only one of them has due, so it is that one's",
        |story| {
            let call = story.call(About::Customer, "03-23");
            assert_eq!(call.closed.len(), 1);
            assert_eq!(story.written.last().unwrap().deal_id, Some(DealId(2)));
        },
        &[
            "04-06 d1 on-track",
            "04-06 d2 on-track",
            "04-08 d1 ready",
            "04-13 d1 delivered",
            "04-20 d1 works",
            "05-13 d1 measure",
            "waits d1 invoice",
            "waits d2 ready",
            "waits d2 works",
            "waits d2 measure",
        ],
    ),
];

#[test]
fn two_deals_at_one_account() {
    let mut story = Story::begin("03-02");
    let first = story.deal(&[(Rung::Signed, "03-02")], &[(Rung::Delivered, "04-13")]);
    story.today = on("03-09");
    let second = story.deal(&[(Rung::Signed, "03-09")], &[]);
    assert_eq!((first, second), (DealId(1), DealId(2)));
    read(story, TWO_DEALS);
}
