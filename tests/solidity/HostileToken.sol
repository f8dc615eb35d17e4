// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice A token that behaves well until it is told to misbehave: what the core must bear from tokens.
/// @dev Anyone may mint and change its habits. It has no constructor state: its runtime code works wherever it is put.
contract HostileToken {
    /// @notice How transfers and balances deviate. The order is that of the tests' own list.
    enum Habit {
        Ordinary,
        TakesFee,
        AddsBonus,
        ReturnsNothing,
        ReturnsFalse,
        ReturnsFalseAndMoves,
        ReturnsGarbage,
        ReturnsBomb,
        RevertsWithReason,
        RevertsSilently,
        RevertsWithBomb,
        BurnsGas,
        MovesNothing,
        EntersBefore,
        EntersAfter,
        LiesLow,
        LiesHigh,
        BalanceReverts,
        BalanceBomb,
        BalanceBurnsGas
    }

    /// @notice The reason of `RevertsWithReason`.
    error Unwilling();
    /// @notice The account may neither send nor receive.
    error Blocked(address account);

    event Transfer(address indexed from, address indexed to, uint256 value);

    /// @dev Bytes of a bomb: as much as a transaction's gas comfortably pays for.
    uint256 private constant BOMB = 1 << 20;

    Habit public habit;
    uint8 private places;
    /// @dev Percent of what accounts hold that they see: 0 means 100.
    uint256 private percent;
    mapping(address account => uint256) private held;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    mapping(address account => bool) private blocked;
    address private target;
    bytes private payload;
    bool private busy;

    /// @notice How often a nested call was tried, and how the last one ended.
    uint256 public entries;
    bool public entered;
    bytes public answer;

    /// @notice Takes on a habit.
    function become(Habit habit_) external {
        habit = habit_;
    }

    /// @notice What `decimals` answers is 18 more than this, modulo 256.
    function shift(uint8 places_) external {
        places = places_;
    }

    /// @notice Lets everyone see `percent_` percent of what they hold.
    function rebase(uint256 percent_) external {
        percent = percent_;
    }

    /// @notice Keeps an account from sending and receiving, or lets it again.
    function ban(address account, bool banned) external {
        blocked[account] = banned;
    }

    /// @notice What entering habits call, once for each transfer.
    function aim(address target_, bytes calldata payload_) external {
        target = target_;
        payload = payload_;
    }

    function mint(address to, uint256 amount) external {
        held[to] += amount;
        emit Transfer(address(0), to, amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function decimals() external view returns (uint8) {
        unchecked {
            return places + 18;
        }
    }

    function balanceOf(address account) external view returns (uint256) {
        Habit now_ = habit;
        if (now_ == Habit.BalanceReverts) revert Unwilling();
        if (now_ == Habit.BalanceBurnsGas) {
            while (true) {}
        }
        uint256 seen = truth(account);
        if (now_ == Habit.LiesLow) seen = 0;
        if (now_ == Habit.LiesHigh) seen = type(uint256).max / 2;
        if (now_ == Habit.BalanceBomb) {
            assembly ("memory-safe") {
                mstore(0, seen)
                return(0, BOMB)
            }
        }
        return seen;
    }

    /// @notice What `balanceOf` would answer if it were honest: tests look at this whatever the habit is.
    function truth(address account) public view returns (uint256) {
        return held[account] * scale() / 100;
    }

    function transfer(address to, uint256 amount) external {
        move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        uint256 allowed = allowance[from][msg.sender];
        require(allowed >= amount, "allowance");
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - amount;
        move(from, to, amount);
    }

    function scale() private view returns (uint256) {
        return percent == 0 ? 100 : percent;
    }

    /// @dev Ends the call: with one word, with none, or otherwise as the habit wants.
    function move(address from, address to, uint256 amount) private {
        Habit now_ = habit;
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        if (now_ == Habit.RevertsWithReason) revert Unwilling();
        if (now_ == Habit.RevertsSilently) revert();
        if (now_ == Habit.BurnsGas) {
            while (true) {}
        }
        if (now_ == Habit.EntersBefore) enter();
        if (now_ != Habit.MovesNothing && now_ != Habit.ReturnsFalse) {
            uint256 units = amount * 100 / scale();
            require(held[from] >= units, "balance");
            held[from] -= units;
            if (now_ == Habit.TakesFee) units -= units / 10;
            if (now_ == Habit.AddsBonus) units += units / 10;
            held[to] += units;
            emit Transfer(from, to, amount);
        }
        if (now_ == Habit.EntersAfter) enter();
        assembly ("memory-safe") {
            mstore(0, 1)
            switch now_
            case 3 { return(0, 0) }
            case 4 {
                mstore(0, 0)
                return(0, 32)
            }
            case 5 {
                mstore(0, 0)
                return(0, 32)
            }
            case 6 {
                mstore(0, 2)
                return(0, 32)
            }
            case 7 { return(0, BOMB) }
            case 10 { revert(0, BOMB) }
            default { return(0, 32) }
        }
    }

    function enter() private {
        if (busy) return;
        busy = true;
        (bool ok, bytes memory data) = target.call(payload);
        busy = false;
        entries++;
        entered = ok;
        answer = data;
    }
}
