//! A deal is lost, asked about, won back or buried; what is known of one before it is won.

use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// Acme with the won deal d1 and Dana; Elan with the prospect d2; on Friday, 6 March.
fn friday() -> Environment {
    let rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k -d 8w -w 'Dana Ruiz'");
    rep.run("add Elan Lathe 30k --prospect");
    rep
}

/// The same with d1 lost to Globex, which promised support by 1 April.
fn lost() -> Environment {
    let rep = friday();
    rep.run("lost acme --reason price --rival Globex --rival-promised '1 apr: 24/7 support' --note 'their board'");
    rep
}

/// The open heartbeats of a deal by date: what is asked and when.
fn open(rep: &Environment, deal: &str) -> Vec<String> {
    let mut open: Vec<String> = check_ins(rep, deal, "heartbeat", "open");
    open.sort();
    open
}

fn check_ins(rep: &Environment, deal: &str, kind: &str, status: &str) -> Vec<String> {
    let shown = rep.json(&format!("show {deal}"));
    let all = shown["check_ins"].as_array().unwrap();
    let of_kind: Vec<Value> = all
        .iter()
        .filter(|one| one["kind"] == kind && one["status"] == status)
        .cloned()
        .collect();
    rows(&Value::Array(of_kind), "due_on what")
}

const WIN_BACK: &[&str] = &[
    "2026-03-10 thank them and wish them well",
    "2026-03-20 how is it going? stay in contact",
    "2026-04-08 did they deliver?",
    "2026-04-20 how is it going? bring something of use",
    "2026-06-04 are they glad with what they chose?",
    "2026-09-02 stay in contact: bring something of use",
];

#[test]
fn a_lost_deal_keeps_its_rungs_and_is_worked_on() {
    let rep = friday();
    rep.run("promise d1 'fri: training dates'");
    rep.run("remind d1 mon call Dana");
    let answer = rep.json("lost acme --reason price --rival Globex --rival-promised '1 apr: 24/7 support' --note 'their board'");
    assert_eq!(
        rows(
            &json!([answer]),
            "id status plan lost_on lost_reason lost_to rival_promised rival_promised_on lost_note rung"
        ),
        ["d1 lost win-back 2026-03-06 price Globex 24/7 support 2026-04-01 their board signed"]
    );
    assert_eq!(open(&rep, "d1"), WIN_BACK);
    let shown = rep.json("show d1");
    let others: Vec<&Value> = shown["check_ins"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["kind"] != "heartbeat")
        .collect();
    assert!(others.len() > 3);
    for one in others {
        assert_eq!(one["status"], "dropped", "{one}");
    }
    // Nobody waived it.
    assert_eq!(
        rows(&shown["promises"], "what status"),
        ["training dates dropped"]
    );
    assert_eq!(
        rows(&shown["rivals"], "name deal_id heard_on"),
        ["Globex d1 2026-03-06"]
    );
}

#[test]
fn the_heartbeats_stand_in_the_morning_and_say_what_was_promised() {
    let mut rep = lost();
    rep.at("2026-04-08");
    let due = rep.json("due --account acme");
    assert_eq!(rows(&due, "level check_in.kind"), ["heartbeat heartbeat"]);
    let asked = rep.json("show d1");
    let asked = asked["check_ins"].as_array().unwrap();
    let asked = asked.iter().find(|one| one["what"] == "did they deliver?");
    let why = asked.unwrap()["why"].as_str().unwrap();
    assert_eq!(why, "Globex promised 24/7 support by Wed 1 Apr 2026");
    // A contact settles what is due, and only that.
    rep.run("log d1 they still wait for it");
    assert_eq!(
        open(&rep, "d1"),
        [
            "2026-04-20 how is it going? bring something of use",
            "2026-06-04 are they glad with what they chose?",
            "2026-09-02 stay in contact: bring something of use",
        ]
    );
    // The last one comes again.
    rep.at("2026-09-02");
    rep.run("log d1 all well");
    assert_eq!(
        open(&rep, "d1"),
        ["2026-12-01 stay in contact: bring something of use"]
    );
}

