use super::near::without_legal_form;
use super::*;

fn begins(name: &str, query: &str) -> bool {
    begins_at_word(&fold(name), &fold(query))
}

#[test]
fn folding_leaves_what_tells_names_apart() {
    let table = [
        ("Acme Corp", "acme corp"),
        ("  Acme \t Corp\u{a0}", "acme corp"),
        ("", ""),
        // Accents, ligatures, strokes
        ("CAFÉ Zoë", "cafe zoe"),
        ("Cafe\u{301}", "cafe"),
        ("Škoda Plzeň", "skoda plzen"),
        ("Nguyễn Thị", "nguyen thi"),
        ("Straße STRAẞE", "strasse strasse"),
        ("Ærø Œuvre", "aero oeuvre"),
        ("Łódź Đorđe Þór", "lodz dorde thor"),
        ("İstanbul ısı", "istanbul isi"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
        ("ﬁnance №5", "finance no5"),
        // One apostrophe, one dash
        ("O’Brien O´Brien OʼBrien", "o'brien o'brien o'brien"),
        ("A–B", "a-b"),
        // What is not said
        ("LEGO® Word™", "lego word"),
        ("Ac\u{200b}me\u{feff}", "acme"),
        // Other scripts keep their marks, and Hangul its syllables
        ("ΟΔΥΣΣΕΎΣ οδυσσεύς", "οδυσσευσ οδυσσευσ"),
        ("Ёлка", "елка"),
        ("株式会社東京", "株式会社東京"),
        ("ガス か\u{3099}", "ガス が"),
        ("삼성전자", "삼성전자"),
        ("हिन्दी", "हिन्दी"),
        ("شركة", "شركة"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("🚀 Rocket 👩‍🚀", "🚀 rocket 👩‍🚀"),
    ];
    for (text, expected) in table {
        assert_eq!(fold(text), expected, "{text:?}");
    }
}

#[test]
fn folding_any_character_twice_is_folding_it_once() {
    // Behind these are only ideographs that fold to themselves, and nothing.
    for character in '\0'..='\u{2fa1f}' {
        let once = fold(&format!("a{character}b"));
        assert_eq!(fold(&once), once, "{character:?}");
    }
}

#[test]
fn words_are_split_at_blanks_and_punctuation() {
    let table: [(&str, &[&str]); 10] = [
        ("Acme Corp.", &["acme", "corp"]),
        ("AT&T", &["at", "t"]),
        ("O'Brien", &["o", "brien"]),
        ("Jean-Luc, (Picard)", &["jean", "luc", "picard"]),
        ("dana@acme.com", &["dana", "acme", "com"]),
        ("佐々木・商店", &["佐々木", "商店"]),
        ("हिन्दी भाषा", &["हिन्दी", "भाषा"]),
        ("🚀 Rocket", &["🚀", "rocket"]),
        ("…!?", &[]),
        ("", &[]),
    ];
    for (text, expected) in table {
        let folded = fold(text);
        let found: Vec<&str> = words(&folded).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn a_query_begins_at_a_word() {
    let table = [
        ("The Acme Corp", "acme", true),
        ("The Acme Corp", "ACMÉ", true),
        ("The Acme Corp", "cor", true),
        ("The Acme Corp", "acme co", true),
        ("Acme, Corp", "acme co", true),
        ("Acme Inc", "acme inc.", true),
        ("The Acme Corp", "orp", false),
        ("The Acme Corp", "acm corp", false),
        ("The Acme Corp", "acme corporation", false),
        ("The Acme Corp", "corp acme", false),
        // Punctuation in the name need not be typed; in the query it counts
        ("O'Brien & Sons", "brien", true),
        ("O'Brien & Sons", "o’brien", true),
        ("O'Brien & Sons", "obrien", false),
        ("AT&T Mobility", "at&t", true),
        ("AT&T Mobility", "at&", true),
        ("AT&T Mobility", "at t", true),
        ("Atlas", "at&t", false),
        ("C++ Partners", "c++", true),
        ("Cato", "c++", false),
        ("东京電力", "东京", true),
        ("🚀 Rocket", "🚀", true),
        // Nothing begins nothing
        ("Acme", "", false),
        ("Acme", "!!", false),
        ("", "acme", false),
    ];
    for (name, query, expected) in table {
        assert_eq!(begins(name, query), expected, "{query:?} in {name:?}");
    }
}

#[test]
fn a_query_is_contained() {
    assert!(contains("the acme corp", "orp"));
    assert!(contains("the acme corp", "me co"));
    assert!(!contains("the acme corp", "me  co"));
    assert!(!contains("the acme corp", ""));
}

#[test]
fn legal_forms_are_dropped_but_never_the_name() {
    let table = [
        ("Acme", "acme"),
        ("Acme Inc", "acme"),
        ("Acme, Inc.", "acme"),
        ("Acme Co., Ltd.", "acme"),
        ("Acme (Ltd)", "acme"),
        ("Acme Holdings PLC", "acme holdings"),
        ("Borel S.A.", "borel"),
        ("Borel SARL", "borel"),
        ("Fiat S.p.A.", "fiat"),
        ("Cato GmbH & Co. KG", "cato"),
        ("Philips N.V.", "philips"),
        ("Maersk A/S", "maersk"),
        ("Orlen Sp. z o.o.", "orlen"),
        ("Bimbo S.A.B. de C.V.", "bimbo"),
        ("Tata Pvt. Ltd", "tata"),
        ("Yahoo! Inc", "yahoo!"),
        ("Co-op", "co-op"),
        ("Inc Magazine", "inc magazine"),
        ("Company Z", "company z"),
        ("AG", "ag"),
        ("Co Ltd", "co"),
        ("The Limited", "the limited"),
        ("...", "..."),
        ("", ""),
    ];
    for (name, expected) in table {
        assert_eq!(without_legal_form(&fold(name)), expected, "{name:?}");
    }
}

#[test]
fn near_names_are_probably_the_same() {
    let table = [
        // The same, but for the legal form, blanks and punctuation
        ("Acme", "ACME", true),
        ("Acme Corp", "Acme Inc", true),
        ("Face Book", "Facebook", true),
        ("AT&T", "ATT", true),
        // One begins the other, by whole words, either way
        ("Acme", "Acme Holdings", true),
        ("Acme Holdings Ltd", "Acme", true),
        ("BP", "BP Europe", true),
        ("Acme", "Acmeist", false),
        ("Acme East", "Acme West Coast", false),
        ("Holdings", "Acme Holdings", false),
        // One letter off
        ("Acme", "Acmes", true),
        ("Acmee", "Acme", true),
        ("Acme", "Akme", true),
        ("Acme", "Amce", true),
        ("Müller AG", "Muler", true),
        ("Acme", "Akne", false),
        ("Acme", "Ecam", false),
        // Short names and numbers are not slips of each other
        ("BP", "GP", false),
        ("IBM", "IBMX", false),
        ("Plant 1", "Plant 2", false),
        ("Plant 1", "Plant 11", false),
        ("Plant 12", "Plant 21", false),
        ("Plant", "Plant 2", true),
        // Names without a word
        ("!!!", "???", false),
        ("", "Acme", false),
        ("", "", false),
    ];
    for (one, other, expected) in table {
        assert_eq!(is_near(one, other), expected, "{one:?} and {other:?}");
        assert_eq!(is_near(other, one), expected, "{other:?} and {one:?}");
    }
}

#[test]
fn nearest_names_come_best_first() {
    let names = [
        "Borel SA",
        "Acme Corp",
        "Dana Ruiz",
        "Acne Studios",
        "Acme Corp",
        "Cato GmbH",
        "Đorđe Łukasz",
    ];
    let table: [(&str, &[&str]); 8] = [
        ("acmee", &["Acme Corp", "Acne Studios"]),
        ("ruis", &["Dana Ruiz"]),
        ("borell", &["Borel SA"]),
        ("katoo gmbh", &["Cato GmbH"]),
        ("dorde", &["Đorđe Łukasz"]),
        ("xyzzy", &[]),
        ("", &[]),
        (" ", &[]),
    ];
    for (query, expected) in table {
        assert_eq!(nearest(query, names, 2), expected, "{query:?}");
    }
    assert_eq!(nearest("acme", names, 1), ["Acme Corp"]);
    assert!(nearest("acme", names, 0).is_empty());
    assert!(nearest(&"a".repeat(10_000), names, 3).is_empty());
    // Equally good ones are in alphabetical order, in whatever order they come.
    assert_eq!(
        nearest("anna", ["Anna B", "Anna A"], 3),
        ["Anna A", "Anna B"]
    );
}

#[test]
fn names_are_one_line_of_anything_visible() {
    let kept = [
        ("  Acme Corp ", "Acme Corp"),
        ("O'Brien & Sons (UK)", "O'Brien & Sons (UK)"),
        ("שלום בע\"מ", "שלום בע\"מ"),
        ("👩‍🚀 Rocket", "👩‍🚀 Rocket"),
        ("\u{202a}Dana Ruiz\u{202c}", "Dana Ruiz"),
        ("\u{202e}gpj.exe", "gpj.exe"),
        ("=1+1", "=1+1"),
        ("-", "-"),
    ];
    for (text, expected) in kept {
        assert_eq!(check_name(text).as_deref(), Ok(expected), "{text:?}");
    }
    let refused = [
        ("", "the name is empty"),
        (" \u{a0} ", "the name is empty"),
        ("\u{200b}", "the name is empty"),
        ("\u{202e}", "the name is empty"),
        (
            "Acme\nCorp",
            "the name `Acme\u{fffd}Corp` holds control characters",
        ),
        (
            "Acme\tCorp",
            "the name `Acme\u{fffd}Corp` holds control characters",
        ),
        (
            "\u{1b}[2J",
            "the name `\u{fffd}[2J` holds control characters",
        ),
        ("A\0", "the name `A\u{fffd}` holds control characters"),
        ("A\u{85}B", "the name `A\u{fffd}B` holds control characters"),
        (
            "A\u{2028}B",
            "the name `A\u{fffd}B` holds control characters",
        ),
    ];
    for (text, expected) in refused {
        let error = check_name(text).unwrap_err();
        assert_eq!(error.to_string(), expected, "{text:?}");
        assert!(!error.hint().is_empty());
    }
    assert!(check_name(&"é".repeat(MAX_NAME)).is_ok());
    let error = check_name(&"é".repeat(MAX_NAME + 1)).unwrap_err();
    assert_eq!(error, NameError::TooLong(201));
}

#[test]
fn persons_are_a_name_an_address_or_both() {
    let table = [
        (
            "Dana Ruiz <dana@acme.com>",
            "Dana Ruiz",
            Some("dana@acme.com"),
        ),
        (
            " Dana Ruiz  < dana@acme.com > ",
            "Dana Ruiz",
            Some("dana@acme.com"),
        ),
        (
            "\"Ruiz, Dana\" <dana@acme.com>",
            "Ruiz, Dana",
            Some("dana@acme.com"),
        ),
        ("Dana Ruiz", "Dana Ruiz", None),
        ("dana@acme.com", "dana@acme.com", Some("dana@acme.com")),
        ("<dana@acme.com>", "dana@acme.com", Some("dana@acme.com")),
        ("a@b.c <A@b.c>", "a@b.c", Some("A@b.c")),
        (
            "Zoë <zoë+x@bücher.example>",
            "Zoë",
            Some("zoë+x@bücher.example"),
        ),
        ("dana@intranet", "dana@intranet", Some("dana@intranet")),
    ];
    for (text, name, email) in table {
        let expected = PersonSpec {
            name: name.to_owned(),
            email: email.map(str::to_owned),
        };
        assert_eq!(text.parse(), Ok(expected), "{text:?}");
    }
}

#[test]
fn persons_that_are_refused() {
    let address = |text: &str| NameError::Address(text.to_owned());
    let brackets = |text: &str| NameError::Brackets(text.to_owned());
    let two = |text: &str| NameError::TwoAddresses(text.to_owned());
    let table = [
        ("", NameError::Empty),
        ("<>", brackets("<>")),
        ("Dana <>", brackets("Dana <>")),
        ("Dana <dana@acme.com", brackets("Dana <dana@acme.com")),
        ("Dana dana@acme.com>", brackets("Dana dana@acme.com>")),
        ("<dana@acme.com> Dana", brackets("<dana@acme.com> Dana")),
        ("Dana <dana>", address("dana")),
        ("Dana <dana ruiz@acme.com>", address("dana ruiz@acme.com")),
        ("Dana dana@acme.com", address("Dana dana@acme.com")),
        ("Dana <@acme.com>", address("@acme.com")),
        ("Dana <dana@>", address("dana@")),
        ("Dana <dana@acme..com>", address("dana@acme..com")),
        (
            "Dana <da\u{1b}na@acme.com>",
            address("da\u{fffd}na@acme.com"),
        ),
        ("Dana <da(n)a@acme.com>", address("da(n)a@acme.com")),
        (
            "Dana <da\u{202e}na@acme.com>",
            address("da\u{fffd}na@acme.com"),
        ),
        ("a@b.c, d@e.f", two("a@b.c, d@e.f")),
        ("a@b.c <d@e.f>", two("a@b.c <d@e.f>")),
        ("Dana <a@b.c> <d@e.f>", two("Dana <a@b.c> <d@e.f>")),
        (
            "Da\nna <a@b.c>",
            NameError::Control("Da\u{fffd}na".to_owned()),
        ),
    ];
    for (text, expected) in table {
        let error = text.parse::<PersonSpec>().unwrap_err();
        assert_eq!(error, expected, "{text:?}");
        assert!(!error.hint().is_empty());
    }
    let long = format!("{}@acme.com", "a".repeat(300));
    assert!(long.parse::<PersonSpec>().is_err());
}
