//! A token that misbehaves as it is told: what `tests/solidity/HostileToken.sol` does, to the byte.
//!
//! Left out are the habits that call back, burn gas or answer with a bomb: a model without frames and
//! gas cannot have them. Told to take on one of those, it reverts.

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::revert::{Result, Revert, require};
use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use std::collections::HashSet;
use surety_abi::IERC20 as api;

sol! {
    /// What the hostile token has besides ERC-20. Anybody may call it.
    interface IHostileToken {
        /// The reason of a token that reverts with one.
        error Unwilling();
        /// The account may neither send nor receive.
        error Blocked(address account);
        /// Makes tokens out of nothing.
        function mint(address to, uint256 amount) external;
        /// Takes on a habit.
        function become(uint8 habit) external;
        /// Shows everyone so many percent of what it holds; 0 means 100.
        function rebase(uint256 percent) external;
        /// Keeps an account from sending and receiving, or lets it again.
        function ban(address account, bool banned) external;
        /// What `balanceOf` answers when it does not lie, in token units.
        function truth(address account) external view returns (uint256);
    }
}

/// How a token can misbehave, by the number that the contract gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Habit {
    /// Not at all.
    #[default]
    Ordinary = 0,
    /// A tenth of what is sent does not arrive.
    TakesFee = 1,
    /// A tenth more than is sent arrives.
    AddsBonus = 2,
    /// Transfers return no data.
    ReturnsNothing = 3,
    /// Transfers return false, and move nothing.
    ReturnsFalse = 4,
    /// Transfers return false, but move.
    ReturnsFalseAndMoves = 5,
    /// Transfers return 2.
    ReturnsGarbage = 6,
    /// Transfers revert with `Unwilling`.
    RevertsWithReason = 8,
    /// Transfers revert without data.
    RevertsSilently = 9,
    /// Transfers return true, and move nothing.
    MovesNothing = 12,
    /// Everybody's balance is told to be zero.
    LiesLow = 15,
    /// Everybody's balance is told to be half of all numbers.
    LiesHigh = 16,
    /// Asking for a balance reverts with `Unwilling`.
    BalanceReverts = 17,
}

impl Habit {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Ordinary,
        Self::TakesFee,
        Self::AddsBonus,
        Self::ReturnsNothing,
        Self::ReturnsFalse,
        Self::ReturnsFalseAndMoves,
        Self::ReturnsGarbage,
        Self::RevertsWithReason,
        Self::RevertsSilently,
        Self::MovesNothing,
        Self::LiesLow,
        Self::LiesHigh,
        Self::BalanceReverts,
    ];

    /// The number by which the contract knows it.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|habit| habit.number() == number)
    }
}

/// How one token misbehaves now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Temper {
    habit: Habit,
    /// 0 means 100.
    percent: U256,
    blocked: HashSet<Address>,
}

/// What a transfer that does not revert returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    Nothing,
    Word(u8),
}

impl Reply {
    fn encode(self) -> Vec<u8> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Word(word) => U256::from(word).abi_encode(),
        }
    }
}

impl Temper {
    fn scale(&self) -> U256 {
        if self.percent.is_zero() { HUNDRED } else { self.percent }
    }

    /// What an account sees that holds so many units.
    fn truth(&self, held: U256) -> Result<U256> {
        Ok(held.checked_mul(self.scale()).ok_or_else(Revert::overflow)? / HUNDRED)
    }

    /// What `balanceOf` answers.
    pub(crate) fn told(&self, held: U256) -> Result<U256> {
        let unwilling = matches!(self.habit, Habit::BalanceReverts);
        require(!unwilling, IHostileToken::Unwilling {})?;
        let seen = self.truth(held)?;
        Ok(match self.habit {
            Habit::LiesLow => U256::ZERO,
            Habit::LiesHigh => U256::MAX / U256::from(2),
            _ => seen,
        })
    }
}

const HUNDRED: U256 = U256::from_limbs([100, 0, 0, 0]);

impl Chain {
    /// Functions that change the token.
    pub(crate) fn act_hostile_token(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let Frame { caller, this: token, .. } = frame;
        let mut moved = None;
        let done: Result<Option<Vec<u8>>> = answer! { data;
            act api::transferCall => |args| moved = Some(self.move_hostile(token, caller, args.to, args.amount)?),
            act api::transferFromCall => |args| {
                moved = Some(self.move_allowed(token, caller, args.from, args.to, args.amount)?);
            },
            give api::approveCall => |args| {
                self.tokens.allow(token, caller, args.spender, args.amount);
                true
            },
            act IHostileToken::mintCall => |args| {
                self.tokens.put(token, args.to, args.amount)?;
                self.emit(token, &api::Transfer { from: Address::ZERO, to: args.to, value: args.amount });
            },
            act IHostileToken::becomeCall => |args| {
                self.temper_mut(token)?.habit = Habit::of(args.habit).ok_or_else(Revert::empty)?;
            },
            act IHostileToken::rebaseCall => |args| self.temper_mut(token)?.percent = args.percent,
            act IHostileToken::banCall => |args| {
                let blocked = &mut self.temper_mut(token)?.blocked;
                if args.banned {
                    blocked.insert(args.account);
                } else {
                    blocked.remove(&args.account);
                }
            },
        };
        Ok(moved.map(Reply::encode).or(done?))
    }

