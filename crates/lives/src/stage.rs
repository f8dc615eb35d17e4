//! Who acts in a life, and where: the same worlds, people, strategies and operator sets each time.

use crate::{Twins, temper::Temper};
use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::{Context as _, Result};
use surety_abi::{IAllocationManager as am, IDelegationManager as dm};
use surety_scenario::{merkle::RewardTree, story::cast, world::WorldParams};
use surety_suite::Worlds;

/// Stakers, then operators; all of them stake.
const PEOPLE: [&str; 7] =
    ["$staker1", "$staker2", "$staker3", "$staker4", "$operator1", "$operator2", "$operator3"];
/// The first operator among them.
pub(crate) const FIRST_OPERATOR: usize = 4;
/// Strategies by letter.
const STRATEGIES: [char; 3] = ['A', 'B', 'C'];
/// The strategy whose token misbehaves when it is told to; as long as nobody does, it is like the others.
pub const HOSTILE: usize = 2;
/// Where the hook is that answers as it is told.
const HOOK: Address = Address::repeat_byte(0x71);
/// Who else may hold tokens.
const OTHERS: [&str; 7] = ["$avs1", "$avs2", "$redist1", "$burn", "$rc", "$sm", "$dm"];
/// Delays of withdrawals, in blocks: lives take turns.
const DELAYS: [u32; 3] = [10, 3, 0];
/// Blocks from an operator's registration until its allocations take effect.
const ALLOCATION_DELAYS: [u32; 3] = [0, 2, 5];
/// One, as a magnitude.
pub(crate) const WAD: u64 = surety_invariants::state::WAD;

/// An operator set.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// Whose.
    pub avs: Address,
    /// Its number.
    pub id: u32,
}

/// A root over what was earned.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    /// Its index.
    pub(crate) index: u32,
    /// What it promises.
    pub(crate) tree: RewardTree,
    /// From when on it counts, seconds.
    pub(crate) active: u64,
}

/// Two worlds and who acts in them.
#[derive(Debug)]
pub struct Stage {
    /// The worlds.
    pub twins: Twins,
    /// Accounts by number.
    pub people: Vec<Address>,
    /// Strategies by number, and their tokens.
    pub strategies: Vec<Address>,
    /// Tokens of the strategies.
    pub tokens: Vec<Address>,
    /// Operator sets by number; the second pays its slashes to a recipient.
    pub sets: Vec<Set>,
    /// Holders of tokens that do not act.
    pub others: Vec<Address>,
    pub(crate) manager: Address,
    pub(crate) deposits: Address,
    pub(crate) registry: Address,
    pub(crate) coordinator: Address,
    pub(crate) pauser: Address,
    pub(crate) unpauser: Address,
    pub(crate) approver: (Address, B256),
    pub(crate) keys: Vec<B256>,
    /// Rewards that people earned, ever, by person and strategy: what the next root promises.
    pub(crate) earned: Vec<Vec<U256>>,
    pub(crate) published: Vec<Published>,
    /// Signatures used so far, so that salts differ.
    pub(crate) salts: u64,
    /// A registrar that answers as it is told.
    pub(crate) hook: Address,
    /// How the hostile token behaves.
    pub(crate) temper: Temper,
}

impl Stage {
    /// Parameters of the `life`-th life.
    #[must_use]
    pub fn params(life: u64) -> WorldParams {
        let mut params = cast::default_params();
        let which = usize::try_from(life % DELAYS.len() as u64).unwrap_or(0);
        params.withdrawal_delay_blocks = DELAYS.get(which).copied().unwrap_or(0);
        params
    }

    /// Deploys, registers operators and services, and lets everybody join and allocate.
    ///
    /// # Errors
    /// If the suite cannot be deployed, or the worlds do not agree.
    pub fn set_up(worlds: &Worlds, params: &WorldParams) -> Result<Self> {
        let twins = Twins::new(worlds, params)?;
        let at = |symbol: &str| twins.at(symbol);
        let all = |symbols: &[&str]| symbols.iter().map(|symbol| at(symbol)).collect::<Result<Vec<_>>>();
        let letters =
            |kind: &str| STRATEGIES.iter().map(|l| at(&format!("${kind}{l}"))).collect::<Result<Vec<_>>>();
        let key =
            |symbol: &str| cast::keys().get(symbol).copied().with_context(|| format!("no key of {symbol}"));
        let (avs1, avs2) = (at("$avs1")?, at("$avs2")?);
        let mut stage = Self {
            people: all(&PEOPLE)?,
            strategies: letters("strategy")?,
            tokens: letters("token")?,
            sets: vec![Set { avs: avs1, id: 1 }, Set { avs: avs1, id: 2 }, Set { avs: avs2, id: 1 }],
            others: all(&OTHERS)?,
            manager: at("$dm")?,
            deposits: at("$sm")?,
            registry: at("$am")?,
            coordinator: at("$rc")?,
            pauser: at("$pauser")?,
            unpauser: at("$unpauser")?,
            approver: (at("$approver1")?, key("$approver1")?),
            keys: PEOPLE.iter().map(|symbol| key(symbol)).collect::<Result<_>>()?,
            earned: vec![vec![U256::ZERO; STRATEGIES.len()]; PEOPLE.len()],
            published: Vec::new(),
            salts: 0,
            hook: HOOK,
            temper: Temper::default(),
            twins,
        };
        let hostile = stage.token(HOSTILE)?;
        stage.twins.make_hostile(hostile)?;
        stage.twins.put_hook(HOOK)?;
        stage.open()?;
        Ok(stage)
    }

