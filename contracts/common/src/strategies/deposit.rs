//! Deposits, and shares that come back from the withdrawal queue.

use super::{
    manager::{self, error},
    params,
    slashed::vault,
    storage::{self, Nonce, Strategy},
};
use crate::{
    abi::{Address, B256, Bytes, Constant, Reader, U256, Writer, b256},
    call, erc20, host, interface,
    revert::{OrRevert, require},
    signature,
};

interface!(mod ledger = "internal/IShareLedger.sol");

/// Hash of `Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce,uint256 expiry)`.
pub const TYPE_HASH: Constant =
    Constant::new(b256!("4337f82d142e41f2a8c10547cd8c859bddb92262a61058e77842e24d9dea9224"));

/// The caller deposits for itself.
pub fn for_caller(strategy: Address, token: Address, amount: U256) -> U256 {
    deposit(host::sender(), strategy, token, amount)
}

/// The caller deposits for a staker who signed for it.
pub fn with_signature(
    strategy: Address,
    token: Address,
    amount: U256,
    staker: Address,
    expiry: U256,
    signed: Bytes,
) -> U256 {
    signature::require_unexpired(expiry);
    let slot = storage::nonce(staker);
    let Nonce { used } = slot.get();
    let digest = digest(staker, strategy, token, amount, U256::from(used), expiry);
    // Spent before the staker's own code, if it has any, is asked.
    slot.set(&Nonce { used: used.checked_add(1).or_revert() });
    signature::require_signed(staker, digest, signed.0);
    deposit(staker, strategy, token, amount)
}

fn deposit(staker: Address, strategy: Address, token: Address, amount: U256) -> U256 {
    let known = storage::strategy(strategy);
    require(known.listed, error::STRATEGY_NOT_WHITELISTED);
    erc20::transfer_from(token, host::sender(), strategy, amount);
    let (shares, hookless) = mint(strategy, token, amount);
    if hookless && !known.hookless {
        // Once per strategy: shares that come back from the queue are not minted by it.
        storage::strategy_slot(strategy).set(&Strategy { hookless, ..storage::strategy(strategy) });
    }
    announce(staker, strategy, shares, !hookless);
    ledger::sister::credit_shares(params::delegation_manager(), &staker, &strategy, &shares, &!hookless);
    shares
}

/// Lets the strategy mint. Behind the shares, which is all that the public ABI has, a strategy may
/// answer a second word: true if its hooks never refuse, so that nobody has to call them.
fn mint(strategy: Address, token: Address, amount: U256) -> (U256, bool) {
    let mut data = Writer::with_selector(vault::selector::DEPOSIT);
    data.push_value(&token);
    data.push_value(&amount);
    let answer = call::call(strategy, data.bytes());
    let is_one =
        |word: &[u8]| word.split_last().is_some_and(|(low, high)| *low == 1 && high.iter().all(|b| *b == 0));
    (Reader::returned(answer).take(), answer.get(32..64).is_some_and(is_one))
}

/// Shares come back: asks the hook and emits `Deposit`; answers whether there is a hook.
pub fn notice(staker: Address, strategy: Address, shares: U256) -> bool {
    let hooked = !storage::strategy(strategy).hookless;
    announce(staker, strategy, shares, hooked);
    hooked
}

fn announce(staker: Address, strategy: Address, shares: U256, hooked: bool) {
    require(!staker.is_zero(), error::STAKER_ADDRESS_ZERO);
    require(!shares.is_zero(), error::SHARES_AMOUNT_ZERO);
    if hooked {
        vault::at::before_add_shares(strategy, &staker, &shares);
    }
    manager::Deposit { staker, strategy, shares }.emit();
}

/// Signed deposits of a staker so far.
pub fn nonce(staker: Address) -> u64 {
    storage::nonce(staker).get::<Nonce>().used
}

/// The EIP-712 domain of this contract.
pub fn domain() -> B256 {
    signature::domain_separator(params::name_hash(), params::version().0)
}

/// What a staker signs.
pub fn digest(
    staker: Address,
    strategy: Address,
    token: Address,
    amount: U256,
    nonce: U256,
    expiry: U256,
) -> B256 {
    let message = signature::struct_hash(TYPE_HASH.word(), |fields| {
        fields.push_value(&staker);
        fields.push_value(&strategy);
        fields.push_value(&token);
        fields.push_value(&amount);
        fields.push_value(&nonce);
        fields.push_value(&expiry);
    });
    signature::digest(domain(), message)
}
