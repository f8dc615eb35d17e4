//! A staker: its operator, how much it has queued, and the list of strategies it holds.

use super::{STAKER, STRATEGIES, position::Position};
use crate::{
    abi::{Address, Vec},
    list::List,
    packed,
    revert::{Error, require},
    storage::{Field, Slot},
};

/// Most strategies that a staker can hold at once; the list's index fits five bits.
pub const MAX_STRATEGIES: u8 = 32;

/// The strategy manager's error, which is raised here because the list is here.
const MAX_STRATEGIES_EXCEEDED: Error = Error(0x0d0a_21c8);

packed! {
    /// An account that stakes or operates. Packed slot: 20 + 4 + 4 + 1 + 1 = 30.
    pub struct StakerWord {
        /// Whom it delegates to, zero if nobody; operators to themselves.
        operator: Address = 20,
        /// Withdrawals ever queued. At 100,000 gas each, 2^32 of them fill 400 million millions
        /// of gas: one account cannot get there.
        nonce: u32 = 4,
        /// Withdrawals that are pending.
        queued: u32 = 4,
        /// Strategies in which it has deposit shares.
        strategies: u8 = 1,
        /// True if the account is an operator whose approver is not zero.
        has_approver: bool = 1,
    }
}

impl StakerWord {
    /// True if whose record it is, `account`, is an operator; the zero address never is.
    pub fn makes_operator(&self, account: Address) -> bool {
        !account.is_zero() && self.operator == account
    }
}

/// One account, read once and written once by each flow.
#[derive(Clone, Copy, Debug)]
pub struct Staker {
    /// Whose record it is.
    pub address: Address,
    /// The record.
    pub word: StakerWord,
}

impl Staker {
    /// Reads an account.
    pub fn load(address: Address) -> Self {
        Self { address, word: slot(address).get() }
    }

    /// Stores it.
    pub fn store(&self) {
        slot(self.address).set(&self.word);
    }

    /// True if it has an operator.
    pub fn is_delegated(&self) -> bool {
        !self.word.operator.is_zero()
    }

    /// True if it is an operator; the zero address never is.
    pub fn is_operator(&self) -> bool {
        self.word.makes_operator(self.address)
    }

    /// The strategies in which it has deposit shares, in the order that `undelegate` queues them.
    /// At most [`MAX_STRATEGIES`].
    pub fn strategies(&self) -> Vec<Address> {
        let list = self.list();
        (0..u32::from(self.word.strategies)).map(|i| read(&list.element(i).load())).collect()
    }

    /// Appends a strategy and answers its index. Reverts with `MaxStrategiesExceeded` if the list
    /// is full.
    pub fn push_strategy(&mut self, strategy: Address) -> u8 {
        let i = self.word.strategies;
        require(i < MAX_STRATEGIES, MAX_STRATEGIES_EXCEEDED);
        let mut word = [0; 32];
        if let Some(low) = word.last_chunk_mut::<20>() {
            strategy.write(low);
        }
        self.list().element(u32::from(i)).store(&word);
        self.word.strategies = i + 1;
        i
    }

    /// Removes the strategy at `index`; the last one takes its place, in the list and in its own
    /// position.
    pub fn remove_strategy(&mut self, index: u8) {
        let moved = self.list().swap_remove(u32::from(index), u32::from(self.word.strategies));
        self.word.strategies = self.word.strategies.saturating_sub(1);
        if let Some(word) = moved {
            let mut position = Position::load(self.address, read(&word));
            position.set_index(index);
            position.store();
        }
    }

    /// Empties the list. The positions are the caller's to clear.
    pub fn clear_strategies(&mut self) {
        let list = self.list();
        for i in 0..u32::from(self.word.strategies) {
            list.element(i).clear();
        }
        self.word.strategies = 0;
    }

    fn list(&self) -> List {
        List::at(Slot::keyed(STRATEGIES, &[self.address.as_slice()]))
    }
}

/// The address in a list's element.
fn read(word: &[u8; 32]) -> Address {
    word.last_chunk::<20>().map_or(Address::ZERO, |low| Address::read(low))
}

/// Where an account's record is.
pub fn slot(account: Address) -> Slot {
    Slot::keyed(STAKER, &[account.as_slice()])
}
