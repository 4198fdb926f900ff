//! What a command ends with when it does not end well: a kind with its exit code, causes, and hints that say
//! what to type instead.

use std::error::Error;

use serde::Serialize;

use crate::config::ConfigError;
use crate::domain::contract::PercentError;
use crate::domain::customer::{ByHandError, PlanUseError};
use crate::domain::ladder::LadderError;
use crate::domain::money::MoneyError;
use crate::domain::name::NameError;
use crate::domain::number::NumberError;
use crate::domain::result::ResultError;
use crate::domain::when::{SideError, WhenError};
use crate::exchange::{ExportError, ImportError};
use crate::view::format::FormatError;
use crate::view::ui::{Ui, WriteError};

mod file;
mod win_back;

pub(crate) use win_back::hint_of_lost;

/// How a command ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, also with nothing to show.
    Done,
    /// `due --exit-code` found something due.
    Due,
    /// `doctor` found a fault.
    Faults,
}

impl Exit {
    /// The exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Due => 10,
            Self::Faults => 1,
        }
    }
}

/// What kind of trouble it is; each has its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Something outside went wrong: a full disk, a folder that is not there.
    Failed,
    /// A command line or a value that cannot be read.
    Usage,
    NotFound,
    Ambiguous,
    /// A rule forbids it.
    Refused,
    /// Another command is writing.
    Busy,
    Damaged,
    Foreign,
    Newer,
    /// Nobody reads the output any more; not an error.
    ReaderGone,
}

impl ErrorKind {
    /// Every kind that is shown.
    pub const ALL: &'static [Self] = &[
        Self::Failed,
        Self::Usage,
        Self::NotFound,
        Self::Ambiguous,
        Self::Refused,
        Self::Busy,
        Self::Damaged,
        Self::Foreign,
        Self::Newer,
    ];

    /// The exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::ReaderGone => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Ambiguous => 4,
            Self::Refused => 5,
            Self::Busy => 6,
            Self::Damaged | Self::Foreign | Self::Newer => 7,
        }
    }

    /// The word for scripts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReaderGone => "reader-gone",
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::NotFound => "not-found",
            Self::Ambiguous => "ambiguous",
            Self::Refused => "refused",
            Self::Busy => "busy",
            Self::Damaged => "damaged",
            Self::Foreign => "foreign",
            Self::Newer => "newer",
        }
    }
}

/// The exit code of a bug.
pub const EXIT_BUG: u8 = 70;

/// One of several things that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateRecord {
    pub id: String,
    pub name: String,
}

/// What a command ends with when it does not end well.
#[derive(Debug)]
pub struct CommandError {
    pub kind: ErrorKind,
    message: String,
    source: Option<Box<dyn Error>>,
    hints: Vec<String>,
    candidates: Vec<CandidateRecord>,
}

