// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice What an AVS answers when operators join or leave its operator sets; a revert blocks it.
interface IAVSRegistrar {
    /// @notice Called after an operator joined sets of `avs`.
    function registerOperator(address operator, address avs, uint32[] calldata operatorSetIds, bytes calldata data) external;
    /// @notice Called after an operator left sets of `avs`.
    function deregisterOperator(address operator, address avs, uint32[] calldata operatorSetIds) external;
    /// @notice Whether this registrar serves `avs`.
    function supportsAVS(address avs) external view returns (bool);
}
