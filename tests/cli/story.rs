//! What `show` tells a person: the story of a deal and of a customer, at every width.

use crate::environment::Environment;

/// A deal with everything, another of the same customer, and one of few words and wide ones.
fn told() -> Environment {
    let mut rep = Environment::new();
    let happened = [
        (
            "2026-03-03",
            r#"add "Acme Corp" Fleet 48k --verbal "3 mar" -w "Dana Ruiz <dana@acme.example>" --rival Globex --thank "Priya: built the demo" --risk "crew is double-booked // hire the second crew" --penalty "1 % a week""#,
        ),
        (
            "2026-03-04",
            "log acme they want training first --owe '9 mar: training dates'",
        ),
        ("2026-03-06", "mark acme ordered --ref PO-4711"),
        ("2026-03-06", "expect acme delivery 2026-03-27"),
        (
            "2026-03-09",
            "mark acme credit --failed --why 'an old address'",
        ),
        ("2026-03-10", "mark acme signed"),
        (
            "2026-03-13",
            "expect acme delivery 2026-04-02 --why 'the crew is ill'",
        ),
        ("2026-03-16", "expect acme delivery 2026-04-01"),
        ("2026-03-16", "log acme -x"),
        ("2026-03-17", "promise acme '17 apr: the drawings' --theirs"),
        ("2026-03-18", "expect acme payment 2026-05-15"),
        (
            "2026-03-24",
            "mark acme invoice --part deposit --amount 20k",
        ),
        (
            "2026-03-25",
            "expect acme delivery 2026-04-09 --why customs",
        ),
        ("2026-03-27", "result add d1 'first response: 40 -> 28 h'"),
        ("2026-03-27", "objective add d1 no lorry waits at the gate"),
        ("2026-03-30", "result measure r1 33"),
        ("2026-04-01", "mark d1 delivered --part '2 of 3 sites'"),
        (
            "2026-04-02",
            "add 日本電気株式会社 新しい倉庫システムの導入プロジェクト第二期 9k --prospect",
        ),
    ];
    for (day, line) in happened {
        rep.at(day).run(line);
    }
    rep.at("2026-04-13");
    rep
}

/// The lines below a heading, up to the next blank one.
fn section<'s>(screen: &'s str, title: &str) -> Vec<&'s str> {
    screen
        .lines()
        .skip_while(|line| *line != title)
        .skip(1)
        .take_while(|line| !line.is_empty())
        .collect()
}

#[test]
fn the_ladder_is_one_line_of_rungs_each_with_its_sign() {
    let mut rep = told();
    let screen = rep.wide(140).run("show d1");
    assert_eq!(
        screen
            .lines()
            .skip_while(|line| !line.starts_with('✓'))
            .take_while(|line| !line.is_empty())
            .collect::<Vec<_>>(),
        [
            "✓ verbal 3 Mar  ✓ ordered 6 Mar  ✗ credit 9 Mar  ✓ signed 10 Mar  ! delivered 9 Apr  · verified  · invoiced  \
             ▸ paid 15 May",
            "    ordered    PO-4711",
            "    credit     failed Mon 9 Mar 2026: an old address",
            "    delivered  2 of 3 sites (1 Apr)",
            "    delivered  slipped 2×, 14 days in all: the crew is ill; customs",
            "    invoiced   deposit, 20,000 USD (24 Mar)",
        ]
    );
    // Broken between rungs, never within one.
    let screen = rep.wide(60).run("show d1");
    let rungs: Vec<&str> = screen
        .lines()
        .skip_while(|line| !line.starts_with('✓'))
        .take(3)
        .collect();
    assert_eq!(
        rungs,
        [
            "✓ verbal 3 Mar  ✓ ordered 6 Mar  ✗ credit 9 Mar",
            "✓ signed 10 Mar  ! delivered 9 Apr  · verified  · invoiced",
            "▸ paid 15 May",
        ]
    );
}

