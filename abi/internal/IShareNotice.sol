// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice What the strategy manager answers to its sister contracts, beyond the public ABI.
interface IShareNotice {
    /// @notice Announces shares that come back from the withdrawal queue; answers whether the strategy wants to be asked before shares leave.
    /// @custom:effect Asks the strategy's `beforeAddShares` if it has hooks, then emits `Deposit`.
    /// @custom:require The caller is the delegation manager: `OnlyDelegationManager`.
    /// @custom:require Not reached from a call that this contract made: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The staker is not zero: `StakerAddressZero`.
    /// @custom:require The shares are not zero: `SharesAmountZero`.
    /// @custom:require The hook does not refuse: the strategy's error.
    function noticeShares(address staker, address strategy, uint256 shares) external returns (bool hooked);
}
