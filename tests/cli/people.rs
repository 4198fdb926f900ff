//! People: who they are on each deal, what they care about, where they go, and how they are forgotten; accounts
//! that are one customer; what is said when only asking goes on, or nobody answers.

use serde_json::json;

use crate::environment::{Environment, contents, rows};

/// Two customers with somebody at each, on the Friday they signed.
fn rep() -> Environment {
    let rep = Environment::new();
    rep.run("add 'Acme Corp' Fleet 48k -w 'Dana Ruiz <dana@acme.example>' --role decision-maker");
    rep.run("add Borel Press 12k -w 'Jean Roux'");
    rep
}

const PERSON: &str = "id role interests last_topic last_topic_on note";

#[test]
fn what_one_knows_of_somebody_is_kept_and_taken_away() {
    let rep = rep();
    let person = rep.json("edit p1 --interests 'rowing' --topic 'her boat' --note 'before nine'");
    assert_eq!(
        rows(&json!([person]), PERSON),
        ["p1 decision-maker rowing her boat 2026-03-06 before nine"]
    );
    let screen = rep.run("show acme");
    assert!(
        screen.contains("Dana Ruiz: rowing; last: her boat, 6 Mar; before nine"),
        "{screen}"
    );
    let person = rep.json("edit p1 --interests '' --topic '' --note ''");
    assert_eq!(
        rows(&json!([person]), PERSON),
        ["p1 decision-maker - - - -"]
    );
}

#[test]
fn due_says_what_one_knows_of_somebody_when_asked_for_more() {
    let mut rep = rep();
    rep.run("edit p1 --interests rowing");
    rep.at("2026-03-09");
    assert!(rep.run("due -v").contains("rowing"));
    assert!(!rep.run("due").contains("rowing"));
}

#[test]
fn a_deal_has_several_people_each_with_a_role_there() {
    let rep = rep();
    rep.run("add a1 Vans 9k -w 'Dana Ruiz'");
    rep.run("edit d1 --person 'Lee Moss' --role user");
    rep.run("edit d1 --person p1 --role sponsor");
    let people = |of: &str| rows(&rep.json(&format!("show {of}"))["people"], "name role");
    assert_eq!(people("d1"), ["Dana Ruiz sponsor", "Lee Moss user"]);
    assert_eq!(people("d3"), ["Dana Ruiz decision-maker"]);
    assert_eq!(people("a1"), ["Dana Ruiz decision-maker", "Lee Moss user"]);
    // What they are at the account again is no other role on the deal.
    rep.run("edit d1 -w 'Dana Ruiz' --role decision-maker");
    assert_eq!(people("d1")[0], "Dana Ruiz decision-maker");
}

#[test]
fn a_part_of_a_name_is_who_is_there_and_a_history_says_who_came() {
    let rep = rep();
    let answer = rep.run("add a1 Vans 9k -w dana");
    assert!(answer.contains("with Dana Ruiz"), "{answer}");
    rep.run("add a1 Truck 5k");
    rep.run("edit d4 --person dana");
    rep.run("edit d1 --person 'Dana <other@acme.example>'");
    assert_eq!(
        rows(&rep.json("people a1"), "id name"),
        ["p1 Dana Ruiz", "p3 Dana"]
    );
    let history = rep.run("history --limit 2");
    assert!(history.contains("p3 new · d1 with p3"), "{history}");
    assert!(history.contains("d4 with p1"), "{history}");
    // Who is insisted on is added.
    rep.run("log d1 hi --with Ruiz --new-person");
    assert_eq!(rows(&rep.json("people a1"), "id").len(), 3);
}

