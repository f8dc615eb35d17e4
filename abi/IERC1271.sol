// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Signature validation by contracts.
interface IERC1271 {
    /// @notice Returns 0x1626ba7e when `signature` over `hash` counts as this contract's.
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4 magicValue);
}
