//! The committed bytecode of `tests/solidity` does what the scenarios rely on.

use alloy_primitives::{Address, B256, Bytes, Log, U256, address, hex, keccak256};
use alloy_signer::SignerSync as _;
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::{SolCall, SolError, SolEvent, SolValue, sol};
use anyhow::{Context as _, Result, bail, ensure};
use revm::context::TxEnv;
use revm::context::result::ExecutionResult;
use revm::database::InMemoryDB;
use revm::primitives::TxKind;
use revm::{Context, ExecuteCommitEvm as _, MainBuilder as _, MainContext as _};
use std::path::Path;
use surety_abi::{IAVSRegistrar, IERC20, IERC1271};

sol! {
    /// What the token adds to ERC-20.
    function mint(address to, uint256 amount);
    /// How Solidity's `require` fails.
    error Error(string reason);
    /// How the rejecting registrar fails.
    error RegistrarRejects();
}

const HOLDER: Address = address!("0000000000000000000000000000000000001001");
const SPENDER: Address = address!("0000000000000000000000000000000000001002");
const OTHER: Address = address!("0000000000000000000000000000000000001003");
const GAS_LIMIT: u64 = 10_000_000;

/// A chain with one contract on it.
struct Chain {
    db: InMemoryDB,
    contract: Address,
}

impl Chain {
    /// Deploys the committed creation code of `name`, followed by the constructor's arguments.
    fn with(name: &str, arguments: &[u8]) -> Result<Self> {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/solidity/artifacts/{name}.json"));
        let artifact: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        let text = artifact["creation"].as_str().context("no creation code")?;
        let code = [hex::decode(text)?, arguments.to_vec()].concat();
        let mut chain = Self { db: InMemoryDB::default(), contract: Address::ZERO };
        let outcome = chain.transact(HOLDER, TxKind::Create, code.into())?;
        chain.contract = outcome.created_address().context("nothing was deployed")?;
        Ok(chain)
    }

    fn transact(&mut self, caller: Address, kind: TxKind, data: Bytes) -> Result<ExecutionResult> {
        let mut evm = Context::mainnet()
            .with_db(&mut self.db)
            .modify_cfg_chained(|cfg| cfg.disable_nonce_check = true)
            .build_mainnet();
        let tx = TxEnv { caller, kind, data, gas_limit: GAS_LIMIT, ..TxEnv::default() };
        Ok(evm.transact_commit(tx)?)
    }

    fn outcome<C: SolCall>(&mut self, caller: Address, call: &C) -> Result<ExecutionResult> {
        self.transact(caller, TxKind::Call(self.contract), call.abi_encode().into())
    }

    /// Calls and expects success.
    fn call<C: SolCall>(&mut self, caller: Address, call: &C) -> Result<(C::Return, Vec<Log>)> {
        match self.outcome(caller, call)? {
            ExecutionResult::Success { output, logs, .. } => {
                Ok((C::abi_decode_returns(output.data())?, logs))
            }
            other => bail!("{}: {other:?}", C::SIGNATURE),
        }
    }

    /// Calls and expects a revert; returns its data.
    fn revert<C: SolCall>(&mut self, caller: Address, call: &C) -> Result<Bytes> {
        match self.outcome(caller, call)? {
            ExecutionResult::Revert { output, .. } => Ok(output),
            other => bail!("{} did not revert: {other:?}", C::SIGNATURE),
        }
    }

    fn reason<C: SolCall>(&mut self, caller: Address, call: &C) -> Result<String> {
        let data = self.revert(caller, call)?;
        Ok(Error::abi_decode(&data)?.reason)
    }

    fn balance(&mut self, account: Address) -> Result<U256> {
        Ok(self.call(OTHER, &IERC20::balanceOfCall { account })?.0)
    }
}

