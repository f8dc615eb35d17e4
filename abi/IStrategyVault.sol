// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice A strategy: holds one token and turns it into shares and back; with limits or without.
/// @dev Paused bits: 0 deposits, 1 withdrawals. Amounts are token units, shares are counted with 1000 virtual ones.
interface IStrategyVault {
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

    /// @notice Initialises a strategy without limits.
    /// @custom:effect Announces what the clone's code says: `Paused` with 0, `StrategyTokenSet` with the token's decimals, `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    /// @custom:require The token is the one in the code: `OnlyUnderlyingToken`.
    function initialize(address underlyingToken) external;
    /// @notice Initialises a strategy with limits in token units.
    /// @custom:effect Sets both limits, which deposits keep from then on: `MaxPerDepositUpdated`, `MaxTotalDepositsUpdated`; then as the other overload.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    /// @custom:require The limit per deposit is at most the total: `MaxPerDepositExceedsMax`.
    /// @custom:require The token is the one in the code: `OnlyUnderlyingToken`.
    function initialize(uint256 maxPerDeposit, uint256 maxTotalDeposits, address underlyingToken) external;
    /// @notice Mints shares for `amount` token units that have just arrived; returns the new shares.
    /// @custom:effect Mints floor(amount · (N + 1000) / (V + 1000 − amount)) shares, with V the balance that the tokens have reached already: `ExchangeRateEmitted`.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The caller is the strategy manager: `OnlyStrategyManager`.
    /// @custom:require With limits: the amount is within the limit per deposit: `MaxPerDepositExceedsMax`.
    /// @custom:require With limits: the balance is within the total: `BalanceExceedsMaxTotalDeposits`.
    /// @custom:require The token is the strategy's: `OnlyUnderlyingToken`.
    /// @custom:require The amount is at most the balance: `Panic(0x11)`.
    /// @custom:require At least one share is minted: `NewSharesZero`.
    /// @custom:require No more than 1e38 − 1 shares exist afterwards: `TotalSharesExceedsMax`.
    function deposit(address token, uint256 amount) external returns (uint256 newShares);
    /// @notice Redeems `amountShares` at the present rate and pays `recipient`; returns the token units paid.
    /// @custom:effect Burns the shares, announces the rate (`ExchangeRateEmitted`) and then pays floor((V + 1000) · shares / (N + 1000)) to `recipient`.
    /// @custom:require Pause bit 1 is clear: `CurrentlyPaused`.
    /// @custom:require The caller is the strategy manager or the delegation manager: `OnlyStrategyManager`.
    /// @custom:require The token is the strategy's: `OnlyUnderlyingToken`.
    /// @custom:require There are as many shares: `WithdrawalAmountExceedsTotalDeposits`.
    /// @custom:require The transfer succeeds: the token's error, or `Error("SafeERC20: …")`.
    function withdraw(address recipient, address token, uint256 amountShares) external returns (uint256 amountOut);
    /// @notice Hook before the strategy manager adds deposit shares to `staker`.
    /// @custom:effect None. The managers do not call it: behind the shares of each deposit the strategy answers that it never refuses.
    /// @custom:require The caller is the strategy manager or the delegation manager: `OnlyStrategyManager`.
    function beforeAddShares(address staker, uint256 shares) external;
    /// @notice Hook before the strategy manager takes deposit shares from `staker`.
    /// @custom:effect None. The managers do not call it: behind the shares of each deposit the strategy answers that it never refuses.
    /// @custom:require The caller is the strategy manager or the delegation manager: `OnlyStrategyManager`.
    function beforeRemoveShares(address staker, uint256 shares) external;
    /// @notice Sets both limits, in token units.
    /// @custom:effect Stores both limits, which deposits keep from then on: `MaxPerDepositUpdated`, `MaxTotalDepositsUpdated`. What is in the strategy already, and shares that come back from the queue, are not limited.
    /// @custom:require The caller is the unpauser: `OnlyUnpauser`.
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
}
