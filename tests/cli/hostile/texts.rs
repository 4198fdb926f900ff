//! Texts that are written to do harm, or that careless programs make a mess of.

/// What they are, and what they are made of.
pub(super) const TEXTS: &[(&str, &str)] = &[
    // What a terminal obeys. None of these codes is one of ours.
    ("colour", "\u{1b}[41;97mred"),
    ("clear", "\u{1b}[2J\u{1b}[H"),
    ("other screen", "\u{1b}[?1049h"),
    ("question to the terminal", "\u{1b}[6n"),
    ("title", "\u{1b}]0;owned\u{7}"),
    (
        "link",
        "\u{1b}]8;;http://x.example\u{1b}\\click\u{1b}]8;;\u{1b}\\",
    ),
    ("clipboard", "\u{1b}]52;c;ZWNobw==\u{7}"),
    ("device string", "\u{1b}P$q\"p\u{1b}\\"),
    (
        "other strings",
        "\u{1b}_G\u{1b}\\\u{1b}^x\u{1b}\\\u{1b}Xx\u{1b}\\",
    ),
    ("reset", "\u{1b}c"),
    ("other letters", "\u{e}\u{1b}(0qqq\u{f}"),
    ("cut short", "\u{1b}"),
    ("c1 sequence", "\u{9b}41m"),
    ("c1 strings", "\u{9d}0;x\u{9c}\u{90}x\u{9c}"),
    ("c1 line", "one\u{85}two"),
    ("bell and backspace", "a\u{7}\u{8}\u{8}b"),
    ("delete", "a\u{7f}b"),
    // What turns or hides the text around it.
    ("override", "\u{202e}evil\u{202c}"),
    ("embeddings", "\u{202a}a\u{202b}b\u{202d}c"),
    ("isolates", "\u{2066}a\u{2067}b\u{2068}c\u{2069}"),
    ("marks", "a\u{200e}b\u{200f}c\u{61c}d"),
    ("no width", "a\u{200b}b\u{200c}c\u{200d}d\u{2060}e\u{feff}f"),
    ("tags", "flag\u{e0041}\u{e007f}"),
    ("separators", "one\u{2028}two\u{2029}three"),
    ("carriage return", "good\rEVIL"),
    ("two endings", "one\r\ntwo"),
    ("lines", "one\n\ntwo"),
    ("tabs", "one\ttwo\tthree"),
    ("old controls", "one\u{b}two\u{c}three\u{1}\u{1f}"),
    // What other programs calculate or run.
    ("formula", "=cmd|' /C calc'!A0"),
    ("plus formula", "+1+1"),
    ("minus formula", "-1+1"),
    ("at formula", "@SUM(A1:A9)"),
    ("directives", "%s%n%x {} {0} {{}} {person}"),
    ("shell", "$(touch x) `id` ${HOME} ; rm -rf ~ &"),
    ("quotes", "\"'`“”‘’"),
    ("backslashes", "\\n\\0\\x1b\\"),
    ("sql", "'; DROP TABLE deal; --"),
    ("json", "\"},{\"id\":\"a1\",\"x\":\""),
    ("csv", "a\",\"b\";c|d"),
    ("html", "<script>alert(1)</script>&amp;"),
    ("markdown", "](x) # * _ `|` ~~~"),
    ("header", "x\r\nBcc: evil@x.example\r\n\r\nbody"),
    ("encoded word", "=?utf-8?Q?=0D=0ABcc:_x?="),
    // What looks like something else on a command line.
    ("option", "--json"),
    ("end of options", "--"),
    ("dash", "-"),
    ("id", "a1"),
    ("path", "../no/such/place"),
    ("empty", ""),
    ("blanks", "  \u{a0}\u{3000}  "),
    // What is not as wide as it is long.
    ("wide", "株式会社日本橋電機製作所東京支店営業部"),
    ("right to left", "שלום בע״מ، شركة القاهرة"),
    ("families", "👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇨🇭🇨"),
    (
        "pile of marks",
        "Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}a\u{489}l\u{334}",
    ),
    ("mark alone", "\u{301}"),
    ("either width", "①±§…Ω❤\u{fe0f}☺\u{fe0e}"),
    ("letters of one sound", "\u{1112}\u{1161}\u{11ab}한"),
    (
        "no letters",
        "\u{e000}\u{fffe}\u{10ffff}\u{fff9}a\u{fffa}b\u{fffb}",
    ),
    ("one long word", LONG_WORD),
    ("many words", MANY_WORDS),
    ("digits", DIGITS),
];

const LONG_WORD: &str = "DonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftDonaudampfschifffahrt";
const MANY_WORDS: &str = "we talked about the crane and the crew and the road and the permit and the gate and the lorry \
     and the second crane and the price and the date and the weather and the boss of the boss of the boss";

/// A number that no type holds.
const DIGITS: &str = match str::from_utf8(&[b'9'; 4_000]) {
    Ok(digits) => digits,
    Err(_) => "9",
};

/// What a terminal would obey, or what turns the text around it, or what would make two lines of one.
pub(super) fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The same text without the colours that the program itself uses.
pub(super) fn without_our_colours(text: &str) -> String {
    const OURS: [&str; 9] = ["0", "1", "2", "31", "32", "33", "36", "4", "3"];
    let mut plain = String::new();
    for (place, piece) in text.split("\u{1b}[").enumerate() {
        let code = piece
            .split_once('m')
            .filter(|(code, _)| OURS.contains(code));
        match code {
            Some((_, rest)) if place > 0 => plain.push_str(rest),
            _ if place > 0 => {
                plain.push_str("\u{1b}[");
                plain.push_str(piece);
            }
            _ => plain.push_str(piece),
        }
    }
    plain
}
