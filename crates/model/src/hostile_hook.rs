//! A hook that answers as it is told, by function: what `tests/solidity/Hostile.sol` does, to the byte.
//!
//! Left out are the moods that call back or revert with a bomb. Told to take on one of those, it reverts.

use crate::chain::Chain;
use crate::lists::Read as _;
use crate::revert::{Result, Revert};
use alloy_primitives::{Address, B256, Selector};
use alloy_sol_types::{SolCall as _, sol};
use std::collections::HashMap;

sol! {
    /// What the hook has for whoever tells it. Anybody may.
    interface IHostileHook {
        /// The reason of a hook that reverts with one.
        error Unwilling();
        /// From now on, calls with the selector meet the mood; a kind answer is the word.
        function feel(bytes4 selector, uint8 mood, bytes32 word) external;
    }
}

/// What it does when it is called, by the number that the contract gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Mood {
    /// Answers the word.
    #[default]
    Agrees = 0,
    /// Reverts without data.
    RevertsSilently = 1,
    /// Reverts with `Unwilling`.
    RevertsWithReason = 2,
    /// Answers the word and a MiB more.
    AnswersBomb = 4,
    /// Answers no data.
    AnswersNothing = 5,
    /// Answers the largest number.
    AnswersGarbage = 6,
    /// Burns all gas that it is given.
    BurnsGas = 7,
}

impl Mood {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Agrees,
        Self::RevertsSilently,
        Self::RevertsWithReason,
        Self::AnswersBomb,
        Self::AnswersNothing,
        Self::AnswersGarbage,
        Self::BurnsGas,
    ];

    /// The number by which the contract knows it.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// Moods and words of all such hooks, by function.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hooks(HashMap<(Address, Selector), (Mood, B256)>);

/// Bytes of a bomb.
const BOMB: usize = 1 << 20;

impl Chain {
    /// A call that may change state: being told, or being asked.
    pub(crate) fn act_hook(&mut self, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let told = data.strip_prefix(&IHostileHook::feelCall::SELECTOR);
        let Some(args) = told else { return self.view_hook(this, data) };
        let args = IHostileHook::feelCall::abi_decode_raw_validate(args).map_err(|_| Revert::empty())?;
        let mood = Mood::ALL.into_iter().find(|mood| mood.number() == args.mood);
        let mood = mood.ok_or_else(Revert::empty)?;
        self.hooks.0.insert((this, args.selector), (mood, args.word));
        Ok(Some(Vec::new()))
    }

    /// A call that may not.
    pub(crate) fn view_hook(&self, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let selector = data.first_chunk::<4>().copied().unwrap_or_default();
        self.hook_answers(this, selector).map(Some)
    }

    /// What the hook answers to a function.
    pub(crate) fn hook_answers(&self, hook: Address, selector: [u8; 4]) -> Result<Vec<u8>> {
        let (mood, word) = self.hooks.0.read(&(hook, selector.into()));
        match mood {
            Mood::Agrees => Ok(word.to_vec()),
            Mood::AnswersNothing => Ok(Vec::new()),
            Mood::AnswersGarbage => Ok(vec![u8::MAX; 32]),
            Mood::AnswersBomb => {
                let mut bomb = word.to_vec();
                bomb.resize(BOMB, 0);
                // Solidity's pointer to free memory is in the answer, too.
                if let Some(byte) = bomb.get_mut(0x5f) {
                    *byte = 0x80;
                }
                Ok(bomb)
            }
            // Who runs out of gas has nothing to say.
            Mood::RevertsSilently | Mood::BurnsGas => Err(Revert::empty()),
            Mood::RevertsWithReason => Err(Revert::of(IHostileHook::Unwilling {})),
        }
    }
}
