//! Books of any size from a fixed seed, written straight into SQLite with the real schema.
//!
//! An account has ten deals, and each place among the ten has a status of its own (see [`Slot`]). Whatever the
//! size, about fifty customers have something due and about fifty something coming within a week; in the
//! `tenth` variant every customer has something due, so a tenth of the deals has.

mod promised;

use std::error::Error;
use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};
use deals::domain::name;
use rusqlite::{Connection, Statement, params};

/// The whole schema, as the program makes it.
pub(crate) const SCHEMA: &str = concat!(
    include_str!("../../src/store/migrations/0001_init.sql"),
    include_str!("../../src/store/migrations/0002_promises.sql"),
    include_str!("../../src/store/migrations/0003_people.sql"),
    include_str!("../../src/store/migrations/0004_find.sql"),
    include_str!("../../src/store/migrations/0005_undo.sql"),
    include_str!("../../src/store/migrations/0006_views.sql")
);

/// Marks the file as ours; the same as in `store::schema`.
const HEADER: &str = "PRAGMA application_id = 0x6465616c; PRAGMA user_version = 6;";

/// The day on which the book is read: a Friday.
pub(crate) const TODAY: &str = "2026-03-13";

/// Customers with something due, whatever the size of the book.
const FEW: i64 = 50;

/// Commands that the journal keeps: the last.
const KEPT: i64 = 1000;

/// Touchpoints there are at most.
const MOST_TOUCHPOINTS: i64 = 1_000_000;

/// How much of a book is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    /// About fifty customers.
    Few,
    /// One deal of every customer: a tenth.
    Tenth,
}

impl Variant {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Few => "few",
            Self::Tenth => "tenth",
        }
    }

    pub(crate) fn read(name: &str) -> Option<Self> {
        [Self::Few, Self::Tenth]
            .into_iter()
            .find(|one| one.name() == name)
    }
}

/// Sixteen customers in turn have something due; the first of them always has a follow-up of a won deal whose
/// repeating step is near. Such customers are alike, so contacts logged with them write the same rows.
pub(crate) const TURN: i64 = 16;

/// Days of notice that contracts have.
const NOTICE: i64 = 90;

/// In so many days the contracts renew of which nothing is due.
const RENEWS: i64 = 300;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// `SplitMix64`: small, fast, the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A number of days from `first` to `last`.
    fn days(&mut self, first: i64, last: i64) -> i64 {
        first + i64::try_from(self.below((last - first + 1).unsigned_abs())).unwrap_or(0)
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        let place = self.below(list.len() as u64);
        list[usize::try_from(place).unwrap_or(0)]
    }

    fn uid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        format!(
            "019ce635-a000-7{:03x}-{:04x}-{:012x}",
            a & 0xfff,
            0x8000 | (a >> 12 & 0x3fff),
            b & 0xffff_ffff_ffff
        )
    }
}

/// Days around today as the file keeps them.
struct Calendar(Vec<String>);

impl Calendar {
    const BEHIND: i64 = 1_000;
    const AHEAD: i64 = 1_000;

    fn new() -> Outcome<Self> {
        let today: NaiveDate = TODAY.parse()?;
        let first = today - Days::new(Self::BEHIND.unsigned_abs());
        let count = usize::try_from(Self::BEHIND + Self::AHEAD)?;
        Ok(Self(
            first
                .iter_days()
                .take(count)
                .map(|day| day.to_string())
                .collect(),
        ))
    }

    /// The day so many days after today.
    fn on(&self, days: i64) -> &str {
        usize::try_from(days + Self::BEHIND)
            .ok()
            .and_then(|place| self.0.get(place))
            .map_or(TODAY, String::as_str)
    }
}

/// The place of a deal among the ten of its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// A prospect with a follow-up.
    Pursued,
    /// A prospect without.
    Quiet,
    /// A verbal yes; the order is pressed for.
    Verbal,
    /// Signed, its delivery expected.
    Expected,
    /// Signed.
    Signed,
    /// Signed, its delivery expected and put off before.
    Slipped,
    /// Delivered, used, paid.
    Settled,
    Lost,
}