#[test]
fn a_loss_noted_late_makes_no_pile() {
    let mut rep = friday();
    rep.at("2026-05-04");
    rep.run("lost d2 --reason no-decision --on 2026-03-09");
    assert_eq!(
        open(&rep, "d2"),
        [
            "2026-05-04 how is it going? bring something of use",
            "2026-06-08 are they glad with what they chose?",
            "2026-09-07 stay in contact: bring something of use",
        ]
    );
}

#[test]
fn prospects_and_verbal_deals_can_be_lost_without_a_rival_where_nobody_won() {
    let rep = friday();
    rep.run("add Borel Pilot 5k --verbal today");
    for (target, reason) in [("elan", "no-decision"), ("borel", "other")] {
        let answer = rep.json(&format!("lost {target} --reason {reason}"));
        assert_eq!(
            rows(&json!([answer]), "status lost_reason lost_to"),
            [format!("lost {reason} -")]
        );
    }
    assert!(
        !rep.run("lost d1 --reason timing --rival Initech -q")
            .is_empty()
    );
}

#[test]
fn what_cannot_be_lost_is_refused() {
    let rep = lost();
    let said = rep.refused(2, "lost elan");
    assert!(
        said.contains("price, product, timing, relationship, no-decision, other"),
        "{said}"
    );
    for reason in ["price", "product", "timing", "relationship"] {
        let said = rep.refused(2, &format!("lost elan --reason {reason}"));
        assert!(said.contains("--rival NAME"), "{said}");
    }
    for (code, line) in [
        (2, "lost elan --reason bad-luck"),
        (2, "lost elan --reason other --rival ' '"),
        (
            2,
            "lost elan --reason price --rival Globex --rival-promised 'soon: all'",
        ),
        (
            2,
            "lost elan --reason price --rival Globex --rival-promised 'fri'",
        ),
        (2, "lost elan --reason other --rival-promised 'fri: all'"),
        (2, "lost elan --reason other --fields colour"),
        (5, "lost elan --reason other --on tomorrow"),
        (5, "lost d1 --reason other"),
        (3, "lost acme --reason other"),
        (3, "lost d9 --reason other"),
    ] {
        rep.refused(code, line);
    }
    rep.run("add Borel Pilot 5k");
    let said = rep.refused(5, "heartbeat d3 --would-match yes");
    assert!(said.contains("d3 is not lost"), "a won deal: {said}");
    rep.refused(5, "lost borel --reason other --on yesterday");
    rep.run("mark borel verified");
    rep.run("mark borel paid");
    rep.refused(5, "lost d3 --reason other");
}

#[test]
fn every_round_is_kept_with_its_advice() {
    let mut rep = lost();
    rep.at("2026-03-20");
    let answer = rep
        .json("heartbeat acme --attractive '24/7 support' --would-match unsure --rival-signed no");
    assert_eq!(
        rows(
            &json!([answer]),
            "account_id account deal_id deal on attractive would_match rival_signed contract_ends_on advice"
        ),
        ["a1 Acme Corp d1 Fleet 2026-03-20 24/7 support unsure no - ask-manager"]
    );
    assert!(answer["uid"].is_string());
    // What was due is settled, but for the thanks.
    assert_eq!(open(&rep, "d1")[1..], WIN_BACK[2..]);
    rep.at("2026-03-23");
    for (line, advice) in [
        ("--would-match yes --rival-signed no", "revive"),
        ("--would-match no --rival-signed no", "let-go"),
        ("--would-match yes --rival-signed yes", "wait"),
        ("--rival-signed unknown", "wait"),
    ] {
        assert_eq!(
            rep.json(&format!("heartbeat d1 {line}"))["advice"],
            advice,
            "{line}"
        );
    }
    let shown = rep.json("show d1");
    assert_eq!(
        rows(&shown["heartbeats"], "on advice"),
        [
            "2026-03-20 ask-manager",
            "2026-03-23 revive",
            "2026-03-23 let-go",
            "2026-03-23 wait",
            "2026-03-23 wait"
        ]
    );
    assert_eq!(rep.json("show acme")["heartbeats"], shown["heartbeats"]);
    let screen = rep.run("show d1");
    assert!(screen.contains("HEARTBEATS\n"), "{screen}");
    assert!(
        screen.contains("they promised 24/7 support by Wed 1 Apr 2026"),
        "{screen}"
    );
}

