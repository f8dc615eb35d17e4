//! What is done while somebody's code is asked, or could be.

use super::moods::{HOOK, Hook, MOODS, Mood};
use crate::hostile::{
    doors::completion,
    stage::{AMOUNT, Stage},
    token::runtime,
};
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use anyhow::{Context as _, Result, ensure};
use surety_abi::{
    IAVSDirectory as avsd, IAVSRegistrar as registrar, IAllocationManager as am, IDelegationManager as dm,
    IDurationVault as lasting, IERC1271 as signer, IKeyRegistrar as kr, IStrategyFactory as sf,
    IStrategyManager as sm, IStrategyVault as vault,
};
use surety_devnode::Receipt;

/// From whom, to whom, what.
pub(crate) type Call = (Address, Address, Bytes);

/// An act, and the selectors of the hook that are in a mood during it.
pub(crate) struct Act {
    /// What the docs call it.
    pub(crate) name: &'static str,
    /// Whose code it asks, and for what, in the docs' words.
    pub(crate) asks: &'static str,
    /// Functions of the hook that are in a mood.
    selectors: &'static [[u8; 4]],
    /// Sets everything up while the hook agrees; answers the call.
    prepare: fn(&mut Stage) -> Result<Call>,
    /// Whether it goes through, mood by mood.
    pub(crate) goes: [bool; MOODS.len()],
}

const ALWAYS: [bool; MOODS.len()] = [true; MOODS.len()];
/// The answer is not looked at: only failing blocks.
const UNLESS_IT_FAILS: [bool; MOODS.len()] = [true, false, false, false, true, true, true, false, true];
/// The answer has to be the right one.
const IF_IT_AGREES: [bool; MOODS.len()] = [true, false, false, false, true, false, false, false, true];

const REGISTRAR: &[[u8; 4]] = &[
    registrar::supportsAVSCall::SELECTOR,
    registrar::registerOperatorCall::SELECTOR,
    registrar::deregisterOperatorCall::SELECTOR,
];
const SIGNER: &[[u8; 4]] = &[signer::isValidSignatureCall::SELECTOR];
/// Every hook of a registrar, a signer and a strategy.
const ALL: &[[u8; 4]] = &[
    registrar::supportsAVSCall::SELECTOR,
    registrar::registerOperatorCall::SELECTOR,
    registrar::deregisterOperatorCall::SELECTOR,
    signer::isValidSignatureCall::SELECTOR,
    vault::beforeAddSharesCall::SELECTOR,
    vault::beforeRemoveSharesCall::SELECTOR,
];

const fn act(
    name: &'static str,
    asks: &'static str,
    selectors: &'static [[u8; 4]],
    prepare: fn(&mut Stage) -> Result<Call>,
    goes: [bool; MOODS.len()],
) -> Act {
    Act { name, asks, selectors, prepare, goes }
}

pub(crate) const ACTS: &[Act] = &[
    act("`slashOperator`", "nobody", ALL, slash, ALWAYS),
    act("`queueWithdrawals`", "nobody", ALL, |stage| queue(stage, "strategyA"), ALWAYS),
    act("`undelegate`", "nobody", ALL, undelegate, ALWAYS),
    act("`completeQueuedWithdrawal`", "nobody", ALL, complete, ALWAYS),
    act("`clearBurnOrRedistributableShares…`", "nobody", ALL, clear, ALWAYS),
    act("a vault's `markMatured`", "the AVS's registrar, to leave the set", REGISTRAR, mature, ALWAYS),
    act("`setAVSRegistrar`", "the registrar, `supportsAVS`", REGISTRAR, set_registrar, IF_IT_AGREES),
    act("`registerForOperatorSets`", "the registrar", REGISTRAR, join, UNLESS_IT_FAILS),
    act("`deregisterFromOperatorSets`", "the registrar", REGISTRAR, leave, UNLESS_IT_FAILS),
    act("`delegateTo`", "the operator's approver, a contract", SIGNER, delegate, IF_IT_AGREES),
    act("`depositIntoStrategyWithSignature`", "the staker, a contract", SIGNER, signed_deposit, IF_IT_AGREES),
    act("`registerOperatorToAVS`", "the operator, a contract", SIGNER, register, IF_IT_AGREES),
    act("`registerKey`", "the key, a contract", SIGNER, key, IF_IT_AGREES),
    act("`depositIntoStrategy`", "the strategy, `beforeAddShares`", ADD, deposit, UNLESS_IT_FAILS),
    act(
        "`queueWithdrawals` of its shares",
        "the strategy, `beforeRemoveShares`",
        REMOVE,
        queue_hooked,
        UNLESS_IT_FAILS,
    ),
    act(
        "`undelegate` with its shares",
        "the strategy, `beforeRemoveShares`",
        REMOVE,
        undelegate_hooked,
        UNLESS_IT_FAILS,
    ),
    act("`queueWithdrawals` beside its shares", "nobody", ALL, queue_beside, ALWAYS),
];

