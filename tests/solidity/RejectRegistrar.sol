// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {IAVSRegistrar} from "../../abi/IAVSRegistrar.sol";

/// @notice A registrar that serves every AVS and lets nobody in or out: its revert must block the core.
contract RejectRegistrar is IAVSRegistrar {
    /// @notice The registrar's answer to every operator.
    error RegistrarRejects();

    function registerOperator(address, address, uint32[] calldata, bytes calldata) external pure {
        revert RegistrarRejects();
    }

    function deregisterOperator(address, address, uint32[] calldata) external pure {
        revert RegistrarRejects();
    }

    function supportsAVS(address) external pure returns (bool) {
        return true;
    }
}
