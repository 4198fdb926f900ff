//! `deals` keeps a sales rep to a practice: a deal stays on the list until it is delivered, in use, confirmed
//! and paid.
//!
//! # The parts
//!
//! ```text
//! main -> cli -> commands -> { domain, store, exchange, view }
//! store, exchange, view -> domain
//! domain -> nothing of ours
//! ```
//!
//! - [`domain`]: the rules of the practice, as pure functions of values, each with a table test. Its heart is
//!   [`Customer`](domain::customer::Customer): an account with its deals, their ladders and every check-in.
//!   [`domain::due`] says what is due and in which order, [`domain::plan`] what a plan asks for and when,
//!   [`domain::when`] and [`domain::money`] read what people type.
//! - [`store`]: the SQLite file. It fetches and stores and decides nothing. A [`Reader`](store::Reader) sees one
//!   moment; a [`Writer`](store::Writer) is the one door for rows, and notes each in the journal as it was, from
//!   which come `undo`, `history` and `--dry-run`.
//! - [`exchange`]: CSV and exports, between bytes and values of the domain.
//! - [`view`]: [`view::record`] holds what scripts get, and never changes; screens are made of records, and do.
//!   All output goes through [`Ui`].
//! - [`commands`]: one file a verb; [`cli`] lists them. [`error`] says how a command ends that does not end well.
//! - [`context`] and [`mod@env`] are the only readers of the clock and of the environment.
//!
//! # A command from end to end
//!
//! `deals remind acme fri call them`: [`run`] reads the line and makes a [`Ctx`], which knows the moment, the
//! configuration, the file and the way out. `commands::remind` finds the customer that `acme` names and reads the
//! day. One transaction loads that customer, [`remind`](domain::customer::Customer::remind) changes it in memory,
//! [`tidy`](domain::customer::Customer::tidy) makes its check-ins agree with its ladders again, and the store
//! writes the rows that differ. The answer is the record of the check-in, or a line for people. A command that
//! reads fetches all it shows in one transaction, and lets go of the file before it prints.
//!
//! So a rule is changed in `domain`, beside its table test, and nowhere else. `docs/contributing.md` says how a
//! command or a column is added, `docs/data-model.md` what is stored, `docs/decisions.md` why it is as it is.

pub mod cli;
pub mod commands;
pub mod complete;
pub mod config;
pub mod context;
pub mod domain;
pub mod env;
pub mod error;
pub mod exchange;
pub mod store;
pub mod view;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::{panic, process};

use clap::ArgMatches;
use clap::error::ErrorKind as ClapKind;

use cli::GlobalArgs;
use config::Config;
use context::Ctx;
use env::Env;
use error::CommandError;
use store::Store;
use view::ui::{ColorChoice, Format, Ui, UiOptions, WriteError};

/// Runs the command that the arguments name (the first is the program's own name) and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let env = Env::read();
    let as_json = asks_for_json(&arguments);
    let matches = parse(&arguments);
    let matches = match matches {
        Ok(matches) => matches,
        Err(error) => return show_clap_error(&error, &arguments, as_json, &env),
    };
    let global = match GlobalArgs::read(&matches) {
        Ok(global) => global,
        Err(error) => return show_clap_error(&error, &arguments, as_json, &env),
    };
    let mut ui = new_ui(&global, &env);
    let (now, today, zone) = match context::read_clock(&env) {
        Ok(read) => read,
        Err(error) => return error.show(&mut ui, as_json),
    };
    let store = Store::new(context::locate(global.db.clone(), &env), now);
    let Some((verb, of_verb)) = matches
        .subcommand()
        .and_then(|(name, matches)| Some((cli::find_verb(name)?, matches)))
    else {
        return CommandError::usage("no such command").show(&mut ui, as_json);
    };
    let (config, config_error) = match context::load_config(&env) {
        Ok(config) => (config, None),
        Err(error) if verb.mends_config() => (Config::default(), Some(error)),
        Err(error) => return CommandError::from(error).show(&mut ui, as_json),
    };
    if ui.format() == Format::Markdown && verb.name != "brief" {
        return CommandError::usage("`md` is an output format of deals brief alone")
            .hint("choose table, json, jsonl, csv, tsv or ids")
            .show(&mut ui, as_json);
    }
    let mut ctx = Ctx {
        now,
        today,
        config,
        config_error,
        config_file: context::config_file(&env),
        config_folder: context::config_folder(&env),
        db_option: global.db.is_some(),
        env,
        store,
        ui,
        dry_run: global.dry_run,
        yes: global.yes,
        verb: verb.name,
        typed: cli::as_typed(&arguments),
        zone,
    };
    let ended = verb.run(of_verb, &mut ctx).and_then(|exit| {
        ctx.ui.flush()?;
        Ok(exit)
    });
    ctx.store.leave();
    match ended {
        Ok(exit) => exit.code(),
        // Whoever is told of a failure must not type again what is on record.
        Err(error) if ctx.store.has_written() => error
            .hint("it was done all the same; deals history shows what is on record")
            .show(&mut ctx.ui, as_json),
        Err(error) => error.show(&mut ctx.ui, as_json),
    }
}

