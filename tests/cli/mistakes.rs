//! A wrong word or option is met with the right one, for people and for scripts.

use serde_json::Value;

use crate::environment::Environment;

fn book() -> Environment {
    let rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k -d 3w -w 'Dana Ruiz' -q");
    rep
}

/// The command line is refused, the file stays as it was, what is wrong and what to type instead is said: to
/// people in lines, to scripts in one object.
fn assert_met(rep: &Environment, code: i32, line: &str, wrong: &str, instead: &[&str]) {
    let said = rep.refused(code, line);
    let (message, hints) = said.split_once("\nhint: ").unwrap_or((&said, ""));
    assert!(message.contains(wrong), "deals {line}\n{said}");
    assert!(
        !said.contains("Usage:") && !said.contains("tip:"),
        "deals {line}\n{said}"
    );
    for word in instead {
        assert!(hints.contains(word), "deals {line}: no `{word}` in\n{said}");
    }
    // The format stands before the words: an option that lacks its value would take it.
    let outcome = rep.try_run(&format!("--json {line}"));
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (code, ""),
        "deals --json {line}"
    );
    assert_eq!(
        outcome.stderr.lines().count(),
        1,
        "deals --json {line}\n{}",
        outcome.stderr
    );
    let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
    let error = &error["error"];
    let text = |field: &str| error[field].as_str().unwrap_or_default().to_owned();
    assert!(
        text("message").contains(wrong),
        "deals --json {line}: {error}"
    );
    for word in instead {
        assert!(text("hint").contains(word), "deals --json {line}: {error}");
    }
}

#[test]
fn a_wrong_command_is_met_with_the_right_one() {
    let rep = book();
    for (line, instead) in [
        // What is spelt much the same, or begun.
        ("logg", &["deals log"][..]),
        ("ad", &["deals add"]),
        ("lsit", &["deals list"]),
        ("remnd acme fri call", &["deals remind"]),
        ("reshedule c1 fri", &["deals reschedule"]),
        ("snoze c1 fri", &["deals snooze"]),
        ("touchpoint", &["deals log"]),
        ("acc", &["deals accounts"]),
        ("re", &["deals remind", "deals reschedule", "deals reopen"]),
        ("LOG acme", &["deals log"]),
        // What other programs call it, spelt right or nearly.
        ("dew", &["deals due"]),
        ("today", &["deals due"]),
        ("next", &["deals due", "deals remind"]),
        ("new Acme", &["deals add"]),
        ("won", &["deals list --status won", "deals add"]),
        ("call acme she is glad", &["deals log"]),
        ("email acme", &["deals log"]),
        ("note acme hello", &["deals log", "--note"]),
        ("close d1", &["deals done", "deals mark"]),
        ("paid d1", &["deals mark", "deals expect"]),
        ("postpone c1 fri", &["deals snooze", "deals reschedule"]),
        ("task acme fri call", &["deals remind"]),
        ("cancel c1", &["deals drop"]),
        ("open acme", &["deals show"]),
        ("ls", &["deals list"]),
        ("pipeline", &["deals list"]),
        ("customers", &["deals accounts"]),
        ("contacts", &["deals people", "deals touchpoints"]),
        ("calls", &["deals touchpoints"]),
        ("update d1", &["deals edit"]),
        ("updat d1", &["deals edit"]),
        ("delete d1", &["deals rm"]),
        ("delte d1", &["deals rm"]),
        ("untag d1 x", &["deals tag", "--not"]),
        ("revert", &["deals undo"]),
        ("journal", &["deals history"]),
        ("load x.csv", &["deals import"]),
        ("dump", &["deals export"]),
        ("version", &["deals --version"]),
        // What may be meant as a target.
        ("c1", &["deals show c1"]),
        ("acme", &["deals show", "deals --help"]),
        ("''", &["deals --help"]),
        ("help logg", &["deals log"]),
    ] {
        let word = line.trim_start_matches("help ").split(' ').next().unwrap();
        let wrong = format!("`{}` is not a command", word.trim_matches('\''));
        assert_met(&rep, 2, line, &wrong, instead);
    }
}

