//! What a hostile token does by itself.

use super::{Choice, Plan, call, pick};
use crate::{look::Touch, stage::HOSTILE};
use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use anyhow::Result;
use surety_invariants::Deed;
use surety_model::hostile_token::{Habit, IHostileToken};

/// Rebases by little, by much, and back.
const PERCENTS: [u64; 10] = [100, 99, 101, 50, 200, 90, 110, 33, 1, 1_000];

impl Choice<'_> {
    /// The token takes on a habit, rebases or bans somebody; half of the time what it withholds is over.
    pub(super) fn temper(self) -> Result<Plan> {
        let mut temper = self.stage.temper;
        if temper.withholds() && self.action.odds.is_multiple_of(2) {
            if let Some(account) = temper.banned.take() {
                return Ok(self.tempered(temper, &IHostileToken::banCall { account, banned: false }));
            }
            temper.habit = Habit::Ordinary;
            let sent = IHostileToken::becomeCall { habit: temper.habit.number() };
            return Ok(self.tempered(temper, &sent));
        }
        match self.action.place % 8 {
            0 | 1 => {
                temper.percent = pick(&PERCENTS, self.action.other);
                let sent = IHostileToken::rebaseCall { percent: U256::from(temper.percent) };
                Ok(self.tempered(temper, &sent))
            }
            // Nobody else until that one is free again.
            2 if temper.banned.is_none() => {
                let accounts = [&self.stage.people, &self.stage.others, &self.stage.strategies];
                let accounts = accounts.map(Vec::as_slice).concat();
                let which = usize::from(self.action.other) % accounts.len().max(1);
                let account = accounts.get(which).copied().unwrap_or_default();
                temper.banned = Some(account);
                Ok(self.tempered(temper, &IHostileToken::banCall { account, banned: true }))
            }
            _ => {
                let which = usize::from(self.action.other) % Habit::ALL.len();
                temper.habit = Habit::ALL.get(which).copied().unwrap_or_default();
                Ok(self.tempered(temper, &IHostileToken::becomeCall { habit: temper.habit.number() }))
            }
        }
    }

    fn tempered(self, temper: crate::temper::Temper, sent: &impl SolCall) -> Plan {
        // Everybody may, and so it cannot fail.
        self.stage.temper = temper;
        let touch = Touch {
            wallets: (0..self.stage.people.len()).map(|person| (person, HOSTILE)).collect(),
            others: vec![HOSTILE],
            strategies: vec![HOSTILE],
            ..Touch::default()
        };
        let stage = self.stage;
        let token = stage.tokens.get(HOSTILE).copied().unwrap_or_default();
        let deed = Deed::Temper { strategy: HOSTILE, temper: temper.seen() };
        call(stage.pauser, token, sent, deed, touch)
    }
}
