//! A deal is lost: what is dropped and planned then, and what comes back when it is alive again.

use super::*;
use crate::domain::customer::{Promise, Risk, WinBackError, refuse_to_ask};
use crate::domain::deal::{Lost, LostReason, Status};
use crate::domain::win_back::Heartbeat;

/// Loses the story's only deal on a day to Globex, which has promised to deliver on another.
fn try_to_lose(
    story: &mut Story,
    day: &str,
    reason: LostReason,
    known: WinBack,
) -> Result<(), WinBackError> {
    let lost = Lost {
        on: on(day),
        reason,
        buried_on: None,
    };
    story.happens(|customer, day| customer.lose(DealId(1), lost, known, day))
}

fn to_globex(promised: Option<&str>) -> WinBack {
    WinBack {
        lost_to: Some("Globex".to_owned()),
        rival_promised_on: promised.map(on),
        ..WinBack::default()
    }
}

/// A deal without a plan, signed and lost on 6 March, as far as it is known on another day.
fn lost(today: &str, promised: Option<&str>) -> Story {
    let mut story = Story::begin("03-06");
    story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, "03-06")], &[]);
    let mut story = story.later(today);
    try_to_lose(&mut story, "03-06", LostReason::Price, to_globex(promised)).unwrap();
    story
}

/// What is known today of a deal lost on 6 March: the day, what the rival has promised, and what is open.
type Row = (&'static str, Option<&'static str>, &'static [&'static str]);

const NOTED: &[Row] = &[
    (
        "03-06",
        None,
        &[
            "03-10 thank",
            "03-20 settling-in",
            "04-20 month-two",
            "06-04 quarter",
            "09-02 stay",
        ],
    ),
    (
        "03-20",
        None,
        &[
            "03-20 thank, heartbeat",
            "03-20 settling-in, heartbeat",
            "04-20 month-two",
            "06-04 quarter",
            "09-02 stay",
        ],
    ),
    // What is past is not asked for, but for the latest of it.
    (
        "04-01",
        Some("03-20"),
        &[
            "04-01 delivered, heartbeat",
            "04-20 month-two",
            "06-04 quarter",
            "09-02 stay",
        ],
    ),
    // What comes again is due as the latest, or on the first of its turns that is not past.
    ("10-01", None, &["10-01 stay, heartbeat"]),
    (
        "12-01",
        Some("10-01"),
        &["12-01 stay, heartbeat", "12-01 delivered, heartbeat"],
    ),
    (
        "12-02",
        Some("10-01"),
        // The turn of next year.
        &["12-02 delivered, heartbeat", "03-01 stay"],
    ),
];

#[test]
fn a_loss_noted_late_makes_no_pile() {
    for (today, promised, expected) in NOTED {
        let story = lost(today, *promised);
        assert_eq!(story.open(), *expected, "{today}");
        assert_eq!(story.customer.deals[0].running_plan(), Some(plan::WIN_BACK));
    }
}

#[test]
fn what_cannot_be_lost() {
    let deal = DealId(1);
    // Rungs on 6 March, the day of the loss, its reason, the rival, and why not.
    let settled = [Rung::Delivered, Rung::Verified, Rung::Paid].as_slice();
    let nobody = WinBack::default;
    let globex = || to_globex(None);
    let table = [
        (
            &[Rung::Signed][..],
            "03-06",
            LostReason::Price,
            globex(),
            None,
        ),
        (&[], "03-05", LostReason::Price, globex(), None),
        (&[Rung::Signed], "03-06", LostReason::Other, nobody(), None),
        (
            &[Rung::Signed],
            "03-05",
            LostReason::Price,
            globex(),
            Some(WinBackError::TooEarly {
                deal,
                on: on("03-05"),
                latest: on("03-06"),
            }),
        ),
        (
            &[Rung::Signed],
            "03-06",
            LostReason::Price,
            nobody(),
            Some(WinBackError::NoRival { reason: "price" }),
        ),
        (
            settled,
            "03-06",
            LostReason::Price,
            globex(),
            Some(WinBackError::Settled { deal }),
        ),
    ];
    for (rungs, day, reason, known, refusal) in table {
        let mut story = Story::begin("03-06");
        let marks: Vec<_> = rungs.iter().map(|rung| (*rung, "03-06")).collect();
        story.deal(&marks, &[]);
        let came_to = try_to_lose(&mut story, day, reason, known);
        assert_eq!(came_to.err(), refusal, "{rungs:?} {day} {reason}");
        let is_lost = story.customer.deals[0].lost.is_some();
        assert_eq!(is_lost, refusal.is_none(), "{rungs:?} {day} {reason}");
        if is_lost {
            let again = try_to_lose(&mut story, day, LostReason::Price, globex());
            let status = Status::Lost;
            assert_eq!(again, Err(WinBackError::LostAlready { deal, status }));
        }
    }
}

