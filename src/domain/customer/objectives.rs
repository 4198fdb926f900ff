//! Objectives of a customer's deals (practice 8).

use crate::domain::customer::Customer;
use crate::domain::id::{DealId, ObjectiveId};
use crate::domain::objective::Objective;

impl Customer {
    /// Adds an objective to a deal; nobody was asked about it yet.
    pub fn add_objective(&mut self, deal_id: DealId, what: String) -> ObjectiveId {
        let id = ObjectiveId::provisional(self.next_provisional());
        self.objectives.push(Objective {
            id,
            uid: String::new(),
            deal_id,
            what,
            answers: Vec::new(),
        });
        id
    }

    /// The objective of that id.
    pub fn objective(&self, id: ObjectiveId) -> Option<&Objective> {
        self.objectives.iter().find(|one| one.id == id)
    }

    /// The objective of that id, to be changed.
    pub fn objective_mut(&mut self, id: ObjectiveId) -> Option<&mut Objective> {
        self.objectives.iter_mut().find(|one| one.id == id)
    }

    /// The objectives of a deal.
    pub fn objectives_of(&self, deal_id: DealId) -> impl Iterator<Item = &Objective> {
        self.objectives
            .iter()
            .filter(move |one| one.deal_id == deal_id)
    }
}
