//! What scenarios expect around the core: tokens, strategies, registrars, funded actors.
//!
//! Source: the README of the recorded scenarios.

use crate::{
    MailboxParams, Programs, RewardsParams, Suite, SuiteError, SuiteParams, Upgrades, artifacts,
    deploy::{BURN_ADDRESS, create, send},
};
use alloy_primitives::{Address, U256, address};
use alloy_sol_types::{SolCall as _, SolValue, sol};
use surety_abi::{IERC20, IPauserRegistry, IStrategyFactory, IStrategyVault};
use surety_devnode::Chain;
use surety_scenario::world::{Directory, WorldParams};

sol! {
    function mint(address to, uint256 amount) external;
}

/// The virtual strategy of native stake: never deployed, its shares read zero.
const BEACON_CHAIN_STRATEGY: Address = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");
/// What each participant holds of each token: 1e27 units.
const HOLDING: u128 = 1_000_000_000_000_000_000_000_000_000;
/// Limits of the TVL-limited strategy: 100e18 per deposit, 250e18 in all.
const TVL_LIMITS: (u128, u128) = (100_000_000_000_000_000_000, 250_000_000_000_000_000_000);
/// The mailbox's longest time for an answer: a week.
const MAX_TASK_SLA_SECS: u64 = 604_800;
/// The mailbox's part of fees.
const FEE_SPLIT_BIPS: u16 = 1_000;
/// Groups of actors, and single ones, that hold tokens.
const HOLDERS: [&str; 6] = ["$staker", "$operator", "$avs", "$forAllSubmitter", "$emissions", "$appointee1"];
/// Ordinary strategies.
const LETTERS: [char; 5] = ['A', 'B', 'C', 'D', 'E'];
/// Wei of each actor.
const ETHER: u128 = 1 << 100;

/// Deploys everything; answers the addresses by symbol, the actors included.
pub(crate) fn deploy(
    chain: &mut Chain,
    programs: &Programs,
    params: &WorldParams,
) -> Result<Directory, SuiteError> {
    let mut directory = params.actors.clone();
    let deployer = chain.actor("deployer");
    chain.set_balance(deployer, U256::from(ETHER));
    for address in params.actors.values() {
        chain.set_balance(*address, U256::from(ETHER));
    }
    let eigen_token = create(chain, deployer, artifacts::MOCK_TOKEN.creation(&[])?, "eigen token")?;
    // The core is four deployments and three initialisations; the rewards coordinator and the factory
    // (two transactions each) and the first strategy follow. The last two addresses are parameters of
    // the core.
    let core = chain.nonce(deployer);
    let factory = deployer.create(core + 9);
    let eigen_strategy = deployer.create(core + 11);
    let suite_params = SuiteParams {
        withdrawal_delay_blocks: params.withdrawal_delay_blocks,
        deallocation_delay_blocks: params.deallocation_delay_blocks,
        configuration_delay_blocks: params.allocation_configuration_delay_blocks,
        eip712_name: params.eip712_name.clone(),
        version: params.version.clone(),
        burn_address: BURN_ADDRESS,
        eigen_strategy,
        eigen_pod_manager: placeholder("$epm"),
        owner: actor(params, "$owner")?,
        strategy_whitelister: factory,
        unpauser: actor(params, "$unpauser")?,
        // As users meet the proxies; nobody here ever is the timelock.
        upgrades: Upgrades::By(placeholder("$timelock")),
    };
    let suite = Suite::deploy(chain, programs, deployer, &suite_params)?;
    for (symbol, address) in [
        ("$dm", suite.delegation_manager),
        ("$sm", suite.strategy_manager),
        ("$am", suite.allocation_manager),
        ("$pc", suite.permission_controller),
        ("$pauserRegistry", suite.pauser_registry),
        ("$sf", factory),
        ("$epm", suite_params.eigen_pod_manager),
        ("$burn", BURN_ADDRESS),
        ("$beaconChainETHStrategy", BEACON_CHAIN_STRATEGY),
        ("$eigenToken", eigen_token),
        ("$eigenStrategy", eigen_strategy),
    ] {
        directory.insert(symbol.to_owned(), address);
    }
    let coordinator =
        suite.create_rewards_coordinator(chain, programs, deployer, &suite_params, &rewards(params)?)?;
    directory.insert("$rc".to_owned(), coordinator);
    let made = suite.create_strategy_factory(chain, programs, deployer, &suite_params, coordinator)?;
    expect_at("strategy factory", made, factory)?;
    let made = suite.create_strategy(chain, deployer, eigen_token)?;
    expect_at("eigen strategy", made, eigen_strategy)?;
    let call = IStrategyVault::initialize_0Call { underlyingToken: eigen_token };
    send(chain, deployer, made, &call, "initialising the eigen strategy")?;
    ordinary_strategies(chain, factory, deployer, &mut directory)?;
    let limited = tvl_strategy(chain, &suite, deployer, &mut directory)?;
    let call = IStrategyFactory::whitelistStrategiesCall { strategiesToWhitelist: vec![made, limited] };
    send(chain, suite_params.owner, factory, &call, "whitelisting the strategies")?;
    let call = IPauserRegistry::setIsPauserCall { newPauser: actor(params, "$pauser")?, canPause: true };
    send(chain, suite_params.unpauser, suite.pauser_registry, &call, "naming the pauser")?;
    let avs_directory = suite.create_avs_directory(chain, programs, deployer, &suite_params)?;
    directory.insert("$avsd".to_owned(), avs_directory);
    let releases = suite.create_release_manager(chain, programs, deployer, &suite_params)?;
    directory.insert("$rm".to_owned(), releases);
    let keys = suite.create_key_registrar(chain, programs, deployer, &suite_params)?;
    directory.insert("$kr".to_owned(), keys);
    surroundings(chain, deployer, params, &mut directory)?;
    let pauser = actor(params, "$pauser")?;
    let registry = suite.create_protocol_registry(chain, programs, deployer, &suite_params, pauser)?;
    directory.insert("$pr".to_owned(), registry);
    let mailbox = tasks(chain, deployer, params, &mut directory)?;
    let mailbox = suite.create_task_mailbox(chain, programs, deployer, &suite_params, &mailbox)?;
    directory.insert("$tm".to_owned(), mailbox);
    fund(chain, &suite, params, &directory)?;
    for (symbol, address) in &directory {
        chain.label(*address, symbol.trim_start_matches('$'));
    }
    Ok(directory)
}

