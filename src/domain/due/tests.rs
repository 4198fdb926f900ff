use proptest::prelude::*;

use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn money(minor: i64, code: &str) -> Money {
    Money {
        minor,
        currency: currency(code),
    }
}

#[test]
fn levels() {
    use Kind::{Adrift, Care, FollowUp, Heartbeat, Promise, Renewal, Rung as ARung};
    use Standing::{Customer, Lost, Prospect};
    let (past, now, ahead) = (day(9), day(10), day(11));
    let table = [
        (Promise, Customer, past, Level::Broken),
        (Promise, Prospect, past, Level::Broken),
        (Promise, Customer, now, Level::Today),
        (ARung, Customer, past, Level::Late),
        (Renewal, Customer, past, Level::Late),
        (ARung, Customer, now, Level::Today),
        (ARung, Prospect, past, Level::Prospect),
        (Care, Customer, past, Level::Overdue),
        (FollowUp, Customer, past, Level::Overdue),
        (Care, Customer, now, Level::Today),
        (Adrift, Customer, past, Level::Adrift),
        (Adrift, Customer, now, Level::Adrift),
        (Heartbeat, Lost, past, Level::Heartbeat),
        (FollowUp, Lost, now, Level::Heartbeat),
        (FollowUp, Prospect, past, Level::Prospect),
        (Care, Customer, ahead, Level::Coming),
        (Promise, Customer, ahead, Level::Coming),
    ];
    for (kind, standing, due_on, expected) in table {
        assert_eq!(
            level(kind, false, standing, due_on, day(10)),
            expected,
            "{kind} {standing:?} {due_on}"
        );
    }
}

#[test]
fn a_promise_of_theirs_is_never_broken() {
    use Standing::{Customer, Lost, Prospect};
    let table = [
        (Customer, day(9), Level::Overdue),
        (Prospect, day(9), Level::Prospect),
        (Lost, day(9), Level::Heartbeat),
        (Customer, day(10), Level::Today),
        (Customer, day(11), Level::Coming),
    ];
    for (standing, due_on, expected) in table {
        assert_eq!(
            level(Kind::Promise, true, standing, due_on, day(10)),
            expected,
            "{standing:?} {due_on}"
        );
    }
}

fn pressing(id: i64, account: i64, level: Level) -> Pressing {
    let check_in = Candidate {
        id: CheckInId(id),
        account_id: AccountId(account),
        deal_id: Some(DealId(account * 10)),
        kind: Kind::Care,
        theirs: false,
        due_on: day(9),
        snoozed_until: None,
        standing: Standing::Customer,
        value: None,
        notice_on: None,
    };
    Pressing {
        level,
        tried_today: false,
        days_overdue: 1,
        days_since_reached: Some(3),
        check_in,
    }
}

fn worth(value: Money, pressing: &Pressing) -> Pressing {
    Pressing {
        check_in: Candidate {
            value: Some(value),
            ..pressing.check_in.clone()
        },
        ..pressing.clone()
    }
}

#[test]
fn within_a_level_the_order_is_lateness_value_reach_id() {
    let base = || pressing(5, 1, Level::Overdue);
    // The first of each pair comes before the second.
    let pairs = [
        (
            pressing(9, 1, Level::Broken),
            Pressing {
                days_overdue: 99,
                ..base()
            },
        ),
        (
            Pressing {
                days_overdue: 2,
                ..base()
            },
            worth(money(9, "EUR"), &base()),
        ),
        (
            worth(money(500, "EUR"), &base()),
            worth(money(499, "EUR"), &base()),
        ),
        (
            worth(money(1, "EUR"), &base()),
            worth(money(900, "CHF"), &base()),
        ),
        (
            worth(money(1, "CHF"), &base()),
            worth(money(900, "USD"), &base()),
        ),
        (worth(money(0, "USD"), &base()), base()),
        (
            Pressing {
                days_since_reached: None,
                ..base()
            },
            Pressing {
                days_since_reached: Some(400),
                ..base()
            },
        ),
        (pressing(4, 1, Level::Overdue), base()),
        (
            Pressing {
                days_overdue: 0,
                ..base()
            },
            Pressing {
                tried_today: true,
                days_overdue: 9,
                ..base()
            },
        ),
    ];
    for (first, second) in pairs {
        assert_eq!(
            first.compare(&second, currency("EUR")),
            Ordering::Less,
            "{first:?}\n{second:?}"
        );
        assert_eq!(second.compare(&first, currency("EUR")), Ordering::Greater);
    }
}

