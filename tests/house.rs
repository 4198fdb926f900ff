//! The rules of the house that a compiler does not check: which way imports go, who may write, what the docs
//! must name. Each failure says what to do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

/// What each layer may use; a module that is not named here may use nothing of ours.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("store", &["domain", "store"]),
    ("exchange", &["domain", "exchange"]),
    ("view", &["domain", "view"]),
    ("config", &["config", "domain"]),
    ("env", &["env"]),
    (
        "error",
        &["config", "domain", "error", "exchange", "store", "view"],
    ),
    (
        "context",
        &[
            "config", "context", "domain", "env", "error", "store", "view",
        ],
    ),
    (
        "commands",
        &[
            "commands", "complete", "config", "context", "domain", "error", "exchange", "store",
            "view",
        ],
    ),
    (
        "cli",
        &["cli", "commands", "context", "domain", "error", "view"],
    ),
    (
        "complete",
        &[
            "cli", "complete", "config", "context", "domain", "env", "store",
        ],
    ),
    (
        "lib",
        &[
            "cli", "commands", "complete", "config", "context", "domain", "env", "error",
            "exchange", "store", "view",
        ],
    ),
];

/// Crates that one layer keeps to itself.
const KEPT_BY: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("comfy_table", "view"),
    ("anstyle", "view"),
];

/// Files of more than 500 lines, each with the reason for which it is not split.
const LONG_FILES: &[(&str, &str)] = &[];

const LONGEST_FILE: usize = 500;
const LONGEST_MAIN: usize = 40;
const WIDEST_PROSE: usize = 100;

/// A Rust file of ours.
struct Source {
    /// Below `src`, with slashes.
    path: String,
    text: String,
    /// The text with everything in comments and string literals blanked.
    code: String,
    /// The text with everything but string literals blanked.
    strings: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let sources: Vec<Source> = files_below(&folder, "rs")
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let (code, strings) = split(&text);
            let path = path.strip_prefix(&folder).unwrap();
            Source {
                path: path.to_str().unwrap().replace('\\', "/"),
                text,
                code,
                strings,
            }
        })
        .collect();
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Splits Rust into what is code and what is in string literals; line breaks stay in both.
fn split(text: &str) -> (String, String) {
    let characters: Vec<char> = text.chars().collect();
    let starts = |at: usize, what: &str| {
        what.chars()
            .enumerate()
            .all(|(ahead, c)| characters.get(at + ahead) == Some(&c))
    };
    let (mut code, mut strings) = (String::new(), String::new());
    let mut at = 0;
    while at < characters.len() {
        let begin = at;
        let hashes = characters[at..]
            .iter()
            .skip(1)
            .take_while(|c| **c == '#')
            .count();
        let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
        let after_word = at > 0 && is_word(&characters[at - 1]);
        let (is_code, is_string) = if starts(at, "//") {
            while at < characters.len() && characters[at] != '\n' {
                at += 1;
            }
            (false, false)
        } else if starts(at, "/*") {
            while at < characters.len() && !starts(at, "*/") {
                at += 1;
            }
            at += 2;
            (false, false)
        } else if characters[at] == 'r'
            && !after_word
            && characters.get(at + 1 + hashes) == Some(&'"')
        {
            let close = format!("\"{}", "#".repeat(hashes));
            at += 2 + hashes;
            while at < characters.len() && !starts(at, &close) {
                at += 1;
            }
            at += close.len();
            (false, true)
        } else if characters[at] == '"' {
            at += 1;
            while at < characters.len() && characters[at] != '"' {
                at += if characters[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
            (false, true)
        } else if starts(at, "'\\") {
            // A character literal with an escape; others hold nothing that matters here, but for the quote.
            at += 3;
            while at < characters.len() && characters[at] != '\'' {
                at += 1;
            }
            at += 1;
            (true, false)
        } else if starts(at, "'\"'") {
            at += 3;
            (true, false)
        } else {
            at += 1;
            (true, false)
        };
        for c in &characters[begin..at.min(characters.len())] {
            let blank = if *c == '\n' { '\n' } else { ' ' };
            code.push(if is_code { *c } else { blank });
            strings.push(if is_string { *c } else { blank });
        }
    }
    (code, strings)
}

/// The top-level module that a file belongs to.
fn layer_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or_default();
    first.strip_suffix(".rs").unwrap_or(first)
}

/// How deep the module of a file lies below the crate's root: `view/due.rs` and `view/due/mod.rs` are 2 deep.
fn depth_of(path: &str) -> usize {
    let parts = path.split('/').count();
    if path.ends_with("/mod.rs") {
        parts - 1
    } else {
        parts
    }
}

/// The top-level modules that code names, in `use` lines and in paths, each with its line.
fn used_layers(path: &str, code: &str) -> Vec<(usize, String)> {
    let up_to_root = "super::".repeat(depth_of(path));
    let mut used = Vec::new();
    for prefix in ["crate::", up_to_root.as_str()] {
        for (at, _) in code.match_indices(prefix) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            let rest = &code[at + prefix.len()..];
            used.extend(first_names(rest).into_iter().map(|name| (line, name)));
        }
    }
    used.retain(|(_, name)| {
        MAY_USE
            .iter()
            .any(|(layer, _)| *layer != "lib" && layer == name)
    });
    used
}

