//! Plans: the ones there are, the rep's own, and which one a deal follows.

use serde_json::json;

use crate::environment::{Environment, rows};

const OWN: &str = r#"
[[plans.key-account]]
name = "kick-off"
anchor = "ordered"
offset = "2 workdays"
what = "kick-off call with the crew"

[[plans.key-account]]
name = "on-track"
anchor = "ordered"
offset = "1 week"
every = "5 workdays"
until = "delivered"
kind = "follow-up"
what = "is it on track?"

[[plans.key-account]]
anchor = "delivery"
offset = "-2 workdays"
what = "last check: crane, crew, keys"
"#;

/// A rep with the configuration at hand, and `config` more in it.
struct Configured(Environment);

impl Configured {
    fn with(config: &str) -> Self {
        let rep = Environment::new();
        rep.write("config.toml", config);
        Self(rep)
    }

    fn try_run(&self, line: &str) -> (i32, String, String) {
        let mut command = self.0.shell(&format!("deals {line}"));
        command.env("DEALS_CONFIG", self.0.path("config.toml"));
        let outcome = self.0.finish(command, line, b"");
        (outcome.code, outcome.stdout, outcome.stderr)
    }

    fn json(&self, line: &str) -> serde_json::Value {
        let (code, stdout, stderr) = self.try_run(&format!("{line} --json"));
        assert_eq!((code, stderr.as_str()), (0, ""), "deals {line}");
        serde_json::from_str(&stdout).unwrap()
    }

    fn open(&self, target: &str) -> Vec<String> {
        open(&self.json(&format!("show {target}")))
    }
}

/// The open check-ins of what was shown, by date: `2026-03-09 reassure: what happens next`.
fn open(shown: &serde_json::Value) -> Vec<String> {
    let mut all = rows(&shown["check_ins"], "status due_on what");
    all.retain(|row| row.starts_with("open"));
    let mut all: Vec<String> = all
        .iter()
        .map(|row| row["open ".len()..].to_owned())
        .collect();
    all.sort();
    all
}

#[test]
fn the_plans_that_come_with_the_program_are_listed_and_shown() {
    let rep = Environment::new();
    assert_eq!(
        rows(&rep.json("plan list"), "name own"),
        [
            "standard false",
            "light false",
            "strategic false",
            "verbal false",
            "win-back false",
        ]
    );
    assert_eq!(rep.run("plan"), rep.run("plan list"));
    assert_eq!(
        rep.run("plan list -q"),
        "standard\nlight\nstrategic\nverbal\nwin-back\n"
    );
    let light = rep.json("plan show light");
    assert_eq!(
        rows(&light["steps"], "name kind anchor offset unit every until"),
        [
            "reassure care ordered 1 workdays - -",
            "ready care delivered -3 workdays - -",
            "works care delivered 7 days - -",
            "invoice care invoiced 7 days - -",
        ]
    );
    let verbal = rep.json("plan show Verbal");
    assert_eq!(
        verbal["steps"],
        json!([{"name": "order", "kind": "care", "what": "press for the order", "anchor": "verbal", "offset": 1,
            "unit": "workdays", "every": 3, "every_unit": "workdays", "until": "ordered"}])
    );
    let screen = rep.run("plan show standard");
    assert!(screen.starts_with("standard, built in\n"), "{screen}");
    assert!(
        screen.contains("3 workdays before the delivery"),
        "{screen}"
    );
    // Strategic is what standard asks for, and more of it.
    let names = |name: &str| rows(&rep.json(&format!("plan show {name}"))["steps"], "name");
    let strategic = names("strategic");
    assert!(
        names("standard")
            .iter()
            .all(|name| strategic.contains(name)),
        "{strategic:?}"
    );
    assert!(!rep.db().exists(), "looking at plans makes no file");
}

