//! A rep at a terminal: the morning fits the screen and has colour, and what is not clear is asked about.

use std::process::Command;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use serde_json::{Value, json};

use crate::environment::{Environment, rows};

/// How long an answer may take before the test gives up, in milliseconds.
const PATIENCE: u64 = 20_000;
const DOWN: &str = "\x1b[B";
const ENTER: &str = "\r";

/// Runs a command line at a terminal of this size.
fn at_terminal(rep: &Environment, rows: usize, columns: usize, line: &str) -> PtySession {
    let deals = rep.command(line.split(' ').filter(|word| !word.is_empty()));
    // A new pseudo-terminal has no size; the shell gives it one before the command looks.
    let mut command = Command::new("/bin/sh");
    command.args([
        "-c",
        &format!("stty rows {rows} cols {columns} && exec \"$0\" \"$@\""),
    ]);
    command
        .arg(deals.get_program())
        .args(deals.get_args())
        .env_clear()
        .current_dir(rep.path(""));
    for (name, value) in deals.get_envs() {
        if let Some(value) = value.filter(|_| name != "COLUMNS") {
            command.env(name, value);
        }
    }
    command
        .env("TERM", "xterm-256color")
        .env("PATH", "/usr/bin:/bin");
    spawn_command(command, Some(PATIENCE)).unwrap()
}

/// Everything a command prints that asks nothing, and its exit code.
fn printed(rep: &Environment, rows: usize, columns: usize, line: &str) -> (String, i32) {
    let mut session = at_terminal(rep, rows, columns, line);
    let text = decoded(&session.exp_eof().unwrap());
    (text, exit_code(&session))
}

/// The session hands over each byte as a character of its own.
fn decoded(bytes: &str) -> String {
    let bytes = bytes.chars().map(|c| u8::try_from(c).unwrap()).collect();
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

fn exit_code(session: &PtySession) -> i32 {
    match session.process().wait().unwrap() {
        WaitStatus::Exited(_, code) => code,
        other => panic!("it ended otherwise: {other:?}"),
    }
}

/// What a terminal shows of a text: without its escape sequences.
fn plain(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c == '\x1b' {
            let _ = rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Two live deals at one customer and one at another whose name begins alike, on their first morning.
fn book() -> Environment {
    let mut rep = Environment::new();
    rep.run("add 'Acme North' Fleet 48k");
    rep.run("add 'Acme North' Vans 12k");
    rep.run("add 'Acme South' Press 9k --new-account");
    rep.at("2026-03-09");
    rep
}

fn closed(rep: &Environment) -> Value {
    rep.json("touchpoints")[0]["closed"].clone()
}

#[test]
fn bare_deals_shows_the_morning_in_colour() {
    let rep = book();
    let (text, code) = printed(&rep, 40, 80, "");
    assert_eq!(code, 0);
    assert!(text.contains("\x1b["), "no colour: {text:?}");
    assert_eq!(
        plain(&text),
        rep.run("due"),
        "without its colour it is what a pipe gets"
    );
}

#[test]
fn colour_can_be_declined() {
    let rep = book();
    let (text, _) = printed(&rep, 40, 80, "--color never");
    assert_eq!(text, rep.run("due"));
    let mut command = rep.command(["due"]);
    command.env("NO_COLOR", "1").env("TERM", "xterm-256color");
    let mut session = spawn_command(command, Some(PATIENCE)).unwrap();
    assert!(!session.exp_eof().unwrap().contains('\x1b'));
    assert!(rep.run("due --color always").contains("\x1b["));
}

#[test]
fn the_morning_fits_the_screen_and_a_pipe_gets_everything() {
    let mut rep = Environment::new();
    let rows: Vec<String> = (0..60)
        .map(|number| format!("{number},Customer number {number},Won,2026-02-27\n"))
        .collect();
    let rows = rows.concat();
    rep.write("book.csv", format!("id,account,stage,close date\n{rows}"));
    rep.run("import book.csv");
    rep.at("2026-03-30");
    for (rows, columns) in [(24, 80), (40, 100), (16, 140)] {
        let (text, code) = printed(&rep, rows, columns, "");
        assert_eq!(code, 0);
        let text = plain(&text);
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines.len() < rows,
            "{} lines on {rows}:\n{text}",
            lines.len()
        );
        assert!(lines.len() + 4 > rows, "the screen is used:\n{text}");
        assert!(
            lines.iter().all(|line| line.chars().count() <= columns),
            "wider than {columns}:\n{text}"
        );
        let last = lines.last().unwrap();
        assert!(
            last.contains(" of 60 customers") && last.contains("--limit 0"),
            "{last}"
        );
        let (all, _) = printed(&rep, rows, columns, "due --limit 0");
        assert!(plain(&all).contains("60 of 60 customers"), "{all}");
    }
    assert!(rep.run("due").contains("60 of 60 customers"));
}

#[test]
fn an_ambiguous_target_is_asked_about() {
    let rep = book();
    let mut session = at_terminal(&rep, 40, 80, "log acme hello --keep-open");
    session.exp_string("Which one is").unwrap();
    session.exp_string("Acme South").unwrap();
    session.send(DOWN).unwrap();
    session.send(ENTER).unwrap();
    session.flush().unwrap();
    session.exp_string("logged").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&session), 0);
    assert_eq!(rep.json("touchpoints")[0]["account"], "Acme South");
}