#[test]
fn one_row_a_customer_or_a_deal() {
    let mut second_deal = pressing(3, 1, Level::Today);
    second_deal.check_in.deal_id = Some(DealId(99));
    let all = vec![
        pressing(4, 1, Level::Overdue),
        second_deal,
        pressing(2, 2, Level::Today),
        pressing(1, 1, Level::Coming),
        pressing(6, 3, Level::Coming),
    ];
    let shape = |rows: &[Row]| -> Vec<Vec<i64>> {
        rows.iter()
            .map(|row| ids(row).map(|id| id.0).collect())
            .collect()
    };
    assert_eq!(
        shape(&rows(all.clone(), By::Customer, currency("EUR"))),
        [vec![4, 3], vec![2], vec![6]]
    );
    assert_eq!(
        shape(&rows(all, By::Deal, currency("EUR"))),
        [vec![4], vec![2], vec![3], vec![6]]
    );
}

#[test]
fn what_is_snoozed_is_out_of_sight_until_its_day_and_its_lateness_stays() {
    let judge = |until: Option<u32>| {
        let check_in = Candidate {
            due_on: day(5),
            snoozed_until: until.map(day),
            ..pressing(1, 1, Level::Today).check_in
        };
        Pressing::judge(check_in, &Reach::default(), false, day(10)).map(|one| one.days_overdue)
    };
    assert_eq!(judge(Some(11)), None);
    assert_eq!(judge(Some(10)), Some(5));
    assert_eq!(judge(None), Some(5));
}

#[test]
fn a_renewal_is_late_only_once_no_notice_can_be_given() {
    use Standing::{Customer, Lost};
    // Where it stands, the day it is due, the last day of notice, and the level on the 10th.
    let table = [
        (Customer, 11, 20, Level::Coming),
        (Customer, 10, 20, Level::Today),
        (Customer, 9, 20, Level::Overdue),
        (Customer, 9, 10, Level::Overdue),
        (Customer, 8, 9, Level::Late),
        (Customer, 10, 9, Level::Late),
        (Customer, 10, 10, Level::Today),
        (Customer, 11, 9, Level::Coming),
        (Lost, 8, 9, Level::Heartbeat),
    ];
    for (standing, due_on, notice_on, expected) in table {
        let check_in = Candidate {
            kind: Kind::Renewal,
            standing,
            due_on: day(due_on),
            notice_on: Some(day(notice_on)),
            ..pressing(1, 1, Level::Today).check_in
        };
        assert_eq!(
            check_in.level(day(10)),
            expected,
            "{standing:?} {due_on} {notice_on}"
        );
    }
}

fn any_pressing() -> impl Strategy<Value = Pressing> {
    let value = prop_oneof![
        Just(None),
        (0i64..4, prop_oneof![Just("EUR"), Just("USD"), Just("CHF")])
            .prop_map(|(minor, code)| Some(money(minor, code))),
    ];
    let reached = prop_oneof![Just(None), (0i64..3).prop_map(Some)];
    (
        0..Level::ALL.len(),
        any::<bool>(),
        -2i64..3,
        value,
        reached,
        0i64..6,
        1i64..4,
    )
        .prop_map(
            |(level, tried_today, days_overdue, value, days_since_reached, id, account)| Pressing {
                level: Level::ALL[level],
                tried_today,
                days_overdue,
                days_since_reached,
                check_in: Candidate {
                    value,
                    ..pressing(id, account, Level::Today).check_in
                },
            },
        )
}

proptest! {
    #[test]
    fn the_order_is_total(a in any_pressing(), b in any_pressing(), c in any_pressing()) {
        let compare = |x: &Pressing, y: &Pressing| x.compare(y, currency("EUR"));
        prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
        if compare(&a, &b) != Ordering::Greater && compare(&b, &c) != Ordering::Greater {
            prop_assert_ne!(compare(&a, &c), Ordering::Greater);
        }
        if compare(&a, &b) == Ordering::Equal {
            prop_assert_eq!(a.check_in.id, b.check_in.id);
        }
    }

    #[test]
    fn every_due_check_in_stands_in_exactly_one_row(all in proptest::collection::vec(any_pressing(), 0..20)) {
        let all: Vec<Pressing> = all.into_iter().enumerate().map(|(n, mut one)| {
            one.check_in.id = CheckInId(i64::try_from(n).unwrap());
            one
        }).collect();
        let rows = rows(all.clone(), By::Customer, currency("EUR"));
        let mut shown: Vec<_> = rows.iter().flat_map(ids).collect();
        shown.sort();
        shown.dedup();
        let due = all.iter().filter(|one| one.level.is_due()).count();
        let coming_leads = rows.iter().filter(|row| !row.lead.level.is_due()).count();
        prop_assert_eq!(shown.len(), due + coming_leads);
        for pair in rows.windows(2) {
            prop_assert_eq!(pair[0].lead.compare(&pair[1].lead, currency("EUR")), Ordering::Less);
        }
        for row in &rows {
            prop_assert!(row.more.iter().all(|one| row.lead.compare(one, currency("EUR")) == Ordering::Less));
        }
    }
}
