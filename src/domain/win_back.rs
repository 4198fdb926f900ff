//! Lost is not over: what is known of the offer that won, what was asked since, and what that comes to
//! (practice 17, 18).

use chrono::NaiveDate;

use crate::domain::id::DealId;
use crate::domain::words::words;

words! {
    /// Whether the rep could have matched what was most attractive in the other offer.
    WouldMatch, "an answer" {
        Yes = "yes",
        No = "no",
        Unsure = "unsure",
    }
}

words! {
    /// Whether the contract with the rival is signed.
    RivalSigned, "an answer" {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

words! {
    /// What a round of asking comes to.
    Advice, "an advice" {
        /// What they want is not to be had here.
        LetGo = "let-go",
        /// Nothing is signed, and it can be matched.
        Revive = "revive",
        /// Nothing is signed, and somebody else decides whether it can be matched.
        AskManager = "ask-manager",
        /// Stay in contact.
        Wait = "wait",
    }
}

impl Advice {
    /// What a round of asking comes to; an answer that was not given is as good as unknown (practice 18).
    pub const fn of(would_match: Option<WouldMatch>, rival_signed: Option<RivalSigned>) -> Self {
        match (would_match, rival_signed) {
            (Some(WouldMatch::No), _) => Self::LetGo,
            (Some(WouldMatch::Yes), Some(RivalSigned::No)) => Self::Revive,
            (Some(WouldMatch::Unsure), Some(RivalSigned::No)) => Self::AskManager,
            _ => Self::Wait,
        }
    }
}

/// The row of a round. It is a number of the file's own, nothing that anybody types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeartbeatId(pub i64);

/// One round of asking a customer whether a lost deal is really lost (practice 18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heartbeat {
    /// None as long as the file has not numbered it.
    pub id: Option<HeartbeatId>,
    pub uid: String,
    pub deal_id: DealId,
    /// The day they were asked.
    pub on: NaiveDate,
    /// What was most attractive in the other offer.
    pub attractive: Option<String>,
    pub would_match: Option<WouldMatch>,
    pub rival_signed: Option<RivalSigned>,
    /// The day on which the contract with the rival ends.
    pub contract_ends_on: Option<NaiveDate>,
}

impl Heartbeat {
    /// What it comes to.
    pub const fn advice(&self) -> Advice {
        Advice::of(self.would_match, self.rival_signed)
    }
}

/// What is known of a lost deal beside its day and its reason; nothing as long as it is not lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WinBack {
    /// Whether its `win-back` plan was begun; that of an imported deal never is.
    pub begun: bool,
    /// The rival that won.
    pub lost_to: Option<String>,
    /// What there is to say of it.
    pub note: Option<String>,
    /// What the rival promised.
    pub rival_promised: Option<String>,
    /// By when the rival promised it.
    pub rival_promised_on: Option<NaiveDate>,
    /// The day on which the contract with the rival ends.
    pub rival_contract_ends_on: Option<NaiveDate>,
    /// Why winning it back was given up.
    pub buried_why: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_follows_from_the_answers() {
        use RivalSigned as Signed;
        use WouldMatch as Match;
        let table = [
            (Some(Match::No), Some(Signed::No), Advice::LetGo),
            (Some(Match::No), Some(Signed::Yes), Advice::LetGo),
            (Some(Match::No), None, Advice::LetGo),
            (Some(Match::Yes), Some(Signed::No), Advice::Revive),
            (Some(Match::Unsure), Some(Signed::No), Advice::AskManager),
            (Some(Match::Yes), Some(Signed::Yes), Advice::Wait),
            (Some(Match::Yes), Some(Signed::Unknown), Advice::Wait),
            (Some(Match::Unsure), Some(Signed::Yes), Advice::Wait),
            (Some(Match::Unsure), Some(Signed::Unknown), Advice::Wait),
            (Some(Match::Yes), None, Advice::Wait),
            (None, Some(Signed::No), Advice::Wait),
            (None, None, Advice::Wait),
        ];
        for (would_match, rival_signed, expected) in table {
            assert_eq!(
                Advice::of(would_match, rival_signed),
                expected,
                "{would_match:?} {rival_signed:?}"
            );
        }
    }
}
