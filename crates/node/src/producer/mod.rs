//! The one thread that owns the chain and makes its blocks.
//!
//! Whoever wants something changed sends a job. Jobs that wait together are done together: their
//! blocks are written to disk with one flush, then shown to readers, and only then are the jobs
//! answered.

mod clock;
mod control;
mod mine;
mod pool;
mod submit;

pub(crate) use clock::{Clock, now};
pub(crate) use control::ControlError;
pub(crate) use submit::SubmitError;

use crate::{
    config::NodeConfig,
    events::{Event, Events},
    ledger::{Block, Ledger, State, States},
    store::{Entry, Store, StoreError},
};
use alloy_primitives::Address;
use pool::Pool;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    thread,
};
use surety_devnode::{Chain, Snapshot, StateDiff};
use tokio::sync::{mpsc, oneshot};

/// Jobs that may wait before whoever sends more must.
const QUEUE: usize = 1_024;
/// Jobs that are done together at most.
const GROUP: usize = 256;
/// Native stack of the thread, bytes; only what is used takes memory.
const STACK_BYTES: usize = 256 << 20;

/// The ledger as readers and the producer share it.
#[derive(Clone, Debug)]
pub(crate) struct SharedLedger(Arc<RwLock<Ledger>>);

impl SharedLedger {
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self(Arc::new(RwLock::new(ledger)))
    }

    /// For reading. A writer that panicked left nothing half done: every change is one call.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Ledger> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Ledger> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is done for a job when all it did is safe: answering.
type Answer = Box<dyn FnOnce() + Send>;
type Job = Box<dyn FnOnce(&mut Producer) -> Answer + Send>;

/// The producer's thread is gone; why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the node has stopped: {0}")]
pub(crate) struct Stopped(String);

/// Where jobs are sent.
#[derive(Clone, Debug)]
pub(crate) struct ProducerHandle {
    jobs: mpsc::Sender<Job>,
    /// Why the producer stopped, if it was for a reason.
    reason: Arc<OnceLock<String>>,
}

impl ProducerHandle {
    /// Has something done, and waits until it is safe.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Producer) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |producer| {
            let result = work(producer);
            // A client that went away needs no answer.
            Box::new(move || drop(reply.send(result)))
        });
        self.jobs.send(job).await.map_err(|_| self.why())?;
        answer.await.map_err(|_| self.why())
    }

    /// Waits until the producer stops; answers why.
    pub(crate) async fn stopped(&self) -> Stopped {
        self.jobs.closed().await;
        self.why()
    }

    fn why(&self) -> Stopped {
        // It stops when nobody can send any more, for a reason, or by a panic.
        Stopped(
            self.reason.get().cloned().unwrap_or_else(|| "an internal error, which its log has".to_owned()),
        )
    }
}

/// A state to come back to, with all that goes with it.
#[derive(Clone, Debug)]
struct Checkpoint {
    block: u64,
    state: State,
    clock: Clock,
}

/// How blocks come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mining {
    /// Each transaction at once in a block of its own.
    Auto,
    /// When the time comes, or when it is asked for.
    Waiting,
}

/// Owns the chain.
#[derive(Debug)]
pub(crate) struct Producer {
    chain: Chain,
    config: Arc<NodeConfig>,
    ledger: SharedLedger,
    events: Events,
    store: Option<Store>,
    /// The newest block.
    head: Arc<Block>,
    clock: Clock,
    mining: Mining,
    pool: Pool,
    basefee: u64,
    gas_limit: u64,
    coinbase: Address,
    checkpoints: BTreeMap<u64, Checkpoint>,
    next_checkpoint: u64,
    impersonated: BTreeSet<Address>,
    impersonates_all: bool,
    /// Blocks that readers don't see yet.
    unpublished: Vec<(Arc<Block>, States)>,
    genesis: Genesis,
}

/// What the chain began with, for `anvil_reset`.
#[derive(Clone, Debug)]
pub(crate) struct Genesis {
    pub(crate) block: Block,
    pub(crate) snapshot: Snapshot,
    pub(crate) clock: Clock,
}

