//! Deals for a spreadsheet, and back: no text is a formula there, and each is what it was here.

use std::fs;

use crate::book;
use crate::environment::{Environment, rows};
use crate::export::{answer, everything, tables};
use crate::taken_back::differing;

/// Names and notes that a spreadsheet, or a careless reader, makes something else of.
const HOSTILE: &[&str] = &[
    "=SUM(A1:A9)",
    "+49 30 1234",
    "-5 % Ltd",
    "@home",
    "'=quoted",
    "''",
    "'",
    "＝1+1",
    "\"Quoted\" Ltd",
    "Comma, Semi; Pipe| & Co",
    "Back\\slash\\n\\",
    "山田電機 株式会社",
    "\u{feff}mark first",
    "null",
    "007",
    "1e5",
];

/// A book whose texts are all hostile.
fn hostile() -> Environment {
    let mut rep = Environment::new();
    rep.at(book::MORNING);
    for (place, text) in HOSTILE.iter().enumerate() {
        let account = format!("={text}");
        let note = format!("--note={text}\r\n\n\t{text}, \"{text}\"");
        let tag = format!("--tag={}", text.replace([' ', ','], "_"));
        let phone = format!("--phone={text}");
        let key = format!("--key={text}");
        let value = [
            "KWD 1.234",
            "JPY 1200",
            "EUR 0.5",
            "USD 0",
            "BHD 999999999999.999",
        ][place % 5];
        let outcome = rep.try_with([
            "add",
            "--new-account",
            "-q",
            &note,
            &tag,
            &phone,
            &key,
            "--person",
            "Dana",
            "--",
            &account,
            text,
            value,
        ]);
        outcome.ok();
    }
    rep.run("add Plain --prospect --expected-close 2026-05-01");
    rep.run("add Plain Lamp --verbal yesterday --yes");
    rep.run("add Plain Bulb --ordered 2026-01-05 --yes");
    rep
}

const FIELDS: &str =
    "list --fields uid,account,title,value,currency,note,tags,key,source,expected_close_on";

/// The rows of a CSV file, and its header first.
fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes
        .strip_prefix("\u{feff}".as_bytes())
        .expect("it is marked as UTF-8");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text);
    let row = |row: csv::Result<csv::StringRecord>| row.unwrap().iter().map(String::from).collect();
    reader.records().map(row).collect()
}

/// What somebody saves who changed cells of a file.
fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn every_text_comes_back_and_none_is_a_formula() {
    for source in [hostile(), everything()] {
        let printed = source.run("export -o csv");
        let sheet = read(printed.as_bytes());
        assert_eq!(
            sheet[0].join(","),
            "deals_uid,deals_source,key,account,title,value,currency,stage,closed_on,person,email,phone,note,tags"
        );
        for cell in sheet.iter().flatten() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']),
                "{cell:?}"
            );
        }
        let mut target = Environment::new();
        target.at(book::MORNING);
        target.write("deals.csv", &printed);
        let deals = sheet.len() - 1;
        assert_eq!(
            answer(&target, "import deals.csv"),
            format!("{deals} {deals} 0 0 0 0")
        );
        let sorted = |rep: &Environment| {
            let mut listed = rows(
                &rep.json(FIELDS),
                &FIELDS["list --fields ".len()..].replace(',', " "),
            );
            listed.sort();
            listed
        };
        assert_eq!(differing(&sorted(&source), &sorted(&target)), [""; 0]);
        // Once more it is the same file, byte for byte.
        assert_eq!(target.run("export -o csv"), printed);
        assert_eq!(
            answer(&target, "import deals.csv"),
            format!("{deals} 0 0 0 {deals} 0")
        );
        assert_eq!(target.try_run("doctor").code, 0);
    }
}

#[test]
fn our_own_file_changes_nothing_where_it_is_from() {
    for source in [hostile(), everything()] {
        let before = tables(&source.db());
        source.write("deals.csv", source.run("export -o csv"));
        for options in ["", " --theirs"] {
            let answer = answer(&source, &format!("import deals.csv{options}"));
            assert!(
                answer.contains(" 0 0 0 ") && answer.ends_with(" 0"),
                "{answer}"
            );
        }
        assert_eq!(differing(&before, &tables(&source.db())), [""; 0]);
    }
}

