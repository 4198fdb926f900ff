//! The check-in of a contract that renews, through the life of its deal.

use super::*;

fn renews(story: &mut Story, day: Option<&str>, notice: Option<u32>) {
    let deal = story.last_deal();
    story.happens(|customer, now| customer.set_renewal(deal, day.map(on), notice, now));
}

/// The check-ins about renewals, ended ones too: day and status.
fn all(story: &Story) -> Vec<String> {
    let renewals = story.customer.check_ins.iter();
    renewals
        .filter(|one| one.kind == Kind::Renewal)
        .map(|one| format!("{} {}", one.due_on.unwrap().format("%m-%d"), one.status))
        .collect()
}

#[test]
fn it_falls_due_thirty_days_before_the_notice() {
    let mut story = Story::signed("03-06", None);
    renews(&mut story, Some("12-02"), Some(90));
    assert_eq!(all(&story), ["08-04 open"]);
    assert_eq!(story.one("renew or renegotiate").deal_id, Some(DealId(1)));
    // Another day dates it anew, and so does another notice; the same says nothing.
    renews(&mut story, Some("12-02"), Some(60));
    assert_eq!(all(&story), ["09-03 open"]);
    renews(&mut story, Some("11-02"), Some(60));
    assert_eq!(all(&story), ["08-04 open"]);
    renews(&mut story, Some("04-02"), Some(60));
    assert_eq!(all(&story), ["03-06 open"], "today where that is past");
    story.today = on("03-09");
    story.happens(|_, _| ());
    assert_eq!(all(&story), ["03-06 open"], "and it stays there");
}

#[test]
fn once_settled_a_later_renewal_opens_the_next_one() {
    // The renewal is done for 2 Dec; then it is said to be on another day.
    let table: &[(Option<&str>, Option<u32>, &[&str])] = &[
        (Some("12-02"), Some(90), &["08-04 done"]),
        (Some("12-02"), Some(30), &["08-04 done"]),
        (Some("12-31"), Some(90), &["08-04 done", "09-02 open"]),
        (Some("11-02"), Some(90), &["07-03 open"]),
        (None, None, &["08-04 done"]),
    ];
    for (day, notice, expected) in table {
        let mut story = Story::signed("03-06", None);
        renews(&mut story, Some("12-02"), Some(90));
        story.done("renew or renegotiate").unwrap();
        renews(&mut story, *day, *notice);
        assert_eq!(all(&story), *expected, "{day:?} {notice:?}");
    }
}

#[test]
fn a_contract_that_renews_no_more_is_not_asked_about() {
    let mut story = Story::signed("03-06", None);
    renews(&mut story, Some("12-02"), Some(90));
    renews(&mut story, None, None);
    assert_eq!(all(&story), ["08-04 dropped"]);
    renews(&mut story, Some("12-02"), Some(90));
    assert_eq!(all(&story), ["08-04 dropped", "08-04 open"]);
}

#[test]
fn it_lasts_while_the_deal_is_live_or_settled() {
    let mut story = Story::begin("03-06");
    story.deal(&[], &[]);
    renews(&mut story, Some("12-02"), Some(90));
    assert_eq!(all(&story), [] as [&str; 0], "a prospect has no contract");
    story.mark(Rung::Signed, "03-06");
    assert_eq!(all(&story), ["08-04 open"]);
    story.mark(Rung::Verified, "03-06");
    story.mark(Rung::Paid, "03-06");
    assert_eq!(all(&story), ["08-04 open"], "settled");
    let lost = crate::domain::deal::Lost {
        on: on("03-06"),
        reason: crate::domain::deal::LostReason::Price,
        buried_on: None,
    };
    story.happens(|customer, _| customer.deals[0].lost = Some(lost));
    assert_eq!(all(&story), ["08-04 dropped"]);
    story.happens(|customer, _| customer.deals[0].lost = None);
    assert_eq!(all(&story), ["08-04 open"]);
    story.unmark(Rung::Paid);
    story.unmark(Rung::Verified);
    story.unmark(Rung::Signed);
    assert_eq!(all(&story), [] as [&str; 0]);
}

#[test]
fn only_the_renewal_of_the_contract_there_is_can_be_opened_again() {
    // What has become of the deal since its renewal was done, and why that cannot be opened again.
    type Case = (fn(&mut Story), Option<&'static str>);
    let lost = || crate::domain::deal::Lost {
        on: on("03-06"),
        reason: crate::domain::deal::LostReason::Price,
        buried_on: None,
    };
    let table: [Case; 4] = [
        (|_| (), None),
        (
            |story| renews(story, Some("12-31"), None),
            Some("there is a later renewal of that deal"),
        ),
        (
            |story| renews(story, None, None),
            Some("the contract does not renew"),
        ),
        (
            |story| drop(story.unmark(Rung::Signed)),
            Some("the deal is a prospect"),
        ),
    ];
    for (place, (change, because)) in table.iter().enumerate() {
        let mut story = Story::signed("03-06", None);
        renews(&mut story, Some("12-02"), None);
        let id = story.id("renew or renegotiate");
        story.done("renew or renegotiate").unwrap();
        change(&mut story);
        let before = story.customer.clone();
        let came_to = story.happens(|customer, _| customer.reopen(id));
        match because {
            Some(because) => {
                assert_eq!(came_to, Err(ByHandError::EndedByFact { id, because }));
                assert_eq!(story.customer, before, "{place}");
            }
            None => {
                assert_eq!(came_to, Ok(()), "{place}");
                assert_eq!(all(&story), ["11-02 open"], "{place}");
            }
        }
    }
    let mut story = Story::signed("03-06", None);
    renews(&mut story, Some("12-02"), None);
    let id = story.id("renew or renegotiate");
    story.done("renew or renegotiate").unwrap();
    story.happens(|customer, _| customer.deals[0].lost = Some(lost()));
    let because = "the deal is lost";
    let refused = Err(ByHandError::EndedByFact { id, because });
    assert_eq!(story.happens(|customer, _| customer.reopen(id)), refused);
}

#[test]
fn talking_about_something_else_does_not_settle_it() {
    let mut story = Story::signed("03-06", None);
    renews(&mut story, Some("04-02"), None);
    story.call(About::Customer, "03-06");
    assert_eq!(all(&story), ["03-06 open"]);
    story.drop_it("renew or renegotiate", false).unwrap();
    story.happens(|_, _| ());
    assert_eq!(all(&story), ["03-06 dropped"], "given up is given up");
}

#[test]
fn chains_of_add_ons_are_followed_and_rings_end() {
    let mut story = Story::begin("03-06");
    for parent in [None, Some(1), Some(2), Some(4)] {
        let id = story.deal(&[], &[]);
        story.customer.deal_mut(id).unwrap().addon_of = parent.map(DealId);
    }
    let customer = &story.customer;
    let table = [
        // Whether the one is an add-on of the other, or the same.
        (3, 1, true),
        (2, 1, true),
        (1, 1, true),
        (1, 3, false),
        // It is its own parent.
        (4, 1, false),
    ];
    for (one, other, expected) in table {
        assert_eq!(
            customer.is_addon_of(DealId(one), DealId(other)),
            expected,
            "{one} {other}"
        );
    }
}
