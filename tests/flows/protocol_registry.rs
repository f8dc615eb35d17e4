//! The protocol registry on the WASM and on the model: deployments, pausing, roles, and every error.

use alloy_primitives::{Address, B256, Bytes, FixedBytes, U256, hex};
use alloy_sol_types::{Panic, PanicKind, Revert, SolCall, SolError, SolEvent};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IPauserRegistry, IProtocolRegistry as pr, IStrategyManager};
use surety_scenario::world::Outcome;
use surety_tests::{
    small_world,
    twins::{Dice, Twins, events},
};

/// The role that may pause.
fn pauser_role() -> B256 {
    B256::right_padding_from(&[1])
}

const PAUSABLE: pr::DeploymentConfig = pr::DeploymentConfig { pausable: true, deprecated: false };
const ORDINARY: pr::DeploymentConfig = pr::DeploymentConfig { pausable: false, deprecated: false };
const OLD: pr::DeploymentConfig = pr::DeploymentConfig { pausable: true, deprecated: true };

struct Stage {
    twins: Twins,
    registry: Address,
    admin: Address,
    pauser: Address,
    anybody: Address,
}

impl Stage {
    fn begin() -> Result<Self> {
        let twins = surety_tests::twins::deploy(&small_world())?;
        let [registry, admin, pauser, anybody] =
            [twins.at("$pr")?, twins.at("$owner")?, twins.at("$pauser")?, twins.at("$staker1")?];
        Ok(Self { twins, registry, admin, pauser, anybody })
    }

    /// Ships deployments as version 1.2.3.
    fn ship(&mut self, what: &[(&str, Address, pr::DeploymentConfig)]) -> Result<Outcome> {
        let outcome = self.twins.must(self.admin, self.registry, &shipment(what, "1.2.3"))?;
        self.look()?;
        Ok(outcome)
    }

    fn refused(&mut self, from: Address, call: &impl SolCall, error: impl SolError) -> Result<()> {
        let outcome = self.twins.act(from, self.registry, call)?;
        let expected = Bytes::from(error.abi_encode());
        ensure!(!outcome.success && outcome.output == expected, "{} instead of {expected}", outcome.output);
        Ok(())
    }

    fn ask<C: SolCall>(&mut self, call: &C) -> Result<C::Return> {
        Ok(C::abi_decode_returns(&self.twins.view(self.registry, call)?.output)?)
    }

    /// Compares what shows everything.
    fn look(&mut self) -> Result<()> {
        let registry = self.registry;
        self.twins.view(registry, &pr::getAllDeploymentsCall {})?;
        self.twins.view(registry, &pr::totalDeploymentsCall {})?;
        self.twins.view(registry, &pr::versionCall {})?;
        self.twins.view(registry, &pr::majorVersionCall {})?;
        Ok(())
    }
}

fn shipment(what: &[(&str, Address, pr::DeploymentConfig)], version: &str) -> pr::shipCall {
    pr::shipCall {
        addresses: what.iter().map(|(_, addr, _)| *addr).collect(),
        configs: what.iter().map(|(.., config)| config.clone()).collect(),
        contractNames: what.iter().map(|(name, ..)| (*name).to_owned()).collect(),
        semanticVersion: version.to_owned(),
    }
}

fn configure(name: &str, config: pr::DeploymentConfig) -> pr::configureCall {
    pr::configureCall { name: name.to_owned(), config }
}

fn the<E: SolEvent>(outcome: &Outcome) -> Result<E> {
    let mut found = events::<E>(outcome);
    ensure!(found.len() == 1, "{} events {}", found.len(), E::SIGNATURE);
    found.pop().context("no event")
}