const SLOTS: [Slot; 10] = [
    Slot::Pursued,
    Slot::Quiet,
    Slot::Verbal,
    Slot::Expected,
    Slot::Signed,
    Slot::Slipped,
    Slot::Signed,
    Slot::Settled,
    Slot::Settled,
    Slot::Lost,
];

const STEMS: [&str; 40] = [
    "Acme", "Borel", "Cato", "Delta", "Elan", "Fano", "Gado", "Hexa", "Ilex", "Juno", "Karst",
    "Lumen", "Mira", "Nord", "Orbis", "Pavo", "Quarz", "Rhone", "Sierra", "Tarn", "Ursa", "Vega",
    "Wolin", "Xenia", "Yara", "Zeta", "Arbor", "Brio", "Cobalt", "Dorado", "Ember", "Fjord",
    "Glacé", "Halcyon", "Indigo", "Jasper", "Krone", "Larch", "Müller", "Nimbus",
];
const FORMS: [&str; 6] = ["Ltd", "GmbH", "SA", "AG", "Inc", "BV"];
const FIRST: [&str; 12] = [
    "Dana", "Jules", "Mara", "Priya", "Otto", "Zoë", "Iris", "Noah", "Lena", "Paul", "Ada", "Tom",
];
const LAST: [&str; 12] = [
    "Ruiz", "Roux", "Vogt", "Nair", "Berg", "Lind", "Okoye", "Sato", "Weiss", "Costa", "Novak",
    "Keller",
];
const ROLES: [&str; 4] = ["decision-maker", "sponsor", "champion", "user"];
const TITLES: [&str; 8] = [
    "Fleet",
    "Lathe 200",
    "Press 40",
    "Service contract",
    "Pilot line",
    "Upgrade",
    "Training",
    "Sensors",
];
const NOTES: [&str; 6] = [
    "she is glad, the crew is booked",
    "talked about the project and who does what",
    "asked for the training dates again",
    "sent the plan and the figures of the pilot",
    "they want to see it at another customer's first",
    "the invoice is with their accountants",
];

/// One statement a table; the columns left out have their defaults.
struct Inserts<'c> {
    account: Statement<'c>,
    person: Statement<'c>,
    word: Statement<'c>,
    deal: Statement<'c>,
    deal_person: Statement<'c>,
    rung: Statement<'c>,
    failed: Statement<'c>,
    part: Statement<'c>,
    rung_move: Statement<'c>,
    result: Statement<'c>,
    measurement: Statement<'c>,
    objective: Statement<'c>,
    answer: Statement<'c>,
    rival: Statement<'c>,
    touchpoint: Statement<'c>,
    check_in: Statement<'c>,
    command: Statement<'c>,
    row: Statement<'c>,
}