#[test]
fn a_wrong_option_is_met_with_the_right_one() {
    let rep = book();
    for (line, wrong, instead) in [
        // Spelt much the same.
        (
            "due --acount acme",
            "`deals due` has no `--acount`",
            &["--account"][..],
        ),
        (
            "--acount acme",
            "`deals due` has no `--acount`",
            &["--account"],
        ),
        ("due --acount=acme", "no `--acount`", &["--account"]),
        ("log acme --keep-opn", "no `--keep-opn`", &["--keep-open"]),
        ("list --jsno", "no `--jsno`", &["--json"]),
        // What needs no option.
        (
            "log acme --note hi",
            "`deals log` has no `--note`",
            &["no option", "deals log acme"],
        ),
        ("log acme -m hi", "no `-m`", &["no option"]),
        (
            "add --value 5k",
            "`deals add` has no `--value`",
            &["deals add ACCOUNT TITLE VALUE"],
        ),
        (
            "add Beta --title Fleet",
            "no `--title`",
            &["deals add ACCOUNT TITLE VALUE"],
        ),
        (
            "snooze c1 --until fri",
            "no `--until`",
            &["deals snooze c57 fri"],
        ),
        (
            "reschedule c1 --to fri",
            "no `--to`",
            &["deals reschedule c57 fri"],
        ),
        (
            "expect acme delivery --on fri",
            "no `--on`",
            &["deals expect acme delivery eom"],
        ),
        (
            "remind acme --date fri call",
            "no `--date`",
            &["deals remind acme fri"],
        ),
        ("done c1 --note said", "no `--note`", &["deals done c57"]),
        (
            "people --account acme",
            "no `--account`",
            &["deals people acme"],
        ),
        // What is called otherwise here.
        ("log acme --email hello", "no `--email`", &["--via"]),
        ("log acme --date yesterday", "no `--date`", &["--on"]),
        ("add Beta --close fri", "no `--close`", &["--signed"]),
        ("due --days 7", "no `--days`", &["--within 7d"]),
        ("due --overdue", "no `--overdue`", &["--level"]),
        ("due --sort value", "no `--sort`", &["deals list"]),
        ("list --account acme", "no `--account`", &["deals show"]),
        ("rm d1 --force", "no `--force`", &["--yes"]),
        ("tag a1 --remove x", "no `--remove`", &["--not"]),
        ("list --format json", "no `--format`", &["-o FORMAT"]),
        ("list --csv", "no `--csv`", &["-o csv"]),
        ("list --all", "no `--all`", &["--limit"]),
        ("due --no-color", "no `--no-color`", &["--color never"]),
        // What stands in the wrong place.
        (
            "-x log acme",
            "`-x` stands before its command",
            &["deals log … -x"],
        ),
        (
            "--via email log acme",
            "`--via` stands before its command",
            &["deals log … --via"],
        ),
        (
            "accounts --since 2w",
            "no `--since`",
            &["deals touchpoints"],
        ),
        ("log acme -5 degrees outside", "no `-5`", &["`--`"]),
        ("remind acme fri --urgent", "no `--urgent`", &["`--`"]),
        ("due -z", "no `-z`", &["deals due --help"]),
    ] {
        assert_met(&rep, 2, line, wrong, instead);
    }
}

#[test]
fn what_is_missing_or_too_much_is_named() {
    let rep = book();
    for (code, line, wrong, instead) in [
        // Missing: the first example of the help shows it.
        (
            2,
            "log",
            "`deals log` needs <TARGET>",
            &["deals log acme she is glad"][..],
        ),
        (
            2,
            "add",
            "`deals add` needs <ACCOUNT>",
            &["deals add \"Acme Corp\""],
        ),
        (
            2,
            "remind acme",
            "`deals remind` needs <DATE>, <WHAT>",
            &["deals remind acme fri"],
        ),
        (
            2,
            "mark acme",
            "`deals mark` needs <RUNG>",
            &["deals mark acme delivered"],
        ),
        (
            2,
            "done",
            "`deals done` needs <CHECK_IN>",
            &["deals done c57"],
        ),
        (2, "add Beta --role user", "needs --person", &["-w"]),
        (2, "due --by", "--by needs a value", &["deals due --help"]),
        // Too much.
        (
            2,
            "due c57",
            "`deals due` has no use for `c57`",
            &["--account", "deals show c57"],
        ),
        (
            2,
            "due acme",
            "`deals due` has no use for `acme`",
            &["deals due --account TARGET"],
        ),
        (2, "add Acme Corp Fleet 48k", "`48k`", &["quotes"]),
        (
            2,
            "mark acme delivered yesterday",
            "`yesterday`",
            &["--on yesterday"],
        ),
        (2, "show acme corp", "`corp`", &["quotes"]),
        (2, "edit d1 52k", "`52k`", &["--value"]),
        (2, "rm d1 d2", "`d2`", &["one at a time"]),
        (
            2,
            "due --count=3",
            "--count takes no value",
            &["deals due --help"],
        ),
        (
            2,
            "log acme -x -l",
            "--no-answer cannot stand with --left-message",
            &["leave one"],
        ),
    ] {
        assert_met(&rep, code, line, wrong, instead);
    }
}

