//! Answers the shells' completion requests: read-only, silent, never failing, and nothing is ever created.

mod shells;
mod typed;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process;

use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Elvish, Powershell, Shells};

use crate::cli::find_verb;
use crate::context::{load_config, locate, read_clock};
use crate::domain::id::{
    AccountId, AnyId, CheckInId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId,
};
use crate::domain::name;
use crate::domain::plan::{self, Plan};
use crate::domain::target::{self, Target};
use crate::domain::words::{excerpt, is_harmful};
use crate::env::Env;
use crate::store::{Listed, Reader, Store, StoreError, Whose};

/// How many names are offered at most: more than a screen helps nobody.
const OFFERED: usize = 50;

/// How many tags are looked at.
const TAGS: i64 = 1_000;

const ZSH: shells::Plain = shells::Plain {
    shell: "zsh",
    script: include_str!("../completions/asking.zsh"),
};
const FISH: shells::Plain = shells::Plain {
    shell: "fish",
    script: include_str!("../completions/asking.fish"),
};

const ELVISH: shells::Other = shells::Other {
    shell: &Elvish,
    takes_help: false,
};
const POWERSHELL: shells::Other = shells::Other {
    shell: &Powershell,
    takes_help: true,
};

/// What every target may be named by.
const ANY: &[(char, Listed)] = &[
    (AccountId::LETTER, Listed::Accounts),
    (PersonId::LETTER, Listed::People),
    (DealId::LETTER, Listed::Deals),
    (CheckInId::LETTER, Listed::OpenCheckIns),
];

/// Every record that has an id.
const EVERY: &[(char, Listed)] = &[
    (AccountId::LETTER, Listed::Accounts),
    (PersonId::LETTER, Listed::People),
    (DealId::LETTER, Listed::Deals),
    (CheckInId::LETTER, Listed::CheckIns),
    (TouchpointId::LETTER, Listed::Touchpoints),
    (ResultId::LETTER, Listed::Results),
    (ObjectiveId::LETTER, Listed::Objectives),
];

/// Answers and ends the process if a shell asked for completions (through `COMPLETE`), else does nothing.
///
/// Somebody is typing: whatever is wrong, a bug too, they see nothing of it.
pub fn answer() {
    std::panic::set_hook(Box::new(|_| process::exit(0)));
    let asked = CompleteEnv::with_factory(crate::cli::command)
        .shells(Shells(&[&shells::Bash, &ZSH, &FISH, &ELVISH, &POWERSHELL]))
        .try_complete(std::env::args_os(), std::env::current_dir().ok().as_deref());
    let is_typing = std::env::args_os().nth(1).is_some_and(|word| word == "--");
    match asked {
        Ok(false) => {}
        Err(error) if !is_typing => error.exit(),
        Ok(true) | Err(_) => process::exit(0),
    }
}

/// The words before the one that is to be completed.
fn words_before() -> Vec<&'static str> {
    let words = shells::WORDS.get().map_or(&[] as &[_], Vec::as_slice);
    let (_, before) = words.split_last().unzip();
    let before = before.unwrap_or_default().iter();
    before.filter_map(|word| word.to_str()).collect()
}

/// The file that the line names, else the usual one.
fn store() -> Store {
    let before = words_before();
    let behind = before.windows(2).rev().find(|pair| pair[0] == "--db");
    let joined = before
        .iter()
        .rev()
        .find_map(|word| word.strip_prefix("--db="));
    let named = joined.or_else(|| behind.map(|pair| pair[1]));
    let env = Env::read();
    let now = read_clock(&env).map(|(now, ..)| now).unwrap_or_default();
    Store::new(locate(named.map(PathBuf::from), &env), now)
}

fn read<T: Default>(look: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> T {
    store().read(look).unwrap_or_default()
}

/// Completes what names a customer: accounts and people, by the beginning of any word of their names, and ids.
pub fn targets() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| names_and_ids(begun, ANY))
}

/// Completes an account, by the beginning of any word of its name or by its id.
pub fn accounts() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let mut found = accounts_beginning(begun, Whose::Accounts);
        found.extend(listed(begun, &[(AccountId::LETTER, Listed::Accounts)]));
        found
    })
}

/// Completes what names a deal that was lost.
pub fn lost_targets() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let mut found = accounts_beginning(begun, Whose::AccountsOfLost);
        found.extend(listed(
            begun,
            &[
                (AccountId::LETTER, Listed::Accounts),
                (DealId::LETTER, Listed::LostDeals),
            ],
        ));
        found
    })
}

/// Completes any id, and what names a customer.
pub fn records() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| names_and_ids(begun, EVERY))
}

/// Completes any id.
pub fn ids() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| listed(begun, EVERY))
}

/// Completes what a result is promised to; where one is measured or accepted, which one.
pub fn targets_or_results() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        targets_or(
            begun,
            &["measure", "accept"],
            (ResultId::LETTER, Listed::Results),
        )
    })
}

