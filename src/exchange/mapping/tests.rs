use proptest::{collection::vec, prelude::*};

use super::*;

fn map(told: &[&str]) -> Vec<(String, MapTarget)> {
    told.iter().map(|text| parse_map(text).unwrap()).collect()
}

fn mapped(headers: &[&str], told: &[&str]) -> Result<Mapping, ImportError> {
    Mapping::new(&StringRecord::from(headers.to_vec()), &map(told))
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn map_options_are_read() {
    let field = |column: &str, field| Ok((column.to_owned(), MapTarget::Field(field)));
    let not_a_map = |text: &str| {
        Err(ImportError::NotAMap {
            text: text.to_owned(),
        })
    };
    let table = [
        ("Kunde=account", field("Kunde", Field::Account)),
        (" Kunde = Account ", field("Kunde", Field::Account)),
        ("a=b=value", field("a=b", Field::Value)),
        ("Datum=closed-on", field("Datum", Field::ClosedOn)),
        ("Owner=SKIP", Ok(("Owner".to_owned(), MapTarget::Skip))),
        (
            "Owner=boss",
            Err(ImportError::UnknownField {
                field: "boss".to_owned(),
            }),
        ),
        ("Owner", not_a_map("Owner")),
        ("=account", not_a_map("=account")),
        ("Owner=", not_a_map("Owner=")),
        ("", not_a_map("")),
    ];
    for (text, expected) in table {
        assert_eq!(parse_map(text), expected, "{text:?}");
    }
}

#[test]
fn columns_become_fields() {
    // Headers, `--map` options, and what each column is taken for ("" when ignored).
    type Case = (
        &'static [&'static str],
        &'static [&'static str],
        &'static [&'static str],
    );
    let table: [Case; 11] = [
        (
            &["opportunity_id", "sales_agent", "account"],
            &[],
            &["key", "", "account"],
        ),
        (&["Name", "Company"], &[], &["title", "account"]),
        // The more exact name wins.
        (
            &["Name", "Opportunity Name", "Account Name"],
            &[],
            &["", "title", "account"],
        ),
        (&["Account", "Account Name"], &[], &["", "account"]),
        (&["key", "id", "account"], &[], &["key", "", "account"]),
        // `--map` wins over every name, and frees what it took from.
        (&["Kunde", "Account"], &["kunde=account"], &["account", ""]),
        (
            &["Account", "Product"],
            &["Product=note"],
            &["account", "note"],
        ),
        (
            &["Account", "Amount", "Value"],
            &["Value=skip"],
            &["account", "value", ""],
        ),
        (
            &["Account", "Amount", "Value"],
            &["Value=value"],
            &["account", "", "value"],
        ),
        // Two columns of one name do no harm while nobody needs them.
        (&["Account", "x", "x", ""], &[], &["account", "", "", ""]),
        (
            &["Account", "Name", "name"],
            &["Name=title", "name=note"],
            &["account", "title", "note"],
        ),
    ];
    for (headers, told, expected) in table {
        let mapping = mapped(headers, told).unwrap();
        let found: Vec<&str> = mapping
            .columns
            .iter()
            .map(|column| column.field.map_or("", Field::as_str))
            .collect();
        assert_eq!(found, expected, "{headers:?} {told:?}");
    }
}

#[test]
fn what_cannot_be_decided_is_refused() {
    let duplicate = |column: &str| ImportError::DuplicateHeader {
        column: column.to_owned(),
    };
    let same = |field, columns: &[&str]| ImportError::SameField {
        field,
        columns: owned(columns),
    };
    let table: [(&[&str], &[&str], ImportError); 9] = [
        (
            &["Kunde", "Wert"],
            &[],
            ImportError::NoAccountColumn {
                columns: owned(&["Kunde", "Wert"]),
            },
        ),
        (
            &["Account", "Wert"],
            &["Account=skip"],
            ImportError::NoAccountColumn {
                columns: owned(&["Account", "Wert"]),
            },
        ),
        (&["Account", "account "], &[], duplicate("Account")),
        (&["Account", "x", "x"], &["x=note"], duplicate("x")),
        (
            &["Account", "Amount", "Value"],
            &[],
            same(Field::Value, &["Amount", "Value"]),
        ),
        (
            &["Account", "Stage", "Status"],
            &[],
            same(Field::Stage, &["Stage", "Status"]),
        ),
        (
            &["Account", "a", "b"],
            &["a=note", "b=note"],
            same(Field::Note, &["a", "b"]),
        ),
        (
            &["Account", "a"],
            &["a=note", "A=title"],
            ImportError::MappedTwice {
                column: "A".to_owned(),
            },
        ),
        (
            &["Account", "Sales agent"],
            &["sales_agent=note"],
            ImportError::UnknownColumn {
                column: "sales_agent".to_owned(),
                columns: owned(&["Account", "Sales agent"]),
                nearest: Some("Sales agent".to_owned()),
            },
        ),
    ];
    for (headers, told, error) in table {
        assert_eq!(
            mapped(headers, told).unwrap_err(),
            error,
            "{headers:?} {told:?}"
        );
    }
}

#[test]
fn the_same_map_twice_is_one() {
    assert!(mapped(&["a", "b"], &["a=account", "a=account"]).is_ok());
}

#[test]
fn messages_say_what_to_type() {
    let table: [(&[&str], &[&str], &str, &str); 4] = [
        (
            &["Kunde", "Wert"],
            &[],
            "no column names the account; the columns are `Kunde`, `Wert`",
            "say which column it is: --map \"COLUMN=account\"",
        ),
        (
            &["Account", "Stage", "Status"],
            &[],
            "`Stage`, `Status` could each be the stage",
            "choose one: --map \"Stage=stage\"",
        ),
        (
            &["Account", "Agent"],
            &["agnet=note"],
            "there is no column `agnet`; the columns are `Account`, `Agent`",
            "did you mean \"Agent\"?",
        ),
        (
            &["Account", "Account"],
            &[],
            "two columns are called `Account`",
            "give each its own name in the file, or leave both out: --map \"Account=skip\"",
        ),
    ];
    for (headers, told, message, hint) in table {
        let error = mapped(headers, told).unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.hint().as_str()),
            (message, hint)
        );
    }
}

#[test]
fn messages_repeat_no_control_characters_and_no_novels() {
    let column = format!("\u{1b}[31m{}", "x".repeat(500));
    let message = mapped(&["Account"], &[&format!("{column}=note")])
        .unwrap_err()
        .to_string();
    assert!(
        !message.contains('\u{1b}') && message.len() < 200,
        "{message}"
    );
}

proptest! {
    #[test]
    fn a_mapping_never_panics_and_gives_a_field_one_column(
        headers in vec("\\PC{0,4}|account|Account Name|value|amount|note|x", 0..6),
        told in vec(("account|value|x|y", "account|note|skip"), 0..3),
    ) {
        let told: Vec<_> = told
            .iter()
            .map(|(column, field)| parse_map(&format!("{column}={field}")).unwrap())
            .collect();
        if let Ok(mapping) = Mapping::new(&StringRecord::from(headers), &told) {
            for field in Field::ALL {
                let holders = mapping.columns.iter().filter(|column| column.field == Some(field));
                prop_assert_eq!(holders.count(), usize::from(mapping.place(field).is_some()));
            }
            prop_assert!(mapping.place(Field::Account).is_some());
        }
    }

    #[test]
    fn parse_map_never_panics(text: String) {
        let _ = parse_map(&text);
    }
}