#[test]
fn deployments_are_found_by_name_and_treated_by_address() -> Result<()> {
    let mut stage = Stage::begin()?;
    stage.look()?;
    let [one, two] = [1, 2].map(Address::repeat_byte);
    let longest = "A-NAME-OF-THIRTY-ONE-CHARACTERS";
    let outcome = stage.ship(&[("ONE", one, PAUSABLE), (longest, two, ORDINARY)])?;
    let version: pr::SemanticVersionUpdated = the(&outcome)?;
    ensure!(version.previousSemanticVersion.is_empty() && version.semanticVersion == "1.2.3");
    let shipped = events::<pr::DeploymentShipped>(&outcome);
    ensure!(shipped.len() == 2 && shipped[0].addr == one && shipped[0].config == PAUSABLE);
    ensure!(stage.ask(&pr::versionCall {})? == "1.2.3" && stage.ask(&pr::majorVersionCall {})? == "1");
    ensure!(stage.ask(&pr::getAddressCall { name: longest.to_owned() })? == two);

    // Two names of one address share how it is treated; a name that moves forgets it for both.
    stage.ship(&[("UNO", one, OLD)])?;
    let found = stage.ask(&pr::getDeploymentCall { name: "ONE".to_owned() })?;
    ensure!(found.addr == one && found.config == OLD);
    let outcome = stage.twins.must(stage.admin, stage.registry, &configure("ONE", PAUSABLE))?;
    let configured: pr::DeploymentConfigured = the(&outcome)?;
    ensure!(configured.addr == one && configured.config == PAUSABLE);
    let outcome = stage.ship(&[("UNO", two, PAUSABLE)])?;
    ensure!(the::<pr::DeploymentConfigDeleted>(&outcome)?.addr == one);
    ensure!(stage.ask(&pr::getDeploymentCall { name: "ONE".to_owned() })?.config == ORDINARY);
    // The same again deletes nothing, and adds no name.
    let outcome = stage.ship(&[("UNO", two, ORDINARY)])?;
    ensure!(events::<pr::DeploymentConfigDeleted>(&outcome).is_empty());
    let all = stage.ask(&pr::getAllDeploymentsCall {})?;
    ensure!(all.names == ["ONE", longest, "UNO"] && all.addresses == [one, two, two]);
    ensure!(all.configs == [ORDINARY, ORDINARY, ORDINARY]);
    // A version without deployments.
    let outcome = stage.twins.must(stage.admin, stage.registry, &shipment(&[], ""))?;
    ensure!(the::<pr::SemanticVersionUpdated>(&outcome)?.previousSemanticVersion == "1.2.3");
    stage.look()
}

#[test]
fn everything_pausable_and_in_use_is_paused_at_once() -> Result<()> {
    let mut stage = Stage::begin()?;
    let [dm, sm, am, rc] =
        [stage.twins.at("$dm")?, stage.twins.at("$sm")?, stage.twins.at("$am")?, stage.twins.at("$rc")?];
    stage.ship(&[("DM", dm, PAUSABLE), ("SM", sm, PAUSABLE), ("AM", am, OLD), ("RC", rc, ORDINARY)])?;
    // The registry has to be one of the pausers: what a deployment refuses with is passed on.
    let only_pauser = surety_abi::IDelegationManager::OnlyPauser {};
    stage.refused(stage.pauser, &pr::pauseAllCall {}, only_pauser)?;
    let unpauser = stage.twins.at("$unpauser")?;
    let pausers = stage.twins.at("$pauserRegistry")?;
    let call = IPauserRegistry::setIsPauserCall { newPauser: stage.registry, canPause: true };
    stage.twins.must(unpauser, pausers, &call)?;
    let outcome = stage.twins.must(stage.pauser, stage.registry, &pr::pauseAllCall {})?;
    let paused = events::<IStrategyManager::Paused>(&outcome);
    ensure!(outcome.logs.len() == 2 && paused.len() == 2, "{paused:?}");
    ensure!(outcome.logs[0].emitter == dm && outcome.logs[1].emitter == sm);
    for contract in [dm, sm, am, rc] {
        stage.twins.view(contract, &IStrategyManager::paused_0Call {})?;
    }
    // One that cannot be paused keeps all from being paused; out of use, it no longer does.
    stage.ship(&[("NOBODY", Address::repeat_byte(7), PAUSABLE)])?;
    let outcome = stage.twins.act(stage.pauser, stage.registry, &pr::pauseAllCall {})?;
    ensure!(!outcome.success && outcome.output.is_empty());
    stage.twins.must(stage.admin, stage.registry, &configure("NOBODY", OLD))?;
    stage.twins.must(stage.pauser, stage.registry, &pr::pauseAllCall {})?;
    Ok(())
}

