//! What makes inputs worse, always in the same way for the same seed.

/// No input is longer, in bytes.
const LONGEST: usize = 100_000;

/// What breaks programs, wherever it stands.
const SPOILERS: &[&str] = &[
    "\0",
    "\u{1b}[31m",
    "\u{9b}",
    "\u{7f}",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{2066}",
    "\u{301}",
    "\u{fffd}",
    "\u{10ffff}",
    "ß",
    "İ",
    "ﷺ",
    "한",
    "👩‍👧",
    "٣",
    "１",
    "−",
    "–",
    "’",
    " ",
    "  ",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "=",
    "+",
    "-",
    "/",
    "//",
    ":",
    ";",
    ",",
    ".",
    "%",
    "#",
    "@",
    "|",
];

/// Numbers at the edges of what fits.
const NUMBERS: &[&str] = &[
    "0",
    "00",
    "1",
    "-1",
    "31",
    "32",
    "99",
    "100",
    "101",
    "366",
    "999",
    "9999",
    "10000",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999",
    "0.1",
    "1e308",
    "1e-9",
];

/// Bytes that are no text.
const BYTES: &[u8] = &[
    0x00, 0x1b, 0x7f, 0x80, 0x9b, 0xc0, 0xc3, 0xe2, 0xed, 0xf4, 0xfe, 0xff,
];

/// A stream of numbers that look random (splitmix64).
pub(crate) struct Random(u64);

impl Random {
    /// One of its own for each name.
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let of_name = name.bytes().fold(seed, |hash, byte| {
            hash.wrapping_mul(31).wrapping_add(byte.into())
        });
        Self(of_name)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `end`; 0 where there is nothing less.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A piece of an input, more often a short one.
    fn piece(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let left = length - start;
        let most = if self.below(4) == 0 {
            left
        } else {
            left.min(8)
        };
        start..start + self.below(most + 1)
    }
}

/// An input made of the corpus.
pub(crate) fn mutate(random: &mut Random, corpus: &[&[u8]], words: &[&str]) -> Vec<u8> {
    let mut input = random.pick(corpus).to_vec();
    for _ in 0..=random.below(5) {
        once(random, &mut input, corpus, words);
        input.truncate(LONGEST);
    }
    input
}

fn once(random: &mut Random, input: &mut Vec<u8>, corpus: &[&[u8]], words: &[&str]) {
    let place = random.below(input.len() + 1);
    let piece = random.piece(input.len());
    match random.below(14) {
        0 => {
            if let Some(byte) = input.get_mut(place) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => input.insert(place, BYTES[random.below(BYTES.len())]),
        2 => insert(input, place, random.pick(SPOILERS).as_bytes()),
        3..=5 => insert(input, place, random.pick(words).as_bytes()),
        6 => drop(input.drain(piece)),
        7 => {
            let word = random.pick(words).as_bytes().to_vec();
            input.splice(piece, word);
        }
        8 => {
            let copy = input[piece].to_vec();
            insert(input, place, &copy);
        }
        9 => {
            // Mostly a few times; now and then as often as fits.
            let times = if random.below(100) == 0 {
                LONGEST / piece.len().max(1)
            } else {
                random.below(12)
            };
            let copies = input[piece].repeat(times);
            insert(input, place, &copies);
        }
        10 => {
            let other = random.pick(corpus);
            let from = random.below(other.len() + 1);
            input.truncate(place);
            input.extend_from_slice(&other[from..]);
        }
        11 => {
            let number = random.pick(NUMBERS).as_bytes().to_vec();
            let digits = number_at(input, place);
            input.splice(digits, number);
        }
        12 => {
            let upper = random.below(2) == 0;
            for byte in &mut input[piece] {
                *byte = if upper {
                    byte.to_ascii_uppercase()
                } else {
                    byte.to_ascii_lowercase()
                };
            }
        }
        _ => {
            let mut lines: Vec<&[u8]> = input.split_inclusive(|byte| *byte == b'\n').collect();
            let last = lines.len();
            if last > 1 {
                lines.swap(random.below(last), random.below(last));
            }
            *input = lines.concat();
        }
    }
}

fn insert(input: &mut Vec<u8>, place: usize, bytes: &[u8]) {
    input.splice(place..place, bytes.iter().copied());
}

/// The first digits from a place on.
fn number_at(input: &[u8], place: usize) -> std::ops::Range<usize> {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let start = input[place..].iter().position(is_digit);
    let start = start.map_or(place, |away| place + away);
    let length = input[start..]
        .iter()
        .take_while(|byte| is_digit(byte))
        .count();
    start..start + length
}

/// The input without what it need not have to fail.
pub(crate) fn smaller(mut input: Vec<u8>, fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut tries = 400;
    let mut length = input.len() / 2;
    while length > 0 {
        let mut start = 0;
        while start + length <= input.len() && tries > 0 {
            tries -= 1;
            let less = [&input[..start], &input[start + length..]].concat();
            if fails(&less) {
                input = less;
            } else {
                start += length;
            }
        }
        length /= 2;
    }
    input
}

#[test]
fn the_same_seed_makes_the_same_inputs() {
    let inputs = |seed| {
        let mut random = Random::new(seed, "a name");
        let corpus: [&[u8]; 2] = [b"one, two", b"3 four\n5 six"];
        let made = (0..200).map(|_| mutate(&mut random, &corpus, &["word"]));
        made.collect::<Vec<_>>()
    };
    assert_eq!(inputs(1), inputs(1));
    assert_ne!(inputs(1), inputs(2));
    let mut different = inputs(1);
    different.sort();
    different.dedup();
    assert!(different.len() > 180, "{}", different.len());
}

#[test]
fn what_fails_is_made_smaller() {
    let input = b"a long text with an x and much behind it".repeat(20);
    assert_eq!(smaller(input, |bytes| bytes.contains(&b'x')), b"x");
}
