//! What the tests of this module share: options, and files in every encoding.

use chrono::NaiveDate;
use encoding_rs::WINDOWS_1252;

use super::{Encoding, ImportOptions};

pub(super) const ENCODINGS: [Encoding; 5] = [
    Encoding::Utf8,
    Encoding::Utf8Marked,
    Encoding::Utf16Le,
    Encoding::Utf16Be,
    Encoding::Windows1252,
];

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Nothing mapped, nothing filtered; today is Friday 13 March 2026.
pub(super) fn options() -> ImportOptions {
    ImportOptions {
        map: Vec::new(),
        only: Vec::new(),
        currency: "USD".parse().unwrap(),
        date_order: None,
        source: None,
        today: day(2026, 3, 13),
    }
}

/// The bytes of `text` in this encoding, with its byte order mark if it has one.
pub(super) fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Marked => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16Le => units(text, u16::to_le_bytes),
        Encoding::Utf16Be => units(text, u16::to_be_bytes),
        Encoding::Windows1252 => WINDOWS_1252.encode(text).0.into_owned(),
    }
}

fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = format!("\u{feff}{text}");
    marked.encode_utf16().flat_map(bytes).collect()
}
