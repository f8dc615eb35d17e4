//! What a proxy appends to the calldata: parameters that never change.
//!
//! Each contract's tail is a `repr(C)` record of byte arrays, so that its offsets are the compiler's
//! (`offset_of!`) and writing it is copying its fields. Numbers are big-endian. Its last byte is the
//! contract's kind: a program that answers at several addresses learns from it at which it was called.

/// An account.
pub type Address = [u8; 20];

macro_rules! tails {
    ($($(#[$meta:meta])* $name:ident = $kind:literal { $($(#[$doc:meta])* $field:ident: $ty:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(C)]
        pub struct $name { $($(#[$doc])* pub $field: $ty,)* }

        impl $name {
            /// What the last byte of the tail says; no other contract's does.
            pub const KIND: u8 = $kind;
            /// Bytes of the whole tail, kind included.
            pub const LEN: usize = size_of::<Self>() + 1;

            /// The tail as it stands in the proxy's code.
            pub fn encode(&self) -> [u8; size_of::<Self>() + 1] {
                let mut out = [Self::KIND; size_of::<Self>() + 1];
                let rest: &mut [u8] = &mut out;
                $(
                    // The fields' sizes add up to the record's: arrays of bytes have no padding.
                    let (place, rest) = rest.split_at_mut(size_of::<$ty>());
                    place.copy_from_slice(&self.$field);
                )*
                let _ = rest;
                out
            }
        }
    )*};
}

tails! {
    /// A strategy's clone. It has no implementation slot and so no pause bits here.
    StrategyVaultTail = 1 {
        /// The strategy's token.
        token: Address,
        /// Who mints, and redeems slashed shares.
        strategy_manager: Address,
        /// Who redeems for stakers.
        delegation_manager: Address,
        /// Who may pause.
        pauser_registry: Address,
    }

    /// A duration vault's clone: it begins as every strategy's, and goes on with what the vault is
    /// made from.
    DurationVaultTail = 2 {
        /// The strategy's token.
        token: Address,
        /// Who mints, and redeems slashed shares.
        strategy_manager: Address,
        /// Who redeems for stakers; the vault is one of its operators.
        delegation_manager: Address,
        /// Who may pause.
        pauser_registry: Address,
        /// Where the vault allocates.
        allocation_manager: Address,
        /// Where the vault sets its splits.
        rewards_coordinator: Address,
        /// Knows which tokens are blacklisted.
        strategy_factory: Address,
        /// Who locks the vault and sets its limits.
        admin: Address,
        /// Who may end the term early.
        arbitrator: Address,
        /// AVS of the vault's operator set.
        avs: Address,
        /// Number of that set.
        operator_set_id: [u8; 4],
        /// The term, seconds.
        duration_secs: [u8; 4],
    }

    /// The pauser registry, a clone without implementation slot.
    PauserRegistryTail = 3 {
        /// Who may unpause until a successor is set.
        unpauser: Address,
    }

    /// The delegation manager.
    DelegationManagerTail = 4 {
        /// Pause bits; the proxy fills them in.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// The strategy manager.
        strategy_manager: Address,
        /// The allocation manager (AVS registry and slasher).
        allocation_manager: Address,
        /// The permission controller.
        permission_controller: Address,
        /// Who may pause.
        pauser_registry: Address,
        /// What `eigenPodManager()` answers; nothing is called there.
        eigen_pod_manager: Address,
        /// `MIN_WITHDRAWAL_DELAY_BLOCKS`.
        withdrawal_delay_blocks: [u8; 4],
        /// Hash of the EIP-712 domain name.
        name_hash: [u8; 32],
        /// Version string: text from the left, its length in the last byte.
        version: [u8; 32],
    }

    /// The strategy manager.
    StrategyManagerTail = 5 {
        /// Pause bits; the proxy fills them in.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// The delegation manager.
        delegation_manager: Address,
        /// The allocation manager (AVS registry and slasher).
        allocation_manager: Address,
        /// Who may pause.
        pauser_registry: Address,
        /// Where burnt tokens go.
        burn_address: Address,
        /// Hash of the EIP-712 domain name.
        name_hash: [u8; 32],
        /// Version string: text from the left, its length in the last byte.
        version: [u8; 32],
    }

    /// The allocation manager: AVS registry and slasher.
    AllocationManagerTail = 6 {
        /// Pause bits; the proxy fills them in.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// The delegation manager.
        delegation_manager: Address,
        /// The strategy manager.
        strategy_manager: Address,
        /// The permission controller.
        permission_controller: Address,
        /// Who may pause.
        pauser_registry: Address,
        /// The strategy of the protocol's own token, refused in redistributing sets.
        eigen_strategy: Address,
        /// Where burnt tokens go.
        burn_address: Address,
        /// `DEALLOCATION_DELAY`, blocks.
        deallocation_delay_blocks: [u8; 4],
        /// `ALLOCATION_CONFIGURATION_DELAY`, blocks; the slasher's change has the same delay.
        configuration_delay_blocks: [u8; 4],
    }

    /// The rewards coordinator. Times and spans are seconds.
    RewardsCoordinatorTail = 7 {
        /// Pause bits; the proxy fills them in.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// The delegation manager.
        delegation_manager: Address,
        /// The strategy manager.
        strategy_manager: Address,
        /// The allocation manager (AVS registry and slasher).
        allocation_manager: Address,
        /// The permission controller.
        permission_controller: Address,
        /// Who may pause.
        pauser_registry: Address,
        /// Who may submit on behalf of AVSs.
        emissions_controller: Address,
        /// What stands for native stake: accepted in submissions though never whitelisted.
        beacon_chain_strategy: Address,
        /// `CALCULATION_INTERVAL_SECONDS`, a multiple of a day.
        calculation_interval_secs: [u8; 4],
        /// `MAX_REWARDS_DURATION`.
        max_duration_secs: [u8; 4],
        /// `MAX_RETROACTIVE_LENGTH`.
        max_retroactive_secs: [u8; 4],
        /// `MAX_FUTURE_LENGTH`.
        max_future_secs: [u8; 4],
        /// `GENESIS_REWARDS_TIMESTAMP`, a multiple of the interval.
        genesis_timestamp: [u8; 4],
    }

    /// The strategy factory.
    StrategyFactoryTail = 8 {
        /// Pause bits; the proxy fills them in.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// The strategy manager, whose whitelister the factory is.
        strategy_manager: Address,
        /// The delegation manager, for the clones' code.
        delegation_manager: Address,
        /// Who may pause, for the factory and the clones.
        pauser_registry: Address,
        /// The program that the clones delegate to.
        vault_program: Address,
        /// The program that answers the clones' deposits and withdrawals.
        moves_program: Address,
        /// The program that duration vaults delegate to.
        duration_vault_program: Address,
        /// The allocation manager, for duration vaults' code.
        allocation_manager: Address,
        /// The rewards coordinator, for duration vaults' code.
        rewards_coordinator: Address,
    }

    /// The legacy AVS directory.
    AvsDirectoryTail = 9 {
        /// Pause bits; the proxy fills them in.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// Knows who is an operator.
        delegation_manager: Address,
        /// Who may pause.
        pauser_registry: Address,
        /// Hash of the EIP-712 domain name.
        name_hash: [u8; 32],
        /// Version string: text from the left, its length in the last byte.
        version: [u8; 32],
    }

    /// The release manager. It is not pausable; the prefix is the proxy's.
    ReleaseManagerTail = 10 {
        /// Pause bits; nothing looks at them.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// Who may act for whom.
        permission_controller: Address,
    }

    /// The key registrar. It is not pausable; the prefix is the proxy's.
    KeyRegistrarTail = 11 {
        /// Pause bits; nothing looks at them.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// Who may act for whom.
        permission_controller: Address,
        /// Knows whom a set can slash.
        allocation_manager: Address,
        /// Hash of the EIP-712 domain name.
        name_hash: [u8; 32],
        /// Version string: text from the left, its length in the last byte.
        version: [u8; 32],
    }

    /// The protocol registry. It is not pausable itself; the prefix is the proxy's.
    ProtocolRegistryTail = 12 {
        /// Pause bits; nothing looks at them.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
    }

    /// The task mailbox. It is not pausable; the prefix is the proxy's.
    TaskMailboxTail = 13 {
        /// Pause bits; nothing looks at them.
        paused: [u8; 12],
        /// How many implementation slots the proxy has.
        programs: [u8; 1],
        /// Who checks certificates of BN254 keys.
        bn254_verifier: Address,
        /// Who checks certificates of ECDSA keys.
        ecdsa_verifier: Address,
        /// `MAX_TASK_SLA`, seconds.
        max_task_sla_secs: [u8; 12],
    }
}
