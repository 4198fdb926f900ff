//! Many customers at once, as an import brings them: what is new is spread, what is on record stays.

use super::*;

/// What an import does with a customer: it changes, is tidied, and is then given its place; numbered after that.
fn import(
    story: &mut Story,
    change: impl FnOnce(&mut Customer) -> DealId,
    place: impl FnOnce(&mut Customer, Day<'_>),
) {
    let day = Day {
        today: story.today,
        calendar: &story.calendar,
        plans: &story.plans,
    };
    change(&mut story.customer);
    story.customer.tidy(day);
    place(&mut story.customer, day);
    story.number();
}

fn signed(day: &str) -> Deal {
    let mut deal = blank_deal();
    deal.ladder.mark(Rung::Signed, on(day), None).unwrap();
    deal
}

#[test]
fn new_steps_begin_no_earlier_than_their_place() {
    let mut story = Story::signed("03-06", None);
    story.drop_it("hand-over", false).unwrap();
    let mut deal = signed("03-06");
    let (delivery, today) = (on("03-10"), story.today);
    deal.ladder
        .expect(Rung::Delivered, delivery, None, today)
        .unwrap();
    import(
        &mut story,
        |customer| customer.add_deal(deal),
        |customer, _| customer.begin_no_earlier(on("03-13")),
    );
    story.is_open(&[
        "03-09 d1 reassure",
        // Expected on that day, whatever else there is to do.
        "03-10 d2 delivered",
        "03-13 d2 reassure",
        "03-13 d2 hand-over",
        "03-13 d2 ready",
        "03-17 d2 works",
        "03-20 d1 on-track",
        "04-09 d2 measure",
        "waits d1 ready",
        "waits d1 works",
        "waits d1 measure",
        "waits d1 invoice",
        "waits d2 on-track",
        "waits d2 invoice",
    ]);
    let all = &story.customer.check_ins;
    assert!(all.iter().all(|one| one.first_due_on == one.due_on));
}

#[test]
fn new_care_of_an_account_begins_no_earlier_than_its_place() {
    // The day of settling, how many of three stand before it, and its day: 90 days after settling at the earliest.
    let table = [
        ("01-05", 0, "04-06"),
        ("01-05", 1, "04-06"),
        ("01-05", 2, "05-05"),
        ("03-02", 2, "06-01"),
    ];
    for (settled, rank, due_on) in table {
        let mut story = Story::begin("03-06");
        let mut deal = signed(settled);
        for rung in [Rung::Verified, Rung::Paid] {
            deal.ladder.mark(rung, on(settled), None).unwrap();
        }
        story.remind(None, "03-09", "on record");
        let again = deal.clone();
        let place = |customer: &mut Customer, day: Day<'_>| {
            assert!(customer.has_new_care());
            customer.care_no_earlier(rank, 3, day);
        };
        import(&mut story, |customer| customer.add_deal(deal), place);
        let expected = ["03-09 on record".to_owned(), format!("{due_on} care")];
        assert_eq!(story.open(), expected, "{settled} {rank}");
        let care = story.one("care");
        assert_eq!(care.first_due_on, care.due_on);

        // On record by now: its place is its own.
        let place = |customer: &mut Customer, day: Day<'_>| {
            assert!(!customer.has_new_care());
            customer.care_no_earlier(2, 3, day);
        };
        import(&mut story, |customer| customer.add_deal(again), place);
        assert_eq!(story.open(), expected, "{settled} {rank}, again");
    }
}
