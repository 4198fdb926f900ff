//! What errors say, and with which exit code.

use super::*;

#[test]
fn exit_codes_are_as_documented() {
    let codes: Vec<(&str, u8)> = ErrorKind::ALL
        .iter()
        .map(|kind| (kind.as_str(), kind.exit_code()))
        .collect();
    let documented = [
        ("failed", 1),
        ("usage", 2),
        ("not-found", 3),
        ("ambiguous", 4),
        ("refused", 5),
        ("busy", 6),
        ("damaged", 7),
        ("foreign", 7),
        ("newer", 7),
    ];
    assert_eq!(codes, documented);
    assert_eq!(
        (
            Exit::Done.code(),
            Exit::Due.code(),
            ErrorKind::ReaderGone.exit_code(),
            EXIT_BUG
        ),
        (0, 10, 0, 70)
    );
}

#[test]
fn an_error_is_one_object_for_scripts() {
    let error = CommandError::new(ErrorKind::Ambiguous, "two \"Acme\"")
        .hint("use an id")
        .candidates(vec![CandidateRecord {
            id: "a1".into(),
            name: "Acme".into(),
        }]);
    assert_eq!(
        error.to_json(),
        r#"{"error":{"code":"ambiguous","message":"two \"Acme\"","hint":"use an id","candidates":[{"id":"a1","name":"Acme"}]}}"#
    );
}
