//! The example AVS in Solidity, over the real programs: it registers, counts and slashes its members.

use alloy_primitives::{Address, Bytes, U256, hex};
use alloy_sol_types::{SolError as _, SolValue as _, sol};
use anyhow::{Context as _, Result, ensure};
use std::fs;
use surety_abi::{IAllocationManager as am, IDelegationManager as dm, IStrategyManager as sm};
use surety_devnode::{Chain, Tx, with_big_stack};
use surety_scenario::{
    story::cast::default_params,
    world::{Directory, World as _},
};
use surety_tests::{root, worlds};

sol! {
    interface ExampleAvs {
        error Faulty(address operator);
        error OnlyAllocationManager();
        error OnlyJudge();
        error StakeTooLow(uint256 stake, uint256 minimum);
        event Judged(address indexed operator, uint256 slashId, uint256 shares, string reason);
        function open(address[] strategies, string uri) external;
        function slash(address operator, uint256 wad, string reason) external;
        function registerOperator(address operator, address avs, uint32[] ids, bytes data) external view;
        function members() external view returns (address[] memory);
        function stakeOf(address operator) external view returns (uint256);
    }
}

/// 1e18: all of a magnitude, and one token.
const WAD: u64 = 1_000_000_000_000_000_000;
/// The AVS's only set.
const SET: u32 = 1;

/// Who and what takes part.
struct Cast {
    avs: Address,
    judge: Address,
    operator: Address,
    staker: Address,
    dm: Address,
    am: Address,
    sm: Address,
    strategies: Vec<Address>,
    token: Address,
}

/// The AVS, opened over two strategies that are not in ascending order, and an operator of one token's stake
/// in the first.
fn stage(chain: &mut Chain, directory: &Directory) -> Result<Cast> {
    let at = |symbol: &str| directory.get(symbol).copied().with_context(|| format!("no {symbol}"));
    let mut strategies = vec![at("$strategyA")?, at("$strategyB")?];
    let token = at("$tokenA")?;
    if strategies[0] < strategies[1] {
        strategies.reverse();
    }
    let token = if strategies[0] == at("$strategyA")? { token } else { at("$tokenB")? };
    let (judge, manager) = (at("$avs1")?, at("$am")?);
    let text = fs::read_to_string(root().join("tests/solidity/artifacts/ExampleAvs.json"))?;
    let artifact = creation_code(&text)?;
    let arguments = (manager, U256::from(WAD)).abi_encode_params();
    let receipt = chain.transact(Tx::create(judge, [artifact, arguments].concat()).gas(20_000_000))?;
    let avs = receipt.contract_address.context("the AVS was not deployed")?;
    let cast = Cast {
        avs,
        judge,
        operator: at("$operator1")?,
        staker: at("$staker1")?,
        dm: at("$dm")?,
        am: manager,
        sm: at("$sm")?,
        strategies,
        token,
    };
    let open =
        ExampleAvs::openCall { strategies: cast.strategies.clone(), uri: "https://example.org".into() };
    chain.send(judge, avs, &open)?;
    let register = dm::registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    chain.send(cast.operator, cast.dm, &register)?;
    let amount = U256::from(WAD);
    let deposit = sm::depositIntoStrategyCall { strategy: cast.strategies[0], token: cast.token, amount };
    chain.send(cast.staker, cast.sm, &deposit)?;
    let delegate = dm::delegateToCall {
        operator: cast.operator,
        approverSignatureAndExpiry: dm::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO },
        approverSalt: [0; 32].into(),
    };
    chain.send(cast.staker, cast.dm, &delegate)?;
    let delay = chain.view(cast.am, &am::ALLOCATION_CONFIGURATION_DELAYCall {})?;
    chain.mine(u64::from(delay) + 1);
    Ok(cast)
}

/// The creation code of an artifact.
fn creation_code(text: &str) -> Result<Vec<u8>> {
    let (_, rest) = text.split_once("\"creation\": \"").context("no creation code")?;
    let (code, _) = rest.split_once('"').context("no end of the code")?;
    Ok(hex::decode(code)?)
}

impl Cast {
    fn join(&self) -> am::registerForOperatorSetsCall {
        let params = am::RegisterParams { avs: self.avs, operatorSetIds: vec![SET], data: Bytes::new() };
        am::registerForOperatorSetsCall { operator: self.operator, params }
    }

