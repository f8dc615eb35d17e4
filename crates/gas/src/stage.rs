//! Where a section plays: a fresh deployment, its accounts by name, transactions that are prepared
//! or measured.

use crate::{GasError, breakdown::Accounts, run::Recorder};
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use std::collections::BTreeMap;
use surety_abi::IERC20;
use surety_devnode::{Chain, Receipt, Tx};
use surety_scenario::{eip712::sign_digest, story::cast::keys, world::World as _};
use surety_suite::WasmWorld;

/// One, as a magnitude or fraction.
pub(crate) const WAD: u64 = 1_000_000_000_000_000_000;
/// 54 bytes, as long as the peer's.
pub(crate) const URI: &str = "https://example.org/metadata/of/some/participant1.json";

/// A fresh deployment.
pub(crate) struct Stage<'s, 'r> {
    world: WasmWorld,
    names: BTreeMap<String, Address>,
    accounts: Accounts,
    recorder: &'s mut Recorder<'r>,
}

impl<'s, 'r> Stage<'s, 'r> {
    pub(crate) fn new(world: WasmWorld, recorder: &'s mut Recorder<'r>) -> Self {
        let mut this = Self { world, names: BTreeMap::new(), accounts: Accounts::default(), recorder };
        for (symbol, address) in this.world.directory().clone() {
            this.name(symbol.trim_start_matches('$'), address);
        }
        this
    }

    /// Gives an account a name; tokens, strategies and what else is not the suite's are told by it.
    pub(crate) fn name(&mut self, name: &str, address: Address) {
        let Accounts { foreign, strategies } = &mut self.accounts;
        if name.starts_with("strategy") {
            strategies.insert(address);
        } else if name.starts_with("token") || name.ends_with("Registrar") {
            foreign.insert(address);
        }
        self.names.insert(name.to_owned(), address);
    }

    /// The account of a name: a symbol of the recorded scenarios without its dollar sign, or one that
    /// was given.
    pub(crate) fn at(&self, name: &str) -> Result<Address, GasError> {
        self.names.get(name).copied().ok_or_else(|| GasError::Nobody(name.to_owned()))
    }

    /// Strategies by letter.
    pub(crate) fn strategies(&self, letters: &str) -> Result<Vec<Address>, GasError> {
        letters.chars().map(|letter| self.at(&format!("strategy{letter}"))).collect()
    }

    /// The chain below.
    pub(crate) fn chain(&mut self) -> &mut Chain {
        self.world.chain()
    }

    /// The present block.
    pub(crate) fn block(&mut self) -> u32 {
        u32::try_from(self.chain().block_number()).unwrap_or(u32::MAX)
    }

    /// Lets blocks pass, 12 seconds each.
    pub(crate) fn mine(&mut self, blocks: u64) {
        self.chain().mine(blocks);
    }

    /// Prepares something, in a block of its own.
    pub(crate) fn send<C: SolCall>(&mut self, from: &str, to: &str, call: &C) -> Result<C::Return, GasError> {
        let tx = Tx::call(self.at(from)?, self.at(to)?).sol(call);
        self.chain().mine(1);
        let receipt = self.chain().transact(tx)?;
        if !receipt.is_success() {
            let reason = self.recorder.interfaces.explain_revert(&receipt.output);
            return Err(GasError::Failed { what: format!("{} by {from}", C::SIGNATURE), reason });
        }
        answer::<C>(&receipt)
    }

    /// Does what the peer's next row says, in a block of its own, and notes what it costs.
    pub(crate) fn measure<C: SolCall>(
        &mut self,
        variant: &str,
        from: &str,
        to: &str,
        call: &C,
    ) -> Result<C::Return, GasError> {
        let tx = Tx::call(self.at(from)?, self.at(to)?).sol(call);
        let chain = self.world.chain();
        chain.mine(1);
        let receipt = self.recorder.measure(variant, chain, &self.accounts, &tx)?;
        answer::<C>(&receipt)
    }

    /// Asks something without changing anything.
    pub(crate) fn ask<C: SolCall>(&mut self, to: &str, call: &C) -> Result<C::Return, GasError> {
        let tx = Tx::call(Address::ZERO, self.at(to)?).sol(call);
        let receipt = self.chain().view_tx(tx)?;
        answer::<C>(&receipt)
    }

    /// Another token like the others, of which `holder` has plenty and lets the strategy manager
    /// take them.
    pub(crate) fn token(&mut self, name: &str, holder: &str) -> Result<(), GasError> {
        let address = Address::from_word(alloy_primitives::keccak256(name));
        let like = self.at("tokenA")?;
        let chain = self.chain();
        let code = chain.code(like);
        chain.set_code(address, code);
        self.name(name, address);
        let (to, spender) = (self.at(holder)?, self.at("sm")?);
        self.send(holder, name, &mintCall { to, amount: tokens(1_000_000) })?;
        self.send(holder, name, &IERC20::approveCall { spender, amount: U256::MAX })?;
        Ok(())
    }

    /// An actor's signature over a digest.
    pub(crate) fn sign(&self, who: &str, digest: B256) -> Result<Bytes, GasError> {
        let key = keys().get(&format!("${who}")).copied();
        let signature = key.and_then(|key| sign_digest(key, digest));
        Ok(signature.ok_or_else(|| GasError::Nobody(who.to_owned()))?.into())
    }
}

fn answer<C: SolCall>(receipt: &Receipt) -> Result<C::Return, GasError> {
    C::abi_decode_returns(&receipt.output).map_err(|source| GasError::Answer { what: C::SIGNATURE, source })
}

/// Whole tokens of 18 decimals in units.
pub(crate) fn tokens(whole: u64) -> U256 {
    U256::from(whole) * U256::from(WAD)
}

alloy_sol_types::sol! {
    function mint(address to, uint256 amount) external;
}
