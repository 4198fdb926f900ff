use super::*;

#[test]
fn a_folder_that_was_not_synced_is_synced_again() {
    let folder = tempfile::tempdir().unwrap();
    let unsynced = || Err(StoreError::Unsynced { path: None });
    assert!(settled(&folder.path().join("book.db"), unsynced()).is_ok());
    let nowhere = folder.path().join("missing/book.db");
    assert!(matches!(
        settled(&nowhere, unsynced()),
        Err(StoreError::Unsynced { path: Some(path) }) if path == nowhere
    ));
    let full = Err(StoreError::Full { path: None });
    assert!(matches!(
        settled(&nowhere, full),
        Err(StoreError::Full { path: None })
    ));
    assert!(settled(&nowhere, Ok(())).is_ok());
}
