//! From verbs to calldata, by the canonical signatures of the core.

use super::format::{Asset, Names, Party, SetName};
use super::verb::{Quantity, Verb};
use crate::interfaces::Signature;
use crate::world::Directory;
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::{Address, B256, Bytes, U256};
use std::collections::BTreeMap;

/// A transaction to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// To whom.
    pub to: Address,
    /// Selector and arguments.
    pub data: Bytes,
}

/// A withdrawal that was queued in the story.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The struct.
    pub value: DynSolValue,
    /// Its root.
    pub root: B256,
    /// Its strategies, in order.
    pub strategies: Vec<Address>,
}

/// What a verb may refer to.
#[derive(Debug)]
pub struct Scene<'a> {
    /// Names in the story.
    pub names: &'a Names,
    /// Addresses by symbol.
    pub directory: &'a Directory,
    /// Withdrawals by name.
    pub withdrawals: &'a BTreeMap<String, Queued>,
}

/// What only the worlds know when a verb is compiled.
pub trait Lookup {
    /// Deposit shares of an account.
    ///
    /// # Errors
    /// A message for people.
    fn deposit_shares(&mut self, of: Address, asset: Asset) -> Result<U256, String>;

    /// The pause map of a contract.
    ///
    /// # Errors
    /// A message for people.
    fn paused(&mut self, contract: Address) -> Result<U256, String>;
}

/// An address as an argument.
pub(super) fn address(a: Address) -> DynSolValue {
    DynSolValue::Address(a)
}

/// A number as an argument.
pub(super) fn uint(n: U256, bits: usize) -> DynSolValue {
    DynSolValue::Uint(n, bits)
}

fn list(items: impl IntoIterator<Item = DynSolValue>) -> DynSolValue {
    DynSolValue::Array(items.into_iter().collect())
}

fn text(s: &str) -> DynSolValue {
    DynSolValue::String(s.to_owned())
}

/// Calldata of a function by its signature.
///
/// # Errors
/// A message if the signature is malformed.
pub(super) fn encode(signature: &str, args: Vec<DynSolValue>) -> Result<Bytes, String> {
    let signature = Signature::parse(signature).map_err(|e| e.to_string())?;
    Ok(signature.encode(args).into())
}

const WITHDRAWAL: &str = crate::recorded::symbols::WITHDRAWAL;