    /// A stage that starts where this one stands.
    pub fn fork(&mut self) -> Self {
        Self {
            twins: self.twins.fork(),
            people: self.people.clone(),
            strategies: self.strategies.clone(),
            tokens: self.tokens.clone(),
            sets: self.sets.clone(),
            others: self.others.clone(),
            keys: self.keys.clone(),
            earned: self.earned.clone(),
            published: self.published.clone(),
            ..*self
        }
    }

    fn open(&mut self) -> Result<()> {
        let (manager, registry) = (self.manager, self.registry);
        for (index, delay) in ALLOCATION_DELAYS.into_iter().enumerate() {
            let operator = self.person(FIRST_OPERATOR.saturating_add(index))?;
            // The second operator chooses its stakers.
            let approver = if index == 1 { self.approver.0 } else { Address::ZERO };
            let call = dm::registerAsOperatorCall {
                initDelegationApprover: approver,
                allocationDelay: delay,
                metadataURI: String::new(),
            };
            self.twins.must(operator, manager, &call)?;
        }
        let registrar = self.twins.at("$acceptRegistrar")?;
        let recipient = self.twins.at("$redist1")?;
        let strategies = self.strategies.clone();
        let set = |id: u32| am::CreateSetParams { operatorSetId: id, strategies: strategies.clone() };
        for avs in [self.avs(0)?, self.avs(2)?] {
            self.twins.must(
                avs,
                registry,
                &am::updateAVSMetadataURICall { avs, metadataURI: String::new() },
            )?;
            self.twins.must(avs, registry, &am::setAVSRegistrarCall { avs, registrar })?;
            self.twins.must(avs, registry, &am::createOperatorSets_0Call { avs, params: vec![set(1)] })?;
        }
        let call = am::createRedistributingOperatorSets_0Call {
            avs: self.avs(1)?,
            params: vec![set(2)],
            redistributionRecipients: vec![recipient],
        };
        self.twins.must(call.avs, registry, &call)?;
        // An allocation delay that was given at registration takes effect at once; joining needs no wait.
        for (index, set) in self.sets.clone().into_iter().enumerate() {
            for operator in self.people.get(FIRST_OPERATOR..).unwrap_or_default().to_vec() {
                let params =
                    am::RegisterParams { avs: set.avs, operatorSetIds: vec![set.id], data: Bytes::new() };
                self.twins.must(operator, registry, &am::registerForOperatorSetsCall { operator, params })?;
                let magnitude = WAD / 4 * [1, 2, 0].get(index).copied().unwrap_or(0);
                if magnitude == 0 {
                    continue;
                }
                let params = vec![am::AllocateParams {
                    operatorSet: am::OperatorSet { avs: set.avs, id: set.id },
                    newMagnitudes: vec![magnitude; self.strategies.len()],
                    strategies: self.strategies.clone(),
                }];
                self.twins.must(operator, registry, &am::modifyAllocationsCall { operator, params })?;
            }
        }
        Ok(())
    }

    /// The address of a person by number.
    pub(crate) fn person(&self, index: usize) -> Result<Address> {
        self.people.get(index).copied().with_context(|| format!("nobody is number {index}"))
    }

    /// The number of a person by address.
    pub(crate) fn number(&self, address: Address) -> Option<usize> {
        self.people.iter().position(|one| *one == address)
    }

    /// The number of a strategy by address.
    pub(crate) fn strategy_number(&self, address: Address) -> Option<usize> {
        self.strategies.iter().position(|one| *one == address)
    }

    /// The token of a strategy by number.
    pub(crate) fn token(&self, strategy: usize) -> Result<Address> {
        self.tokens.get(strategy).copied().with_context(|| format!("no token is number {strategy}"))
    }

    /// A strategy by number.
    pub(crate) fn strategy(&self, number: usize) -> Result<Address> {
        self.strategies.get(number).copied().with_context(|| format!("no strategy is number {number}"))
    }

    /// The service of a set by number.
    pub(crate) fn avs(&self, set: usize) -> Result<Address> {
        Ok(self.set(set)?.avs)
    }

    /// A set by number.
    pub(crate) fn set(&self, index: usize) -> Result<Set> {
        self.sets.get(index).copied().with_context(|| format!("no set is number {index}"))
    }
}
