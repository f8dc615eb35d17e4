// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Operator sets, registration, magnitude allocations and slashing.
/// @dev Magnitudes are WAD fractions of an operator's stake in a strategy. "May act for" means PermissionController.canCall.
/// Paused bits: 0 allocations and clearing the deallocation queue, 1 slashing, 2 set registration and deregistration.
interface IAllocationManager {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }
    /// @notice What an operator has given to a set from one strategy.
    /// @param currentMagnitude In force now, WAD.
    /// @param pendingDiff Change that takes effect later, WAD.
    /// @param effectBlock First block of the change, zero when none is pending.
    struct Allocation {
        uint64 currentMagnitude;
        int128 pendingDiff;
        uint32 effectBlock;
    }

    /// @notice New magnitudes for one operator set.
    /// @param operatorSet The set.
    /// @param strategies The strategies.
    /// @param newMagnitudes The magnitudes wanted, WAD, per strategy.
    struct AllocateParams {
        OperatorSet operatorSet;
        address[] strategies;
        uint64[] newMagnitudes;
    }

    /// @notice Sets to join.
    /// @param avs Their AVS.
    /// @param operatorSetIds Their numbers.
    /// @param data Passed to the AVS's registrar.
    struct RegisterParams {
        address avs;
        uint32[] operatorSetIds;
        bytes data;
    }

    /// @notice Sets to leave.
    /// @param operator Who leaves.
    /// @param avs Their AVS.
    /// @param operatorSetIds Their numbers.
    struct DeregisterParams {
        address operator;
        address avs;
        uint32[] operatorSetIds;
    }

    /// @notice A set to create, slashed by its AVS.
    /// @param operatorSetId Its number.
    /// @param strategies Its strategies.
    struct CreateSetParams {
        uint32 operatorSetId;
        address[] strategies;
    }

    /// @notice A set to create, slashed by `slasher`.
    /// @param operatorSetId Its number.
    /// @param strategies Its strategies.
    /// @param slasher The only account that may slash its operators.
    struct CreateSetParamsV2 {
        uint32 operatorSetId;
        address[] strategies;
        address slasher;
    }

    /// @notice One slash.
    /// @param operator Who is slashed.
    /// @param operatorSetId The set by which.
    /// @param strategies The strategies, ascending by address.
    /// @param wadsToSlash Part of the allocation to slash, WAD, per strategy.
    /// @param description Why, for people.
    struct SlashingParams {
        address operator;
        uint32 operatorSetId;
        address[] strategies;
        uint256[] wadsToSlash;
        string description;
    }

    /// @notice The operator is slashable by the set already.
    error AlreadyMemberOfSet();
    /// @notice Arrays that belong together differ in length.
    error InputArrayLengthMismatch();
    /// @notice More magnitude is encumbered than the operator has.
    error InsufficientMagnitude();
    /// @notice The registrar does not support the AVS.
    error InvalidAVSRegistrar();
    /// @notice The caller may not do this.
    error InvalidCaller();
    /// @notice The account is not an operator.
    error InvalidOperator();
    /// @notice The operator set exists (when creating), or does not (otherwise).
    error InvalidOperatorSet();
    /// @notice Slashed funds cannot be redistributed to the burn address.
    error InvalidRedistributionRecipient();
    /// @notice A history entry would lie before the newest one.
    error InvalidSnapshotOrdering();
    /// @notice A redistributing set cannot have this strategy.
    error InvalidStrategy();
    /// @notice The part to slash is zero or more than 1e18.
    error InvalidWadToSlash();
    /// @notice A change of this allocation is pending.
    error ModificationAlreadyPending();
    /// @notice The AVS has not published its metadata.
    error NonexistentAVSMetadata();
    /// @notice The operator is not a member of the set.
    error NotMemberOfSet();
    /// @notice The set cannot slash the operator now.
    error OperatorNotSlashable();
    /// @notice The operator set has been migrated before.
    error OperatorSetAlreadyMigrated();
    /// @notice The allocation has this magnitude already.
    error SameMagnitude();
    /// @notice The operator set has no slasher.
    error SlasherNotSet();
    /// @notice Strategies must ascend strictly by address.
    error StrategiesMustBeInAscendingOrder();
    /// @notice The strategy is in the operator set already.
    error StrategyAlreadyInOperatorSet();
    /// @notice The strategy is not in the operator set.
    error StrategyNotInOperatorSet();
    /// @notice The operator has no allocation delay.
    error UninitializedAllocationDelay();
    /// @notice The caller may not act for the account.
    error InvalidPermissions();
    /// @notice The paused bit that covers this function is set.
    error CurrentlyPaused();
    /// @notice An address that must not be zero is zero.
    error InputAddressZero();
    /// @notice `pause` would clear a bit, or `unpause` would set one.
    error InvalidNewPausedStatus();
    /// @notice Only an account that the registry lists as pauser may do this.
    error OnlyPauser();
    /// @notice Only the registry's unpauser may do this.
    error OnlyUnpauser();

    /// @notice An operator's allocation delay was set.
    /// @param operator The operator.
    /// @param delay The delay, blocks.
    /// @param effectBlock First block in which it is in force.
    event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock);
    /// @notice A set's slasher was set.
    /// @param operatorSet The set.
    /// @param slasher The slasher.
    /// @param effectBlock First block in which it is in force.
    event SlasherUpdated(OperatorSet operatorSet, address slasher, uint32 effectBlock);
    /// @notice A set from before slashers got one.
    /// @param operatorSet The set.
    /// @param slasher The slasher.
    event SlasherMigrated(OperatorSet operatorSet, address slasher);
    /// @notice An allocation changed or will change.
    /// @param operator The operator.
    /// @param operatorSet The set.
    /// @param strategy The strategy.
    /// @param magnitude The magnitude after the change, WAD.
    /// @param effectBlock First block in which it is in force.
    event AllocationUpdated(address operator, OperatorSet operatorSet, address strategy, uint64 magnitude, uint32 effectBlock);
    /// @notice The magnitude promised to sets changed.
    /// @param operator The operator.
    /// @param strategy The strategy.
    /// @param encumberedMagnitude The promised magnitude, WAD.
    event EncumberedMagnitudeUpdated(address operator, address strategy, uint64 encumberedMagnitude);
    /// @notice A slash lowered what is left of an operator's magnitude.
    /// @param operator The operator.
    /// @param strategy The strategy.
    /// @param maxMagnitude What is left, WAD.
    event MaxMagnitudeUpdated(address operator, address strategy, uint64 maxMagnitude);
    /// @notice An operator was slashed.
    /// @param operator The operator.
    /// @param operatorSet The set.
    /// @param strategies The strategies.
    /// @param wadSlashed Part of the operator's whole magnitude that was lost, WAD, per strategy.
    /// @param description Why, for people.
    event OperatorSlashed(address operator, OperatorSet operatorSet, address[] strategies, uint256[] wadSlashed, string description);
    /// @notice An AVS chose its registrar.
    /// @param avs The AVS.
    /// @param registrar The registrar.
    event AVSRegistrarSet(address avs, address registrar);
    /// @notice An AVS published where its metadata is; the URI lives in this log only.
    /// @param avs The AVS.
    /// @param metadataURI The location.
    event AVSMetadataURIUpdated(address indexed avs, string metadataURI);
    /// @notice An operator set was created.
    /// @param operatorSet The set.
    event OperatorSetCreated(OperatorSet operatorSet);
    /// @notice An operator joined a set.
    /// @param operator The operator.
    /// @param operatorSet The set.
    event OperatorAddedToOperatorSet(address indexed operator, OperatorSet operatorSet);
    /// @notice An operator left a set.
    /// @param operator The operator.
    /// @param operatorSet The set.
    event OperatorRemovedFromOperatorSet(address indexed operator, OperatorSet operatorSet);
    /// @notice A set redistributes what it slashes.
    /// @param operatorSet The set.
    /// @param redistributionRecipient Who receives it, for ever.
    event RedistributionAddressSet(OperatorSet operatorSet, address redistributionRecipient);
    /// @notice A strategy was added to a set.
    /// @param operatorSet The set.
    /// @param strategy The strategy.
    event StrategyAddedToOperatorSet(OperatorSet operatorSet, address strategy);
    /// @notice A strategy was removed from a set.
    /// @param operatorSet The set.
    /// @param strategy The strategy.
    event StrategyRemovedFromOperatorSet(OperatorSet operatorSet, address strategy);
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
    /// @dev Reverts: Error(string) when initialised already.
    function initialize(uint256 initialPausedStatus) external;
    /// @notice Publishes where the metadata of `avs` is; the first call makes it an AVS.
    /// @dev Reverts: InvalidPermissions.
    function updateAVSMetadataURI(address avs, string calldata metadataURI) external;
    /// @notice Chooses the contract that is asked when operators join or leave sets of `avs`.
    /// @dev Reverts: InvalidPermissions, InvalidAVSRegistrar.
    function setAVSRegistrar(address avs, address registrar) external;
    /// @notice Creates sets that burn what they slash, slashed by `avs`.
    /// @dev Reverts: InvalidPermissions, NonexistentAVSMetadata, InvalidOperatorSet, StrategyAlreadyInOperatorSet, InputAddressZero.
    function createOperatorSets(address avs, CreateSetParams[] calldata params) external;
    /// @notice Creates sets that burn what they slash, each with its slasher.
    /// @dev Reverts: InvalidPermissions, NonexistentAVSMetadata, InvalidOperatorSet, StrategyAlreadyInOperatorSet, InputAddressZero.
    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external;
    /// @notice Creates sets that pay what they slash to a recipient, slashed by `avs`.
    /// @dev Reverts: InvalidPermissions, InputArrayLengthMismatch, NonexistentAVSMetadata, InputAddressZero, InvalidRedistributionRecipient, InvalidOperatorSet, InvalidStrategy, StrategyAlreadyInOperatorSet.
    function createRedistributingOperatorSets(address avs, CreateSetParams[] calldata params, address[] calldata redistributionRecipients) external;
    /// @notice Creates sets that pay what they slash to a recipient, each with its slasher.
    /// @dev Reverts: InvalidPermissions, InputArrayLengthMismatch, NonexistentAVSMetadata, InputAddressZero, InvalidRedistributionRecipient, InvalidOperatorSet, InvalidStrategy, StrategyAlreadyInOperatorSet.
    function createRedistributingOperatorSets(address avs, CreateSetParamsV2[] calldata params, address[] calldata redistributionRecipients) external;
    /// @notice Adds strategies to a set; allocations that exist become slashable at once.
    /// @dev Reverts: InvalidPermissions, InvalidOperatorSet, InvalidStrategy, StrategyAlreadyInOperatorSet.
    function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    /// @notice Removes strategies from a set; allocations stay but are no longer slashable.
    /// @dev Reverts: InvalidPermissions, InvalidOperatorSet, StrategyNotInOperatorSet.
    function removeStrategiesFromOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    /// @notice Sets the slasher of a set, in force after the slasher delay.
    /// @dev Reverts: InvalidPermissions, InvalidOperatorSet, SlasherNotSet, InputAddressZero.
    function updateSlasher(OperatorSet calldata operatorSet, address slasher) external;
    /// @notice Gives sets from before slashers their slasher; passes over the others.
    function migrateSlashers(OperatorSet[] calldata operatorSets) external;
    /// @notice Sets the delay of the operator's future allocations, blocks.
    /// @dev Reverts: InvalidPermissions, InvalidOperator.
    function setAllocationDelay(address operator, uint32 delay) external;
    /// @notice Joins operator sets of one AVS; its registrar has the last word.
    /// @dev Reverts: CurrentlyPaused (bit 2), InvalidPermissions, InvalidOperator, InvalidOperatorSet, AlreadyMemberOfSet, the registrar's errors.
    function registerForOperatorSets(address operator, RegisterParams calldata params) external;
    /// @notice Leaves operator sets of one AVS; slashable until the deallocation delay has passed.
    /// @dev Reverts: CurrentlyPaused (bit 2), InvalidCaller, InvalidOperatorSet, NotMemberOfSet, the registrar's errors.
    function deregisterFromOperatorSets(DeregisterParams calldata params) external;
    /// @notice Changes how much magnitude the operator gives to sets.
    /// @dev Reverts: CurrentlyPaused (bit 0), InvalidPermissions, UninitializedAllocationDelay, InputArrayLengthMismatch, InvalidOperatorSet, ModificationAlreadyPending, SameMagnitude, InsufficientMagnitude.
    function modifyAllocations(address operator, AllocateParams[] calldata params) external;
    /// @notice Completes up to `numToClear` ripe deallocations per strategy.
    /// @dev Reverts: CurrentlyPaused (bit 0), InputArrayLengthMismatch.
    function clearDeallocationQueue(address operator, address[] calldata strategies, uint16[] calldata numToClear) external;
    /// @notice Slashes an operator; returns the slash id and the shares to burn or redistribute, per strategy.
    /// @dev Reverts: CurrentlyPaused (bit 1), InputArrayLengthMismatch, InvalidOperatorSet, OperatorNotSlashable, InvalidCaller, StrategiesMustBeInAscendingOrder, InvalidWadToSlash, StrategyNotInOperatorSet.
    function slashOperator(address avs, SlashingParams calldata params) external returns (uint256 slashId, uint256[] memory shares);
    /// @notice Sets bits in the paused map; every bit already set has to stay set.
    /// @dev Reverts: OnlyPauser, InvalidNewPausedStatus.
    function pause(uint256 newPausedStatus) external;
    /// @notice Sets all 256 bits of the paused map.
    /// @dev Reverts: OnlyPauser.
    function pauseAll() external;
    /// @notice Clears bits in the paused map; no bit may be set by it.
    /// @dev Reverts: OnlyUnpauser, InvalidNewPausedStatus.
    function unpause(uint256 newPausedStatus) external;
    /// @notice The whole paused map.
    function paused() external view returns (uint256);
    /// @notice Whether bit `index` of the paused map is set.
    function paused(uint8 index) external view returns (bool);
    /// @notice The registry that says who may pause and unpause.
    function pauserRegistry() external view returns (address);

    /// @notice Blocks until a changed allocation delay is in force.
    function ALLOCATION_CONFIGURATION_DELAY() external view returns (uint32);
    /// @notice Blocks a deallocation stays slashable.
    function DEALLOCATION_DELAY() external view returns (uint32);
    /// @notice Blocks until a changed slasher is in force.
    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32);
    /// @notice The delegation manager.
    function delegation() external view returns (address);
    /// @notice The strategy that redistributing sets refuse besides the beacon-chain one.
    function eigenStrategy() external view returns (address);
    /// @notice Magnitude that the operator could still allocate, WAD; ripe deallocations count as cleared.
    function getAllocatableMagnitude(address operator, address strategy) external view returns (uint64);
    /// @notice Sets that have an allocation of the operator in storage.
    function getAllocatedSets(address operator) external view returns (OperatorSet[] memory);
    /// @notice Stake allocated to a set now, shares, per operator and strategy.
    function getAllocatedStake(OperatorSet calldata operatorSet, address[] calldata operators, address[] calldata strategies) external view returns (uint256[][] memory slashableStake);
    /// @notice Strategies that the operator has allocated to a set in storage.
    function getAllocatedStrategies(address operator, OperatorSet calldata operatorSet) external view returns (address[] memory);
    /// @notice The operator's allocation to a set as of this block.
    function getAllocation(address operator, OperatorSet calldata operatorSet, address strategy) external view returns (Allocation memory);
    /// @notice Whether the operator has an allocation delay, and the one in force, blocks.
    function getAllocationDelay(address operator) external view returns (bool isSet, uint32 delay);
    /// @notice The operators' allocations to a set as of this block.
    function getAllocations(address[] calldata operators, OperatorSet calldata operatorSet, address strategy) external view returns (Allocation[] memory);
    /// @notice The registrar of `avs`; the AVS itself by default.
    function getAVSRegistrar(address avs) external view returns (address);
    /// @notice Magnitude that the operator has promised to sets, WAD; ripe deallocations count as cleared.
    function getEncumberedMagnitude(address operator, address strategy) external view returns (uint64);
    /// @notice What slashes have left of the operator's magnitude, WAD.
    function getMaxMagnitude(address operator, address strategy) external view returns (uint64);
    /// @notice What slashes have left of the operator's magnitude, WAD, per strategy.
    function getMaxMagnitudes(address operator, address[] calldata strategies) external view returns (uint64[] memory);
    /// @notice What slashes have left of the operators' magnitudes in one strategy, WAD.
    function getMaxMagnitudes(address[] calldata operators, address strategy) external view returns (uint64[] memory);
    /// @notice What slashes had left of the operator's magnitude in a past block, WAD, per strategy.
    function getMaxMagnitudesAtBlock(address operator, address[] calldata strategies, uint32 blockNumber) external view returns (uint64[] memory);
    /// @notice Number of a set's members.
    function getMemberCount(OperatorSet calldata operatorSet) external view returns (uint256);
    /// @notice A set's members.
    function getMembers(OperatorSet calldata operatorSet) external view returns (address[] memory operators);
    /// @notice Stake that will at least be slashable in `futureBlock`, shares, per operator and strategy.
    function getMinimumSlashableStake(OperatorSet calldata operatorSet, address[] calldata operators, address[] calldata strategies, uint32 futureBlock) external view returns (uint256[][] memory slashableStake);
    /// @notice Number of sets of `avs`.
    function getOperatorSetCount(address avs) external view returns (uint256);
    /// @notice The slasher that waits to take over, and its first block; zeros when none waits.
    function getPendingSlasher(OperatorSet calldata operatorSet) external view returns (address pendingSlasher, uint32 effectBlock);
    /// @notice Who receives what a set slashes; the burn address for burning sets.
    function getRedistributionRecipient(OperatorSet calldata operatorSet) external view returns (address);
    /// @notice The sets that the operator is a member of.
    function getRegisteredSets(address operator) external view returns (OperatorSet[] memory operatorSets);
    /// @notice Number of slashes of a set; the newest slash id.
    function getSlashCount(OperatorSet calldata operatorSet) external view returns (uint256);
    /// @notice The slasher of a set in force now.
    function getSlasher(OperatorSet calldata operatorSet) external view returns (address);
    /// @notice A set's strategies.
    function getStrategiesInOperatorSet(OperatorSet calldata operatorSet) external view returns (address[] memory strategies);
    /// @notice All sets with an allocation of the operator, and those from `strategy`.
    function getStrategyAllocations(address operator, address strategy) external view returns (OperatorSet[] memory operatorSets, Allocation[] memory allocations);
    /// @notice Whether the operator is a member of a set.
    function isMemberOfOperatorSet(address operator, OperatorSet calldata operatorSet) external view returns (bool);
    /// @notice Whether a redistributing set can slash the operator now.
    function isOperatorRedistributable(address operator) external view returns (bool);
    /// @notice Whether a set exists.
    function isOperatorSet(OperatorSet calldata operatorSet) external view returns (bool);
    /// @notice Whether a set can slash the operator now: member, or left within the deallocation delay.
    function isOperatorSlashable(address operator, OperatorSet calldata operatorSet) external view returns (bool);
    /// @notice Whether a set redistributes what it slashes.
    function isRedistributingOperatorSet(OperatorSet calldata operatorSet) external view returns (bool);
    /// @notice The permission controller.
    function permissionController() external view returns (address);
    /// @notice The contract behind this address that answers views.
    function viewImplementation() external view returns (address);
}