    fn allocate(&self) -> am::modifyAllocationsCall {
        let params = vec![am::AllocateParams {
            operatorSet: am::OperatorSet { avs: self.avs, id: SET },
            strategies: self.strategies.clone(),
            newMagnitudes: vec![WAD, WAD],
        }];
        am::modifyAllocationsCall { operator: self.operator, params }
    }

    fn slash(&self) -> ExampleAvs::slashCall {
        let (operator, reason) = (self.operator, "signed two blocks".into());
        ExampleAvs::slashCall { operator, wad: U256::from(WAD / 4), reason }
    }
}

/// Runs a test with the AVS on stage.
fn with(test: impl FnOnce(&mut Chain, Cast) -> Result<()> + Send) -> Result<()> {
    with_big_stack(|| {
        let mut world = worlds()?.wasm(&default_params())?;
        let directory = world.directory().clone();
        let cast = stage(world.chain(), &directory)?;
        test(world.chain(), cast)
    })
}

#[test]
fn operator_joins_with_enough_stake_only() -> Result<()> {
    with(|chain, cast| {
        let early = chain.send(cast.operator, cast.am, &cast.join()).err().context("joined without stake")?;
        let low = early.error::<ExampleAvs::StakeTooLow>().context("another error")?;
        ensure!((low.stake, low.minimum) == (U256::ZERO, U256::from(WAD)), "{}", low.stake);
        chain.send(cast.operator, cast.am, &cast.allocate())?;
        chain.send(cast.operator, cast.am, &cast.join())?;
        ensure!(chain.view(cast.avs, &ExampleAvs::membersCall {})? == [cast.operator]);
        let stake = ExampleAvs::stakeOfCall { operator: cast.operator };
        ensure!(chain.view(cast.avs, &stake)? == U256::from(WAD));
        Ok(())
    })
}

#[test]
fn judge_slashes_members_who_cannot_come_back() -> Result<()> {
    with(|chain, cast| {
        chain.send(cast.operator, cast.am, &cast.allocate())?;
        chain.send(cast.operator, cast.am, &cast.join())?;
        let sent = chain.send(cast.judge, cast.avs, &cast.slash())?;
        let judged = sent
            .receipt
            .logs
            .iter()
            .find_map(|log| <ExampleAvs::Judged as alloy_sol_types::SolEvent>::decode_log(log).ok());
        ensure!(judged.context("no event")?.shares == U256::from(WAD / 4));
        let stake = ExampleAvs::stakeOfCall { operator: cast.operator };
        ensure!(chain.view(cast.avs, &stake)? == U256::from(WAD / 4 * 3));
        let shares =
            dm::getWithdrawableSharesCall { staker: cast.staker, strategies: vec![cast.strategies[0]] };
        let withdrawable = chain.view(cast.dm, &shares)?.withdrawableShares;
        ensure!(withdrawable == [U256::from(WAD / 4 * 3)], "{withdrawable:?}");

        let params =
            am::DeregisterParams { operator: cast.operator, avs: cast.avs, operatorSetIds: vec![SET] };
        chain.send(cast.operator, cast.am, &am::deregisterFromOperatorSetsCall { params })?;
        ensure!(chain.view(cast.avs, &ExampleAvs::membersCall {})?.is_empty());
        let delay = chain.view(cast.am, &am::DEALLOCATION_DELAYCall {})?;
        chain.mine(u64::from(delay) + 1);
        let again = chain.send(cast.operator, cast.am, &cast.join()).err().context("joined again")?;
        ensure!(again.error::<ExampleAvs::Faulty>().context("another error")?.operator == cast.operator);
        Ok(())
    })
}

#[test]
fn only_the_judge_slashes_and_only_the_manager_registers() -> Result<()> {
    with(|chain, cast| {
        let slash = chain.send(cast.operator, cast.avs, &cast.slash()).err().context("slashed by itself")?;
        ensure!(slash.error::<ExampleAvs::OnlyJudge>().is_some(), "{slash}");
        let register = ExampleAvs::registerOperatorCall {
            operator: cast.operator,
            avs: cast.avs,
            ids: vec![SET],
            data: Bytes::new(),
        };
        let register =
            chain.send(cast.operator, cast.avs, &register).err().context("registered by itself")?;
        let output = register.receipt().context("it did not run")?.output.clone();
        ensure!(output[..] == ExampleAvs::OnlyAllocationManager::SELECTOR, "{output}");
        Ok(())
    })
}
