//! A token of the fixtures replaced by one that misbehaves when it is told to, and a hook that does.

use crate::{SuiteError, WasmWorld, artifacts, deploy::send};
use alloy_primitives::Address;
use surety_abi::IERC20;
use surety_model::hostile_token::{Habit, IHostileToken};
use surety_scenario::world::World as _;

impl WasmWorld {
    /// Puts `tests/solidity/Hostile.sol` at an address.
    ///
    /// # Errors
    /// [`SuiteError::Artifact`].
    pub fn put_hook(&mut self, hook: Address) -> Result<(), SuiteError> {
        self.chain().set_code(hook, artifacts::HOSTILE.runtime()?);
        Ok(())
    }

    /// Puts `tests/solidity/HostileToken.sol` in a token's place; what the accounts of the directory
    /// hold and allow its contracts stays.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed.
    pub fn make_hostile(&mut self, token: Address) -> Result<(), SuiteError> {
        let accounts: Vec<_> = self.directory().values().copied().collect();
        let chain = self.chain();
        let unread =
            |source| SuiteError::Call { what: "reading a token".to_owned(), source: Box::new(source) };
        let (mut holdings, mut allowances) = (Vec::new(), Vec::new());
        for owner in accounts.iter().copied() {
            let amount = chain.view(token, &IERC20::balanceOfCall { account: owner }).map_err(unread)?;
            if amount.is_zero() {
                continue;
            }
            holdings.push((owner, amount));
            for spender in accounts.iter().copied() {
                let call = IERC20::allowanceCall { owner, spender };
                let amount = chain.view(token, &call).map_err(unread)?;
                if !amount.is_zero() {
                    allowances.push((owner, spender, amount));
                }
            }
        }
        chain.set_code(token, artifacts::HOSTILE_TOKEN.runtime()?);
        let anybody = holdings.first().map_or(Address::ZERO, |(owner, _)| *owner);
        // The token before it left its supply where this one keeps its habit.
        let ordinary = IHostileToken::becomeCall { habit: Habit::Ordinary.number() };
        send(chain, anybody, token, &ordinary, "a habit")?;
        for (to, amount) in holdings {
            send(chain, to, token, &IHostileToken::mintCall { to, amount }, "minting")?;
        }
        for (owner, spender, amount) in allowances {
            send(chain, owner, token, &IERC20::approveCall { spender, amount }, "approving")?;
        }
        Ok(())
    }
}
