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
    /// @dev Not raised here: block numbers do not fall.
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
    /// @dev Not raised here: nothing is left to migrate.
    error OperatorSetAlreadyMigrated();
    /// @notice The allocation has this magnitude already.
    error SameMagnitude();
    /// @notice The operator set has no slasher.
    /// @dev Not raised here: every set has a slasher from its creation on.
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
    /// @custom:effect Stores the pause map and its mirror in the proxy's implementation slots: `Paused`, `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    function initialize(uint256 initialPausedStatus) external;
    /// @notice Publishes where the metadata of `avs` is; the first call makes it an AVS.
    /// @custom:effect Marks the account as an AVS: `AVSMetadataURIUpdated`. The URI is not stored and may be empty.
    /// @custom:require The caller may act for `avs`: `InvalidPermissions`.
    function updateAVSMetadataURI(address avs, string calldata metadataURI) external;
    /// @notice Chooses the contract that is asked when operators join or leave sets of `avs`.
    /// @custom:effect Stores the registrar: `AVSRegistrarSet`. Zero and the AVS itself mean the AVS, which is the default.
    /// @custom:require The caller may act for `avs`: `InvalidPermissions`.
    /// @custom:require `registrar.supportsAVS(avs)` answers true: `InvalidAVSRegistrar`; an account without code reverts without data.
    function setAVSRegistrar(address avs, address registrar) external;
    /// @notice Creates sets that burn what they slash, slashed by `avs`.
    /// @custom:effect Per set: `OperatorSetCreated`; each strategy is added (`StrategyAddedToOperatorSet`); the slasher is the AVS from this block on (`SlasherUpdated`).
    /// @custom:effect Slashed shares will be burned. That never changes.
    /// @custom:require The caller may act for `avs`: `InvalidPermissions`.
    /// @custom:require The AVS has published metadata: `NonexistentAVSMetadata`.
    /// @custom:require Per set: its number is free: `InvalidOperatorSet`.
    /// @custom:require Per strategy: it is not in the set: `StrategyAlreadyInOperatorSet`.
    /// @custom:require The slasher is not zero: `InputAddressZero`.
    function createOperatorSets(address avs, CreateSetParams[] calldata params) external;
    /// @notice Creates sets that burn what they slash, each with its slasher.
    /// @custom:effect As the other overload, with the given slasher instead of the AVS.
    /// @custom:require The caller may act for `avs` under this overload's selector: `InvalidPermissions`.
    /// @custom:require The AVS has published metadata: `NonexistentAVSMetadata`.
    /// @custom:require Per set: its number is free: `InvalidOperatorSet`.
    /// @custom:require Per strategy: it is not in the set: `StrategyAlreadyInOperatorSet`.
    /// @custom:require The slasher is not zero: `InputAddressZero`.
    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external;
    /// @notice Creates sets that pay what they slash to a recipient, slashed by `avs`.
    /// @custom:effect As `createOperatorSets`, with `RedistributionAddressSet` after `OperatorSetCreated`. The recipient never changes.
    /// @custom:require The caller may act for `avs`: `InvalidPermissions`.
    /// @custom:require Recipients and sets are equally many: `InputArrayLengthMismatch`.
    /// @custom:require The AVS has published metadata: `NonexistentAVSMetadata`.
    /// @custom:require Per set: the recipient is not zero: `InputAddressZero`.
    /// @custom:require Per set: the recipient is not the burn address: `InvalidRedistributionRecipient`.
    /// @custom:require Per set: its number is free: `InvalidOperatorSet`.
    /// @custom:require Per strategy: it is neither the beacon-chain strategy nor `eigenStrategy()`: `InvalidStrategy`.
    /// @custom:require Per strategy: it is not in the set: `StrategyAlreadyInOperatorSet`.
    function createRedistributingOperatorSets(address avs, CreateSetParams[] calldata params, address[] calldata redistributionRecipients) external;
    /// @notice Creates sets that pay what they slash to a recipient, each with its slasher.
    /// @custom:effect As the other overload, with the given slasher instead of the AVS.
    /// @custom:require As the other overload, under this overload's selector, from `InvalidPermissions` to `StrategyAlreadyInOperatorSet`.
    /// @custom:require Per set, last: the slasher is not zero: `InputAddressZero`.
    function createRedistributingOperatorSets(address avs, CreateSetParamsV2[] calldata params, address[] calldata redistributionRecipients) external;
    /// @notice Adds strategies to a set; allocations that exist become slashable at once.
    /// @custom:effect Appends each: `StrategyAddedToOperatorSet`. Any address is accepted; allocations that exist become slashable at once.
    /// @custom:require The caller may act for `avs`: `InvalidPermissions`.
    /// @custom:require The set exists: `InvalidOperatorSet`.
    /// @custom:require Per strategy, in a redistributing set: it is neither the beacon-chain strategy nor `eigenStrategy()`: `InvalidStrategy`.
    /// @custom:require Per strategy: it is not in the set: `StrategyAlreadyInOperatorSet`.
    function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    /// @notice Removes strategies from a set; allocations stay but are no longer slashable.
    /// @custom:effect Removes each, the last one moving into its place: `StrategyRemovedFromOperatorSet`. Allocations stay, can no longer be slashed and can be taken back at once; a deallocation that is queued already still waits.
    /// @custom:require The caller may act for `avs`: `InvalidPermissions`.
    /// @custom:require The set exists: `InvalidOperatorSet`.
    /// @custom:require Per strategy: it is in the set: `StrategyNotInOperatorSet`.
    function removeStrategiesFromOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    /// @notice Sets the slasher of a set, in force after the slasher delay.
    /// @custom:effect If this slasher waits already, nothing happens and nothing is said.
    /// @custom:effect Otherwise a pending slasher whose block has come is taken over, and the new one waits until block + delay + 1, also if it is the one in force: `SlasherUpdated`.
    /// @custom:require The caller may act for the set's AVS: `InvalidPermissions`.
    /// @custom:require The set exists: `InvalidOperatorSet`.
    /// @custom:require The slasher is not zero: `InputAddressZero`.
    function updateSlasher(OperatorSet calldata operatorSet, address slasher) external;
    /// @notice Gives sets from before slashers their slasher; passes over the others.
    /// @custom:effect None: every set here has a slasher from its creation on. Kept for the ABI.
    /// @custom:require None; sets that do not exist are passed over, too. It never reverts.
    function migrateSlashers(OperatorSet[] calldata operatorSets) external;
    /// @notice Sets the delay of the operator's future allocations, blocks.
    /// @custom:effect From the delegation manager, when an operator registers: in force in this block.
    /// @custom:effect Otherwise a pending delay whose block has come is taken over, and the new one is in force from block + `ALLOCATION_CONFIGURATION_DELAY` + 1 on; one that waits is replaced and the wait begins anew. `AllocationDelaySet`.
    /// @custom:require The caller is the delegation manager, or may act for `operator`: `InvalidPermissions`.
    /// @custom:require Otherwise `operator` is an operator: `InvalidOperator`.
    function setAllocationDelay(address operator, uint32 delay) external;
    /// @notice Joins operator sets of one AVS; its registrar has the last word.
    /// @custom:effect Per set: enters operator and set in each other's lists: `OperatorAddedToOperatorSet`.
    /// @custom:effect Last, calls `registerOperator` of the AVS's registrar, whose revert undoes everything.
    /// @custom:require Pause bit 2 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require `operator` is an operator: `InvalidOperator`.
    /// @custom:require Per set: it exists: `InvalidOperatorSet`.
    /// @custom:require Per set: it cannot slash the operator now, be it as a member or as one who left lately: `AlreadyMemberOfSet`.
    /// @custom:require The operator is in fewer than 65,535 sets: `Panic(0x11)`.
    /// @custom:require The registrar accepts: its own error; without code, no data.
    function registerForOperatorSets(address operator, RegisterParams calldata params) external;
    /// @notice Leaves operator sets of one AVS; slashable until the deallocation delay has passed.
    /// @custom:effect Per set: leaves both lists, the last element moving into the gap; stays slashable through block + `DEALLOCATION_DELAY`: `OperatorRemovedFromOperatorSet`. Allocations stay.
    /// @custom:effect Last, calls `deregisterOperator` of the AVS's registrar, whose revert undoes everything.
    /// @custom:require Pause bit 2 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for the operator or for the AVS: `InvalidCaller`.
    /// @custom:require Per set: it exists: `InvalidOperatorSet`.
    /// @custom:require Per set: the operator is a member: `NotMemberOfSet`.
    /// @custom:require The registrar accepts: its own error; without code, no data.
    function deregisterFromOperatorSets(DeregisterParams calldata params) external;
    /// @notice Changes how much magnitude the operator gives to sets.
    /// @custom:effect Per strategy: first completes the whole ripe part of its deallocation queue (`EncumberedMagnitudeUpdated` for each entry that frees something); at most 65,535 entries.
    /// @custom:effect Increase: magnitude is encumbered at once, slashable from block + the operator's delay on.
    /// @custom:effect Decrease of what the set could slash now: queued, in force from block + `DEALLOCATION_DELAY` + 1 on; encumbered and slashable until then. Any other decrease is in force at once.
    /// @custom:effect `EncumberedMagnitudeUpdated` if that changed, `AllocationUpdated` with the magnitude afterwards and its block. The operator need not be a member, nor the strategy be in the set.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require `operator` is an operator: `UninitializedAllocationDelay`.
    /// @custom:require Per element: strategies and magnitudes are equally many: `InputArrayLengthMismatch`.
    /// @custom:require Per element: the set exists: `InvalidOperatorSet`.
    /// @custom:require Per strategy: no change waits: `ModificationAlreadyPending`.
    /// @custom:require Per strategy: the magnitude differs: `SameMagnitude`.
    /// @custom:require Per increase: the sum fits 64 bits: `Error("SafeCast: value doesn't fit in 64 bits")`.
    /// @custom:require Per increase: no more is encumbered than is left: `InsufficientMagnitude`.
    function modifyAllocations(address operator, AllocateParams[] calldata params) external;
    /// @notice Completes up to `numToClear` ripe deallocations per strategy.
    /// @custom:effect Per strategy: completes ripe deallocations from the front of its queue, up to the given number; stops at the first that is not ripe. `EncumberedMagnitudeUpdated` for each that frees something.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require Strategies and numbers are equally many: `InputArrayLengthMismatch`.
    function clearDeallocationQueue(address operator, address[] calldata strategies, uint16[] calldata numToClear) external;
    /// @notice Slashes an operator; returns the slash id and the shares to burn or redistribute, per strategy.
    /// @custom:effect Takes the set's next slash id, also if nothing is slashed in the end.
    /// @custom:effect Per strategy with an allocation that is not zero: x = the allocation times `wadsToSlash`, rounded up, leaves the allocation, the encumbered and the maximum magnitude. A pending deallocation shrinks in proportion (`AllocationUpdated` with its result). `EncumberedMagnitudeUpdated`, `AllocationUpdated`, `MaxMagnitudeUpdated`.
    /// @custom:effect The delegation manager lowers shares (`OperatorSharesDecreased`, `OperatorSharesSlashed`); the strategy manager records them (`BurnOrRedistributableSharesIncreased`), also if there are none. No token moves.
    /// @custom:effect Last, `OperatorSlashed` with the parts lost of the operator's whole magnitude; zero for strategies without allocation, which have no record either.
    /// @custom:require Pause bit 1 is clear: `CurrentlyPaused`.
    /// @custom:require Strategies and parts are equally many: `InputArrayLengthMismatch`.
    /// @custom:require The set exists: `InvalidOperatorSet`.
    /// @custom:require The set can slash the operator now: `OperatorNotSlashable`.
    /// @custom:require The caller is the slasher in force: `InvalidCaller`.
    /// @custom:require Per strategy: it is above the one before it: `StrategiesMustBeInAscendingOrder`.
    /// @custom:require Per strategy: the part is above 0 and at most 1e18: `InvalidWadToSlash`.
    /// @custom:require Per strategy: it is in the set: `StrategyNotInOperatorSet`.
    /// @custom:require The block number is above the withdrawal delay: `Panic(0x11)`.
    function slashOperator(address avs, SlashingParams calldata params) external returns (uint256 slashId, uint256[] memory shares);
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
