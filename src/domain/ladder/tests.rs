use super::*;
use crate::domain::rung::Rung::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn ladder(marks: &[(Rung, u32)]) -> Ladder {
    let mut ladder = Ladder::default();
    for (rung, on) in marks {
        ladder.mark(*rung, day(*on), None).unwrap();
    }
    ladder
}

#[test]
fn what_marks_imply() {
    // marks, rung, next rung, done, total, gaps
    type Row = (
        &'static [(Rung, u32)],
        Option<Rung>,
        Option<Rung>,
        usize,
        usize,
        &'static [Rung],
    );
    let table: &[Row] = &[
        (&[], None, Some(Verbal), 0, 7, &[]),
        (&[(Verbal, 2)], Some(Verbal), Some(Ordered), 1, 7, &[]),
        (&[(Ordered, 2)], Some(Ordered), Some(Signed), 2, 7, &[]),
        (&[(Signed, 2)], Some(Signed), Some(Delivered), 3, 7, &[]),
        (
            &[(Signed, 2), (Delivered, 9)],
            Some(Delivered),
            Some(Verified),
            4,
            7,
            &[],
        ),
        // Marked, so it counts: eight rungs.
        (
            &[(Signed, 2), (Live, 9)],
            Some(Live),
            Some(Verified),
            5,
            8,
            &[],
        ),
        (
            &[(Signed, 2), (Verified, 9)],
            Some(Verified),
            Some(Invoiced),
            5,
            7,
            &[],
        ),
        // Paid before delivered: the gap is named, and the ladder stands where it is whole.
        (
            &[(Signed, 2), (Paid, 9)],
            Some(Signed),
            Some(Delivered),
            5,
            7,
            &[Delivered, Verified],
        ),
        (
            &[(Delivered, 9)],
            None,
            Some(Verbal),
            1,
            7,
            &[Verbal, Ordered, Signed],
        ),
        (
            &[(Signed, 2), (Credit, 1)],
            Some(Signed),
            Some(Delivered),
            4,
            8,
            &[],
        ),
    ];
    for (marks, rung, next, done, total, gaps) in table {
        let ladder = ladder(marks);
        assert_eq!(ladder.rung(), *rung, "rung of {marks:?}");
        assert_eq!(ladder.next_rung(), *next, "next rung of {marks:?}");
        assert_eq!(ladder.progress(), (*done, *total), "progress of {marks:?}");
        assert_eq!(ladder.gaps(), *gaps, "gaps of {marks:?}");
    }
}

#[test]
fn an_implied_rung_has_the_day_of_what_implies_it() {
    let ladder = ladder(&[(Signed, 4)]);
    assert_eq!(
        ladder.state(Ordered),
        RungState::Done {
            on: day(4),
            implied_by: Some(Signed)
        }
    );
    assert_eq!(
        ladder.facts(Ordered),
        &RungFacts::default(),
        "implied, not stored"
    );
}

#[test]
fn credit_and_live_apply_once_expected() {
    let mut ladder = ladder(&[(Signed, 2)]);
    assert_eq!(ladder.state(Live), RungState::NotApplicable);
    ladder.expect(Live, day(20), None, day(2)).unwrap();
    assert_eq!(
        ladder.state(Live),
        RungState::Open {
            expected_on: Some(day(20))
        }
    );
    assert_eq!(ladder.progress(), (3, 8));
}

#[test]
fn what_waits_for_a_go_live_that_does_not_apply_counts_from_the_delivery() {
    let mut ladder = ladder(&[(Signed, 2)]);
    assert_eq!(ladder.anchor_on(Live), None);
    ladder.expect(Delivered, day(20), None, day(2)).unwrap();
    assert_eq!(ladder.anchor_on(Live), Some(day(20)));
    ladder.expect(Live, day(25), None, day(2)).unwrap();
    assert_eq!(ladder.anchor_on(Live), Some(day(25)));
    ladder.waive(Live).unwrap();
    ladder.waive(Delivered).unwrap();
    assert!(ladder.anchor_is_gone(Live));
}

#[test]
fn terms_count_from_the_invoice_until_a_date_is_typed() {
    let mut ladder = ladder(&[(Signed, 2)]);
    ladder.terms_days = Some(30);
    assert_eq!(ladder.expected_on(Paid), None);
    ladder.expect(Invoiced, day(1), None, day(2)).unwrap();
    assert_eq!(
        ladder.expected_on(Paid),
        Some(day(31)),
        "from the expected invoice"
    );
    ladder.mark(Invoiced, day(1) - Days::new(5), None).unwrap();
    assert_eq!(ladder.expected_on(Paid), Some(day(26)), "from the real one");
    ladder.expect(Paid, day(28), None, day(2)).unwrap();
    assert_eq!(ladder.expected_on(Paid), Some(day(28)), "as typed");
}

