-- Schema version 2: what decides whether a customer stays: promises with an owner, results, objectives, rivals,
-- parts of a rung, a contract that renews, and what a deal earns or costs.

ALTER TABLE deal ADD COLUMN addon_of INTEGER REFERENCES deal (id);
-- What a late delivery costs, in words.
ALTER TABLE deal ADD COLUMN penalty TEXT;
-- Hundredths of a per cent of the value: 600 is 6 %.
ALTER TABLE deal ADD COLUMN commission INTEGER CHECK (commission >= 0);
ALTER TABLE deal ADD COLUMN renews_on TEXT CHECK (renews_on = date(renews_on));
ALTER TABLE deal ADD COLUMN notice_days INTEGER CHECK (notice_days >= 0);
-- Whether the rep chose the plan, so that no rung changes it.
ALTER TABLE deal ADD COLUMN plan_by_hand INTEGER NOT NULL DEFAULT 0 CHECK (plan_by_hand IN (0, 1));
CREATE INDEX deal_by_addon ON deal (addon_of) WHERE addon_of IS NOT NULL;

-- A credit check that failed, until it is marked done.
ALTER TABLE rung ADD COLUMN failed_on TEXT CHECK (failed_on = date(failed_on));
ALTER TABLE rung ADD COLUMN failed_why TEXT;

-- A dated part of a rung that stays open: two of three sites, a deposit.
CREATE TABLE part (
    id INTEGER PRIMARY KEY,
    rung_id INTEGER NOT NULL REFERENCES rung (id),
    on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
    what TEXT NOT NULL CHECK (what <> ''),
    amount_minor INTEGER CHECK (amount_minor >= 0),
    currency TEXT CHECK (length(currency) = 3),
    CHECK ((amount_minor IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX part_by_rung ON part (rung_id);

CREATE TABLE result (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    deal_id INTEGER NOT NULL REFERENCES deal (id),
    metric TEXT NOT NULL CHECK (metric <> ''),
    -- Numbers as they were typed, so that none is rounded.
    baseline TEXT NOT NULL,
    target TEXT NOT NULL,
    unit TEXT,
    accepted_by INTEGER REFERENCES person (id),
    accepted_on TEXT CHECK (accepted_on = date(accepted_on)),
    may_quote INTEGER CHECK (may_quote IN (0, 1))
) STRICT;
CREATE INDEX result_by_deal ON result (deal_id);

CREATE TABLE measurement (
    id INTEGER PRIMARY KEY,
    result_id INTEGER NOT NULL REFERENCES result (id),
    on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
    value TEXT NOT NULL
) STRICT;
CREATE INDEX measurement_by_result ON measurement (result_id);

CREATE TABLE objective (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    deal_id INTEGER NOT NULL REFERENCES deal (id),
    what TEXT NOT NULL CHECK (what <> '')
) STRICT;
CREATE INDEX objective_by_deal ON objective (deal_id);

-- What a stakeholder last said to an objective.
CREATE TABLE objective_answer (
    id INTEGER PRIMARY KEY,
    objective_id INTEGER NOT NULL REFERENCES objective (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    stance TEXT NOT NULL CHECK (stance IN ('asked', 'agreed', 'objecting')),
    why TEXT,
    on_day TEXT NOT NULL CHECK (on_day = date(on_day))
) STRICT;
CREATE UNIQUE INDEX objective_answer_by_objective ON objective_answer (objective_id, person_id);

CREATE TABLE rival (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    deal_id INTEGER REFERENCES deal (id),
    name TEXT NOT NULL CHECK (name <> ''),
    note TEXT,
    heard_on TEXT NOT NULL CHECK (heard_on = date(heard_on)),
    gone_on TEXT CHECK (gone_on = date(gone_on))
) STRICT;
CREATE INDEX rival_by_account ON rival (account_id);

-- Who owes a promise, or the colleague to thank.
ALTER TABLE check_in ADD COLUMN owner TEXT;
-- Whether a promise is theirs to us.
ALTER TABLE check_in ADD COLUMN theirs INTEGER NOT NULL DEFAULT 0 CHECK (theirs IN (0, 1));
ALTER TABLE check_in ADD COLUMN evidence TEXT;
-- Who there agreed to another date of a promise, or to waive it; and the date it is judged by since.
ALTER TABLE check_in ADD COLUMN agreed_by INTEGER REFERENCES person (id);
ALTER TABLE check_in ADD COLUMN agreed_on TEXT CHECK (agreed_on = date(agreed_on));
-- What to do when the risk comes true.
ALTER TABLE check_in ADD COLUMN plan_b TEXT;
ALTER TABLE check_in ADD COLUMN result_id INTEGER REFERENCES result (id);
