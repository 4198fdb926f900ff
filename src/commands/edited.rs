//! Fields that an option changes, leaves alone, or takes away.

use crate::error::CommandError;

/// What is to become of a field.
#[derive(Debug, Clone)]
pub(super) enum Edit<T> {
    Keep,
    /// None takes the field away.
    Set(Option<T>),
}

impl<T: Clone> Edit<T> {
    /// Reads an option; empty text takes the field away.
    pub(super) fn read(
        text: Option<&String>,
        read: impl FnOnce(&str) -> Result<Option<T>, CommandError>,
    ) -> Result<Self, CommandError> {
        match text {
            None => Ok(Self::Keep),
            Some(text) if text.trim().is_empty() => Ok(Self::Set(None)),
            Some(text) => Ok(Self::Set(read(text)?)),
        }
    }

    pub(super) fn apply(&self, field: &mut Option<T>) {
        if let Self::Set(value) = self {
            field.clone_from(value);
        }
    }
}
