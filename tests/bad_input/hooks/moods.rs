//! The account of `tests/solidity/Hostile.sol`, and its moods.

use alloy_primitives::Address;
use alloy_sol_types::sol;

sol! {
    interface Hook {
        function feel(bytes4 selector, uint8 mood, bytes32 word) external;
        function aim(address target, bytes calldata payload) external;
        function entries() external view returns (uint256);
        function entered() external view returns (bool);
    }
}

/// Where the tests put it.
pub(crate) const HOOK: Address = Address::repeat_byte(0x71);

/// What it does when it is called; the order is the contract's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Mood {
    Agrees,
    RevertsSilently,
    RevertsWithReason,
    RevertsWithBomb,
    AnswersBomb,
    AnswersNothing,
    AnswersGarbage,
    BurnsGas,
    Enters,
}

pub(crate) const MOODS: [Mood; 9] = [
    Mood::Agrees,
    Mood::RevertsSilently,
    Mood::RevertsWithReason,
    Mood::RevertsWithBomb,
    Mood::AnswersBomb,
    Mood::AnswersNothing,
    Mood::AnswersGarbage,
    Mood::BurnsGas,
    Mood::Enters,
];

impl Mood {
    /// What the docs call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::RevertsSilently => "reverts",
            Self::RevertsWithReason => "reverts with a reason",
            Self::RevertsWithBomb => "reverts with a MiB",
            Self::AnswersBomb => "agrees in a MiB",
            Self::AnswersNothing => "returns nothing",
            Self::AnswersGarbage => "returns nonsense",
            Self::BurnsGas => "burns all gas",
            Self::Enters => "calls back",
        }
    }
}
