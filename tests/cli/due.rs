//! The morning: levels, order, filters, the line below, and how it looks.

use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::environment::{Environment, rows};

/// A book with a row of every level that there can be, on Thursday 12 March.
fn book() -> Environment {
    let mut rep = Environment::new();
    for line in [
        // Late: the delivery was due on the 10th; more is due there.
        r#"add "Acme Ltd" Fleet 48k -d 2026-03-10 -w "Dana Ruiz <dana@acme.example>" --phone "+49 30 1234""#,
        // Overdue by three days, two deals.
        r#"add "Cato GmbH" Roof 30k -w "Maximiliana Featherstonehaugh-Cholmondeley""#,
        "add a2 Cellar 20k --verbal today",
        // Due today.
        "add Elan Pilot 5k --plan none",
        "remind d4 2026-03-12 send the chart",
        // Adrift.
        "add Null Void 7k --plan none",
        // A prospect.
        "add Delta Study --prospect",
        "remind d6 2026-03-11 ring them",
        // Coming.
        "add Foxtrot Hall 9k --plan none",
        "remind d7 2026-03-16 ask for the plan",
    ] {
        rep.run(line);
    }
    // Lost, with a check-in of the deal.
    rep.write(
        "lost.csv",
        "Account,Product,Close Date,Value,Stage\nGolf,Cart,2026-02-01,9000,Lost\n",
    );
    rep.run("import lost.csv");
    rep.run("remind d8 2026-03-11 did they deliver?");
    rep.at("2026-03-12");
    rep
}

#[test]
fn levels_stand_in_their_order_and_each_customer_has_one_row() {
    let rep = book();
    assert_eq!(
        rows(
            &rep.json("due"),
            "level days_overdue account.name check_in.kind"
        ),
        [
            "late 2 Acme Ltd rung",
            "overdue 3 Cato GmbH care",
            "today 0 Elan follow-up",
            "adrift 6 Null adrift",
            "heartbeat 1 Golf follow-up",
            "prospect 1 Delta follow-up",
        ]
    );
    let screen = rep.run("due");
    let headings: Vec<&str> = screen
        .lines()
        .filter(|line| line.chars().all(char::is_uppercase) && !line.is_empty())
        .collect();
    assert_eq!(
        headings,
        [
            "LATE",
            "OVERDUE",
            "TODAY",
            "ADRIFT",
            "HEARTBEAT",
            "PROSPECT"
        ]
    );
}

#[test]
fn by_deal_has_a_row_a_deal_and_more_holds_what_is_due_and_not_what_is_coming() {
    let rep = book();
    assert_eq!(
        rows(&rep.json("due --by deal"), "level account.name deal.title"),
        [
            "late Acme Ltd Fleet",
            "overdue Cato GmbH Roof",
            "overdue Cato GmbH Cellar",
            "today Elan Pilot",
            "adrift Null Void",
            "heartbeat Golf Cart",
            "prospect Delta Study",
        ]
    );
    for (options, more) in [("", 1), ("--within 30d", 1), ("--by deal", 0)] {
        let due = rep.json(&format!("due {options} --account cato"));
        assert_eq!(
            due[0]["more"].as_array().map(Vec::len),
            Some(more),
            "{options}"
        );
    }
    let screen = rep.run("due");
    let cato = screen.lines().find(|line| line.contains("Cato")).unwrap();
    assert!(cato.contains(" +1 "), "{cato}");
    let below = rep.run("due -v --account cato");
    assert!(below.contains("press for the order"), "{below}");
    assert!(!screen.contains("press for the order"), "{screen}");
}