/// Asks today whether it is really lost, and hears when their contract with Globex ends.
fn ask(story: &mut Story, contract_ends: Option<&str>) -> Vec<CheckInId> {
    let round = Heartbeat {
        id: None,
        uid: String::new(),
        deal_id: DealId(1),
        on: story.today,
        attractive: None,
        would_match: None,
        rival_signed: None,
        contract_ends_on: contract_ends.map(on),
    };
    story
        .happens(|customer, day| customer.note_heartbeat(round, day))
        .unwrap()
}

#[test]
fn what_counts_from_the_days_of_the_rival_follows_them() {
    let mut story = lost("03-06", Some("04-01"));
    let delivered = story.one("delivered");
    assert_eq!(delivered.due_on, Some(on("04-08")));
    let why = "Globex promised delivery by Wed 1 Apr 2026";
    assert_eq!(delivered.why.as_deref(), Some(why));

    let promises = |story: &mut Story, day: Option<&str>| {
        story.happens(|customer, now| {
            let was = customer.deals[0].win_back.clone();
            customer.deals[0].win_back.rival_promised_on = day.map(on);
            customer.follow_rival(DealId(1), &was, now);
        });
    };
    promises(&mut story, Some("04-15"));
    assert_eq!(story.one("delivered").due_on, Some(on("04-22")));
    promises(&mut story, None);
    assert_eq!(story.ended(Ended::Plan), ["delivered"]);
    promises(&mut story, Some("04-20"));
    story.reschedule("delivered", "04-24");
    promises(&mut story, Some("05-04"));
    let by_hand = story.one("delivered");
    assert_eq!(by_hand.due_on, Some(on("04-24")), "the rep said so");
    let why = "Globex promised delivery by Mon 4 May 2026";
    assert_eq!(by_hand.why.as_deref(), Some(why));

    // 90 days before the end; where that has passed, today.
    for (ends, due_on) in [("09-30", "07-02"), ("10-30", "07-31"), ("04-30", "03-06")] {
        ask(&mut story, Some(ends));
        assert_eq!(story.one("contract").due_on, Some(on(due_on)), "{ends}");
    }
    // Once it was asked about it is not asked again, unless the day is another; and never of what is over.
    let mut story = story.later("03-09");
    let contract = story.id("contract");
    assert!(ask(&mut story, None).contains(&contract));
    assert_eq!(
        (story.id("contract"), story.one("contract").is_open()),
        (contract, false)
    );
    let mut story = story.later("05-04");
    story.happens(|customer, now| {
        let was = customer.deals[0].win_back.clone();
        customer.deals[0].win_back.rival_contract_ends_on = Some(on("05-03"));
        customer.follow_rival(DealId(1), &was, now);
    });
    assert_eq!(story.id("contract"), contract);
}

#[test]
fn a_round_settles_what_is_due_but_not_the_thanks() {
    let mut story = lost("03-06", None).later("03-19");
    let closed = ask(&mut story, None);
    assert_eq!(closed, [story.id("settling-in")], "due on the next workday");
    assert_eq!(story.one("thank").due_on, Some(on("03-10")));
    assert!(story.one("thank").is_open());
    let mut story = story.later("09-02");
    let stay = story.id("stay");
    assert!(ask(&mut story, None).contains(&stay));
    assert_eq!(story.one("stay").due_on, Some(on("12-01")), "90 days on");
    assert!(ask(&mut story, None).is_empty());
}

#[test]
fn nobody_asks_before_a_loss_and_what_is_buried_says_why() {
    let mut story = lost("03-20", None);
    let deal = DealId(1);
    for (day, refused) in [("03-05", true), ("03-06", false), ("03-20", false)] {
        let came_to = refuse_to_ask(&story.customer.deals[0], on(day));
        assert_eq!(came_to.is_err(), refused, "{day}");
    }
    let bury = |customer: &mut Customer, day: Day<'_>| customer.bury(deal, "moved".to_owned(), day);
    story.happens(bury).unwrap();
    let buried = &story.customer.deals[0];
    assert_eq!(buried.win_back.buried_why.as_deref(), Some("moved"));
    assert_eq!(
        buried.lost.and_then(|lost| lost.buried_on),
        Some(on("03-20"))
    );
    story.is_open(&[]);
    assert_eq!(
        story.happens(bury),
        Err(WinBackError::BuriedAlready { deal })
    );
    story
        .happens(|customer, day| customer.revive(deal, day))
        .unwrap();
    let status = Status::Won;
    assert_eq!(
        story.happens(bury),
        Err(WinBackError::NotLost { deal, status })
    );
}