impl Scene<'_> {
    /// The address of a symbol.
    ///
    /// # Errors
    /// A message if the world has no such thing.
    pub fn resolve(&self, symbol: &str) -> Result<Address, String> {
        if symbol == "$burn" {
            return Ok(crate::recorded::symbols::BURN_ADDRESS);
        }
        let found = self.directory.get(symbol).copied();
        found.ok_or_else(|| format!("this world has no {symbol}"))
    }

    /// The address of an account.
    ///
    /// # Errors
    /// A message if the world has no such account.
    pub fn party(&self, party: &Party) -> Result<Address, String> {
        self.resolve(&party.0)
    }

    /// An operator set as an argument.
    ///
    /// # Errors
    /// A message if the world has no such account.
    pub fn set(&self, set: &SetName) -> Result<DynSolValue, String> {
        let avs = address(self.party(&set.avs)?);
        Ok(DynSolValue::Tuple(vec![avs, uint(U256::from(set.id), 32)]))
    }

    fn strategies(&self, assets: &[Asset]) -> Result<DynSolValue, String> {
        let addresses = assets.iter().map(|a| self.resolve(&a.strategy()).map(address));
        Ok(list(addresses.collect::<Result<Vec<_>, _>>()?))
    }

    fn token_of(&self, strategy: Address) -> Result<Address, String> {
        let letters = ["A", "B", "C", "D", "E", "TVL"];
        let letter = letters.iter().find(|l| self.directory.get(&format!("$strategy{l}")) == Some(&strategy));
        let letter = letter.ok_or_else(|| format!("no token is known for {strategy}"))?;
        self.resolve(&format!("$token{letter}"))
    }

    /// The transactions of a verb; none when time passes.
    ///
    /// # Errors
    /// A message if the verb refers to what does not exist in this world.
    pub fn calls(
        &self,
        who: Option<&Party>,
        verb: &Verb,
        worlds: &mut dyn Lookup,
    ) -> Result<Vec<Call>, String> {
        let who = who.map_or(Ok(Address::ZERO), |party| self.party(party))?;
        let call = |symbol: &str, signature: &str, args| {
            Ok(vec![Call { to: self.resolve(symbol)?, data: encode(signature, args)? }])
        };
        match verb {
            Verb::Wait { .. } => Ok(Vec::new()),
            Verb::Deposit { amount, of } => call(
                "$sm",
                "depositIntoStrategy(address,address,uint256)",
                vec![
                    address(self.resolve(&of.strategy())?),
                    address(self.resolve(&of.token())?),
                    uint(*amount, 256),
                ],
            ),
            Verb::Donate { amount, of } => {
                let to = self.resolve(&of.strategy())?;
                let args = vec![address(to), uint(*amount, 256)];
                call(&of.token(), "transfer(address,uint256)", args)
            }
            Verb::TransferTokens { amount, of, to } => {
                let args = vec![address(self.party(to)?), uint(*amount, 256)];
                call(&of.token(), "transfer(address,uint256)", args)
            }
            Verb::Pause { what } | Verb::Unpause { what } => {
                let (symbol, bit) = what.place();
                let bit = U256::ONE << bit;
                let present = worlds.paused(self.resolve(&symbol)?)?;
                if matches!(verb, Verb::Pause { .. }) {
                    return call(&symbol, "pause(uint256)", vec![uint(present | bit, 256)]);
                }
                call(&symbol, "unpause(uint256)", vec![uint(present & !bit, 256)])
            }
            Verb::RegisterAsOperator { .. }
            | Verb::Delegate { .. }
            | Verb::Undelegate { .. }
            | Verb::Redelegate { .. } => self.delegation(who, verb),
            Verb::QueueWithdrawal { shares, .. } => self.queue(who, shares, worlds),
            Verb::CompleteWithdrawals { withdrawals, as_tokens, batch } => {
                self.complete(withdrawals, as_tokens, *batch)
            }
            Verb::Slash { .. } | Verb::ClearSlashedShares { .. } => self.slashing(verb),
            _ => self.allocation(who, verb),
        }
    }

    fn delegation(&self, who: Address, verb: &Verb) -> Result<Vec<Call>, String> {
        let to = self.resolve("$dm")?;
        // Stories have no approvers' signatures; an operator without approver ignores these.
        let unsigned = || DynSolValue::Tuple(vec![DynSolValue::Bytes(Vec::new()), uint(U256::ZERO, 256)]);
        let salt = || DynSolValue::FixedBytes(B256::ZERO, 32);
        let data = match verb {
            Verb::RegisterAsOperator { allocation_delay_blocks, approver } => {
                let approver = approver.as_ref().map_or(Ok(Address::ZERO), |p| self.party(p))?;
                let delay = uint(U256::from(*allocation_delay_blocks), 32);
                let args = vec![address(approver), delay, text("https://example.org/operator.json")];
                encode("registerAsOperator(address,uint32,string)", args)?
            }
            Verb::Delegate { to } => {
                let args = vec![address(self.party(to)?), unsigned(), salt()];
                encode("delegateTo(address,(bytes,uint256),bytes32)", args)?
            }
            Verb::Redelegate { to, .. } => {
                let args = vec![address(self.party(to)?), unsigned(), salt()];
                encode("redelegate(address,(bytes,uint256),bytes32)", args)?
            }
            Verb::Undelegate { staker, .. } => {
                let staker = staker.as_ref().map_or(Ok(who), |p| self.party(p))?;
                encode("undelegate(address)", vec![address(staker)])?
            }
            _ => return Ok(Vec::new()),
        };
        Ok(vec![Call { to, data }])
    }

    fn queue(
        &self,
        who: Address,
        shares: &[(Asset, Quantity)],
        worlds: &mut dyn Lookup,
    ) -> Result<Vec<Call>, String> {
        let mut amounts = Vec::with_capacity(shares.len());
        for (asset, quantity) in shares {
            let amount = match quantity {
                Quantity::Exactly(amount) => *amount,
                Quantity::All => worlds.deposit_shares(who, *asset)?,
            };
            amounts.push(uint(amount, 256));
        }
        let assets: Vec<Asset> = shares.iter().map(|(asset, _)| *asset).collect();
        let params =
            DynSolValue::Tuple(vec![self.strategies(&assets)?, list(amounts), address(Address::ZERO)]);
        let data = encode("queueWithdrawals((address[],uint256[],address)[])", vec![list([params])])?;
        Ok(vec![Call { to: self.resolve("$dm")?, data }])
    }

    fn complete(&self, names: &[String], as_tokens: &[bool], batch: bool) -> Result<Vec<Call>, String> {
        let mut withdrawals = Vec::with_capacity(names.len());
        let mut tokens = Vec::with_capacity(names.len());
        for name in names {
            let known = self.withdrawals.get(name).ok_or_else(|| {
                let known: Vec<&str> = self.withdrawals.keys().map(String::as_str).collect();
                format!("no withdrawal is called “{name}”; there are {}", known.join(", "))
            })?;
            let of = known.strategies.iter().map(|s| self.token_of(*s).map(address));
            tokens.push(list(of.collect::<Result<Vec<_>, _>>()?));
            withdrawals.push(known.value.clone());
        }
        let flags = as_tokens.iter().map(|b| DynSolValue::Bool(*b));
        let data = if batch {
            let args = vec![list(withdrawals), list(tokens), list(flags)];
            encode(&format!("completeQueuedWithdrawals({WITHDRAWAL}[],address[][],bool[])"), args)?
        } else {
            let args: Vec<_> = withdrawals.into_iter().chain(tokens).chain(flags).collect();
            encode(&format!("completeQueuedWithdrawal({WITHDRAWAL},address[],bool)"), args)?
        };
        Ok(vec![Call { to: self.resolve("$dm")?, data }])
    }

    fn allocation(&self, who: Address, verb: &Verb) -> Result<Vec<Call>, String> {
        let to = self.resolve("$am")?;
        let single = |signature: &str, args| Ok(vec![Call { to, data: encode(signature, args)? }]);
        let id = |set: &SetName| uint(U256::from(set.id), 32);
        match verb {
            Verb::AnnounceAvs => {
                // An AVS exists once it has published its metadata; its registrar has to be a
                // contract, which an account of a story is not.
                let uri = text("https://example.org/avs.json");
                let publish = encode("updateAVSMetadataURI(address,string)", vec![address(who), uri])?;
                let registrar = address(self.resolve("$acceptRegistrar")?);
                let set = encode("setAVSRegistrar(address,address)", vec![address(who), registrar])?;
                Ok(vec![Call { to, data: publish }, Call { to, data: set }])
            }
            Verb::CreateOperatorSet { set, strategies, redistributes_to, slasher } => {
                self.create_set(to, set, strategies, redistributes_to.as_ref(), slasher.as_ref())
            }
            Verb::AddStrategies { set, strategies } | Verb::RemoveStrategies { set, strategies } => {
                let add = matches!(verb, Verb::AddStrategies { .. });
                let name = if add { "addStrategiesToOperatorSet" } else { "removeStrategiesFromOperatorSet" };
                let args = vec![address(self.party(&set.avs)?), id(set), self.strategies(strategies)?];
                single(&format!("{name}(address,uint32,address[])"), args)
            }
            Verb::RegisterForSet { set } => {
                let avs = address(self.party(&set.avs)?);
                let params = vec![avs, list([id(set)]), DynSolValue::Bytes(Vec::new())];
                let args = vec![address(who), DynSolValue::Tuple(params)];
                single("registerForOperatorSets(address,(address,uint32[],bytes))", args)
            }
            Verb::DeregisterFromSet { set, operator } => {
                let operator = operator.as_ref().map_or(Ok(who), |p| self.party(p))?;
                let avs = address(self.party(&set.avs)?);
                let params = vec![address(operator), avs, list([id(set)])];
                let args = vec![DynSolValue::Tuple(params)];
                single("deregisterFromOperatorSets((address,address,uint32[]))", args)
            }
            Verb::Allocate { set, magnitudes } => {
                let assets: Vec<Asset> = magnitudes.iter().map(|(asset, _)| *asset).collect();
                let sizes = magnitudes.iter().map(|(_, m)| uint(U256::from(*m), 64));
                let params = vec![self.set(set)?, self.strategies(&assets)?, list(sizes)];
                let args = vec![address(who), list([DynSolValue::Tuple(params)])];
                single("modifyAllocations(address,((address,uint32),address[],uint64[])[])", args)
            }
            Verb::SetAllocationDelay { blocks } => {
                let args = vec![address(who), uint(U256::from(*blocks), 32)];
                single("setAllocationDelay(address,uint32)", args)
            }
            Verb::ClearDeallocations { operator, of, how_many } => {
                let operator = operator.as_ref().map_or(Ok(who), |p| self.party(p))?;
                let how_many = U256::from(*how_many).min(U256::from(u16::MAX));
                let args = vec![address(operator), self.strategies(&[*of])?, list([uint(how_many, 16)])];
                single("clearDeallocationQueue(address,address[],uint16[])", args)
            }
            _ => Ok(Vec::new()),
        }
    }

    fn create_set(
        &self,
        to: Address,
        set: &SetName,
        strategies: &[Asset],
        redistributes_to: Option<&Party>,
        slasher: Option<&Party>,
    ) -> Result<Vec<Call>, String> {
        let mut params = vec![uint(U256::from(set.id), 32), self.strategies(strategies)?];
        let mut tuple = "(uint32,address[])[]";
        if let Some(slasher) = slasher {
            params.push(address(self.party(slasher)?));
            tuple = "(uint32,address[],address)[]";
        }
        let mut args = vec![address(self.party(&set.avs)?), list([DynSolValue::Tuple(params)])];
        let signature = match redistributes_to {
            Some(recipient) => {
                args.push(list([address(self.party(recipient)?)]));
                format!("createRedistributingOperatorSets(address,{tuple},address[])")
            }
            None => format!("createOperatorSets(address,{tuple})"),
        };
        Ok(vec![Call { to, data: encode(&signature, args)? }])
    }

    fn slashing(&self, verb: &Verb) -> Result<Vec<Call>, String> {
        match verb {
            Verb::Slash { operator, set, fractions, because } => {
                let assets: Vec<Asset> = fractions.iter().map(|(asset, _)| *asset).collect();
                let params = vec![
                    address(self.party(operator)?),
                    uint(U256::from(set.id), 32),
                    self.strategies(&assets)?,
                    list(fractions.iter().map(|(_, wad)| uint(*wad, 256))),
                    text(because),
                ];
                let args = vec![address(self.party(&set.avs)?), DynSolValue::Tuple(params)];
                let signature = "slashOperator(address,(address,uint32,address[],uint256[],string))";
                Ok(vec![Call { to: self.resolve("$am")?, data: encode(signature, args)? }])
            }
            Verb::ClearSlashedShares { set, slash, of } => {
                let mut args = vec![self.set(set)?, uint(U256::from(*slash), 256)];
                let signature = match of {
                    Some(asset) => {
                        args.push(address(self.resolve(&asset.strategy())?));
                        "clearBurnOrRedistributableSharesByStrategy((address,uint32),uint256,address)"
                    }
                    None => "clearBurnOrRedistributableShares((address,uint32),uint256)",
                };
                Ok(vec![Call { to: self.resolve("$sm")?, data: encode(signature, args)? }])
            }
            _ => Ok(Vec::new()),
        }
    }
}
