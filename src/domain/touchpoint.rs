//! One contact that happened, or an attempt that reached nobody (practice 16).

use chrono::NaiveDate;

use crate::domain::id::{AccountId, CheckInId, DealId, PersonId, TouchpointId};
use crate::domain::words::words;

words! {
    /// The way a contact went.
    Via, "a way of contact" {
        Call = "call",
        Meeting = "meeting",
        Visit = "visit",
        Video = "video",
        Event = "event",
        Email = "email" | "mail" | "e-mail",
        Text = "text",
        Gift = "gift",
        Other = "other",
    }
}

words! {
    /// What came of it.
    Outcome, "an outcome" {
        /// Somebody was talked with, or answered.
        Reached = "reached",
        /// Something went out; nobody has answered yet.
        Sent = "sent",
        NoAnswer = "no-answer",
        LeftMessage = "left-message",
    }
}

impl Via {
    /// Whether two people are in it at the same time, so that it is a contact unless said otherwise.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::Call | Self::Meeting | Self::Visit | Self::Video | Self::Event
        )
    }
}

/// What the rep said of how a contact ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four things that can each be said or not"
)]
pub struct Answer {
    pub no_answer: bool,
    pub left_message: bool,
    pub answered: bool,
    /// The customer began it, so somebody was there, whatever the way.
    pub inbound: bool,
}

/// What came of a contact: an unanswered mail is an attempt, an attempt is not a contact (practice 16).
pub const fn outcome(via: Via, answer: Answer) -> Outcome {
    if answer.left_message {
        Outcome::LeftMessage
    } else if answer.no_answer {
        Outcome::NoAnswer
    } else if via.is_live() || answer.answered || answer.inbound {
        Outcome::Reached
    } else {
        Outcome::Sent
    }
}

/// One contact with an account, or an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touchpoint {
    pub id: TouchpointId,
    pub uid: String,
    pub account_id: AccountId,
    pub deal_id: Option<DealId>,
    pub person_id: Option<PersonId>,
    /// The day of the contact: of the answer, once a mail is answered.
    pub on: NaiveDate,
    /// The day it was sent, where it was answered on another one.
    pub sent_on: Option<NaiveDate>,
    pub via: Via,
    pub outcome: Outcome,
    pub inbound: bool,
    pub note: Option<String>,
    /// What of value was given (practice 14).
    pub gave: Option<String>,
    /// Whether something was asked of them (practice 14).
    pub asked: bool,
    /// The check-in that this contact set for the next time.
    pub next: Option<CheckInId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes() {
        let none = Answer::default();
        let table = [
            (Via::Call, none, Outcome::Reached),
            (Via::Visit, none, Outcome::Reached),
            (
                Via::Call,
                Answer {
                    no_answer: true,
                    ..none
                },
                Outcome::NoAnswer,
            ),
            (
                Via::Call,
                Answer {
                    left_message: true,
                    ..none
                },
                Outcome::LeftMessage,
            ),
            (Via::Email, none, Outcome::Sent),
            (Via::Gift, none, Outcome::Sent),
            (
                Via::Text,
                Answer {
                    answered: true,
                    ..none
                },
                Outcome::Reached,
            ),
            (
                Via::Email,
                Answer {
                    inbound: true,
                    ..none
                },
                Outcome::Reached,
            ),
            (
                Via::Email,
                Answer {
                    no_answer: true,
                    ..none
                },
                Outcome::NoAnswer,
            ),
        ];
        for (via, answer, expected) in table {
            assert_eq!(outcome(via, answer), expected, "{via} {answer:?}");
        }
    }
}
