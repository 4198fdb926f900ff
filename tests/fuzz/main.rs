//! Words and files from elsewhere, made worse: good inputs are cut, joined, repeated and salted, and whatever becomes
//! of them is read or refused, in reasonable time, and what was read is written and read again.
//!
//! The inputs are the same in every run of `cargo test`. `.ci/fuzz --long` tries other ones, and many more.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod corpus;
mod mutation;
mod read;
mod written;

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use mutation::{Random, mutate, smaller};

/// So many mutations are tried for each case of a property test.
const FOR_EACH_CASE: usize = 10;

/// No reader takes as long as this for what fits into a note, not on a slow machine that is busy either.
const TOO_LONG: Duration = Duration::from_secs(20);

/// A setting of these tests.
#[expect(
    clippy::disallowed_methods,
    reason = "how much a test does is no setting of the program"
)]
fn setting(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Tries mutations of a corpus. `words` are what its grammar is made of. What breaks `check` is made smaller, and named
/// as it has to be written into the corpus.
#[expect(
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "the counts go where the test's own lines go"
)]
fn fuzz(name: &str, corpus: &[&[u8]], words: &[&str], check: impl Fn(&[u8])) {
    let cases = usize::try_from(setting("PROPTEST_CASES", 256)).unwrap() * FOR_EACH_CASE;
    let seed = setting("FUZZ_SEED", 1);
    let began = Instant::now();
    let mut random = Random::new(seed, name);
    let fails = |input: &[u8]| catch_unwind(AssertUnwindSafe(|| check(input))).is_err();
    for case in 0..corpus.len() + cases {
        // First the corpus itself: what was found once stays found.
        let input = match corpus.get(case) {
            Some(input) => input.to_vec(),
            None => mutate(&mut random, corpus, words),
        };
        let case_began = Instant::now();
        let broke = fails(&input);
        let took = case_began.elapsed();
        assert!(
            took < TOO_LONG,
            "{name}: {} bytes took {took:?}: {}",
            input.len(),
            shown(&input)
        );
        if broke {
            let least = smaller(input, fails);
            panic!("{name}: case {case} of seed {seed}: b\"{}\"", shown(&least));
        }
    }
    let took = began.elapsed().as_secs_f64();
    println!(
        "fuzzed {name}: {} cases in {took:.1} s",
        corpus.len() + cases
    );
}

/// The beginning of an input as it is written in a program.
fn shown(input: &[u8]) -> String {
    let mut text = String::new();
    for byte in input.iter().take(400) {
        let _ = write!(text, "{}", byte.escape_ascii());
    }
    text
}

/// The same for readers of text.
fn fuzz_text(name: &str, corpus: &[&str], words: &[&str], check: impl Fn(&str)) {
    let corpus: Vec<&[u8]> = corpus.iter().map(|text| text.as_bytes()).collect();
    fuzz(name, &corpus, words, |bytes| {
        check(&String::from_utf8_lossy(bytes));
    });
}

/// A refusal is one short line that a terminal obeys nothing of, and says what to type instead.
fn assert_refusal(message: &str, hint: &str) {
    for text in [message, hint] {
        assert!(
            !text.contains(['\n', '\r', '\u{1b}', '\u{9b}', '\u{202e}']),
            "{text:?}"
        );
        assert!(text.len() < 2_000, "{} bytes: {text:.100}", text.len());
        assert!(!text.trim().is_empty(), "{message}");
    }
}
