//! Where tokens come in and go out, and what came of trying each with a hostile token.

use super::{
    stage::{AMOUNT, Stage},
    token::{Habit, TOKEN},
};
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Result, bail, ensure};
use surety_abi::{
    IDelegationManager as dm, IRewardsCoordinator as rc, IStrategyManager as sm, IStrategyVault as vault,
};

/// An entry point that moves tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    Deposit,
    SignedDeposit,
    VaultDeposit,
    Withdraw,
    Clear,
    Reward,
    Claim,
}

pub(crate) const DOORS: [Door; 7] = [
    Door::Deposit,
    Door::SignedDeposit,
    Door::VaultDeposit,
    Door::Withdraw,
    Door::Clear,
    Door::Reward,
    Door::Claim,
];

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It reverts, or runs out of gas; for payouts, the same call succeeds once the token behaves.
    Refused,
    /// Accounted as asked, and that much or more arrived.
    Whole,
    /// Accounted by what arrived, which is less than was asked.
    Arrived,
    /// Paid as due, but the token delivers less than the core sends.
    Less,
    /// Paid as due, but the token delivers nothing.
    Nothing,
}

impl Verdict {
    /// What the docs call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Whole => "whole",
            Self::Arrived => "what arrived",
            Self::Less => "less",
            Self::Nothing => "nothing",
        }
    }
}

/// A call, and where to look at what it moved.
pub(super) struct Attempt {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) data: Bytes,
    /// Who receives tokens.
    pub(super) recipient: Address,
    /// Whose shares grow, and in which strategy; nobody's for what is no deposit.
    credited: Option<(Address, Address)>,
}

/// Makes a door's call another one to the same.
pub(super) type Remake = fn(&mut Stage, &mut Attempt) -> Result<()>;

impl Door {
    fn attempt(self, stage: &mut Stage) -> Result<Attempt> {
        let [staker, payer, manager, coordinator] =
            [stage.at("staker1")?, stage.at("staker4")?, stage.at("sm")?, stage.at("rc")?];
        let strategy = stage.strategy;
        let deposit =
            |strategy| sm::depositIntoStrategyCall { strategy, token: TOKEN, amount: U256::from(AMOUNT) };
        Ok(match self {
            Self::Deposit => Attempt {
                from: staker,
                to: manager,
                data: deposit(strategy).abi_encode().into(),
                recipient: strategy,
                credited: Some((staker, strategy)),
            },
            Self::SignedDeposit => Attempt {
                from: payer,
                to: manager,
                data: stage.signed_deposit(AMOUNT)?.abi_encode().into(),
                recipient: strategy,
                credited: Some((staker, strategy)),
            },
            Self::VaultDeposit => {
                let (staker, strategy) = (stage.at("staker3")?, stage.vault);
                Attempt {
                    from: staker,
                    to: manager,
                    data: deposit(strategy).abi_encode().into(),
                    recipient: strategy,
                    credited: Some((staker, strategy)),
                }
            }
            Self::Withdraw => Attempt {
                from: staker,
                to: stage.at("dm")?,
                data: completion(stage, 0, true).abi_encode().into(),
                recipient: staker,
                credited: None,
            },
            Self::Clear => Attempt {
                from: payer,
                to: manager,
                data: clearing(stage, 1)?.abi_encode().into(),
                recipient: stage.at("redist1")?,
                credited: None,
            },
            Self::Reward => Attempt {
                from: stage.at("avs1")?,
                to: coordinator,
                data: stage.submission(AMOUNT)?.abi_encode().into(),
                recipient: coordinator,
                credited: None,
            },
            Self::Claim => Attempt {
                from: staker,
                to: coordinator,
                data: rc::processClaimCall {
                    claim: stage.claims.first().cloned().unwrap_or_default(),
                    recipient: payer,
                }
                .abi_encode()
                .into(),
                recipient: payer,
                credited: None,
            },
        })
    }

    /// True where the core pays.
    fn pays(self) -> bool {
        matches!(self, Self::Withdraw | Self::Clear | Self::Claim)
    }

