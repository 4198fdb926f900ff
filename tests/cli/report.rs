//! `deals report`: every number of a small book, worked out by hand, and the records behind each.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// A book of which every number is known. Commands run on 1 March, then on 13 March.
fn small() -> Environment {
    let mut rep = Environment::new();
    rep.at("2026-03-01");
    for line in [
        // d1: signed and not paid; 6 % of 48,000 ride.
        "add Acme Fleet 'EUR 48k' --ordered '25 jan' --signed '1 feb' -d '10 mar' --invoice '15 mar' --terms net30
         --commission 6% --thank 'Priya: demo' --promise '3 mar: dates' --plan none",
        // d2: a verbal yes in another currency, and a rival after it.
        "add Borel Pilot 'CHF 12.5k' --verbal '20 feb' --rival Globex --plan none",
        // d3: a prospect.
        "add Cato Press 'EUR 30k' --prospect",
        // d4: paid in February; 10 % of 9,000 earned.
        "add Dorn Lathe 'EUR 9k' --signed '5 jan' --commission 10% --thank 'Tom: wiring' --plan none",
        "mark d4 verified --on '9 feb'",
        "mark d4 paid --on '20 feb'",
        "result add d4 'errors: 5 -> 1'",
        "result measure r1 1",
        "edit d4 -w 'Uwe Dorn'",
        "result accept r1 --by uwe --may-quote yes",
        // d5: an add-on, delivered, without a value.
        "add Dorn Lamp --addon-of d4 --signed '25 feb' --plan none",
        "mark d5 delivered --on '26 feb'",
        "remind d1 2026-03-05 call",
        "remind d2 2026-03-06 write",
    ] {
        rep.run(line);
    }
    rep.at("2026-03-13");
    for line in [
        "expect d1 delivery '20 mar' --why 'crew ill'",
        "expect d1 delivery '23 mar' --why 'Crew ill'",
        "log d1 all is well --on '5 mar'",
        "log d2 -x",
        "log d3 hello",
        "log d4 --on '2 mar' how is it",
        "promise d2 'today: the offer'",
    ] {
        rep.run(line);
    }
    rep
}

fn numbers(report: &Value, names: &str) -> Vec<Value> {
    let names = names.split_whitespace();
    names.map(|name| report[name].clone()).collect()
}

#[test]
fn the_numbers_are_those_worked_out_by_hand() {
    let rep = small();
    let report = rep.json("report");
    assert_eq!(
        numbers(&report, "from to as_of"),
        ["2026-01-01", "2026-03-13", "2026-03-13"]
    );
    assert_eq!(
        report["value"],
        json!([
            {"rung": "verbal", "deals": 1, "values": [{"value": 12500, "currency": "CHF"}]},
            {"rung": "ordered", "deals": 0, "values": []},
            {"rung": "signed", "deals": 1, "values": [{"value": 48000, "currency": "EUR"}]},
            {"rung": "delivered", "deals": 1, "values": []},
            {"rung": "paid", "deals": 1, "values": [{"value": 9000, "currency": "EUR"}]},
        ])
    );
    assert_eq!(report["earned"], json!([{"value": 900, "currency": "EUR"}]));
    assert_eq!(
        report["riding"],
        json!([{"value": 2880, "currency": "EUR"}])
    );
    // Invoiced on 15 March, paid 30 days later; nobody knows when the lamp is paid.
    assert_eq!(
        report["money"],
        json!([
            {"month": "2026-04", "deals": 1, "planned": [{"value": 48000, "currency": "EUR"}], "by_lag": []},
            {"month": null, "deals": 1, "planned": [], "by_lag": []},
        ])
    );
    assert_eq!(
        numbers(&report, "lag_days lag_deals"),
        [json!(null), json!(1)]
    );
    // The call of 5 March was made that day, the errors were counted early; the letter of 6 March is not written.
    assert_eq!(numbers(&report, "check_ins on_time late"), [3, 2, 1]);
    assert_eq!(
        numbers(&report, "promises kept kept_late broken"),
        [1, 0, 0, 1]
    );
    // From 10 to 20 and to 23 March.
    assert_eq!(numbers(&report, "slips slipped_days"), [2, 13]);
    assert_eq!(
        report["slip_reasons"],
        json!([{"why": "crew ill", "slips": 2, "days": 13}])
    );
    assert_eq!(
        numbers(&report, "accounts quiet_30 quiet_60 quiet_90"),
        [4, 1, 1, 1]
    );
    assert_eq!(
        numbers(
            &report,
            "contacts new_business won_accounts win_back attempts"
        ),
        [3, 1, 2, 0, 1]
    );
    assert_eq!(numbers(&report, "new_business_percent pursuits"), [33, 2]);
    assert_eq!(
        numbers(&report, "lost won_back addons proof thanks"),
        [0, 0, 1, 1, 1]
    );
    assert_eq!(
        report["rivals"],
        json!([{"name": "Globex", "lost": 0, "watched": 1}])
    );
}

