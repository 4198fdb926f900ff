//! `deals doctor`: whether all is well, and what to type where it is not.

mod around;

use crate::context::Ctx;
use crate::domain::customer::{Customer, Flaw, Rule, flaws};
use crate::domain::id::{AccountId, AnyId};
use crate::domain::order::sort_by_key;
use crate::error::{CommandError, Exit};
use crate::store::{Checkup, StoreError};
use crate::view::findings;
use crate::view::record::{FindingRecord, Severity};
use crate::view::text::plural;

/// How many customers are read in one go: a writer waits no longer than these take.
const AT_ONCE: usize = 200;

/// Stands behind what to type for the first of several places; a shell reads past it.
const LIKEWISE: &str = " # the others likewise";

/// What is to be typed where no command can put a row right.
const RESTORE: &str = "deals restore FILE, with the last copy that is whole";

/// The same where all but the journal is as it should be: an export leaves that out, and the ids stay.
const ANEW: &str = "deals export all.jsonl; deals --db NEW import all.jsonl";

/// See whether all is well
///
/// It looks at the file (its pages, references and indexes), at every customer (what must hold whatever has happened:
/// each live deal has something planned, each expected rung is asked about once, nothing belongs to nothing), at who
/// can read the file, the folder and the copies, at the configuration and your letters, and for what an interrupted
/// command has left. It changes nothing: of each finding it says what to type. With --mend it makes the index anew that
/// find searches, where that is not as it should be; nothing in it is not elsewhere in the file.
///
/// A fault is something wrong on record, a warning something to see to.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals doctor
  deals doctor --json
  deals doctor --mend

Exit codes: 0 when all is well or there are warnings alone, 1 when there is a \
fault, 7 when the file is of another program or of a newer version.")]
pub struct Args {
    /// Make the index of what was said anew, where it is wrong
    #[arg(long)]
    mend: bool,
}

/// What was found, each thing once with all its places.
#[derive(Default)]
pub(super) struct Findings(Vec<FindingRecord>);

impl Findings {
    pub(super) fn add(
        &mut self,
        level: Severity,
        what: impl Into<String>,
        place: Option<String>,
        mend: impl Into<String>,
    ) {
        let (what, mend) = (what.into(), mend.into());
        let known = self
            .0
            .iter_mut()
            .find(|one| one.level == level && one.what == what);
        if let Some(known) = known {
            known.places.extend(place);
            if known.mend != mend && !known.mend.ends_with(LIKEWISE) {
                known.mend.push_str(LIKEWISE);
            }
            return;
        }
        self.0.push(FindingRecord {
            level,
            what,
            places: place.into_iter().collect(),
            mend,
        });
    }

    pub(super) fn fault(
        &mut self,
        what: impl Into<String>,
        place: Option<String>,
        mend: impl Into<String>,
    ) {
        self.add(Severity::Fault, what, place, mend);
    }

    pub(super) fn warn(
        &mut self,
        what: impl Into<String>,
        place: Option<String>,
        mend: impl Into<String>,
    ) {
        self.add(Severity::Warning, what, place, mend);
    }
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui.expect_fields::<FindingRecord>()?;
    let mut found = Findings::default();
    let mut checkup = ctx.store.examine()?;
    if args.mend && checkup.as_ref().is_some_and(Checkup::is_index_wrong) {
        ctx.write(|writer| Ok(writer.rebuild_index()?))?;
        let done = if ctx.dry_run { "would be" } else { "was" };
        ctx.ui
            .note(&format!("the index of what was said {done} made anew"))?;
        checkup = ctx.store.examine()?;
    }
    let well = match &checkup {
        Some(checkup) => {
            file(ctx, checkup, &mut found)?;
            if checkup.is_readable() {
                customers(ctx, &mut found)?
            } else {
                format!("schema version {}", checkup.version)
            }
        }
        None => format!("there is no file yet at {}", ctx.store.path()?.display()),
    };
    around::files(ctx, checkup.is_some(), &mut found)?;
    around::configuration(ctx, &mut found);
    sort_by_key(&mut found.0, |finding| finding.level);
    findings::show(&mut ctx.ui, &found.0, &well)?;
    let is_faulty = found.0.iter().any(|one| one.level == Severity::Fault);
    Ok(if is_faulty { Exit::Faults } else { Exit::Done })
}

