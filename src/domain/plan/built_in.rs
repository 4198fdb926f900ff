//! The plans that come with the program.

use std::borrow::Cow;

use crate::domain::check_in::Kind;
use crate::domain::interval::{Interval, Unit};
use crate::domain::plan::{
    CountsFrom, LIGHT, MEASURE, STANDARD, STRATEGIC, Step, THANK, VERBAL, WIN_BACK,
};
use crate::domain::rung::Rung;

/// The steps of the built-in plan of that name.
pub(super) fn steps(name: &str) -> Option<Vec<Step>> {
    match name {
        STANDARD => Some(standard()),
        LIGHT => Some(light()),
        STRATEGIC => Some(strategic()),
        VERBAL => Some(verbal()),
        WIN_BACK => Some(win_back()),
        _ => None,
    }
}

fn step(name: &'static str, what: &'static str, anchor: Rung, offset: i32, unit: Unit) -> Step {
    let (name, what) = (Cow::Borrowed(name), Cow::Borrowed(what));
    Step {
        name,
        kind: Kind::Care,
        what,
        anchor: anchor.into(),
        offset,
        unit,
        every: None,
        until: None,
    }
}

impl Step {
    fn every(self, count: u32, unit: Unit, until: Rung) -> Self {
        Self {
            every: Some(Interval { count, unit }),
            until: Some(until),
            ..self
        }
    }
}

/// Reassure at once, hand over, stay close until it is delivered, used, measured and billed
/// (practice 3, 6, 7). It counts from the order, which a signature implies.
fn standard() -> Vec<Step> {
    use Unit::{Days, Workdays};
    vec![
        step(
            "reassure",
            "reassure: what happens next",
            Rung::Ordered,
            1,
            Workdays,
        ),
        step(
            "hand-over",
            "hand over: who does what",
            Rung::Ordered,
            7,
            Days,
        ),
        step("on-track", "is it on track?", Rung::Ordered, 14, Days).every(
            14,
            Days,
            Rung::Delivered,
        ),
        step(
            "ready",
            "is it ready? date, crew, promises",
            Rung::Delivered,
            -3,
            Workdays,
        ),
        step("works", "does it work as sold?", Rung::Delivered, 7, Days),
        step(MEASURE, "measure the results", Rung::Live, 30, Days),
        step(
            "invoice",
            "invoice received and approved?",
            Rung::Invoiced,
            7,
            Days,
        ),
    ]
}

/// For a small deal: reassure, see to the delivery, ask once whether it works, and see to the money.
fn light() -> Vec<Step> {
    use Unit::{Days, Workdays};
    vec![
        step(
            "reassure",
            "reassure: what happens next",
            Rung::Ordered,
            1,
            Workdays,
        ),
        step(
            "ready",
            "is it ready? date, crew, promises",
            Rung::Delivered,
            -3,
            Workdays,
        ),
        step("works", "does it work as sold?", Rung::Delivered, 7, Days),
        step(
            "invoice",
            "invoice received and approved?",
            Rung::Invoiced,
            7,
            Days,
        ),
    ]
}

/// For a deal that decides about the year: the standard plan, earlier and denser, with a call between the
/// executives and a review a month until the results are confirmed (practice 3, 6, 7, 8).
fn strategic() -> Vec<Step> {
    use Unit::{Days, Workdays};
    vec![
        step(
            "reassure",
            "reassure: what happens next",
            Rung::Ordered,
            1,
            Workdays,
        ),
        step(
            "executive",
            "executive call: ours thanks theirs",
            Rung::Ordered,
            3,
            Workdays,
        ),
        step(
            "hand-over",
            "hand over: who does what",
            Rung::Ordered,
            4,
            Workdays,
        ),
        step("on-track", "is it on track?", Rung::Ordered, 7, Days).every(7, Days, Rung::Delivered),
        step(
            "review",
            "review with the sponsor: objectives, results, risks",
            Rung::Ordered,
            30,
            Days,
        )
        .every(30, Days, Rung::Verified),
        step(
            "ready",
            "is it ready? date, crew, promises",
            Rung::Delivered,
            -5,
            Workdays,
        ),
        step(
            "eve",
            "last check before the delivery",
            Rung::Delivered,
            -1,
            Workdays,
        ),
        step("works", "does it work as sold?", Rung::Delivered, 3, Days),
        step(MEASURE, "measure the results", Rung::Live, 21, Days),
        step(
            "invoice",
            "invoice received and approved?",
            Rung::Invoiced,
            5,
            Days,
        ),
    ]
}

/// Who was in last gets the order: be there every few days (practice 15).
fn verbal() -> Vec<Step> {
    vec![
        step(
            "order",
            "press for the order",
            Rung::Verbal,
            1,
            Unit::Workdays,
        )
        .every(3, Unit::Workdays, Rung::Ordered),
    ]
}

/// It is not over: wish them luck, ask a week after the rival's day whether it was kept, be there before their
/// contract ends, and stay in contact (practice 17, 18). What comes every 90 days begins one turn after the day
/// of the quarter, as a contact in between would move it on.
fn win_back() -> Vec<Step> {
    use CountsFrom::{Lost, RivalContractEnds, RivalPromised};
    use Unit::{Days, Workdays};
    let step = |name, what, anchor, offset, unit| Step {
        kind: Kind::Heartbeat,
        anchor,
        ..step(name, what, Rung::Verbal, offset, unit)
    };
    let stay = step(
        "stay",
        "stay in contact: bring something of use",
        Lost,
        180,
        Days,
    );
    vec![
        step(THANK, "thank them and wish them well", Lost, 2, Workdays),
        step(
            "settling-in",
            "how is it going? stay in contact",
            Lost,
            14,
            Days,
        ),
        step(
            "month-two",
            "how is it going? bring something of use",
            Lost,
            45,
            Days,
        ),
        step(
            "quarter",
            "are they glad with what they chose?",
            Lost,
            90,
            Days,
        ),
        Step {
            every: Some(Interval {
                count: 90,
                unit: Days,
            }),
            ..stay
        },
        step("delivered", "did they deliver?", RivalPromised, 7, Days),
        step(
            "contract",
            "ask to be heard again",
            RivalContractEnds,
            -90,
            Days,
        ),
    ]
}
