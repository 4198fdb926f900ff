use proptest::prelude::*;

use super::*;
use crate::exchange::samples::{ENCODINGS, encode};

#[test]
fn the_encoding_is_found() {
    let table: [(&[u8], Encoding, &str); 9] = [
        (b"account\nAcme\n", Encoding::Utf8, "account\nAcme\n"),
        ("Zoë\n".as_bytes(), Encoding::Utf8, "Zoë\n"),
        (b"\xef\xbb\xbfZo\xc3\xab", Encoding::Utf8Marked, "Zoë"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", Encoding::Utf8Marked, "a"),
        (b"\xff\xfea\0\xeb\0", Encoding::Utf16Le, "aë"),
        (b"\xfe\xff\0a\0\xeb", Encoding::Utf16Be, "aë"),
        (b"\xff\xfe\x3d\xd8\x00\xde", Encoding::Utf16Le, "😀"),
        (b"Zo\xeb \x80", Encoding::Windows1252, "Zoë €"),
        (b"\x81", Encoding::Windows1252, "\u{81}"),
    ];
    for (bytes, encoding, text) in table {
        let decoded = decode(bytes).unwrap();
        assert_eq!((decoded.encoding, &*decoded.text), (encoding, text));
    }
}

#[test]
fn what_is_no_text_is_refused() {
    let broken = |encoding| ImportError::BrokenEncoding { encoding };
    let table: [(&[u8], ImportError); 13] = [
        (b"", ImportError::Empty),
        (b" \r\n\t\n", ImportError::Empty),
        (b"\xef\xbb\xbf", ImportError::Empty),
        (b"\xff\xfe", ImportError::Empty),
        (b"\xff\xfe\n\0", ImportError::Empty),
        (b"a\0b", ImportError::Binary),
        (b"a\0\xeb\0", ImportError::Binary),
        (b"\xff\xfe\0\0", ImportError::Binary),
        (b"PK\x03\x04\x14\0", ImportError::Workbook),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", ImportError::Workbook),
        (b"\xef\xbb\xbfZo\xeb", broken(Encoding::Utf8Marked)),
        (b"\xff\xfea\0b", broken(Encoding::Utf16Le)),
        (b"\xfe\xff\xd8\x3d\0a", broken(Encoding::Utf16Be)),
    ];
    for (bytes, error) in table {
        assert_eq!(decode(bytes).unwrap_err(), error, "{bytes:?}");
    }
}

#[test]
fn original_bytes_keep_the_mark_and_skip_what_is_between() {
    for encoding in ENCODINGS {
        let bytes = encode("é1\nü2\nñ3\n", encoding);
        let decoded = decode(&bytes).unwrap();
        let kept = decoded.original_of([0..4, 8..12]);
        assert_eq!(kept, encode("é1\nñ3\n", encoding), "{encoding:?}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_gives_every_byte_back(bytes: Vec<u8>) {
        if let Ok(decoded) = decode(&bytes) {
            let whole = 0..decoded.text.len();
            prop_assert_eq!(decoded.original_of([whole]), bytes);
        }
    }

    #[test]
    fn reads_what_was_written(text in "[^\0\u{feff}]*[a-z]", index in 0_usize..4) {
        let bytes = encode(&text, ENCODINGS[index]);
        let decoded = decode(&bytes).unwrap();
        prop_assert_eq!((decoded.encoding, &*decoded.text), (ENCODINGS[index], text.as_str()));
    }
}
