//! The sessions of the README and of the walk-through run as they stand.
//!
//! All `console` blocks of a page share one folder and one file, in the order in which they stand. Two kinds of
//! comment in the page set the stage, and readers do not see them:
//!
//! - `<!-- now: 2026-03-09T08:00:00+01:00 -->` is the moment at which the blocks below it run;
//! - `<!-- file: NAME -->` puts the block below it into the folder, as a file of that name.
//!
//! `TRYCMD=overwrite cargo test --test readme` writes what the commands print now into the pages.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The text between `<!-- name: ` and ` -->`.
fn stage<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    line.strip_prefix("<!-- ")?
        .strip_prefix(name)?
        .strip_prefix(": ")?
        .strip_suffix(" -->")
}

/// Each line with what has to stand before its command: the moment at which it runs, and nothing of the
/// machine's own configuration. What a reader types before a command wins.
fn prefixes(readme: &str) -> Vec<(String, &str)> {
    let (mut now, mut block) = (String::new(), None);
    let mut lines = Vec::new();
    for line in readme.split_inclusive('\n') {
        if let Some(moment) = stage(line.trim_end(), "now") {
            moment.clone_into(&mut now);
        }
        if let Some(language) = line.strip_prefix("```") {
            block = if block.is_some() {
                None
            } else {
                Some(language.trim())
            };
        }
        let is_command = block == Some("console") && line.starts_with("$ ");
        let prefix = if is_command {
            assert!(
                line.split_whitespace()
                    .skip(1)
                    .find(|word| !word.contains('='))
                    == Some("deals"),
                "only deals can be run here, nothing else would be: {line}"
            );
            assert!(!now.is_empty(), "no moment is set for: {line}");
            format!("DEALS_NOW={now} DEALS_CONFIG= ")
        } else {
            String::new()
        };
        lines.push((prefix, line));
    }
    lines
}

/// The page with the prefix of each command behind its `$ `.
fn with_prefixes(lines: &[(String, &str)]) -> String {
    let mut text = String::new();
    for (prefix, line) in lines {
        match line.strip_prefix("$ ").filter(|_| !prefix.is_empty()) {
            Some(command) => write!(text, "$ {prefix}{command}").unwrap(),
            None => text.push_str(line),
        }
    }
    text
}

fn write_files(readme: &str, folder: &Path) {
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        let Some(name) = stage(line, "file") else {
            continue;
        };
        let fence = lines.find(|line| line.starts_with("```"));
        assert!(fence.is_some(), "no block follows {line}");
        let block: Vec<&str> = lines
            .by_ref()
            .take_while(|line| !line.starts_with("```"))
            .collect();
        fs::write(folder.join(name), block.join("\n") + "\n").unwrap();
    }
}

#[test]
fn the_sessions_of_the_readme_run_as_they_stand() {
    run("README.md", 15);
}

#[test]
fn the_walk_through_runs_as_it_stands() {
    run("docs/walkthrough.md", 40);
}

/// Runs a page of this repository, which has at least so many commands: a page whose blocks are not found would
/// prove nothing.
fn run(page: &str, fewest: usize) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let stem = source.file_stem().unwrap().to_str().unwrap().to_owned();
    let (case, folder) = (format!("{stem}.md"), format!("{stem}.in"));
    let readme = fs::read_to_string(&source).unwrap();
    let lines = prefixes(&readme);
    let commands = lines
        .iter()
        .filter(|(prefix, _)| !prefix.is_empty())
        .count();
    assert!(commands >= fewest, "only {commands} commands run");

    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    // Commands run in the folder that is called as the case, but for its ending.
    fs::create_dir(path(&folder)).unwrap();
    write_files(&readme, Path::new(&path(&folder)));
    fs::write(path(&case), with_prefixes(&lines)).unwrap();

    let cases = trycmd::TestCases::new();
    cases
        .register_bin("deals", Path::new(env!("CARGO_BIN_EXE_deals")))
        .env("DEALS_DB", path("deals.db"))
        .env("HOME", path(""))
        .env("COLUMNS", "80")
        .env("COMPLETE", "")
        .env("CLICOLOR_FORCE", "")
        .env("NO_COLOR", "1")
        .case(path(&case));
    cases.run();

    let now = fs::read_to_string(path(&case)).unwrap();
    let mut printed = now;
    for (prefix, _) in lines.iter().filter(|(prefix, _)| !prefix.is_empty()) {
        printed = printed.replace(&format!("$ {prefix}"), "$ ");
    }
    if printed != readme {
        // Only with TRYCMD=overwrite; else a difference has failed already.
        fs::write(source, printed).unwrap();
    }
}
