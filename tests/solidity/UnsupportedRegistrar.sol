// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {IAVSRegistrar} from "../../abi/IAVSRegistrar.sol";

/// @notice A registrar that serves no AVS: the core must refuse to set it.
contract UnsupportedRegistrar is IAVSRegistrar {
    function registerOperator(address, address, uint32[] calldata, bytes calldata) external {}

    function deregisterOperator(address, address, uint32[] calldata) external {}

    function supportsAVS(address) external pure returns (bool) {
        return false;
    }
}
