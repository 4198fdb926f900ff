use super::*;

fn known(uids: &[(&str, i64)]) -> HashMap<String, i64> {
    uids.iter()
        .map(|(uid, id)| ((*uid).to_owned(), *id))
        .collect()
}

#[test]
fn a_record_keeps_its_id_unless_that_was_given_before() {
    // The uids of the file with their ids, the highest id it ever gave, the records, and where they go.
    type Row<'r> = (&'r [(&'r str, i64)], i64, &'r [(i64, &'r str)], &'r [i64]);
    let table: &[Row<'_>] = &[
        (&[], 0, &[(1, "a"), (7, "b")], &[1, 7]),
        (&[], 3, &[(3, "a"), (4, "b"), (1, "c")], &[5, 4, 6]),
        (&[("a", 3)], 3, &[(9, "a"), (3, "b")], &[3, 4]),
        (&[("a", 3)], 3, &[(3, "a"), (1, "b"), (5, "c")], &[3, 6, 5]),
        // Removed here, and never given again.
        (&[], 8, &[(8, "a")], &[9]),
    ];
    for (uids, last, records, expected) in table {
        let mut places = Places::default();
        places.settle(Kind::Deal, records.iter().copied(), &known(uids), *last);
        let found: Vec<i64> = records
            .iter()
            .map(|(id, _)| places.of(Kind::Deal, *id).unwrap())
            .collect();
        assert_eq!(found, *expected, "{records:?} after {last}");
        assert_eq!(places.of(Kind::Person, 1), None);
    }
}

/// An objective with answers.
fn objective(id: i64, what: &str, answers: &[(i64, &str)]) -> Record {
    let text = |text: &str| Value::Text(text.to_owned());
    let answers = answers.iter().map(|(person, stance)| Record {
        id: id + 100,
        values: vec![
            Value::Number(*person),
            text(stance),
            Value::Nothing,
            text("2026-03-02"),
        ],
        lists: Vec::new(),
    });
    Record {
        id,
        values: vec![text("u"), Value::Number(4), text(what)],
        lists: vec![answers.collect()],
    }
}

#[test]
fn ours_stands_unless_the_file_wins() {
    let ours = objective(1, "save", &[(2, "agreed")]);
    for (incoming, kept, taken) in [
        // Under other numbers, the same.
        (
            objective(9, "save", &[(2, "agreed")]),
            Verdict::Unchanged,
            Verdict::Unchanged,
        ),
        (
            objective(1, "save more", &[(2, "agreed")]),
            Verdict::Kept,
            Verdict::Updated,
        ),
        (
            objective(1, "save", &[(2, "asked")]),
            Verdict::Kept,
            Verdict::Updated,
        ),
        (objective(1, "save", &[]), Verdict::Kept, Verdict::Updated),
    ] {
        assert_eq!(decide(Some(&ours), &incoming, false), kept, "{incoming:?}");
        assert_eq!(decide(Some(&ours), &incoming, true), taken, "{incoming:?}");
        assert_eq!(decide(None, &incoming, false), Verdict::Added);
    }
}

#[test]
fn references_follow_their_records_also_within_lists() {
    let mut places = Places::default();
    places.settle(Kind::Deal, [(4, "d")].into_iter(), &known(&[]), 10);
    places.settle(Kind::Person, [(2, "p")].into_iter(), &known(&[("p", 7)]), 7);
    let table = Kind::Objective.table();
    let mut record = objective(1, "save", &[(2, "agreed")]);
    let mut pointed = Vec::new();
    record.each_reference(table, &mut |name, kind, id| {
        pointed.push(format!("{name} {kind} {id}"));
    });
    assert_eq!(pointed, ["deal_id deal 4", "answers.person_id person 2"]);
    record.renumber(table, &places);
    assert_eq!(*record.value(table, "deal_id"), Value::Number(11));
    assert_eq!(record.lists[0][0].values[0], Value::Number(7));
}

#[test]
fn rules_between_fields() {
    let table = Kind::CheckIn.table();
    let with = |fields: &[(&str, &str)]| {
        let value = |field: &Field| match fields.iter().find(|(name, _)| *name == field.name) {
            None => Value::Nothing,
            Some((_, text)) => Value::Text((*text).to_owned()),
        };
        let values = table.fields.iter().map(value).collect();
        Record {
            id: 1,
            values,
            lists: Vec::new(),
        }
    };
    for (fields, broken) in [
        (&[("status", "open"), ("kind", "care")][..], None),
        (
            &[("status", "done"), ("kind", "care")],
            Some("ended stands exactly where status is not open"),
        ),
        (
            &[("status", "open"), ("ended", "done")],
            Some("ended stands exactly where status is not open"),
        ),
        (
            &[("status", "open"), ("kind", "rung")],
            Some("rung stands exactly where kind is rung"),
        ),
        (
            &[("status", "open"), ("rung", "paid")],
            Some("rung stands exactly where kind is rung"),
        ),
        (
            &[("status", "open"), ("every", "3")],
            Some("every, every_unit go together"),
        ),
        (
            &[("status", "open"), ("every", "3"), ("every_unit", "days")],
            None,
        ),
    ] {
        assert_eq!(
            with(fields).broken_rule(table).as_deref(),
            broken,
            "{fields:?}"
        );
    }
}

#[test]
fn an_amount_is_before_its_currency_everywhere() {
    fn check(table: &Table) {
        for (place, field) in table.fields.iter().enumerate() {
            let next = table.fields.get(place + 1).map(|field| field.shape);
            let is_amount = matches!(field.shape, Shape::Money);
            assert_eq!(
                is_amount,
                matches!(next, Some(Shape::Currency)),
                "{}",
                field.name
            );
        }
        for list in table.lists {
            check(list.of);
        }
    }
    for kind in Kind::ALL {
        check(kind.table());
        assert!(kind.table().fields[0].name == "uid");
    }
}