/// What a producer begins with.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) chain: Chain,
    pub(crate) ledger: SharedLedger,
    pub(crate) events: Events,
    pub(crate) store: Option<Store>,
    pub(crate) clock: Clock,
    pub(crate) genesis: Genesis,
}

impl Producer {
    /// Starts the thread.
    pub(crate) fn start(config: Arc<NodeConfig>, beginning: Beginning) -> std::io::Result<ProducerHandle> {
        let Beginning { chain, ledger, events, store, clock, genesis } = beginning;
        let head = Arc::clone(ledger.read().head());
        let env = chain.block_env();
        let (sender, receiver) = mpsc::channel(QUEUE);
        let reason = Arc::new(OnceLock::new());
        let producer = Self {
            mining: if config.block_time.is_some() { Mining::Waiting } else { Mining::Auto },
            chain,
            config,
            ledger,
            events,
            store,
            head,
            clock,
            pool: Pool::default(),
            basefee: env.basefee,
            gas_limit: env.gas_limit,
            coinbase: env.coinbase,
            checkpoints: BTreeMap::new(),
            next_checkpoint: 0,
            impersonated: BTreeSet::new(),
            impersonates_all: false,
            unpublished: Vec::new(),
            genesis,
        };
        thread::Builder::new().name("producer".into()).stack_size(STACK_BYTES).spawn({
            let reason = Arc::clone(&reason);
            move || producer.work(receiver, &reason)
        })?;
        Ok(ProducerHandle { jobs: sender, reason })
    }

    /// Does jobs until nobody can send any more.
    fn work(mut self, mut jobs: mpsc::Receiver<Job>, reason: &OnceLock<String>) {
        let mut answers = Vec::new();
        while let Some(first) = jobs.blocking_recv() {
            answers.push(first(&mut self));
            while answers.len() < GROUP
                && let Ok(job) = jobs.try_recv()
            {
                answers.push(job(&mut self));
            }
            if let Err(error) = self.publish() {
                // What can't be kept must not be confirmed: the answers are dropped, and clients
                // are told why.
                tracing::error!(%error, "the chain can't be written to disk; stopping");
                let _ = reason.set(format!("the chain can't be written to disk: {error}"));
                return;
            }
            answers.drain(..).for_each(|answer| answer());
        }
    }

    /// Writes what changed to disk and shows it to readers.
    fn publish(&mut self) -> Result<(), StoreError> {
        if let Some(store) = &mut self.store {
            store.flush()?;
        }
        let next = self.next_env();
        let mut ledger = self.ledger.write();
        for (block, states) in &self.unpublished {
            ledger.push(Arc::clone(block), states.clone());
        }
        ledger.set_next(next);
        drop(ledger);
        for (block, _) in self.unpublished.drain(..) {
            self.events.send(Event::Block(block));
        }
        if self.store.as_ref().is_some_and(Store::is_long) {
            self.rewrite()?;
        }
        Ok(())
    }

    /// Notes something for the store, if the chain is kept.
    fn keep(&mut self, entry: impl FnOnce() -> Entry) {
        if let Some(store) = &mut self.store {
            store.append(&entry());
        }
    }

    /// Keeps how the clock was set: who set it was told that it is.
    fn clock_changed(&mut self) {
        let clock = self.clock;
        self.keep(|| Entry::Edit { changes: StateDiff::default(), clock });
    }

    /// Makes the chain's present state the one that readers see.
    fn state_changed(&mut self) {
        let snapshot = if self.store.is_some() {
            let (snapshot, changes) = self.chain.snapshot_with_changes();
            let clock = self.clock;
            self.keep(|| Entry::Edit { changes, clock });
            snapshot
        } else {
            self.chain.snapshot()
        };
        let state = State::new(snapshot);
        match self.unpublished.last_mut() {
            Some((_, states)) => states.after = state,
            None => self.ledger.write().set_state(state),
        }
    }
}
