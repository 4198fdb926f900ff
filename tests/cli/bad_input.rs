//! What cannot be meant, found, read or allowed: its exit code, what to type instead, and the file as it was.

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::environment::{Environment, contents, rows};

/// Two customers whose names begin alike, one with a hostile name, and a person.
fn book() -> Environment {
    let rep = Environment::new();
    rep.run(r#"add "Acme Corp" Fleet 48k -w "Dana Ruiz <dana@acme.example>""#);
    rep.run(r#"add "Acme Industries" Line 10k --new-account -w "Dan Brown""#);
    rep.run(r#"add "Zoë & Söhne" Roof 5k"#);
    rep.run("add Single Thing 5k");
    rep
}

/// Every command that takes a target, with the target as `X`.
const WITH_TARGET: [&[&str]; 11] = [
    &["log", "X", "hello"],
    &["remind", "X", "fri", "call"],
    &["mark", "X", "delivered"],
    &["expect", "X", "delivery", "fri"],
    &["tag", "X", "key"],
    &["show", "X"],
    &["due", "--account", "X"],
    &["people", "X"],
    &["touchpoints", "X"],
    &["log", "acme corp", "--with", "X"],
    &["log", "X", "-x", "--json"],
];

/// The same command with a target in its place.
fn with_target<'a>(words: &[&'a str], target: &'a str) -> Vec<&'a str> {
    words
        .iter()
        .map(|word| if *word == "X" { target } else { *word })
        .collect()
}

/// No control character but the line's end, and none that turns the text around, stands in a message.
fn assert_harmless(text: &str, about: &str) {
    let hostile = text.chars().find(|c| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(hostile, None, "{about}: {text:?}");
}

/// Targets that are empty once what cannot be seen is gone.
const EMPTY: [&str; 9] = [
    "", " ", "\t", "\n", "\u{a0}", "\u{3000}", "\u{feff}", "\u{200b}", "=",
];

/// Targets that name nobody, and have broken programs before.
const UNKNOWN: [&str; 56] = [
    // Quotes and what other programs take for patterns.
    "'",
    "\"",
    "`",
    "'; drop table account; --",
    "%",
    "_",
    "*",
    "?",
    "[a-z]*",
    "\\",
    "$(id)",
    "{}",
    "-",
    "+",
    "==",
    "@",
    "nobody at all",
    "nobody@nowhere.example",
    // Emoji, CJK, right-to-left.
    "🚀",
    "👩‍👩‍👧",
    "株式会社",
    "ｶﾌﾞ",
    "שלום",
    "مرحبا",
    "\u{202e}emca",
    "\u{200f}",
    "\u{2066}x",
    // Control and escape characters.
    "a\tb",
    "x\ny",
    "x\r\ny",
    "\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{9b}31m",
    "\u{7f}",
    "\u{8}\u{8}",
    // Nearly an id, and ids of nothing.
    "=nobody",
    "١٢",
    "C４",
    "d１",
    "a1b",
    "1",
    "0",
    "a0",
    "d0",
    "a-1",
    "d1.5",
    "d99999999999999999999",
    "a999",
    "p999",
    "d999",
    "c999",
    "t999",
    "r999",
    "o999",
    "R1",
    "c57x",
];

#[test]
fn an_unknown_or_hostile_target_is_not_found_by_any_command() {
    let rep = book();
    let long = [
        "x".repeat(10_000),
        "株".repeat(10_000),
        "\u{1b}[2J".repeat(2_500),
        "word ".repeat(2_000),
        "\u{202e}".repeat(10_000),
    ];
    let unknown = UNKNOWN
        .iter()
        .copied()
        .chain(long.iter().map(String::as_str));
    for target in unknown {
        for words in WITH_TARGET {
            assert_refused(&rep, 3, &with_target(words, target));
        }
    }
}

#[test]
fn an_empty_target_is_asked_for() {
    let rep = book();
    for target in EMPTY {
        for words in WITH_TARGET
            .iter()
            .filter(|words| !words.contains(&"--with"))
        {
            assert_refused(&rep, 2, &with_target(words, target));
        }
    }
}

#[test]
fn nothing_but_the_id_of_a_check_in_or_record_will_do_where_one_is_asked_for() {
    let rep = book();
    for target in UNKNOWN.iter().chain(&EMPTY) {
        let is_id = |kinds: &[char]| {
            let mut letters = target.chars();
            letters
                .next()
                .is_some_and(|c| kinds.contains(&c.to_ascii_lowercase()))
                && !letters.as_str().is_empty()
                && letters.all(|c| c.is_ascii_digit())
        };
        let code = if is_id(&['c']) { 3 } else { 2 };
        for words in [
            &["done", "X"][..],
            &["snooze", "X", "fri"],
            &["reschedule", "X", "fri"],
            &["drop", "X"],
            &["reopen", "X"],
        ] {
            assert_refused(&rep, code, &with_target(words, target));
        }
        let code = if is_id(&['a', 'c', 'd', 'o', 'p', 'r', 't']) {
            3
        } else {
            2
        };
        assert_refused(&rep, code, &with_target(&["rm", "X", "--yes"], target));
    }
}

/// The command is refused, says what to type instead on lines that a screen can hold, and shows nothing that a
/// screen would obey.
fn assert_refused(rep: &Environment, code: i32, arguments: &[&str]) {
    let about: String = arguments.join(" ").chars().take(60).collect();
    let said = if arguments.contains(&"--json") {
        let before = contents(&rep.db());
        let outcome = rep.try_with(arguments);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (code, ""),
            "{about:?}: {}",
            outcome.stderr
        );
        assert_eq!(contents(&rep.db()), before, "{about:?} changed the file");
        let said: Value = serde_json::from_str(&outcome.stderr).unwrap();
        let text = |name: &str| said["error"][name].as_str().unwrap().to_owned();
        format!("error: {}\nhint: {}\n", text("message"), text("hint"))
    } else {
        rep.refused_with(code, arguments)
    };
    assert!(said.contains("\nhint: "), "{about:?}: {said}");
    assert!(said.len() < 2_000, "{about:?}: {} bytes", said.len());
    if !arguments.contains(&"--json") {
        assert_harmless(&said, &about);
    }
}

#[test]
fn an_ambiguous_target_is_refused_with_ten_candidates_and_how_many_more() {
    let rep = book();
    for (target, ids) in [("acme", "a1 a2"), ("AC", "a1 a2"), ("dan", "p1 p2")] {
        for words in WITH_TARGET
            .iter()
            .filter(|words| !words.contains(&"--with"))
        {
            let arguments = with_target(words, target);
            assert_refused(&rep, 4, &arguments);
            if words.contains(&"--json") {
                let said: Value = serde_json::from_str(&rep.try_with(&arguments).stderr).unwrap();
                assert_eq!(said["error"]["code"], "ambiguous");
                assert_eq!(
                    rows(&said["error"]["candidates"], "id").join(" "),
                    ids,
                    "{target}"
                );
            }
        }
    }
    for number in 1..=14 {
        rep.run(&format!(
            "add 'Customer {number}' Deal {number}000 --new-account"
        ));
    }
    let said = rep.refused(4, "log customer hello");
    assert_eq!(
        said.lines()
            .filter(|line| line.contains("Customer"))
            .count(),
        10,
        "{said}"
    );
    assert!(
        said.contains("any of 14") && said.contains("4 more"),
        "{said}"
    );
}

#[test]
fn an_unknown_name_brings_the_nearest_ones() {
    let rep = book();
    for (target, meant) in [
        ("singel", "Single"),
        ("acme crop", "Acme Corp"),
        ("dana riuz", "Dana Ruiz"),
        ("zoe & sohne gmbh", "Zoë & Söhne"),
    ] {
        let said = rep.refused(3, &format!("log '{target}' hello"));
        assert!(
            said.contains(&format!("did you mean `{meant}`")),
            "{target}: {said}"
        );
    }
}

/// Days that cannot be meant, with what is to be typed instead.
const DATES: [(&str, &str); 26] = [
    ("feb 30", "a day that exists"),
    ("2026-02-30", "a day that exists"),
    ("2026-13-01", "a day that exists"),
    ("32 mar", "a day that exists"),
    ("29 feb 2027", "a day that exists"),
    ("4/5", "or configure date_order"),
    ("04/05/2026", "or configure date_order"),
    ("soon", "type a date such as"),
    ("friday call bob", "type a date such as"),
    ("+", "type a date such as"),
    ("", "type a date such as"),
    (" ", "type a date such as"),
    ("next", "type a date such as"),
    ("in days", "type a date such as"),
    ("tomorow", "type a date such as"),
    ("in -3 days", "type a date such as"),
    ("🚀", "type a date such as"),
    ("１５ｄ", "type a date such as"),
    ("fri\u{1b}[1m", "type a date such as"),
    ("\u{202e}fri", "type a date such as"),
    ("31", "31d"),
    ("12:30", "leave out the time"),
    ("200y", "within 100 years"),
    ("9999-01-01", "within 100 years"),
    ("1826-01-01", "within 100 years"),
    ("99999999999999999999d", "within 100 years"),
];

#[test]
fn a_day_that_cannot_be_meant_is_refused_wherever_a_day_is_read() {
    let rep = book();
    let commands: [&[&str]; 17] = [
        &["log", "a1", "--on", "X"],
        &["log", "a1", "--next", "X"],
        &["log", "a1", "-x", "-n", "X"],
        &["remind", "a1", "X", "call"],
        &["snooze", "c1", "X"],
        &["reschedule", "c1", "X"],
        &["mark", "d1", "delivered", "--on", "X"],
        &["expect", "d1", "delivery", "X"],
        &["add", "New", "Deal", "--signed", "X"],
        &["add", "New", "Deal", "--verbal", "X"],
        &["add", "New", "Deal", "--delivery", "X"],
        &["add", "New", "Deal", "--paid-by", "X"],
        &["edit", "d1", "--expected-close", "X"],
        &["due", "--within", "X"],
        &["touchpoints", "--since", "X"],
        &["list", "--unreached", "X"],
        &["accounts", "--unreached", "X"],
    ];
    for (day, instead) in DATES {
        for words in commands {
            // Empty text takes a field away.
            if words[0] == "edit" && day.trim().is_empty() {
                continue;
            }
            let arguments = with_target(words, day);
            assert_refused(&rep, 2, &arguments);
            let said = rep.try_with(&arguments).stderr;
            assert!(said.contains(instead), "{arguments:?}: {said}");
        }
    }
    let long = "fri ".repeat(2_500);
    assert_refused(&rep, 2, &["remind", "a1", &long, "call"]);
}

#[test]
fn a_day_on_the_wrong_side_of_today_is_refused_by_a_rule() {
    let rep = book();
    let future = [
        "tomorrow",
        "2026-03-07",
        "in 3 days",
        "+1d",
        "next week",
        "3 apr 2027",
    ];
    let past = [
        "yesterday",
        "2026-03-05",
        "3 days ago",
        "last friday",
        "2d ago",
        "1 jan 2025",
    ];
    for (days, instead, commands) in [
        (
            future,
            "type today or an earlier day",
            &[
                &["log", "a1", "--on", "X"][..],
                &["log", "a1", "-d", "X"],
                &["mark", "d1", "delivered", "--on", "X"],
                &["add", "New", "Deal", "--signed", "X"],
                &["add", "New", "Deal", "--verbal", "X"],
                &["add", "New", "Deal", "--ordered", "X"],
                &["touchpoints", "--since", "X"],
            ][..],
        ),
        (
            past,
            "type today or a later day",
            &[
                &["log", "a1", "--next", "X"][..],
                &["remind", "a1", "X", "call"],
                &["snooze", "c1", "X"],
                &["reschedule", "c1", "X"],
                &["due", "--within", "X"],
            ][..],
        ),
    ] {
        for day in days {
            for words in commands {
                let arguments = with_target(words, day);
                assert_refused(&rep, 5, &arguments);
                let said = rep.try_with(&arguments).stderr;
                assert!(said.contains(instead), "{arguments:?}: {said}");
            }
        }
    }
}

#[test]
fn an_amount_that_cannot_be_meant_is_refused() {
    let table = [
        ("48.000", "48000 or 48"),
        ("1,5", "15 or 1.5"),
        ("48,00", "4800 or 48"),
        ("1.234", "1234 or 1.234"),
        ("abc", "an amount such as"),
        ("-5", "leave out the minus"),
        ("-1.5", "leave out the minus"),
        ("1.5 JPY", "a whole amount"),
        ("1.2345 KWD", "3 decimals"),
        ("1234567890123456", "a zero, a k or an m too many"),
        ("999999999999999", "a zero, a k or an m too many"), // with its two decimals seventeen digits
        ("1234567890123456 JPY", "a zero, a k or an m too many"),
        ("999999999999999m", "a zero, a k or an m too many"),
        ("", "an amount such as"),
        (" ", "an amount such as"),
        ("EUR", "an amount such as"),
        ("48k5", "an amount such as"),
        ("1e5", "an amount such as"),
        ("0x10", "an amount such as"),
        ("NaN", "an amount such as"),
        ("+5", "an amount such as"),
        ("٥", "an amount such as"),
        ("０", "an amount such as"),
        ("🚀", "an amount such as"),
        ("5\u{1b}[1m", ""),
        ("EUR 5 USD", "keep one of them"),
        ("5 XYZ", "ISO 4217"),
        ("ABC 5", "ISO 4217"),
    ];
    let rep = book();
    for (amount, instead) in table {
        for words in [
            &["add", "New", "Deal", "X"][..],
            &["edit", "d1", "--value", "X"],
        ] {
            // There, empty text takes a field away.
            if words[0] == "edit" && amount.trim().is_empty() {
                continue;
            }
            let arguments = with_target(words, amount);
            assert_refused(&rep, 2, &arguments);
            let said = rep.try_with(&arguments).stderr;
            assert!(said.contains(instead), "{arguments:?}: {said}");
        }
    }
    let long = "9".repeat(10_000);
    assert_refused(&rep, 2, &["add", "New", "Deal", &long]);
}

#[test]
fn a_name_that_no_screen_can_hold_is_refused_and_no_file_is_made() {
    let rep = Environment::new();
    for name in [
        "",
        " ",
        "\t",
        "=",
        "a\tb",
        "x\ny",
        "\u{1b}[31mred",
        "\u{9b}31m",
        "\u{7f}",
        "\u{200b}",
        "\u{feff}",
        &"x".repeat(201),
        &"x".repeat(10_000),
        &"株".repeat(10_000),
    ] {
        assert_refused(&rep, 2, &["add", name, "Deal"]);
        // A person may be called so.
        if name != "=" {
            assert_refused(&rep, 2, &["add", "New", "Deal", "-w", name]);
        }
    }
    for (option, text) in [
        ("--key", "a\tb"),
        ("--phone", "1\n2"),
        ("--tag", "a b"),
        ("--tag", "\u{1b}[m"),
    ] {
        assert_refused(&rep, 2, &["add", "New", "Deal", "-w", "Bob", option, text]);
    }
    assert_refused(&rep, 2, &["add", "New", "two\nlines"]);
    assert!(!rep.db().exists());
}

#[test]
fn a_strange_name_is_a_name_and_is_found_again() {
    for name in [
        "O'Brien \"and\" Sons",
        "50% off; drop table account; --",
        "🚀 Rockets",
        "👩‍👩‍👧 Family",
        "株式会社日本橋",
        "שלום עולם",
        "مرحبا",
        "Ünïcödé",
        "-dash",
        "$(id) `id`",
        "C4 Systems",
        &"x".repeat(200),
    ] {
        let rep = Environment::new();
        rep.try_with(["add", "--quiet", "--", name, "Deal", "5k"])
            .ok();
        for arguments in [
            &["show", "--json", "--", name][..],
            &["log", "--json", "--", name, "hello"],
        ] {
            let answer: Value = serde_json::from_str(&rep.try_with(arguments).ok()).unwrap();
            let account = answer.get("account").unwrap_or(&answer["name"]);
            assert_eq!(account, name, "{arguments:?}");
        }
        let printed = rep.run("accounts");
        assert_harmless(&printed, name);
    }
}

#[test]
fn no_output_carries_a_raw_escape_from_stored_text_or_is_wider_than_the_screen() {
    let mut rep = Environment::new();
    let evil = "note \u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{9b}31m \u{202e}rtl\u{2066} \u{7f}\u{8} bell\u{7}\r\nsecond\tline \u{85} \u{2028} end";
    let wide = "株式会社🚀".repeat(30);
    let deal = [
        "add",
        "Acme Corp",
        wide.as_str(),
        "48k",
        "--note",
        evil,
        "-w",
        "Dana Ruiz",
        "-q",
    ];
    rep.try_with(deal).ok();
    rep.try_with(["add", "Name \u{202e}turned", "x", "-q", "--new-account"]);
    rep.try_with(["log", "a1", "--with", "dana", "--", evil])
        .ok();
    rep.try_with(["log", "a1", "-x", "-n", "fri", "--", evil])
        .ok();
    rep.try_with(["log", "a1", "-n", &format!("mon: {wide}"), "--", &wide])
        .ok();
    rep.try_with(["edit", "d1", "--note", &format!("{evil}\n{wide}")])
        .ok();
    rep.at("2026-03-16");
    for columns in [80, 100, 140] {
        rep.wide(columns);
        for command in [
            "due",
            "due -v",
            "due --by deal",
            "list",
            "accounts",
            "people",
            "touchpoints",
            "touchpoints acme",
            "show a1",
            "show d1",
            "show t1",
            "show t2",
            "done c2 --dry-run -q",
            "log a1 hello --dry-run -q",
        ] {
            let outcome = rep.try_run(command);
            assert_eq!(outcome.code, 0, "{command}: {}", outcome.stderr);
            assert_harmless(&outcome.stdout, command);
            assert_harmless(&outcome.stderr, command);
            let is_list = !command.starts_with("show");
            for line in outcome.stdout.lines().filter(|_| is_list) {
                assert!(line.width() <= columns, "{command} at {columns}: {line}");
            }
        }
        // Forced colour adds its own escapes and no others.
        let mut command = rep.command(["touchpoints"]);
        command.env("CLICOLOR_FORCE", "1");
        let printed = rep.finish(command, "touchpoints", b"").ok();
        let foreign = printed.split('\u{1b}').skip(1).find(|part| {
            !part.starts_with('[') || !part.contains('m') || part.starts_with("[31mred")
        });
        assert_eq!(foreign, None, "{printed:?}");
    }
    // Scripts get the text as it is.
    let stored = rep.json("touchpoints --limit 0");
    let notes = rows(&stored, "note");
    assert!(notes.contains(&evil.trim().to_owned()), "{notes:?}");
    assert!(
        !rep.run("touchpoints --json").contains('\u{1b}'),
        "JSON escapes it"
    );
}

#[test]
fn a_note_of_ten_thousand_characters_is_a_note_and_of_a_million_is_not() {
    let rep = book();
    let long = "株".repeat(10_000);
    rep.try_with(["log", "a1", &long]).ok();
    assert_eq!(rep.json("touchpoints")[0]["note"], long.as_str());
    for line in rep.run("touchpoints").lines() {
        assert!(line.width() <= 80, "{line}");
    }
    let before = contents(&rep.db());
    let refused = rep.try_piped("log a1 -", "x".repeat(1_000_001).as_bytes());
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("hint: "), "{}", refused.stderr);
    assert_eq!(contents(&rep.db()), before);
}

#[test]
fn a_command_line_that_cannot_be_read_is_refused() {
    let rep = book();
    for (line, instead) in [
        ("remnd a1 fri call", "remind"),
        ("log", "<TARGET>"),
        ("log a1 --keep-opn", "--keep-open"),
        ("log a1 --via pigeon", "email"),
        ("log a1 -x -l", "--left-message"),
        ("log a1 -x --answered", "--answered"),
        ("add", "<ACCOUNT>"),
        ("add a1 Deal 5k more", "more"),
        ("mark a1", "<RUNG>"),
        ("due -o xml", "jsonl"),
        ("due --color pink", "always"),
    ] {
        let said = rep.refused(2, line);
        assert!(said.contains(instead), "{line}: {said}");
        let outcome = rep.try_run(&format!("{line} -o json"));
        let is_object = serde_json::from_str::<Value>(&outcome.stderr).is_ok_and(|said| {
            said["error"]["code"] == "usage" && said["error"]["hint"].is_string()
        });
        assert!(
            is_object || line.contains("-o"),
            "{line}: {}",
            outcome.stderr
        );
    }
}
