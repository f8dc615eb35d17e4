//! Registration, metadata, deposits and delegation.

use crate::{must, world::World};
use alloy::{
    primitives::{Address, Bytes, FixedBytes, U256},
    signers::{Signer as _, local::PrivateKeySigner},
};
use anyhow::{Context as _, Result, ensure};
use eigen_client_elcontracts::{reader::ELChainReader, writer::Operator};
use eigen_utils::slashing::core::{
    avs_directory::{AVSDirectory, ISignatureUtilsMixinTypes::SignatureWithSaltAndExpiry},
    delegation_manager::{DelegationManager, ISignatureUtilsMixinTypes::SignatureWithExpiry},
};

/// An hour from any moment of the test.
const EXPIRY: U256 = U256::from_limbs([u64::MAX, 0, 0, 0]);
/// What each of two stakers deposits.
pub const DEPOSIT: u64 = 1_000_000_000;

pub async fn registers_and_is_delegated_to(world: &World) -> Result<()> {
    let (operator, strategy) = (world.who("operator1")?, world.at("strategyA")?);
    let (writer, reader) = (world.writer("operator1")?, &world.reader);
    let details = |uri: &str| Operator {
        address: operator,
        delegation_approver_address: Address::ZERO,
        metadata_url: uri.to_owned(),
        allocation_delay: Some(3),
        _deprecated_earnings_receiver_address: None,
        staker_opt_out_window_blocks: None,
    };
    ensure!(!reader.is_operator_registered(operator).await?);
    let registered = writer.register_as_operator(details("https://example.org/operator.json")).await?;
    let receipt = world.done(registered).await?;
    // The SDK gives this call no more.
    ensure!(receipt.gas_used < 300_000, "{}", receipt.gas_used);
    ensure!(reader.is_operator_registered(operator).await?);

    deposit(world, "staker1").await?;
    deposit(world, "staker2").await?;
    let (strategies, shares) = reader.get_staker_shares(world.who("staker1")?).await?;
    ensure!(strategies == [strategy] && shares == [U256::from(DEPOSIT)], "{strategies:?} {shares:?}");

    // The SDK makes the operator its own approver.
    let manager = DelegationManager::new(world.at("DelegationManager")?, &world.provider);
    ensure!(manager.delegationApprover(operator).call().await? == operator);
    delegate(world, reader, "staker1", Some("operator1")).await?;
    let updated = writer.update_operator_details(details("https://example.org/moved.json")).await?;
    let receipt = world.done(updated).await?;
    let updated = receipt.decoded_log::<DelegationManager::OperatorMetadataURIUpdated>();
    let updated = updated.context("no event")?;
    ensure!(updated.operator == operator && updated.metadataURI == "https://example.org/moved.json");
    ensure!(manager.delegationApprover(operator).call().await?.is_zero());
    delegate(world, reader, "staker2", None).await?;

    let both = U256::from(2 * DEPOSIT);
    ensure!(reader.get_operator_shares_in_strategy(operator, strategy).await? == both);
    ensure!(reader.get_operator_shares(operator, vec![strategy]).await? == [both]);
    ensure!(reader.get_operators_shares(vec![operator], vec![strategy]).await? == [[both]]);
    ensure!(reader.get_delegated_operator(world.who("staker2")?).await? == operator);
    joins_an_avs_of_old(world).await
}

/// Registration in the AVS directory, by the operator's signature.
async fn joins_an_avs_of_old(world: &World) -> Result<()> {
    let (operator, avs, salt) = (world.who("operator1")?, world.who("avs2")?, FixedBytes::repeat_byte(8));
    let digest =
        world.reader.calculate_operator_avs_registration_digest_hash(operator, avs, salt, EXPIRY).await?;
    let signer: PrivateKeySigner = world.key("operator1")?.parse()?;
    let signature = signer.sign_hash(&digest).await?.as_bytes().into();
    let signed = SignatureWithSaltAndExpiry { signature, salt, expiry: EXPIRY };
    let directory = AVSDirectory::new(world.at("AVSDirectory")?, world.signer("avs2")?);
    must!(world, directory.registerOperatorToAVS(operator, signed))?;
    ensure!(directory.avsOperatorStatus(avs, operator).call().await? == 1);
    Ok(())
}

async fn deposit(world: &World, staker: &str) -> Result<()> {
    let strategy = world.at("strategyA")?;
    let (_, contract, token) = world.reader.get_strategy_and_underlying_erc20_token(strategy).await?;
    ensure!(contract.address() == &world.at("tokenA")? && token == world.at("tokenA")?);
    let amount = U256::from(DEPOSIT);
    world.done(world.writer(staker)?.deposit_erc20_into_strategy(strategy, amount).await?).await?;
    Ok(())
}

/// The SDK's clients do not delegate; they say what an approver signs.
async fn delegate(world: &World, reader: &ELChainReader, staker: &str, approver: Option<&str>) -> Result<()> {
    let (operator, salt) = (world.who("operator1")?, FixedBytes::<32>::repeat_byte(7));
    let mut signed = SignatureWithExpiry { signature: Bytes::new(), expiry: EXPIRY };
    if let Some(approver) = approver {
        let signer: PrivateKeySigner = world.key(approver)?.parse()?;
        let (staker, address) = (world.who(staker)?, signer.address());
        let digest =
            reader.calculate_delegation_approval_digest_hash(staker, operator, address, salt, EXPIRY).await?;
        signed.signature = signer.sign_hash(&digest).await?.as_bytes().into();
    }
    let manager = DelegationManager::new(world.at("DelegationManager")?, world.signer(staker)?);
    must!(world, manager.delegateTo(operator, signed, salt))?;
    Ok(())
}