/// What is wrong with the file as a whole.
fn file(ctx: &Ctx, checkup: &Checkup, found: &mut Findings) -> Result<(), CommandError> {
    let path = Some(ctx.store.path()?.display().to_string());
    let mend = if checkup.is_index_wrong() {
        "deals doctor --mend"
    } else {
        RESTORE
    };
    for damage in &checkup.damage {
        found.fault(format!("the file is damaged: {damage}"), path.clone(), mend);
    }
    for name in &checkup.missing {
        found.fault("is missing from the file", Some(name.clone()), ANEW);
    }
    for row in &checkup.astray {
        found.fault(
            "a row points to one that is not there",
            Some(row.clone()),
            RESTORE,
        );
    }
    for table in &checkup.reused {
        found.fault(
            "ids would be given a second time",
            Some(table.clone()),
            ANEW,
        );
    }
    if checkup.untold > 0 {
        let commands = plural(checkup.untold, "command");
        let what = format!("{commands} of the journal cannot be read");
        found.fault(what, path.clone(), ANEW);
    }
    for table in &checkup.unknown {
        found.fault(
            "the journal knows a table that is none",
            Some(table.clone()),
            ANEW,
        );
    }
    if checkup.unfound > 0 {
        let rows = plural(checkup.unfound, "row");
        found.fault(
            format!("the index of what was said differs from what was said in {rows}"),
            path.clone(),
            mend,
        );
    }
    if checkup.damage.is_empty() && checkup.version < Checkup::newest() {
        found.warn(
            format!(
                "the file is of version {}; the next command brings it to {}, after it has kept a copy",
                checkup.version,
                Checkup::newest()
            ),
            path,
            "deals due",
        );
    }
    Ok(())
}

/// Looks at every customer; what the file holds, in words.
fn customers(ctx: &Ctx, found: &mut Findings) -> Result<String, CommandError> {
    let ids: Vec<AccountId> = ctx.read(|reader| {
        let accounts = reader.list_accounts()?;
        Ok(accounts.into_iter().map(|account| account.id).collect())
    })?;
    let mut deals = 0;
    for some in ids.chunks(AT_ONCE) {
        ctx.read(|reader| {
            reader.keep_pages(2000)?;
            for id in some {
                let customer = match reader.find_customer(*id) {
                    Ok(Some(customer)) => customer,
                    // Somebody may have removed it meanwhile.
                    Ok(None) => continue,
                    Err(StoreError::Damaged { source, .. }) => {
                        let what = format!("a row cannot be read: {source}");
                        found.fault(what, Some(id.to_string()), RESTORE);
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                };
                deals += customer.deals.len();
                look_at(ctx, &customer, found);
                for id in reader.list_unfindable(&customer)? {
                    found.fault(
                        "is not found by its name",
                        Some(id.to_string()),
                        format!("deals edit {id} --name OTHER, and then back"),
                    );
                }
            }
            Ok(())
        })?;
    }
    let touchpoints = ctx.read(|reader| Ok(reader.count_touchpoints()?))?;
    Ok(format!(
        "{}, {}, schema version {}",
        plural(deals, "deal"),
        plural(touchpoints, "touchpoint"),
        Checkup::newest()
    ))
}

/// What does not hold of a customer. Where the next command that changes it puts that right by itself it is a warning,
/// but for a deal that nobody is reminded of.
fn look_at(ctx: &Ctx, customer: &Customer, found: &mut Findings) {
    let flawed = flaws(customer, ctx.today);
    if flawed.is_empty() {
        return;
    }
    let mut tidied = customer.clone();
    tidied.tidy(ctx.day());
    let left = flaws(&tidied, ctx.today);
    for flaw in flawed {
        let is_healed = !left.contains(&flaw);
        let level = match flaw.rule {
            Rule::Forgotten => Severity::Fault,
            Rule::Future => Severity::Warning,
            _ if is_healed => Severity::Warning,
            _ => Severity::Fault,
        };
        let mend = mend(flaw, customer, is_healed);
        found.add(level, flaw.rule.as_str(), Some(flaw.of.to_string()), mend);
    }
}

/// What to type.
fn mend(flaw: Flaw, customer: &Customer, is_healed: bool) -> String {
    let account = &customer.account;
    match (flaw.rule, flaw.of) {
        (Rule::Forgotten, id) => format!("deals remind {id} tomorrow what comes next"),
        (Rule::Future, id) => format!("deals show {id}, then correct the day"),
        _ if is_healed => {
            // Any change of the customer will do; this one changes nothing else.
            let name = account.name.replace('\'', "'\\''");
            format!("deals edit {} --name '{name}'", account.id)
        }
        (_, AnyId::Account(id)) => format!("deals show {id}, then remove what is wrong by its id"),
        (_, id) => format!("deals show {id}; deals rm {id} removes it"),
    }
}
