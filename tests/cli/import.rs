//! `deals import`: another program's CSV file comes in, and comes in again.

use std::fs;
use std::ops::RangeInclusive;

use serde_json::{Value, json};

use crate::environment::{Environment, contents};

/// Two won, one lost, one prospect, at three customers; today is Friday 6 March 2026.
const BOOK: &str = "\
id,account,product,stage,close date,amount
1,Acme,Fleet,Won,2026-02-20,48000
2,Borel,Van,Lost,2026-01-12,0
3,Cato,Press,Engaging,2026-05-01,\"12,500.50\"
4,Acme,Service,Won,2025-06-01,900
";

/// The counts of an answer, in the order of the contract.
fn counts(answer: &Value) -> [u64; 6] {
    ["read", "added", "updated", "kept", "unchanged", "rejected"].map(|field| {
        answer[field]
            .as_u64()
            .unwrap_or_else(|| panic!("{field}: {answer}"))
    })
}

/// An empty book and a CSV file beside it.
fn with_csv(text: impl AsRef<[u8]>) -> Environment {
    let rep = Environment::new();
    rep.write("book.csv", text);
    rep
}

/// Many rows that differ in their number.
fn rows(numbers: RangeInclusive<u32>, row: impl Fn(u32) -> String) -> String {
    numbers.map(row).collect::<Vec<_>>().concat()
}

/// The deal of a record id.
fn deal(rep: &Environment, key: &str) -> Value {
    let list = rep.json("list");
    let found = list
        .as_array()
        .unwrap()
        .iter()
        .find(|deal| deal["key"] == key);
    found
        .unwrap_or_else(|| panic!("no deal {key}: {list}"))
        .clone()
}

fn open_check_ins(story: &Value) -> Vec<&Value> {
    let all = story["check_ins"].as_array().unwrap();
    all.iter().filter(|one| one["status"] == "open").collect()
}