#[test]
fn several_people_are_added_with_a_deal_and_the_first_is_called() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k -w 'Dana Ruiz' --role sponsor");
    let answer = rep.run(
        "add acme Vans 9k -w 'Dana Ruiz' --role decision-maker --phone '' --person 'Lee Moss <lee@acme.example>' \
         --role user --phone '+49 30 555' --promise 'fri: the keys'",
    );
    assert!(
        answer.contains("\n    with Dana Ruiz (p1)\n    with Lee Moss <lee@acme.example> (p2)\n"),
        "{answer}"
    );
    let people = |rep: &Environment, of: &str| {
        rows(&rep.json(&format!("show {of}"))["people"], "id role phone")
    };
    // What she is on another deal stays.
    assert_eq!(
        people(&rep, "d2"),
        ["p1 decision-maker -", "p2 user +49 30 555"]
    );
    assert_eq!(people(&rep, "d1"), ["p1 sponsor -"]);
    let promise = rows(&rep.json("show d2")["promises"], "person");
    assert_eq!(promise, ["Dana Ruiz"]);
    rep.refused(2, "add Borel Fleet 1k -w Jean -w ''");
    rep.refused(2, "add Borel Fleet 1k --role user");
    for line in [
        "--role user",
        "--phone 555",
        "--phone 1 --phone 2 --phone 3",
    ] {
        let said = rep.refused(2, &format!("add Borel Fleet 1k -w Jean -w Lou {line}"));
        assert!(
            said.contains("2 people, and --") && said.contains("for each, in their order"),
            "{said}"
        );
    }
    rep.run("add Borel Fleet 1k -w Jean -w Lou -w jean");
    assert_eq!(people(&rep, "d3"), ["p3 - -", "p4 - -"]);
    rep.at("2026-03-16");
    let due = rep.json("due --by deal");
    assert_eq!(rows(&due, "deal.id person.name")[0], "d2 Dana Ruiz");
}

#[test]
fn somebody_is_taken_off_a_deal_and_stays_at_the_account() {
    let rep = rep();
    rep.run("edit d1 --person 'Lee Moss' --role user");
    rep.run("edit d1 --person p1 --role sponsor");
    rep.run("edit a1 --person 'Lee Park'");
    rep.run("log d1 --with lee.moss@acme.example --new-person hello");
    rep.run("log d1 --with p3 they count the lorries");
    let before = contents(&rep.db()).unwrap();
    let tried = rep.json("edit d1 --not-person p1 --dry-run");
    assert_eq!(tried["dry_run"], true);
    assert!(contents(&rep.db()).unwrap() == before);
    // Undo brings them back with what they were there.
    let people = |rep: &Environment| rows(&rep.json("show d1")["people"], "id role");
    let on_it = people(&rep);
    rep.run("edit d1 --not-person p1");
    rep.run("undo");
    assert_eq!(people(&rep), on_it);
    // Of those on the deal: somebody else there who is called so is not meant.
    let said = rep.run("edit d1 --not-person lee");
    assert!(said.contains("without lee"), "{said}");
    let story = rep.json("show d1");
    assert_eq!(rows(&story["people"], "id"), ["p1"]);
    assert!(rows(&story["touchpoints"], "person").contains(&"Lee Moss".to_owned()));
    assert!(rows(&rep.json("people acme"), "name").contains(&"Lee Moss".to_owned()));
    let said = rep.refused(3, "edit d1 --not-person lee");
    assert!(
        said.contains("`lee` is not on that deal") && said.contains("on it: Dana Ruiz (p1)"),
        "{said}"
    );
    rep.refused(3, "edit d1 --not-person p2");
    rep.refused(3, "edit d1 --not-person p99");
    rep.refused(2, "edit a1 --not-person p1");
    rep.refused(2, "edit p1 --not-person p1");
    // One goes and another comes; who comes back is what they were at the account.
    rep.run("edit d1 --person 'Lee Park' --not-person dana");
    rep.run("edit d1 --person p1");
    assert_eq!(
        rows(&rep.json("show d1")["people"], "name role"),
        ["Lee Park -", "Dana Ruiz decision-maker"]
    );
    rep.run("edit d1 --not-person p1");
    rep.run("edit d1 --not-person 'lee park'");
    let said = rep.refused(3, "edit d1 --not-person dana");
    assert!(said.contains("nobody is on it"), "{said}");
}

#[test]
fn of_two_of_one_name_the_one_on_the_deal_is_taken_off() {
    let rep = rep();
    rep.run("edit a1 -w 'Dana Ruiz <other@acme.example>'");
    rep.run("edit d1 --not-person dana");
    assert_eq!(rep.json("show d1")["people"], json!([]));
    rep.run("edit d1 --person p1");
    rep.run("edit d1 --person p3");
    let said = rep.refused(4, "edit d1 --not-person 'dana ruiz'");
    assert!(said.contains("p1") && said.contains("p3"), "{said}");
    rep.run("edit d1 --not-person other@acme.example");
    assert_eq!(rows(&rep.json("show d1")["people"], "id"), ["p1"]);
}

