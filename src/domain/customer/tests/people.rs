//! Who is at a customer, and what is one once two accounts are.

use super::*;
use crate::domain::check_in::CheckInStatus;
use crate::domain::person::{Person, Role, Somebody};
use crate::domain::rival::Rival;

fn dana(email: Option<&str>, phone: Option<&str>, role: Option<Role>) -> Somebody {
    Somebody {
        name: "Dana Ruiz".to_owned(),
        email: email.map(ToOwned::to_owned),
        phone: phone.map(ToOwned::to_owned),
        role,
    }
}

#[test]
fn what_is_new_about_somebody_is_taken_but_for_another_address() {
    let mut story = Story::begin("03-06");
    let said = |story: &mut Story, somebody| {
        let id = story.customer.meet(somebody);
        let person: &Person = story.customer.person(id).unwrap();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        (id, text(&person.email), text(&person.phone), person.role)
    };
    let (id, ..) = said(&mut story, dana(None, None, None));
    let (user, sponsor) = (Some(Role::User), Some(Role::Sponsor));
    let mail = "dana@acme.example";
    // What is said of her, and what is known then.
    let table = [
        (dana(None, Some("123"), user), ("", "123", user)),
        (dana(Some(mail), None, None), (mail, "123", user)),
        (dana(None, Some("456"), sponsor), (mail, "456", sponsor)),
        (
            dana(Some("DANA@acme.example"), None, None),
            (mail, "456", sponsor),
        ),
    ];
    for (somebody, (email, phone, role)) in table {
        let expected = (id, email.to_owned(), phone.to_owned(), role);
        assert_eq!(said(&mut story, somebody), expected);
    }
    assert_eq!(story.customer.people.len(), 1);
}

#[test]
fn a_part_of_a_name_is_somebody_known_where_only_one_has_it() {
    let mut story = Story::begin("03-06");
    let named = |name: &str| Somebody {
        name: name.to_owned(),
        ..dana(None, None, None)
    };
    let ruiz = story.customer.meet(named("Dana Ruiz"));
    let moss = story.customer.meet(named("Lee Moss"));
    let mut again = |name: &str| story.customer.meet_again(named(name));
    assert_eq!((again("dana"), again("moss")), (ruiz, moss));
    assert_eq!(again("Dana Ruiz"), ruiz);
    let berg = again("Dana Berg");
    assert!(![ruiz, moss].contains(&berg));
    // By now there are two: who is meant is not guessed.
    let other = again("Dana");
    assert!(![ruiz, moss, berg].contains(&other));
    assert_eq!(again("dana"), other);
    assert_eq!(story.customer.people.len(), 4);
    let name = &story.customer.person(ruiz).unwrap().name;
    assert_eq!(name, "Dana Ruiz");
}

#[test]
fn what_somebody_is_on_a_deal_is_kept_there_where_it_is_something_else() {
    let mut story = Story::signed("03-06", None);
    let deal = DealId(1);
    let person = story.customer.meet(dana(None, None, None));
    let other = story.customer.meet(Somebody {
        name: "Lee Moss".to_owned(),
        ..dana(None, None, None)
    });
    let (user, sponsor) = (Some(Role::User), Some(Role::Sponsor));
    // With the account or the deal, and as what; what they are at the account, and otherwise on the deal.
    let table = [
        (Some(deal), None, None, None),
        (Some(deal), user, user, None),
        (Some(deal), sponsor, user, sponsor),
        (Some(deal), None, user, sponsor),
        (None, None, user, sponsor),
        (Some(deal), user, user, None),
        (None, sponsor, sponsor, None),
    ];
    for (with, role, at_account, on_deal) in table {
        story.customer.bring_in(person, with, role);
        let known = story.customer.person(person).and_then(|one| one.role);
        let deal = &story.customer.deals[0];
        assert_eq!(
            (known, deal.roles.get(&person).copied()),
            (at_account, on_deal)
        );
        assert_eq!(deal.people, [person]);
    }
    story.customer.bring_in(other, Some(deal), None);
    story.customer.bring_in(person, Some(deal), user);
    story.customer.take_off(person, deal);
    let left = &story.customer.deals[0];
    assert_eq!(
        (left.people.as_slice(), left.roles.len()),
        (&[other][..], 0)
    );
    assert_eq!(story.customer.people.len(), 2, "they stay at the account");
}

#[test]
fn two_accounts_are_one_customer_with_one_care() {
    let mut story = Story::begin("03-06");
    let settled = [Rung::Signed, Rung::Verified, Rung::Paid].map(|rung| (rung, "02-02"));
    story.deal(&settled, &[]);
    story.remind(None, "03-09", "of the one");
    story.remind(None, "03-10", "of the other");
    story.done("of the one").unwrap();
    // That of the other account: the same day, later by hand, or earlier.
    let (first, second) = (story.id("care"), CheckInId(90));
    for (due_on, kept) in [("05-04", first), ("05-11", second), ("04-01", first)] {
        let mut story = Story {
            customer: story.customer.clone(),
            ..Story::begin("03-06")
        };
        let mut care = CheckIn {
            id: second,
            ..story.one("care").clone()
        };
        care.set_due(on(due_on));
        story.customer.check_ins.push(care);
        story.customer.account.tags = vec!["vip".to_owned()];
        let tags = ["key".to_owned(), "vip".to_owned()];
        story.happens(|customer, day| customer.unite(&tags, day));
        assert_eq!(story.customer.account.tags, ["vip", "key"]);
        let of = |status| {
            let all = story.customer.check_ins.iter();
            all.filter(move |one| one.status == status)
                .map(|one| one.id)
        };
        let other = story.id("of the other");
        let open: Vec<_> = of(CheckInStatus::Open).collect();
        assert!(open.contains(&other) && open.contains(&kept), "{open:?}");
        assert_eq!(open.len(), 2, "{due_on}");
        assert_eq!(of(CheckInStatus::Done).count(), 1, "{due_on}");
    }
}

#[test]
fn a_rival_of_two_accounts_is_one_but_for_that_of_a_deal() {
    let mut story = Story::begin("03-06");
    let rival = |name: &str, deal_id: Option<DealId>| Rival {
        id: None,
        uid: String::new(),
        account_id: AccountId(1),
        deal_id,
        name: name.to_owned(),
        note: None,
        heard_on: on("03-06"),
        gone_on: None,
    };
    let deal = Some(DealId(1));
    story.customer.rivals = [
        ("Initech", None),
        ("Globex", None),
        ("INITECH", None),
        ("Initech", deal),
    ]
    .map(|(name, deal)| rival(name, deal))
    .to_vec();
    story.happens(|customer, day| customer.unite(&[], day));
    let names: Vec<_> = story
        .customer
        .rivals
        .iter()
        .map(|one| (&*one.name, one.deal_id))
        .collect();
    assert_eq!(
        names,
        [("Initech", None), ("Globex", None), ("Initech", deal)]
    );
}
