//! What was said is found again: everywhere, whatever is typed, and as long as it stands in the file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use unicode_width::UnicodeWidthStr as _;

use crate::book;
use crate::environment::{Environment, contents, rows};

/// A book in which each kind of text has a word of its own.
fn rep() -> Environment {
    let mut rep = Environment::new();
    for (day, lines) in [
        (
            "2026-02-02",
            &[
                r#"add "Quartz Ltd" Lathe 48k -d 2w -w "Dana Ruiz <dana@quartz.example>" --note zircon
                   --key JOB-77 --penalty "1 % a garnet" --promise "1 mar: topaz drills"
                   --result "onyx: 40 -> 28 h" --rival Umbra --risk "opal // jasper" --thank "Priya: beryl""#,
                "add Borel Pilot 9k",
            ][..],
        ),
        (
            "2026-02-16",
            &[
                "log quartz --with dana she is glad about the agate, crew is booked --gave 'the ruby study'
                 -n 'fri: send coral'",
                "edit p1 --interests amber --topic jade --note ivory",
                "rival a1 Umbra --note 'seen with pearls'",
                "expect d1 delivery 2026-03-20 --why 'the flint is late'",
                "mark d1 invoiced --ref PO-4711",
                "mark d1 delivered --part 'two of three slates'",
                "mark d1 credit --failed --why chalk",
                "objective add d1 no marble waits",
                "objective object o1 --by dana --why granite",
                "lost d2 --reason price --rival Initech --note 'a cheaper basalt'
                 --rival-promised '2026-04-20: lava'",
                "heartbeat d2 --attractive 'pumice included' --would-match yes",
            ][..],
        ),
    ] {
        rep.at(day);
        for line in lines {
            rep.run(line);
        }
    }
    rep.at("2026-03-02");
    rep
}

fn found(rep: &Environment, line: &str, fields: &str) -> Vec<String> {
    rows(&rep.json(&format!("find {line}")), fields)
}

#[test]
fn every_text_that_was_typed_is_found() {
    let rep = rep();
    for (word, expected) in [
        ("agate", "touchpoint t1 a1 d1 p1 2026-02-16 note"),
        ("ruby", "touchpoint t1 a1 d1 p1 2026-02-16 gave"),
        ("dana ruiz", "person p1 a1 - p1 2026-02-16 name"),
        ("dana@quartz.example", "person p1 a1 - p1 2026-02-16 email"),
        ("amber", "person p1 a1 - p1 2026-02-16 interests"),
        ("jade", "person p1 a1 - p1 2026-02-16 last_topic"),
        ("ivory", "person p1 a1 - p1 2026-02-16 note"),
        ("quartz ltd", "account a1 a1 - - - name"),
        ("lathe", "deal d1 a1 d1 - 2026-02-16 title"),
        ("zircon", "deal d1 a1 d1 - 2026-02-16 note"),
        ("job-77", "deal d1 a1 d1 - 2026-02-16 key"),
        ("garnet", "deal d1 a1 d1 - 2026-02-16 penalty"),
        ("basalt", "deal d2 a2 d2 - 2026-02-16 lost_note"),
        ("lava", "deal d2 a2 d2 - 2026-02-16 rival_promised"),
        ("po-4711", "deal d1 a1 d1 - 2026-02-16 ref"),
        ("flint", "deal d1 a1 d1 - 2026-02-16 moved_why"),
        ("slates", "deal d1 a1 d1 - 2026-02-16 part"),
        ("onyx", "result r1 a1 d1 - - metric"),
        ("marble", "objective o1 a1 d1 - 2026-02-16 what"),
        ("granite", "objective o1 a1 d1 p1 2026-02-16 why"),
        ("pearls", "rival - a1 - - 2026-02-16 note"),
        ("pumice", "heartbeat - a2 d2 - 2026-02-16 attractive"),
    ] {
        let fields = "kind id account_id deal_id person_id on field";
        let all = found(&rep, word, fields);
        assert!(all.contains(&expected.to_owned()), "{word}: {all:?}");
    }
    for (word, kind, field) in [
        ("topaz", "promise", "what"),
        ("opal", "risk", "what"),
        ("jasper", "risk", "plan_b"),
        ("beryl", "check-in", "what"),
        ("priya", "check-in", "owner"),
        ("coral", "check-in", "what"),
    ] {
        let all = found(&rep, word, "kind field deal_id");
        assert_eq!(all, [format!("{kind} {field} d1")], "{word}");
    }
    // A failed check also sets a follow-up that says why.
    assert_eq!(
        found(&rep, "chalk", "kind field"),
        ["deal failed_why", "check-in what"]
    );
}