#[test]
fn somebody_who_moves_leaves_what_happened_where_it_did() {
    let rep = rep();
    rep.run("log acme --with dana she is glad -n 'fri: call her'");
    rep.run("objective add d1 no lorry waits");
    rep.run("objective agree o1 --by dana");
    let answer = rep.run("edit p1 --account borel");
    assert!(answer.contains("now at Borel (a2)"), "{answer}");
    let old = rep.json("show a1");
    assert_eq!(rows(&old["people"], "name"), Vec::<String>::new());
    assert_eq!(
        rows(&old["touchpoints"], "person note"),
        ["Dana Ruiz she is glad"]
    );
    assert_eq!(
        rows(&old["objectives"][0]["answers"], "person stance"),
        ["Dana Ruiz agreed"]
    );
    assert_eq!(
        rows(&rep.json("show d1")["people"], "name"),
        Vec::<String>::new()
    );
    let call = rep.open_check_in("a1", "call her");
    let found = rep.json(&format!("show {call}"));
    let found = rows(&found["check_ins"], "id person");
    assert!(found.contains(&format!("{call} -")), "{found:?}");
    let new = rep.json("show a2");
    assert_eq!(
        rows(&new["people"], "id name"),
        ["p1 Dana Ruiz", "p2 Jean Roux"]
    );
    assert_eq!(rows(&new["touchpoints"], "id"), Vec::<String>::new());
    // Whom to call there is not somebody who left.
    let due = rep.json("due --within 30d --account acme");
    assert_eq!(rows(&due, "account.name person"), ["Acme Corp -"]);
}

#[test]
fn log_finds_people_by_name_and_adds_a_new_one_only_when_told() {
    let rep = rep();
    rep.run("log acme --with 'Dana Ruiz <dana@acme.example>' hello");
    let said = rep.refused(3, "log acme --with bob hello");
    assert!(
        said.contains("nobody at Acme Corp is called `bob`"),
        "{said}"
    );
    assert!(
        said.contains("on record there: Dana Ruiz; --new-person adds them"),
        "{said}"
    );
    let said = rep.refused(3, "log acme --with 'Bob Lo <bob@acme.example>' hello");
    assert!(said.contains("--new-person"), "{said}");
    let logged = rep.json("log acme --with 'Bob Lo <bob@acme.example>' --new-person hello");
    assert_eq!(
        (&logged["person"], &logged["person_id"]),
        (&json!("Bob Lo"), &json!("p3"))
    );
    // Once there, they are found and not added again.
    rep.run("log acme --with 'bob lo' --new-person again");
    assert_eq!(
        rows(&rep.json("people acme"), "id name email"),
        [
            "p1 Dana Ruiz dana@acme.example",
            "p3 Bob Lo bob@acme.example"
        ]
    );
    rep.refused(3, "log acme --with p2 hello");
    rep.refused(3, "log acme --with p9 --new-person hello");
    rep.refused(2, "log acme --with 'Bob <bob' --new-person hello");
    rep.refused(2, "log acme --new-person hello");
}

#[test]
fn two_people_of_one_name_are_told_apart() {
    let rep = rep();
    rep.run("edit a1 -w 'Dana Ruiz <other@acme.example>'");
    for line in [
        "log acme --with dana hello",
        "log acme --with 'Dana Ruiz' --new-person hello",
        "edit d1 --person 'Dana Ruiz' --role user",
        "person forget dana --yes",
    ] {
        let said = rep.refused(4, line);
        assert!(said.contains("p1") && said.contains("p3"), "{line}: {said}");
    }
    let logged = rep.json("log acme --with other@acme.example hello");
    assert_eq!(logged["person_id"], "p3");
}

#[test]
fn rapport_stays_with_whoever_was_talked_to() {
    let mut rep = rep();
    rep.at("2026-03-13");
    let logged = rep.json("log d1 --rapport 'her boat'");
    assert_eq!(logged["person_id"], "p1", "the only one of the deal");
    let topic = || rows(&rep.json("people acme"), "last_topic last_topic_on");
    assert_eq!(topic(), ["her boat 2026-03-13"]);
    rep.run("log acme --with dana --rapport 'the fair' --on 2026-03-10");
    assert_eq!(
        topic(),
        ["her boat 2026-03-13"],
        "an older talk is not the last one"
    );
    rep.run("log p1 --rapport 'her son'");
    assert_eq!(topic(), ["her son 2026-03-13"]);
}

#[test]
fn rapport_needs_somebody_who_was_talked_to() {
    let rep = rep();
    rep.run("edit d1 -w 'Lee Moss'");
    let said = rep.refused(5, "log acme --rapport 'her boat'");
    assert!(said.contains("it is not clear with whom"), "{said}");
    let said = rep.refused(5, "log acme --with dana -x --rapport 'her boat'");
    assert!(said.contains("nobody was talked to"), "{said}");
    rep.refused(2, "log acme --with dana --rapport ' '");
}