#[test]
fn within_a_level_the_latest_comes_first_then_value_then_whoever_was_reached_longest_ago_then_the_id()
 {
    let mut rep = Environment::new();
    // Deals in an order that no rule would give; each has a follow-up.
    let deals = [
        ("None", "", "2026-03-11", ""),
        ("Small", "'USD 5k'", "2026-03-11", ""),
        ("Foreign", "'JPY 9m'", "2026-03-11", ""),
        ("Large", "'USD 90k'", "2026-03-11", ""),
        ("Late", "", "2026-03-10", ""),
        ("Twin", "'USD 5k'", "2026-03-11", ""),
        ("Reached", "'USD 5k'", "2026-03-11", "2026-03-03"),
        ("Lately", "'USD 5k'", "2026-03-11", "2026-03-05"),
    ];
    for (name, value, on, reached) in deals {
        let deal = rep.run(&format!("add {name} Deal {value} --plan none -q"));
        if !reached.is_empty() {
            rep.run(&format!("log {name} --on {reached} hello"));
        }
        rep.run(&format!("remind {} {on} call", deal.trim_end()));
    }
    // The default currency is the one last used.
    rep.run("add Last Deal 'USD 1' --prospect");
    rep.at("2026-03-12");
    let expected = [
        "Late", "Large", "Small", "Twin", "Reached", "Lately", "Foreign", "None",
    ];
    assert_eq!(
        rows(&rep.json("due --kind follow-up"), "account.name"),
        expected
    );
}

#[test]
fn the_value_of_an_accounts_own_check_in_is_none_and_a_deals_counts() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 5k --plan none");
    rep.run("add Borel Line 90k --plan none");
    rep.run("remind d1 tomorrow call");
    rep.run("remind a2 tomorrow call");
    rep.at("2026-03-09");
    assert_eq!(
        rows(&rep.json("due --kind follow-up"), "account.name deal.id"),
        ["Acme d1", "Borel -"]
    );
}

#[test]
fn what_was_tried_today_sinks_to_the_end_of_its_level_and_not_below() {
    let mut rep = Environment::new();
    for (name, value) in [("Acme", "90k"), ("Borel", "50k"), ("Cato", "30k")] {
        rep.run(&format!("add {name} Deal {value}"));
    }
    rep.run("add Delta Deal 1k --plan none");
    rep.at("2026-03-10");
    let order = |rep: &Environment| rows(&rep.json("due"), "account.name tried_today level");
    assert_eq!(
        order(&rep),
        [
            "Acme false overdue",
            "Borel false overdue",
            "Cato false overdue",
            "Delta false adrift"
        ]
    );
    rep.run("log acme -x");
    rep.run("log borel --via email hello");
    assert_eq!(
        order(&rep),
        [
            "Cato false overdue",
            "Acme true overdue",
            "Borel true overdue",
            "Delta false adrift"
        ]
    );
    rep.at("2026-03-11");
    assert_eq!(order(&rep)[0], "Acme false overdue");
}

#[test]
fn filters() {
    let rep = book();
    let table = [
        ("", "Acme Ltd|Cato GmbH|Elan|Null|Golf|Delta"),
        ("--level late", "Acme Ltd"),
        ("--level late --level adrift", "Acme Ltd|Null"),
        ("--level broken", ""),
        ("--level coming", ""),
        ("--level coming --within 7d", "Acme Ltd|Cato GmbH|Foxtrot"),
        ("--kind rung", "Acme Ltd"),
        ("--kind care", "Acme Ltd|Cato GmbH"),
        ("--kind follow-up --kind adrift", "Elan|Null|Golf|Delta"),
        ("--account cato", "Cato GmbH"),
        ("--account d1", "Acme Ltd"),
        ("--account dana", "Acme Ltd"),
        ("--account foxtrot", ""),
        (
            "--within 7d",
            "Acme Ltd|Cato GmbH|Elan|Null|Golf|Delta|Foxtrot",
        ),
        (
            "--within mon",
            "Acme Ltd|Cato GmbH|Elan|Null|Golf|Delta|Foxtrot",
        ),
        ("--within today", "Acme Ltd|Cato GmbH|Elan|Null|Golf|Delta"),
        ("--limit 2", "Acme Ltd|Cato GmbH"),
        ("--limit 0", "Acme Ltd|Cato GmbH|Elan|Null|Golf|Delta"),
        ("--limit 99", "Acme Ltd|Cato GmbH|Elan|Null|Golf|Delta"),
    ];
    for (options, expected) in table {
        let due = rep.json(&format!("due {options}"));
        let found = rows(&due, "account.name").join("|");
        assert_eq!(found, expected, "due {options}");
        // The same rows in every form.
        let ids = rep.run(&format!("due {options} -o ids"));
        assert_eq!(
            ids.lines().collect::<Vec<_>>(),
            rows(&due, "check_in.id"),
            "due {options} -o ids"
        );
        assert_eq!(
            rep.run(&format!("due {options} -q")),
            ids,
            "due {options} -q"
        );
        let screen = rep.run(&format!("due {options}"));
        let row_count = screen
            .lines()
            .filter(|line| {
                line.starts_with('c') && line[1..].starts_with(|c: char| c.is_ascii_digit())
            })
            .count();
        assert_eq!(row_count, ids.lines().count(), "due {options}\n{screen}");
    }
}

