//! `docs/scripting.md` is what scripts rely on: its tables are compared with the types and with what the program
//! prints, for a book with hardly anything in it and for one with everything. A field that disappears, moves,
//! changes its type or loses its null fails here; a new one has to be written down.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use deals::cli::VERBS;
use deals::domain::check_in::{CheckInStatus, Kind};
use deals::domain::deal::{Fit, LostReason, Status};
use deals::domain::due::Level;
use deals::domain::find::Place;
use deals::domain::health::Colour;
use deals::domain::history::{self, Happened};
use deals::domain::letter::LetterKind;
use deals::domain::objective::{ObjectiveStatus, Stance};
use deals::domain::person::Role;
use deals::domain::promise::PromiseStatus;
use deals::domain::result::Verdict;
use deals::domain::rung::Rung;
use deals::domain::touchpoint::{Outcome, Via};
use deals::domain::win_back::{Advice, RivalSigned, WouldMatch};
use deals::error::{EXIT_BUG, ErrorKind, Exit};
use deals::view::format::Record;
use deals::view::record::{
    AccountRecord, AccountStory, BackupRecord, BriefRecord, CheckInRecord, DealRecord, DealStory,
    DueRecord, ExportRecord, FindingRecord, ForgottenRecord, FoundRecord, HeartbeatRecord,
    HistoryRecord, ImportRecord, LetterRecord, ManualRecord, ObjectiveRecord, PersonRecord,
    PlanRecord, PromiseRecord, ReportRecord, RestoreRecord, ResultRecord, RivalRecord,
    SettingRecord, Severity, Source, ThanksRecord, TouchpointRecord,
};
use deals::view::ui::Format;
use serde_json::Value;

use crate::book;
use crate::environment::{Environment, contents};

/// Begins the remark of a field that nothing fills yet.
const NOT_YET: [&str; 2] = ["Always null for now.", "Always empty for now."];

/// What the page says.
struct Contract {
    /// Of each record, its fields in their order.
    records: BTreeMap<String, Vec<Field>>,
    /// Of each field that is a word, as `deal.status`, its words in their order.
    words: BTreeMap<String, Vec<String>>,
    page: String,
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    /// The record it is described for: `show` has the fields of another.
    of: String,
    kind: String,
    null: Null,
    not_yet: bool,
}

impl Field {
    /// As `deal.status`.
    fn full_name(&self) -> String {
        format!("{}.{}", self.of, self.name)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Null {
    Never,
    Maybe,
    /// Only in the answer of a dry run.
    DryRun,
}

/// The cells of the rows of a table, without its head.
fn table_below<'p>(page: &'p str, heading: &str) -> Vec<Vec<&'p str>> {
    let mut rows: Vec<Vec<&str>> = page
        .lines()
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('#'))
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() > 2, "no table stands below `{heading}`");
    rows.drain(..2);
    rows
}

/// The words of a cell that stand between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(String::from)
        .collect()
}

impl Contract {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scripting.md");
        let page = fs::read_to_string(path).unwrap();
        let records = page
            .lines()
            .skip_while(|line| *line != "## Records")
            .skip(1)
            .take_while(|line| !line.starts_with("## "))
            .filter_map(|line| line.strip_prefix("### "))
            .map(|name| (name.to_owned(), fields_of(&page, name)))
            .collect();
        let words = table_below(&page, "## Words")
            .into_iter()
            .flat_map(|row| {
                let words = quoted(row[1]);
                let fields = row[0].split(", ").map(String::from);
                fields.map(move |field| (field, words.clone()))
            })
            .collect();
        let mut contract = Self {
            records,
            words,
            page,
        };
        // A promise and thanks are check-ins; a field they have too is theirs, in its place.
        for (record, of) in [("promise", "check-in"), ("thanks", "check-in")] {
            let mut fields = contract.records[of].clone();
            for own in contract.records.remove(record).unwrap() {
                match fields.iter_mut().find(|field| field.name == own.name) {
                    Some(field) => *field = own,
                    None => fields.push(own),
                }
            }
            contract.records.insert(record.to_owned(), fields);
        }
        // What `show` answers begins as the record itself.
        for (story, of) in [
            ("show of a deal", "deal"),
            ("show of an account", "account"),
        ] {
            let mut fields = contract.records[of].clone();
            fields.append(contract.records.get_mut(story).unwrap());
            contract.records.insert(story.to_owned(), fields);
        }
        contract
    }

    /// The columns of a record: a nested object is its fields, named through it.
    fn columns(&self, record: &str) -> Vec<String> {
        let of_field = |field: &Field| match self.records.get(&field.kind) {
            None => vec![field.name.clone()],
            Some(nested) => nested
                .iter()
                .map(|inner| format!("{}.{}", field.name, inner.name))
                .collect(),
        };
        self.records[record].iter().flat_map(of_field).collect()
    }
}