#[test]
fn a_person_is_forgotten_in_records_journal_and_file() {
    let rep = rep();
    rep.run("edit p1 --interests rowing --topic 'her boat' --note 'before nine' --phone 555123");
    rep.run("log acme --with dana she is glad -n 'fri: call again'");
    rep.run("result add d1 'uptime: 95 -> 99 %'");
    rep.run("result accept r1 --by dana");
    rep.run("objective add d1 no lorry waits");
    rep.run("objective agree o1 --by dana");
    rep.run("edit p1 --name 'Dana Moss'");
    let traces = [
        "Dana",
        "dana",
        "Ruiz",
        "rowing",
        "her boat",
        "before nine",
        "555123",
    ];
    let found = |rep: &Environment| {
        let file = contents(&rep.db()).unwrap();
        let holds = |trace: &&&str| {
            file.windows(trace.len())
                .any(|part| part == trace.as_bytes())
        };
        traces.iter().filter(holds).copied().collect::<Vec<_>>()
    };
    assert_eq!(found(&rep), traces);
    let said = rep.refused(5, "person forget p1");
    assert!(
        said.contains("Forget Dana Moss, Acme Corp") && said.contains("--yes"),
        "{said}"
    );
    let tried = rep.json("person forget p1 --dry-run");
    assert_eq!(tried["dry_run"], true);
    assert_eq!(found(&rep), traces);

    let forgotten = rep.json("person forget p1 --yes");
    assert_eq!(
        rows(
            &json!([forgotten]),
            "id account touchpoints check_ins copies"
        ),
        ["p1 Acme Corp 1 1 "]
    );
    assert_eq!(found(&rep), Vec::<&str>::new());
    let story = rep.json("show acme");
    assert_eq!(
        rows(&story["touchpoints"], "person note"),
        ["- she is glad"]
    );
    assert_eq!(rows(&story["people"], "id"), Vec::<String>::new());
    assert_eq!(
        rows(&story["results"], "accepted_by accepted_on"),
        ["- 2026-03-06"]
    );
    rep.open_check_in("acme", "call again");
    rep.refused(3, "person forget p1 --yes");
    rep.refused(3, "person forget dana --yes");
}

#[test]
fn copies_that_still_know_somebody_are_named() {
    let rep = rep();
    let early = contents(&rep.db()).unwrap();
    rep.write("book.db.v1.bak", &early);
    rep.run("edit a1 -w 'Lee Moss'");
    rep.write("monday.bak", contents(&rep.db()).unwrap());
    rep.write("notes.bak", "not a book");
    rep.write("book.db.bak", "cut short");
    let copies = |line: &str| -> Vec<String> {
        let forgotten = rep.json(line);
        let copies = forgotten["copies"].as_array().unwrap();
        let name = |copy: &serde_json::Value| {
            let path = std::path::PathBuf::from(copy.as_str().unwrap());
            path.file_name().unwrap().to_string_lossy().into_owned()
        };
        copies.iter().map(name).collect()
    };
    // Lee is not in the early one; what cannot be read may know anybody.
    assert_eq!(
        copies("person forget p3 --yes"),
        ["book.db.bak", "monday.bak"]
    );
    assert_eq!(
        copies("person forget p1 --yes"),
        ["book.db.bak", "book.db.v1.bak", "monday.bak"]
    );
    assert_eq!(
        contents(&rep.path("book.db.v1.bak")).unwrap(),
        early,
        "a copy is left alone"
    );
    let screen = rep.run("person forget p2 --yes");
    assert!(
        screen.contains("still in the copy") && screen.contains("monday.bak"),
        "{screen}"
    );
}

#[test]
fn only_a_person_is_forgotten() {
    let rep = rep();
    assert!(
        rep.refused(2, "person forget a1 --yes")
            .contains("a1 is an account, not a person")
    );
    rep.refused(3, "person forget acme --yes");
    rep.refused(2, "person forget");
    rep.refused(2, "person remember p1");
}