#[test]
fn a_question_that_is_not_answered_changes_nothing() {
    let rep = book();
    for line in ["log acme hello", "rm d1"] {
        let mut session = at_terminal(&rep, 40, 80, line);
        session.exp_string("? ").unwrap();
        session.send_control('c').unwrap();
        session.exp_string("nothing was changed").unwrap();
        session.exp_eof().unwrap();
        assert_eq!(exit_code(&session), 5, "{line}");
    }
    assert_eq!(rep.json("touchpoints"), json!([]));
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(3));
}

#[test]
fn undo_asks_before_it_takes_an_import_back() {
    let rep = book();
    rep.write("crm.csv", "account,stage,close date\nKilo,Won,2026-03-02\n");
    rep.run("import crm.csv -q");
    for (answer, code, left) in [("n", 5, 4), ("", 5, 4), ("y", 0, 3)] {
        let mut session = at_terminal(&rep, 40, 120, "undo");
        session.exp_string("Take back import crm.csv").unwrap();
        session.send(answer).unwrap();
        session.send(ENTER).unwrap();
        session.flush().unwrap();
        let rest = session.exp_eof().unwrap();
        assert_eq!(exit_code(&session), code, "{answer}: {rest}");
        let deals = rep.json("list");
        assert_eq!(deals.as_array().map(Vec::len), Some(left), "{answer}");
    }
    // Nothing else is asked about.
    let (_, code) = printed(&rep, 40, 80, "undo");
    assert_eq!(code, 0);
}

#[test]
fn rm_asks_and_takes_no_for_an_answer() {
    let rep = book();
    for (answer, code, left) in [("n", 5, 3), ("", 5, 3), ("y", 0, 2)] {
        let mut session = at_terminal(&rep, 40, 80, "rm d2");
        session.exp_string("Remove").unwrap();
        session.exp_string("Vans").unwrap();
        session.send(answer).unwrap();
        session.send(ENTER).unwrap();
        session.flush().unwrap();
        let rest = session.exp_eof().unwrap();
        assert_eq!(exit_code(&session), code, "{answer}: {rest}");
        assert_eq!(
            rep.json("list").as_array().map(Vec::len),
            Some(left),
            "{answer}"
        );
    }
    let (_, code) = printed(&rep, 40, 80, "rm d1 --yes");
    assert_eq!(
        (code, rep.json("list").as_array().map(Vec::len)),
        (0, Some(1))
    );
}

