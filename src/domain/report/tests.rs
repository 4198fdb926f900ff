mod contacts;

use super::*;
use crate::domain::check_in::{CheckInStatus, Ended};
use crate::domain::contract::Percent;
use crate::domain::customer::REVIVED_WHAT;
use crate::domain::deal::Lost;
use crate::domain::ladder::Ladder;
use crate::domain::money::Currency;

fn day(text: &str) -> NaiveDate {
    format!("2026-{text}").parse().unwrap()
}

const TODAY: &str = "03-13";

fn march() -> Period {
    Period {
        from: day("03-01"),
        to: day("03-31"),
    }
}

fn usd(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::USD,
    }
}

/// A deal of 100.00 dollars to the account of its own number, with these rungs done.
fn deal(id: i64, marks: &[(Rung, &str)]) -> Deal {
    let mut ladder = Ladder::default();
    for (rung, on) in marks {
        ladder.mark(*rung, day(on), None).unwrap();
    }
    Deal {
        value: Some(usd(10_000)),
        ..Deal::new(DealId(id), AccountId(id), ladder)
    }
}

fn lost(mut deal: Deal, on: &str, reason: LostReason) -> Deal {
    deal.lost = Some(Lost {
        on: day(on),
        reason,
        buried_on: None,
    });
    deal
}

fn check_in(id: i64, kind: Kind, due_on: &str, done_on: Option<&str>) -> CheckIn {
    let mut one = CheckIn::new(CheckInId(id), AccountId(1), Some(DealId(1)), kind, "call");
    one.set_due(day(due_on));
    if let Some(on) = done_on {
        one.end(CheckInStatus::Done, Ended::Done, day(on));
    }
    one
}

fn report(book: &Book) -> Report {
    Report::of(book, march(), day(TODAY))
}

fn ids(of: &[i64]) -> Vec<DealId> {
    of.iter().copied().map(DealId).collect()
}

#[test]
fn each_live_or_settled_deal_is_counted_once_at_its_highest() {
    use Rung::*;
    // What is done, and the stage; none where it is not counted.
    type Case = (&'static [(Rung, &'static str)], Option<Rung>);
    let table: &[Case] = &[
        (&[], None),
        (&[(Verbal, "03-01")], Some(Verbal)),
        (&[(Ordered, "03-01")], Some(Ordered)),
        (&[(Credit, "03-01")], Some(Ordered)),
        (&[(Signed, "03-01")], Some(Signed)),
        (&[(Signed, "03-01"), (Invoiced, "03-02")], Some(Signed)),
        (&[(Signed, "03-01"), (Delivered, "03-02")], Some(Delivered)),
        (&[(Signed, "03-01"), (Verified, "03-02")], Some(Delivered)),
        (&[(Signed, "03-01"), (Paid, "03-02")], Some(Paid)),
    ];
    for (marks, expected) in table {
        let deals = [deal(1, marks)];
        let stages = value::stages(&deals);
        let at: Vec<Rung> = stages
            .iter()
            .filter(|stage| !stage.group.deals.is_empty())
            .map(|stage| stage.rung)
            .collect();
        assert_eq!(
            at,
            expected.iter().copied().collect::<Vec<_>>(),
            "{marks:?}"
        );
        let given_up = lost(deals[0].clone(), "03-03", LostReason::Price);
        let stages = value::stages(&[given_up]);
        assert!(stages.iter().all(|stage| stage.group.deals.is_empty()));
    }
}

#[test]
fn commission_is_earned_when_it_is_paid_and_rides_until_then() {
    use Rung::*;
    let with = |mut deal: Deal| {
        deal.commission = Some(Percent(1_000));
        deal
    };
    let mut waived = with(deal(5, &[(Signed, "02-01")]));
    waived.ladder.waive(Paid).unwrap();
    let book = Book {
        deals: vec![
            with(deal(1, &[(Signed, "02-01"), (Paid, "03-02")])),
            with(deal(2, &[(Signed, "01-01"), (Paid, "02-02")])),
            with(deal(3, &[(Verbal, "02-01")])),
            with(deal(4, &[])),
            waived,
            deal(6, &[(Signed, "02-01")]),
            lost(
                with(deal(7, &[(Signed, "02-01")])),
                "02-03",
                LostReason::Other,
            ),
        ],
        ..Book::default()
    };
    let report = report(&book);
    assert_eq!(
        (report.earned.deals, report.earned.values),
        (ids(&[1]), vec![usd(1_000)])
    );
    assert_eq!(
        (report.riding.deals, report.riding.values),
        (ids(&[3]), vec![usd(1_000)])
    );
}

