//! From one stage to the next.

use crate::{
    admin,
    operator::{self, Standing},
    params,
    term::{self, Stage, Term},
    vault::{self, error},
};
use surety_common::{host, revert::require};

/// Ends deposits and allocates the whole magnitude to the set.
pub(crate) fn lock() {
    admin::require_admin();
    let mut term = Term::load();
    require(term.stage() == Stage::Deposits, error::VAULT_ALREADY_LOCKED);
    let standing = Standing::now();
    require(standing.is_listed, error::STRATEGY_NOT_SUPPORTED_BY_OPERATOR_SET);
    term.locked_at = term::now();
    vault::VaultLocked { locked_at: term.locked_at, unlock_at: term.unlock_at() }.emit();
    term.store();
    require(!standing.is_pending, error::PENDING_ALLOCATION);
    operator::allocate_all();
}

/// Ends a term that is over; afterwards only tries again to clean up.
pub(crate) fn mark_matured() {
    let term = Term::load();
    match term.stage() {
        Stage::Withdrawals => {}
        Stage::Allocations if host::timestamp() >= u64::from(term.unlock_at()) => mature(term),
        _ => error::DURATION_NOT_ELAPSED.raise(),
    }
    clean_up();
}

/// Ends the term early; afterwards only tries again to clean up.
pub(crate) fn advance_to_withdrawals() {
    let arbitrator = params::arbitrator();
    require(host::sender() == arbitrator, error::ONLY_ARBITRATOR);
    let term = Term::load();
    if term.stage() != Stage::Withdrawals {
        require(term.stage() == Stage::Allocations, error::VAULT_NOT_LOCKED);
        require(host::timestamp() < u64::from(term.unlock_at()), error::DURATION_ALREADY_ELAPSED);
        mature(term);
        vault::VaultAdvancedToWithdrawals { arbitrator, matured_at: term::now() }.emit();
    }
    clean_up();
}

fn mature(term: Term) {
    let matured_at = term::now();
    Term { matured_at, ..term }.store();
    vault::VaultMatured { matured_at }.emit();
}

/// Tries to take everything back and to leave the set. Stakers must get out whatever the set's AVS
/// does, so failing to is only reported.
fn clean_up() {
    let standing = Standing::now();
    vault::DeallocateAttempted { success: operator::try_to_deallocate(standing) }.emit();
    vault::DeregisterAttempted { success: operator::try_to_leave(standing) }.emit();
}
