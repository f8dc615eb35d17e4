//! Strategies: shares of one token each, plain, with TVL limits, or as duration vaults.

use crate::answer::answer;
use crate::chain::{Chain, Frame, Kind};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use crate::vault::Vault;
use alloy_primitives::{Address, U256};
use std::collections::HashMap;
use surety_abi::IStrategyVault as api;
use surety_accounting::share_price::Pool;
use surety_accounting::{Assets, Shares};

const PAUSED_DEPOSITS: u8 = 0;
const PAUSED_WITHDRAWALS: u8 = 1;
const EXPLANATION: &str = "Base Strategy implementation to inherit from for more complex implementations";

/// All strategies by address.
pub(crate) type Strategies = HashMap<Address, Strategy>;

/// One strategy.
#[derive(Clone, Debug)]
pub(crate) struct Strategy {
    pub(crate) token: Address,
    pub(crate) total_shares: Shares,
    pub(crate) flavour: Flavour,
}

/// What a strategy is besides a pool of a token.
#[derive(Clone, Debug)]
pub(crate) enum Flavour {
    Base,
    TvlLimited(Limits),
    Vault(Box<Vault>),
}

/// How much may be deposited, in token units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) per_deposit: U256,
    pub(crate) total: U256,
}

impl Chain {
    /// The strategy at an address.
    ///
    /// # Errors
    /// An empty revert if there is none.
    pub(crate) fn strategy(&self, address: Address) -> Result<&Strategy> {
        self.strategies.get(&address).ok_or_else(Revert::empty)
    }

    pub(crate) fn strategy_mut(&mut self, address: Address) -> Result<&mut Strategy> {
        self.strategies.get_mut(&address).ok_or_else(Revert::empty)
    }

    /// A strategy's shares and the tokens it holds now, as its token tells.
    pub(crate) fn pool(&self, address: Address) -> Result<Pool> {
        let strategy = self.strategy(address)?;
        let balance = self.tokens.told(strategy.token, address)?;
        Ok(Pool { total_shares: strategy.total_shares, balance: Assets::new(balance) })
    }

    /// Functions that change a strategy.
    pub(crate) fn act_strategy(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if let Some(output) = self.act_vault(frame, data)? {
            return Ok(Some(output));
        }
        answer! { data;
            give api::depositCall => |args| self.strategy_deposit(frame, args.token, args.amount, None)?.get(),
            give api::withdrawCall => |args| {
                self.strategy_withdraw(frame, args.recipient, args.token, Shares::new(args.amountShares))?.get()
            },
            act api::beforeAddSharesCall => |args| {
                self.before_add_shares(frame, args.staker, Shares::new(args.shares))?
            },
            act api::beforeRemoveSharesCall => |_| self.before_remove_shares(frame)?,
            act api::setTVLLimitsCall => |args| {
                let limits = Limits { per_deposit: args.newMaxPerDeposit, total: args.newMaxTotalDeposits };
                self.set_tvl_limits(frame, limits)?
            },
        }
    }

    /// A call of the strategy manager to a strategy.
    pub(crate) fn called_by_strategy_manager(&self, strategy: Address, selector: [u8; 4]) -> Result<Frame> {
        // Calling an account without code for an answer fails without data.
        if self.kind(strategy)? != Kind::Strategy {
            return Err(Revert::empty());
        }
        Ok(Frame { caller: self.at().strategy_manager, this: strategy, selector: selector.into() })
    }

    fn require_strategy_manager(&self, frame: Frame) -> Result {
        require(frame.caller == self.at().strategy_manager, api::OnlyStrategyManager {})
    }

    /// `deposit`: counts tokens that have already arrived: of those asked for what came since the
    /// strategy held `before`, or all if nobody says.
    pub(crate) fn strategy_deposit(
        &mut self,
        frame: Frame,
        token: Address,
        asked: U256,
        before: Option<U256>,
    ) -> Result<Shares> {
        self.require_not_paused(frame.this, PAUSED_DEPOSITS)?;
        self.require_strategy_manager(frame)?;
        let mut pool = self.pool(frame.this)?;
        let balance = pool.balance.get();
        let amount = before.map_or(asked, |before| asked.min(balance.saturating_sub(before)));
        let strategy = self.strategy(frame.this)?;
        if let Flavour::TvlLimited(limits) = &strategy.flavour {
            require(amount <= limits.per_deposit, api::MaxPerDepositExceedsMax {})?;
            require(balance <= limits.total, api::BalanceExceedsMaxTotalDeposits {})?;
        }
        require(token == strategy.token, api::OnlyUnderlyingToken {})?;
        let minted = pool.minted_down(Assets::new(amount))?;
        pool.total_shares = pool.total_shares.add(minted)?;
        self.strategy_mut(frame.this)?.total_shares = pool.total_shares;
        let rate = pool.exchange_rate_wad_down()?;
        self.emit(frame.this, &api::ExchangeRateEmitted { rate });
        Ok(minted)
    }

