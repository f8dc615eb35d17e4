//! What happens on the chain, for those who listen.

use crate::ledger::{Block, SignedTx};
use std::sync::Arc;
use tokio::sync::broadcast;

/// Events that a listener may be behind before it misses some.
const BACKLOG: usize = 4_096;

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// A block was made.
    Block(Arc<Block>),
    /// A transaction arrived.
    Pending(Arc<SignedTx>),
}

/// Where events are sent and listened to.
#[derive(Clone, Debug)]
pub(crate) struct Events(broadcast::Sender<Event>);

impl Events {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }

    /// Tells all listeners; there may be none.
    pub(crate) fn send(&self, event: Event) {
        let _ = self.0.send(event);
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}