#[test]
fn what_a_plan_asks_is_not_what_was_said() {
    let rep = rep();
    for word in ["reassure", "on track", "renegotiate"] {
        assert_eq!(found(&rep, word, "kind"), [""; 0], "{word}");
    }
    let step = rep.open_check_in("d1", "is it on track?");
    rep.run(&format!("edit {step} --why 'the malachite was late'"));
    assert_eq!(
        found(&rep, "malachite", "kind field text"),
        ["check-in why the malachite was late"]
    );
}

#[test]
fn all_words_must_be_there_and_the_last_may_be_begun() {
    let rep = rep();
    rep.run("log borel 'Grüße an Zoë, die Straße ist fertig; 山田電機 kommt'");
    for (line, count) in [
        ("glad crew", 1),
        ("crew GLAD", 1),
        ("glad cr", 1),
        ("cr glad", 0),
        ("glad granite", 0),
        // In two fields of one record.
        ("agate ruby", 1),
        ("grusse zoe", 1),
        ("GRÜSSE strasse", 1),
        ("電機", 1),
        ("機電", 0),
        ("umbra seen", 1),
    ] {
        assert_eq!(found(&rep, line, "id").len(), count, "{line}");
    }
}

#[test]
fn whatever_is_typed_is_a_query() {
    let rep = rep();
    for (typed, count) in [
        (r#""glad"#, 1),
        (r#""glad" AND "crew""#, 0),
        ("glad*", 1),
        ("*", 0),
        ("gl*", 1),
        ("(glad", 1),
        ("glad)", 1),
        ("NEAR(glad crew, 5)", 0),
        ("NOT", 0),
        ("AND", 0),
        ("OR OR OR", 0),
        ("text:glad", 0),
        ("text : glad", 0),
        ("^glad", 1),
        ("{text} : glad", 0),
        ("+glad", 1),
        ("glad + crew", 1),
        ("glad' OR 1=1 --", 0),
        ("'", 0),
        ("\"", 0),
        ("\"\"\"", 0),
        ("...", 0),
        ("🚜", 0),
        ("glad 🚜", 1),
        ("", 0),
        (" ", 0),
        ("-", 0),
        ("-5", 0),
        ("\u{1b}[31mglad", 0),
        ("\u{202e}glad", 1),
        ("gl\u{ad}ad", 1),
        ("हिन्दी", 0),
        ("שלום", 0),
    ] {
        let outcome = rep.try_with(["find", "--json", typed]);
        assert_eq!(
            (outcome.code, outcome.stderr.as_str()),
            (0, ""),
            "{typed:?}"
        );
        let all: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(all.as_array().unwrap().len(), count, "{typed:?}");
        // What is said of it is harmless.
        let said = rep.try_with(["find", typed]).ok();
        let hostile = said
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(hostile, None, "{said:?}");
        assert!(said.lines().all(|line| line.width() <= 80), "{said}");
    }
    for long in [
        "x".repeat(10_000),
        "y z ".repeat(2_500),
        "\" ( * ".repeat(1_500),
    ] {
        assert_eq!(rep.try_with(["find", "--json", &long]).ok().trim(), "[]");
    }
    let many: Vec<String> = (0..2_000).map(|number| format!("w{number}")).collect();
    assert_eq!(
        rep.try_with(["find", "--json", &many.join(" ")])
            .ok()
            .trim(),
        "[]"
    );
    rep.refused(2, "find");
}

#[test]
fn what_fits_best_comes_first_and_of_equal_ones_the_newest() {
    let rep = rep();
    rep.run("log borel --on 2026-02-20 sapphire");
    rep.run("log borel --on 2026-02-24 sapphire");
    rep.run("log quartz --on 2026-02-22 sapphire");
    rep.run("log quartz --on 2026-02-27 a lot was said about the sapphire and other stones");
    let all = found(&rep, "sapphire", "id on");
    assert_eq!(
        all,
        [
            "t3 2026-02-24",
            "t4 2026-02-22",
            "t2 2026-02-20",
            "t5 2026-02-27"
        ]
    );
    for limit in 1..=4 {
        let some = found(&rep, &format!("sapphire --limit {limit}"), "id on");
        assert_eq!(some, all[..limit], "{limit}");
    }
    let screen = rep.run("find sapphire --limit 2");
    assert!(
        screen.ends_with("2 of 4 found · all: --limit 0\n"),
        "{screen}"
    );
    assert!(rep.run("find sapphire").ends_with("4 found\n"));
    assert_eq!(rep.run("find sapphire -o ids"), "t3\nt4\nt2\nt5\n");
    assert_eq!(rep.run("find pearls -o ids"), "a1\n");
    assert_eq!(rep.run("find pumice -q"), "d2\n");
}

#[test]
fn a_search_is_narrowed_by_place_and_day() {
    let rep = rep();
    rep.run("log borel --on 2026-02-25 the topaz opal of umbra");
    for (line, expected) in [
        ("topaz", vec!["promise", "touchpoint"]),
        ("topaz --in promise", vec!["promise"]),
        ("topaz --in check-in", vec!["promise"]),
        ("topaz --in risk", vec![]),
        (
            "opal --in check-ins --in touchpoint",
            vec!["risk", "touchpoint"],
        ),
        ("pearls --in rival", vec!["rival"]),
        ("pearls --in deal", vec![]),
        ("umbra --since 2026-02-20", vec!["touchpoint"]),
        ("umbra --since 2026-02-16", vec!["rival", "touchpoint"]),
        ("quartz --in account --since 2026-02-01", vec![]),
        ("topaz --since today", vec![]),
    ] {
        let mut kinds = found(&rep, line, "kind");
        kinds.sort();
        assert_eq!(kinds, expected, "{line}");
    }
    let said = rep.refused(2, "find topaz --in everywhere");
    assert!(
        said.contains("touchpoint, person, account, deal, check-in"),
        "{said}"
    );
    rep.refused(2, "find topaz --since soon");
    rep.refused(5, "find topaz --since tomorrow");
    rep.refused(2, "find topaz --fields colour");
    rep.refused(2, "find topaz --limit many");
}

/// A follow-up says why it was set, in the first words of its contact: those are found with the contact.
#[test]
fn what_a_contact_said_is_found_once() {
    let mut rep = rep();
    rep.at("2026-03-03");
    rep.run("log borel they saw the sapphire, and want a price for the opal ring as soon as there is one -n fri");
    rep.run("log borel --on yesterday about a peridot -n fri");
    for (line, expected) in [
        ("price", vec!["t2"]),
        ("peridot", vec!["t3"]),
        ("peridot --in check-in", vec!["c30"]),
        ("peridot --since today", vec!["c30"]),
        ("sapphire", vec!["t2"]),
        ("follow sapphire", vec!["c29"]),
    ] {
        let mut ids = found(&rep, line, "id");
        ids.sort();
        assert_eq!(ids, expected, "{line}");
    }
    rep.run("edit c30 --why 'a peridot of their own'");
    assert_eq!(found(&rep, "peridot", "id").len(), 2, "other words now");
}

#[test]
fn matches_say_where_they_stand_in_the_text() {
    let rep = rep();
    rep.try_with(["log", "borel", "Zoë 🚜 und Müller,\nMüllers \u{1b}[31m Rat"])
        .ok();
    let one = &rep.json("find muller")[0];
    let text: Vec<char> = one["text"].as_str().unwrap().chars().collect();
    let matched: Vec<String> = one["matches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|range| {
            let [begin, length] = ["at", "length"]
                .map(|field| usize::try_from(range[field].as_u64().unwrap()).unwrap());
            text[begin..begin + length].iter().collect()
        })
        .collect();
    assert_eq!(matched, ["Müller", "Müllers"]);
    assert_eq!(one["snippet"], "Zoë 🚜 und Müller, Müllers �[31m Rat");
    let screen = rep.run("find muller");
    assert!(
        screen.contains("    Zoë 🚜 und *Müller*, *Müllers* �[31m Rat\n"),
        "{screen}"
    );
    let mut coloured = rep.command(["find", "muller", "--color", "always"]);
    coloured.env("COLUMNS", "80");
    let screen = rep.finish(coloured, "find muller", b"").ok();
    assert!(screen.contains("\u{1b}[1mMüller\u{1b}[0m, "), "{screen:?}");
}

#[test]
fn nothing_found_says_what_was_asked_for_and_makes_no_file() {
    let rep = Environment::new();
    assert_eq!(rep.run("find agate --json"), "[]\n");
    let said = rep.run("find agate --in promise");
    assert_eq!(said, "Nothing found for `agate` in promises.\n");
    assert!(!rep.db().exists());
    let rep = self::rep();
    let before = contents(&rep.db());
    let said = rep.run("find glad unicorn --since 2026-02-01");
    assert!(
        said.starts_with("Nothing found for `glad unicorn` since Sun 1 Feb 2026.\n"),
        "{said}"
    );
    assert!(
        said.ends_with("\n`unicorn` stands nowhere there.\n"),
        "{said}"
    );
    // Both are there, in different places.
    assert!(!rep.run("find glad granite").contains("nowhere"));
    rep.run("find glad");
    assert_eq!(contents(&rep.db()), before);
}

/// Every word of the index with the number of its text and its place there.
pub(crate) fn index(path: &Path) -> BTreeSet<(String, i64, i64)> {
    let file = Connection::open(path).unwrap();
    file.execute_batch(
        "CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, find_text, instance)",
    )
    .unwrap();
    let mut words = file
        .prepare("SELECT term, doc, offset FROM temp.words")
        .unwrap();
    words
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// What the index of a file is when it is made of its tables, as that of an older file is.
fn made_anew(rep: &Environment) -> BTreeSet<(String, i64, i64)> {
    let copy = Environment::new();
    fs::copy(rep.db(), copy.db()).unwrap();
    let file = Connection::open(copy.db()).unwrap();
    file.execute_batch(
        "DROP VIEW v_deals; DROP VIEW v_check_ins; DROP VIEW v_touchpoints;
         DROP TABLE find_text; PRAGMA user_version = 3;
         ALTER TABLE journal_command DROP COLUMN typed;
         ALTER TABLE journal_command DROP COLUMN undone_at;
         ALTER TABLE journal_command DROP COLUMN dropped;
         ALTER TABLE journal_row DROP COLUMN left_as;
         ALTER TABLE journal_row DROP COLUMN after;",
    )
    .unwrap();
    drop(file);
    copy.run("accounts");
    index(&copy.db())
}

#[test]
fn the_index_always_agrees_with_the_tables() {
    for rep in [rep(), book::full()] {
        let before = index(&rep.db());
        assert!(before.len() > 20, "{before:?}");
        assert_eq!(before, made_anew(&rep));
    }
    let rep = rep();
    let before = index(&rep.db());
    rep.run("log quartz hello there --dry-run -o ids");
    assert_eq!(index(&rep.db()), before);
    rep.write(
        "more.csv",
        "Account,Product,Amount,Currency,Notes,Id\nFjord AS,Crane,700,USD,a tall one,X1\n",
    );
    for line in [
        "edit t1 --note 'the onyx is dull'",
        "edit d1 --title Press --note ''",
        "edit a1 --name 'Quartz & Sons'",
        "edit p1 --name 'Dana Weiss' --note ''",
        "edit o1 --what 'no gate waits'",
        "edit r1 --metric slate",
        "mark d1 delivered --undo --part 'two of three slates'",
        "mark d1 invoiced --undo",
        "rival a1 Umbra --note 'seen with corals'",
        "import more.csv --source crm",
        "rm t1 --yes",
        "account merge a1 borel --yes",
        "revive d2",
        "person forget p1 --yes",
        "rm d1 --yes",
        "rm a3 --yes",
    ] {
        let before = index(&rep.db());
        rep.run(line);
        let after = index(&rep.db());
        assert_eq!(after, made_anew(&rep), "{line}");
        assert!(
            after != before || line.starts_with("revive"),
            "{line} changed nothing"
        );
    }
    rep.run("rm a1 --yes");
    assert!(index(&rep.db()).is_empty());
}

#[test]
fn who_is_forgotten_is_not_in_the_index_and_nowhere_in_the_file() {
    let rep = rep();
    rep.run("log quartz --with 'Ximena Quixote' --new-person a word on xylophones");
    rep.run("edit p2 --name 'Xaver Quixote' --interests xylographs --email xq@xenon.example");
    rep.run("edit p2 --name 'Ximena Quixote'");
    let holds = |word: &str| {
        let bytes = fs::read(rep.db()).unwrap().to_ascii_lowercase();
        bytes
            .windows(word.len())
            .any(|found| found == word.as_bytes())
    };
    assert!(holds("ximena") && holds("xylographs"));
    assert_eq!(found(&rep, "quixote", "id"), ["p2"]);
    rep.run("person forget p2 --yes");
    let words: BTreeSet<String> = index(&rep.db()).into_iter().map(|one| one.0).collect();
    for word in ["ximena", "xaver", "quixote", "xylographs", "xq", "xenon"] {
        assert!(!words.contains(word), "{word}");
        assert!(!holds(word), "{word}");
        assert_eq!(found(&rep, word, "id"), [""; 0], "{word}");
    }
    // What was typed into a note stays.
    assert_eq!(found(&rep, "xylophones", "id person"), ["t2 -"]);
}
