// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice What a strategy may answer about its share hooks.
interface IShareHooks {
    /// @notice True if beforeAddShares and beforeRemoveShares can refuse. A strategy that does not
    /// answer is taken to have hooks.
    function hasShareHooks() external view returns (bool);
}
