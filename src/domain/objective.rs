//! Why they are doing this, and who there agrees (practice 8): an objective is reviewed until nobody objects.

use chrono::NaiveDate;

use crate::domain::id::{DealId, ObjectiveId, PersonId};
use crate::domain::words::words;

words! {
    /// What a stakeholder last said to an objective.
    Stance, "a stance" {
        /// They were asked and have not answered.
        Asked = "asked",
        Agreed = "agreed",
        Objecting = "objecting",
    }
}

words! {
    /// Where an objective stands. Computed from the answers, never set.
    ObjectiveStatus, "a status of an objective" {
        /// Nobody was asked yet.
        Open = "open",
        /// Somebody who was asked has not answered.
        Asked = "asked",
        /// Everybody who was asked agrees.
        Agreed = "agreed",
        /// Somebody objects.
        Objecting = "objecting",
    }
}

/// What one stakeholder said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub person_id: PersonId,
    pub stance: Stance,
    /// Why they object.
    pub why: Option<String>,
    /// The day on which they were asked, or said so.
    pub on: NaiveDate,
}

/// One objective of a deal, in a short sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    pub id: ObjectiveId,
    pub uid: String,
    pub deal_id: DealId,
    pub what: String,
    /// In the order in which people were first asked; one each.
    pub answers: Vec<Answer>,
}

impl Objective {
    /// Where it stands: one objection outweighs every agreement.
    pub fn status(&self) -> ObjectiveStatus {
        let says = |stance| self.answers.iter().any(|one| one.stance == stance);
        if says(Stance::Objecting) {
            ObjectiveStatus::Objecting
        } else if says(Stance::Asked) {
            ObjectiveStatus::Asked
        } else if says(Stance::Agreed) {
            ObjectiveStatus::Agreed
        } else {
            ObjectiveStatus::Open
        }
    }

    /// Takes what somebody says, in place of what they said before.
    pub fn answer(&mut self, answer: Answer) {
        match self
            .answers
            .iter_mut()
            .find(|one| one.person_id == answer.person_id)
        {
            Some(known) => *known = answer,
            None => self.answers.push(answer),
        }
    }

    /// Says it in other words. Nobody has agreed to those, so everybody is asked again; the same words change
    /// nothing.
    pub fn reword(&mut self, what: &str, on: NaiveDate) {
        if self.what == what {
            return;
        }
        what.clone_into(&mut self.what);
        for answer in &mut self.answers {
            *answer = Answer {
                stance: Stance::Asked,
                why: None,
                on,
                ..answer.clone()
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn answer(person: i64, stance: Stance, why: Option<&str>) -> Answer {
        Answer {
            person_id: PersonId(person),
            stance,
            why: why.map(String::from),
            on: day(5),
        }
    }

    fn objective(stances: &[Stance]) -> Objective {
        let people = 1..;
        Objective {
            id: ObjectiveId(1),
            uid: String::new(),
            deal_id: DealId(1),
            what: "fewer night shifts".to_owned(),
            answers: people
                .zip(stances)
                .map(|(person, stance)| answer(person, *stance, None))
                .collect(),
        }
    }

    #[test]
    fn one_objection_outweighs_every_agreement() {
        use Stance::{Agreed, Asked, Objecting};
        let table: &[(&[Stance], ObjectiveStatus)] = &[
            (&[], ObjectiveStatus::Open),
            (&[Asked], ObjectiveStatus::Asked),
            (&[Agreed], ObjectiveStatus::Agreed),
            (&[Agreed, Agreed], ObjectiveStatus::Agreed),
            (&[Agreed, Asked], ObjectiveStatus::Asked),
            (&[Agreed, Objecting], ObjectiveStatus::Objecting),
            (&[Asked, Objecting, Agreed], ObjectiveStatus::Objecting),
        ];
        for (stances, expected) in table {
            assert_eq!(objective(stances).status(), *expected, "{stances:?}");
        }
    }

    #[test]
    fn what_somebody_says_takes_the_place_of_what_they_said() {
        let mut asked = objective(&[Stance::Asked, Stance::Agreed]);
        asked.answer(answer(1, Stance::Objecting, Some("too early")));
        asked.answer(answer(3, Stance::Agreed, None));
        assert_eq!(
            asked.answers,
            [
                answer(1, Stance::Objecting, Some("too early")),
                answer(2, Stance::Agreed, None),
                answer(3, Stance::Agreed, None),
            ]
        );
    }

    #[test]
    fn other_words_ask_everybody_again_and_the_same_words_nobody() {
        let mut agreed = objective(&[Stance::Agreed]);
        agreed.answer(answer(2, Stance::Objecting, Some("too early")));
        let before = agreed.clone();
        agreed.reword("fewer night shifts", day(9));
        assert_eq!(agreed, before);
        agreed.reword("no night shifts", day(9));
        assert_eq!(agreed.status(), ObjectiveStatus::Asked);
        for answer in &agreed.answers {
            assert_eq!((answer.why.as_deref(), answer.on), (None, day(9)));
        }
    }
}
