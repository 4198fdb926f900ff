-- Schema version 1. Dates are 'YYYY-MM-DD', instants RFC 3339 in UTC, money is in minor units.
-- Only what somebody said is kept here; what follows from it (a status, an implied rung, a level, who was
-- reached last) is computed each time.

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags))
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT CHECK (role IN ('decision-maker', 'sponsor', 'champion', 'user', 'billing', 'blocker', 'other')),
    email TEXT,
    phone TEXT,
    tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags))
) STRICT;
CREATE INDEX person_by_account ON person (account_id);

-- The words of names, folded, so that a customer is found by any word's beginning without reading them all.
CREATE TABLE name_word (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL,
    account_id INTEGER REFERENCES account (id),
    person_id INTEGER REFERENCES person (id),
    CHECK ((account_id IS NULL) <> (person_id IS NULL))
) STRICT;
CREATE INDEX name_word_by_word ON name_word (word, account_id, person_id);
CREATE INDEX name_word_by_account ON name_word (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX name_word_by_person ON name_word (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE deal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    title TEXT,
    value_minor INTEGER CHECK (value_minor >= 0),
    currency TEXT CHECK (length(currency) = 3),
    plan TEXT,
    -- 0: the plan is chosen for later; 1: its steps are on record.
    plan_runs INTEGER NOT NULL DEFAULT 0 CHECK (plan_runs IN (0, 1)),
    terms_days INTEGER CHECK (terms_days >= 0),
    expected_close_on TEXT CHECK (expected_close_on = date(expected_close_on)),
    lost_on TEXT CHECK (lost_on = date(lost_on)),
    lost_reason TEXT CHECK (lost_reason IN ('price', 'product', 'timing', 'relationship', 'no-decision', 'other')),
    buried_on TEXT CHECK (buried_on = date(buried_on)),
    key TEXT CHECK (key <> ''),
    source TEXT NOT NULL DEFAULT '',
    note TEXT,
    tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    imported TEXT CHECK (imported IS NULL OR json_valid(imported)),
    CHECK ((value_minor IS NULL) = (currency IS NULL)),
    CHECK ((lost_on IS NULL) = (lost_reason IS NULL)),
    CHECK (buried_on IS NULL OR lost_on IS NOT NULL)
) STRICT;
CREATE INDEX deal_by_account ON deal (account_id);
CREATE UNIQUE INDEX deal_by_key ON deal (key, source) WHERE key IS NOT NULL;

CREATE TABLE deal_person (
    id INTEGER PRIMARY KEY,
    deal_id INTEGER NOT NULL REFERENCES deal (id),
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE UNIQUE INDEX deal_person_by_deal ON deal_person (deal_id, person_id);

CREATE TABLE rung (
    id INTEGER PRIMARY KEY,
    deal_id INTEGER NOT NULL REFERENCES deal (id),
    rung TEXT NOT NULL CHECK (rung IN
        ('verbal', 'ordered', 'credit', 'signed', 'delivered', 'live', 'verified', 'invoiced', 'paid')),
    done_on TEXT CHECK (done_on = date(done_on)),
    expected_on TEXT CHECK (expected_on = date(expected_on)),
    not_applicable INTEGER NOT NULL DEFAULT 0 CHECK (not_applicable IN (0, 1)),
    reference TEXT,
    CHECK (done_on IS NULL OR not_applicable = 0)
) STRICT;
CREATE UNIQUE INDEX rung_by_deal ON rung (deal_id, rung);

-- Every change of an expected date, in the order of its id.
CREATE TABLE rung_move (
    id INTEGER PRIMARY KEY,
    rung_id INTEGER NOT NULL REFERENCES rung (id),
    from_on TEXT NOT NULL CHECK (from_on = date(from_on)),
    to_on TEXT NOT NULL CHECK (to_on = date(to_on)),
    why TEXT,
    moved_on TEXT NOT NULL CHECK (moved_on = date(moved_on))
) STRICT;
CREATE INDEX rung_move_by_rung ON rung_move (rung_id);

CREATE TABLE touchpoint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    deal_id INTEGER REFERENCES deal (id),
    person_id INTEGER REFERENCES person (id),
    on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
    sent_on TEXT CHECK (sent_on = date(sent_on)),
    via TEXT NOT NULL CHECK (via IN
        ('call', 'meeting', 'visit', 'video', 'event', 'email', 'text', 'gift', 'other')),
    outcome TEXT NOT NULL CHECK (outcome IN ('reached', 'sent', 'no-answer', 'left-message')),
    inbound INTEGER NOT NULL DEFAULT 0 CHECK (inbound IN (0, 1)),
    note TEXT,
    gave TEXT,
    asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)),
    next_check_in_id INTEGER REFERENCES check_in (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX touchpoint_by_account ON touchpoint (account_id, outcome, on_day);

CREATE TABLE check_in (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    deal_id INTEGER REFERENCES deal (id),
    person_id INTEGER REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN
        ('care', 'follow-up', 'promise', 'rung', 'result', 'risk', 'heartbeat', 'thanks', 'renewal', 'adrift')),
    what TEXT NOT NULL,
    why TEXT,
    due_on TEXT CHECK (due_on = date(due_on)),
    first_due_on TEXT CHECK (first_due_on = date(first_due_on)),
    snoozed_until TEXT CHECK (snoozed_until = date(snoozed_until)),
    snoozes INTEGER NOT NULL DEFAULT 0 CHECK (snoozes >= 0),
    moved_by_hand INTEGER NOT NULL DEFAULT 0 CHECK (moved_by_hand IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('open', 'done', 'dropped')),
    ended TEXT CHECK (ended IN ('contact', 'done', 'dropped', 'series', 'rung', 'until', 'pile', 'settled', 'lost',
        'plan', 'planned', 'care')),
    ended_on TEXT CHECK (ended_on = date(ended_on)),
    ended_why TEXT,
    touchpoint_id INTEGER REFERENCES touchpoint (id),
    step TEXT,
    anchor_rung TEXT CHECK (anchor_rung IN
        ('verbal', 'ordered', 'credit', 'signed', 'delivered', 'live', 'verified', 'invoiced', 'paid')),
    anchor_offset INTEGER,
    anchor_unit TEXT CHECK (anchor_unit IN ('days', 'workdays')),
    anchored_on TEXT CHECK (anchored_on = date(anchored_on)),
    every INTEGER CHECK (every > 0),
    every_unit TEXT CHECK (every_unit IN ('days', 'workdays')),
    until_rung TEXT CHECK (until_rung IN
        ('verbal', 'ordered', 'credit', 'signed', 'delivered', 'live', 'verified', 'invoiced', 'paid')),
    turn_on TEXT CHECK (turn_on = date(turn_on)),
    restarted INTEGER NOT NULL DEFAULT 0 CHECK (restarted IN (0, 1)),
    rung TEXT CHECK (rung IN
        ('verbal', 'ordered', 'credit', 'signed', 'delivered', 'live', 'verified', 'invoiced', 'paid')),
    CHECK ((status = 'open') = (ended IS NULL)),
    CHECK ((kind = 'rung') = (rung IS NOT NULL)),
    CHECK ((anchor_rung IS NULL) = (anchor_offset IS NULL) AND (anchor_rung IS NULL) = (anchor_unit IS NULL)),
    CHECK ((every IS NULL) = (every_unit IS NULL))
) STRICT;
CREATE INDEX check_in_open ON check_in (due_on, snoozed_until) WHERE status = 'open';
CREATE INDEX check_in_snoozed ON check_in (snoozed_until) WHERE status = 'open' AND snoozed_until IS NOT NULL;
CREATE INDEX check_in_by_account ON check_in (account_id);
CREATE INDEX check_in_by_deal ON check_in (deal_id, status, due_on) WHERE deal_id IS NOT NULL;
CREATE INDEX check_in_by_touchpoint ON check_in (touchpoint_id) WHERE touchpoint_id IS NOT NULL;

-- Every writing command, and every row as it was before it: what undo, redo and history are made of.
CREATE TABLE journal_command (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    verb TEXT NOT NULL
) STRICT;

CREATE TABLE journal_row (
    id INTEGER PRIMARY KEY,
    command_id INTEGER NOT NULL REFERENCES journal_command (id),
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    -- The whole row as it was; none when the command made it.
    before TEXT CHECK (before IS NULL OR json_valid(before))
) STRICT;
CREATE INDEX journal_row_by_command ON journal_row (command_id);