#[test]
fn count_is_a_bare_number_and_the_exit_code_tells_whether_anything_is_due() {
    let rep = book();
    for (options, count, code) in [
        ("", "6\n", 10),
        ("--by deal", "7\n", 10),
        ("--level late", "1\n", 10),
        ("--level broken", "0\n", 0),
        ("--limit 2", "6\n", 10),
        ("--account foxtrot", "0\n", 0),
        ("--account foxtrot --within 7d", "1\n", 0), // only coming, so not due
    ] {
        assert_eq!(
            rep.run(&format!("due {options} --count")),
            count,
            "{options}"
        );
        let outcome = rep.try_run(&format!("due {options} --exit-code"));
        assert_eq!(
            (outcome.code, outcome.stderr.as_str()),
            (code, ""),
            "{options}"
        );
        assert_eq!(rep.try_run(&format!("due {options}")).code, 0, "{options}");
    }
    assert_eq!(Environment::new().run("due --count"), "0\n");
}

#[test]
fn the_line_below_counts_rows_snoozed_and_coming_and_names_what_is_next() {
    let rep = book();
    let footer = |rep: &Environment, options: &str| {
        let screen = rep.run(&format!("due {options}"));
        screen.lines().last().unwrap().to_owned()
    };
    // Of the next seven days: on the 13th and later the hand-overs and so on; counted, not named.
    let coming = rep
        .json("due --within 7d --by deal --limit 0")
        .as_array()
        .unwrap()
        .len();
    assert!(coming > 7, "{coming}");
    assert!(
        footer(&rep, "").starts_with("6 of 6 customers · "),
        "{}",
        footer(&rep, "")
    );
    assert!(
        footer(&rep, "").ends_with("next: Acme Ltd on Fri 13 Mar"),
        "{}",
        footer(&rep, "")
    );
    assert!(footer(&rep, "--by deal").starts_with("7 of 7 deals · "));
    assert!(footer(&rep, "--limit 2").starts_with("2 of 6 customers · all: --limit 0"));
    let elan = rep.open_check_in("elan", "send the chart");
    rep.run(&format!("snooze {elan} fri"));
    assert!(
        footer(&rep, "").starts_with("5 of 5 customers · 1 snoozed · "),
        "{}",
        footer(&rep, "")
    );
    // A snoozed row of the filtered ones is counted with them.
    assert!(!footer(&rep, "--account acme").contains("snoozed"));
}

#[test]
fn nothing_due_says_what_comes_next_and_when() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k -d 2026-04-10");
    assert_eq!(rep.json("due"), json!([]));
    assert_eq!(
        rep.run("due -o csv --fields level,check_in.id"),
        "level,check_in.id\n"
    );
    assert_eq!(rep.run("due -o ids"), "");
    let said = rep.run("due");
    assert!(
        said.starts_with("Nothing is due") && said.contains("next: Acme on Mon 9 Mar"),
        "{said}"
    );
    assert_eq!(rep.run(""), said, "bare deals is due");
}

#[test]
fn a_row_has_all_that_a_script_needs() {
    let rep = book();
    let row = rep.json("due --account acme")[0].clone();
    assert_eq!(
        rows(
            &json!([row]),
            "level days_overdue tried_today account.id check_in.rung check_in.deal_id deal.value person.name more"
        ),
        [format!(
            "late 2 false a1 delivered d1 48000 Dana Ruiz {}",
            rows(&row["more"], "id").join(",")
        )]
    );
    assert_eq!(row["more"].as_array().map(Vec::len), Some(2));
    let own = rep.json("due --account null")[0].clone();
    assert!(
        own.get("person").is_some_and(serde_json::Value::is_null),
        "{own}"
    );
}

