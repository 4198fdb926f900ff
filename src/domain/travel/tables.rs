//! The fields of every kind of record, in the order in which an export has them.

use super::{Field, Kind, List, Presence, Rule, Shape, Table};
use crate::domain::check_in::{self, CheckInStatus, Ended};
use crate::domain::deal::{Fit, LostReason};
use crate::domain::id::{
    AccountId, CheckInId, DealId, ObjectiveId, PersonId, ResultId, TouchpointId,
};
use crate::domain::interval::Unit;
use crate::domain::objective::Stance;
use crate::domain::person::Role;
use crate::domain::rung::Rung;
use crate::domain::touchpoint::{Outcome, Via};
use crate::domain::win_back::{RivalSigned, WouldMatch};

/// A hundred years, in days: nothing counts further.
const CENTURY: i64 = 36_500;

const fn always(name: &'static str, shape: Shape) -> Field {
    let presence = Presence::Always;
    Field {
        name,
        shape,
        presence,
    }
}

const fn maybe(name: &'static str, shape: Shape) -> Field {
    let presence = Presence::Maybe;
    Field {
        name,
        shape,
        presence,
    }
}

const fn usual(name: &'static str, shape: Shape) -> Field {
    let presence = Presence::Usual;
    Field {
        name,
        shape,
        presence,
    }
}

/// One of the words of an enum.
macro_rules! word {
    ($word:ty) => {
        Shape::Word(|text| text.parse::<$word>().map(<$word>::as_str))
    };
}

const UID: Field = always("uid", Shape::Words);

pub(super) static ACCOUNT: Table = Table {
    name: "account",
    letter: Some(AccountId::LETTER),
    fields: &[UID, always("name", Shape::Name), usual("tags", Shape::Tags)],
    lists: &[],
    rules: &[],
};

pub(super) static PERSON: Table = Table {
    name: "person",
    letter: Some(PersonId::LETTER),
    fields: &[
        UID,
        always("account_id", Shape::Id(Kind::Account)),
        always("name", Shape::Name),
        maybe("role", word!(Role)),
        maybe("email", Shape::Text),
        maybe("phone", Shape::Text),
        usual("tags", Shape::Tags),
        maybe("interests", Shape::Text),
        maybe("last_topic", Shape::Text),
        maybe("last_topic_on", Shape::Day),
        maybe("note", Shape::Text),
    ],
    lists: &[],
    rules: &[Rule::Together(&["last_topic", "last_topic_on"])],
};

pub(super) static DEAL: Table = Table {
    name: "deal",
    letter: Some(DealId::LETTER),
    fields: &[
        UID,
        always("account_id", Shape::Id(Kind::Account)),
        maybe("title", Shape::Text),
        maybe("value", Shape::Money),
        maybe("currency", Shape::Currency),
        maybe("plan", Shape::Text),
        usual("plan_runs", Shape::Flag),
        usual("plan_by_hand", Shape::Flag),
        maybe("terms_days", Shape::Count(0, CENTURY)),
        maybe("expected_close_on", Shape::Day),
        maybe("lost_on", Shape::Day),
        maybe("lost_reason", word!(LostReason)),
        maybe("buried_on", Shape::Day),
        maybe("key", Shape::Words),
        usual("source", Shape::Text),
        maybe("note", Shape::Text),
        usual("tags", Shape::Tags),
        maybe("imported", Shape::Json),
        maybe("addon_of", Shape::Id(Kind::Deal)),
        maybe("penalty", Shape::Text),
        maybe("commission_percent", Shape::Percent),
        maybe("renews_on", Shape::Day),
        maybe("notice_days", Shape::Count(0, CENTURY)),
        maybe("fit", word!(Fit)),
        maybe("fit_why", Shape::Text),
        usual("win_back", Shape::Flag),
        maybe("lost_to", Shape::Text),
        maybe("lost_note", Shape::Text),
        maybe("rival_promised", Shape::Text),
        maybe("rival_promised_on", Shape::Day),
        maybe("rival_contract_ends_on", Shape::Day),
        maybe("buried_why", Shape::Text),
    ],
    lists: &[
        List {
            name: "people",
            of: &DEAL_PERSON,
            key: Some("person_id"),
        },
        List {
            name: "rungs",
            of: &RUNG,
            key: Some("rung"),
        },
    ],
    rules: &[
        Rule::Together(&["lost_on", "lost_reason"]),
        Rule::Needs("buried_on", "lost_on"),
    ],
};

static DEAL_PERSON: Table = Table {
    name: "person of a deal",
    letter: None,
    fields: &[
        always("person_id", Shape::Id(Kind::Person)),
        maybe("role", word!(Role)),
    ],
    lists: &[],
    rules: &[],
};

static RUNG: Table = Table {
    name: "rung",
    letter: None,
    fields: &[
        always("rung", word!(Rung)),
        maybe("done_on", Shape::Day),
        maybe("expected_on", Shape::Day),
        usual("not_applicable", Shape::Flag),
        maybe("ref", Shape::Text),
        maybe("failed_on", Shape::Day),
        maybe("failed_why", Shape::Text),
    ],
    lists: &[
        List {
            name: "moves",
            of: &MOVE,
            key: None,
        },
        List {
            name: "parts",
            of: &PART,
            key: Some("what"),
        },
    ],
    rules: &[Rule::Excludes("done_on", "not_applicable")],
};

static MOVE: Table = Table {
    name: "move",
    letter: None,
    fields: &[
        always("from", Shape::Day),
        always("to", Shape::Day),
        maybe("why", Shape::Text),
        always("moved_on", Shape::Day),
    ],
    lists: &[],
    rules: &[],
};

