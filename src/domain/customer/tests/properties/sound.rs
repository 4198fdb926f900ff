//! What holds of everything that a deal has beside its ladder.

use std::collections::HashSet;

use super::super::*;
use super::happenings::WORTH;
use crate::domain::check_in::CheckInStatus;
use crate::domain::customer::steps::is_step_of;
use crate::domain::promise::PromiseStatus;

/// All of it.
pub(super) fn is_sound(story: &Story) {
    let customer = &story.customer;
    nothing_is_an_orphan(customer);
    thanks_wait_until_settled(customer);
    a_renewal_is_asked_about_once(customer);
    results_that_ask_for_themselves_are_not_asked_for_twice(customer);
    promises_are_whole(customer, story.today);
    nobody_is_on_record_twice(customer);
    parts_are_no_more_than_the_whole(customer);
}

fn nothing_is_an_orphan(customer: &Customer) {
    let is_deal = |id: Option<DealId>| id.is_none_or(|id| customer.deal(id).is_some());
    let is_person = |id| customer.person(id).is_some();
    for one in &customer.check_ins {
        assert_eq!(one.account_id, customer.account.id, "{one:?}");
        assert!(is_deal(one.deal_id), "{one:?}");
        let people = [one.person_id, one.agreed_by];
        assert!(people.into_iter().flatten().all(is_person), "{one:?}");
        let result = one.result_id.map(|id| customer.result(id));
        let deal = result.map(|result| result.map(|result| result.deal_id));
        assert!(deal.is_none_or(|deal| deal == one.deal_id), "{one:?}");
        assert_eq!(one.kind == Kind::Result, one.result_id.is_some(), "{one:?}");
        assert_eq!(one.kind == Kind::Rung, one.rung.is_some(), "{one:?}");
    }
    for rival in &customer.rivals {
        assert!(is_deal(rival.deal_id), "{rival:?}");
    }
    for result in &customer.results {
        assert!(is_deal(Some(result.deal_id)), "{result:?}");
        let by = result.accepted.and_then(|accepted| accepted.by);
        assert!(by.is_none_or(is_person), "{result:?}");
    }
    for objective in &customer.objectives {
        assert!(is_deal(Some(objective.deal_id)), "{objective:?}");
        let mut answers = objective.answers.iter();
        assert!(answers.all(|one| is_person(one.person_id)), "{objective:?}");
    }
    for deal in &customer.deals {
        assert!(is_deal(deal.addon_of), "{deal:?}");
    }
}

fn thanks_wait_until_settled(customer: &Customer) {
    let thanks = customer.check_ins.iter();
    for one in thanks.filter(|one| one.kind == Kind::Thanks && one.is_open() && !one.moved_by_hand)
    {
        let deal = customer.deal(one.deal_id.unwrap()).unwrap();
        let is_settled = deal.status() == Status::Settled;
        assert_eq!(one.due_on.is_some(), is_settled, "{one:?}");
    }
}

fn a_renewal_is_asked_about_once(customer: &Customer) {
    for deal in &customer.deals {
        let all = customer.check_ins.iter();
        let open = all
            .filter(|one| {
                one.deal_id == Some(deal.id) && one.kind == Kind::Renewal && one.is_open()
            })
            .count();
        let status = deal.status();
        let may_ask = deal.renews_on.is_some() && (status.is_live() || status == Status::Settled);
        assert!(open <= usize::from(may_ask), "{deal:?}");
        let was_asked = customer.check_ins.iter().any(|one| {
            let by_hand = matches!(one.ended, Some(Ended::Done | Ended::Dropped));
            one.deal_id == Some(deal.id) && one.kind == Kind::Renewal && by_hand
        });
        assert!(was_asked || open == usize::from(may_ask), "{deal:?}");
    }
}

fn results_that_ask_for_themselves_are_not_asked_for_twice(customer: &Customer) {
    for result in &customer.results {
        let asks_too = customer.check_ins.iter().find(|one| {
            let is_measure = one
                .step
                .as_deref()
                .is_some_and(|step| step.ends_with("/measure"));
            is_step_of(one, result.deal_id) && is_measure && one.is_open() && !one.moved_by_hand
        });
        assert_eq!(asks_too, None);
    }
}

fn promises_are_whole(customer: &Customer, today: NaiveDate) {
    for one in customer
        .check_ins
        .iter()
        .filter(|one| one.kind == Kind::Promise)
    {
        let status = one.promise_status(today).unwrap();
        assert_eq!(
            status == PromiseStatus::Kept,
            one.kept_on().is_some(),
            "{one:?}"
        );
        assert!(one.due_on.is_some() && one.judged_on().is_some(), "{one:?}");
        assert!(
            one.evidence.is_none() || one.status != CheckInStatus::Open,
            "{one:?}"
        );
        assert!(
            one.agreed_on.is_none() || one.agreed_by.is_some(),
            "{one:?}"
        );
        assert!(!(one.theirs && status == PromiseStatus::Broken), "{one:?}");
    }
}

fn nobody_is_on_record_twice(customer: &Customer) {
    let mut rivals = HashSet::new();
    for rival in &customer.rivals {
        assert!(
            rivals.insert((rival.deal_id, &rival.name)),
            "{rival:?} twice"
        );
    }
    for objective in &customer.objectives {
        let mut people = HashSet::new();
        let mut answers = objective.answers.iter();
        assert!(
            answers.all(|one| people.insert(one.person_id)),
            "{objective:?}"
        );
    }
}

fn parts_are_no_more_than_the_whole(customer: &Customer) {
    for deal in &customer.deals {
        for rung in Rung::ALL {
            let parts = &deal.ladder.facts(*rung).parts;
            let mut called = HashSet::new();
            assert!(
                parts.iter().all(|part| called.insert(&part.what)),
                "{parts:?}"
            );
            let sum: i64 = parts
                .iter()
                .filter_map(|part| part.amount)
                .map(|money| money.minor)
                .sum();
            assert!(sum <= WORTH.minor, "{parts:?}");
        }
    }
}
