//! Duration vaults: strategies that are their own operator, locked for a time.

use crate::allocation::SetId;
use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use crate::strategy::{Flavour, Limits, Strategy};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use surety_abi::{
    IAllocationManager, IDelegationManager, IDurationVault as api, IRewardsCoordinator, IStrategyFactory,
};
use surety_accounting::{Shares, WAD};

/// The longest lock, seconds: two years.
const MAX_DURATION: u32 = 2 * 365 * 86_400;
const EXPLANATION: &str = "Duration-bound vault strategy with configurable deposit caps and lock periods";

/// A vault's stage of life. The numbers are the ABI's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Deposits = 1,
    Allocations = 2,
    Withdrawals = 3,
}

/// What a vault has besides its pool.
#[derive(Clone, Debug)]
pub(crate) struct Vault {
    admin: Address,
    arbitrator: Address,
    duration: u32,
    pub(crate) limits: Limits,
    metadata_uri: String,
    set: SetId,
    stage: Stage,
    locked_at: u32,
    unlock_at: u32,
    matured_at: u32,
}

impl Chain {
    fn vault(&self, address: Address) -> Result<&Vault> {
        match &self.strategy(address)?.flavour {
            Flavour::Vault(vault) => Ok(vault),
            _ => Err(Revert::empty()),
        }
    }

    fn vault_mut(&mut self, address: Address) -> Result<&mut Vault> {
        match &mut self.strategy_mut(address)?.flavour {
            Flavour::Vault(vault) => Ok(vault),
            _ => Err(Revert::empty()),
        }
    }

    /// `initialize` of a new vault, called by the factory.
    pub(crate) fn initialize_vault(
        &mut self,
        caller: Address,
        this: Address,
        config: &IStrategyFactory::VaultConfig,
    ) -> Result {
        require(!config.vaultAdmin.is_zero(), api::InvalidVaultAdmin {})?;
        require(!config.arbitrator.is_zero(), api::InvalidArbitrator {})?;
        require((1..=MAX_DURATION).contains(&config.duration), api::InvalidDuration {})?;
        let limits = Limits { per_deposit: config.maxPerDeposit, total: config.stakeCap };
        let vault = Vault {
            admin: config.vaultAdmin,
            arbitrator: config.arbitrator,
            duration: config.duration,
            limits: Limits { per_deposit: U256::ZERO, total: U256::ZERO },
            metadata_uri: config.metadataURI.clone(),
            set: config.operatorSet.clone().into(),
            stage: Stage::Deposits,
            locked_at: 0,
            unlock_at: 0,
            matured_at: 0,
        };
        let flavour = Flavour::Vault(Box::new(vault));
        let strategy = Strategy { token: config.underlyingToken, total_shares: Shares::ZERO, flavour };
        self.strategies.insert(this, strategy);
        self.replace_limits(this, limits)?;
        self.initialize_base(caller, this, config.underlyingToken)?;
        self.become_operator(this, config)?;
        self.emit(
            this,
            &api::VaultInitialized {
                vaultAdmin: config.vaultAdmin,
                arbitrator: config.arbitrator,
                underlyingToken: config.underlyingToken,
                duration: config.duration,
                maxPerDeposit: config.maxPerDeposit,
                stakeCap: config.stakeCap,
                metadataURI: config.metadataURI.clone(),
            },
        );
        self.emit(this, &api::Initialized { version: 1 });
        Ok(())
    }

