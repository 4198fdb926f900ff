//! What hostile texts become once they are stored: on every screen, in every format, in letters and completions.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use super::is_thorough;
use super::texts::{TEXTS, is_harmful, without_our_colours};
use crate::environment::{Environment, contents};

/// Where a text is stored, parted by strokes; `A`, `D`, `L` and `P` are an account, its deal, its lost deal and its
/// person.
const STORED: &[&str] = &[
    "edit|A|--name=EVIL",
    "edit|P|--name=EVIL",
    "edit|P|--phone=EVIL",
    "edit|P|--interests=EVIL",
    "edit|P|--topic=EVIL",
    "edit|P|--note=EVIL",
    "edit|D|--title=EVIL",
    "edit|D|--note=EVIL",
    "edit|D|--key=EVIL",
    "edit|D|--penalty=EVIL",
    "tag|A|--|EVIL",
    "tag|D|--|EVIL",
    "log|A|--keep-open|--gave=EVIL|--with=P|--|EVIL",
    "log|A|-x|--|EVIL",
    "remind|D|today|--|EVIL",
    "remind|A|3w|--|EVIL",
    "promise|D|fri: EVIL|--owner=EVIL",
    "promise|D|fri: EVIL|--theirs",
    "risk|D|EVIL // EVIL|--review=fri",
    "rival|D|--note=EVIL|--|EVIL",
    "thank|D|EVIL: EVIL",
    "result|add|D|EVIL: 40 -> 28 h",
    "result|add|D|speed|--baseline=1|--target=2|--unit=EVIL",
    "objective|add|D|--|EVIL",
    "mark|D|delivered|--part=EVIL",
    "mark|D|credit|--failed|--why=EVIL",
    "mark|D|invoiced|--ref=EVIL",
    "expect|D|delivery|2w|--why=EVIL",
    "lost|L|--reason=price|--rival=EVIL|--note=EVIL",
    "heartbeat|L|--attractive=EVIL|--would-match=yes|--rival-signed=no",
];

/// A customer, with the ids of what is known of them.
struct Customer {
    account: String,
    deal: String,
    lost: String,
    person: String,
    /// What was taken, and is to be found again to the letter.
    told: Vec<String>,
}

/// The book of all of them, made once.
fn book() -> (Environment, &'static [Customer]) {
    static BOOK: OnceLock<(Vec<u8>, Vec<Customer>)> = OnceLock::new();
    let (bytes, customers) = BOOK.get_or_init(make);
    let mut rep = Environment::new();
    rep.write_private("book.db", bytes);
    rep.at("2026-03-16");
    (rep, customers)
}

/// Each customer has another text in each place, so that all texts come to stand beside all others.
fn make() -> (Vec<u8>, Vec<Customer>) {
    let mut rep = Environment::new();
    rep.at("2026-03-02");
    let apart = if is_thorough() { 1 } else { 6 };
    let count = TEXTS.len() / apart;
    let customers = (0..count)
        .map(|number| {
            let id = |line: &str| rep.run(line).trim().to_owned();
            let name = format!("Customer {number}");
            let deal = id(&format!(
                "add '{name}' Deal 5k -d 4w --new-account -w 'Person {number} <p{number}@x.example>' -q"
            ));
            let lost = id(&format!("add '{name}' Other 7k --prospect -q"));
            let shown = rep.json(&format!("show {deal}"));
            let mut customer = Customer {
                account: shown["account_id"].as_str().unwrap().to_owned(),
                person: shown["people"][0]["id"].as_str().unwrap().to_owned(),
                deal,
                lost,
                told: Vec::new(),
            };
            for (place, line) in STORED.iter().enumerate() {
                // Seven is prime to the number of texts, so that a customer has each at most once.
                let (_, text) = TEXTS[(number * apart + place * 7) % TEXTS.len()];
                // A colon of its own parts a text where a colon parts two.
                let is_parted = line.contains("EVIL: ") && text.contains(':');
                if tell(&rep, &customer, line, text) && !is_parted {
                    customer.told.push(text.to_owned());
                }
            }
            customer
        })
        .collect();
    (contents(&rep.db()).unwrap(), customers)
}

fn tell(rep: &Environment, customer: &Customer, line: &str, text: &str) -> bool {
    let words: Vec<String> = line
        .split('|')
        .map(|word| match word {
            "A" => customer.account.clone(),
            "D" => customer.deal.clone(),
            "L" => customer.lost.clone(),
            "--with=P" => format!("--with={}", customer.person),
            "P" => customer.person.clone(),
            word => word.replace("EVIL", text),
        })
        .collect();
    // A lone dash may stand for standard input.
    rep.try_with(&words).code == 0 && !matches!(text.trim(), "" | "-")
}

