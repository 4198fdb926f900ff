//! Whatever happens to a customer, in whatever order, some things always hold.

mod given;
mod happenings;
mod losing;

use proptest::prelude::*;

use self::happenings::{Happening, WORTH, any_calendar, any_past};
use super::*;
use crate::domain::customer::plans::is_left_over;
use crate::domain::customer::steps::is_step_of;
use crate::domain::interval::offset_day;
use crate::domain::plan;

fn tidying_again_changes_nothing(story: &mut Story) {
    let before = story.customer.clone();
    story.happens(|_, _| ());
    assert_eq!(story.customer, before);
    assert_eq!(story.tidied, Tidied::default());
}

fn what_was_written_stays(before: &Customer, after: &Customer) {
    assert!(after.reach.last_reached_on >= before.reach.last_reached_on);
    for was in &before.check_ins {
        let Some(now) = after.check_in(was.id) else {
            assert_ne!(was.kind, Kind::Promise, "{was:?} is forgotten");
            continue;
        };
        // Thanks that wait again had no day: the deal was not settled after all.
        let waits_again = was.kind == Kind::Thanks && now.due_on.is_none();
        assert!(
            was.first_due_on.is_none() || was.first_due_on == now.first_due_on || waits_again,
            "{was:?}\n{now:?}"
        );
        assert!(now.snoozes >= was.snoozes);
    }
    for was in &before.rivals {
        // One that was after a deal may be after all of the account by now.
        let mut rivals = after.rivals.iter();
        let now = rivals.find(|now| {
            now.is_called(&was.name) && (now.deal_id == was.deal_id || now.deal_id.is_none())
        });
        let is_kept = now.is_some_and(|now| now.heard_on >= was.heard_on);
        assert!(is_kept, "{was:?}\n{now:?}");
    }
}

fn parts_are_no_more_than_the_whole(customer: &Customer) {
    for deal in &customer.deals {
        for rung in Rung::ALL {
            let parts = deal.ladder.facts(*rung).parts.iter();
            let sum: i64 = parts
                .filter_map(|part| part.amount)
                .map(|money| money.minor)
                .sum();
            assert!(sum <= WORTH.minor, "{rung}");
        }
    }
}

/// A customer with two people and nothing sold yet.
fn beginning(calendar: Calendar) -> Story {
    let mut story = Story::begin("03-06");
    story.calendar = calendar;
    for (name, number) in ["Dana Ruiz", "Tom Berg"].into_iter().zip(1..) {
        story.customer.people.push(Person {
            id: PersonId(number),
            uid: String::new(),
            account_id: AccountId(1),
            name: name.to_owned(),
            role: None,
            email: None,
            phone: None,
            tags: Vec::new(),
            interests: None,
            topic: None,
            note: None,
        });
    }
    story
}

fn all_holds(story: &mut Story) {
    let flaws = flaws(&story.customer, story.today);
    assert_eq!(flaws, [], "{:#?}", story.customer);
    parts_are_no_more_than_the_whole(&story.customer);
    tidying_again_changes_nothing(story);
}

fn after(calendar: Calendar, happenings: &[Happening]) -> Story {
    let mut story = beginning(calendar);
    for happening in happenings {
        happening.happens_to(&mut story);
    }
    story
}

/// What is open, as the rep sees it.
fn seen(story: &Story) -> Vec<(Kind, String, Option<NaiveDate>)> {
    let open = story.customer.check_ins.iter().filter(|one| one.is_open());
    let mut seen: Vec<_> = open
        .map(|one| (one.kind, one.what.clone(), one.due_on))
        .collect();
    seen.sort();
    seen
}

/// Whether every step stands on the day that its rung gives it. One that was moved to "today" because it was
/// in a pile does not: on which day that was is not on record, so it cannot be brought back.
fn stands_where_its_plan_put_it(step: &CheckIn, deal: &Deal, story: &Story) -> bool {
    let anchor = step.anchor.unwrap();
    let is_free = step.moved_by_hand || step.repeat.is_some_and(|repeat| repeat.restarted);
    let planned_on = deal
        .ladder
        .anchor_on(anchor.rung)
        .map(|on| offset_day(on, anchor.offset, anchor.unit, &story.calendar));
    let turn_on = step.repeat.map_or(step.due_on, |repeat| repeat.turn_on);
    let is_there =
        turn_on == planned_on && (turn_on >= Some(story.today) || turn_on == step.first_due_on);
    step.ended != Some(Ended::Pile) && (!step.is_open() || is_free || turn_on.is_none() || is_there)
}

