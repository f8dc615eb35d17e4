//! A delegation manager whose neighbours are puppets: they call what a test tells them to, and
//! answer it one zero word.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use anyhow::{Context as _, Result, anyhow, ensure};
use slasher::elsewhere::DelegatedShares;
use surety_devnode::{Chain, Receipt, Tx, TxOptions};
use surety_proxy::{router::Router, tail::DelegationManagerTail};
use surety_tests::root;
use surety_wasm_build::{BuildOptions, build_all};

sol!(#![sol(all_derives)] "../abi/internal/IShareLedger.sol");

pub(crate) use IShareLedger as internal;
pub(crate) use surety_abi::IDelegationManager as api;

/// One, as a magnitude.
pub(crate) const WAD: u64 = 1_000_000_000_000_000_000;
/// `MIN_WITHDRAWAL_DELAY_BLOCKS`.
pub(crate) const DELAY_BLOCKS: u32 = 50;

/// The contract and its puppets.
pub(crate) struct Ledger {
    pub(crate) chain: Chain,
    pub(crate) manager: Address,
    strategy_manager: Address,
    allocation_manager: Address,
    someone: Address,
}

impl Ledger {
    /// Deploys it behind its proxy.
    pub(crate) fn deploy() -> Result<Self> {
        let mut chain = Chain::builder().build()?;
        chain.set_block(10_000, 1_800_000_000);
        let someone = chain.actor("someone");
        let manager = someone.create(chain.nonce(someone));
        let strategy_manager = puppet(&mut chain, "strategy manager", manager);
        let allocation_manager = puppet(&mut chain, "allocation manager", manager);
        for i in 1..=33 {
            chain.set_code(nth_strategy(i), puppet_code(manager));
        }
        let [queue, views, flows, slasher] = programs(&mut chain)?;
        let tail = DelegationManagerTail {
            paused: [0; 12],
            programs: [0; 1],
            strategy_manager: strategy_manager.into_array(),
            allocation_manager: allocation_manager.into_array(),
            permission_controller: [0; 20],
            pauser_registry: [0; 20],
            eigen_pod_manager: [0; 20],
            withdrawal_delay_blocks: DELAY_BLOCKS.to_be_bytes(),
            name_hash: keccak256("EigenLayer").0,
            version: B256::ZERO.0,
        };
        let flow_selectors = [share_flows::Completions::SELECTORS, share_flows::Ledger::SELECTORS].concat();
        let programs = [
            (queue.into_array(), &[][..]),
            (views.into_array(), delegation_views::SELECTORS),
            (flows.into_array(), &flow_selectors[..]),
            (slasher.into_array(), DelegatedShares::SELECTORS),
        ];
        let code = Router { admin: None, programs: &programs, hot: &[], tail: &tail.encode() }.init_code()?;
        let receipt = chain.transact(Tx::create(someone, code))?;
        ensure!(receipt.contract_address == Some(manager), "the proxy is not where it should be");
        let mut this = Self { chain, manager, strategy_manager, allocation_manager, someone };
        this.send(someone, &api::initializeCall { initialPausedStatus: U256::ZERO })?;
        Ok(this)
    }

    /// A staker with `shares` in a strategy, delegated to an operator.
    pub(crate) fn delegated_staker(&mut self, shares: U256) -> Result<(Address, Address, Address)> {
        let strategy = nth_strategy(1);
        let (staker, operator) = (self.chain.actor("staker"), self.chain.actor("operator"));
        let register = api::registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: 0,
            metadataURI: String::from("https://example.org/operator"),
        };
        self.send(operator, &register)?;
        self.credit(staker, strategy, shares)?;
        let agreed = api::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
        let delegate =
            api::delegateToCall { operator, approverSignatureAndExpiry: agreed, approverSalt: B256::ZERO };
        self.send(staker, &delegate)?;
        Ok((staker, operator, strategy))
    }

    /// Sends a call to the delegation manager.
    pub(crate) fn send<C: SolCall>(&mut self, from: Address, call: &C) -> Result<(C::Return, Receipt)> {
        let tx = Tx::call(from, self.manager).sol(call).options(TxOptions::BREAKDOWN);
        let receipt = self.chain.transact(tx)?;
        ensure!(receipt.is_success(), "{} reverted: {}", C::SIGNATURE, receipt.output);
        Ok((C::abi_decode_returns(&receipt.output)?, receipt))
    }

    /// What a call that must fail reverts with.
    pub(crate) fn refusal<C: SolCall>(&mut self, from: Address, call: &C) -> Result<String> {
        let receipt = self.chain.transact(Tx::call(from, self.manager).sol(call))?;
        ensure!(!receipt.is_success(), "{} succeeded", C::SIGNATURE);
        Ok(receipt.output.to_string())
    }

    /// Makes a puppet call the delegation manager.
    fn command(&mut self, puppet: Address, call: &impl SolCall) -> Result<Receipt> {
        let data = [self.manager.abi_encode(), call.abi_encode()].concat();
        let tx = Tx::call(self.someone, puppet).data(data).options(TxOptions::BREAKDOWN);
        let receipt = self.chain.transact(tx)?;
        ensure!(receipt.is_success(), "reverted: {}", receipt.output);
        Ok(receipt)
    }

    /// Asks the delegation manager.
    pub(crate) fn view<C: SolCall>(&mut self, call: &C) -> Result<C::Return> {
        self.chain.view(self.manager, call).map_err(|error| anyhow!("{}: {error}", C::SIGNATURE))
    }

    /// A deposit.
    pub(crate) fn credit(&mut self, staker: Address, strategy: Address, shares: U256) -> Result<()> {
        let call = internal::creditSharesCall { staker, strategy, shares, hooked: false };
        self.command(self.strategy_manager, &call).map(drop)
    }

    /// A deposit under the public ABI's name.
    pub(crate) fn increase(&mut self, staker: Address, strategy: Address, shares: U256) -> Result<()> {
        let prev = U256::ZERO; // nothing depends on it
        let call = api::increaseDelegatedSharesCall {
            staker,
            strategy,
            prevDepositShares: prev,
            addedShares: shares,
        };
        self.command(self.strategy_manager, &call).map(drop)
    }

    /// A slash.
    pub(crate) fn slash(
        &mut self,
        operator: Address,
        strategy: Address,
        before: u64,
        after: u64,
    ) -> Result<Receipt> {
        self.command(self.allocation_manager, &Self::slash_call(operator, strategy, before, after))
    }

    /// The call of a slash.
    pub(crate) fn slash_call(
        operator: Address,
        strategy: Address,
        before: u64,
        after: u64,
    ) -> api::slashOperatorSharesCall {
        api::slashOperatorSharesCall {
            operator,
            operatorSet: api::OperatorSet { avs: operator, id: 1 },
            slashId: U256::ONE,
            strategy,
            prevMaxMagnitude: before,
            newMaxMagnitude: after,
        }
    }

    /// Queues one withdrawal.
    pub(crate) fn queue(&mut self, staker: Address, amounts: &[(Address, U256)]) -> Result<Vec<B256>> {
        let (strategies, shares) = amounts.iter().copied().unzip();
        let params = api::QueuedWithdrawalParams {
            strategies,
            depositShares: shares,
            __deprecated_withdrawer: staker,
        };
        self.send(staker, &api::queueWithdrawalsCall { params: vec![params] }).map(|(roots, _)| roots)
    }

    /// What a staker has queued.
    pub(crate) fn queued(&mut self, staker: Address) -> Result<Vec<api::Withdrawal>> {
        Ok(self.view(&api::getQueuedWithdrawalsCall { staker })?.withdrawals)
    }

    /// Completes a withdrawal.
    pub(crate) fn complete(&mut self, withdrawal: &api::Withdrawal, as_tokens: bool) -> Result<Receipt> {
        let call = api::completeQueuedWithdrawalCall {
            withdrawal: withdrawal.clone(),
            tokens: vec![Address::ZERO; withdrawal.strategies.len()],
            receiveAsTokens: as_tokens,
        };
        self.send(withdrawal.staker, &call).map(|(_, receipt)| receipt)
    }
}