impl CommandError {
    /// An error with a message of its own.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
            hints: Vec::new(),
            candidates: Vec::new(),
        }
    }

    /// A value or a command line that cannot be read.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// Something a rule forbids.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Refused, message)
    }

    /// A record that is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    /// The same with a hint: what to type instead.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same with this hint in the place of all others.
    #[must_use]
    pub fn instead(mut self, hint: impl Into<String>) -> Self {
        self.hints.clear();
        self.hint(hint)
    }

    /// The same with what may have been meant.
    #[must_use]
    pub fn candidates(mut self, candidates: Vec<CandidateRecord>) -> Self {
        self.candidates = candidates;
        self
    }

    /// The same with what stands before its message: which option, which column.
    #[must_use]
    pub fn about(mut self, what: &str) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }

    fn from_error(kind: ErrorKind, error: impl Error + 'static) -> Self {
        let source = error.source().map(ToString::to_string);
        let message = error.to_string();
        // A cause that the message already tells is not told again.
        let source = source
            .filter(|source| !message.contains(source.as_str()))
            .map(Into::into);
        Self {
            source,
            ..Self::new(kind, message)
        }
    }

    /// Shows the error: as one object for scripts, else for people. Nothing is left to do if that fails.
    pub fn show(&self, ui: &mut Ui, as_json: bool) -> u8 {
        if self.kind != ErrorKind::ReaderGone {
            if as_json {
                drop(ui.error_object(&self.to_json()));
            } else {
                self.show_to_people(ui);
            }
        }
        self.kind.exit_code()
    }

    /// Each line by itself: where it is the answer that could not be written, each of them says so again.
    fn show_to_people(&self, ui: &mut Ui) {
        drop(ui.error(&self.message));
        let mut cause = self.source.as_deref();
        while let Some(error) = cause {
            drop(ui.error(&format!("  because {error}")));
            cause = error.source();
        }
        for candidate in &self.candidates {
            drop(ui.error_detail(&format!("  {:<5} {}", candidate.id, candidate.name)));
        }
        for hint in &self.hints {
            drop(ui.hint(hint));
        }
    }

    fn to_json(&self) -> String {
        let message = match &self.source {
            Some(source) => format!("{}: {source}", self.message),
            None => self.message.clone(),
        };
        let hint = if self.hints.is_empty() {
            None
        } else {
            Some(self.hints.join("; "))
        };
        serde_json::json!({
            "error": {
                "code": self.kind.as_str(),
                "message": message,
                "hint": hint,
                "candidates": self.candidates,
            }
        })
        .to_string()
    }
}

impl From<WriteError> for CommandError {
    fn from(error: WriteError) -> Self {
        let kind = if matches!(error, WriteError::ReaderGone) {
            ErrorKind::ReaderGone
        } else {
            ErrorKind::Failed
        };
        Self::from_error(kind, error)
    }
}

impl From<FormatError> for CommandError {
    fn from(error: FormatError) -> Self {
        match error {
            FormatError::Write(error) => error.into(),
            FormatError::UnknownField { .. } => {
                let hint = error.hint().unwrap_or_default();
                Self::from_error(ErrorKind::Usage, error).hint(hint)
            }
            FormatError::Unserialisable(_) => Self::from_error(ErrorKind::Failed, error),
        }
    }
}

impl From<ConfigError> for CommandError {
    fn from(error: ConfigError) -> Self {
        let hint = error.hint();
        Self::from_error(ErrorKind::Usage, error).hint(hint)
    }
}

impl From<WhenError> for CommandError {
    fn from(error: WhenError) -> Self {
        let hint = error.hint();
        Self::from_error(ErrorKind::Usage, error).hint(hint)
    }
}

impl From<SideError> for CommandError {
    fn from(error: SideError) -> Self {
        let hint = error.hint();
        Self::from_error(ErrorKind::Refused, error).hint(hint)
    }
}

impl From<MoneyError> for CommandError {
    fn from(error: MoneyError) -> Self {
        let hint = error.hint();
        Self::from_error(ErrorKind::Usage, error).hint(hint)
    }
}

impl From<NameError> for CommandError {
    fn from(error: NameError) -> Self {
        let hint = error.hint();
        Self::from_error(ErrorKind::Usage, error).hint(hint)
    }
}

impl From<ImportError> for CommandError {
    fn from(error: ImportError) -> Self {
        let hint = error.hint();
        Self::from_error(ErrorKind::Usage, error).hint(hint)
    }
}

impl From<ExportError> for CommandError {
    fn from(error: ExportError) -> Self {
        let hint = error.hint();
        let kind = match &error {
            ExportError::Newer { .. } => ErrorKind::Newer,
            _ => ErrorKind::Usage,
        };
        Self::from_error(kind, error).hint(hint)
    }
}

impl From<ResultError> for CommandError {
    fn from(error: ResultError) -> Self {
        let hint = error.hint();
        let kind = match &error {
            ResultError::NoChange(_) => ErrorKind::Refused,
            _ => ErrorKind::Usage,
        };
        Self::from_error(kind, error).hint(hint)
    }
}

