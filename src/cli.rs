//! The command line: the verbs, the options every verb takes, and how they are put together.
//!
//! A verb's arguments are built only when that verb is called for (`Command::defer`): building all of them
//! costs more than a whole `due`.

mod fields;
mod hints;
mod manual;
pub(crate) mod mistake;

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{ArgAction, ArgMatches, Args, Command, FromArgMatches as _};
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};

use crate::commands;
use crate::context::Ctx;
use crate::error::{CommandError, Exit};
use crate::view::ui::{ColorChoice, Format};

/// Options that stand anywhere: before a verb or behind it, so the root has them and so has each verb.
///
/// They are not clap's `global` ones. Those are copied to every verb at every start, and they come before the
/// verb's own in its help.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub struct GlobalArgs {
    #[arg(long, value_name = "FILE", help = "The file [env: DEALS_DB] [default: deals/deals.db in the data folder]", value_hint = clap::ValueHint::FilePath)]
    pub db: Option<PathBuf>,

    /// Answer in JSON, the same as -o json
    #[arg(long, conflicts_with = "output")]
    pub json: bool,

    /// Answer in this format: table, json, jsonl, csv, tsv or ids
    #[arg(short, long, value_name = "FORMAT", add = candidates(&["table", "json", "jsonl", "csv", "tsv", "ids"]))]
    pub output: Option<Format>,

    /// Show these fields, in this order, in any format
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub fields: Option<Vec<String>>,

    /// Print the id of what was written, and nothing else
    #[arg(short, long)]
    pub quiet: bool,

    /// Do everything, then take it back
    #[arg(long)]
    pub dry_run: bool,

    /// Answer yes to every "are you sure"
    #[arg(short, long)]
    pub yes: bool,

    /// Never ask; what would be asked is an error
    #[arg(long)]
    pub no_input: bool,

    /// When to use colour: auto, always or never
    #[arg(long, value_name = "WHEN", add = candidates(&["auto", "always", "never"]))]
    pub color: Option<ColorChoice>,

    /// Print help; --help says more than -h
    #[arg(short, long, action = ArgAction::Help)]
    pub help: Option<bool>,
}

/// Completes one of a few words.
fn candidates(words: &'static [&'static str]) -> ArgValueCandidates {
    ArgValueCandidates::new(|| words.iter().map(CompletionCandidate::new).collect())
}

impl GlobalArgs {
    /// What the command line says before the verb and behind it; the latter wins.
    pub fn read(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let before = Self::from_arg_matches(matches)?;
        let Some((_, of_verb)) = matches.subcommand() else {
            return Ok(before);
        };
        let behind = Self::from_arg_matches(of_verb)?;
        let names_format = behind.json || behind.output.is_some();
        Ok(Self {
            db: behind.db.or(before.db),
            json: behind.json || (before.json && !names_format),
            output: behind.output.or(before.output.filter(|_| !names_format)),
            fields: behind.fields.or(before.fields),
            quiet: behind.quiet || before.quiet,
            dry_run: behind.dry_run || before.dry_run,
            yes: behind.yes || before.yes,
            no_input: behind.no_input || before.no_input,
            color: behind.color.or(before.color),
            help: None,
        })
    }
}

/// Under which heading a verb stands in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Daily,
    CheckIns,
    Owed,
    Lost,
    Looking,
    Mending,
    Setup,
}

impl Group {
    const ALL: [Self; 7] = [
        Self::Daily,
        Self::CheckIns,
        Self::Owed,
        Self::Lost,
        Self::Looking,
        Self::Mending,
        Self::Setup,
    ];