/// The same of what asks for the results of a deal.
fn asks_where_its_rung_put_it(deal: &Deal, story: &Story) -> bool {
    let all = story.customer.check_ins.iter();
    let mut asking = all.filter(|one| one.deal_id == Some(deal.id) && one.result_id.is_some());
    asking.all(|one| {
        let Some(anchor) = one.anchor.filter(|_| one.is_open() && !one.moved_by_hand) else {
            return true;
        };
        let anchor_on = deal.ladder.anchor_on(anchor.rung);
        let planned_on =
            anchor_on.map(|on| offset_day(on, anchor.offset, anchor.unit, &story.calendar));
        let is_past = planned_on.is_some_and(|on| on < story.today);
        one.due_on == planned_on && (!is_past || one.due_on == one.first_due_on)
    })
}

/// The rungs whose marks can be taken back whole. A mark that corrects another one, or that a rung does not
/// apply, cannot; nor can an order after which the plan looks as if it had come with it.
fn open_rungs(story: &Story) -> Vec<(DealId, Rung)> {
    let looks_ordered =
        |deal: &Deal| deal.status() == Status::Verbal && deal.plan.name() == Some(plan::STANDARD);
    let stands = |deal: &Deal| {
        let mut steps = story.customer.check_ins.iter();
        steps.all(|one| !is_step_of(one, deal.id) || stands_where_its_plan_put_it(one, deal, story))
            && asks_where_its_rung_put_it(deal, story)
    };
    let mut open = Vec::new();
    for deal in story
        .customer
        .deals
        .iter()
        .filter(|deal| !looks_ordered(deal) && stands(deal))
    {
        for rung in Rung::ALL {
            let facts = deal.ladder.facts(*rung);
            // A check that passes answers one that failed: it corrects what was said before.
            if facts.done_on.is_none() && !facts.not_applicable && facts.failed.is_none() {
                open.push((deal.id, *rung));
            }
        }
    }
    open
}

proptest! {
    #[test]
    fn whatever_happens(calendar in any_calendar(), happenings in any_past(25)) {
        let mut story = beginning(calendar);
        for happening in happenings {
            let before = story.customer.clone();
            happening.happens_to(&mut story);
            what_was_written_stays(&before, &story.customer);
            all_holds(&mut story);
        }
    }

    #[test]
    fn an_attempt_moves_nothing(calendar in any_calendar(), happenings in any_past(15)) {
        let mut story = after(calendar, &happenings);
        let before = story.customer.check_ins.clone();
        story.try_call(About::Customer, None);
        prop_assert_eq!(&story.customer.check_ins, &before);
    }

    #[test]
    fn a_contact_leaves_nothing_due_that_talking_settles(
        calendar in any_calendar(),
        happenings in any_past(15),
    ) {
        let mut story = after(calendar, &happenings);
        let before = story.customer.clone();
        let today = story.today.format("%m-%d").to_string();
        story.call(About::Customer, &today);
        let limit = story.calendar.next_workday(story.today);
        for was in before.check_ins.iter().filter(|one| one.is_open()) {
            let now = story.customer.check_in(was.id).unwrap();
            let is_due = was.due_on.is_some_and(|on| on <= limit);
            let is_settled = now.kind.closes_by_contact() && !before.waits_for_credit(was);
            prop_assert!(!now.is_open() || !is_settled || !is_due, "{:?}", now);
            let turn_on = |one: &CheckIn| one.repeat.and_then(|repeat| repeat.turn_on);
            prop_assert!(turn_on(now) >= turn_on(was), "{:?}", now);
        }
    }

    #[test]
    fn a_mark_taken_back_leaves_everything_as_it_was(
        calendar in any_calendar(),
        happenings in any_past(15),
        which in any::<prop::sample::Index>(),
        days_ago in 0u64..90,
    ) {
        let mut story = after(calendar, &happenings);
        let open_rungs = open_rungs(&story);
        if open_rungs.is_empty() {
            return Ok(());
        }
        let (id, rung) = *which.get(&open_rungs);
        // A step that the rep moved outlives the plan that was given up. Once a mark has ended it, the ladder
        // alone does not know that it was kept: only the journal, from which a command takes a mark back, does.
        let deal = story.customer.deal(id).unwrap();
        let outlives =
            |one: &CheckIn| one.deal_id == Some(id) && one.moved_by_hand && is_left_over(one, deal);
        if story.customer.check_ins.iter().any(outlives) {
            return Ok(());
        }
        let before = seen(&story);
        let day = story.today - chrono::Days::new(days_ago);
        let mark = |ladder: &mut Ladder| ladder.mark(rung, day, None);
        if story.happens(|customer, _| customer.change_ladder(id, mark)).is_ok() {
            story.happens(|customer, _| customer.change_ladder(id, |one| one.unmark(rung))).unwrap();
            prop_assert_eq!(seen(&story), before);
        }
    }
}
