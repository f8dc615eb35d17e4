// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Takes rewards from AVSs, publishes distribution roots, and pays claims against them.
/// @dev Times are seconds, splits and fees basis points of 10000. Paused bits: 0 AVS submissions, 1 for-all, 2 claims, 3 roots, 4 for-all-earners,
/// 5 operator-directed AVS, 6 operator-AVS split, 7 PI split, 8 operator-set split, 9 operator-directed set, 10 unique stake, 11 total stake.
interface IRewardsCoordinator {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }
    /// @notice A strategy and its weight.
    /// @param strategy The strategy.
    /// @param multiplier Weight of one share.
    struct StrategyAndMultiplier {
        address strategy;
        uint96 multiplier;
    }

    /// @notice Rewards for a span of time, split by stake.
    /// @param strategiesAndMultipliers Whose stake counts, ascending by strategy.
    /// @param token The token paid.
    /// @param amount Token units.
    /// @param startTimestamp Start of the span.
    /// @param duration Length of the span.
    struct RewardsSubmission {
        StrategyAndMultiplier[] strategiesAndMultipliers;
        address token;
        uint256 amount;
        uint32 startTimestamp;
        uint32 duration;
    }
    /// @notice An operator's part of a directed submission.
    /// @param operator The operator.
    /// @param amount Token units.
    struct OperatorReward {
        address operator;
        uint256 amount;
    }

    /// @notice Rewards for a past span of time with given amounts per operator.
    /// @param strategiesAndMultipliers Whose stake counts, ascending by strategy.
    /// @param token The token paid.
    /// @param operatorRewards The amounts, ascending by operator.
    /// @param startTimestamp Start of the span.
    /// @param duration Length of the span.
    /// @param description What for, for people.
    struct OperatorDirectedRewardsSubmission {
        StrategyAndMultiplier[] strategiesAndMultipliers;
        address token;
        OperatorReward[] operatorRewards;
        uint32 startTimestamp;
        uint32 duration;
        string description;
    }

    /// @notice A published root over all earners' cumulative earnings.
    /// @param root The root over the earner leaves.
    /// @param rewardsCalculationEndTimestamp Until when earnings are counted.
    /// @param activatedAt When claims against it may begin.
    /// @param disabled Whether it was withdrawn.
    struct DistributionRoot {
        bytes32 root;
        uint32 rewardsCalculationEndTimestamp;
        uint32 activatedAt;
        bool disabled;
    }

    /// @notice A leaf of the earner tree.
    /// @param earner The earner.
    /// @param earnerTokenRoot Root over the earner's token leaves.
    struct EarnerTreeMerkleLeaf {
        address earner;
        bytes32 earnerTokenRoot;
    }
    /// @notice A leaf of an earner's token tree.
    /// @param token The token.
    /// @param cumulativeEarnings Token units ever earned.
    struct TokenTreeMerkleLeaf {
        address token;
        uint256 cumulativeEarnings;
    }

    /// @notice A claim of one earner against one root.
    /// @param rootIndex Which root.
    /// @param earnerIndex Position of the earner leaf.
    /// @param earnerTreeProof Siblings of the earner leaf, from the leaf up.
    /// @param earnerLeaf The earner leaf.
    /// @param tokenIndices Positions of the token leaves.
    /// @param tokenTreeProofs Siblings of each token leaf.
    /// @param tokenLeaves The token leaves.
    struct RewardsMerkleClaim {
        uint32 rootIndex;
        uint32 earnerIndex;
        bytes earnerTreeProof;
        EarnerTreeMerkleLeaf earnerLeaf;
        uint32[] tokenIndices;
        bytes[] tokenTreeProofs;
        TokenTreeMerkleLeaf[] tokenLeaves;
    }

    /// @notice The amount is 1e38 or more.
    error AmountExceedsMax();
    /// @notice The amount is zero.
    error AmountIsZero();
    /// @notice The span is longer than the maximum.
    error DurationExceedsMax();
    /// @notice The span is empty.
    error DurationIsZero();
    /// @notice The leaf's cumulative earnings have been claimed before.
    error EarningsNotGreaterThanClaimed();
    /// @notice The merkle root is zero.
    error EmptyRoot();
    /// @notice Arrays that belong together differ in length.
    error InputArrayLengthMismatch();
    /// @notice An array that must have elements is empty.
    error InputArrayLengthZero();
    /// @notice An address that must not be zero is zero.
    error InvalidAddressZero();
    /// @notice The calculation interval is not a multiple of a day.
    error InvalidCalculationIntervalSecondsRemainder();
    /// @notice The proof does not lead to the root.
    error InvalidClaimProof();
    /// @notice The span is not a multiple of the calculation interval.
    error InvalidDurationRemainder();
    /// @notice The earner is neither an operator nor an AVS with operator sets.
    error InvalidEarner();
    /// @notice The earner index does not fit the proof's length.
    error InvalidEarnerLeafIndex();
    /// @notice The genesis timestamp is not a multiple of the calculation interval.
    error InvalidGenesisRewardsTimestampRemainder();
    /// @notice A merkle index is out of range.
    /// @dev Not raised here: the checks of earner and token indices come first.
    error InvalidIndex();
    /// @notice The operator set does not exist.
    error InvalidOperatorSet();
    /// @notice The proof's length is not a multiple of 32.
    error InvalidProofLength();
    /// @notice No root has this hash.
    error InvalidRoot();
    /// @notice No root has this index.
    error InvalidRootIndex();
    /// @notice The start is not a multiple of the calculation interval.
    error InvalidStartTimestampRemainder();
    /// @notice A token index does not fit the proof's length.
    error InvalidTokenLeafIndex();
    /// @notice The root does not end later than the one before.
    error NewRootMustBeForNewCalculatedPeriod();
    /// @notice Operators must ascend strictly by address.
    error OperatorsNotInAscendingOrder();
    /// @notice A split waits to take effect.
    error PreviousSplitPending();
    /// @notice The root ends in the future.
    error RewardsEndTimestampNotElapsed();
    /// @notice The root takes claims already.
    error RootAlreadyActivated();
    /// @notice The root is disabled.
    error RootDisabled();
    /// @notice The root takes no claims yet.
    error RootNotActivated();
    /// @notice The split is above 10000 basis points.
    error SplitExceedsMax();
    /// @notice The start lies too far ahead.
    error StartTimestampTooFarInFuture();
    /// @notice The start lies too far back.
    error StartTimestampTooFarInPast();
    /// @notice Strategies must ascend strictly by address.
    error StrategiesNotInAscendingOrder();
    /// @notice The strategy is not whitelisted.
    error StrategyNotWhitelisted();
    /// @notice The span has not ended.
    error SubmissionNotRetroactive();
    /// @notice The caller may not do this.
    error UnauthorizedCaller();
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

    /// @notice An AVS paid rewards in.
    /// @param avs The AVS.
    /// @param submissionNonce Its submissions before.
    /// @param rewardsSubmissionHash Hash of AVS, nonce and submission.
    /// @param rewardsSubmission The submission, after the fee.
    event AVSRewardsSubmissionCreated(address indexed avs, uint256 indexed submissionNonce, bytes32 indexed rewardsSubmissionHash, RewardsSubmission rewardsSubmission);
    /// @notice Rewards for all stakers were paid in.
    /// @param submitter Who paid.
    /// @param submissionNonce Its submissions before.
    /// @param rewardsSubmissionHash Hash of submitter, nonce and submission.
    /// @param rewardsSubmission The submission.
    event RewardsSubmissionForAllCreated(address indexed submitter, uint256 indexed submissionNonce, bytes32 indexed rewardsSubmissionHash, RewardsSubmission rewardsSubmission);
    /// @notice Rewards for all earners were paid in.
    /// @param tokenHopper Who paid.
    /// @param submissionNonce Its submissions before.
    /// @param rewardsSubmissionHash Hash of submitter, nonce and submission.
    /// @param rewardsSubmission The submission.
    event RewardsSubmissionForAllEarnersCreated(address indexed tokenHopper, uint256 indexed submissionNonce, bytes32 indexed rewardsSubmissionHash, RewardsSubmission rewardsSubmission);
    /// @notice Rewards with given amounts per operator were paid in for an AVS.
    /// @param caller Who paid.
    /// @param avs The AVS.
    /// @param operatorDirectedRewardsSubmissionHash Hash of AVS, nonce and submission.
    /// @param submissionNonce The AVS's submissions before.
    /// @param operatorDirectedRewardsSubmission The submission, after the fee.
    event OperatorDirectedAVSRewardsSubmissionCreated(address indexed caller, address indexed avs, bytes32 indexed operatorDirectedRewardsSubmissionHash, uint256 submissionNonce, OperatorDirectedRewardsSubmission operatorDirectedRewardsSubmission);
    /// @notice Rewards with given amounts per operator were paid in for an operator set.
    /// @param caller Who paid.
    /// @param operatorDirectedRewardsSubmissionHash Hash of AVS, nonce and submission.
    /// @param operatorSet The set.
    /// @param submissionNonce The AVS's submissions before.
    /// @param operatorDirectedRewardsSubmission The submission, after the fee.
    event OperatorDirectedOperatorSetRewardsSubmissionCreated(address indexed caller, bytes32 indexed operatorDirectedRewardsSubmissionHash, OperatorSet operatorSet, uint256 submissionNonce, OperatorDirectedRewardsSubmission operatorDirectedRewardsSubmission);
    /// @notice Rewards for the slashable stake of an operator set were paid in.
    /// @param caller Who paid.
    /// @param rewardsSubmissionHash Hash of AVS, nonce and submission.
    /// @param operatorSet The set.
    /// @param submissionNonce The AVS's submissions before.
    /// @param rewardsSubmission The submission, after the fee.
    event UniqueStakeRewardsSubmissionCreated(address indexed caller, bytes32 indexed rewardsSubmissionHash, OperatorSet operatorSet, uint256 submissionNonce, RewardsSubmission rewardsSubmission);
    /// @notice Rewards for the whole delegated stake of an operator set were paid in.
    /// @param caller Who paid.
    /// @param rewardsSubmissionHash Hash of AVS, nonce and submission.
    /// @param operatorSet The set.
    /// @param submissionNonce The AVS's submissions before.
    /// @param rewardsSubmission The submission, after the fee.
    event TotalStakeRewardsSubmissionCreated(address indexed caller, bytes32 indexed rewardsSubmissionHash, OperatorSet operatorSet, uint256 submissionNonce, RewardsSubmission rewardsSubmission);
    /// @notice A root was published.
    /// @param rootIndex Its index.
    /// @param root The root.
    /// @param rewardsCalculationEndTimestamp Until when earnings are counted.
    /// @param activatedAt When claims may begin.
    event DistributionRootSubmitted(uint32 indexed rootIndex, bytes32 indexed root, uint32 indexed rewardsCalculationEndTimestamp, uint32 activatedAt);
    /// @notice A root was withdrawn before its activation.
    /// @param rootIndex Its index.
    event DistributionRootDisabled(uint32 indexed rootIndex);
    /// @notice Earnings were paid out.
    /// @param root The root claimed against.
    /// @param earner Who earned.
    /// @param claimer Who claimed.
    /// @param recipient Who was paid.
    /// @param token The token.
    /// @param claimedAmount Token units paid.
    event RewardsClaimed(bytes32 root, address indexed earner, address indexed claimer, address indexed recipient, address token, uint256 claimedAmount);
    /// @notice An earner's claimer changed.
    /// @param earner The earner.
    /// @param oldClaimer Claimer until now, zero if it was the earner.
    /// @param claimer Claimer from now on.
    event ClaimerForSet(address indexed earner, address indexed oldClaimer, address indexed claimer);
    /// @notice An operator's split with an AVS was set.
    /// @param caller Who set it.
    /// @param operator The operator.
    /// @param avs The AVS.
    /// @param activatedAt When it takes effect.
    /// @param oldOperatorAVSSplitBips Split in force until then.
    /// @param newOperatorAVSSplitBips Split from then on.
    event OperatorAVSSplitBipsSet(address indexed caller, address indexed operator, address indexed avs, uint32 activatedAt, uint16 oldOperatorAVSSplitBips, uint16 newOperatorAVSSplitBips);
    /// @notice An operator's split of programmatic incentives was set.
    /// @param caller Who set it.
    /// @param operator The operator.
    /// @param activatedAt When it takes effect.
    /// @param oldOperatorPISplitBips Split in force until then.
    /// @param newOperatorPISplitBips Split from then on.
    event OperatorPISplitBipsSet(address indexed caller, address indexed operator, uint32 activatedAt, uint16 oldOperatorPISplitBips, uint16 newOperatorPISplitBips);
    /// @notice An operator's split in an operator set was set.
    /// @param caller Who set it.
    /// @param operator The operator.
    /// @param operatorSet The set.
    /// @param activatedAt When it takes effect.
    /// @param oldOperatorSetSplitBips Split in force until then.
    /// @param newOperatorSetSplitBips Split from then on.
    event OperatorSetSplitBipsSet(address indexed caller, address indexed operator, OperatorSet operatorSet, uint32 activatedAt, uint16 oldOperatorSetSplitBips, uint16 newOperatorSetSplitBips);
    /// @notice A submitter opted in or out of the protocol fee.
    /// @param submitter The submitter.
    /// @param oldValue Until now.
    /// @param newValue From now on.
    event OptInForProtocolFeeSet(address indexed submitter, bool indexed oldValue, bool indexed newValue);
    /// @notice The activation delay changed.
    /// @param oldActivationDelay Seconds until now.
    /// @param newActivationDelay Seconds from now on.
    event ActivationDelaySet(uint32 oldActivationDelay, uint32 newActivationDelay);
    /// @notice The default split changed.
    /// @param oldDefaultOperatorSplitBips Until now.
    /// @param newDefaultOperatorSplitBips From now on.
    event DefaultOperatorSplitBipsSet(uint16 oldDefaultOperatorSplitBips, uint16 newDefaultOperatorSplitBips);
    /// @notice The account that publishes roots changed.
    /// @param oldRewardsUpdater Until now.
    /// @param newRewardsUpdater From now on.
    event RewardsUpdaterSet(address indexed oldRewardsUpdater, address indexed newRewardsUpdater);
    /// @notice An account was allowed or forbidden to pay rewards for all.
    /// @param rewardsForAllSubmitter The account.
    /// @param oldValue Until now.
    /// @param newValue From now on.
    event RewardsForAllSubmitterSet(address indexed rewardsForAllSubmitter, bool indexed oldValue, bool indexed newValue);
    /// @notice The receiver of protocol fees changed.
    /// @param oldFeeRecipient Until now.
    /// @param newFeeRecipient From now on.
    event FeeRecipientSet(address indexed oldFeeRecipient, address indexed newFeeRecipient);
    /// @notice Bits were set in the paused map (or it was initialised).
    /// @param account Who did it.
    /// @param newPausedStatus The whole map afterwards.
    event Paused(address indexed account, uint256 newPausedStatus);
    /// @notice Bits were cleared in the paused map.
    /// @param account Who did it.
    /// @param newPausedStatus The whole map afterwards.
    event Unpaused(address indexed account, uint256 newPausedStatus);
    /// @notice The owner changed.
    /// @param previousOwner Owner until now.
    /// @param newOwner Owner from now on, zero after renouncing.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    /// @notice The contract's storage was initialised.
    /// @param version Number of the initialiser that ran.
    event Initialized(uint8 version);

    /// @notice Initialises the storage behind the proxy (initialiser number 2).
    /// @custom:effect Stores owner, pause map, updater, delay, default split and fee recipient: `OwnershipTransferred`, `Paused`, `RewardsUpdaterSet`, `ActivationDelaySet`, `DefaultOperatorSplitBipsSet`, `FeeRecipientSet`, `Initialized` with 2.
    /// @custom:require The interval in the code is whole days: `InvalidCalculationIntervalSecondsRemainder`; not zero: `Panic(0x12)`.
    /// @custom:require The genesis in the code is a multiple of it: `InvalidGenesisRewardsTimestampRemainder`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    /// @custom:require The split is at most 10000: `SplitExceedsMax`.
    /// @custom:require The fee recipient is not zero: `InvalidAddressZero`.
    function initialize(address initialOwner, uint256 initialPausedStatus, address rewardsUpdater, uint32 activationDelay, uint16 defaultSplitBips, address feeRecipient) external;
    /// @notice Pays in rewards for the caller as AVS.
    /// @custom:effect Per submission: takes the tokens from the caller; if the caller pays the fee, passes on 20 % of the amount, rounded down; takes the account's next nonce; marks keccak256 of (account, nonce, submission after the fee): `AVSRewardsSubmissionCreated`.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require There is a strategy: `InputArrayLengthZero`.
    /// @custom:require The span is not too long: `DurationExceedsMax`.
    /// @custom:require It is a multiple of the interval: `InvalidDurationRemainder`.
    /// @custom:require It is not empty: `DurationIsZero`.
    /// @custom:require The start is a multiple of the interval: `InvalidStartTimestampRemainder`.
    /// @custom:require The start is neither before the genesis nor too far back: `StartTimestampTooFarInPast`.
    /// @custom:require Per strategy: it is whitelisted, or stands for native stake: `StrategyNotWhitelisted`.
    /// @custom:require Per strategy: it is above the one before it: `StrategiesNotInAscendingOrder`.
    /// @custom:require The amount is not zero: `AmountIsZero`.
    /// @custom:require It is below 1e38: `AmountExceedsMax`.
    /// @custom:require The start is not too far ahead: `StartTimestampTooFarInFuture`.
    /// @custom:require The tokens arrive: the token's error, or `Error("SafeERC20: …")`.
    function createAVSRewardsSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice Pays in rewards for `avs` on behalf of the emissions controller.
    /// @custom:effect As `createAVSRewardsSubmission`, with the given AVS's nonce and hash; tokens and fee are the caller's.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The caller is the emissions controller: `UnauthorizedCaller`.
    /// @custom:require As `createAVSRewardsSubmission`, from `InputArrayLengthZero` on.
    function createEigenDARewardsSubmission(address avs, RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice Pays in rewards for all stakers.
    /// @custom:effect Per submission: takes the caller's next nonce, marks the hash: `RewardsSubmissionForAllCreated`; then takes the tokens. No fee.
    /// @custom:require Pause bit 1 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may submit for all: `UnauthorizedCaller`.
    /// @custom:require As `createAVSRewardsSubmission`, from `InputArrayLengthZero` on.
    function createRewardsForAllSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice Pays in rewards for all earners.
    /// @custom:effect As `createRewardsForAllSubmission`, with a map of its own: `RewardsSubmissionForAllEarnersCreated`.
    /// @custom:require Pause bit 4 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may submit for all: `UnauthorizedCaller`.
    /// @custom:require As `createAVSRewardsSubmission`, from `InputArrayLengthZero` on.
    function createRewardsForAllEarners(RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice Pays in rewards with given amounts per operator for `avs`.
    /// @custom:effect Per submission: takes the sum of the amounts from the caller, passes on the fees if the caller pays any (20 % of each amount, rounded down, in one transfer), takes the AVS's next nonce, marks the hash: `OperatorDirectedAVSRewardsSubmissionCreated`.
    /// @custom:require Pause bit 5 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for `avs`: `InvalidPermissions`.
    /// @custom:require Strategies and span: as `createAVSRewardsSubmission`, from `InputArrayLengthZero` to `StrategiesNotInAscendingOrder`.
    /// @custom:require There is an operator: `InputArrayLengthZero`.
    /// @custom:require The span is over: `SubmissionNotRetroactive`.
    /// @custom:require Per operator: it is not zero: `InvalidAddressZero`. It need not be registered.
    /// @custom:require Per operator: it is above the one before it: `OperatorsNotInAscendingOrder`.
    /// @custom:require Per operator: the amount is not zero: `AmountIsZero`.
    /// @custom:require The sum is below 1e38: `AmountExceedsMax`.
    /// @custom:require The tokens arrive: the token's error, or `Error("SafeERC20: …")`.
    function createOperatorDirectedAVSRewardsSubmission(address avs, OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions) external;
    /// @notice Pays in rewards with given amounts per operator for an operator set.
    /// @custom:effect As `createOperatorDirectedAVSRewardsSubmission`, with a map of its own: `OperatorDirectedOperatorSetRewardsSubmissionCreated`.
    /// @custom:require Pause bit 9 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for the set's AVS: `InvalidPermissions`.
    /// @custom:require The set exists: `InvalidOperatorSet`.
    /// @custom:require As `createOperatorDirectedAVSRewardsSubmission`, from the strategies on: `InputArrayLengthZero`.
    function createOperatorDirectedOperatorSetRewardsSubmission(OperatorSet calldata operatorSet, OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions) external;
    /// @notice Pays in rewards for the slashable stake of an operator set.
    /// @custom:effect As `createAVSRewardsSubmission` with the nonce of the set's AVS and a map of its own: `UniqueStakeRewardsSubmissionCreated`.
    /// @custom:require Pause bit 10 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for the set's AVS: `InvalidPermissions`.
    /// @custom:require The set exists: `InvalidOperatorSet`.
    /// @custom:require As `createAVSRewardsSubmission`, from `InputArrayLengthZero` on.
    function createUniqueStakeRewardsSubmission(OperatorSet calldata operatorSet, RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice Pays in rewards for the whole delegated stake of an operator set.
    /// @custom:effect As `createUniqueStakeRewardsSubmission`, with a map of its own: `TotalStakeRewardsSubmissionCreated`.
    /// @custom:require Pause bit 11 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for the set's AVS: `InvalidPermissions`.
    /// @custom:require The set exists: `InvalidOperatorSet`.
    /// @custom:require As `createAVSRewardsSubmission`, from `InputArrayLengthZero` on.
    function createTotalStakeRewardsSubmission(OperatorSet calldata operatorSet, RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice Publishes a root over earnings until a past moment.
    /// @custom:effect Stores the root, which takes claims from now + the activation delay on: `DistributionRootSubmitted`.
    /// @custom:require Pause bit 3 is clear: `CurrentlyPaused`.
    /// @custom:require The caller is the updater: `UnauthorizedCaller`.
    /// @custom:require The root ends later than the one before: `NewRootMustBeForNewCalculatedPeriod`.
    /// @custom:require It ends in the past: `RewardsEndTimestampNotElapsed`.
    function submitRoot(bytes32 root, uint32 rewardsCalculationEndTimestamp) external;
    /// @notice Withdraws a root before its activation.
    /// @custom:effect Disables the root for ever: `DistributionRootDisabled`. The newest end is not rolled back.
    /// @custom:require Pause bit 3 is clear: `CurrentlyPaused`.
    /// @custom:require The caller is the updater: `UnauthorizedCaller`.
    /// @custom:require There is such a root: `InvalidRootIndex`.
    /// @custom:require It is not disabled: `RootDisabled`.
    /// @custom:require It takes no claims yet: `RootAlreadyActivated`.
    function disableRoot(uint32 rootIndex) external;
    /// @notice Pays what a claim proves beyond what was paid before, to `recipient`.
    /// @custom:effect Per token: sets what was ever paid to the proven earnings, then pays the difference to `recipient`: `RewardsClaimed`. A claim without tokens succeeds. Any active root may be used, also an old one.
    /// @custom:require Pause bit 2 is clear: `CurrentlyPaused`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require There is such a root: `Panic(0x32)`.
    /// @custom:require It is not disabled: `RootDisabled`.
    /// @custom:require It takes claims: `RootNotActivated`.
    /// @custom:require Indices, proofs and leaves of tokens are equally many: `InputArrayLengthMismatch`.
    /// @custom:require The earner's index fits the proof's depth: `InvalidEarnerLeafIndex`.
    /// @custom:require The root is not zero: `EmptyRoot`; the proof has whole words: `InvalidProofLength`; it leads to the root: `InvalidClaimProof`.
    /// @custom:require Per token: the index fits the proof's depth (`InvalidTokenLeafIndex`), then as for the earner: `EmptyRoot`, `InvalidProofLength`, `InvalidClaimProof`.
    /// @custom:require The caller is the earner's claimer, or the earner while it has none: `UnauthorizedCaller`.
    /// @custom:require Per token: more is proven than was paid: `EarningsNotGreaterThanClaimed`.
    /// @custom:require The transfer succeeds: the token's error, or `Error("SafeERC20: …")`.
    function processClaim(RewardsMerkleClaim calldata claim, address recipient) external;
    /// @notice Pays several claims, in order, to `recipient`.
    /// @custom:effect As `processClaim` for each, in order.
    /// @custom:require As `processClaim`: from `CurrentlyPaused` on, the rest for each claim.
    function processClaims(RewardsMerkleClaim[] calldata claims, address recipient) external;
    /// @notice Lets `claimer` claim for the caller; zero for the caller alone.
    /// @custom:effect Stores the caller's claimer, zero for itself: `ClaimerForSet`.
    /// @custom:require None.
    function setClaimerFor(address claimer) external;
    /// @notice Lets `claimer` claim for `earner`, an operator or AVS.
    /// @custom:effect Stores the earner's claimer, zero for itself: `ClaimerForSet`.
    /// @custom:require The caller may act for `earner`: `InvalidPermissions`.
    /// @custom:require `earner` is an operator, or an AVS with an operator set: `InvalidEarner`.
    function setClaimerFor(address earner, address claimer) external;
    /// @notice Sets an operator's split with an AVS, in force after the activation delay.
    /// @custom:effect Stores the split in force and the new one, which counts from now + the activation delay on: `OperatorAVSSplitBipsSet`. A first split reads as the default until then.
    /// @custom:require Pause bit 6 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require The split is at most 10000: `SplitExceedsMax`.
    /// @custom:require No former change waits, or counts from this very second: `PreviousSplitPending`.
    function setOperatorAVSSplit(address operator, address avs, uint16 split) external;
    /// @notice Sets an operator's split of programmatic incentives, in force after the activation delay.
    /// @custom:effect As `setOperatorAVSSplit`, for programmatic incentives: `OperatorPISplitBipsSet`.
    /// @custom:require Pause bit 7 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require The split is at most 10000: `SplitExceedsMax`.
    /// @custom:require No former change waits, or counts from this very second: `PreviousSplitPending`.
    function setOperatorPISplit(address operator, uint16 split) external;
    /// @notice Sets an operator's split in an operator set, in force after the activation delay.
    /// @custom:effect As `setOperatorAVSSplit`, in an operator set: `OperatorSetSplitBipsSet`.
    /// @custom:require Pause bit 8 is clear: `CurrentlyPaused`.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require The set exists: `InvalidOperatorSet`.
    /// @custom:require The split is at most 10000: `SplitExceedsMax`.
    /// @custom:require No former change waits, or counts from this very second: `PreviousSplitPending`.
    function setOperatorSetSplit(address operator, OperatorSet calldata operatorSet, uint16 split) external;
    /// @notice Opts `submitter` in or out of the protocol fee.
    /// @custom:effect Stores the choice: `OptInForProtocolFeeSet`. It counts where the account is the caller of a submission.
    /// @custom:require The caller may act for `submitter`: `InvalidPermissions`.
    function setOptInForProtocolFee(address submitter, bool optInForProtocolFee) external;
    /// @notice Sets the delay of roots and splits.
    /// @custom:effect Stores the delay, for later roots and splits: `ActivationDelaySet`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    function setActivationDelay(uint32 activationDelay) external;
    /// @notice Sets the split of operators that have set none.
    /// @custom:effect Stores the split, which counts at once for all who have set none: `DefaultOperatorSplitBipsSet`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    /// @custom:require The split is at most 10000: `SplitExceedsMax`.
    function setDefaultOperatorSplit(uint16 split) external;
    /// @notice Sets who publishes roots.
    /// @custom:effect Stores the updater: `RewardsUpdaterSet`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    function setRewardsUpdater(address rewardsUpdater) external;
    /// @notice Allows or forbids an account to pay rewards for all.
    /// @custom:effect Stores the permission: `RewardsForAllSubmitterSet`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    function setRewardsForAllSubmitter(address submitter, bool newValue) external;
    /// @notice Sets who receives protocol fees.
    /// @custom:effect Stores the recipient: `FeeRecipientSet`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    /// @custom:require It is not zero: `InvalidAddressZero`.
    function setFeeRecipient(address feeRecipient) external;
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
    /// @notice The account with the owner's rights, zero when renounced.
    function owner() external view returns (address);
    /// @notice Hands the owner's rights to `newOwner`.
    /// @custom:effect Stores the owner, who has the rights at once: `OwnershipTransferred`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    /// @custom:require The new owner is not zero: `Error("Ownable: new owner is the zero address")`.
    function transferOwnership(address newOwner) external;
    /// @notice Gives up the owner's rights for ever.
    /// @custom:effect Stores zero as owner, for ever: `OwnershipTransferred`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    function renounceOwnership() external;

    /// @notice Seconds until a root or split takes effect.
    function activationDelay() external view returns (uint32);
    /// @notice The allocation manager.
    function allocationManager() external view returns (address);
    /// @notice The address that stands for native ETH as a strategy.
    function beaconChainETHStrategy() external view returns (address);
    /// @notice The hash of an earner leaf.
    function calculateEarnerLeafHash(EarnerTreeMerkleLeaf calldata leaf) external pure returns (bytes32);
    /// @notice The hash of a token leaf.
    function calculateTokenLeafHash(TokenTreeMerkleLeaf calldata leaf) external pure returns (bytes32);
    /// @notice Seconds that spans of rewards are multiples of.
    function CALCULATION_INTERVAL_SECONDS() external view returns (uint32);
    /// @notice True when the claim's proofs hold.
    /// @dev Reverts: as `processClaim`, for the root and the proofs only.
    function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool);
    /// @notice Who claims for `earner`, zero when it is the earner.
    function claimerFor(address earner) external view returns (address);
    /// @notice Token units ever paid to `earner`.
    function cumulativeClaimed(address earner, address token) external view returns (uint256);
    /// @notice Until when the newest root counts earnings.
    function currRewardsCalculationEndTimestamp() external view returns (uint32);
    /// @notice The split of operators that have set none.
    function defaultOperatorSplitBips() external view returns (uint16);
    /// @notice The delegation manager.
    function delegationManager() external view returns (address);
    /// @notice The emissions controller.
    function emissionsController() external view returns (address);
    /// @notice Who receives protocol fees.
    function feeRecipient() external view returns (address);
    /// @notice The earliest start of a span.
    function GENESIS_REWARDS_TIMESTAMP() external view returns (uint32);
    /// @notice The newest root that takes claims; zeros when there is none.
    function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory);
    /// @notice The newest root.
    /// @dev Reverts: Panic(0x11) when there is none.
    function getCurrentDistributionRoot() external view returns (DistributionRoot memory);
    /// @notice The root with this index.
    /// @dev Reverts: Panic(0x32) when there is none.
    function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory);
    /// @notice Number of roots.
    function getDistributionRootsLength() external view returns (uint256);
    /// @notice The operator's split with an AVS, in force now.
    function getOperatorAVSSplit(address operator, address avs) external view returns (uint16);
    /// @notice The operator's split of programmatic incentives, in force now.
    function getOperatorPISplit(address operator) external view returns (uint16);
    /// @notice The operator's split in an operator set, in force now.
    function getOperatorSetSplit(address operator, OperatorSet calldata operatorSet) external view returns (uint16);
    /// @notice Index of the newest root with this hash.
    /// @dev Reverts: InvalidRoot.
    function getRootIndexFromHash(bytes32 rootHash) external view returns (uint32);
    /// @notice Whether `avs` made an AVS submission with this hash.
    function isAVSRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool);
    /// @notice Whether an operator-directed submission for `avs` has this hash.
    function isOperatorDirectedAVSRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool);
    /// @notice Whether an operator-directed submission for a set of `avs` has this hash.
    function isOperatorDirectedOperatorSetRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool);
    /// @notice Whether `submitter` pays the protocol fee.
    function isOptedInForProtocolFee(address submitter) external view returns (bool);
    /// @notice Whether `submitter` may pay rewards for all.
    function isRewardsForAllSubmitter(address submitter) external view returns (bool);
    /// @notice Whether a for-all-earners submission of `avs` has this hash.
    function isRewardsSubmissionForAllEarnersHash(address avs, bytes32 hash) external view returns (bool);
    /// @notice Whether a for-all submission of `avs` has this hash.
    function isRewardsSubmissionForAllHash(address avs, bytes32 hash) external view returns (bool);
    /// @notice Whether a total-stake submission for a set of `avs` has this hash.
    function isTotalStakeRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool);
    /// @notice Whether a unique-stake submission for a set of `avs` has this hash.
    function isUniqueStakeRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool);
    /// @notice How many seconds ahead a span may start.
    function MAX_FUTURE_LENGTH() external view returns (uint32);
    /// @notice How many seconds back a span may start.
    function MAX_RETROACTIVE_LENGTH() external view returns (uint32);
    /// @notice The longest span, seconds.
    function MAX_REWARDS_DURATION() external view returns (uint32);
    /// @notice The permission controller.
    function permissionController() external view returns (address);
    /// @notice Who publishes roots.
    function rewardsUpdater() external view returns (address);
    /// @notice The strategy manager.
    function strategyManager() external view returns (address);
    /// @notice How many submissions were made for `avs`.
    function submissionNonce(address avs) external view returns (uint256);
}