    const fn heading(self) -> &'static str {
        match self {
            Self::Daily => "Every day",
            Self::CheckIns => "Check-ins",
            Self::Owed => "What the deal rests on",
            Self::Lost => "Lost, and back",
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

/// A verb whose arguments and `run` are in the module of that name; `with` names what `run` gets besides, made of the
/// command line as it is put together here.
macro_rules! verb {
    ($name:literal, $module:ident, $group:ident, $about:literal $(, with $of_today:path)?) => {
        Verb {
            name: $name,
            group: Group::$group,
            about: $about,
            arguments: |command| with_global(commands::$module::Args::augment_args(command)),
            run: |matches, ctx| {
                let args = commands::$module::Args::from_arg_matches(matches)
                    .map_err(|error| CommandError::usage(error.to_string()))?;
                commands::$module::run(&args, $(&$of_today(ctx.today),)? ctx)
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
        "plan",
        plan,
        CheckIns,
        "List plans, show one, or say which one a deal follows"
    ),
    verb!("promise", promise, Owed, "Note a promise, ours or theirs"),
    verb!(
        "result",
        result,
        Owed,
        "Promised results: add, measure, accept, list"
    ),
    verb!(
        "objective",
        objective,
        Owed,
        "Why they do it, and who there agrees"
    ),
    verb!("risk", risk, Owed, "Note a risk with its plan B"),
    verb!("rival", rival, Owed, "Note a rival, or that one is gone"),
    verb!("thank", thank, Owed, "Note whom to thank when it is paid"),
    verb!(
        "lost",
        lost,
        Lost,
        "Say that a deal is lost, and begin to win it back"
    ),
    verb!(
        "heartbeat",
        heartbeat,
        Lost,
        "Keep what they say about a lost deal, and what to do"
    ),
    verb!(
        "revive",
        revive,
        Lost,
        "Say that a lost deal is alive again"
    ),
    verb!("bury", bury, Lost, "Give up winning a lost deal back"),
    verb!(
        "show",
        show,
        Looking,
        "Everything about a deal or a customer"
    ),
    verb!(
        "brief",
        brief,
        Looking,
        "One screen for the minute before a call"
    ),
    verb!("letter", letter, Looking, "Write a message to the customer"),
    verb!("list", list, Looking, "List deals"),
    verb!("accounts", accounts, Looking, "List accounts"),
    verb!("people", people, Looking, "List people"),
    verb!(
        "touchpoints",
        touchpoints,
        Looking,
        "List contacts and attempts"
    ),
    verb!("find", find, Looking, "Find what was said and noted"),
    verb!(
        "report",
        report,
        Looking,
        "Where the value, the time and the money are"
    ),
    verb!("edit", edit, Mending, "Change the fields of a record"),
    verb!("tag", tag, Mending, "Tag an account, a person or a deal"),
    verb!("rm", rm, Mending, "Remove a record"),
    verb!("account", account, Mending, "Make one account of two"),
    verb!("person", person, Mending, "Forget a person for good"),
    verb!("undo", undo, Mending, "Take the last command back"),
    verb!("redo", redo, Mending, "Do again what was taken back"),
    verb!(
        "history",
        history,
        Mending,
        "Which command changed what, the latest first"
    ),
    verb!(
        "import",
        import,
        Setup,
        "Bring in deals from a CSV file, or a whole export"
    ),
    verb!("export", export, Setup, "Write out everything on record"),
    verb!("backup", backup, Setup, "Make a copy of your file"),
    verb!(
        "restore",
        restore,
        Setup,
        "Put a copy in the place of your file"
    ),
    verb!(
        "doctor",
        doctor,
        Setup,
        "See whether all is well, and how to mend what is not"
    ),
    verb!(
        "config",
        config,
        Setup,
        "Where the configuration is, what holds, and change it"
    ),
    verb!(
        "completions",
        completions,
        Setup,
        "Print the completion stub of a shell"
    ),
    verb!("man", man, Setup, "Write the manual into a folder", with manual::pages),
];

/// The verb of that name.
pub fn find_verb(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.name == name)
}

impl Verb {
    /// Whether it is there to mend a configuration that cannot be read, and so runs without one.
    pub fn mends_config(&self) -> bool {
        matches!(self.name, "config" | "doctor")
    }

    /// Runs it with what the command line says.
    pub fn run(&self, matches: &ArgMatches, ctx: &mut Ctx) -> Result<Exit, CommandError> {
        (self.run)(matches, ctx)
    }
}

/// How much of a command line is kept: a note of a megabyte is on record once already.
const LONGEST_TYPED: usize = 500;

/// A command as it was typed, without the program's name: quoted as a shell would need it, cut where it is very long.
pub fn as_typed(arguments: &[OsString]) -> String {
    let mut typed = String::new();
    let mut length = 0;
    for word in arguments.iter().skip(1) {
        let word = word.to_string_lossy();
        let is_plain = |c: char| c.is_alphanumeric() || "-_=+./,:@%#".contains(c);
        let quoted = if !word.is_empty() && word.chars().all(is_plain) {
            word.into_owned()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        };
        if length > 0 {
            typed.push(' ');
        }
        for character in quoted.chars() {
            if length >= LONGEST_TYPED {
                typed.push('…');
                return typed;
            }
            typed.push(character);
            length += 1;
        }
        length += 1;
    }
    typed
}

/// The options of every verb, behind its own.
fn with_global(command: Command) -> Command {
    // What is said of the options is not what is said of the verb.
    let about = Resettable::from(command.get_about().cloned());
    let long_about = Resettable::from(command.get_long_about().cloned());
    let verb = command.get_name().to_owned();
    let completed = ArgValueCompleter::new(move |begun: &OsStr| fields::complete(&verb, begun));
    GlobalArgs::augment_args(command)
        .mut_arg("fields", |option| option.add(completed))
        .about(about)
        .long_about(long_about)
}

/// The whole command line.
pub fn command() -> Command {
    let root = with_global(Command::new("deals"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Keep the customers you have won: whom to call today, why, and how late it is")
        .long_about(None)
        .after_help(BELOW)
        .after_long_help(format!("{BELOW}\n\n{MORE_BELOW}"))
        .help_template(help_template())
        .max_term_width(100)
        .disable_help_flag(true)
        .args_override_self(true);
    root.subcommands(VERBS.iter().map(|verb| {
        Command::new(verb.name)
            .about(verb.about)
            .max_term_width(100)
            .defer(verb.arguments)
    }))
}

/// What stands below the overview.
const BELOW: &str = "\
Without a command it shows what is due. `deals help COMMAND` says more of one.";

/// What stands below that in the long help.
const MORE_BELOW: &str = "\
Examples:
  deals add \"Acme Corp\" Fleet 48k -d \"in 3 weeks\" -w \"Dana Ruiz\"
  deals
  deals log acme she is glad, crew is booked -n fri

Exit codes:
  0   done, also with nothing to show
  1   failed: the disk, a folder, a permission
  2   a command line or a value that cannot be read
  3   not found
  4   ambiguous: name an id
  5   refused by a rule
  6   the file is busy
  7   the file is damaged, of another program, or of a newer version
  10  `deals due --exit-code` found something due
  70  a bug in `deals`";

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

    #[test]
    fn a_command_reads_as_a_shell_would_take_it() {
        let long = "x".repeat(600);
        let cut = format!("log acme {}…", "x".repeat(491));
        let table: &[(&[&str], &str)] = &[
            (&["deals"], ""),
            (&["deals", "log", "acme", "-n", "fri"], "log acme -n fri"),
            (
                &["/usr/bin/deals", "add", "Élan & Co", "it's", ""],
                r"add 'Élan & Co' 'it'\''s' ''",
            ),
            (&["deals", "log", "acme", &long, "more"], &cut),
        ];
        for (words, expected) in table {
            let arguments: Vec<OsString> = words.iter().map(Into::into).collect();
            assert_eq!(as_typed(&arguments), *expected, "{words:?}");
        }
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
