// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @title What the strategy manager answers to its sister contracts, beyond the public ABI.
interface IShareNotice {
    /// @notice Announces shares that come back from the withdrawal queue: asks the strategy's hook
    /// and emits Deposit. Only the delegation manager.
    /// @return hooked True if the strategy wants to be asked before shares leave.
    function noticeShares(address staker, address strategy, uint256 shares) external returns (bool hooked);
}