#[test]
fn what_a_loss_begins_is_shown_as_it_runs() {
    let rep = Environment::new();
    let shown = rep.json("plan show win-back");
    assert_eq!(
        rows(&shown["steps"], "name kind anchor offset unit every until"),
        [
            "thank heartbeat lost 2 workdays - -",
            "settling-in heartbeat lost 14 days - -",
            "month-two heartbeat lost 45 days - -",
            "quarter heartbeat lost 90 days - -",
            "stay heartbeat lost 180 days 90 -",
            "delivered heartbeat rival-promised 7 days - -",
            "contract heartbeat rival-contract-ends -90 days - -",
        ]
    );
    let screen = rep.run("plan show win-back");
    for when in [
        "2 workdays after the loss",
        "180 days after the loss, every 90 days",
        "7 days after the day the rival promised",
        "90 days before the end of the rival's contract",
    ] {
        assert!(screen.contains(when), "{screen}");
    }
    // Each step of the list is one of a deal that is lost, asking the same.
    rep.run("add Acme Fleet 48k --prospect");
    rep.run("lost acme --reason price --rival Initech --rival-promised '2026-05-01: 24/7 support'");
    rep.run("heartbeat d1 --contract-ends 2027-03-01");
    let mut begun = rows(&rep.json("show d1")["check_ins"], "kind what");
    begun.retain(|row| row.starts_with("heartbeat"));
    begun.sort();
    let mut listed = rows(&shown["steps"], "kind what");
    listed.sort();
    assert_eq!(begun, listed);
    let said = rep.refused(5, "plan use d1 light");
    assert!(
        said.contains("d1 is lost, and follows no plan but `win-back`"),
        "{said}"
    );
}

#[test]
fn a_deal_can_follow_another_plan() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k -d 2026-03-27");
    rep.run("done c1");
    rep.run("reschedule c4 2026-03-20");
    let answer = rep.json("plan use acme light");
    assert_eq!(
        (&answer["id"], &answer["plan"]),
        (&json!("d1"), &json!("light"))
    );
    assert_eq!(
        open(&rep.json("show d1")),
        [
            "- invoice received and approved?",
            "2026-03-20 is it ready? date, crew, promises",
            "2026-03-27 confirm the delivery",
            "2026-04-03 does it work as sold?",
        ],
        "done is done, by hand is by hand"
    );
    let screen = rep.run("plan use d1 standard");
    assert!(
        screen.starts_with("d1  Acme · Fleet, 48,000 USD: plan standard, it was light\n"),
        "{screen}"
    );
    assert!(!screen.contains("reassure"), "{screen}");
    assert_eq!(rep.json("plan use d1 none")["plan"], json!(null));
    assert_eq!(
        open(&rep.json("show d1")),
        [
            "2026-03-20 is it ready? date, crew, promises",
            "2026-03-27 confirm the delivery",
        ],
        "a step with a date of its own is something planned"
    );
    assert_eq!(rep.run("plan use d1 light -q"), "d1\n");
}

#[test]
fn a_plan_is_chosen_with_the_deal() {
    let rep = Environment::new();
    let added = rep.json("add Acme Fleet --plan light");
    assert_eq!(added["plan"], "light");
    assert_eq!(open(&rep.json("show d1")).len(), 4);
    // It is kept when the mark that began it is taken back, and begins again with the next.
    assert_eq!(rep.json("mark d1 signed --undo")["plan"], "light");
    assert_eq!(open(&rep.json("show d1")), [] as [&str; 0]);
    rep.run("mark d1 ordered");
    assert_eq!(open(&rep.json("show d1")).len(), 4);
    let prospect = rep.run("add Borel Line --prospect");
    assert!(
        prospect.contains("its plan begins with the first rung"),
        "{prospect}"
    );
    let chosen = rep.run("plan use d2 strategic");
    assert!(
        chosen.contains("plan strategic, from its first rung on"),
        "{chosen}"
    );
    assert_eq!(rep.json("mark d2 signed")["plan"], "strategic");
}

