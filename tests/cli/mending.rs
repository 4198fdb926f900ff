//! Mending: edit, tag and rm.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::environment::{Environment, contents, rows};

/// A rep with two customers, a person, a contact and an attempt, on the Monday after the signatures.
fn monday() -> Environment {
    let mut rep = Environment::new();
    rep.run(r#"add "Acme Ltd" Fleet 48k -w "Dana Ruiz <dana@acme.example>" --role user --tag a"#);
    rep.run("add Borel Line 5k");
    rep.at("2026-03-09");
    rep.run("log acme they are glad");
    rep.run("log acme -x --on yesterday");
    rep
}

#[test]
fn any_field_of_a_record_can_be_edited() {
    let table = [
        ("edit a1 --name 'Acme Group'", "name", "Acme Group"),
        ("edit p1 --name 'Dana R.'", "name", "Dana R."),
        ("edit p1 --role sponsor", "role", "sponsor"),
        ("edit p1 --email d@acme.example", "email", "d@acme.example"),
        ("edit p1 --phone '+49 30 1234'", "phone", "+49 30 1234"),
        ("edit d1 --title 'Fleet 2'", "title", "Fleet 2"),
        ("edit d1 --value 52k", "value currency", "52000 USD"),
        ("edit d1 --value 'EUR 52k'", "value currency", "52000 EUR"),
        ("edit d1 --currency eur", "value currency", "48000 EUR"),
        (
            "edit d1 --value 5 --currency chf",
            "value currency",
            "5 CHF",
        ),
        (
            "edit d1 --expected-close 2026-05-01",
            "expected_close_on",
            "2026-05-01",
        ),
        ("edit d1 --key CRM-1", "key", "CRM-1"),
        ("edit d1 --note 'two\nlines'", "note", "two\nlines"),
        ("edit c1 --what 'ring them'", "what", "ring them"),
        ("edit c1 --why 'they asked'", "why", "they asked"),
        (
            "edit t1 --note 'they are very glad'",
            "note",
            "they are very glad",
        ),
        ("edit t1 --on 2026-03-07", "on", "2026-03-07"),
        ("edit t1 --on -2d", "on", "2026-03-07"),
        ("edit t1 --via visit", "via", "visit"),
        // Empty text takes a field away.
        ("edit p1 --email ''", "email", "-"),
        ("edit d1 --title ''", "title", "-"),
        ("edit d1 --value ''", "value currency", "- -"),
        ("edit t1 --note ''", "note", "-"),
    ];
    for (command, fields, expected) in table {
        let rep = monday();
        let edited = rep.json(command);
        assert_eq!(rows(&json!([edited]), fields), [expected], "{command}");
        // It is on record, and nothing else of the record changed.
        let id = command.split(' ').nth(1).unwrap();
        let list = match &id[..1] {
            "a" => rep.json("accounts"),
            "p" => rep.json("people"),
            "d" => rep.json("list"),
            "c" => rep.json("show a1")["check_ins"].clone(),
            _ => rep.json("touchpoints"),
        };
        let stored = rows(&list, &format!("id {fields}"));
        assert!(
            stored.contains(&format!("{id} {expected}")),
            "{command}: {stored:?}"
        );
        rep.run("edit a2 --name Other");
        assert_eq!(rows(&rep.json("accounts"), "id").len(), 2);
    }
}

#[test]
fn terms_that_are_edited_move_the_payment() {
    let rep = monday();
    rep.run("mark d1 invoice --on 2026-03-09");
    rep.run("edit d1 --terms net14");
    let rungs = rows(&rep.json("show d1")["rungs"], "rung expected_on");
    assert!(rungs.contains(&"paid 2026-03-23".to_owned()), "{rungs:?}");
    let payment = rep.open_check_in("d1", "confirm the payment");
    let check_ins = rows(&rep.json("show d1")["check_ins"], "id due_on");
    assert!(
        check_ins.contains(&format!("{payment} 2026-03-23")),
        "{check_ins:?}"
    );
}

#[test]
fn an_edit_that_makes_no_sense_is_refused() {
    let table = [
        (2, "edit d1", "--title"),
        (2, "edit d1 --name x", "--title"),
        (2, "edit a1 --value 5k", "--name"),
        (2, "edit c1 --note x", "--what"),
        (2, "edit acme --name x", "by its id"),
        (2, "edit '' --name x", "by its id"),
        (3, "edit a99 --name x", "deals accounts"),
        (3, "edit t99 --note x", "deals touchpoints"),
        (2, "edit a1 --name ''", "type a name"),
        (2, "edit c1 --what ' '", "hint: "),
        (2, "edit d1 --value abc", "48k"),
        (2, "edit d1 --value -5", "leave out the minus"),
        (2, "edit d1 --value 48.000", "48000 or 48"),
        (2, "edit d1 --currency XYZ", "ISO 4217"),
        (2, "edit d1 --terms 30", "net30"),
        (2, "edit d1 --expected-close soon", "type a date"),
        (5, "edit t1 --on tomorrow", "today or an earlier day"),
        (5, "edit t2 --answered tomorrow", "today or an earlier day"),
        (2, "edit p1 --role king", "sponsor"),
    ];
    let rep = monday();
    for (code, command, instead) in table {
        let said = rep.refused(code, command);
        assert!(said.contains(instead), "{command}: {said}");
    }
}

#[test]
fn tags_are_added_once_and_taken_away() {
    let rep = monday();
    let table = [
        ("tag d1 reference q4", "a,reference,q4"),
        ("tag d1 q4 q4", "a,reference,q4"),
        ("tag d1 --not a", "reference,q4"),
        ("tag d1 new --not q4 --not reference", "new"),
        ("tag d1 --not nothing-of-the-kind", "new"),
        ("tag D1 é", "new,é"),
        ("tag acme key", "key"),
        ("tag p1 vip", "vip"),
        ("tag dana golf", "vip,golf"),
    ];
    for (command, expected) in table {
        assert_eq!(
            rows(&json!([rep.json(command)]), "tags"),
            [expected],
            "{command}"
        );
    }
    assert_eq!(rows(&rep.json("list --tag new"), "id"), ["d1"]);
    assert_eq!(rows(&rep.json("accounts --tag key"), "id"), ["a1"]);
    assert_eq!(rows(&rep.json("people"), "tags"), ["vip,golf"]);
    for (code, command) in [
        (2, "tag a1"),
        (2, "tag a1 'two words'"),
        (2, "tag a1 ''"),
        (2, "tag a1 a,b"),
        (2, "tag c1 x"),
        (2, "tag t1 x"),
        (3, "tag nobody x"),
        (3, "tag d99 x"),
    ] {
        let said = rep.refused(code, command);
        assert!(said.contains("hint: "), "{command}: {said}");
    }
}

#[test]
fn what_counted_from_a_contact_that_never_happened_counts_from_before_it() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k");
    let on_track = |rep: &Environment| {
        let shown = rep.json("show d1");
        let all = rows(&shown["check_ins"], "status due_on what");
        let mut all = all.into_iter().filter(|one| one.contains("on track"));
        all.next().unwrap()
    };
    let first = on_track(&rep);
    assert_eq!(first, "open 2026-03-20 is it on track?");
    rep.at("2026-03-10");
    rep.run("log acme all well");
    let second = on_track(&rep);
    assert_eq!(second, "open 2026-03-24 is it on track?");
    rep.at("2026-03-12");
    rep.run("log acme a wrong number");
    assert_eq!(on_track(&rep), "open 2026-03-26 is it on track?");
    rep.run("log acme -x");
    for (contact, left) in [
        ("t3", "open 2026-03-26 is it on track?"),
        ("t2", &second),
        ("t1", &first),
    ] {
        rep.run(&format!("rm {contact} --yes"));
        assert_eq!(on_track(&rep), left, "{contact}");
    }
    // Of two on one day the other one counts.
    rep.run("log acme one");
    rep.run("log acme two");
    rep.run("rm t5 --yes");
    assert_eq!(on_track(&rep), "open 2026-03-26 is it on track?");
}