/// The first name of a path, or of each path of a group in braces.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let (mut names, mut depth, mut begin) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(name(&group[begin..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(name(&group[begin..at]));
                begin = at + 1;
            }
            _ => {}
        }
    }
    names
}

/// The code of a file without its tests.
fn without_tests(source: &Source, text: &str) -> String {
    if source.path.ends_with("/tests.rs") || source.path.contains("/tests/") {
        return String::new();
    }
    let end = source
        .code
        .find("#[cfg(test)]\nmod tests {")
        .map_or(usize::MAX, |at| source.code[..at].matches('\n').count());
    text.lines().take(end).collect::<Vec<_>>().join("\n")
}

/// Fails with everything that was found, and what to do about it.
fn none_of(found: &[String], what_to_do: &str) {
    assert!(found.is_empty(), "{what_to_do}\n  {}\n", found.join("\n  "));
}

#[test]
fn the_reader_of_this_test_tells_code_from_comments_and_strings() {
    let text = "use crate::{a, b::{c, d}}; // crate::e\nlet x = \"crate::f\"; 'x: loop {} '\"' r#\"INSERT \" INTO\"# \\\n /* crate::g */ let c = '\\''; crate::store::h()";
    let (code, strings) = split(text);
    assert_eq!(code.matches("crate::").count(), 2, "{code}");
    assert!(code.contains("'x: loop {}") && !code.contains("crate::g"));
    assert!(strings.contains("crate::f") && strings.contains("INSERT \" INTO"));
    assert!(!strings.contains("crate::store"));
    assert_eq!(first_names("{a, b::{c, d}, e::f};"), ["a", "b", "e"]);
    let climbing = "use crate::{view::ui, store::Reader};\nlet x = super::super::exchange::y();";
    assert_eq!(
        used_layers("domain/due.rs", climbing),
        [
            (1, "view".to_owned()),
            (1, "store".to_owned()),
            (2, "exchange".to_owned())
        ]
    );
}

#[test]
fn imports_go_one_way() {
    let mut forbidden = Vec::new();
    let mut seen = BTreeSet::new();
    for source in sources() {
        let layer = layer_of(&source.path);
        seen.insert(layer.to_owned());
        let allowed = MAY_USE
            .iter()
            .find(|(name, _)| *name == layer)
            .map_or(&[] as &[&str], |(_, allowed)| allowed);
        for (line, used) in used_layers(&source.path, &source.code) {
            if !allowed.contains(&used.as_str()) {
                forbidden.push(format!("src/{}:{line}: {layer} uses {used}", source.path));
            }
        }
    }
    none_of(
        &forbidden,
        "imports go one way: main -> cli -> commands -> { domain, store, exchange, view }, and store, \
         exchange, view -> domain. Move what is shared down into domain, or pass it in as a value:",
    );
    let unknown: Vec<String> = seen
        .into_iter()
        .filter(|layer| layer != "main" && !MAY_USE.iter().any(|(name, _)| name == layer))
        .collect();
    none_of(
        &unknown,
        "a new module at the top needs its place: say in tests/house.rs, MAY_USE, what it may use:",
    );
}

