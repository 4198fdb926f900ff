//! The command line: the verbs, the options every verb takes, and how they are put together.
//!
//! A verb's arguments are built only when that verb is called for (`Command::defer`): building all of them
//! costs more than a whole `due`.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use crate::commands;
use crate::context::Ctx;
use crate::error::{CommandError, Exit};
use crate::view::ui::{ColorChoice, Format};

/// Options that stand anywhere, on every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub struct GlobalArgs {
    #[arg(long, value_name = "FILE", global = true, help = "The file [env: DEALS_DB] [default: deals/deals.db in the data folder]", value_hint = clap::ValueHint::FilePath)]
    pub db: Option<PathBuf>,

    /// Answer in JSON, the same as -o json
    #[arg(long, global = true, conflicts_with = "output")]
    pub json: bool,

    /// Answer in this format: table, json, jsonl, csv, tsv or ids
    #[arg(short, long, value_name = "FORMAT", global = true)]
    pub output: Option<Format>,

    /// Show these fields, in this order, in any format
    #[arg(long, value_name = "A,B", global = true, value_delimiter = ',')]
    pub fields: Option<Vec<String>>,

    /// Print the id of what was written, and nothing else
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Do everything, then take it back
    #[arg(long, global = true)]
    pub dry_run: bool,

    /// Answer yes to every "are you sure"
    #[arg(short, long, global = true)]
    pub yes: bool,

    /// Never ask; what would be asked is an error
    #[arg(long, global = true)]
    pub no_input: bool,

    /// When to use colour: auto, always or never
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        default_value = "auto",
        hide_default_value = true
    )]
    pub color: ColorChoice,
}

/// Under which heading a verb stands in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Daily,
    CheckIns,
    Looking,
    Mending,
    Setup,
}

impl Group {
    const ALL: [Self; 5] = [
        Self::Daily,
        Self::CheckIns,
        Self::Looking,
        Self::Mending,
        Self::Setup,
    ];

    const fn heading(self) -> &'static str {
        match self {
            Self::Daily => "Every day",
            Self::CheckIns => "Check-ins",
            Self::Looking => "Looking",
            Self::Mending => "Mending",
            Self::Setup => "Setting up",
        }
    }
}

/// A command.
pub struct Verb {
    pub name: &'static str,
    pub group: Group,
    /// What it does, in a line.
    pub about: &'static str,
    arguments: fn(Command) -> Command,
    run: fn(&ArgMatches, &mut Ctx) -> Result<Exit, CommandError>,
}

/// A verb whose arguments and `run` are in the module of that name.
macro_rules! verb {
    ($name:literal, $module:ident, $group:ident, $about:literal) => {
        Verb {
            name: $name,
            group: Group::$group,
            about: $about,
            arguments: commands::$module::Args::augment_args,
            run: |matches, ctx| {
                let args = commands::$module::Args::from_arg_matches(matches)
                    .map_err(|error| CommandError::usage(error.to_string()))?;
                commands::$module::run(&args, ctx)
            },
        }
    };
}

/// Every command, in the order of the help.
pub static VERBS: &[Verb] = &[
    verb!(
        "due",
        due,
        Daily,
        "Whom to call today, why, and how late it is"
    ),
    verb!("log", log, Daily, "Record a contact, or an attempt"),
    verb!(
        "add",
        add,
        Daily,
        "Record a deal and seed its plan of check-ins"
    ),
    verb!(
        "mark",
        mark,
        Daily,
        "Say that a rung of the ladder has happened"
    ),
    verb!("expect", expect, Daily, "Say when a rung is expected"),
    verb!("remind", remind, CheckIns, "Set a follow-up"),
    verb!("done", done, CheckIns, "Settle a check-in"),
    verb!("snooze", snooze, CheckIns, "Hide a check-in until a day"),
    verb!(
        "reschedule",
        reschedule,
        CheckIns,
        "Give a check-in a new due date"
    ),
    verb!("drop", drop_check_in, CheckIns, "Give a check-in up"),
    verb!("reopen", reopen, CheckIns, "Open a check-in again"),
    verb!(
        "show",
        show,
        Looking,
        "Everything about a deal or a customer"
    ),
    verb!("list", list, Looking, "List deals"),
    verb!("accounts", accounts, Looking, "List accounts"),
    verb!("people", people, Looking, "List people"),
    verb!(
        "touchpoints",
        touchpoints,
        Looking,
        "List contacts and attempts"
    ),
    verb!("edit", edit, Mending, "Change the fields of a record"),
    verb!("tag", tag, Mending, "Tag an account, a person or a deal"),
    verb!("rm", rm, Mending, "Remove a record"),
    verb!("import", import, Setup, "Bring in deals from a CSV file"),
    verb!(
        "completions",
        completions,
        Setup,
        "Print the completion stub of a shell"
    ),
];

/// The verb of that name.
pub fn find_verb(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.name == name)
}

impl Verb {
    /// Runs it with what the command line says.
    pub fn run(&self, matches: &ArgMatches, ctx: &mut Ctx) -> Result<Exit, CommandError> {
        (self.run)(matches, ctx)
    }
}

/// The whole command line.
pub fn command() -> Command {
    let root = GlobalArgs::augment_args(Command::new("deals"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Keep the customers you have won: whom to call today, why, and how late it is")
        .long_about(None)
        .after_help(
            "Without a command it shows what is due.\n\nExample:\n  \
             deals add \"Acme Corp\" Fleet 48k -d \"in 3 weeks\" -w \"Dana Ruiz\"",
        )
        .help_template(help_template())
        .max_term_width(100)
        .args_override_self(true);
    root.subcommands(VERBS.iter().map(|verb| {
        Command::new(verb.name)
            .about(verb.about)
            .max_term_width(100)
            .defer(verb.arguments)
    }))
}

/// The overview: daily commands first.
fn help_template() -> String {
    let mut commands = String::new();
    for group in Group::ALL {
        let _ = writeln!(commands, "{}:", group.heading());
        for verb in VERBS.iter().filter(|verb| verb.group == group) {
            let _ = writeln!(commands, "  {:<12} {}", verb.name, verb.about);
        }
        commands.push('\n');
    }
    format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{commands}Options, on every command:\n{{options}}{{after-help}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        command().debug_assert();
    }

    /// Help is documentation: every command shows how it is used.
    #[test]
    fn every_command_has_an_example_in_its_long_help() {
        for verb in VERBS {
            let mut root = command();
            root.build();
            let help = root
                .find_subcommand_mut(verb.name)
                .unwrap()
                .render_long_help()
                .to_string();
            assert!(
                help.contains("Example") && help.contains(&format!("deals {}", verb.name)),
                "{}:\n{help}",
                verb.name
            );
        }
    }
}
