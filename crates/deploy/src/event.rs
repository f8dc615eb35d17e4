//! What a run tells meanwhile, and how it ended.

use crate::Step;
use alloy_primitives::B256;

/// What happens meanwhile.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A step begins.
    Begins(&'a Step),
    /// Its transaction is signed and on record, but not sent.
    Signed(&'a Step, B256),
    /// Its transaction is with the node.
    Sent(&'a Step, B256),
    /// Its transaction is mined, but that is not on record.
    Mined(&'a Step, B256),
    /// It is done and on record.
    Recorded(&'a Step),
    /// The chain has it already.
    Found(&'a Step),
    /// There is no key for whoever has to send it.
    Waits(&'a Step),
}

/// Hears what happens, and may end it at any point.
pub trait Observer {
    /// False ends the run at once, as if the process were killed.
    fn event(&mut self, event: Event<'_>) -> bool;
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&mut self, _: Event<'_>) -> bool {
        true
    }
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Steps that this run sent.
    pub sent: usize,
    /// Steps that the chain had.
    pub found: usize,
    /// Steps that wait for somebody whose key is not here.
    pub waiting: Vec<String>,
    /// True if the observer ended the run.
    pub stopped: bool,
}
