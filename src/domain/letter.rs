//! Messages to the customer, filled with nothing but facts on record: what is not known is a marked gap that is
//! named, never invented (practice 3, 8, 16).

mod built_in;
mod facts;

pub use facts::Facts;

use crate::domain::deal::Status;
use crate::domain::words::{excerpt, words};

words! {
    /// What a message is for.
    LetterKind, "a kind of letter" {
        /// Every step from now to the payment, and who does what.
        NextSteps = "next-steps",
        /// In the first days after the yes.
        Reassure = "reassure",
        /// Why they do it, to be agreed.
        Objectives = "objectives",
        /// What was promised to be measured, and what was.
        Results = "results",
        Thanks = "thanks",
        /// To a customer who chose somebody else.
        SorryToLose = "sorry-to-lose",
    }
}

impl LetterKind {
    /// Whether it can be about a deal that stands so: nobody is thanked for what is lost.
    pub const fn suits(self, status: Status) -> bool {
        match self {
            Self::NextSteps | Self::Reassure => status.is_live(),
            Self::Objectives => status.is_live() || matches!(status, Status::Prospect),
            Self::Results | Self::Thanks => {
                matches!(status, Status::Won | Status::Settled)
            }
            Self::SorryToLose => status.is_lost(),
        }
    }

    /// The deals that it is for, as a hint says it.
    pub const fn suited(self) -> &'static str {
        match self {
            Self::NextSteps | Self::Reassure => "live deal",
            Self::Objectives => "live deal or prospect",
            Self::Results | Self::Thanks => "won or settled deal",
            Self::SorryToLose => "lost deal",
        }
    }

    /// The template that comes with the program. Where nobody is known to have won, no choice of theirs is named.
    pub const fn template(self, has_winner: bool) -> &'static str {
        built_in::template(self, has_winner)
    }
}

words! {
    /// What a template may name between braces.
    Field, "a field" {
        Customer = "customer",
        Person = "person",
        Deal = "deal",
        Value = "value",
        /// The day of the yes: of the order, else of the signature, else of the word.
        Decided = "decided",
        Order = "order",
        Signature = "signature",
        Delivery = "delivery",
        GoLive = "go-live",
        Invoice = "invoice",
        Payment = "payment",
        /// Every rung that concerns the customer, a line each.
        Steps = "steps",
        /// What we promised and have not kept yet, with who keeps it, a line each.
        Promises = "promises",
        /// What they promised us.
        FromYou = "from-you",
        /// What we promised and kept.
        Kept = "kept",
        Objectives = "objectives",
        /// From where to where, and what was measured.
        Results = "results",
        /// Who else made it happen.
        Colleagues = "colleagues",
        Rival = "rival",
        Today = "today",
    }
}

/// What stands for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filling {
    Text(String),
    /// Lines, and what of them is not on record. No lines are no gap: the paragraph is left out.
    Lines {
        lines: Vec<String>,
        missing: Vec<String>,
    },
    /// Not on record; this is what it is called.
    Gap(String),
}

/// A message, ready to be sent once its gaps are filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    /// Lines without an ending.
    pub body: Vec<String>,
    /// What is not on record, in the order of the text, each once.
    pub missing: Vec<String>,
}

/// Why a template cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("line {line}: `{{{}}}` is not a field", excerpt(name))]
    UnknownField { line: usize, name: String },
    #[error("line {line}: a brace is not closed")]
    Open { line: usize },
    #[error("line {line}: a brace closes what no brace has opened")]
    Close { line: usize },
    #[error("it is empty")]
    Empty,
}

impl TemplateError {
    /// What to write instead.
    pub fn hint(&self) -> String {
        let known: Vec<String> = Field::list()
            .iter()
            .map(|name| format!("{{{name}}}"))
            .collect();
        let known = known.join(" ");
        match self {
            Self::UnknownField { .. } => format!("known are {known}; there are no loops"),
            Self::Open { .. } | Self::Close { .. } => {
                format!("a field is a word between braces, one of {known}")
            }
            Self::Empty => "write the message into it, or remove the file".to_owned(),
        }
    }
}

/// A piece of a template.
enum Piece<'t> {
    Text(&'t str),
    Field(Field),
}

