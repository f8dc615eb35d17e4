// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice A strategy that is its own operator in one operator set and locks its stake for a term.
/// @dev States: 1 deposits, 2 allocations (locked), 3 withdrawals. Paused bits: 0 deposits, 1 withdrawals.
interface IDurationVault {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }
    /// @notice What a vault is made from.
    /// @param underlyingToken The token it holds.
    /// @param vaultAdmin Who locks it and sets its limits.
    /// @param arbitrator Who may end the term early.
    /// @param duration Seconds of the term.
    /// @param maxPerDeposit The most token units per deposit.
    /// @param stakeCap The most token units in total.
    /// @param metadataURI Where the vault's metadata is.
    /// @param operatorSet The set that the vault joins as operator.
    /// @param operatorSetRegistrationData Passed to the AVS's registrar.
    /// @param delegationApprover Who has to approve delegations to the vault, zero if nobody.
    /// @param operatorMetadataURI Where the operator's metadata is.
    struct VaultConfig {
        address underlyingToken;
        address vaultAdmin;
        address arbitrator;
        uint32 duration;
        uint256 maxPerDeposit;
        uint256 stakeCap;
        string metadataURI;
        OperatorSet operatorSet;
        bytes operatorSetRegistrationData;
        address delegationApprover;
        string operatorMetadataURI;
    }

    /// @notice The deposited value exceeds the limit per deposit.
    error DepositExceedsMaxPerDeposit();
    /// @notice The vault is past its deposit phase.
    error DepositsLocked();
    /// @notice The term is over.
    error DurationAlreadyElapsed();
    /// @notice The term is not over.
    error DurationNotElapsed();
    /// @notice The arbitrator is the zero address.
    error InvalidArbitrator();
    /// @notice The term is zero or longer than two years.
    error InvalidDuration();
    /// @notice The vault admin is the zero address.
    error InvalidVaultAdmin();
    /// @notice The staker's operator is not the vault.
    error MustBeDelegatedToVaultOperator();
    /// @notice Only the arbitrator may call this.
    error OnlyArbitrator();
    /// @notice Only the vault admin may call this.
    error OnlyVaultAdmin();
    /// @notice The operator set's AVS is the zero address.
    error OperatorIntegrationInvalid();
    /// @notice An allocation change is pending.
    error PendingAllocation();
    /// @notice The vault is not among the operator set's strategies.
    error StrategyNotSupportedByOperatorSet();
    /// @notice The factory blacklists the vault's token.
    error UnderlyingTokenBlacklisted();
    /// @notice The vault was locked before.
    error VaultAlreadyLocked();
    /// @notice The vault is not locked.
    error VaultNotLocked();
    /// @notice Shares cannot be queued while the stake is locked.
    error WithdrawalsLockedDuringAllocations();
    /// @notice A deposit would mint no shares.
    error NewSharesZero();
    /// @notice Only the strategy manager may call this.
    error OnlyStrategyManager();
    /// @notice The token is not this strategy's underlying token.
    error OnlyUnderlyingToken();
    /// @notice The strategy would have 1e38 shares or more.
    error TotalSharesExceedsMax();
    /// @notice More shares are withdrawn than the strategy has.
    error WithdrawalAmountExceedsTotalDeposits();
    /// @notice The token balance after the deposit would exceed the total limit.
    error BalanceExceedsMaxTotalDeposits();
    /// @notice A deposit exceeds the limit per deposit, or that limit would exceed the total limit.
    error MaxPerDepositExceedsMax();
    /// @notice The paused bit that covers this function is set.
    error CurrentlyPaused();
    /// @notice An address that must not be zero is zero.
    /// @dev Not raised here: the pauser registry is in the clone's code.
    error InputAddressZero();
    /// @notice `pause` would clear a bit, or `unpause` would set one.
    error InvalidNewPausedStatus();
    /// @notice Only an account that the registry lists as pauser may do this.
    error OnlyPauser();
    /// @notice Only the registry's unpauser may do this.
    error OnlyUnpauser();

    /// @notice The vault was made.
    /// @param vaultAdmin Its admin.
    /// @param arbitrator Its arbitrator.
    /// @param underlyingToken Its token.
    /// @param duration Seconds of the term.
    /// @param maxPerDeposit The most token units per deposit.
    /// @param stakeCap The most token units in total.
    /// @param metadataURI Where its metadata is.
    event VaultInitialized(address indexed vaultAdmin, address indexed arbitrator, address indexed underlyingToken, uint32 duration, uint256 maxPerDeposit, uint256 stakeCap, string metadataURI);
    /// @notice The term began.
    /// @param lockedAt Timestamp of the lock.
    /// @param unlockAt Timestamp at which the term ends.
    event VaultLocked(uint32 lockedAt, uint32 unlockAt);
    /// @notice The term ended.
    /// @param maturedAt Timestamp of the end.
    event VaultMatured(uint32 maturedAt);
    /// @notice The arbitrator ended the term early.
    /// @param arbitrator The arbitrator.
    /// @param maturedAt Timestamp of the end.
    event VaultAdvancedToWithdrawals(address indexed arbitrator, uint32 maturedAt);
    /// @notice The vault tried to deallocate its magnitude.
    /// @param success Whether nothing is allocated or the call went through.
    event DeallocateAttempted(bool success);
    /// @notice The vault tried to leave its operator set.
    /// @param success Whether it is out.
    event DeregisterAttempted(bool success);
    /// @notice The vault's metadata moved.
    /// @param newMetadataURI The location.
    event MetadataURIUpdated(string newMetadataURI);
    /// @notice The share price after a deposit or withdrawal.
    /// @param rate Underlying per share as WAD, with the virtual offsets.
    event ExchangeRateEmitted(uint256 rate);
    /// @notice The strategy was bound to its token.
    /// @param token The underlying token.
    /// @param decimals The token's decimals.
    event StrategyTokenSet(address token, uint8 decimals);
    /// @notice The limit per deposit changed.
    /// @param previousValue Token units until now.
    /// @param newValue Token units from now on.
    event MaxPerDepositUpdated(uint256 previousValue, uint256 newValue);
    /// @notice The total limit changed.
    /// @param previousValue Token units until now.
    /// @param newValue Token units from now on.
    event MaxTotalDepositsUpdated(uint256 previousValue, uint256 newValue);
    /// @notice Bits were set in the paused map (or it was initialised).
    /// @param account Who did it.
    /// @param newPausedStatus The whole map afterwards.
    event Paused(address indexed account, uint256 newPausedStatus);
    /// @notice Bits were cleared in the paused map.
    /// @param account Who did it.
    /// @param newPausedStatus The whole map afterwards.
    event Unpaused(address indexed account, uint256 newPausedStatus);
    /// @notice The contract's storage was initialised.
    /// @param version Number of the initialiser that ran.
    event Initialized(uint8 version);

    /// @notice Initialises the vault and registers it as an operator in its set.
    /// @custom:effect Stores limits and metadata, announces the token (`MaxPerDepositUpdated`, `MaxTotalDepositsUpdated`, `Paused` with 0, `StrategyTokenSet`).
    /// @custom:effect Registers the vault as operator with an allocation delay of the withdrawal delay + 1 (`OperatorRegistered`), joins the operator set, whose AVS's registrar decides (`OperatorAddedToOperatorSet`), and sets its AVS, set and incentive splits to 0 (`OperatorAVSSplitBipsSet`, `OperatorSetSplitBipsSet`, `OperatorPISplitBipsSet`).
    /// @custom:effect Last, `VaultInitialized` and `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    /// @custom:require The admin is not zero, and the one in the code: `InvalidVaultAdmin`.
    /// @custom:require The arbitrator is not zero, and the one in the code: `InvalidArbitrator`.
    /// @custom:require The term is above 0, at most two years, and the one in the code: `InvalidDuration`.
    /// @custom:require The limit per deposit is at most the total: `MaxPerDepositExceedsMax`.
    /// @custom:require The token is the one in the code: `OnlyUnderlyingToken`.
    /// @custom:require The set's AVS is not zero, and the set the one in the code: `OperatorIntegrationInvalid`.
    /// @custom:require The core and the registrar accept the registration: e.g. `InvalidOperatorSet`, the registrar's error.
    function initialize(VaultConfig calldata config) external;
    /// @notice Ends the deposit phase, starts the term and allocates the whole magnitude to the set.
    /// @custom:effect Ends deposits and starts the term: `VaultLocked`. Allocates the whole magnitude to the set, in force after the vault's allocation delay: `EncumberedMagnitudeUpdated`, `AllocationUpdated`.
    /// @custom:require The caller is the admin: `OnlyVaultAdmin`.
    /// @custom:require The vault takes deposits: `VaultAlreadyLocked`.
    /// @custom:require The vault is among the set's strategies: `StrategyNotSupportedByOperatorSet`.
    /// @custom:require The term ends before 2^32 seconds: `Panic(0x11)`.
    /// @custom:require No allocation change waits: `PendingAllocation`.
    function lock() external;
    /// @notice Ends the term when it is over; afterwards retries to deallocate and leave the set.
    /// @custom:effect If locked and the term is over: opens withdrawals: `VaultMatured`.
    /// @custom:effect Then, also on every later call: tries to take the allocation back (`DeallocateAttempted`) and to leave the set (`DeregisterAttempted`). Failures are reported, never passed on. Anyone may call it.
    /// @custom:require Withdrawals are open, or the vault is locked and its term is over: `DurationNotElapsed`.
    function markMatured() external;
    /// @notice Ends the term early.
    /// @custom:effect If locked: opens withdrawals before the term is over: `VaultMatured`, `VaultAdvancedToWithdrawals`. Then cleans up as `markMatured`.
    /// @custom:require The caller is the arbitrator: `OnlyArbitrator`.
    /// @custom:require If withdrawals are not open: the vault is locked: `VaultNotLocked`.
    /// @custom:require If withdrawals are not open: the term is not over: `DurationAlreadyElapsed`.
    function advanceToWithdrawals() external;
    /// @notice Sets both limits during the deposit phase, in token units.
    /// @custom:effect Stores both limits: `MaxPerDepositUpdated`, `MaxTotalDepositsUpdated`.
    /// @custom:require The caller is the admin: `OnlyVaultAdmin`.
    /// @custom:require The vault takes deposits: `DepositsLocked`.
    /// @custom:require The limit per deposit is at most the total: `MaxPerDepositExceedsMax`.
    function updateTVLLimits(uint256 newMaxPerDeposit, uint256 newStakeCap) external;
    /// @notice Publishes where the vault's metadata is.
    /// @custom:effect Stores the location: `MetadataURIUpdated`.
    /// @custom:require The caller is the admin: `OnlyVaultAdmin`.
    function updateMetadataURI(string calldata newMetadataURI) external;
    /// @notice Changes who has to approve delegations to the vault.
    /// @custom:effect The delegation manager stores the approver: `DelegationApproverUpdated`.
    /// @custom:require The caller is the admin: `OnlyVaultAdmin`.
    function updateDelegationApprover(address newDelegationApprover) external;
    /// @notice Publishes where the operator's metadata is.
    /// @custom:effect The delegation manager announces the location: `OperatorMetadataURIUpdated`.
    /// @custom:require The caller is the admin: `OnlyVaultAdmin`.
    function updateOperatorMetadataURI(string calldata newOperatorMetadataURI) external;
    /// @notice Changes who claims the vault's rewards.
    /// @custom:effect The rewards coordinator stores the claimer: `ClaimerForSet`.
    /// @custom:require The caller is the admin: `OnlyVaultAdmin`.
    function setRewardsClaimer(address claimer) external;
    /// @notice Mints shares for `amount` token units that have just arrived; returns the new shares.
    /// @custom:effect Mints shares as every strategy does: `ExchangeRateEmitted`. Limits are the hook's business.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The caller is the strategy manager: `OnlyStrategyManager`.
    /// @custom:require The token is the strategy's: `OnlyUnderlyingToken`.
    /// @custom:require The amount is at most the balance: `Panic(0x11)`.
    /// @custom:require At least one share is minted: `NewSharesZero`.
    /// @custom:require No more than 1e38 − 1 shares exist afterwards: `TotalSharesExceedsMax`.
    function deposit(address token, uint256 amount) external returns (uint256 newShares);
    /// @notice Redeems `amountShares` at the present rate and pays `recipient`; returns the token units paid.
    /// @custom:effect Burns the shares, announces the rate (`ExchangeRateEmitted`) and then pays `recipient`. The stage does not matter: what is in the queue is paid.
    /// @custom:require Pause bit 1 is clear: `CurrentlyPaused`.
    /// @custom:require The caller is the strategy manager or the delegation manager: `OnlyStrategyManager`.
    /// @custom:require The token is the strategy's: `OnlyUnderlyingToken`.
    /// @custom:require There are as many shares: `WithdrawalAmountExceedsTotalDeposits`.
    /// @custom:require The transfer succeeds: the token's error, or `Error("SafeERC20: …")`.
    function withdraw(address recipient, address token, uint256 amountShares) external returns (uint256 amountOut);
    /// @notice Hook before the strategy manager adds deposit shares to `staker`.
    /// @custom:effect None: it only refuses, for deposits and for withdrawals that are completed as shares.
    /// @custom:require The caller is the strategy manager or the delegation manager: `OnlyStrategyManager`.
    /// @custom:require The vault takes deposits: `DepositsLocked`.
    /// @custom:require The factory does not blacklist the token: `UnderlyingTokenBlacklisted`.
    /// @custom:require The staker's operator is the vault: `MustBeDelegatedToVaultOperator`.
    /// @custom:require What the shares are worth is within the limit per deposit: `DepositExceedsMaxPerDeposit`.
    /// @custom:require What the vault's operator shares and the new ones are worth is within the cap: `BalanceExceedsMaxTotalDeposits`.
    function beforeAddShares(address staker, uint256 shares) external;
    /// @notice Hook before the strategy manager takes deposit shares from `staker`.
    /// @custom:effect None: it only refuses.
    /// @custom:require The caller is the strategy manager or the delegation manager: `OnlyStrategyManager`.
    /// @custom:require The vault is not locked, or its term has been ended: `WithdrawalsLockedDuringAllocations`.
    function beforeRemoveShares(address staker, uint256 shares) external;
    /// @notice Sets both limits, in token units.
    /// @custom:effect Stores both limits: `MaxPerDepositUpdated`, `MaxTotalDepositsUpdated`.
    /// @custom:require The caller is the unpauser: `OnlyUnpauser`.
    /// @custom:require The vault takes deposits: `DepositsLocked`.
    /// @custom:require The limit per deposit is at most the total: `MaxPerDepositExceedsMax`.
    function setTVLLimits(uint256 newMaxPerDeposit, uint256 newMaxTotalDeposits) external;
    /// @notice Both limits, in token units.
    function getTVLLimits() external view returns (uint256 perDeposit, uint256 totalDeposits);
    /// @notice The most token units that one deposit may bring.
    function maxPerDeposit() external view returns (uint256);
    /// @notice The most token units that the strategy may hold after a deposit.
    function maxTotalDeposits() external view returns (uint256);
    /// @notice A sentence that says what kind of strategy this is.
    function explanation() external pure returns (string memory);
    /// @notice Deposit shares of `user` in this strategy, as the strategy manager has them.
    function shares(address user) external view returns (uint256);
    /// @notice Token units that `amountShares` would pay now, rounded down.
    function sharesToUnderlying(uint256 amountShares) external view returns (uint256);
    /// @notice Token units that `amountShares` would pay now, rounded down.
    function sharesToUnderlyingView(uint256 amountShares) external view returns (uint256);
    /// @notice The strategy manager.
    function strategyManager() external view returns (address);
    /// @notice All shares, those owed to burning or redistribution included.
    function totalShares() external view returns (uint256);
    /// @notice The token that the strategy holds.
    function underlyingToken() external view returns (address);
    /// @notice Shares that `amountUnderlying` token units are worth now, rounded down.
    function underlyingToShares(uint256 amountUnderlying) external view returns (uint256);
    /// @notice Shares that `amountUnderlying` token units are worth now, rounded down.
    function underlyingToSharesView(uint256 amountUnderlying) external view returns (uint256);
    /// @notice Token units that the deposit shares of `user` would pay now; declared state-changing, but only reads.
    /// @custom:effect None: it only reads. It is declared state-changing because the original's is.
    /// @custom:require The value fits 256 bits: `Panic(0x11)`.
    function userUnderlying(address user) external returns (uint256);
    /// @notice Token units that the deposit shares of `user` would pay now.
    function userUnderlyingView(address user) external view returns (uint256);
    /// @notice Sets bits in the paused map; every bit already set has to stay set.
    /// @custom:effect Stores the map and its mirror: `Paused`.
    /// @custom:require The caller is a pauser of the registry: `OnlyPauser`.
    /// @custom:require Every bit that is set stays set: `InvalidNewPausedStatus`.
    function pause(uint256 newPausedStatus) external;
    /// @notice Sets all 256 bits of the paused map.
    /// @custom:effect Stores a map of ones and its mirror: `Paused`.
    /// @custom:require The caller is a pauser of the registry: `OnlyPauser`.
    function pauseAll() external;
    /// @notice Clears bits in the paused map; no bit may be set by it.
    /// @custom:effect Stores the map and its mirror: `Unpaused`.
    /// @custom:require The caller is the registry's unpauser: `OnlyUnpauser`.
    /// @custom:require No bit is set that was clear: `InvalidNewPausedStatus`.
    function unpause(uint256 newPausedStatus) external;
    /// @notice The whole paused map.
    function paused() external view returns (uint256);
    /// @notice Whether bit `index` of the paused map is set.
    function paused(uint8 index) external view returns (bool);
    /// @notice The registry that says who may pause and unpause.
    function pauserRegistry() external view returns (address);

    /// @notice The state: 1 deposits, 2 allocations, 3 withdrawals.
    function state() external view returns (uint8);
    /// @notice Whether the vault has left its deposit phase.
    function isLocked() external view returns (bool);
    /// @notice Whether the term has ended.
    function isMatured() external view returns (bool);
    /// @notice Whether deposits are accepted.
    function depositsOpen() external view returns (bool);
    /// @notice Whether shares may be queued for withdrawal.
    function withdrawalsOpen() external view returns (bool);
    /// @notice Whether the stake is locked now.
    function allocationsActive() external view returns (bool);
    /// @notice Seconds of the term.
    function duration() external view returns (uint32);
    /// @notice Timestamp of the lock, zero before.
    function lockedAt() external view returns (uint32);
    /// @notice Timestamp at which the term ends, zero before the lock.
    function unlockAt() external view returns (uint32);
    /// @notice Timestamp at which the term ends, zero before the lock.
    function unlockTimestamp() external view returns (uint32);
    /// @notice Timestamp at which the term ended, zero before.
    function maturedAt() external view returns (uint32);
    /// @notice The most token units in total.
    function stakeCap() external view returns (uint256);
    /// @notice The vault's admin.
    function vaultAdmin() external view returns (address);
    /// @notice The vault's arbitrator.
    function arbitrator() external view returns (address);
    /// @notice Where the vault's metadata is.
    function metadataURI() external view returns (string memory);
    /// @notice The vault's operator set.
    function operatorSetInfo() external view returns (address avs, uint32 operatorSetId);
    /// @notice Whether the vault is a member of its operator set.
    function operatorSetRegistered() external view returns (bool);
    /// @notice Whether the operator set is configured; always true.
    function operatorIntegrationConfigured() external view returns (bool);
}
