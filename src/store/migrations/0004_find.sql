-- Schema version 4: finding what was said.

-- The words of what people typed, so that they are found; the text itself stays where it is. `rowid` says of which
-- table and row. Filled by the program, as it folds names and notes alike.
CREATE VIRTUAL TABLE find_text USING fts5 (
    text,
    content = '',
    contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);