static PART: Table = Table {
    name: "part",
    letter: None,
    fields: &[
        always("on", Shape::Day),
        always("what", Shape::Words),
        maybe("amount", Shape::Money),
        maybe("currency", Shape::Currency),
    ],
    lists: &[],
    rules: &[],
};

pub(super) static RESULT: Table = Table {
    name: "result",
    letter: Some(ResultId::LETTER),
    fields: &[
        UID,
        always("deal_id", Shape::Id(Kind::Deal)),
        always("metric", Shape::Words),
        always("baseline", Shape::Decimal),
        always("target", Shape::Decimal),
        maybe("unit", Shape::Text),
        maybe("accepted_by_id", Shape::Id(Kind::Person)),
        maybe("accepted_on", Shape::Day),
        maybe("may_quote", Shape::Flag),
    ],
    lists: &[List {
        name: "measurements",
        of: &MEASUREMENT,
        key: None,
    }],
    rules: &[Rule::Differ("target", "baseline")],
};

static MEASUREMENT: Table = Table {
    name: "measurement",
    letter: None,
    fields: &[always("on", Shape::Day), always("value", Shape::Decimal)],
    lists: &[],
    rules: &[],
};

pub(super) static OBJECTIVE: Table = Table {
    name: "objective",
    letter: Some(ObjectiveId::LETTER),
    fields: &[
        UID,
        always("deal_id", Shape::Id(Kind::Deal)),
        always("what", Shape::Words),
    ],
    lists: &[List {
        name: "answers",
        of: &ANSWER,
        key: Some("person_id"),
    }],
    rules: &[],
};

static ANSWER: Table = Table {
    name: "answer",
    letter: None,
    fields: &[
        always("person_id", Shape::Id(Kind::Person)),
        always("stance", word!(Stance)),
        maybe("why", Shape::Text),
        always("on", Shape::Day),
    ],
    lists: &[],
    rules: &[],
};

pub(super) static TOUCHPOINT: Table = Table {
    name: "touchpoint",
    letter: Some(TouchpointId::LETTER),
    fields: &[
        UID,
        always("account_id", Shape::Id(Kind::Account)),
        maybe("deal_id", Shape::Id(Kind::Deal)),
        maybe("person_id", Shape::Id(Kind::Person)),
        always("on", Shape::Day),
        maybe("sent_on", Shape::Day),
        always("via", word!(Via)),
        always("outcome", word!(Outcome)),
        usual("inbound", Shape::Flag),
        maybe("note", Shape::Text),
        maybe("gave", Shape::Text),
        usual("asked", Shape::Flag),
        maybe("next", Shape::Id(Kind::CheckIn)),
    ],
    lists: &[],
    rules: &[],
};

pub(super) static CHECK_IN: Table = Table {
    name: "check-in",
    letter: Some(CheckInId::LETTER),
    fields: &[
        UID,
        always("account_id", Shape::Id(Kind::Account)),
        maybe("deal_id", Shape::Id(Kind::Deal)),
        maybe("person_id", Shape::Id(Kind::Person)),
        always("kind", word!(check_in::Kind)),
        always("what", Shape::Text),
        maybe("why", Shape::Text),
        maybe("due_on", Shape::Day),
        maybe("first_due_on", Shape::Day),
        maybe("snoozed_until", Shape::Day),
        usual("snoozes", Shape::Count(0, CENTURY)),
        usual("moved_by_hand", Shape::Flag),
        always("status", word!(CheckInStatus)),
        maybe("ended", word!(Ended)),
        maybe("ended_on", Shape::Day),
        maybe("ended_why", Shape::Text),
        maybe("touchpoint_id", Shape::Id(Kind::Touchpoint)),
        maybe("step", Shape::Text),
        maybe("anchor_rung", word!(Rung)),
        maybe("anchor_offset", Shape::Count(-CENTURY, CENTURY)),
        maybe("anchor_unit", word!(Unit)),
        maybe("anchored_on", Shape::Day),
        maybe("every", Shape::Count(1, CENTURY)),
        maybe("every_unit", word!(Unit)),
        maybe("until_rung", word!(Rung)),
        maybe("turn_on", Shape::Day),
        usual("restarted", Shape::Flag),
        maybe("rung", word!(Rung)),
        maybe("owner", Shape::Text),
        usual("theirs", Shape::Flag),
        maybe("evidence", Shape::Text),
        maybe("agreed_by_id", Shape::Id(Kind::Person)),
        maybe("agreed_on", Shape::Day),
        maybe("plan_b", Shape::Text),
        maybe("result_id", Shape::Id(Kind::Result)),
    ],
    lists: &[],
    rules: &[
        Rule::Unless("ended", "status", "open"),
        Rule::When("rung", "kind", "rung"),
        Rule::Together(&["anchor_rung", "anchor_offset", "anchor_unit"]),
        Rule::Together(&["every", "every_unit"]),
    ],
};

pub(super) static RIVAL: Table = Table {
    name: "rival",
    letter: None,
    fields: &[
        UID,
        always("account_id", Shape::Id(Kind::Account)),
        maybe("deal_id", Shape::Id(Kind::Deal)),
        always("name", Shape::Words),
        maybe("note", Shape::Text),
        always("heard_on", Shape::Day),
        maybe("gone_on", Shape::Day),
    ],
    lists: &[],
    rules: &[],
};

pub(super) static HEARTBEAT: Table = Table {
    name: "heartbeat",
    letter: None,
    fields: &[
        UID,
        always("deal_id", Shape::Id(Kind::Deal)),
        always("on", Shape::Day),
        maybe("attractive", Shape::Text),
        maybe("would_match", word!(WouldMatch)),
        maybe("rival_signed", word!(RivalSigned)),
        maybe("contract_ends_on", Shape::Day),
    ],
    lists: &[],
    rules: &[],
};
