// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Deploys one strategy per token and any number of duration vaults, and whitelists them.
/// @dev Paused bits: 0 new strategies and vaults.
interface IStrategyFactory {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }
    /// @notice What a duration vault is made from.
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

    /// @notice The token is on the blacklist already.
    error AlreadyBlacklisted();
    /// @notice No strategies are made for this token.
    error BlacklistedToken();
    /// @notice The token has its strategy already.
    error StrategyAlreadyExists();
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

    /// @notice A token got its strategy.
    /// @param token The token.
    /// @param strategy The strategy.
    event StrategySetForToken(address token, address strategy);
    /// @notice A token was blacklisted.
    /// @param token The token.
    event TokenBlacklisted(address token);
    /// @notice A duration vault was deployed.
    /// @param vault The vault.
    /// @param underlyingToken Its token.
    /// @param vaultAdmin Its admin.
    /// @param duration Seconds of its term.
    /// @param maxPerDeposit The most token units per deposit.
    /// @param stakeCap The most token units in total.
    /// @param metadataURI Where its metadata is.
    /// @param operatorSetAVS AVS of its operator set.
    /// @param operatorSetId Number of its operator set.
    event DurationVaultDeployed(address indexed vault, address indexed underlyingToken, address indexed vaultAdmin, uint32 duration, uint256 maxPerDeposit, uint256 stakeCap, string metadataURI, address operatorSetAVS, uint32 operatorSetId);
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
    /// @custom:effect Stores owner and pause map: `OwnershipTransferred`, `Paused`, `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    function initialize(address initialOwner, uint256 initialPausedStatus) external;
    /// @notice Deploys and whitelists the strategy of `token`.
    /// @custom:effect Creates the clone, stores it, initialises it (its events `Paused`, `StrategyTokenSet`, `Initialized`), `StrategySetForToken`, and lists it with the strategy manager (`StrategyAddedToDepositWhitelist`). Anyone may call it.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The token is not blacklisted: `BlacklistedToken`.
    /// @custom:require It has no strategy: `StrategyAlreadyExists`.
    /// @custom:require The token answers `decimals()`: reverts without data, or with the token's error.
    function deployNewStrategy(address token) external returns (address newStrategy);
    /// @notice Deploys and whitelists a duration vault.
    /// @custom:effect Creates the clone, initialises it (`VaultInitialized` and what comes before it), stores it, lists it (`StrategyAddedToDepositWhitelist`), `DurationVaultDeployed`. Any number per token. Anyone may call it.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The token is not blacklisted: `BlacklistedToken`.
    /// @custom:require The vault initialises: `InvalidVaultAdmin`, `InvalidArbitrator`, `InvalidDuration`, `MaxPerDepositExceedsMax`, `OperatorIntegrationInvalid`, `InvalidOperatorSet`, the registrar's error.
    function deployDurationVaultStrategy(VaultConfig calldata config) external returns (address newVault);
    /// @notice Blacklists tokens and stops deposits into their strategies.
    /// @custom:effect Per token: `TokenBlacklisted`, for ever. Then the strategies that they have leave the whitelist in one call (`StrategyRemovedFromDepositWhitelist`). Duration vaults stay listed and refuse deposits themselves.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    /// @custom:require Per token: it is not blacklisted: `AlreadyBlacklisted`.
    function blacklistTokens(address[] calldata tokens) external;
    /// @notice Lets strategies accept deposits.
    /// @custom:effect The strategy manager lists them: `StrategyAddedToDepositWhitelist`. They are not looked at here.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    function whitelistStrategies(address[] calldata strategiesToWhitelist) external;
    /// @notice Stops deposits into strategies.
    /// @custom:effect The strategy manager takes them off: `StrategyRemovedFromDepositWhitelist`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    function removeStrategiesFromWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external;
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

    /// @notice The strategy of `token`, zero if none.
    function deployedStrategies(address token) external view returns (address);
    /// @notice The beacon of duration vaults.
    function durationVaultBeacon() external view returns (address);
    /// @notice One of the duration vaults of `token`.
    /// @dev Reverts: with empty data when `index` is out of range.
    function durationVaultsByToken(address token, uint256 index) external view returns (address);
    /// @notice All duration vaults of `token`.
    function getDurationVaults(address token) external view returns (address[] memory);
    /// @notice Whether `token` is blacklisted.
    function isBlacklisted(address token) external view returns (bool);
    /// @notice The beacon of strategies.
    function strategyBeacon() external view returns (address);
    /// @notice The strategy manager.
    function strategyManager() external view returns (address);
}