fn fields_of(page: &str, record: &str) -> Vec<Field> {
    let field = |row: Vec<&str>| Field {
        name: quoted(row[0]).concat(),
        of: record.to_owned(),
        kind: row[1].to_owned(),
        null: match row[2] {
            "no" => Null::Never,
            "yes" => Null::Maybe,
            "dry run" => Null::DryRun,
            other => panic!("{record}: null is no, yes or dry run, not `{other}`"),
        },
        not_yet: NOT_YET.contains(&row[3]),
    };
    table_below(page, &format!("### {record}"))
        .into_iter()
        .map(field)
        .collect()
}

#[test]
fn the_documented_fields_are_those_of_the_types_in_their_order() {
    let contract = Contract::read();
    let table: &[(&str, Vec<&str>)] = &[
        ("deal", DealRecord::fields()),
        ("check-in", CheckInRecord::fields()),
        ("promise", PromiseRecord::fields()),
        ("thanks", ThanksRecord::fields()),
        ("rival", RivalRecord::fields()),
        ("heartbeat", HeartbeatRecord::fields()),
        ("result", ResultRecord::fields()),
        ("objective", ObjectiveRecord::fields()),
        ("touchpoint", TouchpointRecord::fields()),
        ("person", PersonRecord::fields()),
        ("account", AccountRecord::fields()),
        ("due row", DueRecord::fields()),
        ("show of a deal", DealStory::fields()),
        ("show of an account", AccountStory::fields()),
        ("found text", FoundRecord::fields()),
        ("brief", BriefRecord::fields()),
        ("letter", LetterRecord::fields()),
        ("forgotten person", ForgottenRecord::fields()),
        ("plan", PlanRecord::fields()),
        ("history entry", HistoryRecord::fields()),
        ("import answer", ImportRecord::fields()),
        ("export answer", ExportRecord::fields()),
        ("backup", BackupRecord::fields()),
        ("manual", ManualRecord::fields()),
        ("restored file", RestoreRecord::fields()),
        ("finding", FindingRecord::fields()),
        ("setting", SettingRecord::fields()),
        ("report", ReportRecord::fields()),
    ];
    for (record, fields) in table {
        assert_eq!(
            contract.columns(record),
            *fields,
            "{record}: left: docs/scripting.md; right: Record::fields()"
        );
    }
}

#[test]
fn the_documented_words_are_those_of_the_types_in_their_order() {
    let contract = Contract::read();
    let codes = ErrorKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let table = [
        ("deal.status", Status::list()),
        ("deal.rung", Rung::list()),
        ("deal.health", Colour::list()),
        ("deal.lost_reason", LostReason::list()),
        ("deal.fit", Fit::list()),
        ("heartbeat.would_match", WouldMatch::list()),
        ("heartbeat.rival_signed", RivalSigned::list()),
        ("heartbeat.advice", Advice::list()),
        ("check-in.kind", Kind::list()),
        ("check-in.status", CheckInStatus::list()),
        ("promise.status", PromiseStatus::list()),
        ("result.status", Verdict::list()),
        ("objective.status", ObjectiveStatus::list()),
        ("answer.stance", Stance::list()),
        ("touchpoint.via", Via::list()),
        ("touchpoint.outcome", Outcome::list()),
        ("person.role", Role::list()),
        ("due row.level", Level::list()),
        ("found text.kind", Place::list()),
        ("letter.kind", LetterKind::list()),
        ("history change.kind", history::Kind::list()),
        ("history change.change", Happened::list()),
        ("finding.level", Severity::list()),
        ("setting.source", Source::list()),
        ("error.code", codes),
    ];
    for (field, words) in table {
        assert_eq!(contract.words[field], words, "{field}");
    }
    for field in contract.records.values().flatten() {
        let name = field.full_name();
        assert!(
            field.kind != "word" || contract.words.contains_key(&name),
            "{name} has no row under Words"
        );
    }
}

