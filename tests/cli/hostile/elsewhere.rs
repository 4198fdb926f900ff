//! Hostile texts that nobody types: in bytes, in files and their names, in the configuration and the environment.

use std::fs;

use serde_json::Value;

use super::texts::{TEXTS, is_harmful};
use super::{assert_answer, book, is_tried};
use crate::environment::{Environment, contents};

/// A book, and the bytes of it.
fn kept() -> (Environment, Vec<u8>) {
    let rep = book();
    let bytes = contents(&rep.db()).unwrap();
    (rep, bytes)
}

#[cfg(unix)]
mod of_unix {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

    use deals::cli::VERBS;

    use super::super::texts::without_our_colours;
    use super::*;

    /// Bytes that are no text: a lone one, half a letter, a surrogate, an overlong slash, raw C1 codes.
    const NO_TEXT: &[&[u8]] = &[
        b"\xff",
        b"caf\xe9",
        b"\xe6\xa0",
        b"\xed\xa0\x80",
        b"\xc0\xaf",
        b"\x9b41m\x9d0;x\x9c",
        b"\x1b[41m\xff",
    ];

    #[test]
    fn arguments_that_are_no_text_are_refused_by_every_command() {
        let (rep, before) = kept();
        for (number, verb) in VERBS.iter().enumerate() {
            for (turn, bytes) in NO_TEXT.iter().enumerate() {
                let evil = OsStr::from_bytes(bytes);
                let option = OsString::from_vec([b"--", *bytes].concat());
                let value = OsString::from_vec([b"--fields=", *bytes].concat());
                let lines: [Vec<&OsStr>; 4] = [
                    vec![OsStr::new(verb.name), evil],
                    vec![OsStr::new(verb.name), OsStr::new("a1"), evil],
                    vec![OsStr::new(verb.name), &option],
                    vec![OsStr::new(verb.name), &value],
                ];
                let line = &lines[(number + turn) % lines.len()];
                let outcome = rep.try_with(line);
                assert_answer(&outcome, &format!("{line:?}"));
                // A file may well be called so; it is not there.
                let is_of_file = matches!(
                    verb.name,
                    "backup" | "restore" | "import" | "export" | "man"
                );
                assert!(
                    is_of_file || outcome.code == 2,
                    "{line:?}: {}",
                    outcome.code
                );
                if outcome.code != 0 {
                    assert!(
                        contents(&rep.db()).as_deref() == Some(&before[..]),
                        "{line:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_no_text_is_named_by_its_bytes() {
        let (rep, _) = kept();
        let table: [(&[u8], &str); 4] = [
            (b"caf\xe9", "error: `caf\\xe9` is not UTF-8 text\n"),
            (b"\xe6\xa0 x", "error: `\\xe6\\xa0 x` is not UTF-8 text\n"),
            (
                b"\x1b[m\xff",
                "error: `\u{fffd}[m\\xff` is not UTF-8 text\n",
            ),
            (b"\xc3\xbc\xfc", "error: `ü\\xfc` is not UTF-8 text\n"),
        ];
        for (bytes, expected) in table {
            let words = ["log", "a1", "x"].map(OsStr::new);
            let said = rep.refused_with(2, &[&words[..], &[OsStr::from_bytes(bytes)]].concat());
            assert!(said.starts_with(expected), "{said}");
        }
    }

    #[test]
    fn a_variable_that_is_no_text_does_no_harm() {
        let (rep, _) = kept();
        for (number, variable) in [
            "DEALS_DB",
            "DEALS_NOW",
            "DEALS_CONFIG",
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "COLUMNS",
            "TERM",
            "EDITOR",
            "VISUAL",
            "HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "COMPLETE",
        ]
        .iter()
        .enumerate()
        {
            let texts = TEXTS.iter().map(|(_, text)| text.as_bytes());
            let all = texts.chain(NO_TEXT.iter().copied()).enumerate();
            for (turn, bytes) in all {
                if !is_tried(number + turn, 5) {
                    continue;
                }
                let line = if matches!(*variable, "EDITOR" | "VISUAL") {
                    // What an editor is called is run by a shell, as the rep means it.
                    "config edit --dry-run"
                } else {
                    "list"
                };
                let mut command = rep.command(line.split(' '));
                command.env(variable, OsStr::from_bytes(bytes));
                let outcome = rep.finish(command, line, b"");
                let about = format!("{variable}={:?}", OsStr::from_bytes(bytes));
                if *variable == "DEALS_NOW" && !bytes.is_empty() {
                    assert_eq!(outcome.code, 2, "{about}");
                }
                if *variable == "CLICOLOR_FORCE" {
                    let plain = without_our_colours(&outcome.stdout);
                    assert!(!plain.contains(is_harmful), "{about}: {plain:?}");
                } else if *variable == "COMPLETE" && outcome.code != 0 {
                    // The library's own word about a shell that it does not know.
                    assert!(outcome.code <= 2, "{about}: {}", outcome.stderr);
                } else {
                    assert_answer(&outcome, &about);
                }
            }
        }
    }

    /// A file may be called anything: as the book, its copy, an import, a configuration.
    #[test]
    fn names_of_files_are_told_without_harm() {
        let names = TEXTS.iter().map(|(_, text)| text.as_bytes());
        let all = names.chain(NO_TEXT.iter().copied()).enumerate();
        for (_, bytes) in all.filter(|(turn, _)| is_tried(*turn, 3)) {
            let name = bytes
                .iter()
                .copied()
                .filter(|byte| !matches!(byte, b'/' | 0))
                .take(100)
                .collect::<Vec<u8>>();
            let name = OsString::from_vec([b"x", &name[..]].concat());
            let rep = Environment::new();
            fs::create_dir(rep.path("").join(&name)).unwrap();
            let place = rep.path("").join(&name).join(&name);
            fs::write(&place, "account,stage\n,Open\nAcme,Open\n").unwrap();
            let book = rep.path("").join(&name).join("book.db");
            let run = |words: &[&OsStr]| {
                let mut command = rep.command(words);
                command.env("DEALS_DB", &book);
                let outcome = rep.finish(command, "…", b"");
                assert!(outcome.code <= 7, "{words:?}: {}", outcome.stderr);
                for text in [&outcome.stdout, &outcome.stderr] {
                    assert!(!text.contains(is_harmful), "{words:?}: {text:?}");
                }
                outcome
            };
            let new = |word| OsStr::new(word);
            let file = place.as_os_str();
            assert_eq!(run(&[new("import"), file]).code, 2);
            assert_eq!(run(&[new("import"), file, new("--skip-bad")]).code, 0);
            assert_eq!(run(&[new("doctor")]).code, 0);
            let mut copy = file.to_owned();
            copy.push(".copy");
            assert_eq!(run(&[new("backup"), &copy]).code, 0);
            assert_ne!(run(&[new("backup"), &copy]).code, 0);
            assert_eq!(run(&[new("restore"), &copy, new("--yes")]).code, 0);
            assert_ne!(run(&[new("restore"), file, new("--yes")]).code, 0);
            assert_ne!(run(&[new("list"), new("--db"), file]).code, 0);
            run(&[new("history")]);
            run(&[new("config"), new("show")]);
            let mut command = rep.command(["due"]);
            command.env("DEALS_CONFIG", &place);
            assert_answer(&rep.finish(command, "due", b""), &format!("{name:?}"));
        }
    }
}

#[test]
fn columns_of_any_number_are_a_width_or_none() {
    let (rep, _) = kept();
    for columns in [
        "0",
        "1",
        "2",
        "3",
        "7",
        "19",
        "-1",
        "+80",
        " 80",
        "80 ",
        "8e1",
        "1000000",
        "65536",
        "4294967296",
        "18446744073709551615",
        "18446744073709551616",
        "eighty",
        "",
    ] {
        for line in [
            "due -v --within 60d",
            "list",
            "show a1",
            "brief a1",
            "report",
            "find fleet",
            "history",
            "--help",
        ] {
            let mut command = rep.command(line.split(' '));
            command.env("COLUMNS", columns);
            let outcome = rep.finish(command, line, b"");
            assert_eq!(
                outcome.code, 0,
                "COLUMNS={columns} {line}: {}",
                outcome.stderr
            );
        }
    }
}

#[test]
fn standard_input_is_a_note_or_refused() {
    let (rep, before) = kept();
    let million = "x".repeat(1_000_000);
    let wide = "株\u{1b}[41m\u{202e}\n".repeat(60_000);
    let table: [(&[u8], i32); 9] = [
        (b"a\0b", 2),
        (b"\0", 2),
        (b"caf\xe9", 2),
        (b"\xff\xfea\0", 2),
        (b"\xed\xa0\x80", 2),
        (b"", 0),
        (b" \r\n\t ", 0),
        (million.as_bytes(), 0),
        (wide.as_bytes(), 0),
    ];
    for (input, code) in table {
        let outcome = rep.try_piped("log a1 - --keep-open", input);
        let about = String::from_utf8_lossy(&input[..input.len().min(20)]).into_owned();
        assert_answer(&outcome, &about);
        assert_eq!(outcome.code, code, "{about}: {}", outcome.stderr);
        if code == 0 {
            let text = String::from_utf8(input.to_vec()).unwrap();
            let note = rep.json("show t2")["note"].clone();
            assert_eq!(note.as_str().unwrap_or_default(), text.trim(), "{about}");
            for line in [
                "touchpoints",
                "show t2",
                "show a1",
                "brief a1",
                "find x",
                "due -v",
                "undo --dry-run",
            ] {
                let outcome = rep.try_run(line);
                assert!(matches!(outcome.code, 0), "{line}: {}", outcome.stderr);
                assert!(!outcome.stdout.contains(is_harmful), "{line} of {about}");
            }
        }
        rep.write_private("book.db", &before);
    }
}

#[test]
fn a_name_of_any_length_is_taken_or_refused() {
    let (rep, before) = kept();
    for (name, code) in [
        ("x".repeat(200), 0),
        ("株".repeat(200), 0),
        ("e\u{301}".repeat(100), 0),
        ("\u{301}".repeat(100), 2),
        ("x".repeat(201), 2),
        ("👩‍👩‍👧‍👦".repeat(100), 2),
        ("x".repeat(100_000), 2),
        ("ﷺ".repeat(30_000), 2),
        ("Z\u{301}\u{302}".repeat(20_000), 2),
    ] {
        for words in [
            vec!["add", &name, "Title", "--new-account", "-q"],
            vec!["edit", "p1", "--name", &name, "-q"],
            vec!["log", "a1", "--with", &name, "--new-person", "-q"],
        ] {
            let outcome = rep.try_with(&words);
            let about: String = words.join(" ").chars().take(30).collect();
            assert_answer(&outcome, &about);
            assert_eq!(outcome.code, code, "{about}: {}", outcome.stderr);
            if code == 0 {
                for line in [
                    "list",
                    "accounts",
                    "people",
                    "due --within 60d",
                    "touchpoints",
                ] {
                    let printed = rep.run(line);
                    let widest = printed
                        .lines()
                        .map(unicode_width::UnicodeWidthStr::width)
                        .max();
                    assert!(widest <= Some(80), "{line}: {printed}");
                }
            }
            rep.write_private("book.db", &before);
        }
    }
}

/// A text as a string of TOML, with nothing in it that TOML forbids.
fn toml_string(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

#[test]
fn a_configuration_is_read_or_refused_without_harm() {
    let (rep, before) = kept();
    for (turn, (name, text)) in TEXTS.iter().enumerate() {
        let quoted = toml_string(text);
        let step = |what: &str| {
            format!("[[plans.gold]]\nanchor = \"ordered\"\noffset = \"1 day\"\nwhat = {what}\n")
        };
        for config in [
            (*text).to_owned(),
            format!("currency = \"{text}\"\n"),
            format!("currency = {quoted}\n"),
            format!("{quoted} = 1\n"),
            format!("date_order = {quoted}\n"),
            format!("workdays = [{quoted}]\n"),
            format!("holidays = [{quoted}]\n"),
            step(&quoted),
            format!("{}name = {quoted}\n", step("\"x\"")),
            format!("{}every = {quoted}\n", step("\"x\"")),
            format!("{}until = {quoted}\n", step("\"x\"")),
            step("\"x\"").replace("gold", &quoted),
            step("\"x\"").replace("\"1 day\"", &quoted),
            format!("[targets]\npursuits = {quoted}\n"),
        ]
        .iter()
        .enumerate()
        .filter(|(number, _)| is_tried(number + turn, 4))
        .map(|(_, config)| config)
        {
            rep.write("config.toml", config);
            for line in [
                "plan use d1 gold",
                "plan list",
                "plan show gold",
                "config show",
                "doctor",
            ] {
                let mut command = rep.command(line.split(' '));
                command.env("DEALS_CONFIG", rep.path("config.toml"));
                let outcome = rep.finish(command, line, b"");
                let about = format!("{line} with {name} in {config:?}");
                if line != "doctor" {
                    assert_answer(&outcome, &about);
                }
                for text in [&outcome.stdout, &outcome.stderr] {
                    assert!(!text.contains(is_harmful), "{about}: {text:?}");
                }
                if outcome.code == 2 {
                    break;
                }
            }
            rep.write_private("book.db", &before);
        }
    }
}

#[test]
fn a_letter_of_their_own_is_filled_or_refused_without_harm() {
    let (rep, _) = kept();
    let folder = rep.path("mine");
    fs::create_dir_all(folder.join("letters")).unwrap();
    let letter = |text: &[u8], line: &str| {
        fs::write(folder.join("letters/next-steps.txt"), text).unwrap();
        let mut command = rep.command(line.split(' '));
        command.env("DEALS_CONFIG", folder.join("config.toml"));
        rep.finish(command, line, b"")
    };
    fs::write(folder.join("config.toml"), "").unwrap();
    for (name, text) in TEXTS {
        for template in [
            format!("Subject: {text}\n\n{text}\n{{person}} {text} {{steps}}"),
            format!("{{{text}}}"),
        ] {
            let template = template.as_bytes();
            let outcome = letter(template, "letter d1 next-steps");
            assert_answer(&outcome, name);
            let as_json = letter(template, "letter d1 next-steps --json");
            assert_eq!(as_json.code, outcome.code, "{name}");
            if outcome.code == 0 {
                let record: Value = serde_json::from_str(&as_json.stdout).unwrap();
                let subject = text.lines().next().unwrap_or_default().trim();
                if !subject.is_empty() && !text.contains(['{', '\n']) {
                    assert_eq!(record["subject"], subject, "{name}");
                }
                let file = letter(template, "letter d1 next-steps --eml").stdout;
                super::stored::assert_message(&file, name);
            }
        }
    }
    for bytes in [
        &b"\xff\xfe"[..],
        b"a\0b",
        b"",
        b"\xef\xbb\xbf",
        b"\r\r\r",
        b"{{{{{{",
    ] {
        assert_answer(&letter(bytes, "letter d1 next-steps"), "bytes");
    }
}

/// A cell of a CSV file.
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[test]
fn cells_of_a_file_are_taken_as_they_stand_or_refused_without_harm() {
    let columns = [
        "Account",
        "Product",
        "Stage",
        "Close Date",
        "Amount",
        "Contact Name",
        "Email",
        "Phone",
        "Tags",
        "Notes",
        "Id",
    ];
    let good = [
        "Acme",
        "Lathe",
        "Won",
        "2026-02-20",
        "5",
        "Bo",
        "b@b.example",
        "+49 30 1",
        "key",
        "so",
        "1",
    ];
    for (number, (name, text)) in TEXTS.iter().enumerate() {
        for place in 0..columns.len() {
            if !is_tried(number + place, 4) {
                continue;
            }
            let rep = Environment::new();
            let mut cells = good.map(cell);
            cells[place] = cell(text);
            let file = format!("{}\n{}\n", columns.join(","), cells.join(","));
            rep.write("evil.csv", &file);
            let about = format!("{name} as {}", columns[place]);
            let outcome = rep.try_run("import evil.csv --source crm");
            if outcome.code == 2 {
                for text in [&outcome.stdout, &outcome.stderr] {
                    assert!(!text.contains(is_harmful), "{about}: {text:?}");
                }
                assert!(!rep.db().exists(), "{about}");
                // The bad row is kept as it stands.
                if rep.try_run("import evil.csv --source crm --skip-bad").code == 0 {
                    let rejected = contents(&rep.path("evil.csv.rejected.csv")).unwrap();
                    assert_eq!(String::from_utf8(rejected).unwrap(), file, "{about}");
                }
                continue;
            }
            assert_answer(&outcome, &about);
            assert_eq!(outcome.code, 0, "{about}: {}", outcome.stderr);
            if text.trim().is_empty() {
                // Something else may stand for what is not said: an address for a name.
                continue;
            }
            let list = rep.json("list");
            let people = rep.json("people");
            let (field, found) = match place {
                0 => ("account", &list[0]["account"]),
                1 => ("title", &list[0]["title"]),
                5 => ("name", &people[0]["name"]),
                6 => ("email", &people[0]["email"]),
                7 => ("phone", &people[0]["phone"]),
                9 => ("note", &list[0]["note"]),
                10 => ("key", &list[0]["key"]),
                _ => continue,
            };
            let turned = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let found = found.as_str().unwrap_or_default().to_owned();
            assert!(
                found == text.trim() || found == text.replace(turned, "").trim(),
                "{about}: {field} is {found:?}"
            );
            for line in ["list", "people", "show d1", "due --within 60d"] {
                let printed = rep.run(line);
                assert!(
                    !printed.contains(is_harmful),
                    "{about}: {line}: {printed:?}"
                );
            }
        }
    }
    let rep = Environment::new();
    for bytes in [
        &b"account\nA\0B\n"[..],
        b"acc\0ount\nA\n",
        b"account\nA\xff\xfe\x80\n",
        b"\x1b[41m\n\x1b[2J\n",
    ] {
        rep.write("evil.csv", bytes);
        let outcome = rep.try_run("import evil.csv --dry-run");
        assert!(matches!(outcome.code, 0 | 2), "{}", outcome.stderr);
        for text in [&outcome.stdout, &outcome.stderr] {
            assert!(!text.contains(is_harmful), "{text:?}");
        }
    }
}
