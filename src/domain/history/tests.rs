use super::*;

/// A row from its columns: what reads as a number is one.
fn row(columns: &[(&str, &str)]) -> StoredRow {
    let stored = |value: &str| match value.parse() {
        Ok(number) => Stored::Number(number),
        Err(_) => Stored::Text(value.to_owned()),
    };
    let columns = columns.iter();
    columns
        .map(|(column, value)| ((*column).to_owned(), stored(value)))
        .collect()
}

/// `d1 changed title: Fleet -> Trucks`
fn said(change: Option<RowChange>) -> Vec<String> {
    let value = |told: &Option<Told>| match told {
        None => "-".to_owned(),
        Some(Told::Text(text)) => text.clone(),
        Some(Told::Day(day)) => day.to_string(),
        Some(Told::Money(money)) => money.long(),
    };
    let Some(change) = change else {
        return vec!["nothing".to_owned()];
    };
    let head = format!("{} {} {}", change.kind, change.id, change.happened);
    let fields = change
        .fields
        .iter()
        .map(|one| format!("{}: {} -> {}", one.field, value(&one.from), value(&one.to)));
    std::iter::once(head).chain(fields).collect()
}

type Columns = &'static [(&'static str, &'static str)];

/// A kind, the row before and after, the rung it belongs to, and what is told.
type Case = (
    Kind,
    Option<Columns>,
    Option<Columns>,
    Option<Columns>,
    &'static [&'static str],
);

fn assert_told(table: &[Case]) {
    for (kind, before, after, rung, expected) in table {
        let [before, after, rung] = [before, after, rung].map(|one| one.map(row));
        let change = tell(*kind, 7, before.as_ref(), after.as_ref(), rung.as_ref());
        assert_eq!(said(change), *expected, "{before:?} {after:?}");
    }
}

#[test]
fn a_change_is_told_in_the_words_of_the_records() {
    assert_told(&[
        (
            Kind::Deal,
            Some(&[
                ("id", "7"),
                ("title", "Fleet"),
                ("value_minor", "4800050"),
                ("currency", "EUR"),
            ]),
            Some(&[
                ("id", "7"),
                ("title", "Trucks"),
                ("value_minor", "1200000"),
                ("currency", "JPY"),
            ]),
            None,
            &[
                "deal d7 changed",
                "title: Fleet -> Trucks",
                "value: 48,000.50 EUR -> 1,200,000 JPY",
            ],
        ),
        (
            Kind::Deal,
            Some(&[
                ("tags", r#"["q1","key"]"#),
                ("commission", "625"),
                ("addon_of", "3"),
            ]),
            Some(&[("tags", "[]")]),
            None,
            &[
                "deal d7 changed",
                "addon_of: d3 -> -",
                "commission_percent: 6.25 -> -",
                "tags: q1, key -> -",
            ],
        ),
        // No is what was not said, and nothing is no change.
        (
            Kind::CheckIn,
            None,
            Some(&[
                ("account_id", "3"),
                ("due_on", "2026-03-13"),
                ("snoozes", "0"),
                ("theirs", "0"),
            ]),
            None,
            &[
                "check-in c7 made",
                "account_id: - -> a3",
                "due_on: - -> 2026-03-13",
            ],
        ),
        (
            Kind::Touchpoint,
            Some(&[
                ("on_day", "2026-03-13"),
                ("next_check_in_id", "9"),
                ("inbound", "1"),
            ]),
            None,
            None,
            &[
                "touchpoint t7 removed",
                "inbound: yes -> -",
                "next: c9 -> -",
                "on: 2026-03-13 -> -",
            ],
        ),
        (
            Kind::Result,
            Some(&[("may_quote", "1"), ("accepted_by", "5")]),
            Some(&[("may_quote", "0"), ("accepted_by", "5")]),
            None,
            &["result r7 changed", "may_quote: yes -> no"],
        ),
        (
            Kind::CheckIn,
            Some(&[("anchored_on", "2026-03-02"), ("moved_by_hand", "0")]),
            Some(&[("anchored_on", "2026-03-09"), ("moved_by_hand", "1")]),
            None,
            &["nothing"],
        ),
        (
            Kind::Deal,
            Some(&[("title", "Fleet")]),
            Some(&[("title", "Fleet")]),
            None,
            &["nothing"],
        ),
        (Kind::Deal, None, None, None, &["nothing"]),
    ]);
}

#[test]
fn how_often_it_was_snoozed_is_told_once_it_was() {
    assert_told(&[(
        Kind::CheckIn,
        Some(&[("snoozes", "0")]),
        Some(&[("snoozes", "1"), ("snoozed_until", "2026-03-13")]),
        None,
        &[
            "check-in c7 changed",
            "snoozed_until: - -> 2026-03-13",
            "snoozes: - -> 1",
        ],
    )]);
}

#[test]
fn what_nobody_names_is_told_by_what_it_belongs_to() {
    let rung: Columns = &[("id", "4"), ("deal_id", "12"), ("rung", "paid")];
    assert_told(&[
        (
            Kind::Rung,
            Some(&[("deal_id", "12"), ("rung", "paid"), ("not_applicable", "1")]),
            Some(&[
                ("deal_id", "12"),
                ("rung", "paid"),
                ("done_on", "2026-03-13"),
            ]),
            None,
            &[
                "rung d12 changed",
                "paid.done_on: - -> 2026-03-13",
                "paid.not_applicable: yes -> -",
            ],
        ),
        (Kind::Rung, None, Some(rung), None, &["nothing"]),
        (
            Kind::Part,
            None,
            Some(&[
                ("rung_id", "4"),
                ("on_day", "2026-03-13"),
                ("amount_minor", "5000"),
                ("currency", "EUR"),
            ]),
            Some(rung),
            &[
                "part d12 made",
                "paid.amount: - -> 50 EUR",
                "paid.on: - -> 2026-03-13",
            ],
        ),
        (
            Kind::Rival,
            None,
            Some(&[("account_id", "3"), ("name", "Umbra")]),
            None,
            &["rival a3 made", "account_id: - -> a3", "name: - -> Umbra"],
        ),
        (
            Kind::Rival,
            None,
            Some(&[("account_id", "3"), ("deal_id", "12")]),
            None,
            &["rival d12 made", "account_id: - -> a3", "deal_id: - -> d12"],
        ),
        (
            Kind::Measurement,
            None,
            Some(&[("result_id", "2"), ("value", "31.5")]),
            None,
            &[
                "measurement r2 made",
                "result_id: - -> r2",
                "value: - -> 31.5",
            ],
        ),
    ]);
}

#[test]
fn what_is_taken_back_goes_the_other_way() {
    let before = row(&[("title", "Fleet")]);
    let after = row(&[("title", "Trucks")]);
    let way = |before, after| tell(Kind::Deal, 7, before, after, None).unwrap();
    for (was, is) in [
        (Some(&before), Some(&after)),
        (None, Some(&after)),
        (Some(&before), None),
    ] {
        assert_eq!(way(was, is).reversed(), way(is, was));
    }
}

#[test]
fn an_id_is_a_row_of_its_table() {
    for (id, table) in [
        ("a7", "account"),
        ("p7", "person"),
        ("d7", "deal"),
        ("c7", "check_in"),
        ("t7", "touchpoint"),
        ("r7", "result"),
        ("o7", "objective"),
    ] {
        assert_eq!(Kind::row_of(AnyId::read(id).unwrap()), (table, 7));
        let letter = Kind::of_table(table).unwrap().letter().unwrap();
        assert_eq!(format!("{letter}7"), id);
    }
    assert_eq!(Kind::of_table("name_word"), None);
}