const ADD: &[[u8; 4]] = &[vault::beforeAddSharesCall::SELECTOR];
const REMOVE: &[[u8; 4]] = &[vault::beforeRemoveSharesCall::SELECTOR];

impl Act {
    /// Does it while the hook is in a mood.
    pub(crate) fn play(&self, stage: &mut Stage, mood: Mood) -> Result<Receipt> {
        put_hook(stage)?;
        let (from, to, data) = (self.prepare)(stage)?;
        // Back to where the call came from: the boldest that a hook can try.
        tell(stage, &Hook::aimCall { target: to, payload: data.clone() })?;
        for selector in self.selectors {
            feel(stage, *selector, mood)?;
        }
        stage.send(from, to, data)
    }

    /// Whether it asks a hook at all.
    pub(crate) fn asks_somebody(&self) -> bool {
        self.asks != "nobody"
    }

    /// Sets everything up for [`Self::enter`].
    pub(crate) fn ready(&self, stage: &mut Stage) -> Result<Call> {
        put_hook(stage)?;
        (self.prepare)(stage)
    }

    /// Does it while the hook calls `target` with `payload` whenever it is asked.
    pub(crate) fn enter(
        &self,
        stage: &mut Stage,
        call: Call,
        (target, payload): (Address, Bytes),
    ) -> Result<Receipt> {
        tell(stage, &Hook::aimCall { target, payload })?;
        for selector in self.selectors {
            feel(stage, *selector, Mood::Enters)?;
        }
        let (from, to, data) = call;
        stage.send(from, to, data)
    }
}

fn put_hook(stage: &mut Stage) -> Result<()> {
    stage.chain().set_code(HOOK, runtime("Hostile")?);
    stage.chain().set_balance(HOOK, U256::from(AMOUNT));
    for selector in ALL.iter().chain(&[vault::depositCall::SELECTOR]) {
        feel(stage, *selector, Mood::Agrees)?;
    }
    Ok(())
}

/// Agreeing is the number one, or for a signer its own selector.
fn feel(stage: &mut Stage, selector: [u8; 4], mood: Mood) -> Result<()> {
    let word =
        if SIGNER.contains(&selector) { B256::right_padding_from(&selector) } else { U256::from(1).into() };
    tell(stage, &Hook::feelCall { selector: selector.into(), mood: mood as u8, word })
}

fn tell(stage: &mut Stage, call: &impl SolCall) -> Result<()> {
    let anybody = stage.at("other")?;
    stage.must(anybody, HOOK, call)?;
    Ok(())
}

fn calldata(call: &impl SolCall) -> Bytes {
    call.abi_encode().into()
}

fn use_registrar(stage: &mut Stage) -> Result<(Address, Address)> {
    let (avs, manager) = (stage.at("avs1")?, stage.at("am")?);
    stage.must(avs, manager, &am::setAVSRegistrarCall { avs, registrar: HOOK })?;
    Ok((avs, manager))
}

