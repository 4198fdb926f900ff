//! The file's versions: which ones there are, how a file is known to be ours, how an older one is brought up.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::store::{StoreError, index};

/// Marks a SQLite file as ours, so that another program's is refused and not migrated: "deal" in ASCII.
pub(crate) const APPLICATION_ID: i32 = 0x6465_616c;

/// What brings a file from version `n` to `n + 1`, append-only: a landed migration is never changed.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_init.sql"),
    include_str!("migrations/0002_promises.sql"),
    include_str!("migrations/0003_people.sql"),
    include_str!("migrations/0004_find.sql"),
    include_str!("migrations/0005_undo.sql"),
    include_str!("migrations/0006_views.sql"),
];

/// The version that has an index of what was said.
const WITH_INDEX: usize = 4;

/// The version of the files that this program writes.
pub(crate) const VERSION: i32 = 6;

/// What kind of file was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing in it yet.
    Empty,
    /// Ours, of this version or an older one.
    Ours { version: i32 },
}

/// Reads whose file it is and of which version, without changing it.
pub(crate) fn inspect(connection: &Connection, path: &Path) -> Result<Found, StoreError> {
    // All of it as of one moment: another process may be making the file right now.
    let moment = connection.unchecked_transaction()?;
    let number = |pragma: &str| moment.query_row(pragma, [], |row| row.get::<_, i32>(0));
    let (application_id, version) = (
        number("PRAGMA application_id")?,
        number("PRAGMA user_version")?,
    );
    match (application_id, version) {
        (APPLICATION_ID, version) if version > VERSION => Err(StoreError::Newer {
            path: path.to_owned(),
            version,
            known: VERSION,
        }),
        (APPLICATION_ID, version @ 1..) => Ok(Found::Ours { version }),
        (0, 0) if number("SELECT count(*) FROM sqlite_schema")? == 0 => Ok(Found::Empty),
        _ => Err(StoreError::Foreign {
            path: Some(path.to_owned()),
        }),
    }
}

/// Brings a file up to `migrations`, in one transaction. A file that is up to date is not touched.
///
/// Two processes may begin at once: the version is read again once the file is ours to write.
pub(crate) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(version).unwrap_or(migrations.len());
    for migration in migrations.iter().skip(done) {
        transaction.execute_batch(migration)?;
    }
    // Of a new file there is nothing to index.
    if (1..WITH_INDEX).contains(&done) && migrations.len() >= WITH_INDEX {
        index::fill(&transaction)?;
    }
    if done < migrations.len() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(
            None,
            "user_version",
            i32::try_from(migrations.len()).unwrap_or(i32::MAX),
        )?;
        transaction.commit()?;
    }
    Ok(())
}

/// The tables, indexes and views that a file of this version has and this one has not.
pub(crate) fn missing(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let names = |connection: &Connection| -> rusqlite::Result<Vec<String>> {
        let made = "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
        let mut statement = connection.prepare(made)?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    let mut whole = Connection::open_in_memory()?;
    migrate(&mut whole, MIGRATIONS)?;
    let there = names(connection)?;
    let mut missing = names(&whole)?;
    missing.retain(|name| !there.contains(name));
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    fn version(connection: &Connection) -> i32 {
        connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap()
    }

    fn tables(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
            .unwrap();
        statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn the_version_counts_the_migrations() {
        assert_eq!(usize::try_from(VERSION).unwrap(), MIGRATIONS.len());
    }

    const GROWING: &[&str] = &[
        "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT;",
        "ALTER TABLE one ADD COLUMN note TEXT;",
    ];

    #[test]
    fn a_file_of_every_older_version_ends_as_a_new_one() {
        let mut fresh = memory();
        migrate(&mut fresh, GROWING).unwrap();
        let mut upgraded = memory();
        migrate(&mut upgraded, &GROWING[..1]).unwrap();
        upgraded
            .execute("INSERT INTO one (id) VALUES (7)", [])
            .unwrap();
        migrate(&mut upgraded, GROWING).unwrap();
        assert_eq!(tables(&fresh), tables(&upgraded));
        assert_eq!(version(&upgraded), 2);
        assert_eq!(
            upgraded
                .query_row("SELECT id FROM one", [], |row| row.get::<_, i64>(0))
                .unwrap(),
            7
        );
    }

    #[test]
    fn a_second_time_changes_nothing() {
        let mut connection = memory();
        migrate(&mut connection, GROWING).unwrap();
        let before = tables(&connection);
        migrate(&mut connection, GROWING).unwrap();
        assert_eq!((tables(&connection), version(&connection)), (before, 2));
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let mut connection = memory();
        migrate(&mut connection, &GROWING[..1]).unwrap();
        let before = tables(&connection);
        assert!(
            migrate(
                &mut connection,
                &[
                    GROWING[0],
                    "ALTER TABLE one ADD COLUMN a TEXT; CREATE TABLE one (id);"
                ]
            )
            .is_err()
        );
        assert_eq!((tables(&connection), version(&connection)), (before, 1));
    }

    #[test]
    fn whose_file_it_is() {
        let path = Path::new("x.db");
        let mut connection = memory();
        assert_eq!(inspect(&connection, path).unwrap(), Found::Empty);
        migrate(&mut connection, MIGRATIONS).unwrap();
        assert_eq!(
            inspect(&connection, path).unwrap(),
            Found::Ours { version: VERSION }
        );
        connection
            .pragma_update(None, "user_version", VERSION + 1)
            .unwrap();
        assert!(matches!(
            inspect(&connection, path),
            Err(StoreError::Newer { .. })
        ));
        let other = memory();
        other.execute_batch("CREATE TABLE theirs (id);").unwrap();
        assert!(matches!(
            inspect(&other, path),
            Err(StoreError::Foreign { .. })
        ));
    }
}
