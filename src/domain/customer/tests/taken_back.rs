//! What a command changed is given back with its mark.

use super::*;
use crate::domain::ladder::RungFacts;

#[test]
fn what_nobody_touched_since_is_given_back_as_it_was() {
    let mut story = Story::signed("03-06", None);
    story.mark(Rung::Invoiced, "03-06");
    let made = story.remind(None, "03-10", "made by the command");
    let touched = |was: Option<CheckIn>, id: CheckInId, touched_since: bool| Touched {
        id,
        was,
        touched_since,
    };
    let said = |story: &Story, name: &str| {
        let one = story.one(name).clone();
        Some(CheckIn {
            why: Some("as it was".to_owned()),
            ..one
        })
    };
    let removed = story.one("hand-over").clone();
    let before = Before {
        check_ins: vec![
            touched(None, made, false),
            touched(said(&story, "hand-over"), removed.id, false),
            touched(said(&story, "reassure"), story.id("reassure"), false),
            touched(said(&story, "on-track"), story.id("on-track"), true),
            touched(None, story.id("ready"), true),
            // It is gone, and was not there before.
            touched(None, CheckInId(99), false),
        ],
        plan: Some(PlanChoice::Running(plan::LIGHT.to_owned())),
    };
    for (id, opens) in [
        (removed.id, true),
        (made, false),
        (story.id("on-track"), false),
        (story.id("works"), false),
    ] {
        assert_eq!(before.opens(id), opens, "{id}");
    }
    story.customer.check_ins.retain(|one| one.id != removed.id);
    let count = story.customer.check_ins.len();
    let nothing = RungFacts::default();
    story
        .happens(|customer, _| customer.take_back(DealId(1), Rung::Invoiced, &nothing, before))
        .unwrap();
    assert_eq!(story.customer.deals[0].plan.name(), Some(plan::LIGHT));
    assert_eq!(story.customer.check_in(made), None);
    for (name, why) in [
        ("hand-over", Some("as it was")),
        ("reassure", Some("as it was")),
        ("on-track", None),
        ("ready", None),
    ] {
        assert_eq!(story.one(name).why.as_deref(), why, "{name}");
    }
    let ids: Vec<i64> = story
        .customer
        .check_ins
        .iter()
        .map(|one| one.id.0)
        .collect();
    assert_eq!(ids.len(), count, "one came, one went");
    assert!(ids.is_sorted(), "{ids:?}");
}