#[test]
fn the_documented_formats_exit_codes_and_commands_are_all_there_are() {
    let contract = Contract::read();
    let asking: Vec<String> = table_below(&contract.page, "## Asking")
        .iter()
        .flat_map(|row| quoted(row[0]))
        .collect();
    for format in Format::ALL {
        let option = format!("-o {}", format.as_str());
        assert!(asking.contains(&option), "{option} is not described");
    }

    let mut documented = BTreeSet::new();
    for row in table_below(&contract.page, "## Exit codes") {
        let code: u8 = row[0].parse().unwrap();
        let words = quoted(row[1]);
        documented.extend(words.iter().map(|word| (code, word.clone())));
        if words.is_empty() {
            documented.insert((code, String::new()));
        }
    }
    let mut expected: BTreeSet<(u8, String)> = ErrorKind::ALL
        .iter()
        .map(|kind| (kind.exit_code(), kind.as_str().to_owned()))
        .collect();
    expected.extend(
        [
            Exit::Done.code(),
            Exit::Due.code(),
            Exit::Faults.code(),
            EXIT_BUG,
        ]
        .map(|code| (code, String::new())),
    );
    assert_eq!(documented, expected);

    let answers: BTreeSet<String> = table_below(&contract.page, "## What answers with what")
        .iter()
        .flat_map(|row| quoted(row[0]))
        .collect();
    let verbs = VERBS.iter().map(|verb| verb.name.to_owned());
    for verb in verbs.filter(|verb| verb != "completions") {
        assert!(answers.contains(&verb), "what does `{verb}` answer with?");
    }
}

