// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {IAVSRegistrar} from "../../abi/IAVSRegistrar.sol";

/// @notice A registrar that serves every AVS and lets every operator in and out.
contract AcceptRegistrar is IAVSRegistrar {
    function registerOperator(address, address, uint32[] calldata, bytes calldata) external {}

    function deregisterOperator(address, address, uint32[] calldata) external {}

    function supportsAVS(address) external pure returns (bool) {
        return true;
    }
}