/// One of 33 strategies: a puppet that takes every withdrawal.
pub(crate) fn nth_strategy(n: u8) -> Address {
    let mut address = [0x51; 20];
    address[19] = n;
    Address::new(address)
}

/// Installs the four programs of the address.
fn programs(chain: &mut Chain) -> Result<[Address; 4]> {
    let built = build_all(&BuildOptions { root: root().to_owned(), ..BuildOptions::from_env()? })?;
    let mut install = |name: &str| -> Result<Address> {
        let program = built.iter().find(|program| program.name == name).context("no such program")?;
        let address = Address::from_word(keccak256(name));
        chain.set_program_code(address, program.code.clone())?;
        chain.cache_program(address)?;
        Ok(address)
    };
    Ok([
        install("delegation-manager")?,
        install("delegation-views")?,
        install("share-flows")?,
        install("slasher")?,
    ])
}

/// An account that is a puppet of whoever calls it.
fn puppet(chain: &mut Chain, name: &str, manager: Address) -> Address {
    let address = Address::from_word(keccak256(name));
    chain.set_code(address, puppet_code(manager));
    address
}

/// EVM code: answers `manager` one zero word; takes calldata of anyone else as the address to call
/// and what to call it with.
fn puppet_code(manager: Address) -> Bytes {
    let mut code = vec![0x33, 0x73];
    code.extend_from_slice(manager.as_slice());
    // eq, jump to 0x3e if it is the manager
    code.extend_from_slice(&[0x14, 0x60, 0x3e, 0x57]);
    // calldatacopy(0, 32, calldatasize - 32)
    code.extend_from_slice(&[0x60, 0x20, 0x36, 0x03, 0x60, 0x20, 0x5f, 0x37]);
    // call(gas, calldata[0], 0, 0, calldatasize - 32, 0, 0)
    code.extend_from_slice(&[0x5f, 0x5f, 0x60, 0x20, 0x36, 0x03, 0x5f, 0x5f, 0x5f, 0x35, 0x5a, 0xf1]);
    // returndatacopy(0, 0, returndatasize); return or revert with it
    code.extend_from_slice(&[0x3d, 0x5f, 0x5f, 0x3e, 0x60, 0x3a, 0x57, 0x3d, 0x5f, 0xfd]);
    code.resize(0x3a, 0);
    code.extend_from_slice(&[0x5b, 0x3d, 0x5f, 0xf3]);
    // the manager: return(0, 32)
    code.extend_from_slice(&[0x5b, 0x60, 0x20, 0x5f, 0xf3]);
    code.into()
}