/// A token of which the holder has 100 units.
fn token() -> Result<Chain> {
    let mut chain = Chain::with("MockToken", &[])?;
    chain.call(OTHER, &mintCall { to: HOLDER, amount: U256::from(100) })?;
    Ok(chain)
}

fn transfer(to: Address, amount: u64) -> IERC20::transferCall {
    IERC20::transferCall { to, amount: U256::from(amount) }
}

fn transfer_from(to: Address, amount: u64) -> IERC20::transferFromCall {
    IERC20::transferFromCall { from: HOLDER, to, amount: U256::from(amount) }
}

fn approve(amount: U256) -> IERC20::approveCall {
    IERC20::approveCall { spender: SPENDER, amount }
}

#[test]
fn mint_adds_to_balance_and_supply_for_anyone() -> Result<()> {
    let mut chain = Chain::with("MockToken", &[])?;
    let (_, logs) = chain.call(OTHER, &mintCall { to: HOLDER, amount: U256::from(7) })?;
    let event = IERC20::Transfer::decode_log(logs.first().context("no log")?)?;
    assert_eq!((event.from, event.to, event.value), (Address::ZERO, HOLDER, U256::from(7)));
    assert_eq!(chain.balance(HOLDER)?, U256::from(7));
    assert_eq!(chain.call(OTHER, &IERC20::totalSupplyCall {})?.0, U256::from(7));
    assert_eq!(chain.call(OTHER, &IERC20::decimalsCall {})?.0, 18);
    Ok(())
}

#[test]
fn transfer_moves_tokens() -> Result<()> {
    let mut chain = token()?;
    assert!(chain.call(HOLDER, &transfer(OTHER, 40))?.0);
    assert_eq!((chain.balance(HOLDER)?, chain.balance(OTHER)?), (U256::from(60), U256::from(40)));
    chain.call(HOLDER, &transfer(HOLDER, 60))?;
    assert_eq!(chain.balance(HOLDER)?, U256::from(60));
    Ok(())
}

#[test]
fn transfer_reverts_with_the_usual_strings() -> Result<()> {
    let mut chain = token()?;
    assert_eq!(chain.reason(HOLDER, &transfer(OTHER, 101))?, "ERC20: transfer amount exceeds balance");
    assert_eq!(chain.reason(HOLDER, &transfer(Address::ZERO, 1))?, "ERC20: transfer to the zero address");
    Ok(())
}

#[test]
fn transfer_from_reverts_when_the_allowance_is_too_small() -> Result<()> {
    let mut chain = token()?;
    assert_eq!(chain.reason(SPENDER, &transfer_from(OTHER, 1))?, "ERC20: insufficient allowance");
    chain.call(HOLDER, &approve(U256::from(500)))?;
    let reason = chain.reason(SPENDER, &transfer_from(OTHER, 101))?;
    assert_eq!(reason, "ERC20: transfer amount exceeds balance");
    Ok(())
}

#[test]
fn transfer_from_emits_approval_before_transfer_when_the_allowance_is_finite() -> Result<()> {
    let mut chain = token()?;
    chain.call(HOLDER, &approve(U256::from(50)))?;
    let (_, logs) = chain.call(SPENDER, &transfer_from(OTHER, 20))?;
    let topics: Vec<_> = logs.iter().filter_map(|log| log.topics().first().copied()).collect();
    assert_eq!(topics, [IERC20::Approval::SIGNATURE_HASH, IERC20::Transfer::SIGNATURE_HASH]);
    let left = chain.call(OTHER, &IERC20::allowanceCall { owner: HOLDER, spender: SPENDER })?.0;
    assert_eq!(left, U256::from(30));
    Ok(())
}

#[test]
fn transfer_from_leaves_an_unlimited_allowance_alone() -> Result<()> {
    let mut chain = token()?;
    chain.call(HOLDER, &approve(U256::MAX))?;
    let (_, logs) = chain.call(SPENDER, &transfer_from(OTHER, 20))?;
    assert_eq!(logs.len(), 1);
    let left = chain.call(OTHER, &IERC20::allowanceCall { owner: HOLDER, spender: SPENDER })?.0;
    assert_eq!(left, U256::MAX);
    Ok(())
}

