//! Calls that change nothing, on as many cores as there are.

mod access_list;
mod call;
mod estimate;
mod overrides;
mod trace;

pub(crate) use access_list::access_list;
pub(crate) use call::{CallRequest, call, execute};
pub(crate) use estimate::estimate;
pub(crate) use overrides::{OverrideError, Overrides};
pub(crate) use trace::{TraceOptions, trace_call, trace_transaction};

use crate::{ledger::State, rpc::RpcError};
use std::sync::{Arc, Mutex, PoisonError};
use surety_devnode::{BlockEnv, Chain};
use tokio::{sync::Semaphore, task};

/// Chains that calls run on, each by one thread at a time.
#[derive(Clone, Debug)]
pub(crate) struct Views(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Idle chains, with the number of the state that each stands at, if it is one.
    idle: Mutex<Vec<(Option<u64>, Chain)>>,
    /// As many as there are chains.
    permits: Arc<Semaphore>,
}

/// A call was given up: the node stops, or the call's thread panicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the call was given up")]
pub(crate) struct GivenUp;

impl Views {
    /// As many chains as calls may run at once, forked from `chain`.
    pub(crate) fn new(chain: &mut Chain, count: usize) -> Self {
        let idle: Vec<_> = (0..count.max(1)).map(|_| (None, chain.fork())).collect();
        Self(Arc::new(Inner { permits: Arc::new(Semaphore::new(idle.len())), idle: Mutex::new(idle) }))
    }

    /// Runs something on a chain that stands at a state, in a block, with overrides.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        (at, env): (State, BlockEnv),
        overrides: Overrides,
        work: impl FnOnce(&mut Chain) -> Result<T, RpcError> + Send + 'static,
    ) -> Result<T, RpcError> {
        let inner = Arc::clone(&self.0);
        let permit = Arc::clone(&inner.permits).acquire_owned().await.map_err(|_| GivenUp)?;
        let job = move || {
            // Kept until the chain is back, even if nobody waits for the answer any more.
            let _permit = permit;
            let (stands_at, mut chain) = inner.take(at.id)?;
            if stands_at != Some(at.id) {
                chain.revert(&at.snapshot);
            }
            chain.open_block(env);
            let result = overrides.apply(&mut chain).map_err(RpcError::from).and_then(|()| work(&mut chain));
            // Views leave no trace, but overrides do: such a chain stands nowhere.
            inner.give_back(overrides.is_empty().then_some(at.id), chain);
            result
        };
        task::spawn_blocking(job).await.map_err(|_| GivenUp)?
    }
}

impl Inner {
    /// An idle chain, if possible one that stands at the state already.
    fn take(&self, state: u64) -> Result<(Option<u64>, Chain), GivenUp> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        match idle.iter().position(|(at, _)| *at == Some(state)) {
            Some(index) => Ok(idle.swap_remove(index)),
            // Permits see to it that there is one, unless a panic has lost it.
            None => idle.pop().ok_or(GivenUp),
        }
    }

    fn give_back(&self, at: Option<u64>, chain: Chain) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((at, chain));
    }
}