#[test]
fn only_one_layer_knows_sqlite_and_only_one_the_look_of_things() {
    let mut found = Vec::new();
    for source in sources() {
        for (krate, layer) in KEPT_BY {
            let path = format!("{krate}::");
            let uses = source.code.contains(&path) || source.code.contains(&format!("use {krate}"));
            if uses && layer_of(&source.path) != *layer {
                found.push(format!(
                    "src/{} uses {krate}, which is {layer}'s",
                    source.path
                ));
            }
        }
    }
    none_of(
        &found,
        "let the layer that keeps the crate do it, behind a type of ours:",
    );
}

#[test]
fn rows_are_written_through_one_door() {
    let mut found = Vec::new();
    for source in sources() {
        let words = without_tests(&source, &source.strings).to_lowercase();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_door = source.path == "store/door.rs";
        for statement in ["insert into", "insert or", "delete from", "replace into"] {
            if words.contains(statement) && (!is_door || statement == "replace into") {
                found.push(format!("src/{}: `{statement}`", source.path));
            }
        }
        let updates = words
            .match_indices("update ")
            .any(|(at, _)| words[at..].split(' ').nth(2) == Some("set"));
        if updates && !is_door {
            found.push(format!("src/{}: `update … set`", source.path));
        }
    }
    none_of(
        &found,
        "only src/store/door.rs writes rows, so that the journal has each as it was; use Writer's insert, update \
         and delete (never REPLACE):",
    );
}

