use csv::StringRecord;

use super::*;
use crate::exchange::samples::{day, options};

const HEADERS: [&str; 12] = [
    "id",
    "account",
    "title",
    "value",
    "currency",
    "stage",
    "close date",
    "person",
    "email",
    "phone",
    "note",
    "tags",
];

/// A good row, with some of its cells replaced.
fn row(line: u64, changes: &[(&str, &str)]) -> Row {
    let mut cells = HEADERS.map(|header| match header {
        "account" => "Acme Ltd",
        _ => "",
    });
    for (header, text) in changes {
        let place = HEADERS.iter().position(|known| known == header).unwrap();
        cells[place] = text;
    }
    Row {
        line,
        span: 0..1,
        cells: StringRecord::from(cells.to_vec()),
    }
}

fn read(changes: &[(&str, &str)]) -> Result<ImportedDeal, Vec<RowError>> {
    let mapping = Mapping::new(&StringRecord::from(HEADERS.to_vec()), &[]).unwrap();
    let options = options();
    RowReader::new(&mapping, &options, Some(DateOrder::DayMonth)).read(&row(2, changes))
}

fn usd(minor: i64) -> Money {
    Money {
        minor,
        currency: "USD".parse().unwrap(),
    }
}

#[test]
fn a_row_with_nothing_but_an_account_is_a_prospect() {
    let expected = ImportedDeal {
        line: 2,
        uid: None,
        source: None,
        key: None,
        account: "Acme Ltd".to_owned(),
        title: None,
        value: None,
        stage: Stage::Prospect,
        closed_on: None,
        person: None,
        email: None,
        phone: None,
        note: None,
        tags: Vec::new(),
    };
    assert_eq!(read(&[]), Ok(expected));
}

#[test]
fn a_full_row_fills_every_field() {
    let deal = read(&[
        ("id", " 0042 "),
        ("account", "  Borel SA "),
        ("title", "Lathe"),
        ("value", "1054"),
        ("currency", "eur"),
        ("stage", "Closed Won"),
        ("close date", "01/02/2026"),
        ("person", "J. Roux"),
        ("email", "j@borel.example"),
        ("phone", "+33 1 23"),
        ("note", "first\r\nsecond"),
        ("tags", "key account; paper, Paper,, ref|ref"),
    ]);
    let expected = ImportedDeal {
        line: 2,
        uid: None,
        source: None,
        key: Some("0042".to_owned()),
        account: "Borel SA".to_owned(),
        title: Some("Lathe".to_owned()),
        value: Some(Money {
            minor: 105_400,
            currency: "EUR".parse().unwrap(),
        }),
        stage: Stage::Won,
        closed_on: Some(day(2026, 2, 1)),
        person: Some("J. Roux".to_owned()),
        email: Some("j@borel.example".to_owned()),
        phone: Some("+33 1 23".to_owned()),
        note: Some("first\r\nsecond".to_owned()),
        tags: ["key account", "paper", "ref"].map(str::to_owned).to_vec(),
    };
    assert_eq!(deal, Ok(expected));
}

#[test]
fn stage_words() {
    let table = [
        ("Won", Stage::Won),
        ("WON", Stage::Won),
        ("Closed Won", Stage::Won),
        ("closed-won", Stage::Won),
        ("closedwon", Stage::Won),
        ("6 - Closed/Won", Stage::Won),
        ("Won (100%)", Stage::Won),
        ("Signed", Stage::Won),
        ("Gewonnen", Stage::Won),
        ("Gagné", Stage::Won),
        ("Lost", Stage::Lost),
        ("Closed Lost", Stage::Lost),
        ("7. closed_lost", Stage::Lost),
        ("Engaging", Stage::Prospect),
        ("Prospecting", Stage::Prospect),
        ("Open", Stage::Prospect),
        ("Closed", Stage::Prospect),
        ("Not won", Stage::Prospect),
        ("Won back", Stage::Prospect),
        ("50%", Stage::Prospect),
        ("?", Stage::Prospect),
    ];
    for (word, stage) in table {
        assert_eq!(Stage::from_word(word), stage, "{word:?}");
        assert_eq!(Stage::from_word(stage.as_str()), stage);
    }
}

