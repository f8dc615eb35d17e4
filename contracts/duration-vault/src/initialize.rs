//! How a vault begins.

use crate::{
    admin, operator, params,
    vault::{self, VaultConfig, error},
};
use surety_common::{
    revert::require,
    vault::{limits, pool, state},
};

/// The longest term, seconds: two years.
const MAX_DURATION: u32 = 2 * 365 * 86_400;

/// Announces the vault and makes it an operator. What is in the clone's code has to be what is
/// given: a mismatch is refused as a wrong value is.
pub(crate) fn initialize(config: &VaultConfig) {
    state::initialize_once();
    require(
        !config.vault_admin.is_zero() && config.vault_admin == params::admin(),
        error::INVALID_VAULT_ADMIN,
    );
    require(
        !config.arbitrator.is_zero() && config.arbitrator == params::arbitrator(),
        error::INVALID_ARBITRATOR,
    );
    let is_term = (1..=MAX_DURATION).contains(&config.duration) && config.duration == params::duration_secs();
    require(is_term, error::INVALID_DURATION);
    limits::replace(config.max_per_deposit, config.stake_cap);
    pool::announce(config.underlying_token);
    admin::store_metadata(config.metadata_uri);
    operator::register(config);
    vault::VaultInitialized {
        vault_admin: config.vault_admin,
        arbitrator: config.arbitrator,
        underlying_token: config.underlying_token,
        duration: config.duration,
        max_per_deposit: config.max_per_deposit,
        stake_cap: config.stake_cap,
        metadata_uri: config.metadata_uri,
    }
    .emit();
    vault::Initialized { version: 1 }.emit();
}