#[test]
fn lints_are_expected_with_a_reason_and_nothing_is_left_to_do() {
    let mut found = Vec::new();
    for source in sources() {
        let code = without_spaces(&source.code);
        for (what, instead) in [
            ("#[allow(", "#[expect(…, reason = \"…\")]"),
            ("#![allow(", "#![expect(…, reason = \"…\")]"),
            ("todo!(", "the thing itself, or an error that says so"),
            (
                "unimplemented!(",
                "the thing itself, or an error that says so",
            ),
        ] {
            if code.contains(what) {
                found.push(format!("src/{}: {what}…) — write {instead}", source.path));
            }
        }
    }
    none_of(&found, "this is not for landed code:");
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn files_stay_small() {
    let (mut long, mut stale) = (Vec::new(), Vec::new());
    let lines: BTreeMap<String, usize> = sources()
        .into_iter()
        .map(|source| (source.path, source.text.lines().count()))
        .collect();
    for (path, lines) in &lines {
        let is_known = LONG_FILES.iter().any(|(known, _)| known == path);
        if *lines > LONGEST_FILE && !is_known {
            long.push(format!("src/{path}: {lines} lines"));
        }
    }
    none_of(
        &long,
        "split it, or name it with its reason in tests/house.rs, LONG_FILES:",
    );
    for (path, _) in LONG_FILES {
        if lines.get(*path).is_none_or(|lines| *lines <= LONGEST_FILE) {
            stale.push(format!("src/{path}"));
        }
    }
    none_of(
        &stale,
        "it is short now, or gone: take it off LONG_FILES in tests/house.rs:",
    );
    let main = lines["main.rs"];
    assert!(
        main < LONGEST_MAIN,
        "src/main.rs has {main} lines; it hooks completion up, parses, runs and exits, the rest is lib.rs's"
    );
}

/// The tables of the file with their columns, as the migrations make them.
fn tables() -> BTreeMap<String, BTreeSet<String>> {
    let migrations = files_below(&root().join("src/store/migrations"), "sql");
    assert!(!migrations.is_empty(), "the migrations were not found");
    let connection = Connection::open_in_memory().unwrap();
    for migration in migrations {
        connection
            .execute_batch(&fs::read_to_string(migration).unwrap())
            .unwrap();
    }
    let mut statement = connection
        .prepare(
            "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
             WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        tables
            .entry(row.get(0).unwrap())
            .or_default()
            .insert(row.get(1).unwrap());
    }
    tables
}

/// The tables that docs/data-model.md describes with their columns: a heading `### name`, then a table whose
/// rows begin with the column's name.
fn described_tables() -> BTreeMap<String, BTreeSet<String>> {
    let mut described: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in read("docs/data-model.md").lines() {
        if line.starts_with('#') {
            current = line
                .strip_prefix("### `")
                .and_then(|name| name.strip_suffix('`'))
                .map(String::from);
            if let Some(name) = &current {
                described.entry(name.clone()).or_default();
            }
        } else if let (Some(table), Some(cell)) = (&current, line.strip_prefix("| `")) {
            let cell = cell.split('|').next().unwrap_or_default();
            let columns = cell
                .split(',')
                .map(|name| name.trim().trim_matches('`').to_owned());
            described.entry(table.clone()).or_default().extend(columns);
        }
    }
    described
}

#[test]
fn the_data_model_describes_every_table_and_column() {
    let (real, described) = (tables(), described_tables());
    let (mut missing, mut stale) = (Vec::new(), Vec::new());
    let nothing = BTreeSet::new();
    for (table, columns) in &real {
        let Some(in_docs) = described.get(table) else {
            missing.push(format!("table {table}"));
            continue;
        };
        missing.extend(
            columns
                .difference(in_docs)
                .map(|column| format!("{table}.{column}")),
        );
    }
    for (table, columns) in &described {
        let in_file = real.get(table).unwrap_or(&nothing);
        stale.extend(
            columns
                .difference(in_file)
                .map(|column| format!("{table}.{column}")),
        );
    }
    none_of(
        &missing,
        "describe it in docs/data-model.md, under a heading ### `table`, in a row | `column` | … |:",
    );
    none_of(
        &stale,
        "docs/data-model.md describes what no migration makes:",
    );
}

/// A time that the README names is one that the benches measured.
#[test]
fn the_readmes_times_come_from_the_measured_ones() {
    let (readme, measured) = (read("README.md"), read("docs/performance.md"));
    let named: Vec<&str> = readme
        .match_indices(" ms")
        .map(|(end, _)| {
            let begin = readme[..end]
                .rfind([' ', '\n'])
                .map_or(0, |space| space + 1);
            &readme[begin..end]
        })
        .filter(|number| number.parse::<f64>().is_ok())
        .collect();
    assert!(!named.is_empty(), "the README says how fast it is");
    for number in named {
        assert!(
            measured.contains(&format!("{number} ms")),
            "docs/performance.md has no {number} ms"
        );
    }
}

#[test]
fn the_changelog_has_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let changelog = read("docs/changelog.md");
    let heading = changelog.lines().any(|line| {
        line.strip_prefix("## ")
            .is_some_and(|title| title.split_whitespace().next() == Some(version))
    });
    assert!(
        heading,
        "docs/changelog.md needs a heading `## {version}`, and below it what users will notice"
    );
}

#[test]
fn docs_are_readable_in_a_terminal() {
    let mut wide = Vec::new();
    for path in [
        "README.md",
        "docs/changelog.md",
        "docs/contributing.md",
        "docs/data-model.md",
        "docs/decisions.md",
        "docs/export.md",
        "docs/letters.md",
        "docs/reliability.md",
        "docs/report.md",
        "docs/scripting.md",
        "docs/walkthrough.md",
    ] {
        let mut in_block = false;
        for (number, line) in read(path).lines().enumerate() {
            in_block ^= line.starts_with("```");
            let is_prose = !in_block && !line.starts_with('|');
            if is_prose && line.chars().count() > WIDEST_PROSE {
                wide.push(format!("{path}:{}", number + 1));
            }
        }
    }
    none_of(
        &wide,
        "break the line: prose is at most 100 columns wide (tables and blocks may be wider):",
    );
}