#[test]
fn what_cannot_be_is_refused_and_says_what_can() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 48k");
    rep.run("add Borel Line --prospect");
    rep.run("add Cato Press");
    rep.run("mark cato verified");
    rep.run("mark cato paid");
    let table = [
        (2, "plan use d1 gold", "there is no plan `gold`"),
        (2, "plan show gold", "there is no plan `gold`"),
        (
            2,
            "add Dorn X --plan gold",
            "--plan: there is no plan `gold`",
        ),
        (2, "plan use d1", "the deal or the plan is missing"),
        (2, "plan use", "the deal or the plan is missing"),
        (2, "plan show", "which plan is missing"),
        (2, "plan show none", "`none` is no plan"),
        (2, "plan show light heavy", "`heavy` is one word too many"),
        (2, "plan list all", "`all` is one word too many"),
        (2, "plan make x", "`make` is not a thing to do with plans"),
        (
            2,
            "plan use d1 light --fields nope",
            "no field is called `nope`",
        ),
        (3, "plan use nobody light", "nothing is called `nobody`"),
        (3, "plan use borel light", "Borel has no live deal"),
        (3, "plan use d9 light", "there is no deal d9"),
        (5, "plan use d1 verbal", "d1 is ordered"),
        (
            5,
            "plan use d1 win-back",
            "`win-back` begins when a deal is lost",
        ),
        (
            5,
            "plan use d2 Win-Back",
            "`win-back` begins when a deal is lost",
        ),
        (
            5,
            "add Dorn X --plan win-back",
            "--plan: `win-back` begins when a deal is lost",
        ),
        (5, "plan use d3 light", "d3 is settled"),
    ];
    for (code, line, expected) in table {
        let said = rep.refused(code, line);
        assert!(
            said.contains(expected) && said.contains("\nhint: "),
            "deals {line}\n{said}"
        );
        if said.contains("there is no plan") {
            let known = "the plans to choose from are standard, light, strategic, verbal, and none";
            assert!(said.contains(known), "{said}");
        }
    }
}

#[test]
fn a_plan_of_the_reps_own_works_like_any_other() {
    let rep = Configured::with(OWN);
    let plans = rep.json("plan list");
    assert_eq!(rows(&plans, "name own")[5], "key-account true");
    let shown = rep.json("plan show key-account");
    assert_eq!(
        rows(
            &shown["steps"],
            "name kind anchor offset unit every every_unit until"
        ),
        [
            "kick-off care ordered 2 workdays - - -",
            "on-track follow-up ordered 7 days 5 workdays delivered",
            "last-check-crane-crew-keys care delivered -2 workdays - - -",
        ]
    );
    rep.json("add Acme Fleet 48k -d 2026-03-27 --plan key-account");
    assert_eq!(
        rep.open("d1"),
        [
            "2026-03-10 kick-off call with the crew",
            "2026-03-13 is it on track?",
            "2026-03-25 last check: crane, crew, keys",
            "2026-03-27 confirm the delivery",
        ]
    );
    // The steps are the deal's own by now: it goes on when the plan is not in the configuration any more.
    rep.0.write("config.toml", "");
    rep.json("log acme they are glad --on today");
    rep.json("mark d1 delivered");
    assert_eq!(rep.json("show d1")["plan"], "key-account");
    let (code, _, stderr) = rep.try_run("plan show key-account");
    assert_eq!(code, 2, "{stderr}");
}

#[test]
fn a_plan_that_was_chosen_and_is_gone_leaves_the_deal_adrift_and_not_forgotten() {
    let rep = Configured::with(OWN);
    rep.json("add Acme Fleet --prospect --plan key-account");
    rep.0.write("config.toml", "");
    rep.json("mark d1 signed");
    assert_eq!(
        rep.open("d1"),
        ["2026-03-06 nothing planned: decide what is next"]
    );
}

