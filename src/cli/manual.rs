//! The manual: a page for every command, made of the same words as its help.
//!
//! `clap_mangen` knows how a page looks; what stands below a command's help (examples, exit codes) is a section of its
//! own here, and the options of every command are told once, in deals(1).

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::commands::man::Page;

/// What the help calls the options of every command.
const GLOBAL: &str = "Global options";

/// Files and variables, told in deals(1) alone.
const AROUND: &[(&str, &[(&str, &str)])] = &[
    (
        "ENVIRONMENT",
        &[
            ("DEALS_DB", "the file, where --db does not name one"),
            ("DEALS_CONFIG", "the configuration file"),
            (
                "DEALS_NOW",
                "a moment that replaces the clock, such as 2026-03-13T08:00:00+01:00",
            ),
            ("VISUAL, EDITOR", "the editor of deals config edit"),
            (
                "NO_COLOR, CLICOLOR_FORCE",
                "whether there is colour, where --color does not say",
            ),
            ("COLUMNS", "the width to lay out for"),
        ],
    ),
    (
        "FILES",
        &[
            (
                "~/.local/share/deals/deals.db",
                "your accounts, people, deals and touchpoints",
            ),
            (
                "~/.local/share/deals/backups/",
                "the copies that deals made by itself",
            ),
            (
                "~/.config/deals/config.toml",
                "the configuration; deals config path says where it is on this machine",
            ),
        ],
    ),
];

/// Every page, that of `deals` first. `today` is the date in their feet.
pub(super) fn pages(today: NaiveDate) -> Vec<Page> {
    let mut root = super::command().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    collect(&root, today, &mut pages);
    pages
}

/// The page of a command, and those of the commands below it.
fn collect(command: &Command, today: NaiveDate, pages: &mut Vec<Page>) {
    pages.push(page(command.clone(), today));
    for below in command.get_subcommands() {
        if below.get_name() != "help" {
            collect(below, today, pages);
        }
    }
}

fn page(mut command: Command, today: NaiveDate) -> Page {
    let name = command
        .get_display_name()
        .unwrap_or(command.get_name())
        .to_owned();
    let is_root = name == command.get_name();
    let below = command
        .get_after_long_help()
        .or(command.get_after_help())
        .map(ToString::to_string)
        .unwrap_or_default();
    let (more, sections) = sections(&below);
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(ToString::to_string).unwrap_or_default();
    let usage = command.render_usage().to_string();
    command = command
        .override_usage(usage.trim_start_matches("Usage:").trim().to_owned())
        .long_about([vec![about], more].concat().join("\n\n"))
        .after_help(None)
        .after_long_help(None)
        .subcommand_help_heading("COMMANDS")
        .version(None);
    if !is_root {
        command = command.mut_args(|argument| {
            let is_global = argument.get_help_heading() == Some(GLOBAL);
            argument.hide(is_global)
        });
    }
    let man = Man::new(command)
        .title(name.as_str())
        .date(today.to_string())
        .source(concat!("deals ", env!("CARGO_PKG_VERSION")))
        .manual("deals");
    let mut text = Vec::new();
    // Nothing but a full memory keeps a page from being written to memory.
    let _ = man.render(&mut text);
    let mut rest = Roff::new();
    for section in sections {
        section.write(&mut rest);
    }
    if is_root {
        for (heading, entries) in AROUND {
            rest.control("SH", [*heading]);
            for (term, meaning) in *entries {
                rest.control("TP", []);
                rest.text([bold(*term)]);
                rest.text([roman(*meaning)]);
            }
        }
    } else {
        rest.control("SH", ["SEE ALSO"]);
        rest.text([
            bold("deals"),
            roman("(1), also for the options of every command"),
        ]);
    }
    let text = String::from_utf8_lossy(&text).into_owned() + &rest.to_roff();
    Page {
        name: format!("{name}.1"),
        text: plain(&text),
    }
}

/// A page in ASCII, for readers of any kind, without spaces at the ends of lines.
fn plain(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    for line in page.lines() {
        for character in line.trim_end().chars() {
            if character.is_ascii() {
                text.push(character);
            } else {
                let _ = write!(text, "\\[u{:04X}]", u32::from(character));
            }
        }
        text.push('\n');
    }
    text
}