#[test]
fn shipments_are_refused_when_they_are_malformed() -> Result<()> {
    let mut stage = Stage::begin()?;
    let (admin, one) = (stage.admin, Address::repeat_byte(1));
    let long = "A-NAME-OF-THIRTY-TWO-CHARACTERS!";
    let too_long = || pr::StringTooLong { str: long.to_owned() };
    let good = shipment(&[("ONE", one, ORDINARY), ("TWO", one, ORDINARY)], "1");
    for call in [
        pr::shipCall { addresses: vec![one], ..good.clone() },
        pr::shipCall { configs: vec![], semanticVersion: long.to_owned(), ..good.clone() },
        pr::shipCall { contractNames: vec![String::new(); 3], ..good.clone() },
    ] {
        stage.refused(admin, &call, pr::ArrayLengthMismatch {})?;
    }
    stage.refused(admin, &shipment(&[("", Address::ZERO, ORDINARY)], long), too_long())?;
    stage.refused(admin, &shipment(&[("", Address::ZERO, ORDINARY)], "1"), pr::InputAddressZero {})?;
    stage.refused(admin, &shipment(&[("", one, ORDINARY)], "1"), pr::InputNameEmpty {})?;
    stage.refused(admin, &shipment(&[(long, one, ORDINARY)], "1"), too_long())?;
    stage.refused(admin, &configure("NONE", PAUSABLE), pr::DeploymentNotShipped {})?;
    stage.refused(admin, &configure("", PAUSABLE), pr::DeploymentNotShipped {})?;
    stage.refused(admin, &configure(long, PAUSABLE), too_long())?;
    let missing = || Revert::from("EnumerableMap: nonexistent key");
    stage.refused(admin, &pr::getAddressCall { name: "NONE".to_owned() }, missing())?;
    stage.refused(admin, &pr::getDeploymentCall { name: "NONE".to_owned() }, missing())?;
    stage.refused(admin, &pr::getAddressCall { name: long.to_owned() }, too_long())?;
    let beyond = || Panic::from(PanicKind::ArrayOutOfBounds);
    stage.refused(admin, &pr::majorVersionCall {}, beyond())?;
    let index = U256::from(1);
    stage.refused(admin, &pr::getRoleMemberCall { role: B256::ZERO, index }, beyond())?;
    stage.refused(admin, &pr::getRoleMemberCall { role: B256::ZERO, index: U256::MAX }, beyond())?;
    let again = pr::initializeCall { initialAdmin: admin, pauserMultisig: admin };
    stage.refused(admin, &again, Revert::from("Initializable: contract is already initialized"))
}

#[test]
fn functions_are_refused_without_their_role() -> Result<()> {
    let mut stage = Stage::begin()?;
    let (admin, pauser, anybody) = (stage.admin, stage.pauser, stage.anybody);
    let missing = |account: Address, role: B256| {
        let (account, role) = (hex::encode(account), hex::encode(role));
        Revert::from(format!("AccessControl: account 0x{account} is missing role 0x{role}"))
    };
    let lacks_admin = missing(anybody, B256::ZERO);
    let (role, account) = (pauser_role(), anybody);
    stage.refused(anybody, &shipment(&[("", Address::ZERO, ORDINARY)], ""), lacks_admin.clone())?;
    stage.refused(anybody, &configure("", ORDINARY), lacks_admin.clone())?;
    stage.refused(anybody, &pr::grantRoleCall { role, account }, lacks_admin.clone())?;
    stage.refused(anybody, &pr::revokeRoleCall { role, account }, lacks_admin)?;
    stage.refused(pauser, &pr::grantRoleCall { role, account }, missing(pauser, B256::ZERO))?;
    stage.refused(admin, &pr::pauseAllCall {}, missing(admin, role))?;
    let others = Revert::from("AccessControl: can only renounce roles for self");
    stage.refused(admin, &pr::renounceRoleCall { role, account: pauser }, others)
}