#[test]
fn what_cannot_be_read_says_what_can() {
    let rep = book();
    for (code, command, instead) in [
        (2, "due --level urgent", "overdue"),
        (2, "due --kind chat", "follow-up"),
        (2, "due --by person", "customer"),
        (2, "due --limit many", "--limit"),
        (2, "due --within soon", "hint: type a date"),
        (
            5,
            "due --within yesterday",
            "hint: type today or a later day",
        ),
        (3, "due --account nobody", "hint: "),
        (2, "due --fields level,size", "hint: choose from: level"),
        (2, "due now", "now"),
    ] {
        let said = rep.refused(code, command);
        assert!(said.contains(instead), "{command}: {said}");
    }
}

/// A book with everything that is hard to lay out: long, wide and foreign names, many digits.
fn crowded() -> Environment {
    let mut rep = book();
    rep.at("2026-03-06");
    for line in [
        r#"add "Société Élan Vital de Construction et d'Aménagement" "A very long title" "JPY 1200000"
           -w "Maximiliana Featherstonehaugh-Cholmondeley" --phone "+49 (0)30 12345678-90 ext. 12345""#,
        r#"add "株式会社日本橋デジタル・ソリューションズ" 橋 "EUR 123456.78" -w "山田太郎""#,
        r#"add "שלום עולם בע״מ" Y 999999999 -w "דנה""#,
        r#"add "🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀 Rockets" 👩‍👩‍👧 5k"#,
    ] {
        rep.run(&line.replace('\n', " "));
    }
    for number in 0..40 {
        rep.run(&format!(
            "remind d9 2026-03-{:02} a thing to do that has number {number}",
            7 + number % 5
        ));
    }
    rep.at("2026-03-12");
    rep.run("log elan -x");
    rep
}

#[test]
fn no_line_is_wider_than_the_screen_and_ids_are_whole() {
    let mut rep = crowded();
    for command in [
        "due",
        "due --by deal",
        "due -v",
        "due --within 30d",
        "list",
        "accounts",
        "people",
        "touchpoints",
    ] {
        let ids = rep.run(&format!("{command} -o ids"));
        for columns in [80, 100, 140] {
            rep.wide(columns);
            let printed = rep.run(command);
            for line in printed.lines() {
                assert!(
                    line.width() <= columns,
                    "{command} at {columns}: {}: {line}",
                    line.width()
                );
                assert_eq!(
                    line,
                    line.trim_end(),
                    "{command} at {columns}: blanks at the end"
                );
            }
            for id in ids.lines() {
                let found = printed
                    .lines()
                    .any(|line| line.split(' ').next() == Some(id));
                assert!(found, "{command} at {columns}: {id} is missing:\n{printed}");
            }
        }
    }
}

#[test]
fn columns_are_aligned_whatever_stands_in_them() {
    // What to do begins in the same column in every row, and so does the person.
    let mut rep = crowded();
    for columns in [80, 100, 140] {
        rep.wide(columns);
        let printed = rep.run("due --level overdue --by deal");
        let starts: Vec<usize> = printed
            .lines()
            .filter_map(|line| {
                let place = line
                    .find("reassure")
                    .or_else(|| line.find("press"))
                    .or_else(|| line.find("is it ready"))?;
                Some(line[..place].width())
            })
            .collect();
        assert!(starts.len() >= 4, "{columns}: {printed}");
        assert!(
            starts.iter().all(|start| *start == starts[0]),
            "{columns}: {printed}"
        );
        let people: Vec<usize> = printed
            .lines()
            .filter_map(|line| Some(line[..line.find("Max").or_else(|| line.find("山"))?].width()))
            .collect();
        assert!(
            people.len() >= 2 && people.iter().all(|start| *start == people[0]),
            "{columns}: {printed}"
        );
    }
}