    /// Registers the vault as operator of its set, with nothing of the rewards for itself.
    fn become_operator(&mut self, this: Address, config: &IStrategyFactory::VaultConfig) -> Result {
        let set = SetId::from(config.operatorSet.clone());
        require(!set.avs.is_zero(), api::OperatorIntegrationInvalid {})?;
        // Longer than the withdrawal delay, so that what was queued before the lock stays safe.
        let delay = self.params().withdrawal_delay_blocks.checked_add(1).ok_or_else(Revert::overflow)?;
        let register = IDelegationManager::registerAsOperatorCall {
            initDelegationApprover: config.delegationApprover,
            allocationDelay: delay,
            metadataURI: config.operatorMetadataURI.clone(),
        };
        let delegation_manager = self.at().delegation_manager;
        self.register_as_operator(call_of(this, delegation_manager, &register), register)?;
        let join = IAllocationManager::registerForOperatorSetsCall {
            operator: this,
            params: IAllocationManager::RegisterParams {
                avs: set.avs,
                operatorSetIds: vec![set.id],
                data: config.operatorSetRegistrationData.clone(),
            },
        };
        self.register_for_sets(call_of(this, self.at().allocation_manager, &join), this, &join.params)?;
        let rewards = self.at().rewards_coordinator;
        let split = IRewardsCoordinator::setOperatorAVSSplitCall { operator: this, avs: set.avs, split: 0 };
        self.set_avs_split(call_of(this, rewards, &split), this, set.avs, 0)?;
        let split = IRewardsCoordinator::setOperatorSetSplitCall {
            operator: this,
            operatorSet: set.into(),
            split: 0,
        };
        self.set_set_split(call_of(this, rewards, &split), this, set, 0)?;
        let split = IRewardsCoordinator::setOperatorPISplitCall { operator: this, split: 0 };
        self.set_pi_split(call_of(this, rewards, &split), this, 0)
    }

    /// `beforeAddShares` of vaults; other strategies have nothing to say.
    pub(crate) fn vault_before_add_shares(&self, this: Address, staker: Address, added: Shares) -> Result {
        let strategy = self.strategy(this)?;
        let Flavour::Vault(vault) = &strategy.flavour else { return Ok(()) };
        require(vault.stage == Stage::Deposits, api::DepositsLocked {})?;
        require(!self.factory.blacklisted.contains(&strategy.token), api::UnderlyingTokenBlacklisted {})?;
        require(self.operator_of(staker) == this, api::MustBeDelegatedToVaultOperator {})?;
        let pool = self.pool(this)?;
        let deposit = pool.to_assets_down(added)?.get();
        require(deposit <= vault.limits.per_deposit, api::DepositExceedsMaxPerDeposit {})?;
        let all = pool.to_assets_down(self.operator_shares(this, this).add(added)?)?.get();
        require(all <= vault.limits.total, api::BalanceExceedsMaxTotalDeposits {})
    }

    /// `beforeRemoveShares` of vaults.
    pub(crate) fn vault_before_remove_shares(&self, this: Address) -> Result {
        match &self.strategy(this)?.flavour {
            Flavour::Vault(vault) => {
                require(vault.stage != Stage::Allocations, api::WithdrawalsLockedDuringAllocations {})
            }
            _ => Ok(()),
        }
    }

    /// Functions that only vaults have; `None` for other strategies.
    pub(crate) fn act_vault(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if self.vault(frame.this).is_err() {
            return Ok(None);
        }
        answer! { data;
            act api::lockCall => |_| self.lock_vault(frame)?,
            act api::markMaturedCall => |_| self.mark_matured(frame.this)?,
            act api::advanceToWithdrawalsCall => |_| self.advance_to_withdrawals(frame)?,
            act api::updateTVLLimitsCall => |args| {
                self.require_vault_admin(frame)?;
                let limits = Limits { per_deposit: args.newMaxPerDeposit, total: args.newStakeCap };
                self.replace_vault_limits(frame.this, limits)?
            },
            act api::setTVLLimitsCall => |args| {
                require(frame.caller == self.unpauser, api::OnlyUnpauser {})?;
                let limits = Limits { per_deposit: args.newMaxPerDeposit, total: args.newMaxTotalDeposits };
                self.replace_vault_limits(frame.this, limits)?
            },
            act api::updateMetadataURICall => |args| {
                self.require_vault_admin(frame)?;
                self.vault_mut(frame.this)?.metadata_uri.clone_from(&args.newMetadataURI);
                self.emit(frame.this, &api::MetadataURIUpdated { newMetadataURI: args.newMetadataURI })
            },
            act api::updateDelegationApproverCall => |args| {
                self.require_vault_admin(frame)?;
                let call = IDelegationManager::modifyOperatorDetailsCall {
                    operator: frame.this,
                    newDelegationApprover: args.newDelegationApprover,
                };
                let inner = call_of(frame.this, self.at().delegation_manager, &call);
                self.modify_operator_details(inner, call.operator, call.newDelegationApprover)?
            },
            act api::updateOperatorMetadataURICall => |args| {
                self.require_vault_admin(frame)?;
                let call = IDelegationManager::updateOperatorMetadataURICall {
                    operator: frame.this,
                    metadataURI: args.newOperatorMetadataURI,
                };
                let inner = call_of(frame.this, self.at().delegation_manager, &call);
                self.update_operator_metadata_uri(inner, call.operator, call.metadataURI)?
            },
            act api::setRewardsClaimerCall => |args| {
                self.require_vault_admin(frame)?;
                let call = IRewardsCoordinator::setClaimerFor_1Call { earner: frame.this, claimer: args.claimer };
                let inner = call_of(frame.this, self.at().rewards_coordinator, &call);
                self.set_claimer_for(inner, call.earner, call.claimer)?
            },
        }
    }

