// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice An account that answers every call as it was told to: a registrar, a signer, a strategy's hooks.
/// @dev Told per selector, so that it can be kind in everything but the one call that is looked at. It has no
/// constructor state: its runtime code works wherever it is put.
contract Hostile {
    /// @notice What it does when it is called. The order is that of the tests' own list.
    enum Mood {
        Agrees,
        RevertsSilently,
        RevertsWithReason,
        RevertsWithBomb,
        AnswersBomb,
        AnswersNothing,
        AnswersGarbage,
        BurnsGas,
        Enters
    }

    /// @notice The reason of `RevertsWithReason`.
    error Unwilling();

    /// @dev Bytes of a bomb: as much as a transaction's gas comfortably pays for.
    uint256 private constant BOMB = 1 << 20;

    mapping(bytes4 selector => Mood) private mood;
    mapping(bytes4 selector => bytes32) private word;
    address private target;
    bytes private payload;
    bool private busy;

    /// @notice How often a nested call was tried, and how the last one ended.
    uint256 public entries;
    bool public entered;
    bytes public answer;

    /// @notice From now on, calls with `selector` meet `mood_`; a kind answer is `word_`.
    function feel(bytes4 selector, Mood mood_, bytes32 word_) external {
        mood[selector] = mood_;
        word[selector] = word_;
    }

    /// @notice What `Enters` calls, once for each outer call.
    function aim(address target_, bytes calldata payload_) external {
        target = target_;
        payload = payload_;
    }

    /// @dev Called by itself, so that in a static call only the record is lost.
    function note(bool entered_, bytes calldata answer_) external {
        entries++;
        entered = entered_;
        answer = answer_;
    }

    fallback() external {
        Mood now_ = mood[msg.sig];
        if (now_ == Mood.RevertsSilently) revert();
        if (now_ == Mood.RevertsWithReason) revert Unwilling();
        if (now_ == Mood.BurnsGas) {
            while (true) {}
        }
        if (now_ == Mood.Enters && !busy) {
            (bool ok, bytes memory data) = target.call(payload);
            (bool noted,) = address(this).call{gas: 500_000}(abi.encodeCall(this.note, (ok, data)));
            noted;
        }
        bytes32 out = word[msg.sig];
        if (now_ == Mood.AnswersGarbage) out = bytes32(type(uint256).max);
        assembly ("memory-safe") {
            mstore(0, out)
            switch now_
            case 3 { revert(0, BOMB) }
            case 4 { return(0, BOMB) }
            case 5 { return(0, 0) }
            default { return(0, 32) }
        }
    }
}
