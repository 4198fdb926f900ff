//! Templates and how they are filled.

use super::*;

fn filled(template: &str) -> Result<Letter, TemplateError> {
    fill(template, LetterKind::NextSteps, |field| match field {
        Field::Person => Filling::Text("Dana".to_owned()),
        Field::Delivery => Filling::Gap("delivery date".to_owned()),
        Field::Steps => Filling::Lines {
            lines: vec!["- one".to_owned(), "- [two]".to_owned()],
            missing: vec!["two".to_owned()],
        },
        _ => Filling::Lines {
            lines: Vec::new(),
            missing: Vec::new(),
        },
    })
}

#[test]
fn what_a_template_becomes() {
    // The template, the subject, the body, and what is missing.
    let table: &[(&str, &str, &str, &[&str])] = &[
        (
            "Subject: Hello {person}\n\nDear {person},\n",
            "Hello Dana",
            "Dear Dana,",
            &[],
        ),
        ("Dear {person},", "next steps", "Dear Dana,", &[]),
        ("Subject:\n\nx", "next steps", "x", &[]),
        (
            "\u{feff}Subject: a\r\n\r\nDear {person}\r\n",
            "a",
            "Dear Dana",
            &[],
        ),
        (
            "on {delivery}, {delivery}",
            "next steps",
            "on [delivery date], [delivery date]",
            &["delivery date"],
        ),
        (
            "Subject: {delivery}\n\nx",
            "[delivery date]",
            "x",
            &["delivery date"],
        ),
        (
            "a\n\n{steps}\nb",
            "next steps",
            "a\n\n- one\n- [two]\nb",
            &["two"],
        ),
        // A list of nothing takes its paragraph along, and the gaps in it.
        (
            "a\n\nWe, by {delivery}:\n{promises}\n\n\nb",
            "next steps",
            "a\n\nb",
            &[],
        ),
        // A field may stand as often as one likes, in a list too; what is missing is named once.
        (
            "{person} {person}\n{steps}\n{steps}",
            "next steps",
            "Dana Dana\n- one\n- [two]\n- one\n- [two]",
            &["two"],
        ),
        ("No fields at all.", "next steps", "No fields at all.", &[]),
        (
            "Person: { person }, { PERSON}",
            "next steps",
            "Person: Dana, Dana",
            &[],
        ),
    ];
    for (template, subject, body, missing) in table {
        let letter = filled(template).unwrap();
        assert_eq!(letter.subject, *subject, "{template}");
        assert_eq!(letter.body.join("\n"), *body, "{template}");
        assert_eq!(letter.missing, *missing, "{template}");
    }
}

#[test]
fn what_is_no_template() {
    let unknown = |line, name: &str| TemplateError::UnknownField {
        line,
        name: name.to_owned(),
    };
    let table = [
        ("", TemplateError::Empty),
        (" \n\n", TemplateError::Empty),
        ("a\n{colour}", unknown(2, "colour")),
        ("{% for one in steps %}", unknown(1, "% for one in steps %")),
        ("{{person}}", unknown(1, "{person")),
        ("{}", unknown(1, "")),
        (
            "{steps}\n{for one in steps}",
            unknown(2, "for one in steps"),
        ),
        ("a {", TemplateError::Open { line: 1 }),
        ("a\n{person", TemplateError::Open { line: 2 }),
        ("a }", TemplateError::Close { line: 1 }),
        ("a\n\nDear person},", TemplateError::Close { line: 3 }),
        ("{person}}", TemplateError::Close { line: 1 }),
        ("Subject: }", TemplateError::Close { line: 1 }),
        ("Subject: {x}\n\nb", unknown(1, "x")),
    ];
    for (template, expected) in table {
        assert_eq!(filled(template), Err(expected), "{template:?}");
    }
    let hint = unknown(1, "colour").hint();
    for field in Field::list() {
        assert!(hint.contains(&format!("{{{field}}}")), "{hint}");
    }
}

#[test]
fn every_letter_of_the_program_can_be_filled_and_none_is_wide() {
    let both = |kind: &'static LetterKind| [true, false].map(|has_winner| (kind, has_winner));
    for (kind, has_winner) in LetterKind::ALL.iter().flat_map(both) {
        let text = kind.template(has_winner);
        let letter = fill(text, *kind, |_| Filling::Text("x".to_owned())).unwrap();
        assert!(
            !letter.body.is_empty() && letter.missing.is_empty(),
            "{kind}"
        );
        assert!(text.starts_with("Subject: {deal}"), "{kind}");
        for line in text.lines() {
            assert!(line.len() <= 76, "{kind}: {line}");
        }
    }
}

#[test]
fn which_letter_suits_which_deal() {
    use Status::{Buried, Lost, Prospect, Settled, Verbal, Won};
    let table: &[(LetterKind, &[Status])] = &[
        (LetterKind::NextSteps, &[Verbal, Won]),
        (LetterKind::Reassure, &[Verbal, Won]),
        (LetterKind::Objectives, &[Prospect, Verbal, Won]),
        (LetterKind::Results, &[Won, Settled]),
        (LetterKind::Thanks, &[Won, Settled]),
        (LetterKind::SorryToLose, &[Lost, Buried]),
    ];
    for (kind, expected) in table {
        let suited = Status::ALL.iter().copied().filter(|one| kind.suits(*one));
        assert_eq!(suited.collect::<Vec<_>>(), *expected, "{kind}");
    }
}
