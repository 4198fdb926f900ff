use proptest::prelude::*;

use super::*;

fn folded(text: &str) -> Vec<String> {
    words_of(text).into_iter().map(|one| one.folded).collect()
}

/// The text with what was found between stars.
fn marked(query: &str, text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut marked = String::new();
    let mut at = 0;
    for range in Query::read(query).matches(text).0 {
        marked.extend(&characters[at..range.start]);
        marked.push('*');
        marked.extend(&characters[range.clone()]);
        marked.push('*');
        at = range.end;
    }
    marked.extend(&characters[at..]);
    marked
}

#[test]
fn a_text_is_split_into_words() {
    let table: &[(&str, &[&str])] = &[
        ("", &[]),
        ("... -- \"*\" ()", &[]),
        ("🚜 🙂", &[]),
        (
            "She is GLAD, crew's booked",
            &["she", "is", "glad", "crew", "s", "booked"],
        ),
        (
            "Müller & Söhne, Straße 5b",
            &["muller", "sohne", "strasse", "5b"],
        ),
        ("Mu\u{308}ller", &["muller"]),
        ("soft\u{ad}ware Acme®", &["software", "acme"]),
        ("dana@acme.example", &["dana", "acme", "example"]),
        ("PO-4711/b", &["po", "4711", "b"]),
        ("山田電機 co", &["山", "田", "電", "機", "co"]),
        ("Fleet🚜山", &["fleet", "山"]),
        ("A山b", &["a", "山", "b"]),
        ("Привет שלום", &["привет", "שלום"]),
        ("\u{301}a", &["a"]),
    ];
    for (text, expected) in table {
        assert_eq!(folded(text), *expected, "{text:?}");
    }
}

