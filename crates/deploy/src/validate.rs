//! What a configuration must fulfil, checked as a whole before anything is sent.

use crate::{Config, DeployError, TimelockKind};
use alloy_primitives::Address;
use std::collections::BTreeSet;

/// Seconds of a day.
const DAY_SECS: u32 = 86_400;
/// All of something, in bips.
const ALL_BIPS: u16 = 10_000;

impl Config {
    /// Checks everything.
    ///
    /// # Errors
    /// [`DeployError::Invalid`] with all that is wrong, not only the first.
    pub fn validate(&self) -> Result<(), DeployError> {
        let mut wrong = Vec::new();
        let mut need = |holds: bool, what: &str| {
            if !holds {
                wrong.push(what.to_owned());
            }
        };
        need(self.chain_id != 0, "chain_id must not be 0");
        need(!self.salt.is_empty(), "salt must not be empty");
        let roles = &self.roles;
        for (name, account) in [
            ("deployer", roles.deployer),
            ("owner", roles.owner),
            ("unpauser", roles.unpauser),
            ("protocol_pauser", roles.protocol_pauser),
            ("rewards_updater", roles.rewards_updater),
            ("fee_recipient", roles.fee_recipient),
            ("emissions_controller", roles.emissions_controller),
            ("burn", roles.burn),
        ] {
            need(!account.is_zero(), &format!("roles.{name} must not be the zero address"));
        }
        need(!roles.pausers.contains(&Address::ZERO), "roles.pausers must not have the zero address");
        let admin = self.upgrades.admin;
        need(
            admin != Some(Address::ZERO),
            "upgrades.admin must not be the zero address: leave it out for final programs",
        );
        let is_timelock = self.upgrades.kind == TimelockKind::Timelock;
        if admin.is_some() {
            need(
                !is_timelock || admin != Some(roles.deployer),
                "upgrades.admin is the deployer, who must not keep the role: name a timelock",
            );
            need(
                !is_timelock || self.upgrades.delay_secs > 0,
                "upgrades.delay_secs must not be 0 with a timelock",
            );
            need(
                [roles.owner, roles.unpauser, roles.rewards_updater].iter().all(|role| Some(*role) != admin),
                "upgrades.admin can't use the contracts itself: it must not be owner, unpauser or rewards_updater",
            );
        }
        let delays = &self.delays;
        need(delays.withdrawal_blocks > 0, "delays.withdrawal_blocks must not be 0");
        need(
            delays.deallocation_blocks >= delays.withdrawal_blocks,
            "delays.deallocation_blocks must not be below delays.withdrawal_blocks: what an operator still \
             answers for would leave before its shares can be slashed",
        );
        need(
            delays.configuration_blocks >= delays.withdrawal_blocks,
            "delays.configuration_blocks must not be below delays.withdrawal_blocks: stakers must be able to \
             leave before a new allocation delay or slasher holds",
        );
        need(!self.domain.name.is_empty(), "domain.name must not be empty");
        need((1..=31).contains(&self.domain.version.len()), "domain.version must have 1 to 31 bytes");
        wrong.extend(self.wrong_rewards());
        wrong.extend(self.wrong_strategies());
        if let Some(mailbox) = &self.mailbox {
            if mailbox.fee_split_bips > ALL_BIPS {
                wrong.push("mailbox.fee_split_bips must not exceed 10000".into());
            }
            if mailbox.max_task_sla_secs == 0 {
                wrong.push("mailbox.max_task_sla_secs must not be 0".into());
            }
        }
        let fees = &self.fees;
        if fees.max_fee_wei == 0 || fees.priority_fee_wei > fees.max_fee_wei {
            wrong.push("fees.max_fee_wei must not be 0, nor below fees.priority_fee_wei".into());
        }
        if fees.bump_after_secs == 0 {
            wrong.push("fees.bump_after_secs must not be 0".into());
        }
        if wrong.is_empty() { Ok(()) } else { Err(DeployError::Invalid(wrong)) }
    }

    /// What the rewards coordinator's initialisation refuses, and spans that no submission could have.
    fn wrong_rewards(&self) -> Vec<String> {
        let rewards = &self.rewards;
        let interval = rewards.calculation_interval_secs;
        let mut wrong = Vec::new();
        if interval == 0 || !interval.is_multiple_of(DAY_SECS) {
            wrong.push("rewards.calculation_interval_secs must be a multiple of a day, 86400".to_owned());
        } else {
            for (name, span) in [
                ("max_duration_secs", rewards.max_duration_secs),
                ("genesis_timestamp", rewards.genesis_timestamp),
            ] {
                if !span.is_multiple_of(interval) {
                    wrong.push(format!(
                        "rewards.{name} must be a multiple of rewards.calculation_interval_secs"
                    ));
                }
            }
            if rewards.max_duration_secs == 0 {
                wrong.push("rewards.max_duration_secs must not be 0".into());
            }
        }
        if rewards.default_split_bips > ALL_BIPS {
            wrong.push("rewards.default_split_bips must not exceed 10000".into());
        }
        wrong
    }

    fn wrong_strategies(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, strategy) in self.strategies.iter().enumerate() {
            if strategy.token.is_zero() {
                wrong.push(format!("strategies[{index}].token must not be the zero address"));
            }
            if !seen.insert(strategy.token) {
                wrong.push(format!("strategies[{index}].token has a strategy already"));
            }
            match (strategy.max_per_deposit, strategy.max_total) {
                (None, None) => {}
                (Some(each), Some(total)) if each <= total => {}
                (Some(_), Some(_)) => {
                    wrong.push(format!("strategies[{index}].max_per_deposit must not exceed max_total"));
                }
                _ => wrong.push(format!(
                    "strategies[{index}] must have both max_per_deposit and max_total, or none"
                )),
            }
        }
        wrong
    }
}
