//! The two streams, and everything that is decided about them once: format, colour, width.
//!
//! Data goes to standard output, every other word to standard error. Nothing here looks at the
//! environment or at a terminal: what was found there comes in through [`UiOptions`]. Standard
//! output is buffered, so a command ends with [`Ui::flush`].

mod options;

use std::io::{self, BufWriter, Write};

use anstyle::AnsiColor;

use super::format::{self, FormatError, Record};
use super::spool::Spool;
use super::table::Table;
use super::text;

pub use options::{ColorChoice, Format, UiOptions, UnknownChoice};

/// What a piece of text is, not how it looks. Colour repeats what the words already say: without
/// it nothing is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The title of a section, the header of a column.
    Heading,
    /// What one can type to name a record.
    Id,
    /// Too late, broken, red.
    Late,
    /// Due now, amber.
    Soon,
    /// Kept, done, green.
    Good,
    /// Of less weight than the rest.
    Dim,
    /// The word `error`.
    Error,
    /// The word `warning`.
    Warning,
    /// The word `hint`.
    Hint,
}

impl Style {
    /// `text` between the escapes of this style; nothing is checked or made harmless.
    pub fn paint(self, text: &str) -> String {
        let look = self.look();
        format!("{look}{text}{look:#}")
    }

    /// Only the sixteen colours that follow the user's own palette.
    const fn look(self) -> anstyle::Style {
        const PLAIN: anstyle::Style = anstyle::Style::new();
        const fn colored(color: AnsiColor) -> anstyle::Style {
            PLAIN.fg_color(Some(anstyle::Color::Ansi(color)))
        }
        match self {
            Self::Heading => PLAIN.bold(),
            Self::Id => colored(AnsiColor::Cyan),
            Self::Late => colored(AnsiColor::Red),
            Self::Soon => colored(AnsiColor::Yellow),
            Self::Good => colored(AnsiColor::Green),
            Self::Dim => PLAIN.dimmed(),
            Self::Error => colored(AnsiColor::Red).bold(),
            Self::Warning => colored(AnsiColor::Yellow).bold(),
            Self::Hint => colored(AnsiColor::Cyan).bold(),
        }
    }
}

/// Why output ended early.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Whoever read standard output has seen enough (`deals list | head`). Not a failure: the
    /// program stops writing and exits 0.
    #[error("the reader of the output has gone")]
    ReaderGone,
    /// The output could not take it: a full disk, say.
    #[error("cannot write the output")]
    Failed(#[source] io::Error),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Failed(error)
        }
    }
}

/// The way out: all output passes here.
pub struct Ui {
    options: UiOptions,
    out: BufWriter<Box<dyn Write>>,
    err: Box<dyn Write>,
}

impl Ui {
    /// A way out through two streams; `out` is buffered here, `err` is not.
    pub fn new(options: UiOptions, out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self {
            options,
            out: BufWriter::new(out),
            err,
        }
    }

    /// Columns to lay out for: `COLUMNS`, else the terminal's, else unlimited.
    pub fn width(&self) -> Option<usize> {
        let from_env = self.options.columns_env.filter(|columns| *columns > 0);
        from_env.or_else(|| self.terminal_size().map(|(columns, _)| columns))
    }

    /// The same, where somebody sees it: none when standard output is not a terminal.
    pub fn screen_width(&self) -> Option<usize> {
        self.width().filter(|_| self.options.stdout_is_terminal)
    }

    /// Rows of the screen; none when standard output is not a terminal, so a pipe gets all.
    pub fn height(&self) -> Option<usize> {
        self.terminal_size().map(|(_, rows)| rows)
    }

    /// Whether standard output is painted.
    pub fn color(&self) -> bool {
        self.options.paints(self.options.stdout_is_terminal)
    }

    /// Whether a question may be asked: a person sits at both ends and no script is served.
    pub fn interactive(&self) -> bool {
        let options = &self.options;
        options.stdin_is_terminal
            && options.stdout_is_terminal
            && options.stderr_is_terminal
            && !options.format_given
            && !options.no_input
    }

    /// How data is written.
    pub fn format(&self) -> Format {
        self.options.format
    }

    /// `--fields`, where given.
    pub fn fields(&self) -> Option<&[String]> {
        self.options.fields.as_deref()
    }

    /// Whether only the id of what was written is wanted.
    pub fn quiet(&self) -> bool {
        self.options.quiet
    }

    /// Standard output itself, for bytes that are neither lines nor records (an export, a
    /// completion script). What is written here is not made harmless.
    pub fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// One line of data for people; what a terminal would obey is made harmless.
    pub fn line(&mut self, line: &str) -> Result<(), WriteError> {
        Ok(writeln!(self.out, "{}", text::neutralise(line))?)
    }

    /// One line of data for people, made of pieces, each in its style.
    pub fn styled_line(&mut self, pieces: &[(Option<Style>, &str)]) -> Result<(), WriteError> {
        let color = self.color();
        for (style, piece) in pieces {
            let piece = text::neutralise(piece);
            match style {
                Some(style) if color => self.out.write_all(style.paint(&piece).as_bytes())?,
                _ => self.out.write_all(piece.as_bytes())?,
            }
        }
        Ok(self.out.write_all(b"\n")?)
    }