#[test]
fn values() {
    let euro = Money {
        minor: 4_800_000,
        currency: "EUR".parse().unwrap(),
    };
    let table = [
        ("1054", "", Some(usd(105_400))),
        ("48,000.50", "", Some(usd(4_800_050))),
        ("0", "", Some(usd(0))),
        ("", "", None),
        ("  ", "nonsense", None),
        ("€48,000", "", Some(euro)),
        ("48000", "EUR", Some(euro)),
        // What the amount says itself wins over its row.
        ("€48,000", "USD", Some(euro)),
    ];
    for (value, currency, expected) in table {
        let deal = read(&[("value", value), ("currency", currency)]).unwrap();
        assert_eq!(deal.value, expected, "{value:?} {currency:?}");
    }
}

#[test]
fn people() {
    // The cells for the person and the address, and what they give.
    let table = [
        ("Dana Ruiz", "", Some("Dana Ruiz"), None),
        ("", "dana@acme.example", None, Some("dana@acme.example")),
        (
            "Dana Ruiz",
            "dana@acme.example",
            Some("Dana Ruiz"),
            Some("dana@acme.example"),
        ),
        (
            "Dana Ruiz <dana@acme.example>",
            "",
            Some("Dana Ruiz"),
            Some("dana@acme.example"),
        ),
        (
            "Dana Ruiz <old@acme.example>",
            "dana@acme.example",
            Some("Dana Ruiz"),
            Some("dana@acme.example"),
        ),
        (
            "",
            "Dana Ruiz <dana@acme.example>",
            None,
            Some("dana@acme.example"),
        ),
        (
            "Dana (dana@acme.example)",
            "",
            Some("Dana (dana@acme.example)"),
            None,
        ),
        ("Dana > Purchasing", "", Some("Dana > Purchasing"), None),
    ];
    for (person, email, name, address) in table {
        let deal = read(&[("person", person), ("email", email)]).unwrap();
        assert_eq!(
            (deal.person.as_deref(), deal.email.as_deref()),
            (name, address),
            "{person:?} {email:?}"
        );
    }
}

#[test]
fn a_prospect_may_close_on_either_side_of_today() {
    for (text, date) in [
        ("01/02/2026", day(2026, 2, 1)),
        ("2027-01-31", day(2027, 1, 31)),
    ] {
        assert_eq!(read(&[("close date", text)]).unwrap().closed_on, Some(date));
    }
    let today = [("stage", "won"), ("close date", "2026-03-13")];
    assert_eq!(read(&today).unwrap().closed_on, Some(day(2026, 3, 13)));
}

/// The column at fault and a piece of the reason; reasons of other modules are theirs to test.
type Fault = (&'static str, &'static str);

