//! Results: who asks for them and when, and what answers.

use super::*;
use crate::domain::check_in::CheckInStatus;
use crate::domain::deal::{Lost, LostReason};
use crate::domain::id::{PersonId, ResultId};
use crate::domain::number::Number;
use crate::domain::result::{Acceptance, Measurement, Promised, Verdict};

impl Story {
    /// Promises `first response: 40 -> 28 h` with the last deal.
    fn promise_result(&mut self, by: By) -> ResultId {
        let deal = self.last_deal();
        let promised = Promised::read("first response: 40 -> 28 h").unwrap();
        self.happens(|customer, _| customer.promise_result(deal, promised, by))
    }

    fn measure(&mut self, id: ResultId, value: &str, day: &str) {
        let (on, value) = (on(day), Number::read(value).unwrap());
        self.happens(|customer, day| customer.measure(id, Measurement { on, value }, day));
    }

    fn accept(&mut self, id: ResultId, day: &str) {
        let acceptance = Acceptance {
            by: Some(PersonId(1)),
            on: on(day),
            may_quote: None,
        };
        self.happens(|customer, _| customer.accept_result(id, acceptance));
    }

    /// What asks for results, a line each, by id: its status, its day, and what was said when it ended.
    fn asking(&self) -> Vec<String> {
        let all = self.customer.check_ins.iter();
        all.filter(|one| one.result_id.is_some())
            .map(|one| {
                let day = one.due_on.map_or_else(
                    || "waits".to_owned(),
                    |due_on| due_on.format("%m-%d").to_string(),
                );
                let said = one.ended_why.as_ref();
                let said = said.map_or_else(String::new, |said| format!(": {said}"));
                format!("{} {day}{said}", one.status)
            })
            .collect()
    }

    #[track_caller]
    fn asks(&self, expected: &[&str]) {
        assert_eq!(self.asking(), expected);
    }
}

#[test]
fn the_day_on_which_a_result_is_asked_for() {
    // What is made known on Wed 18 March of a deal signed on the 6th, and the day the result is asked for.
    type Row = (&'static str, By, fn(&mut Story), &'static str);
    let day = By::Day(on("05-02"));
    let table: &[Row] = &[
        ("nothing", By::Rung, |_| (), "waits"),
        (
            "the expected delivery",
            By::Rung,
            |story| drop(story.expect(Rung::Delivered, "03-27")),
            // 26 April is a Sunday.
            "04-27",
        ),
        (
            "that it slips",
            By::Rung,
            |story| {
                story.expect(Rung::Delivered, "03-27");
                story.expect(Rung::Delivered, "04-10");
            },
            "05-11",
        ),
        (
            "the go-live after it",
            By::Rung,
            |story| {
                story.expect(Rung::Delivered, "03-27");
                story.expect(Rung::Live, "04-03");
            },
            "05-04",
        ),
        (
            "the real go-live",
            By::Rung,
            |story| {
                story.expect(Rung::Live, "04-03");
                story.mark(Rung::Live, "03-17");
            },
            "04-16",
        ),
        (
            "a go-live long past",
            By::Rung,
            |story| drop(story.mark(Rung::Live, "01-05")),
            // It could not have been asked before it was promised.
            "03-18",
        ),
        (
            "that nothing is delivered",
            By::Rung,
            |story| {
                story.expect(Rung::Delivered, "03-27");
                story.waive(Rung::Delivered);
            },
            "waits",
        ),
        (
            "a day typed by hand, a Saturday",
            day,
            |story| drop(story.expect(Rung::Delivered, "03-27")),
            "05-02",
        ),
    ];
    for (case, by, happens, expected) in table {
        let mut story = Story::signed("03-06", None).later("03-18");
        story.promise_result(*by);
        happens(&mut story);
        assert_eq!(story.asking(), [format!("open {expected}")], "{case}");
    }
}

#[test]
fn a_day_given_by_hand_stays_when_the_rung_moves_and_is_told() {
    let mut story = Story::signed("03-06", Some("03-27"));
    story.promise_result(By::Rung);
    story.expect(Rung::Delivered, "03-30");
    assert_eq!(story.tidied.kept_by_hand, []);
    story.reschedule("measure: first response", "04-20");
    story.expect(Rung::Delivered, "04-10");
    story.asks(&["open 04-20"]);
    let asking = story.id("measure: first response");
    assert!(story.tidied.kept_by_hand.contains(&asking));
}