fn rewards(params: &WorldParams) -> Result<RewardsParams, SuiteError> {
    Ok(RewardsParams {
        calculation_interval_secs: params.calculation_interval_secs,
        max_duration_secs: params.max_rewards_duration_secs,
        max_retroactive_secs: params.max_retroactive_secs,
        max_future_secs: params.max_future_secs,
        genesis_timestamp: params.genesis_rewards_timestamp,
        activation_delay_secs: params.rewards_activation_delay_secs,
        default_split_bips: params.default_split_bips,
        updater: actor(params, "$rewardsUpdater")?,
        fee_recipient: actor(params, "$feeRecipient")?,
        emissions_controller: actor(params, "$emissions")?,
        beacon_chain_strategy: BEACON_CHAIN_STRATEGY,
    })
}

fn expect_at(what: &str, made: Address, expected: Address) -> Result<(), SuiteError> {
    if made == expected {
        return Ok(());
    }
    Err(SuiteError::Parameter(format!("the {what} is at {made}, not at {expected}")))
}

/// Five strategies of the factory and their tokens, labelled so that the strategies' addresses
/// ascend.
fn ordinary_strategies(
    chain: &mut Chain,
    factory: Address,
    deployer: Address,
    directory: &mut Directory,
) -> Result<(), SuiteError> {
    let mut made = Vec::new();
    for _ in LETTERS {
        let token = create(chain, deployer, artifacts::MOCK_TOKEN.creation(&[])?, "token")?;
        let call = IStrategyFactory::deployNewStrategyCall { token };
        let receipt = send(chain, deployer, factory, &call, "deploying a strategy")?;
        let answer = IStrategyFactory::deployNewStrategyCall::abi_decode_returns(&receipt.output);
        let strategy =
            answer.map_err(|error| SuiteError::Parameter(format!("the factory's answer: {error}")))?;
        made.push((strategy, token));
    }
    made.sort_unstable();
    for (letter, (strategy, token)) in LETTERS.into_iter().zip(made) {
        directory.insert(format!("$strategy{letter}"), strategy);
        directory.insert(format!("$token{letter}"), token);
    }
    Ok(())
}