fn become_operator(stage: &mut Stage, operator: Address) -> Result<()> {
    let ledger = stage.at("dm")?;
    let call = dm::registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    stage.must(operator, ledger, &call)?;
    Ok(())
}

fn use_approver(stage: &mut Stage) -> Result<Address> {
    let (operator, ledger) = (stage.at("operator1")?, stage.at("dm")?);
    let call = dm::modifyOperatorDetailsCall { operator, newDelegationApprover: HOOK };
    stage.must(operator, ledger, &call)?;
    Ok(operator)
}

/// A strategy whose share hooks are the hook's, with a deposit of the first staker.
fn use_strategy(stage: &mut Stage) -> Result<Address> {
    let [owner, factory, staker] = [stage.at("owner")?, stage.at("sf")?, stage.at("staker1")?];
    stage.must(owner, factory, &sf::whitelistStrategiesCall { strategiesToWhitelist: vec![HOOK] })?;
    let (from, to, data) = deposit_in_hook(stage)?;
    ensure!(stage.send(from, to, data)?.is_success(), "the strategy takes deposits while it agrees");
    Ok(staker)
}

fn deposit_in_hook(stage: &Stage) -> Result<Call> {
    let (token, amount) = (stage.at("tokenA")?, U256::from(1_000));
    let call = sm::depositIntoStrategyCall { strategy: HOOK, token, amount };
    Ok((stage.at("staker1")?, stage.at("sm")?, calldata(&call)))
}

fn slash(stage: &mut Stage) -> Result<Call> {
    let (avs, manager) = use_registrar(stage)?;
    use_approver(stage)?;
    let params = am::SlashingParams {
        operator: stage.at("operator1")?,
        operatorSetId: 1,
        strategies: vec![stage.at("strategyA")?],
        wadsToSlash: vec![U256::from(1)],
        description: String::new(),
    };
    Ok((avs, manager, calldata(&am::slashOperatorCall { avs, params })))
}

fn withdrawal(strategy: Address, shares: u64) -> dm::queueWithdrawalsCall {
    dm::queueWithdrawalsCall {
        params: vec![dm::QueuedWithdrawalParams {
            strategies: vec![strategy],
            depositShares: vec![U256::from(shares)],
            __deprecated_withdrawer: Address::ZERO,
        }],
    }
}

fn queue(stage: &mut Stage, strategy: &str) -> Result<Call> {
    use_registrar(stage)?;
    use_approver(stage)?;
    let strategy = stage.at(strategy)?;
    Ok((stage.at("staker1")?, stage.at("dm")?, calldata(&withdrawal(strategy, 5))))
}

fn undelegate(stage: &mut Stage) -> Result<Call> {
    use_registrar(stage)?;
    use_approver(stage)?;
    let staker = stage.at("staker1")?;
    Ok((staker, stage.at("dm")?, calldata(&dm::undelegateCall { staker })))
}

fn complete(stage: &mut Stage) -> Result<Call> {
    use_registrar(stage)?;
    use_approver(stage)?;
    Ok((stage.at("staker1")?, stage.at("dm")?, calldata(&completion(stage, 0, true))))
}

fn clear(stage: &mut Stage) -> Result<Call> {
    let (avs, _) = use_registrar(stage)?;
    let call = sm::clearBurnOrRedistributableSharesCall {
        operatorSet: sm::OperatorSet { avs, id: 1 },
        slashId: U256::from(1),
    };
    Ok((stage.at("other")?, stage.at("sm")?, calldata(&call)))
}

/// The vault's term is over, and its registrar is the hook.
fn mature(stage: &mut Stage) -> Result<Call> {
    let (avs, manager) = use_registrar(stage)?;
    let (vault, admin) = (stage.vault, stage.at("operator2")?);
    let add = am::addStrategiesToOperatorSetCall { avs, operatorSetId: 2, strategies: vec![vault] };
    stage.must(avs, manager, &add)?;
    stage.chain().mine(20);
    stage.must(admin, vault, &lasting::lockCall {})?;
    stage.chain().mine(20);
    stage.chain().warp(601);
    Ok((stage.at("staker3")?, vault, calldata(&lasting::markMaturedCall {})))
}

