//! All contracts' state, and calls between them.

use crate::addresses::Addresses;
use crate::allocation::Allocations;
use crate::avs_directory::AvsDirectory;
use crate::delegation::Delegation;
use crate::factory::Factory;
use crate::hostile_hook::Hooks;
use crate::keys::Keys;
use crate::mailbox::Mailbox;
use crate::permissions::Permissions;
use crate::puppet::Puppets;
use crate::registry::Registry;
use crate::releases::Releases;
use crate::revert::{Result, Revert};
use crate::rewards::Rewards;
use crate::strategy::Strategies;
use crate::strategy_manager::Deposits;
use crate::token::Tokens;
use alloy_primitives::{Address, Selector, U256};
use alloy_sol_types::SolEvent;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use surety_scenario::world::{EmittedLog, Moment, WorldParams};

/// What code an address has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    DelegationManager,
    StrategyManager,
    AllocationManager,
    PermissionController,
    PauserRegistry,
    StrategyFactory,
    RewardsCoordinator,
    KeyRegistrar,
    AvsDirectory,
    ReleaseManager,
    ProtocolRegistry,
    TaskMailbox,
    Strategy,
    Token,
    AcceptingRegistrar,
    RejectingRegistrar,
    UnsupportingRegistrar,
    HostileHook,
    Wallet1271,
    Puppet,
}

/// Who calls what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// `msg.sender`.
    pub(crate) caller: Address,
    /// The called contract.
    pub(crate) this: Address,
    /// `msg.sig`: the selector of the outer call, also in functions that it chains to.
    pub(crate) selector: Selector,
}

/// What never changes after deployment.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) params: WorldParams,
    pub(crate) addresses: Addresses,
}

/// The whole state. Cloning it is a snapshot.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    pub(crate) setting: Arc<Setting>,
    pub(crate) now: Moment,
    pub(crate) logs: Vec<EmittedLog>,
    pub(crate) code: HashMap<Address, Kind>,
    /// Paused bits per contract.
    pub(crate) paused: HashMap<Address, U256>,
    pub(crate) pausers: HashSet<Address>,
    pub(crate) unpauser: Address,
    /// Owners per contract.
    pub(crate) owners: HashMap<Address, Address>,
    pub(crate) permissions: Permissions,
    pub(crate) tokens: Tokens,
    pub(crate) strategies: Strategies,
    pub(crate) deposits: Deposits,
    pub(crate) delegation: Delegation,
    pub(crate) allocations: Allocations,
    pub(crate) factory: Factory,
    pub(crate) rewards: Rewards,
    pub(crate) keys: Keys,
    pub(crate) avs_directory: AvsDirectory,
    pub(crate) releases: Releases,
    pub(crate) registry: Registry,
    pub(crate) mailbox: Mailbox,
    pub(crate) puppets: Puppets,
    pub(crate) hooks: Hooks,
}

impl Chain {
    /// The deployed contracts' addresses.
    pub(crate) fn at(&self) -> &Addresses {
        &self.setting.addresses
    }

    /// The parameters.
    pub(crate) fn params(&self) -> &WorldParams {
        &self.setting.params
    }

    /// `uint32(block.number)`.
    #[expect(clippy::cast_possible_truncation, reason = "the contracts cut it in the same way")]
    pub(crate) const fn block(&self) -> u32 {
        self.now.block as u32
    }

    /// `block.timestamp`, seconds.
    pub(crate) const fn time(&self) -> u64 {
        self.now.timestamp
    }

    /// Emits a log.
    pub(crate) fn emit<E: SolEvent>(&mut self, emitter: Address, event: &E) {
        self.logs.push(EmittedLog { emitter, data: event.encode_log_data() });
    }

    /// The code at an address.
    ///
    /// # Errors
    /// An empty revert without code: what calling such an account for an answer ends in.
    pub(crate) fn kind(&self, address: Address) -> Result<Kind> {
        self.code.get(&address).copied().ok_or_else(Revert::empty)
    }

    /// Runs a call that may change state. After an error the state is to be thrown away.
    pub(crate) fn call(&mut self, frame: Frame, data: &[u8]) -> Result<Vec<u8>> {
        let kind = self.kind(frame.this)?;
        let acted = match kind {
            Kind::DelegationManager => self.act_delegation_manager(frame, data),
            Kind::StrategyManager => self.act_strategy_manager(frame, data),
            Kind::AllocationManager => self.act_allocation_manager(frame, data),
            Kind::PermissionController => self.act_permission_controller(frame, data),
            Kind::PauserRegistry => self.act_pauser_registry(frame, data),
            Kind::StrategyFactory => self.act_factory(frame, data),
            Kind::RewardsCoordinator => self.act_rewards(frame, data),
            Kind::KeyRegistrar => self.act_keys(frame, data),
            Kind::AvsDirectory => self.act_avs_directory(frame, data),
            Kind::ReleaseManager => self.act_releases(frame, data),
            Kind::ProtocolRegistry => self.act_registry(frame, data),
            Kind::TaskMailbox => self.act_mailbox(frame, data),
            Kind::Puppet => self.act_puppet(frame, data),
            Kind::Strategy => self.act_strategy(frame, data),
            Kind::Token => self.act_token(frame, data),
            Kind::RejectingRegistrar => crate::registrar::reject(data),
            Kind::AcceptingRegistrar | Kind::UnsupportingRegistrar => crate::registrar::accept(data),
            Kind::HostileHook => self.act_hook(frame.this, data),
            Kind::Wallet1271 => Ok(None),
        }?;
        if let Some(output) = acted {
            return Ok(output);
        }
        if let Some(output) = self.act_pausing(kind, frame, data)? {
            return Ok(output);
        }
        if let Some(output) = self.act_ownership(kind, frame, data)? {
            return Ok(output);
        }
        self.view(kind, frame.this, data)?.ok_or_else(Revert::empty)
    }

    /// Answers a call that only reads; `None` if it is not one.
    pub(crate) fn view(&self, kind: Kind, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let viewed = match kind {
            Kind::DelegationManager => self.view_delegation_manager(data),
            Kind::StrategyManager => self.view_strategy_manager(data),
            Kind::AllocationManager => self.view_allocation_manager(data),
            Kind::PermissionController => self.view_permission_controller(data),
            Kind::PauserRegistry => self.view_pauser_registry(data),
            Kind::StrategyFactory => self.view_factory(data),
            Kind::RewardsCoordinator => self.view_rewards(data),
            Kind::KeyRegistrar => self.view_keys(data),
            Kind::AvsDirectory => self.view_avs_directory(data),
            Kind::ReleaseManager => self.view_releases(data),
            Kind::ProtocolRegistry => self.view_registry(data),
            Kind::TaskMailbox => self.view_mailbox(data),
            Kind::Puppet => self.view_puppet(this, data),
            Kind::Strategy => self.view_strategy(this, data),
            Kind::Token => self.view_token(this, data),
            Kind::AcceptingRegistrar | Kind::RejectingRegistrar => crate::registrar::supports(data, true),
            Kind::UnsupportingRegistrar => crate::registrar::supports(data, false),
            Kind::HostileHook => self.view_hook(this, data),
            Kind::Wallet1271 => self.view_wallet(data),
        }?;
        if viewed.is_some() {
            return Ok(viewed);
        }
        if let Some(output) = self.view_pausing(kind, this, data)? {
            return Ok(Some(output));
        }
        self.view_ownership(kind, this, data)
    }
}