#[test]
fn what_repeats_goes_on_when_a_deal_is_alive_again() {
    // The day on which it is, and the turn of what was due on 20 March and comes every 14 days.
    for (today, turn) in [
        ("03-19", "03-20 on-track"),
        ("03-20", "03-20 on-track, today"),
        ("03-24", "04-07 on-track"),
    ] {
        let mut story = Story::signed("03-06", None);
        try_to_lose(&mut story, "03-06", LostReason::Price, to_globex(None)).unwrap();
        let mut story = story.later(today);
        story
            .happens(|customer, day| customer.revive(DealId(1), day))
            .unwrap();
        assert_eq!(story.line(story.one("on-track")), turn, "{today}");
        assert_eq!(
            story.ended(Ended::Pile),
            ["reassure", "hand-over"],
            "{today}"
        );
    }
}

#[test]
fn what_was_asked_of_an_earlier_loss_stays_as_it_is() {
    let mut story = lost("03-06", None);
    let thanked = story.id("thank");
    let deal = DealId(1);
    story.done("thank").unwrap();
    story
        .happens(|customer, _| customer.reopen(thanked))
        .unwrap();
    story.done("thank").unwrap();
    story
        .happens(|customer, day| customer.revive(deal, day))
        .unwrap();
    let refused = |story: &mut Story| {
        let reopened = story.happens(|customer, _| customer.reopen(thanked));
        reopened.unwrap_err().to_string()
    };
    assert!(refused(&mut story).contains("nobody is winning the deal back"));
    try_to_lose(&mut story, "03-06", LostReason::Price, to_globex(None)).unwrap();
    assert!(refused(&mut story).contains("lost anew"));
}

#[test]
fn a_deal_that_is_alive_again_owes_what_it_owed() {
    let mut story = Story::signed("03-06", Some("04-10"));
    let deal = DealId(1);
    let promise = Promise::ours(on("03-20"), "training".to_owned());
    story.happens(|customer, _| customer.promise(Some(deal), promise));
    let risk = Risk {
        what: "the crane".to_owned(),
        plan_b: "rent one".to_owned(),
    };
    story.happens(|customer, _| customer.risk(deal, risk, on("03-20")));
    let kept = Promise::ours(on("03-06"), "kept".to_owned());
    story.happens(|customer, _| customer.promise(Some(deal), kept));
    story.done("kept").unwrap();
    story.remind(Some(deal), "03-20", "send the chart");
    story.done("reassure").unwrap();
    story.drop_it("hand-over", false).unwrap();
    let other = story.deal(&[(Rung::Signed, "03-06")], &[]);
    let of_other = |story: &Story| -> Vec<CheckIn> {
        let all = story.customer.check_ins.iter();
        all.filter(|one| one.deal_id == Some(other))
            .cloned()
            .collect()
    };
    let before = of_other(&story);
    let mut story = story.later("03-10");
    try_to_lose(&mut story, "03-10", LostReason::Price, to_globex(None)).unwrap();
    for name in ["training", "the crane", "send the chart"] {
        assert_eq!(story.one(name).ended, Some(Ended::Lost), "{name}");
    }

    let mut story = story.later("03-31");
    story
        .happens(|customer, day| customer.revive(deal, day))
        .unwrap();
    let of_deal = story.open().into_iter().filter(|one| one.contains("d1"));
    // What was owed is owed, what was planned begins today: on-track would only come after the delivery.
    assert_eq!(
        of_deal.collect::<Vec<_>>(),
        [
            "03-20 d1 training, broken",
            "03-20 d1 the crane, overdue",
            "03-31 d1 it is alive again: agree what comes next, today",
            "04-07 d1 ready",
            "04-10 d1 delivered",
            "04-17 d1 works",
            "05-11 d1 measure",
            "waits d1 on-track",
            "waits d1 invoice",
        ]
    );
    assert_eq!(of_other(&story), before, "it is another deal's");
    assert_eq!(story.one("kept").ended, Some(Ended::Done));
}

#[test]
fn a_loss_that_somebody_else_tells_of_closes_and_gives_back_too() {
    let mut story = Story::signed("03-06", None);
    let promise = Promise::ours(on("03-20"), "training".to_owned());
    story.happens(|customer, _| customer.promise(Some(DealId(1)), promise));
    let lost = Lost {
        on: on("03-06"),
        reason: LostReason::Other,
        buried_on: None,
    };
    for (lost, ended) in [(Some(lost), Some(Ended::Lost)), (None, None), (None, None)] {
        story.happens(|customer, day| {
            let before = customer.clone();
            customer.deals[0].lost = lost;
            customer.follow_losses(&before, day);
        });
        assert_eq!(story.one("training").ended, ended);
    }
}
