//! `deals config`: where it is, what holds and where that comes from, and that a slip in it locks nobody out.

use std::fs;
use std::path::PathBuf;

use crate::environment::{Environment, Outcome, contents, rows};

const CONFIG: &str = "home/.config/deals/config.toml";

fn write(rep: &Environment, text: &str) -> PathBuf {
    fs::create_dir_all(rep.path("home/.config/deals")).unwrap();
    rep.write(CONFIG, text)
}

#[test]
fn its_place_is_told_whether_it_is_there_or_not() {
    let rep = Environment::new();
    #[cfg(target_os = "linux")]
    assert_eq!(
        rep.run("config path"),
        format!("{}\n", rep.path(CONFIG).display())
    );
    assert_eq!(rep.json("config path")["source"], "default");
    let mut command = rep.command(["config", "path", "--json"]);
    command.env("DEALS_CONFIG", "mine.toml");
    let said = rep.finish(command, "config path", b"").ok();
    assert_eq!(
        said,
        "{\"key\":\"config\",\"value\":\"mine.toml\",\"source\":\"environment\"}\n"
    );
    assert!(!rep.path("home/.config").exists());
}

/// A script that sets it to nothing is not surprised by what the rep has configured, nor by a letter of theirs.
#[test]
fn an_empty_name_is_no_configuration() {
    let rep = Environment::new();
    write(&rep, "date_order = \"dmy\"\n");
    fs::create_dir_all(rep.path("home/.config/deals/letters")).unwrap();
    rep.write(
        "home/.config/deals/letters/next-steps.txt",
        "Subject: mine\n\nMine alone.\n",
    );
    rep.run("add Acme Fleet 9k");
    let without = |line: &str| {
        let mut command = rep.command(line.split(' '));
        command.env("DEALS_CONFIG", "");
        rep.finish(command, line, b"")
    };
    assert_eq!(rep.try_run("remind acme 4/5 call --dry-run").code, 0);
    assert_eq!(without("remind acme 4/5 call --dry-run").code, 2);
    assert!(
        rep.try_run("letter acme next-steps")
            .stdout
            .contains("Mine")
    );
    assert!(!without("letter acme next-steps").stdout.contains("Mine"));
    let shown: serde_json::Value =
        serde_json::from_str(&without("config show --json").ok()).unwrap();
    let shown = rows(&shown, "key value source");
    assert!(
        shown.contains(&"config - environment".to_owned()),
        "{shown:?}"
    );
    for line in ["config path", "config edit"] {
        let said = without(line);
        assert_eq!((said.code, said.stdout.as_str()), (5, ""), "{line}");
        assert!(said.stderr.contains("hint: unset it"), "{}", said.stderr);
    }
    assert_eq!(without("doctor").code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn each_setting_says_where_it_comes_from() {
    let rep = Environment::new();
    write(
        &rep,
        "date_order = \"dmy\"\nholidays = [\"2026-12-25\", \"2026-12-28..2027-01-01\"]\n[targets]\npursuits = 10\n\
         [[plans.gold]]\nanchor = \"ordered\"\noffset = \"1 day\"\nwhat = \"call\"\n",
    );
    let shown = rep.json("config show");
    let expected = [
        format!("db {} environment", rep.db().display()),
        format!("config {} default", rep.path(CONFIG).display()),
        "currency USD default".to_owned(),
        "date_order dmy file".to_owned(),
        "workdays mon, tue, wed, thu, fri default".to_owned(),
        "holidays 2026-12-25, 2026-12-28..2027-01-01 file".to_owned(),
        "targets.new_business - default".to_owned(),
        "targets.pursuits 10 file".to_owned(),
        "plans.gold call file".to_owned(),
    ];
    assert_eq!(rows(&shown, "key value source"), expected);
    // The currency is the one used last.
    rep.run("add Acme Fleet 'CHF 9k'");
    let shown = rep.json("config show --db book.db");
    let found = rows(&shown, "key value source");
    assert_eq!(
        (found[0].as_str(), found[2].as_str()),
        ("db book.db option", "currency CHF default")
    );
    let screen = rep.run("config show");
    assert!(
        screen.contains("holidays") && screen.contains("file"),
        "{screen}"
    );
}

#[test]
fn a_slip_is_named_and_locks_nobody_out() {
    let rep = Environment::new();
    rep.run("add Acme");
    let path = write(&rep, "currency = \"EUR\"\nplan = 3\n");
    for line in ["due", "config show"] {
        let said = rep.refused(2, line);
        assert!(said.contains("line 2: unknown field `plan`"), "{said}");
    }
    rep.run("config path");
    assert!(path.exists());
}

#[test]
fn words_are_shown_as_they_are_taken_and_slips_named_in_words() {
    let rep = Environment::new();
    write(&rep, "currency = \"eur\"\ndate_order = \"DMY\"\n");
    let shown = rows(&rep.json("config show"), "key value source");
    assert_eq!(
        shown[2..4],
        ["currency EUR file", "date_order dmy file"],
        "{shown:?}"
    );
    for (text, named) in [
        ("targets = 5", "[targets]"),
        ("plans.gold = [5]", "[[plans.key-account]]"),
    ] {
        write(&rep, text);
        let said = rep.refused(2, "config show");
        assert!(said.contains(named), "{said}");
    }
}

/// Runs `config edit` with a line of shell as the editor; `$1` is the file.
#[cfg(unix)]
fn edit(rep: &Environment, editor: &str) -> Outcome {
    let script = rep.write("editor.sh", editor);
    let mut command = rep.command(["config", "edit"]);
    command.env("VISUAL", format!("sh '{}'", script.display()));
    command.env("EDITOR", "false");
    rep.finish(command, "config edit", b"")
}

#[cfg(unix)]
#[test]
fn it_begins_with_every_setting_described() {
    let rep = Environment::new();
    let outcome = edit(&rep, "cp \"$1\" seen.toml");
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, "nothing was changed\n")
    );
    let sample = include_bytes!("../../docs/config.toml");
    assert_eq!(contents(&rep.path("seen.toml")).unwrap(), sample);
    assert_eq!(contents(&rep.path(CONFIG)).unwrap(), sample);
    // Options of the editor are its own, and what is switched on holds.
    let mut command = rep.command(["config", "edit"]);
    command.env("EDITOR", "sed -i s/^#currency/currency/");
    let outcome = rep.finish(command, "config edit", b"");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(
        rows(&rep.json("config show"), "key value source")[2],
        "currency EUR file"
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_not_left_in_the_way() {
    let rep = Environment::new();
    let path = write(&rep, "currency = \"EUR\"\n");
    for editor in [
        "echo 'colour = 3' >>\"$1\"",
        "echo 'colour = 3' >>\"$1\"; exit 1",
    ] {
        let outcome = edit(&rep, editor);
        assert_ne!(outcome.code, 0);
        assert!(
            outcome.stderr.contains("the file is as it was"),
            "{}",
            outcome.stderr
        );
        assert_eq!(contents(&path).unwrap(), b"currency = \"EUR\"\n");
        let typed = fs::read_to_string(rep.path(&format!("{CONFIG}.rejected"))).unwrap();
        assert_eq!(typed, "currency = \"EUR\"\ncolour = 3\n");
    }
    for editor in ["rm \"$1\"", "rm \"$1\"; exit 1"] {
        let outcome = edit(&rep, editor);
        assert_ne!(outcome.code, 0);
        assert!(
            outcome.stderr.contains("the file is as it was"),
            "{}",
            outcome.stderr
        );
        assert_eq!(contents(&path).unwrap(), b"currency = \"EUR\"\n");
    }
    let outcome = edit(&rep, "echo 'colour = 3' >>\"$1\"");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("line 2: unknown field `colour`"),
        "{}",
        outcome.stderr
    );
    // One that was broken before is mended so.
    let path = write(&rep, "colour = 3\n");
    let outcome = edit(&rep, "echo 'currency = \"CHF\"' >\"$1\"");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(contents(&path).unwrap(), b"currency = \"CHF\"\n");
}

#[test]
fn without_an_editor_it_says_which_file_to_open() {
    let rep = Environment::new();
    let said = rep.refused(2, "config edit");
    assert!(
        said.contains("EDITOR=nano") && said.contains("config.toml"),
        "{said}"
    );
    assert!(!rep.path("home/.config").exists());
    let mut command = rep.command(["config", "edit"]);
    command.env("EDITOR", "no-such-editor");
    let outcome = rep.finish(command, "config edit", b"");
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.contains("no-such-editor"),
        "{}",
        outcome.stderr
    );
}