#[test]
fn bad_rows_name_the_column_and_the_reason() {
    type Case = (&'static [(&'static str, &'static str)], &'static [Fault]);
    let long = "x".repeat(300);
    let table: [Case; 15] = [
        (&[("account", "  ")], &[("account", "no account")]),
        (&[("account", "a\u{7}b")], &[("account", "")]),
        (&[("value", "abc")], &[("value", "")]),
        (&[("value", "-5")], &[("value", "")]),
        (&[("value", "1234,50")], &[("value", "")]),
        (&[("value", "5"), ("currency", "QQQ")], &[("currency", "")]),
        (
            &[("stage", "Won")],
            &[("close date", "a won deal needs its close date")],
        ),
        (
            &[("stage", "Lost")],
            &[("close date", "a lost deal needs its close date")],
        ),
        (
            &[("stage", "Won"), ("close date", "14/03/2026")],
            &[(
                "close date",
                "a won deal cannot close in the future, on 2026-03-14",
            )],
        ),
        (
            &[("stage", "Won"), ("close date", "31/02/2026")],
            &[("close date", "`31/02/2026` is no day of the calendar")],
        ),
        (
            &[("close date", "46127")],
            &[(
                "close date",
                "`46127` is a spreadsheet's count of days; format its column as a date",
            )],
        ),
        (
            &[("email", "n/a")],
            &[("email", "`n/a` is not an e-mail address")],
        ),
        (
            &[("email", "a b@c")],
            &[("email", "`a b@c` is not an e-mail address")],
        ),
        (
            &[("email", "a@b@c")],
            &[("email", "`a@b@c` is not an e-mail address")],
        ),
        (
            &[("account", ""), ("value", "x"), ("close date", "soon")],
            &[
                ("account", "no account"),
                ("value", ""),
                ("close date", "`soon` is not a date"),
            ],
        ),
    ];
    for (changes, faults) in table {
        let errors = read(changes).unwrap_err();
        assert_eq!(errors.len(), faults.len(), "{changes:?}: {errors:?}");
        for (error, (column, reason)) in errors.iter().zip(faults) {
            assert_eq!(
                (error.line, error.column.as_deref()),
                (2, Some(*column)),
                "{changes:?}"
            );
            assert!(
                error.reason.starts_with(reason),
                "{changes:?}: {}",
                error.reason
            );
        }
    }
    for header in ["account", "title", "person", "phone", "id", "tags"] {
        let errors = read(&[(header, long.as_str())]).unwrap_err();
        assert_eq!(errors[0].column.as_deref(), Some(header));
    }
}

#[test]
fn a_ragged_row_says_only_that() {
    let mapping = Mapping::new(&StringRecord::from(vec!["account", "value"]), &[]).unwrap();
    let options = options();
    let mut reader = RowReader::new(&mapping, &options, None);
    for (cells, reason) in [
        (vec!["Acme"], "the header has 2 cells, this row 1"),
        (vec!["", "x", "y"], "the header has 2 cells, this row 3"),
    ] {
        let ragged = Row {
            line: 7,
            span: 0..1,
            cells: StringRecord::from(cells),
        };
        let expected = RowError {
            line: 7,
            column: None,
            reason: reason.to_owned(),
        };
        assert_eq!(reader.read(&ragged), Err(vec![expected]));
    }
}

#[test]
fn a_record_id_stands_once() {
    let mapping = Mapping::new(&StringRecord::from(HEADERS.to_vec()), &[]).unwrap();
    let options = options();
    let mut reader = RowReader::new(&mapping, &options, None);
    // A bad row does not use up its id, and ids that differ in case are two.
    assert!(
        reader
            .read(&row(2, &[("id", "X1"), ("account", "")]))
            .is_err()
    );
    assert!(reader.read(&row(3, &[("id", "X1")])).is_ok());
    assert!(reader.read(&row(4, &[("id", "x1")])).is_ok());
    assert!(reader.read(&row(5, &[])).is_ok());
    assert!(reader.read(&row(6, &[])).is_ok());
    let errors = reader.read(&row(7, &[("id", "X1")])).unwrap_err();
    assert_eq!(errors[0].reason, "`X1` already stands on line 3");
}

#[test]
fn stage_words_of_good_rows_are_counted() {
    let mapping = Mapping::new(&StringRecord::from(HEADERS.to_vec()), &[]).unwrap();
    let options = options();
    let mut reader = RowReader::new(&mapping, &options, None);
    let won = [("stage", "Signed"), ("close date", "2026-01-01")];
    for changes in [&won[..], &won[..], &won[..1], &[("stage", "Open")], &[]] {
        let _ = reader.read(&row(2, changes));
    }
    let word = |word: &str, stage, rows| StageWord {
        word: word.to_owned(),
        stage,
        rows,
    };
    let expected = [
        word("", Stage::Prospect, 1),
        word("Open", Stage::Prospect, 1),
        word("Signed", Stage::Won, 2),
    ];
    assert_eq!(reader.into_stage_words(), expected);
}
