use std::io;

use proptest::prelude::*;

use super::*;
use crate::view::ui::capture::{Failing, captured};
use crate::view::ui::{Ui, UiOptions};

#[derive(Serialize)]
struct Account {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct Row {
    id: String,
    what: String,
    value: Option<u32>,
    tags: Vec<String>,
    account: Option<Account>,
    live: bool,
}

impl Record for Row {
    fn fields() -> Vec<&'static str> {
        vec![
            "id",
            "what",
            "value",
            "tags",
            "account.id",
            "account.name",
            "live",
        ]
    }

    fn id(&self) -> String {
        self.id.clone()
    }
}

fn full() -> Row {
    Row {
        id: "c1".into(),
        what: "say \"hi\", then\nwait\tand see \u{1b}".into(),
        value: Some(48_000),
        tags: vec!["a,b".into(), "vip".into()],
        account: Some(Account {
            id: "a3".into(),
            name: "山田".into(),
        }),
        live: true,
    }
}

fn bare() -> Row {
    Row {
        id: "c2".into(),
        what: String::new(),
        value: None,
        tags: Vec::new(),
        account: None,
        live: false,
    }
}

fn names(fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| (*field).to_owned()).collect()
}

fn list(format: Format, fields: Option<&[&str]>, rows: &[Row]) -> Result<String, FormatError> {
    let mut out = Vec::new();
    let fields = fields.map(names);
    write_list(&mut out, format, fields.as_deref(), rows)?;
    Ok(String::from_utf8(out).unwrap())
}

const FULL_JSON: &str = concat!(
    r#"{"id":"c1","what":"say \"hi\", then\nwait\tand see \u001b","value":48000,"#,
    r#""tags":["a,b","vip"],"account":{"id":"a3","name":"山田"},"live":true}"#
);
const BARE_JSON: &str =
    r#"{"id":"c2","what":"","value":null,"tags":[],"account":null,"live":false}"#;

#[test]
fn lists_keep_one_shape_for_none_one_and_many() {
    let header = "id,what,value,tags,account.id,account.name,live\n";
    let cases = [
        (Format::Json, vec![], "[]\n".to_owned()),
        (Format::Json, vec![bare()], format!("[\n{BARE_JSON}\n]\n")),
        (
            Format::Json,
            vec![full(), bare()],
            format!("[\n{FULL_JSON},\n{BARE_JSON}\n]\n"),
        ),
        (Format::Jsonl, vec![], String::new()),
        (
            Format::Jsonl,
            vec![full(), bare()],
            format!("{FULL_JSON}\n{BARE_JSON}\n"),
        ),
        (Format::Ids, vec![], String::new()),
        (Format::Ids, vec![full(), bare()], "c1\nc2\n".to_owned()),
        (Format::Csv, vec![], header.to_owned()),
        (
            Format::Csv,
            vec![full(), bare()],
            format!(
                "{header}c1,\"say \"\"hi\"\", then\nwait\tand see \u{1b}\",48000,\
                 \"[\"\"a,b\"\",\"\"vip\"\"]\",a3,山田,true\nc2,,,[],,,false\n"
            ),
        ),
        (Format::Tsv, vec![], header.replace(',', "\t")),
        (
            Format::Tsv,
            vec![bare()],
            format!("{}c2\t\t\t[]\t\t\tfalse\n", header.replace(',', "\t")),
        ),
        (Format::Table, vec![], String::new()),
    ];
    for (format, rows, expected) in cases {
        assert_eq!(list(format, None, &rows).unwrap(), expected, "{format:?}");
    }
}

#[test]
fn fields_pick_and_order_in_every_format() {
    let cases: [(Format, &[&str], &str); 9] = [
        (
            Format::Json,
            &["account.name", "id"],
            "[\n{\"account.name\":\"山田\",\"id\":\"c1\"},\n{\"account.name\":null,\"id\":\"c2\"}\n]\n",
        ),
        (
            Format::Jsonl,
            &["account"],
            "{\"account\":{\"id\":\"a3\",\"name\":\"山田\"}}\n{\"account\":null}\n",
        ),
        (
            Format::Jsonl,
            &["id", " id ", "live"],
            "{\"id\":\"c1\",\"live\":true}\n{\"id\":\"c2\",\"live\":false}\n",
        ),
        (Format::Csv, &["value", "id"], "value,id\n48000,c1\n,c2\n"),
        (
            Format::Csv,
            &["what"],
            "what\n\"say \"\"hi\"\", then\nwait\tand see \u{1b}\"\n\"\"\n",
        ),
        (
            Format::Csv,
            &["account", "id"],
            "account,id\n\"{\"\"id\"\":\"\"a3\"\",\"\"name\"\":\"\"山田\"\"}\",c1\n,c2\n",
        ),
        (
            Format::Tsv,
            &["live", "id"],
            "live\tid\ntrue\tc1\nfalse\tc2\n",
        ),
        (Format::Ids, &["live"], "c1\nc2\n"),
        (
            Format::Table,
            &["id", "value", "what"],
            "id  value  what\nc1  48000  say \"hi\", then wait and see �\nc2\n",
        ),
    ];
    for (format, fields, expected) in cases {
        let written = list(format, Some(fields), &[full(), bare()]).unwrap();
        assert_eq!(written, expected, "{format:?} {fields:?}");
    }
}

#[test]
fn an_unknown_field_is_refused_in_every_format_before_anything_is_written() {
    for format in Format::ALL {
        for name in ["titel", "account.", "acc", "account.uid", "id.x", "ID", ""] {
            let mut out = Vec::new();
            let fields = names(&["id", name]);
            let error = write_list(&mut out, format, Some(&fields), [full()]).unwrap_err();
            assert_eq!(error.to_string(), format!("no field is called `{name}`"));
            assert_eq!(
                error.hint().unwrap(),
                "choose from: id, what, value, tags, account.id, account.name, live"
            );
            assert!(out.is_empty());
        }
    }
}

