//! Hooks and tokens that do their worst, on the WASM: they spoil their own tasks and nothing else.
//!
//! No case of a mailbox is public; its hooks are here as any call to code that nobody vouches for.

use crate::stage::{
    ECDSA, FEE, IPuppet, Manner, PAYLOAD, RESULT, SLA_SECS, certificate, must_fail, ordinary_parts, play,
    the_event,
};
use alloy_primitives::{Address, B256, Bytes, U256, aliases::U96};
use alloy_sol_types::{Revert, SolCall, SolError as _, SolValue as _};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IAVSTaskHook as hook, IERC20, ITaskMailbox as tm};
use surety_devnode::with_big_stack;
use surety_scenario::world::{Moment, Outcome, World as _};
use surety_suite::WasmWorld;
use surety_tests::{small_world, worlds};

/// Ways of a hook to fail.
const FAILURES: [Manner; 3] = [Manner::Reverts, Manner::BurnsGas, Manner::RevertsWithBomb];

struct Scene {
    world: WasmWorld,
    mailbox: Address,
    hook: Address,
    payer: Address,
    avs: Address,
}

impl Scene {
    fn open(token: &str) -> Result<Self> {
        let mut world = worlds()?.wasm(&small_world())?;
        let directory = world.directory().clone();
        let at = |symbol: &str| directory.get(symbol).copied().with_context(|| format!("no {symbol}"));
        let (mailbox, avs, payer) = (at("$tm")?, at("$avs1")?, at("$staker1")?);
        for (puppet, part) in ordinary_parts(avs) {
            world.chain().send(payer, at(puppet)?, &part)?;
        }
        let approve = IERC20::approveCall { spender: mailbox, amount: U256::MAX };
        world.chain().send(payer, at("$tokenA")?, &approve)?;
        let config = tm::ExecutorOperatorSetTaskConfig {
            taskHook: at("$taskHook")?,
            taskSLA: U96::from(SLA_SECS),
            feeToken: at(token)?,
            curveType: ECDSA,
            feeCollector: at("$operator1")?,
            ..Default::default()
        };
        let operator_set = tm::OperatorSet { avs, id: 1 };
        let call = tm::setExecutorOperatorSetTaskConfigCall { operatorSet: operator_set, config };
        world.chain().send(avs, mailbox, &call)?;
        Ok(Self { world, mailbox, hook: at("$taskHook")?, payer, avs })
    }

    fn act(&mut self, call: &impl SolCall) -> Outcome {
        self.world.transact(self.payer, self.mailbox, &call.abi_encode().into(), U256::ZERO)
    }

    fn play<C: SolCall>(&mut self, puppet: Address, manner: Manner, words: Vec<u8>) -> Result<()> {
        self.world.chain().send(self.payer, puppet, &play::<C>(manner, words))?;
        Ok(())
    }

    fn creation(&self) -> tm::createTaskCall {
        tm::createTaskCall {
            taskParams: tm::TaskParams {
                refundCollector: self.payer,
                executorOperatorSet: tm::OperatorSet { avs: self.avs, id: 1 },
                payload: Bytes::from_static(PAYLOAD),
            },
        }
    }

    fn create(&mut self) -> Result<B256> {
        let outcome = self.act(&self.creation());
        ensure!(outcome.success, "refused: {}", outcome.output);
        Ok(tm::createTaskCall::abi_decode_returns(&outcome.output)?)
    }

    fn answer(&mut self, task: B256) -> Outcome {
        self.act(&submission(task))
    }

    fn wait(&mut self, secs: u64) {
        let Moment { block, timestamp } = self.world.now();
        self.world.advance(Moment { block: block + 1, timestamp: timestamp + secs });
    }

    fn status(&mut self, task: B256) -> Result<u8> {
        Ok(self.world.chain().view(self.mailbox, &tm::getTaskStatusCall { taskHash: task })?)
    }
}

fn submission(task: B256) -> tm::submitResultCall {
    tm::submitResultCall {
        taskHash: task,
        executorCert: certificate(ECDSA, task, RESULT),
        result: Bytes::from_static(RESULT),
    }
}

