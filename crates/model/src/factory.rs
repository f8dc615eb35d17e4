//! StrategyFactory: a strategy for any token, and duration vaults.

use crate::answer::answer;
use crate::chain::{Chain, Frame, Kind};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use crate::strategy::{Flavour, Strategy};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use std::collections::{HashMap, HashSet};
use surety_abi::{IStrategyFactory as api, IStrategyManager, IStrategyVault};
use surety_accounting::Shares;

const PAUSED_NEW_STRATEGIES: u8 = 0;

/// What the factory made, and for which tokens it makes nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Factory {
    /// By token.
    pub(crate) deployed: HashMap<Address, Address>,
    vaults: HashMap<Address, Vec<Address>>,
    pub(crate) blacklisted: HashSet<Address>,
    /// The account's nonce, from which the next address follows.
    pub(crate) nonce: u64,
}

impl Chain {
    /// Functions that change state.
    pub(crate) fn act_factory(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            give api::deployNewStrategyCall => |args| self.deploy_new_strategy(frame, args.token)?,
            give api::deployDurationVaultStrategyCall => |args| self.deploy_vault(frame, &args.config)?,
            act api::blacklistTokensCall => |args| self.blacklist_tokens(frame, &args.tokens)?,
            act api::whitelistStrategiesCall => |args| {
                self.require_owner(frame)?;
                self.whitelist_from_factory(&args.strategiesToWhitelist)?
            },
            act api::removeStrategiesFromWhitelistCall => |args| {
                self.require_owner(frame)?;
                self.unlist_from_factory(&args.strategiesToRemoveFromWhitelist)?
            },
        }
    }

    /// The address of the next contract made by the factory.
    fn next_factory_address(&mut self) -> Address {
        let address = self.at().strategy_factory.create(self.factory.nonce);
        self.factory.nonce = self.factory.nonce.saturating_add(1);
        address
    }

    fn require_allowed_token(&self, frame: Frame, token: Address) -> Result {
        self.require_not_paused(frame.this, PAUSED_NEW_STRATEGIES)?;
        require(!self.factory.blacklisted.contains(&token), api::BlacklistedToken {})
    }

    /// `deployNewStrategy`, by anyone, once per token.
    fn deploy_new_strategy(&mut self, frame: Frame, token: Address) -> Result<Address> {
        self.require_allowed_token(frame, token)?;
        require(!self.factory.deployed.contains_key(&token), api::StrategyAlreadyExists {})?;
        let strategy = self.next_factory_address();
        self.strategies
            .insert(strategy, Strategy { token, total_shares: Shares::ZERO, flavour: Flavour::Base });
        self.initialize_base(frame.this, strategy, token)?;
        self.emit(strategy, &IStrategyVault::Initialized { version: 1 });
        self.factory.deployed.insert(token, strategy);
        self.emit(frame.this, &api::StrategySetForToken { token, strategy });
        self.whitelist_from_factory(&[strategy])?;
        Ok(strategy)
    }

    /// The part of a strategy's initializer that all strategies share.
    pub(crate) fn initialize_base(&mut self, caller: Address, strategy: Address, token: Address) -> Result {
        self.code.insert(strategy, Kind::Strategy);
        self.set_initially_paused(strategy, caller, U256::ZERO);
        // Asks the token for its decimals; something that is not a token cannot answer.
        if self.kind(token)? != Kind::Token {
            return Err(Revert::empty());
        }
        self.emit(strategy, &IStrategyVault::StrategyTokenSet { token, decimals: 18 });
        Ok(())
    }

    /// `deployDurationVaultStrategy`, by anyone, any number per token.
    fn deploy_vault(&mut self, frame: Frame, config: &api::VaultConfig) -> Result<Address> {
        self.require_allowed_token(frame, config.underlyingToken)?;
        let vault = self.next_factory_address();
        self.initialize_vault(frame.this, vault, config)?;
        self.factory.vaults.entry(config.underlyingToken).or_default().push(vault);
        self.whitelist_from_factory(&[vault])?;
        self.emit(
            frame.this,
            &api::DurationVaultDeployed {
                vault,
                underlyingToken: config.underlyingToken,
                vaultAdmin: config.vaultAdmin,
                duration: config.duration,
                maxPerDeposit: config.maxPerDeposit,
                stakeCap: config.stakeCap,
                metadataURI: config.metadataURI.clone(),
                operatorSetAVS: config.operatorSet.avs,
                operatorSetId: config.operatorSet.id,
            },
        );
        Ok(vault)
    }

    /// `blacklistTokens`: takes their strategies off the whitelist as well.
    fn blacklist_tokens(&mut self, frame: Frame, tokens: &[Address]) -> Result {
        self.require_owner(frame)?;
        let mut strategies = Vec::new();
        for &token in tokens {
            require(self.factory.blacklisted.insert(token), api::AlreadyBlacklisted {})?;
            self.emit(frame.this, &api::TokenBlacklisted { token });
            strategies.extend(self.factory.deployed.get(&token));
        }
        if strategies.is_empty() { Ok(()) } else { self.unlist_from_factory(&strategies) }
    }

    fn whitelist_from_factory(&mut self, strategies: &[Address]) -> Result {
        let selector = IStrategyManager::addStrategiesToDepositWhitelistCall::SELECTOR;
        self.add_to_whitelist(self.factory_to_manager(selector), strategies)
    }

    fn unlist_from_factory(&mut self, strategies: &[Address]) -> Result {
        let selector = IStrategyManager::removeStrategiesFromDepositWhitelistCall::SELECTOR;
        self.remove_from_whitelist(self.factory_to_manager(selector), strategies)
    }

    fn factory_to_manager(&self, selector: [u8; 4]) -> Frame {
        let (caller, this) = (self.at().strategy_factory, self.at().strategy_manager);
        Frame { caller, this, selector: selector.into() }
    }

    /// The views. Beacons are a matter of deployment: the model has none and answers zero.
    pub(crate) fn view_factory(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let vaults_of = |token: Address| self.factory.vaults.read(&token);
        answer! { data;
            give api::deployedStrategiesCall => |args| self.factory.deployed.read(&args.token),
            give api::durationVaultBeaconCall => |_| Address::ZERO,
            give api::durationVaultsByTokenCall => |args| {
                let index = usize::try_from(args.index).unwrap_or(usize::MAX);
                // The getter of a public array fails without data.
                vaults_of(args.token).get(index).copied().ok_or_else(Revert::empty)?
            },
            give api::getDurationVaultsCall => |args| vaults_of(args.token),
            give api::isBlacklistedCall => |args| self.factory.blacklisted.contains(&args.token),
            give api::strategyBeaconCall => |_| Address::ZERO,
            give api::strategyManagerCall => |_| self.at().strategy_manager,
        }
    }
}
