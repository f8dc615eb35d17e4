//! Tokens that call back into the core, before or after they move: nobody else loses anything,
//! whatever goes through.
//!
//! The cases: in 2022 Rari's Fuse pools paid a loan before they noted it, and the borrower took its
//! collateral out through another contract meanwhile; Certora's audit of EigenLayer in 2025 warns of the same
//! shape between its contracts, and found no way to exploit it.

use super::{
    doors::{bystanders, clearing, completion, require_no_loss},
    stage::{AMOUNT, Stage},
    token::{Habit, TOKEN, Token},
};
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Result, ensure};
use surety_abi::{IDelegationManager as dm, IRewardsCoordinator as rc, IStrategyManager as sm};

/// What a token's transfer is part of, and what the token calls meanwhile, as a staker of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Deposit,
    Withdraw,
    Restore,
    Queue,
    Clear,
    Reward,
    Claim,
}

/// Acts that move tokens: during these the token can call back.
pub(crate) const OUTER: [Act; 5] = [Act::Deposit, Act::Withdraw, Act::Clear, Act::Reward, Act::Claim];
/// Acts that it tries.
pub(crate) const NESTED: [Act; 7] =
    [Act::Deposit, Act::Withdraw, Act::Restore, Act::Queue, Act::Clear, Act::Reward, Act::Claim];

/// Which nested acts go through, by outer act.
pub(crate) const GOES_THROUGH: [[bool; NESTED.len()]; OUTER.len()] = [
    [false, true, false, true, false, true, true],
    [false, false, false, false, false, true, true],
    [false, false, false, true, false, true, true],
    [true, true, true, true, true, false, false],
    [true, true, true, true, true, false, false],
];

impl Act {
    /// What the docs call it.
    fn name(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Withdraw => "complete as tokens",
            Self::Restore => "complete as shares",
            Self::Queue => "queue a withdrawal",
            Self::Clear => "pay slashed shares",
            Self::Reward => "submit rewards",
            Self::Claim => "claim",
        }
    }

    /// The call: `from` is the staker (or the AVS), or the token itself.
    pub(super) fn call(self, stage: &mut Stage, nested: bool) -> Result<(Address, Address, Bytes)> {
        let [staker, avs, manager, ledger, coordinator] =
            [stage.at("staker1")?, stage.at("avs1")?, stage.at("sm")?, stage.at("dm")?, stage.at("rc")?];
        let who = usize::from(nested);
        let (to, data) = match self {
            Self::Deposit => {
                let (strategy, amount) = (stage.strategy, U256::from(AMOUNT));
                (manager, sm::depositIntoStrategyCall { strategy, token: TOKEN, amount }.abi_encode())
            }
            Self::Withdraw => (ledger, completion(stage, who, true).abi_encode()),
            Self::Restore => (ledger, completion(stage, who, false).abi_encode()),
            Self::Queue => {
                let params = vec![dm::QueuedWithdrawalParams {
                    strategies: vec![stage.strategy],
                    depositShares: vec![U256::from(AMOUNT)],
                    __deprecated_withdrawer: Address::ZERO,
                }];
                (ledger, dm::queueWithdrawalsCall { params }.abi_encode())
            }
            Self::Clear => (manager, clearing(stage, 1 + u64::from(nested))?.abi_encode()),
            Self::Reward => (coordinator, stage.submission(AMOUNT)?.abi_encode()),
            Self::Claim => {
                let claim = stage.claims.get(who).cloned().unwrap_or_default();
                (coordinator, rc::processClaimCall { claim, recipient: staker }.abi_encode())
            }
        };
        let from = match self {
            _ if nested => TOKEN,
            Self::Reward => avs,
            _ => staker,
        };
        Ok((from, to, data.into()))
    }
}

/// Plays one cell; answers whether the nested act went through.
pub(crate) fn play(stage: &mut Stage, outer: Act, nested: Act, habit: Habit) -> Result<bool> {
    let (_, target, payload) = nested.call(stage, true)?;
    stage.tell(&Token::aimCall { target, payload })?;
    let (elsewhere, before) = (stage.elsewhere()?, bystanders(stage)?);
    let (from, to, data) = outer.call(stage, false)?;
    stage.become_(habit)?;
    let receipt = stage.send(from, to, data)?;
    stage.become_(Habit::Ordinary)?;
    ensure!(stage.elsewhere()? == elsewhere, "stake in another strategy changed");
    require_no_loss(&before, stage)?;
    if !receipt.is_success() {
        return Ok(false);
    }
    ensure!(stage.ask(TOKEN, &Token::entriesCall {})? == U256::from(1), "the token called back once");
    stage.ask(TOKEN, &Token::enteredCall {})
}

/// The table as the docs show it.
pub(crate) fn markdown() -> String {
    let names: Vec<_> = NESTED.into_iter().map(Act::name).collect();
    let mut text = format!("| during | {} |\n| --- |{}\n", names.join(" | "), " --- |".repeat(names.len()));
    for (outer, row) in OUTER.into_iter().zip(GOES_THROUGH) {
        let words: Vec<_> = row.into_iter().map(|goes| if goes { "goes" } else { "blocked" }).collect();
        text.push_str(&format!("| {} | {} |\n", outer.name(), words.join(" | ")));
    }
    text
}