    /// The views: neither a name nor a supply.
    pub(crate) fn view_hostile_token(
        &self,
        token: Address,
        temper: &Temper,
        data: &[u8],
    ) -> Result<Option<Vec<u8>>> {
        answer! { data;
            give api::decimalsCall => |_| 18,
            give api::balanceOfCall => |args| self.tokens.told(token, args.account)?,
            give api::allowanceCall => |args| self.tokens.allowance(token, args.owner, args.spender),
            give IHostileToken::truthCall => |args| temper.truth(self.tokens.balance(token, args.account))?,
        }
    }

    /// `SafeERC20.safeTransfer` and `safeTransferFrom` (with a spender) of a hostile token.
    pub(crate) fn safe_move_hostile(
        &mut self,
        token: Address,
        spender: Option<Address>,
        from: Address,
        to: Address,
        amount: U256,
    ) -> Result {
        let moved = match spender {
            Some(spender) => self.move_allowed(token, spender, from, to, amount),
            None => self.move_hostile(token, from, to, amount),
        };
        match moved {
            Ok(Reply::Nothing | Reply::Word(1)) => Ok(()),
            Ok(Reply::Word(0)) => Err(Revert::text("SafeERC20: ERC20 operation did not succeed")),
            // No boolean at all: the decoder's failure.
            Ok(Reply::Word(_)) => Err(Revert::empty()),
            Err(Revert(data)) if data.is_empty() => Err(Revert::text("SafeERC20: low-level call failed")),
            Err(revert) => Err(revert),
        }
    }

    fn temper_mut(&mut self, token: Address) -> Result<&mut Temper> {
        self.tokens.hostile.get_mut(&token).ok_or_else(Revert::empty)
    }

    fn move_allowed(
        &mut self,
        token: Address,
        spender: Address,
        from: Address,
        to: Address,
        amount: U256,
    ) -> Result<Reply> {
        if let Some(left) = self.tokens.left_to_spend(token, [from, spender], amount, "allowance")? {
            self.tokens.allow(token, from, spender, left);
        }
        self.move_hostile(token, from, to, amount)
    }

    fn move_hostile(&mut self, token: Address, from: Address, to: Address, amount: U256) -> Result<Reply> {
        let temper = self.temper_mut(token)?;
        let (habit, scale) = (temper.habit, temper.scale());
        for account in [from, to] {
            require(!temper.blocked.contains(&account), IHostileToken::Blocked { account })?;
        }
        require(habit != Habit::RevertsWithReason, IHostileToken::Unwilling {})?;
        match habit {
            Habit::RevertsSilently => return Err(Revert::empty()),
            Habit::ReturnsFalse => return Ok(Reply::Word(0)),
            Habit::MovesNothing => return Ok(Reply::Word(1)),
            _ => {}
        }
        let units = amount.checked_mul(HUNDRED).ok_or_else(Revert::overflow)? / scale;
        let tenth = units / U256::from(10);
        self.tokens.take(token, from, units)?;
        let arrives = match habit {
            Habit::TakesFee => units.saturating_sub(tenth),
            Habit::AddsBonus => units.checked_add(tenth).ok_or_else(Revert::overflow)?,
            _ => units,
        };
        self.tokens.put(token, to, arrives)?;
        self.emit(token, &api::Transfer { from, to, value: amount });
        Ok(match habit {
            Habit::ReturnsNothing => Reply::Nothing,
            Habit::ReturnsFalseAndMoves => Reply::Word(0),
            Habit::ReturnsGarbage => Reply::Word(2),
            _ => Reply::Word(1),
        })
    }
}

impl crate::token::Tokens {
    fn take(&mut self, token: Address, holder: Address, units: U256) -> Result {
        let left = self.balance(token, holder).checked_sub(units).ok_or_else(|| Revert::text("balance"))?;
        self.balances.insert((token, holder), left);
        Ok(())
    }

    fn put(&mut self, token: Address, holder: Address, units: U256) -> Result {
        let held = self.balance(token, holder).checked_add(units).ok_or_else(Revert::overflow)?;
        self.balances.insert((token, holder), held);
        Ok(())
    }
}
