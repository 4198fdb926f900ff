//! Good inputs, and what their grammars are made of. What was found to break a reader is added here.

pub(crate) const DATES: &[&str] = &[
    "today",
    "tomorrow",
    "yesterday",
    "fri",
    "next friday",
    "this friday",
    "last monday",
    "3d",
    "2w",
    "1m",
    "1y",
    "+2w",
    "-3d",
    "in 3 days",
    "in two weeks",
    "a week from friday",
    "2 weeks ago",
    "next quarter",
    "eow",
    "eom",
    "eoq",
    "eoy",
    "12 dec",
    "dec 12th",
    "12 december 2026",
    "15 apr 26",
    "end of month",
    "3 days from now",
    "fri 13 mar",
    "15th",
    "the 31st",
    "2026/04/15",
    "2026-04-15",
    "15.4.2026",
    "first monday of april",
    "last workday of june",
    "4/5",
    "13/4/2026",
    "31 feb",
    "2 days before eom",
    "3 workdays after 12 dec",
    "beginning of next month",
    "mid january",
    "q3",
    "10wd",
    "1 dec: 24/7 support",
    "fri: training dates",
    "tomorrow 14:30",
    "29 feb 2028",
    "friday in two weeks",
];

pub(crate) const DATE_WORDS: &[&str] = &[
    "today", "fri", "friday", "next ", "last ", "this ", "in ", " ago", "day", " days", " weeks",
    "workdays", " month", "quarter", "year", "eom", "dec", "february", " of ", " from ",
    " before ", " after ", "the ", "a ", "two ", "first ", "31", "29", "2026", "0001", "9999",
    "st", "th", "/", "-", ".", ": ", ",", "+", "end of ", "now",
];

pub(crate) const AMOUNTS: &[&str] = &[
    "48000",
    "48,000.50",
    "48k",
    "1.2m",
    "EUR 48k",
    "48000 EUR",
    "€48,000",
    "$5",
    "US$ 12.5k",
    "CHF 1'250.50",
    "JPY 1200000",
    "KWD 1.234",
    "48.000",
    "1,5",
    "0",
    "999999999999999",
    "1 000 000 NOK",
    "2 million",
    "1.5bn eur",
];

pub(crate) const AMOUNT_WORDS: &[&str] = &[
    "48", "000", ",000", ".5", ".", ",", "'", " ", "k", "m", "bn", "million", "EUR", "usd", "JPY",
    "KWD", "XXX", "$", "€", "£", "kr", "-", "+", "e9",
];

pub(crate) const RESULTS: &[&str] = &[
    "first response: 40 -> 28 h",
    "uptime: 95 -> 99.5 %",
    "cost: 48,000.25 → 1,000",
    "x: -0.5 h -> +2 h",
    "a: b: 1 -> 2",
    "m: 0.000000000000001 -> 999999999999999",
    "t: 40 h -> 28",
    "temp: −5 -> 5 °C",
    "31",
    "28 h",
    // Found here: one reading as it is typed, two as it is kept; a unit that is digits.
    "m:08.366->9",
    "e: 5->9  4",
    "-0.5",
    "99.50 %",
    "6.25%",
    "100%",
    "6",
];

pub(crate) const RESULT_WORDS: &[&str] = &[
    ": ", " -> ", "→", "40", "28", ".5", ",000", "-", "−", "+", " h", " %", "%", "0", "°C", "->",
    ":", "e", " ",
];

pub(crate) const NAMES: &[&str] = &[
    "Acme Corp",
    "=C4",
    "c57",
    "D12",
    "p5",
    "a99999999999999999999",
    "Dana Ruiz <dana@acme.com>",
    "\"Ruiz, Dana\" <dana@acme.com>",
    "dana@acme.com",
    "dana@acme.com <dana@acme.com>",
    "O'Neill & Söhne GmbH",
    "Café Zoë",
    "株式会社日本",
    "AT&T",
    "c++",
    "ＡＣＭＥ ltd.",
    "Straße",
    "İstanbul A.Ş.",
    "ﬀ",
    "が",
    "한국",
    "שלום בע״מ",
    "the acme group, inc.",
];

pub(crate) const NAME_WORDS: &[&str] = &[
    "acme", " ", "=", "a1", "D2", "<", ">", "@", ".com", "\"", ",", "'", "’", " Ltd", " GmbH", "&",
    "é", "e\u{301}", "ß", "ﬁ", "Σς", "İ", "ㅏ", "電", "™", "\u{ad}", "-", ".", "inc",
];