/// A gap, as it stands in the message.
pub fn gap(what: &str) -> String {
    format!("[{what}]")
}

/// Fills a template. Its first line may be `Subject: …`; without one the subject is what the kind is called.
///
/// A paragraph is lines between blank ones. One with a field of lines of which there are none is left out.
pub fn fill(
    template: &str,
    kind: LetterKind,
    fill: impl Fn(Field) -> Filling,
) -> Result<Letter, TemplateError> {
    let template = template.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = template.lines().collect();
    let first = lines.iter().position(|line| !line.trim().is_empty());
    let first = first.ok_or(TemplateError::Empty)?;
    let mut missing = Vec::new();
    let usual = || kind.as_str().replace('-', " ");
    let (subject, from) = match lines[first].strip_prefix("Subject:").map(str::trim) {
        Some("") => (usual(), first + 1),
        Some(subject) => {
            let filled = fill_line(subject, first + 1, &fill, &mut missing)?;
            let joined = filled.map(|lines| lines.join(", "));
            (joined.unwrap_or_else(usual), first + 1)
        }
        None => (usual(), first),
    };
    let mut body: Vec<String> = Vec::new();
    let numbered = lines
        .iter()
        .enumerate()
        .skip(from)
        .map(|(place, line)| (place + 1, *line));
    let numbered: Vec<(usize, &str)> = numbered.collect();
    for paragraph in numbered.split(|(_, line)| line.trim().is_empty()) {
        let mut of_paragraph = Vec::new();
        let mut is_wanted = !paragraph.is_empty();
        let mut gaps = Vec::new();
        for (number, line) in paragraph {
            match fill_line(line, *number, &fill, &mut gaps)? {
                Some(filled) => of_paragraph.extend(filled),
                None => is_wanted = false,
            }
        }
        if is_wanted {
            if !body.is_empty() {
                body.push(String::new());
            }
            body.append(&mut of_paragraph);
            missing.append(&mut gaps);
        }
    }
    let mut seen = std::collections::HashSet::new();
    missing.retain(|one| seen.insert(one.clone()));
    Ok(Letter {
        subject,
        body,
        missing,
    })
}

/// One line with its fields filled: a field of lines alone on its line becomes as many; none when there are
/// none of them.
fn fill_line(
    line: &str,
    number: usize,
    fill: &impl Fn(Field) -> Filling,
    missing: &mut Vec<String>,
) -> Result<Option<Vec<String>>, TemplateError> {
    let mut filled = vec![String::new()];
    for piece in pieces(line, number)? {
        let add = |filled: &mut Vec<String>, text: &str| {
            if let Some(last) = filled.last_mut() {
                last.push_str(text);
            }
        };
        match piece {
            Piece::Text(text) => add(&mut filled, text),
            Piece::Field(field) => match fill(field) {
                Filling::Text(text) => add(&mut filled, &text),
                Filling::Gap(what) => {
                    add(&mut filled, &gap(&what));
                    missing.push(what);
                }
                Filling::Lines { lines, .. } if lines.is_empty() => return Ok(None),
                Filling::Lines {
                    lines,
                    missing: gaps,
                } => {
                    for (place, one) in lines.iter().enumerate() {
                        if place > 0 {
                            filled.push(String::new());
                        }
                        add(&mut filled, one);
                    }
                    missing.extend(gaps);
                }
            },
        }
    }
    Ok(Some(filled))
}

fn pieces(line: &str, number: usize) -> Result<Vec<Piece<'_>>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find('{') {
        let (text, behind) = (&rest[..open], &rest[open + 1..]);
        let close = behind
            .find('}')
            .ok_or(TemplateError::Open { line: number })?;
        let name = &behind[..close];
        let field = name.parse().map_err(|_| TemplateError::UnknownField {
            line: number,
            name: name.to_owned(),
        })?;
        pieces.extend([Piece::Text(text), Piece::Field(field)]);
        rest = &behind[close + 1..];
    }
    pieces.push(Piece::Text(rest));
    // Who closes what is not open meant a field.
    let is_stray = |piece: &Piece<'_>| matches!(piece, Piece::Text(text) if text.contains('}'));
    if pieces.iter().any(is_stray) {
        return Err(TemplateError::Close { line: number });
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests;
