// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Deposit shares of token strategies, the deposit whitelist, and slashed shares that wait to be paid out.
/// @dev Paused bits: 0 deposits. Only deposits are stopped by the whitelist, never withdrawals.
interface IStrategyManager {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }
    /// @notice The slashing factor is zero: no shares can be added.
    error FullySlashed();
    /// @notice The staker would hold more than 32 strategies.
    error MaxStrategiesExceeded();
    /// @notice Only the delegation manager may call this.
    error OnlyDelegationManager();
    /// @notice Only the strategy whitelister may call this.
    error OnlyStrategyWhitelister();
    /// @notice More shares are taken than the staker has.
    /// @dev Not raised here: the delegation manager keeps deposit shares, and raises it.
    error SharesAmountTooHigh();
    /// @notice The number of shares is zero.
    error SharesAmountZero();
    /// @notice The staker is the zero address.
    error StakerAddressZero();
    /// @notice The strategy has an entry under this slash id already.
    error StrategyAlreadyInSlash();
    /// @notice The strategy is not in the staker's list.
    /// @dev Not raised here: the delegation manager keeps the lists, by position.
    error StrategyNotFound();
    /// @notice The strategy does not accept deposits.
    error StrategyNotWhitelisted();
    /// @notice The signature is not the expected signer's.
    error InvalidSignature();
    /// @notice The signature's expiry lies before the block's timestamp.
    error SignatureExpired();
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

    /// @notice A staker's deposit shares rose.
    /// @param staker The staker.
    /// @param strategy The strategy.
    /// @param shares Shares added.
    event Deposit(address staker, address strategy, uint256 shares);
    /// @notice The whitelister changed.
    /// @param previousAddress Whitelister until now.
    /// @param newAddress Whitelister from now on.
    event StrategyWhitelisterChanged(address previousAddress, address newAddress);
    /// @notice A strategy accepts deposits from now on.
    /// @param strategy The strategy.
    event StrategyAddedToDepositWhitelist(address strategy);
    /// @notice A strategy accepts no more deposits.
    /// @param strategy The strategy.
    event StrategyRemovedFromDepositWhitelist(address strategy);
    /// @notice A slash recorded shares to be burned or redistributed.
    /// @param operatorSet The slashing operator set.
    /// @param slashId The slash.
    /// @param strategy The strategy.
    /// @param shares Shares owed.
    event BurnOrRedistributableSharesIncreased(OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares);
    /// @notice Slashed shares were paid out.
    /// @param operatorSet The slashing operator set.
    /// @param slashId The slash.
    /// @param strategy The strategy.
    /// @param shares Shares no longer owed.
    event BurnOrRedistributableSharesDecreased(OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares);
    /// @notice Shares of the map from before slash ids were burned.
    /// @param strategy The strategy.
    /// @param shares Shares burned, possibly zero.
    event BurnableSharesDecreased(address strategy, uint256 shares);
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

    /// @notice Initialises the storage behind the proxy.
    /// @custom:effect Stores owner, pause map and whitelister: `OwnershipTransferred`, `Paused`, `StrategyWhitelisterChanged`, `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    function initialize(address initialOwner, address initialStrategyWhitelister, uint256 initialPausedStatus) external;
    /// @notice Moves `amount` token units from the caller into `strategy`; the caller gets the shares.
    /// @custom:effect Moves the tokens from the caller to the strategy, which mints shares at its rate (its event `ExchangeRateEmitted`).
    /// @custom:effect `Deposit`; then the delegation manager credits the shares (`DepositScalingFactorUpdated`, and if delegated `OperatorSharesIncreased`). Answers the shares.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The strategy is whitelisted: `StrategyNotWhitelisted`.
    /// @custom:require The token transfer succeeds: the token's error, or `Error("SafeERC20: …")`.
    /// @custom:require The strategy accepts: `CurrentlyPaused` (its bit 0), `MaxPerDepositExceedsMax`, `BalanceExceedsMaxTotalDeposits`, `OnlyUnderlyingToken`, `NewSharesZero`, `TotalSharesExceedsMax`.
    /// @custom:require It minted shares: `SharesAmountZero`.
    /// @custom:require Unless the strategy's answer to `deposit` says that its hooks never refuse: `beforeAddShares` does not refuse: the strategy's error.
    /// @custom:require The ledger accepts: `MaxStrategiesExceeded`, `FullySlashed`, `InvalidDepositScalingFactor`.
    function depositIntoStrategy(address strategy, address token, uint256 amount) external returns (uint256 depositedShares);
    /// @notice Moves `amount` token units from the caller into `strategy`; `staker`, who signed for it, gets the shares.
    /// @custom:effect Spends the staker's nonce before the signature is looked at; tokens come from the caller, shares go to `staker`. The rest is as `depositIntoStrategy`.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The expiry has not passed: `SignatureExpired`.
    /// @custom:require The signature over the struct with the staker's present nonce is the staker's, by ECDSA or ERC-1271: `InvalidSignature`.
    /// @custom:require `staker` is not zero: `StakerAddressZero`.
    /// @custom:require As `depositIntoStrategy`, from `StrategyNotWhitelisted` on.
    function depositIntoStrategyWithSignature(address strategy, address token, uint256 amount, address staker, uint256 expiry, bytes calldata signature) external returns (uint256 depositedShares);
    /// @notice Pays out all that is recorded under a slash id; returns the token units, in stored order.
    /// @custom:effect Removes all entries under the slash id, then redeems each from its strategy for the set's recipient (`ExchangeRateEmitted`, `Transfer`, `BurnOrRedistributableSharesDecreased`); entries of no shares are only removed. Answers the token units in stored order; nothing for an unknown id.
    /// @custom:effect The id, and with its last id the set, leaves the pending lists. Loops over the strategies of one slash.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require Each strategy pays: `CurrentlyPaused` (its bit 1), `WithdrawalAmountExceedsTotalDeposits`, the token's errors. One that does not blocks this call, not the one for a single strategy.
    function clearBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId) external returns (uint256[] memory amounts);
    /// @notice Pays out what is recorded for one strategy under a slash id; returns the token units.
    /// @custom:effect The same for one strategy; zero if it has no entry.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The strategy pays: `CurrentlyPaused` (its bit 1), `WithdrawalAmountExceedsTotalDeposits`, the token's errors.
    function clearBurnOrRedistributableSharesByStrategy(OperatorSet calldata operatorSet, uint256 slashId, address strategy) external returns (uint256 amount);
    /// @notice Burns the shares that `strategy` has in the map from before slash ids.
    /// @custom:effect Emits `BurnableSharesDecreased` with zero shares: this deployment never had slashes without ids.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    function burnShares(address strategy) external;
    /// @notice Lets strategies accept deposits; those that do already are passed over.
    /// @custom:effect Per strategy that is not listed: lists it: `StrategyAddedToDepositWhitelist`. Those listed already are passed over; none is called.
    /// @custom:require The caller is the whitelister: `OnlyStrategyWhitelister`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    function addStrategiesToDepositWhitelist(address[] calldata strategiesToWhitelist) external;
    /// @notice Stops deposits into strategies; those that accept none already are passed over.
    /// @custom:effect Per strategy that is listed: takes it off: `StrategyRemovedFromDepositWhitelist`. What it holds can be queued and completed, also as shares.
    /// @custom:require The caller is the whitelister: `OnlyStrategyWhitelister`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    function removeStrategiesFromDepositWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external;
    /// @notice Changes the whitelister.
    /// @custom:effect Stores the whitelister: `StrategyWhitelisterChanged`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    function setStrategyWhitelister(address newStrategyWhitelister) external;
    /// @notice Called by the delegation manager: adds deposit shares when a withdrawal is completed as shares.
    /// @custom:effect Asks the hook unless the strategy said that it never refuses, and emits `Deposit`; the delegation manager credits the shares itself and calls `noticeShares` of the internal interface instead.
    /// @custom:require The caller is the delegation manager: `OnlyDelegationManager`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The staker is not zero: `StakerAddressZero`.
    /// @custom:require The shares are not zero: `SharesAmountZero`.
    function addShares(address staker, address strategy, uint256 shares) external returns (uint256 prevDepositShares, uint256 addedShares);
    /// @notice Called by the delegation manager: takes deposit shares when a withdrawal is queued; returns what is left.
    /// @custom:effect None: the delegation manager keeps deposit shares itself and never calls it.
    /// @custom:require The caller is the delegation manager: `OnlyDelegationManager`. Then it reverts without data.
    function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove) external returns (uint256 remainingShares);
    /// @notice Called by the delegation manager: pays shares out as tokens.
    /// @custom:effect The strategy pays the staker. The delegation manager goes to the strategy directly and never calls it.
    /// @custom:require The caller is the delegation manager: `OnlyDelegationManager`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    function withdrawSharesAsTokens(address staker, address strategy, address token, uint256 shares) external;
    /// @notice Called by the delegation manager: records slashed shares under a slash id.
    /// @custom:effect Appends an entry; with the slash's first one id and set become pending: `BurnOrRedistributableSharesIncreased`.
    /// @custom:require The caller is the allocation manager, whose slasher reports directly, or the delegation manager: `OnlyDelegationManager`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The strategy has no entry under this id: `StrategyAlreadyInSlash`.
    function increaseBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId, address strategy, uint256 addedSharesToBurn) external;
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

    /// @notice The allocation manager.
    function allocationManager() external view returns (address);
    /// @notice The digest that `staker` signs so that another account may deposit for it.
    function calculateStrategyDepositDigestHash(address staker, address strategy, address token, uint256 amount, uint256 nonce, uint256 expiry) external view returns (bytes32);
    /// @notice The address that receives what is burned.
    function DEFAULT_BURN_ADDRESS() external view returns (address);
    /// @notice The delegation manager.
    function delegation() external view returns (address);
    /// @notice Type hash of the EIP-712 struct Deposit.
    function DEPOSIT_TYPEHASH() external view returns (bytes32);
    /// @notice Shares that `strategy` has in the map from before slash ids.
    function getBurnableShares(address strategy) external view returns (uint256);
    /// @notice Number of strategies recorded under a slash id.
    function getBurnOrRedistributableCount(OperatorSet calldata operatorSet, uint256 slashId) external view returns (uint256);
    /// @notice Shares of one strategy recorded under a slash id.
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId, address strategy) external view returns (uint256);
    /// @notice Strategies and shares recorded under a slash id.
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId) external view returns (address[] memory strategies, uint256[] memory shares);
    /// @notice The strategies of `staker` and its deposit shares in them.
    function getDeposits(address staker) external view returns (address[] memory strategies, uint256[] memory depositShares);
    /// @notice Operator sets that have slashed shares waiting.
    function getPendingOperatorSets() external view returns (OperatorSet[] memory);
    /// @notice Slash ids of an operator set that have shares waiting.
    function getPendingSlashIds(OperatorSet calldata operatorSet) external view returns (uint256[] memory);
    /// @notice The strategies in which `staker` has deposit shares.
    function getStakerStrategyList(address staker) external view returns (address[] memory);
    /// @notice The map from before slash ids as two lists.
    function getStrategiesWithBurnableShares() external view returns (address[] memory strategies, uint256[] memory shares);
    /// @notice The nonce that the next deposit signature of `signer` must carry.
    function nonces(address signer) external view returns (uint256);
    /// @notice Deposit shares of `staker` in `strategy`; slashing does not change them.
    function stakerDepositShares(address staker, address strategy) external view returns (uint256);
    /// @notice One entry of a staker's strategy list.
    /// @dev Reverts: with empty data when `index` is out of range.
    function stakerStrategyList(address staker, uint256 index) external view returns (address);
    /// @notice Length of a staker's strategy list.
    function stakerStrategyListLength(address staker) external view returns (uint256);
    /// @notice Whether `strategy` accepts deposits.
    function strategyIsWhitelistedForDeposit(address strategy) external view returns (bool);
    /// @notice Who manages the deposit whitelist.
    function strategyWhitelister() external view returns (address);
    /// @notice The EIP-712 domain separator for the present chain id.
    function domainSeparator() external view returns (bytes32);
    /// @notice The contract's version, e.g. "1.12.0"; the EIP-712 domain uses its first character.
    function version() external view returns (string memory);
}