    fn require_vault_admin(&self, frame: Frame) -> Result {
        require(frame.caller == self.vault(frame.this)?.admin, api::OnlyVaultAdmin {})
    }

    fn replace_vault_limits(&mut self, this: Address, limits: Limits) -> Result {
        require(self.vault(this)?.stage == Stage::Deposits, api::DepositsLocked {})?;
        self.replace_limits(this, limits)
    }

    /// `uint32(block.timestamp)`.
    #[expect(clippy::cast_possible_truncation, reason = "the contracts cut it in the same way")]
    const fn time32(&self) -> u32 {
        self.time() as u32
    }

    /// `lock`: no more deposits; everything is allocated to the set.
    fn lock_vault(&mut self, frame: Frame) -> Result {
        self.require_vault_admin(frame)?;
        let vault = self.vault(frame.this)?;
        let (set, duration) = (vault.set, vault.duration);
        require(vault.stage == Stage::Deposits, api::VaultAlreadyLocked {})?;
        require(self.is_strategy_in_set(frame.this, set), api::StrategyNotSupportedByOperatorSet {})?;
        let locked_at = self.time32();
        let unlock_at = locked_at.checked_add(duration).ok_or_else(Revert::overflow)?;
        let vault = self.vault_mut(frame.this)?;
        (vault.stage, vault.locked_at, vault.unlock_at) = (Stage::Allocations, locked_at, unlock_at);
        self.emit(frame.this, &api::VaultLocked { lockedAt: locked_at, unlockAt: unlock_at });
        let (_, allocation) = self.updated_allocation(frame.this, set, frame.this)?;
        require(allocation.effect_block == 0, api::PendingAllocation {})?;
        self.set_own_allocation(frame.this, set, WAD)
    }

    /// `markMatured`, by anyone.
    fn mark_matured(&mut self, this: Address) -> Result {
        let vault = self.vault(this)?;
        if vault.stage != Stage::Withdrawals {
            let is_due = vault.stage == Stage::Allocations && self.time() >= u64::from(vault.unlock_at);
            require(is_due, api::DurationNotElapsed {})?;
            self.mature(this)?;
        }
        self.clean_up(this)
    }

    /// `advanceToWithdrawals`, by the arbitrator.
    fn advance_to_withdrawals(&mut self, frame: Frame) -> Result {
        let vault = self.vault(frame.this)?;
        require(frame.caller == vault.arbitrator, api::OnlyArbitrator {})?;
        if vault.stage != Stage::Withdrawals {
            require(vault.stage == Stage::Allocations, api::VaultNotLocked {})?;
            require(self.time() < u64::from(vault.unlock_at), api::DurationAlreadyElapsed {})?;
            self.mature(frame.this)?;
            let event =
                api::VaultAdvancedToWithdrawals { arbitrator: frame.caller, maturedAt: self.time32() };
            self.emit(frame.this, &event);
        }
        self.clean_up(frame.this)
    }

    fn mature(&mut self, this: Address) -> Result {
        let matured_at = self.time32();
        let vault = self.vault_mut(this)?;
        (vault.stage, vault.matured_at) = (Stage::Withdrawals, matured_at);
        self.emit(this, &api::VaultMatured { maturedAt: matured_at });
        Ok(())
    }

