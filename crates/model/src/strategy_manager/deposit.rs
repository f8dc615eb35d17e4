//! Depositing tokens for shares.

use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, require};
use crate::signatures;
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall as _;
use surety_abi::{IStrategyManager as api, IStrategyVault};
use surety_accounting::Shares;

const PAUSED_DEPOSITS: u8 = 0;

impl Chain {
    /// `depositIntoStrategy`.
    pub(super) fn deposit_into_strategy(
        &mut self,
        frame: Frame,
        args: &api::depositIntoStrategyCall,
    ) -> Result<Shares> {
        self.require_not_paused(frame.this, PAUSED_DEPOSITS)?;
        self.deposit_for(frame, frame.caller, args.strategy, args.token, args.amount)
    }

    /// `depositIntoStrategyWithSignature`: the caller's tokens, the staker's shares.
    pub(super) fn deposit_into_strategy_with_signature(
        &mut self,
        frame: Frame,
        args: &api::depositIntoStrategyWithSignatureCall,
    ) -> Result<Shares> {
        self.require_not_paused(frame.this, PAUSED_DEPOSITS)?;
        let nonce = self.deposits.nonces.read(&args.staker);
        let digest = self.deposit_digest(&signatures::Deposit {
            staker: args.staker,
            strategy: args.strategy,
            token: args.token,
            amount: args.amount,
            nonce,
            expiry: args.expiry,
        });
        self.require_signed(args.staker, digest, &args.signature, args.expiry)?;
        self.deposits.nonces.insert(args.staker, nonce.wrapping_add(U256::ONE));
        self.deposit_for(frame, args.staker, args.strategy, args.token, args.amount)
    }

    /// What a staker signs to let another pay for its deposit.
    pub(super) fn deposit_digest(&self, deposit: &signatures::Deposit) -> B256 {
        self.digest(self.at().strategy_manager, deposit)
    }

    fn deposit_for(
        &mut self,
        frame: Frame,
        staker: Address,
        strategy: Address,
        token: Address,
        amount: U256,
    ) -> Result<Shares> {
        require(self.deposits.whitelisted.contains(&strategy), api::StrategyNotWhitelisted {})?;
        // What is no token is told so by the transfer.
        let before = self.tokens.told(token, strategy).unwrap_or_default();
        self.safe_transfer_from(token, frame.this, frame.caller, strategy, amount)?;
        let to_strategy = self.called_by_strategy_manager(strategy, IStrategyVault::depositCall::SELECTOR)?;
        let minted = self.strategy_deposit(to_strategy, token, amount, Some(before))?;
        let held = self.add_shares(staker, strategy, minted)?;
        self.increase_delegated_shares(staker, strategy, held, minted)?;
        Ok(minted)
    }
}