    /// What the docs call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Deposit => "`depositIntoStrategy`",
            Self::SignedDeposit => "`…WithSignature`",
            Self::VaultDeposit => "deposit in a duration vault",
            Self::Withdraw => "`completeQueuedWithdrawal`",
            Self::Clear => "`clearBurnOrRedistributableShares…`",
            Self::Reward => "`create…Submission`",
            Self::Claim => "`processClaim`",
        }
    }

    /// Tries the door while the token has a habit, and checks that nobody else was touched.
    pub(crate) fn try_with(self, stage: &mut Stage, habit: Habit) -> Result<Verdict> {
        self.try_as(stage, habit, |_, _| Ok(()))
    }

    /// The same by another function.
    pub(super) fn try_as(self, stage: &mut Stage, habit: Habit, remake: Remake) -> Result<Verdict> {
        let mut attempt = self.attempt(stage)?;
        remake(stage, &mut attempt)?;
        let due = if self.pays() { self.due(stage, remake)? } else { U256::from(AMOUNT) };
        let (elsewhere, bystanders) = (stage.elsewhere()?, bystanders(stage)?);
        let held = stage.held(attempt.recipient)?;
        let shares = shares(stage, &attempt)?;
        stage.become_(habit)?;
        let receipt = stage.send(attempt.from, attempt.to, attempt.data.clone())?;
        stage.become_(Habit::Ordinary)?;
        ensure!(stage.elsewhere()? == elsewhere, "stake in another strategy changed");
        require_no_loss(&bystanders, stage)?;
        if !receipt.is_success() {
            if self.pays() {
                ensure!(self.due(stage, remake)? >= due, "what was refused is not due any more");
            }
            return Ok(Verdict::Refused);
        }
        let arrived = stage.held(attempt.recipient)?.saturating_sub(held);
        let Some((_, strategy)) = attempt.credited else {
            return Ok(match arrived {
                all if all >= due => Verdict::Whole,
                none if none.is_zero() => Verdict::Nothing,
                _ => Verdict::Less,
            });
        };
        let minted = self::shares(stage, &attempt)?.saturating_sub(shares);
        let value = stage.ask(strategy, &vault::sharesToUnderlyingViewCall { amountShares: minted })?;
        match (arrived >= due, value) {
            (true, value) if near(value, due) => Ok(Verdict::Whole),
            (false, value) if near(value, arrived) => Ok(Verdict::Arrived),
            _ => bail!("{arrived} arrived and {value} was credited"),
        }
    }

    /// What the door pays while the token behaves.
    fn due(self, stage: &mut Stage, remake: Remake) -> Result<U256> {
        let mut rehearsal = stage.fork();
        rehearsal.forgive()?;
        let mut attempt = self.attempt(&mut rehearsal)?;
        remake(&mut rehearsal, &mut attempt)?;
        let held = rehearsal.held(attempt.recipient)?;
        let receipt = rehearsal.send(attempt.from, attempt.to, attempt.data)?;
        ensure!(receipt.is_success(), "{self:?} fails with a token that behaves: {receipt:?}");
        Ok(rehearsal.held(attempt.recipient)?.saturating_sub(held))
    }
}

/// Completion of a withdrawal: the staker's (0) or the token's (1).
pub(crate) fn completion(stage: &Stage, which: usize, as_tokens: bool) -> dm::completeQueuedWithdrawalCall {
    dm::completeQueuedWithdrawalCall {
        withdrawal: stage.queued.get(which).cloned().unwrap_or_default(),
        tokens: vec![TOKEN],
        receiveAsTokens: as_tokens,
    }
}

/// Payout of what a slash took of the hostile token's strategy.
pub(crate) fn clearing(
    stage: &Stage,
    slash_id: u64,
) -> Result<sm::clearBurnOrRedistributableSharesByStrategyCall> {
    Ok(sm::clearBurnOrRedistributableSharesByStrategyCall {
        operatorSet: sm::OperatorSet { avs: stage.at("avs1")?, id: 1 },
        slashId: U256::from(slash_id),
        strategy: stage.strategy,
    })
}

fn shares(stage: &mut Stage, attempt: &Attempt) -> Result<U256> {
    let Some((staker, strategy)) = attempt.credited else { return Ok(U256::ZERO) };
    let manager = stage.at("sm")?;
    stage.ask(manager, &sm::stakerDepositSharesCall { staker, strategy })
}

/// What the stake of those who do nothing is worth, in the hostile token's own strategies.
pub(crate) fn bystanders(stage: &mut Stage) -> Result<[U256; 2]> {
    let (strategy, vault) = (stage.strategy, stage.vault);
    let [one, other] = [stage.at("staker2")?, stage.at("staker4")?];
    Ok([stage.worth(one, strategy)?, stage.worth(other, vault)?])
}

/// Fails if those who did nothing lost more than rounding.
pub(crate) fn require_no_loss(before: &[U256; 2], stage: &mut Stage) -> Result<()> {
    for (before, after) in before.iter().zip(bystanders(stage)?) {
        ensure!(after + ROUNDING >= *before, "a bystander's {before} became {after}");
    }
    Ok(())
}

/// Shares and their prices are floored: a few wei.
const ROUNDING: U256 = U256::from_limbs([5, 0, 0, 0]);

fn near(a: U256, b: U256) -> bool {
    a.abs_diff(b) <= ROUNDING
}
