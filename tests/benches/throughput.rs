//! Protocol transactions per second on the withdrawal story, one core, state in memory, and where
//! the time goes.
//!
//! The story is the exit of a delegated staker: deposit, queue, wait, complete as tokens. Every
//! transaction runs on the real programs with full metering and is committed.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolEvent};
use criterion::{Criterion, Throughput};
use std::time::{Duration, Instant};
use surety_abi::{IDelegationManager, IERC20, IStrategyManager};
use surety_devnode::{Chain, Receipt, TraceLevel, Tx, TxOptions, with_big_stack};
use surety_scenario::world::World as _;
use surety_tests::small_world;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Transactions in one round of the story.
const ROUND: u32 = 3;
const AMOUNT: u128 = 1_000_000_000_000_000_000;

struct Story {
    chain: Chain,
    staker: Address,
    delegation_manager: Address,
    strategy_manager: Address,
    strategy: Address,
    token: Address,
}

impl Story {
    fn begin() -> Result<Self, Failure> {
        let mut world = surety_tests::worlds()?.wasm(&small_world())?;
        let directory = world.directory().clone();
        let at = |symbol: &str| {
            directory.get(symbol).copied().ok_or_else(|| Failure::from(format!("no {symbol}")))
        };
        let mut story = Self {
            staker: at("$staker1")?,
            delegation_manager: at("$dm")?,
            strategy_manager: at("$sm")?,
            strategy: at("$strategyA")?,
            token: at("$tokenA")?,
            chain: world.chain().fork(),
        };
        let operator = at("$operator1")?;
        let register = IDelegationManager::registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: 0,
            metadataURI: String::new(),
        };
        story.send(operator, story.delegation_manager, &register)?;
        let delegate = IDelegationManager::delegateToCall {
            operator,
            approverSignatureAndExpiry: Default::default(),
            approverSalt: Default::default(),
        };
        story.send(story.staker, story.delegation_manager, &delegate)?;
        // Something stays behind, so that every round meets the same, steady state.
        let deposit = story.deposit();
        story.send(story.staker, story.strategy_manager, &deposit)?;
        Ok(story)
    }

    fn deposit(&self) -> IStrategyManager::depositIntoStrategyCall {
        let (strategy, token) = (self.strategy, self.token);
        IStrategyManager::depositIntoStrategyCall { strategy, token, amount: U256::from(AMOUNT) }
    }

    fn send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<Receipt, Failure> {
        self.send_with(from, to, call.abi_encode().into(), TxOptions::NOTHING)
    }

    fn send_with(
        &mut self,
        from: Address,
        to: Address,
        data: Bytes,
        options: TxOptions,
    ) -> Result<Receipt, Failure> {
        let receipt = self.chain.transact(Tx::call(from, to).data(data).gas(32_000_000).options(options))?;
        if !receipt.is_success() {
            return Err(format!("{:?} {}", receipt.status, receipt.output).into());
        }
        Ok(receipt)
    }

    /// One round; answers how long each transaction took.
    fn round(&mut self, options: TxOptions) -> Result<[(Duration, Receipt); 3], Failure> {
        let (staker, delegation_manager) = (self.staker, self.delegation_manager);
        let data = self.deposit().abi_encode().into();
        let deposited = timed(|| self.send_with(staker, self.strategy_manager, data, options))?;
        let queue = IDelegationManager::queueWithdrawalsCall {
            params: vec![IDelegationManager::QueuedWithdrawalParams {
                strategies: vec![self.strategy],
                depositShares: vec![U256::from(AMOUNT)],
                ..Default::default()
            }],
        };
        let data = queue.abi_encode().into();
        let queued = timed(|| self.send_with(staker, delegation_manager, data, options))?;
        let event =
            queued.1.logs.iter().find_map(|log| {
                IDelegationManager::SlashingWithdrawalQueued::decode_log_data(&log.data).ok()
            });
        let withdrawal = event.ok_or("nothing was queued")?.withdrawal;
        self.chain.mine(u64::from(small_world().withdrawal_delay_blocks) + 1);
        let complete = IDelegationManager::completeQueuedWithdrawalCall {
            withdrawal,
            tokens: vec![self.token],
            receiveAsTokens: true,
        };
        let data = complete.abi_encode().into();
        let completed = timed(|| self.send_with(staker, delegation_manager, data, options))?;
        Ok([deposited, queued, completed])
    }

    /// Time of a plain token transfer: what the EVM, the journal and the commit cost here.
    fn transfer(&mut self) -> Result<Duration, Failure> {
        let call = IERC20::transferCall { to: Address::with_last_byte(0x77), amount: U256::from(1) };
        let data: Bytes = call.abi_encode().into();
        Ok(timed(|| self.send_with(self.staker, self.token, data, TxOptions::NOTHING))?.0)
    }
}

fn timed(act: impl FnOnce() -> Result<Receipt, Failure>) -> Result<(Duration, Receipt), Failure> {
    let start = Instant::now();
    let receipt = act()?;
    Ok((start.elapsed(), receipt))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Prints what one transaction of each kind takes, and how many Stylus frames it enters.
fn profile(story: &mut Story) -> Result<(), Failure> {
    const ROUNDS: usize = 400;
    let mut times: [Vec<Duration>; 3] = Default::default();
    let mut transfers = Vec::new();
    for _ in 0..ROUNDS {
        for (all, (time, _)) in times.iter_mut().zip(story.round(TxOptions::NOTHING)?) {
            all.push(time);
        }
        transfers.push(story.transfer()?);
    }
    let traced = story.round(TxOptions { breakdown: true, trace: TraceLevel::Hostio })?;
    let plain = median(transfers);
    println!("\nwhere the time of a transaction goes (medians of {ROUNDS} rounds)");
    println!("  an ERC-20 transfer: EVM, journal, commit    {plain:>10.1?}");
    for (name, (all, (_, receipt))) in
        ["deposit", "queue withdrawal", "complete as tokens"].iter().zip(times.into_iter().zip(traced))
    {
        let whole = median(all);
        let stylus = receipt.trace.as_ref().map_or_else(Vec::new, |trace| trace.stylus_frames());
        let hostio: usize = stylus.iter().filter_map(|(_, frame)| frame.hostio.as_ref()).map(Vec::len).sum();
        let frames = u32::try_from(stylus.len())?;
        let rest = whole.saturating_sub(plain);
        let per_frame = rest.checked_div(frames.max(1)).unwrap_or_default();
        println!(
            "  {name:<20} {whole:>10.1?}  {frames} Stylus frames, {hostio} host calls, {:>7} gas; beyond a transfer {per_frame:.1?} a frame",
            receipt.gas_used,
        );
    }
    Ok(())
}

fn bench(criterion: &mut Criterion) -> Result<(), Failure> {
    let mut story = Story::begin()?;
    profile(&mut story)?;
    let mut group = criterion.benchmark_group("withdrawal story");
    group.throughput(Throughput::Elements(u64::from(ROUND)));
    let mut failure = None;
    group.bench_function("protocol transactions", |bencher| {
        bencher.iter(|| {
            if let Err(error) = story.round(TxOptions::NOTHING) {
                failure.get_or_insert(error);
            }
        });
    });
    group.finish();
    failure.map_or(Ok(()), Err)
}

fn main() {
    // Calls of programs nest on the native stack; criterion must live where it is used.
    let result = with_big_stack(|| {
        let mut criterion = Criterion::default().configure_from_args();
        let result = bench(&mut criterion);
        criterion.final_summary();
        result
    });
    if let Err(error) = result {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}
