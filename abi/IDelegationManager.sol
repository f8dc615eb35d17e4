// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Who delegates to whom, operator shares, and the withdrawal queue.
/// @dev "May act for" means PermissionController.canCall for this contract and the called selector.
/// Paused bits: 0 delegation and operator registration, 1 entering the withdrawal queue, 2 completing withdrawals.
interface IDelegationManager {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }
    /// @notice An approver's signature and until when it counts.
    /// @param signature 65-byte ECDSA signature, or whatever an ERC-1271 signer accepts.
    /// @param expiry Last timestamp (seconds) at which it is accepted.
    struct SignatureWithExpiry {
        bytes signature;
        uint256 expiry;
    }

    /// @notice A queued withdrawal; its root is keccak256 of its ABI encoding.
    /// @param staker Whose shares they are.
    /// @param delegatedTo The staker's operator when it was queued, zero if none.
    /// @param withdrawer Who completes it: the staker.
    /// @param nonce Number of withdrawals the staker had queued before.
    /// @param startBlock Block in which it was queued.
    /// @param strategies The strategies withdrawn from.
    /// @param scaledShares Deposit shares times deposit scaling factor, per strategy.
    struct Withdrawal {
        address staker;
        address delegatedTo;
        address withdrawer;
        uint256 nonce;
        uint32 startBlock;
        address[] strategies;
        uint256[] scaledShares;
    }

    /// @notice One withdrawal to queue.
    /// @param strategies The strategies to withdraw from.
    /// @param depositShares Deposit shares to take out, per strategy.
    /// @param __deprecated_withdrawer Ignored.
    struct QueuedWithdrawalParams {
        address[] strategies;
        uint256[] depositShares;
        address __deprecated_withdrawer;
    }

    /// @notice The account is delegated already, or an operator.
    error ActivelyDelegated();
    /// @notice The caller may not undelegate this staker.
    error CallerCannotUndelegate();
    /// @notice The slashing factor is zero: no shares can be added.
    error FullySlashed();
    /// @notice Arrays that belong together differ in length.
    error InputArrayLengthMismatch();
    /// @notice An array that must have elements is empty.
    error InputArrayLengthZero();
    /// @notice The new deposit scaling factor would be zero.
    error InvalidDepositScalingFactor();
    /// @notice A history entry would lie before the newest one.
    /// @dev Not raised here: block numbers do not fall.
    error InvalidSnapshotOrdering();
    /// @notice The staker is not delegated.
    error NotActivelyDelegated();
    /// @notice Only the allocation manager may call this.
    error OnlyAllocationManager();
    /// @notice Only the pod manager may call this.
    error OnlyEigenPodManager();
    /// @notice Only the strategy manager or the pod manager may call this.
    error OnlyStrategyManagerOrEigenPodManager();
    /// @notice The account is not an operator.
    error OperatorNotRegistered();
    /// @notice An operator is delegated to itself for ever.
    error OperatorsCannotUndelegate();
    /// @notice The approver's salt was used before.
    error SaltSpent();
    /// @notice The withdrawal delay has not passed.
    error WithdrawalDelayNotElapsed();
    /// @notice No such withdrawal is pending.
    error WithdrawalNotQueued();
    /// @notice The caller is not the withdrawal's withdrawer.
    error WithdrawerNotCaller();
    /// @notice The signature is not the expected signer's.
    error InvalidSignature();
    /// @notice The signature's expiry lies before the block's timestamp.
    error SignatureExpired();
    /// @notice The caller may not act for the account.
    error InvalidPermissions();
    /// @notice The paused bit that covers this function is set.
    error CurrentlyPaused();
    /// @notice An address that must not be zero is zero.
    /// @dev Not raised here: the pauser registry is in the proxy's code.
    error InputAddressZero();
    /// @notice `pause` would clear a bit, or `unpause` would set one.
    error InvalidNewPausedStatus();
    /// @notice Only an account that the registry lists as pauser may do this.
    error OnlyPauser();
    /// @notice Only the registry's unpauser may do this.
    error OnlyUnpauser();

    /// @notice An account became an operator.
    /// @param operator The operator.
    /// @param delegationApprover Who has to approve delegations to it, zero if nobody.
    event OperatorRegistered(address indexed operator, address delegationApprover);
    /// @notice An operator's approver was set.
    /// @param operator The operator.
    /// @param newDelegationApprover The approver from now on, zero if none.
    event DelegationApproverUpdated(address indexed operator, address newDelegationApprover);
    /// @notice An operator published where its metadata is; the URI lives in this log only.
    /// @param operator The operator.
    /// @param metadataURI The location.
    event OperatorMetadataURIUpdated(address indexed operator, string metadataURI);
    /// @notice An operator's delegated shares rose.
    /// @param operator The operator.
    /// @param staker Whose shares they are.
    /// @param strategy The strategy.
    /// @param shares Shares added.
    event OperatorSharesIncreased(address indexed operator, address staker, address strategy, uint256 shares);
    /// @notice An operator's delegated shares fell, by queueing or by a slash.
    /// @param operator The operator.
    /// @param staker Whose shares they were; zero for a slash.
    /// @param strategy The strategy.
    /// @param shares Shares taken away.
    event OperatorSharesDecreased(address indexed operator, address staker, address strategy, uint256 shares);
    /// @notice A staker delegated to an operator.
    /// @param staker The staker.
    /// @param operator The operator.
    event StakerDelegated(address indexed staker, address indexed operator);
    /// @notice A staker is no longer delegated.
    /// @param staker The staker.
    /// @param operator The former operator.
    event StakerUndelegated(address indexed staker, address indexed operator);
    /// @notice The operator's side, not the staker, ended a delegation.
    /// @param staker The staker.
    /// @param operator The former operator.
    event StakerForceUndelegated(address indexed staker, address indexed operator);
    /// @notice A staker's deposit scaling factor was computed anew.
    /// @param staker The staker.
    /// @param strategy The strategy.
    /// @param newDepositScalingFactor The factor, WAD.
    event DepositScalingFactorUpdated(address staker, address strategy, uint256 newDepositScalingFactor);
    /// @notice A withdrawal entered the queue.
    /// @param withdrawalRoot Its root.
    /// @param withdrawal The withdrawal.
    /// @param sharesToWithdraw Withdrawable shares at that moment, per strategy.
    event SlashingWithdrawalQueued(bytes32 withdrawalRoot, Withdrawal withdrawal, uint256[] sharesToWithdraw);
    /// @notice A withdrawal left the queue.
    /// @param withdrawalRoot Its root.
    event SlashingWithdrawalCompleted(bytes32 withdrawalRoot);
    /// @notice A slash took shares of an operator, delegated and queued ones together.
    /// @param operator The operator.
    /// @param strategy The strategy.
    /// @param totalSlashedShares Shares to burn or redistribute.
    event OperatorSharesSlashed(address indexed operator, address strategy, uint256 totalSlashedShares);
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

    /// @notice Initialises the storage behind the proxy.
    /// @custom:effect Stores the pause map and its mirror in the proxy's implementation slots: `Paused`, `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    function initialize(uint256 initialPausedStatus) external;
    /// @notice Makes the caller an operator, for ever, delegated to itself.
    /// @custom:effect The allocation manager sets the allocation delay, in force in this block: `AllocationDelaySet` (its event).
    /// @custom:effect Stores the approver: `DelegationApproverUpdated`.
    /// @custom:effect Delegates the caller to itself: `StakerDelegated`; for each strategy that it holds, in list order, `DepositScalingFactorUpdated` and `OperatorSharesIncreased`.
    /// @custom:effect Announces the operator: `OperatorRegistered`, `OperatorMetadataURIUpdated`. The URI is not stored.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The caller has no operator and is none: `ActivelyDelegated`.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, string calldata metadataURI) external;
    /// @notice Changes who has to approve delegations to `operator`; zero for nobody.
    /// @custom:effect Stores the approver: `DelegationApproverUpdated`. Approvals signed by the former one count no longer.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require `operator` is an operator: `OperatorNotRegistered`.
    function modifyOperatorDetails(address operator, address newDelegationApprover) external;
    /// @notice Publishes where the metadata of `operator` is; nothing is stored.
    /// @custom:effect Emits `OperatorMetadataURIUpdated`; nothing is stored.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require `operator` is an operator: `OperatorNotRegistered`.
    function updateOperatorMetadataURI(address operator, string calldata metadataURI) external;
    /// @notice Delegates the caller's shares in every strategy to `operator`.
    /// @custom:effect If the operator has an approver: its salt is spent before the signature is looked at.
    /// @custom:effect Sets the caller's operator: `StakerDelegated`.
    /// @custom:effect For each strategy that the caller holds, in list order: the scaling factor becomes k / m, so that earlier slashes of the operator do not count (`DepositScalingFactorUpdated`), and the operator's shares rise by the deposit shares (`OperatorSharesIncreased`).
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The caller has no operator and is none: `ActivelyDelegated`.
    /// @custom:require `operator` is an operator: `OperatorNotRegistered`.
    /// @custom:require If it has an approver: the salt is not spent: `SaltSpent`.
    /// @custom:require If it has an approver: the expiry has not passed: `SignatureExpired`.
    /// @custom:require If it has an approver: the signature is the approver's, by ECDSA or ERC-1271: `InvalidSignature`. Without an approver signature and salt are ignored.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The operator has magnitude left in every strategy that the caller holds: `FullySlashed`.
    function delegateTo(address operator, SignatureWithExpiry calldata approverSignatureAndExpiry, bytes32 approverSalt) external;
    /// @notice Ends the delegation of `staker` and queues all its shares, one withdrawal per strategy.
    /// @custom:effect If the caller is not the staker: `StakerForceUndelegated`.
    /// @custom:effect Clears the staker's operator and strategy list: `StakerUndelegated`.
    /// @custom:effect For each strategy held, in list order, queues all deposit shares as one withdrawal: `OperatorSharesDecreased`, `DepositScalingFactorUpdated` with 1e18, `SlashingWithdrawalQueued`.
    /// @custom:effect Answers the roots; none if nothing was held. At most 32 strategies.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require `staker` has an operator: `NotActivelyDelegated`.
    /// @custom:require `staker` is no operator: `OperatorsCannotUndelegate`.
    /// @custom:require The caller is the staker, may act for its operator, or is its operator's approver: `CallerCannotUndelegate`.
    /// @custom:require Pause bit 1 is clear: `CurrentlyPaused`.
    /// @custom:require No strategy with share hooks refuses: the strategy's error, e.g. `WithdrawalsLockedDuringAllocations`.
    function undelegate(address staker) external returns (bytes32[] memory withdrawalRoots);
    /// @notice Undelegates the caller, then delegates it to `newOperator`; the shares stay in the queue until completed.
    /// @custom:effect As `undelegate` of the caller, then as `delegateTo`. The caller then holds nothing that counts for the new operator: the shares are in the queue, slashable by the former operator's sets, until they are completed as shares.
    /// @custom:require As `undelegate`, from `NotActivelyDelegated` on.
    /// @custom:require As `delegateTo`, from `OperatorNotRegistered` on.
    function redelegate(address newOperator, SignatureWithExpiry calldata newOperatorApproverSig, bytes32 approverSalt) external returns (bytes32[] memory withdrawalRoots);
    /// @notice Queues one withdrawal of the caller per element; returns their roots.
    /// @custom:effect For each element, for each of its strategies in order: if delegated, the queue's running total rises by the scaled shares and operator shares fall by the withdrawable ones (`OperatorSharesDecreased`).
    /// @custom:effect Deposit shares fall; when none are left the strategy leaves the list and the scaling factor is one again (`DepositScalingFactorUpdated` with 1e18).
    /// @custom:effect Then the withdrawal is stored under its root with the staker's next nonce: `SlashingWithdrawalQueued`. An empty list of elements succeeds. A strategy may occur twice.
    /// @custom:require Pause bit 1 is clear: `CurrentlyPaused`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require Per element: strategies and shares are equally many: `InputArrayLengthMismatch`.
    /// @custom:require Per element: there is a strategy: `InputArrayLengthZero`.
    /// @custom:require Per strategy, if delegated: the operator has as many shares as are withdrawn: `Panic(0x11)`.
    /// @custom:require Per strategy: the shares are not zero: `SharesAmountZero`.
    /// @custom:require Per strategy: the staker has as many: `SharesAmountTooHigh`.
    /// @custom:require Per strategy with share hooks: it does not refuse: the strategy's error.
    function queueWithdrawals(QueuedWithdrawalParams[] calldata params) external returns (bytes32[] memory withdrawalRoots);
    /// @notice Completes a withdrawal of the caller, as tokens or as shares.
    /// @custom:effect Removes the withdrawal: `SlashingWithdrawalCompleted`.
    /// @custom:effect Per strategy: its worth is scaled shares times the recorded operator's magnitude at the end of block startBlock + delay, rounded down (times one if undelegated). Nothing happens for a worth of zero.
    /// @custom:effect As tokens: the strategy pays the staker at its present rate (its event `ExchangeRateEmitted`, the token's `Transfer`).
    /// @custom:effect As shares: the strategy manager emits `Deposit`, then shares are credited as for a deposit under the staker's present operator (`DepositScalingFactorUpdated`, `OperatorSharesIncreased`).
    /// @custom:require Pause bit 2 is clear: `CurrentlyPaused`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require Tokens and strategies are equally many, also when receiving shares: `InputArrayLengthMismatch`.
    /// @custom:require The caller is the withdrawer: `WithdrawerNotCaller`.
    /// @custom:require The withdrawal is pending: `WithdrawalNotQueued`.
    /// @custom:require The block is above startBlock + delay: `WithdrawalDelayNotElapsed`.
    /// @custom:require As tokens: the strategy pays: `CurrentlyPaused` (its bit 1), `OnlyUnderlyingToken`, the token's errors.
    /// @custom:require As shares: a hook does not refuse; the list has room (`MaxStrategiesExceeded`); the present operator has magnitude left (`FullySlashed`); the new factor is not zero (`InvalidDepositScalingFactor`).
    function completeQueuedWithdrawal(Withdrawal calldata withdrawal, address[] calldata tokens, bool receiveAsTokens) external;
    /// @notice Completes several withdrawals of the caller in order.
    /// @custom:effect As `completeQueuedWithdrawal` for each withdrawal in order. Surplus elements of the other arrays are ignored.
    /// @custom:require Pause bit 2 is clear: `CurrentlyPaused`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require `tokens` and `receiveAsTokens` are as long as `withdrawals`: `Panic(0x32)`, when the missing element is reached.
    /// @custom:require Each: as `completeQueuedWithdrawal`.
    function completeQueuedWithdrawals(Withdrawal[] calldata withdrawals, address[][] calldata tokens, bool[] calldata receiveAsTokens) external;
    /// @notice Called by a share manager when a staker's deposit shares rose.
    /// @custom:effect Credits the staker: list, deposit shares, scaling factor (`DepositScalingFactorUpdated`), operator shares if delegated (`OperatorSharesIncreased`). With nothing added only the check for a full slash is made.
    /// @custom:effect Takes the former deposit shares from its own ledger; the third argument is not looked at. The suite's strategy manager calls `creditShares` of the internal interface instead, which also says whether the strategy has hooks.
    /// @custom:require The caller is the strategy manager: `OnlyStrategyManagerOrEigenPodManager`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The staker's slashing factor is not zero: `FullySlashed`.
    /// @custom:require A new strategy finds fewer than 32 in the list: `MaxStrategiesExceeded`.
    /// @custom:require The new factor is not zero: `InvalidDepositScalingFactor`.
    /// @custom:require Shares and factor fit their words: `Panic(0x11)`.
    function increaseDelegatedShares(address staker, address strategy, uint256 prevDepositShares, uint256 addedShares) external;
    /// @notice Called by the pod manager when a staker's beacon-chain slashing factor fell.
    /// @custom:effect None: there are no pods on this chain.
    /// @custom:require Nobody may call it: `OnlyEigenPodManager`.
    function decreaseDelegatedShares(address staker, uint256 curDepositShares, uint64 beaconChainSlashingFactorDecrease) external;
    /// @notice Called by the allocation manager: applies a fall of the maximum magnitude to delegated and queued shares.
    /// @custom:effect Lowers operator shares by what the fall of the magnitude takes: `OperatorSharesDecreased` with staker zero.
    /// @custom:effect Records the new magnitude under this block; a second one in a block replaces the first.
    /// @custom:effect Adds what the slashable part of the queue loses: `OperatorSharesSlashed` with the sum, which it answers. The caller reports the sum to the strategy manager.
    /// @custom:require The caller is the allocation manager: `OnlyAllocationManager`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The former magnitude is not zero: `Panic(0x12)`.
    /// @custom:require The block number is above the withdrawal delay: `Panic(0x11)`.
    function slashOperatorShares(address operator, OperatorSet calldata operatorSet, uint256 slashId, address strategy, uint64 prevMaxMagnitude, uint64 newMaxMagnitude) external returns (uint256 totalDepositSharesToSlash);
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

    /// @notice The allocation manager.
    function allocationManager() external view returns (address);
    /// @notice The address that stands for native ETH as a strategy.
    function beaconChainETHStrategy() external view returns (address);
    /// @notice The digest that `approver` signs to let `staker` delegate to `operator`.
    function calculateDelegationApprovalDigestHash(address staker, address operator, address approver, bytes32 approverSalt, uint256 expiry) external view returns (bytes32);
    /// @notice The root of a withdrawal: keccak256 of its ABI encoding.
    function calculateWithdrawalRoot(Withdrawal calldata withdrawal) external pure returns (bytes32);
    /// @notice Deposit shares to queue in order to withdraw `withdrawableShares`, per strategy.
    /// @dev Reverts: Panic(0x12) when the slashing factor is zero.
    function convertToDepositShares(address staker, address[] calldata strategies, uint256[] calldata withdrawableShares) external view returns (uint256[] memory);
    /// @notice How many withdrawals `staker` has ever queued; the next nonce.
    function cumulativeWithdrawalsQueued(address staker) external view returns (uint256);
    /// @notice The operator of `staker`, zero if none.
    function delegatedTo(address staker) external view returns (address);
    /// @notice Type hash of the EIP-712 struct DelegationApproval.
    function DELEGATION_APPROVAL_TYPEHASH() external view returns (bytes32);
    /// @notice Who has to approve delegations to `operator`, zero if nobody.
    function delegationApprover(address operator) external view returns (address);
    /// @notice Whether `delegationApprover` has used `salt`.
    function delegationApproverSaltIsSpent(address delegationApprover, bytes32 salt) external view returns (bool);
    /// @notice The deposit scaling factor, WAD; 1e18 when never set.
    function depositScalingFactor(address staker, address strategy) external view returns (uint256);
    /// @notice The share manager of native ETH.
    function eigenPodManager() external view returns (address);
    /// @notice The strategies of `staker` and its deposit shares in them.
    function getDepositedShares(address staker) external view returns (address[] memory strategies, uint256[] memory depositShares);
    /// @notice Shares delegated to `operator`, per strategy.
    function getOperatorShares(address operator, address[] calldata strategies) external view returns (uint256[] memory);
    /// @notice Shares delegated to each operator, per strategy.
    function getOperatorsShares(address[] calldata operators, address[] calldata strategies) external view returns (uint256[][] memory);
    /// @notice A queued withdrawal and the shares it would pay; empty when unknown.
    function getQueuedWithdrawal(bytes32 withdrawalRoot) external view returns (Withdrawal memory withdrawal, uint256[] memory shares);
    /// @notice Roots of the queued withdrawals of `staker`.
    function getQueuedWithdrawalRoots(address staker) external view returns (bytes32[] memory);
    /// @notice The queued withdrawals of `staker` and the shares they would pay.
    function getQueuedWithdrawals(address staker) external view returns (Withdrawal[] memory withdrawals, uint256[][] memory shares);
    /// @notice Queued shares of `operator` that a slash in this block would reach.
    /// @dev Reverts: Panic(0x11) while the block number is not above the withdrawal delay.
    function getSlashableSharesInQueue(address operator, address strategy) external view returns (uint256);
    /// @notice Shares that `staker` could withdraw now, and its deposit shares, per strategy.
    function getWithdrawableShares(address staker, address[] calldata strategies) external view returns (uint256[] memory withdrawableShares, uint256[] memory depositShares);
    /// @notice Whether `staker` has an operator (operators have themselves).
    function isDelegated(address staker) external view returns (bool);
    /// @notice Whether `operator` is a registered operator; false for zero.
    function isOperator(address operator) external view returns (bool);
    /// @notice Blocks a withdrawal stays slashable in the queue.
    function minWithdrawalDelayBlocks() external view returns (uint32);
    /// @notice Shares delegated to `operator` in `strategy`.
    function operatorShares(address operator, address strategy) external view returns (uint256);
    /// @notice Whether the withdrawal with this root is queued.
    function pendingWithdrawals(bytes32 withdrawalRoot) external view returns (bool);
    /// @notice The permission controller.
    function permissionController() external view returns (address);
    /// @notice The queued withdrawal with this root; empty when unknown.
    function queuedWithdrawals(bytes32 withdrawalRoot) external view returns (Withdrawal memory);
    /// @notice The strategy manager.
    function strategyManager() external view returns (address);
    /// @notice The EIP-712 domain separator for the present chain id.
    function domainSeparator() external view returns (bytes32);
    /// @notice The contract's version, e.g. "1.12.0"; the EIP-712 domain uses its first character.
    function version() external view returns (string memory);
}
