use super::*;
use crate::domain::history::{Command, Tally};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn change(kind: Kind, id: &str, happened: Happened) -> RowChange {
    RowChange {
        kind,
        id: id.to_owned(),
        happened,
        fields: Vec::new(),
    }
}

/// A change of one field, from text to text.
fn turn(kind: Kind, id: &str, field: &'static str, from: &str, to: &str) -> RowChange {
    let told = |text: &str| (!text.is_empty()).then(|| Told::Text(text.to_owned()));
    RowChange {
        fields: vec![FieldChange {
            field: field.into(),
            from: told(from),
            to: told(to),
        }],
        ..change(kind, id, Happened::Changed)
    }
}

fn logged(changes: Vec<RowChange>) -> Logged {
    let mut tally: Vec<Tally> = Vec::new();
    for one in &changes {
        let same = |tally: &&mut Tally| (tally.kind, tally.happened) == (one.kind, one.happened);
        match tally.iter_mut().find(same) {
            Some(tally) => tally.count += 1,
            None => tally.push(Tally {
                kind: one.kind,
                happened: one.happened,
                count: 1,
            }),
        }
    }
    Logged {
        command: Command {
            id: 1,
            at: moment("2026-03-13T08:00:00Z"),
            verb: "log".to_owned(),
            typed: None,
            undone_at: None,
        },
        account: None,
        tally,
        changes,
    }
}

#[test]
fn changes_in_a_few_words() {
    use Happened::{Made, Removed};
    let status = |id, from, to| turn(Kind::CheckIn, id, "status", from, to);
    let table = [
        (vec![], ""),
        (
            vec![
                change(Kind::Touchpoint, "t1", Made),
                status("c1", "open", "done"),
                change(Kind::CheckIn, "c9", Made),
            ],
            "t1, c9 new · c1 done",
        ),
        (
            vec![
                status("c1", "done", "open"),
                status("c2", "dropped", "open"),
                status("c3", "open", "dropped"),
                change(Kind::Touchpoint, "t1", Removed),
            ],
            "t1 removed · c3 dropped · c1, c2 open again",
        ),
        // Many of a kind are counted, and nothing more is told of what is new.
        (
            vec![
                change(Kind::Deal, "d1", Made),
                change(Kind::CheckIn, "c1", Made),
                change(Kind::CheckIn, "c2", Made),
                change(Kind::CheckIn, "c3", Made),
                change(Kind::CheckIn, "c4", Made),
                change(Kind::Rival, "d1", Made),
                turn(Kind::Rung, "d1", "signed.done_on", "", "x"),
            ],
            "d1, 4 check-ins new",
        ),
        (
            vec![
                change(Kind::Rival, "a3", Made),
                change(Kind::Part, "d2", Removed),
                change(Kind::Move, "d2", Made),
            ],
            "a3 rival new · d2 part removed",
        ),
        (
            vec![
                turn(Kind::Rung, "d2", "delivered.expected_on", "27 Mar", "2 Apr"),
                turn(Kind::Deal, "d2", "lost_reason", "price", ""),
            ],
            "d2 delivered expected: 27 Mar → 2 Apr · d2 lost reason: price → none",
        ),
        // What was not said before is only told; what is so or not, by its name; how often, not at all.
        (
            vec![
                turn(Kind::CheckIn, "c1", "snoozed_until", "", "18 Mar"),
                turn(Kind::CheckIn, "c1", "snoozes", "1", "2"),
                turn(Kind::CheckIn, "c2", "ended", "planned", "plan"),
                turn(Kind::Rung, "d2", "live.not_applicable", "", "yes"),
                turn(Kind::Touchpoint, "t1", "asked", "yes", ""),
            ],
            "c1 snoozed until: 18 Mar · d2 live not applicable · t1 asked: no longer",
        ),
        // Who came to a deal, who went, and what somebody is on it since.
        (
            vec![
                RowChange {
                    happened: Made,
                    ..turn(Kind::DealPerson, "d2", "person_id", "", "p5")
                },
                RowChange {
                    happened: Removed,
                    ..turn(Kind::DealPerson, "d2", "person_id", "p6", "")
                },
                turn(Kind::DealPerson, "d2", "role", "", "user"),
            ],
            "d2 with p5 · d2 without p6 · d2 role: user",
        ),
        (
            (1..=7)
                .map(|_| turn(Kind::Deal, "d2", "note", "a", "b"))
                .collect(),
            "d2 note: a → b · d2 note: a → b · d2 note: a → b · d2 note: a → b · 3 more",
        ),
    ];
    for (changed, expected) in table {
        let shown = changes(&logged(changed), "new", day(13)).join(BETWEEN);
        assert_eq!(shown, expected);
    }
}

#[test]
fn how_long_ago() {
    let now = moment("2026-03-13T08:00:00Z");
    for (at, expected) in [
        ("2026-03-13T08:00:00Z", "just now"),
        ("2026-03-13T07:59:01Z", "just now"),
        ("2026-03-13T07:59:00Z", "1 min ago"),
        ("2026-03-13T07:00:01Z", "59 min ago"),
        ("2026-03-13T07:00:00Z", "1 h ago"),
        ("2026-03-12T08:00:01Z", "23 h ago"),
        ("2026-03-12T08:00:00Z", "Thu 12 Mar 2026"),
        // A clock that was set back.
        ("2026-03-13T09:00:00Z", "just now"),
    ] {
        assert_eq!(ago(moment(at), now, day(12)), expected, "{at}");
    }
}
