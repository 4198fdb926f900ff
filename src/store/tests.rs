//! The file as the rest of the program relies on it.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::Value;
use tempfile::TempDir;

use super::*;
use crate::domain::account::{Account, Reach};
use crate::domain::calendar::Calendar;
use crate::domain::contract::Percent;
use crate::domain::customer::{About, By, Customer, Day, Next};
use crate::domain::deal::{Deal, PlanChoice};
use crate::domain::id::{AccountId, DealId, PersonId, TouchpointId};
use crate::domain::ladder::Ladder;
use crate::domain::money::{Currency, Money};
use crate::domain::number::Number;
use crate::domain::objective::{Answer, Stance};
use crate::domain::person::{Person, Role, Topic};
use crate::domain::result::{Acceptance, Measurement, Promised};
use crate::domain::rung::Rung;
use crate::domain::target::Fit;
use crate::domain::touchpoint::{Outcome, Touchpoint, Via};
use crate::domain::win_back::WinBack;

/// A place of its own for a file.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("book.db")
    }

    fn store(&self) -> Store {
        Store::new(Location::Named(self.path()), options().now)
    }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn options() -> WriteOptions<'static> {
    let now: DateTime<Utc> = "2026-03-06T08:00:00Z".parse().unwrap();
    WriteOptions {
        verb: "add",
        typed: "add acme",
        now,
        dry_run: false,
        references: References::RowByRow,
    }
}