#[test]
fn rounds_stand_by_their_day_and_none_is_of_before_the_loss() {
    let mut rep = lost();
    rep.at("2026-03-20");
    rep.run("heartbeat d1 --attractive 'their price'");
    rep.run("heartbeat d1 --attractive 'their crew' --on 2026-03-11");
    let days = |rep: &Environment| rows(&rep.json("show d1")["heartbeats"], "on attractive");
    assert_eq!(
        days(&rep),
        ["2026-03-11 their crew", "2026-03-20 their price"]
    );
    rep.run("heartbeat d1 --would-match yes --on 2026-03-06");
    let said = rep.refused(5, "heartbeat d1 --would-match yes --on 2026-03-05");
    assert!(said.contains("d1 was lost on Fri 6 Mar 2026"), "{said}");
    assert!(
        said.contains("hint: give that day or a later one"),
        "{said}"
    );
}

/// What they answered is no thanks.
#[test]
fn only_a_contact_settles_that_they_are_thanked() {
    let mut rep = lost();
    rep.at("2026-03-20");
    rep.run("heartbeat d1 --attractive 'their price'");
    assert_eq!(open(&rep, "d1")[0], WIN_BACK[0]);
    rep.run("log d1 thanked them all");
    assert_eq!(open(&rep, "d1"), WIN_BACK[2..]);
}

#[test]
fn who_has_no_lost_deal_is_told_what_can_be_typed() {
    let rep = lost();
    let lists = "deals list --status lost lists those that are";
    let says_so = format!("hint: deals lost d2 --reason REASON says that it is; {lists}");
    for line in [
        "heartbeat elan --would-match yes",
        "revive elan",
        "bury elan --why x",
    ] {
        let said = rep.refused(3, line);
        assert!(said.contains(&says_so), "{said}");
    }
    rep.run("mark d2 ordered");
    rep.run("mark d2 verified --na");
    rep.run("mark d2 delivered");
    rep.run("mark d2 paid");
    for (code, line) in [(3, "heartbeat elan --would-match yes"), (5, "revive d2")] {
        let said = rep.refused(code, line);
        assert!(said.contains(&format!("hint: {lists}")), "{said}");
    }
}

#[test]
fn the_end_of_their_contract_is_in_the_diary() {
    let mut rep = lost();
    rep.run("heartbeat d1 --rival-signed yes --contract-ends 2027-03-31");
    let asked = |rep: &Environment| {
        let mut open = open(rep, "d1");
        open.retain(|line| line.contains("heard"));
        open
    };
    let words = "ask to be heard again";
    assert_eq!(asked(&rep), [format!("2026-12-31 {words}")]);
    rep.run("heartbeat d1 --contract-ends 2027-06-30");
    assert_eq!(asked(&rep), [format!("2027-04-01 {words}")]);
    // It is too late for 90 days.
    rep.at("2026-03-09");
    rep.run("edit d1 --contract-ends 2026-04-30");
    assert_eq!(asked(&rep), [format!("2026-03-09 {words}")]);
    rep.run("edit d1 --contract-ends ''");
    assert_eq!(asked(&rep), [""; 0]);
    assert_eq!(rep.json("show d1")["rival_contract_ends_on"], Value::Null);
}

#[test]
fn what_is_known_of_a_loss_can_be_corrected() {
    let rep = lost();
    rep.run(
        "edit d1 --lost-reason product --lost-to 'Globex SA' --rival-promised '15 apr: training'",
    );
    assert_eq!(
        rows(
            &json!([rep.json("show d1")]),
            "lost_reason lost_to rival_promised rival_promised_on"
        ),
        ["product Globex SA training 2026-04-15"]
    );
    assert_eq!(
        open(&rep, "d1")[2..4],
        [
            "2026-04-20 how is it going? bring something of use",
            "2026-04-22 did they deliver?"
        ]
    );
    rep.refused(2, "edit d1 --lost-to ''");
    rep.refused(5, "edit d2 --lost-to Globex");
    rep.refused(2, "edit a1 --lost-to Globex");
}

