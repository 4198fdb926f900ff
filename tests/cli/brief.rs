//! The minute before a call: everything the call needs on one screen, in Markdown and for scripts.

use serde_json::{Value, json};

use crate::book;
use crate::environment::{Environment, rows};

/// Acme with one deal of which there is nearly everything, on a Friday five weeks later.
pub(crate) fn full() -> Environment {
    let mut rep = Environment::new();
    rep.at("2026-02-13");
    rep.run(
        "add 'Acme Corp' Fleet 'EUR 48k' -d '20 mar' -w 'Dana Ruiz <dana@acme.example>' --role sponsor \
         --phone '+49 30 555' --promise '20 mar: training plan' --result 'first response: 40 -> 28 h' \
         --risk 'crew is ill // rent two' --thank 'Priya: built the demo'",
    );
    rep.run("edit a1 -w 'Jo Sand'");
    rep.at("2026-02-16");
    rep.run("log acme --via visit --with dana she is glad --gave 'the safety study' --asked");
    rep.run("objective add d1 no lorry waits");
    rep.run("objective object o1 --by dana --why 'too early'");
    rep.run("promise d1 '20 feb: site plan' --owner Priya");
    rep.run("promise d1 '20 mar: drawings' --theirs");
    rep.at("2026-02-20");
    rep.run("log acme she asked about the ramp");
    rep.run("log acme -x");
    rep.run("log acme --via email --asked the agenda");
    rep.run("rival acme Initech --note 'seen in the plant'");
    rep.run("rival acme Umbra");
    rep.run("rival acme Umbra --gone");
    rep.at("2026-03-13");
    rep
}