fn write<T>(store: &Store, change: impl FnMut(&Writer<'_>) -> Result<T, StoreError>) -> T {
    store.write(options(), change).unwrap()
}

fn read<T>(store: &Store, look: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> T {
    store.read(look).unwrap()
}

fn named(name: &str) -> Customer {
    let account = Account {
        id: AccountId::provisional(0),
        uid: String::new(),
        name: name.to_owned(),
        tags: vec!["vip".to_owned()],
    };
    Customer::new(
        account,
        Vec::new(),
        Vec::new(),
        Vec::new(),
        Reach::default(),
    )
}

/// A customer of whom everything is on record that version 1 knows.
fn full_customer() -> Customer {
    let mut customer = named("Acme Corp");
    let person = customer.add_person(Person {
        id: PersonId::provisional(0),
        uid: String::new(),
        account_id: AccountId(0),
        name: "Dana Ruiz".to_owned(),
        role: Some(Role::Sponsor),
        email: Some("dana@acme.example".to_owned()),
        phone: Some("+49 30 1".to_owned()),
        tags: vec!["golf".to_owned()],
        interests: Some("rowing".to_owned()),
        topic: Some(Topic {
            what: "her new boat".to_owned(),
            on: day(2),
        }),
        note: Some("calls before nine".to_owned()),
    });
    let mut ladder = Ladder::with_terms(Some(30));
    ladder
        .mark(Rung::Signed, day(2), Some("C-1".to_owned()))
        .unwrap();
    ladder
        .expect(Rung::Delivered, day(20), None, day(2))
        .unwrap();
    ladder
        .expect(Rung::Delivered, day(25), Some("parts".to_owned()), day(3))
        .unwrap();
    ladder.waive(Rung::Verified).unwrap();
    let deal = customer.add_deal(Deal {
        id: DealId::provisional(0),
        uid: String::new(),
        account_id: AccountId(0),
        title: Some("Fleet".to_owned()),
        value: Some(Money {
            minor: 4_800_000,
            currency: Currency::EUR,
        }),
        plan: PlanChoice::Open,
        ladder,
        expected_close_on: Some(day(1)),
        lost: None,
        key: Some("K-1".to_owned()),
        source: "crm".to_owned(),
        note: Some("two\nlines".to_owned()),
        tags: vec!["fleet".to_owned(), "q1".to_owned()],
        people: vec![person],
        roles: std::iter::once((person, Role::User)).collect(),
        imported: Some("{}".to_owned()),
        addon_of: None,
        penalty: Some("1 % a week".to_owned()),
        commission: Some(Percent(625)),
        renews_on: Some(day(31)),
        notice_days: Some(20),
        plan_by_hand: true,
        fit: None,
        fit_why: None,
        win_back: WinBack::default(),
    });
    let calendar = Calendar::default();
    let now = Day {
        today: day(6),
        calendar: &calendar,
        plans: &[],
    };
    achieve(&mut customer, deal, person, now);
    customer.tidy(now);
    let call = Touchpoint {
        id: TouchpointId::provisional(0),
        uid: String::new(),
        account_id: AccountId(0),
        deal_id: None,
        person_id: Some(person),
        on: day(5),
        sent_on: Some(day(4)),
        via: Via::Email,
        outcome: Outcome::Reached,
        inbound: true,
        note: Some("glad".to_owned()),
        gave: Some("a chart".to_owned()),
        asked: true,
        next: None,
    };
    let next = Next {
        on: day(9),
        what: Some("send the plan".to_owned()),
    };
    customer.contact(call, About::Deal(deal), false, Some(next), now);
    customer.tidy(now);
    customer
}

/// Rows of the journal: which table, which row, and the row as it was.
/// Promises a result that was measured twice and accepted, and an objective that somebody objects to.
fn achieve(customer: &mut Customer, deal: DealId, person: PersonId, now: Day<'_>) {
    let promised = Promised::read("first response: 40 -> -2.50 h").unwrap();
    let result = customer.promise_result(deal, promised, By::Rung);
    for (on, value) in [(day(5), "0.125"), (day(4), "48000.250")] {
        let value = Number::read(value).unwrap();
        customer.measure(result, Measurement { on, value }, now);
    }
    customer.accept_result(
        result,
        Acceptance {
            by: Some(person),
            on: day(6),
            may_quote: Some(true),
        },
    );
    let objective = customer.add_objective(deal, "fewer shifts".to_owned());
    customer.objective_mut(objective).unwrap().answer(Answer {
        person_id: person,
        stance: Stance::Objecting,
        why: Some("too early".to_owned()),
        on: day(6),
    });
}

fn journal(store: &Store) -> Vec<(String, i64, Option<String>)> {
    read(store, |reader| {
        let mut statement = reader
            .connection
            .prepare("SELECT table_name, row_id, before FROM journal_row ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
}

#[test]
fn what_is_saved_is_what_is_loaded() {
    let place = Place::new();
    let store = place.store();
    let saved = write(&store, |writer| writer.save_customer(None, full_customer())).customer;
    let loaded = read(&store, |reader| reader.find_customer(saved.account.id)).unwrap();
    assert_eq!(loaded.account, saved.account);
    assert_eq!(loaded.people, saved.people);
    assert_eq!(loaded.deals, saved.deals);
    assert_eq!(loaded.check_ins, saved.check_ins);
    assert_eq!(loaded.results, saved.results);
    assert_eq!(loaded.objectives, saved.objectives);
    assert_eq!(loaded.reach.last_reached_on, Some(day(5)));
    let touchpoint = read(&store, |reader| {
        reader.find_touchpoint(saved.touchpoints[0].id)
    })
    .unwrap();
    assert_eq!(touchpoint.touchpoint, saved.touchpoints[0]);
    assert_eq!(
        touchpoint.closed.len(),
        1,
        "the contact closed the reassurance"
    );
    assert!(touchpoint.touchpoint.next.is_some(), "and set the next one");
    assert!(loaded.check_ins.iter().all(|one| !one.uid.is_empty()));
}

#[test]
fn saving_what_is_there_writes_nothing() {
    let place = Place::new();
    let store = place.store();
    let saved = write(&store, |writer| writer.save_customer(None, full_customer())).customer;
    let before = std::fs::read(place.path()).unwrap();
    write(&store, |writer| {
        let loaded = writer.find_customer(saved.account.id)?.unwrap();
        writer.save_customer(Some(&loaded), loaded.clone())?;
        assert!(!writer.has_written());
        Ok(())
    });
    assert_eq!(std::fs::read(place.path()).unwrap(), before);
}

#[test]
fn the_journal_has_every_row_as_it_was() {
    let place = Place::new();
    let store = place.store();
    write(&store, |writer| {
        writer.insert("account", &account_row("Acme"))
    });
    write(&store, |writer| {
        writer.update("account", 1, &[("name", Value::Text("Acme".into()))])
    });
    assert_eq!(
        journal(&store).len(),
        1,
        "a row that has the values already is not touched"
    );
    write(&store, |writer| {
        writer.update("account", 1, &[("name", Value::Text("Borel".into()))])
    });
    write(&store, |writer| writer.delete("account", 1));
    let rows = journal(&store);
    assert_eq!(
        rows[0],
        ("account".to_owned(), 1, None),
        "made by the command"
    );
    let names: Vec<String> = rows[1..]
        .iter()
        .map(|(_, _, before)| {
            let row: serde_json::Value = serde_json::from_str(before.as_ref().unwrap()).unwrap();
            assert_eq!(
                (&row["id"], &row["uid"], &row["tags"]),
                (&1.into(), &"u".into(), &"[]".into())
            );
            row["name"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(names, ["Acme", "Borel"]);
}

fn account_row(name: &str) -> [door::Column; 2] {
    [
        ("uid", Value::Text("u".into())),
        ("name", Value::Text(name.into())),
    ]
}

#[test]
fn a_change_that_fails_changes_nothing() {
    let place = Place::new();
    let store = place.store();
    write(&store, |writer| {
        writer.insert("account", &account_row("Acme"))
    });
    let before = std::fs::read(place.path()).unwrap();
    let failed: Result<(), StoreError> = store.write(options(), |writer| {
        writer.insert("account", &account_row("Borel"))?;
        Err(StoreError::Unstorable)
    });
    assert!(failed.is_err());
    let dry_run = WriteOptions {
        dry_run: true,
        ..options()
    };
    store
        .write(dry_run, |writer| {
            writer.insert("account", &account_row("Cato"))
        })
        .unwrap();
    assert_eq!(std::fs::read(place.path()).unwrap(), before);
}

#[test]
fn a_first_change_that_fails_leaves_no_file() {
    let place = Place::new();
    let failed: Result<(), StoreError> = place
        .store()
        .write(options(), |_| Err(StoreError::Unstorable));
    assert!(failed.is_err());
    assert!(!place.path().exists());
}

#[test]
fn ids_are_never_given_twice() {
    let place = Place::new();
    let store = place.store();
    let first = write(&store, |writer| writer.save_customer(None, named("Acme")))
        .customer
        .account
        .id;
    write(&store, |writer| writer.delete_account(first));
    let second = write(&store, |writer| writer.save_customer(None, named("Acme")))
        .customer
        .account
        .id;
    assert_eq!((first, second), (AccountId(1), AccountId(2)));
}

#[test]
fn removing_an_account_leaves_nothing_of_it() {
    let place = Place::new();
    let store = place.store();
    let account = write(&store, |writer| writer.save_customer(None, full_customer()))
        .customer
        .account
        .id;
    write(&store, |writer| writer.delete_account(account));
    read(&store, |reader| {
        for table in [
            "account",
            "person",
            "name_word",
            "deal",
            "deal_person",
            "rung",
            "rung_move",
            "check_in",
            "touchpoint",
            "result",
            "measurement",
            "objective",
            "objective_answer",
            "heartbeat",
        ] {
            let sql = format!("SELECT count(*) FROM {table}");
            let rows: i64 = reader.connection.query_row(&sql, [], |row| row.get(0))?;
            assert_eq!(rows, 0, "{table}");
        }
        Ok(())
    });
}

#[test]
fn names_are_found_by_the_beginning_of_any_word() {
    let place = Place::new();
    let store = place.store();
    write(&store, |writer| {
        writer.save_customer(None, full_customer())?;
        writer.save_customer(None, named("Élan & Söhne"))?;
        writer.save_customer(None, named("☃"))
    });
    let accounts = |query: &str| -> Vec<(Fit, String)> {
        let found = read(&store, |reader| reader.list_accounts_named(query));
        found
            .into_iter()
            .map(|(fit, named)| (fit, named.account))
            .collect()
    };
    assert_eq!(
        accounts("acme corp"),
        [(Fit::Exact, "Acme Corp".to_owned())]
    );
    assert_eq!(accounts("corp"), [(Fit::Begins, "Acme Corp".to_owned())]);
    assert_eq!(accounts("soh"), [(Fit::Begins, "Élan & Söhne".to_owned())]);
    assert_eq!(accounts("☃"), [(Fit::Exact, "☃".to_owned())]);
    assert!(accounts("orp").is_empty());
    let people = read(&store, |reader| {
        reader.list_people_named("dana@acme.example")
    });
    assert_eq!(people.first().map(|(fit, _)| *fit), Some(Fit::Exact));
}

#[test]
fn reach_counts_attempts_after_the_last_contact_only() {
    let place = Place::new();
    let store = place.store();
    let account = write(&store, |writer| writer.save_customer(None, named("Acme")))
        .customer
        .account
        .id;
    // Outcome and day of each touchpoint, in the order in which they were written down.
    let table = [
        ("no-answer", 1),
        ("reached", 3),
        ("sent", 3),
        ("left-message", 5),
        ("no-answer", 2),
    ];
    for (outcome, on) in table {
        write(&store, |writer| {
            let text = |text: &str| Value::Text(text.to_owned());
            let on = text(&day(on).to_string());
            let row = [
                ("uid", text("u")),
                ("account_id", Value::Integer(account.0)),
                ("on_day", on),
                ("via", text("call")),
                ("outcome", text(outcome)),
            ];
            writer.insert("touchpoint", &row)
        });
    }
    let reach = read(&store, |reader| reader.get_reach(account));
    assert_eq!(
        reach,
        Reach {
            last_reached_on: Some(day(3)),
            attempts: 2,
            last_contact_on: Some(day(5))
        }
    );
    assert!(reach.was_tried_on(day(5)));
    assert!(!reach.was_tried_on(day(4)));
}

/// Another book is put in the place of the one that is open, before a row is written or after.
#[cfg(unix)]
#[test]
fn a_file_that_was_replaced_meanwhile_is_not_said_to_hold_what_was_written() {
    for is_done in [false, true] {
        let place = Place::new();
        let store = place.store();
        let add = |name: &'static str, meanwhile: &dyn Fn(bool)| {
            store.write(options(), |writer| {
                meanwhile(false);
                let account = writer.insert("account", &account_row(name));
                meanwhile(true);
                account
            })
        };
        add("Acme", &|_| {}).unwrap();
        let other = place.folder.path().join("other.db");
        std::fs::copy(place.path(), &other).unwrap();
        let ended = add("Borel", &|now| {
            if now == is_done {
                std::fs::rename(&other, place.path()).unwrap();
            }
        });
        assert!(
            matches!(ended, Err(StoreError::Replaced { is_done: told, .. }) if told == is_done),
            "{ended:?}"
        );
        let names: usize = place
            .store()
            .read(|reader| reader.list_accounts().map(|all| all.len()))
            .unwrap();
        assert_eq!(names, 1, "the other file was written into");
    }
}