#[test]
fn log_asks_which_deal_it_was_about() {
    let due: Vec<Value> = ["d1", "d2"]
        .map(|deal| book().json(&format!("show {deal}"))["check_ins"][0]["id"].clone())
        .into();
    for (downs, expected, deal) in [
        (0, json!([due[0], due[1]]), Value::Null),
        (1, json!([due[0]]), json!("d1")),
        (2, json!([due[1]]), json!("d2")),
    ] {
        let rep = book();
        let mut session = at_terminal(&rep, 40, 80, "log a1 she is glad");
        session.exp_string("Which deal was it about?").unwrap();
        session.exp_string("Vans").unwrap();
        for _ in 0..downs {
            session.send(DOWN).unwrap();
        }
        session.send(ENTER).unwrap();
        session.flush().unwrap();
        session.exp_string("logged").unwrap();
        session.exp_eof().unwrap();
        assert_eq!(exit_code(&session), 0);
        assert_eq!(closed(&rep), expected, "{downs} down");
        assert_eq!(rep.json("touchpoints")[0]["deal_id"], deal, "{downs} down");
    }
}

#[test]
fn log_asks_nothing_when_there_is_nothing_to_choose() {
    for line in [
        "log d1 hello",
        "log a2 hello",
        "log a1 -x",
        "log a1 --keep-open hello",
        "log c1 hello",
    ] {
        let rep = book();
        let (text, code) = printed(&rep, 40, 80, line);
        assert_eq!(code, 0, "{line}: {text}");
        assert!(
            !text.contains('?') || !text.contains("Which"),
            "{line}: {text}"
        );
    }
}

#[test]
fn add_asks_about_a_name_that_is_easily_taken_for_another_and_about_a_twin() {
    let rep = book();
    let mut session = at_terminal(&rep, 40, 80, "add Acme Lathe 1k");
    session.exp_string("Which account is it?").unwrap();
    session.exp_string("a new account").unwrap();
    session.send(ENTER).unwrap();
    session.flush().unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&session), 0);
    assert_eq!(rep.json("list")[3]["account"], "Acme North");

    let mut session = at_terminal(&rep, 40, 80, "add a1 Fleet 48k");
    session.exp_string("Add another?").unwrap();
    session.send("n").unwrap();
    session.send(ENTER).unwrap();
    session.flush().unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&session), 5);
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(4));
}

#[test]
fn a_script_at_a_terminal_is_asked_nothing() {
    for (line, code) in [
        ("log acme hello --no-input", 4),
        ("log acme hello --json", 4),
        ("log acme hello -o ids", 4),
        ("log acme hello -q", 4),
        ("rm d1 --no-input", 5),
        ("rm d1 --json", 5),
        ("add Acme --no-input", 4),
        ("log a1 hello --no-input", 0),
    ] {
        let rep = book();
        let (text, got) = printed(&rep, 40, 80, line);
        assert_eq!(got, code, "{line}: {text}");
    }
}

#[test]
fn a_terminal_gets_the_last_twelve_of_a_timeline_and_a_pipe_all() {
    let rep = book();
    for turn in 1..=11 {
        rep.run(&format!("log d1 turn {turn}"));
    }
    let told = |text: &str| -> Vec<String> {
        let below = text.lines().skip_while(|line| *line != "TIMELINE").skip(1);
        below.map(str::to_owned).collect()
    };
    // The deal was signed, too: twelve in all.
    let (text, _) = printed(&rep, 40, 80, "show d1 --color never");
    assert_eq!(told(&text), told(&rep.run("show d1")));
    assert_eq!(told(&text).len(), 12, "{text}");
    rep.run("log d1 turn 12");
    rep.run("log d1 turn 13");
    let (text, _) = printed(&rep, 40, 80, "show d1 --color never");
    let lines = told(&text);
    assert!(lines[0].ends_with("turn 13"), "{text}");
    assert!(lines[11].ends_with("turn 2"), "{text}");
    assert_eq!(lines[12..], ["… 2 more: deals touchpoints d1"], "{text}");
    assert_eq!(told(&rep.run("show d1")).len(), 14);
    // Of a customer the same, of its contacts alone.
    let (text, _) = printed(&rep, 40, 80, "show a1 --color never");
    assert!(text.ends_with("… 1 more: deals touchpoints a1\n"), "{text}");
}

/// What a rep types at one question: keys, then enter.
fn answered(session: &mut PtySession, question: &str, keys: &str) {
    session.exp_string(question).unwrap();
    session.send(keys).unwrap();
    session.send(ENTER).unwrap();
    session.flush().unwrap();
}

