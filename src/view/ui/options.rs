//! What decides how output looks: the choices people type, and the facts about the surroundings.

use std::str::FromStr;

/// How a command writes its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people: aligned columns, no promise of a stable shape.
    #[default]
    Table,
    /// One array, or one object for a single record.
    Json,
    /// One object a line.
    Jsonl,
    /// Comma-separated, with a header.
    Csv,
    /// Tab-separated, with a header.
    Tsv,
    /// One id a line, to feed to another command.
    Ids,
    /// For a note-taking program; only `deals brief` writes it.
    Markdown,
}

impl Format {
    /// Every format that every command writes, in the order in which help names them.
    pub const ALL: [Self; 6] = [
        Self::Table,
        Self::Json,
        Self::Jsonl,
        Self::Csv,
        Self::Tsv,
        Self::Ids,
    ];

    /// The name as typed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Ids => "ids",
            Self::Markdown => "md",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownChoice;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        if given == Self::Markdown.as_str() {
            return Ok(Self::Markdown);
        }
        choose("an output format", given, &Self::ALL, Self::as_str)
    }
}

/// When to paint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// As the environment and the terminal say.
    #[default]
    Auto,
    /// Whatever they say.
    Always,
    /// Whatever they say.
    Never,
}

impl ColorChoice {
    /// Every choice, in the order in which help names them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Always, Self::Never];

    /// The name as typed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

impl FromStr for ColorChoice {
    type Err = UnknownChoice;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        choose("a choice of colour", given, &Self::ALL, Self::as_str)
    }
}

/// A word that is none of the few an option takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not {kind}; it is one of {}", known.join(", "))]
pub struct UnknownChoice {
    /// What was asked for, with its article.
    pub kind: &'static str,
    /// What was typed.
    pub given: String,
    /// What could have been typed.
    pub known: Vec<&'static str>,
}

fn choose<T: Copy>(
    kind: &'static str,
    given: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<T, UnknownChoice> {
    all.iter()
        .copied()
        .find(|choice| name(*choice) == given)
        .ok_or_else(|| UnknownChoice {
            kind,
            given: given.to_owned(),
            known: all.iter().copied().map(name).collect(),
        })
}

/// What the command line, the environment and the streams say; gathered by the caller.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent fact about the surroundings, named where it is set"
)]
#[derive(Debug, Clone, Default)]
pub struct UiOptions {
    /// How to write data.
    pub format: Format,
    /// Whether the format was asked for, so that nobody expects questions.
    pub format_given: bool,
    /// `--fields`: which columns, in which order.
    pub fields: Option<Vec<String>>,
    /// `-q`: no notes, and of what was written only the id.
    pub quiet: bool,
    /// `--color`.
    pub color: ColorChoice,
    /// `NO_COLOR` is set and not empty.
    pub no_color_env: bool,
    /// `CLICOLOR_FORCE` is set, and neither empty nor `0`.
    pub clicolor_force: bool,
    /// `TERM` is `dumb`.
    pub terminal_is_dumb: bool,
    /// `COLUMNS`, where it is a number.
    pub columns_env: Option<usize>,
    /// Standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Columns and rows of the terminal, where there is one.
    pub terminal_size: Option<(u16, u16)>,
    /// `--no-input`.
    pub no_input: bool,
}

impl UiOptions {
    /// Whether a stream is painted: the flag, `NO_COLOR`, `CLICOLOR_FORCE`, then the stream.
    pub(super) fn paints(&self, stream_is_terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if self.no_color_env => false,
            ColorChoice::Auto if self.clicolor_force => true,
            ColorChoice::Auto => stream_is_terminal && !self.terminal_is_dumb,
        }
    }
}
