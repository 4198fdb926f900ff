use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::exchange::{
    Stage, parse_map, parse_only,
    samples::{ENCODINGS, day, encode, options},
};

const PIPELINE: &[u8] = include_bytes!("../../../tests/data/pipeline.csv");
const WINDOWS_1252: &[u8] = include_bytes!("../../../tests/data/kunden-windows-1252.csv");
const UTF_16: &[u8] = include_bytes!("../../../tests/data/deals-utf-16.txt");

fn with(map: &[&str], only: &[&str]) -> ImportOptions {
    ImportOptions {
        map: map.iter().map(|text| parse_map(text).unwrap()).collect(),
        only: only.iter().map(|text| parse_only(text).unwrap()).collect(),
        ..options()
    }
}

fn lines_of(sheet: &ImportSheet) -> (Vec<u64>, Vec<u64>) {
    let good = sheet.deals.iter().map(|deal| deal.line).collect();
    let mut bad: Vec<u64> = sheet.errors.iter().map(|error| error.line).collect();
    bad.dedup();
    (good, bad)
}

#[test]
fn a_pipeline_is_read() {
    let sheet = read_deals(PIPELINE, &options()).unwrap();
    assert_eq!(
        (sheet.source.as_str(), sheet.has_key),
        ("opportunity_id", true)
    );
    assert_eq!((sheet.encoding, sheet.delimiter), (Encoding::Utf8, ','));
    assert_eq!((sheet.read, sheet.rejected, sheet.date_order), (6, 2, None));
    assert_eq!(lines_of(&sheet), (vec![2, 3, 4, 6], vec![5, 7]));
    let stages: Vec<Stage> = sheet.deals.iter().map(|deal| deal.stage).collect();
    assert_eq!(
        stages,
        [Stage::Won, Stage::Lost, Stage::Prospect, Stage::Won]
    );
    let values: Vec<_> = sheet
        .deals
        .iter()
        .map(|deal| deal.value.map(|value| value.minor))
        .collect();
    assert_eq!(values, [Some(4_800_000), Some(0), None, Some(1_250_050)]);
    let ignored: Vec<&str> = sheet
        .columns
        .iter()
        .filter(|column| column.field.is_none())
        .map(|column| column.header.as_str())
        .collect();
    assert_eq!(ignored, ["sales_agent", "engage_date"]);
    let rejects = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
                   K7Q5,Dana Ruiz,Press 40,,Prospecting,,,\n\
                   K7Q7,Priya Nair,Lathe 100,Fjord AS,Won,2026-01-15,,9000\n";
    assert_eq!(String::from_utf8(sheet.rejects).unwrap(), rejects);
}

#[test]
fn only_leaves_out_what_is_not_wanted() {
    let sheet = read_deals(PIPELINE, &with(&[], &["sales_agent=Dana Ruiz"])).unwrap();
    assert_eq!(
        (sheet.read, lines_of(&sheet)),
        (4, (vec![2, 4, 6], vec![5]))
    );
    let sheet = read_deals(PIPELINE, &with(&[], &["sales_agent=Nobody"])).unwrap();
    assert_eq!((sheet.read, sheet.rejects.len()), (0, 0));
}

#[test]
fn a_windows_1252_file_is_read_and_its_rejects_are_its_own_bytes() {
    let map = [
        "Vorgang=key",
        "Kunde=account",
        "Titel=title",
        "Betrag=value",
        "Wahrung=currency",
        "Abschluss=closed_on",
        "Notiz=note",
    ];
    let sheet = read_deals(WINDOWS_1252, &with(&map, &[])).unwrap();
    assert_eq!(
        (sheet.encoding, sheet.delimiter),
        (Encoding::Windows1252, ';')
    );
    assert_eq!(lines_of(&sheet), (vec![2, 4], vec![3]));
    assert_eq!(sheet.deals[0].account, "Müller & Söhne");
    assert_eq!(sheet.deals[0].closed_on, Some(day(2026, 1, 15)));
    assert_eq!(
        (sheet.deals[1].stage, sheet.source.as_str()),
        (Stage::Lost, "Vorgang")
    );
    let raw: Vec<&[u8]> = WINDOWS_1252
        .split_inclusive(|byte| *byte == b'\n')
        .collect();
    assert_eq!(sheet.rejects, [raw[0], raw[2]].concat());
}

#[test]
fn a_utf_16_file_is_read_and_its_rejects_keep_its_mark() {
    let sheet = read_deals(UTF_16, &options()).unwrap();
    assert_eq!((sheet.encoding, sheet.delimiter), (Encoding::Utf16Le, '\t'));
    assert_eq!(sheet.date_order, Some(DateOrder::MonthDay));
    // The note of the first row takes a second line.
    assert_eq!(lines_of(&sheet), (vec![2, 4], vec![5]));
    assert_eq!(sheet.deals[0].account, "株式会社アオイ");
    assert_eq!(sheet.deals[0].closed_on, Some(day(2026, 3, 4)));
    assert_eq!(
        sheet.deals[0].note.as_deref(),
        Some("first line\r\nsecond line")
    );
    assert_eq!(sheet.deals[1].note.as_deref(), Some("said \"no\""));
    assert!(sheet.rejects.starts_with(b"\xff\xfeR\0e\0c\0o\0r\0d\0"));
    assert!(sheet.rejects.ends_with(&UTF_16[UTF_16.len() - 60..]));
}

