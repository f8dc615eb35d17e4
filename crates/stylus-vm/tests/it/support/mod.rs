//! What the tests share.

pub(crate) mod mini_chain;
pub(crate) mod programs;
pub(crate) mod runner;
pub(crate) mod vectors;