#[test]
fn hook_that_fails_undoes_its_own_and_cannot_keep_a_fee() -> Result<()> {
    with_big_stack(|| {
        for failure in FAILURES {
            let mut scene = Scene::open("$tokenA")?;
            let task = scene.create()?;
            let hook = scene.hook;
            scene.wait(1);
            scene.play::<hook::validatePreTaskCreationCall>(hook, failure, vec![7])?;
            ensure!(!scene.act(&scene.creation()).success);
            scene.play::<hook::validatePreTaskCreationCall>(hook, Manner::Answers, vec![])?;
            scene.play::<hook::handlePostTaskCreationCall>(hook, failure, vec![7])?;
            ensure!(!scene.act(&scene.creation()).success);
            scene.play::<hook::validatePreTaskResultSubmissionCall>(hook, failure, vec![7])?;
            ensure!(!scene.answer(task).success);
            scene.play::<hook::validatePreTaskResultSubmissionCall>(hook, Manner::Answers, vec![])?;
            scene.play::<hook::handlePostTaskResultSubmissionCall>(hook, failure, vec![7])?;
            ensure!(!scene.answer(task).success && scene.status(task)? == 1);
            scene.play::<hook::calculateTaskFeeCall>(hook, failure, vec![7])?;
            scene.wait(SLA_SECS);
            let outcome = scene.act(&tm::refundFeeCall { taskHash: task });
            ensure!(the_event::<tm::FeeRefunded>(&outcome)?.avsFee == U96::from(FEE));
        }
        Ok(())
    })
}

#[test]
fn hook_that_answers_a_bomb_is_as_good_as_one_that_answers_nothing() -> Result<()> {
    with_big_stack(|| {
        let mut scene = Scene::open("$tokenA")?;
        let hook = scene.hook;
        scene.play::<hook::validatePreTaskCreationCall>(hook, Manner::AnswersBomb, vec![])?;
        scene.play::<hook::handlePostTaskCreationCall>(hook, Manner::AnswersBomb, vec![])?;
        scene.play::<hook::validatePreTaskResultSubmissionCall>(hook, Manner::AnswersBomb, vec![])?;
        scene.play::<hook::handlePostTaskResultSubmissionCall>(hook, Manner::AnswersBomb, vec![])?;
        let task = scene.create()?;
        scene.wait(1);
        let outcome = scene.answer(task);
        ensure!(outcome.success, "refused: {}", outcome.output);
        Ok(())
    })
}

#[test]
fn hook_that_comes_back_is_turned_away() -> Result<()> {
    with_big_stack(|| {
        let mut scene = Scene::open("$tokenA")?;
        let (first, hook, mailbox) = (scene.create()?, scene.hook, scene.mailbox);
        scene.wait(1);
        let guarded = Revert::from("ReentrancyGuard: reentrant call").abi_encode();
        let attempts = [
            scene.creation().abi_encode(),
            submission(first).abi_encode(),
            tm::refundFeeCall { taskHash: first }.abi_encode(),
        ];
        for attempt in attempts {
            let words = (mailbox, Bytes::from(attempt)).abi_encode_params();
            scene.play::<hook::handlePostTaskCreationCall>(hook, Manner::Calls, words)?;
            let outcome = scene.act(&scene.creation());
            let called: IPuppet::Called = the_event(&outcome)?;
            ensure!(!called.ok && called.answer == guarded, "{called:?}");
        }
        // Reading is not guarded: the hook sees the task that it is told of.
        let call = tm::getTaskStatusCall { taskHash: first }.abi_encode();
        let words = (mailbox, Bytes::from(call)).abi_encode_params();
        scene.play::<hook::handlePostTaskResultSubmissionCall>(hook, Manner::Calls, words)?;
        let outcome = scene.answer(first);
        let called: IPuppet::Called = the_event(&outcome)?;
        ensure!(called.ok && called.answer == U256::from(2).abi_encode(), "{called:?}");
        Ok(())
    })
}

#[test]
fn token_that_refuses_blocks_what_would_move_it_and_no_more() -> Result<()> {
    with_big_stack(|| {
        // A puppet is the token: answering nothing is a transfer to those who call it.
        let mut scene = Scene::open("$bn254Verifier")?;
        let directory = scene.world.directory().clone();
        let token = directory.get("$bn254Verifier").copied().context("no token")?;
        let task = scene.create()?;
        scene.play::<IERC20::transferFromCall>(token, Manner::Answers, false.abi_encode())?;
        let outcome = scene.act(&scene.creation());
        let refused = Revert::from("SafeERC20: ERC20 operation did not succeed");
        must_fail(&outcome, &refused.abi_encode())?;
        scene.play::<IERC20::transferCall>(token, Manner::Reverts, b"blocked".to_vec())?;
        scene.wait(1);
        must_fail(&scene.answer(task), b"blocked")?;
        scene.wait(SLA_SECS);
        must_fail(&scene.act(&tm::refundFeeCall { taskHash: task }), b"blocked")?;
        // Nothing was lost: when the token moves again, so does the refund.
        scene.play::<IERC20::transferCall>(token, Manner::Tells, vec![])?;
        let outcome = scene.act(&tm::refundFeeCall { taskHash: task });
        let expected = IERC20::transferCall { to: scene.payer, amount: U256::from(FEE) }.abi_encode();
        ensure!(the_event::<IPuppet::Told>(&outcome)?.data == expected);
        Ok(())
    })
}