#[test]
fn what_is_late_to_be_measured_stays_late() {
    let mut story = Story::signed("03-06", Some("03-27"));
    story.promise_result(By::Rung);
    story.expect(Rung::Delivered, "03-30");
    let asked = story.asking();
    let mut story = story.later("06-01");
    story.happens(|_, _| ());
    assert_eq!(story.asking(), asked);
}

#[test]
fn a_date_to_measure_keeps_a_deal_from_being_adrift_and_waiting_does_not() {
    let mut story = Story::begin("03-18");
    story.deal_on_plan(PlanChoice::Declined, &[(Rung::Signed, "03-18")], &[]);
    story.promise_result(By::Rung);
    assert!(story.one("adrift").is_open());
    story.promise_result(By::Day(on("04-20")));
    assert!(!story.one("adrift").is_open());
}

#[test]
fn what_a_measurement_answers() {
    // The result is asked for on Mon 27 April. The value and its day, known on that day; what asks then, and
    // what it came to.
    type Row = (&'static str, &'static str, &'static [&'static str], Verdict);
    let table: &[Row] = &[
        ("28", "04-27", &["done 04-27: 28 h"], Verdict::Met),
        // Met before the day: nothing is left to ask.
        ("20", "04-13", &["done 04-27: 20 h"], Verdict::Met),
        // Short of it before the day: it is asked for all the same.
        ("31", "04-13", &["open 04-27"], Verdict::Partly),
        // On the day or later it is answered, and asked for again, 30 days on, rolled to a workday.
        (
            "31",
            "04-27",
            &["done 04-27: 31 h", "open 05-27"],
            Verdict::Partly,
        ),
        (
            "44",
            "05-01",
            &["done 04-27: 44 h", "open 06-01"],
            Verdict::Missed,
        ),
    ];
    for (value, day, asks, verdict) in table {
        let mut story = Story::signed("03-06", Some("03-27"));
        let id = story.promise_result(By::Rung);
        story = story.later(if *day > "04-27" { day } else { "04-27" });
        story.measure(id, value, day);
        assert_eq!(story.asking(), *asks, "{value} on {day}");
        assert_eq!(story.customer.result(id).unwrap().verdict(), *verdict);
    }
}

#[test]
fn what_asks_again_says_how_far_it_is_and_is_the_only_one() {
    let mut story = Story::signed("03-06", None).later("04-27");
    let id = story.promise_result(By::Day(on("04-27")));
    story.measure(id, "31", "04-27");
    let again = story.id("measure: first response");
    let why = story.customer.check_in(again).unwrap().why.clone();
    assert_eq!(why.as_deref(), Some("31 h so far, promised 28 h"));
    // Measured before it is asked for again: that one asks still.
    story.measure(id, "30", "04-27");
    story.asks(&["done 04-27: 31 h", "open 05-27"]);
    story.measure(id, "28", "04-27");
    story.asks(&["done 04-27: 31 h", "done 05-27: 28 h"]);
    // Worse again: somebody has to ask again.
    story.measure(id, "33", "04-27");
    story.asks(&["done 04-27: 31 h", "done 05-27: 28 h", "open 05-27"]);
}

#[test]
fn a_measurement_of_long_ago_is_asked_for_again_today_at_the_earliest() {
    let mut story = Story::signed("03-06", None).later("06-10");
    let id = story.promise_result(By::Day(on("04-01")));
    story.measure(id, "31", "04-02");
    story.asks(&["done 04-01: 31 h", "open 06-10"]);
}

#[test]
fn what_the_customer_accepts_is_not_asked_for_any_more() {
    let mut story = Story::signed("03-06", None).later("04-27");
    let id = story.promise_result(By::Day(on("04-27")));
    story.measure(id, "31", "04-27");
    story.accept(id, "04-27");
    story.asks(&["done 04-27: 31 h", "done 05-27: accepted"]);
    story.measure(id, "44", "04-27");
    story.asks(&["done 04-27: 31 h", "done 05-27: accepted"]);
}

#[test]
fn accepting_again_keeps_whether_they_may_be_quoted_unless_it_is_said() {
    let mut story = Story::signed("03-06", None);
    let id = story.promise_result(By::Rung);
    let table = [
        (None, None),
        (Some(true), Some(true)),
        (None, Some(true)),
        (Some(false), Some(false)),
    ];
    for (said, expected) in table {
        let acceptance = Acceptance {
            by: None,
            on: on("03-06"),
            may_quote: said,
        };
        story.happens(|customer, _| customer.accept_result(id, acceptance));
        let accepted = story.customer.result(id).unwrap().accepted;
        assert_eq!(accepted.unwrap().may_quote, expected, "{said:?}");
    }
}

