//! A message file (RFC 5322, MIME) that a mail program opens as a draft.

use std::fmt::Write as _;

/// Lines end so in a message, on every system.
const END: &str = "\r\n";
/// No line of a message is longer, in bytes.
const WIDEST: usize = 76;
/// So much of a header goes into one encoded word, in bytes once it is encoded: with the signs around it and the
/// header's name before it, it fills a line.
const WIDEST_WORD: usize = 55;

/// Whom a message is for.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    pub name: &'a str,
    pub address: &'a str,
}

/// The message as a file. It has no sender and no date: the mail program that sends it knows both. Without a
/// recipient the line is left out, so that the program asks.
pub fn write_message(to: Option<Recipient<'_>>, subject: &str, body: &[String]) -> String {
    let mut message = String::new();
    if let Some(to) = to {
        let address: String = to
            .address
            .chars()
            .filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ','))
            .collect();
        let name = phrase(to.name);
        let used = name.rsplit(END).next().map_or(0, str::len);
        let fits = "To: ".len() + used + " <>".len() + address.len() <= WIDEST;
        let fold = if fits { "" } else { END };
        let _ = write!(message, "To: {name}{fold} <{address}>{END}");
    }
    let _ = write!(message, "Subject: {}{END}", unstructured(subject));
    let _ = write!(message, "MIME-Version: 1.0{END}");
    let _ = write!(message, "Content-Type: text/plain; charset=utf-8{END}");
    let _ = write!(message, "Content-Transfer-Encoding: quoted-printable{END}");
    // Some mail programs open a file only to read it unless it says so.
    let _ = write!(message, "X-Unsent: 1{END}{END}");
    for line in body {
        message.push_str(&quoted_printable(line));
        message.push_str(END);
    }
    message
}

/// Text that fits a header line as it stands.
fn is_plain(text: &str) -> bool {
    text.len() <= WIDEST_WORD
        && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !text.contains("=?")
}

fn unstructured(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        encoded_words(text)
    }
}

/// A name before an address: quoted where it is plain, else encoded.
fn phrase(name: &str) -> String {
    if is_plain(name) {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        encoded_words(name)
    }
}

/// A header's text in words of RFC 2047, each on a line of its own and none breaking a character.
fn encoded_words(text: &str) -> String {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let mut bytes = [0; 4];
        let mut encoded = String::new();
        for byte in c.encode_utf8(&mut bytes).bytes() {
            match byte {
                b' ' => encoded.push('_'),
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => encoded.push(char::from(byte)),
                _ => {
                    let _ = write!(encoded, "={byte:02X}");
                }
            }
        }
        if let Some(last) = words
            .last_mut()
            .filter(|last| last.len() + encoded.len() <= WIDEST_WORD)
        {
            last.push_str(&encoded);
        } else {
            words.push(encoded);
        }
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?Q?{word}?="))
        .collect();
    words.join(&format!("{END} "))
}

/// One line of the body in the encoding of RFC 2045: nothing but printable ASCII, and broken softly.
fn quoted_printable(line: &str) -> String {
    let mut encoded = String::new();
    let mut used = 0;
    let last = line.len().saturating_sub(1);
    for (place, byte) in line.bytes().enumerate() {
        let is_plain = match byte {
            b'=' => false,
            b' ' | b'\t' => place != last,
            _ => byte.is_ascii_graphic(),
        };
        let piece = if is_plain {
            char::from(byte).to_string()
        } else {
            format!("={byte:02X}")
        };
        if used + piece.len() >= WIDEST {
            encoded.push('=');
            encoded.push_str(END);
            used = 0;
        }
        used += piece.len();
        encoded.push_str(&piece);
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn to<'a>(name: &'a str, address: &'a str) -> Recipient<'a> {
        Recipient { name, address }
    }

    #[test]
    fn a_plain_message() {
        let body = ["Dear Dana,".to_owned(), String::new(), "a = b".to_owned()];
        assert_eq!(
            write_message(
                Some(to("Dana Ruiz", "dana@acme.example")),
                "Fleet: next",
                &body
            ),
            "To: \"Dana Ruiz\" <dana@acme.example>\r\nSubject: Fleet: next\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\
             X-Unsent: 1\r\n\r\nDear Dana,\r\n\r\na =3D b\r\n"
        );
        assert!(write_message(None, "x", &[]).starts_with("Subject: x\r\n"));
    }

    #[test]
    fn what_is_not_ascii_is_encoded_and_no_line_is_too_long() {
        let long = "山田電機 ☕ ".repeat(40);
        let written = write_message(
            Some(to(&long, "y@y.example")),
            &long,
            std::slice::from_ref(&long),
        );
        assert!(written.is_ascii());
        for line in written.split("\r\n") {
            assert!(line.len() <= 76, "{line}");
            assert!(!line.contains(['\r', '\n']), "{line:?}");
        }
        let short = write_message(None, "Café", &["é".to_owned()]);
        assert!(
            short.contains("Subject: =?utf-8?Q?Caf=C3=A9?=\r\n"),
            "{short}"
        );
        assert!(short.ends_with("\r\n=C3=A9\r\n"), "{short}");
    }

    #[test]
    fn nothing_stored_can_add_a_header() {
        let written = write_message(
            Some(to(
                "Dana\r\nBcc: x@x.example",
                "a@b.example>\r\nBcc: <x@x.example",
            )),
            "hello\r\nBcc: x@x.example",
            &["text\r\nBcc: x".to_owned()],
        );
        let headers: Vec<&str> = written
            .split("\r\n")
            .take_while(|line| !line.is_empty())
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| line.split(':').next())
            .collect();
        let expected = [
            "To",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "X-Unsent",
        ];
        assert_eq!(headers, expected, "{written}");
    }

    #[test]
    fn a_quote_in_a_name_stays_in_it() {
        let written = write_message(Some(to("Dana \"D\" Ruiz", "d@d.example")), "x", &[]);
        assert!(
            written.starts_with("To: \"Dana \\\"D\\\" Ruiz\" <d@d.example>\r\n"),
            "{written}"
        );
        let written = write_message(None, "x", &["ends in a blank ".to_owned()]);
        assert!(written.ends_with("blank=20\r\n"), "{written}");
    }
}