#[test]
fn a_bad_plan_names_its_line_and_what_to_write() {
    // What stands in the configuration, and what is said of it: the line, what is wrong, the hint.
    let step = |body: &str| format!("currency = \"EUR\"\n\n[[plans.gold]]\n{body}\n");
    let table = [
        (
            step("anchor = \"shipped\"\noffset = \"1 day\"\nwhat = \"call\""),
            "line 3: plan `gold`: anchor = \"shipped\": `shipped` is not a rung",
            "write a rung",
        ),
        (
            step("anchor = \"ordered\"\noffset = \"soon\"\nwhat = \"call\""),
            "line 3: plan `gold`: offset = \"soon\" is not a number of days",
            "-3 workdays",
        ),
        (
            step("anchor = \"ordered\"\noffset = \"1 day\"\nevery = \"0 days\"\nwhat = \"call\""),
            "line 3: plan `gold`: a step cannot repeat every 0 days",
            "every = \"14 days\"",
        ),
        (
            step("anchor = \"ordered\"\noffset = \"1 day\"\nuntil = \"paid\"\nwhat = \"call\""),
            "line 3: plan `gold`: it ends with a rung, `paid`, but does not repeat",
            "add every",
        ),
        (
            step("anchor = \"ordered\"\noffset = \"1 day\"\nkind = \"promise\"\nwhat = \"call\""),
            "line 3: plan `gold`: kind = \"promise\" cannot be a step",
            "kind = \"care\"",
        ),
        (
            step("anchor = \"ordered\"\nwhat = \"call\""),
            "line 3: missing field `offset`",
            "it may set",
        ),
        (
            format!(
                "{OWN}\n[[plans.standard]]\nanchor = \"ordered\"\noffset = \"1 day\"\nwhat = \"x\""
            ),
            "`standard` is a plan that comes with the program",
            "[[plans.my-standard]]",
        ),
    ];
    for (config, expected, hint) in table {
        let rep = Configured::with(&config);
        let (code, stdout, stderr) = rep.try_run("due");
        assert_eq!((code, stdout.as_str()), (2, ""), "{config}\n{stderr}");
        let (wrong, instead) = stderr.split_once("\nhint: ").unwrap();
        assert!(wrong.contains(expected), "{stderr}");
        assert!(instead.contains(hint), "{stderr}");
        assert!(!rep.0.db().exists());
    }
}

#[test]
fn steps_to_come_roll_when_a_holiday_is_configured_and_the_customer_is_written_to() {
    let rep = Configured::with("");
    rep.json("add Acme Fleet 48k -d 2026-03-27");
    let hand_over = "2026-03-13 hand over: who does what";
    assert!(rep.open("d1").contains(&hand_over.to_owned()));
    rep.0
        .write("config.toml", "holidays = [\"2026-03-12..2026-03-16\"]");
    // Looking changes nothing.
    rep.json("due");
    assert!(rep.open("d1").contains(&hand_over.to_owned()));
    let (code, stdout, stderr) = rep.try_run("log acme spoke -x");
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    let open = rep.open("d1");
    assert!(
        open.contains(&"2026-03-17 hand over: who does what".to_owned()),
        "{open:?}"
    );
    assert!(
        open.contains(&"2026-03-27 confirm the delivery".to_owned()),
        "{open:?}"
    );
}

#[test]
fn names_of_plans_are_completed() {
    let rep = Configured::with(OWN);
    let complete = |words: &[&str]| {
        let mut command = rep.0.command(["--", "deals"].iter().chain(words));
        command
            .env("DEALS_CONFIG", rep.0.path("config.toml"))
            .env("COMPLETE", "fish");
        let printed = rep.0.finish(command, "completions", b"").ok();
        let values = printed.lines().filter(|line| !line.starts_with('-'));
        let values = values.map(|line| line.split('\t').next().unwrap().to_owned());
        values.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(complete(&["plan", "s"]), "show");
    assert_eq!(complete(&["plan", "show", "k"]), "key-account");
    assert_eq!(complete(&["plan", "use", "d1", "s"]), "standard strategic");
    assert_eq!(complete(&["plan", "use", "d1", "n"]), "none");
    assert_eq!(complete(&["plan", "show", "w"]), "win-back");
    assert_eq!(complete(&["plan", "use", "d1", "w"]), "");
    assert_eq!(complete(&["add", "Acme", "--plan", "l"]), "light");
    // A configuration that cannot be read has none to offer, and says nothing.
    rep.0.write("config.toml", "plans = 3");
    assert_eq!(complete(&["plan", "show", "k"]), "");
}