pub(crate) const COLLEAGUES: &[&str] = &[
    "late // rent one",
    "https://x.example // plan B",
    "a//b",
    "Priya: built the demo",
    ": x",
    "x:",
    "Opportunity Owner=value",
    "Stage=skip",
    "Amount = value",
    "Owner=Dana Ruiz",
    "a=b=c",
    "=x",
    "x=",
];

pub(crate) const COLLEAGUE_WORDS: &[&str] = &[
    "//", " // ", ":", ": ", "=", " = ", "value", "skip", "account", "Stage", "x", "http://",
];

pub(crate) const LETTERS: &[&str] = &[
    "Subject: Merci, {customer}\n\n{person}: {deal}, {value}, {go-live}.\n\nLeft out:\n{kept}\n",
    "Dear {person},\n\n{steps}\n\n{promises} and {results}\n\n\n{today}",
    "{",
    "}",
    "{}",
    "{{person}}",
    "a\r\n\r\n{person}\r\n",
    "\u{feff}Subject:\n\nx",
    "Subject: {steps}\n\n{steps}{steps}{steps}",
];

pub(crate) const LETTER_WORDS: &[&str] = &[
    "{customer}",
    "{person}",
    "{deal}",
    "{value}",
    "{steps}",
    "{promises}",
    "{results}",
    "{kept}",
    "{today}",
    "{colour}",
    "{",
    "}",
    "\n",
    "\n\n",
    "\r\n",
    "Subject:",
    "Subject: ",
    "- ",
    "\u{feff}",
];

pub(crate) const CONFIGS: &[&str] = &[
    "",
    SAMPLE,
    "currency = \"eur\"\ndate_order = \"dmy\"\nworkdays = [\"sun\", \"Monday\"]\nholidays = [\"2026-12-25\", \"2026-12-28..2027-01-01\"]\n\
     [targets]\nnew_business = 30\npursuits = 10\n",
    "[[plans.gold]]\nname = \"look\"\nanchor = \"ordered\"\noffset = \"-3 workdays\"\nevery = \"2 weeks\"\nuntil = \"delivered\"\nkind = \"follow-up\"\nwhat = \"call the site\"\n\n\
     [[plans.gold]]\nanchor = \"signed\"\noffset = \"0 days\"\nwhat = \"thank them\"\n",
    "holidays = [\"0001-01-01..9999-12-31\"]\n",
    "plans = { a = [] }\n",
    "currency = '''\nEUR'''\n",
    // Found here: a line break in what is no day.
    "workdays = [\"\\n\"]\n",
    "holidays = [\"a\\nb\"]\n",
];

/// The sample that `config edit` begins with.
const SAMPLE: &str = include_str!("../../docs/config.toml");

/// A header of nothing but empty names.
const WIDE: &[u8] = &[b'|'; 300];

pub(crate) const CONFIG_WORDS: &[&str] = &[
    "currency",
    "date_order",
    "workdays",
    "holidays",
    "[targets]\n",
    "new_business",
    "pursuits",
    "[[plans.gold]]\n",
    "[plans]\n",
    "name",
    "anchor",
    "offset",
    "every",
    "until",
    "kind",
    "what",
    " = ",
    "\"",
    "\"\"\"",
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\n",
    "#",
    ".",
    "..",
    ", ",
    "true",
    "1979-05-27",
    "inf",
    "nan",
    "0x",
    "\"eur\"",
    "\"dmy\"",
    "\"mon\"",
    "\"2026-12-25\"",
    "\"1 day\"",
    "\"3 workdays\"",
    "\"ordered\"",
    "\"care\"",
    "\\u0000",
    "\\",
    "plans",
];

pub(crate) const SHEETS: &[&[u8]] = &[
    include_bytes!("../data/pipeline.csv"),
    include_bytes!("../data/kunden-windows-1252.csv"),
    include_bytes!("../data/deals-utf-16.txt"),
    b"Opportunity ID,Account,Product,Stage,Close Date,Amount,Currency,Contact Name,Email,Tags,Notes\n\
      006A1,Fjord AS,Crane,Closed Won,2025-10-01,700000,NOK,Kari Nordmann,kari@fjord.example,north,\"the first one, \"\"old\"\" terms\"\n\
      006A2,Gero BV,Crane,Closed Lost,2026-01-15,70000,EUR,,,,\n006A3,Elan SA,Lathe,Negotiation,2026-04-30,42000,EUR,,,,\n",
    b"account;stage;close date\nAcme;Won;04/05/2026\nBorel;Lost;13/05/2026\n",
    b"account\tvalue\r\n\"A\r\nB\"\t48.000,00\r\n",
    b"\xef\xbb\xbfaccount|title\nA|B\n",
    b"account\nAcme\n\n,\n",
    // Found here: more columns than a message should list.
    WIDE,
    b"account,close date\nA,\"Apr 15, 2026 10:30 AM\"\nB,46127\nC,2026-04-15T10:30:00Z\n",
];

