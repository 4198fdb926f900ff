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