#[test]
fn what_counted_from_a_contact_of_another_day_counts_from_that_day() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k");
    rep.at("2026-03-10");
    rep.run("log acme all well");
    let state = |rep: &Environment| {
        let shown = rep.json("show d1");
        let all = rows(&shown["check_ins"], "id status due_on what");
        let repeats = all.into_iter().find(|one| one.contains("on track"));
        let reached = rows(&rep.json("accounts"), "last_reached_on")[0].clone();
        let book = Connection::open(rep.db()).unwrap();
        let closed = "SELECT ended_on FROM check_in WHERE touchpoint_id = 1";
        let closed: String = book.query_row(closed, [], |row| row.get(0)).unwrap();
        [repeats.unwrap(), reached, closed]
    };
    let on = |due: &str, reached: &str| {
        let repeats = format!("c3 open {due} is it on track?");
        [repeats, reached.to_owned(), reached.to_owned()]
    };
    assert_eq!(state(&rep), on("2026-03-24", "2026-03-10"));
    rep.at("2026-03-12");
    for (day, due) in [
        ("2026-03-12", "2026-03-26"),
        ("2026-03-11", "2026-03-25"),
        // No earlier than it was before anybody talked.
        ("2026-03-06", "2026-03-20"),
    ] {
        let said = rep.run(&format!("edit t1 --on {day}"));
        assert_eq!(state(&rep), on(due, day), "{said}");
        rep.run("undo");
        assert_eq!(
            state(&rep),
            on("2026-03-24", "2026-03-10"),
            "{day}, taken back"
        );
    }
    // What only was sent closed nothing and restarted nothing.
    rep.run("log acme --via email the agenda");
    rep.run("edit t2 --on 2026-03-11");
    assert_eq!(state(&rep), on("2026-03-24", "2026-03-10"));
}

#[test]
fn what_a_contact_left_open_is_not_put_off_by_its_day() {
    let mut rep = Environment::new();
    rep.run("add Acme Fleet 48k");
    rep.at("2026-03-23");
    rep.run("log acme not about that --keep-open --on 2026-03-19");
    let on_track = "2026-03-20 is it on track?".to_owned();
    assert!(rep.dated("d1", "due_on what").contains(&on_track));
    rep.run("edit t1 --on 2026-03-23");
    assert!(rep.dated("d1", "due_on what").contains(&on_track));
    assert_eq!(
        rows(&rep.json("accounts"), "last_reached_on"),
        ["2026-03-23"]
    );
}

