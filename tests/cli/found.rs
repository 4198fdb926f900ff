//! What was once wrong: found by using the program, kept so that it stays mended.

use std::thread;

use serde_json::json;

use crate::environment::Environment;

/// The exit codes of a command line that several processes run at once.
fn at_once(rep: &Environment, line: &str) -> Vec<i32> {
    thread::scope(|scope| {
        let commands: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| rep.try_run(line).code))
            .collect();
        commands
            .into_iter()
            .map(|command| command.join().unwrap())
            .collect()
    })
}

#[test]
fn two_commands_at_once_make_one_account_and_one_deal() {
    let rep = Environment::new();
    rep.run("add Seed First -q");
    let mut codes = at_once(&rep, "add Dup Twin 5k -q --no-input");
    codes.sort_unstable();
    assert_eq!(codes, [0, 4, 4, 4, 4, 4]);
    assert_eq!(rep.json("accounts").as_array().map(Vec::len), Some(2));
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(2));
}

#[test]
fn a_record_is_removed_once() {
    let rep = Environment::new();
    rep.run("add Acme Fleet -q");
    let mut codes = at_once(&rep, "rm d1 --yes");
    codes.sort_unstable();
    assert_eq!(codes, [0, 3, 3, 3, 3, 3]);
}

#[test]
fn rows_whose_record_id_is_blank_are_known_again_too() {
    let rep = Environment::new();
    let rows = "id,account,title,stage\n,A,x,open\n,B,y,open\nK1,C,z,open\n";
    rep.write("n.csv", rows);
    assert_eq!(rep.json("import n.csv")["added"], 3);
    let again = rep.json("import n.csv");
    assert_eq!(
        (&again["added"], &again["unchanged"]),
        (&json!(0), &json!(3))
    );
}

#[test]
fn mended_rejects_are_not_written_over() {
    let rep = Environment::new();
    rep.write("n.csv", "id,account\nK1,\nK2,Acme\n");
    rep.run("import n.csv --skip-bad");
    rep.run("import n.csv --skip-bad");
    rep.write("n.csv.rejected.csv", "id,account\nK1,Borel\n");
    let again = rep.try_run("import n.csv --skip-bad");
    assert_eq!(again.code, 0);
    assert_eq!(
        again.stderr,
        "the earlier rejects are in n.csv.rejected.1.csv now\n"
    );
    let mended = std::fs::read_to_string(rep.path("n.csv.rejected.1.csv")).unwrap();
    assert_eq!(mended, "id,account\nK1,Borel\n");
    let rejects = std::fs::read_to_string(rep.path("n.csv.rejected.csv")).unwrap();
    assert_eq!(rejects, "id,account\nK1,\n");
}

#[test]
fn what_is_snoozed_comes_when_it_is_seen_again() {
    let rep = Environment::new();
    rep.run("add Acme Fleet -q --plan none");
    rep.run("remind d1 mon call");
    rep.run("snooze c2 2w");
    let printed = rep.run("due");
    assert_eq!(printed, "Nothing is due · next: Acme on Fri 20 Mar\n");
}

#[test]
fn whether_it_works_is_asked_after_the_delivery_however_late_that_is() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet -q --signed \"2 feb\" -d \"20 feb\"");
    rep.run("log acme they wait for us");
    rep.at("2026-03-10").run("expect acme delivery \"30 mar\"");
    let story = rep.json("show d1");
    let check_ins = story["check_ins"].as_array().unwrap();
    let asks = |one: &&serde_json::Value| one["what"] == "does it work as sold?";
    let asks = check_ins.iter().find(asks).unwrap();
    assert_eq!(
        (&asks["status"], &asks["due_on"]),
        (&json!("open"), &json!("2026-04-06"))
    );
}

#[test]
fn an_amount_in_the_place_of_the_title_is_asked_about() {
    let rep = Environment::new();
    for amount in ["48k", "\"EUR 48,000\"", "$5"] {
        let said = rep.refused(2, &format!("add Acme {amount}"));
        assert!(said.contains("deals add ACCOUNT TITLE VALUE"), "{said}");
    }
    assert_eq!(rep.json("add Acme 2026")["title"], "2026");
}

#[test]
fn somebody_is_added_to_a_customer_without_a_new_deal() {
    let rep = Environment::new();
    rep.run("add Acme Fleet -q");
    rep.run("edit d1 -w \"Dana Ruiz <dana@acme.example>\"");
    rep.run("edit a1 -w \"Jean Roux\"");
    rep.run("edit a1 -w \"jean roux\"");
    assert_eq!(rep.json("people acme").as_array().map(Vec::len), Some(2));
    assert_eq!(rep.json("show d1")["people"][0]["name"], "Dana Ruiz");
    assert_eq!(rep.json("log acme -w jean hello")["person"], "Jean Roux");
    rep.refused(2, "edit p1 --email nonsense");
}

#[test]
fn an_answer_names_what_it_took_away_and_what_came_back() {
    let rep = Environment::new();
    rep.run("add Acme Fleet -q");
    rep.run("done c3");
    let printed = rep.run("reopen c3");
    assert!(printed.contains("removed  c8"), "{printed}");
    rep.run("log acme hello");
    let printed = rep.run("rm t1 --yes");
    assert!(printed.contains("again  c1"), "{printed}");
}

#[test]
fn a_mark_that_moves_says_where_from() {
    let rep = Environment::new();
    rep.run("add Acme Fleet -q --signed \"1 feb\"");
    rep.run("mark acme delivered --on \"2 mar\"");
    let printed = rep.run("mark acme delivered --on today");
    assert!(
        printed.contains("delivered Fri 6 Mar 2026, it was Mon 2 Mar 2026"),
        "{printed}"
    );
}