#[test]
fn the_lag_needs_five_settled_deals() {
    use Rung::*;
    let settled = |id, paid_on| {
        deal(
            id,
            &[(Signed, "01-01"), (Verified, "01-05"), (Paid, paid_on)],
        )
    };
    let mut deals = vec![
        settled(1, "01-11"),
        settled(2, "01-21"),
        settled(3, "01-31"),
        settled(4, "02-10"),
        deal(9, &[(Ordered, "03-01")]),
        deal(10, &[(Verbal, "03-01")]),
    ];
    deals[4]
        .ladder
        .expect(Paid, day("04-15"), None, day("03-01"))
        .unwrap();
    let few = ExpectedMoney::of(&deals, day(TODAY));
    assert_eq!((few.lag.days, few.lag.deals), (None, ids(&[1, 2, 3, 4])));
    assert_eq!(few.months.len(), 1);
    assert_eq!(few.months[0].month, Some(day("04-01")));
    assert!(few.months[0].by_lag.deals.is_empty());

    deals.push(settled(5, "03-02"));
    // 10, 20, 30, 40 and 60 days: 1 March + 30 days is 31 March.
    let enough = ExpectedMoney::of(&deals, day(TODAY));
    assert_eq!(enough.lag.days, Some(30));
    let months: Vec<_> = enough
        .months
        .iter()
        .map(|one| {
            (
                one.month,
                one.planned.deals.clone(),
                one.by_lag.deals.clone(),
            )
        })
        .collect();
    assert_eq!(
        months,
        [
            (Some(day("03-01")), ids(&[]), ids(&[9])),
            (Some(day("04-01")), ids(&[9]), ids(&[])),
        ]
    );
}

#[test]
fn expected_money_is_what_is_left_to_pay_and_late_money_comes_today() {
    use crate::domain::ladder::Part;
    use Rung::*;
    let mut late = deal(1, &[(Signed, "01-01")]);
    late.ladder.facts_mut(Paid).parts.push(Part {
        on: day("02-01"),
        what: "deposit".to_owned(),
        amount: Some(usd(4_000)),
    });
    assert_eq!(money::projected(&late, 30, day(TODAY)), Some(day(TODAY)));
    let expected = ExpectedMoney::of(&[late], day(TODAY));
    assert_eq!(expected.months[0].month, None);
    assert_eq!(expected.months[0].planned.values, [usd(6_000)]);
}

#[test]
fn a_check_in_is_on_time_by_its_date_and_late_while_it_is_open_past_it() {
    // Kind, due, done, whether it is on time; none where it is not counted.
    let table = [
        (Kind::Care, "03-05", Some("03-05"), Some(true)),
        (Kind::Care, "03-05", Some("03-04"), Some(true)),
        (Kind::Care, "03-05", Some("03-06"), Some(false)),
        (Kind::FollowUp, "03-12", None, Some(false)),
        (Kind::Care, TODAY, None, None),
        (Kind::Care, "02-27", None, None),
        (Kind::Care, "02-27", Some("02-27"), None),
        (Kind::Care, "02-27", Some("03-02"), Some(false)),
        (Kind::Rung, "03-05", Some("03-05"), None),
        (Kind::Adrift, "03-05", Some("03-05"), None),
        (Kind::Thanks, "03-05", Some("03-05"), None),
    ];
    for (kind, due_on, done_on, expected) in table {
        let one = check_in(1, kind, due_on, done_on);
        let work = Work::of(&[one], &[], march(), day(TODAY));
        let counted = (work.on_time.len(), work.late.len());
        let expected = match expected {
            Some(true) => (1, 0),
            Some(false) => (0, 1),
            None => (0, 0),
        };
        assert_eq!(counted, expected, "{kind} {due_on} {done_on:?}");
    }
    let mut dropped = check_in(1, Kind::Care, "03-05", None);
    dropped.end(CheckInStatus::Dropped, Ended::Dropped, day("03-06"));
    let work = Work::of(&[dropped], &[], march(), day(TODAY));
    assert_eq!(work, Work::default());
}