#[test]
fn every_number_can_be_listed() {
    let rep = small();
    for (name, expected) in [
        ("value", "d1 d2 d4 d5"),
        ("verbal", "d2"),
        ("ordered", ""),
        ("signed", "d1"),
        ("delivered", "d5"),
        ("paid", "d4"),
        ("earned", "d4"),
        ("riding", "d1"),
        ("money", "d1 d5"),
        ("undated", "d5"),
        ("2026-04", "d1"),
        ("2026-05", ""),
        ("before", ""),
        ("later", ""),
        ("accounts", "a1 a2 a3 a4"),
        ("lag", "d4"),
        ("slipped", "d1"),
        ("quiet-30", "a2"),
        ("quiet-90", "a2"),
        ("contacts", "t3 t1 t4"),
        ("new-business", "t3"),
        ("won-accounts", "t1 t4"),
        ("win-back", ""),
        ("attempts", "t2"),
        ("pursuits", "d2 d3"),
        ("lost", ""),
        ("lost-price", ""),
        ("lost-to", ""),
        ("watched", "d2"),
        ("won-back", ""),
        ("addons", "d5"),
        ("proof", "r1"),
    ] {
        let printed = rep.run(&format!("report --show {name} -o ids"));
        let ids: Vec<&str> = printed.lines().collect();
        assert_eq!(ids.join(" "), expected, "--show {name}");
    }
    for (name, expected) in [
        (
            "on-time",
            vec!["result measure: errors d4", "follow-up call d1"],
        ),
        ("late", vec!["follow-up write d2"]),
        (
            "check-ins",
            vec![
                "result measure: errors d4",
                "follow-up call d1",
                "follow-up write d2",
            ],
        ),
        ("promises", vec!["promise dates d1"]),
        ("broken", vec!["promise dates d1"]),
        ("kept", vec![]),
        ("kept-late", vec![]),
        ("thanks", vec!["thanks wiring d4"]),
    ] {
        let listed = rep.json(&format!("report --show {name}"));
        assert_eq!(
            rows(&listed, "kind what deal_id"),
            expected,
            "--show {name}"
        );
    }
}

/// Whatever is counted has a name, and its list is as long as the number says.
#[test]
fn no_number_is_without_its_list() {
    let rep = small();
    rep.run("lost d2 --reason price --rival Globex");
    rep.run("lost d3 --reason no-decision");
    rep.run("revive d3");
    let report = rep.json("report");
    let mut checked = 0;
    for (field, value) in report.as_object().unwrap() {
        // Days, shares, targets, and moves of which a deal may have several, are no lists.
        let is_other = ["_days", "_percent", "_target"]
            .iter()
            .any(|ending| field.ends_with(ending));
        let Some(count) = value.as_u64().filter(|_| !is_other && field != "slips") else {
            continue;
        };
        let name = field
            .strip_suffix("_deals")
            .unwrap_or(field)
            .replace('_', "-");
        let listed = rep.json(&format!("report --show {name}"));
        assert_eq!(listed.as_array().unwrap().len() as u64, count, "{name}");
        checked += 1;
    }
    assert_eq!(checked, 23, "{report}");
    for (list, name) in [
        ("value", "rung"),
        ("lost_reasons", "reason"),
        ("money", "month"),
    ] {
        for one in report[list].as_array().unwrap() {
            let name = match (list, one[name].as_str()) {
                ("lost_reasons", Some(reason)) => format!("lost-{reason}"),
                (_, name) => name.unwrap_or("undated").to_owned(),
            };
            let listed = rep.json(&format!("report --show {name}"));
            assert_eq!(listed.as_array().unwrap().len(), one["deals"], "{name}");
        }
    }
    let rivals = report["rivals"].as_array().unwrap();
    for (field, name) in [("lost", "lost-to"), ("watched", "watched")] {
        let count: u64 = rivals.iter().map(|one| one[field].as_u64().unwrap()).sum();
        let listed = rep.json(&format!("report --show {name}"));
        assert_eq!(listed.as_array().unwrap().len() as u64, count, "{name}");
    }
}

