//! Roles, as OpenZeppelin's enumerable access control 4.9 has them. The default admin decides over
//! all of them.

use crate::{
    registry::{RoleGranted, RoleRevoked},
    storage,
};
use surety_common::{
    abi::{Address, B256, U256, Writer},
    host, revert,
};

/// Decides over deployments and roles.
pub(crate) const DEFAULT_ADMIN: B256 = B256::ZERO;

/// May pause. Made here, because a constant would lie in the program's data.
pub(crate) fn pauser() -> B256 {
    let mut role = B256::ZERO;
    role[0] = 1;
    role
}

/// Whether an account has a role.
pub(crate) fn has(role: B256, account: Address) -> bool {
    storage::members(role).contains(&account.into_word().0)
}

/// How many accounts have a role.
pub(crate) fn count(role: B256) -> u32 {
    storage::members(role).len()
}

/// A member of a role; past the end is panic 0x32, as a list's.
pub(crate) fn member(role: B256, index: U256) -> Address {
    match u32::try_from(index) {
        Ok(i) if i < count(role) => Address::from_word(B256::new(storage::members(role).get(i))),
        _ => revert::panic(0x32),
    }
}

/// Gives an account a role, if it lacks it.
pub(crate) fn grant(role: B256, account: Address) {
    if storage::members(role).insert(&account.into_word().0) {
        RoleGranted { role, account, sender: host::sender() }.emit();
    }
}

/// Takes a role from an account, if it has it.
pub(crate) fn revoke(role: B256, account: Address) {
    if storage::members(role).remove(&account.into_word().0) {
        RoleRevoked { role, account, sender: host::sender() }.emit();
    }
}

/// Reverts for anyone without the role.
pub(crate) fn require_caller(role: B256) {
    let caller = host::sender();
    if !has(role, caller) {
        missing(role, caller);
    }
}

/// Reverts unless the account is the caller.
pub(crate) fn require_own(account: Address) {
    if account != host::sender() {
        // "AccessControl: can only renounce roles for self"
        revert::long_string(
            47,
            &[
                [0x4163_6365_7373_436f, 0x6e74_726f_6c3a_2063, 0x616e_206f_6e6c_7920, 0x7265_6e6f_756e_6365],
                [0x2072_6f6c_6573_2066, 0x6f72_2073_656c_6600, 0, 0],
            ],
        );
    }
}

/// `Error("AccessControl: account 0x… is missing role 0x…")`, both in lower case.
fn missing(role: B256, account: Address) -> ! {
    // 25 + 40 + 19 + 64 bytes, in words.
    let (text, words) = (148_u8, 160);
    let mut out = Writer::with_selector(0x08c3_79a0);
    out.push_value(&32_u32);
    out.push_value(&text);
    let end = out.len() + words;
    push(&mut out, 0x4163_6365_7373_436f); // "AccessCo"
    push(&mut out, 0x6e74_726f_6c3a_2061); // "ntrol: a"
    push(&mut out, 0x6363_6f75_6e74_2030); // "ccount 0"
    out.push_raw(&[0x78]); // "x"
    push_hex(&mut out, account.as_slice());
    push(&mut out, 0x2069_7320_6d69_7373); // " is miss"
    push(&mut out, 0x696e_6720_726f_6c65); // "ing role"
    out.push_raw(&[0x20, 0x30, 0x78]); // " 0x"
    push_hex(&mut out, role.as_slice());
    out.reserve(end.saturating_sub(out.len()));
    revert::revert(out.bytes())
}

/// Eight characters, as a number: a text would lie in the program's data.
#[inline(never)]
fn push(out: &mut Writer, text: u64) {
    out.push_raw(&text.to_be_bytes());
}

fn push_hex(out: &mut Writer, bytes: &[u8]) {
    for byte in bytes {
        out.push_raw(&[digit(byte >> 4), digit(byte & 15)]);
    }
}

/// The digit of a number below 16.
fn digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }
}
