use super::*;

/// The field that a header alone is recognised as.
fn recognised(header: &str) -> Option<Field> {
    Field::ALL
        .into_iter()
        .find(|field| field.rank(header).is_some())
}

#[test]
fn headers_are_known_in_every_spelling() {
    let table = [
        ("opportunity_id", Some(Field::Key)),
        ("Opportunity ID", Some(Field::Key)),
        ("Record Id", Some(Field::Key)),
        ("ID", Some(Field::Key)),
        ("Job number", Some(Field::Key)),
        ("account", Some(Field::Account)),
        ("Account Name", Some(Field::Account)),
        ("COMPANY", Some(Field::Account)),
        ("Organisation", Some(Field::Account)),
        ("product", Some(Field::Title)),
        ("Deal - Name", Some(Field::Title)),
        ("Deal", Some(Field::Title)),
        ("close_value", Some(Field::Value)),
        ("Amount", Some(Field::Value)),
        ("Currency", Some(Field::Currency)),
        ("deal_stage", Some(Field::Stage)),
        ("Status", Some(Field::Stage)),
        ("Close Date", Some(Field::ClosedOn)),
        ("Expected close date", Some(Field::ClosedOn)),
        ("Primary contact", Some(Field::Person)),
        ("E-Mail", Some(Field::Email)),
        ("Phone", Some(Field::Phone)),
        ("Notes", Some(Field::Note)),
        ("Description", Some(Field::Note)),
        ("Tags", Some(Field::Tags)),
        ("Sales agent", None),
        ("Account ID", None),
        ("engage_date", None),
        ("", None),
        ("—", None),
    ];
    for (header, field) in table {
        assert_eq!(recognised(header), field, "{header:?}");
    }
}

#[test]
fn a_header_is_known_for_one_field_and_in_one_rank_only() {
    let mut seen: Vec<&str> = Vec::new();
    for field in Field::ALL {
        for name in field.known_headers().iter().copied().flatten() {
            assert_eq!(*name, bare(name), "written as it is compared");
            assert!(!seen.contains(name), "{name} twice");
            seen.push(name);
        }
    }
}

#[test]
fn a_field_is_read_by_its_own_name_and_knows_it_as_a_header() {
    for field in Field::ALL {
        assert_eq!(field.as_str().parse(), Ok(field));
        assert_eq!(field.as_str().to_uppercase().parse(), Ok(field));
        assert_eq!(recognised(field.as_str()), Some(field));
    }
    assert_eq!("closed on".parse(), Ok(Field::ClosedOn));
    for unknown in ["", "accounts", "sales agent"] {
        let error = unknown.parse::<Field>().unwrap_err();
        assert_eq!(
            error,
            ImportError::UnknownField {
                field: unknown.to_owned()
            }
        );
        assert!(error.hint().contains("account, title"));
    }
}

#[test]
fn all_is_in_the_order_of_declaration() {
    for (index, field) in Field::ALL.into_iter().enumerate() {
        assert_eq!(field as usize, index);
    }
}
