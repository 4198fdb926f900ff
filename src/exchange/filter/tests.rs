use super::*;

#[test]
fn only_options_are_read() {
    let table = [
        ("agent=Dana", Some(("agent", "Dana"))),
        (" agent = Dana Ruiz ", Some(("agent", "Dana Ruiz"))),
        ("agent=a=b", Some(("agent", "a=b"))),
        ("agent=", Some(("agent", ""))),
        ("agent", None),
        ("=Dana", None),
        ("", None),
    ];
    for (text, expected) in table {
        let expected = expected
            .map(|(column, value)| (column.to_owned(), value.to_owned()))
            .ok_or_else(|| ImportError::NotAnOnly {
                text: text.to_owned(),
            });
        assert_eq!(parse_only(text), expected, "{text:?}");
    }
}

#[test]
fn alternatives_on_a_column_and_all_columns_together() {
    let headers = ["agent", "Région", "stage"].map(str::to_owned);
    // `--only` options, and which of the rows below they let through.
    let rows = [
        ["Dana Ruiz", "East", "Won"],
        ["  DANA  ruiz ", "West", "Lost"],
        ["Priya", "East", ""],
        ["Dana", "East", "Won"],
    ];
    let table: [(&[&str], [bool; 4]); 7] = [
        (&[], [true; 4]),
        (&["agent=dana ruiz"], [true, true, false, false]),
        (
            &["agent=dana ruiz", "Agent=PRIYA"],
            [true, true, true, false],
        ),
        (
            &["agent=dana ruiz", "region=east"],
            [true, false, false, false],
        ),
        (
            &["agent=dana ruiz", "agent=priya", "région=east"],
            [true, false, true, false],
        ),
        (&["stage="], [false, false, true, false]),
        (&["agent=nobody"], [false; 4]),
    ];
    for (only, expected) in table {
        let only: Vec<_> = only.iter().map(|text| parse_only(text).unwrap()).collect();
        let filter = Filter::new(&only, &headers).unwrap();
        let found = rows.map(|cells| filter.lets_through(&StringRecord::from(cells.to_vec())));
        assert_eq!(found, expected, "{only:?}");
    }
}

#[test]
fn a_column_must_be_there_once() {
    let headers = ["account", "sales agent", "x", "x"].map(str::to_owned);
    let refusal = |only: &str| Filter::new(&[parse_only(only).unwrap()], &headers).unwrap_err();
    assert_eq!(
        refusal("sales_agent=Dana"),
        ImportError::UnknownColumn {
            column: "sales_agent".to_owned(),
            columns: headers.to_vec(),
            nearest: Some("sales agent".to_owned()),
        }
    );
    assert_eq!(
        refusal("zebra=1").hint(),
        "write the column's name as it stands in the file's first line"
    );
    assert_eq!(
        refusal("x=1"),
        ImportError::DuplicateHeader {
            column: "x".to_owned()
        }
    );
}
