//! A scratch copy of the workspace, in which the programs are built otherwise than they are shipped,
//! and the checks that run them. Nothing is ever put into the working tree.

mod checks;
mod harness;
mod tree;

#[cfg(test)]
pub(crate) use checks::CHECKS;
pub(crate) use checks::{Check, STORIES};
pub(crate) use harness::{Harness, Verdict};
pub(crate) use tree::{Change, QUICKER, SETTINGS, Tree};
