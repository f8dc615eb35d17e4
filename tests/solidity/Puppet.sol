// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice A contract that answers each function as it was told to: hooks and certificate verifiers of tasks.
/// @dev Anyone may tell it. It has no constructor state: its runtime code works wherever it is put.
contract Puppet {
    /// @notice What it does when a function is called. The order is that of the tests' own list.
    enum Manner {
        Answers,
        Reverts,
        Echoes,
        Tells,
        BurnsGas,
        AnswersBomb,
        RevertsWithBomb,
        Calls
    }

    struct Part {
        Manner manner;
        bytes words;
    }

    /// @notice `Tells` was called with this.
    event Told(bytes data);
    /// @notice `Calls` has called, and how that ended.
    event Called(bool ok, bytes answer);

    /// @dev Bytes of a bomb: as much as a transaction's gas comfortably pays for.
    uint256 private constant BOMB = 1 << 20;

    mapping(bytes4 selector => Part) private parts;

    /// @notice From now on, `selector` is answered in this manner: with `words`, or by calling who is packed before
    /// what in them.
    function play(bytes4 selector, Manner manner, bytes calldata words) external {
        parts[selector] = Part(manner, words);
    }

    /// @dev `Echoes` reverts with the calldata, so that it is seen even in a static call; `Tells` logs it, which a
    /// static call forbids.
    fallback(bytes calldata input) external returns (bytes memory) {
        Manner manner = parts[msg.sig].manner;
        bytes memory words = parts[msg.sig].words;
        if (manner == Manner.Tells) emit Told(input);
        if (manner == Manner.BurnsGas) {
            while (true) {}
        }
        if (manner == Manner.Calls) {
            (address target, bytes memory payload) = abi.decode(words, (address, bytes));
            (bool ok, bytes memory answer) = target.call(payload);
            emit Called(ok, answer);
            return "";
        }
        assembly ("memory-safe") {
            switch manner
            case 1 { revert(add(words, 32), mload(words)) }
            case 2 {
                let at := mload(0x40)
                calldatacopy(at, 0, calldatasize())
                revert(at, calldatasize())
            }
            case 5 { return(mload(0x40), BOMB) }
            case 6 { revert(mload(0x40), BOMB) }
        }
        return words;
    }
}