#[test]
fn roles_are_given_taken_and_given_up() -> Result<()> {
    let mut stage = Stage::begin()?;
    let (admin, pauser, anybody, registry) = (stage.admin, stage.pauser, stage.anybody, stage.registry);
    let role = pauser_role();
    let outcome = stage.twins.must(admin, registry, &pr::grantRoleCall { role, account: anybody })?;
    let granted: pr::RoleGranted = the(&outcome)?;
    ensure!(granted.role == role && granted.account == anybody && granted.sender == admin);
    let outcome = stage.twins.must(admin, registry, &pr::grantRoleCall { role, account: anybody })?;
    ensure!(outcome.logs.is_empty());
    stage.twins.must(anybody, registry, &pr::pauseAllCall {})?;
    stage.twins.must(pauser, registry, &pr::renounceRoleCall { role, account: pauser })?;
    ensure!(stage.ask(&pr::getRoleMemberCall { role, index: U256::ZERO })? == anybody);
    let outcome = stage.twins.must(admin, registry, &pr::revokeRoleCall { role, account: anybody })?;
    let revoked: pr::RoleRevoked = the(&outcome)?;
    ensure!(revoked.role == role && revoked.account == anybody && revoked.sender == admin);
    let outcome = stage.twins.must(admin, registry, &pr::revokeRoleCall { role, account: anybody })?;
    ensure!(outcome.logs.is_empty() && stage.ask(&pr::getRoleMemberCountCall { role })?.is_zero());
    ensure!(stage.ask(&pr::getRoleAdminCall { role })?.is_zero());
    ensure!(
        stage.ask(&pr::PAUSER_ROLECall {})? == role && stage.ask(&pr::DEFAULT_ADMIN_ROLECall {})?.is_zero()
    );
    for (id, is_answered) in
        [(0x01ff_c9a7_u32, true), (0x7965_db0b, true), (0x5a05_180f, true), (u32::MAX, false), (0, false)]
    {
        let call = pr::supportsInterfaceCall { interfaceId: FixedBytes(id.to_be_bytes()) };
        ensure!(stage.ask(&call)? == is_answered);
    }
    // The last admin can go; then nobody can ship.
    let role = B256::ZERO;
    stage.twins.must(admin, registry, &pr::renounceRoleCall { role, account: admin })?;
    ensure!(!stage.twins.act(admin, registry, &shipment(&[], "2"))?.success);
    Ok(())
}

#[test]
fn wasm_and_model_agree_on_random_lives() -> Result<()> {
    let mut stage = Stage::begin()?;
    let mut dice = Dice(7);
    // Senders have no code; one of the deployments has, so that it can be paused.
    let accounts = [stage.admin, stage.pauser, stage.anybody];
    let deployments = [stage.admin, stage.pauser, stage.twins.at("$dm")?];
    let (unpauser, pausers) = (stage.twins.at("$unpauser")?, stage.twins.at("$pauserRegistry")?);
    let call = IPauserRegistry::setIsPauserCall { newPauser: stage.registry, canPause: true };
    stage.twins.must(unpauser, pausers, &call)?;
    let names = ["A", "B", "C", "D-NAME-OF-THIRTY-ONE-CHARACTER", "", "A-NAME-OF-THIRTY-TWO-CHARACTERS!"];
    for step in 0..300 {
        let (name, account) = (*dice.one(&names)?, *dice.one(&accounts)?);
        let from = if dice.once_in(8) { account } else { stage.admin };
        let config = pr::DeploymentConfig { pausable: dice.once_in(2), deprecated: dice.once_in(3) };
        let role = *dice.one(&[pauser_role(), B256::repeat_byte(9)])?;
        let to = stage.registry;
        let outcome = match dice.below(8) {
            0..3 => {
                let other = (*dice.one(&names)?, *dice.one(&deployments)?, config.clone());
                let what = [(name, *dice.one(&deployments)?, config), other];
                let count = dice.below(3);
                stage.twins.act(from, to, &shipment(what.get(..count).unwrap_or_default(), name))
            }
            3 => stage.twins.act(from, to, &configure(name, config)),
            4 => stage.twins.act(from, to, &pr::grantRoleCall { role, account }),
            5 => stage.twins.act(from, to, &pr::revokeRoleCall { role, account }),
            6 => stage.twins.act(account, to, &pr::renounceRoleCall { role, account }),
            _ => stage.twins.act(stage.pauser, to, &pr::pauseAllCall {}),
        };
        outcome.with_context(|| format!("step {step}"))?;
        stage.look()?;
        stage.twins.view(to, &pr::getDeploymentCall { name: name.to_owned() })?;
        stage.twins.view(to, &pr::hasRoleCall { role, account })?;
        stage.twins.view(to, &pr::getRoleMemberCountCall { role })?;
        stage.twins.view(to, &pr::getRoleMemberCall { role, index: U256::from(dice.below(3)) })?;
    }
    for met in ["ship", "configure", "grantRole", "revokeRole", "renounceRole", "pauseAll"] {
        ensure!(stage.twins.met.contains_key(met), "no {met}: {:?}", stage.twins.met);
    }
    Ok(())
}