#[test]
fn what_was_changed_in_a_spreadsheet_is_taken_with_theirs() {
    let rep = book::full();
    let mut sheet = read(rep.run("export -o csv").as_bytes());
    let header = sheet[0].clone();
    let place = |name: &str| header.iter().position(|header| header == name).unwrap();
    let (key, title, value, stage, closed_on, note) = (
        place("key"),
        place("title"),
        place("value"),
        place("stage"),
        place("closed_on"),
        place("note"),
    );
    for row in &mut sheet[1..] {
        if row[key] == "006A3" {
            row[title] = "'=Lathe 200".to_owned();
            row[value] = "44000".to_owned();
        }
        if row[title] == "Pilot" {
            row[stage] = "won".to_owned();
            row[closed_on] = "2026-03-13".to_owned();
        }
        // What is emptied is not taken away.
        row[note].clear();
    }
    // A deal that was added there.
    let mut new = vec![String::new(); sheet[0].len()];
    new[place("account")] = "Kilo GmbH".to_owned();
    new[stage] = "prospect".to_owned();
    sheet.push(new);
    let before = tables(&rep.db());
    rep.write("changed.csv", written(&sheet));
    let said = answer(&rep, "import changed.csv --dry-run");
    assert!(said.starts_with("11 1 0 "), "{said}");
    rep.run("import changed.csv --theirs -q");
    let listed = rows(&rep.json("list"), "account title status value key note");
    for expected in [
        "Elan SA =Lathe 200 prospect 44000 006A3 -",
        "Borel SA Pilot won 12500 - -",
        "Kilo GmbH - prospect - - -",
    ] {
        assert!(
            listed.contains(&expected.to_owned()),
            "{expected}: {listed:#?}"
        );
    }
    assert!(
        listed.iter().any(|line| line.contains("from the fair")),
        "{listed:#?}"
    );
    // What the other program said last is known as before: its own file still takes nothing back.
    assert!(answer(&rep, "import crm.csv --source crm").starts_with("4 0 0 1 3"));
    rep.run("undo --yes");
    assert_eq!(differing(&before, &tables(&rep.db())), [""; 0]);
}

#[test]
fn a_file_of_ours_that_lost_what_it_needs_is_refused() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 5k");
    rep.run("add Borel Lamp 1k");
    let sheet = read(rep.run("export -o csv").as_bytes());
    let place = |name: &str| sheet[0].iter().position(|header| header == name).unwrap();
    let without = |name: &str| {
        let gone = place(name);
        let mut sheet = sheet.clone();
        for row in &mut sheet {
            row.remove(gone);
        }
        sheet
    };
    let mut twice = sheet.clone();
    twice.push(sheet[1].clone());
    let mut broken = sheet.clone();
    broken[1][place("title")] = "two\nlines".to_owned();
    for (rows, reason) in [
        (without("stage"), "the file has lost its column stage"),
        (
            without("closed_on"),
            "the file has lost its column closed_on",
        ),
        (twice, "deals_uid: "),
        (
            broken,
            "title: the name `two\u{fffd}lines` holds control characters",
        ),
    ] {
        rep.write("bad.csv", written(&rows));
        let outcome = rep.try_run("import bad.csv");
        assert_eq!(outcome.code, 2, "{reason}");
        assert!(
            outcome.stderr.contains(reason),
            "{reason}: {}",
            outcome.stderr
        );
    }
    // Others may go: what is not there says nothing.
    rep.write("slim.csv", written(&without("note")));
    assert_eq!(answer(&rep, "import slim.csv --theirs"), "2 0 0 0 2 0");
}

#[test]
fn a_file_of_another_program_keeps_its_apostrophes_and_its_columns() {
    let rep = Environment::new();
    rep.write(
        "crm.csv",
        "id,account,source,uid,phone,contact\nA1,'Acme,Web,x,'+49 30,Dana\n",
    );
    rep.run("import crm.csv --map id=key -q");
    assert_eq!(rows(&rep.json("list"), "account source"), ["'Acme id"]);
    assert_eq!(rows(&rep.json("people"), "phone"), ["'+49 30"]);
}

#[test]
fn the_name_of_the_file_says_its_form() {
    let rep = Environment::new();
    rep.run("add Acme Fleet 5k");
    let printed = rep.run("export -o csv");
    assert_eq!(rep.run("export deals.CSV"), "deals.CSV  1 deal\n");
    assert_eq!(fs::read_to_string(rep.path("deals.CSV")).unwrap(), printed);
    assert_eq!(rep.json("export other.csv")["format"], "csv");
    assert_eq!(rep.run("export deals.txt -o csv"), "deals.txt  1 deal\n");
    assert!(rep.run("export book.csv -o jsonl").ends_with(" records\n"));
    let empty = Environment::new();
    assert_eq!(read(empty.run("export -o csv").as_bytes()).len(), 1);
}
