//! What a contact was for.

use super::*;

#[test]
fn a_contact_is_for_what_the_deal_was_that_morning() {
    use Rung::*;
    // The deal, its day of contact, and (new business, won accounts, win-back).
    let signed = || deal(1, &[(Verbal, "03-01"), (Signed, "03-05")]);
    let gone = || lost(deal(1, &[(Verbal, "03-01")]), "03-05", LostReason::Price);
    let table = [
        (deal(1, &[]), "03-05", [1, 0, 0]),
        (signed(), "03-04", [1, 0, 0]),
        (signed(), "03-05", [1, 0, 0]),
        (signed(), "03-06", [0, 1, 0]),
        (gone(), "03-05", [1, 0, 0]),
        (gone(), "03-06", [0, 0, 1]),
        (signed(), "02-28", [0, 0, 0]),
    ];
    for (deal, on, expected) in table {
        for deal_id in [Some(DealId(1)), None] {
            let contact = Contact {
                id: TouchpointId(1),
                account_id: AccountId(1),
                deal_id,
                on: day(on),
                outcome: Outcome::Reached,
            };
            let book = Book {
                deals: vec![deal.clone()],
                contacts: vec![contact],
                ..Book::default()
            };
            let contacts = Contacts::of(&book, march());
            let counted = [
                contacts.new_business.len(),
                contacts.won_accounts.len(),
                contacts.win_back.len(),
            ];
            assert_eq!(counted, expected, "{on} {deal_id:?}");
            let tried = Contact {
                outcome: Outcome::Sent,
                ..contact
            };
            let book = Book {
                contacts: vec![tried],
                ..book
            };
            let contacts = Contacts::of(&book, march());
            assert_eq!(contacts.count(), 0);
            assert_eq!(contacts.attempts.len(), expected.iter().sum::<usize>());
        }
    }
}

#[test]
fn a_contact_with_the_account_counts_for_the_best_of_its_deals() {
    use Rung::*;
    let at_one = |mut deal: Deal| {
        deal.account_id = AccountId(1);
        deal
    };
    let won = || at_one(deal(1, &[(Signed, "02-01")]));
    let open = || at_one(deal(2, &[]));
    let gone = || at_one(lost(deal(3, &[]), "02-01", LostReason::Price));
    let table = [
        (vec![], [1, 0, 0]),
        (vec![won(), open(), gone()], [0, 1, 0]),
        (vec![open(), gone()], [1, 0, 0]),
        (vec![gone()], [0, 0, 1]),
    ];
    for (deals, expected) in table {
        let contact = Contact {
            id: TouchpointId(1),
            account_id: AccountId(1),
            deal_id: None,
            on: day("03-05"),
            outcome: Outcome::Reached,
        };
        let book = Book {
            deals,
            contacts: vec![contact],
            ..Book::default()
        };
        let contacts = Contacts::of(&book, march());
        let counted = [
            contacts.new_business.len(),
            contacts.won_accounts.len(),
            contacts.win_back.len(),
        ];
        assert_eq!(counted, expected);
    }
}

#[test]
fn a_contact_is_what_the_deal_was_that_morning_also_when_it_came_back_since() {
    let of_deal = |mut one: CheckIn, deal: i64| {
        one.deal_id = Some(DealId(deal));
        one
    };
    let heartbeat = |id, deal, due_on: &str, ended_on: &str| {
        let mut one = of_deal(check_in(id, Kind::Heartbeat, due_on, None), deal);
        one.end(CheckInStatus::Dropped, Ended::Plan, day(ended_on));
        one
    };
    let revival = |id, deal, on: &str| {
        let mut one = of_deal(check_in(id, Kind::FollowUp, on, None), deal);
        one.what = REVIVED_WHAT.to_owned();
        one
    };
    let book = Book {
        deals: vec![
            // Won in January, lost from the 3rd to the 20th; again from the 24th.
            lost(
                deal(1, &[(Rung::Signed, "01-10")]),
                "03-24",
                LostReason::Price,
            ),
            // A verbal yes, lost from the 3rd to the 20th.
            deal(2, &[(Rung::Verbal, "01-10")]),
            // An import said that it is alive, on the 12th.
            deal(3, &[(Rung::Signed, "01-10")]),
        ],
        check_ins: vec![
            // Somebody was reached before it was due.
            heartbeat(1, 1, "03-05", "03-04"),
            heartbeat(2, 1, "06-01", "03-20"),
            revival(3, 1, "03-20"),
            heartbeat(4, 2, "03-05", "03-05"),
            heartbeat(5, 2, "06-01", "03-20"),
            revival(6, 2, "03-20"),
            heartbeat(7, 3, "03-05", "03-05"),
            heartbeat(8, 3, "03-17", "03-12"),
            of_deal(check_in(9, Kind::Heartbeat, "03-26", None), 1),
        ],
        ..Book::default()
    };
    // The deal, the day, and the list that a contact of that day stands in: new business, won, win-back.
    let table = [
        (1, "03-03", [0, 1, 0]),
        (1, "03-04", [0, 0, 1]),
        (1, "03-20", [0, 0, 1]),
        (1, "03-21", [0, 1, 0]),
        (1, "03-24", [0, 1, 0]),
        (1, "03-25", [0, 0, 1]),
        (2, "03-02", [1, 0, 0]),
        (2, "03-10", [0, 0, 1]),
        (2, "03-21", [1, 0, 0]),
        (3, "03-12", [0, 0, 1]),
        (3, "03-13", [0, 1, 0]),
    ];
    for (deal, on, expected) in table {
        let contact = Contact {
            id: TouchpointId(1),
            account_id: AccountId(deal),
            deal_id: Some(DealId(deal)),
            on: day(on),
            outcome: Outcome::Reached,
        };
        let contacts = report(&Book {
            contacts: vec![contact],
            ..book.clone()
        })
        .contacts;
        let found = [
            &contacts.new_business,
            &contacts.won_accounts,
            &contacts.win_back,
        ];
        assert_eq!(found.map(Vec::len), expected, "d{deal} on {on}");
    }
    assert_eq!(report(&book).losses.won_back, ids(&[2, 3]));
}
