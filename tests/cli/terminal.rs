//! A rep at a terminal: the morning fits the screen and has colour, and what is not clear is asked about.

use std::process::Command;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use serde_json::{Value, json};

use crate::environment::Environment;

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
        assert!(lines.len() > rows / 3, "the screen is used:\n{text}");
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