    /// Tries to take everything back and to leave the set; failing to is no failure.
    fn clean_up(&mut self, this: Address) -> Result {
        let success = self.deallocate_all(this)?;
        self.emit(this, &api::DeallocateAttempted { success });
        let success = self.leave_set(this)?;
        self.emit(this, &api::DeregisterAttempted { success });
        Ok(())
    }

    fn deallocate_all(&mut self, this: Address) -> Result<bool> {
        let set = self.vault(this)?.set;
        let (_, allocation) = self.updated_allocation(this, set, this)?;
        if allocation.current.is_zero() && allocation.pending_diff == 0 {
            return Ok(true);
        }
        if allocation.effect_block != 0 {
            return Ok(false);
        }
        Ok(self.attempt(|chain| chain.set_own_allocation(this, set, 0)))
    }

    fn leave_set(&mut self, this: Address) -> Result<bool> {
        let set = self.vault(this)?.set;
        if !self.is_member(this, set) {
            return Ok(true);
        }
        let call = IAllocationManager::deregisterFromOperatorSetsCall {
            params: IAllocationManager::DeregisterParams {
                operator: this,
                avs: set.avs,
                operatorSetIds: vec![set.id],
            },
        };
        let frame = call_of(this, self.at().allocation_manager, &call);
        Ok(self.attempt(|chain| chain.deregister_from_sets(frame, &call.params)))
    }

    /// Runs a call whose failure undoes it and nothing else.
    fn attempt(&mut self, call: impl FnOnce(&mut Self) -> Result) -> bool {
        let before = self.clone();
        let success = call(self).is_ok();
        if !success {
            *self = before;
        }
        success
    }

    fn set_own_allocation(&mut self, this: Address, set: SetId, magnitude: u64) -> Result {
        let call = IAllocationManager::modifyAllocationsCall {
            operator: this,
            params: vec![IAllocationManager::AllocateParams {
                operatorSet: set.into(),
                strategies: vec![this],
                newMagnitudes: vec![magnitude],
            }],
        };
        self.modify_allocations(call_of(this, self.at().allocation_manager, &call), this, &call.params)
    }

    /// The views that only vaults have.
    pub(crate) fn view_vault(&self, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let Flavour::Vault(vault) = &self.strategy(this)?.flavour else { return Ok(None) };
        answer! { data;
            give api::explanationCall => |_| EXPLANATION.to_owned(),
            give api::stateCall => |_| vault.stage as u8,
            give api::isLockedCall => |_| vault.stage != Stage::Deposits,
            give api::isMaturedCall => |_| vault.stage == Stage::Withdrawals,
            give api::depositsOpenCall => |_| vault.stage == Stage::Deposits,
            give api::withdrawalsOpenCall => |_| vault.stage != Stage::Allocations,
            give api::allocationsActiveCall => |_| vault.stage == Stage::Allocations,
            give api::durationCall => |_| vault.duration,
            give api::lockedAtCall => |_| vault.locked_at,
            give api::unlockAtCall => |_| vault.unlock_at,
            give api::unlockTimestampCall => |_| vault.unlock_at,
            give api::maturedAtCall => |_| vault.matured_at,
            give api::stakeCapCall => |_| vault.limits.total,
            give api::vaultAdminCall => |_| vault.admin,
            give api::arbitratorCall => |_| vault.arbitrator,
            give api::metadataURICall => |_| vault.metadata_uri.clone(),
            give api::operatorSetInfoCall => |_| {
                api::operatorSetInfoReturn { avs: vault.set.avs, operatorSetId: vault.set.id }
            },
            give api::operatorSetRegisteredCall => |_| self.is_member(this, vault.set),
            give api::operatorIntegrationConfiguredCall => |_| true,
        }
    }

    fn is_strategy_in_set(&self, strategy: Address, set: SetId) -> bool {
        self.allocations.set_strategies.read(&set).contains(&strategy)
    }

    fn is_member(&self, operator: Address, set: SetId) -> bool {
        self.allocations.members.read(&set).contains(&operator)
    }
}

/// The frame of a call that a vault makes.
fn call_of<C: SolCall>(vault: Address, to: Address, _: &C) -> Frame {
    Frame { caller: vault, this: to, selector: C::SELECTOR.into() }
}