#[test]
fn done_takes_the_measured_value_and_nothing_else() {
    let mut story = Story::signed("03-06", None).later("04-02");
    let id = story.promise_result(By::Day(on("04-27")));
    let asking = story.id("measure: first response");
    for note in [None, Some("they are glad"), Some("31 min")] {
        let note = note.map(ToOwned::to_owned);
        let refused = story.happens(|customer, day| customer.done(asking, note.clone(), day));
        let is_refused = matches!(refused, Err(ByHandError::NoValue { .. }));
        assert!(is_refused, "{note:?}: {refused:?}");
        story.asks(&["open 04-27"]);
        assert!(story.customer.result(id).unwrap().measurements.is_empty());
    }
    // The one that is named is settled, whatever its date.
    let done = story.happens(|customer, day| customer.done(asking, Some("31 h".into()), day));
    assert_eq!(done, Ok(Some(Done::Result(id))));
    story.asks(&["done 04-27: 31 h", "open 05-04"]);
    assert_eq!(story.written, [], "it is no contact");
}

#[test]
fn a_contact_leaves_what_asks_for_a_result_alone() {
    let mut story = Story::signed("03-06", None).later("04-27");
    story.promise_result(By::Day(on("04-27")));
    let asking = story.id("measure: first response");
    story.call(About::Customer, "04-27");
    story.call(About::CheckIn(asking), "04-27");
    story.asks(&["open 04-27"]);
}

#[test]
fn reopen_takes_back_what_settled_it() {
    let mut story = Story::signed("03-06", None).later("04-27");
    let id = story.promise_result(By::Day(on("04-27")));
    let asking = story.id("measure: first response");
    story.measure(id, "35", "04-20");
    story.measure(id, "31", "04-27");
    story.accept(id, "04-27");
    story
        .happens(|customer, _| customer.reopen(asking))
        .unwrap();
    // What asked again was settled by the acceptance, and stays as it was.
    story.asks(&["open 04-27", "done 05-27: accepted"]);
    let result = story.customer.result(id).unwrap();
    assert_eq!(result.accepted, None);
    assert_eq!(result.measurements.len(), 1);
    assert_eq!(result.last().unwrap().on, on("04-20"));
}

#[test]
fn reopen_removes_what_asked_again() {
    let mut story = Story::signed("03-06", None).later("04-27");
    let id = story.promise_result(By::Day(on("04-27")));
    let asking = story.id("measure: first response");
    story.measure(id, "31", "04-27");
    story.asks(&["done 04-27: 31 h", "open 05-27"]);
    story
        .happens(|customer, _| customer.reopen(asking))
        .unwrap();
    story.asks(&["open 04-27"]);
    assert_eq!(
        story.customer.result(id).unwrap().verdict(),
        Verdict::Unmeasured
    );
}

#[test]
fn a_lost_deal_takes_what_asks_along_and_brings_it_back() {
    let mut story = Story::signed("03-06", None).later("03-18");
    story.promise_result(By::Day(on("04-27")));
    let lost = Some(Lost {
        on: on("03-18"),
        reason: LostReason::Price,
        buried_on: None,
    });
    story.happens(|customer, _| customer.deals[0].lost = lost);
    story.asks(&["dropped 04-27"]);
    assert_eq!(
        story.one("measure: first response").ended,
        Some(Ended::Lost)
    );
    story.happens(|customer, _| customer.deals[0].lost = None);
    story.asks(&["open 04-27"]);
}

#[test]
fn a_settled_deal_is_asked_still() {
    let mut story = Story::signed("03-06", None).later("03-18");
    story.promise_result(By::Day(on("04-27")));
    story.mark(Rung::Verified, "03-18");
    story.mark(Rung::Paid, "03-18");
    assert_eq!(story.customer.deals[0].status(), Status::Settled);
    story.asks(&["open 04-27"]);
}

#[test]
fn a_correction_asks_anew_where_it_changes_what_came_of_it() {
    // What is promised now, and what asks, after 31 h were measured on the day.
    let table: &[(&str, &[&str])] = &[
        (
            "first response: 40 -> 28 h",
            &["done 04-27: 31 h", "open 05-27"],
        ),
        (
            "first response: 40 -> 31 h",
            &["done 04-27: 31 h", "done 05-27: 31 h"],
        ),
        ("answer: 40 -> 30 h", &["done 04-27: 31 h", "open 05-27"]),
    ];
    for (text, asks) in table {
        let mut story = Story::signed("03-06", None).later("04-27");
        let id = story.promise_result(By::Day(on("04-27")));
        story.measure(id, "31", "04-27");
        let promised = Promised::read(text).unwrap();
        let is_asked =
            story.happens(|customer, day| customer.correct_result(id, promised.clone(), None, day));
        assert!(is_asked, "{text}");
        assert_eq!(story.asking(), *asks, "{text}");
        let last = story
            .customer
            .check_ins
            .iter()
            .rfind(|one| one.result_id == Some(id));
        assert_eq!(last.unwrap().what, promised.to_measure(), "{text}");
    }
}