/// What stands below a heading.
#[derive(Debug, PartialEq, Eq)]
struct Section {
    heading: String,
    /// Paragraphs; those whose lines are indented are shown as they stand.
    paragraphs: Vec<String>,
}

impl Section {
    fn write(&self, page: &mut Roff) {
        page.control("SH", [self.heading.as_str()]);
        for (place, paragraph) in self.paragraphs.iter().enumerate() {
            if place > 0 {
                page.control("PP", []);
            }
            if paragraph.starts_with(' ') {
                page.control("nf", []);
                for line in paragraph.lines() {
                    page.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
                }
                page.control("fi", []);
            } else {
                page.text([roman(paragraph.replace('\n', " "))]);
            }
        }
    }
}

/// Parts what stands below a help into paragraphs without a heading, and sections: `Examples:` on a line of its own
/// begins one, and so does `Exit codes:` with the words behind it.
fn sections(below: &str) -> (Vec<String>, Vec<Section>) {
    let (mut paragraphs, mut sections) = (Vec::new(), Vec::<Section>::new());
    for paragraph in below
        .split("\n\n")
        .map(|one| one.trim_matches('\n'))
        .filter(|one| !one.trim().is_empty())
    {
        let first = paragraph.lines().next().unwrap_or_default();
        let heading = match first.split_once(':') {
            Some(("Exit codes", _)) => Some("EXIT STATUS".to_owned()),
            Some((heading, "")) if !heading.starts_with(' ') => Some(heading.to_uppercase()),
            _ => None,
        };
        let text = match &heading {
            Some(_) => paragraph.split_once(':').map_or("", |(_, rest)| rest),
            None => paragraph,
        };
        let text = text.trim_start_matches('\n');
        let text = if heading.is_some() && text.starts_with(' ') && !text.starts_with("  ") {
            text.trim_start()
        } else {
            text
        };
        match (heading, sections.last_mut()) {
            (Some(heading), _) => sections.push(Section {
                heading,
                paragraphs: vec![text.to_owned()],
            }),
            (None, Some(section)) => section.paragraphs.push(text.to_owned()),
            (None, None) => paragraphs.push(text.to_owned()),
        }
    }
    (paragraphs, sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_below_a_help_is_parted() {
        let below = "Said of all.\n\nExamples:\n  deals\n  deals due -v\n\nAnd then\nthis.\n\nExit codes: 5 for a day\nto come.";
        let (paragraphs, parted) = sections(below);
        assert_eq!(paragraphs, ["Said of all."]);
        let section = |heading: &str, paragraphs: &[&str]| Section {
            heading: heading.to_owned(),
            paragraphs: paragraphs.iter().map(|one| (*one).to_owned()).collect(),
        };
        assert_eq!(
            parted,
            [
                section("EXAMPLES", &["  deals\n  deals due -v", "And then\nthis."]),
                section("EXIT STATUS", &["5 for a day\nto come."]),
            ]
        );
        assert_eq!(sections(""), (vec![], vec![]));
    }

    #[test]
    fn a_page_is_ascii() {
        assert_eq!(plain("a \u{2713} b \n.br"), "a \\[u2713] b\n.br\n");
    }

    #[test]
    fn every_command_has_its_page() {
        let pages = pages(NaiveDate::default());
        let named = |name: &str| pages.iter().find(|page| page.name == name);
        for verb in super::super::VERBS {
            assert!(named(&format!("deals-{}.1", verb.name)).is_some());
        }
        let root = &named("deals.1").unwrap().text;
        for said in [
            "deals\\-add(1)",
            "Global options",
            "DEALS_NOW",
            "EXIT STATUS",
        ] {
            assert!(root.to_lowercase().contains(&said.to_lowercase()), "{said}");
        }
        let add = &named("deals-add.1").unwrap().text;
        assert!(add.contains(".SH EXAMPLES\n.nf\ndeals add "), "{add}");
        assert!(!add.contains("no\\-input"), "{add}");
    }
}
