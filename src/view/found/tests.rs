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

#[test]
fn a_terminal_gets_what_fits_and_a_pipe_everything() {
    use crate::view::ui::UiOptions;
    use crate::view::ui::capture::captured;

    // Whether it is a terminal, its rows, what was asked for, and how many texts of two lines are shown.
    for (is_terminal, rows, limit, expected) in [
        (true, 24, None, Some(10)),
        (true, 5, None, Some(2)),
        (true, 24, Some(0), None),
        (true, 24, Some(50), Some(50)),
        (false, 24, None, None),
        (false, 24, Some(3), Some(3)),
    ] {
        let (ui, ..) = captured(UiOptions {
            stdout_is_terminal: is_terminal,
            terminal_size: Some((80, rows)),
            ..UiOptions::default()
        });
        assert_eq!(
            fitting_texts(&ui, limit),
            expected,
            "{is_terminal} {rows} {limit:?}"
        );
    }
}
