//! `deals` keeps a sales rep to a practice: a deal stays on the list until it is delivered, in use, confirmed
//! and paid.
//!
//! Data goes one way: the command line (`cli`) becomes arguments, a command (`commands`) turns them into
//! domain values, one transaction of the `store` loads a customer, the `domain` decides what becomes of it,
//! the store saves the differences, and a screen or a record (`view`) answers through [`view::ui::Ui`].
//!
//! ```text
//! main -> cli -> commands -> { domain, store, exchange, view }
//! store, exchange, view -> domain
//! domain -> nothing of ours
//! ```
//!
//! A rule of the practice is a pure function in `domain`, with a table test. SQL fetches and stores. The
//! clock and the environment are read once, in `context` and `env`.

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
use std::io::{self, IsTerminal as _};

use clap::error::ErrorKind as ClapKind;
use clap::{ArgMatches, FromArgMatches as _};

use cli::GlobalArgs;
use context::Ctx;
use env::Env;
use error::{CommandError, ErrorKind};
use store::Store;
use view::ui::{Format, Ui, UiOptions};

/// Runs the command that the arguments name (the first is the program's own name) and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let env = Env::read();
    let as_json = asks_for_json(&arguments);
    let matches = parse(&arguments);
    let matches = match matches {
        Ok(matches) => matches,
        Err(error) => return show_clap_error(&error, as_json, &env),
    };
    let global = match GlobalArgs::from_arg_matches(&matches) {
        Ok(global) => global,
        Err(error) => return show_clap_error(&error, as_json, &env),
    };
    let mut ui = new_ui(&global, &env);
    let (now, today, config) = match context::read_clock(&env)
        .and_then(|(now, today)| Ok((now, today, context::load_config(&env)?)))
    {
        Ok(read) => read,
        Err(error) => return error.show(&mut ui, as_json),
    };
    let store = Store::new(context::locate(global.db.clone(), &env));
    let Some((verb, of_verb)) = matches
        .subcommand()
        .and_then(|(name, matches)| Some((cli::find_verb(name)?, matches)))
    else {
        return CommandError::usage("no such command").show(&mut ui, as_json);
    };
    let mut ctx = Ctx {
        now,
        today,
        config,
        store,
        ui,
        dry_run: global.dry_run,
        yes: global.yes,
        verb: verb.name,
    };
    let ended = verb.run(of_verb, &mut ctx).and_then(|exit| {
        ctx.ui.flush()?;
        Ok(exit)
    });
    match ended {
        Ok(exit) => exit.code(),
        Err(error) => error.show(&mut ctx.ui, as_json),
    }
}

/// Reads the command line. The morning list is what `deals` is for: it needs no word of its own, and takes its
/// options without it.
fn parse(arguments: &[OsString]) -> Result<ArgMatches, clap::Error> {
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
    cli::command()
        .try_get_matches_from(program.iter().chain(&due).chain(rest))
        .or(parsed)
}

fn begins_with_option(arguments: &[OsString]) -> bool {
    arguments
        .get(1)
        .is_some_and(|first| first.to_string_lossy().starts_with('-'))
}

/// What is shown when the program itself is wrong.
pub fn report_bug(panic: &std::panic::PanicHookInfo<'_>) {
    use io::Write as _;
    let what = panic.payload_as_str().unwrap_or("unknown");
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    // A panic may come while the usual way out is in use, so it goes out by itself.
    let _ = writeln!(
        io::stderr(),
        "bug: {what} ({place})\nhint: nothing was changed; please report it with the command you typed"
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
        color: global.color,
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
fn show_clap_error(error: &clap::Error, as_json: bool, env: &Env) -> u8 {
    let is_answer = matches!(
        error.kind(),
        ClapKind::DisplayHelp
            | ClapKind::DisplayVersion
            | ClapKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if is_answer || !as_json {
        return match error.print() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Err(_) => ErrorKind::Failed.exit_code(),
            Ok(()) if is_answer => 0,
            Ok(()) => ErrorKind::Usage.exit_code(),
        };
    }
    let global = GlobalArgs {
        db: None,
        json: true,
        output: None,
        fields: None,
        quiet: false,
        dry_run: false,
        yes: false,
        no_input: true,
        color: view::ui::ColorChoice::Never,
    };
    let text = error.render().to_string();
    let mut paragraphs = text.trim().split("\n\n");
    let message = paragraphs
        .next()
        .unwrap_or_default()
        .trim_start_matches("error: ")
        .replace('\n', " ");
    let tip = paragraphs.find_map(|paragraph| paragraph.trim().strip_prefix("tip: "));
    let hint = tip
        .unwrap_or("deals --help, and deals COMMAND --help, say what can be typed")
        .to_owned();
    CommandError::usage(message)
        .hint(hint)
        .show(&mut new_ui(&global, env), true)
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
