//! Owners, and initializers that have run.

use crate::bench::Bench;
use alloy_primitives::{Address, Bytes, U256};
use surety_abi::{
    IAVSDirectory, IDelegationManager, IRewardsCoordinator as rc, IStrategyFactory as sf,
    IStrategyManager as sm, IStrategyVault,
};

const NOT_OWNER: &str = "Ownable: caller is not the owner";

#[test]
fn ownership_is_handed_over_or_given_up_by_the_owner_only() {
    let mut bench = Bench::new();
    let other = bench.at("other");
    for contract in ["sm", "sf", "rc", "avsd"] {
        let to = |new_owner| sm::transferOwnershipCall { newOwner: new_owner };
        bench.fails_saying("other", contract, to(other), NOT_OWNER);
        bench.fails_saying("other", contract, sm::renounceOwnershipCall {}, NOT_OWNER);
        bench.fails_saying("owner", contract, to(Address::ZERO), "Ownable: new owner is the zero address");
        bench.send("owner", contract, to(other));
        assert_eq!(bench.event::<sm::OwnershipTransferred>().newOwner, other);
        assert_eq!(bench.view(contract, sm::ownerCall {}), other);
        bench.send("other", contract, sm::renounceOwnershipCall {});
        assert_eq!(bench.view(contract, sm::ownerCall {}), Address::ZERO);
    }
}

#[test]
fn owners_functions_fail_for_others() {
    let mut bench = Bench::new();
    let other = bench.at("other");
    bench.fails_saying(
        "other",
        "sm",
        sm::setStrategyWhitelisterCall { newStrategyWhitelister: other },
        NOT_OWNER,
    );
    bench.fails_saying("other", "sf", sf::blacklistTokensCall { tokens: vec![] }, NOT_OWNER);
    bench.fails_saying(
        "other",
        "sf",
        sf::whitelistStrategiesCall { strategiesToWhitelist: vec![] },
        NOT_OWNER,
    );
    let unlist = sf::removeStrategiesFromWhitelistCall { strategiesToRemoveFromWhitelist: vec![] };
    bench.fails_saying("other", "sf", unlist, NOT_OWNER);
    bench.fails_saying("other", "rc", rc::setActivationDelayCall { activationDelay: 1 }, NOT_OWNER);
    bench.fails_saying("other", "rc", rc::setDefaultOperatorSplitCall { split: 1 }, NOT_OWNER);
    bench.fails_saying("other", "rc", rc::setRewardsUpdaterCall { rewardsUpdater: other }, NOT_OWNER);
    let submitter = rc::setRewardsForAllSubmitterCall { submitter: other, newValue: true };
    bench.fails_saying("other", "rc", submitter, NOT_OWNER);
    bench.fails_saying("other", "rc", rc::setFeeRecipientCall { feeRecipient: other }, NOT_OWNER);
}

#[test]
fn whitelister_alone_changes_the_whitelist() {
    let mut bench = Bench::new();
    let (other, strategy) = (bench.at("other"), bench.at("strategyA"));
    let add = || sm::addStrategiesToDepositWhitelistCall { strategiesToWhitelist: vec![strategy] };
    let remove =
        || sm::removeStrategiesFromDepositWhitelistCall { strategiesToRemoveFromWhitelist: vec![strategy] };
    bench.fails("other", "sm", add(), sm::OnlyStrategyWhitelister {});
    bench.fails("owner", "sm", remove(), sm::OnlyStrategyWhitelister {});
    bench.send("owner", "sm", sm::setStrategyWhitelisterCall { newStrategyWhitelister: other });
    assert_eq!(bench.event::<sm::StrategyWhitelisterChanged>().newAddress, other);
    bench.send("other", "sm", add());
    assert_eq!(bench.logs.len(), 0, "no change, no event");
    bench.send("other", "sm", remove());
    assert_eq!(bench.event::<sm::StrategyRemovedFromDepositWhitelist>().strategy, strategy);
    bench.send("other", "sm", remove());
    assert_eq!(bench.logs.len(), 0);
}

#[test]
fn initializers_never_run_twice() {
    let mut bench = Bench::new();
    let zero = Address::ZERO;
    const AGAIN: &str = "Initializable: contract is already initialized";
    for contract in ["dm", "am"] {
        let call = IDelegationManager::initializeCall { initialPausedStatus: U256::ZERO };
        bench.fails_saying("other", contract, call, AGAIN);
    }
    let call = sm::initializeCall {
        initialOwner: zero,
        initialStrategyWhitelister: zero,
        initialPausedStatus: U256::ZERO,
    };
    bench.fails_saying("other", "sm", call, AGAIN);
    let call = IAVSDirectory::initializeCall { initialOwner: zero, initialPausedStatus: U256::ZERO };
    bench.fails_saying("other", "avsd", call, AGAIN);
    bench.fails_saying(
        "other",
        "strategyA",
        IStrategyVault::initialize_0Call { underlyingToken: zero },
        AGAIN,
    );
}

#[test]
fn unknown_functions_and_broken_arguments_fail_without_data() {
    let mut bench = Bench::new();
    let to = bench.at("dm");
    assert_eq!(bench.try_send("other", to, vec![1, 2, 3, 4]), Err(Bytes::new()));
    assert_eq!(bench.try_send("other", to, vec![]), Err(Bytes::new()));
    let mut truncated = alloy_sol_types::SolCall::abi_encode(&bench.delegation_to("operator1"));
    truncated.truncate(40);
    assert_eq!(bench.try_send("other", to, truncated), Err(Bytes::new()));
    // An account without code takes anything.
    let account = bench.at("staker1");
    assert_eq!(bench.try_send("other", account, vec![1]), Ok(Bytes::new()));
}
