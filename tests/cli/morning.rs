//! A rep's first days with one customer.

use crate::environment::Environment;

#[test]
fn an_empty_book_says_how_to_begin_and_is_not_made() {
    let rep = Environment::new();
    let printed = rep.run("");
    for part in [
        "Nothing is on record yet",
        "  deals add ",
        "  deals import ",
        "deals --help ",
    ] {
        assert!(printed.contains(part), "{part}:\n{printed}");
    }
    assert!(!rep.db().exists(), "looking made the file");
}

#[test]
fn signed_on_friday_called_on_monday() {
    let mut rep = Environment::new();
    let added =
        rep.run(r#"add "Acme Corp" Fleet 48k -d "in 3 weeks" -w "Dana Ruiz <dana@acme.example>""#);
    assert!(
        added.starts_with("d1  Acme Corp (a1, a new account) · Fleet, 48,000 USD\n"),
        "{added}"
    );
    rep.at("2026-03-09");
    let due = rep.json("due");
    assert_eq!(due.as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&due[0]["level"], &due[0]["check_in"]["id"]),
        (&"today".into(), &"c1".into())
    );
    assert_eq!(due[0]["person"]["name"], "Dana Ruiz");
    let logged = rep.json("log c1 she is glad, crew is booked -n fri");
    assert_eq!(logged["outcome"], "reached");
    assert_eq!(logged["closed"], serde_json::json!(["c1"]));
    assert_eq!(rep.json("due"), serde_json::json!([]));
}
