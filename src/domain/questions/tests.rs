//! What is asked at which stage, and what goes before it.

use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn situation(stage: Stage) -> Situation {
    Situation {
        title: None,
        stage,
        broken: None,
        objection: None,
        unmeasured: None,
        unpaid: false,
        rival: None,
        rival_promised: None,
        attractive: None,
        is_signed: false,
    }
}

#[test]
fn the_stage_follows_from_the_rungs() {
    use Rung::{Delivered, Ordered, Signed, Verbal, Verified};
    // What is marked, the day on which the delivery is expected, and the stage on the 20th.
    type Case = (Status, &'static [(Rung, u32)], Option<u32>, Stage);
    let table: &[Case] = &[
        (Status::Prospect, &[], None, Stage::Open),
        (Status::Verbal, &[(Verbal, 1)], None, Stage::Verbal),
        (Status::Won, &[(Signed, 6)], None, Stage::FreshYes),
        (Status::Won, &[(Signed, 5)], None, Stage::Underway),
        (
            Status::Won,
            &[(Ordered, 1), (Signed, 10)],
            None,
            Stage::FreshYes,
        ),
        (Status::Won, &[(Signed, 18)], Some(31), Stage::Delivery),
        (Status::Won, &[(Ordered, 1)], Some(20), Stage::Delivery),
        (Status::Won, &[(Ordered, 1)], Some(19), Stage::Late),
        (
            Status::Won,
            &[(Signed, 1), (Delivered, 19)],
            None,
            Stage::InUse,
        ),
        (
            Status::Won,
            &[(Signed, 1), (Verified, 19)],
            None,
            Stage::Unpaid,
        ),
        (Status::Settled, &[(Verified, 19)], None, Stage::Settled),
        (Status::Lost, &[(Signed, 18)], None, Stage::Lost),
        (Status::Buried, &[], None, Stage::Buried),
    ];
    for (status, marks, delivery, expected) in table {
        let mut ladder = Ladder::default();
        for (rung, on) in *marks {
            ladder.mark(*rung, day(*on), None).unwrap();
        }
        ladder.facts_mut(Delivered).expected_on = delivery.map(day);
        assert_eq!(
            Stage::of(*status, &ladder, day(20)),
            *expected,
            "{status} {marks:?} {delivery:?}"
        );
    }
    let mut far = Ladder::default();
    far.mark(Signed, day(1), None).unwrap();
    for (april, expected) in [(3, Stage::Delivery), (4, Stage::Underway)] {
        far.facts_mut(Delivered).expected_on = NaiveDate::from_ymd_opt(2026, 4, april);
        assert_eq!(Stage::of(Status::Won, &far, day(20)), expected, "{april}");
    }
    // Nobody knows when they said yes.
    let stage = Stage::of(Status::Won, &Ladder::default(), day(20));
    assert_eq!(stage, Stage::Underway);
}

#[test]
fn what_is_asked_first_at_each_stage() {
    let table = [
        (Stage::Open, "What has to be different"),
        (
            Stage::Verbal,
            "What still stands between the yes and the order",
        ),
        (Stage::FreshYes, "How do you feel about the decision"),
        (Stage::Underway, "Which step to the delivery"),
        (Stage::Delivery, "Is the date firm"),
        (Stage::Late, "What does the delay cost you"),
        (Stage::InUse, "Is it doing what I promised?"),
        (Stage::Unpaid, "Is the invoice with the right person"),
        (Stage::Settled, "What has changed"),
        (Stage::Lost, "What was most attractive in the other offer?"),
        (Stage::Buried, "What has changed"),
    ];
    for (stage, begins) in table {
        let found = questions(&[situation(stage)], Balance::default());
        assert!(found[0].starts_with(begins), "{stage:?}: {found:?}");
        assert!(found.len() <= MOST, "{stage:?}: {found:?}");
        assert!(
            found.last().unwrap().contains("give"),
            "{stage:?}: {found:?}"
        );
        let mut once = found.clone();
        once.dedup();
        assert_eq!(once, found);
    }
    assert_eq!(
        questions(&[situation(Stage::Lost)], Balance::default()).len(),
        MOST
    );
    assert_eq!(questions(&[], Balance::default()).len(), 1);
}

#[test]
fn however_much_cannot_wait_the_stage_is_asked_about() {
    let all_of_it = Situation {
        broken: Some("the plan".to_owned()),
        objection: Some(("Dana".to_owned(), "no lorry waits".to_owned())),
        unmeasured: Some("first response".to_owned()),
        rival: Some("Initech".to_owned()),
        ..situation(Stage::InUse)
    };
    let found = questions(&[all_of_it], Balance::default());
    assert!(found[1].starts_with("Dana objects"), "{found:?}");
    assert!(
        found[2].starts_with("Is it doing what I promised?"),
        "{found:?}"
    );
}

#[test]
fn what_cannot_wait_goes_before() {
    let text = |text: &str| Some(text.to_owned());
    let in_use = situation(Stage::InUse);
    let table = [
        (
            Situation {
                broken: text("the plan"),
                ..in_use.clone()
            },
            "Say it before they do: the plan is late",
        ),
        (
            Situation {
                objection: Some(("Dana".to_owned(), "no lorry waits".to_owned())),
                ..in_use.clone()
            },
            "Dana objects to \"no lorry waits\"",
        ),
        (
            Situation {
                unmeasured: text("first response"),
                ..in_use.clone()
            },
            "What is first response now?",
        ),
        (
            Situation {
                rival: text("Initech"),
                ..in_use.clone()
            },
            "What does Initech tell you",
        ),
        (
            Situation {
                rival: text("Initech"),
                broken: text("the plan"),
                ..in_use.clone()
            },
            "Say it before they do",
        ),
        (
            Situation {
                rival_promised: text("free training"),
                ..situation(Stage::Lost)
            },
            "Did they deliver what they promised: free training?",
        ),
        (
            Situation {
                unpaid: true,
                rival: text("Initech"),
                ..in_use.clone()
            },
            "What holds the payment up",
        ),
        (
            Situation {
                unpaid: true,
                ..situation(Stage::Late)
            },
            "What does the delay cost you",
        ),
        (
            Situation {
                attractive: text("24/7 support"),
                ..situation(Stage::Lost)
            },
            "You chose it for this: 24/7 support.",
        ),
        (
            Situation {
                is_signed: true,
                ..situation(Stage::Lost)
            },
            "What was most attractive",
        ),
        // Before it is there it cannot be measured, and of what is lost the rival is asked about otherwise.
        (
            Situation {
                unmeasured: text("first response"),
                ..situation(Stage::Delivery)
            },
            "Is the date firm",
        ),
        (
            Situation {
                rival: text("Initech"),
                ..situation(Stage::Lost)
            },
            "What was most attractive",
        ),
    ];
    for (situation, begins) in table {
        let found = questions(std::slice::from_ref(&situation), Balance::default());
        assert!(found[0].starts_with(begins), "{situation:?}: {found:?}");
    }
}

#[test]
fn what_a_lost_customer_has_answered_is_not_asked_again() {
    let about = |question: &str, is_signed: bool, attractive: Option<&str>| {
        let one = Situation {
            is_signed,
            attractive: attractive.map(String::from),
            ..situation(Stage::Lost)
        };
        let asked = questions(&[one], Balance::default());
        asked.iter().any(|one| one.contains(question))
    };
    // The question, and whether it is asked of whom nothing is known, who told what they like, who has signed.
    let table = [
        ("most attractive", [true, false, true]),
        ("Is the contract signed", [true, true, false]),
        ("When does the contract end", [false, false, true]),
        ("Is it what you hoped for", [false, true, false]),
    ];
    for (question, expected) in table {
        let found = [
            about(question, false, None),
            about(question, false, Some("24/7")),
            about(question, true, None),
        ];
        assert_eq!(found, expected, "{question}");
    }
}

#[test]
fn no_addon_is_asked_about_while_a_promise_is_broken() {
    let asked = |broken: Option<&str>| {
        let one = Situation {
            broken: broken.map(String::from),
            ..situation(Stage::InUse)
        };
        questions(&[one], Balance::default()).contains(&ADDON_QUESTION.to_owned())
    };
    assert!(asked(None));
    assert!(!asked(Some("the plan")));
    assert!(Stage::InUse.questions().contains(&ADDON_QUESTION));
}

#[test]
fn several_deals_are_asked_about_in_turn_and_by_name() {
    let named = |title: &str, stage| Situation {
        title: Some(title.to_owned()),
        ..situation(stage)
    };
    let found = questions(
        &[named("Fleet", Stage::InUse), named("Vans", Stage::Verbal)],
        Balance::default(),
    );
    assert_eq!(found.len(), MOST);
    let begins = [
        "Fleet: Is it doing",
        "Vans: What still",
        "Fleet: What do those",
        "Vans: Is there",
    ];
    for (question, begin) in found.iter().zip(begins) {
        assert!(question.starts_with(begin), "{found:?}");
    }
}

#[test]
fn what_is_to_be_asked_about_several_deals_is_asked_once() {
    let named = |title: &str, stage, rival: Option<&str>| Situation {
        title: Some(title.to_owned()),
        rival: rival.map(String::from),
        ..situation(stage)
    };
    let found = questions(
        &[
            named("Fleet", Stage::Underway, None),
            named("Vans", Stage::Underway, Some("Umbra")),
            named("Press", Stage::InUse, None),
        ],
        Balance::default(),
    );
    assert_eq!(
        found[..4],
        [
            "Which step to the delivery is unclear, or has no date?",
            "Vans: What does Umbra tell you about us?",
            "Press: Is it doing what I promised?",
            "Has anything changed in what you want to reach with it?",
        ]
    );
    assert_eq!(found.len(), MOST);
}

#[test]
fn after_three_asks_in_a_row_the_last_word_is_to_give() {
    let balance = |asks| Balance {
        gave: 1,
        asked: 4,
        asks_in_a_row: asks,
    };
    let last = |asks| {
        questions(&[situation(Stage::Open)], balance(asks))
            .pop()
            .unwrap()
    };
    assert!(
        last(3).starts_with("Give first: they were asked 3 times"),
        "{}",
        last(3)
    );
    assert!(last(2).starts_with("What can you give"), "{}", last(2));
}
