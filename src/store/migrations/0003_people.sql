-- Schema version 3: knowing what to say: what people care about, how a deal was lost, what was asked since.

ALTER TABLE person ADD COLUMN interests TEXT;
-- What was last talked about that is not business, and when.
ALTER TABLE person ADD COLUMN last_topic TEXT;
ALTER TABLE person ADD COLUMN last_topic_on TEXT CHECK (last_topic_on = date(last_topic_on));
ALTER TABLE person ADD COLUMN note TEXT;
-- The role on this deal, where it is another than at the account.
ALTER TABLE deal_person ADD COLUMN role TEXT CHECK (role IN
    ('decision-maker', 'sponsor', 'champion', 'user', 'billing', 'blocker', 'other'));

-- Whether it fits the customers that one looks for.
ALTER TABLE deal ADD COLUMN fit TEXT CHECK (fit IN ('yes', 'no', 'unknown'));
ALTER TABLE deal ADD COLUMN fit_why TEXT;
-- Whether its win-back plan was begun; that of an imported deal never is.
ALTER TABLE deal ADD COLUMN win_back INTEGER NOT NULL DEFAULT 0 CHECK (win_back IN (0, 1));
ALTER TABLE deal ADD COLUMN lost_to TEXT;
ALTER TABLE deal ADD COLUMN lost_note TEXT;
-- What the rival promised, and by when.
ALTER TABLE deal ADD COLUMN rival_promised TEXT;
ALTER TABLE deal ADD COLUMN rival_promised_on TEXT CHECK (rival_promised_on = date(rival_promised_on));
-- When the contract with the rival ends.
ALTER TABLE deal ADD COLUMN rival_contract_ends_on TEXT
    CHECK (rival_contract_ends_on = date(rival_contract_ends_on));
ALTER TABLE deal ADD COLUMN buried_why TEXT;

-- One round of asking a customer whether a lost deal is really lost.
CREATE TABLE heartbeat (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    deal_id INTEGER NOT NULL REFERENCES deal (id),
    on_day TEXT NOT NULL CHECK (on_day = date(on_day)),
    attractive TEXT,
    would_match TEXT CHECK (would_match IN ('yes', 'no', 'unsure')),
    rival_signed TEXT CHECK (rival_signed IN ('yes', 'no', 'unknown')),
    contract_ends_on TEXT CHECK (contract_ends_on = date(contract_ends_on))
) STRICT;
CREATE INDEX heartbeat_by_deal ON heartbeat (deal_id);
