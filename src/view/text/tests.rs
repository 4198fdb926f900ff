use proptest::prelude::*;

use super::*;

/// Mostly hostile: controls, marks, wide and joining characters, and anything at all.
fn hostile_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".*",
        "[a-z ]{0,80}",
        "[\\x00-\\x1f\\x7f-\\u{9f}\\u{200d}-\\u{202e}\\u{2066}-\\u{2069}a山é👩👨🏽❤\\u{fe0f}\\u{301}]{0,40}",
    ]
}

#[test]
fn width_counts_columns() {
    let cases = [
        ("", 0),
        ("plain", 5),
        ("naïve", 5),
        ("e\u{301}", 1),
        ("山田", 4),
        ("🙂", 2),
        ("👨\u{200d}👩\u{200d}👧", 2),
        ("👍🏽", 2),
        ("🇫🇷", 2),
        ("❤\u{fe0f}", 2),
        ("\u{200b}", 0),
        ("€48k…", 5),
    ];
    for (text, expected) in cases {
        assert_eq!(width(text), expected, "{text:?}");
    }
}

#[test]
fn clip_cuts_between_graphemes() {
    let cases = [
        ("Acme Corp", 9, "Acme Corp"),
        ("Acme Corp", 8, "Acme Co…"),
        ("Acme Corp", 6, "Acme…"),
        ("Acme Corp", 1, "…"),
        ("Acme Corp", 0, ""),
        ("", 0, ""),
        ("山田商店", 8, "山田商店"),
        ("山田商店", 7, "山田商…"),
        ("山田商店", 6, "山田…"),
        ("山田", 1, "…"),
        ("Zoe\u{308} Zoe\u{308}", 4, "Zoe\u{308}…"),
        ("Zoe\u{308} Zoe\u{308}", 3, "Zo…"),
        ("👨\u{200d}👩\u{200d}👧 Ruiz", 3, "👨\u{200d}👩\u{200d}👧…"),
        ("👨\u{200d}👩\u{200d}👧 Ruiz", 2, "…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("🇫🇷🇩🇪", 3, "🇫🇷…"),
    ];
    for (text, max, expected) in cases {
        assert_eq!(clip(text, max), expected, "{text:?} in {max}");
    }
}

#[test]
fn text_that_fits_is_not_copied() {
    assert!(matches!(clip("Zoë", 3), Cow::Borrowed(_)));
    assert!(matches!(neutralise("Zoë & 山田 🙂"), Cow::Borrowed(_)));
    assert!(matches!(neutralise("plain"), Cow::Borrowed(_)));
}

#[test]
fn neutralise_leaves_nothing_a_terminal_obeys() {
    let cases = [
        ("two\nlines", "two lines"),
        ("two\r\nlines", "two lines"),
        ("over\rwritten", "over written"),
        ("tab\tbed", "tab bed"),
        ("\u{b}\u{c}\u{85}\u{2028}\u{2029}", "     "),
        ("\u{1b}[31mred\u{1b}[0m", "�[31mred�[0m"),
        ("\u{1b}]0;title\u{7}", "�]0;title�"),
        ("nul\0 del\u{7f} csi\u{9b}2J", "nul� del� csi�2J"),
        ("\u{202e}dlos\u{202c}", "dlos"),
        ("\u{2066}a\u{2069}\u{200e}b\u{200f}\u{61c}c", "abc"),
        ("אבג", "אבג"),
        ("👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧"),
    ];
    for (text, expected) in cases {
        assert_eq!(neutralise(text), expected, "{text:?}");
    }
}

#[test]
fn plural_counts_nouns() {
    let cases = [
        (0, "customer", "0 customers"),
        (1, "customer", "1 customer"),
        (3, "customer", "3 customers"),
        (1, "person", "1 person"),
        (2, "person", "2 people"),
        (2, "day", "2 days"),
        (2, "entry", "2 entries"),
        (2, "touch", "2 touches"),
        (2, "address", "2 addresses"),
        (2, "check-in", "2 check-ins"),
    ];
    for (count, noun, expected) in cases {
        assert_eq!(plural(count, noun), expected);
    }
}

#[test]
fn wrap_breaks_at_words() {
    let cases: [(&str, Option<usize>, usize, &[&str]); 11] = [
        ("to be or not", None, 2, &["  to be or not"]),
        ("to be or not", Some(5), 0, &["to be", "or", "not"]),
        ("to be or not", Some(7), 2, &["  to be", "  or", "  not"]),
        ("one\n\ntwo", Some(9), 1, &[" one", "", " two"]),
        ("one\r\ntwo", None, 0, &["one", "two"]),
        ("wide   gap", Some(20), 0, &["wide gap"]),
        ("a 12345678 b", Some(4), 0, &["a", "1234", "5678", "b"]),
        ("山田商店", Some(5), 0, &["山田", "商店"]),
        ("山", Some(1), 0, &["山"]),
        ("ab", Some(1), 9, &["a", "b"]),
        ("", Some(5), 2, &[]),
    ];
    for (text, width, indent, expected) in cases {
        assert_eq!(wrap(text, width, indent), expected, "{text:?} in {width:?}");
    }
}

/// A note may be one word, and a word is broken in one pass over it: looking at all that is left for each line would
/// take minutes here.
#[test]
fn a_word_as_long_as_a_note_is_broken_in_no_time() {
    for (piece, columns) in [("x", 1), ("é", 1), ("山", 2), ("e\u{301}", 1)] {
        let word = piece.repeat(400_000);
        let lines = wrap(&word, Some(80), 0);
        assert_eq!(lines.len(), 400_000 * columns / 80, "{piece}");
        assert_eq!(lines.concat(), word);
    }
}

proptest! {
    #[test]
    fn clipped_text_fits(text in hostile_text(), max in 0_usize..30) {
        let safe = neutralise(&text);
        let clipped = clip(&safe, max);
        prop_assert!(width(&clipped) <= max);
        prop_assert!(clipped == safe || clipped.is_empty() || clipped.ends_with(ELLIPSIS));
    }

    #[test]
    fn clipping_keeps_whole_graphemes(text in hostile_text(), max in 1_usize..30) {
        let safe = neutralise(&text);
        let clipped = clip(&safe, max);
        let kept = clipped.strip_suffix(ELLIPSIS).unwrap_or(&clipped);
        let whole: Vec<&str> = safe.graphemes(true).take(kept.graphemes(true).count()).collect();
        prop_assert_eq!(whole.concat(), kept);
    }

    #[test]
    fn neutral_text_has_no_controls_and_stays_so(text in hostile_text()) {
        let once = neutralise(&text).into_owned();
        prop_assert!(!once.contains(is_harmful));
        prop_assert_eq!(neutralise(&once), once.as_str());
    }

    #[test]
    fn wrapped_lines_fit(text in hostile_text(), room in 2_usize..40, indent in 0_usize..8) {
        for line in wrap(&text, Some(room + indent), indent) {
            prop_assert!(width(&line) <= room + indent, "{line:?}");
        }
    }

    #[test]
    fn wrapping_loses_no_word(text in "([a-z山é]{1,12} ){0,20}", room in 2_usize..40) {
        let squeezed = |text: &str| text.replace([' ', '\n'], "");
        prop_assert_eq!(squeezed(&wrap(&text, Some(room), 0).concat()), squeezed(&text));
    }
}
