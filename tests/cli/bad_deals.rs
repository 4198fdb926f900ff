//! What cannot be said of promises, results, objectives, parts, contracts and plans: each is refused with its exit
//! code and what to type instead, and the file stays byte for byte as it was.

use crate::environment::Environment;

/// A live deal with a result, an objective and promises in every state; another customer's; one that is lost.
fn book() -> Environment {
    let mut rep = Environment::new();
    rep.write(
        "lost.csv",
        "Opportunity ID,Account,Product,Stage,Close Date,Amount,Currency\n\
         006A2,Gero BV,Crane,Closed Lost,2026-01-15,70000,EUR\n",
    );
    rep.run(r#"add "Acme Corp" Fleet "EUR 30k" --signed 2026-03-06 -d 2026-03-27 -w "Dana Ruiz""#);
    rep.run(r#"add Borel Pilot "EUR 9k" -w "Jean Roux""#);
    rep.run("import lost.csv -q");
    rep.at("2026-03-13");
    rep.run("result add d1 'first response' --baseline 40 --target 28 --unit h");
    rep.run("objective add d1 fewer nights");
    for what in ["the plan", "the manual", "the drawings"] {
        rep.run(&format!("promise d1 '20 mar: {what}'"));
    }
    let waived = rep.open_check_in("d1", "the manual");
    let kept = rep.open_check_in("d1", "the drawings");
    rep.run(&format!("drop {waived} --why 'they have one'"));
    rep.run(&format!("done {kept}"));
    rep.run("mark d1 invoiced --on 2026-03-12");
    rep
}

/// A refusal: its exit code, the line, a part of the message, a part of the hint.
type Case = (i32, &'static str, &'static str, &'static str);

#[track_caller]
fn are_refused(rep: &Environment, table: &[Case]) {
    for (code, line, message, hint) in table {
        let said = rep.refused(*code, line);
        let (error, advice) = said.split_once("hint: ").unwrap_or((&said, ""));
        assert!(error.contains(message), "deals {line}\n{said}");
        assert!(advice.contains(hint), "deals {line}\n{said}");
    }
}

#[test]
fn rungs_and_their_parts() {
    let rep = book();
    are_refused(
        &rep,
        &[
            (5, "mark d1 paid --on 2026-03-11", "invoiced", "--on"),
            (5, "mark d1 live --on tomorrow", "is in the future", "today"),
            (5, "mark d3 delivered", "d3 is lost", "keeps its rungs"),
            (5, "mark d1 paid --undo", "is not marked", "show"),
            (
                5,
                "mark d1 paid --part deposit --amount 'EUR 30001'",
                "come to 30,001 EUR",
                "--value",
            ),
            (
                5,
                "mark d1 paid --part deposit --amount 'USD 5'",
                "in EUR",
                "EUR",
            ),
            (
                2,
                "mark d1 paid --part deposit --amount 1e308",
                "not an amount",
                "48000",
            ),
            (2, "mark d1 paid --part ''", "--part is empty", "2 of 3"),
            (
                5,
                "mark d1 paid --undo --part deposit",
                "no part called",
                "show",
            ),
            (2, "mark d1 credit --failed", "needs a reason", "--why"),
            (
                2,
                "mark d1 credit --failed --why ''",
                "needs a reason",
                "--why",
            ),
            (
                2,
                "mark d1 delivered --failed --why rain",
                "only a credit check can fail",
                "expect",
            ),
            (
                2,
                "mark d1 credit --failed --na --why x",
                "cannot stand with --na",
                "leave one",
            ),
        ],
    );
}

#[test]
fn a_mark_is_taken_back_once() {
    let rep = book();
    rep.run("mark d1 invoiced --undo");
    let said = rep.refused(5, "mark d1 invoiced --undo");
    assert!(said.contains("invoiced is not marked"), "{said}");
}

#[test]
fn promises() {
    let rep = book();
    let [open, waived, kept] = ["the plan", "the manual", "the drawings"].map(|what| {
        let shown = rep.json("show d1");
        let promises = shown["promises"].as_array().unwrap().iter();
        let mut found = promises.filter(|one| one["what"] == what);
        found.next().unwrap()["id"].as_str().unwrap().to_owned()
    });
    let of = |line: &str, id: &str| line.replace("ID", id);
    for (code, line, message, hint) in [
        (5, of("done ID", &waived), "is dropped already", "reopen"),
        (5, of("drop ID --why x", &waived), "is dropped", "reopen"),
        (5, of("done ID", &kept), "is done already", "reopen"),
        (5, of("reopen ID", &open), "is open", "nothing was changed"),
        (5, of("drop ID", &open), "needs a reason", "--why"),
        (5, of("drop ID --why ''", &open), "needs a reason", "--why"),
        (5, of("reschedule ID fri", &open), "needs a reason", "--why"),
        (
            5,
            of("reschedule ID yesterday --why x", &open),
            "is in the past",
            "later day",
        ),
        (
            3,
            of("reschedule ID fri --agreed-by Nobody", &open),
            "nobody at Acme Corp",
            "Dana Ruiz",
        ),
        (
            3,
            of("drop ID --agreed-by 'Jean Roux'", &open),
            "nobody at Acme Corp",
            "Dana Ruiz",
        ),
        (
            5,
            "done c1 --evidence 'the mail'".to_owned(),
            "c1 is no promise",
            "--evidence",
        ),
    ] {
        let said = rep.refused(code, &line);
        assert!(
            said.contains(message) && said.contains(hint),
            "deals {line}\n{said}"
        );
    }
    are_refused(
        &rep,
        &[
            (2, "promise d1 training dates", "has no date", "DATE: WHAT"),
            (2, "promise d1 'dates: fri'", "not a date", "fri"),
            (2, "promise d1 'fri:'", "what is promised", "DATE: WHAT"),
            (2, "promise d1 ': dates'", "the date is empty", "fri"),
            (2, "promise d1 'feb 30: dates'", "is not a day", "eom"),
            (5, "promise d1 'yesterday: dates'", "in the past", "later"),
            (5, "promise d3 'fri: dates'", "d3 is lost", "remind"),
            (
                3,
                "promise d1 'fri: dates' -w Nobody",
                "nobody at Acme Corp",
                "Dana Ruiz",
            ),
            (
                2,
                "promise d1 'fri: dates' --owner ''",
                "name is empty",
                "name",
            ),
            (2, "log d1 --owe dates", "has no date", "DATE: WHAT"),
        ],
    );
}

#[test]
fn results() {
    let rep = book();
    are_refused(
        &rep,
        &[
            (2, "result measure r1", "needs the value", "r7 31"),
            (2, "result measure r1 many", "not a number", "28"),
            (2, "result measure r1 1e308", "e308", "unit"),
            (2, "result measure r1 nan", "not a number", "28"),
            (2, "result measure r1 31 days", "days", "unit"),
            (5, "result measure r1 31 --on tomorrow", "future", "today"),
            (
                3,
                "result measure r999 31",
                "no result r999",
                "deals result",
            ),
            (2, "result measure d1 31", "not a result's id", "r7"),
            (2, "result measure o1 31", "not a result's id", "r7"),
            (
                5,
                "result add d1 calls --baseline 40 --target 40.0",
                "target is the baseline",
                "direction",
            ),
            (
                2,
                "result add d1 calls --baseline 40",
                "needs --target",
                "--target 28",
            ),
            (
                2,
                "result add d1 calls --baseline 1e308 --target 2",
                "not a number",
                "28",
            ),
            (
                2,
                "result add d1 '' --baseline 1 --target 2",
                "what is measured",
                "as in",
            ),
            (
                5,
                "result add d1 calls --baseline 1 --target 2 --by yesterday",
                "past",
                "later",
            ),
            (
                5,
                "result add d3 calls --baseline 1 --target 2",
                "d3 is lost",
                "remind",
            ),
            (2, "result accept r1", "needs --by PERSON", "--by dana"),
            (
                3,
                "result accept r1 --by Nobody",
                "nobody at Acme Corp",
                "Dana Ruiz",
            ),
            (
                3,
                "result accept r1 --by p2",
                "p2 is nobody at Acme Corp",
                "people",
            ),
            (
                2,
                "result accept r1 --by Dana --may-quote perhaps",
                "not an answer",
                "",
            ),
        ],
    );
}

#[test]
fn objectives() {
    let rep = book();
    are_refused(
        &rep,
        &[
            (5, "objective add d3 fewer nights", "d3 is lost", "remind"),
            (2, "objective add d1 ''", "needs the objective", "as in"),
            (2, "objective agree o1", "needs --by", "--by dana"),
            (
                3,
                "objective agree o1 --by 'Jean Roux'",
                "nobody at Acme Corp",
                "Dana Ruiz",
            ),
            (
                2,
                "objective object o1 --by Dana --why ''",
                "needs --why",
                "too early",
            ),
            (
                3,
                "objective agree o999 --by Dana",
                "no objective o999",
                "deals objective",
            ),
            (
                2,
                "objective agree r1 --by Dana",
                "not an objective's",
                "o4",
            ),
        ],
    );
}

#[test]
fn a_result_is_not_settled_without_a_number() {
    let rep = book();
    let asking = rep.open_check_in("d1", "measure: first response");
    for words in ["", " many", " ''"] {
        let said = rep.refused(2, &format!("done {asking}{words}"));
        assert!(said.contains("takes what was measured"), "{said}");
        assert!(said.contains(&format!("done {asking} 31")), "{said}");
    }
}

#[test]
fn risks_thanks_rivals_contracts_and_plans() {
    let rep = book();
    are_refused(
        &rep,
        &[
            (2, "risk d1 'no lorry' --review fri", "no plan B", "//"),
            (2, "risk d1 'no lorry //' --review fri", "no plan B", "//"),
            (2, "risk d1 'no lorry // rent'", "--review", "--review"),
            (
                5,
                "risk d1 'no lorry // rent' --review yesterday",
                "in the past",
                "later",
            ),
            (2, "thank d1 Priya", "whom to thank for what", "Priya:"),
            (2, "thank d1 ': the demo'", "whom to thank", "COLLEAGUE"),
            (5, "thank d3 'Priya: the demo'", "d3 is lost", ""),
            (3, "rival d1 Nobody --gone", "no rival at Acme Corp", ""),
            (2, "rival d1 ''", "name is empty", "name"),
            (2, "edit d1 --notice 90d", "without --renews", "--renews"),
            (2, "edit d1 --renews 1y --notice soon", "soon", "90d"),
            (5, "edit d1 --renews yesterday", "in the past", "later"),
            (
                2,
                "edit d1 --commission 101%",
                "more than the whole",
                "100%",
            ),
            (2, "edit d1 --commission 1e308", "not a percentage", "6%"),
            (5, "edit d1 --addon-of d1", "add-on of itself", "first"),
            (5, "edit d1 --addon-of d2", "Borel's", "same account"),
            (3, "edit d1 --addon-of d999", "no deal d999", "list"),
            (2, "add Lima Mill 5k --terms 30", "not terms", "net30"),
            (2, "add Lima Mill 5k --terms net-30", "not terms", "net30"),
            (2, "add Lima Mill 5k --terms net99999", "not terms", "net30"),
            (2, "add Lima Mill 5k --plan gold", "no plan `gold`", "light"),
            (2, "plan use d1 gold", "no plan `gold`", "standard"),
            (5, "plan use d3 light", "d3 is lost", "live deal"),
            (5, "plan use d1 verbal", "ends with the order", "plan list"),
        ],
    );
}

#[test]
fn text_that_is_long_is_kept_and_text_that_a_screen_would_obey_is_refused() {
    let rep = book();
    let long = "x".repeat(10_000);
    let hostile = "\u{1b}[31mred\u{7}";
    let table: &[&[&str]] = &[
        &["promise", "d1", "fri: TEXT"],
        &["risk", "d1", "TEXT // TEXT", "--review", "fri"],
        &["thank", "d1", "Priya: TEXT"],
        &["rival", "d1", "Initech", "--note", "TEXT"],
        &["objective", "add", "d1", "TEXT"],
        &[
            "result",
            "add",
            "d1",
            "TEXT",
            "--baseline",
            "1",
            "--target",
            "2",
        ],
        &["mark", "d1", "paid", "--part", "TEXT"],
        &["mark", "d1", "credit", "--failed", "--why", "TEXT"],
        &["edit", "d1", "--penalty", "TEXT"],
        &["log", "d1", "--addon", "TEXT"],
        &["log", "d1", "--owe", "fri: TEXT"],
    ];
    for words in table {
        let with = |text: &str| -> Vec<String> {
            words
                .iter()
                .map(|word| word.replace("TEXT", text))
                .collect()
        };
        let said = rep.refused_with(2, &with(hostile));
        assert!(said.contains("control characters"), "{words:?}: {said}");
        assert!(!said.contains('\u{1b}'), "{words:?}: {said:?}");
        rep.try_with(with(&long)).ok();
    }
    assert!(rep.run("show d1 --json").contains(&long));
    rep.run("due --within 30d");
}
