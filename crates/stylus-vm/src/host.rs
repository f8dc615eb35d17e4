//! What a running program asks of the chain around it.
//!
//! The VM owns everything that happens inside one frame: ink, stack words, linear memory, the
//! storage cache, return data, and the price of each host function. The chain owns the state and
//! the call tree; it answers in **gas**, and the VM turns that into ink.

use alloy_primitives::{Address, B256, Bytes, U256};

/// How a program enters another account's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// `call_contract`: the callee acts as itself and may receive value.
    Call,
    /// `delegate_call_contract`: the callee's code acts as the caller, with its sender and value.
    Delegate,
    /// `static_call_contract`: the callee and everything below it may not change state.
    Static,
}

/// One nested call, as the program asked for it.
#[derive(Clone, Copy, Debug)]
pub struct CallRequest<'a> {
    /// Which of the three calls.
    pub kind: CallKind,
    /// Whose code runs.
    pub contract: Address,
    /// Calldata.
    pub input: &'a [u8],
    /// Wei sent along; zero unless `kind` is [`CallKind::Call`].
    pub value: U256,
    /// Gas the caller has left: the base of the 63/64 rule and of the "does it suffice" checks.
    pub gas_left: u64,
    /// Upper bound the program set for the callee.
    pub gas_requested: u64,
}

/// How a nested call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallOutcome {
    /// True only if the callee returned normally.
    pub success: bool,
    /// Gas to take from the caller: access, value and account surcharges, plus what the callee
    /// used. Can be less than the surcharges thanks to the stipend.
    pub gas_cost: u64,
    /// Return data, or revert data; empty after any other failure.
    pub output: Bytes,
}

/// One creation, as the program asked for it.
#[derive(Clone, Copy, Debug)]
pub struct CreateRequest<'a> {
    /// Init code, without limit and without word charge.
    pub code: &'a [u8],
    /// Wei given to the new account.
    pub endowment: U256,
    /// Present for `create2`.
    pub salt: Option<B256>,
    /// Gas the creator has left.
    pub gas_left: u64,
}

/// How a creation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateOutcome {
    /// The new account, if there is one.
    pub address: Option<Address>,
    /// Gas to take from the creator.
    pub gas_cost: u64,
    /// Revert data of the init code; empty otherwise.
    pub output: Bytes,
}

/// How a flush of the storage cache ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlushOutcome {
    /// All slots are written; the sum of their prices in gas.
    Written(u64),
    /// The budget did not suffice (or was used up exactly).
    OutOfGas,
}

/// A host function that ends the program: a write in a static context, a refused creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// The chain around one frame of a program.
///
/// An implementation acts for one frame: "the acting account" is the one whose storage the frame
/// owns. Prices are those of `stylus-vm.md`, sections 4 and 6; where a method returns gas, the
/// price constants of the VM itself (host I/O, pointers, ...) are not in it.
pub trait Host {
    /// Value of a slot of the acting account, and the gas of reaching it: 2 100 cold or 100 warm.
    /// The slot is warm afterwards.
    fn storage_load(&mut self, key: B256) -> (B256, u64);

    /// Writes all `entries` in order, EIP-2929/2200 prices and refunds included. `budget` is the
    /// gas left plus one; the VM does not call this in a static context.
    fn storage_flush(&mut self, entries: &[(B256, B256)], budget: u64) -> FlushOutcome;

    /// Value of a transient slot of the acting account. The VM has paid for it.
    fn transient_load(&mut self, key: B256) -> B256;

    /// Writes a transient slot of the acting account. The VM has paid and checked for static.
    fn transient_store(&mut self, key: B256, value: B256);

    /// Calls another account; see section 6.3 for the steps. Static context with value, too little
    /// gas, too little balance and depth are answered as failed calls.
    fn call(&mut self, request: CallRequest<'_>) -> CallOutcome;

    /// Creates an account; see section 6.4.
    ///
    /// # Errors
    /// [`Refused`] in a static context or if the base price exceeds the gas left.
    fn create(&mut self, request: CreateRequest<'_>) -> Result<CreateOutcome, Refused>;

    /// Adds a log of the acting account. The VM has paid and checked for static.
    fn log(&mut self, topics: &[B256], data: &[u8]);

    /// Balance and access gas (2 600 cold or 100 warm); the account is warm afterwards.
    fn account_balance(&mut self, address: Address) -> (U256, u64);

    /// Code hash (zero if the account does not exist) and access gas.
    fn account_code_hash(&mut self, address: Address) -> (B256, u64);

    /// Code and gas: the look-up price (700) plus access gas.
    fn account_code(&mut self, address: Address) -> (Bytes, u64);

    /// Opens `pages` more pages in this transaction and answers their price in gas (section 4.2).
    fn open_pages(&mut self, pages: u16) -> u64;
}

/// What does not change while a frame runs.
#[derive(Clone, Copy, Debug)]
pub struct FrameEnv {
    /// The account the frame acts as (the caller's own in a delegate call).
    pub contract_address: Address,
    /// `msg.sender`.
    pub msg_sender: Address,
    /// `msg.value`, wei.
    pub msg_value: U256,
    /// True if the acting account already has an open frame of its own.
    pub reentrant: bool,
    /// True in a static call or below one.
    pub is_static: bool,
    /// Origin of the transaction.
    pub tx_origin: Address,
    /// Gas price of the transaction, wei.
    pub tx_gas_price: U256,
    /// The **L1** block number that `NUMBER` answers on Arbitrum.
    pub block_number: u64,
    /// Timestamp of the L2 block, seconds.
    pub block_timestamp: u64,
    /// Gas limit of the L2 block.
    pub block_gas_limit: u64,
    /// Base fee of the L2 block, wei.
    pub block_basefee: U256,
    /// Coinbase of the L2 block.
    pub block_coinbase: Address,
    /// Chain id.
    pub chain_id: u64,
}
