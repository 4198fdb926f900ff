//! The program as a rep and a script meet it: whole commands, in a place of their own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod environment;
mod morning;
