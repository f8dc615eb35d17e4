//! Moving ERC-20 tokens, as OpenZeppelin's SafeERC20 4.9 does.
//!
//! A token may return nothing or true. Its own revert data is passed on; anything else that goes
//! wrong has the string that tools know.

use crate::{
    abi::{Address, U256},
    host::{self, CallKind},
    interface, revert, storage,
};

interface!(pub mod token = "IERC20.sol");

/// `transfer(to, amount)`.
pub fn transfer(erc20: Address, to: Address, amount: U256) {
    let mut data = crate::abi::Writer::with_selector(token::selector::TRANSFER);
    data.push_value(&to);
    data.push_value(&amount);
    checked(erc20, data.bytes());
}

/// `transferFrom(from, to, amount)`.
pub fn transfer_from(erc20: Address, from: Address, to: Address, amount: U256) {
    let mut data = crate::abi::Writer::with_selector(token::selector::TRANSFER_FROM);
    data.push_value(&from);
    data.push_value(&to);
    data.push_value(&amount);
    checked(erc20, data.bytes());
}

/// `balanceOf(account)`.
pub fn balance_of(erc20: Address, account: Address) -> U256 {
    token::at::balance_of(erc20, &account)
}

/// The same, but zero if there is no answer: what is no token is told so by the transfer that
/// follows, with the transfer's own error.
pub fn held(erc20: Address, account: Address) -> U256 {
    let mut data = crate::abi::Writer::with_selector(token::selector::BALANCE_OF);
    data.push_value(&account);
    let answer = crate::call::attempt(CallKind::Static, erc20, data.bytes(), 32);
    match answer.and_then(<[u8]>::first_chunk::<32>) {
        Some(word) => U256::from_be_bytes(*word),
        None => U256::ZERO,
    }
}

fn checked(erc20: Address, data: &[u8]) {
    storage::hand_over();
    let ok = host::call(CallKind::Call, erc20, data, u64::MAX);
    let len = host::return_data_size();
    if !ok {
        if len == 0 {
            // "SafeERC20: low-level call failed"
            revert::short_string(
                32,
                [0x5361_6665_4552_4332, 0x303a_206c_6f77_2d6c, 0x6576_656c_2063_616c, 0x6c20_6661_696c_6564],
            );
        }
        revert::revert(host::return_data(len));
    }
    if len == 0 {
        if !host::has_code(erc20) {
            // "Address: call to non-contract"
            revert::short_string(
                29,
                [0x4164_6472_6573_733a, 0x2063_616c_6c20_746f, 0x206e_6f6e_2d63_6f6e, 0x7472_6163_7400_0000],
            );
        }
        return;
    }
    // Only the first word is looked at: a long answer is not copied.
    match host::return_data(32).first_chunk::<32>() {
        None => revert::empty(),
        Some(word) => match word.split_last() {
            Some((1, high)) if high.iter().all(|byte| *byte == 0) => {}
            Some((0, high)) if high.iter().all(|byte| *byte == 0) => did_not_succeed(),
            _ => revert::empty(),
        },
    }
}

/// Reverts with "SafeERC20: ERC20 operation did not succeed".
pub fn did_not_succeed() -> ! {
    revert::long_string(
        42,
        &[
            [0x5361_6665_4552_4332, 0x303a_2045_5243_3230, 0x206f_7065_7261_7469, 0x6f6e_2064_6964_206e],
            [0x6f74_2073_7563_6365, 0x6564_0000_0000_0000, 0, 0],
        ],
    )
}
