mod case;

use case::{Case, on};

use super::*;
use crate::domain::ladder::Ladder;

#[test]
#[expect(clippy::too_many_lines, reason = "one table, a row a case")]
fn each_reason_is_a_fact_and_has_its_colour() {
    use Colour::{Amber, Green, Red};
    use Kind::{Adrift, Care, FollowUp, Promise, Renewal, Risk};
    let broken = |days| Reason::Broken {
        what: "the dates".to_owned(),
        days,
    };
    let missed = || Reason::Missed {
        metric: "call-out time".to_owned(),
    };
    let rivals = |names: &[&str], unreached| Reason::Rivals {
        names: names.iter().map(ToString::to_string).collect(),
        unreached,
    };
    let quiet = |due_on, unreached| Reason::Quiet {
        due_on: on(due_on),
        unreached,
    };
    let notice = |day, unreached| Reason::Notice {
        on: on(day),
        unreached,
    };
    let signed = Case::signed;
    // A deal, its colour, why.
    let table: Vec<(&str, Case, Option<Colour>, Vec<Reason>)> = vec![
        ("nothing", signed(), Some(Green), vec![]),
        ("settled", Case::settled(), Some(Green), vec![]),
        ("prospect", Case::prospect(), None, vec![]),
        (
            "lost",
            Case::lost().open(Promise, "03-03", Some(5)),
            None,
            vec![],
        ),
        // Promises of ours, past their date (practice 5).
        (
            "broken",
            signed().promised(false, true),
            Some(Red),
            vec![broken(10)],
        ),
        ("theirs", signed().promised(true, true), Some(Green), vec![]),
        ("kept", signed().promised(false, false), Some(Green), vec![]),
        (
            "due today",
            signed().open(Promise, "03-13", Some(5)),
            Some(Green),
            vec![],
        ),
        (
            "due yesterday",
            signed().open(Promise, "03-12", Some(5)),
            Some(Red),
            vec![broken(1)],
        ),
        (
            "another deal's",
            signed().open(Promise, "03-12", Some(6)),
            Some(Green),
            vec![],
        ),
        (
            "the account's",
            signed().open(Promise, "03-12", None),
            Some(Red),
            vec![broken(1)],
        ),
        (
            "of a settled deal",
            Case::settled().promised(false, true),
            Some(Red),
            vec![broken(10)],
        ),
        (
            "of a prospect",
            Case::prospect().promised(false, true),
            Some(Red),
            vec![broken(10)],
        ),
        (
            "the oldest first",
            signed()
                .open(Promise, "03-12", Some(5))
                .open(Promise, "03-01", Some(5)),
            Some(Red),
            vec![broken(12), broken(1)],
        ),
        // The credit check (practice 2).
        (
            "credit failed",
            signed().credit_failed(),
            Some(Red),
            vec![Reason::CreditFailed { on: on("03-12") }],
        ),
        (
            "credit passed",
            signed().credit_failed().credit_passed(),
            Some(Green),
            vec![],
        ),
        // The delivery (practice 6).
        (
            "late",
            signed().expected(Rung::Delivered, "03-10"),
            Some(Red),
            vec![Reason::DeliveryLate { days: 3 }],
        ),
        (
            "today",
            signed().expected(Rung::Delivered, "03-13"),
            Some(Green),
            vec![],
        ),
        (
            "another rung",
            signed().expected(Rung::Verified, "03-10"),
            Some(Green),
            vec![],
        ),
        // The money (practice 1).
        (
            "unpaid",
            signed().expected(Rung::Paid, "03-01"),
            Some(Red),
            vec![Reason::Unpaid { days: 12 }],
        ),
        (
            "unpaid by its terms",
            signed().terms("02-01"),
            Some(Red),
            vec![Reason::Unpaid { days: 10 }],
        ),
        (
            "within its terms",
            signed().terms("02-11"),
            Some(Green),
            vec![],
        ),
        // Results (practice 7).
        (
            "missed",
            signed().result(Some("41"), false, 5),
            Some(Red),
            vec![missed()],
        ),
        (
            "no better",
            signed().result(Some("40"), false, 5),
            Some(Red),
            vec![missed()],
        ),
        (
            "partly",
            signed().result(Some("30"), false, 5),
            Some(Green),
            vec![],
        ),
        (
            "unmeasured",
            signed().result(None, false, 5),
            Some(Green),
            vec![],
        ),
        (
            "accepted",
            signed().result(Some("41"), true, 5),
            Some(Green),
            vec![],
        ),
        (
            "another deal's",
            signed().result(Some("41"), false, 6),
            Some(Green),
            vec![],
        ),
        // Rivals (practice 4).
        (
            "a rival",
            signed()
                .rival("Rivalux", Some(5), None)
                .reached(Some("02-18")),
            Some(Amber),
            vec![rivals(&["Rivalux"], Some(23))],
        ),
        (
            "for 14 days",
            signed().rival("Rivalux", None, None).reached(Some("02-27")),
            Some(Amber),
            vec![rivals(&["Rivalux"], Some(14))],
        ),
        (
            "for 13 days",
            signed().rival("Rivalux", None, None).reached(Some("02-28")),
            Some(Green),
            vec![],
        ),
        (
            "gone",
            signed().rival("Rivalux", None, Some("03-01")).reached(None),
            Some(Green),
            vec![],
        ),
        (
            "after another",
            signed().rival("Rivalux", Some(6), None).reached(None),
            Some(Green),
            vec![],
        ),
        (
            "at a prospect",
            Case::prospect()
                .rival("Rivalux", Some(5), None)
                .reached(None),
            None,
            vec![],
        ),
        (
            "two, and nobody reached yet",
            signed()
                .rival("Rivalux", None, None)
                .rival("Umbra", Some(5), None)
                .reached(None),
            Some(Amber),
            vec![rivals(&["Rivalux", "Umbra"], None)],
        ),
        // Quiet (practice 3, 10).
        (
            "quiet",
            signed().open(Care, "03-05", Some(5)).reached(Some("02-01")),
            Some(Amber),
            vec![quiet("03-05", Some(40))],
        ),
        (
            "a week over",
            signed().open(Care, "03-06", Some(5)).reached(Some("02-01")),
            Some(Green),
            vec![],
        ),
        (
            "never reached",
            signed().open(FollowUp, "03-02", None).reached(None),
            Some(Amber),
            vec![quiet("03-02", None)],
        ),
        (
            "reached since",
            signed().open(Care, "03-02", Some(5)),
            Some(Green),
            vec![],
        ),
        (
            "reached since one of two",
            signed()
                .open(Care, "02-20", Some(5))
                .open(Care, "03-04", Some(5))
                .reached(Some("03-01")),
            Some(Amber),
            vec![quiet("03-04", Some(12))],
        ),
        (
            "no conversation",
            signed().open(Risk, "02-20", Some(5)).reached(None),
            Some(Green),
            vec![],
        ),
        (
            "a quiet prospect",
            Case::prospect().open(Care, "02-20", Some(5)).reached(None),
            None,
            vec![],
        ),
        // Adrift (practice 1).
        (
            "adrift",
            signed().open(Adrift, "03-13", Some(5)),
            Some(Amber),
            vec![Reason::Adrift],
        ),
        // Renewals (practice 10).
        (
            "a notice is near",
            signed()
                .renews("04-11")
                .open(Renewal, "03-12", Some(5))
                .reached(Some("02-20")),
            Some(Amber),
            vec![notice("04-11", Some(21))],
        ),
        (
            "spoken with",
            signed().renews("04-11").open(Renewal, "03-12", Some(5)),
            Some(Green),
            vec![],
        ),
        (
            "settled already",
            signed().renews("04-11").reached(None),
            Some(Green),
            vec![],
        ),
        (
            "far off",
            signed()
                .renews("08-11")
                .open(Renewal, "07-10", Some(5))
                .reached(None),
            Some(Green),
            vec![],
        ),
        // Red goes before amber, and colours the whole.
        (
            "both",
            signed()
                .open(Adrift, "03-13", Some(5))
                .expected(Rung::Delivered, "03-12")
                .promised(false, true)
                .credit_failed(),
            Some(Red),
            vec![
                broken(10),
                Reason::CreditFailed { on: on("03-12") },
                Reason::DeliveryLate { days: 1 },
                Reason::Adrift,
            ],
        ),
    ];
    for (name, case, colour, reasons) in table {
        let health = case.judge();
        assert_eq!(
            health.as_ref().map(|health| health.colour),
            colour,
            "{name}: {health:?}"
        );
        let found = health.map(|health| health.reasons).unwrap_or_default();
        assert_eq!(found, reasons, "{name}");
    }
}

#[test]
fn a_rival_of_a_new_deal_is_no_alarm_yet() {
    // Signed two days ago, and nobody was logged since: they were there when it was signed.
    let mut case = Case::signed().rival("Rivalux", None, None).reached(None);
    case.deal.ladder = Ladder::default();
    let ladder = &mut case.deal.ladder;
    ladder.mark(Rung::Signed, on("03-11"), None).unwrap();
    assert_eq!(
        case.judge().map(|health| health.colour),
        Some(Colour::Green)
    );
}
