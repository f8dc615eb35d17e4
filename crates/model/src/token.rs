//! ERC-20 tokens as OpenZeppelin 4.9 makes them, with a `mint` that anyone may call.

use crate::answer::answer;
use crate::chain::{Chain, Frame, Kind};
use crate::hostile_token::Temper;
use crate::lists::Read as _;
use crate::revert::{Result, Revert};
use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use std::collections::HashMap;
use surety_abi::IERC20 as api;

sol! {
    /// What the test tokens add to ERC-20.
    interface IMintable {
        /// Makes tokens out of nothing.
        function mint(address to, uint256 amount) external;
    }
}

/// Balances and allowances of all tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    supply: HashMap<Address, U256>,
    /// By token and holder.
    pub(crate) balances: HashMap<(Address, Address), U256>,
    /// By token, holder and spender.
    allowances: HashMap<(Address, Address, Address), U256>,
    /// Tokens that misbehave when they are told to.
    pub(crate) hostile: HashMap<Address, Temper>,
}

impl Tokens {
    /// Gives an account tokens and lets others spend them without limit.
    pub(crate) fn endow(&mut self, token: Address, holder: Address, amount: U256, spenders: &[Address]) {
        *self.supply.entry(token).or_default() += amount;
        *self.balances.entry((token, holder)).or_default() += amount;
        for spender in spenders {
            self.allow(token, holder, *spender, U256::MAX);
        }
    }

    /// What a token answers to `balanceOf`, in token units.
    ///
    /// # Errors
    /// Only a hostile token's.
    pub(crate) fn told(&self, token: Address, holder: Address) -> Result<U256> {
        let held = self.balance(token, holder);
        self.hostile.get(&token).map_or(Ok(held), |temper| temper.told(held))
    }

    /// Units on a token's own books.
    pub(crate) fn balance(&self, token: Address, holder: Address) -> U256 {
        self.balances.read(&(token, holder))
    }

    pub(crate) fn allowance(&self, token: Address, owner: Address, spender: Address) -> U256 {
        self.allowances.read(&(token, owner, spender))
    }

    pub(crate) fn allow(&mut self, token: Address, owner: Address, spender: Address, amount: U256) {
        self.allowances.insert((token, owner, spender), amount);
    }

    /// What is left of an allowance when `amount` is spent of it; `None` of one without limit.
    ///
    /// # Errors
    /// The token's words for too little.
    pub(crate) fn left_to_spend(
        &self,
        token: Address,
        [owner, spender]: [Address; 2],
        amount: U256,
        too_little: &str,
    ) -> Result<Option<U256>> {
        let allowance = self.allowance(token, owner, spender);
        if allowance == U256::MAX {
            return Ok(None);
        }
        allowance.checked_sub(amount).map(Some).ok_or_else(|| Revert::text(too_little))
    }
}

impl Chain {
    /// The functions that move tokens.
    pub(crate) fn act_token(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let Frame { caller, this: token, .. } = frame;
        if self.tokens.hostile.contains_key(&token) {
            return self.act_hostile_token(frame, data);
        }
        answer! { data;
            give api::transferCall => |args| {
                self.transfer(token, caller, args.to, args.amount)?;
                true
            },
            give api::approveCall => |args| {
                self.approve(token, caller, args.spender, args.amount)?;
                true
            },
            give api::transferFromCall => |args| {
                self.transfer_from(token, caller, args.from, args.to, args.amount)?;
                true
            },
            act IMintable::mintCall => |args| self.mint(token, args.to, args.amount)?,
        }
    }

    /// `SafeERC20.safeTransfer`.
    pub(crate) fn safe_transfer(
        &mut self,
        token: Address,
        from: Address,
        to: Address,
        amount: U256,
    ) -> Result {
        self.require_token(token)?;
        if self.tokens.hostile.contains_key(&token) {
            return self.safe_move_hostile(token, None, from, to, amount);
        }
        self.transfer(token, from, to, amount)
    }

    /// `SafeERC20.safeTransferFrom`, by `spender`.
    pub(crate) fn safe_transfer_from(
        &mut self,
        token: Address,
        spender: Address,
        from: Address,
        to: Address,
        amount: U256,
    ) -> Result {
        self.require_token(token)?;
        if self.tokens.hostile.contains_key(&token) {
            return self.safe_move_hostile(token, Some(spender), from, to, amount);
        }
        self.transfer_from(token, spender, from, to, amount)
    }

    /// What SafeERC20 makes of a call to something that is not a token.
    fn require_token(&self, token: Address) -> Result {
        match self.code.get(&token) {
            Some(Kind::Token) => Ok(()),
            Some(_) => Err(Revert::text("SafeERC20: low-level call failed")),
            None => Err(Revert::text("Address: call to non-contract")),
        }
    }

    fn transfer_from(
        &mut self,
        token: Address,
        spender: Address,
        from: Address,
        to: Address,
        amount: U256,
    ) -> Result {
        let too_little = "ERC20: insufficient allowance";
        if let Some(left) = self.tokens.left_to_spend(token, [from, spender], amount, too_little)? {
            self.approve(token, from, spender, left)?;
        }
        self.transfer(token, from, to, amount)
    }

    fn transfer(&mut self, token: Address, from: Address, to: Address, amount: U256) -> Result {
        if from.is_zero() {
            return Err(Revert::text("ERC20: transfer from the zero address"));
        }
        if to.is_zero() {
            return Err(Revert::text("ERC20: transfer to the zero address"));
        }
        let left = self
            .tokens
            .balance(token, from)
            .checked_sub(amount)
            .ok_or_else(|| Revert::text("ERC20: transfer amount exceeds balance"))?;
        self.tokens.balances.insert((token, from), left);
        // No overflow: balances add up to the supply.
        *self.tokens.balances.entry((token, to)).or_default() += amount;
        self.emit(token, &api::Transfer { from, to, value: amount });
        Ok(())
    }

    /// `approve`.
    fn approve(&mut self, token: Address, owner: Address, spender: Address, amount: U256) -> Result {
        if owner.is_zero() {
            return Err(Revert::text("ERC20: approve from the zero address"));
        }
        if spender.is_zero() {
            return Err(Revert::text("ERC20: approve to the zero address"));
        }
        self.tokens.allow(token, owner, spender, amount);
        self.emit(token, &api::Approval { owner, spender, value: amount });
        Ok(())
    }

    /// `mint`.
    fn mint(&mut self, token: Address, to: Address, amount: U256) -> Result {
        if to.is_zero() {
            return Err(Revert::text("ERC20: mint to the zero address"));
        }
        let supply = self.tokens.supply.read(&token).checked_add(amount).ok_or_else(Revert::overflow)?;
        self.tokens.supply.insert(token, supply);
        *self.tokens.balances.entry((token, to)).or_default() += amount;
        self.emit(token, &api::Transfer { from: Address::ZERO, to, value: amount });
        Ok(())
    }

    /// The views.
    pub(crate) fn view_token(&self, token: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let tokens = &self.tokens;
        if let Some(temper) = tokens.hostile.get(&token) {
            return self.view_hostile_token(token, temper, data);
        }
        answer! { data;
            give api::nameCall => |_| "Mock Token".to_owned(),
            give api::symbolCall => |_| "MOCK".to_owned(),
            give api::decimalsCall => |_| 18,
            give api::totalSupplyCall => |_| tokens.supply.read(&token),
            give api::balanceOfCall => |args| tokens.balance(token, args.account),
            give api::allowanceCall => |args| tokens.allowance(token, args.owner, args.spender),
        }
    }
}