/// Lists, whose lines all fit the screen.
const LISTS: &[&str] = &[
    "due --limit 0",
    "due --limit 0 -v",
    "due --limit 0 --by deal --within 60d",
    "list --limit 0",
    "list --status lost",
    "accounts",
    "people",
    "touchpoints --limit 0",
    "result",
    "objective",
    "report",
    "report --show lost",
    "find the",
    "find customer --limit 0",
    "history --limit 0",
    "plan list",
    "doctor",
];

/// Pages about one customer.
const PAGES: &[&str] = &[
    "show A",
    "show D",
    "show L",
    "show P",
    "brief A",
    "brief D",
    "letter D next-steps",
    "letter D objectives",
    "letter L sorry-to-lose",
    "history A",
];

fn pages(customer: &Customer) -> impl Iterator<Item = String> {
    PAGES.iter().map(|page| {
        let id = |word| match word {
            "A" => &customer.account,
            "D" => &customer.deal,
            "L" => &customer.lost,
            _ => &customer.person,
        };
        let words: Vec<&str> = page.split(' ').collect();
        let words = words.iter().map(|word| match *word {
            "A" | "D" | "L" | "P" => id(word),
            word => word,
        });
        words.collect::<Vec<_>>().join(" ")
    })
}

#[test]
fn no_screen_has_what_a_terminal_obeys_or_is_wider_than_it_is() {
    let (mut rep, customers) = book();
    let mut lines: Vec<String> = LISTS.iter().map(ToString::to_string).collect();
    lines.extend(customers.iter().flat_map(pages));
    for columns in [80, 140] {
        rep.wide(columns);
        for line in &lines {
            let outcome = rep.try_run(line);
            assert!(
                matches!(outcome.code, 0 | 3 | 5),
                "{line}: {}",
                outcome.stderr
            );
            for text in [&outcome.stdout, &outcome.stderr] {
                assert!(!text.contains(is_harmful), "{line} at {columns}: {text:?}");
            }
            let is_letter = line.starts_with("letter");
            for shown in outcome.stdout.lines().filter(|_| !is_letter) {
                assert!(
                    shown.width() <= columns,
                    "{line} at {columns}: {}: {shown:?}",
                    shown.width()
                );
            }
        }
    }
    for line in &lines {
        let mut command = rep.command(line.split(' '));
        command.env("CLICOLOR_FORCE", "1").env_remove("COLUMNS");
        let outcome = rep.finish(command, line, b"");
        for text in [&outcome.stdout, &outcome.stderr] {
            let plain = without_our_colours(text);
            assert!(!plain.contains(is_harmful), "{line} in colour: {plain:?}");
        }
    }
}

#[test]
fn notes_and_message_files_have_no_line_that_a_text_has_made() {
    let (rep, customers) = book();
    for customer in customers {
        for line in [
            format!("brief {} -o md", customer.account),
            format!("brief {} -o md", customer.deal),
        ] {
            let printed = rep.run(&line);
            assert!(!printed.contains(is_harmful), "{line}: {printed:?}");
        }
        for kind in ["next-steps", "objectives"] {
            let line = format!("letter {} {kind} --eml", customer.deal);
            let outcome = rep.try_run(&line);
            assert_eq!(outcome.code, 0, "{line}: {}", outcome.stderr);
            assert_message(&outcome.stdout, &line);
        }
    }
}

/// Just the headers that the program writes, nothing but ASCII, every line with its ending and short enough.
pub(super) fn assert_message(file: &str, about: &str) {
    assert!(file.is_ascii(), "{about}: {file:?}");
    assert_eq!(
        file.matches('\n').count(),
        file.matches("\r\n").count(),
        "{about}: {file:?}"
    );
    assert!(
        !file.replace("\r\n", "\n").contains(is_harmful),
        "{about}: {file:?}"
    );
    let (head, _) = file.split_once("\r\n\r\n").unwrap();
    let names: Vec<&str> = head
        .split("\r\n")
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split(':').next().unwrap())
        .filter(|name| *name != "To")
        .collect();
    let expected = [
        "Subject",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "X-Unsent",
    ];
    assert_eq!(names, expected, "{about}: {file:?}");
    assert!(
        file.split("\r\n").all(|line| line.len() <= 76),
        "{about}: {file:?}"
    );
}

/// Every text in a value, wherever it stands.
fn texts_in(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(all) => all.iter().for_each(|one| texts_in(one, found)),
        Value::Object(all) => all.values().for_each(|one| texts_in(one, found)),
        _ => {}
    }
}

#[test]
fn scripts_get_the_exact_text() {
    let (rep, customers) = book();
    for customer in customers {
        let mut found = BTreeSet::new();
        for id in [
            &customer.account,
            &customer.deal,
            &customer.lost,
            &customer.person,
        ] {
            texts_in(&rep.json(&format!("show {id}")), &mut found);
        }
        for text in &customer.told {
            // Names go without what turns them; the rest is as it was typed, but for blanks around it.
            let turned = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let unturned = text.replace(turned, "");
            assert!(
                found.contains(text.trim()) || found.contains(unturned.trim()),
                "{}: {text:?} is not in {found:#?}",
                customer.account
            );
        }
    }
}

