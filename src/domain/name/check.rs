//! What may be a name or an e-mail address, and how to say that something may not.

use std::str::FromStr;

use thiserror::Error;

use super::fold;
use crate::domain::words::excerpt;

/// The longest name of an account or a person, in characters.
pub const MAX_NAME: usize = 200;

/// The longest address that mail can be sent to, in bytes.
const MAX_ADDRESS: usize = 254;

/// A name fit to be stored: one line, trimmed, at most [`MAX_NAME`] characters. Any script and
/// emoji are welcome. Bidirectional overrides are taken out instead of refused: address books put
/// them into what one copies, and nobody can see them to delete them.
pub fn check_name(text: &str) -> Result<String, NameError> {
    let visible: String = text
        .chars()
        .filter(|character| !is_override(*character))
        .collect();
    let name = visible.trim();
    if name.chars().any(breaks_line) {
        return Err(NameError::Control(excerpt(name)));
    }
    if fold(name).is_empty() {
        return Err(NameError::Empty);
    }
    match name.chars().count() {
        length if length > MAX_NAME => Err(NameError::TooLong(length)),
        _ => Ok(name.to_owned()),
    }
}

/// A person as typed in an option: `Dana Ruiz <dana@acme.com>`, `Dana Ruiz` or `dana@acme.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSpec {
    /// The address itself while that is all we know; a name made up from it would be a guess.
    pub name: String,
    pub email: Option<String>,
}

impl FromStr for PersonSpec {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let Some((name, rest)) = text.split_once('<') else {
            return Self::without_brackets(text);
        };
        let Some((address, behind)) = rest.split_once('>') else {
            return Err(NameError::Brackets(excerpt(text)));
        };
        if behind.contains('@') {
            return Err(NameError::TwoAddresses(excerpt(text)));
        }
        if address.trim().is_empty() || !behind.trim().is_empty() {
            return Err(NameError::Brackets(excerpt(text)));
        }
        let email = check_address(address)?;
        let name = match unquoted(name.trim()) {
            "" => email.clone(),
            name => check_name(name)?,
        };
        // Mail programs write "dana@acme.com <dana@acme.com>", but two different ones are a slip.
        if check_address(&name).is_ok_and(|other| fold(&other) != fold(&email)) {
            return Err(NameError::TwoAddresses(excerpt(text)));
        }
        Ok(Self {
            name,
            email: Some(email),
        })
    }
}

impl PersonSpec {
    fn without_brackets(text: &str) -> Result<Self, NameError> {
        if text.contains('>') {
            return Err(NameError::Brackets(excerpt(text)));
        }
        let email = text
            .contains('@')
            .then(|| check_address(text))
            .transpose()?;
        let name = match &email {
            Some(address) => address.clone(),
            None => check_name(unquoted(text))?,
        };
        Ok(Self { name, email })
    }
}

/// Mail programs quote names that hold a comma: `"Ruiz, Dana" <dana@acme.com>`.
fn unquoted(name: &str) -> &str {
    name.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .map_or(name, str::trim)
}

/// An address with the shape of one. Whether it exists only a mail can tell, so this refuses what
/// would not even be sent and leaves the rest alone.
fn check_address(text: &str) -> Result<String, NameError> {
    let address = text.trim();
    let bad = || NameError::Address(excerpt(address));
    let (local, domain) = address.rsplit_once('@').ok_or_else(bad)?;
    if local.contains('@') {
        return Err(NameError::TwoAddresses(excerpt(address)));
    }
    let has_stray = address.chars().any(|character| {
        character.is_whitespace()
            || breaks_line(character)
            || is_override(character)
            || "<>()[],;:\\\"".contains(character)
    });
    let has_gap = domain.split('.').any(str::is_empty);
    if local.is_empty() || has_gap || has_stray || address.len() > MAX_ADDRESS {
        return Err(bad());
    }
    Ok(address.to_owned())
}

/// Escape sequences, tabs and everything that would make two lines of one.
fn breaks_line(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Characters that turn the direction of the text behind them, up to the end of the line.
fn is_override(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Why a text is not a name or a person.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    #[error("the name is empty")]
    Empty,
    #[error("the name has {0} characters, {MAX_NAME} at most are kept")]
    TooLong(usize),
    #[error("the name `{0}` holds control characters")]
    Control(String),
    #[error("`{0}` is not an e-mail address")]
    Address(String),
    #[error("`{0}` holds two e-mail addresses")]
    TwoAddresses(String),
    #[error("the angle brackets in `{0}` do not enclose an e-mail address at the end")]
    Brackets(String),
}

impl NameError {
    /// What to type instead.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "type a name, or an e-mail address for a person",
            Self::TooLong(_) => "shorten it, and keep the rest in a note",
            Self::Control(_) => "type it on one line, without tabs or escapes",
            Self::Address(_) | Self::Brackets(_) => {
                "type a person as 'Dana Ruiz <dana@acme.com>', 'Dana Ruiz' or dana@acme.com"
            }
            Self::TwoAddresses(_) => "give one address here, and the other one by itself",
        }
    }
}
