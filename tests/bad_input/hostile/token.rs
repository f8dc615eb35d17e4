//! The token of `tests/solidity/HostileToken.sol`, and its habits.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::sol;
use anyhow::{Context as _, Result};
use std::fs;
use surety_tests::root;

sol! {
    interface Token {
        function become(uint8 habit) external;
        function shift(uint8 places) external;
        function rebase(uint256 percent) external;
        function ban(address account, bool banned) external;
        function aim(address target, bytes calldata payload) external;
        function mint(address to, uint256 amount) external;
        function approve(address spender, uint256 amount) external returns (bool);
        function entries() external view returns (uint256);
        function entered() external view returns (bool);
        function answer() external view returns (bytes memory);
    }
}

/// Where the tests put it.
pub(crate) const TOKEN: Address = Address::repeat_byte(0x70);

/// How the token misbehaves; the order is the contract's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Habit {
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
    BalanceBurnsGas,
}

/// Runtime code of a contract in `tests/solidity`.
pub(crate) fn runtime(name: &str) -> Result<Bytes> {
    let file = root().join(format!("tests/solidity/artifacts/{name}.json"));
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let artifact: serde_json::Value = serde_json::from_str(&text)?;
    let code = artifact.get("runtime").and_then(|code| code.as_str()).context("no runtime code")?;
    Ok(code.parse()?)
}