pub(crate) const SHEET_WORDS: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    "account",
    "Account Name",
    "stage",
    "Won",
    "Lost",
    "close date",
    "Amount",
    "amount",
    "Currency",
    "EUR",
    "id",
    "email",
    "tags",
    "2026-04-15",
    "04/05/2026",
    "31/12/99",
    "15 Apr 2026",
    "48,000.50",
    "48k",
    "\u{feff}",
    "=1+1",
    "PK\u{3}\u{4}",
    "sep=;\n",
];

pub(crate) const MAILS: &[&str] = &[
    "Dana Ruiz\ndana@acme.example\nFleet: next steps\nDear Dana,\n\na = b\nKind regards ",
    "Zoë \"Z\" Söhne\nz@z.example\n山田電機\nline ending in a blank \n\t\n=?utf-8?Q?x?=\n.",
    "\n\n\n",
    "x\r\nBcc: y\ny@y.example\nsubject\r\nBcc: z\nbody\r\nBcc: z",
];

pub(crate) const MAIL_WORDS: &[&str] = &[
    "\n",
    "\r\n",
    "=",
    "=?utf-8?Q?",
    "?=",
    "_",
    " ",
    "\t",
    "\"",
    "\\",
    "<",
    ">",
    ",",
    "Bcc: ",
    ": ",
    "é",
    "山",
    "👩‍👧",
    ".",
    "@x.example",
];

pub(crate) const EXPORTS: &[&[u8]] = &[
    br#"{"deals":"export","version":1,"schema_version":6}
{"record":"account","id":"a7","uid":"u-a","name":"Acme","tags":["a","b"]}
{"record":"person","id":"p3","uid":"u-p","account_id":"a7","name":"Dana","role":"sponsor"}
{"record":"deal","id":"d9","uid":"u-d","account_id":"a7","value":1250.5,"currency":"EUR","key":"K","commission_percent":6.25,"people":[{"person_id":"p3"}],"rungs":[{"rung":"verbal","done_on":"2026-03-02","moves":[{"id":4,"from":"2026-03-02","to":"2026-03-09","moved_on":"2026-03-02"}],"parts":[{"on":"2026-03-01","what":"half","amount":0.01,"currency":"EUR"}]}]}
{"record":"result","id":"r1","uid":"u-r","deal_id":"d9","metric":"m","baseline":"40.0","target":"-28","may_quote":false,"measurements":[{"on":"2026-03-02","value":"31.50"}]}
{"record":"objective","id":"o1","uid":"u-o","deal_id":"d9","what":"w","answers":[{"person_id":"p3","stance":"agreed","on":"2026-03-02"}]}
{"record":"touchpoint","id":"t2","uid":"u-t","account_id":"a7","on":"2026-03-02","via":"call","outcome":"reached","next":"c4"}
{"record":"check-in","id":"c4","uid":"u-c","account_id":"a7","deal_id":"d9","kind":"rung","rung":"paid","what":"call","status":"open","due_on":"2026-03-20","anchor_rung":"paid","anchor_offset":-3,"anchor_unit":"workdays"}
{"record":"rival","id":1,"uid":"u-v","account_id":"a7","name":"Umbra","heard_on":"2026-03-02"}
{"record":"heartbeat","id":1,"uid":"u-h","deal_id":"d9","on":"2026-03-02","would_match":"unsure"}
"#,
    b"{\"deals\":\"export\",\"version\":1,\"schema_version\":1,\"records\":0}",
    b"\xef\xbb\xbf{\"deals\":\"export\",\"version\":1,\"schema_version\":6}\r\n\r\n{\"record\":\"account\",\"id\":\"a1\",\"uid\":\"u\",\"name\":\"\\u00c9lan\"}\r\n",
];

pub(crate) const EXPORT_WORDS: &[&str] = &[
    "\n",
    "null",
    "true",
    "[]",
    "{}",
    "[{}]",
    "\"\"",
    "\\u0000",
    "\\ud800",
    "0",
    "-1",
    "1e9",
    "0.001",
    "36501",
    "999999999999.999",
    "9223372036854775807",
    "\"a7\"",
    "\"d9\"",
    "\"c4\"",
    "\"JPY\"",
    "\"KWD\"",
    "\"open\"",
    "\"done\"",
    "\"2026-02-30\"",
    "\"2199-12-31\"",
    "\"id\":",
    "\"uid\":",
    "\"record\":\"account\"",
    "\"lost_on\":\"2026-03-02\",",
    "\"every\":14,\"every_unit\":\"days\",",
];
