// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice What the allocation manager answers to duration vaults, beyond the public ABI.
interface IStanding {
    /// @notice How an operator stands towards an operator set, as of this block.
    /// @return isMember True if it is a member of the set.
    /// @return isListed True if the strategy is one of the set's.
    /// @return currentMagnitude What it allocates to the set from the strategy, WAD.
    /// @return pendingDiff Change that takes effect later, WAD.
    /// @return effectBlock First block of the change, zero when none is pending.
    function standing(address operator, address avs, uint32 operatorSetId, address strategy) external view returns (bool isMember, bool isListed, uint64 currentMagnitude, int128 pendingDiff, uint32 effectBlock);
}