#[test]
fn the_ids_of_the_new_deals_go_to_the_next_command() {
    let rep = with_csv(BOOK);
    let ids = |arguments: &str| rep.run(arguments);
    assert_eq!(ids("import book.csv -o ids --dry-run"), "");
    assert_eq!(ids("import book.csv -o ids").lines().count(), 4);
    let known: Vec<String> = rep
        .json("list")
        .as_array()
        .unwrap()
        .iter()
        .map(|deal| deal["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids("import book.csv -q"), "", "nothing is new");
    rep.write("more.csv", format!("{BOOK}5,Doma,Saw,Won,2026-02-21,100\n"));
    let new = ids("import more.csv -q");
    assert!(
        new.starts_with('d') && !known.contains(&new.trim().to_owned()),
        "{new}"
    );
    assert_eq!(new.lines().count(), 1);
}

#[test]
fn each_row_becomes_what_its_stage_says() {
    let rep = with_csv(BOOK);
    assert_eq!(counts(&rep.json("import book.csv")), [4, 4, 0, 0, 0, 0]);
    let table = [
        (
            "1",
            "won",
            json!("2026-02-20"),
            json!(null),
            json!(48000),
            "Fleet",
        ),
        ("2", "lost", json!(null), json!(null), json!(0), "Van"),
        (
            "3",
            "prospect",
            json!(null),
            json!("2026-05-01"),
            json!(12500.5),
            "Press",
        ),
        (
            "4",
            "settled",
            json!("2025-06-01"),
            json!(null),
            json!(900),
            "Service",
        ),
    ];
    for (key, status, signed_on, expected_close_on, value, title) in table {
        let deal = deal(&rep, key);
        assert_eq!(deal["status"], status, "{key}");
        assert_eq!(deal["signed_on"], signed_on, "{key}");
        assert_eq!(deal["expected_close_on"], expected_close_on, "{key}");
        assert_eq!(
            (&deal["value"], &deal["title"]),
            (&value, &json!(title)),
            "{key}"
        );
    }
    let lost = deal(&rep, "2");
    assert_eq!(
        (&lost["lost_on"], &lost["lost_reason"]),
        (&json!("2026-01-12"), &json!("other"))
    );
    assert_eq!(rep.json("accounts").as_array().map(Vec::len), Some(3));
}

#[test]
fn a_blank_value_is_not_zero() {
    let rep = with_csv("id,account,amount\n1,Acme,\n2,Borel,0\n");
    rep.run("import book.csv");
    assert_eq!(deal(&rep, "1")["value"], Value::Null);
    assert_eq!(deal(&rep, "2")["value"], json!(0));
}

#[test]
fn headers_are_recognised_however_they_are_written() {
    let table = [
        "opportunity_id,product,account,deal_stage,close_date,close_value",
        "Opportunity ID,Product,Account Name,Stage,Close Date,Amount",
        "ID;Deal Name;Company;Status;Closed On;Value",
        "KEY\tTitle\tCUSTOMER\tStage\tclose-date\tdeal value",
        " Record ID | Opportunity Name | Organisation | Deal Stage | CloseDate | Total ",
    ];
    for header in table {
        let delimiter = [';', '\t', '|']
            .into_iter()
            .find(|one| header.contains(*one))
            .unwrap_or(',');
        let row = "7,Fleet,Acme,Won,2026-02-20,48000".replace(',', &delimiter.to_string());
        let rep = with_csv(format!("{header}\n{row}\n"));
        assert_eq!(
            counts(&rep.json("import book.csv")),
            [1, 1, 0, 0, 0, 0],
            "{header}"
        );
        let deal = deal(&rep, "7");
        let found =
            ["account", "title", "status", "signed_on", "value"].map(|field| deal[field].clone());
        let expected = [
            json!("Acme"),
            json!("Fleet"),
            json!("won"),
            json!("2026-02-20"),
            json!(48000),
        ];
        assert_eq!(found, expected, "{header}");
    }
}

#[test]
fn a_contact_comes_in_with_the_deal() {
    let rep = with_csv(
        "id,company,contact,email,phone,notes,tags\n1,Acme,Dana Ruiz,dana@acme.example,555-0101,from the fair,q4;fleet\n",
    );
    rep.run("import book.csv");
    let person = &rep.json("people")[0];
    let found = ["account", "name", "email", "phone"].map(|field| person[field].clone());
    let expected = [
        json!("Acme"),
        json!("Dana Ruiz"),
        json!("dana@acme.example"),
        json!("555-0101"),
    ];
    assert_eq!(found, expected);
    assert_eq!(deal(&rep, "1")["tags"], json!(["q4", "fleet"]));
    assert_eq!(deal(&rep, "1")["note"], "from the fair");
}

#[test]
fn map_says_what_a_column_holds() {
    let csv = "Nr,Firma,Sache,Betrag,product\n1,Acme,Fleet,48000,Van\n";
    let rep = with_csv(csv);
    let said = rep.refused(2, "import book.csv");
    assert!(
        said.contains("no column names the account") && said.contains("--map"),
        "{said}"
    );
    rep.run(
        "import book.csv --map Nr=key --map Firma=account --map Sache=title --map betrag=value",
    );
    let deal = deal(&rep, "1");
    assert_eq!(
        (&deal["title"], &deal["value"]),
        (&json!("Fleet"), &json!(48000))
    );
    assert_eq!(deal["source"], "Nr");

    let rep = with_csv(csv);
    rep.run("import book.csv --map Nr=key --map Firma=account --map product=skip");
    assert_eq!(rep.json("list")[0]["title"], Value::Null);

    for (option, expected) in [
        ("--map Firma", "--map"),
        ("--map Firma=colour", "colour"),
        ("--map Firmo=account", "Firma"),
        ("--map Firma=account --map Firma=title", "twice"),
        ("--map Firma=account --only Nummer=1", "Nummer"),
        ("--map Firma=account --only Nr", "--only"),
    ] {
        let rep = with_csv(csv);
        let said = rep.refused(2, &format!("import book.csv {option}"));
        assert!(
            said.contains(expected) && said.contains("hint: "),
            "{option}: {said}"
        );
        assert!(!rep.db().exists(), "{option}");
    }
}

#[test]
fn only_chooses_rows_by_any_column() {
    let csv = "id,account,sales_agent,region\n1,Acme,Dana Ruiz,North\n2,Borel,dana ruiz,South\n3,Cato,Priya,North\n\
               4,Elan,,North\n";
    let table: [(&str, &[&str]); 5] = [
        ("--only 'sales_agent=Dana Ruiz'", &["Acme", "Borel"]),
        (
            "--only Sales_Agent=DANA RUIZ --only region=north",
            &["Acme"],
        ),
        (
            "--only sales_agent=priya --only 'sales_agent=dana ruiz'",
            &["Acme", "Borel", "Cato"],
        ),
        ("--only sales_agent=", &["Elan"]),
        ("--only sales_agent=nobody", &[]),
    ];
    for (options, expected) in table {
        let rep = with_csv(csv);
        let options = options.replace("=DANA RUIZ", "='DANA RUIZ'");
        let answer = rep.json(&format!("import book.csv {options}"));
        assert_eq!(answer["read"], json!(expected.len()), "{options}");
        let list = rep.json("list --sort account");
        let names: Vec<&str> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|deal| deal["account"].as_str().unwrap())
            .collect();
        assert_eq!(names, expected, "{options}");
    }
}

#[test]
fn rows_that_are_not_wanted_may_be_bad() {
    let rep = with_csv("id,account,agent\n1,Acme,Dana\n2,,Priya\n");
    assert_eq!(
        counts(&rep.json("import book.csv --only agent=Dana")),
        [1, 1, 0, 0, 0, 0]
    );
}

#[test]
fn the_order_of_dates_is_found_from_the_whole_column_or_asked_for() {
    let open = "id,account,stage,close date\n1,Acme,Won,04/05/2025\n2,Borel,Won,06/07/2025\n";
    let day_first = "id,account,stage,close date\n1,Acme,Won,04/05/2025\n2,Borel,Won,13/07/2025\n";
    let month_first =
        "id,account,stage,close date\n1,Acme,Won,04/05/2025\n2,Borel,Won,07/13/2025\n";
    let mixed = "id,account,stage,close date\n1,Acme,Won,13/05/2025\n2,Borel,Won,07/13/2025\n";
    let two_digits = "id,account,stage,close date\n1,Acme,Won,04/05/25\n2,Borel,Won,13/07/25\n";
    for (csv, options, expected) in [
        (day_first, "", "2025-05-04"),
        (month_first, "", "2025-04-05"),
        (open, "--date-order dmy", "2025-05-04"),
        (open, "--date-order mdy", "2025-04-05"),
        (two_digits, "", "2025-05-04"),
        // What the column proves is not overruled.
        (day_first, "--only id=1", "2025-05-04"),
    ] {
        let rep = with_csv(csv);
        rep.run(&format!("import book.csv {options}"));
        assert_eq!(deal(&rep, "1")["signed_on"], expected, "{csv}{options}");
    }
    let rep = with_csv(open);
    let said = rep.refused(2, "import book.csv");
    assert!(
        said.contains("04/05/2025") && said.contains("--date-order"),
        "{said}"
    );
    let rep = with_csv(mixed);
    let said = rep.refused(2, "import book.csv");
    assert!(said.contains("line 2") && said.contains("line 3"), "{said}");

    for (order, expected) in [("dmy", "2025-05-04"), ("mdy", "2025-04-05")] {
        let rep = with_csv(open);
        let config = rep.write("config.toml", format!("date_order = \"{order}\"\n"));
        let mut command = rep.command(["import", "book.csv"]);
        command.env("DEALS_CONFIG", config);
        rep.finish(command, "import book.csv", b"").ok();
        assert_eq!(deal(&rep, "1")["signed_on"], expected);
    }
}

/// Four bad rows among good ones, one of them with two faults; the last line is the worst.
const BAD: &str = "id,account,stage,close date,amount\r\n\
                   1,Acme,Won,2026-02-20,48000\r\n\
                   2,,Won,2026-02-20,100\r\n\
                   3,Borel,Won,2026-02-30,\"48.000\"\r\n\
                   4,\"Cato\r\nGmbH\",Open,,\r\n\
                   5,Elan,Lost,,5\r\n\
                   6,Fjord\r\n";

#[test]
fn one_bad_row_and_nothing_is_imported_and_every_bad_row_is_listed() {
    let rep = with_csv(BAD);
    rep.run("add Acme");
    let said = rep.refused_with_detail("import book.csv");
    let found: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("line "))
        .collect();
    let expected = [
        ("line 3: ", "no account"),
        ("line 4: ", "48.000"),
        ("line 4: ", "2026-02-30"),
        ("line 5: ", "account"),
        ("line 7: ", "close date"),
        ("line 8: ", "2"),
    ];
    assert_eq!(found.len(), expected.len(), "{said}");
    for (line, (place, reason)) in found.iter().zip(expected) {
        assert!(
            line.starts_with(place) && line.contains(reason),
            "{line}: {place}{reason}"
        );
    }
    assert!(said.contains("--skip-bad"), "{said}");
    assert!(!rep.path("book.csv.rejected.csv").exists());

    let outcome = rep.try_run("import book.csv --json");
    assert_eq!(outcome.code, 2);
    let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
    assert_eq!(error["error"]["code"], "usage");
    let answer: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(counts(&answer), [6, 0, 0, 0, 0, 5]);
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), expected.len());
    assert_eq!(
        (&errors[0]["line"], &errors[0]["column"]),
        (&json!(3), &json!("account"))
    );
    assert!(
        errors.iter().all(|error| error["reason"].is_string()),
        "{answer}"
    );
}