/// Reads the command line. The morning list is what `deals` is for: it needs no word of its own, and takes its
/// options without it.
fn parse(arguments: &[OsString]) -> Result<ArgMatches, clap::Error> {
    if let [program, first, rest @ ..] = arguments
        && first == "help"
        && rest.iter().any(|word| word == "--help" || word == "-h")
    {
        // Help on help is the overview, and help on a command that command's.
        return cli::command().try_get_matches_from(std::iter::once(program).chain(rest));
    }
    let parsed = cli::command().try_get_matches_from(arguments);
    let names_verb = match &parsed {
        Ok(matches) => matches.subcommand_name().is_some(),
        Err(error) => error.kind() != ClapKind::UnknownArgument || !begins_with_option(arguments),
    };
    if names_verb {
        return parsed;
    }
    let (program, rest) = arguments.split_at(arguments.len().min(1));
    let due = [OsString::from("due")];
    let as_due = cli::command().try_get_matches_from(program.iter().chain(&due).chain(rest));
    // What is wrong with it is wrong with `due`, unless another command is named further on.
    if as_due.is_err() && cli::mistake::names_verb(rest) {
        return parsed;
    }
    as_due
}

fn begins_with_option(arguments: &[OsString]) -> bool {
    arguments
        .get(1)
        .is_some_and(|first| first.to_string_lossy().starts_with('-'))
}

/// From here on a bug ends the program with a report and an exit code of its own.
pub fn report_bugs() {
    panic::set_hook(Box::new(|panic| {
        report_bug(panic);
        process::exit(error::EXIT_BUG.into())
    }));
}

/// What is shown when the program itself is wrong.
fn report_bug(panic: &panic::PanicHookInfo<'_>) {
    let what = panic.payload_as_str().unwrap_or("unknown");
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    // A panic may come while the usual way out is in use, so it goes out by itself.
    let _ = writeln!(
        io::stderr(),
        "bug: {what} ({place})\nhint: deals history shows whether it was recorded; please report it with the command you typed"
    );
}

/// Whether errors are to be objects; asked before the command line is known to be readable.
fn asks_for_json(arguments: &[OsString]) -> bool {
    let words: Vec<&str> = arguments
        .iter()
        .skip(1)
        .filter_map(|argument| argument.to_str())
        .take_while(|word| *word != "--")
        .collect();
    let is_json = |word: &str| matches!(word, "json" | "jsonl");
    words.iter().enumerate().any(|(place, word)| match *word {
        "--json" => true,
        "-o" | "--output" => words.get(place + 1).is_some_and(|next| is_json(next)),
        word => word
            .strip_prefix("--output=")
            .or_else(|| word.strip_prefix("-o"))
            .is_some_and(is_json),
    })
}

fn new_ui(global: &GlobalArgs, env: &Env) -> Ui {
    let stdout_is_terminal = io::stdout().is_terminal();
    let terminal_size = stdout_is_terminal
        .then(|| terminal_size::terminal_size_of(io::stdout()))
        .flatten()
        .map(|(width, height)| (width.0, height.0));
    let format = if global.json {
        Some(Format::Json)
    } else {
        global.output
    };
    let options = UiOptions {
        format: format.unwrap_or_default(),
        format_given: format.is_some() || global.fields.is_some() || global.quiet,
        fields: global.fields.clone(),
        quiet: global.quiet,
        color: global.color.unwrap_or_default(),
        no_color_env: env.no_color,
        clicolor_force: env.clicolor_force,
        terminal_is_dumb: env.terminal_is_dumb,
        columns_env: env.columns,
        stdout_is_terminal,
        stderr_is_terminal: io::stderr().is_terminal(),
        stdin_is_terminal: io::stdin().is_terminal(),
        terminal_size,
        no_input: global.no_input,
    };
    Ui::new(options, Box::new(io::stdout()), Box::new(io::stderr()))
}

/// Help and version are answers; the rest is a command line that cannot be read.
fn show_clap_error(error: &clap::Error, arguments: &[OsString], as_json: bool, env: &Env) -> u8 {
    let global = GlobalArgs {
        json: as_json,
        no_input: true,
        color: asks_for_color(arguments),
        ..GlobalArgs::default()
    };
    let mut ui = new_ui(&global, env);
    let is_answer = matches!(
        error.kind(),
        ClapKind::DisplayHelp
            | ClapKind::DisplayVersion
            | ClapKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let shown = if is_answer {
        show_help(&mut ui, error).map_err(CommandError::from)
    } else {
        Err(cli::mistake::explain(error, arguments))
    };
    match shown {
        Ok(()) => error::Exit::Done.code(),
        Err(error) => error.show(&mut ui, as_json),
    }
}

/// Writes clap's text without the blanks it leaves at the ends of lines.
fn show_help(ui: &mut Ui, text: &clap::Error) -> Result<(), WriteError> {
    let styled = text.render();
    let text = if ui.color() {
        styled.ansi().to_string()
    } else {
        styled.to_string()
    };
    for line in text.trim_end().lines() {
        writeln!(ui.out(), "{}", line.trim_end())?;
    }
    ui.flush()
}

/// What the command line says about colour; asked where it cannot be read as a whole.
fn asks_for_color(arguments: &[OsString]) -> Option<ColorChoice> {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let behind = words.windows(2).filter(|pair| pair[0] == "--color");
    let behind = behind.map(|pair| pair[1]);
    let joined = words
        .iter()
        .filter_map(|word| word.strip_prefix("--color="));
    behind.chain(joined).find_map(|when| when.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_recognised_before_the_command_line_is() {
        let table: &[(&[&str], bool)] = &[
            (&["--json"], true),
            (&["due", "-o", "json"], true),
            (&["due", "-ojson"], true),
            (&["--output=jsonl", "due"], true),
            (&["due", "-o", "csv"], false),
            (&["log", "acme", "--", "--json"], false),
            (&[], false),
        ];
        for (words, expected) in table {
            let arguments: Vec<OsString> = std::iter::once(&"deals")
                .chain(*words)
                .map(Into::into)
                .collect();
            assert_eq!(asks_for_json(&arguments), *expected, "{words:?}");
        }
    }
}
