//! State and block as a call wants to see them.

use alloy_primitives::{Address, U256};
use alloy_rpc_types_eth::{BlockOverrides, state::StateOverride};
use surety_devnode::{BlockEnv, Chain};

/// What a call sees other than it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    pub(crate) state: Option<StateOverride>,
    pub(crate) block: Option<BlockOverrides>,
}

/// Why overrides can't be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OverrideError {
    /// Both all of an account's storage and changes of it are given.
    #[error("account {0} has both 'state' and 'stateDiff'")]
    StateTwice(Address),
    /// Precompiles stay where they are.
    #[error("account {0} has 'movePrecompileToAddress', which this node does not support")]
    MovedPrecompile(Address),
    /// A number has more than 64 bits.
    #[error("block override {0} is too large")]
    TooLarge(&'static str),
}

impl Overrides {
    /// True if all is seen as it is.
    pub(crate) const fn is_empty(&self) -> bool {
        self.state.is_none() && self.block.is_none()
    }

    /// Changes the chain, and the block it is in.
    pub(crate) fn apply(&self, chain: &mut Chain) -> Result<(), OverrideError> {
        if let Some(block) = &self.block {
            chain.open_block(overridden(chain.block_env(), block)?);
        }
        for (address, account) in self.state.iter().flatten() {
            if account.move_precompile_to.is_some() {
                return Err(OverrideError::MovedPrecompile(*address));
            }
            if let Some(code) = &account.code {
                let nonce = chain.nonce(*address);
                chain.set_code(*address, code.clone());
                chain.set_nonce(*address, nonce);
            }
            if let Some(nonce) = account.nonce {
                chain.set_nonce(*address, nonce);
            }
            if let Some(balance) = account.balance {
                chain.set_balance(*address, balance);
            }
            let pairs =
                |(key, value): (&_, &_)| (U256::from_be_bytes::<32>(*key), U256::from_be_bytes::<32>(*value));
            match (&account.state, &account.state_diff) {
                (Some(_), Some(_)) => return Err(OverrideError::StateTwice(*address)),
                (Some(state), None) => {
                    chain.replace_storage(
                        *address,
                        state.iter().map(|(key, value)| pairs((&key.0, &value.0))),
                    );
                }
                (None, Some(changes)) => {
                    for (key, value) in changes {
                        let (key, value) = pairs((&key.0, &value.0));
                        chain.set_storage(*address, key, value);
                    }
                }
                (None, None) => {}
            }
        }
        Ok(())
    }
}

/// `number` is what contracts see as `block.number`: L1's.
fn overridden(mut env: BlockEnv, block: &BlockOverrides) -> Result<BlockEnv, OverrideError> {
    let small = |value: U256, name| u64::try_from(value).map_err(|_| OverrideError::TooLarge(name));
    if let Some(number) = block.number {
        env.l1_number = small(number, "number")?;
    }
    if let Some(basefee) = block.base_fee {
        env.basefee = small(basefee, "baseFeePerGas")?;
    }
    env.timestamp = block.time.unwrap_or(env.timestamp);
    env.gas_limit = block.gas_limit.unwrap_or(env.gas_limit);
    env.coinbase = block.coinbase.unwrap_or(env.coinbase);
    Ok(env)
}