#[test]
fn what_was_concluded_has_no_day_and_what_does_not_apply_no_place() {
    let rep = Environment::new();
    rep.run("add Borel Pilot 5k");
    let screen = rep.run("show d1");
    let ladder =
        "✓ verbal  ✓ ordered  ✓ signed 6 Mar  · delivered  · verified  · invoiced  · paid\n";
    assert!(screen.contains(ladder), "{screen}");
    for absent in [
        "credit", "· live", "OWED", "LATE", "RISKS", "RIVALS", "RESULTS", "THANKS", "PEOPLE",
    ] {
        assert!(!screen.contains(absent), "{absent}:\n{screen}");
    }
}

#[test]
fn what_is_late_owed_promised_and_measured_stands_below() {
    let mut rep = told();
    let screen = rep.wide(140).run("show d1");
    let table: [(&str, &[&str]); 8] = [
        (
            "OWED",
            &[
                "broken  Mon 9 Mar 2026   training dates",
                "open    Fri 17 Apr 2026  from them: the drawings",
            ],
        ),
        (
            "LATE",
            &[
                "7d late   care       is it ready? date, crew, promises",
                "4d late   rung       delivery was due 9 Apr, slipped 2×, PO-4711, so far 2 of 3 sites, penalty: 1 % a week",
            ],
        ),
        (
            "RESULTS",
            &["first response  40 → 28 h  33 h, 30 Mar  partly"],
        ),
        ("OBJECTIVES", &["no lorry waits at the gate  open"]),
        (
            "RISKS",
            &["27d late  crew is double-booked; plan B: hire the second crew"],
        ),
        ("RIVALS", &["Globex  heard of 3 Mar  Fleet"]),
        ("PEOPLE", &["Dana Ruiz  dana@acme.example"]),
        ("THANKS", &["waits  Priya: built the demo"]),
    ];
    for (title, expected) in table {
        let found = section(&screen, title);
        for words in expected {
            assert!(
                found.iter().any(|line| line.contains(words)),
                "{title}: {words}\n{screen}"
            );
        }
    }
    assert!(
        screen.contains(
            "\n    red  promise broken: training dates, 35 days\n         credit check failed"
        ),
        "a reason a line\n{screen}"
    );
    // The day on which a promise is kept it is owed no more, and part of what happened.
    rep.run("done c4 --evidence 'mail of today'");
    let screen = rep.run("show d1");
    assert_eq!(section(&screen, "OWED").len(), 1, "{screen}");
    assert_eq!(
        section(&screen, "TIMELINE")[0]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        "Mon 13 Apr kept late training dates, mail of today"
    );
}

#[test]
fn the_timeline_has_contacts_marks_moves_and_measurements_the_newest_first() {
    let mut rep = told();
    let screen = rep.wide(140).run("show d1");
    let lines = section(&screen, "TIMELINE");
    let squeezed: Vec<String> = lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        squeezed,
        [
            "Wed 1 Apr part of delivered 2 of 3 sites",
            "Mon 30 Mar measured first response: 33 h",
            "Wed 25 Mar delivery moved 1 Apr → 9 Apr: customs",
            "Tue 24 Mar part of invoiced deposit, 20,000 USD",
            "Mon 16 Mar t2 call, no answer",
            "Mon 16 Mar delivery moved 2 Apr → 1 Apr",
            "Fri 13 Mar delivery moved 27 Mar → 2 Apr: the crew is ill",
            "Tue 10 Mar ✓ signed",
            "Mon 9 Mar ✗ credit failed an old address",
            "Fri 6 Mar ✓ ordered PO-4711",
            "Wed 4 Mar t1 reached by call they want training first",
            "Tue 3 Mar ✓ verbal",
        ]
    );
}