impl<'c> Inserts<'c> {
    fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        let into = |table: &str, columns: &str| {
            let marks = vec!["?"; columns.split(',').count()].join(", ");
            connection.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))
        };
        Ok(Self {
            account: into("account", "id, uid, name, tags")?,
            person: into("person", "id, uid, account_id, name, role, email, phone")?,
            word: into("name_word", "word, account_id, person_id")?,
            deal: into(
                "deal",
                "id, uid, account_id, title, value_minor, currency, plan, plan_runs, terms_days, expected_close_on, \
                 lost_on, lost_reason, key, source, note, tags, addon_of, penalty, commission, renews_on, notice_days",
            )?,
            deal_person: into("deal_person", "deal_id, person_id")?,
            rung: into("rung", "id, deal_id, rung, done_on, expected_on")?,
            failed: into("rung", "id, deal_id, rung, failed_on, failed_why")?,
            part: into("part", "rung_id, on_day, what, amount_minor, currency")?,
            result: into(
                "result",
                "id, uid, deal_id, metric, baseline, target, unit, accepted_by, accepted_on, may_quote",
            )?,
            measurement: into("measurement", "result_id, on_day, value")?,
            objective: into("objective", "id, uid, deal_id, what")?,
            answer: into(
                "objective_answer",
                "objective_id, person_id, stance, why, on_day",
            )?,
            rival: into(
                "rival",
                "uid, account_id, deal_id, name, note, heard_on, gone_on",
            )?,
            rung_move: into("rung_move", "rung_id, from_on, to_on, why, moved_on")?,
            touchpoint: into(
                "touchpoint",
                "uid, account_id, deal_id, person_id, on_day, via, outcome, note",
            )?,
            check_in: into(
                "check_in",
                "uid, account_id, deal_id, kind, what, why, due_on, first_due_on, snoozes, status, ended, ended_on, \
                 step, anchor_rung, anchor_offset, anchor_unit, anchored_on, every, every_unit, until_rung, turn_on, \
                 rung, owner, theirs, evidence, plan_b, result_id",
            )?,
            command: into("journal_command", "id, at, verb")?,
            row: into("journal_row", "command_id, table_name, row_id")?,
        })
    }
}

/// A step of a plan, as its check-in keeps it.
#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    what: &'static str,
    anchor: &'static str,
    offset: i64,
    unit: &'static str,
    /// How often it comes again, and until which rung.
    every: Option<(i64, &'static str, &'static str)>,
}

const ON_TRACK: Step = Step {
    name: "standard/on-track",
    what: "is it on track?",
    anchor: "ordered",
    offset: 14,
    unit: "days",
    every: Some((14, "days", "delivered")),
};
const PRESS: Step = Step {
    name: "verbal/order",
    what: "press for the order",
    anchor: "verbal",
    offset: 1,
    unit: "workdays",
    every: Some((3, "workdays", "ordered")),
};
const REASSURE: Step = Step {
    name: "standard/reassure",
    what: "reassure: glad they chose us, what happens next",
    anchor: "ordered",
    offset: 1,
    unit: "workdays",
    every: None,
};

/// A check-in to be written.
#[derive(Clone, Copy)]
struct CheckIn<'a> {
    deal: Option<i64>,
    kind: &'a str,
    what: &'a str,
    why: Option<&'a str>,
    due: i64,
    /// Days from today on which it was done; none while it is open.
    done: Option<i64>,
    step: Option<(Step, i64)>,
    rung: Option<&'a str>,
    owner: Option<&'a str>,
    theirs: bool,
    plan_b: Option<&'a str>,
    result: Option<i64>,
    /// It waits for a day that is not known, whatever `due` says.
    waits: bool,
}

impl CheckIn<'_> {
    /// A plain one of a deal.
    const fn of(deal: i64, due: i64) -> Self {
        Self {
            deal: Some(deal),
            kind: "care",
            what: "",
            why: None,
            due,
            done: None,
            step: None,
            rung: None,
            owner: None,
            theirs: false,
            plan_b: None,
            result: None,
            waits: false,
        }
    }

    /// The same, of a step that counts from a day.
    const fn step(self, step: Step, anchored: i64) -> Self {
        Self {
            what: step.what,
            step: Some((step, anchored)),
            ..self
        }
    }
}

/// The day itself, or the Monday after it; today, which is day 0, is a Friday.
const fn workday(day: i64) -> i64 {
    day + match day.rem_euclid(7) {
        1 => 2,
        2 => 1,
        _ => 0,
    }
}

/// In what a deal is paid.
const fn currency(deal: i64) -> &'static str {
    if deal % 7 == 0 { "EUR" } else { "USD" }
}

struct Book<'c> {
    inserts: Inserts<'c>,
    dice: Dice,
    calendar: Calendar,
    rungs: i64,
    commands: i64,
    /// So many of the first are not in the journal any more.
    cleared: i64,
}

