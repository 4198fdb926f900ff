//! Hostile texts wherever a rep can type one, and wherever it is shown afterwards: no screen and no message has what
//! a terminal would obey, no line is broken in two or wider than the screen, and scripts get the exact text.
//!
//! `cargo test` tries every text and every field, but not each in each: `PROPTEST_CASES=1000` (`.ci/fuzz --long`) does.

mod elsewhere;
mod stored;
mod texts;

use crate::environment::{Environment, Outcome, contents};

use texts::{TEXTS, is_harmful};

/// Whether each text is to be tried in each field.
#[expect(
    clippy::disallowed_methods,
    reason = "how much a test does is no setting of the program"
)]
fn is_thorough() -> bool {
    let cases = std::env::var("PROPTEST_CASES").ok();
    cases
        .and_then(|cases| cases.parse().ok())
        .is_some_and(|cases: u32| cases >= 1000)
}

/// Whether this one is tried: all are where it is thorough, else one in so many.
fn is_tried(turn: usize, one_in: usize) -> bool {
    is_thorough() || turn.is_multiple_of(one_in)
}

/// The book has a record of every kind, and a customer in every state.
fn book() -> Environment {
    let mut rep = Environment::new();
    rep.at("2026-03-02");
    rep.run(
        r#"add "Acme Corp" Fleet 48k -d 3w -w "Dana Ruiz <dana@acme.example>" --phone "+49 30 1" -q"#,
    );
    rep.run("add 'Borel SA' Pilot 5k --prospect -q");
    rep.run("add 'Cato GmbH' Press 30k --prospect -q");
    rep.run("lost d3 --reason price --rival Umbra -q");
    rep.run("log a1 she is glad -q");
    rep.run("result add d1 'first response: 40 -> 28 h' -q");
    rep.run("objective add d1 'no lorry waits' -q");
    rep.run("remind d1 fri look -q");
    rep.run("promise d1 'fri: the chart' -q");
    rep.run("risk d1 'late // rent one' --review fri -q");
    rep.write("crm.csv", "account,title,stage\nDelta,Lathe,Open\n");
    rep.at("2026-03-06");
    rep
}