/// Completes whose an objective is; where one is asked about, answered or changed, which one.
pub fn targets_or_objectives() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        targets_or(
            begun,
            &["ask", "agree", "object", "change"],
            (ObjectiveId::LETTER, Listed::Objectives),
        )
    })
}

/// After one of these actions the ids of a kind alone, also before their letter is typed; else what names a customer.
fn targets_or(begun: &OsStr, actions: &[&str], which: (char, Listed)) -> Vec<CompletionCandidate> {
    let before = words_before();
    if before.last().is_some_and(|word| actions.contains(word)) {
        ids_of(begun, which)
    } else {
        names_and_ids(begun, ANY)
    }
}

/// Completes the id of an open check-in, with what it asks for; those that are due first.
pub fn open_check_ins() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        if begun.is_empty() || begun.eq_ignore_ascii_case("c") {
            let next = read(|reader| reader.list_next_check_ins(OFFERED));
            return with_words(CheckInId::LETTER, next);
        }
        listed(begun, &[(CheckInId::LETTER, Listed::OpenCheckIns)])
    })
}

/// Completes the id of a check-in that has ended, the latest first.
pub fn ended_check_ins() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        ids_of(begun, (CheckInId::LETTER, Listed::EndedCheckIns))
    })
}

/// Completes who is meant, by name or id.
pub fn people() -> ArgValueCompleter {
    ArgValueCompleter::new(everybody)
}

/// Completes who is meant at the customer that the line names; where that is nobody yet, everybody.
pub fn people_there() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let Some(target) = named_target() else {
            return everybody(begun);
        };
        let folded = name::fold(&begun.to_string_lossy());
        let there = read(|reader| match account_of(reader, &target)? {
            Some(account) => reader.list_people_of(account).map(Some),
            None => Ok(None),
        });
        let Some(there) = there else {
            return everybody(begun);
        };
        let ids = there
            .iter()
            .filter(|one| !folded.is_empty() && one.id.to_string().starts_with(&folded));
        let ids = ids.map(|one| (one.id.0, one.name.clone())).collect();
        let names = there.into_iter().map(|one| one.name);
        let begins_so =
            |name: &String| folded.is_empty() || name::begins_at_word(&name::fold(name), &folded);
        let mut found = offered_people(names.filter(begins_so));
        found.extend(with_words(PersonId::LETTER, ids));
        found
    })
}

fn everybody(begun: &OsStr) -> Vec<CompletionCandidate> {
    let folded = name::fold(&begun.to_string_lossy());
    let people = read(|reader| reader.list_names_beginning(Whose::People, &folded, OFFERED));
    let mut found = offered_people(people);
    found.extend(listed(begun, &[(PersonId::LETTER, Listed::People)]));
    found
}

/// What the line names before the option that is typed: the first word behind the verb, or behind its action, that
/// stands behind no option.
fn named_target() -> Option<Target> {
    let before = words_before();
    let verb = before.iter().position(|word| find_verb(word).is_some())?;
    let actions = usize::from(matches!(before[verb], "result" | "objective"));
    let mut words = before[verb..].windows(2).skip(actions);
    let is_option = |word: &str| word.starts_with('-');
    let pair = words.find(|pair| !is_option(pair[0]) && !is_option(pair[1]))?;
    Target::read(pair[1]).ok()
}

/// Whose a target is, where it is one customer's.
fn account_of(reader: &Reader<'_>, target: &Target) -> Result<Option<AccountId>, StoreError> {
    let of_deal = |deal| Ok(reader.find_deal(deal)?.map(|deal| deal.account_id));
    match target {
        Target::Id(AnyId::Account(account)) => Ok(Some(*account)),
        Target::Id(AnyId::Person(person)) => {
            Ok(reader.find_person(*person)?.map(|one| one.account_id))
        }
        Target::Id(AnyId::Deal(deal)) => of_deal(*deal),
        Target::Id(AnyId::CheckIn(check_in)) => {
            Ok(reader.find_check_in(*check_in)?.map(|one| one.account_id))
        }
        Target::Id(AnyId::Touchpoint(touchpoint)) => {
            let found = reader.find_touchpoint(*touchpoint)?;
            Ok(found.map(|one| one.touchpoint.account_id))
        }
        Target::Id(AnyId::Result(result)) => {
            let deal = reader.find_deal_of_result(*result)?;
            deal.map_or(Ok(None), of_deal)
        }
        Target::Id(AnyId::Objective(objective)) => {
            let deal = reader.find_deal_of_objective(*objective)?;
            deal.map_or(Ok(None), of_deal)
        }
        Target::Account(folded) | Target::Name(folded) => {
            let mut found = target::best(reader.list_accounts_named(folded)?, false);
            if found.is_empty() {
                found = target::best(reader.list_people_named(folded)?, false);
            }
            Ok(match found.as_slice() {
                [one] => Some(one.account_id),
                _ => None,
            })
        }
    }
}

