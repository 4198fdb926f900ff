//! What the records of an export become: those of this file, in one transaction.

use crate::context::Ctx;
use crate::domain::id::{AccountId, DealId};
use crate::domain::name;
use crate::domain::target::Fit;
use crate::domain::travel::{Kind, Places, Record, Value, Verdict, decide};
use crate::domain::words::excerpt;
use crate::error::{CommandError, Exit};
use crate::exchange::{Export, RowError, read_export};
use crate::store::{Occasion, Reader, Writer};
use crate::view::import as screen;
use crate::view::record::{ImportRecord, Written};
use crate::view::text::plural;
use crate::view::ui::Format;

use super::{Args, MANY, refuse_bad, row_errors};

/// Pages of the file that are kept while records come in: sixteen mebibytes.
const PAGES: u32 = 4_000;

/// Of so many accounts that are called alike it is told.
const TOLD: usize = 3;

/// What to do about bad lines.
const MEND: &str = "mend these lines, or export it again";

/// What came of the records.
#[derive(Default)]
struct Tally {
    added: u64,
    updated: u64,
    kept: u64,
    unchanged: u64,
    /// The ids of the new deals.
    new: Vec<DealId>,
    /// The new accounts, where there were some before.
    accounts: Vec<(AccountId, String)>,
    /// What tells the rep of accounts that are called alike since.
    twins: Vec<String>,
    /// What stands against records of ours.
    errors: Vec<RowError>,
}

pub(super) fn run(args: &Args, ctx: &mut Ctx, bytes: &[u8]) -> Result<Exit, CommandError> {
    let schema_version = ctx.read(|reader| Ok(reader.schema_version()))?;
    let export = read_export(bytes, schema_version)?;
    let mut record = ImportRecord {
        read: export.read,
        rejected: export.rejected,
        errors: row_errors(&export.errors),
        ..ImportRecord::default()
    };
    if export.rejected > 0 {
        return Err(refuse_bad(ctx, &record, "line", MEND)?);
    }
    let kept = if export.entries.len() > MANY && !ctx.dry_run {
        ctx.store.keep_copy(Occasion::Import)?
    } else {
        None
    };
    let mut tally = Tally::default();
    let taken = ctx.write(|writer| {
        tally = Tally::default();
        take_in(writer, &export, args.theirs, &mut tally)?;
        tally.twins = twins(writer, &tally.accounts)?;
        if tally.errors.is_empty() {
            Ok(())
        } else {
            Err(CommandError::usage(MEND))
        }
    });
    if !tally.errors.is_empty() {
        record.rejected = tally.errors.len() as u64;
        record.errors = row_errors(&tally.errors);
        return Err(refuse_bad(ctx, &record, "line", MEND)?);
    }
    taken?;
    if ctx.ui.quiet() || ctx.ui.format() == Format::Ids {
        for id in tally.new.iter().filter(|_| !ctx.dry_run) {
            ctx.ui.line(&id.to_string())?;
        }
        return Ok(Exit::Done);
    }
    record.added = tally.added;
    record.updated = tally.updated;
    record.kept = tally.kept;
    record.unchanged = tally.unchanged;
    let is_mixed = record.added > 0 && record.kept > 0;
    let found = screen::Found {
        kept: kept.map(|kept| kept.display().to_string()),
        ..screen::Found::default()
    };
    screen::show(
        &mut ctx.ui,
        &Written::new(record, ctx.dry_run),
        "record",
        &found,
    )?;
    if is_mixed && ctx.ui.format() == Format::Table {
        ctx.ui
            .note("two histories came together: deals doctor says whether they fit")?;
    }
    if ctx.ui.format() == Format::Table {
        for note in tally.twins.iter().take(TOLD) {
            ctx.ui.note(note)?;
        }
        let more = tally.twins.len().saturating_sub(TOLD);
        if more > 0 {
            ctx.ui.note(&format!(
                "{} more are called alike",
                plural(more, "account")
            ))?;
        }
    }
    Ok(Exit::Done)
}

