//! What a command has to say while it still reads the file, kept until it has let go of it.
//!
//! Whoever reads the output may be slow (a pager), and must not keep a writer waiting. A morning of a hundred
//! thousand rows is 150 MB of JSON, most of it the same names again: it is kept packed.

use std::io::{self, Write};

use zstd::stream::{copy_decode, write::Encoder};

/// So much is kept as it is.
const PLAIN: usize = 1 << 20;

/// The quickest.
const LEVEL: i32 = 1;

/// Output to be passed on later.
pub struct Spool(Kept);

enum Kept {
    Plain(Vec<u8>),
    Packed(Encoder<'static, Vec<u8>>),
}

impl Default for Spool {
    fn default() -> Self {
        Self(Kept::Plain(Vec::new()))
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Kept::Plain(plain) = &mut self.0
            && plain.len() + bytes.len() > PLAIN
        {
            let mut encoder = Encoder::new(Vec::new(), LEVEL)?;
            encoder.write_all(plain)?;
            self.0 = Kept::Packed(encoder);
        }
        match &mut self.0 {
            Kept::Plain(plain) => plain.write(bytes),
            Kept::Packed(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Spool {
    /// Hands everything on, as it was written.
    pub fn pass_on(self, out: &mut dyn Write) -> io::Result<()> {
        match self.0 {
            Kept::Plain(plain) => out.write_all(&plain),
            Kept::Packed(encoder) => {
                let packed = encoder.finish()?;
                copy_decode(packed.as_slice(), out)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_is_what_went_in_whatever_its_size() {
        for size in [0, 1, PLAIN - 1, PLAIN, PLAIN + 1, 5 * PLAIN] {
            let bytes: Vec<u8> = (0..size)
                .map(|place| u8::try_from(place * place % 251).unwrap())
                .collect();
            let mut spool = Spool::default();
            for piece in bytes.chunks(1_000) {
                spool.write_all(piece).unwrap();
            }
            let is_packed = matches!(spool.0, Kept::Packed(_));
            assert_eq!(is_packed, size > PLAIN, "{size}");
            let mut out = Vec::new();
            spool.pass_on(&mut out).unwrap();
            assert!(out == bytes, "{size}");
        }
    }

    #[test]
    fn many_rows_of_the_same_names_take_little_room() {
        let mut spool = Spool::default();
        for number in 0..50_000 {
            writeln!(
                spool,
                r#"{{"level":"overdue","days_overdue":{number},"tried_today":false}}"#
            )
            .unwrap();
        }
        let Kept::Packed(encoder) = spool.0 else {
            panic!("three megabytes are packed");
        };
        assert!(encoder.get_ref().len() < 1 << 20);
    }

    #[test]
    fn a_reader_who_has_gone_is_told_apart() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for size in [10, 3 * PLAIN] {
            let mut spool = Spool::default();
            spool.write_all(&vec![7; size]).unwrap();
            let error = spool.pass_on(&mut Gone).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{size}");
        }
    }
}