impl Book<'_> {
    fn account(&mut self, id: i64, accounts: i64, variant: Variant) -> Outcome<()> {
        let (stem, form) = (self.dice.of(&STEMS), self.dice.of(&FORMS));
        let number = id.to_string();
        let tags = if id % 5 == 0 {
            r#"["key-account"]"#
        } else {
            "[]"
        };
        let uid = self.dice.uid();
        self.inserts
            .account
            .execute(params![id, uid, format!("{stem} {number} {form}"), tags])?;
        let folded = name::fold(&format!("{stem} {number} {form}"));
        let keys = name::near_keys(&folded);
        for word in name::words(&folded).chain(keys.iter().map(String::as_str)) {
            self.inserts.word.execute(params![word, id, None::<i64>])?;
        }
        let people = [Some(2 * id - 1), (id % 3 == 0).then_some(2 * id)];
        for person in people.into_iter().flatten() {
            self.person(person, id)?;
        }
        let every = (accounts / FEW).max(1);
        // The place among those that have something due, if it has.
        let due = match variant {
            Variant::Few => (id % every == 0).then_some(id / every),
            Variant::Tenth => Some(id),
        };
        let comes_soon = id % every == every / 2 && every > 1;
        for (place, slot) in (0..).zip(SLOTS) {
            let deal = 10 * (id - 1) + 1 + place;
            self.deal(deal, id, slot, due, comes_soon)?;
        }
        self.promised(id)?;
        if let Some(place) = due {
            self.due(id, place)?;
        }
        Ok(())
    }

    fn person(&mut self, id: i64, account: i64) -> Outcome<()> {
        let (first, last) = (self.dice.of(&FIRST), self.dice.of(&LAST));
        let (called, family) = (name::fold(first), name::fold(last));
        let email = format!("{called}.{family}@a{account}.example");
        let phone = format!("+41 44 {:03} {:02} {:02}", id % 1000, id % 97, id % 89);
        let (uid, role) = (self.dice.uid(), self.dice.of(&ROLES));
        self.inserts.person.execute(params![
            id,
            uid,
            account,
            format!("{first} {last}"),
            role,
            email,
            phone
        ])?;
        // An address stands in the index by its first word; a first name is that already.
        for word in [called, family] {
            self.inserts.word.execute(params![word, None::<i64>, id])?;
        }
        Ok(())
    }

    fn deal(
        &mut self,
        id: i64,
        account: i64,
        slot: Slot,
        due: Option<i64>,
        comes_soon: bool,
    ) -> Outcome<()> {
        let value = 50_000 + self.dice.days(0, 20_000_000);
        let currency = currency(id);
        let plan = match slot {
            Slot::Pursued | Slot::Quiet | Slot::Lost => None,
            Slot::Verbal => Some("verbal"),
            _ => Some("standard"),
        };
        let is_prospect = matches!(slot, Slot::Pursued | Slot::Quiet);
        let close = is_prospect.then(|| self.dice.days(1, 300));
        let lost = (slot == Slot::Lost).then(|| self.dice.days(-600, -1));
        let renews = match (slot, due.map(|place| place % (2 * TURN))) {
            // Notice could be given until yesterday, or can be for two weeks more.
            (Slot::Signed, Some(7)) if id % 10 == 7 => Some(NOTICE - 1),
            (Slot::Signed, Some(23)) if id % 10 == 7 => Some(NOTICE + 14),
            (Slot::Settled, _) if id % 10 == 9 => Some(RENEWS),
            _ => None,
        };
        let (uid, title) = (self.dice.uid(), self.dice.of(&TITLES));
        self.inserts.deal.execute(params![
            id,
            uid,
            account,
            title,
            value,
            currency,
            plan,
            i64::from(plan.is_some()),
            (slot == Slot::Settled).then_some(30),
            close.map(|days| self.calendar.on(days)),
            lost.map(|days| self.calendar.on(days)),
            lost.map(|_| "price"),
            (id % 2 == 0).then(|| format!("CRM-{id}")),
            if id % 2 == 0 { "crm" } else { "" },
            (id % 10 == 4).then(|| self.dice.of(&NOTES)),
            if id % 10 == 6 { r#"["renew"]"# } else { "[]" },
            (slot == Slot::Signed && id % 10 == 7 && account % 5 == 0).then_some(id - 2),
            matches!(slot, Slot::Expected | Slot::Slipped).then_some("1 % a week"),
            (plan == Some("standard")).then_some(600),
            renews.map(|days| self.calendar.on(days)),
            renews.map(|_| NOTICE),
        ])?;
        if id % 10 < 7 {
            self.inserts
                .deal_person
                .execute(params![id, 2 * account - 1])?;
        }
        self.ladder(id, account, slot, due, comes_soon)?;
        self.journal("add", "deal", id)
    }

    /// The rungs of a deal and the check-ins that belong to them.
    fn ladder(
        &mut self,
        id: i64,
        account: i64,
        slot: Slot,
        due: Option<i64>,
        comes_soon: bool,
    ) -> Outcome<()> {
        let ahead = self.dice.days(30, 400);
        let turn = due.map(|place| place % TURN);
        match slot {
            Slot::Quiet | Slot::Lost => Ok(()),
            Slot::Pursued => {
                let due = if comes_soon {
                    self.dice.days(1, 7)
                } else {
                    ahead
                };
                let follow_up = CheckIn {
                    kind: "follow-up",
                    what: "ask about the budget",
                    ..CheckIn::of(id, due)
                };
                self.check_in(account, &follow_up)
            }
            Slot::Verbal => {
                let said = self.dice.days(-60, -1);
                self.rung(id, "verbal", Some(said), None)?;
                let due = if turn == Some(4) {
                    -self.dice.days(1, 20)
                } else {
                    ahead
                };
                self.check_in(account, &CheckIn::of(id, due).step(PRESS, said))
            }
            Slot::Settled => {
                let signed = self.dice.days(-900, -300);
                for (rung, after) in [
                    ("signed", 0),
                    ("delivered", 30),
                    ("verified", 60),
                    ("invoiced", 65),
                    ("paid", 95),
                ] {
                    let row = self.rung(id, rung, Some(signed + after), None)?;
                    if rung == "paid" {
                        let on = self.calendar.on(signed + 10);
                        self.inserts.part.execute(params![
                            row,
                            on,
                            "deposit",
                            20_000,
                            currency(id)
                        ])?;
                    }
                }
                self.reassured(id, account, signed)
            }
            Slot::Expected | Slot::Signed | Slot::Slipped => {
                self.won(id, account, slot, turn, ahead)
            }
        }
    }

    /// A signed deal: its plan has begun, its delivery may be expected.
    fn won(
        &mut self,
        id: i64,
        account: i64,
        slot: Slot,
        turn: Option<i64>,
        ahead: i64,
    ) -> Outcome<()> {
        let signed = self.dice.days(-250, -20);
        self.rung(id, "signed", Some(signed), None)?;
        self.reassured(id, account, signed)?;
        let next = match (slot, turn) {
            // The next turn of the first of sixteen is moved by a contact.
            (Slot::Expected, Some(0)) => 10,
            (Slot::Signed, Some(1 | 9)) if id % 10 == 5 => -self.dice.days(0, 20),
            _ => ahead,
        };
        self.check_in(account, &CheckIn::of(id, next).step(ON_TRACK, signed))?;
        if slot == Slot::Signed {
            return Ok(());
        }
        let late = slot == Slot::Slipped && turn == Some(3);
        let delivery = if late {
            -self.dice.days(1, 20)
        } else {
            next.max(ahead) + 20
        };
        let rung = self.rung(id, "delivered", None, Some(delivery))?;
        let asked = CheckIn {
            kind: "rung",
            what: "confirm the delivery",
            rung: Some("delivered"),
            ..CheckIn::of(id, delivery)
        };
        self.check_in(account, &asked)?;
        if slot == Slot::Expected {
            return Ok(());
        }
        // Put off by a week, one to three times.
        for weeks in (1..=self.dice.days(1, 3)).rev() {
            self.inserts.rung_move.execute(params![
                rung,
                self.calendar.on(delivery - 7 * weeks),
                self.calendar.on(delivery - 7 * weeks + 7),
                "the factory is late",
                self.calendar.on(-20),
            ])?;
        }
        Ok(())
    }

    /// The first step of the plan, done long ago.
    fn reassured(&mut self, id: i64, account: i64, signed: i64) -> Outcome<()> {
        let done = CheckIn {
            done: Some(signed + 1),
            ..CheckIn::of(id, signed + 1).step(REASSURE, signed)
        };
        self.check_in(account, &done)
    }

    /// What is due with a customer, by its place in the turn of sixteen; some of it is in `ladder`.
    fn due(&mut self, account: i64, place: i64) -> Outcome<()> {
        let deal = |place: i64| Some(10 * (account - 1) + 1 + place);
        let plain = CheckIn {
            deal: None,
            kind: "follow-up",
            what: "call about the crew",
            why: Some("she asked for it"),
            ..CheckIn::of(0, -self.dice.days(0, 20))
        };
        let check_in = match place % TURN {
            0 => CheckIn {
                deal: deal(3),
                due: -3,
                ..plain
            },
            1 | 3 | 4 | 9 => return Ok(()),
            2 => CheckIn {
                deal: deal(5),
                kind: "promise",
                what: "training dates",
                owner: (account % 3 == 0).then_some("Priya"),
                theirs: account % 5 == 0,
                ..plain
            },
            5 => CheckIn {
                deal: deal(0),
                ..plain
            },
            6 => plain,
            7 => CheckIn {
                deal: deal(6),
                kind: "renewal",
                what: "renew or renegotiate",
                why: None,
                ..plain
            },
            8 => CheckIn {
                deal: deal(6),
                kind: "risk",
                what: "is the crane there?",
                plan_b: Some("rent one"),
                ..plain
            },
            10 => CheckIn {
                deal: deal(9),
                kind: "heartbeat",
                what: "did they deliver?",
                ..plain
            },
            11 => CheckIn {
                deal: deal(4),
                kind: "thanks",
                what: "built the demo",
                owner: Some("Priya"),
                ..plain
            },
            12 => CheckIn {
                deal: deal(6),
                kind: "result",
                what: "measure: hours a month",
                result: Some(3 * account),
                ..plain
            },
            _ => CheckIn {
                deal: deal(6),
                ..plain
            },
        };
        self.check_in(account, &check_in)
    }

    fn rung(
        &mut self,
        deal: i64,
        rung: &str,
        done: Option<i64>,
        expected: Option<i64>,
    ) -> Outcome<i64> {
        self.rungs += 1;
        let on = |days: Option<i64>| days.map(|days| self.calendar.on(days));
        self.inserts
            .rung
            .execute(params![self.rungs, deal, rung, on(done), on(expected)])?;
        Ok(self.rungs)
    }

    fn check_in(&mut self, account: i64, of: &CheckIn<'_>) -> Outcome<()> {
        let uid = self.dice.uid();
        let step = of.step.map(|(step, _)| step);
        // The program would roll a step that falls on a weekend at its first look at the customer.
        let due = self.calendar.on(match step {
            Some(_) => workday(of.due),
            None => of.due,
        });
        let every = step.and_then(|step| step.every);
        self.inserts.check_in.execute(params![
            uid,
            account,
            of.deal,
            of.kind,
            of.what,
            of.why,
            (!of.waits).then_some(due),
            (!of.waits).then_some(due),
            i64::from(of.why.is_some()),
            if of.done.is_some() { "done" } else { "open" },
            of.done.map(|_| "contact"),
            of.done.map(|days| self.calendar.on(days)),
            step.map(|step| step.name),
            step.map(|step| step.anchor),
            step.map(|step| step.offset),
            step.map(|step| step.unit),
            of.step.map(|(_, anchored)| self.calendar.on(anchored)),
            every.map(|(count, ..)| count),
            every.map(|(_, unit, _)| unit),
            every.map(|(.., until)| until),
            every.map(|_| due),
            of.rung,
            of.owner,
            of.theirs,
            (of.kind == "promise" && of.done.is_some()).then_some("the signed plan"),
            of.plan_b,
            of.result,
        ])?;
        Ok(())
    }

    fn touchpoint(&mut self, id: i64, accounts: i64) -> Outcome<()> {
        let account = self.dice.days(1, accounts);
        let (via, outcome) = self.dice.of(&[
            ("call", "reached"),
            ("call", "reached"),
            ("meeting", "reached"),
            ("visit", "reached"),
            ("video", "reached"),
            ("email", "sent"),
            ("email", "sent"),
            ("text", "sent"),
            ("call", "no-answer"),
            ("call", "left-message"),
        ]);
        // Some were tried today; nobody was reached today, who would be off the list.
        let first = i64::from(outcome == "reached");
        let on = -self.dice.days(first, 400);
        let deal = (id % 2 == 0).then(|| 10 * (account - 1) + 1 + id / 2 % 10);
        let person = (id % 3 > 0).then_some(2 * account - 1);
        let (uid, note) = (self.dice.uid(), self.dice.of(&NOTES));
        let on = self.calendar.on(on);
        self.inserts
            .touchpoint
            .execute(params![uid, account, deal, person, on, via, outcome, note])?;
        self.journal("log", "touchpoint", id)
    }

    fn journal(&mut self, verb: &str, table: &str, row: i64) -> Outcome<()> {
        self.commands += 1;
        if self.commands <= self.cleared {
            return Ok(());
        }
        self.inserts
            .command
            .execute(params![self.commands, "2026-01-05T08:00:00.000Z", verb])?;
        self.inserts
            .row
            .execute(params![self.commands, table, row])?;
        Ok(())
    }
}

