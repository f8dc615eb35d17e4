//! One transaction, from its checks to its fees.

use super::{
    CallFrame, CallScheme, FrameResult, GasBreakdown, GasMeter, Machine, ProgramError, create::CreateFrame,
    machine::TxState, rules::MAX_INIT_CODE_SIZE,
};
use crate::{
    arbos::ArbosState,
    chain::Delegation,
    trace::{self, CallTrace, SlotUse, Tracer},
};
use alloy_primitives::{Address, B256, Bytes, Log, U256};
use revm::{
    context_interface::journaled_state::account::JournaledAccountTr,
    primitives::{AddressMap, HashSet},
};

/// Share of the gas used that refunds may reach (EIP-3529).
const MAX_REFUND_QUOTIENT: u64 = 5;
/// Balance that a view's sender has, wei; large, yet far from overflowing when it is sent on.
const VIEW_BALANCE: U256 = U256::from_limbs([0, 0, 0, 1 << 62]);

/// A transaction as the machine takes it.
#[derive(Clone, Debug)]
pub(crate) struct RawTransaction {
    pub(crate) from: Address,
    /// `None` creates an account with `data` as init code.
    pub(crate) to: Option<Address>,
    pub(crate) value: U256,
    pub(crate) data: Bytes,
    pub(crate) gas_limit: u64,
    /// Wei for each gas.
    pub(crate) gas_price: U256,
    /// Checked if present.
    pub(crate) nonce: Option<u64>,
    pub(crate) access_list: Vec<(Address, Vec<B256>)>,
    pub(crate) delegations: Vec<Delegation>,
}

/// What becomes of a transaction's changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They stay, and the sender pays for gas.
    Commit,
    /// They are dropped; gas is free and the sender rich.
    View,
    /// They are dropped; gas is free, and the sender has what it has.
    Simulate,
}

/// What a transaction came to.
#[derive(Debug)]
pub(crate) struct Execution {
    pub(crate) result: FrameResult,
    pub(crate) gas_used: u64,
    pub(crate) gas_refunded: u64,
    pub(crate) intrinsic_gas: u64,
    pub(crate) logs: Vec<Log>,
    pub(crate) breakdown: Option<GasBreakdown>,
    pub(crate) trace: Option<CallTrace>,
    pub(crate) slots: Vec<SlotUse>,
}

/// Why a transaction can't be part of a block, or be run here.
#[derive(Debug, thiserror::Error)]
pub enum TxError {
    /// The gas limit does not cover what a transaction costs before it runs.
    #[error("gas limit {limit} is below the intrinsic gas {intrinsic}")]
    IntrinsicGas {
        /// Gas limit of the transaction.
        limit: u64,
        /// Gas it needs at least.
        intrinsic: u64,
    },
    /// The nonce is not the sender's next.
    #[error("nonce {given} of {sender} should be {expected}")]
    Nonce {
        /// The sender.
        sender: Address,
        /// Nonce of the transaction.
        given: u64,
        /// Nonce of the sender's account.
        expected: u64,
    },
    /// The sender can't pay for gas limit and value.
    #[error("{sender} has {balance} wei, the transaction may need {needed}")]
    Funds {
        /// The sender.
        sender: Address,
        /// Its balance, wei.
        balance: U256,
        /// Gas limit × gas price + value, wei.
        needed: U256,
    },
    /// Init code is longer than 49 152 bytes.
    #[error("init code of {len} bytes exceeds {MAX_INIT_CODE_SIZE}")]
    InitCodeSize {
        /// Its length, bytes.
        len: usize,
    },
    /// A Stylus program could not be run on this machine.
    #[error("program can't be run here")]
    Program(#[from] ProgramError),
}

impl Machine {
    /// Runs a transaction. On an error nothing has changed.
    pub(crate) fn transact(
        &mut self,
        tx: &RawTransaction,
        mode: Mode,
        breakdown: bool,
        tracer: Option<Tracer>,
    ) -> Result<Execution, TxError> {
        let intrinsic_gas = self.intrinsic_gas(tx)?;
        self.begin(tx, breakdown, tracer);
        if let Err(error) = self.take_payment(tx, mode) {
            self.world.journal.discard_tx();
            return Err(error);
        }
        let auth_refund = self.apply_delegations(&tx.delegations);
        let recent = (mode != Mode::Commit).then(|| self.recent.clone());
        let result = self.run(tx, tx.gas_limit - intrinsic_gas);
        if let Some(recent) = recent {
            self.recent = recent;
        }
        if let Some(failure) = self.failure.take() {
            self.world.journal.discard_tx();
            return Err(failure.into());
        }
        Ok(self.finish(tx, mode, intrinsic_gas, auth_refund, result))
    }

