//! Random EVM code, on this chain and on revm's own mainnet driver: everything must agree.
//!
//! Guards the driver's half of the EVM: value, 63/64, stipends, refunds, reverts, warm and cold,
//! creation, self-destruction, and state that lasts from one transaction to the next.

use alloy_primitives::{Address, B256, Bytes, Log, TxKind, U256};
use anyhow::{Result, ensure};
use revm::{
    Context, Database, ExecuteCommitEvm, MainBuilder, MainContext,
    context::{BlockEnv, CfgEnv, TxEnv, result::ExecutionResult},
    database::InMemoryDB,
    primitives::hardfork::SpecId,
    state::{AccountInfo, Bytecode},
};
use surety_devnode::{Chain, Receipt, Tx, TxOptions, TxStatus};
use surety_stylus_vm::{Engine, EngineConfig};

const COINBASE: Address = Address::repeat_byte(0xab);
const CONTRACTS: u8 = 4;
const SLOTS: u64 = 4;
const GAS: u64 = 1_500_000;
const TRANSACTIONS: usize = 4;
const SCENARIOS: u64 = 400;

/// A small generator: what it makes depends on the seed alone.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn byte(&mut self, n: u64) -> u8 {
        u8::try_from(self.below(n)).unwrap_or(0)
    }

    /// A contract, a stranger, an empty account, or a precompile.
    fn account(&mut self) -> Address {
        match self.below(10) {
            0 => Address::repeat_byte(0xee),
            1 => Address::repeat_byte(0xdd),
            2 => Address::with_last_byte(4),
            3 => Address::with_last_byte(2),
            _ => contract(self.byte(CONTRACTS.into())),
        }
    }
}

fn contract(n: u8) -> Address {
    let mut address = Address::repeat_byte(0xc0);
    address[19] = n;
    address
}

fn push(code: &mut Vec<u8>, value: u64) {
    let bytes = value.to_be_bytes();
    let bytes = &bytes[bytes.iter().position(|b| *b != 0).unwrap_or(7)..];
    code.push(0x5f + bytes.len() as u8);
    code.extend(bytes);
}

fn push_address(code: &mut Vec<u8>, address: Address) {
    code.push(0x73);
    code.extend(address);
}

/// One statement; leaves the stack as it was.
fn statement(random: &mut Random, code: &mut Vec<u8>) {
    match random.below(14) {
        0 | 1 => {
            push(code, random.below(3));
            push(code, random.below(SLOTS));
            code.push(if random.below(5) == 0 { 0x5d } else { 0x55 });
        }
        2 => {
            push(code, random.below(SLOTS));
            code.extend([if random.below(4) == 0 { 0x5c } else { 0x54 }, 0x50]);
        }
        3 => {
            let topics = random.byte(5);
            (0..topics).for_each(|_| push(code, random.below(9)));
            push(code, random.below(100));
            push(code, random.below(64));
            code.push(0xa0 + topics);
        }
        4 => {
            push_address(code, random.account());
            code.extend([[0x31, 0x3b, 0x3f][random.below(3) as usize], 0x50]);
        }
        5..=7 => call(random, code),
        8 => create(random, code),
        9 => {
            push(code, random.below(70));
            push(code, random.below(70));
            code.extend([0x20, 0x50]);
        }
        10 => {
            // Stores what the environment says.
            code.push(
                [0x30, 0x32, 0x33, 0x34, 0x36, 0x3d, 0x42, 0x43, 0x45, 0x46, 0x47, 0x48, 0x3a, 0x5a]
                    [random.below(14) as usize],
            );
            push(code, random.below(SLOTS));
            code.push(0x55);
        }
        11 if random.below(3) == 0 => {
            push_address(code, random.account());
            code.push(0xff);
        }
        12 if random.below(2) == 0 => {
            push(code, random.below(40));
            push(code, random.below(40));
            code.push(if random.below(2) == 0 { 0xfd } else { 0xf3 });
        }
        13 if random.below(6) == 0 => code.push(random.byte(256)),
        _ => {
            push(code, random.below(1 << 20));
            push(code, random.below(90));
            code.push(0x52);
        }
    }
}

