// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {IERC1271} from "../../abi/IERC1271.sol";

/// @notice A contract account: exactly the 65-byte ECDSA signatures of its owner count as its own.
/// @dev The owner is in storage slot 0, not in the code, so that the runtime code is the same for every owner.
contract Wallet1271 is IERC1271 {
    /// @dev Half the order of secp256k1: of the two s that verify, only the lower counts.
    uint256 private constant MAX_S = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    address public owner;

    constructor(address owner_) {
        owner = owner_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != 65) return 0xffffffff;
        bytes32 r = bytes32(signature[:32]);
        bytes32 s = bytes32(signature[32:64]);
        if (uint256(s) > MAX_S) return 0xffffffff;
        address signer = ecrecover(hash, uint8(signature[64]), r, s);
        if (signer == address(0) || signer != owner) return 0xffffffff;
        return IERC1271.isValidSignature.selector;
    }
}