#[test]
fn the_source_is_given_or_the_id_column_or_nothing() {
    let source = |text: &str, source: Option<&str>| {
        let options = ImportOptions {
            source: source.map(str::to_owned),
            ..options()
        };
        let sheet = read_deals(text.as_bytes(), &options).unwrap();
        (sheet.source, sheet.has_key)
    };
    assert_eq!(
        source(" Deal ID ,account", None),
        ("Deal ID".to_owned(), true)
    );
    assert_eq!(
        source("Deal ID,account", Some("crm")),
        ("crm".to_owned(), true)
    );
    assert_eq!(source("account", Some("crm")), ("crm".to_owned(), false));
    assert_eq!(source("account", None), (String::new(), false));
}

#[test]
fn small_files() {
    // The text, the lines of good rows, the lines of bad ones.
    type Case = (&'static str, &'static [u64], &'static [u64]);
    let table: [Case; 8] = [
        ("account", &[], &[]),
        ("account\n", &[], &[]),
        ("account\nAcme\nBorel", &[2, 3], &[]),
        ("account\r\rAcme\r", &[3], &[]),
        // Blank rows say nothing, so nothing is wrong with them.
        ("account,value\n\n,\n  \n \t, \nAcme,5\n,5\n", &[6], &[7]),
        ("account,value\nAcme\nBorel,5,6\nCato,7\n", &[4], &[2, 3]),
        // Without a stage column nobody says that anything was won.
        ("account,close date\nAcme,2026-01-01\n", &[2], &[]),
        ("account,stage\nAcme,Won\nBorel,\n", &[3], &[2]),
    ];
    for (text, good, bad) in table {
        let sheet = read_deals(text.as_bytes(), &options()).unwrap();
        assert_eq!(lines_of(&sheet), (good.to_vec(), bad.to_vec()), "{text:?}");
        assert!(sheet.deals.iter().all(|deal| deal.stage == Stage::Prospect));
    }
}

#[test]
fn the_order_of_dates_comes_from_rows_that_are_not_wanted_too() {
    let text = "account,agent,close date\nAcme,Dana,04/05/2026\nBorel,Priya,28/05/2026\n";
    let sheet = read_deals(text.as_bytes(), &with(&[], &["agent=dana"])).unwrap();
    assert_eq!(sheet.deals[0].closed_on, Some(day(2026, 5, 4)));

    // A proof in the file is worth more than an order that was set for all files.
    let american = ImportOptions {
        date_order: Some(DateOrder::MonthDay),
        ..options()
    };
    let sheet = read_deals(text.as_bytes(), &american).unwrap();
    assert_eq!(sheet.date_order, Some(DateOrder::DayMonth));
}

#[test]
fn an_unknown_order_of_dates_is_asked_for_unless_no_wanted_row_needs_it() {
    let text = "account,agent,close date\nAcme,Dana,04/05/2026\nBorel,Priya,2026-05-28\n";
    let error = read_deals(text.as_bytes(), &options()).unwrap_err();
    let column = "close date".to_owned();
    let example = "04/05/2026".to_owned();
    assert_eq!(
        error,
        ImportError::AmbiguousDates {
            column,
            line: 2,
            example
        }
    );

    assert!(read_deals(text.as_bytes(), &with(&[], &["agent=priya"])).is_ok());
    let told = ImportOptions {
        date_order: Some(DateOrder::MonthDay),
        ..options()
    };
    let sheet = read_deals(text.as_bytes(), &told).unwrap();
    assert_eq!(sheet.deals[0].closed_on, Some(day(2026, 4, 5)));
}

#[test]
fn a_ragged_row_is_never_left_out() {
    let text = "account,agent\nAcme, Inc,Dana\nBorel,Priya\nCato,Dana\n";
    let sheet = read_deals(text.as_bytes(), &with(&[], &["agent=dana"])).unwrap();
    assert_eq!((sheet.read, lines_of(&sheet)), (2, (vec![4], vec![2])));
}

#[test]
fn whole_files_are_refused() {
    let table: [(&[u8], &str, &str); 6] = [
        (b"", "the file is empty", "a header line and"),
        (
            b"PK\x03\x04",
            "the file is a spreadsheet workbook or an archive, not CSV",
            "open it in",
        ),
        (b"a\0b", "the file is not text", "open it in"),
        (
            b"account,x\nAcme,\"y\n",
            "the quote that opens on line 2 never closes",
            "close the quote",
        ),
        (
            b"name,value\nAcme,5\n",
            "no column names the account",
            "say which column",
        ),
        (
            b"account,close date\na,1/2/2026\nb,13/2/2026\nc,2/13/2026\n",
            "column `close date` mixes two orders",
            "write the dates",
        ),
    ];
    for (bytes, message, hint) in table {
        let error = read_deals(bytes, &options()).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert!(error.hint().starts_with(hint), "{}", error.hint());
    }
}

/// The cells of one row: account, stage, close date, value, note; and whether one more follows.
fn any_row() -> impl Strategy<Value = (Vec<String>, bool)> {
    let cells = (
        "|[A-Z][a-zé]{1,8}( [A-Z][a-z]{1,4})?",
        select(&["", "Won", "Closed Lost", "Open"][..]),
        select(
            &[
                "",
                "2026-01-09",
                "15 Feb 2026",
                "2031-01-01",
                "2026-02-30",
                "soon",
            ][..],
        ),
        select(&["", "1054", "abc"][..]),
        select(
            &[
                "",
                "x, y",
                "a;b|c\td",
                "say \"hi\"",
                "two\nlines",
                "two\r\nlines",
                "\r",
            ][..],
        ),
    );
    (cells, prop::bool::weighted(0.1)).prop_map(|((account, stage, date, value, note), ragged)| {
        (
            vec![
                account,
                stage.into(),
                date.into(),
                value.into(),
                note.into(),
            ],
            ragged,
        )
    })
}

fn written(rows: &[(Vec<String>, bool)], delimiter: u8, crlf: bool) -> String {
    let terminator = if crlf {
        csv::Terminator::CRLF
    } else {
        csv::Terminator::Any(b'\n')
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(terminator)
        .flexible(true)
        .from_writer(Vec::new());
    writer
        .write_record(["Account", "Stage", "Close date", "Amount", "Notes"])
        .unwrap();
    for (cells, ragged) in rows {
        let more = ragged.then_some("more");
        writer
            .write_record(cells.iter().map(String::as_str).chain(more))
            .unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// What files are made of, and what breaks them.
const PIECES: &[&[u8]] = &[
    b"account",
    b"id",
    b"stage",
    b"Won",
    b"close date",
    b"1/2/2026",
    b"2026-01-01",
    b"value",
    b"5",
    b",",
    b",",
    b";",
    b"\t",
    b"\"",
    b"\n",
    b"\n",
    b"\r",
    b"\r\n",
    b" ",
    b"\xe9",
    b"\xc3\xa9",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
];

proptest! {
    #[test]
    fn never_panics_on_bytes(bytes: Vec<u8>) {
        let _ = read_deals(&bytes, &options());
    }

    #[test]
    fn never_panics_on_what_looks_like_a_file(
        pieces in vec(
            select(PIECES),
            0..40,
        ),
        headed: bool,
    ) {
        let mut bytes = if headed { b"account,stage,close date\n".to_vec() } else { Vec::new() };
        bytes.extend(pieces.concat());
        if let Ok(sheet) = read_deals(&bytes, &options()) {
            prop_assert_eq!(sheet.read, sheet.deals.len() as u64 + sheet.rejected);
            prop_assert_eq!(sheet.rejects.is_empty(), sheet.rejected == 0);
            prop_assert!(sheet.errors.is_sorted_by_key(|error| error.line));
            prop_assert!(sheet.deals.is_sorted_by_key(|deal| deal.line));
        }
    }

    #[test]
    fn good_and_bad_rows_are_all_rows_and_bad_ones_stay_bad(
        rows in vec(any_row(), 0..12),
        delimiter in select(&b",;\t|"[..]),
        encoding in select(&ENCODINGS[..]),
        crlf: bool,
    ) {
        let text = written(&rows, delimiter, crlf);
        let sheet = read_deals(&encode(&text, encoding), &options()).unwrap();
        prop_assert_eq!(sheet.delimiter, char::from(delimiter));
        let says_something = |(cells, ragged): &&(Vec<String>, bool)| {
            *ragged || cells.iter().any(|cell| !cell.trim().is_empty())
        };
        prop_assert_eq!(sheet.read, rows.iter().filter(says_something).count() as u64);
        let (good, bad) = lines_of(&sheet);
        prop_assert_eq!(sheet.read, (good.len() + bad.len()) as u64);
        prop_assert!(good.iter().all(|line| !bad.contains(line)));

        // The bad rows alone are as bad as before.
        if sheet.rejected > 0 {
            let again = read_deals(&sheet.rejects, &options()).unwrap();
            prop_assert_eq!(again.rejects, sheet.rejects);
            prop_assert!(again.deals.is_empty());
            let reasons = |errors: Vec<RowError>| -> Vec<_> {
                errors.into_iter().map(|error| (error.column, error.reason)).collect()
            };
            prop_assert_eq!(reasons(again.errors), reasons(sheet.errors));
        }
    }
}