#[test]
fn a_correction_of_what_was_met_asks_again_and_another_day_needs_somebody_who_asks() {
    let mut story = Story::signed("03-06", None).later("04-27");
    let id = story.promise_result(By::Day(on("04-27")));
    story.measure(id, "28", "04-27");
    let by = Some(By::Day(on("05-05")));
    let harder = Promised::read("first response: 40 -> 20 h").unwrap();
    let same = story.customer.result(id).unwrap().promised.clone();
    let is_asked = story.happens(|customer, day| customer.correct_result(id, same, by, day));
    assert!(!is_asked, "nobody asks");
    story.happens(|customer, day| customer.correct_result(id, harder, None, day));
    story.asks(&["done 04-27: 28 h", "open 05-27"]);
    let asking = story.one("measure: first response");
    assert_eq!(asking.status, CheckInStatus::Open);
    assert_eq!(asking.why.as_deref(), Some("28 h so far, promised 20 h"));
}

#[test]
fn a_correction_asks_nobody_who_gave_up_asking() {
    let mut story = Story::signed("03-06", None).later("04-27");
    let id = story.promise_result(By::Day(on("04-27")));
    story.measure(id, "31", "04-27");
    story.drop_it("measure: first response", false).unwrap();
    let harder = Promised::read("first response: 40 -> 20 h").unwrap();
    story.happens(|customer, day| customer.correct_result(id, harder, None, day));
    story.asks(&["done 04-27: 31 h", "dropped 05-27"]);
}

#[test]
fn a_day_that_is_taken_away_follows_the_rung_again() {
    let mut story = Story::signed("03-06", Some("03-27"));
    let id = story.promise_result(By::Day(on("05-05")));
    let promised = story.customer.result(id).unwrap().promised.clone();
    story.happens(|customer, day| customer.correct_result(id, promised, Some(By::Rung), day));
    story.asks(&["open 04-27"]);
    story.expect(Rung::Delivered, "04-10");
    story.asks(&["open 05-11"]);
}

#[test]
fn a_deal_with_results_of_its_own_is_not_asked_to_measure_by_its_plan_too() {
    let signed = || Story::signed("03-06", Some("03-20"));
    let measuring = |story: &Story| -> Vec<String> {
        let open = story.open().into_iter();
        open.filter(|line| line.contains("measure")).collect()
    };
    let mut story = signed();
    assert_eq!(measuring(&story), ["04-20 measure"]);
    let result = story.promise_result(By::Rung);
    assert_eq!(measuring(&story), ["04-20 measure: first response"]);
    assert_eq!(story.ended(Ended::Planned), ["measure"]);
    // It stays so when the result is met, and it follows the rungs while nobody sees it.
    story.expect(Rung::Delivered, "03-27");
    story.measure(result, "20", "03-06");
    assert_eq!(measuring(&story), [] as [&str; 0]);
    let step = story.id("measure");
    let because = "the results of the deal ask to be measured themselves";
    let refused = Err(ByHandError::EndedByFact { id: step, because });
    assert_eq!(story.happens(|customer, _| customer.reopen(step)), refused);
    // Without the result the plan asks again.
    story.happens(|customer, _| {
        customer.results.clear();
        customer.check_ins.retain(|one| one.result_id.is_none());
    });
    assert_eq!(measuring(&story), ["04-27 measure"]);

    // A day that the rep chose stays, and what was asked already is no matter of the plan's.
    let mut story = signed();
    story.reschedule("measure", "04-08");
    story.promise_result(By::Day(on("05-04")));
    assert_eq!(
        measuring(&story),
        ["04-08 measure", "05-04 measure: first response"]
    );

    // Whichever plan: another one begins without the step.
    let mut story = signed();
    story.promise_result(By::Rung);
    let deal = story.last_deal();
    story
        .happens(|customer, _| customer.use_plan(deal, Some(plan::STRATEGIC)))
        .unwrap();
    assert_eq!(measuring(&story), ["04-20 measure: first response"]);
}