#[test]
fn skip_bad_imports_the_rest_and_keeps_the_bad_rows_untouched() {
    let rep = with_csv(BAD);
    let answer = rep.json("import book.csv --skip-bad");
    assert_eq!(counts(&answer), [6, 1, 0, 0, 0, 5]);
    assert_eq!(rep.json("list")[0]["account"], "Acme");
    let rejects = rep.path("book.csv.rejected.csv");
    let kept: String = BAD
        .split_inclusive("\r\n")
        .enumerate()
        .filter(|(n, _)| *n != 1)
        .map(|(_, line)| line)
        .collect();
    assert_eq!(
        String::from_utf8(fs::read(&rejects).unwrap()).unwrap(),
        kept
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            fs::metadata(&rejects).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    // The rejects are a file of their own: mended, they come in.
    let mended = String::from_utf8(fs::read(&rejects).unwrap())
        .unwrap()
        .replace("2,,Won", "2,Acme,Won");
    rep.write("mended.csv", mended);
    assert_eq!(
        counts(&rep.json("import mended.csv --skip-bad")),
        [5, 1, 0, 0, 0, 4]
    );
}

#[test]
fn rejects_are_written_in_the_files_own_encoding() {
    let mut bytes = vec![0xff, 0xfe];
    let text = "id;account\r\n1;Zürich AG\r\n2;\r\n3;Ærø\r\n4; \r\n";
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let rep = with_csv(&bytes);
    assert_eq!(
        counts(&rep.json("import book.csv --skip-bad")),
        [4, 2, 0, 0, 0, 2]
    );
    let mut kept = vec![0xff, 0xfe];
    kept.extend(
        "id;account\r\n2;\r\n4; \r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    assert_eq!(fs::read(rep.path("book.csv.rejected.csv")).unwrap(), kept);

    let rep = with_csv(b"id,account\n1,Caf\xe9\n2,,\xfc\n");
    assert_eq!(
        counts(&rep.json("import book.csv --skip-bad")),
        [2, 1, 0, 0, 0, 1]
    );
    assert_eq!(rep.json("list")[0]["account"], "Café");
    assert_eq!(
        fs::read(rep.path("book.csv.rejected.csv")).unwrap(),
        b"id,account\n2,,\xfc\n"
    );
}

#[test]
fn a_dry_run_writes_no_rejects() {
    let rep = with_csv(BAD);
    let answer = rep.json("import book.csv --skip-bad --dry-run");
    assert_eq!(counts(&answer), [6, 1, 0, 0, 0, 5]);
    assert_eq!(answer["dry_run"], json!(true));
    assert!(!rep.db().exists() && !rep.path("book.csv.rejected.csv").exists());
}

#[test]
fn a_file_that_cannot_be_used_is_refused_with_its_reason() {
    let table: [(&str, &[u8], &str); 11] = [
        ("empty", b"", "empty"),
        ("blank", b"\n \r\n\n", "empty"),
        (
            "no account column",
            b"id,amount\n1,5\n",
            "no column names the account",
        ),
        ("binary", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
        ("a workbook", b"PK\x03\x04\x14\0\x06\0", "workbook"),
        ("a database", b"SQLite format 3\0\x10\0", "not text"),
        (
            "the same header twice",
            b"id,account,account\n1,Acme,Borel\n",
            "two columns are called",
        ),
        (
            "two headers for one field",
            b"id,account,stage,status\n1,Acme,Won,Open\n",
            "stage",
        ),
        (
            "an open quote",
            b"id,account\n1,\"Acme\n2,Borel\n",
            "line 2",
        ),
        (
            "a broken mark",
            b"\xef\xbb\xbfid,account\n1,\xff\n",
            "UTF-8",
        ),
        (
            "one record id twice",
            b"id,account\n1,Acme\n1,Borel\n",
            "line 3",
        ),
    ];
    for (what, bytes, expected) in table {
        let rep = with_csv(bytes);
        rep.run("add Zeta");
        let before = contents(&rep.db());
        let outcome = rep.try_run("import book.csv");
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (2, ""),
            "{what}: {}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains(expected),
            "{what}: {}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains("hint: "),
            "{what}: {}",
            outcome.stderr
        );
        assert!(contents(&rep.db()) == before, "{what} changed the file");
    }
    let rep = Environment::new();
    rep.refused(3, "import nowhere.csv");
    rep.refused(2, "import home");
    assert!(!rep.db().exists());
}

#[test]
fn a_ragged_row_is_bad_whatever_is_wanted() {
    let rep = with_csv("id,account,agent\n1,Acme,Dana\n2,Borel\n3,Cato,Dana,4\n");
    for options in ["", "--only agent=Dana"] {
        let said = rep.refused_with_detail(&format!("import book.csv {options}"));
        assert!(
            said.contains("line 3: ") && said.contains("line 4: "),
            "{said}"
        );
        assert!(!said.contains("line 2: "), "{said}");
    }
    assert!(!rep.db().exists());
}

#[test]
fn one_bad_row_at_the_end_of_many_stops_all() {
    let rows = rows(1..=200, |number| {
        format!("{number},Customer {number},Won,2026-02-20,{number}\n")
    });
    let rep = with_csv(format!(
        "id,account,stage,close date,amount\n{rows}201,Last,Won,soon,1"
    ));
    let said = rep.refused_with_detail("import book.csv");
    assert!(said.starts_with("line 202: close date: "), "{said}");
    assert!(!rep.db().exists());
    assert_eq!(
        counts(&rep.json("import book.csv --skip-bad")),
        [201, 200, 0, 0, 0, 1]
    );
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(200));
}

#[test]
fn every_encoding_delimiter_and_line_end() {
    let utf16 = |big: bool, text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units
            .flat_map(|unit: u16| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    let text = "id,account,amount\n1,Müller & Söhne,\"1,250.50\"\n2,Ærø,\n";
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let encodings: [(&str, Vec<u8>); 7] = [
        ("UTF-8", text.into()),
        ("UTF-8 with a mark", format!("\u{feff}{text}").into()),
        ("UTF-16 little", utf16(false, text)),
        ("UTF-16 big", utf16(true, text)),
        ("Windows-1252", latin),
        ("CRLF", text.replace('\n', "\r\n").into()),
        ("no last line end", text.trim_end().into()),
    ];
    let unquoted = text.replace("\"1,250.50\"", "1250.50");
    let delimiters = [";", "\t", "|"].map(|one| (one, unquoted.replace(',', one).into_bytes()));
    for (what, bytes) in encodings.into_iter().chain(delimiters) {
        let rep = with_csv(bytes);
        assert_eq!(
            counts(&rep.json("import book.csv")),
            [2, 2, 0, 0, 0, 0],
            "{what}"
        );
        assert_eq!(deal(&rep, "1")["account"], "Müller & Söhne", "{what}");
        assert_eq!(deal(&rep, "1")["value"], json!(1250.5), "{what}");
        assert_eq!(deal(&rep, "2")["account"], "Ærø", "{what}");
    }
}

#[test]
fn standard_input_is_a_file_too() {
    let rep = Environment::new();
    let outcome = rep.try_piped("import - --source crm --json", BOOK.as_bytes());
    let answer: Value = serde_json::from_str(&outcome.ok()).unwrap();
    assert_eq!(counts(&answer), [4, 4, 0, 0, 0, 0]);
    assert_eq!(deal(&rep, "1")["source"], "crm");
    let outcome = rep.try_piped("import -", b"");
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    let outcome = rep.try_piped("import - --skip-bad --json", b"id,account\n9,\n");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
}

#[test]
fn a_second_import_changes_nothing() {
    let rep = with_csv(BOOK);
    rep.run("import book.csv");
    let before = contents(&rep.db());
    for line in [
        "import book.csv",
        "import book.csv --theirs",
        "import book.csv --skip-bad",
    ] {
        assert_eq!(counts(&rep.json(line)), [4, 0, 0, 0, 4, 0], "{line}");
        assert!(contents(&rep.db()) == before, "{line} changed the file");
    }
}

#[test]
fn a_second_import_on_another_day_changes_nothing() {
    let mut rep = with_csv(BOOK);
    rep.run("import book.csv");
    let before = contents(&rep.db());
    // By then the newer deal is older than 90 days, too.
    rep.at("2026-08-03");
    assert_eq!(counts(&rep.json("import book.csv")), [4, 0, 0, 0, 4, 0]);
    assert!(
        contents(&rep.db()) == before,
        "the second import changed the file"
    );
}

#[test]
fn rows_match_by_source_and_record_id() {
    let rep = with_csv("deal id,account,title\n1,Acme,Fleet\n");
    rep.run("import book.csv");
    assert_eq!(deal(&rep, "1")["source"], "deal id");
    // The id column's name is the source, so this is another program's deal 1.
    rep.write("other.csv", "opportunity id,account,title\n1,Borel,Van\n");
    assert_eq!(counts(&rep.json("import other.csv")), [1, 1, 0, 0, 0, 0]);
    // A source that is named stands for the column's name. Nobody but the rep moves a deal to another account.
    let outcome = rep.try_run("import other.csv --source 'deal id' --dry-run --json");
    assert_eq!(
        counts(&serde_json::from_str(&outcome.stdout).unwrap())[1],
        0
    );
    assert!(
        outcome
            .stderr
            .starts_with("warning: 1 is at another account in the file"),
        "{}",
        outcome.stderr
    );
    assert_eq!(
        counts(&rep.json("import book.csv --source crm")),
        [1, 1, 0, 0, 0, 0]
    );
    assert_eq!(
        counts(&rep.json("import book.csv --source crm")),
        [1, 0, 0, 0, 1, 0]
    );
    // Everything else may have changed; the id tells it is the same.
    rep.write("book.csv", "deal id,account,title\n1,Acme,Fleet and vans\n");
    assert_eq!(counts(&rep.json("import book.csv")), [1, 0, 1, 0, 0, 0]);
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(3));
}

#[test]
fn what_the_rep_has_changed_is_kept_and_what_the_file_has_changed_is_taken() {
    let rep = with_csv(BOOK);
    rep.run("import book.csv");
    let [fleet, press] = ["1", "3"].map(|key| deal(&rep, key)["id"].as_str().unwrap().to_owned());
    rep.run(&format!("edit {fleet} --value 50k --title 'Fleet 2026'"));
    rep.run(&format!("tag {press} hot"));
    // The rep's word stands against an unchanged file.
    let answer = rep.json("import book.csv");
    assert_eq!(counts(&answer), [4, 0, 0, 2, 2, 0]);
    assert_eq!(deal(&rep, "1")["value"], json!(50000));
    assert_eq!(deal(&rep, "3")["tags"], json!(["hot"]));

    // Both have changed the value: the rep's is kept. Only the file has changed the third: it is taken.
    rep.write(
        "book.csv",
        BOOK.replace("48000", "49000").replace("Press", "Press 40"),
    );
    let answer = rep.json("import book.csv");
    assert_eq!(counts(&answer), [4, 0, 1, 1, 2, 0]);
    assert_eq!(deal(&rep, "1")["value"], json!(50000));
    assert_eq!(deal(&rep, "1")["title"], "Fleet 2026");
    assert_eq!(deal(&rep, "3")["title"], "Press 40");
    assert_eq!(deal(&rep, "3")["tags"], json!(["hot"]));

    // The file's word, when it is asked for.
    let answer = rep.json("import book.csv --theirs");
    assert_eq!(counts(&answer), [4, 0, 1, 1, 2, 0]);
    assert_eq!(
        (&deal(&rep, "1")["value"], &deal(&rep, "1")["title"]),
        (&json!(49000), &json!("Fleet"))
    );
    let before = contents(&rep.db());
    assert_eq!(counts(&rep.json("import book.csv")), [4, 0, 0, 1, 3, 0]);
    assert!(contents(&rep.db()) == before);
}

/// A file that has no column for it has no word on it, not even with `--theirs`.
#[test]
fn what_the_file_does_not_speak_of_stays_as_the_rep_has_it() {
    let rep = with_csv(BOOK);
    rep.run("import book.csv");
    let id = deal(&rep, "1")["id"].as_str().unwrap().to_owned();
    rep.run(&format!("edit {id} --note 'call before nine'"));
    rep.run(&format!("tag {id} hot"));
    for options in ["", "--theirs"] {
        rep.run(&format!("import book.csv {options}"));
        let deal = deal(&rep, "1");
        assert_eq!(
            (&deal["note"], &deal["tags"]),
            (&json!("call before nine"), &json!(["hot"])),
            "{options}"
        );
    }
}

#[test]
fn a_prospect_that_was_won_there_is_won_here() {
    let rep = with_csv(BOOK);
    rep.run("import book.csv");
    rep.write(
        "book.csv",
        BOOK.replace("Engaging,2026-05-01", "Won,2026-03-05"),
    );
    assert_eq!(counts(&rep.json("import book.csv")), [4, 0, 1, 0, 3, 0]);
    let won = deal(&rep, "3");
    assert_eq!(
        (&won["status"], &won["signed_on"]),
        (&json!("won"), &json!("2026-03-05"))
    );
    assert!(
        won["next_check_in_on"].is_string(),
        "a won deal is planned: {won}"
    );
    rep.write(
        "book.csv",
        BOOK.replace("Engaging,2026-05-01", "Lost,2026-03-05"),
    );
    assert_eq!(counts(&rep.json("import book.csv")), [4, 0, 1, 0, 3, 0]);
    assert_eq!(deal(&rep, "3")["status"], "lost");
    assert_eq!(deal(&rep, "3")["next_check_in_on"], Value::Null);
}

/// A file says that and when a deal was lost; why, to whom and what to do about it the rep has said.
#[test]
fn what_a_file_says_of_a_loss_leaves_what_is_known_of_it() {
    let mut rep = with_csv(BOOK);
    rep.run("import book.csv");
    rep.run("lost cato --reason price --rival Globex --rival-promised '1 apr: support'");
    rep.at("2026-03-13");
    rep.write(
        "book.csv",
        BOOK.replace("Engaging,2026-05-01", "Lost,2026-03-10"),
    );
    let known = |rep: &Environment| {
        let deal = deal(rep, "3");
        [
            "status",
            "lost_on",
            "lost_reason",
            "lost_to",
            "rival_promised_on",
        ]
        .map(|field| deal[field].clone())
    };
    rep.run("import book.csv --theirs");
    assert_eq!(
        known(&rep),
        ["lost", "2026-03-10", "price", "Globex", "2026-04-01"]
    );
    // What is not lost has no rival that has won it.
    rep.write(
        "book.csv",
        BOOK.replace("Engaging,2026-05-01", "Won,2026-03-12"),
    );
    rep.run("import book.csv --theirs");
    assert_eq!(
        known(&rep),
        [
            json!("won"),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null
        ]
    );
}

#[test]
fn an_account_that_was_renamed_here_is_known_by_its_name_there() {
    let rep = with_csv(BOOK);
    rep.run("import book.csv");
    rep.run("edit a1 --name 'Acme Group'");
    rep.write("book.csv", format!("{BOOK}5,Acme,Tyres,Open,,10\n"));
    let answer = rep.json("import book.csv");
    assert_eq!(
        (&answer["added"], &answer["kept"]),
        (&json!(1), &json!(2)),
        "{answer}"
    );
    assert_eq!(deal(&rep, "5")["account"], "Acme Group");
    assert_eq!(rep.json("accounts").as_array().map(Vec::len), Some(3));
}

#[test]
fn an_import_adds_to_accounts_that_are_there() {
    let rep = with_csv("id,account\n1,ACME CORP\n2,acme corp\n3,Acmé Corp\n4,Acme\n");
    rep.run("add 'Acme Corp' Fleet");
    rep.run("import book.csv");
    let accounts = rep.json("accounts");
    let mut names: Vec<&str> = accounts
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    // Names are taken as they stand: no guess that Acme is Acme Corp.
    assert_eq!(names, ["Acme", "Acme Corp"]);
    assert_eq!(rep.json("list").as_array().map(Vec::len), Some(5));
}

#[test]
fn without_an_id_column_account_title_value_and_close_date_must_agree() {
    let csv = "account,title,amount,close date,stage\n\
               Acme,Fleet,100,2026-02-20,Won\n\
               Acme,Fleet,100,2026-02-20,Won\n\
               Acme,Fleet,101,2026-02-20,Won\n";
    let rep = with_csv(csv);
    // Two rows of one file are never the same deal.
    assert_eq!(counts(&rep.json("import book.csv")), [3, 3, 0, 0, 0, 0]);
    let before = contents(&rep.db());
    assert_eq!(counts(&rep.json("import book.csv")), [3, 0, 0, 0, 3, 0]);
    assert!(contents(&rep.db()) == before);
    rep.write(
        "book.csv",
        format!("{csv}Acme,Fleet,100,2026-02-20,Won\nAcme,Fleet,100,2026-02-21,Won\n"),
    );
    assert_eq!(counts(&rep.json("import book.csv")), [5, 2, 0, 0, 3, 0]);
    // What the rep has changed is known again all the same.
    rep.run("edit d1 --title Trucks");
    assert_eq!(counts(&rep.json("import book.csv")), [5, 0, 0, 1, 4, 0]);
}

#[test]
fn a_won_deal_of_more_than_ninety_days_is_history() {
    // 6 March is the 90th day after 6 December.
    let csv = "id,account,stage,close date\n1,Acme,Won,2025-12-06\n2,Borel,Won,2025-12-05\n";
    let rep = with_csv(csv);
    rep.run("import book.csv");
    assert_eq!(deal(&rep, "1")["status"], "won");
    assert_eq!(deal(&rep, "1")["plan"], "standard");
    let history = rep.json("show d2");
    assert_eq!(history["status"], "settled");
    for rung in history["rungs"].as_array().unwrap() {
        let later = ["delivered", "live", "verified", "invoiced", "paid"]
            .iter()
            .any(|name| rung["rung"] == *name);
        assert_eq!(
            rung["state"] == "not-applicable",
            later || rung["rung"] == "credit",
            "{rung}"
        );
    }
    let borel = rep.json("show borel");
    let open = open_check_ins(&borel);
    assert_eq!(open.len(), 1, "{borel}");
    assert_eq!(
        (&open[0]["kind"], &open[0]["deal_id"]),
        (&json!("care"), &Value::Null)
    );

    let rep = with_csv(csv);
    rep.run("import book.csv --live-since 2026-01-01");
    assert_eq!(
        [
            deal(&rep, "1")["status"].clone(),
            deal(&rep, "2")["status"].clone()
        ],
        ["settled", "settled"]
    );
    let rep = with_csv(csv);
    rep.run("import book.csv --live-since 2025-12-05");
    assert_eq!(
        [
            deal(&rep, "1")["status"].clone(),
            deal(&rep, "2")["status"].clone()
        ],
        ["won", "won"]
    );
    let rep = with_csv(csv);
    rep.refused(5, "import book.csv --live-since tomorrow");
}

#[test]
fn lost_deals_and_prospects_bring_no_work() {
    let rep = with_csv(
        "id,account,stage,close date\n1,Acme,Lost,2026-03-01\n2,Borel,Open,2026-05-01\n3,Cato,,\n",
    );
    rep.run("import book.csv");
    for account in ["acme", "borel", "cato"] {
        assert!(
            open_check_ins(&rep.json(&format!("show {account}"))).is_empty(),
            "{account}"
        );
    }
    assert_eq!(rep.json("due --within 1y"), json!([]));
    assert_eq!(
        rep.json("list --status prospect").as_array().map(Vec::len),
        Some(2)
    );
}

/// What was owed before the loss is owed again, as with `revive`, and nothing piles up.
#[test]
fn a_deal_that_is_alive_again_has_its_promises_again() {
    let book = |stage: &str| format!("id,account,product,stage,close date\n1,Acme,Fleet,{stage}\n");
    let mut rep = with_csv(book("Won,2026-03-02"));
    rep.run("import book.csv");
    rep.run("promise acme '20 mar: training dates'");
    rep.run("risk acme 'the crew is short // rent one' --review '16 mar'");
    rep.write("book.csv", book("Lost,2026-03-06"));
    rep.run("import book.csv");
    assert!(open_check_ins(&rep.json("show d1")).is_empty());
    rep.at("2026-04-06");
    rep.write("book.csv", book("Won,2026-03-02"));
    rep.run("import book.csv");
    let shown = rep.json("show d1");
    assert_eq!(
        crate::environment::rows(&shown["promises"], "what status"),
        ["training dates broken"]
    );
    assert_eq!(
        crate::environment::rows(&shown["risks"], "status"),
        ["open"]
    );
    let due = rep.json("due --by deal --kind care");
    assert!(due.as_array().unwrap().is_empty(), "{due}");
}

/// Thirty customers with one new deal each: three a day for ten workdays, and never a pile.
#[test]
fn first_check_ins_are_staggered_over_ten_workdays() {
    let rows = rows(1..=30, |number| {
        format!("{number},Customer {number},Won,2026-01-{number:02},{number}000\n")
    });
    let mut rep = with_csv(format!("id,account,stage,close date,amount\n{rows}"));
    rep.run("import book.csv");
    let mut met: Vec<String> = Vec::new();
    let workdays = ["06", "09", "10", "11", "12", "13", "16", "17", "18", "19"];
    for day in workdays {
        rep.at(&format!("2026-03-{day}"));
        let due = rep.json("due --level today");
        let rows = due.as_array().unwrap();
        let fresh: Vec<&str> = rows
            .iter()
            .map(|row| row["account"]["id"].as_str().unwrap())
            .filter(|id| !met.iter().any(|known| known == id))
            .collect();
        assert_eq!(fresh.len(), 3, "{day}: {due}");
        met.extend(fresh.into_iter().map(str::to_owned));
        // The rep works through the morning.
        for row in rep.json("due").as_array().unwrap() {
            let account = row["account"]["id"].as_str().unwrap();
            rep.run(&format!("log {account} glad"));
        }
    }
    assert_eq!(met.len(), 30);
}

#[test]
fn first_care_is_staggered_over_its_interval() {
    let rows = rows(1..=45, |number| {
        format!("{number},Customer {number},Won,2024-03-01\n")
    });
    let rep = with_csv(format!("id,account,stage,close date\n{rows}"));
    rep.run("import book.csv");
    let due = rep.json("due --within 100d");
    let rows = due.as_array().unwrap();
    assert_eq!(rows.len(), 45);
    let mut days: Vec<&str> = rows
        .iter()
        .map(|row| row["check_in"]["due_on"].as_str().unwrap())
        .collect();
    days.sort_unstable();
    assert!(
        days[0] >= "2026-03-06" && days[0] <= "2026-03-12",
        "{days:?}"
    );
    assert!(
        days[44] >= "2026-05-18" && days[44] <= "2026-06-05",
        "{days:?}"
    );
    // Half of them in half of the time, and no day with a pile.
    assert!(
        days[22] >= "2026-04-10" && days[22] <= "2026-04-30",
        "{days:?}"
    );
    for day in &days {
        assert!(
            days.iter().filter(|one| *one == day).count() <= 2,
            "{days:?}"
        );
    }
}

#[test]
fn a_customer_of_several_new_deals_is_one_call() {
    let rep = with_csv(
        "id,account,stage,close date\n1,Acme,Won,2026-01-10\n2,Acme,Won,2026-02-10\n3,Acme,Won,2026-03-02\n",
    );
    rep.run("import book.csv");
    let due = rep.json("due");
    assert_eq!(due.as_array().map(Vec::len), Some(1), "{due}");
    assert_eq!(due[0]["level"], "today", "nothing begins late: {due}");
}

#[test]
fn columns_of_its_own_are_not_stored() {
    let rep = with_csv("id,account,secret\n1,Acme,hush-hush\n");
    let printed = rep.run("import book.csv");
    assert!(printed.contains("not stored: secret"), "{printed}");
    let file = contents(&rep.db()).unwrap();
    assert!(!file.windows(9).any(|bytes| bytes == b"hush-hush"));
}

#[test]
fn what_was_understood_is_said() {
    let rep = with_csv(BOOK);
    let printed = rep.run("import book.csv");
    for expected in [
        "4 rows read: 4 added",
        "Won → won (2)",
        "Engaging → prospect (1)",
        "product → title",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
}

#[test]
fn only_csv_is_read_for_now_and_other_formats_say_so() {
    let rep = with_csv(BOOK);
    rep.json("import book.csv --format csv --dry-run");
    rep.refused(2, "import book.csv --format xml");
}

#[test]
fn a_currency_is_the_cells_the_columns_the_options_or_the_default() {
    let csv = "id,account,amount,currency\n1,Acme,100,\n2,Borel,100,eur\n3,Cato,JPY 100,\n";
    let rep = with_csv(csv);
    rep.run("import book.csv --currency CHF");
    let found = ["1", "2", "3"].map(|key| deal(&rep, key)["currency"].clone());
    assert_eq!(found, ["CHF", "EUR", "JPY"]);
    let rep = with_csv("id,account,amount\n1,Acme,100\n");
    rep.run("import book.csv");
    assert_eq!(deal(&rep, "1")["currency"], "USD");
}

impl Environment {
    /// The same as `refused` with exit code 2, for a refusal that lists bad rows before it says what is wrong.
    fn refused_with_detail(&self, line: &str) -> String {
        let before = contents(&self.db());
        let outcome = self.try_run(line);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (2, ""),
            "deals {line}\n{}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains("\nerror: "),
            "deals {line}\n{}",
            outcome.stderr
        );
        assert!(
            contents(&self.db()) == before,
            "deals {line} changed the file"
        );
        outcome.stderr
    }
}