/// What to say of each new account that is called as one that was there: only the rep knows whether both are one.
fn twins(
    reader: &Reader<'_>,
    accounts: &[(AccountId, String)],
) -> Result<Vec<String>, CommandError> {
    let mut twins = Vec::new();
    for (id, name) in accounts {
        let named = reader.list_accounts_named(&name::fold(name))?;
        let mut others = named.iter().filter(|(fit, other)| {
            *fit == Fit::Exact && other.account_id != *id && other.person_id.is_none()
        });
        if let Some((_, other)) = others.next() {
            let other = other.account_id;
            let name = excerpt(name);
            twins.push(format!(
                "{other} and {id} are both called {name}: deals account merge {other} {id} makes one of them"
            ));
        }
    }
    Ok(twins)
}

/// Takes every record in: those of a kind together, what they point to first.
fn take_in(
    writer: &Writer<'_>,
    export: &Export<'_>,
    theirs: bool,
    tally: &mut Tally,
) -> Result<(), CommandError> {
    writer.keep_pages(PAGES)?;
    let mut places = Places::default();
    let mut is_first = true;
    for kind in Kind::ALL {
        let of_kind = export.entries.iter().filter(|entry| entry.kind == *kind);
        let records = of_kind.map(|entry| (entry.id, entry.uid.as_str()));
        let (known, last) = (writer.list_uids(*kind)?, writer.last_id_of(*kind)?);
        is_first &= known.is_empty();
        places.settle(*kind, records, &known, last);
    }
    // Deals that add to one that comes after them.
    let mut addons = Vec::new();
    for entry in &export.entries {
        let (kind, table) = (entry.kind, entry.kind.table());
        let (Some(mut record), Some(place)) = (export.record(entry), places.of(kind, entry.id))
        else {
            continue;
        };
        record.id = place;
        record.renumber(table, &places);
        let ours = writer.find_record(kind, place)?;
        let verdict = decide(ours.as_ref(), &record, theirs);
        match verdict {
            Verdict::Added => tally.added += 1,
            Verdict::Updated => tally.updated += 1,
            Verdict::Kept => tally.kept += 1,
            Verdict::Unchanged => tally.unchanged += 1,
        }
        if matches!(verdict, Verdict::Kept | Verdict::Unchanged) {
            continue;
        }
        if kind == Kind::Account && verdict == Verdict::Added && !is_first {
            let name = record.value(table, "name").text().unwrap_or_default();
            tally.accounts.push((AccountId(place), name.to_owned()));
        }
        if kind == Kind::Deal {
            if let Some(reason) = taken_key(writer, &record)? {
                tally.errors.push(RowError {
                    line: entry.line,
                    column: Some("key".to_owned()),
                    reason,
                });
                continue;
            }
            if verdict == Verdict::Added {
                tally.new.push(DealId(place));
            }
            let adds_to = |deal: &Record| deal.value(table, "addon_of").clone();
            if ours.as_ref().map(adds_to) != Some(adds_to(&record)) {
                addons.extend(take_addon(&mut record).map(|of| (place, of)));
            }
        }
        if tally.errors.is_empty() {
            writer.put_record(kind, ours.as_ref(), &record)?;
        }
    }
    if tally.errors.is_empty() {
        for (deal, of) in addons {
            writer.put_addon(deal, of)?;
        }
    }
    Ok(())
}

/// Why a deal cannot have its key: another one has it here.
fn taken_key(writer: &Writer<'_>, deal: &Record) -> Result<Option<String>, CommandError> {
    let table = Kind::Deal.table();
    let source = deal.value(table, "source").text().unwrap_or_default();
    let Some(key) = deal.value(table, "key").text() else {
        return Ok(None);
    };
    let other = writer.find_deal_by_key(key, source)?;
    let other = other.filter(|other| other.0 != deal.id);
    Ok(other.map(|other| format!("{other} has the same here, and is another deal")))
}

/// Takes out of a deal which one it adds to: that one may come after it.
fn take_addon(deal: &mut Record) -> Option<i64> {
    let place = Kind::Deal.table().place("addon_of")?;
    match std::mem::replace(&mut deal.values[place], Value::Nothing) {
        Value::Number(of) => Some(of),
        _ => None,
    }
}