/// An answer is one word, 1, or nothing at all; what a strict decoder refuses is no answer. More than a
/// word is not looked at.
#[test]
fn token_says_yes_in_two_ways_and_no_in_all_others() -> Result<()> {
    with_big_stack(|| {
        let mut scene = Scene::open("$bn254Verifier")?;
        let token = scene.world.directory().get("$bn254Verifier").copied().context("no token")?;
        let [one, two, top] = [U256::ONE, U256::from(2), U256::ONE << 255];
        for yes in [vec![], one.abi_encode(), (one, top).abi_encode()] {
            scene.play::<IERC20::transferFromCall>(token, Manner::Answers, yes)?;
            scene.create()?;
        }
        let no = Revert::from("SafeERC20: ERC20 operation did not succeed").abi_encode();
        for (answer, error) in [
            (U256::ZERO.abi_encode(), &no[..]),
            (two.abi_encode(), &[]),
            (top.abi_encode(), &[]),
            ((top | one).abi_encode(), &[]),
            ((U256::from(256) | one).abi_encode(), &[]),
            (vec![0], &[]),
            (vec![0; 31], &[]),
        ] {
            scene.play::<IERC20::transferFromCall>(token, Manner::Answers, answer)?;
            must_fail(&scene.act(&scene.creation()), error)?;
        }
        Ok(())
    })
}

#[test]
fn first_event_of_a_task_is_the_tokens_and_the_last_the_mailboxs() -> Result<()> {
    with_big_stack(|| {
        let mut scene = Scene::open("$tokenA")?;
        let hook = scene.hook;
        scene.play::<hook::handlePostTaskCreationCall>(hook, Manner::Tells, vec![])?;
        scene.play::<hook::handlePostTaskResultSubmissionCall>(hook, Manner::Tells, vec![])?;
        let token = scene.world.directory().get("$tokenA").copied().context("no token")?;
        let outcome = scene.act(&scene.creation());
        let task = tm::createTaskCall::abi_decode_returns(&outcome.output)?;
        let emitters = |outcome: &Outcome| outcome.logs.iter().map(|log| log.emitter).collect::<Vec<_>>();
        let order = emitters(&outcome);
        ensure!(order.first() == Some(&token) && order.ends_with(&[hook, scene.mailbox]), "{order:?}");
        scene.wait(1);
        let order = emitters(&scene.answer(task));
        ensure!(order == [token, token, hook, scene.mailbox], "{order:?}");
        Ok(())
    })
}

/// A token that keeps a tenth of each transfer leaves the mailbox with less than it owes (docs/known-limits.md):
/// who is refunded last is refused until somebody makes up for it, and nobody gains.
#[test]
fn token_that_keeps_a_fee_costs_tasks_with_the_same_token_and_no_others() -> Result<()> {
    with_big_stack(|| {
        let mut scene = Scene::open("$tokenB")?;
        let directory = scene.world.directory().clone();
        let token = directory.get("$tokenB").copied().context("no token")?;
        let file = surety_tests::root().join("tests/solidity/artifacts/HostileToken.json");
        let artifact: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        let code = artifact.get("runtime").and_then(|code| code.as_str()).context("no runtime code")?;
        scene.world.chain().set_code(token, code.parse()?);
        let (payer, mailbox) = (scene.payer, scene.mailbox);
        let mint = IHostileToken::mintCall { to: payer, amount: U256::from(10 * FEE) };
        let approve = IERC20::approveCall { spender: mailbox, amount: U256::MAX };
        scene.world.chain().send(payer, token, &mint)?;
        scene.world.chain().send(payer, token, &approve)?;
        scene.world.chain().send(payer, token, &IHostileToken::becomeCall { habit: 1 })?;
        let held = |scene: &mut Scene, account| {
            scene.world.chain().view(token, &IERC20::balanceOfCall { account }).map_err(anyhow::Error::from)
        };
        let start = held(&mut scene, payer)?;
        let tasks = [scene.create()?, scene.create()?];
        let fee = U256::from(FEE);
        let tenth = fee / U256::from(10);
        ensure!(held(&mut scene, mailbox)? == (fee - tenth) * U256::from(2));
        scene.wait(2 * SLA_SECS);
        let refund = |task| tm::refundFeeCall { taskHash: task };
        ensure!(scene.act(&refund(tasks[0])).success, "the first is paid back");
        let refused = scene.act(&refund(tasks[1]));
        ensure!(!refused.success && scene.status(tasks[1])? == 3, "the second finds too little");
        ensure!(held(&mut scene, payer)? < start - fee, "who makes tasks to be refunded loses by it");
        scene.world.chain().send(
            payer,
            token,
            &IHostileToken::mintCall { to: mailbox, amount: tenth * U256::from(2) },
        )?;
        ensure!(scene.act(&refund(tasks[1])).success, "what was made up for is paid");
        Ok(())
    })
}

alloy_sol_types::sol! {
    interface IHostileToken {
        function become(uint8 habit) external;
        function mint(address to, uint256 amount) external;
    }
}