fn call(random: &mut Random, code: &mut Vec<u8>) {
    let kind = [0xf1, 0xf1, 0xf2, 0xf4, 0xfa][random.below(5) as usize];
    // Output and input ranges.
    for _ in 0..4 {
        push(code, random.below(48));
    }
    if kind == 0xf1 || kind == 0xf2 {
        let value = random.below(4);
        push(code, if random.below(2) == 0 { 0 } else { value });
    }
    push_address(code, random.account());
    match random.below(3) {
        0 => push(code, random.below(60_000)),
        _ => code.push(0x5a),
    }
    code.push(kind);
    if random.below(2) == 0 {
        push(code, random.below(SLOTS));
        code.push(0x55);
    } else {
        code.push(0x50);
    }
}

fn create(random: &mut Random, code: &mut Vec<u8>) {
    let init: &[u8] = match random.below(6) {
        // Returns 2 bytes of zero, reverts with 3 bytes, is invalid, returns code EF, stores and
        // returns nothing, destroys itself.
        0 => &[0x60, 2, 0x5f, 0xf3],
        1 => &[0x60, 3, 0x5f, 0xfd],
        2 => &[0xfe],
        3 => &[0x60, 0xef, 0x5f, 0x53, 0x60, 9, 0x5f, 0xf3],
        4 => &[0x60, 1, 0x5f, 0x55],
        _ => &[0x33, 0xff],
    };
    let mut word = [0; 8];
    word[..init.len()].copy_from_slice(init);
    push(code, u64::from_be_bytes(word) >> (8 * (8 - init.len())));
    code.extend([0x5f, 0x52]);
    let two = random.below(2) == 0;
    if two {
        push(code, random.below(2));
    }
    push(code, init.len() as u64);
    push(code, 32 - init.len() as u64);
    push(code, random.below(3));
    code.extend([if two { 0xf5 } else { 0xf0 }, 0x50]);
}

fn contracts(seed: u64) -> Vec<Bytes> {
    let mut random = Random(seed);
    let one = |_| {
        let mut code = Vec::new();
        (0..3 + random.below(12)).for_each(|_| statement(&mut random, &mut code));
        code.into()
    };
    (0..CONTRACTS).map(one).collect()
}

