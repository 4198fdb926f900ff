//! Reading what people type into options, and naming the option when it cannot be read.

use std::io::Read as _;

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::name;
use crate::domain::plan::{self, Plan};
use crate::domain::when::{Direction, check_side};
use crate::domain::words::excerpt;
use crate::error::CommandError;

/// Longest note or description that is taken: a note is not a file.
const LONGEST: usize = 1_000_000;

/// A day in an option that looks back; a future day is refused.
pub(crate) fn past_day(ctx: &Ctx, option: &str, text: &str) -> Result<NaiveDate, CommandError> {
    day(ctx, Direction::Back, option, text)
}

/// A day in an option that looks ahead; a past day is refused.
pub(crate) fn coming_day(ctx: &Ctx, option: &str, text: &str) -> Result<NaiveDate, CommandError> {
    day(ctx, Direction::Ahead, option, text)
}

fn day(
    ctx: &Ctx,
    direction: Direction,
    option: &str,
    text: &str,
) -> Result<NaiveDate, CommandError> {
    let day = ctx.when(direction).read(text);
    let day = day.map_err(|error| CommandError::from(error).about(option))?;
    check_side(direction, day, ctx.today)
        .map_err(|error| CommandError::from(error).about(option))?;
    Ok(day)
}

/// A day on which a rung is expected: it looks ahead, counts from `base`, and may be past.
pub(crate) fn expected_day(
    ctx: &Ctx,
    base: NaiveDate,
    option: &str,
    text: &str,
) -> Result<NaiveDate, CommandError> {
    let reader = ctx.when_from(base, Direction::Ahead);
    reader
        .read(text)
        .map_err(|error| CommandError::from(error).about(option))
}

/// `DATE` or `DATE: WHAT` in an option that looks ahead.
pub(crate) fn coming_day_with_words(
    ctx: &Ctx,
    option: &str,
    text: &str,
) -> Result<(NaiveDate, Option<String>), CommandError> {
    let (day, what) = ctx
        .when(Direction::Ahead)
        .read_dated(text)
        .map_err(|error| CommandError::from(error).about(option))?;
    check_side(Direction::Ahead, day, ctx.today)
        .map_err(|error| CommandError::from(error).about(option))?;
    Ok((day, line_of(option, what.as_ref())?))
}

/// Words as a note: joined, trimmed, lines kept; none when nothing is said. A lone `-` reads standard input.
pub(crate) fn note(words: &[String]) -> Result<Option<String>, CommandError> {
    let text = if words == ["-"] {
        read_standard_input()?
    } else {
        words.join(" ")
    };
    if text.len() > LONGEST {
        return Err(
            CommandError::usage(format!("a note of {} bytes is too long", text.len()))
                .hint("keep it under a million; put the rest in a file and name it"),
        );
    }
    if text.contains('\0') {
        return Err(CommandError::usage("a note cannot hold a NUL character").hint("leave it out"));
    }
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn read_standard_input() -> Result<String, CommandError> {
    let mut bytes = Vec::new();
    let limit = LONGEST as u64 + 1;
    std::io::stdin()
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            CommandError::new(
                crate::error::ErrorKind::Failed,
                format!("cannot read standard input: {error}"),
            )
        })?;
    String::from_utf8(bytes).map_err(|_| {
        CommandError::usage("standard input is not UTF-8 text").hint("convert it first")
    })
}

/// One line of text: trimmed, no control characters; none when it is empty.
pub(crate) fn one_line(option: &str, text: &str) -> Result<Option<String>, CommandError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().any(char::is_control) {
        return Err(CommandError::usage(format!(
            "{option}: control characters cannot stand there"
        ))
        .hint("type it as one line of plain text"));
    }
    if text.len() > LONGEST {
        return Err(
            CommandError::usage(format!("{option}: {} bytes are too long", text.len()))
                .hint("keep it short"),
        );
    }
    Ok(Some(text.to_owned()))
}

