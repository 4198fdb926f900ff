//! What several commands need: finding what a target names (`resolve`), reading what people type (`typed`, and by its
//! subject `contract`, `owed`, `proof`, `pursuit`, `somebody`), changing a customer in one transaction (`change`), and
//! words for what came of it (`advice`, `marked`).

pub(super) mod advice;
pub(super) mod change;
pub(super) mod contract;
pub(super) mod marked;
pub(super) mod owed;
pub(super) mod proof;
pub(super) mod pursuit;
pub(super) mod resolve;
pub(super) mod somebody;
pub(super) mod taken_back;
pub(super) mod typed;