#[test]
fn a_round_without_words_or_of_a_deal_that_is_not_lost_is_refused() {
    let rep = lost();
    for (code, line) in [
        (2, "heartbeat d1"),
        (2, "heartbeat d1 --attractive ' '"),
        (2, "heartbeat d1 --would-match maybe"),
        (2, "heartbeat d1 --rival-signed soon"),
        (2, "heartbeat d1 --contract-ends soon"),
        (2, "heartbeat d1 --would-match yes --fields colour"),
        (5, "heartbeat d1 --contract-ends yesterday"),
        (5, "heartbeat d1 --would-match yes --on tomorrow"),
        (5, "heartbeat d2 --would-match yes"),
        (3, "heartbeat elan --would-match yes"),
        (5, "revive d2"),
        (3, "revive elan"),
        (5, "bury d2 --why x"),
        (2, "bury d1"),
        (2, "bury d1 --why ' '"),
    ] {
        rep.refused(code, line);
    }
}

#[test]
fn a_lost_deal_comes_back() {
    let mut rep = friday();
    rep.run("promise d1 'in 8 weeks: training dates'");
    rep.run("lost d1 --reason price --rival Globex");
    rep.at("2026-04-01");
    let answer = rep.json("revive acme");
    assert_eq!(
        rows(&json!([answer]), "status plan lost_on lost_reason lost_to"),
        ["won standard - - -"]
    );
    assert_eq!(open(&rep, "d1"), [""; 0]);
    assert_eq!(
        check_ins(&rep, "d1", "follow-up", "open"),
        ["2026-04-01 it is alive again: agree what comes next"]
    );
    // What is to come comes back; what has passed meanwhile does not.
    let care = check_ins(&rep, "d1", "care", "open");
    assert!(
        care.iter().any(|line| line.contains("is it ready?")),
        "{care:?}"
    );
    assert!(
        !care.iter().any(|line| line.contains("reassure")),
        "{care:?}"
    );
    for line in care.iter().filter(|line| !line.starts_with('-')) {
        assert!(line.as_str() > "2026-04-01", "{line}");
    }
    assert_eq!(rows(&rep.json("show d1")["promises"], "status"), ["open"]);
    let said = rep.refused(5, "revive d1");
    assert!(said.contains("d1 is not lost"), "{said}");
    // Lost again, it begins anew.
    rep.run("lost d1 --reason no-decision");
    assert_eq!(open(&rep, "d1").len(), 5);
}

#[test]
fn a_buried_deal_rests_and_can_be_revived() {
    let rep = lost();
    let answer = rep.json("bury acme --why 'five years with Globex'");
    assert_eq!(
        rows(&json!([answer]), "status plan buried_on buried_why"),
        ["buried - 2026-03-06 five years with Globex"]
    );
    assert_eq!(open(&rep, "d1"), [""; 0]);
    rep.refused(5, "bury d1 --why again");
    let c = rep.json("show d1")["check_ins"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["kind"] == "heartbeat")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    rep.refused(5, &format!("reopen {c}"));
    assert_eq!(
        rep.json("heartbeat acme --would-match yes --rival-signed no")["advice"],
        "revive"
    );
    assert_eq!(rep.json("revive acme")["status"], "won");
}

#[test]
fn what_is_lost_counts_for_nothing_that_is_live() {
    let mut rep = lost();
    rep.run("add 'Acme Corp' Crane 20k");
    let counted = |value: &Value| rows(&json!([value]), "deals_live value_live currency");
    rep.at("2026-03-10");
    for lost in ["lost", "buried"] {
        if lost == "buried" {
            rep.run("bury d1 --why 'they are gone'");
        }
        let due = rep.json("due --account acme");
        assert_eq!(
            counted(&due[0]["account"]),
            ["1 20000 USD"],
            "{lost}: {due}"
        );
        assert_eq!(counted(&rep.json("show a1")), ["1 20000 USD"], "{lost}");
    }
}