#[test]
fn one_record_is_an_object_and_elsewhere_a_list_of_one() {
    let picked = names(&["id", "live"]);
    let cases = [
        (Format::Json, "{\"id\":\"c2\",\"live\":false}\n"),
        (Format::Jsonl, "{\"id\":\"c2\",\"live\":false}\n"),
        (Format::Csv, "id,live\nc2,false\n"),
        (Format::Tsv, "id\tlive\nc2\tfalse\n"),
        (Format::Ids, "c2\n"),
        (Format::Table, "id  live\nc2  false\n"),
    ];
    for (format, expected) in cases {
        let mut out = Vec::new();
        write_one(&mut out, format, Some(&picked), &bare()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected, "{format:?}");
    }
}

#[test]
fn the_ui_writes_records_in_its_format_fields_and_width() {
    let (mut ui, out, _) = captured(UiOptions {
        format: Format::Jsonl,
        fields: Some(names(&["id"])),
        ..UiOptions::default()
    });
    ui.records([full(), bare()]).unwrap();
    ui.record(&full()).unwrap();
    ui.flush().unwrap();
    assert_eq!(
        out.text(),
        "{\"id\":\"c1\"}\n{\"id\":\"c2\"}\n{\"id\":\"c1\"}\n"
    );

    let (mut ui, out, _) = captured(UiOptions {
        fields: Some(names(&["id", "what"])),
        columns_env: Some(10),
        ..UiOptions::default()
    });
    ui.record(&full()).unwrap();
    ui.flush().unwrap();
    assert_eq!(out.text(), "id  what\nc1  say \"…\n");
}

#[test]
fn a_reader_who_has_gone_is_recognised_in_every_format() {
    for format in Format::ALL {
        let mut out = Failing(io::ErrorKind::BrokenPipe);
        let outcome = write_list(&mut out, format, None, [full()]);
        assert!(
            matches!(outcome, Err(FormatError::Write(WriteError::ReaderGone))),
            "{format:?}: {outcome:?}"
        );
        let mut ui = Ui::new(
            UiOptions {
                format,
                ..UiOptions::default()
            },
            Box::new(Failing(io::ErrorKind::StorageFull)),
            Box::new(io::sink()),
        );
        let outcome = ui.records([full()]).and_then(|()| Ok(ui.flush()?));
        assert!(
            matches!(outcome, Err(FormatError::Write(WriteError::Failed(_)))),
            "{format:?}: {outcome:?}"
        );
    }
}

#[test]
fn the_checker_accepts_full_and_null_objects() {
    assert_fields_match(&full());
    assert_fields_match(&bare());
}

#[derive(Serialize)]
struct Drifted {
    id: &'static str,
    added: Option<u8>,
}

impl Record for Drifted {
    fn fields() -> Vec<&'static str> {
        vec!["id"]
    }

    fn id(&self) -> String {
        self.id.to_owned()
    }
}

#[test]
#[should_panic(expected = "added")]
fn the_checker_finds_a_field_nobody_listed_even_when_it_is_null() {
    assert_fields_match(&Drifted {
        id: "c1",
        added: None,
    });
}

/// Any text, line breaks too, and texts of nothing but what the formats are made of.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).*",
        "[,;|\t\"'\\r\n\\\\ =+@{}\\[\\]-]{0,12}",
        any::<String>()
    ]
}

fn any_row() -> impl Strategy<Value = Row> {
    let tags = prop::collection::vec(any_text(), 0..3);
    let account = prop::option::of(any_text());
    (any_text(), prop::option::of(any::<u32>()), tags, account).prop_map(
        |(what, value, tags, name)| Row {
            id: "c1".into(),
            what,
            value,
            tags,
            account: name.map(|name| Account {
                id: "a1".into(),
                name,
            }),
            live: true,
        },
    )
}

impl std::fmt::Debug for Row {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&serde_json::to_string(self).unwrap())
    }
}

proptest! {
    #[test]
    fn a_json_list_reads_back_one_object_a_line(rows in prop::collection::vec(any_row(), 0..5)) {
        let written = list(Format::Json, None, &rows).unwrap();
        let read: Value = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(read, serde_json::to_value(&rows).unwrap());
        let lines = if rows.is_empty() { 1 } else { rows.len() + 2 };
        prop_assert_eq!(written.matches('\n').count(), lines);
    }

    #[test]
    fn every_line_of_jsonl_is_a_record_and_every_line_of_ids_an_id(
        rows in prop::collection::vec(any_row(), 0..5),
    ) {
        let written = list(Format::Jsonl, None, &rows).unwrap();
        let read: Vec<Value> = written
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        prop_assert_eq!(Value::Array(read), serde_json::to_value(&rows).unwrap());
        prop_assert_eq!(list(Format::Ids, None, &rows).unwrap(), "c1\n".repeat(rows.len()));
    }

    #[test]
    fn delimited_cells_read_back_exactly(row in any_row(), tab in any::<bool>()) {
        let (format, delimiter) = if tab { (Format::Tsv, b'\t') } else { (Format::Csv, b',') };
        let written = list(format, None, std::slice::from_ref(&row)).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(written.as_bytes());
        prop_assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), Row::fields());
        let read = reader.records().next().unwrap().unwrap();
        prop_assert_eq!(&read[1], &row.what);
        prop_assert_eq!(&read[3], serde_json::to_string(&row.tags).unwrap());
        let name = row.account.as_ref().map_or("", |account| &account.name);
        prop_assert_eq!(&read[5], name);
        prop_assert!(reader.records().next().is_none());
    }
}
