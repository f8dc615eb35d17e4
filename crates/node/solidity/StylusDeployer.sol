// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

interface ArbWasm {
    function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
    function codehashVersion(bytes32 codehash) external view returns (uint16 version);
    function stylusVersion() external view returns (uint16 version);
}

/// @notice Deploys, activates and initialises a Stylus program in one transaction: what cargo-stylus expects on every
/// chain for programs with a constructor. The development node's own, with the functions, events and errors of the
/// one that Arbitrum's chains have.
contract StylusDeployer {
    /// @notice A program was deployed.
    event ContractDeployed(address deployedContract);

    error ContractDeploymentError(bytes bytecode);
    error ContractInitializationError(address newContract);
    error RefundExcessValueError(uint256 excessValue);
    error EmptyBytecode();
    error InitValueButNotInitData();

    ArbWasm private constant PROGRAMS = ArbWasm(address(0x71));

    /// @notice Deploys `bytecode` by CREATE2 if there is a salt, else by CREATE; activates the program unless its
    /// code is active already, with what was sent beyond `initValue`; calls it with `initData`; sends the rest back.
    function deploy(bytes calldata bytecode, bytes calldata initData, uint256 initValue, bytes32 salt)
        external
        payable
        returns (address program)
    {
        require(bytecode.length != 0, EmptyBytecode());
        require(initData.length != 0 || initValue == 0, InitValueButNotInitData());
        program = _create(bytecode, salt == 0 ? salt : initSalt(salt, initData, initValue));
        if (requiresActivation(program)) PROGRAMS.activateProgram{value: msg.value - initValue}(program);
        if (initData.length != 0) {
            (bool initialised,) = program.call{value: initValue}(initData);
            require(initialised, ContractInitializationError(program));
        }
        uint256 rest = address(this).balance;
        if (rest != 0) {
            (bool sent,) = msg.sender.call{value: rest}("");
            require(sent, RefundExcessValueError(rest));
        }
        emit ContractDeployed(program);
    }

    /// @notice The salt in use: whoever sees the address knows how the program was initialised.
    function initSalt(bytes32 salt, bytes calldata initData, uint256 initValue) public pure returns (bytes32) {
        return keccak256(abi.encodePacked(salt, initData, initValue));
    }

    /// @notice True unless the account's code is an active program.
    function requiresActivation(address program) public view returns (bool) {
        try PROGRAMS.codehashVersion(program.codehash) returns (uint16 version) {
            return version != PROGRAMS.stylusVersion();
        } catch {
            return true;
        }
    }

    function _create(bytes memory bytecode, bytes32 salt) private returns (address created) {
        assembly ("memory-safe") {
            switch salt
            case 0 { created := create(0, add(bytecode, 32), mload(bytecode)) }
            default { created := create2(0, add(bytecode, 32), mload(bytecode), salt) }
            if and(iszero(created), gt(returndatasize(), 0)) {
                let at := mload(0x40)
                returndatacopy(at, 0, returndatasize())
                revert(at, returndatasize())
            }
        }
        require(created != address(0), ContractDeploymentError(bytecode));
    }
}