fn tvl_strategy(
    chain: &mut Chain,
    suite: &Suite,
    deployer: Address,
    directory: &mut Directory,
) -> Result<Address, SuiteError> {
    let token = create(chain, deployer, artifacts::MOCK_TOKEN.creation(&[])?, "token")?;
    let strategy = suite.create_strategy(chain, deployer, token)?;
    let call = IStrategyVault::initialize_1Call {
        maxPerDeposit: U256::from(TVL_LIMITS.0),
        maxTotalDeposits: U256::from(TVL_LIMITS.1),
        underlyingToken: token,
    };
    send(chain, deployer, strategy, &call, "initialising the limited strategy")?;
    directory.insert("$strategyTVL".to_owned(), strategy);
    directory.insert("$tokenTVL".to_owned(), token);
    Ok(strategy)
}

/// Registrars and the contract wallet.
fn surroundings(
    chain: &mut Chain,
    deployer: Address,
    params: &WorldParams,
    directory: &mut Directory,
) -> Result<(), SuiteError> {
    let wallet_owner = params.actors.get("$approver2").copied().unwrap_or_default();
    for (symbol, artifact, arguments) in [
        ("$acceptRegistrar", artifacts::ACCEPT_REGISTRAR, vec![]),
        ("$rejectRegistrar", artifacts::REJECT_REGISTRAR, vec![]),
        ("$unsupportedRegistrar", artifacts::UNSUPPORTED_REGISTRAR, vec![]),
        ("$wallet1271", artifacts::WALLET_1271, wallet_owner.abi_encode()),
    ] {
        let address = create(chain, deployer, artifact.creation(&arguments)?, symbol)?;
        directory.insert(symbol.to_owned(), address);
    }
    Ok(())
}

/// A task hook and both certificate verifiers, and the mailbox that works with them.
fn tasks(
    chain: &mut Chain,
    deployer: Address,
    params: &WorldParams,
    directory: &mut Directory,
) -> Result<MailboxParams, SuiteError> {
    let mut puppet = |symbol: &str| {
        let address = create(chain, deployer, artifacts::PUPPET.creation(&[])?, symbol)?;
        directory.insert(symbol.to_owned(), address);
        Ok::<_, SuiteError>(address)
    };
    puppet("$taskHook")?;
    Ok(MailboxParams {
        bn254_verifier: puppet("$bn254Verifier")?,
        ecdsa_verifier: puppet("$ecdsaVerifier")?,
        max_task_sla_secs: MAX_TASK_SLA_SECS,
        fee_split_bips: FEE_SPLIT_BIPS,
        fee_split_collector: actor(params, "$feeRecipient")?,
    })
}

/// Gives participants tokens, and the contracts that collect tokens their leave to take them.
fn fund(
    chain: &mut Chain,
    suite: &Suite,
    params: &WorldParams,
    directory: &Directory,
) -> Result<(), SuiteError> {
    let is_token = |symbol: &str| symbol.starts_with("$token") || symbol == "$eigenToken";
    let holds = |symbol: &str| HOLDERS.iter().any(|group| symbol.starts_with(group));
    let tokens: Vec<_> = directory.iter().filter(|(symbol, _)| is_token(symbol)).map(|(_, at)| *at).collect();
    let spenders = [Some(suite.strategy_manager), directory.get("$rc").copied()];
    for (_, holder) in params.actors.iter().filter(|(symbol, _)| holds(symbol)) {
        for token in &tokens {
            let mint = mintCall { to: *holder, amount: U256::from(HOLDING) };
            send(chain, *holder, *token, &mint, "minting")?;
            for spender in spenders.into_iter().flatten() {
                let approve = IERC20::approveCall { spender, amount: U256::MAX };
                send(chain, *holder, *token, &approve, "approving")?;
            }
        }
    }
    Ok(())
}

fn actor(params: &WorldParams, symbol: &str) -> Result<Address, SuiteError> {
    let found = params.actors.get(symbol).copied();
    found.ok_or_else(|| SuiteError::Parameter(format!("the world's actors lack {symbol}")))
}

/// The address of something that is not deployed (yet).
pub(crate) fn placeholder(symbol: &str) -> Address {
    Address::from_word(alloy_primitives::keccak256(format!("placeholder {symbol}")))
}