#[test]
fn a_customer_is_its_deals_what_is_open_and_the_last_contacts() {
    let mut rep = told();
    rep.try_run("add a1 'Service contract' 9k --addon-of d1 -q");
    let screen = rep.wide(120).run("show acme");
    assert_eq!(
        screen.lines().take(2).collect::<Vec<_>>(),
        [
            "a1  Acme Corp",
            "    reached 4 Mar (40d ago), 1 try since · 57,000 USD live",
        ]
    );
    let deals = section(&screen, "DEALS");
    assert_eq!(deals.len(), 2, "{screen}");
    assert!(
        deals[0].contains("Fleet") && deals[0].contains("next 9 Mar"),
        "{screen}"
    );
    // Of several deals each step says whose it is.
    let next = section(&screen, "NEXT");
    assert!(
        next.iter()
            .any(|line| line.ends_with("reassure: what happens next (Service contract)")),
        "{screen}"
    );
    assert!(
        next.last().unwrap().ends_with("wait for a date"),
        "{screen}"
    );
    assert_eq!(section(&screen, "CONTACTS").len(), 2, "{screen}");
    // The deal they add to tells of them.
    let addons = rep.run("show d1");
    assert!(
        section(&addons, "ADD-ONS")[0].contains("Service contract"),
        "{addons}"
    );
}

#[test]
fn nothing_is_wider_than_the_screen() {
    let mut rep = told();
    rep.run(
        "tag a1 a-tag-that-is-long-enough another-tag-that-is-long-enough and-one-more-of-them",
    );
    rep.run(&format!("log d1 {}", "Donaudampfschifffahrt".repeat(9)));
    rep.run(&format!("edit d1 --title '{}'", "Fleet ".repeat(30)));
    for width in [20, 30, 40, 60, 80, 140] {
        rep.wide(width);
        for target in ["d1", "a1", "d2", "a2", "t3"] {
            for line in rep.run(&format!("show {target}")).lines() {
                let columns = unicode_width(line);
                assert!(columns <= width, "{target} at {width}: {columns}\n{line}");
            }
        }
    }
}

/// Display columns: wide letters take two.
fn unicode_width(line: &str) -> usize {
    line.chars()
        .map(|letter| {
            if ('\u{3000}'..'\u{a000}').contains(&letter) {
                2
            } else {
                1
            }
        })
        .sum()
}

/// At 80 columns, whatever was typed.
#[test]
fn nothing_that_was_typed_is_cut() {
    let long = "a word about this and about that which nobody wants to see cut in the middle of it";
    let mut rep = Environment::new();
    rep.run(&format!(
        "add Acme Fleet 48k -w Dana --note '{long}' --penalty '{long}' --promise '20 mar: {long}'
         --result 'the first response of the hotline on a Monday morning: 40 -> 28 h'"
    ));
    for line in [
        "rival d1 'Globex International Industrial Machinery' --note",
        "thank d1 Priya:",
        "objective add d1",
        "objective object o1 --by Dana --why",
        "risk d1 --review '12 mar' the crew is short //",
        "mark d1 delivered --part",
        "mark d1 credit --failed --why",
        "expect d1 delivery '20 mar' --why",
        "log d1",
    ] {
        rep.run(&format!("{line} '{long}'"));
    }
    rep.run("edit p1 --name 'Dana Alexandra Ruiz de la Prada y Montemayor' --phone '+49 (0)30 12345678-90 ext. 12345'");
    rep.run("edit d1 --title 'Fleet of the north, its drivers and all that belongs to it'");
    rep.run("result measure r1 31");
    rep.run("result accept r1 --by Dana --may-quote yes");
    let whole = |screen: &str, at_least: usize| {
        assert!(!screen.contains('…'), "{screen}");
        let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        let times = words.matches("in the middle of it").count();
        assert!(times >= at_least, "{times} of {at_least}\n{screen}");
    };
    whole(&rep.run("show d1"), 10);
    let account = rep.run("show a1");
    assert!(!account.contains('…'), "{account}");
    // What an answer says of the check-ins around it is whole, too.
    let lost = rep.run(&format!(
        "lost d1 --reason price --rival Umbra --note '{long}' --rival-promised '1 apr: {long}'"
    ));
    whole(&lost, 3);
    rep.run(&format!("heartbeat d1 --attractive '{long}'"));
    rep.at("2026-03-09");
    let lost = rep.run("show d1");
    whole(&lost, 8);
    assert!(lost.contains("HEARTBEATS"), "{lost}");
}
