use csv::{Terminator, WriterBuilder};
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::exchange::{
    decode::decode,
    samples::{ENCODINGS, encode},
};

/// A row as a test writes it: its line, its text as it stands, its cells.
type Expected = (u64, &'static str, &'static [&'static str]);

#[test]
fn rows_have_their_places() {
    let table: [(&str, &[Expected]); 12] = [
        ("a,b", &[(1, "a,b", &["a", "b"])]),
        (
            "a,b\n1,2\n",
            &[(1, "a,b\n", &["a", "b"]), (2, "1,2\n", &["1", "2"])],
        ),
        (
            "a,b\r\n1,2\r\n",
            &[(1, "a,b\r\n", &["a", "b"]), (2, "1,2\r\n", &["1", "2"])],
        ),
        (
            "a,b\r1,2\r",
            &[(1, "a,b\r", &["a", "b"]), (2, "1,2\r", &["1", "2"])],
        ),
        (
            "a\n\n\n1\n\n2",
            &[(1, "a\n", &["a"]), (4, "1\n", &["1"]), (6, "2", &["2"])],
        ),
        (
            "\r\n\r\na\r\n\r\n1\r\n",
            &[(3, "a\r\n", &["a"]), (5, "1\r\n", &["1"])],
        ),
        (
            "a\n\"x\ny\"\n2\n",
            &[
                (1, "a\n", &["a"]),
                (2, "\"x\ny\"\n", &["x\ny"]),
                (4, "2\n", &["2"]),
            ],
        ),
        (
            "a\n\"x\r\n\r\ny\"\r\n2",
            &[
                (1, "a\n", &["a"]),
                (2, "\"x\r\n\r\ny\"\r\n", &["x\r\n\r\ny"]),
                (5, "2", &["2"]),
            ],
        ),
        (
            "a,b\n1\n1,2,3\n",
            &[
                (1, "a,b\n", &["a", "b"]),
                (2, "1\n", &["1"]),
                (3, "1,2,3\n", &["1", "2", "3"]),
            ],
        ),
        (
            "a,b\n\"say \"\"hi\"\"\",2\n",
            &[
                (1, "a,b\n", &["a", "b"]),
                (2, "\"say \"\"hi\"\"\",2\n", &["say \"hi\"", "2"]),
            ],
        ),
        (
            "a,b\n19\" rack, \"x\n",
            &[
                (1, "a,b\n", &["a", "b"]),
                (2, "19\" rack, \"x\n", &["19\" rack", " \"x"]),
            ],
        ),
        (
            "é,b\nü,\n",
            &[(1, "é,b\n", &["é", "b"]), (2, "ü,\n", &["ü", ""])],
        ),
    ];
    for (text, expected) in table {
        let table = read_by(text, b',').unwrap();
        let rows = [&table.header].into_iter().chain(&table.rows);
        let found: Vec<_> = rows
            .map(|row| {
                (
                    row.line,
                    &text[row.span.clone()],
                    row.cells.iter().collect::<Vec<_>>(),
                )
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, text, cells)| (*line, *text, cells.to_vec()))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn the_delimiter_is_the_one_most_rows_agree_on() {
    let table = [
        ("account,value\nAcme,1\n", ','),
        ("account;value\nAcme;1\n", ';'),
        ("account\tvalue\nAcme\t1\n", '\t'),
        ("account|value\nAcme|1\n", '|'),
        // One column needs none.
        ("account\nAcme\nBorel, Sons; Daughters\n", ','),
        // No row to ask: the most columns.
        ("account;value, net;stage", ';'),
        // As many columns either way: the rows decide.
        (
            "account;value (net, in EUR, yearly);stage\nAcme;48;Won\n",
            ';',
        ),
        // Delimiters in quotes do not count.
        ("\"account,x,y,z\"|value\n\"Acme, Inc, a, b\"|1\n", '|'),
        ("account,note\nAcme,\"a;b;c\"\nBorel,\"d;e\"\n", ','),
        // Some rows are ragged, the rest agree.
        ("account;value\nAcme;1\nBorel;2;3\nCato;4\n", ';'),
        // All are ragged: the header alone speaks.
        ("account;value\nAcme;1;2\n", ';'),
        // Nothing decides: the likeliest.
        ("a,b;c\n1,2;3\n", ','),
    ];
    for (text, delimiter) in table {
        assert_eq!(
            char::from(read(text).unwrap().delimiter),
            delimiter,
            "{text:?}"
        );
    }
}

#[test]
fn an_open_quote_is_refused_where_it_opens() {
    let table = [
        ("\"account,value\nAcme,1\n", Some(1)),
        ("account,value\nAcme,1\n\"Borel,2\nCato,3\n", Some(3)),
        (
            "account,note\nAcme,\"two\nlines\",\nBorel,\"two\nlines\nCato,x\n",
            Some(4),
        ),
        ("account,note\nAcme,\"two\nlines\",\"and\n", Some(3)),
        ("account,note\nAcme,\"say \"\"hi\n", Some(2)),
        ("account,note\nAcme,\"\"\"\n", Some(2)),
        ("account,note\nAcme,\"", Some(2)),
        ("account,note\nAcme,\"\"", None),
        ("account,note\nAcme,\"\"\"\"\n", None),
        ("account,note\nAcme,19\" rack\n", None),
        ("account,note\nAcme,\"19\" rack\n", None),
        ("account,note\nAcme, \"spaced\n", None),
    ];
    for (text, line) in table {
        let expected = line.map(|line| ImportError::QuoteNeverCloses { line });
        assert_eq!(read_by(text, b',').err(), expected, "{text:?}");
    }
}

#[test]
fn a_text_without_rows_is_empty() {
    assert_eq!(read("\r\n\n").unwrap_err(), ImportError::Empty);
}

/// A header of `width` columns and rows of as many cells that hold anything but NUL.
fn any_table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = prop_oneof!["[^\0]{0,6}", "[a,;|\t\"\r\n ]{0,6}"];
    (1_usize..5)
        .prop_flat_map(move |width| vec(vec(cell.clone(), width), 0..6))
        .prop_map(|mut rows| {
            let width = rows.first().map_or(1, Vec::len);
            rows.insert(
                0,
                (0..width).map(|index| format!("column {index}")).collect(),
            );
            rows
        })
}

proptest! {
    #[test]
    fn what_was_written_is_read(
        rows in any_table(),
        delimiter in 0_usize..4,
        encoding in 0_usize..4,
        crlf: bool,
    ) {
        let delimiter = DELIMITERS[delimiter];
        let terminator = if crlf { Terminator::CRLF } else { Terminator::Any(b'\n') };
        let mut writer = WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(terminator)
            .from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let bytes = encode(&written, ENCODINGS[encoding]);

        let decoded = decode(&bytes).unwrap();
        let table = read_by(&decoded.text, delimiter).unwrap();
        let read: Vec<&Row> = [&table.header].into_iter().chain(&table.rows).collect();
        let cells: Vec<Vec<&str>> = read.iter().map(|row| row.cells.iter().collect()).collect();
        prop_assert_eq!(cells, rows);
        // Together the rows are the whole file, and each stands on the line an editor shows.
        let spans = read.iter().map(|row| row.span.clone());
        prop_assert_eq!(decoded.original_of(spans), &bytes[..]);
        for row in read {
            let before = written[..row.span.start].replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(row.line, 1 + before.matches('\n').count() as u64);
        }
    }

    #[test]
    fn rows_never_overlap(text in "[a,;\"\r\n]{0,40}") {
        if let Ok(table) = read(&text) {
            let mut end = 0;
            for row in [&table.header].into_iter().chain(&table.rows) {
                prop_assert!(text[end..row.span.start].chars().all(|gap| "\r\n".contains(gap)));
                prop_assert!(!row.span.is_empty());
                end = row.span.end;
            }
            prop_assert!(text[end..].chars().all(|gap| "\r\n".contains(gap)));
        }
    }

    #[test]
    fn an_open_quote_is_what_the_reader_runs_on_in(text in "[a,\"\n]{1,20}") {
        // With a quote put behind it, a text whose quote is open has a last cell that ends there.
        let open = read_by(&text, b',').is_err_and(|error| error != ImportError::Empty);
        if open {
            let closed = read_by(&(text + "\""), b',');
            prop_assert!(closed.is_ok());
        }
    }
}
