use super::*;
use crate::domain::account::{Account, Reach};
use crate::domain::id::AccountId;
use crate::domain::ladder::RungState;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, number).unwrap()
}

/// A deal with these rungs marked.
fn deal(marks: &[(Rung, u32)]) -> Deal {
    let mut ladder = Ladder::default();
    for (rung, on) in marks {
        ladder.facts_mut(*rung).done_on = Some(day(*on));
    }
    Deal::new(DealId(1), AccountId(1), ladder)
}

#[test]
fn how_a_deal_is_written_out() {
    for (marks, expected) in [
        (&[][..], Stage::Prospect(None)),
        (&[(Rung::Verbal, 2)], Stage::Prospect(None)),
        (&[(Rung::Ordered, 2), (Rung::Signed, 4)], Stage::Won(day(4))),
        (&[(Rung::Ordered, 3), (Rung::Verbal, 1)], Stage::Won(day(3))),
        (&[(Rung::Paid, 9), (Rung::Delivered, 6)], Stage::Won(day(6))),
    ] {
        assert_eq!(Stage::written(&deal(marks)), expected, "{marks:?}");
    }
    let mut prospect = deal(&[]);
    prospect.expected_close_on = Some(day(20));
    assert_eq!(Stage::written(&prospect), Stage::Prospect(Some(day(20))));
    let mut lost = deal(&[(Rung::Signed, 4)]);
    lost.lost = Some(Lost {
        on: day(9),
        reason: LostReason::Price,
        buried_on: None,
    });
    assert_eq!(Stage::written(&lost), Stage::Lost(day(9)));
}

#[test]
fn what_the_rep_has_changed_is_kept_unless_the_file_wins() {
    // What the file said last, what is on record, what the file says now, and whether the file wins; what is on
    // record then, whether it was updated, and whether it was kept.
    let table = [
        (
            Some("A"),
            Some("A"),
            Some("A"),
            false,
            (Some("A"), false, false),
        ),
        (
            Some("A"),
            Some("A"),
            Some("B"),
            false,
            (Some("B"), true, false),
        ),
        (Some("A"), Some("A"), None, false, (None, true, false)),
        (
            Some("A"),
            Some("C"),
            Some("B"),
            false,
            (Some("C"), false, true),
        ),
        (
            Some("A"),
            Some("C"),
            Some("A"),
            false,
            (Some("C"), false, true),
        ),
        (
            Some("A"),
            Some("C"),
            Some("B"),
            true,
            (Some("B"), true, false),
        ),
        (Some("A"), Some("C"), None, true, (None, true, false)),
        (None, Some("C"), Some("B"), false, (Some("C"), false, true)),
        // The file never spoke of it.
        (None, Some("C"), None, true, (Some("C"), false, true)),
    ];
    for (last, our, new, theirs, expected) in table {
        let text = |text: Option<&str>| text.map(ToOwned::to_owned);
        let mut incoming = Incoming {
            uid: None,
            source: None,
            key: None,
            account: "Acme".to_owned(),
            title: text(last),
            value: None,
            stage: Stage::Prospect(None),
            person: None,
            email: None,
            phone: None,
            note: None,
            tags: Vec::new(),
        };
        let mut customer = Customer::begun("Acme".to_owned());
        let id = add(&mut customer, &incoming, "crm", day(1));
        assert!(!customer.deal(id).unwrap().plan_by_hand);
        customer.deal_mut(id).unwrap().title = text(our);
        incoming.title = text(new);
        let merged = merge(&mut customer, id, &incoming, theirs, day(1));
        let deal = customer.deal(id).unwrap();
        let came_to = (deal.title.as_deref(), merged.updated, merged.kept);
        assert_eq!(came_to, expected, "{last:?} {our:?} {new:?} {theirs}");
        // The next one is compared with this one.
        assert_eq!(deal.imported, imported_text(&incoming));
    }
}

#[test]
fn tags_are_the_same_in_any_order() {
    let tags =
        |tags: &[&str]| tags_as_text(&tags.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(tags(&["vip", "key"]), tags(&["key", "vip"]));
    assert_ne!(tags(&["vip"]), tags(&["key", "vip"]));
}

#[test]
fn a_deal_won_before_the_live_ones_is_history() {
    for (won_on, expected) in [
        (4, RungState::NotApplicable),
        (5, RungState::Open { expected_on: None }),
    ] {
        let mut won = deal(&[]);
        won.expected_close_on = Some(day(20));
        take_stage(&mut won, Stage::Won(day(won_on)), day(5));
        for rung in [Rung::Delivered, Rung::Verified, Rung::Invoiced, Rung::Paid] {
            assert_eq!(won.ladder.state(rung), expected, "{rung}, {won_on}");
        }
        assert_eq!(won.ladder.done_on(Rung::Signed), Some(day(won_on)));
        assert_eq!(won.expected_close_on, None);
    }
}

#[test]
fn our_own_file_is_no_word_of_another_program() {
    let account = Account {
        id: AccountId(1),
        uid: String::new(),
        name: "Acme".to_owned(),
        tags: Vec::new(),
    };
    let mut ours = deal(&[(Rung::Verbal, 2)]);
    ours.title = Some("Lathe 200".to_owned());
    ours.note = Some("ours".to_owned());
    ours.imported = Some(r#"{"title":"Lathe"}"#.to_owned());
    let mut incoming = Incoming {
        uid: Some("u".to_owned()),
        source: Some(String::new()),
        key: None,
        account: "Acme".to_owned(),
        title: ours.title.clone(),
        value: None,
        stage: Stage::written(&ours),
        person: None,
        email: None,
        phone: None,
        note: ours.note.clone(),
        tags: Vec::new(),
    };
    let people = Vec::new();
    let mut customer = Customer::new(account, people, vec![ours], Vec::new(), Reach::default());
    let before = customer.clone();
    let came = merge(&mut customer, DealId(1), &incoming, true, day(1));
    assert_eq!((came, &customer), (Merged::default(), &before));
    // Changed in a spreadsheet; the note was emptied there.
    incoming.title = Some("Lathe 300".to_owned());
    incoming.note = None;
    let kept = merge(&mut customer, DealId(1), &incoming, false, day(1));
    assert!(kept.kept && !kept.updated && customer == before);
    let taken = merge(&mut customer, DealId(1), &incoming, true, day(1));
    assert!(taken.updated);
    let deal = customer.deal(DealId(1)).unwrap();
    assert_eq!(deal.title.as_deref(), Some("Lathe 300"));
    assert_eq!(deal.note.as_deref(), Some("ours"));
    assert_eq!(deal.imported, before.deals[0].imported);
}