/// Commands with the record that the page says they answer with, on the full book unless they say `empty`.
pub(crate) const ANSWERS: &[(&str, &str)] = &[
    ("due", "list of due row"),
    ("due --within 30d --by deal", "list of due row"),
    ("list", "list of deal"),
    ("list --tag nobody", "list of deal"),
    ("accounts", "list of account"),
    ("people", "list of person"),
    ("touchpoints", "list of touchpoint"),
    ("show d1", "show of a deal"),
    ("show d2", "show of a deal"),
    ("show d5", "show of a deal"),
    ("show d7", "show of a deal"),
    ("show d8", "show of a deal"),
    ("show d10", "show of a deal"),
    ("show a1", "show of an account"),
    ("show a2", "show of an account"),
    ("show borel", "show of an account"),
    ("show a4", "show of an account"),
    ("show a5", "show of an account"),
    ("show a10", "show of an account"),
    ("show t4", "touchpoint"),
    ("brief a5", "brief"),
    ("brief d5", "brief"),
    ("brief d10", "brief"),
    ("brief d2", "brief"),
    ("letter d5 next-steps", "letter"),
    ("letter d10 objectives", "letter"),
    ("add Lima Press 1k", "deal"),
    ("add Lima Press 1k --dry-run", "deal"),
    ("mark d5 delivered", "deal"),
    ("mark d5 delivered --dry-run", "deal"),
    ("expect d5 payment 2026-05-01", "deal"),
    ("plan", "list of plan"),
    ("plan list", "list of plan"),
    ("plan show standard", "plan"),
    ("plan use d5 light", "deal"),
    ("plan use d5 light --dry-run", "deal"),
    ("log a5 hello --next 'fri: the chart'", "touchpoint"),
    (
        "log a5 hello --next 'fri: the chart' --dry-run",
        "touchpoint",
    ),
    ("remind p1 fri call", "check-in"),
    ("remind p1 fri call --dry-run", "check-in"),
    ("promise d5 'fri: the drawings' --owner Priya", "check-in"),
    ("promise d5 'fri: the drawings' --dry-run", "check-in"),
    ("risk d5 'rain // tents' --review fri", "check-in"),
    ("thank d5 'Priya: built the demo'", "check-in"),
    (
        "lost d5 --reason price --rival Umbra --rival-promised '2026-04-20: two lathes'",
        "deal",
    ),
    (
        "lost d5 --reason other --note 'a new board' --dry-run",
        "deal",
    ),
    ("edit d2 --contract-ends 2027-01-01", "deal"),
    ("edit d5 --fit yes --why 'three shifts'", "deal"),
    (
        "heartbeat d2 --attractive support --would-match yes --rival-signed no --contract-ends 2027-01-01",
        "heartbeat",
    ),
    ("heartbeat d2 --would-match yes --dry-run", "heartbeat"),
    ("heartbeat nameless --rival-signed no", "heartbeat"),
    ("bury d2 --why 'five years'", "deal"),
    ("revive d2", "deal"),
    ("rival d5 Umbra", "rival"),
    ("rival a5 Umbra --note 'seen there' --dry-run", "rival"),
    ("rival a5 Initech --gone", "rival"),
    ("result", "list of result"),
    ("result list d5", "list of result"),
    ("result add d8 'uptime: 95 -> 99.5 %' --dry-run", "result"),
    ("result measure r1 28", "result"),
    ("result accept r1 --by dana", "result"),
    ("objective", "list of objective"),
    ("objective add d8 fewer shifts --dry-run", "objective"),
    ("objective agree o1 --by dana", "objective"),
    ("edit r1 --unit days", "result"),
    ("edit o1 --what 'fewer shifts'", "objective"),
    ("rm r1 --yes", "result"),
    ("rm o1 --yes", "objective"),
    ("done c16 all there", "check-in"),
    ("snooze c11 fri", "check-in"),
    ("reschedule c16 2026-03-30", "check-in"),
    ("drop c11 --why moot", "check-in"),
    ("reopen c5", "check-in"),
    ("edit d5 --title Trucks", "deal"),
    ("edit a5 --name Acme", "account"),
    ("edit p1 --phone 1", "person"),
    ("edit c11 --what look", "check-in"),
    ("edit t1 --note very", "touchpoint"),
    ("tag d5 fast", "deal"),
    ("tag a5 fast", "account"),
    ("tag p1 fast", "person"),
    ("rm d5 --yes", "deal"),
    ("rm a5 --yes", "account"),
    ("rm p1 --yes", "person"),
    ("rm c39 --yes", "check-in"),
    ("rm t1 --yes", "touchpoint"),
    ("person forget p1 --yes", "forgotten person"),
    ("account merge a5 a4 --yes", "account"),
    ("undo", "history entry"),
    ("undo --dry-run", "history entry"),
    ("undone: redo", "history entry"),
    ("undone: history", "list of history entry"),
    ("history a5", "list of history entry"),
    ("empty: history", "list of history entry"),
    ("import more.csv --source crm --skip-bad", "import answer"),
    ("import ragged.csv --skip-bad --dry-run", "import answer"),
    ("import other.jsonl", "import answer"),
    ("import other.jsonl --theirs --dry-run", "import answer"),
    ("export book.jsonl", "export answer"),
    ("export book.jsonl --dry-run", "export answer"),
    ("backup", "backup"),
    ("backup copy.db --dry-run", "backup"),
    ("restore book.db.bak --yes", "restored file"),
    ("restore book.db.bak --dry-run", "restored file"),
    ("empty: restore book.db.bak --yes", "restored file"),
    ("doctor", "list of finding"),
    ("empty: doctor", "list of finding"),
    ("man pages", "manual"),
    ("man pages --dry-run", "manual"),
    ("config path", "setting"),
    ("config show", "list of setting"),
    ("report", "report"),
    ("report --to 2025-12-31", "report"),
    ("report --show value", "list of deal"),
    ("report --show late", "list of check-in"),
    ("report --show contacts", "list of touchpoint"),
    ("report --show quiet-30", "list of account"),
    ("report --show proof", "list of result"),
    ("find fleet", "list of found text"),
    ("find globex", "list of found text"),
    ("find nameless", "list of found text"),
    ("find dana", "list of found text"),
    ("empty: find crew", "list of found text"),
    ("empty: report", "report"),
    ("empty: due", "list of due row"),
    ("empty: list", "list of deal"),
    ("empty: accounts", "list of account"),
    ("empty: add Lima", "deal"),
    ("empty: import crm.csv", "import answer"),
];