/// Every place in a command line where somebody types a text, parted by strokes. `LOOK`, `OWED` and `RISK` are the ids
/// of check-ins.
const PLACES: &[&str] = &[
    "EVIL",
    "add|EVIL|Title|5k|--new-account",
    "add|=EVIL|Title|5k|--new-account",
    "add|Gamma|EVIL|5k",
    "add|Gamma|Title|EVIL",
    "add|Gamma|Title|5 EVIL",
    "add|Gamma|--note=EVIL",
    "add|Gamma|--key=EVIL",
    "add|Gamma|--tag=EVIL",
    "add|Gamma|--person=EVIL",
    "add|Gamma|--person=EVIL <x@x.example>",
    "add|Gamma|--person=Bo <EVIL@x.example>",
    "add|Gamma|--person=Bo|--phone=EVIL",
    "add|Gamma|--penalty=EVIL",
    "add|Gamma|--commission=EVIL",
    "add|Gamma|--terms=EVIL",
    "add|Gamma|--plan=EVIL",
    "add|Gamma|--currency=EVIL",
    "add|Gamma|--rival=EVIL",
    "add|Gamma|--risk=EVIL // EVIL",
    "add|Gamma|--thank=EVIL: EVIL",
    "add|Gamma|--promise=fri: EVIL",
    "add|Gamma|--promise=EVIL",
    "add|Gamma|--result=EVIL: 40 -> 28 h",
    "add|Gamma|--result=time: 40 -> 28 EVIL",
    "add|Gamma|--renews=EVIL|--notice=EVIL",
    "add|Gamma|--signed=EVIL",
    "add|Gamma|--addon-of=EVIL",
    "add|Gamma|--prospect|--fit=yes|--why=EVIL",
    "add|Gamma|--next=fri: EVIL",
    "log|EVIL|hello",
    "log|a1|--|EVIL",
    "log|a1|--with=EVIL|hello",
    "log|a1|--with=EVIL|--new-person|hello",
    "log|a1|--gave=EVIL",
    "log|a1|--rapport=EVIL",
    "log|a1|--addon=EVIL",
    "log|a1|--owe=fri: EVIL",
    "log|a1|--next=fri: EVIL",
    "log|a1|--next=EVIL",
    "log|a1|--rival=EVIL",
    "log|a1|--via=EVIL",
    "log|a1|--on=EVIL",
    "log|a1|--mark=EVIL",
    "mark|d1|EVIL",
    "mark|d1|delivered|--on=EVIL",
    "mark|d1|delivered|--ref=EVIL",
    "mark|d1|delivered|--part=EVIL",
    "mark|d1|paid|--part=half|--amount=EVIL",
    "mark|d1|credit|--failed|--why=EVIL",
    "expect|d1|delivery|EVIL",
    "expect|d1|delivery|3w|--why=EVIL",
    "promise|a1|fri: EVIL",
    "promise|a1|fri: the plan|--owner=EVIL",
    "promise|a1|fri: the plan|--theirs|--person=EVIL",
    "risk|d1|EVIL // EVIL|--review=fri",
    "rival|a1|EVIL|--note=EVIL",
    "rival|a1|--gone|--|EVIL",
    "thank|d1|EVIL: EVIL",
    "result|add|d1|EVIL: 40 -> 28 h",
    "result|add|d1|time|--baseline=1|--target=2|--unit=EVIL",
    "result|measure|r1|--|EVIL",
    "result|accept|r1|--by=EVIL",
    "result|EVIL",
    "objective|add|d1|--|EVIL",
    "objective|change|o1|--|EVIL",
    "objective|agree|o1|--by=EVIL",
    "objective|object|o1|--by=p1|--why=EVIL",
    "lost|d2|--reason=EVIL",
    "lost|d2|--reason=price|--rival=EVIL|--note=EVIL",
    "lost|d2|--reason=price|--rival=Umbra|--rival-promised=fri: EVIL",
    "heartbeat|d3|--attractive=EVIL|--would-match=yes|--rival-signed=no",
    "heartbeat|d3|--contract-ends=EVIL",
    "bury|d3|--why=EVIL",
    "remind|a1|fri|--|EVIL",
    "remind|a1|EVIL|call",
    "remind|EVIL|fri|call",
    "done|LOOK|--|EVIL",
    "done|OWED|--evidence=EVIL",
    "done|EVIL",
    "drop|LOOK|--why=EVIL",
    "snooze|LOOK|EVIL",
    "reschedule|OWED|2w|--why=EVIL",
    "reschedule|OWED|2w|--agreed-by=EVIL",
    "tag|a1|--|EVIL",
    "tag|a1|x|--not=EVIL",
    "edit|a1|--name=EVIL",
    "edit|p1|--name=EVIL",
    "edit|p1|--email=EVIL",
    "edit|p1|--phone=EVIL",
    "edit|p1|--interests=EVIL",
    "edit|p1|--topic=EVIL",
    "edit|p1|--note=EVIL",
    "edit|p1|--account=EVIL",
    "edit|d1|--title=EVIL",
    "edit|d1|--note=EVIL",
    "edit|d1|--key=EVIL",
    "edit|d1|--value=EVIL",
    "edit|d1|--penalty=EVIL",
    "edit|d3|--lost-to=EVIL",
    "edit|LOOK|--what=EVIL",
    "edit|OWED|--owner=EVIL",
    "edit|RISK|--plan-b=EVIL",
    "edit|t1|--note=EVIL",
    "edit|r1|--metric=EVIL",
    "edit|r1|--unit=EVIL",
    "edit|o1|--what=EVIL",
    "edit|EVIL|--note=x",
    "rm|EVIL|--yes",
    "account|merge|a1|EVIL|--yes",
    "person|forget|EVIL|--yes",
    "plan|show|EVIL",
    "plan|use|d1|EVIL",
    "show|EVIL",
    "brief|EVIL",
    "letter|EVIL|thanks",
    "letter|a1|EVIL",
    "find|--|EVIL",
    "find|fleet|--in=EVIL",
    "find|fleet|--since=EVIL",
    "history|EVIL",
    "touchpoints|EVIL",
    "people|EVIL",
    "due|--account=EVIL",
    "due|--level=EVIL",
    "due|--kind=EVIL",
    "due|--within=EVIL",
    "list|--tag=EVIL",
    "list|--rival=EVIL",
    "list|--status=EVIL",
    "list|--sort=EVIL",
    "list|--limit=EVIL",
    "list|--fields=id,EVIL",
    "list|--unreached=EVIL",
    "list|--output=EVIL",
    "list|--color=EVIL",
    "list|--EVIL",
    "report|--from=EVIL",
    "report|--show=EVIL",
    "import|EVIL",
    "import|crm.csv|--source=EVIL",
    "import|crm.csv|--map=EVIL=title",
    "import|crm.csv|--map=title=EVIL",
    "import|crm.csv|--only=EVIL=EVIL",
    "import|crm.csv|--format=EVIL",
    "import|crm.csv|--currency=EVIL",
    "export|EVIL",
    "backup|EVIL",
    "restore|EVIL|--yes",
    "completions|EVIL",
    "config|EVIL",
    "list|--db=EVIL",
    "add|Gamma|--db=no/such/EVIL",
    "help|EVIL",
];