/// Makes a book of so many deals. It stands there whole or not at all.
pub(crate) fn book(path: &Path, deals: i64, variant: Variant) -> Outcome<()> {
    let unfinished = path.with_extension("unfinished");
    let _ = fs::remove_file(&unfinished);
    let mut connection = Connection::open(&unfinished)?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;
         PRAGMA ignore_check_constraints = ON; PRAGMA cache_size = -262144;",
    )?;
    connection.execute_batch(SCHEMA)?;
    connection.execute_batch(HEADER)?;
    let indexes: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    // An index that is built at once is several times quicker than one that grows row by row.
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    let transaction = connection.transaction()?;
    let accounts = deals / 10;
    let touchpoints = (10 * deals).min(MOST_TOUCHPOINTS);
    let mut book = Book {
        inserts: Inserts::new(&transaction)?,
        dice: Dice(7),
        calendar: Calendar::new()?,
        rungs: 0,
        commands: 0,
        cleared: 10 * accounts + touchpoints - KEPT,
    };
    for account in 1..=accounts {
        book.account(account, accounts, variant)?;
    }
    for touchpoint in 1..=touchpoints {
        book.touchpoint(touchpoint, accounts)?;
    }
    drop(book);
    transaction.commit()?;
    for (_, sql) in &indexes {
        connection.execute_batch(sql)?;
    }
    connection.execute_batch(include_str!("generate/find.sql"))?;
    connection.close().map_err(|(_, error)| error)?;
    fs::rename(unfinished, path)?;
    Ok(())
}

/// Whether a book is one that the program could have made: every CHECK and every reference holds.
pub(crate) fn check(path: &Path) -> Outcome<()> {
    let connection = Connection::open(path)?;
    let said: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(format!("{}: {said}", path.display()).into());
    }
    if connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(format!("{}: a reference leads nowhere", path.display()).into());
    }
    Ok(())
}