/// One line of text, where an option has it.
pub(crate) fn line_of(option: &str, text: Option<&String>) -> Result<Option<String>, CommandError> {
    text.map_or(Ok(None), |text| one_line(option, text))
}

/// Words that say what to do: one line, and not empty.
pub(crate) fn what(words: &[String]) -> Result<String, CommandError> {
    one_line("WHAT", &words.join(" "))?.ok_or_else(|| {
        CommandError::usage("WHAT is empty")
            .hint("say what to do: deals remind acme fri send the chart")
    })
}

/// A name of an account or a person.
pub(crate) fn name(option: &str, text: &str) -> Result<String, CommandError> {
    name::check_name(text).map_err(|error| CommandError::from(error).about(option))
}

/// A tag or a key: a word of at most 60 characters without blanks or commas.
pub(crate) fn tag(text: &str) -> Result<String, CommandError> {
    // What turns a text is taken out of it, as out of a name; an import does the same.
    let tag = name::check_name(text).unwrap_or_default();
    let is_fit = !name::fold(&tag).is_empty()
        && tag.chars().count() <= 60
        && !tag
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || c == ',');
    if is_fit {
        return Ok(tag);
    }
    Err(
        CommandError::usage(format!("`{}` is not a tag", excerpt(text)))
            .hint("a tag is one word of at most 60 characters, without blanks or commas"),
    )
}

/// The plan of that name, in any case; none for `none`. Options that name a plan say so in their errors.
pub(crate) fn plan(ctx: &Ctx, option: &str, text: &str) -> Result<Option<Plan>, CommandError> {
    let own = &ctx.config.plans;
    let typed = text.trim();
    if typed.eq_ignore_ascii_case(plan::NONE) {
        return Ok(None);
    }
    let known = plan::names(own);
    let exact = known.iter().find(|name| **name == typed);
    let found = exact.or_else(|| known.iter().find(|name| name.eq_ignore_ascii_case(typed)));
    if let Some(plan) = found.and_then(|name| plan::find_among(name, own)) {
        return Ok(Some(plan));
    }
    let message = format!("{option}: there is no plan `{}`", excerpt(typed));
    let known = plan::names_to_choose(own).join(", ");
    Err(CommandError::usage(message)
        .hint(format!("the plans to choose from are {known}, and none")))
}

/// Several words as one date, so that a date that stands last needs no quotes.
pub(crate) fn joined(words: &[String]) -> String {
    words.join(" ")
}

/// `net30` is 30 days, `none` no terms at all.
pub(crate) fn terms(text: &str) -> Result<Option<u32>, CommandError> {
    let folded = text.trim().to_ascii_lowercase();
    if folded == "none" {
        return Ok(None);
    }
    let digits = folded.strip_prefix("net").map(str::trim);
    // A sign is no digit, although a number may have one.
    let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let days = digits.and_then(|digits| digits.parse().ok());
    match days.filter(|days| *days <= 3650) {
        Some(days) => Ok(Some(days)),
        None => Err(
            CommandError::usage(format!("--terms: `{}` are not terms", excerpt(text)))
                .hint("write them as in net30, or none"),
        ),
    }
}

/// What an option is to make of a field: leave it alone, change it, or take it away.
#[derive(Debug, Clone)]
pub(crate) enum Edit<T> {
    Keep,
    /// None takes the field away.
    Set(Option<T>),
}

impl<T: Clone> Edit<T> {
    /// Reads an option; empty text takes the field away.
    pub(crate) fn read(
        text: Option<&String>,
        read: impl FnOnce(&str) -> Result<Option<T>, CommandError>,
    ) -> Result<Self, CommandError> {
        match text {
            None => Ok(Self::Keep),
            Some(text) if text.trim().is_empty() => Ok(Self::Set(None)),
            Some(text) => Ok(Self::Set(read(text)?)),
        }
    }

    pub(crate) fn apply(&self, field: &mut Option<T>) {
        if let Self::Set(value) = self {
            field.clone_from(value);
        }
    }
}