#[test]
fn what_was_revived_is_won_back_on_that_day() {
    let mut rep = Environment::new();
    rep.at("2026-02-02");
    for (deal, name) in [
        ("d1", "Acme"),
        ("d2", "Borel"),
        ("d3", "Cato"),
        ("d4", "Dorn"),
    ] {
        rep.run(&format!("add {name} Fleet 10k --verbal today"));
        rep.run(&format!("lost {deal} --reason price --rival Globex"));
    }
    rep.at("2026-02-16");
    rep.run("log d1 how is it going");
    rep.run("log d2 how is it going");
    rep.run("bury d2 --why 'five years'");
    rep.run("bury d3 --why 'five years'");
    rep.at("2026-03-02");
    rep.run("heartbeat d1 --would-match yes --rival-signed no");
    rep.run("revive d1");
    rep.run("revive d2");
    let listed = |period: &str| {
        let printed = rep.run(&format!("report --show won-back {period} -o ids"));
        printed.lines().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(listed(""), "d1 d2");
    assert_eq!(listed("--from 2026-03-01"), "d1 d2");
    assert_eq!(
        listed("--to 2026-02-28"),
        "",
        "it was buried then, not won back"
    );
    let report = rep.json("report");
    assert_eq!(
        numbers(&report, "lost won_back win_back_percent"),
        [2, 2, 50]
    );
    // Who was called while it was lost was called to win it back, and is so ever after.
    assert_eq!(
        numbers(&report, "new_business win_back contacts"),
        [0, 2, 2]
    );
    rep.run("log d1 it is alive again --on 2026-03-02");
    assert_eq!(
        numbers(&rep.json("report"), "new_business win_back"),
        [0, 3]
    );
    assert!(rep.run("report").contains("won-back      2 of 4, 50%"));
    rep.run("lost d1 --reason timing --rival Globex");
    assert_eq!(listed(""), "d2", "lost again");
}

#[test]
fn what_does_not_fit_is_no_pursuit_until_they_say_yes() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 10k --prospect");
    rep.run("add Borel Fleet 20k --prospect --fit unknown --why 'one shift'");
    rep.run("add Cato Fleet 40k --prospect --fit no --why 'too small'");
    let listed = || rep.run("report --show pursuits -o ids");
    assert_eq!(listed(), "d1\nd2\n");
    assert_eq!(rep.json("report")["pursuits_value"][0]["value"], 30_000);
    rep.run("mark d3 verbal");
    assert_eq!(listed(), "d1\nd2\nd3\n");
}

#[test]
fn where_nothing_is_counted_it_says_so() {
    let rep = Environment::new();
    rep.run("add Acme --prospect");
    let printed = rep.run("report");
    for line in printed.lines() {
        assert!(!line.ends_with(':') && !line.contains("nothing"), "{line}");
    }
    for name in ["value", "earned", "riding"] {
        assert!(
            printed.contains(&format!("  {name:<14}none\n")),
            "{name}\n{printed}"
        );
    }
}

#[test]
fn months_that_are_over_or_far_off_are_listed_together() {
    let mut rep = Environment::new();
    rep.at("2026-03-02");
    for (number, month) in (1..).zip([
        "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09",
    ]) {
        rep.run(&format!(
            "add Customer{number} Fleet 1k --paid-by {month}-10 --new-account"
        ));
    }
    rep.at("2026-05-04");
    let listed = |name: &str| {
        rep.run(&format!("report --show {name} -o ids"))
            .replace('\n', " ")
    };
    assert_eq!(listed("before"), "d1 d2 ");
    assert_eq!(listed("2026-05"), "d3 ");
    assert_eq!(listed("later"), "d7 ");
    let printed = rep.run("report");
    assert!(printed.contains("  before    2k USD\n"), "{printed}");
    assert!(printed.contains("  later     1k USD\n"), "{printed}");
}

#[test]
fn what_a_month_brings_by_the_lag_has_its_list_too() {
    let mut rep = Environment::new();
    rep.at("2026-03-02");
    for number in 1..=5 {
        rep.run(&format!(
            "add Customer{number} Fleet 1k --signed 2026-01-05 --new-account"
        ));
        for mark in ["delivered", "verified", "paid"] {
            rep.run(&format!("mark d{number} {mark} --on 2026-02-19"));
        }
    }
    // 45 days from its order, and whatever its plan says.
    rep.run("add Acme Fleet 7k --signed 2026-02-20 --paid-by 2026-06-10");
    rep.run("add Borel Van 9k --signed 2026-03-02");
    let listed = |name: &str| {
        rep.run(&format!("report --show {name} -o ids"))
            .replace('\n', " ")
    };
    assert_eq!(rep.json("report")["lag_days"], 45);
    assert_eq!(listed("by-lag-2026-04"), "d6 d7 ");
    assert_eq!(listed("2026-06"), "d6 ");
    assert_eq!(listed("by-lag-2026-06"), "");
    assert_eq!(listed("by-lag-later"), "");
    for name in ["by-lag", "by-lag-2026", "by-lag-2026-13", "by-lag-soon"] {
        let said = rep.refused(2, &format!("report --show {name}"));
        assert!(
            said.contains("or a month, as 2026-04, or by-lag-2026-04"),
            "{said}"
        );
    }
}

