use proptest::prelude::*;

use super::*;
use crate::domain::find::Query;

/// The line as it is shown without colour, in so many columns.
fn shown(query: &str, text: &str, room: usize) -> String {
    let (matches, _) = Query::read(query).matches(text);
    around(text, &matches, Some(room), 2)
        .into_iter()
        .map(|(is_match, piece)| {
            if is_match {
                format!("*{piece}*")
            } else {
                piece
            }
        })
        .collect()
}

#[test]
fn a_text_is_cut_around_its_first_match() {
    let long = "they said that the board is glad about the lathe and the crew that comes in May";
    let table = [
        ("glad", "she is glad", 40, "she is *glad*"),
        ("glad", "she is\r\nglad\u{1b}[2J", 40, "she is *glad*�[2J"),
        ("glad", long, 40, "…board is *glad* about the lathe and th…"),
        ("glad", long, 20, "…is *glad* about th…"),
        ("they", long, 20, "*they* said that th…"),
        ("may", long, 30, "…the crew that comes in *May*"),
        (
            "glad crew",
            long,
            60,
            "…that the board is *glad* about the lathe and the *crew* th…",
        ),
        ("nothing", long, 20, "they said that the…"),
        ("glad", "山田山田山田山田山田 glad", 14, "…田山田 *glad*"),
        ("glad", "glad", 3, "*…*"),
        ("glad", "glad", 1, ""),
    ];
    let seen: Vec<String> = table
        .iter()
        .map(|(query, text, room, _)| shown(query, text, *room))
        .collect();
    let expected: Vec<&str> = table.iter().map(|(_, _, _, expected)| *expected).collect();
    assert_eq!(seen, expected);
}

proptest! {
    #[test]
    fn a_line_is_never_wider_than_its_room(text in "[a-c山é\\n ]{0,60}", query in "[a-c山]{1,3}", room in 1_usize..40) {
        let line = shown(&query, &text, room);
        prop_assert!(text::width(&line) <= room, "{line:?}");
        prop_assert!(!line.contains('\n'));
    }
}
