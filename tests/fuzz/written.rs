//! Readers and writers of files: sheets, the configuration, letters and messages.

use std::collections::BTreeSet;
use std::fs;

use deals::config::Config;
use deals::domain::letter::{self, Filling, LetterKind};
use deals::domain::name::check_name;
use deals::domain::plan;
use deals::exchange::{
    ImportOptions, Recipient, is_export, read_deals, read_export, write_header, write_message,
    write_record,
};

use crate::corpus::{
    CONFIG_WORDS, CONFIGS, EXPORT_WORDS, EXPORTS, LETTER_WORDS, LETTERS, MAIL_WORDS, MAILS,
    SHEET_WORDS, SHEETS,
};
use crate::{assert_refusal, fuzz, fuzz_text};

fn options() -> ImportOptions {
    ImportOptions {
        map: Vec::new(),
        only: Vec::new(),
        currency: "USD".parse().unwrap(),
        date_order: None,
        source: None,
        today: "2026-03-13".parse().unwrap(),
    }
}

#[test]
fn sheets() {
    let options = options();
    fuzz("sheets", SHEETS, SHEET_WORDS, |bytes| {
        let sheet = match read_deals(bytes, &options) {
            Ok(sheet) => sheet,
            Err(error) => return assert_refusal(&error.to_string(), &error.hint()),
        };
        assert_eq!(sheet.read, sheet.deals.len() as u64 + sheet.rejected);
        assert!(sheet.deals.is_sorted_by_key(|deal| deal.line));
        assert!(sheet.errors.is_sorted_by_key(|error| error.line));
        for error in &sheet.errors {
            assert_refusal(&error.reason, "a row has a reason and no hint");
        }
        let bad: BTreeSet<u64> = sheet.errors.iter().map(|error| error.line).collect();
        assert_eq!(bad.len() as u64, sheet.rejected);
        for deal in &sheet.deals {
            assert_eq!(check_name(&deal.account).as_ref(), Ok(&deal.account));
            assert!(!bad.contains(&deal.line));
            assert!(deal.closed_on.is_none_or(|on| {
                deal.stage == deals::exchange::Stage::Prospect || on <= options.today
            }));
        }
        // What was put aside is a file of its own, with the same reasons.
        if !sheet.rejects.is_empty() {
            let again = read_deals(
                &sheet.rejects,
                &ImportOptions {
                    date_order: sheet.date_order,
                    ..options.clone()
                },
            );
            if let Ok(again) = again {
                assert!(again.read <= sheet.rejected);
            }
        }
    });
}

/// The version of the file that the exports of the corpus are of.
const SCHEMA: i32 = 6;

#[test]
fn exports() {
    fuzz("exports", EXPORTS, EXPORT_WORDS, |bytes| {
        let export = match read_export(bytes, SCHEMA) {
            Ok(export) => export,
            Err(error) => return assert_refusal(&error.to_string(), error.hint()),
        };
        assert!(is_export(bytes));
        assert_eq!(export.read, export.entries.len() as u64 + export.rejected);
        assert_eq!(export.rejected == 0, export.errors.is_empty());
        assert!(export.errors.is_sorted_by_key(|error| error.line));
        for error in &export.errors {
            let place = error.column.as_deref().unwrap_or("a line as a whole");
            assert_refusal(&error.reason, place);
        }
        if export.rejected > 0 {
            return;
        }
        // What was read is written and read again.
        let mut again = write_header(SCHEMA, export.read);
        for entry in &export.entries {
            let record = export.record(entry).unwrap();
            assert_eq!(record.broken_rule(entry.kind.table()), None);
            write_record(&mut again, entry.kind, &record).unwrap();
        }
        let read = read_export(&again, SCHEMA).unwrap();
        assert_eq!(read.errors, []);
        for (one, other) in export.entries.iter().zip(&read.entries) {
            assert_eq!(
                (one.kind, one.id, &one.uid),
                (other.kind, other.id, &other.uid)
            );
            assert_eq!(export.record(one), read.record(other));
        }
    });
}