fn set_registrar(stage: &mut Stage) -> Result<Call> {
    let avs = stage.at("avs1")?;
    Ok((avs, stage.at("am")?, calldata(&am::setAVSRegistrarCall { avs, registrar: HOOK })))
}

fn join(stage: &mut Stage) -> Result<Call> {
    let (avs, manager) = use_registrar(stage)?;
    let operator = stage.at("operator4")?;
    become_operator(stage, operator)?;
    let params = am::RegisterParams { avs, operatorSetIds: vec![1], data: Bytes::new() };
    Ok((operator, manager, calldata(&am::registerForOperatorSetsCall { operator, params })))
}

fn leave(stage: &mut Stage) -> Result<Call> {
    let (avs, manager) = use_registrar(stage)?;
    let operator = stage.at("operator1")?;
    let params = am::DeregisterParams { operator, avs, operatorSetIds: vec![1] };
    Ok((operator, manager, calldata(&am::deregisterFromOperatorSetsCall { params })))
}

fn delegate(stage: &mut Stage) -> Result<Call> {
    let operator = use_approver(stage)?;
    let call = dm::delegateToCall {
        operator,
        approverSignatureAndExpiry: dm::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::MAX },
        approverSalt: B256::ZERO,
    };
    Ok((stage.at("staker5")?, stage.at("dm")?, calldata(&call)))
}

fn signed_deposit(stage: &mut Stage) -> Result<Call> {
    let call = sm::depositIntoStrategyWithSignatureCall {
        strategy: stage.at("strategyA")?,
        token: stage.at("tokenA")?,
        amount: U256::from(5),
        staker: HOOK,
        expiry: U256::MAX,
        signature: Bytes::new(),
    };
    Ok((stage.at("staker5")?, stage.at("sm")?, calldata(&call)))
}

fn register(stage: &mut Stage) -> Result<Call> {
    become_operator(stage, HOOK)?;
    let call = avsd::registerOperatorToAVSCall {
        operator: HOOK,
        operatorSignature: avsd::SignatureWithSaltAndExpiry {
            signature: Bytes::new(),
            salt: B256::ZERO,
            expiry: U256::MAX,
        },
    };
    Ok((stage.at("avs1")?, stage.at("avsd")?, calldata(&call)))
}

fn key(stage: &mut Stage) -> Result<Call> {
    let [avs, registrar, operator] = [stage.at("avs1")?, stage.at("kr")?, stage.at("operator1")?];
    let operator_set = kr::OperatorSet { avs, id: 1 };
    let ecdsa = kr::configureOperatorSetCall { operatorSet: operator_set.clone(), curveType: 1 };
    stage.must(avs, registrar, &ecdsa)?;
    let call = kr::registerKeyCall {
        operator,
        operatorSet: operator_set,
        keyData: HOOK.to_vec().into(),
        signature: Bytes::new(),
    };
    Ok((operator, registrar, calldata(&call)))
}

fn deposit(stage: &mut Stage) -> Result<Call> {
    use_strategy(stage)?;
    deposit_in_hook(stage)
}

fn queue_hooked(stage: &mut Stage) -> Result<Call> {
    let staker = use_strategy(stage)?;
    Ok((staker, stage.at("dm")?, calldata(&withdrawal(HOOK, 1))))
}

fn undelegate_hooked(stage: &mut Stage) -> Result<Call> {
    let staker = use_strategy(stage)?;
    Ok((staker, stage.at("dm")?, calldata(&dm::undelegateCall { staker })))
}

fn queue_beside(stage: &mut Stage) -> Result<Call> {
    use_strategy(stage)?;
    queue(stage, "strategyA")
}

/// The stage that a vault is in after its term was ended.
pub(crate) fn is_open(stage: &mut Stage) -> Result<bool> {
    let vault = stage.vault;
    stage.ask(vault, &lasting::withdrawalsOpenCall {}).context("the vault does not say")
}