/// Errors, each with the exit code.
const ERRORS: &[(&str, i32)] = &[
    ("nonsense", 2),
    ("list --fields colour", 2),
    ("show nobody", 3),
    ("add Acme", 4),
    ("rm d5", 5),
];

#[test]
fn what_is_printed_has_the_documented_fields_types_and_nulls() {
    let contract = Contract::read();
    let rep = rich();
    let book = contents(&rep.db());
    let seen = Seen::default();
    for (line, answer) in ANSWERS {
        let (rep, line) = match line.strip_prefix("empty: ") {
            Some(line) => (book::with(None), line),
            None => (book::with(book.as_deref()), *line),
        };
        let line = line.strip_prefix("undone: ").map_or(line, |line| {
            rep.run("undo");
            line
        });
        rep.write("ragged.csv", "account,value\nAcme,1,2\n");
        rep.write("book.db.bak", book.clone().unwrap());
        if line == "doctor" {
            rep.write("book.db.4711.part", "what an interrupted copy leaves");
        }
        if *answer == "report" && !line.contains("--to") {
            let folder = rep.path("home/.config/deals");
            fs::create_dir_all(&folder).unwrap();
            let targets = "[targets]\nnew_business = 30\npursuits = 10\n";
            fs::write(folder.join("config.toml"), targets).unwrap();
        }
        assert_documented(&contract, line, answer);
        let value = rep.json(line);
        let check = Check {
            contract: &contract,
            seen: &seen,
            line,
            is_dry_run: line.contains("--dry-run"),
        };
        check.kind(answer, answer, &value, true);
    }
    for (line, code) in ERRORS {
        let outcome = book::with(book.as_deref()).try_run(&format!("{line} --json"));
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (*code, ""),
            "{line}"
        );
        error(&contract, &seen, line, &outcome.stderr);
    }
    #[cfg(target_os = "linux")]
    error(&contract, &seen, "list", &error_without_a_hint());
    seen.assert_all_of(&contract);
}

/// The full book, and in it all that a record can say.
pub(crate) fn rich() -> Environment {
    let rep = book::full();
    rep.run("edit p1 --interests rowing --topic 'her boat' --note 'before nine'");
    promised(&rep);
    climbed(&rep);
    contracted(&rep);
    earned(&rep);
    // A lost deal without a title.
    rep.run("add Nameless --prospect");
    rep.run("lost nameless --reason other");
    rep.run("heartbeat d2 --would-match no");
    rep
}

/// Promises that came to every end there is, a risk, thanks, a rival, results and objectives.
fn promised(rep: &Environment) {
    let id = |line: &str| rep.json(line)["id"].as_str().unwrap().to_owned();
    let late = id("promise d5 'fri: the training plan' --owner Priya");
    rep.run(&format!("reschedule {late} 2w --agreed-by dana"));
    rep.run(&format!("done {late} --evidence 'the signed plan'"));
    let waived = id("promise d5 'fri: their list' --theirs -w dana");
    rep.run(&format!("drop {waived} --why 'they have none'"));
    rep.run("promise d5 'tomorrow: the manuals'");
    rep.run("risk d5 'rain // tents' --review fri");
    rep.run("thank d5 'Tom: found the crane'");
    rep.run("rival a5 Initech --note 'seen in the plant'");
    rep.run("rival a5 Initech --gone");
    rep.run("rival d5 Globex");
    rep.run("result add d5 'first response: 40 -> 28 h'");
    rep.run("result measure r1 31.5 --on yesterday");
    rep.run("result accept r1 --by dana --may-quote no");
    rep.run("result add d5 'errors: 5 -> 1'");
    rep.run("result add d10 'uptime: 95 -> 99 %'");
    rep.run("objective add d5 no lorry waits");
    rep.run("objective object o1 --by dana --why 'too early'");
    rep.run("edit a5 -w 'Jo Sand'");
    rep.run("objective ask o1 --of jo");
    rep.run("objective add d10 fewer shifts");
}

