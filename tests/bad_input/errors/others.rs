//! Errors of permissions, keys, releases, the AVS directory and the pauser registry.

use super::provoker::Provoker;
use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::Result;
use surety_abi::{
    IAVSDirectory as avsd, IAllocationManager as am, IKeyRegistrar as kr, IPauserRegistry as registry,
    IPermissionController as pc, IReleaseManager as rm,
};

/// All of them.
pub(super) fn all(p: &mut Provoker) -> Result<()> {
    p.announce_avs()?;
    permissions(p)?;
    keys(p)?;
    directory(p)?;
    releases(p)?;
    pausers(p)
}

fn permissions(p: &mut Provoker) -> Result<()> {
    const PC: &str = "IPermissionController";
    let [account, admin, other, at] = [p.at("staker1")?, p.at("admin1")?, p.at("other")?, p.at("pc")?];
    let propose = pc::addPendingAdminCall { account, admin };
    p.provokes((PC, "NotAdmin"), other, at, &propose)?;
    p.provokes((PC, "AdminNotPending"), admin, at, &pc::acceptAdminCall { account })?;
    p.must(account, at, &propose)?;
    p.provokes((PC, "AdminAlreadyPending"), account, at, &propose)?;
    p.must(admin, at, &pc::acceptAdminCall { account })?;
    p.provokes((PC, "AdminAlreadySet"), admin, at, &propose)?;
    let remove = |admin| pc::removeAdminCall { account, admin };
    p.provokes((PC, "CannotHaveZeroAdmins"), admin, at, &remove(admin))?;
    let second = p.at("admin2")?;
    p.must(admin, at, &pc::addPendingAdminCall { account, admin: second })?;
    p.must(second, at, &pc::acceptAdminCall { account })?;
    p.provokes((PC, "AdminNotSet"), admin, at, &remove(other))?;
    let (target, selector) = (at, [1, 2, 3, 4].into());
    let take = pc::removeAppointeeCall { account, appointee: other, target, selector };
    p.provokes((PC, "AppointeeNotSet"), admin, at, &take)?;
    let give = pc::setAppointeeCall { account, appointee: other, target, selector };
    p.must(admin, at, &give)?;
    p.provokes((PC, "AppointeeAlreadySet"), admin, at, &give)
}

fn keys(p: &mut Provoker) -> Result<()> {
    const KR: &str = "IKeyRegistrar";
    const ECDSA: u8 = 1;
    let [avs, operator, other, key, at] =
        [p.at("avs1")?, p.at("operator1")?, p.at("other")?, p.at("ecdsaKey1")?, p.at("kr")?];
    let set = |id| kr::OperatorSet { avs, id };
    let configure = |id, curve| kr::configureOperatorSetCall { operatorSet: set(id), curveType: curve };
    p.provokes((KR, "InvalidPermissions"), other, at, &configure(1, ECDSA))?;
    p.provokes((KR, "InvalidCurveType"), avs, at, &configure(1, 0))?;
    let register = |id, key: Bytes, signature| kr::registerKeyCall {
        operator,
        operatorSet: set(id),
        keyData: key,
        signature,
    };
    let good: Bytes = key.to_vec().into();
    p.provokes((KR, "OperatorSetNotConfigured"), operator, at, &register(1, good.clone(), Bytes::new()))?;
    p.must(avs, at, &configure(1, ECDSA))?;
    p.provokes((KR, "ConfigurationAlreadySet"), avs, at, &configure(1, ECDSA))?;
    p.provokes((KR, "InvalidKeyFormat"), operator, at, &register(1, Bytes::new(), Bytes::new()))?;
    p.provokes((KR, "ZeroPubkey"), operator, at, &register(1, vec![0; 20].into(), Bytes::new()))?;
    p.provokes((KR, "InvalidSignature"), operator, at, &register(1, good.clone(), vec![1; 65].into()))?;
    let digest =
        |id| kr::getECDSAKeyRegistrationMessageHashCall { operator, operatorSet: set(id), keyAddress: key };
    let digest_1 = p.ask(at, &digest(1))?;
    let signature = p.sign("ecdsaKey1", digest_1)?;
    let give_up = |id| kr::deregisterKeyCall { operator, operatorSet: set(id) };
    p.provokes((KR, "KeyNotFound"), operator, at, &give_up(1))?;
    p.must(operator, at, &register(1, good.clone(), signature.clone()))?;
    p.provokes((KR, "OperatorAlreadyRegistered"), operator, at, &register(1, good.clone(), signature))?;
    p.must(avs, at, &configure(2, ECDSA))?;
    let digest_2 = p.ask(at, &digest(2))?;
    let signature = p.sign("ecdsaKey1", digest_2)?;
    p.provokes((KR, "KeyAlreadyRegistered"), operator, at, &register(2, good, signature))?;

    p.become_operator("operator1", Address::ZERO)?;
    p.create_set(1, vec![])?;
    let params = am::RegisterParams { avs, operatorSetIds: vec![1], data: Bytes::new() };
    let manager = p.at("am")?;
    p.must(operator, manager, &am::registerForOperatorSetsCall { operator, params })?;
    p.provokes((KR, "OperatorStillSlashable"), operator, at, &give_up(1))
}