/// How many parts the tests share the places out in, so that they run side by side.
const PARTS: usize = 4;

#[expect(
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "the count goes where the test's own lines go"
)]
fn try_places(part: usize) {
    let rep = book();
    let ids = ["LOOK", "OWED", "RISK"].map(|name| {
        let what = match name {
            "LOOK" => "look",
            "OWED" => "the chart",
            _ => "late",
        };
        (name, rep.open_check_in("d1", what))
    });
    let before = contents(&rep.db()).unwrap();
    let mut tried = 0;
    for (number, place) in PLACES.iter().enumerate().skip(part).step_by(PARTS) {
        for (turn, (name, text)) in TEXTS.iter().enumerate() {
            // Nine turns from one place to the next: every text is tried in many places, and each place with many.
            if !is_tried(turn + number / PARTS, 9) {
                continue;
            }
            let words: Vec<String> = place
                .split('|')
                .map(|word| {
                    ids.iter()
                        .fold(word.to_owned(), |word, (name, id)| word.replace(name, id))
                        .replace("EVIL", text)
                })
                .collect();
            let outcome = rep.try_with(&words);
            assert_answer(&outcome, &format!("{place} with {name}"));
            if outcome.code == 0 {
                rep.write_private("book.db", &before);
            } else {
                // Not assert_eq: a whole file of bytes tells nobody anything.
                assert!(
                    contents(&rep.db()).as_deref() == Some(&before[..]),
                    "{place} with {name} changed the file"
                );
            }
            tried += 1;
        }
    }
    assert!(tried >= PLACES.len(), "{tried} tried");
    println!("tried {tried} command lines");
}

#[test]
fn what_is_typed_is_taken_or_refused_without_harm_1() {
    try_places(0);
}

#[test]
fn what_is_typed_is_taken_or_refused_without_harm_2() {
    try_places(1);
}

#[test]
fn what_is_typed_is_taken_or_refused_without_harm_3() {
    try_places(2);
}

#[test]
fn what_is_typed_is_taken_or_refused_without_harm_4() {
    try_places(3);
}

/// An answer, or a refusal that says what to type instead; and neither does any harm.
fn assert_answer(outcome: &Outcome, about: &str) {
    let Outcome {
        code,
        stdout,
        stderr,
        ..
    } = outcome;
    assert!(matches!(code, 0..=5), "{about}: {code}\n{stderr}");
    for text in [stdout, stderr] {
        assert!(!text.contains(is_harmful), "{about}: {text:?}");
    }
    if *code != 0 {
        assert_eq!(stdout, "", "{about}");
        assert!(
            stderr.starts_with("error: ") || stderr.starts_with("{\"error\""),
            "{about}: {stderr}"
        );
        assert!(
            *code == 1 || stderr.contains("\nhint: ") || stderr.contains("\"hint\":\""),
            "{about}: {stderr}"
        );
        assert!(stderr.len() < 6_000, "{about}: {} bytes", stderr.len());
    }
}
