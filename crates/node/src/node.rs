//! A node from its settings to its first answer.

use crate::{
    accounts::{Accounts, DevAccount},
    config::NodeConfig,
    events::Events,
    ledger::{Block, Ledger, State, States},
    predeploys::{self, PredeployError},
    producer::{Beginning, Clock, Genesis, Producer, SharedLedger, now},
    rpc::Rpc,
    server,
    store::{Identity, Image, Kept, Store, StoreError},
    suite,
    views::Views,
};
use alloy_primitives::{Address, B256};
use alloy_signer_local::LocalSignerError;
use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use surety_devnode::{BlockEnv, BuildError, Chain};
use surety_suite::{Programs, SuiteError};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time};

/// Why a node can't start.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The settings don't make a chain.
    #[error(transparent)]
    Chain(#[from] BuildError),
    /// The phrase gives no keys.
    #[error("no accounts from the mnemonic: {0}")]
    Accounts(#[from] LocalSignerError),
    /// The suite could not be deployed.
    #[error("deploying the suite: {0}")]
    Suite(#[from] SuiteError),
    /// The suite was asked for, but no programs were given.
    #[error("the suite needs its programs: run `surety build`")]
    NoPrograms,
    /// A contract of the genesis state is not what it should be.
    #[error(transparent)]
    Predeploy(#[from] PredeployError),
    /// The chain can't be kept, or read back.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The port can't be listened on, or no thread started.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system says.
        source: io::Error,
    },
}

/// A node that runs; dropping it stops it.
#[derive(Debug)]
pub struct Node {
    address: SocketAddr,
    accounts: Vec<DevAccount>,
    directory: BTreeMap<String, Address>,
    ready_in: Duration,
    head: u64,
    rpc: Arc<Rpc>,
    tasks: Vec<JoinHandle<()>>,
}

impl Node {
    /// Starts a node, which answers when this returns. Programs are needed for the suite only.
    ///
    /// # Errors
    /// [`NodeError`].
    pub async fn start(config: NodeConfig, programs: Option<Programs>) -> Result<Self, NodeError> {
        let began = Instant::now();
        let names = if config.with_suite { suite::ROLES } else { &[] };
        let count = config.accounts.max(u32::try_from(names.len()).unwrap_or(u32::MAX));
        let accounts = Accounts::derive(&config.mnemonic, count, names)?;
        let what = format!("listening on {}:{}", config.host, config.port);
        let io = |source| NodeError::Io { what, source };
        let listener = TcpListener::bind((config.host, config.port)).await.map_err(io.clone())?;
        let address = listener.local_addr().map_err(io)?;

        let config = Arc::new(config);
        let (mut chain, directory, ledger, store, clock, genesis) = {
            let (config, accounts) = (Arc::clone(&config), accounts.clone());
            // Deploying runs programs, which want a large stack, and takes a while.
            let world = tokio::task::spawn_blocking(move || {
                surety_devnode::with_big_stack(|| World::make(&config, &accounts, programs.as_ref()))
            });
            let World { chain, directory, ledger, store, clock, genesis } =
                world.await.map_err(|error| NodeError::Io {
                    what: "building the chain".into(),
                    source: io::Error::other(error),
                })??;
            (chain, directory, ledger, store, clock, genesis)
        };
        let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let views = Views::new(&mut chain, cores);
        let ledger = SharedLedger::new(ledger);
        let head = ledger.read().head().number();
        let events = Events::new();
        let beginning =
            Beginning { chain, ledger: ledger.clone(), events: events.clone(), store, clock, genesis };
        let producer = Producer::start(Arc::clone(&config), beginning)
            .map_err(|source| NodeError::Io { what: "starting the producer".into(), source })?;
        let (named, shown) = (accounts.named().to_vec(), directory.clone());
        let rpc = Arc::new(Rpc::new(config, ledger, producer.clone(), views, events, accounts, directory));
        let ticking = tick(rpc.intervals(), producer);
        let serving = server::serve(Arc::clone(&rpc), listener);
        let tasks = vec![tokio::spawn(ticking), tokio::spawn(serving)];
        let ready_in = began.elapsed();
        Ok(Self { address, accounts: named, directory: shown, ready_in, head, rpc, tasks })
    }

    /// Answers a JSON-RPC request, or a batch, without a connection; `None` if nothing in it wants
    /// an answer.
    pub async fn answer(&self, request: &[u8]) -> Option<String> {
        server::answer(&self.rpc, request).await
    }

    /// Waits until it can't go on, and answers why: the disk does not take the chain any more. It still
    /// answers then, but changes nothing.
    pub async fn stopped(&self) -> String {
        self.rpc.producer.stopped().await.to_string()
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The development accounts.
    #[must_use]
    pub fn accounts(&self) -> &[DevAccount] {
        &self.accounts
    }

    /// Contracts of the suite by name; empty without it.
    #[must_use]
    pub const fn directory(&self) -> &BTreeMap<String, Address> {
        &self.directory
    }

    /// How long the start took.
    #[must_use]
    pub const fn ready_in(&self) -> Duration {
        self.ready_in
    }

    /// Number of the block it started at.
    #[must_use]
    pub const fn started_at(&self) -> u64 {
        self.head
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Makes a block whenever it is time.
async fn tick(mut intervals: watch::Receiver<Option<Duration>>, producer: crate::producer::ProducerHandle) {
    loop {
        let interval = *intervals.borrow_and_update();
        let rest = async {
            match interval {
                Some(interval) => time::sleep(interval).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = intervals.changed() => if changed.is_err() { return },
            () = rest => {
                if producer.run(|producer| producer.make_waiting_block()).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// The chain and all that goes with it.
struct World {
    chain: Chain,
    directory: BTreeMap<String, Address>,
    ledger: Ledger,
    store: Option<Store>,
    clock: Clock,
    genesis: Genesis,
}

impl World {
    fn make(
        config: &NodeConfig,
        accounts: &Accounts,
        programs: Option<&Programs>,
    ) -> Result<Self, NodeError> {
        let timestamp = config.timestamp.unwrap_or_else(now);
        let mut builder = Chain::builder()
            .arbos(config.arbos)
            .chain_id(config.chain_id)
            .basefee(config.basefee)
            .start(config.l1_start, timestamp);
        if let Some(dir) = &config.cache_dir {
            builder = builder.cache_dir(dir);
        }
        let mut chain = builder.build()?;
        let path = config.state.as_deref().map(Store::path_of);
        if let Some(path) = path.as_deref().filter(|path| path.exists()) {
            return Self::read(config, chain, path);
        }
        let env = BlockEnv { number: 0, l1_number: config.l1_start, timestamp, ..chain.block_env() };
        chain.open_block(env);
        let directory = if config.with_suite {
            suite::deploy(&mut chain, programs.ok_or(NodeError::NoPrograms)?, accounts)?
        } else {
            BTreeMap::new()
        };
        for account in accounts.addresses() {
            chain.set_balance(*account, config.balance);
        }
        predeploys::put(&mut chain)?;
        let clock = Clock::new(timestamp, config.l1_start, config.l1_block_time);
        let block = Block::seal(&env, config.arbos, B256::ZERO, Vec::new());
        chain.set_l2_block_hash(0, block.hash);
        chain.open_block(env);
        let (ledger, genesis) = begin(config, &mut chain, block, clock);
        let store = match path {
            Some(path) => {
                let identity =
                    Identity { chain_id: config.chain_id, arbos: config.arbos, directory: directory.clone() };
                let image = Image::new(&ledger, &genesis.snapshot, clock);
                Some(Store::create(&path, identity, &image)?)
            }
            None => None,
        };
        Ok(Self { chain, directory, ledger, store, clock, genesis })
    }

    /// Goes on where a file ends.
    fn read(config: &NodeConfig, mut chain: Chain, path: &Path) -> Result<Self, NodeError> {
        let (store, identity, kept) = Store::open(path, config.chain_id, config.arbos)?;
        let Kept { blocks, state, mut clock, journal } = kept;
        let mut blocks = blocks.into_iter();
        // An image has a block: reading it saw to that.
        let Some((mut env, first)) = blocks.next() else { return Err(NodeError::NoPrograms) };
        chain.clear();
        chain.apply(&state);
        chain.open_block(env);
        let (mut ledger, mut genesis) = begin(config, &mut chain, first, clock);
        for (next, block) in blocks {
            env = next;
            chain.open_block(env);
            genesis.block = block.clone();
            let state = State::new(chain.snapshot());
            ledger.push(Arc::new(block), States { before: state.clone(), after: state });
        }
        genesis.snapshot = chain.snapshot();
        for step in journal {
            clock = step.clock;
            match step.block {
                Some((env, block)) => {
                    chain.open_block(env);
                    let before = State::new(chain.snapshot());
                    chain.apply(&step.changes);
                    let after = State::new(chain.snapshot());
                    ledger.push(Arc::new(block), States { before, after });
                }
                None => {
                    chain.apply(&step.changes);
                    ledger.set_state(State::new(chain.snapshot()));
                }
            }
        }
        let head = Arc::clone(ledger.head());
        tracing::info!(path = %path.display(), block = head.number(), "state read back");
        Ok(Self { chain, directory: identity.directory, ledger, store: Some(store), clock, genesis })
    }
}

/// A ledger of one block.
fn begin(config: &NodeConfig, chain: &mut Chain, block: Block, clock: Clock) -> (Ledger, Genesis) {
    let snapshot = chain.snapshot();
    let state = State::new(snapshot.clone());
    let states = States { before: state.clone(), after: state };
    let ledger = Ledger::new(config.history, block.clone(), states, chain.block_env());
    (ledger, Genesis { block, snapshot, clock })
}