/// What it printed in the end, and its exit code.
fn ended(session: &mut PtySession) -> (String, i32) {
    let text = plain(&decoded(&session.exp_eof().unwrap()));
    (text, exit_code(session))
}

/// A won deal and a prospect at one customer, a deal that is lost at another, with somebody at each.
fn lost_book() -> Environment {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k -w 'Dana Ruiz'");
    rep.run("add Borel Press 9k -w 'Jean Roux'");
    rep.run("lost d2 --reason price --rival Globex");
    rep.at("2026-03-09");
    rep
}

#[test]
fn lost_asks_why_and_who_won_it() {
    // Keys at the first question, whether a rival is asked about, and what is kept.
    for (downs, rival, expected) in [
        (0, Some("Globex"), "price Globex"),
        (2, Some("Umbra"), "timing Umbra"),
        (4, None, "no-decision -"),
    ] {
        let rep = lost_book();
        let mut session = at_terminal(&rep, 40, 80, "lost acme");
        answered(&mut session, "Why was it lost?", &DOWN.repeat(downs));
        if let Some(rival) = rival {
            answered(&mut session, "Who won it?", rival);
        }
        let (text, code) = ended(&mut session);
        assert_eq!(code, 0, "{text}");
        let deal = json!([rep.json("show d1")]);
        assert_eq!(rows(&deal, "lost_reason lost_to"), [expected]);
    }
}

#[test]
fn lost_asks_only_for_what_is_not_said() {
    let rep = lost_book();
    let (text, code) = printed(&rep, 40, 80, "lost acme --reason other");
    assert_eq!(code, 0, "{text}");
    let rep = lost_book();
    let mut session = at_terminal(&rep, 40, 80, "lost acme --reason product");
    answered(&mut session, "Who won it?", " ");
    let (text, code) = ended(&mut session);
    assert_eq!(code, 2, "nobody was named: {text}");
    assert_eq!(rep.json("show d1")["status"], "won");
    let mut session = at_terminal(&rep, 40, 80, "lost acme");
    session.exp_string("Why was it lost?").unwrap();
    session.send_control('c').unwrap();
    let (text, code) = ended(&mut session);
    assert_eq!(
        (code, text.contains("nothing was changed")),
        (5, true),
        "{text}"
    );
    assert_eq!(rep.json("show d1")["status"], "won");
}

#[test]
fn heartbeat_asks_in_the_order_of_the_conversation() {
    let rep = lost_book();
    let mut session = at_terminal(&rep, 40, 80, "heartbeat borel");
    answered(
        &mut session,
        "most attractive in the other offer?",
        "24/7 support",
    );
    answered(
        &mut session,
        "Could you have offered that?",
        &DOWN.repeat(2),
    );
    answered(&mut session, "Is their contract signed?", DOWN);
    let (text, code) = ended(&mut session);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("ask your manager"), "{text}");
    assert!(
        !text.contains("When does it end?"),
        "nothing is signed: {text}"
    );
    let told = "attractive would_match rival_signed contract_ends_on advice";
    assert_eq!(
        rows(&rep.json("show d2")["heartbeats"], told),
        ["24/7 support unsure no - ask-manager"]
    );
}

#[test]
fn heartbeat_asks_when_a_signed_contract_ends_and_takes_no_answer_for_one() {
    for (ends, expected) in [
        ("31 mar 2027", "yes yes 2027-03-31 wait"),
        ("", "yes yes - wait"),
    ] {
        let rep = lost_book();
        let mut session = at_terminal(&rep, 40, 80, "heartbeat borel --would-match yes");
        answered(&mut session, "most attractive in the other offer?", "");
        answered(&mut session, "Is their contract signed?", "");
        answered(&mut session, "When does it end?", ends);
        let (text, code) = ended(&mut session);
        assert_eq!(code, 0, "{text}");
        assert!(!text.contains("Could you have"), "that was said: {text}");
        let told = "would_match rival_signed contract_ends_on advice";
        assert_eq!(rows(&rep.json("show d2")["heartbeats"], told), [expected]);
        assert_eq!(
            rep.json("show d2")["heartbeats"][0]["attractive"],
            Value::Null
        );
    }
}