#[test]
fn a_wider_screen_shows_more() {
    let mut rep = book();
    let mut seen = Vec::new();
    for columns in [80, 100, 140] {
        rep.wide(columns);
        let printed = rep.run("due");
        // At every width: how late, the customer, what to do, the person, the value.
        for part in ["2d", "Acme Ltd", "delivery was", "Dana Ruiz", "48k", "+2"] {
            assert!(printed.contains(part), "{part} at {columns}:\n{printed}");
        }
        seen.push((
            printed.contains("+49 30 1234"),
            printed.contains("3/7"),
            printed.contains("never"),
        ));
    }
    // From 100 columns also the phone, the rung, and when somebody was reached.
    assert_eq!(
        seen,
        [
            (false, false, false),
            (true, true, true),
            (true, true, true)
        ]
    );
}

/// Euros and dollars, of which some come in the next days.
fn two_currencies() -> Environment {
    let mut rep = Environment::new();
    for line in [
        r#"add "Acme Industrial Handling" Fleet "EUR 12.5k" --plan none -w "Maximiliana Fox" --phone "+49 30 1234567""#,
        r#"add "Borel Construction SA" Roof "USD 999.9m" --plan none -w "Jean-Baptiste Roux""#,
        "add Cato Hall --plan none",
        "remind d1 2026-03-12 send the chart of all the drivers and of their crews",
        "remind d2 2026-03-18 ask for the plan of the roof and of all that is below it",
        "remind d3 2026-03-12 ring them",
    ] {
        rep.run(line);
    }
    rep.at("2026-03-12");
    rep
}

#[test]
fn of_several_currencies_each_value_says_its_own() {
    let mut rep = two_currencies();
    for columns in [80, 100, 140] {
        let printed = rep.wide(columns).run("due --within 7d");
        for value in ["12.5k EUR", "999.9m USD"] {
            assert!(printed.contains(value), "{value} at {columns}:\n{printed}");
        }
        let one = rep.run("due --account a1");
        // The last one used is the default; a list of one other currency says it as well.
        assert!(one.contains("12.5k EUR"), "{one}");
        let default = rep.run("due --within 7d --account a2");
        assert!(
            default.contains("999.9m") && !default.contains("USD"),
            "{default}"
        );
    }
}

#[test]
fn a_day_a_phone_and_what_counts_are_whole_on_the_narrowest_screens() {
    let mut rep = two_currencies();
    rep.run("log a1 -x --on 2026-03-11");
    for columns in [80, 100] {
        let printed = rep.wide(columns).run("due --within 7d");
        assert!(printed.contains("  Wed 18 Mar  "), "{columns}:\n{printed}");
        if columns == 100 {
            for part in ["+49 30 1234567 ", "reached", "never", "tried", "1×"] {
                assert!(printed.contains(part), "{part}:\n{printed}");
            }
        }
    }
}

#[test]
fn colour_follows_the_flag_then_the_environment_and_never_the_meaning() {
    let rep = book();
    let plain = rep.run("due");
    for (line, variables, coloured) in [
        ("due", "", false), // a pipe
        ("due", "CLICOLOR_FORCE=1", true),
        ("due", "CLICOLOR_FORCE=0", false),
        ("due", "CLICOLOR_FORCE=1 NO_COLOR=1", false),
        ("due --color always", "", true),
        ("due --color always", "NO_COLOR=1", true),
        ("due --color never", "CLICOLOR_FORCE=1", false),
    ] {
        let mut command = rep.command(line.split(' '));
        command.envs(
            variables
                .split_whitespace()
                .filter_map(|one| one.split_once('=')),
        );
        let printed = rep.finish(command, line, b"").ok();
        assert_eq!(printed.contains('\u{1b}'), coloured, "{line} {variables}");
        assert_eq!(without_colour(&printed), plain, "{line} {variables}");
    }
    // Scripts get none, whatever is forced.
    let mut command = rep.command(["due", "--json", "--color", "always"]);
    command.env("CLICOLOR_FORCE", "1");
    let printed = rep.finish(command, "due --json", b"").ok();
    assert!(!printed.contains('\u{1b}'), "{printed}");
}

fn without_colour(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('m').unwrap();
        plain.push_str(rest);
    }
    plain
}
