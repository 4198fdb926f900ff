//! A small book with everything in it that can be recorded: several currencies, names in several scripts, every
//! status and nearly every level, slips, snoozes, attempts, an import. Nothing in it depends on the real date.

use crate::environment::Environment;

/// The morning after the last of it: a Monday.
pub(crate) const MORNING: &str = "2026-03-16";

/// What the rep has from another program.
pub(crate) const CRM: &str = r#"Opportunity ID,Account,Product,Stage,Close Date,Amount,Currency,Contact Name,Email,Tags,Notes
006A1,Fjord AS,Crane,Closed Won,2025-10-01,700000,NOK,Kari Nordmann,kari@fjord.example,north,"the first one, ""old"" terms"
006A2,Gero BV,Crane,Closed Lost,2026-01-15,70000,EUR,,,,
006A3,Elan SA,Lathe,Negotiation,2026-04-30,42000,EUR,,,,
006A4,Dorn AG,Press,Closed Won,2026-01-20,18000,EUR,Uwe Dorn,,,
"#;

/// Another file of the same program: one row is known and one is new, a third is bad.
pub(crate) const MORE: &str = "Opportunity ID,Account,Product,Stage,Close Date,Amount,Currency\n\
     006A3,Elan SA,Lathe 200,Negotiation,2026-04-30,44000,EUR\n\
     006A9,Kilo GmbH,Drill,Prospecting,,9000,EUR\n\
     006A8,,Drill,Prospecting,,9000,EUR\n";

/// An export of another file: a customer with a person, a deal, a contact, and what it set.
pub(crate) const OTHER: &str = r#"{"deals":"export","version":1,"schema_version":6,"records":6}
{"record":"account","id":"a1","uid":"0195b2c4-0000-7000-8000-000000000001","name":"Nord AG"}
{"record":"person","id":"p1","uid":"0195b2c4-0000-7000-8000-000000000002","account_id":"a1","name":"Ida Lund","phone":"+47 555"}
{"record":"deal","id":"d90","uid":"0195b2c4-0000-7000-8000-000000000003","account_id":"a1","title":"Crane","value":700.5,"currency":"NOK","people":[{"person_id":"p1"}],"rungs":[{"rung":"verbal","done_on":"2026-03-02"}]}
{"record":"touchpoint","id":"t1","uid":"0195b2c4-0000-7000-8000-000000000004","account_id":"a1","deal_id":"d90","person_id":"p1","on":"2026-03-02","via":"call","outcome":"reached","next":"c1"}
{"record":"check-in","id":"c1","uid":"0195b2c4-0000-7000-8000-000000000005","account_id":"a1","deal_id":"d90","kind":"follow-up","what":"send the sketch","status":"open","due_on":"2026-03-20","first_due_on":"2026-03-20"}
{"record":"rival","id":1,"uid":"0195b2c4-0000-7000-8000-000000000006","account_id":"a1","deal_id":"d90","name":"Umbra","heard_on":"2026-03-02"}
"#;

/// What was typed, day by day.
const DAYS: &[(&str, &[&str])] = &[
    ("2026-02-02", &["import crm.csv --source crm -q"]),
    (
        "2026-02-13",
        &[
            r#"add "Acme Corp" Fleet "EUR 48000.50" -d "in 3 weeks" --invoice eom --terms net30
               -w "Dana Ruiz <dana@acme.example>" --role sponsor --phone "+49 30 555" --tag q1 --tag key
               --note "from the fair
in May" --key J-1"#,
            r#"add "山田電機 株式会社" "🚜 Fleet" "JPY 1.2m" -w 山田太郎"#,
            r#"add "Indigo, Sons & Co" Desk "USD 900" --signed 2026-01-05"#,
        ],
    ),
    (
        "2026-02-16",
        &[
            "log acme --via visit --with dana she is glad, crew is booked --gave 'the safety study' --asked
               -n 'fri: send the chart'",
            "mark indigo delivered --on 2026-02-02",
            "mark indigo verified --on 2026-02-09",
            "mark indigo paid --ref R-77",
        ],
    ),
    (
        "2026-02-20",
        &[
            r#"add "Borel SA" Pilot "CHF 12.5k" --verbal today -w "Jean Roux""#,
            r#"add "שלום בע״מ" "Café ☕" "ILS 3.5k" --plan none"#,
            "add Hydra --prospect",
            "log borel -x",
            "log borel --via email sent the offer",
            "log acme --via email the agenda",
        ],
    ),
    (
        "2026-02-24",
        &[
            "edit t4 --answered yesterday",
            r#"expect acme delivery "9 mar" --why "the ferry is full""#,
            "log 山田 -l -n 2w",
        ],
    ),
    (
        "2026-03-02",
        &[
            r#"expect acme delivery "13 mar" --why "the crew is ill""#,
            "done c4 all dates are known",
            "drop c5 --why 'they count themselves'",
            "edit c6 --why 'the crew was new'",
            "remind d3 2026-03-13 ask for the drawings",
            "remind p1 2026-03-18 congratulate",
            "snooze c1 'next friday'",
            "tag fjord key north",
            "tag p2 golf",
            "remind indigo 2026-03-16 invite them to the fair",
        ],
    ),
    (
        "2026-03-13",
        &["log borel --inbound he calls on monday",
            "log hydra --via text the fair opens at nine", "snooze c1 '20 mar'"],
    ),
    (MORNING, &["log 山田 -x"]),
];

/// A machine with the files that may be imported, and nothing recorded.
pub(crate) fn empty() -> Environment {
    let mut rep = Environment::new();
    rep.write("crm.csv", CRM);
    rep.write("more.csv", MORE);
    rep.write("other.jsonl", OTHER);
    rep.at(MORNING);
    rep
}

/// The same with the whole book.
pub(crate) fn full() -> Environment {
    let mut rep = empty();
    for (day, lines) in DAYS {
        rep.at(day);
        for line in *lines {
            rep.run(line);
        }
    }
    rep.at(MORNING);
    rep
}

/// A machine that has `book` as its file, so that what a command changes is seen by that command alone.
pub(crate) fn with(book: Option<&[u8]>) -> Environment {
    let rep = empty();
    if let Some(bytes) = book {
        rep.write_private("book.db", bytes);
    }
    rep
}