impl From<NumberError> for CommandError {
    fn from(error: NumberError) -> Self {
        let hint = error.hint();
        Self::from_error(ErrorKind::Usage, error).hint(hint)
    }
}

impl From<LadderError> for CommandError {
    fn from(error: LadderError) -> Self {
        let hint = match &error {
            LadderError::BeforeImplied { implied, .. } => {
                format!(
                    "give a later day, or correct the other one: deals mark TARGET {implied} --on DATE"
                )
            }
            LadderError::AlreadyDone { rung, .. } => {
                format!("take the mark back first: deals mark TARGET {rung} --undo")
            }
            LadderError::Implied { by, .. } => {
                format!("take that mark back first: deals mark TARGET {by} --undo")
            }
            LadderError::NotMarked { .. } => "deals show TARGET lists what is marked".to_owned(),
            LadderError::PartsTooLarge { .. } => {
                "give what of it has come, or correct the value: deals edit DEAL --value MONEY"
                    .to_owned()
            }
            LadderError::PartInOther { currency, .. } => {
                format!("give what it comes to in {currency}")
            }
            LadderError::NoSuchPart { known, .. } if known.is_empty() => {
                "none of it is noted in parts; deals show TARGET lists them".to_owned()
            }
            LadderError::NoSuchPart { known, .. } => format!("its parts are {}", known.join(", ")),
        };
        Self::from_error(ErrorKind::Refused, error).hint(hint)
    }
}

impl From<PlanUseError> for CommandError {
    fn from(error: PlanUseError) -> Self {
        let hint = match &error {
            PlanUseError::Lost { .. } => "only a live deal or a prospect can be given a plan",
            PlanUseError::BeginsWithLoss => {
                "deals lost DEAL --reason REASON begins it; deals plan list lists the others"
            }
            PlanUseError::Settled { .. } => "deals remind TARGET DATE WHAT sets a follow-up",
            PlanUseError::Ordered { .. } => "deals plan list lists the others",
        };
        Self::from_error(ErrorKind::Refused, error).hint(hint)
    }
}

impl From<PercentError> for CommandError {
    fn from(error: PercentError) -> Self {
        let hint = error.hint();
        Self::from_error(ErrorKind::Usage, error).hint(hint)
    }
}

impl From<ByHandError> for CommandError {
    fn from(error: ByHandError) -> Self {
        let hint = match &error {
            ByHandError::Ladder(_) => None,
            ByHandError::NotOpen { id, .. } => {
                Some(format!("open it again first: deals reopen {id}"))
            }
            ByHandError::Open { .. } => Some("nothing was changed".to_owned()),
            ByHandError::Adrift { deal, .. } => {
                Some(format!("plan something: deals remind {deal} DATE WHAT"))
            }
            ByHandError::EndedByFact { .. } => {
                Some("set a new one: deals remind TARGET DATE WHAT".to_owned())
            }
            ByHandError::NotRepeating { .. } => Some("leave --all out".to_owned()),
            ByHandError::NoReason { .. } => Some("add --why REASON".to_owned()),
            ByHandError::NoValue { id, source } => {
                Some(format!("{}; as in deals done {id} 31", source.hint()))
            }
            ByHandError::NoPromise { .. } => {
                Some("--evidence and --agreed-by are of promises".to_owned())
            }
        };
        match (error, hint) {
            (ByHandError::Ladder(error), _) => error.into(),
            (error @ ByHandError::NoValue { .. }, Some(hint)) => {
                Self::from_error(ErrorKind::Usage, error).hint(hint)
            }
            (error, Some(hint)) => Self::from_error(ErrorKind::Refused, error).hint(hint),
            (error, None) => Self::from_error(ErrorKind::Refused, error),
        }
    }
}

#[cfg(test)]
mod tests;