#[test]
fn every_format_of_every_list_says_the_same() {
    let (rep, _) = book();
    for list in [
        "due --limit 0 --within 60d",
        "list --limit 0",
        "accounts --limit 0",
        "people --limit 0",
        "touchpoints --limit 0",
        "result --limit 0",
        "objective --limit 0",
        "history --limit 0",
        "find customer --limit 0",
    ] {
        let json = rep.json(list);
        let records = json.as_array().unwrap();
        assert!(!records.is_empty(), "{list}");
        let lines = rep.run(&format!("{list} -o jsonl"));
        let read: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(&read, records, "{list}");
        for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
            let printed = rep.run(&format!("{list} -o {format}"));
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .from_reader(printed.as_bytes());
            let fields = reader.headers().unwrap().clone();
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(rows.len(), records.len(), "{list} -o {format}");
            for (row, record) in rows.iter().zip(records) {
                for (field, cell) in fields.iter().zip(row) {
                    let pointer = format!("/{}", field.replace('.', "/"));
                    let expected = match record.pointer(&pointer).unwrap_or(&Value::Null) {
                        Value::Null => String::new(),
                        Value::String(text) => text.clone(),
                        other => other.to_string(),
                    };
                    assert_eq!(cell, expected, "{list} -o {format}: {field}");
                }
            }
        }
        let ids = rep.run(&format!("{list} -o ids"));
        let is_id = |line: &str| {
            let digits = line.trim_start_matches(|c: char| c.is_ascii_lowercase());
            digits.len() < line.len() && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_all = ids
            .lines()
            .all(|line| is_id(line) || list.starts_with("history"));
        assert!(is_all, "{list}: {ids}");
        assert_eq!(ids.lines().count(), records.len(), "{list} -o ids");
    }
}

/// What is exported is what was typed, and in another file it is that again, ids included.
#[test]
fn an_export_comes_back_exactly() {
    let (rep, _) = book();
    let lines = rep.run("export -o jsonl");
    let mut other = Environment::new();
    other.at("2026-03-16");
    other.write("book.jsonl", &lines);
    assert_eq!(other.try_run("import book.jsonl").code, 0);
    let again = other.run("export -o jsonl");
    for (one, other) in lines.lines().zip(again.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(lines.len(), again.len());
    let sheet = rep.run("export -o csv");
    rep.write("sheet.csv", &sheet);
    assert_eq!(rep.try_run("import sheet.csv --theirs").code, 0);
    // A sheet that nobody touched changes nothing.
    let again = rep.run("export -o jsonl");
    for (one, other) in lines.lines().zip(again.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(lines.len(), again.len());
    let mut reader = csv::Reader::from_reader(sheet.trim_start_matches('\u{feff}').as_bytes());
    for cell in reader
        .records()
        .flat_map(|row| row.unwrap().iter().map(String::from).collect::<Vec<_>>())
    {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell:?}"
        );
    }
}

#[test]
fn completions_are_one_harmless_line_each() {
    let (rep, customers) = book();
    // What stands in a folder may be called anything, too.
    let folder = rep.path("files");
    std::fs::create_dir(&folder).unwrap();
    for (number, (_, text)) in TEXTS.iter().enumerate() {
        let name = format!("{number}{}", text.replace('/', "_"));
        let _ = std::fs::write(folder.join(name), "x");
    }
    let words: Vec<Vec<&str>> = [
        "show ",
        "show c",
        "show a",
        "show d",
        "show p",
        "edit c",
        "edit t",
        "edit r",
        "edit o",
        "done ",
        "done c",
        "reopen ",
        "log a1 --with ",
        "lost d1 --rival ",
        "list --tag ",
        "tag a1 ",
        "plan use ",
        "import files/",
        "restore files/",
        "list --db files/",
    ]
    .iter()
    .map(|line| line.split(' ').collect())
    .collect();
    assert!(customers.len() > 1);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        for words in &words {
            let mut command = if shell == "bash" {
                let line = format!("deals {}", words.join(" "));
                rep.command(["--", &line, words.last().unwrap(), "63"])
            } else {
                rep.command(["--", "deals"].iter().chain(words))
            };
            command.env("COMPLETE", shell);
            let outcome = rep.finish(command, &words.join(" "), b"");
            assert_eq!(
                (outcome.code, outcome.stderr.as_str()),
                (0, ""),
                "{shell}: {words:?}"
            );
            for line in outcome.stdout.lines() {
                // A tab stands between what is inserted and what is said of it.
                let harmless = line.replacen('\t', "", 1);
                assert!(
                    !harmless.contains(is_harmful),
                    "{shell}: {words:?}: {line:?}"
                );
            }
        }
    }
}