#[test]
fn what_cannot_be_read_is_met_with_what_can() {
    let rep = book();
    for (code, line, wrong, instead) in [
        (
            2,
            "list --sort valeu",
            "--sort: `valeu` is not an order",
            &["did you mean value?"][..],
        ),
        (
            2,
            "mark acme delivry",
            "RUNG: `delivry` is not a rung",
            &["did you mean delivered?"],
        ),
        (
            2,
            "due --kind folow-up",
            "--kind: `folow-up`",
            &["did you mean follow-up?"],
        ),
        (2, "log acme --via pigeon", "email", &["deals log --help"]),
        (
            2,
            "due --limit many",
            "--limit: `many` is not a whole number",
            &["--limit 20"],
        ),
        (
            2,
            "due --color pink",
            "--color: `pink`",
            &["deals due --help"],
        ),
        // An id without its letter.
        (
            2,
            "done 57",
            "`57` is not a check-in's id",
            &["did you mean c57?"],
        ),
        (
            2,
            "snooze 57 fri",
            "`57` is not a check-in's id",
            &["did you mean c57?"],
        ),
        (
            3,
            "show 57",
            "nothing is called `57`",
            &["a57 is an account", "d57 a deal"],
        ),
        (
            3,
            "log 57 hello",
            "nothing is called `57`",
            &["c57 a check-in"],
        ),
    ] {
        assert_met(&rep, code, line, wrong, instead);
    }
}

/// `deals` alone is `due`, and what is wrong with it is wrong with `due`.
#[test]
fn an_option_of_due_that_cannot_be_read_is_named_without_the_word_due() {
    let rep = book();
    for (bare, named) in [
        ("--by deals", "due --by deals"),
        ("--limit many", "due --limit many"),
        ("--level latte", "due --level latte"),
        ("-z", "due -z"),
    ] {
        assert_eq!(rep.refused(2, bare), rep.refused(2, named), "deals {bare}");
    }
}

/// Options that every command has stand before it or behind it; behind it wins.
#[test]
fn options_of_every_command_stand_before_it_and_behind_it() {
    let rep = book();
    let other = rep.path("other.db");
    let other = other.to_str().unwrap();
    for (line, same) in [
        ("--json list", "list --json"),
        ("-o csv list", "list -o csv"),
        ("--json list -o csv", "list -o csv"),
        ("-o csv list --json", "list --json"),
        ("-o csv list -o ids", "list -o ids"),
        ("--fields id,title list", "list --fields id,title"),
        ("--fields id list --fields title", "list --fields title"),
        ("--color always due", "due --color always"),
        ("--color always due --color never", "due --color never"),
        (
            "-q --dry-run add Beta --prospect",
            "add Beta --prospect --dry-run -q",
        ),
        (
            "--dry-run add Beta --prospect -q",
            "add Beta --prospect --dry-run -q",
        ),
    ] {
        assert_eq!(rep.run(line), rep.run(same), "deals {line}");
    }
    assert_eq!(rep.run(&format!("--db '{other}' accounts -o ids")), "");
    assert_eq!(
        rep.run(&format!(
            "--db no/such list -o ids --db '{}'",
            rep.db().display()
        )),
        "d1\n"
    );
    assert_eq!(rep.run("--yes rm d1 -q"), "d1\n");
}
