//! Each rule is broken once, in a customer of whom all of them hold.

use super::*;
use crate::domain::check_in::CheckInStatus;
use crate::domain::deal::{Lost, LostReason};
use crate::domain::id::{AnyId, PersonId};

/// A won deal on its plan, a promise, and thanks to come.
fn sound() -> Story {
    let mut story = Story::signed("03-06", Some("03-27"));
    let deal = story.last_deal();
    story.happens(|customer, _| {
        let promise = Promise::ours(on("03-20"), "the plan".to_owned());
        customer.promise(Some(deal), promise);
        let thanks = Thanks {
            colleague: "Priya".to_owned(),
            what: "built the demo".to_owned(),
        };
        customer.thank(deal, thanks);
    });
    assert_eq!(flaws(&story.customer, story.today), []);
    story
}

fn first(customer: &mut Customer, kind: Kind) -> &mut CheckIn {
    let mut all = customer.check_ins.iter_mut();
    all.find(|one| one.kind == kind && one.is_open()).unwrap()
}

#[test]
fn each_rule_finds_what_breaks_it() {
    type Break = fn(&mut Customer);
    let table: &[(Rule, Break)] = &[
        (Rule::Forgotten, |customer| {
            customer.check_ins.retain(|one| !one.kind.means_talking());
        }),
        (Rule::Adrift, |customer| {
            first(customer, Kind::Thanks).kind = Kind::Adrift;
        }),
        (Rule::Expected, |customer| {
            let twin = first(customer, Kind::Rung).clone();
            customer.check_ins.push(twin);
        }),
        (Rule::Step, |customer| {
            let deal = &mut customer.deals[0];
            deal.plan = PlanChoice::Declined;
        }),
        (Rule::Turns, |customer| {
            let all = customer.check_ins.iter();
            let twin = all
                .filter(|one| one.repeat.is_some())
                .find(|one| one.is_open());
            let twin = twin.unwrap().clone();
            customer.check_ins.push(twin);
        }),
        (Rule::Ending, |customer| {
            first(customer, Kind::Promise).ended = Some(Ended::Done);
        }),
        (Rule::Care, |customer| {
            let mut open = customer.check_ins.iter().filter(|one| one.is_open());
            let mut care = open.find(|one| one.repeat.is_some()).unwrap().clone();
            (care.kind, care.deal_id, care.step) = (Kind::Care, None, None);
            customer.check_ins.push(care);
        }),
        (Rule::Orphan, |customer| {
            first(customer, Kind::Promise).person_id = Some(PersonId(99));
        }),
        (Rule::Thanks, |customer| {
            first(customer, Kind::Thanks).due_on = Some(on("03-20"));
        }),
        (Rule::Renewal, |customer| {
            customer.deals[0].renews_on = Some(on("12-01"));
        }),
        (Rule::Promise, |customer| {
            first(customer, Kind::Promise).due_on = None;
        }),
        (Rule::WinBack, |customer| {
            customer.deals[0].win_back.lost_to = Some("Globex".to_owned());
        }),
        (Rule::WinBack, |customer| {
            first(customer, Kind::Promise).kind = Kind::Heartbeat;
        }),
        (Rule::Future, |customer| {
            customer.deals[0].lost = Some(Lost {
                on: on("04-01"),
                reason: LostReason::Other,
                buried_on: None,
            });
        }),
        (Rule::Future, |customer| {
            customer.reach.last_contact_on = Some(on("03-07"));
        }),
    ];
    for (rule, break_it) in table {
        let mut story = sound();
        break_it(&mut story.customer);
        let found = flaws(&story.customer, story.today);
        assert!(
            found.iter().any(|flaw| flaw.rule == *rule),
            "{rule}: {found:?}"
        );
    }
}

#[test]
fn a_flaw_names_its_record_once() {
    let mut story = sound();
    let id = first(&mut story.customer, Kind::Promise).id;
    let promise = story.customer.check_in_mut(id).unwrap();
    (promise.person_id, promise.agreed_by) = (Some(PersonId(98)), Some(PersonId(99)));
    let orphan = Flaw {
        rule: Rule::Orphan,
        of: AnyId::CheckIn(id),
    };
    assert_eq!(flaws(&story.customer, story.today), [orphan]);
}

#[test]
fn who_moved_on_stays_where_they_were_heard_and_is_called_there_no_more() {
    let mut story = sound();
    let gone = Some(PersonId(99));
    let call = story.add(Kind::FollowUp, None, "03-09", "call her");
    let promise = first(&mut story.customer, Kind::Promise).id;
    let called = story.customer.check_in_mut(call).unwrap();
    called.end(CheckInStatus::Done, Ended::Done, on("03-06"));
    called.person_id = gone;
    story.customer.check_in_mut(promise).unwrap().agreed_by = gone;
    assert_eq!(flaws(&story.customer, story.today), []);
    // Until they are asked to do something: then the next change lets go of them.
    story.customer.check_in_mut(promise).unwrap().person_id = gone;
    assert_eq!(flaws(&story.customer, story.today).len(), 1);
    story.happens(|_, _| ());
    assert_eq!(flaws(&story.customer, story.today), []);
    let person = |id| story.customer.check_in(id).unwrap().person_id;
    assert_eq!((person(promise), person(call)), (None, gone));
}
