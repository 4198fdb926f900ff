//! Messages to the customer: only facts on record, gaps that are named, texts of the rep's own.

use std::fs;

use deals::domain::deal::Status;
use deals::domain::letter::{Field, LetterKind};

use crate::book;
use crate::brief::full;
use crate::environment::{Environment, contents};

/// What it wrote, and what it called missing.
fn letter(rep: &Environment, line: &str) -> (String, Vec<String>) {
    let outcome = rep.try_run(&format!("letter {line}"));
    assert_eq!(outcome.code, 0, "{line}\n{}", outcome.stderr);
    let missing = outcome.stderr.lines().map(|line| {
        line.strip_prefix("missing: ")
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned()
    });
    (outcome.stdout.clone(), missing.collect())
}

fn own(rep: &Environment, kind: &str, text: impl AsRef<[u8]>) {
    let folder = rep.path("home/.config/deals/letters");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{kind}.txt")), text).unwrap();
}

#[test]
fn next_steps_hold_the_dates_and_who_does_what() {
    let rep = full();
    let (text, missing) = letter(&rep, "acme next-steps");
    for part in [
        "Subject: Fleet: the next steps\n\nDear Dana Ruiz,\n",
        "as it stands on Friday 13 March 2026:",
        "- signature: done, Friday 13 February 2026\n",
        "- delivery: Friday 20 March 2026\n",
        "- invoice: [invoice date]\n",
        "- payment: [payment date]\n",
        "- site plan (Priya): promised for Friday 20 February 2026, [new date: site plan]\n",
        "- training plan: by Friday 20 March 2026\n",
        "What we need from you:\n- drawings: by Friday 20 March 2026\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("order:"), "nobody noted an order: {text}");
    assert_eq!(
        missing,
        ["invoice date", "payment date", "new date: site plan"]
    );
}

#[test]
fn a_missing_fact_is_a_gap_and_never_invented() {
    let rep = Environment::new();
    rep.run("add Cato");
    let (text, missing) = letter(&rep, "cato next-steps");
    assert!(
        text.contains("Dear [name],") && text.contains("- delivery: [delivery date]\n"),
        "{text}"
    );
    for what in [
        "deal title",
        "name",
        "delivery date",
        "invoice date",
        "payment date",
    ] {
        assert!(missing.iter().any(|one| one == what), "{what}: {missing:?}");
    }
    assert!(
        !text.contains("What we do for you"),
        "there is no promise: {text}"
    );
    let (text, missing) = letter(&rep, "cato results");
    assert!(
        text.contains("[results]") && missing.contains(&"results".to_owned()),
        "{text}"
    );
    let (text, missing) = letter(&rep, "cato objectives");
    assert!(
        text.contains("[objectives]") && missing.contains(&"objectives".to_owned()),
        "{text}"
    );
    rep.run("expect d1 delivery 3d");
    assert!(
        !letter(&rep, "cato next-steps")
            .1
            .contains(&"delivery date".to_owned())
    );
}

#[test]
fn a_date_that_has_passed_is_not_told_again() {
    let mut rep = full();
    rep.at("2026-03-25");
    let (text, missing) = letter(&rep, "acme reassure");
    assert!(
        text.contains("the delivery: [new delivery date]."),
        "{text}"
    );
    assert!(
        missing.contains(&"new delivery date".to_owned()),
        "{missing:?}"
    );
    rep.run("mark d1 delivered");
    let (text, _) = letter(&rep, "acme next-steps");
    assert!(
        text.contains("- delivery: done, Wednesday 25 March 2026\n"),
        "{text}"
    );
}

#[test]
fn results_are_what_was_measured() {
    let rep = full();
    let (text, missing) = letter(&rep, "d1 results");
    assert!(
        text.contains("- first response: from 40 to 28 h; measured: [first response now]\n"),
        "{text}"
    );
    assert_eq!(missing, ["first response now"]);
    assert!(
        !letter(&rep, "d1 thanks").0.contains("first response"),
        "nothing came of it yet"
    );
    rep.run("result measure r1 31.5");
    let (text, missing) = letter(&rep, "d1 results");
    assert!(
        text.contains("measured: 31.5 h on Friday 13 March 2026\n"),
        "{text}"
    );
    assert!(missing.is_empty(), "{missing:?}");
    let (text, _) = letter(&rep, "d1 thanks");
    assert!(
        text.contains("31.5 h on") && text.contains("- Priya: built the demo\n"),
        "{text}"
    );
    assert!(
        letter(&rep, "d1 objectives")
            .0
            .contains("\n- no lorry waits\n")
    );
}

#[test]
fn a_kind_suits_where_the_deal_stands() {
    let mut rep = Environment::new();
    rep.write("crm.csv", book::CRM);
    rep.at("2026-02-02");
    rep.run("import crm.csv --source crm -q");
    let (text, missing) = letter(&rep, "gero sorry-to-lose");
    // Nobody said who won, if anybody did.
    assert!(text.starts_with("Subject: Crane: thank you\n"), "{text}");
    assert!(!text.contains("choice"), "{text}");
    assert_eq!(missing, ["name"]);
    rep.run("edit d2 --lost-to Umbra");
    let (text, _) = letter(&rep, "gero sorry-to-lose");
    assert!(
        text.starts_with("Subject: Crane: thank you, and good luck\n"),
        "{text}"
    );
    assert!(text.contains("every success with your choice"), "{text}");
    rep.run("add Acme Fleet 5k -w Dana");
    let said = rep.refused(5, "letter d5 sorry-to-lose");
    assert!(
        said.contains("d5 is won") && said.contains("next-steps"),
        "{said}"
    );
    rep.refused(3, "letter gero next-steps");
    rep.refused(3, "letter acme sorry-to-lose");
    rep.refused(3, "letter nobody thanks");
    rep.run("add acme Vans 5k");
    let said = rep.refused(4, "letter acme next-steps");
    assert!(said.contains("d5") && said.contains("d6"), "{said}");
    let said = rep.refused(2, "letter d5 hello");
    assert!(said.contains("next-steps, reassure"), "{said}");
    rep.refused(2, "letter d5");
}

#[test]
fn it_is_written_to_the_person_who_is_named() {
    let rep = full();
    assert!(letter(&rep, "jo reassure").0.contains("Dear Jo Sand,"));
    assert!(
        letter(&rep, "acme reassure").0.contains("Dear Dana Ruiz,"),
        "the deal's first"
    );
    let record = rep.json("letter jo results");
    assert_eq!(record["person"], "Jo Sand");
    assert_eq!(record["kind"], "results");
    assert_eq!(record["missing"][0], "first response now");
    assert!(
        record["body"]
            .as_str()
            .unwrap()
            .starts_with("Dear Jo Sand,\n\n")
    );
}

#[test]
fn a_message_file_opens_in_a_mail_program() {
    let rep = full();
    let (file, _) = letter(&rep, "acme next-steps --eml");
    let (head, body) = file.split_once("\r\n\r\n").unwrap();
    let head: Vec<&str> = head.split("\r\n").collect();
    assert_eq!(head[0], "To: \"Dana Ruiz\" <dana@acme.example>");
    assert_eq!(head[1], "Subject: Fleet: the next steps");
    assert!(head.contains(&"MIME-Version: 1.0"), "{head:?}");
    assert!(
        head.contains(&"Content-Type: text/plain; charset=utf-8"),
        "{head:?}"
    );
    assert!(body.starts_with("Dear Dana Ruiz,\r\n\r\n"), "{body}");
    assert!(file.lines().all(|line| line.len() <= 78));
    let (file, missing) = letter(&rep, "jo reassure --eml");
    assert!(!file.contains("To: "), "{file}");
    assert!(
        missing.contains(&"e-mail address".to_owned()),
        "{missing:?}"
    );
    rep.run("add 山田電機 'Café' 5k -w '山田太郎 <y@y.example>'");
    let (file, _) = letter(&rep, "山田電機 thanks --eml");
    assert!(
        file.is_ascii() && file.contains("Subject: =?utf-8?Q?Caf=C3=A9"),
        "{file}"
    );
    rep.refused(2, "letter acme thanks --eml -o csv");
}

#[test]
fn a_text_of_their_own_takes_the_place_of_the_built_in_one() {
    let rep = full();
    own(
        &rep,
        "thanks",
        "Subject: Merci, {customer}\n\n{person}: {deal}, {value}, {go-live}.\n\nLeft out:\n{kept}\n",
    );
    let (text, missing) = letter(&rep, "acme thanks");
    assert_eq!(
        text,
        "Subject: Merci, Acme Corp\n\nDana Ruiz: Fleet, 48,000 EUR, [go-live date].\n"
    );
    assert_eq!(missing, ["go-live date"]);
    // Beside the configuration that the environment names.
    let folder = rep.path("elsewhere");
    fs::create_dir_all(folder.join("letters")).unwrap();
    fs::write(folder.join("config.toml"), "currency = \"EUR\"\n").unwrap();
    fs::write(folder.join("letters/thanks.txt"), "Thanks!\n").unwrap();
    let mut command = rep.command(["letter", "acme", "thanks"]);
    command.env("DEALS_CONFIG", folder.join("config.toml"));
    assert_eq!(
        rep.finish(command, "letter", b"").ok(),
        "Subject: thanks\n\nThanks!\n"
    );
}

#[test]
fn a_text_of_their_own_that_cannot_be_filled_is_refused() {
    let rep = full();
    let texts: &[(&[u8], &str)] = &[
        (b"a\n{colour}", "line 2: `{colour}` is not a field"),
        (
            b"{% for step in steps %}",
            "`{% for step in steps %}` is not a field",
        ),
        (b"{{person}}", "is not a field"),
        (b"Dear {person", "line 1: a brace is not closed"),
        (b"a\n\n{person}}", "line 3: a brace closes what"),
        (b"{}", "`{}` is not a field"),
        (b" \n", "it is empty"),
        (b"\xff\xfe", "is not text in UTF-8"),
    ];
    for (text, expected) in texts {
        own(&rep, "thanks", text);
        let said = rep.refused(2, "letter acme thanks");
        assert!(
            said.contains(expected) && said.contains("thanks.txt"),
            "{said}"
        );
    }
    own(&rep, "thanks", "{colour}");
    let said = rep.refused(2, "letter acme thanks");
    assert!(
        said.contains("{customer} {person} {deal}"),
        "the known ones are named: {said}"
    );
    assert!(
        letter(&rep, "acme results").0.contains("Dear Dana"),
        "another kind is not touched"
    );
}

#[test]
fn nothing_is_logged() {
    let rep = full();
    let before = contents(&rep.db());
    for options in ["", " --eml", " --json"] {
        let outcome = rep.try_run(&format!("letter acme next-steps{options}"));
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        assert!(outcome.stdout.contains("Dear Dana Ruiz"), "{options}");
    }
    assert!(before == contents(&rep.db()), "a letter changes nothing");
    let outcome = rep.try_run("letter acme next-steps -q");
    assert_eq!(outcome.stderr, "", "-q is quiet");
}

/// Of a table of the page about letters, the cells of each row that begins so.
fn rows_of_page(begin: &str) -> Vec<Vec<String>> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/letters.md");
    let page = fs::read_to_string(page).unwrap();
    let rows = page.lines().filter(|line| line.starts_with(begin));
    let cells = |line: &str| {
        let cells = line.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(cells).collect()
}

#[test]
fn the_page_about_letters_names_every_kind_and_whom_it_suits() {
    let found: Vec<(String, String)> = rows_of_page("| `")
        .into_iter()
        .filter(|cells| !cells[0].starts_with("`{"))
        .map(|cells| (cells[0].replace('`', ""), cells[2].clone()))
        .collect();
    let expected: Vec<(String, String)> = LetterKind::ALL
        .iter()
        .map(|kind| {
            let suited = Status::ALL.iter().filter(|status| kind.suits(**status));
            let suited: Vec<&str> = suited.map(|status| status.as_str()).collect();
            (kind.to_string(), suited.join(", "))
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_field_is_on_the_page_and_filled_by_the_command_beside_it() {
    let rows = rows_of_page("| `{");
    let named: Vec<String> = rows.iter().map(|cells| cells[0].clone()).collect();
    let known = Field::list()
        .into_iter()
        .map(|field| format!("`{{{field}}}`"));
    assert_eq!(named, known.collect::<Vec<_>>());
    for cells in rows {
        let (field, commands) = (cells[0].replace('`', ""), cells[3].clone());
        let rep = Environment::new();
        rep.run("add Acme --prospect");
        own(&rep, "objectives", format!("{field}\n\nThe end.\n"));
        let written = || letter(&rep, "d1 objectives").0;
        let before = written();
        let is_there = before.lines().count() > 3 && !before.contains('[');
        assert_eq!(is_there, commands == "always there", "{field}: {before}");
        let commands: Vec<&str> = commands.split('`').skip(1).step_by(2).collect();
        for command in &commands {
            rep.run(command);
        }
        if !commands.is_empty() {
            let after = written();
            let line = after.lines().nth(2).unwrap();
            assert!(
                after != before && after.lines().count() > 3,
                "{field}: {after}"
            );
            // What is not measured is a gap in its line, and nothing else is.
            assert!(
                !line.contains('[') || field == "{results}",
                "{field}: {after}"
            );
        }
        let is_list = cells[1] == "list";
        let entry = written().lines().nth(2).unwrap().starts_with("- ");
        assert_eq!(entry, is_list, "{field}: {}", written());
    }
}

#[test]
fn the_text_on_the_page_about_letters_can_be_used() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/letters.md");
    let page = fs::read_to_string(page).unwrap();
    let text = page.split("```text\n").nth(1).unwrap();
    let text = text.split("```").next().unwrap();
    let rep = full();
    own(&rep, "thanks", text);
    rep.run("result measure r1 30");
    rep.run("mark d1 delivered");
    let (text, missing) = letter(&rep, "acme thanks");
    assert!(
        text.starts_with(
            "Subject: Fleet is live, and thank you\n\nDear Dana Ruiz,\n\nsince Friday 13 March 2026"
        ),
        "{text}"
    );
    assert!(
        text.contains("\n- first response: from 40 to 28 h; measured: 30 h"),
        "{text}"
    );
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_letter_says_what_is_there_already() {
    let mut rep = full();
    rep.run("mark d1 delivered --part '2 of 3 sites'");
    rep.run("mark d1 paid --part deposit --amount 20k");
    rep.at("2026-03-25");
    let (text, _) = letter(&rep, "d1 next-steps");
    for part in [
        "- delivery: 2 of 3 sites on Friday 13 March 2026; was planned for Friday 20 March 2026, new date:",
        "- payment: deposit, 20,000 EUR on Friday 13 March 2026; [payment date]",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    rep.run("mark d1 delivered");
    let (text, missing) = letter(&rep, "d1 next-steps");
    assert!(
        text.contains("- delivery: done, Wednesday 25 March 2026\n"),
        "{text}"
    );
    // Nobody keeps in mind what has been.
    let (text, _) = letter(&rep, "d1 reassure");
    assert!(
        !text.contains("keep in mind") && text.contains("has doubts"),
        "{text}"
    );
    assert!(
        !missing.contains(&"delivery date".to_owned()),
        "{missing:?}"
    );
}