#[test]
fn promises_of_ours_are_judged_by_their_first_date() {
    let mut moved = check_in(3, Kind::Promise, "03-05", None);
    moved.set_due(day("03-20"));
    let mut agreed = check_in(4, Kind::Promise, "03-05", None);
    agreed.set_due(day("03-20"));
    agreed.agreed_on = Some(day("03-20"));
    let mut theirs = check_in(5, Kind::Promise, "03-05", None);
    theirs.theirs = true;
    let all = [
        check_in(1, Kind::Promise, "03-05", Some("03-05")),
        check_in(2, Kind::Promise, "03-05", Some("03-09")),
        moved,
        agreed,
        theirs,
        check_in(6, Kind::Promise, TODAY, None),
    ];
    let work = Work::of(&all, &[], march(), day(TODAY));
    let of = |list: &[i64]| list.iter().copied().map(CheckInId).collect::<Vec<_>>();
    assert_eq!(
        (work.kept, work.kept_late, work.broken),
        (of(&[1]), of(&[2]), of(&[3]))
    );
}

#[test]
fn slips_of_the_period_are_summed_by_their_reason() {
    let mut one = deal(1, &[]);
    let moves = [
        ("02-01", "02-05", None, "02-01"),
        ("02-05", "03-15", Some("Crew ill"), "03-02"),
        ("03-15", "03-17", Some("crew ill"), "03-03"),
        ("03-17", "03-10", Some("crew ill"), "03-04"),
        ("03-10", "03-13", None, "03-05"),
    ];
    for (from_on, to_on, why, moved_on) in moves {
        let facts = one.ladder.facts_mut(Rung::Delivered);
        facts.moves.push(crate::domain::ladder::Move {
            from_on: day(from_on),
            to_on: day(to_on),
            why: why.map(String::from),
            moved_on: day(moved_on),
        });
    }
    let work = Work::of(&[], &[one, deal(2, &[])], march(), day(TODAY));
    let reasons: Vec<_> = work
        .slips
        .iter()
        .map(|slip| (slip.why.as_deref(), slip.slips, slip.days))
        .collect();
    assert_eq!(reasons, [(Some("Crew ill"), 2, 40), (None, 1, 3)]);
    assert_eq!(work.slipped_days(), (3, 43));
    assert_eq!(work.slipped, ids(&[1]));
}

#[test]
fn quiet_is_so_many_days_ago_or_never() {
    let last = [(1, "02-11"), (2, "02-12"), (3, "01-12"), (4, "03-12")];
    let book = Book {
        accounts: (1..=5).map(AccountId).collect(),
        last_reached: last
            .into_iter()
            .map(|(id, on)| (AccountId(id), day(on)))
            .collect(),
        ..Book::default()
    };
    let quiet = report(&book).quiet;
    let of = |list: &[i64]| list.iter().copied().map(AccountId).collect::<Vec<_>>();
    assert_eq!(quiet, [of(&[1, 3, 5]), of(&[3, 5]), of(&[5])]);
}

