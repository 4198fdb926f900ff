//! Which plan a deal follows, and what its steps make of it.

use super::*;

fn chosen(name: &str) -> PlanChoice {
    PlanChoice::Chosen(name.to_owned())
}

fn running(name: &str) -> PlanChoice {
    PlanChoice::Running(name.to_owned())
}

const STANDARD: &[&str] = &[
    "03-09 reassure",
    "03-13 hand-over",
    "03-20 on-track",
    "waits ready",
    "waits works",
    "waits measure",
    "waits invoice",
];
/// It counts from Tuesday 3 March.
const VERBAL: &[&str] = &["03-04 order, overdue"];
const NOTHING: &[&str] = &["03-06 adrift, adrift"];

#[test]
fn a_plan_comes_with_the_first_rung() {
    type Row<'a> = (PlanChoice, &'a [(Rung, &'a str)], PlanChoice, &'a [&'a str]);
    let verbal = &[(Rung::Verbal, "03-03")];
    let ordered = &[(Rung::Verbal, "03-03"), (Rung::Ordered, "03-06")];
    let table: &[Row<'_>] = &[
        (PlanChoice::Open, &[], PlanChoice::Open, &[]),
        (
            PlanChoice::Open,
            &[(Rung::Signed, "03-06")],
            running("standard"),
            STANDARD,
        ),
        (PlanChoice::Open, ordered, running("standard"), STANDARD),
        (
            PlanChoice::Open,
            verbal,
            running("verbal"),
            &["03-06 order, today"],
        ),
        (chosen("verbal"), &[], chosen("verbal"), &[]),
        (
            chosen("verbal"),
            verbal,
            running("verbal"),
            &["03-06 order, today"],
        ),
        // It presses for the order, and that is here.
        (chosen("verbal"), ordered, running("standard"), STANDARD),
        (chosen("gold"), ordered, chosen("gold"), NOTHING),
        (PlanChoice::Declined, ordered, PlanChoice::Declined, NOTHING),
    ];
    for (plan, marks, after, open) in table {
        let mut story = Story::begin("03-06");
        story.deal_on_plan(plan.clone(), marks, &[]);
        assert_eq!(story.customer.deals[0].plan, *after, "{plan:?} {marks:?}");
        assert_eq!(story.open(), *open, "{plan:?} {marks:?}");
    }
}

#[test]
fn a_plan_chosen_for_a_verbal_yes_waits_for_the_order() {
    let mut story = Story::begin("03-03");
    story.deal_on_plan(chosen("standard"), &[(Rung::Verbal, "03-03")], &[]);
    story.today = on("03-06");
    story.mark(Rung::Ordered, "03-06");
    story.is_open(STANDARD);
}

#[test]
fn a_step_carries_its_own_copy_of_what_the_plan_says() {
    let story = Story::signed("03-06", None);
    for step in plan::find(plan::STANDARD).unwrap().steps {
        let own = story.one(&step.name);
        let anchor = own.anchor.unwrap();
        assert_eq!(
            (anchor.rung.into(), anchor.offset, anchor.unit),
            (step.anchor, step.offset, step.unit)
        );
        assert_eq!(own.repeat.map(|repeat| repeat.every), step.every);
        assert_eq!(own.repeat.and_then(|repeat| repeat.until), step.until);
        assert_eq!((own.kind, own.what.as_str()), (step.kind, &*step.what));
    }
}

#[test]
fn the_order_switches_from_verbal_to_standard_and_back_when_it_is_taken_back() {
    let mut story = Story::begin("03-03");
    story.deal(&[(Rung::Verbal, "03-03")], &[]);
    story.is_open(&["03-04 order"]);
    story.today = on("03-06");
    story.is_open(VERBAL);
    let marked = story.mark(Rung::Ordered, "03-06");
    assert_eq!((marked.before, marked.after), (Status::Verbal, Status::Won));
    story.is_open(STANDARD);
    assert_eq!(story.ended(Ended::Plan), ["order"]);

    // What a rung has ended of it goes too.
    story.mark(Rung::Delivered, "03-06");
    assert_eq!(story.one("ready").ended, Some(Ended::Rung));
    story.unmark(Rung::Delivered);
    story.waive(Rung::Delivered);
    story.unmark(Rung::Ordered);
    story.is_open(VERBAL);
    assert_eq!(story.customer.deals[0].plan, running("verbal"));
    assert_eq!(
        story.customer.check_ins.len(),
        1,
        "nothing is left of the other plan"
    );
}

#[test]
fn what_was_done_before_an_order_stays_done_when_that_is_taken_back() {
    let mut story = Story::begin("03-03");
    story.deal(&[(Rung::Verbal, "03-03")], &[]);
    let asked = story.id("order");
    story.call(About::Customer, "03-03");
    story.is_open(&["03-06 order"]);
    story.mark(Rung::Ordered, "03-03");
    story.unmark(Rung::Ordered);
    story.is_open(&["03-06 order"]);
    let asked = story.customer.check_in(asked).unwrap();
    assert_eq!(asked.ended, Some(Ended::Contact));
}

#[test]
fn what_was_done_of_a_plan_is_not_done_again() {
    let mut story = Story::signed("03-06", None);
    story.done("reassure").unwrap();
    story.call(About::CheckIn(story.id("on-track")), "03-06");
    story.unmark(Rung::Signed);
    story.is_open(&[]);
    assert_eq!(story.customer.deals[0].plan, PlanChoice::Open);
    story.mark(Rung::Signed, "03-06");
    story.is_open(&STANDARD[1..]);
}

#[test]
fn a_series_that_was_ended_stays_ended() {
    let mut story = Story::signed("03-06", None);
    story.drop_it("on-track", true).unwrap();
    story.unmark(Rung::Signed);
    story.mark(Rung::Signed, "03-06");
    assert!(!story.one("on-track").is_open());
}

#[test]
fn a_plan_the_rep_chose_is_remembered_when_the_mark_is_taken_back() {
    let mut story = Story::begin("03-06");
    story.deal_on_plan(chosen("standard"), &[(Rung::Verbal, "03-06")], &[]);
    story.unmark(Rung::Verbal);
    assert_eq!(story.customer.deals[0].plan, chosen("standard"));
    assert_eq!(story.customer.check_ins, [], "as if it had never begun");
}

#[test]
fn a_mark_that_an_import_takes_back_takes_the_plan_with_it() {
    let mut story = Story::signed("03-06", None);
    story.happens(|customer, _| {
        customer.deals[0].ladder.facts_mut(Rung::Signed).done_on = None;
    });
    story.is_open(&[]);
    assert_eq!(story.customer.deals[0].plan, PlanChoice::Open);
    story.mark(Rung::Signed, "03-06");
    story.is_open(STANDARD);
}

#[test]
fn using_another_plan_and_the_old_one_again() {
    let mut story = Story::begin("03-03");
    let id = story.deal(&[(Rung::Verbal, "03-03")], &[]);
    story.today = on("03-06");
    let mut choose = |plan: PlanChoice| {
        story.happens(|customer, _| customer.deal_mut(id).unwrap().plan = plan);
        // Tidying again must not undo the choice.
        story.happens(|_, _| ());
        (
            story.customer.deals[0].plan.clone(),
            story.open().join(" · "),
        )
    };
    let (plan, open) = choose(chosen("standard"));
    assert_eq!(plan, running("standard"));
    assert!(
        !open.contains("order") && open.contains("waits reassure"),
        "{open}"
    );
    assert_eq!(choose(chosen("standard")).1, open, "the plan it has");
    assert_eq!(
        choose(chosen("verbal")),
        (running("verbal"), VERBAL.join(" · "))
    );
    assert_eq!(choose(chosen("standard")).1, open);
    let (plan, open) = choose(PlanChoice::Declined);
    assert_eq!(plan, PlanChoice::Declined);
    assert_eq!(open, "03-06 adrift, adrift");
}

#[test]
fn a_turn_past_the_expected_end_waits_and_comes_back_when_that_slips() {
    // when the delivery is expected, and the turn of Fri 20 March
    let table = [
        ("03-19", "waits on-track"),
        ("03-20", "03-20 on-track"),
        ("04-30", "03-20 on-track"),
        ("03-09", "waits on-track"),
        ("03-21", "03-20 on-track"),
    ];
    let mut story = Story::signed("03-06", None);
    let on_track = |story: &Story| story.line(story.one("on-track"));
    assert_eq!(on_track(&story), "03-20 on-track", "no day is known yet");
    for (delivery, turn) in table {
        story.expect(Rung::Delivered, delivery);
        assert_eq!(on_track(&story), turn, "delivery on {delivery}");
    }
    story.today = on("03-25");
    story.expect(Rung::Delivered, "03-19");
    story.expect(Rung::Delivered, "04-10");
    assert_eq!(
        on_track(&story),
        "03-25 on-track, today",
        "its day has passed while it waited"
    );
}

#[test]
fn a_turn_that_was_never_planned_has_no_first_date() {
    let mut story = Story::signed("03-06", Some("03-23")).later("03-20");
    story.call(About::Customer, "03-20");
    let turn = story.one("on-track");
    assert_eq!((turn.due_on, turn.first_due_on), (None, None));
    story.expect(Rung::Delivered, "05-04");
    let turn = story.one("on-track");
    assert_eq!(
        (turn.due_on, turn.first_due_on),
        (Some(on("04-03")), Some(on("04-03")))
    );
}

#[test]
fn a_repeat_ends_with_its_rung_and_goes_on_when_the_mark_is_taken_back() {
    let mut story = Story::signed("03-06", None).later("03-20");
    story.call(About::Customer, "03-16");
    story.mark(Rung::Delivered, "03-20");
    assert_eq!(story.ended(Ended::Until), ["on-track"]);
    story.unmark(Rung::Delivered);
    assert_eq!(story.line(story.one("on-track")), "03-30 on-track");
}

#[test]
fn a_turn_opened_and_ended_by_one_command_goes_on_when_the_mark_is_taken_back() {
    let mut story = Story::signed("03-06", None).later("03-20");
    let (deal, call) = (
        story.last_deal(),
        touchpoint(Via::Call, Outcome::Reached, on("03-20")),
    );
    story.happens(|customer, day| {
        customer.contact(call, About::Customer, false, None, day);
        let mark = |ladder: &mut Ladder| ladder.mark(Rung::Delivered, on("03-20"), None);
        customer.change_ladder(deal, mark).unwrap();
    });
    story.unmark(Rung::Delivered);
    assert_eq!(story.line(story.one("on-track")), "04-03 on-track");
}

#[test]
fn settling_drops_what_is_open_of_the_plan() {
    let mut story = Story::signed("03-06", Some("03-20")).later("03-20");
    story.add(
        Kind::Thanks,
        Some(story.last_deal()),
        "03-31",
        "thank Priya",
    );
    story.mark(Rung::Verified, "03-20");
    let before = story.open();
    assert_eq!(before.len(), 6, "{before:?}");
    let marked = story.mark(Rung::Paid, "03-20");
    assert_eq!((marked.after, marked.missing), (Status::Settled, vec![]));
    story.is_open(&["03-20 thank Priya, today", "06-18 care"]);
    story.unmark(Rung::Paid);
    assert_eq!(story.open(), before);
}

#[test]
fn a_lost_deal_has_no_plan_and_takes_it_up_when_it_is_revived() {
    let mut story = Story::signed("03-06", Some("03-27"));
    let before = story.open();
    let lost = crate::domain::deal::Lost {
        on: on("03-06"),
        reason: crate::domain::deal::LostReason::Price,
        buried_on: None,
    };
    story.happens(|customer, _| customer.deals[0].lost = Some(lost));
    story.is_open(&[]);
    assert_eq!(story.ended(Ended::Lost).len(), before.len());
    story.happens(|customer, _| customer.deals[0].lost = None);
    assert_eq!(story.open(), before);
}
