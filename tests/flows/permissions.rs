//! Who may act for whom, on the WASM and on the model: what it costs beside the peer's contract, and
//! that its compact lists stay in the order that everybody can see, whoever comes and goes.

use alloy_primitives::{Address, FixedBytes};
use alloy_sol_types::SolCall;
use anyhow::{Context as _, Result, ensure};
use surety_abi::IPermissionController as pc;
use surety_scenario::story::cast::default_params;
use surety_tests::{
    cost,
    twins::{Dice, Twins},
};

type Selector = FixedBytes<4>;

struct Stage {
    twins: Twins,
    controller: Address,
    account: Address,
    people: Vec<Address>,
}

impl Stage {
    fn begin() -> Result<Self> {
        let twins = surety_tests::twins::deploy(&default_params())?;
        let controller = twins.at("$pc")?;
        let people = ["$operator1", "$staker1", "$staker2", "$staker3", "$avs1", "$owner"];
        let people: Vec<_> = people.into_iter().map(|who| twins.at(who)).collect::<Result<_>>()?;
        let account = twins.at("$operator1")?;
        Ok(Self { twins, controller, account, people })
    }

    fn who(&self, i: usize) -> Result<Address> {
        self.people.get(i).copied().context("too few people")
    }

    /// Asserts that a transaction costs at most `percent` of what the peer's does.
    fn at_most<C: SolCall>(&mut self, percent: u64, who: usize, call: &C, peer: u64) -> Result<()> {
        let from = self.who(who)?;
        let gas = self.twins.must(from, self.controller, call)?.gas.context("the WASM counts gas")?;
        cost::at_most(percent, C::SIGNATURE, gas, peer)
    }

    /// Compares every view about the account.
    fn compare(&mut self, functions: &[(Address, Selector)]) -> Result<()> {
        let (to, account) = (self.controller, self.account);
        self.twins.view(to, &pc::getAdminsCall { account })?;
        self.twins.view(to, &pc::getPendingAdminsCall { account })?;
        for (target, selector) in functions.iter().copied() {
            self.twins.view(to, &pc::getAppointeesCall { account, target, selector })?;
        }
        for someone in self.people.clone() {
            self.twins.view(to, &pc::isAdminCall { account, caller: someone })?;
            self.twins.view(to, &pc::isPendingAdminCall { account, pendingAdmin: someone })?;
            self.twins.view(to, &pc::getAppointeePermissionsCall { account, appointee: someone })?;
            for (target, selector) in functions.iter().copied() {
                self.twins.view(to, &pc::canCallCall { account, caller: someone, target, selector })?;
            }
        }
        Ok(())
    }
}

#[test]
fn permissions_cost_a_third() -> Result<()> {
    let mut stage = Stage::begin()?;
    let account = stage.account;
    let target = Address::repeat_byte(0x77);
    let selector = Selector::new([1, 2, 3, 4]);
    let (first, second) = (stage.who(1)?, stage.who(2)?);
    stage.at_most(31, 0, &pc::addPendingAdminCall { account, admin: first }, 80_625)?;
    stage.at_most(10, 1, &pc::acceptAdminCall { account }, 77_150)?;
    stage.at_most(36, 1, &pc::addPendingAdminCall { account, admin: second }, 82_916)?;
    stage.at_most(50, 2, &pc::acceptAdminCall { account }, 60_050)?;
    let (appointee, other) = (stage.who(3)?, stage.who(4)?);
    let call = pc::setAppointeeCall { account, appointee, target, selector };
    stage.at_most(34, 1, &call, 148_922)?;
    let call = pc::setAppointeeCall { account, appointee: other, target, selector };
    stage.at_most(42, 1, &call, 131_822)?;
    let call = pc::removeAppointeeCall { account, appointee, target, selector };
    stage.at_most(39, 1, &call, 41_308)?;
    stage.at_most(41, 1, &pc::removeAdminCall { account, admin: second }, 18_108)
}

/// Two are asked; whoever accepts first moves the other from the word that they shared.
#[test]
fn candidate_stays_one_when_another_becomes_the_first_admin() -> Result<()> {
    for (accepts, waits) in [(1, 2), (2, 1)] {
        let mut stage = Stage::begin()?;
        let (to, account, itself) = (stage.controller, stage.account, stage.who(0)?);
        for i in [1, 2] {
            let admin = stage.who(i)?;
            stage.twins.must(itself, to, &pc::addPendingAdminCall { account, admin })?;
        }
        let (accepts, waits) = (stage.who(accepts)?, stage.who(waits)?);
        stage.twins.must(accepts, to, &pc::acceptAdminCall { account })?;
        stage.compare(&[])?;
        ensure!(stage.twins.ask(to, &pc::getPendingAdminsCall { account })? == [waits]);
        stage.twins.must(waits, to, &pc::acceptAdminCall { account })?;
        ensure!(stage.twins.ask(to, &pc::getAdminsCall { account })? == [accepts, waits]);
    }
    Ok(())
}

#[test]
fn lists_stay_in_order_whoever_comes_and_goes() -> Result<()> {
    let mut stage = Stage::begin()?;
    let account = stage.account;
    let functions: Vec<_> = (1..=4)
        .map(|i| (Address::repeat_byte(i % 2), Selector::new([i / 2, 0, 0, i % 3])))
        .chain([(Address::ZERO, Selector::ZERO)])
        .collect();
    let mut dice = Dice(17);
    for round in 0..600 {
        let (to, someone) = (stage.controller, *dice.one(&stage.people)?);
        let (target, selector) = *dice.one(&functions)?;
        // Mostly somebody who may.
        let admins = stage.twins.view(to, &pc::getAdminsCall { account })?;
        let admins = pc::getAdminsCall::abi_decode_returns(&admins.output)?;
        let from = if dice.once_in(4) { *dice.one(&stage.people)? } else { *dice.one(&admins)? };
        let appointment = (someone, target, selector);
        match dice.below(12) {
            0..=2 => stage.twins.act(from, to, &pc::addPendingAdminCall { account, admin: someone })?,
            3 => stage.twins.act(from, to, &pc::removePendingAdminCall { account, admin: someone })?,
            4 | 5 => stage.twins.act(someone, to, &pc::acceptAdminCall { account })?,
            6 => stage.twins.act(from, to, &pc::removeAdminCall { account, admin: someone })?,
            7..=9 => {
                let (appointee, target, selector) = appointment;
                stage.twins.act(from, to, &pc::setAppointeeCall { account, appointee, target, selector })?
            }
            _ => {
                let (appointee, target, selector) = appointment;
                stage.twins.act(
                    from,
                    to,
                    &pc::removeAppointeeCall { account, appointee, target, selector },
                )?
            }
        };
        if round % 10 == 0 {
            stage.compare(&functions)?;
        }
    }
    stage.compare(&functions)?;
    for act in ["addPendingAdmin", "removePendingAdmin", "acceptAdmin", "removeAdmin", "setAppointee"] {
        ensure!(stage.twins.met.get(act).is_some_and(|times| *times > 8), "{act}: {:?}", stage.twins.met);
    }
    Ok(())
}