#[test]
fn losses_by_reason_and_rival_and_what_came_back() {
    let mut to_initech = lost(deal(1, &[]), "03-02", LostReason::Price);
    to_initech.win_back.lost_to = Some("Initech".to_owned());
    let mut again = lost(deal(2, &[]), "03-03", LostReason::Price);
    again.win_back.lost_to = Some("initech".to_owned());
    let earlier = lost(deal(3, &[]), "02-03", LostReason::Product);
    let silent = lost(deal(4, &[]), "03-03", LostReason::NoDecision);
    let back = deal(5, &[(Rung::Verbal, "02-01")]);
    let rival = |account: i64, gone_on: Option<&str>| Rival {
        id: None,
        uid: String::new(),
        account_id: AccountId(account),
        deal_id: None,
        name: "Globex".to_owned(),
        note: None,
        heard_on: day("01-01"),
        gone_on: gone_on.map(day),
    };
    // After nothing that is won or to be won, it is watched for nothing.
    let idle = Rival {
        name: "Umbrella".to_owned(),
        ..rival(4, None)
    };
    let mut heartbeat = check_in(1, Kind::Heartbeat, "03-20", None);
    heartbeat.deal_id = Some(DealId(5));
    heartbeat.end(CheckInStatus::Dropped, Ended::Dropped, day("03-10"));
    // Buried in February, so that nobody asked any more, and alive again in March.
    let mut unburied = check_in(3, Kind::Heartbeat, "02-10", None);
    unburied.deal_id = Some(DealId(6));
    unburied.end(CheckInStatus::Dropped, Ended::Plan, day("02-10"));
    let mut alive = check_in(4, Kind::FollowUp, "03-12", None);
    alive.deal_id = Some(DealId(6));
    alive.what = REVIVED_WHAT.to_owned();
    let mut still = check_in(2, Kind::Heartbeat, "03-05", Some("03-05"));
    still.deal_id = Some(DealId(1));
    let book = Book {
        deals: vec![to_initech, again, earlier, silent, back, deal(6, &[])],
        rivals: vec![rival(5, None), rival(5, Some("03-01")), idle],
        check_ins: vec![heartbeat, unburied, alive, still],
        ..Book::default()
    };
    let losses = report(&book).losses;
    let reasons: Vec<_> = losses
        .reasons
        .iter()
        .map(|(reason, group)| (*reason, group.deals.clone()))
        .collect();
    assert_eq!(
        reasons,
        [
            (LostReason::Price, ids(&[1, 2])),
            (LostReason::NoDecision, ids(&[4]))
        ]
    );
    let rivals: Vec<_> = losses
        .rivals
        .iter()
        .map(|one| (one.name.as_str(), one.lost.clone(), one.watched.clone()))
        .collect();
    assert_eq!(
        rivals,
        [
            ("Initech", ids(&[1, 2]), ids(&[])),
            ("Globex", ids(&[]), ids(&[5]))
        ]
    );
    assert_eq!(losses.won_back, ids(&[5, 6]));
    // Two of the five that were lost or came back.
    assert_eq!(losses.win_back_percent(), Some(40));
    assert_eq!(Losses::default().win_back_percent(), None);
}

#[test]
fn add_ons_count_when_they_are_won_and_thanks_when_they_fall_due() {
    let mut waiting = check_in(3, Kind::Thanks, TODAY, None);
    waiting.due_on = None;
    let addon = |id, marks: &[(Rung, &str)]| {
        let mut one = deal(id, marks);
        one.addon_of = Some(DealId(99));
        one
    };
    let book = Book {
        deals: vec![
            addon(1, &[(Rung::Signed, "03-02")]),
            addon(2, &[(Rung::Signed, "02-02")]),
            addon(3, &[(Rung::Verbal, "03-02")]),
            deal(4, &[(Rung::Signed, "03-02")]),
        ],
        check_ins: vec![
            check_in(1, Kind::Thanks, TODAY, None),
            check_in(2, Kind::Thanks, "03-14", None),
            waiting,
            check_in(3, Kind::Thanks, "03-05", Some("03-05")),
        ],
        ..Book::default()
    };
    let report = report(&book);
    assert_eq!(report.addons.deals, ids(&[1]));
    assert_eq!(report.thanks, [CheckInId(1)]);
    assert_eq!(report.pursuits.deals, ids(&[3]));
}

#[test]
fn shares_are_whole_percentages() {
    let table = [
        (0, 0, None),
        (0, 3, Some(0)),
        (1, 3, Some(33)),
        (2, 3, Some(67)),
        (1, 8, Some(13)),
        (3, 3, Some(100)),
        (1, 1, Some(100)),
    ];
    for (part, whole, expected) in table {
        assert_eq!(percent(part, whole), expected, "{part} of {whole}");
    }
}