#[test]
fn configurations() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fuzz(
        "configurations",
        &CONFIGS
            .iter()
            .map(|text| text.as_bytes())
            .collect::<Vec<_>>(),
        CONFIG_WORDS,
        |bytes| {
            fs::write(&path, bytes).unwrap();
            match Config::load(Some(&path), None) {
                Ok(config) => {
                    assert!(
                        config
                            .targets
                            .new_business
                            .is_none_or(|percent| percent <= 100)
                    );
                    for own in &config.plans {
                        assert!(!own.steps.is_empty());
                        assert_eq!(
                            plan::find_among(&own.name, &config.plans).as_ref(),
                            Some(own)
                        );
                        assert!(
                            own.steps
                                .iter()
                                .all(|step| !step.what.contains(char::is_control))
                        );
                    }
                    // A calendar that was read ends: there is a workday after every day.
                    let today = "2026-03-13".parse().unwrap();
                    assert!(config.calendar.next_workday(today) > today);
                }
                Err(error) => {
                    assert_refusal(&error.to_string(), &error.hint());
                }
            }
        },
    );
}

#[test]
fn letters() {
    fuzz_text("letters", LETTERS, LETTER_WORDS, |text| {
        let filled = letter::fill(text, LetterKind::NextSteps, |field| match field.as_str() {
            "steps" => Filling::Lines {
                lines: vec!["one {deal}".to_owned(), "two".to_owned()],
                missing: vec!["a date".to_owned()],
            },
            "kept" => Filling::Lines {
                lines: Vec::new(),
                missing: Vec::new(),
            },
            "value" => Filling::Gap("value".to_owned()),
            name => Filling::Text(format!("<{name}>")),
        });
        match filled {
            Ok(letter) => {
                assert!(letter.body.iter().all(|line| !line.contains('\n')));
                assert!(!letter.subject.contains('\n'));
                let all: BTreeSet<&String> = letter.missing.iter().collect();
                assert_eq!(all.len(), letter.missing.len());
                // What a record says is not filled in turn.
                let braces = letter.body.concat().matches('{').count();
                assert_eq!(braces, letter.body.concat().matches("{deal}").count());
            }
            Err(error) => assert_refusal(&error.to_string(), &error.hint()),
        }
    });
}

/// What a mail program makes of a header's text.
fn header(text: &str) -> String {
    let unfolded = text.replace("\r\n ", " ");
    if !unfolded.starts_with("=?utf-8?Q?") {
        return unfolded;
    }
    let mut bytes = Vec::new();
    for word in unfolded.split(' ') {
        let word = word
            .strip_prefix("=?utf-8?Q?")
            .unwrap()
            .strip_suffix("?=")
            .unwrap();
        bytes.extend(unquoted(&word.replace('_', "=20")));
    }
    String::from_utf8(bytes).unwrap()
}

/// Bytes written as `=C3=A9`.
fn unquoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        if *first == b'=' {
            let digits = std::str::from_utf8(&behind[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    bytes
}

#[test]
fn messages() {
    fuzz_text("messages", MAILS, MAIL_WORDS, |text| {
        let mut lines = text.split('\n');
        let mut next = || lines.next().unwrap_or_default();
        let (name, address, subject) = (next(), next(), next());
        let body: Vec<String> = lines.map(ToOwned::to_owned).collect();
        let file = write_message(Some(Recipient { name, address }), subject, &body);
        assert!(file.is_ascii());
        assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
        assert_eq!(file.matches('\r').count(), file.matches('\n').count());
        let (head, rest) = file.split_once("\r\n\r\n").unwrap();
        let fields: Vec<(&str, &str)> = head
            .replace("\r\n ", "\u{1} ")
            .leak()
            .split("\r\n")
            .map(|line| line.split_once(": ").unwrap())
            .collect();
        let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            [
                "To",
                "Subject",
                "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding",
                "X-Unsent"
            ]
        );
        assert_eq!(header(&fields[1].1.replace('\u{1}', "\r\n")), subject);
        let read: Vec<String> = rest
            .replace("=\r\n", "")
            .split_terminator("\r\n")
            .map(|line| String::from_utf8(unquoted(line)).unwrap())
            .collect();
        assert_eq!(read, body);
        assert!(rest.split("\r\n").all(|line| line.len() <= 76));
    });
}