#[test]
fn heartbeat_asks_nothing_of_a_deal_that_is_won_or_where_all_is_said() {
    let rep = lost_book();
    let (text, code) = printed(&rep, 40, 80, "heartbeat d1");
    assert_eq!(code, 5, "{text}");
    assert!(
        text.contains("d1 is not lost") && !text.contains("attractive"),
        "{text}"
    );
    let line = "heartbeat borel --attractive price --would-match no --rival-signed no";
    let (text, code) = printed(&rep, 40, 80, line);
    assert_eq!(code, 0, "{text}");
    // A day that cannot be read changes nothing.
    let rep = lost_book();
    let mut session = at_terminal(&rep, 40, 80, "heartbeat d2 --attractive x --would-match no");
    answered(&mut session, "Is their contract signed?", "");
    answered(&mut session, "When does it end?", "soon");
    let (text, code) = ended(&mut session);
    assert_eq!(code, 2, "{text}");
    assert_eq!(rep.json("show d2")["heartbeats"], json!([]));
}

#[test]
fn log_asks_whether_to_add_somebody_who_is_not_on_record() {
    for (answer, code, people) in [("y", 0, 2), ("n", 5, 1), ("", 5, 1)] {
        let rep = lost_book();
        let mut session = at_terminal(&rep, 40, 80, "log d1 --with Lee hello");
        let question = "Nobody at Acme is called `Lee`. Add them?";
        answered(&mut session, question, answer);
        let (text, got) = ended(&mut session);
        assert_eq!(got, code, "{answer}: {text}");
        let all = rep.json("people acme").as_array().unwrap().len();
        assert_eq!(all, people, "{answer}");
        let logged = rep.json("touchpoints");
        assert_eq!(rows(&logged, "person note"), ["Lee hello"][..people - 1]);
    }
    let rep = lost_book();
    for line in [
        "log d1 --with dana hello",
        "log d1 --with Lee --new-person hello",
    ] {
        let (text, code) = printed(&rep, 40, 80, line);
        assert_eq!((code, text.contains('?')), (0, false), "{line}: {text}");
    }
}

#[test]
fn two_people_of_one_name_are_asked_about() {
    let rep = lost_book();
    rep.run("edit p1 --email dana@acme.example");
    rep.run("edit a1 -w 'Dana Ruiz <other@acme.example>'");
    let mut session = at_terminal(&rep, 40, 80, "log d1 --with dana hello");
    answered(&mut session, "Which one is", DOWN);
    let (text, code) = ended(&mut session);
    assert_eq!(code, 0, "{text}");
    assert_eq!(rep.json("touchpoints")[0]["person_id"], "p3");
}

#[test]
fn an_ambiguous_target_is_asked_about_by_every_command_that_needs_one_deal() {
    for (line, then) in [
        ("mark a1 delivered", "delivered"),
        ("lost a1 --reason other", "lost"),
        ("letter a1 next-steps", "Subject:"),
        ("brief acme", "DEALS"),
    ] {
        let rep = book();
        let mut session = at_terminal(&rep, 40, 80, line);
        answered(&mut session, "Which one is", DOWN);
        session.exp_string(then).unwrap();
        let (text, code) = ended(&mut session);
        assert_eq!(code, 0, "{line}: {text}");
    }
    // Of the lost ones, too.
    let rep = book();
    rep.run("lost d1 --reason other");
    rep.run("lost d2 --reason other");
    let mut session = at_terminal(&rep, 40, 80, "revive a1");
    answered(&mut session, "Which one is", DOWN);
    let (text, code) = ended(&mut session);
    assert_eq!(code, 0, "{text}");
    let status = |deal: &str| rep.json(&format!("show {deal}"))["status"].clone();
    assert_eq!((status("d1"), status("d2")), (json!("lost"), json!("won")));
    // One is left, so nothing is asked.
    let (text, code) = printed(&rep, 40, 80, "bury a1 --why x");
    assert_eq!((code, status("d1")), (0, json!("buried")), "{text}");
}