#[test]
fn a_heartbeat_is_done_reopened_and_ended_by_hand() {
    let rep = lost();
    let thank = rep.open_check_in("d1", "thank them");
    rep.run(&format!("done {thank}"));
    rep.run(&format!("reopen {thank}"));
    assert_eq!(open(&rep, "d1"), WIN_BACK);
    let stay = rep.open_check_in("d1", "stay in contact");
    rep.run(&format!("drop {stay} --all --why enough"));
    assert_eq!(open(&rep, "d1").len(), 5);
    let deliver = rep.open_check_in("d1", "did they");
    rep.run(&format!("reschedule {deliver} 2026-05-04"));
    rep.run("edit d1 --rival-promised '2 apr: 24/7 support'");
    assert!(
        open(&rep, "d1").contains(&"2026-05-04 did they deliver?".to_owned()),
        "a day chosen by hand stays"
    );
}

#[test]
fn nothing_is_written_by_a_dry_run() {
    let rep = lost();
    let before = crate::environment::contents(&rep.db());
    let answer = rep.json("heartbeat d1 --would-match yes --dry-run");
    assert_eq!(
        (&answer["dry_run"], &answer["uid"]),
        (&json!(true), &Value::Null)
    );
    for line in ["revive d1", "bury d1 --why x", "lost d2 --reason other"] {
        assert_eq!(
            rep.json(&format!("{line} --dry-run"))["dry_run"],
            true,
            "{line}"
        );
    }
    assert!(crate::environment::contents(&rep.db()) == before);
}

#[test]
fn a_removed_deal_takes_its_rounds_along() {
    let rep = lost();
    rep.run("heartbeat d1 --would-match yes");
    rep.run("rm d1 --yes");
    assert_eq!(rep.json("show acme")["heartbeats"], json!([]));
}

#[test]
fn lost_deals_are_listed_with_why_and_to_whom() {
    let rep = lost();
    let printed = rep.run("list --status lost");
    let header = printed.lines().next().unwrap();
    for word in ["lost", "why", "to", "next"] {
        assert!(header.split_whitespace().any(|one| one == word), "{header}");
    }
    assert!(
        printed.contains("price") && printed.contains("Globex"),
        "{printed}"
    );
    assert_eq!(
        rows(&rep.json("list --status lost"), "id lost_to"),
        ["d1 Globex"]
    );
}

#[test]
fn a_prospect_has_a_fit_an_expected_close_and_a_next_step() {
    let rep = friday();
    let added = rep.json(
        "add Borel Press 20k --prospect --fit yes --why 'three shifts' --expected-close eoq -n 'mon: send the study' -w 'Jo Sand'",
    );
    assert_eq!(
        rows(
            &json!([added]),
            "status expected_close_on fit fit_why next_check_in_on"
        ),
        ["prospect 2026-03-31 yes three shifts 2026-03-09"]
    );
    assert_eq!(
        rows(&rep.json("show d3")["check_ins"], "kind due_on what person"),
        ["follow-up 2026-03-09 send the study Jo Sand"]
    );
    rep.run("edit d3 --fit no --why 'one shift only'");
    rep.run("edit d3 --expected-close '30 apr'");
    assert_eq!(
        rows(
            &json!([rep.json("show d3")]),
            "expected_close_on fit fit_why"
        ),
        ["2026-04-30 no one shift only"]
    );
    let screen = rep.run("show d3");
    assert!(screen.contains("does not fit: one shift only"), "{screen}");
    for (code, line) in [
        (2, "add Cato Press 1k --prospect --fit perhaps"),
        (2, "add Cato Press 1k --prospect --why x"),
        (2, "add Cato Press 1k --prospect -n soon"),
        (5, "add Cato Press 1k --prospect -n yesterday"),
        (2, "edit d2 --why x"),
        (2, "edit d3 --fit perhaps"),
        (2, "edit a1 --fit yes"),
    ] {
        rep.refused(code, line);
    }
}
