// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @title What the delegation manager answers to its sister contracts, beyond the public ABI.
interface IShareLedger {
    /// @notice Adds shares that the strategy manager has minted to a staker. Only the strategy manager.
    /// @param hooked True if the strategy wants to be asked before shares leave.
    function creditShares(address staker, address strategy, uint256 shares, bool hooked) external;

    /// @notice Deposit shares of a staker in a strategy.
    function depositShares(address staker, address strategy) external view returns (uint256);

    /// @notice Max magnitudes of an operator that were in force at a block.
    function maxMagnitudesAt(address operator, address[] calldata strategies, uint32 blockNumber) external view returns (uint64[] memory);
}