fn questions(rep: &Environment, target: &str) -> Vec<String> {
    let brief = rep.json(&format!("brief {target}"));
    let all = brief["questions"].as_array().unwrap();
    assert!(all.len() <= 5, "{all:?}");
    all.iter()
        .map(|one| one.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_brief_has_every_part_for_scripts() {
    let rep = full();
    let brief = rep.json("brief acme");
    assert_eq!(brief["account"]["name"], "Acme Corp");
    assert_eq!(
        rows(&brief["deals"], "id status next_rung"),
        ["d1 won delivered"]
    );
    assert_eq!(
        rows(&brief["people"], "name role phone"),
        ["Dana Ruiz sponsor +49 30 555", "Jo Sand - -"]
    );
    assert_eq!(
        rows(&brief["promises"], "what status owner theirs"),
        [
            "site plan broken Priya false",
            "training plan open - false",
            "drawings open - true"
        ]
    );
    assert_eq!(
        rows(&brief["risks"], "what plan_b"),
        ["crew is ill rent two"]
    );
    assert_eq!(
        rows(&brief["results"], "metric status"),
        ["first response unmeasured"]
    );
    assert_eq!(
        rows(&brief["objectives"], "what status"),
        ["no lorry waits objecting"]
    );
    assert_eq!(
        rows(&brief["rivals"], "name active"),
        ["Initech true"],
        "one that is gone is no news"
    );
    assert_eq!(
        brief["last_conversation"]["note"],
        "she asked about the ramp"
    );
    assert_eq!(brief["last_face_to_face"]["via"], "visit");
    assert_eq!(
        rows(&brief["touchpoints"], "id outcome"),
        ["t2 reached", "t1 reached"]
    );
    assert_eq!(
        rows(&brief["attempts"], "id via outcome"),
        ["t4 email sent", "t3 call no-answer"]
    );
    assert_eq!(rows(&json!([brief]), "gave asked asks_in_a_row"), ["1 2 1"]);
    for one in brief["check_ins"].as_array().unwrap() {
        assert_eq!(one["status"], "open", "{one}");
        assert!(one["kind"] != "promise" && one["kind"] != "risk", "{one}");
    }
    assert!(!brief["check_ins"].as_array().unwrap().is_empty());
}

#[test]
fn a_brief_is_one_screen_and_leaves_out_what_is_empty() {
    let rep = full();
    let shown = rep.run("brief acme");
    assert!(shown.lines().count() <= 40, "{shown}");
    for part in [
        "Dana Ruiz, sponsor · +49 30 555",
        "d1 Fleet, 48,000 EUR: won",
        "next: delivery Fri 20 Mar",
        "broken: site plan (Priya), promised 20 Feb",
        "crew is ill; plan B: rent two",
        "first response 40 → 28 h",
        "Dana Ruiz objects: too early",
        "Initech, heard of 20 Feb: seen in the plant",
        "20 Feb, call: she asked about the ramp",
        "face to face: 16 Feb, visit, Dana Ruiz: she is glad (gave: the safety study)",
        "email sent: the agenda",
        "gave 1×, asked 2×",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    for line in shown.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    rep.run("add Borel --prospect");
    let shown = rep.run("brief borel");
    for part in [
        "OWED",
        "RISKS",
        "RIVALS",
        "LAST WORDS",
        "CONTACTS",
        "TRIED",
        "RESULTS",
    ] {
        assert!(!shown.contains(part), "{part} is empty\n{shown}");
    }
    assert!(
        shown.contains("never reached") && shown.contains("\nASK\n"),
        "{shown}"
    );
}

#[test]
fn the_last_three_contacts_are_shown_in_the_words_of_the_rep() {
    let mut rep = full();
    rep.at("2026-03-16");
    rep.run("log acme the crane may come in may");
    rep.run("log acme --via video they saw the new model");
    rep.run("log acme it is all well");
    let brief = rep.json("brief acme");
    assert_eq!(
        rows(&brief["touchpoints"], "note"),
        [
            "it is all well",
            "they saw the new model",
            "the crane may come in may"
        ]
    );
    assert_eq!(brief["attempts"], json!([]), "they were reached since");
    let shown = rep.run("brief acme");
    for note in [
        "it is all well",
        "they saw the new model",
        "the crane may come in may",
        "she is glad",
    ] {
        assert_eq!(shown.matches(note).count(), 1, "{note}\n{shown}");
    }
    assert!(!shown.contains("TRIED SINCE"), "{shown}");
}

#[test]
fn an_account_is_briefed_with_all_deals_and_a_deal_alone() {
    let rep = full();
    rep.run("add a1 Vans 'EUR 9k' --plan none");
    rep.run("promise d2 'tomorrow: the keys'");
    rep.run("rival d2 Globex");
    let of = |target: &str, part: &str, field: &str| {
        rows(&rep.json(&format!("brief {target}"))[part], field)
    };
    assert_eq!(of("acme", "deals", "id"), ["d1", "d2"]);
    assert_eq!(of("d2", "deals", "id"), ["d2"]);
    assert_eq!(of("d2", "promises", "what"), ["the keys"]);
    assert_eq!(
        of("d2", "rivals", "name"),
        ["Initech", "Globex"],
        "the account's is after it too"
    );
    assert_eq!(of("d1", "rivals", "name"), ["Initech"]);
    assert_eq!(of("d2", "results", "id"), Vec::<String>::new());
    assert_eq!(
        of("dana", "deals", "id"),
        ["d1", "d2"],
        "a person stands for the account"
    );
    assert_eq!(of("r1", "deals", "id"), ["d1"]);
    assert_eq!(rep.run("brief d2 -q"), "d2\n");
    assert_eq!(rep.run("brief acme -o ids"), "a1\n");
    assert!(questions(&rep, "acme")[0].starts_with("Fleet: "));
    assert!(!questions(&rep, "d2")[0].starts_with("Vans: "));
}

#[test]
fn the_questions_follow_the_rungs() {
    let mut rep = Environment::new();
    rep.at("2026-03-02");
    rep.run("add Cato Press 5k --prospect");
    let first = |rep: &Environment| questions(rep, "cato")[0].clone();
    assert!(first(&rep).starts_with("What has to be different"));
    rep.run("mark d1 verbal");
    assert!(first(&rep).starts_with("What still stands between"));
    rep.run("mark d1 signed");
    assert!(first(&rep).starts_with("How do you feel about the decision"));
    rep.run("expect d1 delivery 2026-03-10");
    assert!(first(&rep).starts_with("Is the date firm"));
    rep.at("2026-03-13");
    assert!(first(&rep).starts_with("What does the delay cost you"));
    rep.run("mark d1 delivered");
    assert_eq!(first(&rep), "Is it doing what I promised?");
    rep.run("mark d1 verified");
    assert!(first(&rep).starts_with("Is the invoice"));
    rep.run("mark d1 paid");
    assert!(first(&rep).starts_with("What has changed since"));
    let all = questions(&rep, "cato");
    assert!(all.last().unwrap().contains("give them"), "{all:?}");
}

#[test]
fn a_lost_deal_is_asked_whether_it_has_a_heartbeat() {
    let mut rep = Environment::new();
    rep.write("crm.csv", book::CRM);
    rep.at("2026-02-02");
    rep.run("import crm.csv --source crm -q");
    let found = questions(&rep, "gero");
    assert_eq!(found.len(), 5, "{found:?}");
    let asks = |rep: &Environment| {
        let asked = questions(rep, "gero");
        asked.iter().any(|one| one.contains("the other offer"))
    };
    // One that nobody is winning back is not what a call about another deal is for.
    rep.run("add 'Gero BV' Lathe 5k");
    assert!(!asks(&rep));
    rep.run("lost d5 --reason other");
    rep.run("add 'Gero BV' Vans 5k");
    assert!(asks(&rep));
    assert_eq!(found[0], "What was most attractive in the other offer?");
    assert_eq!(found[2], "Is the contract signed?");
}

#[test]
fn a_round_of_asking_is_on_the_next_brief() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k --signed 2026-03-02 --commission 5%");
    rep.run("lost acme --reason price --rival Globex --rival-promised '1 apr: 24/7 support' --note 'their board'");
    let shown = rep.run("brief acme");
    for part in [
        "d1 Fleet, 48,000 USD: lost 6 Mar, price, to Globex, who promised 24/7",
        "it was signed, their board",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    rep.run("heartbeat acme --attractive '24/7 support' --rival-signed no");
    rep.at("2026-03-20");
    rep.run("heartbeat acme --would-match unsure");
    rep.at("2026-04-08");
    rep.run("heartbeat acme --rival-signed yes --contract-ends 2027-03-31");
    let brief = rep.json("brief acme");
    assert_eq!(
        rows(
            &brief["heartbeats"],
            "on attractive would_match rival_signed advice"
        ),
        [
            "2026-04-08 - - yes wait",
            "2026-03-20 - unsure - wait",
            "2026-03-06 24/7 support - no wait"
        ]
    );
    let shown = rep.run("brief acme");
    assert!(
        shown.contains(
            "HEARTBEATS\n  8 Apr: rival signed: yes · their contract ends Wed 31 Mar 2027\n"
        ),
        "{shown}"
    );
    assert!(
        shown.contains("their contract ends Wed 31 Mar 2027, it was"),
        "{shown}"
    );
    assert!(
        !shown.contains("6 Mar: attractive"),
        "the last two: {shown}"
    );
    assert_eq!(
        questions(&rep, "acme")[..2],
        [
            "Did they deliver what they promised: 24/7 support?",
            "You chose it for this: 24/7 support. Is it what you hoped for?"
        ]
    );
    rep.run("bury acme --why 'five years'");
    let shown = rep.run("brief acme");
    assert!(shown.contains("buried 8 Apr: five years"), "{shown}");
}

#[test]
fn each_thing_is_told_once() {
    let mut rep = full();
    rep.at("2026-04-14");
    rep.run("edit d1 --penalty '1 % a week'");
    rep.run("mark d1 delivered --part '2 of 3 sites'");
    let shown = rep.run("brief acme");
    let lines: Vec<&str> = shown.lines().map(str::trim).collect();
    let words = lines.join(" ");
    for part in [
        "delivery was due 20 Mar",
        "2 of 3 sites",
        "1 % a week",
        "first response",
        "nobody reached",
    ] {
        let times = usize::from(part != "nobody reached");
        assert_eq!(words.matches(part).count(), times, "{part}\n{shown}");
    }
    // Colleagues are thanked another time, and what is far off is counted.
    rep.run("remind acme 2026-09-01 invite them");
    let shown = rep.run("brief acme");
    for part in ["Priya: built", "invite them"] {
        assert!(!shown.contains(part), "{part}\n{shown}");
    }
    assert!(shown.contains(" more: deals show a1"), "{shown}");
    assert!(rep.run("brief acme -o md").contains("invite them"));
    // Where nothing is near, what comes next is told all the same.
    let mut rep = Environment::new();
    rep.run("add Borel Press 5k --plan none");
    rep.run("remind borel 2026-09-01 invite them");
    rep.at("2026-03-09");
    assert!(rep.run("brief borel").contains("Tue 1 Sep: invite them"));
}

#[test]
fn of_many_deals_nothing_late_is_lost() {
    let mut rep = Environment::new();
    for number in 1..=6 {
        rep.run(&format!("add Acme Fleet{number} 1k --plan none"));
    }
    rep.run("expect d6 delivery 2026-03-09");
    rep.run("remind d5 2026-03-09 call about the crane");
    rep.at("2026-03-12");
    let shown = rep.run("brief acme");
    // A screen has no room for all of them, so what is late comes first.
    for part in [
        "2 more: deals show a1",
        "d6 Fleet6, 1,000 USD: won, 3/7 signed; c7 delivery was due 9 Mar",
        "the crane (d5)",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    let written = rep.run("brief acme -o md");
    assert_eq!(
        written.matches("delivery was due 9 Mar").count(),
        1,
        "{written}"
    );
    let asked = questions(&rep, "acme");
    let mut once = asked.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), asked.len());
    assert!(
        asked[0].starts_with("Fleet6: What does the delay"),
        "{asked:?}"
    );
    assert!(
        asked[1].starts_with("How do you feel"),
        "of five deals, so of none: {asked:?}"
    );
}

#[test]
fn a_settled_customer_is_known_by_what_came_of_it() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 5k --result 'call-out time: 40 -> 28 h'");
    rep.run("result measure r1 26");
    rep.run("add acme Vans 3k");
    for deal in ["d1", "d2"] {
        rep.run(&format!("mark {deal} verified"));
        rep.run(&format!("mark {deal} paid"));
    }
    rep.at("2026-03-09");
    let brief = rep.json("brief acme");
    assert_eq!(
        rows(&brief["deals"], "id status"),
        ["d2 settled", "d1 settled"]
    );
    assert_eq!(
        rows(&brief["results"], "metric status"),
        ["call-out time met"]
    );
    let asked = questions(&rep, "acme");
    assert_eq!(asked[0], "What has changed since we last talked?");
    assert!(
        asked
            .iter()
            .all(|one| !one.contains("Fleet") && !one.contains("Vans")),
        "{asked:?}"
    );
}

#[test]
fn three_asks_in_a_row_are_named() {
    let rep = full();
    for _ in 0..2 {
        rep.try_run("log acme --via email --asked a favour");
    }
    let brief = rep.json("brief acme");
    assert_eq!(brief["asks_in_a_row"], 3);
    assert!(
        questions(&rep, "acme")
            .last()
            .unwrap()
            .starts_with("Give first")
    );
    rep.try_run("log acme --via gift --gave 'a study'");
    assert_eq!(rep.json("brief acme")["asks_in_a_row"], 0);
}

#[test]
fn markdown_is_whole_and_only_here() {
    let rep = full();
    rep.run("log acme --via visit '*all* [well] <b> # 1'");
    let written = rep.run("brief acme -o md");
    assert!(
        written.starts_with("# Acme Corp\n\nFri 13 Mar 2026: "),
        "{written}"
    );
    assert!(
        written.contains("\n## Who\n\n- Dana Ruiz, sponsor"),
        "{written}"
    );
    assert!(
        written.contains(r"\*all\* \[well\] \<b\> \# 1"),
        "{written}"
    );
    assert!(!written.contains(" more: "), "nothing is cut: {written}");
    // Results and thanks stand elsewhere, as does the delivery, and what waits has no day.
    let is_apart = |one: &&Value| {
        one["due_on"].is_null()
            || ["rung", "result", "thanks"]
                .iter()
                .any(|kind| one["kind"] == *kind)
    };
    let brief = rep.json("brief acme");
    let open = brief["check_ins"].as_array().unwrap();
    let open = open.iter().filter(|one| !is_apart(one)).count();
    let listed = written
        .lines()
        .skip_while(|line| *line != "## Open")
        .skip(2)
        .take_while(|line| line.starts_with("- "))
        .count();
    assert_eq!(listed, open);
    for line in [
        "due -o md",
        "-o md",
        "show acme -o md",
        "log acme hello -o md",
    ] {
        let said = rep.refused(2, line);
        assert!(
            said.contains("deals brief alone") && said.contains("hint: "),
            "{said}"
        );
    }
    rep.refused(2, "brief acme -o md --fields deals");
    rep.refused(2, "brief acme --fields colour");
}

#[test]
fn nothing_stored_can_reach_the_terminal_or_change_the_file() {
    let rep = full();
    let note = "\u{1b}[31mred\u{1b}[0m\nsecond line\u{202e}";
    rep.try_with(["log", "acme", "--", note]);
    let before = crate::environment::contents(&rep.db());
    for format in ["", " -o md", " --json"] {
        let shown = rep.run(&format!("brief acme{format}"));
        assert!(
            !shown.contains(['\u{1b}', '\u{202e}']) || format == " --json",
            "{shown:?}"
        );
        assert!(shown.contains("second line"), "{shown}");
    }
    assert!(
        before == crate::environment::contents(&rep.db()),
        "it only reads"
    );
}

#[test]
fn a_brief_of_nobody() {
    let rep = full();
    rep.run("add 'Acme Tools' --prospect --new-account");
    rep.refused(3, "brief nobody");
    rep.refused(3, "brief d99");
    rep.refused(4, "brief acm");
    rep.refused(2, "brief");
    let empty = book::with(None);
    assert_eq!(empty.try_run("brief acme").code, 3);
    assert!(!empty.db().exists(), "a command that reads makes no file");
    let bare = rep.json("brief 'acme tools'");
    assert_eq!(bare["last_conversation"], Value::Null);
    assert_eq!(bare["last_face_to_face"], Value::Null);
}