/// A deal of whose rungs there is all that can be said.
fn climbed(rep: &Environment) {
    rep.run("mark d5 delivered --part '1 of 2 lots'");
    rep.run("mark d5 paid --part deposit --amount 1k --ref INV-7");
    rep.run("mark d5 credit --failed --why 'too little equity'");
    rep.run("expect d5 delivered 2w --why 'crew ill'");
    rep.run("expect d5 delivered 3w");
}

/// A deal whose contract says all that it can, and one that adds to it.
fn contracted(rep: &Environment) {
    rep.run("edit d7 --penalty '1 % a week' --commission 6.5% --renews 1y --notice 90d");
    rep.run("add 'Indigo, Sons & Co' Lamp 'USD 90' --addon-of d7 --plan none");
}

/// Deals that tell how long money takes, and commission that waits for it.
fn earned(rep: &Environment) {
    for name in ["Mira", "Nova", "Orion", "Pavo"] {
        let line =
            format!("add {name} Lens 'EUR 1k' --signed 2026-02-02 --plan none --commission 5%");
        let id = rep.json(&line)["id"].as_str().unwrap().to_owned();
        rep.run(&format!("mark {id} verified --on 2026-02-10"));
        rep.run(&format!("mark {id} paid --on 2026-02-20"));
    }
    rep.run("add Quasar Lens 'EUR 2k' --plan none --commission 5% --paid-by 2026-05-01");
}

/// The command has a row in the table of answers, with this answer.
fn assert_documented(contract: &Contract, line: &str, answer: &str) {
    let verb = line.split(' ').next().unwrap().to_owned();
    let rows = table_below(&contract.page, "## What answers with what");
    let row = rows.iter().find(|row| quoted(row[0]).contains(&verb));
    assert!(
        row.is_some_and(|row| row[1].split(", ").any(|one| one == answer)),
        "{line} answers with {answer}, but the page says {row:?}"
    );
}

fn error(contract: &Contract, seen: &Seen, line: &str, stderr: &str) {
    let printed: Value = serde_json::from_str(stderr).unwrap();
    let only = printed.as_object().unwrap();
    assert_eq!(only.len(), 1, "{line}: {stderr}");
    let check = Check {
        contract,
        seen,
        line,
        is_dry_run: false,
    };
    check.kind("error", "error", &only["error"], true);
}

/// Nothing can be typed against a full disk.
#[cfg(target_os = "linux")]
fn error_without_a_hint() -> String {
    let rep = Environment::new();
    let output = rep
        .command(["list", "--json"])
        .stdout(fs::File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    String::from_utf8(output.stderr).unwrap()
}

/// Which fields were seen with a value, and which without.
#[derive(Default)]
struct Seen {
    full: RefCell<BTreeSet<String>>,
    empty: RefCell<BTreeSet<String>>,
}

impl Seen {
    /// Every field was seen with a value, and null where it may be: else nothing is known of it.
    fn assert_all_of(&self, contract: &Contract) {
        let (full, empty) = (self.full.borrow(), self.empty.borrow());
        for field in contract.records.values().flatten() {
            let name = field.full_name();
            assert!(
                full.contains(&name) != field.not_yet,
                "{name}: with a value in these answers: {}; `… for now`: {}",
                full.contains(&name),
                field.not_yet
            );
            let may_be_null = field.null != Null::Never;
            let can_be_seen = may_be_null && (name != "error.hint" || cfg!(target_os = "linux"));
            assert!(
                empty.contains(&name) || !can_be_seen,
                "{name}: none of these answers has it null; the page says it may be"
            );
        }
    }
}

/// One answer, compared with the page.
struct Check<'a> {
    contract: &'a Contract,
    seen: &'a Seen,
    line: &'a str,
    is_dry_run: bool,
}