#[test]
fn slips_are_counted_and_summed() {
    let mut ladder = ladder(&[(Signed, 2)]);
    for (to, why) in [
        (10, None),
        (17, Some("parts")),
        (15, None),
        (15, None),
        (25, Some("crew")),
        (26, None),
    ] {
        ladder
            .expect(Delivered, day(to), why.map(String::from), day(3))
            .unwrap();
    }
    assert_eq!(
        ladder.slips(Delivered),
        (3, 18),
        "10 to 17, 15 to 25 and a day more; an earlier date is no slip"
    );
    assert_eq!(
        ladder.facts(Delivered).moves.len(),
        4,
        "every change is kept, the same date is none"
    );
}

#[test]
fn what_is_refused() {
    let mut ladder = ladder(&[(Ordered, 10)]);
    assert!(matches!(
        ladder.mark(Signed, day(9), None),
        Err(LadderError::BeforeImplied {
            implied: Ordered,
            ..
        })
    ));
    ladder.mark(Signed, day(10), None).unwrap();
    assert!(matches!(
        ladder.expect(Signed, day(20), None, day(10)),
        Err(LadderError::AlreadyDone { .. })
    ));
    assert!(matches!(
        ladder.expect(Verbal, day(20), None, day(10)),
        Err(LadderError::Implied { by: Ordered, .. })
    ));
    assert!(matches!(
        ladder.waive(Signed),
        Err(LadderError::AlreadyDone { .. })
    ));
    assert!(matches!(
        ladder.unmark(Delivered),
        Err(LadderError::NotMarked { .. })
    ));
    assert!(matches!(
        ladder.unmark(Verbal),
        Err(LadderError::Implied { .. })
    ));
}

#[test]
fn a_mark_taken_back_leaves_the_ladder_as_it_was() {
    let mut ladder = ladder(&[(Signed, 2)]);
    ladder.expect(Delivered, day(20), None, day(2)).unwrap();
    let before = ladder.clone();
    ladder
        .mark(Delivered, day(19), Some("GR-7".into()))
        .unwrap();
    ladder.unmark(Delivered).unwrap();
    assert_eq!(ladder, before);
}

#[test]
fn a_corrected_mark_keeps_its_number_unless_another_is_given() {
    let mut ladder = Ladder::default();
    for (number, kept) in [
        (Some("GR-7"), "GR-7"),
        (None, "GR-7"),
        (Some("GR-8"), "GR-8"),
    ] {
        let number = number.map(String::from);
        ladder.mark(Delivered, day(9), number).unwrap();
        let reference = ladder.facts(Delivered).reference.as_deref();
        assert_eq!(reference, Some(kept));
    }
}

#[test]
fn what_happens_after_all_is_applicable() {
    let mut ladder = ladder(&[(Signed, 2)]);
    ladder.waive(Paid).unwrap();
    ladder.mark(Paid, day(9), None).unwrap();
    assert!(!ladder.facts(Paid).not_applicable);
    ladder.waive(Delivered).unwrap();
    let part = Part {
        what: "the first site".to_owned(),
        on: day(9),
        amount: None,
    };
    ladder.note_part(Delivered, part, None).unwrap();
    assert!(matches!(ladder.state(Delivered), RungState::Open { .. }));
    ladder.waive(Credit).unwrap();
    ladder.fail_credit(day(9), None).unwrap();
    assert!(matches!(ladder.state(Credit), RungState::Open { .. }));
}

#[test]
fn the_day_of_settling_is_the_last_of_the_three() {
    let mut ladder = ladder(&[(Signed, 2), (Verified, 12), (Paid, 9)]);
    assert_eq!(ladder.settled_on(), Some(day(12)));
    ladder.unmark(Verified).unwrap();
    assert_eq!(ladder.settled_on(), None);
    assert_eq!(ladder.missing(), [Delivered, Verified]);
    // Where none of the three applies, the last thing that happened.
    let mut ladder = self::ladder(&[(Signed, 2), (Invoiced, 9)]);
    for rung in SETTLING {
        assert_eq!(ladder.settled_on(), None);
        ladder.waive(rung).unwrap();
    }
    assert_eq!(ladder.settled_on(), Some(day(9)));
}
