//! ProtocolRegistry: deployments by name, and one button that pauses them.

mod roles;

pub(crate) use roles::{DEFAULT_ADMIN, pauser};

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::{ListSet, Read as _};
use crate::revert::{Result, Revert, require};
use alloy_primitives::{Address, B256, Selector, U256};
use alloy_sol_types::SolCall as _;
use std::collections::HashMap;
use surety_abi::IProtocolRegistry as api;

/// Names, versions and who may change them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registry {
    version: String,
    /// In the order in which their names came.
    names: Vec<String>,
    addresses: HashMap<String, Address>,
    configs: HashMap<Address, api::DeploymentConfig>,
    members: HashMap<B256, ListSet<Address>>,
}

/// Texts have at most 31 bytes.
fn require_short(text: &str) -> Result {
    require(text.len() < 32, api::StringTooLong { str: text.to_owned() })
}

impl Chain {
    /// Functions that change state.
    pub(crate) fn act_registry(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if let Some(output) = self.act_roles(frame, data)? {
            return Ok(Some(output));
        }
        answer! { data;
            act api::shipCall => |args| self.ship(frame, args)?,
            act api::configureCall => |args| self.configure_deployment(frame, &args.name, args.config)?,
            act api::pauseAllCall => |_| self.pause_deployments(frame)?,
        }
    }

    fn ship(&mut self, frame: Frame, args: api::shipCall) -> Result {
        let api::shipCall { addresses, configs, contractNames: names, semanticVersion: version } = args;
        self.require_role(DEFAULT_ADMIN, frame)?;
        let are_alike = addresses.len() == configs.len() && configs.len() == names.len();
        require(are_alike, api::ArrayLengthMismatch {})?;
        require_short(&version)?;
        let previous = core::mem::replace(&mut self.registry.version, version.clone());
        let event =
            api::SemanticVersionUpdated { previousSemanticVersion: previous, semanticVersion: version };
        self.emit(frame.this, &event);
        for ((addr, config), name) in addresses.into_iter().zip(configs).zip(names) {
            require(!addr.is_zero(), api::InputAddressZero {})?;
            require(!name.is_empty(), api::InputNameEmpty {})?;
            require_short(&name)?;
            self.append_deployment(frame.this, addr, config, name);
        }
        Ok(())
    }

    fn append_deployment(
        &mut self,
        this: Address,
        addr: Address,
        config: api::DeploymentConfig,
        name: String,
    ) {
        match self.registry.addresses.insert(name.clone(), addr) {
            None => self.registry.names.push(name),
            Some(old) if old != addr => {
                self.registry.configs.remove(&old);
                self.emit(this, &api::DeploymentConfigDeleted { addr: old });
            }
            Some(_) => {}
        }
        self.registry.configs.insert(addr, config.clone());
        self.emit(this, &api::DeploymentShipped { addr, config });
    }

    fn configure_deployment(&mut self, frame: Frame, name: &str, config: api::DeploymentConfig) -> Result {
        self.require_role(DEFAULT_ADMIN, frame)?;
        require_short(name)?;
        let found = self.registry.addresses.get(name).copied();
        let addr = found.ok_or_else(|| Revert::of(api::DeploymentNotShipped {}))?;
        self.registry.configs.insert(addr, config.clone());
        self.emit(frame.this, &api::DeploymentConfigured { addr, config });
        Ok(())
    }

    fn pause_deployments(&mut self, frame: Frame) -> Result {
        self.require_role(pauser(), frame)?;
        for name in self.registry.names.clone() {
            let addr = self.registry.addresses.read(&name);
            let config = self.registry.configs.read(&addr);
            if config.pausable && !config.deprecated {
                let selector = Selector::from(api::pauseAllCall::SELECTOR);
                let inner = Frame { caller: frame.this, this: addr, selector };
                self.call(inner, &api::pauseAllCall {}.abi_encode())?;
            }
        }
        Ok(())
    }

    fn deployment(&self, name: &str) -> Result<Address> {
        require_short(name)?;
        let found = self.registry.addresses.get(name).copied();
        found.ok_or_else(|| Revert::text("EnumerableMap: nonexistent key"))
    }

    fn all_deployments(&self) -> api::getAllDeploymentsReturn {
        let names = self.registry.names.clone();
        let addresses: Vec<_> = names.iter().map(|name| self.registry.addresses.read(name)).collect();
        let configs = addresses.iter().map(|addr| self.registry.configs.read(addr)).collect();
        api::getAllDeploymentsReturn { names, addresses, configs }
    }

    /// The views.
    pub(crate) fn view_registry(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if let Some(output) = self.view_roles(data)? {
            return Ok(Some(output));
        }
        answer! { data;
            give api::versionCall => |_| self.registry.version.clone(),
            give api::majorVersionCall => |_| {
                self.registry.version.chars().next().ok_or_else(Revert::out_of_bounds)?.to_string()
            },
            give api::getAddressCall => |args| self.deployment(&args.name)?,
            give api::getDeploymentCall => |args| {
                let addr = self.deployment(&args.name)?;
                api::getDeploymentReturn { addr, config: self.registry.configs.read(&addr) }
            },
            give api::getAllDeploymentsCall => |_| self.all_deployments(),
            give api::totalDeploymentsCall => |_| U256::from(self.registry.names.len()),
        }
    }
}
