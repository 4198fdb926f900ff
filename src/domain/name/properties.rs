use proptest::prelude::*;
use proptest::sample::select;

use super::near::without_legal_form;
use super::*;

/// Texts made of the pieces of names reach much deeper than random characters do.
fn almost_a_name() -> impl Strategy<Value = String> {
    let pieces = vec![
        "acme",
        "Corp",
        "inc.",
        "Co",
        "&",
        " ",
        ",",
        ".",
        "-",
        "É",
        "ß",
        "が",
        "か\u{3099}",
        "한",
        "\u{1112}\u{1161}",
        "🚀",
        "\u{301}",
        "İ",
        "the",
        "sp. z o.o.",
        "<",
        ">",
        "@",
        "\"",
        "\n",
    ];
    prop::collection::vec(select(pieces), 0..8).prop_map(|pieces| pieces.concat())
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![almost_a_name(), any::<String>()]
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in any_name()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn case_and_spacing_do_not_matter(text in "[a-zA-Z' éÉ]{0,20}") {
        prop_assert_eq!(fold(&text), fold(&format!(" {} ", text.to_uppercase())));
    }

    #[test]
    fn every_word_and_every_beginning_is_found(text in any_name(), cut in 1..4_usize) {
        let folded = fold(&text);
        for word in words(&folded) {
            prop_assert!(begins_at_word(&folded, word));
            let beginning: String = word.chars().take(cut).collect();
            prop_assert!(begins_at_word(&folded, &beginning) || words(&beginning).count() == 0);
        }
    }

    #[test]
    fn what_begins_at_a_word_begins_with_a_word_of_the_index(
        name in any_name(),
        query in almost_a_name(),
    ) {
        let (name, query) = (fold(&name), fold(&query));
        if begins_at_word(&name, &query) {
            let first = words(&query).next().unwrap();
            prop_assert!(words(&name).any(|word| word.starts_with(first)));
        }
    }

    #[test]
    fn a_name_without_its_legal_form_is_its_beginning(text in any_name()) {
        let folded = fold(&text);
        let core = without_legal_form(&folded);
        prop_assert!(folded.starts_with(core));
        prop_assert_eq!(core.is_empty(), folded.is_empty());
        prop_assert_eq!(without_legal_form(core), core);
    }

    #[test]
    fn near_goes_both_ways(one in any_name(), other in any_name()) {
        prop_assert_eq!(is_near(&one, &other), is_near(&other, &one));
    }

    #[test]
    fn every_near_name_is_filed_where_it_is_looked_for(
        one in prop_oneof![any_name(), "[abc]{1,3}( [abc]{1,3}){0,2}( ltd)?"],
        other in prop_oneof![any_name(), "[abc]{1,3}( [abc]{1,3}){0,2}( ltd)?"],
    ) {
        let near = NearName::new(&one);
        let other = fold(&other);
        if near.matches(&other) {
            let keys = near_keys(&other);
            let is_found = near.key_ranges().iter().any(|(from, to)| {
                keys.iter().any(|key| from <= key && key < to && near.may_match(key))
            });
            prop_assert!(is_found, "{one:?} {other:?} {keys:?} {:?}", near.key_ranges());
        }
    }

    #[test]
    fn one_letter_off_is_a_distance_of_one(one in "[abc]{4,7}", other in "[abc]{4,7}") {
        let expected = strsim::osa_distance(&one, &other) <= 1;
        prop_assert_eq!(is_near(&one, &other), expected);
    }

    #[test]
    fn nearest_never_depends_on_the_order(mut names in prop::collection::vec(any_name(), 0..8)) {
        let query = "acme corp";
        let forward: Vec<String> = nearest(query, names.iter().map(String::as_str), 3)
            .into_iter()
            .map(str::to_owned)
            .collect();
        names.reverse();
        prop_assert_eq!(nearest(query, names.iter().map(String::as_str), 3), forward);
    }

    #[test]
    fn a_checked_name_is_checked_already(text in any_name()) {
        if let Ok(name) = check_name(&text) {
            prop_assert!(!name.chars().any(char::is_control));
            prop_assert_eq!(check_name(&name), Ok(name));
        }
    }

    #[test]
    fn any_text_is_a_person_or_refused(text in any_name()) {
        if let Ok(person) = text.parse::<PersonSpec>() {
            prop_assert!(check_name(&person.name).is_ok() || person.email == Some(person.name));
        }
    }
}
