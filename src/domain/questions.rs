//! The questions worth asking a customer now, in the words of the practice: reassurance after a yes, readiness
//! before the delivery, results after it, a heartbeat after a loss, and one thing to give (practice 3, 6, 7,
//! 14, 18).

use chrono::NaiveDate;

use crate::domain::brief::Balance;
use crate::domain::deal::Status;
use crate::domain::ladder::Ladder;
use crate::domain::rung::Rung;

/// At most so many questions: nobody asks more in one call.
pub const MOST: usize = 5;

/// For so many days after the yes a buyer may still have second thoughts (practice 3).
const REMORSE_DAYS: i64 = 14;

/// So many days before the delivery it is time to ask whether all is ready (practice 6).
const READINESS_DAYS: i64 = 14;

/// Where a deal stands, as far as it decides what to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has said yes.
    Open,
    /// A verbal yes, and nothing more.
    Verbal,
    /// The first days after the order.
    FreshYes,
    /// Ordered, and the delivery is far off or has no date.
    Underway,
    /// The delivery is near.
    Delivery,
    /// The day of the delivery has passed without it.
    Late,
    /// Delivered, and the customer has not confirmed the results.
    InUse,
    /// Confirmed, and not paid.
    Unpaid,
    Settled,
    Lost,
    Buried,
}

impl Stage {
    /// The stage of a deal of this status and with this ladder.
    pub fn of(status: Status, ladder: &Ladder, today: NaiveDate) -> Self {
        match status {
            Status::Prospect => Self::Open,
            Status::Verbal => Self::Verbal,
            Status::Settled => Self::Settled,
            Status::Lost => Self::Lost,
            Status::Buried => Self::Buried,
            Status::Won if !ladder.is_closed(Rung::Delivered) => {
                Self::before_delivery(ladder, today)
            }
            Status::Won if !ladder.is_closed(Rung::Verified) => Self::InUse,
            Status::Won => Self::Unpaid,
        }
    }

    fn before_delivery(ladder: &Ladder, today: NaiveDate) -> Self {
        let days_to_delivery = ladder
            .expected_on(Rung::Delivered)
            .map(|on| (on - today).num_days());
        let yes_on = [Rung::Signed, Rung::Ordered]
            .into_iter()
            .filter_map(|rung| ladder.done_on(rung))
            .max();
        let days_since_yes = yes_on.map(|on| (today - on).num_days());
        if days_to_delivery.is_some_and(|days| days < 0) {
            Self::Late
        } else if days_to_delivery.is_some_and(|days| days <= READINESS_DAYS) {
            Self::Delivery
        } else if days_since_yes.is_some_and(|days| days <= REMORSE_DAYS) {
            Self::FreshYes
        } else {
            Self::Underway
        }
    }

    /// What to ask at this stage, the most telling first.
    const fn questions(self) -> &'static [&'static str] {
        match self {
            Self::Open => &[
                "What has to be different once this works, and who there says so?",
                "Who else has a say, and what would make them say no?",
                "What is the next step, and on which day?",
            ],
            Self::Verbal => &[
                "What still stands between the yes and the order, and who signs it?",
                "Is there anything about the decision that you are not sure of?",
                "Has anybody else called on you since?",
            ],
            Self::FreshYes => &[
                "How do you feel about the decision, now that it is made?",
                "Do you know every step from here to the delivery? Which one is unclear?",
                "Who there still has doubts, and may I talk with them?",
            ],
            Self::Underway => &[
                "Which step to the delivery is unclear, or has no date?",
                "Has anything changed in what you want to reach with it?",
                "Who else should hear from me how it goes?",
            ],
            Self::Delivery => &[
                "Is the date firm on your side too?",
                "Is the place ready, and who is there to receive it?",
                "Which of the things that I promised have you not seen yet?",
            ],
            Self::Late => &[
                "What does the delay cost you, and what would help until it is there?",
                "Which day suits you, if I can hold it?",
                "Which of the things that I promised have you not seen yet?",
            ],
            Self::InUse => &[
                "Is it doing what I promised?",
                "What do those say who work with it every day?",
                ADDON_QUESTION,
            ],
            Self::Unpaid => &[
                "Is the invoice with the right person, and on which day will it be paid?",
                "May I tell others what you reached with it?",
                "Who else do you know with the same problem?",
            ],
            Self::Settled => &[
                "What has changed since we last talked?",
                "What are you planning that I should know of?",
                "Who there should I get to know?",
            ],
            Self::Lost => &[
                ATTRACTIVE_QUESTION,
                "Had we offered that, would you have stayed with us?",
                "Is the contract signed?",
                "If it is not, may I ask my manager whether we can do it too?",
            ],
            Self::Buried => &["What has changed since we last talked?"],
        }
    }
}

/// Needs are heard while a deal is put to use, but no add-on is asked about while a promise is broken
/// (practice 9).
const ADDON_QUESTION: &str = "What else have you found that you need, now that you use it?";