fn directory(p: &mut Provoker) -> Result<()> {
    const AVSD: &str = "IAVSDirectory";
    let [avs, operator, stranger, at] =
        [p.at("avs1")?, p.at("operator1")?, p.at("operator2")?, p.at("avsd")?];
    let register = |operator, salt: u8, expiry, signature| avsd::registerOperatorToAVSCall {
        operator,
        operatorSignature: avsd::SignatureWithSaltAndExpiry {
            signature,
            salt: B256::repeat_byte(salt),
            expiry,
        },
    };
    let leave = avsd::deregisterOperatorFromAVSCall { operator };
    p.provokes((AVSD, "OperatorNotRegisteredToAVS"), avs, at, &leave)?;
    let unknown = register(stranger, 1, U256::MAX, Bytes::new());
    p.provokes((AVSD, "OperatorNotRegisteredToEigenLayer"), avs, at, &unknown)?;
    let late = register(operator, 1, U256::from(1), Bytes::new());
    p.provokes((AVSD, "SignatureExpired"), avs, at, &late)?;
    let unsigned = register(operator, 1, U256::MAX, Bytes::new());
    p.provokes((AVSD, "InvalidSignature"), avs, at, &unsigned)?;
    p.must(operator, at, &avsd::cancelSaltCall { salt: B256::repeat_byte(2) })?;
    p.provokes((AVSD, "SaltSpent"), avs, at, &register(operator, 2, U256::MAX, Bytes::new()))?;
    let digest = avsd::calculateOperatorAVSRegistrationDigestHashCall {
        operator,
        avs,
        salt: B256::repeat_byte(1),
        expiry: U256::MAX,
    };
    let digest = p.ask(at, &digest)?;
    let signed = register(operator, 1, U256::MAX, p.sign("operator1", digest)?);
    p.must(avs, at, &signed)?;
    p.provokes((AVSD, "OperatorAlreadyRegisteredToAVS"), avs, at, &signed)
}

fn releases(p: &mut Provoker) -> Result<()> {
    const RM: &str = "IReleaseManager";
    let [avs, other, at] = [p.at("avs1")?, p.at("other")?, p.at("rm")?];
    let set = rm::OperatorSet { avs, id: 1 };
    let uri =
        |uri: &str| rm::publishMetadataURICall { operatorSet: set.clone(), metadataURI: uri.to_owned() };
    p.provokes((RM, "InvalidPermissions"), other, at, &uri("x"))?;
    p.provokes((RM, "InvalidMetadataURI"), avs, at, &uri(""))?;
    let release = |by| rm::publishReleaseCall {
        operatorSet: set.clone(),
        release: rm::Release { artifacts: vec![], upgradeByTime: by },
    };
    p.provokes((RM, "MustPublishMetadataURI"), avs, at, &release(0))?;
    p.must(avs, at, &uri("x"))?;
    p.provokes((RM, "InvalidUpgradeByTime"), avs, at, &release(1))?;
    p.ask_in_vain((RM, "NoReleases"), at, &rm::getLatestReleaseCall { operatorSet: set.clone() })
}

fn pausers(p: &mut Provoker) -> Result<()> {
    const REGISTRY: &str = "IPauserRegistry";
    let [unpauser, other, at] = [p.at("unpauser")?, p.at("other")?, p.at("pauserRegistry")?];
    let name = |pauser| registry::setIsPauserCall { newPauser: pauser, canPause: true };
    p.provokes((REGISTRY, "OnlyUnpauser"), other, at, &name(other))?;
    p.provokes((REGISTRY, "InputAddressZero"), unpauser, at, &name(Address::ZERO))
}