#[test]
fn a_merge_keeps_everything() {
    let mut rep = rep();
    rep.run("log borel --with jean he is glad");
    rep.run("rival acme Initech --note 'seen there'");
    rep.run("rival borel initech --note 'cheaper'");
    rep.run("rival borel Umbra");
    rep.run("tag borel north");
    rep.run("promise d2 'fri: the manuals'");
    rep.at("2026-03-09");
    rep.run("log acme -x");
    let count = |target: &str, list: &str| {
        rep.json(&format!("show {target}"))[list]
            .as_array()
            .unwrap()
            .len()
    };
    let lists = ["deals", "people", "check_ins", "touchpoints", "promises"];
    let before: Vec<usize> = lists
        .map(|list| count("a1", list) + count("a2", list))
        .into();
    let said = rep.refused(5, "account merge acme borel");
    assert!(
        said.contains("Merge Borel (a2) into Acme Corp (a1)") && said.contains("--yes"),
        "{said}"
    );
    assert_eq!(
        rep.json("account merge acme borel --dry-run")["dry_run"],
        true
    );
    assert_eq!(count("a2", "deals"), 1, "a dry run changes nothing");
    let account = rep.json("account merge acme borel --yes");
    assert_eq!(
        rows(
            &json!([account]),
            "id name tags last_reached_on attempts deals_live value_live"
        ),
        ["a1 Acme Corp north 2026-03-06 1 2 60000"]
    );
    let after: Vec<usize> = lists.map(|list| count("a1", list)).into();
    assert_eq!(after, before);
    assert_eq!(
        rows(&rep.json("show a1")["rivals"], "name note"),
        ["Initech seen there; cheaper", "Umbra -"]
    );
    rep.refused(3, "show a2");
    rep.refused(3, "log borel hello");
    rep.refused(3, "account merge acme a2 --yes");
    // The name is free again.
    assert_eq!(rep.json("add Borel Lathe 1k")["account_id"], "a3");
}

#[test]
fn two_customers_in_care_become_one_in_care() {
    let mut rep = Environment::new();
    rep.at("2026-03-13");
    for name in ["Acme", "Borel"] {
        rep.run(&format!("add {name} Fleet 5k --signed 2026-01-05"));
        for rung in ["delivered", "verified", "paid"] {
            rep.run(&format!("mark {name} {rung} --on 2026-02-02"));
        }
    }
    rep.run("log borel --on 2026-03-02 they are glad");
    let care = |target: &str| {
        let story = rep.json(&format!("show {target}"));
        let open = |row: &String| row.starts_with("open care");
        let mut found = rows(&story["check_ins"], "status kind due_on");
        found.retain(open);
        found
    };
    let later = care("borel");
    assert_eq!((care("acme").len(), later.len()), (1, 1));
    assert!(care("acme") < later);
    rep.run("account merge acme borel --yes");
    assert_eq!(care("a1"), later);
}

#[test]
fn an_account_is_merged_with_another_account() {
    let rep = rep();
    let said = rep.refused(5, "account merge acme a1 --yes");
    assert!(said.contains("cannot be merged with itself"), "{said}");
    let said = rep.refused(2, "account merge acme d2 --yes");
    assert!(
        said.contains("is not an account") && said.contains("a2"),
        "{said}"
    );
    rep.refused(3, "account merge acme nobody --yes");
    rep.refused(2, "account merge acme");
}

#[test]
fn asking_again_and_again_is_warned_of() {
    let rep = rep();
    rep.run("log acme --asked may we meet");
    rep.run("log acme hello");
    rep.run("log acme --asked may we meet");
    let third = rep.try_run("log acme --asked may we meet");
    assert_eq!(third.code, 0);
    assert!(
        third
            .stderr
            .starts_with("warning: 3 contacts in a row asked Acme Corp for something"),
        "{}",
        third.stderr
    );
    rep.run("log acme hello");
    rep.run("log borel --asked may we meet");
    rep.run("log acme --asked may we meet --gave 'a study'");
    rep.run("log acme --asked may we meet");
}

#[test]
fn after_five_attempts_another_way_is_named() {
    let rep = rep();
    rep.run("edit a1 -w 'Lee Moss' --role user");
    for _ in 0..3 {
        rep.run("log acme -x --with dana");
    }
    rep.run("log acme --via email --with dana the dates");
    let fifth = rep.try_run("log acme -l --with dana");
    assert_eq!(fifth.code, 0);
    assert_eq!(
        fifth.stderr,
        "hint: 5 attempts, no answer from Acme Corp yet: try a text, or Lee Moss (p3, user)\n"
    );
    // For people alone, and not in their way.
    rep.run("log acme -x -q");
    rep.json("log acme -x");
    rep.run("log acme --with dana she is back");
    rep.run("log acme -x");
}
