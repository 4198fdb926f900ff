//! What the product knows and decides, without a terminal, a file or a clock.
//!
//! Everything here is a value or a pure function of values: the ladder of a deal, the plans, what a contact
//! closes, what is due and in which order, the dates and amounts people type. The layers around it fetch,
//! store and show; they decide nothing.

pub mod account;
pub mod brief;
pub mod calendar;
pub mod celebration;
pub mod check_in;
pub mod contract;
pub mod customer;
pub mod deal;
pub mod due;
pub mod facts;
pub mod find;
pub mod health;
pub mod history;
pub mod id;
pub mod import;
pub mod interval;
pub mod ladder;
pub mod letter;
pub mod manners;
pub mod money;
pub mod name;
pub mod number;
pub mod objective;
pub(crate) mod order;
pub mod owed;
pub mod person;
pub mod plan;
pub mod promise;
pub mod questions;
pub mod report;
pub mod result;
pub mod rival;
pub mod rung;
pub mod target;
pub mod touchpoint;
pub mod travel;
pub mod when;
pub mod win_back;
pub(crate) mod words;