fn register() -> IAVSRegistrar::registerOperatorCall {
    IAVSRegistrar::registerOperatorCall {
        operator: HOLDER,
        avs: OTHER,
        operatorSetIds: vec![1, 2],
        data: Bytes::from_static(b"hello"),
    }
}

fn deregister() -> IAVSRegistrar::deregisterOperatorCall {
    IAVSRegistrar::deregisterOperatorCall { operator: HOLDER, avs: OTHER, operatorSetIds: vec![1] }
}

#[test]
fn accept_registrar_lets_everyone_in_and_out() -> Result<()> {
    let mut chain = Chain::with("AcceptRegistrar", &[])?;
    assert!(chain.call(HOLDER, &IAVSRegistrar::supportsAVSCall { avs: OTHER })?.0);
    chain.call(HOLDER, &register())?;
    chain.call(HOLDER, &deregister())?;
    Ok(())
}

#[test]
fn reject_registrar_lets_nobody_in_or_out() -> Result<()> {
    let mut chain = Chain::with("RejectRegistrar", &[])?;
    assert!(chain.call(HOLDER, &IAVSRegistrar::supportsAVSCall { avs: OTHER })?.0);
    assert_eq!(chain.revert(HOLDER, &register())?[..], RegistrarRejects::SELECTOR);
    assert_eq!(chain.revert(HOLDER, &deregister())?[..], RegistrarRejects::SELECTOR);
    Ok(())
}

#[test]
fn unsupported_registrar_serves_nobody() -> Result<()> {
    let mut chain = Chain::with("UnsupportedRegistrar", &[])?;
    assert!(!chain.call(HOLDER, &IAVSRegistrar::supportsAVSCall { avs: OTHER })?.0);
    Ok(())
}

#[test]
fn wallet_accepts_exactly_its_owners_signatures() -> Result<()> {
    let owner = PrivateKeySigner::from_bytes(&B256::repeat_byte(0x11))?;
    let stranger = PrivateKeySigner::from_bytes(&B256::repeat_byte(0x22))?;
    let hash = keccak256("a digest");
    let mut chain = Chain::with("Wallet1271", &owner.address().abi_encode())?;
    let mut accepts = |signature: &[u8]| -> Result<bool> {
        let call = IERC1271::isValidSignatureCall { hash, signature: signature.to_vec().into() };
        let answer = chain.call(OTHER, &call)?.0;
        ensure!(answer == hex!("1626ba7e") || answer == hex!("ffffffff"), "answered {answer}");
        Ok(answer == hex!("1626ba7e"))
    };
    let signature = owner.sign_hash_sync(&hash)?;
    let bytes = signature.as_bytes();
    assert!(accepts(&bytes)?);
    assert!(!accepts(&stranger.sign_hash_sync(&hash)?.as_bytes())?);
    assert!(!accepts(&owner.sign_hash_sync(&keccak256("another"))?.as_bytes())?);
    assert!(!accepts(&[])?);
    assert!(!accepts(&bytes[..64])?);
    assert!(!accepts(&[&bytes[..], &[0]].concat())?);
    assert!(!accepts(&with_high_s(&bytes)?)?, "the other s of the same signature must not count");
    Ok(())
}

/// The same signature with s replaced by the group order minus s, and v flipped.
fn with_high_s(signature: &[u8; 65]) -> Result<Vec<u8>> {
    let order = U256::from_be_bytes(hex!("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));
    let (r, rest) = signature.split_at(32);
    let (s, v) = rest.split_at(32);
    let high = order - U256::try_from_be_slice(s).context("s")?;
    let flipped = if v == [27] { 28 } else { 27 };
    Ok([r, &high.to_be_bytes::<32>(), &[flipped]].concat())
}