/// The parts of a result that must agree.
type Seen = (&'static str, Bytes, Vec<Log>, u64, u64);

fn ours(receipt: Receipt) -> Seen {
    let status = match receipt.status {
        TxStatus::Success => "success",
        TxStatus::Revert => "revert",
        TxStatus::Halt(_) => "halt",
    };
    (status, receipt.output, receipt.logs, receipt.gas_used, receipt.gas_refunded)
}

fn theirs(result: ExecutionResult) -> Seen {
    let gas = *result.gas();
    let (status, output, logs) = match result {
        ExecutionResult::Success { logs, output, .. } => ("success", output.into_data(), logs),
        ExecutionResult::Revert { output, .. } => ("revert", output, Vec::new()),
        ExecutionResult::Halt { .. } => ("halt", Bytes::new(), Vec::new()),
    };
    (status, output, logs, gas.tx_gas_used(), gas.final_refunded())
}

fn scenario(seed: u64, arbos: u64, spec: SpecId, engine: Engine) -> Result<Vec<Seen>> {
    let sender = Address::repeat_byte(0x11);
    let codes = contracts(seed);
    let mut chain = Chain::builder()
        .bare()
        .arbos(arbos)
        .chain_id(1)
        .basefee(0)
        .start(50, 1_000)
        .coinbase(COINBASE)
        .engine(engine)
        .build()?;
    let mut db = InMemoryDB::default();
    let mut fund = |address: Address, wei: u64, code: &Bytes| {
        let balance = U256::from(wei);
        chain.set_balance(address, balance);
        let nonce = u64::from(!code.is_empty());
        if !code.is_empty() {
            chain.set_code(address, code.clone());
        }
        let code = Bytecode::new_legacy(code.clone());
        db.insert_account_info(address, AccountInfo::new(balance, nonce, code.hash_slow(), code));
    };
    fund(sender, u64::MAX, &Bytes::new());
    fund(Address::repeat_byte(0xee), 7, &Bytes::new());
    for (n, code) in (0..).zip(&codes) {
        fund(contract(n), 100, code);
    }
    let block = BlockEnv {
        number: U256::from(50),
        timestamp: U256::from(1_000),
        gas_limit: 1 << 50,
        prevrandao: Some(B256::from(U256::ONE)),
        difficulty: U256::ONE,
        beneficiary: COINBASE,
        ..BlockEnv::default()
    };
    let mut cfg = CfgEnv::new_with_spec(spec);
    cfg.disable_nonce_check = true;
    let mut reference = Context::mainnet().with_db(db).with_block(block).with_cfg(cfg).build_mainnet();
    let mut seen = Vec::new();
    for n in 0..TRANSACTIONS {
        let to = contract(n as u8 % CONTRACTS);
        let (value, input) = (U256::from(n), Bytes::new());
        let env = TxEnv::builder().caller(sender).kind(TxKind::Call(to)).value(value).gas_limit(GAS);
        let env = env.gas_price(0).data(input).build_fill();
        let expected = theirs(reference.transact_commit(env)?);
        if (seed + n as u64).is_multiple_of(3) {
            chain.snapshot();
        }
        let options = if n % 2 == 0 { TxOptions::ALL } else { TxOptions::NOTHING };
        let receipt = chain.transact(Tx::call(sender, to).value(value).gas(GAS).options(options))?;
        let parts = receipt.gas.map_or(receipt.gas_used + receipt.gas_refunded, |gas| gas.spent());
        ensure!(parts == receipt.gas_used + receipt.gas_refunded, "seed {seed}, transaction {n}: {parts}");
        let got = ours(receipt);
        ensure!(got == expected, "seed {seed}, ArbOS {arbos}, transaction {n}:\n{got:?}\n{expected:?}");
        for account in
            (0..CONTRACTS).map(contract).chain([Address::repeat_byte(0xee), Address::repeat_byte(0xdd)])
        {
            let info = reference.ctx.journaled_state.database.basic(account)?.unwrap_or_default();
            let same = (info.balance, info.nonce, info.code_hash)
                == (chain.balance(account), chain.nonce(account), hash(&chain, account));
            ensure!(same, "seed {seed}, ArbOS {arbos}, transaction {n}: account {account}");
            for slot in (0..SLOTS).map(U256::from) {
                let expected = reference.ctx.journaled_state.database.storage(account, slot)?;
                ensure!(
                    chain.storage(account, slot) == expected,
                    "seed {seed}, transaction {n}: {account} {slot}"
                );
            }
        }
        seen.push(got);
    }
    Ok(seen)
}

fn hash(chain: &Chain, account: Address) -> B256 {
    let hash = chain.code_hash(account);
    if hash.is_zero() { alloy_primitives::KECCAK256_EMPTY } else { hash }
}

#[test]
fn random_evm_code_runs_as_on_revms_own_driver() -> Result<()> {
    // No program runs here; sharing it only saves setting one up for each scenario.
    let engine = Engine::new(EngineConfig::default())?;
    let mut seen = Vec::new();
    for (arbos, spec) in [(32, SpecId::CANCUN), (40, SpecId::PRAGUE), (60, SpecId::OSAKA)] {
        for seed in 0..SCENARIOS {
            seen.extend(scenario(seed * 7 + arbos, arbos, spec, engine.clone())?);
        }
    }
    // The code must do things, or agreement means nothing.
    let count = |what: fn(&Seen) -> bool| seen.iter().filter(|seen| what(seen)).count();
    let kinds = [
        count(|seen| seen.0 == "success"),
        count(|seen| seen.0 == "revert"),
        count(|seen| seen.0 == "halt"),
        count(|seen| !seen.2.is_empty()),
        count(|seen| seen.4 > 0),
        count(|seen| seen.3 > 100_000),
    ];
    ensure!(kinds.iter().all(|kind| *kind > seen.len() / 50), "of {}: {kinds:?}", seen.len());
    Ok(())
}
