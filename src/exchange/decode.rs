//! Bytes → text, in a way that finds the bytes of any piece of the text again.

use std::{borrow::Cow, ops::Range};

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::ImportError;

/// How a file's characters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// UTF-8 behind a byte order mark, as spreadsheets save it.
    Utf8Marked,
    Utf16Le,
    Utf16Be,
    /// What any other text is taken for: each byte is one character.
    Windows1252,
}

impl Encoding {
    /// The name people know it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Marked => "UTF-8 with BOM",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        }
    }

    fn standard(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 | Self::Utf8Marked => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// How many bytes `text` takes in this encoding.
    fn width(self, text: &str) -> usize {
        match self {
            Self::Utf8 | Self::Utf8Marked => text.len(),
            Self::Utf16Le | Self::Utf16Be => 2 * text.encode_utf16().count(),
            Self::Windows1252 => text.chars().count(),
        }
    }
}

/// A file's text beside the bytes it was read from.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    original: &'a [u8],
    /// The length in bytes of what stands before the text: the byte order mark, if any.
    mark: usize,
    /// The text, without a byte order mark.
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: Encoding,
}

impl Decoded<'_> {
    /// The byte order mark, then the original bytes of `spans`: ranges of `text`, in rising order.
    pub(super) fn original_of(&self, spans: impl IntoIterator<Item = Range<usize>>) -> Vec<u8> {
        let mut bytes = self.original[..self.mark].to_vec();
        // Both ends advance together, so that many spans still cost one walk over the text.
        let (mut text_at, mut byte_at) = (0, self.mark);
        for span in spans {
            let from = byte_at + self.encoding.width(&self.text[text_at..span.start]);
            let to = from + self.encoding.width(&self.text[span.clone()]);
            bytes.extend_from_slice(&self.original[from..to]);
            (text_at, byte_at) = (span.end, to);
        }
        bytes
    }
}

/// Finds the text in a file: as its byte order mark says, else UTF-8 if all of it is, else Windows-1252.
///
/// # Errors
/// [`ImportError::Empty`], [`ImportError::Binary`], [`ImportError::Workbook`], and
/// [`ImportError::BrokenEncoding`] when the mark is wrong: a lossy reading could not be given back byte
/// for byte.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ImportError> {
    if is_workbook(bytes) {
        return Err(ImportError::Workbook);
    }
    let encoding = encoding_of(bytes);
    let all = encoding
        .standard()
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(ImportError::BrokenEncoding { encoding })?;
    let text = without_marks(all);
    if text.contains('\0') {
        return Err(ImportError::Binary);
    }
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(Decoded {
        original: bytes,
        mark: bytes.len() - encoding.width(&text),
        text,
        encoding,
    })
}

/// A text in UTF-16, as some shells write what is redirected, in UTF-8; any other bytes as they are.
pub fn in_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let decoded = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE.decode_with_bom_removal(bytes),
        [0xfe, 0xff, ..] => UTF_16BE.decode_with_bom_removal(bytes),
        _ => return Cow::Borrowed(bytes),
    };
    match decoded {
        (text, false) => Cow::Owned(text.into_owned().into_bytes()),
        (_, true) => Cow::Borrowed(bytes),
    }
}

fn encoding_of(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Encoding::Utf8Marked,
        [0xff, 0xfe, ..] => Encoding::Utf16Le,
        [0xfe, 0xff, ..] => Encoding::Utf16Be,
        _ if std::str::from_utf8(bytes).is_ok() => Encoding::Utf8,
        _ => Encoding::Windows1252,
    }
}

/// Takes off every leading mark: a file that was saved twice may have two.
fn without_marks(text: Cow<'_, str>) -> Cow<'_, str> {
    const MARK: char = '\u{feff}';
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches(MARK)),
        Cow::Owned(text) => Cow::Owned(text.trim_start_matches(MARK).to_owned()),
    }
}

/// Zip (`.xlsx`, `.ods`) and the older compound files (`.xls`) say what they are in their first bytes.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

#[cfg(test)]
mod tests;