    /// A table, as wide and as colourful as the output allows.
    pub fn table(&mut self, table: &Table) -> Result<(), WriteError> {
        let rendered = table.render(self.width(), self.color());
        Ok(self.out.write_all(rendered.as_bytes())?)
    }

    /// Refuses a field that these records do not have; a writing command asks before it writes.
    pub fn expect_fields<R: Record>(&self) -> Result<(), FormatError> {
        self.fields().map_or(Ok(()), format::check_fields::<R>)
    }

    /// Records in the format asked for; as a plain table of their fields if that is `table`.
    pub fn records<R: Record>(
        &mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<(), FormatError> {
        if self.format() == Format::Table {
            let table = format::field_table(self.fields(), rows)?;
            return Ok(self.table(&table)?);
        }
        let fields = self.options.fields.as_deref();
        format::write_list(&mut self.out, self.options.format, fields, rows)
    }

    /// The same, kept until the file is let go of: see [`Ui::pass_on`].
    pub fn spool<R: Record>(
        &self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Spool, FormatError> {
        let mut spool = Spool::default();
        if self.format() == Format::Table {
            let table = format::field_table(self.fields(), rows)?;
            let rendered = table.render(self.width(), self.color());
            spool
                .write_all(rendered.as_bytes())
                .map_err(WriteError::from)?;
        } else {
            let fields = self.options.fields.as_deref();
            format::write_list(&mut spool, self.options.format, fields, rows)?;
        }
        Ok(spool)
    }

    /// Prints what was kept.
    pub fn pass_on(&mut self, spool: Spool) -> Result<(), WriteError> {
        Ok(spool.pass_on(&mut self.out)?)
    }

    /// One record in the format asked for; in JSON an object, not an array.
    pub fn record<R: Record>(&mut self, record: &R) -> Result<(), FormatError> {
        if self.format() == Format::Table {
            return self.records([record]);
        }
        let fields = self.options.fields.as_deref();
        format::write_one(&mut self.out, self.options.format, fields, record)
    }

    /// A line beside the data, on standard error; `-q` silences it.
    pub fn note(&mut self, note: &str) -> Result<(), WriteError> {
        if self.quiet() {
            return Ok(());
        }
        self.message(None, note)
    }

    /// `warning: …` on standard error.
    pub fn warning(&mut self, warning: &str) -> Result<(), WriteError> {
        self.message(Some((Style::Warning, "warning")), warning)
    }

    /// `error: …` on standard error.
    pub fn error(&mut self, error: &str) -> Result<(), WriteError> {
        self.message(Some((Style::Error, "error")), error)
    }

    /// `hint: …` on standard error.
    pub fn hint(&mut self, hint: &str) -> Result<(), WriteError> {
        self.message(Some((Style::Hint, "hint")), hint)
    }

    /// A line that belongs to the error above it, on standard error.
    pub fn error_detail(&mut self, detail: &str) -> Result<(), WriteError> {
        self.message(None, detail)
    }

    /// An error as the object that scripts read, on standard error. It is one line already.
    pub fn error_object(&mut self, object: &str) -> Result<(), WriteError> {
        let flushed = self.flush();
        writeln!(self.err, "{object}")?;
        flushed
    }

    /// Hands everything over. A full disk shows here at the latest: a command that has not
    /// flushed does not know whether its answer was written.
    pub fn flush(&mut self) -> Result<(), WriteError> {
        Ok(self.out.flush()?)
    }

    /// Of the terminal that standard output is. Some terminals say 0 for what they do not know.
    fn terminal_size(&self) -> Option<(usize, usize)> {
        let (columns, rows) = self.options.terminal_size?;
        let known = self.options.stdout_is_terminal && columns > 0 && rows > 0;
        known.then_some((usize::from(columns), usize::from(rows)))
    }

    /// Data goes first, so that on a shared terminal the two streams keep their order. A reader
    /// of standard error who has gone is no reason to stop: the work counts, not the comment. When
    /// the data cannot be written, the message that says so still can.
    fn message(&mut self, label: Option<(Style, &str)>, message: &str) -> Result<(), WriteError> {
        let flushed = self.flush();
        if matches!(flushed, Err(WriteError::ReaderGone)) {
            return flushed;
        }
        let message = text::neutralise(message);
        let line = match label {
            None => format!("{message}\n"),
            Some((style, label)) if self.options.paints(self.options.stderr_is_terminal) => {
                format!("{} {message}\n", style.paint(&format!("{label}:")))
            }
            Some((_, label)) => format!("{label}: {message}\n"),
        };
        match self.err.write_all(line.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => flushed,
            outcome => outcome.map_err(WriteError::from).and(flushed),
        }
    }
}

#[cfg(test)]
pub(crate) mod capture;
#[cfg(test)]
mod tests;