#[test]
fn a_list_of_the_report_is_a_list_like_any_other() {
    let rep = small();
    assert_eq!(
        rep.run("report --show signed -o csv --fields id,value"),
        "id,value\nd1,48000\n"
    );
    assert_eq!(
        rep.json("report --show signed"),
        json!([rep.json("list")[0]])
    );
    assert!(rep.run("report --show lost").contains("No deals."));
    let printed = rep.run("report --show late");
    assert!(
        printed.contains("write") && printed.ends_with("1 check-in\n"),
        "{printed}"
    );
    let listed = rep.json("report --show value --limit 1");
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    let said = rep.refused(2, "report --show colour");
    assert!(
        said.contains("quiet-60") && said.contains("proof"),
        "{said}"
    );
    rep.refused(2, "report --limit 3");
    rep.refused(2, "report --show signed --fields colour");
    rep.refused(2, "report --fields colour");
}

#[test]
fn what_happened_is_of_the_period_and_what_is_a_state_is_not() {
    let rep = small();
    let names = "contacts attempts on_time broken slips addons pursuits proof lag_deals";
    for (period, expected) in [
        ("--from '6 mar'", [1, 1, 0, 0, 2, 0, 2, 1, 1]),
        ("--from '1 mar' --to '5 mar'", [2, 0, 2, 1, 0, 0, 2, 1, 1]),
        ("--from '1 feb' --to '28 feb'", [0, 0, 0, 0, 0, 1, 2, 1, 1]),
    ] {
        let report = rep.json(&format!("report {period}"));
        assert_eq!(numbers(&report, names), expected, "{period}");
        assert_eq!(report["value"], rep.json("report")["value"], "{period}");
    }
    let last_year = rep.json("report --to 2025-06-30");
    assert_eq!(numbers(&last_year, "from to"), ["2025-01-01", "2025-06-30"]);
    assert_eq!(last_year["earned"], json!([]));
    // Of a year to come there is nothing to count: it begins with this one.
    let to_come = rep.json("report --to 2027-06-30");
    assert_eq!(numbers(&to_come, "from to"), ["2026-01-01", "2027-06-30"]);
    let printed = rep.run("report --to 2027-06-30");
    let heading = "Report: Thu 1 Jan 2026 to Wed 30 Jun 2027, so far\n";
    assert!(printed.starts_with(heading), "{printed}");
    let printed = rep.run("report --from '1 mar' --to '5 mar'");
    assert!(
        printed.starts_with("Report: Sun 1 Mar 2026 to Thu 5 Mar 2026\n"),
        "{printed}"
    );
    rep.refused(2, "report --from '5 mar' --to '1 mar'");
    rep.refused(5, "report --from 2026-03-14");
    rep.refused(2, "report --from soon");
}

#[test]
fn the_targets_are_those_of_the_configuration() {
    let rep = small();
    let bare = rep.run("report");
    assert!(!bare.contains("target"), "{bare}");
    let configured = |targets: &str| {
        let config = rep.write("config.toml", targets);
        let mut command = rep.command(["report"]);
        command.env("DEALS_CONFIG", config);
        rep.finish(command, "report", b"")
    };
    let thin = configured("[targets]\nnew_business = 34\npursuits = 3\n").ok();
    assert!(
        thin.contains("THIN: your target is 3") && thin.contains("too little: 33%"),
        "{thin}"
    );
    let enough = configured("[targets]\nnew_business = 33\npursuits = 2\n").ok();
    assert!(
        enough.contains("your target is 2")
            && !enough.contains("THIN")
            && !enough.contains("too little"),
        "{enough}"
    );
    let wrong = configured("[targets]\npursuit = 3\n");
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.stderr.contains("unknown field `pursuit`"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn it_is_read_at_a_glance() {
    let rep = small();
    let printed = rep.run("report");
    let lines = printed.lines().count();
    assert!(
        lines <= 36,
        "{lines} lines are more than a screen and a half"
    );
    for line in printed.lines() {
        assert!(
            line.chars().count() <= 80 && line == line.trim_end(),
            "{line}"
        );
    }
    assert!(!printed.contains('\u{1b}'));
    for expected in [
        "4 deals: 1 verbal · 1 signed · 1 delivered · 1 paid",
        "too few settled deals were paid, 1 of 5",
        "crew ill 13d",
        "2 of 3 check-ins on-time",
    ] {
        assert!(printed.contains(expected), "{expected}\n{printed}");
    }
}

#[test]
fn an_empty_file_says_what_it_would_show() {
    let rep = Environment::new();
    let printed = rep.run("report");
    assert!(
        printed.contains("Nothing is on record yet. It will show:"),
        "{printed}"
    );
    assert!(!rep.db().exists(), "looking made the file");
    let report = rep.json("report");
    assert_eq!(
        numbers(&report, "accounts contacts pursuits lost"),
        [0, 0, 0, 0]
    );
    assert_eq!(rep.json("report --show late"), json!([]));
}