impl Check<'_> {
    /// `name` is where it stands, as `deal.status`.
    fn kind(&self, kind: &str, name: &str, value: &Value, is_answer: bool) {
        let line = self.line;
        if let Some(of) = kind.strip_prefix("list of ") {
            let all = value
                .as_array()
                .unwrap_or_else(|| panic!("{line}: {name}: {value}"));
            for one in all {
                self.kind(of, name, one, false);
            }
            return;
        }
        if self.contract.records.contains_key(kind) {
            self.record(kind, value, is_answer);
            return;
        }
        let text = value.as_str();
        let holds = match kind {
            "integer" => value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "text" => text.is_some_and(|text| !text.is_empty()),
            "id" => text.is_some_and(is_id),
            "uid" => text.is_some_and(|text| text.len() == 36 && text.as_bytes()[14] == b'7'),
            "date" => {
                text.is_some_and(|text| text.len() == 10 && text.parse::<NaiveDate>().is_ok())
            }
            "word" => {
                let words = &self.contract.words[name];
                text.is_some_and(|text| words.iter().any(|word| word == text))
            }
            other => panic!("{name}: `{other}` is no type"),
        };
        assert!(holds, "{line}: {name} is no {kind}: {value}");
    }

    fn record(&self, record: &str, value: &Value, is_answer: bool) {
        let line = self.line;
        let fields = &self.contract.records[record];
        let object = value
            .as_object()
            .unwrap_or_else(|| panic!("{line}: {record}: {value}"));
        let mut documented: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        if is_answer && self.is_dry_run {
            documented.push("dry_run");
            assert_eq!(object["dry_run"], Value::Bool(true), "{line}");
        }
        let printed: Vec<&str> = object.keys().map(String::as_str).collect();
        assert_eq!(printed, documented, "{line}: left: the {record} printed");
        for field in fields {
            self.field(field, &object[&field.name]);
        }
    }

    fn field(&self, field: &Field, value: &Value) {
        let name = field.full_name();
        if value.is_null() {
            let is_allowed = match field.null {
                Null::Never => false,
                Null::Maybe => true,
                Null::DryRun => self.is_dry_run,
            };
            assert!(is_allowed, "{}: {name} is null", self.line);
            self.seen.empty.borrow_mut().insert(name);
            return;
        }
        self.kind(&field.kind, &name, value, false);
        if value.as_array().is_none_or(|list| !list.is_empty()) {
            self.seen.full.borrow_mut().insert(name);
        }
    }
}

/// A letter and a number, as `d12`.
fn is_id(text: &str) -> bool {
    text.split_at_checked(1).is_some_and(|(letter, number)| {
        "apdctro".contains(letter) && number.parse::<u32>().is_ok_and(|number| number > 0)
    })
}

#[test]
fn every_format_gives_the_same_columns_and_values() {
    let rep = book::full();
    for line in [
        "due",
        "list",
        "accounts",
        "people",
        "touchpoints",
        "show d5",
    ] {
        let json = rep.json(line);
        let records = json.as_array().cloned().unwrap_or_else(|| vec![json]);
        let jsonl: Vec<Value> = rep
            .run(&format!("{line} -o jsonl"))
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(jsonl, records, "{line}");
        for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
            let printed = rep.run(&format!("{line} -o {format}"));
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .from_reader(printed.as_bytes());
            let columns = reader.headers().unwrap().clone();
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(rows.len(), records.len(), "{line} -o {format}");
            for (row, record) in rows.iter().zip(&records) {
                for (column, text) in columns.iter().zip(row) {
                    let pointer = format!("/{}", column.replace('.', "/"));
                    let expected = match record.pointer(&pointer) {
                        None | Some(Value::Null) => String::new(),
                        Some(Value::String(text)) => text.clone(),
                        Some(other) => other.to_string(),
                    };
                    assert_eq!(text, expected, "{line} -o {format}: {column}");
                }
            }
        }
        let ids: Vec<String> = records
            .iter()
            .map(|record| {
                record.get("check_in").unwrap_or(record)["id"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(
            rep.run(&format!("{line} -o ids")),
            ids.join("\n") + "\n",
            "{line}"
        );
    }
}
