-- The journal learns what undo, redo and history need: how a command was typed and when it was taken back, how it
-- left each row, and what to give again.

ALTER TABLE journal_command ADD COLUMN typed TEXT;
-- When it was taken back; none while it stands.
ALTER TABLE journal_command ADD COLUMN undone_at TEXT;
-- Whether something new was done since it was taken back, so that it cannot be done again.
ALTER TABLE journal_command ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1));
-- A fingerprint of the row as the command left it, 0 where it removed the row; none in rows from before this.
ALTER TABLE journal_row ADD COLUMN left_as INTEGER;
-- The whole row as the command left it, while that is taken back.
ALTER TABLE journal_row ADD COLUMN after TEXT CHECK (after IS NULL OR json_valid(after));