/// The first question after a loss (practice 18).
const ATTRACTIVE_QUESTION: &str = "What was most attractive in the other offer?";

/// What is known about one deal, as far as it decides what to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// What the deal is called, where there are others.
    pub title: Option<String>,
    pub stage: Stage,
    /// The oldest of what we promised and did not keep by its day.
    pub broken: Option<String>,
    /// An objective, and who objects to it.
    pub objection: Option<(String, String)>,
    /// What was promised to be measured by now, and was not.
    pub unmeasured: Option<String>,
    /// Whether the day of the payment has passed without it.
    pub unpaid: bool,
    /// A rival who is still there.
    pub rival: Option<String>,
    /// What the rival promised who has won it, once its day is past.
    pub rival_promised: Option<String>,
    /// What they said was most attractive in the other offer.
    pub attractive: Option<String>,
    /// Whether they have signed the contract with the rival.
    pub is_signed: bool,
}

impl Situation {
    /// What cannot wait, before what the stage asks for.
    fn pressing(&self) -> Vec<String> {
        let broken = self.broken.as_ref().map(|what| {
            format!("Say it before they do: {what} is late. By which day does it still help?")
        });
        let objection = self
            .objection
            .as_ref()
            .map(|(who, what)| format!("{who} objects to \"{what}\": what would make it right?"));
        let measured = self
            .unmeasured
            .as_ref()
            .filter(|_| self.stage == Stage::InUse || self.stage == Stage::Unpaid)
            .map(|metric| format!("What is {metric} now?"));
        let rival = self
            .rival
            .as_ref()
            .filter(|_| !matches!(self.stage, Stage::Lost | Stage::Buried))
            .map(|rival| format!("What does {rival} tell you about us?"));
        let promised = self
            .rival_promised
            .as_ref()
            .filter(|_| self.stage == Stage::Lost)
            .map(|what| format!("Did they deliver what they promised: {what}?"));
        // Before the delivery it is no wonder.
        let unpaid = (self.unpaid && self.stage == Stage::InUse)
            .then(|| "What holds the payment up, and who there can clear it?".to_owned());
        [broken, objection, unpaid, measured, promised, rival]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Everything worth asking about this deal, the most pressing first.
    fn all(&self) -> Vec<String> {
        // More than two of them, and the stage would never be asked about.
        let mut all = self.pressing();
        all.truncate(2);
        if self.stage == Stage::Lost && (self.is_signed || self.attractive.is_some()) {
            all.extend(self.asked_again());
            return all;
        }
        let of_stage = self.stage.questions().iter().copied();
        let held_back = |question: &str| self.broken.is_some() && question == ADDON_QUESTION;
        all.extend(of_stage.filter(|one| !held_back(one)).map(String::from));
        all
    }

    /// What is asked after a loss once some of it was answered: nobody likes to be asked twice (practice 18).
    fn asked_again(&self) -> Vec<String> {
        let first = match &self.attractive {
            Some(what) => format!("You chose it for this: {what}. Is it what you hoped for?"),
            None => ATTRACTIVE_QUESTION.to_owned(),
        };
        let rest: &[&str] = if self.is_signed {
            &[
                "What do you miss there that you had hoped to get from us?",
                "When does the contract end, and who decides then?",
            ]
        } else {
            &[
                "Is the contract signed by now?",
                "If we can do the same, will you wait for our answer?",
            ]
        };
        let rest = rest.iter().copied().map(String::from);
        std::iter::once(first).chain(rest).collect()
    }
}

/// At most [`MOST`] questions about these deals, the most pressing deal first; the last is what to give.
pub fn questions(situations: &[Situation], balance: Balance) -> Vec<String> {
    let give = if balance.owes() {
        format!(
            "Give first: they were asked {} times in a row and given nothing. What is of use to them?",
            balance.asks_in_a_row
        )
    } else {
        "What can you give them today that asks for nothing?".to_owned()
    };
    let of_deals: Vec<Vec<String>> = situations.iter().map(Situation::all).collect();
    let longest = of_deals.iter().map(Vec::len).max().unwrap_or(0);
    let mut found: Vec<String> = Vec::new();
    let mut asked: Vec<&String> = Vec::new();
    // The first question of every deal, then the second of every one: none is talked to death.
    for place in 0..longest {
        for (situation, all) in situations.iter().zip(&of_deals) {
            // What is to be asked about several deals is asked once, about all of them.
            let Some(question) = all.get(place).filter(|one| !asked.contains(one)) else {
                continue;
            };
            if found.len() + 1 == MOST {
                break;
            }
            asked.push(question);
            let is_shared = of_deals.iter().filter(|all| all.contains(question)).count() > 1;
            found.push(match &situation.title {
                Some(title) if situations.len() > 1 && !is_shared => {
                    format!("{title}: {question}")
                }
                _ => question.clone(),
            });
        }
    }
    found.push(give);
    found
}

#[cfg(test)]
mod tests;