    pub(crate) fn intrinsic_gas(&self, tx: &RawTransaction) -> Result<u64, TxError> {
        let is_create = tx.to.is_none();
        if is_create && tx.data.len() > MAX_INIT_CODE_SIZE {
            return Err(TxError::InitCodeSize { len: tx.data.len() });
        }
        let slots: usize = tx.access_list.iter().map(|(_, keys)| keys.len()).sum();
        let accounts = tx.access_list.len();
        let gas_params = &self.rules.gas_params;
        let gas = gas_params.initial_tx_gas(
            &tx.data,
            is_create,
            accounts as u64,
            slots as u64,
            tx.delegations.len() as u64,
            None,
        );
        let intrinsic = gas.initial_regular_gas();
        if intrinsic > tx.gas_limit {
            return Err(TxError::IntrinsicGas { limit: tx.gas_limit, intrinsic });
        }
        Ok(intrinsic)
    }

    fn begin(&mut self, tx: &RawTransaction, breakdown: bool, tracer: Option<Tracer>) {
        let params = ArbosState::new(&mut self.world).params();
        // Both lists are empty between transactions; only their memory is kept.
        let (acting, callers) = (std::mem::take(&mut self.tx.acting), std::mem::take(&mut self.tx.callers));
        let (origin, gas_price) = (tx.from, tx.gas_price);
        self.tx = TxState { origin, gas_price, params, acting, callers, ..TxState::default() };
        self.meter = breakdown.then(GasMeter::default);
        self.tracer = tracer;
        let warm = &mut self.world.journal.warm_addresses;
        warm.set_coinbase(self.block.coinbase);
        if !tx.access_list.is_empty() {
            let list = tx.access_list.iter().map(|(address, keys)| {
                let keys: HashSet<U256> = keys.iter().map(|key| (*key).into()).collect();
                (*address, keys)
            });
            warm.set_access_list(list.collect::<AddressMap<_>>());
        }
    }

    /// Checks nonce and funds and takes the gas limit's price from the sender.
    fn take_payment(&mut self, tx: &RawTransaction, mode: Mode) -> Result<(), TxError> {
        let world = &mut self.world;
        let mut sender = match world.journal.load_account_mut(&mut world.layers, tx.from) {
            Ok(load) => load.data,
            Err(never) => match never {},
        };
        if mode == Mode::View {
            sender.set_balance(VIEW_BALANCE);
            return Ok(());
        }
        if mode == Mode::Simulate {
            let balance = *sender.balance();
            if tx.value > balance {
                return Err(TxError::Funds { sender: tx.from, balance, needed: tx.value });
            }
            return Ok(());
        }
        let expected = sender.nonce();
        if let Some(given) = tx.nonce.filter(|given| *given != expected) {
            return Err(TxError::Nonce { sender: tx.from, given, expected });
        }
        let fee = U256::from(tx.gas_limit).saturating_mul(tx.gas_price);
        let needed = fee.saturating_add(tx.value);
        let balance = *sender.balance();
        if needed > balance {
            return Err(TxError::Funds { sender: tx.from, balance, needed });
        }
        sender.set_balance(balance - fee);
        if tx.to.is_some() {
            sender.bump_nonce();
        }
        Ok(())
    }

    fn run(&mut self, tx: &RawTransaction, gas: u64) -> FrameResult {
        let Some(to) = tx.to else {
            let (caller, value, init_code) = (tx.from, tx.value, tx.data.clone());
            return self.create(&CreateFrame { caller, value, init_code, salt: None, gas });
        };
        self.load_with_delegate(to);
        self.call(&CallFrame {
            scheme: CallScheme::Call,
            caller: tx.from,
            acting: to,
            code_address: to,
            value: tx.value,
            input: tx.data.clone(),
            gas,
            is_static: false,
        })
    }

    fn finish(
        &mut self,
        tx: &RawTransaction,
        mode: Mode,
        intrinsic_gas: u64,
        auth_refund: u64,
        result: FrameResult,
    ) -> Execution {
        let success = result.is_success();
        // A call that never began hands its gas back to a caller, but there is none here.
        let spent = tx.gas_limit.saturating_sub(result.gas_left);
        let earned = if success { u64::try_from(result.refund).unwrap_or(0) } else { 0 };
        let gas_refunded = earned.saturating_add(auth_refund).min(spent / MAX_REFUND_QUOTIENT);
        let gas_used = spent - gas_refunded;
        if mode == Mode::Commit && !tx.gas_price.is_zero() {
            let price = |gas: u64| U256::from(gas).saturating_mul(tx.gas_price);
            self.world.credit(tx.from, price(tx.gas_limit - gas_used));
            let fees = ArbosState::new(&mut self.world).network_fee_account();
            self.world.credit(fees, price(gas_used));
        }
        let logs = self.world.journal.take_logs();
        let slots = if self.tracer.is_some() { trace::touched(&self.world) } else { Vec::new() };
        match mode {
            Mode::Commit => self.world.journal.commit_tx(),
            Mode::View | Mode::Simulate => self.world.journal.discard_tx(),
        }
        let breakdown = self.meter.take().map(|m| m.breakdown(intrinsic_gas, gas_used, gas_refunded));
        let trace = self.tracer.take().and_then(Tracer::finish);
        Execution { result, gas_used, gas_refunded, intrinsic_gas, logs, breakdown, trace, slots }
    }
}