/// Completes a tag that something has.
pub fn tags() -> ArgValueCandidates {
    ArgValueCandidates::new(|| offered(read(|reader| reader.list_tags(TAGS))))
}

fn names_and_ids(begun: &OsStr, which: &[(char, Listed)]) -> Vec<CompletionCandidate> {
    let (has_sign, folded) = begun_account(begun);
    let (accounts, people) = read(|reader| {
        let accounts = reader.list_names_beginning(Whose::Accounts, &folded, OFFERED)?;
        let left = if has_sign {
            0
        } else {
            OFFERED - accounts.len()
        };
        let people = reader.list_names_beginning(Whose::People, &folded, left)?;
        Ok((accounts, people))
    });
    let mut found = offered_accounts(accounts, has_sign);
    found.extend(offered_people(people));
    found.extend(listed(begun, which));
    found
}

fn accounts_beginning(begun: &OsStr, whose: Whose) -> Vec<CompletionCandidate> {
    let (has_sign, folded) = begun_account(begun);
    let names = read(|reader| reader.list_names_beginning(whose, &folded, OFFERED));
    offered_accounts(names, has_sign)
}

/// The sign that makes an account of what looks like an id may stand before any: whether it does, and what follows.
fn begun_account(begun: &OsStr) -> (bool, String) {
    let begun = begun.to_string_lossy();
    match begun.strip_prefix('=') {
        Some(name) => (true, name::fold(name)),
        None => (false, name::fold(&begun)),
    }
}

/// Accounts as they have to be typed.
fn offered_accounts(names: Vec<String>, has_sign: bool) -> Vec<CompletionCandidate> {
    let names = names.into_iter();
    offered(names.map(|name| {
        if has_sign {
            format!("={name}")
        } else {
            target::unmistakable(name)
        }
    }))
}

/// Whoever is called like an id or an option is named by theirs.
fn offered_people(names: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    let names = names.into_iter();
    offered(names.filter(|name| !target::is_mistakable(name)))
}

/// Ids that begin as what was begun, each with its words. Nothing is offered before the letter.
fn listed(begun: &OsStr, which: &[(char, Listed)]) -> Vec<CompletionCandidate> {
    let text = begun.to_string_lossy().to_ascii_lowercase();
    for (letter, listed) in which {
        let digits = text.strip_prefix(*letter);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some(digits) = digits {
            let found = read(|reader| reader.list_ids_beginning(*listed, digits, OFFERED));
            return with_words(*letter, found);
        }
    }
    Vec::new()
}

/// The ids of one kind, also before its letter is typed.
fn ids_of(begun: &OsStr, which: (char, Listed)) -> Vec<CompletionCandidate> {
    if begun.is_empty() {
        let found = read(|reader| reader.list_ids_beginning(which.1, "", OFFERED));
        return with_words(which.0, found);
    }
    listed(begun, &[which])
}

fn with_words(letter: char, found: Vec<(i64, String)>) -> Vec<CompletionCandidate> {
    let candidates = found.into_iter().map(|(number, words)| {
        CompletionCandidate::new(format!("{letter}{number}")).help(Some(excerpt(&words).into()))
    });
    candidates.collect()
}

/// Completes the name of a rival that is on record.
pub fn rivals() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let folded = name::fold(&begun.to_string_lossy());
        offered(read(|reader| {
            reader.list_rival_names_beginning(&folded, OFFERED)
        }))
    })
}

fn offered(names: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    names
        .into_iter()
        .filter(|name| !name.contains(is_harmful))
        .map(CompletionCandidate::new)
        .collect()
}

/// Completes the name of a plan that a deal can be given, built in or from the configuration.
pub fn plans() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let names = plan_names(plan::names_to_choose);
        let none = std::iter::once(plan::NONE.to_owned());
        names
            .into_iter()
            .chain(none)
            .map(CompletionCandidate::new)
            .collect()
    })
}

/// Completes the name of a plan, or what names a customer.
pub fn plans_or_targets() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| {
        let typed = begun.to_str().unwrap_or_default();
        let plans = plan_names(plan::names)
            .into_iter()
            .filter(|name| name.starts_with(typed));
        let plans = plans.map(CompletionCandidate::new);
        plans.chain(names_and_ids(begun, ANY)).collect()
    })
}

/// A configuration that cannot be read has no plans to offer.
fn plan_names(which: fn(&[Plan]) -> Vec<&str>) -> Vec<String> {
    let own = load_config(&Env::read()).map(|config| config.plans);
    let own = own.unwrap_or_default();
    which(&own).into_iter().map(ToOwned::to_owned).collect()
}

/// Completes one of a closed list of words.
pub fn words(words: fn() -> Vec<&'static str>) -> ArgValueCandidates {
    ArgValueCandidates::new(move || words().into_iter().map(CompletionCandidate::new).collect())
}
