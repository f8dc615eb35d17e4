// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice What the delegation manager answers to its sister contracts, beyond the public ABI.
interface IShareLedger {
    /// @notice Adds shares that the strategy manager has minted to a staker.
    /// @param hooked True if the strategy wants to be asked before shares leave.
    /// @custom:effect Credits the staker as `increaseDelegatedShares` does, and remembers `hooked`: `DepositScalingFactorUpdated`, and if delegated `OperatorSharesIncreased`.
    /// @custom:require The caller is the strategy manager: `OnlyStrategyManagerOrEigenPodManager`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The staker's slashing factor is not zero: `FullySlashed`.
    /// @custom:require A new strategy finds fewer than 32 in the list: `MaxStrategiesExceeded`.
    /// @custom:require The new factor is not zero: `InvalidDepositScalingFactor`.
    /// @custom:require Shares and factor fit their words: `Panic(0x11)`.
    function creditShares(address staker, address strategy, uint256 shares, bool hooked) external;

    /// @notice Deposit shares of a staker in a strategy.
    function depositShares(address staker, address strategy) external view returns (uint256);

    /// @notice Max magnitudes of an operator that were in force at a block.
    function maxMagnitudesAt(address operator, address[] calldata strategies, uint32 blockNumber) external view returns (uint64[] memory);
}