    /// `withdraw`: redeems shares for tokens.
    pub(crate) fn strategy_withdraw(
        &mut self,
        frame: Frame,
        recipient: Address,
        token: Address,
        shares: Shares,
    ) -> Result<Assets> {
        self.require_not_paused(frame.this, PAUSED_WITHDRAWALS)?;
        self.require_strategy_manager(frame)?;
        require(token == self.strategy(frame.this)?.token, api::OnlyUnderlyingToken {})?;
        let pool = self.pool(frame.this)?;
        let paid = pool.redeemed_down(shares)?;
        self.strategy_mut(frame.this)?.total_shares = pool.total_shares.sub(shares)?;
        let rate = pool.exchange_rate_after_redeeming_wad_down(shares, paid)?;
        self.emit(frame.this, &api::ExchangeRateEmitted { rate });
        self.safe_transfer(token, frame.this, recipient, paid.get())?;
        Ok(paid)
    }

    /// `beforeAddShares`: only vaults have something to say.
    pub(crate) fn before_add_shares(&mut self, frame: Frame, staker: Address, shares: Shares) -> Result {
        self.require_strategy_manager(frame)?;
        self.vault_before_add_shares(frame.this, staker, shares)
    }

    /// `beforeRemoveShares`: only vaults have something to say.
    pub(crate) fn before_remove_shares(&mut self, frame: Frame) -> Result {
        self.require_strategy_manager(frame)?;
        self.vault_before_remove_shares(frame.this)
    }

    /// `setTVLLimits`.
    fn set_tvl_limits(&mut self, frame: Frame, limits: Limits) -> Result {
        if matches!(self.strategy(frame.this)?.flavour, Flavour::Base) {
            return Err(Revert::empty());
        }
        require(frame.caller == self.unpauser, api::OnlyUnpauser {})?;
        self.replace_limits(frame.this, limits)
    }

    /// Checks, announces and stores the limits of a TVL strategy or vault.
    pub(crate) fn replace_limits(&mut self, address: Address, limits: Limits) -> Result {
        let Some(old) = self.limits(address)? else { return Err(Revert::empty()) };
        self.emit(
            address,
            &api::MaxPerDepositUpdated { previousValue: old.per_deposit, newValue: limits.per_deposit },
        );
        self.emit(
            address,
            &api::MaxTotalDepositsUpdated { previousValue: old.total, newValue: limits.total },
        );
        require(limits.per_deposit <= limits.total, api::MaxPerDepositExceedsMax {})?;
        match &mut self.strategy_mut(address)?.flavour {
            Flavour::Base => {}
            Flavour::TvlLimited(held) => *held = limits,
            Flavour::Vault(vault) => vault.limits = limits,
        }
        Ok(())
    }

    /// The limits, if the strategy has any.
    fn limits(&self, address: Address) -> Result<Option<Limits>> {
        Ok(match &self.strategy(address)?.flavour {
            Flavour::Base => None,
            Flavour::TvlLimited(limits) => Some(*limits),
            Flavour::Vault(vault) => Some(vault.limits),
        })
    }

    /// The views.
    pub(crate) fn view_strategy(&self, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if let Some(output) = self.view_vault(this, data)? {
            return Ok(Some(output));
        }
        let pool = || self.pool(this);
        let held_by = |user: Address| Shares::new(self.deposits.shares.read(&(user, this)).get());
        if let Some(limits) = self.limits(this)?
            && let Some(output) = view_limits(limits, data)?
        {
            return Ok(Some(output));
        }
        answer! { data;
            give api::explanationCall => |_| EXPLANATION.to_owned(),
            give api::sharesCall => |args| held_by(args.user).get(),
            give api::sharesToUnderlyingCall => |args| pool()?.to_assets_down(Shares::new(args.amountShares))?.get(),
            give api::sharesToUnderlyingViewCall => |args| pool()?.to_assets_down(Shares::new(args.amountShares))?.get(),
            give api::strategyManagerCall => |_| self.at().strategy_manager,
            give api::totalSharesCall => |_| self.strategy(this)?.total_shares.get(),
            give api::underlyingTokenCall => |_| self.strategy(this)?.token,
            give api::underlyingToSharesCall => |args| pool()?.to_shares_down(Assets::new(args.amountUnderlying))?.get(),
            give api::underlyingToSharesViewCall => |args| {
                pool()?.to_shares_down(Assets::new(args.amountUnderlying))?.get()
            },
            give api::userUnderlyingCall => |args| pool()?.to_assets_down(held_by(args.user))?.get(),
            give api::userUnderlyingViewCall => |args| pool()?.to_assets_down(held_by(args.user))?.get(),
        }
    }
}

fn view_limits(limits: Limits, data: &[u8]) -> Result<Option<Vec<u8>>> {
    answer! { data;
        give api::getTVLLimitsCall => |_| {
            api::getTVLLimitsReturn { perDeposit: limits.per_deposit, totalDeposits: limits.total }
        },
        give api::maxPerDepositCall => |_| limits.per_deposit,
        give api::maxTotalDepositsCall => |_| limits.total,
    }
}