#[test]
fn every_sign_that_a_query_language_knows_only_parts_words() {
    let table: &[(&str, &[&[&str]])] = &[
        ("glad crew", &[&["glad"], &["crew"]]),
        ("\"glad crew", &[&["glad"], &["crew"]]),
        ("glad* NOT (crew)", &[&["glad"], &["not"], &["crew"]]),
        (
            "a AND b OR NEAR(c d, 5)",
            &[
                &["a"],
                &["and"],
                &["b"],
                &["or"],
                &["near", "c"],
                &["d"],
                &["5"],
            ],
        ),
        ("text:glad ^glad -glad", &[&["text", "glad"], &["glad"]]),
        ("e-mail", &[&["e", "mail"]]),
        ("crew glad crew", &[&["glad"], &["crew"]]),
        (" - \" ' * ( ) : ^ ", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(Query::read(text).pieces(), *expected, "{text:?}");
    }
}

#[test]
fn what_was_found_is_marked() {
    for (query, text, expected) in [
        ("glad", "she is glad, Glad", "she is *glad*, *Glad*"),
        ("crew gla", "gladly: the crew", "*gladly*: the *crew*"),
        ("gla crew", "gladly: the crew", "gladly: the *crew*"),
        ("muller", "Herr Müller kam", "Herr *Müller* kam"),
        ("strasse", "Straße", "*Straße*"),
        ("e-mail", "e mail, mail e", "*e mail*, mail e"),
        (
            "dana@acme.ex",
            "an dana@acme.example",
            "an *dana@acme.example*",
        ),
        ("電機", "山田電機", "山田*電機*"),
        ("ab a", "ab", "*ab*"),
        ("a-b b-c", "a b c", "*a b c*"),
        ("...", "...", "..."),
    ] {
        assert_eq!(marked(query, text), expected, "{query}");
    }
}

#[test]
fn the_text_that_has_most_of_it_is_shown() {
    let found = Found {
        place: Place::Touchpoint,
        id: None,
        account_id: AccountId(1),
        account: String::new(),
        deal_id: None,
        deal: None,
        person_id: None,
        person: None,
        on: None,
        texts: vec![
            ("note", "the crew is here".to_owned()),
            ("gave", "a chart for the crew".to_owned()),
        ],
    };
    for (query, field) in [
        ("crew", "note"),
        ("crew chart", "gave"),
        ("nothing", "note"),
    ] {
        assert_eq!(found.best_text(&Query::read(query)).0, field, "{query}");
    }
}

#[test]
fn a_follow_up_that_says_again_what_the_contact_said_is_no_find_of_its_own() {
    let note = "the crew wants a chart of the north yard before anything is ordered there";
    let follow_up = |what: &str, why: &str| Found {
        place: Place::CheckIn,
        id: None,
        account_id: AccountId(1),
        account: String::new(),
        deal_id: None,
        deal: None,
        person_id: None,
        person: None,
        on: None,
        texts: vec![("what", what.to_owned()), ("why", why.to_owned())],
    };
    let why = first_words(note);
    // What it asks for, why, what is looked for, and whether the contact has all of it.
    for (what, why, query, expected) in [
        ("follow up", why.as_str(), "crew chart", true),
        ("follow up", "the crew said so", "crew", false),
        ("send the chart", &why, "chart", false),
        ("send the chart", &why, "crew chart", true),
        ("follow up", &why, "follow crew", false),
        ("follow up", &why, "elsewhere", false),
    ] {
        let is_echo = follow_up(what, why).is_echo_of(note, &Query::read(query));
        assert_eq!(is_echo, expected, "{what} {query}");
    }
    // It is all there without the reason, in two texts; and without a reason it echoes nothing.
    let mut both = follow_up("a chart", &why);
    both.texts.push(("plan b", "go to the yard".to_owned()));
    assert!(!both.is_echo_of(note, &Query::read("chart yard")));
    both.texts.truncate(1);
    assert!(!both.is_echo_of(note, &Query::read("crew")));
}

#[test]
fn a_search_of_check_ins_finds_promises_and_risks_too() {
    assert!(Place::CheckIn.covers(Place::Promise) && Place::CheckIn.covers(Place::Risk));
    assert!(!Place::Promise.covers(Place::CheckIn) && !Place::Deal.covers(Place::Rival));
    assert!(Place::ALL.iter().all(|place| place.covers(*place)));
    for place in Place::ALL {
        assert_eq!(place.plural().parse(), Ok(*place));
    }
}

fn standing(rank: f64, day: u32, number: i64) -> Standing {
    let on = NaiveDate::from_ymd_opt(2026, 3, day);
    Standing { rank, on, number }
}

#[test]
fn the_best_comes_first_and_of_equal_ones_the_newest() {
    let mut all = [
        standing(-1.0, 9, 1),
        standing(-2.0, 3, 2),
        standing(-2.0, 5, 3),
        standing(-2.0, 0, 4),
        standing(-2.0, 5, 5),
    ];
    all.sort_by(Standing::order);
    assert_eq!(all.map(|one| one.number), [5, 3, 2, 4, 1]);
}

#[test]
fn whoever_fits_as_well_as_the_last_may_be_among_the_first() {
    let ranks = [-2.0, -1.0, -2.0, -3.0, -2.0];
    for (limit, expected) in [
        (0, vec![]),
        (1, vec![3]),
        (2, vec![0, 2, 3, 4]),
        (4, vec![0, 2, 3, 4]),
        (5, vec![0, 1, 2, 3, 4]),
        (9, vec![0, 1, 2, 3, 4]),
    ] {
        let numbered = (0..).zip(ranks);
        let mut all: Vec<_> = numbered
            .map(|(number, rank)| standing(rank, 1, number))
            .collect();
        keep_contenders(&mut all, limit);
        let kept: Vec<i64> = all.iter().map(|one| one.number).collect();
        assert_eq!(kept, expected, "{limit}");
    }
}

proptest! {
    #[test]
    fn the_first_are_those_that_come_first_when_all_are_put_in_order(
        all in prop::collection::vec((0_i8..3, 0_u32..4, 0_i64..50), 0..40),
        limit in 0_usize..45,
    ) {
        let all: Vec<_> = all
            .into_iter()
            .map(|(rank, day, number)| standing(f64::from(rank), day, number))
            .collect();
        let mut expected = all.clone();
        expected.sort_by(Standing::order);
        expected.truncate(limit);
        let mut kept = all;
        keep_contenders(&mut kept, limit);
        keep_first(&mut kept, limit);
        prop_assert_eq!(kept, expected);
    }

    #[test]
    fn words_stand_where_they_are_said_to_and_are_found_there(text in "\\PC{0,40}") {
        let length = text.chars().count();
        let mut end = 0;
        for word in words_of(&text) {
            prop_assert!(word.at.start >= end && word.at.end <= length && !word.at.is_empty());
            end = word.at.end;
        }
        let (_, there) = Query::read(&text).matches(&text);
        prop_assert_eq!(there, Query::read(&text).pieces().len());
    }

    #[test]
    fn whatever_is_typed_is_read(text in any::<String>()) {
        let query = Query::read(&text);
        prop_assert_eq!(query.is_empty(), words_of(&text).is_empty());
    }
}