#[test]
fn rm_says_all_that_goes_along() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k --plan none -w Dana --rival Globex --result 'faults: 40 -> 28'");
    rep.run("objective add d1 no lorry waits");
    let said = rep.refused(5, "rm a1");
    let all = "Acme with 1 deal, 1 person, 2 check-ins, 0 touchpoints, 1 result, 1 objective and 1 rival?";
    assert!(said.contains(all), "{said}");
    rep.run("lost d1 --reason price --rival Globex");
    rep.run("heartbeat d1 --would-match yes");
    for id in ["a1", "d1"] {
        let said = rep.refused(5, &format!("rm {id}"));
        assert!(said.contains("1 rival and 1 heartbeat?"), "{said}");
    }
}

#[test]
fn rm_needs_a_yes_and_an_id() {
    let rep = monday();
    for id in ["a1", "p1", "d1", "c1", "t1"] {
        let said = rep.refused(5, &format!("rm {id}"));
        assert!(said.contains("add --yes"), "{said}");
        let said = rep.refused(5, &format!("rm {id} --no-input"));
        assert!(said.contains("add --yes"), "{said}");
    }
    for (code, command) in [
        (2, "rm acme --yes"),
        (2, "rm '' --yes"),
        (3, "rm a99 --yes"),
        (3, "rm c99 --yes"),
        (2, "rm"),
    ] {
        rep.refused(code, command);
    }
    // A dry run needs none, and changes nothing.
    let before = contents(&rep.db());
    for id in ["a1", "p1", "d1", "c1", "t1"] {
        let outcome = rep.try_run(&format!("rm {id} --dry-run --json"));
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let removed: Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(
            (&removed["id"], &removed["dry_run"]),
            (&json!(id), &json!(true))
        );
        assert_eq!(contents(&rep.db()), before, "{id}");
    }
}

#[test]
fn rm_of_an_account_takes_everything_of_it() {
    let rep = monday();
    let removed = rep.json("rm a1 --yes");
    assert_eq!(rows(&json!([removed]), "id name"), ["a1 Acme Ltd"]);
    assert_eq!(rows(&rep.json("accounts"), "id"), ["a2"]);
    assert_eq!(rows(&rep.json("list"), "id"), ["d2"]);
    assert_eq!(rep.json("people"), json!([]));
    assert_eq!(rep.json("touchpoints"), json!([]));
    assert_eq!(rows(&rep.json("due"), "account.id"), ["a2"]);
}

#[test]
fn rm_of_a_deal_leaves_the_contacts_with_the_account() {
    let rep = monday();
    rep.run("rm d1 --yes");
    let account = rep.json("show a1");
    assert_eq!(
        (&account["deals"], &account["check_ins"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(
        rows(&account["touchpoints"], "id deal_id"),
        ["t1 -", "t2 -"]
    );
    assert_eq!(account["last_reached_on"], "2026-03-09");
}

#[test]
fn rm_of_a_contact_opens_again_what_it_closed() {
    let rep = monday();
    assert_eq!(
        rows(&rep.json("due --account acme"), "check_in.id"),
        [""; 0]
    );
    rep.run("rm t1 -y");
    assert_eq!(rows(&rep.json("due --account acme"), "check_in.id"), ["c1"]);
    assert_eq!(
        rows(&rep.json("accounts"), "id last_reached_on attempts"),
        ["a1 - 1", "a2 - 0"]
    );
}

#[test]
fn rm_of_the_last_thing_planned_leaves_the_deal_adrift() {
    let rep = Environment::new();
    rep.run("add Acme Fleet --plan none");
    rep.run("remind d1 fri call");
    let call = rep.open_check_in("d1", "call");
    assert_eq!(rep.json("due"), json!([]));
    rep.run(&format!("rm {call} --yes"));
    assert_eq!(rows(&rep.json("due"), "level"), ["adrift"]);
}

#[test]
fn rm_of_a_person_leaves_what_was_said_to_them() {
    let rep = monday();
    rep.run("log dana hello");
    rep.run("rm p1 --yes");
    assert_eq!(rep.json("people"), json!([]));
    let touchpoints = rows(&rep.json("touchpoints"), "id person note");
    assert!(
        touchpoints.contains(&"t3 - hello".to_owned()),
        "{touchpoints:?}"
    );
}

#[test]
fn an_id_is_never_given_twice() {
    let rep = monday();
    rep.run("rm a2 --yes");
    rep.run("rm t2 --yes");
    assert_eq!(rep.run("add Borel Line 5k -q"), "d3\n");
    assert_eq!(
        rows(&rep.json("accounts"), "id name"),
        ["a1 Acme Ltd", "a3 Borel"]
    );
    assert_eq!(rep.run("log borel hello -q"), "t3\n");
    rep.refused(3, "show a2");
    rep.refused(3, "show t2");
}
